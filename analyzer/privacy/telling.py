"""Whether what somebody wrote is telling enough to be looked for, and where an echo of it begins and ends.

Samples: `Raum Falkenhorst` is, and so is `Vertrag_Nordwind`; `EmailMessage`, `2026-10-12`, `anna@example.com` and
`Mailbox not found` are not. An echo may write a blank for a tab and `?` for a letter that it could not write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.privacy.asked import OF_NO_BLANKS
from analyzer.privacy.beginnings import LEAST
from analyzer.reference import public
from analyzer.reference.vocabulary import A_TOKEN, DOCUMENTS, REMOVED

_MANY_WORDS = 3
"""So many that a line joins are nothing that stands in the name of a program or a host by chance."""
_CODE = lazy_re.compile(
    r"\(\d{3}\)|\bS[CDEIW]\d{4}\b|\b[45]\d\d (?:[A-Z]|error)|\bstatus(?: code)?(?: of| is| was|:)? [45]\d\d\b",
    re.IGNORECASE,
)
"""A status or a code of SSI: `(407)`, `SE0104`, `503 Service`, `status of 401`. What holds one a server said; it is no
content."""
_SAID = lazy_re.compile(
    r"\bError[A-Z]\w|AADSTS|[A-Z]\w+Exception\b|\bHTTP\b|://"
    r"|\b(?:failed|denied|expired|not (?:found|allowed|supported)|timed? ?out|forbidden|unauthori[sz]ed|exceeded)\b",
    re.IGNORECASE,
)
"""Such a value quotes what the report is about, and must not take it away."""
_OF_SAID = (
    *("error", "exception", "http", "aadsts", "://", "failed", "denied", "expired", "not found", "not allowed"),
    *("not supported", "timeout", "time out", "timed out", "timedout", "forbidden", "unauthori", "exceeded"),
)
"""One of them stands in whatever is said so; to look for all takes a tenth of the time."""
_HARMLESS = lazy_re.compile(
    r"[\d\s.:,;TZ+/%€$-]*"  # a time, a number, a version
    r"|<?[\w.+=-]{1,64}@[\w.-]{1,255}>?"  # an address
    r"|\{?[0-9a-fA-F-]{24,40}\}?|\S{60,}"  # an id
    r"|(?:[a-z0-9-]{1,63}\.){1,8}(?:com|net|org|local|intern|example|de|eu|io|cloud)"  # a host
    r"|[a-z]+(?:[._:/-][a-z0-9]+)*"  # a name of a program, a type, a zone
    r"|(?:[A-Z]++[a-z0-9]*+){2,9}+|[A-Z]{2,}+[a-z0-9]*+|[A-Z_0-9]+"  # the name of a class, a constant
    r"|(?:[A-Za-z][A-Za-z0-9]*[._:]){1,6}(?!(?:" + DOCUMENTS + r")$)[A-Za-z][A-Za-z0-9]*"
    r"|\[?removed\]?|\*+|x+",
)
_PHONE = lazy_re.compile(r"(?!\d{1,2}[./-]\d{1,2}[./-])(?:\+|\(?0)[\d\s()/.-]{6,25}")
_PARTING = frozenset("+ \t\xa0()/-")
"""One of them stands in such a number, and none in one that counts something."""
_LEAST_DIGITS = 7
_FEW_LETTERS = 3
"""Fewer that two words begin with tell nothing."""
_JOINED = lazy_re.compile(r"(?=[^\W\d_]*[A-ZÀ-Þ])(?:[^\W_]{3,40}_){1,8}[^\W_]{3,40}")
"""Words that a line joins, as people name what they write: `Vertrag_Nordwind`."""
_TOKENS = lazy_re.compile(rf"(?<![^\W_]){A_TOKEN}\d{{0,8}}(?![^\W_])|{re.escape(REMOVED)}")
_NAME_WORD = lazy_re.compile(r"[^\W\d_]{2,}")
_ALIKE_SIGNS: dict[int, str | int] = {
    **dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\xa0\u3000"), " "),
    **dict.fromkeys(map(ord, "’‘ʼ"), "'"),
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
}
"""What programs write for one another: a blank, an apostrophe, letters as wide as those of Japanese."""


_BASES = str.maketrans(dict(zip("øØłŁđĐı", "oOlLdDi", strict=True)) | {"æ": "ae", "ß": "ss", "œ": "oe"})
_TWO_LETTERS = str.maketrans(
    dict(zip("äöüßøåÄÖÜØÅ", ("ae", "oe", "ue", "ss", "oe", "aa", "Ae", "Oe", "Ue", "Oe", "Aa"), strict=True))
)
"""Letters that have a spelling of two in ASCII, or none without a mark."""


def lower(text: str) -> str:
    """In lower case, each character in its place, white space as blanks, apostrophes straight."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    if not low.isascii():
        low = low.encode("utf-8", "replace").decode()
    return low.translate(_ALIKE_SIGNS)


