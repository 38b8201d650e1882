"""The report in a real browser: what a reader can do with it, and what it must never do."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.analysis import analyze
from analyzer.report import html
from analyzer.report.document import build
from tests.conftest import ROOT

Open = Callable[..., Any]
Violations = Callable[[Any], list[tuple[str, list[str]]]]

EXAMPLES = sorted((ROOT / "examples").glob("*.report.html"))
WIDTHS = (320, 360, 1280, 3840)


def shown(tab: Any) -> list[str]:
    """Titles of the findings that are to be seen, in their order on the page."""
    return [text.strip() for text in tab.page.locator("#list > details:visible h3").all_inner_texts()]


def letters(text: str) -> str:
    """Letters and digits alone: lines are broken, hyphens and ligatures made by who prints."""
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("report", EXAMPLES, ids=lambda path: path.name.removesuffix(".report.html"))
def test_a_report_says_nothing_to_the_console_and_asks_for_nothing(tab: Open, report: Path) -> None:
    opened = tab(report)

    opened.page.locator("details:not([open]) > summary").evaluate_all("all => all.forEach((one) => one.click())")

    assert opened.said == []
    assert opened.asked == [report.as_uri()]


@pytest.mark.parametrize(
    ("report", "scheme"),
    [*((path, "light") for path in EXAMPLES), *((path, "dark") for path in EXAMPLES if path.name.startswith("pack-"))],
    ids=lambda part: part.name.removesuffix(".report.html") if isinstance(part, Path) else part,
)
def test_axe_finds_nothing_in_a_report(tab: Open, violations: Violations, report: Path, scheme: str) -> None:
    opened = tab(report, color_scheme=scheme, viewport={"width": 800, "height": 900})
    opened.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert violations(opened.page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_width_of_a_screen_makes_a_reader_scroll_sideways(tab: Open, case: Path, width: int) -> None:
    opened = tab(case, viewport={"width": width, "height": 800})
    opened.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_in_a_large_case_on_a_phone(tab: Open, violations: Violations, case: Path) -> None:
    opened = tab(case, viewport={"width": 360, "height": 780}, is_mobile=True, has_touch=True)
    opened.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert violations(opened.page) == []


def test_a_dark_screen_gets_a_dark_page(tab: Open, case: Path) -> None:
    def ground(scheme: str) -> list[int]:
        color = tab(case, color_scheme=scheme).page.evaluate("getComputedStyle(document.body).backgroundColor")
        return list(map(int, re.findall(r"\d+", color)[:3]))

    assert max(ground("dark")) < 40
    assert min(ground("light")) > 200


def test_the_filter_leaves_the_findings_and_evidence_with_all_words(tab: Open, case: Path) -> None:
    opened = tab(case)
    every = shown(opened)

    opened.page.locator("#filter").press_sequentially("oauthrefreshtoken export")

    assert [re.sub(r"^\d+\s*", "", title) for title in shown(opened)] == [
        "The Microsoft 365 authorization of the mailbox has expired (OAuth refresh token)"
    ]
    assert opened.page.locator("#told").inner_text() == f"1 of {len(every)} shown"

    opened.page.locator("#filter").press("Escape")

    assert shown(opened) == every
    assert opened.page.locator("#filter").input_value() == ""


def test_a_filter_that_only_evidence_satisfies_hides_the_other_evidence(tab: Open, case: Path) -> None:
    opened = tab(case)

    opened.page.locator("#filter").fill("sync-export.csv 11:00:00")

    assert opened.page.locator("#list .evidence > li:visible").count() == 1


def test_a_filter_that_nothing_satisfies_says_so(tab: Open, case: Path) -> None:
    opened = tab(case)

    opened.page.locator("#filter").fill("no such words anywhere")

    assert shown(opened) == []
    assert opened.page.locator("#told").inner_text().startswith("0 of ")


def test_findings_can_be_ordered_by_how_often_they_came(tab: Open, case: Path) -> None:
    opened = tab(case)
    ranked = shown(opened)

    opened.page.locator("#order").select_option("count")
    counts = opened.page.locator("#list > details").evaluate_all("all => all.map((one) => Number(one.dataset.count))")

    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]

    opened.page.locator("#order").select_option("rank")

    assert shown(opened) == ranked


def test_findings_can_be_ordered_by_time_and_those_without_come_last(tab: Open, case: Path) -> None:
    opened = tab(case)

    opened.page.locator("#order").select_option("first")
    times = opened.page.locator("#list > details").evaluate_all("all => all.map((one) => one.dataset.first)")

    dated = [time for time in times if time]
    assert times == [*sorted(dated), *[""] * (len(times) - len(dated))]
    assert len(set(dated)) > 1


def test_a_table_is_sorted_by_the_head_that_is_pressed_and_again_the_other_way(tab: Open, case: Path) -> None:
    opened = tab(case)
    table = opened.page.locator("table", has=opened.page.locator("caption", has_text="Documents"))
    head = table.locator("thead th", has_text="Size")

    def sizes() -> list[int]:
        cells: list[int] = table.locator("tbody td[data-v]").evaluate_all(
            "all => all.map((one) => Number(one.dataset.v))"
        )
        return cells

    head.locator("button").click()
    up = sizes()
    direction = head.get_attribute("aria-sort")
    head.locator("button").click()

    assert (up, direction) == (sorted(up), "ascending")
    assert sizes() == sorted(up, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    assert up[0] < up[-1]


def test_a_ready_text_goes_to_the_clipboard_as_it_stands(tab: Open, case: Path) -> None:
    opened = tab(case, permissions=["clipboard-read", "clipboard-write"])
    details = opened.page.locator("details[data-copy=text-ticket]")

    details.locator("summary").click()
    details.get_by_role("button", name="Copy: Ticket text").click()
    details.get_by_text("Copied").wait_for()

    text = opened.page.evaluate("navigator.clipboard.readText()")
    assert text.replace("\r\n", "\n") == opened.page.locator("#text-ticket").text_content()
    assert opened.said == []


def test_the_letter_is_switched_to_the_other_language_and_copied_in_the_one_that_is_shown(
    tab: Open, eleven: Path
) -> None:
    opened = tab(eleven, permissions=["clipboard-read", "clipboard-write"])
    details = opened.page.locator("details[data-copy=text-customer]")

    details.locator("summary").click()
    shown = opened.page.locator("details[data-copy=text-customer] pre:visible")
    assert shown.text_content().startswith("Subject: ")
    details.get_by_label("Deutsch").check()
    assert shown.text_content().startswith("Betreff: ")
    details.get_by_role("button", name="Copy: Letter to the customer").click()
    details.get_by_text("Copied").wait_for()

    text = opened.page.evaluate("navigator.clipboard.readText()")
    assert text.replace("\r\n", "\n") == shown.text_content()


def test_where_the_clipboard_is_closed_the_text_is_selected_for_the_keyboard(tab: Open, case: Path) -> None:
    opened = tab(case)
    opened.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    opened.page.evaluate("document.execCommand = () => false")
    details = opened.page.locator("details[data-copy=text-customer]")

    details.locator("summary").click()
    details.locator("button").click()

    assert opened.page.evaluate("getSelection().toString()").strip() == (
        opened.page.locator("#text-customer").inner_text().strip()
    )
    assert details.locator("button").inner_text() == "Selected: press Ctrl+C"


def test_a_link_to_a_finding_opens_it_and_brings_it_into_view(tab: Open, case: Path) -> None:
    anchor = tab(case).page.locator("#list > details:not([open])").last.get_attribute("id")

    opened = tab(case, f"#{anchor}", viewport={"width": 360, "height": 780})
    finding = opened.page.locator(f"[id='{anchor}']")

    assert finding.get_attribute("open") is not None
    top = finding.bounding_box()["y"]
    assert -1 <= top < 780


def test_a_pin_of_the_time_line_leads_to_its_finding(tab: Open, case: Path) -> None:
    opened = tab(case)
    link = opened.page.locator(".pinned a").last
    anchor = link.get_attribute("href").removeprefix("#")

    link.click()
    opened.page.locator(f"[id='{anchor}'][open]").wait_for()  # the browser tells of the new address a moment later

    assert opened.page.locator(f"[id='{anchor}'] .body").is_visible()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_print_unfolds_everything_and_cuts_nothing(tab: Open, case: Path, paper: str, *, scripts: bool) -> None:
    from pypdf import PdfReader

    opened = tab(case, java_script_enabled=scripts)
    told = opened.page.locator("h1, h2, h3, h4, caption, figcaption, .steps li, pre")
    without_buttons = """all => all.map(one => {
        const copy = one.cloneNode(true);
        copy.querySelectorAll(".copy").forEach(button => button.remove());
        return copy.textContent;
    })"""
    wanted = {letters(text) for text in told.evaluate_all(without_buttons)} - {
        letters(opened.page.locator("#text-customer-de").text_content())
    }  # the language that is not chosen

    pages = PdfReader(io.BytesIO(opened.page.pdf(format=paper))).pages
    printed = letters("".join(page.extract_text() for page in pages))

    assert [text for text in wanted if text not in printed] == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_pack_of_eleven_files_prints_on_six_pages_and_the_findings_come_before_the_rest(
    tab: Open, eleven: Path, paper: str
) -> None:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(tab(eleven).page.pdf(format=paper))).pages
    printed = [letters(page.extract_text()) for page in pages]

    assert len(pages) <= 6
    rest = next(number for number, text in enumerate(printed) if "Letterticketids" in text)
    assert max(number for number, text in enumerate(printed) if "Howweknow" in text) < rest


FOLD = (".outcome", "#headline", ".whom", ".turn", ".first", ".answer .facts", ".others")
"""What somebody on the phone reads out: what broke, whom, who acts, the first step, how sure, the other errors."""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844), (360, 640)])
def test_what_is_read_out_on_the_phone_stands_on_the_first_screen(
    tab: Open, eleven: Path, width: int, height: int
) -> None:
    opened = tab(eleven, viewport={"width": width, "height": height}, is_mobile=width < 500)

    ends = {
        part: opened.page.locator(part).first.evaluate("one => one.getBoundingClientRect().bottom")
        for part in (*FOLD, *(["#proof", "nav"] if width > 500 else []))
    }

    assert {part: end for part, end in ends.items() if end > height} == {}


@pytest.mark.parametrize("width", [360, 695, 1280])
def test_no_address_is_broken_into_two_lines(tab: Open, tmp_path: Path, width: int) -> None:
    document = build(analyze([str(ROOT / "examples" / "sync-export.csv")]))
    long = json.loads(json.dumps(document).replace("anna.berg@contoso.example", "anna-maria.berg@con-toso.example"))
    path = tmp_path / "report.html"
    path.write_bytes(html.render(long))

    opened = tab(path, viewport={"width": width, "height": 800})
    opened.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    heights = opened.page.locator(".whom bdi, .answer .a, table .a").evaluate_all(
        "all => all.filter((one) => one.textContent.includes('@')).map((one) => { const range = document.createRange();"
        " range.selectNodeContents(one); return new Set(Array.from(range.getClientRects(), (r) => r.top)).size; })"
    )

    assert heights
    assert set(heights) == {1}


def test_in_print_no_part_is_wider_than_the_page(tab: Open, case: Path) -> None:
    opened = tab(case, viewport={"width": 695, "height": 1000})  # A4 without its margins, in CSS pixels
    opened.page.emulate_media(media="print")

    wide = opened.page.evaluate(
        "Array.from(document.querySelectorAll('body *')).filter((one) => one.getBoundingClientRect().right > 696)"
        ".map((one) => one.tagName + ' ' + one.className)"
    )

    assert wide == []


def test_without_scripts_everything_is_there_and_unfolds(tab: Open, case: Path) -> None:
    with_scripts = tab(case)
    opened = tab(case, java_script_enabled=False)

    assert shown(opened) == shown(with_scripts)
    assert not opened.page.locator("#tools").is_visible()
    assert opened.page.locator("button:visible").count() == 0

    anchor = opened.page.locator("#list > details:not([open])").first.get_attribute("id")
    finding = opened.page.locator(f"[id='{anchor}']")
    finding.locator("summary").click()

    assert finding.locator(".body").is_visible()


def test_the_keyboard_reaches_the_findings_and_unfolds_one(tab: Open, case: Path) -> None:
    opened = tab(case)
    reached = []
    for _ in range(60):
        opened.page.keyboard.press("Tab")
        reached.append(
            opened.page.evaluate("document.activeElement.closest('#list > details')?.id || document.activeElement.id")
        )
        if reached[-1].startswith("finding-") and len({one for one in reached if one.startswith("finding-")}) == 2:
            break
    assert {"filter", "order", "unfold"} <= set(reached)

    opened.page.keyboard.press("Enter")
    opened.page.locator(f"[id='{reached[-1]}'][open]").wait_for()

    assert opened.page.locator(f"[id='{reached[-1]}'] .body").is_visible()
    assert opened.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


TIMES = ("time", "from", "to", "first", "last", "run", "since", "first_seen", "last_seen")
PAYLOAD = (
    "</style></script></pre><script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>"
    "{{7*7}}<svg/onload=alert(4)>\u202e\x1b[31m&lt;b&gt;"
)


def test_a_document_of_hostile_strings_has_the_structure_of_a_harmless_one(tab: Open, tmp_path: Path) -> None:
    document = build(analyze([str(ROOT / "examples" / "pack-exchange-side.zip")]))

    def poisoned(value: Any, payload: str, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: poisoned(part, payload, name) for name, part in value.items()}
        if isinstance(value, list):
            return [poisoned(part, payload, key) for part in value]
        kept = {*TIMES, "outcome", "system", "header"}  # words that decide what is shown, not only how it reads
        return f"{value}{payload}" if isinstance(value, str) and key not in kept else value

    def structure(payload: str) -> tuple[list[str], list[str]]:
        path = tmp_path / "report.html"
        path.write_bytes(html.render(poisoned(document, payload)))
        opened = tab(path)
        tags = opened.page.evaluate("Array.from(document.querySelectorAll('*')).map((one) => one.tagName)")
        return tags, opened.said

    harmless = re.sub(r"\S", "x", PAYLOAD)  # of as many words: each word of a command is kept whole by an element
    assert structure(PAYLOAD) == structure(harmless)
    assert structure(PAYLOAD)[1] == []
