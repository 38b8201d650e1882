"""Whose the events before an event of a log of JSON are, where it does not say so itself.

    {"msg": "POST https://mail.contoso.com/EWS/Exchange.asmx", "reqId": 7}
    {"level": "error", "msg": "Request failed with status code 401", "reqId": 7}       is of Exchange
    {"level": "error", "msg": "HTTP 503", "component": "billing"}                      is of nobody who is known

A program logs what it asks before it logs what became of that, so no event behind is looked at. Events of another
component or of another request tell nothing, and one that has an address of its own is asked for no other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from analyzer import lazy_re
from analyzer.model import Service
from analyzer.readers import sides
from analyzer.readers.messages import AROUND, Around
from analyzer.reference import json_names

_COMPONENTS = (*json_names.LOGGERS, "service", "module")
_REQUESTS = (*sorted(json_names.IDS), "reqid", "req_id")
_ADDRESS = lazy_re.compile(r"https?://")
_DEPTH = 3

Event = Mapping[str, Any]


class EventsBefore:
    """The last events of a log; what they name is looked for when an event asks for it."""

    def __init__(self) -> None:
        self._last: deque[tuple[Event, str]] = deque(maxlen=AROUND)

    def add(self, event: Event, text: str) -> None:
        """Remember an event, and how it stands in the log."""
        self._last.append((event, text))

    def service(self, event: Event, around: Around) -> Service | None:
        """The service that one of the last events names; else the only side of all, for an event of no component."""
        if _has_address(event, _DEPTH):
            return None
        for other, text in reversed(self._last):
            if _are_of_one(event, other) and (service := sides.named(text)) is not None:
                return service
        return None if _first(event, _COMPONENTS) else around.only()


def _are_of_one(event: Event, other: Event) -> bool:
    """Whether two events are of the same component and request, as far as both say so."""
    own, others = _first(event, _COMPONENTS), _first(other, _COMPONENTS)
    if own and others and own != others:
        return False
    return all(event[name] == other[name] for name in _REQUESTS if name in event and name in other)


def _first(event: Event, names: tuple[str, ...]) -> str:
    return next((str(event[name]) for name in names if isinstance(event.get(name), str | int)), "")


def _has_address(value: object, depth: int) -> bool:
    if isinstance(value, str):
        return _ADDRESS.search(value) is not None
    if not depth or not isinstance(value, dict | list):
        return False
    return any(_has_address(member, depth - 1) for member in (value.values() if isinstance(value, dict) else value))
