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
from itertools import accumulate

from analyzer import lazy_re
from analyzer.reference.vocabulary import NOT_OF_ESCAPE
from analyzer.reference.words import codes, german, listed, never, stems

_ESCAPE = r"\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2})|%[\da-fA-F]{2}|&(?:#\w{1,8}|[A-Za-z]{2,8}\d{0,2});"
_TIME = r"(?<![^\W_])\d{1,4}(?:-\d\d-\d\d)?T\d\d(?::?\d\d){0,2}(?:[.,]\d{1,9})?Z?(?![^\W_])"
_SIGNS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3"
    "\u07fd\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u082d\u0859-\u085b\u0898-\u089f\u08ca-\u08e1"
    "\u08e3-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962-\u0963\u0981-\u0983\u09bc\u09be-\u09c4"
    "\u09c7-\u09c8\u09cb-\u09cd\u09d7\u09e2-\u09e3\u09fe\u0a01-\u0a03\u0a3c\u0a3e-\u0a42\u0a47-\u0a48"
    "\u0a4b-\u0a4d\u0a51\u0a70-\u0a71\u0a75\u0a81-\u0a83\u0abc\u0abe-\u0ac5\u0ac7-\u0ac9\u0acb-\u0acd"
    "\u0ae2-\u0ae3\u0afa-\u0aff\u0b01-\u0b03\u0b3c\u0b3e-\u0b44\u0b47-\u0b48\u0b4b-\u0b4d\u0b55-\u0b57"
    "\u0b62-\u0b63\u0b82\u0bbe-\u0bc2\u0bc6-\u0bc8\u0bca-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c\u0c3e-\u0c44"
    "\u0c46-\u0c48\u0c4a-\u0c4d\u0c55-\u0c56\u0c62-\u0c63\u0c81-\u0c83\u0cbc\u0cbe-\u0cc4\u0cc6-\u0cc8"
    "\u0cca-\u0ccd\u0cd5-\u0cd6\u0ce2-\u0ce3\u0d00-\u0d03\u0d3b-\u0d3c\u0d3e-\u0d44\u0d46-\u0d48\u0d4a-\u0d4d"
    "\u0d57\u0d62-\u0d63\u0d81-\u0d83\u0dca\u0dcf-\u0dd4\u0dd6\u0dd8-\u0ddf\u0df2-\u0df3\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f18-\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f3f\u0f71-\u0f84"
    "\u0f86-\u0f87\u0f8d-\u0f97\u0f99-\u0fbc\u0fc6\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064"
    "\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u135d-\u135f\u1712-\u1715\u1732-\u1734"
    "\u1752-\u1753\u1772-\u1773\u17b4-\u17d3\u17dd\u200c\u200d"
)
"""Accents and signs of vowels within words, in scripts up to Khmer (Mn, Mc and Me of Unicode), and joiners."""
_CODE = r"(?<![\w/])/?[A-Z][A-Z\d_]{0,30}(?:/[A-Z][A-Z\d_]{0,30})?/\d{1,3}(?![\w/])"
"""The class and number of a message of SAP: `SY/530`, `/IWBEP/CX_MGW_BUSI_EXCEPTION/022`."""
_PIECE = 80
"""Characters of a word that are looked at together: what goes on behind so many is the rest of an unknown one."""
_RUN = lazy_re.compile(
    rf"https?://[^\s\"'<>]{{1,4000}}+|0[xX][\da-fA-F]{{1,16}}(?!\w)|{_TIME}|{_CODE}|\\[bfnrt]{NOT_OF_ESCAPE}"
    rf"|(?P<run>(?:[^\W_]|[{_SIGNS}]|(?P<escape>{_ESCAPE})){{1,{_PIECE}}}+)"
)
"""A word or a number of a text, or what is neither: an address (see `Pseudonyms.url`), a number in hex, a time."""
_PARTS = lazy_re.compile(r"[a-z]+|[A-Z](?:[a-z]+|[A-Z]*(?![a-z]))|\d+|[^\W\d_A-Za-z]+")
_EAST = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
_EASTERN = lazy_re.compile(f"[{_EAST}]")
_WESTERN = lazy_re.compile(rf"[^\W_{_EAST}]+")
_PARTICLE = lazy_re.compile(r"(?<![\u3041-\u3096])[のにはをがでともへや](?![\u3041-\u3096])")
"""What Japanese puts between words; other hiragana may be a name."""
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
_UNITS = frozenset("smhdwkgbvt")
"""Letters that stand behind numbers: seconds, kilobytes, volts."""
_MOST_ASKED = 100_000
_OF_DATES = frozenset("jan feb mar apr may jun jul aug sep sept oct nov dec mai okt dez mrz am pm".split())
_OF_CALLS = frozenset(("By", "Of", "Or", "To", "In", "On", "If", "Is", "As", "At", "No", "Up"))
_OF_CODES = frozenset("aadsts idx msis kb cve event error code line".split())
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
_DOUBLING = "ei"
"""How endings begin before which English doubles a letter: stopped, running."""
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
        first, last = begin, begin
        for start, stop in self._unknown(text, begin, end):
            if start > last:
                if last > first:
                    yield first, last
                first = start
            last = stop
        if last > first:
            yield first, last

    def _unknown(self, text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
        unended = -1  # where the piece of a word ends that is unknown and may go on
        for match in _RUN.finditer(text, begin, end):
            if match.start() == unended and match["run"] is not None:
                unended = match.end()
                yield match.span()
                continue
            if match["run"] is None or match["escape"] is not None:  # what it says is looked at behind its escapes
                continue
            word = match[0]
            if _EASTERN.search(word) is not None:
                yield from ((match.start() + at, match.start() + stop) for at, stop in self._uncovered(word))
            elif not self.knows(word):
                unended = match.end() if len(word) >= _PIECE else -1
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
        if word.isdecimal() or (len(word) == 1 and word.isascii()) or self._is_listed(low) or low in codes():
            return True
        if len(word) > _LONGEST or low in never():
            return False
        if not any(map(str.isdigit, word)):
            return self._is_form(low, capital=word[0].isupper()) or (not word.islower() and self._are_parts(word))
        return self._is_numbered(word)

    def _is_listed(self, low: str) -> bool:
        return low in listed() or low in self._more

    def _is_stem(self, low: str) -> bool:
        return (low in stems() and low not in never()) or low in self._more

    def _are_parts(self, word: str) -> bool:
        """`ErrorServerBusy`, `getCalendarView`."""
        parts = _PARTS.findall(word) if word.isascii() else []
        return len(parts) > 1 and all(len(part) == 1 or self._is_part(part.lower()) for part in parts)

    def _is_part(self, low: str) -> bool:
        return self._is_form(low, capital=False) if len(low) >= _LEAST_STEM else self._is_stem(low)

    def _is_numbered(self, word: str) -> bool:
        """`SW0002`, `30s`, `X509Certificate2`, `12Oct2026`; not `Sommer2026` and `D2ba8wa`."""
        parts = _PARTS.findall(word)
        letters = [part for part in parts if not part.isdecimal()]
        digits = sum(len(part) for part in parts if part.isdecimal())
        if digits > _MOST_DIGITS or "".join(parts) != word:
            return False
        if len(letters) == 1 and letters[0].lower() in (_OF_DATES | _OF_CODES):
            return True
        if max(map(len, letters), default=0) == 1 and digits > _LEAST_PART:  # D055123 is somebody
            return False
        if len(parts) == 2 and parts[0].isdecimal():
            if digits > _FEW_DIGITS and len(letters[0]) == 1 and letters[0].lower() not in _UNITS:
                return False  # the end of a password: `Server.7182q`
            return len(letters[0]) <= _LEAST_WORD and self._is_listed(letters[0].lower())
        ends = accumulate(map(len, parts[:-1]))
        if any(word[:end].lower() in codes() and self.knows(word[end:]) for end in ends):
            return True
        are_known = all(len(part) == 1 or self._is_listed(part.lower()) for part in letters)
        if word.isupper():
            return are_known
        if word.islower():
            is_short = len(letters) == 1 and len(letters[0]) <= _LEAST_PART and self._is_stem(letters[0])
            return are_known and (digits <= _FEW_DIGITS or is_short)
        if len(letters) > 1:
            long = all(len(part) >= _LEAST_WORD or part.isupper() or part in _OF_CALLS for part in letters)
            return are_known and long and max(map(len, letters)) >= _LEAST_WORD and digits <= _LEAST_PART
        return are_known and digits <= _FEW_DIGITS

    def _is_form(self, low: str, *, capital: bool) -> bool:
        """Whether it is a known word, another form of one, or made of several."""
        if self._is_listed(low):
            return True
        for ending, instead in _ENDINGS if capital else (*_ENDINGS, *_OF_DOERS):
            stem = low.removesuffix(ending)
            if stem is not low and len(stem) >= (_LEAST_WORD if ending == "s" else _LEAST_PART):
                doubled = stem[:-1] if stem[-1] == stem[-2] and ending[0] in _DOUBLING else stem
                least = _LEAST_PART if (ending, instead) in _OF_DOERS else _LEAST_WORD
                if self._is_stem(stem + instead) or (len(doubled) >= least and self._is_stem(doubled)):
                    return True
        for ending in _OF_GERMAN:
            stem = low.removesuffix(ending)
            if stem is not low and len(stem) > _LEAST_STEM and stem in german() and stem not in never():
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

    def _uncovered(self, word: str) -> Iterator[tuple[int, int]]:
        """The stretches of a text without blanks that no known word covers."""
        at, begin, end = 0, -1, -1
        while at < len(word):
            stop = self._covered(word, at)
            if stop == at:  # what a single sign parts is one name
                western = _WESTERN.match(word, at)
                stop = western.end() if western is not None else at + 1
                if begin >= 0 and at - end > 1:
                    yield begin, end
                    begin = at
                begin, end = (at if begin < 0 else begin), stop
            at = stop
        if begin >= 0:
            yield begin, end

    def _covered(self, word: str, at: int) -> int:
        """Where a known word ends that begins at a place; the place itself where none does."""
        if (match := _WESTERN.match(word, at)) is not None:
            return match.end() if self.knows(match[0]) else at
        for stop in range(min(len(word), at + _LONGEST_EASTERN), at, -1):
            if self._is_listed(word[at:stop]):
                return stop
        return match.end() if (match := _PARTICLE.match(word, at)) is not None else at


@cache
def known_words() -> KnownWords:
    """The words of the lists alone, read when one is asked about for the first time."""
    return KnownWords()
