"""The index of a batch as HTML that needs nothing beside it: what is the matter tonight, who acts, what is new.

A pure function from the document of `index.py`; above the table of cases stands what a team lead asks. One file holds
a thousand cases; with more of them there are further files `index-2.html`, ….
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from analyzer.batch.index import FAR
from analyzer.report import words
from analyzer.report.html import OUTCOMES, Outcome
from analyzer.report.page import Page

MAX_BYTES = 2_000_000
"""Of one file; the same as for a report."""

CASES = 1000
"""On one page."""

NAME = "index.html"

Document = Mapping[str, Any]


class Caps(NamedTuple):
    """How much one page shows; what is left out stands in `index.json`."""

    page: Page
    cases: int
    """Rows of the table on one page."""
    entries: int
    """Outages and causes; the rare end is left out."""
    signatures: int
    """Of errors that no rule explains; more of them would push the cases out of sight."""
    links: int
    """Cases that an outage names."""


CAPS = (
    Caps(Page(text=400), cases=CASES, entries=30, signatures=10, links=60),
    Caps(Page(text=160), cases=500, entries=20, signatures=10, links=20),
    Caps(Page(text=80), cases=250, entries=20, signatures=10, links=10),
)
"""Tried in this order until every page is small enough; the last is for names that are all quotation marks."""

NOT_ANALYSED = Outcome("none", "Not analysed")

_STATES = {
    "not-analysable": "not analysed",
    "failed": "not analysed, our fault",
    "timed-out": "not analysed, took too long",
    "out-of-memory": "not analysed, needed too much memory",
}
_RANK = ("error", "issue", None, "inconclusive", "clean")
"""The order of the cases by outcome; those that were not analysed come before what needs no hand."""

_PLACES = {
    "c4c-host": "C4C host",
    "forest": "Exchange forest",
    "scale-unit": "Exchange scale unit",
    "proxy": "Proxy",
    "rule": "Same error everywhere",
}
_FIRST = 10
"""Causes that stand open; the rarer ones are folded, so that the cases stay in reach."""
_HIT = ("mailboxes", "mailboxes_failing")
_LONGEST = 255
"""Characters of a file's name."""


class Remark(NamedTuple):
    """A word on a case, and where it leads."""

    text: str
    href: str | None = None


class Case(NamedTuple):
    """A case as the table shows it."""

    name: str
    href: str | None
    anchor: str | None
    """Where a link from above the table leads: the first case of its outcome."""
    cause: str | None
    """The same for the first case of its cause."""
    outcome: Outcome
    rank: int
    organization: str
    further: int
    """Organizations beside the first."""
    said: str
    doubt: str | None
    owner: str
    affected: str
    last_seen: str | None
    remarks: Sequence[Remark]
    keys: str
    """Words for the filter that the row does not show."""


def render(document: Document) -> dict[str, bytes]:
    """The pages by the names of their files, `index.html` first; the same document gives the same bytes."""
    pages: dict[str, bytes] = {}
    for caps in CAPS:
        pages = dict(_pages(document, caps))
        if max(map(len, pages.values())) <= MAX_BYTES:
            break
    return pages


def _pages(document: Document, caps: Caps) -> Iterator[tuple[str, bytes]]:
    ordered = _ordered(document)
    chunks = [ordered[at : at + caps.cases] for at in range(0, len(ordered), caps.cases)] or [[]]
    names = [_file(number) for number in range(1, len(chunks) + 1)]
    anchors = _Anchors(document, ordered, caps.cases)
    top = _top(document, anchors, caps)
    for number, chunk in enumerate(chunks):
        view = {
            **top,
            "top": number == 0,
            "pages": names,
            "number": number + 1,
            "first_case": number * caps.cases + 1,
            "cases": [_case(row, number * caps.cases + place, anchors) for place, row in enumerate(chunk)],
        }
        yield names[number], caps.page.render("index.html.j2", view, "report.css", "index.js", further="index.css")


def _file(number: int) -> str:
    return NAME if number == 1 else f"index-{number}.html"


def _ordered(document: Document) -> list[Document]:
    """The worst first, then by cause, the most frequent first; so what belongs together stands together."""
    causes = {cause["rule"]: place for place, cause in enumerate(document["causes"])}
    return sorted(
        document["cases"],
        key=lambda row: (_RANK.index(_outcome_of(row)), causes.get(row["rule"], len(causes)), row["case"]),
    )


def _outcome_of(row: Document) -> str | None:
    return row["outcome"] if row["state"] == "analysed" and row["outcome"] in _RANK else None


