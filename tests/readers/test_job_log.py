"""The job log."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.model import Message, System
from tests.conftest import Analyse
from tests.support.reading import records_of, taken_for

LINE = "2026-10-12 08:00:00,000 {0} TID:79 [SiteInMemory:{1}] {2}\n"


def test_the_component_tells_the_side_and_threads_pair_nothing() -> None:
    text = LINE.format("INFO", "C4CConnector", "reading") + LINE.format("ERROR", "ExchangeConnector", "It broke")

    found = [record for record in records_of(text) if isinstance(record, Message)]

    assert taken_for(text) == "job_log"
    assert [message.at.system for message in found] == [System.C4C, System.EXCHANGE]
    assert {message.at.thread for message in found} == {"job log 79"}
    assert all(message.narrated for message in found)


@pytest.mark.parametrize("zone", ["+0200", "+02:00"])
def test_the_zone_behind_a_time_is_taken_and_is_no_text(zone: str) -> None:
    line = f"2026-10-12 10:00:00,000 {zone} ERROR TID:79 [SiteInMemory:ExchangeConnector] It broke\n"

    (found,) = (record for record in records_of(line) if isinstance(record, Message))

    assert (found.text, found.at.time) == ("It broke", datetime(2026, 10, 12, 8, tzinfo=UTC))


def test_a_line_that_only_names_a_thread_is_no_job_log() -> None:
    assert taken_for("INFO TID:79 started\n") != "job_log"


SAID = "The request failed. The remote server returned an error: (503) Server Unavailable."
THROWN = f"Microsoft.Exchange.WebServices.Data.ServiceRequestException: {SAID} ---> System.Net.WebException: {SAID}"


@pytest.mark.parametrize(
    ("milliseconds", "thread", "count"),
    [("100", 79, 1), ("120", 79, 1), ("900", 79, 2), ("120", 80, 2)],
    ids=["same time", "same moment", "later", "another thread"],
)
def test_what_one_thread_writes_twice_of_one_failure_is_one(
    analyse: Analyse, milliseconds: str, thread: int, count: int
) -> None:
    line = "2026-10-12 08:00:09,{} ERROR TID:{} [SiteInMemory:ExchangeConnector] {}\n"

    document = analyse(
        line.format("100", 79, f"Unexpected Exchange error: {SAID}") + line.format(milliseconds, thread, THROWN)
    )

    assert [finding["count"] for finding in document["findings"]] == [count]


def test_what_two_connectors_say_at_once_happened_twice(analyse: Analyse) -> None:
    line = "2026-10-12 08:00:09,100 ERROR TID:79 [SiteInMemory:{}] Remote server returned an error: (503) Unavailable\n"

    document = analyse(line.format("C4CConnector") + line.format("ExchangeConnector"))

    assert {finding["rule"] for finding in document["findings"]} == {"c4c-unavailable", "exchange-unavailable"}
