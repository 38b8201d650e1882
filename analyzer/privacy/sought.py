"""Which of what people wrote is looked for where servers echo it; which words are telling, `telling.py` knows.

Raum Falkenhorst, Vertrag_Nordwind    several words, or some that a line joins
青木製作所                             few letters, each of which is a syllable or a word
+49 7531 1222804                      a telephone number
会议室, Mailbox, 2026-10-12            not: words that everybody has, and what programs write
"""

from __future__ import annotations

from analyzer import lazy_re
from analyzer.privacy.asked import LEAST_OF_NO_BLANKS, NO_BLANKS
from analyzer.privacy.beginnings import LEAST
from analyzer.privacy.labelled import is_written
from analyzer.privacy.telling import is_joined, is_phone, is_telling

_FEW_LETTERS = lazy_re.compile(f"[{NO_BLANKS}]{{{LEAST_OF_NO_BLANKS},{LEAST - 1}}}")


def is_sought(kind: str, value: str) -> bool:
    """Whether a value is telling enough; of few letters, or of numbers, only where something is so named."""
    if len(value) < LEAST:
        return kind != "body" and _FEW_LETTERS.fullmatch(value) is not None and is_written(value)
    return is_telling(value) or is_joined(value) or (kind != "body" and is_phone(value))
