r"""Bodies as they went over the wire: in chunks and compressed. What comes out is counted, never trusted.

Sample: `Transfer-Encoding: chunked` with `1a\r\n…\r\n0\r\n\r\n`, `Content-Encoding: gzip`.
Source: RFC 9112, section 7.1; RFC 9110, section 8.4. Brotli and zstd are not in the standard library.
"""

from __future__ import annotations

import zlib

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Note, Remark, Term

_CHUNK = lazy_re.compile(rb"[ \t]{0,9}([0-9A-Fa-f]{1,8})[ \t]{0,9}(?:;[^\r\n]{0,200})?\r?\n")
_MOST_CHUNKS = 100_000
_TELLS = 200
"""Bytes before a break that are too few to tell what broke off."""
_GZIP = b"\x1f\x8b"


def unchunked(data: bytes) -> bytes:
    """The body without its chunk sizes; as it is where it is not in chunks. One that is cut gives what is there."""
    parts, at = [], 0
    for _ in range(_MOST_CHUNKS):
        size = _CHUNK.match(data, at)
        if size is None:
            break
        length = int(size[1], 16)
        if length == 0:
            break
        parts.append(data[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if data[at : at + 2] == b"\r\n" else int(data[at : at + 1] == b"\n")
    return b"".join(parts) if parts else data


class PackedError(ValueError):
    """What is compressed cannot be unpacked."""

    def __init__(self, why: Remark) -> None:
        super().__init__(why.code.value)
        self.why = why


def unpacked(data: bytes, encoding: str, limits: Limits) -> bytes:
    """The body without its compression, at most as much as one frame may hold.

    Raises:
        PackedError: it is compressed in a way that cannot be read, or damaged from its beginning on.
    """
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    if data.startswith(_GZIP):
        return _inflated(data, 31, limits)
    if "deflate" in names:
        try:
            return _inflated(data, 15, limits)
        except PackedError:
            return _inflated(data, -15, limits)
    if "br" in names or "zstd" in names:
        if looks_like_text(data):
            return data  # the capture has undone it already
        raise PackedError(Remark.of(Note.COMPRESSED_AS, form=Term("br" if "br" in names else "zstd")))
    return data


def looks_like_text(data: bytes) -> bool:
    """Whether the first bytes are text: nothing that is compressed begins with so many printable ones."""
    head = data[:64]
    return bool(head) and all(byte in b"\t\r\n" or 32 <= byte < 127 for byte in head)


def _inflated(data: bytes, window: int, limits: Limits) -> bytes:
    machine = zlib.decompressobj(window)
    most = min(limits.frame, max(limits.ratio_free, len(data) * limits.ratio))
    try:
        found = machine.decompress(data, most)
    except zlib.error as error:
        raise PackedError(Remark.of(Note.BODY_DAMAGED)) from error
    if len(found) < _TELLS and not machine.eof:
        raise PackedError(Remark.of(Note.BODY_CUT))
    return found
