"""Patterns of what goes from a text, beyond the shapes of `secrets.py`: fields, elements, keys and values; content.

Samples: `Authorization: …`, `<Password>…</Password>`, `"accessToken": "…"`, `&lt;t:Subject&gt;…`. Names are those of
`reference/vocabulary.py`. Each has words of which one stands in everything it finds, in lower case: a text with none of
them is not searched. What it finds goes, but for its group `kept`; of a shape the group `value` goes alone.
"""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.privacy.values import OF_TYPES, SPEECH, STATE, STATES
from analyzer.reference import labels, public, vocabulary
from analyzer.reference.passwords import stem

FILE_ENDING = lazy_re.compile(rf"(?<=.)\.(?:{vocabulary.any_of(sorted(public.ENDINGS))})\Z", re.IGNORECASE)
"""How the name of a file ends; any other end of it may be that of a secret: `password=Sommer.Wind`."""

HIDDEN = "\ufdd0"
"""Stands in the place of each character that goes, so that a text keeps its length; it is no character of any text."""

Pattern = tuple[tuple[str, ...], re.Pattern[str]]
"""Words of which one stands in what it finds, and the pattern."""

_WORDS = (
    *vocabulary.SECRET_WORDS,
    *(
        r"pass(?!ing|ung|age|agier|end|iv|ier|ate|port|thr|ed\b|es\b|t\b)",
        r"sessid",
        r"csrf",
        r"api-?key",
        r"(?:access|account|private|encryption|subscription|master|signing)[-_]?key",
        r"sso2",
        r"sas_?key",
        r"functions-key",
        r"\bgeheim\b",
        r"context-id",
    ),
    *(
        r"pw[0-9]?\b",
        r"code_verifier",
        r"code_challenge",
        r"samlart",
        r"session",
        r"token",
        r"credentials?",
        r"wresult",
    ),
    *(
        r"xsrf",
        r"x-auth\b",
        r"aspxauth",
        r"(?<!sap-)usercontext",
        r"saplb_[*]?",
        r"fedauth",
        r"\brtfa\b",
        r"estsauth",
        r"\bcadata\b",
    ),
)
_KEY = rf"[\w.-]{{0,40}}(?:{'|'.join(_WORDS)})[\w.-]{{0,40}}"
KEY_STEMS = tuple(dict.fromkeys(map(stem, _WORDS)))
BEFORE_KEY = 56
"""How many characters before its stem the name of a key begins, at most."""
_FILES = "".join(
    rf"(?<!\.{ending})"
    for ending in "java cs vb py rb js ts jsx tsx go rs kt cpp php scala ps1 xml json yml yaml log txt".split()
)
"""A file is no field: `Session.java:88`, `"token.py", line 12`."""
_NO_FIELD = (
    r"(?<!nexpected )(?<!nrecognized )"
    r"(?!(?-i:Error[A-Z])|(?:(?<==)|(?<==[\"']))[\w.-]{1,80}[\"']?\s{0,3},|(?<=grant_type=)[\w-]{1,40}:|(?:new|set|get|remove|connect|enter|test|start)-\w{2,40}\s?:\s"
    r"|[\w.-]{0,60}oauth\w{0,10}\.\w{0,40}session(?![\w.-])|publickeytoken\b|pwd(?:lastset|properties|history|count|age)\w{0,20}|[\w.-]{0,60}(?:error|exception|fault|denied|expired|required|limit|time-?out|types?|(?<!ac)counts?|lifetime"
    r"|policy|richtlinie|expir(?:y|es(?:_\w{1,10})?|ation(?:_?time)?)|_lng|encryption|endpoint|method|length|ref|passe[ds]|(?<!\w)bypass|compass|tokenizer"
    r"|(?:handler|validator|provider|factory|filter|middleware|serializer|parser)s?|pssession)(?![\w.-]))"
)
"""Names of errors, classes and settings with such a word in them: `ErrorPasswordExpired: …`, `sessionTimeout=1800`."""
_QUOTE_BEHIND = r"(?:\\{0,15}[\"'\]]|&(?:amp;){0,3}quot;|%(?:25){0,3}22){0,2}\s{0,30}"
_GONE = r"b?\[{1,3}removed|\ufdd0|\{\s{0,5}(?:\\{0,15}[\"']|&)|\[?[\"']?val(?:ue)?[\"']?\s{0,3}[:=]"
_OPENED = r"\s{0,5}(?:\[|\(|[bn](?=[\"'])|(?:value|wert|valeur|valore?)\s(?=[\"']))?\s{0,5}"
_COLON = r"(?:：|:(?!:\w{1,60}\()>?|=>?|->(?!\w{1,60}\()|(?<!-)>|%(?:25){0,3}3[aAdD])"
_NEXT_MEMBER = r"\s{0,9}\\{0,7}\"[\w.@$-]{1,60}\\{0,7}\"\s{0,3}:"
"""`"code":"InvalidAuthenticationToken","message":"…"`"""
_OR_WORD = (
    rf"(?:{_COLON}|,{OF_TYPES}(?!\s{{1,3}}{SPEECH}|\s?\w{{1,60}}+\)\s?values?\b|{_NEXT_MEMBER})>?|\bis\b|\bist\b"
    r"|\s(?=[\"'](?![^\w\"']{0,2}[\"'])))"
)
_SEPARATOR = (
    rf"{_QUOTE_BEHIND}{_OR_WORD}"
    rf"(?!\s{{0,5}}(?:\(?(?:none|unset|blank)\b|new-object\b|string\(\d|[>=]{{1,2}}\s|{_GONE}|(?:true|false|fetch|yes)\b|[a-z]__\d|{STATES}|convertto-|:new\b|(?:new\s)?\w{{0,30}}(?:credentials?|auth|login)\(\s?[\"'][^\"'\r\n]{{1,100}}[\"']\s?,|<(?:null|none|empty|hidden|redacted)>|\*{{3,}}(?=[\s,;&)\]]|\Z)|\*{{2}}\s{{0,5}}(?:\n|\Z)))"
    rf"{_OPENED}"
)
_SAID_OF_FIELD = (
    r"(?:value|field|text|line|feld|wert|betreff|subject|zeile)"
    r"\s(?:too|is|must|not|ist|exceeds|cannot|fehlt|missing|zu|may|was)\b"
)
_OF_SUBJECT = (
    rf"(?!\s{{0,3}}[:=]\s{{0,5}}(?:{_SAID_OF_FIELD}|(?:CN|OU?|C|L|ST|DC)\s?=)){_QUOTE_BEHIND}(?:{_COLON}(?!\s{{0,5}}(?:{_GONE}|(?-i:{STATES})))|{_OR_WORD}(?!\s{{0,5}}(?:{_GONE}|{STATES})))"
    rf"{_OPENED}"
)
"""Subjects begin as sentences do: `Subject: The offer`."""
_SPOKEN = r"[\w.-]{0,40}(?:session|token|credentials?|csrf|xsrf|cookies?)[\w.-]{0,40}"
_FEW = r"\d{1,3}(?![\w@#$%&!?*-]|\.[a-z])"
_SAID_OF = (
    rf"(?!{_SPOKEN}{_QUOTE_BEHIND}"
    rf"(?:[:=]\s{{1,3}}(?:{SPEECH}|{_FEW})|={_FEW}|ist?\s{{1,3}}{STATE}))"
)
"""Of a session, a token or a cookie much is said that is none: `Session: closed by the server`, `tokens=3`."""
_LONE = (
    r"(?<=token=|oken: |ken = )(?=\S{0,200}?\d)(?=\S{0,200}?[a-z])[\w+/.~=-]{24,4000}+"
    r"(?=,?\s{1,3}(?:(?:status|http|rejected|refused|returned|expired|invalid|failed|is|was|for|from|Error[A-Z]\w{2,40}|AADSTS\d{5,7})"
    r"(?![^\s,.;:=])|(?:status|request-?id|correlation-?id|expires|path)=))"
    r"|(?<=token=)(?=\S{0,200}?\d)[\w+/.~=-]{24,4000}+(?=;\s{1,3}(?:path|expires|domain|max-age|secure|httponly|samesite)\b)"
)
"""A long word of a token, behind which something else is said: `token=eyJ… status 401`."""
_NEXT_OF_CALL = (
    r",\s(?:domain|user(?:_?name)?|server|host|port|url|realm|tenant|database|scope|mailbox|account|timeout)"
    r"(?:=(?=\S)|\s=(?=[^()\r\n]{0,300}\)))"
)
"""`NetworkCredential(UserName=…, Password=…, Domain=CONTOSO) was rejected: 401`."""
_VALUE = (
    rf"(?:{_LONE}|"
    r"[|>][+-]?[ \t]{0,5}(?:\r?\n[ \t][^\r\n]{1,4000}){1,99}"
    r"|\"\"(?=[^\s\",;}\])>])[^\"\r\n]{1,400}+(?:\"\")?"
    r"|\\{1,15}\"(?:(?!\\{1,15}\").){0,4000}+(?:\\{1,15}\")?|\"(?:[^\"\\]|\\.|\"(?=\w))*+\"?"
    r"|'(?:[^'\\]|\\.|'(?=\w))*+'?|&(?:amp;){0,3}quot;.{0,2000}?(?:&(?:amp;){0,3}quot;|\Z)|[^\s\"'<>](?:(?!"
    + _NEXT_OF_CALL
    + r"|&(?:grant_type|client_id|client_secret|scope|username|resource|redirect_uri|assertion|state|password|code)=)"
    r"[^\"'<>\n]|(?<=\S)[\"'<>](?=[\w!?$%&#*+.-]))*+)"
)
"""In quotes, on several lines of YAML, a long word by itself, or to the end of the line."""
_INSIDE = r"[\"'<>)\]}](?=[\w!?$%&#*+.-])"
"""A quote or a bracket inside a value that is not quoted: it goes on behind it."""

