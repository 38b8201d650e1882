"""How a process begins that starts the workers of a batch: a worker that comes too late says nothing.

Where a batch is interrupted as it begins, a worker can find its parent ended, which is no reason for a traceback. The
command names this module to `multiprocessing` (docs.python.org, "set_forkserver_preload"); nothing else imports it, and
it imports nothing of ours, so that it is there first.
"""

from __future__ import annotations

import sys
from types import TracebackType


def _said(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say what went wrong, but for what is missing to a worker that begins when its parent has ended."""
    if not issubclass(kind, (OSError, EOFError)):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _said
