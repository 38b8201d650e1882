"""Captures of a browser or a proxy: HAR 1.2 and Fiddler SAZ. The exchanges of C4C, Exchange and others, told by host.

Sources: w3c.github.io/web-performance/specs/HAR; docs.telerik.com/fiddler (SAZ: raw/NN_c.txt, NN_s.txt, NN_m.xml).
"""

from __future__ import annotations

import base64
import io
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from analyzer import protocols
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import Form, Place, Record, RequestBody, RequestHead, ResponseHead, Service
from analyzer.protocols import http
from analyzer.readers import answers, times
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window
from analyzer.reference import services

HAR_SIGNS = re.compile(rb"\A\s{0,99}\{\s{0,99}\"log\"\s{0,9}:\s{0,99}\{", re.IGNORECASE)
_LONGEST = 86_400_000
"""Milliseconds of a day; what takes longer is a mistake of the capture."""
_SAZ_MEMBER = re.compile(r"raw/0*(\d{1,9})_([cs])\.txt", re.IGNORECASE)


def read_har(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """Every entry of a HAR file as a request with its response. Lines are not those of the file: JSON has no order."""
    window.ensure(limits.held)
    data = window.slice(0, limits.held)
    if data.count(b"[") + data.count(b"{") > limits.json_nodes or data.count(b",") > limits.json_nodes * 8:
        notes.warn("the capture has more parts than any browser writes; it is not read", len(data))
        return
    try:
        entries = json.loads(data)["log"]["entries"]
    except (ValueError, KeyError, TypeError, RecursionError):
        notes.cut = True
        notes.warn("the capture is no complete HAR file; ask for it again")
        return
    at = 0
    for number, entry in enumerate(entries if isinstance(entries, list) else (), 1):
        found = data.find(b'"startedDateTime"', at)
        line = data.count(b"\n", 0, found) + 1 if found >= 0 and len(data) < limits.chunk else 1
        at = found + 1 if found >= 0 else at
        try:
            yield from _entry(entry, number, line, limits, notes)
        except (KeyError, TypeError, ValueError, AttributeError):
            notes.warn("an entry of the capture is not complete")


def _entry(entry: dict[str, Any], number: int, line: int, limits: Limits, notes: Notes) -> Iterator[Record]:
    request, response = entry["request"], entry["response"]
    asked, answered = _fields(request.get("headers")), _fields(response.get("headers"))
    host, path = http.host_and_path(str(request["url"]), asked)
    moment = times.parse(str(entry.get("startedDateTime", "")))
    place = _place(line, number, services.asked(host, path), moment.at if moment else None)
    method = str(request["method"])[:10]
    yield RequestHead(
        at=place, method=method, path=path, host=host, headers=http.shown(asked), authorized=http.authorized(asked)
    )
    sent = str((request.get("postData") or {}).get("text") or "")
    yield from _asked(sent, place, limits)
    inner = answers.asked_in(sent[: limits.frame], path, limits, place.service, http.value_of(asked, "Content-Type"))
    status = response.get("status")
    if not isinstance(status, int) or not 200 <= status < 600:
        return  # 0: the browser got no answer
    took = entry.get("time")  # milliseconds, 0 or -1 where the browser does not know
    if place.time is not None and isinstance(took, int | float) and 0 < took < _LONGEST:
        place = replace(place, time=place.time + timedelta(milliseconds=round(took)))
    yield ResponseHead(
        at=place,
        status=status,
        reason=str(response.get("statusText") or "")[:200],
        headers=http.shown(answered),
        midway=http.midway(answered),
    )
    kind = http.value_of(answered, "Content-Type")
    body = content_of(response.get("content") or {}, limits)
    yield from answers.read(body, place, limits, notes, content_type=kind, asked=inner)


def _place(line: int, number: int, service: Service, time: datetime | None = None) -> Place:
    return Place(line, system=service.system, protocol=service.protocol, time=time, action=number)


def content_of(content: dict[str, Any], limits: Limits) -> str:
    """The body of an answer; what is no text, or compressed, is written in base64."""
    text = str(content.get("text") or "")[: limits.frame]
    if content.get("encoding") != "base64":
        return text
    return decode(base64.b64decode(text[: len(text) // 4 * 4], validate=False))


def _fields(headers: Any) -> http.Fields:
    found = headers if isinstance(headers, list) else []
    return tuple((str(field.get("name")), str(field.get("value"))) for field in found if isinstance(field, dict))


def _asked(text: str, place: Place, limits: Limits) -> Iterator[Record]:
    """What a SOAP request asks for; any other body of a request is not looked at."""
    if protocols.form_of(text) is Form.SOAP:
        said = protocols.read(text[: limits.frame], limits, place.service)
        yield RequestBody(at=place, operation=said.operation, mailbox=said.mailbox)


def read_saz(data: bytes, limits: Limits, notes: Notes) -> Iterator[Record]:
    """Every session of a Fiddler capture."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    names: dict[int, dict[str, str]] = {}
    for name in archive.namelist():
        if member := _SAZ_MEMBER.fullmatch(name):
            names.setdefault(int(member[1]), {})[member[2].lower()] = name
    for number, pair in sorted(names.items()):
        place = _place(number, number, services.OTHER)
        inner: tuple[protocols.Part, ...] = ()
        for side in ("c", "s"):
            if side not in pair:
                continue
            try:
                with archive.open(pair[side]) as stream:
                    text = decode(stream.read(limits.frame))
            except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError):
                notes.warn(f"{pair[side]} is damaged or encrypted")
                continue
            head = next(http.heads(text, limits.header_lines), None)
            if head is None:
                continue
            if head.is_request:
                host, path = http.host_and_path(head.target, head.raw)
                place = _place(number, number, services.asked(host, path))
                shown = http.shown(head.raw)
                yield RequestHead(
                    at=place,
                    method=head.method,
                    path=path,
                    host=host,
                    headers=shown,
                    authorized=http.authorized(head.raw),
                )
                yield from _asked(text[head.stop :], place, limits)
                kind = http.value_of(head.raw, "Content-Type")
                inner = answers.asked_in(text[head.stop :], path, limits, place.service, kind)
            elif head.status is not None and head.status >= 200:
                shown = http.shown(head.raw)
                place = replace(place, time=times.http_date(http.value_of(shown, "Date")))
                yield ResponseHead(
                    at=place, status=head.status, reason=head.reason, headers=shown, midway=http.midway(head.raw)
                )
                kind = http.value_of(head.raw, "Content-Type")
                yield from answers.read(text[head.stop :], place, limits, notes, content_type=kind, asked=inner)
