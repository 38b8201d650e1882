"""Captures of a browser or a proxy: HAR 1.2 and Fiddler SAZ. The exchanges of C4C, Exchange and others, told by host.

Sources: w3c.github.io/web-performance/specs/HAR; docs.telerik.com/fiddler (SAZ: raw/NN_c.txt, NN_s.txt, NN_m.xml).
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from msgspec.structs import replace

from analyzer import lazy_re, protocols
from analyzer.damage import DAMAGE
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import (
    Form,
    Note,
    Place,
    Record,
    RequestBody,
    ResponseBody,
    ResponseHead,
    Service,
    Term,
)
from analyzer.protocols import http
from analyzer.protocols.loose_json import DECODER
from analyzer.readers import answers, times
from analyzer.readers.content import PackedError, unchunked, unpacked
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window
from analyzer.reference import services
from analyzer.reference.services import first_known

HAR_SIGNS = lazy_re.compile(
    rb"\A\s{0,99}\{\s{0,99}\"log\"\s{0,9}:\s{0,99}\{"
    rb"|(?:^|[,\[])[ \t]{0,99}+\{?[ \t]{0,99}+\"startedDateTime\"\s{0,9}:\s{0,9}\"\d{4}-\d\d-\d\dT",
    re.IGNORECASE | re.MULTILINE,
)
"""How a capture begins, and what stands in each of its entries: its own beginning may be cut off.

