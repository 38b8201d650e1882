"""Uploads that belong to one case are one customer's; where they look like those of several, that is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.facts.customers import Marks, several
from tests.conftest import Analyse, Ran
from tests.support.dialects import managed_api
from tests.support.session import failing


def marks(domains: str = "", hosts: str = "") -> Marks:
    found = Marks()
    found.add([f"anna@{domain}" for domain in domains.split()], hosts.split())
    return found


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (marks("contoso.example"), marks("contoso.example")),
        (marks("contoso.example"), marks("contoso.onmicrosoft.com")),
        (marks("contoso.example"), marks("mail.contoso.example")),
        (marks("contoso.example fabrikam.example"), marks("fabrikam.example")),
        (marks("contoso.example"), marks(hosts="my300001.crm.ondemand.com")),
        (marks(hosts="my300001.crm.ondemand.com"), marks(hosts="my300001.crm.ondemand.com")),
        (marks("contoso.example"), marks()),
    ],
)
def test_uploads_that_have_something_in_common_are_one_customers(one: Marks, two: Marks) -> None:
    assert several({0: one, 1: two}) == ()


@pytest.mark.parametrize(
    ("one", "two", "names"),
    [
        (marks("contoso.example"), marks("fabrikam.example"), ("contoso.example", "fabrikam.example")),
        (
            marks("mail.contoso.example"),
            marks("mail.fabrikam.example"),
            ("mail.contoso.example", "mail.fabrikam.example"),
        ),
        (
            marks(hosts="my300001.crm.ondemand.com"),
            marks(hosts="my300002.crm.ondemand.com"),
            ("my300001.crm.ondemand.com", "my300002.crm.ondemand.com"),
        ),
    ],
)
def test_uploads_that_have_nothing_in_common_are_of_several(one: Marks, two: Marks, names: tuple[str, ...]) -> None:
    assert several({0: one, 1: two}) == names


def test_one_upload_may_act_on_mailboxes_of_many_domains() -> None:
    assert several({0: marks("contoso.example fabrikam.example")}) == ()


def test_it_is_said_on_the_terminal_in_the_json_and_in_the_report(called: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_bytes(managed_api(failing()))
    (tmp_path / "two.xml").write_bytes(managed_api(failing()).replace(b"contoso.example", b"fabrikam.example"))

    ran = called(tmp_path / "one.xml", tmp_path / "two.xml", "-f", "html", "-f", "json", "-o", "case.html")
    document = Ran(0, Path("case.json").read_bytes(), "").document

    assert "WARNING: The uploads look like those of different customers" in ran.stderr
    assert [warning["code"] for warning in document["warnings"]] == ["several-customers"]
    assert "Warning: The uploads look like those of different customers" in document["texts"]["ticket"]
    assert b"different customers (contoso.example, fabrikam.example)" in Path("case.html").read_bytes()
    assert called(tmp_path / "one.xml", "-f", "json", "-o", "-").document["warnings"] == []


def test_the_mailboxes_of_two_customers_are_not_added_up(analyse: Analyse) -> None:
    one, other = managed_api(failing()), managed_api(failing()).replace(b"contoso.example", b"fabrikam.example")

    document = analyse(one, other)

    assert document["verdict"]["hit"]["mailboxes"] is None
    assert " of 2 mailboxes" not in document["verdict"]["headline"] + document["texts"]["ticket"]
    assert analyse(one)["verdict"]["hit"]["mailboxes"] == 1
