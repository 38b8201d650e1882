"""Captures of a browser or a proxy: HAR and SAZ, with bodies as they went over the wire."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib

import pytest

from analyzer.limits import Limits
from analyzer.readers.content import unchunked, unpacked
from tests.conftest import Analyse, counts, loud
from tests.support.graph import AGS, Exchange, error, har, healthy, numbered, page, saz

REFUSED = Exchange("GET", "/v1.0/me/events", 403, error("ErrorAccessDenied"))


@pytest.mark.parametrize(("chunked", "packed"), [(True, False), (False, True), (True, True)])
def test_a_body_in_chunks_or_compressed_is_read_in_a_saz(analyse: Analyse, chunked: bool, packed: bool) -> None:
    document = analyse(saz([REFUSED], chunked=chunked, packed=packed), names=["capture.saz"])

    assert counts(document, "response_codes", "code") == {"ErrorAccessDenied": 1}


def test_a_compressed_body_is_read_in_a_har(analyse: Analyse) -> None:
    document = analyse(har([REFUSED], packed=True))

    assert counts(document, "response_codes", "code") == {"ErrorAccessDenied": 1}


def test_the_place_in_a_har_is_the_number_of_the_entry(analyse: Analyse) -> None:
    calls = numbered(
        [Exchange("GET", "/v1.0/me/events", 200, page()), Exchange("GET", "/v1.0/me/events", 200, page()), REFUSED]
    )

    document = analyse(har(calls))

    assert document["findings"][0]["evidence"][0]["line"] == 3


def test_a_har_that_breaks_off_tells_the_entries_before_the_break(analyse: Analyse) -> None:
    whole = har(numbered([REFUSED, *healthy()]))

    document = analyse(whole[: len(whole) - 700])

    assert "graph-access-denied" in loud(document)
    assert any("no complete HAR" in text for text in document["documents"][0]["warnings"])


def test_the_fields_of_an_answer_tell_the_side_where_the_address_does_not(analyse: Analyse) -> None:
    capture = json.loads(har([REFUSED]))
    entry = capture["log"]["entries"][0]
    entry["request"]["url"] = "https://proxy.contoso.example/g/me/events"

    document = analyse(json.dumps(capture))

    assert AGS
    assert counts(document, "http", "system", "protocol") == {("exchange", "graph"): 1}


def test_a_body_that_cannot_be_unpacked_is_said(analyse: Analyse) -> None:
    capture = json.loads(har([REFUSED]))
    answer = capture["log"]["entries"][0]["response"]
    answer["headers"].append({"name": "Content-Encoding", "value": "br"})
    answer["content"] = {"text": base64.b64encode(b"\x0b\x02\x80\xff\xfe\x00").decode(), "encoding": "base64"}

    document = analyse(json.dumps(capture))

    assert any("compressed as br" in text for text in document["documents"][0]["warnings"])
    assert counts(document, "http", "status") == {403: 1}


# -- bodies ----------------------------------------------------------------------------------------------------------


def test_chunks_are_put_together() -> None:
    assert unchunked(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n") == b"abcde"
    assert unchunked(b"5\r\nab") == b"ab"


def test_what_is_not_in_chunks_stays_as_it_is() -> None:
    assert unchunked(b'{"a": 1}') == b'{"a": 1}'
    assert unchunked(b"") == b""


def test_each_way_of_the_standard_library_is_undone() -> None:
    raw = zlib.compressobj(wbits=-15)

    assert unpacked(gzip.compress(b"{}"), "", Limits()) == b"{}"
    assert unpacked(zlib.compress(b"{}"), "deflate", Limits()) == b"{}"
    assert unpacked(raw.compress(b"{}") + raw.flush(), "deflate", Limits()) == b"{}"
    assert unpacked(b'{"a": "undone already"}', "br", Limits()) == b'{"a": "undone already"}'


def test_a_compressed_body_that_is_cut_gives_what_is_there() -> None:
    assert unpacked(gzip.compress(b"ab" * 4000, mtime=0)[:-12], "gzip", Limits()).startswith(b"abab")


def test_a_body_that_would_fill_the_memory_is_read_up_to_the_cap() -> None:
    bomb = gzip.compress(bytes(3_000_000), mtime=0)

    assert len(unpacked(bomb, "gzip", Limits(frame=100_000))) == 100_000


def test_damage_is_told() -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpacked(b"\x1f\x8b\x09\x00not really", "gzip", Limits())


def ews(*, answer: str | None, size: int, kind: str = "text/xml") -> dict[str, object]:
    """An entry of a HAR that asks Exchange; without an answer the browser did not save it."""
    content: dict[str, object] = {"size": size, "mimeType": kind}
    return {
        "startedDateTime": "2026-10-12T08:00:00Z",
        "request": {"method": "POST", "url": "https://mail.contoso.example/EWS/Exchange.asmx", "headers": []},
        "response": {
            "status": 200,
            "headers": [],
            "content": content if answer is None else content | {"text": answer},
        },
    }


def capture(*entries: object) -> str:
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


def test_a_server_that_failed_is_told_though_the_browser_did_not_save_its_body(analyse: Analyse) -> None:
    failed = ews(answer=None, size=1200)
    failed["response"] |= {"status": 500, "statusText": "Internal Server Error"}  # type: ignore[operator]

    document = analyse(capture(failed, failed))

    assert loud(document) == {"exchange-server-failed": "error"}
    assert document["findings"][0]["count"] == 2


def test_a_body_that_the_browser_did_not_save_proves_nothing(analyse: Analyse) -> None:
    document = analyse(capture(ews(answer=None, size=5321)))

    assert (document["verdict"]["outcome"], document["findings"]) == ("inconclusive", [])


@pytest.mark.parametrize("answer", ["", "<html><head><title>Blocked</title></head></html>"])
def test_an_empty_body_and_a_page_are_no_answer_of_exchange(analyse: Analyse, answer: str) -> None:
    document = analyse(capture(ews(answer=answer, size=len(answer))))

    assert document["verdict"]["rule"] == "exchange-answer-no-xml"


@pytest.mark.parametrize(
    ("encoding", "body"), [("br", b"\x1b\x10\x00\xf8\x88\x99"), ("gzip", gzip.compress(b"<s/>", mtime=0)[:12])]
)
def test_a_body_whose_compression_cannot_be_undone_proves_nothing_and_is_said(
    analyse: Analyse, encoding: str, body: bytes
) -> None:
    document = analyse(
        sessions(ASK_EXCHANGE, f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n\r\n".encode() + body)
    )

    assert (document["verdict"]["outcome"], document["findings"]) == ("inconclusive", [])
    assert "is not read" in document["documents"][0]["warnings"][0]


ASK_EXCHANGE = b"POST https://mail.contoso.example/EWS/Exchange.asmx HTTP/1.1\r\nHost: mail.contoso.example\r\n\r\n"
TUNNEL = b"CONNECT mail.contoso.example:443 HTTP/1.1\r\nHost: mail.contoso.example:443\r\n\r\n"


def sessions(*messages: bytes) -> bytes:
    """A SAZ of requests and answers in turn."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, message in enumerate(messages):
            archive.writestr(f"raw/{number // 2 + 1:02}_{'cs'[number % 2]}.txt", message)
    return stream.getvalue()


