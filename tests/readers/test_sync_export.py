"""Tables exported from the sync panel."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.limits import DEFAULT
from analyzer.model import Message, Session
from analyzer.report import answer
from tests.conftest import Analyse, Ran
from tests.support.reading import records_of, taken_for

ENGLISH = "User,Run,Status,Objects,Failures,Exception\nanna,2026-10-12 08:00:00,Finished,12,0,\nbob,2026-10-12 09:00:00,Error,3,3,It broke\n"
GERMAN = "Benutzer;Lauf;Status;Objekte;Fehler;Ausnahme\nanna;12.10.2026 08:00:00;Fertig;1.200;0;\nbob;12.10.2026 09:00:00;Fehler;3;3;Kaputt\n"


@pytest.mark.parametrize(
    ("text", "objects"),
    [(ENGLISH, 12), (GERMAN, 1200), (ENGLISH.replace(",", "|"), 12), (ENGLISH.replace(",", "\t"), 12)],
    ids=["english", "german", "bars", "tabs"],
)
def test_a_row_is_a_session_whatever_the_language_of_the_heads(text: str, objects: int) -> None:
    found = [record for record in records_of(text) if isinstance(record, Session)]

    assert [(session.user, session.finished) for session in found] == [("anna", True), ("bob", False)]
    assert found[0].objects == objects


@pytest.mark.parametrize(
    ("status", "failures", "failed"),
    [
        ("Beendet", "0", False),
        ("Zakończono", "", False),
        ("Klar som fan", "0", False),  # nobody knows the word: no failures tell
        ("Fehler", "0", True),
        ("Échec", "", True),
        ("Incomplete", "0", True),
        ("Not completed", "0", True),
        ("Finished without errors", "0", False),
        ("Running", "", False),
        ("Finished", "3", True),
    ],
)
def test_a_session_failed_by_its_status_or_by_its_failures(status: str, failures: str, failed: bool) -> None:
    text = f"User,Run,Status,Failures,Exception\nanna,2026-10-12 08:00:00,{status},{failures},\n"

    (found,) = (record for record in records_of(text) if isinstance(record, Session))

    assert found.failed is failed


@pytest.mark.parametrize("status", ["In progress", "Gestoppt"])
def test_a_session_that_runs_or_whose_status_nobody_knows_has_not_ended_well(status: str) -> None:
    text = f"User,Run,Status,Failures,Exception\nanna,2026-10-12 08:00:00,{status},0,\n"

    (found,) = (record for record in records_of(text) if isinstance(record, Session))

    assert not found.finished


EXPORT = """User;Run;Status;Exception
anna.berg@contoso.example;2026-10-12 08:00:00;Finished;
Ben.Kraus@contoso.example;2026-10-12 08:01:00;Errors;Authentication error – OAuthRefreshToken might have expired
ben.kraus@contoso.example;2026-10-12 09:01:00;Errors;Authentication error – OAuthRefreshToken might have expired
carl.diem@contoso.example;2026-10-12 08:02:00;Errors;A limit on the number of snapshot records is exceeded (10000/10040/0)
""".encode()


def test_the_verdict_on_a_table_names_its_users_and_counts_their_sessions_alone(analyse: Analyse) -> None:
    verdict = analyse(EXPORT)["verdict"]

    assert (verdict["rule"], verdict["mailboxes"]) == ("exchange-oauth-refresh-token", ["ben.kraus@contoso.example"])
    assert verdict["headline"].endswith("for 1 of 3 mailboxes: ben.kraus@contoso.example.")
    hit = verdict["hit"]
    assert (hit["mailboxes"], hit["mailboxes_failing"], hit["sessions"], hit["sessions_failing"]) == (3, 1, 4, 2)


def test_the_answer_on_a_table_tells_that_no_session_worked_afterwards(analyse: Analyse) -> None:
    assert answer.of(analyse(EXPORT)).afterwards == "no successful session afterwards"


@pytest.mark.parametrize(("source", "level"), [("Unknown", "hint"), ("Microsoft Exchange", "confirmed")])
def test_a_status_whose_source_nobody_names_is_a_hint_at_most(analyse: Analyse, source: str, level: str) -> None:
    row = f"anna;2026-10-12 08:00:00;Errors;{source};The remote server returned an error: (403) Forbidden."

    verdict = analyse(f"User;Run;Status;Error Source;Exception\n{row}\n".encode())["verdict"]

    assert (verdict["rule"], verdict["confidence"]["level"]) == ("exchange-forbidden", level)


def test_a_sentence_with_commas_is_no_table() -> None:
    assert taken_for("The user, who has the error, asks for status\n") != "sync_export"


def test_a_cell_is_kept_as_far_as_a_message_is_and_the_next_row_has_its_line() -> None:
    long = "It broke. " * 5000 + "\n"

    found = records_of(f'User,Run,Status,Exception\nanna,,Error,"{long}"\nbob,,Error,"It broke"\n')

    texts = [(record.at.line, len(record.text)) for record in found if isinstance(record, Message)]
    assert texts == [(2, DEFAULT.message), (4, 8)]


def test_a_row_with_another_separator_is_read_by_its_own() -> None:
    found = [
        record
        for record in records_of(
            ENGLISH.replace("bob,2026-10-12 09:00:00,Error,3,3,It", "bob;2026-10-12 09:00:00;Error;3;3;It")
        )
        if isinstance(record, Session)
    ]

    assert [(session.user, session.finished) for session in found] == [("anna", True), ("bob", False)]


def test_rows_of_which_most_is_missing_leave_a_doubt(analyse: Analyse) -> None:
    document = analyse((ENGLISH.partition("bob")[0] + "bob;broke;here\ncarla;broke;here\n").encode())

    assert document["verdict"]["outcome"] == "clean"
    assert document["verdict"]["confidence"]["level"] == "likely"
    assert (
        "a row of the table has a single cell; what else it tells was not read (2 times)"
        in document["documents"][0]["warnings"]
    )


@pytest.mark.parametrize("user", ["svc_ssi:Quitten77baum", "svc-ssi!77"])
def test_a_user_that_may_be_a_secret_costs_no_report_and_is_not_named(
    command: Callable[..., Ran], tmp_path: Path, user: str
) -> None:
    row = f"{user};2026-10-12 08:00:00;Errors;The remote server returned an error: (401) Unauthorized.\n"
    upload = tmp_path / "sessions.csv"
    upload.write_text(f"User;Run;Status;Exception\n{row}{row}")

    ran = command(upload, "-f", "json", "-o", "-", "-q")

    assert ran.code == 0
    assert b"Quitten77baum" not in ran.stdout
    assert json.loads(ran.stdout)["verdict"]["mailboxes"] in ([], ["svc_ssi"])


@pytest.mark.parametrize("rule", ["--- | --- | ---", ":--- | :---: | ---", "-----+-----+-----"])
def test_the_line_below_the_heads_is_no_session(analyse: Analyse, rule: str) -> None:
    """Markdown and the consoles of databases draw it; it was an unknown error of a mailbox with that name."""
    document = analyse(f"user | status | error\n{rule}\nanna@contoso.example | Success | \n")

    assert document["unexplained"] == []
    assert document["documents"][0]["kind"] == "sync-export"
    assert document["documents"][0]["records"] == 1


TITLED = f"Sessions of Contoso;;;;;\nGenerated;12.10.2026 07:00;;;;\n;;;;;\n{GERMAN}"


@pytest.mark.parametrize("above", ["", "sep=;\n"], ids=["", "separator"])
def test_a_title_and_the_filters_of_the_view_may_stand_above_the_heads(above: str) -> None:
    sessions = [record for record in records_of(above + TITLED) if isinstance(record, Session)]

    assert [(session.user, session.at.line - bool(above)) for session in sessions] == [("anna", 5), ("bob", 6)]


@pytest.mark.parametrize(
    "cell",
    [
        '"Access denied, mailbox moved, retry"',
        '"Sync stopped\n   at Quittex.Sync.Run(String a, String b, Int32 c)\n   at Quittex.Main()"',
    ],
    ids=["commas", "stack"],
)
def test_a_sentence_in_quotes_below_two_heads_is_no_row_of_heads(cell: str) -> None:
    text = "User,Error\n" + f"svc_quitte,{cell}\n" * 5

    assert taken_for(text) == "sync_export"
    assert len(records_of(text)) == 5


@pytest.mark.parametrize(
    "text",
    [
        "The job has stopped\nplease look, it is urgent, error attached\n",
        "Job started\n12:00 export, status ok, no error\n12:01 import, status ok, no error\n",
    ],
)
def test_words_between_commas_below_a_short_line_are_no_heads(text: str) -> None:
    assert taken_for(text) != "sync_export"
