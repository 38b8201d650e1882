"""The answer: documents, findings, the verdict, and the analysis that holds all of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from analyzer.model.facts import Evidence, Facts
from analyzer.model.filling import Filled
from analyzer.model.kinds import (
    Basis,
    Confidence,
    EventKind,
    Form,
    Kind,
    Outcome,
    Owner,
    Severity,
    System,
    VerdictOutcome,
)
from analyzer.model.remarks import Remark
from analyzer.model.telling import Tell


class Document(Struct, frozen=True, kw_only=True):
    """One file of the upload and what became of it."""

    name: str
    kind: Kind
    bytes: int
    sha256: str
    records: int
    warnings: tuple[Remark, ...] = ()
    bytes_skipped: int = 0
    cut: bool = False
    """The document ends inside a record."""
    failed: bool = False
    """Our reader failed in it: nobody knows what the rest of it tells."""
    unzoned: bool = False
    """Some of its times name no zone and are taken as UTC."""
    offset: int | None = None
    """Minutes that its clock is ahead of UTC; None where nobody knows, or it changes."""
    hearsay: bool = False
    """It is a mail: it may speak of an error that happened elsewhere."""
    unread: bool = False
    """An archive, or a member of one, that nothing could be read of: nobody knows what it tells."""


class Upload(Struct, frozen=True, kw_only=True):
    """One path that was given: a file, a pack or a folder."""

    name: str
    """Its own name, never where it lies."""
    files: int
    """Documents that were found in it."""


class Finding(Struct, frozen=True, kw_only=True):
    """A known error that the facts prove."""

    rule: str
    title: Filled
    source: str
    system: System
    """The side that failed; `unknown` where nothing tells."""
    side: System
    """Whose error the rule is about, whatever the events say."""
    outcome: Outcome
    severity: Severity
    basis: Basis
    owner: Owner
    count: int
    first_seen: datetime | None
    last_seen: datetime | None
    parameters: Mapping[str, str]
    cause: Filled
    solution: tuple[Filled, ...]
    references: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    follows: frozenset[str] = frozenset()
    """Rules whose error this one is a consequence of."""
    recovered: bool = False
    tell: Tell | None = None
    """What the letter says of it; None where the rule has no words of its own for that."""
    guessed: bool = False
    """The form in which the error shows in an upload is our guess; nobody published it."""
    mailboxes: tuple[str, ...] = ()
    """Whom it hits, those with most of its events first; empty where no event tells."""
    sessions: int = 0
    """Sessions of a table that failed with it."""
    told_only: bool = False
    """Only texts name it: no request that failed and no header of a server is in the upload."""
    of_nobody: bool = False
    """These texts name a status, and nothing around them whose it is: that it is this side's is an assumption."""
    shown_by: frozenset[EventKind] = frozenset()
    """What shows it, texts that name it left out; empty where a field of a head does, a version or a setting."""
    came: tuple[Form, ...] = ()
    """What came in the place of an answer, where nothing else shows it."""


class Ignored(Struct, frozen=True, kw_only=True):
    """A finding that a site knows: it is listed, and no verdict rests on it."""

    finding: Finding
    reason: str
    """Why; empty where nobody said."""
    until: date | None = None
    """The last day on which it is ignored."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What the whole case amounts to."""

    outcome: VerdictOutcome
    rule: str | None
    headline: Remark
    owner: Owner
    confidence: Confidence
    pro: tuple[Remark, ...] = ()
    """What speaks for it."""
    contra: tuple[Remark, ...] = ()
    """What speaks against it, or is not known."""


class Unexplained(Struct, frozen=True, kw_only=True):
    """Error events that no rule explains, by signature."""

    signature: str
    count: int
    evidence: tuple[Evidence, ...]


class NotEvaluated(Struct, frozen=True, kw_only=True):
    """A rule that could not be judged, and why."""

    rule: str
    reason: Remark


class Analysis(Struct, frozen=True, kw_only=True):
    """The answer. Every output is rendered from this value and from nothing else."""

    version: str
    catalogue: str
    """Digest of the rules that were used."""
    verdict: Verdict
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    facts: Facts
    unexplained: tuple[Unexplained, ...]
    missing: tuple[Remark, ...] = ()
    """What to ask for."""
    looked_at: tuple[Remark, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    uploads: tuple[Upload, ...] = ()
    options: tuple[str, ...] = ()
    """What was asked for beyond the defaults, a phrase each."""
    warnings: tuple[Remark, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    """Findings that the site knows; none of them is among the others."""
    error_events: int = 0
    """Error events in the case, those of probes and mere mentions aside."""

    @property
    def explained_events(self) -> int:
        """Error events that a known error explains."""
        return self.error_events - sum(row.count for row in self.unexplained)

    @property
    def analysed(self) -> bool:
        """Whether anything in the upload could be analysed at all: empty and refused documents cannot."""
        return any(document.bytes_skipped < document.bytes for document in self.documents)
