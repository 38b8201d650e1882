"""A sign-in that is refused by a redirect: its address tells why, wherever it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Analyse

DECLINED = "error=access_denied&error_description=AADSTS65004%3a+User+declined+to+consent&state=1"
BACK = f"https://ssi.contoso.example/cb?{DECLINED}"
AUTHORIZE = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1"


def entry(url: str, status: int, location: str = "") -> dict[str, Any]:
    fields = [{"name": "Location", "value": location}] if location else []
    return {
        "startedDateTime": "2026-10-12T08:00:00Z",
        "time": 5,
        "request": {"method": "GET", "url": url, "headers": []},
        "response": {"status": status, "headers": fields, "content": {"size": 0, "mimeType": ""}},
    }


def har(*entries: dict[str, Any]) -> str:
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


def raw(target: str, host: str, answer: str) -> str:
    return f"GET {target} HTTP/1.1\nHost: {host}\n\nHTTP/1.1 {answer}\n\n"


@pytest.mark.parametrize(
    "upload",
    [
        f"2026-10-12 08:00:00 INFO redirect received: {BACK}\n",
        f"GET {BACK}\n",
        har(entry(AUTHORIZE, 302, BACK)),
        har(entry(BACK, 200)),
        raw("/common/oauth2/authorize", "login.microsoftonline.com", f"302 Found\nLocation: {BACK}"),
        raw(f"/cb?{DECLINED}", "ssi.contoso.example", "200 OK"),
    ],
)
def test_the_address_tells_why_a_sign_in_is_refused(analyse: Analyse, upload: str) -> None:
    document = analyse(upload)
    assert document["verdict"]["rule"] == "AADSTS65004"
    assert document["findings"][0]["count"] == 1
    assert document["unexplained"] == []


def test_a_redirect_and_the_request_that_follows_it_are_one_refusal(analyse: Analyse) -> None:
    document = analyse(har(entry(AUTHORIZE, 302, BACK), entry(BACK, 200)))
    assert [(finding["rule"], finding["count"]) for finding in document["findings"]] == [("AADSTS65004", 1)]


@pytest.mark.parametrize(
    "upload",
    [
        "The redirect looks like https://app/cb?error=access_denied&error_description=...\n",
        "https://app/cb?error={code}&error_description={text}\n",
        "See https://docs.contoso.example/auth?error=1&page=2 for the meaning of error=access_denied.\n",
    ],
)
def test_an_address_of_a_manual_is_no_refusal(analyse: Analyse, upload: str) -> None:
    document = analyse(upload)
    assert document["findings"] == document["unexplained"] == []
