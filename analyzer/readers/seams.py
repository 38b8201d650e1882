"""Several uploads in one file, as `cat` and copying make them: where one of another form begins behind the first.

Sample: the log of a client, behind its last line `<Trace Tag="EwsRequest" Tid="7" …>`. Its reader would take the rest
for lines that tell nothing, and a file full of refusals would be clean. A part ends where the next one begins, and each
has the reader that its own beginning asks for. Only where the first form does not go on: what stands between its
records, or is quoted in them, is a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analyzer import lazy_re
from analyzer.readers.recognition import FIRST_PART
from analyzer.reference import marks

BEFORE_RECORD = marks.encoded(rf"(?<=\n)[ \t]{{0,20}}(?={marks.RECORD})")
"""A record of a dump begins a line: the form of the client library."""
BEHIND_TEXT = marks.encoded(rf"(?<=\n)[ \t]{{0,20}}(?={marks.TRACE})")
"""The same in a text of no form, in any form of a trace."""
BEHIND_RECORD = lazy_re.compile(
    rb"</Trace>[ \t]{0,20}\r?\n\s{0,99}(?:</\w{1,40}>\s{0,99})?"
    rb"(?=<\?xml[^<>]{0,200}>\s{0,99}<(?!\w{0,20}:?Envelope)|[^<\s])"
)
"""Behind a record of a dump stands no other, but a text, or a document of XML."""
MOST = 10
"""Parts of one file; the last of them goes to its end."""
_OVERLAP = 1_000
"""Bytes that are held back until what follows them is there."""
_MOST_IN_VAIN = 20
"""Places that look like a seam and are none, after which a part is read to its end."""

Begins = Callable[[bytes], bool]
"""Whether another document begins so."""


class Parts:
    """The chunks of one file, part by part; whoever takes a part takes all of its chunks."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = b""
        self.line = 1
        """The line at which the part begins, once the one before is over."""
        self.ended = False
        """The file has no other part."""

    def part(self, seam: re.Pattern[bytes] | None, begins: Begins) -> Iterator[bytes]:
        """The chunks up to the next place where a pattern finds a seam, and another document begins."""
        if seam is None:
            yield from self._all()
            return
        data, at, given, tried, seen = b"", 0, 0, 0, False  # `given`: a byte before the rest, for the pattern to see
        while not self.ended:
            chunk = self._left or next(self._chunks, None)
            self._left = b""
            data += chunk or b""
            self.ended = chunk is None
            give = len(data) if self.ended else max(given, len(data) - _OVERLAP)
            while tried < _MOST_IN_VAIN and (found := seam.search(data, at)) is not None:
                if not self.ended and len(data) - found.end() < _OVERLAP:
                    give = max(given, min(give, found.start()))
                    break
                at = max(found.end(), found.start() + 1)
                if not seen and not data[: found.start()].strip():
                    continue  # the part itself begins so
                data = self._filled(data, found.end())
                if begins(data[found.end() : found.end() + FIRST_PART]):
                    self._left, self.ended = data[found.end() :], False
                    self.line += data.count(b"\n", given, found.end())
                    yield data[given : found.end()]
                    return
                tried += 1
            if give > given:
                seen = seen or bool(data[given:give].strip())
                self.line += data.count(b"\n", given, give)
                yield data[given:give]
                data, at, given = data[give - 1 :], max(0, at - give + 1), 1

    @property
    def head(self) -> bytes:
        """What the next part is recognised by."""
        return self._left[:FIRST_PART]

    def _filled(self, data: bytes, at: int) -> bytes:
        """As much as a document is recognised by, from a place on."""
        while len(data) - at < FIRST_PART and (chunk := next(self._chunks, None)) is not None:
            data += chunk
        return data

    def _all(self) -> Iterator[bytes]:
        if self._left:
            yield self._left
        self._left = b""
        yield from self._chunks
        self.ended = True