_LIST = r"\[\s{0,5}(?:(?:'[^'\r\n]{0,4000}+'|\"[^\"\r\n]{0,4000}+\")\s{0,5}(?:,\s{0,5}|(?=\]))){1,40}\]"
_FIELD = (
    r"(?P<kept>\b(?:(?:proxy-)?authorization|set-cookie2?|cookie)\b[\"'\\]{0,3}\s{0,5}[:=,]\s{0,5})"
    rf"(?:{_LIST}|\[removed\](?=,?[ \t]{{0,9}}(?:[\r\n]|\Z))|[^\r\n]*+)"
)
"""A whole field of HTTP, wherever it is quoted: a list of texts, as Node prints it, or the rest of the line goes.

Of a list that went already the comma behind it stays.
"""
_FIELD_IN_TABLE = (
    r"(?m:^)(?P<kept>[ \t]{0,20}(?:(?:proxy-)?authorization|set-cookie2?|cookie)(?:\t| {2})[ \t]{0,40})[^\r\n]++"
)
"""A row of a table of header fields, which has no colons."""
_PLAIN_WORD = r"(?-i:[A-Z]?[a-z]{3,17})(?![\w+/.~=-])(?=[\s,.;:)]|\Z)"
_SCHEME = (
    r"(?P<kept>\b(?:bearer:?|bearer\s?=|basic|negotiate|ntlm|kerberos)"
    r"(?:[^\S\r\n]{1,5}|\r?\n[ \t]{0,8}(?!HTTP/)(?=[\w+/.~-]{0,60}[\d=+/])(?=\S{16})))"
    r"(?!-{1,2}\w|token|ticket|auth|pre-?auth|ssp\b|credentials|scheme|required|challenge|header|realm|login|is\b|was\b|not\b|or\b|and\b|the\b|for\b|client_id="
    rf"|(?-i:[a-z_]{{2,30}})=[\w\"']|{_PLAIN_WORD})"
    rf"(?=\S{{4}})[!#$*?@^]?[\w+/.~=-]++(?:[^\s\"'<>,;)\]}}]|{_INSIDE})*+"
)
_WHOLE = (*vocabulary.SIGNED, "AttributeValue", "Password", "Secret")
_ELEMENT = (
    rf"<(?:\w{{1,40}}:)?({vocabulary.any_of(_WHOLE)})\b"
    r".*?(?:</(?:\w{1,40}:)?\1>|\Z)"
)
_SECRETIVE = rf"(?=[\w:.-]{{0,40}}(?:{'|'.join(vocabulary.SECRET_WORDS)}|\bpw\b))[\w:.-]{{1,100}}+"
_FOLDED = (
    r"(?m:^)(?P<kept>(?:(?:proxy-)?authorization|set-cookie2?|cookie)\s{0,5}:[ \t]?)"
    r"[^\r\n]*+(?:\r?\n[ \t]++[^\r\n]*+)++"
)
_TEXT = r"(?:[^<>]{1,4000}+(?=</|\Z)|[^<>\r\n]{1,4000}+)"
"""The text of an element: what ends with no end tag is that of its line."""
_NAMED_ELEMENT = (
    rf"(?P<kept><{_SECRETIVE}(?:\s[^<>]{{0,400}})?>)(?![a-z]__\d)"
    rf"(?:<!\[CDATA\[.{{0,4000}}?(?:\]\]>|\Z)|{_TEXT})"
)
_NAMED_TEXT = (
    rf"(?P<kept><(?!(?:input|param|meta|link|img)\s)[\w:.-]{{1,60}}\s[^<>]{{0,200}}?{vocabulary.NAMING}[\"']{_SECRETIVE}[\"'][^<>/]{{0,200}}>(?:\s{{0,40}}<val(?:ue)?>)?)"
    rf"{_TEXT}"
)
_NAMED_VALUE = (
    rf"(?P<kept>{vocabulary.NAMING}[\"']{_SECRETIVE}[\"'](?:\s{{1,20}}[\w:-]{{1,40}}=[\"'][^\"'<>]{{0,200}}[\"']){{0,4}}?"
    r"\s{1,20}val(?:ue)?\s{0,5}=\s{0,5})"
    r"(?:\"[^\"]*+\"?|'[^']*+'?)"
)
_NAMED_MEMBER = (
    rf"(?P<kept>(?:\b(?:name|key|id|field|type|kind)[\"']?\s{{0,5}}[:=]\s{{0,5}}[\"']{_SECRETIVE}[\"']\s{{0,5}},(?:\s{{0,20}}[\"'](?:type|kind|format)[\"']\s{{0,5}}:\s{{0,5}}[\"']\w{{1,30}}[\"']\s{{0,5}},)?|[\"']{_SECRETIVE}[\"']\s{{0,5}}:\s{{0,5}}\{{)"
    r"\s{0,20}[\"']?(?:val(?:ue)?|content|#?text|plain|new|old|current|raw|_|\$)[\"']?\s{0,5}[:=]\s{0,5})(?:\"(?:[^\"\\]|\\.)*+\"?|'(?:[^'\\]|\\.)*+'?)"
)
"""`{"name": "password", "value": "…"}`, `name='password', value='…'`, `"password": {"value": "…"}`."""
_NAMED_BEHIND = (
    r"[\"']val(?:ue)?[\"']\s{0,5}:\s{0,5}(?P<value>\"(?:[^\"\\]|\\.){1,400}+\"|'(?:[^'\\]|\\.){1,400}+')\s{0,5},\s{0,20}"
    rf"[\"'](?:name|key|id|field)[\"']\s{{0,5}}:\s{{0,5}}[\"']{_SECRETIVE}[\"']"
)
"""`{"value": "…", "name": "password"}`."""
_PART_OF_FORM = (
    rf"(?P<kept>name=\"{_SECRETIVE}\"[^\r\n]{{0,200}}(?:\r?\n[\w-]{{1,40}}:[^\r\n]{{0,200}}){{0,4}}\r?\n\r?\n)"
    r"[^\r\n]{1,4000}+"
)
"""A field of a form that is sent in parts: `…form-data; name="password"`, a blank line, its value."""
_NAMED_BESIDE = (
    rf"(?P<kept><(?:\w{{1,20}}:)?(?:{'|'.join(vocabulary.NAMES_OF_VALUES)})>\s{{0,5}}{_SECRETIVE}\s{{0,5}}</[^<>]{{1,60}}>\s{{0,40}}"
    rf"<(?:\w{{1,20}}:)?(?:{'|'.join(vocabulary.VALUES)})(?:\s[^<>]{{0,100}})?>){_TEXT}"
)
"""`<key>password</key><string>…</string>`."""
_SAID = (
    r"\b(?P<kept>(?:pass(?:word|wd)|pwd?|kennwort|token)[^\S\r\n]{1,5}|secret provided\s?:\s?)"
    rf"(?!{vocabulary.A_TOKEN}|for\b|of\b|is\b|was\b|has\b|might\b|expire[ds]|must\b|or\b|and\b|to\b|\(?0x[0-9a-f]{{4,16}}\b)"
    r"(?=\S{4})"
    r"(?=(?:(?!</)\S){0,100}\d)\S++"
)
_SHORT_FORM = (
    r"\b(?P<kept>(?:passwd|kennwort|pin|otp)(?:\s{0,3}[:=]\s{0,3}|\s{1,3}(?=\S{4})(?=\S{0,100}\d))|\s(?:-\w{0,3}u|--user)\s[\"']?[^\s:\"']{1,80}[\"']?:[\"']?"
    r"|\s(?:-E|--cert)\s[^\s:]{1,100}\.(?:pem|pfx|p12|crt):)"
    rf"(?!\[removed|\ufdd0)[^\s\"'<>)](?:[^\s\"'<>)\]}}]|{_INSIDE})*+"
)
_BEFORE_ADDRESS = (
    r"(?P<kept>(?<![\w.:/\\@%-])(?://)?(?:[\w.-]{1,40}(?:\\{1,2}|/))?"
    r"(?!(?:smtp|sip|mailto|x500|to|from|b?cc|users?|mailbox|for|account|login|name|upn|e?-?mail|mail|address|sender|recipient|owner"
    r"|organi[sz]er|attendee|sub|id|by|subject|target|source|primary|alias|member|delegate|contact|acct|xmpp|ews|room|resource|konto"
    r"|benutzer|postfach|an|von|usuario|para|de|compte|utente|gebruiker)s?:)"
    r"[a-z][\w.-]{1,40}:)(?!\d{1,5}[/:])"
    r"(?:(?=[^\s@]{0,60}?[!#$%&*+=?^~])(?=[^\s@]{0,60}?\d)[^\s@/:,;\"'<>()]{6,64}"
    r"|(?-i:(?=[\w-]{0,60}?\d)(?=[\w-]{0,60}?[a-z])(?=[\w-]{0,60}?[A-Z])[\w-]{8,64}|(?=[A-Za-z]{0,60}?[a-z][A-Z][a-z]?[A-Z])[A-Za-z]{10,64}))"
    r"(?=@[\w\[])"
)
"""A user and a password before a machine, without a scheme: `svc_ssi:…@mail01`; before no address of anybody."""
_LT, _GT = r"(?:&(?:amp;){0,3}lt;|\\{1,15}u003c)", r"(?:&(?:amp;){0,3}gt;|\\{1,15}u003e)"
_ESCAPED_ELEMENT = (
    rf"(?P<kept>{_LT}{_SECRETIVE}(?:\s[^<>&\\]{{0,400}})?{_GT})"
    rf"(?:(?:(?!{_LT})[^<>]){{1,4000}}+(?={_LT}/)|(?:(?!{_LT})[^<>\r\n]){{1,4000}}+)"
)
_QUERY = (
    r"(?P<kept>[?&](?:code|sig|key|state|nonce|id_token|ticket|jwt|wresult|samlrequest|samlresponse|(?:auth|sid|wctx|authkey|bearer|hmac|sas|relaystate)(?==[^\s&\"'<>]{10}))=)"
    r"[^\s&\"'<>]++"
)
_INSERT = (
    r"(?P<kept>\binsert into [^\s(]{1,80}\s?\("
    r"(?=[^()]{0,200}(?:pass|kennwort|\bpwd?\b|secret|token))[^()]{1,300}+\)\s{0,3}values\s{0,3}\()"
    r"[^()\r\n]{1,400}+"
)
"""`INSERT INTO users (name, pw) VALUES ('svc_ssi', '…')`"""
_PRIVATE_KEY = r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\Z)"

