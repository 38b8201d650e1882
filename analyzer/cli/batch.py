"""`ssi-analyze batch UPLOADS... -o DIR`: a report for each case, and what goes on beyond the single ticket."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Self

import typer
from msgspec import Struct

from analyzer import lazy_re
from analyzer.cli.options import (
    Caps,
    Formats,
    Ignore,
    Language,
    Letter,
    Level,
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
from analyzer.errors import (
    EXIT_OK,
    EXIT_SOME_FAILED,
    EXIT_THRESHOLD,
    AnalyzerError,
    InterruptError,
    SomeFailedError,
    UploadError,
)
from analyzer.model import Privacy
from analyzer.report.characters import one_line
from analyzer.report.files import STDOUT, Format

if TYPE_CHECKING:
    from analyzer.batch import Progress
    from analyzer.batch.cases import Search
    from analyzer.batch.history import History
    from analyzer.batch.outages import Measure
    from analyzer.batch.running import Plan
    from analyzer.case import Order
    from analyzer.rules.catalogue import Catalogue

_DURATION = lazy_re.compile(r"(\d{1,6})(s|m|min|h|d)?")
_SECONDS = {None: 1, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
_SIZE = lazy_re.compile(r"(\d{1,9})([kMG]?)")
_BYTES = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}
NO_HISTORY = "none"
EXIT_CODES = (
    "Exit codes: 0 all analysed; 1 --fail-on reached; 2 wrong usage; 4 a rule file is wrong; 5 the index could not be "
    "written, or the history not be used; 6 some uploads could not be analysed, the index says why; 130 interrupted, "
    "the same call goes on."
)
"""What the help ends with."""
_SHOWN = ("error", "issue", "clean", "inconclusive")
MOST_CAUSES = 5
"""Causes on the terminal; the index has all of them."""


class By(StrEnum):
    """What makes a case."""

    UPLOAD = "upload"
    FOLDER = "folder"


def batch(
    context: typer.Context,
    uploads: Annotated[
        list[str],
        typer.Argument(
            metavar="UPLOADS...", help="Files, folders, addresses (s3://…); - takes paths from standard input."
        ),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="DIR", help="Where reports and index go; an address, too.")
    ],
    by: Annotated[By, typer.Option("--by", help="folder: every folder that holds files is one case.")] = By.UPLOAD,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Cases at once.", show_default="what cores and memory allow")
    ] = None,
    cluster: Annotated[
        str,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help="Run the cases on a cluster of Dask: tcp://scheduler:8786.",
            show_default="this machine",
        ),
    ] = "",
    formats: Formats = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Keep an eye on the folders, and analyse what has arrived whole.")
    ] = False,
    settle: Annotated[
        str, typer.Option("--settle", metavar="TIME", help="With --watch: what did not change for so long is whole.")
    ] = "5s",
    force: Annotated[
        bool, typer.Option("--force/--resume", help="Analyse again also what did not change since the last run.")
    ] = False,
    timeout: Annotated[str, typer.Option("--case-timeout", metavar="TIME", help="Most time of one case.")] = "10min",
    memory: Annotated[str, typer.Option("--case-memory", metavar="SIZE", help="Most memory of one case.")] = "1500M",
    window: Annotated[
        str, typer.Option("--outage-window", metavar="TIME", help="Stretch of time in which failures are one outage.")
    ] = "2h",
    organizations: Annotated[
        int, typer.Option("--outage-organizations", min=2, help="Organizations that make an outage.")
    ] = 4,
    history: Annotated[
        str | None,
        typer.Option(
            "--history",
            metavar="URL|none",
            help="The memory of the team: a database; none for no memory.",
            show_default="history.sqlite in DIR",
        ),
    ] = None,
    privacy: Level = Privacy.STANDARD,
    letter_language: Letter = Language.EN,
    csv_separator: Separator = ",",
    rules: Rules = None,
    ignore: Ignore = None,
    since: Since = None,
    until: Until = None,
    limit: Caps = None,
    fail_on: Annotated[
        Threshold | None, typer.Option("--fail-on", help="Exit with 1 when a verdict is that bad or worse.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Analyse a folder of uploads: a report for each case, and an index that tells an outage from a coincidence."""
    from analyzer.batch import history as histories
    from analyzer.batch import jobs_for, state, storage, veil
    from analyzer.batch.cases import search
    from analyzer.batch.outages import Measure
    from analyzer.batch.running import MEMORY_IS_LIMITED, Plan, own_server, writable
    from analyzer.case import Order
    from analyzer.rules import catalogue

    known = catalogue.load(rules or ())
    paths = expanded(_named(uploads))

    def look() -> Search:
        return search(paths, by_folder=by is By.FOLDER, but=output)

    found = look()
    if not found.cases and not watch:
        raise UploadError(_none(paths or uploads, output))
    if watch and (away := next((path for path in (*paths, output) if storage.is_address(path)), None)):
        raise AnalyzerError(f"{away}: --watch keeps an eye on folders of this machine; leave it out for addresses")
    if not cluster:
        context.with_resource(own_server())
    order = Order(
        formats=tuple(dict.fromkeys((Format.HTML, Format.JSON, *formats_of(formats)))),
        privacy=privacy,
        rules=tuple(rules or ()),
        limits=limits_of(limit),
        ignore=ignored_of(ignore, rules),
        window=window_of(since, until),
        letter_language=letter_language.value,
        csv_separator=separator_of(csv_separator),
    )
    if not MEMORY_IS_LIMITED and not quiet:
        sys.stderr.write("This system has no limit for the memory of a case; --case-memory does nothing.\n")
    here = context.with_resource(storage.mirrored(output, (state.NAME, histories.NAME, veil.KEY)))
    writable(here)
    past = histories.History(history or here) if history != NO_HISTORY else None
    plan = Plan(
        folder=output,
        order=order,
        catalogue=known.digest,
        jobs=jobs_for(jobs),
        timeout=_seconds("--case-timeout", timeout),
        memory=_bytes("--case-memory", memory),
        key=(past.key() if past else veil.key_beside(here)) if privacy.hides_uploads else "",
        cluster=cluster,
    )
    measure = Measure(window=timedelta(seconds=_seconds("--outage-window", window)), organizations=organizations)
    night = _Night(plan=plan, here=here, known=known, measure=measure, past=past, force=force, quiet=quiet)
    if watch:
        _watch(night, paths, look, _seconds("--settle", settle))
    document = night.run(found)
    if lost := sum(row["state"] != "analysed" for row in document["cases"]):
        if not quiet:  # the summary has said so
            raise typer.Exit(EXIT_SOME_FAILED)
        raise SomeFailedError(_lost(lost, len(document["cases"]), output))
    bad = fail_on is not None and any(fail_on.reached(row["outcome"]) for row in document["cases"])
    raise typer.Exit(EXIT_THRESHOLD if bad else EXIT_OK)


