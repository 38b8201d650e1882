"""Public tables as data: header fields, EWS operations and response codes, Exchange builds. Imports nothing of ours.

The CSV files are read when first asked for: most dumps need only a few rows of them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of one of the CSV tables beside this module."""
    with Path(__file__).with_name(table).open(encoding="utf-8", newline="") as lines:
        names, *cells = csv.reader(lines)
    return (dict(zip(names, row, strict=True)) for row in cells)


@cache
def engine_codes() -> dict[str, dict[str, str]]:
    """Codes of the synchronization engine: severity (L, M, S, C), message_template, vendor_solution, source."""
    return {row["code"]: row for row in rows("sync_engine_codes.csv")}


@cache
def response_codes() -> dict[str, dict[str, str]]:
    """EWS response codes by name: category, retryable, scope (item or session), meaning, action, source."""
    return {row["code"]: row for row in rows("ews_response_codes.csv")}


@cache
def graph_error_codes() -> dict[str, list[dict[str, str]]]:
    """Codes of Microsoft Graph in lower case, each with its rows, those with a beginning of the message first.

    Columns: code, message (its beginning, where the row is about that alone), http_status, meaning, owner, transient.
    The rows for a status without a code have it in the place of the code.
    """
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows("graph_error_codes.csv"):
        found.setdefault(row["code"].lower(), []).append(row)
    return {code: sorted(known, key=lambda row: not row["message"]) for code, known in found.items()}


@cache
def ews_sentences() -> dict[str, str]:
    """What Exchange says in English of an error, in lower case, and its code: a log often has only the words."""
    return {row["sentence"].lower(): row["code"] for row in rows("ews_sentences.csv")}


@cache
def localized_faults() -> tuple[dict[str, str], ...]:
    """Sentences of Exchange and of .NET in other languages: language, literal, code (of EWS) or status, source."""
    return tuple(rows("localized_faults.csv"))
