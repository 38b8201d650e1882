"""One answer, saved or pasted alone, is told as the answer it is; what it holds beside its error is never shown."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Analyse, loud, rules_of

TOKEN = {
    "error": "invalid_grant",
    "error_description": "AADSTS50076: Due to a configuration change made by your administrator, you must use "
    "multi-factor authentication. Trace ID: 0a1b2c3d-1111-2222-3333-444455556666",
    "error_codes": [50076],
}
CSRF = {"error": {"code": "/IWFND/CM_MGW/098", "message": {"lang": "en", "value": "CSRF token validation failed"}}}
GRAPH = {"error": {"code": "MailboxNotEnabledForRESTAPI", "message": "REST API is not yet supported for this mailbox."}}
ODATA_XML = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<error xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><code>/IWBEP/CM_TEA/004</code>'
    '<message xml:lang="en">Value is not in the range.</message><innererror><errordetails><errordetail>'
    "<code>/IWBEP/CX_TEA_BUSINESS</code><message>No valid ID.</message></errordetail></errordetails></innererror></error>"
)
AUTODISCOVER = (
    '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response>'
    '<Error Time="10:33:57" Id="42"><ErrorCode>{}</ErrorCode><Message>{}</Message><DebugData/></Error></Response></Autodiscover>'
)
FAULT = (
    '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
    "<faultcode>s:Client</faultcode><faultstring>Nothing is known of it.</faultstring></s:Fault></s:Body></s:Envelope>"
)


@pytest.mark.parametrize(
    "before", ["", "\ufeff", "\n\n  ", "Token request failed:\n", "Request failed\nthe server said:\n\n"]
)
@pytest.mark.parametrize(
    ("answer", "rule"), [(TOKEN, "AADSTS50076"), (CSRF, "c4c-csrf"), (GRAPH, "graph-mailbox-not-enabled")]
)
def test_an_error_object_alone_is_an_answer(analyse: Analyse, before: str, answer: object, rule: str) -> None:
    document = analyse(before + json.dumps(answer, indent=1))

    assert document["documents"][0]["kind"] == "api-answer"
    assert rules_of(document)[rule] == "error"
    assert document["findings"][0]["count"] == 1


def test_an_odata_error_in_xml_is_one_error_of_sap(analyse: Analyse) -> None:
    document = analyse(ODATA_XML)

    assert document["documents"][0]["kind"] == "api-answer"
    assert sum(row["count"] for row in document["findings"] + document["unexplained"]) == 1
    assert "/IWBEP/CM_TEA/004" in {row["code"] for row in document["response_codes"]}


def test_a_soap_fault_alone_is_an_answer_and_one_among_others_is_a_dump(analyse: Analyse) -> None:
    assert analyse(FAULT)["documents"][0]["kind"] == "api-answer"
    assert analyse(FAULT + "\n" + FAULT)["documents"][0]["kind"] == "exchange-dump"


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("<title>Error 500 Server Error</title>\n<h2>HTTP ERROR 500</h2><p>Problem accessing /service.</p>", 500),
        ("<!DOCTYPE html><html><head><title>IIS 10.0 Detailed Error - 404.0 - Not Found</title></head></html>", 404),
        ("<html><head><title>Fehler</title></head><body><h1>HTTP-Fehler 503</h1></body></html>", 503),
        ("[removed]\n<title>Error 500 Server Error</title>\n<h2>[removed]</h2>", 500),  # a redacted one
        ("no XML came, but this:\n<html><body><h1>Error 403: access is denied</h1></body></html>", 403),
    ],
)
def test_the_status_that_a_page_names_is_told_and_not_counted(analyse: Analyse, page: str, status: int) -> None:
    document = analyse(page)

    assert document["documents"][0]["kind"] == "api-answer"
    assert f"HTTP {status}" in document["unexplained"][0]["signature"]
    assert document["http"] == []
    assert document["verdict"]["owner"] in ("ssi-support", "network-admin")


def test_the_page_of_a_gateway_that_names_no_server_is_that_of_an_unknown_one(analyse: Analyse) -> None:
    document = analyse("<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>")

    assert list(loud(document)) == ["gateway-of-unknown-server"]
    assert (document["http"], document["verdict"]["owner"]) == ([], "network-admin")


@pytest.mark.parametrize("title", ["The 500 best recipes", "Room 404, second floor", "Invoice 2026-503-7"])
def test_a_number_in_a_title_is_no_status(analyse: Analyse, title: str) -> None:
    document = analyse(f"<html><head><title>{title}</title></head><body></body></html>")

    assert not [row for row in document["unexplained"] if "HTTP " in row["signature"]]


def test_what_autodiscover_answers_a_browser_is_no_error(analyse: Analyse) -> None:
    document = analyse(AUTODISCOVER.format(600, "Invalid Request"))

    assert (document["verdict"]["outcome"], document["findings"], document["unexplained"]) == ("inconclusive", [], [])


def test_another_error_of_autodiscover_is_one(analyse: Analyse) -> None:
    document = analyse(AUTODISCOVER.format(500, "The email address can't be found."))

    assert list(loud(document)) == ["autodiscover-error"]
    assert document["http"] == []


@pytest.mark.parametrize(
    ("answer", "hidden"),
    [
        (
            {
                "token_type": "Bearer",
                "expires_in": 3599,
                "access_token": "eyJ0eXAiOiJKV1QiLCJub25jZSI6IkFCQ0RFIn0.abc.def",
            },
            "eyJ0",
        ),
        (
            {"access_token": "0.AAAAsecretvalue1234567890", "refresh_token": "0.BBBBsecretvalue1234567890"},
            "secretvalue",
        ),
        ({"d": {"results": [{"Name": "Gudrun Beispiel", "Phone": "+49 30 900000001"}]}}, "Gudrun"),
        ({"@odata.context": "x", "value": [{"subject": "Error: salary of Gudrun", "id": "AAMk"}]}, "salary"),
    ],
)
def test_an_answer_that_went_well_fails_nothing_and_shows_nothing(
    analyse: Analyse, answer: object, hidden: str
) -> None:
    document = analyse(json.dumps(answer))

    assert document["documents"][0]["kind"] == "api-answer"
    assert not [row for row in document["findings"] if row["outcome"] != "info"]
    assert document["settings"] == []
    assert hidden not in json.dumps(document)


@pytest.mark.parametrize(
    "answer",
    [
        {"timestamp": "2026-10-12T08:00:00Z", "status": 503, "error": "Service Unavailable", "path": "/sync"},
        {"type": "about:blank", "title": "Service Unavailable", "status": 503},
        {"statusCode": 503, "message": "upstream is away"},
    ],
)
def test_an_error_that_names_no_service_has_no_side(analyse: Analyse, answer: object) -> None:
    document = analyse(json.dumps(answer))

    assert document["unexplained"][0]["signature"].startswith("other")
    assert document["verdict"]["owner"] in ("ssi-support", "network-admin")


def test_an_answer_that_breaks_off_is_said(analyse: Analyse) -> None:
    whole = json.dumps(CSRF)

    for stop in range(12, len(whole) - 1, 7):
        document = analyse(whole[:stop])
        assert document["documents"][0]["warnings"], whole[:stop]


def test_deep_json_breaks_nothing(analyse: Analyse) -> None:
    document = analyse('{"error":' * 50_000)

    assert document["documents"][0]["warnings"]


# -- logs in JSON ----------------------------------------------------------------------------------------------------

SAID = "The remote server returned an error: (401) Unauthorized."


@pytest.mark.parametrize(
    "event",
    [
        {"time": "2026-10-12T08:00:00Z", "level": "ERROR", "msg": SAID},
        {
            "@t": "2026-10-12T08:00:00Z",
            "@l": "Error",
            "@mt": "Call {Id} failed",
            "@x": f"System.Net.WebException: {SAID}",
        },
        {
            "time": 1791792000000,
            "level": 50,
            "name": "sync",
            "msg": "call failed",
            "err": {"type": "Error", "message": SAID},
        },
        {"timestamp": "2026-10-12T08:00:00Z", "severity": "ERROR", "message": SAID, "logger": "exchange.worker"},
    ],
)
@pytest.mark.parametrize("form", ["lines", "list"])
def test_every_object_of_a_log_is_read_as_its_message(analyse: Analyse, event: dict[str, object], form: str) -> None:
    later = event | {key: str(value).replace("08:00", "09:30") for key, value in event.items() if "08:00" in str(value)}
    content = json.dumps([event, later], indent=1) if form == "list" else "\n".join(map(json.dumps, [event, later]))
    document = analyse(content + "\n")

    assert document["documents"][0]["kind"] == "plain-text"
    assert rules_of(document)["exchange-authentication"] == "error"
    assert document["findings"][0]["first_seen"] == "2026-10-12T08:00:00Z"


def test_what_a_log_tells_at_a_calm_level_is_no_error(analyse: Analyse) -> None:
    lines = [
        {"level": "INFO", "msg": f"item {number} was compared", "ts": "2026-10-12T08:00:00Z"} for number in range(5)
    ]

    assert analyse("\n".join(map(json.dumps, lines)))["unexplained"] == []


# -- tables of header fields -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "system", "status"),
    [
        ("request-id   1111\nX-BackEndHttpStatus   503,503\nX-FEServer   EXFE01\nServer   Microsoft-IIS/10.0\n", "exchange", 503),
        ("Request URL: https://mail.contoso.example/EWS/Exchange.asmx\nRequest Method: POST\nStatus Code: 401 Unauthorized\n"
         "Server: Microsoft-IIS/10.0\nContent-Length: 0\n", "exchange", 401),
        (":status\t404\ncontent-type\ttext/html\nsap-server\ttrue\ndate\tMon, 12 Oct 2026 08:00:00 GMT\n", "c4c", 404),
    ],
)  # fmt: skip
def test_a_table_of_header_fields_is_an_answer(analyse: Analyse, table: str, system: str, status: int) -> None:
    document = analyse(table)

    assert document["documents"][0]["kind"] == "api-answer"
    assert [(row["system"], row["status"], row["count"]) for row in document["http"]] == [(system, status, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Name    Anna Berg\nPhone   900000001\nStatus   404\n",
        "Server   Microsoft-IIS/10.0\nX-FEServer   EXFE01\nDate   Mon, 12 Oct 2026 08:00:00 GMT\n",
        "Status: 503\nThe user says that nothing works\nServer: away\nDate: today\n",
    ],
)
def test_other_tables_are_no_answer(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert document["documents"][0]["kind"] == "plain-text"
    assert document["http"] == []


def test_several_answers_one_after_the_other_are_each_read(analyse: Analyse) -> None:
    document = analyse(json.dumps(GRAPH, indent=2) + "\n" + json.dumps(TOKEN, indent=1) + "\n")

    assert document["documents"][0]["kind"] == "api-answer"
    assert set(rules_of(document)) == {"graph-mailbox-not-enabled", "AADSTS50076"}


def test_objects_without_an_answer_among_them_are_none(analyse: Analyse) -> None:
    document = analyse('{"retry": {"codes": ["ErrorServerBusy"]}}\n{"limit": 503}\n')

    assert document["documents"][0]["kind"] == "configuration"
    assert document["findings"] == document["unexplained"] == []


@pytest.mark.parametrize(
    "title",
    [
        "How to fix EWS error 401 Unauthorized",
        "HTTP 503 Service Unavailable: what to do?",
        "Sign in",
        "Zimbra Web Client",
    ],
)
def test_a_page_without_a_status_of_its_own_is_no_failure_of_an_unknown_server(analyse: Analyse, title: str) -> None:
    document = analyse(f"<!DOCTYPE html><html><head><title>{title}</title></head><body></body></html>")

    assert document["verdict"]["outcome"] == "inconclusive"
    assert title in document["unexplained"][0]["signature"]


@pytest.mark.parametrize("title", ["502 Bad Gateway", "IIS 10.0 Detailed Error - 503.2 - Service Unavailable"])
def test_a_status_in_the_title_of_a_page_is_its_status(analyse: Analyse, title: str) -> None:
    document = analyse(f"<!DOCTYPE html><html><head><title>{title}</title></head><body></body></html>")

    assert document["verdict"]["outcome"] == "issue"


@pytest.mark.parametrize(
    "answer",
    [
        "HTTP/1.1 404 Not Found\nX-Powered-By: Express\nContent-Type: text/html\n",
        'HTTP/1.1 429 Too Many Requests\nContent-Type: application/json\n\n{"error": {"code": 11006, "message": "Wait."}}\n',
        json.dumps({"error": {"code": "unauthorized", "message": "See the log."}}),
        "the server answered: HTTP 404 Not Found\n",
    ],
    ids=["head", "answer", "body", "text"],
)
def test_an_error_of_a_server_that_nothing_names_is_an_issue_in_whatever_form_it_comes(
    analyse: Analyse, answer: str
) -> None:
    verdict = analyse(answer)["verdict"]

    assert (verdict["outcome"], verdict["owner"], verdict["confidence"]["level"]) == ("issue", "ssi-support", "hint")


def test_an_error_of_a_known_side_comes_before_one_of_a_server_that_nothing_names(analyse: Analyse) -> None:
    other = "HTTP/1.1 404 Not Found\nX-Powered-By: Express\n\n"
    document = analyse(f"{other * 3}HTTP/1.1 418 I'm a teapot\nX-FEServer: EX01\n\n")

    assert document["verdict"]["outcome"] == "error"
    assert document["verdict"]["owner"] == "exchange-admin"


def test_an_answer_of_200_from_nobody_known_is_no_failure(analyse: Analyse) -> None:
    document = analyse("HTTP/1.1 200 OK\nServer: nginx\n\n<html><head><title>Webmail</title></head></html>\n")

    assert document["verdict"]["outcome"] == "inconclusive"


@pytest.mark.parametrize(
    "body",
    [
        {
            "odata.error": {
                "code": "",
                "message": {"lang": "en-US", "value": "Resource not found for the segment 'Foo'."},
            }
        },
        {
            "error": {
                "code": "-2147024891, System.UnauthorizedAccessException",
                "message": {"lang": "en", "value": "No."},
            }
        },
        {"error": {"code": 403, "message": "Insufficient scopes.", "status": "PERMISSION_DENIED"}},
    ],
)
def test_an_error_object_of_another_vendor_names_no_side(analyse: Analyse, body: object) -> None:
    document = analyse(json.dumps(body))

    assert document["findings"] == []
    assert document["unexplained"][0]["signature"].startswith("other")
    assert document["verdict"]["owner"] == "ssi-support"


def test_settings_with_a_member_named_error_are_settings(analyse: Analyse) -> None:
    document = analyse('{"retry": {"codes": ["ErrorServerBusy"]}, "error": {"mailTo": "ops@contoso.example"}}')

    assert document["documents"][0]["kind"] == "configuration"


def test_entries_of_c4c_without_their_wrapper_are_an_answer_of_c4c_and_stay_unseen(analyse: Analyse) -> None:
    uri = "https://my300000.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/ContactCollection('1')"
    entries = [{"__metadata": {"uri": uri, "type": "c4codata.Contact"}, "LastName": "Geheim", "Code": 404}]

    document = analyse(json.dumps(entries, indent=4))

    assert document["documents"][0]["kind"] == "api-answer"
    assert document["verdict"]["outcome"] == "inconclusive"
    assert document["findings"] == document["http"] == []
    assert "Geheim" not in str(document)


def test_an_answer_that_tells_its_status_alone_is_called_by_it(analyse: Analyse) -> None:
    document = analyse('{"status": 503, "error": "", "path": "/x"}')

    assert "HTTP 503" in document["verdict"]["headline"]


BATCHES = [
    "--b1\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\nsap-server: true\r\n"
    '\r\n{"d":{"results":[]}}\r\n--b1--\r\n',
    '{"responses":[{"id":"1","status":200,"headers":{"request-id":"a"},"body":{"@odata.context":'
    '"https://graph.microsoft.com/v1.0/$metadata#users(1)/messages","value":[]}}]}',
]


@pytest.mark.parametrize("text", BATCHES)
def test_a_batch_saved_alone_is_as_many_requests_as_it_answers(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert sum(row["count"] for row in document["http"]) == 1
    assert any(told.startswith("1 request to ") for told in document["coverage"]["looked_at"])