In a line of a log something else stands before what that quotes.
"""
_DECODER = json.JSONDecoder(parse_int=DECODER.parse_int, strict=False)
"""Some programs write the line ends of a body as they are."""
_WIDE = lazy_re.compile(r"[\U00010000-\U0010ffff]")
_BEYOND_LATIN = lazy_re.compile(r"[\u0100-\uffff]")
_WIDE_BYTES = lazy_re.compile(rb"[\xf0-\xf7]")
_BEYOND_LATIN_BYTES = lazy_re.compile(rb"[\xc4-\xef]")
_LONGEST = 86_400_000
"""Milliseconds of a day; what takes longer is a mistake of the capture."""
_ENTRIES = lazy_re.compile(r"\"entries\"\s{0,20}:\s{0,20}\[")
_NEXT_ENTRY = lazy_re.compile(r"[\s,]{0,200}+(?=\{)")
_ENTRY = lazy_re.compile(
    r"\{\s{0,99}\"(?:startedDateTime|pageref|connection|cache|request|response|timings?|serverIPAddress|_\w{1,40})\""
)
"""How an entry may begin."""
_MOST_IN_VAIN = 20
"""Objects that begin like an entry and are none, after which the entries of a capture without its head are given up."""
_OPENED = 200
"""What a proxy answers to CONNECT: the way is open, and the request itself comes in an entry of its own."""
_HEAD_END = lazy_re.compile(rb"\r?\n\r?\n")
_CONNECT = lazy_re.compile(rb"\s{0,9}CONNECT ", re.IGNORECASE)
_CONNECTED = lazy_re.compile(rf"\s{{0,9}}HTTP/\d(?:\.\d)? {_OPENED}\b".encode())
_SAZ_MEMBER = lazy_re.compile(r"raw/0*(\d{1,9})_(?:([cs])\.txt|(m)\.xml)", re.IGNORECASE)
_TIMER = lazy_re.compile(rb"\b(?P<name>\w{5,30})\s?=\s?\"(?P<time>\d{4}-\d\d-\d\dT[^\"]{5,40})\"")
_ASKED, _ANSWERED = (b"ClientBeginRequest", b"ClientDoneRequest"), (b"ServerBeginResponse", b"ClientBeginResponse")
"""Of the timers of a session those that tell when it was asked and answered, the best of them first."""


def saz_fits(members: Sequence[zipfile.ZipInfo], limits: Limits) -> bool:
    """Whether the sessions of a SAZ file, unpacked, can be held in memory."""
    return sum(member.file_size for member in members) <= limits.held


def read_har(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """Every entry of a HAR file as a request with its response; its number stands in the place of a line."""
    window.ensure(limits.held)
    data = window.slice(0, limits.held)
    if data.count(b"[") + data.count(b"{") > limits.json_nodes or data.count(b",") > limits.json_nodes * 8:
        notes.warn(Note.MANY_PARTS, len(data))
        return
    if _characters(data) > limits.held:
        notes.warn(Note.MANY_CHARACTERS, len(data))
        return
    for number, entry in enumerate(entries_of(data, notes), 1):
        try:
            yield from _entry(entry, number, limits, notes)
        except (KeyError, TypeError, ValueError, AttributeError):
            notes.warn(Note.ENTRY_INCOMPLETE)


def entries_of(data: bytes, notes: Notes) -> list[Any]:
    """The entries of a capture; of one that breaks off those before the break."""
    try:
        entries = _DECODER.decode(decode(data).lstrip("\ufeff"))["log"]["entries"]
        return entries if isinstance(entries, list) else []
    except (ValueError, KeyError, TypeError, RecursionError):
        notes.cut = True
        notes.warn(Note.HAR_INCOMPLETE)
    text, decoder, found = decode(data), _DECODER, []
    match = _ENTRIES.search(text)
    at = match.end() if match else _first_entry(text)
    while begins := _NEXT_ENTRY.match(text, at):
        try:
            entry, at = decoder.raw_decode(text, begins.end())
        except (ValueError, RecursionError):
            break
        found.append(entry)
    return found


def _first_entry(text: str) -> int:
    """Where the first whole entry begins in a capture whose own beginning is cut off; its end, where there is none."""
    for match in islice(_ENTRY.finditer(text), _MOST_IN_VAIN):
        with suppress(ValueError, RecursionError):
            entry, _ = _DECODER.raw_decode(text, match.start())
            if "request" in entry and "response" in entry:
                return match.start()
    return len(text)


def _characters(data: bytes) -> int:
    """Bytes that the text of a document takes in memory: one wide character makes all of them wide."""
    wide = 4 if _WIDE_BYTES.search(data) else 2 if _BEYOND_LATIN_BYTES.search(data) else 1
    return wide * len(data)


def width(text: str) -> int:
    """Bytes that each character of a text takes in memory: as many as the widest of them needs."""
    return 1 if text.isascii() else 4 if _WIDE.search(text) else 2 if _BEYOND_LATIN.search(text) else 1


def _entry(entry: dict[str, Any], number: int, limits: Limits, notes: Notes) -> Iterator[Record]:
    request, response = entry["request"], entry["response"]
    asked, answered = _fields(request.get("headers")), _fields(response.get("headers"))
    host, path = http.host_and_path(str(request["url"]), asked)
    moment = times.parse(str(entry.get("startedDateTime", "")))
    notes.heard(moment)
    place = _place(number, services.asked(host, path), moment.at if moment else None)
    method = str(request["method"])[:10]
    status = response.get("status")
    if method == "CONNECT" and status == _OPENED:
        return
    yield answers.request_head(place, method, host, path, asked)
    sent = str((request.get("postData") or {}).get("text") or "")
    yield from _asked(method, path, sent, place, limits)
    inner = answers.asked_in(sent[: limits.frame], path, limits, place.service, http.value_of(asked, "Content-Type"))
    if not isinstance(status, int) or not 200 <= status < 600:
        return  # 0: the browser got no answer
    took = entry.get("time")  # milliseconds, 0 or -1 where the browser does not know
    if place.time is not None and isinstance(took, int | float) and 0 < took < _LONGEST:
        with suppress(OverflowError):  # the calendar ends with the year 9999
            place = replace(place, time=place.time + timedelta(milliseconds=round(took)))
    place = _answered(place, answered)
    yield ResponseHead(
        at=place,
        status=status,
        reason=str(response.get("statusText") or "")[:200],
        headers=http.shown(answered),
        midway=http.midway(answered),
    )
    kind = http.value_of(answered, "Content-Type")
    if (refused := answers.of_address(str(request["url"]), place)) is not None:
        yield refused
    yield from answers.of_fields(answered, status, place)
    encoding = http.value_of(answered, "Content-Encoding")
    content = response.get("content") or {}
    body = None if _is_left_out(content, response) else content_of(content, limits, encoding, notes, number)
    yield from _body_of(body, place, limits, notes, kind, inner)


def _is_left_out(content: dict[str, Any], response: dict[str, Any]) -> bool:
    """The browser tells how long the body is, and did not save it."""
    if content.get("text"):
        return False
    sizes = (content.get("size"), response.get("bodySize"))
    return any(isinstance(size, int | float) and size > 0 for size in sizes)


def _body_of(
    body: str | None,
    place: Place,
    limits: Limits,
    notes: Notes,
    kind: str,
    asked: tuple[protocols.Part, ...],
) -> Iterator[Record]:
    """What a body says; of one that could not be read only that it is there."""
    if body is None:
        yield ResponseBody(at=place, operation=None, form=Form.UNREAD)
    else:
        yield from answers.read(body, place, limits, notes, content_type=kind, asked=asked)


def _place(number: int, service: Service, time: datetime | None = None) -> Place:
    return Place(number, system=service.system, protocol=service.protocol, time=time, action=number)


def _answered(place: Place, fields: http.Fields) -> Place:
    """The place, on the side that the fields of the answer tell where the address does not."""
    known = first_known(place.service, services.answered(name for name, _ in fields))
    return replace(place, system=known.system, protocol=known.protocol)


def content_of(
    content: dict[str, Any], limits: Limits, encoding: str = "", notes: Notes | None = None, number: int = 0
) -> str | None:
    """The body of an answer; what is no text, or compressed, is written in base64. None where it cannot be read."""
    text = str(content.get("text") or "")[: limits.frame]
    if content.get("encoding") != "base64":
        return text
    return _body(base64.b64decode(text[: len(text) // 4 * 4], validate=False), encoding, limits, notes, number)


def _body(data: bytes, encoding: str, limits: Limits, notes: Notes | None, number: int) -> str | None:
    try:
        return decode(unpacked(data, encoding, limits))
    except PackedError as error:
        if notes is not None:
            notes.warn(Note.ENTRY_BODY, len(data), number=number, why=error.why)
        return None


def _fields(headers: Any) -> http.Fields:
    found = headers if isinstance(headers, list) else []
    return tuple((str(field.get("name")), str(field.get("value"))) for field in found if isinstance(field, dict))


def _asked(method: str, path: str, text: str, place: Place, limits: Limits) -> Iterator[Record]:
    """What a request asks for, by its SOAP or its address; any other body of a request is not looked at."""
    if (by_path := protocols.asked(method, path, place.service)) is not None:
        yield RequestBody(at=place, operation=by_path.operation, mailbox=by_path.mailbox)
    elif protocols.form_of(text) is Form.SOAP:
        said = protocols.read(text[: limits.frame], limits, place.service)
        yield RequestBody(at=place, operation=said.operation, mailbox=said.mailbox)


def read_saz(data: bytes, limits: Limits, notes: Notes) -> Iterator[Record]:
    """Every session of a Fiddler capture."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    names: dict[int, dict[str, str]] = {}
    for name in archive.namelist():
        if member := _SAZ_MEMBER.fullmatch(name):
            names.setdefault(int(member[1]), {})[(member[2] or member[3]).lower()] = name
    for number, pair in sorted(names.items()):
        messages: dict[str, bytes] = {}
        for side in (side for side in ("c", "s", "m") if side in pair):
            try:
                with archive.open(pair[side]) as stream:
                    messages[side] = stream.read(limits.frame)
            except DAMAGE:
                notes.warn(Note.MEMBER_DAMAGED, member=Term(pair[side]))
        timers = {found["name"]: found["time"] for found in _TIMER.finditer(messages.pop("m", b""))}
        yield from _session(messages, timers, number, limits, notes)


