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
