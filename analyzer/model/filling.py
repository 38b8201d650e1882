r"""A sentence of a rule with the values of a case in it, which remembers what it was made of.

    Filled.of("Quota of {limit} records in {forest|the forest}", {"limit": "5000"})
    Quota of 5,000 records in the forest

At strict the values get their tokens and the sentence is made again: nobody looks for a name in the words of a rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from analyzer import lazy_re

PLACE = lazy_re.compile(r"\{(\w+)(?:\|([^{}]*))?\}")
"""A place for a value, with words for when there is none."""
AMOUNT = lazy_re.compile(r"[0-9]{4,15}")
"""A number with so many digits that separators help."""
AMOUNTS = {"limit", "total", "pinned", "excess", "count", "requested", "returned", "records", "milliseconds"}
"""Values that are amounts and read better with separators; other numbers are codes and ids."""
_HOLLOW = lazy_re.compile(r" \{(\w+)\|\}")
"""A place that stays empty where there is no value: the space before it goes, too (`Kerio Connect {version|}: …`)."""
_SPACES = lazy_re.compile(r" {2,}")
_ONE = lazy_re.compile(
    r"(?<![\d.,:/#])\b1 (conflict|duplicate|issue|confirmation|request|record|error|mailbox|time|item|message)(?:e?s)\b"
)


class Filled(str):  # noqa: SLOT000 - what it was made of stands beside it
    """The sentence as it reads; `template` and `values` are what it was made of."""

    template: str = ""
    values: Mapping[str, str] = {}

    @classmethod
    def of(cls, template: str, values: Mapping[str, str]) -> Filled:
        """A sentence with its values filled in."""
        made = cls(_filled(template, values))
        made.template = template
        made.values = {name: values[name] for name, _ in PLACE.findall(template) if name in values}
        return made

    def changed(self, change: Callable[[str, str], str]) -> Filled:
        """The sentence with other values, each made of its name and what it was; one without values stays."""
        new = {name: change(name, value) for name, value in self.values.items()}
        return self if new == self.values else Filled.of(self.template, new)


def _one(match: re.Match[str]) -> str:
    return f"1 {match[1]}"


def _filled(text: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        found = values.get(match[1])
        if found is None:
            return match[2] if match[2] is not None else "?"
        return f"{int(found):,}" if match[1] in AMOUNTS and AMOUNT.fullmatch(found) else found

    text = _HOLLOW.sub(lambda match: match[0] if values.get(match[1]) else "", text)
    return _ONE.sub(_one, _SPACES.sub(" ", PLACE.sub(value, text)))
