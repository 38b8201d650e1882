"""Several uploads in one file: each is read as what it is, on the lines where it stands, and nothing is left unread."""

from __future__ import annotations

import itertools
import re

import pytest

from analyzer.analysis import Options
from analyzer.cli.options import window_of
from analyzer.readers.seams import BEFORE_RECORD, BEHIND_RECORD, Parts
from tests.conftest import ROOT, Analyse, counts
from tests.support import graph
from tests.support.dialects import davmail_wire, exchangelib, exchangelib_3, managed_api, raw_http
from tests.support.session import failing, healthy

LINE = b"2026-10-12 08:00:05,520 %s TID:41 [SiteInMemory:SynchronizationEngine] %s\n"
TABLE = (ROOT / "examples" / "sync-export.csv").read_bytes()
CALM = LINE % (b"INFO", b"Session started") * 3


def findings(document: dict[str, object]) -> set[str]:
    found = document["findings"]
    assert isinstance(found, list)
    return {finding["rule"] for finding in found}


def test_a_dump_behind_a_calm_log_is_read_and_the_file_is_not_clean(analyse: Analyse) -> None:
    document, alone = analyse(CALM + managed_api(failing())), analyse(managed_api(failing()))

    assert findings(document) == findings(alone)
    assert document["verdict"]["rule"] == "ErrorImpersonateUserDenied"
    said = "another document begins in the same file, at line 4; it was read by itself"
    assert said in document["documents"][0]["warnings"]
    (evidence, *_) = document["findings"][0]["evidence"]
    assert evidence["line"] == alone["findings"][0]["evidence"][0]["line"] + 3


def test_a_trace_in_elements_of_its_own_behind_much_other_text_is_read(analyse: Analyse) -> None:
    record = (
        b"<EwsResponseHttpHeaders>\nHTTP/1.1 403 Forbidden\nServer: Microsoft-IIS/10.0\n\n</EwsResponseHttpHeaders>\n"
    )
    document = analyse(b"hello world, line\n" * 70_000 + record)

    assert counts(document, "http", "status") == {403: 1}


def test_a_file_of_which_all_lies_outside_of_the_window_was_recognised(analyse: Analyse) -> None:
    document = analyse(TABLE, options=Options(window=window_of("2027-01-01", None)))

    assert document["documents"][0]["kind"] == "sync-export"
    assert document["documents"][0]["warnings"] == ["times without a zone are taken as UTC"]


@pytest.mark.parametrize("first", [True, False])
def test_a_table_and_a_dump_in_one_file_tell_what_both_tell(analyse: Analyse, *, first: bool) -> None:
    dump = managed_api(failing())

    both = analyse(TABLE + dump if first else dump + b"\n" + TABLE)

    assert findings(both) == findings(analyse(TABLE)) | findings(analyse(dump))


LOGS = {
    "exchangelib": exchangelib,
    "exchangelib 3": exchangelib_3,
    "http client": davmail_wire,
    "managed api": managed_api,
}
BEHIND = {
    **{name: log(failing()) for name, log in LOGS.items()},
    "table": TABLE,
    "har": graph.har(
        graph.numbered([graph.Exchange("GET", "/v1.0/me/messages", 403, graph.error("ErrorAccessDenied"))])
    ),
    "job log": LINE % (b"ERROR", b'Organization "contoso.onmicrosoft.com" is marked for removal'),
}


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("first", ["exchangelib", "exchangelib 3"])
def test_what_stands_behind_a_log_of_a_client_is_read_in_its_own_form(
    analyse: Analyse, first: str, behind: str
) -> None:
    alone = analyse(BEHIND[behind])
    joined = analyse(LOGS[first](healthy()).rstrip(b"\n") + b"\n" + BEHIND[behind])

    assert findings(alone) <= findings(joined)
    assert joined["verdict"]["outcome"] != "clean"


@pytest.mark.parametrize("before", [b"", CALM])
def test_lines_of_an_application_between_records_begin_no_other_document(analyse: Analyse, before: bytes) -> None:
    records = re.split(rb"(?<=</Trace>)\r?\n", managed_api(healthy()))
    document = analyse(before + (b"\n" + LINE % (b"INFO", b"call done")).join(records))

    assert len(records) > 10
    assert findings(document) == set()
    assert document["verdict"]["outcome"] == "clean"


@pytest.mark.parametrize("mark", [b"> ", b"sync-1  | ", b"2026-10-12T08:00:00.000000000Z stderr F "])
def test_a_dump_in_a_wrapper_is_one_document(analyse: Analyse, mark: bytes) -> None:
    document = analyse(b"".join(mark + line for line in managed_api(healthy()).splitlines(keepends=True)))

    assert findings(document) == set()
    assert document["verdict"]["outcome"] == "clean"


