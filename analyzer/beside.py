"""A large document in two processes: one reads and counts it, the other watches it, and reads ahead where it has time.

The watches, which look for secrets and for content, take as long as reading does where answers are large. They go on
from where they are in a copy of this process, which gets every byte of the document through memory that both share; in
the end it hands back what they have learned, and they are as if they had looked here. A document is watched whole, or
its report is not written.

Where the format allows it, the copy also reads the records of each stretch by itself (`readers/ahead.py`). This process
takes them over, or reads on by itself where the copy has not begun with them, and keeps half of the watches: so both
are busy to the end. Which of the two read a record plays no part in what comes out.
"""

from __future__ import annotations

import mmap
import pickle
import struct
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Self

from analyzer import forks, memory
from analyzer.errors import LeakError
from analyzer.privacy.watch import Watch
from analyzer.readers.ahead import Ahead, Run

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

LEAST = 4 << 20
"""Bytes of a document from which on a second process is worth its start."""
_STRETCH = 1 << 20
"""Bytes of it that are handed over at a time, at most."""
_SAID = 1 << 20
"""Bytes of the runs of one stretch, beyond which this process reads it."""
_AHEAD = 6
"""Stretches by which the copy can be ahead."""
_SLOTS = _AHEAD + 2
_LEAD = 2
"""By how many stretches the copy is ahead where it reads one: else this process would wait for it."""
_FREE, _BEGUN, _TAKEN = range(3)
_DONE = struct.Struct("<QL")
"""Number of a stretch, and how many bytes its runs take."""
_NUMBER = struct.Struct("<q")


