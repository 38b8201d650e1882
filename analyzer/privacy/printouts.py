"""Secrets as programs print their settings: environments, objects of PHP, arguments of calls, the registry, pages.

Samples: `- name: EWS_PASSWORD` with `value: …` below it, `["password"]=> string(12) "…"`, `**Password**: …`.

One entry each, as in `secrets.py`: the table there takes these in where they count, for the first that fits decides.
"""

from __future__ import annotations

from analyzer.privacy.shapes import Shape
from analyzer.privacy.values import NO_VALUE, ODD, STEMS, WORD

_NAME = r"[\w.-]{0,60}?(?:passw(?:or)?d|pass|passwort|kennwort|pwd|pw|secret|token|key)"
"""The name of a setting that holds a secret, to its end."""
PRINTOUTS: tuple[Shape, ...] = (
    Shape(  # User ID=svc;Password=the brown fox;Encrypt=True
        "a password",
        tuple(f"{sign}{word}" for sign in ";\"' " for word in ("password=", "pwd=", "password =")),
        r"[;\"'\s](?:password|pwd)\s?=(?!\[removed|\ufdd0|(?:not|is|was|has|must|no)\s)"
        r"(?P<value>[^\s;\"'<>{}=]{1,60}(?: [^\s;\"'<>{}=]{1,60}){1,8})(?=;\s?(?:[a-z][\w ]{1,30}=|[\"']|\s|\Z))",
        before=0,
    ),
    Shape(  # a frame of PHP: #3 Client.php(44): Client->__construct('mail', 'svc', '…')
        "a password",
        ("__construct(", "open(", "auth(", "setcredentials(", "setauth(", "authenticate(", "signin("),
        r"(?:__construct|open|auth|setcredentials|setauth|authenticate|signin)\([^()\r\n]{1,200}?,\s?"
        rf"[\"'](?P<value>{ODD})[\"'](?=[),])",
        before=0,
    ),
    Shape(  # Login('…'), setPassword("…")
        "a password",
        ("login(", "logon(", "signin(", "password(", "passwd(", "pwd("),
        rf"(?:log[io]n|signin|password|passwd|pwd)\(\s?[\"'](?P<value>{ODD})[\"']\s?\)",
        before=0,
    ),
    Shape(  # ADODB.Open "Provider=x", "svc", "…"
        "a password",
        ('.open "', '.open("'),
        r"\.open[ (]\"[^\"\r\n]{0,300}\",\s?\"[^\"\r\n]{1,80}\",\s?\"(?P<value>[^\"\r\n]{3,200})\"",
        before=0,
    ),
    Shape(  # an environment as Kubernetes prints it: name: EWS_PASSWORD, and value: … on the next line
        "a password",
        ("value:",),
        rf"\bname:\s[\"']?{_NAME}[\"']?\s{{1,40}}value:\s{{1,3}}[\"']?(?P<value>[^\s\"']{{3,400}})",
        before=110,
    ),
    Shape(  # the same the other way round
        "a password",
        ("value:",),
        rf"\bvalue:\s{{1,3}}[\"']?(?P<value>[^\s\"']{{3,400}}+)[\"']?\s{{1,40}}name:\s[\"']?{_NAME}(?![\w.-])",
        before=0,
    ),
    Shape(  # what var_dump of PHP prints: ["password"]=> string(12) "…"
        "a password",
        ("string(",),
        rf"{_NAME}[\"']?\]\s?=>\s{{1,40}}string\(\d{{1,6}}\)\s\"(?P<value>[^\"]{{1,400}}+)",
        before=110,
    ),
    Shape(  # what serialize of PHP prints: s:8:"password";s:12:"…"
        "a password",
        ('";s:',),
        rf"\"{_NAME}\";s:\d{{1,6}}:\"(?P<value>[^\"]{{1,400}}+)",
        before=70,
    ),
    Shape(  # {"u":"svc_ssi","p":"…"}
        "a password",
        ('"p":', '"p" :'),
        r"\"(?:u|usr|user|login)\"\s?:\s?\"[^\"]{1,80}\"\s?,\s?\"p\"\s?:\s?\"(?P<value>[^\"]{1,400}+)",
        before=110,
    ),
    Shape(  # the same the other way round, u=svc_ssi&p=…
        "a password",
        ('"p":', '"p" :'),
        r"\"p\"\s?:\s?\"(?P<value>[^\"]{1,400}+)\"\s?,\s?\"(?:u|usr|user|login)\"",
        before=0,
    ),
    Shape(
        "a password", ("&p=",), r"(?<!\w)(?:u|usr|user|login)=[^\s&=]{1,80}&p=(?P<value>[^\s&\"'<>]{3,400}+)", before=90
    ),
    Shape(  # new PasswordAuthentication("ssi", "…"), transport.connect("mail", 587, "ssi", "…")
        "a password",
        (
            *("authentication(", "connect(", "connection(", "bind(", "bind_s(", "login(", "logon("),
            *("sym_decrypt(", "sym_encrypt("),
        ),
        r"(?:authentication|connect(?:ion)?|bind(?:_s)?|log[io]n|sym_(?:de|en)crypt)\([^()\r\n]{1,200}?[,;]\s?"
        r"(?![\"'](?:(?:\d{1,3}\.){3}|(?-i:[A-Z\d]{3,20}[\"'])|[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}[\"']|oauth|\w{2,6}://))"
        r"(?P<value>\"(?=[^\"]{0,60}\d)[^\"\s]{4,100}\"|'(?=[^']{0,60}\d)[^'\s]{4,100}')(?=[),.;])",
        before=0,
    ),
    Shape(
        "a password",
        ("secret(",),
        r"(?<![\w.])secret\(\s?(?P<value>\"[^\"\r\n]{4,200}\"|'[^'\r\n]{4,200}')\)",
        before=0,
    ),
    Shape(
        "a password",
        ("openrowset(",),
        r"openrowset\([^;()]{1,200};[^;()]{1,100};\s?(?P<value>'[^'\r\n]{2,100}')",
        before=0,
    ),
    Shape(  # as the registry of Windows is printed
        "a password",
        ("reg_sz ",),
        r"(?:password|passwd|pwd|secret|kennwort)\w{0,20}\s{1,20}reg_sz\s{1,20}(?P<value>\S{3,200}+)",
        before=60,
    ),
    Shape(  # **Password**: `…`, <td>Passwort</td><td>…</td>, <b>Password:</b> …
        "a password",
        STEMS,
        rf"{WORD}\w{{0,4}}\s?:?(?:\*\*|</\w{{1,6}}>)(?:\s?:\s{{0,3}}|(?<=:</\w>)\s{{1,3}}|(?<=:\*\*)\s{{1,3}}|\s{{0,40}}(?=<(?:td|dd|th|code)>))"
        rf"(?:<\w{{1,6}}>|`)?{NO_VALUE}(?P<value>[^\s<>`\"']{{4,200}}+)",
        before=20,
    ),
    Shape(  # variable "db_password" { default = "…" }
        "a password",
        ("variable ",),
        rf"variable\s\"{_NAME}\"\s?\{{{{?\s{{0,20}}default\s?=\s?\"(?P<value>[^\"\r\n]{{3,200}})\"",
        before=0,
    ),
    Shape(
        "a password",
        ("bindpw ", "rootpw ", "_password ", "_passwd ", "_pass "),
        r"(?:(?:bind|root)pw|\bENV\s[A-Z\d_]{1,40}_(?:PASSWORD|PASSWD|PASS))\s{1,3}(?P<value>(?=\S{0,60}(?-i:[^\Wa-z]))\S{4,200}+)",
        before=50,
    ),
    Shape(  # ['-u', 'svc_ssi', '-p', '…']
        "a password",
        ("'-p'", '"-p"', "'-pw'", '"-pw"', "'--pass", '"--pass'),
        r"[\"']-{1,2}p(?:w|ass(?:[pw]\w{0,7})?)?[\"'],\s?[\"'](?!\d{1,5}[\"'])(?P<value>[^\"'\s/]{4,100})(?=[\"'])",
        before=0,
    ),
    Shape(  # getConnection("jdbc:…", "svc_ssi", "…"), simple_bind_s('cn=ssi', '…')
        "a password",
        ("getconnection(", "simple_bind"),
        r"(?:getconnection\([^,()\r\n]{1,200},[^,()\r\n]{1,100},\s?|simple_bind(?:_s)?\([^()\r\n]{1,200}?,\s?)"
        r"(?P<value>\"[^\"\r\n]{4,100}\"|'[^'\r\n]{4,100}')\s?\)",
        before=0,
    ),
    Shape(  # Bind request (simple) cn=ssi,dc=contoso / …
        "a password",
        ("bind request", "simple bind"),
        r"bind\b[^\r\n/]{0,30}\s(?:cn|uid|ou)=[^\s/]{1,120}\s/\s(?P<value>[^\s/]{6,100}+)",
        before=7,
    ),
    Shape(  # the argument behind the first, or the second: Authenticate("ssi", "…"), new PDO("mysql:…", "ssi", "…")
        "a password",
        (
            *(
                "authenticate (",
                "authenticate(",
                "authentication(",
                "basicauth(",
                "decrypt(",
                "encrypt(",
                "certificate2(",
            ),
            *("keystore.load(", "oracle.connect(", "mysqli_connect(", "pdo(", "setkeyentry(", "usernamepassword("),
        ),
        r"(?:(?:authenticate|authentication|basicauth|(?:de|en)crypt|certificate2|keystore\.load|oracle\.connect)\s?\("
        r"|(?:mysqli_connect|\bpdo|setkeyentry|usernamepassword)\([^,()\r\n]{1,200},)[^,()\r\n]{1,200},\s?"
        r"(?!.(?:aes|des|rsa|utf|basic|digest|negotiate|ntlm|kerberos)\b)"
        r"(?P<value>\"[^\"\r\n]{4,100}\"|'[^'\r\n]{4,100}')(?=\s?[),.])",
        before=0,
    ),
    Shape("a password", ("securestring from ",), r"securestring from [\"'](?P<value>[^\"'\r\n]{4,100})", before=0),
    Shape("a password", ("pswd=", "creds="), r"(?:pswd|creds)=[\"']?(?P<value>[^\s\"'<>&]{4,200}+)", before=0),
    Shape(  # <arg>-password</arg><arg>…</arg>
        "a password",
        ("-pw</", "-pass</", "-passwd</", "-password</"),
        r"-p(?:w|ass(?:[pw]\w{0,7})?)</\w{1,20}>\s{0,20}<\w{1,20}>(?P<value>[^<>\r\n]{3,200})</",
        before=0,
    ),
    Shape(  # decrypt(ews.pw)=…
        "a password",
        (")=", ") ="),
        r"(?<=\()[\w.]{0,40}(?:passw(?:or)?d|pass|pwd?|pin|secret|token|key)\)\s?=\s?[\"']?(?P<value>[^\s\"'=(]{4,200}+)",
        before=49,
    ),
    Shape("a password", ("pass/",), r"(?<![\w.])/?pass/(?P<value>(?=\S{0,60}\d)[^\s/\"']{6,100}+)", before=1),
)
"""What is printed of settings."""
