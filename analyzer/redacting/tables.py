"""Rewrites tables: CSV and TSV cell by cell, XLSX as a new workbook with the values of the sheets and nothing else."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import Any

from analyzer import lazy_re
from analyzer.errors import DocumentError
from analyzer.limits import Limits
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.pseudonyms.addresses import parsed
from analyzer.privacy.pseudonyms.ids import NUMBERS_OF_PEOPLE
from analyzer.privacy.scrubbing import scrub_lines
from analyzer.privacy.telling import is_phone
from analyzer.readers.sync_export import is_status, meaning_of, sheets
from analyzer.readers.table_rows import LongRowError, rows
from analyzer.redacting.words import is_secret_number, is_version, on_lines
from analyzer.reference import columns, json_names, vocabulary
from analyzer.reference.folders import FOLDERS
from analyzer.reference.vocabulary import REMOVED

_NAMED = lazy_re.compile(r"(?:display ?)?name|e-?mail", re.IGNORECASE)
"""In an export of users; records of the sync panel have names, too, which are titles."""
_CONTENT = lazy_re.compile(
    rf"(?:.{{0,20}}\s)?(?:{vocabulary.any_of(vocabulary.SUBJECTS)}|body|title|titel|description|beschreibung|notes?|notiz|object|objekt|item|element|record"
    r"|datensatz|attachment|anhang|location|ort)(?: name)?",
    re.IGNORECASE,
)
_NUMBERS_OF_PEOPLE = lazy_re.compile(
    r"(?:tele(?:fon|phone)|phone|mobile?|handy|fax|tel)(?:nummer|[ .].{0,9})?|kontonummer"
    rf"|{NUMBERS_OF_PEOPLE}",
    re.IGNORECASE,
)
_NUMBER = lazy_re.compile(r"\s*-?[\d.,:\sTZ+-]*\s*")
_VALUE = lazy_re.compile(r"val(?:ue)?|wert|valor|valeur|waarde|wartość|valore", re.IGNORECASE)
_SETTING = lazy_re.compile(r"\s{0,9}[\w.-]{2,60}\s{0,9}")
_MACHINES = lazy_re.compile(r"(?:server|host|computer|machine)(?: ?name)?", re.IGNORECASE)
_NAME = lazy_re.compile(r"[A-Za-z][\w.-]{2,100}")
_HEAD = lazy_re.compile(r"[^\W\d][\w /-]{1,40}")
_MOST_HEADS = 200
_LONG = 1000
"""Characters from which on a cell is one that others may share: thousands of cells of a workbook can."""
_KEPT = 100
"""Long cells of which is kept what became of them."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Table:
    """The rows of one table. Columns are told by their heads, wherever the first row with known heads stands."""

    def __init__(self, names: Pseudonyms) -> None:
        self.names = names
        self.heads: list[str] = []
        self.long: dict[tuple[str, str], str] = {}
        """What became of long cells, by what they said and the head above them."""

    def row(self, cells: Sequence[str], *, is_title: bool) -> list[str]:
        """One row, redacted; heads stay as they are, and so does a title above them, or a filter of the view."""
        if is_title:
            return [self._cell(cell, head) for head, cell in pairwise(["", *cells])]
        if not self.heads and sum(bool(_HEAD.fullmatch(cell.strip('\ufeff" '))) for cell in cells) > 1:
            self.heads = [" ".join(cell.replace("_", " ").split()).strip("\ufeff\" '") for cell in cells]
            return [
                cell if _is_known(head) else self.names.replace(scrub_lines(cell))
                for cell, head in zip(cells, self.heads, strict=True)
            ]
        heads = [self.heads[at] if at < len(self.heads) else "" for at in range(len(cells))]
        for at in range(1, len(cells)):
            label = cells[at - 1].strip()
            if _VALUE.fullmatch(heads[at]) and _SETTING.fullmatch(label):
                heads[at] = label  # a setting of that name
            elif columns.SECRET.fullmatch(label) or vocabulary.SECRETIVE.fullmatch(label):
                heads[at] = label if any(map(str.isdigit, cells[at])) else heads[at]
        return [self._cell_once(cell, head) for cell, head in zip(cells, heads, strict=True)]

    def _cell_once(self, cell: str, head: str) -> str:
        """A cell, a long one not once more for each that says the same below the same head."""
        if len(cell) < _LONG:
            return self._cell(cell, head)
        if (known := self.long.get((cell, head))) is None:
            if len(self.long) == _KEPT:
                del self.long[next(iter(self.long))]
            known = self.long[cell, head] = self._cell(cell, head)
        return known

    def _cell(self, cell: str, head: str) -> str:
        if cell.strip() and columns.SECRET.fullmatch(head):
            return on_lines(REMOVED, cell)
        if is_secret_number(head, cell):
            return on_lines(REMOVED, cell)
        if _NUMBERS_OF_PEOPLE.fullmatch(head) and any(map(str.isdigit, cell)):
            return self.names.id(cell)
        if parsed(cell.strip()) is not None and not is_version(head, cell):
            return self.names.replace(cell)
        if _tells_of_nobody(cell, head):
            return cell
        if columns.NAMED.fullmatch(head) and columns.is_title(cell):
            return on_lines(REMOVED, cell)
        if _is_written(cell, head) or vocabulary.SECRETIVE.search(head):
            return on_lines(REMOVED, cell)
        said = scrub_lines(cell)
        if columns.PEOPLE.fullmatch(head) or _NAMED.fullmatch(head):
            return on_lines(self.names.user(said.strip()), said)
        if _MACHINES.fullmatch(head) and _NAME.fullmatch(said):
            return self.names.host(said)
        return self.names.replace(said)


