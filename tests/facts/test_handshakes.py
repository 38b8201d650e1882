"""Which refusals are steps of a handshake, and which are failures."""

from __future__ import annotations

import pytest

from tests.conftest import Analyse, counts, rules_of

POST = "POST /EWS/Exchange.asmx HTTP/1.1"
DENIED = "HTTP/1.1 401 Unauthorized"
BASIC = "Authorization: Basic eDp5"
SPNEGO = "WWW-Authenticate: Negotiate oYG2MIGzoAMKAQGhCwYJKoZIgvcSAQICoo"
NTLM = "WWW-Authenticate: NTLM TlRMTVNTUAACAAAADgAOADgAAAA="


def head(kind: str, tid: int, first: str, *fields: str) -> str:
    lines = "\n".join([first, *fields])
    return f'<Trace Tag="Ews{kind}HttpHeaders" Tid="{tid}" Time="2026-10-12 08:00:00Z">\n{lines}\n\n</Trace>\n'


def sent(*fields: str, tid: int = 1, first: str = POST) -> str:
    return head("Request", tid, first, *fields)


def got(first: str, *fields: str, tid: int = 1) -> str:
    return head("Response", tid, first, "Server: Microsoft-IIS/10.0", *fields)


OK = "HTTP/1.1 200 OK"


def statuses(document: dict[str, object]) -> dict[object, int]:
    return counts(document, "http", "status")


def test_an_offer_that_is_taken_up_and_refused_is_one_refusal(analyse: Analyse) -> None:
    document = analyse(sent() + got(DENIED, "WWW-Authenticate: Basic") + sent(BASIC) + got(DENIED))

    assert statuses(document) == {401: 1}
    assert rules_of(document)["exchange-authentication"] == "error"


def test_an_offer_that_a_request_took_up_which_nothing_answers_is_no_refusal(analyse: Analyse) -> None:
    document = analyse(sent() + got(DENIED, "WWW-Authenticate: Basic") + sent(BASIC))

    assert statuses(document) == {}
    assert "exchange-authentication" not in rules_of(document)
    assert document["verdict"]["outcome"] != "clean"  # nobody answered the second


def test_a_refusal_stays_one_where_the_same_is_sent_again_and_nothing_answers(analyse: Analyse) -> None:
    assert statuses(analyse(sent(BASIC) + got(DENIED) + sent(BASIC))) == {401: 1}


@pytest.mark.parametrize("message", [SPNEGO, NTLM])
def test_a_refusal_with_a_message_of_the_handshake_in_it_is_a_step(analyse: Analyse, message: str) -> None:
    dump = sent() + got(DENIED, "WWW-Authenticate: Negotiate, NTLM") + sent() + got(DENIED, message)

    assert statuses(analyse(dump + sent() + got(DENIED))) == {401: 1}


def test_two_refusals_without_any_sign_of_a_handshake_are_two(analyse: Analyse) -> None:
    offer = "WWW-Authenticate: Negotiate, NTLM"

    assert statuses(analyse(sent(BASIC) + got(DENIED, offer) + sent(BASIC) + got(DENIED, offer))) == {401: 2}


def test_who_answers_is_counted_once_a_request(analyse: Analyse) -> None:
    document = analyse(sent() + got(DENIED) + sent(BASIC) + got(OK))

    assert counts(document, "servers", "value")["Microsoft-IIS/10.0"] == 1
    assert statuses(document) == {200: 1}


def test_what_only_a_step_shows_is_kept(analyse: Analyse) -> None:
    document = analyse(sent() + got(DENIED, "Via: 1.1 proxy.contoso.example") + sent(BASIC) + got(OK))

    assert counts(document, "servers", "header", "value")["Via", "1.1 proxy.contoso.example"] == 1


def test_a_first_request_without_credentials_only_asks_how_to_sign_in(analyse: Analyse) -> None:
    probe = sent(tid=4) + got(DENIED, "WWW-Authenticate: Basic", tid=4)

    document = analyse(probe + (sent(tid=7) + got(OK, tid=7)) * 2)

    assert statuses(document) == {200: 2}
    assert document["verdict"]["outcome"] == "clean"


def test_a_refusal_that_offers_nothing_is_no_probe(analyse: Analyse) -> None:
    document = analyse(sent(tid=4) + got(DENIED, tid=4) + sent(tid=7) + got(OK, tid=7))

    assert statuses(document) == {200: 1, 401: 1}


def test_a_later_one_on_another_thread_is_a_failure_where_no_credentials_are_shown(analyse: Analyse) -> None:
    probe = sent(tid=4) + got(DENIED, "WWW-Authenticate: Basic", tid=4)

    document = analyse(sent(tid=7) + got(OK, tid=7) + probe + sent(tid=7) + got(OK, tid=7))

    assert statuses(document) == {200: 2, 401: 1}


def test_a_request_with_credentials_is_no_probe(analyse: Analyse) -> None:
    refused = sent(BASIC, tid=4) + got(DENIED, "WWW-Authenticate: Basic", tid=4)

    document = analyse(refused + sent(BASIC, tid=7) + got(OK, tid=7))

    assert statuses(document) == {200: 1, 401: 1}


def test_a_probe_of_another_mailbox_is_a_failure(analyse: Analyse) -> None:
    one, two = "X-AnchorMailbox: anna@contoso.example", "X-AnchorMailbox: ben@contoso.example"

    refused = sent(one, tid=4) + got(DENIED, "WWW-Authenticate: Basic", tid=4)

    document = analyse(refused + sent(two, tid=7) + got(OK, tid=7))

    assert statuses(document) == {200: 1, 401: 1}


@pytest.mark.parametrize(("challenges", "counted"), [(1, {}), (2, {}), (3, {401: 3})])
def test_a_handshake_that_the_end_of_a_cut_dump_breaks_off_is_no_refusal(
    analyse: Analyse, challenges: int, counted: dict[int, int]
) -> None:
    dump = (sent(BASIC) + got(DENIED)) * challenges

    assert statuses(analyse(dump + '<Trace Tag="EwsRequestHttpHeaders" Tid="1">\nPOST /EWS')) == counted
