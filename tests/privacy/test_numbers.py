"""Numbers that are secrets or somebody's: by the name of what holds them, in redacted uploads and at strict."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.limits import DEFAULT
from analyzer.privacy.known_words import known_words
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.pseudonyms.documents import is_plain_name
from analyzer.redacting import redacted_text
from tests.test_privacy_levels import run
from tests.test_redact import Run

__all__ = ["run"]


def redacted(text: str) -> str:
    return "".join(redacted_text([text], text.encode(), Pseudonyms(known=known_words()), DEFAULT))


@pytest.mark.parametrize(
    "text",
    [
        '{"level":"ERROR","msg":"HTTP 503","password":"302778462"}\n',
        '{"level":"ERROR","msg":"HTTP 503","otp":302778}\n',
        '{"level":"ERROR","msg":"HTTP 503","verification_code":"302778","pin":4711}\n',
        "2026-10-12 08:00:00 ERROR failed HTTP 401 <Password>302778462</Password>\n",
        '<Log><Action name="GetItem" pin="478985"><OTP>302778</OTP></Action></Log>\n',
    ],
)
def test_digits_are_a_secret_where_their_name_says_so(text: str) -> None:
    shown = redacted(text)

    assert not any(digits in shown for digits in ("302778", "478985", "4711"))
    assert "503" in shown or "401" in shown or "Action" in shown


@pytest.mark.parametrize("text", ['{"status":503,"port":4711}\n', '{"retry_after":3599,"line":302778}\n'])
def test_other_numbers_stay(text: str) -> None:
    assert redacted(text) == text


def test_columns_of_numbers_of_people_have_tokens(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "Datum;Benutzer;Fehler;IP;Telefon;Passwort;Kundennummer;IBAN\n"
        "2026-09-22 06:30:06;quittel7;ErrorAccessDenied;84.193.20.7;+48 22 6544913;302778451;4113377;DE68 8077 0562 1144 2093 11\n"
    )

    assert run("redact", tmp_path / "t.csv", "-o", tmp_path / "out.csv")[0] == 0

    row = (tmp_path / "out.csv").read_text().splitlines()[1]
    assert row == "2026-09-22 06:30:06;user-1;ErrorAccessDenied;ip-1;id-1;[removed];id-2;id-3"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("paid from DE68 8077 0562 1144 2093 11 to GB29NWBK60161331926819.", "paid from id-1 to id-2."),
        ("version 15.20.7409.42 and DE12 are none", "version 15.20.7409.42 and DE12 are none"),
        ("Kundennummer: 4113377 is locked", "Kundennummer: id-1 is locked"),
        (
            "jdbc:sqlserver://db01.contoso.example:1433;databaseName=Quastigberg failed",
            "jdbc:sqlserver://host-1:1433;databaseName=word-1 failed",
        ),
    ],
)
def test_numbers_of_somebody_in_sentences(text: str, shown: str) -> None:
    assert Pseudonyms(known=known_words()).replace(text) == shown


def test_a_member_of_json_that_nobody_knows_has_a_token() -> None:
    shown = redacted('{"level":"ERROR","msg":"HTTP 503","ctx":{"quittelbaum":{"count":3}}}\n')

    assert shown == '{"level":"ERROR","msg":"HTTP 503","ctx":{"word-1":{"count":3}}}\n'


def test_an_address_is_no_plain_name_of_a_file() -> None:
    assert not is_plain_name("10.4.5.77")
    assert not is_plain_name("84.193.20.7.log")
    assert is_plain_name("ExchangeDataDump_2026.xml")


def test_a_telephone_number_of_north_america_has_a_token() -> None:
    names = Pseudonyms(known=known_words())

    assert names.replace("call (425) 555-0123 if it failed") == "call id-1 if it failed"
    assert names.replace("it failed (404) 3 times, (500) 250 ms") == "it failed (404) 3 times, (500) 250 ms"
