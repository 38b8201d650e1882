"""Whether a message only says once more what the one before it said: an exception and the one inside it count once.

    Message: The request failed. The remote server returned an error: (403) Forbidden.
    Type: Microsoft.Exchange.WebServices.Data.ServiceRequestException
    Exception details:
    Message: The remote server returned an error: (403) Forbidden.

EWSEditor, Java (`Caused by:`) and the log frameworks of .NET print a failure so; sign-in errors come with the same
trace id in each copy.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from analyzer import lazy_re
from analyzer.facts import texts
from analyzer.facts.wording import Told
from analyzer.model import Message, System
from analyzer.reference.vocabulary import CALM_LEVELS

_AADSTS = lazy_re.compile(r"\bAADSTS\d{5,7}\b")
_ID = lazy_re.compile(
    r"(?:trace|correlation|request|activity)[ _-]?id[\"']?\s{0,3}[:=]?\s{0,3}[\"']?"
    r"(?P<id>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})",
    re.IGNORECASE,
)
_NEXT = lazy_re.compile(r"^\W{0,4}(?:ActivityId|Activity ID|RequestId|Request ID)\b", re.IGNORECASE)
"""Where a log of blocks begins the next one."""
_INNER = lazy_re.compile(
    r"Caused by|Inner ?Exception|--->|Message\s?:|Exception details|(?<=[\w.$])(?:Exception|Error)\s?:"
    r"|Details?\s?:|Reason\s?:",
    re.IGNORECASE,
)
_THROWN = lazy_re.compile(r"(?:[\w$]{1,60}\.){1,12}[\w$]{0,100}(?:Exception|Error): (?P<said>.{8,}+)")
"""The exception of Java below the line of its logger, which ends with the same words."""
_LABEL = lazy_re.compile(r"[\w$.]{1,200}+(?: \w{1,40}+){0,5}+(?:(?<=[Ee]xception)|(?<=[Ee]rror)): ")
"""`Unexpected Exchange error: …`, `Microsoft.Exchange.WebServices.Data.ServiceRequestException: …`"""
_OF_CLASS = lazy_re.compile(
    r"(?:[\w.-]{1,60}+:? (?:- )?)?(?:[\w$]{1,60}(?:\.|::|\\)){0,12}\w{1,100}(?:Exception|Error)\s?:"
)
"""What begins with the name of an exception, behind that of its logger."""
_ENTRY = lazy_re.compile(r"^\W{0,3}\|")
"""A row of a table is an entry of its own."""
_NEAR = 60
"""Lines between an exception and the one inside it: its stack trace."""
_SHORTEST = 16
"""Characters of a text that is enough to be the same event; shorter ones stand in many."""
_CLOSE = timedelta(seconds=1)
"""Copies of one failure are written at once."""
_MOMENT = timedelta(milliseconds=100)
"""So close stand the two entries that one thread writes of one failure, one below the other."""


class _Said(NamedTuple):
    """What the last message said, and where."""

    line: int
    time: datetime | None
    thread: str
    system: System
    names: frozenset[str]
    ids: frozenset[str]
    text: str
    calm: bool


class Again:
    """The last error that a document told, to compare the next one with."""

    def __init__(self) -> None:
        self.last: _Said | None = None

    def passes(self, message: Message) -> None:
        """A message that is no error: the beginning of the next block, or any entry of the log, ends the last error."""
        if _NEXT.match(message.text):
            self.last = None

    def says(self, message: Message, told: Told) -> bool:
        """Whether a message tells the last error once more; if not, it is the last error from now on."""
        names = frozenset(
            (
                *([f"HTTP {told.status}"] if told.status else ()),
                *([told.code] if told.code else ()),
                *_AADSTS.findall(message.text),
            )
        )
        ids = frozenset(match["id"].lower() for match in _ID.finditer(message.text))
        place = message.at
        said = _Said(
            place.line,
            place.time,
            place.thread,
            place.system,
            names,
            ids,
            _core(message.text),
            message.level in CALM_LEVELS,
        )
        last, self.last = self.last, said
        if last is None or last.line >= said.line or said.line - last.line > _NEAR:
            return False
        if last.ids and last.ids == ids and names == last.names:
            return True
        apart = said.time is not None and last.time is not None and abs(said.time - last.time) > _CLOSE
        if apart or said.thread != last.thread or (ids and last.ids and ids != last.ids):
            return False
        if message.level:  # an entry of its own: only the same words at the same time are the same event
            is_same = _at_once(last, said) and _same(_words(last.text), _words(said.text))
            return said.system is last.system and (is_same or _throws(last, said))
        thrown = _THROWN.fullmatch(said.text) if said.line == last.line + 1 else None
        if thrown is not None and not last.calm and last.text.endswith(thrown["said"]):
            return True
        if names and names <= last.names and not _ENTRY.match(message.text):
            return True
        is_same = _same(last.text, said.text) or _same(_words(last.text), said.text)  # Python tells the innermost first
        return is_same and bool(_INNER.search(message.text))


def _at_once(last: _Said, said: _Said) -> bool:
    """Whether two entries were written together: at the same time, or by the same thread within a moment."""
    if said.time is None or last.time is None:
        return False
    return abs(said.time - last.time) <= (_MOMENT if said.thread and said.line - last.line == 1 else timedelta())


def _throws(last: _Said, said: _Said) -> bool:
    """Whether an entry is what is thrown for the one right above it: the log of a client first, then its exception."""
    if not said.names or said.names != last.names or said.line - last.line != 1 or said.time is None:
        return False
    close = last.time is not None and abs(said.time - last.time) <= _MOMENT
    is_thrown = close and _OF_CLASS.match(said.text) is not None and _OF_CLASS.match(last.text) is None
    return is_thrown and not texts.are_of_others(last.text, said.text)


def _words(text: str) -> str:
    """What an entry says, without the name of the exception or the sentence that leads to it."""
    return text[label.end() :] if (label := _LABEL.match(text)) is not None else text


def _core(text: str) -> str:
    return " ".join(text.split())[:2000]


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST and short in long
