"""An analysis as the JSON document of docs/contract.md. Every other output is rendered from this alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from analyzer import lazy_re
from analyzer.model import (
    Analysis,
    Evidence,
    Facts,
    Filled,
    Finding,
    Ignored,
    Outcome,
    Remark,
    Session,
    StatusFact,
    Warn,
)
from analyzer.model.telling import LANGUAGES, Tell, Telling
from analyzer.reference import builds
from analyzer.report import answer, remarks, ticket, timeline

if TYPE_CHECKING:
    from analyzer.report import typed
    from analyzer.report.typed import Whole

SCHEMA_VERSION = 1

MAX_MAILBOXES = 20
"""Mailboxes that the verdict names; the finding has their number."""
MAX_TURNS = 60
"""Rows of the activity: as many columns as a picture of the width of a page can show."""

Row = TypeVar("Row", bound=Mapping[str, Any])

_HALF = lazy_re.compile("[\ud800-\udfff]")


def render(document: Mapping[str, Any]) -> bytes:
    """The document as JSON text."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def own_words(document: Mapping[str, Any]) -> Iterator[str]:
    """What every report of an analysis says by itself: digests and names of the documents, ids of rules."""
    yield document["tool"]["catalogue"]
    for row in document["documents"]:
        yield row["sha256"]
        for part in (row["name"], *row["name"].split("/")):
            stem = part.rpartition(".")[0]
            yield from (part, stem, *part.split(), *stem.split())
    for row in (*document["findings"], *document["ignored"]):
        yield row["rule"] or ""


def build(analysis: Analysis, language: str = LANGUAGES[0]) -> Whole:
    """The document of `schema_version` 1, every list in the contract's order.

    Args:
        analysis: what it is about.
        language: of the letter to the customer; the other one is in it, too.
    """
    return worded(unworded(analysis, language))


def worded(document: Whole) -> Whole:
    """The document with a sentence in the place of each remark, and with what is written from those: the last step."""
    said: Whole = _whole_characters(remarks.spoken(document))
    missing = [str(sentence) for sentence in said["coverage"]["missing"]]
    said["verdict"]["first_step"] = answer.first_step(said["verdict"], answer.lead_of(said), missing)
    said["texts"] = ticket.build(said)
    return said


