"""A second process beside the one that reads: where there is a core for it, and where copying this one is safe."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analyzer.errors import ENDING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_ENDING = {getattr(signal, name) for name in ENDING if hasattr(signal, name)}


def copy(work: Callable[..., None], *given: Any) -> tuple[BaseProcess, Connection] | None:
    """A copy of this process that does some work, with the way to it; None where there is no room for one.

    The work is given the other end of the way, and what is given here. Ctrl-C is answered by this process for both;
    the copy ends when this one does.
    """
    if not _has_room():
        return None
    from multiprocessing import get_context

    fork = get_context("fork")
    try:
        here, there = fork.Pipe()
    except OSError:
        return None
    process = fork.Process(target=_begin, args=(here, work, there, *given), daemon=True)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)  # until the copy has its own answer to them
    try:
        process.start()
    except OSError:
        here.close()
        return None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        there.close()
    return process, here


def tell(way: Connection, what: object) -> None:
    """Say the last thing on a way, however large, piece by piece: as one message it would take its size once more."""
    with open(way.fileno(), "wb", closefd=False) as stream:
        pickle.dump(what, stream, pickle.HIGHEST_PROTOCOL)


def told(way: Connection) -> Any:
    """What was said so.

    Raises:
        EOFError: the other end is closed, or broke off.
        OSError: it was reset.
    """
    with open(way.fileno(), "rb", closefd=False) as stream:
        try:
            return pickle.load(stream)  # noqa: S301 - from our own copy, through a pipe nobody else has
        except pickle.UnpicklingError as error:
            raise EOFError from error


def _has_room() -> bool:
    """Whether a copy of this process has a core and is safe: threads may hold locks, and not all systems copy one."""
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2 or threading.active_count() > 1:
        return False
    from multiprocessing import parent_process  # costs 10 ms, which only a large upload is worth

    return parent_process() is None


def _begin(others: Connection, work: Callable[..., None], *given: Any) -> None:
    others.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _ENDING - {signal.SIGINT}:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    work(*given)
