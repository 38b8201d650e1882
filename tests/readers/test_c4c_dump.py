"""The C4C dump: what SAP answers decides, a good status proves nothing by itself, and a request alone proves nothing."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from analyzer.limits import DEFAULT as LIMITS
from analyzer.model import ResponseHead
from analyzer.readers import c4c_dump, c4c_sections
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window
from tests.conftest import Analyse, counts

ASKED = "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my1.crm.ondemand.com\n\n"
BATCH = (
    "POST /sap/c4c/odata/v1/c4codataapi/$batch HTTP/1.1\nHost: my1.crm.ondemand.com\n"
    "Content-Type: multipart/mixed; boundary=b\n\n"
)
PART = "Content-Type: application/http\nContent-Transfer-Encoding: binary\n\n"
ASKED_PARTS = f"--b\n{PART}GET AccountCollection HTTP/1.1\n\n--b\n{PART}GET LeadCollection HTTP/1.1\n\n--b--\n\n"


def answered(status: str, body: str = "", fields: str = "Content-Type: application/json\n") -> str:
    return f"HTTP Response\nHTTP/1.1 {status}\n{fields}\n{body}\n\n"


def rules(document: dict[str, Any]) -> dict[str, str]:
    return {row["rule"]: row["outcome"] for row in document["findings"] if row["outcome"] != "info"}


def test_an_error_gives_its_code_and_its_status_once(analyse: Analyse) -> None:
    error = '{"error": {"code": "/IWBEP/CM/1", "message": {"lang": "en", "value": "Filter is wrong"}}}'

    document = analyse(ASKED + answered("400 Bad Request", error))

    assert rules(document) == {"c4c-bad-request": "issue"}
    assert counts(document, "response_codes", "protocol", "code") == {("odata", "/IWBEP/CM/1"): 1}
    assert document["findings"][0]["count"] == 1


def test_an_error_in_sap_message_is_an_error_of_that_request(analyse: Analyse) -> None:
    message = 'sap-message: {"code":"V1/1","message":"Not saved\n  at all","severity":"error"}\n'

    assert rules(analyse(ASKED + answered("201 Created", "", message))) == {"c4c-message-in-header": "issue"}


def test_a_warning_in_sap_message_is_none(analyse: Analyse) -> None:
    message = 'sap-message: {"code":"V1/1","message":"an error","severity":"warning"}\n'

    assert rules(analyse(ASKED + answered("201 Created", "", message))) == {}


@pytest.mark.parametrize(
    ("status", "rule", "outcome"),
    [
        ("423 Locked", "c4c-record-locked", "issue"),
        ("412 Precondition Failed", "c4c-conflict", "issue"),
        ("428 Precondition Required", "c4c-conflict", "issue"),
        ("409 Conflict", "c4c-conflict", "issue"),
        ("503 Service Unavailable", "c4c-unavailable", "error"),
    ],
)
def test_every_refusal_has_its_rule(analyse: Analyse, status: str, rule: str, outcome: str) -> None:
    assert rules(analyse(ASKED + answered(status))) == {rule: outcome}


def test_a_page_to_log_on_is_no_answer(analyse: Analyse) -> None:
    page = '<html><title>Logon</title><form action="/saml2/idp/sso"><input name="SAMLRequest"></form></html>'

    document = analyse(ASKED + answered("200 OK", page, "Content-Type: text/html\n"))

    assert rules(document) == {"c4c-sign-in-form": "error"}
    assert document["verdict"]["owner"] == "c4c-key-user"


def test_an_html_mail_in_a_record_is_no_page(analyse: Analyse) -> None:
    document = analyse(ASKED + answered("200 OK", '{"d": {"Text": "<html><title>Logon</title></html>"}}'))

    assert rules(document) == {}


def test_each_answer_of_a_batch_counts_with_its_own_request(analyse: Analyse) -> None:
    parts = f'--r\n{PART}HTTP/1.1 200 OK\n\n{{"d": {{}}}}\n--r\n{PART}HTTP/1.1 404 Not Found\n\n--r--\n'
    head = "HTTP Response\nHTTP/1.1 202 Accepted\nContent-Type: multipart/mixed; boundary=r\n\n"

    document = analyse(f"HTTP Request\n{BATCH}{ASKED_PARTS}{head}{parts}")

    assert counts(document, "http", "system", "status") == {("c4c", 202): 1, ("c4c", 200): 1, ("c4c", 404): 1}
    assert "LeadCollection" in document["findings"][0]["evidence"][0]["excerpt"]


def test_a_status_in_the_text_of_a_record_is_no_part(analyse: Analyse) -> None:
    parts = f'--r\n{PART}HTTP/1.1 200 OK\n\n{{"d": {{"Text": "log:\nHTTP/1.1 503 Service Unavailable\n"}}}}\n--r--\n'
    head = "HTTP Response\nHTTP/1.1 202 Accepted\nContent-Type: multipart/mixed; boundary=r\n\n"

    document = analyse(f"HTTP Request\n{BATCH}{ASKED_PARTS}{head}{parts}")

    assert counts(document, "http", "system", "status") == {("c4c", 202): 1, ("c4c", 200): 1}
    assert rules(document) == {}


def test_a_request_that_somebody_copied_alone_proves_nothing(analyse: Analyse) -> None:
    document = analyse(BATCH + ASKED_PARTS)

    assert document["verdict"]["outcome"] == "inconclusive"
    assert rules(document) == {}


def test_a_request_in_a_dump_that_nothing_answers_is_said(analyse: Analyse) -> None:
    assert rules(analyse("HTTP Request\n" + BATCH + ASKED_PARTS)) == {"c4c-no-response": "error"}


@pytest.mark.parametrize("body", ["CSRF token validation failed", "CSRF-Token-Validierung ist fehlgeschlagen", ""])
def test_the_refusal_of_a_token_is_known_by_its_field(analyse: Analyse, body: str) -> None:
    fields = "x-csrf-token: Required\nContent-Type: text/plain\n"

    assert list(rules(analyse(ASKED + answered("403 Forbidden", body, fields)))) == ["c4c-csrf"]


@pytest.mark.parametrize(
    "answer",
    [
        'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"d": {"results": []}}\n',
        "HTTP/1.1 204 No Content\n\n",
        "HTTP/1.1 202 Accepted\nContent-Type: multipart/mixed; boundary=b\n\n"
        f'--b\n{PART}HTTP/1.1 200 OK\nContent-Type: application/json\n\n{{"d": {{}}}}\n--b--\n',
    ],
    ids=["JSON", "nothing", "a batch"],
)
@pytest.mark.parametrize("heading", ["", "HTTP Request\n"])
@pytest.mark.parametrize("time", ["2026-10-12 08:00:05", "[2026-10-12 08:00:05]"])
def test_the_log_behind_an_answer_is_none_of_its_body(analyse: Analyse, answer: str, heading: str, time: str) -> None:
    asked = heading + ASKED.partition("\n")[2]
    before = asked + heading.replace("Request", "Response") + answer

    document = analyse(f"{before}{time} ERROR the next page: Connection refused\n")

    assert rules(document) == {"network-refused": "error"}
    assert document["findings"][0]["evidence"][0]["line"] == before.count("\n") + 1
    assert document["documents"][0]["warnings"] == ["times without a zone are taken as UTC"]  # and nothing is cut off


def test_an_ended_session_of_the_server_is_told_by_its_field(analyse: Analyse) -> None:
    document = analyse(ASKED + answered("400 Session Timed Out", "", "x-sap-icm-err-id: ICMENOSESSION\n"))

    assert rules(document) == {"sap-session-ended": "issue"}


def test_what_sap_answers_alone_is_never_blamed_on_exchange(analyse: Analyse) -> None:
    error = '{"error": {"code": "/IWBEP/CM/1", "message": {"lang": "en", "value": "Filter is wrong"}}}'

    document = analyse(f"HTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{error}\n")

    assert rules(document) == {"c4c-bad-request": "issue"}


WHOLE_BATCH = """POST /sap/c4c/odata/v1/c4codata/$batch HTTP/1.1
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: application/http
Content-Transfer-Encoding: binary

