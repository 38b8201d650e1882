"""What may be shown: secrets are taken out of every text before it is kept.

Readers hand on no header field that is not listed as harmless, and no request or response body. What can still hold a
secret is free text: fault and exception texts, log lines, reason phrases. `scrub` is for those. It removes too much
rather than too little: behind a word such as `password` everything to the end of the value goes, whatever it is, and
however often the text around it was escaped.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from analyzer import lazy_re
from analyzer.privacy import clinging, near, secrets, standing
from analyzer.privacy.chosen import is_chosen, is_joined, is_named_id
from analyzer.privacy.edits import Edit, edited, merged
from analyzer.privacy.failures import is_of_field
from analyzer.privacy.known_words import known_words
from analyzer.privacy.patterns import BEFORE_KEY, CONTENT, FILE_ENDING, HIDDEN, KEY_STEMS, SECRETS, SUBJECTS
from analyzer.privacy.shapes import Shape, around, begun, matches
from analyzer.privacy.spellings import everywhere
from analyzer.privacy.values import ITEM, JUMBLE, STEMS, STRONG
from analyzer.privacy.words import Words
from analyzer.reference.passwords import PASSWORDS
from analyzer.reference.vocabulary import REMOVED

__all__ = ["scrub", "scrub_lines", "scrub_path", "without_secrets"]

_SHORT = 300
_GONE = lazy_re.compile(f"{HIDDEN}+")
_TWICE = lazy_re.compile(rf"(?:{re.escape(REMOVED)}){{2,}}")
_CODED = lazy_re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/]{24,}+={0,2}(?![\w+/=-])")
_OPAQUE = lazy_re.compile(
    r"(?<![\w/+.@~-])(?![0-9a-fA-F]{8}-)(?=[\w~-]{0,62}\d)(?P<word>[A-Za-z0-9_~-]{24,63}+)(?![\w/+.(@=~-])"
)
"""A long word with a digit in it."""
_ITEM = lazy_re.compile(rf"{ITEM}|id-\d")
"""What has a token at strict, or is one."""
_LOGGED = lazy_re.compile(
    r"[\[\"]?(?:\d{4}[-/]\d\d[-/]\d\d[T ]|\d\d[./-]\d\d[./-]\d{4}[, ]|[A-Z][a-z]{2} [ \d]\d )\d\d:\d\d"
    r"|\d\d:\d\d:\d\d[.,: ]"
)
"""How a line of a log begins."""
_LEAST_DIGITS = 4
_BASE32 = lazy_re.compile(r"[a-z2-7]{40,64}")
_NO_HEX = lazy_re.compile(r"[g-z]")
_JUMBLE = lazy_re.compile(JUMBLE)
_SMALL = lazy_re.compile("[a-z]+")
_MIXED = lazy_re.compile(
    r"(?:(?<![\w\\@.-])(?!(?<=%)[0-9A-F]{2})|(?<=%[0-9A-F]{2}))(?!0x)(?=[\w!?$*#§+~^.-]{0,60}?\d)(?=[\w!?$*#§+~^.-]{0,60}?[a-zß-ÿ])(?=[\w!?$*#§+~^.-]{0,60}?[A-ZÀ-Þ])"
    r"(?P<word>[\w!?$*#§+~^.-]{5,63}[\w!?$*#§+~^])(?![\w@(]|=\w|\\(?![nrt]))"
)
"""A word with letters of both kinds, digits, and maybe signs: no part of a path, an address, a field or a call."""
_STRONG = lazy_re.compile(
    rf"(?![^\s~*^]{{0,60}}(?:[~*^]|\$\$)|lambda\$|\w{{2,60}}![A-Za-z_]\w{{3,60}}){STRONG}", re.IGNORECASE
)
"""Not in symbols of Windows and of Java: `ntdll!RtlUserThreadStart+0x21`, `lambda$sync$3`."""
_NUMBERED = lazy_re.compile(r"[\w-]+#\d+(?![^\W_]|[!?$#§])")
"""The number of a case, a standard or an instance: `EwsEditor#18`, `PKCS#7-Datei`, `cli_RpcServer01#2`."""
_SHOUTED = lazy_re.compile(r"(?P<word>[^\W\d_](?-i:[a-zß-ÿ]){3,40})\d{2,8}[!?]")
"""`Sommer2026!`, unless the word is known: `Exchange2019!`."""
_PARTS = lazy_re.compile(r"[^\W_]+")
_LETTERS = lazy_re.compile(r"(?<![\w/+=@\\.-])[A-Za-z]{16,63}(?![\w/+=@(.-])")
_LEAST_RUNS = 5
_OF_LETTERS = 2.2
_LEAST_MIXED = 6
_ENDS = lazy_re.compile(r"\d[^\W\d_]|\d\Z")
_AROUND = lazy_re.compile(r"\d[^\W\d_]{2}")
_FEW = 2
_CODED_BEFORE = lazy_re.compile(r"(?<![\w+/=.-])[\w+/=.-]{0,600}+\Z")
_LONGEST_ITEM = 600
_DOTTED = lazy_re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[A-Za-z]{1,20}")
"""The name of a host, a file or a class."""
_OF_WORDS = 2.8
"""Small letters in a row, on average, in names of programs; what a computer made up has 1.7."""


def without_secrets(text: str) -> str:
    """The text without secrets, but with what people wrote: only for the evidence that SAP asks for."""
    return _without_rests(_without_mixed(_OPAQUE.sub(_unless_random, edited(text, everywhere(text, _secrets)))))


def scrub(text: str) -> str:
    """The text without credentials, tokens, cookies, passwords and keys, and without subjects and bodies."""
    return _scrub_short(text) if len(text) <= _SHORT else _scrub(text)


def scrub_lines(text: str) -> str:
    """What `scrub` gives, on as many lines as before: places in a text stay where they are."""
    return _without_opaque(edited(text, everywhere(text, _secrets_and_content)))


def scrub_path(path: str) -> str:
    """The path with each of its names scrubbed by itself: a long path is no opaque value.

    In the name of a file a hyphen or a line stands for a blank: `passwort_Sommer2026!.log`.
    """
    return "/".join(map(_scrub_name, path.split("/")))


def _scrub_name(name: str) -> str:
    stem, dot, ending = name.rpartition(".") if FILE_ENDING.search(name) else (name, "", "")
    if (said := scrub(stem)) != stem:  # without its ending, by which a word would be the name of a file
        return f"{said}{dot}{ending}"
    said = stem.lower()
    is_asked = any(word in said for word in _OF_NAMES)  # few names are, and to be ready for them takes its time
    if is_asked and (told := _TOLD_BY_NAME.search(stem)) is not None and _is_told(told["value"]):
        return f"{stem[: told.start('value')]}{REMOVED}{dot}{ending}"
    apart = stem.translate(_APART)
    edits = everywhere(apart, _secrets) if apart != stem else []
    telling = [edit for edit in edits if secrets.ALONE.fullmatch(stem, edit[0], edit[1])]  # and no date or number
    return f"{edited(stem, telling)}{dot}{ending}"


def _is_told(said: str) -> bool:
    """Whether the rest of a name is a secret, and not what a log is of, or when: `password-sync-2026-10-14`."""
    if is_chosen(said) or _LONG_HEX.fullmatch(said) is not None:
        return True
    is_unknown = any(True for _ in known_words().unknown(said, 0, len(said)))
    return is_unknown and (is_joined(said) or _WORD_AND_NUMBER.fullmatch(said) is not None)


_APART = str.maketrans("_-", "  ")
_OF_NAMES = (*STEMS, "pw", "pass", "secret", "token", "bearer", "key", "zugang", "login", "creds")
_TOLD_BY_NAME = lazy_re.compile(
    rf"(?<![^\W_])(?:{'|'.join(PASSWORDS)}|pwd?|pass|secret|token|bearer|key"
    r"|(?:zugang|login|creds)[-_ ][\w.-]{2,40}?)"
    r"[-_ =(]{1,3}(?P<value>[^\s()]{4,200})\)?\Z",
    re.IGNORECASE,
)
_WORD_AND_NUMBER = lazy_re.compile(r"[^\W\d_]{4,20}[-_.]?\d{2,4}")
_LONG_HEX = lazy_re.compile(r"[\da-fA-F]{32,200}|[\da-fA-F]{8}-(?:[\da-fA-F]{4}-){3}[\da-fA-F]{12}")


@lru_cache(maxsize=4096)
def _scrub_short(text: str) -> str:
    """Header values and error texts are the same again and again."""
    return _scrub(text)


def _scrub(text: str) -> str:
    edits = everywhere(text, _secrets_and_content)
    return _without_opaque(edited(text, [(start, stop, REMOVED) for start, stop, _ in edits]))


@lru_cache(maxsize=4)
def _words(shapes: tuple[Shape, ...]) -> tuple[tuple[str, ...], Words]:
    """The words of which one stands in everything that is looked for, and where all of them stand in one pass."""
    every = (
        *(needles for needles, _ in (*SECRETS, *CONTENT)),
        *(shape.needles for shape in shapes),
        near.WORDS,
    )
    words = tuple(filter(None, dict.fromkeys(needle for needles in every for needle in needles)))
    return words, Words([word.encode() for word in words], overlapping=True, of_lines=True)


def _present(low: str, shapes: tuple[Shape, ...]) -> set[str]:
    """Those of the words that stand in a text; the empty one stands in any."""
    words, index = _words(shapes)
    return {"", *(words[number] for number, _, _ in index.places(low.encode("utf-8", "replace")))}


@lru_cache(maxsize=4)
def _numbers(shapes: tuple[Shape, ...]) -> Mapping[str, Sequence[int]]:
    """The numbers of the shapes that each word stands in."""
    numbers: dict[str, list[int]] = {}
    for number, shape in enumerate(shapes):
        for needle in shape.needles:
            numbers.setdefault(needle, []).append(number)
    return numbers


def _with_words(present: set[str], shapes: tuple[Shape, ...]) -> Iterator[Shape]:
    """The shapes of which a word is present, in their order: most texts have none."""
    numbers = _numbers(shapes)
    return (shapes[number] for number in sorted({one for word in present for one in numbers.get(word, ())}))


def _secrets(text: str) -> list[Edit]:
    return _found(text, content=False)


def _secrets_and_content(text: str) -> list[Edit]:
    return _found(text, content=True)


def _found(text: str, *, content: bool) -> list[Edit]:
    """What goes, each pattern looking at what those before it have left.

    The shapes come after the fields: `password=` takes all to the end of the line, a shape might leave the rest of it.
    """
    left, low = begun(text)
    low = low.replace("\xa0", " ")
    present = _present(low, secrets.SHAPES)
    whole = left
    for needles, pattern in SECRETS:
        if needles is KEY_STEMS and not present.isdisjoint(needles):
            left = _without(left, around(present.intersection(needles), pattern, BEFORE_KEY, left, low))
        elif not present.isdisjoint(needles):
            left = pattern.sub(_hidden, left)
    for shape in _with_words(present, secrets.SHAPES):
        left = _without(left, matches(shape, left, low, present))
    for needles, pattern in CONTENT if content else ():
        if not present.isdisjoint(needles):
            left = pattern.sub(_unless_of_field if needles is SUBJECTS else _hidden, left)
    spans = [found.span() for found in _GONE.finditer(left)] if left is not whole else []
    spans += standing.spans(whole, low, present)
    told = ((max(0, start - 1), stop - 1) for start, stop in spans)  # `begun` puts a sign before the text
    return merged((start, stop, REMOVED + "\n" * text.count("\n", start, stop)) for start, stop in told)


def _without(text: str, found: Iterable[re.Match[str]]) -> str:
    return edited(text, [(*match.span(), _hidden(match)) for match in found])


def _hidden(match: re.Match[str]) -> str:
    """The match with `HIDDEN` for what goes of it."""
    said, at, groups = match[0], match.start(), match.re.groupindex
    start, stop = 0, len(said)
    if "value" in groups:
        start, stop = match.start("value") - at, match.end("value") - at
        if said.startswith((REMOVED, HIDDEN), start):
            return said
    elif "kept" in groups:
        start = match.end("kept") - at
    if "\n" in said[:start] and _LOGGED.match(match.string, at + start) is not None:
        return said  # the word ended its line
    return said[:start] + HIDDEN * (stop - start) + said[stop:]


def _unless_of_field(match: re.Match[str]) -> str:
    """A subject goes, unless a program tells what is wrong with it: `Betreff: darf nicht leer sein`."""
    return match[0] if is_of_field(match.string[match.end("kept") : match.end()]) else _hidden(match)


def _without_opaque(text: str) -> str:
    """The text without words that nobody can read: texts in base64, and what a computer made up."""
    return _without_rests(_without_mixed(_OPAQUE.sub(_unless_random, _CODED.sub(_decoded, text))))


def _without_rests(text: str) -> str:
    """The text without what clings to something that went."""
    if REMOVED not in text:
        return text
    return _TWICE.sub(REMOVED, edited(text, everywhere(text, lambda said: list(clinging.values(said)))))


def _without_mixed(text: str) -> str:
    """The text without words that a computer made up: passwords, wherever they stand."""
    return _LETTERS.sub(_unless_jumbled, _MIXED.sub(_unless_known, text))


def _unless_jumbled(match: re.Match[str]) -> str:
    word = match[0]
    runs = _SMALL.findall(word)
    jumbled = sum(map(len, runs)) < _OF_LETTERS * len(runs) and len(runs) >= _LEAST_RUNS
    return REMOVED if jumbled and _ITEM.match(word) is None and not known_words().knows(word) else word


def _unless_known(match: re.Match[str]) -> str:
    word, text = match["word"], match.string
    coded = _CODED_BEFORE.search(text, max(0, match.start() - _LONGEST_ITEM), match.start())
    if coded is None or _ITEM.match(text, coded.start()) is not None or _DOTTED.fullmatch(word) is not None:
        return word
    if is_named_id(text, match.start()):
        return word
    return REMOVED if _is_strong(word, match) or any(map(_is_made_up, _PARTS.findall(word))) else word


def _is_strong(word: str, found: re.Match[str]) -> bool:
    """Whether a sign stands in the word, or behind its digits, as in no name of a program: `birke#Tal904`."""
    shouted = _SHOUTED.fullmatch(word)
    if shouted is not None:
        return not known_words().knows(shouted["word"])
    return _STRONG.match(found.string, found.start()) is not None and _NUMBERED.match(word) is None


def _is_made_up(part: str) -> bool:
    """Whether letters of both kinds stand around digits, in no order that names of programs have."""
    if len(part) < _LEAST_MIXED or part.islower() or part.isupper():
        return False
    if len(_ENDS.findall(part)) < _FEW and (_AROUND.search(part) is None or sum(map(str.isupper, part)) < _FEW):
        return False  # SrvEx2019b
    runs = _SMALL.findall(part)
    return sum(map(len, runs)) < _OF_WORDS * len(runs) and not known_words().knows(part)


def _unless_random(match: re.Match[str]) -> str:
    """A long word, unless its letters of both kinds and digits stand in no order: no id to look up is like that."""
    word, text = match["word"], match.string
    if _ITEM.match(word) is not None or word.isupper():
        return word
    if is_named_id(text, match.start()):
        return word
    if word.islower():
        is_key = _BASE32.fullmatch(word) is not None and _NO_HEX.search(word) is not None  # and no digest in hex
        return REMOVED if is_key and sum(map(str.isdigit, word)) >= _LEAST_DIGITS else word
    runs = _SMALL.findall(word)
    if sum(map(len, runs)) >= _OF_WORDS * len(runs):
        return word  # the name of a class
    pairs = list(pairwise(word))
    capitals = sum(one.islower() and other.isupper() for one, other in pairs)
    digits = sum(one.isdigit() and other.isalpha() for one, other in pairs)
    return REMOVED if (capitals > 2 and digits > 1) or (capitals and _JUMBLE.search(word) is not None) else word


def _decoded(match: re.Match[str]) -> str:
    """What stands for a stretch of base64: nothing of it where it holds a text of several words, or markup."""
    try:
        said = base64.b64decode(match[0] + "=" * (-len(match[0]) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return match[0]
    return REMOVED if " ".join(said.split()).isprintable() and any(mark in said for mark in " <{=:") else match[0]
