r"""Which patterns can run away: those that try a text in so many ways that an upload could stop the tool with it.

Two shapes do this (OWASP, "Regular expression Denial of Service"): a repeat without an end inside another one, such as
`(a+)+`, and two repeats without an end side by side that can match the same characters, such as `\s*\s*` or `.*.*`.
Possessive repeats and atomic groups never try again, so they are fine. The check reads the parsed pattern.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _parser  # type: ignore[attr-defined]  # the only parser of Python's own patterns

_LONG = 1000
"""A repeat that may go on longer than this is one without an end."""
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_EMPTY = ("AT", "ASSERT", "ASSERT_NOT")
"""Parts that match no character."""
_SIZE = 400
"""Characters of the Basic Latin and Latin-1 blocks, and some more, that tell whether two repeats overlap."""


def runaway(pattern: str) -> str | None:
    """What makes a pattern run away, as words for its author; None where nothing does.

    Raises:
        re.error: it is no pattern.
    """
    return _in_sequence(list(_parser.parse(pattern, re.IGNORECASE)), repeated=False)


def _in_sequence(items: list[Any], *, repeated: bool) -> str | None:
    """The first problem in a sequence of parts; `repeated` where the sequence itself is tried again and again."""
    open_set: set[str] = set()
    """What a repeat without an end before this part can match, with nothing between that it cannot."""
    for part in _flat(items):
        kind, value = str(part[0]), part[1]
        if kind in _REPEATS:
            _, most, body = value
            if repeated and most >= _LONG:
                return "a repeat without an end inside another one; give one of them an upper bound such as {0,80}"
            if problem := _in_sequence(list(body), repeated=repeated or most >= _LONG):
                return problem
            found = _matches(list(body)) if most >= _LONG else set()
            if found & open_set:
                return "two repeats side by side that match the same characters; make one of them exclude the other"
            if value[0] == 0 or _matches(list(body)) <= open_set:
                open_set |= found  # a part that may be nothing keeps no two repeats apart
            else:
                open_set = found
            continue
        for inside in _inside(kind, value):
            if problem := _in_sequence(inside, repeated=repeated):
                return problem
        if kind not in _EMPTY and not _matches([part]) <= open_set:
            open_set = set()
    return None


def _inside(kind: str, value: Any) -> list[list[Any]]:
    """The sequences that stand in a part that is no repeat."""
    if kind == "BRANCH":
        return [list(branch) for branch in value[1]]
    return [list(value[1])] if kind in ("ASSERT", "ASSERT_NOT") else []


def _flat(items: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """The parts of a sequence, with groups opened."""
    for name, value in items:
        if str(name) == "SUBPATTERN":
            yield from _flat(value[3])
        else:
            yield name, value


def _matches(items: list[Any]) -> set[str]:
    """Characters that a part can match, of a sample that has all classes in it."""
    return {character for number in range(_SIZE) if any(_one(item, character := chr(number)) for item in _flat(items))}


def _one(item: tuple[Any, Any], character: str) -> bool:
    name, value = item
    match str(name):
        case "LITERAL":
            return chr(value).lower() == character.lower()
        case "NOT_LITERAL":
            return chr(value).lower() != character.lower()
        case "ANY":
            return character != "\n"
        case "IN":
            return _in_class(value, character)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return any(_one(part, character) for part in _flat(value[2]))
        case "BRANCH":
            return any(_one(part, character) for branch in value[1] for part in _flat(branch))
        case "ATOMIC_GROUP":
            return any(_one(part, character) for part in _flat(value))
    return False


def _in_class(parts: list[Any], character: str) -> bool:
    negated = bool(parts) and str(parts[0][0]) == "NEGATE"
    held = any(_part_of_class(str(name), value, character) for name, value in parts)
    return held != negated


def _part_of_class(name: str, value: Any, character: str) -> bool:
    match name:
        case "LITERAL":
            return chr(value).lower() == character.lower()
        case "RANGE":
            return any(value[0] <= ord(c) <= value[1] for c in (character.lower(), character.upper()) if len(c) == 1)
        case "CATEGORY":
            kind = str(value).removeprefix("CATEGORY_")
            plain = {"DIGIT": character.isdigit(), "SPACE": character.isspace()}
            word = character.isalnum() or character == "_"
            plain["WORD"] = word
            return not plain[kind[4:]] if kind.startswith("NOT_") else plain[kind]
    return False
