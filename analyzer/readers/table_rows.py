"""The rows of a CSV or TSV table, whatever stands in its cells.

The library has a cap on a cell that could only be raised for the whole process, and pandas asks it to be strict: one
cell of 131,073 characters, or a quotation mark that nobody doubled (`"The item "Quarz" failed"`), costs every row.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from analyzer.model import Note
from analyzer.readers.notes import Notes


class LongRowError(ValueError):
    """A row is longer than the cap; the message says how long that is."""


def whole_rows(text: str, delimiter: str, notes: Notes) -> Iterator[list[str]]:
    """The rows but for the last one where a cell of it has no end."""
    for cells, is_whole in rows(io.StringIO(text), delimiter, len(text)):
        if not is_whole:
            notes.cut = True
            notes.warn(Note.CELL_CUT, sum(len(cell) + 1 for cell in cells))
            return
        yield cells


def rows(lines: Iterable[str], delimiter: str, longest: int) -> Iterator[tuple[list[str], bool]]:
    """The cells of each row, as `csv.reader` gives them, and whether nothing is open at its end.

    Raises:
        LongRowError: a row is too long: most often one whose quotation mark nothing closes.
    """
    cells: list[str] = []
    cell: list[str] = []  # the pieces of one that is not at its end yet
    quoted, length = False, 0
    for line in lines:
        length += len(line)
        if length > longest:
            raise LongRowError(f"a row of more than {longest:,} characters")
        at, end, begins = 0, len(line.rstrip("\r\n")), not quoted
        while True:
            if quoted:
                close = line.find('"', at)
                cell.append(line[at:close] if close >= 0 else line[at:])
                if close < 0:
                    break  # the cell goes on in the next line
                if line.startswith('""', close):
                    cell.append('"')
                    at = close + 2
                    continue
                quoted, at = False, close + 1
            elif begins and line.startswith('"', at):
                quoted, begins, at = True, False, at + 1
                continue
            stop = line.find(delimiter, at, end)
            cells.append("".join((*cell, line[at : stop if stop >= 0 else end])))
            cell = []
            if stop < 0:
                yield cells if end else [], True
                cells, length = [], 0
                break
            at, begins = stop + 1, True
    if quoted:
        yield [*cells, "".join(cell)], False
