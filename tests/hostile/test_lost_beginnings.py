"""An upload that begins inside a record: its rest proves nothing, it is said, and what stands whole behind it counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest

from analyzer.readers import lost_beginning
from tests.conftest import Analyse, counts, loud
from tests.support import graph
from tests.support.dialects import DIALECTS
from tests.support.session import healthy, timed

BEGUN = "the beginning of a record is missing"
EWS = (
    *("managed_api", "ews_log_entry", "unknown_root_cdata", "unknown_root_escaped", "unknown_root_children"),
    *("java_api", "javascript_api", "evolution", "raw_http", "thunderbird", "davmail_wire"),
)
DENIED = graph.Exchange("GET", "/v1.0/me/messages", 403, graph.error("ErrorAccessDenied"))


@pytest.mark.parametrize("dialect", EWS)
def test_the_rest_of_a_record_is_no_error(analyse: Analyse, dialect: str) -> None:
    """Cut everywhere in the second call: in its heads, its tags and its bodies."""
    whole = DIALECTS[dialect](timed(healthy()))
    begins, ends = len(whole) // 4, len(whole) // 2

    told = {at: loud(analyse(whole[at:], names=["cut.log"])) for at in range(begins, ends, (ends - begins) // 12)}

    assert {at: found for at, found in told.items() if found} == {}


INSIDE = (b"<soap:Body>", b"&lt;soap:Body&gt;", b"MinorBuildNumber", b"X-BEServer", b"Accept")
SESSIONS = {name: DIALECTS[name](timed(healthy())) for name in EWS if name != "thunderbird"}


def _third(whole: bytes) -> int:
    """Where the second call is under way."""
    return len(whole) // 3


@pytest.mark.parametrize(
    ("dialect", "inside"),
    [(name, inside) for name, whole in SESSIONS.items() for inside in INSIDE if inside in whole[_third(whole) :]],
)
def test_a_log_that_begins_inside_a_record_says_so(analyse: Analyse, dialect: str, inside: bytes) -> None:
    whole = SESSIONS[dialect]
    at = whole.index(inside, _third(whole))

    document = analyse(whole[at + 5 :], names=["cut.log"])

    assert any(BEGUN in said for said in document["documents"][0]["warnings"])
    assert "cut" in document["documents"][0]["warning_codes"]
    assert document["verdict"]["confidence"]["level"] != "confirmed"


@pytest.mark.parametrize("shape", [graph.raw, graph.curl])
def test_the_rest_of_an_answer_of_graph_is_none(
    analyse: Analyse, shape: Callable[[Sequence[graph.Exchange]], bytes]
) -> None:
    whole = shape(graph.numbered([DENIED, *graph.healthy()]))
    at = whole.index(b"ErrorAccessDenied") - 10

    document = analyse(whole[at:], names=["cut.log"])

    assert loud(document) == {}
    assert document["response_codes"] == []
    assert any(BEGUN in said for said in document["documents"][0]["warnings"])


@pytest.mark.parametrize("indent", [None, 2])
def test_a_capture_without_its_head_tells_its_whole_entries(analyse: Analyse, indent: int | None) -> None:
    capture = json.loads(graph.har(graph.numbered([*graph.healthy(), DENIED])))
    whole = json.dumps(capture, indent=indent)

    document = analyse(whole[whole.index('"content"') :], names=["cut.har"])

    assert document["documents"][0]["kind"] == "har"
    assert document["verdict"]["rule"] == "graph-access-denied"
    assert counts(document, "http", "status")[403] == 1
    assert document["documents"][0]["warning_codes"]


def test_a_refusal_whose_request_is_cut_off_is_a_step_where_the_next_request_goes_through(analyse: Analyse) -> None:
    asked = "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: mail.contoso.example\r\nAuthorization: NTLM TlRMTVNTUAAD\r\n\r\n"
    refused = "HTTP/1.1 401 Unauthorized\r\nX-FEServer: EXFE01\r\nWWW-Authenticate: NTLM\r\n\r\n"
    body = DIALECTS["raw_http"](timed(healthy())).decode()
    answer = body[body.index("HTTP/1.1 200") : body.index("</s:Envelope>") + 13]

    document = analyse(f"Accept: text/xml\r\nHost: mail.contoso.example\r\n\r\n{refused}{asked}{answer}\r\n\r\n")

    assert loud(document) == {}
    assert counts(document, "http", "status") == {200: 1}


def test_a_whole_refusal_behind_the_rest_counts(analyse: Analyse) -> None:
    asked = "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: mail.contoso.example\r\n\r\n"

    document = analyse(f"Body></soap:Envelope>\r\n\r\n{asked}HTTP/1.1 403 Forbidden\r\nX-FEServer: EXFE01\r\n\r\n")

    assert loud(document) == {"exchange-forbidden": "error"}


@pytest.mark.parametrize(
    "text",
    [
        "<m:ResponseCode>ErrorAccessDenied</m:ResponseCode></s:Body></s:Envelope>",
        "2026-10-12 08:00:00 INFO a tag </x>\n2026-10-12 08:00:01 ERROR failed\nGET /a HTTP/1.1\n",
        "<Trace Tag='EwsRequest'>\n</Trace>\n</log>\n<Trace Tag='EwsResponse'>\n</Trace>",
        '{"a": {"b": 1}}\n\nGET /a HTTP/1.1\n',
        "A note about </b> tags.\nGET https://graph.microsoft.com/v1.0/me\n",
        "Store offline (10000/10040/0)\n200 OK\n\nGET https://graph.microsoft.com/v1.0/me\n200 OK\n",
        '{"level": "INFO", "msg": "cannot close ]: offline"}\n2026-10-12 08:00:00 INFO end\n',
    ],
)
def test_what_begins_with_a_whole_record_or_stands_alone_has_no_rest(text: str) -> None:
    assert lost_beginning.rest(text.encode(), markup="note" not in text) == 0


@pytest.mark.parametrize("begins", ["", "/messages?$top=5\n", "Mozilla/5.0\n\n"])
def test_a_good_status_whose_request_is_cut_off_is_the_rest_of_a_note(begins: str) -> None:
    lost = f"{begins}200 OK\n\n"

    assert lost_beginning.rest(
        f"{lost}GET https://graph.microsoft.com/v1.0/me\n200 OK\n".encode(), markup=False
    ) == len(lost)


def test_a_log_that_quotes_an_entry_of_a_capture_is_none(analyse: Analyse) -> None:
    document = analyse(
        "2026-10-12 08:00:01 ERROR The remote server returned an error: (403) Forbidden. "
        "https://mail.contoso.example/EWS/Exchange.asmx\n"
        '2026-10-12 08:00:02 DEBUG entry {"startedDateTime": "2026-10-12T08:00:00Z", "request": {}, "response": {}}\n'
    )

    assert loud(document) == {"exchange-forbidden": "error"}


OF_DELEGATES = """<m:GetDelegateResponse ResponseClass="Success">
  <m:ResponseCode>NoError</m:ResponseCode>
  <m:ResponseMessages>
    <m:DelegateUserResponseMessageType ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>
      <m:DelegateUser><t:UserId><t:SID>S-1-5</t:SID></t:UserId><t:ViewPrivateItems>false</t:ViewPrivateItems>
    </m:DelegateUser></m:DelegateUserResponseMessageType>
  </m:ResponseMessages>
