"""`--from` and `--to`: what lies outside of a stretch of time does not count, and is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.analysis import Options
from analyzer.cli.options import window_of
from analyzer.errors import AnalyzerError
from tests.conftest import Analyse, Ran, counts, loud
from tests.support.dialects import managed_api
from tests.support.session import ok, refused, timed

Called = Callable[..., Ran]

TWO_HOURS = timed([ok("GetFolder"), refused("FindItem", 503, "Busy"), ok("GetItem")], step=timedelta(hours=1))
"""At 08:00:02, 09:00:02 and 10:00:02 on 12 October 2026."""


def within(since: str | None = None, until: str | None = None) -> Options:
    return Options(window=window_of(since, until))


def window(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["coverage"]["window"]
    return found


def test_only_what_lies_in_the_window_counts(analyse: Analyse) -> None:
    dump = managed_api(TWO_HOURS)
    whole = analyse(dump)
    after = analyse(dump, options=within("2026-10-12T09:30"))

    assert counts(whole, "http", "status") == {200: 2, 503: 1}
    assert counts(after, "http", "status") == {200: 1}
    assert after["verdict"]["outcome"] == "clean"
    assert "from 2026-10-12T09:30:00Z" in after["verdict"]["headline"]
    assert after["period"]["first"].startswith("2026-10-12T10:00")


def test_what_lies_outside_is_counted_and_told(analyse: Analyse) -> None:
    dump = managed_api(TWO_HOURS)
    records = analyse(dump)["documents"][0]["records"]

    document = analyse(dump, options=within("2026-10-12T09:30"))

    assert document["documents"][0]["records"] + window(document)["records_outside"] == records
    assert window(document)["records_undated"] == 0
    (warning,) = document["warnings"]
    assert warning["code"] == "window"
    assert f"{window(document)['records_outside']} records lie outside" in warning["text"]


def test_a_failure_in_the_window_is_found_and_what_worked_later_is_not_known(analyse: Analyse) -> None:
    document = analyse(managed_api(TWO_HOURS), options=within("2026-10-12T08:30", "2026-10-12T09:30"))

    assert loud(document) == {"exchange-unavailable": "error"}
    assert not document["findings"][0]["recovered"]


def test_a_request_and_its_answer_are_never_torn_apart(analyse: Analyse) -> None:
    text = (
        '<Trace Tag="EwsRequestHttpHeaders" Tid="7" Time="2026-10-12 07:59:59Z">\n'
        "POST /EWS/Exchange.asmx HTTP/1.1\nHost: mail.contoso.example\n\n</Trace>\n"
        '<Trace Tag="EwsResponseHttpHeaders" Tid="7" Time="2026-10-12 08:00:01Z">\nHTTP/1.1 403 Forbidden\n\n</Trace>\n'
    )

    document = analyse(text, options=within("2026-10-12T08:00"))
    earlier = analyse(text, options=within(until="2026-10-12T08:00:00"))

    assert counts(document, "operations", "failed") == counts(analyse(text), "operations", "failed")
    assert "exchange-forbidden" in loud(document)
    assert loud(earlier) == {}
    assert window(earlier)["records_outside"] == 2


def test_records_without_a_time_count_and_it_is_said(analyse: Analyse) -> None:
    document = analyse(
        managed_api(TWO_HOURS),
        "A limit on the number of snapshot records is exceeded (10000/10040/0)",
        options=within("2026-10-13"),
    )

    assert set(loud(document)) == {"snapshot-limit"}
    assert window(document)["records_undated"] == 1
    assert "1 record gives no time and counts all the same" in document["warnings"][0]["text"]


def test_what_gives_no_time_is_never_sure_to_lie_in_the_window(analyse: Analyse) -> None:
    text = "A limit on the number of snapshot records is exceeded (10000/10040/0)"
    whole = analyse(managed_api(TWO_HOURS[:1]), text)
    after = analyse(managed_api(TWO_HOURS[:1]), text, options=within("2026-10-13"))

    said = "It gives no time, and may lie outside of the time that was asked for."
    assert said in after["verdict"]["confidence"]["against"]
    assert said not in whole["verdict"]["confidence"]["against"]
    assert after["verdict"]["confidence"]["level"] != "confirmed"


def test_times_without_a_zone_are_taken_as_utc_and_it_is_said(analyse: Analyse) -> None:
    log = "2026-10-12 08:00:00,000 ERROR Exchange: The request failed with HTTP status 401: Unauthorized.\n"

    inside, outside = analyse(log, options=within("2026-10-12")), analyse(log, options=within("2026-10-13"))

    assert loud(inside)
    assert not loud(outside)
    assert "Times without a zone are taken as UTC" in outside["warnings"][0]["text"]


def test_nothing_in_the_window_is_no_clean_bill(analyse: Analyse) -> None:
    document = analyse(managed_api(TWO_HOURS), options=within("2026-11-01"))

    assert document["verdict"]["outcome"] == "inconclusive"
    assert document["verdict"]["headline"].startswith("No record of the upload lies in the time from 2026-11-01")
    assert document["documents"][0]["kind"] == "exchange-dump"
    assert document["documents"][0]["warning_codes"] == []
    assert document["coverage"]["missing"][0].endswith("this one holds none of that time")


def test_the_window_stands_in_every_report(called: Called, tmp_path: Path) -> None:
    (tmp_path / "dump.xml").write_bytes(managed_api(TWO_HOURS))

    ran = called(tmp_path / "dump.xml", "--from", "2026-10-12T09:30+00:00", "-f", "json", "-f", "html", "-f", "md")

    said = "Only records from 2026-10-12T09:30:00Z count"
    assert said in ran.stderr
    assert said in Path("dump.report.html").read_text("utf-8")
    assert said in Path("dump.report.md").read_text("utf-8").replace("`", "")
    assert "from 2026-10-12T09:30:00Z" in Path("dump.report.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-10-12", "2026-10-12", "from 2026-10-12T00:00:00Z to 2026-10-12T23:59:59Z"),
        ("2026-10-12T08:00", None, "from 2026-10-12T08:00:00Z"),
        (None, "2026-10-12 08:00:30+0200", "to 2026-10-12T06:00:30Z"),
        ("2026-10-12T08:00:00.5Z", "2026-10-12T08:00:00,7Z", "from 2026-10-12T08:00:00Z to 2026-10-12T08:00:00Z"),
    ],
)
def test_times_are_taken_in_these_forms(since: str | None, until: str | None, said: str) -> None:
    found = window_of(since, until)

    assert found is not None
    assert found.said == said


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-01", "08:00", "12.10.2026", "0001-01-01", "2026-10-12T25:00"]
)
def test_what_is_no_time_is_wrong_usage(called: Called, tmp_path: Path, text: str) -> None:
    (tmp_path / "dump.xml").write_text("Authentication error")

    ran = called(tmp_path / "dump.xml", "--from", text)

    assert ran.code == 2
    assert ran.stderr.count("\n") == 1
    assert "--from" in ran.stderr


def test_an_end_before_its_beginning_is_wrong_usage() -> None:
    with pytest.raises(AnalyzerError, match="ends before it begins"):
        window_of("2026-10-12T10:00", "2026-10-12T09:00")


def test_a_batch_takes_a_window_too(called: Called, tmp_path: Path) -> None:
    (tmp_path / "dump.xml").write_bytes(managed_api(TWO_HOURS))

    called("batch", tmp_path / "dump.xml", "-o", "out", "-q", "--history", "none", "--to", "2026-10-12T08:30")

    assert '"outcome": "clean"' in (Path("out") / "index.json").read_text("utf-8")
