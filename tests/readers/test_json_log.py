"""Logs with a JSON object for each event."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from analyzer.limits import Limits
from analyzer.model import Message
from analyzer.readers.notes import Notes
from tests.conftest import Analyse, counts, loud
from tests.support.reading import records_of, taken_for


def line(message: str, level: object = "error", **more: object) -> str:
    return json.dumps({"time": "2026-10-12T08:00:00Z", "level": level, "msg": message, **more}) + "\n"


def messages(text: str) -> list[Message]:
    return [record for record in records_of(text) if isinstance(record, Message)]


@pytest.mark.parametrize(("level", "told"), [("error", "error"), ("Err", "error"), (50, "error"), (30, "info")])
def test_the_level_is_told_in_words(level: object, told: str) -> None:
    (message,) = messages(line("It broke", level))

    assert (message.level, message.exception) == (told, told == "error")


@pytest.mark.parametrize("time", [1_791_792_000, 1_791_792_000_000, 1_791_792_000.25, "2026-10-12T08:00:00Z"])
def test_a_time_is_a_text_or_a_number_of_seconds_or_thousandths(time: object) -> None:
    (message,) = messages(line("It broke", time=time))

    assert message.at.time == datetime(2026, 10, 12, 8, tzinfo=UTC)


@pytest.mark.parametrize("time", [7, True, None, -1, 1e300, "soon"])
def test_what_is_no_time_of_a_log_is_none(time: object) -> None:
    (message,) = messages(line("It broke", time=time))

    assert message.at.time is None


def test_what_was_thrown_continues_the_message_with_the_cause_at_its_end() -> None:
    thrown = {"type": "A", "message": "outer", "innerException": {"type": "B", "message": "inner"}}
    (message,) = messages(line("It broke", exception=thrown))

    assert message.text.index("outer") < message.text.index("inner")


def test_other_members_are_data_and_never_told() -> None:
    (message,) = messages(line("Saved", "info", subject="Error 503 at our site"))

    assert "503" not in message.text


def test_a_list_of_events_that_breaks_off_is_said_to_be_cut() -> None:
    notes = Notes(Limits())
    found = records_of(f'[{line("one")},{line("two")},{{"time": ', notes)

    assert len(found) == 2
    assert notes.cut


def test_objects_that_say_nothing_are_no_log() -> None:
    assert taken_for(line("one") + line("two")) == "json_log"
    assert taken_for('{"id": 1}\n{"id": 2}\n') != "json_log"


def test_what_a_line_quotes_does_not_make_another_document_of_it() -> None:
    assert taken_for(line("sent <Envelope xmlns") + line("HTTP/1.1 503 Service Unavailable")) == "json_log"


def test_gelf_tells_its_message_and_its_level_as_syslog_numbers_them() -> None:
    gelf = {"version": "1.1", "host": "node7", "short_message": "It broke", "full_message": "It broke", "level": 3}

    (message,) = messages(json.dumps(gelf) + "\n")

    assert (message.text, message.level, message.exception) == ("It broke", "error", True)


def exported(*events: dict[str, object]) -> dict[str, object]:
    hits = [{"_index": "logs", "_id": str(number), "_source": event} for number, event in enumerate(events)]
    return {"took": 3, "hits": {"total": {"value": len(events)}, "hits": hits}}


EVENT = {"@timestamp": "2026-10-12T08:00:00Z", "level": "ERROR", "message": "It broke"}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(exported(EVENT, EVENT)),
        json.dumps(exported(EVENT, EVENT), indent=2),
        "".join(json.dumps({"_index": "logs", "_source": EVENT}) + "\n" for _ in range(2)),
    ],
    ids=["one line", "indented", "one a line"],
)
def test_what_was_exported_from_elasticsearch_tells_each_of_its_events(text: str) -> None:
    found = messages(text)

    assert [(message.text, message.exception) for message in found] == [("It broke", True)] * 2


def test_json_that_begins_with_a_status_is_no_file_of_settings() -> None:
    assert taken_for('{"statusCode": 403, "headers": {"x-feserver": "EXFE01"}, "request": {}}') == "plain_text"


@pytest.mark.parametrize("level", [1, 2, 5, True])
def test_a_small_number_is_a_level_of_syslog_in_gelf_alone(level: object) -> None:
    (message,) = messages(line("Opening the mailbox", level))

    assert message.level == ""


def test_a_member_called_source_is_no_export_of_elastic() -> None:
    first = json.dumps({"_source": {"a": 1}, "time": "2026-10-12T08:00:00Z", "level": "error", "message": "one"})

    assert [message.text for message in messages(f"{first}\n{line('two')}")] == ["one", "two"]


def test_answers_of_elastic_one_in_each_line_are_all_read() -> None:
    event = {"message": "denied", "level": "ERROR", "@timestamp": "2026-10-12T08:00:00Z"}
    answer = json.dumps({"hits": {"hits": [{"_source": event}]}})

    assert [message.text for message in messages(f"{answer}\n{answer}\n")] == ["denied", "denied"]


ROW = {"timestamp": "2026-10-12T10:00:00+02:00", "response_status": 503, "host": "mail.contoso.example"}
EWS = ROW | {"request": "POST /EWS/Exchange.asmx HTTP/1.1"}


@pytest.mark.parametrize("status", ["response_status", "status"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_rows_of_an_access_log_in_json_are_requests(analyse: Analyse, status: str, end: str) -> None:
    row = {key: value for key, value in EWS.items() if key != "response_status"} | {status: "503"}
    document = analyse(f"{json.dumps(row)}\n{json.dumps(row)}{end}")

    assert document["documents"][0]["kind"] == "plain-text"
    assert counts(document, "http", "protocol", "status") == {("ews", 503): 2}
    assert set(loud(document)) == {"exchange-unavailable"}
    assert document["findings"][0]["first_seen"] == "2026-10-12T08:00:00Z"


def test_a_row_that_is_nobodys_business_is_counted_and_means_nothing(analyse: Analyse) -> None:
    document = analyse(json.dumps(ROW | {"request": "GET /wiki/start HTTP/1.1", "response_status": 404}) + "\n")

    assert counts(document, "http", "system", "status") == {("other", 404): 1}
    assert document["verdict"]["outcome"] == "inconclusive"
    assert (document["findings"], document["unexplained"]) == ([], [])


ACTIVITY = {
    "time": "2026-10-12T08:00:00Z",
    "category": "MicrosoftGraphActivityLogs",
    "properties": {"requestMethod": "GET", "responseStatusCode": 403},
}


@pytest.mark.parametrize(
    ("path", "rules"), [("users/a/calendarView", {"graph-access-denied"}), ("users/a/joinedTeams", set())]
)
def test_the_activity_log_of_graph_tells_requests(analyse: Analyse, path: str, rules: set[str]) -> None:
    address = f"https://graph.microsoft.com/v1.0/{path}"
    document = analyse(json.dumps(ACTIVITY | {"properties": {**ACTIVITY["properties"], "requestUri": address}}))

    assert counts(document, "http", "protocol", "status") == {("graph", 403): 1}
    assert set(loud(document)) == rules


def test_lines_of_json_about_something_else_are_not_damaged(analyse: Analyse) -> None:
    document = analyse('{"type": "web", "event": {"datetime": "2026-10-12 08:00:00"}}\n{"type": "web", "time": 1}\n')

    (row,) = document["documents"]
    assert (row["kind"], row["warning_codes"]) == ("unknown", ["unknown-form"])
    assert document["verdict"]["outcome"] == "inconclusive"


def test_an_address_in_a_member_tells_whose_a_status_in_the_message_is(analyse: Analyse) -> None:
    line = '{"level": "error", "message": "(503) Service Unavailable", "url": "https://%s"}\n'

    assert set(loud(analyse(line % "outlook.office365.com/EWS/Exchange.asmx"))) == {"exchange-unavailable"}
    assert set(loud(analyse(line % "files.fabrikam.example/put"))) == {"gateway-of-unknown-server"}


def test_nextcloud_counts_its_levels_its_own_way(analyse: Analyse) -> None:
    line = '{{"reqId":"a","level":{},"time":"2026-10-12T08:00:00+00:00","remoteAddr":"","app":"ews","message":"No address"}}\n'

    assert len(analyse(line.format(3) + line.format(1))["unexplained"]) == 1
    assert analyse(line.format(1) + line.format(2))["unexplained"] == []


def test_an_answer_that_a_logger_shortened_did_not_break_off(analyse: Analyse) -> None:
    """The next line begins another record: that the last one has no end is the doing of the logger."""
    frame = '<Trace Tag="Ews{}" Tid="1" Time="2026-10-12 08:00:00Z">\n{}\n</Trace>\n'
    asked = frame.format("RequestHttpHeaders", "POST /EWS/Exchange.asmx HTTP/1.1\n")
    envelope = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:GetItemResponse xmlns:m="m">'
        '<m:ResponseMessages><m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
    )
    told = frame.format("ResponseHttpHeaders", "HTTP/1.1 200 OK\n") + frame.format("Response", envelope)[:-30] + "…"
    rows = [{"time": "2026-10-12T08:00:00Z", "level": "Debug", "msg": said} for said in (asked, told, asked, told)]

    document = analyse("".join(f"{json.dumps(row)}\n" for row in rows))

    assert loud(document) == {}
    assert [row["answered"] for row in document["requests"]] == [2]


MARKS = ["…", "...", "[truncated]", " (truncated)", "<truncated>", "...(+12043 chars)", "... 12043 more characters"]


@pytest.mark.parametrize("mark", [*MARKS, "...[truncated 12043 chars]", "[12043 more characters]", "<snip>"])
@pytest.mark.parametrize(
    "row",
    ['{{"time": "2026-10-12T08:00:00Z", "level": "Debug", "msg": {}}}\n', "2026-10-12 08:00:00 DEBUG sync - {}\n"],
)
@pytest.mark.parametrize("left", [70, 180, 240])
def test_what_a_logger_left_out_is_no_error_and_is_said(analyse: Analyse, mark: str, row: str, left: int) -> None:
    frame = '<Trace Tag="Ews{}" Tid="1" Time="2026-10-12 08:00:00Z">\n{}\n</Trace>\n'
    asked = frame.format("RequestHttpHeaders", "POST /EWS/Exchange.asmx HTTP/1.1\n")
    envelope = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:GetItemResponse xmlns:m="m">'
        '<m:ResponseMessages><m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
        "</m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse></s:Body></s:Envelope>"
    )
    head = frame.format("ResponseHttpHeaders", "HTTP/1.1 200 OK\n")
    whole = head + frame.format("Response", envelope)
    cut = (head + frame.format("Response", envelope[:left])).removesuffix("\n</Trace>\n") + mark
    said = (asked, cut, asked, whole)

    document = analyse("".join(row.format(json.dumps(one) if "level" in row else one) for one in said))

    assert (loud(document), document["unexplained"]) == ({}, [])
    assert any("shortened a record" in said for said in document["documents"][0]["warnings"])
    assert document["verdict"]["confidence"]["level"] == "likely"


def test_a_list_of_objects_one_a_line_that_ends_inside_an_object_is_cut(analyse: Analyse) -> None:
    row = '{"time": "2026-10-12T08:00:00Z", "level": "error", "msg": "The remote server returned an error: (401)"}\n'
    calm = '{"time": "2026-10-12T08:00:00Z", "level": "info", "msg": "began"}\n'

    document = analyse(calm * 3 + row[:70])

    assert "cut" in document["documents"][0]["warning_codes"]


def test_the_message_and_the_cause_of_an_entry_are_one_event(analyse: Analyse) -> None:
    """`Error:` at the beginning of what was thrown is the name of a class, and no level of another line."""
    thrown = {"type": "Error", "message": "connect ECONNREFUSED 203.0.113.7:443"}
    row = {"time": "2026-10-12T08:00:00Z", "level": "error", "msg": "EWS of mail.contoso.example failed", "err": thrown}

    document = analyse(f"{json.dumps(row)}\n")

    assert loud(document) == {"network-refused": "error"}
    assert document["unexplained"] == []


ADDRESSES = {
    "graph-throttled": "https://graph.microsoft.com/v1.0/users/anna@contoso.example/messages",
    "exchange-unavailable": "https://mail.contoso.example/EWS/Exchange.asmx",
    "status-of-unknown-server": "https://jobs.other.example/run",
}


@pytest.mark.parametrize(("rule", "address"), ADDRESSES.items(), ids=ADDRESSES)
@pytest.mark.parametrize("listed", [False, True], ids=["lines", "list"])
def test_the_event_before_tells_whose_a_status_is(analyse: Analyse, rule: str, address: str, *, listed: bool) -> None:
    status = 503 if rule == "exchange-unavailable" else 429
    events = [line(f"calling {address}", "info"), line(f"request failed with status {status}")]

    found = analyse(("[" + ",".join(events) + "]" if listed else "".join(events)).encode())

    assert {finding["rule"] for finding in found["findings"]} == {rule}


def test_of_two_sides_far_away_neither_is_taken_for_the_one_that_failed(analyse: Analyse) -> None:
    of_sap = "https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/ContactCollection"
    calls = [line(f"calling {address}", "info") for address in (ADDRESSES["graph-throttled"], of_sap)]
    between = [line("waiting for the next job", "info")] * 9

    found = analyse("".join([*calls, *between, line("request failed with status 429")]).encode())

    assert {finding["rule"] for finding in found["findings"]} == {"status-of-unknown-server"}


def test_a_member_may_carry_its_holder_in_its_name(analyse: Analyse) -> None:
    found = analyse(line("sync failed", **{"url": ADDRESSES["graph-throttled"], "err.statusCode": 429}).encode())

    assert {finding["rule"] for finding in found["findings"]} == {"graph-throttled"}


def calling(rule: str, **more: object) -> str:
    return line(f"calling {ADDRESSES[rule]}", "info", **more)


GRAPH, EXCHANGE = "graph-throttled", "exchange-unavailable"


@pytest.mark.parametrize(
    ("before", "own", "behind", "rule"),
    [
        ([calling(GRAPH, reqId=1), calling(EXCHANGE, reqId=2)], {"reqId": 1}, [], GRAPH),
        ([calling(GRAPH, component="graph")], {"component": "billing"}, [], "status-of-unknown-server"),
        ([calling("status-of-unknown-server")], {}, [calling(GRAPH)], "status-of-unknown-server"),
        ([calling(GRAPH)], {"config": {"url": "https://jobs.other.example"}}, [], "status-of-unknown-server"),
    ],
    ids=["request", "component", "behind", "address"],
)
def test_an_event_of_something_else_does_not_tell_whose_a_status_is(
    analyse: Analyse, before: list[str], own: dict[str, object], behind: list[str], rule: str
) -> None:
    found = analyse("".join([*before, line("request failed with status 429", **own), *behind]).encode())

    assert {finding["rule"] for finding in found["findings"]} == {rule}
