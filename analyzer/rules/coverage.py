"""What was looked at, and what to ask for: counted for every side, and in the words of what was uploaded.

Sample: `40 requests, 23 to Exchange, 17 to C4C; 40 of them answered, 40 with an HTTP status.`
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from analyzer.model import Document, Facts, Kind, Protocol, Service, System
from analyzer.reference.numbers import counted

_DUMP = "the Exchange data dump of the session (Groupware Settings > Users > Statistics > Download Logs)"
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
    Kind.API_ANSWER: "an answer alone does not tell what was asked for, nor what came before",
    Kind.IIS_LOG: "the log of a server tells statuses, not what was answered",
    Kind.CONNECTIVITY_TEST: "a connectivity test is no session of SSI",
}
"""Why one of these is not enough, where nothing else of Exchange is in the upload."""


def missing(documents: Sequence[Document], facts: Facts) -> tuple[str, ...]:
    """What the case lacks, as a sentence to ask for it with."""
    told = []
    if cut := [document.name for document in documents if document.cut]:
        told.append(f"the whole of {', '.join(cut[:5])}: what was uploaded ends in the middle of a record")
    told += _of_exchange({document.kind for document in documents if _is_read(document)} & _OF_EXCHANGE, facts)
    if facts.asked(System.C4C) and not facts.answered_by(System.C4C):
        told.append("a C4C dump with the answers in it: the upload holds requests to C4C only")
    return tuple(told)


def _of_exchange(kinds: set[Kind], facts: Facts) -> Iterator[str]:
    has_dump = Kind.EXCHANGE_DUMP in kinds
    if not facts.asked(System.EXCHANGE) and has_dump and facts.window is not None and facts.outside:
        yield f"an Exchange data dump with requests and answers {facts.window.said}: this one holds none of that time"
    elif not facts.asked(System.EXCHANGE):
        empty = has_dump and not facts.requests
        yield "an Exchange data dump with requests and answers in it: this one holds none" if empty else _DUMP
    elif not facts.answered_by(System.EXCHANGE):
        this = "this one" if has_dump else "the upload"
        yield f"an Exchange data dump with the answers in it: {this} holds requests only"
    elif kinds and kinds <= _ALONE.keys():
        kind = next(kind for kind in _ALONE if kind in kinds)
        yield f"{_DUMP}: {_ALONE[kind]}"
    elif has_dump and not facts.count("statuses"):
        yield "the HTTP header records of the Exchange data dump: statuses and server names cannot be told without"


def looked_at(
    documents: Sequence[Document], facts: Facts, rules: int, errors: int, unexplained: int
) -> tuple[str, ...]:
    """What was read and looked for, a sentence each; errors are error events, some of them unexplained."""
    read = [document for document in documents if _is_read(document)]
    if not read:
        return (
            f"None of the {len(documents)} documents could be read." if len(documents) > 1 else "It could not be read.",
        )
    said = [
        f"{len(read)} of {counted(len(documents), 'document')} could be read, {sum(d.bytes for d in read):,} bytes."
    ]
    if facts.requests:
        said.append(_requests(facts))
    said.append(
        f"{rules:,} known errors were looked for, and every response code of EWS and Graph and every engine code."
    )
    if errors:
        share = (errors - unexplained) * 100 // errors
        known = f"{errors - unexplained:,} of {counted(errors, 'error event')} ({share} %)"
        said.append(f"{known} {'is' if errors == 1 else 'are'} explained by a known error.")
    if facts.overflow:
        said.append(
            f"{counted(facts.overflow, 'value is', 'values are')} not listed: there are too many different ones."
        )
    return tuple(said)


def _requests(facts: Facts) -> str:
    """How many requests went to whom, and what is known of the answers."""
    asked: Counter[str] = Counter()
    for row in facts.sides:
        asked[name(Service(row.system, row.protocol))] += row.requests
    whom, _ = asked.most_common(1)[0]
    many = counted(facts.requests, "request")
    shares = ", ".join(f"{count:,} to {whom}" for whom, count in asked.most_common())
    to = f"{many} to {whom}," if len(asked) == 1 else f"{many}, {shares};"
    one = "answered" if facts.answered else "not answered"
    answered = one if facts.requests == 1 else f"{facts.answered:,} of them answered"
    return f"{to} {answered}, {sum(row.count for row in facts.http):,} with an HTTP status."


def name(service: Service) -> str:
    """Who was asked, in words."""
    if service.protocol is Protocol.GRAPH:
        return "Microsoft Graph"
    if service.protocol is Protocol.TOKEN:
        return "the sign-in service"
    return {System.EXCHANGE: "Exchange", System.C4C: "C4C"}.get(service.system, "a server that nothing names")


def exchange(facts: Facts) -> str:
    """The doors of Exchange that answered: itself, by EWS, or Microsoft Graph."""
    rows = [row for row in facts.sides if row.system is System.EXCHANGE and row.answered]
    doors = {name(Service(row.system, row.protocol)) for row in rows if row.protocol is not Protocol.AUTODISCOVER}
    return " and ".join(sorted(doors)) or "Exchange"


def _is_read(document: Document) -> bool:
    return document.bytes_skipped < document.bytes
