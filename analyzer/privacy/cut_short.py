"""What is left of content that was cut: `…winkel am Freitag`, `Treffen im Tarnw` of `Treffen im Tarnwinkel am Freitag`.

Before an ellipsis any beginning of it is one. Behind one no place where a word begins tells an echo: the last eight
characters do, as far back as the ellipsis. Of one whose end is cut without a sign the first twelve tell, where a word
ends that goes on in what was learned.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from analyzer import lazy_re
from analyzer.privacy.asked import OF_CUT, cuts
from analyzer.privacy.beginnings import LEAST
from analyzer.privacy.known_words import known_words
from analyzer.privacy.rests import begins
from analyzer.privacy.shared import is_odd
from analyzer.privacy.telling import is_telling

_BEGIN = lazy_re.compile(r"(?<![^\W_])(?=[^\W_])")
_ALIKE = 8
"""Values that begin or end alike of which all are tried."""


class CutShort:
    """Values by how they begin and end."""

    def __init__(self, values: Mapping[str, Collection[str]]) -> None:
        self._sorted = sorted(values)
        """Their beginnings."""
        self._ends: dict[str, list[str]] = {}
        self._firsts: dict[str, list[str]] = {}
        for value in chain.from_iterable(values.values()):
            for same in (self._ends.setdefault(value[-LEAST:], []), self._firsts.setdefault(value[:OF_CUT], [])):
                if len(same) < _ALIKE:
                    same.append(value)

    def stretches(self, text: str, low: str) -> Iterator[tuple[int, int]]:
        """Where a text repeats a part of a value; `low` is the same in lower case."""
        yield from (place for place in self._within_words(low) if is_odd(text, *place))
        yield from self._behind(text, low)
        yield from self._before(text, low)

    def _within_words(self, low: str) -> Iterator[tuple[int, int]]:
        """Where it repeats a value up to within a word, and ends the word there."""
        for place in _BEGIN.finditer(low):
            start = place.start()
            for value in self._firsts.get(low[start : start + OF_CUT], ()):
                length = next((at for at in range(len(value)) if low[start + at : start + at + 1] != value[at]), 0)
                stop = start + length
                if value[max(0, length - 1) : length + 1].isalnum() and not low[stop : stop + 1].isalnum():
                    yield start, stop

    def _behind(self, text: str, low: str) -> Iterator[tuple[int, int]]:
        """Where it repeats the end of a value behind an ellipsis, and no more than that; a date tells nothing."""
        for start, last in begins(low):
            for stop in range(last, start + LEAST - 1, -1):
                same = self._ends.get(low[stop - LEAST : stop])
                if same is not None and any(value.endswith(low[start:stop]) for value in same):
                    if is_telling(text[start:stop]):
                        yield start, stop
                    break

    def _before(self, text: str, low: str) -> Iterator[tuple[int, int]]:
        """Short beginnings of values that end in an ellipsis: `merger talks volgub…`."""
        for start, stop in cuts(low):
            said = low[start:stop]
            place = bisect_left(self._sorted, said)
            if place == len(self._sorted) or not self._sorted[place].startswith(said):
                continue
            if is_telling(said) or _is_unknown(text, start, stop):  # in small letters it may be the name of a program
                yield start, stop


def _is_unknown(text: str, start: int, stop: int) -> bool:
    """Whether a stretch is telling as it stands, and a word of it is in no list: `Tarnwinkel`, but not `Migration`."""
    return is_telling(text[start:stop]) and any(known_words().unknown(text, start, stop))
