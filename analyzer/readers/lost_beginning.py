"""Where an upload begins inside a record: what stands before its first whole one is the rest of it, and tells nothing.

    -4a9c-000000000002
    Content-Type: application/json

    {"error": {"code": "ErrorItemNotFound"}}

    GET /v1.0/me/messages HTTP/1.1

Somebody copied the end of a log. Nobody knows whose answer that was and with what status it came; read as if it stood
for itself, the end of a good answer is a text where XML was asked for. Whether a text is such a rest its own marks
show: an end tag or a bracket that closes what was never opened, or fields of a head without the first line of one. It
counts as one only where a whole record follows: a fragment that somebody pasted alone is all that there is to read.
"""

from __future__ import annotations

from collections import Counter

from analyzer import lazy_re
from analyzer.markup import decode
from analyzer.readers.seams import is_open
from analyzer.reference import headers, marks
from analyzer.reference.vocabulary import ERROR_LEVELS, FRAMES, any_of

_DIRECTION = r"(?:[<>] )?"
"""What a wire log writes before a line."""
_LINE = rf"^\[?\d{{4}}-\d\d-\d\d[T ]\d\d:\d\d|^(?:{marks.PYTHON_LEVELS}):[\w.]"
"""How a line of a log begins."""
_LOGGED = marks.encoded(_LINE)
_TRACE = marks.encoded(marks.TRACE)
_RECORD = marks.encoded(
    rf"(?P<tag>{marks.TRACE})"
    rf"|(?:^|[>\[])[ \t]{{0,20}}{_DIRECTION}(?:(?:{marks.METHODS}) (?:/|https?://)|HTTP/\d(?:\.\d)? \d{{3}}\b)"
    rf"|{_LINE}"
)
"""What begins a record, or the next line of a log."""
_MARKUP = lazy_re.compile(
    rb"(?P<declared>(?:<|&lt;)\?)|(?P<end>\?(?:>|&gt;))|(?:<|&lt;)(?P<close>/?)(?P<name>(?:[A-Za-z_][\w.-]{0,99}+:)?[A-Za-z_][\w.-]{0,99}+)"
    rb"(?:(?=[\s/>&])(?:[^<>&]|&(?!gt;|lt;)){0,4000}?)?(?P<empty>/?)(?:>|&gt;)"
)
_FRAME_END = lazy_re.compile(rf"</(?:{any_of(FRAMES)}|(?:Ews|Autodiscover)(?:Request|Response)\w{{0,20}})>".encode())
_ENVELOPE = b"Envelope"
_FIELD = lazy_re.compile(rf"{_DIRECTION}(?P<name>[A-Za-z][\w-]{{0,60}}) ?: ?\S.*")
_OF_JSON = ("", '"', "'", "}", "]", "{", "[", ",")
"""How a line of JSON may begin, or that it is empty."""
_ENDS_JSON = lazy_re.compile(r"[\"'}\]{\[,]\s*+$")
_WELL = lazy_re.compile(r"(?:\S{1,4000}+\s{1,9}+)??(?:2\d\d|304) [A-Z][A-Za-z -]{1,40}+\r?(?=\n|\Z)")
"""A good status behind no more than the end of an address: nobody knows what was asked for."""
_BRACKET = lazy_re.compile(r"\\.|\"(?:[^\"\\]|\\.)*+\"|[\"{}\[\]]")
"""One outside of strings, which are taken whole; of one that nothing closes, all the rest of the line."""
_DEEPER = {"{": 1, "[": 1, "}": -1, "]": -1}
_MOST = 1 << 20
"""Bytes at the beginning of a document in which the end of the rest is looked for."""


def rest(data: bytes, *, markup: bool) -> int:
    """How many of the first bytes of a document are the rest of a record; 0 where it begins with a whole one.

    `markup`: the document is of a form whose records are markup; in any other text end tags may stand alone.
    """
    data = data[:_MOST]
    if markup and (stop := _behind_lost_frame(data)):
        return stop
    found = _RECORD.search(data)
    part = data if found is None else data[: found.start()]
    if markup:
        stop, goes_on = _behind_lost_tags(part)
        if stop and (found is not None or goes_on):
            return stop
    if found is None or not part.strip():
        return 0
    text = decode(part)
    is_rest = _ends_json(text) or (markup and _ends_head(text)) or _WELL.match(text) is not None
    return len(part) if is_rest else 0


def _behind_lost_frame(data: bytes) -> int:
    """Where a trace record ends before any other begins, and before a line of another log; 0 where none does so.

    It may hold a whole head: then its own start tag alone is cut off. One inside of an envelope is quoted there.
    """
    first, logged = _TRACE.search(data), _LOGGED.search(data)
    if first is None:
        return 0
    before = first.start() if logged is None else min(first.start(), logged.start())
    end = _FRAME_END.search(data, 0, before)
    return end.end() if end is not None and not is_open(data[: end.start()]) else 0


def _behind_lost_tags(part: bytes) -> tuple[int, bool]:
    """Where the last end tag ends that closes what was not opened, 0 where there is none; and whether a record follows.

    Behind such a tag an envelope begins a record of its own; before any, it stands in the record that was cut.
    """
    opened: list[bytes] = []
    counts: Counter[bytes] = Counter()
    stop = envelopes = closed = 0
    declared = inside = False
    for tag in _MARKUP.finditer(part):
        name = tag["name"]
        if name is None:
            inside = inside or (bool(tag["end"]) and not (declared or opened or stop))
            declared = True
        elif not tag["close"]:
            if name.endswith(_ENVELOPE):
                envelopes += 1
                if stop or envelopes > 1:
                    return stop or (closed if inside else 0), True
            if not tag["empty"]:
                opened.append(name)
                counts[name] += 1
        elif counts[name]:
            while (last := opened.pop()) != name:
                counts[last] -= 1
            counts[name] -= 1
            closed = tag.end()
        else:
            stop = tag.end()
    return stop or (closed if inside else 0), False


def _ends_head(text: str) -> bool:
    """Whether it holds fields of a head behind its first line, up to an empty line or its own end."""
    first, *lines = text.split("\n")
    begins = _FIELD.match(first)
    fields = int(begins is not None and headers.begins(begins["name"]))
    for number, line in enumerate(lines):
        said = line.strip().strip("<>").strip()
        if not said:
            body = "".join(lines[number:]).lstrip("<> \t\r")
            return fields > 0 or body[:1] in ("{", "[")
        field = _FIELD.match(line)
        if field is None or _tells_error(field["name"]):
            return False
        fields += 1
    return fields > 0


def _tells_error(name: str) -> bool:
    """Whether the name of a field is none: `Error: …`, `AxiosError: …` are lines of a log, `X-OWA-Error: …` is not."""
    low = name.lower()
    if "-" in name or headers.spelling(name) is not None:
        return False
    return low in ERROR_LEVELS or low.endswith(("error", "exception"))


def _ends_json(text: str) -> bool:
    """Whether it closes a bracket that it did not open, in lines of which each may be one of JSON."""
    depth = 0
    for number, line in enumerate(text.split("\n")):
        of_json = _ENDS_JSON.search(line) is not None if number == 0 else line.lstrip("<> \t\r")[:1] in _OF_JSON
        for bracket in _BRACKET.finditer(line) if of_json else ():
            is_open = bracket[0] == '"'
            for sign in line[bracket.end() :] if is_open else (bracket[0],):
                depth += _DEEPER.get(sign, 0)
                if depth < 0:
                    return True
            if is_open:
                break
        if not of_json and line.strip():
            return False
    return False
