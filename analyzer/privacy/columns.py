"""Columns of tables in which people write: the head of a column says so, as the name of an element does elsewhere.

Sample: `ID;Betreff;Beginn`, and below it `4711;Raum Falkenhorst;12.10.2026`. A field in quotes may span lines.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping

from analyzer.markup import decode
from analyzer.reference.columns import NAMED, WRITTEN, is_title

_DELIMITERS = ";,\t|"
_FIELDS = "#Fields:"
"""Before the heads of the log of a server, below other lines that begin with a hash."""
_LONGEST_HEAD = 4_000
_LONGEST_ROW = 64 << 10


class Columns:
    """The columns of one document; it has none unless its first line names some."""

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
        self._begun = self._over = False

    def feed(self, chunk: bytes) -> None:
        """Look at the next bytes of the document."""
        if self._over:
            return
        if not self._begun and b"\n" not in self._rest + chunk:
            self._rest += chunk
            self._over = len(self._rest) > _LONGEST_HEAD
            return
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self._line(line.rstrip(b"\r"))
        self._over |= len(self._rest) > _LONGEST_ROW

    def finish(self) -> None:
        """The document is over."""
        if self._begun and not self._over and self._rest:
            self._line(self._rest)

    def take(self, cells: Mapping[int, str]) -> None:
        """Look at the next row of a table whose cells stand apart already, by the numbers of their columns from 0."""
        if not self._begun:
            self._begun = True
            self._choose(cells)
        elif not self._over:
            for number in self._wanted:
                if number in cells:
                    self._told(number, cells[number])

    def _line(self, line: bytes) -> None:
        if self._over:
            return
        if not self._begun:
            said = decode(line).lstrip("\ufeff")
            if said.startswith(_FIELDS):
                self._head(said.removeprefix(_FIELDS).strip())
            elif said.strip() and not said.startswith("#") and not said.lower().startswith("sep="):
                self._head(said)
            return
        said = decode(line)
        self._row.append(said)
        self._length += len(said)
        self._open ^= said.count('"') % 2 == 1
        if self._open and self._length < _LONGEST_ROW:
            return
        row = "\n".join(self._row)
        cells = self._cells(row)
        if self._exact and len(cells) != self._width:
            cells = []
        self._row, self._length, self._open = [], 0, False
        plain = row.split(self._delimiter) if '"' in row and "\n" not in row else []
        for number in self._wanted:
            if number < len(cells):
                self._told(number, cells[number])
            if len(plain) == len(cells) > number and plain[number] != cells[number]:
                self._told(number, plain[number])  # a quote that begins no field: "Adler" Projekt

    def _head(self, line: str) -> None:
        self._begun = True
        self._delimiter = max(_DELIMITERS, key=line.count)
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
