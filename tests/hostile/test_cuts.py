"""A dump that ends early tells nothing that the whole does not tell: an answer of which the beginning is there is none."""

from __future__ import annotations

import pytest

from analyzer.limits import DEFAULT
from analyzer.model import Message
from analyzer.readers import exchange_dump
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window
from tests.conftest import Analyse, counts, loud
from tests.support import graph
from tests.support.dialects import DIALECTS
from tests.support.session import fault, healthy, ok, refused, timed, unanswered, with_ntlm

ANSWER = b"MinorBuildNumber"
"""Stands in the answer, and in no request."""


@pytest.mark.parametrize(
    "dialect",
    [
        *("managed_api", "ews_log_entry", "unknown_root_cdata", "unknown_root_escaped", "javascript_api"),
        *("soape", "exchangelib", "exchangelib_3", "evolution", "raw_http", "thunderbird"),
    ],
)
def test_an_answer_that_the_end_of_the_dump_cuts_off_is_no_error(analyse: Analyse, dialect: str) -> None:
    """From its first words to the middle of what tells that it is an answer."""
    whole = DIALECTS[dialect](healthy())
    last = whole.rindex(ANSWER)

    told = {before: loud(analyse(whole[: last - before], names=["cut.log"])) for before in range(0, 190, 19)}

    assert {before: found for before, found in told.items() if "exchange-answer-no-xml" in found} == {}


@pytest.mark.parametrize("dialect", ["managed_api", "soape", "exchangelib", "raw_http", "davmail_wire", "thunderbird"])
@pytest.mark.parametrize("before", [0, 60, 190])
def test_an_answer_that_the_end_of_the_dump_cuts_off_is_no_success(analyse: Analyse, dialect: str, before: int) -> None:
    """Nobody knows what it says: it does not count as one that worked, and nothing recovers by it."""
    whole = DIALECTS[dialect](healthy())

    cut = analyse(whole[: whole.rindex(ANSWER) - before], names=["cut.log"])

    assert analyse(whole)["verdict"]["confidence"]["for"] == ["4 requests to Exchange worked."]
    assert cut["verdict"]["confidence"]["for"] == ["3 requests to Exchange worked."]


@pytest.mark.parametrize(
    "dialect",
    [
        *("managed_api", "ews_log_entry", "unknown_root_cdata", "unknown_root_escaped", "javascript_api", "soape"),
        *("exchangelib", "exchangelib_3", "evolution", "raw_http", "davmail_wire", "thunderbird"),
    ],
)
def test_a_fault_that_the_end_of_the_dump_cuts_off_is_no_other_error(analyse: Analyse, dialect: str) -> None:
    """It comes with status 500, which alone says that a server failed; and a fault without a word says nothing."""
    whole = DIALECTS[dialect](timed([ok("GetFolder"), ok("FindItem"), fault("CreateItem", "ErrorAccessDenied", "No.")]))
    ends = whole.index(b"ErrorAccessDenied")
    begins = whole.rindex(b"CreateItem", 0, ends)

    cut = [analyse(whole[:at], names=["cut.log"]) for at in range(begins, ends, 101)]

    assert [loud(document) for document in cut if loud(document)] == []
    assert [document["unexplained"] for document in cut if document["unexplained"]] == []


@pytest.mark.parametrize("told", ["HTTP/1.1 500 Internal Server Error\r\n\r\n", "HTTP/1.1 500 Error\r\nServer: a"])
def test_a_status_500_of_a_log_without_bodies_is_told_to_its_end(analyse: Analyse, told: str) -> None:
    asked = "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: mail.contoso.example\r\n\r\n"

    assert loud(analyse(asked + told)) == {"exchange-server-failed": "error"}


@pytest.mark.parametrize("dialect", ["managed_api", "ews_log_entry", "unknown_root_cdata", "javascript_api", "soape"])
def test_a_field_that_the_end_of_the_dump_cuts_off_is_none(analyse: Analyse, dialect: str) -> None:
    whole = DIALECTS[dialect](healthy())
    ends = whole.lower().rindex(b"microsoft-iis/10.0") + len(b"microsoft-iis/10.0")

    servers = {
        row["value"]
        for before in range(1, 18, 4)
        for row in analyse(whole[: ends - before], names=["cut.log"])["servers"]
        if row["header"] == "Server"
    }

    assert servers == {"Microsoft-IIS/10.0"}


