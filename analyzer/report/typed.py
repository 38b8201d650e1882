"""The document, typed: what `-f json` writes, key by key, as `docs/schema/analysis.schema.json` publishes it.

The schema says what each key means; tests/test_typed.py holds both against each other. An analysis that an older
version saved has all keys once `saved.whole` has filled them in.
"""

from __future__ import annotations

from typing import NotRequired, TypeAlias, TypedDict

from analyzer.model import Remark

Moment: TypeAlias = str
"""UTC with a Z; milliseconds only where there are any."""
Sentence: TypeAlias = "Remark | str"
"""A remark until the last step, and what it says in words after that."""


class Tool(TypedDict):
    """What made the document."""

    name: str
    version: str
    catalogue: str


class Period(TypedDict):
    """First and last time that the upload names."""

    first: Moment | None
    last: Moment | None


class Upload(TypedDict):
    """One path that was given."""

    name: str
    files: int


class Caution(TypedDict):
    """What a reader must know of the case as a whole."""

    code: str
    text: Sentence


class Other(TypedDict):
    """An error or issue beside that of the verdict."""

    rule: str
    title: str
    owner: str
    outcome: str
    count: int


Confidence = TypedDict("Confidence", {"level": str, "for": list[Sentence], "against": list[Sentence]})


class Status(TypedDict):
    """Requests by the last status that they got."""

    system: str
    protocol: str
    status: int
    count: int


class Requests(TypedDict):
    """Requests by whom they asked."""

    system: str
    protocol: str
    count: int
    answered: int
    failed: int


class Server(TypedDict):
    """A value of a response header that tells about servers."""

    system: str
    header: str
    value: str
    count: int


class Host(TypedDict):
    """A host that requests were sent to."""

    system: str
    host: str
    count: int


class Snapshot(TypedDict):
    """The numbers of a snapshot, as messages name them."""

    limit: int
    total: int
    pinned: int
    count: int


class SessionSnapshot(TypedDict):
    """The numbers of a snapshot, as a session names them."""

    limit: int
    total: int
    pinned: int


class Organization(TypedDict):
    """An organization that is marked for removal."""

    organization: str
    forest: str | None
    count: int


class EngineCode(TypedDict):
    """A code of the synchronization engine."""

    code: str
    count: int


class Mailbox(TypedDict):
    """A mailbox that requests act on."""

    mailbox: str
    count: int
    failed: int


class BackOff(TypedDict):
    """How long a server asked to wait."""

    hint: str
    milliseconds: int
    count: int


class Access(TypedDict):
    """How SSI signs in."""

    kind: str
    count: int


Activity = TypedDict("Activity", {"system": str, "from": Moment | None, "to": Moment | None, "ok": int, "failed": int})


class Stored(TypedDict):
    """Records of one type in one storage."""

    storage: str | None
    type: str
    count: int


class Setting(TypedDict):
    """A setting that was in force."""

    name: str
    value: str
    count: int
    document: str
    line: int


class Turn(TypedDict):
    """A row of the time line."""

    time: Moment | None
    kind: str | None
    what: Sentence
    document: str
    line: int


Window = TypedDict(
    "Window", {"from": Moment | None, "to": Moment | None, "records_outside": int, "records_undated": int}
)


class NotEvaluated(TypedDict):
    """A rule that could not be judged, and why."""

    rule: str
    reason: Sentence


class Made(TypedDict):
    """How the document was made."""

    options: list[str]
    privacy: str
    letter_language: str


class Hit(TypedDict):
    """How many there are of each, and how many of them the verdict is about."""

    mailboxes: int | None
    mailboxes_failing: int | None
    sessions: int | None
    sessions_failing: int | None
    organizations: int | None


class Verdict(TypedDict):
    """What the whole case amounts to."""

    outcome: str
    rule: str | None
    headline: Sentence
    owner: str
    confidence: Confidence
    since: Moment | None
    still_happening: bool | None
    mailboxes: list[str]
    first_step: str
    others: list[Other]
    hit: Hit


