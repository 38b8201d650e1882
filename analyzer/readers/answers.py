"""The body of an answer becomes records: one place for every wrapping that hands on a whole body.

What it says is told by `protocols/`; here it gets its place, and the answers inside a batch become calls of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzer import protocols
from analyzer.limits import Limits
from analyzer.model import Place, Record, RequestBody, ResponseBody, Service
from analyzer.protocols import Said
from analyzer.readers.notes import Notes
from analyzer.reference.services import first_known


def read(body: str, at: Place, limits: Limits, notes: Notes, *, content_type: str = "") -> Iterator[Record]:
    """The records of one body that stands at a place, on the side that the place names as far as it is known."""
    yield from records(protocols.read(body, limits, at.service, content_type=content_type), at, notes)


def records(said: Said, at: Place, notes: Notes) -> Iterator[Record]:
    """What was said, at its place."""
    if said.problem:
        notes.warn(f"a body is {said.problem}; only what is known of it was read: line {at.line}")
    place = _on(at, first_known(at.service, said.service))
    if not said.is_answer:
        yield RequestBody(at=place, operation=said.operation, mailbox=said.mailbox)
        return
    yield ResponseBody(
        at=place,
        operation=said.operation,
        version=said.version,
        successes=said.successes,
        results=tuple(replace(result, line=result.line + at.line) for result in said.results),
        form=said.form,
        text=said.text,
    )


def _on(at: Place, service: Service) -> Place:
    return replace(at, system=service.system, protocol=service.protocol)
