"""Heads of HTTP in every spelling that clients log, and which of their fields may be shown."""

from __future__ import annotations

import pytest

from analyzer.protocols import http


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("HTTP/1.1 200 OK\nServer: x\n\n", 200, "OK"),
        ("HTTP/2 503\nServer: x\n\n", 503, ""),
        ("404 Not Found\nServer: x\n\n", 404, "Not Found"),
        ("502 Proxy/Gateway Error\nServer: x\n\n", 502, "Proxy/Gateway Error"),
        ("200 text/xml; charset=utf-8\nServer: x\n\n", 200, ""),
        ("HTTP/1 undefined undefined\nServer: x\n\n", None, "undefined"),
    ],
)
def test_a_record_of_fields_begins_with_a_status(text: str, status: int | None, reason: str) -> None:
    head = http.loose_head(text, 100, request=False)

    assert head is not None
    assert (head.status, head.reason, head.raw, head.is_request) == (status, reason, (("Server", "x"),), False)


def test_a_folded_value_goes_on_and_a_line_that_is_no_field_ends_the_fields() -> None:
    fields, stop = http.read_fields("\nVia: one\n  two\nno field here\nServer: x\n", 0, 100)

    assert fields == (("Via", "one two"),)
    assert stop == len("\nVia: one\n  two\n")


def test_no_more_fields_are_read_than_the_limit_allows() -> None:
    assert len(http.read_fields("\nA: 1\nB: 2\nC: 3\n", 0, 2)[0]) == 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("NTLM TlRMTVNTUAACAAAADgAOADgAAAA=", True),
        ("Negotiate oYG2MIGzoAMKAQGhCwYJKoZIgvcSAQICoo", True),
        ("Basic realm=x, Negotiate oYG2MIGzoAMKAQGhCwYJKoZIgvcSAQICoo==", True),
        ("Negotiate, NTLM", False),
        ('Basic realm="Negotiate please"', False),
    ],
)
def test_an_offer_with_a_message_of_its_own_is_in_the_middle_of_a_handshake(value: str, expected: bool) -> None:
    assert bool(http.midway((("WWW-Authenticate", value),))) is expected


def test_only_listed_fields_are_shown_and_of_a_challenge_only_the_scheme() -> None:
    raw = (
        ("Set-Cookie", "secret"),
        ("WWW-Authenticate", "NTLM TlRMTVNTUAACAAAA"),
        ("location", "https://anna:pw@mail.contoso.example/owa/?token=secret#x"),
        ("x-feserver", "EX01"),
    )

    assert http.shown(raw) == (
        ("WWW-Authenticate", "NTLM"),
        ("Location", "https://mail.contoso.example/owa/"),
        ("X-FEServer", "EX01"),
    )


@pytest.mark.parametrize(
    ("value", "shown"), [("EX01; nineteen percent", "EX01;"), ("EX01, EX02", "EX01, EX02"), ("EX01&DAG1", "EX01&DAG1")]
)
def test_what_a_hole_puts_behind_the_name_of_a_machine_is_not_shown(value: str, shown: str) -> None:
    assert http.shown((("X-BEServer", value),)) == (("X-BEServer", shown),)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/EWS/Exchange.asmx?x=1", ("mail.contoso.example", "/EWS/Exchange.asmx")),
        ("https://OTHER.example:444/a", ("other.example", "/a")),
        ("http://[broken", ("", "")),
    ],
)
def test_host_and_path_come_from_the_target_or_the_field_host(target: str, expected: tuple[str, str]) -> None:
    assert http.host_and_path(target, (("Host", "mail.contoso.example:443"),)) == expected


@pytest.mark.parametrize("between", ["\n", "\nAccept: text/xml\nX-Note: y\n\n", "\r\nAccept: */*\r\n\r\n"])
def test_a_request_noted_without_its_version_is_one_before_its_answer(between: str) -> None:
    text = f"POST https://mail.contoso.example/EWS/Exchange.asmx{between}HTTP/1.1 403 Forbidden\n"

    asked, answered = http.heads(text, 100)

    assert (asked.target, answered.status) == ("https://mail.contoso.example/EWS/Exchange.asmx", 403)


@pytest.mark.parametrize("behind", ["", "\nlater\nHTTP/1.1 200 OK\n", " 504 Gateway Timeout\n"])
def test_an_address_that_a_log_names_is_no_request_head(behind: str) -> None:
    text = f"POST https://mail.contoso.example/EWS/Exchange.asmx{behind}"

    assert not any(head.is_request for head in http.heads(text, 100))


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ('https://mail.contoso.example/EWS/Exchype="Text">Quarz', "/EWS/Exchype="),
        ("/EWS/Exch>Quarz", "/EWS/Exch"),
        ("/EWS/Exch<t:Subject", "/EWS/Exch"),
        ("/users/<company>/events", "/users/<company>/events"),
    ],
)
def test_a_path_ends_before_the_rest_of_a_tag(target: str, path: str) -> None:
    assert http.host_and_path(target, ())[1] == path
