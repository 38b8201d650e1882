"""What a history says of one case: how many others had the same, since when, and which was the first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.batch.cases import search
from analyzer.batch.history import History
from analyzer.batch.running import Job, Plan, run_one
from analyzer.report.words import seen_before
from analyzer.rules import catalogue
from tests.conftest import Document, Ran

Called = Callable[..., Ran]

REFUSED = """<Trace Tag="EwsResponseHttpHeaders" Tid="7" Time="2026-10-{day:02} 08:00:00Z">
HTTP/1.1 401 Unauthorized
X-FEServer: EXFE01

</Trace>
"""


@pytest.fixture
def dump(called: Called, tmp_path: Path) -> Path:  # noqa: ARG001 - it changes into an empty folder
    """The dump of a case; two earlier ones with the same, and this one itself, are in the history in `out`."""
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    for name, day in (("acme.xml", 3), ("globex.xml", 9), ("mine.xml", 12)):
        (uploads / name).write_text(REFUSED.format(day=day))
    remembered(uploads)
    return uploads / "mine.xml"


def remembered(uploads: Path) -> None:
    """Keep the cases of a folder in the history of `out`, as a batch does, but in this process."""
    plan, known = Plan(), catalogue.load(())
    rows = [run_one(Job(found=case, stem=case.name), plan, lambda: known).row for case in search([str(uploads)]).cases]
    Path("out").mkdir()
    History("out").remember(row for row in rows if row is not None)


def asked(called: Called, *words: str | Path) -> Document:
    return called(*words, "-q", "-f", "json", "-o", "-").document


def test_other_cases_with_the_same_are_counted_and_the_first_is_named(called: Called, dump: Path) -> None:
    ran = called(dump, "--history", "out", "-f", "json", "-o", "-")

    assert ran.document["seen_before"] == {
        "rule": "exchange-authentication",
        "signature": None,
        "cases": 2,
        "since": "2026-10-03T08:00:00Z",
        "first_case": "acme.xml",
    }
    assert "Before: seen in 2 earlier cases since 3 October 2026, first in acme.xml\n" in ran.stderr


def test_the_report_says_it_and_is_rendered_again_alike(called: Called, dump: Path) -> None:
    called(dump, "--history", "out", "-q", "-f", "html", "-f", "json", "-f", "md")

    assert "seen in 2 earlier cases since 3 October 2026, first in acme.xml" in Path("mine.report.html").read_text(
        "utf-8"
    )
    assert "Before: seen in 2 earlier cases" in Path("mine.report.md").read_text("utf-8")
    first = Path("mine.report.html").read_bytes()
    called("render", "mine.report.json", "-q", "-o", "again.html")
    assert Path("again.html").read_bytes() == first


def test_without_a_history_nothing_is_said(called: Called, dump: Path) -> None:
    assert asked(called, dump)["seen_before"] is None


def test_a_copy_of_the_upload_under_another_name_is_no_other_case(called: Called, dump: Path) -> None:
    copy = dump.with_name("copy of mine.xml")
    copy.write_bytes(dump.read_bytes())

    assert asked(called, copy, "--history", "out")["seen_before"]["cases"] == 2


def test_a_case_whose_log_begins_later_was_not_before(called: Called, dump: Path) -> None:
    first = dump.with_name("acme.xml")

    found = asked(called, first, "--history", "out")["seen_before"]

    assert (found["cases"], found["since"], found["first_case"]) == (0, None, None)
    assert asked(called, dump.with_name("globex.xml"), "--history", "out")["seen_before"]["cases"] == 1


def test_a_case_without_times_counts_by_the_day_on_which_it_was_kept(called: Called, dump: Path) -> None:
    undated = dump.parent.parent / "undated"
    undated.mkdir()
    (undated / "old.log").write_text("ERROR ExchangeConnector: Authentication error\n")
    shutil.move("out", "first")
    remembered(undated)
    late = dump.with_name("late.xml")
    late.write_text(REFUSED.format(day=12).replace("2026", "2199"))

    assert asked(called, dump, "--history", "out")["seen_before"]["cases"] == 0
    assert asked(called, late, "--history", "out")["seen_before"]["cases"] == 1


def test_what_nobody_had_is_said_too(called: Called, dump: Path) -> None:
    other = dump.with_name("other.xml")
    other.write_text(REFUSED.format(day=12).replace("401", "403"))

    found = asked(called, other, "--history", "out")["seen_before"]

    assert found["cases"] == 0
    assert seen_before(found) == "not seen in any earlier case of the history"


def test_an_error_without_explanation_is_looked_for_by_its_signature(called: Called, tmp_path: Path) -> None:
    uploads = tmp_path / "nights"
    uploads.mkdir()
    line = "2026-10-{day:02} 08:00:00 ERROR The frobnicator of the connector gave up: no lease 4711{day}\n"
    (uploads / "one.log").write_text(line.format(day=3))
    (uploads / "two.log").write_text(line.format(day=4))
    remembered(uploads)

    found = asked(called, uploads / "two.log", "--history", "out")["seen_before"]

    assert found["rule"] is None
    assert "frobnicator" in found["signature"]
    assert (found["cases"], found["first_case"]) == (1, "one.log")


def test_at_strict_the_name_of_the_other_case_is_a_token(called: Called, dump: Path) -> None:
    ran = called(dump, "--history", "out", "-q", "--privacy", "strict", "-f", "json", "-o", "-")

    assert b"acme" not in ran.stdout
    assert ran.document["seen_before"]["cases"] == 2


@pytest.mark.parametrize("where", ["nowhere", "out/index.html"])
def test_where_there_is_no_history_none_is_made(called: Called, dump: Path, where: str) -> None:
    Path("nowhere").mkdir()
    Path("out/index.html").write_text("no database")

    ran = called(dump, "--history", where)

    assert ran.code in (2, 5)
    assert ran.stderr.count("\n") == 1
    assert list(Path("nowhere").iterdir()) == []


def test_a_pack_is_known_by_the_files_in_it(called: Called, tmp_path: Path) -> None:
    pack = tmp_path / "packs" / "acme"
    (pack / "Logs").mkdir(parents=True)
    (pack / "Logs" / "dump.xml").write_text(REFUSED.format(day=3))
    (pack / "Logs" / "job.log").write_text("2026-10-03 08:00:00 INFO nothing\n")
    remembered(tmp_path / "packs")

    assert len(History("out").cases()) == 1
    assert asked(called, pack, "--history", "out")["seen_before"]["cases"] == 0
