"""Nothing that is planted is shown: secrets, content and persons in every place, spelling and language of the generator.

More of it: `python -m tests.privacy.test_planting 0 500` tries so many seeds of each kind, one upload each.
"""

from __future__ import annotations

import base64
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from analyzer.analysis import Options, analyze
from analyzer.case import Order, run
from analyzer.limits import DEFAULT
from analyzer.model import Privacy
from analyzer.privacy import scrubbing
from analyzer.privacy.content import Content
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.redacting import redact
from analyzer.report import document
from analyzer.report.files import Format
from analyzer.report.strict import strict
from tests.support import planting
from tests.support.planting import Planting

KINDS: dict[str, Callable[[int], Planting]] = {
    "secret": planting.secret,
    "content": planting.content,
    "personal": planting.personal,
}
SEEDS = range(7_000, 7_012)
_CODED = re.compile(r"[A-Za-z0-9+/]{24,}")


def pack(plantings: Sequence[Planting], folder: Path) -> Path:
    """All of them in one upload."""
    for number, one in enumerate(plantings):
        for name, data in one.files.items():
            (folder / "Logs" / f"{number:03}").mkdir(parents=True, exist_ok=True)
            (folder / "Logs" / f"{number:03}" / name).write_bytes(data)
    return folder / "Logs"


def shown(plantings: Iterable[Planting], outputs: Iterable[bytes]) -> list[str]:
    """Which of them the outputs show, as they stand or in base64."""
    text = "\n".join(data.decode("utf-8", "replace") for data in outputs)
    text += "".join(
        base64.b64decode(word + "=" * (-len(word) % 4)).decode("utf-8", "ignore")
        for word in _CODED.findall(text)
        if len(word) % 4 != 1
    )
    low = text.lower()
    return [one.name for one in plantings if any(needle.lower() in low for needle in one.needles)]


def reports(upload: Path, level: Privacy, formats: Iterable[Format] = Format) -> list[bytes]:
    return [data for _, data in run([str(upload)], Order(formats=tuple(formats), privacy=level)).reports]


def alone(plantings: Sequence[Planting], folder: Path, level: Privacy) -> list[str]:
    """Which of them are shown, each in an upload of its own: a report of many shows few samples of each."""
    uploads = [pack([one], folder / f"{number}") for number, one in enumerate(plantings)]
    made = [reports(upload, level, (Format.HTML, Format.JSON)) for upload in uploads]
    return [name for one, written in zip(plantings, made, strict=True) for name in shown([one], written)]


def redacted(upload: Path, out: Path) -> list[bytes]:
    """What `redact` writes, as the command does it."""
    content, names = Content(), Pseudonyms()
    strict(document.build(analyze([str(upload)], Options(content=content))), names, [upload.name])
    names.content = content
    out.mkdir()
    for attempt in range(2):
        redact(str(upload), out / str(attempt), names, DEFAULT)
    return [path.read_bytes() for path in (out / "1").rglob("*") if path.is_file()]


WAYS = [(kind, way) for kind, make in KINDS.items() for way in make(0).levels]


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_nothing_that_is_planted_is_shown(tmp_path: Path, kind: str, way: str) -> None:
    plantings = list(map(KINDS[kind], SEEDS))

    if way == "redact":
        assert shown(plantings, redacted(pack(plantings, tmp_path), tmp_path / "out")) == []
    else:
        assert alone(plantings, tmp_path, Privacy(way)) == []


def test_what_is_planted_is_shown_where_nothing_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The generator plants where it is seen: else nothing would be proved."""
    scrubbing._scrub_short.cache_clear()
    monkeypatch.setattr("analyzer.privacy.scrubbing._found", lambda *_, **__: [])
    monkeypatch.setattr("analyzer.privacy.scrubbing._without_opaque", lambda said: said)
    monkeypatch.setattr("analyzer.privacy.content.Content.edits", lambda *_: [])
    monkeypatch.setattr("analyzer.privacy.leaks.Check.find", lambda *_, **__: None)
    plantings = [KINDS[kind](seed) for seed in SEEDS for kind in ("secret", "content")]

    seen = alone(plantings, tmp_path, Privacy.STANDARD)

    scrubbing._scrub_short.cache_clear()
    assert len(seen) > len(plantings) * 0.9


if __name__ == "__main__":
    for kind, make in KINDS.items():
        for seed in range(int(sys.argv[1]), int(sys.argv[2])):
            one = make(seed)
            with tempfile.TemporaryDirectory() as folder:
                upload = pack([one], Path(folder))
                ways = {level.value: reports(upload, level) for level in Privacy}
                ways["redact"] = redacted(upload, Path(folder) / "out")
                seen = [way for way, written in ways.items() if way in one.levels and shown([one], written)]
            if seen:
                sys.stdout.write(f"{kind} {seed} at {', '.join(seen)}: {one.name}\n")
