"""Why a rule holds or does not: every condition of it, what it found, and how far off it was."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from analyzer.model import Event, Facts
from analyzer.reference.numbers import counted
from analyzer.rules import engine
from analyzer.rules.index import Events
from analyzer.rules.schema import (
    Condition,
    CountTest,
    EventTest,
    Group,
    HeaderTest,
    Pattern,
    PeriodTest,
    Rule,
    SettingTest,
    VersionTest,
)

_WORDS = {name: name for name in engine.PARTS} | {
    "kinds": "kind",
    "systems": "system",
    "statuses": "status",
    "codes": "code",
    "operations": "operation",
    "protocols": "protocol",
    "forms": "form",
}


class Step(Struct, frozen=True, kw_only=True):
    """One condition of a rule, asked of a case."""

    depth: int
    holds: bool
    condition: str
    found: str
    """What the case has of it."""


def steps(rule: Rule, facts: Facts, events: Events) -> list[Step]:
    """All conditions of a rule, outer ones before those inside them."""
    return list(_steps(rule.when, facts, events, 0))


def _steps(condition: Condition, facts: Facts, events: Events, depth: int) -> Iterator[Step]:
    holds = engine.holds(condition, facts, events) is not None
    said, found = _told(condition, facts, events)
    yield Step(depth=depth, holds=holds, condition=said, found=found)
    if isinstance(condition, Group):
        for test in condition.tests:
            yield from _steps(test, facts, events, depth + 1)


def _told(condition: Condition, facts: Facts, events: Events) -> tuple[str, str]:
    match condition:
        case EventTest():
            return _event_test(condition), _nearest(condition, events)
        case HeaderTest():
            values = [h for h in facts.headers if h.header.lower() == condition.header.lower()]
            shown = ", ".join(repr(h.value[:60]) for h in values[:3]) or "no such header"
            return f"header {condition.header} like {_shown(condition.value)}", shown
        case VersionTest():
            where = f" ({', '.join(sorted(condition.deployments))})" if condition.deployments else ""
            shown = ", ".join(sorted(row.version for row in facts.versions)[:3]) or "no version"
            return f"Exchange version like {_shown(condition.version)}{where}", f"{shown}, {facts.deployment}"
        case SettingTest():
            named = [f"{row.name} = {row.value}" for row in facts.settings if condition.setting.search(row.name)]
            wanted = f"setting like {_shown(condition.setting)} with a value like {_shown(condition.value)}"
            return wanted, ", ".join(sorted(named)[:3]) or "no such setting"
        case CountTest():
            return _count_test(condition, facts.count(condition.name))
        case PeriodTest():
            said = [f"since {condition.since:%Y-%m-%d}"] if condition.since else []
            said += [f"before {condition.before:%Y-%m-%d}"] if condition.before else []
            last = f"it ends {facts.last_seen:%Y-%m-%d}" if facts.last_seen else "it has no times"
            return f"a case {' and '.join(said)}", last
        case Group():
            words = {"all": "all of", "any": "one of", "none": "none of"}
            return f"{words[condition.mode]} these {len(condition.tests)}", ""
    assert_never(condition)


def _count_test(test: CountTest, value: int) -> tuple[str, str]:
    said, off = [f"count of {test.name}"], ""
    if test.at_least:
        said.append(f"at least {test.at_least:,}")
        off = f", {test.at_least - value:,} too few" if value < test.at_least else off
    if test.at_most is not None:
        said.append(f"at most {test.at_most:,}")
        off = f", {value - test.at_most:,} too many" if value > test.at_most else off
    return " ".join(said), f"{value:,}{off}"


def _event_test(test: EventTest) -> str:
    return f"{test.at_least:,} or more events with " + (
        ", ".join(f"{_WORDS[name]} {_wanted(test, name)}" for name in _parts(test)) or "anything"
    )


def _nearest(test: EventTest, events: Events) -> str:
    """How many events hold; where none does, the event that comes nearest, and what it lacks."""
    held = sum(event.count for event in events.events if engine.event_holds(test, event) is not None)
    if held >= test.at_least:
        return counted(held, "event")
    if held:
        return f"{counted(held, 'event')}, {test.at_least - held:,} too few"
    best: tuple[int, Event, list[str]] | None = None
    for event in events.events:
        lacks = [name for name in _parts(test) if engine.event_holds(engine.only(test, name), event) is None]
        if best is None or len(lacks) < best[0]:
            best = (len(lacks), event, lacks)
    if best is None:
        return "no events in this case"
    _, event, lacks = best
    place = event.samples[0] if event.samples else None
    where = f" at {place.document}, line {place.line:,}" if place else ""
    told = dict.fromkeys(_lack(name, event) for name in lacks)
    return f"none; nearest is {_named(event)}{where}: {'; '.join(told)}"


def _lack(name: str, event: Event) -> str:
    """What an event has where a test asks for something else."""
    match name:
        case "contains" | "text":
            return "its text does not fit" if event.text else "it has no text"
        case "since" | "before":
            return f"it was seen {event.first_seen:%Y-%m-%d}" if event.first_seen else "it has no time"
        case "recovered" | "passed" | "impersonated" | "calm" | "access" | "deployment" | "path":
            return f"its {_WORDS[name]} is {getattr(event, name) or 'not known'}"
    return f"its {_WORDS[name]} is {getattr(event, _WORDS[name]) or 'not known'}"


def _shown(pattern: Pattern) -> str:
    """A pattern as it stands in its rule, in quotation marks; no sign in it moves a terminal."""
    return repr(pattern.pattern).replace("\\\\", "\\")


def _named(event: Event) -> str:
    what = event.code or (str(event.status) if event.status else "")
    return " ".join(part for part in (event.system.value, event.kind, what) if part)


def _parts(test: EventTest) -> list[str]:
    """The names of what a test asks for."""
    return [name for name in engine.PARTS if _wanted(test, name)]


def _wanted(test: EventTest, name: str) -> str:
    value = getattr(test, name)
    if value is None or value in ("", frozenset()):
        return ""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, frozenset):
        return "|".join(sorted(str(item) for item in value))
    if hasattr(value, "pattern"):
        return f"like {_shown(value)}"
    if hasattr(value, "strftime"):
        return f"{value:%Y-%m-%d}"
    return repr(value) if isinstance(value, str) else str(value)
