"""Numbers in text of unknown origin."""

from __future__ import annotations

from analyzer import lazy_re

_DIGITS = lazy_re.compile(r"[0-9]{1,9}")


def number(text: str) -> int | None:
    """A whole number of at most nine ASCII digits; None for anything else (`str.isdigit` also takes superscripts)."""
    text = text.strip()
    return int(text) if _DIGITS.fullmatch(text) else None
