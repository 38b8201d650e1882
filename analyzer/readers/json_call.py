"""A request as one object of a JSON log tells it: method, address and status in members, no head and no body.

    {"time": "2026-10-12T08:00:00Z", "method": "POST", "url": "https://mail.contoso.example/EWS/", "status": 401}
    {"request": {"method": "GET", "uri": "https://my300001.crm.ondemand.com/sap/…"}, "response": {"statusCode": 404}}

Members have the names that pino-http, morgan, Envoy, structlog, Serilog and OpenTelemetry give them (HTTP semantic
conventions of the latter).
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
from analyzer.protocols import asked, http
from analyzer.readers import answers
from analyzer.reference import services
from analyzer.reference.marks import METHODS

_METHOD_NAMES = frozenset(
    (
        "method",
        "http_method",
        "httpmethod",
        "requestmethod",
        "request_method",
        "verb",
        "http.method",
        "http.request.method",
    )
)
STATUS_NAMES = frozenset(
    (
        *("status", "statuscode", "status_code", "httpstatus", "http_status", "httpstatuscode", "http.status_code"),
        *("http.response.status_code", "responsecode", "response_code", "responsestatus", "response_status"),
    )
)
ADDRESS_NAMES = frozenset(
    ("url", "uri", "requesturi", "request_url", "request_uri", "requesturl", "http.url", "url.full", "originalurl")
)
_PATH_NAMES = frozenset(("path", "requestpath", "request_path", "http.target", "url.path"))
HOLDERS = frozenset(("http", "response", "res", "request", "req", "err", "error", "properties", "fields", "context"))
"""Members with members of their own about the request."""
_METHOD = lazy_re.compile(rf"(?:{METHODS})", re.IGNORECASE)


class Call(Struct, frozen=True):
    """What one object tells of a request."""

    method: str
    target: str
    host: str
    status: int


def rows(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The object, and the members of it that hold members about a request; names in lower case."""
    inner = [
        {str(k).lower(): v for k, v in found[n].items()} for n in found if n in HOLDERS and isinstance(found[n], dict)
    ]
    return [dict(found), *inner]


def call_in(found: Mapping[str, Any]) -> Call | None:
    """The request that an object with names in lower case tells of; None where one of its three parts is missing."""
    told = rows(found)
    method = _first(told, _METHOD_NAMES)
    status = _first(told, STATUS_NAMES, number=True)
    if method is None or status is None or not _METHOD.fullmatch(method):
        return None
    target = _first(told, ADDRESS_NAMES) or _first(told, _PATH_NAMES)
    if target is None or not target.startswith(("/", "http://", "https://")):
        return None
    host = _first(told, frozenset(("host", "http.host", "server.address")))
    return Call(method.upper(), target[:4000], (host or "")[:200], int(status))


def read(call: Call, at: Place) -> Iterator[Record]:
    """The records of a request that the object at a place tells of."""
    host, path = http.host_and_path(call.target, (("Host", call.host),) if call.host else ())
    service = services.asked(host, path)
    thread = f"{call.method} {host}{path}"[:300]
    place = replace(at, system=service.system, protocol=service.protocol, thread=thread, action=at.line)
    yield RequestHead(at=place, method=call.method, path=path, host=host)
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
