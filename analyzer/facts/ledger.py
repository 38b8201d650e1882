"""The document that is being read: what was counted of it so far, and what of it decides how the next is counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec.structs import replace

from analyzer.facts import again, counted, texts
from analyzer.facts.beginning import Beginning
from analyzer.facts.calls import Call
from analyzer.facts.counters import Counters
from analyzer.facts.sessions import About
from analyzer.limits import Limits
from analyzer.model import Place, Session, Setting, TimeWindow
from analyzer.privacy.scrubbing import scrub
from analyzer.reference import headers as fields


class Ledger:
    """What is known of the document that is being read: what was counted of it, and what came before.

    The order of its records plays a part here, and nowhere behind it: a document that is over is its counters alone.
    """

    def __init__(
        self, document: str, limits: Limits, wanted: Callable[[str], bool], window: TimeWindow | None = None
    ) -> None:
        self.document = document
        self.limits = limits
        self.window = window
        self.wanted = wanted
        """Whether a text holds anything that a rule looks for; other log lines are counted and forgotten."""
        self.counters = Counters(limits)
        self.about = self.counters.about[document] = About()
        self.records = 0
        self.left_out = 0
        """Records of this document that lie outside of the window."""
        self.clock = counted.BEGINNING
        self.again = again.Again()
        self.worked = False
        """Exchange answered successfully before."""
        self.refused_token = False
        """C4C has refused a token, and nothing told since then that it gave out another."""
        self.has_bodies = False
        """Bodies of answers of Exchange are traced."""
        self.beginning = Beginning()
        """Whether the document begins inside a request."""
        self.bodiless: list[Call] = []
        """Good statuses without a body, until it is known whether any body is traced."""

    def close(self, *, unzoned: bool) -> None:
        """The document is over; `unzoned` where its times name no zone."""
        self.about.unzoned = unzoned
        self.counters.tell(self.about.began, self.about.ended)
        self.counters.events.close(self.document, self.counters.recoveries)
        self.counters.recoveries.close(self.document, unzoned=unzoned)

    def takes(self, time: datetime | None, records: int = 1) -> bool:
        """Whether what so many records say lies in the window; what does not is counted here, and nowhere else."""
        if self.window is None:
            return True
        self.counters.undated += records if time is None else 0
        if self.window.holds(time):
            return True
        self.counters.outside += records
        self.left_out += records
        return False

    def tell(self, place: Place) -> None:
        """Take in the time of one more record."""
        self.records += 1
        if (time := place.time) is not None:
            self.clock = time
            if self.window is not None and not self.window.holds(time):
                return
            self.about.tell(time, place.line)

    def see(self, seen: counted.Seen, place: Place, excerpt: str) -> None:
        """Count a value once more; the first place of it is its sample."""
        seen.count += 1
        if self.is_first(seen, place.line):
            self.show(seen, place, excerpt)

    def is_first(self, seen: counted.Seen, line: int) -> bool:
        """Whether a line stands before the sample of a value."""
        return seen.sample is None or line < seen.sample.line

    def show(self, seen: counted.Seen, place: Place, excerpt: str) -> None:
        """Make a place the sample of a value."""
        seen.sample = counted.evidence(self.limits, self.document, place, excerpt)

    def quote(self, text: str, codes: Sequence[str] | None = None) -> None:
        """Count the snapshots and organizations that a text names, and the engine's codes in it."""
        if codes is None:
            codes = texts.engine_codes(text, leading=True)
        for code in codes:
            self.counters.engine.at(code).again()
        if (size := texts.snapshot(text)) is not None:
            self.counters.snapshots.at(size).again()
            self.about.snapshot = size
        if (organization := texts.removed_organization(text)) is not None:
            self.counters.organizations.at(organization).again()

    def add_session(self, session: Session) -> None:
        """Keep a session."""
        self.counters.finished += session.finished
        shown = replace(session, user=scrub(session.user[:200]), status=scrub(session.status[:200]))
        self.counters.add_sessions([(self.document, shown)])

    def add_setting(self, setting: Setting) -> None:
        """Count a setting."""
        known, here = self.counters.settings.at((setting.name, setting.value)), (self.document, setting.at.line)
        self.counters.asked_online = self.counters.asked_online or fields.is_online_service(setting.value)
        known.count += 1
        known.place = min(known.place or here, here)
