"""Writes what was redacted in the shape in which it came: a file, a folder, an archive, and archives in archives.

Times and rights in archives are fixed, so that the same upload gives the same bytes.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from analyzer import lazy_re
from analyzer.damage import DAMAGE
from analyzer.intake.archives import PROGRAMS, is_document, is_tar
from analyzer.intake.guarded import COMPRESSED, Budget, opened
from analyzer.limits import DEFAULT

_EPOCH = (1980, 1, 1, 0, 0, 0)
_SPOOLED = 8 << 20
"""Bytes of a member that are held in memory; a longer one waits in a temporary file, redacted already."""
_ENDINGS = {".gz": "gzip", ".tgz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd"}
_TAR = lazy_re.compile(r"\.tar(?:\.(?:gz|bz2|xz|zst))?$|\.tgz$", re.IGNORECASE)
_ARCHIVE = lazy_re.compile(r"\.(?:zip|tar|tgz|tar\.(?:gz|bz2|xz|zst))$", re.IGNORECASE)


def spool() -> IO[bytes]:
    """A place for one redacted member: in memory while it is short."""
    return tempfile.SpooledTemporaryFile(_SPOOLED)


def form_of(path: Path) -> str:
    """What an upload is by its first bytes: folder, zip, tar, tar of a compression, a compression, or file."""
    if path.is_dir():
        return "folder"
    with path.open("rb") as stream:
        head = stream.read(600)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) or (head.startswith(PROGRAMS) and zipfile.is_zipfile(path)):
        try:
            with zipfile.ZipFile(path) as archive:
                return "file" if is_document(archive.namelist()) else "zip"
        except DAMAGE:  # the pass that reads it says so
            return "zip"
    kind = next((kind for magic, kind in COMPRESSED if head.startswith(magic)), "")
    if not kind:
        return "tar" if head[257:262] == b"ustar" else "file"
    with path.open("rb") as stream:
        return f"tar.{kind}" if is_tar(opened(kind, stream, Budget(DEFAULT))) else kind


def form_by_name(name: str) -> str:
    """What an archive inside an upload is by its name."""
    low = name.lower()
    kind = next((kind for ending, kind in _ENDINGS.items() if low.endswith(ending)), "")
    if _TAR.search(low):
        return f"tar.{kind}" if kind else "tar"
    return "zip" if low.endswith(".zip") else kind or "file"


def is_archive_name(name: str) -> bool:
    """Whether a part of a member's path is an archive that the member stands in."""
    return bool(_ARCHIVE.search(name))


@contextmanager
def compressed(target: IO[bytes], kind: str) -> Iterator[IO[bytes]]:
    """A stream that compresses into another; without times and names."""
    stream: Any
    if kind == "gzip":
        stream = gzip.GzipFile("", "wb", 9, target, 0)
    elif kind == "bzip2":
        stream = bz2.BZ2File(target, "wb")
    elif kind == "xz":
        stream = lzma.LZMAFile(target, "wb")  # noqa: SIM115 - closed below, with all others
    elif kind == "zstd":
        import zstandard

        stream = zstandard.ZstdCompressor().stream_writer(target, closefd=False)
    else:
        yield target
        return
    with stream:
        yield stream


class Packer:
    """Puts members into an archive or a folder, one after the other, by their paths in it."""

    def __init__(self, form: str, target: IO[bytes] | Path) -> None:
        self.form = form
        self.target = target
        self.inner: tuple[str, Packer, IO[bytes]] | None = None
        """The archive inside this one that members go to now: its path, what packs it, and where."""
        self.archive: Any = None
        self.outer: Any = None
        if isinstance(target, Path):
            target.mkdir()
        elif form == "zip":
            self.archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        else:
            self.outer = compressed(target, form.partition(".")[2])
            self.archive = tarfile.open(fileobj=self.outer.__enter__(), mode="w|", format=tarfile.GNU_FORMAT)  # noqa: SIM115 - closed with the packer

    def add(self, path: str, content: IO[bytes]) -> None:
        """Put one member in; of the content everything that was written to it."""
        parts = path.split("/")
        for number, part in enumerate(parts[:-1], 1):
            if is_archive_name(part):
                self._inner("/".join(parts[:number]), part).add("/".join(parts[number:]), content)
                return
        self._end_inner()
        self._put(path, content)

    def _inner(self, path: str, name: str) -> Packer:
        if self.inner is None or self.inner[0] != path:
            self._end_inner()
            place = spool()
            self.inner = (path, Packer(form_by_name(name), place), place)
        return self.inner[1]

    def _end_inner(self) -> None:
        if self.inner is not None:
            path, packer, place = self.inner
            self.inner = None
            packer.close()
            self._put(path, place)
            place.close()

    def _put(self, path: str, content: IO[bytes]) -> None:
        size = content.seek(0, io.SEEK_END)
        content.seek(0)
        if isinstance(self.target, Path):
            file = self.target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as stream:
                shutil.copyfileobj(content, stream)
        elif self.form == "zip":
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            with self.archive.open(entry, "w", force_zip64=size > 1 << 31) as stream:
                shutil.copyfileobj(content, stream)
        else:
            member = tarfile.TarInfo(path)
            member.size = size
            self.archive.addfile(member, content)

    def close(self) -> None:
        """Everything is in."""
        self._end_inner()
        if self.archive is not None:
            self.archive.close()
        if self.outer is not None:
            self.outer.__exit__(None, None, None)

    def abandon(self) -> None:
        """Nothing more goes in, and what is there is not needed: an archive that is left open tells of it on stderr."""
        with suppress(Exception):
            self.close()
