"""Whether it worked again after a failure. A finding is lowered only where the order of the two is proved.

What proves it: the place of both records in one document, the running numbers of the files of a C4C dump, or times, if
their clocks are known to agree or lie further apart than any two time zones do. A later session of the same user that
went well proves it, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.facts.few import Few
from analyzer.facts.sessions import About, alone, folder_of, owner_of
from analyzer.model import SUCCESS, Session, System

Who = tuple[System, str | None]
"""A side, and the mailbox that was acted on."""

ENDED_WELL = object()
"""What works again after anything a log tells of, once it says that the session ended well."""
MOST_OPEN = 200
"""Documents and users that one failure is followed through; of more, nobody can say that all of them work again."""

_ZONES = timedelta(hours=14)  # the furthest zone from UTC
_NUMBERED = lazy_re.compile(r"^(?P<folder>.*/)?(?P<number>\d{1,6})_[^/]{1,200}$")


class Moment(Struct):
    """The last time of something in documents whose times name a zone, and in those that name none."""

    zoned: tuple[datetime, str] | None = None
    """With the document."""
    unzoned: tuple[datetime, str] | None = None

    @property
    def weight(self) -> int:
        """It stands for itself."""
        return 1

    def merge(self, other: Moment) -> None:
        """Take in the times of other documents."""
        for said, unzoned in ((other.zoned, False), (other.unzoned, True)):
            if said is not None:
                self.add(*said, unzoned=unzoned)

    def add(self, time: datetime, document: str, *, unzoned: bool) -> None:
        """Take a time in; the last one stays."""
        if unzoned:
            self.unzoned = max(self.unzoned or (time, document), (time, document))
        else:
            self.zoned = max(self.zoned or (time, document), (time, document))


class Failures(Struct):
    """Where failures of one kind were not followed by a success in their own document."""

    here: dict[str, tuple[int, datetime | None]] = field(default_factory=dict)
    """In the document that is being read: number of the record of the last one, and its time, by user."""
    left: dict[tuple[str, str], datetime | None] = field(default_factory=dict)
    """By document and user."""

    def add(self, user: str, record: int, time: datetime | None) -> None:
        """Take in one more failure in the document that is being read."""
        if user in self.here or len(self.here) <= MOST_OPEN:
            before = self.here.get(user)
            last = max((t for t in (time, before[1] if before else None) if t is not None), default=None)
            self.here[user] = (record, last)

    def close(self, document: str, success: int) -> None:
        """The document is over; `success` is the number of the record of the last success in it, -1 for none."""
        for user, (record, time) in self.here.items():
            if record >= success and len(self.left) <= MOST_OPEN:
                self.left[document, user] = time
        self.here.clear()

    def merge(self, other: Failures) -> None:
        """Take in those of another document, or of an event that is not kept apart any more."""
        for user, (record, time) in other.here.items():
            self.add(user, record, time)
        for place, time in other.left.items():
            if len(self.left) <= MOST_OPEN:
                known = self.left.get(place, time)
                self.left[place] = max(known, time) if known is not None and time is not None else None

    @property
    def none_left(self) -> bool:
        """Each was followed by a success in its own document."""
        return not self.left

    @property
    def too_many(self) -> bool:
        """There are more of them than are followed."""
        return len(self.left) > MOST_OPEN


class Recoveries:
    """What went well, and when; asked in the end whether it did so after a failure."""

    def __init__(self, most: int) -> None:
        self.latest: Few[Who, Moment] = Few(most, Moment)
        self.numbers: dict[str, int] = {}
        """The last file of each folder of a C4C dump with a success in it."""
        self.here: dict[object, tuple[int, datetime | None]] = {}
        """Number of the record of the last success in the document that is being read, and its time."""

    def worked(self, what: object, record: int, time: datetime | None) -> None:
        """Take in one more success in the document that is being read."""
        before = self.here.get(what)
        if before is None or record > before[0]:
            self.here[what] = record, time

    def in_document(self, what: Iterable[object]) -> int:
        """Number of the record of the last of these successes in the document that is being read; -1 for none."""
        return max((self.here[one][0] for one in what if one in self.here), default=-1)

    def of_others(self, system: System, mailbox: str | None) -> int:
        """The same for the other mailboxes of a side."""
        return max((record for what, (record, _) in self.here.items() if _is_other(what, system, mailbox)), default=-1)

    def close(self, document: str, *, unzoned: bool) -> None:
        """The document is over."""
        numbered = _NUMBERED.match(document)
        for what, (_, time) in self.here.items():
            if not isinstance(what, tuple):
                continue
            if numbered and what == (System.C4C, None):
                folder, number = numbered["folder"] or "", int(numbered["number"])
                self.numbers[folder] = max(self.numbers.get(folder, number), number)
            if time is not None:
                self.latest.at(what).add(time, document, unzoned=unzoned)
        self.here.clear()

    def merge(self, other: Recoveries) -> None:
        """Take in what went well in documents that are over."""
        self.latest.merge(other.latest)
        for folder, number in other.numbers.items():
            self.numbers[folder] = max(self.numbers.get(folder, number), number)


class Judge:
    """Answers for failures whether something good came later, once everything is read."""

    def __init__(
        self,
        recoveries: Recoveries,
        told: Sequence[tuple[str, Session]],
        about: Mapping[str, About],
        mailboxes: Iterable[str],
    ) -> None:
        self.recoveries = recoveries
        self.about = about
        self.groups: dict[str, list[str]] = {}
        """Documents by the session they belong to."""
        self.single = alone(told)
        for document in about:
            self.groups.setdefault(owner_of(document, self.single), []).append(document)
        self.good: dict[str, Moment] = {}
        """When the last session of each user began that went well."""
        users = set(mailboxes)
        for document, session in told:
            names = self._users(document, session)
            users |= names
            if session.finished or session.status == SUCCESS:
                for name in names or {""}:
                    self._began(self.good.setdefault(name, Moment()), document, session)
        self.one_user = len(users) <= 1

    def recovered(self, who: Who, failures: Failures) -> bool:
        """Whether each of the failures was followed by a success that proves it."""
        if failures.too_many:
            return False
        return all(self._later(who, document, user, time) for (document, user), time in failures.left.items())

    def _served(self, who: Who, document: str, time: datetime | None) -> bool:
        """Whether something good came later, by the numbers of the files of a C4C dump or by times."""
        numbered = _NUMBERED.match(document)
        if who[0] is System.C4C and numbered is not None:
            last = self.recoveries.numbers.get(numbered["folder"] or "", -1)
            if last > int(numbered["number"]):
                return True
        found = self.recoveries.latest.get(who)
        unzoned = self.about[document].unzoned
        return found is not None and time is not None and self._is_after(found, document, time, unzoned=unzoned)

    def _later(self, who: Who, document: str, user: str, time: datetime | None) -> bool:
        if self._served(who, document, time):
            return True
        unzoned = self.about[document].unzoned
        names = {user} if user else {who[1]} if who[1] else self.about[document].mailboxes
        if time is None:
            time, unzoned = self._end_of_session(document)
        if time is None:
            return False
        if self.one_user:
            return any(_began_after(moment, time, unzoned=unzoned) for moment in self.good.values())
        return bool(names) and all(
            name in self.good and _began_after(self.good[name], time, unzoned=unzoned) for name in names
        )

    def _is_after(self, found: Moment, document: str, time: datetime, *, unzoned: bool) -> bool:
        """Whether one of these times lies after a failure, on clocks that agree."""
        for clock, other in ((False, found.zoned), (True, found.unzoned)):
            if other is None:
                continue
            agree = clock is unzoned or self._overlap(document, other[1])
            if (agree and other[0] > time) or other[0] - _ZONES > time:
                return True
        return False

    def _overlap(self, one: str, two: str) -> bool:
        """Two documents tell of the same hours, so one without zone has the clock of the other."""
        first, second = self.about[one], self.about[two]
        if first.began is None or first.ended is None or second.began is None or second.ended is None:
            return False
        return first.began <= second.ended and second.began <= first.ended

    def _users(self, document: str, session: Session) -> set[str]:
        if session.user:
            return {session.user.lower()}
        return set().union(*(self.about[name].mailboxes for name in self.groups.get(folder_of(document), ())))

    def _began(self, moment: Moment, document: str, session: Session) -> None:
        """When a session began, by each of the clocks that tell it."""
        own = self.about.get(document)
        if session.at.time is not None:  # a row of a table
            moment.add(session.at.time, document, unzoned=own is not None and own.unzoned)
            return
        for unzoned in (False, True):
            beside = [self.about[name] for name in self.groups.get(folder_of(document), ())]
            times = [one.began for one in beside if one.began is not None and one.unzoned is unzoned]
            if times:
                moment.add(min(times), document, unzoned=unzoned)

    def _end_of_session(self, document: str) -> tuple[datetime | None, bool]:
        """A failure without a time happened before the documents of its session end."""
        owner = owner_of(document, self.single)
        beside = [self.about[name] for name in self.groups[owner]] if owner in self.single else []
        ends = [(one.ended, one.unzoned) for one in beside if one.ended is not None]
        return max(ends) if ends else (None, False)


def _is_other(what: object, system: System, mailbox: str | None) -> bool:
    return isinstance(what, tuple) and what[0] is system and what[1] is not None and what[1] != mailbox


def _began_after(good: Moment, time: datetime, *, unzoned: bool) -> bool:
    same, other = (good.unzoned, good.zoned) if unzoned else (good.zoned, good.unzoned)
    if same is not None and same[0] > time:
        return True
    return other is not None and other[0] - _ZONES > time
