"""What stands near a word for a secret, is made of nothing known, and looks like one, whatever is said between.

    পাসওয়ার্ড: polarstern36203                   behind a word for a password: letters and four digits, or a sign
    Falsches Kennwort (Fussball bergsee 14)        a phrase: words that no list knows, and a number
    código 149 843 recibido por SMS                beside a word for a code that is asked for once: six digits or more

The sentences of `said.py` tell more, and surer, in the languages they know; this takes what they leave. What may be
somebody's account stays: `wrong password for user Quitte01`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from analyzer import lazy_re
from analyzer.privacy.known_words import known_words
from analyzer.privacy.shapes import around
from analyzer.privacy.values import STEMS
from analyzer.reference.passwords import ONCE, PASSWORDS

_PASSWORD = lazy_re.compile("|".join((*PASSWORDS, r"\bpwd\b")), re.IGNORECASE)
_ONCE = lazy_re.compile(
    "|".join(
        (r"(?<![^\W_])" if word.isascii() else "") + re.escape(word.strip(" :")) + (r"\b" if word[0] == " " else "")
        for word in ONCE
    ),
    re.IGNORECASE,
)
WORDS = (*STEMS, "pwd")
"""One of them stands in every word for a password."""
_LONGEST_STEM = 16
"""Characters before its stem at which such a word begins, at most: `palavra-passe`."""
_BEFORE, _BEHIND = 60, 70
"""Characters before and behind such a word in which a value is looked for, on its line."""
_TOKEN = lazy_re.compile(
    r"(?<![\w@\\/.:=%$-])[^\W_][^\s\"'()\[\]{}<>,;:=/\\@|]{4,63}(?![@\\/=]|\((?!String|VARCHAR)|:\w)"
)
_LETTER_AND_DIGITS = lazy_re.compile(r"[A-Za-z]{1,2}\d+")
"""`u123456`, `D023456`: the account of somebody."""
_ID = lazy_re.compile(r"[\da-fA-F]{8}-[\da-fA-F]{4}-")
_HOST = lazy_re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[A-Za-z]{2,20}")
_SIGN = lazy_re.compile(r"[!$#*§~+?]")
_AROUND = lazy_re.compile(r"\d{1,9}[^\W\d_]{1,9}\d{1,9}[^\W\d_]")
_CAPITAL = lazy_re.compile(r"[a-z]{1,2}[A-Z]{1,2}(?=[a-z])")
_LEAST_JUMBLED, _LEAST_CAPITALS = 14, 2
"""So often are letters of both kinds jumbled in what a computer made up of letters alone."""
_SHORT_RUN = lazy_re.compile(r"(?<=[A-Z])[a-z]{1,2}(?=[A-Z])")
_LEAST_RUNS = 3
_VOWELS, _VOWELS_OF_WORDS = "aeiouäöüåøæ", 5
"""Names of programs have a vowel in every five letters, and their words more than two."""
_MANY_DIGITS = lazy_re.compile(r"\d{4}")
_ACCOUNT = lazy_re.compile(
    r"(?:user(?: ?name)?|account|login|mailbox|benutzer|anwender|konto|postfach|usuario|usuário|utilisateur|compte"
    r"|utente|gebruiker|użytkownika?|host|server|on|auf|from|client)[\s:=\"'„(]{1,3}\Z",
    re.IGNORECASE,
)
_LONGEST_LABEL = 20
_PHRASE = lazy_re.compile(
    r"(?<![\w-])(?:[^\W\d_]{3,20}[ -]){1,4}\d{1,6}(?:[ -][^\W\d_]{3,20}){0,2}[!?.]?(?![\w-])"
    r"|(?<![\w-])[^\W\d_]{3,20}(?:-[^\W\d_]{3,20}){1,4}-\d{1,6}(?:-[^\W\d_]{3,20}){0,2}(?![\w-])"
)
_WORD = lazy_re.compile(r"[^\W\d_]+")
_UNKNOWN_OF_PHRASE = 2
_DATE = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d(?!\d)"
_CODE = lazy_re.compile(
    r"(?<![A-Za-z\d_.:/#%+-])(?:[A-Z]-)?"
    rf"(?P<value>\d{{3}}[ -]\d{{3,4}}|(?!{_DATE})\d{{6,10}}|(?=[A-Z]{{0,3}}\d)[A-Z\d]{{4}}-[A-Z\d]{{4}})"
    r"(?![A-Za-z\d_]|[.:/-]\d|%| ?(?:ms|s|sec|bytes|kb|mb)\b)"
)
"""No date, no measure."""
_OF_ERROR = lazy_re.compile(r"(?:error|fehler|erreur|aadsts)s?(?:_?codes?)?[\s\"':=\[(]{1,4}\Z", re.IGNORECASE)
"""Before the code of an error of Entra ID: `error 500121`."""


def passwords(text: str, low: str, present: Container[str]) -> Iterator[tuple[int, int]]:
    """Where values stand near a word for a password: beginning and end of each.

    Args:
        text: what is looked at.
        low: the same in lower case.
        present: the words that stand in it.
    """
    for word in around([word for word in WORDS if word in present], _PASSWORD, _LONGEST_STEM, text, low):
        start, stop = _line(text, *word.span())
        yield from _passwords(text, word.end(), stop)
        for begin, end in _passwords(text, start, word.start()):
            if text[begin - 1] in "'\"" or _is_made_up(text[begin:end]):
                yield begin, end


def codes(text: str, low: str, present: Container[str]) -> Iterator[tuple[int, int]]:
    """Where codes stand near a word for one that is asked for once."""
    for word in around([word.strip(" :") for word in ONCE if word in present], _ONCE, 1, text, low):
        start, stop = _line(text, *word.span())
        found = (code.span("value") for code in _CODE.finditer(text, start, stop))
        spans = [span for span in found if _OF_ERROR.search(text, max(0, span[0] - _LONGEST_LABEL), span[0]) is None]
        if spans:  # another number is that of a case or an error
            yield next((span for span in spans if span[0] >= word.end()), spans[-1])


def _line(text: str, begin: int, end: int) -> tuple[int, int]:
    """The stretch around a word on its line."""
    start, stop = max(0, begin - _BEFORE), min(len(text), end + _BEHIND)
    before, behind = text.rfind("\n", start, begin), text.find("\n", end, stop)
    start = before + 1 if before >= 0 else _apart(text, start)
    return start, behind if behind >= 0 else stop


def _apart(text: str, start: int) -> int:
    """Where the next word begins: half a word is none."""
    blank = text.find(" ", start)
    return start if start == 0 or blank < 0 else blank


def _passwords(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    for phrase in _PHRASE.finditer(text, start, stop):
        words = _WORD.findall(phrase[0])
        if sum(not known_words().knows(word) for word in words) >= min(_UNKNOWN_OF_PHRASE, len(words)):
            yield phrase.span()
    for token in _TOKEN.finditer(text, start, stop):
        said = token[0].rstrip(".")
        if token.end() >= stop < len(text) or not any(map(str.islower, said)):
            continue
        if _ID.match(said) is not None or _HOST.fullmatch(said) is not None:
            continue
        made_up = _MANY_DIGITS.search(said) is not None or _is_made_up(said)
        if not made_up or _LETTER_AND_DIGITS.fullmatch(said) is not None or _is_known(said):
            continue
        if _ACCOUNT.search(text, max(0, token.start() - _LONGEST_LABEL), token.start()) is None:
            yield token.start(), token.start() + len(said)


def _is_known(said: str) -> bool:
    return not any(known_words().unknown(said, 0, len(said)))


def _is_made_up(said: str) -> bool:
    if not any(map(str.isdigit, said)):
        mixed = len(said) >= _LEAST_JUMBLED and len(_CAPITAL.findall(said)) >= _LEAST_CAPITALS
        vowels = sum(letter in _VOWELS for letter in said.lower())
        jumbled = len(_SHORT_RUN.findall(said)) >= _LEAST_RUNS or vowels < len(said) / _VOWELS_OF_WORDS
        return mixed and jumbled and said.replace("-", "").isalpha()
    return _SIGN.search(said) is not None or _AROUND.search(said) is not None
