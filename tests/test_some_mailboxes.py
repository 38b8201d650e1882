"""One mailbox of several: the session is over for it, the others go on, and the headline says so and names it."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.report import answer
from tests.conftest import Analyse, Document

CALL = """<Trace Tag="EwsRequestHttpHeaders" Tid="{tid}" Time="2026-10-12 08:{tid:02}:00Z">
POST /EWS/Exchange.asmx HTTP/1.1
X-AnchorMailbox: {who}

</Trace>
<Trace Tag="EwsResponseHttpHeaders" Tid="{tid}" Time="2026-10-12 08:{tid:02}:01Z">
HTTP/1.1 {status}
X-CalculatedBETarget: ex01.contoso.example

</Trace>
"""
ANNA, BEN, CARL = (f"{name}@contoso.example" for name in ("anna.berg", "ben.kraus", "carl.diem"))
FINE, FORBIDDEN = "200 OK", "403 Forbidden"


def dump(*calls: tuple[str, str]) -> bytes:
    return "".join(CALL.format(tid=tid, who=who, status=status) for tid, (who, status) in enumerate(calls)).encode()


def told(document: Document) -> Sequence[object]:
    verdict = document["verdict"]
    return verdict["outcome"], verdict["mailboxes"], verdict["headline"].partition(", for ")[2]


def test_a_mailbox_for_which_nothing_works_any_more_is_an_error_and_the_headline_names_it(analyse: Analyse) -> None:
    document = analyse(dump((ANNA, FINE), (BEN, FORBIDDEN), (CARL, FINE), (BEN, FORBIDDEN), (ANNA, FINE)))

    assert told(document) == ("error", [BEN], f"1 of 3 mailboxes: {BEN}.")
    assert document["findings"][0]["severity"] not in ("critical", "high")
    assert answer.of(document).meaning == "nothing synchronizes for this mailbox"


def test_so_is_a_mailbox_that_does_not_exist(analyse: Analyse) -> None:
    missing = (
        '<Trace Tag="EwsResponse" Tid="1" Time="2026-10-12 08:01:01Z"><s:Envelope xmlns:s="s"><s:Body><s:Fault>'
        "<faultcode>a:ErrorNonExistentMailbox</faultcode><faultstring>No mailbox.</faultstring></s:Fault></s:Body>"
        "</s:Envelope></Trace>"
    )
    calls = [
        dump((ANNA, FINE), (BEN, "500 Internal Server Error")) + missing.encode(),
        dump((ANNA, FINE), (CARL, FINE)),
    ]

    document = analyse(b"".join((*calls, *calls)))

    assert told(document) == ("error", [BEN], f"1 of 3 mailboxes: {BEN}.")


def test_a_mailbox_that_was_served_again_is_an_issue_of_all(analyse: Analyse) -> None:
    document = analyse(dump((ANNA, FINE), (BEN, FORBIDDEN), (CARL, FINE), (BEN, FINE), (ANNA, FINE)))

    assert told(document) == ("issue", [BEN], "")
    assert answer.of(document).meaning == "some records fail, the rest synchronizes"


def test_an_outage_of_every_mailbox_names_no_part_of_them(analyse: Analyse) -> None:
    document = analyse(dump((ANNA, FORBIDDEN), (BEN, FORBIDDEN), (CARL, FORBIDDEN)))

    assert told(document) == ("error", [ANNA, BEN, CARL], "")
    assert answer.of(document).meaning == "nothing synchronizes for all 3 mailboxes"


def test_an_account_that_signs_in_is_no_mailbox(analyse: Analyse) -> None:
    document = analyse(dump(("CONTOSO\\svc-ssi", FORBIDDEN), ("CONTOSO\\svc-ssi", FORBIDDEN)))

    assert answer.of(document).meaning == "nothing synchronizes with this account"
    assert "svc-ssi" not in document["texts"]["customer"]


def test_an_issue_beside_which_nothing_is_seen_to_work_claims_nothing_of_the_rest(analyse: Analyse) -> None:
    document = analyse(b"ERROR ErrorAccessDenied: the folder cannot be read\n")

    assert document["verdict"]["outcome"] == "issue"
    assert answer.of(document).meaning == "something failed; the upload does not show what works beside it"
