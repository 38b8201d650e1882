"""What a whole case amounts to: error or issue in the vendor's sense, and on which finding it rests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analyzer.model import (
    Document,
    Event,
    EventKind,
    Facts,
    Finding,
    Form,
    Headline,
    Name,
    Outcome,
    Owner,
    Remark,
    Severity,
    System,
    Verdict,
    VerdictOutcome,
)
from analyzer.rules import confidence, coverage

_OUTCOMES = list(Outcome)
_SEVERITIES = list(Severity)
_OWNERS = {System.EXCHANGE: Owner.EXCHANGE_ADMIN, System.C4C: Owner.SAP_API_TEAM}


_NAMED = 3
"""Ignored findings that a headline names."""
_QUOTED = 160
"""Characters of an unexplained line that the headline quotes."""


_ANSWERS: dict[Form | None, str] = {
    Form.PAGE: "a web page",
    Form.SIGN_IN: "a page to log on",
    Form.TEXT: "a text",
    Form.EMPTY: "an empty answer",
    Form.CUT: "an answer that breaks off",
}


_CONNECTORS = {
    System.EXCHANGE: "Exchange connector",
    System.C4C: "C4C connector",
    System.ENGINE: "synchronization engine",
}
"""Who wrote a line that no rule explains."""


class _Answer(NamedTuple):
    outcome: VerdictOutcome
    rule: str | None
    headline: str | Remark
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
) -> Verdict:
    """The verdict over sorted findings. An error that no rule explains still is one; it is then nobody's rule.

    What a site ignores decides nothing, but nobody is told that it was not there.
    """
    known = [finding.rule for finding in ignored if finding.outcome is not Outcome.INFO]
    outcome, rule, headline, owner = _conclude(findings, unexplained, facts, documents, known)
    lead = next((finding for finding in findings if finding.rule == rule), None)
    pro, contra = confidence.reasons(lead, unexplained, facts, documents)
    if known and lead is None:
        left_out = "1 finding is" if len(known) == 1 else f"{len(known):,} findings are"
        contra = (*contra, f"{left_out} left out, because the site ignores {'it' if len(known) == 1 else 'them'}.")
    return Verdict(
        outcome=outcome,
        rule=rule,
        headline=headline,
        owner=owner,
        confidence=confidence.level(lead, outcome, documents, is_doubted=bool(contra)),
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
    ended = [event for event in failing if not event.recovered]
    if first is not None and (first.outcome is Outcome.ERROR or not ended):
        told = next((finding for finding in findings if finding.rule in first.follows), first)
        return _Answer(VerdictOutcome(first.outcome.value), told.rule, _sentence(told.title), told.owner)
    if failing:
        return _not_in_the_catalogue(ended or failing, ended=bool(ended))
    if unexplained:
        return _Answer(VerdictOutcome.INCONCLUSIVE, None, _unexplained(unexplained), Owner.SSI_SUPPORT)
    if facts.successes and (failed := [document.name for document in documents if document.failed]):
        return _Answer(
            VerdictOutcome.INCONCLUSIVE,
            None,
            f"Nothing{_but(ignored)} failed up to where our reader of {failed[0]} did; what follows was not read.",
            Owner.SSI_SUPPORT,
        )
    if facts.successes and (cut := [document.name for document in documents if document.cut]):
        return _Answer(
            VerdictOutcome.INCONCLUSIVE,
            None,
            f"Nothing{_but(ignored)} failed up to where {cut[0]} breaks off; what came after is not in the upload.",
            Owner.SSI_SUPPORT,
        )
    if facts.successes or facts.finished:
        how = _worked(facts, ignored) if facts.successes else "the session finished without errors"
        where = "this upload" if facts.window is None else f"the records {facts.window.said}"
        return _Answer(VerdictOutcome.CLEAN, None, f"Nothing{_but(ignored)} failed in {where}: {how}.", Owner.NOBODY)
    if ignored:
        said = f"Nothing{_but(ignored)} failed, and nothing in the upload shows that anything worked."
        return _Answer(VerdictOutcome.INCONCLUSIVE, None, said, Owner.SSI_SUPPORT)
    return _Answer(
        VerdictOutcome.INCONCLUSIVE, rule=None, headline=_too_little(facts, documents), owner=Owner.SSI_SUPPORT
    )


def _but(ignored: Sequence[str]) -> str:
    """What failed all the same, where the site ignores it."""
    if not ignored:
        return ""
    more = f" and {len(ignored) - _NAMED:,} more" if len(ignored) > _NAMED else ""
    return f" but what this site ignores ({', '.join(ignored[:_NAMED])}{more})"


def _worked(facts: Facts, ignored: Sequence[str]) -> str:
    """What is proved: a good status alone does not tell what was answered."""
    calls = "the request" if facts.successes == 1 else f"all {facts.successes:,} requests"
    if ignored:
        calls = "1 request" if facts.successes == 1 else f"{facts.successes:,} requests"
    if facts.unproved < facts.successes:
        return f"{coverage.exchange(facts)} answered {calls} successfully"
    return f"{coverage.exchange(facts)} answered {calls} with a good status, but what it said is not in the upload"


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


def _unexplained(events: Sequence[Event]) -> str:
    """The line itself, with its place: it is all that is known, and the reader may know more."""
    first = max(events, key=lambda event: event.count)
    others = sum(event.count for event in events) - first.count
    if not first.samples:
        return "Unknown error: the upload holds no line of it to show."
    sample = first.samples[0]
    said = (first.text if first.kind is EventKind.MESSAGE and first.path else "") or sample.excerpt
    often = "1 time" if first.count == 1 else f"{first.count:,} times"
    told = ", ".join(part for part in (_CONNECTORS.get(first.system, ""), often) if part)
    more = "" if not others else f"; {others:,} other unknown {'error' if others == 1 else 'errors'}"
    return f"Unknown error: “{_quoted(said)}” ({told}, {sample.document}, line {sample.line:,}){more}."


def _quoted(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= _QUOTED else said[: _QUOTED - 1] + "…"


def _not_in_the_catalogue(events: Sequence[Event], *, ended: bool) -> _Answer:
    worst = max(events, key=lambda event: event.count)
    what = worst.code or (f"HTTP {worst.status}" if worst.status else _ANSWERS.get(worst.form, "an exception"))
    if worst.kind is EventKind.NO_ANSWER:
        what = "no answer"
    side = {System.EXCHANGE: "Exchange", System.C4C: "C4C"}.get(worst.system, "the server")
    sample = next(iter(worst.samples), None)
    said = " · ".join(sample.excerpt.split(" · ")[:2]) if sample is not None else what
    told = f"{side}, {'1 time' if worst.count == 1 else f'{worst.count:,} times'}"
    where = f", {sample.document}, line {sample.line:,}" if sample is not None else ""
    tail = "; nothing worked after it" if ended else "; it worked again later"
    return _Answer(
        VerdictOutcome.ERROR if ended else VerdictOutcome.ISSUE,
        None,
        f"Unknown error: “{_quoted(said)}” ({told}{where}){tail}.",
        _OWNERS.get(worst.system, Owner.SSI_SUPPORT),
    )


def _too_little(facts: Facts, documents: Sequence[Document]) -> str | Remark:
    unread = [document for document in documents if document.bytes_skipped >= document.bytes and document.warnings]
    if unread and len(unread) == len(documents):
        name, why, more = Name(unread[0].name), unread[0].warnings[0], len(unread) - 1
        if more:
            return Remark.of(Headline.UNREAD_AND_MORE, name=name, why=why, more=more)
        return Remark.of(Headline.UNREAD, name=name, why=why)
    if facts.window is not None and facts.outside and facts.first_seen is None and not facts.undated:
        return f"No record of the upload lies in the time {facts.window.said}: it says nothing about it."
    if facts.requests and not facts.answered:
        asked = "a request" if facts.requests == 1 else f"{facts.requests:,} requests"
        return f"The upload holds {asked} and no answer: it cannot tell what went wrong."
    of_c4c = [row for row in facts.http if row.system is System.C4C]
    if of_c4c and all(row.status < 400 for row in of_c4c):
        calls = sum(row.count for row in of_c4c)
        asked = "the only request" if calls == 1 else f"all {calls:,} requests"
        return f"C4C answered {asked} without an error; the upload holds nothing of Exchange, so it proves no more."
    answered = {row.system for row in facts.sides if row.answered}
    if answered == {System.C4C} and not facts.http:
        return "The upload holds an answer of C4C without its status, and no error in it; it tells nothing of Exchange."
    return "The upload holds too little to tell whether synchronization works."


def _sentence(title: str) -> str:
    return title if title.endswith((".", "!", "?")) else f"{title}."
