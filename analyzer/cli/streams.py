"""The streams and signals of the process: closed, full or gone, they cost what was to be told, never the work."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any, TextIO, cast

from analyzer.errors import ENDING, EXIT_OUTPUT, OutputError

_BREATH = 1.0
"""Seconds after a signal in which another one is taken for the same."""


class _Patient:
    """A stream that raises nothing where nobody can be told; of standard output, which is the work, it is said."""

    def __init__(self, stream: TextIO, *, is_output: bool) -> None:
        self._stream = stream
        self._is_output = is_output

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write and hand on at once.

        Raises:
            OutputError: it is standard output, and cannot be written.
            SystemExit: it is standard output, and who read it has gone.
        """
        if text == "":  # a question whether this is a stream of text
            return 0
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError) as error:
            self._silence()
            if self._is_output and getattr(error, "errno", None) == errno.EPIPE:
                raise SystemExit(EXIT_OUTPUT) from None
            if self._is_output:
                reason = getattr(error, "strerror", None) or "it is closed"
                raise OutputError(f"standard output cannot be written ({reason}); send it elsewhere") from None
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write each of them."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing waits: every write is handed on."""

    def _silence(self) -> None:
        """Lead what is still held back to nowhere: Python would try again at the end, and change the exit code."""
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
        except (OSError, ValueError):
            pass


class _Interrupt(KeyboardInterrupt):
    """Somebody ended the process.

    A kind of its own: where the plain one passes through `exec`, as in the making of a dataclass, Python ends itself
    by SIGINT in the end, whatever the exit code was to be (`unhandled_keyboard_interrupt` in pythonrun.c).
    """


class _End:
    """What a signal that asks for an end does: the first ends the work, and one on its heels does not end the cleaning.

    Programs that end others send several: `timeout` to the process and its group, a service manager SIGHUP behind
    SIGTERM, a person Ctrl-C twice.
    """

    def __init__(self) -> None:
        self.last = -_BREATH

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """End it.

        Raises:
            KeyboardInterrupt: it is the first signal, or the first for a while.
        """
        del number, frame
        now = time.monotonic()
        before, self.last = self.last, now
        if now - before >= _BREATH:
            raise _Interrupt


def prepare() -> None:
    """Make standard output and error patient, and every end that is asked for (SIGTERM, SIGHUP) the same as Ctrl-C."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - lives as long as the process
    if not isinstance(sys.stderr, _Patient):
        sys.stderr = cast("TextIO", _Patient(sys.stderr, is_output=False))
    if sys.stdout is not None and not isinstance(sys.stdout, _Patient):
        sys.stdout = cast("TextIO", _Patient(sys.stdout, is_output=True))
    _on_end(_End())


def over() -> None:
    """Be deaf to what asks for an end: it has come, and all that is left is to say so."""
    _on_end(lambda *_: None)  # not SIG_IGN, which whatever is started later would inherit


def _on_end(do: Callable[[int, FrameType | None], None]) -> None:
    for name in ENDING:
        number = getattr(signal, name, None)  # Windows has fewer
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, do)
