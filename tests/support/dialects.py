"""The same EWS session in every shape in which it reaches the tool, for tests that compare what is found.

`CANNOT` names the facts a shape has no place for, so that a test does not ask for them:
status, headers, time (none of its own, or none that can be read for sure; a Date header may tell it), thread,
challenges (a handshake's 401 is not shown), exception (what the connector said itself), unanswered (a missing answer
cannot be told).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, zip_longest
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from .session import DECLARATION, HOST, Call, Headers, Hop, body_of, hops, request_envelope

REQUEST_LINE = "POST /EWS/Exchange.asmx HTTP/1.1"
URL = f"https://{HOST}/EWS/Exchange.asmx"


def lines_of(headers: Headers, colon: str = ": ") -> list[str]:
    return [f"{name}{colon}{value}" for name, value in headers]


def status_line(hop: Hop) -> str:
    return f"HTTP/1.1 {hop.status} {hop.reason}"


def stamp(call: Call, tag: str) -> str:
    return f'Tag="{tag}" Tid="{call.thread}" Time="{call.time:%Y-%m-%d %H:%M:%SZ}"'


def well_formed(xml: str) -> bool:
    try:
        ElementTree.fromstring(xml.encode())
    except ElementTree.ParseError:
        return False
    return True


def pretty(xml: str, newline: str = "\r\n") -> str:
    """Indented as .NET's XmlTextWriter does it inside a Trace element; an empty `<a></a>` becomes two lines."""
    lines: list[str] = []
    depth = 1
    tokens = re.findall(r"<[^>]*>|[^<]+", xml)
    while tokens:
        token = tokens.pop(0)
        if token.startswith("</"):
            depth -= 1
        shown = "  " * depth + (token[:-2].rstrip() + " />" if token.endswith("/>") else token)
        if token[0] == "<" and token[1] not in "/?!" and not token.endswith("/>"):
            if len(tokens) > 1 and not tokens[0].startswith("<") and tokens[1].startswith("</"):
                shown += tokens.pop(0) + tokens.pop(0)
            else:
                depth += 1
        lines.append(shown)
    return newline.join(lines)


# EWS Managed API and what wraps its traces


@dataclass(frozen=True, slots=True)
class Managed:
    """A build of the library: how its records differ."""

    build: str = "15.00.0913.015"
    after_headers: str = "\r\n"
    challenges: bool = True
    loses_wrapper: bool = False


LIBRARY = Managed()
# The public release hides the handshake and leaves two blank lines behind the headers.
LIBRARY_221 = Managed("2.2.1.0", "\n\r\n", challenges=False)
LOSES_WRAPPER = Managed(loses_wrapper=True)


def managed_records(call: Call, library: Managed = LIBRARY) -> list[str]:
    """The records of one call; what the library cannot format it writes raw, without element and line end."""

    def record(tag: str, content: str, build: str = "") -> str:
        version = f' Version="{build}"' if build else ""
        return f"<Trace {stamp(call, tag)}{version}>\r\n{content}</Trace>\r\n"

    def headers(tag: str, first: str, fields: Headers) -> str:
        text = "".join(f"{line}\n" for line in [first, *lines_of(fields)])
        return record(tag, escape(text) + library.after_headers)

    def body(tag: str, text: str, failed: bool = False) -> str:
        if not well_formed(text) or (failed and library.loses_wrapper):
            return text
        return record(tag, pretty(text) + "\r\n", library.build)

    found: list[str] = []
    for hop in hops(call, challenges=library.challenges):
        agent = ("User-Agent", f"ExchangeServicesClient/{library.build}")
        sent = tuple(agent if header[0] == "User-Agent" else header for header in hop.request_headers)
        found.append(headers("EwsRequestHttpHeaders", REQUEST_LINE, sent))
        found.append(body("EwsRequest", hop.request_body))
        if not hop.answered:
            continue
        found.append(headers("EwsResponseHttpHeaders", status_line(hop), hop.headers))
        # The library reads the body of no other status.
        if hop.body and hop.status in (200, 500):
            failed = hop.status != 200 or 'ResponseClass="Error"' in hop.body
            found.append(body("EwsResponse", hop.body, failed))
        elif hop.status == 456:
            found.append(record("EwsResponse", f"Account is locked. Unlock URL is {escape(hop.reason)}\r\n"))
    return found