def watched(chunks: Iterator[bytes], watches: Sequence[Watch], ahead: Ahead) -> Iterator[bytes]:
    """The chunks of a document as they are; each of the watches looks at them, in the end at the latest.

    Raises:
        LeakError: the process that looked at them ended early, so nobody knows what must not be shown.
    """
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        yield chunk
        if size >= LEAST:
            memory.lend_large_blocks()
            break
    stay = watches[: len(watches) // 2] if ahead.apart is not None else ()
    given = watches[len(stay) :]
    shared = _Shared.of() if size >= LEAST and given else None
    copy = forks.copy(_work, held, given, shared, ahead) if shared is not None else None
    if shared is None or copy is None:
        stay, rest = watches, chunks
    else:
        rest = _beside(chunks, given, _Handed(copy[1], shared, size), ahead, *copy)
    yield from islice(_here(chain(held, rest), stay), len(held), None)


def _here(chunks: Iterator[bytes], watches: Sequence[Watch]) -> Iterator[bytes]:
    for watch in watches:
        chunks = watch.watch(chunks)
    return chunks


def _beside(
    chunks: Iterator[bytes],
    watches: Sequence[Watch],
    handed: _Handed,
    ahead: Ahead,
    process: BaseProcess,
    here: Connection,
) -> Iterator[bytes]:
    ahead.ask = handed.runs
    sent: deque[bytes] = deque()
    try:
        for stretch in _stretches(chunks):
            handed.over(stretch)
            sent.append(stretch)
            if len(sent) > _AHEAD:
                yield sent.popleft()
        yield from sent
        learned = handed.ended()
    except _GONE as error:
        raise _early() from error
    finally:
        ahead.ask = None
        here.close()
        process.join()
    for watch, state in zip(watches, learned, strict=True):
        watch.merge(state)


_GONE = (EOFError, BrokenPipeError, ConnectionResetError)


def _early() -> LeakError:
    return LeakError("the search for secrets in the upload ended early: nothing is written; try again")


def _stretches(chunks: Iterator[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for at in range(0, len(chunk), _STRETCH):
            yield chunk[at : at + _STRETCH]


class _Shared:
    """Memory that both processes see: some stretches, with what was read of each, and who reads it."""

    def __init__(self, memory: mmap.mmap) -> None:
        self._memory = memory

    @classmethod
    def of(cls) -> Self | None:
        """Room for all of them; None where the system has none."""
        try:
            return cls(mmap.mmap(-1, _NUMBER.size + _SLOTS * (_STRETCH + _SAID + 1)))
        except (OSError, MemoryError):
            return None

    def put(self, number: int, stretch: bytes) -> None:
        """Put a stretch in the place of an earlier one; nobody reads it yet."""
        self.note(number, _FREE)
        at = self._stretch(number)
        self._memory[at : at + len(stretch)] = stretch

    def stretch(self, number: int, length: int) -> bytes:
        """The stretch of a number."""
        at = self._stretch(number)
        return self._memory[at : at + length]

    def say(self, number: int, said: bytes) -> int:
        """Keep what was read of a stretch; returns its length, 0 where it has no room."""
        if len(said) > _SAID:
            return 0
        at = self._stretch(number) + _STRETCH
        self._memory[at : at + len(said)] = said
        return len(said)

    def said(self, number: int, length: int) -> bytes:
        """What was read of a stretch."""
        at = self._stretch(number) + _STRETCH
        return self._memory[at : at + length]

    def note(self, number: int, who: int) -> None:
        """Note who reads a stretch. Where both do at the same moment, it is read twice, and taken over or not."""
        self._memory[_NUMBER.size + number % _SLOTS] = who

    def reader(self, number: int) -> int:
        """Who reads a stretch: nobody, the copy, or this process."""
        return self._memory[_NUMBER.size + number % _SLOTS]

    def arrive(self, number: int) -> None:
        """Note the stretch that this process is at."""
        _NUMBER.pack_into(self._memory, 0, number)

    def is_far(self, number: int) -> bool:
        """Whether this process comes to a stretch later than in a moment."""
        at: int = _NUMBER.unpack_from(self._memory)[0]
        return number - at >= _LEAD

    @staticmethod
    def _stretch(number: int) -> int:
        return _NUMBER.size + _SLOTS + number % _SLOTS * (_STRETCH + _SAID)


class _Handed:
    """The stretches that were handed over, seen from the process that reads the document."""

    def __init__(self, way: Connection, shared: _Shared, offset: int) -> None:
        self._way = way
        self._shared = shared
        self._stops: deque[tuple[int, int]] = deque([(-1, offset)])
        """Numbers of those that were not asked for yet, and where each ends; first what was not handed over."""
        self._stop = offset
        shared.arrive(-1)
        self._number = 0
        """Of the next one."""
        self._done: dict[int, int] = {}
        """How many bytes the runs take of those that the other process is through with."""
        self._heard = 0
        """Those whose end was heard of."""

    def over(self, stretch: bytes) -> None:
        """Hand over the next one, as soon as there is room for it."""
        while self._number - self._heard >= _SLOTS:
            self._hear()
        self._shared.put(self._number, stretch)
        self._way.send_bytes(_DONE.pack(self._number, len(stretch)))
        self._stop += len(stretch)
        self._stops.append((self._number, self._stop))
        self._number += 1

    def runs(self, offset: int) -> tuple[int, Sequence[Run]]:
        """The runs of the stretch that an offset lies in, and where it ends; none where this process shall read it."""
        while self._stops and self._stops[0][1] <= offset:
            self._done.pop(self._stops.popleft()[0], None)
        if not self._stops:
            return offset + 1, ()
        number, stop = self._stops[0]
        self._shared.arrive(number)
        try:
            return stop, self._of(number) if number >= 0 else ()
        except _GONE as error:
            raise _early() from error

    def _of(self, number: int) -> Sequence[Run]:
        if self._number > number + _SLOTS:
            return ()  # the reader has looked so far ahead that another stretch has its place
        while self._way.poll():
            self._hear()
        if number not in self._done and self._shared.reader(number) != _BEGUN:
            self._shared.note(number, _TAKEN)
            return ()
        while number not in self._done:
            self._hear()
        length = self._done[number]
        if not length:
            return ()
        runs: Sequence[Run] = pickle.loads(self._shared.said(number, length))  # noqa: S301 - from our own copy
        return runs

    def _hear(self) -> None:
        number, length = _DONE.unpack(self._way.recv_bytes())
        self._done[number] = length
        self._heard += 1

    def ended(self) -> Sequence[tuple[object, ...]]:
        """What the watches have learned, when no more is handed over."""
        self._way.send_bytes(b"")
        while self._heard < self._number:
            self._hear()
        learned: Sequence[tuple[object, ...]] = forks.told(self._way)
        return learned


def _work(way: Connection, held: Sequence[bytes], watches: Sequence[Watch], shared: _Shared, ahead: Ahead) -> None:
    """What the copy does; it ends without a word when the other end is closed early."""
    try:
        before = [watch.stand for watch in watches]
        _read_ahead(way, held, watches, shared, ahead)
        forks.tell(way, [watch.learned(since) for watch, since in zip(watches, before, strict=True)])
    except Exception:  # noqa: BLE001 - the other end says that it ended early; a traceback could show what was read
        return


def _read_ahead(
    way: Connection, held: Sequence[bytes], watches: Sequence[Watch], shared: _Shared, ahead: Ahead
) -> None:
    offset, line = 0, 1
    for number, chunk in enumerate(_here(chain(held, _received(way, shared)), watches), -len(held)):
        if number >= 0:
            length = 0
            if ahead.apart is not None and shared.is_far(number) and shared.reader(number) == _FREE:
                shared.note(number, _BEGUN)
                length = shared.say(number, _runs(ahead, chunk, offset, line))
            way.send_bytes(_DONE.pack(number, length))
        offset += len(chunk)
        line += chunk.count(b"\n")


def _received(way: Connection, shared: _Shared) -> Iterator[bytes]:
    while message := way.recv_bytes():
        yield shared.stretch(*_DONE.unpack(message))


def _runs(ahead: Ahead, data: bytes, offset: int, line: int) -> bytes:
    """What was read of a stretch; nothing where reading it failed, for the other process meets that in its place."""
    try:
        return pickle.dumps(ahead.apart.read(data, offset, line), 5) if ahead.apart is not None else b""
    except Exception:  # noqa: BLE001 - see above
        return b""
