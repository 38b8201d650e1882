"""One row of the request log of a server becomes a call: what was asked, by whom, and how it ended.

Every row is a request with its answer; no body is in it. A row that tells of the server's own monitoring, of a browser
or of a phone is counted and says nothing about the synchronization (`aside`). A 401 that the same client follows by
a success on the same path is a step of a handshake: `facts/pairing.py` tells it by thread, so the thread is client and
path here. A password that was looked at and refused is never a step, and gets a thread of its own.

Sources: learn.microsoft.com/windows/win32/http/w3c-logging; learn.microsoft.com/exchange (HttpProxy and EWS protocol
logs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.model import (
    Message,
    Place,
    Protocol,
    Record,
    RequestBody,
    RequestHead,
    ResponseBody,
    ResponseHead,
    Result,
    Service,
)
from analyzer.reference import services, win32
from analyzer.reference.vocabulary import ACCOUNT

_PROBE = lazy_re.compile(r"healthmailbox|am_?probe|msexchangemonitoring|availabilityservice_probe", re.IGNORECASE)
_PROBE_PATH = lazy_re.compile(r"/healthcheck\.htm$", re.IGNORECASE)
_LOCAL = frozenset(("127.0.0.1", "::1", "localhost"))
_SYNCHRONIZED = (Protocol.EWS, Protocol.AUTODISCOVER, Protocol.GRAPH, Protocol.ODATA)
"""What a client of a synchronization asks in; the rest of the server is not its business."""
_MOST_KNOWN = 20_000
"""Clients and paths whose side is remembered; it is found out again beyond that."""
_TEXT = 600
"""Characters of an error text of a row that are kept."""
_ERROR_CODE = lazy_re.compile(r"Error[A-Z]\w{2,60}")
_OPERATION = lazy_re.compile(r"[A-Z][A-Za-z]{2,60}")


class Row(Struct):
    """The values of one row, as they stand in it; empty where the log has no such column."""

    status: int
    time: datetime | None = None
    method: str = ""
    path: str = ""
    host: str = ""
    user: str = ""
    client: str = ""
    agent: str = ""
    sub: str = ""
    win: str = ""
    back_end: str = ""
    """The status that the back end gave to the front end."""
    code: str = ""
    text: str = ""
    operation: str = ""
    impersonated: str = ""
    protocol: str = ""
    """The name of the door that a log is about: Ews, Autodiscover."""
    took: int | None = None
    """Milliseconds, where the log is one of EWS itself."""


class Rows(Struct):
    """What is known from row to row of one document."""

    number: int = 0
    last: Place | None = None
    """Of the row before, where it failed: a text behind it is about it."""
    failed: set[int] = field(default_factory=set)
    """Statuses of rows that failed."""
    users: dict[str, str] = field(default_factory=dict)
    """The first spelling of each user name."""
    known: dict[tuple[str, ...], tuple[Service, bool, str]] = field(default_factory=dict)

    def records(self, row: Row, line: int) -> Iterator[Record]:
        """The records of one row."""
        self.number += 1
        user = "" if row.user in ("-", "") else row.user
        key = (row.client, row.path, row.agent, user, row.host, row.protocol)
        if (found := self.known.get(key)) is None:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            found = self.known[key] = _about(row, user)
        service, aside, thread = found
        code = win32.number(row.win) if row.win else None
        if row.status == 401 and code in win32.REFUSED:
            thread = f"{thread} {self.number}"
        place = Place(
            line,
            system=service.system,
            protocol=service.protocol,
            time=row.time,
            thread=thread,
            action=self.number,
        )
        named = not row.impersonated and not aside and ACCOUNT.fullmatch(user) is not None
        headers = (("X-AnchorMailbox", self._spelt(user)),) if named else ()
        yield RequestHead(
            at=place,
            method=row.method,
            path=row.path,
            host=row.host.lower(),
            headers=headers,
            authorized=bool(user) or not _is_first_step(row, code),
            aside=aside,
        )
        operation = row.operation if _OPERATION.fullmatch(row.operation) else None
        if operation or row.impersonated:
            yield RequestBody(at=place, operation=operation, mailbox=row.impersonated or None)
        yield ResponseHead(at=place, status=row.status)
        self.last = None
        if aside:
            return
        if _ERROR_CODE.fullmatch(row.code):
            result = Result(line=line, code=row.code, text=row.text[:_TEXT], fault=row.status >= 500)
            yield ResponseBody(at=place, operation=operation, results=(result,), told=True)
        elif row.status >= 400:
            self.last = place
            self.failed.add(row.status)
            if text := _said(row, code, user):
                yield Message(at=place, text=text, exception=True)

    def _spelt(self, user: str) -> str:
        if len(self.users) >= _MOST_KNOWN:
            self.users.clear()
        return self.users.setdefault(user.lower(), user)


def _about(row: Row, user: str) -> tuple[Service, bool, str]:
    """Side and protocol of a row, whether it is none of a synchronization, and the thread it belongs to."""
    service = services.asked(row.host.lower(), row.path)
    if service == services.OTHER and row.protocol:
        service = services.asked("", f"/{row.protocol.lower()}/")
    monitored = bool(_PROBE.search(user) or _PROBE.search(row.agent) or _PROBE_PATH.search(row.path))
    aside = monitored or row.client in _LOCAL or service.protocol not in _SYNCHRONIZED
    return service, aside, f"{row.client} {row.path.lower()}"


def _said(row: Row, code: int | None, user: str) -> str:
    """What a row says of its failure beside the status."""
    parts = []
    if row.sub not in ("", "-"):
        parts.append(f"IIS status {row.status}.{row.sub}")
    if code:
        words = win32.WORDS.get(code, "")
        parts.append(f"win32 {code}" + (f" ({words})" if words else ""))
    if not user and _is_first_step(row, code):
        parts.append("first step of a negotiation, nothing was sent to sign in with")
    if row.back_end and row.back_end != str(row.status):
        parts.append(f"status of the back end {row.back_end}")
    if row.code:
        parts.append(row.code[:100])
    if row.text:
        parts.append(row.text[:_TEXT])
    return ", ".join(parts)


def _is_first_step(row: Row, code: int | None) -> bool:
    if row.status != 401:
        return False
    return code == win32.NO_CREDENTIALS or (code == win32.ACCESS_DENIED and row.sub == "2")
