"""The watches of a large document in a process of their own, beside the one that reads it.

Looking for secrets and for content takes half as long as the rest of reading. The watches go on from where they are in
a copy of this process, which gets every byte of the document, most through a pipe; in the end it hands back what they
have learned, and they are as if they had looked here. A document is watched whole or its report is not written.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from analyzer import forks
from analyzer.errors import LeakError
from analyzer.privacy.leaks import Watch

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

LEAST = 8 << 20
"""Bytes of a document from which on a second process is worth its start."""


def watched(chunks: Iterator[bytes], watches: Sequence[Watch]) -> Iterator[bytes]:
    """The chunks of a document as they are; each of the watches looks at them, in the end at the latest.

    Raises:
        LeakError: the process that looked at them ended early, so nobody knows what must not be shown.
    """
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        yield chunk
        if size >= LEAST:
            break
    copy = forks.copy(_work, held, watches) if size >= LEAST and watches else None
    if copy is not None:
        yield from _beside(chunks, watches, *copy)
    else:
        yield from islice(_here(chain(held, chunks), watches), len(held), None)


def _here(chunks: Iterator[bytes], watches: Sequence[Watch]) -> Iterator[bytes]:
    for watch in watches:
        chunks = watch.watch(chunks)
    return chunks


def _beside(
    chunks: Iterator[bytes], watches: Sequence[Watch], process: BaseProcess, here: Connection
) -> Iterator[bytes]:
    try:
        for chunk in chunks:
            if chunk:  # an empty one would end it
                here.send_bytes(chunk)
            yield chunk
        here.send_bytes(b"")
        learned = pickle.loads(here.recv_bytes())  # noqa: S301 - from our own copy, through a pipe nobody else has
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        raise LeakError("the search for secrets in the upload ended early: nothing is written; try again") from error
    finally:
        here.close()
        process.join()
    for watch, state in zip(watches, learned, strict=True):
        watch.merge(state)


def _work(pipe: Connection, held: Sequence[bytes], watches: Sequence[Watch]) -> None:
    """What the copy does; it ends without a word when the other end is closed early."""
    try:
        for _ in _here(chain(held, _chunks(pipe)), watches):
            pass
        pipe.send_bytes(pickle.dumps([watch.learned() for watch in watches]))
    except Exception:  # noqa: BLE001 - the other end says that it ended early; a traceback could show what was read
        return


def _chunks(pipe: Connection) -> Iterator[bytes]:
    while chunk := pipe.recv_bytes():
        yield chunk
