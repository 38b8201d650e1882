"""Everything that a program writes is what it writes today, and a changed rule touches no report that it is not about."""

from __future__ import annotations

import re

import pytest

from docs import generate
from tests.conftest import ROOT

REPORT = (ROOT / "examples" / "kerio-connect.report.html").read_bytes()


def test_everything_that_is_generated_is_in_step() -> None:
    changed = [str(path.relative_to(ROOT)) for path, _ in generate.differing()]

    assert changed == [], "run python -m docs.generate"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"(?<=catalogue )[0-9a-f]{12}", b"0123456789ab"),
        (rb"[0-9]+(?= known errors were looked for)", b"1,001"),
    ],
)
def test_a_report_that_differs_in_what_it_says_of_all_rules_is_left_as_it_is(old: bytes, new: bytes) -> None:
    changed = re.sub(old, new, REPORT)

    assert changed != REPORT
    assert generate.in_step(REPORT, changed)


def test_a_report_that_says_something_else_is_written_anew() -> None:
    assert not generate.in_step(REPORT, REPORT.replace(b"Kerio Connect 9.0.3", b"Kerio Connect 9.0.4"))


def test_a_readme_without_a_place_for_its_table_is_refused() -> None:
    with pytest.raises(SystemExit, match="has no place"):
        generate.with_table("# ssi-analyze", {})
