"""The failing operations of a C4C dump as they stand there, for the incident at SAP."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from analyzer import protocols
from analyzer.limits import Limits
from analyzer.protocols import http
from analyzer.readers.c4c_sections import Section, bare_answer, messages, sections
from analyzer.readers.window import Window


class Failing(Struct, frozen=True):
    """A request that C4C answered with an error, or not at all, as it stands in the dump; it may hold secrets."""

    line: int
    status: int | None
    text: str


def failing(window: Window, limits: Limits) -> Iterator[Failing]:
    """The failing requests of one operation with their responses, for the incident at SAP. Exceptions are left out."""
    open_request: Section | None = None
    for section in sections(window, limits):
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
    bare = bare_answer(text, limits)
    if bare is not None and bare.status is not None and next(iter(messages(text, limits)), None) is None:
        yield bare.status
    for message in messages(text, limits):
        kind = http.value_of(message.head.raw, "Content-Type") if message.head is not None else ""
        if message.head is not None and message.head.status is not None:
            yield message.head.status
        for part in protocols.read(text[message.body : message.stop], limits, content_type=kind).parts:
            if part.status is not None:
                yield part.status


def _bare_success(text: str, limits: Limits) -> bool:
    """Whether an answer without a status line says nothing of an error."""
    found = bare_answer(text, limits)
    return found is not None and found.status is None and not protocols.read(text[found.stop :], limits).results


def _failing(request: Section, status: int | None, response: str) -> Failing:
    asked = "".join(request.text).strip("\r\n")
    answer = response or "(no response stands in the dump)"
    return Failing(request.line, status, f"HTTP Request\n{asked}\n\nHTTP Response\n{answer}\n")
