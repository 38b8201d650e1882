"""A night of cases by our own hand: an outage, further causes, what is clean, what could not be analysed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from analyzer.batch.rows import Row, State, Upload

NIGHT = datetime(2026, 11, 12, 1, 0, tzinfo=UTC)
HOST = "my345678.crm.ondemand.com"
_C4C = ("c4c-internal-server-error", "C4C returned an internal server error (500)", "sap-api-team", "c4c")
_EXPIRED = ("exchange-oauth-refresh-token", "The authorization has expired", "customer-user", "exchange")


def case(number: int, name: str = "", **changed: Any) -> Row:
    """A clean case, and what of it is otherwise."""
    name = name or f"{number:04}.zip"
    stem = f"{number:04}"
    row: dict[str, Any] = {
        "case": name,
        "uploads": (Upload(name=name, bytes=10, sha256=f"{number:064x}"),),
        "outcome": "clean",
        "owner": "nobody",
        "headline": "Nothing failed: Exchange answered all 12 requests",
        "confidence": "confirmed",
        "organizations": (f"org{number}.example",),
        "first_seen": _said(number),
        "last_seen": _said(number),
        "report": f"{stem}.report.html",
        "json": f"{stem}.json",
    }
    return Row(**{**row, **changed})


def failing(number: int, about: tuple[str, str, str, str] = _C4C, **changed: Any) -> Row:
    """A case with an error in it."""
    rule, title, owner, system = about
    finding = {"rule": rule, "title": title, "system": system, "owner": owner, "outcome": "error", "count": 1}
    finding |= {"first_seen": _said(number), "last_seen": _said(number)}
    own: dict[str, Any] = {
        "outcome": "error",
        "rule": rule,
        "owner": owner,
        "headline": title,
        "mailboxes": 3,
        "mailboxes_failing": 1,
    }
    return case(number, **{**own, "findings": (finding,), **changed})


def night() -> Sequence[Row]:
    """Five organizations on one host, two cases of another cause, one unexplained, one unread, one a copy."""
    copy = (Upload(name="0007.zip", bytes=10, sha256=f"{5:064x}"),)
    return [
        *(failing(number, c4c_hosts=(HOST,)) for number in range(5)),
        *(failing(number, _EXPIRED) for number in (5, 600)),
        failing(7, _EXPIRED, uploads=copy),
        case(8, outcome="inconclusive", unexplained=3, signatures=(("Odd <*>", 1), ("Lease of <*> was lost", 2))),
        case(9, state=State.NOT_ANALYSABLE, outcome=None, owner=None, headline=None, reason="it is empty", report=None),
        case(10),
    ]


def _said(minutes: int) -> str:
    return (NIGHT + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
