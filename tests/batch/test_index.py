"""The document of a batch: titles that hold for every case of a cause, and the weeks before by the times in the logs."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from analyzer.batch import index
from analyzer.batch.history import History
from analyzer.batch.rows import Row
from analyzer.rules import catalogue
from tests.support.nights import failing

LIMIT = "snapshot-limit"


def full(number: int, total: str) -> Row:
    return failing(
        number, (LIMIT, f"Too many records to synchronize: {total} found, 10,000 allowed", "c4c-key-user", "other")
    )


def test_a_title_that_holds_for_every_case_is_kept_and_any_other_is_the_rules_own() -> None:
    titles = catalogue.load().title

    (one,) = index.build([full(1, "10,040"), full(2, "10,040")], "abc", titles=titles)["causes"]
    (two,) = index.build([full(1, "10,040"), full(2, "11,111")], "abc", titles=titles)["causes"]

    assert one["title"] == "Too many records to synchronize: 10,040 found, 10,000 allowed"
    assert two["title"] == "Too many records to synchronize: … found, … allowed"


def test_the_title_of_an_outage_holds_for_all_its_cases_too() -> None:
    rows = [
        failing(n, ("c4c-x", f"C4C fails for {n}", "sap-api-team", "c4c"), c4c_hosts=("my1.crm.ondemand.com",))
        for n in range(5)
    ]

    (found,) = index.build(rows, "abc", titles=lambda rule: f"{rule} fails")["outages"]

    assert found["title"] == "c4c-x fails"


def dated(number: int, at: str) -> Row:
    row = failing(number)
    return replace(row, first_seen=at, last_seen=at)


@pytest.mark.parametrize("outlier", ["2026-08-01T00:00:00Z", "2027-11-12T00:00:00Z"])
def test_one_upload_of_another_time_does_not_move_the_weeks_before(tmp_path: Path, outlier: str) -> None:
    history = History(str(tmp_path))
    history.remember([dated(100 + n, f"2026-11-0{n}T01:00:00Z") for n in (1, 6, 7)])
    night = [dated(n, f"2026-11-12T0{n}:00:00Z") for n in range(1, 6)]

    (found,) = index.build([*night, dated(9, outlier)], "abc", history=history)["causes"]

    assert found["weeks_before"] == [2, 1, 0, 0]


def test_cases_of_the_batch_itself_are_none_of_the_weeks_before(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    night = [dated(n, f"2026-11-{n:02}T01:00:00Z") for n in range(5, 12)]
    fresh = index.build(night, "abc", history=history)
    history.remember(night)

    assert index.build(night, "abc", history=history) == fresh
