r"""What clings to a secret that went: passwords hold the signs at which values end in other texts.

    [removed],fc_h#f       of `CS93Xi,fc_h#f`, a password with a comma
    [removed])vEMWg2(5     with brackets that nothing opens
    jZ*ID:1B;[removed]     the same before it

It goes too where it looks as if somebody made it up: `[removed];CONTOSO`, `[removed],server=EXCH01`,
`[removed]@mail01.contoso.com` and `[removed]</password>` stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.privacy.chosen import CLOSING, bare, is_glued, is_odd, is_turned
from analyzer.privacy.edits import Edit
from analyzer.reference.vocabulary import REMOVED

_GONE = lazy_re.compile(r"(?:\[removed\])+")
_BEHIND = lazy_re.compile(r"(?!%[\dA-Fa-f]{2})(?P<sign>[^\w\s-]?)(?P<rest>[^\W_][^\s\"]{2,59})(?![^\s\"])")
"""One sign, and behind it all to the next blank; no blank or sign of an address, as its number: `%20geändert`."""
_BEFORE = lazy_re.compile(r"(?<![^\s\"'(\[])(?P<rest>[^\s\"'(\[]{3,60})(?P<sign>[,;)\]}><|&`{]{1,2})\Z")
_REACH = 64
_CODED_END = lazy_re.compile(r"[/+=][\w+/]{1,80}={1,2}")
"""Of base64."""
_CODED_IN_URL = lazy_re.compile(r"(?:%(?:25)?(?:2[BFbf]|3[Dd])[\w-]{0,80}+){1,8}+(?![\w%])")
"""The same in an address, behind a sign that stands there as its number."""
_PADDED = lazy_re.compile(r"={1,2}(?![\w=])")
_BEFORE_PADDED = lazy_re.compile(r"(?<![\w=-])\w{3,60}=\Z")
"""Base64 ends behind what went, and there is no name of a setting before it: `90TTGY=[removed]==`."""
_BETWEEN = lazy_re.compile(r"(?P<rest>[/+=][\w+/]{1,80})(?=\[removed\])")
"""Between two pieces that went, in one word."""
_PIECES = lazy_re.compile(r"[^\W_]+")
_ELEMENT = lazy_re.compile(r"<(?P<name>[A-Za-z][\w.:-]{0,60})(?:/?>|\Z)")


def values(text: str) -> Iterator[Edit]:
    """What went, with the rest that clings to it."""
    for gone in _GONE.finditer(text) if REMOVED in text else ():
        start, stop = gone.start(), _end(text, gone.end())
        before = _BEFORE.search(text, max(0, start - _REACH), start)
        if before is not None and is_glued(before["rest"], before["sign"]):
            start = before.start("rest")
        elif _PADDED.match(text, gone.end()) is not None:
            padded = _BEFORE_PADDED.search(text, max(0, start - _REACH), start)
            start = padded.start() if padded is not None else start
        if (start, stop) != gone.span():
            yield start, stop, REMOVED


def _end(text: str, stop: int) -> int:
    """Where the rest ends that stands behind what went."""
    if (coded := _CODED_IN_URL.match(text, stop)) is not None:
        return coded.end()
    if (between := _BETWEEN.match(text, stop)) is not None:
        return between.end() if _is_odd(between["rest"]) else stop
    behind = _BEHIND.match(text, stop, stop + _REACH)
    if behind is None or _is_cut(text, behind.end()):
        return stop
    sign, rest = behind["sign"], bare(behind["rest"], CLOSING + "!")
    if _CODED_END.fullmatch(sign + rest) is not None:
        return behind.start("rest") + len(rest)
    is_rest = (is_glued(rest, sign) or (sign != "@" and _is_odd(rest))) and not _is_element(sign + rest)
    return behind.start("rest") + len(rest) if is_rest else stop


def _is_odd(rest: str) -> bool:
    """Whether its letters are of both kinds as in no name: `mxpJUK=7`; next to what went, that is enough."""
    return any(map(is_odd, _PIECES.findall(rest)))


def _is_cut(text: str, at: int) -> bool:
    """Whether the stretch ends for its length alone."""
    return at < len(text) and not text[at].isspace() and text[at] != '"'


def _is_element(said: str) -> bool:
    """Whether an element begins there."""
    return (element := _ELEMENT.match(said)) is not None and not is_turned(element["name"])
