"""The tables of the report: which facts of the document each shows, in which columns, and how a cell reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from analyzer.reference.headers import ROUTE
from analyzer.report.causes import with_causes
from analyzer.report.words import ACCESS, PROTOCOLS, number, service, wait, when

Row = Mapping[str, Any]
Cell = Callable[[Row], str]


class Column(NamedTuple):
    """One column: its head, how it is set, what stands in a cell, and by what it is sorted if not by that."""

    head: str
    style: str
    """c: code, t: text, w: a word that does not wrap, n: a number; with `bad`, a number that is a failure."""
    cell: Cell
    key: Cell | None = None


class Entry(NamedTuple):
    """A cell as it is printed, and the number it is sorted by where the text does not show it."""

    text: str
    key: str = ""

    @property
    def is_whole(self) -> bool:
        """A name or an address that is short enough to stand on one line."""
        return " " not in self.text and len(self.text) <= (40 if "@" in self.text else 20)


class Table(NamedTuple):
    """A table as it is printed."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Entry]]
    left_out: int
    wide: bool
    """It names places, which need the whole width."""


class Recipe(NamedTuple):
    """Where a table gets its rows."""

    caption: str
    rows: Callable[[Row], Sequence[Row] | None]
    """The rows in a document; None where nobody looked for such."""
    columns: Sequence[Column]


def build(recipe: Recipe, document: Row, most: int) -> Table | None:
    """The table with at most so many rows; None where there are no rows. Columns that say nothing are left out."""
    rows = recipe.rows(document)
    if not rows:
        return None
    shown = rows[:most]
    told = [column for column in recipe.columns if column is recipe.columns[0] or _is_told(column, shown)]
    cells = [[Entry(column.cell(row), column.key(row) if column.key else "") for column in told] for row in shown]
    return Table(recipe.caption, told, cells, max(0, len(rows) - most), wide=WHERE in recipe.columns)


def _is_told(column: Column, rows: Sequence[Row]) -> bool:
    return any(column.cell(row) != "–" for row in rows)


def _text(key: str) -> Cell:
    return lambda row: "–" if row.get(key) is None else str(row[key])


def _count(key: str = "count") -> Cell:
    return lambda row: number(row.get(key))


def _wait(key: str) -> Cell:
    return lambda row: wait(row.get(key))


def _took(key: str) -> Cell:
    """A response time; none where the clock of the log, which often has whole seconds, was too coarse to see any."""
    return lambda row: wait(row.get(key)) if row.get("longest_ms") else "–"


def _snapshot(row: Row) -> str:
    size = row.get("snapshot") or {}
    return f"{number(size['total'])} of {number(size['limit'])}" if size else "–"


def _place(row: Row) -> str:
    return f"{row.get('document')}, line {number(row.get('line'))}"


def _until(row: Row) -> str:
    """The end of a stretch, without the day where that is the day it began."""
    first, last = when(row.get("from")), when(row.get("to"))
    return last[11:] if first[:11] == last[:11] and last.endswith(" UTC") else last


def _over(row: Row) -> str:
    limit, total = row.get("limit"), row.get("total")
    return number(total - limit) if isinstance(limit, int) and isinstance(total, int) and total > limit else "–"


def _at(key: str) -> Callable[[Row], Sequence[Row] | None]:
    return lambda document: document.get(key)


def _servers(document: Row) -> Sequence[Row] | None:
    rows = document.get("servers")
    return None if rows is None else [row for row in rows if row.get("header") not in ROUTE]


def _routes(document: Row) -> Sequence[Row]:
    return [row for row in document.get("servers") or () if row.get("header") in ROUTE]


def _operations(*systems: str) -> Callable[[Row], Sequence[Row] | None]:
    """Operations of some sides, each with its response times where they are known."""

    def rows(document: Row) -> Sequence[Row] | None:
        found = document.get("operations")
        if found is None:
            return None
        times = {(row.get("system"), row.get("operation")): row for row in document.get("response_times") or ()}
        return [
            {**times.get((row.get("system"), row.get("operation")), {}), **row}
            for row in found
            if row.get("system") in systems
        ]

    return rows


def _timeline(document: Row) -> Sequence[Row] | None:
    """The proof of one document stands in order by itself."""
    rows = document.get("timeline") or ()
    return rows if len({row.get("document") for row in rows}) > 1 else None


_NAMES = {**PROTOCOLS, "odata": "OData"}
"""Protocols where each has a column of its own; beside a side, OData says no more than C4C."""
WHERE = Column("Where", "c", _place)
_SYSTEM = Column("System", "w", service)
_PROTOCOL = Column("Protocol", "w", lambda row: _NAMES.get(str(row.get("protocol")), _text("protocol")(row)))
_TIMES = Column("Times", "n", _count())
_REQUESTS = Column("Requests", "n", _count())
_FAILED = Column("Failed", "n bad", _count("failed"))
_FAILED_WHOLE = Column("Failed as a whole", "n bad", _count("failed"))
"""A request in which single items failed did not fail: their codes are counted in a table of their own."""
_TOOK = (
    Column("Mean", "n", _took("mean_ms"), _text("mean_ms")),
    Column("Longest", "n", _took("longest_ms"), _text("longest_ms")),
)

