"""Times as the formats write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.limits import Limits
from analyzer.model import Place, System
from analyzer.readers import times
from analyzer.readers.messages import messages

EIGHT = datetime(2026, 10, 12, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at", "zoned"),
    [
        ("2026-10-12 08:00:00Z", EIGHT, True),
        ("2026-10-12T10:00:00+02:00", EIGHT, True),
        ("2026-10-12T05:30:00-0230", EIGHT, True),
        ("2026-10-12 10:00:00 +0200 ERROR", EIGHT, True),
        ("2026-10-12 08:00:00 UTC", EIGHT, True),
        ("2026-10-12 10:00:00 GMT+02:00", EIGHT, True),
        ("2026-10-12 08:00:00 UTC+2", EIGHT, False),  # nobody here knows that zone
        ("12.10.2026 10:00:00 +02:00", EIGHT, True),
        ("2026-10-12 08:00:00,250 INFO", EIGHT.replace(microsecond=250_000), False),
    ],
)
def test_a_time_is_told_in_utc(text: str, at: datetime, zoned: bool) -> None:
    found = times.parse(text)
    assert found is not None
    assert found[:2] == (at, zoned)


@pytest.mark.parametrize("text", ["2026-13-40 08:00:00", "at 8 o'clock", "", "9999999999"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert times.parse(text) is None


def test_the_date_of_http_and_seconds_since_1970() -> None:
    assert times.http_date("Mon, 12 Oct 2026 08:00:00 GMT") == EIGHT
    assert times.epoch(str(int(EIGHT.timestamp()))) == EIGHT
    assert times.http_date("yesterday") is times.epoch("x") is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("12.10.2026 08:00:00", EIGHT),
        ("12.10.2026 08:00", EIGHT),
        ("12-10-2026 08:00:00.123", EIGHT),
        ("10-13-2026 08:00:00", EIGHT.replace(day=13)),
        ("12/10/2026 08:00:00", EIGHT),  # the day first, as in most of the world
        ("10/12/2026 08:00:00 AM", EIGHT),  # with AM, the month
        ("10/13/2026 08:00:00", EIGHT.replace(day=13)),  # no month has this number
        ("13/10/2026 08:00:00 AM", EIGHT.replace(day=13)),
        ("12/10/2026 12:00:00 AM", EIGHT.replace(month=12, day=10, hour=0)),
        ("12/10/2026 12:00:00 PM", EIGHT.replace(month=12, day=10, hour=12)),
        ("12/10/2026 8:00:00 PM", EIGHT.replace(month=12, day=10, hour=20)),
        ("12.10.2026 8:00:00 AM", EIGHT),
    ],
)
def test_a_time_of_a_culture_is_told_without_a_zone(text: str, at: datetime) -> None:
    assert times.parse(text) == times.Time(at, zoned=False)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-10-12 1:51:23 PM", 13),
        ("2026-10-12 12:51:23 AM", 0),
        ("2026-10-12 12:51:23 PM", 12),
        ("2026-10-12 8:51:23", 8),
    ],
)
def test_a_clock_of_twelve_hours_behind_a_day_of_iso(text: str, hour: int) -> None:
    moment = times.parse(text)

    assert moment is not None
    assert (moment.at.hour, moment.at.minute, moment.zoned) == (hour, 51, False)


def test_a_line_with_such_a_clock_has_its_time() -> None:
    (message,) = messages(
        "2026-10-12 1:51:23 PM [ErrorReported] ERROR it broke", Place(1, system=System.UNKNOWN), Limits()
    )

    assert message.at.time is not None
    assert (message.at.time.hour, message.level) == (13, "error")
