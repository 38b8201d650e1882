"""An outage or a coincidence: one place, many organizations, one stretch of time, and nothing of it the day before.

Pure functions over rows; the numbers are those of docs/contract.md ("The batch").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from analyzer.batch.rows import Row

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How much it takes to call something an outage."""

    window: timedelta = timedelta(hours=2)
    organizations: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """One place where several organizations failed at once."""

    kind: str
    """c4c-host, forest, scale-unit, proxy, or rule where nothing is shared but the finding and the time."""
    value: str
    rule: str
    """The most frequent finding."""
    rules: tuple[str, ...]
    cases: tuple[str, ...]
    organizations: int
    first_seen: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class _Hit:
    """One finding of one case in one place."""

    case: str
    organization: str
    rule: str
    first: datetime
    last: datetime


def outages(rows: Sequence[Row], measure: Measure | None = None) -> list[Outage]:
    """All outages, the largest first. A finding that a place explains is told once, under that place."""
    measure = measure or Measure()
    by_place: dict[tuple[str, str], list[_Hit]] = {}
    for row in rows:
        for kind, value, hit in _hits(row):
            by_place.setdefault((kind, value), []).append(hit)
    found = []
    for (kind, value), hits in sorted(by_place.items()):
        found += [_outage(kind, value, burst) for burst in _bursts(kind, hits, measure)]
    told = {(case, rule) for outage in found if outage.kind != "rule" for case in outage.cases for rule in outage.rules}
    kept = [
        outage
        for outage in found
        if outage.kind != "rule" or not all((case, outage.rule) in told for case in outage.cases)
    ]
    return sorted(_narrowest(kept), key=lambda one: (-len(one.cases), one.first_seen, one.kind, one.value))


def _hits(row: Row) -> Iterator[tuple[str, str, _Hit]]:
    """The errors of a case in every place of their side."""
    if not row.organizations:
        return  # nobody knows whether it is one customer or several
    organization = row.organizations[0]
    for finding in row.findings:
        first, last = _moment(finding["first_seen"]), _moment(finding["last_seen"])
        if finding["outcome"] != "error" or first is None or last is None:
            continue
        hit = _Hit(row.case, organization, finding["rule"], first, last)
        for kind, values in _places(row, finding):
            for value in values:
                yield kind, value, hit


def _places(row: Row, finding: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str]]]:
    if finding["system"] == "c4c":
        yield "c4c-host", row.c4c_hosts
    elif finding["system"] == "exchange":
        yield "forest", row.forests
        yield "scale-unit", row.scale_units
    yield "proxy", row.proxies
    yield "rule", (finding["rule"],)


def _bursts(kind: str, hits: Sequence[_Hit], measure: Measure) -> Iterator[list[_Hit]]:
    """Stretches of time in which enough organizations failed, none of which had failed there in the day before."""
    ordered = sorted(hits, key=lambda hit: (hit.first, hit.case, hit.rule))
    moments = [hit.first for hit in ordered]
    by_organization: dict[str, list[datetime]] = {}
    for hit in ordered:
        by_organization.setdefault(hit.organization, []).append(hit.first)
    at = 0
    while at < len(ordered):
        start = moments[at]
        stop = bisect_right(moments, start + measure.window)
        fresh = [
            hit for hit in ordered[at:stop] if not _any_between(by_organization[hit.organization], start - DAY, start)
        ]
        struck = {hit.organization for hit in fresh}
        # The same finding everywhere is an outage only where it is dense: what many customers have every day is not.
        dense = kind != "rule" or 2 * len(struck) >= _organizations_near(by_organization, start, measure)
        if len(struck) >= measure.organizations and dense:
            yield fresh
            at = stop
        else:
            at += 1


def _any_between(moments: Sequence[datetime], first: datetime, end: datetime) -> bool:
    """Whether one of these sorted moments lies in a stretch of time, its end not among it."""
    return bisect_left(moments, first) < bisect_left(moments, end)


def _organizations_near(moments: Mapping[str, Sequence[datetime]], start: datetime, measure: Measure) -> int:
    """Organizations that fail so within a day before and after."""
    return sum(_any_between(times, start - DAY, start + measure.window + DAY) for times in moments.values())


def _outage(kind: str, value: str, hits: Sequence[_Hit]) -> Outage:
    rules = Counter(rule for _, rule in {(hit.case, hit.rule) for hit in hits})
    ranked = sorted(rules, key=lambda rule: (-rules[rule], rule))
    return Outage(
        kind=kind,
        value=value,
        rule=ranked[0],
        rules=tuple(ranked),
        cases=tuple(sorted({hit.case for hit in hits})),
        organizations=len({hit.organization for hit in hits}),
        first_seen=_said(min(hit.first for hit in hits)),
        last_seen=_said(max(hit.last for hit in hits)),
    )


def _narrowest(found: Sequence[Outage]) -> Iterator[Outage]:
    """Of a forest and a scale unit with the very same cases, the scale unit alone: it says more."""
    for outage in found:
        narrower = any(
            other.kind == "scale-unit" and outage.kind == "forest" and other.cases == outage.cases for other in found
        )
        if not narrower:
            yield outage


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _said(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
