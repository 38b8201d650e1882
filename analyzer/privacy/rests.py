"""How texts go on behind an ellipsis, where no word begins: `…winkel am Freitag` of `Treffen im Tarnwinkel`."""

from __future__ import annotations

from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick

from analyzer import lazy_re
from analyzer.privacy.beginnings import LEAST

_BEHIND = lazy_re.compile(r"(?:(?<!\.)\.{3}|…)[^\S\r\n]?(?=[^\s.…])")
_LONGEST = 300


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
