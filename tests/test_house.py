"""The rules of the house: arrows run one way, and costly or dangerous libraries are imported in one place only."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import analyzer
from analyzer.model import SUCCESS
from analyzer.privacy.secrets import Shape
from analyzer.rules import catalogue
from analyzer.rules.patterns import runaway
from tests.support.repeats import ambiguous

PACKAGE = Path(analyzer.__file__).resolve().parent
PACKAGE_OF_TESTS = Path(__file__).resolve().parent

MAY_IMPORT = {
    "lazy_re": {"ready_re"},
    "ready_re": set(),
    "ready": set(),
    "quiet": set(),
    "memory": set(),
    "forks": {"errors"},
    "model": set(),
    "errors": set(),
    "damage": set(),
    "limits": set(),
    "markup": set(),
    "reference": {"model", "ready"},
    "protocols": {"model", "limits", "markup", "reference"},
    "privacy.__init__": set(),
    "privacy.secrets": {
        *("privacy.commands", "privacy.digests", "privacy.links", "privacy.printouts", "privacy.said"),
        *("privacy.shapes", "privacy.tickets", "privacy.values"),
    },
    "privacy.tickets": {"privacy.shapes", "privacy.values"},
    "privacy.chosen": {"privacy.known_words", "privacy.letters", "privacy.values", "reference"},
    "privacy.arguments": {"privacy.chosen", "privacy.known_words", "privacy.values", "reference"},
    "privacy.printouts": {"privacy.shapes", "privacy.values"},
    "privacy.digests": {"privacy.shapes", "privacy.values"},
    "privacy.links": {"privacy.shapes", "privacy.values"},
    "privacy.commands": {"privacy.shapes", "privacy.values", "reference"},
    "privacy.said": {"privacy.shapes", "privacy.values", "reference"},
    "privacy.shapes": {"reference"},
    "privacy.values": {"reference"},
    "privacy.edits": {"reference"},
    "privacy.columns": {"markup", "reference"},
    "privacy.cells": {"privacy.coded", "markup"},
    "privacy.rests": {"privacy.beginnings"},
    "privacy.cut_short": {
        *("privacy.asked", "privacy.beginnings", "privacy.known_words", "privacy.rests", "privacy.shared"),
        "privacy.telling",
    },
    "privacy.sought": {"privacy.asked", "privacy.beginnings", "privacy.labelled", "privacy.telling"},
    "privacy.asked": {"privacy.beginnings", "privacy.edits", "privacy.rests", "privacy.spellings"},
    "privacy.coded": {"damage", "reference"},
    "privacy.places": {
        *("privacy.asked_for", "privacy.coded", "privacy.place_names", "privacy.printed", "privacy.tables"),
        *("markup", "reference"),
    },
    "privacy.place_names": {"privacy.coded", "privacy.tables", "privacy.words", "reference"},
    "privacy.tables": {"markup", "reference"},
    "privacy.printed": set(),
    "privacy.asked_for": set(),
    "privacy.patterns": {"privacy.values", "reference"},
    "privacy.words": {"memory"},
    "privacy.known_words": {"reference"},
    "privacy.shared": {"privacy.asked", "privacy.known_words"},
    "privacy.letters": {"privacy.known_words", "reference"},
    "privacy.failures": {"privacy.known_words"},
    "privacy.labelled": {"privacy.edits", "privacy.failures", "privacy.known_words", "privacy.telling", "reference"},
    "privacy.near": {
        *("privacy.chosen", "privacy.known_words", "privacy.letters", "privacy.shapes", "privacy.values"),
        "reference",
    },
    "privacy.beginnings": set(),
    "privacy.spellings": {"privacy.edits", "reference"},
    "privacy.scrubbing": {
        *(
            "privacy.chosen",
            "privacy.edits",
            "privacy.failures",
            "privacy.known_words",
            "privacy.near",
            "privacy.clinging",
            "privacy.patterns",
            "privacy.secrets",
            "privacy.shapes",
            "privacy.spellings",
            "privacy.standing",
            "privacy.values",
            "privacy.words",
            "reference",
        ),
    },
    "privacy.standing": {"privacy.arguments", "privacy.near", "privacy.shapes"},
    "privacy.clinging": {"privacy.chosen", "privacy.edits", "reference"},
    "privacy.pseudonyms": {
        "model",
        "privacy.content",
        "privacy.telling",
        "privacy.known_words",
        "privacy.edits",
        "privacy.spellings",
        "markup",
        "privacy.quotes",
        "privacy.values",
        "reference",
    },
    "privacy.watch": {
        *(
            "privacy.beginnings",
            "privacy.secrets",
            "privacy.shapes",
            "privacy.standing",
            "privacy.values",
            "privacy.words",
        ),
        *("privacy.cells", "privacy.coded", "privacy.columns", "privacy.letters", "markup"),
    },
    "privacy.leaks": {
        *("errors", "reference"),
        *("privacy.beginnings", "privacy.failures", "privacy.secrets", "privacy.shapes"),
        *("privacy.telling", "privacy.watch"),
    },
    "privacy.quotes": {"privacy.edits", "privacy.labelled", "privacy.telling", "reference"},
    "privacy.telling": {"privacy.asked", "privacy.beginnings", "reference"},
    "privacy.escapes": {"privacy.spellings"},
    "privacy.content": {
        "memory",
        *("privacy.escapes", "privacy.telling"),
        "privacy.beginnings",
        "privacy.asked",
        "privacy.cells",
        "privacy.coded",
        "privacy.columns",
        "privacy.places",
        "privacy.edits",
        "privacy.watch",
        "privacy.spellings",
        "markup",
        "privacy.shared",
        *("privacy.cut_short", "privacy.sought"),
        "privacy.failures",
        "privacy.labelled",
        "privacy.quotes",
        "reference",
    },
    "privacy.people": {"privacy.cells", "privacy.coded", "privacy.columns", "privacy.watch", "markup", "reference"},
    "privacy.echoes": {"privacy.content", "privacy.edits", "model", "reference"},
    "intake": {"damage", "model", "errors", "limits"},
    "readers": {"damage", "model", "limits", "markup", "memory", "reference", "protocols"},
    "facts": {"model", "limits", "privacy.known_words", "privacy.scrubbing", "reference"},
    "coverage": {"model"},
    "rules": {"model", "errors", "coverage", "ready", "reference"},
    "report": {"model", "privacy.echoes", "errors", "privacy.scrubbing", "privacy.pseudonyms", "ready", "reference"},
    "beside": {"errors", "forks", "memory", "privacy.watch", "readers"},
    "reading": {
        *("model", "errors", "limits", "beside", "privacy.watch", "privacy.scrubbing"),
        *("intake", "readers", "facts"),
    },
    "side_by_side": {"errors", "forks", "intake", "reading"},
    "analysis": {
        *("model", "limits", "privacy.watch", "privacy.scrubbing", "privacy.content", "privacy.echoes"),
        *("intake", "reading", "side_by_side", "facts", "coverage", "rules"),
    },
    "redacting": {
        "damage",
        "errors",
        "privacy.leaks",
        "privacy.watch",
        "limits",
        "model",
        "privacy.scrubbing",
        "privacy.telling",
        "protocols",
        "privacy.pseudonyms",
        "reference",
        "intake",
        "readers",
    },
    "evidence": {"limits", "model", "privacy.scrubbing", "privacy.pseudonyms", "intake", "readers", "redacting"},
    "proving": {"analysis", "intake", "limits", "model", "reference", "rules"},
    "case": {
        "errors",
        "model",
        "limits",
        "privacy.content",
        "privacy.echoes",
        "privacy.leaks",
        "privacy.watch",
        "privacy.people",
        "privacy.pseudonyms",
        "analysis",
        "reading",
        "evidence",
        "redacting",
        "report",
        "rules",
    },
    "batch": {"model", "errors", "memory", "case", "report", "rules"},
    "cli": {
        "batch",
        "privacy.content",
        "privacy.known_words",
        "model",
        "errors",
        "privacy.leaks",
        "privacy.watch",
        "privacy.people",
        "limits",
        "privacy.pseudonyms",
        "analysis",
        "case",
        "proving",
        "redacting",
        "report",
        "rules",
    },
}
"""The arrows of docs/design.md. `__init__` holds the version and the public API; everything may ask it for those."""

ONLY_IN = {
    "lxml": {"protocols/ews.py"},
    "jinja2": {"report/page.py"},
    "markupsafe": {"report/page.py"},
    "typer": {
        "cli/__init__.py",
        "cli/analyze.py",
        "cli/batch.py",
        "cli/history.py",
        "cli/options.py",
        "cli/redact.py",
        "cli/rules.py",
        "cli/saved.py",
    },
    "ahocorasick_rs": {
        *(
            "privacy/asked.py",
            "privacy/beginnings.py",
            "privacy/pseudonyms/sentences.py",
            "privacy/rests.py",
            "privacy/words.py",
            "protocols/skeleton.py",
            "rules/index.py",
        ),
    },
    "hyperscan": {"privacy/words.py"},
    "publicsuffixlist": {"privacy/pseudonyms/hosts.py"},
    "pandas": {"readers/sync_export.py"},
    "pyarrow": {"batch/parquet.py"},
    "sqlalchemy": {"batch/database.py", "batch/history.py"},
    "pebble": {"batch/running.py"},
    "distributed": {"batch/cluster.py"},
    "upath": {"batch/storage.py"},
    "watchfiles": {"batch/watching.py"},
    "zstandard": {"intake/guarded.py", "redacting/archives.py"},
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Full names of everything a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    return named(".".join(path.relative_to(PACKAGE).with_suffix("").parts))


def named(module: str) -> str:
    """The room of a module; those of `privacy` are rooms of their own, as each may know something else."""
    first, *rest = module.split(".")
    return ".".join((first, *rest[:1])) if first == "privacy" else first


def test_arrows_run_one_way_and_none_is_granted_that_nobody_uses() -> None:
    used: dict[str, set[str]] = {}
    for path in modules():
        rooms = {named(name.removeprefix("analyzer.")) for name in imports(path) if name.startswith("analyzer.")}
        used.setdefault(room(path), set()).update(rooms - {room(path), "__version__", "lazy_re"})

    assert {here: rooms for here, rooms in used.items() if here not in ("__init__", "__main__")} == MAY_IMPORT


def test_the_design_tells_the_rooms_and_what_each_may_import() -> None:
    design = (PACKAGE_OF_TESTS.parent / "docs" / "design.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w/]+)(?:\.py|/)`(?:, `(\w+)\.py`)? \|.*\| ([^|]+) \|$", design, re.MULTILINE)

    told = {
        name.replace("/", "."): set() if arrows == "nothing" else {*arrows.split(", ")}
        for first, second, arrows in rows
        for name in (first, second)
        if name
    }

    assert told | {"privacy.__init__": set()} == MAY_IMPORT


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_libraries_are_imported_in_their_one_place(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    used = {imported.split(".")[0] for imported in imports(path)} & ONLY_IN.keys()

    assert [library for library in used if name not in ONLY_IN[library]] == []


def test_the_way_from_a_dump_to_html_loads_nothing_that_tables_or_tokens_need(tmp_path: Path) -> None:
    (tmp_path / "dump.xml").write_text("Authentication error")
    code = (
        "import sys; from analyzer.analysis import analyze; from analyzer.report import document, html;"
        f"html.render(document.build(analyze([{str(tmp_path / 'dump.xml')!r}])));"
        "print({'pandas', 'publicsuffixlist', 'analyzer.privacy.pseudonyms'} & sys.modules.keys())"
    )

    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"


def test_patterns_of_modules_are_compiled_when_first_used_and_every_one_of_them_can_be() -> None:
    eager, used = [], 0
    for path in modules():
        module = importlib.import_module(".".join(("analyzer", *path.relative_to(PACKAGE).with_suffix("").parts)))
        for value in vars(module).values():
            eager += [path.name] if isinstance(value, re.Pattern) else []
            if type(value).__name__ == "_Later":
                used += value.groups >= 0

    assert eager == []
    assert used > 100


def test_every_module_and_public_name_says_what_it_is_for() -> None:
    silent = []
    for path in modules():
        tree = ast.parse(path.read_text("utf-8"))
        nodes = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
        silent += [f"{path.name}:{getattr(n, 'name', 'module')}" for n in (tree, *nodes) if not ast.get_docstring(n)]

    assert silent == []


def test_no_rule_is_named_and_no_source_compared_in_the_code_that_judges_or_reports() -> None:
    """What a rule needs to know stands in the rule (side, follows, takes_events), or in a table of codes."""
    rules = catalogue.load().rules
    ids, sources = {SUCCESS, *(rule.id for rule in rules)}, {rule.source for rule in rules}
    named = []
    for path in sorted(path for room in ("rules", "report") for path in (PACKAGE / room).glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        said = [(node.lineno, node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        named += [f"{path.name}:{line}: {value}" for line, value in said if value in ids]
        for test in (node for node in ast.walk(tree) if isinstance(node, ast.Compare)):
            told = [node.value for node in ast.walk(test) if isinstance(node, ast.Constant)]
            named += [f"{path.name}:{test.lineno}: {value}" for value in told if value in sources]

    assert named == []


def patterns_of(value: object) -> Iterator[tuple[str, int]]:
    """The patterns in a value of a module, with their flags, in whatever they are a part of, or what makes them."""
    if type(value).__name__ == "_Later":
        pattern, flags = value._asked  # type: ignore[attr-defined]  # of lazy_re
        yield pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern, flags
    elif isinstance(value, re.Pattern):
        pattern = value.pattern
        yield pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern, value.flags & ~re.UNICODE
    elif isinstance(value, Shape):
        yield value.pattern, re.IGNORECASE
    elif isinstance(value, dict):
        yield from (found for inner in value.values() for found in patterns_of(inner))
    elif isinstance(value, tuple | list):
        yield from (found for inner in value for found in patterns_of(inner))
    elif hasattr(value, "cache_info") and not inspect.signature(value).parameters:  # type: ignore[arg-type]
        yield from patterns_of(value())  # type: ignore[operator]


@cache
def patterns() -> frozenset[tuple[str, int]]:
    """Every pattern of the package."""
    return frozenset(
        pattern
        for path in modules()
        if path.name != "__main__.py"
        for value in vars(
            importlib.import_module(
                f"analyzer.{'.'.join(path.relative_to(PACKAGE).with_suffix('').parts)}".removesuffix(".__init__")
            )
        ).values()
        for pattern in patterns_of(value)
    )


def test_patterns_that_might_try_a_text_in_too_many_ways_become_no_more() -> None:
    """The check of rule files says no where it is not sure. Whoever adds one that it refuses looks for another way."""
    found = {f"(?x){pattern}" if flags & re.VERBOSE else pattern for pattern, flags in patterns()}

    assert len(found) > 500
    assert len([pattern for pattern in found if runaway(pattern) is not None]) <= 116


def test_no_pattern_has_a_repeat_in_a_repeat_that_share_a_text_in_many_ways() -> None:
    """A page that was cut in its heading took hours: of those that are not sure, this is the kind that never ends."""
    assert [pattern for pattern, flags in sorted(patterns()) if ambiguous(pattern, flags)] == []


@pytest.mark.parametrize(
    ("pattern", "endless"),
    [
        (r"(?:[A-Z][A-Za-z]+)+", True),
        (r"(?:[^<>]{0,300}|<b>){0,6}x", True),
        (r"(?:\w+\s?)*$", True),
        (r"(?:[A-Z][a-z]+)+", False),
        (r"(?:[A-Z][A-Za-z]++)+", False),
        (r"(?:\w+\s)*$", False),
    ],
)
def test_a_repeat_that_never_ends_is_told_from_one_that_does(pattern: str, endless: bool) -> None:
    assert ambiguous(pattern) is endless


def test_no_test_measures_time() -> None:
    """Seconds say how busy a machine is; tests/support/steps.py counts."""
    clocks = re.compile(r"\b(?:process|thread)_time\(|\bperf_counter")
    tests = PACKAGE_OF_TESTS.rglob("*.py")

    assert [path.name for path in tests if path != Path(__file__) and clocks.search(path.read_text("utf-8"))] == []
