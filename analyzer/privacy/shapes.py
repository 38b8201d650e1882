r"""One way in which a secret shows, and where it stands in a text.

Sample: `Shape("a password", ("pass ",), r"\bpass\s(?P<value>\S{8,})")`. The tables are in `secrets.py`, `printouts.py`,
`said.py` and `commands.py`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from enum import Enum, auto
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.reference.vocabulary import A_TOKEN, TOKEN_KINDS

_DOTTED = "i\u0307"
"""A Turkish capital İ in lower case: two characters, where the place of each is asked for."""
_TOKEN = lazy_re.compile(rf"(?<![^\W_]){A_TOKEN}\d{{0,8}}(?![^\W_])")
"""What stands for a value is no secret: `word-1-word-2`."""
_BEGUN = lazy_re.compile(rf"(?:{'|'.join(TOKEN_KINDS)})-\Z")
_NEAR = 8
"""How many characters of a word for a password may stand before its stem: `mot de passe`."""
_REACH = 100
"""How far before such a word a value may begin."""
_AHEAD = 300
"""How far behind it a value may end."""
_FAR = 100
"""How far before its word a pattern begins for which one search is faster than a try at each place."""


class Side(Enum):
    """Where the pattern of a shape is tried."""

    AROUND = auto()
    """Around one of the needles, which the pattern names."""
    BEHIND = auto()
    """Where the word of the shape ends."""
    BEFORE = auto()
    """Before the word of the shape, at which it ends: with `\\Z`."""


class Shape(Struct, frozen=True, cache_hash=True):
    """One way in which a secret shows."""

    kind: str
    """What it is called where the leak check finds it."""
    needles: tuple[str, ...]
    """One of these stands in every one of them, in lower case."""
    pattern: str
    """Case plays no part in it; its group `value` is what goes."""
    before: int = 60
    """How many characters before the needle it begins, at most."""
    apart: bool = False
    """No letter, digit or hyphen stands before the needle; in a dump one does nearly everywhere: `ChangeKey=`."""
    side: Side = Side.AROUND
    word: str = ""
    """A pattern that is looked for once for all shapes that have it."""
    digit: bool = False
    """Its value has a digit, or a sign: where none stands near the word, the pattern is not tried."""


_BLANKS = lazy_re.compile(r"\[\^?\]?(?:\\.|[^\]\\]){0,80}+\]|\\s")
"""A class of characters, or a blank outside of one, in a pattern."""


def on_one_line(shape: Shape, value: str = "(?P<value>") -> Shape:
    """The shape with blanks before its value that end no line: behind `-k` at the end of one begins something else."""
    return _with_blanks(shape, r"(?:[^\S\r\n]|\A\n)", value)


def before_no_field(shape: Shape) -> Shape:
    """The shape with blanks before its value that may end a line, but none behind which a field or an entry begins."""
    return _with_blanks(shape, r"(?:[^\S\r\n]|\r?\n(?![\w-]{2,40}:\s|HTTP/|\[?\d{4}-\d\d-))", "(?P<value>")


def _with_blanks(shape: Shape, blank: str, value: str) -> Shape:
    before, value, rest = shape.pattern.partition(value if value in shape.pattern else "(?P<value>")
    blanks = _BLANKS.sub(lambda found: blank if found[0] == r"\s" else found[0], before)
    return replace(shape, pattern=f"{blanks}{value}{rest}")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern of a shape, compiled when one of its words is met for the first time."""
    return lazy_re.now(pattern, re.IGNORECASE)


def matches(shape: Shape, text: str, low: str, present: Container[str]) -> Iterator[re.Match[str]]:
    """Where a shape stands in a text, given twice as `begun` gives it; `present`: the words that stand in it."""
    needles = tuple(needle for needle in shape.needles if needle in present)
    if not needles:
        return iter(())  # its pattern need not be compiled
    if shape.side is Side.AROUND:
        found = around(needles, compiled(shape.pattern), shape.before, text, low)
    else:
        found = (_behind if shape.side is Side.BEHIND else _before)(shape, needles, text, low)
    return (match for match in found if "-" not in match["value"] or not _is_of_tokens(match))


