"""How sure a verdict is, and why: what it rests on decides, not how much of it there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.model import Basis, Confidence, Document, Event, Facts, Finding, Kind, Outcome, VerdictOutcome

_OWN = {Kind.EXCHANGE_DUMP, Kind.C4C_DUMP, Kind.SYNC_DUMP, Kind.JOB_LOG, Kind.SYNC_EXPORT}
"""What SSI writes itself: an error that it names there is its own report, not a text that somebody sent."""


def level(lead: Finding | None, outcome: VerdictOutcome, facts: Facts, documents: Sequence[Document]) -> Confidence:
    """How sure the verdict is that rests on this finding, or on none."""
    if outcome is VerdictOutcome.INCONCLUSIVE:
        return Confidence.HINT
    if lead is None:
        whole = outcome is VerdictOutcome.CLEAN and not any(d.cut or d.unread for d in documents)
        if whole and facts.unproved:
            return Confidence.LIKELY  # nobody read what these answers say
        return Confidence.CONFIRMED if whole else Confidence.HINT
    if lead.guessed or (lead.told_only and lead.basis is Basis.INFERRED):
        return Confidence.HINT
    proved = not lead.told_only or len(_told_by(lead)) > 1 or _reported(lead, documents)
    return Confidence.CONFIRMED if lead.basis is Basis.DOCUMENTED and proved else Confidence.LIKELY


def reasons(
    lead: Finding | None, unexplained: Sequence[Event], facts: Facts, documents: Sequence[Document]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What speaks for the verdict, and what speaks against it or is not known."""
    told = [*_of_finding(lead, facts, documents)] if lead is not None else []
    if lead is None and facts.successes:
        told.append((True, f"{facts.successes:,} requests to Exchange worked."))
    if lead is None and facts.unproved:
        of = "a request" if facts.unproved == 1 else f"{facts.unproved:,} requests"
        told.append((False, f"Of {of} only the good status is known: the upload does not hold what was answered."))
    if unexplained:
        told.append((False, f"{sum(event.count for event in unexplained):,} error events are not explained."))
    if any(document.cut for document in documents):
        told.append((False, "The upload breaks off; what came after is not known."))
    unread = sum(0 < document.bytes <= document.bytes_skipped or document.unread for document in documents)
    if unread:
        told.append((False, "A file could not be read." if unread == 1 else f"{unread:,} files could not be read."))
    return tuple(said for good, said in told if good), tuple(said for good, said in told if not good)


def _of_finding(lead: Finding, facts: Facts, documents: Sequence[Document]) -> Iterator[tuple[bool, str]]:
    if lead.basis is Basis.DOCUMENTED:
        yield True, "The vendor, or the maker of the server, describes this error."
    else:
        yield False, "That this is the cause is our reading; nobody describes it so."
    if lead.told_only and _reported(lead, documents):
        yield True, "SSI itself reports it in its own log."
    elif lead.told_only:
        yield False, "Only texts name it: no request that failed with it is in the upload."
    else:
        yield True, "The upload holds what the server answered."
    if len(told_by := _told_by(lead)) > 1:
        yield True, f"{len(told_by)} documents tell of it."
    if lead.guessed:
        yield False, "The form in which this error shows in a log is not published."
    if lead.recovered:
        yield False, "It worked again afterwards."
    elif lead.outcome is Outcome.ERROR and facts.answered and not facts.successes:
        yield True, "No request to Exchange worked."


def _reported(lead: Finding, documents: Sequence[Document]) -> bool:
    return any(document.kind in _OWN and document.name in _told_by(lead) for document in documents)


def _told_by(lead: Finding) -> set[str]:
    return {evidence.document for evidence in lead.evidence}
