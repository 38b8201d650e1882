"""Settings, schemes, caches and metadata of a pack: recognised, listed, and not searched for errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.limits import Limits
from analyzer.model import Record
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window

_PROLOG = rb"\A\s{0,99}(?:<\?xml[^<>]{0,200}\?>)?\s{0,99}(?:<!--[^<>]{0,2000}-->\s{0,99})?"
SIGNS = re.compile(
    _PROLOG
    + rb"<(?:\w{1,40}:)?(?:configurations?|sites?|settings?|autoresolvers?|(?:synchronization_)?scheme|natural_keys)\b"
    rb"|\A\s{0,99}[\[{]\s{0,99}(?:[\"{\[\]}]|-?\d)",
    re.IGNORECASE,
)
METADATA_SIGNS = re.compile(_PROLOG + rb"<(?:\w{1,40}:)?Edmx\b", re.IGNORECASE)


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:  # noqa: ARG001 - readers look alike
    """Nothing: a setting is no event."""
    at = 0
    while window.ensure(at + 1):
        window.ensure(at + limits.chunk)
        at = window.end
        window.forget(at)
    yield from ()
