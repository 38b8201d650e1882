"""Columns of tables in which people write: the head of a column says so, as the name of an element does elsewhere.

Sample: `ID;Betreff;Beginn`, and below it `4711;Raum Falkenhorst;12.10.2026`. A field in quotes may span lines.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping

from analyzer.markup import decode
from analyzer.reference.columns import (
    NAMED,
    TITLES,
    WRITTEN,
    cells_of,
    delimiter_of,
    heads_at,
    heads_of_lines,
    is_title,
)

_FIELDS = "#Fields:"
"""Before the heads of the log of a server, below other lines that begin with a hash."""
_LONGEST_HEAD = 4_000
_LONGEST_ROW = 64 << 10


class Columns:
    """The columns of one document; it has none unless its first line names some, or the first below a title."""

    def __init__(self, learn: Callable[[str], None], heads: re.Pattern[str] = WRITTEN, *, exact: bool = False) -> None:
        """Call `learn` with what stands below such heads; with `exact` not in rows of more or fewer cells."""
        self._learn = learn
        self._heads = heads
        self._exact = exact
        self._width = 0
        self._rest = b""
        self._row: list[str] = []
        self._length = 0
        self._open = False
        """A field in quotes goes on."""
        self._delimiter = ""
        self._wanted: list[int] = []
        self._named: frozenset[int] = frozenset()
        """Columns of names, in which a title may stand."""
        self._rows: list[Mapping[int, str]] = []
        self._lines: list[bytes] = []
        self._texts: list[str] = []
        """The first rows, until it is known which of them has the heads."""
        self._begun = self._over = False

    def feed(self, chunk: bytes) -> None:
        """Look at the next bytes of the document."""
        if self._over:
            return
        if not (self._begun or self._lines) and b"\n" not in self._rest + chunk:
            self._rest += chunk
            self._over = len(self._rest) > _LONGEST_HEAD
            return
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self._line(line.rstrip(b"\r"))
        if len(self._rest) > _LONGEST_ROW:
            self._begin()
            self._over = True

    def finish(self) -> None:
        """The document is over."""
        if self._rest and (self._begun or self._lines):
            self._line(self._rest)
        if not self._begun and not self._over:
            self._begin()
        if self._row:
            self._end_row()

    def take(self, cells: Mapping[int, str]) -> None:
        """Look at the next row of a table whose cells stand apart already, by the numbers of their columns from 0."""
        if self._over:
            return
        if self._begun:
            self._row_of(cells)
            return
        self._rows.append(cells)
        if len(self._rows) == TITLES or heads_at(row.values() for row in self._rows) is not None:
            self._begin()

    def _row_of(self, cells: Mapping[int, str]) -> None:
        for number in self._wanted:
            if number in cells:
                self._told(number, cells[number])

    def _line(self, line: bytes) -> None:
        if self._over:
            return
        if self._begun:
            self._data(line)
            return
        said = decode(line[:_LONGEST_HEAD]).lstrip("\ufeff")
        if said.startswith(_FIELDS):
            self._head(said.removeprefix(_FIELDS).strip())
        elif said.strip() and not said.startswith("#") and not said.lower().startswith("sep="):
            self._lines.append(line)
            self._texts.append(said)
            if len(self._lines) == TITLES or heads_at(cells_of(self._texts)) is not None:
                self._begin()

    def _begin(self) -> None:
        """The heads are known, or are none below other rows: what stands above them is a title."""
        rows, lines, texts = self._rows, self._lines, self._texts
        self._rows, self._lines, self._texts = [], [], []
        if rows:
            at = heads_at(row.values() for row in rows) or 0
            self._begun = True
            self._choose(rows[at])
            for row in rows[at + 1 :]:
                self._row_of(row)
        elif lines:
            at = heads_of_lines(texts)
            self._head(texts[at])
            for line in lines[at + 1 :]:
                self._line(line)

    def _data(self, line: bytes) -> None:
        said = decode(line)
        self._row.append(said)
        self._length += len(said)
        self._open ^= said.count('"') % 2 == 1
        if not self._open or self._length >= _LONGEST_ROW:
            self._end_row()

    def _end_row(self) -> None:
        """The lines of a row are there; where a quotation mark began no field, as in `5" cable`, each is a row."""
        lines, self._row, self._length, self._open = self._row, [], 0, False
        cells = self._cells("\n".join(lines))
        if cells or len(lines) == 1:
            self._row_of_line("\n".join(lines), cells)
        else:
            for line in lines:
                self._row_of_line(line, self._cells(line))

    def _row_of_line(self, row: str, cells: list[str]) -> None:
        if self._exact and len(cells) != self._width:
            cells = []
        plain = row.split(self._delimiter) if '"' in row and "\n" not in row else []
        for number in self._wanted:
            if number < len(cells):
                self._told(number, cells[number])
            if len(plain) == len(cells) > number and plain[number] != cells[number]:
                self._told(number, plain[number])  # a quote that begins no field: "Adler" Projekt

    def _head(self, line: str) -> None:
        self._begun = True
        self._delimiter = delimiter_of(line)
        self._choose(dict(enumerate(self._cells(line))) if len(line) < _LONGEST_HEAD else {})

    def _told(self, number: int, cell: str) -> None:
        if number not in self._named or is_title(cell):
            self._learn(cell)

    def _choose(self, head: Mapping[int, str]) -> None:
        if len(head) > 1:
            if self._heads is WRITTEN:
                self._named = frozenset(number for number, cell in head.items() if NAMED.fullmatch(cell.strip()))
            told = (number for number, cell in head.items() if self._heads.fullmatch(cell.strip()))
            self._wanted = sorted({*told, *self._named})
            self._width = len(head)
        self._over = not self._wanted

    def _cells(self, row: str) -> list[str]:
        try:
            return next(csv.reader([row], delimiter=self._delimiter), [])
        except csv.Error:
            return []
