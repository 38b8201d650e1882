"""The C4C dump: one text file for each operation of the connector, with HTTP request, response, and exceptions of SSI.

Sections begin with the headings `HTTP Request`, `HTTP Response` and `Exception` (only the second is documented, the
others follow from it and from the article on payloads). A `$batch` answer holds the answers to several requests, each
with a status of its own. An exception block is written by SSI and never concerns SAP.
Sources: revenuegrid.com/ssi/docs/kb/articles/c4c-api-responces-and-payloads, obtain-metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer import lazy_re, protocols
from analyzer.limits import Limits
from analyzer.model import (
    Cut,
    Form,
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
from analyzer.protocols import Part, http, multipart, odata
from analyzer.readers import answers, log_behind, sap_text, times
from analyzer.readers.notes import Notes
from analyzer.readers.plain_text import paragraphs
from analyzer.readers.window import Window
from analyzer.reference import services
from analyzer.reference.marks import SECTION

SIGNS = lazy_re.compile(
    rb"\A[ \t=*#-]{0,20}Exceptions?[ \t:=*#-]{0,20}\r?\n|^[ \t=*#-]{0,20}HTTP (?:Request|Response)[ \t:=*#-]{0,20}\r?$"
    rb"|^(?:GET|POST|PUT|PATCH|MERGE|DELETE) \S{0,200}/sap/\S{1,2000} HTTP/"
    rb"|^Host: ?\S{1,100}\.(?:crm\.ondemand|sapbydesign)\.com|^Content-Type: ?application/http\b|^dataserviceversion:",
    re.MULTILINE | re.IGNORECASE,
)

_HEADING = lazy_re.compile(
    rf"(?i:{SECTION})(?=\r{{0,9}}$)\r{{0,9}}"
    r"|^[ \t=*#-]{0,20}(?P<led>(?i:HTTP Response)(?=[ \t:(-]{1,9}[1-5]\d\d\b)|(?i:HTTP Request)(?=[ \t:(-]{1,9}"
    r"(?:(?:GET|POST|PUT|PATCH|MERGE|DELETE) )?https?://))[ \t:(-]{1,9}"
    r"|^Exceptions?:[ \t]{1,9}(?=[\w.]{0,100}(?:Exception|Error)\b)",
    re.MULTILINE,
)
"""A heading on a line of its own; or an address, a status or an exception behind it on the same line."""
_BARE_REQUEST = lazy_re.compile(
    r"\s{0,9}(?:(?P<method>GET|POST|PUT|PATCH|MERGE|DELETE) )?"
    r"(?:Method: ?(?P<verb>[A-Z]{3,7}), RequestUri: ?|ur[il]: ?)?"
    r"['\"]?(?P<target>https?://[^\s'\"]{1,4000})[^\r\n]{0,400}+",
    re.IGNORECASE,
)
"""What a request begins with where whoever wrote it down left its version out, .NET among them."""
_STATUS = lazy_re.compile(
    r"(?i:Status(?: ?Code)? ?[:=] ?)?(?P<status>[1-5]\d\d)(?=[ \t,):-]{0,3}(?:[A-Z]|\r?$))(?P<reason>[^\r\n]{0,400}+)",
    re.MULTILINE,
)
"""What an answer begins with where whoever wrote it down left its version out, .NET among them."""
_PRINTED = "Headers:"
"""The end of the line in which .NET prints an answer; its fields stand in braces behind it."""
_DATA = ("{", "[", "<")
"""What no field begins with."""
_FILE = lazy_re.compile(r"(?:^|/)\d{1,4}_([A-Za-z][\w$]{0,80}?)_[A-Za-z0-9]{1,60}(?:\.txt)?$")
_WHOLE_PATH = r"^(?:GET|POST|PUT|PATCH|MERGE|DELETE) (?:https?://|/)[^\r\n]{1,4000}? HTTP/\d"
_ASKED = lazy_re.compile(_WHOLE_PATH, re.MULTILINE | re.IGNORECASE)
_OUTER = lazy_re.compile(
    rf"{_WHOLE_PATH}"
    r"|^HTTP/\d(?:\.\d)? \d{3}[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,400}\r?\n){0,40}?Content-Type: ?multipart/",
    re.MULTILINE | re.IGNORECASE,
)
"""A message that is none of the parts of a batch: a request with a whole path, the answer to a batch."""
_BEGUN_HEADINGS = frozenset(
    name[:end] for name in ("HTTP Request", "HTTP Response", "Exception") for end in range(1, len(name))
)
"""The last line of a document that ends inside a heading."""
_NAME = lazy_re.compile(r"[\w-]{1,80}")
"""The name of a field without its colon."""
ENOUGH = 1 << 20
"""Characters of messages without a heading between them, after which the next request begins a section of its own."""
_BEGIN = 2_000
"""Characters in which a batch shows that it is one."""
_NEAR = 500
"""Characters before a request in which the fields of its part of a batch stand."""


class _Section(Struct):
    """One request, response or exception as it is being collected."""

    kind: str
    line: int
    text: list[str] = field(default_factory=list)
    length: int = 0
    left_out: int = 0
    """Characters beyond the cap."""

    def add(self, text: str, most: int) -> None:
        """Take in more of it: whole lines, up to a cap."""
        stop = len(text)
        if self.length + stop > most:
            stop = text.find("\n", max(0, most - self.length)) + 1 or stop if self.length < most else 0
            self.left_out += len(text) - stop
        if stop:
            self.text.append(text[:stop])
            self.length += stop

    def ended(self) -> _Section:
        """It ends before the line in which the next one begins."""
        if self.text:
            self.text[-1] = self.text[-1].removesuffix("\n")
        return self


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """All requests, responses and exceptions of one operation."""
    dump = _Dump(limits, notes)
    sections = chain(_sections(window, limits), [None])
    section = next(sections)
    while section is not None:
        if section.left_out:
            notes.warn(Note.LONG_SECTION, section.left_out, most=limits.frame)
        following = next(sections)
        yield from dump.take(section, last=following is None)
        section = following
    alone = dump.number and not (dump.answered or dump.headed)  # somebody copied it so: nobody knows what came back
    if dump.breaks_off:
        notes.cut = True
        notes.warn(Note.CUT)
    if alone or dump.breaks_off:
        yield Cut(at=Place(1, system=System.C4C))


class _Dump:
    """What is known of the operation: the number of the request, and what the file's name calls it."""

    def __init__(self, limits: Limits, notes: Notes) -> None:
        self.limits = limits
        self.notes = notes
        self.number = 0
        named = _FILE.search(notes.name)
        self.operation = named[1] if named else None
        self.fine = True
        """The last request has an answer, and a good one: an exception after it is SSI's own."""
        self.service = services.ODATA
        """What the last request asks of SAP."""
        self.answered = self.headed = False
        """Any answer was seen, or any heading of a section."""
        self.inner: tuple[Part, ...] = ()
        """The requests inside the last one, where that was a batch."""
        self.breaks_off = False
        """The document ends inside a request."""

    def take(self, section: _Section, *, last: bool) -> Iterator[Record]:
        """The records of one section; behind the `last` one the document ends."""
        text = "".join(section.text)
        self.headed = self.headed or bool(section.kind)
        if section.kind == "exception":
            yield from self._exception(section, text)
            return
        line = section.line
        stop = 0
        found = list(_messages(text, self.limits))
        self.breaks_off = self.breaks_off or (last and _is_begun(section.kind, text, found=bool(found)))
        if not found and section.kind == "http response":
            yield from self._bare(text, line, whole=not last)
        elif not found and section.kind == "http request" and (asked := _bare_request(text, self.limits)) is not None:
            yield from self._request(asked, text[asked.stop :], line, http.value_of(asked.raw, "Content-Type"))
        if not found and not section.kind and sap_text.is_about(text):  # notes of what SAP answered
            yield from sap_text.read(text, Place(line, system=System.C4C), self.limits, self.notes)
        for message in found:
            head = message.head
            line += text.count("\n", stop, message.start)
            stop = message.start
            rest, log = log_behind.apart(text[message.closed : message.stop], message.content_type)
            body = text[message.body : message.closed] + rest
            if head is None:
                yield from self._parts_alone(body, line, asked=section.kind == "http request")
            elif head.is_request:
                self.breaks_off = self.breaks_off or (last and message is found[-1] and _is_broken(head, text))
                yield from self._request(head, body, line, message.content_type)
            elif head.status is not None and head.status >= 200:
                body_line = line + text.count("\n", message.start, message.body)
                whole = not last or message is not found[-1] or bool(log)
                self.breaks_off = self.breaks_off or (not whole and _is_head_broken(head, text))
                yield from self._response(head, body, line, body_line, message.content_type, whole=whole)
            if log:
                log_line = line + text.count("\n", message.start, message.stop - len(log))
                yield from log_behind.read(log, Place(log_line, system=System.UNKNOWN), self.limits, self.notes)

    def _request(self, head: http.Head, body: str, line: int, content_type: str) -> Iterator[Record]:
        self.number += 1
        self.fine = False
        host, path = http.host_and_path(head.target, head.raw)
        asked = services.asked(host, path)
        service = asked if asked.system is System.C4C else services.first_known(asked, services.ODATA)
        self.service = service if service.system is System.C4C else services.ODATA
        place = Place(line, system=service.system, protocol=service.protocol, thread="c4c", action=self.number)
        yield RequestHead(at=place, method=head.method, path=path, host=host, headers=http.shown(head.raw))
        yield RequestBody(at=place, operation=self.operation or odata.operation_of(path))
        self.inner = answers.asked_in(body, path, self.limits, service, content_type)

    def _response(
        self, head: http.Head, body: str, line: int, body_line: int, content_type: str, *, whole: bool
    ) -> Iterator[Record]:
        shown = http.numbered(head.raw)
        fields = tuple(field for _, field in shown)
        date = times.http_date(http.value_of(fields, "Date"))
        system, protocol = self.service
        place = Place(line, system=system, protocol=protocol, time=date, thread="c4c", action=self.number)
        lines = tuple(line + 1 + number for number, _ in shown)
        status = head.status or 0
        self.fine = status < 400
        yield ResponseHead(at=place, status=status, reason=head.reason[:200], headers=fields, field_lines=lines)
        self.answered = True
        yield from answers.of_fields(head.raw, status, place)
        yield from self._body(body, replace(place, line=body_line), content_type, whole=whole)
        if status < 400 and not content_type.lower().startswith("multipart/"):
            yield from self._permissions(body, place, body_line)

    def _bare(self, text: str, line: int, *, whole: bool) -> Iterator[Record]:
        """An answer without its status line: SAP gave one all the same."""
        found = _bare_answer(text, self.limits)
        if found is None:
            return
        body_line = line + text.count("\n", 0, found.stop)
        kind = http.value_of(found.raw, "Content-Type")
        if found.status is not None:
            yield from self._response(found, text[found.stop :], line, body_line, kind, whole=whole)
            return
        at = Place(
            body_line, system=self.service.system, protocol=self.service.protocol, thread="c4c", action=self.number
        )
        self.fine = self.answered = True
        if text[found.stop :].strip():
            yield from self._body(text[found.stop :], at, kind, whole=whole)
            yield from self._permissions(text[found.stop :] if self.fine else "", at, body_line)
        else:
            yield answers.unknown(at)

    def _body(self, body: str, at: Place, kind: str, *, whole: bool = True) -> Iterator[Record]:
        """What an answer says; one without a body has said all in its head."""
        inner, self.inner = self.inner, ()
        if not body.strip():
            return
        for record in answers.read(body, at, self.limits, self.notes, content_type=kind, asked=inner, whole=whole):
            if isinstance(record, ResponseHead):
                self.fine = self.fine and record.status < 400
            elif isinstance(record, ResponseBody):
                self.fine = self.fine and not record.results
            yield record

    def _parts_alone(self, body: str, line: int, *, asked: bool) -> Iterator[Record]:
        """A batch whose head is not in the dump: its answer belongs to the request before it."""
        place = Place(line, system=System.C4C, protocol=Protocol.ODATA, thread="c4c", action=self.number or None)
        said = protocols.read(body, self.limits, services.ODATA)
        if said.is_answer and not asked:
            self.fine = self.answered = True
            yield from self._body(body, place, "")
            return
        self.number += 1
        self.inner = said.parts
        yield RequestBody(at=replace(place, action=self.number), operation="$batch")

    def _permissions(self, body: str, place: Place, line: int) -> Iterator[Record]:
        if len(body) > self.limits.chunk and "EntitySetName" in body:
            self.notes.warn(Note.LONG_PERMISSIONS, most=self.limits.chunk)
        for name, rights, lines in odata.entity_sets(body[: self.limits.chunk]):
            lacks = [
                f"Has{what.title()}Access" for what, value in odata.RIGHT.findall(rights) if value.lower() == "false"
            ]
            if lacks:
                at = Place(line + lines, system=System.C4C, protocol=Protocol.ODATA, time=place.time)
                said = " and ".join(dict.fromkeys(lacks))
                yield Message(at=at, text=f"EntitySetName {name} lacks {said}", exception=True)

    def _exception(self, section: _Section, text: str) -> Iterator[Record]:
        lines = [line.strip() for line in text.split("\n") if line.strip() and not line.strip().startswith("at ")]
        if not lines:
            return
        said = " ".join(" ".join(lines[:20]).split())[: self.limits.message]
        if not self.fine:
            self.notes.warn(Note.EXCEPTION_AGAIN)
        place = Place(section.line, system=System.C4C)
        yield Message(at=place, text=said, exception=self.fine, own=self.fine, repeats=not self.fine)


