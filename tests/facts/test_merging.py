"""What is counted of documents merges: however a case is split, and in whatever order, the facts are the same."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from analyzer.facts import summing
from analyzer.facts.activity import MOST, Activity
from analyzer.facts.counters import Counters
from analyzer.facts.ledger import Ledger
from analyzer.facts.tally import count
from analyzer.limits import Limits
from analyzer.model import (
    Build,
    Facts,
    Form,
    Message,
    Record,
    Result,
    Service,
    Session,
    Setting,
    Stored,
    System,
)
from analyzer.reference import services
from tests.support.records import answered, asked, asked_for, body, place

SMALL = Limits(events=6, values=4, samples=2)
"""So few that nearly every case has more."""
ROOMY = Limits()
SEEDS = st.integers(0, 2**32)
_CODES = ("ErrorServerBusy", "ErrorItemNotFound", "ErrorAccessDenied", "ErrorNonExistentMailbox")
_SIDES = (services.EWS, services.GRAPH, services.ODATA)
_TEXTS = (
    "The remote server returned an error: (503) Server Unavailable.",
    "SD0019: Maximum snapshot records limit is exceeded (10000/10040/0)",
    "CSRF token validation failed",
    "Session finished successfully: SS0001",
    'Organization "contoso.onmicrosoft.com - EURPR05A012.PROD.OUTLOOK.COM" is marked for removal.',
)


def documents(seed: int) -> list[tuple[str, list[Record], bool]]:
    """Some documents of a made-up case: name, records, and whether its times name no zone."""
    chance = random.Random(seed)
    names = [f"{chance.choice(('a/', 'b/', ''))}{number:03}_x.xml" for number in range(chance.randint(1, 6))]
    return [(name, list(_records(chance)), chance.random() < 0.2) for name in names]


def _records(chance: random.Random) -> list[Record]:
    found: list[Record] = []
    second = chance.randint(0, 5_000)
    for line in range(1, chance.randint(2, 25)):
        second += chance.choice((0, 1, 30, 400))
        side = chance.choice(_SIDES)
        at = replace(place(chance.choice("12"), side, seconds=chance.choice((second, second, None))), line=line * 10)
        match chance.randint(0, 9):
            case 0:
                text, repeats = chance.choice(_TEXTS), chance.random() < 0.2
                found.append(Message(at=at, text=text, exception=chance.random() < 0.6, level="ERROR", repeats=repeats))
            case 1:
                found.append(Setting(at=at, name=chance.choice("PQRSTU"), value="https://outlook.office365.com"))
            case 2:
                found.append(Session(at=at, user=chance.choice(("anna", "bob")), status="SS0001", finished=True))
            case 3:
                found += (Build(at=at, version="15.1.2507.16"), Stored(at=at, storage="c4c", type="Task", count=3))
            case _:
                found += _exchange(chance, at)
    return found


def _exchange(chance: random.Random, at: object) -> list[Record]:
    where = at if isinstance(at, type(place())) else place()
    server = (("X-FEServer", f"EX{chance.randint(1, 6)}"), ("Server", "Microsoft-IIS/10.0"))
    status = chance.choice((200, 200, 200, 401, 403, 503))
    wrong = Result(line=where.line, code=chance.choice(_CODES), text="It failed.", fault=chance.random() < 0.5)
    answer = body(Form.SOAP, where, successes=1) if status == 200 else body(Form.SOAP, where, results=(wrong,))
    mailbox = chance.choice((None, "anna@contoso.example", "bob@contoso.example", "eve@contoso.example"))
    return [
        asked(where, host=f"mail{chance.randint(1, 6)}.contoso.example"),
        asked_for(chance.choice(("GetItem", "FindItem", "SyncFolderItems")), mailbox, where),
        answered(status, where, server),
        *([answer] if chance.random() < 0.8 else []),
    ]


def counted(case: Sequence[tuple[str, list[Record], bool]], limits: Limits) -> Counters:
    whole = Counters(limits)
    for name, records, unzoned in case:
        ledger = Ledger(name, limits, lambda text: "CSRF" in text)
        count(ledger, iter(records), lambda unzoned=unzoned: unzoned)  # type: ignore[misc]
        whole.merge(ledger.counters)
    return whole


def in_any_order(facts: Facts) -> list[str]:
    """Facts whose rows stand in the order of the documents, put into one of their own."""
    return [
        repr(sorted(value, key=repr)) if isinstance(value, tuple) else repr(value)
        for value in (getattr(facts, name) for name in facts.__struct_fields__)
    ]


@pytest.mark.parametrize("limits", [ROOMY, SMALL], ids=["roomy", "small"])
@given(seed=SEEDS, at=st.integers(0, 6))
def test_a_case_that_is_split_between_documents_gives_the_same_facts(limits: Limits, seed: int, at: int) -> None:
    case = documents(seed)
    whole = summing.facts(counted(case, limits), None)

    first, second = counted(case[:at], limits), counted(case[at:], limits)
    first.merge(second)

    assert summing.facts(first, None) == whole


@pytest.mark.parametrize("limits", [ROOMY, SMALL], ids=["roomy", "small"])
@given(seed=SEEDS)
def test_documents_in_any_order_give_the_same_facts(limits: Limits, seed: int) -> None:
    case = documents(seed)
    mixed = random.Random(seed).sample(case, len(case))

    one, other = (summing.facts(counted(order, limits), None) for order in (case, mixed))

    assert in_any_order(one) == in_any_order(other)


def test_the_made_up_cases_tell_of_everything_that_is_counted() -> None:
    """Else the two tests above would prove nothing of what no case tells."""
    met = [summing.facts(counted(documents(seed), ROOMY), None) for seed in range(60)]

    empty = [name for name in Facts.__struct_fields__ if not any(getattr(facts, name) for facts in met)]

    assert set(empty) <= {"documents", "window", "outside", "undated", "overflow", "back_off", "under_way", "step"}
    assert any(summing.facts(counted(documents(seed), SMALL), None).overflow for seed in range(20))


def test_rows_of_different_coarseness_merge_as_if_they_had_been_counted_together() -> None:
    short, long, together = Activity(), Activity(), Activity()
    for number in range(3 * MOST):
        time = place(seconds=number * 7).time
        assert time is not None
        for one in (long if number else short, together):
            one.add(System.EXCHANGE, time, failed=number % 3 == 0)
    assert (short.step, long.step) != (long.step, short.step)

    short.merge(long)

    assert (short.step, short.counts) == (together.step, together.counts)


def test_a_side_that_only_one_document_asks_is_there_once() -> None:
    graph = [asked(place(service=services.GRAPH)), answered(200, place(service=services.GRAPH))]
    case = [("a.xml", [asked(), answered(200)], False), ("b.xml", graph, False)]

    rows = summing.facts(counted(case, ROOMY), None).sides

    assert sorted((Service(row.system, row.protocol), row.requests) for row in rows) == sorted(
        [(services.EWS, 1), (services.GRAPH, 1)]
    )
