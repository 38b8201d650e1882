"""The Exchange data dump where its outer layer is markup: trace records, action elements, bare envelopes, raw HTTP.

Covers EWS Managed API traces (`<Trace>`, older `<EwsLogEntry>`) with or without a root, the same from the EWS Java API,
EWSEditor and SOAPe, `<EwsRequest>` elements of ews-javascript-api, an unknown root with one element per action and the
payload as CDATA, escaped text or child elements, SOAP envelopes alone, and raw HTTP messages.

Every tag gives its element a role (`roles.py`); what its text says by that role is read in `element_texts.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import Cut, Form, Message, Note, Place, Record, RequestBody, Service, System
from analyzer.protocols import Said, heads
from analyzer.readers import silent_tags, times, trace_records
from analyzer.readers.ahead import Run
from analyzer.readers.element_texts import BODY_ELEMENTS, STATUS, ElementTexts, is_begun_line
from analyzer.readers.notes import Notes
from analyzer.readers.open_elements import STATUSES, THREADS, TIMES, Action, Element, Part, attribute, operation
from analyzer.readers.pieces import Cutter, End, Envelope, Page, Piece, Refused, Start, TagRun, Text, gathered
from analyzer.readers.roles import Role, begins_request, record_role, role_of, service_of
from analyzer.readers.window import Window
from analyzer.reference import marks, services
from analyzer.reference.ews import OPERATIONS
from analyzer.reference.vocabulary import BODY, FRAMES, WRITTEN

_CONTENT = frozenset((*WRITTEN, BODY))
_IN_FIELD = lazy_re.compile(r"(?:\A|\n)[!-9;-~]{1,80}+:[^\n]*\Z")
_ENVELOPE = lazy_re.compile(r"<[\w.-]{1,40}+:Envelope[\s>]|<Envelope\s|</(?:[\w.-]{1,40}+:)?Envelope\s{0,9}>")
_RECORD = lazy_re.compile(marks.RECORD)
_BLANKS = 1_000
"""Characters that may stand between two records."""
_NEAR = 2
"""Open elements around a message of the connector: the root and the action."""
_ABOUT_EWS = marks.encoded(rf"{marks.TRACE}|{marks.LOG_ROOT}|/EWS/|schemas\.microsoft\.com/exchange", re.IGNORECASE)
_ABOUT_OTHERS = lazy_re.compile(rb"graph\.microsoft\.|/sap/|\bsap-|crm\.ondemand", re.IGNORECASE)
_CUT_TAG = lazy_re.compile(r"<(?:[A-Za-z/!?][^<>]*)?\Z")


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """All records of a dump, in order."""
    whole = reader(limits, notes)
    whole.outer.service = _about(window, limits)
    cutter = Cutter(window, limits)
    if window.ahead is not None:
        window.ahead.apart = trace_records.Apart(whole)
    while True:
        yield from trace_records.read(cutter, whole)
        found = cutter.step()
        if found is None:
            break
        for piece in found:
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


def _holds_records(element: Element, text: str) -> bool:
    """Whether a text that is no record itself holds trace records: a logger wrote them into elements of its own."""
    return not element.in_record and "Tag=" in text and _RECORD.search(text) is not None


def reader(limits: Limits, notes: Notes, thread: str = "") -> DumpReader:
    """A reader for text that comes in parts, such as what one connection carries."""
    return DumpReader(limits, notes, Element("", Role.OUTER, thread, None, Action()))


class InStrings:
    """Trace records in the strings of a document that is none of markup, such as the messages of a log in JSON."""

    def __init__(self, limits: Limits, notes: Notes) -> None:
        self.dump = reader(limits, notes)
        self.dump.outer.service = services.EWS

    def read(self, text: str, line: int) -> Iterator[Record]:
        """What the records of a string say, which stands on one line; nothing where it holds none."""
        if _holds_records(self.dump.outer, text):
            for record in self.dump.logged(self.dump.outer, text, line):
                yield replace(record, at=replace(record.at, line=line))

    def finish(self, end: int) -> Iterator[Record]:
        """The document is over."""
        yield from self.dump.finish(end)


class DumpReader:
    """The stack of elements: which are open between two pieces, and what text each has collected."""

    def __init__(self, limits: Limits, notes: Notes, outer: Element, depth: int = 0) -> None:
        self.limits = limits
        self.notes = notes
        self.outer = outer
        self.texts = ElementTexts(limits, notes, outer)
        self.depth = depth
        self.payload = ""
        """The text in which all of this stands, where an element holds it."""
        self.stack: list[Element] = []
        self.actions = 0
        self.cut = False
        self.incomplete = False
        """The last piece was an envelope without its end."""
        self.begun = False
        """A trace record has begun before."""
        self.bare = False
        """A request or an answer stands in no element, and none that holds both has begun: its tag may be cut off."""
        self.tail = ""

    @property
    def top(self) -> Element:
        """The innermost open element, or what stands for the document."""
        return self.stack[-1] if self.stack else self.outer

    def take(self, piece: Piece) -> Iterator[Record]:
        """The records that one more piece completes."""
        self.tail = ""
        self.incomplete = False
        if not (isinstance(piece, Text) and not piece.text.strip()):
            yield from self._broken_off()
        match piece:
            case TagRun():
                yield from self._run(piece)
            case Text():
                yield from self._add_text(piece)
            case Start():
                yield from self._start(piece)
            case End():
                yield from self._end(piece)
            case Envelope():
                yield from self._flush(self.top)
                self.incomplete = not piece.complete
                yield from self._head_of_part(self.top)
                yield from self.texts.envelope(piece, self.top)
            case Page():
                self.top.told = True
                yield from self._page(piece)
            case Refused():
                self.top.told = True
                yield from self._flush(self.top)
                self.notes.warn(piece.reason, piece.length, line=piece.line)

    # -- whole records (trace_records.py) --------------------------------------------------------------------------

    @property
    def is_between_records(self) -> bool:
        """Nothing is open, and nothing that was read waits for what follows."""
        waits = self.stack or self.texts.body is not None or self.texts.ending is not None
        return not waits and self.outer.length < _BLANKS and not "".join(self.outer.text).strip()

    @property
    def state(self) -> tuple[object, ...]:
        """What decides how the next record is read, but for whom its thread asked."""
        return self.outer.time, self.outer.service, self.outer.action.asked, *self.texts.state

    def apart(self, asked: dict[str, Service]) -> DumpReader:
        """Another one in the same state between two records, which has no words to say to this one's document."""
        outer = self.outer
        action = Action(outer.action.number, outer.action.operation, outer.action.asked)
        other = Element(outer.name, outer.role, outer.thread, outer.time, action, service=outer.service)
        copy = DumpReader(self.limits, Notes(self.limits), other)
        copy.texts.know(asked, self.texts.state)
        return copy

    def takes(self, run: Run) -> bool:
        """Whether a run that was read ahead says what this reader would say now; it then counts as read."""
        known = self.texts.asked
        if run.state != self.state or len(known) + len(run.asked) > self.limits.threads:
            return False
        if any(known.get(thread) != service for thread, service in run.assumed.items()):
            return False
        known |= run.asked
        return True

    def record(self, tag: str, thread: str, time: str, line: int) -> Element:
        """A trace record, as it is opened: its tag, its thread, its time with a zone, and the line where it begins."""
        outer = self.outer
        outer.text.clear()
        outer.length = 0
        outer.told = True
        self.begun = True
        self.tail = ""
        self.incomplete = False
        self.texts.answering = None
        moment = times.parse(time)
        return Element(
            "Trace",
            record_role(tag) or Role.IGNORED,
            thread,
            moment.at if moment is not None else outer.time,
            outer.action,
            in_record=True,
            record_line=line,
        )

    def fields(self, element: Element, text: bytes, line: int) -> Iterator[Record]:
        """What the text of a record of header fields says."""
        element.told = True
        return self.texts.read(element, decode(text), line, cut=False)

    def said(self, element: Element, said: Said, line: int) -> Iterator[Record]:
        """What the one envelope of a record says."""
        return self.texts.said(element, said, line, complete=True)

    def take_text(self, text: str, line: int) -> Iterator[Record]:
        """The records of a text that begins at a line of the document."""
        for piece in gathered(Window([text.encode("utf-8", "replace")], line), self.limits):
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
        yield from self.texts.broken_line(self.tail)
        self.cut = self.cut or self.texts.breaks_off() or is_begun_line(self.tail)
        yield from self.texts.end_body()
        if self.texts.ending is not None:
            yield self.texts.ending
            self.texts.ending = None
        if self.cut and self.depth == 0:
            self.notes.cut = True
            if end is None:
                self.notes.warn(Note.CUT)
            else:
                self.notes.warn(Note.CUT_AT, line=end)
            yield Cut(at=Place(line, system=self.outer.service.system))

    def _run(self, run: TagRun) -> Iterator[Record]:
        """What the tags of a run say: each by itself, where it may say anything."""
        at = 0
        while (at := silent_tags.passed(self, run, at, _NEAR)) < len(run.tags):
            for piece in run.one(at):
                yield from self.take(piece)
            at += 1

    # -- elements ----------------------------------------------------------------------------------------------------

    def _start(self, tag: Start) -> Iterator[Record]:
        is_record = tag.name in FRAMES or record_role(tag.name) is not None
        self.begun = self.begun or is_record
        if is_record:  # records do not nest: whatever is still open inside the last one was cut
            while any(element.in_record for element in self.stack):
                yield from self._close(self.stack.pop())
        elif not self.stack and self.outer.text and _IN_FIELD.search(self.outer.text[-1][-self.limits.tag :]):
            self.outer.text.append(decode(tag.source))  # such as `Host: <redacted>`
            return
        yield from self._flush(self.top)
        if self.texts.body is not None and not self.stack:
            if not is_record:
                self.texts.body.add(tag.source)
                return
            yield from self.texts.end_body()
        if len(self.stack) >= self.limits.nesting:
            self.notes.warn(Note.DEEP_ELEMENTS, most=self.limits.nesting)
            return
        parent = self.top
        parent.told = True
        element = Element(
            tag.name,
            role_of(tag, parent.role, in_record=parent.in_record, near=len(self.stack) <= _NEAR or parent.owns_part),
            thread=attribute(tag, THREADS) or parent.thread,
            time=self._time(tag) or parent.time,
            action=parent.action,
            in_record=is_record or parent.in_record,
            service=service_of(tag) if is_record else parent.service if parent.in_record else services.OTHER,
            record_line=tag.line if is_record else 0,
        )
        if is_record:
            self.texts.answering = None
        else:
            self._place_in_action(tag, element, parent)
        if is_record or element.owns_part:
            self.texts.spoken = 0
        if tag.empty:
            yield from self._close(element)
        else:
            self.stack.append(element)

    def _place_in_action(self, tag: Start, element: Element, parent: Element) -> None:
        """A child of an unknown root is an action; what is sent and received inside it belongs together.

        Where a request or an answer is such a child, its parent is the action: the root before it was cut off.
        """
        is_side = element.role in (Role.REQUEST, Role.RESPONSE)
        self.bare = not self.actions and (self.bare or (is_side and not self.stack))
        if len(self.stack) == 1 and self.stack[0].role is Role.UNKNOWN and not self.depth and not is_side:
            self.actions += 1
            element.action = Action(self.actions, operation(tag))
        if is_side:
            element.owns_part = element.role is not parent.role or begins_request(element.role, tag.name)
            element.part = Part(tag.line) if element.owns_part else parent.part
        if element.part is None:
            return
        if element.role is Role.RESPONSE and (status := STATUS.match(attribute(tag, STATUSES))):
            element.part.status = int(status[1])
        if tag.name.lower() in ("header", "httpheader"):
            element.field_name = attribute(tag, ("Name", "name", "Key"))
            if element.field_name and (value := attribute(tag, ("Value", "value"))):
                element.part.fields.append((element.field_name, value))
        if element.role is Role.REQUEST and tag.name in OPERATIONS:
            element.action.operation = tag.name

    def _end(self, tag: End) -> Iterator[Record]:
        if not self.begun and tag.name in FRAMES and not self.depth:
            self.notes.warn(Note.BEGUN_INSIDE, line=tag.line)
            self.begun = True
        if self.texts.body is not None and not self.stack:
            yield from self._flush(self.top)
            self.texts.body.add(tag.source)
            return
        if not any(element.name == tag.name for element in self.stack):
            self._end_of_lost(tag)
            return
        while self.stack:
            element = self.stack.pop()
            yield from self._close(element)
            if element.name == tag.name:
                yield from self._empty_record(element)
                if element.record_line:  # the record is complete
                    yield from self._broken_off()
                return

    def _end_of_lost(self, tag: End) -> None:
        """An element ends whose beginning was cut off: what stands before its end may be what a person wrote."""
        if self.stack or self.depth:
            return
        if self.bare:
            self.notes.begun_inside(tag.line)
            self.bare = False
        if tag.name in _CONTENT and "".join(self.outer.text).strip():
            self.notes.warn(Note.BEGUN_INSIDE, self.outer.length, line=tag.line)
            self.outer.text.clear()
            self.outer.length = 0
        self.outer.told = True

    def _broken_off(self) -> Iterator[Record]:
        """An answer that ends early came so: something follows it."""
        ending, self.texts.ending = self.texts.ending, None
        if ending is not None:
            yield replace(ending, form=Form.CUT, successes=0)

    def _empty_record(self, element: Element) -> Iterator[Record]:
        """A record of an answer that was closed with nothing in it: the answer had no body."""
        if element.record_line and element.role is Role.RESPONSE and not element.told and not element.has_answer:
            yield from self.texts.plain_body(element, "", element.record_line)

    def _close(self, element: Element) -> Iterator[Record]:
        yield from self._flush(element)
        part = element.part
        if part is None or not element.owns_part:
            return
        if element.role is Role.REQUEST and element.action.operation and not element.action.asked:
            element.action.asked = True
            yield RequestBody(at=self.texts.place(element, part.line), operation=element.action.operation)
        if element.role is Role.RESPONSE:
            yield from self._head_of_part(element)
            self.texts.answering = None  # its body stood in it, or it has none

    def _head_of_part(self, element: Element) -> Iterator[Record]:
        """The head of an answer whose status and fields stand in elements of their own: it goes before the body."""
        part = element.part
        if element.role is Role.RESPONSE and part is not None and part.status is not None and not part.has_head:
            part.has_head = True
            yield from self.texts.response_head(element, part.line, heads.answer(part.status, "", tuple(part.fields)))

    def _time(self, tag: Start) -> datetime | None:
        text = attribute(tag, TIMES)
        moment = times.parse(text) if text else None
        if moment is None:
            return None
        self.texts.assumed_utc = self.texts.assumed_utc or not moment.zoned
        self.notes.heard(moment)
        return moment.at

    # -- text --------------------------------------------------------------------------------------------------------

    def _add_text(self, piece: Text) -> Iterator[Record]:
        element = self.top
        self.tail = piece.text[-self.limits.tag :]
        if element.role is Role.IGNORED:
            return
        if element.length > self.limits.frame:
            self.notes.warn(Note.LONG_TEXT, len(piece.text), line=piece.line)
            return
        if not element.text:
            element.text_line = piece.line
        element.text.append(piece.text)
        element.length += len(piece.text)
        if element is self.outer and element.length > self.limits.chunk:
            yield from self._flush_lines(element)

    def _flush_lines(self, element: Element) -> Iterator[Record]:
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

    def _flush(self, element: Element, *, cut: bool = False) -> Iterator[Record]:
        """Read the text that an element has collected, by the element's role."""
        text, line = "".join(element.text), element.text_line
        element.text.clear()
        element.length = 0
        if not text.strip():
            return
        element.told = True
        holds_records = _holds_records(element, text)
        if text != self.payload and (holds_records or ("Envelope" in text and _ENVELOPE.search(text))):
            if self.depth >= self.limits.payload_depth:
                self.notes.warn(Note.DEEP_PAYLOAD, len(text), most=self.limits.payload_depth)
                return
            if holds_records:
                yield from self.logged(element, text, line)
                return
            yield from self._head_of_part(element)
            yield from self._payload(element, text, line, cut)
            return
        if element.name.lower() in BODY_ELEMENTS:
            yield from self._head_of_part(element)
        yield from self.texts.read(element, text, line, cut=cut)

    def logged(self, element: Element, text: str, line: int) -> Iterator[Record]:
        """Trace records in the elements of a logger: they belong together as if they stood alone in the document.

        Loggers shorten long messages, so what is open at the end of one is no answer that broke off.
        """
        of_document = Element(
            "", Role.OUTER, element.thread, element.time, self.outer.action, service=self.outer.service
        )
        inner = DumpReader(self.limits, self.notes, of_document, self.depth + 1)
        inner.payload = text
        inner.texts = self.texts
        yield from inner.take_text(text, line)
        if self.texts.ending is not None or (inner.stack and not inner.incomplete):
            self.notes.warn(Note.SHORTENED, line=line)
        yield from inner.finish(None)

    def _payload(self, element: Element, text: str, line: int, cut: bool) -> Iterator[Record]:
        """Escaped or CDATA payload: a document of its own inside the element."""
        role = element.role if element.in_record else Role.OUTER
        outer = Element(element.name, role, element.thread, element.time, element.action, element.part)
        inner = DumpReader(self.limits, self.notes, outer, self.depth + 1)
        inner.payload = text
        inner.texts.answering = self.texts.answering
        yield from inner.take_text(text, line)
        if inner.texts.ending is not None and not cut:  # the element is complete, so the answer came so
            inner.texts.ending = replace(inner.texts.ending, form=Form.CUT, successes=0)
        yield from inner.finish(None)
        self.texts.answering = inner.texts.answering

    def _page(self, piece: Page) -> Iterator[Record]:
        """A page for people: the answer of a proxy, a log-on form, an error page."""
        yield from self._flush(self.top)
        owner = self.texts.answering
        if self.texts.body is not None and owner is not None:
            self.texts.body.add(piece.data)
            return
        if owner is not None or self.top.role is Role.RESPONSE:
            yield from self.texts.plain_body(owner or self.top, decode(piece.data), piece.line)
