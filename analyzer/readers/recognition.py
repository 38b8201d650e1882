"""How strongly the first part of a document looks like a form: the weights that `readers/__init__.py` compares.

Sample: a log that says `calling https://mail.contoso.example/EWS/Exchange.asmx` in its first line and shows its records
a thousand lines later is that log, and no dump of Exchange: an address names a service, it is no form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum

from msgspec import Struct

FIRST_PART = 64 << 10
"""Bytes that are looked at first; the rest of what is in memory is looked at only where these show no form."""


class Strength(IntEnum):
    """How much a sign weighs. The stronger one decides; of two that are alike the one that stands first."""

    NAMED = 1
    """Something that any text can quote: an address, a namespace."""
    FORM = 2
    """A line or an element that only this format writes. Everything behind it may be quoted in it."""
    WHOLE = 3
    """The first part was looked at from its beginning to its end and is of this format throughout."""


class Sign(Struct, frozen=True):
    """What a reader sees of its format in the first part of a document."""

    strength: Strength
    at: int = 0
    """Offset in the first part."""


Weigh = Callable[[bytes], Sign | None]


def form(signs: re.Pattern[bytes], named: re.Pattern[bytes] | None = None) -> Weigh:
    """Weigh a format by a pattern of what only it writes, and by a weaker one of what it often names."""

    def weigh(head: bytes) -> Sign | None:
        if (found := signs.search(head)) is not None:
            return Sign(Strength.FORM, found.start())
        if named is not None and (found := named.search(head)) is not None:
            return Sign(Strength.NAMED, found.start())
        return None

    return weigh


def throughout(looks: Callable[[bytes], bool]) -> Weigh:
    """Weigh a format that has no sign of its own by a look at the whole of the first part."""

    def weigh(head: bytes) -> Sign | None:
        return Sign(Strength.WHOLE) if looks(head) else None

    return weigh


def without_mark(head: bytes) -> bytes:
    """The first part without byte order mark and blanks before it."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")
