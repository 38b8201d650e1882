"""One module per format: a document becomes records. The table below lists them; a new format is a new line in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analyzer.limits import Limits
from analyzer.model import Kind, Record
from analyzer.readers import (
    c4c_dump,
    configuration,
    exchange_dump,
    exchangelib_log,
    http_capture,
    job_log,
    plain_text,
    sync_dump,
    sync_export,
    wire_log,
)
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window

Read = Callable[[Window, Limits, Notes], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: what its first bytes show, and the function that reads it."""

    kind: Kind
    signs: re.Pattern[bytes]
    """What only a document of this format has among its first bytes."""
    read: Read


_EWS_MARKUP = re.compile(
    rb"<(?:Trace|EwsLogEntry)\s[^<>]*Tag=|<(?:Ews|Autodiscover)(?:Request|Response)(?:HttpHeaders)?[\s>]"
    rb"|<(?:[\w.-]+:)?Envelope[\s>]|&lt;(?:[\w.-]+:)?Envelope\s|/EWS/Exchange\.asmx|schemas\.microsoft\.com/exchange"
    rb"|^[ \t]{0,20}(?:GET|POST|HEAD|OPTIONS)\s\S{1,2000}\sHTTP/\d|^[ \t]{0,20}HTTP/\d(?:\.\d)?\s\d{3}\b"
    rb"|<\w{0,40}Exchange\w{0,40}?(?:Dump|Trace|Log)\b|schemas\.xmlsoap\.org/soap/envelope",
    re.IGNORECASE | re.MULTILINE,
)

_ANY_MARKUP = re.compile(rb"\A\s{0,99}(?:<\?xml[^<>]{0,200}\?>)?\s{0,99}<[A-Za-z_!]")

READERS = (
    Reader(Kind.C4C_DUMP, c4c_dump.SIGNS, c4c_dump.read),
    Reader(Kind.JOB_LOG, job_log.SIGNS, job_log.read),
    Reader(Kind.SYNC_DUMP, sync_dump.SIGNS, sync_dump.read),
    Reader(Kind.HAR, http_capture.HAR_SIGNS, http_capture.read_har),
    Reader(Kind.SYNC_EXPORT, sync_export.SIGNS, sync_export.read),
    Reader(Kind.METADATA, configuration.METADATA_SIGNS, configuration.read_metadata),
    Reader(Kind.CONFIGURATION, configuration.SIGNS, configuration.read),
    Reader(Kind.EXCHANGE_DUMP, wire_log.SIGNS, wire_log.read),
    Reader(Kind.EXCHANGE_DUMP, exchangelib_log.SIGNS, exchangelib_log.read),
    Reader(Kind.EXCHANGE_DUMP, _EWS_MARKUP, exchange_dump.read),
)
"""Told apart by the sign that stands first in a document."""

ANY_MARKUP = Reader(Kind.UNKNOWN, _ANY_MARKUP, exchange_dump.read_unknown)
ANY_TEXT = Reader(Kind.PLAIN_TEXT, re.compile(rb""), plain_text.read)
"""They take what shows no sign of the others."""


def reader_for(head: bytes) -> Reader:
    """The format whose sign stands first in a document (given its first bytes as UTF-8); its name plays no part.

    The first sign decides, because every later one may be quoted in something a person wrote.
    """
    found = [(match.start(), number) for number, r in enumerate(READERS) if (match := r.signs.search(head)) is not None]
    if found:
        return READERS[min(found)[1]]
    return ANY_MARKUP if ANY_MARKUP.signs.match(head) else ANY_TEXT


failing_c4c_requests = c4c_dump.failing
"""The failing requests of a C4C dump as they stand in it, for the evidence pack."""


@dataclass(frozen=True, slots=True)
class ZipReader:
    """A format that is a zip file by itself; it cannot be read in a stream."""

    kind: Kind
    member: str
    """Beginning of the name of a member that only this format has."""
    read: Callable[[bytes, Limits, Notes], Iterator[Record]]
    largest: Callable[[Limits], int]
    """The most bytes that its members may expand to together."""


ZIP_READERS = (
    ZipReader(Kind.SYNC_EXPORT, "xl/workbook", sync_export.read_workbook, lambda limits: limits.workbook),
    ZipReader(Kind.SAZ, "raw/", http_capture.read_saz, lambda limits: limits.held),
)


def zip_reader_for(data: bytes, limits: Limits) -> ZipReader | None:
    """The format of a zip document, or None where it has none that is read or expands beyond the cap."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    names = [member.filename for member in members]
    found = next((r for r in ZIP_READERS if any(name.startswith(r.member) for name in names)), None)
    if found is None or len(members) > limits.members:
        return None
    return found if sum(member.file_size for member in members) <= found.largest(limits) else None
