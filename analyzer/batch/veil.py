"""A batch at `--privacy strict`: its cases, uploads and places by tokens, so that no name is in the index or is kept.

The reports of the cases have tokens of their own, and the first organization of every one of them is `domain-1`. What
tells whether two cases are of one organization or one host is therefore a digest of the name with a key, made where the
case is analysed: `organization-3fa91c0d2b7e`. The key is random and stays with the history, or with the reports where
there is none. The index numbers these tokens in the order of its cases (`organization-1`), so its bytes do not depend
on the key.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.batch.cases import Found
from analyzer.batch.rows import Row, of_document

KEY = ".ssi-analyze.key"
_SUFFIX = lazy_re.compile(
    r".*?((?:\.tar)?\.(?:xml|zip|log|txt|json|jsonl|csv|tsv|xlsx|har|saz|html?|ya?ml|tar|t?gz|bz2|xz|zst|7z))",
    re.IGNORECASE,
)
_OWN = lazy_re.compile(r"\bupload-1(?:\.[a-z0-9]{1,5}){0,2}\b")
"""The upload of a case in its own strict report."""
_PLACES = {
    "organizations": "organization",
    "c4c_hosts": "c4c-host",
    "forests": "forest",
    "scale_units": "scale-unit",
    "proxies": "proxy",
}


def key_beside(folder: str) -> str:
    """The key of a folder of reports; it is made with the first run."""
    path = Path(folder) / KEY
    with suppress(OSError):
        return path.read_text("ascii").strip()
    key = secrets.token_hex(16)
    with suppress(OSError):  # without it the next run analyses all anew
        path.touch(mode=0o600)
        path.write_text(key, "ascii")
    return key


def named(cases: Sequence[Found]) -> list[Found]:
    """The cases with tokens for their names, numbered in the order of these: `upload-07.zip`."""
    width = len(str(len(cases)))
    return [replace(case, name=f"upload-{number:0{width}}{_suffix(case.name)}") for number, case in enumerate(cases, 1)]


def kept(row: Row, found: Found) -> Row:
    """A row without the names and paths of the files of its case."""
    several = len(row.uploads) > 1
    uploads = tuple(
        replace(upload, name=f"file-{number}{_suffix(upload.name)}" if several else found.name)
        for number, upload in enumerate(row.uploads, 1)
    )
    return replace(row, uploads=uploads, reason=_said(row.reason, found), headline=_own(row.headline, found))


def _said(text: str | None, found: Found) -> str | None:
    """The reason why a case was not analysed, with its token in the place of its paths and their names."""
    if text is None:
        return None
    for path in sorted(found.paths, key=len, reverse=True):
        text = text.replace(path, found.name)
        text = re.sub(rf"(?<![\w.-]){re.escape(Path(path).name)}(?![\w-])", lambda _: found.name, text)
    return _own(text, found)


def _own(text: str | None, found: Found) -> str | None:
    """A sentence of the strict report of a case, with the token that the case has in the batch."""
    return _OWN.sub(lambda _: found.name, text) if text is not None and len(found.paths) == 1 else text


def veiled(row: Row, document: Mapping[str, Any], key: str) -> Row:
    """A row of a strict document with the places of the document itself, each as its digest."""
    plain = of_document(row.case, (), document, analysed=True)
    places: dict[str, Any] = {
        name: tuple(f"{word}-{_digest(value, key)}" for value in getattr(plain, name)) for name, word in _PLACES.items()
    }
    return replace(row, **places)


def of_the_customer(row: Row, document: Mapping[str, Any]) -> Row:
    """A row at customer with the customer's own places alone: those that the document itself names, too.

    A third party's place is a token in its report, `tenant-1` in every one of them: as places of the index these would
    make one outage of many parties.
    """
    plain = of_document(row.case, (), document, analysed=True)
    own: dict[str, Any] = {
        name: tuple(value for value in getattr(row, name) if value in getattr(plain, name)) for name in _PLACES
    }
    return replace(row, **own)


def numbered(rows: Iterable[Row]) -> list[Row]:
    """The rows with a number for each digest, in the order of the cases."""
    ordered = sorted(rows, key=lambda row: row.case)
    numbers: dict[str, dict[str, str]] = {name: {} for name in _PLACES}

    def number(name: str) -> Callable[[str], str]:
        known = numbers[name]
        return lambda token: known.setdefault(token, f"{_PLACES[name]}-{len(known) + 1}")

    # The names of the fields are data here, so their types are not known to a checker; all are tuples of texts.
    return [replace(row, **{name: tuple(map(number(name), getattr(row, name))) for name in _PLACES}) for row in ordered]


def _digest(value: str, key: str) -> str:
    return hmac.digest(key.encode(), value.lower().encode("utf-8", "replace"), "sha256").hex()[:12]


def _suffix(name: str) -> str:
    found = _SUFFIX.fullmatch(name)
    return found[1].lower() if found else ""
