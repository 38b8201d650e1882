"""The catalogue of known errors, its schema, and the engine that asks it. May import model, errors, reference."""

from __future__ import annotations

from analyzer.model import Event, EventKind, Facts, Finding, Outcome
from analyzer.rules import engine, explaining, graph_codes, quotes, response_codes, verdict
from analyzer.rules.catalogue import Catalogue
from analyzer.rules.explaining import Step
from analyzer.rules.index import Events
from analyzer.rules.schema import LastResort, Rule


def judge(catalogue: Catalogue, facts: Facts) -> tuple[list[Finding], list[Event]]:
    """All findings, worst first, and the error events that nothing explains.

    The order of asking: the catalogue by rank, then the table of response codes, then the rules for messages that say
    nothing by themselves. Those are dropped where an error of the same side is found: it is what the message is about.
    """
    events = open_events(catalogue, facts)
    findings = engine.judge([rule for rule in catalogue.rules if rule.last_resort is LastResort.NO], facts, events)
    for table in (response_codes, graph_codes):
        by_code, explained = table.judge(events.left())
        events.explain(explained, "the table of response codes")
        findings += by_code
    for rule in (rule for rule in catalogue.rules if rule.last_resort is not LastResort.NO):
        found = engine.judge([rule], facts, events)
        by_side = rule.last_resort is LastResort.SIDE
        others = [other for other in findings if not by_side or other.side is rule.side]
        findings += [one for one in found if not any(_says_more(other, one) for other in others)]
    left = [event for event in events.left() if is_error(event, facts)]
    found_quotes, left = quotes.apart(left, events.explained(), facts.repeated)
    told = [quotes.with_places(finding, found_quotes, events.gone) for finding in findings]
    return sorted(told, key=verdict.order), left


def _says_more(other: Finding, one: Finding) -> bool:
    """An error is what a message without a reason is about; so is an error that passed, if the message passed too."""
    return other.outcome is Outcome.ERROR or (one.recovered and other.recovered and other.outcome is Outcome.ISSUE)


def open_events(catalogue: Catalogue, facts: Facts) -> Events:
    """The events of a case before any rule is asked; failed attempts before another address worked are none."""
    return Events([event for event in facts.events if not event.probe], catalogue.literals)


def explain(catalogue: Catalogue, rule: Rule, facts: Facts) -> tuple[list[Step], str]:
    """Every condition of a rule with what the case has of it, and which rule was asked first about its events."""
    events = open_events(catalogue, facts)
    steps = explaining.steps(rule, facts, events)
    match = engine.holds(rule.when, facts, events)
    if match is None:
        return steps, ""
    engine.judge([other for other in catalogue.rules if other.rank >= rule.rank and other is not rule], facts, events)
    takers = sorted({events.gone[id(event)] for event in match.events if id(event) in events.gone})
    return steps, ", ".join(takers)


def is_error(event: Event, facts: Facts) -> bool:
    """Requests without an answer, in a dump that holds no answers at all, say nothing; nor does a mere mention."""
    if event.mention:
        return False
    return event.kind is not EventKind.NO_ANSWER or bool(facts.answered) or bool(event.text)
