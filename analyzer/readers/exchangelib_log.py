"""The DEBUG log of exchangelib (Python): a block of named lines for each request, then both bodies as Python literals.

Version 5 writes two messages for each request (`exchangelib.util` and `exchangelib.util.xml`), version 3 one block with
`Request data:` and `Response data:`. Lines of urllib3 show every status a second time and are not counted, unless no
block of the log tells one: version 1 writes `Requesting <xml> from https://…` and `Response headers: {…}` beside them.
When the connection drops, version 3 invents `Status code: 503` with `TimeoutException` among the fields and repeats the
block.
Source: ecederstrand/exchangelib, exchangelib/util.py, post_ratelimited.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer import lazy_re, protocols
from analyzer.limits import Limits
from analyzer.model import (
    Cut,
    Message,
    Note,
    Place,
    Protocol,
    Record,
    RequestBody,
    RequestHead,
    ResponseBody,
    ResponseHead,
    System,
)
from analyzer.protocols import http
from analyzer.readers import access_log, answers, literals, log_entries, times
from analyzer.readers.log_entries import Entries
from analyzer.readers.notes import Notes
from analyzer.readers.plain_text import plain_lines
from analyzer.readers.server_row import Rows
from analyzer.readers.window import Window
from analyzer.reference import marks, services

SIGNS = lazy_re.compile(
    rb"^[^<\n]{0,80}\bexchangelib\.(?:account|autodiscover|folders|protocol|queryset|services|transport|util|version)\b"
    rb"|^(?:Retry|Timeout): \d{1,9}\r?\n(?:.{0,200}\r?\n){0,3}(?:Session|Thread): \d"
    rb"|^(?:Request|Response) data: b['\"](?:<\?xml[^<>\n]{0,100}\?>(?:\\n)?)?<(?:\w{1,9}:)?Envelope",
    re.MULTILINE,
)
"""Its loggers, of which the first speak before any request does; and a body, where the log lost its beginning."""

_LINE = lazy_re.compile(
    r"^(?P<prefix>.{0,200}?)(?P<name>Retry|Waited|Timeout|Session|Thread|Auth type|URL|HTTP adapter|Allow redirects|"
    r"Streaming|Response time|Status code|Request headers|Response headers|Request XML|Response XML|Request data|"
    r"Response data|Redirects): ?(?P<value>.*)$",
)
_PROBING = "exchangelib.transport"
"""Who looks for the way to sign in, before any request, and says only the fields: `Request headers: {…}`."""
_ASKS, _ASKED_FROM = "Requesting <", "> from http"
"""Before and behind the request, in what version 1 writes before it is sent."""
_MOST_ROWS = 10_000
"""Lines of urllib3 that wait for a block that tells a status; a log that has none by then has none at all."""
_FIRST = ("Retry", "Timeout")
_BODIES = ("Request XML", "Request data", "Response XML", "Response data")
_LOGGED = lazy_re.compile(rf"^(?:(?P<time>\d{{4}}-\d\d-\d\d[T ]\S+)|(?:{marks.PYTHON_LEVELS})[: ])")
_PAIR = lazy_re.compile(r"""['"]([^'"]{1,100})['"]:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")""")
_BROKEN = lazy_re.compile(r"thread (?P<thread>\d+): connection error POST'ing to (?P<url>\S+)")
_SENT = lazy_re.compile(
    r"thread \d+(?: timeout [\d.]+:|: retry \d+ timeout [\d.]+) POST'ing to "
    r"|services\.common[ :-]{1,9}(?:Calling service|Trying API version) "
)
"""What the client writes before each request, and version 5 before it calls a service at all."""
_BEGUN_LINE = lazy_re.compile(rf"(?:{marks.PYTHON_LEVELS})(?::[\w.]{{0,80}}+)?")
"""What the end of a document may leave of a line without a time: `DEBUG:exchangelib.pro`."""
_ROOT = lazy_re.compile(r"(?:<\?[^<>]{0,300}+>)?+\s*+<(?P<name>[\w.:-]{1,100}+)")
_RAISED = lazy_re.compile(r"\b[A-Z]\w{0,80}(?:Error|Exception)\b|\bError[A-Z]\w{2,80}")
"""An exception of Python, or a code of Exchange: exchangelib raises its codes as exceptions."""
_RERAISED = lazy_re.compile(r"\bErrorTimeoutExpired: Reraised from ")
"""What version 5 puts before whatever broke the connection; Exchange sent no such code."""
_UNKNOWN_ELEMENT = lazy_re.compile(
    r"KeyError: ['\"]\{http://schemas\.microsoft\.com/exchange/services/2006/\w{1,20}\}(?P<name>[A-Za-z]{1,60})['\"]"
)
_MENDED_END = r"<(?:\w{1,20}:)?%s\s?/>(?:\s{0,200}</[\w:.-]{1,80}>){1,40}\s{0,200}$"
"""The end of an answer that broke off in the name of an element: lxml mends it before the client prints it."""
_AT_ONCE = timedelta(seconds=1)
_INVENTED = "503"
"""What version 3 calls the status of an answer that never came."""
_ID_WITHOUT_ID = "(?:Item|Folder|ParentFolder|Attachment)Id"
"""Elements that are nothing without their attribute `Id`."""


