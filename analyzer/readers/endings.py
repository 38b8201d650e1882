"""Whether a text ends where nobody ends one: in the middle of a line of its log, or of an object that a console shows.

Samples of such an end, behind lines that say the same and more:

    2026-10-12 08:00:05 INFO httpx HTTP Request: POST https://mail.contos
    10.0.0.9 - svc [12/Oct/2026:08:00:05 +0000] "POST /EWS/Exchange.asmx HTTP/1.1" 20

Whoever copies a part of a log leaves its last line without an end, too; but a line that is less than what others begin
with, word for word, was going on, unless another one ends so. What cannot be told so is not said.
"""

from __future__ import annotations

from itertools import islice

from analyzer import lazy_re
from analyzer.markup import decode
from analyzer.readers import log_entries

TAIL = 1 << 14
"""Bytes at the end of a document that are looked at."""
_ALIKE = 2
"""Lines that begin as the last one does and go on: one may do so by chance."""
_LONGEST = 2000
_WORD = lazy_re.compile(r"\w+")
_QUOTED = lazy_re.compile(r"\"(?:[^\"\\\n]|\\.){0,2000}+\"|'(?:[^'\\\n]|\\.){0,2000}+'")
_CLOCK = lazy_re.compile(r"\d\d:\d\d")


def breaks_off(tail: bytes) -> bool:
    """Whether a document with this end lacks the rest of its last line, or of its last object."""
    text = decode(tail)
    before, _, last = text.rpartition("\n")
    return _is_in_object(text) or (len(last) <= _LONGEST and _goes_on(last.rstrip("\r"), before))


def _goes_on(last: str, before: str) -> bool:
    """Whether several lines begin with all that the last one says, and say more; numbers and ids differ."""
    if not (_CLOCK.search(last[:100]) or log_entries.begins(last) or log_entries.is_begun(last)):
        return False
    known = _masked(last)
    others = [_masked(line[:_LONGEST].rstrip("\r")) for line in before.split("\n") if len(line) >= len(known)]
    longer = (line for line in others if _is_more(line, known))
    return known not in others and len(list(islice(longer, _ALIKE))) == _ALIKE


def _is_more(line: str, known: str) -> bool:
    return line.startswith(known) and any(map(str.isalnum, line[len(known) :]))


def _masked(line: str) -> str:
    """A line with the same word in the place of every one that has a digit."""
    return _WORD.sub(lambda word: "0" if any(map(str.isdigit, word[0])) else word[0], line)


def _is_in_object(text: str) -> bool:
    """Whether all lines behind the one in which an object begins are set in, as its properties are."""
    lines = text.rstrip("\r\n").split("\n")
    for number, line in enumerate(reversed(lines), 1):
        if not line[:1].isspace():
            opens = line.rstrip("\r") == "{" or line.rstrip("\r").endswith(" {")  # `ServiceResponse {`
            rest = _QUOTED.sub("", "\n".join(lines[-number:]))  # its last bracket may be set in, too
            return opens and rest.count("{") > rest.count("}")
    return False
