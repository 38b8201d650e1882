"""A document as one reader gives it, without the rest of the house."""

from __future__ import annotations

from analyzer.limits import Limits
from analyzer.model import Record
from analyzer.readers import reader_for
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window


def records_of(text: str, notes: Notes | None = None) -> list[Record]:
    """The records of a text, by the reader that recognises it."""
    data = text.encode()
    limits = Limits()
    return list(reader_for(data).read(Window(iter([data])), limits, notes or Notes(limits)))


def taken_for(text: str) -> str:
    """The module of the reader that recognises a text."""
    return reader_for(text.encode()).read.__module__.rpartition(".")[2]
