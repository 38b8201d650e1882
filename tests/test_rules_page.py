"""docs/rules.md: every condition that a rule may have stands there, with an upload for which it holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.model import Access, EventKind, Protocol
from analyzer.proving import analysed
from analyzer.rules import catalogue, reading
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "rules.md").read_text("utf-8")
EXAMPLES = re.findall(r"^### `(\w+)`\n(.+?)```toml\n(.+?)\n```\n```text\n(.+?)\n```$", PAGE, re.DOTALL | re.MULTILINE)
RULE = """
[[rule]]
id = "of-the-page"
title = "An example"
source = "ExchangeConnector"
owner = "ssi-support"
severity = "low"
outcome = "info"
basis = "inferred"
takes_events = false
cause = "It stands on the page."
solution = ["{Owner} reads on."]
fires = ["x"]
silent = ["y"]
"""


def test_every_key_of_a_condition_has_its_example() -> None:
    of_others = {"header", "version", "setting", "case_since", "case_before", "count", "all", "any", "none"}

    assert {key for key, *_ in EXAMPLES} == reading._EVENT | of_others


@pytest.mark.parametrize(("key", "condition", "sample"), [(key, when, text) for key, _, when, text in EXAMPLES])
def test_the_condition_holds_for_its_sample_and_for_no_other_text(
    key: str, condition: str, sample: str, tmp_path: Path
) -> None:
    (tmp_path / "rule.toml").write_text(f"{RULE}{condition}\n", encoding="utf-8")
    alone = catalogue.load([str(tmp_path / "rule.toml")], own=False)

    assert key in condition
    assert "of-the-page" in [finding.rule for finding in analysed(sample, alone).findings]
    assert analysed("nothing at all", alone).findings == ()


@pytest.mark.parametrize("kind", [EventKind, Protocol, Access])
def test_the_page_names_every_value_of_a_key(kind: type[EventKind | Protocol | Access]) -> None:
    assert [member.value for member in kind if f"`{member.value}`" not in PAGE] == []
