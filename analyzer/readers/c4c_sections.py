"""Where the sections of a C4C dump begin and end, and the HTTP messages in each; `c4c_dump.py` says what they tell.

Sample of two sections, each with one message:

    HTTP Request
    GET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1

    HTTP Response
    HTTP/1.1 403 Forbidden

The headings are `HTTP Request`, `HTTP Response` and `Exception`; only the second is documented, the others follow from
it and from the article on payloads (revenuegrid.com/ssi/docs/kb/articles/c4c-api-responces-and-payloads).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from analyzer import lazy_re, protocols
from analyzer.limits import Limits
from analyzer.model import Form
from analyzer.protocols import http, multipart
from analyzer.readers.plain_text import paragraphs
from analyzer.readers.window import Window
from analyzer.reference import services
from analyzer.reference.marks import SECTION

METHODS = "GET|POST|PUT|PATCH|MERGE|DELETE"
"""Those of OData."""
_HEADING = lazy_re.compile(
    rf"(?i:{SECTION})(?=\r{{0,9}}$)\r{{0,9}}"
    r"|^[ \t=*#-]{0,20}(?P<led>(?i:HTTP Response)(?=[ \t:(-]{1,9}[1-5]\d\d\b)|(?i:HTTP Request)(?=[ \t:(-]{1,9}"
    rf"(?:(?:{METHODS}) )?https?://))[ \t:(-]{{1,9}}"
    r"|^Exceptions?:[ \t]{1,9}(?=[\w.]{0,100}(?:Exception|Error)\b)",
    re.MULTILINE,
)
"""A heading on a line of its own; or an address, a status or an exception behind it on the same line."""
BARE_REQUEST = lazy_re.compile(
    rf"\s{{0,9}}(?:(?P<method>{METHODS}) )?"
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
_WHOLE_PATH = rf"^(?:{METHODS}) (?:https?://|/)[^\r\n]{{1,4000}}? HTTP/\d"
_ASKED = lazy_re.compile(_WHOLE_PATH, re.MULTILINE | re.IGNORECASE)
_OUTER = lazy_re.compile(
    rf"{_WHOLE_PATH}"
    r"|^HTTP/\d(?:\.\d)? \d{3}[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,400}\r?\n){0,40}?Content-Type: ?multipart/",
    re.MULTILINE | re.IGNORECASE,
)
"""A message that is none of the parts of a batch: a request with a whole path, the answer to a batch."""
ENOUGH = 1 << 20
"""Characters of messages without a heading between them, after which the next request begins a section of its own."""
_BEGIN = 2_000
"""Characters in which a batch shows that it is one, and a body an error."""
_NEAR = 500
"""Characters before a request in which the fields of its part of a batch stand."""


class Section(Struct):
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

    def ended(self) -> Section:
        """It ends before the line in which the next one begins."""
        if self.text:
            self.text[-1] = self.text[-1].removesuffix("\n")
        return self


def sections(window: Window, limits: Limits) -> Iterator[Section]:
    """The sections of a dump, in order; what stands before the first heading is one without a kind."""
    section, enough = Section("", 1), min(ENOUGH, limits.frame // 2)
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
                section = Section("", line)
            section.add(text[at:stop], limits.frame)
            line += text.count("\n", at, stop)
            at = stop
            if heading is not None:
                yield section.ended()
                section = Section((heading["name"] or heading["led"] or "exception").lower(), line)
                at = heading.end()
                if heading["name"] and text.startswith("\n", at):
                    at += 1
                    section.line = line = line + 1
    yield section


def _begin_of_next(section: Section, text: str, at: int, stop: int, enough: int) -> int:
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


class HttpMessage(Struct, frozen=True):
    """One HTTP message of a section; without a head it is the body of a batch."""

    head: http.Head | None
    content_type: str
    start: int
    body: int
    closed: int
    """Behind the batch that it holds; where the body begins, if it holds none."""
    stop: int


def messages(text: str, limits: Limits) -> Iterator[HttpMessage]:
    """The HTTP messages of a section, one behind the other; what looks like one inside a batch is a part of it.

    An answer goes to the next request, or where it is no batch to the next answer.
    """
    at = 0
    ends = multipart.Ends(text)
    if multipart.is_multipart(text):
        at = _end_of_batch(ends, 0, "")
        yield HttpMessage(None, "", 0, 0, at, at)
    waiting: http.Head | None = None
    kind = ""
    for head in http.heads(text, limits.header_lines, at):
        if head.start < at:
            continue
        if waiting is not None:
            yield HttpMessage(waiting, kind, waiting.start, waiting.stop, at, head.start)
        waiting = head
        kind = http.value_of(head.raw, "Content-Type")
        is_batch = kind.lower().startswith("multipart/") or multipart.is_multipart(text[head.stop : head.stop + _BEGIN])
        at = _end_of_batch(ends, head.stop, kind) if is_batch else head.stop
    if waiting is not None:
        yield HttpMessage(waiting, kind, waiting.start, waiting.stop, at, len(text))


def _end_of_batch(ends: multipart.Ends, at: int, kind: str) -> int:
    """Behind the line that closes a batch; where none does, a message that can be no part of it ends it."""
    closed = ends.of(at, kind)
    if closed > at:
        return closed
    following = _OUTER.search(ends.text, at)
    return following.start() if following else len(ends.text)


def bare_request(text: str, limits: Limits) -> http.Head | None:
    """The head of a request that only shows its address; None where there is none."""
    found = BARE_REQUEST.match(text)
    if found is None:
        return None
    fields, stop = http.read_fields(text, found.end(), limits.header_lines)
    method = (found["method"] or found["verb"] or http.value_of(fields, "Method") or "GET").upper()
    return http.Head(found.start(), stop, method=method, target=found["target"], raw=fields)


def bare_answer(text: str, limits: Limits) -> http.Head | None:
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
