"""Archives, compressed files and folders become streams of documents. Nothing is ever written to disk.

Members are read in the order in which they stand, one after the other, straight from the archive: their names can lead
nowhere because nothing is extracted. What a stream claims about its size is not believed; what comes out is counted.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from analyzer.intake.source import DAMAGE, CapError, Source
from analyzer.limits import Limits

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_SEVEN = b"7z\xbc\xaf\x27\x1c"
_COMPRESSED: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_HEAD = 600
_OFFICE = "[Content_Types].xml"


@dataclass(slots=True)
class Budget:
    """What all members of one upload may cost together."""

    limits: Limits
    members: int = 0
    inflated: int = 0

    def member(self) -> None:
        """Count one more member.

        Raises:
            CapError: there are too many.
        """
        self.members += 1
        if self.members > self.limits.members:
            raise CapError(f"more than {self.limits.members:,} members; the rest is not read")


class _Guarded(io.RawIOBase):
    """Counts what comes out of a decompressor, against what went in and against the budget of the upload."""

    def __init__(self, inner: IO[bytes], consumed: Callable[[], int], budget: Budget) -> None:
        super().__init__()
        self.inner = inner
        self.consumed = consumed
        self.budget = budget
        self.produced = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer.

        Raises:
            CapError: the stream expands beyond the caps.
        """
        view = memoryview(buffer)
        try:
            data = self.inner.read(len(view))
        except DAMAGE:
            raise
        except Exception as error:  # noqa: BLE001 - zstandard has an exception of its own, and is imported when needed
            raise ValueError(type(error).__name__) from None
        view[: len(data)] = data
        self.produced += len(data)
        self.budget.inflated += len(data)
        limits = self.budget.limits
        if self.produced > limits.ratio_free and self.produced > limits.ratio * max(1, self.consumed()):
            raise CapError(f"expands more than {limits.ratio} times; reading stopped after {self.produced:,} bytes")
        if self.budget.inflated > limits.inflated:
            raise CapError(f"the upload expands to more than {limits.inflated:,} bytes; the rest is not read")
        return len(data)


def documents(name: str, stream: IO[bytes], budget: Budget, prefix: str = "", depth: int = 0) -> Iterator[Source]:
    """The documents in one stream: itself, or everything inside it."""
    inside = depth > 0
    buffered: Any = stream if hasattr(stream, "peek") else io.BufferedReader(stream)
    try:
        head = bytes(buffered.peek(_HEAD)[:_HEAD])
    except (CapError, *DAMAGE) as error:
        yield _refused(prefix + name, budget, _reason(error))
        return
    kind = next((kind for magic, kind in _COMPRESSED if head.startswith(magic)), "")
    if depth > budget.limits.nesting_archives:
        yield Source(prefix + name, buffered, budget.limits, inside=inside)
    elif head.startswith((_ZIP, _EMPTY_ZIP)):
        yield from _zip(name, buffered, budget, prefix, depth)
    elif head.startswith(_SEVEN):
        yield _refused(prefix + name, budget, "it is a 7z archive, which cannot be read in a stream; send a zip")
    elif kind:
        inner = _decompressor(kind, buffered)
        guarded = io.BufferedReader(_Guarded(inner, _position(buffered), budget), budget.limits.chunk)
        if _is_tar(guarded):
            yield from _tar(name, guarded, budget, prefix, depth)
        else:
            yield Source(prefix + name, guarded, budget.limits, inside=True)
    elif head[257:262] == b"ustar":
        yield from _tar(name, buffered, budget, prefix, depth)
    else:
        yield Source(prefix + name, buffered, budget.limits, inside=inside)


def folder(path: Path, budget: Budget) -> Iterator[Source]:
    """Every file below a folder, by its path in it; links are not followed."""
    for file in sorted(path.rglob("*")):
        if file.is_symlink() or not file.is_file():
            continue
        name = file.relative_to(path).as_posix()
        try:
            budget.member()
            stream = file.open("rb")
        except (OSError, CapError) as error:
            yield _refused(name, budget, _reason(error))
            if isinstance(error, CapError):
                return
            continue
        with stream:
            # A member of a folder keeps its path; what is in an archive beside it stands behind the archive's name.
            yield from documents(name, stream, budget, depth=1)


