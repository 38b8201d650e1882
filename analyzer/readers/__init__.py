"""One module per format: a document becomes records. The table `READERS` lists them; a new format is a line in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import Kind, Record
from analyzer.readers import (
    access_log,
    api_answer,
    c4c_dump,
    c4c_failing,
    cassette,
    client_rows,
    configuration,
    connectivity_test,
    event_log,
    exchange_dump,
    exchangelib_log,
    header_table,
    hearsay,
    http_capture,
    job_log,
    json_log,
    node_log,
    plain_text,
    seams,
    server_log,
    sync_dump,
    sync_export,
    wire_log,
    wrapped,
)
from analyzer.readers.notes import Notes
from analyzer.readers.recognition import FIRST_PART, Sign, Strength, Weigh, form, throughout
from analyzer.readers.window import Window
from analyzer.reference import marks

Read = Callable[[Window, Limits, Notes], Iterator[Record]]


class Reader(Struct, frozen=True):
    """A format: how strongly the first part of a document looks like it, and the function that reads it."""

    kind: Kind
    weigh: Weigh
    """Given the first bytes of a document as UTF-8: the sign of this format in them, None where there is none."""
    read: Read
    may_be_silent: bool = False
    """A document of this format may hold nothing to tell; any other without records is read again as text."""
    seam: re.Pattern[bytes] | None = None
    """Where in a file another document may begin behind one of this format (`seams.py`)."""


_EWS_FORM = marks.encoded(
    rf"{marks.TRACE}(?:HttpHeaders)?[\s>]|{marks.LOG_ROOT}"
    r"|<[\w.-]+:Envelope[\s>]|<Envelope\s|&lt;(?:[\w.-]+:)?Envelope\s"
    rf"|^[ \t]{{0,20}}(?:{marks.EWS_METHODS})\s\S{{1,2000}}\sHTTP/\d|^[ \t]{{0,20}}HTTP/\d(?:\.\d)?\s\d{{3}}\b",
    re.IGNORECASE | re.MULTILINE,
)
_EWS_NAMED = lazy_re.compile(
    rb"/EWS/Exchange\.asmx|schemas\.microsoft\.com/exchange|schemas\.xmlsoap\.org/soap/envelope", re.IGNORECASE
)

_ANY_MARKUP = lazy_re.compile(rb"\A\s{0,99}(?:<\?xml[^<>]{0,200}\?>)?\s{0,99}<[A-Za-z_!]")

READERS = (
    Reader(Kind.C4C_DUMP, form(c4c_dump.SIGNS), c4c_dump.read, seam=seams.BEFORE_RECORD),
    Reader(Kind.IIS_LOG, server_log.weigh, server_log.read, may_be_silent=True, seam=seams.BEFORE_RECORD),
    Reader(Kind.CONNECTIVITY_TEST, connectivity_test.weigh, connectivity_test.read, may_be_silent=True),
    Reader(Kind.PLAIN_TEXT, event_log.weigh, event_log.read, may_be_silent=True),
    Reader(Kind.PLAIN_TEXT, hearsay.weigh, hearsay.read, may_be_silent=True),
    Reader(Kind.JOB_LOG, form(job_log.SIGNS), job_log.read, seam=seams.BEFORE_RECORD),
    Reader(Kind.SYNC_DUMP, form(sync_dump.SIGNS), sync_dump.read, seam=seams.BEFORE_RECORD),
    Reader(Kind.HAR, form(http_capture.HAR_SIGNS), http_capture.read_har, seam=seams.BEFORE_RECORD),
    Reader(Kind.EXCHANGE_DUMP, form(cassette.SIGNS), cassette.read, seam=seams.BEFORE_RECORD),
    Reader(Kind.SYNC_EXPORT, throughout(sync_export.is_table), sync_export.read, seam=seams.BEFORE_RECORD),
    Reader(Kind.METADATA, form(configuration.METADATA_SIGNS), configuration.read_metadata, may_be_silent=True),
    Reader(Kind.API_ANSWER, api_answer.weigh, api_answer.read),
    Reader(Kind.PLAIN_TEXT, json_log.weigh, json_log.read),
    Reader(Kind.API_ANSWER, throughout(header_table.is_table), header_table.read),
    Reader(Kind.CONFIGURATION, configuration.weigh, configuration.read, may_be_silent=True),
    Reader(Kind.PLAIN_TEXT, form(plain_text.PHP_SIGNS), plain_text.read),
    Reader(Kind.PLAIN_TEXT, access_log.weigh, plain_text.read),
    Reader(Kind.PLAIN_TEXT, client_rows.weigh, plain_text.read),
    Reader(Kind.EXCHANGE_DUMP, form(wire_log.SIGNS), wire_log.read, seam=seams.BEFORE_RECORD),
    Reader(Kind.EXCHANGE_DUMP, form(exchangelib_log.SIGNS), exchangelib_log.read, seam=seams.behind("exchangelib")),
    Reader(Kind.EXCHANGE_DUMP, form(node_log.SIGNS), node_log.read, seam=seams.behind("node", "http")),
    Reader(Kind.EXCHANGE_DUMP, form(_EWS_FORM, _EWS_NAMED), exchange_dump.read, seam=seams.BEHIND_RECORD),
)
"""One line for each format; a new one is a module with `read` and a line here.

