"""What SAP answered, told in the words of a client: notes, reports and issues that copy statuses, fields and errors.

Sample:

    # Metadata of the service (HTTP 200)
    sap-server: true
    # Same request without a user (HTTP 401)
    {"error": {"code": "/IWFND/MED/170", "message": {"lang": "en", "value": "No service found"}}}

A status counts only in the form `HTTP 404`, near a line that only SAP can have written, and away from what names
another side; `near` is a matter of lines. An error object belongs to the status above it, if no heading stands between.
Sources: help.sap.com (SAP Gateway Foundation, "Error Log"); issues of the SAP Cloud SDK.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from analyzer import lazy_re, protocols
from analyzer.limits import Limits
from analyzer.model import Form, Place, Record, RequestHead, ResponseBody, ResponseHead, System
from analyzer.protocols import http, odata
from analyzer.readers import answers, times
from analyzer.readers.messages import is_calm, is_of_log, messages
from analyzer.readers.notes import Notes
from analyzer.reference import services
from analyzer.reference.marks import METHODS, SAP_PATH
from analyzer.reference.statuses import REFUSALS

_MARK = lazy_re.compile(
    r"\bsap-(?:server|perf-fesrec|processing-info|contextid|metadata-last-modified|err-id|client=)|\bx-sap-"
    rf"|{SAP_PATH}|/IW(?:FND|BEP|COR)/|\.crm\.ondemand\.com|\bSAP Cloud Connector\b",
    re.IGNORECASE,
)
_MARK_WORDS = ("sap-", "/sap/", "/iw", "ondemand", "sap cloud connector")
_OTHER_SIDE = lazy_re.compile(r"\bEWS\b|exchange\b|outlook|graph\.microsoft|autodiscover|asmx", re.IGNORECASE)
_STATUS = lazy_re.compile(
    r"(?<![\w/.])HTTP[ -]{1,2}(?P<status>[1-5]\d\d)(?![\d.:])|\b(?P<ended>400) Session Timed Out\b"
)
_TIMED_OUT = "400 Session Timed Out"
_ALONE = lazy_re.compile(
    r"[\s<>*-]{0,20}(?:Status(?: code)?:? ?)?(?P<status>[45]\d\d) (?P<words>[A-Za-z -]{3,40})\r?", re.IGNORECASE
)
_LOGGED = lazy_re.compile(r"\s{0,20}\[?\d{4}-\d\d-\d\d[T ]\d\d:|\s{0,20}(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\b")
"""A line of a log: what it quotes is for the rules."""
_ERROR = lazy_re.compile(r"\{\s{0,20}\"error\"\s{0,20}:")
_ANSWERED = lazy_re.compile(
    r"(?:\bHTTP(?:/\d(?:\.\d)?| status| error)?:? |\breturned "
    r"|\b(?:status|code)(?: ?code)?\"?\s?[:=]?\s?|\((?=\d{3}(?:[):]|\s*$)))"
    r"(?P<status>[45]\d\d)\b(?P<words>[^\n{}]{0,100})$",
    re.IGNORECASE,
)
_WORDED = lazy_re.compile(
    r"(?<![\w.:/,-])(?P<status>[45]\d\d)\b(?P<side> (?:Client|Server) Error\b)?(?=(?P<words>[^\n{}]{0,60}))"
)
"""A status that its own words tell: `500 Internal Server Error: {…}`, `[404 Not Found] during [GET] to […]: [{…}]`."""
_MOST_BEFORE = 4000
"""Characters before an error that are searched for its status: an address may stand between."""
_FAILED = lazy_re.compile(r"(?:Exception|Error|ERROR|\bfailed)\b")
"""What a line says before an error that it quotes: a status, or else that something failed."""
_BENEATH = lazy_re.compile(r"\s{1,20}\S|Caused by:|--->")
_MOST_ABOVE = 100
"""Lines of an exception and its stack above the exception beneath it."""
_ASKED = lazy_re.compile(rf"\b(?P<method>{METHODS})(?: |\] to \[)(?P<url>https?://[^\s\"'<>\]]{{4,2000}}+)")
_ICM = lazy_re.compile(r"\b(?:x-sap-icm-err-id|sap-err-id)\"?\s{0,5}[:=]\s{0,5}\"?(?P<id>[A-Z][A-Z_0-9]{2,40})")
_HEADING = lazy_re.compile(r"\s{0,3}#{1,6}\s")
_BARE = lazy_re.compile(r"[\s#*_=>-]{0,40}(?:Error|Fehler|Exception|Ausnahme)s?[\s:*_]{0,20}", re.IGNORECASE)
"""A heading that says that an error follows, and nothing of it."""
_FIELD = lazy_re.compile(r"\s{0,20}['\"]?[A-Za-z][\w-]{1,60}['\"]?\s?:\s{0,4}['\"]?[^\s'\"]")
_SAP_FIELD = lazy_re.compile(
    r"\s{0,20}['\"]?sap-(?:perf-fesrec|processing-info|metadata-last-modified|server)"
    r"['\"]?\s?:\s{0,4}['\"]?[^\s'\"]",
    re.IGNORECASE,
)
"""A header field as a head, a JSON object or an object of JavaScript shows it; and one that only SAP sends."""
_MESSAGE_FIELD = lazy_re.compile(
    r"(?<![\w-])sap-message(?:\\{0,3}['\"]){0,2}\s?(?:[:=]|=>)\s{0,4}(?:\\{0,3}['\"])?(?=\{)", re.IGNORECASE
)
"""Before the value of the field in which SAP tells an error, whatever the status is, however a head is printed."""
_LONGEST_HEAD = 20_000
"""Characters of a line in which such a field is looked for."""
_NEAR = 12
"""Lines between a status and what shows that SAP gave it."""
_MOST_LINES = 400
"""Lines of one error object; the longest have some hundred."""
_MOST_MISSES = 50
"""Objects that turn out to be none of SAP's, after which a stretch of text is searched for no more."""


