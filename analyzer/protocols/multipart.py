"""A batch of OData: requests or answers as the parts of one body, told apart by its boundary and by nothing else.

Sample (an answer; change sets are parts that have parts):

    --r1
    Content-Type: application/http

    HTTP/1.1 201 Created
    Content-Type: application/json

    {"d": {…}}
    --r1--

A boundary may come twice, the end of a change set may be missing, and `Content-Length` is not believed: what counts is
the next line that is a boundary of the part or of one around it. A status line inside a record is text.
Sources: RFC 2046, section 5.1; odata.org/documentation/odata-version-2-0/batch-processing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from msgspec import Struct

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Form, Problem, Service
from analyzer.protocols import http
from analyzer.protocols.said import Part, Said
from analyzer.reference import services
from analyzer.reference.marks import METHODS
from analyzer.reference.services import first_known

Read = Callable[[str, Service, str], Said]
"""Reads the body of a part: its text, whom it is asked of, its content type."""

_FIRST = lazy_re.compile(
    r"\s{0,200}+--(?P<boundary>[^\s-][^\r\n]{0,200}?)[ \t]{0,20}\r?\n"
    r"(?:[!-9;-~]{1,100}+[ \t]{0,9}:[^\r\n]{0,400}\r?\n){0,9}?content-type[ \t]{0,9}:[ \t]{0,9}"
    r"(?:application/http|multipart/mixed)\b",
    re.IGNORECASE,
)
_START = lazy_re.compile(
    rf"[ \t]{{0,20}}+(?:(?P<method>{METHODS})[ \t]{{1,9}}(?P<target>\S[^\r\n]{{0,16000}}?)"
    r"[ \t]{1,9}HTTP/\d(?:\.\d)?|HTTP/\d(?:\.\d)?[ \t]{1,9}(?P<status>\d{3})(?!\d)(?P<reason>[^\r\n]{0,500}))"
    r"[ \t]{0,9}\r?(?:\n|\Z)"
)
_MOST_OPEN = 50
"""Batches of one text whose end is missing, and is searched for."""
_DEEPEST = 3
"""A batch holds change sets, and those hold no further ones; more is an attack."""


class _Stretch(Struct, frozen=True):
    """A part as it stands between two boundaries."""

    start: int
    stop: int


def is_multipart(body: str) -> bool:
    """Whether a body begins as a batch does, whatever its content type says."""
    return _FIRST.match(body) is not None


def read(body: str, content_type: str, limits: Limits, service: Service, read_body: Read) -> Said:
    """The parts of a batch, those of change sets among them, each with what it says."""
    parts: list[Part] = []
    whole = _Reader(body, limits, service, read_body)
    closed = whole.collect(_boundary(content_type), 0, len(body), 0, parts)
    known = (part.said.service for part in parts if part.said is not None)
    asks = any(part.method for part in parts) and not any(part.status is not None for part in parts)
    return Said(
        form=Form.MULTIPART,
        service=first_known(service, *(services.answered(name for name, _ in part.headers) for part in parts), *known),
        is_answer=not asks,
        parts=tuple(parts),
        problem=None if closed and parts else Problem.CUT if parts else Problem.NO_FORM,
    )


class Ends:
    """Where the batches of one text are closed. Few that are left open are searched for: each costs all the rest."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open = 0

    def of(self, at: int, content_type: str) -> int:
        """Behind the batch that begins at an offset; that offset itself where it is none or is left open."""
        boundary = _boundary(content_type) if content_type.lower().startswith("multipart/") else ""
        if not boundary and (first := _FIRST.match(self.text, at)) is not None:
            boundary = first["boundary"]
        if not boundary or self.open >= _MOST_OPEN:
            return at
        found = self.text.find(f"--{boundary}--", at)
        self.open += found < 0
        return found + len(boundary) + 4 if found >= 0 else at


