"""Two analyses of one case compared: what is called resolved, new, still there, and what is not called anything."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from analyzer.analysis import analyze
from analyzer.report import diff_html, diff_text, document
from analyzer.report.diff import compare, headline
from analyzer.report.document import build
from tests.conftest import ROOT, Analyse, Document, Ran
from tests.support.dialects import managed_api
from tests.support.hostile import PAYLOADS, with_every_string
from tests.support.session import START, Call, failing, fault, healthy, item_error, ok, refused, timed

Command = Callable[..., Ran]

LATER = START + timedelta(days=1)


def dump(*calls: Call, later: bool = False) -> bytes:
    return managed_api(timed(calls, LATER if later else START))


def rules(rows: Sequence[Document]) -> list[str]:
    return [row["rule"] for row in rows]


@pytest.fixture
def compared(analyse: Analyse) -> Callable[[bytes, bytes], Document]:
    return lambda before, after: compare(analyse(before), analyse(after))


DENIED = fault("GetItem", "ErrorAccessDenied", "Access is denied.")
MISSING = item_error("GetItem", "ErrorItemNotFound", "The item was not found.")


def test_a_finding_that_a_later_dump_does_not_show_is_resolved(compared: Callable[[bytes, bytes], Document]) -> None:
    found = compared(dump(ok("GetFolder"), DENIED), dump(ok("GetFolder"), ok("GetItem"), later=True))

    assert rules(found["resolved"]) == ["ErrorAccessDenied"]
    assert (found["change"], found["new"], found["persisting"], found["not_seen"]) == ("better", [], [], [])
    assert headline(found) == "Better: error before, clean after; 1 resolved, 0 new, 0 still there."


def test_a_finding_of_the_later_dump_alone_is_new(compared: Callable[[bytes, bytes], Document]) -> None:
    found = compared(dump(ok("GetFolder"), ok("GetItem")), dump(ok("GetFolder"), DENIED, later=True))

    assert rules(found["new"]) == ["ErrorAccessDenied"]
    assert (found["change"], found["resolved"]) == ("worse", [])


def test_a_finding_of_both_is_still_there_with_what_changed(compared: Callable[[bytes, bytes], Document]) -> None:
    found = compared(
        dump(ok("GetFolder"), MISSING, ok("GetItem")),
        dump(ok("GetFolder"), MISSING, MISSING, ok("GetItem"), later=True),
    )

    assert [row["after"]["rule"] for row in found["persisting"]] == ["ErrorItemNotFound"]
    assert {"key": "count", "before": 1, "after": 2} in found["persisting"][0]["changes"]
    assert found["change"] == "same"


def test_changed_parameters_are_named(analyse: Analyse) -> None:
    text = "A limit on the number of snapshot records is exceeded (10000/{}/0)"

    found = compare(analyse(text.format(10040)), analyse(text.format(10700)))

    assert {"key": "parameters.total", "before": "10040", "after": "10700"} in found["persisting"][0]["changes"]
    assert "total: 10040 before, 10700 after" in diff_text.text(found).decode()


def test_a_case_against_itself_changes_nothing(analyse: Analyse) -> None:
    whole = analyse(managed_api(failing()))

    found = compare(whole, whole)

    assert [row["changes"] for row in found["persisting"]] == [[] for _ in whole["findings"]]
    assert (found["resolved"], found["new"], found["not_seen"], found["change"]) == ([], [], [], "same")


def test_nothing_is_resolved_by_an_upload_without_documents_of_that_kind(analyse: Analyse) -> None:
    pack = build(analyze([str(ROOT / "examples" / "pack-c4c-side.zip")]))

    found = compare(pack, analyse(dump(ok("GetFolder"), later=True)))

    assert found["resolved"] == []
    assert found["not_seen"][0]["finding"]["rule"] == "c4c-internal-server-error"
    assert "nothing of that kind" in found["not_seen"][0]["reason"]


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (dump(ok("GetFolder")), "ends before it was last seen"),
        (managed_api(timed([ok("GetFolder")], START - timedelta(days=9))), "older than the first"),
        (dump(later=True), "too little"),
        (dump(ok("GetFolder"), later=True).replace(b"anna.berg@contoso", b"ben.otto@contoso"), "different mailboxes"),
    ],
)
def test_nothing_is_resolved_by_an_upload_that_could_not_show_it(
    compared: Callable[[bytes, bytes], Document], after: bytes, reason: str
) -> None:
    found = compared(dump(ok("GetFolder"), ok("GetFolder"), DENIED), after)

    assert (found["resolved"], found["change"]) == ([], "unclear")
    assert reason in found["not_seen"][0]["reason"]


def test_errors_without_an_explanation_are_compared_by_signature(analyse: Analyse) -> None:
    def teapots(first: int, count: int, status: int) -> Document:
        calls = [ok("GetFolder"), *[refused("GetItem", status, "I am a teapot")] * count]
        return analyse(managed_api(timed(calls, START + timedelta(days=first))))

    found = compare(teapots(0, 1, 418), teapots(1, 3, 418))["unexplained"]
    other = compare(teapots(0, 1, 418), teapots(1, 1, 432))["unexplained"]

    assert [(row["before"], row["after"]) for row in found["persisting"]] == [(1, 3)]
    assert (len(other["not_seen"]), len(other["new"]), len(other["persisting"])) == (1, 1, 0)


def strict(whole: Document) -> Document:
    return {**whole, "made": {"options": ["privacy: strict"], "privacy": "strict"}}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (strict, "One analysis was made with --privacy strict"),
        (lambda whole: {**whole, "tool": {**whole["tool"], "catalogue": "other"}}, "made with different rules"),
        (lambda whole: whole, "cover some of the same time"),
        (lambda whole: whole, "in the earlier upload, too"),
    ],
)
def test_what_makes_a_comparison_doubtful_is_said(
    analyse: Analyse, change: Callable[[Document], Document], said: str
) -> None:
    whole = analyse(managed_api(failing()))

    assert said in " ".join(compare(whole, change(whole))["warnings"])


def test_tokens_of_two_strict_analyses_are_not_compared(analyse: Analyse) -> None:
    one = analyse(managed_api(failing()))
    other = json.loads(json.dumps(one).replace("anna.berg@contoso.example", "user-9@domain-9"))

    assert any("user-9" in str(change) for row in compare(one, other)["persisting"] for change in row["changes"])
    assert not any("user-9" in str(row["changes"]) for row in compare(strict(one), strict(other))["persisting"])


# -- through the front door ------------------------------------------------------------------------------------------


@pytest.fixture
def saved_pair(tmp_path: Path, analyse: Analyse) -> tuple[Path, Path]:
    before, after = tmp_path / "before.json", tmp_path / "dump.report.json"
    before.write_bytes(document.render(analyse(dump(ok("GetFolder"), MISSING, DENIED))))
    after.write_bytes(document.render(analyse(dump(*healthy(), MISSING, ok("GetItem"), later=True))))
    return before, after


def test_the_comparison_is_told_at_once_on_standard_output(command: Command, saved_pair: tuple[Path, Path]) -> None:
    ran = command("diff", *saved_pair)

    lines = ran.stdout.decode().splitlines()
    assert (ran.code, ran.stderr) == (0, "")
    assert lines[0].startswith("Better: error before, issue after; 1 resolved, 0 new, 1 still there")
    assert lines[1].startswith("Before: ERROR: ")
    assert lines[3].startswith("After: ISSUE: ")
    assert "Still there (1)" in lines
    assert "Resolved (1)" in lines
    assert not any("\x1b" in line for line in lines)


@pytest.mark.parametrize(("form", "end"), [("html", "html"), ("markdown", "md"), ("json", "json")])
def test_other_formats_are_written_beside_and_named_after_the_later_one(
    command: Command, tmp_path: Path, saved_pair: tuple[Path, Path], form: str, end: str
) -> None:
    ran = command("diff", *saved_pair, "-f", form)

    written = tmp_path / "work" / f"dump.diff.{end}"
    assert ran.stderr.splitlines()[-1] == f"Report: dump.diff.{end}"
    assert written.read_bytes() == command("diff", *saved_pair, "-f", form, "-o", "-").stdout
    assert str(tmp_path).encode() not in written.read_bytes()


def test_two_runs_give_the_same_bytes(command: Command, saved_pair: tuple[Path, Path]) -> None:
    for form in ("text", "markdown", "html", "json"):
        one, other = (
            command("diff", *saved_pair, "-f", form, "-o", "-", env={"PYTHONHASHSEED": seed, "TZ": zone}).stdout
            for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
        )
        assert one == other


def test_a_side_is_never_replaced(command: Command, saved_pair: tuple[Path, Path]) -> None:
    for side in saved_pair:
        assert command("diff", *saved_pair, "-f", "json", "-o", side).code == 2


# -- hostile strings -------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """The tags of a page with their attributes, and nothing of its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)


