"""`compile` as in `re`, for patterns of modules: the work is done when a pattern is first used, and most never are.

A case of one kind uses a quarter of our 450 patterns; compiling all of them took a quarter of a start. May be imported
anywhere; imports nothing of ours.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Later:
    """Stands for a pattern; after its first use its methods are those of the compiled one, at their speed."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._asked = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        pattern, flags = self._asked
        compiled: re.Pattern[Any] = re.compile(pattern, flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"lazy_re.compile({self._asked[0]!r})"


def compile(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:  # noqa: A001 - the name that readers know
    """A pattern that is compiled when it is first used; a wrong one raises `re.error` then (a test uses all)."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
