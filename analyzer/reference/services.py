"""Which side and protocol a request or an answer belongs to: by host, path and header fields. Unknown is `other`.

The marks are those of docs/contract.md ("The side is never assumed"). The form of a body is judged where it is read, in
`protocols/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from analyzer import lazy_re
from analyzer.model import Protocol, Service, System

OTHER = Service(System.OTHER, Protocol.OTHER)
EWS = Service(System.EXCHANGE, Protocol.EWS)
AUTODISCOVER = Service(System.EXCHANGE, Protocol.AUTODISCOVER)
EXCHANGE = Service(System.EXCHANGE, Protocol.OTHER)
"""Exchange by another door: OWA, PowerShell, the Outlook REST interface."""
GRAPH = Service(System.EXCHANGE, Protocol.GRAPH)
OUTLOOK = Service(System.EXCHANGE, Protocol.ODATA)
"""The Outlook REST interface, from which Graph grew: the same requests, answers and codes."""
ODATA = Service(System.C4C, Protocol.ODATA)
SAP = Service(System.C4C, Protocol.OTHER)
"""SAP, not by OData: a log-on page, a web service, the application server itself."""
TOKEN = Service(System.OTHER, Protocol.TOKEN)

GRAPH_HOST = r"graph\.microsoft\.(?:com|us|de)|microsoftgraph\.chinacloudapi\.cn"
"""The hosts of Graph, of the national clouds too; the source of a pattern."""
GRAPH_ERROR = (
    r"(?<![\w.$])odataerror\b(?!\.(?!Error\b)|\$)"
    r"|\bo_?data_?errors?\.(?:o_?data_?error\.)?odataerror\b|\bodataerror_code\b"
)
"""The exception of its libraries, alone or in their namespace, and its code in Go; the source of a pattern.

Any client of OData has a class whose name begins so: `ODataErrorResponseChecker` of Apache Olingo, which SAP's clients
use, and `org.apache.olingo.commons.api.ex.ODataError` are no word about Graph.
"""
_GRAPH_HOST = lazy_re.compile(rf"(?:^|\.)(?:{GRAPH_HOST})$|^dod-graph\.microsoft\.us$")
_SAP_HOST = lazy_re.compile(r"(?:^|\.)(?:ondemand|sapbydesign)\.com$|(?:^|\.)sap\.[a-z.]{2,40}$|\.hana\.ondemand\.com$")
_TOKEN_HOST = lazy_re.compile(r"^login(?:-us|\.partner)?\.|^sts\.windows\.net$|^accounts\.accesscontrol\.")
_EXCHANGE_HOST = lazy_re.compile(r"^(?:outlook|smtp)\.office(?:365)?\.|^outlook\.office\.de$|^autodiscover")
_EXCHANGE_PATH = lazy_re.compile(
    r"/(?:exchange|owa|ecp|mapi|rpc|oab|powershell|public|microsoft-server-activesync)(?:/|\.|$)"
)
"""Virtual directories of an Exchange server beside EWS."""

_OUTLOOK_REST = lazy_re.compile(r"/api/(?:v[12]\.0|beta)/(?:me|users)\b")

_SAP_FIELDS = frozenset(
    (
        "c4c-odata-response-time",
        "dataserviceversion",
        "x-csrf-token",
    )
)
_SAP_FIELD_STARTS = ("sap-", "x-sap-")
_EXCHANGE_FIELDS = frozenset(
    (
        "x-feserver",
        "x-beserver",
        "x-targetbeserver",
        "x-calculatedbetarget",
        "x-calculatedfetarget",
        "x-owa-version",
        "x-diaginfo",
        "x-ms-diagnostics",
        "x-caserrorcode",
        "x-beserverexception",
        "x-feproxyinfo",
        "x-feefzinfo",
        "x-backendhttpstatus",
        "x-proxy-backendserverstatus",
        "x-proxy-routingcorrectness",
        "x-firsthopcafeefz",
        "x-anchormailbox",
        "x-ews-targetversion",
    )
)
_GRAPH_FIELDS = frozenset(("x-ms-ags-diagnostic",))


_TUNNEL = lazy_re.compile(
    r"(?:\btunnel(?:l?ing)?(?: \w{1,20}){0,3} (?:failed|could not|refused)|unable to tunnel|\btunnel request)\b(?:(?!\bhttps?://(?!proxy))[^\n]){0,200}$",
    re.IGNORECASE,
)
_TO_CONNECT = lazy_re.compile(r"\d{3}\)? (?:from proxy after CONNECT\b|!== 200 when HTTP Tunnel)", re.IGNORECASE)
_BEFORE_STATUS = 220

_NO_SIDE = (System.OTHER, System.UNKNOWN)


def asked(host: str, path: str) -> Service:
    """Whom a request goes to. Host in lower case without a port, path without query; either may be empty."""
    low = path.lower()
    if _GRAPH_HOST.search(host):
        return GRAPH
    if "/oauth2/" in low or "/adfs/" in low or low.endswith("/getusersrealm.srf") or _TOKEN_HOST.search(host):
        return TOKEN
    if low.startswith("/sap/") or "/sap/" in low or _SAP_HOST.search(host):
        return ODATA if "odata" in low or "$batch" in low or "$metadata" in low else SAP
    if _OUTLOOK_REST.match(low) and (not host or _EXCHANGE_HOST.search(host)):
        return OUTLOOK
    if "/autodiscover" in low or host.startswith("autodiscover"):
        return AUTODISCOVER
    if "/ews/" in low or low.endswith("/ews"):
        return EWS
    return EXCHANGE if _EXCHANGE_HOST.search(host) or _EXCHANGE_PATH.match(low) else OTHER


def answered(names: Iterable[str]) -> Service:
    """Who answers, by the names of the header fields of an answer that only one side sends."""
    return _answered(tuple(names))


@lru_cache(maxsize=64)
def _answered(names: tuple[str, ...]) -> Service:
    low = {name.lower() for name in names}
    if low & _GRAPH_FIELDS:
        return GRAPH
    if low & _EXCHANGE_FIELDS:
        return EXCHANGE
    if low & _SAP_FIELDS or any(name.startswith(_SAP_FIELD_STARTS) for name in low):
        return ODATA if low & {"dataserviceversion", "c4c-odata-response-time"} else SAP
    return OTHER


def refused_by_proxy(text: str, at: int) -> bool:
    """Whether the status at a place of a text is that of a proxy which refuses a tunnel: who was asked never saw it.

    `Tunnel connection failed: 503 Service Unavailable`; `Received HTTP code 407 from proxy after CONNECT`.
    """
    before = text[max(0, at - _BEFORE_STATUS) : at]
    return _TUNNEL.search(before) is not None or _TO_CONNECT.match(text, at) is not None


def first_known(*services: Service) -> Service:
    """The first that names a side, with the protocol that another one of the same side may add; else `other`."""
    system, told = None, OTHER
    for service in services:
        if system is None and service.system not in _NO_SIDE:
            system = service.system
        if service.protocol is Protocol.OTHER:
            continue
        if service.system is system:
            return service
        told = service if told is OTHER else told
    return told if system is None else Service(system, Protocol.OTHER)
