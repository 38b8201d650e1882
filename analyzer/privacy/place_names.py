"""Names of elements, members, keys and fields in which people write, and what finds all of them in one pass.

Samples: `t:Location`, `"Subject"`, `LastName`, `Termin:`, `attachment; filename=`. Words of the EWS schema, of OData V2
and of Microsoft Graph, and the labels of `reference/labels.py`; what stands behind each, `places.py` reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from analyzer import lazy_re
from analyzer.privacy import coded, tables
from analyzer.privacy.words import Words
from analyzer.reference import labels, vocabulary

_WORDS = (
    *("subject", "betreff", "topic", "notes", "note", "notiz", "remark", "remarks", "comment", "comments", "preview"),
    *("location", "name", "text", "title", "description", "content", "summary", "search", "fileas", "value"),
    *("string", "name1", "name2", "textbody", "uniquebody", "normalizedbody", "street", "department", "querystring"),
    *(
        "categories",
        "locations",
        "manager",
        "profession",
        "city",
        "formattedtext",
        "_kut",
        "_sdk",
        "displayto",
        "displaycc",
    ),
    *("addressline", "addressline1", "addressline2", "addressline3"),
    *("company", "billinginformation", "mileage", "replymessage", "custommailtip", "contains", "memo", "filename"),
    *("annotation", "remindertext", "tags", "keywords", "subjectline", "hobbies", "fieldvalue"),
    *("phone", "phone2", "phones", "phonenumber", "phone_number", "mobile", "fax", "faxnumber"),
)
SUBJECTS = tuple(name.lower() for name in vocabulary.SUBJECTS if name.isascii())
FOREIGN_SUBJECTS = tuple(f"{name}{colon}" for name in vocabulary.SUBJECTS if not name.isascii() for colon in ":：")
"""Fields of mails; whatever else is looked for is told in lower case, which bytes have of ASCII alone."""
_QUOTED = ('"', "'", "\\", "&quot;", "&#34;")
QUOTES = ('"', "'")
_ENDS = (*_QUOTED, ">", "=", " ", "&gt;", "&amp;", "%", ":", ",", "+")
_FUNCTIONS = ("substringof(", "startswith(", "endswith(", "contains(", "collection(")
AWAY = "ternalreply>"
"""The end of a tag around what is answered while somebody is away: `<t:InternalReply><t:Message>`."""
AWAY_ESCAPED = "ternalreply&gt;"
BARE_BODIES = tuple(
    f"{opened}{prefix}:body{closed}"
    for prefix in ("t", "types")
    for opened, closed in (("<", ">"), ("&lt;", "&gt;"), ("&lt;", ">"))
)
"""The tag of a body without its type, in the prefixes of EWS: every envelope has a body, too."""
RECORDS = tuple(
    f"<{name} " for name in ("record", "message", "item", "issue", "conflict", "object", "entity", "change")
)
"""Elements of the engine's dumps, whose attributes say which record something is about."""
LANGUAGE = 'languagecode="'
"""An attribute that texts have in SOAP of SAP: `<Name languageCode="DE">`."""
CARDS = tuple(f"\n{name}{end}" for name in ("org", "fn", "adr", "role", "nickname", "tel") for end in ":;")
"""Fields of a visiting card."""
FIELDS = ("\nthread-topic:", "\nkeywords:", "\ncomments:", "\ncontent-description:")
"""Fields of a mail beside its subject in which people write."""
QUERIES = ("$filter=", "%24filter=", "get /sap/c4c/odata", "post /sap/c4c/odata", "get /sap/opu/odata")
"""Where a URL of OData begins that asks for something by what people wrote: `FindAccount?Query='…'`."""
_UNRESOLVED = "m:unresolvedentry"
_SHORT_TAGS = ("t:when", "t:query", _UNRESOLVED)
OF_GRAPH = ("graph.microsoft.com/v1.0/", "graph.microsoft.com/beta/", "root:/")
"""Behind them a URL of Graph goes on: what it asks for, and the path of a document in a drive."""
TAGS = (
    *(f"<{name}>" for name in _SHORT_TAGS),
    *(f"&lt;{name}&gt;" for name in _SHORT_TAGS),
    *(
        'headername="subject">',
        'headername="thread-topic">',
        "headername=&quot;subject&quot;&gt;",
        'headername=\\"subject\\">',
    ),
)
"""Elements of EWS with names that mean something else elsewhere."""
OF_SOMEBODY = tuple(tag for tag in TAGS if _UNRESOLVED in tag)
"""Those of them that may hold the name of somebody."""
PARAMETERS = '"params"'
"""The fields of a form that a browser sent."""
_OTHERS = (
    *(*CARDS, *FIELDS, *QUERIES, PARAMETERS),
    *(*tables.RULES, tables.HEAD),
    "attachment; filename=",
    "attachment; filename*=",
    AWAY,
    AWAY_ESCAPED,
    *BARE_BODIES,
    *RECORDS,
    LANGUAGE,
    *OF_GRAPH,
    *TAGS,
    "constant value",
    "<d:",
    "&lt;d:",
    *_FUNCTIONS,
    *(name.replace("(", "%28") for name in _FUNCTIONS),
    "; name=",
    ";filename=",
)
"""Places that are told by other signs: a body, the value of a restriction, a property of an OData record, a filter."""
_HEADS = (
    *("password", "passwort", "kennwort", "passwd", "pwd", "passphrase", "secret", "token", "wachtwoord", "senha"),
    *("contraseña", "mot de passe", "hasło", "heslo", "lösenord", "parola", "пароль", "パスワード", "密码"),
)
TABLES = tuple(f"{head}{end}" for head in _HEADS for end in ("|", " |"))
"""Heads of columns in a table that somebody pasted into a ticket, below which a secret stands."""
LABELS = frozenset(
    spelled
    for words in (labels.SUBJECTS, labels.PLACES, labels.NOTES, labels.ITEMS, labels.ATTACHMENTS, labels.BODIES)
    for word in words
    for spelled in (word, word.capitalize() if not word[0].isascii() else word)
)
"""Words that may stand before what somebody wrote, in a line of a log or of a mail: `labelled.py` says where."""
NAMES = frozenset((*_WORDS, *SUBJECTS))
"""Those that are looked for as names of elements, members and fields as well."""
HEADINGS = frozenset(labels.HEADINGS)
"""Of the labels those that a page has, too: in a line of a log they begin with a capital, and no quote follows."""
SAID_TOO = frozenset((*labels.BODIES, *labels.HEADINGS)) - frozenset(labels.MAIL_BODIES)
"""Of the labels those that programs and pages have for their own: they are such before a colon, and in no tag."""
_ASSIGNED = ("pr_", "0x", "ort", "thema", "termin", "anhang", "mail", "attachment", "body")
"""Of the labels those that programs write before an equals sign, beside the names above."""
COLONS = (":", "=", "：", ";")
GOES_ON_AS_LABEL = lazy_re.compile(
    rb" {0,40}(?:[:=]|--|->) |(?:--|->|was|is|war|ist|lautete?t?) |changed from |\\?\"(?=[\w#\x80-\xff])"
)
_QUOTED_RECORDS = tuple(
    f"{word} {quote}"
    for word in (
        *("item", "record", "contact", "appointment", "meeting", "event", "opportunity", "lead", "visit", "folder"),
        *("category", "termin", "besprechung", "aufgabe", "besuch", "vorgang", "datensatz", "ordner", "kategorie"),
    )
    for quote in ('"', "'", '\\"')
)
_PARENTS = (
    *("inbox", "calendar", "contacts", "tasks", "posteingang", "kalender", "kontakte", "aufgaben", "réception"),
    *("calendrier", "entrada", "calendario", "arrivo", "postvak in", "odbiorcza", "inkorgen", "saapuneet"),
)
_FOLDERS = tuple(f"{folder}{way}" for folder in _PARENTS for way in ("/", "\\"))
"""Below which folders of everybody people make their own, by how their names end."""
OF_LINES = (
    *_QUOTED_RECORDS,
    *_FOLDERS,
    *(' t="', 'envelope ("', "attachment ", "anhang ", "anlage "),
    *('folder ("', "folder ('", " : ", "insert into ", "binding parameter [", "@p0='", "@p1='"),
)
"""The same: a list of properties as PowerShell shows it, the name of a document, a row or a value of a database."""
BODYTYPE = len(coded.CODINGS)
"""Number of the attribute of a body, which is one of three words in a dump of large answers."""
_PLACES = (
    *((word, "") for word in (*coded.CODINGS, "bodytype=")),
    *((word, end) for word in _WORDS for end in _ENDS),
    *(("body", end) for end in _QUOTED),  # an element of the name is told by its BodyType, and every page has one
    *((word, ":") for word in SUBJECTS if word not in _WORDS),
    *((word, "]") for word in SUBJECTS),
    *((word, ";") for word in ("summary", "location", "description", "comment", "note")),
    *((word, end) for word in ("x-alt-desc", "locationdisplayname") for end in ":;"),
    *((other, "") for other in (*_OTHERS, *FOREIGN_SUBJECTS, *OF_LINES, *TABLES)),
    *((word, end) for word in sorted(LABELS) for end in (":" if word.isascii() else ":：")),
    *((word, "=") for word in sorted(LABELS) if word.startswith(_ASSIGNED)),
)
BODIES = "Unique|Normalized|Text"
"""The bodies that EWS gives of an item beside its `Body`."""
SURE = lazy_re.compile(
    r"(?:\w{0,30}(?:subject|subjectline|topic|notes?|remarks?|comments?|preview|betreff|notiz)|(?:old|new|meeting|event|activity|visit|appointment)?_?location|locationname|display_?(?:to|cc)"
    r"|\w{0,20}(?:last|first|middle|given|family|full|sur|party|company|attachment|document|formatted|organi[sz]ation"
    r"|title|territory|campaign|department|building|opportunity|visit|lead_|folder|district|room|ticket|service_?request)_?name"
    rf"|(?:{BODIES})body"
    r"|street|address_?line_?\d?|(?:item|product)_?description|street_?(?:prefix|suffix)_?name|department|query_?string|categories|locations"
    r"|\w{0,20}(?:notes?|body|line|discussion|formatted|subject|reminder)_?text|annotation|name[12]|(?:street|city)_?name|job_?title"
    r"|(?:spouse|assistant|nick|subject)_?name|manager|profession|hobbies|company|billing_?information|mileage|office_?location|city|\w{1,50}_(?:kut|sdk)"
    r"|file_?as|search|(?:in|ex)ternal_?reply_?message|custom_?mail_?tip|\w{0,20}(?:subject|body)_?contains|body_?or_?subject_?contains|memo|agenda_?text"
    r"|file_?name|field_?value|\w{0,30}(?:phone|mobile|fax)(?:_?number)?s?\d?)",
    re.IGNORECASE,
)
"""Names of elements, members and keys that hold what people wrote, wherever they stand."""
DOUBTFUL = lazy_re.compile(
    r"[Vv]alue|String|Name|(?:Account|Customer|Prospect|Opportunity|Lead)_?Name|Text|Title|Description|Body|Content|Summary|content|description|title|summary|body"
    r"|[Tt]ags|[Kk]ey[Ww]ords|text"
)
"""The same for names that a log uses for its own, too: only where the record around them is none of a log."""
OF_TASK = "StatusDescription"
"""Of a task of Exchange; elsewhere the text of a code is called so."""
OF_ITEMS = frozenset(("Value", "String", "name", "Name", "DisplayName", "Content", "title", OF_TASK))
"""Elements with such names tell of an item in some places, and of a time zone in others."""
_PHONES = lazy_re.compile(r"\w{0,30}(?:phone|mobile|fax)(?:_?number)?s?\d?", re.IGNORECASE)
"""Of them those of which only a telephone number is learned: an app calls its own device so."""
NOT = lazy_re.compile(
    r"has_?\w*|is_?\w*|\w*(?:code|status|type)_?(?:text|description|name)|\w*(?:no|number)_?comments?", re.IGNORECASE
)
OF_RECORD = lazy_re.compile(r"(?:(?:item|object|record|entry|appointment|calendar|folder)_?)?name", re.IGNORECASE)
"""What is said of a record before an equals sign, and of much else."""
OF_PROGRAM = lazy_re.compile(
    r"app|service|server|host|machine|process|thread|log|tenant|operation|user|policy|role|module|product|zone|program|method"
    r"|class|function|error|message|type|status|path|system|connector|provider|resource|event|task|metric|version|schema",
    re.IGNORECASE,
)
"""A name with one of them is that of something in a program, whatever ends it."""
MAILBOX = b"<t:mailbox>"
TYPE = b'bodytype="'
_IDLE = {
    **{f"{name}>".encode(): (b"</t:",) for name in SUBJECTS if name in _WORDS},
    b"name>": (b"</t:", MAILBOX + b"<t:"),
    b'text"': (TYPE,),
}
"""What stands before the most frequent words of a dump where they tell of nothing: an end tag, a sender, a type."""