class _Block(Struct):
    """One request as it is being collected."""

    line: int
    time: datetime | None = None
    parts: dict[str, list[str]] = field(default_factory=dict)
    """Lines of each value: a body may take many."""
    lines: dict[str, int] = field(default_factory=dict)
    last: str = ""
    ended_early: bool = False
    """The answer broke off, and the client printed it with an end of its own making."""
    cut: bool = False
    """The log ends in it, before its answer does."""

    def value(self, name: str) -> str:
        """The whole of a value, or an empty string."""
        return "\n".join(self.parts.get(name, ()))

    @property
    def is_in_body(self) -> bool:
        """The last line was of a body that may go on: a literal ends with its line."""
        return self.last in _BODIES and not _is_closed(self.parts[self.last][0])


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """All requests of the log, in order; each is told when the next begins, or an error speaks of it."""
    log = _Log(limits, notes)
    number, line = 0, ""
    for number, line in plain_lines(window, limits):
        yield from log.take(line, number)
    if not window.slice(window.end - 1, window.end).endswith(b"\n") and (
        _BEGUN_LINE.fullmatch(line) or log_entries.is_begun(line)
    ):
        notes.cut = True
        notes.warn(Note.CUT_AT, line=number)
    yield from log.finish()


class _Log:
    """The state between two lines: the request that is being collected, and the one before it."""

    def __init__(self, limits: Limits, notes: Notes) -> None:
        self.limits = limits
        self.notes = notes
        self.block: _Block | None = None
        self.before: _Block | None = None
        self.number = 0
        self.length = 0
        self.entries = Entries(limits)
        self.told = Rows()
        self.failed = False
        """The last request failed: the exception that the client raises for it says nothing new."""
        self.untold = False
        """It had no answer, and nothing has said why: the first exception does."""
        self.broken: datetime | None = None
        """When that was."""
        self.sent: int | None = None
        """Line that tells of a request of which no block tells yet."""
        self.rows: deque[list[Record]] | None = deque()
        """Requests by the lines of urllib3, as long as no block has told a status; the oldest are told at last."""
        self.asked: tuple[int, protocols.Said] | None = None
        """Line and body of the request of which the next of them tells."""

    def take(self, said: str, line: int) -> Iterator[Record]:
        """The records that one more line completes."""
        match = _LINE.match(said)
        in_body = self.block is not None and self.block.is_in_body
        if match and in_body and match["prefix"] and not _LOGGED.match(match["prefix"]):
            match = None  # a body that reads like a line of a block
        elif match and _PROBING in match["prefix"]:
            self._answered(match, line)
            match = None
        if match:
            yield from self._messages(self.entries.end())
            yield from self._named(match, line)
        elif self.block is not None and in_body and not _LOGGED.match(said):
            self.length += len(said)
            if self.length < self.limits.frame:
                self.block.parts[self.block.last].append(said)
        elif broken := _BROKEN.search(said):
            yield from self._messages(self.entries.end())
            yield from self._ended()
            self.number += 1
            self.failed = self.untold = True
            self.sent = None
            head = self._head(broken, said, line, self.number)
            self.broken = head.at.time
            yield head
        else:
            yield from self._line(said, line)

    def _line(self, said: str, line: int) -> Iterator[Record]:
        """A line that belongs to no request."""
        if self.rows is not None:
            self._row(said, line, self.rows)
            if len(self.rows) > _MOST_ROWS:
                yield from self.rows.popleft()
        if _SENT.search(said) is not None:
            self.sent = line
        elif log_entries.begins(said) and not log_entries.is_calm(said):  # why it was not sent, or not answered
            self.sent = None
        elif self.sent is not None and said.startswith(log_entries.TRACEBACK):  # nobody caught it: it is no calm line's
            yield from self._messages(self.entries.end())
            self.sent = None
        if self.block is not None and _LOGGED.match(said):
            self.block.last = ""
            if unknown := _UNKNOWN_ELEMENT.search(said):
                _unmend(self.block, re.escape(unknown["name"]))
            if _is_complete(self.block) and not log_entries.is_calm(said):
                yield from self._ended()
        place = Place(line, system=System.EXCHANGE)
        yield from self._messages(self.entries.take(said, place))

    def _row(self, said: str, line: int, rows: deque[list[Record]]) -> None:
        """Keep what a line of urllib3 tells of a request, and what version 1 says before it."""
        if _PROBING in said and _ASKS in said and _ASKED_FROM in said:
            body = said[said.index(_ASKS) + len(_ASKS) - 1 : said.rindex(_ASKED_FROM) + 1]
            self.asked = line, protocols.read(body, self.limits, services.EWS)
        elif (row := access_log.row(said, self.notes)) is not None:
            found = list(self.told.records(row, line))
            if self.asked is not None:
                number, asks = self.asked
                at = replace(found[0].at, line=number)
                found.insert(1, RequestBody(at=at, operation=asks.operation, mailbox=asks.mailbox))
            self.asked = None
            rows.append(found)

    def _answered(self, match: re.Match[str], line: int) -> None:
        """Give the last line of urllib3 the fields that the client prints of its answer."""
        if match["name"] != "Response headers" or not self.rows:
            return
        if not match["value"].rstrip().endswith("}"):  # the log ends in them: nobody knows what the client did next
            self.rows = deque(row for row in self.rows if not any(map(_is_failure, row)))
            self.sent = line
            return
        fields = _fields(match["value"])
        time = times.http_date(http.value_of(fields, "Date"))
        self.rows[-1] = [
            replace(
                record if not isinstance(record, ResponseHead) else replace(record, headers=http.shown(fields)),
                at=replace(record.at, time=record.at.time or time),
            )
            for record in self.rows[-1]
        ]

    def _messages(self, messages: Iterator[Message]) -> Iterator[Message]:
        for message in messages:
            if not (self.failed and _RAISED.search(message.text)):
                yield message
            elif self.untold:
                self.untold = False
                at = replace(message.at, time=message.at.time or self.broken)
                yield replace(message, text=_RERAISED.sub("", message.text), at=at)
            else:
                yield replace(message, repeats=True)

    def finish(self) -> Iterator[Record]:
        """The log is over; a block without its answer was cut."""
        block = self.block
        if block is not None:
            block.cut = _is_cut(block)
        yield from self._ended()
        for row in self.rows or ():
            yield from row
        yield from self._messages(self.entries.end())
        if self.sent is not None:  # the log ends before its answer
            self.notes.cut = True
            self.notes.warn(Note.REQUEST_CUT, line=self.sent)
            at = Place(self.sent, system=System.EXCHANGE, protocol=Protocol.EWS, action=self.number + 1)
            yield RequestHead(at=at, method="POST", path="", host="")
            yield Cut(at=at)
        if block is not None and block.cut:
            self.notes.cut = True
            self.notes.warn(Note.REQUEST_CUT, line=block.line)
            yield Cut(at=Place(block.line, system=System.EXCHANGE))

    def _named(self, match: re.Match[str], line: int) -> Iterator[Record]:
        name = match["name"]
        if name in _FIRST and self.block is not None and _is_new(self.block, name):
            yield from self._ended()
        self.sent = None
        if self.block is None:
            self.block = _Block(line, self.notes.moment(match["prefix"]))
        self.block.last = name
        self.block.parts[name], self.block.lines[name] = [match["value"]], line
        self.length = 0

    def _ended(self) -> Iterator[Record]:
        """Tell the block that is complete, unless version 3 only repeats the one before it."""
        block, self.block = self.block, None
        if block is not None and not self.number and _is_rest(block):
            self.notes.begun_inside(block.line)
        if block is not None and "Status code" in block.parts and not _is_repeated(block, self.before):
            self.number += 1
            self.rows = None
            _unmend(block, _ID_WITHOUT_ID)
            records = list(_records(block, self.number, self.limits, self.notes))
            if any(isinstance(record, ResponseHead) for record in records):  # else the line before it said why
                self.failed, self.untold = any(map(_is_failure, records)), False
            yield from records
        self.before = block

    def _head(self, told: re.Match[str], said: str, line: int, number: int) -> RequestHead:
        """The request that one line tells of."""
        host, path = http.host_and_path(told["url"], ())
        service = services.first_known(services.asked(host, path), services.EWS)
        place = Place(
            line,
            system=service.system,
            protocol=service.protocol,
            time=self.notes.moment(said),
            thread=told["thread"],
            action=number,
        )
        return RequestHead(at=place, method="POST", path=path, host=host)


