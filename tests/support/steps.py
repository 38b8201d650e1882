"""How much work our code does, counted and not timed: the same on every machine, however busy.

`counting()` makes every module of the package that is imported from then on count what it does: a step for each call of
a function and each turn of a loop, and a step for each character that a search, a pattern, a slice or a copy looks at.
So a `count` of the whole text for each of its lines is seen, although Python itself runs but one line for it. What a
pattern tries over again at one place is not seen; `rules/patterns.py` tells which patterns may do that.
"""

from __future__ import annotations

import ast
import builtins
import importlib.abc
import importlib.machinery
import operator
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from types import CodeType
from typing import Any

_HERE_TO_THERE = frozenset({"find", "index"})
_BACKWARDS = frozenset({"rfind", "rindex"})
_WHOLE = frozenset(
    "replace split rsplit splitlines partition rpartition lower upper casefold strip lstrip rstrip "
    "translate encode decode expandtabs".split()
)
_PATTERN = frozenset({"search", "match", "fullmatch"})
_PATTERN_WHOLE = frozenset({"sub", "subn", "split"})
_AUTOMATON = frozenset({"find_matches_as_indexes", "find_matches_as_strings"})
_LIST = frozenset({"insert", "remove", "index", "count"})
_COPY = frozenset({"copy", "update", "extend", "union", "difference", "intersection"})
_WATCHED = (
    _HERE_TO_THERE
    | _BACKWARDS
    | _WHOLE
    | _PATTERN
    | _PATTERN_WHOLE
    | _AUTOMATON
    | _LIST
    | _COPY
    | {"findall", "finditer", "join", "pop"}
)
_BUILT = frozenset({"AhoCorasick", "BytesAhoCorasick"})
_TAKERS = _BUILT | frozenset("sorted list tuple set dict frozenset sum max min".split())
_SETS: dict[type[ast.operator], str] = {ast.Sub: "sub", ast.BitAnd: "and_", ast.BitOr: "or_"}
_TEXT = (str, bytes, bytearray)

steps = 0
"""What was counted so far."""
places: Counter[str] | None = None
"""Where, as module:line, to find out what grows; costs time and is off."""


def _add(count: int) -> None:
    global steps  # noqa: PLW0603 - one counter for all modules
    steps += count
    if places is not None:
        frame = sys._getframe(2)
        if frame.f_globals is globals():
            frame = frame.f_back or frame
        places[f"{frame.f_globals['__name__']}:{frame.f_lineno}"] += count


def step() -> None:
    """One step."""
    _add(1)


def weighed(value: Any) -> Any:
    """A piece or a sum of texts or lists: as many steps as it is long."""
    if isinstance(value, (*_TEXT, list, tuple)):
        _add(len(value))
    return value


def each(values: Iterable[Any]) -> Iterator[Any]:
    """A step for each turn."""
    for value in values:
        step()
        yield value


def inside(part: Any, whole: Any) -> Any:
    """`part in whole`."""
    if isinstance(whole, _TEXT) and isinstance(part, _TEXT):
        place = whole.find(part)  # type: ignore[arg-type]  # both are of one kind
        _add(place if place >= 0 else len(whole))
    elif isinstance(whole, list | tuple):
        _add(len(whole))
    return part in whole


def taken(taker: Any, *given: Any, **more: Any) -> Any:
    """`sorted(values)` and its kin; to build an automaton costs the square of its longest word."""
    if given and getattr(taker, "__name__", "") in _BUILT:
        _add(sum(len(word) ** 2 for word in given[0]))
    elif given and hasattr(given[0], "__len__"):
        _add(len(given[0]))
    return taker(*given, **more)


def combined(name: str, left: Any, right: Any) -> Any:
    """`left - right` and its kin of sets: as many steps as members are looked at."""
    if isinstance(left, AbstractSet) and isinstance(right, AbstractSet):
        sizes = len(left), len(right)
        asked = name == "sub" and isinstance(right, set | frozenset)  # a view of keys is gone through instead
        _add(min(sizes) if name == "and_" else sizes[0] if asked else sum(sizes))
    return getattr(operator, name)(left, right)


def looked(thing: Any, name: str, *given: Any, **more: Any) -> Any:
    """A method that looks at characters or moves what a list holds."""
    if name == "finditer" and _is_pattern(thing):
        return _matches(thing.finditer(*given, **more), given)
    found = getattr(thing, name)(*given, **more)
    if isinstance(thing, _TEXT):
        _add(_of_text(thing, name, given, found))
    elif _is_pattern(thing):
        _add(_of_pattern(name, given, found))
    elif name in _AUTOMATON:
        _add(len(given[0]))
    elif isinstance(thing, list) and (name in _LIST or (name == "pop" and given == (0,))):
        _add(len(thing))
    elif name in _COPY and isinstance(thing, list | dict | set):
        _add(sum(len(one) for one in (given or (thing,)) if hasattr(one, "__len__")))
    return found


