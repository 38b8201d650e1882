"""Times by the clock of the log beside UTC, where the log names its zone: whoever looks a line up reads that clock."""

from __future__ import annotations

import json

import pytest

from analyzer.report import answer, html, summary, words
from tests.conftest import Analyse, Document

LINE = "{at} ERROR [SiteInMemory:ExchangeConnector] Authentication error – OAuthRefreshToken might have expired\n"


def zone(document: Document) -> object:
    return document["documents"][0]["zone"]


def test_a_log_that_names_its_zone_is_shown_by_both_clocks(analyse: Analyse) -> None:
    document = analyse(LINE.format(at="2026-10-12T10:00:28.820+02:00").encode())
    page = html.render(document).decode()

    assert (zone(document), document["verdict"]["since"]) == ("+02:00", "2026-10-12T08:00:28.820Z")
    assert "Since: 12 October 2026, 08:00 UTC (10:00 in the log)" in summary.render(document, [])
    assert "12 October 2026, 08:00 UTC</time> (10:00 in the log)" in page
    assert "2026-10-12 08:00:28.820 UTC</time> (10:00:28 in the log)" in " ".join(page.split())
    assert "times in UTC+02:00" in page


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (LINE.format(at="2026-10-12T08:00:28Z"), "+00:00"),
        (LINE.format(at="2026-10-12 08:00:28"), None),
        (LINE.format(at="2026-03-28T08:00:28+01:00") + LINE.format(at="2026-03-30T08:00:28+02:00"), None),
        (LINE.format(at="2026-10-12T08:00:28+02:00") + LINE.format(at="2026-10-12 08:00:29"), None),
    ],
    ids=["UTC", "no zone", "clocks that change", "some without"],
)
def test_a_log_of_utc_of_no_zone_or_of_several_is_shown_by_utc_alone(
    analyse: Analyse, text: str, known: str | None
) -> None:
    document = analyse(text.encode())

    assert zone(document) == known
    assert "in the log" not in answer.of(document).standing[1]
    assert "in the log)" not in html.render(document).decode()


def test_a_capture_of_a_browser_names_the_zone_of_its_user(analyse: Analyse) -> None:
    entry = {
        "startedDateTime": "2026-10-12T10:00:02.123+02:00",
        "request": {"method": "POST", "url": "https://mail.contoso.example/EWS/Exchange.asmx", "headers": []},
        "response": {"status": 503, "statusText": "Service Unavailable", "headers": [], "content": {"size": 0}},
    }
    document = analyse(json.dumps({"log": {"version": "1.2", "entries": [entry]}}).encode())

    assert (document["documents"][0]["kind"], zone(document)) == ("har", "+02:00")


@pytest.mark.parametrize(
    ("at", "there", "said"),
    [
        ("2026-10-12T08:00:02Z", "+02:00", "10:00:02"),
        ("2026-10-12T23:30:02.5Z", "+02:00", "2026-10-13 01:30:02"),
        ("2026-10-12T01:00:02Z", "-07:00", "2026-10-11 18:00:02"),
        ("2026-10-12T08:00:02Z", "+05:30", "13:30:02"),
        ("2026-10-12T08:00:02Z", "+00:00", ""),
        ("2026-10-12T08:00:02Z", None, ""),
        ("9999-12-31T23:59:59Z", "+02:00", ""),
        ("no time", "+02:00", ""),
    ],
)
def test_a_moment_by_the_clock_of_the_log(at: str, there: str | None, said: str) -> None:
    assert words.in_zone(at, there) == said
