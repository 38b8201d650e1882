"""The rules that are used: ours, and those of a site, which replace ours by id."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

from msgspec import Struct, json

from analyzer import lazy_re
from analyzer.errors import AnalyzerError, CatalogueError
from analyzer.reference.words import letters
from analyzer.rules import cards, compiled
from analyzer.rules.index import Literals
from analyzer.rules.patterns import runaway
from analyzer.rules.schema import EventTest, HeaderTest, Pattern, Rule, SettingTest, VersionTest, parts_of

MOST_SUGGESTED = 3
"""Ids that an error message names where several could be meant."""

SHORTEST_LITERAL = 3
"""A literal of fewer characters stands in nearly every text and saves nothing."""
_MARK = lazy_re.compile(r"\\+[A-Za-z]")
"""What stands for a kind of character in a pattern: `\\b`, as JSON writes it."""
OWN = Path(__file__).parent / "catalogue"


class Catalogue(Struct, frozen=True, dict=True):
    """All rules, those of the highest rank first, and a digest that names exactly this set."""

    rules: tuple[Rule, ...]
    digest: str

    def rule(self, identifier: str) -> Rule:
        """The rule with an id, whatever its upper and lower case.

        Raises:
            AnalyzerError: there is none.
        """
        by_name = {rule.id.lower(): rule for rule in self.rules} | {rule.id: rule for rule in self.rules}
        if found := by_name.get(identifier) or by_name.get(identifier.lower()):
            return found
        from difflib import get_close_matches

        near = get_close_matches(identifier.lower(), [rule.id.lower() for rule in self.rules], 1)
        about = [rule.id for rule in cards.about(self.rules, [identifier])][:MOST_SUGGESTED]
        hint = "see ssi-analyze rules list"
        if near or about:
            hint = f"did you mean {' or '.join(about if not near else [by_name[near[0]].id])}?"
        raise AnalyzerError(f"{identifier[:80]!r} is no known error; {hint}")

    def title(self, identifier: str) -> str | None:
        """What a rule says of itself, with dots in the place of what a case fills in; None where there is none."""
        found = next((rule for rule in self.rules if rule.id == identifier), None)
        return cards.plain(found.wording.title, "…") if found is not None else None

    @cached_property
    def literals(self) -> Literals:
        """Every text some rule looks for, in lower case."""
        return Literals({test.contains for rule in self.rules for test in event_tests(rule) if test.contains})

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all that the rules look for and say, in lower case, without marks of patterns and samples."""
        said = json.encode([(rule.id, rule.when, rule.explains, rule.wording, rule.variants) for rule in self.rules])
        return frozenset(letters(_MARK.sub(" ", said.decode().lower())))


def load(more: Sequence[str] = (), *, own: bool = True) -> Catalogue:
    """Our rules with those of further files and folders; with `own=False` those alone.

    Raises:
        CatalogueError: a path does not exist, or a rule is wrong.
    """
    return _load(more, own=own) if more or not own else _ours()


@cache
def _ours() -> Catalogue:
    """Our rules alone: they come with the tool and do not change while it runs."""
    return _load((), own=True)


def _load(more: Sequence[str], *, own: bool) -> Catalogue:
    rules, retired = (dict(_own()[0]), set(_own()[1])) if own else ({}, set())
    for name in more:
        found: dict[str, Rule] = {}
        for path in _files(name):
            _add(found, retired, path)
        for rule in found.values():
            if fault := next(faults(rule), None):
                raise CatalogueError(f"{rule.origin}:{rule.line}: rule {rule.id!r}: {fault}")
        rules |= found
    for rule in rules.values():
        if rule.id in retired:
            raise CatalogueError(f"{rule.origin}:{rule.line}: id {rule.id!r} was another rule's once; choose a new one")
    ordered = sorted(rules.values(), key=lambda rule: (-rule.rank, rule.id))
    digest = hashlib.sha256("\n".join(rule.digest for rule in ordered).encode())
    return Catalogue(tuple(ordered), digest.hexdigest()[:12])


