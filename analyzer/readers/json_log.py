"""Logs with a JSON object for each event, one a line or in a list: Serilog, Bunyan and pino, structlog, log4j, Azure.

Graylog's GELF is such a log, too, and so is what somebody exported from Kibana: its events stand under `_source`.

Sample: `{"time": "2026-10-12T08:00:00Z", "level": "ERROR", "msg": "The remote server returned an error: (401) …"}`.
Of each object the message, the exception, the level, the time and the logger are read; every other member is data.
A message that holds records of a trace is read as that part of a dump; so is any text of a document that holds them
in no event: a whole trace as one text, or a list of its records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import Cut, Message, Note, Place, Record, Service, System
from analyzer.protocols import loose_json
from analyzer.protocols.loose_json import DECODER
from analyzer.readers import json_call, sides, sign_in_log, times
from analyzer.readers.events_before import EventsBefore
from analyzer.readers.exchange_dump import InStrings
from analyzer.readers.messages import Around, messages
from analyzer.readers.notes import Notes
from analyzer.readers.plain_text import paragraphs
from analyzer.readers.recognition import FIRST_PART, Sign, Strength, without_mark
from analyzer.readers.window import Window
from analyzer.reference import json_names, services
from analyzer.reference.vocabulary import CALM_LEVELS, ERROR_LEVELS, SHORT_LEVELS

Near = Callable[[], Service | None]

_WORDS = {**SHORT_LEVELS, "information": "info", "warning": "warn"}
_NUMBERS = {10: "trace", 20: "debug", 30: "info", 40: "warn", 50: "error", 60: "fatal"}
"""Levels of Bunyan and pino."""
_SYSLOG = {0: "fatal", 1: "fatal", 2: "critical", 3: "error", 4: "warn", 5: "notice", 6: "info", 7: "debug"}
"""The same of syslog, as Graylog has them in GELF; other loggers count the other way."""
_NEXTCLOUD = {0: "debug", 1: "info", 2: "warn", 3: "error", 4: "fatal"}
"""And of Nextcloud and ownCloud."""
_SOURCE = lazy_re.compile(rf"\"{json_names.OUTER}\"\s{{0,9}}:\s{{0,9}}(?=\{{)")
"""Before each event in what somebody exported from Elasticsearch or Kibana."""
_THROWN = lazy_re.compile(r"(?:[\w.$+`]{0,200}(?:Exception|Error)\b|Unhandled exception\b|Traceback\b)")
"""How a message begins that is an exception, and does not only quote one."""
_TRACED = lazy_re.compile(rb"<Trace\s[^<>]{0,400}?\bTag=\\\"\w")
"""The beginning of a record in a text of JSON."""
_BEGUN_ESCAPE = lazy_re.compile(r"\\(?:u[0-9a-fA-F]{0,3})?\Z")
"""The beginning of an escape, in which a text was cut off."""
_DEEPEST = 5
"""Inner exceptions that are followed."""


def weigh(head: bytes) -> Sign | None:
    """A log, or a document with a trace in its texts."""
    sign = _weigh_events(head)
    if sign is None and without_mark(head)[:1] in (b'"', b"[", b"{") and _TRACED.search(head) is not None:
        return Sign(Strength.FORM)
    return sign


def _weigh_events(head: bytes) -> Sign | None:
    """Every line is an object that says something and at which level or when; or a list of such objects.

    Several objects that have a time are a log, too, whatever they are about: settings are one object, and have none.
    """
    text = decode(without_mark(head))
    if text[:1] == "[":
        first = _object(text[1:].lstrip())
        return Sign(Strength.WHOLE) if first is not None and _is_event(first) else None
    if (source := _SOURCE.search(text)) is not None and text[:1] == "{":
        first = _object(text[source.end() :])
        if first is None or _is_event(first):
            return Sign(Strength.WHOLE)
    lines = text.split("\n")
    if len(lines) > 1 and _line(lines[-1]) is None:
        lines.pop()  # it may be cut
    objects = [_line(line) for line in lines if line.strip()]
    if not objects or None in objects:
        whole = _object(text) if text[:1] == "{" else None
        return Sign(Strength.WHOLE) if whole is not None and _is_signed_in(whole) else None
    events = sum(_is_event(found) for found in objects if found)
    if events * 2 > len(objects) or (len(objects) == 1 and objects[0] and _is_signed_in(objects[0])):
        return Sign(Strength.WHOLE)
    dated = sum(_is_dated(found) for found in objects if found)
    return Sign(Strength.FORM) if len(objects) > 1 and dated * 2 > len(objects) else None


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """The message of every object, and the records that it holds."""
    traces = InStrings(limits, notes)
    first = window.slice(0, FIRST_PART)
    of_texts = _TRACED.search(first) is not None and _weigh_events(first) is None
    yield from (_texts if of_texts else _read)(window, limits, notes, traces)
    yield from traces.finish(window.line(window.end))


def _read(window: Window, limits: Limits, notes: Notes, traces: InStrings) -> Iterator[Record]:
    head = decode(without_mark(window.slice(0, limits.tag)))
    if head[:1] == "[" or (_SOURCE.search(head) is not None and not _is_of_lines(head)):
        yield from _list(window, limits, notes, traces)
        return
    if not _is_of_lines(head) and _line(head.partition("\n")[0]) is None:
        yield from _list(window, limits, notes, traces)
        return
    lost, broken, before = 0, None, EventsBefore()
    for start, text in paragraphs(window, limits):
        around = Around(text)
        for offset, line in enumerate(text.split("\n")):
            found = _line(line)
            if line.strip():
                broken = start + offset if found is None and line.lstrip()[0] == "{" else None
            if found is None:
                lost += bool(line.strip())
                yield from messages(line, Place(start + offset, system=System.UNKNOWN), limits)
            else:
                for row in _entries(found):
                    near = partial(before.service, row, around)
                    yield from _event(row, start + offset, limits, notes, traces, near)
                before.add(found, line)
    if broken is not None:
        lost -= 1
        notes.cut = True
        notes.warn(Note.OBJECT_CUT, line=broken)
    if lost:
        notes.warn(Note.NO_JSON_LINES, count=lost)


def _texts(window: Window, limits: Limits, notes: Notes, traces: InStrings) -> Iterator[Record]:
    """The records of a trace in the texts of a document that is none of events."""
    text = decode(window.slice(0, limits.frame))
    if window.ensure(limits.frame + 1):
        notes.warn(Note.LONG_LIST, most=limits.frame)
    line, counted = 1, 0
    for found in loose_json.TOKEN.finditer(text):
        if "Tag=" not in (said := found["text"] or ""):
            continue
        line += text.count("\n", counted, found.start())
        counted = found.start()
        yield from traces.read(_unescaped(said if found["end"] else _BEGUN_ESCAPE.sub("", said)), line)
        if not found["end"]:
            notes.cut = True
            notes.warn(Note.OBJECT_CUT, line=line)
            yield Cut(at=Place(line, system=System.EXCHANGE))


def _unescaped(said: str) -> str:
    with suppress(ValueError):  # a text over several lines is none of JSON
        return str(DECODER.decode(f'"{said}"'))
    return ""


def _list(window: Window, limits: Limits, notes: Notes, traces: InStrings) -> Iterator[Record]:
    text = decode(window.slice(0, limits.answer)).lstrip("\ufeff")
    if window.ensure(limits.answer + 1):
        notes.warn(Note.LONG_LIST, most=limits.answer)
    decoder, at, line, told = DECODER, 0, 1, 0
    around, before = Around(text), EventsBefore()
    while (at := _next(text, at)) >= 0:
        line += text.count("\n", told, at)
        told = at
        try:
            found, behind = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            notes.cut = True
            notes.warn(Note.LIST_CUT, line=line)
            return
        low = _low(found)
        for row in _entries(low):
            yield from _event(row, line, limits, notes, traces, partial(before.service, row, around))
        before.add(low, text[at:behind])
        at = behind


def _entries(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries that an object lists, where it is an answer of Graph with a sign-in log; else the object."""
    rows = found.get("value")
    return [_low(row) for row in rows] if isinstance(rows, list) and _is_signed_in(found) else [found]


