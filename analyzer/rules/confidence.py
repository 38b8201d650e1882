"""How sure a verdict is, and why: what it rests on decides, not how much of it there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer import coverage
from analyzer.model import (
    Basis,
    Confidence,
    Document,
    Event,
    EventKind,
    Facts,
    Finding,
    Kind,
    Note,
    Outcome,
    Party,
    Reason,
    Remark,
    System,
    VerdictOutcome,
)
from analyzer.rules.speaking import hedges

OWN = {Kind.EXCHANGE_DUMP, Kind.C4C_DUMP, Kind.SYNC_DUMP, Kind.JOB_LOG, Kind.SYNC_EXPORT}
"""What SSI writes itself: an error that it names there is its own report, not a text that somebody sent."""
_HOLES = {Note.NULS, Note.NULS_BEHIND, Note.ERASED}
"""Notes of a document in which nobody knows what stood, and what reads as one line may be two."""
_PLACES = {
    Kind.CONNECTIVITY_TEST: Reason.TEST_TOLD,
    Kind.CONFIGURATION: Reason.SETTING_TOLD,
    Kind.IIS_LOG: Reason.LOG_TOLD,
}
"""What tells of an error, where it stands in such a document alone: no answer of the server is in it."""
_UP_TO_HERE = {
    *(Note.LONG_TABLE, Note.MANY_ROWS, Note.MANY_SHEET_ROWS, Note.WORKBOOK_DAMAGED),
    *(Note.LONG_RESULT, Note.LONG_LIST, Note.LONG_ANSWER, Note.MANY_ANSWERS, Note.READ_AS_TEXT),
}
"""Notes of a document of which the rest was not read: its end, which mostly is the latest, may tell of an error."""
_IN_PART = {
    *_HOLES,
    *(Note.JSON_BROKEN, Note.ANSWER_BROKEN, Note.ENVELOPE_PROBLEM, Note.BEGUN_INSIDE, Note.BODY_DAMAGED),
    *(Note.BODY_CUT, Note.MEMBER_DAMAGED, Note.TABLE_DAMAGED, Note.CELL_CUT),
    *(Note.ANSWER_BESIDE, Note.SHORT_ROW, Note.ENTRY_INCOMPLETE, Note.HAR_INCOMPLETE, Note.ENTRY_BODY),
    *(Note.BODY_PROBLEM, Note.SHORTENED),
    *(Note.LONG_ENVELOPE, Note.LONG_TEXT, Note.LONG_EXCHANGE, Note.LONG_SECTION, Note.LONG_LINE, Note.LONG_ROW),
    *(Note.DEEP_ELEMENTS, Note.DEEP_PAYLOAD, Note.MANY_TEXTS, Note.MANY_COLUMNS, Note.MANY_SHEET_COLUMNS),
    *(Note.MANY_LOG_COLUMNS, Note.NO_STATUS_COLUMN, Note.NO_ROWS, Note.NO_HEADS),
    *_UP_TO_HERE,
}
"""Notes of a document of which something is broken or was left out: an error may have stood there."""


def level(
    lead: Finding | None, outcome: VerdictOutcome, facts: Facts, documents: Sequence[Document], *, is_doubted: bool
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
    if lead.of_nobody:
        return Confidence.HINT
    proved = not lead.told_only or len(_told_by(lead)) > 1 or _reported(lead, facts, documents)
    plain = not is_doubted and not (hedges(lead.title) or hedges(lead.cause))
    return Confidence.CONFIRMED if lead.basis is Basis.DOCUMENTED and proved and plain else Confidence.LIKELY


def reasons(
    lead: Finding | None, unexplained: Sequence[Event], facts: Facts, documents: Sequence[Document]
) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """What speaks for the verdict, and what speaks against it or is not known."""
    told = [*_of_finding(lead, facts, documents)] if lead is not None else []
    if lead is None:
        told += _of_success(facts)
    elif facts.window is not None and facts.outside and lead.first_seen is None:
        told.append((False, Remark.of(Reason.NO_TIME)))
    if unexplained:
        count = sum(event.count for event in unexplained)
        many = Remark.of(Reason.UNEXPLAINED, count=count)
        told.append((False, many if count > 1 else Remark.of(Reason.UNEXPLAINED_ONE)))
    if facts.under_way:
        told.append((False, Remark.of(Reason.UNDER_WAY, count=facts.under_way)))
    if any(document.cut for document in documents):
        told.append((False, Remark.of(Reason.CUT)))
    if any(document.failed for document in documents):
        told.append((False, Remark.of(Reason.READER_FAILED)))
    unread = sum(0 < document.bytes <= document.bytes_skipped or document.unread for document in documents)
    if unread:
        many = Remark.of(Reason.UNREAD, count=unread)
        told.append((False, many if unread > 1 else Remark.of(Reason.UNREAD_ONE)))
    elif _is_damaged(lead, documents) and (
        lead is not None or not (unexplained or any(document.cut for document in documents))
    ):
        told.append((False, Remark.of(Reason.IN_PART)))
    return tuple(said for good, said in told if good), tuple(said for good, said in told if not good)


def _is_damaged(lead: Finding | None, documents: Sequence[Document]) -> bool:
    """Whether an error may stand in what is broken; a finding may come of a hole in the document that tells of it."""
    if lead is None:
        return any(note.said in _IN_PART for document in documents for note in document.warnings)
    beside = [document for document in documents if document.name in _told_by(lead)]
    return any(note.said in _HOLES for document in beside for note in document.warnings)


def is_read_in_part(document: Document) -> bool:
    """Whether the rest of a document was left out."""
    return any(note.said in _UP_TO_HERE for note in document.warnings)


def _of_success(facts: Facts) -> Iterator[tuple[bool, Remark]]:
    if proved := facts.successes - facts.unproved:
        yield True, Remark.of(Reason.WORKED, count=proved, doors=coverage.doors(facts))
    if facts.finished:
        yield True, Remark.of(Reason.FINISHED, count=facts.finished)
    if facts.unproved:
        yield False, Remark.of(Reason.ONLY_STATUS, count=facts.unproved)
    if facts.successes and not facts.count("statuses"):
        yield False, Remark.of(Reason.NO_STATUS)


def _of_finding(lead: Finding, facts: Facts, documents: Sequence[Document]) -> Iterator[tuple[bool, Remark]]:
    yield from _who_says(lead, facts, documents)
    if len(told_by := _told_by(lead)) > 1:
        yield True, Remark.of(Reason.DOCUMENTS_TELL, count=len(told_by))
    if lead.basis is Basis.DOCUMENTED:
        yield True, Remark.of(Reason.DESCRIBED)
    else:
        yield False, Remark.of(Reason.INTERPRETED)
    if lead.guessed:
        yield False, Remark.of(Reason.GUESSED)
    yield from _of_course(lead, facts)


def _of_course(lead: Finding, facts: Facts) -> Iterator[tuple[bool, Remark]]:
    """What went well before and after it."""
    of_exchange = lead.system is System.EXCHANGE and facts.answered_by(System.EXCHANGE)
    if lead.recovered:
        yield lead.outcome is Outcome.ISSUE, Remark.of(Reason.RECOVERED)
    elif lead.outcome is Outcome.ERROR and of_exchange and not facts.successes:
        yield True, Remark.of(Reason.NONE_WORKED, doors=coverage.doors(facts))
    elif lead.outcome is Outcome.ERROR and of_exchange and lead.basis is Basis.INFERRED:
        worked = sum(row.count - row.failed for row in facts.mailboxes if row.mailbox in lead.mailboxes)
        if worked:  # what the vendor describes is no guess that this could speak against
            yield False, Remark.of(Reason.WORKED_BEFORE, count=worked)


def _who_says(lead: Finding, facts: Facts, documents: Sequence[Document]) -> Iterator[tuple[bool, Remark]]:
    if lead.of_nobody:
        yield False, Remark.of(Reason.NO_SIDE)
    elif lead.told_only and _is_hearsay(lead, documents):
        yield False, Remark.of(Reason.ONLY_MAIL)
    elif lead.told_only and _reported(lead, facts, documents):
        told = {document.kind for document in documents if document.name in _told_by(lead)} & OWN
        yield True, Remark.of(Reason.OWN_LOG, places=tuple(kind for kind in Kind if kind in told))
    elif lead.told_only and len(_told_by(lead)) == 1:
        yield False, Remark.of(Reason.ONLY_TEXTS)
    elif not lead.told_only:
        yield True, _shown(lead, documents)


def _shown(lead: Finding, documents: Sequence[Document]) -> Remark:
    """What shows it: the words of a server, or what the upload holds where no server said anything."""
    kinds = {document.kind for document in documents if document.name in _told_by(lead)}
    if lead.shown_by == {EventKind.NO_ANSWER}:
        return Remark.of(Reason.NOT_ANSWERED, count=lead.count)
    if lead.shown_by == {EventKind.EXCEPTION}:
        return Remark.of(Reason.OWN_EXCEPTION)
    if lead.came:
        return Remark.of(Reason.CAME_INSTEAD, forms=lead.came)
    if len(kinds) == 1 and (told := _PLACES.get(next(iter(kinds)))) is not None:
        return Remark.of(told)
    if not lead.shown_by:  # a field of its head names the server, which need not be Exchange
        return Remark.of(Reason.SERVER_SAID)
    side = {System.EXCHANGE: Party.EXCHANGE, System.C4C: Party.C4C}.get(lead.system)
    return Remark.of(Reason.SERVER_SAID) if side is None else Remark.of(Reason.SAID_ITSELF, side=side)


def _reported(lead: Finding, facts: Facts, documents: Sequence[Document]) -> bool:
    """Whether SSI says it itself; lines beside an address of EWS, of which none is a request, may be of anybody."""
    own = OWN if facts.requests else OWN - {Kind.EXCHANGE_DUMP}
    return any(document.kind in own and document.name in _told_by(lead) for document in documents)


def _is_hearsay(lead: Finding, documents: Sequence[Document]) -> bool:
    """Only mails tell of it."""
    mails = {document.name for document in documents if document.hearsay}
    return bool(mails) and _told_by(lead) <= mails


def _told_by(lead: Finding) -> set[str]:
    return {evidence.document for evidence in lead.evidence}
