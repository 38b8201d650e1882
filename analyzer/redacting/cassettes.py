r"""JSON in the double quotes of a recording in YAML, written in single ones: so it stands there as the JSON that it is.

Sample: `string: "{\"value\":[{\"subject\":\"…\"}]}"` becomes `string: '{"value":[{"subject":"…"}]}'`, which says the
same in YAML, and is redacted as JSON. A string that goes on over several lines keeps as many.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.redacting.wire_logs import lines_in

_BEGINS = lazy_re.compile(r"(?P<before> {0,200}(?:- {1,9})?[A-Za-z_][\w-]{0,80}: {1,9})\"(?=\{(?:\\[nr\"]| |\\?$))")
_INDENT = lazy_re.compile(r"\n[ \t]{0,200}+")
_FOLDED = lazy_re.compile(r"(?:\\|(?<![ \t])[ \t]++)?\n[ \t]*+")
"""The end of a line in such a string: nothing where it is escaped, else a blank."""
_OF_YAML = lazy_re.compile(r"\\(?P<sign>x[\da-fA-F]{2}|U[\da-fA-F]{8}|[ _0aevNLP]|.)", re.DOTALL)
_SIGNS = {
    " ": " ",
    "_": "\xa0",
    "0": "\0",
    "a": "\a",
    "e": "\x1b",
    "v": "\v",
    "N": "\x85",
    "L": "\u2028",
    "P": "\u2029",
}


def json_in_single_quotes(texts: Iterable[str], limits: Limits) -> Iterator[str]:
    """The text of a recording with its JSON in single quotes; what is no JSON, or not ended, stays as it stands."""
    held: list[str] = []  # the lines of a string whose end is not there yet
    size = 0
    for line in lines_in(texts):
        if not held and _BEGINS.match(line) is None:
            yield f"{line}\n"
            continue
        held.append(line)
        size += len(line)
        if _ends(line, first=len(held) == 1):
            yield _rewritten("\n".join(held)) + "\n"
        elif size <= limits.frame:
            continue
        else:
            yield "\n".join(held) + "\n"
        held, size = [], 0
    if held:
        yield "\n".join(held) + "\n"


def _ends(line: str, *, first: bool) -> bool:
    """Whether the string ends in a line, which may be its first one."""
    begun = _BEGINS.match(line) if first else None
    return _closing(line, begun.end() if begun is not None else 0) >= 0


def _closing(text: str, at: int) -> int:
    """Where the quote stands that ends a string, which no backslash escapes; -1 where none does."""
    quote = text.find('"', at)
    escape = text.find("\\", at)
    while 0 <= escape < quote:
        at = escape + 2
        quote = quote if quote >= at else text.find('"', at)
        escape = text.find("\\", at)
    return quote


def _rewritten(text: str) -> str:
    begun = _BEGINS.match(text.partition("\n")[0])
    end = _closing(text, begun.end()) if begun is not None else -1
    if begun is None or end < 0:
        return text
    inside = text[begun.end() : end]
    plain = _OF_YAML.sub(_sign, _FOLDED.sub(_fold, inside))
    try:
        said = json.loads(f'"{plain}"', strict=False)
        json.loads(said)
    except (ValueError, RecursionError):
        return text
    lines = "".join(_INDENT.findall(inside))
    quoted = said.replace("\r", " ").replace("\n", " ").replace("'", "''")
    return f"{begun['before']}'{quoted}{lines}'{text[end + 1 :]}"


def _fold(match: re.Match[str]) -> str:
    return "" if match[0].startswith("\\") else " "


def _sign(match: re.Match[str]) -> str:
    """An escape of YAML that JSON does not have, as the sign itself; any other as it stands."""
    sign = match["sign"]
    if len(sign) > 1:
        code = int(sign[1:], 16)
        return json.dumps(chr(code))[1:-1] if code <= 0x10FFFF else match[0]
    return json.dumps(_SIGNS[sign])[1:-1] if sign in _SIGNS else match[0]
