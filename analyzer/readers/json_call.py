"""A request as one object of a JSON log tells it: method, address and status in members, no head and no body.

    {"time": "2026-10-12T08:00:00Z", "method": "POST", "url": "https://mail.contoso.example/EWS/", "status": 401}
    {"request": "POST /EWS/Exchange.asmx HTTP/1.1", "host": "mail.contoso.example", "response_status": 503}
    {"request": {"method": "GET", "uri": "https://my300001.crm.ondemand.com/sap/…"}, "response": {"statusCode": 404}}

Members have the names that pino-http, nginx, morgan, Envoy, structlog, Serilog and OpenTelemetry give them (HTTP
semantic conventions of the latter).
A good status is answered and proves no more: what was answered stands nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.model import Place, Record, RequestBody, RequestHead, ResponseHead
from analyzer.protocols import asked, graph, http
from analyzer.readers import answers
from analyzer.reference import json_names, services
from analyzer.reference.marks import METHODS

LINE = lazy_re.compile(rf"(?P<method>{METHODS}) (?P<target>/\S{{0,4000}}+) HTTP/\d(?:\.\d)?")
"""The first line of a request in one member, as nginx writes it."""
_ACTIVITY = "microsoftgraphactivitylogs"
"""The log in which Microsoft tells of all requests to Graph of an organization."""
METHOD = lazy_re.compile(rf"(?:{METHODS})", re.IGNORECASE)


class Call(Struct, frozen=True):
    """What one object tells of a request."""

    method: str
    target: str
    host: str
    status: int
    of_graph: bool = False
    """An entry of the log of Graph itself, whatever address it shows."""
    served: bool = False
    """A row of the access log of a server: it tells of everybody's requests."""


def rows(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The object, and the members of it that hold members about a request; names in lower case.

    Some write the holder into the name: `"err.statusCode": 429`.
    """
    inner = [
        {str(k).lower(): v for k, v in found[n].items()}
        for n in found
        if n in json_names.HOLDERS and isinstance(found[n], dict)
    ]
    named = ((name.rpartition("."), value) for name, value in found.items())
    joined = {name: value for (holder, dot, name), value in named if dot and holder in json_names.HOLDERS}
    return [dict(found), *inner, *([joined] if joined else [])]


def call_in(found: Mapping[str, Any]) -> Call | None:
    """The request that an object with names in lower case tells of; None where one of its three parts is missing."""
    told = rows(found)
    status = _first(told, json_names.STATUS, number=True)
    if status is None:
        return None
    host = (_first(told, json_names.HOSTS) or "")[:200]
    lines = (row[name] for row in told for name in row if name in json_names.LINES)
    line = next(filter(None, map(_line, lines)), None)
    if line is not None:
        return Call(line["method"], line["target"], host, int(status), served=True)
    method = _first(told, json_names.METHODS)
    if method is None or not METHOD.fullmatch(method):
        return None
    target = _first(told, json_names.URLS) or _first(told, json_names.PATHS)
    if target is None or not target.startswith(("/", "http://", "https://")):
        return None
    of_graph = str(found.get("category")).lower() == _ACTIVITY
    return Call(method.upper(), target[:4000], host, int(status), of_graph=of_graph)


def _line(value: object) -> re.Match[str] | None:
    return LINE.fullmatch(value) if isinstance(value, str) else None


def read(call: Call, at: Place) -> Iterator[Record]:
    """The records of a request that the object at a place tells of."""
    host, path = http.host_and_path(call.target, (("Host", call.host),) if call.host else ())
    service = services.GRAPH if call.of_graph else services.asked(host, path)
    # Such logs tell of everybody's requests: what is about no mailbox is no business of a synchronization.
    aside = (call.of_graph and not graph.is_of_mailbox(path)) or (call.served and service == services.OTHER)
    thread = f"{call.method} {host}{path}"[:300]
    place = replace(at, system=service.system, protocol=service.protocol, thread=thread, action=at.line)
    yield RequestHead(at=place, method=call.method, path=path, host=host, aside=aside)
    if (said := asked(call.method, path, service)) is not None:
        yield RequestBody(at=place, operation=said.operation, mailbox=said.mailbox)
    yield ResponseHead(at=place, status=call.status)
    if (refused := answers.of_address(call.target, place)) is not None:
        yield refused


def _first(told: list[dict[str, Any]], names: frozenset[str], *, number: bool = False) -> str | None:
    """The first member of these names that holds a text, or a status."""
    for row in told:
        for name, value in row.items():  # in their order: that of a set differs from run to run
            if name not in names:
                continue
            if number:
                if isinstance(value, int | str) and re.fullmatch(r"[1-5][0-9]{2}", str(value)[:9]):
                    return str(value)
            elif isinstance(value, str) and value and not re.search(r"\s", value[:500]):
                return value
    return None
