"""What every reader of markup needs: bytes to text, entities, attributes. No parser, and nothing is ever expanded.

Sample: `<Trace Tag="EwsResponse" Tid="7">` and `&lt;Envelope&gt;`.
"""

from __future__ import annotations

import re

from analyzer import lazy_re

_ATTRIBUTE = lazy_re.compile(rb"(?<![\w:.-])([\w:.-]++)\s*+=\s*(?:\"([^\"]*)\"|'([^']*)')")
ENTITIES = "lt|gt|amp|quot|apos"
"""The entities that XML defines; no other one is ever resolved."""
_ENTITY = lazy_re.compile(rf"&(?:({ENTITIES})|#(\d{{1,7}})|#[xX]([0-9a-fA-F]{{1,6}}));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def read_attributes(data: bytes) -> dict[str, str]:
    """Attributes by local name."""
    found = {}
    for name, double, single in _ATTRIBUTE.findall(data):
        found[name.rpartition(b":")[2].decode("ascii", "replace")] = unescape(decode(double or single))
    return found


def decode(data: bytes) -> str:
    """UTF-8, or windows-1252 where it is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data.decode("utf-8", "ignore")  # cut inside a character
        return data.decode("cp1252", "replace")


def unescape(text: str) -> str:
    """The five entities of XML and character references; anything else stays as it is, nothing is ever expanded."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    code = int(match[2]) if match[2] else int(match[3], 16)
    legal = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0x110000
    return chr(code) if legal else "\N{REPLACEMENT CHARACTER}"
