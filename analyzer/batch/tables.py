"""The cases of a batch as a table for other programs: CSV; which columns one has, also as Parquet (`parquet.py`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.report import csv_rows

COLUMNS = (
    *("case", "state", "reason", "outcome", "rule", "owner", "headline", "confidence", "mailboxes"),
    *("mailboxes_failing", "organizations", "c4c_hosts", "forests", "exchange_versions", "first_seen", "last_seen"),
    *("unexplained", "duplicate_of", "report", "json", "rules"),
)


def rows(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One flat row for each case; lists are joined by a blank."""
    for case in document["cases"]:
        yield {name: _flat(case[name]) for name in COLUMNS}


def csv_bytes(document: Mapping[str, Any], separator: str = csv_rows.SEPARATOR) -> bytes:
    """The cases as CSV, which Excel shows as it is."""
    return csv_rows.written(COLUMNS, rows(document), separator)


def _flat(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list) else value
