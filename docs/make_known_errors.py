"""The pages of docs/known-errors/: one for each rule of the catalogue, and an index by source, symptom and owner.

`python -m docs.generate` writes them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from analyzer.model import Owner
from analyzer.reference.owners import NAMES
from analyzer.rules import catalogue
from analyzer.rules.cards import as_json, plain
from analyzer.rules.schema import EventTest, HeaderTest, Rule, parts_of

FOLDER = Path(__file__).resolve().parent / "known-errors"
NOTE = "<!-- Written by docs/make_known_errors.py from analyzer/rules/catalogue/; change the rule, not this page. -->\n"


def _acting(owner: Owner) -> str:
    """`The C4C key user`, at the beginning of a sentence."""
    named = NAMES[owner]
    if not named.actor:
        return named.office
    name = named.said.removeprefix("the ").removeprefix("customer's ").partition(" (")[0]
    return f"The {name}" if named.actor.startswith("the ") else name


OWNERS = {owner.value: _acting(owner) for owner in Owner}


def pages() -> dict[str, str]:
    """Every page by its file name."""
    rules = sorted(catalogue.load().rules, key=lambda rule: rule.id.lower())
    return {"README.md": index(rules)} | {f"{rule.id}.md": page(rule) for rule in rules}


def page(rule: Rule) -> str:
    """The page of one rule."""
    told = as_json(rule)
    lines = [
        NOTE,
        f"# {escaped(told['title'])}",
        "",
        f"`{rule.id}`",
        "",
        "| | |",
        "|---|---|",
        f"| source | {escaped(rule.source)} |",
        f"| who acts | {OWNERS[told['owner']]} |",
        f"| outcome | {told['outcome']} |",
        *extra(told),
        f"| severity | {told['severity']} |",
        f"| basis | {told['basis']} |",
        f"| maturity | {told['maturity']} |",
        "",
        "## Why",
        "",
        escaped(told["cause"]),
        "",
        "## What to do",
        "",
        *(f"{number}. {escaped(step)}" for number, step in enumerate(told["solution"], 1)),
        "",
    ]
    for variant in rule.variants:
        words = variant.wording
        lines += ["## In another case", "", f"{escaped(plain(words.title))}. {OWNERS[words.owner]} acts.", ""]
        lines += [escaped(plain(words.cause)), ""] if words.cause != rule.wording.cause else []
    if found := symptoms(rule):
        lines += ["## How it shows", "", *(f"- {symptom}" for symptom in found), ""]
    if rule.references:
        lines += ["## Sources", "", *(f"- <{link}>" for link in rule.references), ""]
    for heading, samples in (("It fires on", rule.fires), ("It does not fire on", rule.silent)):
        lines += [f"## {heading}", ""]
        for sample in samples:
            lines += ["```text", sample.text.strip().replace("```", "'''"), "```", ""]
    return "\n".join(lines)


def extra(told: dict[str, str]) -> list[str]:
    """The outcomes of special cases, where they differ."""
    rows = []
    if told["outcome_if_recovered"] != told["outcome"]:
        rows.append(f"| outcome where it recovered | {told['outcome_if_recovered']} |")
    if told["outcome_if_fault"] != told["outcome"]:
        rows.append(f"| outcome where a request ended with it | {told['outcome_if_fault']} |")
    return rows


def symptoms(rule: Rule) -> list[str]:
    """What a person sees of it: codes, statuses, header fields, words."""
    found: dict[str, None] = {}
    for test in parts_of(rule.when, but_none=True):
        if isinstance(test, HeaderTest):
            found[f"header `{test.header}`"] = None
        if isinstance(test, EventTest):
            found |= dict.fromkeys(f"code `{code}`" for code in sorted(test.codes))
            side = "C4C" if test.systems == {"c4c"} else "Exchange"
            found |= dict.fromkeys(f"HTTP {status} from {side}" for status in sorted(test.statuses))
            if test.contains:
                found[f"“{escaped(test.contains)}”"] = None
    return list(found)


def index(rules: list[Rule]) -> str:
    """All rules by source, by symptom, by who acts."""
    lines = [NOTE, "# Known errors", "", f"{len(rules)} of them. Each page is written from the catalogue.", ""]
    by_source: dict[str, list[str]] = defaultdict(list)
    by_owner: dict[str, list[str]] = defaultdict(list)
    by_symptom: dict[str, list[str]] = defaultdict(list)
    for rule in rules:
        line = f"- [{escaped(plain(rule.wording.title))}]({rule.id}.md) `{rule.id}`"
        by_source[rule.source].append(line)
        by_owner[OWNERS[rule.wording.owner]].append(line)
        for symptom in symptoms(rule):
            by_symptom[symptom].append(f"[{rule.id}]({rule.id}.md)")
    for heading, groups in (("By source", by_source), ("By who acts", by_owner)):
        lines += [f"## {heading}", ""]
        for name in sorted(groups):
            lines += [f"### {escaped(name)}", "", *groups[name], ""]
    lines += ["## By symptom", ""]
    lines += [f"- {symptom}: {', '.join(by_symptom[symptom])}" for symptom in sorted(by_symptom)]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
