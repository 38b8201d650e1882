"""Archives, compressed files and folders become streams of documents. Nothing is ever written to disk.

Members are read in the order in which they stand, one after the other, straight from the archive: their names can lead
nowhere because nothing is extracted. What a stream claims about its size is not believed; what comes out is counted.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from analyzer import lazy_re
from analyzer.intake.source import DAMAGE, CapError, Source
from analyzer.limits import Limits
from analyzer.model import Note, Remark, Term

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
PROGRAMS = (b"MZ", b"#!")
"""What a self-extracting archive begins with; the directory at its end leads to its members."""
_SEVEN = b"7z\xbc\xaf\x27\x1c"
COMPRESSED: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_HEAD = 600
_HERE = lazy_re.compile(r"\A\.(?:/(?:\.(?=/))?)++(?=.)")
"""What some programs write before every name."""
_HEADERS = 1 << 20
"""Most bytes of a tar file between two members: a long name, the attributes of a file, its holes."""
_IN_VAIN = 8
"""How often tarfile may ask for more behind the end of a stream; it does two or three times."""
_ZSTD_PIECE = 512
"""Bytes that are decompressed at once: four of them can make 128 kB."""
_OFFICE = "[Content_Types].xml"
_SAZ = lazy_re.compile(r"raw/\d{1,9}_[cs]\.txt")
"""A session of Fiddler, whose captures lose their other members when they are packed again."""


class Budget(Struct):
    """What all members of one upload may cost together."""

    limits: Limits
    members: int = 0
    inflated: int = 0
    uploaded: int | None = 0
    """Bytes of the uploads that were opened so far; None where one is a stream of unknown length."""
    expected: int = 0
    """Members that are known to come: an archive of thousands among them takes none of their places."""

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


class _Ending:
    """A stream that ends where its damage begins: tarfile drops what it has read when it meets an exception."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.over: Exception | None = None
        self.taken = 0
        self.until = float(_HEADERS)
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


def documents(name: str, stream: Any, budget: Budget, prefix: str = "", depth: int = 0) -> Iterator[Source]:
    """The documents in one stream: itself, or everything inside it."""
    inside = depth > 0
    try:
        head = bytes(stream.peek(_HEAD)[:_HEAD])
    except (CapError, *DAMAGE) as error:
        yield _refused(prefix + name, budget, _reason(error))
        return
    kind = next((kind for magic, kind in COMPRESSED if head.startswith(magic)), "")
    if depth > budget.limits.nesting_archives:
        yield Source(prefix + name, stream, budget.limits, inside=inside)
    elif head.startswith((_ZIP, _EMPTY_ZIP)) or (depth == 0 and head.startswith(PROGRAMS) and _ends_as_zip(stream)):
        yield from _zip(name, stream, budget, prefix, depth)
    elif head.startswith(_SEVEN):
        yield _refused(prefix + name, budget, Remark.of(Note.SEVEN_ZIP))
    elif kind:
        guarded = opened(kind, stream, budget)
        if is_tar(guarded):
            yield from _tar(name, guarded, budget, prefix, depth)
        else:
            yield Source(prefix + name, guarded, budget.limits, inside=True)
    elif head[257:262] == b"ustar":
        yield from _tar(name, stream, budget, prefix, depth)
    else:
        yield Source(prefix + name, stream, budget.limits, inside=inside)


def folder(path: Path, budget: Budget) -> Iterator[Source]:
    """Every file below a folder, by its path in it; links are not followed."""
    below = _below(path)
    places = budget.expect(sum(why is None for _, why in below))
    for file, why in below:
        name = file.relative_to(path).as_posix() if file != path else path.name or path.resolve().name or "upload"
        if why is not None:
            yield _refused(name, budget, why)
            continue
        places -= 1
        try:
            budget.member(expected=places >= 0)
            stream = file.open("rb")
        except CapError as error:
            yield _refused(name, budget, error.why)
            return
        except OSError as error:
            yield _refused(name, budget, Remark.of(Note.CLOSED_FILE, error=_said(error)))
            continue
        with stream:
            budget.upload(os.fstat(stream.fileno()).st_size)
            # A member of a folder keeps its path; what is in an archive beside it stands behind the archive's name.
            yield from documents(name, stream, budget, depth=1)


