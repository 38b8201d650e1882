"""What a report says of itself: what was looked at, what is missing, how sure it is; about no side that is not there."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any

import pytest

from analyzer.report import summary
from tests.conftest import Analyse

HEADS = """
<Trace Tag="EwsRequestHttpHeaders" Tid="5" Time="2026-10-12 08:00:00Z">
POST /EWS/Exchange.asmx HTTP/1.1
Host: mail.contoso.example

</Trace>
<Trace Tag="EwsResponseHttpHeaders" Tid="5" Time="2026-10-12 08:00:00Z">
HTTP/1.1 200 OK
Server: Microsoft-IIS/10.0

</Trace>
"""
REQUEST = HEADS[: HEADS.index('<Trace Tag="EwsResponse')]
BODY = """
<Trace Tag="EwsResponse" Tid="5" Time="2026-10-12 08:00:00Z" Version="15.00.0913.015">
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<m:GetItemResponse xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><m:ResponseMessages>
<m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:GetItemResponseMessage>
</m:ResponseMessages></m:GetItemResponse></s:Body></s:Envelope>
</Trace>
"""
GRAPH = """GET https://graph.microsoft.com/v1.0/me/messages HTTP/1.1

HTTP/1.1 200 OK
Content-Type: application/json

{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users('x')/messages", "value": []}
"""
GRAPH_ACCEPTED = """POST https://graph.microsoft.com/v1.0/me/sendMail HTTP/1.1

HTTP/1.1 202 Accepted
request-id: 0a8c2d6e-0b1e-4d8f-8f4e-00000000000a

"""
GRAPH_THROTTLED = """GET https://graph.microsoft.com/v1.0/me/messages HTTP/1.1

HTTP/1.1 429 Too Many Requests
Retry-After: 12
Content-Type: application/json

{"error": {"code": "ApplicationThrottled", "message": "Application is over its MailboxConcurrency limit."}}

"""
C4C = """HTTP Request
GET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1
Host: my000000.crm.ondemand.com

HTTP Response
HTTP/1.1 {status}
Content-Type: application/json

{{"d": {{"results": []}}}}
"""
IIS = """#Software: Microsoft Internet Information Services 10.0
#Fields: date time cs-method cs-uri-stem cs-username sc-status sc-substatus sc-win32-status
2026-10-12 08:00:01 POST /EWS/Exchange.asmx CONTOSO\\svc 200 0 0
2026-10-12 08:00:02 POST /EWS/Exchange.asmx CONTOSO\\svc 200 0 0
"""
TOKEN = '{"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided."}'
EXCEPTION = """<ExchangeDataDump>
<Action Name="GetItem" Time="2026-10-12T08:00:00Z">
<Request>POST /EWS/Exchange.asmx HTTP/1.1
Host: mail.contoso.example
</Request>
<Response>HTTP/1.1 200 OK
</Response>
<Exception>System.InvalidOperationException: The flux capacitor could not be aligned.</Exception>
</Action>
</ExchangeDataDump>
"""


def requests(document: dict[str, Any]) -> str:
    """The sentence about requests."""
    found: list[str] = [said for said in document["coverage"]["looked_at"] if " request" in said]
    return found[0]


def doubts(document: dict[str, Any]) -> list[str]:
    """What speaks against the verdict."""
    found: list[str] = document["verdict"]["confidence"]["against"]
    return found


# -- what was looked at ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEADS, "1 request to Exchange, answered, 1 with an HTTP status."),
        (REQUEST * 2, "2 requests to Exchange, 0 of them answered, 0 with an HTTP status."),
        (GRAPH, "1 request to Microsoft Graph, answered, 1 with an HTTP status."),
        (C4C.format(status="200 OK"), "1 request to C4C, answered, 1 with an HTTP status."),
        (TOKEN, "1 request to the sign-in service, answered, 0 with an HTTP status."),
    ],
)
def test_requests_are_counted_for_the_side_that_they_asked(analyse: Analyse, content: str, said: str) -> None:
    assert requests(analyse(content)) == said


def test_requests_of_several_sides_are_counted_apart(analyse: Analyse) -> None:
    document = analyse(HEADS * 3, C4C.format(status="200 OK") * 2)

    assert requests(document) == ("5 requests, 3 to Exchange, 2 to C4C; 5 of them answered, 5 with an HTTP status.")


# -- what to ask for ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        (GRAPH, None),
        (HEADS + BODY, None),
        (BODY, "HTTP header records"),
        (REQUEST, "with the answers in it"),
        (IIS, "the log of a server tells statuses"),
        (GRAPH.partition("\n\n")[2].partition("\n\n")[2], "an answer alone does not tell"),
        (C4C.format(status="200 OK"), "Exchange data dump of the session"),
        ("POST /oauth2/token HTTP/1.1\nHost: login.microsoftonline.com\n\nHTTP/1.1 400 Bad Request\n\n" + TOKEN,
         "Exchange data dump of the session"),
    ],
)  # fmt: skip
def test_what_to_ask_for_depends_on_what_is_there(analyse: Analyse, content: str, asked: str | None) -> None:
    missing = analyse(content)["coverage"]["missing"]

    assert missing == [] if asked is None else [asked in sentence for sentence in missing] == [True]


def test_requests_to_c4c_that_nothing_answers_are_missed_too(analyse: Analyse) -> None:
    asked = C4C.partition("HTTP Response")[0].replace("{{", "{")

    assert any("C4C dump with the answers" in said for said in analyse(asked, HEADS + BODY)["coverage"]["missing"])


# -- limitations -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contents", "rule"),
    [
        ([HEADS], "upload-headers-only"),
        ([HEADS, C4C.format(status="200 OK")], "upload-headers-only"),
        ([BODY, C4C.format(status="200 OK")], "upload-bodies-only"),
        ([REQUEST, C4C.format(status="200 OK")], "upload-requests-only"),
        ([HEADS + BODY], None),
        ([GRAPH_ACCEPTED], None),
        ([IIS], None),
    ],
)
def test_what_a_dump_lacks_is_told_whatever_lies_beside_it(
    analyse: Analyse, contents: list[str], rule: str | None
) -> None:
    rules = [found["rule"] for found in analyse(*contents)["findings"] if found["rule"].startswith("upload-")]

    assert rules == ([rule] if rule else [])


# -- how sure, and why -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [HEADS, IIS])
def test_a_good_status_alone_is_not_said_to_have_worked(analyse: Analyse, content: str) -> None:
    verdict = analyse(content)["verdict"]

    assert "what it said is not in the upload" in verdict["headline"]
    assert verdict["confidence"]["level"] == "likely"
    assert verdict["confidence"]["for"] == []


def test_answers_without_statuses_are_clean_and_likely(analyse: Analyse) -> None:
    verdict = analyse(BODY)["verdict"]

    assert (verdict["outcome"], verdict["confidence"]["level"]) == ("clean", "likely")


def test_a_clean_session_of_graph_is_said_of_graph(analyse: Analyse) -> None:
    document = analyse(GRAPH * 2)

    assert document["verdict"]["headline"].endswith("Microsoft Graph answered all 2 requests successfully.")
    assert document["verdict"]["confidence"] == {
        "level": "confirmed",
        "for": ["2 requests to Microsoft Graph worked."],
        "against": [],
    }


@pytest.mark.parametrize("content", [C4C.format(status="500 Internal Server Error"), TOKEN])
def test_no_point_is_made_about_a_side_that_is_not_there(analyse: Analyse, content: str) -> None:
    document = analyse(content)

    assert document["verdict"]["outcome"] == "error"
    assert not any("Exchange" in said for said in document["verdict"]["confidence"]["for"])


def test_what_worked_again_speaks_for_an_issue(analyse: Analyse) -> None:
    document = analyse(GRAPH_THROTTLED + GRAPH)

    assert (document["verdict"]["outcome"], document["verdict"]["rule"]) == ("issue", "graph-throttled")
    assert "It worked again afterwards." in document["verdict"]["confidence"]["for"]
    assert doubts(document) == []


def test_what_speaks_against_it_takes_the_certainty_away(analyse: Analyse) -> None:
    sure = analyse(GRAPH_THROTTLED + GRAPH)
    doubted = analyse(GRAPH_THROTTLED + GRAPH, EXCEPTION)

    assert sure["verdict"]["confidence"]["level"] == "confirmed"
    assert doubts(doubted) == ["An error is not explained."]
    assert doubted["verdict"]["confidence"]["level"] == "likely"


# -- what nothing explains ---------------------------------------------------------------------------------------------


def test_an_unexplained_exception_beside_a_good_status_is_quoted_itself(analyse: Analyse) -> None:
    verdict = analyse(EXCEPTION, names=["dump.xml"])["verdict"]

    said = "“System.InvalidOperationException: The flux capacitor could not be aligned.” (Exchange connector, 1 time, dump.xml, line 8)"
    assert (verdict["outcome"], verdict["headline"]) == ("inconclusive", f"Unknown error: {said}.")


@pytest.mark.parametrize(
    "content",
    [
        "<!DOCTYPE html>\n<html><head><title>Contoso Portal</title></head><body><p>Welcome</p></body></html>",
        '<?xml version="1.0"?>\n<Report><Response>All is well today</Response><Item>4</Item></Report>',
    ],
)
def test_a_page_or_a_text_that_nobody_asked_for_is_no_failure(analyse: Analyse, content: str) -> None:
    verdict = analyse(content)["verdict"]

    assert verdict["outcome"] == "inconclusive"
    assert "no answer" not in verdict["headline"]


def test_a_page_in_the_place_of_exchange_is_one(analyse: Analyse) -> None:
    page = '\n<Trace Tag="EwsResponse" Tid="5">\n<html><head><title>Contoso Portal</title></head></html>\n</Trace>\n'

    assert analyse(HEADS + page)["verdict"]["rule"] == "exchange-answer-no-xml"


def test_a_form_that_is_not_known_is_said(analyse: Analyse) -> None:
    document = analyse('<?xml version="1.0"?>\n<Report><Response>All is well today</Response></Report>')

    assert document["documents"][0]["kind"] == "unknown"
    assert document["documents"][0]["warning_codes"] == ["unknown-form"]


@pytest.mark.parametrize(
    ("content", "sure"),
    [
        (GRAPH, "How sure: Confirmed: "),
        (HEADS, "How sure: Likely: of 1 request only the good status is known"),
    ],
)
def test_the_terminal_says_how_sure_a_clean_verdict_is(analyse: Analyse, content: str, sure: str) -> None:
    assert sure in summary.render(analyse(content), [])


@pytest.mark.parametrize(
    ("content", "name", "asked"),
    [
        (b"7z\xbc\xaf\x27\x1c" + bytes(64), "logs.7z", "what is in logs.7z, unpacked or in a zip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "screen.png", "what screen.png shows, copied as text"),
    ],
)
def test_what_cannot_be_read_as_it_is_is_asked_for_in_another_form(
    analyse: Analyse, content: bytes, name: str, asked: str
) -> None:
    document = analyse(content, names=[name])

    assert document["coverage"]["missing"][0] == asked
    assert document["verdict"]["first_step"] == f"Ask the customer for {asked}."
    assert "a stream" not in document["verdict"]["headline"]


def test_a_picture_beside_logs_is_not_asked_for_again(analyse: Analyse) -> None:
    document = analyse(b"\x89PNG\r\n\x1a\n" + bytes(64), HEADS, names=["screen.png", "dump.xml"])

    assert not any("screen.png" in asked for asked in document["coverage"]["missing"])


def test_a_zip_that_broke_off_is_named_as_such_and_asked_for_as_a_whole(analyse: Analyse) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(
            "Logs/ExchangeDataDump.xml", REQUEST + 400 * "<Trace>4711 </Trace>" + random.Random(7).randbytes(4000).hex()
        )
    document = analyse(packed.getvalue()[:1500], names=["pack.zip"])

    assert document["verdict"]["headline"].startswith("pack.zip is damaged and has to be uploaded again")
    assert (
        document["verdict"]["first_step"] == "Ask the customer for the whole of pack.zip: what was uploaded breaks off."
    )
