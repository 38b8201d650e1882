"""A walk over JSON, however deep it is and wherever it breaks off."""

from __future__ import annotations

import pytest

from analyzer.protocols.loose_json import BROKEN, CUT, WHOLE, walk
from tests.conftest import Analyse, rules_of


def test_every_value_is_told_with_its_path() -> None:
    found = list(walk('{"a": {"b": [1, {"c": "x"}, "y"]}, "d": true, "e": null} and more'))

    assert found == [
        (("a", "b", 0), "1"),
        (("a", "b", 1, "c"), "x"),
        (("a", "b", 2), "y"),
        (("d",), "true"),
        ((), WHOLE),
    ]


@pytest.mark.parametrize("text", ['{"a": "x", "b', '{"a": "x", "b": ', '{"a": "x"', '{"a": "x", "b": [{'])
def test_what_stands_before_the_end_is_told_and_that_it_was_cut(text: str) -> None:
    found = list(walk(text))

    assert found[0] == (("a",), "x")
    assert found[-1] == ((), CUT)


def test_a_text_may_hold_what_looks_like_a_name() -> None:
    assert list(walk(r'{"a": "\"error\": {\u0041\n"}')) == [(("a",), '"error": {A '), ((), WHOLE)]


def test_what_lies_too_deep_is_passed_over_and_what_follows_is_not() -> None:
    deep = '{"k":' * 60 + '"hidden"' + "}" * 60

    assert list(walk(f'{{"deep": {deep}, "near": 1}}')) == [(("near",), "1"), ((), WHOLE)]


def test_brackets_without_end_are_no_trouble() -> None:
    assert list(walk("[" * 100_000)) == [((), CUT)]


def test_a_text_that_breaks_off_is_marked_and_one_that_is_whole_is_not() -> None:
    assert list(walk('{"a": "whole", "b": "hal'))[:2] == [(("a",), "whole"), (("b",), f"hal{BROKEN}")]


NINES = "9" * 6000


@pytest.mark.parametrize(
    ("text", "kind", "rules"),
    [
        (
            f'{{"error": {{"code": "SY/530", "message": {{"value": "x"}}, "n": {NINES}}}}}',
            "api-answer",
            ["c4c-odata-error"],
        ),
        (
            f'{{"error": "invalid_grant", "error_description": "AADSTS50076: x", "n": {NINES}}}',
            "api-answer",
            ["AADSTS50076"],
        ),
        (
            '{"log": {"entries": [{"startedDateTime": "2026-10-12T08:00:00Z", "time": ' + NINES + ', "request":'
            ' {"method": "POST", "url": "https://mail.contoso.example/EWS/Exchange.asmx", "headers": []},'
            ' "response": {"status": 503, "headers": [], "content": {}}}]}}',
            "har",
            ["exchange-unavailable"],
        ),
        (
            f'{{"time": "2026-10-12T08:00:00Z", "level": "error", "msg": "ErrorServerBusy: wait", "n": {NINES}}}\n' * 2,
            "plain-text",
            ["ErrorServerBusy"],
        ),
        (f'{{"answer": {NINES}, "colour": "blue"}}', "configuration", []),
    ],
)
def test_a_number_longer_than_python_takes_hides_nothing(
    analyse: Analyse, text: str, kind: str, rules: list[str]
) -> None:
    document = analyse(text)

    assert document["documents"][0]["kind"] == kind
    assert list(rules_of(document)) == rules
