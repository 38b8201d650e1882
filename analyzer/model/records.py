"""What readers say: a place, and the records of a document at their places."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from analyzer.model.kinds import SUCCESS, Credential, Form, Protocol, Service, System


class Place(Struct, frozen=True):
    """Where and when a document says something, on whose side, and in what protocol."""

    line: int
    """Line in the document, from 1; the number of the entry in a capture, where lines tell nothing."""
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


class Record(Struct, frozen=True, kw_only=True):
    """Something a document says."""

    at: Place


class RequestHead(Record, frozen=True, kw_only=True):
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
    credential: Credential | None = None
    """Of what kind they were, where the document shows it."""


class RequestBody(Record, frozen=True, kw_only=True):
    """What a request asks for."""

    operation: str | None
    mailbox: str | None = None
    """The mailbox that is impersonated; None where the account acts for itself."""


class ResponseHead(Record, frozen=True, kw_only=True):
    """Status line and header fields of one HTTP response."""

    status: int
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """Only fields that may be shown, in their documented spelling."""
    field_lines: tuple[int, ...] = ()
    """Line of each of these fields; empty where the format puts them all on the line of the record."""
    midway: bool = False
    """A refusal in the middle of a handshake: the offer holds a message of its own (NTLM's second, SPNEGO's)."""


class Result(Struct, frozen=True, kw_only=True):
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


class ResponseBody(Record, frozen=True, kw_only=True):
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


class Message(Record, frozen=True, kw_only=True):
    """An exception text or a line of a log."""

    text: str
    level: str = ""
    component: str = ""
    exception: bool = False
    """The document itself marks this as an exception or error."""
    timed: bool = False
    """It has a time of its own."""
    offset: int | None = None
    """Minutes that the clock of its time is ahead of UTC; None where it names no zone, and UTC was assumed."""
    item: bool = False
    """It is about one record: a row of the issue table. It can never mean that nothing synchronizes."""
    own: bool = False
    """An exception block of the C4C dump: SSI's own, never SAP's."""
    repeats: bool = False
    """It only says again what the answer before it, or its absence, has said: no error of its own."""
    user: str = ""
    """Whose session it is about, where the document names one."""
    session: bool = False
    """It is a row of a table of sessions: one of them failed with it."""
    near: Service | None = None
    """Whose the lines around it are, where its own words and its document name no side."""
    elsewhere: bool = False
    """It is about a database, a cache or a queue: no server that a mailbox is synchronized with."""
    narrated: bool = False
    """A line of a log that tells of the course of things: at a calm level, what it quotes is no error."""


class Session(Record, frozen=True, kw_only=True):
    """A session as the sync panel lists it, or as a sync dump ends it."""

    user: str
    status: str
    finished: bool
    """It ended well, and names no exception."""
    open: bool = False
    """It had not ended when the table was written, or nobody here knows the word for how it did, and nothing failed."""
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

    @property
    def went_well(self) -> bool:
        """Whether it ended without an error, as far as it tells."""
        return self.finished or self.status == SUCCESS

    @property
    def failed(self) -> bool:
        """Whether it ended, and not well."""
        return not self.went_well and not self.open


class Stored(Record, frozen=True, kw_only=True):
    """Records of one type in one storage that a sync dump lists."""

    storage: str
    type: str
    count: int


class Setting(Record, frozen=True, kw_only=True):
    """A setting that was in force and can explain a finding: a limit, a switch, an address, a way of access."""

    name: str
    value: str


class Build(Record, frozen=True, kw_only=True):
    """The version of Exchange that a log of the server names by itself, not in an answer."""

    version: str
    """Four numbers with points."""


class Cut(Record, frozen=True, kw_only=True):
    """The document ends inside a record here: a request without answer proves nothing any more."""
