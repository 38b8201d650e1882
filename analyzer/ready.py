"""What was made of our own files when the wheel was built, kept beside them, so that a start need not make it again.

It is used only while it fits: where one of the files was changed, added or removed since then, it is made anew. A
checkout has none.

It is a pickle, which runs what it says: like the `.pyc` files beside it, it is ours and lies where our code lies. No
rule file of a site and nothing of an upload is ever read so.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def read(path: Path, sources: Iterable[Path]) -> Any:
    """What was made of just these files, in this order; None where there is nothing of them."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    fits = _digest(sources)
    return pickle.loads(data[len(fits) :]) if data.startswith(fits) else None  # noqa: S301 - of our own wheel


def write(made: Any, path: Path, sources: Iterable[Path]) -> None:
    """Keep what was made of these files, for `read`."""
    path.write_bytes(_digest(sources) + pickle.dumps(made, pickle.HIGHEST_PROTOCOL))


def _digest(sources: Iterable[Path]) -> bytes:
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()
