"""Records become facts, document by document: each is counted as it comes, at most a few samples of it are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from analyzer.facts import summing, tally_calls, tally_messages
from analyzer.facts.calls import calls
from analyzer.facts.characters import whole
from analyzer.facts.ledger import Ledger
from analyzer.facts.sessions import About
from analyzer.limits import Limits
from analyzer.model import Build, Facts, Message, Record, Session, Setting, Stored


class Tally:
    """The one door to this room: documents are added, in the end their facts are asked for."""

    def __init__(self, limits: Limits, wanted: Callable[[str], bool]) -> None:
        self.wanted = wanted
        """Whether a text holds anything that a rule looks for."""
        self._limits = limits
        self._ledger = Ledger(limits, wanted)

    def add(self, document: str, records: Iterator[Record], unzoned: Callable[[], bool] = lambda: False) -> int:
        """Count everything a document says; returns how many records it had.

        `unzoned` tells, once it is read, whether its times name no zone.
        """
        ledger = self._ledger
        ledger.open(document)
        for item in calls(self._each(records), self._limits):
            if isinstance(item, Message):
                tally_messages.count(ledger, item)
            else:
                tally_calls.count(ledger, item)
        tally_calls.settle_bodiless(ledger)
        ledger.close(unzoned=unzoned())
        return ledger.records

    def _each(self, records: Iterator[Record]) -> Iterator[Record]:
        """Count what is no part of a call on the way."""
        ledger = self._ledger
        for record in records:
            ledger.tell(record.at)
            if isinstance(record, Session):
                ledger.add_session(record)
            elif isinstance(record, Setting):
                ledger.add_setting(record)
            elif isinstance(record, Build):
                ledger.see(ledger.versions.at(record.version), record.at, f"Exchange version {record.version}")
            elif isinstance(record, Stored):
                ledger.stored.at((record.storage, record.type)).count += record.count
            yield record

    def period(self, document: str) -> tuple[datetime, datetime] | None:
        """First and last time of a document; None where it has no times."""
        about = self._ledger.about.get(document)
        return (about.began, about.ended) if about is not None and about.began and about.ended else None

    def about(self, document: str) -> About | None:
        """What a document tells of its session; None where it was not read."""
        return self._ledger.about.get(document)

    def facts(self) -> Facts:
        """Everything that was counted."""
        return whole(summing.facts(self._ledger))
