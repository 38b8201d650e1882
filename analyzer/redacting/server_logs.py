"""Rewrites the logs of an Exchange server: rows column by column, with the layouts that readers know.

A user name, a machine and an address stand in columns of their own there, without a word before them that tells so.
Lines of names stay as they are, so the rows are read in the redacted log as in the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.scrubbing import scrub_lines
from analyzer.readers import server_columns
from analyzer.readers.server_columns import Layout
from analyzer.reference.vocabulary import REMOVED

_PEOPLE = frozenset(
    (
        *(
            "cs-username",
            "authenticateduser",
            "impersonateduser",
            "proxyasuser",
            "actasuser",
            "anchormailbox",
            "budgetkey",
        ),
        *("recipient-address", "sender-address", "return-path", "related-recipient-address", "original-client-user"),
    )
)
_MACHINES = frozenset(
    (
        *("s-computername", "cs-host", "cs(host)", "urlhost", "serverhostname", "frontendserver", "targetserver"),
        *("serverlocatorhost", "mailboxserver", "client-hostname", "server-hostname", "connector-id"),
        *("primaryorproxyserver", "mailboxdatabase", "databasename"),
    )
)
_LONG = f"# {REMOVED}"
"""What stands for a line that is too long: a comment, for a word in square brackets is the head of a settings file."""
_OWN = lazy_re.compile(r"127\.0\.0\.1|::1|localhost", re.IGNORECASE)
"""The server itself: by this its monitoring is known, and nobody else."""
_MONITORING = "healthmailbox"
_GONE = frozenset(
    (
        *("cs(cookie)", "cs-cookie", "cookie", "backendcookie", "cs-uri-query", "urlquery", "cs(referer)"),
        *("genericinfo", "backendgenericinfo", "clientstatistics", "routingstatus"),
        *("message-subject", "custom-data", "message-info", "source-context"),
    )
)
"""Cookies, and what no reader looks at: queries name users and devices, measurements name databases and domains."""
_FIELDS = lazy_re.compile(rb"^(?:\xef\xbb\xbf)?#Fields: ?[\w()-]{1,60}(?:,[\w()-]{1,60}){3}", re.MULTILINE)
_NEAR = 2_000
_BLANKS = lazy_re.compile(r"(\s+)")
_PLAIN = lazy_re.compile(r"[\d:.,\s+-]*|\d{4}-\d\d-\d\d(?:T[\d:.]{8,18}Z?)?")
_ADDRESS = lazy_re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?|[0-9a-fA-F:]*:[0-9a-fA-F:.]+")


def is_log_of_exchange(head: bytes) -> bool:
    """Whether a file names its columns as the logs of Exchange do, whatever it is about."""
    return _FIELDS.search(head, 0, _NEAR) is not None


def redacted_server_log(texts: Iterable[str], names: Pseudonyms, limits: Limits) -> Iterator[str]:
    """A log, line by line; a line that is too long to be a row of one goes."""
    columns: list[str] = []
    layout: Layout | None = None
    rest = ""
    for text in texts:
        *lines, rest = (rest + text).split("\n")
        for line in lines:
            layout, columns, new = _line(line, layout, columns, names, limits)
            yield f"{new}\n"
        if len(rest) > limits.tag * 4:
            rest = rest[: limits.tag + 1]
    yield _line(rest, layout, columns, names, limits)[2]


def _line(
    line: str, layout: Layout | None, columns: list[str], names: Pseudonyms, limits: Limits
) -> tuple[Layout | None, list[str], str]:
    if len(line) > limits.tag:
        return layout, columns, _LONG
    found = _layout_of(line.strip("\ufeff \r"))
    if found is not None:
        said = line.strip("\ufeff \r")
        said = said.partition(":")[2] if said.startswith("#") else said
        return found, [name.strip(' "').lower() for name in found.split(said)], line
    if layout is not None and line[:1] != "#" and _is_row(line.rstrip("\r"), layout):
        return layout, columns, _row(line, layout, columns, names)
    row = server_columns.loose(line.strip())
    new = names.replace(scrub_lines(line))
    if row is not None and row.user:
        new = new.replace(row.user, names.user(row.user))
    return layout, columns, new


def _layout_of(line: str) -> Layout | None:
    """The columns that a line names: of the logs that are read, and of any other that Exchange writes with commas."""
    if (found := server_columns.layout_of(line)) is not None or not line.startswith("#Fields:") or "," not in line:
        return found
    return Layout(line.partition(":")[2].split(","), ",")


def _is_row(line: str, layout: Layout) -> bool:
    if layout.usable:
        return layout.row(line, "") is not None
    return len(layout.split(line)) == layout.width


def _row(line: str, layout: Layout, columns: list[str], names: Pseudonyms) -> str:
    """A row: every second part of what a split by blanks gives is a separator."""
    if layout.delimiter:
        cells, step = _cells(line, layout.delimiter), 1
    else:
        cells, step = _BLANKS.split(line), 2
    lead = 2 if step == 2 and cells and not cells[0] else 0
    for turn, at in enumerate(range(lead, len(cells), step)):
        name = columns[turn] if turn < len(columns) else ""
        cells[at] = _cell(cells[at], name, names)
    return layout.delimiter.join(cells)


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of a row; a cell in quotes may hold what parts others."""
    pieces = line.split(delimiter)
    if '"' not in line:
        return pieces
    cells: list[list[str]] = []
    is_open = False
    for piece in pieces:
        if is_open:
            cells[-1].append(piece)
        else:
            cells.append([piece])
        is_open ^= piece.count('"') % 2 == 1
    return [delimiter.join(cell) for cell in cells] if not is_open else pieces


def _person(names: Pseudonyms, said: str) -> str:
    if not said.strip():
        return said
    return "HealthMailbox" if _MONITORING in said.lower() else names.user(said)


def _cell(cell: str, name: str, names: Pseudonyms) -> str:
    bare = cell.strip('" \r')
    if bare in ("", "-") or _OWN.fullmatch(bare):
        return cell
    if name in _GONE:
        new = REMOVED
    elif name in _PEOPLE:
        new = ";".join(map(partial(_person, names), bare.split(";")))
    elif name in _MACHINES and not _ADDRESS.fullmatch(bare):
        new = names.host(bare)
    elif _PLAIN.fullmatch(bare) and not _ADDRESS.fullmatch(bare):
        return cell
    else:
        new = names.replace(scrub_lines(bare))
    return cell.replace(bare, new, 1)
