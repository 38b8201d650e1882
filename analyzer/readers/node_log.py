r"""The debug output of ews-javascript-api: what it sends and gets, as the objects that Node prints of them.

Sample, with or without the colours of a terminal:

    sending ews request
    {
      url: 'https://mail.contoso.example/EWS/Exchange.asmx',
      headers: { 'Content-Type': 'text/xml; charset=utf-8', Authorization: 'REDACTED' },
      type: 'POST',
      data: '<soap:Envelope …'
    }
    {
      status: 200,
      headers: Object [AxiosHeaders] {
        server: 'Microsoft-IIS/10.0',
      },
      responseText: '<?xml version="1.0"?>\n' +
        '<s:Envelope …',
    }

Other objects are the same XML once more, as a tree: what people wrote stands in it, so they are passed over, but for
the codes of its errors where nothing else is printed; so are the header records of its trace, which repeat the object
before them. Source: gautamsi/ews-javascript-api, js/Core.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer import lazy_re, protocols
from analyzer.limits import Limits
from analyzer.model import Cut, Message, Note, Place, Record, ResponseHead, System
from analyzer.protocols import http
from analyzer.readers import answers, log_entries, times
from analyzer.readers.messages import REFUSAL, messages
from analyzer.readers.notes import Notes
from analyzer.readers.plain_text import plain_lines
from analyzer.readers.window import Window
from analyzer.reference import services

SIGNS = lazy_re.compile(
    rb"^sending ews request\r?$|^ {2,100}__(?:prefix|type): "
    rb"|^  (?:url|data|responseText): (?:\x1b\[\d{1,2}m)?'"
    rb"|^  headers: (?:(?:\x1b\[\d{1,2}m)?Object \[AxiosHeaders\]|\[?AxiosHeaders)",
    re.MULTILINE,
)
_SENDING = "sending ews request"
"""The line before a request."""
_PROPERTY = lazy_re.compile(r"  (?P<name>\w{1,40}|'[^']{1,80}'): ?(?P<value>.*)")
_FIELD = lazy_re.compile(r"    (?P<name>[\w-]{1,100}|'[^']{1,100}'): (?P<value>.*)")
_INLINE = lazy_re.compile(r"(?:^|[{,] )(?P<name>[\w-]{1,100}|'[^']{1,100}'): (?P<value>'(?:[^'\\]|\\.)*'|\"[^\"]*\")")
_LITERAL = lazy_re.compile(r"\s*(?P<quote>['\"`])(?P<text>.*)", re.DOTALL)
_ENDED = lazy_re.compile(r"(?P<quote>['\"`])(?:,| \+)?$")
_SHORTENED = lazy_re.compile(r"['\"`](?P<mark>\.\.\. \d{1,12} more characters),?$")
"""Node prints the first ten thousand characters of a string, and says how many more there are."""
_ESCAPE = lazy_re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}
_THROWN = lazy_re.compile(r"(?:\w{1,60}Error|Error): \S")
_CODE = lazy_re.compile(r"\s{2,200}ResponseCode: ['\"](?P<code>Error[A-Z]\w{2,80})['\"],?\s{0,3}")
"""A code in a tree: the exception of the client prints no more of the answer than that."""
_STRINGS = ("data", "responseText")
_MOST_FIELDS = 200


class _Object(Struct):
    """One printed object as it is being collected."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    fields: list[tuple[str, str]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    length: int = 0
    last: str = ""
    open: bool = False
    """The literal of the last line has no end yet: the line was too long to be read at once."""


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """All requests and answers of the log, in order."""
    log = _Log(limits, notes)
    number, last = 0, ""
    for number, line in plain_lines(window, limits):
        last = line or last
        yield from log.take(line, number)
    if last == _SENDING:
        notes.cut = True
        notes.warn(Note.REQUEST_CUT, line=number)
    yield from log.finish()