@pytest.mark.parametrize("dialect", ["raw_http", "evolution", "davmail_wire"])
def test_a_handshake_that_the_end_of_the_dump_cuts_off_is_no_refusal(analyse: Analyse, dialect: str) -> None:
    """Neither inside the head of the refusal nor behind an answer that the client is to go on with."""
    whole = DIALECTS[dialect](timed([ok("GetFolder"), with_ntlm(ok("FindItem"))]))
    begins, ends = whole.index(b" 401 "), whole.rindex(b"TlRMTVNTUAACfictive")

    told = {at: loud(analyse(whole[:at], names=["cut.log"])) for at in range(begins + 60, ends, 97)}

    assert {at: found for at, found in told.items() if found} == {}


def test_a_refusal_of_which_somebody_copied_the_head_alone_is_one(analyse: Analyse) -> None:
    assert loud(analyse(f"{POST}\r\nHTTP/1.1 401 Unauthorized\r\nServer: Microsoft-IIS/10.0")) == {
        "exchange-authentication": "error"
    }


@pytest.mark.parametrize("begun", ["<?xml vers", "<s:Envel", '<s:Envelope xmlns:s="a"><s:Header><h:Server'])
def test_an_answer_that_breaks_off_inside_the_dump_is_one(analyse: Analyse, begun: str) -> None:
    head = '<Trace Tag="Ews{}HttpHeaders" Tid="1" Time="2026-10-12 08:00:00Z">\n{}\n\n</Trace>\n'
    asked = head.format("Request", "POST /EWS/Exchange.asmx HTTP/1.1") + head.format("Response", "HTTP/1.1 200 OK")
    record = f'<Trace Tag="EwsResponse" Tid="1" Time="2026-10-12 08:00:00Z">\n{begun}\n</Trace>\n'

    assert "exchange-xml-ended" in loud(analyse(asked + record + asked.replace("200 OK", "503 Busy")))


@pytest.mark.parametrize("left", range(20, 100, 7))
def test_an_answer_whose_head_is_cut_off_is_no_error(analyse: Analyse, left: int) -> None:
    whole = DIALECTS["raw_http"](healthy())
    begins = whole.rindex(b"HTTP/1.1 200")

    assert "exchange-answer-no-xml" not in loud(analyse(whole[: begins + left]))


POST = "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: mail.contoso.example\r\n"
REFUSED = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\n\r\n"


@pytest.mark.parametrize(
    "again",
    [
        "PO",
        "POST /EWS/Exch",
        "POST /EWS/Exchange.asmx HTTP/1.1",
        f"{POST}Conte",
        f"{POST}Authorization: NTLM TlRM",
        POST,
    ],
)
def test_a_refused_request_that_is_sent_again_where_the_dump_ends_went_on(analyse: Analyse, again: str) -> None:
    """Nobody knows how the handshake ended."""
    assert loud(analyse(f"{POST}\r\n<x/>\r\n\r\n{REFUSED}{again}")) == {}


@pytest.mark.parametrize("end", ["", "\r\n", "The end of the log.", "2026-10-12 08:00:09 INFO done"])
def test_a_refused_request_behind_which_no_other_begins_is_refused(analyse: Analyse, end: str) -> None:
    assert loud(analyse(f"{POST}\r\n<x/>\r\n\r\n{REFUSED}{end}")) == {"exchange-authentication": "error"}


@pytest.mark.parametrize("dialect", ["java_api", "ews_editor", "davmail_wire"])
def test_a_log_that_ends_in_the_line_before_a_body_tells_no_error(analyse: Analyse, dialect: str) -> None:
    """What came is not known; the line is none of its own."""
    whole = DIALECTS[dialect](healthy())
    line = whole.rindex(b"\n2026-", 0, whole.rindex(b"<s:Envelope"))

    told = {after: loud(analyse(whole[: line + after], names=["cut.log"])) for after in (3, 18, 45)}

    assert [found for found in told.values() if found] == []