@lru_cache(maxsize=8)
def anchors(full: frozenset[str]) -> tuple[Sequence[tuple[str, str, bool]], Words]:
    """What is looked for where enough is known of some kinds, and what finds all of it in one pass.

    Of each the word, what ends it, and whether it may be a label in a line.
    """
    places = [place for place in _PLACES if "subject" not in full or place[0] not in SUBJECTS]
    words: dict[bytes, tuple[str, str, bool]] = {}
    for word, end in places:
        is_label = word in OF_LINES or (word in LABELS and (end == " " or end in COLONS))
        words.setdefault(f"{word}{end}".encode().lower(), (word, end, is_label))
    return [*words.values()], Words(words, idle=_IDLE)


@lru_cache(maxsize=4096)
def is_sure(name: str) -> bool | None:
    """Whether a name holds what people wrote wherever it stands; None where it never does."""
    if NOT.fullmatch(name):
        return False if name == OF_TASK else None
    if SURE.fullmatch(name):
        return True
    return False if DOUBTFUL.fullmatch(name) or name in ("DisplayName", "displayName", "name") else None


def kind_of(name: str) -> str:
    """What a name is counted as: a dump has thousands of subjects, and they must not push out the rest."""
    if _PHONES.fullmatch(name) is not None:
        return "phone"
    return "subject" if name.lower().endswith(SUBJECTS) else "record"
