"""Workbooks and captures that are redacted: what is left in one piece of them costs that piece, and no text is paid twice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from analyzer.limits import DEFAULT
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.redacting import tables
from analyzer.redacting.rewriter import Redactor
from analyzer.redacting.tables import Table
from tests.conftest import Ran

Called = Callable[..., Ran]
HEADS = ("User", "Run", "Status", "Error Source", "Exception")
FAILED = ("anna@contoso.example", "2026-10-12 08:00:00", "Error", "Exchange", "Unauthorized (401)")
LEFT = "it failed with password=Zanzibar47x for 7 items"
CALL = b"POST https://outlook.office365.com/EWS/Exchange.asmx HTTP/1.1\r\nX-Left: here\r\n\r\n"
ANSWER = b"HTTP/1.1 401 Unauthorized\r\nX-FEServer: EX01\r\n\r\n"


def workbook(*rows: tuple[str, ...]) -> bytes:
    """A workbook with one sheet."""
    book, whole = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(whole)
    return whole.getvalue()


def texts(packed: Path) -> str:
    """All that stands in a document that is a zip file."""
    with zipfile.ZipFile(packed) as members:
        return "\n".join(members.read(name).decode() for name in members.namelist())


def test_a_cell_in_which_something_is_left_costs_itself(
    called: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sessions.xlsx").write_bytes(workbook(HEADS, FAILED, (*FAILED[:4], LEFT), FAILED))
    redacted = Table._cell
    monkeypatch.setattr(Table, "_cell", lambda of, said, head: said if said == LEFT else redacted(of, said, head))

    ran = called("redact", tmp_path / "sessions.xlsx", "-o", "out.xlsx")

    assert ran.code == 0
    assert "left out: a part of sessions.xlsx: the leak check found a password in it" in ran.stderr
    rows = [[str(cell.value) for cell in row] for row in openpyxl.load_workbook("out.xlsx").worksheets[0].iter_rows()]
    assert [row[4] for row in rows] == [HEADS[4], FAILED[4], "it failed with [removed] for 7 items", FAILED[4]]


def test_a_line_in_which_something_is_left_costs_no_other_of_the_capture(
    called: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "capture.saz", "w") as members:
        members.writestr("raw/1_c.txt", CALL)
        members.writestr("raw/1_s.txt", ANSWER + b"\r\npassword=Zanzibar47x\r\n")
    end = Redactor.finish
    monkeypatch.setattr(Redactor, "finish", lambda redactor: f"{end(redactor)}password=Zanzibar47x\n")

    ran = called("redact", tmp_path / "capture.saz", "-o", "out.saz")

    assert ran.code == 0
    assert "Zanzibar" not in texts(Path("out.saz"))
    assert "EX01" not in texts(Path("out.saz"))
    assert "401 Unauthorized" in texts(Path("out.saz"))


def test_a_long_text_that_a_thousand_cells_share_is_redacted_once_below_each_head(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    long = "anna@contoso.example was refused; " * 40
    scrubbed: list[str] = []
    scrub = tables.scrub_lines
    monkeypatch.setattr(tables, "scrub_lines", lambda said: scrubbed.append(said) or scrub(said))

    new = tables.redacted_workbook(workbook(HEADS, *[(long,) * 5] * 200), Pseudonyms(), DEFAULT)

    assert scrubbed.count(long) <= len(HEADS)
    rows = list(openpyxl.load_workbook(io.BytesIO(new)).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert len({row[4] for row in rows}) == 1
    assert str(rows[0][4]).startswith("user-1@domain-1 was refused; ")
