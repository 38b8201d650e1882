"""One case, from uploads to outputs as bytes: nothing is written here, and nothing leaves without the leak check.

The command line, the batch and Python users all call `run`; so the order of things stands in one place: analysis,
document, its strict form, the evidence, every output rendered, and the last look at all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from analyzer.analysis import Options, analyze_uploads
from analyzer.errors import LeakError
from analyzer.limits import DEFAULT, Limits
from analyzer.model import Analysis, Confidence, Facts, Finding, Owner, Privacy, TimeWindow, VerdictOutcome
from analyzer.model.telling import LANGUAGES
from analyzer.privacy.content import Content
from analyzer.privacy.echoes import people as people_of
from analyzer.privacy.leaks import Check
from analyzer.privacy.watch import Removed
from analyzer.reading import Progress
from analyzer.report import document, outputs, summary
from analyzer.report.cut import cut
from analyzer.report.files import STDOUT, Format
from analyzer.rules import catalogue
from analyzer.rules.catalogue import Catalogue
from analyzer.rules.ignoring import Entry

if TYPE_CHECKING:
    from analyzer.privacy.pseudonyms import Pseudonyms
    from analyzer.report.typed import SeenBefore, Whole

Uploads = str | PathLike[str] | Sequence[str | PathLike[str]]
"""A path, or several that belong to one case; `-` is standard input."""


class Order(Struct, frozen=True, kw_only=True):
    """What is wanted of a case."""

    formats: tuple[Format, ...] = ()
    """The reports to render."""
    privacy: Privacy = Privacy.STANDARD
    full: bool = False
    """All of it in Markdown, not what fits into a comment."""
    evidence: bool = False
    """Also what SAP and Microsoft ask for."""
    rules: tuple[str, ...] = ()
    """Further rule files or folders; a rule with an id that exists replaces it."""
    limits: Limits = DEFAULT
    ignore: tuple[Entry, ...] = ()
    """Known errors that the site ignores: listed, and no verdict rests on them."""
    window: TimeWindow | None = None
    """Only what lies in it counts."""
    csv_separator: str = ","
    letter_language: str = LANGUAGES[0]
    """Of the letter to the customer: en or de."""
    stdin: str = "stdin"
    """What standard input is called."""


class Answer(Struct, frozen=True, kw_only=True):
    """What a case amounts to, in the words of the report."""

    outcome: VerdictOutcome
    rule: str | None
    """The finding that it rests on."""
    headline: str
    owner: Owner
    """Who acts next."""
    confidence: Confidence
    pro: tuple[str, ...]
    """What speaks for it, a sentence each."""
    contra: tuple[str, ...]
    """What speaks against it, or is not known."""


class Case(Struct, frozen=True, kw_only=True):
    """A case that was analysed: what it amounts to, and its outputs, none of which holds a secret."""

    analysis: Analysis
    document: Whole
    """What the JSON holds; at strict, with tokens in the place of names."""
    reports: tuple[tuple[Format, bytes], ...] = ()
    evidence: tuple[tuple[str, bytes], ...] = ()
    """Name and content of the files of the evidence pack."""

    @property
    def verdict(self) -> Answer:
        """Error, issue, clean or inconclusive; the headline, who acts, how sure."""
        said = self.document["verdict"]
        return Answer(
            outcome=VerdictOutcome(said["outcome"]),
            rule=said["rule"],
            headline=str(said["headline"]),
            owner=Owner(said["owner"]),
            confidence=Confidence(said["confidence"]["level"]),
            pro=tuple(map(str, said["confidence"]["for"])),
            contra=tuple(map(str, said["confidence"]["against"])),
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The known errors that the upload proves, worst first."""
        return self.analysis.findings

    @property
    def facts(self) -> Facts:
        """What was counted."""
        return self.analysis.facts

    def to_dict(self) -> dict[str, Any]:
        """The document of docs/contract.md, with the same keys and values as the JSON of the command."""
        return dict(self.document)


