"""Each known error through the installed command, from a dump to verdict, owner, proof and HTML."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from analyzer.reference import rows
from tests.conftest import Analyse, Ran, loud, rules_of
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
    assert "10,040 found, 10,000 allowed" in document["verdict"]["headline"]


def test_the_404_rule_shows_the_path_that_was_asked_for(command: Callable[..., Ran], tmp_path: Path) -> None:
    text = "POST /exchange/ews.asmx?token=geheim HTTP/1.1\nHost: mail.contoso.example\n\nHTTP/1.1 404 Not Found\n\n"
    (tmp_path / "trace.txt").write_text(text)

    document = command(tmp_path / "trace.txt", "-f", "json", "-o", "-").document

    assert document["findings"][0]["parameters"] == {"path": "/exchange/ews.asmx"}
    assert "/exchange/ews.asmx" in document["verdict"]["headline"]
    assert "geheim" not in str(document)


AADSTS = [row["code"] for row in rows("aadsts_codes.csv")]


def log_line(text: str, level: str = "ERROR", component: str = "ExchangeConnector") -> str:
    return f"2026-10-12 08:00:00,020 {level} TID:7 [SiteInMemory:{component}] {text}\n"


@pytest.mark.parametrize("code", AADSTS)
def test_every_code_of_the_microsoft_sign_in_explains_the_message_of_the_connector(analyse: Analyse, code: str) -> None:
    text = log_line(f"Authentication error – OAuthRefreshToken might have expired ---> MsalException: {code}: No.")

    assert loud(analyse(text)) == {code: "error"}


@pytest.mark.parametrize(
    "form",
    [
        "AADSTS53003: It did not work. Trace ID: 0a1b2c3d-1111-2222-3333-444455556666",
        "Authentication error – OAuthRefreshToken might have expired\nAADSTS53003: It did not work.",
        'Token request failed: {"error": "invalid_grant", "error_description": "AADSTS53003: It did not work."}',
        "Sign-in failed (AADSTS53003)",
    ],
)
def test_a_code_of_the_microsoft_sign_in_is_the_one_finding_however_it_is_told(analyse: Analyse, form: str) -> None:
    text = "".join(log_line(line) for line in form.split("\n"))

    assert loud(analyse(text)) == {"AADSTS53003": "error"}


def test_the_answer_of_the_token_endpoint_tells_why_there_is_no_token(analyse: Analyse) -> None:
    body = '{"error": "invalid_grant", "error_description": "AADSTS53003: Access has been blocked.\\r\\nTrace ID: 1"}'
    head = "POST /common/oauth2/v2.0/token HTTP/1.1\nHost: login.microsoftonline.com\n\nHTTP/1.1 {} Bad Request\n\n"

    assert loud(analyse(head.format(400) + body + "\n")) == {"AADSTS53003": "error"}
    assert loud(analyse(head.format(200) + body + "\n")) == {}


def test_a_refusal_of_another_side_is_no_sign_in_to_the_mailbox(analyse: Analyse) -> None:
    document = analyse(log_line("AADSTS50126: Error validating credentials", component="C4CConnector"))

    assert loud(document) == {}
    assert len(document["unexplained"]) == 1


@pytest.mark.parametrize(
    ("moment", "rule", "words"),
    [
        ("2026-06-29T23:59:59+00:00", "exchange-forbidden", "these answers are older"),
        ("2026-06-30T00:00:00+00:00", "exchange-forbidden", "blocked it for a while"),
        (
            "2026-09-30T23:59:59+00:00",
            "exchange-forbidden",
            "Kiosk, F1 and F3 were to lose EWS on 2026-06-30, and Microsoft moved",
        ),
        ("2026-10-01T00:00:00+00:00", "exchange-ews-retired", "exempt until 2027-04-01"),
        ("2027-04-01T00:00:00+00:00", "exchange-ews-retired", "ended Exchange Web Services for good"),
    ],
)
def test_the_date_of_a_403_of_exchange_online_tells_its_likely_cause(
    analyse: Analyse, moment: str, rule: str, words: str
) -> None:
    document = analyse(managed_api([online(refused("GetFolder", 403, "Forbidden"), moment)]))

    assert loud(document) == {rule: "error"}
    assert words in document["findings"][0]["cause"]
    assert document["findings"][0]["owner"] == "m365-admin"


def test_a_mailbox_that_is_refused_while_others_are_served_is_an_error_for_it_and_no_outage(analyse: Analyse) -> None:
    def by(name: str, call: Call) -> Call:
        return replace(call, mailbox=f"{name}@contoso.example")

    served = [by(name, ok("GetFolder")) for name in ("anna", "ben", "carla")]
    refusal = by("dora", refused("GetFolder", 403, "Forbidden"))

    one_of_four = analyse(managed_api(timed([served[0], refusal, *served[1:]])))
    the_last = analyse(managed_api(timed([*served, refusal])))

    assert loud(one_of_four) == loud(the_last) == {"exchange-forbidden": "error"}
    assert [document["findings"][0]["severity"] for document in (one_of_four, the_last)] == ["medium", "critical"]


@pytest.mark.parametrize(
    ("status", "fields", "rule", "words"),
    [
        (
            302,
            ("Location: /owa/auth/logon.aspx?url=secret",),
            "exchange-redirected",
            "A sign-in form stands before EWS",
        ),
        (302, ("Location: /ews/genericerrorpage.htm",), "exchange-redirected", "shows its error page"),
        (301, ("Location: https://other.example/EWS/Exchange.asmx",), "exchange-redirected", "leads elsewhere"),
        (404, ("X-CasErrorCode: UserNotFound",), "exchange-ews-url-not-found", "finds no mailbox for the user"),
        (
            500,
            ("X-BEServerException: x.IllegalCrossServerConnectionException",),
            "exchange-wrong-back-end",
            "wrong server",
        ),
        (
            401,
            ('x-ms-diagnostics: 2000002;reason="The token is too old.";error_category="token_expired"',),
            "exchange-authentication",
            "no longer accepts the authorization of the mailbox: The token is too old.",
        ),
        (407, (), "exchange-proxy-sign-in", "(407)"),
        (413, (), "exchange-too-large", "(413)"),
        (429, ("Retry-After: 30",), "exchange-too-many-requests", "(429)"),
        (500, (), "exchange-server-failed", "(500)"),
        (522, ("Server: cloudflare",), "exchange-cloudflare", "(522)"),
    ],
)
def test_a_header_field_says_what_the_status_alone_does_not(
    analyse: Analyse, status: int, fields: tuple[str, ...], rule: str, words: str
) -> None:
    lines = [
        "POST /EWS/Exchange.asmx HTTP/1.1",
        "Host: mail.contoso.example",
        "",
        f"HTTP/1.1 {status} X",
        *fields,
        "",
        "",
    ]

    document = analyse("\n".join(lines))

    assert list(loud(document)) == [rule]
    assert words in document["findings"][0]["title"]
    assert "secret" not in json.dumps(document)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The Autodiscover service couldn't be located.", "autodiscover-not-located"),
        ("Exchange Server doesn't support the requested version.", "exchange-version-too-old"),
        ("Data at the root level is invalid. Line 1, position 1.", "exchange-answer-no-xml"),
        ("Unable to read data from the transport connection: closed.", "exchange-no-response"),
        (
            "The request failed. The remote server returned an error: (500) Internal Server Error.",
            "exchange-server-failed",
        ),
    ],
)
def test_a_sentence_of_the_client_library_inside_the_wrapper_is_the_finding(
    analyse: Analyse, text: str, rule: str
) -> None:
    assert loud(analyse(log_line(f"Unexpected Exchange error ---> ServiceRequestException: {text}"))) == {rule: "error"}


def test_what_the_dump_says_of_a_request_explains_the_status_that_the_log_quotes(analyse: Analyse) -> None:
    dump = managed_api(timed([ok("GetFolder"), fault("GetItem", "ErrorAccountDisabled", "Account is disabled.")]))
    log = log_line("Unexpected Exchange error: The remote server returned an error: (500) Internal Server Error.")

    assert loud(analyse(dump, log)) == {"ErrorAccountDisabled": "error"}


@pytest.mark.parametrize(
    ("version", "rule"),
    [
        ((15, 1, 2507, 61), "exchange-2016-support-ended"),
        ((15, 2, 1748, 39), "exchange-2019-support-ended"),
        ((15, 2, 2562, 17), None),
        ((15, 0, 847, 4040), None),
    ],
)
def test_a_build_past_its_support_is_information_with_its_date(
    analyse: Analyse, version: tuple[int, int, int, int], rule: str | None
) -> None:
    document = analyse(managed_api(timed([replace(ok("GetFolder"), version=version)])))
    ended = [finding for finding in document["findings"] if "support-ended" in finding["rule"]]

    assert [finding["rule"] for finding in ended] == ([rule] if rule else [])
    assert all(finding["outcome"] == "info" and "2025-10-14" in finding["title"] for finding in ended)


@pytest.mark.parametrize(
    "text",
    [
        "Authentication errors: 0",
        "Session finished without Authentication error",
        "no AADSTS error in the answer",
        "HasReadAccess=true HasWriteAccess=true",
        "Property ErrorAccessDenied is mapped",
        "SW0000: Synchronization was completed successfully",
        "Retry policy for (503) and (504) is active",
    ],
)
def test_a_line_that_names_an_error_and_reports_none_is_no_finding(analyse: Analyse, text: str) -> None:
    document = analyse(log_line(text, level="INFO"))

    assert loud(document) == {}
    assert document["unexplained"] == []


LINE = "2026-10-12 08:00:{at:02},020 {level} TID:7 [SiteInMemory:{component}] {said}\n"


def line(said: str, at: int = 1, level: str = "ERROR", component: str = "ExchangeConnector") -> str:
    return LINE.format(at=at, level=level, component=component, said=said)


@pytest.mark.parametrize(
    "said",
    ['Mail "Authentication error" processed', 'Created item "The remote server returned an error: (403) Forbidden"'],
)
def test_a_line_of_a_log_that_quotes_an_error_tells_of_a_mail(analyse: Analyse, said: str) -> None:
    end = line("SW0000: finished", 9, "INFO", "SynchronizationEngine")

    assert analyse(line(said, level="INFO") + end)["findings"] == []


def test_a_log_that_ends_with_a_good_session_has_recovered_from_what_it_tells(analyse: Analyse) -> None:
    end = line("SW0000: finished", 9, "INFO", "SynchronizationEngine")

    assert rules_of(analyse(line("Authentication error") + end)) == {"exchange-authentication": "issue"}
    assert rules_of(analyse(end + line("Authentication error", 10))) == {"exchange-authentication": "error"}


def test_an_expired_authorization_explains_the_refusals_that_it_causes(analyse: Analyse) -> None:
    told = line("Authentication error – OAuthRefreshToken might have expired")
    dump = managed_api(timed([refused("GetFolder", 401, "Unauthorized")]))

    document = analyse(told, dump)

    assert document["verdict"]["rule"] == "exchange-oauth-refresh-token"
    assert rules_of(document) == {"exchange-oauth-refresh-token": "error"}


@pytest.mark.parametrize("status", [400, 403, 404, 503])
def test_kerio_connect_explains_its_failing_calls_whatever_their_status(analyse: Analyse, status: int) -> None:
    dump = managed_api(timed([refused("GetFolder", status, "No")]))

    document = analyse(dump.replace(b"Microsoft-IIS/10.0", b"Kerio Connect 9.0.3"))

    assert rules_of(document) == {"exchange-kerio-connect": "error"}


def test_a_refusal_after_the_retirement_is_known_by_the_address_alone(analyse: Analyse) -> None:
    exchange = (
        "POST https://outlook.office365.com/EWS/Exchange.asmx HTTP/1.1\nHost: {host}\n\n"
        "HTTP/1.1 403 Forbidden\nDate: Mon, 12 Oct 2026 08:00:00 GMT\n\n"
    )

    online = analyse(exchange.format(host="outlook.office365.com"))
    own = analyse(exchange.format(host="mail.contoso.example").replace("outlook.office365.com", "mail.contoso.example"))

    assert (online["verdict"]["rule"], online["verdict"]["owner"]) == ("exchange-ews-retired", "m365-admin")
    assert own["verdict"]["rule"] == "exchange-forbidden"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The remote server returned an error: (456)", "exchange-account-locked"),
        ("Der Remoteserver hat einen Fehler zurückgegeben: (403) Unzulässig.", "exchange-forbidden"),
        ("Le serveur distant a retourné une erreur : (404) Introuvable.", "exchange-ews-url-not-found"),
        ("[2026-10-12 08:00:00] Authentication error", "exchange-authentication"),
    ],
)
def test_a_text_is_known_in_other_languages_and_behind_a_date_in_brackets(
    analyse: Analyse, text: str, rule: str
) -> None:
    assert list(rules_of(analyse(text))) == [rule]


def test_thousands_may_be_parted_by_any_apostrophe(analyse: Analyse) -> None:
    text = "A limit on the number of snapshot records is exceeded (10’000/10’040/0)"

    assert analyse(text)["snapshots"] == [{"limit": 10000, "total": 10040, "pinned": 0, "count": 1}]


def test_a_setting_that_names_exchange_online_says_less_than_the_server_that_answers(analyse: Analyse) -> None:
    site = "<Site><Setting Name='ExchangeUrl' Value='https://outlook.office365.com/EWS/Exchange.asmx'/></Site>"
    dump = managed_api(timed([ok("GetFolder"), refused("FindItem", 403, "Forbidden")]))
    told = line("The remote server returned an error: (403) Forbidden")

    assert "exchange-ews-retired" not in rules_of(analyse(site, dump, told))
    assert analyse(site, told)["verdict"]["rule"] == "exchange-ews-retired"
