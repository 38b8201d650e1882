"""`--ignore`: what a site knows is listed with its reason, and no verdict rests on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analyzer.analysis import Options
from analyzer.report.diff import compare
from analyzer.rules.ignoring import Entry
from tests.conftest import Analyse, Document, Ran, loud
from tests.support.dialects import managed_api
from tests.support.session import ok, refused, timed

Called = Callable[..., Ran]

REFUSED = managed_api(timed([ok("GetFolder"), refused("FindItem", 403, "Forbidden")]))
"""On 12 October 2026."""
SNAPSHOT = "A limit on the number of snapshot records is exceeded (10000/10040/0)"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.xml"
    path.write_bytes(REFUSED)
    return path


def ignoring(rule: str, until: date | None = None, since: date | None = None) -> Options:
    return Options(ignore=(Entry(rule=rule, reason="ticket 4711", since=since, until=until),))


def ignored(document: Document) -> list[tuple[str, str | None]]:
    return [(row["rule"], row["reason"]) for row in document["ignored"]]


def test_what_is_ignored_is_listed_and_the_verdict_rests_on_the_rest(analyse: Analyse) -> None:
    document = analyse(REFUSED, SNAPSHOT, options=ignoring("exchange-forbidden"))

    assert ignored(document) == [("exchange-forbidden", "ticket 4711")]
    assert set(loud(document)) == {"snapshot-limit"}
    assert document["verdict"]["rule"] == "snapshot-limit"
    assert "Ignored, because the site knows it: exchange-forbidden" in document["texts"]["ticket"]


def test_nothing_else_that_failed_is_never_called_nothing_failed(analyse: Analyse) -> None:
    document = analyse(REFUSED, options=ignoring("exchange-forbidden"))

    assert document["verdict"]["outcome"] == "clean"
    assert document["verdict"]["headline"].startswith("Nothing but what this site ignores (exchange-forbidden) failed")
    assert document["verdict"]["confidence"]["level"] == "likely"
    assert "no error in them but those that are known already" in document["texts"]["customer"]


def test_where_nothing_worked_it_is_no_clean_bill(analyse: Analyse) -> None:
    document = analyse(SNAPSHOT, options=ignoring("snapshot-limit"))

    assert document["verdict"]["outcome"] == "inconclusive"
    assert "Nothing but what this site ignores (snapshot-limit) failed" in document["verdict"]["headline"]


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, date(2026, 10, 12), True),
        (date(2026, 10, 12), None, True),
        (None, date(2026, 10, 11), False),
        (date(2026, 10, 13), None, False),
    ],
)
def test_days_hold_by_the_times_in_the_logs(
    analyse: Analyse, since: date | None, until: date | None, *, holds: bool
) -> None:
    document = analyse(REFUSED, options=ignoring("exchange-forbidden", until, since))

    assert bool(document["ignored"]) is holds
    assert ("exchange-forbidden" in loud(document)) is not holds
    assert [row["code"] for row in document["warnings"]] == ([] if holds else ["not-ignored"])


def test_an_entry_with_days_does_not_hold_where_the_upload_gives_no_time(analyse: Analyse) -> None:
    document = analyse(SNAPSHOT, options=ignoring("snapshot-limit", date(2099, 1, 1)))

    assert "snapshot-limit" in loud(document)
    assert document["warnings"][0]["text"].endswith("its entry has days, and the upload gives no time.")


def test_an_error_of_the_same_side_that_is_not_ignored_stays(analyse: Analyse) -> None:
    document = analyse(REFUSED, options=ignoring("c4c-forbidden"))

    assert document["ignored"] == []
    assert document["verdict"]["rule"] == "exchange-forbidden"


def test_ignored_findings_stand_in_every_output(called: Called, dump: Path) -> None:
    ran = called(dump, "--ignore", "Exchange-Forbidden", "-f", "html", "-f", "md", "-f", "csv", "-f", "json")

    assert ran.code == 0
    assert "  ignored exchange-forbidden, once (no reason given)" in ran.stderr
    assert "Ignored findings" in Path("dump.report.html").read_text("utf-8")
    assert "Ignored, because the site knows it" in Path("dump.report.md").read_text("utf-8")
    assert '"known to the site"' in Path("dump.report.csv").read_text("utf-8-sig")
    first = Path("dump.report.html").read_bytes()
    called("render", "dump.report.json", "-q", "-o", "again.html")
    assert Path("again.html").read_bytes() == first


def test_fail_on_does_not_see_what_is_ignored(called: Called, dump: Path) -> None:
    assert called(dump, "-q", "--fail-on", "error").code == 1
    assert called(dump, "-q", "--fail-on", "error", "--ignore", "exchange-forbidden").code == 0


def test_a_file_of_them_has_reasons_and_days(called: Called, dump: Path) -> None:
    Path("known.toml").write_text(
        '[[ignore]]\nid = "ErrorItemNotFound"\n\n'
        '[[ignore]]\nid = "exchange-forbidden"\nreason = "the help desk\'s mailbox"\nuntil = 2026-12-31\n'
    )

    ran = called(dump, "--ignore", "known.toml", "-f", "json", "-o", "-")

    (row,) = ran.document["ignored"]
    assert (row["rule"], row["reason"], row["until"]) == ("exchange-forbidden", "the help desk's mailbox", "2026-12-31")
    assert "(the help desk's mailbox; until 2026-12-31)" in ran.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[ignore]]\nid = "exchange-forbiden"\n', "did you mean exchange-forbidden?"),
        ('[[ignore]]\nreason = "x"\n', "has no id"),
        ("[[ignore]]\nid = 7\n", "id is not a text in quotes"),
        ('[[ignore]]\nid = "snapshot-limit"\nuntil = "soon"\n', "until is not a day such as 2026-12-31"),
        ('[[ignore]]\nid = "snapshot-limit"\nbis = 2026-12-31\n', "'bis' is no key"),
        ('[[rule]]\nid = "snapshot-limit"\n', "every entry begins with [[ignore]]"),
        ("snapshot-limit\n", "is no TOML"),
        ("ignore = 3\n", "every entry begins with [[ignore]]"),
        ("ignore = [3]\n", "entry 1: has no id"),
    ],
)
def test_a_file_that_is_wrong_is_wrong_usage_in_one_line(called: Called, dump: Path, text: str, said: str) -> None:
    Path("known.toml").write_text(text)

    ran = called(dump, "--ignore", "known.toml")

    assert ran.code == 2
    assert said in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("exchange-forbiden", "did you mean exchange-forbidden?"),
        ("known.toml", "is no file"),
        ("\x1b[31m", "is no known error"),
    ],
)
def test_a_word_that_names_nothing_is_wrong_usage_in_one_line(called: Called, dump: Path, word: str, said: str) -> None:
    ran = called(dump, "--ignore", word)

    assert ran.code == 2
    assert said in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert "\x1b" not in ran.stderr


def test_what_a_later_analysis_ignores_is_not_resolved(analyse: Analyse) -> None:
    open_, known = analyse(REFUSED), analyse(REFUSED, options=ignoring("exchange-forbidden"))

    gone = compare(open_, known)
    back = compare(known, open_)

    assert [row["reason"] for row in gone["not_seen"]] == ["it is there and was ignored (--ignore)"]
    assert gone["resolved"] == []
    assert back["new"] == []


def test_at_strict_the_reason_has_tokens_too(called: Called, dump: Path) -> None:
    Path("known.toml").write_text('[[ignore]]\nid = "exchange-forbidden"\nreason = "asked anna.berg@contoso.example"\n')

    document = called(dump, "--ignore", "known.toml", "--privacy", "strict", "-f", "json", "-o", "-").document

    assert "anna.berg" not in document["ignored"][0]["reason"]
    assert document["ignored"][0]["rule"] == "exchange-forbidden"


def test_a_batch_ignores_too_and_another_list_is_another_analysis(called: Called, dump: Path) -> None:
    words = ("batch", dump, "-o", "out", "-q", "--history", "none", "--fail-on", "error")

    assert called(*words).code == 1
    assert called(*words, "--ignore", "exchange-forbidden").code == 0
    assert "findings that the site ignores (exchange-forbidden)" in (Path("out") / "index.json").read_text("utf-8")