def test_a_log_that_ends_in_what_is_sent_misses_no_answer(analyse: Analyse) -> None:
    whole = DIALECTS["thunderbird"](healthy())

    assert loud(analyse(whole[: whole.rindex(b"<soap:Body>")])) == {}


@pytest.mark.parametrize(("text", "told"), [("503", True), ("2026", False), ("20", False)])
def test_a_number_between_records_is_told_unless_a_line_of_the_log_begins_so(text: str, *, told: bool) -> None:
    data = f'<Trace Tag="Other">x</Trace>\n{text}'.encode()

    records = list(exchange_dump.read(Window([data]), DEFAULT, Notes(DEFAULT)))

    assert [record.text for record in records if isinstance(record, Message)] == [text] * told


C4C = """HTTP Request
POST /sap/c4c/odata/v1/c4codataapi/$batch HTTP/1.1
Host: my000000.crm.ondemand.com
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: application/http

GET ContactCollection?$top=1 HTTP/1.1
Accept: application/json

--b--

HTTP Response
HTTP/1.1 202 Accepted
Content-Type: multipart/mixed; boundary=c

--c
Content-Type: application/http

HTTP/1.1 200 OK
Content-Type: application/json

{"d": {"results": []}}
--c--
"""


@pytest.mark.parametrize(
    "end",
    [
        *("ondemand.com\nConte", "/http\n\nGET Con", "--b--\n\nHTTP Re", "HTTP Response\nHTTP/1.1 2"),
        *("202 Accepted\nContent", "200 OK\nContent-T", "200 OK\nContent-Type: appli"),
    ],
)
def test_a_dump_of_c4c_that_breaks_off_tells_no_error(analyse: Analyse, end: str) -> None:
    document = analyse(C4C[: C4C.index(end) + len(end)], names=["007_Batch_c4codataapi.txt"])

    assert (loud(document), document["unexplained"]) == ({}, [])


def test_a_request_to_c4c_that_nothing_answers_is_told(analyse: Analyse) -> None:
    asked = C4C[: C4C.index("HTTP Response")]

    assert loud(analyse(asked, names=["007_Batch_c4codataapi.txt"])) == {"c4c-no-response": "error"}


@pytest.mark.parametrize("begun", ["HTTP/1.1 2", "HTTP/1.1 ", "HTTP/1.1 200 OK"])
def test_a_status_line_that_the_end_of_the_dump_cuts_off_is_no_body(analyse: Analyse, begun: str) -> None:
    whole = DIALECTS["unknown_root_children"](healthy()).decode()
    last = whole.rindex("HTTP/1.1 200")

    assert loud(analyse(whole[:last] + begun, names=["cut.log"])) == {}


@pytest.mark.parametrize("left", ["TID", "TID:4", "TID:41 [Site", "TID:41 [SiteInMemory:C4CConn"])
def test_a_line_that_ends_before_its_message_tells_nothing(analyse: Analyse, left: str) -> None:
    calm = "2026-10-12 08:00:02,020 INFO TID:41 [SiteInMemory:ExchangeConnector] The session begins\n"

    document = analyse(f"{calm}2026-10-12 08:00:06,620 ERROR {left}")

    assert (loud(document), document["unexplained"]) == ({}, [])


def test_a_status_that_exchangelib_invents_is_none_though_what_says_so_is_cut_off(analyse: Analyse) -> None:
    calls = timed([ok("GetFolder"), unanswered("FindItem")])
    whole = DIALECTS["exchangelib_3"](calls)
    begins, ends = whole.rindex(b"Status code: 503") + 17, whole.rindex(b"TimeoutException")

    told = {rule for at in range(begins, ends, 29) for rule in loud(analyse(whole[:at], names=["cut.log"]))}

    assert told <= loud(analyse(whole)).keys() == {"exchange-no-response"}


