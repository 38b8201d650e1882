"""Writes dumps of any size to measure with: the same seed gives the same bytes.

    python -m benchmarks.dumps MIX MEGABYTES FILE [--seed N] [--errors SHARE]

| mix | what it is like |
|---|---|
| `big` | answers of some 30 kB, with the items of a mailbox in them |
| `real` | a session as SSI writes it: fields of 0.8 kB, requests of 1 to 2 kB, answers of 1 to 5 kB, thirty threads |
|        | that overlap, some failures, some answers in CDATA, now and then an attachment of 12 MB |
| `small` | many tiny envelopes without header records |
| `c4c` | the dump of C4C calls that stands beside them in a pack |

Names, addresses and tokens are invented. A file that ends in `.zip` holds the dump of Exchange, that of C4C and a log.
"""

from __future__ import annotations

import argparse
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import UUID

MEGABYTE = 1_000_000
ATTACHMENT = 12 * MEGABYTE
THREADS = 30
_BEGAN = datetime(2026, 10, 12, 6, tzinfo=UTC)
_SOAP = 'xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"'
_EWS = (
    'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
    'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"'
)
_C4C = "/sap/c4c/odata/v1/c4codata"
_FAILURES = ("ErrorItemNotFound", "ErrorServerBusy", "ErrorMailboxStoreUnavailable", "ErrorInvalidChangeKey")
_OPERATIONS = ("GetItem", "FindItem", "SyncFolderItems", "UpdateItem", "CreateItem")


