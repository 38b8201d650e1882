"""What a person or a program masked is no markup: it opens nothing and swallows nothing."""

from __future__ import annotations

import pytest

from analyzer.limits import DEFAULT
from analyzer.readers.pieces import Page, Start, Text, pieces
from analyzer.readers.window import Window
from tests.conftest import Analyse, rules_of

REFUSED = "2026-10-12T08:00:01Z ERROR ExchangeConnector The remote server returned an error: (401) Unauthorized.\n"
ADDRESS = "2026-10-12T08:00:00Z INFO https://mail.contoso.example/EWS/Exchange.asmx "


def starts(text: str) -> list[str]:
    return [piece.name for piece in pieces(Window([text.encode()]), DEFAULT) if isinstance(piece, Start)]


@pytest.mark.parametrize(
    "masked",
    [
        "<server>",
        "<hidden>",
        "<IP Address>",
        "<https://mail.contoso.example/EWS/Exchange.asmx>",
        "the page said <br> and",
        '<a href="https://portal.contoso.example"> is the link',
        "answered with <html> only",
        "&CorrelationID=<empty>;&ClientId=A",
        "<anna.berg@contoso.example>",
        "<Envelope> is missing",
    ],
)
def test_a_masked_word_in_a_line_swallows_nothing(analyse: Analyse, masked: str) -> None:
    document = analyse(f"{ADDRESS}{masked}\n{REFUSED}")

    assert "exchange-authentication" in rules_of(document)
    assert document["documents"][0]["warnings"] == []


def test_records_behind_a_masked_word_are_read(analyse: Analyse) -> None:
    document = analyse(
        f"{ADDRESS}for <user>\n<snip>\n"
        '<Trace Tag="EwsResponseHttpHeaders" Tid="1" Time="2026-10-12 08:00:01Z">\nHTTP/1.1 401 Unauthorized\n\n</Trace>\n'
    )

    assert [(row["status"], row["count"]) for row in document["http"]] == [(401, 1)]
    assert document["documents"][0]["warnings"] == []


def test_a_masked_host_in_a_record_stays_in_its_field(analyse: Analyse) -> None:
    document = analyse(
        '<Trace Tag="EwsResponseHttpHeaders" Tid="1" Time="2026-10-12 08:00:01Z">\n'
        "HTTP/1.1 503 Service Unavailable\nX-FEServer: <server>\nServer: Microsoft-IIS/10.0\n\n</Trace>\n"
    )

    assert {(row["header"], row["value"]) for row in document["servers"]} >= {("Server", "Microsoft-IIS/10.0")}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("<Log><Entry>a</Entry></Log>", ["Log", "Entry"]),
        (
            "<ExchangeDataDump>\n<Action>\n<Request>POST /EWS/Exchange.asmx HTTP/1.1\n",
            ["ExchangeDataDump", "Action", "Request"],
        ),
        ('<Session user="1"><Call Name="GetItem"><Sent>', ["Session", "Call", "Sent"]),
        (
            "<?xml version='1.0'?>\n<Root>\n<Call>\n<Request>a</Request>\n<Response>HTTP/1.1 200 OK",
            ["Root", "Call", "Request", "Response"],
        ),
        ("<Root><Call>a</Call>\n<Call>", ["Root", "Call", "Call"]),
        ("text <server> text", []),
        ("<server> did not answer\n", []),
        ("one <b>two</b> three", ["b"]),
        ('<Trace Tag="EwsRequest">\n</Trace>\n<snip>\n', ["Trace"]),
    ],
)
def test_an_element_is_what_is_closed_known_or_in_the_place_of_one(text: str, names: list[str]) -> None:
    assert starts(text) == names


def test_a_dump_that_is_cut_in_its_first_action_is_known_as_cut(analyse: Analyse) -> None:
    document = analyse(
        "<ExchangeDataDump>\n<Action>\n<Request>\nPOST /EWS/Exchange.asmx HTTP/1.1\nHost: mail.contoso.example\n"
    )

    assert document["documents"][0]["warning_codes"] == ["cut"]


def test_a_page_begins_a_line() -> None:
    found = list(pieces(Window([b"HTTP/1.1 200 OK\n\n<html><body>x"]), DEFAULT))

    assert isinstance(found[-1], Page)
    assert all(isinstance(piece, Text) for piece in pieces(Window([b"it said <html> here"]), DEFAULT))


def test_many_words_in_brackets_are_no_records() -> None:
    text = "".join(f"line <word{number}> goes on\n" for number in range(500)).encode()

    assert not [piece for piece in pieces(Window([text]), DEFAULT) if isinstance(piece, Start)]