STATUSES = Recipe("HTTP statuses", _at("http"), (Column("Status", "w", _text("status")), _SYSTEM, _REQUESTS))
CODES = Recipe(
    "Response codes",
    _at("response_codes"),
    (Column("Code", "c", _text("code")), Column("Operation", "c", _text("operation")), _PROTOCOL, _TIMES),
)
SNAPSHOTS = Recipe(
    "Snapshots",
    _at("snapshots"),
    (
        Column("Total", "w", _count("total"), _text("total")),
        Column("Limit", "n", _count("limit")),
        Column("Over limit", "n bad", _over),
        Column("Pinned", "n", _count("pinned")),
        _TIMES,
    ),
)
TURNS = Recipe(
    "Requests by time",
    _at("activity"),
    (
        Column("From", "w", lambda row: when(row.get("from"))),
        Column("To", "w", _until),
        _SYSTEM,
        Column("Worked", "n", _count("ok")),
        _FAILED,
    ),
)
DURATIONS = Recipe(
    "Response times",
    _at("response_times"),
    (Column("Operation", "c", _text("operation")), _SYSTEM, _REQUESTS, *_TOOK),
)

FACTS: Sequence[Recipe] = (
    Recipe(
        "Servers",
        _servers,
        (Column("Header", "c", _text("header")), Column("Value", "c", _text("value")), _SYSTEM, _TIMES),
    ),
    Recipe(
        "Routes: front end and back end",
        _routes,
        (Column("Header", "c", _text("header")), Column("Machine", "c", _text("value")), _TIMES),
    ),
    Recipe(
        "Exchange versions",
        _at("exchange_versions"),
        (
            Column("Version", "c", _text("version")),
            Column("Product", "t", _text("product")),
            Column("Update", "t", _text("update")),
            Column("Support ends", "w", _text("support_ends")),
            _TIMES,
        ),
    ),
    Recipe(
        "Operations of Exchange",
        _operations("exchange", "other"),
        (Column("Operation", "c", _text("operation")), _REQUESTS, _FAILED_WHOLE, *_TOOK),
    ),
    Recipe(
        "Calls of C4C", _operations("c4c"), (Column("Call", "c", _text("operation")), _REQUESTS, _FAILED_WHOLE, *_TOOK)
    ),
    Recipe(
        "Sessions, oldest first",
        with_causes,
        (
            Column("Began", "w", lambda row: when(row.get("run"))),
            Column("User", "c", _text("user")),
            Column("Status", "t", _text("status")),
            Column("Cause", "t", _text("cause")),
            Column("Objects", "n", _count("objects")),
            Column("Failures", "n bad", _count("failures")),
            Column("Issues", "n", _count("issues")),
            Column("Conflicts", "n", _count("conflicts")),
            Column("Duplicates", "n", _count("duplicates")),
            Column("Confirmations", "n", _count("confirmations")),
            Column("Snapshot", "w", _snapshot),
            WHERE,
        ),
    ),
    Recipe(
        "Time line, all documents",
        _timeline,
        (Column("Time", "w", lambda row: when(row.get("time"))), Column("What", "t", _text("what")), WHERE),
    ),
    Recipe(
        "Settings in force",
        _at("settings"),
        (Column("Setting", "c", _text("name")), Column("Value", "c", _text("value")), _TIMES, WHERE),
    ),
    Recipe(
        "How SSI signs in to the mailbox",
        _at("access"),
        (Column("Access", "t", lambda row: ACCESS.get(str(row.get("kind")), str(row.get("kind")))), _REQUESTS),
    ),
    Recipe("Mailboxes", _at("mailboxes"), (Column("Mailbox", "c", _text("mailbox")), _REQUESTS, _FAILED)),
    Recipe("Hosts that were asked", _at("hosts"), (Column("Host", "c", _text("host")), _SYSTEM, _REQUESTS)),
    Recipe("Engine codes", _at("engine_codes"), (Column("Code", "c", _text("code")), _TIMES)),
    Recipe(
        "Organizations marked for removal",
        _at("removed_organizations"),
        (Column("Organization", "c", _text("organization")), Column("Forest", "c", _text("forest")), _TIMES),
    ),
    Recipe(
        "Records in the sync dump",
        _at("stored_records"),
        (
            Column("Storage", "c", _text("storage")),
            Column("Type", "c", _text("type")),
            Column("Records", "n", _count()),
        ),
    ),
    Recipe(
        "Back-off hints",
        _at("back_off"),
        (Column("Hint", "c", _text("hint")), Column("Wait", "n", _wait("milliseconds"), _text("milliseconds")), _TIMES),
    ),
    Recipe(
        "Steps of a request, not counted: handshakes, followed redirects",
        _at("steps"),
        (Column("Status", "w", _text("status")), _SYSTEM, _TIMES),
    ),
)
PICTURED = (STATUSES, CODES, SNAPSHOTS)
"""Tables that stand below a picture."""


def unseen(document: Row) -> list[str]:
    """What was looked for and not seen, in words for a sentence."""
    empty = [
        recipe.caption for recipe in (*FACTS, *PICTURED) if (rows := recipe.rows(document)) is not None and not rows
    ]
    if not document.get("unexplained", True):
        empty.append("errors without an explanation")
    return [_in_sentence(caption.partition(",")[0].partition(":")[0]) for caption in empty]


def _in_sentence(caption: str) -> str:
    return caption if caption.startswith(("HTTP", "Exchange")) else caption[:1].lower() + caption[1:]
