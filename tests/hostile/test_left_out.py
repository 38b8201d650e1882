"""What was not read of an upload may tell of the error: such an upload did not surely go well."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from analyzer.analysis import Options
from analyzer.limits import DEFAULT
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.readers import sync_export
from analyzer.redacting import redact
from tests.conftest import Analyse, Ran, loud
from tests.support.dialects import DIALECTS
from tests.support.session import healthy

HEADS = ["User", "Run", "Status", "Exception"]
WELL = ["anna@contoso.example", "2026-10-12 08:00:00", "Finished", ""]
FAILED = ["ben@contoso.example", "2026-10-12 09:00:00", "Errors", "Authentication error"]


def table(*rows: list[str]) -> str:
    return "".join(";".join(row) + "\n" for row in rows)


def workbook(*rows: list[str], number_of_last: int | None = None) -> bytes:
    """A workbook, whose last row may have a number of its own."""
    book, whole, changed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(whole)
    if number_of_last is None:
        return whole.getvalue()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = re.sub(rb'([r"A-Z])%d"' % len(rows), rb'\g<1>%d"' % number_of_last, text)
            new.writestr(name, text)
    return changed.getvalue()


CSV = (table(HEADS, *[WELL] * 30, FAILED), "sessions.csv")
XLSX = (workbook(HEADS, *[WELL] * 30, FAILED), "sessions.xlsx")


@pytest.mark.parametrize(
    ("upload", "name", "caps"),
    [
        *((*upload, caps) for upload in (CSV, XLSX) for caps in ({"table_rows": 20}, {"cells": 40})),
        (*CSV, {"frame": 800}),
    ],
)
def test_a_table_of_which_the_last_rows_are_not_read_did_not_go_well(
    analyse: Analyse, upload: str | bytes, name: str, caps: dict[str, int]
) -> None:
    document = analyse(upload, names=[name], options=Options(limits=replace(DEFAULT, **caps)))

    assert document["verdict"]["outcome"] == "inconclusive"
    assert document["verdict"]["headline"] == f"Nothing failed in what was read of {name}; the rest of it was not read."
    assert document["verdict"]["confidence"]["against"] == [
        "Some of it is damaged or was not read; nobody knows what stood there."
    ]


def test_a_workbook_is_read_behind_a_hundred_thousand_empty_rows(analyse: Analyse) -> None:
    """As where somebody gave the last row of a sheet a colour, or copied a row far below the others."""
    document = analyse(workbook(HEADS, WELL, FAILED, number_of_last=1_000_000), names=["sessions.xlsx"])

    assert loud(document) == {"exchange-authentication": "error"}
    assert document["documents"][0]["warning_codes"] == ["unzoned"]
    assert document["findings"][0]["evidence"][0]["line"] == 1_000_000


def test_a_row_with_a_number_that_no_sheet_has_is_not_looked_for(analyse: Analyse) -> None:
    document = analyse(workbook(HEADS, WELL, FAILED, number_of_last=999_999_999_999), names=["sessions.xlsx"])

    assert document["verdict"]["outcome"] == "inconclusive"
    assert document["documents"][0]["warnings"][0] == "only the first 1,048,576 rows of the sheet are read"


def test_the_sheets_of_a_workbook_have_so_many_rows_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_export, "_ALL_ROWS", 50)
    book, whole, told = openpyxl.Workbook(), io.BytesIO(), []
    for _ in range(3):
        sheet = book.create_sheet()
        sheet.cell(30, 1, "x")
    book.save(whole)

    read = [list(rows) for rows in sync_export.sheets(whole.getvalue(), DEFAULT, told.append)]

    assert [len(rows) for rows in read] == [0, 30, 20, 0]
    assert [str(error) for error in told] == ["rows", "rows"]


def test_rows_that_a_redacted_workbook_lacks_are_named(tmp_path: Path) -> None:
    (tmp_path / "sessions.xlsx").write_bytes(workbook(HEADS, *[WELL] * 30))

    done = redact(str(tmp_path / "sessions.xlsx"), tmp_path / "out.xlsx", Pseudonyms(), replace(DEFAULT, table_rows=20))

    assert [why for _, why in done.left_out] == ["it is damaged (too many rows)"]


@pytest.mark.parametrize("words", [["-f", "json", "-o", "out.json"], ["redact", "-o", "out.xlsx"]])
def test_what_a_library_thinks_of_a_workbook_is_not_said(
    command: Callable[..., Ran], tmp_path: Path, words: list[str]
) -> None:
    """Many programs write workbooks of which openpyxl warns, with the path of its own module."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(HEADS, WELL, FAILED))) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"<cellStyles.*?</cellStyles>", b"", old.read(name), flags=re.DOTALL))
    (tmp_path / "sessions.xlsx").write_bytes(changed.getvalue())

    ran = command(*words, tmp_path / "sessions.xlsx", "-q")

    assert (ran.code, ran.stderr) == (0, "")


def test_the_only_row_of_a_table_may_be_cut_off(analyse: Analyse) -> None:
    """It has fewer cells than there are heads, and no line end: what failed would stand behind that."""
    cut = analyse("User;Run;Status;Objects;Exception;Issues\nanna;2026-10-12 08:00:00;Finished")
    whole = analyse("User;Run;Status;Objects;Exception;Issues\nanna;2026-10-12 08:00:00;Finished;1;;0")
    failed = analyse("User;Run;Status;Exception;Issues\nanna;2026-10-12 08:00:00;Errors;Authentication error")

    assert cut["verdict"]["outcome"] == "inconclusive"
    assert whole["verdict"]["outcome"] == "clean"
    assert loud(failed) == {"exchange-authentication": "error"}


def test_a_dump_of_which_a_part_is_left_out_did_not_surely_go_well(analyse: Analyse) -> None:
    whole = DIALECTS["unknown_root_cdata"](healthy())
    at = whole.index(b">", whole.index(b"?>") + 2) + 1

    document = analyse(
        whole[:at] + b"<a><b><c>x</c></b></a>" + whole[at:], options=Options(limits=replace(DEFAULT, nesting=2))
    )

    assert "not-read" in document["documents"][0]["warning_codes"]
    assert document["verdict"]["confidence"]["level"] != "confirmed"
