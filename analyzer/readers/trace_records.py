"""The fast way through a dump: trace records in the form that nearly all have, each taken as a whole.

    <Trace Tag="EwsResponse" Tid="7" Time="2026-10-12 08:00:00Z" Version="15.00.0847.030">
    <?xml version="1.0" encoding="utf-8"?><s:Envelope …>…</s:Envelope>
    </Trace>

The EWS Managed API writes this form. What a record says is asked of the same functions as on the careful way
(`exchange_dump.py`); only where it begins and ends is told by its tags alone. A record that shows anything else, such
as a second envelope, CDATA, markup among its fields, a time without a zone, is left to the careful way, which goes on
at the same offset. Without this module every dump is read the same, only slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer import lazy_re
from analyzer.model import Record
from analyzer.protocols import ews
from analyzer.readers.pieces import Cutter

if TYPE_CHECKING:
    from analyzer.readers.exchange_dump import DumpReader

_START = lazy_re.compile(
    rb"[ \t\r\n]{0,99}+<Trace Tag=\"(Ews(?:Request|Response)(HttpHeaders)?)\" Tid=\"(\d{1,10})\""
    rb" Time=\"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)\"(?: Version=\"[\w.]{1,40}\")?>"
)
_TAG = 400
"""Bytes that such a start tag has at most."""
_END = b"</Trace>"
_ENVELOPE = lazy_re.compile(
    rb"[ \t\r\n]{0,99}+(?:<\?xml[^<>?]{0,99}+\?>[ \t\r\n]{0,99}+)?+(?=<(?:[A-Za-z]\w{0,9}:)?Envelope[\s>])"
)


def read(cutter: Cutter, dump: DumpReader) -> Iterator[Record]:
    """The records from where the cutter stands, as long as they have the usual form."""
    if not dump.is_between_records:
        return
    window = cutter.window
    for tag, text, at in _texts(cutter, dump.limits.frame):
        kind, thread, time = tag[1].decode(), tag[3].decode(), tag[4].decode()
        if tag[2]:
            if b"<" in text or b"&" in text or text.isspace():
                return
            element = dump.record(kind, thread, time, line := window.line(at))
            yield from dump.fields(element, text, line)
        else:
            begin = _ENVELOPE.match(text)
            said = None if begin is None else ews.glance(text[begin.end() :])
            if begin is None or said is None:  # no envelope, or something beside it
                return
            element = dump.record(kind, thread, time, window.line(at))
            yield from dump.said(element, said, window.line(at + begin.end()))
        cutter.skip(at + len(text) + len(_END), text if tag[2] else b"")


def _texts(cutter: Cutter, most: int) -> Iterator[tuple[re.Match[bytes], bytes, int]]:
    """The start tag of each record, its text, and where that begins; the cutter is moved behind it meanwhile."""
    window = cutter.window
    window.ensure(cutter.at + _TAG)
    data, base = window.held
    while True:
        at = cutter.at
        if len(data) - (at - base) < _TAG:
            window.forget(at)
            window.ensure(at + _TAG)
            data, base = window.held
        tag = _START.match(data, at - base)
        begins = base + tag.end() if tag is not None else 0
        stop = window.find(_END, begins, at + most) if tag is not None else -1
        if tag is None or stop < 0:
            return
        if window.held[0] is not data:  # it looked ahead
            window.forget(at)
            data, base = window.held
        yield tag, data[begins - base : stop - base], begins
