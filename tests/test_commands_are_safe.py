"""Names that an upload holds stand in commands that somebody copies and runs; none of them may bring its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.analysis import analyze
from analyzer.reference.shells import is_plain
from analyzer.report import answer, commands
from analyzer.report.document import build
from tests.conftest import Analyse
from tests.support.dialects import managed_api
from tests.support.session import fault, ok, timed

EVIL = "anna;Remove-Mailbox x@contoso.example"
DENIED = fault("GetItem", "ErrorMailboxMoveInProgress", "The mailbox is being moved.")


def named(mailbox: str) -> bytes:
    """A dump in which a mailbox of this name is refused twice."""
    return managed_api(timed([replace(call, mailbox=mailbox) for call in (DENIED, DENIED)]))


@pytest.mark.parametrize("name", ["anna.berg@contoso.example", "svc_ssi", "S-1-5-21-1", "pack-0412.zip"])
def test_one_word_is_plain(name: str) -> None:
    assert is_plain(name)


@pytest.mark.parametrize(
    "name", ["", "-rf", "a b", "a;b", "a|b", "$(a)", "`a`", "a'b", 'a"b', "a&b", "a\nb", "%PATH%", "a>b", "ä"]
)
def test_what_a_shell_may_take_apart_is_not(name: str) -> None:
    assert not is_plain(name)


def test_steps_name_a_mailbox_in_their_commands(analyse: Analyse) -> None:
    document = analyse(named("anna.berg@contoso.example"))

    assert "Get-MoveRequest anna.berg@contoso.example" in str(document["findings"][0]["solution"])
    assert "Get-MoveRequest anna.berg@contoso.example" in document["texts"]["customer"]


def test_a_mailbox_that_brings_a_command_stands_in_none(analyse: Analyse) -> None:
    document = analyse(named(EVIL))
    steps = [part.text for step in document["findings"][0]["solution"] for part in commands.parts(step)]
    letter = document["texts"]["customer"].split("`")[1::2]

    assert any(text.startswith("Get-MoveRequest MAILBOX") for text in steps)
    assert not [text for text in (*steps, *letter) if "Remove-Mailbox" in text]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("odd.log", "ssi-analyze rules new odd.log"), ("odd$(touch x).log", "ssi-analyze rules new UPLOAD")],
)
def test_the_draft_of_a_rule_names_an_upload_that_no_shell_takes_apart(tmp_path: Path, name: str, shown: str) -> None:
    (tmp_path / name).write_text("2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory] The flux of Quill is inverted\n")

    assert answer.of(build(analyze([str(tmp_path / name)]))).draft == shown


def test_what_came_afterwards_is_told_by_all_requests_of_a_side(analyse: Analyse) -> None:
    document = analyse(managed_api(timed([ok("GetFolder"), DENIED, DENIED])))
    nameless = {**document, "operations": []}

    assert answer.of(nameless).afterwards == answer.of(document).afterwards == "no successful request afterwards"
    assert answer.of(nameless).seen == "2 times in 3 requests to Exchange"
