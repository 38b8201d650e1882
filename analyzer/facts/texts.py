"""What stands in the text of a message: snapshot counts, removed organizations, engine codes, back-off, signatures."""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.reference.numbers import number
from analyzer.reference.vocabulary import DIFFERING, ENGINE_CODE

_NUMBER = r"\d[\d.,'\u2019\u00a0\u202f ]{0,20}"
_SNAPSHOT = lazy_re.compile(
    r"snapshot records?(?: limit)? is exceeded[^(]{0,40}"
    rf"\(\s?(?P<limit>{_NUMBER})/\s?(?P<total>{_NUMBER})/\s?(?P<pinned>{_NUMBER})\)",
    re.IGNORECASE | re.ASCII,
)
_QUOTES = "\"'\u201c\u201d\u201e\u00ab\u00bb"
_REMOVED = lazy_re.compile(
    rf"Organization\s{{1,3}}(?:[{_QUOTES}]|&quot;)?(?P<name>[^{_QUOTES}\n]{{1,600}}?)(?:[{_QUOTES}]|&quot;)?"
    r"\s{1,3}is marked for removal",
    re.IGNORECASE,
)
_QUOTED = lazy_re.compile(r"\"[^\"]{0,400}\"|[\u201c\u201e][^\u201c\u201d\u201e]{0,400}[\u201c\u201d]")
_PRINTED = lazy_re.compile(
    r"(?:subject|body)=(?:\w{0,10}Body\()?(?:'(?:[^'\\]|\\.){0,8000}+(?:'|\Z)|\"(?:[^\"\\]|\\.){0,8000}+(?:\"|\Z))"
)
"""What somebody wrote, in an item as Python prints it: `Message(subject='…', body='…')`."""
_HOSTED = "Microsoft Exchange Hosted Organizations/"
_ENGINE_CODE = lazy_re.compile(ENGINE_CODE)
_LEADING_CODE = lazy_re.compile(r"(?:^\W{0,5}|[(\[]|\berror code:? |: )S[CDEIW]\d{4}\b", re.IGNORECASE)
_BACK_OFF = lazy_re.compile(r"[Bb]ack-?off (?:time|of)?:?\s*(\d{1,9})\s*(?:ms|milliseconds)")

_SIGNIFICANT = 400
"""Characters that tell one error from another; a stack of inner exceptions behind them does not."""
_A_GUID, _AN_ADDRESS, _A_TIME, _AN_ID, _A_NUMBER = DIFFERING
_ADDRESS = lazy_re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_ITEM = lazy_re.compile(r"\b[A-Za-z0-9+/_-]{40,}={0,2}")
_MASKS = (
    (lazy_re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"), _A_GUID),
    (_ADDRESS, _AN_ADDRESS),
    (lazy_re.compile(r"\buser-\d{1,9}@(?:domain|tenant)-\d{1,9}\b"), _AN_ADDRESS),  # tokens of a redacted upload
    (lazy_re.compile(r"\bid-\d{1,9}\b"), _A_GUID),
    (lazy_re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*"), _A_TIME),
    (_ITEM, _AN_ID),
    (lazy_re.compile(r"\b0x[0-9a-fA-F]+\b"), _A_NUMBER),
)
_LONG_NUMBER = lazy_re.compile(
    r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])|(?<![A-Za-z0-9])\d{4,}(?![A-Za-z0-9])"
)
"""A long number, or an address of IPv6, of which none is a part: strict has to know it."""


def are_of_others(one: str, other: str) -> bool:
    """Whether two texts name a mailbox each, or an item, and not the same."""
    named = ((set(pattern.findall(one)), set(pattern.findall(other))) for pattern in (_ADDRESS, _ITEM))
    return any(ones and others and ones.isdisjoint(others) for ones, others in named)


def snapshot(text: str) -> tuple[int, int, int] | None:
    """Limit, total and pinned records of a snapshot message: `(10000/10040/0)`, thousands separators allowed."""
    if match := _SNAPSHOT.search(text):
        digits = [re.sub(r"\D", "", match[name])[:15] for name in ("limit", "total", "pinned")]
        return int(digits[0] or 0), int(digits[1] or 0), int(digits[2] or 0)
    return None


def removed_organization(text: str) -> tuple[str, str] | None:
    """Tenant and forest of a message that an organization is marked for removal; the forest may be empty.

    The long form is `<forest>/Microsoft Exchange Hosted Organizations/<tenant> - <forest>/ConfigurationUnits/…`.
    """
    match = _REMOVED.search(text)
    if match is None:
        return None
    name = match["name"].strip()
    if name.lower() in ("", "the", "or") or " organization is" in name:
        return None
    if _HOSTED in name:
        forest, _, rest = name.partition("/" + _HOSTED)
        return rest.partition(" - ")[0].partition("/")[0].strip(), forest.rpartition("/")[2].strip()
    return name.partition(" - ")[0].strip(), ""


def engine_codes(text: str, *, leading: bool = False) -> list[str]:
    """Codes of the synchronization engine (SE, SC, SD, SI, SW) that a text names, each once.

    With `leading` only those of a text that begins with one, or has it in brackets: a connector's own words may hold
    what looks like a code (a product SD0013).
    """
    found = list(dict.fromkeys(_ENGINE_CODE.findall(text)))
    return found if not found or not leading or _LEADING_CODE.search(text) else []


def without_quotes(text: str) -> str:
    """What the text says itself: a line that quotes an error tells of a mail or a setting, not of the error."""
    return _QUOTED.sub('""', text)


def without_printed(text: str) -> str:
    """The text without what somebody wrote in the items that it prints."""
    return _PRINTED.sub('""', text) if "item_class=" in text else text


def back_off(text: str) -> int | None:
    """Milliseconds a throttling message asks to wait."""
    match = _BACK_OFF.search(text)
    return number(match[1]) if match else None


def parameters(text: str) -> dict[str, str]:
    """The values that a text gives by itself, by the names that rules use."""
    found: dict[str, str] = {}
    if numbers := snapshot(text):
        limit, total, pinned = numbers
        found |= {"limit": str(limit), "total": str(total), "pinned": str(pinned)}
        if total > limit:
            found["excess"] = str(total - limit)
    if organization := removed_organization(text):
        found["organization"] = organization[0]
        if organization[1]:
            found["forest"] = organization[1]
    return found


def signature(text: str) -> str:
    """The text with ids, addresses, times and long numbers masked: what tells one error from another."""
    text = text[:_SIGNIFICANT]
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return _LONG_NUMBER.sub(lambda found: found[0] if ":" in found[0] else _A_NUMBER, text)
