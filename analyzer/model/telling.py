"""What the letter to the customer says of an error, before the values of a case are put in."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from analyzer.model.kinds import Owner

LANGUAGES = ("en", "de")
"""Of the letter to the customer; every letter of the catalogue is there in each."""

Said = tuple[str, ...]
"""A sentence, and others for where a value is not known: said is the first all of whose values the upload gives."""


class Telling(Struct, frozen=True, kw_only=True):
    """What a letter says of an error in one language, to whom it is sent; `{name}` stands for a value of the upload."""

    subject: Said
    happened: Said
    why: Said
    steps: tuple[Said, ...] = ()
    """None of them where the reader has nothing to do; one that lacks a value is left out."""
    after: Said = ()
    """What comes afterwards; empty for what every letter says."""


class Tell(Struct, frozen=True, kw_only=True):
    """What a letter says of an error, in every language."""

    readers: frozenset[Owner]
    """Who carries out the steps."""
    stops: bool
    """It says that synchronization stopped, which is not said of what passed or hits single records."""
    words: Mapping[str, Telling]
