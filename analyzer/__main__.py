"""Where `ssi-analyze` and `python -m analyzer` begin. Who ends it while it is still loading gets the line, too."""

from __future__ import annotations

import gc
import os
import signal
from types import FrameType
from typing import NoReturn

from analyzer.errors import ENDING, EXIT_INTERRUPTED, INTERRUPTED

_COLLECT_AFTER = 200_000
"""New objects between two looks for circles of garbage; Python's 700 cost a start, which makes no circles, a tenth."""


def main() -> NoReturn:
    """Load the command and run it."""
    for name in ENDING:
        number = getattr(signal, name, None)  # Windows has fewer
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _ended)
    gc.set_threshold(_COLLECT_AFTER, 20, 20)
    from analyzer.cli import main as run

    try:
        run()
    finally:
        gc.freeze()  # nothing is looked through once more at the end, which took a tenth of a small dump's time


def _ended(number: int, frame: FrameType | None) -> NoReturn:
    """End at once: nothing is open yet, and an error raised while a module loads can be taken for one of its own."""
    del number, frame
    try:
        os.write(2, f"ssi-analyze: {INTERRUPTED}\n".encode("ascii"))
    finally:
        os._exit(EXIT_INTERRUPTED)


if __name__ == "__main__":
    main()