def is_about(text: str) -> bool:
    """Whether a text tells of SAP at all."""
    low = text.lower()  # words are found faster than a pattern finds them whatever their case
    return any(word in low for word in _MARK_WORDS) and _MARK.search(text) is not None


def may_quote(text: str) -> bool:
    """Whether a text may hold an error object of OData V2, or of SAP by its code, or the header field of an error."""
    return ('"error"' in text and _ERROR.search(text) is not None) or _MESSAGE_FIELD.search(text) is not None


def take(lines: list[str], at: Place, limits: Limits, notes: Notes) -> Iterator[Record]:
    """The errors of SAP that a client quotes in a line of its log, of which the first stands at a place.

    `ERROR SAPODataConnector: ODataException: HTTP/1.1 400 Bad Request: {"error":{"code":"SY/530","message":{…}}}`. What
    is read is emptied: the exception says no more. What the exceptions below it quote again is the same error.
    """
    yield from _told_in_fields(lines, at, notes)
    quoted, last = "", -_NEAR
    for number, line in enumerate(lines):
        start = _ERROR.search(line, 0, limits.message)
        before = line[: start.start()] if start is not None else ""
        status = _answered(before)
        if start is None or is_calm(line) or not (status or _FAILED.search(before)):
            continue
        body, _ = _object([line], 0, start.start())
        said = protocols.read(body, limits, services.OTHER)
        if said.service.system is not System.C4C or not said.results:
            continue
        body = body[: body.rfind("}") + 1]
        top = _outermost(lines, number)
        place = _timed(at, number, lines[top], notes)
        if body != quoted or number - last > _NEAR or place.time is not None:
            if (asked := _ASKED.search(before)) is not None:
                host, path = http.host_and_path(asked["url"], ())
                yield RequestHead(at=place, method=asked["method"], path=path, host=host)
            if status is not None:
                yield ResponseHead(at=place, status=status)
            yield from answers.records(said, place, notes)
        quoted, last = body, number
        lines[top : number + 1] = [""] * (number + 1 - top)


def _told_in_fields(lines: list[str], at: Place, notes: Notes) -> Iterator[Record]:
    """The errors that SAP names in a header field which somebody copied without its answer."""
    for number, line in enumerate(lines):
        if (found := _MESSAGE_FIELD.search(line, 0, _LONGEST_HEAD)) is None:
            continue
        before, value = line[: found.start()], line[found.end() :]
        if value.startswith("{\\"):  # inside JSON
            value = value.replace('\\"', '"')
        error = odata.sap_message((("sap-message", value),))
        if error is None:
            continue
        place = _timed(at, number, line, notes)
        if (status := _answered(before)) is not None:
            yield ResponseHead(at=place, status=status)
        yield ResponseBody(at=place, operation=None, results=(replace(error, line=place.line),), form=Form.JSON)
        lines[number] = ""


def _answered(before: str) -> int | None:
    """The status that a line tells before the error that it quotes; a number with the words of another is none."""
    worded, before = None, before[-_MOST_BEFORE:]
    for found in _WORDED.finditer(before):
        status = int(found["status"])
        named = _named(found["words"])
        if named == status or (named is None and found["side"]):
            worded = status
    if worded is not None:
        return worded
    told = _ANSWERED.search(before)
    return int(told["status"]) if told is not None and _named(told["words"]) is None else None


def _named(words: str) -> int | None:
    """The status whose name stands at the beginning of words."""
    said = words.lstrip(" :()[]-").lower()
    return next(
        (number for name, number in REFUSALS.items() if said.startswith(name) and not said[len(name) :][:1].isalnum()),
        None,
    )


