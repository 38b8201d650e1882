"""What an attacker, or a mail that quotes a log, once got past the readers; each of these was real."""

from __future__ import annotations

import pytest

from analyzer.intake.encodings import Sniffed, to_utf8
from analyzer.privacy.pseudonyms import Pseudonyms
from tests.conftest import Analyse, counts, loud, rules_of
from tests.support import graph
from tests.support.dialects import DIALECTS, managed_api
from tests.support.graph import python_cassette, ruby_cassette
from tests.support.session import appointment, failing, healthy, ok, timed

QUOTES = [
    "DEBUG:exchangelib.util:Timeout: 120\nSession: 1\nThread: 2\nStatus code: 503",
    "Making operation request abc: GetItem",
    '>> "POST /EWS/Exchange.asmx HTTP/1.1[\\r][\\n]"',
    "> POST /EWS/Exchange.asmx HTTP/1.1\n< HTTP/1.1 503 Busy",
    '<s:Envelope xmlns:s="s"><s:Body><s:Fault><faultcode>a:ErrorMailboxMoveInProgress</faultcode></s:Fault></s:Body>'
    "</s:Envelope>",
    '</s:Envelope>\n</Trace>\n<Trace Tag="EwsResponseHttpHeaders" Tid="1">\nHTTP/1.1 503 Busy\n\n</Trace>',
    "<!-- </s:Envelope> Authentication error",
]


@pytest.mark.parametrize("quote", QUOTES, ids=range(len(QUOTES)))
@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_a_mail_that_quotes_another_log_does_not_change_how_the_dump_is_read(
    analyse: Analyse, dialect: str, quote: str
) -> None:
    calls = timed([ok("GetFolder"), ok("GetItem", appointment("Fwd", quote)), ok("FindItem")])

    document = analyse(DIALECTS[dialect](calls))

    assert document["verdict"]["outcome"] == "clean"
    assert counts(document, "operations", "operation") == {"GetFolder": 1, "GetItem": 1, "FindItem": 1}


def head(kind: str, tid: int, first: str, *fields: str) -> str:
    """One trace record of header fields."""
    lines = "\n".join([first, *fields])
    return f'<Trace Tag="Ews{kind}HttpHeaders" Tid="{tid}" Time="2026-10-12 08:00:00Z">\n{lines}\n\n</Trace>\n'


POST = "POST /EWS/Exchange.asmx HTTP/1.1"


def test_a_handshake_whose_answers_come_on_other_threads_is_none_the_less_a_handshake(analyse: Analyse) -> None:
    dump = "".join(
        head("Request", 5 + 2 * n, POST, "client-request-id: one") + head("Response", 6 + 2 * n, status)
        for n, status in enumerate(["HTTP/1.1 401 Unauthorized", "HTTP/1.1 401 Unauthorized", "HTTP/1.1 200 OK"])
    )

    document = analyse(dump)

    assert document["verdict"]["outcome"] == "clean"
    assert counts(document, "http", "status") == {200: 1}


def test_answers_on_other_threads_go_to_the_requests_that_waited_longest(analyse: Analyse) -> None:
    dump = head("Request", 1, POST) + head("Request", 2, POST)
    dump += head("Response", 8, "HTTP/1.1 200 OK") + head("Response", 9, "HTTP/1.1 200 OK")

    document = analyse(dump)

    assert loud(document) == {}
    assert counts(document, "http", "status") == {200: 2}


def test_a_redirect_that_is_followed_is_a_step(analyse: Analyse) -> None:
    dump = head("Request", 1, "POST /autodiscover/ HTTP/1.1")
    dump += head("Response", 1, "HTTP/1.1 302 Found", "Location: https://other.example/EWS/Exchange.asmx/")
    dump += head("Request", 1, POST) + head("Response", 1, "HTTP/1.1 200 OK")

    assert counts(analyse(dump), "http", "status") == {200: 1}


def test_a_failed_probe_of_another_address_is_no_finding(analyse: Analyse) -> None:
    dump = head("Request", 1, "POST /autodiscover/autodiscover.svc HTTP/1.1") + head(
        "Response", 1, "HTTP/1.1 404 Not Found"
    )
    dump += head("Request", 1, "POST /wrong/ews HTTP/1.1") + head("Response", 1, "HTTP/1.1 404 Not Found")
    dump += head("Request", 1, POST) + head("Response", 1, "HTTP/1.1 200 OK")

    document = analyse(dump)

    assert document["verdict"]["outcome"] == "clean"
    assert counts(document, "http", "status") == {404: 2, 200: 1}


def test_an_item_written_as_elements_is_not_a_message(analyse: Analyse) -> None:
    dump = (
        '<ExchangeDataDump><Action Name="CreateItem"><Item><Message>Authentication error</Message>'
        "<Error>Authentication error</Error><Body>HTTP/1.1 503 Busy</Body></Item></Action></ExchangeDataDump>"
    )

    assert analyse(dump)["findings"] == []


