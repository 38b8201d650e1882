"""Patterns of ours as `re` made them when the wheel was built.

A start uses some 130 of them, and compiling them took a tenth of it. Kept is what `re` hands its engine of a pattern:
codes, which the engine proves before it takes them. They serve the very Python that made them and no other; on another,
and in a checkout, patterns are compiled as ever.

Sample of the file: its header's length, the header (which Python, and where the codes of each pattern lie), codes.
"""

from __future__ import annotations

import marshal
import mmap
import re
import struct
import sys
from array import array
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

NAME = "_patterns"
_PATH = Path(__file__).with_name(NAME)
_LENGTH = struct.Struct("<L")
_MADE_BY = (sys.implementation.name, sys.hexversion, sys.byteorder)
_BROKEN = (struct.error, EOFError, ValueError, TypeError)
"""What a file that was damaged gives."""
_CODE = "I"
"""A code of the engine has 32 bits (`_sre.CODESIZE`)."""

Pattern = str | bytes
Places = Mapping[tuple[Pattern, int], tuple[int, int]]


def of(pattern: Pattern, flags: int, path: Path = _PATH) -> re.Pattern[Any] | None:
    """The pattern as it was made; None where it has to be compiled."""
    if (kept := _kept(path)) is None or (place := kept[0].get((pattern, int(flags)))) is None:
        return None
    return _restored(pattern, kept[1][slice(*place)])


def is_there() -> bool:
    """Whether this Python finds any that it made itself."""
    return _kept(_PATH) is not None


def write(patterns: Iterable[tuple[Pattern, int]], path: Path) -> None:
    """Keep these, each with its flags, for `of`."""
    places: dict[tuple[Pattern, int], tuple[int, int]] = {}
    codes = b""
    for pattern, flags in dict.fromkeys((pattern, int(flags)) for pattern, flags in patterns):
        made = _given(pattern, flags)
        places[pattern, flags] = (len(codes), len(codes) + len(made))
        codes += made
    header = marshal.dumps((_MADE_BY, places))
    path.write_bytes(_LENGTH.pack(len(header)) + header + codes)


@cache
def _kept(path: Path) -> tuple[Places, memoryview] | None:
    """Where the codes of each pattern lie, and all codes; None where there are none for this Python."""
    try:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        (length,) = _LENGTH.unpack_from(data)
        made_by, places = marshal.loads(data[_LENGTH.size : _LENGTH.size + length])  # noqa: S302 - of our own wheel
    except (OSError, *_BROKEN):
        return None
    return (places, data[_LENGTH.size + length :]) if made_by == _MADE_BY else None


def _restored(pattern: Pattern, made: memoryview) -> re.Pattern[Any] | None:
    import _sre  # type: ignore[import-not-found]  # no stub tells of the engine

    try:
        flags, codes, *groups = marshal.loads(made)  # noqa: S302 - of our own wheel
        restored: re.Pattern[Any] = _sre.compile(pattern, flags, array(_CODE, codes).tolist(), *groups)
    except (RuntimeError, *_BROKEN):  # what the engine would not take, or nobody can read
        return None
    return restored


def _given(pattern: Pattern, flags: int) -> bytes:
    """What `re` hands its engine of a pattern."""
    from re import _compiler  # type: ignore[attr-defined]  # no stub tells of it

    engine = _compiler._sre  # noqa: SLF001 - nobody else knows
    told = SimpleNamespace(**{**vars(engine), "compile": lambda *given: given})
    _compiler._sre = told  # noqa: SLF001 - for this one pattern, in the build of a wheel
    try:
        _, flags, codes, *groups = _compiler.compile(pattern, flags)
    finally:
        _compiler._sre = engine  # noqa: SLF001 - as it was
    return marshal.dumps((int(flags), array(_CODE, codes).tobytes(), *groups))
