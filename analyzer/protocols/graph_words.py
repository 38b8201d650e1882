"""What logs say of Microsoft Graph in words: requests, statuses, codes of errors, as the client libraries write them.

.NET: `Status Code: NotFound`, `Microsoft.Graph.ServiceException: Code: ErrorItemNotFound Message: …`, `Error.Code: …`;
Node and browsers: `code: 'Request_ResourceNotFound'`; Ruby: `{"code"=>"ErrorItemNotFound"}`;
Python: `401 Client Error: Unauthorized for url: …`, `too many 503 error responses`; PHP: `[code] => 405`,
`resulted in a `400 Bad Request` response`; Rust: `code: Some("…")`; Go: `odataerror_code:ApplicationThrottled`;
DavMail: `412 Precondition Failed {"code":"…"}`.
Sources: github.com/microsoftgraph (the libraries), and public logs of their users.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import cache

from msgspec import Struct

from analyzer import lazy_re
from analyzer.protocols.graph import is_of_graph, said_in
from analyzer.reference import graph_error_codes, response_codes
from analyzer.reference.marks import DOTNET_ANSWER
from analyzer.reference.services import GRAPH_ERROR, GRAPH_HOST, refused_by_proxy
from analyzer.reference.statuses import NAMES

_ABOUT = lazy_re.compile(
    rf"{GRAPH_HOST}|x-ms-ags-diagnostic|\bmicrosoft[ .]graph\b"
    rf"|\bmsgraph|{GRAPH_ERROR}|davmail\.exchange\.graph|outlook\.office(?:365)?\.com/api/"
    r"|\bgraph ?(?:error|api|client)\b|over its MailboxConcurrency limit"
    r"|\bmggraph|\b(?:get|update|new|send|remove)-mg[a-z]|\bGraphServiceException|JsonResponseHandler"
    r"|\bServiceException: Code: [A-Za-z]|MailboxNotEnabledForRESTAPI|REST API is not yet supported for this mailbox",
    re.IGNORECASE,
)
"""What only a text about Graph, or the Outlook interface it grew from, says."""


def speaks_of_graph(text: str) -> bool:
    """Whether a text says what only one about Graph says: its words, or in a printed object a code of its own."""
    if _ABOUT.search(text):
        return True
    return any(own["code"].lower() in graph_error_codes() for own in _OWN_CODE.finditer(text))


THROWN = lazy_re.compile(
    r"\bMicrosoft\.Graph(?:\.\w{1,40}){0,4}\.(?:ServiceException|ODataError)\b|\bGraphServiceException\b"
)
"""An exception of its libraries; the code may stand in lines below."""


class What(IntEnum):
    """What a mark in a text tells; of marks at one place the first of these counts."""

    REQUEST = 0
    ADDRESS = 1
    STATUS = 2
    CODE = 3
    MESSAGE = 4
    FIELD = 5


class Mark(Struct, frozen=True):
    """One thing that a text says."""

    at: int
    stop: int
    what: What
    name: str = ""
    """Method, code, or name of the field."""
    value: str = ""
    """Address, message, or value of the field."""
    status: int | None = None
    form: str = ""
    """How it is put: what is put in another way is told again, what is put in the same way happened again."""


_METHODS = "GET|POST|PATCH|PUT|DELETE"
_REQUEST = lazy_re.compile(
    rf"(?<![\w./-])(?P<method>{_METHODS})(?:\) URL: |[\s:]{{1,3}})[\"'`]?(?P<url>https?://[^\s\"'`<>]{{4,4000}}+|/(?:v1\.0|beta)/[^\s\"'`<>]{{1,4000}}+)"
)
_ADDRESS = lazy_re.compile(r"https?://[\w.-]{4,200}/(?:v1\.0|v2\.0|beta|api)/[^\s\"'`<>\\]{1,4000}+")
_ADDRESS_PATH = lazy_re.compile(r"(?<=url: )/(?:v1\.0|beta)/[^\s\"'`<>\\]{1,4000}+")

_NAMES = {phrase.replace(" ", "").replace("-", ""): number for phrase, number in NAMES.items()} | {
    "toomanyrequests": 429
}
_WORDED = "|".join(sorted((re.escape(phrase) for phrase in NAMES), key=len, reverse=True))


@cache
def _forms_of_statuses() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How a status is put; compiled for the first text about Graph."""
    return (
        ("line", re.compile(r"HTTP/\d(?:\.\d)?[\"']?\s{1,3}(?P<status>[1-5]\d\d)\b")),
        # what somebody `must respond with` is no answer
        (
            "phrase",
            re.compile(
                rf"(?<!respond with )(?<![\w.:/-])(?P<status>[2-5]\d\d)[\s:(-]{{1,3}}(?:{_WORDED})\b", re.IGNORECASE
            ),
        ),
        ("reason", re.compile(rf"\b(?:{_WORDED}) \((?P<status>[45]\d\d)\)", re.IGNORECASE)),
        ("client", re.compile(r"(?<![\w.:/-])(?P<status>[45]\d\d) (?:Client|Server) Error\b")),
        ("received", re.compile(r"\bReceived response \((?P<status>[1-5]\d\d)\)")),
        ("logged", re.compile(DOTNET_ANSWER)),
        (
            "named",
            re.compile(
                r"\b(?:response ?|http ?)?status ?_?(?:code)?[\"'\]]{0,2}\s{0,3}"
                r"(?:[:=]|=>)\s{0,3}[\"'(]{0,2}(?P<status>[1-5]\d\d)\b",
                re.IGNORECASE,
            ),
        ),
        (
            "word",
            re.compile(r"\bstatus ?_?code[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<name>[A-Za-z]{2,40})\b", re.IGNORECASE),
        ),
        (
            "arrow",  # never what it counts: `-> 450 ms`
            re.compile(r"->\s{1,3}(?P<status>[45]\d\d)(?=\s{0,3}(?:$|[,:;.)(\['\"`]| in )|\s[A-Z])", re.MULTILINE),
        ),
        (
            "short",
            re.compile(
                r"(?:\[code\] =>|\bHTTP(?: error| status| code)?:?|\bcode:|\bError:"
                r"|\bfailed with(?: status)?(?: code)?:?|\bresponse:|\breturned|\btoo many|\bstatus)"
                r"[\s'\"`,(-]{1,6}(?P<status>[45]\d\d)(?=[\s,:.)'\"`]|$)",
                re.IGNORECASE | re.MULTILINE,
            ),
        ),
        ("alone", re.compile(r"^[ \t]{0,4}(?P<status>[1-5]\d\d)[ \t]{0,4}\r?$", re.MULTILINE)),
    )


