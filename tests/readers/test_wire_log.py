"""Logs with a direction before every line."""

from __future__ import annotations

import pytest

from analyzer.model import RequestHead, ResponseHead
from tests.support.reading import records_of, taken_for

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


@pytest.mark.parametrize("text", [SOUP, CLIENT], ids=["libsoup", "HttpClient"])
def test_a_request_and_its_answer_are_read_without_their_directions(text: str) -> None:
    found = records_of(text)

    assert taken_for(text) == "wire_log"
    assert [(record.method, record.host) for record in found if isinstance(record, RequestHead)] == [
        ("POST", "mail.contoso.example")
    ]
    assert [record.status for record in found if isinstance(record, ResponseHead)] == [401]


def test_a_quoted_mail_is_no_wire_log() -> None:
    assert taken_for("> Dear Anna,\n> POST me the HTTP log\n") != "wire_log"
