"""What is left of content that was cut: `…winkel am Freitag`, `Treffen im Tarnw` of `Treffen im Tarnwinkel am Freitag`.

Whoever shortens a text from its beginning cuts through a word, so no place where a word begins tells such an echo. It
is told by the last eight characters of what was learned, and goes as far back as the ellipsis. Of one whose end is cut
without an ellipsis the first twelve tell, where a word ends that goes on in what was learned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from ahocorasick_rs import AhoCorasick

from analyzer import lazy_re
from analyzer.privacy.beginnings import LEAST

_BEHIND = lazy_re.compile(r"(?:(?<!\.)\.{3}|…)\s?(?=[^\s.…])")
_LONGEST = 300
OF_CUT = 12
"""Characters of the shortest beginning that is told without an ellipsis."""
_BEGIN = lazy_re.compile(r"(?<![^\W_])(?=[^\W_])")
_ALIKE = 8
"""Values that begin or end alike of which all are tried."""


def begins(low: str) -> Iterator[tuple[int, int]]:
    """Where a text, in lower case, goes on behind an ellipsis, and where the next one ends that, or it is long."""
    found = [(dots.start(), dots.end()) for dots in _BEHIND.finditer(low)] if "…" in low or "..." in low else []
    for number, (_, start) in enumerate(found):
        behind = found[number + 1][0] if number + 1 < len(found) else len(low)
        stop = min(behind, start + _LONGEST)
        if stop - start >= LEAST:
            yield start, stop


class AskedRests:
    """How the texts that will be asked about go on behind an ellipsis; few do."""

    def __init__(self) -> None:
        self._said: set[str] = set()
        self._index: AhoCorasick | None = None

    def add(self, low: str) -> None:
        """Remember those of one more text, in lower case."""
        self._said.update(low[start : start + LEAST] for start, _ in begins(low))

    def stand_in(self, low: str) -> bool:
        """Whether a text, in lower case, has one of them in it."""
        if not self._said:
            return False
        if self._index is None:
            self._index = AhoCorasick([*self._said])
        return bool(self._index.find_matches_as_indexes(low))


class Rests:
    """Values by how they begin and end."""

    def __init__(self, values: Mapping[str, Collection[str]]) -> None:
        self._ends: dict[str, list[str]] = {}
        self._firsts: dict[str, list[str]] = {}
        for value in chain.from_iterable(values.values()):
            for same in (self._ends.setdefault(value[-LEAST:], []), self._firsts.setdefault(value[:OF_CUT], [])):
                if len(same) < _ALIKE:
                    same.append(value)

    def cut(self, low: str) -> Iterator[tuple[int, int]]:
        """Where a text, in lower case, repeats a value up to within a word, and ends the word there."""
        for place in _BEGIN.finditer(low):
            start = place.start()
            for value in self._firsts.get(low[start : start + OF_CUT], ()):
                length = next((at for at in range(len(value)) if low[start + at : start + at + 1] != value[at]), 0)
                stop = start + length
                if value[max(0, length - 1) : length + 1].isalnum() and not low[stop : stop + 1].isalnum():
                    yield start, stop

    def stretches(self, low: str) -> Iterable[tuple[int, int]]:
        """Where a text, in lower case, repeats the end of a value behind an ellipsis, and no more than that."""
        for start, last in begins(low):
            for stop in range(last, start + LEAST - 1, -1):
                same = self._ends.get(low[stop - LEAST : stop])
                if same is not None and any(value.endswith(low[start:stop]) for value in same):
                    yield start, stop
                    break
