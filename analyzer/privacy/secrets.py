"""What secrets look like: one table that removing, watching and the last look at finished outputs share.

Samples: `The password of svc_ssi is Sommer2026!`, `aB1cQ~…` (a client secret of Entra ID), `senha: …`.

To teach the tool a new shape, add one entry to `SHAPES`: what it is called, words of which one stands in each of them
(in lower case: a text without any is not searched), and a pattern with the group `value` for what has to go.
How a sentence tells one behind or before a word for it is a line in `said.py`.
`scrubbing` removes it from every text, `watch` remembers it while reading, `leaks` refuses it in outputs, and
`redacting` uses both.
A word for a password in one more language is one line in `reference/passwords.py`.
Sources: the rules of gitleaks (azure-ad-client-secret), RFC 7616, the parameters of ConvertTo-SecureString.
"""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.privacy.commands import COMMANDS
from analyzer.privacy.digests import DIGESTS
from analyzer.privacy.links import LINKS
from analyzer.privacy.printouts import PRINTOUTS
from analyzer.privacy.said import SAID
from analyzer.privacy.shapes import Shape, before_no_field
from analyzer.privacy.tickets import TICKETS
from analyzer.privacy.values import (
    CODED,
    CREDENTIALS,
    JUMBLED,
    KEYED,
    MIXED,
    NO_VALUE,
    ODD,
    OF_SESSION,
    RANDOM,
    SCHEME,
    STEMS,
    STRONG,
    WORD,
)

ACCESS = (
    *STEMS,
    *CREDENTIALS,
    *("login", "logon", "auth ", "auth:", "authenticat", "sign-in", "signed in", "plaintext", "cleartext"),
    *("klartext", "anmeldung", "decoded to", "impersonation with", " tried ", "bind failed", "- bind ", "einloggen"),
)
"""Words of a line in which a word that nothing but a password is like is one, wherever it stands behind them.

Where they are many a pattern does not say them once more: it is tried at their places alone.
"""

