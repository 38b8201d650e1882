"""A result of testconnectivity.microsoft.com (Microsoft Connectivity Analyzer): XML, HTML, or copied as text.

Sample:
    The Microsoft Connectivity Analyzer is attempting to retrieve an XML Autodiscover response from URL https://…
     The Microsoft Connectivity Analyzer failed to obtain an Autodiscover XML response.
     Additional Details
     An HTTP 401 Unauthorized response was received from the remote Unknown server.
     HTTP Response Headers:
     X-FEServer: EXFE01
The XML holds a `testresult` element for each step, steps within steps, with `status`, `testdescription`,
`resultdescription` and `additionaldetails`. The texts are in the language of the tester's browser; addresses, statuses
and header fields are not. An outer step tells again what its inner one found: one failure.

Source: learn.microsoft.com/exchange/client-developer (the test), results in questions of learn.microsoft.com/answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import decode, unescape
from analyzer.model import Message, Note, Place, Record, RequestHead, ResponseHead, Service, System
from analyzer.protocols import http
from analyzer.readers.notes import Notes
from analyzer.readers.recognition import Sign, Strength
from analyzer.readers.window import Window
from analyzer.reference import services
from analyzer.reference.headers import spelling

_NAMES = (
    "Connectivity Analyzer|Verbindungsuntersuchung|Analyseur de connectivit|Analizador de conectividad"
    "|Analizzatore.{0,12}connettivit"
)
_SIGNS = lazy_re.compile(
    r"<testresult\s[^<>]{0,400}?\b(?:status|testdescription)\s{0,5}="
    r"|\bHTTP \d{3}\b[^\n<>]{0,80}? response was received from"
    r"|The specified port is either blocked|Testing TCP port \d{1,5} on host"
    r"|\bConnectivity Test (?:Failed|Successful)\b|Exchange ActiveSync returned an HTTP \d{3} response"
    r"|Certificate name validation failed"
    r"|Microsoft\.(?:M365|Exchange\.Tools|Support)\.(?:RCA|ExRca)\b"
    rf"|(?:{_NAMES})[^\n]{{0,120}}?(?:attempting|failed|versucht|tente|intenta|tenta|konnte|échou)"
    rf"|(?:{_NAMES})[^\n]{{0,200}}?\bURL https?://",
    re.IGNORECASE,
)
_SIGN_WORDS = (
    *("testresult", "response was received", "port is either", "testing tcp port", ".rca", ".exrca"),
    *("connectivity test", "activesync returned", "certificate name validation"),
    *("connectivity analyzer", "verbindungsuntersuchung", "analyseur de", "analizador de", "analizzatore"),
)
"""One of them stands in every text with a sign, quickly looked for."""
_MOST_BYTES = 8 << 20
"""Bytes that are read of a result; the longest that people post have some hundred kilobytes."""
_MOST_FOUND = 500
_NEAR = 10
"""Lines of a step that are quoted together."""
_DEEPEST = 64
"""Steps within steps; real results have six."""
_RESULT = lazy_re.compile(
    r"<(?P<close>/?)testresult\b(?P<attributes>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>", re.IGNORECASE
)
_ATTRIBUTE = lazy_re.compile(r"(?P<name>[\w:-]{1,60})\s{0,5}=\s{0,5}(?:\"(?P<one>[^\"]*+)\"|'(?P<two>[^']*+)')")
_CELL = lazy_re.compile(r"</t[dh]\s{0,5}>[ \t\r\n]{0,200}+<t[dh]\b[^<>]{0,400}+>", re.IGNORECASE)
_IN_CELL = "\x0b"
"""Stands for a line end between two cells of a row, so that name and value are one line."""
_UNSEEN = lazy_re.compile(r"<(script|style)\b.{0,200000}?</\1\s{0,5}>", re.IGNORECASE | re.DOTALL)
_TAG = lazy_re.compile(r"</?[A-Za-z!?][^<>]{0,4000}+>")

_URL = r"(?P<url>https?://[^\s\"'<>“”„]{1,2000}+)"
_HOST = r"(?:\bhosts?(?: ?name)?|\bHostname[ns]?|\bhôte|\bnombre de host)\s(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
_STATUS = (
    r"\bHTTP\b(?:/\d(?:\.\d)?)?\W{0,3}(?:(?!port\b)[^\W\d_]{2,20}\W{1,3}){0,3}?(?P<status>[2-5]\d\d)(?!\d|[.:]\d)"
    r"(?:\s?[-–]\s?(?:(?P=status)|[A-Za-z]{2,40}))?"
    r"|(?:error|Fehler|erreur|errore)[^\n.(]{0,60}\((?P<told>[45]\d\d)\)"
)
_MARKS = lazy_re.compile(rf"{_URL}|{_HOST}|{_STATUS}", re.IGNORECASE)
_NAME = lazy_re.compile(
    r"(?<![\w-])(?P<name>[A-Za-z][A-Za-z0-9-]{1,60})(?:[ \t]?:[ \t]{0,9}(?!//)|\t[ \t]{0,40}|[ ]{2,40})(?=\S)"
)
_FIELDS_BEHIND = 40
"""Lines behind a status in which its header fields are looked for."""
_STEP = lazy_re.compile(
    r"\s*(?:The Microsoft|Microsoft|Attempting|Testing|Retrieving|Validating|Checking|Contacting|Analyzing|Sending"
    r"|Die Microsoft|Es wird|L.Analyseur|El Analizador)\b",
    re.IGNORECASE,
)
_FAILURES = (
    (
        "the port is closed",
        (
            r"port is either blocked|port (?:is|was)n.t open|Port ist (?:entweder )?(?:blockiert|gesperrt)"
            r"|port .{0,30}est bloqué|puerto .{0,40}bloquead|porta .{0,40}bloccat"
        ),
    ),
    (
        "the name is not known",
        r"(?:could|can)(?:n.t| ?not) be resolved|nicht aufgelöst werden|pas pu être résolu|no se pudo resolver",
    ),
    (
        "the certificate is not accepted",
        (
            r"certificate (?:name )?validation failed|certificate .{0,40}(?:did ?n.t|failed).{0,40}(?:pass|valid)"
            r"|certificate.{0,80}(?:n.t trusted|not trusted|expired|n.t valid|does ?n.t match|not match)"
            r"|Zertifikat.{0,80}(?:fehlgeschlagen|ungültig|abgelaufen)|certificat.{0,80}(?:échou|expiré)"
            r"|certificado.{0,80}(?:no es válid|caducad)"
        ),
    ),
    (
        "the connection cannot be encrypted",
        r"(?:not able to|unable to|failed to|could ?n.t) (?:obtain|negotiate|establish).{0,60}(?:SSL|TLS)",
    ),
    (
        "the step failed",
        (
            r"There was an error testing the|an unexpected network-level exception|The test (?:step )?failed"
            r"|Der Test ist fehlgeschlagen"
        ),
    ),
)
"""Failures that have no status, in the order in which they are looked for; the last says nothing of the cause."""
_FAILED = lazy_re.compile("|".join(f"(?P<f{n}>{pattern})" for n, (_, pattern) in enumerate(_FAILURES)), re.IGNORECASE)
_GOOD = lazy_re.compile(r"success|erfolgreich|réussi|correctamente|con éxito|riuscit", re.IGNORECASE)
_BAD = lazy_re.compile(
    r"fail|error|unsuccess|n.t\b|\bnot\b|nicht|fehl|échou|\bpas\b|impossib|\bno se\b|\bnon\b", re.IGNORECASE
)
_TOPICS = (
    (lazy_re.compile(r"\bAD ?FS\b|\bsts\.|federation|WS-Trust", re.IGNORECASE), services.TOKEN),
    (lazy_re.compile(r"\b(?:IMAP4?|POP3?|SMTP)\b"), services.OTHER),
    (lazy_re.compile(r"autodiscover|AutoErmittlung|découverte automatique", re.IGNORECASE), services.AUTODISCOVER),
    (
        lazy_re.compile(r"Exchange Web Services|\bEWS\b|Exchange-Webdienst|services web Exchange", re.IGNORECASE),
        services.EWS,
    ),
    (lazy_re.compile(r"ActiveSync|Outlook Anywhere|MAPI over HTTP|\bExchange\b", re.IGNORECASE), services.EXCHANGE),
)
"""What a step without an address is about."""
_LONGEST = 300
"""Characters of a step that are quoted."""


class _Line(Struct):
    line: int
    text: str
    good: bool | None = None
    """How the step ended, where the result says it apart from its text."""
    step: int = 0
    """Number of the step, where the result sets steps apart."""
    ends: bool = False
    """The step failed, and none within it did: it is the one that the result is about."""


class _Found(Struct):
    """A status, or a failure without one."""

    line: int
    step: str
    said: str
    status: int = 0
    host: str = ""
    path: str = ""
    good: bool = False
    kind: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)


def weigh(head: bytes) -> Sign | None:
    """A result is told by its own sentences and elements; its name and address stand in any advice."""
    text = decode(head)
    low = text.lower()
    if not any(word in low for word in _SIGN_WORDS):
        return None
    found = _SIGNS.search(text)
    return Sign(Strength.FORM, found.start()) if found is not None else None


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """Each failing step, and each answer with a status, once."""
    if window.ensure(_MOST_BYTES + 1):
        notes.warn(Note.LONG_RESULT, most=_MOST_BYTES >> 20)
    text = decode(window.slice(0, _MOST_BYTES))
    lines = _lines(text)
    whole = "\n".join(line.text for line in lines[:400])[: 64 << 10]
    worked = _went_well(lines)
    for number, found in enumerate(_once(_found(lines)), 1):
        yield from _records(found, number, whole, limits, worked=worked)


# -- the text of the steps ---------------------------------------------------------------------------------------------


def _lines(text: str) -> list[_Line]:
    """The lines of a result, whatever it is saved as."""
    if _RESULT.search(text):
        return _of_xml(text)
    if _TAG.search(text):
        text = _CELL.sub(lambda match: "\t" + _IN_CELL * match[0].count("\n"), text.replace(_IN_CELL, " "))
        text = _UNSEEN.sub(lambda match: "\n" * match[0].count("\n"), text)
        found, number = [], 1
        for line in text.split("\n"):
            bare = line.replace(_IN_CELL, "")
            found += [_Line(number, unescape(part)) for part in _TAG.split(bare) if part.strip()]
            number += line.count(_IN_CELL) + 1
        return found
    return [_Line(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _of_xml(text: str) -> list[_Line]:
    lines: list[_Line] = []
    open_steps: list[_Line | None] = []
    at, line, step = 0, 1, 0
    for match in _RESULT.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        if match["close"]:
            del open_steps[-1:]
            continue
        values = {
            one["name"].lower(): unescape(one["one"] if one["one"] is not None else one["two"])
            for one in _ATTRIBUTE.finditer(match["attributes"])
        }
        step += 1
        status = values.get("status", "").lower()
        good = None if not status else status.startswith(("success", "warn"))
        for name in ("testdescription", "resultdescription", "additionaldetails"):
            lines += [_Line(line, part, good, step) for part in values.get(name, "").split("\n") if part.strip()]
        own = lines[-1] if good is False and lines and lines[-1].step == step else None
        if own is not None:
            own.ends = True
            for outer in open_steps:
                if outer is not None:
                    outer.ends = False
        if not match["attributes"].endswith("/") and len(open_steps) < _DEEPEST:
            open_steps.append(own)
    return lines


def _went_well(lines: list[_Line]) -> bool:
    """The test as a whole ended well: what failed in it was an attempt before the right address."""
    if not lines:
        return False
    if lines[0].good is not None:
        return lines[0].good
    start = "\n".join(line.text for line in lines[:3])
    return bool(_GOOD.search(start)) and not _BAD.search(start)


# -- what they tell ----------------------------------------------------------------------------------------------------


def _found(lines: list[_Line]) -> Iterator[_Found]:
    step = host = path = ""
    last: _Found | None = None
    number = since = told = 0
    for turn, line in enumerate(lines):
        text = line.text
        step, begins = _step_of(text, step)
        last = None if begins else last
        rest = 0  # where the fields of an answer may begin
        for mark in _MARKS.finditer(text):
            if mark["url"] is not None:
                host, path = _target(mark["url"])
            elif mark["host"] is not None:
                host, path = mark["host"].lower(), ""
            elif (status := _known(mark["status"] or mark["told"])) and number < _MOST_FOUND:
                number += 1
                last = _Found(line.line, step or text, text, status, host, path, good=bool(line.good))
                rest, since, told = mark.end(), turn, line.step
                yield last
        if last is not None and turn - since <= _FIELDS_BEHIND:
            last.fields += _fields(text[rest:] if turn == since else text)
        if (failed := _FAILED.search(text)) is not None and not line.good and number < _MOST_FOUND:
            number += 1
            kind = next(name for n, (name, _) in enumerate(_FAILURES) if failed[f"f{n}"] is not None)
            yield _Found(line.line, step or text, text, host=host, path=path, kind=kind)
            told = line.step
        if line.ends and told != line.step and number < _MOST_FOUND:
            number += 1
            said = " ".join(part.text for part in lines[max(0, turn - _NEAR) : turn + 1] if part.step == line.step)[
                :_LONGEST
            ]
            yield _Found(line.line, said, text, host=host, path=path, kind=_FAILURES[-1][0])


def _step_of(text: str, before: str) -> tuple[str, bool]:
    """What a line says of the step it stands in, and whether it begins one."""
    if _FAILED.search(text):
        return f"{before} {text}" if before and before not in text else text, False
    begins = _STEP.match(text) is not None
    return text if begins else before, begins


def _target(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url.rstrip(".,;:)”“"))
        return (parts.hostname or "").lower(), parts.path
    except ValueError:
        return "", ""


def _known(text: str) -> int:
    status = int(text)
    return status if status in (440, 449, 456) or status in HTTPStatus.__members__.values() else 0


def _fields(text: str) -> list[tuple[str, str]]:
    """Header fields in a line: one, or a run of them."""
    starts = list(_NAME.finditer(text[:16_000]))
    ends = [after.start() for after in starts[1:]] + [16_000] * bool(starts)
    return [
        (start["name"], text[start.end() : end].strip()[:500])
        for start, end in zip(starts, ends, strict=True)
        if spelling(start["name"]) is not None
    ]


def _once(found: Iterator[_Found]) -> list[_Found]:
    """Each failure once: an outer step repeats what its inner one says, with the address or without."""
    kept: list[_Found] = []
    for one in found:
        same = next((known for known in kept if _is_same(known, one)), None)
        if same is None:
            kept.append(one)
            continue
        same.fields = same.fields or one.fields
        if not same.host:
            same.host, same.path, same.step = one.host, one.path, one.step
    statuses = {(known.host, known.path) for known in kept if known.status >= HTTPStatus.BAD_REQUEST}
    general = _FAILURES[-1][0]
    return [one for one in kept if one.kind != general or (one.host, one.path) not in statuses]


def _is_same(known: _Found, one: _Found) -> bool:
    alike = (known.status, known.kind) == (one.status, one.kind)
    return alike and (not known.host or not one.host or (known.host, known.path) == (one.host, one.path))


# -- records -----------------------------------------------------------------------------------------------------------


def _records(found: _Found, number: int, whole: str, limits: Limits, *, worked: bool) -> Iterator[Record]:
    shown = http.shown(tuple(found.fields[: limits.header_lines]))
    service = _service(found, whole, shown)
    place = Place(found.line, system=service.system, protocol=service.protocol, action=number)
    step = " ".join(found.step.split())[:_LONGEST]
    if not found.status:
        if not worked:
            side = service.system if service.system is System.EXCHANGE else System.OTHER
            text = f"connectivity test, {found.kind}: {step}"
            yield Message(at=Place(found.line, system=side, protocol=service.protocol), text=text, exception=True)
        return
    aside = worked or found.good or found.status < HTTPStatus.BAD_REQUEST
    yield RequestHead(at=place, method="", path=found.path, host=found.host, aside=aside)
    yield ResponseHead(at=place, status=found.status, headers=shown)
    if not aside:
        yield Message(at=place, text=f"connectivity test: {step}", exception=True)


def _service(found: _Found, whole: str, shown: http.Fields) -> Service:
    """Who was asked: by the address, by who answers, or by what the step or the whole test is about."""
    known = services.asked(found.host, found.path) if found.host else services.OTHER
    if known != services.OTHER:
        return known
    answered = services.answered(name for name, _ in shown)
    for text in (found.step, found.said, whole):
        for pattern, service in _TOPICS:
            if pattern.search(text):
                return services.first_known(answered, service) if answered.system is service.system else service
    return answered
