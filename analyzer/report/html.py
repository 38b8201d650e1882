"""The HTML report: the JSON document of one analysis becomes one self-contained file.

The template holds the words and the form; this module prepares what a template should not compute and
guards the one door through which strings of the customer reach the page: `_shown` sees every value that
is printed, before it is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from analyzer.report.words import BASES, OWNERS

TEMPLATE = "report.html.j2"

MAX_ROWS = 40
"""Rows of one table. Tables are sorted by count, so what is left out is the rare end; the JSON has all."""

MAX_DOCUMENTS = 120
"""Documents in the inventory. A pack may hold thousands; those with a warning come before those without."""

MAX_FINDINGS = 80
"""Findings in one report, the worst first. More than any real upload has; a cap for hostile rule files."""

MAX_ITEMS = 40
"""Entries of a list inside an entry: steps, references, warnings, missing files."""

MAX_TEXT = 1500
"""Characters of one string; longer ones are no evidence for a person any more."""

MAX_URL = 1000
"""A longer reference is shown, but is no link."""

Document = Mapping[str, Any]


class Outcome(NamedTuple):
    """How an outcome looks and reads."""

    style: str
    word: str
    meaning: str


OUTCOMES = {
    "error": Outcome("error", "Error", "synchronization does not work"),
    "issue": Outcome("issue", "Issue", "certain records fail, the rest synchronizes"),
    "clean": Outcome("clean", "Clean", "no failure in what was read"),
    "inconclusive": Outcome("inconclusive", "Inconclusive", "too little evidence for an answer"),
    "info": Outcome("info", "Info", "worth knowing, no failure"),
}

SYSTEMS = {"exchange": "Exchange", "c4c": "C4C", "other": "Other"}

KINDS = {
    "exchange-dump": "Exchange data dump",
    "c4c-dump": "C4C dump",
    "sync-dump": "Sync dump",
    "job-log": "Job log",
    "configuration": "Configuration",
    "sync-export": "Sync export",
    "har": "HAR capture",
    "saz": "Fiddler capture",
    "plain-text": "Text",
    "metadata": "C4C metadata",
    "unknown": "Not recognised",
}


# What a reader cannot see, or what changes how the rest reads: controls, bidi controls, zero-width and filler
# characters, separators, tags, surrogates, noncharacters. Written out, not asked from the Unicode tables of
# the Python that runs: the same input gives the same bytes on every version.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_STACKED = re.compile(
    "(?<=[\u0300-\u034e\u0350-\u036f\u0483-\u0489\u20d0-\u20f0]{4})[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]+"
)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d{1,9})?)Z")
_URL = re.compile(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][\x21-\x7e]*)?")
_ANCHOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def render(document: Document) -> bytes:
    """Return the report of one analysis as UTF-8; nothing but the document has a say in it."""
    return _template().render(_view(document)).encode("utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters.update(n=_number, size=_size, when=_when, span=_span, capped=_capped)
    environment.tests.update(link=_is_link, moment=_is_moment)
    return environment.from_string(_source())


def _source() -> str:
    package = Path(__file__).resolve().parent.parent
    for path in (package / "_templates" / TEMPLATE, package.parent / "templates" / TEMPLATE):
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise FileNotFoundError(f"{TEMPLATE} is neither in the installed package nor in a checkout beside it")


# Values on their way to the page


def _shown(value: Any) -> Any:
    """Every value the template prints passes here; escaping comes after it."""
    if isinstance(value, Markup):  # what a macro of the template made; no document holds one
        return value
    if value is None:
        return "–"
    if not isinstance(value, str):
        return value
    over = len(value) - MAX_TEXT
    if over > 0:
        value = value[:MAX_TEXT]
    value = _HIDDEN.sub(_spelled, value.replace("\r\n", "\n"))
    value = _STACKED.sub(lambda found: "".join(map(_code, found[0])), value)
    return f"{value}… [{over:,} more characters are in the JSON]" if over > 0 else value


def _spelled(found: re.Match[str]) -> str:
    return _code(found[0])


def _code(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str("–" if value is None else value)


def _size(value: Any) -> str:
    if not isinstance(value, int):
        return _number(value)
    if value < 1000:
        return f"{value} B"
    for unit, length in (("kB", 1000), ("MB", 1_000_000)):
        if value < length * 999.95:
            return f"{value / length:,.1f} {unit}"
    return f"{value / 1_000_000_000:,.1f} GB"


def _wait(value: Any) -> str:
    if not isinstance(value, int):
        return _number(value)
    for unit, length in (("h", 3_600_000), ("min", 60_000), ("s", 1000)):
        if value >= length:
            return f"{value / length:,.1f}".removesuffix(".0") + f" {unit}"
    return f"{value:,} ms"


def _when(value: Any) -> str:
    found = _TIME.fullmatch(str(value))
    return f"{found[1]} {found[2]} UTC" if found else _number(value)


def _span(period: Mapping[str, Any]) -> str:
    first, last = _when(period.get("first")), _when(period.get("last"))
    if first[:11] == last[:11] and first.endswith(" UTC") and last.endswith(" UTC"):
        last = last[11:]
    return f"{first.removesuffix(' UTC')} to {last}"


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and _TIME.fullmatch(value) is not None


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_URL and _URL.fullmatch(value) is not None


def _capped(values: Sequence[Any] | None) -> list[Any]:
    """Cut a list to `MAX_ITEMS` entries and a last one that tells what was left out."""
    found = list(values or ())
    over = len(found) - MAX_ITEMS
    return [*found[:MAX_ITEMS], f"… {over:,} more are in the JSON"] if over > 0 else found


# The tables of "what was found"


class Table(NamedTuple):
    """A table of "what was found", its cells as they are printed."""

    caption: str
    heads: Sequence[tuple[str, str]]  # label, class of the column
    rows: Sequence[Sequence[str]]
    left_out: int
    wide: bool
    """It names places, which need the whole width."""


Cell = Callable[[Mapping[str, Any]], str]


def _text(key: str) -> Cell:
    return lambda row: "–" if row.get(key) is None else str(row[key])


def _count(key: str = "count") -> Cell:
    return lambda row: _number(row.get(key))


def _system(row: Mapping[str, Any]) -> str:
    return SYSTEMS.get(str(row.get("system")), _text("system")(row))


def _field(row: Mapping[str, Any]) -> str:
    return f"{row.get('header')}: {row.get('value')}"


def _snapshot(row: Mapping[str, Any]) -> str:
    size = row.get("snapshot") or {}
    return f"{_number(size['total'])} of {_number(size['limit'])}" if size else "–"


def _place(row: Mapping[str, Any]) -> str:
    return f"{row.get('document')}, line {_number(row.get('line'))}"


def _over(row: Mapping[str, Any]) -> str:
    limit, total = row.get("limit"), row.get("total")
    return _number(total - limit) if isinstance(limit, int) and isinstance(total, int) and total > limit else "–"


WHERE = ("Where", "c", _place)
SYSTEM = ("System", "w", _system)
TIMES = ("Times", "n", _count())
REQUESTS = ("Requests", "n", _count())
FAILED = ("Failed", "n bad", _count("failed"))

# key, caption, columns: label; class (c: code, t: text, w: a word that does not wrap, n: number); cell.
# The first column is what the row is about.
TABLES: Sequence[tuple[str, str, Sequence[tuple[str, str, Cell]]]] = (
    (
        "sessions",
        "Sessions, oldest first",
        (
            ("Began", "w", lambda row: _when(row.get("run"))),
            ("User", "c", _text("user")),
            ("Status", "w", _text("status")),
            ("Objects", "n", _count("objects")),
            ("Failures", "n bad", _count("failures")),
            ("Issues", "n", _count("issues")),
            ("Conflicts", "n", _count("conflicts")),
            ("Duplicates", "n", _count("duplicates")),
            ("Confirmations", "n", _count("confirmations")),
            ("Snapshot", "w", _snapshot),
            WHERE,
        ),
    ),
    (
        "timeline",
        "Time line, all documents",
        (("Time", "w", lambda row: _when(row.get("time"))), ("What", "t", _text("what")), WHERE),
    ),
    (
        "settings",
        "Settings in force",
        (("Setting", "c", _text("name")), ("Value", "c", _text("value")), TIMES, WHERE),
    ),
    ("http", "HTTP statuses", (("Status", "w", _text("status")), SYSTEM, REQUESTS)),
    ("operations", "Operations", (("Operation", "c", _text("operation")), SYSTEM, REQUESTS, FAILED)),
    (
        "response_times",
        "Response times, of the requests whose times the upload gives",
        (
            ("Operation", "c", _text("operation")),
            SYSTEM,
            REQUESTS,
            ("Mean", "n", lambda row: _wait(row.get("mean_ms"))),
            ("Longest", "n", lambda row: _wait(row.get("longest_ms"))),
        ),
    ),
    (
        "stored_records",
        "Records in the sync dump",
        (("Storage", "c", _text("storage")), ("Type", "c", _text("type")), ("Records", "n", _count())),
    ),
    ("response_codes", "Response codes", (("Code", "c", _text("code")), ("Operation", "c", _text("operation")), TIMES)),
    ("engine_codes", "Engine codes", (("Code", "c", _text("code")), TIMES)),
    (
        "snapshots",
        "Snapshots",
        (
            ("Total", "w", _count("total")),
            ("Limit", "n", _count("limit")),
            ("Over limit", "n bad", _over),
            ("Pinned", "n", _count("pinned")),
            TIMES,
        ),
    ),
    (
        "removed_organizations",
        "Organizations marked for removal",
        (("Organization", "c", _text("organization")), ("Forest", "c", _text("forest")), TIMES),
    ),
    ("servers", "Servers and headers", (("Header", "c", _field), SYSTEM, TIMES)),
    (
        "exchange_versions",
        "Exchange versions",
        (("Version", "c", _text("version")), ("Product", "t", _text("product")), TIMES),
    ),
    ("mailboxes", "Mailboxes", (("Mailbox", "c", _text("mailbox")), REQUESTS, FAILED)),
    (
        "back_off",
        "Back-off hints",
        (("Hint", "c", _text("hint")), ("Wait", "n", lambda row: _wait(row.get("milliseconds"))), TIMES),
    ),
    (
        "steps",
        "Steps of a request, not counted: handshakes, followed redirects",
        (("Status", "w", _text("status")), SYSTEM, TIMES),
    ),
)


def _tables(document: Document) -> tuple[list[Table], list[str]]:
    """Return the tables that have rows, and the names of those that have none."""
    tables, empty = [], []
    for key, caption, columns in TABLES:
        rows = document.get(key)
        if key == "timeline" and len({row.get("document") for row in rows or ()}) < 2:
            continue  # the proof of one document stands in order by itself
        if rows:
            shown = rows[:MAX_ROWS]
            told = [c for c in columns if c is columns[0] or any(c[2](row) != "–" for row in shown)]
            cells = [[cell(row) for _, _, cell in told] for row in shown]
            heads = [(label, style) for label, style, _ in told]
            left_out = max(0, len(rows) - MAX_ROWS)
            tables.append(Table(caption, heads, cells, left_out, wide=WHERE in columns))
        elif rows is not None:  # an absent key was not looked for
            empty.append(_in_sentence(caption.partition(",")[0]))
    return tables, empty


def _in_sentence(caption: str) -> str:
    return caption if caption.startswith(("HTTP", "Exchange")) else caption[:1].lower() + caption[1:]


# What the template gets


def _view(document: Document) -> dict[str, Any]:
    verdict = document["verdict"]
    findings = list(document.get("findings") or ())
    rule = verdict.get("rule")
    lead = next((finding for finding in findings if rule is not None and finding["rule"] == rule), None)
    others = [finding for finding in findings if finding is not lead]
    documents = list(document.get("documents") or ())
    inventory = sorted(documents, key=lambda entry: not entry.get("warnings"))[:MAX_DOCUMENTS]
    tables, empty = _tables(document)
    unexplained = document.get("unexplained")
    if unexplained is not None and not unexplained:
        empty.append("errors without an explanation")
    return {
        "document": document,
        "verdict": verdict,
        "outcome": _outcome(verdict["outcome"]),
        "lead": lead,
        "others": [
            (_outcome(finding["outcome"]), anchor, finding)
            for anchor, finding in zip(_anchors(others), others[:MAX_FINDINGS], strict=False)
        ],
        "others_left_out": max(0, len(others) - MAX_FINDINGS),
        "tables": tables,
        "empty": empty,
        "unexplained": list(unexplained or ())[:MAX_ROWS],
        "unexplained_left_out": max(0, len(unexplained or ()) - MAX_ROWS),
        "documents": documents,
        "inventory": inventory,
        "warned": sum(1 for entry in documents if entry.get("warnings")),
        "coverage": document.get("coverage") or {},
        "period": document.get("period") or {},
        "owners": OWNERS,
        "kinds": KINDS,
        "bases": BASES,
    }


def _outcome(name: str) -> Outcome:
    return OUTCOMES.get(name) or Outcome("inconclusive", name, "")


def _anchors(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    """Name each finding for links: after its rule, where that can be a name and is not taken."""
    anchors: list[str] = []
    for index, finding in enumerate(findings, 1):
        rule = str(finding["rule"])
        name = f"finding-{rule}" if _ANCHOR.fullmatch(rule) else f"finding-{index}"
        anchors.append(name if name not in anchors else f"finding-{index}-of-{len(findings)}")
    return anchors
