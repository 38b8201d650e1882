"""The first part of a document, kept while its reader has found nothing: a stream cannot be rewound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import Message, Record
from analyzer.readers.endings import TAIL
from analyzer.readers.pieces import End, Start, TagRun, Text, gathered
from analyzer.readers.tag_runs import Tag
from analyzer.readers.window import Window

_TAG = lazy_re.compile(rb"<\?[^<>]*+>|<!--[^<>]{0,400}+-->|<!DOCTYPE[^<>\[]*+>|</?[A-Za-z_][^<>]*+>")
_ESCAPED = b"&lt;"


class Kept:
    """Chunks on their way to a reader, and a copy of them until it has a record or the cap is reached."""

    def __init__(self, chunks: Iterator[bytes], most: int) -> None:
        self.chunks: list[bytes] = []
        self.whole = True
        """All that came by was kept."""
        self.tail = b""
        """The last bytes that came by."""
        self._source = chunks
        self._room = most
        self._wanted = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = next(self._source)
        self.tail = (chunk if len(chunk) >= TAIL else self.tail + chunk)[-TAIL:]
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


class _Around:
    """The elements that are open."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._counts: Counter[str] = Counter()

    def take(self, tag: Tag) -> None:
        """One more tag of a run begins or ends one."""
        _, _, close, _, name, _, empty, _ = tag
        if close:
            self.end(name.decode())
        elif not empty:
            self.start(name.decode())

    def start(self, name: str) -> None:
        """One more begins."""
        self.names.append(name)
        self._counts[name] += 1

    def end(self, name: str) -> None:
        """One of this name ends, if there is any, and all that began inside of it."""
        ended = not self._counts[name]
        while not ended:
            ended = (last := self.names.pop()) == name
            self._counts[last] -= 1


def outside(data: bytes, limits: Limits) -> bytes:
    """The text that stands in no element, on its own lines: inside of them is what people wrote, which stays unread."""
    out: list[str] = []
    line, around = 1, _Around()

    def tell(text: str, begins: int) -> None:
        nonlocal line
        out.append("\n" * (begins - line) + text)
        line = max(line, begins) + text.count("\n")

    for piece in gathered(Window([data]), limits):
        match piece:
            case TagRun():
                for place, tag in enumerate(piece.tags):
                    if tag[0] and not around.names:
                        tell(decode(tag[0]), piece.line_of(place))
                    around.take(tag)
            case Start() if not piece.empty:
                around.start(piece.name)
            case End():
                around.end(piece.name)
            case Text() if not around.names:
                tell(piece.text, piece.line)
            case _:
                pass
    return "".join(out).encode("utf-8", "replace")


def is_bare(data: bytes) -> bool:
    """Whether nothing stands in a document but elements: no text, and no markup that hides in a comment or a value."""
    return _ESCAPED not in data and not _TAG.sub(b"", data).strip()


def tells_something(record: Record, wanted: Callable[[str], bool]) -> bool:
    """It says more than that a line is there: an error, a line of a logger, words that a known error is told by."""
    if not isinstance(record, Message):
        return True
    return record.exception or bool(record.level) or wanted(record.text)
