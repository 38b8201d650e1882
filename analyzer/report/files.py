"""Where outputs go, and how they get there: written beside, then renamed, so that no half report is ever seen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from zlib import crc32

from msgspec import Struct

from analyzer.errors import AnalyzerError, OutputError
from analyzer.reference.vocabulary import REMOVED

STDOUT = "-"


class Format(StrEnum):
    """The formats an analysis can be written in."""

    HTML = "html"
    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"
    TEXT = "text"
    """The note for a ticket in a tracker that knows no markup."""


_SUFFIXES = {
    Format.HTML: ".html",
    Format.JSON: ".json",
    Format.MARKDOWN: ".md",
    Format.CSV: ".csv",
    Format.TEXT: ".txt",
}
_BY_SUFFIX = {suffix: form for form, suffix in _SUFFIXES.items()} | {
    ".htm": Format.HTML,
    ".markdown": Format.MARKDOWN,
}
_BY_NAME = {form.value: form for form in Format} | {"md": Format.MARKDOWN, "htm": Format.HTML, "txt": Format.TEXT}
_COMPRESSED = {".gz", ".bz2", ".xz", ".zst", ".7z", ".zip", ".tar"}
_SEPARATORS = tuple({"/", os.sep, os.altsep or os.sep})
MOST_DIGESTS = 3
"""Documents whose digests a report must hold to be one of the same upload."""
LONGEST_NAME = 200
"""Bytes of a name that are kept where something is added to it; file systems allow 255 in all."""
LONGEST_STEM = 230
"""Bytes of a name with room for the ending of a report and the number of a neighbour."""
_MOST_NEIGHBOURS = 1000
_LOOKED_AT = 8 << 20
"""Bytes of a report in which the digest of its upload is looked for; the largest has two million."""


class Target(Struct, frozen=True):
    """Where one format goes."""

    form: Format
    path: str
    """`-` is standard output."""
    own_name: bool = False
    """The name is ours: a file that stands there already may be the report of another upload."""
    guessed: bool = False
    """Nobody named the format: neither the call, nor the ending of the path, which is one that no format has."""


def format_of(word: str) -> Format:
    """The format that a word of the command line names.

    Raises:
        AnalyzerError: it names none.
    """
    try:
        return _BY_NAME[word.lower()]
    except KeyError:
        raise AnalyzerError(f"-f {word[:40]}: no such format; use {', '.join(form.value for form in Format)}") from None


def suffix_of(form: Format) -> str:
    """The ending of a file in this format."""
    return _SUFFIXES[form]


def default_stem(upload: str) -> str:
    """What the reports of an upload are named after: `dump` for `dump.xml`, `pack` for `pack.tar.gz`.

    A secret in the name of the upload is in none of theirs: a report is sent on by its name.
    """
    from analyzer.privacy.scrubbing import scrub_path  # what a wrong option does without costs nothing at start

    path = Path("stdin" if upload == STDOUT else upload)
    path = Path(path.name or path.resolve().name or "upload")
    while path.suffix.lower() in _COMPRESSED and Path(path.stem).suffix:
        path = Path(path.stem)
    stem = scrub_path(path.stem).replace(REMOVED, REMOVED.strip("[]"))
    return cut(stem, LONGEST_NAME) if len(os.fsencode(stem)) > LONGEST_STEM else stem


def targets(formats: Sequence[Format], output: str | None, upload: str) -> list[Target]:
    """Where every format goes.

    A path that ends in a separator, is a folder, or is given for several formats without the ending of one, is a
    folder. Where no format is named, the ending of the path tells it.

    Raises:
        AnalyzerError: several formats cannot all go to standard output, or an ending says another format.
    """
    suffix = Path(output).suffix.lower() if output is not None and output != STDOUT else ""
    named = _BY_SUFFIX.get(suffix)
    wanted = list(dict.fromkeys(formats))
    if output == STDOUT:
        if len(wanted) > 1:
            raise AnalyzerError("-o -: standard output takes one format; name a file or a folder for several")
        return [Target(form, STDOUT) for form in wanted or [Format.HTML]]
    if output is None or is_folder(output) or (len(wanted) > 1 and named is None):
        folder = Path(output or ".")
        stem = default_stem(upload)
        return [Target(f, str(folder / f"{stem}.report{_SUFFIXES[f]}"), own_name=True) for f in wanted or [Format.HTML]]
    wanted = wanted or [named or Format.HTML]
    if named is not None and named is not wanted[0]:
        raise AnalyzerError(f"-o {output}: its ending says {named.value}, and -f says {wanted[0].value}; change one")
    first, guessed = Path(output), bool(suffix) and named is None and not formats
    return [
        Target(wanted[0], str(first), guessed=guessed),
        *(Target(f, str(first.with_suffix(_SUFFIXES[f]))) for f in wanted[1:]),
    ]


def exists(path: str | Path) -> bool:
    """Whether something stands at a path; at one that the system refuses, as too long, nothing does."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises then, in Python 3.11


def cut(text: str, most: int) -> str:
    """The beginning of a text that takes so many bytes at most, without half a letter."""
    return text.encode("utf-8", "surrogateescape")[:most].decode("utf-8", "ignore")


