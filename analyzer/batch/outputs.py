"""The files of a batch beside the reports: the index as pages and as JSON, the cases as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from analyzer import lazy_re
from analyzer.batch import index, page, parquet, tables
from analyzer.report import files

_FURTHER = lazy_re.compile(r"index-\d{1,6}\.html")
_OURS = b'<body class="index">'


def contents(document: Mapping[str, Any], separator: str = ",") -> dict[str, bytes]:
    """Names and contents; the same document gives the same bytes. The separator is that of the columns of the CSV."""
    cases = tables.csv_bytes(document, separator)
    found = page.render(document) | {"index.json": index.render(document), "cases.csv": cases}
    if parquet.available():
        found[parquet.NAME] = parquet.render(document)
    return found


def write_all(folder: str, document: Mapping[str, Any], separator: str = ",") -> None:
    """Write all of them or none, and take away what an earlier run with more cases left: cases that are none any more.

    Raises:
        OutputError: a file cannot be written.
    """
    made = contents(document, separator)
    files.write_all([(str(Path(folder) / name), content) for name, content in made.items()])
    _clear(Path(folder), made)


def _clear(folder: Path, made: Iterable[str]) -> None:
    for old in folder.glob("index-*.html"):
        if old.name not in made and _FURTHER.fullmatch(old.name):
            with suppress(OSError):
                if old.stat().st_size <= page.MAX_BYTES and _OURS in old.read_bytes():
                    old.unlink()
