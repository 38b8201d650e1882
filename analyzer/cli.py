"""Arguments in, exit code out. No analysis and no formatting happens here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from analyzer import __version__, cli_redact, cli_rules, cli_saved
from analyzer.errors import EXIT_INTERRUPTED, EXIT_NOTHING_ANALYSED, EXIT_OK, EXIT_THRESHOLD, EXIT_USAGE, AnalyzerError
from analyzer.limits import Limits, changed
from analyzer.report.files import Format, check, check_folder, make_folder, targets, write

if TYPE_CHECKING:
    from analyzer.leaks import Check
    from analyzer.pseudonyms import Pseudonyms

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, context_settings={"max_content_width": 100})
commands = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
commands.add_typer(cli_rules.app, name="rules")
commands.command()(cli_rules.explain)
commands.command()(cli_saved.render)
commands.command()(cli_saved.diff)
commands.command()(cli_redact.redact)
COMMANDS = ("rules", "explain", "render", "diff", "redact")
"""First arguments that are commands; a file of such a name is reached as ./rules."""


class Privacy(StrEnum):
    """What a report may show of persons and machines."""

    STANDARD = "standard"
    STRICT = "strict"


class Threshold(StrEnum):
    """Verdicts that can make the exit code 1."""

    ERROR = "error"
    ISSUE = "issue"


def _version(value: bool) -> None:
    if value:
        typer.echo(f"ssi-analyze {__version__}")
        raise typer.Exit


@app.command(
    help="Say what broke in an Exchange data dump of SAP Cloud for Customer Server-Side Integration, on whose side, "
    "with proof, and write a report for the ticket.",
    epilog="More commands: ssi-analyze rules list|show|check|new, ssi-analyze explain ID UPLOAD, "
    "ssi-analyze render ANALYSIS.JSON, ssi-analyze diff BEFORE.JSON AFTER.JSON, ssi-analyze redact UPLOAD -o OUT "
    "(each has --help). Exit codes: 0 analysed; 1 --fail-on reached; 2 wrong usage; 3 nothing could be analysed; "
    "4 a rule file or a saved JSON is wrong; 5 an output could not be written, or the leak check refused it; "
    "130 interrupted.",
)
def analyze(
    uploads: Annotated[list[str], typer.Argument(metavar="UPLOAD...", help="Files of one case; - is standard input.")],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="PATH", help="A file, an existing folder, or - for standard output."),
    ] = None,
    formats: Annotated[
        list[Format] | None,
        typer.Option("-f", "--format", help="Format of the report; repeatable.", show_default="html"),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="All of it in Markdown, not what fits into a comment.")] = False,
    rules: Annotated[
        list[str] | None,
        typer.Option("--rules", metavar="PATH", help="More rules: a .toml file or a folder of them; repeatable."),
    ] = None,
    privacy: Annotated[
        Privacy,
        typer.Option("--privacy", help="strict: tokens for addresses, persons, hosts, tenants and ids."),
    ] = Privacy.STANDARD,
    evidence: Annotated[
        str | None,
        typer.Option("--evidence", metavar="DIR", help="Also write what SAP and Microsoft ask for into this folder."),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option("--limit", metavar="NAME=NUMBER", help="Another cap, as in inflated=40G; repeatable."),
    ] = None,
    fail_on: Annotated[
        Threshold | None, typer.Option("--fail-on", help="Exit with 1 when the verdict is that bad or worse.")
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress, no summary.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Analyse the uploads of one case and write its report."""
    del version
    from analyzer.analysis import Options
    from analyzer.analysis import analyze as analyze_case
    from analyzer.leaks import Check, Removed
    from analyzer.report import document, outputs, summary, terminal

    try:
        limits = changed(limit or ())
    except ValueError as error:
        raise AnalyzerError(str(error)) from None
    is_strict = privacy is Privacy.STRICT
    places = targets(formats or [], output, "upload-1" if is_strict else uploads[0])
    check([path for _, path in places], uploads)
    if evidence is not None:
        check_folder(evidence, uploads)
    removed = Removed()
    with terminal.Progress("the upload" if is_strict else "", quiet=quiet) as progress:
        options = Options(rules=tuple(rules or ()), limits=limits, removed=removed)
        analysis = analyze_case(uploads, options, progress)
        content = document.build(analysis)
        names = None
        if is_strict:
            content, names = _strict(content, uploads)
        look = Check(removed, names.telling() if names is not None else ())
        look.refuse("the summary", summary.render(content, []))  # without the paths, which are the caller's own words
        made = []
        for form, path in places:
            progress.say(f"writing {form.value}")
            made.append((path, outputs.render(form, content, full=full)))
        progress.clear()
        pack = _evidence(evidence, uploads, content, limits, names) if evidence is not None else []
        _refuse_leaks(look, made, pack, bodies=names is None)
        if evidence is not None:
            make_folder(evidence)
        for path, data in (*made, *pack):
            write(path, data)
    if not quiet:
        paths = [path for _, path in places if path != "-"]
        sys.stderr.write(summary.render(content, paths, terminal.look(sys.stderr)))
    if not analysis.analysed:
        raise typer.Exit(EXIT_NOTHING_ANALYSED)
    worse = {"error": ("error",), "issue": ("error", "issue")}
    if fail_on is not None and analysis.verdict.outcome.value in worse[fail_on.value]:
        raise typer.Exit(EXIT_THRESHOLD)


def _strict(content: dict[str, Any], uploads: list[str]) -> tuple[dict[str, Any], Pseudonyms]:
    """The document without anything personal, and what its tokens stand for."""
    from analyzer.pseudonyms import Pseudonyms
    from analyzer.report.strict import strict

    names = Pseudonyms()
    return strict(content, names, [Path(upload).name for upload in uploads]), names


def _refuse_leaks(
    look: Check, made: Sequence[tuple[str, bytes]], pack: Sequence[tuple[str, bytes]], *, bodies: bool
) -> None:
    """Look at everything before any of it is written; `bodies`: of failing calls, which SAP asks for."""
    for path, data in made:
        look.refuse(path, data)
    for path, data in pack:
        look.refuse(path, data, mail=bodies)


def _evidence(
    folder: str, uploads: list[str], content: dict[str, Any], limits: Limits, names: Pseudonyms | None
) -> list[tuple[str, bytes]]:
    """Path and content of the files that the next team asks for."""
    from analyzer.evidence import files

    return [
        (str(Path(folder) / name), text.encode("utf-8", "replace"))
        for name, text in files(uploads, content, limits, names)
    ]


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
