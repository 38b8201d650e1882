"""What a document's first bytes are, and a stream of UTF-8 from whatever encoding it has.

Only the first chunk decides; what the document declares about itself is not believed (a declared UTF-7 would hide
tags from every byte scan). Single bytes that are not UTF-8 stay as they are: readers take them as windows-1252.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from msgspec import Struct

from analyzer import lazy_re
from analyzer.model import Note, Remark

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", Note.PDF),
    (b"PK\x03\x04", Note.DEEP_ARCHIVE),
    (b"\x1f\x8b", Note.DEEP_COMPRESSION),
    (b"\x89PNG", Note.PICTURE),
    (b"\xff\xd8\xff", Note.PICTURE),
    (b"GIF8", Note.PICTURE),
    (b"\xd0\xcf\x11\xe0", Note.OLD_OFFICE),
    (b"MZ", Note.PROGRAM),
)
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r\x0c\x1b\x00")
_ASCII = bytes(range(128))
_SAMPLE = 64 << 10
_TWICE_ENDED = b"\r\r\n"
_ERASED = b"\xff" * 16
_ERASED_RUN = lazy_re.compile(rb"\xff{16,}+")


class Sniffed(Struct, frozen=True):
    """What the first bytes tell."""

    encoding: str = "utf-8"
    bom: int = 0
    """Length of the byte order mark."""
    refused: Remark | None = None
    """Why the content is not read as text; None where it is."""


def sniff(first: bytes) -> Sniffed:
    """Recognise encoding and binary content by the first bytes of a document."""
    if not first:
        return Sniffed(refused=Remark.of(Note.EMPTY))
    for mark, encoding in _BOMS:
        if first.startswith(mark):
            return Sniffed(encoding, len(mark), Remark.of(Note.EMPTY) if first == mark else None)
    for magic, what in _MAGIC:
        if first.startswith(magic):
            return Sniffed(refused=Remark.of(what))
    sample = first[:_SAMPLE].rstrip(b"\0") or first[:_SAMPLE]  # a file that was preallocated ends in zeros
    if encoding := _utf16_without_mark(sample):
        return Sniffed(encoding)
    text = sample.replace(b"\0", b"")  # a disk that was full, or a writer that was killed, leaves holes of zeros
    control = len(text) - len(text.translate(None, _CONTROL))
    if (
        not text.strip()
        or control * 50 > len(text)
        or _is_ebcdic(text)
        or (len(text) < len(sample) and not _reads(text))
    ):
        return Sniffed(refused=Remark.of(Note.NO_TEXT))
    return Sniffed()


def _is_ebcdic(text: bytes) -> bool:
    """Text of a mainframe has its letters and digits above 127, its blank at 0x40, and no line ends of others.

    Nobody here reads it, and what is not read must not pass for redacted.
    """
    high = len(text.translate(None, _ASCII))
    blanks = text.count(b"@")
    if high * 2 <= len(text) or blanks * 20 < len(text) or blanks <= 10 * text.count(b" ") or b"\n" in text:
        return False
    try:
        text[:-3].decode("utf-8")  # the sample may end inside a character
    except UnicodeDecodeError:
        return True
    return False


def _reads(text: bytes) -> bool:
    """What is left without zeros is text: a binary file has bytes of any value between them."""
    plain = sum(1 for c in text if 32 <= c < 127 or c in b"\t\r\n")
    return plain * 10 > len(text) * 7 and len(text) > 16 and b" " in text


def _utf16_without_mark(sample: bytes) -> str:
    """A redirected Windows console writes UTF-16; mostly Latin text then has a zero in every other byte."""
    half = len(sample) // 2
    if half < 8:
        return ""
    even, odd = sample[0 : half * 2 : 2].count(0), sample[1 : half * 2 : 2].count(0)
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return ""


class Holes(Struct):
    """What stands in a text where nobody wrote: a disk was full, a writer was killed, a block was erased."""

    inside: int = 0
    """NUL bytes inside the text; they were left out."""
    behind: int = 0
    """NUL bytes behind its end: the file was preallocated, or what was written last never reached the disk."""
    erased: int = 0
    """Bytes of all ones, many in a row: no encoding writes them."""


def to_utf8(first: bytes, rest: Iterator[bytes], sniffed: Sniffed, holes: Holes | None = None) -> Iterator[bytes]:
    """The text as UTF-8, without byte order marks and NUL, lines ended by LF; nothing where the content was refused.

    What stands in it where nobody wrote is counted in `holes`.
    """
    holes = holes or Holes()
    if sniffed.refused is not None:
        return
    old_mac = b"\r" in first and b"\n" not in first and b"\r" + b"\0\n" not in first
    decoded = _decoded(first, rest, sniffed)
    for chunk in _with_single_ends(decoded) if _TWICE_ENDED in first else decoded:
        clean = chunk
        if _ERASED in chunk:
            holes.erased += sum(map(len, _ERASED_RUN.findall(chunk)))
        if b"\0" in chunk:  # in most there is none, which this tells ten times faster than whatever goes through it
            ends = len(chunk) - len(chunk.rstrip(b"\0"))
            if ends == len(chunk):
                holes.behind += ends
            else:
                holes.inside += holes.behind + chunk.count(0) - ends
                holes.behind = ends
            clean = chunk.replace(b"\0", b"")
        elif chunk:
            holes.inside += holes.behind
            holes.behind = 0
        if codecs.BOM_UTF8[:1] in clean:
            clean = clean.replace(codecs.BOM_UTF8, b"")  # marks stand between files put together
        yield clean.replace(b"\r", b"\n") if old_mac else clean


def _with_single_ends(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines whose ends were converted from LF to CRLF twice, which leaves two CR, have one again."""
    held = b""
    for chunk in chunks:
        text = held + chunk
        held = b"\r" * (len(text) - len(text.rstrip(b"\r")))
        yield text[: len(text) - len(held)].replace(_TWICE_ENDED, b"\r\n")
    yield held


def _decoded(first: bytes, rest: Iterator[bytes], sniffed: Sniffed) -> Iterator[bytes]:
    if sniffed.encoding == "utf-8":
        yield first
        yield from rest
        return
    decoder = codecs.getincrementaldecoder(sniffed.encoding)("replace")
    yield decoder.decode(first[sniffed.bom :]).encode("utf-8", "replace")
    for chunk in rest:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")