NOTE = graph.note(graph.numbered(graph.healthy()[:3])).decode()


@pytest.mark.parametrize(
    "end",
    [
        "/events/AAMkAD1\n",
        "GET https://gra",
        'GET https://graph.microsoft.com/v1.0/me\n\n200 OK\n\n{\n    "id": "a",\n',
    ],
)
def test_a_note_about_graph_that_ends_in_a_request_or_an_object_is_not_surely_clean(analyse: Analyse, end: str) -> None:
    begun = "PATCH https://graph.microsoft.com/v1.0/me" if end.startswith("/") else ""

    assert analyse(NOTE)["verdict"]["confidence"]["level"] == "confirmed"
    assert analyse(f"{NOTE}\n{begun}{end}")["verdict"]["confidence"]["level"] != "confirmed"


@pytest.mark.parametrize("left", ["    headers:\n      Content-Type:\n", "  response:\n    status:\n      code: 201\n"])
def test_an_entry_of_a_recording_that_lacks_what_the_others_have_is_cut(analyse: Analyse, left: str) -> None:
    whole = graph.ruby_cassette(graph.numbered(graph.healthy())).decode()
    at = whole.index(left, whole.rindex("- request:") if left.startswith("    ") else whole.index("code: 201") - 40)

    document = analyse(whole[: at + len(left)], names=["cut.yml"])

    assert "cut" in document["documents"][0]["warning_codes"]


def test_an_answer_that_is_printed_on_a_console_is_cut_where_its_last_end_tag_is_missing(analyse: Analyse) -> None:
    whole = DIALECTS["exchangelib"](timed([ok("GetFolder"), ok("FindItem")])).decode()
    printed = whole[: whole.rindex("Response XML:")] + "Response XML: <s:Envelope xmlns:s='a'>\n  <s:Body>\n"

    document = analyse(printed, names=["cut.log"])

    assert "cut" in document["documents"][0]["warning_codes"]
    assert loud(document) == {}


def test_a_log_that_ends_behind_what_exchangelib_sent_is_not_surely_clean(analyse: Analyse) -> None:
    whole = DIALECTS["exchangelib"](timed([ok("GetFolder"), ok("FindItem")])).decode()
    sent = whole.rindex("POST'ing to ")

    document = analyse(whole[: whole.index("\n", sent) + 1], names=["cut.log"])

    assert loud(document) == {}
    assert document["verdict"]["confidence"]["level"] != "confirmed"


def test_a_session_with_a_body_that_is_cut_off_is_not_surely_clean(analyse: Analyse) -> None:
    whole = graph.raw(graph.numbered(graph.healthy())).decode()
    at = whole.index('"value"')

    document = analyse(whole[:at] + whole[whole.index("\n", at) :])

    assert document["verdict"]["outcome"] == "clean"
    assert document["verdict"]["confidence"]["level"] == "likely"


DAVMAIL = (
    "2026-06-01 11:52:28,852 DEBUG [Imap-4] davmail.exchange.graph.GraphRequestBuilder  - "
    "PATCH https://graph.microsoft.com/beta/me/messages/AAkALgAAAAAA\n"
)


@pytest.mark.parametrize("begun", ["2", "202", "2026", "2026-06-0", "2026-06-01 11:52:29,014 DEB"])
def test_the_year_that_the_end_of_a_log_cuts_off_is_no_status(analyse: Analyse, begun: str) -> None:
    """`202` was a status of a request that worked: the log was clean, confirmed."""
    document = analyse(DAVMAIL + begun)

    assert document["http"] == []
    assert document["verdict"]["outcome"] == "inconclusive"
    assert "cut" in document["documents"][0]["warning_codes"]


def test_a_number_alone_below_lines_without_a_time_is_a_status(analyse: Analyse) -> None:
    document = analyse("PATCH https://graph.microsoft.com/beta/me/messages/AAkALgAAAAAA\n202")

    assert [row["status"] for row in document["http"]] == [202]