@lru_cache(maxsize=64)
def _boundary(content_type: str) -> str:
    """The boundary that a content type names; empty where it names none. It is asked for where the batch ends, too."""
    from email.message import Message  # costs 10 ms at start, and most dumps hold no batch

    head = Message()
    head["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    return (head.get_boundary() or "").strip()


_NAME = lazy_re.compile(r"[\w-]{1,80}")
"""The name of a field without its colon."""
_BLANK_LINE = lazy_re.compile(r"\n\r?\n")


class _Reader:
    def __init__(self, body: str, limits: Limits, service: Service, read_body: Read) -> None:
        self.body = body
        self.limits = limits
        self.service = service
        self.read_body = read_body
        self.line = 0
        self.counted = 0
        """Offset up to which the lines were counted; parts come in order."""

    def collect(self, boundary: str, start: int, stop: int, depth: int, parts: list[Part]) -> bool:
        """Add the parts of one stretch of the body; returns whether its last boundary closes it."""
        if not boundary or self.body.find(f"--{boundary}", start, stop) < 0:
            first = _FIRST.match(self.body, start, stop)
            if first is None:
                return False
            boundary = first["boundary"].removesuffix("--")
        stretches, closed = _split(self.body, boundary, start, stop)
        for stretch in stretches:
            if len(parts) >= self.limits.parts:
                return False
            self._part(stretch, depth, parts)
        return closed

    def _part(self, stretch: _Stretch, depth: int, parts: list[Part]) -> None:
        fields, at = _fields(self.body, stretch.start, stretch.stop, self.limits)
        kind = http.value_of(fields, "Content-Type")
        if kind.lower().startswith("multipart/"):
            if depth < _DEEPEST:
                self.collect(_boundary(kind), at, stretch.stop, depth + 1, parts)
            return
        at = _behind_blank(self.body, at, stretch.stop)
        start = _START.match(self.body, at, stretch.stop)
        if start is None:
            return
        line = self._line_of(at)
        inner, body_at = _fields(self.body, start.end(), stretch.stop, self.limits)
        body_at = _behind_blank(self.body, body_at, stretch.stop)
        text = self.body[body_at : stretch.stop]
        if _NAME.fullmatch(text) and not _BLANK_LINE.search(self.body, max(0, body_at - 4), body_at):
            text = ""  # the batch is cut off in the head of its last answer
        body_line = self._line_of(body_at)
        asked = start["method"] or ""
        said = None
        if not asked and text.strip():
            service = first_known(self.service, services.answered(name for name, _ in inner))
            said = self.read_body(text, service, http.value_of(inner, "Content-Type"))
        parts.append(
            Part(
                line=line,
                body_line=body_line,
                id=http.value_of(inner, "Content-ID") or http.value_of(fields, "Content-ID"),
                method=asked,
                target=(start["target"] or "").strip(),
                status=int(start["status"]) if start["status"] else None,
                reason=(start["reason"] or "").strip(),
                headers=inner,
                said=said,
            )
        )

    def _line_of(self, at: int) -> int:
        self.line += self.body.count("\n", self.counted, at)
        self.counted = max(self.counted, at)
        return self.line


def _split(body: str, boundary: str, start: int, stop: int) -> tuple[list[_Stretch], bool]:
    """The stretches between the lines that are the boundary, and whether the last of these lines ends the whole."""
    found: list[_Stretch] = []
    begun: int | None = None
    closed = False
    for at, behind, last in _delimiters(body, boundary, start, stop):
        if begun is not None:
            found.append(_Stretch(begun, at))
        begun, closed = (None, True) if last else (behind, False)
    if begun is not None:
        found.append(_Stretch(begun, stop))
    return found, closed


def _delimiters(body: str, boundary: str, start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
    """Begin and end of each line that is the boundary, and whether it is the closing one."""
    mark = f"--{boundary}"
    at = body.find(mark, start, stop)
    while at >= 0:
        end = body.find("\n", at, stop)
        end = stop if end < 0 else end
        rest = body[at + len(mark) : min(end, at + len(mark) + 40)].strip()
        if rest in ("", "--") and not body[max(start, body.rfind("\n", start, at) + 1) : at].strip():
            yield at, min(end + 1, stop), rest == "--"
        at = body.find(mark, end, stop)


def _fields(body: str, at: int, stop: int, limits: Limits) -> tuple[http.Fields, int]:
    """The header fields from an offset on, and the offset behind them."""
    if not body[at : _line_end(body, at, stop)].strip():
        return (), at
    reach = min(stop, at + limits.tag)
    fields, end = http.read_fields("\n" + body[at:reach], 0, limits.header_lines)
    return fields, min(at + max(0, end - 1), stop)


def _line_end(body: str, at: int, stop: int) -> int:
    end = body.find("\n", at, stop)
    return stop if end < 0 else end


def _behind_blank(body: str, at: int, stop: int) -> int:
    """The start of the first line that is not blank."""
    while at < stop:
        end = _line_end(body, at, stop)
        if body[at:end].strip():
            return at
        at = min(end + 1, stop)
    return stop
