"""What proves a verdict is told as what it is: the words of a server, or what the upload holds where none said anything."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.case import Order, run
from tests.conftest import ROOT, Analyse
from tests.support.dialects import managed_api
from tests.support.session import Call, ok, refused, timed, unanswered

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
    assert said in reasons(analyse(managed_api(timed([ok("GetFolder"), call]))))


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
