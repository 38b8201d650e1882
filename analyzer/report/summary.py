"""The few lines a person reads on the terminal: verdict, who acts, findings, where the report is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.report.words import OWNERS

MAX_FINDINGS = 8


def render(document: Mapping[str, Any], paths: Sequence[str]) -> str:
    """The summary; control and escape characters of the upload cannot reach the terminal."""
    verdict = document["verdict"]
    findings = document["findings"]
    lead = next((finding for finding in findings if finding["rule"] == verdict["rule"]), None)
    lines = [f"{verdict['outcome'].upper()}: {verdict['headline']}"]
    lines.append(f"Who acts next: {OWNERS.get(verdict['owner'], verdict['owner'])}")
    if lead is not None:
        lines += [f"Proof: {_place(place)}" for place in lead["evidence"][:1]]
        lines += [f"First step: {step}" for step in lead["solution"][:1]]
    for finding in findings[:MAX_FINDINGS]:
        where = f" ({_place(finding['evidence'][0])})" if finding["evidence"] else ""
        lines.append(f"  {finding['outcome']:<5} {finding['rule']}, {_times(finding['count'])}{where}")
    if len(findings) > MAX_FINDINGS:
        lines.append(f"  and {len(findings) - MAX_FINDINGS} more findings in the report")
    if rows := document["unexplained"]:
        lines.append(f"  not explained: error events of {len(rows)} kind{'s' if len(rows) > 1 else ''}, see the report")
    for part in document["documents"]:
        lines += [f"  note: {part['name']}: {warning}" for warning in part["warnings"][:3]]
    if not findings:
        lines += [f"  {sentence}" for sentence in document["coverage"]["looked_at"]]
    lines += [f"Report: {path}" for path in paths]
    return "".join(_printable(line) + "\n" for line in lines)


def _place(evidence: Mapping[str, Any]) -> str:
    return f"{evidence['document']}, line {evidence['line']}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in line)
