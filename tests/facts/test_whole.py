"""What is shown of a call looks like what it is: a hole in an upload puts the rest of a mail behind it, or into it."""

from __future__ import annotations

import pytest

from analyzer.facts import whole


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("request-id", "3f0e0bf7-5293-4d2b-8d3c-0d6f6a3b7c11"),
        ("client-request-id", "id-4"),
        ("Date", "Mon, 12 Oct 2026 08:00:02 GMT"),
        ("X-FEServer", "FR4P281CA0093"),
        ("X-FEServer", "EXFE01"),
        ("X-FEServer", "exfe01"),
        ("X-FEServer", "EXFE01, EXFE02"),
        ("X-FEServer", "Exchange"),
        ("X-BEServer", "[removed]"),
        ("X-BEServer", "host-1.prod.outlook.com"),
        ("X-BEServer", "MailServer01"),
        ("X-CalculatedBETarget", "BE1P281MB0420.DEUP281.PROD.OUTLOOK.COM"),
        ("X-CalculatedBETarget", "Tarnwald01.nordwind.local"),
        ("X-CalculatedBETarget", "ExchQuittekern.nordwind.local"),
        ("X-DiagInfo", "EXBE02&DAG1"),
        ("Server", "Microsoft-IIS/10.0"),
        ("Server", "Microsoft-IIS/10.0, Microsoft-HTTPAPI/2.0"),
        ("Server", "Kerio Connect 9.0.3"),
        ("Server", "SAP NetWeaver Application Server / ABAP 753"),
        ("Server", "Apache/2.4.41 (Ubuntu) OpenSSL/1.1.1f PHP/7.4.3"),
        ("Server", "Tarnwald"),
        ("Server", "Tarnwald/2.1"),
        ("Server", "CommuniGatePro/6.1.2"),
        ("Server", "SAP Web Application Server (1.0;753)"),
        ("Server", "AkamaiGHost"),
        ("Server", "IceWarp/13.0"),
        ("Server", "Citrix-NetScaler"),
        ("Server", "Jetty(9.4.z-SNAPSHOT)"),
        ("Server", "Tarnwald Quittekern 8.7"),
        ("X-Powered-By", "ASP.NET"),
        ("X-AspNet-Version", "4.0.30319"),
    ],
)
def test_what_is_one_of_its_field_stays_as_it_is(name: str, value: str) -> None:
    assert whole.field(name, value) == value


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("request-id", "3f0e0bf7-52 Angebot Quittekern", ""),
        ("client-request-id", "40cec405Quittekern", ""),
        ("X-FEServer", "EXFE01, Quittekern", ""),
        ("X-FEServer", "EXFE01: Quittekern zu", "EXFE01"),
        ("X-BEServer", "BE1P2[...]Quittekern", "BE1P2"),
        ("X-CalculatedBETarget", "exbe02.contoso.exam...Quittekern", "exbe02.contoso.exam"),
        ("Server", "Microsoft-IIS Quittekern quote", "Microsoft-IIS"),
        ("Server", "Microsoft-IIS/1>Quittekern.docx", "Microsoft-IIS/1"),
        ("Server", "Microsoft-Iquittekern Lieferung", ""),
        ("Server", "Micrh bei Quittekern", "Micrh bei"),
        ("X-Powered-By", "ASP. Quittekern klären", "ASP."),
    ],
)
def test_what_stands_behind_a_value_or_within_it_is_not_shown(name: str, value: str, shown: str) -> None:
    assert whole.field(name, value) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Unauthorized", "Unauthorized"),
        ("I'm a Teapot", "I'm a Teapot"),
        ("Nicht autorisiert", "Nicht autorisiert"),
        (
            "Proxy Authentication Required ( Forefront TMG requires authorization. )",
            "Proxy Authentication Required ( Forefront TMG requires authorization. )",
        ),
        (
            "Forbidden ( The ISA Server denied the specified Uniform Resource Locator (URL). )",
            "Forbidden ( The ISA Server denied the specified Uniform Resource Locator (URL). )",
        ),
        ("Proxy Error ( TMG denied access )", "Proxy Error ( TMG denied access )"),
        (
            "Account is locked. Unlock URL is https://tarnwald.example/x",
            "Account is locked. Unlock URL is https://tarnwald.example/x",
        ),
        ("UnauthQuittekern", ""),
        ("Uort Quittekern 2027", ""),
    ],
)
def test_the_words_of_a_status_are_those_of_servers(said: str, shown: str) -> None:
    assert whole.reason(said) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("mail.contoso.example", "mail.contoso.example"),
        ("<company>.onmicrosoft.com", "<company>.onmicrosoft.com"),
        ("mail.contoso quitte kern", "mail.contoso"),
        ("mail.con.docx</t:name>", "mail.con.docx</t:name>"),
        ("mail.con<t:name", "mail.con"),
    ],
)
def test_a_host_ends_where_no_host_goes_on(name: str, shown: str) -> None:
    assert whole.host(name) == shown
