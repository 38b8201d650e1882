"""The enums: every kind of thing that is told apart. Their values are fixed by docs/contract.md."""

from __future__ import annotations

from enum import Enum, StrEnum, auto
from typing import NamedTuple


class _Word(StrEnum):
    """One that what is counted is told apart by, ten times a request."""

    __hash__ = str.__hash__  # that of an enum takes ten times as long


class System(_Word):
    """The side a request or a message belongs to. The sides never mix: a 404 of C4C says nothing about the EWS URL."""

    EXCHANGE = "exchange"
    C4C = "c4c"
    OTHER = "other"
    ENGINE = "engine"
    """The synchronization engine between the two: it makes no HTTP requests of its own."""
    UNKNOWN = "unknown"
    """Text without an origin, such as a message pasted from the sync dashboard."""


class Protocol(_Word):
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


class Party(StrEnum):
    """Who was asked or answered, as a reader calls them."""

    EXCHANGE = "exchange"
    GRAPH = "graph"
    SIGN_IN = "sign-in"
    C4C = "c4c"
    UNNAMED = "unnamed"
    """A server that nothing names."""


class Form(_Word):
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


class Problem(StrEnum):
    """Why a body could not be read in full."""

    CUT = "cut"
    MALFORMED = "malformed"
    NO_JSON = "no-json"
    TOO_LARGE = "too-large"
    NO_FORM = "no-form"
    CODED = "coded"


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
    "under-way",
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
    CUSTOMER = "customer"
    """For the customer's own administrator: names of their own stay, those of third parties do not."""
    STRICT = "strict"

    @property
    def hides_uploads(self) -> bool:
        """Whether the names of the uploads go, too, and places of a batch are digests."""
        return self is Privacy.STRICT


class Deployment(StrEnum):
    """Where the Exchange server that answered stands."""

    ONLINE = "online"
    ON_PREMISES = "on-premises"
    UNKNOWN = "unknown"


class Access(_Word):
    """How SSI comes into a mailbox. Most refusals belong to somebody else in each of them."""

    PASSWORD = "password"  # noqa: S105 - a way in, no secret
    """A user name with a password (Basic, NTLM, Kerberos)."""
    DELEGATED = "delegated"
    """OAuth by a token that a user granted."""
    APPLICATION = "application"
    """OAuth by a token of the application alone."""
    IMPERSONATION = "impersonation"
    """A service account acts for the mailbox."""
    GRAPH = "graph"
    """Microsoft Graph, which has neither EWS nor impersonation."""


class Credential(Enum):
    """What a request carried to sign in, as far as may be looked at: its kind, never its value."""

    PASSWORD = auto()
    TOKEN = auto()
    USER_TOKEN = auto()
    """Its claims name scopes that a user granted."""
    APP_TOKEN = auto()
    """Its claims name roles of an application."""


SUCCESS = "SW0000"
"""The engine's status of a session that went well."""
