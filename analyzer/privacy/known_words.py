r"""Which words of a text tell nothing of anybody: those that messages, logs and identifiers are made of.

At strict a word is shown because it is known, not because nothing speaks against it: what no list holds gets a token.
So a name, a password, a subject or a machine goes whatever its form, its language and the words around it.

    Kalendereintrag "Tarnwald" konnte nicht gespeichert werden    Tarnwald goes
    com.acme.sync.CalendarWorker                                  acme goes
    IWFND026 after 30s, X509Certificate2, 2026-10-12T06:00:00Z    nothing goes

The lists are `reference/words/`: a file for each language, and one for the parts of identifiers. Other forms of a word
are told by their endings, and compounds by their parts. What the rules look for is known too: so a redacted upload has
the same findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache

from analyzer import lazy_re
from analyzer.reference.words import codes, listed, never, stems

_ESCAPE = r"\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2})|%[\da-fA-F]{2}|&(?:#\w{1,8}|[A-Za-z]{2,8}\d{0,2});"
_TIME = r"(?<![^\W_])\d{1,4}(?:-\d\d-\d\d)?T\d\d(?::?\d\d){0,2}(?:[.,]\d{1,9})?Z?(?![^\W_])"
_CODE = r"(?<![\w/])/?[A-Z][A-Z\d_]{0,30}(?:/[A-Z][A-Z\d_]{0,30})?/\d{1,3}(?![\w/])"
"""The class and number of a message of SAP: `SY/530`, `/IWBEP/CX_MGW_BUSI_EXCEPTION/022`."""
_RUN = lazy_re.compile(
    rf"https?://[^\s\"'<>]{{1,4000}}+|0[xX][\da-fA-F]{{1,16}}(?!\w)|{_TIME}|{_CODE}|\\[bfnrt]"
    rf"|(?P<run>(?:[^\W_]|[\u0300-\u036f]|(?P<escape>{_ESCAPE})){{1,80}}+)"
)
"""A word or a number of a text, or what is neither: an address (see `Pseudonyms.url`), a number in hex, a time."""
_PARTS = lazy_re.compile(r"[a-z]+|[A-Z](?:[a-z]+|[A-Z]*(?![a-z]))|\d+|[^\W\d_A-Za-z]+")
_NUMBER = lazy_re.compile(r"\d++(?!\Z)")
_EAST = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
_EASTERN = lazy_re.compile(f"[{_EAST}]")
_WESTERN = lazy_re.compile(rf"[^\W_{_EAST}]+")
_PARTICLES = lazy_re.compile(r"[\u3041-\u3096\u30fc\u3005]{1,3}(?![\u3041-\u3096])")
"""Hiragana between the words of Japanese; more of it in a row may be a name."""
_LONGEST_EASTERN = 8
_LONGEST = 60
_LEAST_WORD = 3
_LEAST_PART = 4
"""Letters of a part of a compound, and of a word before its ending."""
_LEAST_STEM = 5
_LEAST_COMPOUND = 9
_MOST_DIGITS = 8
_FEW_DIGITS = 2
"""More behind a plain word are those of a password."""
_MOST_ASKED = 100_000
_OF_DATES = frozenset("jan feb mar apr may jun jul aug sep sept oct nov dec mai okt dez mrz am pm".split())
_ENDINGS = (
    *(
        ("ies", "y"),
        ("ied", "y"),
        ("ing", ""),
        ("ing", "e"),
        ("ed", ""),
        ("ed", "e"),
        ("es", ""),
        ("s", ""),
        ("ly", ""),
    ),
    *(("ally", ""), ("ily", "y"), ("able", ""), ("able", "e"), ("ible", ""), ("ness", ""), ("less", ""), ("ment", "")),
    *(("ion", ""), ("ion", "e"), ("ions", ""), ("ions", "e"), ("or", ""), ("or", "e"), ("ors", "e"), ("ity", "")),
    ("ity", "e"),
)
_OF_DOERS = (("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"))
"""`Porter` with a capital letter is a name."""
_OF_GERMAN = ("es", "s", "er", "ern", "en", "n", "e", "em")
_BEFORE = ("un", "re", "non", "pre", "sub", "mis", "de", "dis", "in", "auto", "multi", "over", "inter")


class KnownWords:
    """The words that may be shown."""

    def __init__(self, more: AbstractSet[str] = frozenset()) -> None:
        """Know the words of the lists, and others in lower case."""
        self._more = more
        self._asked: dict[str, bool] = {}

    def unknown(self, text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """Where words stand in a stretch of a text that are not known: beginning and end of each."""
        for match in _RUN.finditer(text, begin, end):
            if match["run"] is None or match["escape"] is not None:  # what it says is looked at behind its escapes
                continue
            word = match[0]
            if _EASTERN.search(word) is not None:
                if found := list(self._uncovered(word)):
                    yield match.start() + found[0], match.start() + found[-1] + 1
            elif not self.knows(word):
                yield match.span()

    def knows(self, word: str) -> bool:
        """Whether a word, a code or an identifier is made of known words."""
        known = self._asked.get(word)
        if known is None:
            if len(self._asked) > _MOST_ASKED:
                self._asked.clear()
            known = self._asked[word] = self._is_known(word)
        return known

    def _is_known(self, word: str) -> bool:
        low = word.lower()
        if len(word) == 1 or word.isdecimal() or self._is_listed(low) or low in codes():
            return True
        if len(word) > _LONGEST or low in never():
            return False
        if word.isalpha():
            return self._is_form(low, capital=word[0].isupper()) or (not word.islower() and self._are_parts(word))
        return self._is_numbered(word)

    def _is_listed(self, low: str) -> bool:
        return low in listed() or low in self._more

    def _is_stem(self, low: str) -> bool:
        return low in stems() or low in self._more

    def _are_parts(self, word: str) -> bool:
        """`ErrorServerBusy`, `getCalendarView`."""
        parts = _PARTS.findall(word)
        return len(parts) > 1 and all(len(part) == 1 or self._is_form(part.lower(), capital=False) for part in parts)

    def _is_numbered(self, word: str) -> bool:
        """`SW0002`, `30s`, `X509Certificate2`, `12Oct2026`; not `Sommer2026` and `D2ba8wa`."""
        parts = _PARTS.findall(word)
        letters = [part for part in parts if not part.isdecimal()]
        digits = sum(len(part) for part in parts if part.isdecimal())
        if digits > _MOST_DIGITS or "".join(parts) != word:
            return False
        if len(letters) == 1 and letters[0].lower() in _OF_DATES:
            return True
        if len(parts) == 2 and parts[0].isdecimal():
            return len(letters[0]) <= _LEAST_WORD and self._is_listed(letters[0].lower())
        ends = (number.end() for number in _NUMBER.finditer(word))
        if any(word[:end].lower() in codes() and self.knows(word[end:]) for end in ends):
            return True
        are_known = all(len(part) == 1 or self._is_listed(part.lower()) for part in letters)
        if word.isupper() or word.islower():
            return are_known
        if len(letters) > 1:
            long = all(len(part) >= _LEAST_WORD or (len(part) > 1 and part.isupper()) for part in letters)
            return are_known and long and digits <= _LEAST_PART
        return are_known and digits <= _FEW_DIGITS

    def _is_form(self, low: str, *, capital: bool) -> bool:
        """Whether it is a known word, another form of one, or made of several."""
        if self._is_listed(low):
            return True
        for ending, instead in _ENDINGS if capital else (*_ENDINGS, *_OF_DOERS):
            stem = low.removesuffix(ending)
            if stem is not low and len(stem) >= (_LEAST_WORD if ending == "s" else _LEAST_PART):
                doubled = stem[:-1] if stem[-1] == stem[-2] else stem
                if self._is_stem(stem + instead) or self._is_stem(doubled):
                    return True
        for ending in _OF_GERMAN:
            stem = low.removesuffix(ending)
            if stem is not low and len(stem) >= _LEAST_STEM and self._is_listed(stem):
                return True
        for before in _BEFORE:
            rest = low.removeprefix(before)
            if rest is not low and len(rest) >= _LEAST_PART and self._is_stem(rest):
                return True
        return self._is_compound(low)

    def _is_compound(self, low: str) -> bool:
        """`postfachdatenbank`, `synchronisierungsfehler`: known words in a row, with what German puts between them."""
        if len(low) < _LEAST_COMPOUND:
            return False
        reached = {0}
        for at in range(len(low) - _LEAST_PART + 1):
            if at in reached:
                for stop in range(at + _LEAST_PART, len(low) + 1):
                    if self._is_listed(low[at:stop]):
                        reached |= {stop, stop + 1} if low[stop : stop + 1] == "s" else {stop}
        return len(low) in reached

    def _uncovered(self, word: str) -> Iterator[int]:
        """The places in a text without blanks that no known word covers."""
        at = 0
        while at < len(word):
            stop = self._covered(word, at)
            if stop == at:
                yield at
            at = max(stop, at + 1)

    def _covered(self, word: str, at: int) -> int:
        """Where a known word ends that begins at a place; the place itself where none does."""
        for stop in range(min(len(word), at + _LONGEST_EASTERN), at, -1):
            if self._is_listed(word[at:stop]):
                return stop
        if (match := _WESTERN.match(word, at)) is not None:
            return match.end() if self.knows(match[0]) else at
        return match.end() if (match := _PARTICLES.match(word, at)) is not None else at


@cache
def known_words() -> KnownWords:
    """The words of the lists alone, read when one is asked about for the first time."""
    return KnownWords()
