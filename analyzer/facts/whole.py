"""What is shown of a call must look like what it is: a hole in an upload puts the rest of a mail behind it, or into it.

    request-id: 3f0e0bf7-52 Angebot Tarnwald     no id: it is not shown
    X-BEServer: BE1P28Tarnwald, 2027             no machine
    Server: Microsoft-IIS Tarnwald quote         Microsoft-IIS
    401 UnauthTarnwald                           401

What no list knows stays where it may be the name of a product or of a machine by its form. So do operations and codes:
one that nobody knows is what an engineer has to see.
"""

from __future__ import annotations

import re
from functools import lru_cache
from http import HTTPStatus

from analyzer import lazy_re
from analyzer.privacy.known_words import known_words
from analyzer.reference.headers import ONLINE, ROUTE
from analyzer.reference.vocabulary import REMOVED

_ID = lazy_re.compile(
    r"\{?[0-9a-f]{8}-[0-9a-f-]{1,40}+\}?|(?![{]?[0-9a-f]{8}-)[\w.:/=+{}\[\]-]{1,200}+", re.ASCII | re.IGNORECASE
)
_DATE = lazy_re.compile(
    r"(?:[A-Z][a-z]{2,8}+,? )?+\d{1,2}[ -][A-Z][a-z]{2}[ -]\d{2,4} [\d:]{4,8}+(?: [A-Z]{1,4}+| [+-]\d{4})?+"
    r"|\d{4}-\d\d-\d\d[T ][\d:.]{4,20}+(?:Z|[+-]\d\d:?\d\d)?+"
)
_SHAPES = {"request-id": _ID, "client-request-id": _ID, "Date": _DATE}
_PRODUCTS = ("Server", "X-Powered-By")
_USUAL = lazy_re.compile(r"Microsoft-IIS/\d{1,2}\.\d|ASP\.NET|Microsoft-HTTPAPI/2\.0")
_BEHIND_MACHINES = lazy_re.compile(r"\.\.|(?<!,) |\[(?!removed\])|[^\w.:&~, \[\]-]")
"""What stands in no name of a machine, and not between two."""
_PRODUCT = lazy_re.compile(r"[\w.!#$%*+/@~,()-]*+")
_VERSION = lazy_re.compile(r"[(v]?\d[\w.()-]*+|[\w.+-]{1,40}/[\w.+()-]{0,40}|[/&-]|\([\w./; -]{1,60}\)")
_NUMBERED = lazy_re.compile(r"[ /]v?\d")
_WORD = lazy_re.compile(r"[^\W\d_]{2,60}")
_LETTERS = lazy_re.compile(r"(?<=\d)[A-Z][a-z]{6,60}")
_NAME = lazy_re.compile(r"[A-Z][a-z]{3,60}")
_OF_ADDRESS = frozenset("./@\\0123456789")
_BEHIND_HOST = lazy_re.compile(r"[\s\"'&;,].*|<(?![^<>]*>).*", re.DOTALL)
_OF_BODIES = frozenset('"<>')
"""Signs that stand in bodies, and in no words of a status."""
_LONGEST_SHORT = 4
_PHRASES = frozenset(status.phrase.lower() for status in HTTPStatus)


@lru_cache(maxsize=1024)
def field(name: str, value: str) -> str:
    """As much of the value of a field as is one of it; empty where that cannot be told."""
    if (shape := _SHAPES.get(name)) is not None:
        is_broken = shape.fullmatch(value.strip()) is None or (shape is _ID and _LETTERS.search(value) is not None)
        return "" if is_broken else value
    if name in ROUTE:
        return _machines(value)
    return _product(value) if name in _PRODUCTS else value


@lru_cache(maxsize=256)
def reason(said: str) -> str:
    """The words of a status, unless there are others among them than servers use."""
    if said.strip().lower() in _PHRASES:
        return said
    if not _OF_BODIES.isdisjoint(said):
        return ""
    words = [part for part in said.split() if _OF_ADDRESS.isdisjoint(part)]
    return said if all(_is_usual(word) for part in words for word in _WORD.findall(part)) else ""


def _is_usual(word: str) -> bool:
    """Whether servers use a word, or it is short for a product: `TMG`, `ISA`."""
    return known_words().knows(word) or (word.isupper() and len(word) <= _LONGEST_SHORT)


@lru_cache(maxsize=1024)
def host(name: str) -> str:
    """A host up to what stands in none."""
    return _BEHIND_HOST.sub("", name)


def _machines(value: str) -> str:
    if ONLINE.fullmatch(value) is not None:
        return value
    found = _BEHIND_MACHINES.search(value)
    said = (value[: found.start()] if found is not None else value).rstrip(" ,&~:.-")
    others = [one.rpartition(".")[2].strip() for one in said.split(",")[1:]]
    named = (one for one in others if _NAME.fullmatch(one) is not None)
    return "" if any(not known_words().knows(one) for one in named) else said


def _product(value: str) -> str:
    """`SAP NetWeaver Application Server / ABAP 753`; a new product is one word, with its version maybe."""
    if _USUAL.fullmatch(value) is not None or value.startswith(REMOVED):
        return value
    first = _PRODUCT.match(value)
    said = first[0] if first is not None else ""
    if said.startswith("Micro") and any(not known_words().knows(part) for part in _WORD.findall(said)):
        return ""
    for token in value[len(said) :].split(" ")[1:] if value[len(said) : len(said) + 1] == " " else ():
        more = f"{said} {token}"
        is_name = _WORD.fullmatch(token) is not None and _NUMBERED.match(value, len(more)) is not None
        if not (is_name or _VERSION.fullmatch(token) or known_words().knows(token.strip("(),;"))):
            break
        said = more
    return said.rstrip(" -&/,")
