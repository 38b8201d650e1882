"""Facts that age: dates stand once, rules say until when they hold, and what is overdue on a day is listed.

A verdict depends on the times in the upload alone: the same answer means something else in another year.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analyzer.proving import overdue, problems
from analyzer.reference import builds, dates
from analyzer.rules import catalogue
from tests.conftest import Analyse, Ran
from tests.test_catalogue import RULE, check

__all__ = ["check"]
Command = Callable[..., Ran]


def refused_on(day: str) -> str:
    return f"""
<Trace Tag="EwsRequestHttpHeaders" Tid="5" Time="{day} 07:00:00Z">
POST /EWS/Exchange.asmx HTTP/1.1

</Trace>
<Trace Tag="EwsResponseHttpHeaders" Tid="5" Time="{day} 07:00:00Z">
HTTP/1.1 403 Forbidden
X-CalculatedBETarget: am0pr01mb1234.eurprd01.prod.outlook.com

</Trace>
"""


@pytest.mark.parametrize(
    ("day", "rule", "said"),
    [
        ("2025-05-01", "exchange-forbidden", "it is switched off or not allowed for SSI."),
        ("2026-07-15", "exchange-forbidden", "or blocked by Microsoft for a test."),
        ("2026-09-30", "exchange-forbidden", "or blocked by Microsoft for a test."),
        ("2026-10-01", "exchange-ews-retired", "Microsoft is retiring it since 2026-10-01."),
        ("2027-03-31", "exchange-ews-retired", "Microsoft is retiring it since 2026-10-01."),
        ("2027-04-01", "exchange-ews-retired", "Microsoft ended it on 2027-04-01."),
    ],
)
def test_what_a_refusal_means_depends_on_the_day_of_the_upload(
    analyse: Analyse, day: str, rule: str, said: str
) -> None:
    verdict = analyse(refused_on(day))["verdict"]

    assert (verdict["rule"], verdict["owner"]) == (rule, "m365-admin")
    assert verdict["headline"].endswith(said)


def test_the_list_of_applications_is_said_to_be_replaced(analyse: Analyse) -> None:
    steps = analyse(refused_on("2026-11-02"))["findings"][0]["solution"]

    assert any("replaces the old one" in step and "all ids that stood in" in step for step in steps)


@pytest.mark.parametrize(
    ("day", "said"), [("12 Oct 2026", "until the end"), ("05 Nov 2026", "ended with October 2026")]
)
def test_the_paid_extension_of_exchange_2016_is_told_as_of_the_upload(analyse: Analyse, day: str, said: str) -> None:
    head = (
        "POST /EWS/Exchange.asmx HTTP/1.1\nHost: mail.contoso.example\n\nHTTP/1.1 200 OK\nServer: Microsoft-IIS/10.0\n"
    )
    told = analyse(f"{head}X-FEServer: EX01\nX-OWA-Version: 15.1.2507.61\nDate: Mon, {day} 08:00:02 GMT\n\n")[
        "findings"
    ]

    assert next(row for row in told if row["rule"] == "exchange-2016-support-ended")["cause"].count(said) == 1


def test_nothing_is_overdue_on_the_day_on_which_all_was_checked() -> None:
    assert list(overdue(catalogue.load().rules, date(2026, 11, 27), 12)) == []


def test_what_was_announced_is_overdue_once_its_day_has_passed() -> None:
    late = list(overdue(catalogue.load().rules, date(2027, 4, 2), 12))

    assert any("rule 'exchange-ews-retired': holds until 2027-04-01; look" in line for line in late)
    assert any(line.startswith("dates.csv: ews-ended: holds until 2027-04-01") for line in late)


@pytest.mark.parametrize(
    ("on", "months", "is_late"), [("2027-01-15", 12, False), ("2027-01-16", 12, True), ("2026-02-16", 1, True)]
)
def test_what_was_checked_too_long_ago_is_overdue(
    check: Command, tmp_path: Path, on: str, months: int, is_late: bool
) -> None:
    (tmp_path / "site.toml").write_text(RULE + "checked = 2026-01-15\n")

    ran = check("rules", "check", tmp_path / "site.toml", "--on", on, "--months", months)

    assert ("site.toml:3: rule 'site-frobnicator': was checked on 2026-01-15" in ran.stderr) == is_late
    assert ran.code == (4 if is_late else 0) or "dates.csv" in ran.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'basis = "inferred"',
            'basis = "inferred"\nchecked = "2026-11-27"',
            "checked must be a date such as 2026-10-01",
        ),
        (
            'contains = "frob',
            'since = "ews-gone", contains = "frob',
            "'ews-gone' is no date of the table reference/dates",
        ),
        ("It was not oiled.", "Since {on:oil-ended} it is dry.", "'oil-ended' is no date of the table"),
    ],
)
def test_a_date_that_is_not_there_is_refused(check: Command, tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "site.toml").write_text(RULE.replace(old, new))

    ran = check("rules", "check", tmp_path / "site.toml")

    assert ran.code == 4
    assert said in ran.stderr


@pytest.mark.parametrize(
    "cause",
    ["Since 2026-10-01 it is dry.", "In March 2026 it dried.", "Open Entra ID > Users.", "It dies after 90 days."],
)
def test_a_rule_of_ours_that_speaks_of_what_ages_has_to_say_when_that_was_checked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cause: str
) -> None:
    (tmp_path / "own.toml").write_text(RULE.replace("It was not oiled.", cause).replace("Oil it", "{Owner} oils it"))
    known = catalogue.load([str(tmp_path / "own.toml")], own=False)
    monkeypatch.setattr("analyzer.proving.is_ours", lambda _: True)

    said = [problem.what for problem in problems(known, frozenset({"site-frobnicator"}))]

    assert len(said) == 1
    assert "without a day on which that was checked; add checked" in said[0]


def test_a_date_that_rules_share_is_written_in_the_table_alone() -> None:
    """Samples have dates of their own; what a rule says and asks for names them."""
    shared = {row.day for row in dates.known().values() if row.day >= date(2026, 9, 1)}
    shared |= {day for year in (2016, 2019) if (day := builds.end_of_support(f"Exchange Server {year}"))}
    for path in catalogue.OWN.glob("*.toml"):
        told = "\n".join(
            line for line in path.read_text("utf-8").splitlines() if not re.search(r"Time=|Date:|TID:|^\d{4}", line)
        )
        assert [day for day in shared if day.isoformat() in told] == [], path.name


@pytest.mark.parametrize(
    ("version", "product", "ends"),
    [
        ("8.3.485.1", "Exchange Server 2007", "2017-04-11"),
        ("14.16.1.0", "Exchange Server 2010", "2020-10-13"),
        ("15.2.2561.1", "Exchange Server 2019", "2025-10-14"),
        ("15.2.2562.17", "Exchange Server SE", None),
        ("15.20.9009.21", "Exchange Online", None),
        ("15.3.1.1", "unknown", None),
        ("6.5.7638.1", "unknown", None),
    ],
)
def test_product_and_end_of_support_come_from_the_table_of_builds(version: str, product: str, ends: str | None) -> None:
    assert (builds.product(version), builds.support_ends(version)) == (product, ends)
