r"""Which patterns can run away: those that try a text in so many ways that an upload could stop the tool with it.

Three shapes do this (OWASP, "Regular expression Denial of Service"): a repeat inside another one, such as `(a+)+`; two
repeats side by side that can match the same characters, such as `\s*\s*`, `.*.*` or, looking ahead, `-*(?!-*x)`; and
alternatives in a repeat that begin alike, such as `(a|a)*`. Backreferences do it by themselves, and repeats with an
upper bound do it too, once their bounds multiply to a large number. Possessive repeats and atomic groups are not tried
again, but what stands in them is. The check reads the parsed pattern; where it is not sure, it says no.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _casefix, _parser  # type: ignore[attr-defined]  # the only parser of Python's own patterns

_LONG = 1000
"""A repeat that may go on longer than this is one without an end; nested bounds that multiply to it are as well."""
_LONGEST = 20_000
"""Characters of a pattern; the check compares each of its alternatives with all others."""
_WAYS = 100_000
"""Ways to share one text among repeats side by side, or among alternatives, that are still tried in no time."""
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_EMPTY = ("AT", "ASSERT", "ASSERT_NOT")
"""Parts that match no character."""
_BASIC = frozenset(map(chr, (*range(400), *range(0x400, 0xD800, 0x100), *range(0xE000, 0x1FFFF, 0x1000))))
"""Characters that tell whether two parts overlap, with those that the pattern itself names: Latin, and some of all."""
_NESTED = "a repeat without an end inside another one; give one of them an upper bound such as {0,80}"
_BESIDE = "two repeats side by side that match the same characters; make one of them exclude the other"
_ALIKE = "alternatives that begin alike inside a repeat; put what they share before them"
_AGAIN = "a backreference; write out what it repeats"
_TOO_LONG = f"more than {_LONGEST:,} characters; make several rules of it"

Parts = list[Any]


def runaway(pattern: str) -> str | None:
    """What makes a pattern run away, as words for its author; None where nothing does.

    Raises:
        re.error: it is no pattern.
    """
    if len(pattern) > _LONGEST:
        return _TOO_LONG
    parts = list(_parser.parse(pattern, re.IGNORECASE))
    return _Sight(frozenset(_BASIC | set(_named(parts)))).problem(parts, times=1)


def _named(parts: Parts) -> Iterator[str]:
    """The characters that a pattern names: single ones, the ends of ranges, and what stands just beside those."""
    for name, value in parts:
        match str(name):
            case "LITERAL" | "NOT_LITERAL":
                yield chr(value)
            case "RANGE":
                yield from map(chr, (*value, max(0, value[0] - 1), min(value[1] + 1, sys.maxunicode)))
            case "IN":
                yield from _named(value)
            case _:
                for inside in _inside(str(name), value):
                    yield from _named(inside)


class _Sight:
    """Looks for trouble in a pattern, by what its parts match of some characters."""

    def __init__(self, sample: frozenset[str]) -> None:
        self.sample = sample
        self._classes: dict[tuple[Any, ...], set[str]] = {}

    def problem(self, parts: Parts, *, times: int) -> str | None:
        """The first problem in a sequence of parts that is itself repeated up to so many times."""
        for part in _flat(parts):
            kind, value = str(part[0]), part[1]
            if kind == "GROUPREF":
                return _AGAIN
            most = min(int(value[1]), _WAYS) if kind in (*_REPEATS, "POSSESSIVE_REPEAT") else 1
            if times > 1 and most > 1 and times * most >= _LONG:
                return _NESTED
            for inside in _inside(kind, value):
                if found := self.problem(inside, times=min(times * most, _WAYS)):
                    return found
            if most > 1 and kind in _REPEATS and self.ways([*value[2], *value[2]]) ** min(most, 40) >= _WAYS:
                return _NESTED  # what one round of the body takes, the next one could take as well
            alternatives = _alternatives(kind, value)
            if self._alike(alternatives) and len(alternatives) ** min(times, 40) >= _WAYS:
                return _ALIKE
        return _BESIDE if self.ways(parts) >= _WAYS else None

    def ways(self, parts: Parts, before: AbstractSet[str] = frozenset(), so_far: int = 1) -> int:
        """In how many ways parts side by side can share one text; 1 where no two of them match the same characters.

        `before`: what the parts of changing length before these can match, `so_far` in how many ways.
        """
        open_set = set(before)
        """What the parts of changing length before this one can match, with nothing between that they cannot."""
        open_ways, worst = so_far, 1
        for part in _flat(parts):
            kind = str(part[0])
            if kind in ("ASSERT", "ASSERT_NOT"):  # it is tried again wherever the part before it may end
                worst = max(worst, self.ways(list(part[1][1]), open_set, open_ways))
            if kind in _EMPTY:
                continue
            choices, found = self._choices(part)
            whole = self._matches([part])
            if choices > 1 and self._firsts([part]) & open_set:
                open_ways = min(open_ways * choices, _WAYS)
                worst = max(worst, open_ways)
            elif choices > 1:
                open_ways = choices
            if _may_be_empty(part) or whole & open_set:
                open_set |= found  # a part that may be nothing, or the same again, keeps no two others apart
            elif choices > 1:
                open_set = found
            else:
                open_set, open_ways = set(), 1
        return worst

    def _choices(self, part: tuple[Any, Any]) -> tuple[int, set[str]]:
        """How many lengths a part can take, and the characters it takes more or fewer of."""
        kind, value = str(part[0]), part[1]
        if kind in _REPEATS or (kind == "POSSESSIVE_REPEAT" and int(value[1]) >= _LONG):  # one way, of any length
            least, most, body = int(value[0]), min(int(value[1]), _WAYS), list(value[2])
            return (most - least + 1, self._matches(body)) if most > least else (1, set())
        lengths, found = 1, set[str]()
        alternatives = _alternatives(kind, value)
        if any(one != other and other[: len(one)] == one for one in alternatives for other in alternatives):
            # `x|xx` may take more or less where `has|have` has one way; `(aa|a)` is parsed as `a(a|)`
            lengths = len(alternatives)
            found = found.union(*map(self._matches, alternatives))
        for inside in alternatives:
            for one in _flat(inside):
                choices, matched = self._choices(one)
                lengths, found = max(lengths, choices), found | matched
        return lengths, found

    def _alike(self, alternatives: list[Parts]) -> bool:
        """Whether two alternatives can begin with the same character, or two of them with nothing."""
        seen: set[str] = set()
        empty = False
        for branch in alternatives:
            parts = list(_flat(branch))
            first = self._firsts(parts)
            if (not parts and empty) or first & seen:
                return True
            seen |= first
            empty = empty or not parts
        return False

    def _firsts(self, parts: Parts) -> set[str]:
        """Characters of the sample that a sequence can begin with."""
        found = set[str]()
        for part in _flat(parts):
            inside = _inside(str(part[0]), part[1])
            for one in inside:
                found |= self._firsts(one)
            if not inside:
                found |= self._matches([part])
            if not _may_be_empty(part):
                break
        return found

    def _matches(self, parts: Parts) -> set[str]:
        """Characters of the sample that stand somewhere in what a sequence can match."""
        found = set[str]()
        for name, value in _flat(parts):
            match str(name):
                case "LITERAL":
                    found |= _cases(chr(value)) & self.sample
                case "NOT_LITERAL":
                    found |= self.sample - _cases(chr(value))
                case "ANY":
                    found |= self.sample - {"\n"}
                case "IN":
                    found |= self._class(tuple(value))
                case kind if kind not in _EMPTY:
                    for inside in _inside(kind, value):
                        found |= self._matches(inside)
        return found

    def _class(self, items: tuple[Any, ...]) -> set[str]:
        if items not in self._classes:
            self._classes[items] = {character for character in self.sample if _in_class(items, character)}
        return self._classes[items]


def _alternatives(kind: str, value: Any) -> list[Parts]:
    """What a part chooses from: the branches of a group, or those of a condition."""
    if kind == "BRANCH":
        return [list(branch) for branch in value[1]]
    return [list(value[1]), list(value[2] or ())] if kind == "GROUPREF_EXISTS" else []


def _inside(kind: str, value: Any) -> list[Parts]:
    """The sequences that stand in a part."""
    if kind in (*_REPEATS, "POSSESSIVE_REPEAT"):
        return [list(value[2])]
    if kind == "ATOMIC_GROUP":
        return [list(value)]
    if kind == "SUBPATTERN":
        return [list(value[3])]
    return [list(value[1])] if kind in ("ASSERT", "ASSERT_NOT") else _alternatives(kind, value)


def _flat(parts: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """The parts of a sequence, with groups opened."""
    for name, value in parts:
        if str(name) == "SUBPATTERN":
            yield from _flat(value[3])
        else:
            yield name, value


def _may_be_empty(part: tuple[Any, Any]) -> bool:
    kind, value = str(part[0]), part[1]
    if kind in (*_REPEATS, "POSSESSIVE_REPEAT"):
        return int(value[0]) == 0 or all(map(_may_be_empty, _flat(value[2])))
    if kind == "ATOMIC_GROUP":
        return all(map(_may_be_empty, _flat(value)))
    return kind in _EMPTY or any(all(map(_may_be_empty, _flat(inside))) for inside in _alternatives(kind, value))


@cache
def _cases(character: str) -> frozenset[str]:
    """The characters that are the same where case plays no part, as the engine takes them: ſ and s, θ and ϑ."""
    low, high = character.lower(), character.upper()
    same = {character, *(one for one in (low, high) if len(one) == 1)}
    return frozenset(same | {chr(other) for one in same for other in _casefix._EXTRA_CASES.get(ord(one), ())})  # noqa: SLF001 - no other table


def _in_class(parts: Sequence[Any], character: str) -> bool:
    negated = bool(parts) and str(parts[0][0]) == "NEGATE"
    held = any(_part_of_class(str(name), value, character) for name, value in parts)
    return held != negated


def _part_of_class(name: str, value: Any, character: str) -> bool:
    match name:
        case "LITERAL":
            return character in _cases(chr(value))
        case "RANGE":
            return any(value[0] <= ord(one) <= value[1] for one in _cases(character))
        case "CATEGORY":
            kind = str(value).removeprefix("CATEGORY_")
            plain = {"DIGIT": character.isdigit(), "SPACE": character.isspace()}
            word = character.isalnum() or character == "_"
            plain["WORD"] = word
            return not plain[kind[4:]] if kind.startswith("NOT_") else plain[kind]
    return False
