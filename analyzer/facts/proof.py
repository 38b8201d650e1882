"""What is read from one exchange for people: its versions, its ids, the line of proof."""

from __future__ import annotations

from analyzer.facts.exchanges import Exchange
from analyzer.model import Event, System
from analyzer.privacy import scrub, scrub_path
from analyzer.reference.numbers import number

_SHOWN = (
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
_IDS = ("request-id", "client-request-id", "Date", "X-FEServer", "X-BEServer", "X-CalculatedBETarget")


def is_unanswered(exchange: Exchange) -> bool:
    """A request was sent and nothing came back, though the dump goes on."""
    return exchange.asked and not exchange.answered and not exchange.cut


def is_page(exchange: Exchange) -> bool:
    """A web page where SOAP was asked for: a proxy or a login form answered."""
    if exchange.response is None or exchange.system is not System.EXCHANGE or exchange.status != 200:
        return False
    if exchange.head is not None and exchange.head.method != "POST":
        return False
    kind = next((value for name, value in exchange.response.headers if name == "Content-Type"), "")
    return kind.lower().startswith("text/html")


def leads_to(exchange: Exchange) -> str:
    """Where a redirect that nobody followed leads: a sign-in form and an error page are told apart by their paths."""
    if exchange.response is None or (exchange.status or 0) >= 400:
        return ""
    target = next((value for name, value in exchange.response.headers if name == "Location"), "")
    return f"redirect to {scrub_path(target)[:300]}" if target else ""


def versions(exchange: Exchange) -> list[str]:
    """Exchange versions an answer names, each once: ServerVersionInfo, X-OWA-Version, X-ServerApplication."""
    found = [answer.version for answer in exchange.answers if answer.version]
    for name, value in exchange.response.headers if exchange.response is not None else ():
        if name in ("X-OWA-Version", "X-ServerApplication"):
            numbers = [number(part) for part in value.rpartition("/")[2].split(".", 4)]
            if len(numbers) == 4 and None not in numbers:
                found.append(".".join(str(part) for part in numbers))
    return list(dict.fromkeys(found))


def ids(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    """What Microsoft asks for to find the request in its own logs."""
    if exchange.system is not System.EXCHANGE or exchange.response is None:
        return ()
    known = dict(reversed(exchange.response.headers))
    found = [(name, scrub(known[name])) for name in _IDS if known.get(name)]
    if exchange.client_id and "client-request-id" not in known:
        found.append(("client-request-id", scrub(exchange.client_id)))
    return tuple(found)


def excerpt(kind: str, exchange: Exchange, event: Event) -> str:
    """One line of proof: what was asked, what came back, and the fields that name the machines and the request."""
    asked = f"{exchange.head.method} {exchange.path}" if exchange.head is not None else ""
    asked = " ".join(part for part in (asked, f"({event.operation})" if event.operation else "") if part)
    parts: list[str] = []
    if kind in ("fault", "response"):
        name = "SOAP fault" if kind == "fault" else "response message"
        parts.append(f"{name} {event.code or 'without code'}: {event.text}")
        parts.append(f"HTTP {exchange.status}" if exchange.status else "")
        parts.append(asked)
    elif kind == "no-answer":
        parts += [event.text, f"{asked or 'request'}: no response follows"]
    elif exchange.response is not None:
        parts += [f"HTTP {exchange.status} {exchange.response.reason}".strip(), event.text, asked]
    else:
        parts += [event.text, asked]
    if exchange.response is not None:
        known = dict(reversed(exchange.response.headers))
        parts += [f"{name}: {known[name]}" for name in _SHOWN if known.get(name)]
    return " · ".join(part for part in parts if part)
