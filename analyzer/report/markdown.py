"""The analysis for pasting into a ticket comment: verdict, owner, steps, findings with evidence."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.report.words import BASES, OWNERS

MAX_FINDINGS = 10
MAX_EVIDENCE = 2
"""For each finding: a comment is read on the phone, and the report has the rest."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|!~])")


def render(document: Mapping[str, Any]) -> bytes:
    """Markdown that every ticket system shows alike; nothing of the upload can become markup in it."""
    return ("\n".join(_lines(document)) + "\n").encode("utf-8", "replace")


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    verdict, findings = document["verdict"], document["findings"]
    yield f"**{verdict['outcome'].upper()}: {_plain(verdict['headline'])}**"
    yield ""
    yield f"Who acts next: {OWNERS.get(verdict['owner'], verdict['owner'])}"
    lead = next((finding for finding in findings if finding["rule"] == verdict["rule"]), None)
    if lead is not None:
        yield from ("", "What to do:", "")
        yield from (f"{number}. {_plain(step)}" for number, step in enumerate(lead["solution"], 1))
    if findings:
        yield from ("", "Findings:", "")
    for finding in findings[:MAX_FINDINGS]:
        times = "once" if finding["count"] == 1 else f"{finding['count']:,} times"
        basis = BASES.get(finding["basis"], finding["basis"])
        yield f"- {finding['outcome']}: {_plain(finding['title'])} ({_plain(finding['rule'])}, {times}; {basis})"
        for evidence in finding["evidence"][:MAX_EVIDENCE]:
            moment = f", {evidence['time']}" if evidence["time"] else ""
            place = f"{_plain(evidence['document'])}, line {evidence['line']}{moment}"
            yield f"  - {place}: {_plain(evidence['excerpt'][:300])}"
    if len(findings) > MAX_FINDINGS:
        yield f"- and {len(findings) - MAX_FINDINGS} more in the report"
    if rows := document["unexplained"]:
        yield from ("", "Not explained:", "")
        yield from (f"- {_plain(row['signature'])} ({row['count']:,})" for row in rows[:5])
    if missing := document["coverage"]["missing"]:
        yield from ("", "Not in the upload:", "")
        yield from (f"- {_plain(name)}" for name in missing[:5])
    if not findings:
        yield from ("", "Looked at:", "")
        yield from (f"- {_plain(sentence)}" for sentence in document["coverage"]["looked_at"])
    tool = document["tool"]
    yield from ("", f"{tool['name']} {tool['version']}, catalogue {tool['catalogue']}")


def _plain(text: str) -> str:
    """Text on one line, with the characters that mean something in Markdown escaped and invisible ones shown."""
    line = " ".join(text.split())
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)
    return html.escape(_SPECIAL.sub(r"\\\1", shown), quote=False)
