"""Words in bytes: whichever engine looks for them, the same ones are found, in large uploads as in small ones."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.privacy import place_names, watch, words
from analyzer.privacy.content import Content
from analyzer.privacy.watch import Removed
from analyzer.privacy.words import Words

pytest.importorskip("hyperscan", reason="has no wheel for some machines, which do without it")

ROOT = Path(__file__).parents[2]
UPLOADS = sorted(
    path for folder in ("tests/fixtures", "examples") for path in (ROOT / folder).rglob("*") if path.is_file()
)
IDLE = {b"name>": (b"</t:", b"<box><t:"), b"key=": (b"a", b"-")}
WORDS = (b"name>", b"key=", b"ame>", b">na", b"note", b"note>", b"bnote>", "né".encode(), b"e>")
PIECES = (
    *(b"<", b"/", b"t:", b"name>", b"NAME>", b"</t:name>", b"<box><t:Name>", b"key=", b"a", b"-", b"A", b"bnote>"),
    *("né".encode(), "NÉ".encode(), b"e>", b"\n", b"\0", b"\xff"),
)


@pytest.fixture(autouse=True)
def _nothing_seen() -> Iterator[None]:
    """Each test begins with words that nobody looked for."""
    yield
    watch.needles.cache_clear()
    place_names.anchors.cache_clear()


def found(
    data: bytes, least: int, *, overlapping: bool = True, idle: Mapping[bytes, Sequence[bytes]] | None = None
) -> list[tuple[int, int, int]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "LEAST", least)
        return sorted(Words(WORDS, overlapping=overlapping, idle=idle).places(data))


def is_idle(data: bytes, place: tuple[int, int, int]) -> bool:
    number, start, _ = place
    return any(data[:start].lower().endswith(before) for before in IDLE.get(WORDS[number], ()))


@given(st.lists(st.sampled_from(PIECES), min_size=1).map(b"".join), st.booleans())
def test_both_engines_tell_the_same_places(data: bytes, overlapping: bool) -> None:
    assert found(data, 1, overlapping=overlapping) == found(data, len(data) + 1, overlapping=overlapping)


@given(st.lists(st.sampled_from(PIECES), min_size=1).map(b"".join), st.booleans())
def test_the_table_of_all_states_tells_the_same_places(data: bytes, overlapping: bool) -> None:
    before = found(data, len(data) + 1, overlapping=overlapping)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_LEAST_OF_TABLE", 1)
        assert found(data, len(data) + 1, overlapping=overlapping) == before


@given(st.lists(st.sampled_from(PIECES), min_size=1).map(b"".join))
def test_the_faster_one_leaves_out_what_is_idle_and_nothing_else(data: bytes) -> None:
    every = found(data, len(data) + 1, idle=IDLE)

    assert found(data, 1, idle=IDLE) == [place for place in every if not is_idle(data, place)]


def learned(data: bytes, least: int) -> tuple[object, ...]:
    """What both watches know of some bytes."""
    watch.needles.cache_clear()
    place_names.anchors.cache_clear()
    removed, content = Removed(), Content()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "LEAST", least)
        removed.look(data)
        content.look(data)
    return removed.values, removed.public, content.values


@pytest.mark.parametrize("upload", UPLOADS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_watches_learn_the_same_of_an_upload(upload: Path) -> None:
    data = upload.read_bytes()

    assert learned(data, 1) == learned(data, len(data) + 1)


def test_threads_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "LEAST", 1)
    index, data = Words(WORDS), b"name>" + 30 * b"." + b"key=" + 30 * b"."
    index.places(data)

    with ThreadPoolExecutor(4) as threads:
        every = list(threads.map(index.places, [data * 5_000] * 20))

    assert [len(list(places)) for places in every] == [10_000] * 20


def test_where_it_is_not_installed_the_slower_one_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    import_ = builtins.__import__

    def without(name: str, *given: Any, **named: Any) -> Any:
        if name == "hyperscan":
            raise ImportError(name)
        return import_(name, *given, **named)

    monkeypatch.setattr(builtins, "__import__", without)

    assert found(b"a Name> key=", 1) == found(b"a Name> key=", 1 << 20)


def test_words_of_lines_are_told_as_those_of_dumps_are() -> None:
    words, text = [b"token", b"to", b"ken x"], b"a TOKEN x, tokens to ken"

    assert list(Words(words, overlapping=True, of_lines=True).places(text)) == list(
        Words(words, overlapping=True).places(text)
    )
