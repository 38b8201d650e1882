"""A stretch of time that an analysis is about: `--from 2026-10-12T08:00 --to 2026-10-12T09:30`."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class TimeWindow(Struct, frozen=True, kw_only=True):
    """From one moment to another, both of them within it; None where it has no end on that side. UTC."""

    since: datetime | None = None
    until: datetime | None = None

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    @property
    def said(self) -> str:
        """As in `from 2026-10-12T08:00:00Z to 2026-10-12T09:30:00Z`."""
        ends = (("from", self.since), ("to", self.until))
        return " ".join(f"{word} {time:%Y-%m-%dT%H:%M:%SZ}" for word, time in ends if time is not None)

    def holds(self, time: datetime | None) -> bool:
        """Whether something of this time counts. What has no time does: nobody can say that it lies outside."""
        if time is None:
            return True
        return (self.since is None or time >= self.since) and (self.until is None or time <= self.until)
