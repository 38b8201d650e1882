"""How a request of Exchange signed in: by what it carried, whom it acted for, and what the server says of its token.

    Authorization: Basic …, NTLM …, Negotiate …                         a password
    Authorization: Bearer …  with the claim scp, or without any to see  a user's grant
    Authorization: Bearer …  with roles, or with ExchangeImpersonation  the application alone
    <t:ExchangeImpersonation>                                           a service account that acts for the mailbox
    x-ms-diagnostics: 2000003;reason="The audience claim value …"       some token
    "… must be present for this type of OAuth token."                   the application alone

Since February 2025 no account of Exchange Online may impersonate: a token that acts for another mailbox is one of the
application (learn.microsoft.com/exchange/permissions-exo/application-rbac).
"""

from __future__ import annotations

from functools import lru_cache

from analyzer import lazy_re
from analyzer.facts.calls import Call
from analyzer.model import Access, Credential, Protocol, System

_DIAGNOSTICS = "x-ms-diagnostics"
_TOKEN_WAS_READ = lazy_re.compile(r"\b2000\d{3};")
_SCOPE = lazy_re.compile(r"not enough scope|insufficient_scope")
_ALONE = "for this type of oauth token"


@lru_cache(maxsize=1)
def of(call: Call) -> Access | None:
    """The way in of a call, where it is known; each of its results may ask."""
    if call.system is not System.EXCHANGE or call.is_autodiscover:
        return None
    if call.service.protocol is Protocol.GRAPH:
        return Access.GRAPH
    if call.service.protocol is not Protocol.EWS:
        return None
    carried = call.head.credential if call.head is not None else None
    if carried is None and call.response is not None and _TOKEN_WAS_READ.search(said := _diagnostics(call)):
        carried = Credential.USER_TOKEN if _SCOPE.search(said) else Credential.TOKEN
    if carried is Credential.APP_TOKEN or _says_alone(call):
        return Access.APPLICATION
    if call.impersonated is not None:
        return Access.APPLICATION if carried is Credential.TOKEN else Access.IMPERSONATION
    if carried is Credential.PASSWORD:
        return Access.PASSWORD
    return Access.DELEGATED if carried is not None else None


def _diagnostics(call: Call) -> str:
    headers = call.response.headers if call.response is not None else ()
    return next((value for name, value in headers if name.lower() == _DIAGNOSTICS), "")


def _says_alone(call: Call) -> bool:
    return any(_ALONE in result.text.lower() for answer in call.answers for result in answer.results)
