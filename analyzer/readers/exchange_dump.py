"""The Exchange data dump where its outer layer is markup: trace records, action elements, bare envelopes, raw HTTP.

Covers EWS Managed API traces (`<Trace>`, older `<EwsLogEntry>`) with or without a root, the same from the EWS Java API,
EWSEditor and SOAPe, `<EwsRequest>` elements of ews-javascript-api, an unknown root with one element per action and the
payload as CDATA, escaped text or child elements, SOAP envelopes alone, and raw HTTP messages.

Every tag gives its element a role; text and envelopes are read by the role of the element they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from analyzer import protocols
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import (
    Cut,
    Form,
    Message,
    Place,
    Record,
    RequestBody,
    RequestHead,
    ResponseBody,
    ResponseHead,
    Service,
    System,
)
from analyzer.protocols import Part, ews, http, multipart
from analyzer.readers import answers, times
from analyzer.readers.messages import messages
from analyzer.readers.notes import Notes
from analyzer.readers.pieces import End, Envelope, Page, Piece, Refused, Start, Text, pieces
from analyzer.readers.roles import Role, record_role, role_of
from analyzer.readers.window import Window
from analyzer.reference import marks, services
from analyzer.reference.ews import OPERATIONS
from analyzer.reference.services import first_known
from analyzer.reference.vocabulary import FRAMES

_TIMES = ("Time", "Timestamp", "TimeStamp", "DateTime", "StartTime", "Start", "Date")
_THREADS = ("Tid", "ThreadId", "Thread")
_STATUSES = ("Status", "StatusCode", "HttpStatus", "HttpStatusCode")
_STATUS_ELEMENTS = ("statuscode", "httpstatus", "httpstatuscode", "status", "code")
_STATUS = re.compile(r"\s*([1-5]\d\d)(?!\d)")
_SOUP_MESSAGE = re.compile(r"\bE?SoapMessage \d+|\bSoupMessage \d+")
_IN_FIELD = re.compile(r"(?:\A|\n)[!-9;-~]{1,80}+:[^\n]*\Z")
_ENVELOPE = re.compile(r"<[\w.-]{1,40}+:Envelope[\s>]|<Envelope\s|</(?:[\w.-]{1,40}+:)?Envelope\s{0,9}>")
_NEAR = 2
"""Open elements around a message of the connector: the root and the action."""
_THROWN = re.compile(r"[\w.]{0,200}Exception\b")
_ABOUT_EWS = marks.encoded(rf"{marks.TRACE}|{marks.LOG_ROOT}|/EWS/|schemas\.microsoft\.com/exchange", re.IGNORECASE)
_ABOUT_OTHERS = re.compile(rb"graph\.microsoft\.|/sap/|\bsap-|crm\.ondemand", re.IGNORECASE)
_CUT_TAG = re.compile(r"<[A-Za-z/!?][^<>]*\Z")


@dataclass(slots=True)
class _Action:
    """The element that holds a request, its answer and its exception together."""

    number: int | None = None
    """None where there is no such element: request and answer are then told by thread and order."""
    operation: str | None = None
    """Operation that an attribute of the element names."""
    asked: bool = False
    """What the request asks for was already reported."""


@dataclass(slots=True)
class _Part:
    """A request or a response whose status and fields may be spread over child elements."""

    line: int
    status: int | None = None
    fields: list[tuple[str, str]] = field(default_factory=list)
    has_head: bool = False


@dataclass(slots=True)
class _Body:
    """The body of a raw HTTP message as it is being collected."""

    place: Place
    is_answer: bool
    answered: bool
    kind: str = ""
    """Its content type."""
    path: str = ""
    """Of a request: what it asks for."""
    parts: list[str] = field(default_factory=list)

    def add(self, part: str | bytes) -> None:
        """Take in one more piece of it."""
        self.parts.append(part if isinstance(part, str) else decode(part))

    def text(self) -> str:
        """The whole of it."""
        return "".join(self.parts)


@dataclass(slots=True)
class _Element:
    """An open element and what is known of it."""

    name: str
    role: Role
    thread: str
    time: datetime | None
    action: _Action
    part: _Part | None = None
    owns_part: bool = False
    in_record: bool = False
    """It is a trace record, or stands in one."""
    field_name: str = ""
    """Name of the header field that an element such as `<Header Name="Server">` holds."""
    text: list[str] = field(default_factory=list)
    text_line: int = 1
    length: int = 0
    """Characters of that text."""
    service: Service = services.OTHER
    """The side and protocol that its name tells; of the document, what its first part told."""
    has_answer: bool = False
    """The record had its envelope; another one in it is quoted content."""


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """All records of a dump, in order."""
    whole = reader(limits, notes)
    whole.outer.service = _about(window, limits)
    for piece in pieces(window, limits):
        yield from whole.take(piece)
    yield from whole.finish(window.line(window.end))


def read_unknown(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """The same of markup that shows no sign of Exchange: its messages may be of any side."""
    for record in read(window, limits, notes):
        of_any = isinstance(record, Message) and record.at.system is System.EXCHANGE
        yield replace(record, at=replace(record.at, system=System.UNKNOWN)) if of_any else record


def _about(window: Window, limits: Limits) -> Service:
    """What a document is about as a whole: what stands in it without a mark of its own is taken for that."""
    head = window.slice(0, limits.tag)
    return services.EWS if _ABOUT_EWS.search(head) and not _ABOUT_OTHERS.search(head) else services.OTHER


def reader(limits: Limits, notes: Notes, thread: str = "") -> DumpReader:
    """A reader for text that comes in parts, such as what one connection carries."""
    return DumpReader(limits, notes, _Element("", Role.OUTER, thread, None, _Action()))


class DumpReader:
    """The state between two pieces: which elements are open, and whose body may come next."""

    def __init__(self, limits: Limits, notes: Notes, outer: _Element, depth: int = 0) -> None:
        self.limits = limits
        self.notes = notes
        self.outer = outer
        self.depth = depth
        self.stack: list[_Element] = []
        self.actions = 0
        self.answering: _Element | None = None
        """Element of the response head whose body has not come yet: text outside of records may be it."""
        self.body: _Body | None = None
        """Behind the head of a raw HTTP message: what follows is its body, until the next head or record."""
        self.ending: ResponseBody | None = None
        """An answer whose XML ends early: was it the answer that broke off, or the document?"""
        self.cut = False
        self.incomplete = False
        """The last piece was an envelope without its end."""
        self.assumed_utc = False
        """Times without a zone were seen; the `Date` of an answer is then the better source."""
        self.tail = ""
        self.asked: dict[str, Service] = {}
        """Whom the last request of each thread asks."""
        self.answered: Service = services.OTHER
        """Who gave the answer whose head came last, by its request and its fields."""
        self.inner: tuple[Part, ...] = ()
        """The requests inside the last one, where that was a batch."""

    @property
    def top(self) -> _Element:
        """The innermost open element, or what stands for the document."""
        return self.stack[-1] if self.stack else self.outer

    def take(self, piece: Piece) -> Iterator[Record]:
        """The records that one more piece completes."""
        self.tail = ""
        self.incomplete = False
        if self.ending is not None and not (isinstance(piece, Text) and not piece.text.strip()):
            yield replace(self.ending, form=Form.CUT, successes=0)
            self.ending = None
        match piece:
            case Text():
                yield from self._add_text(piece)
            case Start():
                yield from self._start(piece)
            case End():
                yield from self._end(piece)
            case Envelope():
                yield from self._flush(self.top)
                yield from self._envelope(piece)
            case Page():
                yield from self._page(piece)
            case Refused():
                yield from self._flush(self.top)
                self.notes.warn(f"{piece.reason}: line {piece.line}", piece.length)

    def take_text(self, text: str, line: int) -> Iterator[Record]:
        """The records of a text that begins at a line of the document."""
        for piece in pieces(Window([text.encode("utf-8", "replace")], line), self.limits):
            yield from self.take(piece)
        yield from self._flush(self.top)

    def finish(self, end: int | None) -> Iterator[Record]:
        """The document is over, at a line where that is known; an element that is still open was cut."""
        self.cut = self.cut or self.incomplete or bool(self.stack) or bool(_CUT_TAG.search(self.tail))
        line = self.top.text_line
        while self.stack:
            element = self.stack.pop()
            yield from self._flush(element, cut=True)
        yield from self._flush(self.outer)
        yield from self._end_body()
        if self.ending is not None:
            yield self.ending
            self.ending = None
        if self.cut and self.depth == 0:
            self.notes.cut = True
            self.notes.warn(
                "the document ends inside a record" + ("" if end is None else f", at line {end:,}"), code="cut"
            )
            yield Cut(at=Place(line, system=self.outer.service.system))

    # -- elements ----------------------------------------------------------------------------------------------------

    def _start(self, tag: Start) -> Iterator[Record]:
        is_record = tag.name in FRAMES or record_role(tag.name) is not None
        if is_record:  # records do not nest: whatever is still open inside the last one was cut
            while any(element.in_record for element in self.stack):
                yield from self._close(self.stack.pop())
        elif not self.stack and self.outer.text and _IN_FIELD.search(self.outer.text[-1][-self.limits.tag :]):
            self.outer.text.append(f"<{tag.name}>")  # such as `Host: <redacted>`
            return
        yield from self._flush(self.top)
        if self.body is not None and not self.stack:
            if not is_record:
                self.body.add(tag.source)
                return
            yield from self._end_body()
        if len(self.stack) >= self.limits.nesting:
            self.notes.warn(f"elements deeper than {self.limits.nesting} levels are not followed")
            return
        parent = self.top
        element = _Element(
            tag.name,
            role_of(tag, parent.role, in_record=parent.in_record, near=len(self.stack) <= _NEAR or parent.owns_part),
            thread=_attribute(tag, _THREADS) or parent.thread,
            time=self._time(tag) or parent.time,
            action=parent.action,
            in_record=is_record or parent.in_record,
        )
        if is_record:
            self.answering = None
        else:
            self._place_in_action(tag, element, parent)
        if tag.empty:
            yield from self._close(element)
        else:
            self.stack.append(element)

    def _place_in_action(self, tag: Start, element: _Element, parent: _Element) -> None:
        """A child of an unknown root is an action; what is sent and received inside it belongs together."""
        if len(self.stack) == 1 and self.stack[0].role is Role.UNKNOWN and not self.depth:
            self.actions += 1
            element.action = _Action(self.actions, _operation(tag))
        if element.role in (Role.REQUEST, Role.RESPONSE):
            element.owns_part = element.role is not parent.role
            element.part = _Part(tag.line) if element.owns_part else parent.part
        if element.part is None:
            return
        if element.role is Role.RESPONSE and (status := _STATUS.match(_attribute(tag, _STATUSES))):
            element.part.status = int(status[1])
        if tag.name.lower() in ("header", "httpheader"):
            element.field_name = _attribute(tag, ("Name", "name", "Key"))
            if element.field_name and (value := _attribute(tag, ("Value", "value"))):
                element.part.fields.append((element.field_name, value))
        if element.role is Role.REQUEST and tag.name in OPERATIONS:
            element.action.operation = tag.name

    def _end(self, tag: End) -> Iterator[Record]:
        if self.body is not None and not self.stack:
            yield from self._flush(self.top)
            self.body.add(tag.source)
            return
        if not any(element.name == tag.name for element in self.stack):
            return
        while self.stack:
            element = self.stack.pop()
            yield from self._close(element)
            if element.name == tag.name:
                return

    def _close(self, element: _Element) -> Iterator[Record]:
        yield from self._flush(element)
        part = element.part
        if part is None or not element.owns_part:
            return
        if element.role is Role.REQUEST and element.action.operation and not element.action.asked:
            element.action.asked = True
            yield RequestBody(at=self._place(element, part.line), operation=element.action.operation)
        if element.role is Role.RESPONSE and part.status is not None and not part.has_head:
            yield from self._response_head(element, part.line, part.status, "", tuple(part.fields))

    def _time(self, tag: Start) -> datetime | None:
        text = _attribute(tag, _TIMES)
        moment = times.parse(text) if text else None
        if moment is None:
            return None
        if not moment.zoned:
            self.assumed_utc = True
            self.notes.unzoned()
        return moment.at

    # -- text --------------------------------------------------------------------------------------------------------

    def _add_text(self, piece: Text) -> Iterator[Record]:
        element = self.top
        self.tail = piece.text[-self.limits.tag :]
        if element.role is Role.IGNORED:
            return
        if element.length > self.limits.frame:
            self.notes.warn(f"text longer than the cap on one frame is not read: line {piece.line:,}", len(piece.text))
            return
        if not element.text:
            element.text_line = piece.line
        element.text.append(piece.text)
        element.length += len(piece.text)
        if element is self.outer and element.length > self.limits.chunk:
            yield from self._flush_lines(element)

    def _flush_lines(self, element: _Element) -> Iterator[Record]:
        """Read what stands outside of records up to its last blank line: a log without tags must not pile up."""
        text = "".join(element.text)
        cut = text.rfind("\n\n") + 2
        if cut < 2:
            cut = text.rfind("\n") + 1 or len(text)
        element.text[:] = [text[:cut]]
        line = element.text_line
        yield from self._flush(element)
        element.text[:] = [text[cut:]]
        element.length = len(text) - cut
        element.text_line = line + text.count("\n", 0, cut)

    def _flush(self, element: _Element, *, cut: bool = False) -> Iterator[Record]:
        """Read the text that an element has collected, by the element's role."""
        text, line = "".join(element.text), element.text_line
        element.text.clear()
        element.length = 0
        if not text.strip():
            return
        if "Envelope" in text and _ENVELOPE.search(text):
            if self.depth >= self.limits.payload_depth:
                self.notes.warn(f"a payload deeper than {self.limits.payload_depth} levels is not read", len(text))
                return
            yield from self._payload(element, text, line, cut)
            return
        match element.role:
            case Role.REQUEST_HEAD | Role.RESPONSE_HEAD:
                yield from self._head_record(element, text, line, cut)
            case Role.REQUEST | Role.RESPONSE:
                yield from self._part_text(element, text, line)
            case Role.MESSAGE:
                yield from messages(text, self._place(element, line), self.limits, exception=True)
            case Role.OUTER | Role.UNKNOWN:
                yield from self._loose_text(element, text, line)
            case Role.IGNORED:
                pass

    def _payload(self, element: _Element, text: str, line: int, cut: bool) -> Iterator[Record]:
        """Escaped or CDATA payload: a document of its own inside the element."""
        role = element.role if element.in_record else Role.OUTER
        outer = _Element(element.name, role, element.thread, element.time, element.action, element.part)
        inner = DumpReader(self.limits, self.notes, outer, self.depth + 1)
        inner.answering = self.answering
        yield from inner.take_text(text, line)
        if inner.ending is not None and not cut:  # the element is complete, so the answer came so
            inner.ending = replace(inner.ending, form=Form.CUT, successes=0)
        yield from inner.finish(None)
        self.answering = inner.answering

    def _head_record(self, element: _Element, text: str, line: int, cut: bool) -> Iterator[Record]:
        head = http.loose_head(text, self.limits.header_lines, request=element.role is Role.REQUEST_HEAD)
        if head is None:
            if "undefined" not in text[:60]:
                self.notes.warn(f"a record of header fields has no status line: line {line}")
        elif not cut or "\n" in text[head.start :]:  # else the status line itself may be cut
            yield from self._head(element, head, line + text.count("\n", 0, head.start))

    def _part_text(self, element: _Element, text: str, line: int) -> Iterator[Record]:
        """Text inside a request or a response: a head, fields without a status line, a status, or a body."""
        name, part = element.name.lower(), element.part
        is_response = element.role is Role.RESPONSE
        head = http.loose_head(text, self.limits.header_lines, request=not is_response)
        if part is not None and element.field_name:
            part.fields.append((element.field_name, text.strip()))
        elif part is not None and is_response and name in _STATUS_ELEMENTS and (status := _STATUS.match(text)):
            part.status = int(status[1])
        elif head is not None:
            yield from self._head(element, head, line + text.count("\n", 0, head.start))
            if is_response and text[head.stop :].strip():
                yield from self._plain_body(element, text[head.stop :], line + text.count("\n", 0, head.stop))
        elif part is not None and "header" in name:
            part.fields.extend(http.read_fields("\n" + text.strip("\r\n"), 0, self.limits.header_lines)[0])
        elif is_response:
            yield from self._plain_body(element, text, line)

    def _loose_text(self, element: _Element, text: str, line: int) -> Iterator[Record]:
        """Text outside of records: raw HTTP, a body that lost its wrapper, or other lines of the log."""
        at = behind = 0
        for head in http.heads(text, self.limits.header_lines):
            if head.start < behind:
                continue  # a request or an answer inside a batch
            yield from self._between(element, text[at : head.start], line)
            yield from self._end_body()
            line += text.count("\n", at, head.start)
            yield from self._head(element, head, line)
            line += text.count("\n", head.start, head.stop)
            at = head.stop
            behind = multipart.end(text, at, http.value_of(head.raw, "Content-Type"))
            place = self._place(element, line)
            self.body = _Body(
                place,
                is_answer=not head.is_request,
                answered=head.status is not None,
                kind=http.value_of(head.raw, "Content-Type"),
                path=http.host_and_path(head.target, ())[1] if head.is_request else "",
            )
        yield from self._between(element, text[at:], line)

    def _between(self, element: _Element, text: str, line: int) -> Iterator[Record]:
        """Text outside of heads: the body of the message before it, or other lines of the log."""
        if self.body is not None and element.role is Role.OUTER:
            self.body.add(text)
        elif text.strip() and element.role is Role.OUTER:  # an element may hold what a person wrote
            yield from self._lines(element, text, line)

    def _lines(self, element: _Element, text: str, line: int) -> Iterator[Record]:
        for message in messages(text, self._place(element, line), self.limits):
            if self.answering is not None and not message.level and not _THROWN.match(message.text):
                yield from self._plain_body(self.answering, text, line)
                return
            yield message

    def _end_body(self) -> Iterator[Record]:
        """The body of a raw HTTP message is complete."""
        body, self.body = self.body, None
        if body is not None and not body.is_answer:
            service = self._asked(self.top)
            self.inner = answers.asked_in(body.text(), body.path, self.limits, service, body.kind)
        if body is None or not body.is_answer or self.answering is None:
            return
        text = body.text()
        place = self._place(self.answering, body.place.line, first_known(self.answered, self.outer.service))
        self.answering = None
        if text.strip():
            inner, self.inner = self.inner, ()
            yield from answers.read(text, place, self.limits, self.notes, content_type=body.kind, asked=inner)

    # -- records -----------------------------------------------------------------------------------------------------

    def _place(self, element: _Element, line: int, service: Service | None = None) -> Place:
        service = service or first_known(element.service, self.outer.service)
        return Place(
            line,
            system=service.system,
            protocol=service.protocol,
            time=element.time,
            thread=element.thread,
            action=element.action.number,
        )

    def _head(self, element: _Element, head: http.Head, line: int) -> Iterator[Record]:
        if element.part is not None:
            element.part.has_head = True
        if not head.is_request:
            if head.status is not None and head.status >= 200:  # 100 Continue answers nothing
                yield from self._response_head(element, line, head.status, head.reason, head.raw)
            return
        host, path = http.host_and_path(head.target, head.raw)
        asked = services.asked(host, path)
        if asked == services.OTHER and not host:  # a bare path that is not known: what the document is about
            asked = first_known(element.service, self.outer.service)
        shown = http.shown(head.raw)
        self._note_connection(element, shown)
        self.answering = None
        if len(self.asked) < self.limits.threads or element.thread in self.asked:
            self.asked[element.thread] = asked
        place = self._place(element, line, asked)
        yield RequestHead(
            at=place, method=head.method, path=path, host=host, headers=shown, authorized=http.authorized(head.raw)
        )
        if (said := protocols.asked(head.method, path, asked)) is not None:
            yield RequestBody(at=place, operation=said.operation, mailbox=said.mailbox)

    def _asked(self, element: _Element) -> Service:
        return self.asked.get(element.thread, services.OTHER)

    def _response_head(
        self, element: _Element, line: int, status: int, reason: str, raw: http.Fields
    ) -> Iterator[Record]:
        self.answering = element
        numbered = http.numbered(raw)
        shown = tuple(field for _, field in numbered)
        self._note_connection(element, shown)
        answered = services.answered(name for name, _ in raw)
        place = self._place(
            element, line, first_known(self._asked(element), answered, element.service, self.outer.service)
        )
        self.answered = place.service
        if place.time is None or self.assumed_utc:
            date = times.http_date(http.value_of(shown, "Date"))
            place = replace(place, time=date or place.time)
            element.time = place.time
        lines = tuple(line + 1 + number for number, _ in numbered)
        yield ResponseHead(
            at=place, status=status, reason=reason[:200], headers=shown, field_lines=lines, midway=http.midway(raw)
        )

    def _note_connection(self, element: _Element, shown: http.Fields) -> None:
        """Raw HTTP has no records: the pseudo fields of libsoup tell the message and its time."""
        if element.role is not Role.OUTER:
            return
        if stamp := http.value_of(shown, "Soup-Debug-Timestamp"):
            element.time = times.epoch(stamp)
        if number := _SOUP_MESSAGE.search(http.value_of(shown, "Soup-Debug")):
            element.thread = number[0]

    def _envelope(self, piece: Envelope) -> Iterator[Record]:
        element = self.top
        self.incomplete = not piece.complete
        if element.in_record and element.has_answer:
            return
        element.has_answer = True
        said = ews.read(piece.data, self.limits, complete=piece.complete)
        if said.problem:
            self.notes.warn(f"an envelope is {said.problem}; only its known elements were read: line {piece.line}")
        if said.is_answer:
            owner = self.answering if element.role is Role.OUTER and self.answering is not None else element
            self.answering = None
            place = self._place(owner, piece.line, first_known(said.service, owner.service))
            results = tuple(replace(result, line=result.line + piece.line) for result in said.results)
            answer = ResponseBody(
                at=place,
                operation=said.operation,
                version=said.version,
                successes=said.successes,
                results=results,
            )
            if piece.complete or results:
                yield answer
            else:
                self.ending = answer
        else:
            element.action.asked = True
            yield RequestBody(
                at=self._place(element, piece.line, first_known(said.service, element.service)),
                operation=said.operation or element.action.operation,
                mailbox=said.mailbox,
            )

    def _page(self, piece: Page) -> Iterator[Record]:
        """A page for people: the answer of a proxy, a log-on form, an error page."""
        yield from self._flush(self.top)
        owner = self.answering
        if self.body is not None and owner is not None:
            self.body.add(piece.data)
            return
        if owner is not None or self.top.role is Role.RESPONSE:
            yield from self._plain_body(owner or self.top, decode(piece.data), piece.line)

    def _plain_body(self, element: _Element, text: str, line: int) -> Iterator[Record]:
        """An answer that is no envelope: a page, plain text, the JSON of another service."""
        self.answering = None
        yield from answers.read(text, self._place(element, line), self.limits, self.notes)


def _attribute(tag: Start, names: tuple[str, ...]) -> str:
    return next((tag.attributes[name] for name in names if name in tag.attributes), "")


def _operation(tag: Start) -> str | None:
    name = _attribute(tag, ("Name", "Operation", "Action", "Method"))
    if name in OPERATIONS:
        return name
    return tag.name if tag.name in OPERATIONS else None
