"""What a rule says in words, held against what it says in keys: facts that age carry the day they were checked.

    cause = "Since {on:ews-switched-off} Microsoft switches EWS off"        a date
    solution = ["Open Entra ID > Enterprise apps > Permissions"]            a menu of somebody's portal
    cause = "Such a token dies after 90 days"                               a limit

All three change while nobody looks. As far as a pattern can tell, a rule of ours that has one has `checked`, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.rules.schema import Rule, Wording

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_AGES = {
    "a date": lazy_re.compile(
        rf"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\b(?:{_MONTH}) (?:\d{{1,2}},? )?(?:19|20)\d\d\b"
        r"|\b(?:since|in|until|early|late|before|after|by) (?:19|20)\d\d\b"
    ),
    "a menu": lazy_re.compile(r"[\w)-]{1,40} > [A-Z(]\w{0,40}"),
    "a limit": lazy_re.compile(
        r"\b\d[\d,.]{0,12} ?(?:days?|hours?|minutes?|seconds?|months?|years?|[kMG]B|records|requests|items|characters"
        r"|users|mailboxes|calls|folders|attachments)\b|\b\d{1,3} million\b"
    ),
}


def faults(rule: Rule) -> Iterator[str]:
    """What the words of a rule ask for and its keys do not say."""
    if rule.checked is None:
        for what, pattern in _AGES.items():
            if found := next((match for said in texts(rule) if (match := pattern.search(said))), None):
                yield f"speaks of {what} ({found[0]!r}) without a day on which that was checked; add checked"
                return


def texts(rule: Rule) -> Iterator[str]:
    """Everything that a rule says to a reader."""
    for words in wordings(rule):
        yield from (words.title, words.cause, *words.solution)


def wordings(rule: Rule) -> Iterator[Wording]:
    """Its own words, and those of its variants."""
    yield rule.wording
    yield from (variant.wording for variant in rule.variants)
