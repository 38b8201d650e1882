r"""Halves of characters: joined where both are there, replaced where one is.

Sample: JSON may hold `\ud83d\ude00`, a character above U+FFFF as two escapes, and may hold one of them alone
(RFC 8259, section 8.2). No encoding can write a half, so none may leave the reading of an upload.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.model import Facts

_HALF = lazy_re.compile("[\ud800-\udfff]")


def whole_text(text: str) -> str:
    """The text with whole characters only."""
    if text.isascii() or _HALF.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def whole(facts: Facts) -> Facts:
    """The same facts with whole characters only; what holds no half is handed on as it is."""
    made: Facts = _whole(facts)
    return made


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, Struct):
        pairs = ((name, getattr(value, name)) for name in value.__struct_fields__)
        changed = {name: new for name, old in pairs if (new := _whole(old)) is not old}
        return replace(value, **changed) if changed else value
    if isinstance(value, dict):
        made = {_whole(name): _whole(row) for name, row in value.items()}
        return value if all(made.get(name) is row for name, row in value.items()) else made
    if type(value) is tuple:
        rows = tuple(map(_whole, value))
        return value if all(new is old for new, old in zip(rows, value, strict=True)) else rows
    return value