def _is_failure(record: Record) -> bool:
    """Whether an answer is one for which the client raises an exception."""
    if isinstance(record, ResponseHead):
        return record.status >= 400
    return isinstance(record, ResponseBody) and (bool(record.results) or record.is_foreign)


def _unmend(block: _Block, name: str) -> None:
    """Take the mended end off an answer: at its very end stands an element that no schema has, in its form at least."""
    for part in ("Response XML", "Response data"):
        body = block.value(part)
        mended = re.search(_MENDED_END % name, body) if body[:2] not in ("b'", 'b"') else None
        if mended is not None:
            block.parts[part] = body[: mended.start()].split("\n")
            block.ended_early = True


def _is_repeated(block: _Block, before: _Block | None) -> bool:
    """Whether version 3 prints a block once more, which it does at once."""
    if before is None or block.parts != before.parts:
        return False
    return block.time is None or before.time is None or abs(block.time - before.time) < _AT_ONCE


def _is_complete(block: _Block) -> bool:
    return any(name in block.parts for name in ("Response XML", "Response data"))


def _is_cut(block: _Block) -> bool:
    """The log ends before the answer's body does: a literal lacks its closing quote then, XML its last end tag."""
    last = next((name for name in ("Response XML", "Response data") if name in block.parts), None)
    if last is None:
        return True
    literal = block.value(last).rstrip()
    if literal[:2] in ("b'", 'b"'):
        return not _is_closed(literal)
    root = _ROOT.match(literal)
    return literal[:1] == "<" and (root is None or not literal.endswith((f"</{root['name']}>", "/>")))


