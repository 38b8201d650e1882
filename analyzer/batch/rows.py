"""One row for each case: what the index, the table and the history know of it, whatever became of it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from analyzer import lazy_re

_ONLINE_FOREST = lazy_re.compile(r"[\w-]+\.([\w-]+\.(?:prod|sdf)\.(?:outlook\.com|exchangelabs\.com))", re.IGNORECASE)
"""`FR2P281MB3021.DEUP281.PROD.OUTLOOK.COM`: server, forest. Source: public traces of Exchange Online."""
_OWN_FOREST = lazy_re.compile(r"[\w-]+\.((?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
_SCALE_UNIT = lazy_re.compile(r"([A-Z]{2}[A-Z0-9]{1,2}P(?:RD?)?\d{2,3})(?:CA|MB)\d{2,4}(?:\.|$)", re.IGNORECASE)
"""`FR2P281MB3021` belongs to FR2P281. Source: public traces of Exchange Online."""
_VIA = lazy_re.compile(r"(?:^|,)\s*(?:HTTP/)?\d(?:\.\d)?\s+([\w.:-]+)", re.IGNORECASE)
"""RFC 9110, section 7.6.3: protocol version, then who received it."""
_C4C_TENANT = lazy_re.compile(r"^([\w-]+)\.")


class State(StrEnum):
    """What became of a case."""

    ANALYSED = "analysed"
    NOT_ANALYSABLE = "not-analysable"
    """Empty, unreadable, refused, unrecognised or damaged as a whole."""
    FAILED = "failed"
    """Our fault."""
    TIMED_OUT = "timed-out"
    OUT_OF_MEMORY = "out-of-memory"


class Upload(Struct, frozen=True, kw_only=True):
    """One file of a case."""

    name: str
    bytes: int
    sha256: str


class Row(Struct, frozen=True, kw_only=True):
    """A case in a line. Lists have the most frequent value first."""

    case: str
    uploads: tuple[Upload, ...] = ()
    state: State = State.ANALYSED
    reason: str | None = None
    duplicate_of: str | None = None
    outcome: str | None = None
    rule: str | None = None
    owner: str | None = None
    headline: str | None = None
    confidence: str | None = None
    mailboxes: int | None = None
    mailboxes_failing: int | None = None
    organizations: tuple[str, ...] = ()
    """Mail domains of the mailboxes that were acted on; where there are none, the tenant of the C4C host."""
    c4c_hosts: tuple[str, ...] = ()
    forests: tuple[str, ...] = ()
    scale_units: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    exchange_versions: tuple[str, ...] = ()
    snapshot: Mapping[str, int] | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    unexplained: int = 0
    report: str | None = None
    json: str | None = None
    findings: tuple[Mapping[str, Any], ...] = ()
    """Rule, title, owner, outcome and times of each finding, worst first."""
    signatures: tuple[tuple[str, int], ...] = ()
    """Unexplained errors with how often each came."""


def of_document(name: str, uploads: Sequence[Upload], document: Mapping[str, Any], *, analysed: bool) -> Row:
    """The row of a case by its document; at strict it has the tokens of the document."""
    verdict = document["verdict"]
    mailboxes = document["mailboxes"]
    hosts = [row["host"] for row in document["hosts"] if row["system"] == "c4c"]
    servers = document["servers"]
    snapshots = document["snapshots"]
    return Row(
        case=name,
        uploads=tuple(uploads),
        state=State.ANALYSED if analysed else State.NOT_ANALYSABLE,
        reason=None if analysed else verdict["headline"],
        outcome=verdict["outcome"] if analysed else None,
        rule=verdict["rule"],
        owner=verdict["owner"] if analysed else None,
        headline=verdict["headline"] if analysed else None,
        confidence=verdict["confidence"]["level"] if analysed else None,
        mailboxes=verdict["hit"]["mailboxes"],
        mailboxes_failing=verdict["hit"]["mailboxes_failing"],
        organizations=_organizations(mailboxes, hosts, document["sessions"]),
        c4c_hosts=tuple(dict.fromkeys(hosts)),
        forests=_values(servers, "X-CalculatedBETarget", _ONLINE_FOREST, _OWN_FOREST),
        scale_units=_values(servers, "X-CalculatedBETarget", _SCALE_UNIT),
        proxies=_values(servers, "Via", _VIA),
        exchange_versions=tuple(row["version"] for row in document["exchange_versions"]),
        snapshot={key: snapshots[0][key] for key in ("limit", "total", "pinned")} if snapshots else None,
        first_seen=document["period"]["first"],
        last_seen=document["period"]["last"],
        unexplained=sum(row["count"] for row in document["unexplained"]),
        findings=tuple(_finding(finding) for finding in document["findings"]),
        signatures=tuple((row["signature"], row["count"]) for row in document["unexplained"]),
    )


def digest_of(row: Row) -> str:
    """What tells the content of a case: the digest of its upload, or of those of its files."""
    digests = sorted(upload.sha256 for upload in row.uploads)
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def _finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("rule", "title", "system", "owner", "outcome", "count", "first_seen", "last_seen")
    return {key: finding[key] for key in keys}


def _organizations(
    mailboxes: Iterable[Mapping[str, Any]], hosts: Sequence[str], sessions: Iterable[Mapping[str, Any]]
) -> tuple[str, ...]:
    """The domains of the mailboxes; else the tenant of C4C; else the domains of the users of its sessions."""
    counts = _domains((row["mailbox"], row["count"]) for row in mailboxes)
    if not counts:
        counts.update(found[1] for host in hosts if (found := _C4C_TENANT.match(host)))
    counts = counts or _domains((row["user"], 1) for row in sessions if row["user"])
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def _domains(addresses: Iterable[tuple[str, int]]) -> Counter[str]:
    """How often each mail domain stands in these."""
    counts: Counter[str] = Counter()
    for address, count in addresses:
        name, at, domain = str(address).rpartition("@")
        if name and at and domain:
            counts[domain.lower()] += count
    return counts


def _values(servers: Iterable[Mapping[str, Any]], header: str, *patterns: re.Pattern[str]) -> tuple[str, ...]:
    """What the first pattern that fits finds in the values of a field, the most frequent first, in lower case."""
    counts: Counter[str] = Counter()
    for row in servers:
        if row["header"] == header:
            found = next((match for pattern in patterns if (match := pattern.match(row["value"]))), None)
            if found is not None:
                counts[found[1].lower()] += row["count"]
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))
