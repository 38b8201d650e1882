"""What a rule is, and how one is read from TOML. Every mistake is refused with the file, the rule, and what to do."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from analyzer.errors import CatalogueError
from analyzer.model import Basis, Deployment, Outcome, Owner, Severity, System

_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTest:
    """Which error events hold; everything that is given must be true of an event."""

    kinds: frozenset[str] = frozenset()
    systems: frozenset[System] = frozenset()
    statuses: frozenset[int] = frozenset()
    codes: frozenset[str] = frozenset()
    operations: frozenset[str] = frozenset()
    deployment: Deployment | None = None
    contains: str = ""
    """Words that must stand in the text, without regard to case: looked for before the pattern is tried."""
    text: re.Pattern[str] | None = None
    path: re.Pattern[str] | None = None
    since: datetime | None = None
    """First moment (UTC) of events that hold; an event without a time never holds then."""
    before: datetime | None = None
    recovered: bool | None = None
    impersonated: bool | None = None
    at_least: int = 1
    """How many such events there must be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderTest:
    """A response header with a value."""

    header: str
    value: re.Pattern[str]
    systems: frozenset[System] = frozenset()
    at_least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTest:
    """An Exchange version, as four numbers with points."""

    version: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineCodeTest:
    """A code of the synchronization engine."""

    codes: frozenset[str]
    at_least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTest:
    """A number that was counted: requests, answered, successes."""

    name: str
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Conditions that must all hold, of which one must hold, or of which none may."""

    mode: str
    """all, any or none."""
    tests: tuple[Condition, ...]


Condition = EventTest | HeaderTest | VersionTest | EngineCodeTest | CountTest | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a finding says and who acts; a variant of a rule replaces some of it."""

    title: str
    owner: Owner
    severity: Severity
    outcome: Outcome
    outcome_if_recovered: Outcome
    cause: str
    solution: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another wording that holds under a condition of its own."""

    when: Condition
    wording: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One known error."""

    id: str
    source: str
    basis: Basis
    rank: int
    """Rules of a higher rank are asked first; what they explain is not asked about again."""
    when: Condition
    explains: tuple[EventTest, ...]
    """Further events that need no other explanation once this rule holds."""
    last_resort: bool
    """Asked only where no error of the same side was found: a message that says nothing by itself."""
    wording: Wording
    variants: tuple[Variant, ...]
    references: tuple[str, ...]
    fires: tuple[str, ...] = field(repr=False)
    """Documents that must make the rule fire."""
    silent: tuple[str, ...] = field(repr=False)
    """Documents that must not."""
    origin: str = ""
    """The file the rule is from."""
    text: str = field(default="", repr=False)
    """What the rule says, in one form whatever its layout and comments: the digest of the catalogue is made of it."""


_WORDING = ("title", "owner", "severity", "outcome", "outcome_if_recovered", "cause", "solution")
_RULE = {
    *_WORDING,
    *("id", "source", "basis", "rank", "when", "explains", "last_resort", "variants", "references"),
    *("fires", "silent"),
}
_REQUIRED = (
    "id",
    "title",
    "source",
    "owner",
    "severity",
    "outcome",
    "basis",
    "when",
    "cause",
    "solution",
    "fires",
    "silent",
)
_EVENT = {
    *("kind", "system", "status", "code", "operation", "deployment", "contains", "text", "path", "since", "before"),
    *("recovered", "impersonated", "at_least"),
}
_KINDS = {"http", "fault", "response", "no-answer", "exception", "message"}
_COUNTS = ("requests", "answered", "successes")
_PLACE = re.compile(r"\{([a-z]\w*)\}")
_VALUES = (
    *("count", "path", "operation", "mailbox", "code", "status"),
    *("limit", "total", "pinned", "excess", "organization", "forest"),
)
"""Values that every event gives where it has them."""
_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,63}")


