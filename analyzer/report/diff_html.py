"""The comparison of two analyses as one self-contained HTML file, with the guards and the style of the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.report.diff import headline, sections, sides
from analyzer.report.page import Page

MAX_ROWS = 100
"""Rows of one part; the JSON has all."""

_STYLES = {"better": "clean", "worse": "error", "same": "info", "unclear": "inconclusive"}


def render(comparison: Mapping[str, Any]) -> bytes:
    """The page as UTF-8. No script, no network; nothing of the uploads becomes markup."""
    view = {
        "headline": headline(comparison),
        "style_of_change": _STYLES[comparison["change"]],
        "sides": sides(comparison),
        "warnings": comparison["warnings"],
        "sections": [
            (section, section.rows[:MAX_ROWS], max(0, len(section.rows) - MAX_ROWS)) for section in sections(comparison)
        ],
        "comparison": comparison,
    }
    return Page(text=600).render("diff.html.j2", view, "report.css")