def _zip(name: str, stream: IO[bytes], budget: Budget, prefix: str, depth: int) -> Iterator[Source]:
    try:
        seekable = depth == 0 and stream.seekable()
        archive = zipfile.ZipFile(stream if seekable else io.BytesIO(_held(stream, budget.limits)))
        members = archive.infolist()
    except (CapError, *DAMAGE) as error:
        yield _refused(prefix + name, budget, _reason(error))
        return
    if any(member.filename == _OFFICE for member in members):  # XLSX and SAZ are documents, not archives
        whole = archive.fp
        assert whole is not None
        whole.seek(0)
        yield Source(prefix + name, whole, budget.limits, inside=True, is_zip=True)
        return
    below = f"{prefix}{name}/" if depth else prefix
    seen: set[str] = set()
    for member in members:
        if member.is_dir():
            continue
        shown = below + member.filename
        try:
            budget.member()
        except CapError as error:
            yield _refused(shown, budget, str(error))
            return
        if reason := _bad_name(member.filename) or ("its name stands twice" if member.filename in seen else ""):
            yield _refused(shown, budget, reason)
            continue
        seen.add(member.filename)
        if member.flag_bits & 0x1:
            yield _refused(shown, budget, "it is encrypted; ask for the pack without a password")
            continue
        try:
            opened = archive.open(member)
        except DAMAGE as error:
            yield _refused(shown, budget, _reason(error))
            continue
        size = max(1, member.compress_size)
        with opened:
            guarded = io.BufferedReader(_Guarded(opened, partial(int, size), budget), budget.limits.chunk)
            yield from documents(member.filename, guarded, budget, below, depth + 1)


def _tar(name: str, stream: IO[bytes], budget: Budget, prefix: str, depth: int) -> Iterator[Source]:
    below = f"{prefix}{name}/" if depth else prefix
    seen: set[str] = set()
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                if member.isdir():
                    continue
                shown = below + member.name.removeprefix("./")
                budget.member()
                kind = "" if member.isreg() else "it is a link or a device"
                bad = kind or _bad_name(member.name) or ("its name stands twice" if member.name in seen else "")
                if bad:
                    yield _refused(shown, budget, bad)
                    continue
                seen.add(member.name)
                opened = archive.extractfile(member)
                if opened is not None:
                    yield from documents(member.name.removeprefix("./"), opened, budget, below, depth + 1)
    except (CapError, *DAMAGE) as error:
        yield _refused(prefix + name, budget, _reason(error))


def _held(stream: IO[bytes], limits: Limits) -> bytes:
    """An archive that cannot be read in place, in memory.

    Raises:
        CapError: it is too large for that.
    """
    data = stream.read(limits.held + 1)
    if len(data) > limits.held:
        raise CapError(f"an archive of more than {limits.held:,} bytes inside a stream; unpack it and name it")
    return data


def _decompressor(kind: str, stream: Any) -> Any:
    if kind == "gzip":
        return gzip.GzipFile(fileobj=stream)
    if kind == "bzip2":
        return bz2.BZ2File(stream)
    if kind == "xz":
        return lzma.LZMAFile(stream)
    import zstandard

    return zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(stream)


def _position(stream: IO[bytes]) -> Callable[[], int]:
    """How far a compressed stream was read; where it cannot tell, the ratio is not judged."""

    def position() -> int:
        try:
            return stream.tell()
        except (OSError, ValueError):
            return 1 << 62

    return position


def _is_tar(stream: io.BufferedReader[Any]) -> bool:
    try:
        return stream.peek(_HEAD)[257:262] == b"ustar"
    except (CapError, *DAMAGE):
        return False  # the reader of the document meets the damage again, and says so


def _bad_name(name: str) -> str:
    """Why a member's name is not one of a file in a pack; nothing is extracted, but such a pack was tampered with."""
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\", "~")) or ".." in parts or name[1:2] == ":" or "\0" in name:
        return "its name leads outside of the archive"
    return "its name is too long" if len(name) > 1000 else ""


def _refused(name: str, budget: Budget, reason: str) -> Source:
    return Source(name, io.BytesIO(b""), budget.limits, inside=True, refused=reason)


def _reason(error: Exception) -> str:
    if isinstance(error, CapError):
        return str(error)
    if isinstance(error, RuntimeError) and "password" in str(error):
        return "it is encrypted; ask for the pack without a password"
    return f"it is damaged ({type(error).__name__})"
