"""Takes what people wrote out of a case that is judged: out of evidence, signatures, headlines, parameters.

Rules have been asked before, so nothing is found otherwise because of it; words that prove a finding stay in its
evidence. Mailboxes, hosts and header fields of one word are no texts, and are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.model import Event, Evidence, Facts, Finding
from analyzer.privacy.content import Content
from analyzer.privacy.edits import Edit, edited
from analyzer.reference.vocabulary import PARAMETERS

_NAME_PARTS = lazy_re.compile(r"[\s,._-]+")

Mark = tuple[int, int]


def texts(facts: Facts, findings: Iterable[Finding], events: Iterable[Event]) -> Iterator[str]:
    """Every text of a case that `Echoes` looks at."""
    for event in (*facts.events, *events):
        yield event.text
        yield from (sample.excerpt for sample in event.samples)
    for finding in findings:
        yield from (*finding.title.values.values(), *finding.cause.values.values(), *finding.parameters.values())
        yield from (sample.excerpt for sample in finding.evidence)
    yield from (row.value for row in facts.settings)
    yield from (row.value for row in facts.headers)


def people(facts: Facts) -> frozenset[str]:
    """Names of the users a case is about, in lower case: a contact may be called the same."""
    named = [row.mailbox for row in facts.mailboxes] + [row.session.user for row in facts.sessions]
    found = set[str]()
    for name in named:
        words = _NAME_PARTS.split(name.lower().partition("@")[0])
        found |= {name.lower(), " ".join(words), " ".join(reversed(words)), f"{words[-1]}, {' '.join(words[:-1])}"}
    return frozenset(found)


class Echoes:
    """What a case shows of the content it holds."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def text(self, text: str) -> str:
        """The text without content."""
        return self.content.without(text)

    def event(self, event: Event) -> Event:
        """The same for an error event and its evidence."""
        text, samples = self.text(event.text), self.evidence(event.samples)
        if text == event.text and samples == event.samples:
            return event
        return replace(event, text=text, samples=samples)

    def evidence(self, samples: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """The same for pieces of evidence; words that are marked as proof stay."""
        return tuple(map(self._sample, samples))

    def _sample(self, sample: Evidence) -> Evidence:
        edits = list(_beside(self.content.edits(sample.excerpt), sample.marks))
        if not edits:
            return sample
        moved = tuple((shifted(start, edits), shifted(stop, edits)) for start, stop in sample.marks)
        return replace(sample, excerpt=edited(sample.excerpt, edits), marks=moved)

    def finding(self, finding: Finding) -> Finding:
        """The same for a finding: its evidence, and the values that its sentences quote."""
        changed = replace(
            finding,
            title=finding.title.changed(self._value),
            cause=finding.cause.changed(self._value),
            solution=tuple(step.changed(self._value) for step in finding.solution),
            parameters=self._parameters(finding.parameters),
            evidence=self.evidence(finding.evidence),
        )
        return finding if changed == finding else changed

    def _parameters(self, values: Mapping[str, str]) -> dict[str, str]:
        return {name: self._value(name, value) for name, value in values.items()}

    def _value(self, name: str, value: str) -> str:
        return value if name in PARAMETERS else self.text(value)

    def facts(self, facts: Facts) -> Facts:
        """The same for what was counted: texts of events, of settings."""
        events = tuple(map(self.event, facts.events))
        settings = tuple(replace(row, value=self.text(row.value)) for row in facts.settings)
        headers = tuple(replace(row, value=self.text(row.value)) if " " in row.value else row for row in facts.headers)
        return replace(facts, events=events, settings=settings, headers=headers)


def shifted(at: int, edits: Sequence[Edit]) -> int:
    """Where a place in a text lies after the edits; inside one of them, at its end."""
    shift = 0
    for start, stop, new in edits:
        if at <= start:
            break
        if at < stop:
            return start + shift + len(new)
        shift += len(new) - (stop - start)
    return at + shift


def _beside(edits: Iterable[Edit], marks: Sequence[Mark]) -> Iterable[Edit]:
    """The edits without what is marked."""
    for start, stop, new in edits:
        at = start
        for first, last in marks:
            if last <= at or first >= stop:
                continue
            if first > at:
                yield at, first, new
            at = last
        if at < stop:
            yield at, stop, new
