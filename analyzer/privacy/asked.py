"""Where an echo can begin in the texts of a report: of content that is met, most begins nowhere in them.

Of the text `The name Quarterly figures is not unique` an echo can begin at each word, and only content that begins with
`the name`, `name qua`, `quarterl`, … can stand in it: `Quarterly figures of Contoso` can, `Lunch on Friday` cannot.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick

from analyzer import lazy_re
from analyzer.privacy.beginnings import LEAST
from analyzer.privacy.edits import Edit
from analyzer.privacy.rests import AskedRests
from analyzer.privacy.spellings import squeezed

NEEDLE = 24
"""Characters of a value that are searched for; from there its echo is followed as far as it goes."""
_MOST = 400_000
"""Characters of texts whose places are remembered, 40 MB; where there are more, any content may stand in them."""
NO_BLANKS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f"
OF_NO_BLANKS = lazy_re.compile(f"[{NO_BLANKS}]")
"""Letters of Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean, which put no blanks between words."""
_OF_WORDS = r"(?<![^\W_])|(?<=\\[nrt])"
_BEGIN = lazy_re.compile(rf"(?:{_OF_WORDS}|(?<=[{NO_BLANKS}])|(?=[{NO_BLANKS}]))(?=\S)")
"""Where a word begins, also behind a line end as JSON writes it: `\\nBest regards`."""
_BEGIN_OF_ASCII = lazy_re.compile(rf"(?:{_OF_WORDS})(?=\S)")
"""The same in a text without such letters; made ready in a tenth of the two milliseconds."""
_MARKED = lazy_re.compile(r"\?\w")
OF_CUT = 12
"""Characters of the shortest beginning that is told without an ellipsis."""
LEAST_OF_NO_BLANKS = 4
"""Letters of the shortest value in such a script: a word has two, the name of a firm has four."""
_ELLIPSIS = lazy_re.compile(
    r"\s?(?:\.{2,3}(?!\.)|…|[\[(](?:\.{3}|…|truncated|cut|snip|gekürzt|tronqué|truncado|обрезано)[\])])"
)
"""How programs tell that they shortened a text: `merger talks…`, `merger talks [...]`, `merger talks (truncated)`."""


def cuts(low: str) -> Iterator[tuple[int, int]]:
    """Where a text, in lower case, may repeat less of a value than `NEEDLE`: `merger talks…`."""
    for dots in _ELLIPSIS.finditer(low):
        stop = dots.start()
        for begin in _words(low).finditer(low, max(0, stop - NEEDLE + 1), max(0, stop - LEAST + 1)):
            yield begin.start(), stop


def _words(text: str) -> re.Pattern[str]:
    return _BEGIN_OF_ASCII if text.isascii() else _BEGIN


class Asked:
    """The places of all texts that will be asked about, in lower case."""

    def __init__(self) -> None:
        self._begins: set[str] = set()
        self._short: set[str] = set()
        """The same of fewer letters, in scripts that put no blanks between words."""
        self._cuts: dict[str, set[str]] = defaultdict(set)
        """Beginnings behind which an ellipsis stands, by their first characters."""
        self._rests = AskedRests()
        self.marks = False
        """Whether one of the texts has a question mark in a word, as who could not write a letter puts one."""
        self.lines = False
        """Whether one of them has a line in it, as the name of a file joins short words: `83155_pewter_mews`."""
        self._length = 0
        self._index: AhoCorasick | None = None

    def add(self, low: str) -> Iterable[Edit]:
        """Remember the places of one more text; there is nothing to edit in it."""
        self.marks = self.marks or _MARKED.search(low) is not None
        self.lines = self.lines or "_" in low
        for said in (low, read[0]) if (read := squeezed(low)) is not None else (low,):
            self._length += len(said)
            if self._length > _MOST:
                break
            for place in _words(said).finditer(said):
                begin = said[place.start() : place.start() + NEEDLE]
                self._begins |= {begin, begin[:OF_CUT], begin[:LEAST]}
                if OF_NO_BLANKS.match(begin) is not None:
                    self._short |= {begin[:length] for length in range(LEAST_OF_NO_BLANKS, LEAST)}
            self._rests.add(said)
            for start, stop in cuts(said):
                self._cuts[said[start : start + LEAST]].add(said[start:stop])
        return ()

    def may_hold(self, low: str) -> bool:
        """Whether a value, in lower case, begins at one of the places."""
        if self._length > _MOST or low[: NEEDLE if len(low) >= NEEDLE else LEAST] in self._begins:
            return True
        if len(low) < LEAST:
            return low in self._short
        if len(low) > OF_CUT and low[:OF_CUT] in self._begins:
            return True
        return any(map(low.startswith, self._cuts.get(low[:LEAST], ()))) or self._rests.stand_in(low)

    def may_begin_in(self, low: str) -> bool:
        """Whether some value that stands in a longer text, in lower case and with single blanks, begins so."""
        if self._index is None:
            self._index = AhoCorasick([begin for begin in self._begins if len(begin) == LEAST] + [*self._short])
        if self._length > _MOST or self._index.find_matches_as_indexes(low):
            return True
        return self._rests.stand_in(low)
