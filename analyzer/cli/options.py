"""What several commands ask for in the same words, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from glob import glob
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer import lazy_re
from analyzer.errors import AnalyzerError
from analyzer.limits import Limits, changed
from analyzer.model import Privacy, TimeWindow
from analyzer.report.files import STDOUT, Format, exists, format_of

if TYPE_CHECKING:
    from analyzer.rules.ignoring import Entry


def rule_ids(incomplete: str) -> list[str]:
    """The ids of known errors that a shell may complete a word to."""
    from analyzer.rules import catalogue

    return [rule.id for rule in catalogue.load(()).rules if rule.id.lower().startswith(incomplete.lower())]


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


class Language(StrEnum):
    """The languages of the letter to the customer."""

    EN = "en"
    DE = "de"


Letter = Annotated[
    Language, typer.Option("--letter-language", help="Language of the letter to the customer; the report has both.")
]
Level = Annotated[
    Privacy, typer.Option("--privacy", help="customer: tokens for third parties; strict: for all who are named.")
]
Separator = Annotated[
    str,
    typer.Option(
        "--csv-separator",
        metavar=",|;|tab",
        help="Between the columns of a CSV; a German Excel opens those with ; by a double click.",
        show_default="a comma",
    ),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No progress, no summary; errors are still said.")]
Rules = Annotated[
    list[str] | None,
    typer.Option("--rules", metavar="PATH", help="More rules: a .toml file or a folder of them; repeatable."),
]
Caps = Annotated[
    list[str] | None,
    typer.Option("--limit", metavar="NAME=NUMBER", help="Another cap, as in inflated=40G; repeatable."),
]

Since = Annotated[
    str | None,
    typer.Option("--from", metavar="TIME", help="Only records from this time on, as 2026-10-12 or 2026-10-12T08:00Z."),
]
Until = Annotated[
    str | None, typer.Option("--to", metavar="TIME", help="Only records up to this time; a day alone is the whole day.")
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="ID|FILE",
        help="A known error that the site ignores, or a .toml file of them with reasons and days; repeatable.",
        autocompletion=rule_ids,
    ),
]
_TIME = lazy_re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d([.,]\d{1,6})?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?")
_DAY = len("2026-10-12")


class Threshold(StrEnum):
    """Verdicts that can make the exit code 1."""

    ERROR = "error"
    ISSUE = "issue"

    def reached(self, outcome: str | None) -> bool:
        """Whether a verdict is that bad or worse; what was not analysed has none."""
        return outcome in ("error", self.value)


def window_of(since: str | None, until: str | None) -> TimeWindow | None:
    """The stretch of time between two options; times without a zone are UTC.

    A day alone begins with its first moment and ends with its last one, a second without a fraction with its last, too.

    Raises:
        AnalyzerError: one of them is no time, or the end comes before the beginning.
    """
    if since is None and until is None:
        return None
    begin, end = _moment("--from", since), _moment("--to", until)
    if until is not None and end is not None:
        end += timedelta(days=1) if len(until) == _DAY else timedelta(seconds=0 if _has_fraction(until) else 1)
        end -= timedelta(microseconds=1 if not _has_fraction(until) else 0)
    if begin is not None and end is not None and begin > end:
        raise AnalyzerError(f"--from {since} --to {until}: ends before it begins; change one")
    return TimeWindow(since=begin, until=end)


def ignored_of(words: Sequence[str] | None, rules: Sequence[str] | None) -> tuple[Entry, ...]:
    """The known errors that a site ignores.

    Raises:
        AnalyzerError: a word is neither the id of one nor a file of them.
    """
    if not words:
        return ()
    from analyzer.rules import catalogue, ignoring

    return ignoring.entries(words, catalogue.load(rules or ()))


def _moment(option: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = None
    if _TIME.fullmatch(text):
        with suppress(ValueError):
            moment = datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "").replace(",", "."))
    if moment is None or not 1 < moment.year < 9999:  # a zone could move it out of what can be said
        said = "is no time; write it as 2026-10-12, 2026-10-12T08:00 or 2026-10-12T08:00:00+02:00"
        raise AnalyzerError(f"{option} {text[:40]}: {said}")
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _has_fraction(text: str) -> bool:
    found = _TIME.fullmatch(text)
    return found is not None and found[1] is not None


def separator_of(word: str) -> str:
    """What stands between the columns of a CSV.

    Raises:
        AnalyzerError: it is none that a table can have.
    """
    found = {",": ",", ";": ";", "tab": "\t", "\t": "\t", "|": "|"}.get(word.lower())
    if found is None:
        raise AnalyzerError(f"--csv-separator {word[:20]}: is none; use a comma, ; or tab (; in quotation marks)")
    return found


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
        is_pattern = path != STDOUT and any(sign in path for sign in "*?[") and not exists(path)
        found += (sorted(glob(path, recursive=True)) if is_pattern else []) or [path]  # noqa: PTH207 - takes any path
    return found
