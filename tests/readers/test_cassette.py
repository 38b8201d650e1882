"""Recordings of VCR and vcrpy: YAML as these two write it."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Analyse, counts, loud
from tests.support.graph import Exchange, error, numbered, page, python_cassette, ruby_cassette

FOLDED = """---
http_interactions:
- request:
    method: get
    uri: https://graph.microsoft.com/v1.0/users/<USER>/messages
    body:
      encoding: US-ASCII
      string: ''
    headers:
      Authorization:
      - Bearer <TOKEN>
  response:
    status:
      code: 401
      message: Unauthorized
    headers:
      Www-Authenticate:
      - Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize",
        client_id="00000003-0000-0000-c000-000000000000"
      Date:
      - Wed, 14 Oct 2026 15:55:33 GMT
    body:
      encoding: ASCII-8BIT
      string: {body}
  recorded_at: Wed, 14 Oct 2026 15:55:34 GMT
recorded_with: VCR 6.3.1
"""


@pytest.mark.parametrize(
    "body",
    [
        """'{"error":{"code":"InvalidAuthenticationToken","message":"IDX14100:
        it isn''t well formed"}}'""",
        '''"{\\"error\\":{\\"code\\":\\"InvalidAuthenticationToken\\",\\"message\\":\\"IDX14100:
        it isn't well formed\\"}}"''',
        """|-
        {"error":{"code":"InvalidAuthenticationToken",
         "message":"IDX14100: it isn't well formed"}}""",
        """!binary |-
        eyJlcnJvciI6eyJjb2RlIjoiSW52YWxpZEF1dGhlbnRpY2F0aW9uVG9rZW4iLCJtZXNzYWdlIjoi
        SURYMTQxMDA6IGl0IGlzbid0IHdlbGwgZm9ybWVkIn19""",
    ],
    ids=["single", "double", "block", "binary"],
)
def test_a_body_is_read_in_each_way_of_writing_a_string(analyse: Analyse, body: str) -> None:
    document = analyse(FOLDED.replace("{body}", body))

    assert loud(document) == {"graph-authentication": "error"}
    assert counts(document, "http", "status") == {401: 1}
    assert "isn't well formed" in document["findings"][0]["evidence"][0]["excerpt"]


@pytest.mark.parametrize("write", [ruby_cassette, python_cassette])
def test_each_interaction_is_an_exchange_at_its_own_line(analyse: Analyse, write: object) -> None:
    calls = [
        Exchange("GET", "/v1.0/me/events", 200, page()),
        Exchange("GET", "/v1.0/me/events/AAMk1", 404, error("ErrorItemNotFound", "It's gone.")),
    ]

    text = write(numbered(calls))  # type: ignore[operator]
    document = analyse(text)

    assert counts(document, "http", "status") == {200: 1, 404: 1}
    lines = text.decode().split("\n")
    place = document["findings"][0]["evidence"][0]["line"]
    assert lines[: place + 1].count("- request:") == 2


def test_an_answer_without_body_worked(analyse: Analyse) -> None:
    document = analyse(
        ruby_cassette([Exchange("POST", "/v1.0/me/sendMail", 202, asked={"message": {"subject": "Kürbis"}})])
    )

    assert document["verdict"]["outcome"] == "clean"
    assert "Kürbis" not in json.dumps(document, ensure_ascii=False)


@pytest.mark.parametrize("text", ["interactions:\n- request:\n", "interactions:\nThe list of interactions: none\n"])
def test_a_recording_without_answers_and_a_look_alike_say_nothing(analyse: Analyse, text: str) -> None:
    assert not loud(analyse(text))


def test_a_recording_cut_at_any_place_is_still_read(analyse: Analyse) -> None:
    text = ruby_cassette([Exchange("GET", "/v1.0/me/events", 403, error("ErrorAccessDenied"))]).decode()

    for stop in range(1, len(text), 61):
        assert analyse(text[:stop])["documents"]


def test_a_recording_that_ends_inside_a_value_says_so(analyse: Analyse) -> None:
    whole = FOLDED.replace("{body}", "'{}'")

    cut = analyse(whole[: whole.index("'{}'") + 2])

    assert "cut" in cut["documents"][0]["warning_codes"]
    assert analyse(whole)["documents"][0]["warning_codes"] == []


TWICE = python_cassette([Exchange("GET", "/v1.0/me/events", 200, page())] * 2).decode()


@pytest.mark.parametrize("behind", ["uri: https://gra", "code: 20", "message: O", "method: G"])
def test_a_recording_that_ends_inside_a_plain_value_is_not_called_clean(analyse: Analyse, behind: str) -> None:
    document = analyse(TWICE[: TWICE.rindex(behind) + len(behind)])

    assert "cut" in document["documents"][0]["warning_codes"]
    assert document["verdict"]["outcome"] == "inconclusive"


def test_a_recording_whose_last_body_is_kept_in_base64_is_whole(analyse: Analyse) -> None:
    """VCR chooses for each message how it keeps the body."""
    plain = FOLDED.replace("401", "200").replace("{body}", "'{}'")
    coded = plain.replace("      string: '{}'\n  recorded_at", "      base64_string: e30=\n  recorded_at")
    _, entry = coded.split("http_interactions:\n")

    document = analyse(plain.replace("recorded_with: VCR 6.3.1\n", "") + entry)

    assert document["documents"][0]["warning_codes"] == []


def test_a_recording_that_ends_between_a_request_and_its_answer_is_cut(analyse: Analyse) -> None:
    document = analyse(TWICE[: TWICE.rindex("  response:")])

    assert "cut" in document["documents"][0]["warning_codes"]
    assert document["verdict"]["outcome"] == "inconclusive"


def test_a_recording_of_one_answer_that_ends_among_its_fields_is_cut(analyse: Analyse) -> None:
    whole = ruby_cassette([Exchange("GET", "/v1.0/me/events", 200, page())]).decode()
    end = whole.index("\n    body:", whole.index("response:")) + 1

    document = analyse(whole[:end])

    assert document["documents"][0]["warning_codes"] == ["cut"]
    assert document["verdict"]["outcome"] == "inconclusive"


def test_a_pasted_recording_without_its_last_line_end_is_whole(analyse: Analyse) -> None:
    document = analyse(TWICE.rstrip("\n"))

    assert document["documents"][0]["warning_codes"] == []
    assert document["verdict"]["outcome"] == "clean"


SHORT = """interactions:
- request:
    body: null
    headers:
      Accept: ['*/*']
    method: POST
    uri: https://mail.contoso.example/EWS/Exchange.asmx
  response:
    body: {string: BODY}
    headers:
      Content-Type: [text/html]
      X-FEServer: ['EX01']
    status: {code: 403, message: Forbidden}
version: 1
"""


@pytest.mark.parametrize("body", ["''", "'it isn''t'", '!!python/unicode "two\\\n      \\ lines"'])
def test_short_mappings_of_older_recordings_are_read(analyse: Analyse, body: str) -> None:
    document = analyse(SHORT.replace("BODY", body))

    assert loud(document) == {"exchange-forbidden": "error"}
    assert counts(document, "servers", "value") == {"EX01": 1}
