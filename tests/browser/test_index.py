"""The index of a batch in a real browser: it asks for nothing, keeps nobody out, is filtered and sorted, fits a phone."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.batch import index, page
from tests.support.hostile import PAYLOADS
from tests.support.nights import case, failing, night

Open = Callable[..., Any]
Violations = Callable[[Any], list[tuple[str, list[str]]]]


def written(folder: Path, rows: Any) -> Path:
    for name, content in page.render(index.build(rows, "abc")).items():
        (folder / name).write_bytes(content)
    return folder / page.NAME


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return written(tmp_path, night())


def names(opened: Any) -> list[str]:
    found: list[str] = opened.page.locator("#table tbody tr:visible th").all_inner_texts()
    return found


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)])
def test_an_index_keeps_to_itself_and_keeps_nobody_out(
    tab: Open, violations: Violations, made: Path, scheme: str, width: int
) -> None:
    opened = tab(made, color_scheme=scheme, viewport={"width": width, "height": 800})
    opened.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert (opened.said, opened.asked) == ([], [made.as_uri()])
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(opened.page) == []


def test_hostile_names_do_nothing_and_fit_a_phone(tab: Open, tmp_path: Path) -> None:
    rows = [
        failing(number, (text, text, "nobody", "c4c"), case=f"{number}{text}", headline=text, signatures=((text, 1),))
        for number, text in enumerate(PAYLOADS.values())
    ]
    made = written(tmp_path, rows)

    opened = tab(made, viewport={"width": 360, "height": 800})

    assert (opened.said, opened.asked) == ([], [made.as_uri()])
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_filter_and_the_links_above_leave_the_cases_that_are_asked_for(tab: Open, made: Path) -> None:
    opened = tab(made)
    every = names(opened)

    opened.page.locator("#filter").fill("expired org600")
    assert names(opened) == ["0600.zip"]
    assert opened.page.locator("#told").inner_text() == f"1 of {len(every)} on this page"

    opened.page.get_by_role("link", name="The authorization has expired").click()
    assert sorted(names(opened)) == ["0005.zip", "0007.zip", "0600.zip"]

    opened.page.locator("#filter").press("Escape")
    assert names(opened) == every


def test_a_column_sorts_the_cases_and_again_the_other_way_round(tab: Open, made: Path) -> None:
    opened = tab(made)
    head = opened.page.locator("#table thead button").first

    head.click()
    assert names(opened) == sorted(names(opened))
    head.click()
    assert names(opened) == sorted(names(opened), reverse=True)


def test_a_column_can_be_left_out(tab: Open, made: Path) -> None:
    opened = tab(made)

    opened.page.locator(".columns summary").click()
    opened.page.get_by_role("checkbox", name="Organization").uncheck()

    assert opened.page.locator("#table td:nth-child(2):visible").count() == 0
    assert opened.page.locator("#table td:nth-child(3):visible").count() == len(names(opened))


def test_without_scripts_the_links_above_lead_to_the_first_case_of_a_cause(tab: Open, made: Path) -> None:
    opened = tab(made, java_script_enabled=False)

    opened.page.get_by_role("link", name="The authorization has expired").click()

    assert opened.page.locator(":target").inner_text() == "0005.zip"
    assert opened.page.locator("#tools").is_hidden()


def test_a_thousand_cases_are_filtered_before_the_reader_notices(tab: Open, tmp_path: Path) -> None:
    opened = tab(written(tmp_path, [failing(0), *(case(number) for number in range(1, 1000))]))

    spent = opened.page.evaluate(
        "() => { const box = document.getElementById('filter'), begun = performance.now(); box.value = 'outcome:error';"
        "box.dispatchEvent(new Event('input')); document.body.offsetHeight; return performance.now() - begun; }"
    )

    assert names(opened) == ["0000.zip"]
    assert spent < 1000


def test_in_print_the_headings_of_a_table_stand_on_every_page_of_it(tab: Open, tmp_path: Path) -> None:
    from pypdf import PdfReader

    opened = tab(written(tmp_path, [failing(number) for number in range(80)]))

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(opened.page.pdf(format="A4"))).pages]

    assert len(pages) > 2
    with_cases = [text for text in pages if text.count("0.zip") > 1 and "Why this is no" not in text]
    assert [text for text in with_cases if "Log ends (UTC)" not in text] == []
