"""Exception texts and log lines: where one message ends and the next begins, its level, its origin, its time.

The only published line of the job log is `INFO TID:79 [SiteInMemory:C4CConnector]`; the parts before and after it are
taken in the forms that log4net, log4j and the Python logger write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from analyzer.limits import Limits
from analyzer.model import Message, Place, System
from analyzer.readers import times

_LEVELS = "TRACE|DEBUG|INFO|INFORMATION|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL|VERBOSE"
_TIME = (
    r"(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,40}+"
    r"|\d{1,2}[./]\d{1,2}[./]\d{4},?\s{1,5}+\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?)"
)
_PREFIX = re.compile(
    rf"\s*+(?:\[?(?P<time>{_TIME}))?+[\s|;,-]*+(?:\[[^\]\n]{{0,80}}\]\s*+)?+\b(?P<level>{_LEVELS})\b[\s:|]*+"
    r"(?:TID:(?P<tid>\d{1,20}+)\s*+)?+(?:\[(?P<site>[^:\]\n]{0,80}+):(?P<component>[^\]\n]{0,80}+)\]\s*+)?+",
    re.IGNORECASE,
)
_TIMED = re.compile(rf"\s*+\[?(?P<time>{_TIME})[\s|;,-]*+")
_CONTINUED = re.compile(
    r"--->|at\s\S{1,300}\(|---\s?End|Caused by:|Inner ?Exception|\.\.\. \d{1,6} more", re.IGNORECASE
)
_FRAME = re.compile(r"at\s\S{1,300}[\(.]|---\s?End|\.\.\. \d{1,6} more")
_EXCEPTION = re.compile(r"(?:Exception|Error)\b\s{0,5}:|\bUnhandled exception\b", re.IGNORECASE)
_ORIGIN = (
    (re.compile(r"C4CC?\s?Connector|SAP Cloud for Customer|\bc4codata", re.IGNORECASE), System.C4C),
    (re.compile(r"Exchange\s?Connector|Exchange\.WebServices|Connector\.Exchange", re.IGNORECASE), System.EXCHANGE),
    (re.compile(r"Synchroni[sz]ation\s?Engine|SyncEngine", re.IGNORECASE), System.ENGINE),
)
_LONGEST_PREFIX = 600
_ERROR_LEVELS = {"error", "severe", "fatal", "critical"}


def origin(component: str, text: str, default: System) -> System:
    """The side a message comes from: by the component that writes it, or else by the one its text names."""
    return _side(component) or _side(text) or default


def _side(text: str) -> System | None:
    return next((system for pattern, system in _ORIGIN if pattern.search(text)), None)


def messages(text: str, at: Place, limits: Limits, *, exception: bool = False) -> Iterator[Message]:
    """The messages in a text that begins at a place. Stack traces stay with their exception, without their frames."""
    for number, block in _blocks(text):
        prefix = _PREFIX.match(block, 0, _LONGEST_PREFIX)
        groups = prefix.groupdict() if prefix else {}
        stamp = prefix or _TIMED.match(block, 0, _LONGEST_PREFIX)
        timed = stamp.groupdict().get("time") if stamp else None
        rest = block[stamp.end() :] if stamp else block
        parts = (part.strip() for part in rest[: limits.message * 4].split("\n"))
        said = " ".join(" ".join(part for part in parts if not _FRAME.match(part)).split())
        if not said:
            continue
        level = (groups.get("level") or "").lower()
        component = groups.get("component") or ""
        moment = times.parse(timed) if timed else None
        place = replace(
            at,
            line=at.line + number,
            time=moment.at if moment else at.time,
            system=origin(component, said[:2000], at.system),
            thread=groups.get("tid") or at.thread,
        )
        yield Message(
            at=place,
            text=said[: limits.message],
            level=level,
            unzoned=moment is not None and not moment.zoned,
            component=component,
            exception=exception or level in _ERROR_LEVELS or bool(_EXCEPTION.search(said[:2000])),
        )


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The line each message begins at, from 0, and its text: the first line, and those that continue it."""
    start = 0
    block: list[str] = []
    for number, line in enumerate(text.split("\n")):
        bare = line.lstrip()
        if (
            block
            and bare
            and (bare is not line or _CONTINUED.match(bare))
            and not _PREFIX.match(line, 0, _LONGEST_PREFIX)
        ):
            block.append(line)
            continue
        if block:
            yield start, "\n".join(block)
        start, block = number, [line] if bare else []
    if block:
        yield start, "\n".join(block)
