"""Traffic with Microsoft Graph as a value, and every wrapping in which it reaches the tool. Everything is invented."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

HOST = "graph.microsoft.com"
REQUEST_ID = "7f0b1f4e-1111-4a4a-9c9c-00000000000"
TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJhdWQiOiJncmFwaCJ9.c2lnbmF0dXJl"
AGS = '{"ServerInfo":{"DataCenter":"West Europe","Slice":"E","Ring":"5","ScaleUnit":"002"}}'


@dataclass(frozen=True)
class Exchange:
    """One request with its answer; `number` makes its ids its own."""

    method: str
    path: str
    status: int
    answer: Any = None
    """What becomes JSON, or a text as it is; None for no body."""
    asked: Any = None
    fields: tuple[tuple[str, str], ...] = ()
    number: int = 1

    @property
    def body(self) -> str:
        """The body of the answer as text."""
        return _text(self.answer)

    @property
    def request_fields(self) -> list[tuple[str, str]]:
        """What the client sends, its token among it."""
        return [("Host", HOST), ("Authorization", f"Bearer {TOKEN}"), ("Content-Type", "application/json")]

    @property
    def answer_fields(self) -> list[tuple[str, str]]:
        """What Graph sends."""
        kind = "application/json; odata.metadata=minimal" if not isinstance(self.answer, str) else "text/plain"
        moment = f"Mon, 12 Oct 2026 08:00:{self.number:02d} GMT"
        own = [("request-id", f"{REQUEST_ID}{self.number % 10}"), ("x-ms-ags-diagnostic", AGS), ("Date", moment)]
        return [("Content-Type", kind), *own, *self.fields]

    @property
    def reason(self) -> str:
        """The words for the status."""
        return HTTPStatus(self.status).phrase


def error(code: str, message: str = "Made up for a test.", **inner: Any) -> dict[str, Any]:
    """An error object of Graph."""
    found: dict[str, Any] = {"code": code, "message": message}
    return {"error": {**found, "innerError": inner} if inner else found}


def page(*items: dict[str, Any]) -> dict[str, Any]:
    """One page of a collection."""
    return {"@odata.context": f"https://{HOST}/v1.0/$metadata#users('u')/messages", "value": list(items)}


def healthy() -> list[Exchange]:
    """A session in which all goes well: pages, a new item, a change, a deletion, a sent mail."""
    item = {"id": "AAMkAD1", "changeKey": "CQAAAA", "subject": "Quittenmarmelade"}
    calls = [
        Exchange("GET", "/v1.0/users/anna.berg@contoso.example/messages?$top=10", 200, page(item)),
        Exchange("POST", "/v1.0/users/anna.berg@contoso.example/events", 201, item, asked=item),
        Exchange("PATCH", "/v1.0/users/anna.berg@contoso.example/events/AAMkAD1", 200, item, asked={"isRead": True}),
        Exchange("DELETE", "/v1.0/users/anna.berg@contoso.example/events/AAMkAD1", 204),
        Exchange("POST", "/v1.0/users/anna.berg@contoso.example/sendMail", 202, asked={"message": item}),
        Exchange("GET", "/v1.0/users/anna.berg@contoso.example/messages/AAMkAD1", 304),
    ]
    return numbered(calls)


def numbered(calls: Sequence[Exchange]) -> list[Exchange]:
    """The same calls, each with ids and a time of its own."""
    return [
        Exchange(c.method, c.path, c.status, c.answer, c.asked, c.fields, number) for number, c in enumerate(calls, 1)
    ]


# -- wrappings -------------------------------------------------------------------------------------------------------


def raw(calls: Sequence[Exchange]) -> bytes:
    """HTTP as it went over the wire."""
    return "\n".join(_message(call, request=True) + "\n" + _message(call, request=False) for call in calls).encode()


def curl(calls: Sequence[Exchange]) -> bytes:
    """What `curl -v` prints."""
    lines: list[str] = []
    for call in calls:
        lines += [f"* Connected to {HOST} (20.190.0.1) port 443 (#0)"]
        lines += [f"> {line}" for line in [*_head(call, request=True).split("\n"), ""]]
        lines += [f"< {line}" for line in [*_head(call, request=False).split("\n"), ""]]
        lines += [call.body, f"* Connection #0 to host {HOST} left intact"]
    return "\n".join(lines).encode()


def har(calls: Sequence[Exchange], *, packed: bool = False) -> bytes:
    """A capture of a browser; `packed`: bodies are still compressed, as some proxies leave them."""
    entries = [
        {
            "startedDateTime": f"2026-10-12T08:00:{call.number:02d}.000Z",
            "time": 20,
            "request": {
                "method": call.method,
                "url": f"https://{HOST}{call.path}",
                "headers": [{"name": name, "value": value} for name, value in call.request_fields],
                "postData": {"text": _text(call.asked)},
            },
            "response": {
                "status": call.status,
                "statusText": call.reason,
                "headers": [{"name": name, "value": value} for name, value in call.answer_fields],
                "content": _content(call.body, packed=packed),
            },
        }
        for call in calls
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def saz(calls: Sequence[Exchange], *, chunked: bool = False, packed: bool = False) -> bytes:
    """A capture of Fiddler; `chunked` and `packed`: the bodies as they came."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number, call in enumerate(calls, 1):
            archive.writestr(f"raw/{number:02d}_c.txt", _message(call, request=True).replace("\n", "\r\n"))
            body = call.body.encode()
            head = _head(call, request=False)
            if packed:
                body, head = gzip.compress(body, mtime=0), f"{head}\nContent-Encoding: gzip"
            if chunked:
                head = f"{head}\nTransfer-Encoding: chunked"
                body = b"%x\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body[:7]), body[:7], len(body[7:]), body[7:])
            archive.writestr(f"raw/{number:02d}_s.txt", head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
    return held.getvalue()


def ruby_cassette(calls: Sequence[Exchange]) -> bytes:
    """A recording of VCR."""
    return ("---\nhttp_interactions:\n" + "".join(_interaction(call, ruby=True) for call in calls)).encode()


def python_cassette(calls: Sequence[Exchange]) -> bytes:
    """A recording of vcrpy."""
    return ("interactions:\n" + "".join(_interaction(call, ruby=False) for call in calls) + "version: 1\n").encode()


def note(calls: Sequence[Exchange]) -> bytes:
    """What people write down of an exchange: the address, the status, the answer."""
    told = []
    for call in calls:
        parts = [f"{call.method} https://{HOST}{call.path}", f"{call.status} {call.reason}"]
        told.append("\n\n".join([*parts, json.dumps(call.answer, indent=4) if call.answer is not None else ""]))
    return "\n\n".join(told).encode()


WRAPPINGS = {
    "raw": raw,
    "curl": curl,
    "har": har,
    "saz": saz,
    "vcr": ruby_cassette,
    "vcrpy": python_cassette,
    "note": note,
}


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def _head(call: Exchange, *, request: bool) -> str:
    first = f"{call.method} {call.path} HTTP/1.1" if request else f"HTTP/1.1 {call.status} {call.reason}"
    fields = call.request_fields if request else call.answer_fields
    return "\n".join([first, *(f"{name}: {value}" for name, value in fields)])


def _message(call: Exchange, *, request: bool) -> str:
    return f"{_head(call, request=request)}\n\n{_text(call.asked) if request else call.body}\n"


def _content(body: str, *, packed: bool) -> dict[str, Any]:
    if not packed:
        return {"text": body}
    return {"text": base64.b64encode(gzip.compress(body.encode(), mtime=0)).decode(), "encoding": "base64"}


def _interaction(call: Exchange, *, ruby: bool) -> str:
    """One entry of a recording; Ruby writes fields before bodies, Python the other way round."""

    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def fields(rows: list[tuple[str, str]], indent: str) -> str:
        return "".join(f"{indent}{name}:\n{indent}- {quoted(value)}\n" for name, value in rows)

    url = f"https://{HOST}{call.path}"
    if ruby:
        asked = (
            f"    method: {call.method.lower()}\n    uri: {url}\n    body:\n      string: {quoted(_text(call.asked))}\n"
        )
        asked += f"    headers:\n{fields(call.request_fields, '      ')}"
        answer = f"    status:\n      code: {call.status}\n      message: {call.reason}\n"
        answer += f"    headers:\n{fields(call.answer_fields, '      ')}"
        answer += f"    body:\n      encoding: UTF-8\n      string: {quoted(call.body)}\n"
        return f"- request:\n{asked}  response:\n{answer}  recorded_at: Mon, 12 Oct 2026 08:00:00 GMT\n"
    asked = f"    body: {quoted(_text(call.asked)) if call.asked else 'null'}\n    headers:\n"
    asked += f"{fields(call.request_fields, '      ')}    method: {call.method}\n    uri: {url}\n"
    answer = f"    body:\n      string: {quoted(call.body)}\n    headers:\n{fields(call.answer_fields, '      ')}"
    answer += f"    status:\n      code: {call.status}\n      message: {call.reason}\n"
    return f"- request:\n{asked}  response:\n{answer}"