def _is_broken(head: http.Head, text: str) -> bool:
    """Whether a text ends inside its last request: in a line of the head, or in a batch that nothing closes."""
    kind = http.value_of(head.raw, "Content-Type")
    if kind.lower().startswith("multipart/"):
        return multipart.Ends(text).of(head.stop, kind) <= head.stop
    in_head = not text[head.stop :].strip() or _NAME.fullmatch(text, head.stop)
    return bool(in_head) and not text.endswith("\n")


def _is_begun(kind: str, text: str, *, found: bool) -> bool:
    """Whether a document ends with this section in a heading, or before anything of what that announces is whole."""
    if text.rpartition("\n")[2] in _BEGUN_HEADINGS or (not found and answers.breaks_off(text)):
        return True
    is_whole = found or (text.strip() and text.endswith("\n")) or _BARE_REQUEST.match(text) is not None
    return kind == "http request" and not is_whole


def _is_head_broken(head: http.Head, text: str) -> bool:
    """Whether a text ends inside the head of its last answer: in a line of it, or before the body that it announces.

    One that refuses has said so in its first line.
    """
    if text.endswith("\n") or (head.status or 0) >= 400:
        return False
    begun = _NAME.fullmatch(text, head.stop) is not None or not (head.raw or head.reason)
    return begun or (not text[head.stop :].strip() and bool(http.value_of(head.raw, "Content-Type")))


