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

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from analyzer import lazy_re
from analyzer.model import Record, Service
from analyzer.protocols import ews
from analyzer.readers.ahead import Run
from analyzer.readers.notes import Notes
from analyzer.readers.pieces import Cutter
from analyzer.readers.window import Window

if TYPE_CHECKING:
    from analyzer.readers.exchange_dump import DumpReader

_START = lazy_re.compile(
    rb"[ \t\r\n]{0,99}+<Trace Tag=\"(Ews(?:Request|Response)(HttpHeaders)?)\" Tid=\"(\d{1,10})\""
    rb" Time=\"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)\"(?: Version=\"[\w.]{1,40}\")?>"
    rb"([ \t\r\n]{0,99}+(?:<\?xml[^<>?]{0,99}+\?>[ \t\r\n]{0,99}+)?+(?=<(?:[A-Za-z]\w{0,9}:)?Envelope[\s>]))?+"
)
"""A start tag, and what stands between it and the envelope behind it, where there is one."""
_LONGEST = 700
"""Bytes that this takes at most."""
_END = b"</Trace>"
_MOST_IN_VAIN = 100
"""Places of a stretch that look like the beginning of a run and are none, after which it is left alone."""


def read(cutter: Cutter, dump: DumpReader) -> Iterator[Record]:
    """The records from where the cutter stands, as long as they have the usual form."""
    if not dump.is_between_records:
        return
    ahead, begin = cutter.window.ahead, cutter.at
    text = b""
    while True:
        if ahead is not None and (run := ahead.at(cutter.at)) is not None and dump.takes(run):
            cutter.at, text = run.stop, run.text or text
            cutter.window.ensure(run.stop)
            yield from run.records
        elif (found := _next(cutter, dump)) is not None:
            text = found[1] or text
            yield from found[0]
        else:
            break
    if cutter.at > begin:
        cutter.skip(cutter.at, text)


def _next(cutter: Cutter, dump: DumpReader) -> tuple[Iterator[Record], bytes] | None:
    """What the record says that begins where the cutter stands, and its text; None where it has another form."""
    window, begin = cutter.window, cutter.at
    data, base = window.held
    if len(data) - (begin - base) < _LONGEST:
        window.forget(begin)
        window.ensure(begin + _LONGEST)
        data, base = window.held
    if (tag := _START.match(data, begin - base)) is None:
        return None
    kind, of_fields, thread, time, before = tag.groups()
    start = tag.start(5) if before is not None else tag.end()
    at = base + start
    stop = window.find(_END, at, begin + dump.limits.frame)
    if stop < 0:
        return None
    if window.held[0] is not data:  # it looked ahead
        window.forget(begin)
        data, base = window.held
    text = data[at - base + len(before or b"") : stop - base]
    line = window.line(at)
    if of_fields:
        if b"<" in text or b"&" in text or text.isspace():
            return None
        said = dump.fields(dump.record(kind.decode(), thread.decode(), time.decode(), line), text, line)
    else:
        told = None if before is None else ews.glance(text)
        if told is None or before is None:  # no envelope, or something beside it
            return None
        element = dump.record(kind.decode(), thread.decode(), time.decode(), line)
        said = dump.said(element, told, line + before.count(b"\n"))
    cutter.at = stop + len(_END)
    return said, text if of_fields else b""


class Apart:
    """Reads stretches of a dump by themselves (`ahead.py`), each from the first end of a record in it."""

    def __init__(self, dump: DumpReader) -> None:
        self._dump = dump
        self._known: dict[str, Service] | None = None
        """Whom each thread asked last, as far as it was read here or before."""

    def read(self, data: bytes, offset: int, line: int) -> list[Run]:
        """The runs of usual records in some bytes that stand at an offset and a line of the document."""
        if self._known is None:
            self._known = dict(self._dump.texts.asked)
        window = Window([data], line)
        window.ensure(len(data))
        cutter = Cutter(window, self._dump.limits)
        runs, in_vain = [], 0
        while (end := data.find(_END, cutter.at)) >= 0 and in_vain < _MOST_IN_VAIN:
            cutter.at = end + len(_END)
            if _START.match(data, cutter.at) is None:
                continue
            if (run := self._run(cutter, offset, self._known)) is not None:
                runs.append(run)
            else:
                in_vain += 1
        return runs

    def _run(self, cutter: Cutter, offset: int, known: dict[str, Service]) -> Run | None:
        """The records from where the cutter stands, but for the last: its text decides how what follows is read."""
        asked = _Asked(known)
        dump = self._dump.apart(asked)
        state = dump.state
        records: list[Record] = []
        begin = stop = at = cutter.at
        count, before, text = 0, b"", b""
        while (found := _next(cutter, dump)) is not None:
            count, stop, before = len(records), at, text
            records += found[0]
            at, text = cutter.at, found[1] or text
        if len(known) < dump.limits.threads:
            known |= asked
        if not count or dump.state != state or not dump.is_between_records or dump.notes != Notes(dump.limits):
            return None
        return Run(begin + offset, stop + offset, records[:count], state, asked.assumed, dict(asked), before)


class _Asked(dict[str, Service]):
    """Whom threads ask in a run; whom they asked before is taken from what is known, or else is what is usual."""

    def __init__(self, known: Mapping[str, Service]) -> None:
        super().__init__()
        self.assumed: dict[str, Service | None] = {}
        """What was taken for known."""
        self._known = known
        self._usual = next(iter(known.values()), None)

    def get(self, thread: str, /, default: Service | None = None) -> Service | None:  # type: ignore[override]
        """Whom a thread asked last."""
        if thread in self:
            return self[thread]
        said = self.assumed[thread] = self._known.get(thread, self._usual)
        return default if said is None else said
