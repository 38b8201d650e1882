"""The sync dump: the trace of the engine between the two storages, with the final status of the session.

No sample is public. Its status codes (SWnnnn) are documented to stand in it, so elements and attributes that name a
status, a message or an error are read, whatever their place; records and their fields are what people wrote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Cut, Message, Note, Place, Record, Session, Stored, System
from analyzer.readers import times
from analyzer.readers.messages import origin
from analyzer.readers.notes import Notes
from analyzer.readers.pieces import End, Piece, Refused, Start, Text, pieces
from analyzer.readers.window import Window
from analyzer.reference import marks, vocabulary
from analyzer.reference.numbers import number

SIGNS = marks.encoded(rf"{marks.SYNC_ROOT}|<Status>\s{{0,20}}S[CDEIW]\d{{4}}\b", re.IGNORECASE)

_RECORD = lazy_re.compile(r"^(?:\w{0,20}record|\w{0,20}object|item)$", re.IGNORECASE)
_STATUS = lazy_re.compile(r"\bSW\d{4}\b")
_CODE = lazy_re.compile(vocabulary.ENGINE_CODE)
_SOURCES = ("source", "component", "connector", "module")
"""Attributes that tell who says what an element says."""
_LEVELS = ("level", "severity")


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """Messages and statuses of the engine, and at the end the session with the last status."""
    state = _State(limits, notes)
    status: Message | None = None
    for piece in pieces(window, limits):
        for record in state.take(piece):
            if isinstance(record, Message) and _STATUS.search(record.text):
                status = record
            yield record
    if status is not None and (code := _STATUS.search(status.text)) is not None:
        left = {name: _left(name, status.text) for name in ("conflict", "duplicate", "issue", "confirmation")}
        yield Session(
            at=status.at,
            user="",
            status=code[0],
            finished=False,  # SW0000 was counted as a message
            issues=left["issue"],
            conflicts=left["conflict"],
            duplicates=left["duplicate"],
            confirmations=left["confirmation"],
        )
    for (storage, kind), count in sorted(state.stored.items()):
        yield Stored(at=state.place, storage=storage, type=kind, count=count)
    if state.stack:
        notes.cut = True
        notes.warn(Note.CUT)
        yield Cut(at=state.place)


class _State:
    """Which elements are open, and the text of the innermost one."""

    def __init__(self, limits: Limits, notes: Notes) -> None:
        self.limits = limits
        self.notes = notes
        self.stack: list[str] = []
        self.text: list[str] = []
        self.by: Mapping[str, str] = {}
        """Attributes of that element, in lower case: who says it, and at what level."""
        self.stored: Counter[tuple[str, str]] = Counter()
        self.storages: list[tuple[int, str]] = []
        """Storages whose elements are open, with their depth."""
        self.place = Place(1, system=System.ENGINE)

    def take(self, piece: Piece) -> Iterator[Record]:
        """The messages that one more piece completes."""
        match piece:
            case Start():
                yield from self._start(piece)
            case Text() if self.stack and _is_told(self.stack):
                if not self.text:
                    before = piece.text[: len(piece.text) - len(piece.text.lstrip())]
                    self.place = replace(self.place, line=piece.line + before.count("\n"))
                self.text.append(piece.text)
            case End():
                yield from self._end(piece.name)
            case Refused():
                self.notes.warn(piece.reason, piece.length, line=piece.line)
            case _:
                pass

    def _start(self, tag: Start) -> Iterator[Record]:
        self.text.clear()
        if len(self.stack) >= self.limits.nesting:
            return
        self.place = _place(tag, self.place)
        self._store(tag)
        self.by = {name.lower(): value for name, value in tag.attributes.items()}
        yield from _from_attributes([*self.stack, tag.name], self.by, self.place)
        if not tag.empty:
            self.stack.append(tag.name)

    def _store(self, tag: Start) -> None:
        """Count a record by its type and storage, as its own attributes name them or the element around it."""
        low = {name.lower(): value.strip() for name, value in tag.attributes.items()}
        while self.storages and self.storages[-1][0] >= len(self.stack):
            self.storages.pop()
        if tag.name.lower() == "storage":
            if (named := _name(low, "id", "name", "storageid")) and not tag.empty:
                self.storages.append((len(self.stack), named))
            return
        kind = _name(low, *vocabulary.RECORD_TYPES)
        if not kind and tag.name.lower() == "type":
            kind = _name(low, "name", "id")
        count = number(low.get("count", low.get("records", ""))) if {"count", "records"} & low.keys() else None
        if not kind or (count is None and not _RECORD.match(tag.name)):
            return
        around = self.storages[-1][1] if self.storages else ""
        storage = _name(low, *vocabulary.STORAGES) or around
        if len(self.stored) < self.limits.values or (storage, kind) in self.stored:
            self.stored[storage, kind] += 1 if count is None else count

    def _end(self, name: str) -> Iterator[Record]:
        said = " ".join("".join(self.text).split())[: self.limits.message]
        self.text.clear()
        if said and self.stack and _is_told(self.stack):
            yield _message(said, self.place, self.by)
        self.by = {}
        if name in self.stack:
            while self.stack.pop() != name:
                pass


def _left(what: str, text: str) -> int | None:
    """The number of conflicts, duplicates, issues or confirmations in the words of a status."""
    found = re.search(rf"(\d{{1,9}}) {what}\(?s?\b", text, re.IGNORECASE)
    return int(found[1]) if found else None


def _name(attributes: dict[str, str], *keys: str) -> str:
    """The first of these attributes that is a plain name; what people wrote is none."""
    found = next((attributes[key] for key in keys if key in attributes), "")
    return found if vocabulary.PLAIN_NAME.fullmatch(found) else ""


def _is_told(stack: list[str]) -> bool:
    """The innermost element tells something of the engine, and no record is around it."""
    return bool(vocabulary.TOLD.fullmatch(stack[-1])) and not _in_content(stack)


def _in_content(stack: list[str]) -> bool:
    return any(vocabulary.RECORDED.fullmatch(name) for name in stack)


def _place(tag: Start, before: Place) -> Place:
    low = {name.lower(): value for name, value in tag.attributes.items()}
    stamp = next((low[name] for name in vocabulary.STAMPS if name in low), "")
    moment = times.parse(stamp) if stamp else None
    return replace(before, line=tag.line, time=moment.at if moment else before.time)


def _from_attributes(stack: list[str], by: Mapping[str, str], place: Place) -> Iterator[Record]:
    if not _is_told(stack) and (_in_content(stack) or not any(map(_CODE.search, by.values()))):
        return
    values = [by[name] for name in vocabulary.TOLD_ATTRIBUTES if name in by]
    said = ": ".join(" ".join(value.split()) for value in values if value.strip())
    if said:
        yield _message(said, place, by)


def _message(said: str, place: Place, by: Mapping[str, str]) -> Message:
    """What an element says; of one of the connectors where it, or an attribute of it, names that one."""
    source = next((by[name] for name in _SOURCES if name in by), "")
    of_engine = _CODE.search(said) is not None
    failed = "error" in said.lower() or any(by.get(name, "").lower() in vocabulary.ERROR_LEVELS for name in _LEVELS)
    return Message(
        at=place if of_engine else replace(place, system=origin(source, said, place.system)),
        text=said,
        component=source or "SynchronizationEngine",
        exception=failed and not of_engine and " " in said,  # one word is a mere status
    )
