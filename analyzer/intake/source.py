"""One document of an upload while it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Protocol

from msgspec import Struct, field

from analyzer.damage import DAMAGE
from analyzer.errors import UploadError
from analyzer.intake.encodings import Holes, Sniffed, sniff, to_utf8
from analyzer.limits import Limits
from analyzer.model import Note, Remark, Term, Value


class CapError(Exception):
    """Reading stops here, at a cap or a wrong checksum."""

    def __init__(self, code: Note, **values: Value) -> None:
        super().__init__(code.value)
        self.why = Remark.of(code, **values)
        """The reason for the report."""


class Readable(Protocol):
    """A stream of bytes that is read forwards."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""


class Source(Struct):
    """A stream that is read once, and what was learnt on the way."""

    name: str
    """Path inside the upload with `/`, the base name of a single file, `stdin` for `-`."""
    stream: Readable
    limits: Limits
    inside: bool = False
    """It stands in an archive or a compressed file: damage to it is a reason in the report, not the end."""
    is_zip: bool = False
    """A document that is a zip file by itself: a workbook, or a capture of Fiddler. Its reader opens it."""
    refused: Remark | None = None
    """Why it is not read at all; None where it is."""
    damage: Remark | None = None
    """Why reading it stopped before its end."""
    upload: int = 0
    """Number of the upload that it belongs to, in the order in which they were given."""
    given: str = ""
    """Name of that upload."""
    size_hint: int = 0
    """Size in bytes where it is known beforehand: for progress, and for who reads it; never trusted."""
    size: int = 0
    """Bytes read so far, as uploaded."""
    sha256: str = ""
    sniffed: Sniffed = field(default_factory=Sniffed)
    head: bytes = b""
    """The first bytes as UTF-8, to recognise the format by."""
    holes: Holes = field(default_factory=Holes)
    """What stands in the text where nobody wrote."""
    on_bytes: Callable[[int], None] | None = None

    def chunks(self) -> Iterator[bytes]:
        """The document as UTF-8 in chunks. Counts and hashes what was uploaded, not what it was turned into.

        Raises:
            UploadError: a file of the upload cannot be read.
        """
        digest = hashlib.sha256()
        raw = self._raw(digest)
        first = next(raw, b"")
        self.sniffed = Sniffed(refused=self.refused) if self.refused else sniff(first)
        utf8 = to_utf8(first, raw, self.sniffed, self.holes)
        chunk = next(utf8, b"")
        self.head = chunk
        yield chunk
        yield from utf8
        for _ in raw:  # binary content is not looked at, but it is counted and hashed
            pass
        self.sha256 = digest.hexdigest()

    def whole(self) -> bytes:
        """The document in one piece, for those that cannot be read in a stream; too large ones are cut.

        Raises:
            UploadError: a file of the upload cannot be read.
        """
        digest = hashlib.sha256()
        data = b"".join(chunk for chunk in self._raw(digest) if self.size <= self.limits.held)
        self.sha256 = digest.hexdigest()
        return data

    def _raw(self, digest: hashlib._Hash) -> Iterator[bytes]:
        try:
            while chunk := self.stream.read(self.limits.chunk):
                digest.update(chunk)
                self.size += len(chunk)
                if self.on_bytes is not None:
                    self.on_bytes(len(chunk))
                yield chunk
        except CapError as error:
            self.damage = error.why
        except DAMAGE as error:
            if not self.inside:
                raise UploadError(f"{self.name}: cannot be read ({_said(error)}); check the file") from None
            self.damage = Remark.of(Note.DAMAGED_AFTER, bytes=self.size, error=Term(type(error).__name__))


def _said(error: Exception) -> str:
    return getattr(error, "strerror", None) or "input error"