def unworded(analysis: Analysis, language: str = LANGUAGES[0]) -> Whole:
    """The document with remarks where sentences of ours are to stand, so that privacy finds each value by itself."""
    facts = analysis.facts
    verdict = analysis.verdict
    told, left_out = timeline.rows(analysis)
    lead = next((finding for finding in analysis.findings if finding.rule == verdict.rule), None)
    document: Whole = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "ssi-analyze", "version": analysis.version, "catalogue": analysis.catalogue},
        "verdict": {
            "outcome": verdict.outcome.value,
            "rule": verdict.rule,
            "headline": verdict.headline,
            "owner": verdict.owner.value,
            "confidence": {
                "level": verdict.confidence.value,
                "for": list(verdict.pro),
                "against": list(verdict.contra),
            },
            "since": _time(lead.first_seen) if lead is not None else None,
            "still_happening": not lead.recovered if lead is not None else None,
            "hit": _hit(facts, lead, analysis.warnings),
            "mailboxes": list(lead.mailboxes[:MAX_MAILBOXES]) if lead is not None else [],
            "others": [
                {
                    "rule": row.rule,
                    "title": row.title,
                    "owner": row.owner.value,
                    "outcome": row.outcome.value,
                    "count": row.count,
                }
                for row in analysis.findings
                if row is not lead and row.outcome is not Outcome.INFO
            ],
            "first_step": "",
        },
        "uploads": [{"name": row.name, "files": row.files} for row in analysis.uploads],
        "period": {"first": _time(facts.first_seen), "last": _time(facts.last_seen)},
        "warnings": [{"code": remarks.code_of(warning), "text": warning} for warning in analysis.warnings],
        "documents": [
            {
                "name": document.name,
                "kind": document.kind.value,
                "bytes": document.bytes,
                "sha256": document.sha256,
                "records": document.records,
                "warnings": list(document.warnings),
                "warning_codes": list(map(remarks.code_of, document.warnings)),
                "zone": _zone(document.offset),
            }
            for document in analysis.documents
        ],
        "findings": [_finding(finding) for finding in analysis.findings],
        "seen_before": None,
        "ignored": [_ignored(row) for row in analysis.ignored],
        "requests": _counted(
            {
                "system": row.system.value,
                "protocol": row.protocol.value,
                "count": row.requests,
                "answered": row.answered,
                "failed": row.failed,
            }
            for row in facts.sides
        ),
        "http": _counted(map(_status, facts.http)),
        "steps": _counted(map(_status, facts.steps)),
        "servers": _counted(
            {"system": h.system.value, "header": h.header, "value": h.value, "count": h.count} for h in facts.headers
        ),
        "exchange_versions": _counted(
            {
                "version": row.version,
                "product": builds.product(row.version),
                "update": builds.update(row.version),
                "support_ends": builds.support_ends(row.version),
                "count": row.count,
            }
            for row in facts.versions
        ),
        "hosts": _counted({"system": row.system.value, "host": row.host, "count": row.count} for row in facts.hosts),
        "snapshots": _counted(
            {"limit": row.limit, "total": row.total, "pinned": row.pinned, "count": row.count}
            for row in facts.snapshots
        ),
        "removed_organizations": _counted(
            {"organization": row.organization, "forest": row.forest or None, "count": row.count}
            for row in facts.removed_organizations
        ),
        "response_codes": _counted(
            {"protocol": row.protocol.value, "code": row.code, "operation": row.operation, "count": row.count}
            for row in facts.response_codes
        ),
        "engine_codes": _counted({"code": row.code, "count": row.count} for row in facts.engine_codes),
        "operations": _counted(
            {
                "system": o.system.value,
                "protocol": o.protocol.value,
                "operation": o.operation,
                "count": o.count,
                "failed": o.failed,
            }
            for o in facts.operations
        ),
        "response_times": _counted(
            {
                "system": o.system.value,
                "operation": o.operation,
                "count": o.timed,
                "mean_ms": round(o.milliseconds / o.timed),
                "longest_ms": o.longest,
            }
            for o in facts.operations
            if o.timed
        ),
        "mailboxes": _counted(
            {"mailbox": row.mailbox, "count": row.count, "failed": row.failed} for row in facts.mailboxes
        ),
        "back_off": _counted(
            {"hint": row.hint, "milliseconds": row.milliseconds, "count": row.count} for row in facts.back_off
        ),
        "access": _counted({"kind": row.access.value, "count": row.count} for row in facts.access),
        "sessions": [
            {
                "user": session.user or None,
                "run": _time(session.at.time),
                "status": session.status,
                "failed": session.failed,
                "objects": session.objects,
                "failures": session.failures,
                "issues": session.issues,
                "conflicts": session.conflicts,
                "duplicates": session.duplicates,
                "confirmations": session.confirmations,
                "snapshot": _snapshot(session),
                "document": row.document,
                "line": session.at.line,
            }
            for row in facts.sessions
            for session in (row.session,)
        ],
        "activity": _activity(facts),
        "stored_records": _counted(
            {"storage": row.storage or None, "type": row.type, "count": row.count} for row in facts.stored
        ),
        "settings": [
            {"name": row.name, "value": row.value, "count": row.count, "document": row.document, "line": row.line}
            for row in facts.settings
        ],
        "timeline": _timeline(told),
        "timeline_left_out": left_out,
        "unexplained": [
            {"signature": row.signature, "count": row.count, "evidence": _evidence(row.evidence)}
            for row in analysis.unexplained
        ],
        "coverage": {
            "bytes_read": sum(document.bytes for document in analysis.documents),
            "bytes_skipped": sum(document.bytes_skipped for document in analysis.documents),
            "records": sum(document.records for document in analysis.documents),
            "error_events": analysis.error_events,
            "explained_events": analysis.explained_events,
            "window": _window(facts),
            "looked_at": list(analysis.looked_at),
            "missing": list(analysis.missing),
            "not_evaluated": [{"rule": row.rule, "reason": row.reason} for row in analysis.not_evaluated],
        },
        "made": {"options": list(analysis.options), "privacy": "standard", "letter_language": language},
    }
    whole: Whole = _whole_characters(document)
    return whole


