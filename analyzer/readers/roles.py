"""What the text of an element is, by the element's name: the one place that knows the names dumps use."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from analyzer import lazy_re
from analyzer.model import Service
from analyzer.readers.pieces import Start
from analyzer.reference import services
from analyzer.reference.ews import OPERATIONS
from analyzer.reference.vocabulary import BULK, CONTENT, FRAMES, SECRETIVE, SETTING_NAMES


class Role(Enum):
    """What the text of an element is."""

    OUTER = auto()
    """Outside every record: other log lines, bodies that lost their wrapper, raw HTTP."""
    UNKNOWN = auto()
    """An element we know nothing of: only a payload or an HTTP head in it counts."""
    REQUEST_HEAD = auto()
    REQUEST = auto()
    RESPONSE_HEAD = auto()
    RESPONSE = auto()
    MESSAGE = auto()
    """An exception or log text."""
    IGNORED = auto()
    """Credentials, cookies, what people wrote: never looked at."""


_ERROR = lazy_re.compile(r"exception|error|fault|failure", re.IGNORECASE)
_MESSAGE = lazy_re.compile(r"^(?:messages?|msg|warning|reason|details?|entry|line)$", re.IGNORECASE)
_SENT = ("sent", "send", "out", "outgoing", "input", "call")
_RECEIVED = ("received", "receive", "in", "incoming", "output", "result", "answer", "reply")
_RECORDS = {
    f"{protocol}{part}": role
    for protocol in ("ews", "autodiscover")
    for part, role in (
        ("request", Role.REQUEST),
        ("response", Role.RESPONSE),
        ("requesthttpheaders", Role.REQUEST_HEAD),
        ("responsehttpheaders", Role.RESPONSE_HEAD),
    )
}
_CLASS = "ResponseClass"
_NAMESPACE = "schemas.microsoft.com/exchange/"
_PARTS = {"FreeBusy", "Suggestions"}
"""Names of answers inside of others, that have no class of their own."""
LONGEST = 100
"""Characters of a name in which its meaning shows; longer ones would fill the memory of what was asked before."""


def record_role(tag: str) -> Role | None:
    """The role of a trace tag (`TraceFlags` of the EWS Managed API), or None for another word."""
    return _RECORDS.get(tag.lower())


def service_of(tag: Start) -> Service:
    """Whom a trace record is about, where its tag tells that it is not EWS: `<Trace Tag="AutodiscoverResponse">`."""
    name = tag.attributes.get("Tag", "") if tag.name in FRAMES else tag.name
    is_record = record_role(name) is not None
    return services.AUTODISCOVER if is_record and name.lower().startswith("autodiscover") else services.OTHER


def role_of(tag: Start, parent: Role, *, in_record: bool, near: bool) -> Role:
    """The role of an element inside a parent.

    `in_record`: the parent is a trace record. `near`: the parent is the root, an action, or a whole response: deeper
    elements are parts of an item, and an `Error` or `Message` among them is what a person wrote.
    """
    if tag.name in FRAMES:
        return record_role(tag.attributes.get("Tag", "")) or Role.IGNORED
    if tag.attributes and any(
        SECRETIVE.search(value) for name, value in tag.attributes.items() if name.lower() in SETTING_NAMES
    ):
        return Role.IGNORED  # <entry key="password">…</entry>
    if parent in (Role.OUTER, Role.UNKNOWN) and _is_part_of_answer(tag):
        return Role.UNKNOWN
    return role_by_name(tag.name[:LONGEST], parent, in_record, near)


def _is_part_of_answer(tag: Start) -> bool:
    """Whether an element is of EWS itself, and so the rest of an envelope: `<m:GetItemResponse>`, `<FreeBusyResponse>`.

    It is no element in which a dump keeps an answer: what stands in its parts is neither a body nor a status. A dump
    may call its elements by the operation, too, `<GetItemRequest>` and `<GetItemResponse>`, but gives them no prefix.
    """
    operation, found, what = tag.name[:LONGEST].partition("Response")
    if not found:
        return False
    named = (operation in OPERATIONS and tag.prefix != "") or operation in _PARTS or what.startswith("Message")
    return named or _CLASS in tag.attributes or _NAMESPACE in tag.attributes.get("xmlns", "")


@lru_cache(maxsize=1024)
def role_by_name(name: str, parent: Role, in_record: bool, near: bool) -> Role:
    """The same of any other element, by the beginning of its name."""
    if (role := record_role(name)) is not None:
        return role
    if in_record or parent is Role.IGNORED:
        return Role.IGNORED if name.lower() in BULK else parent
    payload = near and parent in (Role.REQUEST, Role.RESPONSE) and name.lower() in ("body", "content")
    if CONTENT.fullmatch(name) and not payload:
        return Role.IGNORED
    if _ERROR.search(name) and parent is not Role.REQUEST and (near or parent is Role.MESSAGE):
        return Role.MESSAGE
    low = name.lower()
    if near and parent is Role.REQUEST and low.endswith("response"):
        return Role.RESPONSE  # <Call> may hold both
    if parent in (Role.REQUEST, Role.RESPONSE, Role.MESSAGE):
        return parent
    if low == "responsecode":  # outside of an envelope: its beginning is lost, the code it ends with is not
        return Role.MESSAGE
    if "request" in low or low in _SENT:
        return Role.REQUEST
    if "response" in low or low in _RECEIVED:
        return Role.RESPONSE
    return Role.MESSAGE if near and _MESSAGE.match(name) else Role.UNKNOWN


def begins_request(role: Role, name: str) -> bool:
    """Whether an element is a request of its own inside one that is taken for a request too: <Call> may hold both."""
    return role is Role.REQUEST and name.lower().endswith("request")
