"""Entries of the log that a client writes beside its requests: a line with time and level, and what continues it.

Sample: `2026-11-27 19:04:32,247 DEBUG [Imap-1] davmail.imap  - From: …`, behind it the rest of that mail; or
`ERROR:connector:session failed`, behind it the traceback. What continues a calm entry is what that entry quotes.
Forms: log4j patterns of DavMail, the Python logger with and without a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Message, Place
from analyzer.readers import messages as log_lines
from analyzer.readers.messages import messages
from analyzer.reference.vocabulary import CALM_LEVELS, LEVELS, any_of

_LEVEL = any_of(map(str.upper, LEVELS))
_BEGINS = lazy_re.compile(
    rf"\[?\d{{4}}-\d\d-\d\d[T ]\S{{1,40}}+\s{{1,9}}+(?:\[[^\]\n]{{0,80}}+\]\s{{0,9}}+)?(?P<timed>{_LEVEL})?\b"
    rf"|(?P<bare>{_LEVEL})(?=[: ])"
)
_BEGUN = lazy_re.compile(r"\[?2(?:0(?:\d\d?(?:-[\d:.,TZ+ -]{0,30}+(?:\[?[A-Z]{1,7}+)?)?)?)?")
"""What may be there of the time and the level of a line."""
_STAMPED = lazy_re.compile(r"^\[?20\d\d-\d\d-\d\d[T ]\d\d:\d\d", re.MULTILINE)
_CONTENT = lazy_re.compile(r"\bCurrent text: ")
"""DavMail prints so the part of a mail at which an answer broke off."""
_TOLD_STATUS = lazy_re.compile(r"\(code [45]\d\d\)")
"""`Connection error on URL … (code 401). Cool down 10 secs`: exchangelib says at level INFO that it waits."""
TRACEBACK = "Traceback (most recent call last)"
_MOST_LINES = 200
"""Lines of one entry that are kept; a stack trace names its causes well before."""


def is_begun(line: str) -> bool:
    """Whether no more of a line is there than the beginning of its time, or that and of its level."""
    return _BEGUN.fullmatch(line) is not None


def without_begun(text: str) -> str:
    """A text without its last line, where no more than the beginning of its time is there of that: `202`, `2026-06-0`.

    The lines before it begin so, too, and only the end of the document leaves one without the rest. It is no status.
    """
    before, _, last = text.rpartition("\n")
    if not before or not is_begun(last):
        return text
    return before + "\n" if _STAMPED.search(before) is not None else text


def begins(line: str) -> bool:
    """Whether a new entry begins with a line."""
    return _BEGINS.match(line) is not None or log_lines.is_of_log(line)


def is_calm(line: str) -> bool:
    """Whether a line begins an entry that tells of the course of things only."""
    match = _BEGINS.match(line)
    if match is None:
        return log_lines.is_of_log(line) and log_lines.is_calm(line)
    return (match["timed"] or match["bare"] or "").lower() in CALM_LEVELS


class Entries(Struct):
    """Collects the lines of one entry until the next begins."""

    limits: Limits
    at: Place | None = None
    lines: list[str] = field(default_factory=list)
    calm: bool = False

    def take(self, line: str, at: Place) -> Iterator[Message]:
        """The errors of the entry before, where a line begins another one."""
        if begins(line) or self.at is None:
            yield from self.end()
            calm = is_calm(line) and not _TOLD_STATUS.search(line)
            self.at, self.calm = at, calm or _CONTENT.search(line) is not None
        if len(self.lines) < _MOST_LINES and not self.calm:
            self.lines.append(line[: self.limits.message * 4])

    def end(self) -> Iterator[Message]:
        """The errors of the entry that is complete."""
        at, text, calm = self.at, "\n".join(self.lines), self.calm
        self.at, self.calm = None, False
        self.lines.clear()
        if at is None or calm:
            return
        named = [message for message in messages(text, at, self.limits) if _may_tell(message)]
        if TRACEBACK in text:
            named = named[-1:]  # what was thrown in the end stands last
        for number, message in enumerate(named):
            yield replace(message, repeats=True) if number else message


def _may_tell(message: Message) -> bool:
    """An error, or a warning: that a connection could not be made is often told as one."""
    return message.exception or message.level.startswith("warn") or _TOLD_STATUS.search(message.text) is not None
