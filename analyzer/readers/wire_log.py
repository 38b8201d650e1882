r"""Logs that print HTTP line by line, with a mark of their own: libsoup, curl, Apache HttpClient, OkHttp, Thunderbird.

libsoup (evolution-ews) writes `> ` before what is sent and `< ` before what is received. What HttpClient (DavMail),
OkHttp, http.client of Python, Net::HTTP of Ruby and KIO write, `wire_lines.py` knows. Thunderbird writes `C:` and `S:`
before bodies, and the status in words.
Sources: GNOME/evolution-ews e-ews-debug.c; mguessan/davmail#321; thunderbird-desktop ews_xpcom operation_sender.rs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Message, Place, Protocol, Record, RequestBody, ResponseHead, System
from analyzer.readers import answers, exchange_dump, wire_lines
from analyzer.readers.log_entries import Entries
from analyzer.readers.messages import messages
from analyzer.readers.notes import Notes
from analyzer.readers.plain_text import paragraphs
from analyzer.readers.window import Window
from analyzer.readers.wire_lines import RECEIVED, WireLine
from analyzer.reference import marks
from analyzer.reference.ews import FAULT

_SOUP = lazy_re.compile(marks.SOUP)
_CURL_NOTE = lazy_re.compile(r"\* |[{}] \[\d{1,12} bytes data\]")
"""What `curl -v` says of the connection, between the lines of HTTP."""
_SOUP_SIGN = marks.encoded(marks.SOUP_SIGN)
_HEAD = lazy_re.compile(marks.HEAD)
_THUNDERBIRD = lazy_re.compile(
    r"(?:Making operation request (?P<asked>\S{1,80}): (?P<operation>\w+)"
    r"|Response received for request (?P<answered>\S{1,80}) \(status (?P<status>\d{3})\)"
    r"|(?P<side>[CS]): (?P<body><.*))"
)
_MOST_HELD = 1_000
"""Messages of the log that wait for the end of an answer."""
SIGNS = marks.encoded(rf"{marks.SOUP_SIGN}|{wire_lines.SIGNS}|Making operation request \S+: \w+")


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """All records, by the way the first lines put the direction."""
    lines = paragraphs(window, limits)
    first = next(lines, (1, ""))
    lines = chain([first], lines)
    sign = SIGNS.search(first[1].encode("utf-8", "replace"))
    if sign is not None and _SOUP_SIGN.match(sign[0]):
        stripped = (_without_direction(text).encode("utf-8", "replace") for _, text in lines)
        yield from exchange_dump.read(Window(stripped), limits, notes)
    elif sign is not None and b"Making operation request" in sign[0]:
        yield from _thunderbird(lines, limits, notes)
    else:
        take = wire_lines.of(sign[0].decode() if sign is not None else "")
        yield from _Lines(limits, notes, take).read(lines)


def _without_direction(text: str) -> str:
    return "".join(_SOUP.sub("", line) for line in text.splitlines(keepends=True) if not _CURL_NOTE.match(line))


class _Connection(Struct):
    """What one connection carries in one direction, until the direction turns."""

    reader: exchange_dump.DumpReader
    direction: str = ""
    line: int = 1
    text: list[str] = field(default_factory=list)
    length: int = 0
    turned: bool = True
    """Something was carried before, or the log tells of another connection before."""
    heads_alone: bool | None = None
    """Only the log of heads spoke so far; where that of all lines speaks, too, it tells the same and more."""

    def carry(self, line: WireLine, number: int) -> None:
        """Take in one more line."""
        if line.is_head and self.heads_alone is False:
            return
        if not line.is_head and self.heads_alone:  # what was carried is the head that comes once more now
            self.text.clear()
            self.length = 0
        self.heads_alone = line.is_head
        if not self.text:
            self.line = number
        self.length += len(line.data)
        self.text.append(line.data)

    def turn(self, *, more: bool = False) -> Iterator[Record]:
        """Read what was carried so far; `more`: and the other direction follows.

        What comes first and begins with no head is the rest of a message: the log begins inside it.
        """
        text, line = "".join(self.text), self.line
        self.text.clear()
        self.length = 0
        if more and text.strip():
            if not self.turned and _HEAD.match(text.lstrip()) is None:
                self.reader.notes.begun_inside(line)
                text = ""
            self.turned = True
        yield from self.reader.take_text(text, line)


class _Lines(Struct):
    """A log in which every line says on which connection it goes, and which way."""

    limits: Limits
    notes: Notes
    take: wire_lines.Take
    connections: dict[str, _Connection] = field(default_factory=dict)
    last: _Connection | None = None
    """That of the last line that carried anything."""
    held: list[Message] = field(default_factory=list)
    """What the log says behind an answer that is still being carried: it is told behind that answer."""
    behind: _Connection | None = None
    """The connection of that answer."""

    def read(self, lines: Iterator[tuple[int, str]]) -> Iterator[Record]:
        """All records of the log."""
        entries = Entries(self.limits)
        half = text = ""
        broken = False
        for start, text in lines:
            for offset, line in enumerate(text.splitlines()):
                carried = self.take(line)
                half = line if carried is None and wire_lines.is_begun(line) else ""
                broken = carried is None
                if carried is None:
                    yield from self._said(entries.take(line, Place(start + offset, system=System.OTHER)))
                    continue
                yield from self._said(entries.end())
                yield from self._carry(carried, start + offset)
                if self.held and (self.behind is None or not self.behind.text or self.behind.direction != RECEIVED):
                    yield from self._release()
        yield from self._said(entries.end())
        breaks_off = broken and not text.endswith("\n")
        for connection in self.connections.values():
            yield from connection.turn()
            connection.reader.cut = connection.reader.cut or bool(half)
            body = connection.reader.texts.body
            if body is not None and (half or breaks_off):  # maybe before the body
                body.begun = False
            yield from connection.reader.finish(None)
            if connection is self.behind:
                yield from self._release()

    def _said(self, said: Iterator[Message]) -> Iterator[Record]:
        """What the log says between the lines of HTTP: nothing of a request whose answer came before it."""
        for message in said:
            if not self.held and (self.last is None or not self.last.text or self.last.direction != RECEIVED):
                yield message
                continue
            if not self.held:
                self.behind = self.last
            self.held.append(message)
            if len(self.held) >= _MOST_HELD:
                if self.behind is not None:
                    yield from self.behind.turn()
                yield from self._release()

    def _release(self) -> Iterator[Record]:
        yield from self.held
        self.held.clear()
        self.behind = None

    def _carry(self, carried: WireLine, line: int) -> Iterator[Record]:
        name = carried.connection
        if name not in self.connections:
            if len(self.connections) >= self.limits.threads:
                return
            reader = exchange_dump.reader(self.limits, self.notes, thread=name)
            self.connections[name] = _Connection(reader, turned=bool(self.connections))
        connection = self.last = self.connections[name]
        moment = self.notes.moment(carried.prefix)
        if carried.direction and connection.direction != carried.direction:
            yield from connection.turn(more=True)
            connection.direction = carried.direction
            connection.reader.outer.time = moment
        if connection.length > self.limits.frame:
            yield from connection.turn()
        connection.carry(carried, line)
        if carried.is_last:
            yield from connection.turn()
        at = Place(line, system=System.OTHER, time=moment, thread=name)
        if carried.left_out:
            yield from connection.turn()
            yield answers.unknown(at)
        if carried.failed:
            yield from messages(carried.failed, at, self.limits, exception=True)


def _thunderbird(lines: Iterator[tuple[int, str]], limits: Limits, notes: Notes) -> Iterator[Record]:
    thread = ""
    reader = exchange_dump.reader(limits, notes)
    body: list[str] = []
    body_line, in_body, is_answer = 1, False, False
    head: ResponseHead | None = None  # that whose body has not come yet
    for start, text in lines:
        for offset, line in enumerate(text.splitlines()):
            place = Place(
                start + offset,
                system=System.EXCHANGE,
                protocol=Protocol.EWS,
                time=notes.moment(line.lstrip("[ ")),
                thread=thread,
            )
            match = _THUNDERBIRD.search(line)
            if in_body and match is None and not line.startswith("["):
                if is_answer:
                    body.append(line)  # a body is written as it came, with its line ends
                continue
            yield from reader.take_text("\n".join(body), body_line)
            body.clear()
            in_body = False
            if match is None:
                yield from (said for said in messages(line, place, limits) if said.exception)
            elif match["asked"]:
                thread = match["asked"]
                yield RequestBody(at=replace(place, thread=thread), operation=match["operation"])
            elif match["status"]:  # the words "Request FAILED" repeat a status that was told already
                thread = match["answered"] or thread
                status = match["status"]
                head = ResponseHead(at=replace(place, thread=thread), status=int(status))
                yield head
            else:  # of what was sent, "Making operation request" told everything already
                in_body, is_answer = True, match["side"] == "S"
                if is_answer:
                    head = None
                    reader.outer.thread, reader.outer.time = thread, place.time
                    reader.texts.answering = reader.outer
                    body, body_line = [match["body"]], place.line
    yield from reader.take_text("\n".join(body), body_line)
    ends_early = head is not None and head.status == FAULT  # before the fault that comes with it
    reader.cut = reader.cut or ends_early or (in_body and not is_answer)  # or in what was sent
    yield from reader.finish(None)
    if head is not None:
        yield answers.unknown(head.at)  # the log ends before it
