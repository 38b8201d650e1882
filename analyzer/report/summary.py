"""The few lines a person reads on the terminal: verdict, who acts, how sure, proof, findings, where the report is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analyzer.reference.numbers import counted
from analyzer.report import answer
from analyzer.report.terminal import Look, many
from analyzer.report.words import OWNERS, known_to_site, once, seen_before

MAX_FINDINGS = 8
MAX_NOTES = 5
"""Warnings of documents: a pack may have thousands, and the report lists them."""

MAX_TEXT = 300
"""Characters of one line that come from the upload."""


def render(document: Mapping[str, Any], paths: Sequence[str], look: Look | None = None) -> str:
    """The summary; control and escape characters of the upload cannot reach the terminal."""
    return "".join(_lines(document, paths, look or Look()))


def _lines(document: Mapping[str, Any], paths: Sequence[str], look: Look) -> Iterator[str]:
    findings = document["findings"]
    told = answer.of(document)
    outcome = told.outcome
    yield look.line(_cut(told.headline), lead=f"{outcome.upper()}: ", style=outcome)
    name, said = told.standing
    if said:
        yield look.line(_cut(said), lead=f"{name}: ", style="b", indent="  ")
    yield look.line(OWNERS.get(told.owner, told.owner), lead="Who acts next: ", style="b")
    yield look.line(_cut(told.first_step), lead="First step: ", style="b", indent="  ")
    if told.draft:
        yield look.line(told.draft, lead="Draft a rule: ", style="b", indent="  ")
    sure = f"{told.sure}; seen {told.seen}" if told.seen else told.sure
    yield look.line(_cut(sure), lead="How sure: ", style="b", indent="  ")
    if told.access:
        yield look.line(_cut(told.access), lead="Access: ", style="b", indent="  ")
    if told.proof is not None:
        excerpt = _cut(" ".join(str(told.proof["excerpt"]).split()))
        yield look.line(f"{_place(told.proof)}: {excerpt}", lead="Proof: ", style="b", indent="  ")
    for finding in findings[:MAX_FINDINGS]:
        where = f" ({_place(finding['evidence'][0])})" if finding["evidence"] else ""
        who = "" if finding["outcome"] == "info" else f", {answer.office(finding['owner'])}"
        said = f"{_cut(finding['rule'])}, {once(finding['count'])}{who}{where}"
        yield look.line(said, lead=f"  {finding['outcome']:<5} ", style=finding["outcome"], indent=" " * 8)
    for more in many(len(findings), MAX_FINDINGS, "findings in the report"):
        yield look.line(more, lead="  ")
    if seen := seen_before(document["seen_before"]):
        yield look.line(_cut(seen), lead="Before: ", style="b", indent="  ")
    yield from _rest(document, look)
    for warning in document["warnings"]:
        yield look.line(_cut(warning["text"]), lead="WARNING: ", style="issue")
    for path in paths:
        yield f"{look.paint('Report:', 'b')} {Look().line(path)}"


def _ignored(findings: Sequence[Mapping[str, Any]], look: Look) -> Iterator[str]:
    """What the site knows: it decides nothing, and is never left out in silence."""
    for finding in findings[:MAX_FINDINGS]:
        said = f"{_cut(finding['rule'])}, {once(finding['count'])} ({_cut(known_to_site(finding))})"
        yield look.line(said, lead="  ignored ", indent=" " * 10)
    for more in many(len(findings), MAX_FINDINGS, "ignored findings in the report"):
        yield look.line(more, lead="  ")


def _rest(document: Mapping[str, Any], look: Look) -> Iterator[str]:
    """What is ignored, what not explained, what was wrong with documents, and what was looked at in vain."""
    yield from _ignored(document["ignored"], look)
    if rows := document["unexplained"]:
        kinds = counted(len(rows), "kind")
        first = next((f", first {_place(row['evidence'][0])}" for row in rows if row["evidence"]), "")
        yield look.line(f"not explained: error events of {kinds}{first}; see the report", lead="  ", indent="    ")
    notes = [(part["name"], warning) for part in document["documents"] for warning in part["warnings"]]
    for name, warning in notes[:MAX_NOTES]:
        yield look.line(f"note: {_cut(name)}: {_cut(warning)}", lead="  ", indent="    ")
    for more in many(len(notes), MAX_NOTES, "notes in the report"):
        yield look.line(more, lead="  ")
    if document["verdict"]["outcome"] == "inconclusive":
        for missing in document["coverage"]["missing"][:1]:
            yield look.line(_cut(missing), lead="Ask the customer for: ", style="b", indent="  ")
    if not document["findings"]:
        for sentence in document["coverage"]["looked_at"]:
            yield look.line(_cut(sentence), lead="  ", indent="    ")


def _place(evidence: Mapping[str, Any]) -> str:
    return f"{_cut(evidence['document'])}, line {evidence['line']}"


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…"