GET /sap/c4c/odata/v1/c4codata/ContactCollection HTTP/1.1
Accept: application/json

--b--

HTTP/1.1 202 Accepted
Content-Type: multipart/mixed; boundary=r

--r
Content-Type: application/http
Content-Transfer-Encoding: binary

HTTP/1.1 404 Not Found
Content-Type: application/json

{"error":{"code":"005056A509B11EE1B9A8FEC11C21578E","message":{"lang":"en","value":"Resource not found"}}}
--r--

"""
ONE = """GET https://my000001.crm.ondemand.com/sap/c4c/odata/v1/c4codata/AppointmentCollection HTTP/1.1
Accept: application/json

HTTP/1.1 500 Internal Server Error
Content-Type: application/json

{"error":{"code":"/IWFND/CM_MGW/096","message":{"lang":"en","value":"Gone"}}}

"""


def test_a_long_dump_without_headings_is_read_request_by_request(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ONE + WHOLE_BATCH) * 3 + ONE
    whole = list(c4c_dump.read(Window([text.encode()]), LIMITS, Notes(LIMITS)))

    monkeypatch.setattr(c4c_sections, "ENOUGH", 1)

    assert list(c4c_dump.read(Window([text.encode()]), LIMITS, Notes(LIMITS))) == whole
    assert sum(isinstance(record, ResponseHead) for record in whole) == 4 + 3 * 2


def test_of_a_long_dump_without_headings_nothing_is_left_out() -> None:
    limits = replace(LIMITS, frame=len(ONE) * 3)
    notes = Notes(limits)

    many = list(c4c_dump.read(Window([(ONE * 20).encode()]), limits, notes))

    assert sum(isinstance(record, ResponseHead) for record in many) == 20
    assert notes.lines() == ()


@pytest.mark.parametrize("chunk", [100, 1_000, 7_777])
def test_a_dump_that_is_read_in_many_stretches_has_the_lines_of_the_whole(chunk: int) -> None:
    text = (ONE + WHOLE_BATCH + "HTTP Request\n" + ONE + "Exception: System.TimeoutException: It took long\n") * 4
    whole = list(c4c_dump.read(Window([text.encode()]), LIMITS, Notes(LIMITS)))

    limits = replace(LIMITS, chunk=chunk)

    assert list(c4c_dump.read(Window([text.encode()]), limits, Notes(limits))) == whole
    lines = text.split("\n")
    assert {lines[record.at.line - 1][:5] for record in whole if isinstance(record, ResponseHead)} == {"HTTP/"}


REFUSED = '{"error": {"code": "CRM/1", "message": {"lang": "en", "value": "It broke"}}}'


@pytest.mark.parametrize(
    ("answer", "rule", "statuses"),
    [
        (f"HTTP Response\n{REFUSED}\n", {"c4c-odata-error": "issue"}, {}),
        (f"HTTP Response\nContent-Type: application/json\n\n{REFUSED}\n", {"c4c-odata-error": "issue"}, {}),
        ("HTTP Response\nx-csrf-token: Required\n\nCSRF token validation failed\n", {"c4c-csrf": "error"}, {}),
        ('HTTP Response\n{"d": {"results": []}}\n', {}, {}),
        ("HTTP Response\nContent-Type: application/json\n\n", {}, {}),
        (f"HTTP Response\n500 Internal Server Error\n\n{REFUSED}\n", {"c4c-internal-server-error": "error"}, {500: 1}),
        (
            "HTTP Response\n500 Internal Server Error\n" + REFUSED.replace("{", "{\n  ", 1)[:-1] + "\n}\n",
            {"c4c-internal-server-error": "error"},
            {500: 1},
        ),
        (f"HTTP Response\nStatus: 500 Failed\n\n{REFUSED}\n", {"c4c-internal-server-error": "error"}, {500: 1}),
        (f"HTTP Response: 500\n\n{REFUSED}\n", {"c4c-internal-server-error": "error"}, {500: 1}),
        (
            "HTTP Response\nStatusCode: 500, ReasonPhrase: 'Failed', Version: 1.1, Content: X, Headers:\n{\n"
            f"  Content-Type: application/json\n}}\n{REFUSED}\n",
            {"c4c-internal-server-error": "error"},
            {500: 1},
        ),
    ],
    ids=[
        "error",
        "fields, error",
        "refusal in words",
        "success",
        "fields",
        "status",
        "body in lines",
        "field",
        "heading",
        ".NET",
    ],
)
def test_an_answer_without_the_usual_status_line_is_one(
    analyse: Analyse, answer: str, rule: dict[str, str], statuses: dict[int, int]
) -> None:
    """Nobody has published how SSI writes one down; "SAP gave no answer" sends a case to the wrong team."""
    document = analyse(ASKED + answer)

    assert rules(document) == rule
    assert counts(document, "http", "status") == statuses


@pytest.mark.parametrize("said", ["(none)", "The operation has timed out", "Error: no response", "200 ms later", ""])
def test_words_in_the_place_of_an_answer_are_none(analyse: Analyse, said: str) -> None:
    document = analyse(ASKED + answered("200 OK", '{"d": {"results": []}}') + ASKED + f"HTTP Response\n{said}\n")

    assert "c4c-no-response" in rules(document)
    assert counts(document, "http", "status") == {200: 1}


ADDRESS = "https://my1.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/ContactCollection"


@pytest.mark.parametrize(
    "asked",
    [
        f"HTTP Request\nGET {ADDRESS}\nAccept: application/json\n\n",
        f"HTTP Request: GET {ADDRESS}\nAccept: application/json\n\n",
        f"HTTP Request\n{ADDRESS}\n\n",
        f"HTTP Request\nURI: {ADDRESS}\nMethod: GET\n\n",
        f"HTTP Request\nMethod: GET, RequestUri: '{ADDRESS}', Version: 1.1, Content: <null>, Headers:\n{{\n}}\n\n",
    ],
    ids=["no version", "in the heading", "the address", "fields", ".NET"],
)
def test_a_request_that_shows_no_more_than_its_address_waits_for_an_answer_too(analyse: Analyse, asked: str) -> None:
    good = answered("200 OK", '{"d": {"results": []}}')

    assert rules(analyse(asked + good + asked + good)) == {}
    assert rules(analyse(asked + good + asked)) == {"c4c-no-response": "error"}
