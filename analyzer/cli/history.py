"""`ssi-analyze history list | search | show | export | forget`: what earlier batches saw."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer import lazy_re
from analyzer.errors import AnalyzerError
from analyzer.report.characters import one_line

if TYPE_CHECKING:
    from analyzer.batch.history import History, Known

app = typer.Typer(
    help="What earlier batches saw: cases, their findings, where and when; never content.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]},
)

Where = Annotated[
    str,
    typer.Option(
        "--history", metavar="URL|DIR", help="A folder with history.sqlite, such a file, or the URL of a database."
    ),
]
_AGE = lazy_re.compile(r"(\d{1,5})(d|w|m|y)")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


@app.command(name="list")
def list_cases(
    history: Where = ".",
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many cases at most.")] = 100,
) -> None:
    """List the cases whose logs end last, the latest first."""
    cases = _open(history).cases(limit=limit)
    typer.echo(_line("log ends", "outcome", "known error", "case"))
    _print(cases)


@app.command()
def search(
    word: Annotated[str, typer.Argument(metavar="WORD", help="Of a case, rule, title, error, organization or host.")],
    history: Where = ".",
) -> None:
    """Say who had this: the cases that a word is about, a line each, the latest first."""
    _print(_open(history).search(word))


@app.command()
def show(case: Annotated[str, typer.Argument(metavar="CASE")], history: Where = ".") -> None:
    """Show all that is kept of a case, as JSON."""
    found = _open(history).show(case)
    if not found:
        raise AnalyzerError(f"{case[:80]}: no such case in the history; ssi-analyze history search WORD finds some")
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))


@app.command()
def export(history: Where = ".") -> None:
    """Write all that is kept to standard output, a case a line, as JSON."""
    for case in _open(history).export():
        typer.echo(json.dumps(case, ensure_ascii=False))


@app.command()
def forget(
    history: Where = ".",
    case: Annotated[str | None, typer.Option("--case", help="Its name.")] = None,
    rule: Annotated[str | None, typer.Option("--rule", help="The id of a known error.")] = None,
    signature: Annotated[str | None, typer.Option("--signature", help="An error that nothing explains.")] = None,
    organization: Annotated[str | None, typer.Option("--organization", help="A mail domain.")] = None,
    older_than: Annotated[
        str | None, typer.Option("--older-than", metavar="AGE", help="Of logs that end before: 90d, 12w, 6m, 2y.")
    ] = None,
) -> None:
    """Forget the cases that all of this is true of."""
    before = datetime.now(UTC) - _age(older_than) if older_than is not None else None
    count = _open(history).forget(case=case, rule=rule, signature=signature, organization=organization, before=before)
    typer.echo(f"{count:,} case{'' if count == 1 else 's'} forgotten.")


def _open(where: str) -> History:
    from analyzer.batch.history import there

    return there(where)


def _print(cases: Iterable[Known]) -> None:
    for case in cases:
        when = f"{case.last_seen[:16].replace('T', ' ')} UTC" if case.last_seen else "no time"
        typer.echo(_line(when, case.outcome or "–", case.rule or "–", one_line(case.name)))


def _line(when: str, outcome: str, rule: str, name: str) -> str:
    return f"{when:20}  {outcome:12}  {rule:36}  {name}"


def _age(text: str) -> timedelta:
    found = _AGE.fullmatch(text)
    if found is None:
        raise AnalyzerError(f"--older-than {text[:40]}: is no age; write it as 90d, 12w, 6m or 2y")
    return timedelta(days=int(found[1]) * _DAYS[found[2]])