@pytest.mark.parametrize("begun", ["Precon", "PreconditionFai", "Unauth"])
def test_a_code_that_the_end_of_a_note_cuts_off_is_none(analyse: Analyse, begun: str) -> None:
    whole = "Error calling https://graph.microsoft.com/v1.0/me/events: Status Code: "

    document = analyse(whole + begun)

    assert document["response_codes"] == []
    assert document["documents"][0]["warnings"] == ["the text ends inside a code: line 1"]


CALLED = "2026-11-27 19:05:13,028 DEBUG [MainThread] exchangelib.services.common - Calling service GetFolder\n"
CALM = (
    "2026-11-27 19:05:13,029 DEBUG [MainThread] exchangelib.protocol - Server 127.0.0.1:38441: Got session immediately"
)
SENT = (
    "2026-11-27 19:05:13,030 DEBUG [MainThread] exchangelib.util - Session 1 thread 2 timeout 20: "
    "POST'ing to https://mail.contoso.example/EWS/Exchange.asmx after 0s sleep\n"
)


@pytest.mark.parametrize(
    "end", [CALLED, CALLED + CALM, "2026-11-27 19:05", "2026-11-27 19:05:13,010 DEBU", "DEBUG:excha"]
)
def test_a_log_of_exchangelib_that_ends_where_a_request_begins_is_not_surely_clean(analyse: Analyse, end: str) -> None:
    whole = DIALECTS["exchangelib"](healthy()).decode()

    document = analyse(whole + end, names=["cut.log"])

    assert analyse(whole, names=["whole.log"])["verdict"]["confidence"]["level"] == "confirmed"
    assert loud(document) == {}
    assert document["verdict"]["confidence"]["level"] != "confirmed"


def test_a_service_of_which_the_log_of_exchangelib_tells_why_it_failed_is_none_that_breaks_off(
    analyse: Analyse,
) -> None:
    whole = DIALECTS["exchangelib"](healthy()).decode()
    why = "2026-11-27 19:05:14,028 ERROR [MainThread] connector - session failed: ValueError: no such folder\n"

    document = analyse(whole + CALLED + why, names=["whole.log"])

    assert "cut" not in document["documents"][0]["warning_codes"]


@pytest.mark.parametrize(
    "sent", [SENT, SENT.replace("timeout 20: POST'ing", ": retry 0 timeout 20 POST'ing").replace("2 :", "2:")]
)
def test_a_refused_request_that_exchangelib_sends_again_where_the_log_ends_went_on(analyse: Analyse, sent: str) -> None:
    whole = DIALECTS["exchangelib"](timed([refused("GetFolder", 401, "Unauthorized")])).decode()

    assert loud(analyse(whole + sent, names=["cut.log"])) == {}
    assert loud(analyse(whole, names=["whole.log"])) == {"exchange-authentication": "error"}


@pytest.mark.parametrize("part", ["Request", "Response"])
def test_xml_on_a_console_that_the_end_of_the_log_cuts_off_before_its_envelope_is_no_answer(
    analyse: Analyse, part: str
) -> None:
    whole = DIALECTS["exchangelib"](timed([ok("GetFolder"), ok("FindItem")])).decode()
    at = whole.rindex(f"{part} XML:")

    told = {
        loud_of
        for end in ("<?xml version='1.0'", "<?xml version='1.0'?>", "<?xml version='1.0'?>\n<s:Envelope")
        for loud_of in loud(analyse(f"{whole[:at]}{part} XML: {end}", names=["cut.log"]))
    }

    assert told == set()


def test_the_first_answer_of_libsoup_that_the_end_of_the_log_cuts_off_in_its_head_is_no_refusal(
    analyse: Analyse,
) -> None:
    """libsoup ends each head by an empty line; nobody has copied a head alone."""
    whole = DIALECTS["evolution"](timed([with_ntlm(ok("GetFolder"))]))
    begins = whole.index(b" 401 ")

    told = [
        loud(analyse(whole[:at], names=["cut.log"])) for at in range(begins + 90, whole.index(b"\n< \n", begins), 23)
    ]

    assert [found for found in told if found] == []


