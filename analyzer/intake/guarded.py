"""Streams that are not trusted: what comes out of an archive is counted, judged, and handed out up to its damage.

Sample: a gzip file of 40 kB that claims 100 bytes and makes 40 GB; the reader gets what the caps allow, then
`CapError`.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from analyzer.damage import DAMAGE
from analyzer.intake.source import CapError
from analyzer.limits import Limits
from analyzer.model import Note

COMPRESSED: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
HEADERS = 1 << 20
"""Most bytes of a tar file between two members: a long name, the attributes of a file, its holes."""
_IN_VAIN = 8
"""How often tarfile may ask for more behind the end of a stream; it does two or three times."""
_ZSTD_PIECE = 512
"""Bytes that are decompressed at once: four of them can make 128 kB."""


class Budget(Struct):
    """What all members of one upload may cost together."""

    limits: Limits
    members: int = 0
    inflated: int = 0
    uploaded: int | None = 0
    """Bytes of the uploads that were opened so far; None where one is a stream of unknown length."""
    expected: int = 0
    """Members that are known to come: an archive of thousands among them takes none of their places."""
    as_packed: bool = False
    """Members of a zip come as they lie in it, else by their names."""

    def expect(self, members: int) -> int:
        """So many members of a folder or an archive are to come; for how many of them there are places."""
        places = min(members, max(0, self.limits.members - self.members - self.expected))
        self.expected += places
        return places

    def member(self, *, expected: bool = False) -> None:
        """Count one more member, `expected` where a place is kept for it.

        Raises:
            CapError: there are too many.
        """
        self.expected -= expected
        if self.members + self.expected >= self.limits.members:
            raise CapError(Note.MANY_MEMBERS, most=self.limits.members)
        self.members += 1

    def upload(self, size: int | None) -> None:
        """Count the size of one more upload; None where it is not known."""
        self.uploaded = None if size is None or self.uploaded is None else self.uploaded + size

    def judged(self) -> CapError | None:
        """Why no more is unpacked, if so: archives in archives multiply what each of them may expand to."""
        limits = self.limits
        if self.inflated > limits.inflated:
            return CapError(Note.UPLOAD_EXPANDS_TO, most=limits.inflated)
        whole = None if self.uploaded is None else limits.ratio * (self.uploaded + limits.ratio_free // 8)
        if whole is not None and self.inflated > whole:
            return CapError(Note.UPLOAD_EXPANDS, most=limits.ratio)
        return None


class Guarded:
    """A stream that is not trusted: what comes out is counted, and what came before damage is handed out before it.

    The buffered readers of the standard library drop what they have when a later part cannot be read.
    """

    piece = 64 << 10
    """Bytes that are asked for at once: as many are lost where the stream breaks off."""

    def __init__(self, inner: Any, consumed: Callable[[], int], budget: Budget, checksum: int | None = None) -> None:
        self.inner = inner
        self.consumed = consumed
        self.budget = budget
        self.checksum = checksum
        """CRC-32 that the whole should have; None where the decompressor looks after it."""
        self.produced = 0
        self._crc = 0
        self._ahead = b""
        self._over: Exception | None = None
        self._ended = False

    def peek(self, size: int) -> bytes:
        """The next bytes, without taking them; fewer where the stream ends or breaks off.

        Raises:
            CapError: nothing is left, and a cap or a wrong checksum ended the stream.
            Exception: nothing is left, and it is damaged, by one of `DAMAGE`.
        """
        self._fill(size)
        if not self._ahead and self._over is not None:
            raise self._over
        return self._ahead[:size]

    def read(self, size: int) -> bytes:
        """The next bytes, as many as were asked for or as there are; raises what `peek` does."""
        data = self.peek(size)
        self._ahead = self._ahead[len(data) :]
        return data

    def tell(self) -> int:
        """How much was read."""
        return self.produced - len(self._ahead)

    def seekable(self) -> bool:
        """Never."""
        return False

    def _fill(self, size: int) -> None:
        parts = [self._ahead]
        have = len(self._ahead)
        while have < size and not self._ended:
            data = self._piece(min(size - have, self.piece))
            self._ended = not data
            parts.append(data)
            have += len(data)
        if len(parts) > 1:
            self._ahead = b"".join(parts)

    def _piece(self, size: int) -> bytes:
        """Some more bytes; none at the end, and none where the stream breaks off."""
        try:
            data = bytes(self.inner.read1(size))
        except DAMAGE as error:
            self._over = error
            return b""
        except Exception as error:  # noqa: BLE001 - zstandard has an exception of its own, and is imported when needed
            self._over = ValueError(type(error).__name__)
            return b""
        self.produced += len(data)
        self.budget.inflated += len(data)
        self._over = self._judged(data)
        return data if self._over is None or not data else b""

    def _judged(self, data: bytes) -> CapError | None:
        """Why reading stops here, if it does."""
        limits, made = self.budget.limits, self.produced
        if self.checksum is not None:
            self._crc = zlib.crc32(data, self._crc)
            if not data and self._crc != self.checksum:
                return CapError(Note.WRONG_CHECKSUM, bytes=made)
        if made > limits.ratio_free and made > limits.ratio * max(1, self.consumed()):
            return CapError(Note.EXPANDS, most=limits.ratio, bytes=made)
        return self.budget.judged()


class _Zstd:
    """A zstd stream of any number of frames that tells when the last one is cut: the library's own reader does not."""

    def __init__(self, stream: Any) -> None:
        import zstandard

        self.stream = stream
        self.opened = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        self.frame = self.opened.decompressobj()
        self.left = b""
        self.inside = False

    def read1(self, _size: int) -> bytes:
        """Some more bytes; none at the end.

        Raises:
            EOFError: the stream ends inside a frame.
        """
        while piece := self.left or self.stream.read(_ZSTD_PIECE):
            data = self.frame.decompress(piece)
            self.inside, self.left = not self.frame.eof, self.frame.unused_data
            if self.frame.eof:
                self.frame = self.opened.decompressobj()
            if data:
                return bytes(data)
        if self.inside:
            raise EOFError
        return b""