class Document(TypedDict):
    """One file of the upload."""

    name: str
    kind: str
    bytes: int
    sha256: str
    records: int
    warnings: list[Sentence]
    warning_codes: list[str]
    zone: str | None


class Evidence(TypedDict):
    """A place in a document that proves something."""

    document: str
    line: int
    time: Moment | None
    excerpt: str
    ids: dict[str, str]
    marks: list[list[int]]


class Telling(TypedDict):
    """The letter in one language, its values not filled in."""

    subject: list[str]
    happened: list[str]
    why: list[str]
    steps: list[list[str]]
    after: list[str]


class Tell(TypedDict):
    """The letter in both."""

    stops: bool
    en: Telling
    de: Telling


class Finding(TypedDict):
    """A known error that the upload proves."""

    rule: str
    title: str
    source: str
    system: str
    outcome: str
    severity: str
    basis: str
    owner: str
    count: int
    first_seen: Moment | None
    last_seen: Moment | None
    recovered: bool
    mailboxes: list[str]
    mailboxes_more: int
    parameters: dict[str, str]
    cause: str
    solution: list[str]
    references: list[str]
    tell: Tell | None
    evidence: list[Evidence]
    reason: NotRequired[str | None]
    """Of an ignored one: why, and the last day on which it is."""
    until: NotRequired[str | None]


class Version(TypedDict):
    """A version that Exchange says it has."""

    version: str
    product: str
    update: str | None
    support_ends: str | None
    count: int


class ResponseCode(TypedDict):
    """A code that answers or error texts name."""

    protocol: str
    code: str
    operation: str | None
    count: int


class Operation(TypedDict):
    """An operation that was asked for."""

    system: str
    protocol: str
    operation: str
    count: int
    failed: int


class ResponseTime(TypedDict):
    """How long the answers to an operation took."""

    system: str
    operation: str
    count: int
    mean_ms: int
    longest_ms: int


class Session(TypedDict):
    """A session as the sync panel lists it, or a sync dump ends it."""

    user: str | None
    run: Moment | None
    status: str
    failed: bool
    objects: int | None
    failures: int | None
    issues: int | None
    conflicts: int | None
    duplicates: int | None
    confirmations: int | None
    snapshot: SessionSnapshot | None
    document: str
    line: int


class SeenBefore(TypedDict):
    """What a history tells of earlier cases."""

    rule: str | None
    signature: str | None
    cases: int
    since: Moment | None
    first_case: str | None


class Unexplained(TypedDict):
    """Error events that no rule explains."""

    signature: str
    count: int
    evidence: list[Evidence]


class Coverage(TypedDict):
    """What was looked at, and what is missing."""

    bytes_read: int
    bytes_skipped: int
    records: int
    error_events: int
    explained_events: int
    window: Window | None
    looked_at: list[Sentence]
    missing: list[Sentence]
    not_evaluated: list[NotEvaluated]


class Texts(TypedDict):
    """Texts that are ready to send."""

    customer: str
    letters: NotRequired[dict[str, str]]
    ticket: str
    microsoft: str | None
    sap: str | None


class Whole(TypedDict):
    """The document."""

    schema_version: int
    tool: Tool
    verdict: Verdict
    uploads: list[Upload]
    period: Period
    warnings: list[Caution]
    documents: list[Document]
    findings: list[Finding]
    seen_before: SeenBefore | None
    ignored: list[Finding]
    requests: list[Requests]
    http: list[Status]
    steps: list[Status]
    servers: list[Server]
    exchange_versions: list[Version]
    hosts: list[Host]
    snapshots: list[Snapshot]
    removed_organizations: list[Organization]
    response_codes: list[ResponseCode]
    engine_codes: list[EngineCode]
    operations: list[Operation]
    response_times: list[ResponseTime]
    mailboxes: list[Mailbox]
    back_off: list[BackOff]
    access: list[Access]
    sessions: list[Session]
    activity: list[Activity]
    stored_records: list[Stored]
    settings: list[Setting]
    timeline: list[Turn]
    timeline_left_out: int
    unexplained: list[Unexplained]
    coverage: Coverage
    made: Made
    texts: NotRequired[Texts]
    """Written in the last step, out of all the rest."""
