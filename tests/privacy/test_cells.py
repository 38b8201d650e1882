"""What people write into the columns of a workbook is learned as from a table in CSV."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
import pytest

from analyzer.privacy import cells
from analyzer.privacy.content import Content
from analyzer.privacy.people import People

MOST = 1 << 20
ECHO = "The name Raum Falkenhorst is not unique"


def workbook(*rows: Sequence[object]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(out)
    return out.getvalue()


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, said in members.items():
            archive.writestr(f"xl/{name}.xml", said)
    return out.getvalue()


def rows(archive: bytes) -> list[list[Mapping[int, str]]]:
    return [list(sheet) for sheet in cells.sheets(archive, MOST)]


def without(archive: bytes, text: str) -> str:
    content = Content()
    content.look_into(archive, MOST)
    return content.without(text)


@pytest.mark.parametrize("title", [[], [["Synchronization errors"]]])
def test_the_subject_of_a_row_is_removed_where_a_text_repeats_it(title: list[list[str]]) -> None:
    table = workbook(*title, ["ID", "Betreff", "Status"], [4711, "Raum Falkenhorst", "Fehler bei der Arbeit"])

    assert without(table, ECHO) == "The name [removed] is not unique"
    assert without(table, "Fehler bei der Arbeit") == "Fehler bei der Arbeit"


@pytest.mark.parametrize("head", ["Organizer", "Usuario", "Gebruiker", "Uczestnik", "Пользователь", "ユーザー"])
def test_names_of_people_have_columns_too(head: str) -> None:
    people = People()

    people.look_into(workbook(["ID", head], [1, "Ottilie Sondermann"]), MOST)

    assert list(people.names) == ["Ottilie Sondermann"]


def test_texts_stand_in_cells_or_in_the_list_that_all_share_whatever_the_prefix() -> None:
    shared = '<x:sst xmlns:x="u"><x:si><x:r><x:t>Raum </x:t></x:r><x:r><x:t>A &amp; B</x:t></x:r></x:si></x:sst>'
    sheet = (
        '<x:sheetData><x:row r="1"><x:c r="B1" t="s"><x:v>0</x:v></x:c>'
        '<x:c t="inlineStr"><x:is><x:t>Raum C</x:t></x:is></x:c><x:c r="AA1"><x:v>7</x:v></x:c></x:row></x:sheetData>'
    )

    assert rows(zipped(sheet=sheet, sharedStrings=shared)) == [[{1: "Raum A & B", 2: "Raum C", 26: "7"}]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>9</v></c>',  # no such text
        '<c r="A1" t="s"><v>-1</v></c>',
        '<c r="A1" t="s"><v>99999999999999999999</v></c>',
    ],
)
def test_a_text_that_is_not_there_is_empty(cell: str) -> None:
    sheet = f'<sheetData><row>{cell}<c r="B1"><v>1</v></c></row></sheetData>'
    assert rows(zipped(sheet=sheet, sharedStrings="<sst><si><t>Raum</t></si></sst>")) == [[{0: "", 1: "1"}]]


def test_columns_far_to_the_right_are_not_looked_at() -> None:
    far = '<sheetData><row><c r="XFD1"><v>1</v></c><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>'
    assert rows(zipped(sheet=far)) == [[{0: "1", 1: "2"}]]


def test_a_zip_file_that_is_no_workbook_has_no_cells() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", '<sheetData><row><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>')

    assert rows(out.getvalue()) == []


def test_of_a_text_in_endless_pieces_no_more_is_kept_than_is_looked_at() -> None:
    pieces = "<t>word </t>" * 20_000
    sheet = '<sheetData><row><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is>{}</is></c></row></sheetData>'

    ((row,),) = rows(zipped(sheet=sheet.format(pieces), sharedStrings=f"<sst><si>{pieces}</si></sst>"))

    assert [len(text) for text in row.values()] == [2_000, 2_000]
