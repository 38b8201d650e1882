"""`compile` as in `re`, for patterns of modules: the work is done when a pattern is first used, and most never are.

A case of one kind uses an eighth of our thousand patterns. Where the wheel has them ready (`ready_re.py`), those need
not be compiled either. May be imported anywhere.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

from analyzer import ready_re

ALL: list[tuple[ready_re.Pattern, int]] = []
"""Every pattern that a module has asked for by now, with its flags."""
_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Later:
    """Stands for a pattern; after its first use its methods are those of the compiled one, at their speed."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._asked = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        pattern, flags = self._asked
        compiled: re.Pattern[Any] = now(pattern, flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"lazy_re.compile({self._asked[0]!r})"


def compile(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:  # noqa: A001 - the name that readers know
    """A pattern that is compiled when it is first used; a wrong one raises `re.error` then (a test uses all)."""
    ALL.append((pattern, flags))
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))


def now(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The same compiled at once, for those that a table holds.

    Raises:
        re.error: it is no pattern.
    """
    return ready_re.of(pattern, flags) or re.compile(pattern, flags)