def _bare_request(text: str, limits: Limits) -> http.Head | None:
    """The head of a request that only shows its address; None where there is none."""
    found = _BARE_REQUEST.match(text)
    if found is None:
        return None
    fields, stop = http.read_fields(text, found.end(), limits.header_lines)
    method = (found["method"] or found["verb"] or http.value_of(fields, "Method") or "GET").upper()
    return http.Head(found.start(), stop, method=method, target=found["target"], raw=fields)


def _bare_answer(text: str, limits: Limits) -> http.Head | None:
    """The head of an answer without the usual status line; None where a text shows no answer, but what kept it away."""
    start = len(text) - len(text.lstrip())
    fields: http.Fields = ()
    status, stop = _STATUS.match(text, start), start
    block = text.find("\n}", status.end()) if status is not None and status["reason"].endswith(_PRINTED) else -1
    if status is not None and block >= 0:
        inside = text[status.end() : block].lstrip().removeprefix("{").lstrip("\r\n")
        fields, stop = http.read_fields("\n" + inside, 0, limits.header_lines)[0], block + 2
    elif status is not None:
        fields, stop = http.read_fields(text, status.end(), limits.header_lines)
    elif not text.startswith(_DATA, start):
        fields, stop = http.read_fields("\n" + text[start:], 0, limits.header_lines)
        stop += start - 1
    if status is None:
        status = _STATUS.match(http.value_of(fields, "Status"))
    if status is None and not _is_answer(fields, text[stop:], limits):
        return None
    reason = status["reason"].strip() if status is not None else ""
    return http.Head(
        start, stop, status=int(status["status"]) if status is not None else None, reason=reason, raw=fields
    )


