"""Values and their tokens, numbered in the order in which they are met.

Sample: `contoso.example` gets `domain-1`, and so does `CONTOSO` wherever it stands alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.privacy.pseudonyms.documents import is_plain_name
from analyzer.privacy.telling import is_of_tokens
from analyzer.reference import public
from analyzer.reference.headers import spelling
from analyzer.reference.vocabulary import A_TOKEN, DIFFERING, REMOVED, SECRET_FIELDS

TOKEN = lazy_re.compile(rf"(?:(?:autodiscover|login)\.)?{A_TOKEN}\d{{0,8}}(?:\.[a-z.]{{2,40}})?")
"""What is a token already, with the zone of a vendor behind it or the ending of a file."""
_WORD = lazy_re.compile(r"(?<!\w)word-\d{1,9}(?!\w)")
"""A part of a value that was redacted before: `PC-word-1`."""
_NUMBERED = lazy_re.compile(r"\d{1,5}(?:\.\w{1,5})?")
"""A document that has a number for its name: `10000.log` stands in the token `file-10000.log` of another one."""
_WORDS = lazy_re.compile(r"[^\W_]+")
_LONGEST_WORD = 1_000
"""Characters of a word by which it is told from others: a part of a mail in base64 is one, and may have millions."""
_OF_FILES = ("file", "folder", "upload")

PHONE = lazy_re.compile(r"\+?[\d()/.-]{1,20}(?:[ \xa0][\d()/.-]{1,20}){1,6}")
"""A telephone number by its form alone, in several parts; what else is written so, such as an amount, is no secret."""


class Tokens:
    """The tokens of one case. They grow with the distinct values that were met, up to `most` of each kind."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.known: dict[str, str] = {}
        """Tokens by value, in lower case."""
        self.values: dict[str, str] = {}
        """The first value that got each token, as it stands in the upload."""
        self.counts: Counter[str] = Counter()
        self._words: dict[str, str] = {}
        """Tokens of words that nobody knows, in lower case; they say nothing of what the same word is elsewhere."""
        self.changes = 0
        """How often something was learned: whoever remembers an answer asks this whether it still holds."""

    def token(self, kind: str, value: str, zone: str = "") -> str:
        """The token of a value, in a vendor's zone where it has one; the first kind it was met as decides."""
        value = value.strip()
        low = value.lower()
        if (
            not value
            or value == REMOVED
            or value in DIFFERING
            or is_of_format(low)
            or TOKEN.fullmatch(value)
            or _WORD.search(value)
            or is_of_tokens(value)
        ):
            return value
        if (known := self.known.get(low)) is not None:
            return known
        if (number := self.next(kind)) is None:
            return f"{kind}-more"
        token = f"{kind}-{number}{zone}"
        self.learn(low, token)
        self.values[token] = value
        return token

    def word(self, value: str) -> str:
        """The token of a word that nobody knows; one that is known by now has its own."""
        value = value[:_LONGEST_WORD]
        low = value.lower()
        token = self.known.get(low) or self._words.get(low)
        if token is None:
            number = self.next("word")
            token = self._words[low] = f"word-{number}" if number is not None else "word-more"
            self.values[token] = value
        return token

    def next(self, kind: str) -> int | None:
        """The next number of a kind; None where there are as many as are kept."""
        if self.counts[kind] >= self.most:
            return None
        self.counts[kind] += 1
        return self.counts[kind]

    def learn(self, low: str, token: str) -> None:
        """From now on this value, which is in lower case, has that token."""
        self.known[low] = token
        self.changes += 1

    def bare(self, word: str, token: str) -> None:
        """The name of an organization or a person by itself: whoever writes `CONTOSO` means the domain."""
        if (
            len(word) > 3
            and word != REMOVED
            and word not in self.known
            and not is_of_format(word)
            and not TOKEN.fullmatch(word)
            and not is_common(word)
        ):
            self.learn(word, token)

    def document(self, kind: str, name: str, ending: str) -> str:
        """The token of a part of the name of a document; a file of that name is nobody's name elsewhere."""
        key = f"{kind}:{name.lower()}"
        if key not in self.known:
            self.counts[kind] += 1
            self.known[key] = f"{kind}-{self.counts[kind]}{ending}"
            self.values[self.known[key]] = name
            self.changes += 1
        return self.known[key]

    def of_document(self, low: str) -> str | None:
        """The token of a document by its name, in lower case, where a text repeats it."""
        return next((found for kind in _OF_FILES if (found := self.known.get(f"{kind}:{low}")) is not None), None)

    def telling(self) -> Iterator[str]:
        """The values that no finished output may hold any more: all but plain words and names of packs."""
        for token, value in self.values.items():
            of_file = token.startswith(tuple(f"{kind}-" for kind in _OF_FILES))
            plain = of_file and (is_plain_name(value) or _is_of_everybody(value.lower()) or is_of_plain_words(value))
            if (
                not plain
                and not token.startswith("word-")
                and not value.isalpha()
                and REMOVED not in value
                and not PHONE.fullmatch(value)
            ):
                yield value
        for name in self.known:
            if (
                not name.isalpha()
                and REMOVED not in name
                and not PHONE.fullmatch(name)
                and not name.startswith(tuple(f"{kind}:" for kind in _OF_FILES))
            ):
                yield name


def is_of_format(word: str) -> bool:
    """Whether a word (in lower case) belongs to the format, as the name of a field does: damage moves them about."""
    return word in public.SYNTAX or word in SECRET_FIELDS or spelling(word) is not None


def is_of_plain_words(name: str) -> bool:
    """Whether the name of a document has several words and all of them are plain: `Error Success` names nobody."""
    words = _WORDS.findall(name.lower())
    return len(words) > 1 and all(map(is_common, words))


def is_common(word: str) -> bool:
    """Whether a word (in lower case) is nobody's name: a plain one, also with a number behind it."""
    return word.rstrip("0123456789") in public.COMMON or word.isdigit()


def _is_of_everybody(name: str) -> bool:
    """Whether the name of a document, in lower case, stands in everybody's uploads: `schemas.microsoft.com`, `HTTP`."""
    if _NUMBERED.fullmatch(name) or public.is_documentation(name) or public.is_service(name):
        return True
    parts = _WORDS.findall(name)
    return all(len(part) <= 2 or part.isdigit() or part in public.COMMON or is_of_format(part) for part in parts)
