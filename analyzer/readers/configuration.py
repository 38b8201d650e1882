"""Settings, schemes, caches and metadata of a pack: not searched for errors; what can explain one is read.

No sample is public. A setting is taken to be an element or a JSON member with a name and one plain value, in one of the
ways that .NET and Java write them: `<Setting Name="X" Value="1"/>`, `<add key="X" value="1"/>`, `<X>1</X>`, `"X": 1`,
or a line `X=1` of an INI file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Note, Place, Record, Setting, System
from analyzer.readers.notes import Notes
from analyzer.readers.pieces import End, Refused, Start, Text, pieces
from analyzer.readers.plain_text import paragraphs
from analyzer.readers.recognition import FIRST_PART, Sign, Strength, without_mark
from analyzer.readers.window import Window
from analyzer.reference.vocabulary import ACCESS_SETTING, PRIVATE_SETTING, SETTING_NAMES, SETTING_VALUES

_PROLOG = rb"\A\s{0,99}(?:<\?xml[^<>]{0,200}\?>)?\s{0,99}(?:<!--[^<>]{0,2000}-->\s{0,99})?"
_ROOT = lazy_re.compile(
    _PROLOG
    + rb"<(?:\w{1,40}:)?(?:configurations?|sites?|settings?|autoresolvers?|(?:synchronization_)?scheme|natural_keys)\b",
    re.IGNORECASE,
)
_JSON_START = lazy_re.compile(rb"\s{0,99}+(?:\{\s{0,99}+(?:\"|\}\s{0,99}+\Z)|\[\s{0,99}+[\[{\"\]])")
_ANSWER = lazy_re.compile(
    rb"\s{0,99}+[{\[]{1,2}+\s{0,99}+\"(?:"
    rb"(?:error(?:details?)?|exception|fault)\"\s{0,9}:\s{0,99}(?:\"|\{\s{0,99}\"(?:code|message|status_?code|inner_?error|type|class|name|detail|faultstring)\")"
    rb"|errors\"\s{0,9}:\s{0,99}\[|error_?(?:message|code)\"\s{0,9}:\s{0,99}[\"\d]"
    rb"|status_?code\"\s{0,9}:\s{0,99}\"?[1-5]\d\d\b\"?\s{0,99},\s{0,99}\"(?:message|error\w{0,20}|body|headers|code|name|reason|request\w{0,20})\")",
    re.IGNORECASE,
)
"""How JSON begins that tells of an error: no file of settings."""
_JSON_TOKEN = lazy_re.compile(rb"[\s{}\[\],:]++|\"(?:[^\"\\\n]++|\\.)*+\"|-?\d[\d.eE+-]{0,40}+|true\b|false\b|null\b")
_JSON_REST = lazy_re.compile(rb"\"(?:[^\"\\\n]++|\\.)*+\\?\Z|[\w.-]{1,40}\Z")
"""How the first part may end in the middle of a token."""
_INI_LINE = lazy_re.compile(
    rb"\s{0,40}+(?:[;#].*|(?P<section>\[[^\[\]=\"{}]{1,120}\])|(?P<key>[A-Za-z][\w.\- ]{0,79})=.*|)\s{0,40}"
)
METADATA_SIGNS = lazy_re.compile(_PROLOG + rb"<(?:\w{1,40}:)?Edmx\b", re.IGNORECASE)

# What explains a finding: how much, how often and how long as a number; by what right and whether as a word; where to
# as an address, without credentials, query, and any path but that of the services.
_EXPLAINS = tuple(
    (lazy_re.compile(name, re.IGNORECASE), lazy_re.compile(value, re.IGNORECASE))
    for name, value in (
        (r"limit|interval|timeout|page_?size|batch_?size|_?days$", r"-?\d{1,12}"),
        (r"enabled?$|^enable", r"true|false|yes|no|on|off|[01]"),
        (ACCESS_SETTING, r"[a-z][a-z0-9_]{0,23}|\d{1,3}"),
        (r"(?:server|exchange)_?version", r"[a-z0-9_.]{1,40}"),
        (
            r"(?:ews|exchange|c4c|odata|service)_?url|endpoint",
            r"https?://[a-z0-9.-]{1,100}(?::\d{1,5})?(?:/EWS/(?:Exchange|Services)\.(?:asmx|wsdl)|/sap/c4c/odata/v1/c4codataapi|/)?",
        ),
    )
)
_JSON_MEMBER = lazy_re.compile(
    rb'"([A-Za-z_][\w.]{0,79})"\s{0,20}:\s{0,20}(?:"([^"\\\n]{1,200})"|(-?\d{1,12}|true|false)\b)'
)
_LONGEST_MEMBER = 400
"""Bytes that a match of it takes at most, and one more to see its end."""


def weigh(head: bytes) -> Sign | None:
    """Settings are told by their root element; JSON and INI files have none and must look like one throughout."""
    if _ROOT.match(head):
        return Sign(Strength.FORM)
    if is_ini(head):
        return Sign(Strength.WHOLE)
    return Sign(Strength.FORM) if is_json(head) and _ANSWER.match(without_mark(head)) is None else None


def is_json(head: bytes) -> bool:
    """Nothing but JSON from the first bracket on; the first part may end anywhere in it."""
    at = len(head) - len(without_mark(head))
    if head[at : at + 1] == b"<" or not _JSON_START.match(head, at):
        return False
    while token := _JSON_TOKEN.match(head, at):
        at = token.end()
    return at == len(head) or bool(_JSON_REST.match(head, at))


def is_ini(head: bytes) -> bool:
    """Every line is a section, a key with its value, a comment, or blank; the last one may be cut."""
    lines = without_mark(head).split(b"\n")
    if len(lines) > 1 and len(head) >= FIRST_PART:
        lines.pop()
    found = [_INI_LINE.fullmatch(line) for line in lines]
    told = [line for line in found if line is not None]
    keys = sum(1 for line in told if line["key"])
    return len(told) == len(lines) and keys >= 1 and any(line["section"] for line in told)


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """The settings that can explain a finding."""
    window.ensure(limits.chunk)
    head = window.slice(0, FIRST_PART)
    if is_ini(head):
        yield from _ini(window, limits)
    elif without_mark(head)[:1] in {b"{", b"["}:
        yield from _json(window, limits, notes)
    else:
        yield from _xml(window, limits, notes)


def read_metadata(_window: Window, _limits: Limits, _notes: Notes) -> Iterator[Record]:
    """Nothing: the metadata of a service holds no setting."""
    yield from ()


def _xml(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    name, said, line = "", "", 1
    for piece in pieces(window, limits):
        match piece:
            case Start():
                name, said, line = piece.name, "", piece.line
                low = {key.lower(): value for key, value in piece.attributes.items()}
                named = next((low[key] for key in SETTING_NAMES if key in low), "")
                if named:
                    name = named
                    yield from _setting(named, next((low[key] for key in SETTING_VALUES if key in low), ""), line)
            case Text():
                said = (said + piece.text)[:300] if name else ""
            case End():
                yield from _setting(name, said, line)
                name = ""
            case Refused():
                notes.warn(piece.reason, piece.length, line=piece.line)
            case _:
                pass


def _ini(window: Window, limits: Limits) -> Iterator[Record]:
    for start, text in paragraphs(window, limits):
        for offset, line in enumerate(text.split("\n")):
            name, equals, value = line.partition("=")
            if equals:
                yield from _setting(name.strip(), value.strip("\"' \t\r"), start + offset)


def _json(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    at, line = 0, 1
    is_whole = _is_whole(window, limits)
    while window.ensure(at + 1):
        window.ensure(at + limits.chunk)
        data = window.slice(at, window.end)
        # A member that begins among the last bytes may go on behind them: it is read with the next stretch.
        stop = len(data) if window.ended else max(len(data) - _LONGEST_MEMBER, 1)
        told, line_of_told = 0, line
        for member in _JSON_MEMBER.finditer(data):
            if member.start() >= stop:
                break
            line_of_told += data.count(b"\n", told, member.start())
            told = member.start()
            stop = max(stop, member.end())
            value = member[2] if member[2] is not None else member[3]
            yield from _setting(member[1].decode(), value.decode("utf-8", "replace"), line_of_told)
        line += data.count(b"\n", 0, stop)
        at += stop
        is_whole = is_whole and (not window.ended or at < window.end or data.rstrip()[-1:] in (b"}", b"]"))
        window.forget(at)
    if not is_whole:
        notes.warn(Note.JSON_BROKEN)


def _is_whole(window: Window, limits: Limits) -> bool:
    """Whether it is one JSON document: by its words alone, an answer with a comma too many looks like settings."""
    if window.ensure(limits.answer + 1):
        return True
    try:
        msgspec.json.decode(without_mark(window.slice(0, window.end)), type=msgspec.Raw)  # reads all, and makes nothing
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _setting(name: str, value: str, line: int) -> Iterator[Record]:
    """One setting, if it can explain something and gives away nothing."""
    value = value.strip()
    if len(name) > 80 or len(value) > 200 or PRIVATE_SETTING.search(name):
        return
    if any(told.search(name) and plain.fullmatch(value) for told, plain in _EXPLAINS):
        yield Setting(at=Place(line, system=System.ENGINE), name=name, value=value)
