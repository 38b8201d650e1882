"""What a night amounts to: rows, causes, outages and unexplained errors as one document; every output is made of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins
from msgspec.structs import replace

from analyzer import __version__
from analyzer.batch.outages import Measure, Outage, outages
from analyzer.batch.rows import Row, digest_of

if TYPE_CHECKING:
    from analyzer.batch.history import History

Titles = Callable[[str], str | None]

SCHEMA_VERSION = 1
_INNER = ("findings", "signatures", "scale_units", "proxies")
"""What the index itself is made of; the report of the case tells more of it."""
_FEW = 3
"""Cases that a cause must have to be called rising: one or two come by chance."""
FAR = timedelta(days=7)
"""From the middle of a batch: what lies further away is none of its night. It is counted, and stretches no time."""
_OUTCOMES = ("error", "issue", "info")


def build(
    rows: Iterable[Row],
    catalogue: str,
    measure: Measure | None = None,
    notes: Sequence[str] = (),
    history: History | None = None,
    titles: Titles = lambda _: None,
) -> dict[str, Any]:
    """The document of `schema_version` 1 (docs/contract.md, "The batch"): the same rows give the same document.

    Args:
        rows: the cases, in any order.
        catalogue: the digest of the rules.
        measure: what makes an outage.
        notes: what was left aside in the search for cases.
        history: what earlier batches saw; adds to the causes how often each came in the weeks before.
        titles: what a rule says of itself; said where the cases of a cause differ in what they fill in.
    """
    measure = measure or Measure()
    ordered = _with_duplicates(sorted(rows, key=lambda row: row.case))
    found = outages(ordered, measure)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "ssi-analyze", "version": __version__, "catalogue": catalogue},
        "cases": [_case(row) for row in ordered],
        "causes": _with_weeks(_causes(ordered, titles), ordered, history),
        "outages": [_outage(outage, ordered, titles) for outage in found],
        "measure": {
            "window_seconds": int(measure.window.total_seconds()),
            "organizations": measure.organizations,
        },
        "unexplained": _unexplained(ordered),
        "notes": list(notes),
    }


def render(document: Mapping[str, Any]) -> bytes:
    """The document as JSON text."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _with_duplicates(rows: Sequence[Row]) -> list[Row]:
    """The rows; one whose uploads have the bytes of an earlier one says so."""
    first: dict[tuple[str, ...], str] = {}
    found = []
    for row in rows:
        digests = tuple(sorted(upload.sha256 for upload in row.uploads))
        if all(digests) and digests:
            earlier = first.setdefault(digests, row.case)
            found.append(replace(row, duplicate_of=earlier if earlier != row.case else None))
        else:
            found.append(row)
    return found


def _case(row: Row) -> dict[str, Any]:
    shown = to_builtins(row)
    for name in _INNER:
        del shown[name]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in shown.items()} | {
        "state": row.state.value,
        "rules": list(dict.fromkeys(finding["rule"] for finding in row.findings if finding["outcome"] != "info")),
    }


def _causes(rows: Sequence[Row], titles: Titles) -> list[dict[str, Any]]:
    """What the verdicts rest on, most cases first."""
    by_rule: dict[str, list[tuple[Row, Mapping[str, Any]]]] = defaultdict(list)
    for row in rows:
        lead = next((finding for finding in row.findings if finding["rule"] == row.rule), None)
        if lead is not None:
            by_rule[lead["rule"]].append((row, lead))
    causes = [_cause(rule, found, titles) for rule, found in by_rule.items()]
    return sorted(causes, key=lambda cause: (-len(cause["cases"]), cause["rule"]))


def _with_weeks(causes: Sequence[dict[str, Any]], rows: Sequence[Row], history: History | None) -> list[dict[str, Any]]:
    """The causes with the cases of each of the four weeks before, told by the times in their logs.

    The cases of this batch are none of them, so a run that is resumed gives what a fresh one does.
    """
    begin = _begin(rows)
    if history is None or begin is None or not causes:
        return list(causes)
    own = {digest_of(row) for row in rows if row.uploads}
    weeks = history.weeks([cause["rule"] for cause in causes], begin, but=own)
    told = any(any(counts) for counts in weeks.values())  # a history that has just begun makes nothing rise
    return [
        cause
        | {
            "weeks_before": weeks[cause["rule"]],
            "rising": told and _rises(len(cause["cases"]), weeks[cause["rule"]]),
        }
        for cause in causes
    ]


def _begin(rows: Sequence[Row]) -> datetime | None:
    """When a batch begins: the earliest case by the end of its logs, but for those far from most of the others.

    One old upload among those of a night, or a clock that is ahead, must not decide which weeks are those before.
    """
    ends = sorted(datetime.fromisoformat(row.last_seen) for row in rows if row.last_seen is not None)
    if not ends:
        return None
    middle = ends[len(ends) // 2]
    return next(end for end in ends if middle - end <= FAR)


def _rises(count: int, before: Sequence[int]) -> bool:
    """More than twice what any week before had, and more than a few."""
    return count >= _FEW and count > 2 * max(before)


def _title(rule: str, found: Iterable[Mapping[str, Any]], titles: Titles) -> str:
    """What the findings of a rule say; where they fill in what differs, what the rule says of itself."""
    said = sorted({finding["title"] for finding in found})
    return said[0] if len(said) == 1 else titles(rule) or (said[0] if said else rule)


def _cause(rule: str, found: Sequence[tuple[Row, Mapping[str, Any]]], titles: Titles) -> dict[str, Any]:
    worst = min((lead for _, lead in found), key=lambda lead: (_OUTCOMES.index(lead["outcome"]), lead["title"]))
    return {
        "rule": rule,
        "title": _title(rule, (lead for _, lead in found), titles),
        "owner": worst["owner"],
        "outcome": worst["outcome"],
        "cases": [row.case for row, _ in found],
        "organizations": len({name for row, _ in found for name in row.organizations[:1]}),
    }


def _outage(outage: Outage, rows: Sequence[Row], titles: Titles) -> dict[str, Any]:
    struck = set(outage.cases)
    findings = [finding for row in rows if row.case in struck for finding in row.findings]
    told = [finding for finding in findings if finding["rule"] == outage.rule]
    return {
        "rule": outage.rule,
        "title": _title(outage.rule, told, titles),
        "owner": told[0]["owner"] if told else None,
        "rules": list(outage.rules),
        "titles": [titles(rule) or rule for rule in outage.rules],
        "shared": {"kind": outage.kind, "value": outage.value},
        "cases": list(outage.cases),
        "organizations": outage.organizations,
        "first_seen": outage.first_seen,
        "last_seen": outage.last_seen,
    }


def _unexplained(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The errors that no rule explains, those of most cases first; `draft` is where a rule for one begins."""
    counts: dict[str, int] = defaultdict(int)
    cases: dict[str, list[str]] = defaultdict(list)
    drafts: dict[str, dict[str, Any]] = {}
    for row in rows:
        for number, (signature, count) in enumerate(row.signatures, 1):
            counts[signature] += count
            cases[signature].append(row.case)
            if row.json is not None:
                drafts.setdefault(signature, {"json": row.json, "number": number})
    found = [
        {"signature": name, "count": counts[name], "cases": cases[name], "draft": drafts.get(name)} for name in counts
    ]
    return sorted(found, key=lambda row: (-len(row["cases"]), -row["count"], row["signature"]))
