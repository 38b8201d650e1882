"""Memory that libraries hold without need: what a step took goes back to the system, and no addresses are reserved."""

from __future__ import annotations

import os


def give_back() -> None:
    """Return freed memory: glibc keeps it otherwise, and what comes next takes its own beside it.

    Takes two milliseconds; nothing happens where the C library is another one.
    """
    import ctypes  # costs some milliseconds, which only a large upload is worth

    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError, TypeError):
        return


def reserve_nothing() -> None:
    """Ask Arrow not to reserve a gigabyte of addresses, which a limit on them counts; called before it is imported.

    pandas imports it wherever it is installed. The variable is Arrow's own, `ARROW_DEFAULT_MEMORY_POOL`; whoever has
    set it keeps it.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
