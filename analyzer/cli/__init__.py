"""The command `ssi-analyze`: arguments in, exit code out, a module for each command. No analysis happens here."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from analyzer.cli import redact, rules, saved
from analyzer.cli.analyze import app
from analyzer.errors import EXIT_INTERRUPTED, EXIT_NOTHING_ANALYSED, EXIT_OK, EXIT_USAGE, AnalyzerError

commands = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
commands.add_typer(rules.app, name="rules")
commands.command()(rules.explain)
commands.command()(saved.render)
commands.command()(saved.diff)
commands.command()(redact.redact)
COMMANDS = ("rules", "explain", "render", "diff", "redact")
"""First arguments that are commands; a file of such a name is reached as ./rules."""


def main() -> NoReturn:
    """Run the command. Every error is one line: what, where, and what to do; the exit code is the contract's."""
    try:
        code = (commands if sys.argv[1:2] and sys.argv[1] in COMMANDS else app)(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else EXIT_OK)
    except AnalyzerError as error:
        _fail(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        _fail("interrupted; nothing was written", EXIT_INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - whatever is wrong, a reader gets one line and never a traceback
        if (say := getattr(error, "format_message", None)) is not None:
            _fail(f"{say()} Try ssi-analyze --help.", EXIT_USAGE)
        _fail(f"internal error ({type(error).__name__}{_place(error)}); please report it", EXIT_NOTHING_ANALYSED)


def _place(error: Exception) -> str:
    """Where in our code it happened; the message of the exception may hold content of the upload and is not shown."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f" in {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace is not None else ""


def _fail(message: str, code: int) -> NoReturn:
    line = " ".join("".join(c if c.isprintable() else " " for c in message).split())
    sys.stderr.write(f"ssi-analyze: {line}\n")
    sys.exit(code)
