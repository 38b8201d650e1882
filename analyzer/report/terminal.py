"""What a terminal gets: colours and a width where there is one, and a line of progress for what takes long.

Colours follow the custom of other tools: `NO_COLOR` (no-color.org) and `TERM=dumb` switch them off, `FORCE_COLOR`
(force-color.org) on where there is no terminal. rich would do this too; nothing else here needs it, and importing it
takes 45 ms of every start.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple, Self, TextIO

from analyzer.report import words
from analyzer.report.characters import one_line

MAX_WIDTH = 100
"""Columns of a paragraph at most: longer lines are hard to read."""

MIN_WIDTH = 30

_CODES = {"error": "1;31", "issue": "1;33", "clean": "1;32", "inconclusive": "1;34", "info": "34", "b": "1"}


class Look(NamedTuple):
    """How lines are set."""

    width: int | None = None
    """Columns; None where lines are not wrapped, because no person reads them at once."""
    colours: bool = False

    def paint(self, text: str, style: str) -> str:
        """The text in the colour of an outcome, or bold for `b`."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colours and style in _CODES and text else text

    def line(self, text: str, *, indent: str = "", lead: str = "", style: str = "") -> str:
        """One paragraph; control, escape and hidden characters of the upload are spelled out.

        Args:
            text: of the upload or of ours.
            indent: what further lines begin with, where the text is wrapped.
            lead: ours, stands before the text and takes the colour.
            style: of the lead, or of the whole where there is no lead.
        """
        shown = f"{lead}{one_line(text)}"
        lines = [shown] if self.width is None else _wrapped(shown, self.width, indent)
        if lead.strip() and lines[0].startswith(lead):
            lines[0] = self.paint(lead, style) + lines[0].removeprefix(lead)
        else:
            lines = [self.paint(line, style) for line in lines]
        return "".join(f"{line}\n" for line in lines)


def look(stream: TextIO) -> Look:
    """How lines on this stream are set."""
    terminal = _is_terminal(stream)
    width = _columns(stream) if terminal else None
    forced = os.environ.get("FORCE_COLOR", "") not in ("", "0")
    if os.environ.get("NO_COLOR") or (os.environ.get("TERM") == "dumb" and not forced):
        return Look(width)
    able = os.name != "nt" or any(name in os.environ for name in ("WT_SESSION", "TERM", "ANSICON"))
    return Look(width, forced or (terminal and able))


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()  # none where it was closed before the start
    except ValueError:  # it is closed
        return False


def _columns(stream: TextIO) -> int:
    told = os.environ.get("COLUMNS", "")
    try:
        columns = int(told) if told.isascii() and told.isdigit() else os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return max(MIN_WIDTH, min(columns or 80, MAX_WIDTH))


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    """The text in lines of so many columns; letters of East Asian width take two."""
    import textwrap
    import unicodedata

    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return textwrap.wrap(
        text,
        width // 2 if wide else width,
        subsequent_indent=indent,
        drop_whitespace=True,
        break_on_hyphens=False,
    ) or [""]


class Progress:
    """One line on a terminal, from the second second on, a few times a second; gone at the end."""

    def __init__(self, name: str = "", *, quiet: bool = False) -> None:
        self._name = name
        """What to show in place of the names of documents; empty for their own."""
        self._shown = not quiet and _is_terminal(sys.stderr)
        self._started = self._last = time.monotonic()
        self._length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def __call__(self, name: str, done: int, size: int) -> None:
        """So many bytes of a document were read, of so many (0 where that is not known)."""
        part = f" of {words.size(size)} ({min(done * 100 // size, 100)} %)" if size else ""
        self.say(f"reading {_short(self._name or name)}: {words.size(done)}{part}")

    def say(self, what: str, *, at_once: bool = False) -> None:
        """What is being done now; `at_once` for what is known to take long and does not come back before its end."""
        now = time.monotonic()
        if not self._shown or (not at_once and (now - self._started < 1 or now - self._last < 0.2)):
            return
        self._last = now
        line = one_line(what, _columns(sys.stderr) - 1)
        sys.stderr.write(f"\r{line}{' ' * (self._length - len(line))}")
        sys.stderr.flush()
        self._length = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self._length:
            sys.stderr.write(f"\r{' ' * self._length}\r")
            sys.stderr.flush()
            self._length = 0


def _short(name: str) -> str:
    """The end of a long name tells more than its beginning."""
    return name if len(name) <= 40 else f"…{name[-39:]}"


def many(count: int, most: int, what: str) -> Sequence[str]:
    """A line for what is left out of a list; none where nothing is."""
    return [f"and {count - most:,} more {what}"] if count > most else []
