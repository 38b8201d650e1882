"""`analyze(uploads, options, progress) -> Analysis`: the only room that knows all the stages, and their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from analyzer import __version__, coverage, side_by_side
from analyzer.facts import Tally
from analyzer.facts.clocks import ahead
from analyzer.facts.customers import Marks, several
from analyzer.facts.texts import signature
from analyzer.intake import Source, Twice, open_uploads
from analyzer.limits import DEFAULT, Limits
from analyzer.model import (
    Analysis,
    Document,
    Event,
    EventKind,
    Evidence,
    Facts,
    Finding,
    Name,
    Note,
    Quote,
    Remark,
    Term,
    TimeWindow,
    Unexplained,
    Upload,
    Warn,
)
from analyzer.privacy.content import Content
from analyzer.privacy.echoes import Echoes, people, texts
from analyzer.privacy.scrubbing import scrub_path
from analyzer.privacy.watch import Watch
from analyzer.reading import Progress, Reading
from analyzer.rules import catalogue, engine, ignoring, is_error, judge, verdict
from analyzer.rules.catalogue import Catalogue

MAX_CLOCKS = 500
"""Most documents whose clocks are compared with each other."""

MAX_CUSTOMERS = 3
"""Customers that a warning names before the rest are counted."""


class Options(Struct, frozen=True, kw_only=True):
    """How to analyse."""

    rules: tuple[str, ...] = ()
    """Further rule files or folders; a rule with an id that exists replaces it."""
    limits: Limits = DEFAULT
    ignore: tuple[ignoring.Entry, ...] = ()
    """Known errors that the site ignores."""
    window: TimeWindow | None = None
    """Only what lies in it counts; None where everything does."""
    stdin: str = "stdin"
    """What standard input is called."""
    removed: Watch | None = None
    """Is told every secret on the way, for the leak check of what is rendered; None where nobody asks."""
    content: Content | None = None
    """Learns what people wrote; one of its own where nobody asks for it afterwards."""
    people: Watch | None = None
    """Learns names of people that stand in fields of their own; None where all names are shown."""


def analyze(uploads: Sequence[str], options: Options | None = None, progress: Progress | None = None) -> Analysis:
    """Analyse the files of one case.

    Args:
        uploads: paths; `-` is standard input.
        options: rules and limits; ours where it is left out.
        progress: told now and then how much was read.

    Raises:
        UploadError: a path does not exist or cannot be read.
        CatalogueError: a rule file is wrong.
    """
    options = options or Options()
    return analyze_uploads(uploads, catalogue.load(options.rules), options, progress)


def analyze_uploads(
    uploads: Sequence[str], rules: Catalogue, options: Options, progress: Progress | None = None
) -> Analysis:
    """Analyse the files of one case with a catalogue that is loaded already."""
    twice: list[Twice] = []
    sources = open_uploads(uploads, options.limits, options.stdin, twice.append)
    found = analyze_sources(sources, rules, options, progress)
    return replace(found, warnings=(*found.warnings, *map(_same_bytes, twice)))


def analyze_sources(
    sources: Iterable[Source], rules: Catalogue, options: Options, progress: Progress | None = None
) -> Analysis:
    """Analyse documents that are open already, with a catalogue that is loaded already."""
    content = options.content if options.content is not None else Content()
    watches = [watch for watch in (options.removed, content, options.people) if watch is not None]
    reading = Reading(options.limits, rules.literals.any_in, options.window, watches)
    given: dict[int, Upload] = {}
    side_by_side.read(_named(sources, given), reading, progress)
    tally = reading.tally
    documents = list(_with_clocks(sorted((document for _, document in reading.documents), key=lambda d: d.name), tally))
    facts = replace(tally.facts(), documents=_kinds(documents))
    judged, unexplained = judge(rules, facts)
    if options.content is not None:  # somebody asks it about more than these texts
        content = content.again()
    content.for_texts(texts(facts, judged, unexplained))
    facts, judged, unexplained = _without_echoes(rules, content, facts, judged, unexplained)
    findings, ignored, not_ignored = ignoring.apart(judged, options.ignore, facts)
    errors = sum(event.count for event in facts.events if is_error(event, facts) and not event.probe)
    customers = _several(reading)
    return Analysis(
        version=__version__,
        catalogue=rules.digest,
        verdict=verdict.conclude(
            findings, unexplained, facts, documents, [row.finding for row in ignored], is_one=not customers
        ),
        documents=tuple(documents),
        findings=tuple(findings),
        facts=facts,
        unexplained=_signatures(unexplained),
        missing=coverage.missing(documents, facts),
        looked_at=coverage.looked_at(
            documents, facts, len(rules.rules), errors, sum(event.count for event in unexplained)
        ),
        not_evaluated=tuple(engine.not_evaluated(rules.rules, facts)),
        uploads=tuple(given.values()),
        options=_said(options),
        warnings=(*customers, *_window(facts, documents), *not_ignored),
        ignored=ignored,
        error_events=errors,
    )


def _named(sources: Iterable[Source], given: dict[int, Upload]) -> Iterator[Source]:
    """The sources as they are; on the way the documents of each upload are counted."""
    for source in sources:
        if source.given:
            before = given.get(source.upload)
            given[source.upload] = Upload(name=scrub_path(source.given), files=before.files + 1 if before else 1)
        yield source


def _without_echoes(
    rules: Catalogue, content: Content, facts: Facts, judged: list[Finding], unexplained: list[Event]
) -> tuple[Facts, list[Finding], list[Event]]:
    """What was found, without what people wrote: no later stage sees a text that holds it."""
    content.sentences = [rule.wording.title for rule in rules.rules]
    content.people = people(facts)
    echoes = Echoes(content)
    return echoes.facts(facts), list(map(echoes.finding, judged)), list(map(echoes.event, unexplained))


def _said(options: Options) -> tuple[str, ...]:
    """What was asked for beyond the defaults; of rules the names alone, never where they lie."""
    said = [f"rules of {scrub_path(PurePath(path).name)}" for path in options.rules]
    said += [f"ignore {entry.rule}" for entry in options.ignore]
    said += [options.window.said] if options.window is not None else []
    changed = {name: getattr(options.limits, name) for name in Limits.__struct_fields__}
    said += [f"limit {name}={value:,}" for name, value in changed.items() if value != getattr(DEFAULT, name)]
    return tuple(said)


def _same_bytes(twice: Twice) -> Remark:
    name, other = Name(scrub_path(twice.name)), Name(scrub_path(twice.of))
    if twice.inside:
        return Remark.of(Warn.GIVEN_INSIDE, name=name, other=other)
    if name == other:
        return Remark.of(Warn.GIVEN_TWICE, name=name)
    return Remark.of(Warn.SAME_BYTES, name=name, other=other)


def _several(reading: Reading) -> tuple[Remark, ...]:
    """What the documents of each upload tell of the customer it comes from, where that is not one."""
    customers: dict[int, Marks] = {}
    for upload, document in reading.documents:
        if (about := reading.tally.about(document.name)) is not None:
            customers.setdefault(upload, Marks()).add(about.mailboxes, about.c4c_hosts)
    names = tuple(map(Quote, several(customers)))
    if not names:
        return ()
    if more := len(names[MAX_CUSTOMERS:]):
        return (Remark.of(Warn.MORE_CUSTOMERS, names=names[:MAX_CUSTOMERS], more=more),)
    return (Remark.of(Warn.SEVERAL_CUSTOMERS, names=names),)


def _window(facts: Facts, documents: Sequence[Document]) -> Iterator[Remark]:
    """What a stretch of time that was asked for leaves out; nothing is left out in silence."""
    if facts.window is None:
        return
    said = [Remark.of(Warn.OUTSIDE, window=facts.window, count=facts.outside)]
    if facts.undated:
        said.append(Remark.of(Warn.UNDATED, count=facts.undated))
    if facts.outside and any(document.unzoned for document in documents):
        said.append(Remark.of(Warn.UNZONED))
    yield Remark.of(Warn.WINDOW, sentences=tuple(said))


def _kinds(documents: Sequence[Document]) -> dict[str, int]:
    """How many documents there are of each kind, and how many are cut."""
    kinds = Counter(document.kind.value for document in documents if document.bytes_skipped < document.bytes)
    return dict(kinds) | {"cut": sum(document.cut for document in documents)}


def _with_clocks(documents: Sequence[Document], tally: Tally) -> Iterator[Document]:
    """The documents, with a warning where the clock of one runs ahead of or behind those beside it."""
    periods = {document.name: period for document in documents if (period := tally.period(document.name))}
    zoned = {d.name: periods[d.name] for d in documents if d.name in periods and not d.unzoned}
    if len(zoned) > MAX_CLOCKS:  # each is compared with each; so many sessions are no case to read by times
        zoned = {}
    for document in documents:
        folder = document.name[: document.name.rfind("/") + 1]
        beside = {name: period for name, period in zoned.items() if name.startswith(folder)}
        found = ahead(periods[document.name], beside) if document.unzoned and document.name in periods else None
        if found is None:
            yield document
            continue
        offset, other = found
        sign, minutes = ("-" if offset.days < 0 else "+"), abs(offset) // timedelta(minutes=1)
        zone = f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"
        said = Remark.of(Note.CLOCK, zone=Term(zone), other=Name(other))
        yield replace(document, warnings=(*document.warnings, said))


def _signatures(events: Sequence[Event]) -> tuple[Unexplained, ...]:
    found: dict[str, tuple[int, list[Evidence]]] = {}
    for event in events:
        name = _signature(event)
        count, samples = found.get(name, (0, []))
        found[name] = (count + event.count, [*samples, *event.samples])
    rows = [
        Unexplained(signature=name, count=count, evidence=tuple(samples[: engine.MAX_EVIDENCE]))
        for name, (count, samples) in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.signature)))


def _signature(event: Event) -> str:
    side = event.system.value
    what = event.code or (f"HTTP {event.status}" if event.status and event.kind is EventKind.HTTP else "")
    if event.kind is EventKind.NO_ANSWER:
        what = "no answer"
    parts = (side, event.operation or "", what, signature(event.text))
    return " · ".join(part for part in parts if part)
