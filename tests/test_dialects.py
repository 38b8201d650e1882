"""The same session in another shape gives the same findings: the promise that everything else rests on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.conftest import Analyse, Document, counts, loud, rules_of
from tests.support.dialects import CANNOT, DIALECTS, ENCODINGS, interleave, managed_api
from tests.support.session import (
    CONTENT,
    SECRETS,
    Call,
    appointment,
    failing,
    failure,
    fault,
    healthy,
    messages,
    ok,
    on_thread,
    refused,
    success,
    timed,
    unanswered,
    with_ntlm,
)

ALL = sorted(DIALECTS)
WITH_STATUS = [name for name in ALL if "status" not in CANNOT.get(name, frozenset())]


def facts(document: Document) -> dict[str, object]:
    """What must not depend on the shape."""
    return {
        "verdict": (document["verdict"]["outcome"], document["verdict"]["rule"], document["verdict"]["owner"]),
        "findings": [(f["rule"], f["outcome"], f["severity"], f["count"]) for f in document["findings"]],
        "http": document["http"],
        "codes": document["response_codes"],
        "versions": document["exchange_versions"],
        "operations": document["operations"],
        "unexplained": len(document["unexplained"]),
    }


@pytest.mark.parametrize("dialect", WITH_STATUS)
def test_a_failing_session_is_read_alike_in_every_dialect(analyse: Analyse, dialect: str) -> None:
    expected = facts(analyse(managed_api(failing())))

    assert facts(analyse(DIALECTS[dialect](failing()))) == expected


def test_the_facts_of_the_failing_session_are_what_a_person_reads_in_it(analyse: Analyse) -> None:
    document = analyse(managed_api(failing()))

    assert counts(document, "http", "system", "status") == {("exchange", 200): 5, ("exchange", 500): 1}
    assert counts(document, "response_codes", "code", "operation") == {
        ("ErrorItemNotFound", "GetItem"): 2,
        ("ErrorIrresolvableConflict", "UpdateItem"): 1,
        ("ErrorImpersonateUserDenied", "CreateItem"): 1,
    }
    assert counts(document, "exchange_versions", "version", "product") == {("15.2.2562.17", "Exchange Server SE"): 5}
    assert document["verdict"]["rule"] == "ErrorImpersonateUserDenied"
    assert document["verdict"]["owner"] == "exchange-admin"


def test_envelopes_without_any_http_give_codes_and_versions_but_no_status(analyse: Analyse) -> None:
    document = analyse(DIALECTS["bare_envelopes"](failing()))

    assert document["http"] == []
    assert rules_of(document)["ErrorImpersonateUserDenied"] == "error"
    assert counts(document, "exchange_versions", "version") == {"15.2.2562.17": 5}


@pytest.mark.parametrize("dialect", ALL)
def test_a_healthy_session_with_handshakes_is_clean_in_every_dialect(analyse: Analyse, dialect: str) -> None:
    document = analyse(DIALECTS[dialect](healthy()))

    assert document["verdict"]["outcome"] == "clean"
    assert loud(document) == {}
    assert ("exchange", 401) not in counts(document, "http", "system", "status")


@pytest.mark.parametrize("dialect", WITH_STATUS)
@pytest.mark.parametrize(
    ("status", "reason", "rule"),
    [
        (401, "Unauthorized", "exchange-authentication"),
        (403, "Forbidden", "exchange-forbidden"),
        (404, "Not Found", "exchange-ews-url-not-found"),
        (456, "Account locked", "exchange-account-locked"),
        (503, "Service Unavailable", "exchange-unavailable"),
    ],
)
def test_a_refusal_is_its_rule_in_every_dialect(
    analyse: Analyse, dialect: str, status: int, reason: str, rule: str
) -> None:
    calls = timed([refused("GetFolder", status, reason), refused("GetFolder", status, reason)])

    document = analyse(DIALECTS[dialect](calls))

    assert document["verdict"]["rule"] == rule
    assert counts(document, "http", "system", "status") == {("exchange", status): 2}


UNANSWERED = [name for name in WITH_STATUS if "unanswered" not in CANNOT.get(name, frozenset())]


@pytest.mark.parametrize("dialect", UNANSWERED)
def test_a_request_without_answer_is_an_issue_when_the_next_one_is_answered(analyse: Analyse, dialect: str) -> None:
    calls = timed([ok("GetFolder"), unanswered("GetItem"), ok("FindItem")])

    document = analyse(DIALECTS[dialect](calls))

    assert rules_of(document) == {"exchange-no-response": "issue"}


def test_the_invented_503_of_exchangelib_3_is_a_missing_answer(analyse: Analyse) -> None:
    calls = timed([ok("GetFolder"), unanswered("GetItem"), ok("FindItem")])

    document = analyse(DIALECTS["exchangelib_3"](calls))

    assert counts(document, "http", "system", "status") == {("exchange", 200): 2}
    assert rules_of(document) == {"exchange-no-response": "issue"}


@pytest.mark.parametrize("dialect", ALL)
def test_throttling_is_an_issue_where_the_session_goes_on(analyse: Analyse, dialect: str) -> None:
    busy = fault("GetItem", "ErrorServerBusy", "Try again later.", (("BackOffMilliseconds", "5000"),))

    document = analyse(DIALECTS[dialect](timed([busy, ok("GetItem")])))

    assert loud(document) == {"ErrorServerBusy": "issue"}
    assert counts(document, "back_off", "hint", "milliseconds") == {("BackOffMilliseconds", 5000): 1}


@pytest.mark.parametrize("dialect", ALL)
def test_throttling_is_an_error_where_it_ends_the_session(analyse: Analyse, dialect: str) -> None:
    busy = fault("GetItem", "ErrorServerBusy", "Try again later.")

    document = analyse(DIALECTS[dialect](timed([ok("GetItem"), busy])))

    assert loud(document) == {"ErrorServerBusy": "error"}


SCARY = """HTTP/1.1 503 Service Unavailable
Server: Kerio Connect 9.0.3
X-FEServer: GHOST01

