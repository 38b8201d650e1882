"""The catalogue of known errors, its schema, and the engine that asks it. May import model, errors, reference."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.model import Event, Facts, Finding, Outcome
from analyzer.rules import engine, engine_codes, response_codes, verdict
from analyzer.rules.schema import Rule


def judge(rules: Sequence[Rule], facts: Facts) -> tuple[list[Finding], list[Event]]:
    """All findings, worst first, and the error events that nothing explains.

    The order of asking: the catalogue by rank, then the table of response codes, then the rules for messages that say
    nothing by themselves. Those are dropped where an error of the same side is found: it is what the message is about.
    """
    events = [event for event in facts.events if not event.probe]
    findings, events = engine.judge([rule for rule in rules if not rule.last_resort], facts, events)
    for table in (response_codes, engine_codes):
        by_code, events = table.judge(events)
        findings += by_code
    for rule in (rule for rule in rules if rule.last_resort):
        found, events = engine.judge([rule], facts, events)
        side = rule.source[:8]
        if not any(other.outcome is Outcome.ERROR and other.source.startswith(side) for other in findings):
            findings += found
    return sorted(findings, key=verdict.order), [event for event in events if _is_error(event, facts)]


def _is_error(event: Event, facts: Facts) -> bool:
    """Requests without an answer, in a dump that holds no answers at all, say nothing."""
    return event.kind != "no-answer" or bool(facts.answered) or bool(event.text)
