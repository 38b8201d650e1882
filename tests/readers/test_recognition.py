"""A document is what its first part looks like most, not what the first sign in it names."""

from __future__ import annotations

import pytest

from analyzer.model import Kind
from analyzer.readers import reader_for
from tests.conftest import Analyse, rules_of
from tests.support.dialects import managed_api
from tests.support.session import healthy, timed

NAMES_EWS = "2026-10-12 08:00:00 INFO calling https://mail.contoso.example/EWS/Exchange.asmx\n"
JOB_LINE = "2026-10-12 08:00:01,020 ERROR TID:7 [SiteInMemory:ExchangeConnector] Authentication error\n"


def kind_of(text: str) -> Kind:
    return reader_for(text.encode()).kind


def test_a_log_that_names_an_address_before_it_shows_its_form_is_that_log() -> None:
    assert kind_of(NAMES_EWS * 20 + JOB_LINE) is Kind.JOB_LOG


def test_a_form_behind_the_first_part_is_looked_for_where_the_first_part_shows_none() -> None:
    assert kind_of(NAMES_EWS * 1000 + JOB_LINE) is Kind.JOB_LOG


def test_what_stands_first_decides_between_two_forms() -> None:
    trace = '<Trace Tag="EwsResponse" Tid="1">\n</Trace>\n'

    assert kind_of(trace + JOB_LINE) is Kind.EXCHANGE_DUMP
    assert kind_of(JOB_LINE + trace) is Kind.JOB_LOG


@pytest.mark.parametrize(
    "text",
    [
        "[9984us] Client: The remote server returned an error: (401) Unauthorized.\n[9985us, d 1us] status=1\n",
        "[main] INFO start\n[main] ERROR The remote server returned an error: (401) Unauthorized. code=7\n",
        "[Log]\nThe remote server returned an error: (401) Unauthorized.\nretries=3\n",
    ],
)
def test_bracketed_line_starts_make_no_settings(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert document["documents"][0]["kind"] == "plain-text"
    assert "exchange-authentication" in rules_of(document)


def test_a_file_of_sections_and_keys_is_settings(analyse: Analyse) -> None:
    document = analyse(
        "; written by setup\n[Exchange]\nEwsUrl=https://mail.contoso.example/EWS/Exchange.asmx\n[Sync]\nInterval=15\n"
    )

    assert document["documents"][0]["kind"] == "configuration"
    assert {row["name"] for row in document["settings"]} == {"EwsUrl", "Interval"}


@pytest.mark.parametrize(
    "text",
    [
        'AsyncResult {value: null, status: "failed", error: E}\nmessage: "The remote server returned an error: (404) Not Found."\n',
        "The sync failed with an error, as every type of it does, says the user\nThe remote server returned an error: (404) Not Found.\n",
        "status=failed, type=sync, error=E\nThe remote server returned an error: (404) Not Found.\n",
    ],
)
def test_a_line_with_commas_makes_no_table(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert document["documents"][0]["kind"] == "plain-text"
    assert "exchange-ews-url-not-found" in rules_of(document)


@pytest.mark.parametrize(
    "text",
    [
        "User,Run,Status,Exception\na@contoso.example,2026-10-12 08:00,Errors,boom\n",
        "User;Start;Status;Fehler\n",
        "Utente,Direction,Error\nanna,in,boom\nbruno,out,bang\n",
    ],
)
def test_known_heads_or_rows_that_fit_make_a_table(text: str) -> None:
    assert kind_of(text) is Kind.SYNC_EXPORT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"type": "Contact", "fields": ["LastName"]}', Kind.CONFIGURATION),
        ('{"SnapshotRecordsLimit": 10000, "Sites": [{"Na', Kind.CONFIGURATION),
        ('{"type": "Contact"} and then it went on to say more', Kind.PLAIN_TEXT),
        ("{value: null}", Kind.PLAIN_TEXT),
        ("[2026] error", Kind.PLAIN_TEXT),
    ],
)
def test_settings_in_json_are_json_throughout(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind


def test_a_document_without_records_is_read_again_as_text(analyse: Analyse) -> None:
    document = analyse(
        "<ExchangeDataDump>\n</ExchangeDataDump>\nERROR The remote server returned an error: (401) Unauthorized.\n"
    )

    assert "exchange-authentication" in rules_of(document)
    assert document["findings"][0]["evidence"][0]["line"] == 3


def test_a_document_in_which_nothing_is_recognised_is_said(analyse: Analyse) -> None:
    row = analyse("<Receipt><Item>Bread</Item></Receipt>\n")["documents"][0]

    assert (row["kind"], row["records"], row["warning_codes"]) == ("unknown", 0, ["unknown-form"])


def test_an_empty_dump_stays_one(analyse: Analyse) -> None:
    row = analyse("<ExchangeDataDump></ExchangeDataDump>")["documents"][0]

    assert (row["kind"], row["warnings"]) == ("exchange-dump", [])


def test_what_stands_in_the_elements_of_a_silent_dump_is_not_read_as_text(analyse: Analyse) -> None:
    mail = "<SyncDump><Record><Subject>The remote server returned an error: (401) Unauthorized.</Subject></Record></SyncDump>"

    assert "exchange-authentication" not in rules_of(analyse(mail))


def test_zeros_inside_a_dump_are_skipped_and_said(analyse: Analyse) -> None:
    line = b"2026-10-12 08:00:01 ERROR The remote server returned an error: (401) Unauthorized.\n"
    document = analyse(line + b"\0" * 4096 + line)

    assert "exchange-authentication" in rules_of(document)
    assert document["documents"][0]["warnings"][-1].startswith("4,096 NUL bytes")


LINE = b"2026-10-12T08:00:01Z ERROR The remote server returned an error: (401) Unauthorized.\n"


def test_zeros_behind_the_end_may_be_what_was_lost(analyse: Analyse) -> None:
    assert analyse(LINE + b"\0" * 4096)["documents"][0]["warning_codes"] == ["damaged"]


def test_a_few_zeros_behind_the_end_are_how_a_program_ends_a_text(analyse: Analyse) -> None:
    assert analyse(LINE + b"\0" * 4)["documents"][0]["warning_codes"] == []


@pytest.mark.parametrize("hole", [b"\0" * 512, b"\xff" * 512])
@pytest.mark.parametrize("place", ["inside", "behind"])
def test_nothing_is_confirmed_of_a_dump_with_a_hole(analyse: Analyse, hole: bytes, place: str) -> None:
    dump = managed_api(timed(healthy()))
    record = dump.index(b"<Trace", len(dump) // 2)
    holed = dump + hole if place == "behind" else dump[:record] + hole + dump[record:]

    document = analyse(holed)

    assert document["documents"][0]["warning_codes"] == ["damaged"]
    assert document["verdict"]["confidence"]["level"] != "confirmed"


def test_an_error_that_a_hole_may_have_made_is_not_confirmed(analyse: Analyse) -> None:
    line = JOB_LINE.replace("Authentication error", "Authentication error – OAuthRefreshToken might have expired")

    whole, holed = (analyse(text.encode())["verdict"] for text in (line * 2, line + "\0" * 512 + line))

    assert whole["rule"] == holed["rule"] == "exchange-oauth-refresh-token"
    assert (whole["confidence"]["level"], holed["confidence"]["level"]) == ("confirmed", "likely")


def test_a_binary_file_with_zeros_in_it_is_still_refused(analyse: Analyse) -> None:
    document = analyse(bytes(range(128, 256)) * 8 + b"\0" * 600 + bytes(range(128, 256)) * 8)

    assert document["documents"][0]["kind"] == "unknown"