</m:GetDelegateResponse>
"""
OF_TIMES = """<FreeBusyResponse>
  <ResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode></ResponseMessage>
  <FreeBusyView><WorkingHours><TimeZone><Bias>480</Bias></TimeZone>
    <StartTimeInMinutes>540</StartTimeInMinutes></WorkingHours></FreeBusyView>
</FreeBusyResponse>
"""


@pytest.mark.parametrize("rest", [OF_DELEGATES, OF_TIMES])
@pytest.mark.parametrize("behind", ["", "</m:GetDelegateResponse>\n</soap:Body>\n</soap:Envelope>\n"])
def test_the_end_of_an_envelope_that_stands_alone_holds_no_answers(analyse: Analyse, rest: str, behind: str) -> None:
    """Each of its values was one, which is not what was asked for, and each number of three digits a status."""
    document = analyse(rest + behind)

    assert loud(document) == {}
    assert document["http"] == []


def test_the_code_in_the_end_of_an_envelope_is_told(analyse: Analyse) -> None:
    rest = OF_DELEGATES.replace("NoError", "ErrorDelegateNoUser").replace("Success", "Error")

    document = analyse(f"{rest}</soap:Body>\n</soap:Envelope>\n")

    assert counts(document, "response_codes", "code") == {"ErrorDelegateNoUser": 1}
