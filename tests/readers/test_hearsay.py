"""Texts in which people speak of errors: a mail is a hint at most, release notes and calm lines of a log tell of none."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Analyse, rules_of
from tests.support.reading import taken_for

REFUSED = "The remote server returned an error: (401) Unauthorized."
ENGLISH = (
    "From: Anna <anna@contoso.example>\nTo: help@fabrikam.example\nSubject: No appointments\nDate: Mon, 12 Oct 2026\n\n"
)
GERMAN = "Von: Anna Berg\nGesendet: Montag, 12. Oktober 2026\nAn: Support\nBetreff: Keine Termine\n\n"
FRENCH = "De : Anna Berg\nEnvoyé : lundi 12 octobre 2026\nObjet : Pas de rendez-vous\n\n"


def log(level: str, said: str, **more: object) -> str:
    return json.dumps({"time": "2026-10-12T08:00:00Z", "level": level, "msg": said, **more}) + "\n"


@pytest.mark.parametrize("fields", [ENGLISH, GERMAN, FRENCH])
def test_an_error_that_only_a_mail_tells_of_is_a_hint(analyse: Analyse, fields: str) -> None:
    document = analyse(f"{fields}Since today we get\n\nExchangeConnector: {REFUSED}\n")

    assert rules_of(document) == {"exchange-authentication": "error"}
    assert document["verdict"]["confidence"]["level"] == "hint"
    assert "Only a mail tells of it" in document["verdict"]["confidence"]["against"][0]


def test_a_log_beside_the_mail_proves_it_as_before(analyse: Analyse) -> None:
    said = f"ExchangeConnector: {REFUSED}\n"

    document = analyse(ENGLISH + said, f"2026-10-12 08:00:00 ERROR {said}")

    assert document["verdict"]["confidence"]["level"] != "hint"


def test_a_text_with_one_field_of_a_mail_is_none(analyse: Analyse) -> None:
    document = analyse(f"To: nobody\nExchangeConnector: {REFUSED}\n")

    assert document["verdict"]["confidence"]["level"] == "likely"


@pytest.mark.parametrize(
    "title", ["# Release notes 4.2", "Changelog\n=========", "## Contoso Sync 7 – what's new", "Versionshinweise"]
)
def test_release_notes_tell_of_no_error(analyse: Analyse, title: str) -> None:
    document = analyse(f'{title}\n\n- Fixed: "{REFUSED}" came too late\n- ErrorServerBusy: is tried again\n')

    assert document["findings"] == document["unexplained"] == []
    assert document["documents"][0]["warning_codes"] == ["hearsay"]


def test_a_log_under_the_title_of_release_notes_is_a_log() -> None:
    points = f"- 2026-10-12 08:00:00 ERROR {REFUSED}\n- 2026-10-12 08:00:05 ERROR {REFUSED}\n"

    assert taken_for(f"# Changelog\n\n{points}") != "hearsay"


@pytest.mark.parametrize("level", ["info", "notice", "Debug", "information"])
@pytest.mark.parametrize(
    "said",
    [
        f"Customer wrote: {REFUSED}",
        'Loaded help text "(401) Unauthorized"',
        "Knowledge base: ErrorAccessDenied: what to do",
        "Mail read, subject: request failed with status 401",
    ],
)
def test_a_calm_line_of_a_log_only_mentions_an_error(analyse: Analyse, level: str, said: str) -> None:
    document = analyse(log(level, said) + log(level, "done"))

    assert document["findings"] == document["unexplained"] == []


@pytest.mark.parametrize(
    "line",
    [
        log("error", f"Sync failed: {REFUSED}", logger="ExchangeConnector"),
        log("info", "Sync failed", exception=f"System.Net.WebException: {REFUSED}", logger="ExchangeConnector"),
        log("info", f"System.Net.WebException: {REFUSED}", logger="ExchangeConnector"),
    ],
)
def test_an_exception_is_one_at_any_level(analyse: Analyse, line: str) -> None:
    assert rules_of(analyse(line + log("info", "done"))) == {"exchange-authentication": "error"}


def test_an_event_of_serilog_without_a_level_is_a_calm_one(analyse: Analyse) -> None:
    line = json.dumps({"@t": "2026-10-12T08:00:00Z", "@m": f"Help text loaded: {REFUSED}"})

    assert analyse(f"{line}\n{line}\n")["findings"] == []