class Ending:
    """A stream that ends where its damage begins: tarfile drops what it has read when it meets an exception."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.over: Exception | None = None
        self.taken = 0
        self.until = float(HEADERS)
        """Where the next member begins at the latest."""
        self.asked_in_vain = 0

    def read(self, size: int) -> bytes:
        """The next bytes; none at the end, and none where the stream breaks off.

        Raises:
            tarfile.ReadError: what stands before the next member is too long: tarfile holds it in memory.
            EOFError: tarfile goes on asking behind the end; a member that claims to be endless had it ask for ever.
        """
        if self.taken > self.until:
            raise tarfile.ReadError
        if self.asked_in_vain > _IN_VAIN:
            raise EOFError
        try:
            data = bytes(self.inner.read(size))
        except (CapError, *DAMAGE) as error:
            self.over = error
            data = b""
        self.taken += len(data)
        self.asked_in_vain += not data
        return data


def opened(kind: str, stream: Any, budget: Budget) -> Guarded:
    """A compressed stream (`COMPRESSED` names the kinds) as what comes out of it."""
    return Guarded(_decompressor(kind, stream), _position(stream), budget)


def _decompressor(kind: str, stream: Any) -> Any:
    if kind == "gzip":
        return gzip.GzipFile(fileobj=stream)
    if kind == "bzip2":
        return bz2.BZ2File(stream)
    if kind == "xz":
        return lzma.LZMAFile(stream)
    return _Zstd(stream)


def _position(stream: Any) -> Callable[[], int]:
    """How far a compressed stream was read; where it cannot tell, the ratio is not judged."""

    def position() -> int:
        try:
            return int(stream.tell())
        except (OSError, ValueError):
            return 1 << 62

    return position
