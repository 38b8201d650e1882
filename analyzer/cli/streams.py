"""The streams and signals of the process: closed, full or gone, they cost what was to be told, never the work."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterable
from types import FrameType
from typing import Any, TextIO, cast

from analyzer.errors import EXIT_OUTPUT, OutputError


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


def prepare() -> None:
    """Make standard output and error patient, and an end that is asked for (SIGTERM) the same as Ctrl-C."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - lives as long as the process
    if not isinstance(sys.stderr, _Patient):
        sys.stderr = cast("TextIO", _Patient(sys.stderr, is_output=False))
    if sys.stdout is not None and not isinstance(sys.stdout, _Patient):
        sys.stdout = cast("TextIO", _Patient(sys.stdout, is_output=True))
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt
