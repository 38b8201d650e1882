"""What an error text names: a response code of Exchange, or an HTTP status in the words of whatever client wrote it.

    exchangelib.errors.ErrorFolderNotFound: The specified folder could not …         that code
    Service response error: [ErrorToFolderNotFound] The specified folder could …     that code
    HTTP Client error 401: Unauthorized                                              401
    Connection error on URL https://mail.contoso.example/EWS/Exchange.asmx (code 401)
    ServiceRequestException: The request failed. Forbidden                           403
    Le serveur distant a retourné une erreur : (404) Introuvable.                    404
    Fehler bei der Schemaüberprüfung der Anforderung                                 ErrorSchemaValidation

The sentences are those of .NET, Java, Python and Node clients in public reports; `reference/localized_faults.csv` has
those of other languages. A number is a status only where the words around it say so: ports, line numbers, ids and
amounts are none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from http import HTTPStatus
from typing import NamedTuple

from analyzer import lazy_re
from analyzer.facts import graph_told
from analyzer.reference import ews_sentences, localized_faults, response_codes
from analyzer.reference.ews import MAPI, SAYS_NOTHING
from analyzer.reference.services import refused_by_proxy
from analyzer.reference.statuses import NAMES, REFUSALS


class Told(NamedTuple):
    """What a text names."""

    status: int | None = None
    code: str | None = None
    inner: tuple[str, ...] = ()
    """A code beneath it, where its own says nothing."""
    connector: bool = False
    """A sentence of .NET that the vendor's list of errors has, too: the connector's own words, in whatever language."""
    graph: bool = False
    """The code is one of Microsoft Graph."""

    def __bool__(self) -> bool:
        return self.status is not None or self.code is not None


NOTHING = Told()

_KNOWN = frozenset(
    (
        *(301, 302, 303, 307, 308),
        *(status.value for status in HTTPStatus if status >= 400),
        440,
        449,
        450,
        456,
        *range(520, 528),
        530,
    )
)
_PHRASES = {
    **REFUSALS,
    "login timeout": 440,
    "account locked": 456,
    "server unavailable": 503,
    "authorization required": 401,
    "access denied": 403,
    "nicht autorisiert": 401,
    "unzulässig": 403,
}
_PHRASE = "|".join(sorted((re.escape(phrase) for phrase in _PHRASES), key=len, reverse=True))
_REASONS = {
    **_PHRASES,
    **{name: status for name, status in NAMES.items() if 300 < status < 400 and status != 304},
    "request-uri too long": 414,
    "gateway time-out": 504,
    "request time-out": 408,
    "service temporarily unavailable": 503,
    "server busy": 503,
    "object moved": 302,
    "moved temporarily": 302,
    "moved": 301,
    "redirect": 302,
    "too many request": 429,
    "web server is down": 521,
    "origin is unreachable": 523,
    "a timeout occurred": 524,
    "invalid ssl certificate": 526,
    "origin dns error": 530,
    "proxy access denied": 403,
    "bad request": 400,
    "server error": 500,
    "internal error": 500,
    "session timed out": 440,
    "login time-out": 440,
}
"""Names of statuses where a text holds nothing but one of them: those of today, of older servers, and of redirects."""
_REASON = "|".join(sorted((re.escape(reason) for reason in _REASONS), key=len, reverse=True))
_ENUM = {"".join(filter(str.isalpha, name)): status for name, status in REFUSALS.items()}
"""The same in one word, as .NET calls them."""
_SURE = (
    *("unauthorized", "forbidden", "bad request", "internal server error", "service unavailable", "bad gateway"),
    *("gateway timeout", "too many requests"),
)
"""Names that nothing but an answer has."""
_HINTS = (
    *("fehler", "kein postfach", "angegebene", "unauthor", "forbidden", "credentials", "request failed"),
    *("mapiexception", "statenot", "statein", "odataerror", "serviceexception", "code: ", "does not indicate success"),
    "status",
)
_NUMBER_HINT = lazy_re.compile(r"[45]\d\d")
_CODE_HINT = lazy_re.compile(r"error[a-z]")
"""Quickly told: a text of plain letters without any of these names nothing."""

_NUMBER = r"(?P<status>[45]\d\d)(?![\w%]|[.,:/-]\d)"
_ENDS = (
    rf"(?=\s*+(?:$|[.,;:)\]\"'|!]|[-–—] |\((?:{_PHRASE}|https?:)|(?:{_PHRASE})\b"
    r"|(?:for|from|on|at|returned|cool|previous|url|headers:)(?!\w)|in (?:/|[A-Z]:\\)))"
)
"""What may stand behind a status: the end, a mark, its phrase, whose it is, or the file; never what it counts."""
_WITH = r"(?: (?:with|by|from|a|an|the|server|http|status|code|error)){1,5}"
_LED_ELSEWHERE = lazy_re.compile(r"does not indicate success: (?P<status>30[12378])\b", re.IGNORECASE)
_QUOTED_LINE = lazy_re.compile(r"[\"'\s]HTTP/\d(?:\.\d)? (?P<status>[1-5]\d\d)\b")
_NO_LOGIN = lazy_re.compile(
    r"\bUnauthorizedError\b|\bInvalid credentials for (?:https?://|URL\b)|\bHTTPUnauthorized\b", re.IGNORECASE
)
_NO_STATUS = lazy_re.compile(
    r"\b(?:exit|return|line|port|took|after|item|row|id|version|build|size|offset|length|bytes?|room"
    r"|error number|errno|winerror)[ :=#]{1,2}(?:code[ :=]{1,2})?(?:[45]\d\d)\b",
    re.IGNORECASE,
)
"""Numbers that are something else, whatever stands beside them."""
_OF_RECORD = lazy_re.compile(
    r"\b(?:account|appointment|attachment|contact|delivery|entity|entry|folder|item|meeting|member|object|participant|person"
    r"|record|row|task)s?(?:'s)?[ _-]status(?:[ _-]?code)?[\"']?\s{0,3}[:=]?\s{0,3}[\"']?\Z",
    re.IGNORECASE,
)
"""What stands before a status that is one of a record, and none of HTTP: `Item status code NotFound`."""
_ABOUT_FAILURE = (
    *("error", "fail", "refus", "denied", "unable", "could not", "cannot", "reject", "unauthor", "forbidden"),
    *("invalid", "fehler", "erreur", "abort"),
)
_CODE = lazy_re.compile(
    r"(?<![\w@/\\-])(?P<before>(?:[\w$]{1,60}[.:]){0,12})"
    r"(?P<code>[A-Z][a-z]{1,60}+[A-Z0-9][A-Za-z0-9]{0,120}+)(?![\w@=/\\-])"
)
"""Possessive: a token in Base64 looks like the beginning of many codes, and is looked at once."""
_BENEATH = lazy_re.compile(r"\b(?:inner ?error|InnerErrorResponseCode)\W{1,4}(Error[A-Z]\w{2,80})", re.IGNORECASE)
"""`(inner error: ErrorQuotaExceeded('…'))`, as exchangelib puts it."""
_FORMS_BEFORE = lazy_re.compile(
    r"(?:^|[\[(]|\b(?:errors?|code|response_?code|error_?code|faultcode|message|\w{0,40}exception|fault|reason|cause|result|server"
    r"|failed|- )[\"'\]]{0,2}(?: code)?\s{0,4}(?:=>|[:=\-])?\s{0,6}(?:string\(\d{1,4}\) )?[\"'\[(]?|\.\s|: |[-–—>] )$",
    re.IGNORECASE,
)
"""What stands before a code that is told as what went wrong."""
_FORMS_AFTER = lazy_re.compile(
    r"[\"']?(?:$|[:.,;)\]}]|\s{0,3}$| ---?>| [-–—] | [(\[]|\([\"']| (?:reported|for|at|from)\b| [A-Z])"
)
_OF_DIRECTORY = lazy_re.compile(r",\s?(?:DC|OU|O|C|L)=[\w -]{1,60}[:;,.]?\s{0,3}$", re.IGNORECASE)
"""The end of a name in a directory, which is no setting: `CN=Anna Berg,OU=Users,DC=contoso,DC=local`."""
_ALONE = lazy_re.compile(r"[\s>*-]{0,8}$")
_MAPI_THROWN = lazy_re.compile(r"\bMapiException([A-Z]\w{3,40})\b")
_LIST = lazy_re.compile(r"\s?[,|/]\s?(?:or |and )?(?:[\w.]{0,40})Error[A-Z]\w{0,80}+(?!\s?[:=])")
_SETTING = lazy_re.compile(
    r"^[\w .-]{1,60}=|(?:ignore|retry|skip|known|handled|suppress|expected|allow)\w{0,12}[ _-]?"
    r"(?:on|codes?|errors?|list)?\s?[=:\[(]",
    re.IGNORECASE,
)
_MENTION = lazy_re.compile(
    r"\b(?:see|refer(?:s|ring)? to|documented|described|explained|meaning of|siehe|voir|vedi|zie)\b[^\n]{0,120}$",
    re.IGNORECASE,
)
"""What stands before a code that a text only speaks about."""
_OF_EWS = "ServiceResponseException"
"""What the client library of EWS throws, in whatever language it is written, with the words of the answer."""
_SAID_BEFORE = lazy_re.compile(r"(?:\A|[:=.;,>(\[–—-]\s{0,3})[\"']?\Z")
_SAID_AFTER = lazy_re.compile(r"[\"']?\s{0,3}(?:\Z|[.,;!|)\]}<\n]|---?>|at [\w$]{1,60}[.(])")
"""Around a sentence of Exchange: it is one as a whole, no part of another and no name in quotes."""
_LONGEST = 4000
"""Characters of a text that are looked at: an exception chain with its inner ones."""


def told(text: str, level: str = "", *, exception: bool = False, exchange: bool = False) -> Told:
    """What a text names, unless its level says that it only tells of the course of things.

    `exchange`: it is one of Exchange or of the connector to it, so a sentence of Exchange stands for its code.
    """
    text = text[:_LONGEST]
    if level in ("debug", "trace", "verbose"):
        return NOTHING
    marked = exception or level.startswith(("warn", "err", "fatal", "crit", "severe"))
    named = _named(text, level, marked=marked)
    if named or not marked or not (exchange or _OF_EWS in text):
        return named
    return Told(code=in_words(text))


def in_words(text: str) -> str | None:
    """The code of the sentence of Exchange that a text holds, where it came without it."""
    low = text.lower()
    for sentence, code in ews_sentences().items():
        at = low.find(sentence)
        if at >= 0 and _SAID_BEFORE.search(text, max(0, at - 80), at) and _SAID_AFTER.match(low, at + len(sentence)):
            return code
    return None


def _named(text: str, level: str, *, marked: bool) -> Told:
    if not _hints(text):
        return NOTHING
    if level in ("info", "information", "notice") and not _about_failure(text):
        return NOTHING
    if (of_graph := graph_told.code(text)) is not None:
        return Told(code=of_graph, graph=True)
    if (thrown := _MAPI_THROWN.search(text)) and thrown[1] in MAPI:
        return Told(code=MAPI[thrown[1]])
    code = _response_code(text, marked=marked, calm=level in ("info", "information", "notice"))
    foreign = localized(text)
    inner = _BENEATH.search(text) if code == SAYS_NOTHING else None
    return Told(
        status=_status(text if marked else _without_mentions(text)) or foreign.status,
        code=code or foreign.code,
        inner=(inner[1],) if inner is not None and inner[1] in response_codes() else (),
        connector=foreign.connector,
    )


@cache
def _statuses() -> tuple[re.Pattern[str], ...]:
    """How a status is put; compiled for the first text that may name one."""
    patterns = (
        rf"returned (?:an? )?(?:\w{{1,12}} )?error:? ?\({_NUMBER}\)",
        rf"\b(?:error|erreur|fehler|errore|fout|failed|status)\s?:?\s?\({_NUMBER}\)",
        rf"\({_NUMBER}\)\s?(?:{_PHRASE})\b",
        rf"\b(?:code|status)[ =:]\s?{_NUMBER}\)",
        rf"\bstatus=-?\d{{1,9}}\({_NUMBER}\)",
        rf"\bHTTP(?: client| server)?[ -]?(?:error|status)?(?: ?code)?\s?[:=]?\s?{_NUMBER}{_ENDS}",
        r"\b(?:http|response|status|statuscode|status_code|httpstatus|httpstatuscode|http_code)"
        r"(?:[ _-]?(?:status|code)){0,2}(?: does not indicate success| was| is| of)?[\"']?"
        r"\s{0,3}[:=]?\s{0,3}" + _NUMBER + _ENDS,
        rf"(?:^|[(,;.] ?|error |result |\")code[\"']?\s?[:=]\s?{_NUMBER}{_ENDS}",
        rf"\b(?:failed|rejected|refused|responded|answered|returned|respond|received|got){_WITH}:?\s?{_NUMBER}{_ENDS}",
        rf"(?<![\w.:/#-]){_NUMBER} (?:client|server) error\b",
        rf"(?<![\w.,:/#-])(?<!room )(?<!page ){_NUMBER}(?:[ :]{{1,3}}| - )(?:{_PHRASE})\b",
        rf"\b(?P<phrase>{_PHRASE})\s?[-–:(]\s?{_NUMBER}{_ENDS}",
        rf"\w(?:Error|Exception): {_NUMBER} - (?-i:[A-Z])",
        rf"\btoo many {_NUMBER} error responses\b",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


@cache
def _named_alone() -> re.Pattern[str]:
    """A status that its name alone tells, as .NET prints it: `StatusCode=BadGateway`, `status code Unauthorized`.

    Behind `status` alone only names that nothing but an answer has: `Status: Conflict` is one of an appointment.
    """
    names = "|".join(sorted(map(re.escape, {*REFUSALS, *_ENUM}), key=len, reverse=True))
    sure = "|".join(re.escape(form) for name in _SURE for form in (name, name.replace(" ", "")))
    return re.compile(
        rf"(?:\bstatus[ _-]?code[\"']?\s{{0,3}}[:=]?\s{{0,3}}[\"']?(?P<code>{names})"
        rf"|\bstatus[\"']?\s{{0,3}}[:=]?\s{{0,3}}[\"']?(?P<status>{sure}))"
        r"(?=[\"']?\s{0,3}(?:$|[.,;:)\]}|&(]|(?:and|for|from|on|at|when)\b))",
        re.IGNORECASE,
    )


@cache
def _request_failed() -> re.Pattern[str]:
    """The connector of today says the reason phrase alone."""
    return re.compile(
        r"(?:The request failed\.|HttpClientException:|HttpRequestException:|The request was aborted:)\s?"
        rf"(?:The request failed\.\s?)?(?P<phrase>(?:{_PHRASE})\b|(?:{_REASON})(?=\s*+(?:\.?\s*+$|--->|[\"'\r\n])))",
        re.IGNORECASE,
    )


def _hints(text: str) -> bool:
    """Whether a text may name anything: words are found faster than a pattern finds them whatever their case."""
    low = text.lower()
    return (
        any(word in low for word in _HINTS)
        or bool(_NUMBER_HINT.search(low))
        or ("error" in low and bool(_CODE_HINT.search(low)))
        or not text.isascii()
    )


def _about_failure(text: str) -> bool:
    low = text.lower()
    return any(word in low for word in _ABOUT_FAILURE)


def _status(text: str) -> int | None:
    for pattern in _statuses():
        for match in pattern.finditer(text):
            status, phrase = int(match["status"]), match.groupdict().get("phrase")
            if phrase is not None and _PHRASES[phrase.lower()] != status:
                continue  # `Not found: 500` counts something
            at = match.start("status")
            if status in _KNOWN and not (_is_something_else(text, at) or _OF_RECORD.search(text[max(0, at - 60) : at])):
                return status
    if failed := _request_failed().search(text):
        return _REASONS[failed["phrase"].lower()]
    named = next((one for one in _named_alone().finditer(text) if not _is_of_record(text, one)), None)
    if named is not None:
        return _ENUM["".join(filter(str.isalpha, (named["code"] or named["status"]).lower()))]
    if led := _LED_ELSEWHERE.search(text):
        return int(led["status"])
    if (quoted := _QUOTED_LINE.search(text)) and not refused_by_proxy(text, quoted.start("status")):
        status = int(quoted["status"])
        return status if status in _KNOWN else None
    return HTTPStatus.UNAUTHORIZED.value if _NO_LOGIN.search(text) else None


def _is_of_record(text: str, named: re.Match[str]) -> bool:
    at = named.start("code" if named["code"] else "status")
    return _OF_RECORD.search(text[max(0, at - 60) : at]) is not None


def _is_something_else(text: str, at: int) -> bool:
    before = text[max(0, at - 24) : at + 3]
    found = list(_NO_STATUS.finditer(before))
    return any(match.end() == len(before) for match in found) or refused_by_proxy(text, at)


def _response_code(text: str, *, marked: bool, calm: bool) -> str | None:
    """The response code of EWS that a text names as what went wrong."""
    known = response_codes()
    unquoted = _blank_quotes(text)
    for match in _CODE.finditer(unquoted):
        code = match["code"]
        if code not in known or code == "NoError":
            continue
        before, after = unquoted[: match.start()], unquoted[match.end() :]
        of_directory = _OF_DIRECTORY.search(before[-80:]) is not None
        if (
            _SETTING.search(before[-80:])
            and not of_directory
            and not before.rstrip().lower().endswith(("code=", "error="))
        ):
            continue
        if not marked and _LIST.match(after):
            return None  # a table of codes, or a list of those that are handled
        if marked:
            return code
        if _MENTION.search(before[-160:]):
            return None
        formed = bool(match["before"]) or bool(_FORMS_BEFORE.search(before[-40:]))
        alone = bool(_ALONE.match(before)) and not after.strip(" .:;")
        named = formed and bool(_FORMS_AFTER.match(after)) and not (_ALONE.match(before) and _is_prose(after))
        if alone or (named and (not calm or _about_failure(before))):
            return code
    return None


def _is_prose(after: str) -> bool:
    """A line that begins with a code and goes on in lower case is a sentence about it."""
    return bool(re.match(r" [a-z]", after))


_DOUBLE = lazy_re.compile(r"\"[^\"\n]{0,400}\"")
_NAMED = lazy_re.compile(
    r"(?:code|error)[\"'\]]{0,2}\s{0,3}(?:=>|[:=])\s{0,3}(?:string\(\d{1,4}\) )?$|message $", re.IGNORECASE
)
_KEYS = ("code", "error", "responsecode", "response_code", "errorcode", "error_code")


def _blank_quotes(text: str) -> str:
    """The text with what stands in double quotes blanked: it is quoted, unless its key says that it is a code."""

    def blank(match: re.Match[str]) -> str:
        inside = match[0][1:-1]
        keeps = _NAMED.search(text[max(0, match.start() - 30) : match.start()]) or inside.lower() in _KEYS
        return match[0] if keeps else " " * len(match[0])

    return _DOUBLE.sub(blank, text) if '"' in text else text


_QUOTED_STATUS = lazy_re.compile(r"\"\s?(?:HTTP/|[45]\d\d\b)", re.IGNORECASE)


def _without_mentions(text: str) -> str:
    """The text without what it quotes in whole sentences, unless it tells of a failure itself: a mail that was read."""
    if '"' not in text or _about_failure(bare := _DOUBLE.sub(_blank_sentence, text)):
        return text
    return bare


def _blank_sentence(match: re.Match[str]) -> str:
    return match[0] if _QUOTED_STATUS.match(match[0]) or " " not in match[0] else " " * len(match[0])


# -- other languages -------------------------------------------------------------------------------------------------

_IN_PARENTHESES = lazy_re.compile(r"\s{0,3}\(([45]\d\d)\)")
_BEHIND_COLON = lazy_re.compile(r"[^\d:：.]{0,40}[:：]\s{0,3}([45]\d\d)\b")
"""HttpClient says its sentence of any server: `… gibt keinen Erfolg an: 401 (Unauthorized)` names no side."""
_SKELETON = 14
"""Plain letters that a sentence must have to be known by them alone."""


@cache
def _sentences() -> tuple[tuple[str, bool, str], ...]:
    """Sentences in the form that is looked for, whether it is the skeleton, and the code they mean."""
    found: list[tuple[str, bool, str]] = []
    for row in localized_faults():
        literal = unicodedata.normalize("NFC", row["literal"]).lower()
        bare = _skeleton(literal)
        if len(bare) >= _SKELETON:
            found.append((bare, True, row["code"]))
            continue
        found.append((literal, False, row["code"]))
        for wrong in ("cp1252", "latin-1", "cp437", "cp850"):
            try:
                found.append((row["literal"].encode().decode(wrong).lower(), False, row["code"]))
            except UnicodeDecodeError:
                continue
    return tuple(found)


def _skeleton(text: str) -> str:
    """The plain letters of a text: the same however its other letters were broken on the way (é, Ã©, ?, \ufffd)."""
    return " ".join(re.sub(r"[^a-z0-9:.,() -]", "", text.lower()).split())


def localized(text: str) -> Told:
    """What a sentence of Exchange or .NET in another language means."""
    low = unicodedata.normalize("NFC", text).lower()
    bare = _skeleton(low)
    for sentence, is_skeleton, code in _sentences():
        where = bare if is_skeleton else low
        at = where.find(sentence)
        if at < 0:
            continue
        if code:
            return Told(code=code)
        if found := _IN_PARENTHESES.match(where, at + len(sentence)):
            status = int(found[1])
            return Told(status=status, connector=True) if status in _KNOWN else NOTHING
        if found := _BEHIND_COLON.match(where, at + len(sentence)):
            status = int(found[1])
            return Told(status=status) if status in _KNOWN else NOTHING
    return NOTHING
