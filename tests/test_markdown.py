"""Markdown for a ticket comment: short by default, full on demand, and nothing of the upload becomes markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from analyzer.analysis import analyze
from analyzer.report import document, markdown
from analyzer.report.document import build
from tests.conftest import ROOT, Document, Ran
from tests.support.hostile import PAYLOADS, with_every_string

Command = Callable[..., Ran]

EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".xml", ".log", ".zip", ".csv"))
PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


@pytest.fixture(scope="module")
def whole() -> Document:
    found = build(analyze([str(ROOT / "examples" / name) for name in ("pack-exchange-side.zip", "kerio-connect.xml")]))
    odd = {"signature": "exchange · GetItem · HTTP 418", "count": 2, "evidence": found["findings"][0]["evidence"]}
    return {**found, "unexplained": [odd]}


@pytest.mark.parametrize("upload", EXAMPLES, ids=lambda path: path.name)
def test_the_short_form_fits_into_a_comment_and_says_what_matters(upload: Path) -> None:
    content = build(analyze([str(upload)]))

    text = markdown.render(content).decode()

    assert len(text) < 4000
    assert text.startswith(f"**{content['verdict']['outcome'].upper()}: ")
    assert "Who acts next: " in text
    assert content["tool"]["catalogue"] in text
    for finding in content["findings"][:10]:
        assert finding["rule"] in text
        assert f"line {finding['evidence'][0]['line']}" in text


def test_the_short_form_stays_below_what_a_ticket_system_takes(whole: Document) -> None:
    long = with_every_string(
        {**whole, "findings": whole["findings"] * 50, "unexplained": whole["unexplained"] * 50}, "&" * 9000
    )

    assert len(markdown.render(long)) < 100_000
    assert len(markdown.render(with_every_string(long, "word " * 9000))) < 32_767


def test_the_full_form_holds_what_the_report_holds(command: Command) -> None:
    upload = ROOT / "examples" / "pack-c4c-side.zip"
    content = build(analyze([str(upload)]))

    text = command(upload, "-f", "markdown", "--full", "-o", "-").stdout.decode()

    for heading in (
        "# ERROR: ",
        "## What to do",
        "## Findings",
        "## Facts",
        "## What was read",
        "## How this was made",
    ):
        assert f"\n{heading}" in f"\n{text}"
    for finding in content["findings"]:
        for place in finding["evidence"]:
            assert place["excerpt"][:1000] in text
        for reference in finding["references"]:
            assert f"<{reference}>" in text
    for entry in content["documents"]:
        assert entry["sha256"] in text
    assert content["texts"]["customer"] in text


def tokens(text: str) -> Iterator[Token]:
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def structure(text: str) -> list[tuple[str, int, str]]:
    """All markup but text and code, which may stand for each other within a line."""
    free = ("text", "code_inline", "softbreak", "text_special")
    return [(token.type, token.level, token.info) for token in tokens(text) if token.type not in free]


@pytest.mark.parametrize("full", [False, True], ids=["short", "full"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_string_of_the_upload_becomes_markdown(whole: Document, payload: str, full: bool) -> None:
    hostile = markdown.render(with_every_string(whole, PAYLOADS[payload]), full=full).decode()
    harmless = markdown.render(with_every_string(whole, "harmless"), full=full).decode()

    if payload not in ("empty", "spaces"):  # a text of the report that is empty has no heading either
        assert structure(hostile) == structure(harmless)
    kinds = {token.type for token in tokens(hostile)}
    assert kinds & {"html_block", "html_inline", "link_open", "image", "s_open", "em_open", "blockquote_open"} == set()
    assert [letter for letter in hostile if not letter.isprintable() and letter != "\n"] == []


@pytest.mark.parametrize("full", [False, True], ids=["short", "full"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_is_left_for_a_tracker_to_find_in_the_text(whole: Document, payload: str, full: bool) -> None:
    hostile = PARSER.render(markdown.render(with_every_string(whole, PAYLOADS[payload]), full=full).decode())
    text = re.sub(r"<pre>.*?</pre>|<code>.*?</code>|<[^<>]*>", " ", hostile, flags=re.DOTALL)

    assert re.findall(r"@\w|https?:|www\.|(?<!&)#\w|\w#\d|:\+1:|GH-1|PROJ-1|[0-9a-f]{10}|\$`", text) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_mention_of_wiki_markup_is_left_even_in_code(whole: Document, payload: str) -> None:
    for full in (False, True):
        text = markdown.render(with_every_string(whole, PAYLOADS[payload]), full=full).decode()
        assert re.findall(r"\[~|<@|<!|\[\^", text) == []


def test_a_cell_keeps_its_pipes_to_itself(whole: Document) -> None:
    text = markdown.render(with_every_string(whole, "a|b@c|d"), full=True).decode()

    assert "| `a`&#124;`b@c`&#124;`d` |" in text
    assert all(line.count("|") < 15 for line in text.splitlines() if line.startswith("|"))


def test_what_a_reader_sees_is_what_the_upload_says(whole: Document) -> None:
    said = "The count < 1 & *no* more_of [it] | `x` ~ 100 % #tag"

    page = PARSER.render(markdown.render(with_every_string(whole, said)).decode())

    assert "The count &lt; 1 &amp; *no* more_of [it] | `x` ~ 100 % <code>#tag</code>" in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("for anna.berg@contoso.example.", "for `anna.berg@contoso.example`."),
        ("anna@x.example, ben@x.example; both", "`anna@x.example`, `ben@x.example`; both"),
        ("see #1.", "see `#1`."),
    ],
)
def test_what_ends_a_sentence_is_no_part_of_an_address(text: str, shown: str) -> None:
    assert markdown.plain(text) == shown


def test_commands_of_the_steps_are_code_in_which_nothing_is_escaped() -> None:
    text = markdown.render(build(analyze([str(ROOT / "examples" / "pack-exchange-side.zip")]))).decode()

    assert "`Get-ManagementRoleAssignment -Role ApplicationImpersonation -GetEffectiveUsers`" in text
    assert "\\-Role" not in text


def test_a_long_proof_loses_whole_fields_and_never_its_request_id(whole: Document) -> None:
    first, *others = whole["findings"]
    fields = ["SOAP fault ErrorX", *(f"X-Field-{n}: {'v' * 40}" for n in range(12)), "request-id: 2548afb7-5f87-5d14"]
    proof = first["evidence"][0] | {"excerpt": " · ".join(fields), "marks": []}

    text = markdown.render({**whole, "findings": [first | {"evidence": [proof]}, *others]}).decode()

    shown = re.search(r"`(SOAP fault ErrorX.*?)`", text)
    assert shown is not None
    assert shown[1].endswith(" · request-id: 2548afb7-5f87-5d14 …")
    assert set(shown[1].removesuffix(" …").split(" · ")) < set(fields)


def test_the_saved_analysis_gives_the_full_form_too(command: Command, tmp_path: Path, whole: Document) -> None:
    (tmp_path / "a.json").write_bytes(document.render(whole))

    ran = command("render", tmp_path / "a.json", "-f", "markdown", "--full", "-o", "-")

    assert ran.stdout == markdown.render(whole, full=True)