class _Anchors:
    """Where on which page something stands: the first case of an outcome or a cause, the outages."""

    def __init__(self, document: Document, ordered: Sequence[Document], cases: int) -> None:
        self.cases = cases
        self.outcomes: dict[str | None, int] = {}
        self.causes: dict[str, int] = {}
        for place, row in enumerate(ordered):
            self.outcomes.setdefault(_outcome_of(row), place)
            if row["rule"] is not None and row["state"] == "analysed":
                self.causes.setdefault(row["rule"], place)
        self.numbers = {cause["rule"]: number for number, cause in enumerate(document["causes"], 1)}
        self.outages: dict[str, list[int]] = {}
        for number, outage in enumerate(document["outages"], 1):
            for case in outage["cases"]:
                self.outages.setdefault(case, []).append(number)

    def outcome(self, name: str | None) -> str | None:
        return self._at(self.outcomes.get(name), f"outcome-{name or 'none'}")

    def cause(self, rule: str) -> str | None:
        return self._at(self.causes.get(rule), f"cause-{self.numbers.get(rule)}")

    def _at(self, place: int | None, anchor: str) -> str | None:
        return None if place is None else f"{_file(place // self.cases + 1)}#{anchor}"


def _top(document: Document, anchors: _Anchors, caps: Caps) -> dict[str, Any]:
    """What stands above the table."""
    cases, causes = document["cases"], document["causes"]
    reports = {row["case"]: _link(row["report"]) for row in cases}
    copies = copies_in(document)
    return {
        "document": document,
        "count": len(cases),
        "period": _period(cases),
        "chips": _chips(cases, anchors),
        "outages": [
            _outage(number, outage, reports, caps)
            for number, outage in enumerate(document["outages"][: caps.entries], 1)
        ],
        "causes": [_cause(cause, anchors, copies) for cause in causes[:_FIRST]],
        "rarer": [_cause(cause, anchors, copies) for cause in causes[_FIRST : caps.entries]],
        "with_weeks": any(any(cause.get("weeks_before", ())) for cause in causes),
        "most": max((count_of(cause, copies) for cause in causes), default=1),
        "unexplained": document["unexplained"][: caps.signatures],
        "left_out": {
            "outages": max(0, len(document["outages"]) - caps.entries),
            "causes": max(0, len(causes) - caps.entries),
            "unexplained": max(0, len(document["unexplained"]) - caps.signatures),
        },
        "window": _stretch(document["measure"]["window_seconds"]),
    }


