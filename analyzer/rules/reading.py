"""A rule is read from TOML here. Every mistake is refused with the file, the line, the rule, and what to do."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from analyzer import lazy_re
from analyzer.errors import CatalogueError
from analyzer.model import (
    COUNTS,
    Access,
    Basis,
    Deployment,
    EventKind,
    Form,
    Outcome,
    Owner,
    Protocol,
    Severity,
    System,
)
from analyzer.model.telling import Tell
from analyzer.reference import dates
from analyzer.reference.owners import acting
from analyzer.rules import telling
from analyzer.rules.schema import (
    Condition,
    CountTest,
    EventTest,
    Group,
    HeaderTest,
    LastResort,
    Maturity,
    Pattern,
    PeriodTest,
    Rule,
    Sample,
    SettingTest,
    Variant,
    VersionTest,
    Wording,
    compiled,
)

_E = TypeVar("_E", bound=StrEnum)

_WORDING = (
    *("title", "owner", "severity", "outcome", "outcome_if_recovered", "outcome_if_fault", "cause", "solution"),
    "tell",
)
_RULE = {
    *_WORDING,
    *("id", "source", "side", "basis", "maturity", "rank", "when", "explains", "last_resort", "variants", "references"),
    *("follows", "takes_events", "checked", "valid_until", "fires", "silent"),
}
_DEFAULTS = _RULE - {
    "id",
    "title",
    "when",
    "fires",
    "silent",
    "variants",
    "explains",
    "follows",
    "checked",
    "valid_until",
}
"""What the rules of a file can have in common; each of them may still say otherwise."""
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
    *("recovered", "passed", "impersonated", "calm", "at_least", "protocol", "answer", "access"),
}
_PLACE = lazy_re.compile(r"\{([a-z]\w*)\}")
_VALUES = (
    *("count", "path", "operation", "mailbox", "code", "status", "text", "setting", "value"),
    *("limit", "total", "pinned", "excess", "organization", "forest", "owner"),
)
"""Values that every event gives where it has them."""
_MOST_BYTES = 8 << 20
"""Bytes of one rule file: twenty times the largest of ours."""
_BEGIN = lazy_re.compile(r"\s*\[\[\s*rule\s*\]\]\s*(?:#.*)?")
_KEY = lazy_re.compile(r"^[\w.\[ \t-]++[=\]]", re.MULTILINE)
_DEEPEST = 50
"""Parts of a key: of a longer one the library keeps all beginnings."""
_TOML_PLACE = lazy_re.compile(r"\(at line (\d+)")
_DATES = ("since", "before", "case_since", "case_before", "valid_until")
"""Keys whose date may stand in a table, named instead of written."""
_AFTER = "after "
"""Before the name of a date: the day after it."""
_NAME = lazy_re.compile(r"(?:after )?(?:[a-z][a-z0-9-]{2,60}|support:[\w ]{3,60})")
_NO_DATE = "{!r} is no date of the table reference/dates.csv; correct the name or add it"
_CONTROL = lazy_re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that a terminal acts on, or that turn the direction of a text; nobody means them in words."""
_ID = lazy_re.compile(r"[A-Za-z][A-Za-z0-9-]{2,63}")


class RuleFile(Struct, frozen=True, kw_only=True):
    """What one file of rules holds."""

    rules: tuple[Rule, ...]
    retired: frozenset[str]
    """Ids that were used once and must not be given to another rule."""


