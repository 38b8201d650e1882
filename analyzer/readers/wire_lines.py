r"""One line of a log that prints HTTP line by line: which way it goes, on which connection, and the HTTP in it.

Samples, the same request in each of the forms:

    … http-outgoing-0 >> "POST /EWS/Exchange.asmx HTTP/1.1[\r][\n]"            the wire log of Apache HttpClient
    … http-outgoing-0 >> POST /EWS/Exchange.asmx HTTP/1.1                      its log of heads
    --> POST https://mail.contoso.example/EWS/Exchange.asmx                    OkHttp; only first lines have a mark
    send: b'POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: mail.contoso.example…'   http.client of Python
    <- "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: mail.contoso.example…"       Net::HTTP of Ruby
    kf5.kio.kio_http: "POST /ews/exchange.asmx HTTP/1.1"                       KIO of KDE

Sources: Apache HttpComponents, "Logging Practices"; square/okhttp HttpLoggingInterceptor; CPython Lib/http/client.py;
ruby/net-http, set_debug_output; KDE kio http.cpp; public reports of akonadi-ews, DavMail and the EWS Java API.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.readers import literals, log_entries
from analyzer.reference import marks
from analyzer.reference.vocabulary import LEVELS, any_of

SENT, RECEIVED = ">>", "<<"


class WireLine(Struct, frozen=True):
    """What one line carries."""

    data: str
    """HTTP, with the ends of its lines."""
    direction: str = ""
    """Empty where the line does not say: that of the line before it."""
    connection: str = ""
    prefix: str = ""
    """What the logger wrote before it."""
    is_head: bool = False
    """It is of a log of heads, which may stand beside the log of all that goes over the wire."""
    is_last: bool = False
    """The message is complete: nothing comes behind it."""
    failed: str = ""
    """Why nothing came back, in the words of the client."""
    left_out: bool = False
    """There was a body, which nobody can read here."""


Take = Callable[[str], WireLine | None]
"""What a line carries; None for a line that carries nothing: another entry of the log."""

_LEVEL = any_of((*LEVELS, *map(str.upper, LEVELS)))
_CONNECTION = lazy_re.compile(rf"\[(?![\d\s:.,+TZ-]{{1,40}}\]|(?:{_LEVEL})\s{{0,9}}\])([^\]]{{1,80}})\]")
"""The thread that a logger names before its message; a time or a level in brackets is none."""
_LONGEST_PREFIX = 400
"""Characters of a line before the mark of its direction."""
_FIRST = rf"(?:{marks.METHODS}) \S{{1,4000}} HTTP/\d|HTTP/\d(?:\.\d)? \d{{3}}"


def named(prefix: str) -> str:
    """The thread that a logger names, or an empty string."""
    found = _CONNECTION.search(prefix)
    return found[1] if found is not None else ""


# -- Apache HttpClient -----------------------------------------------------------------------------------------------

_WIRE = lazy_re.compile(
    r'^(?P<prefix>[^<>]{0,300}?)(?P<connection>http-outgoing-\d{1,9})?\s{0,9}(?P<direction><<|>>)\s"(?P<data>.*)"\s{0,9}$'
)
_DIRECTION = lazy_re.compile(marks.DIRECTION)
_OF_HEADS = lazy_re.compile(r"(?P<connection>http-outgoing-\d{1,9}) (?P<direction><<|>>) (?=[^\"\s])")


def is_begun(line: str) -> bool:
    """Whether a line of the wire log begins here, be it whole or not."""
    return _DIRECTION.search(line, 0, _LONGEST_PREFIX) is not None


def http_client(line: str) -> WireLine | None:
    """A line of either log of Apache HttpClient."""
    if is_begun(line) and (found := _WIRE.match(line)) is not None:
        data = found["data"].replace("[\\r]", "").replace("[\\n]", "\n")
        connection = found["connection"] or named(found["prefix"])
        return WireLine(data, found["direction"], connection, found["prefix"])
    if (found := _OF_HEADS.search(line, 0, _LONGEST_PREFIX)) is not None:
        data, prefix = line[found.end() :] + "\n", line[: found.start()]
        return WireLine(data, found["direction"], found["connection"], prefix, is_head=True)
    return None


# -- OkHttp ----------------------------------------------------------------------------------------------------------

_EDGE = lazy_re.compile(rf"--> (?=END|(?:{marks.METHODS}) https?://)|<-- (?=END HTTP|HTTP FAILED: |[1-5]\d\d )")
"""Behind it stands what tells that a message begins or ends."""
_HOST = lazy_re.compile(r"https?://(?P<host>[^\s/?#]{1,300}+)")
_ASKED = lazy_re.compile(rf"--> (?P<head>(?:{marks.METHODS}) https?://\S{{1,4000}}+)")
_ANSWERED = lazy_re.compile(r"<-- (?P<status>[1-5]\d\d)(?P<reason> (?!https?:)[^\n:]{1,100}+)?")
_TOOK = lazy_re.compile(r"ms(?:, [\w -]{1,60}+)?\)\s{0,9}\Z")
_SHORT = lazy_re.compile(r"\b(?:byte|length) body\)\s{0,9}\Z")
"""The end of a first line that tells how long the body is: no more lines of the message are logged."""
_ANSWER_ENDS = "<-- END HTTP"
_ENDED = lazy_re.compile(rf"--> END|{_ANSWER_ENDS}|<-- HTTP FAILED: ")
_FIELD = lazy_re.compile(r"[\w-]{1,80}:")
_STAMP = lazy_re.compile(r"[\d:.,+TZ-]{5,40}")
_MOST_OPEN = 200
"""Messages and hosts that are followed at one time, and requests that wait for their answers."""


def _alike(prefix: str) -> str:
    """A prefix without its time: so all lines of one message begin alike."""
    return _STAMP.sub(lambda stamp: "0" * len(stamp[0]), prefix)


class _Open(Struct):
    """A message whose end has not come yet."""

    prefix: str
    """What its lines begin with."""
    direction: str
    in_head: bool = True


class OkHttp(Struct):
    """The messages that are being logged: their fields and bodies stand in lines that only begin as the first did.

    Where the logger names no thread, the first lines tell by their address what belongs together: a host that is asked
    while another one has not answered yet is a connection of its own.
    """

    open: dict[str, _Open] = field(default_factory=dict)
    """By connection, the last one last."""
    waiting: list[str] = field(default_factory=list)
    """Hosts that have not answered yet, where no thread is named."""
    apart: set[str] = field(default_factory=set)
    """Hosts that are connections of their own."""

    def take(self, line: str) -> WireLine | None:
        """A line of the log."""
        if "--" in line[:_LONGEST_PREFIX] and (edge := self._edge(line)) is not None:
            return edge
        connection = named(line[:_LONGEST_PREFIX])
        if connection not in self.open:
            connection = next(reversed(self.open), "")
        message = self.open.get(connection)
        if message is None:
            return None
        prefix, said = line[: len(message.prefix)], line[len(message.prefix) :]
        if _alike(prefix) != message.prefix or log_entries.begins(said):
            return None
        if not message.in_head or _FIELD.match(said) is not None:
            return WireLine(said + "\n", "", connection, prefix)
        message.in_head = False
        return WireLine(f"\n{said} " if said.strip() else "\n", "", connection, prefix)

    def _edge(self, line: str) -> WireLine | None:
        """The line with which a message begins or ends."""
        if (edge := _EDGE.search(line, 0, _LONGEST_PREFIX)) is None:
            return None
        at = edge.start()
        if (asked := _ASKED.match(line, at)) is not None:
            return self._begins(line, at, SENT, f"{asked['head']} HTTP/1.1\n")
        if _TOOK.search(line) is not None and (answered := _ANSWERED.match(line, at)) is not None:
            reason = (answered["reason"] or "").removesuffix(" https").removesuffix(" http")
            return self._begins(line, at, RECEIVED, f"HTTP/1.1 {answered['status']}{reason}\n")
        if (ended := _ENDED.match(line, at)) is not None:
            return self._ends(line[:at], ended[0], line[ended.end() :])
        return None

    def _begins(self, line: str, at: int, direction: str, head: str) -> WireLine:
        prefix = line[:at]
        connection = named(prefix)
        if not connection:
            host = _HOST.search(line, at, at + _LONGEST_PREFIX)
            address = host["host"].lower() if host is not None else ""
            connection = self._asks(address) if direction == SENT else self._answers(address)
        self.open.pop(connection, None)
        if _SHORT.search(line) is None:
            if len(self.open) >= _MOST_OPEN:
                self.open.pop(next(iter(self.open)))
            self.open[connection] = _Open(_alike(prefix), direction)
        return WireLine(head, direction, connection, prefix)

    def _ends(self, prefix: str, mark: str, behind: str) -> WireLine:
        connection = named(prefix)
        failed = behind if mark.endswith(": ") else ""
        if not connection and failed:
            connection = self._answers(next((host for host in self.waiting if host.partition(":")[0] in failed), ""))
        elif not connection:
            direction, start = SENT if mark.startswith("-->") else RECEIVED, _alike(prefix)
            of_it = (name for name, one in self.open.items() if (one.direction, one.prefix) == (direction, start))
            connection = next(reversed(list(of_it)), "")
        self.open.pop(connection, None)
        left_out = "omitted" in behind and mark == _ANSWER_ENDS
        return WireLine("\n", "", connection, prefix, is_last=True, failed=failed, left_out=left_out)

    def _asks(self, host: str) -> str:
        """The connection of a request: not that of another host that has not answered yet."""
        shared = any(one != host and one not in self.apart for one in self.waiting)
        if shared and len(self.apart) < _MOST_OPEN:
            self.apart.add(host)
        self.waiting = [*self.waiting[1 - _MOST_OPEN :], host]
        return self._named(host)

    def _answers(self, host: str) -> str:
        """The connection of an answer; the request that waits longest gets one of a host that was not asked.

        A client that follows a redirect by itself names where it came to.
        """
        asked = host if host in self.waiting else next(iter(self.waiting), host)
        if asked in self.waiting:
            self.waiting.remove(asked)
        return self._named(asked)

    def _named(self, host: str) -> str:
        return host if host in self.apart else ""


# -- literals of Python and Ruby -------------------------------------------------------------------------------------

_PYTHON = lazy_re.compile(
    r"(?<![\w.])(?:(?P<sent>send: )|(?P<received>reply: ))b?(?P<quote>['\"])|(?<![\w.])header: (?=[\w-]{1,80}+: )"
)
_BINARY = lazy_re.compile(r"\\(?:x[01]|u00[01])[0-9a-fA-F]")
"""Characters that no text has: the body came compressed."""
_CHUNK = lazy_re.compile(r"[0-9a-fA-F]{1,8}\\r\\n")
"""The length of the next part of a body."""
_RUBY = lazy_re.compile(r'(?:(?P<sent><- )|(?P<received>-> ))(?P<quote>")')


def python(line: str) -> WireLine | None:
    """A line that http.client prints at debuglevel 1."""
    found = _PYTHON.search(line, 0, _LONGEST_PREFIX)
    if found is not None and found["quote"] is None:
        prefix = line[: found.start()]
        return WireLine(line[found.end() :] + "\n", RECEIVED, named(prefix), prefix)
    return _literal(line, found)


def ruby(line: str) -> WireLine | None:
    """A line that Net::HTTP prints: `<-` goes out, `->` comes in."""
    return _literal(line, _RUBY.search(line, 0, _LONGEST_PREFIX))


def _literal(line: str, found: re.Match[str] | None) -> WireLine | None:
    """What a line carries as a literal, which ends with the line."""
    if found is None:
        return None
    prefix, data = line[: found.start()], line[found.end() :].rstrip().removesuffix(found["quote"])
    direction = SENT if found["sent"] else RECEIVED
    if direction == RECEIVED and _BINARY.search(data) is not None:
        return WireLine("", direction, named(prefix), prefix, left_out=True)
    said = literals.unescaped(data) if _CHUNK.fullmatch(data) is None else ""
    return WireLine(said, direction, named(prefix), prefix)


# -- KIO -------------------------------------------------------------------------------------------------------------

_QUOTED = lazy_re.compile(r'(?P<logger>\S{1,80}+) "')
_ANSWER = lazy_re.compile(r"HTTP/\d")
_HEAD = lazy_re.compile(_FIRST)


class Kio(Struct):
    """A logger of Qt, which puts each text in quotes: the name before it is all that tells its lines from others."""

    logger: str = ""

    def take(self, line: str) -> WireLine | None:
        """A line of the log: what goes out begins with a request, what comes in with a status."""
        if (found := _QUOTED.match(line)) is None:
            return None
        data = line[found.end() :].rstrip().removesuffix('"')
        is_head = _HEAD.match(data) is not None
        if is_head and found["logger"].endswith(":"):
            self.logger = found["logger"]
        if found["logger"] != self.logger:
            return None
        direction = "" if not is_head else RECEIVED if _ANSWER.match(data) else SENT
        return WireLine(data + "\n", direction, "", found["logger"])


# -- which of them ---------------------------------------------------------------------------------------------------

_OF_OKHTTP = rf"--> (?:{marks.METHODS}) https?://"
_OF_PYTHON = rf"\bsend: b?['\"](?:{marks.METHODS}) \S{{1,4000}} HTTP/\d|^reply: b?['\"]HTTP/\d"
_OF_RUBY = rf"^<- \"(?:{marks.METHODS}) \S{{1,4000}} HTTP/\d|^-> \"HTTP/\d"
_OF_KIO = rf"^\S{{1,80}}+(?<=:) \"(?:{marks.METHODS}) \S{{1,4000}} HTTP/\d(?:\.\d)?\"\r?$"
_OF_HTTP_CLIENT = (
    rf"{marks.WIRE_SIGN}|http-outgoing-\d{{1,9}} {marks.DIRECTION}|http-outgoing-\d{{1,9}} (?:<<|>>) (?:{_FIRST})"
)
SIGNS = f"{_OF_HTTP_CLIENT}|{_OF_OKHTTP}|{_OF_PYTHON}|{_OF_RUBY}|{_OF_KIO}"
"""A line that only one of them writes."""
_FORMS: tuple[tuple[re.Pattern[str], Callable[[], Take]], ...] = (
    (lazy_re.compile(_OF_OKHTTP), lambda: OkHttp().take),
    (lazy_re.compile(_OF_PYTHON), lambda: python),
    (lazy_re.compile(_OF_RUBY), lambda: ruby),
    (lazy_re.compile(_OF_KIO), lambda: Kio().take),
)


def of(sign: str) -> Take:
    """How the lines of a log are taken, by the first of its signs."""
    return next((form() for pattern, form in _FORMS if pattern.match(sign)), http_client)
