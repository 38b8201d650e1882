"""A comparison in a real browser: it says nothing, asks for nothing, keeps nobody out, and fits a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.analysis import analyze
from analyzer.report import diff_html
from analyzer.report.diff import compare
from analyzer.report.document import build
from tests.conftest import ROOT
from tests.support.hostile import PAYLOADS, with_every_string

Open = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "scheme"),
    [(None, "light"), (None, "dark"), *((name, "light") for name in ("script", "end of a style", "bidi", "long"))],
)
def test_a_comparison_keeps_to_itself_and_keeps_nobody_out(
    tab: Open, violations: Callable[[Any], list[tuple[str, list[str]]]], tmp_path: Path, text: str | None, scheme: str
) -> None:
    sides = [build(analyze([str(ROOT / "examples" / f"pack-{name}.zip")])) for name in ("exchange-side", "issues-only")]
    if text is not None:
        sides = [with_every_string(side, PAYLOADS[text]) for side in sides]
    page = tmp_path / "diff.html"
    page.write_bytes(diff_html.render(compare(*sides)))

    opened = tab(page, color_scheme=scheme, viewport={"width": 360, "height": 780})
    broken = violations(opened.page)

    assert (opened.said, opened.asked) == ([], [page.as_uri()])
    assert broken == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360
