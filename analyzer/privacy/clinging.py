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
from analyzer.privacy.chosen import is_glued, is_turned
from analyzer.privacy.edits import Edit
from analyzer.reference.vocabulary import REMOVED

_GONE = lazy_re.compile(r"(?:\[removed\])+")
_BEHIND = lazy_re.compile(r"(?P<sign>[^\w\s-]?)(?P<rest>[^\W_][^\s\"]{2,59})(?![^\s\"])")
"""One sign, and behind it all to the next blank."""
_BEFORE = lazy_re.compile(r"(?<![^\s\"'(\[])(?P<rest>[^\s\"'(\[]{3,60})(?P<sign>[,;)\]}><|&`])\Z")
_REACH = 64
_CLOSING = "\"'`”“»’)]}>,.;:!?"
_CODED_END = lazy_re.compile(r"[/+=][\w+/]{2,40}={1,2}")
"""Of base64."""
_ELEMENT = lazy_re.compile(r"<(?P<name>[A-Za-z][\w.:-]{0,60})(?:/?>|\Z)")


def values(text: str) -> Iterator[Edit]:
    """What went, with the rest that clings to it."""
    for gone in _GONE.finditer(text) if REMOVED in text else ():
        start, stop = gone.span()
        behind = _BEHIND.match(text, stop, stop + _REACH)
        if behind is not None and not _is_cut(text, behind.end()):
            sign, rest = behind["sign"], behind["rest"].rstrip(_CLOSING)
            if _CODED_END.fullmatch(sign + rest) is not None or (is_glued(rest, sign) and not _is_element(sign + rest)):
                stop = behind.start("rest") + len(rest)
        before = _BEFORE.search(text, max(0, start - _REACH), start)
        if before is not None and is_glued(before["rest"], before["sign"]):
            start = before.start("rest")
        if (start, stop) != gone.span() or gone[0] != REMOVED:
            yield start, stop, REMOVED


def _is_cut(text: str, at: int) -> bool:
    """Whether the stretch ends for its length alone."""
    return at < len(text) and not text[at].isspace() and text[at] != '"'


def _is_element(said: str) -> bool:
    """Whether an element begins there."""
    return (element := _ELEMENT.match(said)) is not None and not is_turned(element["name"])
