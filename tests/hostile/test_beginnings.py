"""Where a document begins, and in what: cut at its head, behind other text, at the ends of the calendar, for a mainframe."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from analyzer.analysis import analyze
from analyzer.report.document import build
from tests.conftest import Analyse, Ran, rules_of
from tests.support.dialects import managed_api
from tests.support.session import failing, healthy

GOOD = managed_api(failing()).decode()
WELL = managed_api(healthy()).decode()
RULE = "ErrorImpersonateUserDenied"
LOST = (
    "onions. Since Monday: Authentication error - OAuthRefreshToken might have expired.</t:Body></t:Message></m:Items>"
    "</m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse></s:Body></s:Envelope>\n</Trace>\n"
)
HEADS = "#Fields: date time cs-method cs-uri-stem sc-status\n"


@pytest.mark.parametrize("before", ["", "A line of a log.\n"])
def test_the_rest_of_a_mail_at_the_head_of_a_dump_is_no_error_and_not_shown(analyse: Analyse, before: str) -> None:
    document = analyse(before + LOST + GOOD)

    assert rules_of(document) == rules_of(analyse(GOOD))
    assert "onions" not in json.dumps(document)


def test_a_dump_that_begins_inside_a_record_says_so_and_is_not_surely_clean(analyse: Analyse) -> None:
    document = analyse(LOST + WELL)

    assert document["verdict"]["outcome"] == "clean"
    assert document["verdict"]["confidence"]["level"] == "likely"
    said = "the beginning of a record is missing; what ends at line 2 was not read"
    assert said in document["documents"][0]["warnings"]
    assert set(document["documents"][0]["warning_codes"]) == {"cut"}


@pytest.mark.parametrize("before", ["2026-10-12 08:00:00 INFO started\n" * 40_000, "x" * 1_200_000 + "\n"])
def test_a_dump_behind_more_text_than_a_document_is_recognised_by_is_read(analyse: Analyse, before: str) -> None:
    alone, behind = analyse(GOOD), analyse(before + GOOD)

    assert behind["verdict"]["rule"] == RULE
    assert behind["verdict"]["confidence"]["level"] == alone["verdict"]["confidence"]["level"]
    line = alone["findings"][0]["evidence"][0]["line"] + before.count("\n")
    assert behind["findings"][0]["evidence"][0]["line"] == line


@pytest.mark.parametrize("moment", ["9999-12-31 23:59:59", "0001-01-01 00:00:00"])
def test_a_row_at_an_end_of_the_calendar_has_no_time(analyse: Analyse, moment: str) -> None:
    document = analyse(f"{HEADS}{moment} POST /EWS/Exchange.asmx 403\n")

    assert document["verdict"]["outcome"] == "error"
    assert document["activity"] == []


def test_a_clean_session_with_damage_in_it_is_not_surely_clean(analyse: Analyse) -> None:
    document = analyse(WELL.replace("Version=", "\0" * 4_096 + "Version=", 1))

    assert document["verdict"]["outcome"] == "clean"
    assert document["verdict"]["confidence"]["level"] == "likely"
    assert "damaged" in " ".join(document["verdict"]["confidence"]["against"])


def test_text_of_a_mainframe_is_not_passed_on_as_redacted(tmp_path: Path, called: Callable[..., Ran]) -> None:
    (tmp_path / "dump.xml").write_bytes(GOOD.encode("cp037", "replace"))

    ran = called("redact", tmp_path / "dump.xml", "-o", tmp_path / "out.xml")

    assert ran.code == 3
    assert "neither text nor XML" in ran.stderr
    assert not (tmp_path / "out.xml").exists()


@pytest.mark.parametrize("text", ["用户anna@contoso.example密码错误", "пользователь:anna@contoso.example"])
def test_a_line_without_blanks_in_another_alphabet_is_text(analyse: Analyse, text: str) -> None:
    assert analyse(text)["documents"][0]["kind"] == "plain-text"


def workbook(change: Callable[[str, str], str]) -> bytes:
    """A workbook of one row in which each part is changed."""
    book, whole, changed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    assert book.active is not None
    for row in (["User", "Error text"], ["anna", "Authentication error"]):
        book.active.append(row)
    book.save(whole)
    with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(changed, "w") as out:
        for part in parts.infolist():
            out.writestr(part.filename, change(part.filename, parts.read(part).decode()))
    return changed.getvalue()


def declared(name: str, part: str) -> str:
    if not name.startswith("xl/worksheets/"):
        return part
    return '<!DOCTYPE a [<!ENTITY onion "ONIONS">]>' + part.replace("Authentication error", "&onion;")


def repeated(name: str, part: str) -> str:
    if name != "xl/workbook.xml":
        return part
    sheet = part[part.index("<sheet ") : part.index("</sheets>")]
    return part.replace(sheet, sheet + sheet.replace('sheetId="1"', 'sheetId="2"').replace('name="Sheet"', 'name="B"'))


def test_a_workbook_with_a_damaged_part_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    whole = workbook(lambda name, part: part + "\0" * 40_000 if name.startswith("xl/worksheets/") else part)
    at = whole.index(b"Authentication error") + 20_000
    (tmp_path / "table.xlsx").write_bytes(whole[:at] + b"x" + whole[at + 1 :])

    document = build(analyze([str(tmp_path / "table.xlsx")]))

    assert document["findings"]
    assert document["documents"][0]["warning_codes"] == ["not-read"]


@pytest.mark.parametrize("change", [declared, repeated])
def test_a_workbook_that_no_program_writes_is_not_read(tmp_path: Path, change: Callable[[str, str], str]) -> None:
    (tmp_path / "table.xlsx").write_bytes(workbook(lambda _, part: part))
    (tmp_path / "odd.xlsx").write_bytes(workbook(change))

    well, odd = (build(analyze([str(tmp_path / name)])) for name in ("table.xlsx", "odd.xlsx"))

    assert well["findings"]
    assert odd["findings"] == []
    assert odd["documents"][0]["warning_codes"] == ["not-read"]
    assert "ONIONS" not in json.dumps(odd)
