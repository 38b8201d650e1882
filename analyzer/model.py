"""The nouns: documents, the records readers take from them, the facts they add up to, findings, and the analysis.

Everything is frozen. Times are UTC. This module imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class System(StrEnum):
    """The side a request or a message belongs to. The sides never mix: a 404 of C4C says nothing about the EWS URL."""

    EXCHANGE = "exchange"
    C4C = "c4c"
    OTHER = "other"
    ENGINE = "engine"
    """The synchronization engine between the two: it makes no HTTP requests of its own."""
    UNKNOWN = "unknown"
    """Text without an origin, such as a message pasted from the sync dashboard."""


class Kind(StrEnum):
    """What a document was taken for; the names are fixed by docs/contract.md."""

    EXCHANGE_DUMP = "exchange-dump"
    C4C_DUMP = "c4c-dump"
    SYNC_DUMP = "sync-dump"
    JOB_LOG = "job-log"
    CONFIGURATION = "configuration"
    SYNC_EXPORT = "sync-export"
    HAR = "har"
    SAZ = "saz"
    PLAIN_TEXT = "plain-text"
    METADATA = "metadata"
    UNKNOWN = "unknown"


COUNTS = (
    "requests",
    "answered",
    "successes",
    "finished",
    "envelopes",
    "statuses",
    "cut",
    *(kind.value for kind in Kind),
)
"""Numbers of a case that rules may ask for: of requests, of answers, and of documents by their kind."""


class Outcome(StrEnum):
    """The vendor's distinction. Error: nothing synchronizes. Issue: only certain records fail. Info: nobody suffers."""

    ERROR = "error"
    ISSUE = "issue"
    INFO = "info"


class VerdictOutcome(StrEnum):
    """What a whole case amounts to."""

    ERROR = "error"
    ISSUE = "issue"
    CLEAN = "clean"
    INCONCLUSIVE = "inconclusive"


class Severity(StrEnum):
    """How much it hurts, most first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Basis(StrEnum):
    """Whether the vendor says so, or we read it so."""

    DOCUMENTED = "documented"
    INFERRED = "inferred"


class Owner(StrEnum):
    """Who acts next."""

    CUSTOMER_USER = "customer-user"
    C4C_KEY_USER = "c4c-key-user"
    EXCHANGE_ADMIN = "exchange-admin"
    M365_ADMIN = "m365-admin"
    NETWORK_ADMIN = "network-admin"
    SAP_API_TEAM = "sap-api-team"
    SSI_SUPPORT = "ssi-support"
    NOBODY = "nobody"


class Confidence(StrEnum):
    """How sure a verdict is."""

    CONFIRMED = "confirmed"
    """The vendor or the maker of the server describes it, and a request that failed, or several texts, prove it."""
    LIKELY = "likely"
    """It fits, and nothing speaks against it."""
    HINT = "hint"
    """Too little is known to act on it without asking back."""


class Deployment(StrEnum):
    """Where the Exchange server that answered stands."""

    ONLINE = "online"
    ON_PREMISES = "on-premises"
    UNKNOWN = "unknown"


# -- what readers say ------------------------------------------------------------------------------------------------


JOB_LOG = "job log"
"""The thread of all lines of a job log: they pair no requests with answers."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a document says something, and on whose side."""

    line: int
    """Line in the document, from 1."""
    time: datetime | None = None
    """UTC; None where the document gives no time for it."""
    system: System = System.EXCHANGE
    thread: str = ""
    """Thread or connection the record was written by: requests and answers of one thread alternate."""
    exchange: int | None = None
    """Number of the action that holds request and answer together, where the format has such an element."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Something a document says."""

    at: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHead(Record):
    """Request line and header fields of one HTTP request."""

    method: str
    path: str
    """Path without query."""
    host: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody(Record):
    """What a SOAP request asks for."""

    operation: str | None
    mailbox: str | None = None
    """The mailbox that is impersonated; None where the account acts for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseHead(Record):
    """Status line and header fields of one HTTP response."""

    status: int
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """Only fields that may be shown, in their documented spelling."""
    field_lines: tuple[int, ...] = ()
    """Line of each of these fields; empty where the format puts them all on the line of the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One response message inside an answer, or its SOAP fault."""

    line: int
    code: str | None
    """EWS response code; None where the server gave none."""
    text: str = ""
    fault: bool = False
    values: tuple[tuple[str, str], ...] = ()
    """Named values of the server's `MessageXml`, such as BackOffMilliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseBody(Record):
    """What a SOAP answer says, without any item in it."""

    operation: str | None
    version: str | None = None
    """Exchange version, four numbers, from ServerVersionInfo."""
    successes: int = 0
    """Response messages without an error."""
    results: tuple[Result, ...] = ()
    """Response messages with an error or a warning, and the fault."""
    soap: bool = True
    """False for an answer that is no SOAP, such as the page of a proxy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Record):
    """An exception text or a line of a log."""

    text: str
    level: str = ""
    component: str = ""
    exception: bool = False
    """The document itself marks this as an exception or error."""
    unzoned: bool = False
    """Its time names no zone; UTC was assumed."""
    item: bool = False
    """It is about one record: a row of the issue table. It can never mean that nothing synchronizes."""
    own: bool = False
    """An exception block of the C4C dump: SSI's own, never SAP's."""
    repeats: bool = False
    """It only says again what the answer before it, or its absence, has said: no error of its own."""
    user: str = ""
    """Whose session it is about, where the document names one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Record):
    """A session as the sync panel lists it, or as a sync dump ends it."""

    user: str
    status: str
    finished: bool
    """It ended well, and names no exception."""
    objects: int | None = None
    failures: int | None = None
    issues: int | None = None
    conflicts: int | None = None
    duplicates: int | None = None
    confirmations: int | None = None
    snapshot: tuple[int, int, int] | None = None
    """Limit, total and pinned, where the session names them."""
    ended: datetime | None = None
    """The last time that the documents of the session tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored(Record):
    """Records of one type in one storage that a sync dump lists."""

    storage: str
    type: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Record):
    """A setting that was in force and can explain a finding: a limit, a switch, an address, a way of access."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut(Record):
    """The document ends inside a record here: a request without answer proves nothing any more."""


