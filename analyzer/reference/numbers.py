"""Numbers in text of unknown origin, and amounts in words."""

from __future__ import annotations

from analyzer import lazy_re

_UNITS = (("hour", 3_600_000), ("minute", 60_000))
_DIGITS = lazy_re.compile(r"[0-9]{1,9}")


def number(text: str) -> int | None:
    """A whole number of at most nine ASCII digits; None for anything else (`str.isdigit` also takes superscripts)."""
    text = text.strip()
    return int(text) if _DIGITS.fullmatch(text) else None


def duration(milliseconds: int) -> str:
    """A time to wait as people say it, with the exact number: `5 minutes (297,749 ms)`."""
    if milliseconds < 1000:
        return f"{milliseconds} ms"
    fits = ((name, length) for name, length in _UNITS if milliseconds >= length * 1.5)
    name, length = next(fits, ("second", 1000))
    count = max(1, round(milliseconds / length))
    return f"{count:,} {name}{'' if count == 1 else 's'} ({milliseconds:,} ms)"


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 request`, `2,000 requests`, `2 mailboxes` where the plural is given."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
