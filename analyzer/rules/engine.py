"""Which known errors the facts prove: a pure function of rules and facts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer.model import (
    Event,
    EventKind,
    Evidence,
    Facts,
    Finding,
    Form,
    HeaderFact,
    NotEvaluated,
    Outcome,
    Protocol,
    Remark,
    Severity,
    System,
    Unjudged,
)
from analyzer.model.filling import PLACE, Filled
from analyzer.reference.numbers import duration, number
from analyzer.reference.shells import is_plain
from analyzer.rules import telling
from analyzer.rules.catalogue import is_ours
from analyzer.rules.index import Events
from analyzer.rules.schema import (
    Condition,
    CountTest,
    EventTest,
    Group,
    HeaderTest,
    Maturity,
    PeriodTest,
    Rule,
    SettingTest,
    VersionTest,
    Wording,
    parts_of,
)

MAX_EVIDENCE = 5
PARTS = (
    *(
        "kinds",
        "systems",
        "protocols",
        "forms",
        "statuses",
        "codes",
        "operations",
        "deployment",
        "contains",
        "text",
        "path",
    ),
    *("since", "before", "recovered", "passed", "impersonated", "calm", "access"),
)
"""What a test of events can ask for."""
_WORDS = 300
"""Characters of a server's own words that a text may quote as {text}."""
_OWN = ("path", "operation", "mailbox", "code", "inner", "status", "text")
"""Values that every event has: they are told elsewhere, unless the words use them."""


class Match(Struct):
    """What made a condition hold."""

    events: list[Event] = field(default_factory=list)
    headers: list[HeaderFact] = field(default_factory=list)
    places: list[Evidence] = field(default_factory=list)
    """Where a version or a setting stands."""
    parameters: dict[str, str] = field(default_factory=dict)
    named: Event | None = None
    """The event whose values the words tell, where others of the same kind have other values."""

    @property
    def documents(self) -> set[str]:
        """The documents in which it stands."""
        found = {document for event in self.events for document in event.documents}
        found |= {document for header in self.headers for document in header.documents}
        return found | {place.document for place in self.places}

    def add(self, other: Match) -> None:
        """Take over what made a part of the condition hold."""
        known = {id(item) for item in (*self.events, *self.headers)}
        self.events += [event for event in other.events if id(event) not in known]
        self.headers += [header for header in other.headers if id(header) not in known]
        self.places += [place for place in other.places if place not in self.places]
        self.parameters |= other.parameters
        self.named = other.named or self.named


def judge(rules: Sequence[Rule], facts: Facts, events: Events) -> list[Finding]:
    """Ask the rules in their order; an event that one of them explains is not asked about again."""
    findings: list[Finding] = []
    for rule in rules:
        match = holds(rule.when, facts, events)
        if match is None:
            continue
        near = match.documents
        for test in rule.explains:
            found = [event for event in events.for_test(test) if event_holds(test, event) is not None]
            if _is_broad(test):  # another document may tell of another server
                found = [event for event in found if not near.isdisjoint(event.documents)]
            match.add(Match(events=found))
        if rule.takes_events:
            events.explain(match.events, rule.id)
        findings.append(_finding(rule, match, facts, events))
    return findings


def _is_broad(test: EventTest) -> bool:
    """Whether a test asks for no status, code, operation, path or words: whatever one side says holds."""
    return not (test.statuses or test.codes or test.operations or test.contains or test.path)


# -- conditions ------------------------------------------------------------------------------------------------------


def holds(condition: Condition, facts: Facts, events: Events) -> Match | None:
    """What makes a condition hold; None where it does not."""
    match condition:
        case EventTest():
            return _events_hold(condition, events)
        case HeaderTest():
            return _headers_hold(condition, facts)
        case VersionTest():
            return _version_holds(condition, facts)
        case SettingTest():
            return _setting_holds(condition, facts)
        case CountTest():
            value = facts.count(condition.name)
            enough = condition.at_least is None or value >= condition.at_least
            return Match() if enough and (condition.at_most is None or value <= condition.at_most) else None
        case PeriodTest():
            late = condition.since is None or (facts.last_seen is not None and facts.last_seen >= condition.since)
            early = condition.before is None or (facts.last_seen is not None and facts.last_seen < condition.before)
            return Match() if late and early else None
        case Group():
            return _group_holds(condition, facts, events)
    assert_never(condition)


def _group_holds(group: Group, facts: Facts, events: Events) -> Match | None:
    whole = Match()
    held = 0
    for test in group.tests:
        part = holds(test, facts, events)
        if part is not None:
            held += 1
            whole.add(part)
        elif group.mode == "all":
            return None
    if group.mode == "none":
        return None if held else Match()
    return whole if held else None


