"""Tokens that C4C refuses: a refusal is a step of the protocol where another token is fetched and the call goes on."""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.facts.recovery import ENDED_WELL
from analyzer.model import Event, EventKind, Message, System

_CSRF = "csrf token validation failed"
_FETCHED = lazy_re.compile(
    r"token (?:was |is |has been )?(?:fetched|refreshed|renewed|obtained|received)"
    r"|fetch(?:ing|ed) (?:a )?new csrf token",
    re.IGNORECASE,
)
_WENT_ON = lazy_re.compile(
    r"\b20[0-4] (?:OK|Created|Accepted|No Content)\b|\bsucce(?:ss|ssful|ssfully|eded)\b", re.IGNORECASE
)
_NOT = lazy_re.compile(r"\b(?:not|no|without|un\w+|fail\w*)\b", re.IGNORECASE)
REFUSED = object()
"""What works again once C4C has given out another token."""


def is_refused(text: str) -> bool:
    """The words of C4C for a token that it does not take."""
    return _CSRF in text.lower()


def what_works_again(event: Event) -> tuple[object, ...]:
    """What works again after such an event: the side for the mailbox, a refused token, the session of a log."""
    token = (REFUSED,) if event.system in (System.C4C, System.UNKNOWN) and is_refused(event.text) else ()
    session = (ENDED_WELL,) if event.kind is EventKind.MESSAGE else ()
    return ((event.system, event.mailbox), *token, *session)


def says_it_works(message: Message) -> bool:
    """A line of the log after C4C refused a token: it gave out another, or the call went through."""
    if message.at.system not in (System.C4C, System.UNKNOWN) or _NOT.search(message.text[:300]):
        return False
    return bool(_FETCHED.search(message.text[:300]) or _WENT_ON.search(message.text[:300]))