def hostile_pair(text: str) -> Document:
    one = build(analyze([str(ROOT / "examples" / "pack-exchange-side.zip")]))
    other = build(analyze([str(ROOT / "examples" / "pack-issues-only.zip")]))
    odd = [{"signature": "x", "count": 1, "evidence": []}]
    for side in (one, other):
        side["tool"]["version"] = "kept"  # the comparison has the version of the tool that compares
    return compare(with_every_string({**one, "unexplained": odd}, text), with_every_string(other, text))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_string_changes_the_structure_of_a_comparison(payload: str) -> None:
    hostile, harmless = hostile_pair(PAYLOADS[payload]), hostile_pair("harmless")

    page = diff_html.render(hostile).decode()
    assert Tags(page).found == Tags(diff_html.render(harmless).decode()).found
    assert "default-src 'none'; style-src 'sha256-" in html.unescape(page)
    assert "<script" not in page
    parser = MarkdownIt("commonmark")
    blocks = [
        [(token.type, token.tag, token.level) for token in parser.parse(diff_text.markdown(found).decode())]
        for found in (hostile, harmless)
    ]
    assert blocks[0] == blocks[1]
    said, plain = (diff_text.text(found).decode() for found in (hostile, harmless))
    assert said.count("\n") == plain.count("\n")
    assert [character for character in said if not character.isprintable() and character != "\n"] == []
