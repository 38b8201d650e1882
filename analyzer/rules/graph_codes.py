"""Findings for codes and statuses of Microsoft Graph that no rule of the catalogue explains: the table has the words.

The table is `reference/graph_error_codes.csv`: who acts, and whether it passes by itself. A code that is neither in a
rule nor in the table stays unexplained.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analyzer.model import Basis, Event, Filled, Finding, Outcome, Owner, Severity, System
from analyzer.reference import graph_error_codes
from analyzer.rules.engine import count_of, evidence_of, is_of_graph, mailboxes_of, sessions_of, side_of
from analyzer.rules.response_codes import SAID

LEARN = "https://learn.microsoft.com/graph/errors"


_SAYS_NOTHING = ("unknownerror", "generalexception")
"""Codes beside which the status alone says what happened."""


@cache
def _table() -> dict[str, Any]:
    import tomllib  # costs a start three milliseconds, and most uploads need none of it

    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def judge(events: Sequence[Event]) -> tuple[list[Finding], list[Event]]:
    """A finding for each code of the table and who acts on it, and the events that these explain."""
    known: dict[tuple[str, str], tuple[dict[str, str], list[Event]]] = {}
    for event in events:
        if is_of_graph(event) and (row := row_of(event)) is not None:
            key = (row["code"], row["message"])
            known.setdefault(key, (row, []))[1].append(event)
    findings = [_finding(row, found) for _, (row, found) in sorted(known.items())]
    return findings, [event for _, found in known.values() for event in found]


def row_of(event: Event) -> dict[str, str] | None:
    """The row for an event: of its innermost code that is known, else of its code, else of its bare status."""
    if not event.code and event.status is None:
        return None
    table = graph_error_codes()
    names = [*reversed(event.inner), event.code] if event.code else [str(event.status)]
    if event.status is not None and (event.code or "").lower() in _SAYS_NOTHING:
        names.insert(-1, str(event.status))
    said = event.text.lower()
    for name in names:
        for row in table.get((name or "").lower(), ()):
            if row["message"].lower() in said:
                return row
    return None


def _finding(row: dict[str, str], events: list[Event]) -> Finding:
    code, owner = row["code"], Owner(row["owner"])
    recovered = all(event.recovered for event in events)
    whole = code.lower() in _table()["whole"] and not recovered and not all(event.passed for event in events)
    passes = owner is Owner.NOBODY
    text = max((event.text for event in events), key=len)[:300].rstrip(".")
    is_status = code.isdigit()
    return Finding(
        rule=f"graph-{code}" if is_status else code,
        title=Filled(f"Microsoft Graph answers {code}: {_small(row['meaning'])}"),
        source=_table()["source"],
        side=System.EXCHANGE,
        system=side_of(events),
        outcome=Outcome.ERROR if whole else Outcome.ISSUE,
        severity=Severity.HIGH if whole else Severity.LOW if passes else Severity.MEDIUM,
        basis=Basis.INFERRED,
        owner=owner,
        count=count_of(events),
        first_seen=min((e.first_seen for e in events if e.first_seen), default=None),
        last_seen=max((e.last_seen for e in events if e.last_seen), default=None),
        parameters={},
        cause=Filled.of(f"{row['meaning']}.{SAID if text else ''}", {"text": text}),
        solution=tuple(map(Filled, _table()["steps"][owner])),
        references=(LEARN,),
        evidence=evidence_of(events),
        recovered=recovered,
        mailboxes=mailboxes_of(events),
        sessions=sessions_of(events),
    )


def _small(meaning: str) -> str:
    """The meaning as the end of a sentence."""
    first = meaning.partition(" ")[0]
    return meaning if first.upper() == first and len(first) > 1 else meaning[:1].lower() + meaning[1:]
