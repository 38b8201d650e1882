"""Errors in JSON that name no side: gateways, frameworks, proxies."""

from __future__ import annotations

import json
from typing import Any

import pytest

from analyzer import protocols
from analyzer.limits import Limits
from analyzer.model import System
from analyzer.protocols import Said
from analyzer.reference import services


def read(document: Any, service: services.Service = services.OTHER) -> Said:
    return protocols.read(json.dumps(document), Limits(), service)


@pytest.mark.parametrize(
    ("document", "status", "code", "text"),
    [
        ({"status": 500, "error": "Internal Server Error", "path": "/x"}, 500, None, "Internal Server Error"),
        ({"type": "about:blank", "title": "Not Found", "status": 404}, 404, None, "Not Found"),
        ({"Message": "It broke.", "ExceptionMessage": "x", "ExceptionType": "A.B"}, None, "A.B", "It broke."),
        ({"fault": {"faultstring": "No key", "detail": {"errorcode": "a.Key"}}}, None, "a.Key", "No key"),
        ([{"errorCode": "SESSION", "message": "Expired", "error": "x"}], None, "SESSION", "Expired"),
        ({"error": {"status": "503", "reason": "Busy"}}, 503, None, "Busy"),
    ],
    ids=["spring", "rfc9457", "asp.net", "apigee", "list", "inner"],
)
def test_status_code_and_words_are_told(document: Any, status: int | None, code: str | None, text: str) -> None:
    said = read(document)

    (result,) = said.results
    assert (said.status, result.code, result.text, result.fault) == (status, code, text, True)
    assert (said.service.system, said.successes) == (System.OTHER, 0)


@pytest.mark.parametrize(
    "document",
    [
        {"status": 200, "title": "All is well"},
        {"title": "A mail", "message": "It says error"},
        {"status": True, "message": "x"},
        {"errors": []},
        "error",
    ],
)
def test_what_names_no_error_is_none(document: Any) -> None:
    assert read(document).results == ()


def test_what_c4c_gives_is_judged_by_its_own_protocol() -> None:
    assert read({"status": 500, "message": "x"}, services.SAP).results == ()


@pytest.mark.parametrize(
    "record",
    [
        {"status": 500, "error": "Nordlicht", "message": "Nordlicht", "subject": "x"},
        {"code": 400, "errorMessage": "Nordlicht", "bodyPreview": "x", "id": "AAMk"},
        {"statusCode": 404, "message": "Nordlicht", "Betreff": "x"},
    ],
)
def test_the_members_of_a_record_are_no_words_of_a_service(record: dict[str, Any]) -> None:
    assert read(record).results == ()
