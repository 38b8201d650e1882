"""Quoted strings in error texts: behind a word for a record they go always, at strict wherever they stand."""

from __future__ import annotations

import json

import pytest

from analyzer.privacy.content import Content
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.report.strict import strict
from tests.conftest import Analyse

LINE = "2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] {}\n"


@pytest.mark.parametrize(
    "said",
    [
        'Item "Zwiebeln fuer Ottilie" could not be saved',
        "Cannot create appointment 'Zwiebeln fuer Ottilie' in the folder",
        "Die Nachricht „Zwiebeln fuer Ottilie“ ist zu groß.",
        "Le rendez-vous « Zwiebeln fuer Ottilie » est trop long",
        'El elemento "Zwiebeln fuer Ottilie" no es válido',
        "Message with subject Zwiebeln fuer Ottilie exceeds the maximum size",
        "Input string 'Zwiebeln fuer Ottilie' was not in a correct format.",
        'Attachment "Ottilie-Zwiebeln.docx" is too large',
        "Attachment Zwiebeln fuer Ottilie.pdf was blocked",
        "pièce jointe Ottilie_Zwiebeln.xlsx refusée",
        "Termin: Zwiebeln fuer Ottilie",
        "odd: Ottilie-Zwiebeln.docx",
        "Objet : Zwiebeln fuer Ottilie",
        "Předmět: Zwiebeln fuer Ottilie",
        "件名: Zwiebeln fuer Ottilie",
        "A folder with the name 'Zwiebeln fuer Ottilie' already exists.",
        "Tapaamista ”Zwiebeln fuer Ottilie” ei löydy",
        "Contact &quot;Zwiebeln fuer Ottilie&quot; is a duplicate",
        "Termin 'Tante Ottilie's Zwiebeln' fehlt",
        "Элемент «Zwiebeln fuer Ottilie» не найден",
        "Το στοιχείο «Zwiebeln fuer Ottilie» δεν βρέθηκε",
        "Položka „Zwiebeln fuer Ottilie“ nebyla nalezena",
        'Öğe "Zwiebeln fuer Ottilie" bulunamadı',
        "Appointment [Zwiebeln fuer Ottilie] could not be saved",
        "Could not create task: [Zwiebeln fuer Ottilie].",
        "Meeting named Zwiebeln fuer Ottilie was not found",
        "La cita llamada Zwiebeln fuer Ottilie: no es posible",
    ],
)
def test_the_quoted_name_of_a_record_goes_at_every_level(analyse: Analyse, said: str) -> None:
    document = analyse(LINE.format(said))

    assert "Ottilie" not in json.dumps(document)
    assert "[removed]" in document["unexplained"][0]["evidence"][0]["excerpt"]


@pytest.mark.parametrize(
    "said",
    [
        "Property 'CalendarItem' of item 'IPM.Appointment' is read-only",
        'The value "true" is invalid',
        "The file 'C:\\Program Files\\Connector seven\\x.dll' is odd",
        'item {"message": "Something purple went wrong"} was odd',
        "The element 'http://schemas.microsoft.com/exchange/services/2006/types:Body' is odd",
        "subject to the policy of the house",
        "ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
        "gaierror(-2, 'Name or service not known')",
        "SSLError(1, '[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1129)')",
        'Cannot invoke "com.contoso.Folder$Item.get(String)" because "item" is null',
        "/srv/sync/folders.rb:16:in `block (2 levels) in run'",
        "at A.B(Dictionary`2 extra, HashSet`1 known, HashSet`1 trusted)",
        "date: 'Fri, 29 Apr 2022 17:24:51 GMT',",
        "The time zone 'W. Europe Standard Time' is unknown",
        "folder 'Deleted Items' not found",
        "folder [Deleted Items] not found",
        "Task [Thread 7] was cancelled by the host",
        "[Event Log] Event [Error 1234] in log Application",
        "The file named web.config is missing, and a folder named Deleted Items",
        "Unknown value 'W. Europe Standard Time' for the time zone",
        "Meeting: cancelled by colleague",
        "Note: check the connection, meeting: not found, the value of the field is missing",
        "Unexpected EOF in attribute value at [row 1, column 8] in attribute value",
        "Invalid value 12345678 for field Status, GET /files/report.docx, report.docx.exe",
        "Unexpected token '<', \"<!DOCTYPE html>\" is not valid JSON",
    ],
)
def test_names_of_protocols_paths_and_members_stay(said: str) -> None:
    assert Content().without(said) == said
    assert "[removed]" not in Pseudonyms().replace(said)


@pytest.mark.parametrize(
    "said",
    [
        "odd: 'Ottilienstein' is unknown",
        'odd application "Zwiebeln fuer Ottilie" found',
        "Value Zwiebeln fuer Ottilie for field Notes is too long",
    ],
)
def test_what_people_wrote_goes_at_strict_from_quotes_and_behind_labels(analyse: Analyse, said: str) -> None:
    document = analyse(LINE.format(said))

    assert "Ottilie" in json.dumps(document)
    assert "Ottilie" not in json.dumps(strict(document, Pseudonyms()))


@pytest.mark.parametrize(
    "said",
    [
        'odd thing "Zwiebeln fuer Ottilie" found',
        "odd «Zwiebeln fuer Ottilie»",
        "odd “Zwiebeln fuer Ottilie” it is",
        "odd 《Zwiebeln fuer Ottilie》 it is",
        "odd &ldquo;Zwiebeln fuer Ottilie&rdquo; it is",
    ],
)
def test_several_words_in_quotes_that_nobody_is_called_go(analyse: Analyse, said: str) -> None:
    assert "Ottilie" not in json.dumps(analyse(LINE.format(said)))


def test_a_person_in_quotes_keeps_a_token_at_strict(analyse: Analyse) -> None:
    shown = strict(analyse(LINE.format('odd: no mailbox "Petra Schulz" here')), Pseudonyms())

    assert 'no mailbox \\"user-1\\" here' in json.dumps(shown)


def test_what_a_rule_knows_stays_in_its_quotes(analyse: Analyse) -> None:
    said = 'failed: "Authentication error – OAuthRefreshToken might have expired"'
    shown = strict(analyse(LINE.format(said)), Pseudonyms())

    assert any("OAuthRefreshToken" in one["excerpt"] for row in shown["findings"] for one in row["evidence"])


@pytest.mark.parametrize("said", ["Connection Zwiebelfeld", "Handshake mit Ottilie", "Zwiebeln um Frau Time"])
def test_a_title_with_a_word_for_a_connection_goes_at_strict(said: str) -> None:
    assert said not in Pseudonyms().replace(f"x: '{said}' is odd")