def _session(
    messages: dict[str, bytes], timers: dict[bytes, bytes], number: int, limits: Limits, notes: Notes
) -> Iterator[Record]:
    """One request with its answer, each as it went over the wire, and when, by the clock of who recorded it."""
    place = _place(number, services.OTHER)
    asked_at, answered_at = (_timed(timers, names, notes) for names in (_ASKED, _ANSWERED))
    if _CONNECT.match(messages.get("c", b"")) and _CONNECTED.match(messages.get("s", b"")):
        return
    inner: tuple[protocols.Part, ...] = ()
    for data in messages.values():
        head_data, body = _parted(data)
        head = next(http.heads(decode(head_data), limits.header_lines), None)
        if head is None:
            continue
        if "chunked" in http.value_of(head.raw, "Transfer-Encoding").lower():
            body = unchunked(body)
        text = _body(body, http.value_of(head.raw, "Content-Encoding"), limits, notes, number)
        kind, shown = http.value_of(head.raw, "Content-Type"), http.shown(head.raw)
        if head.is_request:
            host, path = http.host_and_path(head.target, head.raw)
            place = replace(_place(number, services.asked(host, path)), time=asked_at)
            yield answers.request_head(place, head.method, host, path, head.raw, shown)
            yield from _asked(head.method, path, text or "", place, limits)
            inner = answers.asked_in(text or "", path, limits, place.service, kind)
        elif head.status is not None and head.status >= 200:
            time = answered_at or times.http_date(http.value_of(shown, "Date")) or asked_at
            place = replace(_answered(place, head.raw), time=time)
            midway = http.midway(head.raw)
            yield ResponseHead(at=place, status=head.status, reason=head.reason, headers=shown, midway=midway)
            yield from answers.of_fields(head.raw, head.status, place)
            yield from _body_of(text, place, limits, notes, kind, inner)


def _timed(timers: dict[bytes, bytes], names: Sequence[bytes], notes: Notes) -> datetime | None:
    """The first of some timers that was set: Fiddler writes the year 1 for what never happened."""
    for name in names:
        if (moment := times.parse(timers.get(name, b"").decode("ascii", "replace"))) is not None:
            notes.heard(moment)
            return moment.at
    return None


def _parted(data: bytes) -> tuple[bytes, bytes]:
    """Head and body of one message, at the first empty line."""
    found = _HEAD_END.search(data)
    return (data[: found.end()], data[found.end() :]) if found else (data, b"")
