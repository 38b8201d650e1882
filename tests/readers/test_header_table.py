"""Header fields that were copied from a browser."""

from __future__ import annotations

from analyzer.model import RequestHead, ResponseHead
from tests.support.reading import records_of, taken_for

TOOLS = (
    "Request URL: https://mail.contoso.example/EWS/Exchange.asmx?x=1\nRequest Method: POST\n"
    "Status Code: 401 Unauthorized\nServer: Microsoft-IIS/10.0\n"
)
COPIED = "Server\tMicrosoft-IIS/10.0\nSet-Cookie\tsession=secret\nX-FEServer\tEX01\nX-BackEndHttpStatus\t503,503\nDate\tMon, 12 Oct 2026 08:00:00 GMT\n"


def test_what_the_tools_of_a_browser_show_is_a_request_with_its_answer() -> None:
    head, answer = records_of(TOOLS)

    assert isinstance(head, RequestHead)
    assert isinstance(answer, ResponseHead)
    assert (head.method, head.host, head.path) == ("POST", "mail.contoso.example", "/EWS/Exchange.asmx")
    assert answer.status == 401


def test_a_table_without_colons_tells_the_status_of_the_back_end() -> None:
    (answer,) = records_of(COPIED)

    assert isinstance(answer, ResponseHead)
    assert (answer.status, answer.at.system, answer.field_lines) == (503, "exchange", (1, 3, 4, 5))


def test_a_second_request_begins_another_call() -> None:
    found = [record for record in records_of(TOOLS + TOOLS) if isinstance(record, ResponseHead)]

    assert [answer.at.action for answer in found] == [1, 2]


def test_a_table_without_a_status_and_one_with_a_sentence_in_it_are_other_texts() -> None:
    assert taken_for(COPIED) == "header_table"
    assert taken_for(COPIED.replace("X-BackEndHttpStatus", "X-Other")) != "header_table"
    assert taken_for(f"{COPIED}What does this mean?\n") != "header_table"
