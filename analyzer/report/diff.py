"""Two analyses of one case, before and after somebody acted: what is resolved, new, still there.

A finding that is gone is called resolved only where the later upload could have shown it; a false "resolved" costs more
trust than an open question. Where it could not, it stands under `not_seen` with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from analyzer import __version__
from analyzer.report.words import KINDS, OWNERS, number, once, span, when

SCHEMA_VERSION = 1

_COMPARED = ("count", "outcome", "severity", "owner", "recovered")
_RANKS = {"clean": 0, "issue": 1, "error": 2}
_ANYWHERE = ("plain-text", "sync-export", "unknown")
"""Kinds of documents whose errors other kinds tell of, too."""

Document = Mapping[str, Any]


class Row(NamedTuple):
    """A line of the comparison as people read it."""

    outcome: str
    """Of the finding; empty where the row is about something else."""
    rule: str
    text: str
    details: Sequence[str]
    """Changes, places, reasons; a sentence each."""


class Section(NamedTuple):
    """One part of the comparison as people read it."""

    title: str
    rows: Sequence[Row]


# -- comparing -------------------------------------------------------------------------------------------------------


def compare(before: Document, after: Document) -> dict[str, Any]:
    """The comparison as a document of its own, by `docs/schema/diff.schema.json`; both are whole analyses."""
    old, new = _by_key(before["findings"]), _by_key(after["findings"])
    ignored = _by_key(before["ignored"])
    old |= {key: finding for key, finding in ignored.items() if key in new and key not in old}  # it was there before
    obstacle = _obstacle(before, after)
    gone = [(finding, obstacle or _unseen(finding, before, after)) for key, finding in old.items() if key not in new]
    strict = {_privacy(before), _privacy(after)} != {"standard"}
    unsure = obstacle or any(reason and finding["rule"] == before["verdict"]["rule"] for finding, reason in gone)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "ssi-analyze", "version": __version__},
        "change": "unclear" if unsure else _change(before["verdict"]["outcome"], after["verdict"]["outcome"]),
        "before": _side(before),
        "after": _side(after),
        "resolved": [finding for finding, reason in gone if not reason],
        "not_seen": [{"finding": finding, "reason": reason} for finding, reason in gone if reason],
        "new": [finding for key, finding in new.items() if key not in old],
        "persisting": [
            {"before": finding, "after": new[key], "changes": _changes(finding, new[key], strict=strict)}
            for key, finding in old.items()
            if key in new
        ],
        "unexplained": _unexplained(before["unexplained"], after["unexplained"]),
        "warnings": list(_warnings(before, after)),
    }


def render(comparison: Document) -> bytes:
    """The comparison as JSON text."""
    return (json.dumps(comparison, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _by_key(findings: Sequence[Document]) -> dict[tuple[str, int], Document]:
    """Findings by rule; of one that stands there several times, the first is compared with the first, and so on."""
    found: dict[tuple[str, int], Document] = {}
    seen: dict[str, int] = {}
    for finding in findings:
        rule = finding["rule"]
        seen[rule] = seen.get(rule, 0) + 1
        found[rule, seen[rule]] = finding
    return found


def _side(document: Document) -> dict[str, Any]:
    verdict = document["verdict"]
    return {
        "verdict": {key: verdict[key] for key in ("outcome", "rule", "headline", "owner")},
        "period": {key: document["period"][key] for key in ("first", "last")},
        "documents": len(document["documents"]),
        "tool": {key: document["tool"][key] for key in ("name", "version", "catalogue")},
        "privacy": _privacy(document),
    }


def _privacy(document: Document) -> str:
    """The privacy level a document was made with."""
    return str(document["made"]["privacy"])


def _change(before: str, after: str) -> str:
    if before not in _RANKS or after not in _RANKS:
        return "same" if before == after else "unclear"
    difference = _RANKS[after] - _RANKS[before]
    return "better" if difference < 0 else "worse" if difference else "same"


def _changes(before: Document, after: Document, *, strict: bool) -> list[dict[str, Any]]:
    """What differs; of strict analyses the numbers alone, for a token stands for one value in one analysis only."""
    changes = [
        {"key": key, "before": before[key], "after": after[key]} for key in _COMPARED if before[key] != after[key]
    ]
    one, other = before["parameters"], after["parameters"]
    for name in dict.fromkeys((*one, *other)):
        values = one.get(name), other.get(name)
        if values[0] != values[1] and not (strict and any(value and not value.isdecimal() for value in values)):
            changes.append({"key": f"parameters.{name}", "before": values[0], "after": values[1]})
    return changes


def _unexplained(before: Sequence[Document], after: Sequence[Document]) -> dict[str, Any]:
    old, new = ({row["signature"]: row["count"] for row in rows} for rows in (before, after))
    return {
        "not_seen": [{"signature": name, "count": count} for name, count in old.items() if name not in new],
        "new": [{"signature": name, "count": count} for name, count in new.items() if name not in old],
        "persisting": [
            {"signature": name, "before": count, "after": new[name]} for name, count in old.items() if name in new
        ],
    }


def _obstacle(before: Document, after: Document) -> str:
    """Why the later upload says nothing about any finding of the earlier one; nothing where it can."""
    if _is_earlier(after["period"]["last"], before["period"]["first"]):
        return "the second log is older than the first"
    boxes = [{row["mailbox"].casefold() for row in document["mailboxes"]} for document in (before, after)]
    if all(boxes) and not boxes[0] & boxes[1] and _privacy(before) == _privacy(after) == "standard":
        return "the two uploads are about different mailboxes"
    return ""


def _unseen(finding: Document, before: Document, after: Document) -> str:
    """Why the later upload could not have shown a finding of the earlier one; nothing where it could."""
    for row in after["coverage"]["not_evaluated"]:
        if row["rule"] == finding["rule"]:
            return f"it could not be judged: {row['reason']}"
    if any(row["rule"] == finding["rule"] for row in after["ignored"]):
        return "it is there and was ignored (--ignore)"
    if after["verdict"]["outcome"] == "inconclusive":
        return "the later upload tells too little"
    if _is_earlier(after["period"]["last"], finding["last_seen"]):
        return "the later log ends before it was last seen"
    kinds = {document["name"]: document["kind"] for document in before["documents"]}
    stood = sorted({kinds.get(place["document"], "unknown") for place in finding["evidence"]})
    there = {document["kind"] for document in after["documents"] if document["records"]}
    if stood and not there & {*stood} and not {*stood} & {*_ANYWHERE}:
        return f"it was seen in: {', '.join(KINDS[kind] for kind in stood)}; the later upload has nothing of that kind"
    return ""


def _is_earlier(one: str | None, other: str | None) -> bool:
    """Whether a moment is before another; false where one is not known."""
    return bool(one and other) and str(one).removesuffix("Z") < str(other).removesuffix("Z")


def _overlap(before: Document, after: Document) -> bool:
    return bool(before["last"] and after["first"]) and not _is_earlier(before["last"], after["first"])


def _warnings(before: Document, after: Document) -> Iterator[str]:
    levels = {_privacy(before), _privacy(after)}
    hidden = "strict" if "strict" in levels else "customer"
    if len(levels) == 2:
        other = "without" if "standard" in levels else "with customer"
        yield (
            f"One analysis was made with --privacy {hidden}, the other {other}: names, addresses and values cannot "
            "be compared; analyse both in the same way."
        )
    elif levels != {"standard"}:
        yield f"Both analyses were made with --privacy {hidden}: the same token can stand for another value in each."
    if before["tool"]["catalogue"] != after["tool"]["catalogue"]:
        yield (
            "The two were made with different rules: a finding can be new or gone because its rule is; "
            "analyse both uploads again with the same ssi-analyze and --rules."
        )
    if obstacle := _obstacle(before, after):
        yield f"{obstacle[0].upper()}{obstacle[1:]}: are these the right files, in the right order?"
    elif _overlap(before["period"], after["period"]):
        yield "The two logs cover some of the same time: what happened then counts in both."
    hashes = {document["sha256"] for document in before["documents"]} - {""}
    both = sum(document["sha256"] in hashes for document in after["documents"])
    if both:
        yield f"{both:,} of the later documents {'is' if both == 1 else 'are'} in the earlier upload, too."


# -- for people ------------------------------------------------------------------------------------------------------


def headline(comparison: Document) -> str:
    """The comparison in one sentence."""
    words = {"better": "Better", "worse": "Worse", "same": "No other outcome", "unclear": "Not comparable"}
    before, after = (comparison[side]["verdict"]["outcome"] for side in ("before", "after"))
    still = before == after and comparison["change"] != "unclear"
    outcome = f"still {after}" if still else f"{before} before, {after} after"
    counts = f"{len(comparison['resolved']):,} resolved, {len(comparison['new']):,} new, "
    counts += f"{len(comparison['persisting']):,} still there"
    if comparison["not_seen"]:
        counts += f", {len(comparison['not_seen']):,} that cannot be told"
    return f"{words[comparison['change']]}: {outcome}; {counts}."


def sides(comparison: Document) -> list[tuple[str, str, str, str]]:
    """Of both sides: its name, outcome, headline, and who acts with the time that the log covers."""
    rows = []
    for name, key in (("Before", "before"), ("After", "after")):
        side = comparison[key]
        verdict = side["verdict"]
        period = f"; the log covers {span(side['period'])}" if side["period"]["first"] else ""
        owner = OWNERS.get(verdict["owner"], verdict["owner"])
        rows.append((name, verdict["outcome"], verdict["headline"], f"Who acts next: {owner}{period}"))
    return rows


def sections(comparison: Document) -> list[Section]:
    """The parts that have rows, the most urgent first."""
    new = [_row(finding, [_seen(finding), *_proof(finding)]) for finding in comparison["new"]]
    kept = [_row(row["after"], _told(row)) for row in comparison["persisting"]]
    gone = [_row(finding, [_seen(finding)]) for finding in comparison["resolved"]]
    unseen = [_row(row["finding"], [row["reason"]]) for row in comparison["not_seen"]]
    open_ = comparison["unexplained"]
    strange = [Row("", "", row["signature"], [f"new, {once(row['count'])}"]) for row in open_["new"]]
    strange += [
        Row("", "", row["signature"], [f"still there, {number(row['before'])} before, {number(row['after'])} after"])
        for row in open_["persisting"]
    ]
    strange += [
        Row("", "", row["signature"], [f"not seen any more, {once(row['count'])} before"]) for row in open_["not_seen"]
    ]
    found = (
        Section("New", new),
        Section("Still there", kept),
        Section("Resolved", gone),
        Section("Not seen any more, and it cannot be told whether resolved", unseen),
        Section("Not explained", strange),
    )
    return [section for section in found if section.rows]


def _row(finding: Document, details: Sequence[str]) -> Row:
    return Row(finding["outcome"], finding["rule"], finding["title"], details)


def _seen(finding: Document) -> str:
    first, last = finding["first_seen"], finding["last_seen"]
    times = f", {when(first) if first == last else span({'first': first, 'last': last})}" if first else ""
    owner = OWNERS.get(finding["owner"], finding["owner"])
    return f"{once(finding['count'])}{times}; who acts: {owner}"


def _proof(finding: Document) -> Iterator[str]:
    for place in finding["evidence"][:1]:
        at = f", {when(place['time'])}" if place["time"] else ""
        yield f"proof: {place['document']}, line {number(place['line'])}{at}"


def _told(row: Document) -> list[str]:
    told = []
    for change in row["changes"]:
        key = change["key"].removeprefix("parameters.")
        name = {"recovered": "worked again afterwards", "owner": "who acts"}.get(change["key"], key)
        told.append(f"{name}: {_value(change['before'])} before, {_value(change['after'])} after")
    return [*(told or ["unchanged"]), f"who acts: {OWNERS.get(row['after']['owner'], row['after']['owner'])}"]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value) if value is None or isinstance(value, int) else OWNERS.get(str(value), str(value))
