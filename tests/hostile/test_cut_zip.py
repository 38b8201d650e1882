"""A zip file whose end is missing gives the members that stand before: its directory is the last thing in it."""

from __future__ import annotations

import io
import zipfile
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.damage import DAMAGE
from analyzer.intake import cut_zip
from tests.conftest import Analyse, rules_of
from tests.support.dialects import managed_api
from tests.support.session import failing, healthy

DIRECTORY = b"PK\x01\x02"
FIRST, SECOND = managed_api(failing()), managed_api(healthy() * 3)
NAMES = ("first.xml", "folder/second.xml")


class Pipe(io.RawIOBase):
    """A target that cannot be sought: sizes then stand behind each member."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.data += data
        return len(data)


def packed(way: str) -> bytes:
    target = Pipe() if way == "piped" else io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED if way == "stored" else zipfile.ZIP_DEFLATED) as archive:
        for name, data in zip(NAMES, (FIRST, SECOND), strict=True):
            with archive.open(name, "w", force_zip64=way == "zip64") as member:
                member.write(data)
    return bytes(target.data if isinstance(target, Pipe) else target.getvalue())


@pytest.mark.parametrize("way", ["deflated", "stored", "piped", "zip64"])
def test_members_before_the_missing_directory_are_read_whole(analyse: Analyse, way: str) -> None:
    whole = packed(way)
    document = analyse(whole[: whole.index(DIRECTORY) + 7], names=["pack.zip"])

    told = {row["name"]: row["records"] for row in document["documents"]}
    alone = analyse(whole, names=["pack.zip"])
    assert told == {"pack.zip": 0, **{row["name"]: row["records"] for row in alone["documents"]}}
    assert rules_of(document) == rules_of(alone)
    said = next(row["warnings"] for row in document["documents"] if row["name"] == "pack.zip")
    assert said == [
        "not analysed: its directory at the end is missing; members before it were read as far as they can be told"
    ]


@pytest.mark.parametrize("way", ["deflated", "stored", "piped", "zip64"])
def test_a_member_that_is_cut_is_read_to_the_cut(way: str) -> None:
    whole = packed(way)
    found = cut_zip.members(io.BytesIO(whole[: whole.index(NAMES[1].encode()) + 1_000]))

    first = b"".join(iter(partial(next(found).bytes.read1, 5_000), b""))
    pieces, last = [], next(found)
    with pytest.raises(EOFError):
        pieces.extend(iter(partial(last.bytes.read1, 100), b""))

    assert first == FIRST
    assert last.name == NAMES[1]
    assert SECOND.startswith(b"".join(pieces))
    assert sum(map(len, pieces)) > 300


def test_a_member_without_a_size_that_nobody_read_does_not_hide_the_next() -> None:
    assert [member.name for member in cut_zip.members(io.BytesIO(packed("piped")))] == list(NAMES)


def test_a_workbook_without_its_directory_is_no_pack(analyse: Analyse) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    whole = target.getvalue()

    document = analyse(whole[: whole.index(DIRECTORY)], names=["table.xlsx"])

    assert [row["name"] for row in document["documents"]] == ["table.xlsx"]
    assert document["verdict"]["outcome"] == "inconclusive"


@given(st.binary(max_size=200), st.integers(0, 400), st.sampled_from(["deflated", "piped", "zip64"]))
def test_damage_anywhere_ends_a_member_and_never_the_reading(noise: bytes, at: int, way: str) -> None:
    whole = packed(way)
    damaged = io.BytesIO(whole[:at] + noise + whole[at + len(noise) :])
    for member in cut_zip.members(damaged):
        try:
            while member.bytes.read1(1 << 16):
                pass
        except (*DAMAGE, NotImplementedError):
            continue


@pytest.mark.parametrize("folder", ["raw", "Raw", "word", "xl"])
def test_a_folder_that_is_called_as_a_part_of_a_document_costs_nothing(analyse: Analyse, folder: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("Logs/first.xml", FIRST)
        archive.writestr(f"{folder}/second.xml", SECOND)
    whole = target.getvalue()

    cut = analyse(whole[: whole.index(DIRECTORY) + 7], names=["pack.zip"])

    assert {row["name"] for row in cut["documents"]} == {"Logs/first.xml", f"{folder}/second.xml", "pack.zip"}
    assert rules_of(cut) == rules_of(analyse(whole, names=["pack.zip"]))


@pytest.mark.parametrize("stray", ["raw/1_c.txt", "[Content_Types].xml"])
def test_a_member_of_another_kind_of_document_makes_no_document_of_a_pack(analyse: Analyse, stray: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("Logs/first.xml", FIRST)
        archive.writestr(stray, "stray")

    document = analyse(target.getvalue(), names=["pack.zip"])

    assert {row["name"] for row in document["documents"]} == {"Logs/first.xml", stray}
    assert rules_of(document) == rules_of(analyse(FIRST))
