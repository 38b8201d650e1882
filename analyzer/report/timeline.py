"""The time line of a case: what a reader must know to follow it, in order, in a bounded number of rows.

Where the records begin and end, each session, the first failure and the last success of each side, long silences, and
the evidence of every finding and unexplained error. Of a log without a zone the times stand as they are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from analyzer.model import Analysis, Event, EventKind, Evidence, Facts, System
from analyzer.reference.numbers import counted

MOST = 400
"""Rows of the time line; the most telling ones stay. A reader follows some dozens."""
MOST_DOCUMENTS = 12
"""More documents than these are not worth two rows each: a C4C dump has one for every operation."""
MOST_GAPS = 10

_SIDES = {System.EXCHANGE: "Exchange", System.C4C: "C4C", System.OTHER: "another service"}


class Row(NamedTuple):
    """One row, and how much it tells: rows with the lowest weight go last."""

    time: datetime
    rank: int
    """Order among rows of the same time."""
    kind: str
    """begin, session, document, failure, finding, unexplained, success, silence, end."""
    what: str
    document: str
    line: int
    weight: int = 0


def rows(analysis: Analysis) -> tuple[list[Row], int]:
    """The time line in order, and how many rows had no room in it."""
    facts = analysis.facts
    found = [*_frame(facts), *_sides(facts), *_silences(facts), *_sessions(facts), *_documents(facts)]
    for finding in analysis.findings:
        found += _proof("finding", finding.title, finding.evidence, 0)
    for unexplained in analysis.unexplained:
        found += _proof("unexplained", f"unexplained: {unexplained.signature}", unexplained.evidence, 3)
    unique = sorted(dict.fromkeys(found), key=lambda row: (row.weight, row))
    return sorted(unique[:MOST], key=lambda row: row[:6]), max(0, len(unique) - MOST)


def _frame(facts: Facts) -> Iterator[Row]:
    if not facts.periods or facts.first_seen is None or facts.last_seen is None:
        return
    first = min(facts.periods, key=lambda period: (period.began, period.document))
    last = max(facts.periods, key=lambda period: (period.ended, period.document))
    asked = f": {counted(facts.requests, 'request')}, {facts.answered:,} of them answered" if facts.requests else ""
    whole = "of the upload" if facts.window is None else f"of the upload {facts.window.said}"
    yield Row(facts.first_seen, 0, "begin", f"the first record {whole}{asked}", first.document, 1)
    yield Row(facts.last_seen, 9, "end", f"the last record {whole}", last.document, last.ended_line)


def _sides(facts: Facts) -> Iterator[Row]:
    """The first failure and the last success of each side."""
    for system, side in _SIDES.items():
        failures = [event for event in facts.events if event.system is system and _is_failure(event)]
        dated = [(event.first_seen, _place(event), event) for event in failures if event.first_seen is not None]
        if dated:
            time, place, event = min(dated, key=lambda one: (one[0], one[1][0], one[1][1]))
            yield Row(time, 4, "failure", f"the first failure of {side}: {_short(event)}", *place)
        for last in (row for row in facts.worked if row.system is system):
            later = any(event.last_seen is not None and event.last_seen > last.time for event in failures)
            tail = "; failures follow" if later else ""
            yield Row(
                last.time, 6, "success", f"the last request to {side} that worked{tail}", last.document, last.line
            )


def _is_failure(event: Event) -> bool:
    return not event.mention and not event.probe and not event.item


def _place(event: Event) -> tuple[str, int]:
    """Where the first of these events stands."""
    exact = [one for one in event.samples if one.time == event.first_seen] or list(event.samples)
    return (exact[0].document, exact[0].line) if exact else ("", 1)


def _short(event: Event) -> str:
    if event.kind is EventKind.NO_ANSWER:
        return "no answer"
    if event.kind is EventKind.HTTP and event.status:
        return f"HTTP {event.status}"
    return event.code or f"{event.text[:100]}{'…' if len(event.text) > 100 else ''}" or event.kind


def _silences(facts: Facts) -> Iterator[Row]:
    longest = sorted(facts.gaps, key=lambda gap: (gap.length, gap.since, gap.document, gap.line), reverse=True)
    for gap in longest[:MOST_GAPS]:
        yield Row(gap.since, 7, "silence", f"nothing is told for {_spoken(gap.length)}", gap.document, gap.line, 1)


def _sessions(facts: Facts) -> Iterator[Row]:
    for row in facts.sessions:
        document, session = row.document, row.session
        weight = 3 if session.went_well else 2
        who = f" of {session.user}" if session.user else ""
        if session.at.time is not None and session.ended is not None and session.ended > session.at.time:
            yield Row(session.at.time, 1, "session", f"a session{who} begins", document, session.at.line, weight)
            told = f"the session{who} ends, status {session.status}"
            yield Row(session.ended, 8, "session", told, document, session.at.line, weight)
        elif session.at.time is not None:
            told = f"session{who}, status {session.status}"
            yield Row(session.at.time, 1, "session", told, document, session.at.line, weight)


def _documents(facts: Facts) -> Iterator[Row]:
    if not 1 < len(facts.periods) <= MOST_DOCUMENTS:
        return
    for row in facts.periods:
        asked = f": {counted(row.requests, 'request')}, {row.failed:,} of them failed" if row.requests else ""
        yield Row(row.began, 2, "document", f"the document begins{asked}", row.document, 1, 4)
        yield Row(row.ended, 8, "document", "the document ends", row.document, row.ended_line, 4)


def _proof(kind: str, what: str, evidence: tuple[Evidence, ...], weight: int) -> Iterator[Row]:
    for one in evidence:
        if one.time is not None:
            yield Row(one.time, 5, kind, what, one.document, one.line, weight)


def _spoken(gap: timedelta) -> str:
    minutes, seconds = divmod(int(gap.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount) or "0 s"
