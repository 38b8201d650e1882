"""The types of the document and the schema that is published of it say the same: keys, which of them must be there, types."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from analyzer.model import (
    Access,
    Basis,
    Confidence,
    Kind,
    Outcome,
    Owner,
    Privacy,
    Protocol,
    Remark,
    Severity,
    System,
    VerdictOutcome,
)
from analyzer.report import saved, typed

OF_SCHEMA = {"string": str, "integer": int, "boolean": bool, "null": type(None)}


def plain(kind: Any) -> Any:
    """A type without what only says whether its key must be there; a sentence is a text."""
    if get_origin(kind) is NotRequired:
        return plain(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        parts = {plain(part) for part in get_args(kind)} - {Remark}
        return parts.pop() if len(parts) == 1 else frozenset(parts)
    return kind


def wanted(rule: Mapping[str, Any]) -> set[Any]:
    """The types that the schema allows for a value."""
    if "const" in rule:
        return {type(rule["const"])}
    if "enum" in rule:
        return {str}
    named = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
    return {OF_SCHEMA.get(name, name) for name in named}


def differing(kind: Any, rule: Mapping[str, Any], at: str) -> Iterator[str]:
    """Where a type and the schema say different things."""
    rule = saved._resolved(rule)
    parts = plain(kind)
    parts = set(parts) if isinstance(parts, frozenset) else {parts}
    asked = wanted(rule)
    for part in parts:
        if is_typeddict(part):
            asked -= {"object"} if "object" in asked else {f"{at} is no object"}
            yield from in_object(part, rule, at)
        elif get_origin(part) is list:
            asked -= {"array"}
            yield from differing(get_args(part)[0], rule["items"], f"{at}[]")
        elif get_origin(part) is dict:
            asked -= {"object"}
            yield from differing(get_args(part)[1], rule["additionalProperties"], f"{at}.*")
        elif part in asked:
            asked -= {part}
        else:
            yield f"{at} may be {part} by its type, by the schema {sorted(map(str, wanted(rule)))}"
    if asked:
        yield f"{at} may be {sorted(map(str, asked))} by the schema, by its type {kind}"


def in_object(kind: Any, rule: Mapping[str, Any], at: str) -> Iterator[str]:
    hints = get_type_hints(kind, include_extras=True)
    known = rule["properties"]
    yield from (f"{at}.{name} is in the schema, and has no type" for name in known.keys() - hints.keys())
    yield from (f"{at}.{name} has a type, and is not in the schema" for name in hints.keys() - known.keys())
    for name in known.keys() & hints.keys():
        there = name in rule.get("required", ()) or "default" in saved._resolved(known[name])
        must = get_origin(hints[name]) is not NotRequired
        if there != must:
            yield f"{at}.{name}: the schema {'has it always' if there else 'can lack it'}, the type does not say so"
        yield from differing(hints[name], known[name], f"{at}.{name}")


def test_the_types_of_the_document_are_those_of_the_published_schema() -> None:
    assert list(differing(typed.Whole, saved.schema(), "$")) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"properties": {"name": {"type": "string"}}}, "files has a type, and is not in the schema"),
        ({"properties": {"name": {"type": "integer"}}, "required": ["name"]}, "$.name may be"),
        (
            {
                "properties": {"name": {"type": "string"}, "files": {"type": "integer"}, "new": {"type": "string"}},
                "required": ["name", "files"],
            },
            "$.new is in the schema, and has no type",
        ),
        (
            {"properties": {"name": {"type": "string"}, "files": {"type": "integer"}}, "required": ["name"]},
            "$.files: the schema can lack it",
        ),
    ],
)
def test_a_difference_is_found_either_way(change: dict[str, Any], said: str) -> None:
    found = list(differing(typed.Upload, {"type": "object", **change}, "$"))

    assert any(said in one for one in found), found


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("$defs/finding/properties/system", System),
        ("$defs/protocol", Protocol),
        ("$defs/owner", Owner),
        ("properties/verdict/properties/outcome", VerdictOutcome),
        ("properties/verdict/properties/confidence/properties/level", Confidence),
        ("properties/documents/items/properties/kind", Kind),
        ("properties/access/items/properties/kind", Access),
        ("properties/made/properties/privacy", Privacy),
        ("$defs/finding/properties/outcome", Outcome),
        ("$defs/finding/properties/severity", Severity),
        ("$defs/finding/properties/basis", Basis),
    ],
)
def test_the_schema_lists_every_member_of_a_kind_and_no_other(path: str, kind: type[StrEnum]) -> None:
    rule: Any = saved.schema()
    for part in path.split("/"):
        rule = rule[part]

    assert set(rule["enum"]) == {member.value for member in kind}