_FIELDS = ("authorization", "cookie")
_ANY = ("",)
SECRETS: tuple[Pattern, ...] = tuple(
    (needles, lazy_re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for needles, pattern in (
        (_FIELDS, _FOLDED),
        (("insert into ",), _INSERT),
        (("val",), _NAMED_VALUE),
        (
            (
                '"val',
                "'val",
                " val",
                ",val",
                '"content',
                'text"',
                '"plain',
                '"_"',
                '"$"',
                '"new"',
                '"old"',
                '"current"',
                '"raw"',
            ),
            _NAMED_MEMBER,
        ),
        (('"val', "'val"), _NAMED_BEHIND),
        (("form-data",), _PART_OF_FORM),
        (("<key", "<name", ":key", ":name", "<field", "<parameter", "<string"), _NAMED_BESIDE),
        (("<",), _NAMED_ELEMENT),
        (("<",), _NAMED_TEXT),
        (("lt;", "u003c"), _ESCAPED_ELEMENT),
        (_FIELDS, _FIELD),
        (_FIELDS, _FIELD_IN_TABLE),
        (_ANY, _SCHEME),
        (("<",), _ELEMENT),
        (KEY_STEMS, rf"(?P<kept>(?<![\w.-]){_NO_FIELD}{_SAID_OF}{_KEY}(?:\[\d{{1,3}}\])?{_FILES}{_SEPARATOR}){_VALUE}"),
        (_ANY, _SAID),
        (_ANY, _SHORT_FORM),
        (("@",), _BEFORE_ADDRESS),
        (("?", "&"), _QUERY),
        (("private key",), _PRIVATE_KEY),
    )
) + tuple(
    (needles, lazy_re.compile(pattern))
    for needles, pattern in (
        (("eyj",), r"\beyJ[\w-]{5,}+(?:\.[\w-][\w.-]*+)?"),  # JSON web token
        (("tlrmtvnt",), r"\bTlRMTVNT[\w+/=]++"),  # NTLMSSP
        (("akia",), r"(?<![\w/+-])AKIA[A-Z0-9]{16}(?!\w)"),  # access key of a cloud
        (("gh", "xox"), r"\b(?:gh[pousr]_[A-Za-z0-9]{16,}|xox[abeprs]-[\w-]{10,})"),  # tokens of code hosts and chats
        (("yi",), r"\bYI[A-Za-z0-9+/=]{10,}+"),  # SPNEGO
        (("0.a", "1.a"), r"\b[01]\.A[\w-]{40,}+"),  # Entra refresh token
        (_ANY, r"(?<![\w/+.-])(?=[\w+/-]{0,300}\d)(?=[\w+/-]{0,300}[A-Z])[\w+/-]{64,}+={0,2}"),  # any long opaque value
        (("/",), r"(?<![\w+-])(?=[\w+-]{0,300}\d)(?=[\w+-]{0,300}[A-Z])[\w+-]{64,}+={0,2}"),  # as a part of a path
    )
)
"""Credentials of all kinds."""

SUBJECTS = (*(name.lower() for name in vocabulary.SUBJECTS if name not in ("Objet", "Oggetto")), "objet ")
"""In two of the languages of mail an object is called as a subject is."""
_FILE_OF_SOMEBODY = (
    r"[^\s\"'<>{}\[\]:=][^\r\n\"'<>{}\[\]:=]{0,150}?"
    rf"\.(?:{vocabulary.DOCUMENTS})\b"
)
_WRITTEN = vocabulary.any_of((*vocabulary.WRITTEN, vocabulary.BODY))
_HELD = rf"(?:t:\w{{1,40}}|(?:\w{{1,40}}:)?(?:String|Value|Name|Location|DisplayName|{_WRITTEN}))"
"""Elements that hold what people wrote, or may; of one a cut has left the end, or the end of a value in its tag."""
CONTENT: tuple[Pattern, ...] = tuple(
    (needles, lazy_re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for needles, pattern in (
        (  # what is attached, and its name
            ("attachment", "content"),
            (
                rf"(?P<kept>(?:<|{_LT})(?:\w{{1,40}}:)?(?:(?:File|Item|Reference)Attachment|Content(?:Bytes)?)(?:>|{_GT}))"
                rf".*?(?=(?:<|{_LT})/(?:\w{{1,40}}:)?(?:\w{{4,9}}Attachment|Content)|\Z)"
            ),
        ),
        (("</",), rf"(?:\A|(?<=[<>]))[^<>]*+</(?:\w{{1,40}}:)?(?:{_WRITTEN})\s*>"),  # its start is lost
        (("</t:",), r"(?<=>)(?<!<t:Location>)(?<!<t:String>)[^<>]*+</t:(?:Location|String)\s*>"),
        (("</",), rf"\A[^<]*+</{_HELD}\s*>"),
        (
            ("&lt;/",),
            rf"(?:\A(?:(?!&lt;).)*+&lt;/{_HELD}|(?<=&gt;)(?:(?!&[lg]t;).)*+&lt;/(?:\w{{1,40}}:)?(?:{_WRITTEN}))\s*&gt;",
        ),
        (
            SUBJECTS,
            (
                rf"(?P<kept>\b(?:{'|'.join(SUBJECTS)})(?!\w){_OF_SUBJECT}){_VALUE}"
                r"(?:(?<=[\"'])[ ]\w[^\r\n\"'<>=:{}]{0,200}+(?=[\r\n]|\Z))?"
            ),
        ),
        (("<",), rf"<(?:\w{{1,40}}:)?({_WRITTEN})\b.*?(?:</(?:\w{{1,40}}:)?\1>|\Z)"),
        (("lt;", "u003c"), rf"{_LT}(?:\w{{1,40}}:)?({_WRITTEN})\b.*?(?:{_LT}/(?:\w{{1,40}}:)?\1{_GT}|\Z)"),
        (('"',), rf'(?P<kept>"(?:{_WRITTEN})"\s{{0,5}}:\s{{0,5}})"(?:[^"\\]|\\.)*+"?'),
        # a visiting card as a whole, and of an invitation what has no other mark
        (("begin:vcard",), r"(?P<kept>BEGIN:VCARD[ \t]{0,5}(?:\r?\n|\\{1,4}r?\\?n))(?:[^E]|E(?!ND:VCARD)){1,20000}+"),
        (("x-alt-desc", "categories"), r"(?P<kept>\b(?-i:X-ALT-DESC|CATEGORIES)(?:;[^:\r\n]{1,200})?:)[^\r\n]+"),
        (("attach;",), r"(?P<kept>\b(?-i:ATTACH);(?:(?!FILENAME)[^\r\n:]){0,100}+FILENAME=)[^;:\r\n]+"),
        (("filename",), r"(?P<kept>\battachment;\s{0,3}filename\*?=)(?:\"[^\"\r\n]{1,400}\"?|[^\s;]{1,400})"),
        (  # Attachment: Vertrag Nordwind.pdf
            labels.ATTACHMENTS,
            rf"(?P<kept>\b(?:{vocabulary.any_of(labels.ATTACHMENTS)})s?\s{{0,3}}[:：=]\s{{0,3}}[\"'„“«]?){_FILE_OF_SOMEBODY}",
        ),
        (  # what a validator of schemas says of an element that holds content
            ("element is invalid",),
            rf"(?P<kept>(?:{_WRITTEN}|Location|DisplayName)' element is invalid - The value )'[^']*+'?",
        ),
    )
)
"""What people wrote, where markup or JSON says so."""