def _is_of_tokens(found: re.Match[str]) -> bool:
    """Whether what looks like a secret does so for the numbers of tokens in it: `mixed-apple-word-1`."""
    start, stop = found.span("value")
    begun = _BEGUN.search(found.string, max(0, start - _NEAR), start)  # the value may begin within the first one
    value = found.string[begun.start() if begun is not None else start : stop]
    left = _TOKEN.sub("", value)
    return left != value and not any(map(str.isdigit, left))


def begun(text: str) -> tuple[str, str]:
    """A text as it is searched, and as it is asked for words: what stands before it ended a line, or is a blank.

    A message of a log has lost its head, and a pattern that asks for a blank before `-p` is to find it there as well.
    """
    return f"\n{text}", f" {text.lower().replace(_DOTTED, 'i')}"


def around(
    needles: Iterable[str], pattern: re.Pattern[str], before: int, text: str, low: str
) -> Iterator[re.Match[str]]:
    """Where a pattern stands in a text: it is tried around its words alone, which is much faster than everywhere."""
    if len(text) != len(low):
        yield from pattern.finditer(text)
        return
    places = sorted({at for needle in needles for at in _places(needle, low)})
    if before >= _FAR:
        yield from _before_places(places, pattern, before, text)
        return
    tried = 0
    for at in places:
        for start in range(max(tried, at - before), at + 1):
            if (found := pattern.match(text, start)) is not None:
                yield found
                tried = max(found.end(), start + 1)
                break
        tried = max(tried, at + 1)


def _before_places(places: Iterable[int], pattern: re.Pattern[str], before: int, text: str) -> Iterator[re.Match[str]]:
    """The same for a pattern that begins far before its words: one search instead of a try at each place before one."""
    tried, found, begun = 0, None, False
    for at in places:
        start = max(tried, at - before)
        if start > at:
            continue
        if not begun or (found is not None and found.start() < start):
            begun, found = True, pattern.search(text, start)
        if found is None:
            return
        if found.start() <= at:
            yield found
            tried = max(found.end(), found.start() + 1)
        tried = max(tried, at + 1)


def _places(needle: str, low: str) -> Iterator[int]:
    at = low.find(needle)
    while at >= 0:
        yield at
        at = low.find(needle, at + 1)


@lru_cache(maxsize=1)
def _words(word: str, needles: tuple[str, ...], text: str, low: str) -> tuple[tuple[int, int, bool, bool], ...]:
    """Where a word begins and ends, and whether a digit or a sign is before it, and behind it; many shapes ask that."""
    digit = compiled(r"[\d!?$%&*#]").search
    return tuple(
        (
            start,
            stop,
            digit(text, max(0, start - _REACH), start) is not None,
            digit(text, stop, stop + _AHEAD) is not None,
        )
        for start, stop in (found.span() for found in around(needles, compiled(word), _NEAR, text, low))
    )


def _behind(shape: Shape, needles: tuple[str, ...], text: str, low: str) -> Iterator[re.Match[str]]:
    pattern, tried = compiled(shape.pattern), 0
    for _, at, _, digit in _words(shape.word, needles, text, low):
        if at >= tried and (digit or not shape.digit) and (found := pattern.match(text, at)) is not None:
            yield found
            tried = found.end()


def _before(shape: Shape, needles: tuple[str, ...], text: str, low: str) -> Iterator[re.Match[str]]:
    pattern, tried = compiled(shape.pattern), 0
    for at, _, digit, _ in _words(shape.word, needles, text, low):
        if (digit or not shape.digit) and (found := pattern.search(text, max(tried, at - _REACH), at)) is not None:
            yield found
            tried = found.end()
