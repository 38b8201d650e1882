"""The documents of a case, one after the other: from the bytes of each to what is counted of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any

from analyzer.beside import watched
from analyzer.errors import AnalyzerError
from analyzer.facts import Tally
from analyzer.intake import Holes, Source
from analyzer.limits import Limits
from analyzer.model import Cut, Document, Kind, Note, Record, Remark, Term, TimeWindow
from analyzer.privacy.scrubbing import scrub_path
from analyzer.privacy.watch import Watch
from analyzer.readers import (
    ANY_TEXT,
    Reader,
    begins_another,
    endings,
    is_mail,
    lost_beginning,
    reader_behind,
    reader_for,
    zip_reader_for,
)
from analyzer.readers.ahead import Ahead
from analyzer.readers.kept import Kept, is_bare, outside, tells_something
from analyzer.readers.notes import Notes
from analyzer.readers.seams import MOST as MOST_PARTS
from analyzer.readers.seams import Parts
from analyzer.readers.window import Window

_TERMINATOR = 16
"""Zeros behind a text that a program may end it with."""

_OF_LINES = frozenset((Kind.PLAIN_TEXT, Kind.JOB_LOG, Kind.IIS_LOG, Kind.EXCHANGE_DUMP))
"""Documents whose last line is one of a log, or may be."""

Progress = Callable[[str, int, int], None]
"""Called with the document's name, the bytes read of it, and its size (0 where that is not known)."""


class Reading:
    """What was read of a case so far."""

    def __init__(
        self,
        limits: Limits,
        wanted: Callable[[str], bool],
        window: TimeWindow | None = None,
        watches: Sequence[Watch] = (),
    ) -> None:
        self.limits = limits
        self.window = window
        self.watches = watches
        """Who looks at every byte of the uploads: for secrets, and for content."""
        self.tally = Tally(limits, wanted, window)
        self.documents: list[tuple[int, Document]] = []
        """Each with the number of its upload."""

    def read(self, source: Source, progress: Progress | None = None) -> None:
        """Read one more document to its end."""
        source.name = scrub_path(source.name)  # people name files after passwords, too
        if progress is not None:
            source.on_bytes = lambda _: progress(source.name, source.size, source.size_hint)
        notes = Notes(self.limits, source.name)
        read = self._read_zip if source.is_zip else self._read
        self.documents.append((source.upload, read(source, notes)))

    @property
    def stand(self) -> list[Any]:
        """How far the watches have come."""
        return [watch.stand for watch in self.watches]

    def learned(self, before: Sequence[Any]) -> tuple[Any, ...]:
        """All that was read, and what the watches know beyond where they stood, for one process to hand to another."""
        watches = zip(self.watches, before, strict=True)
        return self.documents, self.tally.counters, [watch.learned(since) for watch, since in watches]

    def merge(self, learned: tuple[Any, ...]) -> None:
        """Take in what another one has read."""
        documents, counters, watched = learned
        self.documents += documents
        self.tally.counters.merge(counters)
        for watch, state in zip(self.watches, watched, strict=True):
            watch.merge(state)

    def apart(self) -> Reading:
        """Another one for the same case, with nothing read yet but what the watches know."""
        return Reading(self.limits, self.tally.wanted, self.window, self.watches)

    def _read(self, source: Source, notes: Notes) -> Document:
        limits = self.limits
        ahead = Ahead()
        chunks = watched(source.chunks(), self.watches, ahead)
        first = next(chunks, b"")
        if source.sniffed.refused is not None:
            for _ in chunks:
                pass
            notes.warn(Note.NOT_ANALYSED, source.size, why=source.damage or source.sniffed.refused)
            return _document(source, Kind.UNKNOWN, 0, notes)
        reader = reader_for(source.head)
        kept = Kept(chain([first], chunks), limits.kept)
        lost = lost_beginning.rest(first, markup=reader.kind is Kind.EXCHANGE_DUMP)
        if lost:
            reader = reader_behind(source.head[lost:], reader)
        records, left_out = self._read_parts(source, reader, kept, ahead, notes, first[:lost])
        kind = reader.kind
        for _ in kept:  # hashes what a reader left unread
            pass
        if not records and not reader.may_be_silent:
            kind, records = self._again_as_text(source, kind, kept, notes)
            left_out = self.tally.left_out
        elif kind is Kind.UNKNOWN:
            notes.warn(Note.UNKNOWN_FORM)
        if kind in _OF_LINES and not notes.cut and endings.breaks_off(kept.tail):
            notes.cut = True
            notes.warn(Note.CUT)
        _warn_of_holes(source.holes, notes)
        if source.damage is not None:
            notes.cut = True
            notes.add(source.damage)
        return _document(source, kind, records - left_out, notes)

    def _read_parts(
        self, source: Source, reader: Reader, kept: Kept, ahead: Ahead, notes: Notes, lost: bytes
    ) -> tuple[int, int]:
        """Read a file, and what else begins behind it in the same file; its records, and those of them left out.

        What is `lost` stands at its beginning, and is the end of a record that nobody has.
        """
        parts, records, left_out, count = Parts(kept), 0, 0, 0
        while True:
            count += 1
            seam = reader.seam if count < MOST_PARTS else None
            line, chunks = parts.line, parts.part(seam, partial(begins_another, reader=reader))
            window = Window(chunks, line, ahead=ahead)
            if lost and count == 1:  # what was read ahead stands at other places then
                line += lost.count(b"\n")
                notes.warn(Note.BEGUN_INSIDE, len(lost), line=line)
                window = Window(_behind(len(lost), chunks), line)
            found = _ended_by_damage(_contained(reader.read(window, self.limits, notes), notes), source, notes)
            records += self.tally.add(source.name, kept.until_something(found), lambda: notes.has_unzoned)
            if count == 1:
                notes.begun_inside(self.tally.begun_inside)
            left_out += self.tally.left_out
            for _ in chunks:
                pass
            if parts.ended:
                return records, left_out
            reader, ahead = reader_for(parts.head), Ahead()
            notes.warn(Note.JOINED, line=parts.line)

    def _again_as_text(self, source: Source, kind: Kind, kept: Kept, notes: Notes) -> tuple[Kind, int]:
        """A reader that finds nothing is not the last word: what is still in memory is read as the lines of a text.

        A dump in which nothing stands but its elements stays what it is: there is nothing else in it to read. One whose
        records stand in a comment, an instruction or the value of an attribute holds something, and none of it is read.
        """
        data = b"".join(kept.chunks)
        text = outside(data, notes.limits)
        if kept.whole and kind in (Kind.PLAIN_TEXT, Kind.EXCHANGE_DUMP, Kind.SYNC_DUMP) and not text.strip():
            if not is_bare(data):
                notes.warn(Note.NOTHING_IN_IT)
            return kind, 0
        again = Notes(notes.limits, source.name)
        said = list(_contained(ANY_TEXT.read(Window([text]), notes.limits, again), notes))
        told = any(tells_something(record, self.tally.wanted) for record in said)
        records = self.tally.add(source.name, iter(said if told else ()), lambda: again.has_unzoned)
        if again.has_unzoned:
            notes.unzoned()
        if not kept.whole:
            notes.warn(Note.READ_AS_TEXT, bytes=len(data))
        if records:
            return Kind.PLAIN_TEXT, records
        notes.warn(Note.NOTHING_IN_IT)
        return Kind.UNKNOWN, 0

    def _read_zip(self, source: Source, notes: Notes) -> Document:
        """Read a document that is a zip file by itself."""
        data = source.whole()
        for watch in self.watches:
            watch.look_into(data, notes.limits.frame)
        reader = zip_reader_for(data, notes.limits)
        if reader is None:
            notes.warn(Note.NOT_ANALYSED, source.size, why=Remark.of(Note.NO_TABLE))
            return _document(source, Kind.UNKNOWN, 0, notes)
        found = _contained(reader.read(data, notes.limits, notes), notes)
        records = self.tally.add(source.name, found, lambda: notes.has_unzoned)
        kind = reader.kind
        if not records and not notes.lines():
            kind = Kind.UNKNOWN
            notes.warn(Note.NOTHING_IN_IT)
        return _document(source, kind, records - self.tally.left_out, notes)


