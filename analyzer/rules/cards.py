"""A rule in words: as a card for a terminal, as JSON, as a page of the documentation, and as a draft to complete."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from analyzer import lazy_re
from analyzer.errors import AnalyzerError
from analyzer.model import System
from analyzer.rules.schema import EventTest, Rule, Wording, parts_of

_PLACE = lazy_re.compile(r"\{(\w+)(?:\|([^{}]*))?\}")
_HOLLOW = lazy_re.compile(r" \{\w+\|\}")
_SPACES = lazy_re.compile(r" {2,}")
_NOT_AN_ID = lazy_re.compile(r"[^a-z0-9]+")
_MASK = lazy_re.compile(r"<(?:guid|address|time|id|number)>")
_CODE = lazy_re.compile(r"Error[A-Z]\w{2,80}")
_ADDRESSES = {
    "exchange": ("mail.contoso.example", "/EWS/Exchange.asmx"),
    "c4c": ("my000000.crm.ondemand.com", "/sap/c4c/odata/v1/c4codataapi/ContactCollection"),
}
_FAULT = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>a:{code}</faultcode>'
    '<faultstring>{code}</faultstring><detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/'
    '2006/errors">{code}</e:ResponseCode></detail></s:Fault></s:Body></s:Envelope>'
)
_LITERAL = 60
"""Characters of a signature that a draft looks for."""


def plain(text: str, place: str = "") -> str:
    """A text with the names of what it would quote: `{total}` as <total>, `{forest|the forest}` as its own words.

    Args:
        text: words of a rule.
        place: what stands for such a name, in its place.
    """
    text = _HOLLOW.sub("", text)
    said = _PLACE.sub(lambda found: found[2] if found[2] is not None else place or f"<{found[1]}>", text)
    return _SPACES.sub(" ", said).strip()


def about(rules: Sequence[Rule], words: Sequence[str]) -> list[Rule]:
    """The rules that all of these words are about: first those that have them in id or title, each by its id."""
    wanted = [word.lower() for word in words]
    found = []
    for rule in rules:
        first = f"{rule.id} {plain(rule.wording.title)}".lower()
        tests = [test for test in parts_of(rule.when) if isinstance(test, EventTest)]
        asked = {str(value) for test in tests for value in (*test.statuses, *test.codes, test.contains)}
        whole = f"{first} {plain(rule.wording.cause)} {' '.join(asked)}".lower()
        if all(word in whole for word in wanted):
            exact = all(word in {value.lower() for value in asked} for word in wanted)
            found.append((not exact, not all(word in first for word in wanted), rule.id, rule))
    return [rule for *_, rule in sorted(found, key=lambda row: row[:3])]


def as_json(rule: Rule) -> dict[str, Any]:
    """What a rule says, for other tools."""
    words = rule.wording
    return {
        "rule": rule.id,
        "title": plain(words.title),
        "source": rule.source,
        "side": rule.side.value,
        "owner": words.owner.value,
        "severity": words.severity.value,
        "outcome": words.outcome.value,
        "outcome_if_recovered": words.outcome_if_recovered.value,
        "outcome_if_fault": words.outcome_if_fault.value,
        "basis": rule.basis.value,
        "maturity": rule.maturity.value,
        "checked": rule.checked.isoformat() if rule.checked else None,
        "valid_until": rule.valid_until.isoformat() if rule.valid_until else None,
        "cause": plain(words.cause),
        "solution": [plain(step) for step in words.solution],
        "references": list(rule.references),
        "samples": {"fires": len(rule.fires), "silent": len(rule.silent)},
        "file": rule.origin,
        "line": rule.line,
    }


def text(rule: Rule) -> str:
    """All about a rule, for a terminal."""
    words = rule.wording
    lines = [
        rule.id,
        plain(words.title),
        "",
        f"source    {rule.source}",
        f"side      {rule.side}",
        f"owner     {words.owner}",
        f"outcome   {_outcome(words)}",
        f"severity  {words.severity}",
        f"basis     {rule.basis}",
        f"maturity  {rule.maturity}",
        *([f"checked   {rule.checked}"] if rule.checked else []),
        *([f"holds to  {rule.valid_until}"] if rule.valid_until else []),
        f"defined   {rule.origin}, line {rule.line}",
        "",
        plain(words.cause),
        "",
        *(f"{number}. {plain(step)}" for number, step in enumerate(words.solution, 1)),
    ]
    for variant in rule.variants:
        lines += ["", f"In another case: {plain(variant.wording.title)} ({variant.wording.owner})"]
    lines += ["", *rule.references] if rule.references else []
    for heading, samples in (("It must fire on:", rule.fires), ("It must not fire on:", rule.silent)):
        for sample in samples:
            lines += ["", heading, *(f"  {line}" for line in sample.text.strip().split("\n"))]
    return "\n".join(lines)


def _outcome(words: Wording) -> str:
    said = words.outcome.value
    if words.outcome_if_recovered is not words.outcome:
        said += f", {words.outcome_if_recovered.value} where it recovered"
    if words.outcome_if_fault is not words.outcome:
        said += f", {words.outcome_if_fault.value} where a whole request ended with it"
    return said


def _shape(side: str, parts: Sequence[str], evidence: object) -> tuple[str, str, str]:
    """An id, a condition and a sample for an error of this signature: by its code, its status, or else its words."""
    host, path = _ADDRESSES.get(side, _ADDRESSES["exchange"])
    system = f"system = {json.dumps(side)}"
    request = f"POST {path} HTTP/1.1\nHost: {host}\n\n"
    for part in parts:
        if part.startswith("HTTP ") and part[5:].isdigit():
            answer = f"HTTP/1.1 {part[5:]} {part}\nContent-Type: text/plain\n\n"
            return f"{side}-{part[5:]}", f'{system}, kind = "http", status = {part[5:]}', request + answer
        if _CODE.fullmatch(part):
            answer = _FAULT.format(code=part)
            return part, f"{system}, code = {json.dumps(part)}", f"{request}HTTP/1.1 500 Error\n\n{answer}\n"
    words = _plain_line(parts[-1] if parts else "")
    said = max(_MASK.split(words), key=len).strip(" .:'\"")[:_LITERAL].lower()
    shown = _plain_line(str(evidence[0].get("excerpt", ""))) if isinstance(evidence, list) and evidence else ""
    name = _NOT_AN_ID.sub("-", said)[:40].strip("-").lstrip("-0123456789") or "new-error"
    sides = list(dict.fromkeys((side, "unknown")))
    return (
        name,
        f"system = {json.dumps(sides)}, contains = {json.dumps(said, ensure_ascii=False)}",
        shown or said,
    )


def _plain_line(text: str) -> str:
    """A text of a saved analysis, which anybody may have changed, on one line that can be printed."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def draft(rows: Sequence[Mapping[str, Any]], number: int) -> str:
    """A rule to complete, from the unexplained signature of that number.

    Raises:
        AnalyzerError: there is no such signature, or it has nothing to look for.
    """
    if number > len(rows):
        had = f"has {len(rows)} unexplained signatures" if rows else "explains every error: there is nothing to draft"
        raise AnalyzerError(f"--number {number}: the analysis {had}; see its list unexplained")
    side, *parts = str(rows[number - 1].get("signature", "")).split(" · ")
    if side not in set(System) or not any(map(str.strip, parts)):
        raise AnalyzerError(f"--number {number}: this signature names no error to look for; see its list unexplained")
    name, condition, sample = _shape(side, parts, rows[number - 1].get("evidence"))
    return f"""# Draft: complete every line with TODO, then: ssi-analyze rules check THIS_FILE
[[rule]]
id = {json.dumps(name)}
title = "TODO one sentence to say on the phone"
source = "TODO the vendor's name for the component"
side = {json.dumps(side)}
owner = "ssi-support"            # TODO who acts
severity = "medium"              # TODO critical, high, medium, low, info
outcome = "issue"                # TODO error: nothing synchronizes; issue: some records fail; info
basis = "inferred"
maturity = "seen"
cause = "TODO why it happens, for the reader who has to act"
solution = ["TODO {{Owner}} takes the first step"]
references = []
when = {{ {condition} }}
fires = [{json.dumps(sample, ensure_ascii=False)}]
silent = ["TODO a text that looks like it and must not fire"]
"""