def respelled(value: str, *, marks: bool) -> Iterator[str]:
    """A value in letters that are not ASCII as programs echo it that cannot write them: without accents, or as `?`.

    `Schůzka` becomes `Schuzka`, and with `marks` `Sch?zka`; `Grüße` also becomes `Gruesse` and `Grüsse`.
    """
    plain = unicodedata.normalize("NFD", value.translate(_BASES))
    yield "".join(c for c in plain if not "\u0300" <= c <= "\u036f")
    if "ß" in value:  # in capitals it has two letters: GROSSAUFTRAG
        yield value.replace("ß", "ss")
    if (told := value.translate(_TWO_LETTERS)) != value:
        yield unicodedata.normalize("NFC", told)
    for charset in ("ascii", "latin-1", "cp1252") if marks else ():
        yield value.encode(charset, "replace").decode(charset)


def is_telling(value: str) -> bool:
    """Whether a value is long and odd enough to be looked for: no address, no code, no plain word, no error text."""
    if len(value) < LEAST or _HARMLESS.fullmatch(value):
        return False
    if is_said(value) or ("-" in value and is_of_tokens(value)):
        return False
    words = _NAME_WORD.findall(value.lower())
    return bool(words) and not all(word in public.COMMON for word in words)


def is_of_tokens(value: str) -> bool:
    """Whether nothing is left of a value but what stands in its place: `word-1 word-2…`, `[removed].`."""
    left = _TOKENS.sub("", value)
    return left != value and not any(map(str.isalnum, left))


def is_said(value: str) -> bool:
    """Whether a value quotes what the report is about."""
    low = value.lower()
    return _CODE.search(value) is not None or (
        any(word in low for word in _OF_SAID) and _SAID.search(value) is not None
    )


def is_phone(value: str) -> bool:
    """Whether a value has the form of a telephone number: `+49 7531 1222804`, `0971 1304-77`; no date, no version."""
    is_parted = _PHONE.fullmatch(value) is not None and not _PARTING.isdisjoint(value)
    return is_parted and sum(map(str.isdigit, value)) >= _LEAST_DIGITS


def is_joined(value: str) -> bool:
    """Whether words that a line joins are a name somebody gave, and no constant or class of a program."""
    words = _NAME_WORD.findall(value.lower())
    named = _JOINED.fullmatch(value) is not None and not value.isupper()
    return named and len(value) >= LEAST and not any(word in public.COMMON for word in words)


def followed(low: str, start: int, value: str) -> int:
    """Where in a text the echo of a value ends that begins there."""
    stop = min(len(value), len(low) - start)
    if low.startswith(value[:stop], start):
        return start + stop
    for length in range(stop):
        said = low[start + length]
        if said != value[length] and not (said == "?" and value[length] > "\x7f"):  # who could not write a letter
            return start + length
    return start + stop


def ended(low: str, least: int, stop: int) -> int:
    """Where an echo ends that was followed up to a place: not in the first letters of a word that goes on otherwise."""
    if stop <= least:
        return stop
    begin = low.rfind(" ", least, stop) + 1
    if begin and stop - begin < _FEW_LETTERS and (begin == stop or is_within(low, stop)):
        return begin - 1
    return stop


def is_within(low: str, at: int) -> bool:
    """Whether a word goes on at a place; in scripts that put no blanks between words, none does."""
    around = low[at - 1 : at + 1]
    if at > 1 and low[at - 2 : at] in ("\\n", "\\r", "\\t"):  # a line ends there, as JSON writes it
        return False
    return at > 0 and len(around) == 2 and around.isalnum() and OF_NO_BLANKS.search(around) is None


def is_one_word(said: str) -> bool:
    """Whether it has no blank and but one or two parts: so a program or a host may be called by chance."""
    if OF_NO_BLANKS.search(said) is not None:  # a whole sentence has none
        return False
    return " " not in said and len(said.replace("-", "_").split("_")) < _MANY_WORDS


def is_part(low: str, start: int, end: int) -> bool:
    """Whether a word is a part of a host, an address, a path or another name."""
    return low[max(0, start - 1) : start] in tuple("-._@/\\") or (
        low[end : end + 1] in tuple("-._@/\\") and low[end + 1 : end + 2].isalnum()
    )
