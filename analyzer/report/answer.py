"""What the box at the top of a report says, and the terminal after it: one answer, made of the document.

    Exchange Server 2019 CU15 (15.2.1748.10) · contoso.example                              pack-0412.zip, 11 files
    Error – nothing synchronizes for this mailbox
    The SSI service account is not allowed to impersonate this mailbox
    Affected: anna.berg@contoso.example (1 of 3 mailboxes) · since 12 October 2026 · no successful request afterwards

Every part stands in a place of its own, so that the page, the terminal and the note say the same in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from analyzer import lazy_re
from analyzer.reference.numbers import counted
from analyzer.reference.shells import is_plain
from analyzer.report import words

Document = Mapping[str, Any]

OTHERS = 3
"""Other errors that are named before the rest are counted."""
_PROOF = 420
"""Characters of the proof in the box; the finding has all of it."""

_MEANINGS = {
    "error": "synchronization does not work",
    "issue": "some records fail, the rest synchronizes",
    "clean": "no failure in what was read",
    "inconclusive": "too little evidence for an answer",
}
_WORDS = {"error": "Error", "issue": "Issue", "clean": "Clean", "inconclusive": "Inconclusive"}
_CODE_BEHIND = lazy_re.compile(
    r" \((\w{0,20}Error[A-Z]\w{1,80}|AADSTS\d{4,9}|S[DW]\d{4})\)(?=\.?$|, for [\d,]{1,9} of [\d,]{1,9} mailboxes: )"
)
_ASIDE = lazy_re.compile(r"(?:Server|Via|Date|Content-Type|X-[A-Za-z-]{1,40}|client-request-id): ")
"""Fields that the finding shows with its evidence, and the box does not."""
_STEPS = {
    "exchange-admin": "The Exchange administrator looks for the request in the logs of the server, by its time and its "
    "request-id.",
    "sap-api-team": "The SAP API team gets the failing request with its response.",
    "ssi-support": "SSI support reads the line of the proof, and what the log holds before and after it.",
}
"""The first step where an error has no rule of its own."""
_SIDES = ("exchange", "c4c")
"""Sides that requests are counted for by name."""
_NOTHING = "No action needed. If the problem persists, request a log that covers the time of the failure."
_AGAIN = "Ask for a log that covers the time of the failure."


class Other(Struct, frozen=True):
    """An error beside that of the verdict."""

    rule: str
    title: str
    often: str
    owner: str


class Answer(Struct, frozen=True):
    """The answer box, part by part; what is not known is empty."""

    whose: Sequence[str]
    """Customer, tenant, product."""
    upload: str
    outcome: str
    word: str
    meaning: str
    headline: str
    names: Sequence[str]
    """Mailboxes or users that it hits, those that are named."""
    more: int
    how_much: str
    since: str | None
    """A moment of the document."""
    in_the_log: str
    """The same by the clock of the log, where that is another one: `10:00 in the log`."""
    afterwards: str
    owner: str
    who: str
    whose_owner: str
    first_step: str
    further_steps: int
    sure: str
    seen: str
    access: str
    proof: Document | None
    others: Sequence[Other]
    others_more: int
    unexplained: int
    """Kinds of errors that no rule explains, beside that of the verdict."""
    also: str
    """How many errors and issues there are beside that of the verdict, in words: `1 error and 2 issues`."""
    draft: str
    """The command that drafts a rule for the error of the verdict; empty where a rule explains it."""

    @property
    def affected(self) -> str:
        """Whom it hits, in words: `anna@contoso.example, ben@contoso.example and 4 more (6 of 9 mailboxes)`."""
        more = f" and {self.more:,} more" if self.more else ""
        said = f"{', '.join(self.names)}{more}"
        return f"{said} ({self.how_much})" if said and self.how_much else said or self.how_much

    @property
    def standing(self) -> tuple[str, str]:
        """Whom it hits, since when and what came afterwards, on one line, and what that line is called."""
        log = f" ({self.in_the_log})" if self.in_the_log else ""
        since = f"{words.moment(self.since)}{log}" if self.since else ""
        said = [part for part in (self.affected, f"since {since}" if since else "", self.afterwards) if part]
        if not self.affected and since:
            return "Since", "; ".join([since, *said[1:]])
        return "Affected" if self.affected else "Afterwards", "; ".join(said)


def of(document: Document) -> Answer:
    """The answer of a document."""
    verdict = document["verdict"]
    lead = lead_of(document)
    outcome = str(verdict["outcome"])
    owner = str(verdict["owner"])
    who, whose = words.OFFICES.get(owner, (owner, ""))
    names = [str(name) for name in verdict.get("mailboxes") or ()]
    hit = verdict.get("hit") or {}
    count = max(len(names), int(hit.get("mailboxes_failing") or 0)) if names else 0
    others = [row for row in document["findings"] if row is not lead and row["outcome"] in ("error", "issue")]
    unexplained = document["unexplained"]
    own = own_unexplained(document)
    named = [
        Other(str(row["rule"]), str(row["title"]), words.once(row["count"]), office(row["owner"])) for row in others
    ]
    return Answer(
        whose=whose_log(document),
        upload=upload(document),
        outcome=outcome,
        word=_WORDS.get(outcome, outcome),
        meaning=_meaning(outcome, hit, names, document),
        headline=_spoken(str(verdict["headline"]), lead),
        names=names[: words.NAMED],
        more=max(0, count - words.NAMED),
        how_much=words.hit({name: hit[name] for name in hit if not names or "session" not in name}),
        since=verdict.get("since"),
        in_the_log=_in_the_log(verdict.get("since"), lead, document),
        afterwards=_afterwards(lead, document),
        owner=owner,
        who=who,
        whose_owner=whose,
        first_step=str(verdict.get("first_step") or first_step(verdict, lead, document["coverage"]["missing"])),
        further_steps=max(0, len(lead["solution"]) - 1) if lead is not None else 0,
        sure=sure(verdict),
        seen=_seen(document, lead, own),
        access=_access(document, lead),
        proof=_proof(lead, own),
        others=named[:OTHERS],
        others_more=max(0, len(named) - OTHERS),
        unexplained=len(unexplained) - (1 if own is not None else 0),
        also=" and ".join(counted(count, noun) for noun, count in Counter(row["outcome"] for row in others).items()),
        draft=_draft(document, own),
    )


def lead_of(document: Document) -> Document | None:
    """The finding that the verdict rests on."""
    rule = document["verdict"]["rule"]
    found: Sequence[Document] = document["findings"]
    return next((finding for finding in found if rule is not None and finding["rule"] == rule), None)


def first_step(verdict: Document, lead: Document | None, missing: Sequence[str]) -> str:
    """What the owner of the verdict does first."""
    if lead is not None and lead["solution"]:
        return str(lead["solution"][0])
    if verdict["outcome"] == "clean":
        return _NOTHING
    if str(verdict["headline"]).startswith("Unknown error"):
        return _STEPS.get(str(verdict["owner"]), _STEPS["ssi-support"])
    return f"Ask the customer for {missing[0]}." if missing else _AGAIN


def whose_log(document: Document) -> list[str]:
    """Customer, tenant and product, as far as the upload tells: mail domain, C4C host, Exchange with its version."""
    domains: Counter[str] = Counter()
    for row in document["mailboxes"]:
        name, at, domain = str(row["mailbox"]).rpartition("@")
        if name and at and domain:
            domains[domain.lower()] += row["count"]
    names = sorted(domains, key=lambda name: (-domains[name], name))
    hosts = [str(row["host"]) for row in document["hosts"] if row["system"] == "c4c"]
    versions = [_version(row) for row in document["exchange_versions"][:1]]
    return [part for part in (_first(names), _first(hosts), *versions) if part]


def upload(document: Document) -> str:
    """What was given: `pack-0412.zip, 11 files`, `a.xml and 2 more uploads, 3 files`."""
    given = document.get("uploads") or []
    files = sum(row["files"] for row in given) or len(document["documents"])
    if not given:
        names = [str(row["name"]) for row in document["documents"]]
        return _first(names) or "an empty upload"
    more = f" and {len(given) - 1:,} more" if len(given) > 1 else ""
    return f"{given[0]['name']}{more}" + (f", {files:,} files" if files > 1 else "")


def sure(verdict: Document) -> str:
    """How sure, with the reason that decides: `Likely: Exchange answered so itself; but …`."""
    confidence = verdict.get("confidence") or {}
    level = str(confidence.get("level") or "hint")
    said = words.CONFIDENCE.get(level, level)
    pro = [_inside(one) for one in confidence.get("for") or ()]
    contra = [_inside(one) for one in confidence.get("against") or ()]
    if level == "confirmed" or not contra:
        return f"{said}: {pro[0]}" if pro else said
    return f"{said}: {pro[0]}, but {contra[0]}" if pro and level == "likely" else f"{said}: {contra[0]}"


def own_unexplained(document: Document) -> Document | None:
    """The unexplained error that the verdict quotes; None where a rule explains what it rests on."""
    headline = str(document["verdict"]["headline"])
    if document["verdict"]["rule"] is not None or not headline.startswith("Unknown error"):
        return None
    rows: Sequence[Document] = document["unexplained"]
    quoted = (row for row in rows for one in row["evidence"] if _place(one) in headline)
    return next(quoted, rows[0] if rows else None)


def _spoken(headline: str, lead: Document | None) -> str:
    """The headline without the code behind it: nobody says it on the phone, and the proof shows it."""
    found = _CODE_BEHIND.search(headline)
    shown = found is not None and lead is not None and lead["evidence"] and found[1] in lead["evidence"][0]["excerpt"]
    said = headline.removesuffix(".")
    return said[: found.start()] + said[found.end() :] if found is not None and shown else said


def _place(evidence: Document) -> str:
    return f"{evidence['document']}, line {evidence['line']:,}"


def _inside(sentence: str) -> str:
    """A sentence as a part of another one."""
    said = sentence.partition("; ")[0].rstrip(".")
    first = said.partition(" ")[0]
    return said if first[1:] != first[1:].lower() or first in ("Exchange", "Microsoft") else said[:1].lower() + said[1:]


def _first(names: Sequence[str]) -> str:
    more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
    return f"{names[0]}{more}" if names else ""


def _version(row: Document) -> str:
    product, update = str(row.get("product") or "Exchange"), str(row.get("update") or "")
    told = update if update.startswith(product) else f"{product} {update}".strip()
    return f"{told} ({row['version']})"


def office(owner: Any) -> str:
    """Who acts, in a word or two."""
    return "nobody has to act" if owner == "nobody" else words.OFFICES.get(str(owner), (str(owner), ""))[0]


def _meaning(outcome: str, hit: Document, names: Sequence[str], document: Document) -> str:
    """What an outcome means for the customer, for as many mailboxes as it holds."""
    if outcome == "issue" and not _works(document):
        return "something failed; the upload does not show what works beside it"
    if outcome != "error" or not names:
        return _MEANINGS.get(outcome, "")
    failing, whole = len(names), hit.get("mailboxes") or 0
    failing = max(failing, int(hit.get("mailboxes_failing") or 0))
    if all("\\" in name for name in names):
        return f"nothing synchronizes with {'this account' if failing == 1 else 'these accounts'}"
    if failing == 1:
        return "nothing synchronizes for this mailbox"
    return f"nothing synchronizes for {'these' if failing < whole or not whole else 'all'} {failing:,} mailboxes"


def zones(document: Document) -> dict[str, str | None]:
    """The zone of each document, as far as its times tell it."""
    return {str(row["name"]): row.get("zone") for row in document["documents"]}


def _in_the_log(since: Any, lead: Document | None, document: Document) -> str:
    """When it was first seen by the clock of the document that shows it, as its own lines read."""
    seen = [one for one in (lead or {}).get("evidence") or () if one.get("time") == since]
    there = words.in_zone(since, zones(document).get(str(seen[0]["document"]))) if seen else ""
    return f"{there.removesuffix(there[-3:])} in the log" if there else ""


def _works(document: Document) -> bool:
    """Whether anything is seen to work: a request, or a session."""
    asked = any(row["answered"] > row["failed"] for row in document.get("requests") or ())
    return asked or any(not row["failed"] for row in document["sessions"])


def _afterwards(lead: Document | None, document: Document) -> str:
    """Whether anything worked after the error; nothing where the upload could not tell."""
    if lead is None:
        return ""
    if lead.get("recovered"):
        return "the session went on" if lead.get("severity") == "low" else "it worked again afterwards"
    if lead["outcome"] != "error":
        return ""
    asked = requests_to(document, lead.get("system"))
    if not asked:
        whose = {str(name).lower() for name in lead.get("mailboxes") or ()}
        listed = any(str(row["user"]).lower() in whose for row in document["sessions"])
        return "no successful session afterwards" if listed else "the upload does not show whether it worked again"
    is_told = asked < _requests(document) and lead.get("system") in _SIDES
    whom = f" to {words.SYSTEMS[str(lead['system'])]}" if is_told else ""
    return f"no successful request{whom} afterwards"


def requests_to(document: Document, system: Any) -> int:
    """Requests of one side, whether the upload names their operation or not; a saved analysis may not count them."""
    return sum(int(row["count"]) for row in _rows(document) if row["system"] == system)


def _requests(document: Document) -> int:
    """Requests of all sides."""
    return sum(int(row["count"]) for row in _rows(document))


def _rows(document: Document) -> Sequence[Document]:
    rows: Sequence[Document] = document.get("requests") or document["operations"]
    return rows


def _access(document: Document, lead: Document | None) -> str:
    """How SSI signs in to the mailbox; nothing where another side failed."""
    if lead is not None and lead.get("system") != "exchange":
        return ""
    said = " and ".join(words.ACCESS.get(str(row["kind"]), str(row["kind"])) for row in document["access"][:2])
    return said[:1].upper() + said[1:]


def _seen(document: Document, lead: Document | None, own: Document | None) -> str:
    """How often, and of how many requests to that side."""
    if lead is None:
        return words.times(own["count"]) if own is not None else ""
    asked = requests_to(document, lead.get("system"))
    said = words.times(lead["count"])
    if asked < lead["count"] or lead.get("system") not in _SIDES:
        return said
    side = words.SYSTEMS[str(lead["system"])]
    return f"{said} in {asked:,} {'request' if asked == 1 else 'requests'} to {side}"


def _proof(lead: Document | None, own: Document | None) -> Document | None:
    for row in (lead, own):
        if row is not None and row["evidence"]:
            return short(row["evidence"][0])
    return None


def short(evidence: Document) -> Document:
    """The evidence as far as the box and the ticket show it, its marks with it."""
    excerpt, marks = _without_asides(str(evidence["excerpt"]), evidence.get("marks") or ())
    if len(excerpt) <= _PROOF:
        return {**evidence, "excerpt": excerpt, "marks": marks}
    start = max(0, marks[0][0] - 80) if marks and marks[0][1] > _PROOF else 0
    text = excerpt[start : start + _PROOF]
    lead = "…" if start else ""
    shift = len(lead) - start
    kept = [[a + shift, b + shift] for a, b in marks if a >= start and b <= start + _PROOF]
    return {**evidence, "excerpt": f"{lead}{text}…", "marks": kept}


def _without_asides(excerpt: str, marks: Sequence[Sequence[int]]) -> tuple[str, list[list[int]]]:
    """An excerpt without the fields of the way, unless one of them is what proves it."""
    kept: list[str] = []
    moved: list[list[int]] = []
    start = length = 0
    for part in excerpt.split(" · "):
        inside = [mark for mark in marks if start <= mark[0] and mark[1] <= start + len(part)]
        if inside or not kept or not _ASIDE.match(part):
            at = length + (3 if kept else 0)
            moved += [[begin - start + at, end - start + at] for begin, end in inside]
            length = at + len(part)
            kept.append(part)
        start += len(part) + 3
    return " · ".join(kept), sorted(moved)


def _draft(document: Document, own: Document | None) -> str:
    if own is None:
        return ""
    number = 1 + [row is own for row in document["unexplained"]].index(True)
    given = document.get("uploads") or []
    name = str(given[0]["name"]) if len(given) == 1 else ""
    return f"ssi-analyze rules new {name if is_plain(name) else 'UPLOAD'}" + (
        f" --number {number}" if number > 1 else ""
    )