def managed_text(calls: Sequence[Call], library: Managed = LIBRARY) -> str:
    return "".join(chain.from_iterable(managed_records(call, library) for call in calls))


def managed_api(calls: Sequence[Call]) -> bytes:
    return managed_text(calls).encode()


def managed_api_221(calls: Sequence[Call]) -> bytes:
    return managed_text(calls, LIBRARY_221).encode()


def managed_api_unwrapped(calls: Sequence[Call]) -> bytes:
    """The bodies of failing answers stand bare, and the next `<Trace` on the line where they end."""
    return managed_text(calls, LOSES_WRAPPER).encode()


def log_root(calls: Sequence[Call]) -> bytes:
    return f"{DECLARATION}\r\n<log>\r\n{managed_text(calls)}</log>\r\n".encode()


def ews_log_entry(calls: Sequence[Call]) -> bytes:
    """Version 1.0 of the library used another element name."""
    return re.sub("(</?)Trace(?=[ >])", r"\1EwsLogEntry", managed_text(calls)).encode()


def log_events(calls: Sequence[Call]) -> bytes:
    """A logger that writes XML (log4j, NLog, Windows) has an element for each record, with its markup escaped."""
    events = (
        f'<log4j:event logger="Ews" level="DEBUG"><log4j:message>{escape(record)}</log4j:message></log4j:event>\r\n'
        for call in calls
        for record in managed_records(call)
    )
    return "".join(events).encode()


def log_objects(calls: Sequence[Call]) -> bytes:
    """One that writes JSON has an object for each record, on a line of its own."""
    events = (
        json.dumps({"time": f"{call.time:%Y-%m-%dT%H:%M:%SZ}", "level": "Debug", "msg": record}, ensure_ascii=False)
        for call in calls
        for record in managed_records(call)
    )
    return "".join(f"{event}\n" for event in events).encode()


def interleave(calls_a: Sequence[Call], calls_b: Sequence[Call]) -> bytes:
    """Two threads at once: the first record of a, the first of b, the second of a, ..."""
    text: list[str] = []
    for a, b in zip_longest(calls_a, calls_b):
        for pair in zip_longest(managed_records(a) if a else (), managed_records(b) if b else (), fillvalue=""):
            text.extend(pair)
    return "".join(text).encode()


def ews_editor(calls: Sequence[Call]) -> bytes:
    """EWSEditor: a title line before each untouched record; Authorization is left out, header lines end in CR LF."""
    text = []
    for call in calls:
        for record in managed_records(call):
            found = re.match(r'<Trace Tag="(\w+)"', record)
            tag = found[1] if found else "EwsResponse"
            if tag.endswith("Headers"):
                record = re.sub(r"(?m)^Authorization: .*\n", "", record).replace("\r\n", "\n")
                record = record.replace("\n\n</Trace>", "\n</Trace>").replace("\n", "\r\n")
            if tag == "EwsResponseHttpHeaders" and (info := re.search(r"(?m)^X-DiagInfo: (.*)\r$", record)):
                text.append(f"{call.time:%Y-%m-%dT%H:%M:%S}|Information|Trace|X-DiagInfo|\r\n{info[1]}\r\n\r\n")
            text.append(f"{call.time:%Y-%m-%dT%H:%M:%S}|EwsTrace|{call.operation}|{tag}|\r\n{record}\r\n")
        if call.exception:
            text.append(
                f"{call.time:%Y-%m-%dT%H:%M:%S}|Error|{call.operation}|ERROR|\r\nException details:\r\n"
                f"Message: {call.exception}\r\nType: System.Exception\r\nSource: EWSEditor\r\nStack Trace:\r\n\r\n\r\n"
            )
    return "".join(text).encode()


# Roots of the connector's own: nobody has published one, so no two of these agree on names