def _is_signed_in(found: Mapping[str, Any]) -> bool:
    """Whether an object is an entry of a sign-in log, or an answer of Graph that lists some."""
    rows = found.get("value")
    first = rows[0] if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows) else None
    return sign_in_log.entry(found if first is None else _low(first)) is not None


def _next(text: str, at: int) -> int:
    """Where the next event of a list begins; -1 where none does."""
    if text[:1] == "[":
        return text.find("{", at)
    if _SOURCE.search(text) is None:
        return text.find("{") if at == 0 else -1
    source = _SOURCE.search(text, at)
    return -1 if source is None else source.end()


def _object(text: str) -> dict[str, Any] | None:
    try:
        found, _ = DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return _low(found) if isinstance(found, dict) else None


def _is_of_lines(head: str) -> bool:
    """Whether the first line is an event, or an object before a line that is one."""
    first, second, *_ = (*head.split("\n", 2), "")
    found = _line(first)
    return found is not None and (_is_event(found) or _is_event(_line(second) or {}))


def _line(line: str) -> dict[str, Any] | None:
    line = line.strip().lstrip("\ufeff")
    if line[:1] != "{" or line[-1:] != "}":
        return None
    try:
        found = DECODER.decode(line)
    except (ValueError, RecursionError):
        return None
    return _low(found) if isinstance(found, dict) else None