def run(
    uploads: Sequence[str],
    order: Order | None = None,
    progress: Progress | None = None,
    rules: Catalogue | None = None,
    seen: Callable[[Mapping[str, Any]], SeenBefore] | None = None,
) -> Case:
    """Analyse the uploads of one case and render what is wanted.

    Args:
        uploads: paths; `-` is standard input.
        order: what is wanted; the analysis alone where it is left out.
        progress: told now and then how much was read, and what is rendered.
        rules: a catalogue that is loaded already; else that of the order.
        seen: says of a document how often earlier cases had the same; it becomes a part of it.

    Raises:
        UploadError: a path does not exist or cannot be read.
        CatalogueError: a rule file is wrong.
        LeakError: an output holds what must not leave the house.
    """
    order = order or Order()
    removed = Removed()
    people = None
    written = Content() if order.evidence and order.privacy is not Privacy.STANDARD else None
    if order.privacy is Privacy.STRICT:
        from analyzer.privacy.people import People  # what most cases do without costs nothing at start

        people = People()
    options = Options(
        rules=order.rules,
        limits=order.limits,
        ignore=order.ignore,
        window=order.window,
        stdin=order.stdin,
        removed=removed,
        content=written,
        people=people,
    )
    known = rules if rules is not None else catalogue.load(order.rules)
    analysis = analyze_uploads(uploads, known, options, progress)
    found = document.unworded(analysis, order.letter_language)
    if seen is not None:
        found["seen_before"] = seen(found)
    names = None
    if order.privacy is not Privacy.STANDARD:
        from analyzer.privacy.pseudonyms.levels import LEVELS  # what most cases do without costs nothing at start

        names = LEVELS[order.privacy](found, known.words)
    if names is not None:
        from analyzer.report.strict import strict

        for name in sorted(people.names) if people is not None else ():  # whichever process read one first
            names.persons.expect(name)
        own = [Path(order.stdin if upload == STDOUT else upload).name for upload in uploads]
        found = strict(found, names, own, order.privacy.value)
    content = document.worded(found)
    shown = people_of(analysis.facts) if names is None else ()
    check = Check(removed, names.telling() if names is not None else (), document.own_words(content), shown)
    try:
        reports = _reports(content, order, check, progress)
    except LeakError:  # removing failed somewhere: the engineer gets what can be shown all the same
        less = cut(content, check.find)
        if less is None:
            raise
        content = less
        reports = _reports(content, order, check, progress)
    evidence = _evidence(uploads, content, order, check, names, written) if order.evidence else []
    return Case(analysis=analysis, document=content, reports=tuple(reports), evidence=tuple(evidence))


def _reports(
    content: Mapping[str, Any], order: Order, check: Check, progress: Progress | None
) -> list[tuple[Format, bytes]]:
    """Every report that is wanted, looked at.

    Raises:
        LeakError: something is in one of them that must not be.
    """
    # Looked at without the paths of the outputs, which are the caller's own words.
    check.refuse("the summary", summary.render(content, []))
    reports = []
    for form in order.formats:
        if progress is not None:
            progress(f"writing {form.value}", 0, 0)
        data = outputs.render(form, content, full=order.full, separator=order.csv_separator)
        check.refuse(f"the {form.value} report", data, ours=outputs.ours(form))
        reports.append((form, data))
    if not order.formats:
        check.refuse("the analysis", document.render(content))
    return reports


def _evidence(
    uploads: Sequence[str],
    content: Mapping[str, Any],
    order: Order,
    check: Check,
    names: Pseudonyms | None,
    written: Content | None,
) -> list[tuple[str, bytes]]:
    """The files of the evidence pack, looked at.

    Raises:
        LeakError: something is in one of them that must not be.
    """
    from analyzer.evidence import files
    from analyzer.redacting.last_cut import without_leaks

    mail = names is None  # bodies of failing calls, which SAP asks for, may stay
    if names is not None:
        names.content = written  # no report quotes the answers of failing calls, so nobody has looked at them yet
    found = []
    for name, text in files(uploads, content, order.limits, names):
        left = "".join(without_leaks([text], lambda said: check.find(said, mail=mail)))
        data = left.encode("utf-8", "replace")
        check.refuse(name, data, mail=mail)
        found.append((name, data))
    return found


def analyze(uploads: Uploads, order: Order | None = None, progress: Progress | None = None) -> Case:
    """Analyse one upload, or several that belong to one case.

    Args:
        uploads: a path, or several; `-` is standard input.
        order: what is wanted beyond the analysis: reports, rules, limits, the level of privacy.
        progress: told now and then how much was read.

    Raises:
        UploadError: a path does not exist or cannot be read.
        CatalogueError: a rule file is wrong.
        LeakError: what was found holds what must not leave the house.
    """
    paths = [uploads] if isinstance(uploads, str | PathLike) else uploads
    return run([fspath(path) for path in paths], order, progress)
