"""What a rule is: conditions over facts, the words for the reader, and the samples that prove it.

At every start six thousand of these come from a pickle (compiled.py), which holds nothing that is as it is by default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import NODEFAULT, Struct

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


class _Lean(Struct, frozen=True):
    """Kept without what is as it is by default: most of what a rule could say, few say."""

    def __reduce__(self) -> tuple[object, ...]:
        said = {name: getattr(self, name) for name in self.__struct_fields__}
        usual = dict(zip(reversed(self.__struct_fields__), reversed(self.__struct_defaults__), strict=False))
        return _made, (type(self), {name: value for name, value in said.items() if value != usual.get(name, NODEFAULT)})


def _made(kind: type[_Lean], said: dict[str, Any]) -> _Lean:
    return kind(**said)


class Pattern(Struct, frozen=True):
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


class EventTest(_Lean, frozen=True, kw_only=True):
    """Which error events hold; everything that is given must be true of an event."""

    kinds: frozenset[EventKind] = frozenset()
    systems: frozenset[System] = frozenset()
    protocols: frozenset[Protocol] = frozenset()
    """Where a test names none and asks for a status, a code or the side of Exchange, it is not about Graph."""
    forms: frozenset[Form] = frozenset()
    """What answered where something else was asked for."""
    statuses: frozenset[int] = frozenset()
    """Zero is for events without one."""
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
    passed: bool | None = None
    """Whether another mailbox was served after it: it is no failure of all."""
    impersonated: bool | None = None
    calm: bool | None = None
    """Whether it is a line whose level says that all is well: INFO, DEBUG."""
    access: frozenset[Access] = frozenset()
    """How the request signed in."""
    at_least: int = 1
    """How many such events there must be."""


class HeaderTest(_Lean, frozen=True, kw_only=True):
    """A response header with a value."""

    header: str
    value: Pattern
    systems: frozenset[System] = frozenset()
    at_least: int = 1


class VersionTest(_Lean, frozen=True, kw_only=True):
    """An Exchange version, as four numbers with points."""

    version: Pattern
    deployments: frozenset[Deployment] = frozenset()
    """Where the server of the case stands; empty for anywhere."""


class CountTest(_Lean, frozen=True, kw_only=True):
    """A number that was counted: requests, answered, successes, documents of a kind, and so on (see `Facts.counts`)."""

    name: str
    at_least: int | None = None
    at_most: int | None = None


class SettingTest(Struct, frozen=True, kw_only=True):
    """A setting that was in force, by its name and value."""

    setting: Pattern
    value: Pattern


class PeriodTest(_Lean, frozen=True, kw_only=True):
    """The time the whole case is from. A case without times never holds."""

    since: datetime | None = None
    """UTC; the case lasts until this moment or longer."""
    before: datetime | None = None
    """UTC; the case ends before this moment."""


class Group(Struct, frozen=True, kw_only=True):
    """Conditions that must all hold, of which one must hold, or of which none may."""

    mode: str
    """all, any or none."""
    tests: tuple[Condition, ...]


Condition = EventTest | HeaderTest | VersionTest | CountTest | SettingTest | PeriodTest | Group


class Wording(_Lean, frozen=True, kw_only=True):
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


class Variant(Struct, frozen=True, kw_only=True):
    """Another wording that holds under a condition of its own."""

    when: Condition
    wording: Wording


class Sample(_Lean, frozen=True):
    """A small document that proves a rule."""

    text: str
    others: frozenset[str] = frozenset()
    """Further rules that it makes fire, and rightly so."""


class Rule(_Lean, frozen=True, kw_only=True):
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
    fires: tuple[Sample, ...]
    """Documents that must make the rule fire."""
    silent: tuple[Sample, ...]
    """Documents that must not."""
    origin: str = ""
    """The file the rule is from."""
    line: int = 0
    """The line in it at which the rule begins."""
    digest: str = ""
    """Names what the rule says, whatever its layout and comments: the digest of the catalogue is made of it."""


def parts_of(condition: Condition, *, but_none: bool = False) -> Iterator[Condition]:
    """A condition and all that stand inside it; with `but_none` not those of which none may hold."""
    yield condition
    if isinstance(condition, Group) and not (but_none and condition.mode == "none"):
        for test in condition.tests:
            yield from parts_of(test, but_none=but_none)
