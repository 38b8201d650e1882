"""HTTP header fields: how they are spelt, which may be shown, and what they tell about the server.

Fields that are not listed here never leave the reader: `Authorization`, cookies and tokens are not among them.
Sources: learn.microsoft.com/exchange/client-developer/exchange-web-services (instrumenting client requests), and public
traces of EWS clients.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer import lazy_re

SERVERS = (
    "Server",
    "X-FEServer",
    "X-BEServer",
    "X-TargetBEServer",
    "X-CalculatedBETarget",
    "X-CalculatedFETarget",
    "X-FEProxyInfo",
    "X-FEEFZInfo",
    "X-FirstHopCafeEFZ",
    "X-Proxy-RoutingCorrectness",
    "X-Proxy-BackendServerStatus",
    "X-BackEndHttpStatus",
    "X-DiagInfo",
    "X-OWA-Version",
    "X-ServerApplication",
    "X-Powered-By",
    "X-AspNet-Version",
    "X-BEServerException",
    "X-BEServerRoutingError",
    "X-DBMountedOnServer",
    "X-CasErrorCode",
    "X-AutoDiscovery-Error",
    "X-MS-Diagnostics",
    "X-WSSecurity-Enabled",
    "X-OAuth-Enabled",
    "Persistent-Auth",
    "WWW-Authenticate",
    "Proxy-Authenticate",
    "Via",
    "X-Cache",
    "CF-RAY",
    "sap-server",
)
"""Response fields that tell who answered; they are counted by value."""

OTHERS = (
    "Date",
    "Content-Type",
    "Content-Length",
    "Location",
    "Retry-After",
    "request-id",
    "client-request-id",
    "RequestId",
    "X-AnchorMailbox",
    "User-Agent",
    "Host",
    "Soup-Debug",
    "Soup-Debug-Timestamp",
    "dataserviceversion",
    "c4c-odata-response-time",
    "X-MS-Location",
)
"""Fields that readers use, or that evidence shows, without counting their values."""

_SPELLING = {name.lower(): name for name in (*SERVERS, *OTHERS)}
_LONGEST = 60
_COMMON = ("cache-control", "connection", "expires", "pragma", "set-cookie", "transfer-encoding", "vary")
"""Fields that are not shown and stand in most answers."""
_HYPHENS = lazy_re.compile(r"[a-z]{1,20}(?:-[a-z]{0,20}){1,5}")
_SCHEME = lazy_re.compile(r"(?:^|,)\s*([A-Za-z][A-Za-z0-9-]*)(?=\s|,|$)")
_SCHEMES = {"basic", "bearer", "digest", "kerberos", "negotiate", "ntlm", "saml", "gssapi", "oauth", "passport1.4"}

ONLINE = lazy_re.compile(
    r"\.(?:prod|sdf)\.outlook\.com\b|\.outlook\.com$|\.prod\.exchangelabs\.com\b"  # X-CalculatedBETarget
    r"|^[A-Z]{2}[A-Z0-9]{1,2}PRD?\d{2,4}(?:CA|MB)\d{3,4}$"  # X-FEServer DM2PR42CA011, X-BEServer AM0PR01MB1234
    r"|^[A-Z]{2}[A-Z0-9]{2}P\d{2,3}(?:CA|MB)\d{2,4}$"  # X-BEServer BE1P281MB0420
    r"|^[A-Z0-9]{3,6}P\d{3}(?:CA|MB)\d{2,4}$",
    re.IGNORECASE,
)
"""A host of Exchange Online, in the header fields that name the route."""


@lru_cache(maxsize=1024)
def is_online_host(value: str) -> bool:
    """Whether a field that names the route tells of Exchange Online."""
    return ONLINE.search(value) is not None


_SERVICES = lazy_re.compile(r"(?:^|://)(?:outlook\.office(?:365)?\.(?:com|us)|outlook\.office\.de)\b", re.IGNORECASE)


def is_online_service(address: str) -> bool:
    """Whether a host or a URL is that of EWS in Exchange Online.

    Source: learn.microsoft.com/exchange/client-developer/exchange-web-services (EWS endpoint).
    """
    return _SERVICES.search(address) is not None


ROUTE = ("X-FEServer", "X-BEServer", "X-CalculatedBETarget", "X-TargetBEServer", "X-CalculatedFETarget", "X-DiagInfo")
"""Fields that name the machines on the way."""


@lru_cache(maxsize=1024)
def spelling(name: str) -> str | None:
    """The documented spelling of a field that may be shown, or None for one that may not."""
    return _SPELLING.get(name.strip().lower())


def begins(text: str) -> bool:
    """Whether a text is the beginning of the name of a field: a document that was cut in its head ends so."""
    low = text.lower()
    named = _HYPHENS.fullmatch(low) is not None or any(name.startswith(low) for name in (*_SPELLING, *_COMMON))
    return 0 < len(low) < _LONGEST and named


def schemes(value: str) -> str:
    """The names of the authentication schemes in a WWW-Authenticate value, without what they carry (NTLM blobs)."""
    found = dict.fromkeys(name for name in _SCHEME.findall(value) if name.lower() in _SCHEMES)
    return ", ".join(found) or "(unknown scheme)"