def _is_answer(fields: http.Fields, body: str, limits: Limits) -> bool:
    """Whether fields or a body are those of an answer; other words tell why there is none."""
    if http.shown(fields) or services.answered(name for name, _ in fields) != services.OTHER:
        return True
    return protocols.form_of(body) not in (Form.TEXT, Form.EMPTY) or bool(
        protocols.read(body[:_BEGIN], limits, services.ODATA).results
    )


class _Message(Struct, frozen=True):
    """One HTTP message of a section; without a head it is the body of a batch."""

    head: http.Head | None
    content_type: str
    start: int
    body: int
    closed: int
    """Behind the batch that it holds; where the body begins, if it holds none."""
    stop: int


def _messages(text: str, limits: Limits) -> Iterator[_Message]:
    """The HTTP messages of a section, one behind the other; what looks like one inside a batch is a part of it.

    An answer goes to the next request, or where it is no batch to the next answer.
    """
    at = 0
    ends = multipart.Ends(text)
    if multipart.is_multipart(text):
        at = _end_of_batch(ends, 0, "")
        yield _Message(None, "", 0, 0, at, at)
    waiting: http.Head | None = None
    kind = ""
    for head in http.heads(text, limits.header_lines, at):
        if head.start < at:
            continue
        if waiting is not None:
            yield _Message(waiting, kind, waiting.start, waiting.stop, at, head.start)
        waiting = head
        kind = http.value_of(head.raw, "Content-Type")
        is_batch = kind.lower().startswith("multipart/") or multipart.is_multipart(text[head.stop : head.stop + _BEGIN])
        at = _end_of_batch(ends, head.stop, kind) if is_batch else head.stop
    if waiting is not None:
        yield _Message(waiting, kind, waiting.start, waiting.stop, at, len(text))


