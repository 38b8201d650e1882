"""`--privacy customer`: for the customer's own administrator. Their names stay, third parties go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.case import Order, run
from analyzer.model import Privacy
from analyzer.privacy.pseudonyms.own import Own, ThirdParties, own_of
from analyzer.report import html, saved
from analyzer.report.files import Format
from tests.conftest import ROOT, Ran
from tests.support.dialects import managed_api
from tests.support.session import fault, ok, timed

OWN = Own(
    domains=frozenset({"contoso.example"}),
    hosts=frozenset({"my300100.crm.ondemand.com", "my300100"}),
    persons=frozenset({"anna.berg@contoso.example", "anna.berg", "anna berg", "berg, anna"}),
)


def level(upload: Path, privacy: Privacy = Privacy.CUSTOMER) -> dict[str, Any]:
    return dict(run([str(upload)], Order(privacy=privacy, formats=(Format.HTML, Format.MARKDOWN, Format.CSV))).document)


@pytest.mark.parametrize(
    "said",
    [
        "mailbox anna.berg@contoso.example of mail.contoso.example",
        "also petra.lang@contoso.example, whom nobody acted on",
        "https://my300100.crm.ondemand.com/sap/c4c/odata answered 500",
        "tenant contoso.onmicrosoft.com",
        "X-FEServer: EXFE01 · request-id: 0a1b2c3d-0000-4000-8000-000000000001",
        'User: "Anna Berg" on 10.1.2.3',
        r"CONTOSO\anna.berg",
        "object CN=Anna Berg,OU=Sales,DC=contoso,DC=example is gone",
        "recipient /o=Contoso/ou=Exchange Administrative Group/cn=Recipients/cn=anna was refused",
        "contoso.example/Users/Anna Berg was not found",
    ],
)
def test_what_is_their_own_stays(said: str) -> None:
    assert ThirdParties(OWN).replace(said, ours=True) == said


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("attendee joe.doe@fabrikam.example declined", "fabrikam"),
        ("the mailbox was set up by my300200.crm.ondemand.com", "my300200"),
        ("tenant fabrikam.onmicrosoft.com is another", "fabrikam"),
        ("host mail.fabrikam.example from 198.51.100.7", "198.51.100.7"),
        ('organizer "Joe Doe" has left', "Joe Doe"),
        ("not contoso.example.fabrikam.example, though it looks so", "fabrikam"),
        (r"FABRIKAM\joe.doe", "FABRIKAM"),
        ("object CN=Joe Doe,OU=Sales,DC=fabrikam,DC=example is gone", "Joe Doe"),
        ("certificate CN=Joe Doe, E=joe@fabrikam.example, O=Fabrikam was refused", "Joe Doe"),
        ("bind uid=jdoe,ou=people,dc=fabrikam,dc=example failed", "jdoe"),
        ("recipient /o=Fabrikam/ou=Exchange Administrative Group/cn=Recipients/cn=jdoe was refused", "jdoe"),
        ("fabrikam.example/Users/Joe Doe was not found", "Joe Doe"),
        ("GET https://fabrikam-my.sharepoint.com/personal/joe_doe_fabrikam_example/Documents", "joe_doe"),
        ("no answer from fabrikam.eu.crm.cloud.sap", "fabrikam"),
        ("IBAN DE68 8077 0562 1144 2093 11 is not valid", "1144"),
        ("the phone +49 711 935275 is not valid", "935275"),
    ],
)
def test_third_parties_go(said: str, gone: str) -> None:
    assert gone not in ThirdParties(OWN).replace(said)


def test_a_report_keeps_the_mailbox_and_the_ids_and_loses_who_else_is_named(tmp_path: Path) -> None:
    text = "The attendee joe.doe@fabrikam.example cannot be invited to 'Quarterly numbers of Fabrikam'."
    upload = tmp_path / "dump.xml"
    upload.write_bytes(managed_api(timed([ok("GetFolder"), fault("CreateItem", "ErrorInvalidRecipients", text)])))

    document = level(upload)
    shown = html.render(document).decode() + str(document)

    assert document["mailboxes"][0]["mailbox"] == "anna.berg@contoso.example"
    assert document["made"]["privacy"] == "customer"
    assert document["documents"][0]["name"] == "dump.xml"
    assert any(
        one["ids"].get("request-id", "").count("-") == 4 for row in document["findings"] for one in row["evidence"]
    )
    assert "fabrikam" not in shown.lower()
    assert "Quarterly" not in shown
    assert next(saved.problems(document), None) is None


def test_the_examples_can_be_made_at_this_level_and_name_their_own() -> None:
    document = level(ROOT / "examples" / "pack-exchange-side.zip")

    assert document["verdict"]["mailboxes"] == ["anna.berg@contoso.example"]
    assert "anna.berg@contoso.example" in document["texts"]["customer"]


def test_the_last_line_of_a_report_recommends_it() -> None:
    page = html.render(level(ROOT / "examples" / "oauth-expired.xml", Privacy.STANDARD)).decode()

    assert "before you send this to the customer, make a report with --privacy customer" in page


def test_of_two_customers_the_one_with_most_requests_keeps_its_domain() -> None:
    mailboxes = [{"mailbox": "a@contoso.example", "count": 9}, {"mailbox": "b@fabrikam.example", "count": 2}]
    document = {"mailboxes": mailboxes, "sessions": [], "hosts": [], "servers": [], "warnings": []}
    several = {**document, "warnings": [{"code": "several-customers"}]}

    assert own_of(several).domains == {"contoso.example"}
    assert own_of(document).domains == {"contoso.example", "fabrikam.example"}


def test_the_index_of_a_batch_names_the_organization(tmp_path: Path, command: Callable[..., Ran]) -> None:
    upload = tmp_path / "dump.xml"
    upload.write_bytes(managed_api(timed([ok("GetFolder")])))

    ran = command("batch", upload, "-o", tmp_path / "out", "--privacy", "customer", "--history", "none")

    assert ran.code == 0
    assert "contoso.example" in (tmp_path / "out" / "index.json").read_text("utf-8")
