"""The cause beside each session: which finding tells why it failed.

    2026-10-12 10:30  anna.berg@contoso.example  Authentication error  The authorization has expired

A session is told of at one place, a row of an export or a sync dump, and a finding may have that place as its proof. A
finding keeps five proofs, a month of sessions has hundreds of rows: rows of the same status have the same cause, as far
as that status is a proof of one finding alone. A sync dump says no more than that its session failed: its cause is the
error that the documents of its folder show.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from analyzer import lazy_re

NOT_KNOWN = "not known"

_DIGITS = lazy_re.compile(r"\d+")

Row = Mapping[str, Any]


def with_causes(document: Row) -> Sequence[Row] | None:
    """The sessions of a document, each with its `cause`; None where one that worked has none."""
    sessions: Sequence[Row] | None = document.get("sessions")
    if not sessions:
        return sessions
    by_place = _by_place(document)
    by_status = _by_status(sessions, by_place)
    folders = Counter(_folder(row) for row in sessions)
    found = []
    for row in sessions:
        cause = by_place.get(_place(row))
        if cause is None and row.get("failed"):
            cause = by_status.get(_status(row)) or _beside(row, document, folders) or NOT_KNOWN
        found.append({**row, "cause": cause})
    return found


def _by_place(document: Row) -> dict[object, str]:
    """What stands at each place that proves a finding; the finding of the verdict first, then by rank."""
    rule = document["verdict"]["rule"]
    causes: dict[object, str] = {}
    for finding in sorted(_causes(document), key=lambda finding: finding["rule"] != rule):
        for one in finding["evidence"]:
            causes.setdefault(_place(one), str(finding["title"]))
    return causes


def _causes(document: Row) -> list[Row]:
    return [finding for finding in document["findings"] if finding["outcome"] != "info"]


def _by_status(sessions: Sequence[Row], by_place: Mapping[object, str]) -> dict[str, str]:
    causes: dict[str, set[str]] = defaultdict(set)
    for row in sessions:
        if (cause := by_place.get(_place(row))) is not None and _status(row):
            causes[_status(row)].add(cause)
    return {status: next(iter(found)) for status, found in causes.items() if len(found) == 1}


def _beside(row: Row, document: Row, folders: Mapping[str, int]) -> str | None:
    """The worst error in the folder of a session, and below it; of several sessions in one folder nobody can tell."""
    folder = _folder(row)
    if folders[folder] > 1 or (not folder and len(folders) > 1):
        return None
    rule = document["verdict"]["rule"]
    within = [
        finding
        for finding in _causes(document)
        if finding["outcome"] == "error"
        and any(not folder or str(one["document"]).startswith(f"{folder}/") for one in finding["evidence"])
    ]
    lead = min(within, key=lambda finding: finding["rule"] != rule, default=None)
    return str(lead["title"]) if lead is not None else None


def _place(row: Row) -> tuple[object, object]:
    return row.get("document"), row.get("line")


def _status(row: Row) -> str:
    """A status without its numbers, which differ from session to session: `(10000/10040/0)`."""
    return _DIGITS.sub("0", str(row.get("status") or ""))


def _folder(row: Row) -> str:
    return str(row.get("document") or "").rpartition("/")[0]
