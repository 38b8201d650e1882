"""The memory of a team: who had this last week, how often before, and how it is forgotten."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from analyzer.batch.history import History
from analyzer.batch.rows import Row, State, Upload
from analyzer.errors import AnalyzerError, OutputError
from tests.conftest import Ran

Called = Callable[..., Ran]


FORBIDDEN = """<Trace Tag="EwsResponseHttpHeaders" Tid="7" Time="2026-10-12 08:00:00Z">
HTTP/1.1 403 Forbidden
X-FEServer: EX-{}

</Trace>
"""


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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own: a file, or one on the server that .ci/with-postgresql started."""
    if request.param == "sqlite":
        yield str(tmp_path)
        return
    server = os.environ["SSI_ANALYZE_TEST_POSTGRESQL"]
    name = f"test_{uuid4().hex}"
    engine = History(server).engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    engine.dispose()
    yield server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def history(where: str) -> History:
    found = History(where)
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
    history: History, what: dict[str, object], left: list[str]
) -> None:
    history.forget(**what)  # type: ignore[arg-type]

    assert names(history.cases()) == left
    with history.engine.connect() as connection:
        known = set(connection.scalars(text("select id from cases")))
        for table in ("findings", "signatures", "organizations", "hosts"):
            assert set(connection.scalars(text(f"select case_id from {table}"))) <= known


def test_a_case_whose_logs_give_no_time_is_forgotten_by_the_day_it_was_kept(history: History) -> None:
    history.remember([replace(row("undated.zip"), first_seen=None, last_seen=None)])

    assert history.forget(before=datetime(2026, 9, 1, tzinfo=UTC)) == 0
    assert names(history.cases())[-1] == "undated.zip"
    history.forget(before=datetime.now(UTC) + timedelta(days=2))
    assert names(history.cases()) == []


@pytest.mark.parametrize(
    "name", ["ü" * 1000, "half \udcfc.zip", "zero \0.zip", "'; drop table cases; --", "%s {} :name"]
)
def test_a_hostile_name_is_kept_and_found_again(history: History, name: str) -> None:
    history.remember([row(name, organization=name, signatures=((name, 1),)), row(name + "x")])

    (shown,) = history.show(name)
    assert shown["organizations"][0]["value"]
    assert history.forget(case=name) == 1
    assert len(history.cases()) == 4


def test_letters_beyond_those_of_english_are_found_in_either_case(history: History) -> None:
    history.remember([row("MÜLLER.zip"), row("żółw.zip")])

    assert names(history.search("müller")) == ["MÜLLER.zip"]
    assert names(history.search("ŻÓŁW")) == ["żółw.zip"]


def test_forgetting_everything_by_saying_nothing_is_refused(history: History) -> None:
    with pytest.raises(AnalyzerError, match="say what"):
        history.forget()


def test_cases_that_could_not_be_analysed_are_not_kept(history: History) -> None:
    history.remember([Row(case="broken.zip", state=State.NOT_ANALYSABLE)])

    assert "broken.zip" not in names(history.cases())


def test_writers_at_once_keep_every_case_once(where: str) -> None:
    def write(part: int) -> None:
        shared = [row(f"shared-{number}.zip", day=1 + number) for number in range(5)]
        own = [row(f"{part}-{number}.zip", day=1 + number % 28) for number in range(10)]
        History(where).remember([*shared, *own] if part % 2 else [*own, *shared])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))

    cases = History(where).cases(limit=1000)
    assert len(cases) == len(set(names(cases))) == 45
    assert all(len(one["findings"]) == 1 for one in History(where).export())


def test_the_key_of_strict_batches_is_made_once(where: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(lambda _: History(where).key(), range(4)))

    assert len(keys) == 1
    assert len(keys.pop()) == 32


def test_two_batches_at_once_share_a_history(where: str, command: Called, tmp_path: Path) -> None:
    for part in ("one", "two"):
        folder = tmp_path / part
        folder.mkdir()
        for name in ("shared", part):
            (folder / f"{name}.xml").write_text(FORBIDDEN.format(part if name == part else "both"))

    def batch(part: str) -> Ran:
        return command("batch", tmp_path / part, "-o", tmp_path / f"{part}-out", "-q", "--history", where)

    with ThreadPoolExecutor(2) as pool:
        assert [ran.code for ran in pool.map(batch, ("one", "two"))] == [0, 0]

    assert Counter(names(History(where).cases())) == {"one.xml": 1, "two.xml": 1, "shared.xml": 1}


def test_a_database_that_cannot_be_used_is_said_without_its_password(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite").write_bytes(b"no database" * 100)

    with pytest.raises(OutputError, match="the history cannot be used") as error:
        History(str(tmp_path))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "where",
    ["postgresql://me:Zanzibar9@127.0.0.1:1/team", "postgresql://127.0.0.1:1/team?user=me&password=Zanzibar9"],
)
def test_a_server_that_does_not_answer_is_said_without_its_password(where: str) -> None:
    with pytest.raises(OutputError, match=r"the history cannot be used|the driver psycopg is missing") as error:
        History(where)
    assert "127.0.0.1:1/team" in str(error.value)
    assert "Zanzibar9" not in str(error.value)


def test_a_driver_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(OutputError, match=r"psycopg is missing.*ssi-analyze\[postgresql\]"):
        History("postgresql://history.example/team")


def test_the_command_searches_shows_exports_and_forgets(history: History, where: str, called: Called) -> None:
    option = ("--history", where)

    assert b"globex.zip" in called("history", "search", "snapshot", *option).stdout
    head, *cases = called("history", "list", *option).stdout.decode().splitlines()
    assert head.split() == ["log", "ends", "outcome", "known", "error", "case"]
    assert len(cases) == 3
    assert all(" UTC " in case or case.startswith("no time") for case in cases)
    (shown,) = json.loads(called("history", "show", "globex.zip", *option).stdout)
    assert shown["findings"] == [{"value": "snapshot-limit", "count": 2, "title": "Title of snapshot-limit"}]
    assert len(called("history", "export", *option).stdout.splitlines()) == 3
    assert called("history", "forget", "--case", "globex.zip", *option).stdout == b"1 case forgotten.\n"
    assert called("history", "show", "globex.zip", *option).code == 2
    assert len(history.cases()) == 2


def test_a_history_that_cannot_be_counted_hides_nothing_that_ended_the_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(str(tmp_path))

    def fails(_: History) -> int:
        raise OutputError("the disk is gone")

    monkeypatch.setattr(History, "_count", fails)

    history.unmake()

    assert (tmp_path / "history.sqlite").exists()
