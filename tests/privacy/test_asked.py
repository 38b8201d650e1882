"""Which content the texts of a report can repeat: what begins at none of their words is never taken apart."""

import pytest

from analyzer.privacy.asked import NEEDLE, Asked
from analyzer.privacy.beginnings import LEAST
from analyzer.privacy.content import Content


def asked(*texts: str) -> Asked:
    made = Asked()
    for text in texts:
        made.add(text)
    return made


@pytest.mark.parametrize(
    "value",
    [
        "quarterly figures of contoso",  # the echo is cut off behind the part that is searched for
        "not unique",
        "quarterly figures 2026 of contoso",  # it may be cut off within a word: quarterly figu
        "(quarterly figures",
    ],
)
def test_a_value_can_be_held_where_a_word_begins_as_it_does(value: str) -> None:
    assert asked('the name (quarterly figures of con…" is not unique').may_hold(value)


@pytest.mark.parametrize(
    "value",
    [
        "lunch on friday",
        "uarterly figures of contoso",  # begins inside a word
        "quarterly review of contoso",  # goes another way before its beginning ends
        "unique in",
    ],
)
def test_a_value_is_let_go_that_begins_nowhere(value: str) -> None:
    assert not asked('the name (quarterly figures of con…" is not unique').may_hold(value)


def test_lines_that_were_broken_anew_are_one_text() -> None:
    assert asked("the name quarterly\n   figures is not unique").may_hold("quarterly figures")


def test_of_a_longer_text_it_is_enough_that_one_value_in_it_may_be_held() -> None:
    report = asked("the name quarterly figures is not unique")
    assert report.may_begin_in("dear all, quarterly greetings")
    assert not report.may_begin_in("dear all, see you")


def test_where_more_is_asked_than_is_remembered_everything_may_be_held() -> None:
    report = asked("nothing of it " * 40_000)
    assert report.may_hold("quarterly figures")
    assert report.may_begin_in("dear all")


@pytest.mark.parametrize("length", [LEAST, LEAST + 1, NEEDLE - 1, NEEDLE, NEEDLE + 1])
def test_values_of_any_length_are_learned_where_a_text_holds_them(length: int) -> None:
    value = "Überraschung für Frau Sondermann"[:length]
    content = Content()
    content.look(f"<t:Subject>{value}</t:Subject>".encode())
    text = f"The name {value} is not unique"
    content.for_texts([text])
    assert content.without(text) == "The name [removed] is not unique"


def test_content_that_no_text_holds_is_let_go() -> None:
    content = Content()
    content.look("<t:Subject>Überraschung für Frau Sondermann</t:Subject>".encode())
    content.for_texts(["The mailbox was not found"])
    assert content.values == {}
