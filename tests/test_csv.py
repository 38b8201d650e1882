"""The findings as CSV: a row each, as Excel and pandas read it, and no cell that a spreadsheet calculates."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analyzer.analysis import analyze
from analyzer.report import csv_rows, document
from analyzer.report.document import build
from tests.conftest import ROOT, Document, Ran
from tests.support.hostile import PAYLOADS, with_every_string

Command = Callable[..., Ran]

csv.field_size_limit(10_000_000)

ACTIVE = re.compile('[\\s"]*[=+\\-@|%\uff1d\uff0b\uff0d\uff20]')


@pytest.fixture(scope="module")
def whole() -> Document:
    return build(analyze([str(ROOT / "examples" / "pack-exchange-side.zip")]))


def rows(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_it_is_what_excel_opens(whole: Document) -> None:
    data = csv_rows.render(whole)

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b'"\r\n')
    assert data.count(b"\r\n") == data.count(b"\n") == len(whole["findings"]) + 1
    assert all(cell.startswith(b'"') for cell in data.removeprefix(b"\xef\xbb\xbf").split(b"\r\n")[:-1])


def test_each_finding_is_a_row_with_its_first_proof(whole: Document) -> None:
    head, *found = rows(csv_rows.render(whole))

    assert [len(row) for row in found] == [len(head)] * len(whole["findings"])
    for row, finding in zip(found, whole["findings"], strict=True):
        cells = dict(zip(head, row, strict=True))
        proof = finding["evidence"][0]
        assert (cells["rule"], cells["count"], cells["first_seen"]) == (
            finding["rule"],
            str(finding["count"]),
            finding["first_seen"],
        )
        assert (cells["document"], cells["line"], cells["excerpt"]) == (
            proof["document"],
            str(proof["line"]),
            proof["excerpt"],
        )


def test_pandas_reads_numbers_as_numbers(whole: Document) -> None:
    frame = pd.read_csv(io.BytesIO(csv_rows.render(whole)), encoding="utf-8-sig")

    assert list(frame["count"]) == [finding["count"] for finding in whole["findings"]]
    assert list(frame["rule"]) == [finding["rule"] for finding in whole["findings"]]


def test_without_findings_there_is_the_head_alone() -> None:
    healthy = build(analyze([str(ROOT / "examples" / "pack-healthy.zip")]))

    assert len(rows(csv_rows.render(healthy))) == 1


def test_a_semicolon_makes_it_a_table_for_a_german_excel(command: Command) -> None:
    upload = ROOT / "examples" / "pack-exchange-side.zip"

    ran = command(upload, "-q", "-f", "csv", "--csv-separator", ";", "-o", "-")

    head, first, *others = rows(ran.stdout, ";")
    assert ran.stdout.startswith(b"\xef\xbb\xbf")
    assert {len(row) for row in (first, *others)} == {len(head)}
    assert dict(zip(head, first, strict=True))["rule"] == "ErrorImpersonateUserDenied"


def test_another_separator_is_refused_in_a_line(command: Command) -> None:
    ran = command(ROOT / "examples" / "sync-export.csv", "-f", "csv", "--csv-separator", "::", "-o", "-")

    assert ran.code == 2
    assert ran.stderr.count("\n") == 1


def test_a_row_tells_its_upload_and_whether_the_verdict_rests_on_it(whole: Document) -> None:
    head, *found = rows(csv_rows.render(whole))
    cells = [dict(zip(head, row, strict=True)) for row in found]

    assert [row["is_verdict"] for row in cells] == ["true"] + ["false"] * (len(cells) - 1)
    assert {(row["upload"], row["case"]) for row in cells} == {("pack-exchange-side.zip", "pack-exchange-side.zip")}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_carries_a_formula_whatever_the_separator(
    called: Command, tmp_path: Path, whole: Document, payload: str
) -> None:
    (tmp_path / "a.json").write_bytes(document.render(with_every_string(whole, PAYLOADS[payload])))

    data = called("render", tmp_path / "a.json", "-f", "csv", "-o", "-").stdout

    found = rows(data)
    assert {len(row) for row in found} == {len(found[0])}
    assert len(found) == len(whole["findings"]) + 1
    assert max(len(cell) for row in found for cell in row) <= 32_767
    for delimiter in ",;\t":
        assert [cell for row in rows(data, delimiter) for cell in row if ACTIVE.match(cell)] == []
    assert [letter for letter in data.decode("utf-8-sig") if not letter.isprintable() and letter not in "\r\n"] == []


@pytest.mark.parametrize(
    "begin",
    [
        "=",
        "+",
        "-",
        "@",
        "\t=",
        "\r=",
        "\n+",
        " =",
        "\u00a0=",
        "\uff1d",
        "\uff0b",
        "\uff0d",
        "\uff20",
        "a;=",
        'a; "-',
        "|",
        "%",
    ],
)
def test_each_begin_of_a_formula_is_text(whole: Document, begin: str) -> None:
    data = csv_rows.render(with_every_string(whole, f"{begin}1+1"))

    for delimiter in ",;":
        assert [cell for row in rows(data, delimiter) for cell in row if ACTIVE.match(cell)] == []


def test_what_is_no_formula_stays_as_it_is(whole: Document) -> None:
    found = rows(csv_rows.render(with_every_string(whole, 'a = b; c - d, "e" & 5 % of f@g.example')))

    assert found[1][1] == 'a = b; c - d, "e" & 5 % of f@g.example'