_ASKED_CODE = (
    r"(?:the |this |your )?"
    r"(?:(?!error|exit|return|status|reason|result|response|message|transaction|http|event|fault|stop|sense)"
    r"\w{3,20} ){0,2}?code:? "
)
"""Before a code that somebody is asked for; programs end and answer with codes of other kinds."""
ALONE = lazy_re.compile(ODD, re.IGNORECASE)
"""What looks like a password by itself: no date, no number, no name of a program."""
_ODD_OR_JOINED = (
    r"(?:(?=[^\s;|]{2,60}?[!#$%&*+?^~]\w)(?=[^\s;|]{0,60}?\d)(?=[^\s;|]{0,60}?[a-z])[^\s;|\"'<>()/\\=@]{6,64}(?=[\s;|\"']|\Z)"
    r"|(?-i:(?![A-Za-z]{2,20}[_-](?:[A-Z][a-z]{2,12})?\d{1,4}(?![\w-]))(?=[\w-]{0,60}?\d)(?=[\w-]{0,60}?[a-z])(?=[\w-]{0,60}?[A-Z])(?=[A-Za-z]{2,20}[_-])[\w-]{8,64}(?![\w.@/\\-])))"
)
"""A sign and a digit, or letters of both kinds and digits with a line or a hyphen between: `Quitte_kern31X`.

No product with its year or plan: `Office-365`, `Exchange-Plan2`.
"""
_ELSEWHERE = ("секрет", "secreto", "segreto", "segredo", "sekret")
"""Words for a secret of a program."""
_FOUR = r"(?!must|have|that|this|with|will|does|been|your|from|they)[a-z]{4}"
SHAPES: tuple[Shape, ...] = (
    Shape("a client secret", ("q~",), r"(?<![\w~.-])(?P<value>[\w~.-]{3}\dQ~[\w~.-]{24,48})"),
    Shape(
        "a client secret",
        ("client secret", "client-secret", "app secret", "application secret"),
        rf"\b(?:client|app(?:lication)?)[ _-]?secret\s{{1,5}}(?:value\s{{1,3}})?{NO_VALUE}"
        r"(?!(?:id|value|key)\b)(?=\S{0,100}\d|\w{0,40}?(?-i:[a-z][A-Z][a-z]?[A-Z]))(?P<value>\S{8,}+)",
    ),
    *SAID,
    *COMMANDS,
    Shape(
        "a password",
        ("phrase", "passcode"),
        rf"\b(?:(?:pass[ -]?|kenn)phrase|passcode)[\s:=]{{1,5}}[\"']?{NO_VALUE}"
        r"(?=\S{0,100}[\d!?$%&*#])(?P<value>\S++)",
    ),
    Shape(  # stored credential (plaintext fallback: …), svc_ssi and … were rejected at login
        "a password",
        ACCESS,
        rf"[^\r\n]{{4,130}}?(?P<value>{STRONG}|{JUMBLED})",
        before=0,
    ),
    Shape(  # password for 'svc_ssi' changed from '…' to '…', Kennwort war …, jetzt …
        "a password",
        ACCESS,
        rf"[^\r\n\ufdd0]{{4,130}}?\ufdd0{{1,200}}+"
        rf"[\"'”»),;]{{0,2}}\s[^\r\n\ufdd0]{{0,40}}?(?P<value>{STRONG})",
        before=0,
    ),
    Shape(  # proxy authentication for svc_ssi:…@proxy01
        "a password",
        ACCESS,
        r"[^\r\n]{4,130}?[\w-][:/](?P<value>(?=[^\s@]{0,60}\d)(?=[\w.-]{1,60}[!?$%&*#§+~^])[^\s/@:]{6,64})(?=@[\w\[])",
        before=0,
    ),
    Shape(  # bind as svc_ssi with …
        "credentials",
        ("bind as ", "logon as ", "login as ", "authenticate as ", "sign in as ", "connect as "),
        rf"(?:bind|log[io]n|authenticate|sign in|connect) as \S{{1,100}} (?:with|using|and) [\"']?(?P<value>{ODD})",
        before=0,
    ),
    Shape(  # '…' parolası yanlış
        "a password",
        ("parola", "şifre"),
        r"(?<!\w)[\"'](?=[^\s\r\n]{0,60}\d)(?P<value>[^\s\r\n]{6,100}?)[\"']\s(?:parola|şifre)",
        before=104,
    ),
    Shape(  # token mismatch: expected …, got …
        "a key or token",
        ("token ", "token:", "ticket ", "nonce ", "csrf "),
        rf"(?:token|ticket|nonce|csrf)[^\r\n\ufdd0]{{1,60}}?(?:\ufdd0{{1,200}}+|{RANDOM})[\"']?,?\s"
        r"(?:but\s|aber\s)?(?:(?:the\s)?server\s)?"
        r"(?:got|received|found|was|is|and|not|instead of|statt|erhalten|holds|has|expects)"
        rf"\s[\"']?(?P<value>{RANDOM}|{KEYED})",
        before=0,
    ),
    Shape(  # authenticated with key …
        "a key",
        (" key ",),
        rf"\skey\s[\"'(\[]?(?P<value>{RANDOM})",
        before=0,
    ),
    Shape(  # licence key ABCDE-12345-…
        "a key",
        ("key ", "key:"),  # and not `key=`, which every item of EWS has before its ChangeKey
        r"key\s?[:=]?\s?[\"']?(?P<value>[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3,5})(?![\w-])",
        before=0,
    ),
    Shape(  # a SecureString as PowerShell keeps it (DPAPI)
        "a password", ("01000000d08c9d",), r"(?<![0-9a-f])(?P<value>01000000d08c9d[0-9a-f]{20,8000}+)", before=0
    ),
    Shape(  # a code or a refresh token of a personal account: M.R3_BL2.…, M.C512_BAY.0.U.-…, M.C5F4_BAY.2.U.…
        "a key or token",
        tuple(f"m.{letter}{digit}" for letter in "rc" for digit in "123456789"),
        r"(?<![\w.])(?P<value>M\.[RC]\d[A-Z0-9]{0,5}_[A-Z0-9]{2,6}\.[\w.!*$+/=-]{16,2000}+)",
        before=0,
        apart=True,
    ),
    Shape(  # Zugangsdaten=…; of words that also mean other things
        "credentials",
        tuple(
            f"{word}="
            for word in ("zugangsdaten", "sekret", "chave", "anahtar", "klíč", "nyckel", "geheimnis", "klucz")
        ),
        rf"(?:zugangsdaten|sekret|chave|anahtar|klíč|nyckel|geheimnis|klucz)=[\"']?(?P<value>{MIXED})",
        before=0,
    ),
    Shape(  # a line of .pgpass: host:5432:database:user:…
        "a password",
        (":5432:", ":5433:"),
        r"(?<![\w.])[\w.*-]{1,100}:543[23]:[\w*-]{1,60}:[\w.*-]{1,60}:(?P<value>\S{4,200})",
        before=110,
    ),
    Shape(
        "a session",
        ("session ", "jsessionid ", "session id", "sessionid ", "sitzung "),
        rf"(?:session|sitzung)(?:[ _-]?(?:{OF_SESSION}))?(?:\s(?:is|to|was|with|=))?[\s:\"'(\[]{{1,4}}"
        r"(?P<value>(?![0-9a-f]{8}-)"
        r"(?=[\w+/~=-]{0,80}\d)(?=[\w+/~=-]{0,80}(?-i:[A-Z]))(?=[\w+/~=-]{0,80}(?-i:[a-z]))[\w+/~=!-]{14,300}+|"
        rf"{ODD})",
        before=0,
    ),
    Shape(  # Login svc_ssi/…, Anmeldung mit svc_ssi:…, a1 LOGIN svc …
        "credentials",
        (
            *(
                "login ",
                "login: ",
                "logon ",
                "anmeldung ",
                "zugang: ",
                "zugang ",
                "inlogg",
                "logowanie ",
                "přihlášení ",
                "conexi",
                "connexion ",
                "zugangsdaten lauten ",
                "ident ",
                "basic ",
            ),
            *("auth ", "auth: ", "creds", "userpass", "user:pass", "userinfo", "authentication ", "authentification "),
            *("autenticación ", "autenticação ", "autenticazione "),
        ),
        rf"\b(?:log[io]n|anmeldung|zugang|inlogg(?:ning|ing)|logowanie|přihlášení|conn?exi[oó]n|zugangsdaten|ident|basic|auth|creds?|userpass|user:pass|userinfo|authentication"
        r"|authentification|autentica(?:ción|ção|zione))(?:\s(?:auth|credentials?))?:?\s(?:mit\s|lauten\s|with\s|as\s|als\s|con\s|of\s|for\s|von\s|für\s|de\s|avec\s|met\s|med\s|com\s)?"
        r"(?!failed|error|page|name|type|scheme|method|mode|header|provider|server|module|status|result|state|level|flow)"
        r"[\"']?[\w.@\\-]{2,60}[\"']?(?!\s?:?\s?<)"
        rf"(?:\s?[/:|,]\s?|\s(?=[\"'])|\s(?:and|und|et|y|e)\s|(?<=\blogin\ssvc)\s)[\"']?(?P<value>{ODD}|(?=[a-z]{{1,30}}-){MIXED})",
    ),
    before_no_field(
        Shape(
            "credentials",
            ("cred ", "creds ", *CREDENTIALS),
            rf"(?:\bcreds?|{'|'.join(CREDENTIALS)})\w{{0,4}}\s[\w.@\\-]{{2,40}}\s(?P<value>{ODD})",
            before=0,
        )
    ),
    before_no_field(  # credentials are svc_ssi and …
        Shape(
            "credentials",
            CREDENTIALS,
            rf"(?:{'|'.join(CREDENTIALS)})\w{{0,4}}(?:\s(?:are|were|used|sind|waren|lauten))?:?\s{{1,3}}[\w.@\\-]{{2,60}}"
            rf"\s(?:and|und|et|y|e|i|en|och)\s(?P<value>{ODD})",
            before=0,
        )
    ),
    Shape(  # svc_ssi:… (basic) rejected
        "credentials", ("(basic",), rf"[\w.-]{{2,60}}:(?P<value>{ODD})\s\(basic", before=270
    ),
    Shape(  # tried … and then …
        "a password",
        ("tried ", "and then "),
        rf"(?:tried|and then)\s[\"']?(?P<value>{ODD})",
        before=0,
    ),
    Shape(  # AUTH LOGIN, with the user and the password in base64
        "credentials", ("auth login ",), rf"auth login\s[\w+/=]{{4,200}}\s(?P<value>{CODED})(?![\w+/=])", before=0
    ),
    Shape(  # field cookieSecret with value … rejected
        "a key or token",
        ("with value ", "with the value "),
        rf"(?:secret|password|passwd|pwd|passwort|kennwort)[\"']?\swith (?:the )?value\s[\"']?{NO_VALUE}"
        r"(?P<value>[^\s\"']{4,400})",
        before=40,
    ),
    Shape(  # setting "signingKey" ("…")
        "a key",
        ('key" ("', "key' ('"),
        rf"(?:signing|secret|api|access|private|encryption|master)key[\"']\s\([\"'](?P<value>{ODD})",
        before=12,
    ),
    *DIGESTS,
    Shape("a ticket", ("ticket=",), rf"ticket=[\"']?(?P<value>{KEYED})", before=0),
    Shape("credentials", ("user=",), rf"\buser=[\w.@\\-]{{1,60}}:(?P<value>{ODD})", before=0),
    Shape(
        "credentials",
        ("connect(", "bind(", "signin("),
        rf"\b(?:connect|bind|signin)\(\s?[\"']?[^\s\"'(),]{{1,100}}[\"']?\s?,\s?[\"']?(?P<value>{ODD})",
        before=0,
    ),
    Shape(
        "a password", ('"otp"', '"pin"', '"tan"'), r"\"(?:otp|pin|tan)\"\s?:\s?\"?(?P<value>[^\s\",}]{4,80})", before=0
    ),
    Shape(
        "a key or token",
        ("code=", "nonce=", "salt=", "iv="),
        rf"(?<![\w-])(?:code|nonce|salt|iv)=(?P<value>{ODD})",
        before=0,
        apart=True,
    ),
    Shape(  # commands of mail: AUTH PLAIN …, a1 LOGIN svc …, PASS …
        "credentials",
        (
            "auth plain ",
            "auth login ",
            "authenticate plain ",
            "authenticate login ",
            "sasl plain ",
            "xoauth2 ",
            "pass ",
            " login ",
        ),
        r"(?:\b(?:auth(?:enticate)?|sasl)\s(?:plain|login)\s"
        r"(?:(?!(?:failed|failure|error|attempt|over|from|for|client|mechanism|rejected|denied|is|not|was)\b)[\w.@\\-]{1,80}+\s(?=\S{4}))?+"
        r"|xoauth2\s)(?P<value>(?![2-5]\d\d[-_ ]\d\.\d|\d{1,3}(?:\.\d{1,3}){3}|TLSv)(?=\S{0,200}\d)\S{8,4000}+)",
    ),
    Shape(
        "credentials",
        (" login ",),
        r"(?:\b[a-z]{0,4}\d{1,6}|\bimap)(?<!word-\d)(?<!word-\d\d)(?<!word-\d\d\d)\slogin\s[\"']?[\w.@\\-]{1,80}[\"']?\s(?=\S{0,100}\d)(?P<value>\"[^\"\r\n]{1,200}\"?|\S{4,200}+)",
    ),
    Shape(  # AUTH LOGIN: user and password on lines of their own, in base64
        "credentials",
        ("> ", "c: "),
        rf"(?<![^\s-])(?:-{{0,3}}>{{1,3}}|C:)\s{{1,3}}(?P<value>{CODED})(?=\s|\Z|[\"'\[\\])",
        before=3,
    ),
    Shape(  # UGFzc3dvcmQ6 / …: Password: and its answer in base64, on one line
        "credentials",
        ("ugfzc3dvcmq6", "vxnlcm5hbwu6"),
        rf"(?:UGFzc3dvcmQ6|VXNlcm5hbWU6)(?:[^\w\r\n]{{1,6}}[a-z]{{2,10}}){{0,3}}?[^\w\r\n]{{1,6}}(?P<value>{CODED}|(?=\w{{0,60}}(?-i:[a-z][A-Z]))(?:[a-z0-9+/]{{4}}){{2,60}}(?![\w+/=]))",
        before=0,
    ),
    Shape("credentials", ("334 ",), rf"\b334\s(?:[\w+/=]{{4,60}})?\s{{0,2}}\n(?P<value>{CODED})(?=\s|\Z)", before=0),
    Shape(
        "credentials",
        ("login ",),
        rf"(?<![^\s>:])(?-i:LOGIN)\s(?!failed|failure|error|denied|rejected)[\w.@\\-]{{1,80}}\s"
        rf"(?P<value>{ODD}|\"(?=[^\"\s]{{4,100}}\"|[^\"\r\n]{{0,60}}\d)[^\"\r\n]{{4,100}}\")",
        before=0,
    ),
    Shape("a password", ("pass ",), rf"(?<!by)(?<!com)(?<!tres)pass\s(?P<value>{ODD})", before=0),
    Shape(
        "a client secret",
        ("secretcredential(",),
        r"secretcredential\((?:[^,()\r\n]{1,100},){2}\s?(?P<value>[^\s,)]{4,200}+)",
        before=0,
    ),
    Shape(  # schemes of their own: SSWS …, GoogleLogin auth=…
        "a key or token",
        ("ssws ", "googlelogin auth="),
        rf"(?:ssws |googlelogin auth=)(?P<value>{ODD}|{RANDOM})",
        before=0,
    ),
    Shape("a session", ("/(s(", "/(a(", "/(f("), r"/\([saf]\((?P<value>[^()\s/]{12,200}+)\)", before=0),
    before_no_field(
        Shape(
            "credentials",
            CREDENTIALS,
            rf"(?:{'|'.join(CREDENTIALS)})\w{{0,4}}(?:\s{{0,3}}[:=(]\s{{0,3}}|\s{{1,3}})[^\s:=,;/|\"'<>]{{1,80}}\s{{0,3}}"
            r"[/,:|]\s{0,3}(?=[^\s<>]{0,100}\d)(?=[^\s<>]{0,100}[^\W\d_])(?P<value>[^\s:]\S{3,}+)",
            before=0,
        )
    ),
    before_no_field(  # Zugangsdaten: svc_ssi …
        Shape(
            "credentials",
            CREDENTIALS,
            rf"(?:{'|'.join(CREDENTIALS)})\w{{0,4}}\s?:\s{{1,3}}[\w.@\\-]{{2,80}}\s{{1,3}}{NO_VALUE}"
            r"(?=[^\s\d]{0,100}\d)(?=\S{0,100}[^\W\d_])(?!\d{1,4}[-.:/]\d)(?P<value>[^\s(]\S{5,}+)",
            before=0,
        )
    ),
    Shape(  # auth.basic('svc', '…')
        "a password",
        ("basic(",),
        r"\bbasic\(\s?[\"'][^\"'\r\n]{1,100}[\"']\s?,\s?[\"'](?P<value>[^\"'\r\n]{4,100})[\"']",
        before=0,
    ),
    Shape(  # new NetworkCredential("svc", "…"), auth=('svc', '…')
        "credentials",
        (
            "credential(",
            "credentials(",
            "auth(",
            "auth=(",
            "login(",
            "logon(",
            "authenticate(",
            'auth":',
            "token(",
            "]::new(",
        ),
        r"(?:(?:credentials?|auth=?|log[io]n|authenticate|passwordtoken)\(|credential\]::new\(|\bauth\"\s?:\s?\[)\s?[\"']{0,2}[^\s\"'(),]{1,100}[\"']{0,2}\s?,\s?@?(?![\"']{0,2}(?:\*{3}|\[))"
        r"(?P<value>\"{1,2}[^\"\r\n]{1,200}\"?|'[^'\r\n]{1,200}'?|(?=[^\s,]{0,100}\d)[^\s\"',()](?:[^\s,)]|\)(?=[\w!?$%&#*+.-])){3,199}+)",
    ),
    *TICKETS,
    *LINKS,
    Shape(  # key store opened with …, ssi.pfx konnte mit … nicht geöffnet werden
        "a password",
        (
            *("key store", "keystore", "truststore", ".pfx", ".p12", ".jks", ".kdbx", ".keystore", "schlüsselspeicher"),
            *(
                "coffre",
                "almacén de claves",
                "almacén de certificados",
                "archivio chiavi",
                "sleutelarchief",
                "sleutelopslag",
            ),
            *("magazynu kluczy", "magazyn kluczy", "úložiště klíčů", "nyckelarkiv", "nøkkellager", "keyring", "tresor"),
        ),
        r"(?:(?:key|trust)\s?store|\.(?:pfx|p12|jks|kdbx|keystore)|schlüsselspeicher|coffre|almacén|archivio|sleutel|magazyn|úložiště|nyckelarkiv|nøkkellager"
        r"|keyring|tresor)"
        r"[^\r\n]{0,60}?\s(?:with|using|mit|avec|con|com|met|med|za\spomocą|pomocí)\s"
        rf"[\"'„“«]?(?P<value>{ODD})",
        before=0,
    ),
    Shape(  # DB2 user svc using "…", inbound user _EWS01 with …, Benutzer svc mit …
        "a password",
        (" user ", " benutzer ", " usuario ", " utilisateur ", " utente ", " gebruiker "),
        r"\s(?:user|benutzer|usuario|utilisateur|utente|gebruiker)\s[\"']?[\w.@\\-]{2,60}[\"']?"
        rf"(?:\s(?:using|with|mit|con|avec|met)\s|\s?/\s?)[\"']?(?P<value>(?<=[\"']){ODD}|{_ODD_OR_JOINED})",
        before=0,
    ),
    Shape(  # login with svc;…;401
        "credentials",
        ("login", "logon", "user=", "anmeldung"),
        rf"(?:log[io]n|anmeldung|user=)(?:\s(?:with|mit|as|als))?\s?[\w.@\\-]{{2,60}}[;|](?P<value>{_ODD_OR_JOINED})(?=[;|\s]|\Z)",
        before=0,
    ),
    Shape(  # credential of svc => …
        "credentials",
        CREDENTIALS,
        rf"(?:{'|'.join(CREDENTIALS)})\w{{0,4}}[ \t](?:of|for|von|für|de|di|van|dla)[ \t][\w.@\\-]{{1,60}}"
        rf"[ \t]?(?:[-=]>|→|:)[ \t]?(?P<value>{ODD})",
        before=0,
    ),
    Shape(  # started: sync.exe "svc" "…" "https://…"
        "a password",
        ('.exe "', '.exe" "'),
        r"\.exe\"?\s\"[\w.@\\-]{2,60}\"\s\"(?P<value>(?=[^\"\s]{0,60}[!#$%&*+?^~])(?=[^\"\s]{0,60}\d)[^\"\s/]{6,64})\"",
        before=0,
    ),
    Shape(  # key-… of a service of mail
        "a key or token", ("key-",), r"(?<![\w-])(?P<value>key-[0-9a-f]{32})(?![\w-])", before=0
    ),
    Shape(  # ldap_bind(conn, "cn=ssi,…", "…"), new DirectoryEntry("LDAP://dc01", "svc_ssi", "…")
        "a password",
        ("ldap_bind(", "directoryentry("),
        r"(?:ldap_bind|directoryentry)\((?:[^,()\r\n]{1,100},){1,8}\s{0,3}[\"'](?P<value>[^,\"'\r\n()]{4,100})[\"']\s{0,3}\)",
        before=0,
    ),
    Shape(  # C: PASS …
        "a password",
        ("pass ",),
        r"(?-i:PASS) (?!\d{4}-)(?=\S{0,60}\d)(?P<value>\S{4,100})",
        before=0,
        apart=True,
    ),
    Shape(  # bind(cn=ssi,dc=contoso, …), LogonUser(svc_ssi, CONTOSO, …), EXEC sp_addlogin 'ssi', '…'
        "a password",
        ("bind(", "logonuser(", "logonusera(", "logonuserw(", "sp_addlogin"),
        r"(?:bind\((?:[^\s,()]{1,80},){1,8}\s|logonuser[aw]?\((?:[^,()]{1,80},\s?){1,2}|sp_addlogin\s[^,\r\n]{1,80},\s)"
        rf"[\"']?{NO_VALUE}(?P<value>(?=[^\s,()]{{0,60}}\d)[^\s,()]{{5,100}}?)(?=[\"']?(?:[\s,)]|\Z))",
        before=0,
    ),
    Shape(  # /sap(bD1kZSZj…)/bc/bsp: what SAP keeps of a session in a URL
        "a session", ("/sap(",), r"/sap\((?P<value>[A-Za-z0-9+/=%]{6,400})\)", before=0
    ),
    Shape(  # app password abcd efgh ijkl mnop, as Google prints it
        "a password",
        (
            *("app pass", "app-pass", "app-kenn", "app kenn", "application pass", "app-spec", "d'application"),
            *("d’application", "de app ", "de aplica", "username and password"),
        ),
        r"(?:d['’]|de |username and )?(?:app[ -]|application|aplica|password)[^\r\n]{0,40}?"
        rf"(?:(?<=[:=(\"'])\s?|(?<=sswort)\s)(?P<value>{_FOUR}(?: {_FOUR}){{3}})(?![\w-])",
        before=20,
    ),
    Shape(  # snmp community …, community string '…', rocommunity …
        "a password",
        ("community",),
        r"community(?:[ _-]?string)?(?:\s?[:=]\s{0,3}|\s(?:is\s)?)[\"']?"
        rf"(?P<value>{ODD}|{MIXED}|\d{{6,12}}(?![\w.:-]))",
        before=0,
    ),
    Shape("a key", ("psk=",), r"(?<![\w-])psk=[\"']?(?P<value>[^\s\"'<>&;,]{6,200}+)", before=0),
    Shape(  # bind failed with …, bind svc with …
        "credentials",
        ("bind ",),
        rf"bind\s(?:\S{{1,60}}\s){{0,2}}?with\s[\"']?(?P<value>{ODD})",
        before=0,
    ),
    Shape(  # use … to log in, bitte mit … einloggen
        "a password",
        ("to log in", "to login", "to log on", "to logon", "to sign in", "to connect", "einloggen", "anmelden"),
        rf"(?:use|with|mit)\s(?P<value>{ODD})\s(?:to (?:log ?[io]n|sign in|connect)|einloggen|anmelden)",
        before=230,
    ),
    Shape(  # connection svc/…@ORCL failed
        "a password",
        ("connection ", "connect ", "conn "),
        r"conn(?:ect(?:ion)?)?\s[\w.-]{1,60}/(?=[^\s/@]{0,60}\d)(?=[^\s/@]{0,60}(?:(?-i:[A-Z])|[!?$%&*#]))(?P<value>[^\s/@]{6,100})(?=@[\w\[])",
        before=0,
    ),
    Shape(  # EWS_AUTH=svc:…, GITLAB_PAT=…, JWT_SIGNING=…, setx EWS_PW …
        "a key or token",
        ("_auth=", "_pat=", "_signing=", "_pw=", "_pw ", "_auth ", "_pat "),
        rf"(?-i:[A-Z][A-Z0-9_]{{1,40}}_(?:AUTH|PAT|SIGNING|PW))[= ][\"']?(?:[\w.-]{{1,60}}:)?(?P<value>{MIXED}|{ODD})",
        before=44,
    ),
    *PRINTOUTS,
    Shape(  # answer to the security question: …
        "a password",
        ("security question", "secret question"),
        r"(?:secret|security) question(?:\sanswer)?(?:\sis)?\s?:?\s{1,3}"
        r"(?P<value>(?=\S{0,60}(?:\d|\w[-.]\w))\S{5,100}+)",
        before=0,
    ),
    Shape(  # the zip is protected with …
        "a password",
        (
            "protected with ",
            "protected by ",
            "encrypted with ",
            "geschützt mit ",
            "verschlüsselt mit ",
            "protégé par ",
            "protegido con ",
        ),
        r"(?:protected|encrypted|geschützt|verschlüsselt|protégé|protegido) (?:with|by|mit|par|con) [\"']?"
        rf"(?!\w{{0,6}}(?:aes|rsa|sha|des|tls|rc4)[\W_]?\d)(?P<value>{ODD}|{MIXED}|\d{{6,12}}(?![\w.:-]))",
        before=0,
    ),
    Shape("a key", ("hmac=", "hmac: "), r"\bhmac(?:=|:\s)[\"']?(?P<value>(?!sha\d)[\w+/=-]{16,200}+)", before=0),
    Shape(  # Use code 240011 to sign in
        "a code",
        ("code ", "code: "),
        rf"\b(?:use|enter|type|with) {_ASKED_CODE}(?P<value>(?:[A-Z]-)?\d{{4,8}}|\d{{3}}-\d{{3,4}}"
        r"|(?-i:(?=[A-Z]{0,9}\d)[A-Z\d]{6,10}|(?=[A-Z-]{0,8}\d)[A-Z\d]{4,5}-[A-Z\d]{4,5}))"
        r" (?:to (?:sign|log|authenticate|complete|verify|continue|confirm|finish|reset your|access|unlock))\b",
    ),
    Shape(  # code: 240011 (valid 10 minutes), code 240 011 expired after 30 seconds
        "a code",
        ("code: ", "code "),
        r"\b(?<!error )(?<!status )(?<!exit )code:?\s(?P<value>\d{6,8}|\d{3} \d{3})"
        r"(?=[ ,]{1,2}\(?(?:is |has |ist )?(?:valid|gültig|expire[sd]|abgelaufen|valable|válido|geldig|verlopen)\b)",
        before=0,
    ),
    Shape(  # Use 240011 to verify your account
        "a code",
        ("use ", "enter "),
        r"\b(?:use|enter) (?P<value>\d{6,8}|\d{3} \d{3}|(?=[a-z-]{0,10}\d)[a-z\d]{5}-[a-z\d]{5})"
        r" (?:to (?:sign|log|authenticate|verify|confirm|continue|proceed|reset your|access|unlock)|as your)\b",
        before=0,
    ),
    Shape(  # Type the code 240011 on your phone
        "a code",
        ("code ", "code: "),
        rf"\b(?:use|enter|type) {_ASKED_CODE}(?P<value>(?:[A-Z]-)?\d{{5,8}}|\d{{3}}[ -]\d{{3,4}}"
        r"|(?-i:(?=[A-Z-]{0,8}\d)[A-Z\d]{4,5}-[A-Z\d]{4,5})) (?:for|when|within|at|on)\b",
    ),
    Shape(  # a refresh token of Entra ID: 1.ASY7GjfP…
        "a key or token",
        ("0.a", "1.a"),
        r"(?<![\w.])(?P<value>(?-i:[01]\.A(?![a-z]{4}))(?=[A-Za-z_.-]{0,60}+\d)[\w.-]{24,8000}+)",
        before=0,
        apart=True,
    ),
    Shape(
        "a key",
        ("hf_",),
        r"(?<![\w-])(?P<value>hf_(?:[A-Za-z\d]{34}(?![\w-])|(?=[A-Za-z]{0,40}\d[A-Za-z]{0,40}\d)[A-Za-z\d]{30,60}+))",
    ),
    Shape(  # Setup key for the authenticator app: D4JV5UKLPQGHLFME
        "a key",
        ("setup key", "secret key", "authenticator", "totp", "otpauth", "2fa", "mfa"),
        r"(?:setup key|secret key|authenticator|totp|otpauth|2fa|mfa)[^\r\n]{0,60}?"
        r"(?:[:=>-]\s{0,9}[\"']?|(?<=key)\s{1,9}|(?<=totp)\s|\s(?:is|ist|was|war)\s[\"']?)"
        r"(?-i:(?P<value>(?!AADSTS|ERROR)(?=[A-Z]{0,60}[2-7])[A-Z2-7]{16,64}))(?![\w-])",
        apart=True,
    ),
    Shape("a password", ("p/w",), rf"(?<![\w/])p/w(?:\s?[:=]\s?|\sis\s){NO_VALUE}(?P<value>\S{{4,200}}+)", before=3),
    Shape(  # Value "…" of parameter Password is not valid
        "a password",
        ('value "', "value '", 'wert "', "wert „"),
        r"(?:value|wert) [\"'„](?P<value>(?-i:(?!Error[A-Z][A-Za-z]{2,60}[\"'“”]))[^\"'“”\r\n]{4,200})[\"'“”]"
        r" (?:of|for|von|für|des) (?:the |den |dem |des )?"
        r"(?:parameters?|arguments?|property|field|feld|option)"
        rf" [\"'„]?\w{{0,40}}{WORD}(?![\w-])",
    ),
    Shape(  # $cred = "…" # password
        "a password",
        ("# pass", "# kennwort", "# pw", "// pass", "-- pass", "# pwd"),
        rf"[\"'](?P<value>(?-i:(?!Error[A-Z])){NO_VALUE}[^\"'\s]{{4,200}})[\"'][ \t;,]{{0,9}}"
        rf"(?:#|//|--)[ \t]{{0,3}}(?:pwd?|{WORD})\b"
        r"(?=[ \t]{0,9}(?:[\r\n:]|\Z))",
        before=220,
    ),
    Shape(  # setx EWS_PWD …, export SMTP_PASSWORD …, auth-user-pass svc …
        "a password",
        ("setx ", "auth-user-pass "),
        r"(?:\bsetx (?:/m )?\w{0,40}(?:pwd?|pass\w{0,10}|secret|token|key)|\bauth-user-pass \S{1,60}) [\"']?"
        r"(?P<value>(?![A-Za-z]:\\|%\w{1,60}%|https?:|\\\\)[^\s\"']{4,200}+)",
    ),
    Shape("a code", ("user_code=", "device_code="), r"(?:user|device)_code=(?P<value>[\w-]{6,200}+)", before=0),
    Shape(  # a URL whose password holds a slash
        "a password",
        ("://",),
        rf"{SCHEME}[\w.%-]{{1,80}}:(?!\d{{1,5}}/)(?P<value>(?=[^\s@]{{0,60}}\d)[^\s@,\"'<>?#]{{1,100}}/[^\s@,\"'<>?#]{{1,100}})(?=@[\w.-]{{2,100}}(?:[:/?\s]|\Z))",
    ),
    Shape(  # svc_ssi / … / mail01.contoso.com
        "credentials",
        (" / ",),
        r"(?<![\w/])[\w.\\-]{2,60} / (?=[^\s/]{0,60}\d)(?=[^\s/]{0,60}[!?$%&*#+~^@])(?P<value>[^\s/]{6,64})"
        r"(?= / [\w-]{1,60}\.[\w-])",
        before=60,
    ),
    Shape(  # Authentication failure for svc_ssi with …
        "a password",
        ("failure for ", "failed for ", "logon for ", "login for ", "rejected for "),
        rf"(?:failure|failed|log[io]n|rejected) for [\w.@\\-]{{2,60}} with [\"']?(?![1-5]\d\d\b)(?P<value>{ODD})",
        before=0,
    ),
    Shape("credentials", ("connect ",), rf"\bconnect [\w-]{{1,60}}/(?!\S{{0,200}}/)(?P<value>{ODD})", before=0),
    Shape(  # svc_ssi meldet sich mit … an, svc_ssi signs in with …
        "a password",
        ("meldet sich ", "signs in with", "logs in with", "logs on with", "se connecte avec", "inicia sesión con"),
        rf"(?:meldet sich (?:\w{{2,10}} ){{0,2}}mit|signs in with|logs [io]n with|se connecte avec"
        rf"|inicia sesión con)\s[\"'„“«]?(?P<value>{ODD}|{MIXED})",
        before=0,
    ),
    Shape("a signature", ("sig=",), r"(?<![\w-])sig=(?P<value>[\w%+/-]{16,600}+)", before=0),
    Shape(  # httpBasic=…, basic credentials …, "auths": {"mail01": {"auth": "…"}}
        "credentials",
        ("basic=", "_auth=", "basic credentials ", 'auth"', 'auth\\"'),
        rf"(?:(?:basic|_auth)=|basic credentials |(?<![a-z])auth\\?\"\s?:\s?\\?\")[\"']?(?P<value>{CODED})",
        before=0,
    ),
    Shape("credentials", ("digest ",), r"\bdigest\s{1,5}(?=[a-z-]{1,20}=)(?P<value>[^\r\n<>]{4,2000}+)"),
    Shape(
        "a key",
        ("key'", 'key"', "key\\"),
        r"(?<=[\"'])key\\{0,7}[\"']\s{0,5}:\s{0,5}\\{0,7}[\"'](?![0-9a-f]{8}-)(?=[\w+/=-]{0,200}[a-z])(?=[\w+/=-]{0,200}\d)"
        r"(?P<value>[\w+/=-]{12,400}+)",
    ),
    Shape(  # postgresql://sync@contoso.com:…@db01:5432/crm: an address signs in
        "a password",
        ("://",),
        rf"{SCHEME}(?P<value>[\w.+-]{{1,80}}@[\w-]{{1,60}}(?:\.[\w-]{{1,60}}){{1,5}}:(?!\d{{1,5}}[/?#:])[^\s/,\"'<>]{{1,200}})@(?=[\w\[])",
    ),
    Shape(
        "a password",
        ("://",),
        rf"{SCHEME}(?P<value>[^\s/?#@:,]{{0,100}}:(?!\d{{1,5}}[?#:,])(?:[^\s/,]|,(?=[\w.])){{1,200}})@(?=[\w\[])",
    ),
    Shape(  # of which the end was cut off
        "a password",
        ("://",),
        rf"{SCHEME}[\w.%-]{{1,80}}:(?!\d{{1,5}}/)(?=[^\s/?#@]{{6,100}}\s{{0,3}}\Z)(?P<value>{ODD})",
    ),
    Shape(  # SSO ticket 6f2c…, OAuth verifier 6f2c…, clientState 6f2c…
        "a token",
        (
            "ticket ",
            "samlresponse ",
            "device_code ",
            "oauth verifier",
            "code verifier",
            "assertion",
            "clientstate",
            *_ELSEWHERE,
        ),
        rf"(?:{'|'.join(_ELSEWHERE)}|ticket|samlresponse|device_code|(?:oauth|code) verifier|assertion"
        r"|clientstate)[\s:=\"']{1,4}"
        r"(?P<value>[0-9a-f]{32,200}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![\w-])",
        before=0,
    ),
    Shape("a code", ("code=",), r"(?<![\w-])code=(?P<value>[0-9a-f]{32,200})&(?:amp;)?(?:session_)?state="),
    Shape("a client secret", ("secret provided:",), r"secret provided:\s{1,3}[\"']?(?P<value>[^\s\"'.,;]{8,200})"),
    Shape(  # a secret that looks like an id: WithClientSecret("6aa4ac9b-…"), consumer secret 6aa4ac9b-…
        "a client secret",
        (
            *(
                "secret ",
                "secret:",
                "secret=",
                "secret(",
                "binarysecret",
                "секрет ",
                "secreto ",
                "segreto ",
                "segredo ",
                "sekret ",
            ),
            *("token ", "jeton ", "mysapsso2", "jwt "),
            *("токен ", "belirteci", "访问令牌", "アクセストークン", "csrf"),
        ),
        r"(?:secret(?:\s(?:value|text|of the app(?:lication)?(?: registration)? is))?"
        rf"|(?:{'|'.join(_ELSEWHERE)})(?: клиента)?"
        r"|(?:token|jeton)(?:\sd(?:[ei]\s|['’])[\w-]{3,16})?|mysapsso2\sticket|токен(?:\s\w{3,12})?|\bjwt"
        r"|belirteci|访问令牌|アクセストークン|csrf[ -]token(?:\s\w{4,12}){0,2}(?::\s(?:sent|got|received|expected))?)"
        r"[\s:=(\"']{1,4}"
        r"(?P<value>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})",
        before=0,
    ),
    Shape(  # validateUser("ssi", "…"), create(…, 993, 'ssl', 'ssi', '…', …)
        "a password",
        ("user(", "credentials(", "password(", "'ssl',", "'tls',"),
        r"(?:\b(?:validate|authenticate|verify|check)_?(?:user|credentials|password)\([\"'][^\"',()]{1,80}[\"'],\s?"
        r"|'(?:ssl|tls)',\s?'[^']{1,80}',\s?)"
        r"(?P<value>\"[^\"\r\n]{1,200}\"|'[^'\r\n]{1,200}')",
        before=20,
    ),
    Shape("a user of a URL", ("://",), rf"{SCHEME}(?P<value>[^\s/?#\"'<>@,]{{1,200}})@(?=[\w\[])"),
)
"""Beyond names that hold a secret (`vocabulary.SECRET_WORDS`), whose forms `scrubbing` knows."""
