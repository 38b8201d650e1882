"""What a rule says in the letter to the customer, in English and German: `tell`.

A rule names a letter that it shares with others of its kind (`letters/*.toml`), or brings one of its own:

    tell = "authorization-expired"

    [rule.tell]
    readers = ["customer-user"]
    [rule.tell.en]
    subject = ["Please renew the authorization of {who}", "Please renew the mailbox authorization"]
    happened = …

Subject, what happened, why, every step and what comes after are a text or a list of them: said is the first all of
whose `{values}` the upload gives, so the last of a list has none. Commands stand in backticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from analyzer import lazy_re
from analyzer.errors import CatalogueError
from analyzer.model import Owner
from analyzer.model.telling import LANGUAGES, Said, Tell, Telling
from analyzer.reference import dates

FOLDER = Path(__file__).parent / "letters"
"""Letters that several rules share."""

OF_THE_LETTER = frozenset({"who", "since", "last", "count", "said"})
"""Values that the letter itself has: mailboxes or users, the first and the last time, how often, the vendor's code."""

PLACE = lazy_re.compile(r"\{(\w+)\}")

_PARTS = ("subject", "happened", "why", "steps", "after")
_NEEDED = ("subject", "happened", "why")
_INTERNAL = lazy_re.compile(
    r"\b(?:finding|engine|dump|ssi-analyze|catalogue|SSI|Revenue ?Grid|InvisibleCRM|stack trace|rule id"
    r"|Befund|Regelwerk|Datenbankauszug|Revenue ?Inbox)\b",
    re.IGNORECASE,
)
"""Words of ours that a customer does not know."""
_THIRD_PERSON = lazy_re.compile(
    r"\b(?:[Tt]he customer|[Tt]ell the|the customer's|der Kunde|den Kunden|dem Kunden|des Kunden|the reader)\b"
)
"""Words about whoever reads it."""


def read(value: Any) -> Tell | None:
    """The letter of a rule: its own, or the shared one that it names.

    Raises:
        CatalogueError: it is no letter, or there is none of that name.
    """
    if value is None:
        return None
    if isinstance(value, str):
        found = shared().get(value)
        if found is None:
            raise CatalogueError(f"tell names {value!r}, which is no letter; correct the name")
        return found
    return _tell(value)


@cache
def shared() -> Mapping[str, Tell]:
    """All shared letters by their names.

    Raises:
        CatalogueError: one of them is wrong.
    """
    import tomllib  # costs a start nothing where our rules are compiled

    found: dict[str, Tell] = {}
    for path in files():
        for name, table in tomllib.loads(path.read_text("utf-8")).items():
            if name in found:
                raise CatalogueError(f"{path.name}: letter {name!r} is there twice; rename one")
            try:
                found[name] = _tell(table)
            except CatalogueError as error:
                raise CatalogueError(f"{path.name}: letter {name!r}: {error}") from None
    return found


def files() -> list[Path]:
    """The files of the shared letters."""
    return sorted(FOLDER.glob("*.toml"))


def faults(tell: Tell, owner: Owner, values: frozenset[str] | None = None) -> Iterator[str]:
    """What must not be sent: a hole, a word of ours, a sentence about the reader, another reader than who acts.

    Args:
        tell: the letter.
        owner: who acts by the rule.
        values: those that the rule can give; None for a letter on its own.
    """
    if owner not in tell.readers:
        yield f"tell is for {', '.join(sorted(tell.readers))}, and the rule's owner is {owner}; name another letter"
    for language, words in tell.words.items():
        for part, said in parts(words):
            if not part.startswith("step") and PLACE.search(said[-1]):
                yield f"tell.{language}.{part}: its last sentence needs a value; add one without"
            for sentence in said:
                if found := plain_fault(sentence):
                    yield f"tell.{language}.{part} says {found!r}; say it in the words of who reads the letter"
                for name in PLACE.findall(sentence):
                    if values is not None and name not in values and name not in OF_THE_LETTER:
                        yield f"tell.{language}.{part}: {{{name}}} is captured by no pattern; correct its name"


def plain_fault(sentence: str) -> str | None:
    """What a customer would not understand, or that speaks about them: a word of ours, the third person."""
    found = _INTERNAL.search(sentence) or _THIRD_PERSON.search(sentence)
    return found[0] if found else None


def parts(words: Telling) -> Iterator[tuple[str, Said]]:
    """Every part of a letter with its name, the steps by their number."""
    yield from (("subject", words.subject), ("happened", words.happened), ("why", words.why))
    yield from ((f"step {number}", step) for number, step in enumerate(words.steps, 1))
    if words.after:
        yield "after", words.after


def values(tell: Tell | None) -> frozenset[str]:
    """The names of the values that a letter would say."""
    if tell is None:
        return frozenset()
    every = (sentence for words in tell.words.values() for _, said in parts(words) for sentence in said)
    return frozenset(name for sentence in every for name in PLACE.findall(sentence))


def _tell(table: Any) -> Tell:
    if not isinstance(table, dict) or (unknown := sorted(set(table) - {"readers", "stops", *LANGUAGES})):
        raise CatalogueError(f"tell may not hold {unknown[0]!r}" if isinstance(table, dict) else "tell must be a table")
    if missing := [language for language in LANGUAGES if not isinstance(table.get(language), dict)]:
        raise CatalogueError(f"tell lacks {missing[0]!r}; a letter is there in English and German")
    try:
        readers = frozenset(Owner(name) for name in table.get("readers", ()))
    except ValueError:
        raise CatalogueError(f"tell.readers must be owners: {', '.join(owner.value for owner in Owner)}") from None
    if not readers:
        raise CatalogueError("tell.readers must name who carries out the steps")
    stops = table.get("stops", False)
    if not isinstance(stops, bool):
        raise CatalogueError("tell.stops must be true or false")
    words = {language: _telling(table[language], language) for language in LANGUAGES}
    if len({bool(telling.steps) for telling in words.values()}) > 1:
        raise CatalogueError("tell has steps in one language only; say what to do in both")
    return Tell(readers=readers, stops=stops, words=words)


def _telling(table: Mapping[str, Any], language: str) -> Telling:
    if unknown := sorted(set(table) - {*_PARTS}):
        raise CatalogueError(f"tell.{language} may not hold {unknown[0]!r}; it has {', '.join(_PARTS)}")
    if missing := [part for part in _NEEDED if part not in table]:
        raise CatalogueError(f"tell.{language} lacks {missing[0]}; add it")
    steps = table.get("steps", [])
    if not isinstance(steps, list):
        raise CatalogueError(f"tell.{language}.steps must be a list")
    return Telling(
        subject=_said(table["subject"], f"{language}.subject"),
        happened=_said(table["happened"], f"{language}.happened"),
        why=_said(table["why"], f"{language}.why"),
        steps=tuple(_said(step, f"{language}.steps") for step in steps),
        after=_said(table["after"], f"{language}.after") if "after" in table else (),
    )


def _said(value: Any, place: str) -> Said:
    said = [value] if isinstance(value, str) else value
    if not isinstance(said, list) or not said or not all(isinstance(one, str) and one.strip() for one in said):
        raise CatalogueError(f"tell.{place} must be a text, or a list of them")
    return tuple(" ".join(dates.spoken(one).split()) for one in said)
