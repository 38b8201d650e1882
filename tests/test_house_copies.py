"""No definition stands twice: what readers skip and `redacting` removes is one list, and so is every other."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.test_house import PACKAGE

ROOMS = ("readers", "protocols", "redacting", "reference", "facts", "privacy")
ALONE = ("markup.py",)
WITNESS = ("privacy/leaks.py", "privacy/watch.py")
"""They trust nobody, and find by their own means what the others have removed."""

LEAST = 3
"""Names of the shortest list that is one: two may stand together for any reason."""

Definition = tuple[str, str]
"""What kind of definition it is, and what it says."""


def definitions(source: str) -> Iterator[tuple[Definition, int]]:
    """Lists of names, patterns and bodies of functions in a module, each with its line.

    A list is the same whatever its order and case, and whether it is written as a tuple, as a text that is split, or as
    the alternatives of a pattern.
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            yield from _list([name for element in node.elts if (name := _text(element))], node.lineno)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            yield from _list((_text(node.func.value) or "").split(), node.lineno)
        elif isinstance(node, ast.Constant) and (text := _text(node)) is not None:
            for group in re.findall(r"\w+(?:\|\w+)+", text):
                yield from _list(group.split("|"), node.lineno)
            if len(text) >= 20 and re.search(r"\\[bdswS]|\(\?|\[\^", text):
                yield ("pattern", text), node.lineno
        elif isinstance(node, ast.FunctionDef):
            said = _renamed(node)
            if len(said) > 110:
                yield ("function", said), node.lineno


def _renamed(function: ast.FunctionDef) -> str:
    """The body of a function, with numbers in the place of the names that are its own."""
    own: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            own.setdefault(node.arg, f"_{len(own)}")
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.setdefault(node.id, f"_{len(own)}")
    body = function.body[1:] if ast.get_docstring(function) else function.body
    said = "\n".join(map(ast.unparse, body))
    return re.sub(r"(?<![\w.])[A-Za-z_]\w*", lambda match: own.get(match[0], match[0]), said)


def _text(node: ast.expr) -> str | None:
    if not isinstance(node, ast.Constant):
        return None
    value = node.value
    return value if isinstance(value, str) else value.decode("latin-1") if isinstance(value, bytes) else None


def _list(names: list[str], line: int) -> Iterator[tuple[Definition, int]]:
    low = sorted({name.lower() for name in names if re.fullmatch(r"[\w.@-]{2,}", name)})
    if len(low) >= LEAST:
        yield ("names", " ".join(low)), line


def copies(modules: dict[str, str]) -> dict[Definition, list[str]]:
    """Definitions that stand in several modules, and where."""
    found: defaultdict[Definition, dict[str, int]] = defaultdict(dict)
    for name, source in modules.items():
        for definition, line in definitions(source):
            found[definition].setdefault(name, line)
    return {what: [f"{name}:{at}" for name, at in places.items()] for what, places in found.items() if len(places) > 1}


def shared_modules() -> dict[str, str]:
    paths = [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]
    return {
        path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8")
        for path in (*paths, *(PACKAGE / name for name in ALONE))
        if path not in {PACKAGE / witness for witness in WITNESS}
    }


def test_no_definition_stands_in_two_modules() -> None:
    assert copies(shared_modules()) == {}


@pytest.mark.parametrize(
    "copy",
    [
        'METHODS = re.compile(r"delete|get|HEAD|merge|options|patch|post|put")',
        'FRAMES = ("resolutionset", "items", "rooms")',
        'FRAMES = frozenset("rooms resolutionset items".split())',
        'EDGE = re.compile(rb"\\s{0,9}(?:Subject|Betreff)\\s")',
        "def other(said):\n    '''Said in other words.'''\n    plain = said.strip()\n    for row in plain.split(':'):\n        yield row.partition('=')[2].strip().lower().removeprefix('smtp:').removesuffix(';')\n",
    ],
)
def test_a_copy_is_found_in_whatever_way_it_is_written(copy: str) -> None:
    known = (
        'A = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|MERGE"\n'
        'B = ("Items", "ResolutionSet", "Rooms")\n'
        'C = re.compile(r"\\s{0,9}(?:Subject|Betreff)\\s")\n'
        "def one(body):\n    text = body.strip()\n    for line in text.split(':'):\n        yield line.partition('=')[2].strip().lower().removeprefix('smtp:').removesuffix(';')\n"
    )

    assert len(copies({"known.py": known, "copy.py": copy})) == 1
    assert copies({"known.py": known, "other.py": "A = ('GET', 'POST')"}) == {}


def repeated_names(source: str) -> list[str]:
    """Names of a list that another list has which it adds to: `A | frozenset(("a", "b"))`."""
    known: dict[str, set[str]] = {}
    repeated = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        own = [name for part in ast.walk(node.value) if isinstance(part, ast.expr) and (name := _text(part))]
        added = {part.id for part in ast.walk(node.value) if isinstance(part, ast.Name)} & known.keys()
        others = set().union(*(known[name] for name in added))
        is_sum = isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.BitOr)
        repeated += [name for name in own if name in others] if is_sum else []
        known[node.targets[0].id] = others | {*own}
    return repeated


def test_a_list_that_adds_to_another_repeats_no_name_of_it() -> None:
    assert repeated_names("A = frozenset(('a', 'b'))\nB = A | frozenset(('b', 'c'))") == ["b"]
    assert repeated_names("A = frozenset(('a', 'b'))\nB = A | frozenset(('c',))\nC = frozenset(('a',))") == []
    assert {name: found for name, source in shared_modules().items() if (found := repeated_names(source))} == {}


def compared_texts(source: str) -> Iterator[int]:
    """Lines on which an attribute that is an enum is compared with a bare text."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        enums = any(isinstance(s, ast.Attribute) and s.attr in ("system", "protocol") for s in sides)
        texts = [e for s in sides for e in (s.elts if isinstance(s, ast.Tuple | ast.Set | ast.List) else [s])]
        if enums and any(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts):
            yield node.lineno


def places_without_side(source: str) -> Iterator[int]:
    """Lines on which a place is made without saying whose it is."""
    for node in ast.walk(ast.parse(source)):
        is_place = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Place"
        if is_place and not any(keyword.arg in ("system", None) for keyword in node.keywords):
            yield node.lineno


def _lines(find: object) -> list[str]:
    assert callable(find)
    return [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line in find(path.read_text())
    ]


def test_what_is_an_enum_is_compared_with_its_members() -> None:
    assert list(compared_texts("record.at.system == 'exchange'")) == [1]
    assert list(compared_texts("place.protocol in ('ews', 'graph')")) == [1]
    assert list(compared_texts("place.protocol is Protocol.EWS")) == []
    assert _lines(compared_texts) == []


def test_what_damage_raises_is_known_once() -> None:
    caught = _lines(lambda source: _attributes(source, "BadZipFile"))

    assert [place.partition(":")[0] for place in caught] == ["damage.py"]


def _attributes(source: str, name: str) -> Iterator[int]:
    """Lines on which an attribute of a name stands."""
    return (
        node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute) and node.attr == name
    )


def test_no_place_is_made_without_a_side() -> None:
    assert list(places_without_side("Place(1, thread='a')")) == [1]
    assert list(places_without_side("Place(1, system=System.OTHER)")) == []
    assert _lines(places_without_side) == []
