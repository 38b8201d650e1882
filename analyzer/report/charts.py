"""The pictures of the report as data: where each bar, line and letter stands. The template draws them as inline SVG.

Across, places and widths are percent of the picture, so that it fits a phone and a wall while its letters keep their
size; down, they are pixels. What failed differs from what worked by hatching and place too, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from analyzer.reference.numbers import counted
from analyzer.report import tables
from analyzer.report.words import SYSTEMS, number, service, wait, when

Row = Mapping[str, Any]

MAX_BARS = 12
"""Rows of a bar chart; the rest stands in its table."""

MAX_PINNED = 12
"""Findings on the time line, the worst first: more cannot be told apart."""

MAX_TRENDED = 60
"""Sessions in one trend, the last ones: as many as the width of a page can show."""

LAST = 253402300799.0
"""The last whole second that Python knows, of the year 9999: .NET writes the end of that year where it has no date, and
its fraction would be rounded up."""

MAX_LABEL = 40
"""Characters of a label: as many as a phone shows in one line."""

LANE = 52
"""Pixels down that the bars of one lane of a time line take."""

BAR = 34
"""Pixels down that a row of a bar chart takes."""

FEW = 20
"""Requests below which a picture is folded away."""

PIN = 20
"""Pixels down that a row of pins takes."""


class Bar(NamedTuple):
    """A rectangle; `style` is ok, bad or rest."""

    x: float
    y: float
    width: float
    height: float
    style: str


class Line(NamedTuple):
    """A straight line; `style` is base, pin or limit."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: str


