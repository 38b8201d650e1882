"""Memory goes back to the system where its C library has a way for that, and nothing happens where it has none."""

from __future__ import annotations

import ctypes
from typing import ClassVar

import pytest

from analyzer import memory


class _OfAnotherSystem:
    """A C library that cannot give memory back."""

    def __init__(self, _name: str | None) -> None:
        pass


class _Glibc(_OfAnotherSystem):
    asked = 0
    options: ClassVar[dict[int, int]] = {}

    def malloc_trim(self, _pad: int) -> int:
        _Glibc.asked += 1
        return 1

    def mallopt(self, option: int, value: int) -> int:
        _Glibc.options[option] = value
        return 1


def test_the_c_library_is_asked_to_give_memory_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", _Glibc)

    memory.give_back()

    assert _Glibc.asked == 1


def test_the_c_library_is_asked_to_keep_no_block_that_is_larger_than_a_piece_of_a_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", _Glibc)

    memory.lend_large_blocks()

    ((option, least),) = _Glibc.options.items()
    assert (option, 1 << 20 < least < 12 << 20) == (-3, True)


def test_another_c_library_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", _OfAnotherSystem)

    memory.give_back()
    memory.lend_large_blocks()