def _end_of_batch(ends: multipart.Ends, at: int, kind: str) -> int:
    """Behind the line that closes a batch; where none does, a message that can be no part of it ends it."""
    closed = ends.of(at, kind)
    if closed > at:
        return closed
    following = _OUTER.search(ends.text, at)
    return following.start() if following else len(ends.text)


class Failing(Struct, frozen=True):
    """A request that C4C answered with an error, or not at all, as it stands in the dump; it may hold secrets."""

    line: int
    status: int | None
    text: str


def failing(window: Window, limits: Limits) -> Iterator[Failing]:
    """The failing requests of one operation with their responses, for the incident at SAP. Exceptions are left out."""
    open_request: _Section | None = None
    for section in _sections(window, limits):
        text = "".join(section.text).strip("\r\n")
        if section.kind == "http request":
            if open_request is not None:
                yield _failing(open_request, None, "")
            open_request = section
        elif section.kind == "http response" and open_request is not None:
            statuses = list(_statuses(text, limits))
            bad = [status for status in statuses if status >= 400]
            if bad or not (statuses or _bare_success(text, limits)):
                yield _failing(open_request, bad[0] if bad else None, text)
            open_request = None
    if open_request is not None:
        yield _failing(open_request, None, "")


def _statuses(text: str, limits: Limits) -> Iterator[int]:
    """The statuses of the answers in a section, those inside a batch among them."""
    bare = _bare_answer(text, limits)
    if bare is not None and bare.status is not None and next(iter(_messages(text, limits)), None) is None:
        yield bare.status
    for message in _messages(text, limits):
        kind = http.value_of(message.head.raw, "Content-Type") if message.head is not None else ""
        if message.head is not None and message.head.status is not None:
            yield message.head.status
        for part in protocols.read(text[message.body : message.stop], limits, content_type=kind).parts:
            if part.status is not None:
                yield part.status


def _bare_success(text: str, limits: Limits) -> bool:
    """Whether an answer without a status line says nothing of an error."""
    found = _bare_answer(text, limits)
    return found is not None and found.status is None and not protocols.read(text[found.stop :], limits).results


def _failing(request: _Section, status: int | None, response: str) -> Failing:
    asked = "".join(request.text).strip("\r\n")
    answer = response or "(no response stands in the dump)"
    return Failing(request.line, status, f"HTTP Request\n{asked}\n\nHTTP Response\n{answer}\n")


def _sections(window: Window, limits: Limits) -> Iterator[_Section]:
    section, enough = _Section("", 1), min(ENOUGH, limits.frame // 2)
    for start, text in paragraphs(window, limits):
        line, at = start, 0
        headings = _HEADING.finditer(text)
        while at < len(text):
            heading = next(headings, None)
            stop = heading.start() if heading is not None else len(text)
            while (begin := _begin_of_next(section, text, at, stop, enough)) >= 0:
                section.add(text[at:begin], limits.frame)
                yield section.ended()
                line, at = line + text.count("\n", at, begin), begin
                section = _Section("", line)
            section.add(text[at:stop], limits.frame)
            line += text.count("\n", at, stop)
            at = stop
            if heading is not None:
                yield section.ended()
                section = _Section((heading["name"] or heading["led"] or "exception").lower(), line)
                at = heading.end()
                if heading["name"] and text.startswith("\n", at):
                    at += 1
                    section.line = line = line + 1
    yield section


def _begin_of_next(section: _Section, text: str, at: int, stop: int, enough: int) -> int:
    """Where in the following text a section without heading that is long enough ends: before a request; or -1."""
    if section.kind or section.length + stop - at < enough:
        return -1
    first = max(at, at + enough - section.length)
    for request in _ASKED.finditer(text, first, stop):
        before = "".join(section.text[-2:])[-_NEAR:] if request.start() - at < _NEAR else ""
        if not _is_part(before + text[max(at, request.start() - _NEAR) : request.start()]):
            return request.start()
    return -1


def _is_part(before: str) -> bool:
    """Whether what follows is the request of a part of a batch: behind the fields of one, and a blank line."""
    last = next((line for line in reversed(before.split("\n")[-4:]) if line.strip()), "").lower()
    return last.startswith(("content-", "--"))
