"""What a head says to a reader: worked out once for all heads that differ in nothing but ids, cookies and tokens.

    HTTP/1.1 200 OK
    request-id: 7c9e6679-7425-40de-944b-e07fc1f90ae7
    X-FEServer: EXFE01

The heads of a dump are the same few, each thousands of times. `glance` cuts out the values that differ, knows what is
left, and puts back those that are shown. A head in which one of them could mean anything else is read as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.model import Credential, Service
from analyzer.protocols import http
from analyzer.reference import services

_VARYING = lazy_re.compile(
    r"\n(request-id|client-request-id|Date|X-AnchorMailbox|Set-Cookie|Authorization|Cookie): ([^\r\n]*+)"
)
_USUAL = lazy_re.compile(r"\s*+(?:[A-Z]{1,20}+ \S{1,4000}+ )?+HTTP/\d")
"""A first line by which alone is told what it is."""
_LONGEST = 8_000
"""Characters of a head whose lines are all looked at in one way."""
_MARK = "\x01"
"""Stands for a value that was cut out, with its number."""


class Request(Struct, frozen=True, kw_only=True):
    """The head of a request."""

    method: str
    target: str
    host: str
    path: str
    service: Service
    """Whom it asks, as far as its address tells."""
    shown: http.Fields
    authorized: bool
    credential: Credential | None


class Answer(Struct, frozen=True, kw_only=True):
    """The head of an answer."""

    status: int
    reason: str
    raw: http.Fields
    """All fields; what was cut out of them tells nobody anything but those who are shown it."""
    shown: http.Fields
    numbers: Sequence[int]
    """Of the shown ones among all fields, from 0."""
    service: Service
    """Who answers, by the names of the fields."""
    midway: bool
    is_empty: bool
    """It says that no body follows."""


def request(head: http.Head) -> Request:
    """What the head of a request says."""
    host, path = http.host_and_path(head.target, head.raw)
    return Request(
        method=head.method,
        target=head.target,
        host=host,
        path=path,
        service=services.asked(host, path),
        shown=http.shown(head.raw),
        authorized=http.authorized(head.raw),
        credential=http.credential(head.raw),
    )


def answer(status: int, reason: str, raw: http.Fields) -> Answer:
    """What the head of an answer says."""
    numbered = http.numbered(raw)
    return Answer(
        status=status,
        reason=reason[:200],
        raw=raw,
        shown=tuple([field for _, field in numbered]),
        numbers=[number for number, _ in numbered],
        service=services.answered(name for name, _ in raw),
        midway=http.midway(raw),
        is_empty=http.value_of(raw, "Content-Length").strip() == "0",
    )


def glance(text: str, limit: int, *, request: bool) -> tuple[int, Request | Answer] | None:
    """What the head says that a text begins with, and at which of its lines; None where it has to be read in full."""
    if len(text) > _LONGEST:
        return None
    parts = _VARYING.split(text)
    values = [value.strip() for value in parts[2::3]]
    del parts[2::3]
    shape = _shape(tuple(parts), limit, request)
    return shape.of(values) if shape is not None else None


class _Shape(Struct, frozen=True):
    """What all heads say that differ in their values alone."""

    line: int
    said: Request | Answer
    holes: Sequence[tuple[int, str, int]]
    """Places among the shown fields, with their names and the numbers of their values."""
    signed: int | None
    """Number of the value that a request signs in with."""

    def of(self, values: Sequence[str]) -> tuple[int, Request | Answer] | None:
        """The same with these values."""
        shown = list(self.said.shown)
        for place, name, number in self.holes:
            shown[place] = (name, values[number][:500])
        if self.signed is None:
            return self.line, replace(self.said, shown=tuple(shown))
        value = values[self.signed]
        if not value:  # another field may sign it in
            return None
        return self.line, replace(
            self.said, shown=tuple(shown), credential=http.credential((("Authorization", value),))
        )


@lru_cache(maxsize=512)
def _shape(parts: tuple[str, ...], limit: int, of_request: bool) -> _Shape | None:
    """The shape of the heads that have these texts between their values; None where those may matter."""
    if any(_MARK in part for part in parts) or _USUAL.match(parts[0]) is None:
        return None
    cut = zip(parts[1::2], parts[2::2], strict=True)
    marks = [f"{_MARK}{number}" for number in range(len(parts) // 2)]
    text = parts[0] + "".join(f"\n{name}: {mark}{rest}" for mark, (name, rest) in zip(marks, cut, strict=True))
    head = http.loose_head(text, limit, request=of_request)
    if head is None or not (head.is_request or (head.status or 0) >= 200):
        return None
    said = request(head) if head.is_request else answer(head.status or 0, head.reason, head.raw)
    signs = http.value_of(head.raw, "Authorization") if head.is_request else ""
    told = [*said.shown, ("", signs)]
    if any(_MARK in value and value not in marks for _, value in told):
        return None  # it goes on in the next line
    return _Shape(
        line=text.count("\n", 0, head.start),
        said=said,
        holes=[(at, name, marks.index(value)) for at, (name, value) in enumerate(said.shown) if value in marks],
        signed=marks.index(signs) if signs in marks else None,
    )
