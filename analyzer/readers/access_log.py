r"""Rows in which a server, a proxy or a client library tells of one request: who asked, what, and the status.

Samples (nginx and Apache; HAProxy; urllib3):

    10.0.0.9 - - [12/Oct/2026:10:00:00 +0200] "POST /EWS/Exchange.asmx HTTP/1.1" 503 390 "-" "ExchangeServicesClient"
    10.0.0.9:6477 [12/Oct/2026:10:00:00.832] front~ ews/<NOSRV> 0/-1/-1/-1/0 503 212 … "POST /EWS/ HTTP/1.1"
    DEBUG:urllib3.connectionpool:https://mail.contoso.example:443 "POST /EWS/Exchange.asmx HTTP/1.1" 503 0

A row has no body: a good status is answered and proves no more. What is no request of a synchronization is counted and
means nothing (`server_row.py`). Sources: nginx.org, ngx_http_log_module; docs.haproxy.org, "HTTP log format".
"""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.markup import decode
from analyzer.readers import times
from analyzer.readers.notes import Notes
from analyzer.readers.recognition import FIRST_PART, Sign, Strength, without_mark
from analyzer.readers.server_row import Row
from analyzer.reference.marks import METHODS

_REQUEST = rf"\"(?P<method>{METHODS}) (?P<path>/[^\s\"]{{0,4000}}+)(?: HTTP/\d(?:\.\d)?)?\""
"""The version is missing where a secret before it was removed."""
_DAY = (
    r"\[(?P<day>\d\d)/(?P<month>[A-Z][a-z]{2})/(?P<year>\d{4}):(?P<clock>\d\d:\d\d:\d\d)(?:\.\d{1,6})?"
    r"(?: (?P<zone>[+-]\d{4}))?\]"
)
_FORMS = (
    lazy_re.compile(
        rf"(?<![\w.:-])(?P<client>[\w.:-]{{3,60}}+) \S{{1,60}}+ (?P<user>\S{{1,200}}+) {_DAY} {_REQUEST} "
        r"(?P<status>[1-5]\d\d)(?![^ ])(?: \S{1,20}+ \"[^\"]{0,4000}+\" \"(?P<agent>[^\"]{0,1000}+)\")?"
    ),
    lazy_re.compile(
        rf"(?<![\w.:-])(?P<client>[\w.-]{{3,60}}+):\d{{1,5}} {_DAY} \S{{1,120}}+ \S{{1,200}}+ [\d/+-]{{3,60}}+ "
        rf"(?P<status>[1-5]\d\d) [^\"\n]{{1,2000}}+{_REQUEST}"
    ),
    lazy_re.compile(
        r"(?<=\.)connectionpool\b[\s:|\]-]{0,10}+(?:DEBUG[\s:|\]-]{0,10}+)?"
        rf"https?://(?P<host>[\w.-]{{1,200}}+)(?::\d{{1,5}})? {_REQUEST} (?P<status>[1-5]\d\d) (?:\d{{1,12}}|None)\Z"
    ),
)
"""The name of the library before `connectionpool` reads as a host, and has a token in a redacted log."""
_MONTHS = {name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_LONGEST = 8000


def weigh(head: bytes) -> Sign | None:
    """All lines are rows, or some in a text that shows no other form than the addresses that they name."""
    text = decode(without_mark(head))
    lines = text.split("\n")
    if len(lines) > 1 and len(head) >= FIRST_PART:
        lines.pop()
    lines = [line for line in lines if line.strip()]
    rows = sum(is_row(line) for line in lines)
    if not rows:
        return None
    return Sign(Strength.WHOLE) if rows == len(lines) else Sign(Strength.NAMED)


def may_hold(text: str) -> bool:
    """Whether a text may hold a row, quickly told."""
    return " HTTP/" in text or '] "' in text or "connectionpool" in text


def is_row(line: str) -> bool:
    """Whether a line is a row."""
    return _match(line) is not None


def row(line: str, notes: Notes) -> Row | None:
    """The row that a line is; None where it is something else."""
    match = _match(line)
    if match is None:
        return None
    groups = match.groupdict()
    if groups.get("day"):
        moment = _moment(groups)
        notes.heard(moment)
        time = moment.at if moment is not None else None
    else:
        time = notes.moment(line[: match.start()].lstrip(" \t["))
    return Row(
        status=int(groups["status"]),
        time=time,
        method=groups["method"],
        path=groups["path"].partition("?")[0],
        host=groups.get("host") or "",
        user=groups.get("user") or "",
        client=groups.get("client") or "",
        agent=groups.get("agent") or "",
    )


def _match(line: str) -> re.Match[str] | None:
    if '"' not in line or not may_hold(line) or len(line) > _LONGEST:
        return None
    line = line.rstrip()
    return next((match for form in _FORMS if (match := form.search(line)) is not None), None)


def _moment(groups: dict[str, str]) -> times.Time | None:
    """Their clocks, as `12/Oct/2026:10:00:00 +0200`; HAProxy names no zone."""
    month = _MONTHS.get(groups["month"], 0)
    return times.parse(f"{groups['year']}-{month:02}-{groups['day']} {groups['clock']}{groups['zone'] or ''}")
