r"""Members of a zip file whose end is missing, and with it the directory: each is told by the header before it.

Sample: an upload that broke off after 7 of 10 MB. `PK\x03\x04`, sizes, the name and the bytes of the first member
stand there whole; of the last one a part. Where a header has no sizes (bit 3 of its flags), deflate tells the end.
Source: APPNOTE.TXT of PKWARE, 4.3.7 (local file header), 4.3.9 (data descriptor), 4.5.3 (zip64).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

HEADER = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"
_FIELDS = struct.Struct("<4s5H3L2H")
_WITHOUT_SIZES, _UTF8 = 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_IN_ZIP64 = 0xFFFFFFFF
_ZIP64 = 1
_PIECE = 64 << 10
_DESCRIPTORS = (16, 24)
"""Bytes of the sizes behind a member, with their mark; those of zip64 have eight bytes each."""


class Member(Struct):
    """One member, to be read before the next one is asked for."""

    name: str
    is_encrypted: bool
    checksum: int | None
    """CRC-32 of the whole; None where it stands behind the member."""
    bytes: Packed
    """A stream, as `Guarded` reads one."""


def members(stream: Any, allowed: Callable[[int], bool] = lambda _: True) -> Iterator[Member]:
    """The members that stand in a stream one behind the other, from its beginning; none behind what is no header.

    Args:
        stream: the archive, which can be sought.
        allowed: told how many bytes were inflated to find an end that nobody read to; false ends the walk.
    """
    whole, at = stream.seek(0, io.SEEK_END), 0
    while at < whole:
        stream.seek(at)
        head = stream.read(_FIELDS.size)
        if len(head) < _FIELDS.size or not head.startswith(HEADER):
            return
        _, _, flags, method, _, _, checksum, size, inflated, long, extra = _FIELDS.unpack(head)
        name, more = stream.read(long), stream.read(extra)
        if len(name) < long or len(more) < extra or (flags & _WITHOUT_SIZES and method != _DEFLATED):
            return
        if _IN_ZIP64 in (size, inflated):
            size = _size_in(more, both=inflated == _IN_ZIP64)
        begin = at + _FIELDS.size + long + extra
        said = name.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        known = not flags & _WITHOUT_SIZES
        reader = Packed(stream, begin, size if known else None, method)
        yield Member(said, bool(flags & 1), checksum if known else None, reader)
        end = reader.end(allowed)
        if end is None:
            return
        at = end if known else _behind_descriptor(stream, end)


def _size_in(extra: bytes, *, both: bool) -> int:
    """The size of a member in the field of zip64, which holds the inflated size before it."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        start = at + 4 + (8 if both else 0)
        if kind == _ZIP64 and start + 8 <= len(extra):
            return int(struct.unpack_from("<Q", extra, start)[0])
        at += 4 + length
    return 0


def _behind_descriptor(stream: Any, at: int) -> int:
    """Where the next header stands, behind the sizes of a member that has them at its end."""
    stream.seek(at)
    data = stream.read(max(_DESCRIPTORS) + len(HEADER))
    lengths = _DESCRIPTORS if data.startswith(_DESCRIPTOR) else tuple(length - 4 for length in _DESCRIPTORS)
    return at + next((length for length in lengths if data.startswith(HEADER, length)), lengths[0])


class Packed:
    """The bytes of one member."""

    def __init__(self, stream: Any, begin: int, size: int | None, method: int) -> None:
        self.stream = stream
        self.begin = self.at = begin
        self.stop = None if size is None else begin + size
        self.method = method
        self.inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self.left = b""

    def read1(self, size: int) -> bytes:
        """Some more bytes; none at the end.

        Raises:
            EOFError: the stream ends before the member does.
            NotImplementedError: it is packed in a way that is not known.
            zlib.error: it is damaged.
        """
        if self.method == _STORED:
            return self._taken(size)
        if self.method != _DEFLATED:
            raise NotImplementedError
        while not self.inflate.eof:
            data = self.inflate.decompress(self.left or self._taken(_PIECE), size)
            self.left = self.inflate.unconsumed_tail
            if data:
                return data
            if not self.left and self.stop is not None and self.at >= self.stop and not self.inflate.eof:
                raise EOFError
        return b""

    def consumed(self) -> int:
        """How many bytes of the archive were read of it."""
        return self.at - self.begin

    def end(self, allowed: Callable[[int], bool]) -> int | None:
        """Where the member ends, read to there if its header does not tell; None where it is cut or too large."""
        if self.stop is not None:
            return self.stop
        try:
            while data := self.read1(_PIECE):
                if not allowed(len(data)):
                    return None
        except (EOFError, zlib.error):
            return None
        return self.at - len(self.inflate.unused_data)

    def _taken(self, size: int) -> bytes:
        room = size if self.stop is None else min(size, self.stop - self.at)
        if not room:
            return b""
        self.stream.seek(self.at)
        data = bytes(self.stream.read(room))
        if not data:
            raise EOFError
        self.at += len(data)
        return data
