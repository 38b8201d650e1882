"""What was looked at, and what to ask for: counted for every side, and by what was uploaded.

Sample, as the report says it: `40 requests, 23 to Exchange, 17 to C4C; 40 of them answered, 40 with an HTTP status.`
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from analyzer.model import Ask, Document, Facts, Kind, Look, Name, Note, Party, Protocol, Remark, Service, System
from analyzer.model.remarks import Code

_OF_EXCHANGE = {
    Kind.EXCHANGE_DUMP,
    Kind.HAR,
    Kind.SAZ,
    Kind.PLAIN_TEXT,
    Kind.API_ANSWER,
    Kind.IIS_LOG,
    Kind.CONNECTIVITY_TEST,
}
"""What can hold requests to Exchange."""
_ALONE = {
    Kind.API_ANSWER: Ask.ANSWER_ALONE,
    Kind.IIS_LOG: Ask.SERVER_LOG_ALONE,
    Kind.CONNECTIVITY_TEST: Ask.TEST_ALONE,
}
"""Why one of these is not enough, where nothing else of Exchange is in the upload."""
_ANEW = {Note.SEVEN_ZIP: Ask.UNPACKED, Note.ENCRYPTED: Ask.UNLOCKED}
"""In what other form an archive is asked for that cannot be opened."""
_AS_TEXT = (Note.PICTURE, Note.OLD_OFFICE)
"""What tells something to people alone; asked for as text where nothing else was uploaded."""
_NAMED = 5
"""Documents that are asked for by name."""


def missing(documents: Sequence[Document], facts: Facts) -> tuple[Remark, ...]:
    """What the case lacks, to ask for it."""
    told = []
    cut = [document.name for document in documents if document.cut and not _is_member_cut(document)]
    if broken := [*cut_archives(documents), *cut] or [document.name for document in documents if document.cut]:
        told.append(Remark.of(Ask.WHOLE, names=_names(broken)))
    told += _anew(documents)
    told += _of_exchange({document.kind for document in documents if is_read(document)} & _OF_EXCHANGE, facts)
    if facts.asked(System.C4C) and not facts.answered_by(System.C4C):
        told.append(Remark.of(Ask.C4C_ANSWERS))
    return tuple(told)


def cut_archives(documents: Sequence[Document]) -> list[str]:
    """Archives that broke off: what stands before that was read."""
    return [document.name for document in documents if _refused(document) is Note.ZIP_CUT]


def _is_member_cut(document: Document) -> bool:
    """Whether a document breaks off because the archive around it does."""
    return any(note.said is Note.DAMAGED_AFTER for note in document.warnings)


def _refused(document: Document) -> Code | None:
    """Why a document was not analysed at all."""
    told = [dict(note.values)["why"] for note in document.warnings if note.code is Note.NOT_ANALYSED]
    return next((why.code for why in told if isinstance(why, Remark)), None)


def _anew(documents: Sequence[Document]) -> Iterator[Remark]:
    """What is there, and has to be sent in another form."""
    for why, ask in _ANEW.items():
        if names := [document.name for document in documents if _refused(document) is why]:
            yield Remark.of(ask, names=_names(names))
    shown = [document.name for document in documents if _refused(document) in _AS_TEXT]
    if shown and not any(map(is_read, documents)):
        yield Remark.of(Ask.AS_TEXT, names=_names(shown))


def _names(names: Sequence[str]) -> tuple[Name, ...]:
    return tuple(map(Name, names[:_NAMED]))


def _of_exchange(kinds: set[Kind], facts: Facts) -> Iterator[Remark]:
    has_dump = Kind.EXCHANGE_DUMP in kinds
    if not facts.asked(System.EXCHANGE) and has_dump and facts.window is not None and facts.outside:
        yield Remark.of(Ask.DUMP_OF_TIME, window=facts.window)
    elif not facts.asked(System.EXCHANGE):
        empty = has_dump and not facts.requests
        yield Remark.of(Ask.DUMP_WITH_REQUESTS if empty else Ask.DUMP)
    elif not facts.answered_by(System.EXCHANGE):
        yield Remark.of(Ask.DUMP_WITH_ANSWERS if has_dump else Ask.ANSWERS)
    elif kinds and kinds <= _ALONE.keys():
        kind = next(kind for kind in _ALONE if kind in kinds)
        yield Remark.of(Ask.DUMP_BESIDE, why=Remark.of(_ALONE[kind]))
    elif has_dump and not facts.count("statuses"):
        yield Remark.of(Ask.HEADERS)


def looked_at(
    documents: Sequence[Document], facts: Facts, rules: int, errors: int, unexplained: int
) -> tuple[Remark, ...]:
    """What was read and looked for; errors are error events, some of them unexplained."""
    read = [document for document in documents if is_read(document)]
    if not read:
        many = Remark.of(Look.NONE_READ, count=len(documents))
        return (many if len(documents) > 1 else Remark.of(Look.NOT_READ),)
    said = [Remark.of(Look.READ, read=len(read), documents=len(documents), bytes=sum(d.bytes for d in read))]
    if facts.requests:
        said.append(_requests(facts))
    said.append(Remark.of(Look.RULES, count=rules))
    if errors:
        known = errors - unexplained
        share = known * 100 // errors
        one = errors == 1
        said.append(Remark.of(Look.ONE_EXPLAINED if one else Look.EXPLAINED, known=known, errors=errors, share=share))
    if facts.overflow:
        said.append(Remark.of(Look.OVERFLOW, count=facts.overflow))
    return tuple(said)


def _requests(facts: Facts) -> Remark:
    """How many requests went to whom, and what is known of the answers."""
    asked: Counter[Party] = Counter()
    for row in facts.sides:
        asked[party(Service(row.system, row.protocol))] += row.requests
    statuses = sum(row.count for row in facts.http)
    if facts.requests == 1:
        answered = Remark.of(Look.ANSWERED_ONE if facts.answered else Look.NOT_ANSWERED)
    else:
        answered = Remark.of(Look.ANSWERED, count=facts.answered)
    if len(asked) == 1:
        (whom,) = asked
        return Remark.of(Look.REQUESTS_TO_ONE, count=facts.requests, whom=whom, answered=answered, statuses=statuses)
    shares = tuple(Remark.of(Look.SHARE, count=count, whom=whom) for whom, count in asked.most_common())
    return Remark.of(
        Look.REQUESTS_TO_SEVERAL, count=facts.requests, shares=shares, answered=answered, statuses=statuses
    )


def party(service: Service) -> Party:
    """Who was asked, as a reader calls them."""
    if service.protocol is Protocol.GRAPH:
        return Party.GRAPH
    if service.protocol is Protocol.TOKEN:
        return Party.SIGN_IN
    return {System.EXCHANGE: Party.EXCHANGE, System.C4C: Party.C4C}.get(service.system, Party.UNNAMED)


def doors(facts: Facts) -> tuple[Party, ...]:
    """The doors of Exchange that answered: itself, by EWS, or Microsoft Graph."""
    rows = [row for row in facts.sides if row.system is System.EXCHANGE and row.answered]
    found = {party(Service(row.system, row.protocol)) for row in rows if row.protocol is not Protocol.AUTODISCOVER}
    return tuple(one for one in Party if one in found) or (Party.EXCHANGE,)


def is_read(document: Document) -> bool:
    """Whether anything of a document was read."""
    return document.bytes_skipped < document.bytes