def test_a_body_that_lost_its_wrapper_is_never_shown(analyse: Analyse) -> None:
    dump = head("Response", 1, "HTTP/1.1 200 OK") + '{"Subject":"Geheim", "error: Authentication error: x": 1}\n'

    document = analyse(dump)

    assert loud(document) == {"exchange-answer-no-xml": "error"}  # JSON is no answer of EWS
    assert "Geheim" not in str(document)


@pytest.mark.parametrize("before", ["\ufeff", "\ufeff\ufeff", "Exchange data dump: "])
def test_what_stands_before_the_root_does_not_swallow_it(analyse: Analyse, before: str) -> None:
    dump = before.encode() + DIALECTS["unknown_root_cdata"](failing())

    assert analyse(dump)["verdict"]["rule"] == "ErrorImpersonateUserDenied"


def test_a_long_log_before_the_first_record_does_not_hide_it(analyse: Analyse) -> None:
    intro = "".join(f"2026-10-12 08:00:00 INFO starting part {n}\n" for n in range(5000))

    assert analyse(intro.encode() + managed_api(failing()))["verdict"]["rule"] == "ErrorImpersonateUserDenied"


def test_a_file_padded_with_zeros_is_read(analyse: Analyse) -> None:
    assert analyse(managed_api(healthy()) + b"\0" * 5000)["verdict"]["outcome"] in ("clean", "inconclusive")


@pytest.mark.parametrize("cut", range(8, 24))
def test_line_ends_that_were_converted_twice_are_line_ends(cut: int) -> None:
    text = b"first\r\r\nsecond\r\r\n\r\r\nlast"

    read = b"".join(to_utf8(text[:cut], iter([text[cut:]]), Sniffed()))

    assert read == b"first\r\nsecond\r\n\r\nlast"


@pytest.mark.parametrize("dialect", ["evolution", "raw_http"])
def test_a_dump_whose_line_ends_were_converted_twice_is_read_as_it_was(analyse: Analyse, dialect: str) -> None:
    dump = DIALECTS[dialect](timed(healthy())).replace(b"\r\n", b"\n")

    assert analyse(dump.replace(b"\n", b"\r\r\n"))["http"] == analyse(dump)["http"]


def test_old_mac_line_ends_are_line_ends(analyse: Analyse) -> None:
    text = "POST /EWS/Exchange.asmx HTTP/1.1\r\rHTTP/1.1 404 Not Found\r\r"

    assert rules_of(analyse(text)) == {"exchange-ews-url-not-found": "error"}


@pytest.mark.parametrize(
    "data",
    [
        '<s:Envelope xmlns:s="s"><s:Header><h:ServerVersionInfo xmlns:h="h" MajorVersion="²" MinorVersion="1" '
        'MajorBuildNumber="1" MinorBuildNumber="1"/></s:Header><s:Body/></s:Envelope>',
        f'<s:Envelope xmlns:s="s"><s:Header><h:ServerVersionInfo xmlns:h="h" MajorVersion="15" MinorVersion="1" '
        f'MajorBuildNumber="1" MinorBuildNumber="{"1" * 5000}"/></s:Header><s:Body/></s:Envelope>',
        "HTTP/1.1 503 Busy\nRetry-After: ²\nX-OWA-Version: 15.²0.1.1\n\n",
        "exchangelib.util Timeout: 1\nThread: 2\nStatus code: 200\nResponse XML: b'Envelope', 1\n",
        "exchangelib.util Timeout: 1\nThread: 2\nStatus code: 200\nResponse XML: b'Envelope'" + "+b'a'" * 30_000,
        python_cassette(graph.healthy()).decode().replace("code: 20", "code: 4²"),
        ruby_cassette(graph.healthy()).decode().replace("code: 20", "code: 4²"),
        '{"status": "4²9", "message": "Too many requests", "error": "x", "path": "/v1.0/me"}',
        "ERROR Exception: X-OWA-Version: 15.1.2.² of 10.0.0.² failed",
    ],
)
def test_odd_numbers_and_literals_are_read_over(analyse: Analyse, data: str) -> None:
    document = analyse(data)

    assert "reader-failed" not in document["documents"][0]["warning_codes"]


def test_an_address_with_a_superscript_is_none() -> None:
    assert "10.0.0.²" in Pseudonyms().replace("no route to 10.0.0.² today")


def test_a_cut_dump_is_not_called_clean(analyse: Analyse) -> None:
    whole = managed_api(healthy())
    cut = whole[: whole.rindex(b"<m:ResponseCode>")]

    document = analyse(cut)

    assert document["verdict"]["outcome"] == "inconclusive"
    assert "breaks off" in document["verdict"]["headline"]
