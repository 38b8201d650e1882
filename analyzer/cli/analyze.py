"""`ssi-analyze UPLOAD...`: the report of one case."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer import __version__
from analyzer.cli.options import (
    Caps,
    Formats,
    Full,
    Ignore,
    Language,
    Letter,
    Level,
    Output,
    Quiet,
    Rules,
    Separator,
    Since,
    Threshold,
    Until,
    expanded,
    formats_of,
    ignored_of,
    limits_of,
    separator_of,
    window_of,
)
from analyzer.errors import EXIT_NOTHING_ANALYSED, EXIT_THRESHOLD, AnalyzerError
from analyzer.model import Privacy
from analyzer.report.files import (
    MOST_DIGESTS,
    STDOUT,
    Target,
    check,
    check_folder,
    check_parents,
    exists,
    free,
    make_folder,
    targets,
    write_all,
)

if TYPE_CHECKING:
    from analyzer.case import Case

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]},
)


LONGEST_NAME = 200
"""Characters of a name for standard input: file systems take 255 bytes with the ending of a report."""


def _version(value: bool) -> None:
    if value:
        typer.echo(f"ssi-analyze {__version__}")
        raise typer.Exit


@app.command(
    help="Say what broke in an Exchange data dump of SAP Cloud for Customer Server-Side Integration, on whose side, "
    "with proof, and write a report for the ticket.",
    epilog="More commands: ssi-analyze batch FOLDER -o DIR, ssi-analyze history list|search|show|export|forget, "
    "ssi-analyze rules list|search|show|check|new, ssi-analyze explain ID UPLOAD, ssi-analyze render ANALYSIS.JSON, "
    "ssi-analyze diff BEFORE AFTER, ssi-analyze redact UPLOAD -o OUT (each has --help). Exit codes: 0 analysed; "
    "1 --fail-on reached; 2 wrong usage; 3 nothing could be analysed; 4 a rule file or a saved JSON is wrong; "
    "5 an output could not be written, or the leak check refused it; 130 interrupted.",
)
def analyze(
    uploads: Annotated[list[str], typer.Argument(metavar="UPLOAD...", help="Files of one case; - is standard input.")],
    output: Output = None,
    formats: Formats = None,
    full: Full = False,
    rules: Rules = None,
    privacy: Level = Privacy.STANDARD,
    evidence: Annotated[
        str | None,
        typer.Option("--evidence", metavar="DIR", help="Also write what SAP and Microsoft ask for into this folder."),
    ] = None,
    letter_language: Letter = Language.EN,
    csv_separator: Separator = ",",
    ignore: Ignore = None,
    since: Since = None,
    until: Until = None,
    history: Annotated[
        str | None,
        typer.Option("--history", metavar="URL|DIR", help="Say in how many earlier cases the same was seen."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="TEXT", help="What standard input is called in the report.")
    ] = None,
    limit: Caps = None,
    fail_on: Annotated[
        Threshold | None, typer.Option("--fail-on", help="Exit with 1 when the verdict is that bad or worse.")
    ] = None,
    quiet: Quiet = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Say where an internal error happened, without content.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Analyse the uploads of one case and write its report."""
    del version, debug  # the one ends before, the other is seen to where errors are told
    from analyzer.case import Order, run
    from analyzer.report import summary, terminal

    seen = None
    if history is not None:
        from analyzer.batch.earlier import asking

        seen = asking(history, expanded(uploads))
    is_strict = privacy.hides_uploads
    uploads = expanded(uploads)
    stdin = _name(name, uploads)
    first = stdin if uploads[0] == STDOUT else uploads[0]
    places = targets(formats_of(formats), output, "upload-1" if is_strict else first)
    check([place.path for place in places], uploads)
    check_parents(places, output)
    if evidence is not None:
        check_folder(evidence, uploads)
    order = Order(
        formats=tuple(place.form for place in places),
        privacy=privacy,
        full=full,
        evidence=evidence is not None,
        rules=tuple(rules or ()),
        limits=limits_of(limit),
        ignore=ignored_of(ignore, rules),
        window=window_of(since, until),
        letter_language=letter_language.value,
        csv_separator=separator_of(csv_separator),
        stdin=stdin,
    )
    with terminal.Progress("the upload" if is_strict else "", quiet=quiet) as progress:
        case = run(uploads, order, progress, seen=seen)
    digests = [document.sha256 for document in case.analysis.documents][:MOST_DIGESTS]
    pairs = [(place, data) for place, (_, data) in zip(places, case.reports, strict=True)]
    settled = [(place, free(place, data, digests), data) for place, data in pairs]
    _write(settled, output, case, evidence)
    _tell_places(settled, quiet=quiet)
    if not quiet:
        paths = [place.path for _, place, _ in settled if place.path != STDOUT]
        sys.stderr.write(summary.render(case.document, paths, terminal.look(sys.stderr)))
    if not case.analysis.analysed:
        if quiet:
            missing = case.document["coverage"]["missing"]
            ask = f" Ask the customer for: {missing[0]}." if missing else ""
            sys.stderr.write(terminal.Look().line(f"ssi-analyze: {case.document['verdict']['headline']}{ask}"))
        raise typer.Exit(EXIT_NOTHING_ANALYSED)
    if fail_on is not None and fail_on.reached(case.verdict.outcome.value):
        raise typer.Exit(EXIT_THRESHOLD)


def _name(name: str | None, uploads: Sequence[str]) -> str:
    """What standard input is called.

    Raises:
        AnalyzerError: there is nothing to name, or the name is empty.
    """
    if name is None:
        return "stdin"
    if STDOUT not in uploads:
        raise AnalyzerError("--name: names standard input, which is not among the uploads; give - for it")
    said = "/".join(part for part in name.replace("\\", "/").split("/") if part.strip(" .")).strip()
    if not said:
        raise AnalyzerError("--name: is empty; give a name such as dump.xml")
    return said[:LONGEST_NAME]


def _tell_places(settled: Sequence[tuple[Target, Target, bytes]], *, quiet: bool) -> None:
    """Where a report is another one than its name says."""
    from analyzer.report import terminal

    for asked, place, _ in settled:
        if asked.path != place.path:
            sys.stderr.write(f"ssi-analyze: {asked.path} is of another upload; the report is {place.path}\n")
        if asked.guessed and not quiet:
            said = f"{place.path} is {place.form.value}, as its ending names no format; -f names one"
            sys.stderr.write(terminal.Look().line(f"ssi-analyze: {said}"))


def _write(
    settled: Sequence[tuple[Target, Target, bytes]], output: str | None, case: Case, evidence: str | None
) -> None:
    """Everything that was rendered; folders that were asked for are made first."""
    if output not in (None, STDOUT) and any(place.own_name for _, place, _ in settled):
        make_folder(output or ".")
    outputs = [(place.path, data) for _, place, data in settled]
    is_new = evidence is not None and not exists(evidence)
    if evidence is not None:
        make_folder(evidence)
        outputs += [(str(Path(evidence) / name), data) for name, data in case.evidence]
    try:
        write_all(outputs)
    except BaseException:
        if is_new:
            with suppress(OSError):
                Path(evidence or "").rmdir()
        raise
