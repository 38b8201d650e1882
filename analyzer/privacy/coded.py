"""What stands in the bytes of an upload in a coding: base64 of JSON and markup, compressed bodies, mails, attachments.

Samples: `"body":"eyJTdWJqZWN0Ijo…"`, `<t:MimeContent CharacterSet="UTF-8">RnJvbTog…`, and behind the head of a mail
`Content-Transfer-Encoding: quoted-printable`, a blank line and `der Kelterh=C3=B6fe-Vertrag`. Of each its beginning.
"""

from __future__ import annotations

import base64
import io
import quopri
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from analyzer import lazy_re
from analyzer.damage import DAMAGE
from analyzer.reference.vocabulary import MAIL_SENDERS, MAIL_SENT, SUBJECTS, any_of

CODINGS = ("base64", "h4si", "mimecontent", "quoted-printable", "fileattachment>", "fileattachment&", "contentbytes")
"""Words of which one stands in a stretch with anything of that but compressed bytes, in lower case."""
_REACH = 64 << 10
"""Bytes of something compressed that are taken."""
_CODED = lazy_re.compile(rb"(?<![\w+/])(?:ey|ew|PD|PH|PG|W3|H4sI)(?:[A-Za-z0-9+/]|\\/){60,}+")
"""Base64 of what begins as JSON or markup does, or is compressed."""
_MOST_PACKED = 8
_PACKED = lazy_re.compile(rb"\x1f\x8b\x08")
_MAIL = lazy_re.compile(
    rb"MimeContent(?:\s[^<>&]{0,200})?(?:>|&(?:amp;){0,3}gt;)(?P<coded>[A-Za-z0-9+/\s]{40,8000}+)", re.IGNORECASE
)
_ATTACHED = lazy_re.compile(
    rb"(?:<|&(?:amp;){0,3}lt;)(?:\w{1,20}:)?Content(?:>|&(?:amp;){0,3}gt;)(?P<coded>[A-Za-z0-9+/\s]{16,8000}+)"
)
"""`<t:Content>…`, also escaped in a line of a log."""
_BYTES = lazy_re.compile(
    rb"contentBytes\\{0,15}[\"']\s?:\s?\\{0,15}[\"'](?P<coded>[A-Za-z0-9+/]{16,8000}+)", re.IGNORECASE
)
"""`"contentBytes":"…"`, an attachment of Graph."""
_TRANSFER = lazy_re.compile(rb"Content-Transfer-Encoding:[ \t]{0,9}(?P<way>quoted-printable|base64)", re.IGNORECASE)
_BLANK_LINE = lazy_re.compile(rb"\n\r?\n")
_SENDER = any_of(MAIL_SENDERS).encode()
_FROM = lazy_re.compile(rb"^(?:" + _SENDER + rb")[ \t]?:[ \t]", re.IGNORECASE | re.MULTILINE)
_BESIDE = rb"To|Cc|Message-ID|Received|MIME-Version|" + any_of(MAIL_SENT).encode()
_SUBJECTS = any_of(SUBJECTS).encode()
_OF_MAIL = lazy_re.compile(rb"^(?:" + _BESIDE + rb")[ \t]?:[ \t]", re.IGNORECASE | re.MULTILINE)
"""A mail has one of these beside its sender."""
_BOUNDARY = lazy_re.compile(
    rb"multipart/[\w-]{2,30};[^\0]{0,300}?boundary=\"?(?P<boundary>[^\s\";]{1,80})", re.IGNORECASE
)
_FIELD = lazy_re.compile(
    rb"^(?:" + b"|".join((_SENDER, _SUBJECTS, rb"Return-Path", _BESIDE)) + rb"):[ \t]", re.IGNORECASE | re.MULTILINE
)
_SUBJECT = lazy_re.compile(rb"^(?:" + _SUBJECTS + rb"):[ \t]", re.IGNORECASE | re.MULTILINE)
_PASTED = lazy_re.compile(
    rb"^[> \t]{0,9}(?:[^\r\n]{0,40}\d\d:\d\d:\d\d[^\r\n]{0,300}\b(?:ERROR|WARN|INFO|DEBUG|FATAL|TID)|<Trace\b|<\?xml"
    rb"|HTTP/1|at [\w.]{1,80}\()",
    re.MULTILINE,
)
"""A line of a log, of a dump or of a stack: behind it no person writes, and it may be what the report is about."""
_LONGEST_HEAD, _LONGEST_PART = 4_000, 8_000
_BASE64_LINES = lazy_re.compile(rb"[A-Za-z0-9+/\s]*")


