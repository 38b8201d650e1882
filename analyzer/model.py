"""The nouns: documents, the records readers take from them, the facts they add up to, findings, and the analysis.

Everything is frozen. Times are UTC. This module imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple


class System(StrEnum):
    """The side a request or a message belongs to. The sides never mix: a 404 of C4C says nothing about the EWS URL."""

    EXCHANGE = "exchange"
    C4C = "c4c"
    OTHER = "other"
    ENGINE = "engine"
    """The synchronization engine between the two: it makes no HTTP requests of its own."""
    UNKNOWN = "unknown"
    """Text without an origin, such as a message pasted from the sync dashboard."""


class Protocol(StrEnum):
    """What a request is made in; the names are fixed by docs/contract.md. It stands beside the side."""

    EWS = "ews"
    GRAPH = "graph"
    ODATA = "odata"
    AUTODISCOVER = "autodiscover"
    TOKEN = "token"  # noqa: S105 - the name of a protocol, no password
    """The sign-in service that gives out tokens."""
    OTHER = "other"


class Service(NamedTuple):
    """Whom a request asks, or who answers, and in what."""

    system: System
    protocol: Protocol


class Form(StrEnum):
    """The form of a body: what it is, whatever was asked for."""

    SOAP = "soap"
    JSON = "json"
    XML = "xml"
    """XML that is no SOAP: an OData error, an Atom feed, an answer of Autodiscover."""
    MULTIPART = "multipart"
    """The answers of a batch, each of its own form."""
    PAGE = "page"
    """A page for people, in HTML."""
    SIGN_IN = "sign-in"
    """A page that asks for name and password."""
    TEXT = "text"
    EMPTY = "empty"
    CUT = "cut"
    """XML that ends early, though the record that holds it is complete."""
    UNREAD = "unread"
    """It is there, and nobody looked into it: too long, or refused."""


class EventKind(StrEnum):
    """What shows an error; rules ask for it by these names."""

    HTTP = "http"
    FAULT = "fault"
    """A SOAP fault: it ends a whole request."""
    RESPONSE = "response"
    """An error that an answer names without a fault."""
    NO_ANSWER = "no-answer"
    EXCEPTION = "exception"
    """SSI's own, in the C4C dump."""
    MESSAGE = "message"
    """An exception text or a line of a log."""


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
    API_ANSWER = "api-answer"
    """One answer of a service, pasted or saved alone: JSON, XML or HTML."""
    IIS_LOG = "iis-log"
    CONNECTIVITY_TEST = "connectivity-test"
    """A result of testconnectivity.microsoft.com."""
    PLAIN_TEXT = "plain-text"
    METADATA = "metadata"
    UNKNOWN = "unknown"


COUNTS = (
    "requests",
    "answered",
    "exchange-requests",
    "exchange-answered",
    "successes",
    "finished",
    "envelopes",
    "statuses",
    "unproved",
    "cut",
    *(kind.value for kind in Kind),
)
"""Numbers of a case that rules may ask for: of requests, of answers, and of documents by their kind.

Successes, envelopes, statuses and unproved are those of Exchange: a whole C4C dump beside its own does not make that
whole.
"""


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


class Privacy(StrEnum):
    """What a report may show of persons and machines."""

    STANDARD = "standard"
    STRICT = "strict"


class Deployment(StrEnum):
    """Where the Exchange server that answered stands."""

    ONLINE = "online"
    ON_PREMISES = "on-premises"
    UNKNOWN = "unknown"


