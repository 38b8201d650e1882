"""Which access is it: password, a user's grant, the application alone, a service account, Graph.

Most wrong owners came from not knowing it: a user can renew a grant, but neither the token of an application nor the
password that Exchange Online takes no more.
"""

from __future__ import annotations

import base64
import json

import pytest

from tests.conftest import Analyse

IMPERSONATED = """
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><t:ExchangeImpersonation xmlns:t="t"><t:ConnectingSID>
<t:PrimarySmtpAddress>anna.berg@contoso.example</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation></s:Header>
<s:Body><m:GetFolder xmlns:m="m"/></s:Body></s:Envelope>
"""


def token(**claims: object) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"Bearer eyJhbGciOiJub25lIn0.{body}.c2lnbmF0dXJl"


def refused(sent: str = "", body: str = "", said: str = "", host: str = "outlook.office365.com") -> str:
    head = f"POST /EWS/Exchange.asmx HTTP/1.1\nHost: {host}\n"
    head += f"Authorization: {sent}\n" if sent else ""
    answer = "HTTP/1.1 401 Unauthorized\n" + (f"x-ms-diagnostics: {said}\n" if said else "")
    return f"{head}\n{body}\n{answer}\n"


@pytest.mark.parametrize(
    ("trace", "kind"),
    [
        (refused("Basic YW5uYTpnZWhlaW0="), "password"),
        (refused("NTLM TlRMTVNTUAABAAAA"), "password"),
        (refused("Negotiate YIIabc"), "password"),
        (refused(token(scp="EWS.AccessAsUser.All", aud="https://outlook.office365.com")), "delegated"),
        (refused("Bearer [removed]"), "delegated"),
        (refused(token(roles=["full_access_as_app"])), "application"),
        (refused(token(idtyp="app")), "application"),
        (refused("Bearer [removed]", IMPERSONATED), "application"),
        (refused("", IMPERSONATED), "impersonation"),
        (refused("Basic YW5uYTpnZWhlaW0=", IMPERSONATED), "impersonation"),
        (refused(said='2000003;reason="The audience claim value is invalid."'), "delegated"),
        (refused("", IMPERSONATED, said='2000003;reason="The audience claim value is invalid."'), "application"),
        ("GET /v1.0/me/messages HTTP/1.1\nHost: graph.microsoft.com\n\nHTTP/1.1 401 Unauthorized\n\n", "graph"),
    ],
)
def test_the_way_in_is_told_by_request_and_answer(analyse: Analyse, trace: str, kind: str) -> None:
    assert analyse(trace)["access"] == [{"kind": kind, "count": 1}]


@pytest.mark.parametrize(
    "trace",
    [
        refused(),
        refused("[removed]"),
        refused("Basic"),
        refused(said='4000000;reason="Flighting is off."'),
        "GET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my000000.crm.ondemand.com\n"
        "Authorization: Basic YW5uYTpnZWhlaW0=\n\nHTTP/1.1 401 Unauthorized\n\n",
    ],
)
def test_what_shows_nothing_of_it_says_nothing(analyse: Analyse, trace: str) -> None:
    assert analyse(trace)["access"] == []


@pytest.mark.parametrize(
    ("trace", "owner", "said"),
    [
        (refused(token(roles=["full_access_as_app"])), "m365-admin", "SSI's application"),
        (refused("Basic YW5uYTpnZWhlaW0="), "c4c-key-user", "takes no password"),
        (refused(token(scp="EWS.AccessAsUser.All")), "customer-user", "refuses the sign-in to the mailbox"),
        (refused("Basic YW5uYTpnZWhlaW0=", host="mail.contoso.example"), "customer-user", "refuses the sign-in"),
    ],
)
def test_who_acts_on_a_refusal_depends_on_the_way_in(analyse: Analyse, trace: str, owner: str, said: str) -> None:
    verdict = analyse(trace)["verdict"]

    assert (verdict["rule"], verdict["owner"]) == ("exchange-authentication", owner)
    assert said in verdict["headline"]


def test_nothing_of_a_token_is_kept_but_its_kind(analyse: Analyse) -> None:
    document = analyse(refused(token(scp="Secret.Scope", upn="anna.berg@contoso.example", appid="0a1b2c3d")))

    assert not [word for word in ("Secret.Scope", "anna.berg", "0a1b2c3d", "eyJ") if word in json.dumps(document)]
