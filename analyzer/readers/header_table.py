"""Header fields as a browser shows them: a table that lost its colons when it was copied, or the list of its tools.

Samples: `X-BackEndHttpStatus   503,503` with tabs or blanks between name and value; `Request URL: https://…` and
`Status Code: 401 Unauthorized` above the fields (Chrome, Edge), `:status 401` (HTTP/2). A table that names no status
is read as any other text.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import Note, Place, Record, RequestHead, ResponseHead
from analyzer.protocols import http
from analyzer.readers import times
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window
from analyzer.reference import headers as fields
from analyzer.reference import services
from analyzer.reference.vocabulary import KEPT_FIELDS

_ROW = lazy_re.compile(
    r"(?P<name>:?[A-Za-z][\w-]{1,60}(?: (?:URL|Method|Code|Address|Policy))?)(?:\t+| {2,}|:[ \t]*)(?P<value>.*)"
)
_OF_TOOLS = frozenset(
    ("request url", "request method", "status code", "remote address", "referrer policy", ":status", ":method", ":path")
)
_STATUS = lazy_re.compile(r"\D{0,20}([1-5]\d\d)(?!\d)")
_BACK_END = lazy_re.compile(r"(?:\d{3}\s?,\s?){0,9}([1-5]\d\d)\s{0,9}")
_FEWEST = 3
"""Rows with a known name that make a table."""


def is_table(head: bytes) -> bool:
    """Nothing but rows, most of them with names that are known, and a status among them."""
    rows = _rows(decode(head).lstrip("\ufeff"))
    if not rows or None in rows:
        return False
    found = [row for row in rows if row is not None]
    known = sum(_is_known(name) for _, name, _ in found)
    return known >= _FEWEST and known * 10 >= len(found) * 6 and _status(found) is not None


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """The answer that the table is of, and its request where that is named."""
    text = decode(window.slice(0, limits.tag)).lstrip("\ufeff")
    if window.ensure(limits.tag + 1):
        notes.warn(Note.LONG_TABLE, most=limits.tag)
    blocks: list[list[tuple[int, str, str]]] = [[]]
    for row in _rows(text):
        if row is not None:
            if row[1].lower() == "request url" and any(name.lower() == "request url" for _, name, _ in blocks[-1]):
                blocks.append([])
            blocks[-1].append(row)
    for number, rows in enumerate(blocks, 1):
        yield from _records(rows, number, limits)


def _records(rows: list[tuple[int, str, str]], number: int, limits: Limits) -> Iterator[Record]:
    raw = tuple((name, value) for _, name, value in rows[: limits.header_lines])
    status = _status(rows)
    if status is None:
        return
    url = http.value_of(raw, "Request URL") or http.value_of(raw, ":path")
    named = (("Host", http.value_of(raw, ":authority") or http.value_of(raw, "Host")),)
    host, path = http.host_and_path(url, named) if url else ("", "")
    service = services.first_known(services.asked(host, path), services.answered(name for name, _ in raw))
    at = Place(
        rows[0][0],
        system=service.system,
        protocol=service.protocol,
        time=times.http_date(http.value_of(raw, "Date")),
        action=number,
    )
    if url:
        method = http.value_of(raw, "Request Method") or http.value_of(raw, ":method")
        yield RequestHead(at=at, method=method[:10], path=path, host=host)
    shown = http.numbered(raw)
    lines = tuple(rows[index][0] for index, _ in shown)
    headers = tuple(field for _, field in shown)
    yield ResponseHead(at=at, status=status, headers=headers, field_lines=lines)


def _rows(text: str) -> list[tuple[int, str, str] | None]:
    """Line, name and value of every row; None for a line that is none."""
    found: list[tuple[int, str, str] | None] = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if not bare:
            continue
        row = _ROW.fullmatch(bare[:8000])
        found.append((number, row["name"], row["value"].strip()) if row else None)
    return found


def _is_known(name: str) -> bool:
    low = name.lower()
    return fields.spelling(name) is not None or low in KEPT_FIELDS or low in _OF_TOOLS or low.startswith(("x-", "sap-"))


def _status(rows: list[tuple[int, str, str]]) -> int | None:
    """The status that the browser shows; else the one that Exchange's front end got from its back end."""
    told = {name.lower(): value for _, name, value in reversed(rows)}
    for name in ("status code", ":status", "status"):
        if found := _STATUS.match(told.get(name, "")):
            return int(found[1])
    for name in ("x-backendhttpstatus", "x-proxy-backendserverstatus"):
        if found := _BACK_END.fullmatch(told.get(name, "")):
            return int(found[1])
    return None
