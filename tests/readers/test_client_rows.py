"""Requests and statuses that clients of HTTP log in words of their own, in one line or in two."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from analyzer.limits import Limits
from analyzer.readers.client_rows import ClientRows
from analyzer.readers.notes import Notes
from tests.conftest import Analyse, counts, loud, rules_of
from tests.support.reading import taken_for

URL = "https://mail.contoso.example/EWS/Exchange.asmx"
SAP = "https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/ContactCollection"
GRAPH = "https://graph.microsoft.com/v1.0/users/anna@contoso.example/events"

SENT = re.compile(r"ClientHandler|Sending|Received")

Answer = tuple[int, str]


def httpx(*answers: Answer, url: str = URL) -> str:
    """httpx at level INFO."""
    return "".join(
        f'2026-10-12 10:00:00,120 INFO httpx - HTTP Request: POST {url} "HTTP/1.1 {status} {reason}"\n'
        for status, reason in answers
    )


def returned(*answers: Answer, url: str = URL) -> str:
    """A program that tells of its requests itself."""
    return "".join(
        f"2026-10-12 10:00:0{number} POST {url} returned HTTP {status}\n" for number, (status, _) in enumerate(answers)
    )


def postman(*answers: Answer, url: str = URL) -> str:
    """The console of Postman."""
    return "".join(f"POST {url} {status} 120 ms\n" for status, _ in answers)


def morgan(*answers: Answer) -> str:
    """A proxy made with Express, which names no host."""
    return "".join(f"POST /EWS/Exchange.asmx {status} 12.345 ms - 157\n" for status, _ in answers)


def dotnet(*answers: Answer, url: str = URL) -> str:
    """The loggers of HttpClient on a console."""
    start, names = f"      Start processing HTTP request POST {url}\n", "info: System.Net.Http.HttpClient.Mail"
    return "".join(
        f"{names}.LogicalHandler[100]\n{start}{names}.ClientHandler[100]\n      Sending HTTP request POST {url}\n"
        f"{names}.ClientHandler[101]\n      Received HTTP response headers after 98.25ms - {status}\n"
        f"{names}.LogicalHandler[101]\n      End processing HTTP request after 99.5ms - {status}\n"
        for status, _ in answers
    )


def logical(*answers: Answer, url: str = URL) -> str:
    """The same where only the logger of the whole request speaks."""
    kept = [line for line in dotnet(*answers, url=url).splitlines(keepends=True) if not SENT.search(line)]
    return "".join(kept)


def wget(*answers: Answer, url: str = URL) -> str:
    """wget, which says once what it asks for, and each status that comes."""
    return f"--2026-10-12 10:00:00--  {url}\nResolving mail.contoso.example... 203.0.113.9\n" + "".join(
        f"HTTP request sent, awaiting response... {status} {reason}\nReusing existing connection.\n"
        for status, reason in answers
    )


def traced(*answers: Answer) -> str:
    """System.Net tracing of .NET Framework."""
    start = "System.Net Information: 0 : [4711]"
    return "".join(
        f"{start} HttpWebRequest#14 - Request: POST /EWS/Exchange.asmx HTTP/1.1\n"
        f"{start} Connection#5 - Received status line: Version=1.1, StatusCode={status}, StatusDescription={reason}.\n"
        for status, reason in answers
    )


def rest_template(*answers: Answer, url: str = URL) -> str:
    """RestTemplate of Spring at level DEBUG."""
    start = "2026-10-12 10:00:00.120 DEBUG 1 --- [main] o.s.web.client.RestTemplate :"
    return "".join(
        f"{start} HTTP POST {url}\n{start} Response {status} {reason.upper()}\n" for status, reason in answers
    )


def web_client(*answers: Answer, url: str = URL) -> str:
    """WebClient of Spring at level DEBUG."""
    start = "2026-10-12 10:00:00.120 DEBUG 1 --- [main] o.s.w.r.f.client.ExchangeFunctions : [5f6ab]"
    return "".join(
        f"{start} HTTP POST {url}\n{start} [7-1] Response {status} {reason.upper()}\n" for status, reason in answers
    )


def faraday(*answers: Answer, url: str = URL) -> str:
    """Faraday of Ruby at level INFO."""
    start = "I, [2026-10-12T10:00:00.120001 #7]  INFO --"
    return "".join(f"{start} request: POST {url}\n{start} response: Status {status}\n" for status, _ in answers)


def wireshark(*answers: Answer) -> str:
    """The list of packets of Wireshark, saved as text."""
    asks, tells = "10.0.0.5              10.0.0.20             ", "10.0.0.20             10.0.0.5              "
    return "".join(
        f"     {turn}2 0.5{turn}2345       {asks}HTTP/XML 1203   POST /EWS/Exchange.asmx HTTP/1.1 , NTLMSSP_NEGOTIATE\n"
        f"     {turn}4 0.5{turn}9001       {tells}HTTP     512    HTTP/1.1 {status} {reason} , NTLMSSP_CHALLENGE\n"
        for turn, (status, reason) in enumerate(answers, 1)
    )


FORMS = [httpx, returned, postman, morgan, dotnet, logical, wget, traced, rest_template, web_client, faraday, wireshark]
Form = Callable[..., str]


@pytest.mark.parametrize("form", FORMS)
def test_a_bad_status_is_its_error_and_counts_once(analyse: Analyse, form: Form) -> None:
    document = analyse(form((503, "Service Unavailable")))

    assert loud(document) == {"exchange-unavailable": "error"}
    assert counts(document, "http", "protocol", "status") == {("ews", 503): 1}


@pytest.mark.parametrize("form", FORMS)
def test_a_handshake_is_no_error(analyse: Analyse, form: Form) -> None:
    document = analyse(form((401, "Unauthorized"), (200, "OK")))

    assert loud(document) == {}
    assert counts(document, "http", "status") == {200: 1}


@pytest.mark.parametrize("form", FORMS)
def test_what_works_again_was_an_issue(analyse: Analyse, form: Form) -> None:
    document = analyse(form((503, "Service Unavailable"), (200, "OK")))

    assert rules_of(document)["exchange-unavailable"] == "issue"


@pytest.mark.parametrize("form", FORMS)
def test_a_refusal_that_nothing_follows_is_an_error(analyse: Analyse, form: Form) -> None:
    assert loud(analyse(form((401, "Unauthorized")))) == {"exchange-authentication": "error"}


@pytest.mark.parametrize("form", [httpx, returned, postman, dotnet, logical, wget])
def test_a_request_of_sap_is_one_of_sap(analyse: Analyse, form: Form) -> None:
    document = analyse(form((500, "Internal Server Error"), (200, "OK"), url=SAP))

    assert loud(document) == {"c4c-internal-server-error": "issue"}


def test_the_words_behind_a_bad_status_tell_more_than_the_status(analyse: Analyse) -> None:
    document = analyse(f"2026-10-12 10:00:00 POST {SAP} returned HTTP 403 (CSRF token validation failed)\n")

    assert loud(document) == {"c4c-csrf": "error"}


def test_a_token_that_the_next_requests_renew_is_no_error(analyse: Analyse) -> None:
    refused = f"2026-10-12 10:00:00 POST {SAP} returned HTTP 403 (CSRF token validation failed)\n"
    document = analyse(refused + returned((200, "OK"), (201, "Created"), url=SAP))

    assert "error" not in rules_of(document).values()


def test_a_failed_request_beside_a_good_row_of_a_server_is_told(analyse: Analyse) -> None:
    row = '10.0.0.9 - - [12/Oct/2026:10:00:00 +0000] "POST /EWS/Exchange.asmx HTTP/1.1" 200 157 "-" "x"\n'

    assert loud(analyse(row + dotnet((503, "")))) == {"exchange-unavailable": "error"}


def test_the_status_that_dotnet_logs_of_graph_is_one_of_graph(analyse: Analyse) -> None:
    document = analyse(dotnet((403, ""), url=GRAPH))

    assert loud(document) == {"graph-access-denied": "error"}
    assert counts(document, "http", "protocol", "status") == {("graph", 403): 1}


def test_a_body_of_graph_says_nothing_of_bodies_of_ews_that_no_row_has(analyse: Analyse) -> None:
    body = '{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users(1)/events", "value": [{"id": "1"}]}\n'
    document = analyse(httpx((200, "OK")) + httpx((200, "OK"), url=GRAPH) + body)

    assert loud(document) == {}


def test_an_answer_is_of_the_client_whose_request_it_is(analyse: Analyse) -> None:
    mail, sap = (f"info: System.Net.Http.HttpClient.{name}.ClientHandler[100]\n" for name in ("Mail", "Sap"))
    document = analyse(
        f"{mail}      Sending HTTP request POST {URL}\n{sap}      Sending HTTP request GET {SAP}\n"
        f"{sap}      Received HTTP response headers after 9ms - 200\n"
        f"{mail}      Received HTTP response headers after 12ms - 503\n"
    )

    assert counts(document, "http", "system", "status") == {("c4c", 200): 1, ("exchange", 503): 1}


def test_what_dotnet_says_at_the_end_of_a_request_answers_no_other_one(analyse: Analyse) -> None:
    lines = "info: System.Net.Http.HttpClient.Mail.ClientHandler[100]\n      {}\n"
    said = [f"Sending HTTP request POST {URL}", f"Sending HTTP request POST {URL}?again"]
    said += ["Received HTTP response headers after 9ms - 200", "End processing HTTP request after 9.5ms - 200"]
    said += ["Received HTTP response headers after 12ms - 503", "End processing HTTP request after 12.5ms - 503"]
    document = analyse("".join(map(lines.format, said)))

    assert counts(document, "http", "status") == {200: 1, 503: 1}


def test_a_request_that_dotnet_tells_twice_waits_once(analyse: Analyse) -> None:
    document = analyse(dotnet((503, "")) + dotnet((200, ""), url=SAP))

    assert counts(document, "http", "system", "status") == {("c4c", 200): 1, ("exchange", 503): 1}


def test_where_requests_to_two_servers_wait_nobody_knows_whose_an_answer_is(analyse: Analyse) -> None:
    document = analyse(
        f"[10:00:00 INF] Sending HTTP request POST {URL}\n[10:00:00 INF] Sending HTTP request GET {SAP}\n"
        "[10:00:01 INF] Received HTTP response headers after 12ms - 503\n"
    )

    assert loud(document) == {}


def test_a_log_that_begins_behind_a_request_tells_its_status_by_the_next_one(analyse: Analyse) -> None:
    whole = traced((401, "Unauthorized"), (200, "OK"))

    assert loud(analyse(whole[whole.index("\n") + 1 :])) == {}


@pytest.mark.parametrize(("lines", "found"), [(9, {("exchange", 503): 1}), (10, {})])
def test_the_next_request_tells_a_status_from_ten_lines_away(
    analyse: Analyse, lines: int, found: dict[tuple[str, int], int]
) -> None:
    between = "".join(f"System.Net Information: 0 : [4711] line {line}\n" for line in range(lines))
    start = "System.Net Information: 0 : [4711]"
    document = analyse(
        f"{start} Connection#5 - Received status line: Version=1.1, StatusCode=503, StatusDescription=x.\n{between}"
        f"{start} HttpWebRequest#14 - Request: POST /EWS/Exchange.asmx HTTP/1.1\n"
    )

    assert counts(document, "http", "system", "status") == found


DISCOVER = "https://{}/autodiscover/autodiscover.xml"


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found"])
def test_a_status_of_autodiscover_is_none_of_ews(analyse: Analyse, status: str) -> None:
    document = analyse(f"2026-10-12 10:00:00 Trying {DISCOVER.format('contoso.example')} ... {status}\n")

    assert set(loud(document)) == {"autodiscover-error"}
    assert counts(document, "http", "protocol") == {"autodiscover": 1}


def test_a_status_in_an_exception_near_an_address_of_autodiscover_is_none_of_ews(analyse: Analyse) -> None:
    document = analyse(
        "System.Net.Http.HttpRequestException: Response status code does not indicate success: 404 (Not Found).\n"
        f"   at Fabrikam.Finder.Ask(String address) {DISCOVER.format('contoso.example')}\n"
    )

    assert set(loud(document)) == {"autodiscover-error"}


@pytest.mark.parametrize("form", [httpx, returned])
def test_a_walk_over_candidates_that_ends_well_is_no_error(analyse: Analyse, form: Form) -> None:
    first, second = DISCOVER.format("contoso.example"), DISCOVER.format("autodiscover.contoso.example")
    walk = form((404, "Not Found"), url=first) + form((401, "Unauthorized"), (200, "OK"), url=second)

    assert loud(analyse(walk)) == {}


@pytest.mark.parametrize(
    "line",
    [
        f"POST {URL} returned 200 items",
        f"POST {URL} returned 503.5 kB",
        f"the page {URL} was opened 404 times",
        f"GET {URL} took 503 ms",
        f"GET {URL} 503 rows",
        f"Page size for {SAP}: 500",
        f"Records fetched from {SAP} - 500",
        f"Batch size of {URL} 500",
        "GET https://api.fabrikam.example/v1/orders returned HTTP 503",
        "POST /EWS/Exchange.asmx 503",
        "Received HTTP response headers after 12ms - 503",
        "HTTP request sent, awaiting response... 503 Service Unavailable",
    ],
)
def test_what_only_looks_like_a_row_is_no_request(analyse: Analyse, line: str) -> None:
    assert counts(analyse(f"2026-10-12 10:00:00 INFO {line}\n"), "http", "status") == {}


@pytest.mark.parametrize(
    "line",
    [
        f"{URL} returned 503",
        f"{URL} - HTTP 503",
        f"{URL}: status 503",
        f"{URL} 503 Service Unavailable",
        f"failover-1: POST {URL} returned HTTP 503",
        f"POST {URL} returned HTTP 503.",
        f"POST {URL} returned HTTP 503, in 12 ms",
        f"POST {URL} returned HTTP 503 Service Unavailable.",
    ],
)
def test_a_number_that_words_tell_to_be_a_status_is_one(analyse: Analyse, line: str) -> None:
    document = analyse(f"2026-10-12 10:00:00 INFO {line}\n")

    assert counts(document, "http", "protocol", "status") == {("ews", 503): 1}


@pytest.mark.parametrize("word", ["fail", "failed", "failure", "failures", "fails", "failing"])
def test_a_line_that_tells_of_a_failure_before_its_request_stays_what_it_says(analyse: Analyse, word: str) -> None:
    document = analyse(f"2026-10-12 10:00:00 ERROR sync {word}: POST {URL} returned HTTP 503\n")

    assert counts(document, "http", "status") == {}


def test_an_exception_that_names_an_address_and_a_status_stays_what_it_says(analyse: Analyse) -> None:
    document = analyse(f"fabrikam.http.RequestError: POST {URL} - 503\n")

    assert counts(document, "http", "status") == {}


def test_a_row_makes_no_dump_of_a_text_that_only_names_an_address() -> None:
    assert taken_for(httpx((200, "OK"))) == "plain_text"


def test_a_request_that_is_over_and_that_nobody_saw_begin_stays_a_line_of_the_log() -> None:
    lines = ["End processing HTTP request after 9.5ms - 503"]

    assert ClientRows().take(lines, 0, Notes(Limits())) is None
    assert lines == ["End processing HTTP request after 9.5ms - 503"]


def test_the_key_of_an_entity_is_a_part_of_its_address(analyse: Analyse) -> None:
    document = analyse(
        f"HTTP PATCH {SAP}('00163E') -> 500 Internal Server Error (98ms)\nHTTP GET {SAP} -> 200 OK (9ms)\n"
    )

    assert counts(document, "http", "system", "status") == {("c4c", 200): 1, ("c4c", 500): 1}


def test_a_redacted_list_of_packets_reads_the_same(analyse: Analyse) -> None:
    document = analyse(
        wireshark((401, "Unauthorized"), (200, "OK")).replace("10.0.0.20", "ip-2").replace("10.0.0.5", "ip-1")
    )

    assert counts(document, "http", "system", "status") == {("exchange", 200): 1}
    assert loud(document) == {}
