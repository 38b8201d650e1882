"""Findings for EWS response codes that no rule of the catalogue explains: `response_codes.toml` has the words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analyzer.model import Basis, Deployment, Event, EventKind, Filled, Finding, Outcome, Owner, Severity, System
from analyzer.reference import dates, response_codes
from analyzer.reference.owners import acting
from analyzer.rules.engine import count_of, evidence_of, is_of_graph, mailboxes_of, sessions_of, side_of

SAID = " The server's words: “{text}”."
"""Behind a cause, where the server said anything."""
LEARN = "https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode"


@cache
def _table() -> dict[str, Any]:
    import tomllib  # costs a start three milliseconds, and most uploads need none of it

    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def judge(events: Sequence[Event]) -> tuple[list[Finding], list[Event]]:
    """A finding for each code of the table, and the events that these explain."""
    known = response_codes()
    by_code: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if is_of_graph(event):
            continue  # the same names, but a table of their own
        named = event.kind in (EventKind.FAULT, EventKind.RESPONSE, EventKind.MESSAGE)
        if named and event.code is not None and event.code in known:
            by_code[event.code].append(event)
    findings = [_finding(code, found, known[code]) for code, found in sorted(by_code.items())]
    return findings, [event for found in by_code.values() for event in found]


def group_of(code: str, category: str) -> dict[str, Any]:
    """The words for a code: of the group that names it, else of the group of its category, else of the last."""
    groups: list[dict[str, Any]] = _table()["group"]
    named = next((group for group in groups if code in group.get("codes", ())), None)
    return named or next((group for group in groups if category in group["categories"]), groups[-1])


def _finding(code: str, events: list[Event], row: dict[str, str]) -> Finding:
    ended = any(_ends_session(event, row) for event in events)
    recovered = all(event.recovered for event in events)
    words = group_of(code, row["category"])
    outcome, severity = _weight(words, events, row, ended=ended)
    text = max((event.text for event in events), key=len)[:300].rstrip(".")
    return Finding(
        rule=code,
        title=Filled(f"{words['says']} ({code})"),
        source=_table()["source"],
        side=System.EXCHANGE,
        system=side_of(events),
        outcome=outcome,
        severity=severity,
        basis=Basis.INFERRED,
        owner=(owner := _owner(words, events, recovered=recovered)),
        count=count_of(events),
        first_seen=min((e.first_seen for e in events if e.first_seen), default=None),
        last_seen=max((e.last_seen for e in events if e.last_seen), default=None),
        parameters={},
        cause=Filled.of(dates.spoken(words["cause"]) + (SAID if text else ""), {"text": text}),
        solution=tuple(
            Filled(acting(dates.spoken(step), owner)) for step in _steps(words, events, recovered=recovered)
        ),
        references=(LEARN,),
        evidence=evidence_of(events),
        recovered=recovered,
        mailboxes=mailboxes_of(events),
        sessions=sessions_of(events),
        told_only=all(event.kind is EventKind.MESSAGE for event in events),
    )


def _ends_session(event: Event, row: dict[str, str]) -> bool:
    """A fault that nothing good follows, or a code about the whole mailbox; a code about one item ends nothing."""
    return not event.recovered and not event.passed and (event.kind is EventKind.FAULT or row["scope"] == "session")


def _weight(
    words: dict[str, Any], events: Sequence[Event], row: dict[str, str], *, ended: bool
) -> tuple[Outcome, Severity]:
    if words.get("harmless"):
        return Outcome.INFO, Severity.INFO
    if ended:
        return Outcome.ERROR, Severity.HIGH
    whole = row["scope"] == "session" or any(event.kind is EventKind.FAULT for event in events)
    return Outcome.ISSUE, Severity.MEDIUM if whole else Severity.LOW


def _is_online(events: Sequence[Event]) -> bool:
    return any(event.deployment is Deployment.ONLINE for event in events)


def _owner(words: dict[str, Any], events: Sequence[Event], *, recovered: bool) -> Owner:
    if recovered and "recovered_owner" in words:
        return Owner(words["recovered_owner"])
    return Owner(words.get("owner_online", words["owner"]) if _is_online(events) else words["owner"])


def _steps(words: dict[str, Any], events: Sequence[Event], *, recovered: bool) -> tuple[str, ...]:
    if recovered and "steps_recovered" in words:
        return tuple(words["steps_recovered"])
    return tuple(words.get("steps_online", words["steps"]) if _is_online(events) else words["steps"])
