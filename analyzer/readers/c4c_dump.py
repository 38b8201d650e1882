"""The C4C dump: one text file for each operation of the connector, with HTTP request, response, and exceptions of SSI.

Sections begin with the headings `HTTP Request`, `HTTP Response` and `Exception` (only the second is documented, the
others follow from it and from the article on payloads). A `$batch` answer holds the answers to several requests, each
with a status of its own. An exception block is written by SSI and never concerns SAP.
Sources: revenuegrid.com/ssi/docs/kb/articles/c4c-api-responces-and-payloads, obtain-metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.limits import Limits
from analyzer.model import (
    Form,
    Message,
    Place,
    Protocol,
    Record,
    RequestBody,
    RequestHead,
    ResponseBody,
    ResponseHead,
    System,
)
from analyzer.protocols import http, odata
from analyzer.readers import times
from analyzer.readers.notes import Notes
from analyzer.readers.plain_text import paragraphs
from analyzer.readers.window import Window
from analyzer.reference import services
from analyzer.reference.marks import SECTION

SIGNS = re.compile(
    rb"\A[ \t=*#-]{0,20}Exceptions?[ \t:=*#-]{0,20}\r?\n|^[ \t=*#-]{0,20}HTTP (?:Request|Response)[ \t:=*#-]{0,20}\r?$"
    rb"|^(?:GET|POST|PUT|PATCH|MERGE|DELETE) \S{0,200}/sap/\S{1,2000} HTTP/"
    rb"|^Host: ?\S{1,100}\.(?:crm\.ondemand|sapbydesign)\.com|^Content-Type: ?application/http\b|^dataserviceversion:",
    re.MULTILINE | re.IGNORECASE,
)

_HEADING = re.compile(rf"{SECTION}$", re.IGNORECASE)
_INLINE = re.compile(r"^Exceptions?:[ \t]{1,9}(?=[\w.]{0,100}(?:Exception|Error)\b)")
_FILE = re.compile(r"(?:^|/)\d{1,4}_([A-Za-z][\w$]{0,80}?)_[A-Za-z0-9]{1,60}(?:\.txt)?$")
_PART = re.compile(r"^HTTP/\d(?:\.\d)? (?P<status>\d{3})\b(?P<reason>[^\r\n]{0,200})", re.MULTILINE)


@dataclass(slots=True)
class _Section:
    """One request, response or exception as it is being collected."""

    kind: str
    line: int
    text: list[str] = field(default_factory=list)
    length: int = 0
    left_out: int = 0
    """Characters beyond the cap."""


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """All requests, responses and exceptions of one operation."""
    dump = _Dump(limits, notes)
    for section in _sections(window, limits):
        if section.left_out:
            notes.warn(f"only the first {limits.frame:,} characters of a section are read", section.left_out)
        yield from dump.take(section)


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

    def take(self, section: _Section) -> Iterator[Record]:
        """The records of one section."""
        text = "\n".join(section.text)
        if section.kind == "exception":
            yield from self._exception(section, text)
            return
        line, at = section.line, 0
        for head in http.heads(text, self.limits.header_lines):
            if head.start < at:
                continue  # inside the parts of a batch, which were read with their answer
            line += text.count("\n", at, head.start)
            at = head.start
            if head.is_request:
                yield from self._request(head, line)
                at = self._end_of_batch(text, head)
                line += text.count("\n", head.start, at)
            elif head.status is not None and head.status >= 200:
                stop = self._end_of_answer(text, head)
                yield from self._response(head, text[head.stop : stop], line)
                line += text.count("\n", at, stop)
                at = stop

    def _end_of_batch(self, text: str, head: http.Head) -> int:
        """The inner requests of a `$batch` are not sent by themselves; they end where an answer begins."""
        if "$batch" not in head.target:
            return head.stop
        answer = _PART.search(text, head.stop)
        return answer.start() if answer else len(text)

    def _end_of_answer(self, text: str, head: http.Head) -> int:
        """An answer goes to the next request; the statuses inside a batch belong to it."""
        following = http.heads(text, self.limits.header_lines, head.stop)
        batch = http.value_of(head.raw, "Content-Type").lower().startswith("multipart/")
        for other in following:
            if other.is_request or not batch:
                return other.start
        return len(text)

    def _request(self, head: http.Head, line: int) -> Iterator[Record]:
        self.number += 1
        self.fine = False
        host, path = http.host_and_path(head.target, head.raw)
        service = services.first_known(services.asked(host, path), services.ODATA)
        place = Place(line, system=service.system, protocol=service.protocol, thread="c4c", action=self.number)
        yield RequestHead(at=place, method=head.method, path=path, host=host, headers=http.shown(head.raw))
        yield RequestBody(at=place, operation=self.operation or odata.operation_of(path))

    def _response(self, head: http.Head, body: str, line: int) -> Iterator[Record]:
        shown = http.numbered(head.raw)
        fields = tuple(field for _, field in shown)
        date = times.http_date(http.value_of(fields, "Date"))
        place = Place(line, system=System.C4C, protocol=Protocol.ODATA, time=date, thread="c4c", action=self.number)
        lines = tuple(line + 1 + number for number, _ in shown)
        yield ResponseHead(
            at=place, status=head.status or 0, reason=head.reason[:200], headers=fields, field_lines=lines
        )
        body_line = line + 1 + len(head.raw)
        self.fine = (head.status or 0) < 400
        if http.value_of(head.raw, "Content-Type").lower().startswith("multipart/"):
            yield ResponseBody(at=place, operation=None, form=Form.MULTIPART)
            yield from self._parts(body, body_line)
            return
        if (head.status or 0) >= 400:
            if said := odata.refusal(head.raw, body):
                yield Message(at=place, text=said, exception=True)
        else:
            yield from self._permissions(body, place, body_line)

    def _parts(self, body: str, line: int) -> Iterator[Record]:
        """The answers inside a `$batch`: each is the answer to a request of its own."""
        found = list(_PART.finditer(body))
        ends = [match.start() for match in found[1:]] + [len(body)]
        seen = 0
        for match, end in zip(found, ends, strict=True):
            line += body.count("\n", seen, match.start())
            seen = match.start()
            self.number += 1
            place = Place(line, system=System.C4C, protocol=Protocol.ODATA, thread="c4c", action=self.number)
            status = int(match["status"])
            self.fine = self.fine and status < 400
            yield ResponseHead(at=place, status=status, reason=match["reason"].strip())
            said = odata.odata_error(body[match.end() : end]) if status >= 400 else ""
            if said:
                yield Message(at=place, text=said, exception=True)

    def _permissions(self, body: str, place: Place, line: int) -> Iterator[Record]:
        if len(body) > self.limits.chunk and "EntitySetName" in body:
            self.notes.warn(f"permissions are read in the first {self.limits.chunk:,} characters of an answer only")
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
            self.notes.warn("an exception of SSI after a failed answer of C4C is not counted")
        place = Place(section.line, system=System.C4C)
        yield Message(at=place, text=said, exception=self.fine, own=self.fine, repeats=not self.fine)


@dataclass(frozen=True, slots=True)
class Failing:
    """A request that C4C answered with an error, or not at all, as it stands in the dump; it may hold secrets."""

    line: int
    status: int | None
    text: str


def failing(window: Window, limits: Limits) -> Iterator[Failing]:
    """The failing requests of one operation with their responses, for the incident at SAP. Exceptions are left out."""
    open_request: _Section | None = None
    for section in _sections(window, limits):
        text = "\n".join(section.text).strip("\r\n")
        if section.kind == "http request":
            if open_request is not None:
                yield _failing(open_request, None, "")
            open_request = section
        elif section.kind == "http response" and open_request is not None:
            statuses = [int(match["status"]) for match in _PART.finditer(text)]
            bad = [status for status in statuses if status >= 400]
            if bad or not statuses:
                yield _failing(open_request, bad[0] if bad else None, text)
            open_request = None
    if open_request is not None:
        yield _failing(open_request, None, "")


def _failing(request: _Section, status: int | None, response: str) -> Failing:
    asked = "\n".join(request.text).strip("\r\n")
    answer = response or "(no response stands in the dump)"
    return Failing(request.line, status, f"HTTP Request\n{asked}\n\nHTTP Response\n{answer}\n")


def _sections(window: Window, limits: Limits) -> Iterator[_Section]:
    section = _Section("", 1)
    for start, text in paragraphs(window, limits):
        for offset, line in enumerate(text.split("\n")):
            heading = _HEADING.match(line.rstrip("\r")) if len(line) < 80 else None
            if heading is not None:
                yield section
                section = _Section(heading[1].lower(), start + offset + 1)
            elif (inline := _INLINE.match(line)) is not None:
                yield section
                section = _Section("exception", start + offset, [line[inline.end() :]], len(line))
            elif section.length < limits.frame:
                section.length += len(line)
                section.text.append(line)
            else:
                section.left_out += len(line)
    yield section
