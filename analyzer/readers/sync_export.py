"""Tables exported from the sync panel: the session table and the issue table, as CSV, TSV or XLSX.

Columns are recognised by what their heads mean, in English or German, wherever they stand. The heads are those of the
panel (docs.revenuegrid.com/ri/fast/articles/Monitoring-Users-and-Organizations); no export is public.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from analyzer import lazy_re, memory
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import Message, Note, Place, Record, Session, System, Term
from analyzer.readers import table_rows, times
from analyzer.readers.messages import origin
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window
from analyzer.reference.columns import TITLES, delimiter_of, heads_of_lines
from analyzer.reference.numbers import number

_HEAD_LINE = lazy_re.compile(
    r"(?!\|)(?=[^\n]{0,2000}[;,\t|])"
    r"(?=[^\n]{0,2000}\b(?:exception|error|fehler\w{0,20}|ausnahme)\b)"
    r"(?=[^\n]{0,2000}\b(?:user|benutzer|run|status|type|typ|direction|richtung|operation)\b)"
    r"(?![^\n]{0,2000}(?:<|HTTP/|TID:))",
    re.IGNORECASE,
)

_SHEET_ROWS = 1 << 20
"""Rows of a sheet, in Excel: the number of a row beyond them is made up, and a reader would make as many empty ones."""
_RULE = frozenset(":+=|-")
"""What a cell has of the line that Markdown and the consoles of databases draw below the heads."""
_LONGEST_TITLES = 8_000
"""Characters in which the heads of a table stand, below what is above them."""
_ALL_ROWS = 4 * _SHEET_ROWS
"""Rows of all sheets of a workbook that are looked at, most of them empty."""
_EMPTY: list[str] = []
_FEW_COLUMNS = 3
"""A table of fewer may have rows of one cell."""
_HEADS = {
    "user": ("user", "benutzer", "anwender", "user name", "benutzername", "mailbox", "e-mail", "email", "postfach"),
    "run": (
        "run",
        "time",
        "start",
        "started",
        "lauf",
        "zeit",
        "datum",
        "date",
        "startzeit",
        "ausführung",
        "zeitpunkt",
        "last run",
        "start time",
    ),
    "status": ("status",),
    "objects": ("objects", "objekte"),
    "changes": ("changes", "änderungen"),
    "failures": ("failures", "failed", "fehler", "fehlschläge"),
    "source": ("error source", "fehlerquelle", "source", "quelle"),
    "category": ("error category", "fehlerkategorie", "category", "kategorie"),
    "exception": ("exception", "ausnahme", "ausnahmetext", "exception text", "fehlermeldung", "message", "meldung"),
    "issues": ("issues", "probleme"),
    "conflicts": ("conflicts", "konflikte"),
    "type": ("type", "typ", "object type", "objekttyp"),
    "direction": ("direction", "richtung"),
    "operation": ("operation name", "operation", "vorgang"),
    "code": ("error code", "fehlercode", "code"),
    "text": ("error text", "fehlertext", "error message", "error"),
}
_SOURCES = (
    (lazy_re.compile("exchange", re.IGNORECASE), System.EXCHANGE),
    (lazy_re.compile("c4c|connector|sap", re.IGNORECASE), System.C4C),
    (lazy_re.compile("engine|synchroni", re.IGNORECASE), System.ENGINE),
)
_FINISHED = lazy_re.compile(
    r"finish|success|done|fertig|erfolg|abgeschlossen|beendet|termin|finaliz|complet|conclu|voltooid|afgerond|zakończon",
    re.IGNORECASE,
)
"""The status of a session as the panel writes it in the language of its user; asked where none of an error fits."""
_FAILED = lazy_re.compile(
    r"error|fail|cancel|abort|terminated|unsuccess|incomplet|unfinish|interrupt"
    r"|\b(?:not|nicht|pas|niet|ikke|inte)\b|fehler|fehlgeschl|abgebrochen|unterbrochen"
    r"|erreur|annul|échec|échou|errore|fallid|erro\b|falh|mislukt"
    r"|fout|błąd|błęd|\bSW000[13]\b",
    re.IGNORECASE,
)
"""Asked first. SW0001 is a session that was interrupted, SW0003 an error of the engine itself."""
_RUNNING = lazy_re.compile(
    r"running|progress|in process|started|waiting|queued|scheduled|pending|läuft|wird|gestartet|wartet|geplant"
    r"|en cours|en curso|in corso|em andamento|bezig|w toku",
    re.IGNORECASE,
)
"""A session that goes on: it has neither failed nor gone well."""
_WITHOUT = lazy_re.compile(
    r"\b(?:without|no|ohne|keine|sans|sin|senza|sem|zonder|bez)\s(?:any\s)?"
    r"(?:error|fail|fehler|erreur|errore|erro|fout|błęd|problem)\w{0,20}+",
    re.IGNORECASE,
)
"""`Finished without errors` tells of none."""
_NO_HEAD = lazy_re.compile(r"[{}\[\]=<>]|:\s?\S")
"""What stands in no head of a column: code, JSON, a key with its value."""
_PARTS = lazy_re.compile(r"\.rels$|\[Content_Types\]|xl/(?:styles|workbook)\.xml$", re.IGNORECASE)
"""What a workbook has beside sheets and texts, and openpyxl parses whole."""
_DOCTYPES = tuple("<!DOCTYPE".encode(coding) for coding in ("ascii", "utf-16-le", "utf-16-be"))
_OVERLAP = 40
_CHUNK = 1 << 20
_OF_SHEETS = {
    "xl/workbook.xml": lazy_re.compile(rb"\br:id=[\"'](?P<part>[^\"']{1,100})"),
    "xl/_rels/workbook.xml.rels": lazy_re.compile(rb"\bTarget=[\"'](?P<part>[^\"']{1,300})"),
}
"""Where the part of each sheet is named, and where the parts are."""
_LEFT = ("failures", "issues", "conflicts")

_GROUPED = lazy_re.compile(r"\d{1,3}(?:[.,'\u2019\u00a0\u202f ]\d{3}){1,4}")
_WHOLE = lazy_re.compile(r"(\d{1,12})[.,]0{1,6}")

Row = tuple[int, Mapping[str, str]]


def is_table(head: bytes) -> bool:
    """Heads of columns that are known, or as many cells in each row as there are heads: one line is no table."""
    text, _ = _below_titles(decode(head[: 16 << 10]).lstrip("\ufeff"))
    if not _HEAD_LINE.match(text):
        return False
    first = text.partition("\n")[0]
    delimiter = delimiter_of(first)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    except csv.Error:
        return False
    if not rows or any(_NO_HEAD.search(cell) for cell in rows[0]):
        return False
    if sum(bool(meaning_of(cell)) for cell in rows[0]) > 1:
        return True
    whole = rows[1:-1] if len(head) >= len(text) > 8 << 10 else rows[1:]  # the last row may be cut
    return sum(len(row) == len(rows[0]) for row in whole) > len(whole) * 3 / 4


def _below_titles(text: str) -> tuple[str, int]:
    """A table from its heads on, and how many lines stand above them: a title, the filters of the view, `sep=;`."""
    above = int(text[:4].lower() == "sep=")
    lines = text[:_LONGEST_TITLES].split("\n")[above:]
    above += heads_of_lines(lines)
    for _ in range(above):
        text = text.partition("\n")[2]
    return text, above


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """The rows of a CSV or TSV export."""
    memory.reserve_nothing()
    import pandas as pd

    window.ensure(limits.frame)
    data = window.slice(0, limits.frame)
    if window.ensure(limits.frame + 1):
        notes.warn(Note.LONG_TABLE, most=limits.frame)
        data = data[: data.rfind(b"\n") + 1] or data  # the row in which it is cut off here breaks off nowhere
    text, above = _below_titles(decode(data).lstrip("\ufeff"))
    first = text.partition("\n")[0]
    delimiter = delimiter_of(first)
    columns = min(first.count(delimiter) + 1, limits.table_columns)
    text = _without_cut_row(text, delimiter, notes)
    if first.count(delimiter) >= columns:
        notes.warn(Note.MANY_COLUMNS, most=columns)
        text = _narrowed(text, delimiter, columns, notes)
    most = min(limits.table_rows, limits.cells // columns)

    def shortened(cells: list[str]) -> list[str]:
        notes.warn(Note.LONG_ROW)
        return cells[:columns]

    def parsed(text: str) -> pd.DataFrame:
        return pd.read_csv(
            io.StringIO(text),
            sep=delimiter,
            header=None,  # with heads, pandas takes the first cells of a longer row for an index
            dtype=str,
            keep_default_na=False,
            engine="python",
            nrows=most,
            on_bad_lines=shortened,
            skip_blank_lines=False,
        )

    rows: Iterator[Sequence[object]]
    try:
        table = parsed(text)
    except csv.Error:  # it ends inside a cell in quotes, or a cell is too long or too odd for the library
        rows = _by_hand(text, delimiter, columns, most, notes)
    except ValueError as error:  # what pandas raises of its own
        notes.warn(Note.TABLE_DAMAGED, error=Term(type(error).__name__))
        return
    else:
        if len(table) >= most:
            notes.warn(Note.MANY_ROWS, most=most)
        rows = table.fillna("").itertuples(index=False)  # a row that ends early has no text, not the text "nan"
    heads = [str(head) for head in next(rows, ())]
    _check_heads(heads, notes)
    filled = (_by_its_own(row, delimiter, notes) for row in rows)
    yield from _records(_rows(heads, filled, above + 1, limits), notes)


def _by_hand(text: str, delimiter: str, columns: int, most: int, notes: Notes) -> Iterator[Sequence[str]]:
    """The rows of a table in which the library finds a fault."""
    for place, cells in enumerate(table_rows.whole_rows(text, delimiter, notes)):
        if place == most:
            notes.warn(Note.MANY_ROWS, most=most)
            return
        if len(cells) > columns:
            notes.warn(Note.LONG_ROW)
        yield cells[:columns]


def _by_its_own(row: Sequence[object], delimiter: str, notes: Notes) -> Sequence[object]:
    """A row that has all in its first cell, by what stands between its cells: `a;b;c` in a table of tabs."""
    alone = str(row[0]) if row else ""
    if len(row) < _FEW_COLUMNS or not alone.strip() or any(row[1:]):
        return row
    other = delimiter_of(alone)
    if other == delimiter or alone.count(other) != len(row) - 1:
        if other != delimiter and alone.count(other) > 1:  # else it is a title or a footer
            notes.warn(Note.SHORT_ROW)
        return row
    try:
        return next(csv.reader([alone], delimiter=other))
    except csv.Error:
        notes.warn(Note.SHORT_ROW)
        return row


def _ends_in_a_row(text: str, delimiter: str) -> bool:
    """Whether the last row has no end and fewer cells than the heads and the row before it: it is cut off."""
    before, _, last = text.rstrip("\r").rpartition("\n")
    heads, row = text.partition("\n")[0], before.rpartition("\n")[2]
    if not last or heads is text or before == heads or before.count('"') % 2:
        return False
    return _cells(last, delimiter) < _cells(heads, delimiter) == _cells(row, delimiter)


def _cells(row: str, delimiter: str) -> int:
    """How many cells a line has."""
    if '"' in row:
        with suppress(csv.Error):  # a cell that is too large
            return len(next(csv.reader([row], delimiter=delimiter), ()))
    return row.count(delimiter) + 1


def _without_cut_row(text: str, delimiter: str, notes: Notes) -> str:
    """The table without a last row that is cut off; where there is no other, it is read all the same."""
    if _ends_in_a_row(text, delimiter):
        notes.cut = True
        whole = text.rfind("\n") + 1
        notes.warn(Note.CELL_CUT, len(text) - whole)
        return text[:whole]
    if _is_one_short_row(text, delimiter):
        notes.cut = True
        notes.warn(Note.ROW_CUT)
    return text


def _is_one_short_row(text: str, delimiter: str) -> bool:
    """Whether the only row has no end and fewer cells than there are heads."""
    heads, _, row = text.rstrip("\r").partition("\n")
    return bool(row) and not {"\n", '"'} & set(row) and row.count(delimiter) < heads.count(delimiter)


def _narrowed(text: str, delimiter: str, columns: int, notes: Notes) -> str:
    """The rows with their first cells alone, as a table of any width."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow
    for row in table_rows.whole_rows(text, delimiter, notes):
        write(row[:columns])
    return out.getvalue()


