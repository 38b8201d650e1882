"""Findings for EWS response codes that no rule of the catalogue explains: the table says what they mean and who acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from analyzer.model import Basis, Deployment, Event, Finding, Outcome, Owner, Severity
from analyzer.reference import response_codes
from analyzer.rules.engine import count_of, evidence_of

LEARN = "https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode"

_HARMLESS = {
    "ErrorNameResolutionNoResults": "a search for a name that found nothing is an answer, not a failure",
    "ErrorNameResolutionMultipleResults": "a search for a name that found several is an answer, not a failure",
    "ErrorBatchProcessingStopped": "the rest of a batch was not tried because an earlier part of it failed",
}
_STEPS = {
    Owner.EXCHANGE_ADMIN: (
        "Check on the Exchange server what the message says about the mailbox or the permission it names.",
        "Give Microsoft the request-id, date and server names of the evidence if the cause is not visible there.",
    ),
    Owner.M365_ADMIN: (
        "Check in the Microsoft 365 tenant what the message says about the mailbox, licence or permission it names.",
        "Give Microsoft the request-id, date and server names of the evidence if the cause is not visible there.",
    ),
    Owner.CUSTOMER_USER: (
        "Open the item in Outlook and correct what the message says, or delete it.",
        "Let the next synchronization session run and check the Issues tab.",
    ),
    Owner.C4C_KEY_USER: (
        "Let the next synchronization session run; it reads the item again.",
        "If the same item fails again, reset the mailbox in Groupware Settings and synchronize anew.",
    ),
    Owner.SSI_SUPPORT: (
        "Collect the Exchange data dump of the session and the evidence below.",
        "Open a case on component LOD-CRM-GW-SCC with both.",
    ),
    Owner.NOBODY: ("Nothing has to be done; the next session tries again.",),
}


def judge(events: Sequence[Event]) -> tuple[list[Finding], list[Event]]:
    """A finding for each code of the table; returns also the events whose code the table does not know."""
    known = response_codes()
    by_code: dict[str, list[Event]] = defaultdict(list)
    left: list[Event] = []
    for event in events:
        if event.code is not None and event.code in known:
            by_code[event.code].append(event)
        else:
            left.append(event)
    return [_finding(code, found, known[code]) for code, found in sorted(by_code.items())], left


def _finding(code: str, events: list[Event], row: dict[str, str]) -> Finding:
    ended = [event for event in events if _ends_session(event, row)]
    recovered = all(event.recovered for event in events)
    outcome, severity = _weight(code, events, row, ended=bool(ended))
    owner = _owner(row, events)
    text = max((event.text for event in events), key=len)
    means = _HARMLESS.get(code) or row["meaning"].rstrip(".")
    return Finding(
        rule=code,
        title=f"Exchange answered {code}",
        source="Exchange (EWS)",
        outcome=outcome,
        severity=severity,
        basis=Basis.INFERRED,
        owner=owner if outcome is not Outcome.INFO else Owner.NOBODY,
        count=count_of(events),
        first_seen=min((e.first_seen for e in events if e.first_seen), default=None),
        last_seen=max((e.last_seen for e in events if e.last_seen), default=None),
        parameters={},
        cause=f"Meaning of the code: {means}." + (f" The server said: “{text[:300]}”" if text else ""),
        solution=_STEPS[owner if outcome is not Outcome.INFO else Owner.NOBODY],
        references=(LEARN,),
        evidence=evidence_of(events),
        recovered=recovered,
    )


def _ends_session(event: Event, row: dict[str, str]) -> bool:
    """A fault that nothing good follows, or a code about the whole mailbox; a code about one item ends nothing."""
    return not event.recovered and (event.kind == "fault" or row["scope"] == "session")


def _weight(code: str, events: Sequence[Event], row: dict[str, str], *, ended: bool) -> tuple[Outcome, Severity]:
    if code in _HARMLESS:
        return Outcome.INFO, Severity.INFO
    if ended:
        return Outcome.ERROR, Severity.HIGH
    whole = row["scope"] == "session" or any(event.kind == "fault" for event in events)
    return Outcome.ISSUE, Severity.MEDIUM if whole else Severity.LOW


def _owner(row: dict[str, str], events: Sequence[Event]) -> Owner:
    action = row["action"].lower()
    admin = Owner.M365_ADMIN if any(e.deployment is Deployment.ONLINE for e in events) else Owner.EXCHANGE_ADMIN
    for words, owner in (
        ("tenant/exchange admin", admin),
        ("mailbox user", Owner.CUSTOMER_USER),
        ("nobody", Owner.NOBODY),
        ("resync", Owner.C4C_KEY_USER),
        ("connector developer", Owner.SSI_SUPPORT),
    ):
        if action.startswith((words, f"full {words}")):
            return owner
    return Owner.NOBODY
