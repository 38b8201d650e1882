"""A stretch of a document held in memory: grows when asked to look ahead, forgets what was read, knows line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from analyzer.readers.ahead import Ahead

_OVERLAP = 256
"""Longest match that `search` promises to find where two chunks meet."""


class Window:
    """Absolute offsets into a stream of bytes. Memory is what lies between the last `forget` and the farthest look."""

    def __init__(self, chunks: Iterable[bytes], first_line: int = 1, ahead: Ahead | None = None) -> None:
        self._chunks = iter(chunks)
        self._data = b""
        self._base = 0
        self._end = 0
        self._keep = 0
        self._line = first_line
        self._line_at = 0
        self._absent: dict[object, tuple[int, int]] = {}
        self.ended = False
        self.ahead = ahead
        """What somebody else reads of it; None where nobody does."""
        self.contents: set[bytes] = set()
        """Names of content elements whose ends were looked for; a hostile document has a new one in every element."""

    @property
    def end(self) -> int:
        """Offset behind the last byte in memory."""
        return self._end

    def _more(self) -> bool:
        chunk = next(self._chunks, None)
        if chunk is None:
            self.ended = True
            return False
        cut = self._keep - self._base
        self._data = self._data[cut:] + chunk
        self._base = self._keep
        self._end = self._base + len(self._data)
        return True

    def ensure(self, offset: int) -> bool:
        """Look ahead to `offset`; false where the document ends before it."""
        while self._end < offset:
            if not self._more():
                return False
        return True

    @property
    def held(self) -> tuple[bytes, int]:
        """What is in memory, and the offset where it begins."""
        return self._data, self._base

    def forget(self, offset: int) -> None:
        """Bytes before `offset` are not needed any more."""
        if offset > self._keep:
            self.line(offset)
            self._keep = offset

    def find(self, needle: bytes, start: int, limit: int) -> int:
        """First offset of `needle` at or after `start` and before `limit`, or -1."""
        begin = self._not_yet_searched(needle, start) if needle in self._absent else start
        while begin < limit:
            at = self._data.find(needle, begin - self._base, max(0, limit - self._base))
            if at >= 0:
                return at + self._base
            self._absent[needle] = (start, max(begin, min(limit, self.end) - len(needle) + 1))
            if self.end >= limit:
                return -1
            begin = max(start, self.end - len(needle) + 1)
            if not self._more():
                return -1
        return -1

    def search(self, pattern: re.Pattern[bytes], start: int, limit: int) -> tuple[int, int]:
        """Where the first match of a short pattern begins and ends, or (-1, -1)."""
        begin = self._not_yet_searched(pattern, start) if pattern in self._absent else start
        while begin < limit:
            match = pattern.search(self._data, max(0, begin - self._base), max(0, limit - self._base))
            if match and (match.end() + self._base < self.end or not self._more()):
                return match.start() + self._base, match.end() + self._base
            if match:
                continue  # it touched the end of what is in memory: look again with more
            self._absent[pattern] = (start, max(begin, min(limit, self.end) - _OVERLAP))
            if self.end >= limit:
                return -1, -1
            begin = max(start, self.end - _OVERLAP)
            if not self._more():
                return -1, -1
        return -1, -1

    def _not_yet_searched(self, what: object, start: int) -> int:
        """Skip what an earlier search saw already: without this, a hostile input makes every search start over."""
        first, last = self._absent.get(what, (0, 0))
        return max(start, last) if first <= start else start

    def match(self, pattern: re.Pattern[bytes], at: int, limit: int) -> re.Match[bytes] | None:
        """A match that begins at `at` and ends before `limit`; its offsets are relative to what is in memory."""
        if self._end < limit:
            self.ensure(limit)
        return pattern.match(self._data, at - self._base, max(0, limit - self._base))

    def findall(self, pattern: re.Pattern[bytes], at: int, limit: int) -> list[Any]:
        """The groups of all matches from `at` on that end before `limit`."""
        if self._end < limit:
            self.ensure(limit)
        return pattern.findall(self._data, at - self._base, max(0, limit - self._base))

    def slice(self, start: int, stop: int) -> bytes:
        """The bytes from `start` to `stop`; fewer where the document ends."""
        if self._end < stop:
            self.ensure(stop)
        return self._data[start - self._base : max(0, stop - self._base)]

    def startswith(self, prefix: bytes, offset: int) -> bool:
        """Whether `prefix` stands at `offset`."""
        if self._end < offset + len(prefix):
            self.ensure(offset + len(prefix))
        return self._data.startswith(prefix, offset - self._base)

    def line(self, offset: int) -> int:
        """Line number of `offset`; asked in rising order, each line end is counted once."""
        if offset >= self._line_at:
            start = self._line_at - self._base
            self._line += self._data.count(b"\n", start, offset - self._base)
            self._line_at = offset
            return self._line
        return self._line - self._data.count(b"\n", offset - self._base, self._line_at - self._base)
