"""The words of a letter to the customer that belong to no error in particular: `letter_frame.toml`, as it is read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from analyzer import ready

READY = "letter_frame.pickle"
"""Of the file in the wheel that has them as they are after reading."""
_ROOM = Path(__file__).parent
_TOML = _ROOM / "letter_frame.toml"
_SOURCES = (_TOML, Path(__file__))

ANY = "any"
"""What is said of everybody, or of every side, that has no words of its own."""

Said = tuple[str, ...]
"""A sentence, and others for where a value is not known."""


class General(Struct, frozen=True, kw_only=True):
    """What is said of an error that has no words of its own, by who acts."""

    why: Said
    steps: tuple[Said | str, ...] = ()


class Frame(Struct, frozen=True, kw_only=True):
    """What every letter in one language is made of."""

    name: str
    """Of the language, in itself."""
    subject: str
    greeting: str
    closing: str
    one_more: str
    """Behind one name, where another follows."""
    and_one: str
    and_more: str
    all_of: str
    """Whom an error hits, where more are known than a sentence names."""
    day: str
    moment: str
    """A time of a day, UTC."""
    span: str
    span_of_day: str
    span_of_minute: str
    months: tuple[str, ...]
    thousands: str
    seen_once: str
    seen_from: str
    seen_on_day: str
    also: str
    """Begins a further cause."""
    stopped: Mapping[str, Said]
    """What happened, by side; `any` for the others."""
    stopped_subject: Said
    partly: Said
    """Where not everything stopped, as far as the logs tell."""
    partly_subject: Said
    passed: Said
    passed_subject: Said
    please: Mapping[str, Said]
    """Begins the steps, by who carries them out."""
    lest: Mapping[str, Said]
    """The same where it works again."""
    done: str
    """After steps."""
    ours: Mapping[str, str]
    """After a cause that we see to, by owner."""
    nothing: str
    """Where the reader has nothing to do and we neither."""
    more_affected: str
    general: Mapping[str, General]
    """By owner."""
    vendor: Mapping[str, General]
    """The same where the service names a code of its own; `aadsts` where it is one of the Microsoft sign-in."""
    clean: Said
    clean_likely: str
    """Where that is not proved."""
    clean_but: str
    clean_subject: str
    clean_ask: str
    clean_needed: tuple[str, ...]
    unclear: Said
    unclear_subject: str
    unclear_ask: str
    unclear_needed: Mapping[str, str]
    """What to send, by what is missing; `any` is always asked for."""
    unknown: str
    """Where an error is in the logs that nothing explains yet."""
    unknown_subject: str
    several: str
    """In the place of a letter, where the uploads are of several customers: what one may read the other may not."""


@cache
def frames() -> Mapping[str, Frame]:
    """By the language of a letter."""
    made: Mapping[str, Frame] | None = ready.read(_ROOM / READY, _SOURCES)
    return made or _read()


def is_ready() -> bool:
    """Whether they came ready, as they do in a wheel."""
    return ready.read(_ROOM / READY, _SOURCES) is not None


def make_ready(path: Path) -> None:
    """Write them to a file, as the wheel carries them."""
    ready.write(_read(), path, _SOURCES)


def _read() -> Mapping[str, Frame]:
    import tomllib  # costs a start three milliseconds, and nothing where they came ready

    found = tomllib.loads(_TOML.read_text("utf-8"))
    return {language: _frame(table) for language, table in found.items()}


def _frame(table: Mapping[str, Any]) -> Frame:
    general = {
        part: {owner: General(**{name: _listed(said) for name, said in words.items()}) for owner, words in rows.items()}
        for part, rows in table.items()
        if part in ("general", "vendor")
    }
    return Frame(**{name: _listed(said) for name, said in table.items()} | general)


def _listed(value: Any) -> Any:
    """Lists as tuples; a step with one sentence alone is a text in the file."""
    if isinstance(value, list):
        return tuple(value)
    return {name: _listed(said) for name, said in value.items()} if isinstance(value, dict) else value
