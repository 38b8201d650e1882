"""How a process begins that starts the workers of a batch: one that comes too late or finds no room says nothing.

Where a batch is interrupted as it begins, a worker can find its parent ended, which is no reason for a traceback. The
command names this module to `multiprocessing` (docs.python.org, "set_forkserver_preload"); nothing else imports it, and
it imports nothing of ours, so that it is there first.
"""

from __future__ import annotations

import sys
from types import TracebackType


def _said(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say what went wrong, but for what the parent says itself.

    A worker that begins when its parent has ended misses its files; where only few may be open, some that are sent do
    not arrive, which `multiprocessing` notices by an assertion.
    """
    if not issubclass(kind, (OSError, EOFError, AssertionError)):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _said
