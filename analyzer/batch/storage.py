"""Uploads and reports wherever they lie: a path of this machine, or an address such as `s3://bucket/night`.

fsspec knows the addresses, UPath makes them answer as paths do. A path of this machine goes through here as it is, and
needs neither. Whatever a service refuses is one line that names the address.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import cast

from analyzer.errors import AnalyzerError, OutputError, UploadError
from analyzer.report import files

_PASSING = ("-journal", "-wal", "-shm")
"""Files that SQLite has beside a database while it is open; of one that was closed they hold nothing."""


def is_address(path: str) -> bool:
    """Whether a path is the address of another place: `s3://…`."""
    return "://" in path


def at(path: str) -> Path:
    """The path, or what answers as one at an address.

    Raises:
        AnalyzerError: what speaks to such addresses is not installed.
    """
    if not is_address(path):
        return Path(path)
    try:
        from upath import UPath

        there = UPath(path)
        there.fs.invalidate_cache()  # what was there a while ago is no answer
        return cast("Path", there)
    except (ImportError, ValueError) as error:
        told = "install ssi-analyze[cluster]" if isinstance(error, ImportError) else "no such kind of address"
        raise AnalyzerError(f"{path}: {told}; for other places than S3 also what fsspec needs for them") from None


@contextmanager
def reached(path: str, kind: type[AnalyzerError] = UploadError) -> Iterator[None]:
    """Every error of a library behind an address as one line of ours; a path of this machine keeps its own."""
    try:
        yield
    except AnalyzerError:
        raise
    except Exception as error:
        if not is_address(path):
            raise
        said = f"{path}: cannot be reached ({getattr(error, 'strerror', None) or type(error).__name__})"
        raise kind(f"{said}; check the address and the credentials of its service") from None


def same(folder: Path) -> str:
    """What two ways to one folder have in common."""
    return str(folder).rstrip("/") if is_address(str(folder)) else os.path.realpath(folder)


def below(folder: Path) -> Iterator[Path]:
    """Every file in a folder, however deep, in the same order wherever it lies."""
    if is_address(str(folder)):
        yield from (file for file in sorted(folder.rglob("*"), key=str) if file.is_file())
        return
    for where, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(where) / name for name in sorted(names))


@contextmanager
def at_hand(paths: Sequence[str]) -> Iterator[list[str]]:
    """The uploads of a case as paths of this machine: what lies at an address is copied, and gone afterwards.

    Raises:
        UploadError: an address cannot be reached, or a name in it is none that a folder of this machine can hold.
    """
    if not any(is_address(path) for path in paths):
        yield list(paths)
        return
    with TemporaryDirectory(prefix="ssi-analyze-") as copies:
        yield [_copied(path, Path(copies) / str(number)) for number, path in enumerate(paths)]


def _copied(path: str, into: Path) -> str:
    if not is_address(path):
        return path
    with reached(path):
        there = at(path)
        copy = into / _part(there.name)
        if not there.is_dir():
            _copy(there, copy)
        for file in below(there) if there.is_dir() else ():
            _copy(file, copy.joinpath(*map(_part, PurePosixPath(file.relative_to(there).as_posix()).parts)))
        return str(copy)


def _part(name: str) -> str:
    """A name as one step below a folder; what a service calls a name can lead out of it."""
    if name in ("", ".", "..") or "\0" in name or any(mark in name for mark in (os.sep, os.altsep) if mark):
        raise UploadError(f"{name!r}: is no name of a file here; rename it at its address")
    return name


def _copy(there: Path, here: Path) -> None:
    here.parent.mkdir(parents=True, exist_ok=True)
    with there.open("rb") as source, here.open("xb") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def is_file(path: str) -> bool:
    """Whether a file is there."""
    with reached(path, OutputError):
        return at(path).is_file()


def write_all(outputs: Sequence[tuple[str, bytes]]) -> None:
    """Write several outputs, all of them or none: beside, then renamed; at an address each as one object.

    Raises:
        OutputError: one could not be written.
    """
    if not any(is_address(path) for path, _ in outputs):
        files.write_all(outputs)
        return
    for path, data in outputs:
        with reached(path, OutputError):
            at(path).write_bytes(data)


def putting(here: str, there: str, every: float = 30) -> Callable[[], None]:
    """A call that copies a file to an address, if the last copy is so many seconds old; without effect for a path."""
    last = time.monotonic()

    def put() -> None:
        nonlocal last
        if is_address(there) and time.monotonic() - last >= every:
            write_all([(there, Path(here).read_bytes())])
            last = time.monotonic()

    return put


@contextmanager
def mirrored(folder: str, names: Sequence[str]) -> Iterator[str]:
    """A folder of this machine that stands for one at an address; what lies in it at the end is copied there.

    Args:
        folder: an address; a path of this machine stands for itself.
        names: files that are fetched first, where they are there.

    Raises:
        OutputError: the address cannot be reached.
    """
    if not is_address(folder):
        yield folder
        return
    there = at(folder)
    with TemporaryDirectory(prefix="ssi-analyze-") as here:
        with reached(folder, OutputError):
            for name in names:
                if (there / name).is_file():
                    _copy(there / name, Path(here) / name)
        try:
            yield here
        finally:
            with reached(folder, OutputError):
                for file in below(Path(here)):
                    if file.name.endswith(_PASSING):
                        continue
                    (there / file.relative_to(here).as_posix()).write_bytes(file.read_bytes())
