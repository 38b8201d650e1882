"""Our rules as they are after reading, kept beside them: the wheel carries them so that a start need not read TOML.

Reading 400 rules from TOML and proving them costs a fifth of a second, a third of what a small dump takes. The file is
made when the wheel is built (hatch_build.py) and is used only while it fits: a rule file or a line of the reader that
was changed since then is read the slow way. A checkout has no such file.

It is a pickle, which runs what it says: like the `.pyc` files beside it, it is ours and lies where our code lies. No
rule file of a site and nothing of an upload is ever read so.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from pathlib import Path

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
    try:
        data = path.read_bytes()
    except OSError:
        return None
    fits = _digest(sources)
    if not data.startswith(fits):
        return None
    own: Own = pickle.loads(data[len(fits) :])  # noqa: S301 - of our own wheel, see above
    return own


def write(own: Own, sources: Sequence[Path], path: Path) -> None:
    """Keep rules that were read and proved, for `read`."""
    path.write_bytes(_digest(sources) + pickle.dumps(own, pickle.HIGHEST_PROTOCOL))


def _digest(sources: Sequence[Path]) -> bytes:
    """Names these rule files, the dates, owners and letters that they name, and the code that made rules of them."""
    digest = hashlib.sha256()
    tables = (_TABLES / name for name in ("dates.csv", "exchange_builds.csv", "owners.py"))
    code = (_ROOM / name for name in ("schema.py", "reading.py", "telling.py"))
    for path in (*sources, *tables, *telling.files(), *code):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()
