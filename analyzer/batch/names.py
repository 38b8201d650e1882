"""Names of the reports of a batch: made of the names of cases, safe on every system, and unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from analyzer import lazy_re
from analyzer.report.files import cut, default_stem

_OTHERS = lazy_re.compile(r"[^\w.-]+", re.UNICODE)
_RESERVED = lazy_re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)", re.IGNORECASE)
"""Names of devices on Windows, whatever ending they have. Source: learn.microsoft.com, "Naming Files, Paths"."""
_LONGEST = 120
"""Bytes of a name without the ending of the report; file systems allow 255 in all."""


def safe(names: Iterable[str]) -> dict[str, str]:
    """For each case its stem: letters, digits, `-`, `_` and `.` of any alphabet, unique whatever the case of letters.

    The stems do not depend on the order in which the names come.
    """
    stems: dict[str, str] = {}
    taken: set[str] = {"index", "cases"}
    for name in sorted(set(names)):
        stem = _stem(name)
        number, unique = 2, stem
        while _folded(unique) in taken:
            unique = f"{cut(stem, _LONGEST - len(str(number)) - 1)}-{number}"
            number += 1
        taken.add(_folded(unique))
        stems[name] = unique
    return stems


def _stem(name: str) -> str:
    folder, _, last = name.rpartition("/")
    name = f"{folder}/{default_stem(last)}" if folder else default_stem(last)
    plain = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    plain = _OTHERS.sub("-", "".join(c for c in plain if c.isprintable())).lstrip("-._ ").rstrip(". ")
    if _RESERVED.match(plain):
        plain = f"case-{plain}"
    return cut(plain, _LONGEST).rstrip(".") or "case"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
