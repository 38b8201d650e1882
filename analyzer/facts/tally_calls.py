"""Calls become facts: what was asked and answered, how often, what failed, and what that shows of the server."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from analyzer.facts import access, counted, graph_told, proof, texts, whole, wording
from analyzer.facts.calls import Call
from analyzer.facts.ledger import Ledger
from analyzer.facts.sessions import MOST_MAILBOXES
from analyzer.model import (
    Deployment,
    Event,
    EventKind,
    Form,
    Protocol,
    ResponseBody,
    ResponseHead,
    Result,
    System,
)
from analyzer.privacy.scrubbing import scrub
from analyzer.reference import headers as fields
from analyzer.reference.numbers import number

_SERVERS = frozenset(fields.SERVERS)
NOT_MODIFIED = 304
"""The client has it already: an answer, and no error."""


def notice_bodies(ledger: Ledger, call: Call) -> None:
    """Whether bodies are traced is told by the whole document, whatever of it counts."""
    if call.service.protocol is Protocol.GRAPH:
        return  # a log of requests in words may print its bodies, and no other
    if call.system is System.EXCHANGE and (call.status or 200) < 300 and not call.is_step:
        ledger.has_bodies = ledger.has_bodies or any(not answer.told for answer in call.answers)


def count(ledger: Ledger, call: Call) -> None:
    """Take in one call; a step of another one counts only as a step."""
    if call.response is not None:
        _response_fields(ledger, call.response, step=call.is_step)
    if call.is_step:
        ledger.counters.steps[call.service, call.status or 0] += 1
        return
    ledger.counters.requests += 1
    ledger.counters.answered += call.answered
    ledger.counters.under_way += call.under_way
    sides = ledger.counters.sides
    side = sides.get(call.service) or sides.setdefault(call.service, counted.Side())
    side.requests += 1
    side.answered += call.answered
    side.read += any(not answer.is_foreign for answer in call.answers)
    if call.head is not None and call.head.aside:
        _count_request(ledger, call, failed=False)
        return
    if (way := access.of(call)) is not None:
        ledger.counters.access[way] += 1
    wrong = proof.instead(call)
    bad = call.fault is not None or _is_bad(call)
    failed = bad or proof.is_unanswered(call) or wrong is not None
    side.failed += failed
    ledger.about.requests += 1
    ledger.about.failed += failed
    _count_request(ledger, call, failed=failed)
    if call.time is not None:
        ledger.counters.activity.add(call.system, call.time, failed=failed)
    _failures(ledger, call, wrong)
    if call.answered and not failed and (call.status or 200) < 300 and not call.messages:
        if proof.lacks_body(call):
            _bodiless(ledger, call)
        elif not call.answers or any(_proves(answer) for answer in call.answers):
            _worked(ledger, call)


def _is_bad(call: Call) -> bool:
    """Whether its status is an error, or a redirect that nobody followed."""
    return (call.told_status or 0) >= 300 and call.status != NOT_MODIFIED


def _response_fields(ledger: Ledger, response: ResponseHead, *, step: bool) -> None:
    """Count who answered, each request once; what only steps show, such as a redirecting proxy, by their number."""
    known = ledger.counters.step_headers if step else ledger.counters.headers
    system = response.at.system
    lines = response.field_lines
    for at in _telling(tuple([name for name, _ in response.headers])):
        (name, raw), line = response.headers[at], lines[at] if lines else response.at.line
        if name == "Retry-After" and (seconds := number(raw)) is not None:
            ledger.counters.back_off.at(("Retry-After", seconds * 1000)).count += 1
        if name not in _SERVERS or not raw:
            continue
        if not (value := scrub(whole.field(name, raw))):
            continue
        seen = known.at((system, name, value))
        seen.count += 1
        if ledger.is_first(seen, line):
            ledger.show(seen, replace(response.at, line=line), f"{name}: {value}")


@lru_cache(maxsize=64)
def _telling(names: tuple[str, ...]) -> tuple[int, ...]:
    """Numbers of the fields that tell who answered, or when to come back; the answers of a server have the same."""
    return tuple(at for at, name in enumerate(names) if name in _SERVERS or name == "Retry-After")


def _count_request(ledger: Ledger, call: Call, *, failed: bool) -> None:
    if call.response is not None:
        ledger.counters.http[call.service, call.response.status] += 1
    if call.head is not None and (host := scrub(whole.host(call.head.host[:253]))):
        ledger.counters.hosts.at((call.system, host)).count += 1
        tenants = ledger.about.c4c_hosts
        if call.system is System.C4C and len(tenants) < MOST_MAILBOXES:
            tenants.add(host)
    place = call.place
    for version in proof.versions(call):
        ledger.see(ledger.counters.versions.at(version), place, f"Exchange version {version}")
    if operation := call.operation:
        asked = ledger.counters.operations.at((call.service, operation))
        asked.count += 1
        asked.failed += failed
        if (took := call.milliseconds) is not None:
            asked.timed += 1
            asked.milliseconds += took
            asked.longest = max(asked.longest, took)
    mailbox = call.mailbox
    if mailbox is not None:
        asked = ledger.counters.mailboxes.at(mailbox)
        asked.count += 1
        asked.failed += failed
        about = ledger.about
        if len(about.mailboxes) < MOST_MAILBOXES:
            about.mailboxes.add(mailbox)


def _failures(ledger: Ledger, call: Call, wrong: Form | None) -> None:
    """The error events of one request: those its answer names, or the one that it is itself."""
    deployment = _deployment(ledger, call)
    results = _results(call, wrong)
    if not results and not call.messages and wrong is None and call.answered and (call.told_status or 0) < 300:
        return  # nearly all
    if results and call.service.protocol is Protocol.TOKEN and (call.status or 400) < 300:
        return  # it gave a token, whatever the body says
    if results and call.service.protocol not in (Protocol.EWS, Protocol.AUTODISCOVER):
        _refusal(ledger, call, results, deployment)
        return
    for result in results:
        _result(ledger, call, result, deployment)
    text = scrub(" ".join(message.text for message in call.messages))
    fault = call.fault if results else None
    if fault is None or (text and text != fault.text):
        ledger.quote(text)
    if fault is None:
        _itself(ledger, call, text, deployment, wrong)


def _results(call: Call, wrong: Form | None) -> list[Result]:
    """What the answers name. JSON in the place of SOAP is none, whatever it says: it is not Exchange that says it."""
    if wrong is not None and call.service.protocol is Protocol.EWS:
        return []
    return [result for answer in call.answers for result in answer.results]


def _itself(ledger: Ledger, call: Call, text: str, deployment: Deployment, wrong: Form | None) -> None:
    """The error that a request is itself: no answer, a bad status, another thing than was asked for."""
    if proof.is_unanswered(call) and not text:
        _event(ledger, EventKind.NO_ANSWER, call, deployment=deployment)
    elif not text and (ledger.has_bodies or call.answers) and proof.is_cut_off(call):
        return
    elif _is_bad(call):
        named = "" if call.status else next((answer.text for answer in call.answers if answer.text), "")
        said = text or named or proof.leads_to(call) or proof.said_instead(call)
        _event(ledger, EventKind.HTTP, call, text=said, deployment=deployment)
    elif wrong is not None:
        said = text or next((answer.text for answer in call.answers if answer.text), "")
        _event(ledger, EventKind.HTTP, call, text=said, form=wrong, deployment=deployment)
    elif text:
        _event(ledger, EventKind.MESSAGE, call, text=text, deployment=deployment)


def _refusal(ledger: Ledger, call: Call, results: Sequence[Result], deployment: Deployment) -> None:
    """The error object of a JSON or OData answer is what its status means: one event."""
    protocol = call.service.protocol
    for result in results:
        for code in dict.fromkeys((result.code, *result.inner)):
            if code:
                ledger.counters.codes.at((protocol, code, call.operation)).count += 1
        why = next((answer.text for answer in call.answers if answer.is_foreign and answer.text), "")
        text = scrub(f"{why}: {result.text}" if why else result.text)
        ledger.quote(text)
        failed = (call.told_status or 0) >= 400
        kind = EventKind.HTTP if failed else EventKind.FAULT if result.fault else EventKind.RESPONSE
        _event(ledger, kind, call, result=result, text=text, deployment=deployment)
        if failed:
            break


def _result(ledger: Ledger, call: Call, result: Result, deployment: Deployment) -> None:
    kind = EventKind.FAULT if result.fault else EventKind.RESPONSE
    if result.code is None:  # a fault without a code: its sentence may be known
        told = wording.localized(result.text)
        in_words = wording.in_words(result.text) if call.service.protocol is Protocol.EWS and not told else None
        result = replace(result, code=told.code or in_words)
        kind = EventKind.MESSAGE if told.status else kind  # it quotes what .NET said of another answer
    if result.code is not None:
        ledger.counters.codes.at((call.service.protocol, result.code, call.operation)).count += 1
    text = scrub(result.text)
    ledger.quote(text)
    for name, value in result.values:
        if name == "BackOffMilliseconds" and (milliseconds := number(value)) is not None:
            ledger.counters.back_off.at((name, milliseconds)).count += 1
    suggested = texts.back_off(text)
    if suggested is not None and not any(name == "BackOffMilliseconds" for name, _ in result.values):
        ledger.counters.back_off.at(("Suggested backoff time", suggested)).count += 1
    _event(
        ledger,
        kind,
        call,
        result=result,
        text=text,
        deployment=deployment,
    )


def _event(
    ledger: Ledger,
    kind: EventKind,
    call: Call,
    *,
    deployment: Deployment,
    text: str = "",
    form: Form | None = None,
    result: Result | None = None,
) -> None:
    text = scrub(text)
    of_graph = call.service.protocol is Protocol.GRAPH
    status, code = call.told_status, result.code if result else None
    if of_graph and code is None and text:
        code = graph_told.meant_by(text)
    if result is not None and code is None:
        status = wording.localized(result.text).status or status
    inner = result.inner if result else ()
    if result is None and text and call.messages:  # an exception of the log, not the words of an answer
        told = wording.told(text, exception=True)
        code, inner = told.code or code, told.inner
        if code is not None:
            spoken = Protocol.GRAPH if told.graph else Protocol.EWS
            ledger.counters.told_codes.at((spoken, code)).again()
        status = told.status if kind is EventKind.MESSAGE else status  # a 2xx beside it is not what failed
    event = Event(
        kind=kind,
        system=call.system,
        protocol=call.service.protocol,
        status=status,
        code=code,
        inner=inner,
        form=form,
        text=text,
        operation=call.operation,
        path="" if of_graph else scrub(call.path.partition(";")[0])[:300],
        mailbox=call.mailbox,
        impersonated=call.impersonated is not None,
        access=access.of(call),
        deployment=deployment,
        parameters=texts.parameters(text),
    )
    place = call.place
    if result is not None:
        place = replace(place, line=result.line)
    elif call.messages:
        place = call.messages[0].at
    ledger.counters.events.count(
        event,
        replace(place, time=call.time),
        lambda: (proof.excerpt(kind, call, event), proof.ids(call)),
        (call.clock or counted.BEGINNING, ledger.document, call.order),
        early=not ledger.worked and call.system is not System.C4C and not of_graph,  # only EWS is looked for
        autodiscover=call.is_autodiscover,
    )


def _worked(ledger: Ledger, call: Call) -> None:
    for mailbox in dict.fromkeys((call.mailbox, None)):
        ledger.counters.recoveries.worked((call.system, mailbox), call.order, call.clock)
    if call.time is not None:
        here = (call.time, ledger.document, call.place.line)
        ledger.counters.last_worked[call.system] = max(ledger.counters.last_worked.get(call.system, here), here)
    if call.system is System.EXCHANGE and call.service.protocol is not Protocol.AUTODISCOVER:
        ledger.counters.successes += 1  # that the address was found proves nothing of the mailbox
        ledger.worked = True


def _bodiless(ledger: Ledger, call: Call) -> None:
    """A good status alone. Whether it is all that the document traces, or an answer lacks, its end tells."""
    ledger.worked = True
    if ledger.has_bodies or len(ledger.bodiless) < ledger.limits.values:
        ledger.bodiless.append(call)
    if ledger.has_bodies or len(ledger.bodiless) >= ledger.limits.values:
        settle_bodiless(ledger)


def settle_bodiless(ledger: Ledger) -> None:
    """Where no body is traced at all, a good status counts as answered; where others are, nothing was answered."""
    for call in ledger.bodiless:
        if call.under_way:
            continue
        if not ledger.has_bodies:
            ledger.counters.unproved += call.system is System.EXCHANGE
            _worked(ledger, call)
        elif proof.is_asked_by_post(call) and not call.cut:
            _event(ledger, EventKind.HTTP, call, form=Form.EMPTY, deployment=_deployment(ledger, call))
    ledger.bodiless.clear()


def _deployment(ledger: Ledger, call: Call) -> Deployment:
    """Where the answering server stands, by the machines on the way and by its version."""
    if call.system is not System.EXCHANGE:
        return Deployment.UNKNOWN
    named = call.response.headers if call.response is not None else ()
    route = [value for name, said in named if name in fields.ROUTE and (value := whole.field(name, said))]
    if any(map(fields.is_online_host, route)) or any(v.startswith("15.20.") for v in proof.versions(call)):
        ledger.counters.online = True
        return Deployment.ONLINE
    if call.head is not None and fields.is_online_service(call.head.host):
        ledger.counters.asked_online = True  # a proxy may answer in its place; no field of the route tells then
        return Deployment.ONLINE
    if route or proof.versions(call):
        ledger.counters.on_premises = True
        return Deployment.ON_PREMISES
    return Deployment.UNKNOWN


def _proves(answer: ResponseBody) -> bool:
    """Whether an answer shows that its service works; that of a batch does not, the answers inside it do."""
    return bool(answer.successes) or not (answer.is_foreign or answer.form is Form.MULTIPART)
