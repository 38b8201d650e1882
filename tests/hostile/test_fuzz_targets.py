"""What the fuzzer calls works without the fuzzer, and answers what it finds on its way sooner or later."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.readers import READERS, reader_for
from fuzz.seeds import FOUND, all_seeds
from fuzz.targets import TARGETS, everything
from tests.conftest import ROOT

SEEDS = [
    b"",
    b"\x00",
    b"PK\x03\x04",
    *(path.read_bytes()[:3000] for path in sorted((ROOT / "examples").glob("*.xml"))[:2]),
]


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_every_target_takes_anything(name: str) -> None:
    for seed in SEEDS:
        TARGETS[name](seed)


def test_the_first_byte_chooses_the_target(monkeypatch: pytest.MonkeyPatch) -> None:
    called = []
    for name in sorted(TARGETS):
        monkeypatch.setitem(TARGETS, name, lambda data, name=name: called.append((name, data)))

    everything(b"\x01rest")

    assert called == [(sorted(TARGETS)[1], b"rest")]


@pytest.mark.parametrize("path", sorted(FOUND.rglob("*/*")), ids=lambda path: path.name)
def test_what_the_fuzzer_found_breaks_nothing_any_more(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


def test_an_attack_begins_with_something_for_every_reader() -> None:
    assert set(READERS) <= {reader_for(seed[:65536]) for seed in all_seeds()}
