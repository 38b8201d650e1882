"""Sessions of a case: what an export or a sync dump says of each, and what the documents beside it add."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer.model import Session

_START = datetime(1970, 1, 1, tzinfo=UTC)
_GAP = timedelta(minutes=2)
"""Shorter silences are usual: a client waits 100 seconds for an answer before it gives up (.NET HttpWebRequest)."""
_MOST_GAPS = 3
_DEEPEST = 64
"""Folders around a document that are looked at: a name of nothing but slashes has thousands."""
MOST_MAILBOXES = 50
"""Mailboxes that are kept of one document; a session acts on one."""


class About(Struct):
    """What one document tells about the session it belongs to."""

    began: datetime | None = None
    ended: datetime | None = None
    ended_line: int = 1
    requests: int = 0
    failed: int = 0
    snapshot: tuple[int, int, int] | None = None
    unzoned: bool = False
    """Its times name no zone."""
    mailboxes: set[str] = field(default_factory=set)
    """Those it acts on; of many, some."""
    c4c_hosts: set[str] = field(default_factory=set)
    """Those that it asks; of many, some."""
    gaps: list[tuple[timedelta, datetime, int]] = field(default_factory=list)
    """The longest times in which it tells nothing: how long, from when, and the line that comes after it."""

    def tell(self, time: datetime, line: int) -> None:
        """Take in the time of one more record."""
        if self.began is None or self.ended is None:
            self.began = self.ended = time
            self.ended_line = line
        self.began = min(self.began, time)
        if time >= self.ended:
            if time - self.ended >= _GAP:
                self.gaps = sorted([*self.gaps, (time - self.ended, self.ended, line)], reverse=True)[:_MOST_GAPS]
            self.ended, self.ended_line = time, line

    def merge(self, other: About) -> None:
        """Take in what another part of the same document tells."""
        if other.began is not None and (self.began is None or other.began < self.began):
            self.began = other.began
        if other.ended is not None and (self.ended is None or other.ended >= self.ended):
            self.ended, self.ended_line = other.ended, other.ended_line
        self.requests += other.requests
        self.failed += other.failed
        self.snapshot = max((one for one in (self.snapshot, other.snapshot) if one is not None), default=None)
        self.unzoned |= other.unzoned
        self.mailboxes |= other.mailboxes
        self.c4c_hosts |= other.c4c_hosts
        self.gaps = sorted([*self.gaps, *other.gaps], reverse=True)[:_MOST_GAPS]


def sessions(rows: Sequence[tuple[str, Session]], about: Mapping[str, About]) -> tuple[tuple[str, Session], ...]:
    """Sessions by time; one that stands alone in its folder has what the documents of that folder tell about it.

    A sync dump says how its session ended; the dumps and the job log beside it and below say when it began, how many
    requests failed, and how large the snapshot was.
    """
    single = alone(rows)
    belong: dict[str, list[About]] = defaultdict(list)
    for document, told in about.items():
        belong[owner_of(document, single)].append(told)
    whole = [
        (document, _complete(session, belong[folder_of(document)]) if folder_of(document) in single else session)
        for document, session in rows
    ]
    return tuple(sorted(whole, key=lambda row: (row[1].at.time or _START, row[0], row[1].at.line)))


def _complete(session: Session, beside: Sequence[About]) -> Session:
    began = session.at.time or min((one.began for one in beside if one.began is not None), default=None)
    failures = session.failures
    if failures is None and any(one.requests for one in beside):
        failures = sum(one.failed for one in beside)
    snapshot = max((one.snapshot for one in beside if one.snapshot is not None), default=None)
    ended = max((one.ended for one in beside if one.ended is not None), default=None)
    return replace(session, at=replace(session.at, time=began), ended=ended, failures=failures, snapshot=snapshot)


def alone(rows: Sequence[tuple[str, Session]]) -> set[str]:
    """Folders with one session: what the documents in them and below tell is about it."""
    return {folder for folder, count in Counter(folder_of(document) for document, _ in rows).items() if count == 1}


def owner_of(document: str, single: Collection[str]) -> str:
    """The folder of the session that a document belongs to; an empty text where none is around it."""
    folder = folder_of(document)
    for _ in range(_DEEPEST):
        if folder in single or not folder:
            return folder
        folder = folder_of(folder)
    return ""


def folder_of(name: str) -> str:
    """The folder of a document, or the one around a folder."""
    return name.rpartition("/")[0]
