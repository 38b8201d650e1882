"""How sure a verdict is, and why: what it rests on decides, not how much of it there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.model import Basis, Confidence, Document, Event, Facts, Finding, Kind, Outcome, System, VerdictOutcome
from analyzer.reference.numbers import counted
from analyzer.rules import coverage
from analyzer.rules.speaking import hedges

_OWN = {Kind.EXCHANGE_DUMP, Kind.C4C_DUMP, Kind.SYNC_DUMP, Kind.JOB_LOG, Kind.SYNC_EXPORT}
"""What SSI writes itself: an error that it names there is its own report, not a text that somebody sent."""


def level(
    lead: Finding | None, outcome: VerdictOutcome, documents: Sequence[Document], *, is_doubted: bool
) -> Confidence:
    """How sure the verdict is that rests on this finding, or on none; doubted is what something speaks against."""
    if outcome is VerdictOutcome.INCONCLUSIVE:
        return Confidence.HINT
    if lead is None:
        whole = outcome is VerdictOutcome.CLEAN and not any(d.cut or d.failed or d.unread for d in documents)
        sure = Confidence.LIKELY if is_doubted else Confidence.CONFIRMED
        return sure if whole else Confidence.HINT
    if lead.guessed or (lead.told_only and (lead.basis is Basis.INFERRED or _is_hearsay(lead, documents))):
        return Confidence.HINT
    proved = not lead.told_only or len(_told_by(lead)) > 1 or _reported(lead, documents)
    plain = not is_doubted and not (hedges(lead.title) or hedges(lead.cause))
    return Confidence.CONFIRMED if lead.basis is Basis.DOCUMENTED and proved and plain else Confidence.LIKELY


def reasons(
    lead: Finding | None, unexplained: Sequence[Event], facts: Facts, documents: Sequence[Document]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What speaks for the verdict, and what speaks against it or is not known."""
    told = [*_of_finding(lead, facts, documents)] if lead is not None else []
    if lead is None:
        told += _of_success(facts)
    elif facts.window is not None and facts.outside and lead.first_seen is None:
        told.append((False, "It gives no time, and may lie outside of the time that was asked for."))
    if unexplained:
        count = sum(event.count for event in unexplained)
        told.append(
            (False, f"{count:,} error events are not explained." if count > 1 else "An error is not explained.")
        )
    if facts.under_way:
        told.append(
            (False, f"{_requests(facts.under_way)} had no answer yet when the log was copied: SSI was still at work.")
        )
    if any(document.cut for document in documents):
        told.append((False, "The upload breaks off; what came after is not known."))
    if any(document.failed for document in documents):
        told.append((False, "Our reader failed in a file; what follows there is not known."))
    unread = sum(0 < document.bytes <= document.bytes_skipped or document.unread for document in documents)
    if unread:
        told.append((False, "A file could not be read." if unread == 1 else f"{unread:,} files could not be read."))
    return tuple(said for good, said in told if good), tuple(said for good, said in told if not good)


def _of_success(facts: Facts) -> Iterator[tuple[bool, str]]:
    if proved := facts.successes - facts.unproved:
        yield True, f"{_requests(proved)} to {coverage.exchange(facts)} worked."
    if facts.unproved:
        said = "only the good status is known: the upload does not hold what was answered."
        yield False, f"Of {_requests(facts.unproved)} {said}"
    if facts.successes and not facts.count("statuses"):
        yield False, "The upload holds no HTTP status: a refusal without a body would not be seen."


def _requests(count: int) -> str:
    return counted(count, "request")


def _of_finding(lead: Finding, facts: Facts, documents: Sequence[Document]) -> Iterator[tuple[bool, str]]:
    if lead.told_only and _is_hearsay(lead, documents):
        yield False, "Only a mail tells of it: no log and no request that failed is in the upload."
    elif lead.told_only and _reported(lead, documents):
        yield True, "SSI itself reports it in its own log."
    elif lead.told_only and len(_told_by(lead)) == 1:
        yield False, "Only texts name it: no request that failed with it is in the upload."
    elif not lead.told_only:
        side = {System.EXCHANGE: "Exchange", System.C4C: "C4C"}.get(lead.system, "The server")
        yield True, f"{side} said so itself; the upload holds its answer."
    if len(told_by := _told_by(lead)) > 1:
        yield True, f"{len(told_by)} documents tell of it."
    if lead.basis is Basis.DOCUMENTED:
        yield True, "The vendor, or the maker of the server, describes this error."
    else:
        yield False, "This cause is our interpretation; it is not in the vendor's error list."
    if lead.guessed:
        yield False, "The form in which this error shows in a log is not published."
    of_exchange = lead.system is System.EXCHANGE and facts.answered_by(System.EXCHANGE)
    if lead.recovered:
        yield lead.outcome is Outcome.ISSUE, "It worked again afterwards."
    elif lead.outcome is Outcome.ERROR and of_exchange and not facts.successes:
        yield True, f"No request to {coverage.exchange(facts)} worked."


def _reported(lead: Finding, documents: Sequence[Document]) -> bool:
    return any(document.kind in _OWN and document.name in _told_by(lead) for document in documents)


def _is_hearsay(lead: Finding, documents: Sequence[Document]) -> bool:
    """Only mails tell of it."""
    mails = {document.name for document in documents if document.hearsay}
    return bool(mails) and _told_by(lead) <= mails


def _told_by(lead: Finding) -> set[str]:
    return {evidence.document for evidence in lead.evidence}
