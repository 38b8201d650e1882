"""Exchanges and messages become facts: counted as they come, at most a few samples of each kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from analyzer.facts import again, counted, csrf, proof, texts, wording
from analyzer.facts.activity import Activity
from analyzer.facts.calls import Call, calls
from analyzer.facts.few import Few
from analyzer.facts.recovery import ENDED_WELL, SUCCESS, Judge, Recoveries
from analyzer.facts.sessions import MOST_MAILBOXES, About, sessions
from analyzer.limits import Limits
from analyzer.model import (
    ActivityFact,
    BackOffFact,
    Build,
    CodeFact,
    Deployment,
    EngineCodeFact,
    Event,
    EventKind,
    Evidence,
    Facts,
    Form,
    Gap,
    HeaderFact,
    HostFact,
    MailboxFact,
    Message,
    OperationFact,
    OrganizationFact,
    PeriodFact,
    Place,
    Protocol,
    Record,
    ResponseBody,
    ResponseHead,
    Result,
    Service,
    Session,
    SessionFact,
    Setting,
    SettingFact,
    SnapshotFact,
    StatusFact,
    Stored,
    StoredFact,
    System,
    VersionFact,
    Worked,
)
from analyzer.privacy import scrub
from analyzer.reference import headers as fields
from analyzer.reference import services
from analyzer.reference.numbers import number

_PROBES = (301, 302, 303, 307, 308, 404, 405, 410, 421)
"""Statuses that a wrong address gives; a refusal or an outage is never a mere probe."""

_CALM = ("info", "debug", "trace")
"""Levels of lines that tell of the course of things; what they quote is a mail or a setting."""
_Key = tuple[object, ...]
NOT_MODIFIED = 304
"""The client has it already: an answer, and no error."""
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
        self.http: Counter[tuple[Service, int]] = Counter()
        self.steps: Counter[tuple[Service, int]] = Counter()
        self.lost = 0
        """Values that were not kept apart because there are too many different ones."""
        self.headers: Few[tuple[System, str, str], counted.Seen] = self._few(counted.Seen)
        self.step_headers: Few[tuple[System, str, str], counted.Seen] = self._few(counted.Seen)
        self.versions: Few[str, counted.Seen] = self._few(counted.Seen)
        self.hosts: Few[tuple[System, str], counted.Seen] = self._few(counted.Seen)
        self.operations: Few[tuple[Service, str], counted.Asked] = self._few(counted.Asked)
        self.mailboxes: Few[str, counted.Asked] = self._few(counted.Asked)
        self.stored: Few[tuple[str, str], counted.Seen] = self._few(counted.Seen)
        self.codes: Few[tuple[Protocol, str, str | None], counted.Seen] = self._few(counted.Seen)
        self.back_off: Few[tuple[str, int], counted.Seen] = self._few(counted.Seen)
        self.told_codes: Few[tuple[Protocol, str], counted.Quoted] = self._few(counted.Quoted)
        """Codes that texts name; what an answer names, too, is counted there."""
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
        self.last_worked: dict[System, tuple[datetime, str, int]] = {}
        self.successes = self.unproved = self.requests = self.answered = self.records = self.finished = (
            self.envelopes
        ) = 0
        self.sessions: list[tuple[str, Session]] = []
        self.about: dict[str, About] = {}
        self.online = self.on_premises = False
        self.asked_online = False
        """A request or a setting names the service of Exchange Online; what answered elsewhere says more."""
        self.first_seen: datetime | None = None
        self.last_seen: datetime | None = None
        self.document, self.again, self.clock = "", again.Again(), _START
        self.worked = False
        """Exchange answered successfully before, in this document."""
        self.has_bodies = False
        """This document traces bodies of answers of Exchange."""
        self.bodiless: list[Call] = []
        """Good statuses without a body, until it is known whether any body is traced."""

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
        self.refused_token = self.has_bodies = False
        self.again = again.Again()
        about = self.about[document] = About()
        for item in calls(self._each(records), self.limits):
            if isinstance(item, Message):
                self._message(item)
            else:
                self._call(item)
        self._settle_bodiless()
        about.unzoned = unzoned()
        for tallied in self.touched.values():
            tallied.failures.close(document, self.recoveries.in_document(csrf.what_works_again(tallied.event)))
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
            if isinstance(record, Session):
                self.finished += record.finished
                self._session(record)
            elif isinstance(record, Setting):
                self._setting(record)
            elif isinstance(record, Build):
                said = f"Exchange version {record.version}"
                self._see(self.versions.at(record.version), record.at, said)
            elif isinstance(record, Stored):
                self.stored.at((record.storage, record.type)).count += record.count
            yield record

    def period(self, document: str) -> tuple[datetime, datetime] | None:
        """First and last time of a document; None where it has no times."""
        about = self.about.get(document)
        return (about.began, about.ended) if about is not None and about.began and about.ended else None

    # -- what is counted ---------------------------------------------------------------------------------------------

    def _response_fields(self, response: ResponseHead, *, step: bool) -> None:
        """Count who answered, each request once; what only steps show, such as a redirecting proxy, by their number."""
        known = self.step_headers if step else self.headers
        lines = response.field_lines or (response.at.line,) * len(response.headers)
        for (name, raw), line in zip(response.headers, lines, strict=True):
            if name == "Retry-After" and (seconds := number(raw)) is not None:
                self.back_off.at(("Retry-After", seconds * 1000)).count += 1
            if name not in fields.SERVERS or not raw:
                continue
            value = scrub(raw)
            place = replace(response.at, line=line)
            self._see(known.at((response.at.system, name, value)), place, f"{name}: {value}")

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

    def _call(self, call: Call) -> None:
        if call.response is not None:
            self._response_fields(call.response, step=call.is_step)
        if call.is_step:
            self.steps[call.service, call.status or 0] += 1
            return
        if call.system is System.EXCHANGE and (call.status or 200) < 300:
            self.has_bodies = self.has_bodies or any(not answer.told for answer in call.answers)
        self.requests += 1
        self.answered += call.answered
        if call.head is not None and call.head.aside:
            self._count_request(call, failed=False)
            return
        wrong = proof.instead(call)
        bad = call.fault is not None or (call.told_status or 0) >= 400
        failed = bad or proof.is_unanswered(call) or wrong is not None
        self.about[self.document].requests += 1
        self.about[self.document].failed += failed
        self._count_request(call, failed=failed)
        if call.time is not None:
            self.activity.add(call.system, call.time, failed=failed)
        self._failures(call)
        if call.answered and not failed and (call.status or 200) < 300 and not call.messages:
            if proof.lacks_body(call):
                self._bodiless(call)
            elif not call.answers or any(_proves(answer) for answer in call.answers):
                self._worked(call)

    def _bodiless(self, call: Call) -> None:
        """A good status alone. Whether it is all that the document traces, or an answer lacks, its end tells."""
        self.worked = True
        if self.has_bodies or len(self.bodiless) < self.limits.values:
            self.bodiless.append(call)
        if self.has_bodies or len(self.bodiless) >= self.limits.values:
            self._settle_bodiless()

    def _settle_bodiless(self) -> None:
        """Where no body is traced at all, a good status counts as answered; where others are, nothing was answered."""
        for call in self.bodiless:
            if not self.has_bodies:
                self.unproved += call.system is System.EXCHANGE
                self._worked(call)
            elif proof.is_asked_by_post(call) and not call.cut:
                self._event(EventKind.HTTP, call, form=Form.EMPTY, deployment=self._deployment(call))
        self.bodiless.clear()

    def _count_request(self, call: Call, *, failed: bool) -> None:
        if call.response is not None:
            self.http[call.service, call.response.status] += 1
        if call.head is not None and call.head.host:
            self.hosts.at((call.system, scrub(call.head.host[:253]))).count += 1
        for version in proof.versions(call):
            self._see(self.versions.at(version), call.place, f"Exchange version {version}")
        self.envelopes += any(not answer.is_foreign for answer in call.answers)
        if operation := call.operation:
            asked = self.operations.at((call.service, operation))
            asked.count += 1
            asked.failed += failed
            if (took := call.milliseconds) is not None:
                asked.timed += 1
                asked.milliseconds += took
                asked.longest = max(asked.longest, took)
        mailbox = call.mailbox
        if mailbox is not None:
            asked = self.mailboxes.at(mailbox)
            asked.count += 1
            asked.failed += failed
            about = self.about[self.document]
            if len(about.mailboxes) < MOST_MAILBOXES:
                about.mailboxes.add(mailbox)

    def _failures(self, call: Call) -> None:
        """The error events of one request: those its answer names, or the one that it is itself."""
        deployment = self._deployment(call)
        results = [result for answer in call.answers for result in answer.results]
        if results and call.service.protocol is Protocol.TOKEN and (call.status or 400) < 400:
            return  # it gave a token, whatever the body says
        if results and call.service.protocol not in (Protocol.EWS, Protocol.AUTODISCOVER):
            self._refusal(call, results, deployment)
            return
        for result in results:
            self._result(call, result, deployment)
        text = scrub(" ".join(message.text for message in call.messages))
        fault = call.fault
        if fault is not None:
            if text and text != fault.text:
                self._quote(text)
            return
        self._quote(text)
        if proof.is_unanswered(call) and not text:
            self._event(EventKind.NO_ANSWER, call, deployment=deployment)
        elif (call.told_status or 0) >= 300 and call.status != NOT_MODIFIED:
            named = "" if call.status else next((answer.text for answer in call.answers if answer.text), "")
            said = text or named or proof.leads_to(call) or proof.said_instead(call)
            self._event(EventKind.HTTP, call, text=said, deployment=deployment)
        elif (wrong := proof.instead(call)) is not None:
            said = text or next((answer.text for answer in call.answers if answer.text), "")
            self._event(EventKind.HTTP, call, text=said, form=wrong, deployment=deployment)
        elif text:
            self._event(EventKind.MESSAGE, call, text=text, deployment=deployment)

    def _worked(self, call: Call) -> None:
        for mailbox in dict.fromkeys((call.mailbox, None)):
            self.recoveries.worked((call.system, mailbox), call.order, call.clock)
        if call.time is not None:
            here = (call.time, self.document, call.place.line)
            self.last_worked[call.system] = max(self.last_worked.get(call.system, here), here)
        if call.system is System.EXCHANGE and call.service.protocol is not Protocol.AUTODISCOVER:
            self.successes += 1  # that the address was found proves nothing of the mailbox
            self.worked = True

    def _refusal(self, call: Call, results: Sequence[Result], deployment: Deployment) -> None:
        """The error object of a JSON or OData answer is what its status means: one event."""
        protocol = call.service.protocol
        for result in results:
            for code in dict.fromkeys((result.code, *result.inner)):
                if code:
                    self.codes.at((protocol, code, call.operation)).count += 1
            why = next((answer.text for answer in call.answers if answer.is_foreign and answer.text), "")
            text = scrub(f"{why}: {result.text}" if why else result.text)
            self._quote(text)
            failed = (call.told_status or 0) >= 400
            kind = EventKind.HTTP if failed else EventKind.FAULT if result.fault else EventKind.RESPONSE
            self._event(kind, call, result=result, text=text, deployment=deployment)
            if failed:
                break

    def _result(self, call: Call, result: Result, deployment: Deployment) -> None:
        if result.code is not None:
            self.codes.at((call.service.protocol, result.code, call.operation)).count += 1
        text = scrub(result.text)
        self._quote(text)
        for name, value in result.values:
            if name == "BackOffMilliseconds" and (milliseconds := number(value)) is not None:
                self.back_off.at((name, milliseconds)).count += 1
        suggested = texts.back_off(text)
        if suggested is not None and not any(name == "BackOffMilliseconds" for name, _ in result.values):
            self.back_off.at(("Suggested backoff time", suggested)).count += 1
        self._event(
            EventKind.FAULT if result.fault else EventKind.RESPONSE,
            call,
            result=result,
            text=text,
            deployment=deployment,
        )

    def _message(self, message: Message) -> None:
        if message.repeats:
            self.repeated.at(scrub(message.text)).count += 1
            return
        if self.refused_token and not message.exception and csrf.says_it_works(message):
            self.recoveries.worked(csrf.REFUSED, self.records, message.at.time)
            self.refused_token = False
        calm = message.narrated and message.level in _CALM
        said = texts.without_quotes(message.text) if calm else message.text
        codes = texts.engine_codes(said, leading=message.at.system in (System.C4C, System.EXCHANGE))
        told = wording.NOTHING if calm else wording.told(said, message.level, exception=message.exception)
        if message.at.system is System.C4C:  # its own words may look like a code of Exchange
            told = told._replace(code=None)
        if (not message.exception or said != message.text) and not codes and not told and not self.wanted(said):
            self.again.passes(message)
            return
        text = scrub(message.text)
        if not codes and self.again.says(message, told):
            return
        service = _side(message, told)
        if told.code is not None:
            self.told_codes.at((service.protocol, told.code)).again(self.document)
        self._quote(text, codes)
        if codes == [SUCCESS]:
            self.finished += 1
            self.recoveries.worked(ENDED_WELL, self.records, message.at.time)
            return
        event = Event(
            kind=EventKind.EXCEPTION if message.own else EventKind.MESSAGE,
            system=service.system,
            protocol=service.protocol,
            status=told.status,
            code=codes[0] if codes else told.code,
            text=text,
            parameters=texts.parameters(text),
            mention=not message.exception and not codes and not told,
            item=message.item,
        )
        self.refused_token = self.refused_token or csrf.is_refused(text)
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
        kind: EventKind,
        call: Call,
        *,
        deployment: Deployment,
        text: str = "",
        form: Form | None = None,
        result: Result | None = None,
    ) -> None:
        text = scrub(text)
        of_graph = call.service.protocol is Protocol.GRAPH
        status, code = call.told_status, result.code if result else None
        if result is None and text and call.messages:  # an exception of the log, not the words of an answer
            told = wording.told(text, exception=True)
            code = told.code
            if code is not None:
                self.told_codes.at((Protocol.EWS, code)).again(self.document)
            status = told.status if kind is EventKind.MESSAGE else status  # a 2xx beside it is not what failed
        event = Event(
            kind=kind,
            system=call.system,
            protocol=call.service.protocol,
            status=status,
            code=code,
            inner=result.inner if result else (),
            form=form,
            text=text,
            operation=call.operation,
            path="" if of_graph else scrub(call.path.partition(";")[0])[:300],
            mailbox=call.mailbox,
            impersonated=call.impersonated is not None,
            deployment=deployment,
            parameters=texts.parameters(text),
        )
        place = call.place
        if result is not None:
            place = replace(place, line=result.line)
        elif call.messages:
            place = call.messages[0].at
        self._count(
            event,
            replace(place, time=call.time),
            lambda: (proof.excerpt(kind, call, event), proof.ids(call)),
            (call.clock or _START, self.document, call.order),
            early=not self.worked and call.system is not System.C4C and not of_graph,  # only EWS is looked for
            autodiscover=call.is_autodiscover,
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
            *(
                event.kind,
                event.system,
                event.protocol,
                event.status,
                event.code,
                event.operation,
                event.path,
                event.mailbox,
            ),
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
            short = key[:6]
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

    def _deployment(self, call: Call) -> Deployment:
        """Where the answering server stands, by the machines on the way and by its version."""
        if call.system is not System.EXCHANGE:
            return Deployment.UNKNOWN
        route = [value for name, value in call.response.headers if name in fields.ROUTE] if call.response else []
        if any(fields.ONLINE.search(value) for value in route) or any(
            v.startswith("15.20.") for v in proof.versions(call)
        ):
            self.online = True
            return Deployment.ONLINE
        if call.head is not None and fields.is_online_service(call.head.host):
            self.asked_online = True  # a proxy may answer in its place; no field of the route tells then
            return Deployment.ONLINE
        if route or proof.versions(call):
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
                system=service.system,
                protocol=service.protocol,
                operation=name,
                count=asked.count,
                failed=asked.failed,
                timed=asked.timed,
                milliseconds=asked.milliseconds,
                longest=asked.longest,
            )
            for (service, name), asked in self.operations.items()
        ]
        headers = [
            HeaderFact(system=system, header=name, value=value, count=seen.count, sample=seen.sample)
            for (system, name, value), seen in {**dict(self.step_headers.items()), **dict(self.headers.items())}.items()
            if seen.sample is not None
        ]
        kept = sorted(self.sessions, key=_by_place)[: self.limits.values]
        mailboxes = [
            MailboxFact(mailbox=name, count=asked.count, failed=asked.failed) for name, asked in self.mailboxes.items()
        ]
        judge = Judge(self.recoveries, kept, self.about, [row.mailbox for row in mailboxes])
        facts = Facts(
            events=tuple(self._finished(tallied, whole, judge) for tallied in ordered),
            http=_statuses(self.http),
            steps=_statuses(self.steps),
            headers=tuple(headers),
            versions=tuple(
                VersionFact(version=version, count=seen.count, sample=seen.sample)
                for version, seen in self.versions.items()
            ),
            hosts=tuple(
                HostFact(system=system, host=host, count=seen.count) for (system, host), seen in self.hosts.items()
            ),
            envelopes=self.envelopes,
            operations=tuple(operations),
            response_codes=self._response_codes(),
            engine_codes=tuple(EngineCodeFact(code=code, count=quoted.most) for code, quoted in self.engine.items()),
            snapshots=tuple(
                SnapshotFact(limit=limit, total=total, pinned=pinned, count=quoted.most)
                for (limit, total, pinned), quoted in self.snapshots.items()
            ),
            removed_organizations=tuple(
                OrganizationFact(organization=organization, forest=forest, count=quoted.most)
                for (organization, forest), quoted in self.organizations.items()
            ),
            mailboxes=tuple(mailboxes),
            back_off=tuple(
                BackOffFact(hint=hint, milliseconds=milliseconds, count=seen.count)
                for (hint, milliseconds), seen in self.back_off.items()
            ),
            successes=self.successes,
            unproved=self.unproved,
            finished=self.finished,
            repeated=tuple(text for text, _ in self.repeated.items()),
            worked=tuple(
                Worked(system=system, time=time, document=document, line=line)
                for system, (time, document, line) in self.last_worked.items()
            ),
            gaps=tuple(
                Gap(length=length, since=since, document=name, line=line)
                for name, about in self.about.items()
                for length, since, line in about.gaps
            ),
            sessions=tuple(
                SessionFact(document=document, session=session) for document, session in sessions(kept, self.about)
            ),
            stored=tuple(
                StoredFact(storage=storage, type=kind, count=seen.count)
                for (storage, kind), seen in self.stored.items()
            ),
            activity=tuple(
                ActivityFact(system=system, second=second, worked=worked, failed=failed)
                for (system, second), (worked, failed) in self.activity.counts.items()
            ),
            step=self.activity.step,
            periods=tuple(
                PeriodFact(
                    document=name,
                    began=about.began,
                    ended=about.ended,
                    ended_line=about.ended_line,
                    requests=about.requests,
                    failed=about.failed,
                )
                for name, about in sorted(self.about.items())
                if about.began is not None and about.ended is not None
            ),
            settings=tuple(
                SettingFact(name=name, value=value, count=known.count, document=known.place[0], line=known.place[1])
                for (name, value), known in sorted(self.settings.items())
                if known.place
            ),
            requests=self.requests,
            answered=self.answered,
            deployment=whole,
            first_seen=self.first_seen,
            last_seen=self.last_seen,
        )
        # What had no room is complete only now that the values were taken out.
        return replace(facts, overflow=self.lost + self.lost_settings + len(self.sessions) - len(kept))

    def _response_codes(self) -> tuple[CodeFact, ...]:
        """The codes of answers, and those that only texts name: a text that quotes an answer is no second event."""
        answered = [
            CodeFact(protocol=protocol, code=code, operation=operation, count=seen.count)
            for (protocol, code, operation), seen in self.codes.items()
        ]
        known = {(row.protocol, row.code) for row in answered}
        told = [
            CodeFact(protocol=protocol, code=code, operation=None, count=quoted.most)
            for (protocol, code), quoted in self.told_codes.items()
            if (protocol, code) not in known
        ]
        return (*answered, *told)

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


def _side(message: Message, told: wording.Told) -> Service:
    """Whose error a message is: a response code is one of Exchange, a status that of whoever is named nearby."""
    own = message.at.service
    if told.code is not None:
        return own if own.protocol is Protocol.GRAPH else services.EWS
    if own.system not in (System.UNKNOWN, System.OTHER) or not (told or message.near):
        return own
    if own.system is System.UNKNOWN and message.near is not None:
        return message.near
    return services.EWS if told.connector and own.system is System.UNKNOWN else own


def _statuses(counts: Mapping[tuple[Service, int], int]) -> tuple[StatusFact, ...]:
    return tuple(
        StatusFact(system=service.system, protocol=service.protocol, status=status, count=count)
        for (service, status), count in counts.items()
    )


def _proves(answer: ResponseBody) -> bool:
    """Whether an answer shows that its service works; that of a batch does not, the answers inside it do."""
    return bool(answer.successes) or not (answer.is_foreign or answer.form is Form.MULTIPART)


def _by_place(row: tuple[str, Session]) -> tuple[str, int]:
    document, session = row
    return document, session.at.line
