"""The error events of a document, or of several: those that are alike are one event with a count."""

from __future__ import annotations

from collections.abc import Callable

from analyzer.facts import counted, csrf, texts
from analyzer.facts.recovery import Recoveries
from analyzer.limits import Limits
from analyzer.model import Event, Place

_Key = tuple[object, ...]
_COARSE = 6
"""Parts of a key that events beyond the cap are still told apart by: kind, side, protocol, status, code, operation."""


class Events:
    """Events by what makes them alike. Memory depends on distinct events, not on how many there are."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.apart: dict[_Key, counted.Tallied] = {}
        self.merged: dict[_Key, counted.Tallied] = {}
        """Those beyond the cap, by the first parts of their keys alone."""

    def count(
        self,
        event: Event,
        place: Place,
        excerpt: Callable[[], tuple[str, tuple[tuple[str, str], ...]]],
        at: counted.Order,
        *,
        early: bool,
        autodiscover: bool = False,
        user: str = "",
    ) -> None:
        """Take in one event; `excerpt` gives its line of proof and its ids, and is asked only where they are kept."""
        tallied = self._alike(event, place, at, early=early, autodiscover=autodiscover)
        time, document, number = at
        tallied.count += 1
        for failures in (tallied.failures, tallied.unserved):
            failures.add(user, number, time if time > counted.BEGINNING else None)
        if at < tallied.first_order:  # members of an archive come in any order
            tallied.event, tallied.first_order = event, at
        tallied.documents[document] += 1
        if place.time is not None:
            tallied.first_seen = min(tallied.first_seen or place.time, place.time)
            tallied.last_seen = max(tallied.last_seen or place.time, place.time)
        if len(tallied.samples) < self.limits.samples:
            tallied.samples.append(counted.evidence(self.limits, document, place, *excerpt()))
        elif (document, place.line) < counted.by_line(tallied.samples[-1]):
            tallied.samples[-1] = counted.evidence(self.limits, document, place, *excerpt())
        else:
            return
        tallied.samples.sort(key=counted.by_line)

    def _alike(
        self, event: Event, place: Place, at: counted.Order, *, early: bool, autodiscover: bool
    ) -> counted.Tallied:
        day = place.time.date() if place.time else None
        key: _Key = (
            *(event.kind, event.system, event.protocol, event.status, event.code, event.operation),
            *(
                event.inner,
                event.form,
                event.path,
                event.mailbox,
                event.impersonated,
                event.access,
                event.mention,
                event.calm,
                event.item,
                event.session,
                event.elsewhere,
            ),
            *(event.deployment, tuple(event.parameters.items()), texts.signature(event.text), day, early, autodiscover),
        )
        tallied = self.apart.get(key)
        if tallied is None:
            if len(self.apart) >= self.limits.events + self.limits.events // 4:
                self._put_together()
            tallied = self.apart[key] = counted.Tallied(event, first_order=at, early=early, autodiscover=autodiscover)
        return tallied

    def _put_together(self) -> None:
        """Put events beyond the cap together; those with the first keys stay apart."""
        if len(self.apart) <= self.limits.events:
            return
        for key in sorted(self.apart, key=repr)[self.limits.events :]:
            self._take(self.merged, key[:_COARSE], self.apart.pop(key))

    def _take(self, into: dict[_Key, counted.Tallied], key: _Key, tallied: counted.Tallied) -> None:
        known = into.setdefault(key, tallied)
        if known is not tallied:
            known.merge(tallied, self.limits.samples)

    def close(self, document: str, recoveries: Recoveries) -> None:
        """The document is over: what was served after the last of its failures is known now."""
        for tallied in (*self.apart.values(), *self.merged.values()):
            event = tallied.event
            tallied.failures.close(document, recoveries.in_document(csrf.what_works_again(event)))
            tallied.unserved.close(document, recoveries.of_others(event.system, event.mailbox))

    def merge(self, other: Events) -> None:
        """Take in the events of documents that are over."""
        for key, tallied in other.merged.items():
            self._take(self.merged, key, tallied)
        for key, tallied in other.apart.items():
            if key not in self.apart and len(self.apart) >= self.limits.events + self.limits.events // 4:
                self._put_together()
            self._take(self.apart, key, tallied)

    def ordered(self) -> list[counted.Tallied]:
        """All of them, the first to happen first."""
        self._put_together()
        every = [*self.apart.values(), *self.merged.values()]
        return sorted(every, key=lambda tallied: (tallied.first_order, tallied.event.kind))