def workbook_fits(members: Sequence[zipfile.ZipInfo], limits: Limits) -> bool:
    """Whether the texts of a workbook, unpacked, can be held in memory, and what stands beside them can be parsed."""
    parts = [member for member in members if _PARTS.search(member.filename)]
    return (
        sum(member.file_size for member in members) <= limits.workbook
        and sum(member.file_size for member in parts) <= limits.workbook_parts
    )


def within(rows: Iterable[Sequence[object]], most: int) -> Iterator[Sequence[object]]:
    """Rows until their texts have so many characters together: a hundred thousand cells can share one long text."""
    for row in rows:
        most -= sum(len(cell) for cell in row if isinstance(cell, str))
        if most < 0:
            return
        yield row


def read_workbook(data: bytes, limits: Limits, notes: Notes) -> Iterator[Record]:
    """The rows of every sheet of an XLSX workbook; lines are the rows of the sheet."""

    def damaged(error: Exception) -> None:
        notes.warn(Note.WORKBOOK_DAMAGED, error=Term(type(error).__name__))

    for cells in sheets(data, limits, damaged):
        yield from _sheet(cells, limits, notes)


def sheets(data: bytes, limits: Limits, damaged: Callable[[Exception], None]) -> Iterator[Iterator[Sequence[object]]]:
    """The rows of each sheet of a workbook, one column more than is read; of each those that stand before damage.

    Args:
        data: the workbook.
        limits: what it may cost.
        damaged: told of damage, for which openpyxl raises many kinds of error.
    """
    import openpyxl

    warnings.filterwarnings("ignore", module="openpyxl")  # of a style or a relation that nobody reads, on stderr
    try:
        _refuse_tricks(data)
        found = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        damaged(error)
        return
    left = iter(range(_ALL_ROWS))
    for sheet in found:
        yield _before_damage(sheet, limits, left, damaged)


