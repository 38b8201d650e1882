r"""Secrets on the command lines of tools, and in what is said to a server by hand.

Samples: `sqlcmd -S db01 -U ssi -P …`, `smbclient //srv/x -U ssi%…`, `rabbitmqctl add_user ssi …`, `> AUTH default …`.

A tool that takes a password behind an option of its own is one line in `_OPTIONS`, one that takes it elsewhere one in
`_PLACES`. There goes whatever stands, but for a plain word, another option, a variable and the number of a port.
Sources: the manuals of the tools that are named.
"""

from __future__ import annotations

from analyzer.privacy.shapes import Shape, on_one_line
from analyzer.privacy.values import MIXED, ODD
from analyzer.reference.vocabulary import A_TOKEN

_PLAIN = (
    r"(?:option|parameter|argument|flag|switch|value|password|required|missing|invalid|wrong|instead|because|should|cannot|without|prompt"
    r"|nicht|fehlt|modules|hidden|through|[a-z]{1,5})"
)
"""What is said of an option."""
_VALUE = (
    rf"(?![\"']?(?:\[removed|\ufdd0|{A_TOKEN}))(?![\"']?(?:[-$*%]|(?-i:{_PLAIN})[\"'.,;:)]{{0,2}}(?:\s|<|\Z)|\d{{1,5}}(?::\d{{1,5}})?(?:/\w{{3}})?(?:\s|\Z)|(?:\d{{1,3}}\.){{3}}\d"
    r"|[\w.-]{1,60}\.(?:pem|zip|7z|rar|exe|json|p12|pfx|crt|cer|key|xml|log|txt|cmd|bat|ps1|jks|sh|jar|yml|yaml)(?:\s|\Z)|public(?:\s|\Z)))"
    r"(?P<value>\"[^\"\r\n]{3,200}\"?|'[^'\r\n]{3,200}'?|[^\s\"'<](?:[^\s\"'<]|<(?![/a-z])|[\"'](?=[\w!?$%&*#+.-])){2,199}+)"
)
_LOOKS_LIKE_ONE = rf"(?P<value>{ODD}|{MIXED})"

_SNMP = ("snmpwalk", "snmpget", "snmpset", "snmpbulkwalk", "snmpbulkget", "snmptable", "snmptrap")
_OPTIONS = (
    (("sqlcmd", "osql", "isql", "bcp", "tsql", "unzip", "zip", "ipmitool"), r"(?-i:[-/]P)\s?"),
    (("docker login", "podman login", "helm registry login", "oc login", "az login", "twine"), r"-p\s"),
    (("signtool", "certutil", "psexec", "xfreerdp", "wfreerdp", "useradd", "usermod"), r"[-/]p[\s:]"),
    (("hdbsql", "7z", "7za", "rar", "unrar"), r"-h?p\s?"),
    (("ssh-keygen",), r"(?-i:-P)\s"),
    (("ssh-keygen",), r"(?-i:-N)\s"),
    (("csvde", "ldifde"), r"-b\s\S{1,60}+\s\S{1,60}+\s"),
    (("nats-server", "rclone"), r"(?:--)?pass\s"),
    (("htpasswd",), r"-[^\Wbn]{0,3}b[^\Wbn]{0,3}\s\S{1,100}+\s\S{1,60}+\s"),
    (("htpasswd",), r"-[^\Wn]{0,3}n[^\Wn]{0,3}\s\S{1,60}+\s"),
    (("npm login", "npm config set"), r"\S{0,80}_auth(?:token)?[= ]"),
    (("brconnect", "brbackup", "brarchive"), r"-u\s\w{1,30}/"),
    (("netsh wlan",), r"key="),
    (("crypto isakmp", "tacacs-server", "radius-server host", "config wlan"), r"key\s(?:ascii\s|[07]\s)?"),
    (("mysql", "mysqldump", "mysqladmin", "mariadb", "sshpass"), r"-p"),
    (("plink", "pscp", "psftp", "sshpass", "puttygen", "putty"), r"-pw?\s"),
    (("ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldapwhoami", "ldappasswd"), r"-w\s"),
    (("ldappasswd",), r"-[sa]\s"),
    (("redis-cli",), r"-a\s"),
    (("openssl",), r"-k\s"),
    (("sapgenpse",), r"-x\s"),
    (("sapgenpse",), r"-z\s"),
    (("cmdkey",), r"/pass\s"),
    (_SNMP, r"(?-i:-A)\s"),
    (_SNMP, r"(?-i:-[cX])\s"),
)
"""Tools, and the option behind which a password stands; an option that stands beside another has a line of its own."""

