"""What is a case: a file, an archive, an unpacked pack; folders are searched.

uploads/acme-0412.zip              a case
uploads/globex/Logs/job.log        `globex` is an unpacked pack: one case
uploads/initech/dump.xml           a case, named `initech/dump.xml`
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, count
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.batch import storage
from analyzer.errors import UploadError

_PACK_FOLDERS = frozenset(("logs", "c4c_dump"))
_PACK_FILES = lazy_re.compile(
    r"(?P<job>job.*\.(?:log|txt)$)|(?P<sync>sync.*\.(?:log|txt)$)|(?P<exchange>exchange.*dump.*\.(?:xml|log|txt)$)"
    r"|(?P<dump>sync_?dump.*\.xml$)|(?P<call>\d{3}_[a-z]\w*_[a-z0-9]*(?:c4c|odata|api)[a-z0-9]*\.txt$)",
    re.IGNORECASE,
)
"""Names that SSI gives the members of a pack, by what they are."""
STATE = ".ssi-analyze.jsonl"
"""What a batch keeps of itself beside its reports (`state.py`): a folder with it holds no uploads."""


class Found(Struct, frozen=True, kw_only=True):
    """Uploads that belong to one case."""

    name: str
    """The path below what was given, with `/`; the base name of a file that was given itself."""
    paths: tuple[str, ...]
    size: int
    """Bytes of all of them together, as far as the disk tells; the largest cases go first."""


class Search(Struct):
    """What was found, and what was left aside."""

    cases: list[Found] = field(default_factory=list)
    hidden: int = 0
    """Files and folders whose names begin with a dot."""
    loops: int = 0
    """Links to folders that were searched already."""
    odd: int = 0
    """What is neither a file nor a folder: a pipe, a socket, a device."""
    reports: int = 0
    """Folders into which another batch wrote."""

    def notes(self) -> Iterator[str]:
        """What was left aside, a sentence each."""
        if self.hidden:
            yield f"{_number(self.hidden, 'name')} with a dot at the beginning: not searched for"
        if self.odd:
            yield f"{_number(self.odd, 'special file')} (a pipe, a device): not read"
        if self.reports:
            yield f"{_number(self.reports, 'folder')} with the reports of a batch: not searched"
        if self.loops:
            yield f"{_number(self.loops, 'link')} to folders that were searched already: not followed"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def search(paths: Sequence[str], *, by_folder: bool = False, but: str = "") -> Search:
    """All cases of these paths, sorted by name, each name once.

    Args:
        paths: files and folders, here or at addresses.
        by_folder: every folder that holds files is one case.
        but: a folder that is not searched, because the reports of these cases go there (`batch . -o out`). No note
            says so: it is not there yet when a batch first runs, and the second run gives the bytes of the first.

    Raises:
        UploadError: a path does not exist.
    """
    found = Search()
    aside = {storage.same(storage.at(but))} if but else set()
    for given in paths:
        with storage.reached(given):
            path = storage.at(given)
            try:
                is_there, is_folder = path.exists(), path.is_dir()
            except OSError as error:
                if storage.is_address(given):
                    raise
                said = error.strerror or "input error"
                raise UploadError(f"{given}: cannot be opened ({said}); check the path and your rights") from None
            if not is_there:
                raise UploadError(f"{given}: no such file; check the path")
            if is_folder:
                _folder(path, found, aside, by_folder=by_folder)
            else:
                found.cases.append(Found(name=path.name, paths=(given,), size=_size(path)))
    found.cases = sorted(_apart(found.cases), key=lambda case: case.name)
    return found


def _folder(top: Path, found: Search, aside: Collection[str], *, by_folder: bool) -> None:
    """All cases below a folder. A list of what is left to do, and no recursion: a folder can be a thousand deep."""
    seen: set[str] = set()
    left = [top]
    while left:
        folder = left.pop()
        real = storage.same(folder)
        if real in aside:
            continue
        if real in seen:
            found.loops += 1
            continue
        seen.add(real)
        files, folders = _listed(folder, found)
        if _is_pack(files, folders):
            found.cases.append(_pack(folder, top))
            continue
        if by_folder and files:
            paths = tuple(str(file) for file in files)
            found.cases.append(Found(name=_name(folder, top), paths=paths, size=sum(map(_size, files))))
        elif not by_folder:
            found.cases += [Found(name=_name(file, top), paths=(str(file),), size=_size(file)) for file in files]
        left += reversed(folders)


def _listed(folder: Path, found: Search) -> tuple[list[Path], list[Path]]:
    """Files and folders in one, without those that are hidden or are neither."""
    files, folders = [], []
    try:
        entries = sorted(folder.iterdir())
    except OSError:  # one that may not be read is a case that cannot be analysed, and its row says so
        found.cases.append(Found(name=f"{folder.name}/", paths=(str(folder),), size=0))
        return [], []
    if any(entry.name == STATE for entry in entries):
        found.reports += 1
        return [], []
    for entry in entries:
        if entry.name.startswith("."):
            found.hidden += 1
            continue
        try:
            is_folder, is_odd = entry.is_dir(), entry.exists() and not entry.is_file()
        except OSError:  # the folder tells names alone: a row says that it may not be read
            is_folder = is_odd = False
        if is_folder:
            folders.append(entry)
        elif is_odd:
            found.odd += 1
        else:  # also a link to nothing, which has a row that says so
            files.append(entry)
    return files, folders


def _is_pack(files: Iterable[Path], folders: Iterable[Path]) -> bool:
    """Whether a folder is one unpacked pack: two members of different kinds lie there, or several calls of C4C.

    Files of one kind are the uploads of several customers: `job-acme.log`, `job-globex.log`.
    """
    if any(folder.name.lower() in _PACK_FOLDERS for folder in folders):
        return True
    kinds = Counter(found.lastgroup for file in files if (found := _PACK_FILES.match(file.name)) is not None)
    return len(kinds) > 1 or kinds["call"] > 1


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
    """The cases with names that differ: of two `Dump.xml` each has its folder; what is left gets a number.

    Names that are no Unicode, as on disks of other systems, are shown alike in an index: they differ by number, too.
    """
    shown = sorted(((_text(case.name), case) for case in cases), key=lambda pair: (pair[0], pair[1].paths))
    counts = Counter(name for name, _ in shown)
    taken = {name for name, many in counts.items() if many == 1}
    for name, case in shown:
        if counts[name] == 1:
            yield replace(case, name=name)
            continue
        parent = _text(storage.at(case.paths[0]).resolve().parent.name)
        base = f"{parent}/{name}" if parent else name
        tails = chain([""], (f" ({number})" for number in count(2)))
        unique = next(f"{base}{tail}" for tail in tails if f"{base}{tail}" not in taken)
        taken.add(unique)
        yield replace(case, name=unique)


def _text(name: str) -> str:
    """A name as it can be written down: bytes of it that are no UTF-8 become U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in name)