def test_the_name_of_an_element_in_a_fault_that_is_cut_off_is_no_code(analyse: Analyse) -> None:
    fault = "<soap:Envelope ><soap:Body><soap:Fault><faultstring>It failed.</faultstring><detail>\n"

    document = analyse(f'{fault}<ErrorCode xmlns="http://schemas.microsoft.com/exchange/services/2006/mess')

    assert document["response_codes"] == []


def test_a_log_of_exchangelib_that_ends_in_the_fields_of_a_refusal_is_no_refusal(analyse: Analyse) -> None:
    """The client asks without a password first, to learn which ways to sign in there are."""
    stamp = "2026-11-27 19:04:12,108 DEBUG [MainThread]"
    asked = f"{stamp} exchangelib.transport - Requesting <s:Envelope/> from https://mail.contoso.example/EWS/Exchange.asmx\n"
    row = (
        f'{stamp} urllib3.connectionpool - https://mail.contoso.example:443 "POST /EWS/Exchange.asmx HTTP/1.1" 401 0\n'
    )
    cut = f"{stamp} exchangelib.transport - Response headers: {{'Server': 'Microsoft-IIS/10.0', 'Set-Coo"

    document = analyse(asked + row + cut, names=["cut.log"])

    assert loud(document) == {}
    assert "cut" in document["documents"][0]["warning_codes"]


ROWS = {
    "access log": '10.0.0.9 - svc [12/Oct/2026:08:00:0{} +0000] "POST /EWS/Exchange.asmx HTTP/1.1" 200 512 "-" "Client/15.0"\n',
    "httpx": '2026-10-12 08:00:0{} INFO httpx HTTP Request: GET https://graph.microsoft.com/v1.0/me "HTTP/1.1 200 OK"\n',
    "IIS": "2026-10-12 08:00:0{} 10.0.0.1 POST /EWS/Exchange.asmx - 443 svc 10.0.0.9 ExchangeServicesClient/15.0 200 0 0 120\n",
    "JSON": '{{"time": "2026-10-12T08:00:0{}Z", "level": "info", "msg": "request", "method": "POST",'
    ' "url": "https://mail.contoso.example/EWS/Exchange.asmx", "status": 200}}\n',
}


@pytest.mark.parametrize("form", ROWS)
@pytest.mark.parametrize("left", [36, 50, 70])
def test_a_log_that_ends_in_the_middle_of_a_row_is_not_clean(analyse: Analyse, form: str, left: int) -> None:
    """What the row tells is not known: it may be the only error. Others begin so, and go on."""
    rows = "".join(ROWS[form].format(number) for number in range(4))

    assert analyse(rows.removesuffix("\n"))["verdict"]["outcome"] == "clean"
    cut = analyse(rows + ROWS[form].format(5)[:left])
    assert cut["verdict"]["outcome"] == "inconclusive"
    assert "cut" in cut["documents"][0]["warning_codes"]


@pytest.mark.parametrize(
    "end", ["2026-10-12 08:00:05 INFO done", "2026-10-12 08:00:05 INFO httpx closed", "}", "the end"]
)
def test_a_last_line_that_says_something_of_its_own_is_whole_without_its_end(analyse: Analyse, end: str) -> None:
    rows = "".join(ROWS["httpx"].format(number) for number in range(4))

    assert analyse(rows + end)["verdict"]["outcome"] == "clean"


@pytest.mark.parametrize("more", [" retry-after=3", " (retry)", ", 3 items"])
def test_a_last_line_is_whole_where_another_ends_so(analyse: Analyse, more: str) -> None:
    """Only some lines of this log say more; nobody can tell that the last one would have."""
    row = "2026-10-12 08:00:0{} INFO POST https://mail.contoso.example/EWS/Exchange.asmx 200"
    rows = [row.format(number) + (more if number % 2 else "") for number in range(4)]

    assert analyse("\n".join([*rows, row.format(5)]))["verdict"]["outcome"] == "clean"
    assert analyse("\r\n".join([*rows, row.format(5)]))["verdict"]["outcome"] == "clean"
    assert analyse("\n".join([*rows, row.format(5)[:60]]))["verdict"]["outcome"] == "inconclusive"


