"""Proves a catalogue by its own samples: what must fire fires, what must not stays silent, and no pattern runs away."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from analyzer.analysis import Options, analyze_sources
from analyzer.intake import Source
from analyzer.limits import DEFAULT
from analyzer.model import Analysis, Outcome
from analyzer.reference import dates
from analyzer.rules import speaking, telling
from analyzer.rules.catalogue import Catalogue, faults, is_ours
from analyzer.rules.schema import Rule, Sample


class Problem(Struct, frozen=True):
    """What is wrong with a rule, where, and what to do."""

    rule: Rule
    what: str

    def __str__(self) -> str:
        return f"{self.rule.origin}:{self.rule.line}: rule {self.rule.id!r}: {self.what}"


def problems(catalogue: Catalogue, chosen: frozenset[str]) -> Iterator[Problem]:
    """Everything that is wrong with the chosen rules, asked together with all others of the catalogue."""
    known = {rule.id for rule in catalogue.rules}
    for rule in catalogue.rules:
        if rule.id in chosen:
            yield from (Problem(rule, fault) for fault in faults(rule))
            for unknown in sorted(rule.follows - known):
                yield Problem(rule, f"follows names {unknown!r}, which is no rule; correct the id")
            yield from (Problem(rule, said) for said in speaking.faults(rule) if is_ours(rule))
            for words in speaking.wordings(rule):
                if words.tell is not None:
                    yield from (Problem(rule, said) for said in telling.faults(words.tell, words.owner))
            yield from _samples(rule, catalogue, known)


def overdue(rules: Sequence[Rule], on: date, months: int) -> Iterator[str]:
    """What has to be looked at again on a day: rules, and the dates of the table that they share."""
    facts = [(f"{rule.origin}:{rule.line}: rule {rule.id!r}", rule.checked, rule.valid_until) for rule in rules]
    facts += [(f"{dates.TABLE}: {row.id}", row.checked, row.valid_until) for row in dates.known().values()]
    for where, checked, until in facts:
        if until is not None and until < on:
            yield f"{where}: holds until {until}; look at its sources, then correct it or move valid_until"
        elif checked is not None and _months_after(checked, months) < on:
            yield f"{where}: was checked on {checked}; look at its sources again, then set checked to that day"


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))


def _samples(rule: Rule, catalogue: Catalogue, known: set[str]) -> Iterator[Problem]:
    for key, samples in (("fires", rule.fires), ("silent", rule.silent)):
        others = "also" if key == "fires" else "instead"
        for number, sample in enumerate(samples, 1):
            where = f"{key} sample {number}"
            if unknown := sorted(sample.others - known):
                yield Problem(rule, f"{where}: {others} names {unknown[0]!r}, which is no rule; correct the id")
                continue
            fired = _fired(sample, catalogue)
            if key == "fires" and rule.id not in fired:
                said = f"; {', '.join(sorted(fired))} does instead" if fired else ""
                yield Problem(rule, f"{where} does not make it fire{said}; correct the condition or the sample")
            if key == "silent" and rule.id in fired:
                yield Problem(rule, f"{where} makes it fire; narrow the condition or correct the sample")
            if missing := sorted(sample.others - fired.keys()):
                yield Problem(rule, f"{where}: {others} names {missing[0]!r}, which it does not make fire; take it out")
            loud = (other for other, outcome in fired.items() if outcome is not Outcome.INFO and other != rule.id)
            for other in sorted(set(loud) - sample.others):
                yield Problem(
                    rule, f"{where} makes {other!r} fire too; narrow that rule, or name it in {others} if it is right"
                )


def analysed(text: str, catalogue: Catalogue) -> Analysis:
    """What a text amounts to that is no file: a sample of a rule, a line that somebody pasted."""
    source = Source("sample.txt", io.BytesIO(text.strip().encode("utf-8", "replace") + b"\n"), DEFAULT)
    return analyze_sources([source], catalogue, Options())


def _fired(sample: Sample, catalogue: Catalogue) -> dict[str, Outcome]:
    return {finding.rule: finding.outcome for finding in analysed(sample.text, catalogue).findings}
