r"""Which patterns can run away: those that try a text in so many ways that an upload could stop the tool with it.

Three shapes do this (OWASP, "Regular expression Denial of Service"): a repeat inside another one, such as `(a+)+`; two
repeats side by side that can match the same characters, such as `\s*\s*` or `.*.*`; and alternatives in a repeat that
begin alike, such as `(a|a)*`. Repeats with an upper bound do it too, once their bounds multiply to a large number.
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
"""A repeat that may go on longer than this is one without an end; nested bounds that multiply to it are as well."""
_WAYS = 1_000_000
"""Ways to share one text among repeats side by side that are still tried in no time."""
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_EMPTY = ("AT", "ASSERT", "ASSERT_NOT")
"""Parts that match no character."""
_MANY = 20
"""Repeats of alternatives that begin alike: two to the power of this is more than a text may be tried."""
_SIZE = 400
"""Characters of the Basic Latin and Latin-1 blocks, and some more, that tell whether two repeats overlap."""


def runaway(pattern: str) -> str | None:
    """What makes a pattern run away, as words for its author; None where nothing does.

    Raises:
        re.error: it is no pattern.
    """
    return _in_sequence(list(_parser.parse(pattern, re.IGNORECASE)), times=1)


def _in_sequence(items: list[Any], *, times: int) -> str | None:
    """The first problem in a sequence of parts that is itself repeated up to so many times."""
    open_set: set[str] = set()
    """What the repeats before this part can match, with nothing between that they cannot."""
    ways = 1
    """In how many ways these repeats can share a text."""
    for part in _flat(items):
        kind, value = str(part[0]), part[1]
        if kind in _REPEATS:
            least, most, body = value
            most = min(int(most), _WAYS)
            if times > 1 and most > 1 and times * most >= _LONG:
                return "a repeat without an end inside another one; give one of them an upper bound such as {0,80}"
            if problem := _in_sequence(list(body), times=min(times * most, _WAYS)):
                return problem
            found = _matches(list(body)) if most > 1 else set()
            ways = ways * most if found & open_set else max(most, 1)
            if found & open_set and ways >= _WAYS:
                return "two repeats side by side that match the same characters; make one of them exclude the other"
            if least == 0 or _matches(list(body)) <= open_set:
                open_set |= found  # a part that may be nothing keeps no two repeats apart
            else:
                open_set = found
            continue
        if problem := _in_others(kind, value, times):
            return problem
        if kind not in _EMPTY and not _matches([part]) <= open_set:
            open_set, ways = set(), 1
    return None


def _in_others(kind: str, value: Any, times: int) -> str | None:
    """The first problem in a part that is no repeat."""
    if kind == "BRANCH" and times >= _MANY and _alike(value[1]):
        return "alternatives that begin alike inside a repeat; put what they share before them"
    problems = (_in_sequence(inside, times=times) for inside in _inside(kind, value))
    return next((problem for problem in problems if problem), None)


def _alike(branches: list[Any]) -> bool:
    """Whether two alternatives can begin with the same character, or two of them with nothing."""
    seen: set[str] = set()
    empty = False
    for branch in branches:
        parts = list(_flat(branch))
        first = _matches(parts[:1])
        if (not parts and empty) or first & seen:
            return True
        seen |= first
        empty = empty or not parts
    return False


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