def _is_rest(block: _Block) -> bool:
    """It has a body and not the lines that each begins with."""
    return block.parts.keys().isdisjoint(_FIRST) and not block.parts.keys().isdisjoint(_BODIES)


def _is_closed(literal: str) -> bool:
    """A Python literal with its closing quote: the answer stands in it as it came."""
    literal = literal.strip()
    return literal[:2] in ("b'", 'b"') and len(literal) > 2 and literal[-1] == literal[1]


def _is_new(block: _Block, name: str) -> bool:
    """`Retry` comes before `Timeout` in one block of version 3; either begins a block when it stands alone."""
    return name in block.parts or "Status code" in block.parts or _is_complete(block)


def _records(block: _Block, number: int, limits: Limits, notes: Notes) -> Iterator[Record]:
    answered = _fields(block.value("Response headers"))
    asked = _fields(block.value("Request headers"))
    dropped = "TimeoutException" in block.value("Response headers")[:200]
    if block.cut and block.value("Status code").strip() == _INVENTED and not answered:
        dropped = True  # what says whether it was is cut off
    time = block.time or times.http_date(http.value_of(answered, "Date"))
    host, path = http.host_and_path(block.value("URL"), asked)
    service = services.first_known(services.asked(host, path), services.EWS)
    place = Place(
        block.line,
        system=service.system,
        protocol=service.protocol,
        time=time,
        thread=block.value("Thread"),
        action=number,
    )
    yield answers.request_head(place, "POST", host, path, asked)
    for name in ("Request XML", "Request data"):
        body = literals.text(block.value(name))
        if "Envelope" in body:
            asked_at = replace(place, line=block.lines[name])
            said = answers.records(protocols.read(body, limits, service), asked_at, notes)
            yield from (record for record in said if isinstance(record, RequestBody) or not block.cut)
    status = block.value("Status code").strip()
    if dropped or not re.fullmatch(r"[1-5]\d\d", status):
        return
    at = replace(place, line=block.lines["Status code"])
    yield ResponseHead(at=at, status=int(status), headers=http.shown(answered), midway=http.midway(answered))
    if block.cut and not _is_complete(block):
        yield answers.unknown(at)
    kind = http.value_of(answered, "Content-Type")
    for name in ("Response XML", "Response data"):
        if name in block.parts and (name == "Response XML" or "Response XML" not in block.parts):
            body, body_at = literals.text(block.value(name)), replace(place, line=block.lines[name])
            if block.cut and body[:1] == "<" and _ROOT.match(body) is None:  # in what stands before the envelope
                yield answers.unknown(body_at)
            elif body.strip() or int(status) < 400 or block.cut:
                whole = block.ended_early or _is_closed(block.value(name))
                yield from answers.read(body, body_at, limits, notes, content_type=kind, whole=whole)


def _fields(literal: str) -> http.Fields:
    """The fields of a Python dict as it prints itself; it is never evaluated."""
    return tuple((name.strip(), single or double) for name, single, double in _PAIR.findall(literal[: 64 << 10]))
