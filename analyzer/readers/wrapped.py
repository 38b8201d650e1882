r"""Logs in which something wrote its own words before every line: a quoting mail, a container, the journal of a system.

Samples, each of one line of a log of curl:

    > < HTTP/1.1 401 Unauthorized                                          quoted in a ticket, or below a mail
        < HTTP/1.1 401 Unauthorized                                        indented
    sync-1  | < HTTP/1.1 401 Unauthorized                                  docker compose logs
    2026-10-12T08:00:00.123456789Z stderr F < HTTP/1.1 401 Unauthorized    kubelet (CRI)
    {"log":"< HTTP/1.1 401 Unauthorized\n","stream":"stderr","time":"…"}   docker, driver json-file
    Oct 12 08:00:00 sync01 syncd[4711]: < HTTP/1.1 401 Unauthorized        syslog, journalctl

Without these words the document is what it was. Where a time stands among them and the lines have none of their own, it
stays, unless the lines are HTTP, which has no place for it. The number of every line stays too.
Sources: docs.docker.com, "JSON File logging driver"; kubernetes/design-proposals-archive, kubelet-cri-logging.md;
RFC 3164.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import Record
from analyzer.readers.hearsay import is_mail
from analyzer.readers.notes import Notes
from analyzer.readers.plain_text import paragraphs
from analyzer.readers.window import Window
from analyzer.reference import marks

Read = Callable[[Window, Limits, Notes], Iterator[Record]]
Unwrap = Callable[[str], str]
"""One line without the words before it; a line that has none is given back as it is."""

_LOOKED_AT = 400
"""Lines of the first part that are looked at."""
_FEWEST = 3
_TIME = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,20}"
_QUOTED = lazy_re.compile(r"[ \t]{0,3}>(?: |(?=$|>))")
_QUOTED_ANSWER = lazy_re.compile(r"[ \t]{0,3}> ?(?:(?:< )?HTTP/\d(?:\.\d)? \d{3}\b|<Trace Tag=)")
"""No log of directions has it: what is sent begins with no status."""
_COMPOSED = lazy_re.compile(r"[\w.-]{1,60} {1,40}\| ?")
_CRI = lazy_re.compile(rf"(?P<time>{_TIME} )(?:stdout|stderr) [FP] ?")
_JOURNAL = lazy_re.compile(
    rf"(?:[A-Z][a-z]{{2}} [ \d]\d \d\d:\d\d:\d\d|{_TIME}) [\w.-]{{1,80}} [\w./@-]{{1,80}}(?:\[\d{{1,10}}\])?: ?"
)
_INDENT = lazy_re.compile(r"[ \t]{1,24}")
_DATED = lazy_re.compile(rf"[\[(]?{_TIME}")
_HTTP = lazy_re.compile(
    rf"(?:[<>] )?(?:(?:{marks.METHODS}) \S{{1,4000}} HTTP/\d|HTTP/\d(?:\.\d)? \d{{3}}\b)"
    r"|(?:Type:\w{1,40} Message:)?<Trace Tag="
)
_IN_CELL = lazy_re.compile(rb"[,;\t]\"(?:\s{0,20}+)<Trace\s[^<>]{0,400}?\bTag=\"\"\w")
_JSON_LINE = ('{"log":', '{"stream":', '{"time":')


def of(head: bytes) -> Unwrap | None:
    """What takes away the words before every line of a document that begins so; None where there are none."""
    lines = [line.rstrip("\r") for line in decode(head).split("\n")[:_LOOKED_AT]]
    said = [line for line in lines[:-1] if line.strip()] or lines
    if len(said) < _FEWEST:
        return None
    quoted = sum(_QUOTED.match(line) is not None for line in said)
    if is_mail(head) or len(said) > quoted > len(said) // 2:  # words of whoever quotes stand before and behind
        return _without(_QUOTED) if any(_QUOTED_ANSWER.match(line) for line in said) else None
    if all(line.startswith(_JSON_LINE) for line in said) and any(_logged(line)[1] != line for line in said):
        return _of_docker(said)  # any other log in JSON may have its time first
    if quoted == len(said):
        return _without(_QUOTED)  # in a log with directions, which looks so too, the answers begin with "<"
    if not said[0].startswith("<"):  # most dumps do, and their start does without these patterns
        if all(_COMPOSED.match(line) for line in said):
            return _without(_COMPOSED)
        if all(_CRI.match(line) for line in said):
            return _without(_CRI, "" if _speaks_for_itself(said, _without(_CRI)) else "time")
        if all(_JOURNAL.match(line) for line in said) and _speaks_for_itself(said, _without(_JOURNAL)):
            return _without(_JOURNAL)
    indents = [found[0] for line in said if (found := _INDENT.match(line)) is not None]
    if len(indents) == len(said):
        shared = _shared(indents)
        indent = re.compile(re.escape(shared))
        return _without(indent) if shared and _is_http(said, _without(indent)) else None
    return None


def of_cells(head: bytes) -> Unwrap | None:
    """The same of a table that holds the records of a trace in its cells, where each quotation mark stands twice."""
    return _of_cell if b'Tag=""' in head and _IN_CELL.search(head) is not None else None


def _of_cell(line: str) -> str:
    return line.replace('""', '"')


def reading(read: Read, unwrap: Unwrap) -> Read:
    """A reader that is given the lines without the words before them."""

    def unwrapped(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
        lines = (text_without(text, unwrap) for _, text in paragraphs(window, limits))
        yield from read(Window(line.encode("utf-8", "replace") for line in lines), limits, notes)

    return unwrapped


def text_without(text: str, unwrap: Unwrap) -> str:
    """A text without the words before its lines."""
    return "\n".join(unwrap(line) for line in text.split("\n"))


def _without(words: re.Pattern[str], kept: str = "") -> Unwrap:
    def unwrap(line: str) -> str:
        match = words.match(line)
        if match is None:
            return line
        return (match[kept] if kept else "") + line[match.end() :]

    return unwrap


def _of_docker(said: list[str]) -> Unwrap:
    def unwrap(line: str) -> str:
        return _logged(line)[1]

    def dated(line: str) -> str:
        return " ".join(filter(None, _logged(line)))

    return unwrap if _speaks_for_itself(said, unwrap) else dated


def _logged(line: str) -> tuple[str, str]:
    """Time and text of a line of docker; a line that was cut is what it is."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return "", line
    if not isinstance(entry, dict) or not isinstance(log := entry.get("log"), str):
        return "", line
    time = entry.get("time")
    return time if isinstance(time, str) else "", log.rstrip("\r\n").replace("\n", " ")


def _speaks_for_itself(said: list[str], unwrap: Unwrap) -> bool:
    """Whether the lines are HTTP, or have times of their own."""
    return _is_http(said, unwrap) or sum(1 for line in said if _DATED.match(unwrap(line))) * 2 > len(said)


def _is_http(said: list[str], unwrap: Unwrap) -> bool:
    return any(_HTTP.match(unwrap(line)) for line in said)


def _shared(indents: list[str]) -> str:
    shortest = min(indents, key=len)
    while shortest and not all(indent.startswith(shortest) for indent in indents):
        shortest = shortest[:-1]
    return shortest
