"""Memory that libraries hold without need: what a step took goes back to the system, and no addresses are reserved."""

from __future__ import annotations

import os

_M_MMAP_THRESHOLD = -3
"""Of glibc's `malloc.h`: blocks of this size and more lie by themselves."""
_LARGE = 2 << 20
"""More than the pieces a document is read in, which come and go."""


def give_back() -> None:
    """Return freed memory: glibc keeps it otherwise, and what comes next takes its own beside it.

    Takes two milliseconds; nothing happens where the C library is another one.
    """
    import ctypes  # costs some milliseconds, which only a large upload is worth

    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError, TypeError):
        return


def lend_large_blocks() -> None:
    """Give each large block back as soon as it is free: glibc begins to keep them, once it has met the first.

    While an attachment of 12 MB is joined of its pieces, three of them are held; kept, they were an eighth of what a
    dump of 300 MB needs. Nothing happens where the C library is another one.
    """
    import ctypes

    try:
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
    except (OSError, AttributeError, TypeError):
        return


def reserve_nothing() -> None:
    """Ask Arrow not to reserve a gigabyte of addresses, which a limit on them counts; called before it is imported.

    pandas imports it wherever it is installed. The variable is Arrow's own, `ARROW_DEFAULT_MEMORY_POOL`; whoever has
    set it keeps it.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