# -- what readers say ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a document says something, on whose side, and in what protocol."""

    line: int
    """Line in the document, from 1; the number of the entry in a capture, where lines tell nothing."""
    _: KW_ONLY
    system: System
    protocol: Protocol = Protocol.OTHER
    time: datetime | None = None
    """UTC; None where the document gives no time for it."""
    thread: str = ""
    """Thread or connection the record was written by: requests and answers of one thread alternate."""
    action: int | None = None
    """Number of the action that holds request and answer together, where the format has such an element."""

    @property
    def service(self) -> Service:
        """Side and protocol."""
        return Service(self.system, self.protocol)

    @property
    def names_all(self) -> bool:
        """Side and protocol are known: nothing else can add to them."""
        return self.protocol is not Protocol.OTHER and self.system in (System.EXCHANGE, System.C4C)


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
    aside: bool = False
    """The log of a server tells of it, and it is no request of a synchronization: the server's own monitoring, a
    browser, a phone. It is counted; that it worked or failed means nothing here."""
    authorized: bool = False
    """The document shows that it carried credentials; some clients never show them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody(Record):
    """What a request asks for."""

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
    midway: bool = False
    """A refusal in the middle of a handshake: the offer holds a message of its own (NTLM's second, SPNEGO's)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An error that an answer names: a response message of EWS, a SOAP fault, the error object of OData or Graph."""

    line: int
    code: str | None
    """The code, in the words of its protocol; None where the server gave none."""
    text: str = ""
    fault: bool = False
    """It is about the whole request: a SOAP fault, the error object of a JSON or OData answer."""
    inner: tuple[str, ...] = ()
    """Codes beneath the first: the inner error of Graph, the details of a Gateway error, outermost first."""
    values: tuple[tuple[str, str], ...] = ()
    """Named values: of the server's `MessageXml`, such as BackOffMilliseconds; ids that an error of Graph names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseBody(Record):
    """What the body of an answer says, without any item in it."""

    operation: str | None
    version: str | None = None
    """Exchange version, four numbers, from ServerVersionInfo."""
    successes: int = 0
    """What was read in it as success: response messages of class Success or Warning, an answer of the asked form."""
    results: tuple[Result, ...] = ()
    """What it names as an error or a warning."""
    form: Form = Form.SOAP
    text: str = ""
    """What a page or a text says of itself in one line, such as its title; never what a person wrote."""
    told: bool = False
    """The log of the server tells what the answer says; the body itself stands in no document."""
    named_status: int | None = None
    """A status that the body itself names, in the title of a page or a member: it counts where no head tells one."""

    @property
    def is_foreign(self) -> bool:
        """It is nothing that a service answers with: a page, plain text, nothing, or something broken off."""
        return self.form in (Form.PAGE, Form.SIGN_IN, Form.TEXT, Form.EMPTY, Form.CUT, Form.UNREAD)


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
    near: Service | None = None
    """Whose the lines around it are, where its own words and its document name no side."""
    narrated: bool = False
    """A line of a log that tells of the course of things: at a calm level, what it quotes is no error."""


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
class Build(Record):
    """The version of Exchange that a log of the server names by itself, not in an answer."""

    version: str
    """Four numbers with points."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFact:
    """Requests that ended with an HTTP status, or steps of requests that did."""

    system: System
    protocol: Protocol
    status: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFact:
    """Requests of one side in one protocol: how many there are, were answered, and had a body that was read."""

    system: System
    protocol: Protocol
    requests: int
    answered: int
    read: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFact:
    """An Exchange version, four numbers with points, and the first place that names it."""

    version: str
    count: int
    sample: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFact:
    """A host that requests were sent to."""

    system: System
    host: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFact:
    """A code that answers or error texts name."""

    protocol: Protocol
    code: str
    operation: str | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineCodeFact:
    """A code of the synchronization engine."""

    code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFact:
    """A size of the snapshot that a message names, in records."""

    limit: int
    total: int
    pinned: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationFact:
    """An organization that is marked for removal, and its forest (empty where the message names none)."""

    organization: str
    forest: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxFact:
    """A mailbox that was acted on: requests, and those that failed."""

    mailbox: str
    count: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackOffFact:
    """How often the server asked to wait, and how long."""

    hint: str
    """The name of the field or the element that says so."""
    milliseconds: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """The last request of a side that went well."""

    system: System
    time: datetime
    document: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A long silence: how long, since when, and where the document goes on."""

    length: timedelta
    since: datetime
    document: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFact:
    """A session, and the document that tells of it."""

    document: str
    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFact:
    """Records of one type in one storage."""

    storage: str
    type: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFact:
    """Requests of one side in one stretch of time that went well and that failed."""

    system: System
    second: int
    """Seconds since 1970; a multiple of `Facts.step`."""
    worked: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFact:
    """A document with times: the first, the last with its line, requests and failed requests."""

    document: str
    began: datetime
    ended: datetime
    ended_line: int
    requests: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingFact:
    """A setting that was in force: how often it stands there, and where first."""

    name: str
    value: str
    count: int
    document: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
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
    successes: int = 0
    """Requests of Exchange that worked."""
    unproved: int = 0
    """Those of them whose answer has a good status, and whose body is in no document: nobody read what it says."""
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

    def count(self, name: str) -> int:
        """One of the numbers that rules may ask for; `COUNTS` has their names."""
        match name:
            case "requests":
                return self.requests
            case "answered":
                return self.answered
            case "exchange-requests":
                return self.asked(System.EXCHANGE)
            case "exchange-answered":
                return self.answered_by(System.EXCHANGE)
            case "successes":
                return self.successes
            case "finished":
                return self.finished
            case "envelopes":
                return sum(row.read for row in self.sides if row.system is System.EXCHANGE)
            case "statuses":
                return sum(row.count for row in self.http if row.system is System.EXCHANGE)
            case "unproved":
                return self.unproved
        return self.documents.get(name, 0)

    def asked(self, system: System) -> int:
        """Requests of one side."""
        return sum(row.requests for row in self.sides if row.system is system)

    def answered_by(self, system: System) -> int:
        """Requests of one side that were answered."""
        return sum(row.answered for row in self.sides if row.system is system)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file of the upload and what became of it."""

    name: str
    kind: Kind
    bytes: int
    sha256: str
    records: int
    warnings: tuple[str, ...] = ()
    warning_codes: tuple[str, ...] = ()
    """What kind of warning each of them is, in the same order."""
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
    system: System
    """The side that failed; `unknown` where nothing tells."""
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
class Caution:
    """Something about the case as a whole that a reader must know before anything else."""

    code: str
    text: str


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
    warnings: tuple[Caution, ...] = ()
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
