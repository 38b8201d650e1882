"""What a whole case amounts to: error or issue in the vendor's sense, and on which finding it rests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analyzer import coverage
from analyzer.model import (
    Document,
    Event,
    EventKind,
    Evidence,
    Facts,
    Finding,
    Form,
    Headline,
    Name,
    Note,
    Outcome,
    Owner,
    Party,
    Protocol,
    Quote,
    Reason,
    Remark,
    Severity,
    System,
    Term,
    User,
    Value,
    Verdict,
    VerdictOutcome,
)
from analyzer.rules import confidence

_OUTCOMES = list(Outcome)
_SEVERITIES = list(Severity)
_OWNERS = {System.EXCHANGE: Owner.EXCHANGE_ADMIN, System.C4C: Owner.SAP_API_TEAM}


_NAMED = 3
"""Ignored findings, and mailboxes, that a headline names."""
_ANSWERS = frozenset((Form.PAGE, Form.SIGN_IN, Form.TEXT, Form.EMPTY, Form.CUT))
"""What came in the place of an answer."""
_CONNECTORS = {
    System.EXCHANGE: Headline.BY_EXCHANGE_CONNECTOR,
    System.C4C: Headline.BY_C4C_CONNECTOR,
    System.ENGINE: Headline.BY_ENGINE,
}
"""Who wrote a line that no rule explains."""


class _Answer(NamedTuple):
    outcome: VerdictOutcome
    rule: str | None
    headline: Remark
    owner: Owner


def order(finding: Finding) -> tuple[int, int, int, str]:
    """Worst first: outcome, severity, count, then the id."""
    return (
        _OUTCOMES.index(finding.outcome),
        _SEVERITIES.index(finding.severity),
        -finding.count,
        finding.rule,
    )


def conclude(
    findings: Sequence[Finding],
    unexplained: Sequence[Event],
    facts: Facts,
    documents: Sequence[Document],
    ignored: Sequence[Finding] = (),
    *,
    is_one: bool = True,
) -> Verdict:
    """The verdict over sorted findings. An error that no rule explains still is one; it is then nobody's rule.

    What a site ignores decides nothing, but nobody is told that it was not there. Where the uploads are of several
    customers, the mailboxes of one are no part of those of the other.
    """
    known = [finding.rule for finding in ignored if finding.outcome is not Outcome.INFO]
    outcome, rule, headline, owner = _conclude(findings, unexplained, facts, documents, known)
    lead = next((finding for finding in findings if finding.rule == rule), None)
    if lead is not None and not is_one:
        headline = _titled(lead)
    pro, contra = confidence.reasons(lead, unexplained, facts, documents)
    if known and lead is None:
        many = Remark.of(Reason.IGNORED, count=len(known))
        contra = (*contra, many if len(known) > 1 else Remark.of(Reason.IGNORED_ONE))
    return Verdict(
        outcome=outcome,
        rule=rule,
        headline=headline,
        owner=owner,
        confidence=confidence.level(lead, outcome, facts, documents, is_doubted=bool(contra)),
        pro=pro,
        contra=contra,
    )


def _conclude(
    findings: Sequence[Finding],
    unexplained: Sequence[Event],
    facts: Facts,
    documents: Sequence[Document],
    ignored: Sequence[str],
) -> _Answer:
    first = min((finding for finding in findings if finding.outcome is not Outcome.INFO), key=_lead, default=None)
    failing = [event for event in unexplained if _is_failure(event)]
    ours = [event for event in failing if not _is_of_nobody(event)]
    ended = [event for event in ours if not event.recovered]
    if first is not None and (first.outcome is Outcome.ERROR or not ended):
        told = next((finding for finding in findings if finding.rule in first.follows), first)
        return _Answer(VerdictOutcome(first.outcome.value), told.rule, _of_finding(told, facts), told.owner)
    if failing:
        return _not_in_the_catalogue(ended or ours or failing)
    if unexplained:
        return _Answer(VerdictOutcome.INCONCLUSIVE, None, _unexplained(unexplained), Owner.SSI_SUPPORT)
    went_well = facts.successes or facts.finished
    if went_well and (broken := _broken_off(documents)) is not None:
        said = Remark.of(broken[0], nothing=_nothing(ignored), name=Name(broken[1].name))
        return _Answer(VerdictOutcome.INCONCLUSIVE, None, said, Owner.SSI_SUPPORT)
    if went_well:
        how = _worked(facts, ignored) if facts.successes else Remark.of(Headline.FINISHED)
        said = Remark.of(Headline.CLEAN, nothing=_nothing(ignored), how=how)
        if facts.window is not None:
            said = Remark.of(Headline.CLEAN_IN_TIME, nothing=_nothing(ignored), window=facts.window, how=how)
        return _Answer(VerdictOutcome.CLEAN, None, said, Owner.NOBODY)
    if ignored:
        said = Remark.of(Headline.IGNORED_ONLY, nothing=_nothing(ignored))
        return _Answer(VerdictOutcome.INCONCLUSIVE, None, said, Owner.SSI_SUPPORT)
    return _Answer(
        VerdictOutcome.INCONCLUSIVE, rule=None, headline=_too_little(facts, documents), owner=Owner.SSI_SUPPORT
    )


def _broken_off(documents: Sequence[Document]) -> tuple[Headline, Document] | None:
    """The first document of which nobody knows what its end tells, and why that is so."""
    found = [
        *((Headline.UP_TO_READER, document) for document in documents if document.failed),
        *((Headline.UP_TO_END, document) for document in documents if document.cut),
        *((Headline.UP_TO_CAP, document) for document in documents if confidence.is_read_in_part(document)),
    ]
    return found[0] if found else None


def _nothing(ignored: Sequence[str]) -> Remark:
    """That nothing failed, and what did all the same, where the site ignores it."""
    if not ignored:
        return Remark.of(Headline.NOTHING)
    rules = tuple(map(Term, ignored[:_NAMED]))
    if more := len(ignored[_NAMED:]):
        return Remark.of(Headline.NOTHING_BUT_MORE, rules=rules, more=more)
    return Remark.of(Headline.NOTHING_BUT, rules=rules)


def _worked(facts: Facts, ignored: Sequence[str]) -> Remark:
    """What is proved: a good status alone does not tell what was answered."""
    count = facts.successes
    calls = Remark.of(Headline.THE_REQUEST) if count == 1 else Remark.of(Headline.ALL_REQUESTS, count=count)
    if ignored:
        calls = Remark.of(Headline.REQUESTS, count=count)
    proved = facts.unproved < count
    how = Headline.ANSWERED_WELL if proved else Headline.ANSWERED_UNPROVED
    return Remark.of(how, doors=coverage.doors(facts), calls=calls)


def _lead(finding: Finding) -> tuple[int, int, bool, int, str]:
    """The order in which findings are the verdict: what the engine says comes after a failure of either side."""
    outcome, severity, count, rule = order(finding)
    return outcome, severity, finding.side is System.ENGINE, count, rule


def _is_failure(event: Event) -> bool:
    """A request that failed; a line of a log alone proves no failure.

    Nor does a page or a redirect of a server that nothing names: nobody knows what it was asked for.
    """
    if event.kind is EventKind.HTTP and event.system in (System.OTHER, System.UNKNOWN) and (event.status or 200) < 400:
        return False
    return event.kind in (EventKind.HTTP, EventKind.FAULT, EventKind.RESPONSE, EventKind.NO_ANSWER) or (
        event.kind is EventKind.MESSAGE and bool(event.path) and (event.status or 0) >= 400
    )


def _is_of_nobody(event: Event) -> bool:
    """A server that nothing names, as where a text names its status: nobody knows whether a mailbox needs it."""
    return event.system in (System.OTHER, System.UNKNOWN) and event.protocol is Protocol.OTHER


def _unexplained(events: Sequence[Event]) -> Remark:
    """The line itself, with its place: it is all that is known, and the reader may know more."""
    first = max(events, key=lambda event: event.count)
    others = sum(event.count for event in events) - first.count
    if not first.samples:
        return Remark.of(Headline.UNKNOWN_LINE)
    sample = first.samples[0]
    said = Quote((first.text if first.kind is EventKind.MESSAGE and first.path else "") or sample.excerpt)
    wrote = _CONNECTORS.get(first.system)
    told: tuple[Value, ...] = (Remark.of(wrote),) if wrote is not None else ()
    told = (*told, Remark.of(Headline.TIMES, count=first.count), *_place(sample))
    if others:
        return Remark.of(Headline.UNKNOWN_AND_OTHERS, said=said, told=told, others=others)
    return Remark.of(Headline.UNKNOWN, said=said, told=told)


def _place(sample: Evidence) -> tuple[Value, ...]:
    return Name(sample.document), Remark.of(Headline.LINE, line=sample.line)


def _not_in_the_catalogue(events: Sequence[Event]) -> _Answer:
    ended = any(not event.recovered for event in events)
    worst = max(events, key=lambda event: event.count)
    sides: dict[System, Value] = {System.EXCHANGE: Party.EXCHANGE, System.C4C: Party.C4C}
    sample = next(iter(worst.samples), None)
    said = Quote(" · ".join(sample.excerpt.split(" · ")[:2])) if sample is not None else _named(worst)
    side = sides.get(worst.system, Remark.of(Headline.BY_SERVER))
    told: tuple[Value, ...] = (side, Remark.of(Headline.TIMES, count=worst.count))
    told = (*told, *_place(sample)) if sample is not None else told
    return _Answer(
        VerdictOutcome.ERROR if ended and not _is_of_nobody(worst) else VerdictOutcome.ISSUE,
        None,
        Remark.of(Headline.UNKNOWN_ENDED if ended else Headline.UNKNOWN_RECOVERED, said=said, told=told),
        Owner.M365_ADMIN if worst.protocol is Protocol.GRAPH else _OWNERS.get(worst.system, Owner.SSI_SUPPORT),
    )


def _named(event: Event) -> Value:
    """What is known of an event without a line to show."""
    if event.kind is EventKind.NO_ANSWER:
        return Remark.of(Headline.NO_ANSWER)
    if event.code:
        return Quote(event.code)
    if event.status:
        return Remark.of(Headline.HTTP_STATUS, status=event.status)
    if event.form is not None and event.form in _ANSWERS:
        return event.form
    return Remark.of(Headline.EXCEPTION)


def _too_little(facts: Facts, documents: Sequence[Document]) -> Remark:
    unread = [document for document in documents if document.bytes_skipped >= document.bytes and document.warnings]
    if unread and len(unread) == len(documents):
        name, said, more = Name(unread[0].name), unread[0].warnings[0], len(unread) - 1
        why = dict(said.values)["why"] if said.code is Note.NOT_ANALYSED else said
        if more:
            return Remark.of(Headline.UNREAD_AND_MORE, name=name, why=why, more=more)
        return Remark.of(Headline.UNREAD, name=name, why=why)
    if facts.window is not None and facts.outside and facts.first_seen is None and not facts.undated:
        return Remark.of(Headline.OUTSIDE, window=facts.window)
    if broken := coverage.cut_archives(documents):
        return Remark.of(Headline.ZIP_CUT, name=Name(broken[0]))
    if facts.requests and not facts.answered:
        many = Remark.of(Headline.UNANSWERED, count=facts.requests)
        return Remark.of(Headline.ONE_UNANSWERED) if facts.requests == 1 else many
    of_c4c = [row for row in facts.http if row.system is System.C4C]
    if of_c4c and all(row.status < 400 for row in of_c4c):
        calls = sum(row.requests for row in facts.sides if row.system is System.C4C)
        return Remark.of(Headline.C4C_ONE) if calls == 1 else Remark.of(Headline.C4C_ALL, count=calls)
    answered = {row.system for row in facts.sides if row.answered}
    if answered == {System.C4C} and not facts.http:
        return Remark.of(Headline.C4C_WITHOUT_STATUS)
    return Remark.of(Headline.TOO_LITTLE)


def _of_finding(finding: Finding, facts: Facts) -> Remark:
    """Its title; where the session is over for some mailboxes of several alone, for how many and for which."""
    hit, of = len(finding.mailboxes), facts.users
    if finding.outcome is Outcome.ERROR and 0 < hit < of and not _is_whole(finding):
        users = tuple(map(User, finding.mailboxes[:_NAMED]))
        title, more = finding.title, hit - len(users)
        if more:
            return Remark.of(Headline.FINDING_OF_SOME_AND_MORE, title=title, hit=hit, of=of, users=users, more=more)
        return Remark.of(Headline.FINDING_OF_SOME, title=title, hit=hit, of=of, users=users)
    return _titled(finding)


def _titled(finding: Finding) -> Remark:
    """Its title alone."""
    return Remark.of(Headline.FINDING_AS_IT_IS if _is_whole(finding) else Headline.FINDING, title=finding.title)


def _is_whole(finding: Finding) -> bool:
    return finding.title.endswith((".", "!", "?"))
