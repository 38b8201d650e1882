"""An eye on folders: a round of the batch whenever an upload has arrived whole.

watchfiles tells that something happened in a folder. Nothing tells that an upload is whole: a program that copies may
pause at any byte. It counts as whole once all of its files kept their size and times for some seconds; one that goes on
after a longer pause has changed then, and is analysed again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer.batch.cases import Found, Search

_FEWEST_LOOKS = 2
"""Looks at an upload while it settles."""

Stamp = tuple[tuple[str, int, int], ...]
"""Path, size and time of the last change of every file of a case."""


class Arrivals(Struct):
    """Which cases have arrived whole."""

    settle: float
    """Seconds for which nothing of a case may change."""
    clock: Callable[[], float] = time.monotonic
    known: dict[str, tuple[Stamp, float]] = field(default_factory=dict)
    """The last look at each case, and since when it looks so."""

    def whole(self, cases: Sequence[Found]) -> tuple[list[Found], bool]:
        """The cases that have arrived, and whether others are still on their way."""
        now = self.clock()
        seen = {case.name: _stamp(case) for case in cases}
        self.known = {
            name: (stamp, self.known[name][1] if name in self.known and self.known[name][0] == stamp else now)
            for name, stamp in seen.items()
        }
        arrived = [case for case in cases if now - self.known[case.name][1] >= self.settle]
        return arrived, len(arrived) < len(cases)

    def stamps(self, cases: Sequence[Found]) -> dict[str, Stamp]:
        """How these cases looked last."""
        return {case.name: self.known[case.name][0] for case in cases}


def rounds(paths: Sequence[str], look: Callable[[], Search], settle: float) -> Iterator[Search]:
    """The cases that have arrived whole, each time that there is another one, or one has changed or is gone.

    It never ends by itself.

    Args:
        paths: the folders that are watched; of a file its folder.
        look: searches for cases.
        settle: seconds without a change after which a case is whole.

    Raises:
        UploadError: a path is gone.
    """
    from watchfiles import watch

    arrivals = Arrivals(settle)
    done: dict[str, Stamp] = {}
    waiting = True
    pause = max(50, int(settle * 1000 / _FEWEST_LOOKS))
    folders = {path if Path(path).is_dir() else str(Path(path).parent) for path in paths}
    for changes in watch(
        *sorted(folders), watch_filter=None, debounce=pause, rust_timeout=pause, yield_on_timeout=True
    ):
        if not (changes or waiting):
            continue
        found = look()
        whole, waiting = arrivals.whole(found.cases)
        stamps = arrivals.stamps(whole)
        gone = done.keys() - arrivals.known.keys()  # one that only changes is waited for
        if gone or any(done.get(name) != stamp for name, stamp in stamps.items()):
            done = {name: stamp for name, stamp in done.items() if name not in gone} | stamps
            yield replace(found, cases=whole)


def _stamp(case: Found) -> Stamp:
    return tuple(_of_file(file) for path in case.paths for file in _files(Path(path)))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from sorted(Path(at) / name for at, _, names in os.walk(path) for name in names)


def _of_file(path: Path) -> tuple[str, int, int]:
    with suppress(OSError):
        found = path.stat()
        return str(path), found.st_size, found.st_mtime_ns
    return str(path), -1, 0