def _low(found: Mapping[str, Any]) -> dict[str, Any]:
    low = {str(name).lower(): value for name, value in found.items()}
    if _is_event(low):
        return low
    if isinstance(source := low.get(json_names.OUTER), dict):
        return _low(source)
    return _joined(low)


def _joined(low: dict[str, Any]) -> dict[str, Any]:
    """An event with what its parts say, where only they tell that it is one: a level, or a line of a log as it was."""
    parts = [part for name in json_names.PARTS if isinstance(part := low.get(name), dict)]
    if not parts:
        return low
    whole = {str(name).lower(): value for part in parts for name, value in part.items()} | low
    says = any(isinstance(whole.get(name), str) for name in json_names.MESSAGES)
    has_level = any(isinstance(whole.get(name), str | int) for name in json_names.LEVELS)
    return whole if (says and has_level) or json_names.RAW in whole else low


def _is_event(found: Mapping[str, Any]) -> bool:
    """It says something, and at which level or when; or it tells of a request, or of a sign-in."""
    says = any(isinstance(found.get(name), str) for name in json_names.MESSAGES)
    dated = any(name in found for name in json_names.LEVELS) or any(name in found for name in json_names.CLOCK)
    told = (says and (dated or json_names.RAW in found)) or json_call.call_in(found) is not None
    return told or sign_in_log.entry(found) is not None


def _is_dated(found: Mapping[str, Any]) -> bool:
    """It has a time, as its own member or as one of an object in it."""
    names = (*json_names.CLOCK, "creationtime", "createddatetime", "timegenerated")
    inner = [_low(value) for value in found.values() if isinstance(value, dict)]
    return any(name in row for row in (found, *inner) for name in names)


def _event(
    found: Mapping[str, Any], line: int, limits: Limits, notes: Notes, traces: InStrings, near: Near
) -> Iterator[Record]:
    """The records of one event; `near` tells whose the events around it are, where it does not say so itself."""
    said = next((str(found[name]) for name in json_names.MESSAGES if isinstance(found.get(name), str)), "")
    if traced := list(traces.read(said, line)):
        yield from traced
        return
    if not said and (entry := sign_in_log.entry(found)) is not None:
        yield from _signed_in(entry, line, notes)
        return
    thrown = next((text for name in json_names.EXCEPTIONS if (text := _exception(found.get(name)))), "")
    is_thrown = bool(thrown) or _THROWN.match(said) is not None
    if thrown in said:
        thrown = ""
    if _level(found) in (*ERROR_LEVELS, "warn"):
        said = f"{said}{_ended_with(found, said)}"
    level, logger = (
        _level(found),
        next((str(found[name]) for name in json_names.LOGGERS if isinstance(found.get(name), str)), ""),
    )
    moment = next((at for name in json_names.CLOCK if (at := _moment(found.get(name), notes)) is not None), None)
    place = Place(line, system=System.UNKNOWN, time=moment)
    failed = is_thrown or level in (*ERROR_LEVELS, "warn")
    if (call := json_call.call_in(found)) is not None and not (said and failed):
        yield from json_call.read(call, place)
        if not failed:
            return
    # One message: what is thrown continues it, as it does in a log of lines; `Error:` would begin one at that level.
    thrown = f"---> {thrown}" if said and thrown.startswith("Error:") else thrown
    text = "\n    ".join(part for part in ((said + "\n" + thrown).replace("\r", "").split("\n")) if part.strip())
    for message in messages(text, place, limits, exception=level in ERROR_LEVELS):
        own = replace(message, at=replace(message.at, line=line, time=moment or message.at.time))
        marked = message.exception and (level not in CALM_LEVELS or is_thrown)
        of_nobody = marked and own.near is None and own.at.system is System.UNKNOWN
        yield replace(
            own,
            level=level or message.level,
            component=logger[:80] or message.component,
            exception=marked,
            narrated=True,
            near=near() if of_nobody else own.near,
        )


