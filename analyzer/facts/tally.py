"""Records become facts, document by document: each is counted as it comes, at most a few samples of it are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from analyzer.facts import summing, tally_calls, tally_messages
from analyzer.facts.calls import Call
from analyzer.facts.characters import whole
from analyzer.facts.counters import Counters
from analyzer.facts.ledger import Ledger
from analyzer.facts.pairing import calls
from analyzer.facts.sessions import About
from analyzer.limits import Limits
from analyzer.model import Build, Facts, Message, Record, Session, Setting, Stored, TimeWindow

_TOGETHER = 64
"""Records that are read, and calls that end, before they are counted: so code stays in the caches of the processor."""


class Tally:
    """The one door to this room: documents are added, in the end their facts are asked for."""

    def __init__(self, limits: Limits, wanted: Callable[[str], bool], window: TimeWindow | None = None) -> None:
        self.wanted = wanted
        """Whether a text holds anything that a rule looks for."""
        self.left_out = 0
        """Records of the document added last that lie outside of the window."""
        self.begun_inside: int | None = None
        """Line of what that document holds of a request whose beginning it lacks; None where it lacks none."""
        self._limits = limits
        self._window = window
        self.counters = Counters(limits)
        """What was counted of all of them."""

    def add(self, document: str, records: Iterator[Record], unzoned: Callable[[], bool] = lambda: False) -> int:
        """Count everything a document says; returns how many records it had, those outside of the window too.

        `unzoned` tells, once it is read, whether its times name no zone. A request and its answer count as one: they
        are paired first, and lie in the window or outside of it together.
        """
        ledger = Ledger(document, self._limits, self.wanted, self._window)
        count(ledger, records, unzoned)
        self.counters.merge(ledger.counters)
        self.left_out = ledger.left_out
        self.begun_inside = ledger.beginning.line
        return ledger.records

    def period(self, document: str) -> tuple[datetime, datetime] | None:
        """First and last time of a document; None where it has no times."""
        about = self.about(document)
        return (about.began, about.ended) if about is not None and about.began and about.ended else None

    def about(self, document: str) -> About | None:
        """What a document tells of its session; None where it was not read."""
        return self.counters.about.get(document)

    def facts(self) -> Facts:
        """Everything that was counted."""
        return whole(summing.facts(self.counters, self._window))


def count(ledger: Ledger, records: Iterator[Record], unzoned: Callable[[], bool]) -> None:
    """Count everything that the document of a ledger says, to its end."""
    ended: list[Call] = []
    for item in calls(_each(ledger, _some_at_a_time(records)), ledger.limits):
        if not isinstance(item, Message):
            ended.append(item)
        if isinstance(item, Message) or len(ended) >= _TOGETHER:
            _count_calls(ledger, ended)
        if isinstance(item, Message) and ledger.takes(item.at.time):
            tally_messages.count(ledger, item)
    _count_calls(ledger, ended)
    tally_calls.settle_bodiless(ledger)
    ledger.close(unzoned=unzoned())


def _count_calls(ledger: Ledger, ended: list[Call]) -> None:
    for call in ended:
        ledger.beginning.see(call)
        tally_calls.notice_bodies(ledger, call)
        if ledger.window is None or ledger.takes(call.time, call.size):
            tally_calls.count(ledger, call)
    ended.clear()


def _some_at_a_time(records: Iterator[Record]) -> Iterator[Record]:
    """The records as they are: reading a few and counting them by turns takes a fifth less time than each by itself."""
    while some := list(islice(records, _TOGETHER)):
        yield from some


def _each(ledger: Ledger, records: Iterator[Record]) -> Iterator[Record]:
    """Count what is no part of a call on the way."""
    for record in records:
        ledger.tell(record.at)
        if isinstance(record, Setting):  # it was in force before and after it was told
            ledger.add_setting(record)
        elif isinstance(record, Session):
            if ledger.takes(record.at.time):
                ledger.add_session(record)
        elif isinstance(record, Build | Stored) and record.at.time is not None and not ledger.takes(record.at.time):
            pass
        elif isinstance(record, Build):
            ledger.see(ledger.counters.versions.at(record.version), record.at, f"Exchange version {record.version}")
        elif isinstance(record, Stored):
            ledger.counters.stored.at((record.storage, record.type)).count += record.count
        yield record
