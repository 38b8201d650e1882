"""What a reader has to say about its document besides records: losses and doubts, which the report must show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from analyzer.limits import Limits
from analyzer.readers import times

_UNZONED = "times without a zone are taken as UTC"


@dataclass(slots=True)
class Notes:
    """Warnings and skipped bytes of one document, collected while it is read."""

    limits: Limits
    name: str = ""
    """Name of the document; it may tell the operation, never the format."""
    warnings: dict[str, int] = field(default_factory=dict)
    """Each warning with how often it was given."""
    kinds: dict[str, str] = field(default_factory=dict)
    """The code of each warning."""
    bytes_skipped: int = 0
    more: int = 0
    """Warnings beyond the cap."""
    cut: bool = False
    """The document ends inside a record."""
    failed: bool = False
    """Its reader failed, and did not come to its end."""

    def warn(self, text: str, skipped: int = 0, code: str = "not-read") -> None:
        """Say that something was lost or assumed; the same words are counted, not repeated.

        `code` is what machines know the kind of warning by: not-read, cut, damaged, unzoned, clock, unknown-form,
        hearsay, reader-failed.
        """
        self.bytes_skipped += skipped
        self.kinds.setdefault(text, code)
        if text in self.warnings or len(self.warnings) < self.limits.warnings:
            self.warnings[text] = self.warnings.get(text, 0) + 1
        else:
            self.more += 1

    @property
    def has_unzoned(self) -> bool:
        """Times of the document name no zone."""
        return _UNZONED in self.warnings

    def unzoned(self) -> None:
        """Say once that times name no zone."""
        self.warnings.setdefault(_UNZONED, 1)
        self.kinds[_UNZONED] = "unzoned"

    def moment(self, text: str) -> datetime | None:
        """The time at the beginning of a text, or None; says so where it names no zone."""
        found = times.parse(text)
        if found is not None and not found.zoned:
            self.unzoned()
        return found.at if found is not None else None

    def lines(self) -> tuple[str, ...]:
        """The warnings as they stand in the report."""
        said = [text if number == 1 else f"{text} ({number} times)" for text, number in self.warnings.items()]
        return (*said, f"{self.more:,} more warnings") if self.more else tuple(said)

    def codes(self) -> tuple[str, ...]:
        """The kind of each of these lines."""
        found = [self.kinds[text] for text in self.warnings]
        return (*found, "more") if self.more else tuple(found)
