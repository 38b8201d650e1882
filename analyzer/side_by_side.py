"""Documents side by side: of a case with many a second process reads some, where there is a core for it.

This process opens the uploads, unpacks them and reads; whenever the other one has nothing to do, it is handed the next
document whole. In the end it hands back what it has read. What is counted merges, so the report is the same as if one
process had read all; which of them read a document plays no part in it.
"""

from __future__ import annotations

import io
import pickle
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from analyzer import forks
from analyzer.errors import AnalyzerError, LeakError
from analyzer.intake import Source
from analyzer.intake.source import Readable
from analyzer.reading import Progress, Reading

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

LEAST = 2 << 20
"""Bytes that are read before a second process is worth its start."""
LARGEST = 16 << 20
"""Bytes of a document that is handed over whole; a larger one is read here, while a second process watches it."""


def read(sources: Iterable[Source], reading: Reading, progress: Progress | None = None) -> None:
    """Read every document of a case.

    Raises:
        UploadError: a file of the upload cannot be read.
        LeakError: the second process ended early, so nobody knows what must not be shown.
    """
    second: _Second | None = None
    try:
        begun, size = False, 0
        for source in sources:
            if not begun and size >= LEAST:
                begun, second = True, _Second.of(reading)
            if second is None or not second.is_idle or not second.takes(source):
                reading.read(source, progress)
            size += source.size
        if second is not None:
            reading.merge(second.ended())
    finally:
        if second is not None:
            second.close()


class _Second:
    """The other process, seen from here."""

    def __init__(self, process: BaseProcess, way: Connection) -> None:
        self.process = process
        self.way = way
        self.busy = False

    @classmethod
    def of(cls, reading: Reading) -> _Second | None:
        """One that reads for the same case; None where there is no room for it."""
        copy = forks.copy(_work, reading)
        return cls(*copy) if copy is not None else None

    @property
    def is_idle(self) -> bool:
        """It has read what it was handed."""
        if self.busy and self.way.poll():
            self._answer()
            self.busy = False
        return not self.busy

    def takes(self, source: Source) -> bool:
        """Hand a document over; false where it is too large or damaged, and has to be read here."""
        if source.refused is not None or (not source.inside and source.size_hint > LARGEST):
            return False
        begin = source.stream = _Begin(source.stream)
        if (data := begin.whole(source.limits.chunk)) is None:
            return False
        self._send(_Handed(source.name, source.inside, source.is_zip, source.upload, data))
        self.busy = True
        return True

    def ended(self) -> tuple[Any, ...]:
        """All that it has read."""
        while not self.is_idle:
            self.way.poll(None)
        self._send(None)
        try:
            learned: tuple[Any, ...] = forks.told(self.way)
        except (EOFError, OSError) as error:
            raise _early() from error
        return learned

    def close(self) -> None:
        """It is needed no more, whatever it is at."""
        self.way.close()
        self.process.terminate()
        self.process.join()

    def _send(self, what: _Handed | None) -> None:
        try:
            self.way.send_bytes(pickle.dumps(what))
        except OSError as error:
            raise _early() from error

    def _answer(self) -> Any:
        try:
            said = pickle.loads(self.way.recv_bytes())  # noqa: S301 - from our own copy, through a pipe nobody else has
        except (EOFError, OSError) as error:
            raise _early() from error
        if isinstance(said, AnalyzerError):
            raise said
        return said


def _early() -> LeakError:
    return LeakError("a process that read a part of the uploads ended early: nothing is written; try again")


class _Handed(NamedTuple):
    """A document as it goes from one process to the other."""

    name: str
    inside: bool
    is_zip: bool
    upload: int
    data: bytes


class _Begin:
    """A stream whose beginning was read to see whether it is small; what it raised then it raises again behind it."""

    def __init__(self, stream: Readable) -> None:
        self.stream = stream
        self.parts: deque[bytes] = deque()
        self.error: Exception | None = None

    def whole(self, chunk: int) -> bytes | None:
        """All of it, where it is small and sound."""
        size = 0
        try:
            while part := self.stream.read(chunk):
                self.parts.append(part)
                size += len(part)
                if size > LARGEST:
                    return None
        except Exception as error:  # noqa: BLE001 - whoever reads on meets it where it stands
            self.error = error
            return None
        return b"".join(self.parts)

    def read(self, size: int, /) -> bytes:
        """The next bytes."""
        if self.parts:
            return self.parts.popleft()
        if self.error is not None:
            raise self.error
        return self.stream.read(size)


def _work(way: Connection, reading: Reading) -> None:
    """What the other process does; it ends without a word when this end is closed early."""
    apart, before = reading.apart(), reading.stand
    try:
        while (handed := pickle.loads(way.recv_bytes())) is not None:  # noqa: S301 - from the process it is a copy of
            name, inside, is_zip, upload, data = handed
            apart.read(Source(name, io.BytesIO(data), apart.limits, inside=inside, is_zip=is_zip, upload=upload))
            way.send_bytes(pickle.dumps(None))
        forks.tell(way, apart.learned(before))
    except AnalyzerError as error:
        way.send_bytes(pickle.dumps(error))
    except Exception:  # noqa: BLE001 - the other end says that it ended early; a traceback could show what was read
        return
