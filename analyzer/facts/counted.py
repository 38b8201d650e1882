"""What is counted while a case is read: events and values that are not finished yet."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from msgspec import Struct, field

from analyzer.facts.recovery import Failures
from analyzer.limits import Limits
from analyzer.model import Event, Evidence, Place
from analyzer.privacy.scrubbing import scrub

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Where no time is known yet: it stands before all others."""

Order = tuple[datetime, str, int]
"""Time, document and number of the record: of two events, which came first."""


class Tallied(Struct):
    """An event while it is being counted."""

    event: Event
    first_order: Order
    early: bool
    autodiscover: bool
    count: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    samples: list[Evidence] = field(default_factory=list)
    documents: Counter[str] = field(default_factory=Counter)
    failures: Failures = field(default_factory=Failures)
    """Those after which the same mailbox was not served again."""
    unserved: Failures = field(default_factory=Failures)
    """Those after which no other mailbox was served in the same document: another session says nothing of this one."""

    def merge(self, other: Tallied, samples: int) -> None:
        """Take in the same event of another document, or one that is not kept apart any more."""
        self.count += other.count
        if other.first_order < self.first_order:
            self.event, self.first_order = other.event, other.first_order
        self.documents.update(other.documents)
        self.first_seen = min((t for t in (self.first_seen, other.first_seen) if t), default=None)
        self.last_seen = max((t for t in (self.last_seen, other.last_seen) if t), default=None)
        self.samples = sorted([*self.samples, *other.samples], key=by_line)[:samples]
        self.failures.merge(other.failures)
        self.unserved.merge(other.unserved)


_MOST_DOCUMENTS = 200


class Seen(Struct):
    """A value: how often it was seen, and first where."""

    count: int = 0
    sample: Evidence | None = None
    documents: set[str] = field(default_factory=set)
    """The documents that were put together, at most so many."""

    @property
    def weight(self) -> int:
        """How often it was seen."""
        return self.count

    def merge(self, other: Seen) -> None:
        """Take in the same value of another document."""
        self.count += other.count
        known = [sample for sample in (self.sample, other.sample) if sample is not None]
        every = {*self.documents, *other.documents, *(sample.document for sample in known)}
        self.documents = set(sorted(every)[:_MOST_DOCUMENTS])
        self.sample = min(known, key=by_line, default=None)


class Side(Struct):
    """Requests of one service."""

    requests: int = 0
    answered: int = 0
    read: int = 0
    failed: int = 0

    def merge(self, other: Side) -> None:
        """Take in those of another document."""
        self.requests += other.requests
        self.answered += other.answered
        self.read += other.read
        self.failed += other.failed


class Quoted(Struct):
    """What texts name: how often, and the most often in one document, since a second one only tells it again."""

    count: int = 0
    most: int = 0

    @property
    def weight(self) -> int:
        """How often it is named."""
        return self.count

    def again(self) -> None:
        """Count it once more in the document that is being read."""
        self.count += 1
        self.most = self.count

    def merge(self, other: Quoted) -> None:
        """Take in what another document names."""
        self.count += other.count
        self.most = max(self.most, other.most)


class Asked(Struct):
    """Requests of one operation or for one mailbox."""

    count: int = 0
    failed: int = 0
    timed: int = 0
    milliseconds: int = 0
    longest: int = 0

    @property
    def weight(self) -> int:
        """How many they are."""
        return self.count

    def merge(self, other: Asked) -> None:
        """Take in those of another document."""
        self.count += other.count
        self.failed += other.failed
        self.timed += other.timed
        self.milliseconds += other.milliseconds
        self.longest = max(self.longest, other.longest)


class Set(Struct):
    """A setting: how often, and first where."""

    count: int = 0
    place: tuple[str, int] | None = None

    @property
    def weight(self) -> int:
        """How often it is told."""
        return self.count

    def merge(self, other: Set) -> None:
        """Take in what another document tells of it."""
        self.count += other.count
        self.place = min((place for place in (self.place, other.place) if place is not None), default=None)


def by_line(sample: Evidence) -> tuple[str, int]:
    """Where a piece of evidence stands."""
    return sample.document, sample.line


def evidence(
    limits: Limits, document: str, place: Place, excerpt: str, ids: tuple[tuple[str, str], ...] = ()
) -> Evidence:
    """A place that proves something, with its line of proof in one line, without secrets, and not too long."""
    shown = " ".join(scrub(excerpt).split())
    if len(shown) > limits.excerpt:
        shown = shown[: limits.excerpt - 1] + "…"
    return Evidence(document=document, line=place.line, time=place.time, excerpt=shown, ids=ids)
