"""Characters that a reader cannot see, or that change how the rest reads, made visible.

Written out, not asked from the Unicode tables of the Python that runs: the same input gives the same bytes on every
version.
"""

from __future__ import annotations

import re

from analyzer import lazy_re

# Controls, bidi controls, zero-width and filler characters, separators, tags, surrogates, noncharacters.
_HIDDEN = lazy_re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_STACKED = lazy_re.compile(
    "(?<=[\u0300-\u034e\u0350-\u036f\u0483-\u0489\u20d0-\u20f0]{4})[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]+"
)


def shown(text: str) -> str:
    r"""The text with such characters spelled as in `\u202e`; tabs and line ends stay."""
    text = _HIDDEN.sub(_spelled, text.replace("\r\n", "\n"))
    return _STACKED.sub(_spelled, text)


def one_line(text: str, most: int | None = None) -> str:
    """The text on one line, its white space collapsed, such characters spelled; longer than `most` it is cut."""
    line = shown(" ".join(text.split()))
    return line if most is None or len(line) <= most else f"{line[: most - 1]}…"


def _spelled(found: re.Match[str]) -> str:
    return "".join(f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}" for number in map(ord, found[0]))
