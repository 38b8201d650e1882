"""Bare tags are passed over in runs; what a document says is the same as if each had been read by itself."""

from __future__ import annotations

import pytest

from analyzer.limits import DEFAULT
from analyzer.readers import exchange_dump, kept, sync_dump
from analyzer.readers.notes import Notes
from analyzer.readers.tag_runs import NOTHING, Runs
from analyzer.readers.window import Window

RECORD = '<Trace Tag="Ews{}" Tid="7" Time="2026-10-12 08:00:00Z">\n'
AROUND = {
    "answer": RECORD.format("Response"),
    "request": RECORD.format("Request"),
    "fields": RECORD.format("ResponseHttpHeaders"),
    "unknown root": "<Dump>",
    "part of an action": '<Dump><Call Name="GetItem"><Response Status="500">',
    "field of an answer": '<Dump><Call><Response><Header Name="Server">',
    "content": "<Subject>",
    "raw body": "HTTP/1.1 200 OK\r\n\r\n",
    "nothing": "",
}
REPEATED = [
    "<a/>",
    "<b>x</b>\n",
    "<a><b>\n<c/>x</b></a>",
    "<a>",
    "</b>x",
    "<b>200</b><c>HTTP/1.1 500 Error</c>",
    "<b>GET x</b><b>\u00a0</b>",
    "<Error>it failed</Error><x/>",
    "<Request/><GetItem/><Response><StatusCode>503</StatusCode></Response>",
    "<Trace/><a></a><EwsRequest>x</EwsRequest>",
    "<x><html></html></x>",
    "<x><s:Envelope></s:Envelope></x>",
    "line <word> goes on\n<a></a>",
    "<p>said <i>x</i><br>\n",
    "<p>",
    "<q>",
    "<server><q>x",
    "a <q1> b <q2> c <Trace> d",
    """<x a="b" c='d'/><y e="f">x</y>\n""",
    '<x a="b">',
    '<p a="b">x<i/>',
    '<x Time="2026-10-12 08:00:07Z" Tid="9"/><Error>it failed</Error><y a="b"/><y c="d"/>',
    '<Call Name="GetItem"/><Call Name="FindItem"><Request><x a="b"/><y a="b"/></Request></Call>',
    '<Response><x Status="503"/><Header Name="Server" Value="EX01"/><y a="b"/><y a="b"/></Response>',
    "<x>y<!-- z --></x><!---->\n",
    "x<!-- <a> -->\n",
    "x <!-- y --> z\n",
    "<x><![CDATA[y]]></x>\n<x><![CDATA[<y>]]></x><x><![CDATA[&amp;\n]]>z</x>",
    "<![CDATA[x\n]]>y",
    "<b>2<!-- -->00</b><![CDATA[HTTP/1.1 ]]>500 Error\n<c/>",
    "Host: <redacted>\nPort: <hidden> <none>\n",
]


def said(data: bytes, chunk: int) -> list[object]:
    """All that is read of a document."""
    parts = [data[at : at + chunk] for at in range(0, len(data), chunk)]
    found: list[object] = [kept.outside(data, DEFAULT)]
    for reader in (exchange_dump, sync_dump):
        notes = Notes(DEFAULT)
        found += [list(reader.read(Window(parts), DEFAULT, notes)), notes.lines(), notes.bytes_skipped]
    return found


@pytest.mark.parametrize("around", AROUND)
def test_a_run_of_tag_runs_says_what_its_tags_say(around: str, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [f"{AROUND[around]}{one * times}</a></b>y" for one in REPEATED for times in (5, 80)]

    in_runs = [said(document.encode(), 700) for document in documents]
    monkeypatch.setattr(Runs, "at", lambda *_: NOTHING)

    assert in_runs == [said(document.encode(), 700) for document in documents]
