"""An outage or a coincidence: one place, many organizations, one stretch of time, and nothing of it the day before.

Pure functions over rows; the numbers are those of docs/contract.md ("The batch").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from math import exp, lgamma, log
from typing import Any

from msgspec import Struct

from analyzer.batch.rows import Row

DAY = timedelta(days=1)
_RARE = 0.1
"""Clusters that chance may be expected to bring about."""


class Measure(Struct, frozen=True, kw_only=True):
    """How much it takes to call something an outage."""

    window: timedelta = timedelta(hours=2)
    organizations: int = 4


class Outage(Struct, frozen=True, kw_only=True):
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


class _Hit(Struct, frozen=True):
    """One finding of one case in one place."""

    case: str
    organization: str
    tenant: str
    """The C4C host where the error is one of C4C, else the organization."""
    rule: str
    first: datetime
    last: datetime


def outages(rows: Sequence[Row], measure: Measure | None = None) -> list[Outage]:
    """All outages, the largest first. A finding that a place explains is told once, under that place."""
    measure = measure or Measure()
    by_place: dict[tuple[str, str], list[_Hit]] = {}
    for row in rows:
        for kind, value, hit in _hits(row, measure):
            by_place.setdefault((kind, value), []).append(hit)
    found, told = [], set()
    for (kind, value), hits in sorted(by_place.items(), key=lambda item: (item[0][0] == "rule", item[0])):
        left = [hit for hit in hits if (hit.case, hit.rule) not in told] if kind == "rule" else hits
        bursts = [_outage(kind, value, burst) for burst in _bursts(kind, left, hits, measure)]
        found += bursts
        if kind != "rule":
            told |= {(case, rule) for outage in bursts for case in outage.cases for rule in outage.rules}
    return sorted(_narrowest(found), key=lambda one: (-len(one.cases), one.first_seen, one.kind, one.value))


def _hits(row: Row, measure: Measure) -> Iterator[tuple[str, str, _Hit]]:
    """The errors of a case in every place of their side."""
    if not row.organizations:
        return  # nobody knows whether it is one customer or several
    begin, end = _moment(row.first_seen), _moment(row.last_seen)
    short = begin is not None and end is not None and end - begin <= measure.window
    for finding in row.findings:
        first, last = _moment(finding["first_seen"]), _moment(finding["last_seen"])
        if (first is None or last is None) and short:  # a C4C dump has no times of its own, the logs beside it have
            first, last = begin, end
        if finding["outcome"] != "error" or first is None or last is None:
            continue
        tenant = row.c4c_hosts[0] if finding["system"] == "c4c" and row.c4c_hosts else row.organizations[0]
        hit = _Hit(row.case, row.organizations[0], tenant, finding["rule"], first, last)
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


def _bursts(kind: str, left: Sequence[_Hit], hits: Sequence[_Hit], measure: Measure) -> Iterator[list[_Hit]]:
    """Stretches of time in which enough organizations began to fail, none of which had failed there in the day before.

    `left` are those that no other place explains; the day before is that of all. Windows that overlap are one stretch,
    so an outage of a night is one and not several of two hours.
    """
    ordered = sorted(left, key=lambda hit: (hit.first, hit.case, hit.rule))
    by_organization: dict[str, list[datetime]] = {}
    for hit in sorted(hits, key=lambda hit: hit.first):
        by_organization.setdefault(hit.organization, []).append(hit.first)
    begun = list(_beginnings(ordered, by_organization))
    near = _organizations_near(ordered, begun, measure)
    moments = [hit.first for hit in begun]
    start = end = 0  # of the stretch that is growing, in `begun`
    for at, hit in enumerate(begun):
        stop = bisect_right(moments, hit.first + measure.window)
        within = moments[stop - 1] - hit.first
        if stop - at < measure.organizations or not _unusual(kind, stop - at, within, *near[at]):
            continue
        # The organizations of one tenant of C4C fail together for reasons of that tenant.
        if kind == "rule" and not _several((one.tenant for one in islice(begun, at, stop)), measure.organizations):
            continue
        if at >= end > start:
            yield list(_burst(ordered, begun[start:end], measure))
        start, end = (at if at >= end else start), max(end, stop)
    if end > start:
        yield list(_burst(ordered, begun[start:end], measure))


def _beginnings(ordered: Sequence[_Hit], by_organization: Mapping[str, Sequence[datetime]]) -> Iterator[_Hit]:
    """The hits before which their organization had not failed for a day; one of an organization and moment."""
    seen: set[tuple[str, datetime]] = set()
    for hit in ordered:
        key = hit.organization, hit.first
        if key not in seen and not _any_between(by_organization[hit.organization], hit.first - DAY, hit.first):
            seen.add(key)
            yield hit


def _unusual(kind: str, struck: int, within: timedelta, near: int, stretch: timedelta) -> bool:
    """Whether so many who begin to fail at once are more than chance.

    What many customers have all the time gives four in two hours on every night: so there must be as many of them as
    fail so at other times (where they share no place: all), or so many so close that chance does not bring them
    together. A C4C host is the tenant of one customer and needs no such proof.
    """
    most = struck if kind == "rule" else 2 * struck
    return kind == "c4c-host" or near <= most or _by_chance(struck, within, near, stretch) < _RARE


def _several(values: Iterable[str], number: int) -> bool:
    """Whether so many of these differ; no more of them are looked at than it takes."""
    seen: set[str] = set()
    for value in values:
        seen.add(value)
        if len(seen) >= number:
            return True
    return False


def _by_chance(struck: int, within: timedelta, near: int, stretch: timedelta) -> float:
    """How many such clusters chance brings about among all of them, spread over a stretch (the bound of Naus, 1965)."""
    share = within / stretch if stretch else 1.0
    if share <= 0:
        return 0.0
    ways = lgamma(near + 1) - lgamma(struck) - lgamma(near - struck + 1)
    return exp(min(0.0, ways + (struck - 1) * log(share)))


def _organizations_near(
    ordered: Sequence[_Hit], begun: Sequence[_Hit], measure: Measure
) -> list[tuple[int, timedelta]]:
    """For each beginning, how many organizations fail so within a day before and after, and over what stretch."""
    found = []
    counts: Counter[str] = Counter()
    low = high = 0
    for hit in begun:
        while high < len(ordered) and ordered[high].first <= hit.first + measure.window + DAY:
            counts[ordered[high].organization] += 1
            high += 1
        while ordered[low].first < hit.first - DAY:
            counts[ordered[low].organization] -= 1
            if not counts[ordered[low].organization]:
                del counts[ordered[low].organization]
            low += 1
        found.append((len(counts), ordered[high - 1].first - ordered[low].first))
    return found


def _burst(ordered: Sequence[_Hit], begun: Sequence[_Hit], measure: Measure) -> Iterator[_Hit]:
    """The hits of those who began to fail in a stretch of time, as long as it lasts."""
    struck = {hit.organization: hit.first for hit in reversed(begun)}
    end = max(begun[-1].first, begun[0].first + measure.window)
    return (hit for hit in ordered if hit.organization in struck and struck[hit.organization] <= hit.first <= end)


def _any_between(moments: Sequence[datetime], first: datetime, end: datetime) -> bool:
    """Whether one of these sorted moments lies in a stretch of time, its end not among it."""
    return bisect_left(moments, first) < bisect_left(moments, end)


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
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds").replace("+00:00", "Z")