def read_file(path: Path, name: str, *, proved: bool = False) -> RuleFile:
    """The rules of one file; `proved`: its patterns were tried before, and are compiled when they are first used.

    Raises:
        CatalogueError: the file cannot be read, is no TOML, or a rule in it is wrong.
    """
    text = _text_of(path, name)
    deep = next((key for key in _KEY.finditer(text) if key[0].count(".") > _DEEPEST), None)
    if deep is not None:
        raise CatalogueError(f"{name}:{text.count(chr(10), 0, deep.start()) + 1}: a key is nested too deep; correct it")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = place[1] if place else str(text.count("\n") + 1)
        raise CatalogueError(f"{name}:{line}: is no valid TOML ({error}); correct the file") from None
    except (RecursionError, ValueError):
        raise CatalogueError(f"{name}: is nested too deep, or holds a number too long to read; correct it") from None
    rules, defaults = document.get("rule", []), document.get("defaults", {})
    retired = document.get("retired", [])
    if set(document) - {"rule", "defaults", "retired"} or not isinstance(rules, list) or not (rules or retired):
        raise CatalogueError(f"{name}: holds no rules; begin each one with [[rule]]")
    if not isinstance(defaults, dict):
        raise CatalogueError(f"{name}: defaults must be a table; write [defaults]")
    if unknown := sorted(set(defaults) - _DEFAULTS):
        raise CatalogueError(f"{name}: [defaults] may not hold {unknown[0]!r}; write it into each rule")
    if not isinstance(retired, list) or not all(isinstance(item, str) for item in retired):
        raise CatalogueError(f"{name}: retired must be a list of ids; correct it")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _BEGIN.fullmatch(line)]
    if len(lines) != len(rules):  # a sample that quotes a rule, or rules in another notation
        lines = [0] * len(rules)
    found = [
        _Reader(name, number, lines[number - 1], defaults, proved=proved).rule(table)
        for number, table in enumerate(rules, 1)
    ]
    return RuleFile(rules=tuple(found), retired=frozenset(retired))


def _text_of(path: Path, name: str) -> str:
    """The text of a rule file, with or without a byte order mark."""
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise CatalogueError(
                f"{name}: has {size:,} bytes, and {_MOST_BYTES:,} are read; spread the rules over several files"
            )
        data = path.read_bytes()
    except OSError as error:
        raise CatalogueError(f"{name}: cannot be read ({error.strerror}); check the path of --rules") from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogueError(f"{name}:{line}: is not UTF-8; save the file in that encoding") from None


