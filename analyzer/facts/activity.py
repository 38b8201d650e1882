"""Requests by the time they were answered, in rows that grow coarser as the case gets longer."""

from __future__ import annotations

from datetime import datetime

from analyzer.model import System

MOST = 4096
"""Rows kept apart: a session of an hour has one for each second; a month of sessions one for about ten minutes."""


class Activity:
    """Counts by side and time. How coarse it is depends on the times alone, not on the order they come in."""

    def __init__(self) -> None:
        self.step = 1
        """Seconds of one row: a power of two."""
        self.counts: dict[tuple[System, int], list[int]] = {}
        """Requests that went well and that failed, by side and second since 1970."""

    def add(self, system: System, time: datetime, *, failed: bool) -> None:
        """Count one request."""
        self._count(system, int(time.timestamp()), not failed, failed)
        self._coarsen()

    def merge(self, other: Activity) -> None:
        """Take in the requests of another document."""
        while self.step < other.step:
            self._double()
        for (system, second), (well, badly) in other.counts.items():
            self._count(system, second, well, badly)
        self._coarsen()

    def _coarsen(self) -> None:
        while len(self.counts) > MOST:
            self._double()

    def _double(self) -> None:
        before, self.counts = self.counts, {}
        self.step *= 2
        for (side, second), (well, badly) in before.items():
            self._count(side, second, well, badly)

    def _count(self, system: System, second: int, well: int, badly: int) -> None:
        row = self.counts.setdefault((system, second - second % self.step), [0, 0])
        row[0] += well
        row[1] += badly
