r"""A text without the escapes that mails, wire logs, JSON and Python put into it; nobody asks where it stood.

Samples: `Raum \u00dcberlingen`, `Caf[0xc3][0xa9]`, `b'\xc3\x9cberlingen'`, `=?utf-8?B?w5xiZXI=?=`. Where the place
of what is found matters, `spellings.py` tells it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.privacy.spellings import ENCODED_WORD, inner, of_mail

_HTML = lazy_re.compile(
    r"</?(?:a|b|blockquote|body|br|div|em|font|h[1-6r]|head|html|i|img|li|meta|o:p|ol|p|pre|span|strong|t[abdhr]\w{0,4}|u|ul)\b"
    r"[^<>]{0,2000}>",
    re.IGNORECASE,
)
_ESCAPE = lazy_re.compile(r"\\+(?:u([0-9a-fA-F]{4})|([nrt])|([\"'/&<>]))")
_PAIR = lazy_re.compile(r"\\+u[dD]([89abAB][0-9a-fA-F]{2})\\+u[dD]([c-fC-F][0-9a-fA-F]{2})")
"""A character beyond the first 65,536, as JSON in ASCII writes it."""
_BYTE = lazy_re.compile(r"\\{1,2}x([89a-fA-F][0-9a-fA-F])")
"""A part of letters that are not ASCII in a literal of bytes, as Python prints the body of a request."""


def unescaped(text: str) -> str:
    """A text without the escapes of mail, wire logs and JSON."""
    if "=?" in text:
        text = ENCODED_WORD.sub(of_mail, text)
    if "[0x" in text and (read := inner(text)) is not None:
        text = read[0]
    if "\\x" in text:
        text = _of_bytes(text)
    return _ESCAPE.sub(_escaped, _PAIR.sub(_paired, text)) if "\\" in text else text


def _of_bytes(text: str) -> str:
    """The letters that stand in a literal of bytes."""
    said = _BYTE.sub(lambda match: chr(0xDC00 + int(match[1], 16)), text)
    try:
        return said.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return text


def _escaped(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        return chr(code) if code > 31 and not 0xD800 <= code < 0xE000 else "\n"
    return "\n" if match[2] else match[3]


def _paired(match: re.Match[str]) -> str:
    return chr(0x10000 + (int(match[1], 16) - 0x800) * 0x400 + int(match[2], 16) - 0xC00)


def bracketed(text: str) -> Iterator[str]:
    """The lines of a text of HTML in which a person put something in brackets, which is no tag: `Müller <intern>`."""
    return (line for line in _HTML.sub("\n", text).splitlines() if "<" in line)
