"""What is a case: a file, an archive, an unpacked pack; folders are searched.

uploads/acme-0412.zip              a case
uploads/globex/Logs/job.log        `globex` is an unpacked pack: one case
uploads/initech/dump.xml           a case, named `initech/dump.xml`
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analyzer import lazy_re
from analyzer.batch import storage
from analyzer.errors import UploadError

_PACK_FOLDERS = frozenset(("logs", "c4c_dump"))
_PACK_FILES = lazy_re.compile(
    r"(?:job|sync).*\.(?:log|txt)$|.*exchange.*dump.*\.(?:xml|log|txt)$|sync_?dump.*\.xml$|\d{3}_[a-z]\w*_[a-z0-9]+\.txt$",
    re.IGNORECASE,
)
"""Names that SSI gives the members of a pack; two of them beside each other make a folder one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Uploads that belong to one case."""

    name: str
    """The path below what was given, with `/`; the base name of a file that was given itself."""
    paths: tuple[str, ...]
    size: int
    """Bytes of all of them together, as far as the disk tells; the largest cases go first."""


@dataclass(slots=True)
class Search:
    """What was found, and what was left aside."""

    cases: list[Found] = field(default_factory=list)
    hidden: int = 0
    """Files and folders whose names begin with a dot."""
    loops: int = 0
    """Links to folders that were searched already."""

    outputs: int = 0
    """Folders left out because reports go there."""

    def notes(self) -> Iterator[str]:
        """What was left aside, a sentence each."""
        if self.hidden:
            yield f"{self.hidden:,} names that begin with a dot were not searched for"
        if self.outputs:
            yield "the folder of the reports lies in the uploads and was not searched"
        if self.loops:
            yield f"{self.loops:,} links lead to folders that were searched already and were not followed"


def search(paths: Sequence[str], *, by_folder: bool = False, but: str = "") -> Search:
    """All cases of these paths, sorted by name, each name once.

    Args:
        paths: files and folders, here or at addresses.
        by_folder: every folder that holds files is one case.
        but: a folder that is not searched, because the reports of these cases go there.

    Raises:
        UploadError: a path does not exist.
    """
    found = Search()
    aside = {storage.same(storage.at(but))} if but else set()
    for given in paths:
        with storage.reached(given):
            path = storage.at(given)
            if not path.exists():
                raise UploadError(f"{given}: no such file; check the path")
            if path.is_dir():
                _folder(path, path, found, set(), aside, by_folder=by_folder)
            else:
                found.cases.append(Found(name=path.name, paths=(given,), size=_size(path)))
    found.cases = sorted(_apart(found.cases), key=lambda case: case.name)
    return found


def _folder(
    folder: Path, root: Path, found: Search, seen: set[str], aside: Collection[str], *, by_folder: bool
) -> None:
    real = storage.same(folder)
    if real in aside:
        found.outputs += 1
        return
    if real in seen:
        found.loops += 1
        return
    seen.add(real)
    files, folders = _listed(folder, found)
    if _is_pack(files, folders):
        found.cases.append(_pack(folder, root))
        return
    if by_folder and files:
        paths = tuple(str(file) for file in files)
        found.cases.append(Found(name=_name(folder, root), paths=paths, size=sum(map(_size, files))))
    elif not by_folder:
        found.cases += [Found(name=_name(file, root), paths=(str(file),), size=_size(file)) for file in files]
    for inner in folders:
        _folder(inner, root, found, seen, aside, by_folder=by_folder)


def _listed(folder: Path, found: Search) -> tuple[list[Path], list[Path]]:
    """Files and folders in one, without those that are hidden or are neither."""
    files, folders = [], []
    try:
        entries = sorted(folder.iterdir())
    except OSError:  # one that may not be read is a case that cannot be analysed, and its row says so
        found.cases.append(Found(name=f"{folder.name}/", paths=(str(folder),), size=0))
        return [], []
    for entry in entries:
        if entry.name.startswith("."):
            found.hidden += 1
        elif entry.is_dir():
            folders.append(entry)
        elif entry.is_file() or entry.is_symlink():
            files.append(entry)
    return files, folders


def _is_pack(files: Iterable[Path], folders: Iterable[Path]) -> bool:
    if any(folder.name.lower() in _PACK_FOLDERS for folder in folders):
        return True
    return sum(_PACK_FILES.match(file.name) is not None for file in files) > 1


def _pack(folder: Path, root: Path) -> Found:
    size = sum(map(_size, storage.below(folder)))
    return Found(name=_name(folder, root), paths=(str(folder),), size=size)


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path != root else path.resolve().name or "upload"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _apart(cases: Sequence[Found]) -> Iterator[Found]:
    """The cases with names that differ: of two `Dump.xml` each has its folder; what is left gets a number."""
    counts = Counter(case.name for case in cases)
    used: Counter[str] = Counter()
    for case in sorted(cases, key=lambda case: (case.name, case.paths)):
        name = case.name
        if counts[name] > 1:
            parent = storage.at(case.paths[0]).resolve().parent.name
            name = f"{parent}/{name}" if parent else name
        used[name] += 1
        if used[name] > 1:
            name = f"{name} ({used[name]})"
        yield Found(name=name, paths=case.paths, size=case.size)
