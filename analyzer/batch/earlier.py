"""What a history tells of one case: `seen in 14 cases since 3 October 2026, first in acme-0412.zip`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analyzer.batch.history import there
from analyzer.batch.rows import Row, Upload, digest_of
from analyzer.batch.running import MOST_UPLOADS, uploads_of

if TYPE_CHECKING:
    from analyzer.report.typed import SeenBefore


def asking(where: str, uploads: Sequence[str]) -> Callable[[Mapping[str, Any]], SeenBefore]:
    """A function that says of a document how often earlier cases had what its verdict rests on.

    The same upload, kept by an earlier run, is no other case, and one whose log begins later is no earlier one.

    Args:
        where: a folder with a history, its file, or the URL of a database.
        uploads: the paths that are analysed; `-` is standard input.

    Raises:
        UploadError: there is no history.
        OutputError: it cannot be used.
    """
    history = there(where)

    def ask(document: Mapping[str, Any]) -> SeenBefore:
        rule = document["verdict"]["rule"]
        signature = document["unexplained"][0]["signature"] if rule is None and document["unexplained"] else None
        what = rule or signature
        kind = "findings" if rule else "signatures"
        begin, own = document["period"]["first"], {_digest(uploads, document)}
        found = history.seen(what, kind=kind, but=own, before=begin) if what is not None else None
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
        found = list(uploads_of(uploads))
    return digest_of(Row(case="", uploads=tuple(found[:MOST_UPLOADS])))
