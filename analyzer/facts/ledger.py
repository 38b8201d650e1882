"""What has been counted so far of one case: the shelves that calls and messages are counted into.

`tally_calls.py` and `tally_messages.py` fill them, `summing.py` makes the facts of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from analyzer.facts import again, counted, texts
from analyzer.facts.activity import Activity
from analyzer.facts.calls import Call
from analyzer.facts.events import Events
from analyzer.facts.few import Few
from analyzer.facts.recovery import Recoveries
from analyzer.facts.sessions import About
from analyzer.limits import Limits
from analyzer.model import Access, Place, Protocol, Service, Session, Setting, System, TimeWindow
from analyzer.privacy.scrubbing import scrub
from analyzer.reference import headers as fields


class Ledger:
    """Counts of one case, document by document. Memory depends on distinct facts, not on the size of the input."""

    def __init__(self, limits: Limits, wanted: Callable[[str], bool], window: TimeWindow | None = None) -> None:
        self.limits = limits
        self.window = window
        self.wanted = wanted
        """Whether a text holds anything that a rule looks for; other log lines are counted and forgotten."""
        self._of_case()
        self._of_document()

    def _of_case(self) -> None:
        self.events = Events(self.limits)
        self.http: Counter[tuple[Service, int]] = Counter()
        self.steps: Counter[tuple[Service, int]] = Counter()
        self.lost = 0
        """Values that were not kept apart because there are too many different ones."""
        self.headers: Few[tuple[System, str, str], counted.Seen] = self._few(counted.Seen)
        self.step_headers: Few[tuple[System, str, str], counted.Seen] = self._few(counted.Seen)
        self.versions: Few[str, counted.Seen] = self._few(counted.Seen)
        self.hosts: Few[tuple[System, str], counted.Seen] = self._few(counted.Seen)
        self.operations: Few[tuple[Service, str], counted.Asked] = self._few(counted.Asked)
        self.mailboxes: Few[str, counted.Asked] = self._few(counted.Asked)
        self.stored: Few[tuple[str, str], counted.Seen] = self._few(counted.Seen)
        self.codes: Few[tuple[Protocol, str, str | None], counted.Seen] = self._few(counted.Seen)
        self.back_off: Few[tuple[str, int], counted.Seen] = self._few(counted.Seen)
        self.told_codes: Few[tuple[Protocol, str], counted.Quoted] = self._few(counted.Quoted)
        """Codes that texts name; what an answer names, too, is counted there."""
        self.engine: Few[str, counted.Quoted] = self._few(counted.Quoted)
        self.snapshots: Few[tuple[int, int, int], counted.Quoted] = self._few(counted.Quoted)
        self.organizations: Few[tuple[str, str], counted.Quoted] = self._few(counted.Quoted)
        self.settings: Few[tuple[str, str], counted.Set] = Few(self.limits.values, counted.Set, self._lose_setting)
        self.lost_settings = 0
        """1 where there are more settings than are kept."""
        self.repeated: Few[str, counted.Seen] = Few(self.limits.samples * 100, counted.Seen, lambda _, __: None)
        self.activity = Activity()
        self.recoveries = Recoveries(self.limits.values)
        self.last_worked: dict[System, tuple[datetime, str, int]] = {}
        self.access: Counter[Access] = Counter()
        self.requests = self.answered = 0
        self.sides: dict[Service, counted.Side] = {}
        self.successes = self.unproved = self.under_way = self.finished = 0
        self.sessions: list[tuple[str, Session]] = []
        self.about: dict[str, About] = {}
        self.online = self.on_premises = False
        self.asked_online = False
        """A request or a setting names the service of Exchange Online; what answered elsewhere says more."""
        self.first_seen: datetime | None = None
        self.last_seen: datetime | None = None
        self.outside = self.undated = 0
        """Records that lie outside of the window, and those that count because they give no time."""

    def _of_document(self, name: str = "") -> None:
        self.document = name
        self.records = 0
        self.left_out = 0
        """Records of this document that lie outside of the window."""
        self.clock = counted.BEGINNING
        self.again = again.Again()
        self.worked = False
        """Exchange answered successfully before, in this document."""
        self.refused_token = False
        """C4C has refused a token in this document, and nothing told since then that it gave out another."""
        self.has_bodies = False
        """This document traces bodies of answers of Exchange."""
        self.bodiless: list[Call] = []
        """Good statuses without a body, until it is known whether any body is traced."""

    def open(self, document: str) -> None:
        """Begin with a document."""
        self._of_document(document)
        self.about[document] = About()

    def close(self, *, unzoned: bool) -> None:
        """The document is over; `unzoned` where its times name no zone."""
        self.about[self.document].unzoned = unzoned
        self.events.close(self.document, self.recoveries)
        self.recoveries.close(self.document, unzoned=unzoned)

    def _few(self, make: Callable[[], Any]) -> Few[Any, Any]:
        """Room for the values of one kind; what is beyond it is counted."""

        def lose(_key: object, known: Any) -> None:
            self.lost += known.count

        return Few(self.limits.values, make, lose)

    def _lose_setting(self, _key: object, _known: counted.Set) -> None:
        self.lost_settings = 1

    def counts(self, time: datetime | None, records: int = 1) -> bool:
        """Whether what so many records say lies in the window; what does not is counted here, and nowhere else."""
        if self.window is None:
            return True
        self.undated += records if time is None else 0
        if self.window.holds(time):
            return True
        self.outside += records
        self.left_out += records
        return False

    def tell(self, place: Place) -> None:
        """Take in the time of one more record."""
        self.records += 1
        if (time := place.time) is not None:
            self.clock = time
            if self.window is not None and not self.window.holds(time):
                return
            self.about[self.document].tell(time, place.line)
            self.first_seen = min(self.first_seen or time, time)
            self.last_seen = max(self.last_seen or time, time)

    def see(self, seen: counted.Seen, place: Place, excerpt: str) -> None:
        """Count a value once more; the first place of all documents is its sample."""
        seen.count += 1
        if self.is_first(seen, place.line):
            self.show(seen, place, excerpt)

    def is_first(self, seen: counted.Seen, line: int) -> bool:
        """Whether a line of this document stands before the sample of a value."""
        return seen.sample is None or (self.document, line) < (seen.sample.document, seen.sample.line)

    def show(self, seen: counted.Seen, place: Place, excerpt: str) -> None:
        """Make a place the sample of a value."""
        seen.sample = counted.evidence(self.limits, self.document, place, excerpt)

    def quote(self, text: str, codes: Sequence[str] | None = None) -> None:
        """Count the snapshots and organizations that a text names, and the engine's codes in it."""
        if codes is None:
            codes = texts.engine_codes(text, leading=True)
        for code in codes:
            self.engine.at(code).again(self.document)
        if (size := texts.snapshot(text)) is not None:
            self.snapshots.at(size).again(self.document)
            self.about[self.document].snapshot = size
        if (organization := texts.removed_organization(text)) is not None:
            self.organizations.at(organization).again(self.document)

    def add_session(self, session: Session) -> None:
        """Keep a session. Which are kept depends on their names alone: members of an archive come in any order."""
        self.finished += session.finished
        shown = replace(session, user=scrub(session.user[:200]), status=scrub(session.status[:200]))
        self.sessions.append((self.document, shown))
        if len(self.sessions) > 2 * self.limits.values:
            self.sessions.sort(key=by_place)
            self.lost += len(self.sessions) - self.limits.values
            del self.sessions[self.limits.values :]

    def add_setting(self, setting: Setting) -> None:
        """Count a setting."""
        known, here = self.settings.at((setting.name, setting.value)), (self.document, setting.at.line)
        self.asked_online = self.asked_online or fields.is_online_service(setting.value)
        known.count += 1
        known.place = min(known.place or here, here)


def by_place(row: tuple[str, Session]) -> tuple[str, int]:
    """Where a session is told."""
    document, session = row
    return document, session.at.line
