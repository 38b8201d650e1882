"""What is counted of a document, or of several: the shelves that calls and messages are counted into, which merge.

Those of two documents give the same together whichever comes first; what depends on the order of things inside a
document is in `ledger.py`. `tally_calls.py` and `tally_messages.py` fill them, `summing.py` makes the facts of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from analyzer.facts import counted
from analyzer.facts.activity import Activity
from analyzer.facts.events import Events
from analyzer.facts.few import Few
from analyzer.facts.recovery import Recoveries
from analyzer.facts.sessions import About
from analyzer.limits import Limits
from analyzer.model import Access, Protocol, Service, Session, System


class Counters:
    """Counts that merge. Memory depends on distinct facts, not on the size of the input."""

    def __init__(self, limits: Limits) -> None:
        most = limits.values
        self.limits = limits
        self.events = Events(limits)
        self.http: Counter[tuple[Service, int]] = Counter()
        self.steps: Counter[tuple[Service, int]] = Counter()
        self.headers: Few[tuple[System, str, str], counted.Seen] = Few(most, counted.Seen)
        self.step_headers: Few[tuple[System, str, str], counted.Seen] = Few(most, counted.Seen)
        self.versions: Few[str, counted.Seen] = Few(most, counted.Seen)
        self.hosts: Few[tuple[System, str], counted.Seen] = Few(most, counted.Seen)
        self.operations: Few[tuple[Service, str], counted.Asked] = Few(most, counted.Asked)
        self.mailboxes: Few[str, counted.Asked] = Few(most, counted.Asked)
        self.stored: Few[tuple[str, str], counted.Seen] = Few(most, counted.Seen)
        self.codes: Few[tuple[Protocol, str, str | None], counted.Seen] = Few(most, counted.Seen)
        self.back_off: Few[tuple[str, int], counted.Seen] = Few(most, counted.Seen)
        self.told_codes: Few[tuple[Protocol, str], counted.Quoted] = Few(most, counted.Quoted)
        """Codes that texts name; what an answer names, too, is counted there."""
        self.engine: Few[str, counted.Quoted] = Few(most, counted.Quoted)
        self.snapshots: Few[tuple[int, int, int], counted.Quoted] = Few(most, counted.Quoted)
        self.organizations: Few[tuple[str, str], counted.Quoted] = Few(most, counted.Quoted)
        self.settings: Few[tuple[str, str], counted.Set] = Few(most, counted.Set)
        self.repeated: Few[str, counted.Seen] = Few(limits.samples * 100, counted.Seen)
        self.activity = Activity()
        self.recoveries = Recoveries(most)
        self.last_worked: dict[System, tuple[datetime, str, int]] = {}
        self.access: Counter[Access] = Counter()
        self.requests = self.answered = 0
        self.sides: dict[Service, counted.Side] = {}
        self.successes = self.unproved = self.under_way = self.finished = 0
        self.sessions: list[tuple[str, Session]] = []
        self.lost_sessions = 0
        """Sessions that were not kept because there are too many."""
        self.about: dict[str, About] = {}
        self.online = self.on_premises = False
        self.asked_online = False
        """A request or a setting names the service of Exchange Online; what answered elsewhere says more."""
        self.first_seen: datetime | None = None
        self.last_seen: datetime | None = None
        self.outside = self.undated = 0
        """Records that lie outside of the window, and those that count because they give no time."""

    def merge(self, other: Counters) -> None:
        """Take in what was counted of documents that are over."""
        self.events.merge(other.events)
        self.headers.merge(other.headers)
        self.step_headers.merge(other.step_headers)
        self.versions.merge(other.versions)
        self.hosts.merge(other.hosts)
        self.operations.merge(other.operations)
        self.mailboxes.merge(other.mailboxes)
        self.stored.merge(other.stored)
        self.codes.merge(other.codes)
        self.back_off.merge(other.back_off)
        self.told_codes.merge(other.told_codes)
        self.engine.merge(other.engine)
        self.snapshots.merge(other.snapshots)
        self.organizations.merge(other.organizations)
        self.settings.merge(other.settings)
        self.repeated.merge(other.repeated)
        self.activity.merge(other.activity)
        self.recoveries.merge(other.recoveries)
        self.http.update(other.http)
        self.steps.update(other.steps)
        self.access.update(other.access)
        for service, side in other.sides.items():
            self.sides.setdefault(service, counted.Side()).merge(side)
        for system, place in other.last_worked.items():
            self.last_worked[system] = max(self.last_worked.get(system, place), place)
        self.requests += other.requests
        self.answered += other.answered
        self.successes += other.successes
        self.unproved += other.unproved
        self.under_way += other.under_way
        self.finished += other.finished
        self.lost_sessions += other.lost_sessions
        self.outside += other.outside
        self.undated += other.undated
        self.online = self.online or other.online
        self.on_premises = self.on_premises or other.on_premises
        self.asked_online = self.asked_online or other.asked_online
        for document, about in other.about.items():
            self.about.setdefault(document, About()).merge(about)
        self.tell(other.first_seen, other.last_seen)
        self.add_sessions(other.sessions)

    def tell(self, first: datetime | None, last: datetime | None) -> None:
        """Take in a stretch of time that documents tell of."""
        self.first_seen = min((time for time in (self.first_seen, first) if time is not None), default=None)
        self.last_seen = max((time for time in (self.last_seen, last) if time is not None), default=None)

    def add_sessions(self, told: Sequence[tuple[str, Session]]) -> None:
        """Keep sessions, each with its document. Which are kept of too many depends on their places alone."""
        self.sessions += told
        if len(self.sessions) > 2 * self.limits.values:
            self.sessions.sort(key=by_place)
            self.lost_sessions += len(self.sessions) - self.limits.values
            del self.sessions[self.limits.values :]

    @property
    def lost(self) -> int:
        """Values that were not kept apart because there are too many different ones; ask once the others were taken."""
        few = (
            *(self.headers, self.step_headers, self.versions, self.hosts, self.operations, self.mailboxes, self.stored),
            *(self.codes, self.back_off, self.told_codes, self.engine, self.snapshots, self.organizations),
        )
        return sum(one.lost for one in few) + bool(self.settings.lost) + self.lost_sessions


def by_place(row: tuple[str, Session]) -> tuple[str, int]:
    """Where a session is told."""
    document, session = row
    return document, session.at.line
