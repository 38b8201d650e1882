"""Results of testconnectivity.microsoft.com: saved as XML or HTML, copied as text, in the language of the tester."""

from __future__ import annotations

import pytest

from tests.conftest import Analyse, counts, loud, rules_of

URL = "https://autodiscover.contoso.example:443/Autodiscover/Autodiscover.xml"
EWS = "https://mail.contoso.example/EWS/Exchange.asmx"
TEXT = f"""The Microsoft Connectivity Analyzer is attempting to test Autodiscover for anna@contoso.example.
 Autodiscover testing failed.
 Additional Details
  An HTTP 503 ServiceUnavailable response was received from Unknown.
 Test Steps
    Testing TCP port 443 on host autodiscover.contoso.example to ensure it's listening and open.
     The port was opened successfully.
    The Microsoft Connectivity Analyzer is attempting to retrieve an XML Autodiscover response from URL {URL} for user x.
     The Microsoft Connectivity Analyzer failed to obtain an Autodiscover XML response.
     Additional Details
     An HTTP 503 ServiceUnavailable response was received from Unknown.
     HTTP Response Headers:
     X-FEServer: EX01
     Server: Microsoft-IIS/10.0
"""


def xml(status: str, result: str, details: str, inside: str = "") -> str:
    """One step as the XML export writes it."""
    return (
        f'<testresult status="{status}" testdescription="Attempting to send a request to {EWS}" '
        f'resultdescription="{result}" additionaldetails="{details}" elapsedMilliseconds="12">{inside}</testresult>'
    )


def test_an_outer_step_repeats_its_inner_one(analyse: Analyse) -> None:
    document = analyse(TEXT)

    assert counts(document, "http", "system", "protocol", "status") == {("exchange", "autodiscover", 503): 1}
    assert {f["rule"]: f["count"] for f in document["findings"]} == {"exchange-unavailable": 1}
    assert [d["kind"] for d in document["documents"]] == ["connectivity-test"]


@pytest.mark.parametrize(
    "fields",
    [
        "X-FEServer: EX01 X-CasErrorCode: ServerNotFound Content-Length: 0 Server: Microsoft-IIS/10.0",
        "\nX-FEServer: EX01\nServer: Microsoft-IIS/10.0",
        "\nX-FEServer   EX01\nServer   Microsoft-IIS/10.0",
    ],
    ids=["one-line", "lines", "table"],
)
def test_header_fields_of_the_answer_are_read(analyse: Analyse, fields: str) -> None:
    details = f"HTTP 500 response returned Unknown. HTTP response headers: request-id: 1111 {fields}"
    document = analyse(xml("Error", "no answer", details))

    assert (
        counts(document, "servers", "header", "value").items()
        >= {
            ("X-FEServer", "EX01"): 1,
            ("Server", "Microsoft-IIS/10.0"): 1,
        }.items()
    )


def test_steps_within_steps_of_xml_are_one_failure(analyse: Analyse) -> None:
    inner = xml("Error", "It failed.", "An HTTP 403 Forbidden response was received.")
    document = analyse(xml("Error", "It failed.", "An HTTP 403 Forbidden response was received.", inner))

    assert counts(document, "http", "system", "protocol", "status") == {("exchange", "ews", 403): 1}
    assert loud(document) == {"exchange-forbidden": "error"}


def test_the_innermost_step_that_failed_is_told_in_any_language(analyse: Analyse) -> None:
    inner = xml("Error", "Der Name mail.contoso.example ist nicht da.", "")
    document = analyse(xml("Error", "Es ging nicht.", "", xml("Success", "Das ging.", "") + inner))

    assert {f["rule"]: f["count"] for f in document["findings"]} == {"connectivity-step-failed": 1}
    assert "ist nicht da" in document["findings"][0]["evidence"][0]["excerpt"]


def test_a_test_that_went_well_is_no_finding(analyse: Analyse) -> None:
    attempt = xml("Error", "Not there.", "An HTTP 404 NotFound response was received from Unknown.")
    document = analyse(xml("Success", "It went well.", "", attempt))

    assert document["findings"] == []
    assert document["verdict"]["outcome"] == "inconclusive"


def test_a_table_of_html_is_read(analyse: Analyse) -> None:
    page = (
        "<html><body><table>\n<tr><td>Testing Exchange Web Services</td></tr>\n"
        f"<tr><td>Attempting a request to {EWS}</td></tr><tr><td>Additional Details</td></tr>\n"
        "<tr><td>An HTTP 401 Unauthorized response was received from the remote server.</td></tr>\n"
        "<tr><td>HTTP Response Headers:</td></tr>\n<tr><td>X-FEServer</td>\n<td>EX&#48;1</td></tr>\n</table></body></html>"
    )
    document = analyse(page)

    assert counts(document, "http", "system", "status") == {("exchange", 401): 1}
    assert counts(document, "servers", "header", "value") == {("X-FEServer", "EX01"): 1}


