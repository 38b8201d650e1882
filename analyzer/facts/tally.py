"""Exchanges and messages become facts: counted as they come, at most a few samples of each kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

from analyzer.facts import texts
from analyzer.facts.activity import Activity
from analyzer.facts.exchanges import Exchange, exchanges
from analyzer.facts.sessions import About, sessions
from analyzer.limits import Limits
from analyzer.model import (
    Deployment,
    Event,
    Evidence,
    Facts,
    HeaderFact,
    Message,
    OperationFact,
    Place,
    Record,
    ResponseHead,
    Result,
    Session,
    Setting,
    Stored,
    System,
)
from analyzer.privacy import scrub, scrub_path
from analyzer.reference import headers as fields
from analyzer.reference.numbers import number

_SHOWN = (
    "Server",
    "X-FEServer",
    "X-BEServer",
    "X-CalculatedBETarget",
    "X-CasErrorCode",
    "X-BEServerException",
    "X-MS-Diagnostics",
    "WWW-Authenticate",
    "Location",
    "Retry-After",
    "request-id",
    "client-request-id",
)
_SUCCESS = "SW0000"
"""The engine's status of a session that went well: it is listed, and no error."""
_IDS = ("request-id", "client-request-id", "Date", "X-FEServer", "X-BEServer", "X-CalculatedBETarget")
_PROBES = (301, 302, 303, 307, 308, 404, 405, 410, 421)
"""Statuses that a wrong address gives; a refusal or an outage is never a mere probe."""

_K = TypeVar("_K", bound=Hashable)
_Key = tuple[object, ...]
_Order = tuple[datetime, str, int]
_START = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER: _Order = (datetime.min.replace(tzinfo=UTC), "", -1)


@dataclass(slots=True)
class _Tallied:
    """An event while it is being counted."""

    event: Event
    order: _Order
    first_order: _Order
    early: bool
    autodiscover: bool
    count: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    samples: list[Evidence] = field(default_factory=list)
    documents: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Header:
    count: int
    sample: Evidence


