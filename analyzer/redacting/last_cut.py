"""What redacting left is cut out: a document in which the leak check still finds something, without those pieces.

Sample: damage put other digits right before a GUID, `580805 1817d5e7-cb64-…` without the blank, so that no pattern
takes it for one; the leak check, which knows it, finds it. The piece between quotation marks, brackets or blanks goes,
or else the line, and the rest is kept. Nothing is repaired, and lines stay where they are.

Only few pieces are cut. Where more is left, redacting failed, and what the check does not know may be there as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from analyzer import lazy_re
from analyzer.redacting.words import lines_of
from analyzer.reference.vocabulary import REMOVED

_BORDERS = (lazy_re.compile(r"([\s\"'<>()\[\]{},;&\\]+)"), lazy_re.compile(r"([\"<>\r\n]+)"))
"""What stands between two pieces: at first as small ones as hold a value, then whole strings and texts of elements."""
_ENDINGS = lazy_re.compile(r"\\*[\r\n]*\Z")
_BLOCK = 1 << 18
"""Characters that are looked at together."""

_MOST = 20
"""Lines with a leak in a document of which the rest is kept."""

Find = Callable[[str], object]
"""What a leak in a text is; None where there is none."""


def without_leaks(texts: Iterable[str], find: Find) -> Iterator[str]:
    """The text of a document without the pieces in which `find` finds something, unless they are many."""
    cutter = _Cutter(find)
    rest = ""
    for text in texts:
        rest += text
        if len(rest) >= _BLOCK:
            cut = rest.rfind("\n") + 1 or len(rest)
            yield cutter.cut(rest[:cut])
            rest = rest[cut:]
    yield cutter.cut(rest)


def cutter(find: Find) -> Callable[[str], str]:
    """Does the same with each of the texts of which a document is made, such as the cells of a workbook."""
    return _Cutter(find).cut


class _Cutter:
    """Cuts one document, and counts how often."""

    def __init__(self, find: Find) -> None:
        self.find = find
        self.times = 0

    def cut(self, text: str) -> str:
        """One stretch: halved at line ends until what leaks is a line, or stands across the border of two halves."""
        if not text or self.times > _MOST or self.find(text) is None:
            return text
        border = text.find("\n", len(text) // 2) + 1
        if not 0 < border < len(text):
            border = text.rfind("\n", 0, len(text) - 1) + 1
        if not border:
            self.times += 1
            return text if self.times > _MOST else self._line(text)
        return self._apart(self.cut(text[:border]), self.cut(text[border:]))

    def _apart(self, before: str, behind: str) -> str:
        """Two halves, without the lines around their border if something stands across it."""
        lines = 1
        while self.times <= _MOST and self.find(before + behind) is not None and (before + behind).strip():
            before, behind = _ends_blank(before, lines), _begins_blank(behind, lines)
            lines *= 2
        return before + behind

    def _line(self, text: str) -> str:
        for border in _BORDERS:
            pieces = border.split(text)
            left = (_without(piece) if piece.strip() and self.find(piece) is not None else piece for piece in pieces)
            new = "".join(left)
            if self.find(new) is None:
                return new
        return _without(text)


def _without(piece: str) -> str:
    """What stands for a piece that goes; a backslash at its end belongs to the quotation mark behind it."""
    end = _ENDINGS.search(piece)
    return REMOVED + (end[0] if end is not None else "")


def _ends_blank(text: str, lines: int) -> str:
    at = len(text)
    for _ in range(lines):
        at = text.rfind("\n", 0, max(0, at - 1)) + 1
    return text[:at] + lines_of(text[at:])


def _begins_blank(text: str, lines: int) -> str:
    at = 0
    for _ in range(lines):
        at = text.find("\n", at) + 1 or len(text)
    return lines_of(text[:at]) + text[at:]
