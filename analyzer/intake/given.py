"""The paths of one case as they were given: what was given twice counts once, and names that are alike keep folders.

a/Dump.xml b/Dump.xml      two documents, `a/Dump.xml` and `b/Dump.xml`
dump.xml copy.xml          one document, where both have the same bytes
pack/ pack/Logs/job.log    one document: the file is in the folder
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

STDIN = "-"
_CHUNK = 1 << 20


class Given(Struct, frozen=True, kw_only=True):
    """One path that is read."""

    path: str
    name: str
    """What its document is called: the base name, with as many folders as tell it from others."""


class Twice(Struct, frozen=True, kw_only=True):
    """A path that is not read, because another one holds the same."""

    name: str
    """Its base name."""
    of: str
    """The base name of the other one."""
    inside: bool = False
    """The other one is a folder, and it lies in there."""


def distinct(paths: Sequence[str], stdin: str = "stdin") -> tuple[list[Given], list[Twice]]:
    """The paths that are read, in an order that does not depend on that in which they were given, and the others."""
    twice: list[Twice] = []
    kept = list(_outside(sorted(paths, key=_order), twice))
    kept = list(_once(kept, twice))
    names = _names([path for path in kept if path != STDIN])
    return [Given(path=path, name=stdin if path == STDIN else names[path]) for path in kept], twice


def _order(path: str) -> tuple[str, str]:
    return Path(path).name, path


def _outside(paths: Sequence[str], twice: list[Twice]) -> Iterator[str]:
    """The paths without those that lie in a folder that was given, or are one that was."""
    real = {path: _real(path) for path in dict.fromkeys(paths) if path != STDIN}
    folders = {where: path for path, where in reversed(real.items()) if os.path.isdir(where)}  # noqa: PTH112 - that of Path raises where the folder around it is closed
    seen: set[Path] = set()
    for path in paths:
        if path == STDIN:
            yield path
            continue
        where = real[path]
        around = next((folders[folder] for folder in where.parents if folder in folders), None)
        if around is not None:
            twice.append(Twice(name=_base(path), of=_base(around), inside=True))
        elif where in seen:
            twice.append(Twice(name=_base(path), of=next(_base(p) for p in paths if real.get(p) == where)))
        else:
            seen.add(where)
            yield path


def _once(paths: Sequence[str], twice: list[Twice]) -> Iterator[str]:
    """The paths without files whose bytes another one has.

    Only those of the same size are looked into, and read to their end only where they begin alike: the parts of a
    large archive have one size.
    """
    files = [path for path in paths if path != STDIN and os.path.isfile(path)]  # noqa: PTH113 - the same
    copies: dict[str, str] = {}
    for same_size in _alike(files, _size):
        for same_head in _alike(same_size, lambda path: _digest(path, whole=False)):
            for first, *others in _alike(same_head, _digest):
                copies |= dict.fromkeys(others, first)
    for path in paths:
        if path in copies:
            twice.append(Twice(name=_base(path), of=_base(copies[path])))
        else:
            yield path


def _alike(paths: Sequence[str], told: Callable[[str], object]) -> Iterator[list[str]]:
    """The paths of which the same is told, two or more in a group; what nothing is told of is like no other."""
    groups: dict[object, list[str]] = defaultdict(list)
    for path in paths if len(paths) > 1 else ():
        if (said := told(path)) is not None:
            groups[said].append(path)
    yield from (group for group in groups.values() if len(group) > 1)


def _size(path: str) -> int | None:
    """The size of a file; None where it is gone, which is told when it is opened."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return None


def _digest(path: str, *, whole: bool = True) -> str | None:
    """The digest of a file or of its beginning; None where it cannot be read, which is told when it is opened."""
    found = hashlib.sha256()
    try:
        with Path(path).open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                found.update(chunk)
                if not whole:
                    break
    except OSError:
        return None
    return found.hexdigest()


def _names(paths: Iterable[str]) -> dict[str, str]:
    """A name for each path: its base name, or with the folders around it that tell it from others of that name."""
    alike: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        alike[_base(path)].append(path)
    names: dict[str, str] = {}
    for base, same in alike.items():
        parts = {
            path: [part for part in Path(path).parts if part not in (Path(path).anchor, ".", "..")] for path in same
        }
        longest = max(map(len, parts.values()), default=1)
        many = next(
            (n for n in range(1, longest) if len({tuple(p[-n:]) for p in parts.values()}) == len(same)), longest
        )
        names |= {path: "/".join(parts[path][-many:]) or base for path in same}
    return names


def _base(path: str) -> str:
    return Path(path).name or Path(path).resolve().name or path


def _real(path: str) -> Path:
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError, ValueError):
        return Path(path)
