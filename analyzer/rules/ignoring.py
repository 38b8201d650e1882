"""What a site knows already and does not act on: `--ignore exchange-forbidden`, or a file of such entries.

    [[ignore]]
    id = "exchange-forbidden"                            # of a known error, as `ssi-analyze rules list` has it
    reason = "the mailbox of the help desk, ticket 4711" # may be left out
    from = 2026-10-01                                    # the first day on which it holds; may be left out
    until = 2026-12-31                                   # the last one; may be left out

An ignored finding is listed with its reason, and no verdict rests on it. An entry with days holds where all of the
finding lies within them, by the times in the logs and never by the clock; where it does not, the report says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from analyzer.errors import AnalyzerError
from analyzer.model import Facts, Finding, Ignored, Remark, Term, Warn
from analyzer.reference import graph_error_codes, response_codes
from analyzer.rules.catalogue import Catalogue

_KEYS = {"id": str, "reason": str, "from": date, "until": date}
MAX_BYTES = 1 << 20
"""Largest file of entries: every known error with a long reason takes a tenth of it."""
MAX_REASON = 300
"""Characters of a reason; a report shows it in a cell."""


class Entry(Struct, frozen=True, kw_only=True):
    """One known error that a site ignores."""

    rule: str
    reason: str = ""
    since: date | None = None
    """The first day on which it holds."""
    until: date | None = None
    """The last day on which it holds."""


def entries(words: Sequence[str], rules: Catalogue) -> tuple[Entry, ...]:
    """The entries of ids and files.

    Raises:
        AnalyzerError: a word is neither an id of a known error nor a file, or a file is wrong.
    """
    found: list[Entry] = []
    for word in words:
        if (rule := _id(word, rules)) is not None:
            found.append(Entry(rule=rule))
        elif os.path.isfile(word):  # noqa: PTH113 - one that the system refuses, as too long, is none
            found += _read(word, rules)
        elif Path(word).suffix or os.path.exists(word):  # noqa: PTH110 - the same
            raise AnalyzerError(f"--ignore {word}: is no file; name a known error, or a .toml file of them")
        else:
            found.append(Entry(rule=_known(word, rules, "--ignore ")))
    return tuple(found)


def apart(
    findings: Sequence[Finding], known: Sequence[Entry], facts: Facts
) -> tuple[list[Finding], tuple[Ignored, ...], tuple[Remark, ...]]:
    """The findings that count, those that are ignored, and which entries do not hold though their finding is there."""
    kept: list[Finding] = []
    ignored: list[Ignored] = []
    cautions: list[Remark] = []
    for finding in findings:
        about = [entry for entry in known if entry.rule == finding.rule]
        reasons = [_why_not(entry, finding, facts) for entry in about]
        holding = next((entry for entry, why in zip(about, reasons, strict=True) if why is None), None)
        if holding is not None:
            ignored.append(Ignored(finding=finding, reason=holding.reason, until=holding.until))
            continue
        kept.append(finding)
        if reasons and (why := reasons[-1]) is not None:
            cautions.append(Remark.of(Warn.NOT_IGNORED, rule=Term(finding.rule), why=why))
    return kept, tuple(ignored), tuple(cautions)


def _why_not(entry: Entry, finding: Finding, facts: Facts) -> Remark | None:
    """Why an entry does not hold for a finding; None where it does."""
    first, last = finding.first_seen or facts.first_seen, finding.last_seen or facts.last_seen
    if (entry.since or entry.until) and (first is None or last is None):
        return Remark.of(Warn.ENTRY_HAS_DAYS)
    if entry.until is not None and last is not None and _day(last) > entry.until:
        return Remark.of(Warn.ENTRY_ENDED, until=entry.until, seen=_day(last))
    if entry.since is not None and first is not None and _day(first) < entry.since:
        return Remark.of(Warn.ENTRY_BEGINS, since=entry.since, seen=_day(first))
    return None


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _read(path: str, rules: Catalogue) -> Iterator[Entry]:
    import tomllib

    try:
        with Path(path).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise AnalyzerError(f"--ignore {path}: cannot be read ({error.strerror}); check your rights to it") from None
    if len(data) > MAX_BYTES:
        raise AnalyzerError(f"--ignore {path}: is larger than {MAX_BYTES >> 20} MB, which no such list is")
    try:
        said = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise AnalyzerError(f"--ignore {path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except (ValueError, RecursionError) as error:  # a number too long to read is no TOMLDecodeError
        raise AnalyzerError(f"--ignore {path}: is no TOML ({error}); write [[ignore]] and id = …") from None
    rows = said.pop("ignore", [])
    if said or not isinstance(rows, list):
        named = f", not {next(iter(said))[:40]!r}" if said else ""
        raise AnalyzerError(f"--ignore {path}: every entry begins with [[ignore]]{named}")
    for number, row in enumerate(rows, 1):
        yield _entry(row, f"--ignore {path}: entry {number}: ", rules)


def _entry(row: Any, at: str, rules: Catalogue) -> Entry:
    for name, value in row.items() if isinstance(row, dict) else ():
        if name not in _KEYS:
            raise AnalyzerError(f"{at}{name[:40]!r} is no key; use {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[name]):
            wanted = "a day such as 2026-12-31" if _KEYS[name] is date else "a text in quotes"
            raise AnalyzerError(f"{at}{name} is not {wanted}")
    if not isinstance(row, dict) or "id" not in row:
        raise AnalyzerError(f"{at}has no id")
    return Entry(
        rule=_known(row["id"], rules, at),
        reason=" ".join(row.get("reason", "").split())[:MAX_REASON],
        since=_only_day(row.get("from")),
        until=_only_day(row.get("until")),
    )


def _only_day(value: date | None) -> date | None:
    """The day of a date; of a moment too, which is a date for Python."""
    return value.date() if isinstance(value, datetime) else value


def _known(word: str, rules: Catalogue, at: str) -> str:
    """The id of a known error in its own spelling.

    Raises:
        AnalyzerError: there is none of that name; the nearest are named.
    """
    found = _id(word, rules)
    if found is not None:
        return found
    try:
        return rules.rule(word).id
    except AnalyzerError as error:
        raise AnalyzerError(f"{at}{error}") from None


def _id(word: str, rules: Catalogue) -> str | None:
    """The id of a rule, or of a code of the tables, whatever its upper and lower case."""
    names = [rule.id for rule in rules.rules] + list(response_codes())
    names += [f"graph-{code}" if code.isdigit() else row["code"] for code, (row, *_) in graph_error_codes().items()]
    return {name.lower(): name for name in reversed(names)}.get(word.lower())
