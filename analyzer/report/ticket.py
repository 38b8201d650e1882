"""Texts ready to send, made of the document: the letter to the customer; for the ticket, Microsoft and SAP with ids.

The letter names no rule, no file and no server (see letter.py); the text for the ticket names them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analyzer.model import Privacy
from analyzer.reference.numbers import counted
from analyzer.report import answer, letter
from analyzer.report.characters import one_line
from analyzer.report.words import OWNERS, once, seen_before, span, when

if TYPE_CHECKING:
    from analyzer.report.typed import Texts

MAX_PLACES = 3
"""Pieces of evidence in the text for the ticket: it points to the report for more."""


def build(document: Mapping[str, Any]) -> Texts:
    """The ready texts; None where there is nothing to ask of Microsoft or SAP.

    `customer` is the letter in the language that was asked for, `letters` has it in every language.
    """
    rule = document["verdict"]["rule"]
    lead = next((finding for finding in document["findings"] if finding["rule"] == rule), None)
    told = letter.letters(document)
    return {
        "customer": told[letter.language_of(document)],
        "letters": told,
        "ticket": "\n".join(_ticket(document, lead)),
        "microsoft": _microsoft(document),
        "sap": _sap(document["findings"]),
    }


def _ticket(document: Mapping[str, Any], lead: Mapping[str, Any] | None) -> Iterator[str]:
    verdict = document["verdict"]
    told = answer.of(document)
    yield f"{verdict['outcome'].upper()}: {verdict['headline']}"
    if told.affected:
        yield f"Affected: {told.affected}"
    yield from (f"Warning: {warning['text']}" for warning in document["warnings"])
    yield f"Who acts: {OWNERS.get(verdict['owner'], verdict['owner'])}. How sure: {told.sure}."
    steps = lead["solution"] if lead is not None else [told.first_step]
    if steps:
        yield from ("", "What to do:", *(f"{number}. {step}" for number, step in enumerate(steps, 1)), "")
    if lead is not None:
        yield f"Known error: {lead['rule']} ({lead['source']}), {_seen(lead)}"
        values = {name: value for name, value in lead["parameters"].items() if name != "mailbox"}
        if values:
            yield "Values: " + ", ".join(f"{name}={one_line(value)}" for name, value in values.items())
        yield from _places(lead["evidence"])
    if said := seen_before(document["seen_before"]):
        yield f"Before: {said}"
    others = [finding for finding in document["findings"] if finding is not lead and finding["outcome"] != "info"]
    if others:
        named = "; ".join(f"{one['rule']} ({once(one['count'])}, {answer.office(one['owner'])})" for one in others[:10])
        yield f"Also found: {named}" + (f" and {len(others) - 10:,} more" if len(others) > 10 else "")
    if known := [row["rule"] for row in document["ignored"]]:
        more = f" and {len(known) - 10:,} more" if len(known) > 10 else ""
        yield f"Ignored, because the site knows it: {', '.join(known[:10])}{more}"
    if rows := document["unexplained"]:
        count = sum(row["count"] for row in rows)
        yield f"Not explained: {counted(count, 'error event')} of {counted(len(rows), 'kind')}"
        if lead is None:
            yield from _places(rows[0]["evidence"][:1])
    tool = document["tool"]
    yield f"Analysed with {tool['name']} {tool['version']}, catalogue {tool['catalogue']}"


def _seen(finding: Mapping[str, Any]) -> str:
    """How often, and from when to when: `3 times, 2026-10-12 08:00:12 to 08:04:00 UTC`."""
    first, last = finding["first_seen"], finding["last_seen"]
    if not first:
        return once(finding["count"])
    return f"{once(finding['count'])}, {when(first) if first == last else span({'first': first, 'last': last})}"


def _places(evidence: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for one in evidence[:MAX_PLACES]:
        at = f", {when(one['time'])}" if one["time"] else ""
        yield f"Proof: {one['document']}, line {one['line']}{at}"
        ids = [f"{name}: {value}" for name, value in one["ids"].items()]
        excerpt = one_line(answer.short(one)["excerpt"])
        yield f"  {' · '.join(part for part in excerpt.split(' · ') if part not in ids)}"
        yield from (f"  {told}" for told in ids)


def _microsoft(document: Mapping[str, Any]) -> str | None:
    """The ids of every piece of evidence of the Exchange side, once each."""
    blocks: dict[str, None] = {}
    for finding in document["findings"]:
        for one in finding["evidence"]:
            if one["ids"]:
                said = finding["rule"] if finding["rule"].startswith("Error") else one["excerpt"].partition(" · ")[0]
                lines = [f"{name}: {value}" for name, value in one["ids"].items()]
                blocks["\n".join([*lines, f"response: {said[:200]}"])] = None
    if blocks and document["made"]["privacy"] == Privacy.STRICT:
        blocks = {"Tokens stand for the ids; take those from a report at --privacy standard.": None} | blocks
    return "\n\n".join(blocks) or None


def _sap(findings: Sequence[Mapping[str, Any]]) -> str | None:
    """Where the failing calls of C4C stand, for the team that gets request and response of each."""
    rows = [
        f"{one['document']}, line {one['line']}{', ' + one['time'] if one['time'] else ''}: {one['excerpt'][:300]}"
        for finding in findings
        if finding["owner"] == "sap-api-team"
        for one in finding["evidence"]
    ]
    return "\n".join(dict.fromkeys(rows)) or None
