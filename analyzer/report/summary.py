"""The few lines a person reads on the terminal: verdict, who acts, findings, where the report is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

MAX_FINDINGS = 8


def render(document: Mapping[str, Any], paths: Sequence[str]) -> str:
    """The summary; control and escape characters of the upload cannot reach the terminal."""
    verdict = document["verdict"]
    lines = [f"{verdict['outcome'].upper()}: {verdict['headline']}", f"Who acts next: {verdict['owner']}"]
    findings = document["findings"]
    for finding in findings[:MAX_FINDINGS]:
        place = finding["evidence"][0] if finding["evidence"] else None
        where = f" ({place['document']}, line {place['line']})" if place else ""
        lines.append(f"  {finding['outcome']:<5} {finding['rule']}, {_times(finding['count'])}{where}")
    if len(findings) > MAX_FINDINGS:
        lines.append(f"  and {len(findings) - MAX_FINDINGS} more findings in the report")
    if rows := document["unexplained"]:
        lines.append(f"  not explained: {sum(row['count'] for row in rows):,} error events, {len(rows)} kinds")
    for part in document["documents"]:
        lines += [f"  note: {part['name']}: {warning}" for warning in part["warnings"][:3]]
    if not findings:
        lines += [f"  {sentence}" for sentence in document["coverage"]["looked_at"]]
    lines += [f"Report: {path}" for path in paths]
    return "".join(_printable(line) + "\n" for line in lines)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in line)
