"""The HTML report: the JSON document of one analysis becomes one self-contained file.

The templates hold the words and the form; this module prepares what a template should not compute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from analyzer import lazy_re
from analyzer.report import answer, charts, letter, page, tables, words
from analyzer.report.letter_words import frames
from analyzer.report.page import Page

MAX_BYTES = 2_000_000
"""Size of a report: what ticket systems and mail gateways let through everywhere."""

MAX_EVIDENCE = 5
"""Pieces of evidence of one finding; the document has no more."""

Document = Mapping[str, Any]


class Caps(NamedTuple):
    """How much one report shows; what is left out is counted in it and stands in the JSON."""

    page: Page
    rows: int
    """Rows of one table. Tables are sorted by count, so what is left out is the rare end."""
    documents: int
    """Documents in the inventory. A pack may hold thousands; those with a warning come before those without."""
    findings: int
    """Findings, the worst first. More than any real upload has."""
    lines: int
    """Lines of a ready text."""


CAPS = (
    Caps(Page(), rows=40, documents=120, findings=80, lines=400),
    Caps(Page(text=400, items=20), rows=20, documents=60, findings=40, lines=150),
    Caps(Page(text=120, items=8), rows=8, documents=20, findings=20, lines=60),
)
"""Tried in this order until the report is small enough. The first does for every real upload that was seen; the last
for any document: 20 findings of 5 pieces of evidence of 120 characters, escaped to six times their size, and so on."""


class Outcome(NamedTuple):
    """How an outcome looks and reads."""

    style: str
    word: str


OUTCOMES = {
    "error": Outcome("error", "Error"),
    "issue": Outcome("issue", "Issue"),
    "clean": Outcome("clean", "Clean"),
    "inconclusive": Outcome("inconclusive", "Inconclusive"),
    "info": Outcome("info", "Info"),
}

READY = {
    "ticket": "Ticket text",
    "microsoft": "What Microsoft will ask for",
    "sap": "What the SAP API team will ask for",
}

_STYLE, _SCRIPT = "report.css", "report.js"
_ANCHOR = lazy_re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Shown(NamedTuple):
    """A finding as the report shows it."""

    number: int
    anchor: str
    outcome: Outcome
    is_lead: bool
    """The answer rests on it."""
    finding: Document
    evidence: Sequence[tuple[Document, Sequence[tuple[str, bool]]]]
    """Each piece, and its excerpt in parts: the words, and whether they are what the rule looked for."""


class Letter(NamedTuple):
    """The letter to the customer in one language."""

    language: str
    name: str
    """Of the language, in itself."""
    is_chosen: bool
    parts: Sequence[tuple[str, bool]]
    """Its text in pieces, and whether each is code."""


def render(document: Document) -> bytes:
    """Return the report of one analysis as UTF-8; nothing but the document has a say in it."""
    report = b""
    for caps in CAPS:
        report = caps.page.render("report.html.j2", _view(document, caps), _STYLE, _SCRIPT)
        if len(report) <= MAX_BYTES:
            break
    return report


def ours() -> tuple[str, ...]:
    """What a report says as it stands there, whatever it is about."""
    labels = (f">{page.escaped(label)}<" for label in READY.values())
    return (page.file(_STYLE), page.file(_SCRIPT), *map(page.escaped, words.PRIVACY.values()), *labels)


def _view(document: Document, caps: Caps) -> dict[str, Any]:
    verdict = document["verdict"]
    found = list(document.get("findings") or ())
    findings = _findings(found, verdict.get("rule"), caps)
    lead = findings[0] if findings and findings[0].is_lead else None
    documents = list(document.get("documents") or ())
    unexplained = list(document.get("unexplained") or ())
    texts = document.get("texts") or {}
    box = answer.of(document)
    return {
        "document": document,
        "verdict": verdict,
        "outcome": _outcome(verdict["outcome"]),
        "confidence": verdict.get("confidence") or {},
        "cautions": document.get("warnings") or (),
        "answer": box,
        "proof": _parts(box.proof, caps.page.text) if box.proof is not None else (),
        "lead": lead,
        "zones": answer.zones(document),
        "anchors": {str(shown.finding["rule"]): shown.anchor for shown in findings},
        "findings": findings,
        "findings_left_out": len(found) - len(findings),
        "seen_before": words.seen_before(document.get("seen_before")),
        "ignored": [(row, words.known_to_site(row)) for row in (document.get("ignored") or ())[: caps.rows]],
        "ignored_left_out": max(0, len(document.get("ignored") or ()) - caps.rows),
        "letters": _letters(texts, caps.lines),
        "ready": [(name, title, _lines(texts[name], caps.lines)) for name, title in READY.items() if texts.get(name)],
        "charts": charts.build(document, [_pinned(shown) for shown in findings], caps.rows),
        "tables": [table for recipe in tables.FACTS if (table := tables.build(recipe, document, caps.rows))],
        "unseen": tables.unseen(document),
        "unexplained": [(row, _evidence(row, caps)) for row in unexplained[: caps.rows]],
        "unexplained_left_out": max(0, len(unexplained) - caps.rows),
        "documents": documents,
        "inventory": sorted(documents, key=lambda entry: not entry.get("warnings"))[: caps.documents],
        "warned": sum(1 for entry in documents if entry.get("warnings")),
        "coverage": document.get("coverage") or {},
        "period": document.get("period") or {},
        "options": document["made"]["options"],
        "privacy": words.PRIVACY.get(document["made"]["privacy"], words.PRIVACY["standard"]),
        "most_rows": caps.rows,
        "owners": words.OWNERS,
        "kinds": words.KINDS,
        "bases": words.BASES,
        "levels": words.CONFIDENCE,
    }


def _outcome(name: str) -> Outcome:
    return OUTCOMES.get(name) or Outcome("inconclusive", name)


def _findings(found: Sequence[Document], rule: str | None, caps: Caps) -> list[Shown]:
    """The findings in order of rank, but that on which the answer rests comes first."""
    lead = next((finding for finding in found if rule is not None and finding["rule"] == rule), None)
    ordered = ([lead] if lead is not None else []) + [finding for finding in found if finding is not lead]
    ordered = ordered[: caps.findings]
    return [
        Shown(place, anchor, _outcome(finding["outcome"]), finding is lead, finding, _evidence(finding, caps))
        for place, (anchor, finding) in enumerate(zip(_anchors(ordered), ordered, strict=True), 1)
    ]


def _anchors(findings: Sequence[Document]) -> list[str]:
    """Name each finding for links: after its rule, where that can be a name and is not taken."""
    anchors: list[str] = []
    for index, finding in enumerate(findings, 1):
        rule = str(finding["rule"])
        name = f"finding-{rule}" if _ANCHOR.fullmatch(rule) else f"finding-{index}"
        anchors.append(name if name not in anchors else f"finding-{index}-of-{len(findings)}")
    return anchors


def _letters(texts: Document, most: int) -> list[Letter]:
    """The letter in every language, that which was asked for first; a saved analysis may have one only."""
    told = texts.get("letters") or {"en": texts["customer"]} if texts.get("customer") else {}
    chosen = next((language for language, text in told.items() if text == texts["customer"]), "en")
    return [
        Letter(language, frames()[language].name, language == chosen, list(_coded(_lines(told[language], most))))
        for language in sorted(told, key=lambda language: language != chosen)
        if language in frames()
    ]


def _coded(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The lines of a letter in pieces, none of them longer than its line, and whether each is code."""
    for place, line in enumerate(lines):
        yield from ([("\n", False)] if place else [])
        yield from letter.coded(line)