def _events_hold(test: EventTest, events: Events) -> Match | None:
    match = Match()
    last: datetime | None = None
    told: list[dict[str, str]] = []
    for event in events.for_test(test):
        found = event_holds(test, event)
        if found is None:
            continue
        match.events.append(event)
        told.append({name: value for name, value in found.items() if name not in _OWN})
        if last is None or event.last_seen is None or event.last_seen >= last:  # the parameters are those of the last
            match.parameters |= found
            match.named = event
            last = event.last_seen or last
    if all(values == told[0] for values in told):
        match.named = None
    enough = sum(event.count for event in match.events) >= test.at_least
    return match if match.events and enough else None


def not_evaluated(rules: Iterable[Rule], facts: Facts) -> Iterator[NotEvaluated]:
    """Rules that depend on a date, where the events that they would be about carry no time."""
    undated = [event for event in facts.events if event.first_seen is None]
    for rule in rules if undated else ():
        for test in parts_of(rule.when):
            if not isinstance(test, EventTest) or test.since is None:
                continue
            timeless = replace(test, since=None, before=None)
            count = sum(event.count for event in undated if event_holds(timeless, event) is not None)
            if count:
                since = test.since.date()
                one = Remark.of(Unjudged.UNDATED_ONE, since=since)
                reason = one if count == 1 else Remark.of(Unjudged.UNDATED, since=since, count=count)
                yield NotEvaluated(rule=rule.id, reason=reason)
                break


def event_holds(test: EventTest, event: Event) -> dict[str, str] | None:
    """The values an event gives if the test holds for it."""
    plain = (
        _is_of_kind(test, event)
        and (not event.elsewhere or test.systems == {System.OTHER})
        and (not test.systems or event.system in test.systems)
        and _speaks(test, event)
        and (not test.forms or event.form in test.forms)
        and (not test.statuses or (event.status or 0) in test.statuses)
        and (not test.codes or not test.codes.isdisjoint((event.code or "", *event.inner)))
        and (not test.operations or event.operation in test.operations)
        and (test.deployment is None or event.deployment is test.deployment)
        and (test.passed is None or event.passed is test.passed)
        and (test.impersonated is None or event.impersonated is test.impersonated)
        and (test.calm is None or event.calm is test.calm)
        and (not test.access or event.access in test.access)
        and (test.recovered is None or event.recovered is test.recovered)
        and (test.since is None or (event.first_seen is not None and event.first_seen >= test.since))
        and (test.before is None or event.last_seen is None or event.last_seen < test.before)
        and (not test.contains or test.contains in event.text.lower())
    )
    if not plain:
        return None
    found = {name: value for name, value in _own(event).items() if value}
    for pattern, text in ((test.text, event.text), (test.path, event.path)):
        if pattern is None:
            continue
        if (matched := pattern.search(text)) is None:
            return None
        found |= _named(matched)
    return found | dict(event.parameters)


def _is_of_kind(test: EventTest, event: Event) -> bool:
    """A status that a text names is that status: what asks for it of a request holds for the text, too."""
    if not test.kinds or event.kind in test.kinds:
        return True
    told = event.kind is EventKind.MESSAGE and event.status is not None
    return told and EventKind.HTTP in test.kinds and bool(test.statuses)


def _speaks(test: EventTest, event: Event) -> bool:
    """Graph has statuses and codes of its own: what does not name it is not about it, but for words alone."""
    protocol = Protocol.GRAPH if is_of_graph(event) else event.protocol
    if test.protocols:
        return protocol in test.protocols
    plain = not (test.statuses or test.codes or test.forms or test.systems == {System.EXCHANGE})
    return plain or protocol is not Protocol.GRAPH


def is_of_graph(event: Event) -> bool:
    """Graph, or the OData interface of Exchange that it grew from: its codes mean the same."""
    return event.protocol is Protocol.GRAPH or (event.system is System.EXCHANGE and event.protocol is Protocol.ODATA)


def only(test: EventTest, part: str) -> EventTest:
    """The test with one of its parts alone, to tell which of them an event fails."""
    return EventTest(**{part: getattr(test, part)})


def _own(event: Event) -> dict[str, str]:
    return {
        "path": event.path,
        "operation": event.operation or "",
        "mailbox": event.mailbox if event.mailbox and is_plain(event.mailbox) else "",
        "code": event.code or "",
        "inner": ", ".join(event.inner),
        "status": str(event.status or ""),
        "text": event.text[:_WORDS].rstrip(". "),
    }


def _headers_hold(test: HeaderTest, facts: Facts) -> Match | None:
    match = Match()
    for header in facts.headers:
        if header.header.lower() != test.header.lower() or (test.systems and header.system not in test.systems):
            continue
        if found := test.value.search(header.value):
            match.headers.append(header)
            match.parameters |= _named(found)
    return match if sum(header.count for header in match.headers) >= max(1, test.at_least) else None


