"""Microsoft Graph: its errors, batches and delta pages, in every wrapping; and that nothing about EWS fires on it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from analyzer.model import Form, Service
from analyzer.protocols import graph, graph_paths, graph_words
from analyzer.reference import graph_error_codes, services
from tests.conftest import Analyse, counts, loud
from tests.support.graph import WRAPPINGS, Exchange, error, healthy, note, numbered, page, raw

CODES = {
    "graph-authentication": Exchange("GET", "/v1.0/me/messages", 401, error("InvalidAuthenticationToken")),
    "graph-access-denied": Exchange("GET", "/v1.0/me/events", 403, error("ErrorAccessDenied")),
    "graph-mailbox-not-enabled": Exchange("GET", "/v1.0/me/events", 404, error("MailboxNotEnabledForRESTAPI")),
    "graph-throttled": Exchange("GET", "/v1.0/me/events", 429, error("ApplicationThrottled")),
    "graph-delta-expired": Exchange("GET", "/v1.0/me/events/delta", 410, error("SyncStateNotFound")),
    "graph-item-not-found": Exchange("GET", "/v1.0/me/events/AAMkADx1", 404, error("ErrorItemNotFound")),
    "graph-unavailable": Exchange("GET", "/v1.0/me/events", 503, error("ServiceNotAvailable")),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("rule", CODES)
def test_a_known_error_is_found_in_every_wrapping(analyse: Analyse, rule: str, wrapping: str) -> None:
    call = CODES[rule]

    document = analyse(WRAPPINGS[wrapping]([call]))

    assert list(loud(document)) == [rule]
    assert counts(document, "http", "system", "protocol", "status") == {("exchange", "graph", call.status): 1}
    assert counts(document, "response_codes", "protocol", "code") == {("graph", call.answer["error"]["code"]): 1}


@pytest.mark.parametrize("wrapping", [name for name in WRAPPINGS if name != "note"])
def test_a_healthy_session_is_clean_in_every_wrapping(analyse: Analyse, wrapping: str) -> None:
    document = analyse(WRAPPINGS[wrapping](healthy()))

    assert document["verdict"]["outcome"] == "clean"
    assert counts(document, "http", "status") == {200: 2, 201: 1, 202: 1, 204: 1, 304: 1}
    assert not document["unexplained"]
    assert "Quittenmarmelade" not in json.dumps(document)


def test_a_request_is_counted_under_its_path_without_ids(analyse: Analyse) -> None:
    document = analyse(raw(healthy()))

    assert counts(document, "operations", "protocol", "operation")["graph", "PATCH /users/{id}/events/{id}"] == 1
    assert {row["mailbox"] for row in document.get("mailboxes", ())} <= {"anna.berg@contoso.example"}


def test_throttling_that_recovers_is_an_issue_that_nobody_has_to_act_on(analyse: Analyse) -> None:
    refused = Exchange("GET", "/v1.0/me/events", 429, error("TooManyRequests"), fields=(("Retry-After", "5"),))

    document = analyse(raw(numbered([refused, Exchange("GET", "/v1.0/me/events", 200, page())])))

    assert loud(document) == {"graph-throttled": "issue"}
    assert document["verdict"]["owner"] == "nobody"


def test_throttling_that_nothing_good_follows_is_an_error(analyse: Analyse) -> None:
    refused = Exchange("GET", "/v1.0/me/events", 429, error("TooManyRequests"))

    document = analyse(raw(numbered([Exchange("GET", "/v1.0/me/events", 200, page()), refused])))

    assert loud(document) == {"graph-throttled": "error"}


def test_each_answer_inside_a_batch_counts_with_its_own_request(analyse: Analyse) -> None:
    asked = {
        "requests": [
            {"id": "a", "method": "GET", "url": "/me/messages/AAMkADq9"},
            {"id": "b", "method": "GET", "url": "/me/events"},
            {"id": "c", "method": "PATCH", "url": "/me/events/AAMkADq9", "body": {"isRead": True}},
        ]
    }
    answers = {
        "responses": [
            {"id": "c", "status": 403, "body": error("ErrorAccessDenied")},
            {
                "id": "a",
                "status": 404,
                "headers": {"Content-Type": "application/json"},
                "body": error("ErrorItemNotFound"),
            },
            {"id": "b", "status": 200, "body": page()},
        ]
    }

    document = analyse(raw([Exchange("POST", "/v1.0/$batch", 200, answers, asked=asked)]))

    assert set(loud(document)) == {"graph-access-denied", "graph-item-not-found"}
    assert counts(document, "http", "status")[403] == counts(document, "http", "status")[404] == 1
    failed = {row["operation"]: row["failed"] for row in document["operations"] if row["failed"]}
    assert failed == {"PATCH /me/events/{id}": 1, "GET /me/messages/{id}": 1}


def test_the_innermost_code_is_kept_beside_the_first(analyse: Analyse) -> None:
    refused = {
        "error": {"code": "badRequest", "message": "x", "innerError": {"code": "throttledRequest", "date": "2026"}}
    }

    document = analyse(raw([Exchange("GET", "/v1.0/me/events", 400, refused)]))

    assert set(counts(document, "response_codes", "code")) == {"badRequest", "throttledRequest"}
    assert "graph-throttled" in loud(document)


def test_the_request_id_of_the_body_is_shown_where_the_fields_are_lost(analyse: Analyse) -> None:
    refused = error("ErrorAccessDenied", **{"request-id": "5c0ffee5-aaaa-4bbb-8ccc-123456789012"})

    document = analyse(note([Exchange("GET", "/v1.0/me/events", 403, refused)]))

    assert "5c0ffee5-aaaa-4bbb-8ccc-123456789012" in document["findings"][0]["evidence"][0]["excerpt"]


def test_an_id_that_is_empty_is_not_the_word_of_the_next_line(analyse: Analyse) -> None:
    said = (
        "D/Client(7): HTTP/1.1 401 Unauthorized\nD/Client(7): request-id: \nD/Client(7): {\n"
        'D/Client(7):   "error": {\nD/Client(7):     "code": "InvalidAuthenticationToken",\n'
        'D/Client(7):     "message": "CompactToken parsing failed",\n'
        'D/Client(7):     "innerError": {"request-id": "", "date": "2026-09-22T06:30:06"}\nD/Client(7):   }\nD/Client(7): }\n'
    )

    document = analyse(said)

    assert document["findings"][0]["rule"] == "graph-authentication"
    assert "request-id" not in document["findings"][0]["evidence"][0]["excerpt"]


@pytest.mark.parametrize(
    ("code", "status", "owner", "outcome"),
    [
        ("ErrorIrresolvableConflict", 412, "nobody", "issue"),
        ("ErrorMessageSizeExceeded", 413, "customer-user", "issue"),
        ("ErrorInvalidUser", 404, "m365-admin", "error"),
        ("ErrorInvalidIdMalformed", 400, "ssi-support", "issue"),
    ],
)
def test_a_code_without_a_rule_gets_its_words_from_the_table(
    analyse: Analyse, code: str, status: int, owner: str, outcome: str
) -> None:
    document = analyse(raw([Exchange("PATCH", "/v1.0/me/events/AAMkADx1", status, error(code))]))

    assert loud(document) == {code: outcome}
    assert document["verdict"]["owner"] == owner
    assert document["findings"][0]["source"] == "Microsoft Graph"


def test_a_code_that_nobody_knows_stays_unexplained(analyse: Analyse) -> None:
    document = analyse(raw([Exchange("GET", "/v1.0/me/events", 400, error("QuuxNotFrobnicated"))]))

    assert not loud(document)
    assert "QuuxNotFrobnicated" in document["unexplained"][0]["signature"]


def test_a_page_in_the_place_of_an_answer_is_no_success(analyse: Analyse) -> None:
    portal = "<html><head><title>Guest portal</title></head><body>Hello</body></html>"

    document = analyse(raw([Exchange("GET", "/v1.0/me/events", 200, portal)]))

    assert loud(document) == {"graph-answer-no-json": "error"}


@pytest.mark.parametrize(
    "text",
    [
        '{"subject": "ErrorAccessDenied in the canteen", "body": {"content": "403 Forbidden"}}',
        '{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users", "value": [{"displayName": "HTTP/1.1 503"}]}',
    ],
)
def test_what_a_person_wrote_is_no_error(analyse: Analyse, text: str) -> None:
    document = analyse(raw([Exchange("GET", "/v1.0/me/events/AAMkADx1", 200, json.loads(text))]))

    assert not loud(document)
    assert not document["unexplained"]


def test_a_status_of_ews_is_none_of_graph(analyse: Analyse) -> None:
    document = analyse("POST /EWS/Exchange.asmx HTTP/1.1\nHost: mail.contoso.example\n\nHTTP/1.1 403 Forbidden\n\n")

    assert set(loud(document)) == {"exchange-forbidden"}


# -- what one body says ----------------------------------------------------------------------------------------------


def _read(document: Any, service: Service = services.OTHER) -> Any:
    return graph.read(json.dumps(document) if not isinstance(document, str) else document, service)


@pytest.mark.parametrize(
    "document",
    [
        error("ErrorItemNotFound"),
        error("SomethingNew", date="2026-10-12T08:00:00"),
        {"code": "ErrorItemNotFound", "message": "Gone"},
        {"@odata.type": "#microsoft.graph.message", "id": "AAMk"},
        {"value": [], "@odata.nextLink": "https://graph.microsoft.com/v1.0/me/events/delta?$skiptoken=x"},
        {"responses": [{"id": "1", "status": 200, "body": None}]},
    ],
)
def test_a_body_of_graph_is_known_by_its_own_marks(document: Any) -> None:
    assert _read(document).service == services.GRAPH


@pytest.mark.parametrize(
    "document",
    [
        {"error": {"code": "CRM/LOCK", "message": {"lang": "en", "value": "Locked"}}},
        {"error": {"code": "/IWFND/CM_MGW/098", "message": "No", "innererror": {"transactionid": "1"}}},
        {"error": {"code": "BadRequest", "message": "No"}},
        {"error": "invalid_grant", "error_description": "AADSTS50076: No"},
        {"code": 7, "message": "a queue"},
        {"code": "CRM/LOCK", "message": "Locked"},
        {"responses": 3, "status": "open", "body": "a survey"},
        [],
    ],
)
def test_a_body_of_another_service_is_left_to_it(document: Any) -> None:
    assert _read(document) is None


def test_an_answer_that_broke_off_still_tells_its_error() -> None:
    said = _read('{"error":{"code":"UnknownError","message":"<!DOCTYPE HTML PUBLI')

    assert said.results[0].code == "UnknownError"
    assert said.problem


def test_a_batch_with_an_unquoted_page_in_it_still_tells_its_statuses() -> None:
    said = _read('{"responses": [{"id": "7", "status": 503, "body":<!DOCTYPE HTML><TITLE>No</TITLE>}]}')

    assert [(part.id, part.status) for part in said.parts] == [("7", 503)]


def test_the_object_of_a_client_is_an_answer_with_status_and_fields() -> None:
    said = _read({"statusCode": 403, "code": "ExtensionError", "message": "No", "requestId": "r-1", "body": "{}"})

    assert said.parts[0].status == 403
    assert said.parts[0].said.results[0].code == "ExtensionError"


def test_deep_and_huge_answers_end_in_words_and_not_in_a_traceback() -> None:
    assert graph.read("[" * 100_000, services.GRAPH).form is Form.UNREAD
    assert graph.read('{"a":' * 50_000, services.GRAPH).successes == 0
    assert graph.read("{" + ",".join(['"a":1'] * 300_000) + "}", services.GRAPH).problem


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("/v1.0/me/messages", "GET /me/messages"),
        (
            "/v1.0/users/anna.berg@contoso.example/mailFolders/inbox/messages/AAMk=",
            "GET /users/{id}/mailFolders/inbox/messages/{id}",
        ),
        ("/beta/users('anna')/calendarView/delta", "GET /users/{id}/calendarView/delta"),
        ("/v1.0/users/messages/events", "GET /users/{id}/events"),
        ("/me/events", "GET /me/events"),
        ("/v1.0/$batch", "GET /$batch"),
        ("/v1.0/me/mailFolders/Kundenpost/messages", "GET /me/mailFolders/{id}/messages"),
        ("/v1.0/me/microsoft.graph.sendMail", "GET /me/microsoft.graph.sendMail"),
    ],
)
def test_ids_and_names_of_people_are_no_part_of_an_operation(path: str, operation: str) -> None:
    assert graph_paths.operation("GET", path) == operation


def test_the_mailbox_is_the_address_that_the_path_names() -> None:
    assert graph_paths.mailbox("/v1.0/users/Anna.Berg%40contoso.example/messages") == "anna.berg@contoso.example"
    assert graph_paths.mailbox("/v1.0/users/6eddf8e5-ad44-4729-ad31-9b97ed060380/messages") is None
    assert graph_paths.mailbox("/v1.0/me/messages") is None


def test_each_row_of_the_table_names_an_owner_and_is_about_one_code() -> None:
    rows = [row for known in graph_error_codes().values() for row in known]

    assert len(rows) > 200
    assert all(row["owner"] and row["meaning"] for row in rows)
    assert len({(row["code"].lower(), row["message"]) for row in rows}) > len(rows) - 5


def test_a_record_with_a_code_and_a_message_of_its_own_is_no_error() -> None:
    said = graph.read('{"id": "1", "code": "X1", "message": "text"}', services.GRAPH)

    assert said is not None
    assert (said.results, said.successes) == ((), 1)


@pytest.mark.parametrize(("more", "successes"), [("", 0), (', {"id": "1"}', 1)], ids=["all failed", "one was served"])
def test_a_page_of_results_worked_where_one_of_them_did(more: str, successes: int) -> None:
    failed = '{"error": {"code": "ErrorInvalidUser", "message": "m"}}'

    said = graph.read(f'{{"value": [{failed}{more}]}}', services.GRAPH)

    assert said is not None
    assert [result.code for result in said.results] == ["ErrorInvalidUser"]
    assert said.successes == successes


def test_the_last_of_many_results_counts_like_the_first() -> None:
    failed = '{"error": {"code": "ErrorInvalidUser", "message": "m"}}'

    said = graph.read(f'{{"value": [{", ".join(["{}"] * 999)}, {failed}]}}', services.GRAPH)

    assert said is not None
    assert [result.code for result in said.results] == ["ErrorInvalidUser"]


MAIL = {"id": "AAMk1", "subject": "Haifisch", "bodyPreview": "Haifisch", "error": "Haifisch", "message": "Haifisch"}


@pytest.mark.parametrize(
    ("body", "code", "text"),
    [
        (MAIL, None, None),
        ({"error": "invalid_request"}, "invalid_request", ""),
        ({"error": "The mailbox is asleep"}, None, "The mailbox is asleep"),
        ({"error": {"code": "Notes about the shark", "message": "x"}}, None, "x"),
        ({"error": {"code": "-1, Microsoft.SharePoint.X", "message": "x"}}, "-1, Microsoft.SharePoint.X", "x"),
    ],
)
def test_a_code_is_a_word_and_what_a_person_wrote_is_none(body: dict[str, Any], code: str | None, text: str) -> None:
    said = graph.read(json.dumps(body))

    assert said is not None
    assert [(result.code, result.text) for result in said.results] == ([] if text is None else [(code, text)])


@pytest.mark.parametrize("status", [200, 400, 500])
def test_a_mail_with_a_member_named_error_shows_nothing_of_itself(analyse: Analyse, status: int) -> None:
    document = analyse(raw([Exchange("GET", "/v1.0/me/messages/AAMk1", status, MAIL)]))

    assert "Haifisch" not in json.dumps(document)


def test_a_word_of_capitals_that_looks_like_a_code_is_read_in_no_more_time() -> None:
    """It took minutes: where such a word parts into two, there were as many ways as there are letters, and so on."""
    assert list(graph_words.marks(f"Error: Ab{'C' * 70}9 is no code")) == []


GRAPH = "https://graph.microsoft.com/v1.0"


@pytest.mark.parametrize(
    "document",
    [
        {"@odata.context": f"{GRAPH}/$metadata#subscriptions", "value": []},
        {"@odata.context": f"{GRAPH}/$metadata#users/$entity", "id": "a"},
        {"@odata.nextLink": f"{GRAPH}/groups?$skiptoken=messages", "value": []},
        {"@odata.type": "#microsoft.graph.subscription", "id": "a"},
    ],
)
def test_an_answer_alone_about_something_else_proves_nothing_of_a_mailbox(analyse: Analyse, document: object) -> None:
    said = graph.read(json.dumps(document), services.OTHER)

    assert said is not None
    assert said.successes == 0
    assert analyse(json.dumps(document))["verdict"]["outcome"] == "inconclusive"


@pytest.mark.parametrize(
    "document",
    [
        {"@odata.context": f"{GRAPH}/$metadata#users('a')/messages", "value": []},
        {"@odata.context": f"{GRAPH}/$metadata#Collection(event)", "value": []},
        {"@odata.nextLink": f"{GRAPH}/me/contacts?$skip=10", "value": []},
        {"@odata.type": "#microsoft.graph.message", "id": "a"},
    ],
)
def test_an_answer_alone_about_what_is_in_a_mailbox_worked(document: object) -> None:
    said = graph.read(json.dumps(document), services.OTHER)

    assert said is not None
    assert said.successes == 1


def _notification(**members: str) -> str:
    return json.dumps({"value": [{"subscriptionId": "0a1b2c3d", "clientState": "nobody-reads-it", **members}]})


@pytest.mark.parametrize(
    ("event", "rule", "outcome"),
    [
        ("subscriptionRemoved", "graph-subscription-ended", "issue"),
        ("missed", "graph-subscription-ended", "issue"),
        ("reauthorizationRequired", "graph-subscription-to-renew", "info"),
    ],
)
def test_a_lifecycle_notification_is_told(analyse: Analyse, event: str, rule: str, outcome: str) -> None:
    document = analyse(_notification(lifecycleEvent=event))

    assert document["documents"][0]["kind"] == "api-answer"
    assert loud(document) == {rule: outcome}
    assert document["verdict"]["outcome"] == ("issue" if outcome == "issue" else "inconclusive")
    assert "nobody-reads-it" not in json.dumps(document)


def test_the_last_of_many_notifications_counts_like_the_first(analyse: Analyse) -> None:
    rows = [{"subscriptionId": "0a1b2c3d", "changeType": "updated"}] * 3000
    last = {"subscriptionId": "0a1b2c3d", "lifecycleEvent": "missed"}

    assert loud(analyse(json.dumps({"value": [*rows, last]}))) == {"graph-subscription-ended": "issue"}


def test_a_notification_of_a_change_and_settings_with_a_value_tell_nothing(analyse: Analyse) -> None:
    document = analyse(_notification(changeType="updated", resource="Users/a/Events/b"))
    assert (document["documents"][0]["kind"], loud(document)) == ("api-answer", {})
    assert document["verdict"]["outcome"] == "inconclusive"

    assert analyse('{"value": [{"lifecycleEvent": "missed"}]}')["documents"][0]["kind"] == "configuration"
