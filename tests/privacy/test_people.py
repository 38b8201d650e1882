"""Whoever is named in a field of the upload has a token at strict wherever a text repeats the name."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.privacy.people import People
from analyzer.privacy.pseudonyms import Pseudonyms
from tests.test_privacy_levels import run
from tests.test_redact import Run

__all__ = ["run"]

LINE = "2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] {} declined\n"


def learned(text: str) -> People:
    people = People()
    list(people.watch([text.encode()]))
    return people


@pytest.mark.parametrize(
    "text",
    [
        "<t:Attendee><t:Mailbox><t:Name>Ottilie Kelter</t:Name></t:Mailbox></t:Attendee>",
        "&lt;t:Mailbox&gt;\n  &lt;t:Name&gt;Ottilie Kelter&lt;/t:Name&gt;",
        '{"emailAddress":{"name":"Ottilie Kelter","address":"x@contoso.example"}}',
        '{"emailAddress":{"address":"x@contoso.example","name":"Ottilie Kelter"}}',
        "Employee Name;Status\nOttilie Kelter;Error\n",
    ],
)
def test_a_field_names_somebody(text: str) -> None:
    assert list(learned(text).names) == ["Ottilie Kelter"]


@pytest.mark.parametrize("text", ["<t:Folder><t:Name>Ottilie Kelter</t:Name></t:Folder>", '{"name":"Ottilie Kelter"}'])
def test_other_names_are_nobody(text: str) -> None:
    assert not learned(text).names


def test_a_name_gets_its_token_where_it_is_met_in_any_order() -> None:
    names = Pseudonyms()
    names.persons.expect("Anna Quitte")
    names.persons.expect("Ottilie Kelter")
    names.persons.expect("Mail Server")

    assert names.replace("Kelter, Ottilie and ottilie kelter") == "user-1 and user-1"
    assert names.replace("the mail server and Anna Quitte") == "the mail server and user-2"
    assert set(names.values.values()) == {"Kelter, Ottilie", "Anna Quitte"}  # as they stand there


@pytest.mark.parametrize(("level", "shown"), [("standard", True), ("strict", False)])
def test_a_report_at_strict_knows_attendees(run: Run, tmp_path: Path, level: str, shown: bool) -> None:
    (tmp_path / "Logs").mkdir()
    (tmp_path / "Logs" / "job.log").write_text(LINE.format("Ottilie Kelter"))
    (tmp_path / "Logs" / "dump.xml").write_text("<t:Mailbox><t:Name>Ottilie Kelter</t:Name></t:Mailbox>\n")

    run(tmp_path / "Logs", "--privacy", level, "-f", "json", "-o", tmp_path / "out.json")

    assert ("Ottilie Kelter" in (tmp_path / "out.json").read_text()) is shown


def test_redact_knows_them_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "job.log").write_text(
        "DEBUG <t:Mailbox><t:Name>Ottilie Kelter</t:Name></t:Mailbox>\n" + LINE.format("Ottilie Kelter")
    )

    assert run("redact", tmp_path / "job.log", "-o", tmp_path / "out.log", "-q")[0] == 0

    assert "Kelter" not in (tmp_path / "out.log").read_text()
