"""Amounts in words: times to wait, and numbers with their nouns."""

from __future__ import annotations

import pytest

from analyzer.reference.numbers import counted, duration


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [
        (297_749, "5 minutes (297,749 ms)"),
        (5000, "5 seconds (5,000 ms)"),
        (1000, "1 second (1,000 ms)"),
        (60_000, "60 seconds (60,000 ms)"),
        (90_000, "2 minutes (90,000 ms)"),
        (7_200_000, "2 hours (7,200,000 ms)"),
        (500, "500 ms"),
    ],
)
def test_a_time_to_wait_is_said_as_people_say_it(milliseconds: int, said: str) -> None:
    assert duration(milliseconds) == said


@pytest.mark.parametrize(("count", "said"), [(0, "0 mailboxes"), (1, "1 mailbox"), (2000, "2,000 mailboxes")])
def test_a_number_agrees_with_its_noun(count: int, said: str) -> None:
    assert counted(count, "mailbox", "mailboxes") == said
