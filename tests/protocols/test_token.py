"""What a sign-in service answers: tokens, refusals with one or several codes, redirects, broken bodies."""

from __future__ import annotations

import json
from typing import Any

import pytest

from analyzer.protocols import token
from analyzer.reference import services
from tests.conftest import Analyse, loud

TRACE = "3edcdb9e-9b0b-4f22-a863-8515633e6822"


def refusal(description: str, error: str = "invalid_grant", **more: Any) -> str:
    return json.dumps({"error": error, "error_description": description, **more})


def test_a_token_is_a_success_and_never_shown(analyse: Analyse) -> None:
    body = json.dumps({"token_type": "Bearer", "expires_in": "3599", "access_token": "kq7-secret-kq7"})

    assert token.read(body).successes == 1
    exchange = f"POST /common/oauth2/token HTTP/1.1\nHost: login.microsoftonline.com\n\nHTTP/1.1 200 OK\n\n{body}\n"
    document = analyse(exchange)
    assert not loud(document)
    assert "kq7-secret-kq7" not in json.dumps(document)


def test_the_code_of_a_refusal_is_the_one_of_its_description() -> None:
    said = token.read(refusal("AADSTS50076: Due to a change you must use another factor.", error_codes=[50076]))

    assert said.service == services.TOKEN
    assert said.results[0].code == "AADSTS50076"


def test_of_two_codes_the_cause_is_told() -> None:
    said = token.read(refusal("AADSTS70002: Error validating credentials. AADSTS50013: Assertion is too old."))

    assert said.results[0].code == "AADSTS50013"


def test_a_general_code_alone_is_the_cause() -> None:
    assert token.read(refusal("AADSTS70002: Error validating credentials.")).results[0].code == "AADSTS70002"


def test_a_code_that_only_the_list_names_is_told() -> None:
    said = token.read(refusal("Das Konto ist gesperrt.", error_codes=[50053]))

    assert said.results[0].code == "AADSTS50053"
    assert said.results[0].text.startswith("AADSTS50053: Das Konto")


def test_a_service_without_codes_is_told_by_its_error() -> None:
    said = token.read(refusal("MSIS9614: The refresh token received is invalid.", trace_id=TRACE))

    assert said.results[0].code == "invalid_grant"
    assert "MSIS9614" in said.results[0].text
    assert TRACE in said.results[0].text


def test_the_closer_reason_stands_beside_the_words() -> None:
    assert "(bad_token)" in token.read(refusal("AADSTS50173: Revoked.", suberror="bad_token")).results[0].text


@pytest.mark.parametrize(
    "body",
    [
        '{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Ensure th',
        '"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."',
    ],
)
def test_a_body_without_its_beginning_or_end_is_still_a_refusal(body: str) -> None:
    said = token.read(body)

    assert said.results[0].code == "AADSTS7000215"
    assert said.problem


@pytest.mark.parametrize(
    "body",
    [
        '{"error": {"code": "ErrorItemNotFound", "message": "error_description"}}',
        '{"error": "out of paper"}',
        '{"access_token": "a parameter of a form"}',
        "AADSTS is the beginning of every code.",
        "{" * 5000,
        "",
    ],
)
def test_what_no_sign_in_service_writes_is_none_of_its_answers(body: str) -> None:
    assert token.read(body) is None


def test_a_redirect_says_in_its_address_why() -> None:
    address = (
        "https://app.contoso.example/cb?error=access_denied&error_description=AADSTS65004%3a+User+declined.&state=x"
    )

    assert token.redirected(address).results[0].code == "AADSTS65004"
    assert token.redirected("https://app.contoso.example/cb?error=1&page=2") is None
    assert token.redirected("https://app.contoso.example/cb?code=kq7") is None


def test_a_refusal_with_two_codes_is_one_finding(analyse: Analyse) -> None:
    said = refusal("AADSTS70002: Error validating credentials. AADSTS50013: Assertion is too old.")
    document = analyse(f"Token request failed: {said}")

    assert list(loud(document)) == ["AADSTS50013"]


def test_a_refusal_that_only_lists_its_codes_is_told() -> None:
    said = token.read(json.dumps({"error": "invalid_grant", "error_codes": [50076]}))

    assert said is not None
    assert said.results[0].code == "AADSTS50076"
