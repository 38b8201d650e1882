"""Which records make one call, and which calls are only steps of another."""

from __future__ import annotations

import pytest

from analyzer.facts.calls import Call
from analyzer.facts.pairing import calls
from analyzer.limits import Limits
from analyzer.model import Form, Message, Record
from tests.support.records import answered, asked, asked_for, body, place, said

OFFER = (("WWW-Authenticate", "Basic"),)


def paired(*records: Record) -> list[Call | Message]:
    return list(calls(iter(records), Limits()))


def counted(*records: Record) -> list[int | None]:
    """Statuses of the calls that are no steps."""
    return [call.status for call in paired(*records) if isinstance(call, Call) and not call.is_step]


def test_a_failure_of_another_thread_makes_no_probe_of_a_challenge() -> None:
    probe = (asked(place("4")), answered(401, place("4"), OFFER))

    assert counted(*probe, asked(place("7")), answered(200, place("7"))) == [200]
    assert sorted(map(str, counted(*probe, asked(place("7")), answered(500, place("7"))))) == ["401", "500"]


def test_more_challenges_than_any_handshake_takes_are_refusals() -> None:
    refused = [record for _ in range(25) for record in (asked(authorized=True), answered(401))]

    assert counted(*refused, asked(authorized=True), answered(200)) == [401] * 5 + [200]


def test_an_asynchronous_client_takes_the_steps_of_another_thread_along() -> None:
    records = (asked(place("1")), answered(401, place("2")), asked(place("3")), answered(200, place("4")))

    assert counted(*records) == [200]


def test_an_exception_outside_of_all_records_is_about_the_call_just_before_it() -> None:
    near = paired(asked(), said("The connection was closed"))
    far = paired(asked(), *[said("still running", exception=False)] * 4, said("The connection was closed"))

    assert [len(call.messages) for call in near if isinstance(call, Call)] == [1]
    assert [len(call.messages) for call in far if isinstance(call, Call)] == [0]


def test_a_text_behind_the_answer_is_no_second_answer() -> None:
    (call,) = paired(asked(), answered(200), body(successes=1), body(Form.TEXT))

    assert isinstance(call, Call)
    assert [answer.form for answer in call.answers] == [Form.SOAP]


@pytest.mark.parametrize(
    ("written", "mailbox"),
    [
        ("Anna@Contoso.example", "anna@contoso.example"),
        ("CONTOSO\\Anna", "CONTOSO\\Anna"),
        ("anna and what she wrote", None),
        ("", None),
    ],
)
def test_one_mailbox_has_one_spelling(written: str, mailbox: str | None) -> None:
    assert Call(body=asked_for("GetItem", written)).mailbox == mailbox


def test_the_mailbox_that_is_impersonated_goes_before_the_one_that_routes() -> None:
    head = asked(headers=(("X-AnchorMailbox", "bob@contoso.example"),))

    assert Call(head=head).mailbox == "bob@contoso.example"
    assert Call(head=head, body=asked_for("GetItem", "anna@contoso.example")).mailbox == "anna@contoso.example"


@pytest.mark.parametrize(
    ("number", "began", "ended", "took"),
    [(None, 0, 1.5, 1500), (None, 0, 0, 0), (1, 0, 0, None), (None, 5, 0, None), (None, 0, 90_000, None)],
    ids=["seconds", "none at all", "one time for both", "backwards", "two clocks"],
)
def test_how_long_an_answer_took(number: int | None, began: float, ended: float, took: int | None) -> None:
    call = Call(number=number, head=asked(place(seconds=began)), response=answered(200, place(seconds=ended)))

    assert call.milliseconds == took


def test_a_redirect_that_is_followed_is_a_step() -> None:
    moved = (("Location", "https://other.contoso.example/EWS/Exchange.asmx"),)

    assert counted(asked(path="/old"), answered(302, headers=moved), asked(), answered(200)) == [200]


@pytest.mark.parametrize(
    ("leads_to", "refused"),
    [
        ("https://mail.contoso.example/owa/auth/logon.aspx?url=/EWS/Exchange.asmx", [302, 302]),
        ("https://other.contoso.example/EWS/Exchange.asmx?x=1", [302]),
    ],
    ids=["a sign-in form", "another server"],
)
def test_a_redirect_that_is_met_again_instead_of_followed_is_a_refusal(leads_to: str, refused: list[int]) -> None:
    away = (("Location", leads_to),)

    assert counted(*(asked(), answered(302, headers=away)) * 2) == refused


def test_a_challenge_to_another_operation_is_no_step_of_this_one() -> None:
    first = (asked(authorized=True), asked_for("GetFolder"), answered(401))

    assert counted(*first, asked(authorized=True), asked_for("GetItem"), answered(200)) == [401, 200]


def under_way(*records: Record) -> list[bool]:
    return [call.under_way for call in paired(*records) if isinstance(call, Call)]


AT_WORK = (asked(place("1")), asked(place("2")), answered(200, place("1")), answered(200, place("2")))
"""Two threads whose calls overlap, both answered."""


def test_requests_that_the_end_interrupts_are_under_way_where_threads_overlap() -> None:
    assert under_way(*AT_WORK, asked(place("3")), asked(place("4"))) == [False, False, True, True]


def test_one_request_without_answer_at_the_end_is_not_under_way() -> None:
    assert under_way(*AT_WORK, asked(place("3"))) == [False, False, False]


def test_requests_without_answer_are_not_under_way_where_one_call_follows_the_other() -> None:
    one_by_one = (asked(place("1")), answered(200, place("1")), asked(place("2")), answered(200, place("2")))

    assert under_way(*one_by_one, asked(place("3")), asked(place("4"))) == [False, False, False, False]


def test_a_request_that_waited_for_minutes_when_the_log_ends_was_not_answered() -> None:
    hangs = (asked(place("3", seconds=0)), asked(place("4", seconds=0)))
    goes_on = (asked(place("5", seconds=200)), answered(200, place("5", seconds=201)))

    assert under_way(*AT_WORK, *hangs, *goes_on) == [False, False, False, False, False]


def test_an_answer_whose_body_did_not_come_yet_is_under_way_where_bodies_are_traced() -> None:
    whole = (*AT_WORK, body(at=place("2")))
    begun = (asked(place("3")), answered(200, place("3")), asked(place("4")))

    assert under_way(*whole, *begun)[-2:] == [True, True]
    assert under_way(*AT_WORK, *begun)[-2:] == [False, False]
