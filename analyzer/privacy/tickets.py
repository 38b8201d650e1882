"""Keys, tokens, cookies and codes that say what they are: by the name before them, or by how they begin.

Samples: `key=…`, `X-Tok: …`, `[name: JSESSIONID][value: …]`, `glpat-…`, `clientKey=6f2c…`.

One entry each, as in `secrets.py`: the table there takes these in where they count, for the first that fits decides.
"""

from __future__ import annotations

from analyzer.privacy.shapes import Shape
from analyzer.privacy.values import JUMBLE, JUMBLED, KEYED, MIXED, ODD, OF_SESSION

_HEX = r"[0-9a-f]{32,200}(?![\w-])"
_LONG = (
    rf"(?:{_HEX}|[0-9a-f]{{8}}-(?:[0-9a-f]{{4}}-){{3}}[0-9a-f]{{12}}(?![\w-])"
    rf"|(?=\w{{0,60}}?{JUMBLE})[\w+/-]{{20,200}}={{0,2}}(?![\w-]))"
)
"""A digest, an id, or what is as long."""
_OF_KEYS = (
    *("client", "refresh", "data", "content", "primary", "secondary", "host", "function", "functions", "sas", "cipher"),
    *("crypto", "app", "service", "storage", "auth", "shared", "server", "device", "hook", "master", "encryption"),
)
"""Whose keys nobody else may know."""
_NO_COOKIES = (
    r"(?:\w{0,20}[_-])?(?:host|server|machine|user|account|mailbox|db|database|catalog|file|version|target|endpoint|url)"
    r"(?:[_-]?name)?|(?:(?:request|correlation|trace|activity|object|item|tenant|client|app)?[_-]?)id"
)
"""What a log names before a path, as before an address that it takes apart: `host=Mbx2019b; path=/EWS`."""
TICKETS: tuple[Shape, ...] = (
    Shape(  # key=… by itself
        "a key",
        ("key=",),
        rf"(?<![\w-])key=(?!A[AQ][MQAk]k)(?=\w{{0,80}}?(?:{JUMBLE}))(?P<value>[\w+/=-]{{12,400}}+)",
        before=0,
        apart=True,
    ),
    Shape(  # a cookie as HttpClient prints it: [name: JSESSIONID][value: …]
        "a cookie",
        ("][value: ",),
        r"\[name: [^\]\r\n]{1,80}\]\[value: (?!\[removed)(?P<value>[^\]\r\n]{3,4000}+)",
        before=100,
    ),
    Shape(  # a cookie as scripts print it: name='fpc', value='…', domain=…
        "a cookie",
        ("value='", "value: '", '"value":', "'value':"),
        r"\bname[\"']?\s?[:=]\s?[\"'][^\"'\r\n]{1,80}[\"'],\s{0,40}[\"']?value[\"']?\s?[:=]\s?[\"'](?P<value>[^\"'\r\n]{3,4000}+)"
        r"(?=[\"'],\s{0,40}[\"']?(?:domain|path|port|expir(?:es|y)|http_?only|host_?only|secure|same_?site)[\"']?\s?[:=])",
        before=150,
    ),
    Shape(  # SID=…; Path=/; HttpOnly: whatever its name is, it is a cookie by its attributes; no host, no version
        "a cookie",
        tuple(
            f";{blank}{word}"
            for blank in (" ", "")
            for word in ("path=", "httponly", "samesite=", "secure;", "max-age=")
        ),
        rf"(?<![\w.-])(?=[\w.-]{{1,60}}+=)(?!(?:{_NO_COOKIES})=)[\w.-]{{1,60}}+="
        r"(?!S-1-|\[removed|\ufdd0|[\d.]{1,40};|(?:[\w-]{1,63}\.){1,6}[a-z]{2,20};)"
        r"(?P<value>(?=[^\s;]{0,100}\d)[^\s;,\"'<>]{8,300}+)(?=;)",
        before=200,
    ),
    Shape(  # a line of a file of cookies, as curl and browsers keep them
        "a cookie",
        ("\ttrue\t", "\tfalse\t"),
        r"\t(?:TRUE|FALSE)\t/[^\t\r\n]{0,200}\t(?:TRUE|FALSE)\t\d{1,12}\t[^\t\r\n]{1,200}\t(?P<value>[^\t\r\n]{3,4000}+)",
        before=0,
    ),
    Shape(  # X-Tok: …, in whatever log a field of HTTP stands
        "a key or token",
        ("x-tok", "x-auth", "x-sess", "x-cred", "x-ticket", "x-jwt"),
        r"\bx-(?:tok|auth|sess|cred|ticket|jwt)[\w-]{0,30}[\"']?\s?[:=]\s?[\"']?(?P<value>(?!\[removed|\ufdd0)[^\s\"',;]{6,4000}+)",
        before=0,
    ),
    Shape(  # x-functions-key: …, 'X-SAP-Auth' = '…'
        "a key or token",
        tuple(f"-{word}{end}" for word in ("key", "auth") for end in ":='\" "),
        rf"-(?:key|auth)[\"']?\s?[:=]\s?[\"']?(?P<value>{KEYED})",
        before=0,
    ),
    Shape(  # SASL PLAIN: \0svc_ssi\0…
        "credentials",
        ("\\0", "\\x00", "\\u0000"),
        r"\\(?:x0|u000)?0[\w.@-]{1,60}\\(?:x0|u000)?0(?P<value>[^\s\"']{3,200})",
        before=0,
    ),
    Shape(  # recovery phrase: word word word word
        "a password",
        ("phrase:", "phrase =", "phrase=", "mnemonic:"),
        r"(?:phrase|mnemonic)\s?[:=]\s{0,3}[\"']?(?P<value>(?:[^\W\d_]{3,12}[ -]){3,23}[^\W\d_]{3,12})",
        before=0,
    ),
    Shape(  # Sicherheitsfrage: Name des Haustiers = …
        "a password",
        ("security question", "sicherheitsfrage", "question secrète", "question de sécurité", "pregunta de seguridad"),
        r"(?:question|sicherheitsfrage|secrète|sécurité|seguridad)[^\r\n]{1,80}?(?:\s?=|\?|:)\s{1,3}(?P<value>[^\s=?:]{3,80})(?=\s{0,3}(?:\Z|[\r\n.,;)]))",
        before=20,
    ),
    Shape(  # 401 for svc_ssi using '…'
        "a password",
        ("using '", 'using "'),
        rf"\bfor\s[\w.@\\-]{{2,60}}\susing\s[\"'](?P<value>{MIXED})[\"']",
        before=70,
    ),
    Shape(  # cookie 'cadata' = …
        "a cookie",
        ("cookie ",),
        r"cookie\s(?:[\"'][\w.\ufdd0-]{1,80}[\"']|\ufdd0{1,80})\s?[:=]\s?[\"']?(?P<value>[^\s\"';,]{6,4000})",
        before=0,
    ),
    Shape(  # ENC(…), {cipher}…: encrypted by the program itself
        "a password",
        ("enc(", "{cipher}", "{aes", "{xor}", "{ssha", "{bcrypt}", "{crypt}"),
        r"(?:(?-i:\bENC)\(|\{(?:cipher|aes\d{0,3}|xor|ssha\d{0,3}|bcrypt|crypt)\})(?P<value>[\w+/=$.-]{6,400}+)",
        before=0,
    ),
    Shape(  # keys that name their service
        "a key or token",
        (
            *(
                "glpat-",
                "npm_",
                "sg.",
                "sk-",
                "sk_",
                "aiza",
                "gocspx-",
                "ya29.",
                "dapi",
                "doo_v1_",
                "github_pat_",
                "hvs.",
                "dop_v1_",
                "shpat_",
                "nrak-",
            ),
            *(
                "whsec_",
                "rk_live_",
                "atza|",
                "pypi-",
                "dckr_pat_",
                "pul-",
                "sqp_",
                "squ_",
                "sqa_",
                "dp.pt.",
                "dp.st.",
                "dp.ct.",
            ),
            *("dt0a", "dt0c", "dt0s"),
        ),
        r"(?<![\w.-])(?P<value>(?-i:glpat-[\w-]{16,80}|npm_[A-Za-z0-9]{30,60}|SG\.[\w-]{16,40}\.[\w-]{16,60}|sk[_-][\w-]{24,200}|AIza[\w-]{30,50}"
        r"|GOCSPX-[\w-]{16,60}|ya29\.[\w-]{20,2000}|dapi[0-9a-f]{32}|doo_v1_\w{20,100}|github_pat_\w{20,100}|hvs\.[\w-]{16,200}|dop_v1_\w{20,100}|shpat_\w{20,60}|NRAK-\w{16,60}|whsec_[\w+/=]{16,80}"
        r"|rk_live_\w{16,80}|pul-[0-9a-f]{40}|sq[pua]_[0-9a-f]{40}|dp\.(?:pt|st|ct|scim|audit)\.\w{20,60}|dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}|Atza\|[\w+/=-]{16,2000}|pypi-[\w-]{30,300}|dckr_pat_[\w-]{16,60}))",
        before=0,
    ),
    Shape(  # keys that end in the name of their centre: 6b1013a3…-us14
        "a key",
        tuple(f"-us{digit}" for digit in "123456789"),
        r"(?<![\w-])(?P<value>[0-9a-f]{32}-us\d{1,2})(?![\w-])",
        33,
    ),
    Shape(  # xapp-1-…, shpss_…, PMAK-…, ASIA…
        "a key or token",
        ("xapp-", "shpss_", "shpca_", "shppa_", "pmak-", "asia", "lin_api_", "atatt3", "atctt3"),
        r"(?<![\w.-])(?P<value>(?-i:xapp-\d-[\w-]{20,200}|shp(?:ss|ca|pa)_[0-9a-f]{32}|PMAK-[0-9a-f-]{30,100}|ASIA[A-Z0-9]{16}(?!\w)"
        r"|lin_api_\w{20,80}|AT[AC]TT3[\w=-]{20,300}))",
        before=0,
        apart=True,
    ),
    Shape(  # PAT …, personal access token …
        "a key or token",
        (" pat ", " pat: ", " pat="),
        rf"\s(?-i:PAT)(?:\s?[:=]\s?|\s)[\"']?(?P<value>{JUMBLED}|{KEYED})",
        before=0,
    ),
    Shape(
        "a code",
        ("user_code ", "device_code ", "usercode ", "user code "),
        r"user[_ ]?code\s(?P<value>(?=[A-Z-]{0,20}\d)(?-i:[A-Z\d-]{8,200}))(?![\w-])",
        before=7,
    ),
    Shape(  # clientKey=…, data key: …, <SubscriptionKey>…: whatever it looks like
        "a key",
        tuple(f"{word}{apart}key" for word in _OF_KEYS for apart in ("", "-", "_", ".", " ")),
        rf"(?<![a-z])(?:{'|'.join(_OF_KEYS)})"
        rf"(?:[-_.]?|(?<!primary)\s)key(?:\sused)?[\"']?(?:\s?[:=>])?\s?[\"']?(?P<value>{_LONG})",
        before=0,
    ),
    Shape(  # Consumer Secret (OAuth 1.0a): …
        "a key or token",
        ("secret (", "token (", "key ("),
        rf"[a-z]{{3,6}} \([^()\r\n]{{1,40}}\)\s?[:=]\s{{0,3}}[\"']?(?P<value>{_LONG}|{ODD}|{KEYED})",
        before=0,
    ),
    Shape(  # {"bearer": "…"}
        "a key or token",
        ("bearer",),
        r"(?<![\w-])bearer[\"']\s?[:=]\s?[\"'](?P<value>[^\s\"'\[]{6,4000}+)",
        before=0,
    ),
    Shape(  # sess=…, session … not found: what looks like a digest opens a session, too; no id of an object of SAP
        "a session",
        ("sess=", "sess ", "session ", "session="),
        rf"(?<![a-z\d-])(?:sess[= ]|session(?:[ =]|\s(?:{OF_SESSION})\s)[\"']?)"
        rf"(?!00(?:50|16)|fa163e)(?P<value>{_HEX})",
        before=0,
    ),
    Shape("a cookie", ("bigipserver",), r"BIGipServer[\w~.-]{1,80}=(?P<value>[^\s;,\"']{6,400}+)", before=0),
    Shape(  # a refresh token of Google, a key of HubSpot
        "a key or token",
        ("1//0", "pat-na", "pat-eu"),
        r"(?<![\w/:])(?P<value>1//0[\w-]{20,400}|(?-i:pat-(?:na|eu)\d)-[0-9a-f-]{36})(?![\w-])",
        before=0,
        apart=True,
    ),
    Shape(  # The signature is invalid: …
        "a signature",
        ("signature",),
        rf"signature[^\r\n:=()]{{0,30}}[:=]\s?[\"']?(?P<value>{_HEX})",
        before=0,
    ),
)
"""What a key, a token or a cookie looks like where its name tells it."""