_USER = r"[-/]{1,2}(?:[ax]?u|user(?:name)?|ru|usr|n|D)[\s:]"
_OPTION = r"[-/](?:[ax]?p|pw|pass|rp|w)\s"


def _behind_option(tools: tuple[str, ...], option: str) -> Shape:
    names = "|".join(sorted(tools, key=len, reverse=True))
    return Shape(
        "a password",
        tuple(f"{tool}{end}" for tool in tools for end in (" ", ".exe ")),
        rf"(?<![\w-])(?:{names})(?:\.exe)?\s(?:[^\r\n]{{0,200}}?\s)?{option}{_VALUE}",
        before=0,
    )


_PLACES = (
    Shape(  # any tool: -u ssi … -p …, /ru ssi /rp …, -D cn=ssi -w …
        "a password",
        (" -u ", " /u ", " -au ", " -xu ", " /ru ", " -n ", " -d ", "-user ", "/user:", "-username ", "/u:"),
        rf"\s{_USER}\S{{1,100}}\s(?:[^\r\n]{{0,80}}?\s)?{_OPTION}{_VALUE}",
        before=3,
    ),
    Shape("a password", (" -u ",), rf"\s-u\s[\"']?[^\s%]{{1,80}}%{_VALUE}", before=0),  # smbclient -U ssi%…
    Shape("a password", ("-proxy-user ",), rf"-proxy-user\s[\"']?[^\s:]{{1,60}}:{_VALUE}", before=0),
    Shape("a password", ("lftp ",), rf"\blftp\s[^\r\n]{{0,80}}?-u\s[^\s,]{{1,80}}+,{_VALUE}", before=0),
    Shape(
        "a password",
        ("exp ", "imp ", "expdp ", "impdp ", "sqlldr ", "rman ", "sqlplus ", "oracle:thin:"),
        r"(?<!\w)(?:(?:(?:exp|imp)(?=\s\S{1,99}@)|(?:exp|imp)dp|sqlldr|rman target|sqlplus)\s(?:userid=)?|oracle:thin:)"
        r"[\w.-]{1,60}/"
        r"(?P<value>\"[^\"\r\n]{3,100}\"|[^\s@]{3,100}(?:@(?:[^\s@./]{0,40}(?=@))?)?)(?=@[\w/]|\s|\Z)",
        before=0,
    ),
    Shape("a password", ("<<<",), r"<<<\s?(?P<value>\"[^\"\r\n$]{3,100}\"|'[^'\r\n]{3,100}')", before=0),
    Shape(  # what Oracle is told anywhere: ssi/…@db01:1521/ORCL
        "a password",
        (":1521", ":1522", ":1526"),
        r"(?<![\w/.])[\w.-]{2,60}/(?P<value>\"[^\"\r\n]{3,100}\"|[^\s@/\"]{3,100}@?)(?=@(?://)?[\w.-]{1,100}:152\d)",
        before=270,
    ),
    Shape(  # of DB2
        "a password",
        ("connect to ",),
        rf"connect to \S{{1,60}} user \S{{1,60}} using (?!oauth|ntlm|tls|kerberos|basic|negotiate|windows){_VALUE}",
        before=0,
    ),
    Shape("a password", ("hdbuserstore ",), rf"hdbuserstore\s(?:-\S+\s)?set\s(?:\S{{1,100}}\s){{3}}{_VALUE}", before=0),
    Shape("a password", ("sapcontrol ",), rf"sapcontrol\s[^\r\n]{{0,100}}?-user\s\S{{1,60}}+\s{_VALUE}", before=0),
    Shape(
        "a password",
        ("rabbitmqctl ",),
        rf"rabbitmqctl\s(?:add_user|change_password|authenticate_user)\s\S{{1,60}}\s{_VALUE}",
        before=0,
    ),
    Shape("a password", ("/setcredentials ",), rf"/setcredentials\s(?:\S{{1,100}}\s){{4}}{_VALUE}", before=0),
    Shape("a password", ("isql ",), rf"(?<![\w-])isql\s(?:[^\s-]\S{{0,60}}\s){{2}}{_LOOKS_LIKE_ONE}", before=0),
    Shape(
        "a key or token",
        ("vault login ", "operator unseal "),
        rf"(?:vault login|operator unseal)\s{_VALUE}",
        before=0,
    ),
    Shape("a password", ("radtest ",), rf"radtest\s\S{{1,60}}\s{_VALUE}", before=0),
    Shape(  # as redis is told: AUTH …, AUTH default …, "AUTH" "…"
        "a password",
        ("auth ", 'auth" "'),
        r"(?:^|[>\"'\]\n]\s?)auth[\"']?\s[\"']?(?!(?:\w{1,8}-md5|scram-\S{1,20}|xoauth2?|ntlm|oauth\S{0,10})\b)"
        r"(?:[\w.-]{1,60}[\"']?\s[\"']?)?(?P<value>(?=[^\s\"'<]{0,60}\d)[^\s\"'<]{6,200}+)",
        before=2,
    ),
    Shape(  # the same as it is sent: AUTH\r\n$10\r\n…
        "a password",
        ("auth\\r\\n$", "auth\r\n$"),
        r"(?:\\n|\n)auth(?:\\r\\n|\r\n)\$\d{1,4}(?:\\r\\n|\r\n)(?P<value>[^\s\\]{3,200})",
        before=2,
    ),
    Shape(  # as routers keep it: username ssi password 0 …
        "a password",
        (" password ", " secret "),
        rf"\s(?:password|secret)\s[0578]\s{_VALUE}",
        before=0,
    ),
    Shape("a password", ("requirepass ", "masterauth "), rf"(?:requirepass|masterauth)\s{_VALUE}", before=0),
    Shape(  # what expect types: send "…\\r"
        "a password",
        ('send "', 'send -- "'),
        r"\bsend\s(?:--\s)?\"(?P<value>(?=[^\s\"\\]{0,60}\d)[^\s\"\\]{4,100})(?:\\[rn]|[\r\n])",
        before=0,
    ),
    Shape(
        "a password",
        ("expect",),
        r"\bexpect\b[^\r\n\"']{0,30}\bsend\s(?:--\s)?[\"'](?P<value>[^\"'\r\n]{4,100})[\"']",
        before=0,
    ),
    Shape("a password", ("user ",), rf"\buser\s\S{{1,60}}\spass\s{_VALUE}", before=0),  # of fetchmail
    Shape("a password", ("<<< ",), rf"<<<\s[\"']?{_LOOKS_LIKE_ONE}", before=0),
    Shape(
        "a password",
        ("echo ",),
        r"\becho\s(?:-\w{1,3}\s)?[\"']?(?:[\w.-]{1,60}:)?"
        r"(?P<value>(?=[^\s\"']{0,60}\d)[^\s\"']{6,200}?)[\"']?\s\|\s"
        r"(?:kinit|sudo|su|runas|passwd|chpasswd|docker login|podman login)\b",
    ),
    Shape(
        "a password",
        ("echo ",),
        rf"\becho\s(?:-\w{{1,3}}\s)?[\"']?(?P<value>{ODD})[\"']?\s\|\s(?:openssl (?!dgst|sha|md5)|base64)\b",
        before=0,
    ),
    Shape("a password", ("get-credential ",), rf"get-credential\s[\w.@\\-]{{1,60}}\s{_LOOKS_LIKE_ONE}", before=0),
    Shape("a password", ("identified by ",), r"identified by (?P<value>\S{4,200}+)"),
    Shape("a password", ("/user:",), r"/user:\S{1,100}\s{1,3}(?![/\[])(?P<value>\S{4,200}+)"),
    Shape("a password", ("net use ",), r"net use (?:\S{1,100}\s){1,2}(?P<value>[^\s\\/]\S{3,100})\s{1,3}/user:"),
    Shape("a password", ("net user ",), rf"net user\s\S{{1,60}}\s(?!/){_VALUE}", before=0),
    Shape("a password", ("/p:", "/pw:"), rf"(?<!\S)/pw?:(?P<value>{ODD})", before=0),
    Shape(  # ssh svc:…@srv
        "a password",
        ("ssh ", "scp ", "rsync ", "ftp "),
        r"(?:ssh|scp|rsync|ftp)\s(?:-\S{1,20}\s){0,4}[\w.-]{1,60}:(?P<value>\S{3,200})(?=@[\w.-])",
        before=0,
    ),
    Shape(
        "a password",
        (" -p", " -w ", "--secret ", "--token "),
        r"(?:\s-p(?:w\s|,?\s)?|\s-w\s|--(?:secret|token)\s)"
        rf"(?P<value>{ODD})",
    ),
    Shape(  # an option of any command: --client-secret …
        "a password",
        (
            *("-password ", "-passwd ", "-pwd ", "-passwort ", "-kennwort ", "-secret ", "-token ", "-key "),
            *("-apikey ", "clientsecret ", "newpassword ", "oldpassword ", "userpassword ", "accesstoken "),
            *("refreshtoken ", "storepass ", "keypass ", "password1 ", "password2 "),
        ),
        r"(?<!\S)--?[\w-]{0,30}?(?:passw(?:or)?d\d?|pwd|passwort|kennwort|storepass|keypass|secret|token|key)\s{1,3}"
        r"(?!\$[A-Z_{]|%[A-Z_]{2,40}%)(?P<value>[^\s\"'(<\[-]\S{5,}+)",
        before=40,
    ),
    Shape(  # an option of HTTPie
        "credentials",
        ("http -a ", "https -a "),
        r"https?\s-a\s[\"']?(?P<value>[^\s:\"']{1,80}:[^\s\"']{2,200}+)",
        before=0,
    ),
    Shape(  # curl -b "sid=…", --cookie sid=…
        "a cookie",
        (" -b ", " --cookie "),
        r"(?<!checkout)(?<!switch)\s(?:-b\s(?!(?:[a-z]{1,2}|uid)=)|--cookie\s)[\"']?[\w.-]{1,60}=(?P<value>[^\s\"';]{6,4000})",
        before=0,
    ),
    Shape(  # echo … | kinit
        "a password",
        ("echo ", "printf "),
        r"\b(?:echo|printf)\s(?:-\w{1,2}\s)?(?P<value>\"[^\"\r\n]{1,200}\"|'[^'\r\n]{1,200}'|[^\s\"'|$]{4,100})"
        r"\s\|\s(?:sudo -S|kinit|passwd|su|docker login|podman login)\b",
        before=0,
    ),
    Shape(  # > PASS …, C: A001 LOGIN ssi …, (Command: LOGIN "ssi" "…"
        "a password",
        ("pass ", " login "),
        r"(?:(?:-{0,3}>|\bC:|\b(?-i:USER)\s[\w.@\\-]{1,60}\s?[,;/]?)\s(?-i:PASS)\s"
        r"|(?:\bC:\s[a-z]{0,4}\d{1,6}|\bcommand:)\s(?-i:LOGIN)\s[\"']?[\w.@\\-]{1,80}[\"']?\s)"
        r"(?P<value>\"[^\"\r\n]{1,200}\"?|[^\s\"']{4,200}+)",
    ),
    Shape(  # "…" | ConvertTo-SecureString
        "a password",
        ("securestring",),
        r"(?P<value>\"[^\"\r\n]{1,200}\"|'[^'\r\n]{1,200}')\s?\|\s?ConvertTo-SecureString",
        before=225,
    ),
    Shape(
        "a password",
        ("securestring",),
        r"\bConvertTo-SecureString\s{1,5}(?:-(?:String|AsPlainText|Force)\s{1,5}){0,3}"
        r"(?P<value>\"[^\"\r\n]{1,400}\"?|'[^'\r\n]{1,400}'?|(?=\S{0,100}\d)[^\s$(-]\S{2,400})",
    ),
)


COMMANDS = tuple(
    on_one_line(shape, _VALUE) for shape in (*(_behind_option(tools, option) for tools, option in _OPTIONS), *_PLACES)
)
"""What a secret on a command line looks like; `secrets.SHAPES` has them too."""
