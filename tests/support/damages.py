"""What happens to a dump on its way: each a function that damages some bytes somewhere, by chance.

It is chance with a seed, so that a test that fails fails again.
"""

from __future__ import annotations

import random
from collections.abc import Callable


def inserted(text: bytes) -> Callable[[bytes, random.Random], bytes]:
    def damage(data: bytes, chance: random.Random) -> bytes:
        at = chance.randrange(len(data))
        return data[:at] + text + data[at:]

    return damage


def before(mark: bytes, text: bytes) -> Callable[[bytes, random.Random], bytes]:
    """Some text right before one of the places where a mark stands."""

    def damage(data: bytes, chance: random.Random) -> bytes:
        pieces = data.split(mark)
        number = chance.randrange(1, max(2, len(pieces)))
        return mark.join([*pieces[: number - 1], pieces[number - 1] + text, *pieces[number:]])

    return damage


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def beheaded(data: bytes, chance: random.Random) -> bytes:
    return data[chance.randrange(len(data)) :]


def deleted(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randrange(1, 60) :]


def flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


QUOTED = (
    b"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>\n</Trace>\n"
    b'<Trace Tag="EwsResponse" Tid="1" Time="2026-10-12 08:00:00Z">\n'
)
DAMAGES = {
    "cut": cut,
    "beheaded": beheaded,
    "deleted": deleted,
    "flipped": flipped,
    "bracket": inserted(b"<"),
    "closing bracket": inserted(b">"),
    "ampersand": inserted(b"&"),
    "entity": inserted(b"&lt;"),
    "quotation mark": inserted(b'"'),
    "section": inserted(b"<![CDATA[ </Trace> ]]>"),
    "open section": inserted(b"<![CDATA["),
    "comment": inserted(b"<!-- </Trace> -->"),
    "open comment": inserted(b"<!--"),
    "end of a record": inserted(b"</Trace>"),
    "end of an envelope": inserted(b"</soap:Envelope>"),
    "end of a container": inserted(b"</m:Items>"),
    "start of a container": inserted(b"<m:Items>"),
    "start of a subject": inserted(b"<t:Subject>"),
    "control character": inserted(b"\x01"),
    "NUL": inserted(b"\x00"),
    "other encoding": inserted("Köln".encode("cp1252")),
    "declaration": inserted(b'<?xml version="1.0"?>'),
    "line ends": inserted(b"\n\n\r\n"),
    "quoted record": inserted(QUOTED),
    "quoted record in a subject": before(b"</t:Subject>", QUOTED),
    "quoted record behind the items": before(b"</m:Items>", QUOTED),
    "word of the server in an item": before(b"</t:Subject>", b"<m:ResponseCode>ErrorServerBusy</m:ResponseCode>"),
    "text between records": before(b"<Trace ", b"2026-10-12 08:00:00,020 ERROR TID:7 [Exchange] It failed\n"),
    "element between records": before(b"<Trace ", b"<Note>It failed</Note>\n"),
    "open element": before(b"<Trace ", b"<Log Level='1'>\n"),
    "blank record": before(b"</Trace>", b'</Trace>\n<Trace Tag="EwsResponse" Tid="1" Time="2026-10-12 08:00:00Z">\n\n'),
    "entity in a field": before(b"X-FEServer", b"X-DiagInfo: A&amp;B\r\n"),
    "blank record of fields": before(
        b"<Trace ", b'<Trace Tag="EwsResponseHttpHeaders" Tid="1" Time="2026-10-12 08:00:00Z">\n\n</Trace>\n'
    ),
    "envelope in the words of the server": before(
        b"<m:ResponseCode>", b"<m:MessageText><soap:Envelope><soap:Body/></soap:Envelope></m:MessageText>"
    ),
    "time without a zone": before(
        b"<Trace ",
        b'<Trace Tag="EwsRequestHttpHeaders" Tid="1" Time="2026-10-12 08:00:00">\nPOST / HTTP/1.1\n\n</Trace>',
    ),
}