Its second column says how strongly the first part of a document looks like it: `form(PATTERN)` for a line or element
that only this format writes, `form(PATTERN, NAMED)` where it also names what any text may quote, `throughout(function)`
for a format that must be looked at as a whole, or a function of its own that returns a `Sign`. The strongest sign
decides; of equal ones that which stands first; then the order of these lines.
"""

_NEAR_BEGINNING = 4_000
"""Bytes in which a document that begins behind another one shows what it is."""
ANY_MARKUP = Reader(Kind.UNKNOWN, form(_ANY_MARKUP), exchange_dump.read_unknown)
ANY_TEXT = Reader(Kind.PLAIN_TEXT, form(lazy_re.compile(rb"")), plain_text.read, seam=seams.BEHIND_TEXT)
"""They take what shows no sign of the others."""


def reader_for(head: bytes) -> Reader:
    """The format that the first bytes of a document (as UTF-8) look most like; its name plays no part.

    What stands first decides between signs that weigh the same, because every later one may be quoted in something a
    person wrote. Where the first part shows no form, the rest of what is in memory is looked at too: some programs
    write for long what any log does before they show a form of their own. Words that something else wrote before every
    line, such as the marks of a quoting mail, are taken away first.
    """
    unwrap = wrapped.of(head[:FIRST_PART]) or wrapped.of_cells(head[:FIRST_PART])
    if unwrap is not None:
        inner = _reader_for(wrapped.text_without(decode(head), unwrap).encode("utf-8", "replace"))
        return replace(inner, read=wrapped.reading(inner.read, unwrap), seam=None)
    return _reader_for(head)


def reader_behind(head: bytes, reader: Reader) -> Reader:
    """The format of a document of which only what stands behind the rest of a record is read.

    An envelope in that rest makes a dump of it, which the record of any other log may quote.
    """
    return reader_for(head) if reader.read is exchange_dump.read else reader


def begins_another(head: bytes, reader: Reader) -> bool:
    """Whether what stands behind a document is one of another format, which only some program writes.

    It is none where the first format goes on behind it: lines between records, or a record that something quotes.
    """
    if goes_on(head, reader):
        return False
    found = _strongest(head)
    if found is None or found[0].strength < Strength.FORM or found[1].read is reader.read:
        return False
    return found[1].seam is not None and found[0].at < _NEAR_BEGINNING


def goes_on(head: bytes, reader: Reader) -> bool:
    """Whether a document of a format goes on in what stands behind a place of it."""
    if reader.read is exchange_dump.read:
        return seams.BEFORE_RECORD.search(head) is not None
    if reader.read in (plain_text.read, job_log.read):  # lines of them between records are read with the dump
        return False
    own = reader.weigh(head)
    return own is not None and own.strength >= Strength.FORM


def _reader_for(head: bytes) -> Reader:
    found = _strongest(head[:FIRST_PART])
    if (found is None or found[0].strength < Strength.FORM) and len(head) > FIRST_PART:
        found = _strongest(head) or found
    if found is not None:
        return found[1]
    return ANY_MARKUP if ANY_MARKUP.weigh(head[:FIRST_PART]) else ANY_TEXT


def _strongest(head: bytes) -> tuple[Sign, Reader] | None:
    found = [(sign, reader) for reader in READERS if (sign := reader.weigh(head)) is not None]
    return min(found, key=lambda pair: (-pair[0].strength, pair[0].at), default=None)


is_mail = hearsay.is_mail
"""Whether a document begins as a mail does."""

failing_c4c_requests = c4c_failing.failing
"""The failing requests of a C4C dump as they stand in it, for the evidence pack."""


class ZipReader(Struct, frozen=True):
    """A format that is a zip file by itself; it cannot be read in a stream."""

    kind: Kind
    member: str
    """Beginning of the name of a member that only this format has."""
    read: Callable[[bytes, Limits, Notes], Iterator[Record]]
    fits: Callable[[Sequence[zipfile.ZipInfo], Limits], bool]
    """Whether its members, unpacked, are no larger than what is read of one."""


ZIP_READERS = (
    ZipReader(Kind.SYNC_EXPORT, "xl/workbook", sync_export.read_workbook, sync_export.workbook_fits),
    ZipReader(Kind.SAZ, "raw/", http_capture.read_saz, http_capture.saz_fits),
)


def zip_reader_for(data: bytes, limits: Limits) -> ZipReader | None:
    """The format of a zip document, or None where it has none that is read or expands beyond the cap."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except Exception:  # noqa: BLE001 - a damaged one raises what it likes; `zip file version 14.8` is NotImplementedError
        return None
    names = [member.filename for member in members]
    found = next((r for r in ZIP_READERS if any(name.startswith(r.member) for name in names)), None)
    if found is None or len(members) > limits.members:
        return None
    return found if found.fits(members, limits) else None
