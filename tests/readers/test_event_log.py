"""Events of Windows that were copied as text: one event each, of the server, never SSI's own error."""

from __future__ import annotations

from tests.conftest import Analyse, loud

TLS = "System.Net.WebException: The request was aborted: Could not create SSL/TLS secure channel."
CLASSIC = f"""Log Name:      Application
Source:        MSExchange Front End HTTP Proxy
Date:          16/04/2026 13:26:19
Event ID:      3005
Level:         Warning
Description:
[Ews] Marking ClientAccess server ex02 (https://ex02/ews) as unhealthy due to exception: {TLS}
   at System.Net.HttpWebRequest.GetResponse()
Event Xml:

    3005
    {TLS}
"""


def test_the_xml_of_an_event_is_the_same_event(analyse: Analyse) -> None:
    document = analyse(CLASSIC)

    assert [(f["rule"], f["count"], f["owner"]) for f in document["findings"]] == [
        ("exchange-servers-cannot-talk", 1, "exchange-admin")
    ]
    assert document["verdict"]["outcome"] == "issue"
    assert document["http"] == []


def test_nested_exceptions_and_stack_lines_are_one_event(analyse: Analyse) -> None:
    text = f"""We also get the event 4002.

Process 23020: ProxyWebRequest CrossSite from S-1-5-21-1-2-3 to https://ex02.contoso.example:444/EWS/Exchange.asmx failed. {TLS}

at System.Net.Sockets.Socket.EndReceive(IAsyncResult asyncResult)

--- End of inner exception stack trace ---

. Name of the server where exception originated: EX01. LID: 43532.
"""
    assert loud(analyse(text)) == {"exchange-servers-cannot-talk": "issue"}


def test_breaks_of_html_swallow_nothing_and_name_the_version(analyse: Analyse) -> None:
    text = (
        "Event 4999 occurred at 2026-11-29 13:33:20.  <br><br>Event Source: MSExchange Common  <br><br>Event ID: 4999 "
        "<br><br>Event Log Name: Application <br><br>Description: <br><br>Watson report: E12IIS, 15.01.2507.034, "
        "System.ArgumentException <br><br>Event Parameters: <br><br>21628"
    )
    document = analyse(text)

    assert [row["signature"].split(" · ")[0] for row in document["unexplained"]] == ["exchange"]
    assert [row["version"] for row in document["exchange_versions"]] == ["15.1.2507.34"]
    assert document["verdict"]["outcome"] == "inconclusive"


def test_a_calm_event_is_no_error(analyse: Analyse) -> None:
    calm = CLASSIC.replace("Warning", "Information").replace(" as unhealthy due to exception", "")

    assert analyse(calm)["findings"] == []


def test_an_event_in_german_is_read(analyse: Analyse) -> None:
    german = (
        CLASSIC.replace("Log Name", "Protokollname").replace("Source", "Quelle").replace("Event ID", "Ereignis-ID")
    ).replace("Description", "Beschreibung")

    assert loud(analyse(german)) == {"exchange-servers-cannot-talk": "issue"}


def test_the_same_words_outside_of_an_event_are_what_they_were(analyse: Analyse) -> None:
    assert "exchange-servers-cannot-talk" not in loud(analyse(TLS))
