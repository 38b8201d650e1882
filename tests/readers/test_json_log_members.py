"""Logs of JSON objects: a status and an address may stand in members of their own."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Analyse, rules_of

EWS = "https://mail.contoso.example/EWS/Exchange.asmx"
DONE = {"time": "2026-10-12T08:00:09Z", "level": "info", "msg": "done"}


def log(*events: object) -> str:
    return "".join(json.dumps(event) + "\n" for event in (*events, DONE))


@pytest.mark.parametrize(
    ("event", "rule"),
    [
        (
            {"time": "2026-10-12T08:00:00Z", "level": "error", "msg": "failed", "status": 503, "url": EWS},
            "exchange-unavailable",
        ),
        (
            {"ts": "2026-10-12T08:00:00Z", "level": "warn", "msg": "no", "http": {"status_code": "403"}, "url": EWS},
            "exchange-forbidden",
        ),
        (
            {
                "@t": "2026-10-12T08:00:00Z",
                "@l": "Error",
                "@mt": "{Url} ended with {StatusCode}",
                "Url": "https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/",
                "StatusCode": 403,
            },
            "c4c-forbidden",
        ),
    ],
)
def test_a_status_in_a_member_is_the_status_of_the_failure(analyse: Analyse, event: object, rule: str) -> None:
    document = analyse(log(event))

    assert rules_of(document) == {rule: "error"}
    assert document["unexplained"] == []


@pytest.mark.parametrize(
    "event",
    [
        {"time": "2026-10-12T08:00:00Z", "level": "info", "msg": "request done", "status": 503, "url": EWS},
        {"time": "2026-10-12T08:00:00Z", "level": "info", "msg": "batch", "status": "500 items", "code": 503},
        {"time": "2026-10-12T08:00:00Z", "level": "info", "msg": "request done", "status": 200, "error": None},
    ],
)
def test_what_tells_of_the_course_of_things_is_no_failure(analyse: Analyse, event: object) -> None:
    document = analyse(log(event))

    assert (document["findings"], document["unexplained"]) == ([], [])


def call(status: object, url: str = EWS, **more: object) -> str:
    return json.dumps({"ts": "2026-10-12T08:00:00Z", "method": "POST", "url": url, "status": status, **more}) + "\n"


@pytest.mark.parametrize(
    ("log_of_requests", "rule", "counted"),
    [
        (call(503) + call(503), "exchange-unavailable", ("exchange", "ews", 503, 2)),
        (
            '{"request": {"verb": "GET", "uri": "https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/"},'
            ' "response": {"statusCode": 404}}\n' * 2,
            "c4c-not-found",
            ("c4c", "odata", 404, 2),
        ),
        (
            call("429", "https://graph.microsoft.com/v1.0/me/events", level="info", msg="answered"),
            "graph-throttled",
            ("exchange", "graph", 429, 1),
        ),
        (
            '{"http.method": "GET", "url.path": "/EWS/Exchange.asmx", "http.response.status_code": 403}\n' * 2,
            "exchange-forbidden",
            ("exchange", "ews", 403, 2),
        ),
    ],
)
def test_an_object_with_method_address_and_status_is_a_request(
    analyse: Analyse, log_of_requests: str, rule: str, counted: tuple[object, ...]
) -> None:
    document = analyse(log_of_requests)

    assert list(rules_of(document)) == [rule]
    assert [tuple(row[name] for name in ("system", "protocol", "status", "count")) for row in document["http"]] == [
        counted
    ]


def test_a_challenge_that_is_answered_in_the_next_line_is_a_step(analyse: Analyse) -> None:
    document = analyse(call(401) + call(200))

    assert document["findings"] == []
    assert document["verdict"]["confidence"]["level"] == "likely"  # what was answered stands nowhere


def test_a_line_that_tells_of_the_failure_again_is_the_same_event(analyse: Analyse) -> None:
    again = {"ts": "2026-10-12T08:00:01Z", "level": "error", "msg": "Request failed with status code 503", "url": EWS}

    (finding,) = analyse(call(503) + json.dumps(again) + "\n")["findings"]

    assert (finding["rule"], finding["count"]) == ("exchange-unavailable", 1)


def test_requests_of_another_service_are_nobody_s_failure(analyse: Analyse) -> None:
    document = analyse(call(500, "https://shop.fabrikam.example/api/orders") * 2)

    assert document["findings"] == []
    assert [row["system"] for row in document["http"]] == ["other"]


def test_settings_that_name_an_address_and_a_method_are_no_requests(analyse: Analyse) -> None:
    document = analyse(json.dumps({"method": "basic", "url": EWS, "status": 401}) + "\n")

    assert document["http"] == document["findings"] == []


REFUSED = f"EWS POST {EWS} returned 401 Unauthorized"


@pytest.mark.parametrize(
    "event",
    [
        {"timestamp": "2026-10-12T08:00:00Z", "severity": "ERROR", "textPayload": REFUSED},
        {"timestamp": "2026-10-12T08:00:00Z", "severity": "ERROR", "jsonPayload": {"message": REFUSED}},
        {"preview": False, "result": {"_raw": f"2026-10-12 08:00:00 ERROR {REFUSED}"}},
        {"timestamp": "2026-10-12T08:00:00Z", "log": {"level": "error"}, "data": {"text": REFUSED}},
        {"ts": "2026-10-12T08:00:00", "lvl": "ERR", "m": REFUSED},
        {"log": f"2026-10-12 08:00:00 ERROR {REFUSED}", "time": "2026-10-12T08:00:00Z"},
    ],
    ids=["Google, text", "Google, object", "Splunk", "in parts", "short", "a container's"],
)
def test_the_message_is_read_wherever_a_log_keeps_it(analyse: Analyse, event: object) -> None:
    document = analyse(json.dumps(event) + "\n")

    assert rules_of(document) == {"exchange-authentication": "error"}