class _Night(Struct, frozen=True, kw_only=True):
    """How the cases are run, and what their index is made with."""

    plan: Plan
    here: str
    """The folder of this machine that stands for that of the reports."""
    known: Catalogue
    measure: Measure
    past: History | None
    force: bool
    quiet: bool

    def run(self, found: Search) -> Mapping[str, Any]:
        """Run the cases and write the index; returns what it holds.

        Raises:
            InterruptError: somebody ended it; what was analysed until then stays.
        """
        from analyzer import batch as running
        from analyzer.batch import index, outputs, veil

        strict = self.plan.order.privacy.hides_uploads
        cases = veil.named(found.cases) if strict else found.cases
        told = _Told(len(cases), quiet=self.quiet)
        try:
            with told:
                rows = list(running.analyze_cases(cases, self.plan, force=self.force, told=told, kept=self.here))
            shown = veil.numbered(rows) if strict else rows
            title = self.known.title
            document = index.build(
                shown, self.known.digest, self.measure, [*found.notes(), *_asked(self.plan.order)], self.past, title
            )
            outputs.write_all(self.here, document, self.plan.order.csv_separator)
            if self.past is not None:  # after the index: it is there, whatever becomes of the history
                self.past.remember(rows)
                self.past.engine.dispose()  # all of it is in its file then
        except AnalyzerError:
            if not told.done and self.past is not None:  # its processes cannot be started, or its index not be written
                self.past.unmake()
            raise
        except KeyboardInterrupt:
            done = f"{told.done:,} of {len(cases):,} cases are done"
            raise InterruptError(f"interrupted; {done}, and the same call goes on from there") from None
        if not self.quiet:
            sys.stderr.writelines(f"{line}\n" for line in _summary(document, self.plan.folder))
        return document


def _asked(order: Order) -> Iterator[str]:
    """What was asked for that makes an index tell less than the uploads hold."""
    if order.window is not None:
        yield f"records {order.window.said} alone: the report of each case says how many lie outside"
    if order.ignore:
        names = ", ".join(dict.fromkeys(entry.rule for entry in order.ignore))
        yield f"findings that the site ignores ({names}): the report of each case lists those that are in it"


