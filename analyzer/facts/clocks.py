"""Clocks that do not agree: a log without a time zone beside one that names it shows how far its clock is off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

Period = tuple[datetime, datetime]
"""First and last time of a document, UTC or taken as such."""

_STEP = timedelta(minutes=30)  # the zones in use lie whole or half hours apart, but for a few with 45 minutes
_START_UP = timedelta(minutes=5)  # one session begins in all its logs within minutes
_FURTHEST = timedelta(hours=14)


def ahead(unzoned: Period, zoned: Mapping[str, Period]) -> tuple[timedelta, str] | None:
    """How far a clock without zone runs ahead of which document; None where they agree, or nothing can be told.

    It is told only where the times do not overlap but begin whole or half hours apart: that is the mark of a zone.
    """
    if any(began <= unzoned[1] and unzoned[0] <= ended for began, ended in zoned.values()):
        return None
    found = []
    for name, (began, _) in zoned.items():
        apart = unzoned[0] - began
        steps = round(apart / _STEP)
        if steps and abs(apart - steps * _STEP) <= _START_UP and abs(apart) <= _FURTHEST + _START_UP:
            found.append((abs(apart), name, steps * _STEP))
    if not found:
        return None
    _, name, offset = min(found)
    return offset, name
