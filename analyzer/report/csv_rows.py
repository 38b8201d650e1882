"""Tables as CSV, the findings of a case among them. Opens in Excel, and no cell can carry a formula (CWE-1236).

Where Excel's list separator is a semicolon, it cuts our rows at those in the text, too: what follows one is a cell of
its own then, and is guarded like the beginning of a cell. Source: owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from analyzer import lazy_re
from analyzer.report.characters import one_line

MAX_CELL = 32_000
"""Characters of a cell; Excel takes 32,767 and moves the rest into other cells."""

_COLUMNS = (
    *("rule", "title", "source", "outcome", "severity", "basis", "owner", "count", "first_seen", "last_seen"),
    *("cause", "solution", "references", "document", "line", "time", "excerpt", "ignored"),
    *("is_verdict", "upload", "case"),
)
SEPARATOR = ","
"""What RFC 4180 has. A German or French Excel opens a table by a double click where it is a semicolon."""
_ACTIVE = r"[=+\-@|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05]"
"""What a formula, or a command of the old data exchange (DDE), begins with, in half and full width."""

_FORMULA = lazy_re.compile(rf"(\A[\s\"']*+|;[\s\"']*+)(?={_ACTIVE})")


def render(document: Mapping[str, Any], separator: str = SEPARATOR) -> bytes:
    """Every finding of an analysis, the ignored ones behind the others."""
    return written(_COLUMNS, _rows(document), separator)


def written(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], separator: str = SEPARATOR) -> bytes:
    """A table: UTF-8 with a byte order mark, by which Excel knows it, and CR LF as RFC 4180 has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _rows(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    uploads = [str(row["name"]) for row in document.get("uploads") or document["documents"]]
    case = {"upload": " / ".join(uploads), "case": uploads[0] if uploads else ""}
    rule = document["verdict"]["rule"]
    ignored = [{**row, "ignored": row.get("reason") or "known to the site"} for row in document["ignored"]]
    for finding in (*document["findings"], *ignored):
        evidence = finding["evidence"][0] if finding["evidence"] else {}
        joined = {key: " / ".join(finding[key]) for key in ("solution", "references")}
        is_verdict = "true" if rule is not None and finding["rule"] == rule and "ignored" not in finding else "false"
        proof = {key: evidence.get(key) for key in ("document", "line", "time", "excerpt")}
        yield {"ignored": "", **finding, **case, **joined, "is_verdict": is_verdict, **proof}


def _cell(value: object) -> str:
    """A cell that a spreadsheet shows as it is: an apostrophe stands before what it would calculate."""
    text = "" if value is None else one_line(str(value), MAX_CELL)
    return _FORMULA.sub(r"\1'", text)