class _Session:
    """The state of one dump that is written: its chance, its clock, its people."""

    def __init__(self, seed: int, errors: float) -> None:
        self.random = random.Random(seed)
        self.errors = errors
        self.calls = 0
        self.people = [f"user{number:03}@contoso.example" for number in range(40)]

    def time(self) -> str:
        return f"{_BEGAN + timedelta(milliseconds=37 * self.calls):%Y-%m-%d %H:%M:%SZ}"

    def id(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def words(self, characters: int) -> str:
        return " ".join(f"w{self.random.getrandbits(24):06x}" for _ in range(max(1, characters // 8)))

    def opaque(self, characters: int) -> str:
        return f"{self.random.getrandbits(4 * characters):0{characters}x}"


def _record(session: _Session, tag: str, thread: int, text: str) -> str:
    return f'<Trace Tag="{tag}" Tid="{thread}" Time="{session.time()}" Version="15.00.0913.015">\n{text}\n</Trace>\n'


def _request_fields(session: _Session, person: str, call: str) -> str:
    return (
        "POST /EWS/Exchange.asmx HTTP/1.1\r\nContent-Type: text/xml; charset=utf-8\r\nAccept: text/xml\r\n"
        "User-Agent: ExchangeServicesClient/15.00.0913.015\r\nAccept-Encoding: gzip,deflate\r\n"
        f"X-AnchorMailbox: {person}\r\nclient-request-id: {call}\r\nreturn-client-request-id: true\r\n"
        f"Authorization: Bearer eyJhbGciOiJub25lIn0.{session.opaque(120)}.{session.opaque(40)}\r\n"
        f"Cookie: exchangecookie={session.opaque(32)}\r\n"
    )


def _answer_fields(session: _Session, call: str, status: str = "200 OK") -> str:
    return (
        f"HTTP/1.1 {status}\r\nCache-Control: private\r\nServer: Microsoft-IIS/10.0\r\nrequest-id: {session.id()}\r\n"
        f"client-request-id: {call}\r\nX-CalculatedBETarget: exbe0{session.random.randint(1, 4)}.contoso.example\r\n"
        "X-FEServer: EXFE01\r\nX-BEServer: EXBE02\r\nX-DiagInfo: EXBE02\r\nX-Powered-By: ASP.NET\r\n"
        f"Set-Cookie: X-BackEndCookie={session.opaque(80)}; path=/EWS; secure; HttpOnly\r\n"
        "Date: Mon, 12 Oct 2026 06:00:00 GMT\r\n"
    )


def _envelope(header: str, body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><soap:Envelope {_SOAP} {_EWS}><soap:Header>{header}</soap:Header>'
        f"<soap:Body>{body}</soap:Body></soap:Envelope>"
    )


def _request(session: _Session, operation: str, person: str, size: int) -> str:
    ids = "".join(
        f'<t:ItemId Id="AAMk{session.opaque(60)}" ChangeKey="CQAA{session.opaque(20)}"/>' for _ in range(size // 130)
    )
    header = (
        '<t:RequestServerVersion Version="Exchange2013_SP1"/><t:ExchangeImpersonation><t:ConnectingSID>'
        f"<t:PrimarySmtpAddress>{person}</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>"
    )
    return _envelope(header, f"<m:{operation}><m:ItemIds>{ids}</m:ItemIds></m:{operation}>")


def _item(session: _Session, body: int) -> str:
    return (
        f'<t:Message><t:ItemId Id="AAMk{session.opaque(60)}" ChangeKey="CQAA{session.opaque(20)}"/>'
        f'<t:Subject>{session.words(40)}</t:Subject><t:Body BodyType="Text">{session.words(body)}</t:Body>'
        "<t:DateTimeReceived>2026-10-12T06:00:00Z</t:DateTimeReceived><t:From><t:Mailbox>"
        f"<t:Name>Person {session.random.randint(1, 999)}</t:Name>"
        f"<t:EmailAddress>{session.random.choice(session.people)}</t:EmailAddress></t:Mailbox></t:From></t:Message>"
    )


def _answer(operation: str, inside: str, code: str = "NoError") -> str:
    result = "Success" if code == "NoError" else "Error"
    text = "" if code == "NoError" else "<m:MessageText>The request failed.</m:MessageText>"
    header = '<t:ServerVersionInfo MajorVersion="15" MinorVersion="2" MajorBuildNumber="1748" MinorBuildNumber="10"/>'
    return _envelope(
        header,
        f'<m:{operation}Response><m:ResponseMessages><m:{operation}ResponseMessage ResponseClass="{result}">{text}'
        f"<m:ResponseCode>{code}</m:ResponseCode><m:Items>{inside}</m:Items></m:{operation}ResponseMessage>"
        f"</m:ResponseMessages></m:{operation}Response>",
    )


def _attachment(session: _Session) -> str:
    content = ("QUFB" * (ATTACHMENT // 4))[:ATTACHMENT]
    return (
        f"<t:FileAttachment><t:Name>{session.words(16)}.pdf</t:Name><t:Content>{content}</t:Content></t:FileAttachment>"
    )


def big(session: _Session) -> Iterator[str]:
    """Answers with some seventy items each."""
    while True:
        session.calls += 1
        thread, person, call = session.random.randint(1, 4), session.random.choice(session.people), session.id()
        items = "".join(_item(session, 160) for _ in range(session.random.randint(40, 90)))
        yield _record(session, "EwsRequestHttpHeaders", thread, _request_fields(session, person, call))
        yield _record(session, "EwsRequest", thread, _request(session, "SyncFolderItems", person, 800))
        yield _record(session, "EwsResponseHttpHeaders", thread, _answer_fields(session, call))
        yield _record(session, "EwsResponse", thread, _answer("SyncFolderItems", items))


def real(session: _Session) -> Iterator[str]:
    """Thirty threads whose records mix; failures, CDATA, attachments."""
    waiting: dict[int, list[str]] = {}
    while True:
        thread = session.random.randint(1, THREADS)
        if thread not in waiting:
            session.calls += 1
            waiting[thread] = _call(session, thread)
        yield waiting[thread].pop(0)
        if not waiting[thread]:
            del waiting[thread]


def _call(session: _Session, thread: int) -> list[str]:
    """The four records of one call, in order."""
    chance, person, call = session.random, session.random.choice(session.people), session.id()
    operation = chance.choice(_OPERATIONS)
    code = chance.choice(_FAILURES) if chance.random() < session.errors else "NoError"
    if code == "NoError" and session.calls % 20_000 == 19_999:
        inside = _attachment(session)
    else:
        inside = "".join(_item(session, 400) for _ in range(chance.randint(1, 5))) if code == "NoError" else ""
    answer = _answer(operation, inside, code)
    if session.calls % 50 == 0:
        answer = f"<![CDATA[{answer}]]>"
    request = _request(session, operation, person, chance.randint(700, 1_700))
    return [
        _record(session, "EwsRequestHttpHeaders", thread, _request_fields(session, person, call)),
        _record(session, "EwsRequest", thread, request),
        _record(session, "EwsResponseHttpHeaders", thread, _answer_fields(session, call)),
        _record(session, "EwsResponse", thread, answer),
    ]


def small(session: _Session) -> Iterator[str]:
    """Requests for one item and their answers, without header records."""
    while True:
        session.calls += 1
        operation = session.random.choice(_OPERATIONS)
        code = session.random.choice(_FAILURES) if session.random.random() < session.errors else "NoError"
        body = f'<m:{operation}><m:ItemIds><t:ItemId Id="{session.opaque(12)}"/></m:ItemIds></m:{operation}>'
        yield _record(session, "EwsRequest", 7, _envelope("", body))
        yield _record(session, "EwsResponse", 7, _answer(operation, "", code))


def c4c(session: _Session) -> Iterator[str]:
    """Calls of C4C's OData services, each with its answer."""
    while True:
        session.calls += 1
        key = session.random.getrandbits(40)
        failed = session.random.random() < session.errors
        status, answer = ("200 OK", f'{{"d":{{"results":[{{"ObjectID":"{key:X}"}}]}}}}')
        if failed:
            status = "500 Internal Server Error"
            answer = '{"error":{"code":"SY/530","message":{"lang":"en","value":"An exception was raised"}}}'
        yield (
            f"GET https://my000001.crm.ondemand.com{_C4C}/AppointmentCollection('{key:X}') HTTP/1.1\n"
            f"Accept: application/json\n\nHTTP/1.1 {status}\nContent-Type: application/json\n\n{answer}\n\n"
        )


MIXES: dict[str, Callable[[_Session], Iterator[str]]] = {"big": big, "real": real, "small": small, "c4c": c4c}


def write(mix: str, size: int, to: IO[bytes], *, seed: int = 1, errors: float = 0.02) -> int:
    """Write about `size` bytes of a mix; how many they are. Memory does not depend on the size."""
    written = 0
    for piece in MIXES[mix](_Session(seed, errors)):
        written += to.write(piece.encode())
        if written >= size:
            return written
    return written


def pack(size: int, to: Path, *, seed: int = 1, errors: float = 0.02) -> None:
    """A zipped pack: nine tenths the dump of Exchange, the rest the dump of C4C and a line of a log."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, mix, share in (("Logs/ExchangeDataDump.xml", "real", 0.9), ("Logs/C4CDataDump.log", "c4c", 0.1)):
            with archive.open(name, "w", force_zip64=True) as member:
                write(mix, int(size * share), member, seed=seed, errors=errors)
        archive.writestr("Logs/job.log", "2026-10-12 06:00:00,000 INFO TID:7 [SiteInMemory] Session started\n")


def well_formed(dump: Path, to: Path) -> None:
    """The same dump for a parser of XML: a root around it, and no declaration in the middle."""
    with dump.open("rb") as source, to.open("wb") as target:
        target.write(b"<Traces>\n")
        for line in source:
            target.write(line.replace(b'<?xml version="1.0" encoding="utf-8"?>', b"").replace(b"\r\n", b"\n"))
        target.write(b"</Traces>\n")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Writes a dump to measure with.")
    parser.add_argument("mix", choices=MIXES)
    parser.add_argument("megabytes", type=float)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=float, default=0.02, help="share of calls that fail")
    asked = parser.parse_args()
    size = int(asked.megabytes * MEGABYTE)
    if asked.file.suffix == ".zip":
        pack(size, asked.file, seed=asked.seed, errors=asked.errors)
        return
    with asked.file.open("wb") as to:
        write(asked.mix, size, to, seed=asked.seed, errors=asked.errors)


if __name__ == "__main__":
    main()
