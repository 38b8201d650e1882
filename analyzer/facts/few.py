"""The first few of many values, by their own text: which are kept does not depend on the order they come in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Generic, Protocol, Self, TypeVar


class _Known(Protocol):
    """What is known of a value."""

    def merge(self, other: Self, /) -> None:
        """Take in what is known of the same value elsewhere."""

    @property
    def weight(self) -> int:
        """How much is lost with it."""


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=_Known)


class Few(Generic[K, V]):
    """What is known of each of the first values, in the order of their text. Twice as many are held meanwhile.

    A value that is dropped stands behind enough others to be dropped in the end, too; so what is kept is complete.
    """

    def __init__(self, most: int, make: Callable[[], V]) -> None:
        self.most = most
        self.make = make
        self.lost = 0
        """The weight of all that was dropped."""
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

    def merge(self, other: Few[K, V]) -> None:
        """Take in what another one holds."""
        self.lost += other.lost
        for key, known in other._held.items():
            self.at(key).merge(known)

    def _trim(self) -> None:
        if len(self._held) <= self.most:
            return
        for key in sorted(self._held, key=repr)[self.most :]:
            self.lost += self._held.pop(key).weight
