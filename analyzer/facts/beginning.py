"""Whether a document begins inside a request: its first call lacks what the others have, since it was cut off.

An answer without its request, or a request without its head, where what follows has them: somebody copied the end of a
log.
"""

from __future__ import annotations

from msgspec import Struct

from analyzer.facts.calls import Call


class Beginning(Struct):
    """What the calls of one document have."""

    first: Call | None = None
    calls: int = 0
    asked: int = 0
    with_head: int = 0
    """Of the calls that were asked."""

    def see(self, call: Call) -> None:
        """Take in one more call."""
        if not (call.asked or call.answered):
            return
        if call.begun == 1:
            self.first = call
        self.calls += 1
        self.asked += call.asked
        self.with_head += call.head is not None

    @property
    def line(self) -> int | None:
        """Line of what is left of the first call, where its beginning was cut off; else None.

        Of the others most must have what it lacks: threads that were at work together lose theirs, too.
        """
        first = self.first
        if first is None or first.head is not None or self.calls < 2:
            return None
        had = self.with_head if first.asked else self.asked
        of = self.asked if first.asked else self.calls
        return first.place.line if had * 2 >= of else None
