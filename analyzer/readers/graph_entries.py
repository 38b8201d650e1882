"""The parts of a text about Microsoft Graph: entries of a log or paragraphs of a note, and the JSON objects in them.

Sample of two entries, of which the second holds an object:

    2026-10-12 08:00:00 [ERR] item read failed
    2026-10-12 08:00:01 DEBUG answer: {"error": {"code": "ErrorItemNotFound", "message": "…"}}

What they tell together, `graph_log.py` says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import accumulate, islice

from msgspec import Struct
from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.protocols import Said, graph, token
from analyzer.protocols.graph_words import speaks_of_graph
from analyzer.protocols.loose_json import DECODER
from analyzer.readers import times
from analyzer.reference import services
from analyzer.reference.vocabulary import CALM_LEVELS, any_of

_OBJECT = lazy_re.compile(r"\{(?:\\[nrt]|\s){0,200}+\\{0,3}\"")
_UNREADABLE = 100
"""Objects of one stretch that may turn out to be no JSON before the rest is left to the words."""
_MOST_BROKEN = 20
"""Objects that are looked at for one that the end of the document breaks off."""
_QUOTE = lazy_re.compile(r"(?:[^\"\\]|\\.){2,262144}+")
BATCH = lazy_re.compile(r"\{\s{0,200}+\"responses\"\s{0,9}:\s{0,9}\[")
_ERROR_JSON = lazy_re.compile(
    r"\\{0,3}[\"']code\\{0,3}[\"']\s{0,9}:\s{0,9}\\{0,3}[\"'](?P<code>[A-Za-z][\w.:/-]{0,119})"
)
_INNER = lazy_re.compile(r"[\"'][iI]nnerError\\{0,3}[\"']\s{0,9}:")
"""What errors of Graph have below their code, whatever it is."""
_LONGEST_BATCH = 64 << 10
"""Characters of a batch that is no JSON in which the statuses of its parts are looked for."""
_LEVEL = lazy_re.compile(rf"\b(?:{any_of(map(str.upper, CALM_LEVELS))})\b")
_THREAD = lazy_re.compile(
    r"\[(?P<bracketed>[A-Za-z][\w.]{0,60}[-#_]\d{1,12})\]"
    r"|\((?P<python>(?i:(?:main)?thread|dummy|(?:forkpool)?worker|exec|pool|asyncio)[\w.-]{0,50}[-_]\d{1,12})"
    r"(?: \([\w.]{1,60}\))?\)"
)
"""The thread that wrote a line; Python calls them `Thread-3`, and `(page_1)` is none."""


class Entry(Struct, frozen=True):
    """One entry of a log, or a paragraph of a note."""

    at: int
    text: str
    time: datetime | None
    thread: str
    calm: bool
    is_about: bool


def may_hold(text: str) -> bool:
    """Whether a text may hold an answer of Graph: a batch, or an error with a code of its own or an inner error."""
    if BATCH.search(text) is not None:
        return True
    if "code" in text and any(graph.is_own_code(found["code"]) for found in _ERROR_JSON.finditer(text)):
        return True
    return "nnerError" in text and _INNER.search(text) is not None


def line_begins(lines: Sequence[str]) -> list[int]:
    """The offset of each line: a text is counted through once, however many things it tells."""
    return [0, *accumulate(len(line) + 1 for line in lines[:-1])]


def starts(lines: Sequence[str]) -> list[int]:
    """The lines at which entries begin: those with a time, and those behind an empty line."""
    found = [0]
    for number, line in enumerate(lines[1:], 1):
        if times.parse(line.lstrip(" \t[")[:60]) is not None or (line.strip() and not lines[number - 1].strip()):
            found.append(number)
    return found


def entries(lines: Sequence[str], starts: Sequence[int]) -> list[Entry]:
    """The entries that begin at these lines; one that leads to another about Graph is about it, too."""
    found, at = [], 0
    for turn, start in enumerate(starts):
        stop = starts[turn + 1] if turn + 1 < len(starts) else len(lines)
        said = "\n".join(lines[start:stop])
        first = lines[start][:300]
        moment = times.parse(first.lstrip(" \t[")[:60])
        thread = _THREAD.search(first[:160])
        found.append(
            Entry(
                at,
                said,
                moment.at if moment else None,
                (thread["bracketed"] or thread["python"]) if thread else "",
                _LEVEL.search(first[:120]) is not None,
                speaks_of_graph(said),
            )
        )
        at += len(said) + 1
    return [
        replace(one, is_about=True) if _leads(one, found[turn + 1 : turn + 3]) else one
        for turn, one in enumerate(found)
    ]


def _leads(entry: Entry, after: Sequence[Entry]) -> bool:
    """Whether an entry without a word about Graph goes on in one about it, on the same thread (DavMail's statuses)."""
    return bool(entry.thread) and any(other.is_about and other.thread == entry.thread for other in after)


def objects(text: str) -> Iterator[tuple[int, int, Said | None]]:
    """Every JSON object of Graph or of the sign-in service, plain or quoted; None for one that says nothing."""
    decoder, at, failed = DECODER, 0, 0
    while failed < _UNREADABLE and (match := _OBJECT.search(text, at)) is not None:
        start, quoted = match.start(), "\\" in match[0]
        try:
            if quoted:
                quote = _QUOTE.match(text, start)
                stop = quote.end() if quote else start + 1
                body = json.loads(f'"{text[start:stop]}"')
                body = body.rstrip()
                DECODER.decode(body)
            else:
                _, stop = decoder.raw_decode(text, start)
                body = text[start:stop]
        except (ValueError, RecursionError):
            failed += 1
            at = match.end() - 1
            if not quoted and BATCH.match(text, start):
                said = graph.read(text[start : start + _LONGEST_BATCH])
                if said is not None and said.parts:
                    yield start, min(len(text), start + _LONGEST_BATCH), said
                    return
            continue
        said = token.read(body) or graph.read(body, services.OTHER)
        if said is not None and (said.results or said.parts or said.successes):
            yield start, stop, said
        elif not text[text.rfind("\n", 0, start) + 1 : start].strip():
            yield start, stop, None  # what somebody sent: content
        at = stop


def behind(objects: Sequence[tuple[int, int, Said | None]]) -> int:
    """Where the last whole object ends; a batch that is no JSON is read up to the end, and may be broken off."""
    start, stop, said = objects[-1] if objects else (0, 0, None)
    return start if said is not None and said.problem else stop


def breaks_off(text: str, at: int) -> int | None:
    """Where an object begins that the end of the document breaks off.

    Behind a whole line only one that begins a line: others are quoted in a message, and the client may have cut them.
    """
    decoder = DECODER
    in_line = not text.endswith("\n")
    for match in islice(_OBJECT.finditer(text, at), _MOST_BROKEN):
        try:
            decoder.raw_decode(text, match.start())
        except json.JSONDecodeError as error:
            ends = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip())
            if ends and (in_line or (match.start() == 0 or text[match.start() - 1] == "\n")):
                return match.start()
        except RecursionError:
            if in_line:
                return match.start()
    return None


def without(text: str, objects: Sequence[tuple[int, int, Said | None]]) -> str:
    """The text with blanks in the place of its objects, so that everything else stands where it stood."""
    kept, at = [], 0
    for start, stop, _ in objects:
        kept += [text[at:start], re.sub(r"[^\n]", " ", text[start:stop])]
        at = stop
    return "".join([*kept, text[at:]])
