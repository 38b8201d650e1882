r"""What clients of HTTP log of requests in words of their own: what was asked and the status, in one line or two.

Samples (httpx; any program; morgan of Node; the console of Postman):

    INFO:httpx:HTTP Request: POST https://mail.contoso.example/EWS/Exchange.asmx "HTTP/1.1 200 OK"
    2026-10-12 08:00:00 POST https://mail.contoso.example/EWS/Exchange.asmx returned HTTP 503
    POST /EWS/Exchange.asmx 503 12.345 ms - 157
    GET https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/ContactCollection 200 230 ms

Two lines take HttpClient of .NET, its older classes (System.Net tracing), wget, Spring (RestTemplate, WebClient),
Faraday of Ruby, and the packets that Wireshark lists:

    Sending HTTP request POST https://mail.contoso.example/EWS/Exchange.asmx
    Received HTTP response headers after 152.1ms - 503

A good status counts as well as a bad one: a 401 behind which the same request gets through is a handshake. A line that
says why is none of these rows: its words tell more than its status. Requests of Graph are told with its words
(`graph_log.py`), and what is no request of a synchronization stays a line of the log.
Sources: encode/httpx, _client.py; dotnet/runtime, Microsoft.Extensions.Http/src/Logging/LogHelper.cs;
learn.microsoft.com, "Network Tracing in the .NET Framework"; gnu.org, wget; expressjs/morgan;
spring-projects/spring-framework, RestTemplate and ExchangeFunctions; lostisland/faraday, logging/formatter.rb.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.markup import decode
from analyzer.protocols import http
from analyzer.readers.notes import Notes
from analyzer.readers.recognition import Sign, Strength
from analyzer.readers.server_row import Row
from analyzer.reference import services
from analyzer.reference.marks import DOTNET_ANSWER, METHODS
from analyzer.reference.statuses import NAMES

_LONGEST = 8_000
_ROWS = ("://", " ms")
_HALVES = (
    *("HTTP re", "HttpWebRequest#", "status line", "HttpClient.", "--  http", "RestTemplate", "ExchangeFunctions"),
    *("-- request: ", "-- response: ", "  HTTP", "\tHTTP"),
)
"""One of them stands in every line that is looked at, quickly told."""

_ASKED = lazy_re.compile(rf"(?:\b(?P<method>{METHODS}) )?(?P<url>https?://[^\s\"'<>]{{4,4000}}+)")
_KEY = lazy_re.compile(r"(?<=\()'[^'\"\n<>]{0,300}+'\)[^\s\"'<>]{0,4000}+")
"""The rest of an address behind the bracket that holds the key of an entity: the only quotes in an address of OData."""
_ASKED_PATH = lazy_re.compile(
    rf"(?:^|(?<=\s))(?P<method>{METHODS}) (?P<url>/[^\s\"]{{1,4000}}+)(?= [1-5]\d\d [\d.]{{1,12}} ms)"
)
_STATUS = lazy_re.compile(
    r"(?: ?(?:->|=>|\.\.\.|-|:))?"
    r"(?P<said>(?: (?:returned|responded with|answered with|answered))?(?: status)?(?: code)?):?"
    r" [\"\[(]?(?P<http>HTTP(?:/\d(?:\.\d)?)? )?(?P<status>[1-5]\d\d)(?![\w:]|[.,](?!\s|\Z))"
)
_TOOK = lazy_re.compile(r"[.,]?(?:\s\(?(?:in |after )?[\d.,]{1,12}+\s?m?s\)?)?(?: - (?:\d{1,12}|-))?\.?\s{0,9}\Z")
_THROWN = lazy_re.compile(r"Exception|Error\b|Fehler|\bfail(?:ed|ing|ures?|s)?\b|://")
"""What stands before the request in a line that tells of more than the request."""
_MOST_WAITING = 200


class _Family(NamedTuple):
    """A program that tells request and status in lines of their own."""

    asked: re.Pattern[str]
    answered: re.Pattern[str]


_PACKET = (
    r"\A\s{0,9}+\d{1,9}+\s{1,20}+\d[\d.:-]{0,30}+(?: [\d.:]{5,20}+)?\s{1,20}+(?P<from>[\w.:-]{3,60}+)\s{1,40}+"
    r"(?P<to>[\w.:-]{3,60}+)\s{1,40}+HTTP[\w/]{0,8}+\s{1,20}+\d{1,7}+\s{1,20}+"
)
"""`12 0.512345 10.0.0.5 10.0.0.20 HTTP/XML 1203 POST /EWS/Exchange.asmx HTTP/1.1`; a redacted list has tokens there."""
_FAMILIES = (
    _Family(
        lazy_re.compile(
            rf"(?:Start processing|Sending) HTTP request (?P<method>{METHODS}) (?P<url>https?://\S{{1,4000}}+)"
        ),
        lazy_re.compile(DOTNET_ANSWER),
    ),
    _Family(
        lazy_re.compile(rf"HttpWebRequest#\d{{1,10}} - (?:Request: )?(?P<method>{METHODS}) (?P<url>/\S{{0,4000}}+)"),
        lazy_re.compile(r"Received status line: Version=[\d.]{1,5}, StatusCode=(?P<status>[1-5]\d\d)\b"),
    ),
    _Family(
        lazy_re.compile(r"^--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d--  (?P<url>https?://\S{1,4000}+)"),
        lazy_re.compile(r"HTTP request sent, awaiting response\.\.\. (?P<status>[1-5]\d\d)\b"),
    ),
    _Family(
        lazy_re.compile(
            rf"(?:RestTemplate|ExchangeFunctions)\b[\s:|-]{{1,60}}(?:\[\w{{1,20}}\] )?HTTP (?P<method>{METHODS}) "
            r"(?P<url>https?://\S{1,4000}+)"
        ),
        lazy_re.compile(
            r"(?:RestTemplate|ExchangeFunctions)\b[\s:|-]{1,60}(?:\[[\w-]{1,40}\] ){0,2}"
            r"Response (?P<status>[1-5]\d\d)\b"
        ),
    ),
    _Family(
        lazy_re.compile(rf"{_PACKET}(?P<method>{METHODS}) (?P<url>/\S{{0,4000}}+) HTTP/\d"),
        lazy_re.compile(rf"{_PACKET}HTTP/\d(?:\.\d)? (?P<status>[1-5]\d\d)\b"),
    ),
    _Family(
        lazy_re.compile(rf"-- request: (?P<method>{METHODS}) (?P<url>https?://\S{{1,4000}}+)"),
        lazy_re.compile(r"-- response: Status (?P<status>[1-5]\d\d)\b"),
    ),
)
_OVER = lazy_re.compile(r"End processing HTTP request after [\d.,]{1,12} ?ms - (?P<status>[1-5]\d\d)\b")
"""It says once more what the line of the answer said, where that line is logged."""
_THREAD = lazy_re.compile(
    r"\[(\d{1,9})\] (?:HttpWebRequest|Connection)#|ExchangeFunctions\b[\s:|-]{1,60}\[(\w{1,20})\] "
)
"""Of System.Net: `System.Net Information: 0 : [1234] …`; of WebClient, the id of the request."""
_BETWEEN = lazy_re.compile(_PACKET)
_CLIENT = lazy_re.compile(r"System\.Net\.Http\.HttpClient\.([\w.-]{1,80}?)\.(?:Logical|Client)Handler\b")
"""Of the loggers of .NET, which often stand in the line before: each client has a name."""
_AHEAD = 10
"""Lines behind a status in which the same request is sent again, where the log begins between the two."""
_SYNCHRONIZED = (services.EWS, services.AUTODISCOVER, services.ODATA)


def weigh(head: bytes) -> Sign | None:
    """Some line is such a row, or half of one, in a text that shows no form beside the addresses that it names."""
    text = decode(head)
    return Sign(Strength.NAMED) if may_hold(text) and any(map(_is_told, text.split("\n"))) else None


def may_hold(text: str) -> bool:
    """Whether a text may hold a row, quickly told."""
    return any(word in text for word in (*_ROWS, *_HALVES))


class _Asked(Struct):
    """A request that a client told of."""

    method: str
    url: str
    answered: bool = False


class ClientRows(Struct):
    """What was asked, from line to line of one document."""

    asked: dict[tuple[int, str], list[_Asked]] = field(default_factory=dict)
    """By family and thread: requests whose status has not come yet, or the last one, which may be sent again."""
    received: dict[tuple[int, str], int] = field(default_factory=dict)
    """Answers of which .NET has not said yet that they are over."""
    client: str = ""
    """The client of .NET that the line before names."""

    def take(self, lines: list[str], number: int, notes: Notes) -> Row | None:
        """The row that ends with a line; the line is emptied where it says nothing more."""
        line = lines[number]
        if len(line) > _LONGEST:
            return None
        row = _row(line) or self._half(lines, number)
        if row is not None:
            lines[number] = ""
            row.time = notes.moment(line.lstrip(" \t["))
        return row

    def _half(self, lines: list[str], number: int) -> Row | None:
        """The same of a client that takes two lines."""
        line = lines[number]
        client, self.client = self.client, ""
        if not any(word in line for word in _HALVES):
            return None
        if (named := _CLIENT.search(line)) is not None:
            client = self.client = named[1]
        if (over := _OVER.search(line)) is not None:
            if self._was_told((0, client)):
                lines[number] = ""
                return None
            request = self._answers((0, client))
            return _made(int(over["status"]), request.method, request.url) if request is not None else None
        for turn, family in enumerate(_FAMILIES):
            if (asked := family.asked.search(line)) is not None:
                self._asks(turn, _thread(line) or client, _Asked(asked.groupdict().get("method") or "", asked["url"]))
                return None
            if (answered := family.answered.search(line)) is not None:
                key = (turn, _thread(line) or client)
                self.received[key] = self.received.get(key, 0) + 1
                if len(self.received) > _MOST_WAITING:
                    self.received.pop(next(iter(self.received)))
                request = self._answers(key) or _ahead(family, lines[number + 1 : number + 1 + _AHEAD], key[1])
                return _made(int(answered["status"]), request.method, request.url) if request is not None else None
        return None

    def _was_told(self, key: tuple[int, str]) -> bool:
        """Whether the answer of a request that is over was told before, by a line of its own."""
        if self.received.get(key, 0) > 0:
            self.received[key] -= 1
            return True
        asked = self.asked.get(key, [])
        return bool(asked) and all(one.answered for one in asked)

    def _asks(self, family: int, thread: str, request: _Asked) -> None:
        waiting = self.asked.setdefault((family, thread), [])
        if waiting and not waiting[-1].answered and waiting[-1] == request:
            return  # .NET says that it begins, and that it sends
        waiting[:] = [*(one for one in waiting[-_MOST_WAITING:] if not one.answered), request]
        if len(self.asked) > _MOST_WAITING:
            self.asked.pop(next(iter(self.asked)))

    def _answers(self, key: tuple[int, str]) -> _Asked | None:
        """The request that an answer belongs to, the oldest; None where those that wait ask different servers."""
        waiting = self.asked.get(key, [])
        if not waiting:
            return None
        hosts = {http.host_and_path(one.url, ())[0] for one in waiting}
        request = waiting.pop(0)
        request.answered = True
        if not waiting:
            waiting.append(request)
        return request if len(hosts) == 1 else None


def _thread(line: str) -> str:
    if (packet := _BETWEEN.match(line)) is not None:
        return " ".join(sorted((packet["from"], packet["to"])))
    found = _THREAD.search(line)
    return (found[1] or found[2]) if found is not None else ""


def _ahead(family: _Family, lines: list[str], thread: str) -> _Asked | None:
    """The request that comes next on a thread: the log begins between it and what it answers to."""
    for line in lines:
        if (asked := family.asked.search(line)) is not None and _thread(line) == thread:
            return _Asked(asked.groupdict().get("method") or "", asked["url"])
    return None


def _is_told(line: str) -> bool:
    if len(line) > _LONGEST or not may_hold(line):
        return False
    answered = (_OVER, *(family.answered for family in _FAMILIES))
    return _row(line) is not None or any(pattern.search(line) for pattern in answered)


def _row(line: str) -> Row | None:
    """The row that a line is by itself."""
    asked = _ASKED.search(line) if "://" in line else _ASKED_PATH.search(line) if " ms" in line else None
    if asked is None or _THROWN.search(line, 0, asked.start()) is not None:
        return None
    begins, stop = asked.start("url"), asked.end()
    while (key := _KEY.match(line, stop)) is not None:
        stop = key.end()
    end = begins + len(line[begins:stop].rstrip(".,:;-"))
    told = _STATUS.match(line, end)
    if told is None:
        return None
    status, rest = int(told["status"]), line[told.end() :].rstrip()
    is_told = bool(asked["method"] or told["said"] or told["http"])
    said = rest.lower().lstrip(" (")
    if phrase := next((name for name, number in NAMES.items() if number == status and said.startswith(name)), ""):
        rest = rest.lstrip(" (")[len(phrase) :]
        is_told = True
    rest = rest.lstrip('")]')
    if not is_told or _TOOK.fullmatch(rest) is None:
        return None  # without any of these words it may be a number of anything: a size, a count
    return _made(status, asked["method"] or "", line[begins:end])


def _made(status: int, method: str, url: str) -> Row | None:
    """A row, if a synchronization asks for such an address."""
    host, path = http.host_and_path(url, ())
    if services.asked(host, path) not in _SYNCHRONIZED:
        return None
    return Row(status=status, method=method, path=path, host=host)