def read_file(path: Path, name: str) -> Iterator[Rule]:
    """The rules of one file.

    Raises:
        CatalogueError: the file cannot be read, is no TOML, or a rule in it is wrong.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueError(f"{name}: cannot be read ({error.strerror}); check the path of --rules") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{name}: is no valid TOML ({error}); correct the file") from None
    rules = document.get("rule")
    if set(document) - {"rule"} or not isinstance(rules, list):
        raise CatalogueError(f"{name}: holds no rules; begin each one with [[rule]]")
    for number, table in enumerate(rules, 1):
        yield _Reader(name, number).rule(table)


class _Reader:
    """Reads one rule; knows where it is, for the messages."""

    def __init__(self, origin: str, number: int) -> None:
        self.origin = origin
        self.where = f"{origin}: rule {number}"

    def fail(self, what: str) -> CatalogueError:
        return CatalogueError(f"{self.where}: {what}")

    def rule(self, table: Any) -> Rule:
        table = self.table(table, _RULE, "rule")
        if isinstance(table.get("id"), str):
            self.where = f"{self.origin}: rule {table['id']!r}"
        if missing := [key for key in _REQUIRED if key not in table]:
            raise self.fail(f"lacks {', '.join(missing)}; add what is missing")
        identifier = self.string(table, "id")
        if not _ID.fullmatch(identifier):
            raise self.fail("id must be letters, digits and hyphens; rename it")
        references = self.strings(table, "references", default=())
        if bad := [link for link in references if not re.fullmatch(r"https://[^\s\"'<>]+", link)]:
            raise self.fail(f"reference {bad[0]!r} is no https link; correct it")
        fires, silent = self.strings(table, "fires"), self.strings(table, "silent")
        if not fires or not silent:
            raise self.fail("needs a sample that must fire it and one that must not; add to fires and silent")
        wording = self.wording(table, None)
        self.check_placeholders(table)
        return Rule(
            id=identifier,
            source=self.string(table, "source"),
            basis=self.enum(table, "basis", Basis),
            rank=self.integer(table, "rank", 50),
            when=self.condition(table["when"], "when"),
            explains=tuple(self.event(item, "explains") for item in self.tables(table, "explains")),
            last_resort=self.flag(table, "last_resort"),
            wording=wording,
            variants=tuple(self.variant(item, wording) for item in self.tables(table, "variants")),
            references=tuple(references),
            fires=tuple(fires),
            silent=tuple(silent),
            origin=self.origin,
            text=json.dumps(table, sort_keys=True, default=str),
        )

    def check_placeholders(self, table: Mapping[str, Any]) -> None:
        """A `{name}` without words for when there is none must be a value that some pattern can capture."""
        whole = json.dumps(table, default=str)
        known = {*_VALUES, *re.findall(r"\(\?P<(\w+)>", whole)}
        if unknown := sorted({name for name in _PLACE.findall(whole) if name not in known}):
            raise self.fail(
                f"{{{unknown[0]}}} is captured by no pattern; correct its name or write {{{unknown[0]}|words}}"
            )

    def variant(self, table: Any, base: Wording) -> Variant:
        table = self.table(table, {*_WORDING, "when"}, "variants")
        if "when" not in table:
            raise self.fail("a variant lacks when; say under which condition it holds")
        return Variant(when=self.condition(table["when"], "variants.when"), wording=self.wording(table, base))

    def wording(self, table: Mapping[str, Any], base: Wording | None) -> Wording:
        outcome = self.enum(table, "outcome", Outcome) if "outcome" in table or base is None else base.outcome
        if "outcome_if_recovered" in table:
            recovered = self.enum(table, "outcome_if_recovered", Outcome)
        else:
            recovered = outcome if base is None or "outcome" in table else base.outcome_if_recovered
        return Wording(
            title=self.string(table, "title") if "title" in table or base is None else base.title,
            owner=self.enum(table, "owner", Owner) if "owner" in table or base is None else base.owner,
            severity=self.enum(table, "severity", Severity) if "severity" in table or base is None else base.severity,
            outcome=outcome,
            outcome_if_recovered=recovered,
            cause=" ".join(self.string(table, "cause").split()) if "cause" in table or base is None else base.cause,
            solution=tuple(self.strings(table, "solution")) if "solution" in table or base is None else base.solution,
        )

    # -- conditions --------------------------------------------------------------------------------------------------

    def condition(self, table: Any, key: str) -> Condition:
        if not isinstance(table, dict) or not table:
            raise self.fail(f"{key} must be a table with a condition in it")
        for mode in ("all", "any", "none"):
            if mode in table:
                if len(table) > 1 or not isinstance(table[mode], list) or not table[mode]:
                    raise self.fail(f"{key}.{mode} must be a list of conditions and stand alone")
                return Group(mode=mode, tests=tuple(self.condition(item, f"{key}.{mode}") for item in table[mode]))
        if "header" in table:
            self.table(table, {"header", "value", "system", "at_least"}, key)
            return HeaderTest(
                header=self.string(table, "header"),
                value=self.pattern(table, "value") or re.compile(""),
                systems=self.enums(table, "system", System),
                at_least=self.integer(table, "at_least", 1),
            )
        if "version" in table:
            self.table(table, {"version"}, key)
            return VersionTest(version=self.pattern(table, "version") or re.compile(""))
        if "engine_code" in table:
            self.table(table, {"engine_code", "at_least"}, key)
            codes = frozenset(str(code) for code in self.one_or_many(table, "engine_code", str))
            return EngineCodeTest(codes=codes, at_least=self.integer(table, "at_least", 1))
        if "count" in table:
            self.table(table, {"count", "at_least", "at_most"}, key)
            if (name := self.string(table, "count")) not in _COUNTS:
                raise self.fail(f"{key}.count is {name!r}; use one of {', '.join(_COUNTS)}")
            at_most = self.integer(table, "at_most", 0) if "at_most" in table else None
            return CountTest(name=name, at_least=self.integer(table, "at_least", 0), at_most=at_most)
        return self.event(table, key)

    def event(self, table: Any, key: str) -> EventTest:
        table = self.table(table, _EVENT, key)
        if "text" in table and "contains" not in table:
            raise self.fail(f"{key}: a text pattern needs contains, a literal to look for first; add it")
        kinds = frozenset(str(kind) for kind in self.one_or_many(table, "kind", str))
        if unknown := kinds - _KINDS:
            raise self.fail(f"{key}.kind {min(unknown)!r} is unknown; use {', '.join(sorted(_KINDS))}")
        return EventTest(
            kinds=kinds,
            systems=self.enums(table, "system", System),
            statuses=frozenset(self.one_or_many(table, "status", int)),
            codes=frozenset(str(code) for code in self.one_or_many(table, "code", str)),
            operations=frozenset(str(name) for name in self.one_or_many(table, "operation", str)),
            deployment=self.enum(table, "deployment", Deployment) if "deployment" in table else None,
            contains=self.string(table, "contains").lower() if "contains" in table else "",
            text=self.pattern(table, "text"),
            path=self.pattern(table, "path"),
            since=self.moment(table, "since"),
            before=self.moment(table, "before"),
            recovered=self.flag(table, "recovered") if "recovered" in table else None,
            impersonated=self.flag(table, "impersonated") if "impersonated" in table else None,
            at_least=self.integer(table, "at_least", 1),
        )

    # -- values ------------------------------------------------------------------------------------------------------

    def table(self, value: Any, allowed: set[str], key: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.fail(f"{key} must be a table")
        if unknown := sorted(set(value) - allowed):
            raise self.fail(f"unknown key {unknown[0]!r} in {key}; remove it or correct its spelling")
        return value

    def tables(self, table: Mapping[str, Any], key: str) -> list[Any]:
        value = table.get(key, [])
        if not isinstance(value, list):
            raise self.fail(f"{key} must be a list of tables; write [[rule.{key}]]")
        return value

    def string(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"{key} must be a text that is not empty")
        return value.strip()

    def strings(self, table: Mapping[str, Any], key: str, default: Sequence[str] | None = None) -> Sequence[str]:
        if key not in table and default is not None:
            return default
        value = table.get(key)
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.fail(f"{key} must be a list of texts")
        return value if key in ("fires", "silent") else [item.strip() for item in value]

    def integer(self, table: Mapping[str, Any], key: str, default: int) -> int:
        value = table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fail(f"{key} must be a whole number that is not negative")
        return value

    def flag(self, table: Mapping[str, Any], key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(f"{key} must be true or false")
        return value

    def one_or_many(self, table: Mapping[str, Any], key: str, kind: type) -> list[Any]:
        if key not in table:
            return []
        value = table[key] if isinstance(table[key], list) else [table[key]]
        if not all(isinstance(item, kind) and not isinstance(item, bool) for item in value) or not value:
            raise self.fail(f"{key} must be one {kind.__name__} or a list of them")
        return value

    def enum(self, table: Mapping[str, Any], key: str, kind: type[_E]) -> _E:
        value = table.get(key)
        try:
            return kind(value)  # type: ignore[arg-type]
        except ValueError:
            allowed = ", ".join(member.value for member in kind)
            raise self.fail(f"{key} is {value!r}; use one of {allowed}") from None

    def enums(self, table: Mapping[str, Any], key: str, kind: type[_E]) -> frozenset[_E]:
        return frozenset(self.enum({key: item}, key, kind) for item in self.one_or_many(table, key, str))

    def pattern(self, table: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
        if key not in table:
            return None
        try:
            return re.compile(self.string(table, key), re.IGNORECASE)
        except re.error as error:
            raise self.fail(f"{key} is no valid pattern ({error}); correct it") from None

    def moment(self, table: Mapping[str, Any], key: str) -> datetime | None:
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        raise self.fail(f"{key} must be a date such as 2026-10-01, without quotes")
