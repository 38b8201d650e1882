"""What tells one error text from another."""

from __future__ import annotations

import pytest

from analyzer.facts.texts import signature


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Item 47110815 of 12 is gone", "Item <number> of 12 is gone"),
        ("No route to 2001:db8:7370::12, port 44300", "No route to 2001:db8:7370::12, port <number>"),
        ("at line:4711: code:4712", "at line:<number>: code:<number>"),
    ],
)
def test_long_numbers_are_masked_but_for_the_parts_of_an_address(text: str, expected: str) -> None:
    assert signature(text) == expected
