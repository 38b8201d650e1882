"""What is a secret by what it looks like and by where it stands: the places of all modules that look for one so.

No shape of the table says it, since a word of no list is asked for: `near.py` looks behind and before words for a
secret, `arguments.py` among arguments, in rows and beside an account. A further module of that kind is one line here:
`scrubbing` removes what it finds, `watch` remembers it, and so `leaks` refuses it in outputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from analyzer.privacy import arguments, near
from analyzer.privacy.shapes import begun


def spans(text: str, low: str, present: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """Where secrets stand in a text: beginning and end of each.

    Args:
        text: what is looked at, as `begun` gives it.
        low: the same in lower case.
        present: the words that stand in it.
    """
    yield from near.values(text, low, present)
    yield from arguments.values(text)


def values(data: bytes, around: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The secrets in some stretches of an upload."""
    for start, stop in around:
        text, low = begun(data[start:stop].decode("utf-8", "replace"))
        for begin, end in spans(text, low, {word for word in near.WORDS if word in low}):
            if begin > 1 and end < len(text):  # what the stretch itself cuts off is none
                yield text[begin:end]
