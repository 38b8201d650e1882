"""Reading ahead: records that another process has read of a dump, from somewhere in the middle of it.

Who reads a stretch by itself does not know what came before it: whom a thread asked, whether something is open. It
takes what is usual for so, and says what it took. The reader of the whole document takes the records of such a run over
where it stands at its first byte and all of that is so; where it is not, it reads on by itself. A wrong guess costs
time, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

from analyzer.model import Record, Service


class Run(Struct, frozen=True):
    """Records that stand behind each other, and what they rest on."""

    begin: int
    """Offset of its first byte in the document."""
    stop: int
    """Offset behind its last byte."""
    records: list[Record]
    state: tuple[object, ...]
    """What the reader knows where it begins, and knows just so where it ends."""
    assumed: dict[str, Service | None]
    """Whom the threads asked before it whose answers stand in it; None for one that asked nobody."""
    asked: dict[str, Service]
    """Whom threads ask in it."""
    text: bytes
    """The last text in it that was no envelope."""


class Apart(Protocol):
    """Reads a stretch of a document by itself."""

    def read(self, data: bytes, offset: int, line: int) -> list[Run]:
        """The runs in some bytes that stand at an offset and a line of the document."""


class Ahead:
    """Between the reader of a document and whoever reads ahead of it."""

    def __init__(self) -> None:
        self.apart: Apart | None = None
        """Set by a reader whose documents can be read in stretches."""
        self.ask: Callable[[int], tuple[int, Sequence[Run]]] | None = None
        """Gives the runs of the stretch that an offset lies in, and where it ends; set by who reads ahead."""
        self._runs: dict[int, Run] = {}
        self._until = 0

    def at(self, offset: int) -> Run | None:
        """The run that begins at an offset; asked in rising order."""
        if offset >= self._until:
            if self.ask is None:
                return None
            self._until, runs = self.ask(offset)
            self._runs = {run.begin: run for run in runs}
        return self._runs.get(offset)
