"""Words that tell nothing of anybody: of messages in many languages, of identifiers, of codes with digits in them.

A file holds lower-case words with blanks between them; a line that begins with `#` is a heading. `codes.txt` has whole
words with digits, such as `sha256`. No list holds names of people, places or customers, or words for private matters;
`never.txt` has those that an ending or another language would make known. They were put together for this project,
from what public programs and their documentation say.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from analyzer import lazy_re, ready

_LETTERS = lazy_re.compile(r"[^\W\d_]+")
_HERE = Path(__file__).parent
READY = "words.ready"
"""All of them in one file, beside the lists; only a wheel has it."""


@cache
def listed() -> frozenset[str]:
    """Every word of the lists and of the tables of codes, in lower case."""
    made: frozenset[str] | None = ready.read(_HERE / READY, _sources())
    return made if made is not None else _listed()


def make_ready(path: Path) -> None:
    """Keep these words for `listed`, which then takes a third of its time."""
    ready.write(_listed(), path, _sources())


def _sources() -> list[Path]:
    return [*sorted(_HERE.glob("*.txt")), *sorted(_HERE.parent.glob("*.csv"))]


def _listed() -> frozenset[str]:
    found: set[str] = set()
    for path in _sources():
        if path.suffix == ".csv":
            found.update(letters(path.read_text("utf-8").lower()))
        elif path.name not in ("codes.txt", "never.txt"):
            found.update(_words(path.name))
    return frozenset(found - never())


@cache
def stems() -> frozenset[str]:
    """Those of English and of identifiers, which take the endings of English."""
    return frozenset({*_words("english.txt"), *_words("software.txt")})


@cache
def german() -> frozenset[str]:
    """Those of German, which take its endings."""
    return frozenset(_words("german.txt"))


@cache
def codes() -> frozenset[str]:
    """Words with digits in them."""
    return frozenset(_words("codes.txt"))


@cache
def never() -> frozenset[str]:
    """Words that are not known, whatever they are made of."""
    return frozenset(_words("never.txt"))


def _words(name: str) -> Iterator[str]:
    for line in (_HERE / name).read_text("utf-8").splitlines():
        if line[:1] != "#":
            yield from line.split()


def letters(text: str) -> list[str]:
    """The words of a text."""
    return _LETTERS.findall(text)
