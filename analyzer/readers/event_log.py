r"""Events of the Windows event log of an Exchange server, copied as text: one message for each event.

Sample (the classic form of the Event Viewer's "Copy details as text"; monitoring mails put `<br>` for the line ends):
    Log Name:      Application
    Source:        MSExchange Front End HTTP Proxy
    Date:          16/04/2026 13:26:19
    Event ID:      3005
    Level:         Warning
    Description:
    [RpcHttp] Marking ClientAccess server … as unhealthy due to exception: System.Net.WebException: …
       at System.Net.HttpWebRequest.GetResponse()
    Event Xml: …

The Xml tells the event once more and is not read. All exceptions of one event are nested: one error.
Source: learn.microsoft.com/windows/win32/wes (the fields), texts of learn.microsoft.com/answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Build, Message, Place, Record, System
from analyzer.readers import server_log, times
from analyzer.readers.messages import messages
from analyzer.readers.notes import Notes
from analyzer.readers.plain_text import paragraphs
from analyzer.readers.recognition import Sign, Strength
from analyzer.readers.window import Window
from analyzer.reference.builds import four_numbers

_LOG = r"Log Name|Protokollname|Nom du journal|Nombre de registro|Nome registro|Logboeknaam"
_SOURCE = r"(?:Event )?Source|Quelle|Origen|Origine|Bron"
_FIELD = lazy_re.compile(
    rf"(?P<log>{_LOG}|Event Log Name)|(?P<source>{_SOURCE})"
    r"|(?P<id>Event ID|Ereignis-ID|ID de l.événement|Id\. ?del evento|ID evento|Gebeurtenis-id)"
    r"|(?P<level>Level|Event Type|Ebene|Niveau|Nivel|Livello)"
    r"|(?P<date>Date(?: Time)?|Datum|Fecha|Data)"
    r"|(?P<description>Description|Beschreibung|Descripción|Descrizione|Beschrijving)"
    r"|(?P<xml>Event Xml|Ereignis-XML|XML de l.événement|XML de evento|XML evento|Event Parameters|Gebeurtenis-XML)"
    r"|(?P<other>[A-Z][\w -]{1,30})",
    re.IGNORECASE,
)
_LINE = lazy_re.compile(r"[ \t*>]{0,20}(?P<name>[^\s:][^:\n]{1,40}?)[ \t]{0,9}:(?P<value>[^\n]{0,300})")
_STARTS = lazy_re.compile(
    rf"[ \t*>]{{0,20}}(?:(?:{_LOG})[ \t]{{0,9}}:|"
    r"Event (?P<occurred>\d{1,5}) occurred at (?P<when>[\d -]{8,12}[\d:]{0,8})"
    r"|(?P<proxy>Process (?:\d{1,9}|<[^<>]{1,40}>)[^\n]{0,200}?: ?Proxy(?:WebRequest| request) ))",
    re.IGNORECASE,
)
SIGNS = lazy_re.compile(
    rb"^[ \t*>]{0,20}(?:Source|Event Source|Quelle|Origen|Origine|Bron)[ \t]{0,9}:[ \t]{0,40}(?:MSExchange|Schannel)"
    rb"|<br>[ \t]{0,9}Event Source: MSExchange"
    rb"|^[ \t*>]{0,20}Process (?:\d{1,9}|<[^<>\n]{1,40}>)[^\n]{0,200}?: ?Proxy(?:WebRequest| request) Cross",
    re.IGNORECASE | re.MULTILINE,
)
_BREAK = lazy_re.compile(r"(?:<br\s{0,3}/?>\s{0,9}){1,9}", re.IGNORECASE)
_CALM = lazy_re.compile(r"\s*(?:Informati|Verbose|Ausführlich|Información|Audit Success)", re.IGNORECASE)
_FRAME = lazy_re.compile(r"\s*(?:at\s\S{1,300}[(.]|---\s?End|-{5,}\s*\Z)")
_BUILD = lazy_re.compile(r"(?<![\d.])1[45]\.\d{1,2}\.\d{3,4}\.\d{1,3}(?![\d.])")


class _Event(Struct):
    """An event while its lines are read."""

    line: int
    id: str = ""
    source: str = ""
    level: str = ""
    time: datetime | None = None
    described: bool = False
    over: bool = False
    """The Xml begins, or its parameters: they say the same again."""
    said: list[str] = field(default_factory=list)
    length: int = 0


def weigh(head: bytes) -> Sign | None:
    """Events beside rows of a request log are read with these."""
    found = SIGNS.search(head)
    return None if found is None or server_log.SIGNS.search(head) else Sign(Strength.FORM, found.start())


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """One message for each event; text that stands before the first is read as any text."""
    event: _Event | None = None
    for start, text in paragraphs(window, limits):
        for number, whole in enumerate(text.removesuffix("\n").split("\n"), start):
            for line in _BREAK.split(whole) if "<br" in whole.lower() else (whole,):
                if (begins := _STARTS.match(line)) is not None and not (event and _is_field_of(event, line)):
                    yield from _ended(event, limits)
                    event = _begun(begins, line, number)
                elif event is not None:
                    _take(event, line, limits, notes)
                elif line.strip():
                    at = Place(number, system=System.UNKNOWN)
                    yield from messages(line, at, limits)
    yield from _ended(event, limits)


def _is_field_of(event: _Event, line: str) -> bool:
    """`Event Log Name:` stands inside of an event that a mail tells of."""
    return not event.described and line.lstrip(" \t*>").lower().startswith("event log name")


def _begun(begins: re.Match[str], line: str, number: int) -> _Event:
    event = _Event(number)
    if begins["proxy"] is not None:
        event.source, event.described = "MSExchange Availability", True
        event.said.append(line.strip())
    elif begins["occurred"] is not None:
        moment = times.parse(begins["when"])
        event.id, event.time = begins["occurred"], moment.at if moment else None
    return event


def _take(event: _Event, line: str, limits: Limits, notes: Notes) -> None:
    """One more line of an event."""
    bare = line.strip()
    if event.over or not bare:
        return
    named = _LINE.match(line)
    known = _FIELD.fullmatch(named["name"].strip()) if named else None
    if known is not None and known["xml"] is not None:
        event.over = True
    elif event.described:
        if not _FRAME.match(bare) and event.length < limits.message:
            event.said.append(bare)
            event.length += len(bare)
    elif known is not None and named is not None:
        _set(event, known.lastgroup or "", named["value"].strip(), notes)


def _set(event: _Event, name: str, value: str, notes: Notes) -> None:
    """One field of an event."""
    match name:
        case "description":
            event.described = True
            event.said += [value] if value else []
        case "source":
            event.source = value[:80]
        case "id":
            event.id = value[:10]
        case "level":
            event.level = value[:40]
        case "date" if (moment := times.parse(value)) is not None:
            event.time = moment.at
            notes.heard(moment)


def _ended(event: _Event | None, limits: Limits) -> Iterator[Record]:
    """The records of an event whose last line was read."""
    if event is None or not (event.said or event.id):
        return
    side = System.EXCHANGE if event.source.lower().startswith("msexchange") else System.UNKNOWN
    place = Place(event.line, system=side, time=event.time)
    said = " ".join(" ".join(event.said).split())
    for version in dict.fromkeys(four_numbers(found) for found in _BUILD.findall(said[: limits.message])):
        if version is not None and side is System.EXCHANGE:
            yield Build(at=place, version=version)
    name = " ".join(part for part in ("Event", event.id, f"of {event.source}" if event.source else "") if part)
    if not _CALM.match(event.level):
        yield Message(at=place, text=f"{name}: {said}"[: limits.message], exception=True)
