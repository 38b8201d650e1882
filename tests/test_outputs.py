"""A dump whose every string is hostile, from the upload to each output: none of them changes an output's structure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.conftest import Ran
from tests.support.dialects import managed_api
from tests.support.hostile import PAYLOADS
from tests.support.session import ON_PREMISES, fault, item_error, ok, refused, timed, unanswered
from tests.test_csv import ACTIVE
from tests.test_diff import Tags

Command = Callable[..., Ran]

LINES = {
    name: text for name, text in PAYLOADS.items() if text.strip() and len(text.splitlines()) == 1 and len(text) < 400
}
"""Payloads that fit into a header field."""

HARMLESS: dict[str, str] = {}
"""What the harmless dump gives: the same for every test."""

MARKDOWN = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def dump(text: str) -> bytes:
    """A dump in which servers, machines, faults, messages and exceptions say this text."""
    headers = tuple((name, text if name.startswith("X-") or name == "Server" else value) for name, value in ON_PREMISES)
    calls = [
        ok("GetFolder"),
        item_error("GetItem", "ErrorItemNotFound", text),
        refused("FindItem", 418, text, text),
        fault("GetItem", "ErrorAccessDenied", text, [("Value", text)]),
        unanswered("GetItem", f"System.Exception: Unexpected Exchange error {text}"),
    ]
    return managed_api(timed([replace(call, headers=headers) for call in calls]))


@pytest.fixture
def outputs(called: Command, tmp_path: Path) -> Callable[[str], dict[str, str]]:
    def of(text: str) -> dict[str, str]:
        path = tmp_path / "dump.xml"
        path.write_bytes(dump(text))
        found = {}
        for form in ("json", "markdown", "csv", "html"):
            ran = called(path, "-f", form, "--full", "-o", "-")
            found[form], found["terminal"] = ran.stdout.decode(), ran.stderr
            assert ran.code == 0
        (tmp_path / "a.json").write_text(found["json"], "utf-8")
        for form in ("text", "markdown", "html"):
            found[f"diff {form}"] = called(
                "diff", tmp_path / "a.json", tmp_path / "a.json", "-f", form, "-o", "-"
            ).stdout.decode()
        return found

    return of


@pytest.mark.parametrize("payload", LINES)
def test_a_hostile_dump_gives_outputs_of_the_same_structure(
    outputs: Callable[[str], dict[str, str]], payload: str
) -> None:
    hostile = outputs(LINES[payload])
    HARMLESS.update({} if HARMLESS else outputs("harmless"))
    harmless = HARMLESS

    findings, others = (json.loads(found["json"])["findings"] for found in (hostile, harmless))
    assert [row["rule"] for row in findings] == [row["rule"] for row in others]
    for name in ("markdown", "diff markdown"):
        tokens = [token for block in MARKDOWN.parse(hostile[name]) for token in (block, *(block.children or ()))]
        assert {token.type for token in tokens} & {"html_block", "html_inline", "image", "em_open", "s_open"} == set()
        links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
        assert [link for link in links if "evil" in str(link)] == []
    rows = list(csv.reader(io.StringIO(hostile["csv"].removeprefix("\ufeff"), newline="")))
    assert (len(rows), {len(row) for row in rows}) == (len(findings) + 1, {len(rows[0])})
    assert [cell for row in rows for cell in row if ACTIVE.match(cell)] == []
    assert Tags(hostile["diff html"]).found == Tags(harmless["diff html"]).found
    for name in ("terminal", "diff text"):
        assert hostile[name].count("\n") == harmless[name].count("\n")
    for name in ("markdown", "csv", "terminal", "diff text", "diff markdown", "diff html", "html"):
        assert [letter for letter in hostile[name] if not letter.isprintable() and letter not in "\r\n\ufeff"] == []
