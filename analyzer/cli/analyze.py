"""`ssi-analyze UPLOAD...`: the report of one case."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analyzer import __version__
from analyzer.errors import EXIT_NOTHING_ANALYSED, EXIT_THRESHOLD, AnalyzerError
from analyzer.limits import changed
from analyzer.model import Privacy
from analyzer.report.files import Format, check, check_folder, make_folder, targets, write

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, context_settings={"max_content_width": 100})


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
    from analyzer.case import Order, run
    from analyzer.report import summary, terminal

    try:
        limits = changed(limit or ())
    except ValueError as error:
        raise AnalyzerError(str(error)) from None
    is_strict = privacy is Privacy.STRICT
    places = targets(formats or [], output, "upload-1" if is_strict else uploads[0])
    check([path for _, path in places], uploads)
    if evidence is not None:
        check_folder(evidence, uploads)
    order = Order(
        formats=tuple(form for form, _ in places),
        privacy=privacy,
        full=full,
        evidence=evidence is not None,
        rules=tuple(rules or ()),
        limits=limits,
    )
    with terminal.Progress("the upload" if is_strict else "", quiet=quiet) as progress:
        case = run(uploads, order, progress)
    if evidence is not None:
        make_folder(evidence)
    for (_, path), (_, data) in zip(places, case.reports, strict=True):
        write(path, data)
    for name, data in case.evidence:
        write(str(Path(evidence or ".") / name), data)
    if not quiet:
        paths = [path for _, path in places if path != "-"]
        sys.stderr.write(summary.render(case.document, paths, terminal.look(sys.stderr)))
    if not case.analysis.analysed:
        raise typer.Exit(EXIT_NOTHING_ANALYSED)
    worse = {"error": ("error",), "issue": ("error", "issue")}
    if fail_on is not None and case.verdict.outcome.value in worse[fail_on.value]:
        raise typer.Exit(EXIT_THRESHOLD)
