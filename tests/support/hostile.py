"""Strings that want to be more than text, and analyses in which every string is one of them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from analyzer.report import saved

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "address of a script": "javascript:alert(1)",
    "end of a style": "</style></pre></code><b>",
    "attribute": "\" onload='x' =",
    "bidi": "a\u202eevil\u2066b\u200b\ufeff",
    "escapes": "a\x1b[31mred\x07\x1b]0;title\x07\x9b2J\rb\x08",
    "formula": '=HYPERLINK("http://evil.example",1)',
    "formula after a semicolon": 'x;=1+1;"@SUM(1);-2+3',
    "formula in full width": "  \uff1d1+1",
    "formula after a tab": "\t+1-1",
    "old data exchange": "@SUM(1)*cmd|' /C calc'!A0",
    "link": "[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example>",
    "reference": "[x]: https://evil.example",
    "address": "see https://evil.example and www.evil.example, mail eve@evil.example",
    "mention": "@everyone @octocat/all [~admin] [~accountid:1] <@U1> <!channel>",
    "issues": "#1 !1 %1 ~bug &1 GH-1 PROJ-123 owner/repo#1 0123456789abcdef :+1: $`x`$",
    "emphasis": "**bold** __bold__ *it* _it_ ~~gone~~",
    "code": "``` ````` ` x",
    "fence": "a\n```\n# b\n~~~\n\n- c",
    "heading": "# a\n===\n---\n",
    "table": "a | b || c |\n|---|---|\n| d |",
    "list": "- a\n1. b\n2) c\n+ d\n> e",
    "number": "12. twelve",
    "HTML block": "<details><summary>x</summary>\n\n<!-- ",
    "entities": "&lt;script&gt; &#x3c; &copy;",
    "lines": "a\r\nb\u2028c\u2029d\x0be\x0cf\x85g",
    "wiki": "{code}{html}<b>{html}{color:red} h1. x !https://evil.example/x.png! [x|https://evil.example]",
    "backslashes": "\\\\ \\` \\| \\",
    "empty": "",
    "spaces": "   ",
    "long": "long" * 9_000,
    "stacked": "a" + "\u0301" * 500,
}


def with_every_string(document: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The analysis with this text for every string that the schema leaves free; keys of free objects, too."""
    changed: dict[str, Any] = _changed(document, saved.schema(), text)
    return changed


def _changed(value: Any, rule: Mapping[str, Any], text: str) -> Any:
    if "$ref" in rule:
        rule = {**saved.schema()["$defs"][rule["$ref"].removeprefix("#/$defs/")], **rule}
    if isinstance(value, list):
        if rule.get("items", {}).get("type") == "array":  # marks, which would lie outside of a short text
            return []
        return [_changed(inner, rule.get("items", {}), text) for inner in value]
    if isinstance(value, dict):
        known = rule.get("properties", {})
        others = rule.get("additionalProperties")
        further = others if isinstance(others, dict) else {}
        return {
            (name if name in known else f"{text}{place}"): _changed(inner, known.get(name, further), text)
            for place, (name, inner) in enumerate(value.items())
        }
    free = isinstance(value, str) and not {"enum", "const", "pattern"} & rule.keys()
    return text if free else value


MOMENTS = (
    None,
    "0001-01-01T00:00:00Z",
    "2026-10-12T08:00:00Z",
    "2026-10-12T08:00:00.5Z",
    "9999-12-31T23:59:59.999999999Z",
)


def any_analysis(chance: random.Random) -> dict[str, Any]:
    """An analysis of the published form and of no sense at all."""
    found: dict[str, Any] = _any(saved.schema(), chance)
    if found["findings"] and chance.random() < 0.7:
        found["verdict"]["rule"] = found["findings"][0]["rule"]
    return found


def _any(rule: Mapping[str, Any], chance: random.Random) -> Any:
    if "$ref" in rule:
        rule = {**saved.schema()["$defs"][rule["$ref"].removeprefix("#/$defs/")], **rule}
    if "const" in rule or "enum" in rule:
        return chance.choice(rule.get("enum") or [rule["const"]])
    if "format" in rule:
        return chance.choice(MOMENTS)
    kind = rule["type"] if isinstance(rule["type"], str) else chance.choice(rule["type"])
    match kind:
        case "boolean":
            return chance.random() < 0.5
        case "integer":
            return chance.choice([rule.get("minimum", 0), 1, 200, min(1500, rule["maximum"]), rule["maximum"]])
        case "string":
            texts = [text for text in PAYLOADS.values() if len(text) < 5000] + ["X-FEServer", "clean"]
            return chance.choice(["", "a" * 64] if "pattern" in rule else texts)
        case "array":
            marks = rule["items"].get("type") == "array"
            return [] if marks else [_any(rule["items"], chance) for _ in range(chance.choice([0, 1, 2, 5]))]
        case "object":
            asked = rule.get("required", ())
            found = {
                name: _any(inner, chance)
                for name, inner in rule.get("properties", {}).items()
                if name in asked or chance.random() < 0.7
            }
            if isinstance(rule["additionalProperties"], dict):
                found |= {f"name {place}": _any(rule["additionalProperties"], chance) for place in range(3)}
            return found
    return None
