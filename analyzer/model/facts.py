"""What the records of a case add up to: evidence, error events, and everything that was counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct, field

from analyzer.model.kinds import Access, Deployment, EventKind, Form, Protocol, System
from analyzer.model.records import Session
from analyzer.model.window import TimeWindow


class Evidence(Struct, frozen=True, kw_only=True):
    """A place in the upload that proves something. The excerpt has no secrets and no mail content."""

    document: str
    line: int
    time: datetime | None
    excerpt: str
    ids: tuple[tuple[str, str], ...] = ()
    """Fields that Microsoft asks for: request ids and the machines on the way."""
    marks: tuple[tuple[int, int], ...] = ()
    """Where in the excerpt the words stand that prove it: first character and the one after the last."""


class Event(Struct, frozen=True, kw_only=True):
    """Error events that are alike, counted."""

    kind: EventKind
    system: System
    protocol: Protocol = Protocol.OTHER
    status: int | None = None
    code: str | None = None
    inner: tuple[str, ...] = ()
    """Codes beneath the first, outermost first."""
    form: Form | None = None
    """What answered where something else was asked for: a page, a text, nothing, or XML that ends early."""
    text: str = ""
    operation: str | None = None
    path: str = ""
    mailbox: str | None = None
    impersonated: bool = False
    """A service account asked to act for the mailbox."""
    access: Access | None = None
    """How the request signed in, where that is known."""
    deployment: Deployment = Deployment.UNKNOWN
    parameters: Mapping[str, str] = field(default_factory=dict)
    count: int = 1
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    recovered: bool = False
    """The same system answered the same mailbox successfully after the last of these events."""
    passed: bool = False
    """The same system answered another mailbox successfully after the last of these events: only this one is hit."""
    mention: bool = False
    """Text in which some rule may find something, but that nothing marks as an error: if no rule does, it is none."""
    calm: bool = False
    """A line of a log whose level says that all is well: INFO, DEBUG."""
    item: bool = False
    """It is about one record only."""
    session: bool = False
    """It is a session of a table, which failed with it."""
    elsewhere: bool = False
    """It is about a database, a cache or a queue, so what is true of servers in general says nothing of it."""
    probe: bool = False
    """A failed attempt before another address worked (Autodiscover, redirects)."""
    samples: tuple[Evidence, ...] = ()
    documents: Mapping[str, int] = field(default_factory=dict)
    """How many of the events each document reports."""


class HeaderFact(Struct, frozen=True, kw_only=True):
    """A response header value, with the first place it was seen."""

    system: System
    header: str
    value: str
    count: int
    sample: Evidence
    documents: frozenset[str] = frozenset()
    """Those in which it stands; of very many, some."""


class OperationFact(Struct, frozen=True, kw_only=True):
    """Requests of one operation; failed are those whose last answer was an error, or that nothing answered."""

    system: System
    protocol: Protocol
    operation: str
    count: int
    failed: int
    timed: int = 0
    """Requests whose duration is known: C4C says it (`c4c-odata-response-time`), a dump has both times."""
    milliseconds: int = 0
    """Their durations together."""
    longest: int = 0
    """Milliseconds of the slowest."""


class StatusFact(Struct, frozen=True, kw_only=True):
    """Requests that ended with an HTTP status, or steps of requests that did."""

    system: System
    protocol: Protocol
    status: int
    count: int


class SideFact(Struct, frozen=True, kw_only=True):
    """Requests of one side in one protocol: how many there are, were answered, had a body that was read, and failed."""

    system: System
    protocol: Protocol
    requests: int
    answered: int
    read: int
    failed: int


class VersionFact(Struct, frozen=True, kw_only=True):
    """An Exchange version, four numbers with points, and the first place that names it."""

    version: str
    count: int
    sample: Evidence | None = None


class HostFact(Struct, frozen=True, kw_only=True):
    """A host that requests were sent to."""

    system: System
    host: str
    count: int


class CodeFact(Struct, frozen=True, kw_only=True):
    """A code that answers or error texts name."""

    protocol: Protocol
    code: str
    operation: str | None
    count: int


class EngineCodeFact(Struct, frozen=True, kw_only=True):
    """A code of the synchronization engine."""

    code: str
    count: int


class SnapshotFact(Struct, frozen=True, kw_only=True):
    """A size of the snapshot that a message names, in records."""

    limit: int
    total: int
    pinned: int
    count: int


class OrganizationFact(Struct, frozen=True, kw_only=True):
    """An organization that is marked for removal, and its forest (empty where the message names none)."""

    organization: str
    forest: str
    count: int


class MailboxFact(Struct, frozen=True, kw_only=True):
    """A mailbox that was acted on: requests, and those that failed."""

    mailbox: str
    count: int
    failed: int


class BackOffFact(Struct, frozen=True, kw_only=True):
    """How often the server asked to wait, and how long."""

    hint: str
    """The name of the field or the element that says so."""
    milliseconds: int
    count: int


class Worked(Struct, frozen=True, kw_only=True):
    """The last request of a side that went well."""

    system: System
    time: datetime
    document: str
    line: int


class Gap(Struct, frozen=True, kw_only=True):
    """A long silence: how long, since when, and where the document goes on."""

    length: timedelta
    since: datetime
    document: str
    line: int


class SessionFact(Struct, frozen=True, kw_only=True):
    """A session, and the document that tells of it."""

    document: str
    session: Session


class AccessFact(Struct, frozen=True, kw_only=True):
    """Requests of Exchange that signed in in one way."""

    access: Access
    count: int


class StoredFact(Struct, frozen=True, kw_only=True):
    """Records of one type in one storage."""

    storage: str
    type: str
    count: int


class ActivityFact(Struct, frozen=True, kw_only=True):
    """Requests of one side in one stretch of time that went well and that failed."""

    system: System
    second: int
    """Seconds since 1970; a multiple of `Facts.step`."""
    worked: int
    failed: int


class PeriodFact(Struct, frozen=True, kw_only=True):
    """A document with times: the first, the last with its line, requests and failed requests."""

    document: str
    began: datetime
    ended: datetime
    ended_line: int
    requests: int
    failed: int


class SettingFact(Struct, frozen=True, kw_only=True):
    """A setting that was in force: how often it stands there, and where first."""

    name: str
    value: str
    count: int
    document: str
    line: int


class Facts(Struct, frozen=True, kw_only=True):
    """Everything that was counted in one case. Its size depends on distinct facts, not on the size of the input."""

    events: tuple[Event, ...] = ()
    http: tuple[StatusFact, ...] = ()
    steps: tuple[StatusFact, ...] = ()
    sides: tuple[SideFact, ...] = ()
    """Whom the requests asked; by count, the largest first."""
    headers: tuple[HeaderFact, ...] = ()
    versions: tuple[VersionFact, ...] = ()
    hosts: tuple[HostFact, ...] = ()
    operations: tuple[OperationFact, ...] = ()
    response_codes: tuple[CodeFact, ...] = ()
    engine_codes: tuple[EngineCodeFact, ...] = ()
    snapshots: tuple[SnapshotFact, ...] = ()
    removed_organizations: tuple[OrganizationFact, ...] = ()
    mailboxes: tuple[MailboxFact, ...] = ()
    back_off: tuple[BackOffFact, ...] = ()
    access: tuple[AccessFact, ...] = ()
    """How the requests of Exchange signed in, as far as it is known."""
    successes: int = 0
    """Requests of Exchange that worked."""
    unproved: int = 0
    """Those of them whose answer has a good status, and whose body is in no document: nobody read what it says."""
    under_way: int = 0
    """Requests of any side that the end of a document interrupts, which was copied while several threads worked."""
    overflow: int = 0
    """Values that were not kept apart because there are too many different ones."""
    repeated: tuple[str, ...] = ()
    """Texts of exceptions that only say again what a failed answer has said; a log may quote them."""
    worked: tuple[Worked, ...] = ()
    gaps: tuple[Gap, ...] = ()
    sessions: tuple[SessionFact, ...] = ()
    """Sessions of exported tables and of sync dumps; by time, the undated ones first."""
    stored: tuple[StoredFact, ...] = ()
    activity: tuple[ActivityFact, ...] = ()
    step: int = 1
    """Seconds that one row of the activity stands for: a power of two."""
    periods: tuple[PeriodFact, ...] = ()
    settings: tuple[SettingFact, ...] = ()
    documents: Mapping[str, int] = field(default_factory=dict)
    """How many documents there are of each kind, and under `cut` how many end inside a record."""
    finished: int = 0
    """Sessions that the engine, or an export, reports as finished well."""
    requests: int = 0
    answered: int = 0
    deployment: Deployment = Deployment.UNKNOWN
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    window: TimeWindow | None = None
    """The stretch of time that was asked for; None where everything counts."""
    outside: int = 0
    """Records that lie outside of it."""
    undated: int = 0
    """Records that give no time: they count, though they may lie outside of it."""

    @property
    def users(self) -> int:
        """Mailboxes that requests acted on; where none tells, users whose sessions a table lists."""
        return len(self.mailboxes) or len({row.session.user.lower() for row in self.sessions if row.session.user})

    def count(self, name: str) -> int:
        """One of the numbers that rules may ask for; `COUNTS` has their names."""
        match name:
            case "exchange-requests":
                return self.asked(System.EXCHANGE)
            case "exchange-answered":
                return self.answered_by(System.EXCHANGE)
            case "envelopes":
                return sum(row.read for row in self.sides if row.system is System.EXCHANGE)
            case "statuses":
                return sum(row.count for row in self.http if row.system is System.EXCHANGE)
        own = {
            "requests": self.requests,
            "answered": self.answered,
            "successes": self.successes,
            "unproved": self.unproved,
            "under-way": self.under_way,
            "finished": self.finished,
        }
        return own[name] if name in own else self.documents.get(name, 0)

    def asked(self, system: System) -> int:
        """Requests of one side."""
        return sum(row.requests for row in self.sides if row.system is system)

    def answered_by(self, system: System) -> int:
        """Requests of one side that were answered."""
        return sum(row.answered for row in self.sides if row.system is system)
