"""Archives, compressed files and folders become streams of documents. Nothing is ever written to disk.

Members are read in the order in which they stand, one after the other, straight from the archive: their names can lead
nowhere because nothing is extracted. What a stream claims about its size is not believed; what comes out is counted.
"""

from __future__ import annotations

import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from analyzer import lazy_re
from analyzer.damage import DAMAGE
from analyzer.intake import cut_zip
from analyzer.intake.guarded import COMPRESSED, HEADERS, Budget, Ending, Guarded, opened
from analyzer.intake.source import CapError, Source
from analyzer.limits import Limits
from analyzer.model import Note, Remark, Term

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
PROGRAMS = (b"MZ", b"#!")
"""What a self-extracting archive begins with; the directory at its end leads to its members."""
_SEVEN = b"7z\xbc\xaf\x27\x1c"
_HEAD = 600
_LONGEST_NAME = 1000
"""Characters of a member's name; Windows and Linux have folders up to 255."""
_SHOWN_OF_NAME = 100
"""Of a longer one so many are shown."""
_HERE = lazy_re.compile(r"\A\.(?:/(?:\.(?=/))?)++(?=.)")
"""What some programs write before every name."""
_OFFICE = "[Content_Types].xml"
_RELATIONS = "_rels/.rels"
"""Beside the types of its parts every document of Office tells where the first of them is (ECMA-376, part 2)."""
_OF_DOCUMENT = lazy_re.compile(
    r"(?i:xl|word|ppt|docProps|docMetadata|_rels|customXml|raw)/|_index\.htm|\[Content_Types\]\.xml"
)
"""Parts of documents that are zip files by themselves; a pack may have folders that are called so, beside others."""
_PROOF = lazy_re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|(?i:xl/workbook|word/document|ppt/presentation)\.xml|raw/\d{1,9}_[cms]\."
)
"""What only such a document has."""
_SAZ = lazy_re.compile(r"raw/\d{1,9}_[cs]\.txt")
"""A session of Fiddler, whose captures lose their other members when they are packed again."""


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
        file = stream if depth == 0 and stream.seekable() else _held(stream, budget.limits)
    except (CapError, *DAMAGE) as error:
        yield _refused(prefix + name, budget, _reason(error))
        return
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
        if not budget.as_packed:
            members = sorted(members, key=lambda member: member.filename)
    except DAMAGE as error:
        found, why = False, _reason(error)
        try:
            for source in _without_directory(name, file, budget, prefix, depth):
                found = True
                yield source
        except DAMAGE as broken:
            found, why = False, _reason(broken)
        yield _refused(prefix + name, budget, Remark.of(Note.ZIP_CUT) if found else why)
        return
    yield from _with_directory(name, archive, members, budget, prefix, depth)


def _with_directory(
    name: str, archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], budget: Budget, prefix: str, depth: int
) -> Iterator[Source]:
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


def _without_directory(name: str, file: Any, budget: Budget, prefix: str, depth: int) -> Iterator[Source]:
    """What stands in a zip file that broke off before its directory; of a workbook the parts are none."""
    below = f"{prefix}{name}/" if depth else prefix
    seen: set[str] = set()

    def allowed(inflated: int) -> bool:
        budget.inflated += inflated
        return budget.judged() is None

    before = budget.inflated
    proved = False
    for member in cut_zip.members(file, allowed):
        proved = proved or _PROOF.match(member.name) is not None
        if member.name and _OF_DOCUMENT.match(member.name) is None:
            proved = False
            break
    if proved:
        return
    budget.inflated = before
    for member in cut_zip.members(file, allowed):
        if not member.name or member.name.endswith("/"):
            continue
        member_name = member.name.replace("\\", "/")
        try:
            budget.member()
        except CapError as error:
            yield _refused(below + member_name, budget, error.why)
            return
        bad = _bad_name(member.name) or (Note.TWICE if member.name in seen else None)
        seen.add(member.name)
        if member.is_encrypted or bad is not None:
            yield _refused(below + member_name, budget, Remark.of(bad or Note.ENCRYPTED))
            continue
        guarded = Guarded(member.bytes, member.bytes.consumed, budget, member.checksum)
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
    ending = Ending(stream)
    try:
        # The stubs ask for a whole IO; of a stream tarfile calls nothing but read.
        with tarfile.open(fileobj=ending, mode="r|") as archive:  # type: ignore[call-overload]
            for member in _members(archive):
                ending.until = archive.offset + HEADERS
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


def is_document(names: Iterable[str]) -> bool:
    """Whether a zip file with these members is a document by itself, as XLSX and SAZ are, and no archive."""
    files = {name for name in names if not name.endswith("/")}
    if _OFFICE in files and _RELATIONS in files:
        return True
    return any(map(_SAZ.fullmatch, files)) and all(map(_OF_DOCUMENT.match, files))


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
    return Note.LONG_NAME if len(name) > _LONGEST_NAME else None


def _refused(name: str, budget: Budget, reason: Remark) -> Source:
    name = f"{name[:_SHOWN_OF_NAME]}…" if len(name) > _LONGEST_NAME else name  # tar has room for a dump in one
    return Source(name, io.BytesIO(b""), budget.limits, inside=True, refused=reason)


def _reason(error: Exception) -> Remark:
    if isinstance(error, CapError):
        return error.why
    if isinstance(error, RuntimeError) and "password" in str(error):
        return Remark.of(Note.ENCRYPTED)
    return Remark.of(Note.DAMAGED, error=Term(type(error).__name__))