class Tally:
    """Collects the facts of one case, document by document. Memory depends on distinct facts, not on input size."""

    def __init__(self, limits: Limits, wanted: Callable[[str], bool]) -> None:
        self.limits = limits
        self.wanted = wanted
        """Whether a text holds anything that a rule looks for; other log lines are counted and forgotten."""
        self.events: dict[_Key, _Tallied] = {}
        self.http: Counter[tuple[System, int]] = Counter()
        self.steps: Counter[tuple[System, int]] = Counter()
        self.headers: dict[tuple[System, str, str], _Header] = {}
        self.versions: Counter[str] = Counter()
        self.operations: Counter[tuple[System, str]] = Counter()
        self.failed: Counter[tuple[System, str]] = Counter()
        self.took: dict[tuple[System, str], tuple[int, int, int]] = {}
        """Requests with a known duration, their milliseconds together, and those of the slowest."""
        self.activity = Activity()
        self.stored: Counter[tuple[str, str]] = Counter()
        self.codes: Counter[tuple[str, str | None]] = Counter()
        self.mailboxes: dict[str, list[int]] = {}
        self.back_off: Counter[tuple[str, int]] = Counter()
        self.quoted: dict[str, dict[object, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        """Engine codes, snapshots and organizations by document: what several documents quote counts once."""
        self.success: dict[tuple[System, str | None], _Order] = {}
        self.version_samples: dict[str, Evidence] = {}
        self.successes = self.requests = self.answered = self.records = self.finished = self.envelopes = 0
        self.overflow = 0
        """Values that were not kept apart because there are too many different ones."""
        self.sessions: list[tuple[str, Session]] = []
        self.settings: dict[tuple[str, str], tuple[int, str, int]] = {}
        self.lost_settings = 0
        """1 where there are more settings than are kept."""
        self.about: dict[str, About] = {}
        self.online = self.on_premises = False
        self.first_seen: datetime | None = None
        self.last_seen: datetime | None = None
        self.latest: dict[System, list[tuple[_Order, str]]] = {}
        self.document = ""
        self.clock = _START
        self.worked = False
        """Exchange answered successfully before, in this document."""

    def add(self, document: str, records: Iterator[Record]) -> int:
        """Count everything a document says; returns how many records it had."""
        self.document, self.records, self.worked, self.clock = document, 0, False, _START
        for item in exchanges(self._each(records), self.limits):
            if isinstance(item, Message):
                self._message(item)
            else:
                self._exchange(item)
        return self.records

    def _each(self, records: Iterator[Record]) -> Iterator[Record]:
        about = self.about[self.document] = About()
        for record in records:
            self.records += 1
            if (time := record.at.time) is not None:
                self.clock = time
                about.began = min(about.began or time, time)
                about.ended = max(about.ended or time, time)
                self.first_seen = min(self.first_seen or time, time)
                self.last_seen = max(self.last_seen or time, time)
            if isinstance(record, ResponseHead):
                self._response_fields(record)
            elif isinstance(record, Session):
                self.finished += record.finished
                self._session(record)
            elif isinstance(record, Setting):
                self._setting(record)
            elif isinstance(record, Stored):
                self._add(self.stored, (record.storage, record.type), record.count)
            yield record

    def period(self, document: str) -> tuple[datetime, datetime] | None:
        """First and last time of a document; None where it has no times."""
        about = self.about.get(document)
        return (about.began, about.ended) if about is not None and about.began and about.ended else None

    # -- what is counted ---------------------------------------------------------------------------------------------

    def _response_fields(self, response: ResponseHead) -> None:
        lines = response.field_lines or (response.at.line,) * len(response.headers)
        for (name, raw), line in zip(response.headers, lines, strict=True):
            if name == "Retry-After" and (seconds := number(raw)) is not None:
                self._add(self.back_off, ("Retry-After", seconds * 1000))
            if name not in fields.SERVERS or not raw:
                continue
            value = scrub(raw)
            key = (response.at.system, name, value)
            if key not in self.headers and len(self.headers) >= self.limits.values:
                key = (response.at.system, name, "(more values)")
            known = self.headers.get(key)
            if known is None or (self.document, line) < (known.sample.document, known.sample.line):
                place = Place(line, response.at.time)
                count = known.count if known is not None else 0
                known = self.headers[key] = _Header(count, self._evidence(place, f"{name}: {value}"))
            known.count += 1

    def _session(self, session: Session) -> None:
        """Which are kept depends on their names alone: members of an archive come in any order."""
        shown = replace(session, user=scrub(session.user[:200]), status=scrub(session.status[:200]))
        self.sessions.append((self.document, shown))
        if len(self.sessions) > 2 * self.limits.values:
            self.sessions.sort(key=_by_place)
            self.overflow += len(self.sessions) - self.limits.values
            del self.sessions[self.limits.values :]

    def _setting(self, setting: Setting) -> None:
        key, here = (setting.name, setting.value), (self.document, setting.at.line)
        if key not in self.settings and len(self.settings) >= self.limits.values:
            if key > (last := max(self.settings)):
                self.lost_settings = 1
                return
            del self.settings[last]
            self.lost_settings = 1
        count, document, line = self.settings.get(key, (0, *here))
        self.settings[key] = (count + 1, *min((document, line), here))

    def _add(self, counter: Counter[_K], key: _K, count: int = 1) -> bool:
        """Count something, unless there are too many different ones already."""
        room = key in counter or len(counter) < self.limits.values
        if room:
            counter[key] += count
        self.overflow += not room
        return room

    def _exchange(self, exchange: Exchange) -> None:
        if exchange.is_step:
            self.steps[exchange.system, exchange.status or 0] += 1
            return
        self.requests += 1
        self.answered += exchange.answered
        failed = exchange.fault is not None or (exchange.status or 0) >= 400 or _is_unanswered(exchange)
        self.about[self.document].requests += 1
        self.about[self.document].failed += failed
        self._count_request(exchange, failed=failed)
        if exchange.time is not None:
            self.activity.add(exchange.system, exchange.time, failed=failed)
        self._failures(exchange)
        harmless = (exchange.status or 200) < 300 and not _is_page(exchange) and not exchange.messages
        if exchange.answered and not failed and harmless:
            self._worked(exchange)

    def _count_request(self, exchange: Exchange, *, failed: bool) -> None:
        if exchange.response is not None:
            self.http[exchange.system, exchange.response.status] += 1
        for version in _versions(exchange):
            self._version(version, exchange)
        self.envelopes += any(answer.soap for answer in exchange.answers)
        if operation := exchange.operation:
            counted = self._add(self.operations, (exchange.system, operation))
            self.failed[exchange.system, operation] += counted and failed
            if counted and (took := exchange.milliseconds) is not None:
                timed, whole, longest = self.took.get((exchange.system, operation), (0, 0, 0))
                self.took[exchange.system, operation] = (timed + 1, whole + took, max(longest, took))
        mailbox = exchange.mailbox
        if mailbox is None:
            return
        if mailbox not in self.mailboxes and len(self.mailboxes) >= self.limits.values:
            self.overflow += 1
        else:
            counts = self.mailboxes.setdefault(mailbox, [0, 0])
            counts[0] += 1
            counts[1] += failed

    def _version(self, version: str, exchange: Exchange) -> None:
        if not self._add(self.versions, version):
            return
        here = self._evidence(exchange.place, f"Exchange version {version}")
        known = self.version_samples.setdefault(version, here)
        if (here.document, here.line) < (known.document, known.line):
            self.version_samples[version] = here

    def _failures(self, exchange: Exchange) -> None:
        """The error events of one request: those its answer names, or the one that it is itself."""
        deployment = self._deployment(exchange)
        for result in (result for answer in exchange.answers for result in answer.results):
            self._result(exchange, result, deployment)
        text = scrub(" ".join(message.text for message in exchange.messages))
        fault = exchange.fault
        if fault is not None:
            if text and text != fault.text:
                self._quote(text)
            return
        self._quote(text)
        if _is_unanswered(exchange) and not text:
            self._event("no-answer", exchange, deployment=deployment)
        elif (exchange.status or 0) >= 300:
            self._event("http", exchange, text=text or _leads_to(exchange), deployment=deployment)
        elif _is_page(exchange):
            said = text or "the answer is a web page, not SOAP"
            self._event("http", exchange, text=said, deployment=deployment)
        elif text:
            self._event("message", exchange, text=text, deployment=deployment)

    def _worked(self, exchange: Exchange) -> None:
        order = (exchange.clock or _START, self.document, exchange.order)
        for mailbox in (exchange.mailbox, None):
            key = (exchange.system, mailbox)
            self.success[key] = max(self.success.get(key, order), order)
        if exchange.system is System.EXCHANGE:
            self.successes += 1
            self.worked = True

    def _result(self, exchange: Exchange, result: Result, deployment: Deployment) -> None:
        if result.code is not None:
            self._add(self.codes, (result.code, exchange.operation))
        text = scrub(result.text)
        self._quote(text)
        for name, value in result.values:
            if name == "BackOffMilliseconds" and (milliseconds := number(value)) is not None:
                self._add(self.back_off, (name, milliseconds))
        suggested = texts.back_off(text)
        if suggested is not None and not any(name == "BackOffMilliseconds" for name, _ in result.values):
            self._add(self.back_off, ("Suggested backoff time", suggested))
        self._event("fault" if result.fault else "response", exchange, result=result, text=text, deployment=deployment)

    def _message(self, message: Message) -> None:
        codes = texts.engine_codes(message.text, leading=message.at.system in (System.C4C, System.EXCHANGE))
        if not message.exception and not codes and not self.wanted(message.text):
            return
        text = scrub(message.text)
        self._quote(text, codes)
        if codes == [_SUCCESS]:
            self.finished += 1
            return
        event = Event(
            kind="exception" if message.own else "message",
            system=message.at.system,
            code=codes[0] if codes else None,
            text=text,
            parameters=texts.parameters(text),
            mention=not message.exception and not codes,
            item=message.item,
        )
        order = (message.at.time or self.clock, self.document, self.records)
        self._count(event, message.at, lambda: (text, ()), order, early=False)

    def _quote(self, text: str, codes: Sequence[str] | None = None) -> None:
        """Snapshots and organizations that a text names, and the engine's codes in it."""
        if codes is None:
            codes = texts.engine_codes(text, leading=True)
        found: list[tuple[str, object]] = [("engine", code) for code in codes]
        size = texts.snapshot(text)
        found += [("snapshot", size), ("organization", texts.removed_organization(text))]
        self.about[self.document].snapshot = size or self.about[self.document].snapshot
        for kind, what in found:
            whats = self.quoted[kind]
            if what is None:
                continue
            if what in whats or len(whats) < self.limits.values:
                whats[what][self.document] += 1
            else:
                self.overflow += 1

    # -- events ------------------------------------------------------------------------------------------------------

    def _event(
        self,
        kind: str,
        exchange: Exchange,
        *,
        deployment: Deployment,
        text: str = "",
        result: Result | None = None,
    ) -> None:
        text = scrub(text)
        event = Event(
            kind=kind,
            system=exchange.system,
            status=exchange.status,
            code=result.code if result else None,
            text=text,
            operation=exchange.operation,
            path=scrub(exchange.path.partition(";")[0])[:300],
            mailbox=exchange.mailbox,
            impersonated=exchange.impersonated is not None,
            deployment=deployment,
            parameters=texts.parameters(text),
        )
        place = exchange.place
        if result is not None:
            place = Place(result.line, exchange.time, place.system)
        elif exchange.messages:
            place = exchange.messages[0].at
        self._count(
            event,
            Place(place.line, exchange.time, place.system),
            lambda: (_excerpt(kind, exchange, event), _ids(exchange)),
            (exchange.clock or _START, self.document, exchange.order),
            early=not self.worked and exchange.system is not System.C4C,  # only Exchange is looked for
            autodiscover=exchange.is_autodiscover,
        )

    def _count(
        self,
        event: Event,
        place: Place,
        excerpt: Callable[[], tuple[str, tuple[tuple[str, str], ...]]],
        at: _Order,
        *,
        early: bool,
        autodiscover: bool = False,
    ) -> None:
        day = place.time.date() if place.time else None
        key: _Key = (
            *(event.kind, event.system, event.status, event.code, event.operation, event.path, event.mailbox),
            *(event.impersonated, event.mention, event.item),
            *(event.deployment, tuple(event.parameters.items()), texts.signature(event.text), day, early, autodiscover),
        )
        if key not in self.events and len(self.events) >= self.limits.events:
            key = (event.kind, event.system, event.status, event.code)
        tallied = self.events.get(key)
        if tallied is None:
            tallied = self.events[key] = _Tallied(
                event, order=at, first_order=at, early=early, autodiscover=autodiscover
            )
        tallied.count += 1
        tallied.order = max(tallied.order, at)
        if at < tallied.first_order:  # members of an archive come in any order
            tallied.event, tallied.first_order = event, at
        tallied.documents[self.document] += 1
        if place.time is not None:
            tallied.first_seen = min(tallied.first_seen or place.time, place.time)
            tallied.last_seen = max(tallied.last_seen or place.time, place.time)
        if len(tallied.samples) < self.limits.samples:
            tallied.samples.append(self._evidence(place, *excerpt()))
        elif (self.document, place.line) < (tallied.samples[-1].document, tallied.samples[-1].line):
            tallied.samples[-1] = self._evidence(place, *excerpt())
        else:
            return
        tallied.samples.sort(key=lambda sample: (sample.document, sample.line))

    def _evidence(self, place: Place, excerpt: str, ids: tuple[tuple[str, str], ...] = ()) -> Evidence:
        shown = " ".join(scrub(excerpt).split())
        if len(shown) > self.limits.excerpt:
            shown = shown[: self.limits.excerpt - 1] + "…"
        return Evidence(document=self.document, line=place.line, time=place.time, excerpt=shown, ids=ids)

    def _deployment(self, exchange: Exchange) -> Deployment:
        """Where the answering server stands, by the machines on the way and by its version."""
        if exchange.system is not System.EXCHANGE:
            return Deployment.UNKNOWN
        route = (
            [value for name, value in exchange.response.headers if name in fields.ROUTE] if exchange.response else []
        )
        if any(fields.ONLINE.search(value) for value in route) or any(
            v.startswith("15.20.") for v in _versions(exchange)
        ):
            self.online = True
            return Deployment.ONLINE
        if route or _versions(exchange):
            self.on_premises = True
            return Deployment.ON_PREMISES
        return Deployment.UNKNOWN

    # -- the sum -----------------------------------------------------------------------------------------------------

    def facts(self) -> Facts:
        """Everything that was counted, in an order that depends on nothing but the input."""
        whole = Deployment.ONLINE if self.online else Deployment.ON_PREMISES if self.on_premises else Deployment.UNKNOWN
        ordered = sorted(self.events.values(), key=lambda tallied: (tallied.first_order, tallied.event.kind))
        operations = [
            OperationFact(
                system=system,
                operation=name,
                count=count,
                failed=self.failed[system, name],
                timed=timed,
                milliseconds=whole_time,
                longest=longest,
            )
            for (system, name), count in self.operations.items()
            for timed, whole_time, longest in (self.took.get((system, name), (0, 0, 0)),)
        ]
        headers = [
            HeaderFact(system=system, header=name, value=value, count=known.count, sample=known.sample)
            for (system, name, value), known in self.headers.items()
        ]
        quoted = {
            kind: {what: max(by_document.values()) for what, by_document in whats.items()}
            for kind, whats in self.quoted.items()
        }
        kept = sorted(self.sessions, key=_by_place)[: self.limits.values]
        told = sessions(kept, self.about)
        began = {document: session.at.time for document, session in told if session.at.time is not None}
        served = max((s.at.time for _, s in told if s.status == _SUCCESS and s.at.time is not None), default=None)
        self.latest = self._latest()
        return Facts(
            events=tuple(self._finished(tallied, whole, served, began) for tallied in ordered),
            http=dict(self.http),
            steps=dict(self.steps),
            headers=tuple(headers),
            versions=dict(self.versions),
            version_samples=self.version_samples,
            envelopes=self.envelopes,
            operations=tuple(operations),
            response_codes=dict(self.codes),
            engine_codes=quoted.get("engine", {}),  # type: ignore[arg-type]
            snapshots=quoted.get("snapshot", {}),  # type: ignore[arg-type]
            removed_organizations=quoted.get("organization", {}),  # type: ignore[arg-type]
            mailboxes={name: (count, failed) for name, (count, failed) in self.mailboxes.items()},
            back_off=dict(self.back_off),
            successes=self.successes,
            finished=self.finished,
            overflow=self.overflow + self.lost_settings + len(self.sessions) - len(kept),
            sessions=told,
            stored=dict(self.stored),
            activity={key: (ok, failed) for key, (ok, failed) in self.activity.counts.items()},
            step=self.activity.step,
            periods=tuple(
                (name, about.began, about.ended, about.requests, about.failed)
                for name, about in sorted(self.about.items())
                if about.began is not None and about.ended is not None
            ),
            settings=self.settings,
            requests=self.requests,
            answered=self.answered,
            deployment=whole,
            first_seen=self.first_seen,
            last_seen=self.last_seen,
        )

    def _finished(
        self, tallied: _Tallied, whole: Deployment, served: datetime | None, began: Mapping[str, datetime]
    ) -> Event:
        """The event with what came after it; `served` is when the last session began that went well to its end.

        What a sync dump tells without a time happened in its session: `began` has when those began, by document.
        """
        event = tallied.event
        succeeded = self.success.get((event.system, event.mailbox))
        recovered = succeeded is not None and succeeded > tallied.order
        if event.kind == "message" and served is not None:
            last = tallied.last_seen
            if last is None and tallied.documents.keys() <= began.keys():
                last = max(began[document] for document in tallied.documents)
            recovered = recovered or (last is not None and served > last)
        passed = not recovered and event.mailbox is not None and self._others(event) > tallied.order
        probe = recovered and (tallied.autodiscover or (tallied.early and event.status in _PROBES))
        return replace(
            event,
            deployment=whole if event.deployment is Deployment.UNKNOWN else event.deployment,
            count=tallied.count,
            first_seen=tallied.first_seen,
            last_seen=tallied.last_seen,
            recovered=recovered,
            passed=passed,
            probe=probe,
            samples=tuple(tallied.samples),
            documents=dict(tallied.documents),
        )

    def _latest(self) -> dict[System, list[tuple[_Order, str]]]:
        """The two mailboxes of each side that were served last, and when."""
        found: dict[System, list[tuple[_Order, str]]] = defaultdict(list)
        for (system, mailbox), order in self.success.items():
            if mailbox is not None:
                found[system] = sorted([*found[system], (order, mailbox)], reverse=True)[:2]
        return found

    def _others(self, event: Event) -> _Order:
        """When a mailbox other than that of the event was served last."""
        return next((order for order, name in self.latest.get(event.system, ()) if name != event.mailbox), _NEVER)


def _by_place(row: tuple[str, Session]) -> tuple[str, int]:
    document, session = row
    return document, session.at.line


def _is_unanswered(exchange: Exchange) -> bool:
    """A request was sent and nothing came back, though the dump goes on."""
    return exchange.asked and not exchange.answered and not exchange.cut


def _is_page(exchange: Exchange) -> bool:
    """A web page where SOAP was asked for: a proxy or a login form answered."""
    if exchange.response is None or exchange.system is not System.EXCHANGE or exchange.status != 200:
        return False
    if exchange.head is not None and exchange.head.method != "POST":
        return False
    kind = next((value for name, value in exchange.response.headers if name == "Content-Type"), "")
    return kind.lower().startswith("text/html")


def _leads_to(exchange: Exchange) -> str:
    """Where a redirect that nobody followed leads: a sign-in form and an error page are told apart by their paths."""
    if exchange.response is None or (exchange.status or 0) >= 400:
        return ""
    target = next((value for name, value in exchange.response.headers if name == "Location"), "")
    return f"redirect to {scrub_path(target)[:300]}" if target else ""


def _versions(exchange: Exchange) -> list[str]:
    """Exchange versions an answer names, each once: ServerVersionInfo, X-OWA-Version, X-ServerApplication."""
    found = [answer.version for answer in exchange.answers if answer.version]
    for name, value in exchange.response.headers if exchange.response is not None else ():
        if name in ("X-OWA-Version", "X-ServerApplication"):
            numbers = [number(part) for part in value.rpartition("/")[2].split(".", 4)]
            if len(numbers) == 4 and None not in numbers:
                found.append(".".join(str(part) for part in numbers))
    return list(dict.fromkeys(found))


def _ids(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    """What Microsoft asks for to find the request in its own logs."""
    if exchange.system is not System.EXCHANGE or exchange.response is None:
        return ()
    known = dict(reversed(exchange.response.headers))
    found = [(name, scrub(known[name])) for name in _IDS if known.get(name)]
    if exchange.client_id and "client-request-id" not in known:
        found.append(("client-request-id", scrub(exchange.client_id)))
    return tuple(found)


def _excerpt(kind: str, exchange: Exchange, event: Event) -> str:
    """One line of proof: what was asked, what came back, and the fields that name the machines and the request."""
    asked = f"{exchange.head.method} {exchange.path}" if exchange.head is not None else ""
    asked = " ".join(part for part in (asked, f"({event.operation})" if event.operation else "") if part)
    parts: list[str] = []
    if kind in ("fault", "response"):
        name = "SOAP fault" if kind == "fault" else "response message"
        parts.append(f"{name} {event.code or 'without code'}: {event.text}")
        parts.append(f"HTTP {exchange.status}" if exchange.status else "")
        parts.append(asked)
    elif kind == "no-answer":
        parts += [event.text, f"{asked or 'request'}: no response follows"]
    elif exchange.response is not None:
        parts += [f"HTTP {exchange.status} {exchange.response.reason}".strip(), event.text, asked]
    else:
        parts += [event.text, asked]
    if exchange.response is not None:
        known = dict(reversed(exchange.response.headers))
        parts += [f"{name}: {known[name]}" for name in _SHOWN if known.get(name)]
    return " · ".join(part for part in parts if part)
