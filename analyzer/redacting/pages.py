"""A page in HTML that answers in the place of a service: what readers take of it stays, everything else goes.

Sample: `<html><head><title>502 Bad Gateway</title></head>…`. Its title tells what it is, its status may stand in any
other element, and a field for a password makes it a log-on page.
"""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.redacting.words import Words, is_blank, lines_of
from analyzer.reference.vocabulary import REMOVED

_TAG = lazy_re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})(?P<attributes>[^<>]{0,4000})>")
_KEPT = lazy_re.compile(r"\s(?:type|class|id)\s{0,3}=\s{0,3}(?:\"[A-Za-z_ -]{1,60}\"|'[A-Za-z_ -]{1,60}'|password\b)")
_SHOWN = frozenset(("title", "h1", "h2", "h3"))
_OF_SAP = lazy_re.compile(r"\s(?:id|class)\s?=\s?[\"']?(?:msgText|detailText)\b")
"""The element of a page of SAP that tells the error (`protocols/sap_page.py`)."""
STATUS = lazy_re.compile(r"(?<![\w.:])[45]\d\d(?![\w.])")
_UNREAD = lazy_re.compile(r"<(script|style)\b.*?(?:</\1\s{0,9}>|\Z)", re.IGNORECASE | re.DOTALL)


def redacted_page(text: str, words: Words) -> str:
    """The page on as many lines: tags without addresses, title and headings, texts that name a status."""
    text = _UNREAD.sub(lambda match: lines_of(match[0]), text)
    out: list[str] = []
    at, inside = 0, ""
    for tag in _TAG.finditer(text):
        out.append(_between(text[at : tag.start()], inside, words))
        kept = "".join(_KEPT.findall(tag["attributes"]))
        out.append(f"<{tag['close']}{tag['name']}{kept}>{lines_of(tag[0])}")
        told = _OF_SAP.search(tag["attributes"]) is not None
        inside = "" if tag["close"] else "title" if told else tag["name"].lower()
        at = tag.end()
    return "".join([*out, _between(text[at:], inside, words)])


def _between(text: str, inside: str, words: Words) -> str:
    if is_blank(text):
        return text
    if inside in _SHOWN or (len(text) < 200 and STATUS.search(text)):
        return words.clean(text)
    return REMOVED + lines_of(text)
