"""What is left of content behind an ellipsis: `…winkel am Freitag` of `Treffen im Tarnwinkel am Freitag`.

Whoever shortens a text from its beginning cuts through a word, so no place where a word begins tells such an echo. It
is told by the last eight characters of what was learned, and goes as far back as the ellipsis.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ahocorasick_rs import AhoCorasick

from analyzer import lazy_re
from analyzer.privacy.beginnings import LEAST

_BEHIND = lazy_re.compile(r"(?:(?<!\.)\.{3}|…)\s?(?=[^\s.…])")
_LONGEST = 300
_ALIKE = 20
"""Values that end alike of which all are tried."""


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
    """Values by how they end."""

    def __init__(self, values: Mapping[str, Collection[str]]) -> None:
        self._ends: dict[str, list[str]] = {}
        for alike in values.values():
            for value in alike:
                same = self._ends.setdefault(value[-LEAST:], [])
                if len(same) < _ALIKE:
                    same.append(value)

    def stretches(self, low: str) -> Iterable[tuple[int, int]]:
        """Where a text, in lower case, repeats the end of a value behind an ellipsis, and no more than that."""
        for start, last in begins(low):
            for stop in range(last, start + LEAST - 1, -1):
                same = self._ends.get(low[stop - LEAST : stop])
                if same is not None and any(value.endswith(low[start:stop]) for value in same):
                    yield start, stop
                    break
