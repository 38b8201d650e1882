"""Where many words stand in bytes, found in one pass, whatever their case is in ASCII.

Three ways tell the same. Aho-Corasick is ready in two milliseconds, which is all that most uploads can spare; with a
table of all its states it takes ten, and is nearly twice as fast. Hyperscan takes fifty to begin with, and reads
several gigabytes a second then, of which it also leaves out what nobody asks for. So each takes over where enough is
read, and where Hyperscan is not installed nothing but time is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, Protocol

from ahocorasick_rs import BytesAhoCorasick, Implementation

from analyzer import memory

LEAST = 16 << 20
"""Bytes that were read with the same words, beyond which the start of the faster engine pays."""
_LEAST_OF_TABLE = 2 << 20
"""The same for the table of all states."""


class Words:
    """Words in lower case, looked for in stretches of bytes."""

    def __init__(
        self,
        words: Iterable[bytes],
        *,
        overlapping: bool = False,
        idle: Mapping[bytes, Sequence[bytes]] | None = None,
        of_lines: bool = False,
    ) -> None:
        """`overlapping`: words within others are told, too; else each byte is part of one word at most.

        `idle`: before which words what may stand so that nobody asks for this place; it may be told, or not.

        `of_lines`: looked for in short texts, where neither a table nor the faster engine pays.
        """
        self.words = tuple(words)
        self._overlapping = overlapping
        self._idle = idle or {}
        self._seen = 0
        self._of_lines = of_lines
        self._engine: _Engine = _AhoCorasick(self.words, overlapping=overlapping)

    def places(self, data: bytes) -> Iterable[tuple[int, int, int]]:
        """Number of each word that stands there, where it begins and where it ends, by rising ends."""
        before, self._seen = self._seen, self._seen + len(data)
        if not self._of_lines:
            self._take_over(before)
        return self._engine.places(data)

    def _take_over(self, before: int) -> None:
        if before < LEAST <= self._seen and (engine := _Hyperscan.of(self.words, self._idle)) is not None:
            self._engine = engine if self._overlapping else _Apart(engine)
        elif before < _LEAST_OF_TABLE <= self._seen:
            self._engine = _AhoCorasick(self.words, overlapping=self._overlapping, table=True)


class _Engine(Protocol):
    def places(self, data: bytes) -> Iterable[tuple[int, int, int]]: ...


class _AhoCorasick:
    def __init__(self, words: Sequence[bytes], *, overlapping: bool, table: bool = False) -> None:
        self._overlapping = overlapping
        way = Implementation.DFA if table else Implementation.ContiguousNFA
        self._index = BytesAhoCorasick(words, implementation=way)

    def places(self, data: bytes) -> Iterable[tuple[int, int, int]]:
        return self._index.find_matches_as_indexes(data.lower(), overlapping=self._overlapping)


class _Hyperscan:
    def __init__(self, databases: Sequence[Any], lengths: Sequence[int]) -> None:
        self._scans = [database.scan for database in databases]
        self._lengths = lengths
        self._alone = Lock()
        """Their room to work in serves one thread at a time."""

    @classmethod
    def of(cls, words: Sequence[bytes], idle: Mapping[bytes, Sequence[bytes]]) -> _Hyperscan | None:
        """Ready for these words; None where the machine has it not."""
        try:
            import hyperscan
        except ImportError:
            return None
        databases = []
        for group in _groups(words, idle):
            database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
            try:
                database.compile(
                    expressions=[unless(idle.get(words[number], ())) + _literal(words[number]) for number in group],
                    ids=group,
                    flags=[hyperscan.HS_FLAG_CASELESS] * len(group),
                )
            except hyperscan.HyperscanError:  # a processor without what it needs
                return None
            databases.append(database)
        memory.give_back()
        return cls(databases, [len(word) for word in words])

    def places(self, data: bytes) -> Iterable[tuple[int, int, int]]:
        found: list[int] = []
        with self._alone:
            for scan in self._scans:
                scan(data, match_event_handler=_take, context=found)
        if not found:
            return ()
        lengths = self._lengths
        found.sort()  # those that end together are told in any order
        places = ((one & _NUMBER, one >> _BITS) for one in found)
        return [(number, stop - lengths[number], stop) for number, stop in places]


def _groups(words: Sequence[bytes], idle: Mapping[bytes, Sequence[bytes]]) -> Iterator[list[int]]:
    """Numbers of words that are made ready together; those that are more than a text apart from the others."""
    for apart in (False, True):
        numbers = [number for number, word in enumerate(words) if (word in idle) is apart]
        yield from (numbers[at : at + _MOST_TOGETHER] for at in range(0, len(numbers), _MOST_TOGETHER))


_MOST_TOGETHER = 400
"""Words that are made ready together: 1,200 take 57 MB for a moment and 0.15 seconds, thrice 400 a tenth of both."""
_BITS = 16
_NUMBER = (1 << _BITS) - 1


def _take(number: int, _start: int, stop: int, _flags: int, found: list[int]) -> None:
    found.append(stop << _BITS | number)  # one number where a tuple would do: a third of the time


class _Apart:
    """Of the words that another engine tells those that do not overlap: the first to end, of such the longest."""

    def __init__(self, engine: _Engine) -> None:
        self._engine = engine

    def places(self, data: bytes) -> Iterable[tuple[int, int, int]]:
        apart: list[tuple[int, int, int]] = []
        behind = last = 0
        """Where the word ends before the last one that was kept, and where that ends."""
        for place in self._engine.places(data):
            _, start, stop = place
            if start >= last:
                apart.append(place)
                behind, last = last, stop
            elif stop == last and behind <= start < apart[-1][1]:
                apart[-1] = place
        return apart


def unless(before: Sequence[bytes]) -> bytes:
    """The pattern of what may stand before a word, up to as far back as it takes to tell, but none of these."""
    if not before:
        return b""
    known = {text[at:] for text in before for at in range(len(text) + 1)}
    others = []
    for tail in sorted(known):
        longer = {text[:1] for text in known if text[1:] == tail and len(text) == len(tail) + 1}
        if tail not in before and longer:
            others.append(b"(?:^|[^" + b"".join(map(_literal, sorted(longer))) + b"])" + _literal(tail))
    return b"(?:" + b"|".join(others) + b")"


def _literal(text: bytes) -> bytes:
    """The pattern of a text in which no byte means anything else."""
    return b"".join(b"\\x%02x" % byte for byte in text)
