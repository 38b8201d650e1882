"""Text by the element in which it stands: of a SOAP envelope only what the server says of itself, numbers and times."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer import lazy_re
from analyzer.model import Kind
from analyzer.privacy.pseudonyms.hosts import OF_EVENTS
from analyzer.redacting.attributes import FIELDS
from analyzer.redacting.pages import STATUS
from analyzer.redacting.words import ANSWERS, PLAIN, Words, gone, is_secret_number, is_version, on_lines
from analyzer.reference import marks, vocabulary

HEAD = lazy_re.compile(marks.HEAD, re.MULTILINE)
_ADDRESS = lazy_re.compile(r"\s*[\w.+'=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\s*")
_USER_OF_EVENT = lazy_re.compile(rf"(?:{OF_EVENTS})?(?:user|account)name", re.IGNORECASE)
_NOBODY = lazy_re.compile(
    r"\s{0,40}(?:[A-Za-z][\w-]{1,60}:(?:\s|\Z)|HTTP/\d|[A-Z]{3,8}\s(?:/|https?:)|\d{4}-\d\d-\d\d|[<{\[(]|&lt;)"
)
"""How no name begins: `Date: Mon, 12 Oct 2026`, `HTTP/1.1 500`, `<redacted>`. Threads write into records of others."""
_MACHINE_OF_EVENT = lazy_re.compile(rf"(?:{OF_EVENTS})?(?:workstation|computer|server|machine)name", re.IGNORECASE)
"""Names that `<Data Name="TargetUserName">` of an event of Windows gives itself."""
_CONTAINERS = vocabulary.lower(vocabulary.CONTAINERS)
_NOTHING: frozenset[str] = frozenset()


def in_envelope(text: str, names: Sequence[str], words: Words) -> str:
    """Text in an envelope. `names`: its open elements, from the outermost one, in lower case."""
    if not names:
        return gone(text)
    inner, above = names[-1], names[:-1]
    contained = not _CONTAINERS.isdisjoint(above)
    said = inner in vocabulary.SAID or not vocabulary.SAID_BELOW.get(inner, _NOTHING).isdisjoint(above)
    if said and not contained:
        return words.clean(text)
    if PLAIN.fullmatch(text) or is_version(inner, text):
        return text
    if _ADDRESS.fullmatch(text) or (inner in vocabulary.ADDRESSES and not contained and len(text.split()) == 1):
        return words.user(text)
    return gone(text)


def in_element(text: str, names: Sequence[str], field: str, kind: Kind, words: Words) -> str | None:
    """Text in any other element, of which `field` is the name it gives itself; None where it is as free as any."""
    inner = names[-1]
    of_field = inner in FIELDS
    is_secret = not of_field and vocabulary.SECRETIVE.search(inner) and not PLAIN.fullmatch(text)
    if is_secret or is_secret_number(field or inner, text):
        return gone(text)
    if is_version(field or inner, text):
        return text
    if of_field and field:
        return on_lines(words.field(field, text), text)
    if kind is Kind.CONFIGURATION:
        shown = text.replace(text.strip(), words.setting(field or inner, text))
        return text if PLAIN.fullmatch(text) else on_lines(shown, text)
    if kind is Kind.SYNC_DUMP:
        told = vocabulary.TOLD.fullmatch(inner) and not any(map(vocabulary.RECORDED.fullmatch, names))
        return words.clean(text) if told else text if PLAIN.fullmatch(text) else gone(text)
    if names == ["title"] and STATUS.search(text):  # of a page that was pasted without its head
        return words.clean(text)
    if kind in ANSWERS and not HEAD.search(text):
        kept = inner in vocabulary.ODATA or PLAIN.fullmatch(text)
        return words.clean(text) if kept else gone(text)
    if is_content(names) and not HEAD.search(text):
        return text if PLAIN.fullmatch(text) else gone(text)
    if field and _MACHINE_OF_EVENT.fullmatch(field):
        return words.names.host(text)
    named = vocabulary.PEOPLE.fullmatch(inner) or (field and _USER_OF_EVENT.fullmatch(field))
    return words.user(text) if named and _NOBODY.match(text) is None else None


def is_content(names: Sequence[str]) -> bool:
    """Whether one of the open elements holds what people wrote."""
    return any(map(vocabulary.TITLED.fullmatch, names))
