"""What the side of C4C says without a status of its own, and what its pages and texts tell beside a status."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Analyse, Document

LINE = "2026-10-12 08:00:02,020 ERROR TID:7 [SiteInMemory:C4CConnector] {}\n"
COLLECTION = "/sap/c4c/odata/v1/c4codataapi/ContactCollection"
RECORD = f"{COLLECTION}('00163E')"


def answered(status: str, body: str = "", path: str = RECORD, method: str = "PATCH") -> str:
    return (
        f"HTTP Request\n{method} {path} HTTP/1.1\nHost: my1.crm.ondemand.com\n\n"
        f"HTTP Response\nHTTP/1.1 {status}\n\n{body}\n\n"
    )


def refused(text: str) -> str:
    return json.dumps({"error": {"code": "BO/1", "message": {"lang": "en", "value": text}}})


def page(text: str) -> str:
    return f"<html><head><title>Logon Error Message</title></head><body><p>{text}</p></body></html>"


def told(document: Document) -> tuple[str, str, str]:
    verdict = document["verdict"]
    return verdict["rule"], verdict["owner"], verdict["outcome"]


@pytest.mark.parametrize(
    ("text", "rule", "owner"),
    [
        ("The operation has timed out", "c4c-no-response", "sap-api-team"),
        ("A task was canceled.", "c4c-no-response", "sap-api-team"),
        ("The response ended prematurely.", "c4c-no-response", "sap-api-team"),
        ("The remote name could not be resolved: 'my1.crm.ondemand.com'", "c4c-unreachable", "c4c-key-user"),
        ("Name or service not known (my1.crm.ondemand.com:443)", "c4c-unreachable", "c4c-key-user"),
        ("The request was aborted: Could not create SSL/TLS secure channel.", "c4c-unreachable", "ssi-support"),
        ("Unable to connect to the remote server", "network-refused", "network-admin"),
        ("invalid_grant: Provided authorization grant is invalid or expired.", "c4c-authentication", "c4c-key-user"),
        ("SAML assertion user mapping failed", "c4c-authentication", "c4c-key-user"),
        ("Remote server returned an error: (407) Proxy Authentication Required", "c4c-unreachable", "network-admin"),
    ],
)
def test_what_the_connector_says_of_c4c_is_known(analyse: Analyse, text: str, rule: str, owner: str) -> None:
    assert told(analyse(LINE.format(text))) == (rule, owner, "error")


@pytest.mark.parametrize(
    ("text", "rule", "owner"),
    [
        ("Appointment 12 is locked by user JDOE", "c4c-record-locked", "nobody"),
        ("Termin 12 ist vom Benutzer JDOE gesperrt", "c4c-record-locked", "nobody"),
        ("User JDOE is locked", "c4c-bad-request", "sap-api-team"),
        ("Possible duplicates exist for contact", "c4c-duplicate", "c4c-key-user"),
        ("Mögliche Dubletten vorhanden", "c4c-duplicate", "c4c-key-user"),
        ("The field Duplicate is unknown", "c4c-bad-request", "sap-api-team"),
    ],
)
def test_what_c4c_says_of_one_record_is_an_issue(analyse: Analyse, text: str, rule: str, owner: str) -> None:
    assert told(analyse(answered("400 Bad Request", refused(text)))) == (rule, owner, "issue")


@pytest.mark.parametrize(
    ("status", "rule", "owner", "outcome"),
    [
        ("423 Locked", "c4c-record-locked", "nobody", "issue"),
        ("428 Precondition Required", "c4c-conflict", "ssi-support", "issue"),
        ("412 Precondition Failed", "c4c-conflict", "nobody", "issue"),
        ("405 Method Not Allowed", "c4c-request-form", "ssi-support", "error"),
        ("415 Unsupported Media Type", "c4c-request-form", "ssi-support", "error"),
        ("408 Request Timeout", "c4c-no-response", "sap-api-team", "error"),
        ("422 Unprocessable Entity", "c4c-bad-request", "sap-api-team", "issue"),
    ],
)
def test_each_status_of_c4c_has_its_owner(analyse: Analyse, status: str, rule: str, owner: str, outcome: str) -> None:
    assert told(analyse(answered(status))) == (rule, owner, outcome)


@pytest.mark.parametrize(
    ("status", "text", "owner", "word"),
    [
        ("401 Unauthorized", "Password logon no longer possible - too many failed attempts", "c4c-key-user", "locked"),
        ("401 Unauthorized", "Name oder Kennwort ist nicht korrekt", "c4c-key-user", "wrong"),
        ("401 Unauthorized", "Your password has expired", "c4c-key-user", "expired"),
        ("401 Unauthorized", "Hello", "c4c-key-user", "refuses the sign-in"),
        ("403 Forbidden", "Access from IP address 203.0.113.7 is not allowed", "c4c-key-user", "address"),
        ("403 Forbidden", "Hello", "c4c-key-user", "forbids"),
        ("500 Internal Server Error", "TIME_OUT Time limit exceeded", "c4c-key-user", "too much at once"),
        ("500 Internal Server Error", "TSV_TNEW_PAGE_ALLOC_FAILED", "c4c-key-user", "too much at once"),
        ("500 Internal Server Error", "Hello", "sap-api-team", "internal server error"),
        ("503 Service Unavailable", "The tenant is currently under maintenance", "nobody", "maintenance"),
        ("503 Service Unavailable", "Ask us for the maintenance contract", "sap-api-team", "not available"),
    ],
)
def test_what_a_page_of_c4c_says_tells_whose_turn_it_is(
    analyse: Analyse, status: str, text: str, owner: str, word: str
) -> None:
    verdict = analyse(answered(status, page(text)))["verdict"]

    assert (verdict["owner"], verdict["outcome"]) == (owner, "error")
    assert word in verdict["headline"]


@pytest.mark.parametrize(
    ("path", "owner", "outcome"),
    [
        (RECORD, "nobody", "issue"),
        (f"{RECORD}/ContactEMail", "nobody", "issue"),
        (COLLECTION, "sap-api-team", "error"),
        (f"{COLLECTION}?$filter=ID eq ('1')", "sap-api-team", "error"),
    ],
)
def test_a_record_that_is_gone_is_no_error_and_a_collection_is_one(
    analyse: Analyse, path: str, owner: str, outcome: str
) -> None:
    assert told(analyse(answered("404 Not Found", path=path, method="GET"))) == ("c4c-not-found", owner, outcome)


@pytest.mark.parametrize(
    "text",
    [
        "0 duplicates found",
        "Possible duplicates exist: none",
        "Token renewed after invalid_grant",
        "Record 12 was locked by user JDOE, retry succeeded",
        "Request has timed out 0 times",
        "Access from IP address 203.0.113.7 is allowed",
        "The operation was canceled.",
        "An existing connection was forcibly closed by the remote host, connected again",
    ],
)
def test_a_calm_line_that_has_such_words_is_no_error(analyse: Analyse, text: str) -> None:
    document = analyse(LINE.format(text).replace("ERROR", "INFO"))

    assert [row["rule"] for row in document["findings"] if row["outcome"] != "info"] == []