def _of_text(thing: Any, name: str, given: tuple[Any, ...], found: Any) -> int:
    begin, end = _span(given, len(thing))
    if name in _HERE_TO_THERE:
        return int(found) - begin if found >= 0 else end - begin
    if name in _BACKWARDS:
        return end - max(begin, int(found))
    if name == "count":
        return end - begin
    return len(found) if name == "join" else len(thing)


def _of_pattern(name: str, given: tuple[Any, ...], found: Any) -> int:
    text = given[1] if name in ("sub", "subn") else given[0]
    begin, end = _span(given, len(text))
    if name == "findall":
        return end - begin
    if name in _PATTERN_WHOLE:
        return len(text)
    if found is not None:
        return int(found.end()) - begin
    return end - begin if name == "search" else 0


def _is_pattern(thing: Any) -> bool:
    return isinstance(thing, re.Pattern) or type(thing).__name__ == "_Later"


def _matches(found: Iterator[re.Match[Any]], given: tuple[Any, ...]) -> Iterator[re.Match[Any]]:
    last, end = _span(given, len(given[0]))
    for match in found:
        _add(max(0, match.end() - last) + 1)
        last = match.end()
        yield match
    _add(max(0, end - last))


def _span(given: tuple[Any, ...], size: int) -> tuple[int, int]:
    """The part of a text that a search was given."""
    begin = given[1] if len(given) > 1 and isinstance(given[1], int) else 0
    end = given[2] if len(given) > 2 and isinstance(given[2], int) else size
    return begin if begin >= 0 else max(0, size + begin), min(size, end if end >= 0 else size + end)


class _Counting(ast.NodeTransformer):
    """Writes the counting into the source of a module."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node.func:
            case ast.Attribute(value=value, attr=name) if name in _WATCHED:
                return _call("looked", [value, ast.Constant(name), *node.args], node.keywords)
            case ast.Name(id=name) if name in _TAKERS:
                return _call("taken", [node.func, *node.args], node.keywords)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        is_read = isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load)
        return _call("weighed", [node]) if is_read else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if name := _SETS.get(type(node.op)):
            return _call("combined", [ast.Constant(name), node.left, node.right])
        return _call("weighed", [node]) if isinstance(node.op, ast.Add) else node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.In):
            return _call("inside", [node.left, node.comparators[0]])
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.iter = _call("each", [node.iter])
        return node

    def visit_For(self, node: ast.For) -> Any:
        return self._with_step(node)

    def visit_While(self, node: ast.While) -> Any:
        return self._with_step(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        node.decorator_list = [self.visit(one) for one in node.decorator_list]
        return self._with_step(node)

    def visit_Match(self, node: ast.Match) -> ast.AST:
        node.subject = self.visit(node.subject)
        for case in node.cases:  # the patterns themselves are no expressions
            case.guard = self.visit(case.guard) if case.guard else None
            case.body = [self.visit(one) for one in case.body]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.value = self.visit(node.value) if node.value else None
        return node

    def _with_step(self, node: Any) -> Any:
        node.body = [self.visit(one) for one in node.body]
        for name in ("iter", "test", "args"):
            if hasattr(node, name):
                setattr(node, name, self.visit(getattr(node, name)))
        node.orelse = [self.visit(one) for one in getattr(node, "orelse", ())]
        node.body.insert(0, ast.Expr(_call("step", [])))
        return node


def _call(name: str, given: list[ast.expr], more: list[ast.keyword] | None = None) -> ast.Call:
    return ast.Call(ast.Name(f"__{name}__", ast.Load()), given, more or [])


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = _Counting().visit(ast.parse(self.get_data(path), path))
        return compile(ast.fix_missing_locations(tree), path, "exec")


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] != "analyzer":
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def counting() -> None:
    """Count from now on; to be called before anything of the package is imported."""
    if any(name.partition(".")[0] == "analyzer" for name in sys.modules):
        raise AssertionError("the package was imported already, and does not count")
    for function in (step, weighed, each, inside, taken, looked, combined):
        setattr(builtins, f"__{function.__name__}__", function)
    sys.meta_path.insert(0, _Finder())