# -- what they add up to ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A place in the upload that proves something. The excerpt has no secrets and no mail content."""

    document: str
    line: int
    time: datetime | None
    excerpt: str
    ids: tuple[tuple[str, str], ...] = ()
    """Fields that Microsoft asks for: request ids and the machines on the way."""
    marks: tuple[tuple[int, int], ...] = ()
    """Where in the excerpt the words stand that prove it: first character and the one after the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Error events that are alike, counted."""

    kind: str
    """http, fault, response, no-answer, exception (SSI's own, in the C4C dump) or message."""
    system: System
    status: int | None = None
    code: str | None = None
    text: str = ""
    operation: str | None = None
    path: str = ""
    mailbox: str | None = None
    impersonated: bool = False
    """A service account asked to act for the mailbox."""
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
    item: bool = False
    """It is about one record only."""
    probe: bool = False
    """A failed attempt before another address worked (Autodiscover, redirects)."""
    samples: tuple[Evidence, ...] = ()
    documents: Mapping[str, int] = field(default_factory=dict)
    """How many of the events each document reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderFact:
    """A response header value, with the first place it was seen."""

    system: System
    header: str
    value: str
    count: int
    sample: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationFact:
    """Requests of one operation; failed are those whose last answer was an error, or that nothing answered."""

    system: System
    operation: str
    count: int
    failed: int
    timed: int = 0
    """Requests whose duration is known: C4C says it (`c4c-odata-response-time`), a dump has both times."""
    milliseconds: int = 0
    """Their durations together."""
    longest: int = 0
    """Milliseconds of the slowest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that was counted in one case. Its size depends on distinct facts, not on the size of the input."""

    events: tuple[Event, ...] = ()
    http: Mapping[tuple[System, int], int] = field(default_factory=dict)
    steps: Mapping[tuple[System, int], int] = field(default_factory=dict)
    headers: tuple[HeaderFact, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)
    operations: tuple[OperationFact, ...] = ()
    response_codes: Mapping[tuple[str, str | None], int] = field(default_factory=dict)
    engine_codes: Mapping[str, int] = field(default_factory=dict)
    snapshots: Mapping[tuple[int, int, int], int] = field(default_factory=dict)
    removed_organizations: Mapping[tuple[str, str], int] = field(default_factory=dict)
    mailboxes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Requests and failed requests by the mailbox they act on."""
    back_off: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """How often the server asked to wait, by hint and milliseconds."""
    successes: int = 0
    """Requests of Exchange that worked."""
    overflow: int = 0
    """Values that were not kept apart because there are too many different ones."""
    repeated: tuple[str, ...] = ()
    """Texts of exceptions that only say again what a failed answer has said; a log may quote them."""
    succeeded: Mapping[System, tuple[datetime, str, int]] = field(default_factory=dict)
    """The last request of each side that went well: time, document and line."""
    gaps: tuple[tuple[timedelta, datetime, str, int], ...] = ()
    """Long silences: how long, from when, the document, and the line that comes after it."""
    sessions: tuple[tuple[str, Session], ...] = ()
    """Sessions of exported tables and of sync dumps, each with its document; by time, the undated ones first."""
    stored: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Records by storage and type, as sync dumps list them."""
    activity: Mapping[tuple[System, int], tuple[int, int]] = field(default_factory=dict)
    """Requests that went well and that failed, by side and second since 1970; seconds are multiples of `step`."""
    step: int = 1
    """Seconds that one row of the activity stands for: a power of two."""
    periods: tuple[tuple[str, datetime, datetime, int, int], ...] = ()
    """Documents with times: first, last, requests and failed requests."""
    ends: Mapping[str, int] = field(default_factory=dict)
    """The line of the last time of each of them."""
    settings: Mapping[tuple[str, str], tuple[int, str, int]] = field(default_factory=dict)
    """Settings that were in force, by name and value: how often, and the first document and line."""
    documents: Mapping[str, int] = field(default_factory=dict)
    """How many documents there are of each kind, and under `cut` how many end inside a record."""
    envelopes: int = 0
    """Answers whose SOAP envelope is in the upload."""
    version_samples: Mapping[str, Evidence] = field(default_factory=dict)
    """The first place of each Exchange version."""
    finished: int = 0
    """Sessions that the engine, or an export, reports as finished well."""
    requests: int = 0
    answered: int = 0
    deployment: Deployment = Deployment.UNKNOWN
    first_seen: datetime | None = None
    last_seen: datetime | None = None

    def count(self, name: str) -> int:
        """One of the numbers that rules may ask for; `COUNTS` has their names."""
        match name:
            case "requests":
                return self.requests
            case "answered":
                return self.answered
            case "successes":
                return self.successes
            case "finished":
                return self.finished
            case "envelopes":
                return self.envelopes
            case "statuses":
                return sum(self.http.values())
        return self.documents.get(name, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file of the upload and what became of it."""

    name: str
    kind: Kind
    bytes: int
    sha256: str
    records: int
    warnings: tuple[str, ...] = ()
    bytes_skipped: int = 0
    cut: bool = False
    """The document ends inside a record."""
    unzoned: bool = False
    """Some of its times name no zone and are taken as UTC."""
    unread: bool = False
    """An archive, or a member of one, that nothing could be read of: nobody knows what it tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A known error that the facts prove."""

    rule: str
    title: str
    source: str
    outcome: Outcome
    severity: Severity
    basis: Basis
    owner: Owner
    count: int
    first_seen: datetime | None
    last_seen: datetime | None
    parameters: Mapping[str, str]
    cause: str
    solution: tuple[str, ...]
    references: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    recovered: bool = False
    guessed: bool = False
    """The form in which the error shows in an upload is our guess; nobody published it."""
    told_only: bool = False
    """Only texts name it: no request that failed and no header of a server is in the upload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the whole case amounts to."""

    outcome: VerdictOutcome
    rule: str | None
    headline: str
    owner: Owner
    confidence: Confidence
    pro: tuple[str, ...] = ()
    """What speaks for it, a sentence each."""
    contra: tuple[str, ...] = ()
    """What speaks against it, or is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unexplained:
    """Error events that no rule explains, by signature."""

    signature: str
    count: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEvaluated:
    """A rule that could not be judged, and why."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The answer. Every output is rendered from this value and from nothing else."""

    version: str
    catalogue: str
    """Digest of the rules that were used."""
    verdict: Verdict
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    facts: Facts
    unexplained: tuple[Unexplained, ...]
    missing: tuple[str, ...] = ()
    """What to ask for, each a phrase that names it."""
    looked_at: tuple[str, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    options: tuple[str, ...] = ()
    """What was asked for beyond the defaults, a phrase each."""
    error_events: int = 0
    """Error events in the case, those of probes and mere mentions aside."""

    @property
    def explained_events(self) -> int:
        """Error events that a known error explains."""
        return self.error_events - sum(row.count for row in self.unexplained)

    @property
    def analysed(self) -> bool:
        """Whether anything in the upload could be analysed at all: empty and refused documents cannot."""
        return any(document.bytes_skipped < document.bytes for document in self.documents)