def _version_holds(test: VersionTest, facts: Facts) -> Match | None:
    if test.deployments and facts.deployment not in test.deployments:
        return None
    for row in sorted(facts.versions, key=lambda row: row.version):
        if found := test.version.search(row.version):
            places = [row.sample] if row.sample is not None else []
            return Match(places=places, parameters=_named(found))
    return None


def _setting_holds(test: SettingTest, facts: Facts) -> Match | None:
    match = Match()
    for row in facts.settings:
        found, said = test.setting.search(row.name), test.value.search(row.value)
        if found and said:
            excerpt = f"{row.name} = {row.value}"
            match.places.append(Evidence(document=row.document, line=row.line, time=None, excerpt=excerpt))
            match.parameters |= {"setting": row.name, "value": row.value} | _named(found) | _named(said)
    return match if match.places else None


def _named(match: re.Match[str]) -> dict[str, str]:
    return {name: value.strip() for name, value in match.groupdict().items() if value}


# -- findings --------------------------------------------------------------------------------------------------------


def _finding(rule: Rule, match: Match, facts: Facts, events: Events) -> Finding:
    wording = rule.wording
    if rule.variants:
        matched = Events(match.events, events.literals)
        held = ((variant.wording, holds(variant.when, facts, matched)) for variant in rule.variants)
        wording, more = next(((words, part) for words, part in held if part is not None), (wording, Match()))
        match.parameters = more.parameters | match.parameters  # what the variant captured, for its own words
    recovered = _recovered(match.events)
    outcome, severity = _weight(wording, match.events, recovered=recovered)
    count = count_of(match.events) or sum(header.count for header in match.headers) or 1
    used = {name for name, _ in PLACE.findall("".join((wording.title, wording.cause, *wording.solution)))}
    shown = (used | telling.values(wording.tell) | (match.parameters.keys() - {*_OWN})) - {"text"}
    values = {**match.parameters, "count": str(count)}
    if asked := _wait(match.parameters, facts):
        values["wait"] = asked
    return Finding(
        rule=rule.id,
        title=_said(rule, wording.title, values),
        source=rule.source,
        side=rule.side,
        follows=rule.follows,
        system=side_of(match.events, match.headers),
        outcome=outcome,
        severity=severity,
        basis=rule.basis,
        owner=wording.owner,
        count=count,
        first_seen=min((e.first_seen for e in match.events if e.first_seen), default=None),
        last_seen=max((e.last_seen for e in match.events if e.last_seen), default=None),
        parameters={name: match.parameters[name] for name in sorted(match.parameters) if name in shown},
        cause=_said(rule, wording.cause, values),
        solution=tuple(_said(rule, step, values) for step in wording.solution),
        references=rule.references,
        evidence=_marked(
            rule, evidence_of(match.events, match.headers, match.named) or tuple(match.places[:MAX_EVIDENCE])
        ),
        mailboxes=mailboxes_of(match.events),
        sessions=sessions_of(match.events),
        recovered=recovered,
        tell=wording.tell,
        guessed=rule.maturity is Maturity.EXPECTED,
        told_only=(told_only := bool(match.events) and not match.headers and all(map(_is_told, match.events))),
        of_nobody=told_only and all(e.system is System.UNKNOWN and e.status is not None for e in match.events),
        shown_by=frozenset(e.kind for e in match.events if not match.headers) - {EventKind.MESSAGE},
        came=_came(match.events),
    )


def _is_told(event: Event) -> bool:
    return event.kind is EventKind.MESSAGE


def _came(events: Sequence[Event]) -> tuple[Form, ...]:
    """What came in the place of an answer; nothing where one of the events is more than that."""
    forms = [event.form for event in events if event.kind is not EventKind.MESSAGE]
    known = {form for form in forms if form is not None}
    return tuple(form for form in Form if form in known) if None not in forms else ()


def _said(rule: Rule, template: str, values: Mapping[str, str]) -> Filled:
    """A sentence of a rule. What a site wrote itself may name somebody: there the whole sentence is a value."""
    said = Filled.of(template, values)
    return said if is_ours(rule) else Filled.of("{said}", {"said": said})


def _wait(values: Mapping[str, str], facts: Facts) -> str:
    """How long Exchange asked SSI to wait, in words; empty where it did not say."""
    said = number(values.get("backoff", "")) or max((row.milliseconds for row in facts.back_off), default=0)
    return duration(said) if said else ""


def mailboxes_of(events: Sequence[Event]) -> tuple[str, ...]:
    """Whom these events hit, those with most of them first."""
    counts: Counter[str] = Counter()
    for event in events:
        if event.mailbox:
            counts[event.mailbox] += event.count
    return tuple(sorted(counts, key=lambda mailbox: (-counts[mailbox], mailbox)))