_CODE_WORD = r"[A-Za-z][A-Za-z_]{2,79}"
_KEY_OF_CODE = r"(?<![\w.$'\"])(?:code|:code|\"code\"(?=\s{0,3}=)|'code'(?=\s{0,3}=))\s{0,3}(?::|=>)\s{0,3}"
"""The key of an object as JavaScript, Ruby and PHP print it: `code: '…'`, `"code"=>"…"`, `:code=>"…"`, `'code' => '…'`.

With quotes and a colon it is JSON.
"""
_OWN_CODE = lazy_re.compile(rf"{_KEY_OF_CODE}[\"'](?P<code>[A-Z][a-z]{{2,40}}_[A-Z][A-Za-z]{{2,60}})[\"']")
"""A code with the name of what it is about before it, as no other service has them: `Request_ResourceNotFound`."""


@cache
def _forms_of_codes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How a code is put."""
    return (
        (
            "json",
            re.compile(
                rf"[\"']code[\"']\s{{0,3}}:\s{{0,3}}[\"'](?P<code>{_CODE_WORD})[\"']"
                r"(?:[\s,]{0,40}+[\"']message[\"']\s{0,3}:\s{0,3}(?:\"(?P<message>(?:[^\"\\]|\\.){0,2000}+)|'(?P<other>[^']{0,2000}+)))?"
            ),
        ),
        (
            "object",
            re.compile(
                rf"{_KEY_OF_CODE}[\"'](?P<code>{_CODE_WORD})[\"']"
                r"(?:[\s,]{0,40}+[\"':]?message[\"']?\s{0,3}(?::|=>)\s{0,3}"
                r"(?:\"(?P<message>(?:[^\"\\]|\\.){0,2000}+)|'(?P<other>[^']{0,2000}+)))?"
            ),
        ),
        (
            "dotnet",
            re.compile(
                rf"(?<![\w.])Code:[ \t]{{1,3}}(?P<code>{_CODE_WORD})\s{{0,9}}+"
                r"(?:[,;]\s{0,3})?(?:Message:\s{0,3}(?P<message>[^\r\n]{0,2000}+))?"
            ),
        ),
        (
            "label",
            re.compile(
                r"\b(?:odata)?err(?:or)?[ _.]?code[\"'\]]?\s{0,3}(?:[:=]|=>)"
                rf"[ \t]{{0,3}}[\"']?(?P<code>{_CODE_WORD})\b",
                re.IGNORECASE,
            ),
        ),
        ("python", re.compile(rf"\bcode=[\"']?(?P<code>{_CODE_WORD})\b")),
        ("rust", re.compile(rf"\bcode: Some\(\s{{0,40}}+\"(?P<code>{_CODE_WORD})\"")),
        (
            "go",
            re.compile(r"\bcode:\s?(?P<code>[A-Z]\w{3,79})[,\s]{1,3}(?:msg|message):\s?(?P<message>[^\r\n]{0,2000}+)"),
        ),
        (
            "thrown",
            re.compile(
                rf"(?<=ServiceException:)[ \t]{{1,3}}(?P<code>{_CODE_WORD})(?=[ \t]{{0,3}}\r?$)",
                re.MULTILINE,
            ),
        ),
        ("challenge", re.compile(rf"InteractionRequired and code: (?P<code>{_CODE_WORD})")),
        (
            "leading",
            re.compile(
                r"(?:Exception:|ERROR\b[^\r\n:]{0,80}? -|ODataError:|Error:|:|\[|^|\("
                r"|\b(?:ended|failed|refused|rejected) with(?: error| code){0,2})[ \t]{0,3}"
                r"(?P<code>Error[A-Z][A-Za-z]{3,70}|[A-Z][a-z]{1,79}+_?[A-Z][A-Za-z]{1,79}+(?:_[A-Z][A-Za-z]{1,79}+){0,9}+)(?=[\s:,.\])])[\]:,]{0,2}(?P<message>[^\r\n]{0,2000}+)",
                re.MULTILINE,
            ),
        ),
    )


_LISTED = lazy_re.compile(r",[ \t]{0,3}(?:Error[A-Z]|[A-Z][a-z]{1,30}[A-Z])\w{0,80}[ \t]{0,3}[,\])]")
"""Behind a code that stands in a list of codes, such as those that a setting lets be tried again."""
_PROSE = lazy_re.compile(r" (?:is|are|was|means|says|stands|occurs|happens|when|if|and|or|indicates)\b")
"""Behind a code that a sentence is about."""
_MESSAGES = (
    (
        "without code",
        lazy_re.compile(r"\bServiceException: Code:\s{1,9}+Message:[ \t]{0,3}(?P<message>[^\r\n]{1,2000}+)"),
    ),
    ("odata", lazy_re.compile(r"\b(?:ODataErrors?\.)?ODataError:\s{0,3}(?P<message>[^\r\n]{1,2000}+)")),
    (
        "label",
        lazy_re.compile(
            r"\berr(?:or)?[ _]message[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<message>[^\r\n\"]{1,2000}+)", re.IGNORECASE
        ),
    ),
)
_LIMIT = lazy_re.compile(r"Application is over its (?P<name>MailboxConcurrency|\w{3,40}) limit")
_FIELDS = lazy_re.compile(
    r"(?P<name>\bclient-request-id|(?<![\w-])request[-_]?id|\bClientRequestId|\bRetry-After)[\"']{0,2}[ \t]{0,3}[:=]"
    r"(?:[ \t]{0,3}|\s{0,3}(?=[\"']))[\"']{0,2}"  # what has no value has none in the next line
    r"(?P<value>[\w-]{1,80})",
    re.IGNORECASE,
)
_PAGE = lazy_re.compile(r"<(?:!DOCTYPE\s{1,3}html|html)\b.{0,20000}?(?:</html>|\Z)", re.IGNORECASE | re.DOTALL)

_QUERY = lazy_re.compile(
    r"\?(?=[$\w%])(?:[^\s'\"<>`]++|(?<=[(,= ])'[^'\n]{0,400}+'"
    r"| (?:eq|ne|gt|ge|lt|le|and|or|not|in|has)[ ](?=['\w($])| (?:asc|desc)\b)*+"
)
"""The query of an address, also where a log shows it with the blanks of its filter: what somebody looks for."""
_CONTENT = lazy_re.compile(
    r"(?<![\w$])(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp|body_?preview|snippet|display_?name|file_?name)"
    r"[\"']?\s{0,3}[:=]\s{0,3}(?:\"[^\"\n]{0,2000}+\"|'[^'\n]{0,2000}+'|[^\n]{0,2000}+)",
    re.IGNORECASE,
)
"""What a person wrote, and a log tells by its name."""
_QUOTED = lazy_re.compile(r"\"(?P<said>[^\"\n]{1,2000}+)\"")
_TOLD_BY = lazy_re.compile(
    r"(?:code|status|err(?:or)?|msg|message|response|reason|exception|text|detail)s?[\"')\]]{0,2}\s{0,3}(?:[:=]|=>)\s{0,3}$",
    re.IGNORECASE,
)
"""The name before a quoted text that tells how a request ended."""
_ENDED = lazy_re.compile(rf"\s?(?:HTTP/\d\S{{0,4}}\s|{_METHODS}\b|[1-5]\d\d\b)")
"""How a quoted text begins that is the end of a request, or the request itself."""
_LAST_WORD = lazy_re.compile(
    r"(?<![\w.-])[A-Z][a-z]{2,40}[A-Z][A-Za-z]{0,60}\Z|(?<![\w.-])[a-z]{4,40}[A-Z][A-Za-z]{0,60}\Z"
)
"""A word with a capital letter inside, as codes are, at the end of a text."""
_LAST_VALUE = lazy_re.compile(r"(?i:code)[\\\"']{0,4}\s{0,3}[:=]\s{0,3}[\\\"']{0,4}(?P<word>[A-Z][a-z]{1,40})\Z")
"""Any word there, behind the word for a code."""
_MAY_TELL = lazy_re.compile(r"\d\d\d|[A-Za-z]:|[a-z][A-Z]")
"""What a text has that names a status or a code, quickly told."""
_FAILING = lazy_re.compile(r"fail|error|exception|refus|denied", re.IGNORECASE)


def marks(text: str, *, calm: bool = False, cut: bool = False) -> Iterator[Mark]:
    """Everything that a text says of requests, statuses and errors, in order; a calm line names no code in passing.

    `cut`: the text ends inside a code, which is none then.
    """
    text = _PAGE.sub(lambda page: re.sub(r"[^\n]", " ", page[0]), text)
    said = _without_content(text, calm=calm)
    found = [*_requests(text), *_statuses(said), *_codes(said, calm=calm, cut=cut), *_fields(text)]
    yield from sorted(found, key=lambda mark: (mark.at, mark.what))


def without_fields(text: str) -> str:
    """The text with blanks for subjects and other content that it tells by name."""
    return _CONTENT.sub(_blank, text)


def without_queries(text: str) -> str:
    """The text with blanks for the queries of its addresses."""
    return _QUERY.sub(_blank, text) if "?" in text else text


def _without_content(text: str, *, calm: bool) -> str:
    """The text with blanks for what people wrote or look for: queries, subjects, and what a line only quotes."""
    text = without_queries(without_fields(text))

    def unless_it_tells(quoted: re.Match[str]) -> str:
        if " " not in quoted["said"] or not _MAY_TELL.search(quoted["said"]):
            return quoted[0]  # a name, a value: nothing in it is read
        before = text[max(0, quoted.start() - 60) : quoted.start()]
        tells = _TOLD_BY.search(before) or _ENDED.match(quoted["said"])
        failing = not calm and (_FAILING.search(before) or _FAILING.search(quoted["said"]))
        return quoted[0] if tells or failing else _blank(quoted)

    return _QUOTED.sub(unless_it_tells, text) if '"' in text else text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _requests(text: str) -> Iterator[Mark]:
    stop = -1
    for match in _REQUEST.finditer(text):
        url = match["url"]
        if url[0] == "/" or is_of_graph(url):
            stop = match.end()
            yield Mark(match.start(), match.end(), What.REQUEST, match["method"], url.rstrip(",;"))
    for pattern in (_ADDRESS, _ADDRESS_PATH):
        for match in pattern.finditer(text):
            if match.start() > stop and (match[0][0] == "/" or is_of_graph(match[0])):
                yield Mark(match.start(), match.end(), What.ADDRESS, "", match[0].rstrip(",;"))


def _statuses(text: str) -> Iterator[Mark]:
    seen: set[int] = set()
    for form, pattern in _forms_of_statuses():
        for match in pattern.finditer(text):
            groups = match.groupdict()
            at = match.start("status" if groups.get("status") else 0)
            if at in seen:
                continue  # `HTTP/1.1 400 Bad Request` is one status in two forms
            seen.add(at)
            if refused_by_proxy(text, at):
                continue
            number = int(groups["status"]) if groups.get("status") else _NAMES.get((groups.get("name") or "").lower())
            if number is not None and number >= 200:
                yield Mark(match.start(), match.end(), What.STATUS, status=number, form=form)


def _codes(text: str, *, calm: bool, cut: bool) -> Iterator[Mark]:
    known, shared = graph_error_codes(), response_codes()
    for form, pattern in _forms_of_codes():
        for match in pattern.finditer(text):
            code, groups = match["code"], match.groupdict()
            listed = code.lower() in known
            if form == "object" and (calm or not (listed or code in shared)):
                continue
            if cut and match.end("code") == len(text):
                continue
            if form in ("leading", "thrown") and not _is_code(match, form, known=listed or code in shared, calm=calm):
                continue
            if form in ("dotnet", "leading") and _PROSE.match(text, match.end("code")):
                continue
            if form in ("dotnet", "label", "python") and not listed and (form == "python" or code.lower() in _NAMES):
                yield from _status_for_code(match, form)  # else `Status Code: NotFound`, a parameter of an address
                continue
            message = groups.get("message") or groups.get("other") or ""
            message = re.split(r"\s(?:Inner ?error|ClientRequestId|AdditionalData)\b", message, maxsplit=1)[0]
            said = said_in(message.replace('\\"', '"')).strip(" \"'-")
            yield Mark(match.start("code"), match.end("code"), What.CODE, code, said, form=form)
    for match in _LIMIT.finditer(text):
        yield Mark(match.start(), match.end(), What.MESSAGE, "", match[0], form="limit")
    yield from _messages(text)


def _messages(text: str) -> Iterator[Mark]:
    """What a client says without a code; `ODataError: Not Found` is the phrase of a status whose answer had no body."""
    for form, pattern in _MESSAGES:
        for match in pattern.finditer(text):
            said = match["message"].strip(" \"'")
            status = NAMES.get(said.strip("\r.").lower()) if form == "odata" else None
            if status is not None:
                yield Mark(match.start(), match.end(), What.STATUS, status=status, form=form)
            else:
                yield Mark(match.start(), match.start() + 1, What.MESSAGE, "", said, form=form)


def _is_code(match: re.Match[str], form: str, *, known: bool, calm: bool) -> bool:
    """Whether a word that no label calls a code is one: it is listed, and not in a list of codes."""
    if form == "thrown":
        return match["code"].lower() in graph_error_codes()
    return known and not calm and not _LISTED.match(match.string, match.end("code"))


def _status_for_code(match: re.Match[str], form: str) -> Iterator[Mark]:
    """An exception says `Code: BadGateway` where the answer had no code: its status, and a message behind it."""
    if form == "dotnet" and match["message"]:
        status = _NAMES[match["code"].lower()]
        yield Mark(match.start("code"), match.end("code"), What.STATUS, status=status, form="word")


def ends_in_code(text: str) -> bool:
    """Whether the last word of a text is the beginning of a code, and no code itself: the text broke off in it."""
    end = text[-100:]
    if (found := _LAST_VALUE.search(end)) is not None:
        low = found["word"].lower()
    elif (found := _LAST_WORD.search(end)) is not None:
        low = found[0].lower()
    else:
        return False
    names = [name.lower() for name in (*graph_error_codes(), *response_codes())]
    names += [name.replace(" ", "") for name in NAMES]  # as .NET writes them: `Status Code: PreconditionFailed`
    return low not in names and any(name.startswith(low) for name in names)


def _fields(text: str) -> Iterator[Mark]:
    for match in _FIELDS.finditer(text):
        name = match["name"].lower().replace("_", "-")
        name = {"clientrequestid": "client-request-id", "requestid": "request-id"}.get(name, name)
        yield Mark(match.start(), match.end(), What.FIELD, name, match["value"])