def test_a_trace_that_a_record_of_c4c_quotes_is_no_other_document(analyse: Analyse) -> None:
    call = b"HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/TaskCollection HTTP/1.1\n\n\nHTTP Response\nHTTP/1.1 200 OK\n\n"
    entry = b"<entry><content><d:Text>as told:\n%s\n</d:Text></content></entry>\n\n"

    document = analyse(call + entry % managed_api(failing()) + call + b"{}\n")

    assert document["documents"][0]["kind"] == "c4c-dump"
    assert not [said for said in document["documents"][0]["warnings"] if "another document" in said]


@pytest.mark.parametrize("size", [1, 4_000, 1_000_000])
def test_a_record_within_a_line_is_no_seam_whatever_the_chunks(size: int) -> None:
    data = b"x" * 3_000 + b"<Trace Tag='EwsRequest'>\n" + b"line\n" * 1_000
    read = Parts(data[at : at + size] for at in range(0, len(data), size))

    assert b"".join(read.part(BEFORE_RECORD, lambda _: True)) == data


def test_a_place_that_is_no_seam_is_asked_about_once() -> None:
    asked: list[bytes] = []

    def begins(head: bytes) -> bool:
        asked.append(head)
        return b"second" in head[:40]

    read = Parts(iter([CALM + b'<Trace Tag="first"/>\n' + CALM * 600 + b'<Trace Tag="second"/>\n']))
    first = b"".join(read.part(BEFORE_RECORD, begins))

    assert first == CALM + b'<Trace Tag="first"/>\n' + CALM * 600
    assert len(asked) == 2


def test_many_parts_are_no_more_than_a_few(analyse: Analyse) -> None:
    document = analyse((CALM + managed_api(healthy())) * 30)

    assert sum("another document" in said for said in document["documents"][0]["warnings"]) < 10


@pytest.mark.parametrize("size", [1, 7, 1_001, 100_000])
@pytest.mark.parametrize(
    ("seam", "parts"),
    [(BEFORE_RECORD, (CALM, b'<Trace Tag="x"/>\n' * 200)), (BEHIND_RECORD, (b"<Trace>\n</Trace>\n" * 90, CALM * 40))],
)
def test_the_parts_are_the_file_whatever_its_chunks(
    size: int, seam: re.Pattern[bytes], parts: tuple[bytes, bytes]
) -> None:
    data = b"".join(parts)
    chunks = (data[at : at + size] for at in range(0, len(data), size))
    read = Parts(itertools.chain(chunks, [b""]))

    first = b"".join(read.part(seam, lambda _: True))
    line = read.line
    second = b"".join(read.part(None, lambda _: True))

    assert (first, second) == parts
    assert line == 1 + parts[0].count(b"\n")
    assert read.ended


def test_a_trace_that_a_mail_quotes_in_a_log_of_mails_is_no_other_document(analyse: Analyse) -> None:
    wire = b'2026-10-12 08:00:00,020 DEBUG [Imap-1] wire - http-outgoing-0 %s "%s[\\r][\\n]"\n'
    asked = wire % (b">>", b"POST /EWS/Exchange.asmx HTTP/1.1") + wire % (b">>", b"")
    answered = wire % (b"<<", b"HTTP/1.1 200 OK") + wire % (b"<<", b"")
    log = asked + answered + b"2026-10-12 08:00:00,020 DEBUG [Imap-1] davmail.imap  - From: anna\n"

    quoted = analyse(log + managed_api(failing()) + asked + answered)
    joined = analyse(log + managed_api(failing()))

    assert "ErrorImpersonateUserDenied" not in findings(quoted)
    assert findings(joined) == findings(analyse(managed_api(failing())))


@pytest.mark.parametrize("first", ["exchangelib", "exchangelib 3"])
def test_raw_http_behind_the_log_of_a_client_is_read(analyse: Analyse, first: str) -> None:
    document = analyse(LOGS[first](healthy()).rstrip(b"\n") + b"\n\n" + raw_http(failing()))

    assert findings(document) == findings(analyse(raw_http(failing())))


def test_an_answer_in_a_form_that_is_not_that_of_its_log_is_a_doubt(analyse: Analyse) -> None:
    log = "sending ews request\n{\n  url: 'https://mail.contoso.example/EWS/Exchange.asmx',\n  type: 'POST',\n  data: ''\n}\n"
    answer = "{\n  status: 200,\n  headers: {},\n  responseText: '<a/>'\n}\n"

    document = analyse(log + answer + "\nHTTP/1.1 403 Forbidden\nServer: x\n\n")

    assert "an answer of HTTP at line 13 has another form than this log, and was not read" in str(document["documents"])
