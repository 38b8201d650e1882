"""What a text shares with content without beginning where that begins: `mit Tarnwald am Freitag` of a longer subject.

Most words of an error text stand in some mail, too. So a stretch of words that both have is an echo only around a word
that no list knows (`known_words.py`), and only where another word of the content stands beside it: a name alone may be
that of the user whom the error is about, and is shown at standard.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer import lazy_re
from analyzer.privacy.asked import OF_NO_BLANKS
from analyzer.privacy.known_words import known_words

_WORD = lazy_re.compile(r"[^\W_]+")
_LEAST = 5
"""Letters of a word that tells content."""
_LEAST_OF_SYLLABLES = 3
"""The same in a script whose letters are syllables or words, and of a word with a letter of its own language."""
_MOST_OF_WORD = 20
"""Pieces of content with the same word that are compared."""
_MOST = 20_000
_WIDEST_GAP = 4
"""Characters between two words of an echo."""
_ELLIPSES = ("...", "…")
_LEAST_OF_NO_BLANKS = 8
"""Letters of what stands for a whole phrase in a script without blanks between words."""
_EASTERN, _LEAST_EASTERN = "\u2e80", 5
"""The same from Chinese on, where each letter is a word or a syllable; the name of somebody has four at most."""
_OF_NAME = 3
"""Words that a name of somebody has, at most."""


class Shared:
    """The words that the texts of a report share with content, each with the pieces it stands in."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._pieces: dict[str, list[tuple[str, Sequence[str]]]] = {}
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def ask(self, low: str) -> None:
        """One more text, in lower case, that may repeat content."""
        self._asked.update(word for word in _WORD.findall(low) if len(word) >= _LEAST or _is_short_phrase(word))

    def learn(self, kind: str, low: str) -> None:
        """One more piece of content, in lower case."""
        if self._count >= _MOST or not self._asked:
            return
        words = _WORD.findall(low)
        for word in {word for word in words if word in self._asked}:
            pieces = self._pieces.setdefault(word, [])
            if len(pieces) < _MOST_OF_WORD and (kind, words) not in pieces:
                pieces.append((kind, words))
                self._count += 1

    def stretches(self, text: str, low: str) -> Iterator[tuple[int, int]]:
        """Where a text repeats a part of some content."""
        if not self._pieces:
            return
        words = [(match[0], *match.span()) for match in _WORD.finditer(low)]
        for number, (word, start, stop) in enumerate(words):
            if word not in self._pieces or _is_part(low, start, stop) or known_words().knows(text[start:stop]):
                continue
            first, last = number, number
            for kind, piece in self._pieces[word]:
                before, behind = _alike(low, words, number, piece)
                if kind == "subject" or not _is_name(text, words[number - before : number + behind + 1]):
                    first, last = min(first, number - before), max(last, number + behind)
            if last > first or _is_phrase(word):
                yield words[first][1], words[last][2]


def _is_phrase(word: str) -> bool:
    """Whether a word stands for several: `대성유리공업`, or one of Thai that is longer."""
    if OF_NO_BLANKS.search(word) is None:
        return False
    return len(word) >= (_LEAST_OF_NO_BLANKS if word < _EASTERN else _LEAST_EASTERN)


def is_odd(text: str, start: int, stop: int) -> bool:
    """Whether a stretch of several words holds one that is in no list, and its last one is not all of that."""
    return " " in text[start:stop] and any(known_words().unknown(text, start, text.rfind(" ", start, stop)))


def _is_short_phrase(word: str) -> bool:
    """Whether a word of few letters tells as much as a longer one elsewhere: `급여처`, `gạch`."""
    return len(word) >= _LEAST_OF_SYLLABLES and not word.isascii() and not word.isdecimal()


def _alike(low: str, words: Sequence[tuple[str, int, int]], number: int, piece: Sequence[str]) -> tuple[int, int]:
    """How many words before and behind a word of a text stand beside the same word in a piece of content."""
    at = piece.index(words[number][0])
    before = behind = 0
    while (
        before < min(at, number)
        and words[number - before - 1][0] == piece[at - before - 1]
        and words[number - before][1] - words[number - before - 1][2] <= _WIDEST_GAP
    ):
        before += 1
    if (
        before < min(at, number)
        and low.endswith(_ELLIPSES, 0, words[number - before - 1][1])
        and words[number - before][1] - words[number - before - 1][2] <= _WIDEST_GAP
        and piece[at - before - 1].endswith(words[number - before - 1][0])
    ):  # `…winkel am Freitag`: what is left of the first word
        before += 1
    while (
        behind < min(len(piece) - at, len(words) - number) - 1
        and words[number + behind + 1][0] == piece[at + behind + 1]
        and words[number + behind + 1][1] - words[number + behind][2] <= _WIDEST_GAP
    ):
        behind += 1
    return before, behind


def _is_name(text: str, words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether words may be the name of somebody: few, with capitals, none of them plain."""
    said = [text[start:stop] for _, start, stop in words]
    return len(said) <= _OF_NAME and all(word[0].isupper() and not known_words().knows(word) for word in said)


def _is_part(low: str, start: int, stop: int) -> bool:
    """Whether a word is a part of a host, an address, a path or a class."""
    return low[max(0, start - 1) : start] in tuple(".@/\\") or (
        low[stop : stop + 1] in tuple(".@/\\") and low[stop + 1 : stop + 2].isalnum()
    )
