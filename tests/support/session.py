"""An EWS session as a value: the calls that were made, before any tool wrote them down.

Every name, address, token and text is invented. `SECRETS` and `CONTENT` list what no report may ever show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'

Headers = tuple[tuple[str, str], ...]
Version = tuple[int, int, int, int]

START = datetime(2026, 10, 12, 8, 0, 2, tzinfo=UTC)
ANNA = "anna.berg@contoso.example"
HOST = "mail.contoso.example"
EXCHANGE_SE: Version = (15, 2, 2562, 17)
EXCHANGE_ONLINE: Version = (15, 20, 9009, 21)

# {"alg":"none"} . fictive-token-of-a-test . not-a-signature
TOKEN = "eyJhbGciOiJub25lIn0.ZmljdGl2ZS10b2tlbi1vZi1hLXRlc3Q.bm90LWEtc2lnbmF0dXJl"
COOKIE = "fictive-cookie-4711"
BACK_END_COOKIE = "fictive-backend-cookie-0815"
NTLM_OFFER, NTLM_ASK, NTLM_PROOF = "TlRMTVNTUAABfictive", "TlRMTVNTUAACfictive", "TlRMTVNTUAADfictive"

SECRETS = (*TOKEN.split("."), COOKIE, BACK_END_COOKIE, NTLM_OFFER, NTLM_ASK, NTLM_PROOF)
CONTENT = ("Quarzlampe", "Kürbiskern", "nineteen percent")

REQUEST_HEADERS: Headers = (
    ("Content-Type", "text/xml; charset=utf-8"),
    ("Accept", "text/xml"),
    ("User-Agent", "ExchangeServicesClient/15.00.0913.015"),
    ("Accept-Encoding", "gzip,deflate"),
    ("Authorization", f"Bearer {TOKEN}"),
    ("Cookie", f"exchangecookie={COOKIE}"),
)
ON_PREMISES: Headers = (
    ("Cache-Control", "private"),
    ("Content-Type", "text/xml; charset=utf-8"),
    ("Server", "Microsoft-IIS/10.0"),
    ("X-CalculatedBETarget", "exbe02.contoso.example"),
    ("X-FEServer", "EXFE01"),
    ("X-BEServer", "EXBE02"),
    ("X-DiagInfo", "EXBE02&DAG1"),
    ("X-Powered-By", "ASP.NET"),
    ("Set-Cookie", f"X-BackEndCookie={BACK_END_COOKIE}; path=/EWS; secure; HttpOnly"),
)
ONLINE: Headers = (
    ("Cache-Control", "private"),
    ("Content-Type", "text/xml; charset=utf-8"),
    ("Server", "Microsoft-IIS/10.0"),
    ("X-CalculatedBETarget", "BE1P281MB0420.DEUP281.PROD.OUTLOOK.COM"),
    ("X-FEServer", "FR4P281CA0093"),
    ("X-BEServer", "BE1P281MB0420"),
    ("X-DiagInfo", "BE1P281MB0420"),
    ("X-Powered-By", "ASP.NET"),
)
KERIO: Headers = (("Content-Type", "text/xml; charset=utf-8"), ("Server", "Kerio Connect 9.0.3"))


@dataclass(frozen=True, slots=True)
class Challenge:
    """A 401 on the way to the answer: what the client sent, and what the server asked for."""

    sent: str | None
    asked: str


NTLM = (Challenge(None, "Negotiate,NTLM"), Challenge(f"NTLM {NTLM_OFFER}", f"NTLM {NTLM_ASK}"))


@dataclass(frozen=True, slots=True)
class Call:
    """One request and what became of it."""

    operation: str
    answer: str = ""  # the child of the answer's soap:Body; none at all for most HTTP errors
    status: int = 200
    reason: str = "OK"
    request: str = ""  # the child of the request's soap:Body; the bare operation element where it is empty
    headers: Headers = ON_PREMISES
    request_headers: Headers = REQUEST_HEADERS
    time: datetime = START
    thread: int = 11
    mailbox: str = ANNA
    version: Version | None = EXCHANGE_SE
    answered: bool = True
    raw: str | None = None  # the answer's body as it stands: an HTML page, a cut envelope
    challenges: tuple[Challenge, ...] = ()
    exception: str | None = None  # what the connector itself said of the call


@dataclass(frozen=True, slots=True)
class Hop:
    """One request and at most one answer on the wire: a call is its challenges and then its answer."""

    call: Call
    request_headers: Headers
    status: int
    reason: str
    headers: Headers
    body: str
    answered: bool
    exception: str | None
    first: bool

    @property
    def request_body(self) -> str:
        return request_envelope(self.call)


def hops(call: Call, *, challenges: bool = True) -> list[Hop]:
    """The exchanges of a call on the wire, or only the last one, as clients show it that hide the handshake."""
    found: list[Hop] = []
    dated = (*call.headers, ("request-id", str(uuid5(NAMESPACE_URL, repr(call)))), ("Date", http_date(call.time)))
    own_id = ("client-request-id", str(uuid5(NAMESPACE_URL, f"client {call!r}")))
    sent = (*call.request_headers, own_id, ("X-AnchorMailbox", call.mailbox))
    for challenge in call.challenges if challenges else ():
        tried = tuple(header for header in sent if header[0] != "Authorization")
        if challenge.sent:
            tried = (*tried, ("Authorization", challenge.sent))
        asked = (*dated, ("WWW-Authenticate", challenge.asked))
        found.append(Hop(call, tried, 401, "Unauthorized", asked, "", True, None, not found))
    body = body_of(call) if call.answered else ""
    last = Hop(call, sent, call.status, call.reason, dated, body, call.answered, call.exception, not found)
    return [*found, last]


def http_date(time: datetime) -> str:
    """The time as a Date header writes it, whatever the locale of the machine."""
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[time.weekday()]
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[time.month - 1]
    return f"{day}, {time:%d} {month} {time:%Y %H:%M:%S} GMT"


def request_envelope(call: Call) -> str:
    return (
        f'{DECLARATION}<soap:Envelope xmlns:soap="{SOAP}" xmlns:m="{MESSAGES}" xmlns:t="{TYPES}"><soap:Header>'
        '<t:RequestServerVersion Version="Exchange2013_SP1"/><t:ExchangeImpersonation><t:ConnectingSID>'
        f"<t:PrimarySmtpAddress>{escape(call.mailbox)}</t:PrimarySmtpAddress>"
        "</t:ConnectingSID></t:ExchangeImpersonation></soap:Header>"
        f"<soap:Body>{call.request or f'<m:{call.operation}/>'}</soap:Body></soap:Envelope>"
    )


def body_of(call: Call) -> str:
    """The body of the answer: an envelope round `answer`, the raw text where there is one, or nothing."""
    if call.raw is not None or not call.answer:
        return call.raw or ""
    header = ""
    if call.version:
        names = ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")
        numbers = " ".join(f'{name}="{number}"' for name, number in zip(names, call.version, strict=True))
        header = (
            f'<s:Header><h:ServerVersionInfo {numbers} Version="V2017_07_11" xmlns:h="{TYPES}"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/></s:Header>'
        )
    return f'{DECLARATION}<s:Envelope xmlns:s="{SOAP}">{header}<s:Body>{call.answer}</s:Body></s:Envelope>'


# What an answer says


def success(operation: str, inner: str = "") -> str:
    """One response message that went well."""
    name = f"m:{operation}ResponseMessage"
    return f'<{name} ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>{inner}</{name}>'


def failure(operation: str, code: str, text: str) -> str:
    """One response message that says why this item failed; the call itself goes on."""
    name = f"m:{operation}ResponseMessage"
    return (
        f'<{name} ResponseClass="Error"><m:MessageText>{escape(text)}</m:MessageText>'
        f"<m:ResponseCode>{code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:Items/></{name}>"
    )


def messages(operation: str, *parts: str) -> str:
    """The answer of an operation: its response messages."""
    name = f"m:{operation}Response"
    return (
        f'<{name} xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">'
        f"<m:ResponseMessages>{''.join(parts)}</m:ResponseMessages></{name}>"
    )


def ok(operation: str, inner: str = "") -> Call:
    """A call that worked."""
    return Call(operation, messages(operation, success(operation, inner)))


def item_error(operation: str, code: str, text: str) -> Call:
    """A call that was answered, with one item that failed."""
    return Call(operation, messages(operation, failure(operation, code, text)))


def fault(operation: str, code: str, text: str, values: Sequence[tuple[str, str]] = ()) -> Call:
    """A call that a SOAP fault with status 500 answers; most faults tell no server version."""
    extra = "".join(f"<t:Value Name={quoteattr(name)}>{escape(value)}</t:Value>" for name, value in values)
    extra = f'<t:MessageXml xmlns:t="{TYPES}">{extra}</t:MessageXml>' if extra else ""
    answer = (
        f'<s:Fault><faultcode xmlns:a="{TYPES}">a:{code}</faultcode>'
        f'<faultstring xml:lang="en-US">{escape(text)}</faultstring><detail>'
        f'<e:ResponseCode xmlns:e="{ERRORS}">{code}</e:ResponseCode>'
        f'<e:Message xmlns:e="{ERRORS}">{escape(text)}</e:Message>{extra}</detail></s:Fault>'
    )
    return Call(operation, answer, 500, "Internal Server Error", version=None)


def refused(operation: str, status: int, reason: str, page: str | None = None) -> Call:
    """A call that got an HTTP error instead of SOAP."""
    return Call(operation, status=status, reason=reason, raw=page)


def unanswered(operation: str, exception: str | None = None) -> Call:
    """A call that nothing answers: a broken connection, or an exception before the request left."""
    return Call(operation, answered=False, exception=exception)


def folder(name: str, total: int = 3) -> str:
    return (
        '<m:Folders><t:CalendarFolder><t:FolderId Id="ZmljdGl2ZS1mb2xkZXI=" ChangeKey="AgAAABYAAAA="/>'
        f"<t:DisplayName>{escape(name)}</t:DisplayName><t:TotalCount>{total}</t:TotalCount>"
        "</t:CalendarFolder></m:Folders>"
    )


def appointment(subject: str, body: str) -> str:
    return (
        '<m:Items><t:CalendarItem><t:ItemId Id="ZmljdGl2ZS1pdGVt" ChangeKey="DwAAABYAAAB="/>'
        f'<t:Subject>{escape(subject)}</t:Subject><t:Body BodyType="Text">{escape(body)}</t:Body>'
        f"<t:Organizer><t:Mailbox><t:Name>Anna Berg</t:Name><t:EmailAddress>{ANNA}</t:EmailAddress></t:Mailbox>"
        "</t:Organizer><t:Start>2026-10-14T09:00:00Z</t:Start><t:End>2026-10-14T10:00:00Z</t:End>"
        "</t:CalendarItem></m:Items>"
    )


# Whole sessions


def timed(calls: Sequence[Call], start: datetime = START, step: timedelta = timedelta(seconds=2)) -> list[Call]:
    """The calls one after the other."""
    return [replace(call, time=start + number * step) for number, call in enumerate(calls)]


def on_thread(calls: Sequence[Call], thread: int) -> list[Call]:
    return [replace(call, thread=thread) for call in calls]


def with_ntlm(call: Call) -> Call:
    """The call behind the NTLM handshake of an on-premises server: 401, 401, then its own answer."""
    kept = tuple(header for header in call.request_headers if header[0] != "Authorization")
    return replace(call, challenges=NTLM, request_headers=(*kept, ("Authorization", f"NTLM {NTLM_PROOF}")))


def healthy() -> list[Call]:
    """Everything works; the item that was read quotes an error and holds what no report may show."""
    item = appointment(f"{CONTENT[0]} - Authentication error", f"{CONTENT[1]} <margin> & {CONTENT[2]}")
    return timed(
        [
            ok("GetFolder", folder("Verträge & Übergabe")),
            ok("SyncFolderItems"),
            with_ntlm(ok("FindItem")),
            ok("GetItem", item),
        ]
    )


def failing() -> list[Call]:
    """Five 200 and one 500: two items that are gone, one that conflicts, and a fault that ends the session."""
    gone = failure(
        "GetItem", "ErrorItemNotFound", "The specified object was not found in the store., The count < 1 & no more."
    )
    read = success("GetItem", appointment(f"{CONTENT[0]} quote", f"{CONTENT[1]} <margin> & {CONTENT[2]}"))
    calls = [
        *healthy()[:3],
        Call("GetItem", messages("GetItem", read, gone, gone)),
        item_error("UpdateItem", "ErrorIrresolvableConflict", "The change key passed in the request does not match."),
        fault(
            "CreateItem",
            "ErrorImpersonateUserDenied",
            "The account does not have permission to impersonate the requested user.",
        ),
    ]
    return timed(calls)