def _below(path: Path) -> list[tuple[Path, Remark | None]]:
    """All that lies below a folder, by its path; with the reason what is not read."""
    found: list[tuple[Path, Remark | None]] = []
    closed: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=closed.append):
        folders.sort()
        links = (name for name in folders if os.path.islink(f"{folder}/{name}"))  # noqa: PTH114 - that of Path raises where only names may be seen
        found += [(Path(folder, name), Remark.of(Note.LINK)) for name in links]
        found += [(file, _unread(file)) for file in (Path(folder, name) for name in names)]
    found += [(Path(error.filename), Remark.of(Note.CLOSED_FOLDER, error=_said(error))) for error in closed]
    return sorted(found, key=lambda pair: pair[0])


def _unread(file: Path) -> Remark | None:
    """Why what is no folder is not read, as far as that can be seen from outside."""
    try:
        return None if stat.S_ISREG(file.lstat().st_mode) else Remark.of(Note.LINK)
    except OSError as error:
        return Remark.of(Note.CLOSED_FILE, error=_said(error))


def _said(error: OSError) -> Term:
    return Term(error.strerror or "input error")


def _zip(name: str, stream: Any, budget: Budget, prefix: str, depth: int) -> Iterator[Source]:
    try:
        seekable = depth == 0 and stream.seekable()
        archive = zipfile.ZipFile(stream if seekable else _held(stream, budget.limits))
        members = sorted(archive.infolist(), key=lambda member: member.filename)
    except (CapError, *DAMAGE) as error:
        yield _refused(prefix + name, budget, _reason(error))
        return
    if is_document([member.filename for member in members]):
        whole = archive.fp
        assert whole is not None
        whole.seek(0)
        yield Source(prefix + name, whole, budget.limits, inside=True, is_zip=True)
        return
    below = f"{prefix}{name}/" if depth else prefix
    seen: set[str] = set()
    places = budget.expect(sum(bool(member.filename) and not member.is_dir() for member in members))
    if not places and all(member.filename for member in members):
        yield _refused(prefix + name, budget, Remark.of(Note.NO_MEMBERS))
    for member in members:
        if not member.filename:
            yield _refused(f"{below}(a member without a name)", budget, Remark.of(Note.NO_NAME))
            continue
        if member.is_dir():
            continue
        member_name = member.filename.replace("\\", "/")  # some programs of Windows write it so
        shown = below + member_name
        places -= 1
        try:
            budget.member(expected=places >= 0)
        except CapError as error:
            yield _refused(shown, budget, error.why)
            return
        if (bad := _unfit(member, seen)) is not None:
            yield _refused(shown, budget, Remark.of(bad))
            continue
        try:
            opened = archive.open(member)
        except DAMAGE as error:
            yield _refused(shown, budget, _reason(error))
            continue
        with opened:
            # With its own check the library drops the last piece of a member whose checksum is wrong.
            opened._expected_crc = None  # type: ignore[attr-defined]  # noqa: SLF001
            guarded = Guarded(opened, partial(int, max(1, member.compress_size)), budget, member.CRC)
            yield from documents(member_name, guarded, budget, below, depth + 1)


def _unfit(member: zipfile.ZipInfo, seen: set[str]) -> Note | None:
    """Why a member cannot be read; whatever its name is, it is one that was `seen` from here on."""
    bad = _bad_name(member.filename) or (Note.TWICE if member.filename in seen else None)
    seen.add(member.filename)
    return bad or (Note.ENCRYPTED if member.flag_bits & 0x1 else None)


