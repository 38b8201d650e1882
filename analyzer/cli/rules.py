"""The commands about the catalogue: `ssi-analyze rules list | show | check | new` and `ssi-analyze explain`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from analyzer.cli.options import Rules, expanded, rule_ids
from analyzer.errors import EXIT_CATALOGUE, AnalyzerError

app = typer.Typer(
    help="The catalogue of known errors.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]},
)


class Form(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"


@app.command(name="list")
def list_rules(
    form: Annotated[Form, typer.Option("--format", help="A table to read, or JSON.")] = Form.TABLE, rules: Rules = None
) -> None:
    """List all known errors."""
    from analyzer.rules import cards, catalogue

    known = sorted(catalogue.load(rules or ()).rules, key=lambda rule: (rule.source, rule.id))
    if form is Form.JSON:
        typer.echo(json.dumps([cards.as_json(rule) for rule in known], ensure_ascii=False, indent=2))
        return
    wide = max(len(rule.id) for rule in known)
    for rule in known:
        words = rule.wording
        typer.echo(f"{rule.id:{wide}}  {words.outcome:5}  {words.owner:14}  {cards.plain(words.title)}")
    typer.echo(f"{len(known)} known errors. ssi-analyze rules show ID tells all about one.", err=True)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="A status, a code, part of a message.")],
    rules: Rules = None,
) -> None:
    """List the known errors that a word is about: in their id, title, cause, codes, statuses and literals."""
    from analyzer.rules import cards, catalogue

    found = cards.about(catalogue.load(rules or ()).rules, words)
    wide = max((len(rule.id) for rule in found), default=0)
    for rule in found:
        typer.echo(f"{rule.id:{wide}}  {cards.plain(rule.wording.title)}")
    if not found:
        typer.echo(f"No known error is about {' '.join(words)}; ssi-analyze rules list shows all.", err=True)


@app.command()
def show(
    identifier: Annotated[str, typer.Argument(metavar="ID", autocompletion=rule_ids)], rules: Rules = None
) -> None:
    """Show all about one known error: what, why, who acts, steps, sources, samples."""
    from analyzer.rules import cards, catalogue

    typer.echo(cards.text(catalogue.load(rules or ()).rule(identifier)))


@app.command()
def check(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Rule files or folders; ours without any.")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", metavar="DATE", formats=["%Y-%m-%d"], help="Also list what is overdue on that day."),
    ] = None,
    months: Annotated[
        int, typer.Option("--months", min=1, help="With --on: how long ago a fact may have been checked.")
    ] = 12,
) -> None:
    """Prove rules by their samples; say what is wrong with each, where, and what to do.

    With --on DATE also what has to be looked at again on that day: what holds until an earlier day (valid_until), and
    what was checked more than so many months before (checked).
    """
    from analyzer.proving import overdue, problems
    from analyzer.rules import catalogue

    whole = catalogue.load(paths or ())
    chosen = catalogue.load(paths, own=False) if paths else whole
    wrong = 0
    for problem in problems(whole, frozenset(rule.id for rule in chosen.rules)):
        typer.echo(str(problem), err=True)
        wrong += 1
    for late in overdue(chosen.rules, on.date(), months) if on is not None else ():
        typer.echo(str(late), err=True)
        wrong += 1
    samples = sum(len(rule.fires) + len(rule.silent) for rule in chosen.rules)
    what = "all is well" if not wrong else "1 problem" if wrong == 1 else f"{wrong} problems"
    typer.echo(f"{len(chosen.rules)} rules with {samples} samples: {what}")
    if wrong:
        raise typer.Exit(EXIT_CATALOGUE)


@app.command()
def new(
    what: Annotated[
        str | None, typer.Argument(metavar="UPLOAD|LINE", help="An upload, or the line itself in quotation marks.")
    ] = None,
    analysis: Annotated[
        str | None, typer.Option("--from", metavar="JSON", help="A saved analysis (-f json), in place of an upload.")
    ] = None,
    number: Annotated[int, typer.Option("--number", min=1, help="Which of its unexplained signatures.")] = 1,
) -> None:
    """Draft a rule from an error that no known error explains: to standard output, to complete and to check."""
    from analyzer.rules import cards

    if (what is None) == (analysis is None):
        raise AnalyzerError("name an upload, a line, or --from with a saved analysis: one of them")
    rows = _saved(analysis) if analysis is not None else _unexplained(str(what))
    typer.echo(cards.draft(rows, number), nl=False)


def _saved(path: str) -> Sequence[Mapping[str, Any]]:
    """The unexplained signatures of a saved analysis."""
    from analyzer.report import saved

    rows: Sequence[Mapping[str, Any]] = saved.read(path)["unexplained"]
    return rows


def _unexplained(what: str) -> Sequence[Mapping[str, Any]]:
    """The unexplained signatures of an upload, or of a line of a log, which somebody takes for an error."""
    import os

    from analyzer.analysis import analyze
    from analyzer.proving import analysed
    from analyzer.report import document
    from analyzer.rules import catalogue

    if what == "-" or os.path.exists(what):  # noqa: PTH110 - a line may be longer than any path
        return document.build(analyze([what]))["unexplained"]
    if " " not in what.strip():
        raise AnalyzerError(f"{what[:80]}: no such file, and no line of a log; check the path, or quote the whole line")
    found = document.build(analysed(what, catalogue.load(())))
    if known := [finding["rule"] for finding in found["findings"]]:
        raise AnalyzerError(f"{known[0]} explains this line already: ssi-analyze rules show {known[0]}")
    line = " ".join(what.split())
    return found["unexplained"] or [{"signature": f"unknown · {line}", "evidence": [{"excerpt": line}]}]


def explain(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="A known error; see rules list.", autocompletion=rule_ids)
    ],
    uploads: Annotated[list[str], typer.Argument(metavar="UPLOAD...", help="Files of one case.")],
    rules: Rules = None,
) -> None:
    """Say why a known error was found in an upload or was not: which conditions held, which failed, by how much."""
    from analyzer.analysis import Options, analyze
    from analyzer.report.terminal import Progress
    from analyzer.rules import catalogue
    from analyzer.rules import explain as explain_rule

    known = catalogue.load(rules or ())
    rule = known.rule(identifier)
    with Progress() as progress:
        analysis = analyze(expanded(uploads), Options(rules=tuple(rules or ())), progress)
    steps, takers = explain_rule(known, rule, analysis.facts)
    fired = any(finding.rule == rule.id for finding in analysis.findings)
    typer.echo(f"{rule.id} was {'found' if fired else 'not found'}. Its conditions:")
    for step in steps:
        sign = "holds" if step.holds else "FAILS"
        found = f" [{step.found}]" if step.found else ""
        typer.echo(f"{'  ' * (step.depth + 1)}{sign}: {step.condition}{found}")
    if steps[0].holds and not fired:
        why = (
            f"{takers} explains the same events and is asked first"
            if takers
            else "a finding of the same side says more"
        )
        typer.echo(f"All holds, yet it is not told: {why}.")
