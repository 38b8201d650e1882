"""Messages that only tell again what another record shows: a log quotes the dump, and is no second error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from analyzer.model import Event, EventKind, Evidence, Finding, System
from analyzer.rules import engine

_SHORTEST = 24
"""Characters; a shorter text stands in another one by chance."""
_MOST = 500
"""Texts that messages are compared with; a case has a handful."""
_INNER = " ---> "
"""Between an exception and the one inside it (.NET `Exception.ToString`)."""
_TRANSACTION = ", transaction id "
"""What the reader of a C4C dump writes behind the message of an OData error."""
_ANYBODY = (System.UNKNOWN, System.ENGINE)
"""They may tell of either side."""

Quote = tuple[Event, Event]
"""A message, and what it quotes."""


def apart(
    left: Sequence[Event], explained: Iterable[Event], repeated: Iterable[str]
) -> tuple[list[Quote], list[Event]]:
    """The quotes of explained events, and the events that are none: neither of those, nor of one another.

    `repeated` are texts of exceptions that only say what a failed answer has said.
    """
    known = list(_pieces(explained))
    again = [text for text in repeated if len(text) >= _SHORTEST]
    others = list(_pieces(event for event in left if event.kind is not EventKind.MESSAGE))
    quotes: list[Quote] = []
    kept: list[Event] = []
    by_text: dict[str, list[Event]] = defaultdict(list)
    places: dict[int, list[Evidence]] = defaultdict(list)
    for event in left:
        if event.kind is not EventKind.MESSAGE:
            kept.append(event)
        elif (quoted := _quoted(event, known)) is not None:
            quotes.append((event, quoted))
        elif (told := _quoted(event, others) or _told(event, by_text[event.text])) is not None:
            places[id(told)] += event.samples[:1]
        elif not any(_same(text, event.text) for text in again):
            kept.append(event)
            by_text[event.text].append(event)
    return quotes, [
        replace(event, samples=_with(event.samples, more)) if (more := places.get(id(event))) else event
        for event in kept
    ]


def with_places(finding: Finding, quotes: Sequence[Quote], explained_by: Mapping[int, str]) -> Finding:
    """The finding with the places where its events are quoted among the evidence."""
    samples = [
        message.samples[0]
        for message, event in quotes
        if message.samples and finding.rule in (explained_by.get(id(event)), event.code)
    ]
    return replace(finding, evidence=_with(finding.evidence, samples))


def _with(evidence: tuple[Evidence, ...], more: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with up to two more pieces, within what may be shown."""
    new = [sample for sample in dict.fromkeys(more) if sample not in evidence][:2]
    return (*evidence[: engine.MAX_EVIDENCE - len(new)], *new) if new else evidence


def _pieces(events: Iterable[Event]) -> Iterator[tuple[str, Event]]:
    """The texts of events, and those of the exceptions inside them."""
    number = 0
    for event in events:
        said = event.text.partition(_TRANSACTION)[0].partition(": ")[2]
        for text in dict.fromkeys((event.text, *event.text.split(_INNER)[:5], said)):
            if len(text) >= _SHORTEST and number < _MOST:
                number += 1
                yield text, event


def _quoted(message: Event, known: Sequence[tuple[str, Event]]) -> Event | None:
    return next((event for text, event in known if _may_tell(message, event) and _same(text, message.text)), None)


def _told(message: Event, same: Sequence[Event]) -> Event | None:
    """The same message of another document."""
    return next((event for event in same[:_MOST] if event.documents.keys().isdisjoint(message.documents)), None)


def _may_tell(message: Event, event: Event) -> bool:
    return message.system is event.system or message.system in _ANYBODY or event.system in _ANYBODY


def _same(text: str, said: str) -> bool:
    return text in said or (len(said) >= _SHORTEST and said in text)
