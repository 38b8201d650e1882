"""One answer of a service, pasted or saved alone: what Postman, a browser or an API monitor shows.

Samples: `{"error": "invalid_grant", "error_description": "AADSTS50076: …"}` of a token endpoint, the error object of
OData or Graph in JSON or XML, a SOAP fault, an answer of Autodiscover, an error page in HTML. A line or a few of plain
words may stand before it, such as `Token request failed:`.

What an answer holds beside its error, such as contacts or a token, is never handed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import Note, Place, Record, System
from analyzer.protocols import ews_json, graph, kept_answer
from analyzer.protocols.loose_json import DECODER
from analyzer.readers import answers
from analyzer.readers.messages import messages
from analyzer.readers.notes import Notes
from analyzer.readers.recognition import Sign, Strength
from analyzer.readers.window import Window
from analyzer.reference.marks import PAGE_START
from analyzer.reference.numbers import number

_LEAD = lazy_re.compile(
    r"https?://[^\s<>{}\"]{4,2000}+\r?\n\s{0,20}(?=[{\[<])"
    r"|(?:[^\d\s{}<>\[\]\"/=][^\d{}<>\[\]\"/=\n]{0,160}\n\s{0,20}){1,3}(?=[{\[<])"
)
"""Lines before an answer: the address that was asked, or words without a number, an address or a value, which would
make them a log of their own."""
_LEFT_OF_LEAD = lazy_re.compile(r"\[removed\](?:\s{1,20}\[removed\]){0,2}\s{1,20}(?=[{<])")
"""The same in a redacted answer."""
_BLANK = lazy_re.compile(r"[\ufeff\s]{0,200}")
_PROLOG = r"(?:<\?xml[^<>]{0,200}\?>\s{0,99})?(?:<!--[^<>]{0,2000}-->\s{0,99})?"
_XML = lazy_re.compile(
    _PROLOG + r"<(?:\w{1,20}:)?(?:"
    r"error\b(?=[^<>]{0,400}dataservices|[^<>]{0,400}odata|[^<>]{0,400}>\s{0,99}<(?:\w{1,20}:)?code\b)"
    r"|Autodiscover\b)",
    re.IGNORECASE,
)
_ENVELOPE = lazy_re.compile(_PROLOG + r"<(?:[\w.-]{1,40}:)?Envelope\s")
_FAULT = lazy_re.compile(r"<(?:[\w.-]{1,40}:)?Body\b[^<>]{0,400}>\s{0,99}<(?:[\w.-]{1,40}:)?Fault\b")
_PAGE = lazy_re.compile(_PROLOG + PAGE_START, re.IGNORECASE)
_MEMBER = lazy_re.compile(r"[{,]\s{0,99}\"([^\"\\\n]{1,60})\"\s{0,9}:\s{0,9}(.)")
_MARKS = frozenset(
    "error errors odata.error error_description fault access_token refresh_token id_token token_type d responses "
    "exceptionmessage exceptiontype errormessage faultstring __metadata @odata.context @odata.count "
    "odata.metadata".split()
)
"""Members that an answer has and settings have not."""
_NAMES_OF_ERRORS = ("error", "errors", "fault")
_TELLS = frozenset(
    "code message status statuscode detail details title reason value innererror errors faultstring type "
    "errorcode error_code error_description description text".split()
)
"""Members of an error object, one of which it has."""
_STATUSES = frozenset("status statuscode status_code code".split())
_WORDS = frozenset("message title detail error reason".split())
_MOST_ANSWERS = 50
"""Answers one after the other that are read."""
_PRINTED = lazy_re.compile(r"\[[a-z_]{1,40}\] => ")
"""The first member of an object that PHP prints, behind `Array` and a bracket: no list of JSON."""
_BETWEEN = lazy_re.compile(r"[\s,;]{0,200}+")
_LOOKED_AT = 4000
"""Characters of an answer that is cut off, or longer than the first part, in which its members are looked for."""
_BEGUN = lazy_re.compile(
    r"\"ResponseMessages\"\s{0,9}:\s{0,9}\{\s{0,99}\"Items\"\s{0,9}:\s{0,9}\["
    r"|\A\{\s{0,99}\"value\"\s{0,9}:\s{0,9}\[\s{0,99}\{[^{}]{0,2000}\"subscriptionId\"\s{0,9}:"
)
"""Where it is one of EWS in JSON, or notifications of Graph: their first member tells nothing."""


def weigh(head: bytes) -> Sign | None:
    """Told by the beginning: an error object, a root element, a page. A page may hold the form of another reader."""
    text = decode(head)
    at = _beginning(text)
    body = text[at : at + (64 << 10)]
    if body[:1] in ("{", "["):
        return Sign(Strength.FORM) if not _PRINTED.match(body) and _is_json_answer(body) else None
    if body[:1] != "<":
        return None
    if _XML.match(body):
        return Sign(Strength.FORM)
    if _ENVELOPE.match(body):
        whole = _FAULT.search(body, 0, 20_000) and body.count("Envelope>") == 1 and body.rstrip().endswith("Envelope>")
        return Sign(Strength.WHOLE) if whole else None
    return Sign(Strength.NAMED) if _PAGE.match(body) else None


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """What the answer says, and the words before it."""
    data = window.slice(0, limits.answer)
    if window.ensure(limits.answer + 1):
        notes.warn(Note.LONG_ANSWER, most=limits.answer)
    text = decode(data)
    at = _beginning(text)
    yield from messages(text[:at].strip("\ufeff"), Place(1, system=System.UNKNOWN), limits)
    line = 1 + text.count("\n", 0, at)
    body = text[at:]
    if len(several := _objects(body)) > 1:
        for start, stop in several:
            place = Place(line + body.count("\n", 0, start), system=System.OTHER)
            yield from answers.read(body[start:stop], place, limits, notes)
        if len(several) >= _MOST_ANSWERS:
            notes.warn(Note.MANY_ANSWERS, len(body) - several[-1][1], most=_MOST_ANSWERS)
        return
    if body[:1] in ("{", "[") and _members(body) is None:
        notes.cut = True
        notes.warn(Note.ANSWER_BROKEN)
    yield from answers.read(body, Place(line, system=System.OTHER), limits, notes)


def _beginning(text: str) -> int:
    """Where the answer begins: behind blanks, and behind a few lines of words."""
    blank = _BLANK.match(text)
    at = blank.end() if blank else 0
    lead = _LEAD.match(text, at) or _LEFT_OF_LEAD.match(text, at)
    return lead.end() if lead else at


def _objects(body: str) -> list[tuple[int, int]]:
    """Where the objects begin and end that stand one after the other, as answers do; empty if anything else does."""
    decoder, found, at = DECODER, list[tuple[int, int]](), 0
    while at < len(body) and len(found) < _MOST_ANSWERS:
        if body[at] != "{":
            return []
        try:
            _, stop = decoder.raw_decode(body, at)
        except (ValueError, RecursionError):
            return []
        found.append((at, stop))
        blank = _BETWEEN.match(body, stop)
        at = blank.end() if blank else stop
    return found


def _members(body: str) -> dict[str, Any] | None:
    """The members of the object, or of the first one of a list; None where it is no whole JSON."""
    try:
        document, end = DECODER.raw_decode(body)
    except (ValueError, RecursionError):
        return None
    if body[end:].strip():
        return None
    if isinstance(document, list):
        document = document[0] if len(document) == 1 else {}
    return {str(name).lower(): value for name, value in document.items()} if isinstance(document, dict) else {}


def _is_json_answer(body: str) -> bool:
    found = _members(body)
    if found is None:
        if len(body) < (64 << 10) and body.rstrip()[-1:] in ("}", "]"):
            return any(_is_json_answer(body[start:stop]) for start, stop in _objects(body))
        found = {name.lower(): value for name, value in _MEMBER.findall(body[:_LOOKED_AT])[:1]}
        return bool(_MARKS & found.keys()) or _BEGUN.search(body, 0, _LOOKED_AT) is not None
    for name in _NAMES_OF_ERRORS:  # settings have members of that name, too
        told = found.get(name)
        if isinstance(told, dict) and not _TELLS & {str(member).lower() for member in told}:
            found.pop(name)
    if "d" in found and not isinstance(found["d"], dict | list):
        found.pop("d")
    if graph.notifications(found) or ews_json.response_messages(found):
        return True
    if _MARKS & found.keys() or found.keys() >= {"statuscode", "headers", "body"}:
        return True  # the latter: an answer as Power Automate keeps it
    statuses = (found.get(name) for name in _STATUSES)
    failed = any(400 <= (number(str(status)[:10]) or 0) < 600 for status in statuses)
    return (failed and bool(_WORDS & found.keys())) or kept_answer.read(body) is not None
