"""The log that goes on behind a raw HTTP message: where its body ends, if no field tells and no blank line does.

Sample, of which the last line is no part of the body:

    {"value": []}
    2026-10-12 08:00:05 ERROR the next page: Connection refused

What JSON, or nothing, is followed by is no body. A text that was asked for may hold anything, a log as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Message, Place
from analyzer.protocols.loose_json import DECODER
from analyzer.readers.messages import is_of_log, messages
from analyzer.readers.notes import Notes

_FIRST_LINE = lazy_re.compile(r"\s{0,99}+(?P<line>[^\n]{1,600}+)")
"""The first line that is not blank, as far as it tells who wrote it."""


def apart(text: str, content_type: str) -> tuple[str, str]:
    """A body, and the log that goes on behind it."""
    at = len(text) - len(text.lstrip())
    if _begins_log(text, at):
        return (text, "") if content_type.lower().startswith("text/") else (text[:at], text[at:])
    if text[at : at + 1] not in ("{", "[") or _ends_as_json(text):
        return text, ""
    try:
        _, at = DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return text, ""
    return (text[:at], text[at:]) if _begins_log(text, at) else (text, "")


def read(log: str, at: Place, limits: Limits, notes: Notes) -> Iterator[Message]:
    """The messages of the log that begins at a place."""
    for message in messages(log, at, limits):
        if message.timed:
            notes.clock(message.offset)
        yield message


def _ends_as_json(text: str) -> bool:
    """Told by the last line alone, so that not every answer is read twice."""
    last = text.rstrip().rpartition("\n")[2]
    return last[-1:] in ("}", "]") and not is_of_log(last[:600])


def _begins_log(text: str, at: int) -> bool:
    """Whether the next line of a text is one of a logger: `[2026-10-12 08:00:00] ERROR …` is no list of JSON."""
    begins = _FIRST_LINE.match(text, at)
    return begins is not None and is_of_log(begins["line"])
