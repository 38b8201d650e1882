"""JSON as a walk over its values, also where it breaks off, and however deep it is.

Sample: of `{"error": {"code": "SY/530", "mess` it tells (("error", "code"), "SY/530"), and that it was cut.
Source: RFC 8259.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from analyzer import lazy_re

Path = tuple[str | int, ...]

_DEEPEST = 40
"""Levels that are told apart; what lies deeper is passed over."""
TOKEN = lazy_re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*+)(?P<end>"?)|(?P<mark>[{}\[\],:])|(?P<bare>[^\s{}\[\],:"]{1,400}+)', re.DOTALL
)
"""The next text, bracket, or word; a text that breaks off has no `end`."""
_ESCAPE = lazy_re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PLAIN = {"n": " ", "r": " ", "t": " ", "b": "", "f": ""}
BROKEN = "…"
"""Stands behind a text that breaks off."""
CUT = "cut"
WHOLE = "whole"

_LONGEST_NUMBER = 1000
"""Digits of a whole number that becomes one: Python refuses those above 4,300, and no service sends them."""


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


_ESCAPED_LETTER = "\\u"


def names_none(text: str, *names: str) -> bool:
    """Whether no member of some JSON can have one of these names, by its text alone: `names_none(text, "error")`.

    Told much faster than by reading it. Where a letter is written as a number, only reading it tells.
    """
    return _ESCAPED_LETTER not in text and not any(name in text for name in names)


DECODER = json.JSONDecoder(parse_int=_number)
"""Reads JSON that somebody sent: a number of any length is data, and no reason to read nothing of the rest."""


def walk(text: str) -> Iterator[tuple[Path, str]]:
    """Every text, number and word of the first value, with its path; at last `()` and whether it was whole or cut."""
    walker = _Walker()
    for token in TOKEN.finditer(text):
        if (mark := token["mark"]) is not None:
            walker.pass_mark(mark)
            if walker.depth <= 0:
                yield (), WHOLE
                return
        else:
            said = _unescaped(token["text"]) if token["text"] is not None else token["bare"]
            if token["end"] == "":
                said += BROKEN
            if walker.takes(said) and (token["text"] is not None or said != "null"):
                yield tuple(walker.path), said
    yield (), CUT


class _Walker:
    """Where in the value the walk is."""

    def __init__(self) -> None:
        self.path: list[str | int] = []
        self.depth = 0
        self.key = ""
        self.awaits = False
        """What comes next is a value, no name."""

    @property
    def in_list(self) -> bool:
        return bool(self.path) and isinstance(self.path[-1], int)

    def pass_mark(self, mark: str) -> None:
        """Go on over a bracket, a comma or a colon."""
        near = self.depth <= _DEEPEST and bool(self.path)
        if mark in "{[":
            self.depth += 1
            if self.depth <= _DEEPEST:
                self.path.append(0 if mark == "[" else "")
            self.awaits = mark == "["
        elif mark in "}]":
            if near:
                self.path.pop()
            self.depth -= 1
            self.awaits = False
        elif mark == ":":
            if near and not self.in_list:
                self.path[-1] = self.key
            self.awaits = True
        else:
            if near and isinstance(last := self.path[-1], int):
                self.path[-1] = last + 1
            self.awaits = self.in_list

    def takes(self, said: str) -> bool:
        """Whether a text or a word is a value that is told; else it is the name of one."""
        if not self.awaits:
            self.key = said[:200]
            return False
        self.awaits = False
        return self.depth <= _DEEPEST


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _PLAIN.get(found[2], found[2]), text)