<Trace Tag="EwsResponseHttpHeaders" Tid="3" Time="2026-10-12 08:00:00Z">
<m:GetItemResponseMessage ResponseClass="Error"><m:ResponseCode>ErrorServerBusy</m:ResponseCode>
<s:Fault><faultcode>a:ErrorAccessDenied</faultcode></s:Fault>
ERROR TID:41 [SiteInMemory:ExchangeConnector] Authentication error
Authentication error – OAuthRefreshToken might have expired
A limit on the number of snapshot records is exceeded (10000/10040/0)
The request failed. The remote server returned an error: (404) Not Found
Organization "contoso.onmicrosoft.com" is marked for removal
Unsupported property field URI type
SW0001: Synchronization was interrupted by user or by SSI"""


def quoting() -> Sequence[Call]:
    """A session whose appointments quote every error there is."""
    item = appointment("The XML document ended unexpectedly", SCARY)
    return timed([ok("GetFolder"), ok("GetItem", item), ok("SyncFolderItems")])


@pytest.mark.parametrize("dialect", ALL)
def test_what_people_wrote_never_fires_in_any_dialect(analyse: Analyse, dialect: str) -> None:
    document = analyse(DIALECTS[dialect](quoting()))

    assert document["verdict"]["outcome"] == "clean"
    assert loud(document) == {}
    assert document["unexplained"] == []
    assert document["snapshots"] == document["removed_organizations"] == document["engine_codes"] == []
    assert "GHOST01" not in json.dumps(document)


@pytest.mark.parametrize("dialect", ALL)
def test_no_dialect_lets_a_secret_or_mail_content_through(analyse: Analyse, dialect: str) -> None:
    for calls in (failing(), healthy(), quoting()):
        text = json.dumps(analyse(DIALECTS[dialect](calls)), ensure_ascii=False)

        assert [secret for secret in (*SECRETS, *CONTENT) if secret in text] == []


@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
@pytest.mark.parametrize("dialect", ["managed_api", "unknown_root_escaped", "raw_http"])
def test_the_encoding_changes_nothing(analyse: Analyse, dialect: str, encoding: str) -> None:
    data = DIALECTS[dialect](failing())

    assert facts(analyse(ENCODINGS[encoding](data))) == facts(analyse(data))


def test_threads_that_interleave_keep_their_answers(analyse: Analyse) -> None:
    one = on_thread(timed([with_ntlm(ok("GetFolder")), ok("GetItem")]), 7)
    other = on_thread(timed([refused("FindItem", 404, "Not Found"), refused("FindItem", 404, "Not Found")]), 9)

    document = analyse(interleave(one, other))

    assert counts(document, "operations", "operation", "failed") == {
        ("GetFolder", 0): 1,
        ("GetItem", 0): 1,
        ("FindItem", 2): 2,
    }
    assert counts(document, "http", "system", "status") == {("exchange", 200): 2, ("exchange", 404): 2}


def test_one_item_that_fails_inside_an_answer_is_an_issue_of_low_severity(analyse: Analyse) -> None:
    mixed = messages("GetItem", success("GetItem"), failure("GetItem", "ErrorItemNotFound", "Not in the store."))
    calls = timed([ok("GetFolder"), replace(ok("GetItem"), answer=mixed), ok("GetItem")])

    document = analyse(managed_api(calls))

    assert [(f["rule"], f["outcome"], f["severity"]) for f in document["findings"]] == [
        ("ErrorItemNotFound", "issue", "low")
    ]
    assert counts(document, "operations", "operation", "failed")["GetItem", 0] == 2


def in_cells(dump: str, row: str) -> str:
    """The records of a trace in a table, a row each."""
    first, *others = dump.split("\r\n<Trace")
    records = [first, *(f"<Trace{record}" for record in others)]
    doubled = ('"' + record.replace('"', '""') + '"' for record in records)
    return "".join(f"{line}\n" for line in ("Time,Level,Message", *(row.format(one) for one in doubled)))


OUTER = {
    "one text": json.dumps,
    "one text in a list": lambda dump: json.dumps([dump], indent=1),
    "one text in an object": lambda dump: json.dumps({"case": "4711", "trace": dump}),
    "a list of records": lambda dump: json.dumps([f"<Trace{one}" for one in dump.split("<Trace")[1:]], indent=1),
    "cells": lambda dump: in_cells(dump, "2026-10-12T08:00:00Z,Debug,{}"),
    "cells in the middle": lambda dump: in_cells(dump, '"2026-10-12T08:00:00Z",{},"Debug"'),
    "cells apart by semicolons": lambda dump: in_cells(dump, "7;{}"),
}


@pytest.mark.parametrize("outer", OUTER)
def test_a_trace_in_the_texts_of_something_else_is_that_trace(analyse: Analyse, outer: str) -> None:
    """One text in JSON was "Exchange does not answer"; in cells the statuses were lost."""
    dump = managed_api(failing()).decode()

    assert facts(analyse(OUTER[outer](dump))) == facts(analyse(dump))


@pytest.mark.parametrize("outer", ["one text", "one text in a list", "a list of records", "cells"])
def test_such_a_trace_that_is_cut_off_is_not_clean(analyse: Analyse, outer: str) -> None:
    whole = OUTER[outer](managed_api(timed([ok("GetFolder"), ok("FindItem"), ok("GetItem")])).decode())
    begins = whole.rindex("EwsRequestHttpHeaders")

    assert analyse(whole)["verdict"]["outcome"] == "clean"
    told = {analyse(whole[:at])["verdict"]["outcome"] for at in range(begins, len(whole) - 20, 211)}
    assert "clean" not in told
