"""Recordings of HTTP as test tools keep them: VCR (Ruby) and vcrpy (Python), in YAML. Each interaction is an exchange.

Sample:

    http_interactions:
    - request:
        method: get
        uri: https://graph.microsoft.com/v1.0/me
      response:
        status:
          code: 200
          message: OK
        body:
          string: '{"id":"…"}'

Only what these tools write is read of YAML: mappings by indentation, lists of fields, strings in quotes, folded or as
blocks. Sources: github.com/vcr/vcr (serialised form of a cassette); github.com/kevin1024/vcrpy.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer import lazy_re, protocols
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import Cut, Note, Place, Record, RequestBody, RequestHead, ResponseHead, System
from analyzer.protocols import http
from analyzer.readers import answers, times
from analyzer.readers.content import unpacked
from analyzer.readers.notes import Notes
from analyzer.readers.plain_text import paragraphs
from analyzer.readers.window import Window
from analyzer.reference import services
from analyzer.reference.numbers import number as whole_number
from analyzer.reference.services import first_known

SIGNS = lazy_re.compile(
    rb"^(?:http_)?interactions:[ \t]{0,9}\r?\n(?:[ \t#][^\n]{0,300}\n){0,20}?[ \t]{0,9}- {1,9}request:", re.MULTILINE
)

_KEY = lazy_re.compile(r"(?P<indent> {0,200})(?P<dash>- {1,9})?(?P<key>[A-Za-z_][\w-]{0,80}):(?: (?P<value>.*))?")
_ITEM = lazy_re.compile(r"(?P<indent> {0,200})- (?P<value>.*)")
_FLOW_STATUS = lazy_re.compile(r"\{\s?code: (?P<code>\d{3})(?:, message: (?P<message>[^{}]{0,200}))?\s?\}")
_FLOW_STRING = lazy_re.compile(
    r"\{\s?string:\s(?:!!python/\w{1,20}\s)?|\[(?=['\"][^'\"\[\]]{0,4000}['\"]\]$|[^'\"\[\],]{1,200}\]$)"
)
"""Short mappings and lists on one line, as older versions of vcrpy write them: `{code: 200, message: OK}`."""
_DEEPEST = 12
"""Mappings within each other that are followed; a recording has four."""


class _Interaction(Struct):
    """What one entry of a recording says, by the path of its keys."""

    line: int
    values: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    length: int = 0

    def first(self, *paths: str) -> str:
        """The first value of the first of these paths that has one."""
        return next((self.values[path][0] for path in paths if self.values.get(path)), "")

    @property
    def status(self) -> str:
        """How it was answered."""
        return self.first("response.status.code", "response.status_code", "response.status")

    @property
    def told(self) -> set[str]:
        """What it tells, but for header fields, which differ; a body may be told in base64."""
        return {path.replace("base64_string", "string") for path in self.lines if ".headers" not in path}

    def fields(self, side: str) -> http.Fields:
        """The header fields of one side."""
        start = f"{side}.headers."
        return tuple(
            (path[len(start) :], one) for path, v in self.values.items() if path.startswith(start) for one in v
        )


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """Every interaction as a request with its answer."""
    recording = _Recording(limits, notes)
    for number, one in enumerate(_interactions(recording, window, limits), 1):
        yield from _exchange(one, number, limits, notes)
    if notes.cut:
        yield Cut(at=Place(recording.line, system=System.OTHER))


def _interactions(recording: _Recording, window: Window, limits: Limits) -> Iterator[_Interaction]:
    """The entries, each told by the key `request` of a list."""
    text = "\n"
    for start, text in paragraphs(window, limits):
        for number, line in enumerate(text.removesuffix("\n").split("\n"), start):
            yield from recording.take(number, line.rstrip("\r"))
    yield from recording.finish(in_line=not text.endswith("\n"))


class _Recording:
    """The state between two lines: the keys that are open, and the value that may go on."""

    def __init__(self, limits: Limits, notes: Notes) -> None:
        self.limits = limits
        self.notes = notes
        self.one: _Interaction | None = None
        self.path: list[tuple[int, str]] = []
        self.scalar: _Scalar | None = None
        self.line = 1
        self.had: set[str] | None = None
        """What all entries before this one tell, but for header fields."""

    def take(self, number: int, line: str) -> Iterator[_Interaction]:
        """One more line; yields the entry that it ends."""
        self.line = number
        if self.scalar is not None:
            if self.scalar.take(line):
                return
            _keep(self.one, self.scalar, self.limits, self.notes)
            self.scalar = None
        if (match := _KEY.fullmatch(line)) is not None:
            yield from self._key(number, match)
        elif (item := _ITEM.fullmatch(line)) is not None and self.path:
            indent = len(item["indent"])
            self.path = [(depth, key) for depth, key in self.path if depth <= indent]
            if self.path:
                self.scalar = _Scalar(_named(self.path), number, indent, item["value"].strip())

    def _key(self, number: int, match: re.Match[str]) -> Iterator[_Interaction]:
        indent = len(match["indent"]) + len(match["dash"] or "")
        self.path = [(depth, key) for depth, key in self.path if depth < indent][-_DEEPEST:]
        if match["dash"] and not _inside([key for _, key in self.path]):
            if match["key"] in ("request", "response", "recorded_at"):
                yield from self._ended()
                self.one = _Interaction(number)
            self.path = []
        self.path.append((indent, match["key"]))
        value = (match["value"] or "").strip()
        self.scalar = _Scalar(_named(self.path), number, indent, value) if value else None

    def finish(self, *, in_line: bool) -> Iterator[_Interaction]:
        """The recording is over; `in_line`: its last line has no end.

        The tools end every line, and their recordings with a key of its own that is no part of an entry.
        """
        in_entry = self.one is not None and bool(self.path) and self.path[0][0] > 0
        half = self.scalar is not None and (self.scalar.is_open or (in_line and in_entry))
        if self.scalar is not None and not (half and not self.scalar.is_open):  # half an address is none
            _keep(self.one, self.scalar, self.limits, self.notes)
        if half or (in_line and in_entry):
            self.notes.cut = True
            self.notes.warn(Note.VALUE_CUT, line=self.line)
        elif self.one is not None and ((self.had and not self.had <= self.one.told) or self._ends_in_head(self.one)):
            self.notes.cut = True
            self.notes.warn(Note.ANSWER_CUT, line=self.line)
        yield from self._ended()

    def _ends_in_head(self, one: _Interaction) -> bool:
        """Whether it is over among the fields of an answer whose body, which every tool writes, did not come yet."""
        is_in_head = _named(self.path).startswith("response.headers")
        return is_in_head and not any(path.startswith("response.body") for path in one.lines)

    def _ended(self) -> Iterator[_Interaction]:
        if self.one is not None:
            self.had = self.one.told if self.had is None else self.had & self.one.told
            yield self.one


def _inside(names: list[str]) -> bool:
    return "request" in names or "response" in names


def _named(path: list[tuple[int, str]]) -> str:
    names = [key for _, key in path]
    start = next((turn for turn, name in enumerate(names) if name in ("request", "response")), 0)
    return ".".join(name if turn < 2 else name.lower() for turn, name in enumerate(names[start:]))


class _Scalar(Struct):
    """One value and the lines that it goes on over."""

    path: str
    line: int
    indent: int
    first: str
    more: list[str] = field(default_factory=list)
    length: int = 0

    def take(self, line: str) -> bool:
        """Whether this line belongs to the value: it stands deeper, or the quote is still open."""
        deeper = not line.strip() or len(line) - len(line.lstrip(" ")) > self.indent
        if not (self.is_open or deeper):
            return False
        self.more.append(line)
        return True

    @property
    def is_open(self) -> bool:
        """Its quote has no end yet."""
        return self.first[:1] in ("'", '"') and not self._is_closed()

    def _is_closed(self) -> bool:
        last = self.more[-1] if self.more else self.first[1:]
        quote = self.first[0]
        tail = last.rstrip()
        if quote == "'":
            return (len(tail) - len(tail.rstrip("'"))) % 2 == 1
        slashes = len(tail[:-1]) - len(tail[:-1].rstrip("\\"))
        return tail.endswith('"') and slashes % 2 == 0

    def text(self) -> str:
        """The value as it was meant."""
        first = self.first
        if first.startswith("!"):
            first = first.partition(" ")[2].strip()
        if first[:1] in ("|", ">"):
            margin = min((len(one) - len(one.lstrip(" ")) for one in self.more if one.strip()), default=0)
            joint = "\n" if first[0] == "|" else " "
            return joint.join(one[margin:] for one in self.more)
        whole = _folded([first, *(one.strip() for one in self.more)], escaped=first[:1] == '"')
        if first[:1] == "'":
            return whole.strip()[1:].removesuffix("'").replace("''", "'")
        if first[:1] == '"':
            return _unquoted(whole.strip())
        return whole

    @property
    def is_binary(self) -> bool:
        """Whether it is bytes in base64."""
        return self.first.startswith(("!!binary", "!binary")) or self.path.endswith("base64_string")


def _folded(lines: list[str], *, escaped: bool) -> str:
    """Lines of one value as one: a line end is a blank, an empty line a line end."""
    whole = lines[0]
    for line in lines[1:]:
        if escaped and whole.endswith("\\"):
            whole = whole[:-1] + line.removeprefix("\\")
        elif not line:
            whole += "\n"
        else:
            whole += line if whole.endswith("\n") else f" {line}"
    return whole


def _unquoted(text: str) -> str:
    """A string in double quotes; escapes that JSON lacks stay as they are."""
    text = re.sub(r"\\x([0-9A-Fa-f]{2})", r"\\u00\1", text)
    text = re.sub(r"\\([^\"\\/bfnrtu])", r"\1", text)
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return text.strip('"')


def _in_braces(scalar: _Scalar) -> _Scalar:
    """The string of a body in braces, or the one field of a list in brackets; else the value itself."""
    opening = _FLOW_STRING.match(scalar.first)
    lines = [scalar.first[opening.end() :] if opening else scalar.first, *scalar.more]
    last = lines[-1].rstrip()
    if opening is None or not last.endswith("]" if opening[0][0] == "[" else "}"):
        return scalar
    lines[-1] = last[:-1].rstrip()
    return replace(scalar, first=lines[0], more=lines[1:])


def _keep(one: _Interaction | None, scalar: _Scalar, limits: Limits, notes: Notes) -> None:
    if one is None or not scalar.path:
        return
    if (short := _FLOW_STATUS.fullmatch(scalar.first)) is not None:
        one.values.setdefault(f"{scalar.path}.code", [short["code"]])
        one.values.setdefault(f"{scalar.path}.message", [(short["message"] or "").strip("'\"")])
        one.lines.setdefault(f"{scalar.path}.code", scalar.line)
        return
    one.lines.setdefault(scalar.path, scalar.line)
    text = _in_braces(scalar).text()
    one.length += len(text)
    if one.length > limits.frame:
        notes.warn(Note.LONG_EXCHANGE, len(text), line=scalar.line)
        return
    if scalar.is_binary:
        try:
            text = decode(unpacked(base64.b64decode(text, validate=False), "", limits))
        except ValueError:
            text = ""
    kept = one.values.setdefault(scalar.path, [])
    if len(kept) < limits.header_lines:
        kept.append(text)


def _exchange(one: _Interaction, number: int, limits: Limits, notes: Notes) -> Iterator[Record]:
    asked, answered = one.fields("request"), one.fields("response")
    host, path = http.host_and_path(one.first("request.uri", "request.url"), asked)
    asks = services.asked(host, path)
    method = one.first("request.method").upper()[:10]
    time = times.http_date(http.value_of(answered, "Date")) or times.http_date(one.first("recorded_at"))
    at = Place(one.line, system=asks.system, protocol=asks.protocol, time=time, action=number)
    if method and path:
        yield RequestHead(
            at=at, method=method, path=path, host=host, headers=http.shown(asked), credential=http.credential(asked)
        )
    wanted = one.first("request.body.string", "request.body")
    said = protocols.asked(method, path, asks)
    if said is not None:
        yield RequestBody(at=at, operation=said.operation, mailbox=said.mailbox)
    batch = answers.asked_in(wanted, path, limits, asks, http.value_of(asked, "Content-Type"))
    status = one.status
    code = whole_number(status) if len(status) == 3 else None
    if code is None:
        return
    known = first_known(asks, services.answered(name for name, _ in answered))
    line = one.lines.get("response.status.code", one.line)
    at = Place(line, system=known.system, protocol=known.protocol, time=time, action=number)
    reason = one.first("response.status.message")[:200]
    yield ResponseHead(at=at, status=code, reason=reason, headers=http.shown(answered))
    body = one.first("response.body.string", "response.body.base64_string", "response.content", "response.body")
    if body.strip():
        kind = http.value_of(answered, "Content-Type")
        yield from answers.read(body, at, limits, notes, content_type=kind, asked=batch)
