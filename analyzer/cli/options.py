"""What several commands ask for in the same words, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from glob import glob
from pathlib import Path
from typing import Annotated

import typer

from analyzer.errors import AnalyzerError
from analyzer.limits import Limits, changed
from analyzer.report.files import STDOUT, Format, format_of

Output = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="PATH",
        help="A file, a folder (made where it ends in a separator), or - for standard output.",
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "-f",
        "--format",
        metavar="|".join(form.value for form in Format),
        help="Format of the report; repeatable. Without it the ending of -o tells.",
        show_default="html",
        autocompletion=lambda: [form.value for form in Format],
    ),
]
Full = Annotated[bool, typer.Option("--full", help="All of it in Markdown, not what fits into a comment.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No progress, no summary; errors are still said.")]
Rules = Annotated[
    list[str] | None,
    typer.Option("--rules", metavar="PATH", help="More rules: a .toml file or a folder of them; repeatable."),
]
Caps = Annotated[
    list[str] | None,
    typer.Option("--limit", metavar="NAME=NUMBER", help="Another cap, as in inflated=40G; repeatable."),
]


def formats_of(words: Sequence[str] | None) -> list[Format]:
    """The formats that were named, in their order.

    Raises:
        AnalyzerError: a word names none.
    """
    return [format_of(word) for word in words or ()]


def limits_of(settings: Sequence[str] | None) -> Limits:
    """The caps with those that were changed.

    Raises:
        AnalyzerError: a setting names no cap, or has another form.
    """
    try:
        return changed(settings or ())
    except ValueError as error:
        raise AnalyzerError(str(error)) from None


def expanded(paths: Sequence[str]) -> list[str]:
    """The paths with patterns such as `*.xml` filled in, which some shells leave alone; what matches nothing stays."""
    found: list[str] = []
    for path in paths:
        is_pattern = path != STDOUT and any(sign in path for sign in "*?[") and not Path(path).exists()
        found += (sorted(glob(path, recursive=True)) if is_pattern else []) or [path]  # noqa: PTH207 - takes any path
    return found
