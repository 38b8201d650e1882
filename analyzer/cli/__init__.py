"""The command `ssi-analyze`: arguments in, exit code out, a module for each command. No analysis happens here."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import typer

from analyzer.cli import streams
from analyzer.cli.analyze import app
from analyzer.errors import EXIT_INTERRUPTED, EXIT_NOTHING_ANALYSED, EXIT_OK, EXIT_USAGE, INTERRUPTED, AnalyzerError
from analyzer.report.files import exists

COMMANDS = ("rules", "explain", "render", "diff", "redact", "batch", "history")
"""First arguments that are commands; a file of such a name is reached as ./rules."""
_COMPLETION = "_SSI_ANALYZE_COMPLETE"
"""Set by the shell when it asks for the words that may come next."""
_DEBUG = "--debug"
_NO_MEMORY = "too large for the memory of this machine; run it where there is more, or give it less at once"


def main() -> NoReturn:
    """Run the command. Every error is one line: what, where, and what to do; the exit code is the contract's."""
    streams.prepare()
    arguments = _arguments(sys.argv[1:])
    debug = _DEBUG in arguments
    sys.argv[1:] = [word for word in arguments if word != _DEBUG]
    try:
        code = _app(sys.argv[1:])(standalone_mode=False)
        if code == EXIT_INTERRUPTED:  # typer makes a number of Ctrl-C
            _fail(INTERRUPTED, EXIT_INTERRUPTED)
        sys.exit(code if isinstance(code, int) else EXIT_OK)
    except AnalyzerError as error:
        _fail(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        _fail(INTERRUPTED, EXIT_INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - whatever is wrong, a reader gets one line and never a traceback
        if _lacks_memory(error):
            _fail(_NO_MEMORY, EXIT_NOTHING_ANALYSED)
        if (say := getattr(error, "format_message", None)) is not None:
            _fail(f"{say()} Try {_command(error)} --help.", EXIT_USAGE)
        if isinstance(error, FileNotFoundError) and not _has_folder():
            _fail("the working folder is gone; change to one that exists", EXIT_USAGE)
        if debug:
            sys.stderr.writelines(f"{line}\n" for line in _way(error))
        _fail(f"internal error ({type(error).__name__}{_place(error)}); please report it", EXIT_NOTHING_ANALYSED)


def _has_folder() -> bool:
    try:
        return bool(Path.cwd())
    except FileNotFoundError:
        return False


def _lacks_memory(error: Exception) -> bool:
    """Whether memory ended; where it does while a library is loaded, that says so in its own words."""
    if isinstance(error, ImportError):
        return any(words in str(error) for words in ("allocate memory", "map segment"))
    return isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM


def _command(error: Exception) -> str:
    """The command whose usage was wrong, as it is called: `ssi-analyze rules`."""
    context = getattr(error, "ctx", None)
    names = []
    while context is not None and context.parent is not None:
        names.append(str(context.info_name))
        context = context.parent
    return " ".join(["ssi-analyze", *reversed(names)])


def _arguments(words: Sequence[str]) -> list[str]:
    """The words as the parsers take them: a bare call, `help` and `rules` alone ask for help."""
    plain = [word for word in words if word != _DEBUG]
    if _COMPLETION in os.environ:
        return list(words)
    if not plain or plain == ["help"]:
        return ["--help"]
    if plain[0] == "help":
        return [*plain[1:], "--help"]
    return [plain[0], "--help"] if plain in (["rules"], ["history"]) else list(words)


def _commands() -> typer.Typer:
    """The application of all commands; what only they need is not loaded for the report of a case."""
    from analyzer.cli import batch, history, redact, rules, saved

    commands = typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]},
    )
    commands.add_typer(rules.app, name="rules")
    commands.command()(rules.explain)
    commands.command()(saved.render)
    commands.command()(saved.diff)
    commands.command()(redact.redact)
    commands.command(epilog=batch.EXIT_CODES)(batch.batch)
    commands.add_typer(history.app, name="history")
    return commands


def _app(words: Sequence[str]) -> typer.Typer:
    """The application that knows the first word.

    Raises:
        AnalyzerError: it is neither a command nor anything that exists, and looks like a command.
    """
    if _COMPLETION in os.environ:
        asked = (os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or "").split()
        is_path = len(asked) > 1 and asked[1] not in COMMANDS and not _begins_a_command(asked[1])
        return app if is_path else _commands()
    first = words[0] if words else ""
    if first in COMMANDS:
        return _commands()
    if first and first.isalpha() and not exists(first):
        from difflib import get_close_matches

        if near := get_close_matches(first.lower(), (*COMMANDS, "help"), 1):
            raise AnalyzerError(f"{first}: no such file, and no command; did you mean ssi-analyze {near[0]}?")
    return app


def _begins_a_command(word: str) -> bool:
    return any(name.startswith(word) for name in COMMANDS) and not exists(word)


def _place(error: Exception) -> str:
    """Where in our code it happened; the message of the exception may hold content of the upload and is not shown."""
    steps = _steps(error)
    return f" in {steps[-1][1]}, line {steps[-1][2]}" if steps else ""


def _way(error: Exception) -> list[str]:
    """How it came there, for `--debug`: files, functions and lines, and no value of any variable."""
    return [f"  {file}:{line} in {function}" for file, function, line in _steps(error)]


def _steps(error: Exception) -> list[tuple[str, str, int]]:
    steps = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        parts = Path(code.co_filename).parts
        start = parts.index("analyzer") if "analyzer" in parts else max(0, len(parts) - 2)
        steps.append(("/".join(parts[start:]), code.co_name, trace.tb_lineno))
        trace = trace.tb_next
    return steps


def _fail(message: str, code: int) -> NoReturn:
    streams.over()
    line = " ".join("".join(c if c.isprintable() else " " for c in message).split())
    sys.stderr.write(f"ssi-analyze: {line}\n")
    sys.exit(code)
