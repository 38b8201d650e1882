"""Captures of a browser or a proxy: HAR and SAZ, with bodies as they went over the wire."""

from __future__ import annotations

import base64
import gzip
import json
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
