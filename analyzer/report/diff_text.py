"""The comparison of two analyses for the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.report.diff import headline, sections, sides
from analyzer.report.markdown import code, plain
from analyzer.report.terminal import Look, many

MAX_ROWS = 30
"""Rows of one part; the JSON has all."""

MAX_TEXT = 300
"""Characters of one string."""

_STYLES = {"better": "clean", "worse": "error", "same": "b", "unclear": "inconclusive"}


def text(comparison: Mapping[str, Any], look: Look | None = None) -> bytes:
    """For the terminal; control and escape characters of the upload cannot reach it."""
    return "".join(_text(comparison, look or Look())).encode("utf-8", "replace")


def _text(comparison: Mapping[str, Any], look: Look) -> Iterator[str]:
    yield look.line(headline(comparison), style=_STYLES[comparison["change"]])
    for name, outcome, said, further in sides(comparison):
        yield look.line(_cut(said), lead=f"{name}: {outcome.upper()}: ", style=outcome, indent="  ")
        yield look.line(further, lead="  ", indent="    ")
    for warning in comparison["warnings"]:
        yield look.line(warning, lead="Note: ", style="b", indent="  ")
    for section in sections(comparison):
        yield "\n"
        yield look.line(f"{section.title} ({len(section.rows):,})", style="b")
        for row in section.rows[:MAX_ROWS]:
            named = "" if not row.rule or row.rule in row.text else f" ({_cut(row.rule)})"
            lead = f"  {row.outcome:<5} " if row.outcome else "  "
            yield look.line(f"{_cut(row.text)}{named}", lead=lead, style=row.outcome, indent=" " * 8)
            for detail in row.details:
                yield look.line(_cut(detail), lead="        ", indent=" " * 10)
        for more in many(len(section.rows), MAX_ROWS, "in the JSON"):
            yield look.line(more, lead="  ")


def markdown(comparison: Mapping[str, Any]) -> bytes:
    """For a ticket comment; nothing of the uploads becomes markup."""
    return ("\n".join(_markdown(comparison)) + "\n").encode("utf-8", "replace")


def _markdown(comparison: Mapping[str, Any]) -> Iterator[str]:
    yield f"**{plain(headline(comparison))}**"
    yield ""
    for name, outcome, said, further in sides(comparison):
        yield f"- {name}: {outcome.upper()}: {plain(said, MAX_TEXT)}"
        yield f"  - {plain(further, MAX_TEXT)}"
    if comparison["warnings"]:
        yield from ("", *(f"- Note: {plain(warning, MAX_TEXT)}" for warning in comparison["warnings"]))
    for section in sections(comparison):
        yield from ("", f"{section.title} ({len(section.rows):,}):", "")
        for row in section.rows[:MAX_ROWS]:
            named = "" if not row.rule or row.rule in row.text else f" ({code(row.rule, 100)})"
            said = f"{row.outcome}: {plain(row.text, MAX_TEXT)}" if row.outcome else code(row.text, MAX_TEXT)
            yield f"- {said}{named}"
            yield from (f"  - {plain(detail, MAX_TEXT)}" for detail in row.details)
        yield from (f"- {more}" for more in many(len(section.rows), MAX_ROWS, "in the JSON"))
    tool = comparison["tool"]
    yield from ("", f"{tool['name']} {tool['version']}, diff")


def _cut(said: str) -> str:
    return said if len(said) <= MAX_TEXT else f"{said[:MAX_TEXT]}…"
