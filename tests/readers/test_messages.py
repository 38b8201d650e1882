"""How loggers begin a line: time and level, in whatever brackets, before what they have to say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.limits import Limits
from analyzer.model import Message, Place, System
from analyzer.readers.messages import messages

THREE = datetime(2026, 10, 12, 8, 0, 3, tzinfo=UTC)


def said(text: str) -> Message:
    """The only message of a text."""
    (message,) = messages(text, Place(1, system=System.UNKNOWN), Limits())
    return message


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("2026-10-12 08:00:03 ERROR it broke", "error"),
        ("2026-10-12 08:00:03,000 [main] WARN it broke", "warn"),
        ("2026-10-12 08:00:03 [ERROR] it broke", "error"),  # log4j with %p in brackets, Laravel, Go
        ("[2026-10-12T08:00:03Z] [main] [error] it broke", "error"),
        ("2026-10-12 10:00:03.000 +02:00 [ERR] it broke", "error"),  # Serilog, into a file
        ("[2026-10-12 08:00:03 INF] it broke", "info"),  # the same on a console
        ("2026-10-12 08:00:03.0000|FATAL|it broke", "fatal"),  # NLog's own layout
        ("2026/10/12 08:00:03 [crit] it broke", "critical"),  # nginx
        ("ERROR [2026-10-12 08:00:03,000] it broke", "error"),  # Dropwizard
        ("2026-10-12T08:00:03Z error: it broke", "error"),  # winston
        ("2026-10-12 08:00:03,000 - acme.sync - ERROR - it broke", "error"),  # Python, as its documentation has it
        ("E, [2026-10-12T08:00:03.000000 #973] ERROR -- : it broke", "error"),  # Ruby
        ("2026-10-12 08:00:03,ERROR,it broke", "error"),
        ("2026-10-12 08:00:03,000 log_level=WARNING it broke", "warning"),
        ('time="2026-10-12T08:00:03Z" level=error it broke', "error"),  # logrus
    ],
)
def test_time_and_level_before_a_message_are_none_of_it(line: str, level: str) -> None:
    message = said(line)

    assert (message.text, message.level, message.at.time) == ("it broke", level, THREE)


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("[ERROR] it broke", "error"),
        ("[08:00:03 ERR] it broke", "error"),
        ("08:00:03.000 [main] ERROR it broke", "error"),  # Logback's own layout
        ("fail: it broke", "error"),  # the console of .NET
        ("dbug: it broke", "debug"),
        ("1791792003120 ERROR it broke", "error"),  # milliseconds of Unix, as some Java and Node programs write
        ("<11>Oct 12 08:00:03 sync01 syncd[47]: ERROR it broke", "error"),  # syslog
    ],
)
def test_a_level_is_known_where_no_day_stands_before_it(line: str, level: str) -> None:
    message = said(line)

    assert (message.text, message.level, message.at.time) == ("it broke", level, None)


def test_a_level_in_a_cell_in_quotes_is_one() -> None:
    assert said('"2026-10-12 08:00:03","ERROR","it broke"').level == "error"


def test_a_time_may_end_with_its_minute() -> None:
    message = said("2026-10-12 08:00 ERROR it broke")

    assert (message.text, message.level) == ("it broke", "error")
    assert message.at.time == THREE.replace(second=0)


@pytest.mark.parametrize("line", ["ERROR it broke", "2026-10-12 08:00:03 [ERR] it broke", "fail: it broke"])
def test_a_message_at_the_level_of_an_error_is_one(line: str) -> None:
    assert said(line).exception


@pytest.mark.parametrize(
    "line",
    [
        "Fail to see why",
        "inf is no number",
        "Alert the user first",
        "[main] it ran",
        "crit is a word",
        "error.401.message=Unauthorized",
        "loglevel=error",
        "level=error ; debug, info",
        "ERR trap.",
        "CRIT is the level above ERR and",
        "12:30:00 is noon",
    ],
)
def test_a_sentence_that_begins_with_such_a_word_has_no_level(line: str) -> None:
    message = said(line)

    assert (message.text, message.level) == (line, "")


@pytest.mark.parametrize("nothing", ['"-"', "null", "none", '""', "'-'", "null, b:1"])
def test_a_field_of_errors_that_holds_nothing_is_no_error(nothing: str) -> None:
    assert not said(f'"GET /test HTTP/1.1" 200 x_cf_routererror:{nothing}').exception
    assert said('"GET /test HTTP/1.1" 200 x_cf_routererror:"endpoint_failure"').exception


@pytest.mark.parametrize(
    "line",
    [
        "java.lang.NullPointerException: null",
        "acme.EwsError: none of the servers answered",
        "EwsException: False positive of the filter",
        "sync error: null reference in the store",
    ],
)
def test_an_exception_that_says_little_is_one(line: str) -> None:
    assert said(line).exception


@pytest.mark.parametrize(
    "line",
    [
        "[ERROR] 0",
        "fail: 0",
        "fail: none",
        "2026-10-12 08:00:03,000 - acme - ERROR - 0 errors",
        "[ERR] 0 WRN 0 INF 503",
    ],
)
def test_a_counter_of_errors_that_counts_none_tells_no_error(line: str) -> None:
    assert not said(line).exception


@pytest.mark.parametrize(
    "line",
    [
        "[ERROR] 0x80004005: it broke",
        "[ERROR] 0.5 seconds are too long",
        "[ERROR] 0 of 5 mailboxes could be synchronized",
        "2026-10-12 08:00:03 ERROR None of the services answered",
        "2026-10-12 08:00:03 ERROR null",  # what Java logs of an exception without words
        "[ERROR] no errors were expected, but the session stopped",
        "ERROR: '' is no valid mailbox",
    ],
)
def test_a_message_that_begins_as_a_counter_does_is_an_error(line: str) -> None:
    assert said(line).exception