def _outermost(lines: list[str], number: int) -> int:
    """The line of the log in which the exception begins that stands in a line, or beneath which that one stands."""
    if _BENEATH.match(lines[number]):
        for above in range(number - 1, max(-1, number - _MOST_ABOVE), -1):
            if is_of_log(lines[above]):
                return number if is_calm(lines[above]) else above
    return number


def read(text: str, at: Place, limits: Limits, notes: Notes) -> Iterator[Record]:
    """The answers that a text tells of, and its other messages."""
    lines = text.split("\n")
    marks = _distances(lines, _MARK)
    others = _distances(lines, _OTHER_SIDE)
    call = failed = heard = None
    icm: set[str] = set()
    skip = misses = 0
    for number, line in enumerate(lines):
        if number < skip:
            lines[number] = ""
            continue
        if _HEADING.match(line):
            call = None
        near = marks[number] <= _NEAR and others[number] > 1 and len(line) < limits.message
        if _BARE.fullmatch(line) and near:
            lines[number] = ""
        elif near and not _LOGGED.match(line) and (told := _status(line)) is not None:
            alone = _STATUS.search(line) is None
            again = alone and told == heard  # the answer that the line above told of
            heard = None if alone else told
            call = call if again else _place(at, number)
            failed = call if told >= 400 else failed
            reason = "Session Timed Out" if _TIMED_OUT in line else ""
            yield from () if again else [ResponseHead(at=call or at, status=told, reason=reason)]
            lines[number] = "" if _ERROR.search(line) is None else line
        if (error := _ICM.search(line)) is not None and error["id"] not in icm:
            icm.add(error["id"])
            yield ResponseBody(
                at=failed or _place(at, number), operation=None, form=Form.TEXT, text=f"ICM error {error['id']}"
            )
        if error is not None:
            lines[number] = ""
        if (start := _begins(lines, number)) is not None and marks[number] <= _NEAR and misses < _MOST_MISSES:
            body, skip = _object(lines, number, start)
            said = protocols.read(body, limits, services.OTHER)
            if said.service.system is System.C4C and said.results:
                place = call or _place(at, number)
                yield from answers.records(said, place, notes)
                lines[number], call = line[:start].rstrip(" -:="), None
            else:
                skip, misses = 0, misses + 1
    yield from _fields_alone(lines, at, known=bool(call or failed or icm))
    yield from messages("\n".join(lines), at, limits)


def _status(line: str) -> int | None:
    """The status that a line tells, with HTTP before it, or alone with its name."""
    if (found := _STATUS.search(line)) is not None:
        return int(found["status"] or found["ended"])
    alone = _ALONE.fullmatch(line)
    return int(alone["status"]) if alone is not None and _named(alone["words"]) == int(alone["status"]) else None


def _begins(lines: list[str], number: int) -> int | None:
    """Where an error object begins in a line; its bracket may stand there alone."""
    line = lines[number]
    if line.strip() == "{" and number + 1 < len(lines) and _ERROR.match("{" + lines[number + 1].lstrip()):
        return line.index("{")
    start = _ERROR.search(line)
    return start.start() if start is not None else None


def _fields_alone(lines: list[str], at: Place, *, known: bool) -> Iterator[Record]:
    """Header fields that only SAP sends, without a status line: an answer of which no more is known."""
    for number, line in enumerate(lines[1:], 1) if not known else ():
        if _SAP_FIELD.match(line) and _FIELD.match(lines[number - 1]):
            yield ResponseBody(at=_place(at, number), operation=None, form=Form.UNREAD)
            return


def _timed(at: Place, number: int, line: str, notes: Notes) -> Place:
    """The place of an answer, with the time at the beginning of the line of the log that tells of it."""
    moment = times.parse(line.lstrip(" \t[")[:60])
    if moment is not None:
        notes.clock(moment.offset)
    return replace(_place(at, number), time=moment.at if moment is not None else None)


def _place(at: Place, number: int) -> Place:
    """A place of its own for each answer, so that none is taken for a step to another."""
    line = at.line + number
    return Place(line, system=System.C4C, protocol=services.ODATA.protocol, thread=f"sap/{line}", action=line)


def _object(lines: list[str], number: int, start: int) -> tuple[str, int]:
    """The error object that begins in a line, and the line behind it: one line, or all to its last bracket."""
    first = lines[number][start:]
    if first.rstrip().endswith("}") or first.count("}") >= first.count("{"):
        return first, number + 1
    found = [first]
    for line in lines[number + 1 : number + _MOST_LINES]:
        found.append(line)
        if line.startswith(("}", "```")):
            break
    return "\n".join(found), number + len(found)


def _distances(lines: list[str], pattern: re.Pattern[str]) -> list[int]:
    """How many lines each line is away from the nearest that has the pattern."""
    far = len(lines) + _NEAR + 1
    found = [far] * len(lines)
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        distance = far
        for number in order:
            distance = 0 if pattern.search(lines[number], 0, 20_000) else distance + 1
            found[number] = min(found[number], distance)
    return found
