"""Sessions of a case: what an export or a sync dump says of each, and what the documents beside it add."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from analyzer.model import Session

_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class About:
    """What one document tells about the session it belongs to."""

    began: datetime | None = None
    ended: datetime | None = None
    requests: int = 0
    failed: int = 0
    snapshot: tuple[int, int, int] | None = None


def sessions(rows: Sequence[tuple[str, Session]], about: Mapping[str, About]) -> tuple[tuple[str, Session], ...]:
    """Sessions by time; one that stands alone in its folder has what the documents of that folder tell about it.

    A sync dump says how its session ended; the dumps and the job log beside it and below say when it began, how many
    requests failed, and how large the snapshot was.
    """
    alone = {folder for folder, count in Counter(_folder(document) for document, _ in rows).items() if count == 1}
    belong: dict[str, list[About]] = defaultdict(list)
    for document, told in about.items():
        folder = _folder(document)
        while folder not in alone and folder:
            folder = _folder(folder)
        belong[folder].append(told)
    whole = [
        (document, _complete(session, belong[_folder(document)]) if _folder(document) in alone else session)
        for document, session in rows
    ]
    return tuple(sorted(whole, key=lambda row: (row[1].at.time or _START, row[0], row[1].at.line)))


def _complete(session: Session, beside: Sequence[About]) -> Session:
    began = session.at.time or min((one.began for one in beside if one.began is not None), default=None)
    failures = session.failures
    if failures is None and any(one.requests for one in beside):
        failures = sum(one.failed for one in beside)
    snapshot = max((one.snapshot for one in beside if one.snapshot is not None), default=None)
    return replace(session, at=replace(session.at, time=began), failures=failures, snapshot=snapshot)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]
