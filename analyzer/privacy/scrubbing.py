"""What may be shown: secrets are taken out of every text before it is kept.

Readers hand on no header field that is not listed as harmless, and no request or response body. What can still hold a
secret is free text: fault and exception texts, log lines, reason phrases. `scrub` is for those. It removes too much
rather than too little: behind a word such as `password` everything to the end of the value goes, whatever it is, and
however often the text around it was escaped.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from functools import lru_cache, partial

from analyzer import lazy_re
from analyzer.privacy import secrets, spellings
from analyzer.privacy.edits import edited
from analyzer.privacy.patterns import CONTENT, REMOVED, SECRETS, Pattern

__all__ = ["REMOVED", "scrub", "scrub_lines", "scrub_path", "without_secrets"]

_SHORT = 300
_OF_VALUE = ""
"""The replacement of a shape: its group `value` goes."""
_HIDDEN = "\ue000"
"""Stands in the place of each character that goes: a text that is read through its escapes must keep its length."""
_GONE = lazy_re.compile(f"{_HIDDEN}+")
_CODED = lazy_re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/]{24,}+={0,2}(?![\w+/=-])")

Put = Callable[[str, re.Match[str]], str]


def without_secrets(text: str) -> str:
    """The text without secrets, but with what people wrote: only for the evidence that SAP asks for."""
    return _inside(_cleaned(text, _expanded, content=False), content=False)


def scrub(text: str) -> str:
    """The text without credentials, tokens, cookies, passwords and keys, and without subjects and bodies."""
    return _scrub_short(text) if len(text) <= _SHORT else _scrub(text)


def scrub_lines(text: str) -> str:
    """What `scrub` gives, on as many lines as before: places in a text stay where they are."""
    return _CODED.sub(_decoded, _inside(_cleaned(text, _expanded_on_lines)))


def scrub_path(path: str) -> str:
    """The path with each of its names scrubbed by itself: a long path is no opaque value."""
    return "/".join(map(scrub, path.split("/")))


@lru_cache(maxsize=4096)
def _scrub_short(text: str) -> str:
    """Header values and error texts are the same again and again."""
    return _scrub(text)


def _scrub(text: str) -> str:
    return _CODED.sub(_decoded, _inside(_cleaned(text, _expanded)))


# -- the text as it stands -------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _patterns(shapes: tuple[secrets.Shape, ...], *, content: bool) -> tuple[tuple[Pattern, ...], tuple[str, ...]]:
    """All that is looked for, the shapes of the table first; and the words of which one stands in each of them."""
    told = [(shape.needles, lazy_re.compile(shape.pattern, re.IGNORECASE), _OF_VALUE) for shape in shapes]
    every = (*told, *SECRETS, *(CONTENT if content else ()))
    return every, tuple(dict.fromkeys(needle for needles, _, _ in every for needle in needles))


def _cleaned(text: str, put: Put, *, content: bool = True) -> str:
    patterns, words = _patterns(secrets.SHAPES, content=content)
    low = text.lower()
    present = {word for word in words if word in low}
    for needles, pattern, replacement in patterns:
        if not present.isdisjoint(needles):
            text = pattern.sub(partial(put, replacement), text)
    return text


def _expanded(replacement: str, match: re.Match[str]) -> str:
    if replacement != _OF_VALUE:
        return match.expand(replacement)
    start, stop = _value(match)
    return f"{match[0][:start]}{REMOVED}{match[0][stop:]}" if start < stop else match[0]


def _expanded_on_lines(replacement: str, match: re.Match[str]) -> str:
    new = _expanded(replacement, match)
    return new + "\n" * (match[0].count("\n") - new.count("\n"))


def _value(match: re.Match[str]) -> tuple[int, int]:
    """Where in a match the value of a shape stands, which has no line end; nowhere where it is gone."""
    if match["value"].startswith(REMOVED):
        return 0, 0
    return match.start("value") - match.start(), match.end("value") - match.start()


# -- what it says behind its escapes -----------------------------------------------------------------------------------


def _inside(text: str, *, content: bool = True) -> str:
    """The text without what only shows when its escapes are read, as often as they were written."""
    read = spellings.inner(text)
    if read is None:
        return text
    said, back = read
    shown = _cleaned(said, _hidden, content=content)
    gone = [(back(found.start()), back(found.end())) for found in _GONE.finditer(shown)]
    return edited(text, [(start, stop, REMOVED + "\n" * text.count("\n", start, stop)) for start, stop in gone])


def _hidden(replacement: str, match: re.Match[str]) -> str:
    """The match with `_HIDDEN` for what its replacement drops."""
    said, stop = match[0], len(match[0])
    if replacement == _OF_VALUE:
        start, stop = _value(match)
    elif replacement.startswith("<"):
        start = said.index(">") + 1
    else:
        start = (
            match.end(2) if "\\2" in replacement else match.end(1) if "\\1" in replacement else match.start()
        ) - match.start()
    return said[:start] + _HIDDEN * (stop - start) + said[stop:]


def _decoded(match: re.Match[str]) -> str:
    """What stands for a stretch of base64: nothing of it where it holds a text of several words, or markup."""
    try:
        said = base64.b64decode(match[0] + "=" * (-len(match[0]) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return match[0]
    return REMOVED if said.isprintable() and any(mark in said for mark in " <{=:") else match[0]