def _lines(text: str, most: int) -> list[str]:
    lines = text.split("\n")
    over = len(lines) - most
    return [*lines[:most], f"… {over:,} more lines are in the JSON"] if over > 0 else lines


def _evidence(entry: Document, caps: Caps) -> list[tuple[Document, list[tuple[str, bool]]]]:
    return [(one, _parts(one, caps.page.text)) for one in (entry.get("evidence") or ())[:MAX_EVIDENCE]]


def _parts(evidence: Document, most: int) -> list[tuple[str, bool]]:
    """An excerpt cut at its marks; what comes after so many characters is only counted."""
    excerpt = str(evidence["excerpt"])
    over, text = len(excerpt) - most, excerpt[:most]
    parts: list[tuple[str, bool]] = []
    done = 0
    for start, end in sorted(tuple(mark) for mark in evidence.get("marks") or ()):
        begin, stop = max(start, done), min(end, len(text))
        if begin < stop:
            parts += [(text[done:begin], False), (text[begin:stop], True)]
            done = stop
    parts.append((text[done:], False))
    if over > 0:
        parts.append((f"… [{over:,} more characters are in the JSON]", False))
    return [part for part in parts if part[0]]


def _pinned(shown: Shown) -> charts.Pinned:
    finding = shown.finding
    times = [finding.get("first_seen"), *(one.get("time") for one, _ in shown.evidence), finding.get("last_seen")]
    seen = tuple(sorted({str(time) for time in times if time}))
    return charts.Pinned(shown.number, shown.anchor, str(finding["title"]), seen)
