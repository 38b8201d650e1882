"""`cases.csv`: a row a case, and no name of an upload is more than a text to a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from msgspec.structs import replace

from analyzer.batch import index, tables
from tests.support.nights import night


def cells(name: str) -> list[dict[str, Any]]:
    first, *others = night()
    data = tables.csv_bytes(index.build([replace(first, case=name), *others], "abc"))
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_case_has_its_row() -> None:
    found = cells("0000.zip")

    assert [row["case"] for row in found] == sorted(row.case for row in night())
    assert found[0]["last_seen"] == "2026-11-12T01:00:00Z"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("=cmd|' /C calc'!A0.zip", "'=cmd|' /C calc'!A0.zip"),
        ("\t=1+1.zip", "'=1+1.zip"),
        ("acme;=1+1.zip", "acme;'=1+1.zip"),  # where the list separator is a semicolon
        ("\uff1d1+1.zip", "'\uff1d1+1.zip"),
        ("acme-0412.zip", "acme-0412.zip"),
        ("acme;contoso=1.zip", "acme;contoso=1.zip"),
    ],
)
def test_no_name_of_an_upload_is_a_formula(name: str, shown: str) -> None:
    assert shown in [row["case"].strip() for row in cells(name)]


def test_a_name_that_turns_the_direction_of_a_line_does_not() -> None:
    assert not any("\u202e" in row["case"] for row in cells("acme\u202egpj.exe"))
