"""Dates that several rules speak of: since when EWS is being switched off, when the support of a product ended.

Rules name them, and the dates stand here alone: those of `dates.csv` by their id, the ends of support by
`support:Exchange Server 2016` (exchange_builds.csv). A date says until when it was checked, and `valid_until` when
somebody has to look again whether what was announced came true.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from msgspec import Struct

from analyzer import lazy_re
from analyzer.reference import builds, rows

TABLE = "dates.csv"
_SUPPORT = "support:"
_ON = lazy_re.compile(r"\{on:([^{}\n]{3,70})\}")


class Dated(Struct, frozen=True, kw_only=True):
    """A date with what begins or ends on it."""

    id: str
    day: date
    what: str
    checked: date
    valid_until: date | None


@cache
def known() -> dict[str, Dated]:
    """The dates of the table by their id."""
    return {
        row["id"]: Dated(
            id=row["id"],
            day=date.fromisoformat(row["date"]),
            what=row["what"],
            checked=date.fromisoformat(row["checked"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        )
        for row in rows(TABLE)
    }


def named(name: str) -> date | None:
    """The date of that name; None where there is none."""
    if name.startswith(_SUPPORT):
        return builds.end_of_support(name.removeprefix(_SUPPORT))
    found = known().get(name)
    return found.day if found is not None else None


def spoken(text: str) -> str:
    """A text with the dates that it names: `since {on:ews-switched-off}`.

    Raises:
        KeyError: there is no date of that name.
    """

    def day(name: str) -> str:
        if (found := named(name)) is None:
            raise KeyError(name)
        return found.isoformat()

    return _ON.sub(lambda found: day(found[1]), text) if "{on:" in text else text