def _refuse_tricks(data: bytes) -> None:
    """Programs that write workbooks declare no entities, and every sheet has a part of its own.

    Raises:
        ValueError: this one does, or names one part as a thousand sheets, each of which would be read.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if not member.filename.lower().endswith((".xml", ".rels")):
                continue
            before, small = b"", b""
            pattern = _OF_SHEETS.get(member.filename.lower())
            for chunk in _before_its_damage(archive, member):
                if any(sign in before + chunk for sign in _DOCTYPES):
                    raise ValueError("doctype")
                before = chunk[-_OVERLAP:]
                small += chunk if pattern is not None else b""
            parts = [found["part"] for found in pattern.finditer(small)] if pattern is not None else []
            if len(parts) > len(set(parts)):
                raise ValueError("sheets")


def _before_its_damage(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part as far as it can be unpacked; openpyxl meets the damage again and says so."""
    try:
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                yield chunk
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a damaged one raises what it likes
        return


def _before_damage(
    sheet: Any, limits: Limits, left: Iterator[int], damaged: Callable[[Exception], None]
) -> Iterator[Sequence[object]]:
    try:
        sheet.reset_dimensions()  # what a sheet claims about its size is not believed
        rows = sheet.iter_rows(max_col=limits.table_columns + 1, values_only=True)
        yield from within(_emptied(rows, left), limits.workbook)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        damaged(error)