def _tar(name: str, stream: Any, budget: Budget, prefix: str, depth: int) -> Iterator[Source]:
    below = f"{prefix}{name}/" if depth else prefix
    seen: set[str] = set()
    is_bare = True
    ending = _Ending(stream)
    try:
        # The stubs ask for a whole IO; of a stream tarfile calls nothing but read.
        with tarfile.open(fileobj=ending, mode="r|") as archive:  # type: ignore[call-overload]
            for member in _members(archive):
                ending.until = archive.offset + _HEADERS
                if member.isdir():
                    continue
                is_bare = False
                name_there = _HERE.sub("", member.name)
                shown = below + name_there
                budget.member()
                kind = None if member.isreg() else Note.LINK
                bad = kind or _bad_name(member.name) or (Note.TWICE if member.name in seen else None)
                if bad is not None:
                    yield _refused(shown, budget, Remark.of(bad))
                    continue
                seen.add(member.name)
                opened = archive.extractfile(member)
                if opened is not None:
                    guarded = Guarded(opened, partial(int, _stored(member)), budget)
                    guarded.piece = tarfile.BLOCKSIZE * 8  # tarfile gives nothing of a piece that is not there in full
                    yield from documents(name_there, guarded, budget, below, depth + 1)
            ending.until = float("inf")
            lost = _is_more(archive.fileobj, budget.limits.chunk)
    except (CapError, *DAMAGE) as error:
        reason = _reason(ending.over or error)
        yield _refused(prefix + name, budget, Remark.of(Note.BEHIND_LAST_MEMBER, why=reason) if seen else reason)
        return
    if lost or ending.over is not None:
        reason = Remark.of(Note.FOREIGN_END) if ending.over is None else _reason(ending.over)
        yield _refused(prefix + name, budget, Remark.of(Note.BEHIND_LAST_MEMBER, why=reason))
    elif is_bare:
        yield _refused(prefix + name, budget, Remark.of(Note.NO_MEMBERS))


def _members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The members in their order.

    Raises:
        tarfile.TarError: a header is damaged in a way that tarfile has no error of its own for.
    """
    members = iter(archive)
    while True:
        try:
            member = next(members, None)
        except (CapError, *DAMAGE):
            raise
        except Exception as error:
            raise tarfile.ReadError from error
        if member is None:
            return
        yield member


def _stored(member: tarfile.TarInfo) -> int:
    """Bytes that a member takes in its archive: one with holes takes fewer than come out."""
    holes: Any = member.sparse  # pairs of offset and size; the stubs call it bytes
    return sum(size for _, size in holes) if holes is not None else max(1, member.size)


def _is_more(stream: Any, chunk: int) -> bool:
    """Whether anything but zeros is left: tarfile ends without a word at a header that it cannot read."""
    while data := stream.read(chunk):
        if data.strip(b"\0"):
            return True
    return False


def _held(stream: Any, limits: Limits) -> io.BytesIO:
    """An archive that cannot be read in place, in memory.

    Raises:
        CapError: it is too large for that.
    """
    held = io.BytesIO()
    while data := stream.read(limits.chunk):
        held.write(data)
        if held.tell() > limits.held:
            raise CapError(Note.LARGE_INNER_ARCHIVE, most=limits.held)
    return held


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


def is_document(names: Iterable[str]) -> bool:
    """Whether a zip file with these members is a document by itself, as XLSX and SAZ are, and no archive."""
    return any(name == _OFFICE or _SAZ.fullmatch(name) for name in names)


def _ends_as_zip(stream: Any) -> bool:
    try:
        if not stream.seekable():
            return False
        found = zipfile.is_zipfile(stream)
        stream.seek(0)
    except (OSError, ValueError):
        return False
    return found


def is_tar(stream: Guarded) -> bool:
    """Whether it is a tar archive, as far as it can be read."""
    try:
        return stream.peek(_HEAD)[257:262] == b"ustar"
    except (CapError, *DAMAGE):
        return False  # the reader of the document meets the damage again, and says so


def _bad_name(name: str) -> Note | None:
    """Why a member's name is not one of a file in a pack; nothing is extracted, but such a pack was tampered with."""
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\", "~")) or ".." in parts or name[1:2] == ":" or "\0" in name:
        return Note.NAME_LEADS_OUTSIDE
    return Note.LONG_NAME if len(name) > 1000 else None


def _refused(name: str, budget: Budget, reason: Remark) -> Source:
    return Source(name, io.BytesIO(b""), budget.limits, inside=True, refused=reason)


def _reason(error: Exception) -> Remark:
    if isinstance(error, CapError):
        return error.why
    if isinstance(error, RuntimeError) and "password" in str(error):
        return Remark.of(Note.ENCRYPTED)
    return Remark.of(Note.DAMAGED, error=Term(type(error).__name__))
