"""The debug output of ews-javascript-api: objects as Node prints them."""

from __future__ import annotations

import pytest

from tests.conftest import Analyse, counts, loud, rules_of

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


def request(operation: str = "GetItem") -> str:
    envelope = f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body><m:{operation} xmlns:m="m"/></soap:Body></soap:Envelope>'
    return (
        "sending ews request\n{\n  url: 'https://mail.contoso.example/EWS/Exchange.asmx',\n  headers: {\n"
        "    'Content-Type': 'text/xml; charset=utf-8',\n    Authorization: 'REDACTED'\n  },\n  type: 'POST',\n"
        f"  data: '{envelope}'\n}}\n"
    )


def answer(body: str, status: int = 200, more: str = "") -> str:
    """The object of an answer; every line of the body is a literal of its own."""
    lines = [line.replace("'", "\\'") for line in body.splitlines(keepends=True)] or [""]
    text = " +\n    ".join("'" + line.replace("\n", "\\n") + "'" for line in lines)
    return (
        f"{{\n  status: {status},\n  headers: Object [AxiosHeaders] {{\n    server: 'Microsoft-IIS/10.0',\n"
        f"    'x-feserver': 'EXFE01',\n{more}    date: 'Mon, 12 Oct 2026 08:00:00 GMT'\n  }},\n"
        f"  finalUrl: undefined,\n  statusText: 'OK',\n  responseText: {text},\n"
        "  getResponseHeader: [Function (anonymous)]\n}\n"
    )


def envelope(
    said: str = '<m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>',
) -> str:
    message = f"{said}</m:GetItemResponseMessage>"
    return (
        f'<?xml version="1.0"?>\n<s:Envelope xmlns:s="{SOAP}"><s:Body><m:GetItemResponse xmlns:m="m">'
        f"<m:ResponseMessages>{message}</m:ResponseMessages></m:GetItemResponse></s:Body></s:Envelope>"
    )


def test_requests_and_answers_are_read_from_the_objects(analyse: Analyse) -> None:
    document = analyse((request() + answer(envelope())) * 2)

    assert document["verdict"]["outcome"] == "clean"
    assert counts(document, "http", "system", "protocol", "status") == {("exchange", "ews", 200): 2}
    assert counts(document, "operations", "operation") == {"GetItem": 2}
    assert counts(document, "servers", "header", "value")["X-FEServer", "EXFE01"] == 2


def test_the_colours_of_a_terminal_change_nothing(analyse: Analyse) -> None:
    plain = request() + answer(envelope())
    coloured = plain.replace("'POST'", "\x1b[32m'POST'\x1b[39m").replace(": 200,", ": \x1b[33m200\x1b[39m,")

    assert counts(analyse(coloured), "http", "status") == {200: 1}


def test_an_error_that_an_answer_names_is_read(analyse: Analyse) -> None:
    said = '<m:GetItemResponseMessage ResponseClass="Error"><m:ResponseCode>ErrorItemNotFound</m:ResponseCode>'

    assert counts(analyse(request() + answer(envelope(said))), "response_codes", "code") == {"ErrorItemNotFound": 1}


def test_the_tree_of_an_answer_is_content_and_no_error(analyse: Analyse) -> None:
    tree = (
        "{\n  Body: {\n    Subject: 'HTTP/1.1 503 Busy',\n"
        "    Text: 'Error: Organization \"1111.onmicrosoft.com\" is marked for removal'\n  }\n}\n"
    )

    document = analyse(request() + answer(envelope()) + tree)

    assert loud(document) == {}
    assert document["removed_organizations"] == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>", "exchange-answer-no-xml"),
        ("", "exchange-answer-no-xml"),
        (envelope()[:200], "exchange-xml-ended"),
    ],
)
def test_a_good_status_with_anything_else_is_a_finding(analyse: Analyse, body: str, rule: str) -> None:
    assert rule in rules_of(analyse(request() + answer(body)))


