"""What a body says, in one form for all protocols: the answer of every module of this room."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from analyzer.model import Form, Problem, Result, Service
from analyzer.reference import json_names
from analyzer.reference.services import OTHER


class Said(Struct, frozen=True, kw_only=True):
    """What one body says. Lines in it are relative to the body, from 0."""

    form: Form
    service: Service = OTHER
    """Side and protocol by the body's own marks; `other` where it has none."""
    is_answer: bool = True
    operation: str | None = None
    mailbox: str | None = None
    """The mailbox that a request acts for; None where the account acts for itself."""
    version: str | None = None
    """Exchange version, four numbers with points."""
    successes: int = 0
    """What was read as success; 0 where nothing was, whatever the status says."""
    results: tuple[Result, ...] = ()
    """Errors and warnings; of a JSON or OData answer the error object is one, with `fault` set."""
    parts: tuple[Part, ...] = ()
    """The requests or answers of a batch, each a request of its own."""
    status: int | None = None
    """An HTTP status that the body itself names: the title of an error page, the member `status` of an answer."""
    text: str = ""
    """What a page or a text says of itself in one line; never what a person wrote."""
    date: str = ""
    """When the service refused, as it says in the error itself, in UTC; it counts where nothing else tells a time."""
    problem: Problem | None = None
    """Why it could not be read in full, such as one that is cut; None where it could."""


class Part(Struct, frozen=True, kw_only=True):
    """One request or one answer inside a batch."""

    line: int
    """Relative to the body, from 0."""
    body_line: int = 0
    """Where the body of the part begins, counted as `line` is; what its `said` counts begins there."""
    id: str = ""
    """What pairs a request with its answer, where the format has it."""
    method: str = ""
    """Of a request; empty for an answer."""
    target: str = ""
    """Path and query, or a whole URL."""
    status: int | None = None
    """Of an answer."""
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """All fields as they stand: they may hold secrets and must not leave the reader."""
    said: Said | None = None
    """What the body of the part says; None where it has none."""


def is_record(members: Iterable[str]) -> bool:
    """Whether a JSON object is a record that a person filled: its `error` and its `message` are no answer's."""
    return any(str(name).lower() in json_names.RECORD for name in members)
