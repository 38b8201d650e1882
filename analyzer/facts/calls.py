"""One request with what answered it, and what the two say together; `pairing.py` puts them together."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import force_setattr

from analyzer import lazy_re
from analyzer.model import (
    Message,
    Place,
    RequestBody,
    RequestHead,
    ResponseBody,
    ResponseHead,
    Result,
    Service,
    System,
)
from analyzer.reference import services
from analyzer.reference.numbers import number
from analyzer.reference.services import first_known

_ONE_WORD = lazy_re.compile(r"[^\s<>()\"&;,]{1,320}")
_MILLISECOND = timedelta(milliseconds=1)
_LONGEST = 86_400_000
"""Milliseconds; times that lie a day apart are of two clocks, not of one request."""


class Call(Struct, frozen=True, eq=False, kw_only=True):
    """One request with what answered it, ended: nothing is added to it any more."""

    number: int | None = None
    head: RequestHead | None = None
    body: RequestBody | None = None
    response: ResponseHead | None = None
    answers: tuple[ResponseBody, ...] = ()
    messages: tuple[Message, ...] = ()
    order: int = 0
    """Number of the record that came last, in its document."""
    clock: datetime | None = None
    """The last time the document gave before that record, or with it."""
    is_step: bool = False
    """Only a step of a request that was sent again: not counted."""
    begun: int = 0
    """Which call of the document it is, by when it began; the first is 1."""
    cut: bool = False
    """The document ended before an answer could come."""
    under_way: bool = False
    """So it did, though it is whole: it was copied while several threads were at work."""
    client_id: str = ""
    """The id that the client gave the request, if it is logged."""

    # What the records say together, which is asked for a dozen times: worked out by each call that is made.
    service: Service = services.OTHER
    """Whom the request asks; where that is not known, who answers, by the fields or the body of the answer."""
    system: System = System.OTHER
    """The side that was asked."""
    status: int | None = None
    """HTTP status, where the dump has it."""
    answered: bool = False
    """Anything came back."""
    operation: str | None = None
    """EWS operation, by the request or else by the answer."""
    impersonated: str | None = None
    """The mailbox that an account asked to act for."""
    mailbox: str | None = None
    """The mailbox that is acted on: the impersonated one, else the one the request is anchored to."""
    time: datetime | None = None
    """When the answer came; else when the request was sent."""

    def __post_init__(self) -> None:
        """Work out what the records say together."""
        body = self.body
        impersonated = _mailbox(body.mailbox) if body is not None and body.mailbox else None
        service = _service(self)
        force_setattr(self, "service", service)
        force_setattr(self, "system", service.system)
        force_setattr(self, "status", self.response.status if self.response is not None else None)
        force_setattr(self, "answered", self.response is not None or bool(self.answers))
        force_setattr(self, "operation", _operation(self))
        force_setattr(self, "impersonated", impersonated)
        force_setattr(self, "mailbox", impersonated or self.anchor)
        force_setattr(self, "time", _time(self))

    @property
    def asked(self) -> bool:
        """A request was seen, not only its answer."""
        return self.head is not None or self.body is not None

    @property
    def told_status(self) -> int | None:
        """The status of the answer; without a head the one that its body names."""
        return self.status or next((answer.named_status for answer in self.answers if answer.named_status), None)

    @property
    def path(self) -> str:
        """Path of the request, or an empty string."""
        return self.head.path if self.head is not None else ""

    @property
    def anchor(self) -> str | None:
        """The mailbox that the request is routed by."""
        return _mailbox(field_of(self.head, "X-AnchorMailbox")) if self.head is not None else None

    @property
    def place(self) -> Place:
        """Where the answer stands, or the request that has none."""
        record = self.response or (self.answers[0] if self.answers else self.head or self.body)
        return record.at if record is not None else self.messages[0].at

    @property
    def size(self) -> int:
        """How many records it is made of."""
        heads = (self.head, self.body, self.response)
        return sum(record is not None for record in heads) + len(self.answers) + len(self.messages)

    @property
    def milliseconds(self) -> int | None:
        """How long the answer took: as C4C says, or else by the times of request and answer."""
        if self.response is None:
            return None
        said = next((value for name, value in self.response.headers if name == "c4c-odata-response-time"), "")
        if said:
            return number(said.lower().removesuffix("ms").strip())
        asked = self.head or self.body
        if asked is None or asked.at.time is None or self.response.at.time is None:
            return None
        took = (self.response.at.time - asked.at.time) // _MILLISECOND
        if took == 0 and self.number is not None:
            return None  # one element has the time of both
        return took if 0 <= took < _LONGEST else None

    @property
    def fault(self) -> Result | None:
        """The SOAP fault of the answer."""
        return next((result for answer in self.answers for result in answer.results if result.fault), None)

    @property
    def is_autodiscover(self) -> bool:
        """A request that looks for the right address."""
        return "/autodiscover" in self.path.lower() or self.operation in ("GetUserSettings", "GetDomainSettings")


def _service(call: Call) -> Service:
    first = call.head or call.body or call.response
    if first is not None and first.at.names_all:
        return first.at.service
    records = (call.head, call.body, call.response, *call.answers, *call.messages)
    return first_known(*(record.at.service for record in records if record is not None))


def _operation(call: Call) -> str | None:
    if call.body is not None and call.body.operation:
        return call.body.operation
    return next((answer.operation for answer in call.answers if answer.operation), None)


def _time(call: Call) -> datetime | None:
    if call.response is not None and call.response.at.time is not None:
        return call.response.at.time
    for record in (*call.answers, call.head, call.body, *call.messages):
        if record is not None and record.at.time is not None:
            return record.at.time
    return None


@lru_cache(maxsize=1024)
def _mailbox(value: str) -> str | None:
    """An address, principal name, SID or id; in a damaged dump the value may run into what people wrote."""
    if not _ONE_WORD.fullmatch(value):
        return None
    return value if "\\" in value else value.lower()  # a log-on name is shown as it is written


def field_of(record: RequestHead | ResponseHead, name: str) -> str:
    """The first value of a header field in its documented spelling; empty where it is not told."""
    for known, value in record.headers:
        if known == name:
            return value
    return ""
