"""A secret that was met anywhere in an upload goes wherever it is repeated, also where it stands bare."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest

from analyzer.case import Order, run
from analyzer.model.kinds import Privacy
from analyzer.privacy.leaks import Check
from analyzer.privacy.watch import Removed, is_telling
from analyzer.report.files import Format

_LINE = "2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] "
_LETTERS = "qVtRTGWzOfUcNG"
_BASIC = base64.b64encode(f"svc:{_LETTERS}".encode()).decode()


def _check(data: bytes) -> Check:
    removed = Removed()
    list(removed.watch([data]))
    return Check(removed)


@pytest.mark.parametrize(
    ("met", "again"),
    [
        (f"login failed password={_LETTERS}", _LETTERS),
        (f'<Password>{_LETTERS}</Password>, "token": "{_LETTERS}"', _LETTERS),
        (f"Authorization: Basic {_BASIC}", _LETTERS),
        (f"it was refused: Basic {_BASIC}", _LETTERS),
        (f"hasło: {_LETTERS}", _LETTERS),
        (f"mot de passe={_LETTERS}", _LETTERS),
        ("POST /token grant_type=password&password=Quitte%21kern31", "Quitte!kern31"),
        ("POST /token body password%3DQuitte%2521kern31", "Quitte!kern31"),
        ("<Password>Quitte&amp;kern31</Password>", "Quitte&kern31"),
        (r'{"password":"Quitte\u0026kern31"}', "Quitte&kern31"),
        ("login failed password=Quitte!kern31", "Quitte%21kern31"),
        ("POST /token password=Quitte%20kern%2031&scope=mail.read%20mail.send", "Quitte kern 31"),
        ("$ curl -u svc:Quitte_kern31 https://mail.contoso.example", "Quitte_kern31"),
        ("$ curl -ksu svc:Quitte_kern31 https://mail.contoso.example", "Quitte_kern31"),
        ("$ curl --ntlm --user 'svc:Quitte_kern31' https://mail.contoso.example", "Quitte_kern31"),
    ],
)
def test_what_was_met_beside_a_word_for_it_is_looked_for_alone(met: str, again: str) -> None:
    check = _check(f"{_LINE}{met}\n".encode())

    assert check.find(f"the handler gave up with {again} in step 4") is not None
    assert check.find("the handler gave up in step 4") is None


@pytest.mark.parametrize(
    "table",
    [
        "User;Password;Host\nsvc;Quitte_kern31;mail\n",
        "﻿Konto,Kennwort\r\nsvc,Quitte_kern31\r\n",
        "user\tclient secret\nsvc\tQuitte_kern31\n",
        "EWS_Password|User\nQuitte_kern31|svc",
    ],
)
def test_what_stands_in_a_column_of_secrets_is_looked_for(table: str) -> None:
    assert _check(table.encode()).find("gave up with Quitte_kern31 in step 4") is not None


def test_what_stands_in_such_a_column_of_a_workbook_is_looked_for() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>User</t></is></c><c r="B1" t="inlineStr"><is><t>Password</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>svc</t></is></c><c r="B2" t="inlineStr"><is><t>Quitte_kern31</t></is></c></row>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
    removed = Removed()

    removed.look_into(packed.getvalue(), 1 << 20)

    assert Check(removed).find("gave up with Quitte_kern31 in step 4") is not None


@pytest.mark.parametrize(
    "table",
    [
        "User;Password expires;Host\nsvc;Default-Policy-2;mail\n",
        "Replaced: persons, passwords, tokens\n\nSeen: Default-Policy-2, Default-Policy-2\nDefault-Policy-2, x, y, Default-Policy-2\n",
        "Operation;Error code\nSync;ErrorServerBusy503\n",
    ],
)
def test_other_columns_hold_no_secret(table: str) -> None:
    assert _check(table.encode()).find("gave up with Default-Policy-2 and ErrorServerBusy503") is None


@pytest.mark.parametrize(
    "word",
    [
        *("MailboxServer", "OfficeCalendar", "ErrorServerBusy", "XMLHttpRequest"),
        *("getCalendarView", "OAuthTokenUrl", "UNAUTHORIZED", "synchronization", "Steinadler", "NordwindKonto"),
        *("https://x", "HTTP/1.1", "Postfachdatenbank", "invalidgrant", "TLSHandshake"),
    ],
)
def test_a_word_or_the_name_of_a_program_is_none(word: str) -> None:
    assert not is_telling(word)


@pytest.mark.parametrize("word", [_LETTERS, "SbxFzaRXbsOPRQ", "DFOABCcWchgRud", "OBEWDQVZKhfnKQ", "kfjwqpzrtbvxmn"])
def test_letters_in_no_order_of_words_are_telling(word: str) -> None:
    assert is_telling(word)


def test_a_report_shows_no_letters_that_were_a_password_elsewhere(tmp_path: Path) -> None:
    log = tmp_path / "job.log"
    log.write_text(f"{_LINE}Login failed password={_LETTERS}\n{_LINE}Handler gave up with {_LETTERS} in step 4\n")

    for privacy in Privacy:
        case = run([str(log)], Order(formats=tuple(Format), privacy=privacy))
        assert all(_LETTERS.encode() not in data for _, data in case.reports)
