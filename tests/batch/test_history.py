"""The memory of a team: who had this last week, how often before, and how it is forgotten."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analyzer.batch.history import History
from analyzer.batch.rows import Row, State, Upload
from analyzer.errors import AnalyzerError, OutputError
from tests.conftest import Ran

Called = Callable[..., Ran]


def row(
    name: str, *, rule: str = "exchange-forbidden", day: int = 1, organization: str = "acme.example", **more: object
) -> Row:
    at = f"2026-10-{day:02}T08:00:00Z"
    finding = {"rule": rule, "title": f"Title of {rule}", "outcome": "error", "count": 2}
    known = {
        "case": name,
        "outcome": "error",
        "rule": rule,
        "owner": "exchange-admin",
        "first_seen": at,
        "last_seen": at,
    }
    upload = Upload(name=name, bytes=1, sha256=f"{hash((name, day)) & (1 << 256) - 1:064x}")
    return Row(uploads=(upload,), organizations=(organization,), findings=(finding,), **known, **more)  # type: ignore[arg-type]


@pytest.fixture
def history(tmp_path: Path) -> History:
    found = History(str(tmp_path))
    found.remember(
        [
            row("acme.zip", day=3, c4c_hosts=("my345678.crm.ondemand.com",)),
            row("globex.zip", day=9, rule="snapshot-limit", organization="globex.example"),
            row("initech.zip", day=20, organization="initech.example", signatures=(("Lease <id> was lost", 4),)),
        ]
    )
    return found


def names(cases: list[object]) -> list[str]:
    return [case.name for case in cases]  # type: ignore[attr-defined]


def test_cases_are_listed_the_latest_first(history: History) -> None:
    assert names(history.cases()) == ["initech.zip", "globex.zip", "acme.zip"]
    assert names(history.cases(limit=1)) == ["initech.zip"]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("globex", ["globex.zip"]),
        ("FORBIDDEN", ["initech.zip", "acme.zip"]),
        ("title of snapshot", ["globex.zip"]),
        ("lease", ["initech.zip"]),
        ("my345678", ["acme.zip"]),
        ("initech.example", ["initech.zip"]),
        ("%", []),
        ("_", []),
        ("nobody", []),
    ],
)
def test_a_word_finds_the_cases_it_is_about(history: History, word: str, found: list[str]) -> None:
    assert names(history.search(word)) == found


def test_the_same_case_is_kept_once_and_its_next_upload_beside_it(history: History) -> None:
    history.remember([row("acme.zip", day=3), row("acme.zip", day=4)])

    assert names(history.cases()).count("acme.zip") == 2


def test_how_often_and_since_when_a_rule_was_seen(history: History) -> None:
    seen = history.seen("exchange-forbidden")

    assert seen is not None
    assert (seen.cases, seen.since, seen.first) == (2, "2026-10-03T08:00:00Z", "acme.zip")
    assert history.seen("exchange-account-locked") is None


def test_what_a_batch_has_itself_is_not_counted(history: History) -> None:
    own = row("acme.zip", day=3).uploads[0].sha256

    seen = history.seen("exchange-forbidden", but=[own])

    assert seen is not None
    assert (seen.cases, seen.first) == (1, "initech.zip")


def test_the_weeks_before_are_counted_by_the_times_in_the_logs(history: History) -> None:
    begin = datetime(2026, 10, 21, tzinfo=UTC)

    assert history.weeks(["exchange-forbidden", "snapshot-limit"], begin) == {
        "exchange-forbidden": [1, 0, 1, 0],
        "snapshot-limit": [0, 1, 0, 0],
    }


@pytest.mark.parametrize(
    ("what", "left"),
    [
        ({"case": "acme.zip"}, ["initech.zip", "globex.zip"]),
        ({"rule": "exchange-forbidden"}, ["globex.zip"]),
        ({"signature": "Lease <id> was lost"}, ["globex.zip", "acme.zip"]),
        ({"organization": "globex.example"}, ["initech.zip", "acme.zip"]),
        ({"before": datetime(2026, 10, 10, tzinfo=UTC)}, ["initech.zip"]),
        ({"rule": "exchange-forbidden", "organization": "acme.example"}, ["initech.zip", "globex.zip"]),
    ],
)
def test_what_is_forgotten_is_gone_with_all_its_parts(
    history: History, tmp_path: Path, what: dict[str, object], left: list[str]
) -> None:
    history.forget(**what)  # type: ignore[arg-type]

    assert names(history.cases()) == left
    with sqlite3.connect(tmp_path / "history.sqlite") as database:
        known = {number for (number,) in database.execute("select id from cases")}
        for table in ("findings", "signatures", "organizations", "hosts"):
            assert {number for (number,) in database.execute(f"select case_id from {table}")} <= known
    database.close()


def test_forgetting_everything_by_saying_nothing_is_refused(history: History) -> None:
    with pytest.raises(AnalyzerError, match="say what"):
        history.forget()


def test_cases_that_could_not_be_analysed_are_not_kept(history: History) -> None:
    history.remember([Row(case="broken.zip", state=State.NOT_ANALYSABLE)])

    assert "broken.zip" not in names(history.cases())


def test_two_batches_can_write_at_once(tmp_path: Path) -> None:
    def write(part: int) -> None:
        History(str(tmp_path)).remember([row(f"{part}-{number}.zip", day=1 + number % 28) for number in range(20)])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))

    assert len(History(str(tmp_path)).cases(limit=1000)) == 80


def test_a_database_that_cannot_be_used_is_said_without_its_password(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite").write_bytes(b"no database" * 100)

    with pytest.raises(OutputError, match="the history cannot be used") as error:
        History(str(tmp_path))
    assert "\n" not in str(error.value)


def test_the_command_searches_shows_exports_and_forgets(history: History, tmp_path: Path, called: Called) -> None:
    where = ("--history", str(tmp_path))

    assert b"globex.zip" in called("history", "search", "snapshot", *where).stdout
    assert called("history", "list", *where).stdout.count(b"\n") == 3
    (shown,) = json.loads(called("history", "show", "globex.zip", *where).stdout)
    assert shown["findings"] == [{"value": "snapshot-limit", "count": 2, "title": "Title of snapshot-limit"}]
    assert len(called("history", "export", *where).stdout.splitlines()) == 3
    assert called("history", "forget", "--case", "globex.zip", *where).stdout == b"1 case forgotten.\n"
    assert called("history", "show", "globex.zip", *where).code == 2
    assert len(history.cases()) == 2
