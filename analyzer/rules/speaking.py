"""What a rule says in words, held against what it says in keys: facts that age carry the day they were checked.

    cause = "Since {on:ews-switched-off} Microsoft switches EWS off"        a date
    solution = ["Open Entra ID > Enterprise apps > Permissions"]            a menu of somebody's portal
    cause = "Such a token dies after 90 days"                               a limit

All three change while nobody looks. As far as a pattern can tell, a rule of ours that has one has `checked`, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.model import Outcome
from analyzer.reference.owners import ACTORS, acts
from analyzer.reference.vocabulary import MONTHS
from analyzer.rules import cards
from analyzer.rules.schema import Rule, Wording

_AGES = {
    "a date": lazy_re.compile(
        rf"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\b(?:{'|'.join(MONTHS)}) (?:\d{{1,2}},? )?(?:19|20)\d\d\b"
        r"|\b(?:since|in|until|early|late|before|after|by) (?:19|20)\d\d\b"
    ),
    "a menu": lazy_re.compile(r"[\w)-]{1,40} > [A-Z(]\w{0,40}"),
    "a limit": lazy_re.compile(
        r"\b\d[\d,.]{0,12} ?(?:days?|hours?|minutes?|seconds?|months?|years?|[kMG]B|records|requests|items|characters"
        r"|users|mailboxes|calls|folders|attachments)\b|\b\d{1,3} million\b"
    ),
}


_HEDGED = lazy_re.compile(r"\b(?:most likely|probably|presumably|perhaps|possibly)\b", re.IGNORECASE)
_EMPTY = lazy_re.compile(r"\w{0,20} [:,;.](?= |$)|\( ?\)|[\"“] ?[\"”]|: ?$|\w{0,20}  ")
"""What a text looks like in which a place was left empty: `Kerio Connect : unsupported`."""


_GOES_ON = lazy_re.compile(
    r"\b(?:can still work|still synchronizes?|may have gone through|not touched|goes on without"
    r"|(?:the rest|everything else|all else|other \w{1,20}) (?:\w{1,20} ){0,3}(?:goes|go) on"
    r"|only (?:this|that|the|these|those|single) (?:one )?(?:record|item|appointment|mail)s?)\b",
    re.IGNORECASE,
)
"""What a cause says of a failure that does not stop the session."""


def hedges(text: str) -> bool:
    """Whether a text is not sure of itself."""
    return _HEDGED.search(text) is not None


def faults(rule: Rule) -> Iterator[str]:
    """What the words of a rule ask for and its keys do not say."""
    yield from _of_age(rule)
    for words in wordings(rule):
        if not acts(words.solution[0], words.owner):
            who, step = ACTORS.get(words.owner, "nobody"), words.solution[0][:50]
            yield f"step 1 {step!r} is not taken by {who}, the owner; begin it with {{Owner}}, or correct owner"
        if words.outcome is Outcome.ERROR and (goes := _GOES_ON.search(words.cause)):
            yield f"outcome is error, and its cause says {goes[0]!r}; correct one of them"
        if found := next((found for said in _said(words) if (found := _EMPTY.search(cards.plain(said)))), None):
            yield f"without values it says {found[0]!r}; give the place words of its own: {{name|words}}"


def _of_age(rule: Rule) -> Iterator[str]:
    if rule.checked is None:
        for what, pattern in _AGES.items():
            if found := next((match for said in texts(rule) if (match := pattern.search(said))), None):
                yield f"speaks of {what} ({found[0]!r}) without a day on which that was checked; add checked"
                return


def texts(rule: Rule) -> Iterator[str]:
    """Everything that a rule says to a reader."""
    for words in wordings(rule):
        yield from _said(words)


def _said(words: Wording) -> tuple[str, ...]:
    return (words.title, words.cause, *words.solution)


def wordings(rule: Rule) -> Iterator[Wording]:
    """Its own words, and those of its variants."""
    yield rule.wording
    yield from (variant.wording for variant in rule.variants)