def _whole_characters(value: Any) -> Any:
    """The value with U+FFFD for lone surrogates, which names of files and JSON captures can hold.

    JSON that holds half of a character is read differently by every reader (RFC 8259, section 8.2).
    """
    if isinstance(value, dict):
        return {_whole_characters(key): _whole_characters(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole_characters(inner) for inner in value]
    if isinstance(value, Remark):
        return Remark(value.code, tuple((name, _whole_characters(inner)) for name, inner in value.values))
    if isinstance(value, tuple):
        return tuple(map(_whole_characters, value))
    if isinstance(value, Filled):
        return value.changed(lambda _, inner: str(_whole_characters(inner)))
    if isinstance(value, str) and _HALF.search(value):
        return type(value)(_HALF.sub("\ufffd", value))  # a name stays a name
    return value


def _window(facts: Facts) -> typed.Window | None:
    """The stretch of time that was asked for, and what lies outside of it."""
    if facts.window is None:
        return None
    return {
        "from": _time(facts.window.since),
        "to": _time(facts.window.until),
        "records_outside": facts.outside,
        "records_undated": facts.undated,
    }


def _hit(facts: Facts, lead: Finding | None, warnings: Iterable[Remark]) -> typed.Hit:
    """How many mailboxes, sessions and organizations there are, and how many of them the verdict is about.

    The mailboxes and sessions of several customers are not added up.
    """
    is_one = all(remarks.code_of(warning) != Warn.SEVERAL_CUSTOMERS.value for warning in warnings)
    failing = sum(row.session.failed for row in facts.sessions)
    if lead is not None and lead.sessions:
        failing = min(lead.sessions, failing)
    hit = len(lead.mailboxes) or None if lead is not None else None
    if lead is None and facts.mailboxes:
        hit = sum(row.failed > 0 for row in facts.mailboxes)
    return {
        "mailboxes": (max(facts.users, hit or 0) or None) if is_one else None,
        "mailboxes_failing": hit,
        "sessions": (len(facts.sessions) or None) if is_one else None,
        "sessions_failing": failing if facts.sessions else None,
        "organizations": len({row.organization for row in facts.removed_organizations}) or None,
    }


def _snapshot(session: Session) -> typed.SessionSnapshot | None:
    if session.snapshot is None:
        return None
    limit, total, pinned = session.snapshot
    return {"limit": limit, "total": total, "pinned": pinned}


def _zone(offset: int | None) -> str | None:
    """`+02:00` for two hours ahead of UTC."""
    if offset is None:
        return None
    return f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"


def _status(row: StatusFact) -> typed.Status:
    return {"system": row.system.value, "protocol": row.protocol.value, "status": row.status, "count": row.count}


def _activity(facts: Facts) -> list[typed.Activity]:
    """Requests by side and time, in at most `MAX_TURNS` rows for the whole case."""
    seconds = [row.second for row in facts.activity]
    step = facts.step
    while seconds and (max(seconds) - min(seconds)) // step >= MAX_TURNS:
        step *= 2
    rows: dict[tuple[str, int], list[int]] = {}
    for fact in facts.activity:
        row = rows.setdefault((fact.system.value, fact.second - fact.second % step), [0, 0])
        row[0] += fact.worked
        row[1] += fact.failed
    return [
        {
            "system": system,
            "from": _time(datetime.fromtimestamp(second, UTC)),
            "to": _time(datetime.fromtimestamp(second + step, UTC)),
            "ok": well,
            "failed": badly,
        }
        for (system, second), (well, badly) in sorted(rows.items())
    ]


def _timeline(told: Iterable[timeline.Row]) -> list[typed.Turn]:
    return [
        {"time": _time(row.time), "kind": row.kind, "what": row.what, "document": row.document, "line": row.line}
        for row in told
    ]


def _finding(finding: Finding) -> typed.Finding:
    return {
        "rule": finding.rule,
        "title": finding.title,
        "source": finding.source,
        "system": finding.system.value,
        "outcome": finding.outcome.value,
        "severity": finding.severity.value,
        "basis": finding.basis.value,
        "owner": finding.owner.value,
        "count": finding.count,
        "first_seen": _time(finding.first_seen),
        "last_seen": _time(finding.last_seen),
        "recovered": finding.recovered,
        "mailboxes": list(finding.mailboxes[:MAX_MAILBOXES]),
        "mailboxes_more": max(0, len(finding.mailboxes) - MAX_MAILBOXES),
        "parameters": dict(finding.parameters),
        "cause": finding.cause,
        "solution": list(finding.solution),
        "references": list(finding.references),
        "tell": _tell(finding.tell),
        "evidence": _evidence(finding.evidence),
    }


def _tell(tell: Tell | None) -> typed.Tell | None:
    """What the letter says, its values not filled in: names among them are not ours to show at every level."""
    if tell is None:
        return None
    return {"stops": tell.stops, "en": _telling(tell.words["en"]), "de": _telling(tell.words["de"])}


def _telling(words: Telling) -> typed.Telling:
    return {
        "subject": list(words.subject),
        "happened": list(words.happened),
        "why": list(words.why),
        "steps": [list(step) for step in words.steps],
        "after": list(words.after),
    }


def _ignored(row: Ignored) -> typed.Finding:
    until = row.until.isoformat() if row.until is not None else None
    return _finding(row.finding) | {"reason": row.reason or None, "until": until}


def _evidence(samples: Iterable[Evidence]) -> list[typed.Evidence]:
    return [
        {
            "document": e.document,
            "line": e.line,
            "time": _time(e.time),
            "excerpt": e.excerpt,
            "ids": dict(e.ids),
            "marks": [list(mark) for mark in e.marks],
        }
        for e in samples
    ]


def _counted(rows: Iterable[Row]) -> list[Row]:
    """Largest count first, then by the row's own text: the same input gives the same bytes."""
    return sorted(rows, key=lambda row: (-row["count"], json.dumps(row, sort_keys=True, ensure_ascii=False)))


def _time(moment: datetime | None) -> str | None:
    """UTC with a Z, milliseconds only where there are any."""
    if moment is None:
        return None
    moment = moment.astimezone(UTC)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    milliseconds = moment.microsecond // 1000
    return f"{text}.{milliseconds:03d}Z" if milliseconds else f"{text}Z"
