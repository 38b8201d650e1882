"""The first few of many values, by their own text: which are kept does not depend on the order they come in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Few(Generic[K, V]):
    """What is known of each of the first values, in the order of their text. Twice as many are held meanwhile.

    A value that is dropped stands behind enough others to be dropped in the end, too; so what is kept is complete.
    """

    def __init__(self, most: int, make: Callable[[], V], lose: Callable[[K, V], None]) -> None:
        self.most = most
        self.make = make
        self.lose = lose
        """Told of every value that is dropped, maybe in several parts."""
        self._held: dict[K, V] = {}

    def at(self, key: K) -> V:
        """What is known of a value, to be added to."""
        known = self._held.get(key)
        if known is None:
            if len(self._held) >= 2 * self.most:
                self._trim()
            known = self._held[key] = self.make()
        return known

    def get(self, key: K) -> V | None:
        """What is known of a value, if anything."""
        return self._held.get(key)

    def items(self) -> Iterator[tuple[K, V]]:
        """The values that are kept."""
        self._trim()
        return iter(self._held.items())

    def _trim(self) -> None:
        if len(self._held) <= self.most:
            return
        for key in sorted(self._held, key=repr)[self.most :]:
            self.lose(key, self._held.pop(key))
