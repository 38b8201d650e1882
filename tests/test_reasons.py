"""What proves a verdict is told as what it is: the words of a server, or what the upload holds where none said anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analyzer.case import Order, run
from analyzer.report import answer, html
from tests.conftest import ROOT, Analyse
from tests.support.dialects import managed_api
from tests.support.session import ONLINE, Call, fault, ok, refused, timed, unanswered

PAGE = (
    "<html><head><title>Sign in</title></head><body><form action='/adfs'><input type='password'></form></body></html>"
)
C4C = """
HTTP Request
GET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1
Host: my000000.crm.ondemand.com

HTTP Response
HTTP/1.1 200 OK

{}

Exception
System.FormatException: String was not recognized as a valid DateTime.
   at System.DateTime.Parse(String s)
"""
IIS = """#Software: Microsoft Internet Information Services 10.0
#Fields: date time cs-method cs-uri-stem cs-username sc-status sc-substatus sc-win32-status time-taken
2026-10-12 08:00:00 POST /EWS/Exchange.asmx CONTOSO\\svc-ssi 503 0 0 15
"""


def reasons(document: Any) -> list[str]:
    """What speaks for the verdict."""
    return list(document["verdict"]["confidence"]["for"])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (unanswered("FindItem"), "The upload holds 1 request that nothing answers."),
        (refused("GetItem", 200, "OK", PAGE), "The upload holds what came back: a page to log on."),
        (Call("GetItem", raw=""), "The upload holds what came back: an empty answer."),
        (refused("GetItem", 403, "Forbidden"), "Exchange said so itself; the upload holds its answer."),
    ],
)
def test_of_a_request_it_is_what_came_back(analyse: Analyse, call: Call, said: str) -> None:
    assert said in reasons(analyse(managed_api(timed([call, ok("GetFolder")]))))


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (C4C, "The upload holds the exception that SSI wrote itself."),
        (IIS, "The log of the server has the requests that failed with it."),
    ],
)
def test_where_no_server_said_it_the_upload_shows_it(analyse: Analyse, upload: str, said: str) -> None:
    found = reasons(analyse(upload))

    assert said in found
    assert not any("said so itself" in one for one in found)


@pytest.mark.parametrize(
    ("example", "place"),
    [
        ("oauth-expired.xml", "the Exchange data dump"),
        ("sync-export.csv", "the table of the sync panel"),
    ],
)
def test_what_ssi_reports_is_told_with_its_place(example: str, place: str) -> None:
    document = run([str(ROOT / "examples" / example)], Order()).document

    assert f"SSI itself reports it, in {place}." in reasons(document)


def test_a_page_in_place_of_exchange_is_called_one_and_its_letter_speaks_of_no_cut(analyse: Analyse) -> None:
    page = analyse(managed_api(timed([refused("GetItem", 200, "OK", PAGE)])))
    mixed = analyse(managed_api(timed([refused("GetItem", 200, "OK", PAGE), refused("GetItem", 200, "OK", "busy")])))

    assert page["verdict"]["headline"] == "A web page answers in place of Exchange."
    assert mixed["verdict"]["headline"].startswith("Something that is no EWS answers")
    assert "answered by something else" in page["texts"]["letters"]["en"]
    assert "breaks off" not in page["texts"]["letters"]["en"]


def test_a_server_that_is_not_exchange_is_not_said_to_be() -> None:
    document = run([str(ROOT / "examples" / "kerio-connect.xml")], Order()).document

    assert "The server said so itself; the upload holds its answer." in reasons(document)


def test_a_session_that_ssi_reports_as_finished_speaks_for_a_clean_verdict(analyse: Analyse) -> None:
    """Where nothing else is in the upload it is all that does."""
    job = "2026-10-12 08:00:00 INFO TID:7 [SiteInMemory:SynchronizationEngine] SW0000: Synchronization was completed\n"

    confidence = analyse(job)["verdict"]["confidence"]

    assert confidence["level"] == "confirmed"
    assert confidence["for"] == ["SSI itself reports 1 session as finished without errors."]


def test_what_came_afterwards_is_told_of_the_side_that_failed() -> None:
    alone = run([str(ROOT / "examples" / "organization-removed.xml")], Order()).document
    beside = run([str(ROOT / "examples" / "pack-c4c-side.zip")], Order()).document

    assert answer.of(alone).afterwards == "no successful request afterwards"
    assert answer.of(beside).afterwards == "no successful request to C4C afterwards"


def test_what_is_found_besides_is_counted_as_what_it_is() -> None:
    document = run([str(ROOT / "examples" / "pack-exchange-side.zip")], Order()).document

    assert answer.of(document).also == "2 issues"
    assert "<b>Also found: 2 issues.</b>" in html.render(document).decode()


def test_what_the_tool_says_of_the_upload_is_no_error_of_the_vendor_and_has_no_empty_evidence(analyse: Analyse) -> None:
    dump = C4C.partition("Exception")[0].replace("200 OK", "400 Bad Request")
    document = analyse(dump, names=["001_QueryContacts_c4codataapi.txt"])
    page = html.render(document).decode()
    note = next(finding for finding in document["findings"] if finding["rule"].startswith("upload-"))
    shown = page[page.index(f'id="finding-{note["rule"]}"') :].partition("</details>")[0]

    assert note["basis"] == "inferred"
    assert "Evidence" not in shown
    assert "<b>Info</b></span>" in shown


def test_answers_that_name_no_status_are_counted_with_the_others(analyse: Analyse) -> None:
    parts = [
        'Content-Type: application/http\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{"d": {"results": []}}\n',
        "Content-Type: application/http\n\nHTTP/1.1 204 No Content\n\n\n",
    ]
    document = analyse("--batch\n" + "--batch\n".join(parts) + "--batch--\n", names=["batch_response.txt"])
    asked = sum(row["count"] for row in document["requests"])

    assert f"answered all {asked} requests" in document["verdict"]["headline"]


def test_a_guessed_cause_is_held_against_what_worked_before(analyse: Analyse) -> None:
    denied = fault("GetItem", "ErrorImpersonateUserDenied", "The account does not have permission to impersonate.")
    document = analyse(managed_api(timed([ok("GetFolder"), ok("FindItem"), denied])))

    assert "It had worked before, in 2 requests." in document["verdict"]["confidence"]["against"]
    assert document["verdict"]["confidence"]["level"] == "likely"


def test_where_other_mailboxes_of_the_tenant_are_served_the_licence_comes_first(analyse: Analyse) -> None:
    refusal = replace(refused("GetItem", 403, "Forbidden"), headers=ONLINE)
    other = replace(ok("GetFolder"), headers=ONLINE, mailbox="max.huber@contoso.example")
    alone, some = analyse(managed_api(timed([refusal]))), analyse(managed_api(timed([refusal, other])))

    assert alone["verdict"]["rule"] == some["verdict"]["rule"] == "exchange-ews-retired"
    assert "most likely because Microsoft is retiring it" in alone["verdict"]["headline"]
    assert "though other mailboxes are served" in some["verdict"]["headline"]
    assert "licence" in some["verdict"]["first_step"]
    assert "Get-CASMailbox anna.berg@contoso.example" in some["findings"][0]["solution"][1]
    assert "Other mailboxes of your organization are synchronized." in some["texts"]["letters"]["en"]


def test_of_exchange_online_the_administrator_of_microsoft_365_looks_at_the_service_health(analyse: Analyse) -> None:
    busy = refused("GetItem", 503, "Service Unavailable")
    own, online = analyse(managed_api(timed([busy]))), analyse(managed_api(timed([replace(busy, headers=ONLINE)])))

    assert own["verdict"]["rule"] == online["verdict"]["rule"] == "exchange-unavailable"
    assert (own["verdict"]["owner"], online["verdict"]["owner"]) == ("exchange-admin", "m365-admin")
    assert "service health" in online["verdict"]["first_step"]
    assert not any("application pool" in step for step in online["findings"][0]["solution"])


def test_no_step_asks_for_what_the_upload_may_not_be(analyse: Analyse) -> None:
    dump = C4C.partition("Exception")[0].replace("200 OK", "500 Internal Server Error")
    steps = analyse(dump)["findings"][0]["solution"]

    assert not any("dump" in step for step in steps)


def test_the_note_for_a_tracker_quotes_what_it_points_to(analyse: Analyse) -> None:
    document = analyse(managed_api(timed([refused("GetItem", 456, "Blocked")])))
    lines = document["texts"]["ticket"].splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("Proof: "))

    assert lines[place + 1].startswith("  HTTP 456 Blocked · POST /EWS/Exchange.asmx")
    assert sum("request-id" in line and "client" not in line for line in lines) == 1


def test_failed_operations_are_told_from_items_that_failed_and_protocols_have_names() -> None:
    shown = html.render(run([str(ROOT / "examples" / "pack-exchange-side.zip")], Order()).document).decode()

    assert "Failed as a whole" in shown
    assert ">odata<" not in shown
