"""EWS in JSON, as Outlook on the web and its add-ins speak it."""

from __future__ import annotations

import json

import pytest

from analyzer.protocols import ews_json
from tests.conftest import Analyse, counts, loud

VERSION = {"MajorVersion": 15, "MinorVersion": 20, "MajorBuildNumber": 7270, "MinorBuildNumber": 33}


def answer(*codes: str) -> str:
    rows = [
        {
            "__type": "GetItemResponseMessage:#Exchange",
            "MessageText": "It was not found.",
            "ResponseCode": code,
            "ResponseClass": "Success" if code == "NoError" else "Error",
        }
        for code in codes
    ]
    document = {"Header": {"ServerVersionInfo": VERSION}, "Body": {"ResponseMessages": {"Items": rows}}}
    return json.dumps(document, indent=4)


@pytest.mark.parametrize("before", ["", "https://outlook.live.com/owa/0/service.svc?action=GetItem&n=80\n"])
def test_the_code_of_a_response_message_counts(analyse: Analyse, before: str) -> None:
    document = analyse(before + answer("ErrorItemNotFound", "NoError"))

    assert document["documents"][0]["kind"] == "api-answer"
    assert counts(document, "response_codes", "code", "operation") == {("ErrorItemNotFound", "GetItem"): 1}
    assert counts(document, "exchange_versions", "version") == {"15.20.7270.33": 1}
    assert set(loud(document)) == {"ErrorItemNotFound"}


def test_the_last_of_many_response_messages_counts_like_the_first(analyse: Analyse) -> None:
    document = analyse(answer(*["NoError"] * 300, "ErrorItemNotFound"))

    assert counts(document, "response_codes", "code") == {"ErrorItemNotFound": 1}


def test_an_answer_without_an_error_proves_nothing_of_a_synchronization(analyse: Analyse) -> None:
    document = analyse(answer("NoError"))

    assert (document["verdict"]["outcome"], document["findings"]) == ("inconclusive", [])


@pytest.mark.parametrize(
    "text",
    [
        '{"Body": {"ResponseMessages": {"Items": [{"ResponseCode": "ErrorItemNotFound"}]}}}',
        '{"Body": {"ResponseMessages": {"Items": "ErrorItemNotFound"}}}',
        '{"Body": "ErrorItemNotFound", "Header": {}}',
    ],
)
def test_what_only_looks_like_one_is_none(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert document["documents"][0]["kind"] == "configuration"
    assert document["response_codes"] == []


MESSAGE = {"MessageText": "no", "ResponseCode": "ErrorItemNotFound"}
OBJECTS = [
    {"ResponseMessages": {"GetItemResponseMessage": {"attributes": {"ResponseClass": "Error"}, **MESSAGE}}},
    {"ResponseMessages": {"GetItemResponseMessage": [{"@attributes": {"ResponseClass": "Error"}, **MESSAGE}]}},
    {"Body": {"ResponseMessages": {"GetItemResponseMessage": {"ResponseClass": "Error", **MESSAGE}}}},
]


@pytest.mark.parametrize("found", OBJECTS)
def test_soap_that_a_client_turned_into_objects_is_an_answer_of_ews(analyse: Analyse, found: dict[str, object]) -> None:
    document = analyse(json.dumps(found, indent=2))

    assert document["documents"][0]["kind"] == "api-answer"
    assert counts(document, "response_codes", "protocol", "operation", "code") == {
        ("ews", "GetItem", "ErrorItemNotFound"): 1
    }


def test_a_message_of_class_success_in_such_objects_is_no_error(analyse: Analyse) -> None:
    message = {"attributes": {"ResponseClass": "Success"}, "ResponseCode": "NoError"}
    document = analyse(json.dumps({"ResponseMessages": {"GetItemResponseMessage": message}}))

    assert document["response_codes"] == []
    assert loud(document) == {}


@pytest.mark.parametrize("name", ["responseMessages", "RESPONSEMESSAGES", "ResponseMessages"])
def test_the_name_of_the_outer_member_counts_in_any_case(name: str) -> None:
    said = ews_json.read(json.dumps({name: {"Items": [{"ResponseClass": "Error", **MESSAGE}]}}))

    assert said is not None
    assert [result.code for result in said.results] == ["ErrorItemNotFound"]