@cache
def _own() -> compiled.Own:
    """Our rules by id, and the ids that are used no more; read once for all cases of a process."""
    return compiled.read(_own_files()) or _own_read()


def _own_files() -> list[Path]:
    return sorted(OWN.glob("*.toml"))


def _own_read() -> compiled.Own:
    rules: dict[str, Rule] = {}
    retired: set[str] = set()
    for path in _own_files():
        _add(rules, retired, path, proved=True)
    return rules, retired


def is_ours(rule: Rule) -> bool:
    """Whether a rule is one that comes with the tool."""
    return _own()[0].get(rule.id) is rule


def is_compiled() -> bool:
    """Whether our rules came ready, as they do in a wheel."""
    return compiled.read(_own_files()) is not None


def compile_own(path: Path) -> None:
    """Write our rules to a file, as the wheel carries them.

    Raises:
        CatalogueError: a rule is wrong.
    """
    compiled.write(_own_read(), _own_files(), path)


def _files(name: str) -> list[Path]:
    path = Path(name)
    if name and os.path.isdir(path):  # noqa: PTH112 - one that the system refuses, as too long, is none
        try:
            files = sorted(path.rglob("*.toml"))
        except OSError as error:
            raise CatalogueError(
                f"{name}: cannot be searched ({error.strerror}); name the folder with the rules"
            ) from None
        if not files:
            raise CatalogueError(f"{name}: has no .toml file in it; name the folder with the rules")
        return files
    if not name or not os.path.isfile(path):  # noqa: PTH113 - one that the system refuses, as too long, is none
        there = name and os.path.exists(path)  # noqa: PTH110 - one that the system refuses, as too long, is none
        kind = CatalogueError if there else AnalyzerError
        raise kind(f"{name or '(an empty path)'}: no such rule file; check the path of --rules")
    return [path]


def _add(rules: dict[str, Rule], retired: set[str], path: Path, *, proved: bool = False) -> None:
    from analyzer.rules import reading  # costs a start nothing where our rules are compiled

    file = reading.read_file(path, path.name, proved=proved)
    retired |= file.retired
    for rule in file.rules:
        if (other := rules.get(rule.id)) is not None:
            raise CatalogueError(
                f"{path.name}:{rule.line}: id {rule.id!r} stands in {other.origin}:{other.line} already; rename one"
            )
        rules[rule.id] = rule


def faults(rule: Rule) -> Iterator[str]:
    """Why a rule is not used: it is a draft still, its literal stands everywhere, or a pattern of it can run away."""
    words = (rule.wording.title, rule.source, rule.wording.cause, *rule.wording.solution)
    if any(said.startswith("TODO ") for said in words):
        yield "is a draft still; complete every line with TODO"
    for test in event_tests(rule):
        if test.contains and len(test.contains) < SHORTEST_LITERAL:
            yield f"contains {test.contains!r} is too short to look for first; use a longer literal"
    for pattern in _patterns(rule):
        try:
            why = runaway(pattern.pattern)
        except (re.error, RecursionError, OverflowError) as error:
            yield f"pattern {pattern.pattern!r} is no valid pattern: {error}"
            continue
        if why:
            yield f"pattern {pattern.pattern!r} can run away: {why}"


def _patterns(rule: Rule) -> Iterator[Pattern]:
    """All patterns of a rule, of whatever they are tried on."""
    for condition in (rule.when, *(variant.when for variant in rule.variants), *rule.explains):
        for test in parts_of(condition):
            match test:
                case EventTest():
                    yield from (pattern for pattern in (test.text, test.path) if pattern is not None)
                case HeaderTest():
                    yield test.value
                case VersionTest():
                    yield test.version
                case SettingTest():
                    yield from (test.setting, test.value)
                case _:
                    pass


def event_tests(rule: Rule) -> list[EventTest]:
    """All tests of events that a rule makes, however deep they stand."""
    found: list[EventTest] = list(rule.explains)
    for condition in (rule.when, *(variant.when for variant in rule.variants)):
        found += [test for test in parts_of(condition) if isinstance(test, EventTest)]
    return found
