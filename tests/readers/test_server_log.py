"""Request logs of the Exchange server: IIS, HttpProxy and EWS, whole files and pasted rows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Analyse, counts, loud, rules_of

IIS = "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2026-10-12 00:00:00\n"
FIELDS = (
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken\n"
)
PROXY = (
    "#Software: Microsoft Exchange Server\n#Version: 15.02.1544.011\n#Log-type: HttpProxy Logs\n"
    "#Date: 2026-10-12T08:00:00.000Z\n"
    "#Fields: DateTime,RequestId,MajorVersion,Protocol,UrlHost,UrlStem,AuthenticatedUser,UserAgent,ClientIpAddress,"
    "HttpStatus,BackEndStatus,ErrorCode,Method,GenericErrors\n"
)
EWS = (
    "#Software: Microsoft Exchange Server\n#Version: 15.02.1544.011\n#Log-type: EWS Logs\n"
    "#Fields: DateTime,AuthenticatedUser,UserAgent,ClientIpAddress,SoapAction,HttpStatus,ErrorCode,ImpersonatedUser\n"
)


def row(
    status: str,
    *,
    user: str = "CONTOSO\\anna",
    path: str = "/EWS/Exchange.asmx",
    client: str = "10.0.0.9",
    second: int = 0,
) -> str:
    """One row in the order of FIELDS; `status` is status, sub-status and code."""
    return f"2026-10-12 08:00:{second:02} 10.0.0.5 POST {path} - 443 {user} {client} SSI/1.0 - {status} 15\n"


def statuses(document: dict[str, Any]) -> dict[Any, int]:
    return counts(document, "http", "system", "protocol", "status")


def test_every_row_is_one_request_of_exchange(analyse: Analyse) -> None:
    document = analyse(IIS + FIELDS + row("200 0 0") * 3 + row("503 0 0") * 2)

    assert statuses(document) == {("exchange", "ews", 200): 3, ("exchange", "ews", 503): 2}
    assert rules_of(document) == {"exchange-unavailable": "error"}
    assert [d["kind"] for d in document["documents"]] == ["iis-log"]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("#Fields: sc-status cs-uri-stem cs-method time date\n", "{0} /ews/exchange.asmx POST 08:00:00 2026-10-12\n"),
        ("#Fields: time\tcs-method\tcs-uri-stem\tsc-status\n", "08:00:00\tPOST\t/EWS/Exchange.asmx\t{0}\n"),
        ("#Fields: date time X-Tenant cs-uri-stem sc-status X-Trace\n", "2026-10-12 08:00:00 a /EWS/a {0} b\n"),
        ("date,time,cs-method,cs-uri-stem,sc-status\n", "2026-10-12,08:00:00,POST,/EWS/Exchange.asmx,{0}\n"),
        ("", "2026-10-12 08:00:00 <IP> POST /EWS/Exchange.asmx &Id=<empty>; 443 - <IP Address> SSI/1.0 - {0} 0 0 5\n"),
        ("", "IIS log:  2026-10-12 08:00:00 10.x.x.5 POST /EWS/Exchange.asmx - 444 - 10.0.0.9 SSI/1.0 {0} 0 0 233 9\n"),
    ],
    ids=["other-order", "tabs", "own-columns", "commas", "masked-without-fields", "with-a-heading"],
)
def test_any_columns_are_read(analyse: Analyse, head: str, line: str) -> None:
    document = analyse(head + line.format(200) + line.format(503))

    assert statuses(document) == {("exchange", "ews", 200): 1, ("exchange", "ews", 503): 1}


def test_columns_may_change_inside_a_file(analyse: Analyse) -> None:
    other = "#Fields: date time sc-status cs-uri-stem\n2026-10-12 08:01:00 503 /EWS/Exchange.asmx\n"

    assert statuses(analyse(IIS + FIELDS + row("200 0 0") + other)) == {
        ("exchange", "ews", 200): 1,
        ("exchange", "ews", 503): 1,
    }


def test_a_wrong_password_is_told_by_its_code(analyse: Analyse) -> None:
    document = analyse(IIS + FIELDS + row("401 1 1326", user="-") + row("200 0 0", client="10.0.0.8"))
    finding = document["findings"][0]

    assert (finding["rule"], finding["owner"]) == ("exchange-authentication", "customer-user")
    assert "1326 (wrong user name or password)" in finding["evidence"][0]["excerpt"]


def test_a_wrong_password_is_no_step_of_the_success_behind_it(analyse: Analyse) -> None:
    document = analyse(IIS + FIELDS + row("401 1 1326", user="-") + row("200 0 0", second=9))

    assert statuses(document) == {("exchange", "ews", 401): 1, ("exchange", "ews", 200): 1}
    assert loud(document) == {"exchange-authentication": "issue"}


def test_a_handshake_is_no_finding_and_counts_once(analyse: Analyse) -> None:
    steps = row("401 2 5", user="-") + row("401 1 2148074254", user="-") + row("200 0 0")
    document = analyse(IIS + FIELDS + steps * 3)

    assert statuses(document) == {("exchange", "ews", 200): 3}
    assert document["findings"] == []


def test_two_clients_behind_one_another_have_handshakes_of_their_own(analyse: Analyse) -> None:
    both = [
        row("401 1 2148074254", user="-", client="10.0.0.8") + row("401 1 2148074254", user="-"),
        row("200 0 0", client="10.0.0.8") + row("200 0 0"),
    ]

    assert statuses(analyse(IIS + FIELDS + "".join(both))) == {("exchange", "ews", 200): 2}


def test_a_first_step_alone_proves_no_outage(analyse: Analyse) -> None:
    document = analyse(IIS + FIELDS + row("401 1 2148074254", user="-"))

    assert statuses(document) == {("exchange", "ews", 401): 1}
    assert loud(document) == {"exchange-sign-in-first-step": "info"}
    assert document["verdict"]["outcome"] == "inconclusive"


@pytest.mark.parametrize(
    "line",
    [
        row("503 0 0", user="CONTOSO\\HealthMailbox7f"),
        row("404 0 2", path="/ews/healthcheck.htm"),
        row("401 1 1326", client="127.0.0.1"),
        row("404 0 2", path="/owa/favicon.ico"),
        row("500 0 0", path="/Microsoft-Server-ActiveSync/default.eas"),
    ],
    ids=["health-mailbox", "health-check", "itself", "browser", "phone"],
)
def test_what_is_no_traffic_of_a_synchronization_is_no_finding(analyse: Analyse, line: str) -> None:
    document = analyse(IIS + FIELDS + line)

    assert document["findings"] == []
    assert sum(statuses(document).values()) == 1
    assert document["verdict"]["outcome"] == "inconclusive"


def test_good_statuses_are_likely_and_never_confirmed(analyse: Analyse) -> None:
    verdict = analyse(IIS + FIELDS + row("200 0 0") * 5)["verdict"]

    assert (verdict["outcome"], verdict["confidence"]["level"]) == ("clean", "likely")


def test_the_user_of_a_row_is_named(analyse: Analyse) -> None:
    document = analyse(IIS + FIELDS + row("200 0 0") + row("503 0 0", user="contoso\\Anna"))

    assert counts(document, "mailboxes", "mailbox") == {"CONTOSO\\anna": 2}


def test_front_end_and_back_end_are_one_request(analyse: Analyse) -> None:
    said = "WebException=System.Net.WebException: The remote server returned an error: (503) Server Unavailable."
    line = "2026-10-12T08:00:00.130Z,1,15,Ews,mail.contoso.example,/EWS/Exchange.asmx,CONTOSO\\anna,SSI/1.0,10.0.0.9"
    document = analyse(f"{PROXY}{line},503,503,,POST,{said}\n{line},500,503,,POST,\n")

    assert statuses(document) == {("exchange", "ews", 503): 1, ("exchange", "ews", 500): 1}
    assert {f["rule"]: f["count"] for f in document["findings"]} == {"exchange-unavailable": 1}
    assert [row["version"] for row in document["exchange_versions"]] == ["15.2.1544.11"]


def test_the_monitoring_of_the_server_is_no_customer(analyse: Analyse) -> None:
    line = (
        "2026-10-12T08:00:00.130Z,1,15,Ews,localhost,/ews/,CONTOSO\\HealthMailboxA,AMProbe/Local,127.0.0.1,200,,,GET,"
    )
    document = analyse(f"{PROXY}{line}\n")

    assert statuses(document) == {("exchange", "ews", 200): 1}
    assert document["verdict"]["outcome"] == "inconclusive"


def test_the_log_of_ews_names_operation_code_and_mailbox(analyse: Analyse) -> None:
    line = "2026-10-12T08:00:00.130Z,svc@contoso.example,SSI/1.0,10.0.0.9,{},{},{},anna@contoso.example\n"
    document = analyse(EWS + line.format("GetItem", 200, "") + line.format("FindItem", 200, "ErrorAccessDenied"))

    assert counts(document, "response_codes", "code", "operation") == {("ErrorAccessDenied", "FindItem"): 1}
    assert counts(document, "operations", "operation") == {"GetItem": 1, "FindItem": 1}
    assert counts(document, "mailboxes", "mailbox") == {"anna@contoso.example": 2}
    assert "ErrorAccessDenied" in rules_of(document)
    assert "exchange-answer-no-xml" not in rules_of(document)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "2026-10-12T08:00:00.344Z,3656c386-6be1-4301-865a-27c1f99599bd,15,2,1544,11,,Ews,mail.contoso.example,"
            "/EWS/Exchange.asmx,,Negotiate,true,CONTOSO\\anna,,Sid~S-1-5-21-1-2-3-1142,SSI/1.0,10.0.0.9,EX01,503,502,,POST,"
            "Proxy,ex01.contoso.example\n",
            ("exchange", "ews", 503),
        ),
        (
            "2026-10-12T08:00:00.410Z,5399c497-d85f-4914-bc22-1ff088e33d72,15,2,1544,11,,,Logon,true,anna@contoso.example,"
            "CONTOSO,SSI/1.0,Target=None;Req=Exchange2013/Exchange2013;,10.0.0.9,EX01,,FindItem,500,666,,\n",
            ("exchange", "ews", 500),
        ),
    ],
    ids=["http-proxy", "ews"],
)
def test_one_row_without_its_names_is_read(analyse: Analyse, line: str, found: tuple[str, str, int]) -> None:
    assert statuses(analyse(line)) == {found: 1}


def test_a_row_shown_as_a_list_is_read(analyse: Analyse) -> None:
    one = (
        "HttpStatus        : 503\nBackEndStatus     : {}\nUrlStem           : /EWS/Exchange.asmx\nErrorCode         :\n"
    )

    assert statuses(analyse(one.format(503) + "\n" + one.format(502))) == {("exchange", "ews", 503): 2}


def test_an_exception_pasted_beside_the_rows_is_the_same_event(analyse: Analyse) -> None:
    before = (
        "The exception returned is System.Net.WebException: The request failed with HTTP status 403: Forbidden.\n\n"
    )
    behind = "AuthError=User not allowed to access EWS;,System.ServiceModel.FaultException: Access is denied.\n"
    line = "2026-10-12 08:00:00 <IP> POST /EWS/Exchange.asmx - 444 CONTOSO\\svc 10.0.0.9 SSI/1.0 403 0 0 233\n\n"
    document = analyse(before + line + behind)

    assert {f["rule"]: f["count"] for f in document["findings"]} == {"exchange-forbidden": 1}
    assert "not allowed to access EWS" in document["findings"][0]["evidence"][0]["excerpt"]
    assert document["unexplained"] == []


def test_a_log_of_mails_in_the_same_form_gives_no_http_status(analyse: Analyse) -> None:
    head = "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time c-ip cs-method sc-status\n"

    assert analyse(head + "2026-10-12 08:00:00 10.0.0.9 EHLO 250\n")["http"] == []


def test_a_dump_that_quotes_a_row_stays_a_dump(analyse: Analyse) -> None:
    dump = '<Trace Tag="EwsRequest" Tid="1" Time="2026-10-12 08:00:00Z">\n' + row("503 0 0") + "</Trace>\n"

    assert [d["kind"] for d in analyse(dump)["documents"]] == ["exchange-dump"]


@pytest.mark.parametrize("cut", range(0, 400, 23))
def test_a_log_may_break_off_anywhere(analyse: Analyse, cut: int) -> None:
    whole = (FIELDS + row("200 0 0") + row("503 0 0")).encode()
    document = analyse(whole[: len(whole) - cut])

    assert sum(statuses(document).values()) <= 2


def test_a_row_that_breaks_off_is_said(analyse: Analyse) -> None:
    document = analyse(FIELDS + row("200 0 0") + row("503 0 0")[:60])

    assert document["documents"][0]["warning_codes"] == ["cut"]
    assert statuses(document) == {("exchange", "ews", 200): 1}


def test_too_long_lines_and_too_many_columns_are_said_and_the_rest_is_kept(analyse: Analyse) -> None:
    wide = "#Fields: " + " ".join(f"x{n}" for n in range(100_000)) + " sc-status\n"
    document = analyse(FIELDS + row("200 0 0") + "x" * 3_000_000 + "\n" + row("503 0 0") + wide[:70_000] + "\n")

    assert statuses(document) == {("exchange", "ews", 200): 1, ("exchange", "ews", 503): 1}
    assert any("too long" in text for text in document["documents"][0]["warnings"])


def test_a_server_in_between_logs_the_answers_of_sap(analyse: Analyse) -> None:
    document = analyse(IIS + FIELDS + row("503 0 0", path="/sap/c4c/odata/v1/c4codataapi/ContactCollection"))

    assert rules_of(document) == {"c4c-unavailable": "error"}


def test_a_good_answer_of_sap_in_a_log_of_requests_is_no_failure(analyse: Analyse) -> None:
    document = analyse(IIS + FIELDS + row("200 0 0", path="/sap/c4c/odata/v1/c4codataapi/ContactCollection"))

    assert (document["verdict"]["outcome"], document["findings"]) == ("inconclusive", [])


def test_a_failing_page_of_another_application_says_nothing(analyse: Analyse) -> None:
    document = analyse(IIS + FIELDS + row("503 0 0", path="/shop/basket"))

    assert (document["verdict"]["outcome"], document["findings"]) == ("inconclusive", [])
