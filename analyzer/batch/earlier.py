"""What a history tells of one case: `seen in 14 cases since 3 October 2026, first in acme-0412.zip`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analyzer.batch.history import NAME, History
from analyzer.batch.rows import Row, Upload, digest_of
from analyzer.errors import UploadError

_CHUNK = 1 << 20
_MOST_UPLOADS = 200
"""Files of one case whose digests tell it; a batch keeps as many."""


def asking(where: str, uploads: Sequence[str]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """A function that says of a document how often earlier cases had what its verdict rests on.

    The same upload, kept by an earlier run, is no other case.

    Args:
        where: a folder with a history, its file, or the URL of a database.
        uploads: the paths that are analysed; `-` is standard input.

    Raises:
        UploadError: there is no history.
        OutputError: it cannot be used.
    """
    if "://" not in where:
        path = Path(where)
        if not (path / NAME if path.is_dir() else path).is_file():
            raise UploadError(f"{where}: holds no history; ssi-analyze batch makes one, or name the URL of a database")
    history = History(where)

    def ask(document: Mapping[str, Any]) -> dict[str, Any]:
        rule = document["verdict"]["rule"]
        signature = document["unexplained"][0]["signature"] if rule is None and document["unexplained"] else None
        what = rule or signature
        kind = "findings" if rule else "signatures"
        found = history.seen(what, kind=kind, but={_digest(uploads, document)}) if what is not None else None
        return {
            "rule": rule,
            "signature": signature,
            "cases": found.cases if found is not None else 0,
            "since": found.since if found is not None else None,
            "first_case": found.first if found is not None else None,
        }

    return ask


def _digest(uploads: Sequence[str], document: Mapping[str, Any]) -> str:
    """What a batch would know the case by; of standard input, which is gone, the digest of what was in it."""
    if "-" in uploads:
        found = [Upload(name=row["name"], bytes=row["bytes"], sha256=row["sha256"]) for row in document["documents"]]
    else:
        found = [_upload(file) for upload in uploads for file in _files(Path(upload))]
    return digest_of(Row(case="", uploads=tuple(found[:_MOST_UPLOADS])))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from sorted(Path(at) / name for at, _, names in os.walk(path) for name in names)


def _upload(path: Path) -> Upload:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return Upload(name=path.name, bytes=0, sha256="")
    return Upload(name=path.name, bytes=size, sha256=digest.hexdigest())
