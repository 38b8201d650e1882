"""Each known error through the installed command, from a dump to verdict, owner, proof and HTML."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.support.dialects import managed_api, unknown_root_cdata
from tests.support.session import (
    EXCHANGE_ONLINE,
    KERIO,
    ONLINE,
    Call,
    fault,
    ok,
    refused,
    timed,
    unanswered,
)


@dataclass(frozen=True)
class Case:
    """A dump and what must be said of it."""

    rule: str
    outcome: str
    owner: str
    data: bytes
    proof: str
    """Words that stand in the line which the first evidence names."""


def online(call: Call, start: str = "") -> Call:
    """The same call, answered by Exchange Online."""
    time = {"time": datetime.fromisoformat(start)} if start else {}
    return replace(call, headers=ONLINE, version=EXCHANGE_ONLINE, **time)


def kerio(call: Call) -> Call:
    """The same call, answered by Kerio Connect."""
    return replace(call, headers=KERIO, version=None)


REMOVED = (
    'Organization "EURPR04A007.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/fabrikam.onmicrosoft.com - '
    'EURPR04A007.PROD.OUTLOOK.COM/ConfigurationUnits/fabrikam.onmicrosoft.com/Configuration" is marked for removal'
)


def exception(text: str) -> bytes:
    """A session that ends with an exception of the connector."""
    return unknown_root_cdata(timed([ok("GetFolder"), unanswered("GetItem", f"ConnectorException: {text}")]))


CASES = [
    Case("exchange-authentication", "error", "customer-user", b"Authentication error\n", "Authentication error"),
    Case(
        "exchange-authentication",
        "error",
        "exchange-admin",
        managed_api(timed([refused("GetFolder", 401, "Unauthorized")])),
        "401 Unauthorized",
    ),
    Case(
        "exchange-oauth-refresh-token",
        "error",
        "customer-user",
        exception("Authentication error – OAuthRefreshToken might have expired"),
        "OAuthRefreshToken",
    ),
    Case(
        "snapshot-limit",
        "error",
        "c4c-key-user",
        exception("A limit on the number of snapshot records is exceeded (10000/10040/0)"),
        "(10000/10040/0)",
    ),
    Case("exchange-unexpected", "error", "ssi-support", exception("Unexpected Exchange error"), "Unexpected Exchange"),
    Case(
        "exchange-ews-url-not-found",
        "error",
        "c4c-key-user",
        managed_api(timed([refused("GetFolder", 404, "Not Found")])),
        "404 Not Found",
    ),
    Case(
        "exchange-forbidden",
        "error",
        "exchange-admin",
        managed_api(timed([refused("GetFolder", 403, "Forbidden")])),
        "403 Forbidden",
    ),
    Case(
        "exchange-forbidden",
        "error",
        "m365-admin",
        managed_api([online(refused("GetFolder", 403, "Forbidden"), "2026-09-30T23:59:59+00:00")]),
        "403 Forbidden",
    ),
    Case(
        "exchange-ews-retired",
        "error",
        "m365-admin",
        managed_api([online(refused("GetFolder", 403, "Forbidden"), "2026-10-01T00:00:00+00:00")]),
        "403 Forbidden",
    ),
    Case(
        "exchange-xml-ended",
        "error",
        "exchange-admin",
        exception("The XML document ended unexpectedly."),
        "ended unexpectedly",
    ),
    Case(
        "exchange-organization-removed",
        "error",
        "m365-admin",
        managed_api(timed([online(fault("GetFolder", "ErrorOrganizationAccessBlocked", REMOVED))])),
        "marked for removal",
    ),
    Case(
        "exchange-kerio-connect",
        "error",
        "exchange-admin",
        managed_api(
            timed(
                [
                    kerio(ok("GetFolder")),
                    kerio(fault("FindItem", "ErrorInvalidPropertyRequest", "Unsupported property field URI type")),
                ]
            )
        ),
        "Kerio Connect 9.0.3",
    ),
    Case("exchange-kerio-connect", "issue", "exchange-admin", managed_api([kerio(ok("GetFolder"))]), "Kerio Connect"),
    Case(
        "exchange-account-locked",
        "error",
        "customer-user",
        managed_api(timed([refused("GetFolder", 456, "Account locked")])),
        "456",
    ),
    Case(
        "exchange-unavailable",
        "error",
        "exchange-admin",
        managed_api(timed([refused("GetFolder", 502, "Bad Gateway")])),
        "502 Bad Gateway",
    ),
    Case(
        "exchange-no-response",
        "error",
        "network-admin",
        managed_api(timed([ok("GetFolder"), unanswered("GetItem")])),
        "POST /EWS/Exchange.asmx",
    ),
    Case(
        "c4c-internal-server-error",
        "error",
        "sap-api-team",
        b"Remote server returned an error: (500) Internal server error\n",
        "(500)",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.owner}-{case.outcome}")
def test_a_known_error_is_found_proved_and_reported(command: Callable[..., Ran], tmp_path: Path, case: Case) -> None:
    upload = tmp_path / "dump.xml"
    upload.write_bytes(case.data)

    ran = command(upload, "-f", "html", "-f", "json", "-o", tmp_path)
    document = json.loads((tmp_path / "dump.report.json").read_bytes())
    report = (tmp_path / "dump.report.html").read_text("utf-8")
    proof = document["findings"][0]["evidence"][0]
    line = case.data.decode().split("\n")[proof["line"] - 1]

    assert ran.code == 0
    assert document["verdict"]["rule"] == case.rule
    assert document["verdict"]["outcome"] == case.outcome
    assert document["verdict"]["owner"] == case.owner
    assert case.proof in line
    assert case.rule in report
    assert case.outcome.upper() in ran.stderr.splitlines()[0]


def test_the_organization_and_its_forest_are_named(command: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "dump.xml").write_bytes(
        managed_api([online(fault("GetFolder", "ErrorOrganizationAccessBlocked", REMOVED))])
    )

    document = command(tmp_path / "dump.xml", "-f", "json", "-o", "-").document

    assert document["removed_organizations"] == [
        {"organization": "fabrikam.onmicrosoft.com", "forest": "EURPR04A007.PROD.OUTLOOK.COM", "count": 1}
    ]
    assert document["findings"][0]["parameters"] == {
        "forest": "EURPR04A007.PROD.OUTLOOK.COM",
        "organization": "fabrikam.onmicrosoft.com",
    }


def test_the_snapshot_numbers_are_in_the_words_and_in_the_facts(command: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "pasted.txt").write_text("A limit on the number of snapshot records is exceeded (10.000/10.040/12)")

    document = command(tmp_path / "pasted.txt", "-f", "json", "-o", "-").document

    assert document["snapshots"] == [{"limit": 10000, "total": 10040, "pinned": 12, "count": 1}]
    assert document["findings"][0]["parameters"]["excess"] == "40"
    assert "10,040 of 10,000" in document["verdict"]["headline"]


def test_the_404_rule_shows_the_path_that_was_asked_for(command: Callable[..., Ran], tmp_path: Path) -> None:
    text = "POST /exchange/ews.asmx?token=geheim HTTP/1.1\nHost: mail.contoso.example\n\nHTTP/1.1 404 Not Found\n\n"
    (tmp_path / "trace.txt").write_text(text)

    document = command(tmp_path / "trace.txt", "-f", "json", "-o", "-").document

    assert document["findings"][0]["parameters"] == {"path": "/exchange/ews.asmx"}
    assert "/exchange/ews.asmx" in document["verdict"]["headline"]
    assert "geheim" not in str(document)
