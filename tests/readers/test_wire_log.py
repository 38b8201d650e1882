"""Logs that print HTTP line by line, each with a mark of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.model import Message, RequestHead, ResponseHead
from tests.conftest import Analyse, Ran, counts, loud, rules_of
from tests.support.reading import records_of, taken_for
from tests.support.session import body_of, ok, request_envelope, timed

SOUP = (
    "> POST /EWS/Exchange.asmx HTTP/1.1\n> Host: mail.contoso.example\n>\n< HTTP/1.1 401 Unauthorized\n< Server: x\n<\n"
)
CLIENT = (
    'DEBUG wire - http-outgoing-0 >> "POST /EWS/Exchange.asmx HTTP/1.1[\\r][\\n]"\n'
    'DEBUG wire - http-outgoing-0 >> "Host: mail.contoso.example[\\r][\\n]"\n'
    'DEBUG wire - http-outgoing-0 >> "[\\r][\\n]"\n'
    'DEBUG wire - http-outgoing-0 << "HTTP/1.1 401 Unauthorized[\\r][\\n]"\n'
    'DEBUG wire - http-outgoing-0 << "[\\r][\\n]"\n'
)
URL = "https://mail.contoso.example/EWS/Exchange.asmx"
SAP = "https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/ContactCollection"

Answer = tuple[int, str]


def http_client_heads(*answers: Answer) -> str:
    """HttpClient where only `org.apache.http.headers` is at DEBUG."""
    start = "2026-10-12 10:00:00,120 DEBUG [Sync-3] org.apache.http.headers  - http-outgoing-7"
    return "".join(
        f"{start} >> POST /EWS/Exchange.asmx HTTP/1.1\n{start} >> Host: mail.contoso.example\n"
        f"{start} << HTTP/1.1 {status} {reason}\n{start} << X-FEServer: EXFE01\n"
        for status, reason in answers
    )


def okhttp(*answers: Answer) -> str:
    """OkHttp at level HEADERS, in the words of Android."""
    start = "10-12 10:00:00.120  4711  4722 D OkHttp  : "
    return "".join(
        f"{start}--> POST {URL} http/1.1\n{start}Content-Type: text/xml\n{start}--> END POST (512-byte body)\n"
        f"{start}<-- {status} {reason} {URL} (43ms)\n{start}X-FEServer: EXFE01\n{start}<-- END HTTP\n"
        for status, reason in answers
    )


def okhttp_basic(*answers: Answer) -> str:
    """OkHttp at level BASIC: a line for each message."""
    return "".join(
        f"--> POST {URL} http/1.1 (512-byte body)\n<-- {status} {reason} {URL} (43ms, 1512-byte body)\n"
        for status, reason in answers
    )


def python(*answers: Answer) -> str:
    """http.client at debuglevel 1."""
    return "".join(
        "send: b'POST /EWS/Exchange.asmx HTTP/1.1\\r\\nHost: mail.contoso.example\\r\\nContent-Length: 9\\r\\n\\r\\n'\n"
        f"reply: 'HTTP/1.1 {status} {reason}\\r\\n'\nheader: Server: Microsoft-IIS/10.0\nheader: X-FEServer: EXFE01\n"
        for status, reason in answers
    )


def ruby(*answers: Answer) -> str:
    """Net::HTTP with `set_debug_output`."""
    return "opening connection to mail.contoso.example:443...\nopened\n" + "".join(
        '<- "POST /EWS/Exchange.asmx HTTP/1.1\\r\\nAccept: text/xml\\r\\nHost: mail.contoso.example\\r\\n\\r\\n"\n'
        f'-> "HTTP/1.1 {status} {reason}\\r\\n"\n-> "X-FEServer: EXFE01\\r\\n"\n-> "\\r\\n"\nreading 1512 bytes...\n'
        for status, reason in answers
    )


def kio(*answers: Answer) -> str:
    """KIO, as akonadi-ews uses it."""
    start = "kf.kio.workers.http:"
    return "".join(
        f'{start} ============ Sending Header:\n{start} "POST /EWS/Exchange.asmx HTTP/1.1"\n'
        f'{start} "Host: mail.contoso.example"\n{start} ============ Received Status Response:\n'
        f'{start} "HTTP/1.1 {status} {reason}"\n{start} QUrl("{URL}") response code: {status}\n'
        for status, reason in answers
    )


FORMS = [http_client_heads, okhttp, okhttp_basic, python, ruby, kio]
Form = Callable[..., str]


@pytest.mark.parametrize("text", [SOUP, CLIENT], ids=["libsoup", "HttpClient"])
def test_a_request_and_its_answer_are_read_without_their_directions(text: str) -> None:
    found = records_of(text)

    assert taken_for(text) == "wire_log"
    assert [(record.method, record.host) for record in found if isinstance(record, RequestHead)] == [
        ("POST", "mail.contoso.example")
    ]
    assert [record.status for record in found if isinstance(record, ResponseHead)] == [401]


@pytest.mark.parametrize("form", FORMS)
def test_the_heads_that_a_client_prints_are_a_request_and_its_answer(form: Form) -> None:
    found = records_of(form((503, "Service Unavailable")))

    assert [(record.method, record.host or "mail.contoso.example", record.path) for record in found[:1]] == [
        ("POST", "mail.contoso.example", "/EWS/Exchange.asmx")
    ]
    assert [record.status for record in found if isinstance(record, ResponseHead)] == [503]


@pytest.mark.parametrize("form", FORMS)
def test_a_bad_status_in_what_a_client_prints_is_its_error(analyse: Analyse, form: Form) -> None:
    document = analyse(form((503, "Service Unavailable")))

    assert rules_of(document)["exchange-unavailable"] == "error"
    assert counts(document, "http", "protocol", "status") == {("ews", 503): 1}


@pytest.mark.parametrize("form", FORMS)
def test_a_handshake_in_what_a_client_prints_is_no_error(analyse: Analyse, form: Form) -> None:
    document = analyse(form((401, "Unauthorized"), (200, "OK")))

    assert loud(document) == {}
    assert counts(document, "http", "status") == {200: 1}


@pytest.mark.parametrize("form", FORMS)
def test_a_failure_that_a_good_answer_follows_is_an_issue(analyse: Analyse, form: Form) -> None:
    document = analyse(form((503, "Service Unavailable"), (200, "OK")))

    assert rules_of(document)["exchange-unavailable"] == "issue"


def test_heads_in_both_logs_of_httpclient_count_once(analyse: Analyse) -> None:
    start = "2026-10-12 10:00:00,120 DEBUG [Sync-3] org.apache.http.{} - http-outgoing-7"
    heads, wire = start.format("headers"), start.format("wire")
    document = analyse(
        f"{heads} >> POST /EWS/Exchange.asmx HTTP/1.1\n{heads} >> Host: mail.contoso.example\n"
        f'{wire} >> "POST /EWS/Exchange.asmx HTTP/1.1[\\r][\\n]"\n{wire} >> "Host: mail.contoso.example[\\r][\\n]"\n'
        f'{wire} >> "[\\r][\\n]"\n{wire} << "HTTP/1.1 503 Service Unavailable[\\r][\\n]"\n{wire} << "[\\r][\\n]"\n'
        f"{heads} << HTTP/1.1 503 Service Unavailable\n"
    )

    assert counts(document, "http", "status") == {503: 1}


@pytest.mark.parametrize("blank", ["", "OK\n"], ids=["glued", "with a blank line"])
def test_the_bodies_that_okhttp_prints_are_read(analyse: Analyse, blank: str) -> None:
    call, start = timed([ok("GetFolder")])[0], "2026-10-12T10:00:00Z DEBUG [sync-1] okhttp3.OkHttpClient - "
    between = start + "\n" if blank else ""
    document = analyse(
        f"{start}--> POST {URL}\n{start}Content-Type: text/xml\n{between}{start}{request_envelope(call)}\n"
        f"{start}--> END POST (512-byte body)\n{start}<-- 200 OK {URL} (43ms)\n{start}Content-Type: text/xml\n"
        f"{between}{start}{body_of(call)}\n{start}<-- END HTTP (1512-byte body)\n"
    )

    assert document["verdict"]["outcome"] == "clean"
    assert document["verdict"]["confidence"]["level"] == "confirmed"


def test_messages_of_two_threads_of_okhttp_are_kept_apart(analyse: Analyse) -> None:
    one, two = (f"10:00:00.120 [OkHttp-{number}] DEBUG h - " for number in (1, 2))
    document = analyse(
        f"{one}--> POST {URL}\n{two}--> GET {SAP}\n{one}--> END POST\n{two}--> END GET\n"
        f"{two}<-- 200 OK {SAP} (12ms)\n{one}<-- 503 Service Unavailable {URL} (43ms)\n"
        f"{two}<-- END HTTP\n{one}<-- END HTTP\n"
    )

    assert counts(document, "http", "system", "status") == {("c4c", 200): 1, ("exchange", 503): 1}


ASKED = {URL: f"--> POST {URL}\n--> END POST\n", SAP: f"--> GET {SAP}\n--> END GET\n"}
REFUSED = f"<-- 503 Service Unavailable {URL} (43ms)\n<-- END HTTP (0-byte body)\n"
WELL = (
    f"<-- 200 OK {SAP} (12ms)\nContent-Type: application/json\n\n"
    '{"d":{"results":[]}}\n<-- END HTTP (20-byte body)\n'
)
BOTH = {("c4c", 200): 1, ("exchange", 503): 1}


def logged(text: str, start: str) -> str:
    """The same with what a logger writes before each line."""
    return "".join(start + line for line in text.splitlines(keepends=True))


@pytest.mark.parametrize(
    "start",
    ["", "10:00:00 D/OkHttp: ", "10:00:00 [DEBUG] ", "10:00:00 [INFO ] "],
    ids=["bare", "with a time", "with a level", "with a level of five signs"],
)
@pytest.mark.parametrize("first", [URL, SAP])
@pytest.mark.parametrize("answers", [REFUSED + WELL, WELL + REFUSED], ids=["refused first", "refused last"])
def test_answers_of_two_hosts_without_threads_are_told_apart_by_their_addresses(
    analyse: Analyse, start: str, first: str, answers: str
) -> None:
    second = SAP if first == URL else URL
    document = analyse(logged((ASKED[first] + ASKED[second] + answers) * 2, start))

    assert counts(document, "http", "system", "status") == dict.fromkeys(BOTH, 2)
    assert set(loud(document)) == {"exchange-unavailable"}


def test_a_message_of_a_host_that_another_one_interrupts_ends_at_its_own_end(analyse: Analyse) -> None:
    said = '{"error":{"code":"","message":{"lang":"en","value":"CSRF token validation failed"}}}'
    document = analyse(
        f"{ASKED[SAP]}--> POST {URL}\n<-- 403 Forbidden {SAP} (12ms)\n--> END POST\n"
        f"Content-Type: application/json\n\n{said}\n<-- END HTTP (85-byte body)\n{REFUSED}"
    )

    assert set(loud(document)) == {"c4c-csrf", "exchange-unavailable"}


def test_a_handshake_of_a_host_is_none_of_the_host_that_is_asked_in_between(analyse: Analyse) -> None:
    asked_for = REFUSED.replace("503 Service Unavailable", "401 Unauthorized")
    again = ASKED[URL] + REFUSED.replace("503 Service Unavailable", "200 OK")
    document = analyse(ASKED[URL] + ASKED[SAP] + asked_for + again + WELL)

    assert loud(document) == {}
    assert counts(document, "http", "system", "status") == {("c4c", 200): 1, ("exchange", 200): 1}


def test_an_answer_from_where_a_client_was_led_to_is_that_of_the_request(analyse: Analyse) -> None:
    document = analyse(ASKED[URL] + REFUSED.replace("mail.contoso", "mail2.contoso"))

    assert counts(document, "http", "system", "status") == {("exchange", 503): 1}
    assert set(loud(document)) == {"exchange-unavailable"}


def test_what_failed_is_the_request_to_the_host_that_the_client_names(analyse: Analyse) -> None:
    failed = "<-- HTTP FAILED: java.net.SocketTimeoutException: failed to connect to {}/203.0.113.9 (port 443)\n"
    document = analyse(ASKED[SAP] + ASKED[URL] + failed.format("mail.contoso.example") + WELL)

    assert loud(document) == {"network-timeout": "error"}
    assert counts(document, "http", "system", "status") == {("c4c", 200): 1}
    assert "/EWS/Exchange.asmx" in str(document["findings"][0]["evidence"])


def test_the_address_of_an_answer_may_stand_behind_a_long_prefix(analyse: Analyse) -> None:
    document = analyse(logged(ASKED[SAP] + ASKED[URL] + WELL + REFUSED, "-" * 380 + " "))

    assert counts(document, "http", "system", "status") == BOTH


def test_what_okhttp_says_of_a_request_that_nothing_answers_is_about_that_request(analyse: Analyse) -> None:
    document = analyse(f"--> GET {URL}\n--> END GET\n<-- HTTP FAILED: java.net.SocketTimeoutException: timeout\n")

    assert loud(document) == {"network-timeout": "error"}


def test_a_body_that_okhttp_leaves_out_is_none_that_is_missing(analyse: Analyse) -> None:
    call = timed([ok("GetFolder")])[0]
    asked = f"--> POST {URL}\n\n{request_envelope(call)}\n--> END POST (512-byte body)\n<-- 200 OK {URL} (43ms)\n"
    document = analyse(
        f"{asked}\n{body_of(call)}\n<-- END HTTP (512-byte body)\n"
        f"{asked}Content-Encoding: br\n<-- END HTTP (encoded body omitted)\n"
    )

    assert loud(document) == {}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("\\x1F\\x8B\\b\\x00\\x00\\x00\\x00", set()),
        ("<html><head><title>Sign in</title></head></html>", {"exchange-answer-no-xml"}),
    ],
    ids=["compressed", "a page"],
)
def test_a_body_in_chunks_that_ruby_prints_is_what_it_is(analyse: Analyse, body: str, found: set[str]) -> None:
    call = timed([ok("GetFolder")])[0]
    sent = request_envelope(call).replace('"', '\\"').replace("\r\n", "\\r\\n").replace("\n", "\\n")
    document = analyse(
        f'<- "POST /EWS/Exchange.asmx HTTP/1.1\\r\\nHost: mail.contoso.example\\r\\n\\r\\n"\n<- "{sent}"\n'
        '-> "HTTP/1.1 200 OK\\r\\n"\n-> "Transfer-Encoding: chunked\\r\\n"\n-> "\\r\\n"\n-> "7a\\r\\n"\n'
        f'reading 122 bytes...\n-> "{body}"\nread 122 bytes\n-> "\\r\\n"\n-> "0\\r\\n"\n-> "\\r\\n"\n'
    )

    assert set(loud(document)) == found


def test_an_error_of_the_program_between_the_lines_of_okhttp_is_told(analyse: Analyse) -> None:
    document = analyse(
        f"--> GET {URL}\n--> END GET\n<-- 200 OK {URL} (43ms)\n<-- END HTTP\n"
        "2026-10-12 10:00:01 ERROR [main] sync - java.lang.IllegalStateException: no such profile\n"
    )

    assert len(document["unexplained"]) == 1


@pytest.mark.parametrize("form", [http_client_heads, okhttp, okhttp_basic, python, ruby, kio])
@pytest.mark.parametrize("stamp", ["2026-10-12 10:{}:02,000", "12.10.2026 10:{}:02"])
def test_each_error_of_the_log_behind_an_answer_is_one_of_its_own(analyse: Analyse, form: Form, stamp: str) -> None:
    document = analyse(
        form((200, "OK"))
        + f"{stamp.format('01')} ERROR acme.sync - ErrorMailboxMoveInProgress: Mailbox is being moved\n"
        + f"{stamp.format('09')} ERROR acme.sync - A limit on the number of snapshot records is exceeded"
        + f" (10000/10040/0)\n{stamp.format('19')} ERROR acme.sync - Cannot read calendar\n"
    )

    assert set(loud(document)) == {"ErrorMailboxMoveInProgress", "snapshot-limit"}
    assert [found["count"] for found in document["unexplained"]] == [1]


@pytest.mark.parametrize("form", [http_client_heads, okhttp, okhttp_basic, python, ruby, kio])
def test_an_error_of_the_log_between_two_requests_is_told_between_them(form: Form) -> None:
    records = records_of(form((200, "OK")) + "2026-10-12 10:01:02,000 ERROR Cannot read calendar\n" + form((200, "OK")))

    kinds = [type(record) for record in records if isinstance(record, RequestHead | ResponseHead | Message)]
    assert kinds == [RequestHead, ResponseHead, Message, RequestHead, ResponseHead]


@pytest.mark.parametrize(
    "answer", [f"<-- 503 {URL} (43ms, 9-byte body)", "<-- HTTP FAILED: java.io.IOException: closed"]
)
def test_a_later_error_of_the_log_behind_a_bad_answer_is_one_of_its_own(analyse: Analyse, answer: str) -> None:
    document = analyse(
        f"--> POST {URL} (512-byte body)\n{answer}\n"
        "2026-10-12 10:00:02,000 ERROR acme.sync - ErrorMailboxMoveInProgress: Mailbox is being moved\n"
        "2026-10-12 10:09:02,000 ERROR acme.sync - ErrorQuotaExceeded: The mailbox is full\n"
    )

    assert {"ErrorMailboxMoveInProgress", "ErrorQuotaExceeded"} <= set(loud(document))


def test_an_error_of_the_log_is_no_body_of_okhttp_where_only_times_stand_before_its_lines(analyse: Analyse) -> None:
    document = analyse(
        f"2026-10-12 10:00:00.000 --> POST {URL}\n2026-10-12 10:00:00.000 --> END POST\n"
        f"2026-10-12 10:00:00.100 <-- 200 {URL} (43ms)\n"
        "2026-10-12 10:00:02.000 ERROR acme.sync - ErrorMailboxMoveInProgress: Mailbox is being moved\n"
        "2026-10-12 10:09:02.000 ERROR acme.sync - ErrorQuotaExceeded: The mailbox is full\n"
    )

    assert set(loud(document)) == {"ErrorMailboxMoveInProgress", "ErrorQuotaExceeded"}


def test_an_error_of_the_log_between_two_fields_ends_no_head() -> None:
    head, tail = python((200, "OK")).split("header: X-FEServer")

    records = records_of(f"{head}2026-10-12 10:01:02,000 ERROR Cannot read calendar\nheader: X-FEServer{tail}")

    assert [record.headers for record in records if isinstance(record, ResponseHead)] == [
        (("Server", "Microsoft-IIS/10.0"), ("X-FEServer", "EXFE01"))
    ]


def test_the_line_of_a_status_is_that_on_which_it_stands(analyse: Analyse) -> None:
    document = analyse(okhttp((200, "OK"), (503, "Service Unavailable")))

    assert document["findings"][0]["evidence"][0]["line"] == 10


@pytest.mark.parametrize("form", [okhttp, python, kio])
def test_a_redacted_log_of_a_client_says_the_same(
    analyse: Analyse, command: Callable[..., Ran], tmp_path: Path, form: Form
) -> None:
    log = tmp_path / "client.log"
    log.write_text(form((401, "Unauthorized"), (200, "OK")).replace("Content-Length: 9", "Authorization: Basic eDp5"))
    assert command("redact", log, "-o", tmp_path / "redacted.log").code == 0

    document = analyse((tmp_path / "redacted.log").read_text())

    assert loud(document) == {}
    assert counts(document, "http", "status") == {200: 1}


@pytest.mark.parametrize(
    "text",
    [
        "> Dear Anna,\n> POST me the HTTP log\n",
        "see --> the page on POST\n<-- 200 of them came back\n",
        "send: us the reply: 'HTTP/2 is new'\n",
        '10.0.0.9 - - [12/Oct/2026:10:00:00 +0200] "POST /EWS/Exchange.asmx HTTP/1.1"\n',
    ],
)
def test_what_only_looks_like_one_is_no_wire_log(text: str) -> None:
    assert taken_for(text) != "wire_log"
