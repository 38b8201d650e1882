"""The C4C dump: one text file for each operation of the connector, with HTTP request, response, and exceptions of SSI.

A `$batch` answer holds the answers to several requests, each
with a status of its own. An exception block is written by SSI and never concerns SAP.
Sources: revenuegrid.com/ssi/docs/kb/articles/c4c-api-responces-and-payloads, obtain-metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

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
from analyzer.protocols import Part, http, multipart, odata
from analyzer.readers import answers, log_behind, sap_text, times
from analyzer.readers.c4c_sections import BARE_REQUEST, METHODS, Section, bare_answer, bare_request, messages, sections
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window
from analyzer.reference import services

SIGNS = lazy_re.compile(
    rb"\A[ \t=*#-]{0,20}Exceptions?[ \t:=*#-]{0,20}\r?\n|^[ \t=*#-]{0,20}HTTP (?:Request|Response)[ \t:=*#-]{0,20}\r?$"
    rb"|^(?:" + METHODS.encode() + rb") \S{0,200}/sap/\S{1,2000} HTTP/"
    rb"|^Host: ?\S{1,100}\.(?:crm\.ondemand|sapbydesign)\.com|^Content-Type: ?application/http\b|^dataserviceversion:",
    re.MULTILINE | re.IGNORECASE,
)

_FILE = lazy_re.compile(r"(?:^|/)\d{1,4}_([A-Za-z][\w$]{0,80}?)_[A-Za-z0-9]{1,60}(?:\.txt)?$")
_BEGUN_HEADINGS = frozenset(
    name[:end] for name in ("HTTP Request", "HTTP Response", "Exception") for end in range(1, len(name))
)
"""The last line of a document that ends inside a heading."""
_NAME = lazy_re.compile(r"[\w-]{1,80}")
"""The name of a field without its colon."""


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """All requests, responses and exceptions of one operation."""
    dump = _Dump(limits, notes)
    following_ones = chain(sections(window, limits), [None])
    section = next(following_ones)
    while section is not None:
        if section.left_out:
            notes.warn(Note.LONG_SECTION, section.left_out, most=limits.frame)
        following = next(following_ones)
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

    def take(self, section: Section, *, last: bool) -> Iterator[Record]:
        """The records of one section; behind the `last` one the document ends."""
        text = "".join(section.text)
        self.headed = self.headed or bool(section.kind)
        if section.kind == "exception":
            yield from self._exception(section, text)
            return
        line = section.line
        stop = 0
        found = list(messages(text, self.limits))
        self.breaks_off = self.breaks_off or (last and _is_begun(section.kind, text, found=bool(found)))
        if not found and section.kind == "http response":
            yield from self._bare(text, line, whole=not last)
        elif not found and section.kind == "http request" and (asked := bare_request(text, self.limits)) is not None:
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
        found = bare_answer(text, self.limits)
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

    def _exception(self, section: Section, text: str) -> Iterator[Record]:
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
    is_whole = found or (text.strip() and text.endswith("\n")) or BARE_REQUEST.match(text) is not None
    return kind == "http request" and not is_whole


def _is_head_broken(head: http.Head, text: str) -> bool:
    """Whether a text ends inside the head of its last answer: in a line of it, or before the body that it announces.

    One that refuses has said so in its first line.
    """
    if text.endswith("\n") or (head.status or 0) >= 400:
        return False
    begun = _NAME.fullmatch(text, head.stop) is not None or not (head.raw or head.reason)
    return begun or (not text[head.stop :].strip() and bool(http.value_of(head.raw, "Content-Type")))
