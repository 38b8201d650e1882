"""The first part of a document, kept while its reader has found nothing: a stream cannot be rewound."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.limits import Limits
from analyzer.model import Message, Record
from analyzer.readers.pieces import End, Start, Text, pieces
from analyzer.readers.window import Window


class Kept:
    """Chunks on their way to a reader, and a copy of them until it has a record or the cap is reached."""

    def __init__(self, chunks: Iterator[bytes], most: int) -> None:
        self.chunks: list[bytes] = []
        self.whole = True
        """All that came by was kept."""
        self._source = chunks
        self._room = most
        self._wanted = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = next(self._source)
        if self._wanted and len(chunk) <= self._room:
            self.chunks.append(chunk)
            self._room -= len(chunk)
        else:
            self._wanted = self.whole = False
        return chunk

    def until_something(self, records: Iterator[Record]) -> Iterator[Record]:
        """The records; with the first of them nothing needs to be kept any more."""
        for record in records:
            self._wanted = False
            self.chunks.clear()
            yield record


def outside(data: bytes, limits: Limits) -> bytes:
    """The text that stands in no element, on its own lines: inside of them is what people wrote, which stays unread."""
    out: list[str] = []
    line, depth = 1, [""]
    for piece in pieces(Window([data]), limits):
        match piece:
            case Start() if not piece.empty:
                depth.append(piece.name)
            case End() if piece.name in depth:
                while depth.pop() != piece.name:
                    pass
            case Text() if len(depth) == 1:
                out.append("\n" * (piece.line - line) + piece.text)
                line = max(line, piece.line) + piece.text.count("\n")
            case _:
                pass
    return "".join(out).encode("utf-8", "replace")


def tells_something(record: Record, wanted: Callable[[str], bool]) -> bool:
    """It says more than that a line is there: an error, a line of a logger, words that a known error is told by."""
    if not isinstance(record, Message):
        return True
    return record.exception or bool(record.level) or wanted(record.text)
