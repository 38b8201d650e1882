"""Texts ready to send, made of the document: plain for the customer, with ids for the ticket, Microsoft and SAP.

The text for the customer names no rule, no file and no server; the one for the ticket names them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analyzer.reference.numbers import counted
from analyzer.report.words import OWNERS, seen_before

MAX_PLACES = 3
"""Pieces of evidence in the text for the ticket: it points to the report for more."""

_CUSTOMERS = ("customer-user", "c4c-key-user", "exchange-admin", "m365-admin", "network-admin")
_YOURS = {
    "customer-user": "the user of the mailbox",
    "c4c-key-user": "your key user of SAP Cloud for Customer",
    "exchange-admin": "your Exchange administrator",
    "m365-admin": "your Microsoft 365 administrator",
    "network-admin": "your network administrator",
}
_OPENINGS = {
    "error": "we have looked at the logs you sent. Synchronization between SAP Cloud for Customer and the mailbox does "
    "not work at the moment.",
    "issue": "we have looked at the logs you sent. Synchronization works, but some records are not synchronized.",
    "clean": "we have looked at the logs you sent. Synchronization worked in the time they cover; we found no failure.",
    "inconclusive": "we have looked at the logs you sent. They do not yet show what is wrong.",
}
_CLEAN_BUT = (
    "we have looked at the logs you sent. Synchronization worked in the time they cover; we found no failure but those "
    "that are known already."
)


def build(document: Mapping[str, Any]) -> dict[str, str | None]:
    """The ready texts; None where there is nothing to ask of Microsoft or SAP."""
    rule = document["verdict"]["rule"]
    lead = next((finding for finding in document["findings"] if finding["rule"] == rule), None)
    return {
        "customer": "\n".join(_customer(document, lead)),
        "ticket": "\n".join(_ticket(document, lead)),
        "microsoft": _microsoft(document["findings"]),
        "sap": _sap(document["findings"]),
    }


def _customer(document: Mapping[str, Any], lead: Mapping[str, Any] | None) -> Iterator[str]:
    verdict = document["verdict"]
    owner = verdict["owner"]
    yield "Hello,"
    yield ""
    known = [row for row in document["ignored"] if row["outcome"] != "info"]
    is_clean = verdict["outcome"] == "clean"
    yield _CLEAN_BUT if is_clean and known else _OPENINGS.get(verdict["outcome"], _OPENINGS["inconclusive"])
    if lead is not None and lead["outcome"] != "info":
        yield ""
        yield lead["cause"]
    if lead is not None and owner in _CUSTOMERS:
        yield from ("", f"What has to be done; the first step is up to {_YOURS[owner]}:")
        yield from (f"{number}. {_to_you(step)}" for number, step in enumerate(lead["solution"], 1))
        yield from ("", "Please tell us when this is done; we then check the next session together.")
    elif owner in ("sap-api-team", "ssi-support") and verdict["outcome"] != "inconclusive":
        yield from (
            "",
            "You do not have to do anything: we hand this to the team in charge and come back to you.",
        )
    elif missing := document["coverage"]["missing"]:
        yield from ("", "Please send us:")
        yield from (f"- {name}" for name in missing)
    yield from ("", "Kind regards")


def _to_you(step: str) -> str:
    """A step that is for us to say to the customer, said to the customer."""
    said = step.removeprefix("Tell the customer that ").removeprefix("Then tell the customer that ")
    return step if said == step else f"{said[:1].upper()}{said[1:]}"


def _ticket(document: Mapping[str, Any], lead: Mapping[str, Any] | None) -> Iterator[str]:
    verdict = document["verdict"]
    yield f"{verdict['outcome'].upper()}: {verdict['headline']}"
    yield f"Who acts: {OWNERS.get(verdict['owner'], verdict['owner'])}. Confidence: {verdict['confidence']['level']}."
    if lead is not None:
        seen = f"{lead['count']:,} x" + (f", {lead['first_seen']} to {lead['last_seen']}" if lead["first_seen"] else "")
        yield f"Known error: {lead['rule']} ({lead['source']}), {seen}"
        if lead["parameters"]:
            yield "Values: " + ", ".join(f"{name}={value}" for name, value in lead["parameters"].items())
        yield from _places(lead["evidence"])
    if said := seen_before(document["seen_before"]):
        yield f"Before: {said}"
    others = [
        finding["rule"] for finding in document["findings"] if finding is not lead and finding["outcome"] != "info"
    ]
    if others:
        yield f"Further findings: {', '.join(others[:10])}" + (
            f" and {len(others) - 10} more" if len(others) > 10 else ""
        )
    if known := [row["rule"] for row in document["ignored"]]:
        more = f" and {len(known) - 10} more" if len(known) > 10 else ""
        yield f"Ignored, because the site knows it: {', '.join(known[:10])}{more}"
    if rows := document["unexplained"]:
        count = sum(row["count"] for row in rows)
        yield f"Not explained: {counted(count, 'error event')} of {counted(len(rows), 'kind')}"
    tool = document["tool"]
    yield f"Analysed with {tool['name']} {tool['version']}, catalogue {tool['catalogue']}"


def _places(evidence: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for one in evidence[:MAX_PLACES]:
        at = f", {one['time']}" if one["time"] else ""
        yield f"Proof: {one['document']}, line {one['line']}{at}"
        yield from (f"  {name}: {value}" for name, value in one["ids"].items())


def _microsoft(findings: Sequence[Mapping[str, Any]]) -> str | None:
    """The ids of every piece of evidence of the Exchange side, once each."""
    blocks: dict[str, None] = {}
    for finding in findings:
        for one in finding["evidence"]:
            if one["ids"]:
                said = finding["rule"] if finding["rule"].startswith("Error") else one["excerpt"].partition(" · ")[0]
                lines = [f"{name}: {value}" for name, value in one["ids"].items()]
                blocks["\n".join([*lines, f"response: {said[:200]}"])] = None
    return "\n\n".join(blocks) or None


def _sap(findings: Sequence[Mapping[str, Any]]) -> str | None:
    """Where the failing calls of C4C stand, for the team that gets request and response of each."""
    rows = [
        f"{one['document']}, line {one['line']}{', ' + one['time'] if one['time'] else ''}: {one['excerpt'][:300]}"
        for finding in findings
        if finding["owner"] == "sap-api-team"
        for one in finding["evidence"]
    ]
    return "\n".join(dict.fromkeys(rows)) or None
