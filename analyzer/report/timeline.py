"""The time line of a case: what a reader must know to follow it, in order, in a bounded number of rows.

Where the records begin and end, each session, the first failure and the last success of each side, long silences, and
the evidence of every finding and unexplained error. Times of a log without a zone stand as they are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from analyzer.model import (
    Analysis,
    Event,
    EventKind,
    Evidence,
    Facts,
    Headline,
    Party,
    Quote,
    Remark,
    System,
    Term,
    Told,
    User,
    Value,
)
from analyzer.report.remarks import sentence

MOST = 400
"""Rows of the time line; the most telling ones stay. A reader follows some dozens."""
MOST_DOCUMENTS = 12
"""More documents than these are not worth two rows each: a C4C dump has one for every operation."""
MOST_GAPS = 10

_SIDES: Mapping[System, Value] = {
    System.EXCHANGE: Party.EXCHANGE,
    System.C4C: Party.C4C,
    System.OTHER: Remark.of(Told.OTHER_SERVICE),
}


class Row(NamedTuple):
    """One row, and how much it tells: rows with the lowest weight go last."""

    time: datetime
    rank: int
    """Order among rows of the same time."""
    kind: str
    """begin, session, document, failure, finding, unexplained, success, silence, end."""
    what: Remark
    document: str
    line: int
    weight: int = 0


def rows(analysis: Analysis) -> tuple[list[Row], int]:
    """The time line in order, and how many rows had no room in it."""
    facts = analysis.facts
    found = [*_frame(facts), *_sides(facts), *_silences(facts), *_sessions(facts), *_documents(facts)]
    for finding in analysis.findings:
        found += _proof("finding", Remark.of(Told.FINDING, title=finding.title), finding.evidence, 0)
    for unexplained in analysis.unexplained:
        told = Remark.of(Told.UNEXPLAINED, signature=Quote(unexplained.signature))
        found += _proof("unexplained", told, unexplained.evidence, 3)
    unique = sorted(dict.fromkeys(found), key=lambda row: (row.weight, _order(row)))
    return sorted(unique[:MOST], key=_order), max(0, len(unique) - MOST)


def _order(row: Row) -> tuple[datetime, int, str, str, str, int]:
    return row.time, row.rank, row.kind, sentence(row.what), row.document, row.line


def _frame(facts: Facts) -> Iterator[Row]:
    if not facts.periods or facts.first_seen is None or facts.last_seen is None:
        return
    first = min(facts.periods, key=lambda period: (period.began, period.document))
    last = max(facts.periods, key=lambda period: (period.ended, period.document))
    whole = Remark.of(Told.OF_UPLOAD)
    if facts.window is not None:
        whole = Remark.of(Told.OF_UPLOAD_IN_TIME, window=facts.window)
    begin = Remark.of(Told.FIRST_RECORD, whole=whole)
    if facts.requests:
        begin = Remark.of(Told.FIRST_RECORD_ASKED, whole=whole, requests=facts.requests, answered=facts.answered)
    yield Row(facts.first_seen, 0, "begin", begin, first.document, 1)
    yield Row(facts.last_seen, 9, "end", Remark.of(Told.LAST_RECORD, whole=whole), last.document, last.ended_line)


def _sides(facts: Facts) -> Iterator[Row]:
    """The first failure and the last success of each side."""
    for system, side in _SIDES.items():
        failures = [event for event in facts.events if event.system is system and _is_failure(event)]
        dated = [(event.first_seen, _place(event), event) for event in failures if event.first_seen is not None]
        if dated:
            time, place, event = min(dated, key=lambda one: (one[0], one[1][0], one[1][1]))
            what = Remark.of(Told.FIRST_FAILURE, side=side, what=_short(event))
            yield Row(time, 4, "failure", what, *place)
        for last in (row for row in facts.worked if row.system is system):
            later = any(event.last_seen is not None and event.last_seen > last.time for event in failures)
            what = Remark.of(Told.LAST_WORKED_BEFORE if later else Told.LAST_WORKED, side=side)
            yield Row(last.time, 6, "success", what, last.document, last.line)


def _is_failure(event: Event) -> bool:
    return not event.mention and not event.probe and not event.item


def _place(event: Event) -> tuple[str, int]:
    """Where the first of these events stands."""
    exact = [one for one in event.samples if one.time == event.first_seen] or list(event.samples)
    return (exact[0].document, exact[0].line) if exact else ("", 1)


def _short(event: Event) -> Value:
    if event.kind is EventKind.NO_ANSWER:
        return Remark.of(Headline.NO_ANSWER)
    if event.kind is EventKind.HTTP and event.status:
        return Remark.of(Headline.HTTP_STATUS, status=event.status)
    return Quote(event.code or event.text) if event.code or event.text else Term(event.kind.value)


def _silences(facts: Facts) -> Iterator[Row]:
    longest = sorted(facts.gaps, key=lambda gap: (gap.length, gap.since, gap.document, gap.line), reverse=True)
    for gap in longest[:MOST_GAPS]:
        what = Remark.of(Told.SILENCE, length=gap.length)
        yield Row(gap.since, 7, "silence", what, gap.document, gap.line, 1)


def _sessions(facts: Facts) -> Iterator[Row]:
    for row in facts.sessions:
        document, session = row.document, row.session
        weight = 3 if session.went_well else 2
        status, who = Quote(session.status), User(session.user)
        if session.at.time is not None and session.ended is not None and session.ended > session.at.time:
            told = Remark.of(Told.SESSION_OF_BEGINS, user=who) if who else Remark.of(Told.SESSION_BEGINS)
            yield Row(session.at.time, 1, "session", told, document, session.at.line, weight)
            told = Remark.of(Told.SESSION_ENDS, status=status)
            if who:
                told = Remark.of(Told.SESSION_OF_ENDS, user=who, status=status)
            yield Row(session.ended, 8, "session", told, document, session.at.line, weight)
        elif session.at.time is not None:
            told = Remark.of(Told.SESSION, status=status)
            if who:
                told = Remark.of(Told.SESSION_OF, user=who, status=status)
            yield Row(session.at.time, 1, "session", told, document, session.at.line, weight)


def _documents(facts: Facts) -> Iterator[Row]:
    if not 1 < len(facts.periods) <= MOST_DOCUMENTS:
        return
    for row in facts.periods:
        begins = Remark.of(Told.DOCUMENT_BEGINS)
        if row.requests:
            begins = Remark.of(Told.DOCUMENT_BEGINS_ASKED, requests=row.requests, failed=row.failed)
        yield Row(row.began, 2, "document", begins, row.document, 1, 4)
        yield Row(row.ended, 8, "document", Remark.of(Told.DOCUMENT_ENDS), row.document, row.ended_line, 4)


def _proof(kind: str, what: Remark, evidence: tuple[Evidence, ...], weight: int) -> Iterator[Row]:
    for one in evidence:
        if one.time is not None:
            yield Row(one.time, 5, kind, what, one.document, one.line, weight)
