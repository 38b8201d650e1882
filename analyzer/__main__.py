"""Where `ssi-analyze` and `python -m analyzer` begin. Ctrl-C while the command is still loading gets its line, too."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

from analyzer.errors import EXIT_INTERRUPTED, INTERRUPTED

_COLLECT_AFTER = 50_000
"""New objects between two looks for circles of garbage; Python's 700 cost a start, which makes no circles, a tenth."""


def main() -> NoReturn:
    """Load the command and run it."""
    gc.set_threshold(_COLLECT_AFTER, 20, 20)
    try:
        from analyzer.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write(f"ssi-analyze: {INTERRUPTED}\n")
        sys.exit(EXIT_INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
