"""Memory goes back to the system where its C library has a way for that, and nothing happens where it has none."""

from __future__ import annotations

import ctypes

import pytest

from analyzer import memory


class _OfAnotherSystem:
    """A C library that cannot give memory back."""

    def __init__(self, _name: str | None) -> None:
        pass


class _Glibc(_OfAnotherSystem):
    asked = 0

    def malloc_trim(self, _pad: int) -> int:
        _Glibc.asked += 1
        return 1


def test_the_c_library_is_asked_to_give_memory_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", _Glibc)

    memory.give_back()

    assert _Glibc.asked == 1


def test_another_c_library_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", _OfAnotherSystem)

    memory.give_back()
