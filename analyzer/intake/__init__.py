"""An upload becomes documents: opened, metered, hashed, sniffed, transcoded to UTF-8."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from analyzer.errors import UploadError
from analyzer.intake.encodings import Sniffed, sniff, to_utf8
from analyzer.limits import Limits

STDIN = "-"


@dataclass(slots=True)
class Source:
    """One document of an upload while it is read: a stream that is read once, and what was learnt on the way."""

    name: str
    """Path inside the upload with `/`, the base name of a single file, `stdin` for `-`."""
    opener: Callable[[], BinaryIO]
    limits: Limits
    size_hint: int = 0
    """Size in bytes where it is known beforehand; for progress only, never trusted."""
    size: int = 0
    """Bytes read so far, as uploaded."""
    sha256: str = ""
    sniffed: Sniffed = field(default_factory=Sniffed)
    head: bytes = b""
    """The first bytes as UTF-8, to recognise the format by."""
    on_bytes: Callable[[int], None] | None = None

    def chunks(self) -> Iterator[bytes]:
        """The document as UTF-8 in chunks. Counts and hashes what was uploaded, not what it was turned into.

        Raises:
            UploadError: the file cannot be read.
        """
        digest = hashlib.sha256()
        raw = self._raw(digest)
        first = next(raw, b"")
        self.sniffed = sniff(first)
        utf8 = to_utf8(first, raw, self.sniffed)
        chunk = next(utf8, b"")
        self.head = chunk
        yield chunk
        yield from utf8
        for _ in raw:  # binary content is not looked at, but it is counted and hashed
            pass
        self.sha256 = digest.hexdigest()

    def _raw(self, digest: hashlib._Hash) -> Iterator[bytes]:
        try:
            with self.opener() as stream:
                while chunk := stream.read(self.limits.chunk):
                    digest.update(chunk)
                    self.size += len(chunk)
                    if self.on_bytes is not None:
                        self.on_bytes(len(chunk))
                    yield chunk
        except OSError as error:
            reason = error.strerror or "input error"
            raise UploadError(f"{self.name}: cannot be read ({reason}); check the file") from None


def open_uploads(paths: Sequence[str], limits: Limits) -> list[Source]:
    """The documents of one case, in the order of their names so that the order of arguments changes nothing.

    Raises:
        UploadError: a path does not exist, is no file, or the same input is named twice.
    """
    if list(paths).count(STDIN) > 1:
        raise UploadError("-: standard input can be read once only; name it once")
    sources = [_open(path, limits) for path in paths]
    _tell_apart(sources)
    return sorted(sources, key=lambda source: source.name)


def _open(path: str, limits: Limits) -> Source:
    if path == STDIN:
        if sys.stdin is None:
            raise UploadError("-: there is no standard input; name a file")
        return Source("stdin", lambda: sys.stdin.buffer, limits)
    file = Path(path)
    try:
        if file.is_dir():
            raise UploadError(f"{path}: is a folder; name the files in it")
        if not file.exists():
            raise UploadError(f"{path}: no such file; check the path")
        if not file.is_file():
            raise UploadError(f"{path}: is not a regular file; name a file, or - for standard input")
        size = file.stat().st_size
    except (OSError, ValueError) as error:
        if isinstance(error, UploadError):
            raise
        raise UploadError(f"{path!r}: cannot be opened; check the path and your rights to it") from None
    return Source(file.name, lambda: file.open("rb"), limits, size_hint=size)


def _tell_apart(sources: list[Source]) -> None:
    """Files of the same name from different folders get a number, in the order they were given."""
    seen: dict[str, int] = {}
    for source in sources:
        seen[source.name] = number = seen.get(source.name, 0) + 1
        if number > 1:
            source.name = f"{source.name} ({number})"
