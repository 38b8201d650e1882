"""Our rules as they are after reading, kept beside them: the wheel carries them so that a start need not read TOML.

Reading 400 rules from TOML and proving them costs a fifth of a second, a third of what a small dump takes. The file is
made when the wheel is built (hatch_build.py) and is used only while it fits (analyzer/ready.py): a rule file or a line
of the reader that was changed since then is read the slow way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from analyzer import ready
from analyzer.rules import telling
from analyzer.rules.schema import Rule

NAME = "catalogue.pickle"
"""Of the file in the wheel."""
_ROOM = Path(__file__).parent
_TABLES = _ROOM.parent / "reference"

Own = tuple[dict[str, Rule], set[str]]
"""Rules by id, and the ids that are used no more."""


def read(sources: Sequence[Path], path: Path = _ROOM / NAME) -> Own | None:
    """The rules that were made of just these files; None where there are none."""
    own: Own | None = ready.read(path, _every(sources))
    return own


def write(own: Own, sources: Sequence[Path], path: Path) -> None:
    """Keep rules that were read and proved, for `read`."""
    ready.write(own, path, _every(sources))


def _every(sources: Sequence[Path]) -> Iterator[Path]:
    """These rule files, the dates, owners and letters that they name, and the code that makes rules of them."""
    yield from sources
    yield from (_TABLES / name for name in ("dates.csv", "exchange_builds.csv", "owners.py"))
    yield from telling.files()
    yield from (_ROOM / name for name in ("schema.py", "reading.py", "telling.py"))