def _watch(night: _Night, paths: Sequence[str], look: Callable[[], Search], settle: float) -> NoReturn:
    """Run what has arrived, over and over, until somebody ends it."""
    from analyzer.batch.watching import rounds

    try:
        if not night.quiet:
            sys.stderr.write(f"Watching {one_line(', '.join(paths))}; Ctrl-C ends it.\n")
        for found in rounds(paths, look, settle):
            night.run(found)
    except KeyboardInterrupt:
        pass
    raise InterruptError(f"interrupted; the reports and the index are in {night.plan.folder}")


def _named(uploads: Sequence[str]) -> list[str]:
    """The paths that were given; `-` stands for those on standard input, one a line."""
    found: list[str] = []
    if STDOUT in uploads and sys.stdin is None:
        raise UploadError("-: there is no standard input; name the uploads")
    for upload in uploads:
        found += [line.rstrip("\r\n") for line in sys.stdin if line.strip()] if upload == STDOUT else [upload]
    return found


def _none(paths: Sequence[str], output: str) -> str:
    """Why there is nothing to do: the folder of the reports is not searched, also where it was given."""
    from analyzer.batch import storage

    if any(storage.same(storage.at(path)) == storage.same(storage.at(output)) for path in paths):
        return f"{output}: the reports would lie among the uploads; choose another folder with -o"
    return f"{paths[0]}: no uploads in it; name files, archives or folders that hold some"


def _lost(lost: int, of: int, folder: str) -> str:
    """What became of a batch that is done, but not with every case."""
    from analyzer.batch import page, storage

    cases = f"{lost:,} of {of:,} case{'s' if of != 1 else ''}"
    return f"{cases} could not be analysed; {storage.at(folder) / page.NAME} says why"


def _seconds(option: str, text: str) -> float:
    found = _DURATION.fullmatch(text)
    if found is None or int(found[1]) == 0:
        raise AnalyzerError(f"{option} {text[:40]}: is no time; write it as 90s, 10min or 2h")
    return int(found[1]) * _SECONDS[found[2]]


def _bytes(option: str, text: str) -> int:
    found = _SIZE.fullmatch(text)
    if found is None or int(found[1]) == 0:
        raise AnalyzerError(f"{option} {text[:40]}: is no size; write it as 800M or 2G")
    return int(found[1]) * _BYTES[found[2]]


class _Told:
    """A line on a terminal while a batch runs: how many are done, how fast, how long it takes, what came last."""

    def __init__(self, of: int, *, quiet: bool) -> None:
        from analyzer.report.terminal import Progress as Line

        self.line = Line(quiet=quiet)
        self.of = of
        self.begun = time.monotonic()
        self.done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.line.clear()

    def __call__(self, progress: Progress) -> None:
        """One more case is finished."""
        self.done = progress.done
        spent = max(time.monotonic() - self.begun, 0.001)
        rate = progress.done / spent
        left = (progress.of - progress.done) / rate
        said = "unchanged" if progress.reused else "done"
        pace = f"{rate:.1f} a second, {left:.0f} s left"
        self.line.say(f"{progress.done:,} of {progress.of:,} cases, {pace}; {said}: {progress.case}")


def _summary(document: Mapping[str, Any], folder: str) -> Iterator[str]:
    """What a team reads first: how many of each outcome, the outages, the causes, where the index is."""
    from analyzer.batch import page, storage
    from analyzer.report.words import OWNERS

    cases = document["cases"]
    outcomes = Counter(row["outcome"] or "not analysed" for row in cases)
    told = ", ".join(f"{outcomes[name]:,} {name}" for name in (*_SHOWN, "not analysed") if outcomes[name])
    yield f"{len(cases):,} case{'s' if len(cases) != 1 else ''}: {told}."
    for outage in document["outages"]:
        where = f" at {page.place_of(outage)}" if outage["shared"]["kind"] != "rule" else ""
        yield (
            f"OUTAGE: {one_line(outage['title'])}{one_line(where)}: {outage['organizations']:,} organizations, "
            f"{page.span_of(outage)}, {len(outage['cases']):,} cases"
        )
    copies = page.copies_in(document)
    for cause in document["causes"][:MOST_CAUSES]:
        owner = OWNERS.get(cause["owner"], cause["owner"])
        yield f"  {page.count_of(cause, copies):>5,} {one_line(cause['title'])} ({owner})"
    yield f"Index: {one_line(str(storage.at(folder) / page.NAME))}"
