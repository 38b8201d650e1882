r"""Request logs of an Exchange server: IIS, HttpProxy, EWS; whole files, excerpts, or a few rows in a text.

Rows become calls (`server_row.py`), by the columns that a line of names tells (`server_columns.py`). What else stands
in such a text is an exception that somebody pasted beside them: behind a row that failed it tells of that row, before
it of the same failure, told by another log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Build, Cut, Message, Note, Place, Record, System
from analyzer.readers import server_columns
from analyzer.readers.messages import messages
from analyzer.readers.notes import Notes
from analyzer.readers.plain_text import paragraphs
from analyzer.readers.recognition import Sign, Strength
from analyzer.readers.server_columns import METHODS, Layout
from analyzer.readers.server_row import Rows
from analyzer.readers.window import Window
from analyzer.reference.builds import four_numbers

SIGNS = lazy_re.compile(
    rb"^\xef?\xbb?\xbf?#(?:Software: Microsoft Internet Information Services|Log-type: (?:HttpProxy|EWS) Logs"
    rb"|Fields:[^\n]{0,8000}?\b(?:sc-status|HttpStatus)\b)"
    rb"|^\xef?\xbb?\xbf?\"?(?:DateTime|RequestId)\"?[,;\t][^\n]{0,8000}?\bHttpStatus\b"
    rb"|^\xef?\xbb?\xbf?date[ \t,;]{1,9}time[ \t,;][^\n]{0,4000}?\bsc-status\b"
    rb"|^[ \t]{0,20}(?:[A-Za-z ]{1,20}:[ \t]{1,9})?\d{4}-\d\d-\d\d[ \t]{1,9}\d\d:\d\d:\d\d[ \t][^\n]{0,200}?\b"
    + METHODS.encode()
    + rb"[ \t]{1,9}/[^\s]{0,2000}+[ \t]{1,9}[^\n]{1,8000}?[ \t]{1,9}[1-5]\d\d[ \t]{1,9}\d{1,4}[ \t]{1,9}\d{1,10}"
    rb"(?:[ \t]{1,9}\d{1,15}){0,5}[ \t\r]{0,20}$"
    rb"|^HttpStatus[ \t]{0,40}:[ \t]{0,9}[1-5]\d\d[ \t\r]{0,9}$"
    rb"|^\d{4}-\d\d-\d\dT[\d:.]{8,18}Z,[\w-]{4,40},1[0-9],\d{1,2},\d{1,5},",
    re.MULTILINE,
)
_BEGINS = 3
"""A byte order mark may stand before a log."""
_NEAR = 6
"""Lines of text behind a row that failed which are still about it."""
_MOST_HELD = 50
"""Texts before the rows that are held until it is known whether a row tells the same."""
_STATUS_IN_TEXT = lazy_re.compile(r"(?<!\d)\(?([45]\d\d)\)?(?!\d)")
_VALUE = lazy_re.compile(r"(?P<name>[A-Za-z]\w{1,40})[ \t]{0,40}:(?:[ \t]{1,9}(?P<value>[^\n]{0,4000}))?")
_ABOUT_EXCHANGE = lazy_re.compile(r"Microsoft\.Exchange\b|MSExchange", re.IGNORECASE)


def weigh(head: bytes) -> Sign | None:
    """A file that begins as such a log is one throughout; rows in a text are its form, where no markup holds them."""
    found = SIGNS.search(head)
    if found is None:
        return None
    return Sign(Strength.WHOLE) if found.start() <= _BEGINS else Sign(Strength.FORM, found.start())


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """All rows, and what is said beside them."""
    log = _Log(limits, notes)
    whole, number = True, 0
    for start, text in paragraphs(window, limits):
        whole = text.endswith("\n")
        lines = text.split("\n")
        if whole:
            lines.pop()
        for number, line in enumerate(lines, start):
            yield from log.take(line, number)
    yield from log.finish(cut_at=0 if whole else number)


class _Log:
    def __init__(self, limits: Limits, notes: Notes) -> None:
        self.limits = limits
        self.notes = notes
        self.rows = Rows()
        self.layout: Layout | None = None
        self.day = ""
        self.held: list[Message] = []
        self.behind = 0
        self.list: dict[str, str] = {}
        self.list_line = 0
        self.missed = self.first_missed = self.last_missed = 0
        """Lines among the rows that are none: how many, the first, the last."""

    def take(self, line: str, number: int) -> Iterator[Record]:
        if len(line) > self.limits.tag:
            self.notes.warn(Note.LONG_LINE, len(line), line=number)
            return
        layout = self.layout
        if layout is not None and line and line[0] != "#":
            row = layout.row(line, self.day)
            if row is not None:
                yield from self.rows.records(row, number)
                self.behind = 0
                return
        bare = line.strip(" \t\r\ufeff")
        if not bare:
            yield from self._listed()
            return
        if bare[0] == "#":
            yield from self._head(bare, number)
        elif (found := server_columns.layout_of(bare)) is not None:
            self.layout = found
        elif (row := server_columns.loose(bare)) is not None:
            yield from self.rows.records(row, number)
            self.behind = 0
        else:
            yield from self._other(bare, number)

    def _other(self, line: str, number: int) -> Iterator[Record]:
        """A line that is no row by itself."""
        value = _VALUE.fullmatch(line)
        if self.layout is not None:
            self.missed += 1
            self.first_missed, self.last_missed = self.first_missed or number, number
        elif value is not None and value["name"].lower() in server_columns.COLUMNS:
            if value["name"] in self.list:
                yield from self._listed()
            self.list.setdefault(value["name"], value["value"] or "")
            self.list_line = self.list_line or number
        else:
            yield from self._text(line, number)

    def _listed(self) -> Iterator[Record]:
        """A row that PowerShell shows as a list, a value a line."""
        if self.list:
            layout = Layout(list(self.list), ",")
            row = layout.of(list(self.list.values()), self.day) if layout.usable else None
            if row is not None:
                yield from self.rows.records(row, self.list_line)
            self.list, self.list_line = {}, 0

    def _head(self, line: str, number: int) -> Iterator[Record]:
        name, _, value = line[1:].partition(":")
        match name.strip().lower():
            case "fields":
                self.layout = server_columns.layout_of(line)
                if self.layout is None:
                    self.notes.warn(Note.NO_STATUS_COLUMN, line=number)
                elif self.layout.width > server_columns.MOST_COLUMNS:
                    self.notes.warn(Note.MANY_LOG_COLUMNS, count=self.layout.width, line=number)
            case "date":
                self.day = value.strip()[:10]
            case "version" if (version := four_numbers(value.strip())) is not None:
                place = Place(number, system=System.EXCHANGE)
                yield Build(at=place, version=version)
            case _:
                pass

    def _text(self, line: str, number: int) -> Iterator[Record]:
        """A line that is no row, in a text that has no line of names."""
        self.behind += 1
        row = self.rows.last if self.behind <= _NEAR else None
        side = System.EXCHANGE if _ABOUT_EXCHANGE.search(line) else System.UNKNOWN
        for said in messages(line, row or Place(number, system=side), self.limits):
            if not said.exception and "Error" not in said.text[:200]:
                continue
            if row is not None:
                yield replace(said, at=replace(row, line=number), exception=True)
            elif len(self.held) < _MOST_HELD:
                self.held.append(said)

    def finish(self, *, cut_at: int) -> Iterator[Record]:
        """The log is over; `cut_at` is its last line where nothing ends that."""
        yield from self._listed()
        for said in self.held:
            named = {int(status) for status in _STATUS_IN_TEXT.findall(said.text)}
            told = self.rows.failed and (not named or named & self.rows.failed)
            yield replace(said, repeats=bool(told))
        if cut_at and self.last_missed == cut_at:
            self.missed -= 1
            self.notes.cut = True
            self.notes.warn(Note.ROW_CUT)
            yield Cut(at=Place(cut_at, system=System.EXCHANGE))
        if self.missed:
            self.notes.warn(Note.NO_ROWS, count=self.missed, line=self.first_missed)