@pytest.mark.parametrize(
    "said",
    [
        "Die Microsoft-Verbindungsuntersuchung versucht {0}. Von der Gegenstelle kam eine HTTP 401-Antwort: Nicht autorisiert.",
        "Microsoft Connectivity Analyzer tente {0}. Une réponse HTTP 401 Non autorisé a été reçue.",
        "El Analizador de conectividad de Microsoft intenta {0}. Se recibió una respuesta HTTP 401.",
    ],
    ids=["german", "french", "spanish"],
)
def test_a_status_counts_in_any_language(analyse: Analyse, said: str) -> None:
    document = analyse(said.format(f"URL {EWS}") + "\n")

    assert counts(document, "http", "system", "protocol", "status") == {("exchange", "ews", 401): 1}


@pytest.mark.parametrize(
    ("said", "rule", "owner"),
    [
        (
            "Testing TCP port 443 on host mail.contoso.example to ensure it's listening and open.\n"
            "The specified port is either blocked, not listening, or not producing the expected response.\n",
            "connectivity-not-reached",
            "network-admin",
        ),
        (
            "The Microsoft Connectivity Analyzer is attempting to resolve the host name mail.contoso.example in DNS.\n"
            "The host name couldn't be resolved.\n",
            "connectivity-not-reached",
            "network-admin",
        ),
        (
            "The Microsoft Connectivity Analyzer is attempting to validate the certificate of host mail.contoso.example.\n"
            "Certificate name validation failed.\n",
            "connectivity-not-encrypted",
            "exchange-admin",
        ),
    ],
    ids=["port", "dns", "certificate"],
)
def test_a_failure_without_a_status_is_told(analyse: Analyse, said: str, rule: str, owner: str) -> None:
    document = analyse(said)

    assert [(f["rule"], f["owner"], f["count"]) for f in document["findings"]] == [(rule, owner, 1)]
    assert document["http"] == []


def test_the_sign_in_service_is_not_exchange(analyse: Analyse) -> None:
    document = analyse(
        "<table><tr><td><p>Retrieving ADFS metadata from https://sts.contoso.example/adfs/services/trust/mex</p></td></tr>"
        "<tr><td><p>A Web exception occurred because an HTTP 503 - ServiceUnavailable response was received from Unknown."
        "</p></td></tr></table>"
    )

    assert counts(document, "http", "system", "status") == {("other", 503): 1}
    assert document["verdict"]["owner"] == "m365-admin"


def test_another_mail_protocol_says_nothing_of_ssi(analyse: Analyse) -> None:
    document = analyse(
        "The IMAP service is being tested.There was an error testing the IMAP serviceException details: Message: Serwer "
        "odmówił. Type: Microsoft.M365.RCA.Services.Protocols.Imap.ImapServerErrorException"
    )

    assert loud(document) == {"connectivity-mail-protocol": "info"}
    assert document["verdict"]["outcome"] == "inconclusive"


def test_advice_to_run_the_test_is_no_result_of_it(analyse: Analyse) -> None:
    document = analyse(
        "Please run the Microsoft Connectivity Analyzer (https://testconnectivity.microsoft.com) again.\n"
    )

    assert [d["kind"] for d in document["documents"]] == ["plain-text"]
    assert rules_of(document) == {}


@pytest.mark.parametrize("cut", range(1, len(TEXT), 61))
def test_a_result_may_break_off_anywhere(analyse: Analyse, cut: int) -> None:
    assert sum(counts(analyse(TEXT[:cut]), "http", "status").values()) <= 1


def test_hostile_markup_ends(analyse: Analyse) -> None:
    document = analyse('<testresult status="Error" ' + "testdescription='" * 50_000 + "<" * 50_000 + "HTTP " * 50_000)

    assert document["findings"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Exchange ActiveSync test failed.\n Exchange ActiveSync returned an HTTP 500 response (Internal Server Error).\n",
            "HTTP 500",
        ),
        (
            "Validating certificate name.\n Certificate name validation failed.\n Host name x does not match.\n",
            "certificate",
        ),
    ],
)
def test_a_part_of_a_result_is_known_by_its_sentences(analyse: Analyse, text: str, said: str) -> None:
    document = analyse(text)

    assert document["documents"][0]["kind"] == "connectivity-test"
    assert said in document["findings"][0]["evidence"][0]["excerpt"]
