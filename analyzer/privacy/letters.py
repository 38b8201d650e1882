"""Whether letters alone were made up by a computer, from the order in which they stand.

    qVtRTGWzOfUcNG    jumbled: no word and no name of a program goes so often from small to capital letters
    nqqvanssq         made up: of its letters too many stand beside each other as in no two words of the lists

The second asks for less, and is true of a name now and then: it counts where only a secret can stand.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise

from analyzer import lazy_re
from analyzer.privacy.known_words import known_words
from analyzer.reference.words import listed

_LEAST_JUMBLED, _LEAST_SMALL = 10, 14
"""Letters of a word that is jumbled, and of one without capitals."""
_LETTERS_OF_VOWEL, _LETTERS_OF_TURN = 6, 3
"""Words have a vowel in fewer letters, and names of programs go from small to capital letters less often."""
_LEAST_MADE_UP = 8
_OF_WORD = 4
"""Shorter ones of the lists are abbreviations, too."""
_ORDINARY = 2
"""So many words have three letters in a row that are ordinary."""
STRANGE = 0.3
"""So many of all threes are not ordinary where letters were made up.

True of nine in ten jumbles, and of one in 1,000 words that no list has.
"""
STRANGE_THERE = 0.15
"""The same where a value is expected: true of 49 in 50 jumbles, and of 7 in 1,000 words."""
_MORE = 0.1
"""So many more of what may be the name of a program."""
_RUN_OF_SMALL = lazy_re.compile("[a-z]+")
_OF_NAMES = 2.8
"""Small letters in a row, on average, in names of programs; what a computer made up has two."""


def jumbled(word: str) -> bool:
    """Whether letters stand in an order that no words have, nor names of programs: `qVtRTGWzOfUcNG`."""
    if len(word) < _LEAST_JUMBLED or not (word.isascii() and word.isalpha()) or word.isupper():
        return False
    turns = sum(one.isupper() != other.isupper() for one, other in pairwise(word))
    vowels = sum(letter in "aeiou" for letter in word.lower())
    few = vowels * _LETTERS_OF_VOWEL < len(word) and (turns > 1 or len(word) >= _LEAST_SMALL)
    return (few or turns * _LETTERS_OF_TURN >= len(word)) and not known_words().knows(word)


@lru_cache(maxsize=8192)
def made_up(word: str, least: float) -> bool:
    """Whether letters of one kind, or of both in no order, stand as in no words: `nqqvanssq`, `RBKFSCJZUBID`.

    Args:
        word: what is looked at.
        least: so many of all threes of its letters are not ordinary.
    """
    if len(word) < _LEAST_MADE_UP or not (word.isascii() and word.isalpha()) or known_words().knows(word):
        return False
    runs = _RUN_OF_SMALL.findall(word)
    is_name = not word.istitle() and len(runs) > 1 and sum(map(len, runs)) >= _OF_NAMES * len(runs)
    threes = _threes(word)
    strange = sum(three not in _ordinary() for three in threes)
    return strange >= (least + _MORE * is_name) * len(threes)


def _threes(word: str) -> list[str]:
    """All threes of letters of a word, with its beginning and its end."""
    said = f"^{word.lower()}$"
    return [said[at : at + 3] for at in range(len(word))]


@cache
def _ordinary() -> frozenset[str]:
    words = (word for word in listed() if len(word) >= _OF_WORD and word.isascii() and word.isalpha())
    counts = Counter(three for word in words for three in _threes(word))
    return frozenset(three for three, count in counts.items() if count >= _ORDINARY)
