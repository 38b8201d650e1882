"""Findings for engine codes that no rule of the catalogue explains, by their family and severity.

The vendor's table gives each code a severity: L does not affect synchronization, M is likely to, S stops it and can
usually be mended locally, C stops it and cannot. Source: revenuegrid.com/ssi/docs/kb/articles/Sync-Error-Codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from analyzer.model import Basis, Event, Finding, Outcome, Owner, Severity
from analyzer.reference import engine_codes
from analyzer.rules.engine import count_of, evidence_of

SOURCE = "https://revenuegrid.com/ssi/docs/kb/articles/Sync-Error-Codes"

_FAMILIES = {
    "SC": "The synchronization scheme does not fit the data ({code})",
    "SD": "A storage returned data that the engine cannot use ({code})",
    "SE": "A record could not be synchronized ({code})",
    "SI": "The engine met an internal condition ({code})",
    "SW": "The session ended with {code}",
}
_CAUSES = {
    "SC": "The configuration of the customization contradicts itself or the data; the engine cannot work with it.",
    "SD": "One of the two storages returned records that contradict each other or are incomplete.",
    "SE": "A single record was refused; the session goes on without it.",
    "SI": "Something inside the engine did not go as planned.",
    "SW": "This is the status the engine gives the whole session.",
}
_STEPS = {
    Owner.SSI_SUPPORT: (
        "Collect the whole log pack of the session.",
        "Open a case on component LOD-CRM-GW-SCC with the pack and the message in the evidence.",
    ),
    Owner.C4C_KEY_USER: (
        "Open the Issues tab of the Sync dashboard and look at the records it names.",
        "Correct the data, then synchronize again.",
    ),
}
_WEIGHTS = {
    "C": (Outcome.ERROR, Severity.CRITICAL),
    "S": (Outcome.ERROR, Severity.HIGH),
    "M": (Outcome.ISSUE, Severity.MEDIUM),
    "L": (Outcome.ISSUE, Severity.LOW),
}
_HARMLESS = {"SI0012"}


def judge(events: Sequence[Event]) -> tuple[list[Finding], list[Event]]:
    """A finding for each engine code of the table; returns also the other events."""
    known = engine_codes()
    by_code: dict[str, list[Event]] = defaultdict(list)
    left: list[Event] = []
    for event in events:
        if event.kind == "message" and event.code is not None and event.code in known:
            by_code[event.code].append(event)
        else:
            left.append(event)
    return [_finding(code, found, known[code]) for code, found in sorted(by_code.items())], left


def _finding(code: str, events: list[Event], row: dict[str, str]) -> Finding:
    outcome, severity = _WEIGHTS.get(row["severity"], _WEIGHTS["M"])
    if code in _HARMLESS:
        outcome, severity = Outcome.INFO, Severity.INFO
    contact = "contact us" in row["vendor_solution"].lower()
    owner = Owner.SSI_SUPPORT if contact else Owner.C4C_KEY_USER
    family = code[:2]
    text = max((event.text for event in events), key=len)[:300].rstrip(".")
    return Finding(
        rule=code,
        title=_FAMILIES[family].format(code=code),
        source="Synchronization engine",
        outcome=outcome,
        severity=severity,
        basis=Basis.DOCUMENTED,
        owner=Owner.NOBODY if outcome is Outcome.INFO else owner,
        count=count_of(events),
        first_seen=min((e.first_seen for e in events if e.first_seen), default=None),
        last_seen=max((e.last_seen for e in events if e.last_seen), default=None),
        parameters={},
        cause=f"{_CAUSES[family]} The engine's words: “{text}”.",
        solution=_STEPS[owner],
        references=(SOURCE,),
        evidence=evidence_of(events),
    )