def test_a_bracket_in_a_text_of_a_printed_object_opens_nothing(analyse: Analyse) -> None:
    whole = DIALECTS["javascript_api"](timed([ok("GetFolder"), ok("FindItem")])).decode()

    assert analyse(whole + "{\n    colour: 'red {',\n    size: \"{{\"\n  }\n")["verdict"]["outcome"] == "clean"


def test_an_answer_of_c4c_that_ends_in_its_head_refused_all_the_same(analyse: Analyse) -> None:
    """The first line says so, and whoever copies a head alone leaves its last line without an end."""
    asked = "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my0.crm.ondemand.com\n\n"

    document = analyse(f"{asked}HTTP Response\nHTTP/1.1 401 Unauthorized\nContent-Type: text/html")

    assert loud(document) == {"c4c-authentication": "error"}
    assert counts(document, "http", "status") == {401: 1}


def test_a_line_of_a_logger_that_ends_before_its_record_is_cut(analyse: Analyse) -> None:
    whole = DIALECTS["java_api"](timed([ok("GetFolder"), ok("FindItem"), ok("GetItem")]))
    last = whole.rindex(b"\n", 0, whole.rindex(b'Tag="EwsRequestHttpHeaders"')) + 1

    told = {left: analyse(whole[: last + left])["verdict"]["outcome"] for left in (18, 45, 70, 90)}

    assert set(told.values()) == {"inconclusive"}


@pytest.mark.parametrize("end", ["{\n", "{\n  faultString: 'Acc", "ServiceResponse {\n  result: 2,\n  errorCode:"])
def test_a_log_that_ends_in_an_object_of_a_console_is_not_clean(analyse: Analyse, end: str) -> None:
    whole = DIALECTS["javascript_api"](timed([ok("GetFolder"), ok("FindItem")])).decode()

    assert analyse(whole)["verdict"]["outcome"] == "clean"
    assert analyse(whole + end)["verdict"]["outcome"] == "inconclusive"
    assert analyse(whole + "{\n    colour: 'red'\n  }\n")["verdict"]["outcome"] == "clean"


@pytest.mark.parametrize(
    "left",
    [
        *(
            "HTTP Requ",
            "HTTP Request\n",
            "HTTP Request\nGET /sap/c4c/od",
            "HTTP Request\nGET /sap/c4c/odata/v1 HTTP/1.1\nHos",
        ),
        *(f"{{}}HTTP Response\nHTTP/1.1 {end}" for end in ("200", "200 OK\nCont", "200 OK\nContent-Type: appl")),
        '{}HTTP Response\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{{"d": {{"results": []}}',
    ],
)
def test_a_dump_of_c4c_that_ends_in_a_message_is_not_clean(analyse: Analyse, left: str) -> None:
    asked = "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my0.crm.ondemand.com\n\n"
    answered = 'HTTP Response\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{"d": {"results": []}}\n\n'
    exchange = DIALECTS["managed_api"](healthy())
    names = ["dump.xml", "005_QueryContacts_c4codataapi.txt"]

    whole, cut = (analyse(exchange, asked + answered + end, names=names)["verdict"] for end in ("", left.format(asked)))

    assert whole["outcome"] == "clean"
    assert (cut["outcome"], cut["confidence"]["level"]) != ("clean", "confirmed")


def test_a_row_of_a_table_in_quotes_that_is_cut_off_is_said(analyse: Analyse) -> None:
    heads = '"Session","User","Start","Status","Error Message"\n'
    row = '"{}","anna.berg@contoso.example","2026-10-12 08:0{}","Finished",""\n'
    whole = heads + "".join(row.format(number, number) for number in range(4))

    assert analyse(whole, names=["sessions.csv"])["verdict"]["outcome"] == "clean"
    document = analyse(whole + '"5","anna.berg@contoso.example","2026-10-12 08:05"', names=["sessions.csv"])
    assert document["verdict"]["outcome"] == "inconclusive"
