"""Exchanges and messages become facts: counted as they come, at most a few samples of each kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from analyzer.facts import counted, proof, texts, tokens
from analyzer.facts.activity import Activity
from analyzer.facts.exchanges import Exchange, exchanges
from analyzer.facts.few import Few
from analyzer.facts.recovery import ENDED_WELL, SUCCESS, Judge, Recoveries
from analyzer.facts.sessions import MOST_MAILBOXES, About, sessions
from analyzer.limits import Limits
from analyzer.model import (
    JOB_LOG,
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
from analyzer.privacy import scrub
from analyzer.reference import headers as fields
from analyzer.reference.numbers import number

_PROBES = (301, 302, 303, 307, 308, 404, 405, 410, 421)
"""Statuses that a wrong address gives; a refusal or an outage is never a mere probe."""

_CALM = ("info", "debug", "trace")
"""Levels of lines that tell of the course of things; what they quote is a mail or a setting."""
_Key = tuple[object, ...]
_START = datetime(1970, 1, 1, tzinfo=UTC)


class Tally:
    """Collects the facts of one case, document by document. Memory depends on distinct facts, not on input size."""

    def __init__(self, limits: Limits, wanted: Callable[[str], bool]) -> None:
        self.limits = limits
        self.wanted = wanted
        """Whether a text holds anything that a rule looks for; other log lines are counted and forgotten."""
        self.events: dict[_Key, counted.Tallied] = {}
        self.merged: dict[_Key, counted.Tallied] = {}
        """Events beyond the cap, by kind, side, status and code alone."""
        self.touched: dict[int, counted.Tallied] = {}
        """Those that the document being read tells of."""
        self.http: Counter[tuple[System, int]] = Counter()
        self.steps: Counter[tuple[System, int]] = Counter()
        self.lost = 0
        """Values that were not kept apart because there are too many different ones."""
        self.headers: Few[tuple[System, str, str], counted.Seen] = self._few(counted.Seen)
        self.versions: Few[str, counted.Seen] = self._few(counted.Seen)
        self.operations: Few[tuple[System, str], counted.Asked] = self._few(counted.Asked)
        self.mailboxes: Few[str, counted.Asked] = self._few(counted.Asked)
        self.stored: Few[tuple[str, str], counted.Seen] = self._few(counted.Seen)
        self.codes: Few[tuple[str, str | None], counted.Seen] = self._few(counted.Seen)
        self.back_off: Few[tuple[str, int], counted.Seen] = self._few(counted.Seen)
        self.engine: Few[str, counted.Quoted] = self._few(counted.Quoted)
        self.snapshots: Few[tuple[int, int, int], counted.Quoted] = self._few(counted.Quoted)
        self.organizations: Few[tuple[str, str], counted.Quoted] = self._few(counted.Quoted)
        self.settings: Few[tuple[str, str], counted.Set] = Few(limits.values, counted.Set, self._lose_setting)
        self.lost_settings = 0
        """1 where there are more settings than are kept."""
        self.repeated: Few[str, counted.Seen] = Few(limits.samples * 100, counted.Seen, lambda _, __: None)
        self.activity = Activity()
        self.recoveries = Recoveries(limits.values)
        self.refused_token = False
        """C4C has refused a token in this document, and nothing told since then that it gave out another."""
        self.succeeded: dict[System, tuple[datetime, str, int]] = {}
        self.successes = self.requests = self.answered = self.records = self.finished = self.envelopes = 0
        self.sessions: list[tuple[str, Session]] = []
        self.about: dict[str, About] = {}
        self.online = self.on_premises = False
        self.asked_online = False
        """A request or a setting names the service of Exchange Online; what answered elsewhere says more."""
        self.first_seen: datetime | None = None
        self.last_seen: datetime | None = None
        self.document = ""
        self.clock = _START
        self.worked = False
        """Exchange answered successfully before, in this document."""

    def _few(self, make: Callable[[], Any]) -> Few[Any, Any]:
        """Room for the values of one kind; what is beyond it is counted."""

        def lose(_key: object, known: Any) -> None:
            self.lost += known.count

        return Few(self.limits.values, make, lose)

    def _lose_setting(self, _key: object, _known: counted.Set) -> None:
        self.lost_settings = 1

    def add(self, document: str, records: Iterator[Record], unzoned: Callable[[], bool] = lambda: False) -> int:
        """Count everything a document says; returns how many records it had.

        `unzoned` tells, once it is read, whether its times name no zone.
        """
        self.document, self.records, self.worked, self.clock = document, 0, False, _START
        self.refused_token = False
        about = self.about[document] = About()
        for item in exchanges(self._each(records), self.limits):
            if isinstance(item, Message):
                self._message(item)
            else:
                self._exchange(item)
        about.unzoned = unzoned()
        for tallied in self.touched.values():
            tallied.failures.close(document, self.recoveries.in_document(tokens.what_works_again(tallied.event)))
            tallied.unserved.close(document, self.recoveries.of_others(tallied.event.system, tallied.event.mailbox))
        self.touched.clear()
        self.recoveries.close(document, unzoned=about.unzoned)
        return self.records

    def _each(self, records: Iterator[Record]) -> Iterator[Record]:
        about = self.about[self.document]
        for record in records:
            self.records += 1
            if (time := record.at.time) is not None:
                self.clock = time
                about.tell(time, record.at.line)
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
                self.stored.at((record.storage, record.type)).count += record.count
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
                self.back_off.at(("Retry-After", seconds * 1000)).count += 1
            if name not in fields.SERVERS or not raw:
                continue
            value = scrub(raw)
            place = Place(line, response.at.time)
            self._see(self.headers.at((response.at.system, name, value)), place, f"{name}: {value}")

    def _see(self, seen: counted.Seen, place: Place, excerpt: str) -> None:
        seen.count += 1
        if seen.sample is None or (self.document, place.line) < (seen.sample.document, seen.sample.line):
            seen.sample = self._evidence(place, excerpt)

    def _session(self, session: Session) -> None:
        """Which are kept depends on their names alone: members of an archive come in any order."""
        shown = replace(session, user=scrub(session.user[:200]), status=scrub(session.status[:200]))
        self.sessions.append((self.document, shown))
        if len(self.sessions) > 2 * self.limits.values:
            self.sessions.sort(key=_by_place)
            self.lost += len(self.sessions) - self.limits.values
            del self.sessions[self.limits.values :]

    def _setting(self, setting: Setting) -> None:
        known, here = self.settings.at((setting.name, setting.value)), (self.document, setting.at.line)
        self.asked_online = self.asked_online or fields.is_online_service(setting.value)
        known.count += 1
        known.place = min(known.place or here, here)

    def _exchange(self, exchange: Exchange) -> None:
        if exchange.is_step:
            self.steps[exchange.system, exchange.status or 0] += 1
            return
        self.requests += 1
        self.answered += exchange.answered
        failed = exchange.fault is not None or (exchange.status or 0) >= 400 or proof.is_unanswered(exchange)
        self.about[self.document].requests += 1
        self.about[self.document].failed += failed
        self._count_request(exchange, failed=failed)
        if exchange.time is not None:
            self.activity.add(exchange.system, exchange.time, failed=failed)
        self._failures(exchange)
        harmless = (exchange.status or 200) < 300 and not proof.is_page(exchange) and not exchange.messages
        if exchange.answered and not failed and harmless:
            self._worked(exchange)

    def _count_request(self, exchange: Exchange, *, failed: bool) -> None:
        if exchange.response is not None:
            self.http[exchange.system, exchange.response.status] += 1
        for version in proof.versions(exchange):
            self._see(self.versions.at(version), exchange.place, f"Exchange version {version}")
        self.envelopes += any(answer.soap for answer in exchange.answers)
        if operation := exchange.operation:
            asked = self.operations.at((exchange.system, operation))
            asked.count += 1
            asked.failed += failed
            if (took := exchange.milliseconds) is not None:
                asked.timed += 1
                asked.milliseconds += took
                asked.longest = max(asked.longest, took)
        mailbox = exchange.mailbox
        if mailbox is not None:
            asked = self.mailboxes.at(mailbox)
            asked.count += 1
            asked.failed += failed
            about = self.about[self.document]
            if len(about.mailboxes) < MOST_MAILBOXES:
                about.mailboxes.add(mailbox)

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
        if proof.is_unanswered(exchange) and not text:
            self._event("no-answer", exchange, deployment=deployment)
        elif (exchange.status or 0) >= 300:
            self._event("http", exchange, text=text or proof.leads_to(exchange), deployment=deployment)
        elif proof.is_page(exchange):
            said = text or "the answer is a web page, not SOAP"
            self._event("http", exchange, text=said, deployment=deployment)
        elif text:
            self._event("message", exchange, text=text, deployment=deployment)

    def _worked(self, exchange: Exchange) -> None:
        for mailbox in dict.fromkeys((exchange.mailbox, None)):
            self.recoveries.worked((exchange.system, mailbox), exchange.order, exchange.clock)
        if exchange.time is not None:
            here = (exchange.time, self.document, exchange.place.line)
            self.succeeded[exchange.system] = max(self.succeeded.get(exchange.system, here), here)
        if exchange.system is System.EXCHANGE:
            self.successes += 1
            self.worked = True

    def _result(self, exchange: Exchange, result: Result, deployment: Deployment) -> None:
        if result.code is not None:
            self.codes.at((result.code, exchange.operation)).count += 1
        text = scrub(result.text)
        self._quote(text)
        for name, value in result.values:
            if name == "BackOffMilliseconds" and (milliseconds := number(value)) is not None:
                self.back_off.at((name, milliseconds)).count += 1
        suggested = texts.back_off(text)
        if suggested is not None and not any(name == "BackOffMilliseconds" for name, _ in result.values):
            self.back_off.at(("Suggested backoff time", suggested)).count += 1
        self._event("fault" if result.fault else "response", exchange, result=result, text=text, deployment=deployment)

    def _message(self, message: Message) -> None:
        if message.repeats:
            self.repeated.at(scrub(message.text)).count += 1
            return
        if self.refused_token and not message.exception and tokens.says_it_works(message):
            self.recoveries.worked(tokens.REFUSED, self.records, message.at.time)
            self.refused_token = False
        calm = message.at.thread == JOB_LOG and message.level in _CALM
        said = texts.without_quotes(message.text) if calm else message.text
        codes = texts.engine_codes(said, leading=message.at.system in (System.C4C, System.EXCHANGE))
        if (not message.exception or said != message.text) and not codes and not self.wanted(said):
            return
        text = scrub(message.text)
        self._quote(text, codes)
        if codes == [SUCCESS]:
            self.finished += 1
            self.recoveries.worked(ENDED_WELL, self.records, message.at.time)
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
        self.refused_token = self.refused_token or tokens.is_refused(text)
        order = (message.at.time or self.clock, self.document, self.records)
        self._count(
            event,
            message.at,
            lambda: (f"{text} · user {scrub(message.user)}" if message.user else text, ()),
            order,
            early=False,
            user=message.user.lower(),
        )

    def _quote(self, text: str, codes: Sequence[str] | None = None) -> None:
        """Snapshots and organizations that a text names, and the engine's codes in it."""
        if codes is None:
            codes = texts.engine_codes(text, leading=True)
        for code in codes:
            self.engine.at(code).again(self.document)
        if (size := texts.snapshot(text)) is not None:
            self.snapshots.at(size).again(self.document)
            self.about[self.document].snapshot = size
        if (organization := texts.removed_organization(text)) is not None:
            self.organizations.at(organization).again(self.document)

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
            lambda: (proof.excerpt(kind, exchange, event), proof.ids(exchange)),
            (exchange.clock or _START, self.document, exchange.order),
            early=not self.worked and exchange.system is not System.C4C,  # only Exchange is looked for
            autodiscover=exchange.is_autodiscover,
        )

    def _count(
        self,
        event: Event,
        place: Place,
        excerpt: Callable[[], tuple[str, tuple[tuple[str, str], ...]]],
        at: counted.Order,
        *,
        early: bool,
        autodiscover: bool = False,
        user: str = "",
    ) -> None:
        day = place.time.date() if place.time else None
        key: _Key = (
            *(event.kind, event.system, event.status, event.code, event.operation, event.path, event.mailbox),
            *(event.impersonated, event.mention, event.item),
            *(event.deployment, tuple(event.parameters.items()), texts.signature(event.text), day, early, autodiscover),
        )
        tallied = self.events.get(key)
        if tallied is None:
            if len(self.events) >= self.limits.events + self.limits.events // 4:
                self._merge_events()
            tallied = self.events[key] = counted.Tallied(event, first_order=at, early=early, autodiscover=autodiscover)
        self.touched[id(tallied)] = tallied
        tallied.count += 1
        for failures in (tallied.failures, tallied.unserved):
            failures.add(user, at[2], at[0] if at[0] > _START else None)
        if at < tallied.first_order:  # members of an archive come in any order
            tallied.event, tallied.first_order = event, at
        tallied.documents[self.document] += 1
        if place.time is not None:
            tallied.first_seen = min(tallied.first_seen or place.time, place.time)
            tallied.last_seen = max(tallied.last_seen or place.time, place.time)
        if len(tallied.samples) < self.limits.samples:
            tallied.samples.append(self._evidence(place, *excerpt()))
        elif (self.document, place.line) < counted.by_line(tallied.samples[-1]):
            tallied.samples[-1] = self._evidence(place, *excerpt())
        else:
            return
        tallied.samples.sort(key=counted.by_line)

    def _merge_events(self) -> None:
        """Put events beyond the cap together by kind, side, status and code; those with the first keys stay apart."""
        if len(self.events) <= self.limits.events:
            return
        for key in sorted(self.events, key=repr)[self.limits.events :]:
            gone = self.events.pop(key)
            short = key[:4]
            known = self.merged.get(short)
            if known is None:
                self.merged[short] = gone
                continue
            known.take(gone, self.limits.samples)
            if self.touched.pop(id(gone), None) is not None:
                self.touched[id(known)] = known

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
            v.startswith("15.20.") for v in proof.versions(exchange)
        ):
            self.online = True
            return Deployment.ONLINE
        if exchange.head is not None and fields.is_online_service(exchange.head.host):
            self.asked_online = True  # a proxy may answer in its place; no field of the route tells then
            return Deployment.ONLINE
        if route or proof.versions(exchange):
            self.on_premises = True
            return Deployment.ON_PREMISES
        return Deployment.UNKNOWN

    # -- the sum -----------------------------------------------------------------------------------------------------

    def facts(self) -> Facts:
        """Everything that was counted, in an order that depends on nothing but the input."""
        asked = Deployment.ONLINE if self.asked_online else Deployment.UNKNOWN
        whole = Deployment.ONLINE if self.online else Deployment.ON_PREMISES if self.on_premises else asked
        self._merge_events()
        every = [*self.events.values(), *self.merged.values()]
        ordered = sorted(every, key=lambda tallied: (tallied.first_order, tallied.event.kind))
        operations = [
            OperationFact(
                system=system,
                operation=name,
                count=asked.count,
                failed=asked.failed,
                timed=asked.timed,
                milliseconds=asked.milliseconds,
                longest=asked.longest,
            )
            for (system, name), asked in self.operations.items()
        ]
        headers = [
            HeaderFact(system=system, header=name, value=value, count=seen.count, sample=seen.sample)
            for (system, name, value), seen in self.headers.items()
            if seen.sample is not None
        ]
        kept = sorted(self.sessions, key=_by_place)[: self.limits.values]
        mailboxes = {name: (asked.count, asked.failed) for name, asked in self.mailboxes.items()}
        judge = Judge(self.recoveries, kept, self.about, mailboxes)
        facts = Facts(
            events=tuple(self._finished(tallied, whole, judge) for tallied in ordered),
            http=dict(self.http),
            steps=dict(self.steps),
            headers=tuple(headers),
            versions={version: seen.count for version, seen in self.versions.items()},
            version_samples={v: seen.sample for v, seen in self.versions.items() if seen.sample is not None},
            envelopes=self.envelopes,
            operations=tuple(operations),
            response_codes={code: seen.count for code, seen in self.codes.items()},
            engine_codes={code: quoted.most for code, quoted in self.engine.items()},
            snapshots={size: quoted.most for size, quoted in self.snapshots.items()},
            removed_organizations={what: quoted.most for what, quoted in self.organizations.items()},
            mailboxes=mailboxes,
            back_off={hint: seen.count for hint, seen in self.back_off.items()},
            successes=self.successes,
            finished=self.finished,
            repeated=tuple(text for text, _ in self.repeated.items()),
            succeeded=self.succeeded,
            gaps=tuple(
                (gap, since, name, line) for name, about in self.about.items() for gap, since, line in about.gaps
            ),
            sessions=sessions(kept, self.about),
            stored={what: seen.count for what, seen in self.stored.items()},
            activity={key: (ok, failed) for key, (ok, failed) in self.activity.counts.items()},
            step=self.activity.step,
            periods=tuple(
                (name, about.began, about.ended, about.requests, about.failed)
                for name, about in sorted(self.about.items())
                if about.began is not None and about.ended is not None
            ),
            ends={name: about.ended_line for name, about in self.about.items() if about.ended is not None},
            settings={what: (known.count, *known.place) for what, known in self.settings.items() if known.place},
            requests=self.requests,
            answered=self.answered,
            deployment=whole,
            first_seen=self.first_seen,
            last_seen=self.last_seen,
        )
        # What had no room is complete only now that the values were taken out.
        return replace(facts, overflow=self.lost + self.lost_settings + len(self.sessions) - len(kept))

    def _finished(self, tallied: counted.Tallied, whole: Deployment, judge: Judge) -> Event:
        """The event with what came after it."""
        event = tallied.event
        recovered = judge.recovered((event.system, event.mailbox), tallied.failures)
        passed = not recovered and event.mailbox is not None and tallied.unserved.none_left
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


def _by_place(row: tuple[str, Session]) -> tuple[str, int]:
    document, session = row
    return document, session.at.line
