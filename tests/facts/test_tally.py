"""What is counted of calls and messages, and which of them are alike."""

from __future__ import annotations

from msgspec.structs import replace

from analyzer.facts import Tally
from analyzer.limits import Limits
from analyzer.model import Cut, EventKind, Facts, Form, Protocol, Record, Result, System
from analyzer.reference import services
from tests.support.records import answered, asked, asked_for, body, place, said


def facts(*records: Record) -> Facts:
    tally = Tally(Limits(), lambda _: False)
    tally.add("dump.txt", iter(records))
    return tally.facts()


def refusal(code: str, *inner: str) -> Result:
    return Result(line=1, code=code, fault=True, inner=inner)


def test_two_forms_in_the_place_of_an_answer_are_two_events() -> None:
    counted = facts(asked(), answered(200), body(Form.PAGE), asked(), answered(200), body(Form.JSON))

    assert [(event.form, event.count) for event in counted.events] == [(Form.PAGE, 1), (Form.JSON, 1)]
    assert counted.successes == 0


def test_one_code_with_other_codes_inside_is_another_event() -> None:
    at = place(service=services.GRAPH)
    records = [
        record
        for code in ("a", "b", "a")
        for record in (asked(at), answered(403, at), body(Form.JSON, at, results=(refusal("ErrorAccessDenied", code),)))
    ]

    assert [(event.inner, event.count) for event in facts(*records).events] == [(("a",), 2), (("b",), 1)]


def test_a_refusal_in_json_is_one_event_however_many_errors_it_names() -> None:
    at = place(service=services.ODATA)
    counted = facts(asked(at), answered(400, at), body(Form.JSON, at, results=(refusal("A/1"), refusal("B/2"))))

    assert [(event.kind, event.code) for event in counted.events] == [(EventKind.HTTP, "A/1")]


def test_a_token_that_was_given_is_no_error_whatever_the_body_says() -> None:
    at = place(service=services.TOKEN)

    assert facts(asked(at), answered(200, at), body(Form.JSON, at, results=(refusal("x"),))).events == ()
    assert len(facts(asked(at), answered(400, at), body(Form.JSON, at, results=(refusal("x"),))).events) == 1


def test_304_is_an_answer_and_no_error() -> None:
    counted = facts(asked(method="GET"), answered(304))

    assert (counted.events, counted.answered) == ((), 1)


def test_a_redirect_that_nobody_follows_is_a_failed_request() -> None:
    found = facts(asked(), asked_for("GetFolder"), answered(304), asked(), asked_for("GetFolder"), answered(302))

    assert [(row.count, row.failed) for row in found.operations] == [(2, 1)]


def test_what_a_server_monitors_itself_is_counted_and_means_nothing() -> None:
    counted = facts(asked(aside=True), answered(503))

    assert counted.events == ()
    assert [(row.system, row.protocol, row.status) for row in counted.http] == [(System.EXCHANGE, Protocol.EWS, 503)]


def test_a_good_status_without_its_body_is_empty_where_other_answers_have_theirs() -> None:
    traced = (asked(), answered(200), body(successes=1))

    assert [event.form for event in facts(asked(), answered(200), *traced).events] == [Form.EMPTY]
    assert facts(*traced, asked(), answered(200), Cut(at=place())).events == ()


def test_a_good_status_that_is_the_last_record_says_nothing_where_the_end_may_have_taken_its_body() -> None:
    counted = facts(asked(), answered(200), body(successes=1), asked(), answered(200))

    assert (counted.events, counted.successes, counted.under_way) == ((), 1, 1)


def test_a_last_answer_to_a_browser_is_not_waited_for() -> None:
    counted = facts(asked(), answered(200), body(successes=1), asked(method="GET"), answered(200))

    assert (counted.events, counted.under_way) == ((), 0)


def test_a_last_answer_that_says_it_is_empty_is() -> None:
    empty = answered(200, headers=(("Content-Length", "0"),))

    assert [event.form for event in facts(asked(), answered(200), body(successes=1), asked(), empty).events] == [
        Form.EMPTY
    ]


def test_the_only_good_status_proves_nothing_where_the_body_of_its_request_is_traced() -> None:
    counted = facts(asked(), asked_for("FindItem"), answered(200))

    assert (counted.events, counted.successes, counted.under_way) == ((), 0, 1)


def test_where_no_body_is_traced_at_all_a_good_status_counts_as_answered() -> None:
    counted = facts(asked(), answered(200))

    assert (counted.events, counted.successes, counted.unproved) == ((), 1, 1)


def test_a_message_that_only_repeats_the_answer_is_no_event() -> None:
    counted = facts(said("The request failed. (503) Server Unavailable", repeats=True))

    assert counted.events == ()
    assert counted.repeated == ("The request failed. (503) Server Unavailable",)


def test_an_exception_and_the_one_inside_it_are_one_event() -> None:
    outer = "The request failed. The remote server returned an error: (403) Forbidden."
    counted = facts(said(outer), _below(said(f"Message: {outer[20:]}")))

    assert [event.count for event in counted.events] == [1]


def _below(record: Record) -> Record:
    return replace(record, at=replace(record.at, line=record.at.line + 4))


def test_a_header_value_is_shown_where_it_stands_first() -> None:
    server = (("Server", "Microsoft-IIS/10.0"),)
    answers = [answered(200, replace(place(), line=line), server) for line in (30, 10, 20)]
    counted = facts(*(record for answer in answers for record in (asked(answer.at), answer)))

    assert [(row.count, row.sample.line) for row in counted.headers] == [(3, 10)]
