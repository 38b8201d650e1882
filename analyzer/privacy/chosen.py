"""Whether a word looks as if somebody chose it, or a program made it up, as a secret.

    Ventana2026, 7051Gewitter&    letters and digits, or a sign, and no word that messages are made of
    kg0%rKazaeoX, qVtRTGWzOfUc    jumbled
    EXCAS02, svc_ssi01, T123456   a machine or an account, and so are mail01.contoso.com and eva.kern@contoso.com

Where such a word is a secret, the modules say that look for one in a place of their own (`arguments`, `near`).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from analyzer import lazy_re
from analyzer.privacy.known_words import known_words
from analyzer.privacy.letters import STRANGE, jumbled, made_up
from analyzer.privacy.values import ITEM, JUMBLE, NAMES_OF_PROGRAMS
from analyzer.reference.vocabulary import A_TOKEN, REMOVED

LONGEST = 64
_LEAST = 6
_LEAST_LETTERS, _LEAST_DIGITS, _MANY_DIGITS = 3, 2, 3
_LEAST_UNKNOWN = 8
_SIGNS = frozenset("!#$%&*^~§")
_ASKED = lazy_re.compile(r"\?(?=\d|\Z)|\+(?=\d\d|\Z)|(?<!\W)@(?=\d{1,4}[!?]?\Z)")
"""Before letters one begins the query of an address, one is a blank in it, and one stands in an address."""
_OURS = lazy_re.compile(rf"(?<![^\W_]){A_TOKEN}|{REMOVED[1:-1]}|\ufdd0")
_HARMLESS = lazy_re.compile(
    r"[A-Z][A-Z\d_-]{1,30}\$?|[A-Za-z]{1,2}\d+|[a-z][a-z._-]{1,30}\d{0,3}|[A-Z][a-z]{2,20}[_-]?\d"
    r"|[\w+.-]{1,80}@[\w-]{1,60}\.[\w.-]{2,80}|[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[A-Za-z]{2,20}(?::\d{1,5})?"
    r"|[\da-fA-F-]{8,64}|\{[\da-fA-F-]{36}\}|[\d\s.,:;TZ+/()-]*|v?\d{1,9}\.\d{1,9}(?:\.\d{1,9}){0,3}(?:[+-][\w.-]{1,40})?"
    r"|[a-z]{1,20}://.*|[A-Za-z]:\\.*|\\\\.*|/.*|0x[\da-f]+|Error[A-Z][a-z].*|[\w.-]{1,40}=.*"
    rf"|{ITEM}.*"
    r"|[^~\s]{1,40}~(?:S-1-|[\da-f]{8}-).*"
    rf"|[A-Z]{{2,12}}-?\d{{3,12}}|[{{$%<].*|(?i:{NAMES_OF_PROGRAMS})[\W_]?\d{{1,6}}\w{{0,6}}",
)
"""A machine, an account, an address, a host, an id, a number, a version, a path, a code, a setting."""
_MACHINE = lazy_re.compile(r"[A-Z]{2,30}|[A-Z]?[a-z]{1,7}")
"""Letters that are the name of a machine, or too few to tell."""
_NUMBERED = lazy_re.compile(
    r"[^\W\d_][\w-]*#\d{1,3}(?:-[^\W\d_]{2,40})?|(?-i:[A-Z]{1,5})[+-]\d{1,4}|\d{1,3}[*+][A-Za-z]\w{0,40}"
    r"|[\w.]{1,80}\${1,2}(?:[A-Za-z]\w{0,60}|\d{1,2}|[\da-f]{8})(?:[.$]\w{1,60}){0,3}"
    r"|[A-Z\d_]{2,6}~\d(?:\.[A-Z]{1,3})?|[\w-]{1,60}\*\.[a-z]{2,5}|[\w./-]{1,60}@[~^]\d{1,4}\.\d[\w.-]{0,20}"
    r"|[\w-]{1,60}#\d{4}-?(?:[QHW]|KW)\d{1,2}|[\w.-]{1,80}~-?\d{6,12}"
    r"|\w{1,60}#[A-Za-z]{4,60}\d{0,2}|\w{2,30}!(?:[A-Za-z]{3}|[A-Z]\d?_)\w{0,60}(?:\+(?:0x)?[\da-f]{1,8})?"
)
"""`EwsEditor#18`, `UTC+0200`, `2*Ratio`, `lambda$sync$3`, `w3wp#MSExchangePool`, `ntdll!RtlUserThreadStart+0x21`,
`SSI_SYNC#2026Q3`, `SYNC20~1.LOG`, `sync2026*.log`, and a server in the cookie of Exchange: `Exch-Ber01~1942062522`."""
_ESCAPED = lazy_re.compile(
    r"%[\dA-Fa-f]{2}|&(?:[a-z]{2,8}|#x?\w{2,6});|&#(?:\d{2,6}|[xX][\dA-Fa-f]{2,6})\Z|&\$?[A-Za-z]\w{1,40}(?==|\Z)|\+(?:eq|ne|[gl][et]|and|or)\+|\\[ux]?"
)
"""What is read once more without its escapes; the semicolon of the last one may part it from what follows."""
_JUMBLE = lazy_re.compile(JUMBLE)
_LETTERS = lazy_re.compile(r"[^\W\d_]+")
_JOINED = lazy_re.compile(r"[^\W\d_]{3,20}(?:-[^\W\d_]{3,20}){2,5}(?:-?\d{1,4})?[!?]?")
"""`maple-window-button33`"""
_PHRASE = lazy_re.compile(r"[^\W\d_]{3,20}(?:-[^\W\d_]{3,20}){3,5}-?\d{1,4}[!?]?")
_PARTS_OF_MACHINES = frozenset(
    "prod test dev qas mail mbx exch exchange proxy srv server host node vm lb gw db app api svc service cluster worker"
    " sync deployment pod job cert role binding policy queue token auth".split()
)
_PIECES = lazy_re.compile(r"[^\W_]+")
_LEAST_TURNED, _LEAST_TURNS, _OF_A_TURN = 5, 3, 2.2
"""Letters and digits of a piece, how often it goes from one kind to another, and how many stand between on average."""
_NAME = lazy_re.compile(r"[A-Z]{0,5}+[a-z]{0,60}+(?:[A-Z][a-z]{1,20}+){0,6}+\d{0,4}+[a-z]?")
"""As programs and machines have one: `ItemId`, `SrvEx2019b`, `OAuth2`."""
_CAPITALS_BEHIND = lazy_re.compile(r"(?:[A-Z][a-z]{2,20}+){1,4}+[A-Z]{2,4}\d{0,2}")
"""`CreateXML`"""
_SIGNS_INSIDE = frozenset("!#$^*~|<>§`")
_BRACKETS = r"(?:\([^()\s]{0,60}+\)|\[[^\[\]\s]{0,60}+\]|<[^<>\s]{0,60}+>)"
_CALL = lazy_re.compile(rf"[A-Za-z_$][\w.$-]{{0,60}}+{_BRACKETS}(?:\.[A-Za-z_$][\w$-]{{0,60}}+{_BRACKETS}?+){{0,4}}+")
"""`Unlock-ADAccount(Identity)`, `Mailbox[3].Delegate(Anna)`, `Krb5Login<Kerberos>`."""
_OTHERWISE = lazy_re.compile(
    r"[\w.$-]{1,60}(?:=[\"'\w\[{]|:[\"'\[{])|@[\w-]{1,60}(?:\.\w|:\d)|[a-z]{1,20}://|[/\\][\w.-]{1,60}[/\\]"
    r"|(?:[\w-]{1,60}\.){1,8}[A-Za-z]{2,20}(?![^\W_])|%[\dA-Fa-f]{2}|&(?:[a-z]{2,8}|#x?\w{2,6});|\\[nrtu\"'\\]"
    rf"|[\da-fA-F]{{8}}-|(?<![^\W_]){A_TOKEN}|\[removed|\(\)|\d{{4}}-\d\d|</[A-Za-z]|</?[a-z]{{1,10}}/?>"
)
"""A setting, an address, a host, a path, an escape, an id or an element, with which a text goes on."""
_NAMED_ID = lazy_re.compile(
    r"(?:(?:\b|(?<!ssion)_)[Ii][Dd]|I[Dd]|\b[Gg]uid|GUID|\bkid|[Tt]humbprint)[\"']?[ :=]{1,3}[\"'{]?\Z"
)
_LONGEST_NAME = 16
_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}
CLOSING = "\"'`”“»’)]}>,.;:!?\\"
"""Signs of the sentence or the string around it, behind a word."""


def is_named_id(text: str, at: int) -> bool:
    """Whether a word for an id stands right before a place: `request-id: Zx7Kq9Lm2P`."""
    return _NAMED_ID.search(text, max(0, at - _LONGEST_NAME), at) is not None


@lru_cache(maxsize=8192)
def is_chosen(word: str) -> bool:
    """Whether a word looks like a secret by itself: letters with digits or a sign, or letters in no order."""
    if not _LEAST <= len(word) <= LONGEST or ":" in word:
        return False
    if word.isalpha() and _MACHINE.fullmatch(word) is None:
        return jumbled(word) or made_up(word, STRANGE)
    if _HARMLESS.fullmatch(word) is not None or _OURS.search(word) is not None or _ESCAPED.search(word) is not None:
        return False
    if word.endswith(("!", "?")) and is_joined(word):
        return True
    letters, digits = sum(map(str.isalpha, word)), sum(map(str.isdigit, word))
    if letters < _LEAST_LETTERS or digits < 1 or _NUMBERED.fullmatch(word) is not None:
        return False
    if has_sign(word):
        return _has_unknown(word) or has_sign(word[1:-1])
    if any(map(is_turned, _PIECES.findall(word))) and _has_unknown(word):
        return True
    if digits < (_LEAST_DIGITS if word[0].isupper() else _MANY_DIGITS):
        return _JUMBLE.search(word) is not None or any(map(jumbled, _LETTERS.findall(word)))
    return not all(map(known_words().knows, _LETTERS.findall(word)))


def has_sign(word: str) -> bool:
    """Whether a sign stands in what looks chosen, as in no name of anything."""
    return not _SIGNS.isdisjoint(word) or _ASKED.search(word) is not None


def is_jumbled(word: str) -> bool:
    """Whether its letters and digits stand in no order."""
    return _JUMBLE.search(word) is not None or jumbled(word) or any(map(is_turned, _PIECES.findall(word)))


def is_anybodys(word: str) -> bool:
    """Whether it may be a secret where nothing but one can stand: a word that no list knows, or several joined."""
    if is_chosen(word):
        return True
    if _OURS.search(word) is not None or not _LEAST <= len(word) <= LONGEST:
        return False
    if is_joined(word):
        return True
    if _HARMLESS.fullmatch(word) is not None and not word.isalpha():
        return False
    if digits := sum(map(str.isdigit, word)):
        return any(map(str.isalpha, word)) and (digits > _LEAST_DIGITS or _has_unknown(word))
    return len(word) >= _LEAST_UNKNOWN and word.isalpha() and not word.isupper() and not known_words().knows(word)


def is_joined(word: str) -> bool:
    """Whether several words make one, as people are told to do: `maple-window-button33`."""
    return _JOINED.fullmatch(word) is not None


def is_phrase(word: str) -> bool:
    """Whether four words or more make one, with a number behind them: `otter-bridge-cloud-giraffe31`.

    No machine, and nothing else that a cluster has: `prod-mail-proxy-ber01`, `cluster-admin-role-binding2`.
    """
    return _PHRASE.fullmatch(word) is not None and not any(
        part.rstrip("0123456789!?") in _PARTS_OF_MACHINES for part in word.lower().split("-")
    )


def is_turned(piece: str) -> bool:
    """Whether it goes from small letters to capitals and digits as no name does: `b3M17g`."""
    if len(piece) < _LEAST_TURNED or piece.isupper() or piece.islower() or _NAME.fullmatch(piece) is not None:
        return False
    kinds = [(one.isdigit(), one.isupper()) for one in piece]
    turns = sum(one != other for one, other in pairwise(kinds))
    return turns >= _LEAST_TURNS and len(piece) <= _OF_A_TURN * turns


def is_odd(piece: str) -> bool:
    """Whether its letters are of both kinds as in no name, and no list knows it: `mxpJUK`."""
    if len(piece) < _LEAST_TURNED or piece.isupper() or piece.islower() or _NAME.fullmatch(piece) is not None:
        return False
    return not piece.istitle() and _CAPITALS_BEHIND.fullmatch(piece) is None and _has_unknown(piece)


def is_glued(word: str, apart: str = "") -> bool:
    """Whether signs stand in it at which values end elsewhere, and it looks made up for all that: `aX3<Qe7>m9k`.

    Args:
        word: all to the next blank.
        apart: a sign that parts the texts around it.
    """
    if _OTHERWISE.search(word) is not None:
        return False
    looks_so = any(map(is_turned, _PIECES.findall(word)))
    if not looks_so and _CALL.fullmatch(word) is None and _NUMBERED.fullmatch(word) is None:
        inside = not _SIGNS_INSIDE.isdisjoint(set(word[1:-1]) - set(apart))
        looks_so = inside or any(word.count(one) != word.count(other) for one, other in ("()", "[]", "{}"))
    # The lists are asked last: most uploads have no word that needs them, and reading them takes a fifth of a start.
    return looks_so and _has_unknown(word)


def bare(word: str, signs: str) -> str:
    """A word without the signs behind it that are the sentence's; what closes a bracket or a quote in it stays: `f(x)`.

    Args:
        word: all to the next blank.
        signs: what may stand behind it.
    """
    said = word.rstrip(signs)
    for sign in word[len(said) :]:
        if not _is_open(said, sign):
            break
        said += sign
    return said


def _is_open(word: str, sign: str) -> bool:
    """Whether a word has a bracket or a quote that such a sign behind it closes."""
    if sign == '"':
        return word.count(sign) % 2 == 1
    return sign in _OPENING and word.count(_OPENING[sign]) > word.count(sign)


def _has_unknown(word: str) -> bool:
    """Whether no list knows the word, or one of its parts."""
    return any(True for _ in known_words().unknown(word, 0, len(word)))