class Label(NamedTuple):
    """Some words; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "start"


class Pin(NamedTuple):
    """The number of a finding at the time of one of its proofs."""

    x: float
    y: float
    number: int


class Pinned(NamedTuple):
    """A finding as the legend of the time line names it."""

    number: int
    anchor: str
    title: str
    times: Sequence[str]
    """Moments of the document."""


class Chart(NamedTuple):
    """One picture, and its numbers as a table."""

    caption: str
    spoken: str
    """The picture in a sentence, for who does not see it."""
    note: str
    height: float
    bars: Sequence[Bar]
    lines: Sequence[Line]
    labels: Sequence[Label]
    pins: Sequence[Pin]
    legend: Sequence[Pinned]
    keys: Sequence[tuple[str, str]]
    """Styles that the picture uses, and what each means."""
    table: tables.Table | None
    requests: int | None = None
    """How many it shows; None where it shows something else."""

    @property
    def is_small(self) -> bool:
        """So few that a reader counts them faster in the table."""
        return self.requests is not None and self.requests < FEW


def build(document: Row, findings: Sequence[Pinned], rows: int) -> list[Chart]:
    """The pictures of a document that show anything, each with a table of at most so many rows."""
    charts = (
        _timeline(document, findings, rows),
        _trend(document),
        _statuses(document, rows),
        _codes(document, rows),
        _snapshots(document, rows),
        _durations(document, rows),
    )
    return [chart for chart in charts if chart is not None]


# By time


def _timeline(document: Row, findings: Sequence[Pinned], rows: int) -> Chart | None:
    turns = [
        (str(row["system"]), began, ended, row["ok"], row["failed"])
        for row in document.get("activity") or ()
        if (began := _moment(row["from"])) is not None and (ended := _moment(row["to"])) is not None
    ]
    if not turns:
        return None
    times = [(pinned, time) for pinned in findings[:MAX_PINNED] for time in map(_moment, pinned.times) if time]
    first = min(*(began for _, began, *_ in turns), *(time for _, time in times), turns[0][1])
    last = max(*(ended for _, _, ended, *_ in turns), *(time for _, time in times), turns[0][2])
    across = 100 / max(last - first, 1.0)
    pins, depth = _pins([(pinned.number, (time - first) * across) for pinned, time in times])
    bars: list[Bar] = []
    lines: list[Line] = []
    labels: list[Label] = []
    tallest = max(worked + failed for *_, worked, failed in turns) or 1
    down = depth
    for system in (name for name in SYSTEMS if any(turn[0] == name for turn in turns)):
        lane = [turn for turn in turns if turn[0] == system]
        worked, failed = sum(turn[3] for turn in lane), sum(turn[4] for turn in lane)
        labels.append(Label(0, down + 14, f"{SYSTEMS[system]}: {number(worked)} worked, {number(failed)} failed"))
        down += 20 + LANE
        for _, began, ended, well, badly in lane:
            bars += _stack((began - first) * across, down, (ended - began) * across, (well, badly), tallest)
        lines.append(Line(0, down, 100, down, "base"))
        down += 8
    lines += [Line(pin.x, pin.y + 8, pin.x, down - 8, "below") for pin in pins]
    labels += _ends(first, last, down + 12)
    pinned_numbers = {pin.number for pin in pins}
    legend = [pinned for pinned in findings[:MAX_PINNED] if pinned.number in pinned_numbers]
    return Chart(
        caption="Requests by time, and when the findings were seen",
        spoken=f"Requests from {_said(first)} to {_said(last)}: "
        + "; ".join(label.text for label in labels if ":" in label.text and label.anchor == "start" and label.y < down),
        note=f"{_said(first)} to {_said(last)}. The tallest bar is {number(tallest)} "
        f"{'request' if tallest == 1 else 'requests'}."
        + (" The numbers mark when each finding was seen first and last, and the proofs." if pins else "")
        + _undated(document, turns),
        height=down + 18,
        bars=bars,
        lines=lines,
        labels=labels,
        pins=pins,
        legend=legend,
        keys=(("ok", "worked"), ("bad", "failed")),
        table=tables.build(tables.TURNS, document, rows),
        requests=sum(worked + failed for *_, worked, failed in turns),
    )


def _stack(
    x: float, base: float, width: float, counts: tuple[int, int], tallest: int, high: int = LANE
) -> Iterator[Bar]:
    """What failed stands on what worked."""
    width = round(max(width * 0.92, 0.5), 2)
    x = round(min(x, 100 - width), 2)
    for count, style in zip(counts, ("ok", "bad"), strict=True):
        if count > 0:
            height = round(max(3.0, count * (high - 6) / tallest), 1)
            base -= height
            yield Bar(x, round(base, 1), width, height, style)


def _pins(wanted: Iterable[tuple[int, float]]) -> tuple[list[Pin], int]:
    """Place pins in at most three rows so that none covers another; the pixels that the rows take."""
    rows: list[list[float]] = []
    pins: list[Pin] = []
    for label, place in wanted:
        x = round(min(max(place, 2.5), 97.5), 2)
        row = next((n for n, taken in enumerate(rows) if all(abs(x - other) >= 6 for other in taken)), len(rows))
        if row == len(rows):
            if row == 3 or any(pin.number == label and abs(pin.x - x) < 6 for pin in pins):
                continue
            rows.append([])
        rows[row].append(x)
        pins.append(Pin(x, 10 + row * PIN, label))
    return pins, len(rows) * PIN + 2


def _undated(document: Row, turns: Sequence[tuple[str, float, float, int, int]]) -> str:
    """What is not drawn because the log has no time for it."""
    told = []
    for system, name in SYSTEMS.items():
        asked = sum(row["count"] for row in document.get("operations") or () if row.get("system") == system)
        drawn = sum(turn[3] + turn[4] for turn in turns if turn[0] == system)
        if asked > drawn:
            told.append(f"{number(asked - drawn)} of {name}")
    return f" Not drawn, because the log has no time for them: {' and '.join(told)}." if told else ""


def _ends(first: float, last: float, y: float) -> Iterator[Label]:
    one_day = _said(first)[:10] == _said(last)[:10]
    for x, time, anchor in ((0, first, "start"), (50, (first + last) / 2, "middle"), (100, last, "end")):
        said = _said(time).removesuffix(" UTC")
        yield Label(x, y, said[11:] if one_day else said[:16], anchor)


class _Lane(NamedTuple):
    """A row of columns, one for each session."""

    caption: str
    values: Sequence[int]
    bounds: Sequence[int]
    """The limit of each; 0 or nothing where there is none."""
    failed: Sequence[bool]
    high: int


def _trend(document: Row) -> Chart | None:
    """How sessions ended, their failures and snapshot totals, from session to session."""
    sessions = list(document.get("sessions") or ())[-MAX_TRENDED:]
    if len(sessions) < 2:
        return None
    ended = [bool(row.get("failed")) for row in sessions]
    failures = [row.get("failures") or 0 for row in sessions]
    sizes = [row.get("snapshot") or {} for row in sessions]
    totals = [size.get("total") or 0 for size in sizes]
    limits = [size.get("limit") or 0 for size in sizes]
    every, none = [True] * len(sessions), [False] * len(sessions)
    worked = f"Sessions: {number(ended.count(False))} worked, {number(ended.count(True))} failed"
    lanes = [_Lane(worked, [1] * len(sessions), [], ended, 16)]
    if any(failures):
        lanes.append(_Lane(f"Failures in a session: at most {number(max(failures))}", failures, [], every, LANE))
    if any(totals):
        caption = f"Records in the snapshot: at most {number(max(totals))}"
        lanes.append(_Lane(caption, totals, limits, none, LANE))
    step = 100 / len(sessions)
    bars: list[Bar] = []
    lines: list[Line] = []
    labels: list[Label] = []
    down = 0
    for lane in lanes:
        labels.append(Label(0, down + 14, lane.caption))
        down += 20 + lane.high
        tallest = max(*lane.values, *lane.bounds, 1)
        for place, value in enumerate(lane.values):
            bound = lane.bounds[place] if lane.bounds else 0
            over = value if lane.failed[place] else max(0, value - bound) if bound else 0
            bars += _stack(place * step, down, step, (value - over, over), tallest, lane.high)
            if bound:
                y = round(down - bound * (lane.high - 6) / tallest, 1)
                lines.append(Line(round(place * step, 2), y, round((place + 1) * step, 2), y, "limit"))
        lines.append(Line(0, down, 100, down, "base"))
        down += 8
    labels += [Label(0, down + 12, _day(sessions[0])), Label(100, down + 12, _day(sessions[-1]), "end")]
    styles = {bar.style for bar in bars} | {line.style for line in lines}
    keys = (("ok", "worked, or within the limit"), ("bad", "failed, or over the limit"), ("limit", "limit"))
    return Chart(
        caption="From session to session",
        spoken="; ".join(lane.caption for lane in lanes),
        note="Oldest at the left. Each session stands in the table of sessions below.",
        height=down + 18,
        bars=bars,
        lines=lines,
        labels=labels,
        pins=(),
        legend=(),
        keys=[key for key in keys if key[0] in styles],
        table=None,
    )


# By amount


class _Amount(NamedTuple):
    """A row of a bar chart: parts that follow each other, and a limit where there is one."""

    label: str
    value: str
    parts: Sequence[tuple[float, str]]
    limit: float = 0


def _statuses(document: Row, rows: int) -> Chart | None:
    found = document.get("http") or ()
    bars = [
        _Amount(
            f"{row['status']} · {service(row)}",
            number(row["count"]),
            [(row["count"], "bad" if _is_failure(row["status"]) else "ok")],
        )
        for row in found
    ]
    asked = sum(row["count"] for row in found)
    failed = sum(row["count"] for row in found if _is_failure(row["status"]))
    said = f"{counted(asked, 'request')}, {number(failed)} of them with a failing status"
    keys = (("ok", "worked"), ("bad", "failed"))
    return _amounts(bars, said, keys, tables.build(tables.STATUSES, document, rows), asked)


def _codes(document: Row, rows: int) -> Chart | None:
    bars = [
        _Amount(row["code"], number(row["count"]), [(row["count"], "bad")])
        for row in document.get("response_codes") or ()
    ]
    seen = sum(row["count"] for row in document.get("response_codes") or ())
    return _amounts(bars, "How often each code came", (), tables.build(tables.CODES, document, rows), seen)


def _snapshots(document: Row, rows: int) -> Chart | None:
    bars = []
    for row in document.get("snapshots") or ():
        total, limit = row["total"], row["limit"]
        parts = [(min(total, limit), "ok"), (max(0, total - limit), "bad")]
        bars.append(_Amount(f"{number(total)} of {number(limit)}", f"{number(row['pinned'])} pinned", parts, limit))
    keys = (("ok", "within the limit"), ("bad", "over the limit"), ("limit", "limit"))
    said = "Records of each snapshot against its limit"
    return _amounts(bars, said, keys, tables.build(tables.SNAPSHOTS, document, rows))


def _durations(document: Row, rows: int) -> Chart | None:
    found = sorted(document.get("response_times") or (), key=lambda row: (-row["longest_ms"], str(row["operation"])))
    bars = [
        _Amount(
            f"{row['operation']} · {SYSTEMS.get(row['system'], row['system'])}",
            f"{wait(row['mean_ms'])}, longest {wait(row['longest_ms'])}",
            [(row["mean_ms"], "ok"), (row["longest_ms"] - row["mean_ms"], "rest")],
        )
        for row in found
        if row["longest_ms"] > 0
    ]
    table = tables.build(tables.DURATIONS, document, rows)
    timed = sum(row["count"] for row in found)
    return _amounts(
        bars, "Mean and longest time of each operation", (("ok", "mean"), ("rest", "longest")), table, timed
    )


def _amounts(
    amounts: Sequence[_Amount],
    said: str,
    keys: Sequence[tuple[str, str]],
    table: tables.Table | None,
    requests: int | None = None,
) -> Chart | None:
    if not amounts or table is None:
        return None
    shown = amounts[:MAX_BARS]
    widest = max(max(sum(length for length, _ in row.parts), row.limit) for row in shown) or 1
    bars: list[Bar] = []
    lines: list[Line] = []
    labels: list[Label] = []
    for place, row in enumerate(shown):
        y = place * BAR
        labels += [Label(0, y + 13, _short(row.label)), Label(100, y + 13, row.value, "end")]
        x = 0.0
        for length, style in row.parts:
            width = length * 100 / widest
            if width > 0:
                bars.append(Bar(round(min(x, 99.4), 2), y + 18, round(max(width, 0.6), 2), 10, style))
            x += width
        if row.limit:
            x = round(min(row.limit * 100 / widest, 99.7), 2)
            lines.append(Line(x, y + 15, x, y + 31, "limit"))
    left_out = len(amounts) - len(shown)
    note = f"{said}." + (f" {number(left_out)} more are in the table." if left_out else "")
    read = "; ".join(f"{row.label}: {row.value}" for row in shown)
    used = {bar.style for bar in bars} | {line.style for line in lines}
    return Chart(
        caption=table.caption,
        spoken=f"{said}: {read}",
        note=note,
        height=len(shown) * BAR,
        bars=bars,
        lines=lines,
        labels=labels,
        pins=(),
        legend=(),
        keys=[key for key in keys if key[0] in used],
        table=table,
        requests=requests,
    )


def _is_failure(status: Any) -> bool:
    return isinstance(status, int) and status >= 400


def _short(text: str) -> str:
    return text if len(text) <= MAX_LABEL else f"{text[: MAX_LABEL - 1]}…"


def _moment(value: Any) -> float | None:
    """Seconds since 1970 of a moment of the document."""
    try:
        return min(datetime.fromisoformat(str(value)).timestamp(), LAST)
    except (ValueError, OverflowError):
        return None


def _said(time: float) -> str:
    return when(datetime.fromtimestamp(int(time), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _day(session: Row) -> str:
    said = when(session.get("run"))
    return f"{said[:16]} UTC" if said.endswith(" UTC") else said
