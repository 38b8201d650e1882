"""The commands about saved analyses: `ssi-analyze render` and `ssi-analyze diff`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyzer.cli.options import (
    Formats,
    Full,
    Language,
    Output,
    Quiet,
    Rules,
    Separator,
    formats_of,
    separator_of,
)
from analyzer.errors import EXIT_THRESHOLD, AnalyzerError
from analyzer.report.files import (
    MOST_DIGESTS,
    STDOUT,
    Format,
    check,
    check_parents,
    default_stem,
    free,
    is_folder,
    make_folder,
    targets,
    write,
)

if TYPE_CHECKING:
    from analyzer.report.terminal import Progress

LARGE = 4_000_000
"""Bytes of a saved JSON from which on reading it takes about a second."""


class DiffFormat(StrEnum):
    """The formats of a comparison."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


_SUFFIXES = {DiffFormat.TEXT: ".txt", DiffFormat.MARKDOWN: ".md", DiffFormat.HTML: ".html", DiffFormat.JSON: ".json"}


def render(
    analysis: Annotated[str, typer.Argument(metavar="ANALYSIS.JSON", help="What -f json wrote; - is standard input.")],
    output: Output = None,
    formats: Formats = None,
    full: Full = False,
    csv_separator: Separator = ",",
    letter_language: Annotated[
        Language | None,
        typer.Option("--letter-language", help="Language of the letter.", show_default="that of the first run"),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Render a saved analysis again, in any format, with the same bytes as the first run."""
    from analyzer.privacy.leaks import Check
    from analyzer.privacy.watch import Removed
    from analyzer.report import outputs, saved, summary, terminal

    separator = separator_of(csv_separator)
    places = targets(formats_of(formats), output, _named(analysis))
    check([place.path for place in places], [analysis])
    check_parents(places, output)
    with terminal.Progress(quiet=quiet) as progress:
        document = _read(analysis, progress)
        if letter_language is not None:
            document = saved.in_language(saved.whole(document), letter_language.value)
        whole = saved.whole(document)
        made = []
        # a saved JSON can come from anywhere; what has the shape of a secret stays inside
        look = Check(Removed(), said=saved.own_words(whole))
        digests = [row["sha256"] for row in whole["documents"]][:MOST_DIGESTS]
        for place in places:
            progress.say(f"writing {place.form.value}")
            shown = document if place.form is Format.JSON else whole
            data = outputs.render(place.form, shown, full=full, separator=separator)
            look.refuse(place.path, data)
            made.append((free(place, data, digests).path, data))
    if output not in (None, STDOUT) and any(place.own_name for place in places):
        make_folder(output or ".")
    for path, data in made:  # all of them, or none where one must not leave the house
        write(path, data)
    if not quiet:
        paths = [path for path, _ in made if path != STDOUT]
        sys.stderr.write(summary.render(whole, paths, terminal.look(sys.stderr)))


def diff(
    before: Annotated[
        str, typer.Argument(metavar="BEFORE", help="The earlier upload, or its analysis saved with -f json.")
    ],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The later one.")],
    output: Output = None,
    form: Annotated[
        DiffFormat, typer.Option("-f", "--format", help="text goes to standard output if -o names no other place.")
    ] = DiffFormat.TEXT,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 where something is new.")] = False,
    rules: Rules = None,
    quiet: Quiet = False,
) -> None:
    """Say what two analyses of one case have in common: findings that are resolved, new, still there."""
    from analyzer.privacy.leaks import Check
    from analyzer.privacy.watch import Removed
    from analyzer.report import saved, terminal
    from analyzer.report.diff import compare, headline

    if before == after == STDOUT:
        raise AnalyzerError("- -: standard input holds one analysis; name a file for the other")
    path = _place(form, output, after)
    check([path], [before, after])
    with terminal.Progress(quiet=quiet) as progress:
        sides = [_whole(name, rules or (), progress) for name in (before, after)]
        comparison = compare(*sides)
    data = _rendered(form, comparison, path)
    Check(Removed(), said=[said for side in sides for said in saved.own_words(side)]).refuse(path, data)
    write(path, data)
    if not quiet and path != STDOUT:
        look = terminal.look(sys.stderr)
        sys.stderr.write(look.line(headline(comparison)) + terminal.Look().line(f"Report: {path}"))
    if exit_code and comparison["new"]:
        raise typer.Exit(EXIT_THRESHOLD)


def _whole(path: str, rules: Sequence[str], progress: Progress) -> dict[str, Any]:
    """The analysis that is saved in a file, or that of an upload."""
    from analyzer.case import Order, run
    from analyzer.report import saved

    if path == STDOUT or Path(path).suffix.lower() == ".json":
        return saved.whole(_read(path, progress))
    return run([path], Order(rules=tuple(rules)), progress).to_dict()


def _read(path: str, progress: Progress) -> dict[str, Any]:
    from analyzer.report import saved, words

    with suppress(OSError, ValueError):
        size = Path(path).stat().st_size
        if size > LARGE:
            progress.say(f"reading {Path(path).name}: {words.size(size)}", at_once=True)
    return saved.read(path)


def _rendered(form: DiffFormat, comparison: dict[str, Any], path: str) -> bytes:
    from analyzer.report import diff, diff_html, diff_text, terminal

    match form:
        case DiffFormat.HTML:
            return diff_html.render(comparison)
        case DiffFormat.JSON:
            return diff.render(comparison)
        case DiffFormat.MARKDOWN:
            return diff_text.markdown(comparison)
        case DiffFormat.TEXT:
            return diff_text.text(comparison, terminal.look(sys.stdout) if path == STDOUT else None)


def _place(form: DiffFormat, output: str | None, after: str) -> str:
    if output is None and form is DiffFormat.TEXT:
        return STDOUT
    if output is None or (output != STDOUT and is_folder(output)):
        return str(Path(output or ".") / f"{default_stem(_named(after))}.diff{_SUFFIXES[form]}")
    return output


def _named(path: str) -> str:
    """The path of the upload by the path of its JSON: `dump.report.json` is of `dump`."""
    return f"{path.removesuffix('.report.json')}.json" if path.endswith(".report.json") else path