def part_name(path: Path) -> str:
    """What a file is called while it is written, beside its place: one that nobody else writes."""
    name = path.name  # a short one as it stands: where the locale is no UTF-8, its letters cannot be told apart
    if len(os.fsencode(name)) > LONGEST_NAME:  # those that begin alike are told apart by all of it
        name = f"{cut(name, LONGEST_NAME)}.{crc32(os.fsencode(name)):08x}"
    return f".{name}.{os.getpid()}.part"


def is_folder(path: str) -> bool:
    """Whether a path is meant as a folder: it is one, or it ends as one does."""
    return path.endswith(_SEPARATORS) or os.path.isdir(path)  # noqa: PTH112 - as in `exists`


def free(target: Target, data: bytes, digests: Sequence[str]) -> Target:
    """The target, or its first neighbour `dump.report-2.html` that replaces no report of another upload.

    Args:
        target: where the output would go.
        data: the output.
        digests: SHA-256 of the documents it was made from: a report holds them, and so tells whose it is.
    """
    path = Path(target.path)
    if not target.own_name or target.path == STDOUT:
        return target
    for number in range(1, _MOST_NEIGHBOURS):
        at = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        if not exists(at) or _is_of(at, data, digests):
            return Target(target.form, str(at), own_name=True)
    return target


def _is_of(path: Path, data: bytes, digests: Sequence[str]) -> bool:
    """Whether a file is a report of these documents."""
    try:
        with path.open("rb") as stream:
            there = stream.read(_LOOKED_AT)
    except OSError:
        return False
    return there == data or (bool(digests) and all(digest.encode() in there for digest in digests))


def check(paths: Sequence[str], uploads: Sequence[str]) -> None:
    """Refuse before any work is done what would fail after it, or destroy an upload.

    Raises:
        OutputError: a folder does not exist and cannot be made.
        AnalyzerError: an output would replace an upload, or two outputs have the same path.
    """
    if len(set(paths)) < len(paths):
        raise AnalyzerError(f"-o {paths[0]}: two formats would get the same name; give it another ending or a folder")
    for path in paths:
        if path == STDOUT:
            continue
        for upload in uploads:
            if upload != STDOUT and _same(path, upload):
                raise AnalyzerError(f"{path}: is the upload itself; choose another name with -o")
            if exists(path) and _below(path, upload) and ".report." not in Path(path).name:
                raise AnalyzerError(f"{path}: is a file of the upload; choose another name with -o")


def check_parents(places: Sequence[Target], output: str | None) -> None:
    """Refuse a file in a folder that does not exist; a folder that was asked for is made.

    Raises:
        OutputError: the folder does not exist, or a file stands in its place.
    """
    for place in places:
        if place.path == STDOUT:
            continue
        parent = Path(place.path).parent
        if place.own_name and output is not None:
            there = next((folder for folder in (parent, *parent.parents) if exists(folder)), parent)
            if not os.path.isdir(there):  # noqa: PTH112 - as in `exists`
                raise OutputError(f"{there}: is a file, not a folder; choose another place with -o")
        elif not os.path.isdir(parent):  # noqa: PTH112 - as in `exists`
            raise OutputError(f"{place.path}: the folder does not exist; create it or choose another")


def check_folder(folder: str, uploads: Sequence[str]) -> None:
    """Refuse an evidence folder in which files would be replaced, or that would be read as upload the next time.

    Raises:
        OutputError: it is not empty.
        AnalyzerError: it lies in a folder that is analysed.
    """
    path = Path(folder)
    try:
        used = os.path.isdir(path) and any(path.iterdir())  # noqa: PTH112 - as in `exists`
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
    write_all([(path, data)])


def write_all(outputs: Iterable[tuple[str, bytes]]) -> None:
    """Write several outputs, all of them or none: each beside its place first, then all are renamed.

    Raises:
        OutputError: one could not be written.
    """
    parts: list[tuple[str, Path]] = []
    path = STDOUT
    try:
        for path, data in outputs:
            if path == STDOUT:
                _print(data)
            else:
                parts.append((path, part := _part_of(Path(path))))
                with part.open("xb") as stream:  # refuses to follow a link that somebody put there
                    stream.write(data)
        for path, part in parts:
            part.replace(path)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        reason = error.strerror or "output error"
        raise OutputError(f"{path}: cannot be written ({reason}); choose another place with -o") from None
    finally:
        for _, part in parts:
            with suppress(OSError):  # it may be gone with its folder, or never have been
                part.unlink(missing_ok=True)


def _print(data: bytes) -> None:
    if sys.stdout is None:
        raise OutputError("-: standard output is closed; choose another place with -o")
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _part_of(target: Path) -> Path:
    if exists(target) and not os.path.isfile(target):  # noqa: PTH113 - as in `exists`
        raise OutputError(f"{target}: is no regular file; choose another name with -o")
    return target.with_name(part_name(target))


def make_folder(path: str) -> None:
    """A folder for several files, made where it does not exist.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be made a folder ({error.strerror}); choose another") from None