def test_a_tunnel_that_is_opened_is_no_request(analyse: Analyse) -> None:
    forbidden = b"HTTP/1.1 403 Forbidden\r\nX-FEServer: EX1\r\n\r\n"
    document = analyse(sessions(TUNNEL, b"HTTP/1.1 200 Connection Established\r\n\r\n", ASK_EXCHANGE, forbidden))

    assert counts(document, "http", "status") == {403: 1}


def test_a_tunnel_that_is_refused_is_told(analyse: Analyse) -> None:
    document = analyse(sessions(TUNNEL, b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"))

    assert counts(document, "http", "status") == {407: 1}


def timed_saz(timers: str) -> bytes:
    """The capture of one refused call, with the timers of its session."""
    held = io.BytesIO(saz([REFUSED]))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("raw/01_m.xml", f'<Session SID="1"><SessionTimers {timers}/></Session>')
    return held.getvalue()


ASKED_AT = 'ClientConnected="2026-10-12T09:59:00.0000000+02:00" ClientBeginRequest="2026-10-12T10:00:00.0000000+02:00"'


@pytest.mark.parametrize(
    ("timers", "time"),
    [
        (f'{ASKED_AT} ServerBeginResponse="2026-10-12T10:00:02.5000000+02:00"', "2026-10-12T08:00:02.500Z"),
        (f'{ASKED_AT} ServerBeginResponse="0001-01-01T00:00:00"', "2026-10-12T08:00:01Z"),
    ],
    ids=["timer", "its field Date, where no timer was set"],
)
def test_the_timers_of_fiddler_tell_when_a_session_was_answered(analyse: Analyse, timers: str, time: str) -> None:
    document = analyse(timed_saz(timers), names=["capture.saz"])

    assert document["findings"][0]["first_seen"] == time
    assert document["documents"][0]["zone"] == "+02:00"
