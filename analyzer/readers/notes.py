"""What a reader has to say about its document besides records: losses and doubts, which the report must show."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, field

from analyzer.limits import Limits
from analyzer.model import Note, Remark, Value
from analyzer.readers import times

_UNZONED = Remark.of(Note.UNZONED)
_MOST_CLOCKS = 3
"""Of more than one nobody can say which is that of the log."""


class Notes(Struct):
    """Warnings and skipped bytes of one document, collected while it is read."""

    limits: Limits
    name: str = ""
    """Name of the document; it may tell the operation, never the format."""
    warnings: dict[Remark, int] = field(default_factory=dict)
    """Each warning with how often it was given."""
    bytes_skipped: int = 0
    more: int = 0
    """Warnings beyond the cap."""
    offsets: set[int | None] = field(default_factory=set)
    """Clocks of its times: minutes ahead of UTC, None for those without a zone."""
    cut: bool = False
    """The document ends inside a record."""
    failed: bool = False
    """Its reader failed, and did not come to its end."""

    def warn(self, code: Note, skipped: int = 0, /, **values: Value) -> None:
        """Say that something was lost or assumed: `notes.warn(Note.LONG_TEXT, 4_000_000, line=12)`.

        `report/remarks.py` has the sentence of each code; the same code with the same values is counted, not repeated.
        """
        self.bytes_skipped += skipped
        self.add(Remark.of(code, **values))

    def add(self, remark: Remark, times: int = 1) -> None:
        """Say what somebody else has found out, as often as it did."""
        if remark in self.warnings or len(self.warnings) < self.limits.warnings:
            self.warnings[remark] = self.warnings.get(remark, 0) + times
        else:
            self.more += times

    def begun_inside(self, line: int | None) -> None:
        """Say of a line that the record before it lacks its beginning, unless that was said of the document before."""
        if line is not None and not any(remark.code is Note.BEGUN_INSIDE for remark in self.warnings):
            self.warn(Note.BEGUN_INSIDE, line=line)

    @property
    def has_unzoned(self) -> bool:
        """Times of the document name no zone."""
        return _UNZONED in self.warnings

    def unzoned(self) -> None:
        """Say once that times name no zone."""
        self.warnings.setdefault(_UNZONED, 1)

    def heard(self, time: times.Time | None) -> None:
        """Take in the clock of one more time."""
        if time is not None:
            self.clock(time.offset)

    def clock(self, offset: int | None) -> None:
        """Take in that a time is so many minutes ahead of UTC, or that it names no zone."""
        if len(self.offsets) < _MOST_CLOCKS:
            self.offsets.add(offset)
        if offset is None:
            self.unzoned()

    @property
    def offset(self) -> int | None:
        """How many minutes the clock of the document is ahead of UTC; None where nobody knows, or it changes."""
        return next(iter(self.offsets)) if len(self.offsets) == 1 else None

    def moment(self, text: str) -> datetime | None:
        """The time at the beginning of a text, or None; says so where it names no zone."""
        found = times.parse(text)
        self.heard(found)
        return found.at if found is not None else None

    def lines(self) -> tuple[Remark, ...]:
        """The warnings in the order in which they were given, each once."""
        said = [
            remark if number == 1 else Remark.of(Note.REPEATED, what=remark, times=number)
            for remark, number in self.warnings.items()
        ]
        return (*said, Remark.of(Note.MORE, count=self.more)) if self.more else tuple(said)