class _Log:
    """The state between two lines."""

    def __init__(self, limits: Limits, notes: Notes) -> None:
        self.limits = limits
        self.notes = notes
        self.object: _Object | None = None
        self.is_trace = False
        """Inside a header record of the trace."""
        self.place = Place(1, system=System.EXCHANGE)
        self.number = 0
        self.begun = False
        """Some object has begun before."""
        self.waits = False
        """The last request has no answer yet."""
        self.failed = False
        """What was answered last is an error: the exception that the client throws for it says nothing new."""
        self.codes: list[tuple[int, str]] = []
        """Lines and codes of errors in trees, as long as no request and no answer was printed."""

    def take(self, line: str, number: int) -> Iterator[Record]:
        """The records that one more line completes."""
        self.begun = self.begun or (line[:1].strip() != "" and line.endswith("{"))
        if self.object is not None:
            if line != "}":
                if not self.number and (told := _CODE.fullmatch(line)) is not None:
                    self.codes.append((number, told["code"]))
                self._inside(self.object, line, number)
                return
            complete, self.object = self.object, None
            yield from self._told(complete)
        elif line != "{" and ("EwsResponseHttpHeaders>" in line or self.is_trace):
            self.is_trace = "</" not in line or "EwsResponseHttpHeaders>" not in line
        elif line == "{":
            self.begun = True
            self.object, self.is_trace = _Object(number), False
        elif line == "}" and not self.begun:
            self.notes.begun_inside(number)
        elif line[:1].strip() and _THROWN.match(line):
            yield from self._thrown(line, number)
        elif REFUSAL.match(line):
            self.notes.warn(Note.ANSWER_BESIDE, line=number)
        elif log_entries.begins(line) and not log_entries.is_calm(line):
            yield from messages(line, replace(self.place, line=number, time=self.notes.moment(line)), self.limits)

    def finish(self) -> Iterator[Record]:
        """The log is over; an object without its end was cut."""
        for number, code in () if self.number else self.codes:
            at = Place(number, system=services.EWS.system, protocol=services.EWS.protocol)
            yield Message(at=at, text=code, exception=True)
        if self.object is not None:
            self.notes.cut = True
            self.notes.warn(Note.OBJECT_CUT, line=self.object.line)
            yield Cut(at=Place(self.object.line, system=System.EXCHANGE))

    def _thrown(self, line: str, number: int) -> Iterator[Message]:
        """What the client threw: where nothing came back, why."""
        at = replace(self.place, line=number)
        for message in messages(line, at, self.limits, exception=True):
            yield replace(message, repeats=True) if self.failed else message
        self.failed = True

    def _inside(self, collected: _Object, line: str, number: int) -> None:
        """One line of an object: a property, a header field, or the next part of a long string."""
        if collected.open or (collected.last in _STRINGS and line.startswith("    ")):
            self._text(collected, collected.last, line)
        elif found := _PROPERTY.fullmatch(line):
            name, value = found["name"].strip("'"), found["value"]
            collected.last, collected.lines[name] = name, number
            if name in _STRINGS:
                self._text(collected, name, value)
            else:
                collected.values[name] = value[:2000]
            if name == "headers":
                collected.fields += [(f["name"].strip("'"), _unquoted(f["value"])) for f in _INLINE.finditer(value)]
        elif collected.last == "headers" and len(collected.fields) < _MOST_FIELDS and (found := _FIELD.fullmatch(line)):
            collected.fields.append((found["name"].strip("'"), _unquoted(found["value"].removesuffix(","))))

    def _text(self, collected: _Object, name: str, line: str) -> None:
        """A part of a string: Node prints a new literal behind every line end in it."""
        literal = None if collected.open else _LITERAL.match(line)
        if literal is None and not collected.open:
            return
        text = line if literal is None else literal["text"]
        if (shortened := _SHORTENED.search(text)) is not None:
            text = f"{text[: shortened.start()]}{shortened['mark']}'"
        ended = _ENDED.search(text)
        collected.open = ended is None
        collected.length += len(text)
        if collected.length <= self.limits.frame:
            collected.texts.setdefault(name, []).append(text[: ended.start()] if ended else text)

    def _told(self, complete: _Object) -> Iterator[Record]:
        """A request or an answer, if the object is one."""
        if "url" in complete.values and "type" in complete.values:
            yield from self._request(complete)
        elif "status" in complete.values and "responseText" in complete.lines:
            yield from self._answer(complete)

    def _request(self, sent: _Object) -> Iterator[Record]:
        self.number += 1
        self.waits, self.failed = True, False
        raw = tuple(sent.fields)
        host, path = http.host_and_path(_unquoted(sent.values["url"].removesuffix(",")), raw)
        service = services.first_known(services.asked(host, path), services.EWS)
        self.place = Place(sent.line, system=service.system, protocol=service.protocol, action=self.number)
        method = _unquoted(sent.values["type"].removesuffix(","))[:10]
        yield answers.request_head(self.place, method, host, path, raw)
        body = _unescaped("".join(sent.texts.get("data", ())))
        if "Envelope" in body:
            at = replace(self.place, line=sent.lines["data"])
            yield from answers.records(protocols.read(body, self.limits, service), at, self.notes)

    def _answer(self, got: _Object) -> Iterator[Record]:
        status = re.match(r"[1-5]\d\d(?!\d)", got.values["status"])
        if status is None:
            return
        if not self.waits:
            self.number += 1
            self.place = replace(self.place, action=self.number)
        self.waits = False
        raw = tuple(got.fields)
        code = int(status[0])
        time = times.http_date(http.value_of(raw, "Date"))
        at = replace(self.place, line=got.lines["status"], time=time)
        reason = _unquoted(got.values.get("statusText", "").removesuffix(","))[:200]
        yield ResponseHead(at=at, status=code, reason=reason, headers=http.shown(raw), midway=http.midway(raw))
        self.failed = code >= 400
        body = _unescaped("".join(got.texts.get("responseText", ())))
        if body.strip() or code < 400:
            kind = http.value_of(raw, "Content-Type")
            at = replace(at, line=got.lines["responseText"])
            whole = got.length <= self.limits.frame
            yield from answers.read(body, at, self.limits, self.notes, content_type=kind, whole=whole)


def _unquoted(literal: str) -> str:
    """The text of a short literal."""
    literal = literal.strip()
    if literal[:1] in ("'", '"', "`") and literal[-1:] == literal[:1]:
        literal = literal[1:-1]
    return _unescaped(literal)


def _unescaped(text: str) -> str:
    """Escapes of JavaScript, undone by hand."""
    return _ESCAPE.sub(_escape, text) if "\\" in text else text


def _escape(match: re.Match[str]) -> str:
    if digits := match[1] or match[2]:
        return chr(int(digits, 16))
    return _PLAIN.get(match[3], match[3])