def _tells_of_nobody(cell: str, head: str) -> bool:
    """Whether a cell is empty, a number, a version, or the status of a session in one word; no telephone number."""
    if not cell.strip() or (_NUMBER.fullmatch(cell) and not is_phone(cell.strip())) or is_version(head, cell):
        return True
    return meaning_of(head) == "status" and is_status(cell.strip())


def _is_written(cell: str, head: str) -> bool:
    """Whether people wrote what stands below such a head; the name of a folder that everybody has is nobody's."""
    told = _CONTENT.fullmatch(head) or columns.WRITTEN.fullmatch(head)
    return told is not None and cell.strip().lower() not in FOLDERS


def _is_known(head: str) -> bool:
    """Whether a head is one that readers know, or the rules of what stands below it: it names no one."""
    told = (columns.SECRET, columns.WRITTEN, columns.PEOPLE, columns.NAMED, _CONTENT)
    return meaning_of(head) != "" or json_names.is_key(head) or any(pattern.fullmatch(head) for pattern in told)


def redacted_csv(texts: Iterable[str], names: Pseudonyms, limits: Limits) -> Iterator[str]:
    """A CSV or TSV file, row by row.

    Raises:
        DocumentError: a row is longer than the cap on one frame.
    """
    try:
        yield from _redacted_csv(texts, names, limits)
    except LongRowError as error:
        raise DocumentError(str(error)) from None


def _redacted_csv(texts: Iterable[str], names: Pseudonyms, limits: Limits) -> Iterator[str]:
    lines = _lines(texts)
    first = next(lines, "")
    if first[:4].lower() == "sep=":
        yield first
        first = next(lines, "")
    begin = [first, *islice(lines, columns.TITLES - 1)]
    above = columns.heads_of_lines(begin)
    delimiter = columns.delimiter_of(begin[above])
    table = Table(names)
    ending = "\r\n" if first.endswith("\r\n") else "\n"
    left = 0  # ends of lines of which none is written yet
    read = 0

    def every() -> Iterator[str]:
        nonlocal left, read
        for line in chain(begin, lines):
            read += 1
            left += line.count("\n")
            yield line

    before = ""
    for cells, _ in rows(every(), delimiter, limits.frame):
        out = io.StringIO()
        if cells:
            csv.writer(out, delimiter=delimiter, lineterminator=ending).writerow(
                table.row(cells, is_title=read <= above)
            )
        row = before + out.getvalue().removesuffix(ending)
        left -= row.count("\n")
        before = ending
        yield row
    if left > 0:  # the last row ends with its line
        yield ending


def names_secrets(head: bytes) -> bool:
    """Whether a document begins with the heads of a table of which one names a secret: `Time,Level,Token,Message`."""
    first = head.partition(b"\n")[0].decode("utf-8", "replace").strip("\ufeff\r ")
    cells = first.split(columns.delimiter_of(first))
    return (
        2 < len(cells) < _MOST_HEADS
        and all(_HEAD.fullmatch(cell.strip("\"' ")) for cell in cells)
        and any(vocabulary.SECRETIVE.search(cell) for cell in cells)
    )


def _lines(texts: Iterable[str]) -> Iterator[str]:
    rest = ""
    for text in texts:
        *whole, rest = (rest + text).split("\n")
        yield from (f"{line}\n" for line in whole)
    if rest:
        yield rest


def redacted_workbook(
    data: bytes,
    names: Pseudonyms,
    limits: Limits,
    damaged: Callable[[str], None] = lambda _: None,
    cut: Callable[[str], str] = str,
) -> bytes:
    """An XLSX workbook with the redacted values of the sheets: no formulas, comments, pictures or properties.

    Args:
        data: the workbook.
        names: tokens by what they stand for.
        limits: what it may cost.
        damaged: told the kind of damage, before which rows were read.
        cut: takes from a text what an earlier turn left in it.

    Raises:
        DocumentError: nothing of it can be read.
    """
    import openpyxl

    errors: list[str] = []
    found = sheets(data, limits, lambda error: errors.append(type(error).__name__))
    tables = [list(_redacted_rows(rows, names, limits, errors, cut)) for rows in found]
    if errors and not any(tables):
        raise DocumentError(errors[0])
    for error in errors[:1]:
        damaged(error)
    new = openpyxl.Workbook(write_only=True)  # begun when all is read: one that is not ended tells of it on stderr
    for number, table in enumerate(tables or [[]], 1):  # without a sheet openpyxl gives one a name of its own
        target = new.create_sheet(f"Sheet{number}")
        for row in table:
            target.append(row)
    written = io.BytesIO()
    new.save(written)
    return _repacked(written.getvalue())


def _redacted_rows(
    rows: Iterator[Sequence[Any]], names: Pseudonyms, limits: Limits, errors: list[str], cut: Callable[[str], str]
) -> Iterator[list[Any]]:
    begin = list(islice(rows, columns.TITLES))
    above = columns.heads_at([str(cell) for cell in row if cell is not None] for row in begin)
    table = Table(names)
    for number, cells in enumerate(chain(begin, rows)):
        if number == limits.table_rows:
            errors.append("too many rows")
            return
        row = cells[: limits.table_columns]
        said = ["" if cell is None else str(cell) for cell in row]
        texts = map(cut, table.row(said, is_title=number < (above or 0)))
        yield [
            None if cell is None else cell if isinstance(cell, int | float) and text == str(cell) else text
            for cell, text in zip(row, texts, strict=True)
        ]


def _repacked(data: bytes) -> bytes:
    """The workbook without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
