"""Answers that SAPUI5 and datajs keep in an error object."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Analyse, counts, loud

PATH = "/sap/c4c/odata/v1/c4codataapi/ContactCollection"
REFUSED = json.dumps({"error": {"code": "SY/530", "message": {"lang": "en", "value": "The visit is odd"}}})


def kept(status: int | str, body: str, **more: Any) -> dict[str, Any]:
    return {"requestUri": PATH, "statusCode": status, "statusText": "", "headers": {}, "body": body, **more}


@pytest.mark.parametrize(
    "document",
    [
        kept(400, REFUSED),
        kept("400", REFUSED),
        {"message": "HTTP request failed", "request": {"requestUri": PATH}, "response": kept(400, REFUSED)},
        {"message": "it failed", "statusCode": 400, "statusText": "Bad Request", "responseText": REFUSED},
        kept(400, REFUSED, requestUri=f"https://my300001.crm.ondemand.com{PATH}"),
    ],
    ids=["path", "status as text", "answer in an error", "no address", "address"],
)
def test_the_error_in_a_kept_answer_is_one_of_c4c(analyse: Analyse, document: dict[str, Any]) -> None:
    said = analyse(json.dumps(document))

    assert loud(said) == {"c4c-bad-request": "issue"}
    assert counts(said, "response_codes", "protocol", "code") == {("odata", "SY/530"): 1}
    assert "OData error SY/530" in said["findings"][0]["evidence"][0]["excerpt"]


def test_an_answer_without_an_error_object_is_told_by_its_status(analyse: Analyse) -> None:
    assert loud(analyse(json.dumps(kept(503, "503 Service unavailable")))) == {"c4c-unavailable": "error"}


def test_the_field_of_a_missing_token_tells_why_it_was_refused(analyse: Analyse) -> None:
    document = kept(403, "CSRF-Token-Validierung fehlgeschlagen", headers={"X-CSRF-Token": "Required"})

    assert list(loud(analyse(json.dumps(document)))) == ["c4c-csrf"]


def test_a_kept_answer_of_nobody_known_names_no_side(analyse: Analyse) -> None:
    document = analyse(json.dumps(kept(503, "busy", requestUri="https://api.fabrikam.example/v1/orders")))

    assert [row["signature"].partition(" ")[0] for row in document["unexplained"]] == ["other"]


def test_a_kept_answer_that_went_well_is_no_error(analyse: Analyse) -> None:
    document = analyse(json.dumps(kept(200, '{"d": {"results": []}}')))

    assert (loud(document), document["unexplained"]) == ({}, [])


def test_a_redacted_answer_keeps_whose_it_is(called: Any, tmp_path: Any) -> None:
    upload = tmp_path / "answer.json"
    upload.write_text(json.dumps(kept(503, "busy", requestUri=f"https://my300001.crm.ondemand.com{PATH}('Anna')")))

    done = called("redact", upload, "-o", tmp_path / "shared.json")

    shared = json.loads((tmp_path / "shared.json").read_text())
    assert "tells something else" not in done.stderr
    assert f"{PATH}('" in shared["requestUri"]
    assert "Anna" not in str(shared)


N8N = {
    "errorMessage": "Forbidden - perhaps check your credentials?",
    "errorDetails": {
        "rawErrorMessage": ['403 - {"error":{"code":"ErrorAccessDenied","message":"Access is denied."}}'],
        "httpCode": "403",
    },
    "n8nDetails": {"nodeType": "n8n-nodes-base.microsoftOutlook", "operation": "getAll"},
}


def test_the_answer_in_an_error_of_n8n_is_read(analyse: Analyse) -> None:
    document = analyse(json.dumps(N8N, indent=2))

    assert counts(document, "response_codes", "protocol", "code") == {("graph", "ErrorAccessDenied"): 1}
    assert loud(document) == {"graph-access-denied": "error"}


def test_a_node_of_n8n_for_graph_says_whom_it_asked(analyse: Analyse) -> None:
    details = {"rawErrorMessage": ["401 - "], "httpCode": "401"}

    assert loud(analyse(json.dumps({**N8N, "errorDetails": details}))) == {"graph-authentication": "error"}


def test_the_status_of_another_node_of_n8n_is_of_nobody(analyse: Analyse) -> None:
    node = {"nodeType": "n8n-nodes-base.salesforce"}
    document = analyse(json.dumps({**N8N, "errorDetails": {"httpCode": "403"}, "n8nDetails": node}))

    assert document["verdict"]["owner"] == "ssi-support"
    assert document["findings"] == []


def node(host: str, path: str, status: int = 403) -> str:
    uri = {"protocol": "https:", "host": host, "pathname": path}
    found = {"statusCode": status, "headers": {"x-feserver": "EX01"}, "request": {"uri": uri, "method": "GET"}}
    return json.dumps(found, indent=2)


def test_an_answer_that_node_prints_with_its_request_is_of_whom_was_asked(analyse: Analyse) -> None:
    document = analyse(node("outlook.office.com", "/api/v2.0/me/messages"))

    assert loud(document) == {"graph-access-denied": "error"}
    assert set(loud(analyse(node("mail.contoso.example", "/EWS/Exchange.asmx")))) == {"exchange-forbidden"}


def test_a_good_answer_that_node_prints_is_no_error(analyse: Analyse) -> None:
    assert loud(analyse(node("outlook.office.com", "/api/v2.0/me/messages", 200))) == {}