def members(archive: bytes, most: int) -> Iterator[bytes]:
    """The members of a document that is a zip file by itself, of each at most so many bytes; those before damage."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            for name in packed.namelist():
                with packed.open(name) as stream:
                    yield stream.read(most)
    except DAMAGE:
        return  # its reader says so


def stretches(data: bytes) -> Iterator[bytes]:
    """What base64 stands for, without compression; it holds names and values as the upload does."""
    return (_decoded(found[0]) for found in _CODED.finditer(data))


def compressed(data: bytes) -> Iterator[bytes]:
    """What stands there compressed, of which there are a few at most."""
    found = islice(_PACKED.finditer(data), _MOST_PACKED)
    return (_unpacked(data[one.start() : one.start() + _REACH]) for one in found)


def mails(data: bytes) -> Iterator[bytes]:
    """The beginnings of mails that items hold as they were sent."""
    return (_decoded(found["coded"]) for found in _MAIL.finditer(data))


def texts(data: bytes) -> Iterator[bytes]:
    """The texts of mails and of their parts that were coded to be sent, and attachments that are texts."""
    for found in (*_ATTACHED.finditer(data), *_BYTES.finditer(data)):
        if b"\0" not in (said := _decoded(found["coded"])):
            yield _written(said)
    for way in _TRANSFER.finditer(data):
        begin = _BLANK_LINE.search(data, way.end(), way.end() + _LONGEST_HEAD)
        if begin is None:
            continue
        text = data[begin.end() : begin.end() + _LONGEST_PART].partition(b"\n--")[0]
        if way["way"][:1] in b"qQ":
            yield _written(quopri.decodestring(text))
        elif (coded := _BASE64_LINES.match(text)) is not None:
            yield _written(_decoded(coded[0]))


class Written(Struct):
    """The texts of mails that stand in a stretch as they were written; each is told once, however many there are."""

    _read: int = 0
    """Up to here heads and texts were told."""
    _unended: int = 0
    """No head ends before this place."""

    def below(self, data: bytes, at: int) -> Iterator[bytes]:
        """What stands below the head in which an offset lies, without any coding, up to what was pasted there."""
        if at < self._read:
            return
        end = _BLANK_LINE.search(data, max(at, self._unended), at + _LONGEST_HEAD)
        if end is None:
            self._unended = at + _LONGEST_HEAD - len(b"\n\r")
            return
        head = _BLANK_LINE.split(data[max(self._read, at - _LONGEST_HEAD) : at])[-1] + data[at : end.start()]
        self._read = end.end()
        if not _is_of_mail(head) or b"HTTP/" in head:
            return
        self._read = _next_mail(data, end.end(), min(len(data), end.end() + _LONGEST_PART))
        text = data[end.end() : self._read]
        text = _written(text)
        if (boundary := _BOUNDARY.search(head)) is None:
            yield from () if _TRANSFER.search(head) is not None else (text,)
            return
        for part in text.split(b"--" + boundary["boundary"])[1:]:
            of_part, _, said = part.replace(b"\r\n", b"\n").partition(b"\n\n")
            if _TRANSFER.search(of_part) is None and _BOUNDARY.search(of_part) is None:
                yield said


def _written(text: bytes) -> bytes:
    """A text up to what somebody pasted there."""
    pasted = _PASTED.search(text)
    return text[: pasted.start()] if pasted is not None else text


def _is_of_mail(head: bytes) -> bool:
    return _FROM.search(head) is not None and _OF_MAIL.search(head) is not None


def _next_mail(data: bytes, start: int, stop: int) -> int:
    """Where the head of the next mail begins of which the text is told by itself; the end where there is none."""
    at = start
    while (sender := _FROM.search(data, at, stop)) is not None:
        end = _BLANK_LINE.search(data, sender.end(), sender.end() + 2 * _LONGEST_HEAD)
        if end is None:
            return stop
        said = data[at : sender.start()]
        begin = at + len(said) - len(_BLANK_LINE.split(said)[-1])
        named = _SUBJECT.search(data, max(begin, end.start() - _LONGEST_HEAD), end.start())
        if named is not None and _is_of_mail(data[begin : end.start()]):
            first = _FIELD.search(data, begin, end.start())
            return first.start() if first is not None else begin
        at = end.end()
    return stop


def body(mail: bytes) -> bytes:
    """What stands below the head of a mail, as it stands; nothing where that is coded."""
    head, _, text = mail.replace(b"\r\n", b"\n").partition(b"\n\n")
    return b"" if _TRANSFER.search(head) is not None else _written(text)


def _decoded(coded: bytes) -> bytes:
    """What base64 stands for, without compression."""
    coded = b"".join(coded.replace(b"\\/", b"/").split())
    coded = coded[: len(coded) // 4 * 4] if len(coded) % 4 == 1 else coded + b"=" * (-len(coded) % 4)
    data = base64.b64decode(coded)
    return _unpacked(data) if data.startswith(b"\x1f\x8b") else data


def _unpacked(data: bytes) -> bytes:
    """The beginning of what was compressed, in proportion to its size; nothing of what only looks so."""
    try:
        return zlib.decompressobj(31).decompress(data, 40 * len(data))
    except zlib.error:
        return b""
