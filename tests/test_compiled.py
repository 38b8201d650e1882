"""What a wheel carries so that a start need not make it: our rules and letters after reading, templates and patterns."""

from __future__ import annotations

import marshal
import re
from importlib import import_module
from pathlib import Path

import pytest

from analyzer import lazy_re, ready, ready_re
from analyzer.reference import words
from analyzer.report import letter_words, page
from analyzer.rules import catalogue, compiled
from analyzer.rules.schema import Rule

RULE = """
[[rule]]
id = "coffee-cold"
title = "The coffee is cold"
source = "Kitchen"
basis = "documented"
owner = "exchange-admin"
severity = "low"
outcome = "issue"
cause = "It stood."
solution = ["Brew again."]
when = {contains = "coffee is cold", text = 'coffee is (?P<how>cold)', since = 2026-01-05}
fires = ["error: coffee is cold"]
silent = ["error: tea"]
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    path = tmp_path / "site.toml"
    path.write_text(RULE)
    return path


def made_of(path: Path) -> compiled.Own:
    rules: dict[str, Rule] = {rule.id: rule for rule in catalogue.load([str(path)], own=False).rules}
    return rules, {"tea-cold"}


@pytest.fixture
def kept(site: Path, tmp_path: Path) -> Path:
    path = tmp_path / compiled.NAME
    compiled.write(made_of(site), [site], path)
    return path


def test_rules_come_back_as_they_were_read(site: Path, kept: Path) -> None:
    assert compiled.read([site], kept) == made_of(site)


def test_a_rule_file_that_was_changed_since_is_read_again(site: Path, kept: Path) -> None:
    site.write_text(RULE.replace("Brew again", "Drink tea"))

    assert compiled.read([site], kept) is None


def test_a_rule_file_that_was_added_since_is_read_too(site: Path, kept: Path) -> None:
    other = site.with_name("other.toml")
    other.write_text(RULE.replace("coffee", "cocoa"))

    assert compiled.read([site, other], kept) is None


def test_a_checkout_has_none(site: Path, tmp_path: Path) -> None:
    assert compiled.read([site], tmp_path / "none") is None


def test_our_own_rules_are_the_same_whether_compiled_or_read(tmp_path: Path) -> None:
    catalogue.compile_own(tmp_path / "ours")
    files = sorted(catalogue.OWN.glob("*.toml"))

    own = compiled.read(files, tmp_path / "ours")

    assert own is not None
    assert own[0] == {rule.id: rule for rule in catalogue.load(()).rules}


def test_every_template_is_compiled_once_and_taken_from_there(tmp_path: Path) -> None:
    page.compile_templates(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} >= {"report.html.j2", "index.html.j2", "diff.html.j2"}
    assert all(path.read_bytes().startswith(b"j2") for path in tmp_path.iterdir())


def test_the_words_of_letters_are_the_same_whether_ready_or_read(tmp_path: Path) -> None:
    letter_words.make_ready(tmp_path / "letters")

    assert ready.read(tmp_path / "letters", letter_words._SOURCES) == letter_words.frames()


def test_what_was_made_of_a_file_is_made_anew_when_that_changes(tmp_path: Path) -> None:
    source, kept = tmp_path / "words.toml", tmp_path / "words.pickle"
    source.write_text("greeting = 'Hello'")
    ready.write({"greeting": "Hello"}, kept, [source])
    before = ready.read(kept, [source])

    source.write_text("greeting = 'Hi'")

    assert before == {"greeting": "Hello"}
    assert ready.read(kept, [source]) is None


PATTERNS: list[tuple[ready_re.Pattern, int]] = [
    (r"(?P<day>\d{2})\. (?P<month>märz|mai)", re.IGNORECASE),
    (rb"<(?:\w{1,9}:)?Trace\b", re.MULTILINE),
    ("straße", re.IGNORECASE),
    ("straße", 0),
]


def test_a_pattern_comes_back_as_it_was_compiled(tmp_path: Path) -> None:
    ready_re.write(PATTERNS, tmp_path / "patterns")

    restored = [ready_re.of(pattern, flags, tmp_path / "patterns") for pattern, flags in PATTERNS]

    assert restored == [re.compile(pattern, flags) for pattern, flags in PATTERNS]
    assert restored[0] is not None
    assert restored[0].fullmatch("31. MÄRZ")["month"] == "MÄRZ"


def test_every_pattern_of_a_module_can_be_carried(tmp_path: Path) -> None:
    import_module("analyzer.case")  # every module whose patterns the wheel carries
    ready_re.write(lazy_re.ALL, tmp_path / "patterns")

    others = [
        pattern
        for pattern, flags in lazy_re.ALL
        if ready_re.of(pattern, flags, tmp_path / "patterns") != re.compile(pattern, flags)
    ]

    assert others == []
    assert len(lazy_re.ALL) > 800


def test_a_pattern_that_the_wheel_does_not_carry_is_compiled(tmp_path: Path) -> None:
    ready_re.write(PATTERNS, tmp_path / "patterns")

    assert ready_re.of("strasse", 0, tmp_path / "patterns") is None
    assert ready_re.of("straße", 0, tmp_path / "none") is None
    assert lazy_re.now("strasse") == re.compile("strasse")


def test_patterns_that_another_python_made_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(ready_re, "_MADE_BY", ("pypy", 0x3630000, "little"))
        ready_re.write(PATTERNS, tmp_path / "patterns")

    assert ready_re.of("straße", 0, tmp_path / "patterns") is None


@pytest.mark.parametrize("keeps", [0, 2, 40, 900])
def test_a_file_of_patterns_that_was_cut_is_left(tmp_path: Path, keeps: int) -> None:
    ready_re.write(lazy_re.ALL[:20], tmp_path / "whole")
    (tmp_path / "cut").write_bytes((tmp_path / "whole").read_bytes()[:keeps])

    pattern, flags = lazy_re.ALL[19]
    assert ready_re.of(pattern, flags, tmp_path / "cut") is None
    assert ready_re.of(pattern, flags, tmp_path / "whole") == re.compile(pattern, flags)


def test_codes_that_the_engine_refuses_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready_re, "_given", lambda *_: marshal.dumps((0, b"\xff" * 16, 0, {}, (None,))))
    ready_re.write(PATTERNS, tmp_path / "patterns")

    assert [ready_re.of(pattern, flags, tmp_path / "patterns") for pattern, flags in PATTERNS] == [None] * 4


def test_known_words_come_back_as_they_stand_in_their_lists(tmp_path: Path) -> None:
    words.make_ready(tmp_path / words.READY)

    made = ready.read(tmp_path / words.READY, words._sources())

    assert made == words._listed()
    assert {"mailbox", "postfach", "errorserverbusy"} <= made
    assert ready.read(tmp_path / words.READY, words._sources()[1:]) is None
