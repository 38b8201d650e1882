"""The first part of a document, kept while its reader has found nothing: a stream cannot be rewound."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.model import Message, Record

_MARKUP = re.compile(rb"<[^<>]{0,4000}>")


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


def is_bare_markup(data: bytes) -> bool:
    """Nothing stands in it but tags, declarations and blanks: an empty dump."""
    return not _MARKUP.sub(b"", data).strip(b" \t\r\n\xef\xbb\xbf")


def tells_something(record: Record) -> bool:
    """A line of text that says more than that it is there: an error, or a line that a logger marked."""
    return isinstance(record, Message) and (record.exception or bool(record.level))
