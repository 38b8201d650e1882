"""The findings as CSV, a row each. Opens in Excel, and no cell can carry a formula (CWE-1236)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

_COLUMNS = (
    *("rule", "title", "source", "outcome", "severity", "basis", "owner", "count", "first_seen", "last_seen"),
    *("cause", "solution", "references", "document", "line", "time", "excerpt"),
)
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def render(document: Mapping[str, Any]) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it; commas, and CR LF as RFC 4180 has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(_COLUMNS)
    for finding in document["findings"]:
        evidence = finding["evidence"][0] if finding["evidence"] else {}
        joined = {key: " / ".join(finding[key]) for key in ("solution", "references")}
        row = {**finding, **joined, **evidence}
        writer.writerow([_cell(row.get(column)) for column in _COLUMNS])
    return text.getvalue().encode("utf-8-sig", "replace")


def _cell(value: object) -> str:
    """A cell that a spreadsheet shows as it is."""
    text = "" if value is None else " ".join(str(value).split())
    text = "".join(c if c.isprintable() else "?" for c in text)
    return f"'{text}" if text.startswith(_ACTIVE) else text