def _period(cases: Sequence[Document]) -> dict[str, Any] | None:
    """From when to when the cases are, but for those far from most of them, which are counted."""
    dated = [(row["first_seen"], row["last_seen"]) for row in cases if row["first_seen"] and row["last_seen"]]
    if not dated:
        return None
    middle = datetime.fromisoformat(sorted(last for _, last in dated)[len(dated) // 2])
    near = [pair for pair in dated if all(abs(middle - datetime.fromisoformat(end)) <= FAR for end in pair)]
    first, last = min((pair[0] for pair in near), default=None), max((pair[1] for pair in near), default=None)
    return {"first": _second(first), "last": _second(last), "others": len(dated) - len(near)} if near else None


def _second(moment: str | None) -> str | None:
    """A moment without the fractions of its second, which nobody reads here."""
    return None if moment is None else f"{moment.partition('.')[0].removesuffix('Z')}Z"


def _chips(cases: Sequence[Document], anchors: _Anchors) -> list[tuple[Outcome, int, str | None, str]]:
    """How many cases of each outcome, and where the first of them stands."""
    counts = Counter(map(_outcome_of, cases))
    names = (*(name for name in OUTCOMES if name in _RANK), None)
    return [
        (_look(name), counts[name], anchors.outcome(name), f"outcome:{name or 'none'}")
        for name in names
        if counts[name]
    ]


def _look(name: str | None) -> Outcome:
    return NOT_ANALYSED if name is None else OUTCOMES[name]


def _outage(number: int, outage: Document, reports: Mapping[str, str | None], caps: Caps) -> dict[str, Any]:
    shared = outage["shared"]
    return {
        "anchor": f"outage-{number}",
        "key": f"outage:{number}",
        "kind": shared["kind"],
        "place": _PLACES.get(shared["kind"], shared["kind"]),
        "value": None if shared["kind"] == "rule" else shared["value"],
        "title": outage["title"],
        "rule": outage["rule"],
        "others": [rule for rule in outage["rules"] if rule != outage["rule"]],
        "owner": _office(outage["owner"]),
        "organizations": outage["organizations"],
        "span": span_of(outage),
        "count": len(outage["cases"]),
        "cases": [(case, reports.get(case)) for case in outage["cases"][: caps.links]],
        "text": _incident(outage),
    }


def place_of(outage: Document) -> str:
    """Where it is: `C4C host my300001.crm.ondemand.com`."""
    kind = outage["shared"]["kind"]
    return f"{_PLACES.get(kind, kind)} {outage['shared']['value']}"


def span_of(outage: Document) -> str:
    """From the first failure to the last."""
    return words.span({"first": _second(outage["first_seen"]), "last": _second(outage["last_seen"])})


def _incident(outage: Document) -> str:
    """What to tell those who run the place. It names no customer: a rule says of itself what no case has filled in."""
    first, last = _second(outage["first_seen"]), _second(outage["last_seen"])
    place = (
        "several organizations, with no host that all of them share"
        if outage["shared"]["kind"] == "rule"
        else place_of(outage)
    )
    return (
        f"Errors at {place}: {'; '.join(outage['titles'][:5])}.\n"
        f"First seen {words.when(first)}, last seen {words.when(last)}.\n"
        f"{outage['organizations']:,} organizations are hit, in {len(outage['cases']):,} uploads; no upload shows "
        "such errors of theirs there in the day before.\n"
        "Was there an incident or a change at that time? The reports with times and request ids can follow."
    )


def copies_in(document: Document) -> frozenset[str]:
    """Cases with the same bytes as another one: each has its row, and is counted once."""
    return frozenset(row["case"] for row in document["cases"] if row.get("duplicate_of"))


def count_of(cause: Document, copies: frozenset[str]) -> int:
    """How many cases rest on a cause, copies left out."""
    return sum(case not in copies for case in cause["cases"])


def _cause(cause: Document, anchors: _Anchors, copies: frozenset[str]) -> dict[str, Any]:
    weeks = cause.get("weeks_before")
    numbers = {number for case in cause["cases"] for number in anchors.outages.get(case, ())}
    return {
        "title": cause["title"],
        "rule": cause["rule"],
        "outcome": OUTCOMES.get(cause["outcome"]) or OUTCOMES["info"],
        "owner": _office(cause["owner"]),
        "cases": count_of(cause, copies),
        "organizations": cause["organizations"],
        "href": anchors.cause(cause["rule"]),
        "key": f"rule:{cause['rule']}",
        "weeks": list(reversed(weeks)) if weeks is not None else None,
        "rising": ("rising" if any(weeks or ()) else "new") if cause.get("rising") else None,
        "outages": sorted(numbers),
    }


def _case(row: Document, place: int, anchors: _Anchors) -> Case:
    outcome, rule = _outcome_of(row), row["rule"]
    outages = anchors.outages.get(row["case"], [])
    organizations = row["organizations"]
    keys = [f"outcome:{outcome or 'none'}", *(f"outage:{number}" for number in outages)]
    keys += [f"rule:{rule}"] if rule and outcome else []
    return Case(
        name=row["case"],
        href=_link(row["report"]),
        anchor=f"outcome-{outcome or 'none'}" if anchors.outcomes.get(outcome) == place else None,
        cause=f"cause-{anchors.numbers[rule]}"
        if anchors.causes.get(rule) == place and rule in anchors.numbers
        else None,
        outcome=_look(outcome),
        rank=_RANK.index(outcome),
        organization=organizations[0] if organizations else "–",
        further=max(0, len(organizations) - 1),
        said=(row["headline"] if outcome else row["reason"]) or "–",
        doubt=_STATES.get(row["state"]) if outcome is None else _doubt(row["confidence"]),
        owner=_office(row["owner"]),
        affected=words.hit({name: row[name] for name in _HIT}) if outcome in ("error", "issue") else "",
        last_seen=row["last_seen"],
        remarks=list(_remarks(row, outages)),
        keys=" ".join([*keys, *row.get("rules", ()), *row["c4c_hosts"], *row["forests"], *row["exchange_versions"]]),
    )


def _doubt(confidence: str | None) -> str | None:
    """How sure the verdict is, where that is not beyond doubt."""
    return None if confidence in (None, "confirmed") else words.CONFIDENCE.get(confidence, confidence).lower()


def _remarks(row: Document, outages: Sequence[int]) -> Iterator[Remark]:
    for number in outages:
        yield Remark(f"part of outage {number}", f"{NAME}#outage-{number}")
    if row.get("duplicate_of"):
        yield Remark(f"the same bytes as {row['duplicate_of']}")
    if row["unexplained"]:
        yield Remark(f"{row['unexplained']:,} unexplained {'error' if row['unexplained'] == 1 else 'errors'}")


def _office(owner: str | None) -> str:
    """Who acts, as short as a column is narrow."""
    return "–" if owner is None else words.OFFICES.get(owner, (owner, ""))[0]


def _link(name: str | None) -> str | None:
    """The name of a file beside this one, where a file can have it."""
    return name if name is not None and len(name) <= _LONGEST else None


def _stretch(seconds: int) -> str:
    for unit, length in (("hour", 3600), ("minute", 60)):
        if seconds % length == 0:
            return f"{seconds // length:,} {unit}{'' if seconds == length else 's'}"
    return f"{seconds:,} seconds"
