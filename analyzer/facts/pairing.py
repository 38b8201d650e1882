"""Requests and their answers, put together from the records of one document.

Requests and answers of one thread alternate; the threads interleave. A 401 or 407 that the same thread answers by
sending the same request again, and a redirect that is followed, are steps of one request and no requests of their own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer.facts.calls import Call, field_of
from analyzer.limits import Limits
from analyzer.model import Cut, Form, Message, Protocol, Record, RequestBody, RequestHead, ResponseBody, ResponseHead

_GOOD = 200
"""The status of every answer of EWS that is one; a body always comes with it."""
_CHALLENGES = (401, 407)
_REDIRECTS = (301, 302, 303, 307, 308)
_HANDSHAKE = 2
"""Challenges of an NTLM handshake; more in a row are refusals."""
_MOST_STEPS = 20
"""Challenges in a row that are kept to see whether the request gets through in the end."""
_ADOPTED = 50
"""Threads whose steps are looked through, oldest first, for the request that an asynchronous client sends again."""
_TIMEOUT = timedelta(seconds=100)
"""After so long the EWS Managed API gives a request up (`ExchangeServiceBase.Timeout`)."""
_TOGETHER = timedelta(seconds=1)
"""Entries of a log that tell of one failure are written within less."""
_NEAR = 3
"""An exception that stands outside of all records is about the request that at most so many records come before it."""


class _Open(Struct):
    """A call that more may come to."""

    number: int | None
    begun: int
    order: int
    clock: datetime | None
    head: RequestHead | None = None
    body: RequestBody | None = None
    response: ResponseHead | None = None
    answers: list[ResponseBody] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    cut: bool = False
    under_way: bool = False
    client_id: str = ""

    @property
    def asked(self) -> bool:
        """A request was seen, not only its answer."""
        return self.head is not None or self.body is not None

    @property
    def answered(self) -> bool:
        """Anything came back."""
        return self.response is not None or bool(self.answers)

    @property
    def status(self) -> int:
        """HTTP status; 0 where none is known."""
        return self.response.status if self.response is not None else 0

    @property
    def is_bad(self) -> bool:
        """Nothing came back yet, or an error."""
        if (self.asked and not self.answered) or self.status >= 400:
            return True
        return any(result.fault for answer in self.answers for result in answer.results)

    @property
    def wraps(self) -> bool:
        """Whether nothing is known of it but that it holds the answers of a batch, which are calls of their own."""
        alone = not self.asked and self.response is None and bool(self.answers) and not self.messages
        return alone and all(answer.form is Form.MULTIPART and not answer.results for answer in self.answers)

    def ended(self) -> Call:
        """The call as it is."""
        return Call(
            number=self.number,
            head=self.head,
            body=self.body,
            response=self.response,
            answers=tuple(self.answers),
            messages=tuple(self.messages),
            order=self.order,
            clock=self.clock,
            begun=self.begun,
            cut=self.cut,
            under_way=self.under_way,
            client_id=self.client_id,
        )


def calls(records: Iterator[Record], limits: Limits) -> Iterator[Call | Message]:
    """All exchanges of one document as they end, and the messages that belong to none of them."""
    pairing = _Pairing(limits)
    for record in records:
        pairing.take(record)
        if pairing.told:
            yield from pairing.told
            pairing.told.clear()
    pairing.finish()
    yield from pairing.told


class _Pairing:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.told: list[Call | Message] = []
        """Calls that have ended, and messages of none, until they are handed on."""
        self.open: OrderedDict[str, _Open] = OrderedDict()
        """The call that each thread is in."""
        self.waiting: OrderedDict[str, _Open] = OrderedDict()
        """Those of them that were asked and not yet answered, oldest first."""
        self.by_client_id: dict[str, str] = {}
        """The thread that waits for the answer to a client-request-id."""
        self.last = ""
        """Thread of the call that the last record belongs to."""
        self.asynchronous = False
        """An answer came on another thread than its request: requests are then sent again on any thread too."""
        self.steps: dict[str, list[Call]] = {}
        """Challenges and redirects of each thread that wait for the request to be sent again."""
        self.shows_credentials = False
        """Some request of the document shows that it carried credentials."""
        self.in_one = False
        """Some element of an action holds both a request and its answer; else each has an element of its own."""
        self.order = 0
        self.clock: datetime | None = None
        self.cut = False
        self.begun = 0
        self.overlap = self.has_bodies = False
        """Some call was answered after a later one had begun; some answer shows its body."""

    def take(self, record: Record) -> None:
        self.order += 1
        self.clock = record.at.time or self.clock
        match record:
            case RequestHead() | RequestBody():
                self._request(record)
            case ResponseHead() | ResponseBody():
                self._response(record)
            case Message():
                self._message(record)
            case Cut():
                self.cut = True
            case _:
                pass

    def finish(self) -> None:
        for call in [*self._under_way(), *self._without_its_body()]:
            call.under_way = True
        for call in self.open.values():
            call.cut = self.cut or call.under_way
        while self.open:
            thread, call = self.open.popitem(last=False)
            self._ended(thread, call)
        for thread in list(self.steps):
            self._unanswered_steps(thread, over=True)

    def _under_way(self) -> Sequence[_Open]:
        """Calls that the end of the document interrupts. One alone is a request that nothing answers."""
        if not self.overlap:
            return ()
        found = [call for call in self.open.values() if call.asked and not call.messages and self._waits(call)]
        return found if len(found) > 1 else ()

    def _without_its_body(self) -> Sequence[_Open]:
        """The call whose good status is the last record of a document that shows bodies: the end has taken its own."""
        call = self.open.get(self.last)
        if call is None or call.response is None or call.order != self.order or call.number is not None:
            return ()
        shows = self.has_bodies or (self.begun == 1 and call.body is not None)
        is_asked = call.asked and (call.head is None or call.head.method in ("POST", ""))
        is_good = call.status == _GOOD and call.response.at.protocol is Protocol.EWS
        lacks_it = not call.answers and field_of(call.response, "Content-Length") != "0"
        return (call,) if shows and is_asked and is_good and lacks_it else ()

    def _waits(self, call: _Open) -> bool:
        if call.clock is not None and self.clock is not None and self.clock - call.clock > _TIMEOUT:
            return False
        return not call.answered or (self.has_bodies and not call.answers and 200 <= call.status < 300)

    # -- records -----------------------------------------------------------------------------------------------------

    def _request(self, record: RequestHead | RequestBody) -> None:
        thread = record.at.thread
        call = self.open.get(thread)
        is_head = isinstance(record, RequestHead)
        begins = (
            call is None
            or call.number != record.at.action
            or call.answered
            or bool(call.messages)
            or (call.head if is_head else call.body) is not None
        )
        if begins:
            self._begin(thread, record.at.action)
        call = self.open[thread]
        if isinstance(record, RequestHead):
            call.head = record
            self.shows_credentials = self.shows_credentials or record.authorized
            call.client_id = field_of(record, "client-request-id")
            if call.client_id:
                self.by_client_id[call.client_id] = thread
        else:
            call.body = record
        self.waiting[thread] = call
        self._touch(thread, call)

    def _response(self, record: ResponseHead | ResponseBody) -> None:
        thread = record.at.thread
        call = self.open.get(thread)
        if call is not None and call.asked and record.at.action is not None:
            self._answered_apart(call, record.at.action)
        asker = self._asker(record, call)
        if asker is not None and asker != thread:
            self.asynchronous = True
            if call is not None:
                self._drop(thread)
                self._ended(thread, call)
            self.open[thread] = self.open.pop(asker)
            self._forget(asker)
        elif call is None or not _can_take(call, record):
            self._begin(thread, record.at.action)
        call = self.open[thread]
        self.overlap = self.overlap or (call.asked and call.begun < self.begun)
        if isinstance(record, ResponseHead):
            call.response = record
        elif not record.is_foreign or not call.answers:
            call.answers.append(record)
            self.has_bodies = True
        self._forget(thread)
        self._touch(thread, call)

    def _answered_apart(self, call: _Open, action: int) -> None:
        """An answer in an element of its own belongs to the request before it, where no element holds both."""
        if call.answered or call.number is None:
            return
        self.in_one = self.in_one or call.number == action
        if not self.in_one and not call.messages:
            call.number = action

    def _asker(self, record: ResponseHead | ResponseBody, own: _Open | None) -> str | None:
        """The thread whose request this answers; None for the answer's own.

        An asynchronous client goes on with another thread than it began: the client-request-id tells the request, or
        else it is the oldest that waits.
        """
        if record.at.action is not None or not record.at.thread:
            return None
        if isinstance(record, ResponseHead) and (sent := field_of(record, "client-request-id")):
            thread = self.by_client_id.get(sent)
            if thread is not None and thread in self.waiting and (own is None or own.client_id != sent):
                return thread
        if own is not None and _can_take(own, record):
            return None
        return next(iter(self.waiting), None)

    def _message(self, record: Message) -> None:
        thread = record.at.thread
        call = self.open.get(thread)
        if call is None and not thread:  # outside of all records: it is about the one just before it
            call = self.open.get(self.last)
            if call is not None and call.order < self.order - _NEAR:
                call = None
        same = call is not None and call.number == record.at.action
        told = record.exception or (call is not None and _names_status(call, record))
        about_it = call is not None and same and told and (record.at.action is not None or call.is_bad)
        if call is not None and about_it and not _is_later_entry(call, record):
            call.messages.append(record)
            call.order, call.clock = self.order, self.clock
            return
        self.told.append(record)

    def _touch(self, thread: str, call: _Open) -> None:
        call.order, call.clock = self.order, self.clock
        self.last = thread

    def _forget(self, thread: str) -> None:
        """Its request waits no more."""
        call = self.waiting.pop(thread, None)
        if call is not None and call.client_id:
            self.by_client_id.pop(call.client_id, None)

    def _drop(self, thread: str) -> None:
        self.open.pop(thread, None)
        self._forget(thread)

    # -- ends --------------------------------------------------------------------------------------------------------

    def _begin(self, thread: str, number: int | None) -> None:
        if thread in self.open:
            before = self.open[thread]
            self._drop(thread)
            self._ended(thread, before)
        elif len(self.open) >= self.limits.threads:
            oldest = next(iter(self.open))
            before = self.open[oldest]
            self._drop(oldest)
            self._ended(oldest, before)
        self.begun += 1
        self.open[thread] = _Open(number=number, begun=self.begun, order=self.order, clock=self.clock)

    def _ended(self, thread: str, ended: _Open) -> None:
        if ended.wraps:
            return
        call = ended.ended()
        steps = self.steps.get(thread)
        if steps and not _continues(steps[-1], call):
            self._unanswered_steps(thread)
        if not self.steps.get(thread) and self.asynchronous:
            self._adopt_steps(thread, call)
        if call.status in _CHALLENGES or call.status in _REDIRECTS:
            self._keep_step(thread, call)
            return
        if call.answered:
            for step in self.steps.pop(thread, []):
                self.told.append(replace(step, is_step=True))
            if 200 <= (call.status or 0) < 300:
                self._probes(call)
        elif not call.cut:
            self._unanswered_steps(thread, call)
        self.told.append(call)

    def _adopt_steps(self, thread: str, call: Call) -> None:
        """Take over the steps of another thread that this call goes on from."""
        for other in list(self.steps)[:_ADOPTED]:
            if _continues(self.steps[other][-1], call):
                self.steps[thread] = self.steps.pop(other)
                return

    def _probes(self, call: Call) -> None:
        """Steps of other threads that only asked how to sign in, before the request that this call is.

        A client looks so for the schemes that a server offers, with any request that carries no credentials.
        """
        for other in list(self.steps)[:_ADOPTED]:
            if all(self._is_probe(step) and _is_same_place(step, call) for step in self.steps[other]):
                for step in self.steps.pop(other):
                    self.told.append(replace(step, is_step=True))

    def _is_probe(self, call: Call) -> bool:
        """A challenge to a request without credentials: of a log that shows credentials, or the first in any."""
        bare = call.status in _CHALLENGES and call.head is not None and not call.head.authorized
        offered = call.response is not None and field_of(call.response, "WWW-Authenticate") != ""
        return bare and offered and (self.shows_credentials or call.begun == 1)

    def _keep_step(self, thread: str, call: Call) -> None:
        steps = self.steps.setdefault(thread, [])
        steps.append(call)
        if len(steps) > _MOST_STEPS:
            self.told.append(steps.pop(0))  # a refusal: no handshake takes so many
        if len(self.steps) > self.limits.threads:
            self._unanswered_steps(next(iter(self.steps)))

    def _unanswered_steps(self, thread: str, last: Call | None = None, *, over: bool = False) -> None:
        """Nothing but challenges came: each refusal counts. A redirect that was followed does not.

        Nor do an offer that the next request took up, be it the `last`, which nothing answered, and a handshake that
        the end of a cut dump breaks off: nobody knows how it ended. Where the dump is `over` with the middle of one,
        it ended too early, too.
        """
        steps = self.steps.pop(thread, [])
        broken_off = (self.cut or (over and bool(steps) and _is_midway(steps[-1]))) and len(steps) <= _HANDSHAKE
        for step, after in zip(steps, [*steps[1:], last], strict=False):  # where there are none, nothing went on
            self.told.append(replace(step, is_step=broken_off or (after is not None and _leads_on(step, after))))


def _is_midway(call: Call) -> bool:
    """Whether the answer is a step of a handshake that the client is to go on with."""
    return call.response is not None and call.response.midway


def _leads_on(step: Call, after: Call) -> bool:
    """Whether a refused request went on with the next one, and was no attempt of its own."""
    if step.status in _REDIRECTS:
        return not _location(step) or not after.path or _follows(step, after)
    if _is_midway(step) or _is_midway(after):
        return True
    took_up = step.head is not None and after.head is not None and after.head.authorized
    return took_up and step.head is not None and not step.head.authorized


def _location(call: Call) -> str:
    """Where an answer sends the client."""
    location = field_of(call.response, "Location") if call.response is not None else ""
    return location.partition("?")[0].rstrip("/").lower()


def _follows(step: Call, after: Call) -> bool:
    """Whether a call asks for what a redirect leads to."""
    return _location(step).endswith(after.path.rstrip("/").lower())


def _is_same_place(step: Call, after: Call) -> bool:
    """Whether two calls go to the same address, and not for different mailboxes."""
    same = step.service == after.service and step.path.lower() == after.path.lower()
    return same and not (step.mailbox and after.mailbox and step.mailbox != after.mailbox)


def _can_take(call: _Open, record: ResponseHead | ResponseBody) -> bool:
    if call.number != record.at.action:
        return False
    if isinstance(record, ResponseHead):
        return call.response is None and not call.answers
    return True if call.response is not None else not call.answers


def _is_later_entry(call: _Open, message: Message) -> bool:
    """Whether a logger wrote this at another time than what is known of the call: it is a failure of its own."""
    if message.at.action is not None or not (message.timed and message.level) or message.at.time is None:
        return False
    times = [said.at.time for said in call.messages if said.timed and said.at.time is not None]
    return bool(times) and abs(message.at.time - times[0]) >= _TOGETHER


def _names_status(call: _Open, message: Message) -> bool:
    """A line of the log that only says what the request before it ended with."""
    return call.status >= 400 and f"status {call.status}" in message.text[:200]


def _continues(step: Call, after: Call) -> bool:
    """Whether `after` is the request of `step`, sent again; what the dump does not tell is no reason against it."""
    if step.status in _REDIRECTS and _location(step) and after.path and _follows(step, after):
        return True
    pairs = (
        (step.service if step.asked else None, after.service),
        (step.path.lower(), after.path.lower()),
        (step.operation, after.operation),
        (step.impersonated, after.impersonated),
        (step.anchor, after.anchor),
    )
    return all(one == two for one, two in pairs if one and two)
