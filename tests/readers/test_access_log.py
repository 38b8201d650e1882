"""Rows of access logs: of servers, of proxies, and of the library that a client asks with."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Analyse, counts, loud

EWS, C4C = "/EWS/Exchange.asmx", "/sap/c4c/odata/v1/c4codata/ContactCollection"


def combined(status: int, path: str = EWS, user: str = "-") -> str:
    return f'10.0.0.9 - {user} [12/Oct/2026:10:00:00 +0200] "POST {path} HTTP/1.1" {status} 390 "-" "Client/15.0"\n'


def common(status: int, path: str = EWS) -> str:
    return f'10.0.0.9 - - [12/Oct/2026:10:00:00 +0200] "POST {path} HTTP/1.1" {status} 0\n'


def haproxy(status: int, path: str = EWS) -> str:
    return (
        "10.0.0.9:64772 [12/Oct/2026:08:00:00.832] front~ ews/<NOSRV> 0/-1/-1/-1/0 "
        f'{status} 212 - - SC-- 1186/1186/1124/1125/0 0/0 "POST {path} HTTP/1.1"\n'
    )


def urllib3(status: int, path: str = EWS) -> str:
    return f'2026-10-12 08:00:00,123 DEBUG urllib3.connectionpool https://mail.contoso.example:443 "POST {path} HTTP/1.1" {status} 0\n'


@pytest.mark.parametrize("form", [combined, common, haproxy, urllib3])
def test_a_row_is_a_request(analyse: Analyse, form: object) -> None:
    assert callable(form)
    document = analyse(form(503) * 2)

    assert document["documents"][0]["kind"] == "plain-text"
    assert counts(document, "http", "protocol", "status") == {("ews", 503): 2}
    assert set(loud(document)) == {"exchange-unavailable"}
    assert document["findings"][0]["count"] == 2
    assert document["findings"][0]["first_seen"][:19] == "2026-10-12T08:00:00"


@pytest.mark.parametrize("form", [combined, common, haproxy, urllib3])
def test_the_path_tells_the_side(analyse: Analyse, form: object) -> None:
    assert callable(form)
    document = analyse(form(500, C4C))

    assert counts(document, "http", "system", "status") == {("c4c", 500): 1}
    assert set(loud(document)) == {"c4c-internal-server-error"}


@pytest.mark.parametrize("form", [combined, haproxy, urllib3])
def test_a_row_of_somebody_else_is_counted_and_means_nothing(analyse: Analyse, form: object) -> None:
    assert callable(form)
    document = analyse(form(404, "/wiki/start"))

    assert counts(document, "http", "system", "status") == {("other", 404): 1}
    assert (document["findings"], document["unexplained"]) == ([], [])


def test_a_handshake_in_rows_is_one_request(analyse: Analyse) -> None:
    document = analyse(combined(401) + combined(401) + combined(200))

    assert counts(document, "http", "status") == {200: 1}
    assert loud(document) == {}


def test_rows_between_other_lines_are_read_and_the_lines_too(analyse: Analyse) -> None:
    document = analyse(
        f"Starting the connector\n{urllib3(503)}Traceback (most recent call last):\nValueError: no items\n"
    )

    assert counts(document, "http", "status") == {503: 1}
    assert [row["count"] for row in document["unexplained"]] == [1]
    assert document["findings"][0]["evidence"][0]["line"] == 2


def test_a_row_of_a_redacted_log_is_one(analyse: Analyse) -> None:
    document = analyse(urllib3(503).replace("urllib3", "host-2"))

    assert counts(document, "http", "status") == {503: 1}


def test_a_line_that_only_quotes_a_request_is_no_row(analyse: Analyse) -> None:
    document = analyse('the client sends "POST /EWS/Exchange.asmx HTTP/1.1" 503 times a day\n')

    assert document["http"] == []


ASKS = (
    'DEBUG:exchangelib.transport:Requesting <?xml version="1.0" encoding="utf-8"?><s:Envelope '
    'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
    'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:ResolveNames><m:UnresolvedEntry>anna</m:UnresolvedEntry>'
    "</m:ResolveNames></s:Body></s:Envelope> from https://mail.contoso.example/EWS/Exchange.asmx\n"
)
POOL = f'DEBUG:urllib3.connectionpool:https://mail.contoso.example:443 "POST {EWS} HTTP/1.1" 503 0\n'
ANSWERED = "DEBUG:exchangelib.transport:Response headers: {'Date': 'Mon, 12 Oct 2026 08:00:00 GMT', 'Server': 'Microsoft-IIS/7.5'}\n"


def test_a_log_of_exchangelib_without_blocks_has_its_statuses_from_the_lines_of_urllib3(analyse: Analyse) -> None:
    document = analyse(ASKS + POOL + ANSWERED)

    assert document["documents"][0]["kind"] == "exchange-dump"
    assert counts(document, "http", "protocol", "status") == {("ews", 503): 1}
    assert counts(document, "operations", "operation") == {"ResolveNames": 1}
    assert counts(document, "servers", "value") == {"Microsoft-IIS/7.5": 1}
    assert set(loud(document)) == {"exchange-unavailable"}
    assert document["findings"][0]["first_seen"] == "2026-10-12T08:00:00Z"


def test_no_line_of_urllib3_is_lost_in_a_long_log_without_blocks(analyse: Analyse) -> None:
    document = analyse(ASKS + POOL.replace("503", "200") * 10_050 + POOL * 3)

    assert counts(document, "http", "status") == {200: 10_050, 503: 3}
    assert document["findings"][0]["evidence"][0]["line"] == 10_052


def test_where_a_block_tells_the_status_the_line_of_urllib3_is_not_counted(analyse: Analyse) -> None:
    block = (
        "DEBUG:exchangelib.util:Retry: 0\nTimeout: 120\nSession: 1\nThread: 2\n"
        "URL: https://mail.contoso.example/EWS/Exchange.asmx\nStatus code: 503\nRequest headers: {}\nResponse headers: {}\n"
        "Request data: b''\nResponse data: b''\n"
    )
    document = analyse(POOL.replace("503", "401") + POOL + block)

    assert counts(document, "http", "status") == {503: 1}


@pytest.mark.parametrize("user", ["svc:Tannen77!ab", "svc-c4c!prod", "c3ZjOlRhbm5lbnphcGZlbjc3", "greta%20ulmen"])
@pytest.mark.parametrize("status", [401, 503])
def test_a_user_that_is_no_account_is_named_nowhere(analyse: Analyse, user: str, status: int) -> None:
    row = f'10.0.0.9 - {user} [12/Oct/2026:10:00:00 +0200] "POST /EWS/Exchange.asmx HTTP/1.1" {status} 390 "-" "curl"\n'

    document = analyse(row)

    assert document["verdict"]["mailboxes"] == []
    assert user.lower() not in json.dumps(document).lower()
