"""What a rule is: conditions over facts, the words for the reader, and the samples that prove it.

At every start six thousand of these come from a pickle (compiled.py), which holds nothing that is as it is by default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from analyzer.model import Access, Basis, Deployment, EventKind, Form, Outcome, Owner, Protocol, Severity, System
from analyzer.model.telling import Tell


class Maturity(StrEnum):
    """How well the form of an error is known."""

    SEEN = "seen"
    """A public log shows it."""
    PUBLISHED = "published"
    """Its literal text or code is published."""
    EXPECTED = "expected"
    """Its meaning is published; the form it takes in an upload is our guess."""


class LastResort(StrEnum):
    """A message that says nothing by itself yields to errors that say more."""

    NO = "no"
    SIDE = "side"
    """It is told only where no error of the same side is found."""
    CASE = "case"
    """It is told only where no other error is found."""


class _Lean:
    """Kept without what is as it is by default, which the class says; classes with slots would not say it."""

    def __getstate__(self) -> dict[str, object]:
        kind = type(self)
        return {
            name: said for name, said in vars(self).items() if not hasattr(kind, name) or said != getattr(kind, name)
        }


@dataclass(frozen=True)
class Pattern:
    """What a text must look like, without regard to case: compiled when it is first tried, and most never are."""

    pattern: str

    def search(self, text: str) -> re.Match[str] | None:
        """Where the text looks so.

        Raises:
            re.error: it is no pattern.
        """
        return compiled(self.pattern).search(text)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a rule as it is tried.

    Raises:
        re.error: it is no pattern.
    """
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class EventTest(_Lean):
    """Which error events hold; everything that is given must be true of an event."""

    kinds: frozenset[EventKind] = frozenset()
    systems: frozenset[System] = frozenset()
    protocols: frozenset[Protocol] = frozenset()
    """Where a test names none and asks for a status, a code or the side of Exchange, it is not about Graph."""
    forms: frozenset[Form] = frozenset()
    """What answered where something else was asked for."""
    statuses: frozenset[int] = frozenset()
    codes: frozenset[str] = frozenset()
    """Of the event or beneath its code; an empty one is for events that name none."""
    operations: frozenset[str] = frozenset()
    deployment: Deployment | None = None
    contains: str = ""
    """Words that must stand in the text, without regard to case: looked for before the pattern is tried."""
    text: Pattern | None = None
    path: Pattern | None = None
    since: datetime | None = None
    """First moment (UTC) of events that hold; an event without a time never holds then."""
    before: datetime | None = None
    recovered: bool | None = None
    impersonated: bool | None = None
    calm: bool | None = None
    """Whether it is a line whose level says that all is well: INFO, DEBUG."""
    access: frozenset[Access] = frozenset()
    """How the request signed in."""
    at_least: int = 1
    """How many such events there must be."""


@dataclass(frozen=True, kw_only=True)
class HeaderTest(_Lean):
    """A response header with a value."""

    header: str
    value: Pattern
    systems: frozenset[System] = frozenset()
    at_least: int = 1


@dataclass(frozen=True, kw_only=True)
class VersionTest(_Lean):
    """An Exchange version, as four numbers with points."""

    version: Pattern
    deployments: frozenset[Deployment] = frozenset()
    """Where the server of the case stands; empty for anywhere."""


@dataclass(frozen=True, kw_only=True)
class CountTest(_Lean):
    """A number that was counted: requests, answered, successes, documents of a kind, and so on (see `Facts.counts`)."""

    name: str
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, kw_only=True)
class SettingTest:
    """A setting that was in force, by its name and value."""

    setting: Pattern
    value: Pattern


@dataclass(frozen=True, kw_only=True)
class PeriodTest(_Lean):
    """The time the whole case is from. A case without times never holds."""

    since: datetime | None = None
    """UTC; the case lasts until this moment or longer."""
    before: datetime | None = None
    """UTC; the case ends before this moment."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Conditions that must all hold, of which one must hold, or of which none may."""

    mode: str
    """all, any or none."""
    tests: tuple[Condition, ...]


Condition = EventTest | HeaderTest | VersionTest | CountTest | SettingTest | PeriodTest | Group


@dataclass(frozen=True, kw_only=True)
class Wording(_Lean):
    """What a finding says and who acts; a variant of a rule replaces some of it."""

    title: str
    owner: Owner
    severity: Severity
    outcome: Outcome
    outcome_if_recovered: Outcome
    outcome_if_fault: Outcome
    """Where it came as a SOAP fault, which ends a whole request, and the mailbox was not served again."""
    cause: str
    solution: tuple[str, ...]
    tell: Tell | None = None
    """What the letter to the customer says; None for what is said of every error of that owner and side."""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """Another wording that holds under a condition of its own."""

    when: Condition
    wording: Wording


@dataclass(frozen=True)
class Sample(_Lean):
    """A small document that proves a rule."""

    text: str
    others: frozenset[str] = frozenset()
    """Further rules that it makes fire, and rightly so."""


@dataclass(frozen=True, kw_only=True)
class Rule(_Lean):
    """One known error."""

    id: str
    source: str
    """The vendor's name for the component, for readers."""
    side: System
    """Whose error it is, whatever the events say of it: `unknown` where it is nobody's in particular."""
    follows: frozenset[str]
    """Rules that this one is a consequence of: where one of them holds, too, the verdict is theirs."""
    takes_events: bool
    """Whether its events are explained by it; one that only adds something leaves them to other rules."""
    basis: Basis
    checked: date | None
    """The day on which what it says of dates, limits and menus was compared with its sources for the last time."""
    valid_until: date | None
    """The last day for which that is known to hold; after it somebody has to look again."""
    maturity: Maturity
    rank: int
    """Rules of a higher rank are asked first; what they explain is not asked about again."""
    when: Condition
    explains: tuple[EventTest, ...]
    """Further events that need no other explanation once this rule holds."""
    last_resort: LastResort
    wording: Wording
    variants: tuple[Variant, ...]
    references: tuple[str, ...]
    fires: tuple[Sample, ...] = field(repr=False)
    """Documents that must make the rule fire."""
    silent: tuple[Sample, ...] = field(repr=False)
    """Documents that must not."""
    origin: str = ""
    """The file the rule is from."""
    line: int = 0
    """The line in it at which the rule begins."""
    digest: str = field(default="", repr=False)
    """Names what the rule says, whatever its layout and comments: the digest of the catalogue is made of it."""


def parts_of(condition: Condition, *, but_none: bool = False) -> Iterator[Condition]:
    """A condition and all that stand inside it; with `but_none` not those of which none may hold."""
    yield condition
    if isinstance(condition, Group) and not (but_none and condition.mode == "none"):
        for test in condition.tests:
            yield from parts_of(test, but_none=but_none)
