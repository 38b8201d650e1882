"""An upload becomes documents: opened, unpacked in the stream, metered, hashed, sniffed, transcoded to UTF-8."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from analyzer.errors import UploadError
from analyzer.intake.archives import documents, folder
from analyzer.intake.encodings import Holes
from analyzer.intake.given import STDIN, Given, Twice, distinct
from analyzer.intake.guarded import Budget, Guarded
from analyzer.intake.source import Source
from analyzer.limits import Limits

__all__ = ["Holes", "Source", "Twice", "open_uploads"]


def open_uploads(
    paths: Sequence[str],
    limits: Limits,
    stdin: str = "stdin",
    told: Callable[[Twice], None] = lambda _: None,
    *,
    as_packed: bool = False,
) -> Iterator[Source]:
    """The documents of one case. Each must be read before the next is asked for: an archive is one stream.

    Args:
        paths: files and folders; `-` is standard input.
        limits: what they may cost.
        stdin: what standard input is called.
        told: of every path that is not read, because another one holds the same.
        as_packed: members of a zip come as they lie in it, else by their names.

    Raises:
        UploadError: a path does not exist or cannot be opened, or standard input is named twice.
    """
    if list(paths).count(STDIN) > 1:
        raise UploadError("-: standard input can be read once only; name it once")
    for path in paths:
        if path != STDIN:
            _check(path)
    given, twice = distinct(paths, stdin)
    for one in twice:
        told(one)
    return _all(given, Budget(limits, as_packed=as_packed))


def _all(paths: Sequence[Given], budget: Budget) -> Iterator[Source]:
    seen: dict[str, int] = {}
    for upload, given in enumerate(paths):
        for source in _one(given, budget):
            source.upload, source.given = upload, given.name
            seen[source.name] = number = seen.get(source.name, 0) + 1
            if number > 1:  # members of the same name from different archives
                source.name = f"{source.name} ({number})"
            yield source


def _one(given: Given, budget: Budget) -> Iterator[Source]:
    path = given.path
    if path == STDIN:
        if sys.stdin is None:
            raise UploadError("-: there is no standard input; name a file")
        budget.upload(None)
        stream = sys.stdin.buffer  # a pipe gives a few bytes at a time: too few to recognise an archive by
        whole = stream if stream.seekable() else Guarded(stream, lambda: sys.maxsize, budget)
        yield from documents(given.name, whole, budget)
        return
    file = Path(path)
    if file.is_dir():
        yield from folder(file, budget)
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise UploadError(f"{path}: cannot be opened ({error.strerror}); check your rights to it") from None
    with stream:
        size = os.fstat(stream.fileno()).st_size
        budget.upload(size)
        for source in documents(given.name, stream, budget):
            source.size_hint = size
            yield source


def _check(path: str) -> None:
    try:
        file = Path(path)
        if not file.exists():
            raise UploadError(f"{path}: no such file; check the path")
        if not file.is_file() and not file.is_dir():
            raise UploadError(f"{path}: is neither a file nor a folder; name one, or - for standard input")
    except (OSError, ValueError) as error:
        if isinstance(error, UploadError):
            raise
        raise UploadError(f"{path!r}: cannot be opened; check the path and your rights to it") from None