def _warn_of_holes(holes: Holes, notes: Notes) -> None:
    """Say what stands in a document where nobody wrote; some programs end a text with a few zeros of their own."""
    if holes.inside:
        notes.warn(Note.NULS, count=holes.inside)
    if holes.behind > _TERMINATOR:
        notes.warn(Note.NULS_BEHIND, count=holes.behind)
    if holes.erased:
        notes.warn(Note.ERASED, count=holes.erased)


def _behind(offset: int, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks from an offset on."""
    for chunk in chunks:
        if len(chunk) > offset:
            yield chunk[offset:]
        offset = max(0, offset - len(chunk))


def _contained(records: Iterator[Record], notes: Notes) -> Iterator[Record]:
    """Whatever a reader raises costs the rest of its document, never what was read of it or what stands beside it."""
    try:
        yield from records
    except AnalyzerError:
        raise
    except MemoryError:
        notes.failed = True
        notes.warn(Note.NO_MEMORY)
    except Exception as error:  # noqa: BLE001 - a fault of ours; the message could hold content and is not shown
        notes.failed = True
        notes.warn(Note.READER_FAILED, error=Term(type(error).__name__))


def _ended_by_damage(records: Iterator[Record], source: Source, notes: Notes) -> Iterator[Record]:
    """The records; where the rest of the document is damaged or could not be read, nobody knows what it answered."""
    record = None
    for record in records:
        yield record
    if record is not None and (source.damage is not None or notes.failed):
        yield Cut(at=record.at)


def _document(source: Source, kind: Kind, records: int, notes: Notes) -> Document:
    return Document(
        name=source.name,
        kind=kind,
        bytes=source.size,
        sha256=source.sha256,
        records=records,
        warnings=notes.lines(),
        bytes_skipped=notes.bytes_skipped,
        cut=notes.cut,
        failed=notes.failed,
        unzoned=notes.has_unzoned,
        offset=notes.offset,
        hearsay=is_mail(source.head),
        unread=not source.size and (source.refused or source.damage) is not None,
    )
