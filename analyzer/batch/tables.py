"""The cases of a batch as a table for other programs: CSV; which columns one has, also as Parquet (`parquet.py`)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

COLUMNS = (
    *("case", "state", "reason", "outcome", "rule", "owner", "headline", "confidence", "mailboxes"),
    *("mailboxes_failing", "organizations", "c4c_hosts", "forests", "exchange_versions", "first_seen", "last_seen"),
    *("unexplained", "duplicate_of", "report", "json", "rules"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (owasp.org, CSV injection)."""


def rows(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One flat row for each case; lists are joined by a blank."""
    for case in document["cases"]:
        yield {name: _flat(case[name]) for name in COLUMNS}


def csv_bytes(document: Mapping[str, Any]) -> bytes:
    """The cases as CSV: UTF-8 with a mark, so that a spreadsheet sees letters; no cell begins a formula."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows(document))
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def _flat(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list) else value


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        shown = "".join(c if c.isprintable() else " " for c in value)
        return f"'{shown}" if shown.startswith(_FORMULA) else shown
    return "" if value is None else value
