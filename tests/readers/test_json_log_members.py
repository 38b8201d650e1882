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
