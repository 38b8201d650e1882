r"""Literals of Python (and of Ruby, which escapes alike), as a program prints bytes that it sent or got.

Sample: `b'POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: mail.contoso.example\r\n'`
Source: docs.python.org, "String and Bytes literals".
"""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.markup import decode

_ESCAPE = lazy_re.compile(rb"\\(?:x([0-9a-fA-F]{2})|([\\'\"nrt]))")
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def text(literal: str) -> str:
    """A body that is printed as a Python bytes literal or, on a terminal, as it is."""
    literal = literal.strip()
    if literal[:2] in ("b'", 'b"'):
        return unescaped(literal[2:].removesuffix(literal[1]))
    return "" if literal == "None" else literal


def unescaped(inside: str) -> str:
    """What stands between the quotes, undone by hand: evaluating a literal can fail in many ways."""
    return decode(_ESCAPE.sub(_one, inside.encode("utf-8", "replace")))


def _one(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 16)])
    return _PLAIN.get(match[2], match[2])