def sessions_of(events: Sequence[Event]) -> int:
    """How many sessions of tables failed with these events."""
    return sum(event.count for event in events if event.session)


def side_of(events: Sequence[Event], headers: Sequence[HeaderFact] = ()) -> System:
    """The side of most of these events; where there are none, that of the header fields."""
    counts: Counter[System] = Counter()
    for one in events or headers:
        counts[one.system] += one.count
    del counts[System.UNKNOWN]
    return max(sorted(counts), key=counts.__getitem__, default=System.UNKNOWN)


def _marked(rule: Rule, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with the words marked that the rule looks for: literals, codes, statuses."""
    wanted = [test for test in parts_of(rule.when) if isinstance(test, EventTest)]
    words = {test.contains for test in wanted if test.contains} | {code.lower() for t in wanted for code in t.codes}
    words |= {f"http {status}" for test in wanted for status in test.statuses}
    words.discard("")  # the code of an answer without one stands nowhere
    found = []
    for one in evidence:
        said = one.excerpt.lower()
        marks = [
            _whole_word(said, at, at + len(word))
            for word in words
            if (at := said.find(word)) >= 0 and len(said) == len(one.excerpt)
        ]
        found.append(replace(one, marks=tuple(_apart(sorted(marks)))))
    return tuple(found)


def _whole_word(said: str, start: int, end: int) -> tuple[int, int]:
    """A literal often is the stem of a word; a reader expects the word."""
    while end < len(said) and said[end].isalnum() and said[end - 1].isalpha():
        end += 1
    while start > 0 and said[start - 1].isalnum() and said[start].isalpha():
        start -= 1
    return start, end


def _apart(marks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Marks that do not overlap: of two that do, the first."""
    end = 0
    for start, stop in marks:
        if start >= end:
            yield start, stop
            end = stop


def _weight(wording: Wording, events: Sequence[Event], *, recovered: bool) -> tuple[Outcome, Severity]:
    """What recovered by itself hurts one degree less; what ended a whole request hurts much; one record, never all."""
    order = list(Severity)
    if events and all(event.item and event.recovered for event in events) and wording.outcome is not Outcome.INFO:
        return Outcome.ISSUE, Severity.LOW  # one item among others that are served: the contract's ruling
    if events and all(event.item for event in events) and wording.outcome is Outcome.ERROR:
        return Outcome.ISSUE, max(wording.severity, Severity.MEDIUM, key=order.index)
    if events and all(event.passed for event in events) and wording.outcome_if_fault is Outcome.ERROR:
        return Outcome.ERROR, max(wording.severity, Severity.MEDIUM, key=order.index)  # for it, but no outage for all
    if any(event.kind is EventKind.FAULT and not event.recovered for event in events):
        outcome = wording.outcome_if_fault
        worse = outcome is Outcome.ERROR and wording.outcome is not Outcome.ERROR
        return outcome, min(wording.severity, Severity.HIGH, key=order.index) if worse else wording.severity
    if not recovered or wording.outcome_if_recovered is wording.outcome:
        return wording.outcome, wording.severity
    return wording.outcome_if_recovered, order[min(order.index(wording.severity) + 1, len(order) - 1)]


def _recovered(events: Sequence[Event]) -> bool:
    """Whether it worked again after all of them. Of a log without times only the other documents can tell that."""
    told = [event for event in events if event.kind is not EventKind.MESSAGE or event.last_seen is not None] or events
    return bool(told) and all(event.recovered for event in told)


def count_of(events: Sequence[Event]) -> int:
    """How many events there were. What a log quotes of them is no second event, nor is what a second log quotes.

    Messages with values of their own (other snapshot numbers) are other events.
    """
    seen = sum(event.count for event in events if event.kind is not EventKind.MESSAGE)
    quoted: dict[tuple[tuple[str, str], ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event in events:
        if event.kind is EventKind.MESSAGE:
            for document, count in event.documents.items():
                quoted[tuple(sorted(event.parameters.items()))][document] += count
    return max(seen, sum(max(by_document.values()) for by_document in quoted.values()))


def evidence_of(
    events: Sequence[Event], headers: Sequence[HeaderFact] = (), named: Event | None = None
) -> tuple[Evidence, ...]:
    """At most five samples, one of every event before a second of any, in the order in which they stand.

    A header that proves it comes first, and what the words are about: nobody looks for the object of a title below.
    """
    rows = [list(event.samples) for event in events]
    first = [*(header.sample for header in headers[:1]), *(named.samples[:1] if named is not None else ())]
    turns = (row[turn] for turn in range(MAX_EVIDENCE) for row in rows if turn < len(row))
    unique = list(dict.fromkeys([*first, *turns]))[:MAX_EVIDENCE]
    return tuple(sorted(unique, key=lambda sample: (sample not in first, sample.document, sample.line)))
