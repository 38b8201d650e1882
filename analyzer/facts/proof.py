"""What is read from one call for people: its versions, its ids, the line of proof."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from analyzer.facts import whole
from analyzer.facts.calls import Call
from analyzer.model import Event, EventKind, Form, Protocol, ResponseBody, System
from analyzer.privacy.scrubbing import scrub, scrub_path
from analyzer.reference.ews import FAULT
from analyzer.reference.numbers import number

_SHOWN: tuple[str, ...] = (
    "Server",
    "X-FEServer",
    "X-BEServer",
    "X-CalculatedBETarget",
    "X-CasErrorCode",
    "X-BEServerException",
    "X-MS-Diagnostics",
    "WWW-Authenticate",
    "Location",
    "Retry-After",
    "request-id",
    "client-request-id",
)
_SHOWN_OF_GRAPH = tuple(name for name in _SHOWN if name != "Location")
_IDS = ("request-id", "client-request-id", "Date", "X-FEServer", "X-BEServer", "X-CalculatedBETarget")


def is_unanswered(call: Call) -> bool:
    """A request was sent and nothing came back, though the dump goes on."""
    return call.asked and not call.answered and not call.cut


def is_cut_off(call: Call) -> bool:
    """The document ends before the fault that comes with status 500: nobody knows what the server said.

    Asked of a document that shows bodies; where none is traced, the status is all that is ever told.
    """
    of_soap = call.service.protocol in (Protocol.EWS, Protocol.AUTODISCOVER)
    unread = all(answer.form is Form.UNREAD and not answer.results for answer in call.answers)
    return of_soap and call.status == FAULT and unread and call.cut


def instead(call: Call) -> Form | None:
    """What came with a good status in the place of what was asked for; None where the right thing came, or no body.

    EWS answers in SOAP. A GET is not asked of a service: a browser opens its pages so, and probes do.
    """
    if call.status is not None and not 200 <= call.status < 300:
        return None
    if call.service.protocol is Protocol.GRAPH:
        return _page_of(call)
    if any(answer.form is Form.SOAP for answer in call.answers):
        return None  # nearly all
    if not call.asked and call.told_status is None and call.system is System.OTHER and not _is_page(call):
        return None  # some text of somebody: nothing tells that a service was asked for anything
    if call.head is not None and call.head.method not in ("POST", "") and call.service.protocol is not Protocol.ODATA:
        return None
    if not call.answers and call.service.protocol is Protocol.EWS:
        kind = (
            next((value for name, value in call.response.headers if name == "Content-Type"), "")
            if call.response
            else ""
        )
        return Form.PAGE if kind.lower().startswith("text/html") else None
    if not call.answers or any(not is_wrong_form(answer) for answer in call.answers):
        return None
    if any(answer.form is Form.UNREAD for answer in call.answers):
        return None  # nobody knows what came
    return call.answers[0].form


def _is_page(call: Call) -> bool:
    return any(answer.form in (Form.PAGE, Form.SIGN_IN) for answer in call.answers)


def _page_of(call: Call) -> Form | None:
    """The page that answers in the place of Graph; mails and pictures have forms and paths of their own."""
    if call.path.endswith(("$value", "/content")):
        return None
    pages = (answer.form for answer in call.answers if answer.form in (Form.PAGE, Form.SIGN_IN))
    return next(pages, None)


def is_asked_by_post(call: Call) -> bool:
    """A request of the service, as far as the document tells its method."""
    return call.asked and (call.head is None or call.head.method in ("POST", ""))


def is_wrong_form(answer: ResponseBody) -> bool:
    """Whether a body is no answer of its service."""
    soap_is_due = answer.at.protocol is Protocol.EWS and answer.form in (Form.JSON, Form.XML)
    return answer.is_foreign or (soap_is_due and not any(result.code for result in answer.results))


def said_instead(call: Call) -> str:
    """What SAP says of a bad status in its header fields or on its page; empty where it says nothing."""
    said = (answer.text for answer in call.answers if answer.text and answer.at.system is System.C4C)
    return next(said, "")


def lacks_body(call: Call) -> bool:
    """A good status of Exchange without the body that must come with it: it proves nothing by itself."""
    return (
        call.response is not None
        and not call.answers
        and 200 <= call.response.status < 300
        and call.system is System.EXCHANGE
        and call.service.protocol is not Protocol.GRAPH
    )


def leads_to(call: Call) -> str:
    """Where a redirect that nobody followed leads: a sign-in form and an error page are told apart by their paths."""
    if call.response is None or (call.status or 0) >= 400:
        return ""
    target = next((value for name, value in call.response.headers if name == "Location"), "")
    return f"redirect to {scrub_path(target)[:300]}" if target else ""


@lru_cache(maxsize=1)
def versions(call: Call) -> tuple[str, ...]:
    """Exchange versions an answer names, each once: ServerVersionInfo, X-OWA-Version, X-ServerApplication."""
    found = [answer.version for answer in call.answers if answer.version]
    for name, value in call.response.headers if call.response is not None else ():
        if name in ("X-OWA-Version", "X-ServerApplication"):
            numbers = [number(part) for part in value.rpartition("/")[2].split(".", 4)]
            if len(numbers) == 4 and None not in numbers:
                found.append(".".join(str(part) for part in numbers))
    return tuple(dict.fromkeys(found))


def ids(call: Call) -> tuple[tuple[str, str], ...]:
    """What Microsoft asks for to find the request in its own logs."""
    if call.system is not System.EXCHANGE or not call.answered:
        return ()
    known = _named(call)
    found = [(name, scrub(known[name])) for name in _IDS if known.get(name)]
    if "client-request-id" not in known and (own := whole.field("client-request-id", call.client_id)):
        found.append(("client-request-id", scrub(own)))
    return tuple(found)


@lru_cache(maxsize=1)
def _named(call: Call) -> Mapping[str, str]:
    """The fields of the answer, and the ids that its body names where the fields are lost; of each name the first."""
    said = [pair for answer in call.answers for result in answer.results for pair in result.values if pair[0] in _IDS]
    fields = [*reversed(said), *reversed(call.response.headers if call.response is not None else ())]
    told = ((name, whole.field(name, value)) for name, value in fields)
    return {name: value for name, value in told if value}


def _status(call: Call) -> str:
    """`HTTP 401 Unauthorized`; without the words where a hole in the upload put the rest of a mail behind them."""
    reason = call.response.reason if call.response is not None else ""
    return f"HTTP {call.status} {whole.reason(reason)}".strip()


def excerpt(kind: EventKind, call: Call, event: Event) -> str:
    """One line of proof: what was asked, what came back, and the fields that name the machines and the request."""
    asked = f"{call.head.method} {call.path}" if call.head is not None else ""
    asked = " ".join(part for part in (asked, f"({event.operation})" if event.operation else "") if part)
    said, fields = event.text, _SHOWN
    if event.protocol is Protocol.GRAPH:  # its paths and addresses are made of ids that tell the mailbox
        asked, fields = event.operation or "", _SHOWN_OF_GRAPH
        said = " · ".join(
            part for part in (event.code, event.text) if part
        )  # a colon behind `…Token` reads as a secret
    parts: list[str] = []
    if kind in (EventKind.FAULT, EventKind.RESPONSE):
        name = "SOAP fault" if kind is EventKind.FAULT else "response message"
        is_soap = any(answer.form is Form.SOAP for answer in call.answers)
        name = name if event.protocol in (Protocol.EWS, Protocol.AUTODISCOVER) and is_soap else "error"
        parts.append(": ".join(part for part in (f"{name} {event.code or 'without code'}", event.text) if part))
        parts.append(f"HTTP {call.status}" if call.status else "")
        parts.append(asked)
    elif kind is EventKind.NO_ANSWER:
        parts += [event.text, f"{asked or 'request'}: no response follows"]
    elif (
        kind is EventKind.MESSAGE and call.response is not None
    ):  # the line itself first: no good status is what failed
        parts += [said, _status(call), asked]
    elif call.response is not None:
        parts += [_status(call), said, asked]
    else:
        parts += [said or (f"HTTP {event.status}" if event.status else ""), asked]
    if call.answered:
        known = _named(call)
        parts += [f"{name}: {known[name]}" for name in fields if known.get(name)]
    return " · ".join(part for part in parts if part)
