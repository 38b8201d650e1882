"""Times as the formats write them, as UTC.

EWS Managed API writes `DateTime.UtcNow.ToString("u")` (`2018-10-23 14:11:03Z`), HTTP `Date` is RFC 9110, SOAPe writes
the local culture of its user, loggers write ISO with a comma before the milliseconds (log4j, Python), nginx and Go with
strokes in its date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from analyzer import lazy_re

_ZONE = r"Z|(?:UTC|GMT)?[+-]\d\d:?\d\d|(?:UTC|GMT)(?![\w+-])"
_ISO = lazy_re.compile(
    r"(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    rf"(?:\s?([AaPp][Mm])\b)?\s?({_ZONE})?",
)
_LOCAL = lazy_re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}),?\s+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d{1,7})?)?\s*([AaPp][Mm])?"
    rf"\s?({_ZONE})?"
)

_LONGEST = 80
"""Characters that a time takes, with room for blanks."""
_YEARS = range(1990, 2200)
"""Of logs. Programs write years far from these for "never": .NET 0001 and 9999, Windows 1601, Unix 1970."""


class Time(NamedTuple):
    """A point in time; `zoned` is false where the text has no zone and UTC was assumed."""

    at: datetime
    zoned: bool
    offset: int | None = None
    """Minutes that the clock of the text is ahead of UTC; None where it names no zone."""


def parse(text: str) -> Time | None:
    """The time at the beginning of `text`, or None where none of the known forms stands there."""
    return _parse(text.strip()[:_LONGEST])


@lru_cache(maxsize=256)
def _parse(text: str) -> Time | None:
    """Many records of a log have the same second."""
    try:
        if match := _ISO.match(text):
            return _meant(_iso(match))
        if match := _LOCAL.match(text):
            return _meant(_local(match))
    except (ValueError, OverflowError):
        return None
    return None


def _meant(time: Time) -> Time | None:
    return time if time.at.year in _YEARS else None


def http_date(text: str) -> datetime | None:
    """The `Date` of an HTTP header, or None."""
    if not text:
        return None
    from email.utils import parsedate_to_datetime  # costs 8 ms at start, and most dumps do without it

    try:
        at = parsedate_to_datetime(text.strip())
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return plausible(at)


def epoch(text: str) -> datetime | None:
    """Seconds since 1970, or None."""
    try:
        at = datetime.fromtimestamp(int(text.strip()), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return plausible(at)


def plausible(at: datetime) -> datetime | None:
    """The time, or None where no mailbox synchronized in that year: the calendar has ends, and zones go beyond them."""
    return at if at.year in _YEARS else None


def _iso(match: re.Match[str]) -> Time:
    year, month, day, hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3, 4, 5, 6))
    fraction, half, zone = match.group(7, 8, 9)
    micro = int((fraction or "0").ljust(6, "0")[:6])
    at = datetime(year, month, day, _of_day(hour, half), minute, second, micro, UTC)
    return _in_zone(at, zone)


def _local(match: re.Match[str]) -> Time:
    """`12.10.2026 10:00:02` has the day first; `10/12/2026 10:00:02 AM` the month, as cultures with AM and PM do.

    Between them stands a point, a stroke or a hyphen (`12-10-2026`, as in Dutch); parts of a second are left out.
    """
    first, separator, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    hour, minute, seconds, half = int(match[5]), int(match[6]), int(match[7] or 0), (match[8] or "").lower()
    month_first = separator != "." and (bool(half) or second > 12) and first <= 12
    day, month = (second, first) if month_first else (first, second)
    return _in_zone(datetime(year, month, day, _of_day(hour, half), minute, seconds, tzinfo=UTC), match[9])


def _of_day(hour: int, half: str | None) -> int:
    """The hour of the day; `1:51:23 PM` is 13."""
    return hour % 12 + (12 if half.lower() == "pm" else 0) if half else hour


def _in_zone(at: datetime, zone: str | None) -> Time:
    """What a clock of the zone showed, as UTC: `+0200`, `+02:00`, `Z`, `UTC`; without a zone it was UTC's own."""
    if not zone:
        return Time(at, zoned=False)
    zone = zone.removeprefix("UTC").removeprefix("GMT")
    if not zone.startswith(("+", "-")):
        return Time(at, zoned=True, offset=0)
    digits = zone[1:].replace(":", "")
    ahead = int(f"{zone[0]}{int(digits[:2]) * 60 + int(digits[2:])}")
    return Time(at.replace(tzinfo=timezone(timedelta(minutes=ahead))).astimezone(UTC), zoned=True, offset=ahead)