class _Reader:
    """Reads one rule; knows where it is, for the messages."""

    def __init__(
        self, origin: str, number: int, line: int, defaults: Mapping[str, Any], *, proved: bool = False
    ) -> None:
        self.origin = origin
        self.line = line
        self.defaults = defaults
        self.proved = proved
        self.place = f"{origin}:{line}" if line else origin
        self.where = f"{self.place}: rule {number}"
        self.steps: Sequence[str] = ()
        """The steps of the rule as they are written: a variant with another owner has them with its name."""

    def fail(self, what: str) -> CatalogueError:
        return CatalogueError(f"{self.where}: {what}")

    def rule(self, table: Any) -> Rule:
        table = self.table(table, _RULE, "rule")
        table = self.dated({**self.defaults, **table})
        if isinstance(table.get("id"), str):
            self.where = f"{self.place}: rule {table['id']!r}"
        if missing := [key for key in _REQUIRED if key not in table]:
            raise self.fail(f"lacks {', '.join(missing)}; add what is missing")
        identifier = self.string(table, "id")
        if not _ID.fullmatch(identifier):
            raise self.fail("id must be letters, digits and hyphens; rename it")
        references = self.strings(table, "references", default=())
        if bad := [link for link in references if not re.fullmatch(r"https://[^\s\"'<>]+", link)]:
            raise self.fail(f"reference {bad[0]!r} is no https link; correct it")
        fires, silent = self.samples(table, "fires", "also"), self.samples(table, "silent", "instead")
        if not fires or not silent:
            raise self.fail("needs a sample that must fire it and one that must not; add to fires and silent")
        self.steps = self.strings(table, "solution")
        wording = self.wording(table, None)
        if not wording.solution:
            raise self.fail("solution has no step; say what to do first")
        self.check_placeholders(table)
        return Rule(
            id=identifier,
            source=self.string(table, "source"),
            side=self.enum(table, "side", System) if "side" in table else System.UNKNOWN,
            follows=frozenset(self.strings(table, "follows", default=())),
            takes_events=self.flag(table, "takes_events") if "takes_events" in table else True,
            basis=self.enum(table, "basis", Basis),
            checked=self.day(table, "checked"),
            valid_until=self.day(table, "valid_until"),
            maturity=self.enum(table, "maturity", Maturity) if "maturity" in table else Maturity.EXPECTED,
            rank=self.integer(table, "rank", 50),
            when=self.condition(table["when"], "when"),
            explains=tuple(self.event(item, "explains") for item in self.tables(table, "explains")),
            last_resort=self.enum(table, "last_resort", LastResort) if "last_resort" in table else LastResort.NO,
            wording=wording,
            variants=tuple(self.variant(item, wording) for item in self.tables(table, "variants")),
            references=tuple(references),
            fires=fires,
            silent=silent,
            origin=self.origin,
            line=self.line,
            digest=hashlib.sha256(
                json.dumps(table, sort_keys=True, default=str).encode("utf-8", "replace")
            ).hexdigest(),
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
        if "outcome_if_fault" in table:
            fault = self.enum(table, "outcome_if_fault", Outcome)
        else:
            fault = outcome if base is None or "outcome" in table else base.outcome_if_fault
        owner = self.enum(table, "owner", Owner) if "owner" in table or base is None else base.owner
        steps = self.strings(table, "solution") if "solution" in table else self.steps
        return Wording(
            title=self.string(table, "title") if "title" in table or base is None else base.title,
            owner=owner,
            severity=self.enum(table, "severity", Severity) if "severity" in table or base is None else base.severity,
            outcome=outcome,
            outcome_if_recovered=recovered,
            outcome_if_fault=fault,
            cause=" ".join(self.string(table, "cause").split()) if "cause" in table or base is None else base.cause,
            solution=tuple(acting(step, owner) for step in steps),
            tell=self.tell(table, base, owner),
        )

    def tell(self, table: Mapping[str, Any], base: Wording | None, owner: Owner) -> Tell | None:
        """What the letter says. A variant has that of its rule unless it is another error, by its title, or owner."""
        if "tell" in table:
            try:
                return telling.read(table["tell"])
            except CatalogueError as error:
                raise self.fail(str(error)) from None
        if base is None or base.tell is None or "title" in table:
            return None
        return base.tell if owner in base.tell.readers else None

    def dated(self, value: Any, key: str = "") -> Any:
        """The same with the dates in it that stand in a table: `since = "ews-ended"`, `{on:ews-ended}` in a text."""
        if isinstance(value, dict):
            return {name: self.dated(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self.dated(item, key) for item in value]
        if not isinstance(value, str):
            return value
        if key in _DATES and _NAME.fullmatch(value):
            after = value.startswith(_AFTER)
            return self.date_of(value.removeprefix(_AFTER)) + timedelta(days=after)
        try:
            return dates.spoken(value)
        except KeyError as error:
            raise self.fail(_NO_DATE.format(error.args[0])) from None

    def date_of(self, name: str) -> date:
        found = dates.named(name)
        if found is None:
            raise self.fail(_NO_DATE.format(name))
        return found

    # -- conditions --------------------------------------------------------------------------------------------------

    def condition(self, table: Any, key: str) -> Condition:
        if not isinstance(table, dict) or not table:
            raise self.fail(f"{key} must be a table with a condition in it")
        for mode in ("all", "any", "none"):
            if mode in table:
                if len(table) > 1 or not isinstance(table[mode], list) or not table[mode]:
                    raise self.fail(f"{key}.{mode} must be a list of conditions and stand alone")
                return Group(mode=mode, tests=tuple(self.condition(item, f"{key}.{mode}") for item in table[mode]))
        for name, read in self.conditions.items():
            if name in table:
                return read(table, key)
        return self.event(table, key)

    @property
    def conditions(self) -> dict[str, Callable[[dict[str, Any], str], Condition]]:
        """How a condition is read that holds this key; one with none of them is a test of events."""
        return {
            "header": self.header,
            "version": self.version,
            "setting": self.setting,
            "case_since": self.period,
            "case_before": self.period,
            "count": self.count,
        }

    def header(self, table: dict[str, Any], key: str) -> HeaderTest:
        self.table(table, {"header", "value", "system", "at_least"}, key)
        return HeaderTest(
            header=self.string(table, "header"),
            value=self.pattern(table, "value") or Pattern(""),
            systems=self.enums(table, "system", System),
            at_least=self.integer(table, "at_least", 1),
        )

    def version(self, table: dict[str, Any], key: str) -> VersionTest:
        self.table(table, {"version", "deployment"}, key)
        version = self.pattern(table, "version") or Pattern("")
        return VersionTest(version=version, deployments=self.enums(table, "deployment", Deployment))

    def setting(self, table: dict[str, Any], key: str) -> SettingTest:
        self.table(table, {"setting", "value"}, key)
        setting, value = self.pattern(table, "setting"), self.pattern(table, "value")
        return SettingTest(setting=setting or Pattern(""), value=value or Pattern(""))

    def period(self, table: dict[str, Any], key: str) -> PeriodTest:
        self.table(table, {"case_since", "case_before"}, key)
        return PeriodTest(since=self.moment(table, "case_since"), before=self.moment(table, "case_before"))

    def count(self, table: dict[str, Any], key: str) -> CountTest:
        self.table(table, {"count", "at_least", "at_most"}, key)
        if (name := self.string(table, "count")) not in COUNTS:
            raise self.fail(f"{key}.count is {name!r}; use one of {', '.join(COUNTS)}")
        at_most = self.integer(table, "at_most", 0) if "at_most" in table else None
        return CountTest(name=name, at_least=self.integer(table, "at_least", 0), at_most=at_most)

    def event(self, table: Any, key: str) -> EventTest:
        table = self.table(table, _EVENT, key)
        if "text" in table and "contains" not in table:
            raise self.fail(f"{key}: a text pattern needs contains, a literal to look for first; add it")
        return EventTest(
            kinds=self.enums(table, "kind", EventKind),
            systems=self.enums(table, "system", System),
            protocols=self.enums(table, "protocol", Protocol),
            forms=self.enums(table, "answer", Form),
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
            passed=self.flag(table, "passed") if "passed" in table else None,
            impersonated=self.flag(table, "impersonated") if "impersonated" in table else None,
            calm=self.flag(table, "calm") if "calm" in table else None,
            access=self.enums(table, "access", Access),
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
        if _CONTROL.search(value):
            raise self.fail(f"{key} holds a control character; remove it")
        return value.strip()

    def strings(self, table: Mapping[str, Any], key: str, default: Sequence[str] | None = None) -> Sequence[str]:
        if key not in table and default is not None:
            return default
        value = table.get(key)
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.fail(f"{key} must be a list of texts")
        if any(map(_CONTROL.search, value)):
            raise self.fail(f"{key} holds a control character; remove it")
        return [item.strip() for item in value]

    def samples(self, table: Mapping[str, Any], key: str, others: str) -> tuple[Sample, ...]:
        """Each a text, or a table with the text as `sample` and the ids of further rules that it makes fire."""
        value = table.get(key)
        if not isinstance(value, list):
            raise self.fail(f"{key} must be a list of samples")
        found = []
        for item in value:
            if not isinstance(item, str | dict):
                raise self.fail(f"{key} must be a list of texts, or of tables with a sample")
            sample = {"sample": item} if isinstance(item, str) else self.table(item, {"sample", others}, key)
            text = sample.get("sample")
            if not isinstance(text, str) or not text.strip():
                raise self.fail(f"{key} must be a list of texts, or of tables with a sample")
            found.append(Sample(text, frozenset(self.strings(sample, others, default=()))))
        return tuple(found)

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

    def pattern(self, table: Mapping[str, Any], key: str) -> Pattern | None:
        if key not in table:
            return None
        try:
            if not self.proved:
                compiled(self.string(table, key))
        except re.error as error:
            raise self.fail(f"{key} is no valid pattern ({error}); correct it") from None
        except (RecursionError, OverflowError):
            raise self.fail(f"{key} is no valid pattern (nested too deep, or a count too large); correct it") from None
        return Pattern(self.string(table, key))

    def day(self, table: Mapping[str, Any], key: str) -> date | None:
        value = table.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        raise self.fail(f"{key} must be a date such as 2026-10-01, without quotes")

    def moment(self, table: Mapping[str, Any], key: str) -> datetime | None:
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        raise self.fail(f"{key} must be a date such as 2026-10-01, without quotes")
