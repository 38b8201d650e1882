"""Tables within a text whose heads say that people wrote what stands below, in the bytes of an upload.

    <tr><th>Id</th><th>Subject</th></tr>          Id  Subject                    | Id | Subject      |
    <tr><td>7</td><td>Raum Falkenhorst</td></tr>  --  -----------------          |----|--------------|
                                                  7   Raum Falkenhorst           | 7  | Raum … |

A document that is a table as a whole has its own module, `columns.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer import lazy_re
from analyzer.markup import decode, unescape
from analyzer.reference.columns import NAMED, WRITTEN, is_title

RULES = ("-- --", "--  --", "--   --", "-+-", "-|-")
"""In the line below the heads, between two columns."""
HEAD = "</th>"
"""The end of a head in HTML."""
_LONGEST_LINE = 2_000
_MOST_ROWS = 200
_REACH = 64 << 10
_ROW = lazy_re.compile(rb"<(?:tr\b[^<>]{0,300}|/table)>", re.IGNORECASE)
_CELL = lazy_re.compile(rb"<t[dh]\b[^<>]{0,400}>(?P<cell>(?:[^<]|<(?!/?t[dhr]\b)){0,4000}+)", re.IGNORECASE)
_TAG = lazy_re.compile(r"<[^<>]{0,400}>")
_RULE = lazy_re.compile(r"[-+| \t]{5,2000}")
_DASHES = lazy_re.compile(r"-{2,1000}+")

Wanted = dict[int, bool]
"""Numbers of the columns in which people write, and whether only a title is told below, as among names."""


def of_html(data: bytes, at: int) -> tuple[Sequence[bytes], int]:
    """The cells below the heads of a table in whose first row an offset lies, and where what was read of it ends."""
    before = data[max(0, at - _LONGEST_LINE) : at].lower().rfind(b"<tr")
    begin = at if before < 0 else max(0, at - _LONGEST_LINE) + before
    wanted: Wanted = {}
    told: list[bytes] = []
    start, stop = -1, min(len(data), at + _REACH)
    for number, row in enumerate(_ROW.finditer(data, begin, stop)):
        if start >= 0:
            cells = _cells_of_html(data, start, row.start())
            if wanted:
                told += _told(cells, wanted)
            elif not (wanted := _wanted(cells)):
                return (), row.start()
        start = row.end()
        if number > _MOST_ROWS or row[0][1:2] == b"/":
            return told, start
    if start >= 0 and wanted:
        told += _told(_cells_of_html(data, start, stop), wanted)
    return told, stop


def _cells_of_html(data: bytes, start: int, stop: int) -> Sequence[str]:
    return [_TAG.sub(" ", unescape(decode(found["cell"]))).strip() for found in _CELL.finditer(data, start, stop)]


def ruled(data: bytes, at: int) -> tuple[Sequence[bytes], int]:
    """The cells below the heads of a table in whose rule an offset lies, and where its last row ends."""
    begin = data.rfind(b"\n", max(0, at - _LONGEST_LINE), at) + 1
    end = _end_of_line(data, at)
    rule = decode(data[begin:end]).rstrip()
    if _RULE.fullmatch(rule) is None or begin < 2:
        return (), end
    head = decode(data[data.rfind(b"\n", max(0, begin - _LONGEST_LINE), begin - 1) + 1 : begin - 1])
    of_bars = "|" in head
    starts = [found.start() for found in _DASHES.finditer(rule)]
    wanted = _wanted(_parts(head, starts, of_bars=of_bars))
    told: list[bytes] = []
    for _ in range(_MOST_ROWS if wanted else 0):
        start, end = end + 1, _end_of_line(data, end + 1)
        row = decode(data[start:end]).rstrip()
        if not row.strip() or (of_bars and "|" not in row):
            break
        told += _told(_parts(row, starts, of_bars=of_bars), wanted)
    return told, end


def _end_of_line(data: bytes, at: int) -> int:
    end = data.find(b"\n", at, at + _LONGEST_LINE)
    return end if end >= 0 else min(len(data), at + _LONGEST_LINE)


def _parts(line: str, starts: Sequence[int], *, of_bars: bool) -> Sequence[str]:
    """The cells of a row: between bars, or from where each column begins to where the next one does."""
    if of_bars:
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    stops = [*starts[1:], len(line)]
    return [line[start:stop].strip() for start, stop in zip(starts, stops, strict=True)]


def _wanted(heads: Sequence[str]) -> Wanted:
    """Which columns hold what people wrote; none where there is but one."""
    if len(heads) < 2:
        return {}
    named = {number: True for number, head in enumerate(heads) if NAMED.fullmatch(head) is not None}
    return named | {number: False for number, head in enumerate(heads) if WRITTEN.fullmatch(head) is not None}


def _told(cells: Sequence[str], wanted: Wanted) -> Iterator[bytes]:
    for number, of_names in wanted.items():
        if number < len(cells) and (not of_names or is_title(cells[number])):
            yield cells[number].encode("utf-8", "replace")
