"""Where outputs go, and how they get there: written beside, then renamed, so that no half report is ever seen."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from analyzer.errors import AnalyzerError, OutputError

STDOUT = "-"


class Format(StrEnum):
    """The formats an analysis can be written in."""

    HTML = "html"
    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"


_SUFFIXES = {Format.HTML: ".html", Format.JSON: ".json", Format.MARKDOWN: ".md", Format.CSV: ".csv"}
_COMPRESSED = {".gz", ".bz2", ".xz", ".zst", ".7z", ".zip", ".tar"}


def default_stem(upload: str) -> str:
    """What the reports of an upload are named after: `dump` for `dump.xml`, `pack` for `pack.tar.gz`."""
    path = Path("stdin" if upload == STDOUT else upload)
    path = Path(path.name or path.resolve().name or "upload")
    while path.suffix.lower() in _COMPRESSED and Path(path.stem).suffix:
        path = Path(path.stem)
    return path.stem


def targets(formats: Sequence[Format], output: str | None, upload: str) -> list[tuple[Format, str]]:
    """The path of every format, or `-` for standard output.

    Raises:
        AnalyzerError: several formats cannot all go to standard output.
    """
    wanted = list(dict.fromkeys(formats)) or [Format.HTML]
    if output == STDOUT:
        if len(wanted) > 1:
            raise AnalyzerError("-o -: standard output takes one format; name a file or a folder for several")
        return [(wanted[0], STDOUT)]
    if output is None or Path(output).is_dir():
        folder = Path(output or ".")
        return [(f, str(folder / f"{default_stem(upload)}.report{_SUFFIXES[f]}")) for f in wanted]
    first = Path(output)
    return [(wanted[0], str(first)), *((f, str(first.with_suffix(_SUFFIXES[f]))) for f in wanted[1:])]


def check(paths: Sequence[str], uploads: Sequence[str]) -> None:
    """Refuse before any work is done what would fail after it, or destroy an upload.

    Raises:
        OutputError: a folder does not exist.
        AnalyzerError: an output would replace an upload, or two outputs have the same path.
    """
    if len(set(paths)) < len(paths):
        raise AnalyzerError(f"-o {paths[0]}: two formats would get the same name; give it another ending or a folder")
    for path in paths:
        if path == STDOUT:
            continue
        if not Path(path).parent.is_dir():
            raise OutputError(f"{path}: the folder does not exist; create it or choose another")
        for upload in uploads:
            if upload != STDOUT and _same(path, upload):
                raise AnalyzerError(f"{path}: is the upload itself; choose another name with -o")
            if Path(path).exists() and _below(path, upload) and ".report." not in Path(path).name:
                raise AnalyzerError(f"{path}: is a file of the upload; choose another name with -o")


def check_folder(folder: str, uploads: Sequence[str]) -> None:
    """Refuse an evidence folder in which files would be replaced, or that would be read as upload the next time.

    Raises:
        OutputError: it is not empty.
        AnalyzerError: it lies in a folder that is analysed.
    """
    path = Path(folder)
    try:
        used = path.is_dir() and any(path.iterdir())
    except OSError:
        used = True
    if used:
        raise OutputError(f"{folder}: is not empty; name a new folder for --evidence")
    if any(upload != STDOUT and _below(folder, upload) for upload in uploads):
        raise AnalyzerError(f"{folder}: lies in the upload; name a folder outside for --evidence")


def _below(path: str, upload: str) -> bool:
    try:
        return Path(upload).is_dir() and Path(path).resolve().is_relative_to(Path(upload).resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def _same(one: str, two: str) -> bool:
    try:
        return Path(one).samefile(two)
    except (OSError, ValueError):
        return False


def write(path: str, data: bytes) -> None:
    """Write one output.

    Raises:
        OutputError: it could not be written.
    """
    try:
        if path == STDOUT:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return
        target = Path(path)
        if target.exists() and not target.is_file():
            raise OutputError(f"{path}: is no regular file; choose another name with -o")
        beside = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
        try:
            with beside.open("xb") as stream:  # refuses to follow a link that somebody put there
                stream.write(data)
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        reason = error.strerror or "output error"
        raise OutputError(f"{path}: cannot be written ({reason}); choose another place with -o") from None


def make_folder(path: str) -> None:
    """A folder for several files, made where it does not exist.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        Path(path).mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be made a folder ({error.strerror}); choose another") from None
