"""What is taken away while `redact` works: the message names what is gone, never a file of ours."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.redacting import redact
from tests.conftest import Ran

Called = Callable[..., Ran]


@pytest.mark.parametrize(
    ("gone", "code", "said"),
    [
        ("out", 5, "out/new.log: cannot be written (what was written of it is gone)"),
        ("upload.log", 2, "upload.log: no such file"),
    ],
)
def test_what_is_gone_is_named(
    called: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str, code: int, said: str
) -> None:
    place = tmp_path / gone
    (tmp_path / "out").mkdir()
    (tmp_path / "upload.log").write_text("2026-10-12 08:00:00 ERROR Exception: (503) Service Unavailable\n")

    def removing(*given: Any, **named: Any) -> Any:
        if gone == "out":
            done = redact(*given, **named)
            shutil.rmtree(place)
            return done
        place.unlink()
        return redact(*given, **named)

    monkeypatch.setattr("analyzer.redacting.redact", removing)

    ran = called("redact", tmp_path / "upload.log", "-o", tmp_path / "out" / "new.log")

    assert (ran.code, ran.stderr.count("\n")) == (code, 1)
    assert said in ran.stderr
    assert ".part" not in ran.stderr
