"""What a glance at a head says is what reading it in full says, or nothing."""

from __future__ import annotations

import random

import pytest

from analyzer.limits import DEFAULT
from analyzer.protocols import heads, http
from tests.support.damages import DAMAGES

ASKED = (
    "POST /EWS/Exchange.asmx HTTP/1.1\r\nContent-Type: text/xml; charset=utf-8\r\nX-AnchorMailbox: anna@contoso.example"
    "\r\nclient-request-id: 7c9e6679\r\nAuthorization: Bearer eyJhbGciOiJub25lIn0.eyJzY3AiOiJFV1MifQ.x\r\nCookie: a=b\r\n"
)
ANSWERED = (
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nrequest-id: 1\r\nclient-request-id: 2\r\nX-FEServer: EXFE01\r\n"
    "Set-Cookie: a=b; path=/\r\nDate: Mon, 12 Oct 2026 06:00:00 GMT\r\n"
)


def in_full(text: str, *, request: bool) -> tuple[int, heads.Request | heads.Answer] | None:
    head = http.loose_head(text, DEFAULT.header_lines, request=request)
    if head is None or not (head.is_request or (head.status or 0) >= 200):
        return None
    said = heads.request(head) if head.is_request else heads.answer(head.status or 0, head.reason, head.raw)
    return text.count("\n", 0, head.start), said


def shown(told: tuple[int, heads.Request | heads.Answer] | None) -> object:
    """All that it says but for the fields that nobody is shown."""
    if told is None or isinstance(told[1], heads.Request):
        return told
    line, said = told
    return line, said.status, said.reason, said.shown, said.numbers, said.service, said.midway, said.is_empty


@pytest.mark.parametrize(
    "text", [ASKED, ANSWERED, "\n\n" + ASKED, ANSWERED.replace("\r", ""), ANSWERED + "\r\nDate: x"]
)
@pytest.mark.parametrize("request_", [True, False])
def test_a_usual_head_is_told_by_its_shape(text: str, request_: bool) -> None:
    heads.glance(text.replace("7c9e6679", "1").replace("id: 1", "id: 3"), DEFAULT.header_lines, request=request_)
    told = heads.glance(text, DEFAULT.header_lines, request=request_)

    assert told is not None
    assert shown(told) == shown(in_full(text, request=request_))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            ANSWERED.replace("id: 2\r\n", "id: 2\r\n goes on\r\n"), id="a shown value goes on in the next line"
        ),
        pytest.param(ASKED.replace("GciOi", "GciOi\r\n "), id="so does that which signs in"),
        pytest.param(
            ASKED.replace("Bearer eyJhbGciOiJub25lIn0.eyJzY3AiOiJFV1MifQ.x", " "), id="it signs in with nothing"
        ),
        pytest.param("200 OK\r\nDate: x\r\n", id="a status alone"),
        pytest.param("Date: x\r\nHTTP/1.1 200 OK\r\n", id="a field before the first line"),
        pytest.param("GET https://x.example/EWS\nDate: x\n\nHTTP/1.1 200 OK\n", id="an address without a version"),
        pytest.param("HTTP/1.1 100 Continue\r\nDate: x\r\n", id="no answer yet"),
        pytest.param(ANSWERED.replace("EXFE01", "\x010"), id="a sign that stands for a value"),
        pytest.param(ANSWERED + "X: " + "x" * 9_000, id="a long head"),
    ],
)
def test_a_head_in_which_a_value_may_mean_more_is_read_in_full(text: str) -> None:
    assert heads.glance(text, DEFAULT.header_lines, request=text.startswith(("POST", "GET"))) is None


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_head_says_the_same_or_is_read_in_full(kind: str) -> None:
    chance = random.Random(kind)
    for text in (ASKED, ANSWERED) * 40:
        damaged = DAMAGES[kind](text.encode(), chance).decode("utf-8", "replace")
        for request in (True, False):
            told = heads.glance(damaged, DEFAULT.header_lines, request=request)
            assert told is None or shown(told) == shown(in_full(damaged, request=request))