def _signed_in(entry: sign_in_log.Entry, line: int, notes: Notes) -> Iterator[Message]:
    if entry.code:
        service = services.TOKEN
        at = Place(line, system=service.system, protocol=service.protocol, time=_moment(entry.time, notes))
        yield Message(
            at=at, text=entry.text, level="error", timed=at.time is not None, exception=True, item=True, user=entry.user
        )


def _ended_with(found: Mapping[str, Any], said: str) -> str:
    """The status and the address that an event tells in members of its own: ` (HTTP status 503) at https://…`."""
    rows = json_call.rows(found)
    status = next((row[name] for row in rows for name in row if name in json_names.STATUS and _is_bad(row[name])), None)
    address = next((str(row[name]) for row in rows for name in row if name in json_names.URLS), "")
    told = f" (HTTP status {status})" if status is not None and str(status) not in said else ""
    where = address[:500].partition("?")[0]
    if not where or where in said or re.search(r"\s", where):
        return told
    service = sides.addressed(where)
    return f"{told} at {where}" if told or (service is not None and service != services.OTHER) else told


def _is_bad(value: Any) -> bool:
    text = str(value)
    return isinstance(value, int | str) and len(text) == 3 and text.isascii() and text.isdigit() and text[0] in "45"


def _exception(value: Any, depth: int = 0) -> str:
    """An exception as a text, or as an object with its own message and stack."""
    if isinstance(value, dict):
        low = _low(value)
        kind = next((str(low[name]) for name in json_names.THROWN if isinstance(low.get(name), str)), "")
        said = next((str(low[name]) for name in json_names.REASONS if isinstance(low.get(name), str)), "")
        cause = next((low[name] for name in json_names.CAUSES if low.get(name)), None)
        inner = _exception(cause, depth + 1) if depth < _DEEPEST else ""
        return "\n---> ".join(part for part in (": ".join(part for part in (kind, said) if part), inner) if part)
    return value if isinstance(value, str) else ""


def _level(found: Mapping[str, Any]) -> str:
    value = next((found[name] for name in json_names.LEVELS if name in found), "info" if "@t" in found else "")
    if isinstance(value, str):
        low = value.strip().lower()
        return _WORDS.get(low, low)[:20]
    if not isinstance(value, int) or isinstance(value, bool):
        return ""
    if _is_of_nextcloud(found):
        return _NEXTCLOUD.get(value, "")
    return _SYSLOG.get(value, "") if _is_gelf(found) else _NUMBERS.get(value // 10 * 10, "")


def _is_gelf(found: Mapping[str, Any]) -> bool:
    return "short_message" in found or "facility" in found or ("version" in found and "host" in found)


def _is_of_nextcloud(found: Mapping[str, Any]) -> bool:
    return all(name in found for name in ("reqid", "remoteaddr", "app"))


def _moment(value: Any, notes: Notes) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value > 1e11 else value
        return times.epoch(str(int(seconds))) if 1e9 < seconds < 4e9 else None
    moment = times.parse(value) if isinstance(value, str) else None
    notes.heard(moment)
    return moment.at if moment else None