def test_a_refusal_counts_once_with_its_trace_and_its_exception(analyse: Analyse) -> None:
    trace = "\n      <EwsResponseHttpHeaders>\n        HTTP/1 401 Unauthorized\nserver : x\n\n      </EwsResponseHttpHeaders>\n"
    said = request() + answer("", 401) + trace + "ServiceRequestError: 401 Unauthorized\n    at Object.x (y.js:1:1)\n"

    document = analyse(said)

    assert counts(document, "http", "status") == {401: 1}
    assert rules_of(document)["exchange-authentication"] == "error"
    assert document["unexplained"] == []


def test_a_token_that_is_renewed_is_a_step(analyse: Analyse) -> None:
    more = "    'www-authenticate': 'Bearer client_id=\"x\"',\n"

    document = analyse(request() + answer("", 401, more) + request() + answer(envelope()))

    assert document["verdict"]["outcome"] == "clean"
    assert counts(document, "http", "status") == {200: 1}


def test_a_broken_connection_is_an_error(analyse: Analyse) -> None:
    thrown = "AxiosError: read ECONNRESET\n    at AxiosError.from (axios.cjs:1:1)\n  code: 'ECONNRESET',\n}\n"

    document = analyse(request() + thrown)

    assert document["http"] == []
    assert document["verdict"]["outcome"] != "clean"


def test_a_log_that_ends_inside_an_object_says_so(analyse: Analyse) -> None:
    whole = request() + answer(envelope()) + request() + answer(envelope())

    document = analyse(whole[: whole.rindex("</s:Body>")])

    assert document["documents"][0]["warning_codes"] == ["cut"]
    assert "exchange-xml-ended" not in rules_of(document)


TREE = """{
  Body: {
    __prefix: 's',
    Fault: {
      faultcode: 'a:ErrorInvalidRequest',
      detail: {
        ResponseCode: 'ErrorInvalidRequest',
        Message: 'The request is invalid.'
      }
    }
  }
}
"""


def test_the_code_in_a_tree_counts_where_nothing_else_of_the_answer_is_printed(analyse: Analyse) -> None:
    document = analyse(TREE)

    assert counts(document, "response_codes", "protocol", "code") == {("ews", "ErrorInvalidRequest"): 1}
    assert loud(document) == {"ErrorInvalidRequest": "error"}


def test_the_code_in_a_tree_is_the_one_of_the_answer_before_it(analyse: Analyse) -> None:
    said = '<m:GetItemResponseMessage ResponseClass="Error"><m:ResponseCode>ErrorInvalidRequest</m:ResponseCode>'
    document = analyse(request() + answer(envelope(said)) + TREE)

    assert counts(document, "response_codes", "code") == {"ErrorInvalidRequest": 1}


def shortened(body: str, mark: str, left: int) -> str:
    """The object of an answer of which Node prints no more than the beginning."""
    return answer("XX").replace(
        "'XX'", f"{answer(body[:left]).split('responseText: ')[1].split(chr(10) + '  get')[0][:-1]}{mark}"
    )


@pytest.mark.parametrize("mark", ["... 12043 more characters", "... 1 more characters"])
@pytest.mark.parametrize("left", [60, 200, 300])
def test_a_string_that_node_shortens_did_not_break_off(analyse: Analyse, mark: str, left: int) -> None:
    """It prints the first ten thousand characters of one: the answer was an error of Exchange, "confirmed"."""
    whole = request() + answer(envelope())

    document = analyse(whole + request() + shortened(envelope(), mark, left) + whole)

    assert loud(document) == {}
    assert counts(document, "http", "status") == {200: 3}
    assert any("shortened a record" in said for said in document["documents"][0]["warnings"])
    assert document["verdict"]["confidence"]["level"] == "likely"


def test_a_log_that_ends_where_it_begins_to_send_is_cut(analyse: Analyse) -> None:
    document = analyse(request() + answer(envelope()) + "sending ews request\n")

    assert document["verdict"]["outcome"] == "inconclusive"


def test_an_exception_that_node_prints_as_an_object_is_read(analyse: Analyse) -> None:
    thrown = (
        "ServiceResponseException {\n  message: 'The specified object was not found in the store.',\n  code: 4\n}\n"
    )
    frame = "<EwsResponse>\n{}\n</EwsResponse>\n"

    assert loud(analyse(frame.format(envelope()) + thrown)) == {"ErrorItemNotFound": "issue"}
