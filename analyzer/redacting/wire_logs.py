"""Logs that put a direction before every line: it is taken off, the rest redacted as what it is, and put back."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Kind
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.scrubbing import scrub_lines
from analyzer.redacting.rewriter import Redactor
from analyzer.reference import marks

_SOUP_SIGN = lazy_re.compile(marks.SOUP_SIGN, re.MULTILINE)
_SOUP = lazy_re.compile(marks.SOUP)
_COLOUR = lazy_re.compile(marks.COLOUR)
_LONGEST_COLOUR = 24
_WIRE_SIGN = lazy_re.compile(marks.WIRE_SIGN)
_WIRE = lazy_re.compile(
    rf"(?P<before>[^<>\n]{{0,300}}?{marks.DIRECTION})(?P<data>.*?)(?P<after>(?:\[\\r\])?(?:\[\\n\])?\"\s{{0,9}})\Z"
)


def redacted(
    texts: Iterable[str], head: str, names: Pseudonyms, kind: Kind, limits: Limits, *, of_events: bool = False
) -> Iterator[str]:
    """The text of a document, redacted.

    Args:
        texts: its text.
        head: its beginning, by which its form is told.
        names: tokens by what they stand for.
        kind: its kind.
        limits: what it may cost.
        of_events: it is a log with an object of JSON for each event.
    """
    redactor = Redactor(names, kind, limits, of_events=of_events)
    texts = _without_colours(texts)
    if _SOUP_SIGN.search(head) is not None:
        yield from _unwrapped(texts, redactor, _soup_line)
    elif _WIRE_SIGN.search(head) is not None:
        redactor.logged = True
        yield from _unwrapped(texts, redactor, _wire_line)
    else:
        for text in texts:
            yield redactor.feed(text)
        yield redactor.finish()


def _without_colours(texts: Iterable[str]) -> Iterator[str]:
    """What a program wrote to a console, without the codes that colour it: they stand in the middle of tags."""
    rest = ""
    for piece in texts:
        text = rest + piece
        cut = text.rfind("\x1b", max(0, len(text) - _LONGEST_COLOUR))
        rest = text[cut:] if cut >= 0 else ""
        yield _COLOUR.sub("", text[:cut] if cut >= 0 else text)
    yield rest


Taken = tuple[str, str, str]
"""What stands before the data of a line, the data, and what stands behind it."""


def _soup_line(line: str) -> Taken:
    return (line[:2], line[2:], "") if _SOUP.match(line) else ("", line, "")


def _wire_line(line: str) -> Taken:
    found = _WIRE.match(line)
    return (found["before"], found["data"], found["after"]) if found is not None else ("", line, "")


class _Wrapping(Struct):
    """What was taken off a line; and off the lines that only carry the data on, which stay as empty ones."""

    before: str
    after: str
    more: list[str]


def _unwrapped(texts: Iterable[str], redactor: Redactor, take: Callable[[str], Taken]) -> Iterator[str]:
    """Take the direction off every line, redact, and put it back: lines stay lines."""
    wraps: deque[_Wrapping] = deque()
    half = ""

    def put_back(text: str, *, final: bool = False) -> str:
        nonlocal half
        *lines, half = (half + text).split("\n")
        if final and half:
            lines.append(half)
        done = []
        for line in lines:
            wrap = wraps.popleft() if wraps else _Wrapping("", "", [])
            done.append(f"{wrap.before}{line}{wrap.after}\n")
            done += [f'{before}"\n' for before in wrap.more]
        return "".join(done)

    open_line: list[str] = []
    for line in lines_in(texts):
        before, data, after = take(line)
        shown = redactor.words.names.replace(scrub_lines(before)) if before else ""
        if open_line and before and before[-4:] == wraps[-1].before[-4:]:
            wraps[-1].more.append(shown)
            wraps[-1].after = after
        else:
            if open_line:
                yield put_back(redactor.feed("".join(open_line) + "\n"))
                open_line = []
            wraps.append(_Wrapping(shown, after, []))
        open_line.append(data)
        if not before or take is _soup_line or "[\\n]" in after or sum(map(len, open_line)) > redactor.limits.frame:
            yield put_back(redactor.feed("".join(open_line) + "\n"))
            open_line = []
    yield put_back(redactor.feed("".join(open_line) + "\n" if open_line else "") + redactor.finish(), final=True)


def lines_in(texts: Iterable[str]) -> Iterator[str]:
    """The lines of a text that comes in pieces, without their ends."""
    rest = ""
    for text in texts:
        *lines, rest = (rest + text).split("\n")
        yield from lines
    if rest:
        yield rest
