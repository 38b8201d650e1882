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

_TIMED = r"\d{4}-\d\d-\d\d[T ][^<\n]{0,100}?"
_BEGINNINGS = {
    "record": marks.RECORD,
    "trace": marks.TRACE,
    "har": r"\{\s{0,99}\"log\"\s{0,9}:\s{0,99}\{",
    "server": r"#(?:Software: Microsoft Internet Information Services|Log-type: (?:HttpProxy|EWS) Logs)",
    "c4c": r"[=*#-]{0,20}[ \t]{0,9}HTTP (?:Request|Response)[ \t:=*#-]{0,20}\r?\n",
    "job": rf"{_TIMED}\b[A-Z]{{4,11}} TID:\d{{1,20}} \[",
    "sync": rf"(?:<\?xml[^<>]{{0,200}}>\s{{0,99}})?{marks.SYNC_ROOT}",
    "cassette": r"(?:http_)?interactions:[ \t]{0,9}\r?\n",
    "table": r"\"?(?:User|Benutzer|Run|Lauf|Status|Type|Typ|Time|Zeit|Datum)\"?[;,\t]",
    "wire": rf"{_TIMED}(?:<<|>>) \"(?:GET|POST) |[<>] POST \S{{1,400}} HTTP/\d",
    "exchangelib": rf"(?:{_TIMED}|(?:DEBUG|INFO|WARNING|ERROR):)exchangelib\.\w|(?:Retry|Timeout): \d{{1,9}}\r?\n",
    "http": rf"(?:{marks.METHODS}) \S{{1,400}} HTTP/\d|HTTP/\d(?:\.\d)? [1-5]\d\d",
    "node": r"sending ews request\r?\n",
}
"""How a line begins where an upload of another form does."""


def before(*names: str) -> re.Pattern[bytes]:
    """Where an upload of one of these forms may begin."""
    return marks.encoded(rf"\n[ \t]{{0,20}}(?={'|'.join(_BEGINNINGS[name] for name in names)})")


def behind(own: str, *no_others: str) -> re.Pattern[bytes]:
    """Where an upload of any form but these may begin; of traces, the form of the client library."""
    return before(*(name for name in _BEGINNINGS if name not in (own, *no_others, "trace")))


BEFORE_RECORD = before("record")
"""A record of a dump begins a line: the form of the client library."""
BEHIND_TEXT = before("trace")
"""The same in a text of no form, in any form of a trace; what else a text holds it may quote."""
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

_CLOSING = lazy_re.compile(rb"</(?:[\w.-]{1,20}:)?\Z")
_LONGEST_PREFIX = 24
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
        was_open = False
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
                if is_open(data[given : found.start()], was_open=was_open):
                    continue  # what a person wrote
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
                was_open = is_open(data[given:give], was_open=was_open)
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


def is_open(data: bytes, *, was_open: bool = False) -> bool:
    """Whether some bytes end inside of an envelope."""
    last = data.rfind(b"Envelope")
    return was_open if last < 0 else _CLOSING.search(data, max(0, last - _LONGEST_PREFIX), last) is None
