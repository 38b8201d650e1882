"""What an older ews-javascript-api prints of an answer."""

from __future__ import annotations

from tests.conftest import Analyse, counts, loud

FAILED = "Error in calling service, error code:401\n"
FIELDS = (
    "server : Microsoft-IIS/10.0\nwww-authenticate : Negotiate, NTLM\nx-feserver : EX01\n"
    "date : Mon, 12 Oct 2026 08:00:00 GMT\ncontent-length : 0\n"
)
REST = "\nUnhandled rejection Exception\n    at CreateItemRequest.ProcessWebException (/srv/ServiceRequestBase.js:270:36)\n"


def test_the_fields_below_the_sentence_are_those_of_the_answer(analyse: Analyse) -> None:
    document = analyse(f"calling\n{FAILED}{FIELDS}{REST}")

    assert counts(document, "http", "protocol", "status") == {("ews", 401): 1}
    assert counts(document, "servers", "header", "value")[("X-FEServer", "EX01")] == 1
    assert set(loud(document)) == {"exchange-authentication"}
    (finding,) = document["findings"]
    assert (finding["count"], finding["first_seen"]) == (1, "2026-10-12T08:00:00Z")
    assert finding["evidence"][0]["line"] == 2


def test_the_sentence_alone_is_a_text(analyse: Analyse) -> None:
    document = analyse(f"calling\n{FAILED}{REST}")

    assert document["http"] == []
    assert set(loud(document)) == {"exchange-authentication"}


def test_the_fields_need_no_blank_before_their_colon(analyse: Analyse) -> None:
    document = analyse(
        "Error in calling service, error code:401\nserver: Microsoft-IIS/10.0\nx-feserver: EX01\n"
        "date: Mon, 12 Oct 2026 08:00:00 GMT\n"
    )

    assert counts(document, "http", "system", "protocol", "status") == {("exchange", "ews", 401): 1}
    assert loud(document) == {"exchange-authentication": "error"}