def action_texts(hop: Hop) -> tuple[str, str]:
    request = "\n".join([REQUEST_LINE, *lines_of(hop.request_headers), "", ""])
    return request, "\n".join([status_line(hop), *lines_of(hop.headers), "", ""])


def cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def escaped(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def action(
    call: Call, pack: Callable[[str], str], names: tuple[str, str, str] = ("Action", "Request", "Response")
) -> str:
    """One element for each exchange of a call, with the payload packed into it as text."""
    text = []
    outer, sent, received = names
    for hop in hops(call):
        request, answer = action_texts(hop)
        text.append(
            f'  <{outer} Name={quoteattr(call.operation)} Time="{call.time:%Y-%m-%dT%H:%M:%SZ}"'
            f' Duration="00:00:00.2150000">\n    <{sent}>{pack(request + hop.request_body)}</{sent}>\n'
        )
        if hop.answered:
            text.append(f"    <{received}>{pack(answer + hop.body)}</{received}>\n")
        if hop.exception:
            text.append(f"    <Exception>{escape(hop.exception)}</Exception>\n")
        text.append(f"  </{outer}>\n")
    return "".join(text)


def unknown_root_cdata(calls: Sequence[Call]) -> bytes:
    text = "".join(action(call, cdata) for call in calls)
    return f"{DECLARATION}\n<ExchangeDataDump>\n{text}</ExchangeDataDump>\n".encode()


def unknown_root_escaped(calls: Sequence[Call]) -> bytes:
    text = "".join(action(call, escaped, ("Operation", "Sent", "Received")) for call in calls)
    return f"{DECLARATION}\n<StorageTrace>\n{text}</StorageTrace>\n".encode()


def unknown_root_children(calls: Sequence[Call]) -> bytes:
    """The envelopes are elements of the document; their headers are the text before them."""

    def payload(headers: str, body: str) -> str:
        inner = body.removeprefix(DECLARATION)
        return escape(headers) + (inner if well_formed(inner) else escape(inner))

    text = []
    for call in calls:
        for hop in hops(call):
            request, answer = action_texts(hop)
            text.append(f'  <Step Type={quoteattr(call.operation)} Time="{call.time:%Y-%m-%dT%H:%M:%SZ}">\n')
            text.append(f"    <Out>{payload(request, hop.request_body)}</Out>\n")
            if hop.answered:
                text.append(f"    <In>{payload(answer, hop.body)}</In>\n")
            if hop.exception:
                text.append(f"    <Exception>{escape(hop.exception)}</Exception>\n")
            text.append("  </Step>\n")
    return f"{DECLARATION}\n<Session>\n{''.join(text)}</Session>\n".encode()


# Other libraries that write elements


def java_api(calls: Sequence[Call]) -> bytes:
    """EWS Java API: entities are replaced by what they stand for, which often breaks the body."""

    def trace(call: Call, tag: str, content: str) -> str:
        for entity, plain in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", '"'), ("&apos;", "'")):
            content = content.replace(entity, plain)
        return (
            f"{call.time:%Y-%m-%d %H:%M:%S},215 TRACE [pool-1-thread-{call.thread}] m.e.w.d.misc.EwsTraceListener - "
            f"{tag} - <Trace {stamp(call, tag)}>\n{content}\n</Trace>\n\n"
        )

    text = []
    for call in calls:
        for hop in hops(call):
            head = [REQUEST_LINE, *lines_of(hop.request_headers, " : "), ""]
            text.append(trace(call, "EwsRequestHttpHeaders", "\n".join(head)))
            text.append(trace(call, "EwsRequest", hop.request_body))
            if hop.answered:
                # Code and content type: this library shows no protocol and no reason.
                kind = dict(hop.headers).get("Content-Type", "text/html")
                head = [f"{hop.status} {kind}", *lines_of(hop.headers, " : "), ""]
                text.append(trace(call, "EwsResponseHttpHeaders", "\n".join(head)))
            if hop.body:
                text.append(trace(call, "EwsResponse", hop.body))
    return "".join(text).encode()


def javascript_api(calls: Sequence[Call]) -> bytes:
    """ews-javascript-api: the tag is the element, which tells neither thread nor time."""

    def trace(tag: str, content: str) -> str:
        return f"\n      <{tag}>\n        {content}\n</{tag}>\n"

    text = []
    for hop in chain.from_iterable(map(hops, calls)):
        head = [f"POST {URL} HTTP/1.1", *lines_of(hop.request_headers, " : "), ""]
        text.append(trace("EwsRequestHttpHeaders", "\r\n".join(head)))
        text.append(trace("EwsRequest", hop.request_body))
        if hop.answered:
            fields = tuple((name.lower(), value) for name, value in hop.headers)
            head = [f"HTTP/1 {hop.status} {hop.reason}", *lines_of(fields), ""]
            text.append(trace("EwsResponseHttpHeaders", "\r\n".join(head)))
        if hop.body:
            text.append(trace("EwsResponse", hop.body))
    return "".join(text).encode()


def soape(calls: Sequence[Call]) -> bytes:
    """SOAPe: the time in the culture of the machine, here German, no thread, and nothing is escaped."""

    def trace(call: Call, tag: str, content: str) -> str:
        request_id = uuid5(NAMESPACE_URL, repr(call))
        return (
            f'\r\n<Trace Tag="{tag}" Tid="-1" Time="{call.time:%d.%m.%Y %H:%M:%S}" Application="SOAPe"'
            f' Version="1.9.2.0" ClientRequestId="{request_id}" >\r\n{content}\r\n</Trace>\r\n'
        )

    text = []
    for call in calls:
        hop = hops(call, challenges=False)[-1]
        head = [f"POST URL: {URL}", *lines_of(hop.request_headers), ""]
        text.append(trace(call, "EwsRequestHttpHeaders", "\r\n".join(head)))
        text.append(trace(call, "EwsRequest", hop.request_body))
        if hop.answered:
            head = [f"{hop.status} {hop.reason}", *lines_of(hop.headers), ""]
            text.append(trace(call, "EwsResponseHttpHeaders", "\r\n".join(head)))
        if hop.body:
            text.append(trace(call, "EwsResponse", hop.body))
    return "".join(text).encode()


# Logs of clients, wire logs, bare payload


def exchangelib(calls: Sequence[Call]) -> bytes:
    """exchangelib 5: two messages for a call, between urllib3's, which show each status on the wire once more."""
    text = []
    for call in calls:
        hop = hops(call, challenges=False)[-1]
        name = f"Session 26570 thread {call.thread}"
        text.append(f"DEBUG:exchangelib.util:{name} timeout 120: POST'ing to {URL} after 0s sleep\n")
        wire = [step for step in hops(call) if step.answered]
        text.extend(
            f'DEBUG:urllib3.connectionpool:https://{HOST}:443 "{REQUEST_LINE}" {step.status}'
            f" {len(step.body.encode()) if step.status != 200 else None}\n"
            for step in wire
        )
        if not hop.answered:
            text.append(f"DEBUG:exchangelib.util:{name}: connection error POST'ing to {URL}\n")
            continue
        text.append(
            f"DEBUG:exchangelib.util:Timeout: 120\nSession: 26570\nThread: {call.thread}\n"
            "Auth type: <requests_oauthlib.oauth2_auth.OAuth2 object at 0x7f1200aa10>\n"
            f"URL: {URL}\nHTTP adapter: <requests.adapters.HTTPAdapter object at 0x7f1200bb20>\nStreaming: False\n"
            f"Response time: 0.215\nStatus code: {hop.status}\n"
            f"Request headers: {dict(hop.request_headers)}\nResponse headers: {dict(hop.headers)}\n"
            f"DEBUG:exchangelib.util.xml:Request XML: {hop.request_body.encode()!r}\n"
            f"Response XML: {hop.body.encode()!r}\n"
        )
        if hop.status in (200, 500):
            text.append(f"DEBUG:exchangelib.util:{name}: Useful response from {URL}\n")
    return "".join(text).encode()


def exchangelib_3(calls: Sequence[Call]) -> bytes:
    """exchangelib 3: one block; a broken connection gets an invented 503, and its block three times."""
    text = []
    for call in calls:
        hop = hops(call, challenges=False)[-1]
        broken = "{'TimeoutException': ConnectionError('Connection aborted.')}"
        block = (
            f"{call.time:%Y-%m-%d %H:%M:%S},215 DEBUG exchangelib.util Retry: 0\nWaited: 10\nTimeout: 120\n"
            f"Session: 26570\nThread: {call.thread}\nAuth type: <requests_ntlm.requests_ntlm.HttpNtlmAuth object at"
            f" 0x7f1200aa10>\nURL: {URL}\nHTTP adapter: <requests.adapters.HTTPAdapter object at 0x7f1200bb20>\n"
            f"Allow redirects: False\nStreaming: False\nResponse time: 0.215\n"
            f"Status code: {hop.status if hop.answered else 503}\nRequest headers: {dict(hop.request_headers)}\n"
            f"Response headers: {dict(hop.headers) if hop.answered else broken}\n"
            f"Request data: {hop.request_body.encode()!r}\n"
            f"Response data: {hop.body.encode()!r}\n\n"
        )
        text.append(block if hop.answered else block * 3)
    return "".join(text).encode()


def evolution(calls: Sequence[Call]) -> bytes:
    """evolution-ews through libsoup's logger: `restarted` marks what is sent again after a 401."""
    secret = {"authorization", "cookie", "set-cookie"}

    def block(mark: str, lines: list[str], body: str) -> str:
        return "".join(f"{mark} {line}\n" for line in [*lines, "", *([body] if body else [])]) + "  \n"

    def shown(headers: Headers) -> list[str]:
        return lines_of(tuple((name, "<redacted>" if name.lower() in secret else value) for name, value in headers))

    text = []
    for number, call in enumerate(calls, 1):
        for hop in hops(call):
            stamp = f"Soup-Debug-Timestamp: {int(call.time.timestamp())}"
            message = f"ESoapMessage {number} (0x{0x2546440 + number:x})"
            debug = f"Soup-Debug: SoupSession 1 (0x24a78a0), {message}, SoupSocket 1 (0x7fa34c002460)"
            debug += "" if hop.first else ", restarted"
            head = [REQUEST_LINE, stamp, debug, "Host: <redacted>", *shown(hop.request_headers)]
            text.append(block(">", head, hop.request_body))
            if hop.answered:
                # libsoup keeps fields apart that .NET joins by a comma.
                fields = [field for field in hop.headers if field[0] != "WWW-Authenticate"]
                asked = [value for name, value in hop.headers if name == "WWW-Authenticate"]
                fields += [("WWW-Authenticate", one) for value in asked for one in value.split(",")]
                head = [status_line(hop), stamp, f"Soup-Debug: {message}", *shown(tuple(fields))]
                text.append(block("<", head, hop.body))
    return "".join(text).encode()


def bare_envelopes(calls: Sequence[Call]) -> bytes:
    bodies = chain.from_iterable((request_envelope(call), body_of(call) if call.answered else "") for call in calls)
    return "".join(f"{body}\n" for body in bodies if body).encode()


def raw_messages(hop: Hop) -> tuple[bytes, bytes]:
    """Request and answer as they went over the wire."""
    sent = hop.request_body.encode()
    body = hop.body.encode()
    head = [REQUEST_LINE, f"Host: {HOST}", *lines_of(hop.request_headers), f"Content-Length: {len(sent)}", "", ""]
    answer = [status_line(hop), *lines_of(hop.headers), f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(head).encode() + sent, "\r\n".join(answer).encode() + body if hop.answered else b""


def raw_http(calls: Sequence[Call]) -> bytes:
    found = chain.from_iterable(raw_messages(hop) for call in calls for hop in hops(call))
    return b"".join(message + b"\r\n\r\n" for message in found if message)


def davmail_wire(calls: Sequence[Call]) -> bytes:
    """DavMail's wire log: a line ends at a line feed or where the client's buffer was full."""
    text = []
    for call in calls:
        start = f"{call.time:%Y-%m-%d %H:%M:%S},416 DEBUG [CaldavConnection-{50280 + call.thread}] org.apache.http.wire"
        for mark, message in (
            (m, b) for hop in hops(call) for m, b in zip((">>", "<<"), raw_messages(hop), strict=True)
        ):
            for piece in re.findall(rb"[^\n]{0,511}\n|[^\n]{1,512}", message):
                shown = "".join(
                    {10: "[\\n]", 13: "[\\r]"}.get(byte, chr(byte) if 32 <= byte < 127 else f"[0x{byte:x}]")
                    for byte in piece
                )
                text.append(f'{start}  - http-outgoing-{call.thread} {mark} "{shown}"\n')
    return "".join(text).encode()


def thunderbird(calls: Sequence[Call]) -> bytes:
    """Thunderbird's EWS log with payloads: the status, but no header and no handshake."""
    text = []
    for call in calls:
        name = uuid5(NAMESPACE_URL, repr(call))
        said = [f"Making operation request {name}: {call.operation}", f"C: {request_envelope(call)}"]
        if call.answered:
            said.append(f"Response received for request {name} (status {call.status}): {call.operation}")
            if body_of(call):
                said.append(f"S: {body_of(call)}")
            if call.status == 500:
                said.append("Request FAILED with status 500, attempting to parse for backoff")
            elif call.status >= 400:
                said.append(f"Request FAILED with status {call.status}: {body_of(call)}")
        for number, line in enumerate(said):
            time = call.time + timedelta(microseconds=1000 * number)
            level = "E" if "FAILED" in line[:20] else "I"
            text.append(f"{time:%Y-%m-%d %H:%M:%S.%f} UTC - [Parent 4711: Main Thread]: {level}/ews_xpcom {line}\n")
    return "".join(text).encode()


DIALECTS: Mapping[str, Callable[[Sequence[Call]], bytes]] = {
    render.__name__: render
    for render in (
        managed_api,
        managed_api_221,
        managed_api_unwrapped,
        log_root,
        ews_log_entry,
        log_events,
        log_objects,
        ews_editor,
        unknown_root_cdata,
        unknown_root_escaped,
        unknown_root_children,
        java_api,
        javascript_api,
        soape,
        exchangelib,
        exchangelib_3,
        evolution,
        bare_envelopes,
        raw_http,
        davmail_wire,
        thunderbird,
    )
}

CANNOT: Mapping[str, frozenset[str]] = {
    "managed_api": frozenset({"exception"}),
    "managed_api_221": frozenset({"challenges", "exception"}),
    "managed_api_unwrapped": frozenset({"exception"}),
    "log_root": frozenset({"exception"}),
    "ews_log_entry": frozenset({"exception"}),
    "log_events": frozenset({"exception"}),
    "log_objects": frozenset({"exception"}),
    "ews_editor": frozenset(),
    "unknown_root_cdata": frozenset({"thread"}),
    "unknown_root_escaped": frozenset({"thread"}),
    "unknown_root_children": frozenset({"thread"}),
    "java_api": frozenset({"exception"}),
    "javascript_api": frozenset({"time", "thread", "exception"}),
    "soape": frozenset({"time", "thread", "challenges", "exception"}),
    "exchangelib": frozenset({"time", "challenges", "exception"}),
    "exchangelib_3": frozenset({"challenges", "exception", "unanswered"}),
    "evolution": frozenset({"thread", "exception"}),
    "bare_envelopes": frozenset({"status", "headers", "time", "thread", "challenges", "exception", "unanswered"}),
    "raw_http": frozenset({"time", "thread", "exception"}),
    "davmail_wire": frozenset({"exception"}),
    "thunderbird": frozenset({"headers", "thread", "challenges", "exception"}),
}

ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    # The declarations inside go on saying utf-8: whoever saved the file did not look at them.
    "utf-8": lambda data: data,
    "utf-8-bom": lambda data: b"\xef\xbb\xbf" + data,
    "utf-16le-bom": lambda data: b"\xff\xfe" + data.decode().encode("utf-16-le"),
    "utf-16be-bom": lambda data: b"\xfe\xff" + data.decode().encode("utf-16-be"),
    "windows-1252": lambda data: data.decode().encode("windows-1252"),
}
