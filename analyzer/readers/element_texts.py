"""The text of a dump's elements, read by role: a head, a body, raw HTTP, a message, an envelope.

Sample: the text of `<Trace Tag="EwsResponseHttpHeaders">` is `HTTP/1.1 200 OK` with its fields; text outside of all
elements may be raw HTTP, a body that lost its wrapper, or another line of the log. `exchange_dump.py` opens and closes
the elements, and asks here what their text says.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from analyzer import lazy_re, protocols
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import (
    Form,
    Note,
    Place,
    Protocol,
    Record,
    RequestBody,
    RequestHead,
    ResponseBody,
    ResponseHead,
    Service,
    System,
)
from analyzer.protocols import Part as BatchPart
from analyzer.protocols import Said, ews, heads, http, multipart
from analyzer.readers import answers, log_behind, times
from analyzer.readers.messages import messages
from analyzer.readers.notes import Notes
from analyzer.readers.open_elements import Body, Element
from analyzer.readers.pieces import Envelope
from analyzer.readers.roles import Role
from analyzer.reference import services
from analyzer.reference.ews import FAULT
from analyzer.reference.marks import METHODS
from analyzer.reference.services import first_known
from analyzer.reference.statuses import REFUSALS

STATUS_ELEMENTS = ("statuscode", "httpstatus", "httpstatuscode", "status", "code")
STATUS = lazy_re.compile(r"\s*([1-5]\d\d)(?!\d)")
BODY_ELEMENTS = frozenset(("body", "content", "payload", "data", "text", "raw", "xml", "soap", "value"))
"""Parts of a response whose text is the answer whatever it says; any other tells of it, such as its reason."""
_OK = 200
_LEFT_OUT = ("Content-Length", "Transfer-Encoding", "Content-Encoding")
"""Fields of an answer that had a body: where none stands there, whoever wrote it down left it out."""
MOST_TEXTS = 20
"""Texts of one response, in elements of their own, that are read: what is no envelope says all in few."""
_SOUP_MESSAGE = lazy_re.compile(r"\bE?SoapMessage \d+|\bSoupMessage \d+")
_BLANK_LINE = lazy_re.compile(r"\n\r?\n")
_BEGUN_HEAD = lazy_re.compile(
    rf"(?:{'|'.join(word[:end] for word in (*METHODS.split('|'), 'HTTP') for end in range(1, len(word)))}"
    rf"|(?:{METHODS})(?: [^\s]{{0,4000}}+(?: H?T?T?P?/?[\d.]{{0,3}}+)?)?|HTTP(?:/[\d.]{{0,3}}+(?: \d{{0,2}}+)?)?)"
)
"""The first line of a head as the end of a document leaves it."""
_BEGUN_NAME = lazy_re.compile(r"[^\s:<>{}\[\]]{1,80}+")
"""The same of the name of a field."""
_STAMP = lazy_re.compile(r"\s{0,9}+\[?\d{4}-[\d:.,T -]{0,40}+[A-Z]{0,8}+\s{0,9}+")
"""The beginning of a line of a log."""
_BEGUN_STAMP = lazy_re.compile(r"\s{0,9}+\[?2(?:0\d{0,2}+)?")
"""The beginning of that, as far as no more than the year: 401 is none."""
_BEFORE_RECORD = lazy_re.compile(r"\s{0,99}+(?:Ews|Autodiscover)(?:Request|Response)(?:HttpHeaders)?+ -\s{0,9}+")
"""What ews-java-api writes before a record, where its logger adds nothing: `EwsResponse - <Trace Tag=…>`."""
_LOGGED = lazy_re.compile(r"\s{0,9}+\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
"""What no body begins with."""
_THROWN = lazy_re.compile(r"[\w.]{0,200}Exception\b")

_LAST = 200
"""Bytes at the end of an envelope that tell whether it was shortened."""
_State = tuple[bool, bool, bool, bool, tuple[BatchPart, ...]]


def is_begun_line(end: str) -> bool:
    """Whether the document ends in a line of its log, of which no more is there than its time and its level."""
    last = end.rpartition("\n")[2]
    return last.strip() != "" and _STAMP.fullmatch(last) is not None


def is_body(element: Element, text: str) -> bool:
    """Whether a text in a response is what was answered, and not something that is told of the answer."""
    return element.owns_part or element.in_record or tells_body(element.name.lower(), text)


def tells_body(name: str, text: str) -> bool:
    """The same of the text of a part, by its name and by how it begins."""
    return name in BODY_ELEMENTS or text.lstrip()[:1] in ("<", "{", "[")


def _names_status(text: str) -> bool:
    """Whether a text is an error status with its own name: `503 Service Unavailable`."""
    status, _, words = text.strip().partition(" ")
    return str(REFUSALS.get(words[:60].lower())) == status


class ElementTexts:
    """What was said so far that decides how the next text is read: who was asked, and whose body may come next."""

    def __init__(self, limits: Limits, notes: Notes, outer: Element) -> None:
        self.limits = limits
        self.notes = notes
        self.outer = outer
        """What stands for the document."""
        self.answering: Element | None = None
        """Element of the response head whose body has not come yet: text outside of records may be it."""
        self.body: Body | None = None
        """Behind the head of a raw HTTP message: what follows is its body, until the next head or record."""
        self.ending: ResponseBody | None = None
        """An answer whose XML ends early: was it the answer that broke off, or the document?"""
        self.assumed_utc = False
        """Times without a zone were seen; the `Date` of an answer is then the better source."""
        self.dated = False
        """Times are those that the answers themselves tell: each has its own."""
        self.asked: dict[str, Service] = {}
        """Whom the last request of each thread asks."""
        self.answered: Service = services.OTHER
        """Who gave the answer whose head came last, by its request and its fields."""
        self.traces_heads = False
        """Heads have records of their own here: a status line at the beginning of another record is text."""
        self.shows_bodies = False
        """Some answer of the document has its body."""
        self.shows_requests = False
        """Some raw request has its body: whoever wrote this down left no bodies out."""
        self.ends_heads = False
        """The head of some raw message ends with a blank line."""
        self.ends_answers = False
        """So does that of some raw answer."""
        self.spoken = 0
        """How many texts of the response were read that is being read."""
        self.inner: tuple[BatchPart, ...] = ()
        """The requests inside the last one, where that was a batch."""

    @property
    def state(self) -> _State:
        """What decides how the next record is read, but for whom its thread asked."""
        return self.assumed_utc, self.dated, self.traces_heads, self.shows_bodies, self.inner

    def know(self, asked: dict[str, Service], state: _State) -> None:
        """Begin with what another one knows between two records."""
        self.asked = asked
        self.assumed_utc, self.dated, self.traces_heads, self.shows_bodies, self.inner = state

    def read(self, element: Element, text: str, line: int, *, cut: bool) -> Iterator[Record]:
        """What the text of an element says, by the element's role; `cut`: the document ends inside it."""
        match element.role:
            case Role.REQUEST_HEAD | Role.RESPONSE_HEAD:
                yield from self._head_record(element, text, line, cut)
            case Role.REQUEST | Role.RESPONSE:
                said = self._without_broken_field(element, text) if cut else text
                if said or not text:
                    yield from self._part_text(element, said, line)
            case Role.MESSAGE:
                yield from messages(text, self.place(element, line), self.limits, exception=True)
            case Role.OUTER | Role.UNKNOWN:
                yield from self._loose_text(element, text, line)
            case Role.IGNORED:
                pass

    def _head_record(self, element: Element, text: str, line: int, cut: bool) -> Iterator[Record]:
        self.traces_heads = self.traces_heads or element.in_record
        if cut:  # the last line may have lost its end
            text = text[: text.rfind("\n") + 1]
        is_request = element.role is Role.REQUEST_HEAD
        if not cut and (told := heads.glance(text, self.limits.header_lines, request=is_request)) is not None:
            yield from self._told(element, told[1], line + told[0])
            return
        head = http.loose_head(text, self.limits.header_lines, request=is_request)
        if head is None:
            if not cut and "undefined" not in text[:60]:
                self.notes.warn(Note.NO_STATUS_LINE, line=line)
        else:
            yield from self._head(element, head, line + text.count("\n", 0, head.start))
            if cut and head.status == FAULT:  # the fault would have come
                self.ending = answers.unknown(self.place(element, line, self._of_answer(element, self.answered)))

    def _without_broken_field(self, element: Element, text: str) -> str:
        """A text that the document ends in, without the last line of a head: that may have lost its end."""
        head = http.loose_head(text, self.limits.header_lines, request=element.role is Role.REQUEST)
        ends = (
            head is not None and not text[head.stop :].strip() and not _BLANK_LINE.search(text, max(0, head.stop - 4))
        )
        return text[: text.rfind("\n") + 1] if ends else text

    def _part_text(self, element: Element, text: str, line: int) -> Iterator[Record]:
        """Text inside a request or a response: a head, fields without a status line, a status, or a body."""
        name, part = element.name.lower(), element.part
        is_response = element.role is Role.RESPONSE
        head = None
        may_be_short = not is_response or is_body(element, text) or "head" in name or "status" in name
        may_be_short = may_be_short or (part is not None and part.status is None and _names_status(text))
        if (may_be_short or "HTTP/" in text) and not (self.traces_heads and element.record_line):
            head = http.loose_head(text, self.limits.header_lines, request=not is_response)
        if part is not None and element.field_name:
            part.fields.append((element.field_name, text.strip()))
        elif part is not None and is_response and name in STATUS_ELEMENTS and (status := STATUS.match(text)):
            part.status = int(status[1])
        elif head is not None:
            yield from self._head(element, head, line + text.count("\n", 0, head.start))
            if is_response and text[head.stop :].strip():
                yield from self.plain_body(element, text[head.stop :], line + text.count("\n", 0, head.stop))
        elif part is not None and "header" in name:
            part.fields.extend(http.read_fields("\n" + text.strip("\r\n"), 0, self.limits.header_lines)[0])
        elif is_response and is_body(element, text):
            self.spoken += 1
            if self.spoken > MOST_TEXTS:
                self.notes.warn(Note.MANY_TEXTS, len(text), most=MOST_TEXTS)
                return
            yield from self.plain_body(element, text, line)

    def _loose_text(self, element: Element, text: str, line: int) -> Iterator[Record]:
        """Text outside of records: raw HTTP, a body that lost its wrapper, or other lines of the log."""
        at = behind = 0
        ends = multipart.Ends(text)
        for head in http.heads(text, self.limits.header_lines):
            if head.start < behind:
                continue  # a request or an answer inside a batch
            yield from self._between(element, text[at : head.start], line)
            yield from self.end_body(more=True)
            line += text.count("\n", at, head.start)
            yield from self._head(element, head, line)
            line += text.count("\n", head.start, head.stop)
            at = head.stop
            behind = ends.of(at, http.value_of(head.raw, "Content-Type"))
            place = self.place(element, line)
            self.body = Body(
                place,
                is_answer=not head.is_request,
                is_due=head.status == _OK and not any(http.value_of(head.raw, name) for name in _LEFT_OUT),
                kind=http.value_of(head.raw, "Content-Type"),
                path=http.host_and_path(head.target, ())[1] if head.is_request else "",
                begun=_BLANK_LINE.search(text, max(0, head.stop - 4), head.stop + 4) is not None,
                in_line=not text.endswith("\n", 0, head.stop),
                is_logged=bool(http.value_of(head.raw, "Soup-Debug")),
            )
            self.ends_heads = self.ends_heads or self.body.begun
            self.ends_answers = self.ends_answers or (self.body.begun and self.body.is_answer)
        yield from self._between(element, text[at:], line)

    def _between(self, element: Element, text: str, line: int) -> Iterator[Record]:
        """Text outside of heads: the body of the message before it, or other lines of the log."""
        if self.body is not None and element.role is Role.OUTER:
            self.body.add(text)
        elif text.strip() and element.role is Role.OUTER:  # an element may hold what a person wrote
            yield from self._lines(element, text, line)

    def _lines(self, element: Element, text: str, line: int) -> Iterator[Record]:
        if _STAMP.fullmatch(text) or _BEGUN_STAMP.fullmatch(text):  # the document ends in the next line of its log
            return
        if _BEFORE_RECORD.fullmatch(text):
            return
        for message in messages(text, self.place(element, line), self.limits):
            of_log = message.level or _LOGGED.match(text) or _THROWN.match(message.text)
            if self.answering is not None and not of_log:
                yield from self.plain_body(self.answering, text, line)
                return
            yield message

    def end_body(self, *, more: bool = False) -> Iterator[Record]:
        """The body of a raw HTTP message is complete; `more`: something follows it."""
        body, self.body = self.body, None
        if body is None:
            return
        text, log = log_behind.apart(body.text(), body.kind)
        if not body.is_answer:
            service = self.asked.get(body.place.thread, services.OTHER)
            self.inner = answers.asked_in(text, body.path, self.limits, service, body.kind)
        elif self.answering is not None:
            yield from self._answer(body, text, more=more or bool(log))
        place = self.place(self.outer, body.place.line + text.count("\n"))
        yield from log_behind.read(log, place, self.limits, self.notes)

    def _answer(self, body: Body, text: str, *, more: bool) -> Iterator[Record]:
        """The answer whose head came last, with its text; `more`: something follows it."""
        if self.answering is None:
            return
        place = self.place(self.answering, body.place.line, self._of_answer(self.answering, self.answered))
        self.answering = None
        is_page = body.kind.lower().startswith("text/html")  # no answer of Exchange, however much of it is there
        is_missing = self.shows_bodies and not (body.begun or text.strip())  # else a head is all that is ever logged
        if not more and not is_page and (answers.breaks_off(text) or is_missing):
            self.ending = answers.unknown(place)
        elif text.strip():
            self.shows_bodies = True
            inner, self.inner = self.inner, ()
            yield from answers.read(text, place, self.limits, self.notes, content_type=body.kind, asked=inner)
        elif body.is_due and body.begun and self.shows_requests and place.protocol is Protocol.EWS:
            yield ResponseBody(at=place, operation=None, form=Form.EMPTY)

    def broken_line(self, end: str) -> Iterator[Record]:
        """The document ends in a line of its log, where the body of an answer may come: nobody knows what it says."""
        last = end.rpartition("\n")[2]
        begun = _STAMP.match(last) or _BEGUN_STAMP.fullmatch(last)
        if begun and self.answering is not None and self.shows_bodies:
            place = self.place(self.answering, self.answering.text_line, self._of_answer(self.answering, self.answered))
            self.answering = None
            yield answers.unknown(place)

    def breaks_off(self) -> bool:
        """Whether the document ends inside the head of a raw message, or in the first line of one: it went on."""
        body = self.body
        if body is None:
            return False
        said = body.text()
        if _BEGUN_HEAD.fullmatch(said.rpartition("\n")[2]):
            return True
        if body.begun or (body.is_answer and not (self.ends_answers or body.is_logged)):  # somebody copied a head alone
            return False
        return _BEGUN_NAME.fullmatch(said) is not None or (not said.strip() and (body.in_line or self.ends_heads))

    def place(self, element: Element, line: int, service: Service | None = None) -> Place:
        """The place of what an element says at a line."""
        service = service or first_known(element.service, self.outer.service)
        return Place(
            line,
            system=service.system,
            protocol=service.protocol,
            time=element.time,
            thread=element.thread,
            action=element.action.number,
        )

    def _head(self, element: Element, head: http.Head, line: int) -> Iterator[Record]:
        if head.is_request:
            yield from self._told(element, heads.request(head), line)
        elif head.status is not None and head.status >= 200:  # 100 Continue answers nothing
            yield from self._told(element, heads.answer(head.status, head.reason, head.raw), line)
        elif element.part is not None:
            element.part.has_head = True

    def _told(self, element: Element, said: heads.Request | heads.Answer, line: int) -> Iterator[Record]:
        if element.part is not None:
            element.part.has_head = True
        if isinstance(said, heads.Answer):
            yield from self.response_head(element, line, said)
            return
        asked = said.service
        if asked == services.OTHER and not said.host:  # a bare path that is not known: what the document is about
            asked = first_known(element.service, self.outer.service)
        if self.dated:  # when it was asked is not known: the time is that of the answer before
            element.time = None
        self._note_connection(element, said.shown)
        self.answering = None
        if len(self.asked) < self.limits.threads or element.thread in self.asked:
            self.asked[element.thread] = asked
        place = self.place(element, line, asked)
        yield RequestHead(
            at=place,
            method=said.method,
            path=said.path,
            host=said.host,
            headers=said.shown,
            authorized=said.authorized,
            credential=said.credential,
        )
        if (refused := answers.of_address(said.target, place)) is not None:
            yield refused
        if (of_graph := protocols.asked(said.method, said.path, asked)) is not None:
            yield RequestBody(at=place, operation=of_graph.operation, mailbox=of_graph.mailbox)

    def _asked(self, element: Element) -> Service:
        return self.asked.get(element.thread, services.OTHER)

    def _of_answer(self, element: Element, answered: Service = services.OTHER) -> Service:
        """Whose an answer is: who was asked, who answers by the fields, or else what the document is about.

        A request that names another host, such as that of a sign-in, does not go to what the document is about.
        """
        asked = self.asked.get(element.thread)
        if asked == services.TOKEN:
            return asked
        elsewhere = asked is not None and asked.system is System.OTHER
        own = (element.service,) if element is not self.outer or not elsewhere else ()
        about = () if elsewhere else (self.outer.service,)
        return first_known(asked or services.OTHER, answered, *own, *about)

    def response_head(self, element: Element, line: int, said: heads.Answer) -> Iterator[Record]:
        """Status and fields of an answer."""
        self.answering = element
        self.spoken = 0
        self._note_connection(element, said.shown)
        place = self.place(element, line, self._of_answer(element, said.service))
        self.answered = place.service
        if place.time is None or self.assumed_utc or self.dated:
            date = times.http_date(http.value_of(said.shown, "Date"))
            place = replace(place, time=date or place.time)
            self.dated = element.role is Role.OUTER
            element.time = place.time
        yield ResponseHead(
            at=place,
            status=said.status,
            reason=said.reason,
            headers=said.shown,
            field_lines=tuple([line + 1 + number for number in said.numbers]),
            midway=said.midway,
        )
        if place.system is not System.EXCHANGE:
            yield from answers.of_fields(said.raw, said.status, place)
        elif place.protocol is Protocol.EWS and said.status == _OK and said.is_empty:
            yield ResponseBody(at=place, operation=None, form=Form.EMPTY)

    def _note_connection(self, element: Element, shown: http.Fields) -> None:
        """Raw HTTP has no records: the pseudo fields of libsoup tell the message and its time."""
        if element.role is not Role.OUTER:
            return
        if stamp := http.value_of(shown, "Soup-Debug-Timestamp"):
            element.time = times.epoch(stamp)
        if number := _SOUP_MESSAGE.search(http.value_of(shown, "Soup-Debug")):
            element.thread = number[0]

    def envelope(self, piece: Envelope, element: Element) -> Iterator[Record]:
        """An envelope that stands in an element."""
        if element.in_record and element.has_answer:
            return
        said = ews.read(piece.data, self.limits, complete=piece.complete)
        if said.problem is not None:
            self.notes.warn(Note.ENVELOPE_PROBLEM, problem=said.problem, line=piece.line)
        yield from self.said(element, said, piece.line, complete=piece.complete)
        if not piece.complete:
            end = decode(piece.data[-_LAST:])
            if answers.is_shortened(end) or answers.is_shortened(end.rpartition("\n")[0]):  # a line of the log follows
                yield from self._shortened(piece.line)

    def _shortened(self, line: int) -> Iterator[Record]:
        """A logger left out the end of an answer: it did not break off."""
        self.notes.warn(Note.SHORTENED, line=line)
        if self.ending is not None:
            yield self.ending
            self.ending = None

    def said(self, element: Element, said: Said, line: int, *, complete: bool) -> Iterator[Record]:
        """What the envelope of an element says that begins at a line; `complete`: its end stands there too."""
        element.has_answer = True
        self.spoken = 0
        answers_one = element.role is Role.RESPONSE or (element.role is Role.OUTER and self.answering is not None)
        if said.is_answer or (answers_one and not complete):  # what says whose it is may be cut off
            owner = self.answering if element.role is Role.OUTER and self.answering is not None else element
            self.answering = None
            self.shows_bodies = True
            place = self.place(
                owner, line, first_known(said.service, self._asked(owner), owner.service, self.outer.service)
            )
            results = tuple(replace(result, line=result.line + line) for result in said.results)
            answer = ResponseBody(
                at=place,
                operation=said.operation,
                version=said.version,
                successes=said.successes,
                results=results,
                form=Form.SOAP if complete or results or said.successes else Form.UNREAD,
            )
            if complete or results:
                yield answer
            else:
                self.ending = answer
        elif complete or said.operation or element.role is not Role.OUTER or not self.shows_bodies:
            element.action.asked = True
            self.shows_requests = self.shows_requests or element.role is Role.OUTER
            yield RequestBody(
                at=self.place(element, line, first_known(said.service, element.service, self.outer.service)),
                operation=said.operation or element.action.operation,
                mailbox=said.mailbox,
            )

    def plain_body(self, element: Element, text: str, line: int) -> Iterator[Record]:
        """An answer that is no envelope: a page, plain text, the JSON of another service."""
        self.answering = None
        place = self.place(element, line, self._of_answer(element))
        if answers.breaks_off(text):
            self.ending = answers.unknown(place)
            if answers.is_shortened(text):
                yield from self._shortened(line)
            return
        yield from answers.read(text, place, self.limits, self.notes)
