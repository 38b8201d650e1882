"""Finds repeats inside repeats that can share a text between them in many ways: such a pattern may never end.

Sample: `(?:[A-Z][a-z]+)+` takes `Abc` in one way, `(?:[A-Z][A-Za-z]+)+` takes `ABCD` as `ABCD` and as `AB` `CD`, and so
on: each further letter doubles the ways. A repeat that gives nothing back (`++`, `*+`) has one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Node = tuple[Any, Any]
_ALL = frozenset((*range(128), "other"))
_GIVING = (code.MAX_REPEAT, code.MIN_REPEAT)
_REPEATS = (*_GIVING, code.POSSESSIVE_REPEAT)
_FEW = 6
"""Times of a repeat that can try no more ways than a machine has time for."""


def ambiguous(pattern: str | bytes, flags: int = 0) -> bool:
    """Whether what a repeated part ends with may also be what its next turn begins with."""
    return _within(parser.parse(pattern, flags), ignoring_case=bool(flags & re.IGNORECASE))


def _within(nodes: Sequence[Node], *, ignoring_case: bool) -> bool:
    for kind, said in nodes:
        if kind in _REPEATS and said[1] >= _FEW:
            begins = _first(said[2], ignoring_case=ignoring_case)
            if any(begins & ends for ends in _ends(said[2], ignoring_case=ignoring_case)):
                return True
        if any(_within(inner, ignoring_case=ignoring_case) for inner in _inside(kind, said)):
            return True
    return False


def _inside(kind: Any, said: Any) -> list[Sequence[Node]]:
    if kind in _REPEATS:
        return [said[2]]
    if kind is code.SUBPATTERN:
        return [said[3]]
    if kind is code.BRANCH:
        return list(said[1])
    if kind is code.ATOMIC_GROUP:
        return [said]
    return [said[1]] if kind in (code.ASSERT, code.ASSERT_NOT) else []


def _ends(nodes: Sequence[Node], *, ignoring_case: bool) -> Iterator[frozenset[object]]:
    """What the repeats take that may stand last and may give something back."""
    for kind, said in reversed(list(nodes)):
        if kind in _GIVING and said[1] >= _FEW:
            yield _first(said[2], ignoring_case=ignoring_case)
        if kind in (*_GIVING, code.SUBPATTERN, code.BRANCH):
            for inner in _inside(kind, said):
                yield from _ends(inner, ignoring_case=ignoring_case)
        if not _may_be_empty(kind, said):
            return


def _may_be_empty(kind: Any, said: Any) -> bool:
    if kind in _REPEATS:
        return said[0] == 0 or all(_may_be_empty(*node) for node in said[2])
    if kind in (code.AT, code.ASSERT, code.ASSERT_NOT, code.GROUPREF):
        return True
    inside = _inside(kind, said)
    return bool(inside) and any(all(_may_be_empty(*node) for node in nodes) for nodes in inside)


def _first(nodes: Sequence[Node], *, ignoring_case: bool) -> frozenset[object]:
    """Characters that may stand first; those beyond ASCII are one."""
    found: frozenset[object] = frozenset()
    for kind, said in nodes:
        if kind is code.GROUPREF:
            return _ALL
        if kind in (code.AT, code.ASSERT, code.ASSERT_NOT):
            continue
        inside = _inside(kind, said)
        taken = [_first(inner, ignoring_case=ignoring_case) for inner in inside]
        found |= frozenset().union(*taken) if inside else _characters(kind, said, ignoring_case=ignoring_case)
        if not _may_be_empty(kind, said):
            break
    return found


def _characters(kind: Any, said: Any, *, ignoring_case: bool) -> frozenset[object]:
    if kind is code.ANY:
        return _ALL
    told = [(code.LITERAL, said)] if kind is code.NOT_LITERAL else said if kind is code.IN else [(kind, said)]
    found: set[object] = set()
    for one, value in told:
        if one is code.LITERAL:
            found.add(value if value < 128 else "other")
        elif one is code.RANGE:
            found |= {number if number < 128 else "other" for number in range(value[0], min(value[1], 128) + 1)}
        elif one is code.CATEGORY:
            found |= _category(str(value))
    if ignoring_case:
        found |= {ord(chr(number).swapcase()) for number in found if isinstance(number, int)}
    negated = kind is code.NOT_LITERAL or any(one is code.NEGATE for one, _ in told)
    return _ALL - found if negated else frozenset(found)


def _category(name: str) -> frozenset[object]:
    kinds = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
    like = next(kinds[kind] for kind in kinds if kind in name)
    found: set[object] = {number for number in range(128) if re.match(like, chr(number))}
    found |= {"other"} if like == r"\w" else set()
    return _ALL - found if "NOT" in name else frozenset(found)
