"""Words for the ids and numbers of the document, shared by every format that people read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from analyzer import lazy_re
from analyzer.reference.numbers import counted
from analyzer.reference.owners import NAMES
from analyzer.reference.vocabulary import MONTHS

OWNERS = {owner.value: named.said for owner, named in NAMES.items()}
OFFICES = {owner.value: (named.office, named.whose) for owner, named in NAMES.items()}
"""Who acts, by name, and whose they are."""

NAMED = 3
"""Mailboxes that are named before the rest are counted."""

CONFIDENCE = {
    "confirmed": "Confirmed",
    "likely": "Likely",
    "hint": "A hint only",
}

BASES = {
    "documented": "known error of the vendor's list",
    "inferred": "our interpretation of the evidence",
}

SYSTEMS = {"exchange": "Exchange", "c4c": "C4C", "other": "Other"}

PROTOCOLS = {"ews": "EWS", "graph": "Graph", "autodiscover": "Autodiscover", "token": "sign-in"}
"""Those that tell more than the side does."""

ACCESS = {
    "password": "user name and password",
    "delegated": "OAuth, granted by the user",
    "application": "OAuth, the application alone",
    "impersonation": "service account with impersonation",
    "graph": "Microsoft Graph",
}
"""How SSI signs in."""

KINDS = {
    "exchange-dump": "Exchange data dump",
    "c4c-dump": "C4C dump",
    "sync-dump": "Sync dump",
    "job-log": "Job log",
    "configuration": "Configuration",
    "sync-export": "Sync export",
    "har": "HAR capture",
    "saz": "Fiddler capture",
    "plain-text": "Text",
    "metadata": "C4C metadata",
    "api-answer": "Answer of a service",
    "iis-log": "Server log",
    "connectivity-test": "Connectivity test",
    "unknown": "Not recognised",
}

PRIVACY = {
    "standard": "Credentials, tokens, cookies and the contents of mails are removed. Mailbox addresses, hosts and "
    "tenants are shown: before you send this to the customer, make a report with --privacy customer, and for anybody "
    "else one with --privacy strict.",
    "customer": "Credentials, tokens, cookies and the contents of mails are removed. Names of the customer's own "
    "mailboxes, servers and tenant are shown; other persons, organizations and addresses are replaced by tokens.",
    "strict": "Credentials, tokens, cookies and the contents of mails are removed. Addresses, persons, hosts, tenants, "
    "forests, ids and file names are replaced by tokens; the same token always stands for the same value.",
}
"""What a report says of itself, by its level (`made.privacy`); PRIVACY.md says the same at length."""

_ZONE = lazy_re.compile(r"([+-])(\d\d):(\d\d)")
_TIME = lazy_re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d{1,9})?)Z")


def service(row: Mapping[str, Any]) -> str:
    """The side of a row, and its protocol where that says more: `Exchange (Graph)`."""
    system = SYSTEMS.get(str(row.get("system")), str(row.get("system") or "–"))
    protocol = PROTOCOLS.get(str(row.get("protocol")), "")
    return f"{system} ({protocol})" if protocol else system


def number(value: Any) -> str:
    """A number with separators; a dash for nothing."""
    return f"{value:,}" if isinstance(value, int) else str("–" if value is None else value)


def size(value: Any) -> str:
    """Bytes in a unit that people read."""
    if not isinstance(value, int):
        return number(value)
    if value < 1000:
        return f"{value} B"
    for unit, length in (("kB", 1000), ("MB", 1_000_000)):
        if value < length * 999.95:
            return f"{value / length:,.1f} {unit}"
    return f"{value / 1_000_000_000:,.1f} GB"


def wait(value: Any) -> str:
    """Milliseconds in a unit that people read."""
    if not isinstance(value, int):
        return number(value)
    for unit, length in (("hour", 3_600_000), ("minute", 60_000), ("second", 1000)):
        if value >= length:
            said = f"{value / length:,.1f}".removesuffix(".0")
            return f"{said} {unit}" + ("" if said == "1" else "s")
    return f"{value:,} ms"


def when(value: Any) -> str:
    """A moment of the document; UTC, and it says so."""
    found = _TIME.fullmatch(str(value))
    return f"{found[1]} {found[2]} UTC" if found else number(value)


def span(period: Mapping[str, Any]) -> str:
    """From when to when, the day once where it is the same."""
    first, last = when(period.get("first")), when(period.get("last"))
    if first[:11] == last[:11] and first.endswith(" UTC") and last.endswith(" UTC"):
        last = last[11:]
    return f"{first.removesuffix(' UTC')} to {last}"


def in_zone(value: Any, zone: str | None) -> str:
    """A moment of the document by the clock of the log: `10:00:02`, with the day where that is another one.

    Nothing where the log writes UTC, or its zone is not known.
    """
    found, ahead = _TIME.fullmatch(str(value)), _ZONE.fullmatch(zone or "")
    if found is None or ahead is None or not (minutes := int(ahead[2]) * 60 + int(ahead[3])):
        return ""
    try:
        there = datetime.fromisoformat(f"{found[1]}T{found[2][:8]}") + timedelta(minutes=int(f"{ahead[1]}{minutes}"))
    except (ValueError, OverflowError):
        return ""
    return f"{there:%H:%M:%S}" if f"{there:%F}" == found[1] else f"{there:%F %H:%M:%S}"


def is_moment(value: Any) -> bool:
    """Whether it is a moment of the document."""
    return isinstance(value, str) and _TIME.fullmatch(value) is not None


def times(count: int) -> str:
    """How often, in words."""
    return counted(count, "time")


def once(count: int) -> str:
    """How often, in words that begin no sentence."""
    return "once" if count == 1 else times(count)


def known_to_site(finding: Mapping[str, Any]) -> str:
    """Why a site ignores a finding, and until when."""
    told = [finding.get("reason") or "no reason given", f"until {finding['until']}" if finding.get("until") else ""]
    return "; ".join(said for said in told if said)


def seen_before(seen: Mapping[str, Any] | None) -> str:
    """How often earlier cases had what this one rests on; nothing where no history was asked, or for nothing."""
    if not seen or not (seen["rule"] or seen["signature"]):
        return ""
    cases = seen["cases"]
    if not cases:
        return "not seen in any earlier case of the history"
    found = _TIME.fullmatch(str(seen["since"]))
    since = f" since {_day(found[1])}" if found else ""
    first = f", first in {seen['first_case']}" if seen["first_case"] else ""
    return f"seen in {cases:,} earlier case{'' if cases == 1 else 's'}{since}{first}"


def moment(value: Any) -> str:
    """A moment to read aloud: `12 October 2026, 08:00 UTC`."""
    found = _TIME.fullmatch(str(value))
    return f"{_day(found[1])}, {found[2][:5]} UTC" if found else number(value)


def _day(date: str) -> str:
    """`3 October 2026` for 2026-10-03."""
    year, month, day = date.split("-")
    name = MONTHS[int(month) - 1] if 1 <= int(month) <= len(MONTHS) else month
    return f"{int(day)} {name} {year}"


def hit(numbers: Mapping[str, Any]) -> str:
    """How much of the customer is hit, in words; nothing where it is not known."""
    told = []
    for name, one in (("mailboxes", "mailbox"), ("sessions", "session")):
        count, failing = numbers.get(name), numbers.get(f"{name}_failing")
        if count and failing:  # none is no answer: what failed may be no request to Exchange
            told.append(f"{failing:,} of {count:,} {one if count == 1 else name}")
    if count := numbers.get("organizations"):
        told.append(f"{count:,} {'organization' if count == 1 else 'organizations'} marked for removal")
    return ", ".join(told)
