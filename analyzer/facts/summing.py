"""The sum of what was counted, in an order that depends on nothing but the input."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from analyzer.facts import counted
from analyzer.facts.counters import Counters, by_place
from analyzer.facts.recovery import Judge
from analyzer.facts.sessions import sessions
from analyzer.model import (
    AccessFact,
    ActivityFact,
    BackOffFact,
    CodeFact,
    Deployment,
    EngineCodeFact,
    Event,
    Facts,
    Gap,
    HeaderFact,
    HostFact,
    MailboxFact,
    OperationFact,
    OrganizationFact,
    PeriodFact,
    Service,
    SessionFact,
    SettingFact,
    SideFact,
    SnapshotFact,
    StatusFact,
    StoredFact,
    TimeWindow,
    VersionFact,
    Worked,
)

_PROBES = (301, 302, 303, 307, 308, 404, 405, 410, 421)
"""Statuses that a wrong address gives; a refusal or an outage is never a mere probe."""


def facts(counters: Counters, window: TimeWindow | None) -> Facts:
    """Everything that was counted, in an order that depends on nothing but the input."""
    asked = Deployment.ONLINE if counters.asked_online else Deployment.UNKNOWN
    whole = Deployment.ONLINE if counters.online else Deployment.ON_PREMISES if counters.on_premises else asked
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
        for (service, name), asked in counters.operations.items()
    ]
    headers = [
        HeaderFact(
            system=system,
            header=name,
            value=value,
            count=seen.count,
            sample=seen.sample,
            documents=frozenset((*seen.documents, seen.sample.document)),
        )
        for (system, name, value), seen in {
            **dict(counters.step_headers.items()),
            **dict(counters.headers.items()),
        }.items()
        if seen.sample is not None
    ]
    kept = sorted(counters.sessions, key=by_place)[: counters.limits.values]
    mailboxes = [
        MailboxFact(mailbox=name, count=asked.count, failed=asked.failed) for name, asked in counters.mailboxes.items()
    ]
    judge = Judge(counters.recoveries, kept, counters.about, [row.mailbox for row in mailboxes])
    facts = Facts(
        events=tuple(_finished(tallied, whole, judge) for tallied in counters.events.ordered()),
        http=_statuses(counters.http),
        steps=_statuses(counters.steps),
        headers=tuple(headers),
        versions=tuple(
            VersionFact(version=version, count=seen.count, sample=seen.sample)
            for version, seen in counters.versions.items()
        ),
        hosts=tuple(
            HostFact(system=system, host=host, count=seen.count) for (system, host), seen in counters.hosts.items()
        ),
        sides=_sides(counters.sides),
        operations=tuple(operations),
        response_codes=_response_codes(counters),
        engine_codes=tuple(EngineCodeFact(code=code, count=quoted.most) for code, quoted in counters.engine.items()),
        snapshots=tuple(
            SnapshotFact(limit=limit, total=total, pinned=pinned, count=quoted.most)
            for (limit, total, pinned), quoted in counters.snapshots.items()
        ),
        removed_organizations=tuple(
            OrganizationFact(organization=organization, forest=forest, count=quoted.most)
            for (organization, forest), quoted in counters.organizations.items()
        ),
        mailboxes=tuple(mailboxes),
        back_off=tuple(
            BackOffFact(hint=hint, milliseconds=milliseconds, count=seen.count)
            for (hint, milliseconds), seen in counters.back_off.items()
        ),
        access=tuple(
            AccessFact(access=way, count=count)
            for way, count in sorted(counters.access.items(), key=lambda row: (-row[1], row[0]))
        ),
        successes=counters.successes,
        unproved=counters.unproved,
        under_way=counters.under_way,
        finished=counters.finished,
        repeated=tuple(text for text, _ in counters.repeated.items()),
        worked=tuple(
            Worked(system=system, time=time, document=document, line=line)
            for system, (time, document, line) in counters.last_worked.items()
        ),
        gaps=tuple(
            Gap(length=length, since=since, document=name, line=line)
            for name, about in counters.about.items()
            for length, since, line in about.gaps
        ),
        sessions=tuple(
            SessionFact(document=document, session=session) for document, session in sessions(kept, counters.about)
        ),
        stored=tuple(
            StoredFact(storage=storage, type=kind, count=seen.count)
            for (storage, kind), seen in counters.stored.items()
        ),
        activity=tuple(
            ActivityFact(system=system, second=second, worked=worked, failed=failed)
            for (system, second), (worked, failed) in counters.activity.counts.items()
        ),
        step=counters.activity.step,
        periods=tuple(
            PeriodFact(
                document=name,
                began=about.began,
                ended=about.ended,
                ended_line=about.ended_line,
                requests=about.requests,
                failed=about.failed,
            )
            for name, about in sorted(counters.about.items())
            if about.began is not None and about.ended is not None
        ),
        settings=tuple(
            SettingFact(name=name, value=value, count=known.count, document=known.place[0], line=known.place[1])
            for (name, value), known in sorted(counters.settings.items())
            if known.place
        ),
        requests=counters.requests,
        answered=counters.answered,
        deployment=whole,
        first_seen=counters.first_seen,
        last_seen=counters.last_seen,
        window=window,
        outside=counters.outside,
        undated=counters.undated,
    )
    # What had no room is complete only now that the values were taken out.
    return replace(facts, overflow=counters.lost + len(counters.sessions) - len(kept))


def _response_codes(counters: Counters) -> tuple[CodeFact, ...]:
    """The codes of answers, and those that only texts name: a text that quotes an answer is no second event."""
    answered = [
        CodeFact(protocol=protocol, code=code, operation=operation, count=seen.count)
        for (protocol, code, operation), seen in counters.codes.items()
    ]
    known = {(row.protocol, row.code) for row in answered}
    told = [
        CodeFact(protocol=protocol, code=code, operation=None, count=quoted.most)
        for (protocol, code), quoted in counters.told_codes.items()
        if (protocol, code) not in known
    ]
    return (*answered, *told)


def _finished(tallied: counted.Tallied, whole: Deployment, judge: Judge) -> Event:
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
        documents=dict(sorted(tallied.documents.items())),
    )


def _statuses(counts: Mapping[tuple[Service, int], int]) -> tuple[StatusFact, ...]:
    return tuple(
        StatusFact(system=service.system, protocol=service.protocol, status=status, count=count)
        for (service, status), count in counts.items()
    )


def _sides(counts: Mapping[Service, counted.Side]) -> tuple[SideFact, ...]:
    rows = [
        SideFact(
            system=service.system,
            protocol=service.protocol,
            requests=side.requests,
            answered=side.answered,
            read=side.read,
            failed=side.failed,
        )
        for service, side in counts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.requests, row.system, row.protocol)))
