"""The rules that are used: ours, and those of a site, which replace ours by id."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analyzer.errors import CatalogueError
from analyzer.rules import schema
from analyzer.rules.schema import Condition, EventTest, Group, Rule

OWN = Path(__file__).parent / "catalogue"


@dataclass(frozen=True)
class Catalogue:
    """All rules, those of the highest rank first, and a digest that names exactly this set."""

    rules: tuple[Rule, ...]
    digest: str

    @cached_property
    def literals(self) -> frozenset[str]:
        """Every text some rule looks for, in lower case."""
        return frozenset(test.contains for rule in self.rules for test in event_tests(rule) if test.contains)

    def wanted(self) -> Callable[[str], bool]:
        """A test whether a text holds anything that some rule looks for."""
        literals = sorted(self.literals)

        def is_wanted(text: str) -> bool:
            low = text.lower()
            return any(literal in low for literal in literals)

        return is_wanted


def load(more: Sequence[str] = ()) -> Catalogue:
    """Our rules with those of further files and folders.

    Raises:
        CatalogueError: a path does not exist, or a rule is wrong.
    """
    rules: dict[str, Rule] = {}
    for path in sorted(OWN.glob("*.toml")):
        _add(rules, path)
    for name in more:
        found: dict[str, Rule] = {}
        for path in _files(name):
            _add(found, path)
        rules |= found
    ordered = sorted(rules.values(), key=lambda rule: (-rule.rank, rule.id))
    digest = hashlib.sha256("\n".join(rule.text for rule in ordered).encode("utf-8", "replace"))
    return Catalogue(tuple(ordered), digest.hexdigest()[:12])


def _files(name: str) -> list[Path]:
    path = Path(name)
    if path.is_dir():
        files = sorted(path.rglob("*.toml"))
        if not files:
            raise CatalogueError(f"{name}: has no .toml file in it; name the folder with the rules")
        return files
    if not path.is_file():
        raise CatalogueError(f"{name}: no such rule file; check the path of --rules")
    return [path]


def _add(rules: dict[str, Rule], path: Path) -> None:
    for rule in schema.read_file(path, path.name):
        if rule.id in rules:
            raise CatalogueError(f"{path.name}: rule {rule.id!r} stands in {rules[rule.id].origin} already; rename one")
        rules[rule.id] = rule


def event_tests(rule: Rule) -> list[EventTest]:
    """All tests of events that a rule makes, however deep they stand."""
    found: list[EventTest] = list(rule.explains)
    waiting: list[Condition] = [rule.when, *(variant.when for variant in rule.variants)]
    while waiting:
        condition = waiting.pop()
        if isinstance(condition, Group):
            waiting.extend(condition.tests)
        elif isinstance(condition, EventTest):
            found.append(condition)
    return found