def _emptied(rows: Iterable[tuple[object, ...]], left: Iterator[int]) -> Iterator[Sequence[object]]:
    """The rows, an empty one without its cells: a million of them are gone through in a second.

    Raises:
        ValueError: the sheets have more rows together than are looked at.
    """
    for row in rows:
        if next(left, None) is None:
            raise ValueError("rows")
        yield row if row.count(None) < len(row) else ()


def _sheet(cells: Iterable[Sequence[object]], limits: Limits, notes: Notes) -> Iterator[Record]:
    """The rows of a sheet below its heads; a title or the filters of the view may stand above them."""
    rows = _held(cells, limits, notes)
    above = next((n for n, row in enumerate(rows[:TITLES]) if sum(bool(meaning_of(cell)) for cell in row) > 1), None)
    if any(len(row) > limits.table_columns for row in rows):
        notes.warn(Note.MANY_SHEET_COLUMNS, most=limits.table_columns)
    if above is not None:
        _check_heads(rows[above], notes)
        # A line is a row of the sheet here, whatever breaks its cells hold.
        flat = ([cell.replace("\n", " ") for cell in row[: limits.table_columns]] for row in rows[above:])
        yield from _records(_rows(next(flat), flat, above + 1, limits), notes)
    elif rows:
        notes.warn(Note.NO_HEADS)


