"""Every error the tool raises on purpose, with the exit code it ends in. Imports nothing of ours.

Exit codes are fixed by docs/contract.md: 0 analysed, 1 threshold reached, 2 wrong usage, 3 nothing could be analysed,
4 catalogue or saved JSON invalid, 5 output could not be written, 6 batch: some could not be analysed, 130 interrupted.
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_THRESHOLD = 1
EXIT_USAGE = 2
EXIT_NOTHING_ANALYSED = 3
EXIT_CATALOGUE = 4
EXIT_OUTPUT = 5
EXIT_SOME_FAILED = 6
EXIT_INTERRUPTED = 130
INTERRUPTED = "interrupted; nothing was written"
ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that ask for an end: Ctrl-C, `kill`, and a terminal that is closed. All end with the same code."""


class AnalyzerError(Exception):
    """An error with a one-line message that says what happened, where, and what to do.

    Messages name files and rules, never the content of an upload: they end up in tickets and logs.
    """

    exit_code = EXIT_USAGE


class UploadError(AnalyzerError, OSError):
    """An upload cannot be opened: it does not exist, is not a file, or may not be read."""

    exit_code = EXIT_USAGE


class InterruptError(AnalyzerError):
    """Somebody ended a run that keeps what it has done; the message says how far it came."""

    exit_code = EXIT_INTERRUPTED


class SomeFailedError(AnalyzerError):
    """A batch is done, and some of its cases could not be analysed; its index is written, and says why of each."""

    exit_code = EXIT_SOME_FAILED


class NothingError(AnalyzerError):
    """Nothing in an upload can be read; where a report is asked for, it says so instead."""

    exit_code = EXIT_NOTHING_ANALYSED


class CatalogueError(AnalyzerError, ValueError):
    """A rule file cannot be read, or a rule in it is wrong."""

    exit_code = EXIT_CATALOGUE


class SavedError(AnalyzerError, ValueError):
    """A saved JSON is no analysis, or one that this version cannot read."""

    exit_code = EXIT_CATALOGUE


class OutputError(AnalyzerError, OSError):
    """A report cannot be written where it was asked for."""

    exit_code = EXIT_OUTPUT


class LeakError(OutputError):
    """An output holds what must not leave the house; it is not written. The message names the kind, never the value."""


class DocumentError(ValueError):
    """One document of an upload cannot be redacted. The message is shown: it is ours, and holds nothing of it."""
