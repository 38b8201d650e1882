"""The Exchange dump itself: what ends early, what is quoted, what is escaped."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest

from analyzer.limits import DEFAULT
from analyzer.readers.pieces import Page, pieces
from analyzer.readers.window import Window
from tests.conftest import Analyse, counts, loud, rules_of

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


def head(kind: str, first: str) -> str:
    return f'<Trace Tag="Ews{kind}HttpHeaders" Tid="1" Time="2026-10-12 08:00:00Z">\n{first}\n\n</Trace>\n'


def body(text: str) -> str:
    return f'<Trace Tag="EwsResponse" Tid="1" Time="2026-10-12 08:00:00Z">\n{text}\n</Trace>\n'


def answer(items: str = "") -> str:
    return (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><m:GetItemResponse xmlns:m="m" xmlns:t="t"><m:ResponseMessages>'
        '<m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
        f"{items}</m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse></s:Body></s:Envelope>"
    )


ASKED = head("Request", "POST /EWS/Exchange.asmx HTTP/1.1") + head("Response", "HTTP/1.1 200 OK")


@pytest.mark.parametrize("shown", [str, escape])
def test_an_answer_that_ends_early_in_a_complete_record_is_the_error_of_that_name(
    analyse: Analyse, shown: Callable[[str], str]
) -> None:
    document = analyse(ASKED + body(shown(answer()[:180])) + ASKED + body(answer()))

    assert "exchange-xml-ended" in rules_of(document)


@pytest.mark.parametrize("length", [25, 40, 60, 90, 130, 200])
@pytest.mark.parametrize("lead", ["{tag} - ", "TRACE {tag} - ", ""])
def test_so_does_one_that_ends_anywhere_whatever_stands_before_the_record(
    analyse: Analyse, lead: str, length: int
) -> None:
    """ews-java-api writes the tag of a record before it."""

    def led(records: str) -> str:
        return re.sub(r'<Trace Tag="(\w+)"', lambda tag: lead.format(tag=tag[1]) + tag[0], records)

    early = '<?xml version="1.0" encoding="utf-8"?>' + answer()
    document = analyse(led(ASKED + body(answer()) + ASKED + body(early[:length])))

    assert loud(document) == {"exchange-xml-ended": "error"}


@pytest.mark.parametrize("shown", [str, escape])
def test_a_document_that_ends_inside_an_answer_is_only_cut(analyse: Analyse, shown: Callable[[str], str]) -> None:
    dump = ASKED + body(answer()) + ASKED + body(shown(answer()[:180]))

    document = analyse(dump[: dump.rindex("\n</Trace>")])

    assert "exchange-xml-ended" not in rules_of(document)
    assert "cut" in document["documents"][0]["warning_codes"]


def autodiscover(said: str, shown: Callable[[str], str] = str) -> str:
    """A request for the settings of a mailbox in plain XML, and an answer, as the EWS Managed API traces both."""

    def record(part: str, text: str) -> str:
        return f'<Trace Tag="Autodiscover{part}" Tid="1" Time="2026-10-12 08:00:00Z">\n{text}\n</Trace>\n'

    def document(kind: str, text: str) -> str:
        space = f"http://schemas.microsoft.com/exchange/autodiscover/{kind}schema/2006"
        return f'<?xml version="1.0"?><Autodiscover xmlns="{space}">{text}</Autodiscover>'

    asked = document("request", "<Request><EMailAddress>anna.beispiel@contoso.example</EMailAddress></Request>")
    answered = document("response", f"<Response>{said}</Response>")
    return record("Request", shown(asked)) + record("Response", shown(answered))


@pytest.mark.parametrize("shown", [str, escape])
def test_settings_that_autodiscover_answers_are_no_page_of_a_proxy(
    analyse: Analyse, shown: Callable[[str], str]
) -> None:
    settings = "<Account><AccountType>email</AccountType><Action>settings</Action></Account>"

    document = analyse(autodiscover(settings, shown) + ASKED + body(answer()))

    assert (document["verdict"]["outcome"], loud(document)) == ("clean", {})


def test_an_error_that_autodiscover_answers_is_told_once_with_its_code(analyse: Analyse) -> None:
    error = (
        '<Error Time="08:00:00.1" Id="7"><ErrorCode>500</ErrorCode><Message>The address is unknown</Message></Error>'
    )

    document = analyse(autodiscover(error))

    told = next(found for found in document["findings"] if found["rule"] == "autodiscover-error")
    assert told["count"] == 1
    assert told["evidence"][0]["excerpt"].startswith(
        "error without code: Autodiscover error 500: The address is unknown"
    )


def test_an_answer_of_autodiscover_that_breaks_off_ends_with_its_record(analyse: Analyse) -> None:
    begun = autodiscover("<Account>").replace("</Response></Autodiscover>", "")

    document = analyse(begun + ASKED + body(answer()))

    assert counts(document, "operations", "operation") == {"GetItem": 1}


@pytest.mark.parametrize(("opening", "closing"), [("<![CDATA[", "]]>"), ("<!--", "-->")], ids=["cdata", "comment"])
def test_what_an_item_quotes_ends_where_its_section_ends(analyse: Analyse, opening: str, closing: str) -> None:
    quoted = (
        "</s:Envelope></Trace><s:Envelope><s:Body><s:Fault><faultcode>ErrorServerBusy</faultcode></s:Fault></s:Body>"
    )
    item = f"<m:Items><t:Message><t:Note>{opening}{quoted}{closing}</t:Note></t:Message></m:Items>"
    error = answer().replace("Success", "Error").replace("NoError", "ErrorItemNotFound")

    document = analyse(ASKED + body(answer(item)) + ASKED + body(error))

    assert counts(document, "response_codes", "code") == {"ErrorItemNotFound": 1}
    assert counts(document, "operations", "operation") == {"GetItem": 2}
    assert document["documents"][0]["warnings"] == []


def test_a_dump_of_header_records_alone_is_clean_at_most_likely(analyse: Analyse) -> None:
    document = analyse(ASKED * 3)

    assert document["verdict"]["outcome"] == "clean"
    assert document["verdict"]["confidence"]["level"] == "likely"
    assert loud(document) == {}


ASKS = "POST /EWS/Exchange.asmx HTTP/1.1\nHost: mail.contoso.example\n\n"
GOOD = "HTTP/1.1 200 OK\nContent-Type: text/xml\n\n"


@pytest.mark.parametrize(
    "request_head",
    [
        "POST /contoso.example/oauth2/v2.0/token HTTP/1.1\nHost: login.microsoftonline.com\n\ngrant_type=x\n\n",
        "POST /token HTTP/1.1\nHost: login.contoso.example\n\ngrant_type=x\n\n",
        "GET /status HTTP/1.1\nHost: status.contoso.example\n\n",
    ],
)
def test_what_another_host_answers_is_no_answer_of_exchange(analyse: Analyse, request_head: str) -> None:
    told = GOOD.replace("text/xml", "application/json") + '{"token_type":"Bearer","access_token":"eyJ"}\n\n'

    document = analyse(request_head + told + ASKS + GOOD + answer() + "\n")

    assert (document["verdict"]["outcome"], loud(document)) == ("clean", {})
    assert counts(document, "http", "system", "status")["exchange", 200] == 1


def test_an_answer_of_json_where_exchange_was_asked_is_still_told(analyse: Analyse) -> None:
    document = analyse(ASKS + GOOD + '{"token_type":"Bearer"}\n\n' + ASKS + GOOD + answer() + "\n")

    assert "exchange-answer-no-xml" in rules_of(document)


def test_an_empty_answer_that_its_fields_tell_proves_nothing(analyse: Analyse) -> None:
    document = analyse(ASKS + "HTTP/1.1 200 OK\nContent-Length: 0\n\n")

    assert document["verdict"]["rule"] == "exchange-answer-no-xml"


def test_the_length_of_an_answer_that_is_not_traced_is_no_failure(analyse: Analyse) -> None:
    document = analyse(ASKS + "HTTP/1.1 200 OK\nContent-Length: 4711\n\n")

    assert (document["verdict"]["outcome"], loud(document)) == ("clean", {})


def asked(envelope: str) -> str:
    return f"POST /EWS/Exchange.asmx HTTP/1.1\nHost: mail.contoso.example\n\n{envelope}\n\n"


REQUEST = f'<s:Envelope xmlns:s="{SOAP}"><s:Body><m:GetFolder xmlns:m="m"/></s:Body></s:Envelope>'


def test_where_requests_are_shown_with_their_bodies_an_answer_without_one_is_empty(analyse: Analyse) -> None:
    document = analyse((asked(REQUEST) + "HTTP/1.1 200 OK\nX-FEServer: EX01\n\n\n") * 2)

    assert loud(document) == {"exchange-answer-no-xml": "error"}
    assert document["findings"][0]["count"] == 2


@pytest.mark.parametrize("field", ["Content-Length: 4711", "Transfer-Encoding: chunked"])
def test_an_answer_whose_body_was_left_out_is_not_empty(analyse: Analyse, field: str) -> None:
    document = analyse((asked(REQUEST) + f"HTTP/1.1 200 OK\n{field}\n\n\n") * 2)

    assert loud(document) == {}


@pytest.mark.parametrize("status", ["302 Found\nLocation: /EWS/Exchange.asmx", "304 Not Modified"])
def test_an_answer_that_has_no_body_by_its_status_is_no_failure(analyse: Analyse, status: str) -> None:
    document = analyse(ASKS + f"HTTP/1.1 {status}\nContent-Length: 0\n\n" + ASKS + GOOD + answer() + "\n")

    assert "exchange-answer-no-xml" not in rules_of(document)


@pytest.mark.parametrize("blank", ["", "   \r\n"])
def test_a_record_that_is_closed_with_nothing_in_it_is_an_empty_answer(analyse: Analyse, blank: str) -> None:
    assert loud(analyse(ASKED + body(blank))) == {"exchange-answer-no-xml": "error"}


def test_the_empty_record_of_a_refusal_changes_nothing(analyse: Analyse) -> None:
    refused = ASKED.replace("200 OK", "401 Unauthorized")

    assert loud(analyse(refused + body(""))) == {"exchange-authentication": "error"}
    assert loud(analyse(refused + body("") + ASKED + body(answer()))) == {}


def test_a_record_that_holds_its_answer_is_none_that_is_empty(analyse: Analyse) -> None:
    assert loud(analyse(ASKED + body(answer()) + ASKED + body(escape(answer())))) == {}


@pytest.mark.parametrize(
    "said", ["HTTP/1.1 503 Service Unavailable\nServer: proxy", "HTTP/1.1 401 Unauthorized", "HTTP/2 200"]
)
def test_a_status_line_in_the_record_of_a_body_is_text(analyse: Analyse, said: str) -> None:
    document = analyse(ASKED + body(said))

    assert counts(document, "http", "status") == {200: 1}
    assert rules_of(document) == {"exchange-answer-no-xml": "error"}


def test_a_head_in_a_record_is_one_where_heads_have_no_records_of_their_own(analyse: Analyse) -> None:
    document = analyse(body("HTTP/1.1 503 Service Unavailable\nX-FEServer: EX01\n\n"))

    assert counts(document, "http", "status") == {503: 1}


def noted(path: str, *dates: str) -> str:
    return "".join(
        f"POST {path} HTTP/1.1\nHost: mail.contoso.example\n\nHTTP/1.1 200 OK\n{date}X-FEServer: EX01\n\n{answer()}\n\n"
        for date in dates
    )


EARLY, LATE = "Date: Mon, 12 Oct 2026 08:00:00 GMT\n", "Date: Mon, 12 Oct 2026 09:30:00 GMT\n"


@pytest.mark.parametrize("dates", [(EARLY, LATE), (EARLY, "", LATE), (EARLY, LATE, "")])
def test_raw_answers_have_the_time_that_each_of_them_tells(analyse: Analyse, dates: tuple[str, ...]) -> None:
    document = analyse(noted("/EWS/Exchange.asmx", *dates))

    assert document["period"] == {"first": "2026-10-12T08:00:00Z", "last": "2026-10-12T09:30:00Z"}
    assert document["response_times"] == []  # when it was asked stands nowhere


def test_the_time_of_a_record_is_not_that_of_another_clock(analyse: Analyse) -> None:
    zoned = (ASKED + body(answer())).replace("08:00:00Z", "08:00:00Z").replace("200 OK", f"200 OK\n{LATE.strip()}")

    assert analyse(zoned)["period"]["last"] == "2026-10-12T08:00:00Z"


def test_of_an_answer_in_many_elements_the_first_texts_are_read(analyse: Analyse) -> None:
    """A record holds one answer, however often its markup opens another element."""
    document = analyse(ASKED + body("<error>" + "<code>busy</code>" * 500 + "</error>") + ASKED + body(answer()))

    found = {finding["rule"]: finding["count"] for finding in document["findings"]}
    assert 1 <= found["exchange-answer-no-xml"] <= 20


def test_what_is_left_out_of_an_answer_in_many_elements_is_said(analyse: Analyse) -> None:
    document = analyse(ASKED + body("<error>" + "<code>busy</code>" * 30 + "</error>"))

    said = "of a response with many elements only the first 20 texts are read (10 times)"
    assert document["documents"][0]["warnings"] == [said]
    assert document["coverage"]["bytes_skipped"] == 10 * len("busy")


def test_answers_in_records_of_their_own_are_all_read_though_nothing_tells_them_apart(analyse: Analyse) -> None:
    document = analyse('<Trace Tag="EwsResponse" Tid="1"><b>Service unavailable</b></Trace>\n' * 50)

    assert [row["count"] for row in document["findings"]] == [50]


def test_what_a_person_wrote_is_no_answer_where_the_envelope_around_it_is_lost(analyse: Analyse) -> None:
    lost = body("<t:Subject>The server is busy (503)</t:Subject>")

    document = analyse(ASKED + lost + ASKED + body(answer()))

    assert "busy" not in str(document["findings"])
    assert "exchange-unavailable" not in rules_of(document)


@pytest.mark.parametrize(
    "lost",
    ["", ':m="http://schemas.microsoft.com/exchange/services/2006/messages"\n xmlns:t="t">\n<m:ResponseMessages>\n'],
)
def test_an_answer_whose_beginning_was_cut_off_tells_its_error_alone(analyse: Analyse, lost: str) -> None:
    error = answer().replace("Success", "Error").replace("NoError", "ErrorInvalidPropertyRequest")
    good = answer()
    begin = "<m:GetItemResponseMessage"

    document = analyse(lost + error[error.index(begin) :])
    nothing = analyse(lost + good[good.index(begin) :])

    assert list(loud(document)) == ["ErrorInvalidPropertyRequest"]
    assert "cut" in document["documents"][0]["warning_codes"]
    assert (loud(nothing), nothing["verdict"]["outcome"]) == ({}, "inconclusive")


REFUSED = "Microsoft.Exchange.WebServices: The remote server returned an error: (401) Unauthorized."


def test_an_element_that_is_only_called_autodiscover_is_none_of_exchange(analyse: Analyse) -> None:
    document = analyse(f"<Dump><Autodiscover><Step>1</Step><Exception>{REFUSED}</Exception></Autodiscover></Dump>")

    assert rules_of(document) == {"exchange-authentication": "error"}


@pytest.mark.parametrize("next_one", ["2026-10-12 08:00:03 ERROR worker: no answer\n", "<s:Envelope>"])
def test_what_autodiscover_answers_ends_before_a_line_of_a_log_and_an_envelope(next_one: str) -> None:
    root = '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">\n'

    page, *_ = pieces(Window(iter([f"{root}{next_one}".encode()])), DEFAULT)

    assert isinstance(page, Page)
    assert page.data.decode() == root


@pytest.mark.parametrize(
    "message",
    [
        '<m:GetItemResponseMessage ResponseClass="Error"><m:ResponseCode>ErrorAccessDenied</m:ResponseCode>'
        "</m:GetItemResponseMessage>",
        '<MyResponseMessage ResponseClass="x">hello</MyResponseMessage>',
    ],
)
def test_a_message_outside_of_an_envelope_ends_where_it_says_so(analyse: Analyse, message: str) -> None:
    said = f"2026-10-12 08:00:03 ERROR ExchangeConnector: {REFUSED}\n"

    assert "exchange-authentication" in loud(analyse(f"{answer()}\n{message}\n{said}{answer()}"))


@pytest.mark.parametrize("end", ["2026-10-12 08:00:08,215 TRACE", "2026-10-12 08:00:08,215", "[2026-10-12 08:"])
def test_a_request_before_a_line_that_breaks_off_waits_for_its_answer(analyse: Analyse, end: str) -> None:
    document = analyse(head("Request", "POST /EWS/Exchange.asmx HTTP/1.1") + end)

    assert loud(document) == {}
    assert document["documents"][0]["warning_codes"] == ["cut"]


def test_a_line_that_is_whole_breaks_nothing_off(analyse: Analyse) -> None:
    document = analyse(ASKED + body(answer()) + "2026-10-12 08:00:08,215 INFO the session has ended\n")

    assert document["documents"][0]["warning_codes"] == []


def test_the_code_of_an_answer_whose_beginning_is_lost_is_told(analyse: Analyse) -> None:
    lost = '"Error" xmlns="http://schemas.microsoft.com/exchange/services/2006/messages">\n'
    rest = "<MessageText>No.</MessageText>\n<ResponseCode>ErrorInvalidArgument</ResponseCode>\n</FindItemResponse>\n"
    document = analyse(f"{lost}{rest}</s:Body>\n</s:Envelope>\n")

    assert list(loud(document)) == ["ErrorInvalidArgument"]
    assert document["requests"] == []


ASKS_GRAPH = "GET https://graph.microsoft.com/v1.0/me HTTP/1.1\nAccept: application/json\n\n"
GOOD_JSON = 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"@odata.context": "x/$metadata#users/$entity"}\n'
BROKE = "2026-10-12 08:00:05 ERROR the next page: Connection refused\n"


@pytest.mark.parametrize("raw", [ASKS_GRAPH + GOOD_JSON, ASKS_GRAPH, ASKS], ids=["answer", "request", "of EWS"])
@pytest.mark.parametrize("blank", ["", "\n"])
@pytest.mark.parametrize(
    "log",
    [
        BROKE,
        BROKE.replace("2026-10-12 08:00:05", "[2026-10-12 08:00:05]"),
        BROKE + "2026-10-12 08:00:06 INFO waits: [1]\n",
    ],
    ids=["its time bare", "its time in brackets", "in brackets to its end"],
)
def test_the_log_behind_a_raw_message_is_none_of_its_body(analyse: Analyse, raw: str, blank: str, log: str) -> None:
    document = analyse(raw + blank + log)

    (finding,) = [finding for finding in document["findings"] if not finding["rule"].startswith("upload-")]
    assert (finding["rule"], finding["evidence"][0]["line"]) == ("network-refused", f"{raw}{blank}".count("\n") + 1)


@pytest.mark.parametrize(
    "body",
    [BROKE, f"[{BROKE[:19]}]{BROKE[19:]}", '{"value": "\\n' + BROKE.strip() + '"}\n'],
    ids=["a text that was asked for", "its time in brackets", "in JSON"],
)
def test_a_log_that_an_answer_holds_is_its_body(analyse: Analyse, body: str) -> None:
    document = analyse(ASKS_GRAPH + "HTTP/1.1 200 OK\nContent-Type: text/plain\n\n" + body)

    assert loud(document) == {}


REQUEST = f'<s:Envelope xmlns:s="{SOAP}"><s:Body><m:GetItem xmlns:m="m"/></s:Body></s:Envelope>'
TOLD = "<StatusCode>{status}</StatusCode><ReasonPhrase>X</ReasonPhrase><Duration>503</Duration><Headers><Header Name='Server' Value='IIS'/></Headers>"
APART = {
    "parts in elements": (
        "<Call><Request><Method>POST</Method><Body>{asked}</Body></Request>"
        f"<Response>{TOLD}<Body>{{said}}</Body></Response></Call>"
    ),
    "status in the tag": "<Call><Request>{asked}</Request><Response Status='{status}'>{said}</Response></Call>",
    "a message each": (
        "<Message Direction='Request'>POST /EWS/Exchange.asmx HTTP/1.1\nHost: x\n\n{asked}</Message>\n"
        "<Message Direction='Response'>HTTP/1.1 {status} X\nServer: IIS\n\n{said}</Message>"
    ),
    "an event each": (
        "<event><type>EwsRequest</type><data>POST /EWS/Exchange.asmx HTTP/1.1\nHost: x\n\n{asked}</data></event>"
        "<event><type>EwsResponse</type><data>HTTP/1.1 {status} X\nServer: IIS\n\n{said}</data></event>"
    ),
}
"""Nobody has published the root that SSI writes around its calls."""


@pytest.mark.parametrize("shape", APART.values(), ids=APART)
def test_requests_and_answers_in_elements_of_their_own_belong_together(analyse: Analyse, shape: str) -> None:
    fault = "<s:Fault><faultcode>ErrorNonExistentMailbox</faultcode><faultstring>No.</faultstring></s:Fault>"
    bad = f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{fault}</s:Body></s:Envelope>'
    good = [shape.format(asked=escape(REQUEST), said=escape(answer()), status=200)] * 3
    last = shape.format(asked=escape(REQUEST), said=escape(bad), status=500)

    healthy = analyse("<ExchangeDataDump>\n" + "\n".join(good) + "\n</ExchangeDataDump>\n")
    failed = analyse("<ExchangeDataDump>\n" + "\n".join([*good, last]) + "\n</ExchangeDataDump>\n")

    assert (loud(healthy), counts(healthy, "http", "status")) == ({}, {200: 3})
    assert (loud(failed), counts(failed, "http", "status")) == ({"ErrorNonExistentMailbox": "error"}, {200: 3, 500: 1})
    assert counts(failed, "operations", "operation") == {"GetItem": 4}


def test_an_action_without_its_answer_is_not_given_that_of_the_next(analyse: Analyse) -> None:
    whole = APART["status in the tag"].format(asked=escape(REQUEST), said=escape(answer()), status=200)
    asked = f"<Call><Request>{escape(REQUEST)}</Request></Call>"

    document = analyse(f"<ExchangeDataDump>\n{whole}\n{asked}\n{whole}\n</ExchangeDataDump>\n")

    assert [finding["count"] for finding in document["findings"] if finding["rule"] == "exchange-no-response"] == [1]


def test_an_answer_that_was_written_down_in_base64_is_not_read_and_no_text(analyse: Analyse) -> None:
    coded = base64.b64encode(b'<?xml version="1.0"?>' + answer().encode()).decode()
    call = f"<Action><Request>{escape(REQUEST)}</Request><Response Status='200'>{coded}</Response></Action>"

    document = analyse(f"<ExchangeDataDump>\n{call}\n{call}\n</ExchangeDataDump>\n")

    assert (document["verdict"]["outcome"], loud(document)) == ("inconclusive", {})
    assert "Base64" in str(document["documents"][0]["warnings"])


def test_a_dump_may_call_its_elements_by_the_operation(analyse: Analyse) -> None:
    """Only in the rest of an envelope, where it has a prefix, is `<m:GetItemResponse>` one of EWS."""
    asked = f"<GetItemRequest>{escape(REQUEST)}</GetItemRequest>"
    said = escape(answer().replace('"Success"', '"Error"').replace("NoError", "ErrorItemNotFound"))

    document = analyse(f"<Log>{asked}<GetItemResponse>{said}</GetItemResponse></Log>\n")

    assert loud(document) == {"ErrorItemNotFound": "issue"}
    assert [row["answered"] for row in document["requests"]] == [1]


@pytest.mark.parametrize("status", ["", "<Status>503</Status>"])
def test_an_error_status_with_its_name_is_one_in_any_part_of_an_answer(analyse: Analyse, status: str) -> None:
    said = f"<Response>{status}<Reason>503 Service Unavailable</Reason></Response>"

    document = analyse(f"<Log><Call><Request>{escape(REQUEST)}</Request>{said}</Call></Log>\n")

    assert loud(document) == {"exchange-unavailable": "error"}
    assert counts(document, "http", "status") == {503: 1}