def _held(cells: Iterable[Sequence[object]], limits: Limits, notes: Notes) -> list[list[str]]:
    """The rows of a sheet up to the caps, each to its last cell that is not empty.

    An empty row costs nothing: who gives the last row of a sheet a colour has a million of them before it.
    """
    rows: list[list[str]] = []
    most, room = limits.table_rows, limits.cells
    for row in cells:
        texts = ["" if cell is None else str(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            most, room = most - 1, room - len(texts)
        if most < 0 or room < 0 or len(rows) == _SHEET_ROWS:
            notes.warn(Note.MANY_SHEET_ROWS, most=len(rows))
            break
        rows.append(texts or _EMPTY)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _count(text: str) -> int | None:
    """A number as English, German, Swiss or French programs write it: `1,200`, `1.200`, `1'200`, `1 200`, `7.0`."""
    text = text.strip()
    if _GROUPED.fullmatch(text):
        text = re.sub(r"\D", "", text)
    elif whole := _WHOLE.fullmatch(text):
        text = whole[1]
    return number(text)


def _check_heads(heads: Iterable[str], notes: Notes) -> None:
    """Say so where nothing in a table can tell what failed, rather than find nothing in it."""
    if not {"exception", "text", "code"} & {meaning_of(head) for head in heads}:
        notes.warn(Note.NO_ERROR_COLUMN)


def _rows(heads: Sequence[str], rows: Iterable[Sequence[object]], line: int, limits: Limits) -> Iterator[Row]:
    """Each row by the meaning of its columns, with the line it begins on; quoted line breaks are lines of the file.

    A cell is as long as a message at most: in a workbook, thousands of cells can share one long text.
    """
    meanings = [meaning_of(head) for head in heads]
    line += 1 + sum(head.count("\n") for head in heads)
    for row in rows:
        cells = ["" if cell is None else str(cell) for cell in row]
        found: dict[str, str] = {}
        for meaning, cell in zip(meanings, cells, strict=False):
            if meaning and cell.strip():
                found.setdefault(meaning, cell.strip()[: limits.message])
        if not _RULE.issuperset("".join(found.values())):
            yield line, found
        line += 1 + sum(cell.count("\n") for cell in cells)


def meaning_of(head: str) -> str:
    """What stands below a head of a column, by one of the names that the panel and those who copy it give it."""
    plain = " ".join(head.replace("_", " ").split()).strip("\ufeff\" '").lower()
    return next((meaning for meaning, names in _HEADS.items() if plain in names), "")


def is_status(word: str) -> bool:
    """Whether one word is a status of a session as the panel writes it, in one of its languages: `Fertig`, `Errors`."""
    return word.isalpha() and any(pattern.match(word) for pattern in (_FAILED, _FINISHED, _RUNNING))


def _account(user: str) -> str:
    """Who a user is, without the password that somebody wrote behind it: `svc_ssi:…`."""
    return user.removeprefix("smtp:").removeprefix("SMTP:").partition(":")[0].strip()


def _records(rows: Iterator[Row], notes: Notes) -> Iterator[Record]:
    for line, row in rows:
        moment = times.parse(row.get("run", ""))
        notes.heard(moment)
        text = row.get("exception", "") or row.get("text", "")
        named = next((system for pattern, system in _SOURCES if pattern.search(row.get("source", ""))), System.UNKNOWN)
        place = Place(line, system=origin("", text[:2000], named), time=moment.at if moment else None)
        if "status" in row or "run" in row:
            left = [f"{_count(row[key])} {key}" for key in _LEFT if _count(row.get(key, "")) or 0]
            status, user = row.get("status", ""), _account(row.get("user", ""))
            word = _WITHOUT.sub("", status)
            failed = _FAILED.search(word) is not None
            well = not (failed or text or left) and _FINISHED.search(word) is not None
            no_failures = _count(row.get("failures", "")) == 0
            yield Session(
                at=place,
                user=user,
                status=status,
                finished=well,
                open=not (well or failed or text or left) and (no_failures or _RUNNING.search(word) is not None),
                objects=_count(row.get("objects", "")),
                failures=_count(row.get("failures", "")),
                issues=_count(row.get("issues", "")),
                conflicts=_count(row.get("conflicts", "")),
            )
            if text:
                yield Message(at=place, text=" ".join(text.split()), exception=True, user=user, session=True)
            elif failed:
                told = [row[key] for key in ("status", "source", "category") if key in row]
                yield Message(
                    at=place, text=f"The session failed: {', '.join(told)}", exception=True, user=user, session=True
                )
            elif left:
                yield Message(
                    at=place,
                    text=f"The session finished with {', '.join(left)}",
                    exception=True,
                    user=user,
                    session=True,
                )
        elif row.get("code", "0") != "0" or text:
            what = " ".join(part for part in (row.get("operation"), row.get("type")) if part)
            said = f"Issue (error code {row.get('code') or 'none'}) {what}: {' '.join(text.split())}"
            yield Message(at=place, text=said, exception=True, item=True)
