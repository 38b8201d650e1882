"""A dump that is read in stretches says what it says when it is read as a whole, wherever it is damaged.

Here the stretches are read in the same process; `tests/test_beside.py` has two of them.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from itertools import pairwise

import pytest

from analyzer.limits import DEFAULT
from analyzer.model import Record, Service
from analyzer.readers import exchange_dump
from analyzer.readers.ahead import Ahead, Run
from analyzer.readers.exchange_dump import DumpReader
from analyzer.readers.notes import Notes
from analyzer.readers.trace_records import Apart
from analyzer.readers.window import Window
from benchmarks import dumps
from tests.support.damages import DAMAGES

Said = tuple[list[Record], tuple[object, ...], bool]


def dump(mix: str, size: int, seed: int = 1) -> bytes:
    to = io.BytesIO()
    dumps.write(mix, size, to, seed=seed, errors=0.2)
    return to.getvalue()


def read(data: bytes, length: int, stretch: int = 0) -> tuple[Said, int]:
    """What a dump says that is read in chunks of a length, and how many of its records were read in stretches of one."""
    taken = 0
    ahead = Ahead()

    def ask(offset: int) -> tuple[int, Sequence[Run]]:
        nonlocal taken
        begin = offset // stretch * stretch
        assert ahead.apart is not None
        runs = ahead.apart.read(data[begin : begin + stretch], begin, 1 + data.count(b"\n", 0, begin))
        return begin + stretch, runs

    def counted(reader: DumpReader, run: Run) -> bool:
        nonlocal taken
        if is_taken := takes(reader, run):
            taken += len(run.records)
        return is_taken

    if stretch:
        ahead.ask = ask
    takes = DumpReader.takes
    notes = Notes(DEFAULT)
    chunks = (data[at : at + length] for at in range(0, len(data), length))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DumpReader, "takes", counted)
        records = list(exchange_dump.read(Window(chunks, ahead=ahead), DEFAULT, notes))
    return (records, notes.lines(), notes.cut), taken


@pytest.mark.parametrize("mix", ["big", "real", "small"])
def test_nearly_all_records_of_a_stretch_are_taken_over(mix: str) -> None:
    data = dump(mix, 600_000)

    said, taken = read(data, 100_000, 100_000)  # of the first, nobody knows yet what is usual

    assert said == read(data, 100_000)[0]
    assert taken > 0.6 * len(said[0])


@pytest.mark.parametrize("stretch", [700, 3_001, 20_000])
def test_a_stretch_may_begin_and_end_anywhere(stretch: int) -> None:
    data = dump("real", 60_000)

    assert read(data, stretch, stretch)[0] == read(data, stretch)[0]


@pytest.mark.parametrize("kind", DAMAGES)
def test_stretches_say_the_same_of_a_damaged_dump(kind: str) -> None:
    chance = random.Random(kind)
    for whole in (dump("real", 12_000), dump("small", 6_000)):
        for stretch in (1_500, 4_000):
            damaged = DAMAGES[kind](whole, chance)
            assert read(damaged, stretch, stretch)[0] == read(damaged, stretch)[0]


HEAD = '<Trace Tag="Ews{}HttpHeaders" Tid="{}" Time="2026-10-12 08:00:{:02}Z">\n{}\n</Trace>\n'
ENDED = HEAD.format("Request", 9, 0, "POST /EWS/Exchange.asmx HTTP/1.1")
"""A record before the first of a stretch."""


def asked(path: str, thread: int = 1, second: int = 1) -> str:
    return HEAD.format("Request", thread, second, f"POST {path} HTTP/1.1")


def answered(status: str, thread: int = 1, second: int = 2) -> str:
    return HEAD.format("Response", thread, second, f"HTTP/1.1 {status}")


@pytest.mark.parametrize(
    ("before", "stretch", "taken"),
    [
        pytest.param(asked("/EWS/Exchange.asmx"), answered("503 Busy") * 3, True, id="the thread asked what is usual"),
        pytest.param(asked("/sap/c4c/odata/v1"), answered("503 Busy") * 3, True, id="the thread asked C4C"),
        pytest.param("", answered("503 Busy") * 3, False, id="the thread asked nobody"),
        pytest.param('<Log Level="1">\n', answered("503 Busy") * 3, False, id="an element is open"),
        pytest.param("<![CDATA[", answered("503 Busy") * 3, False, id="the stretch is quoted"),
        pytest.param("", asked("/EWS/Exchange.asmx", 2) * 3, True, id="nobody answers"),
    ],
)
def test_a_run_is_taken_over_only_where_what_it_rests_on_is_so(before: str, stretch: str, *, taken: bool) -> None:
    usual = (asked("/EWS/Exchange.asmx", 7) + answered("200 OK", 7)) * 4
    first = (usual + before + ENDED[:-30]).encode()
    data = first + (ENDED[-30:] + stretch).encode()

    said, number = read(data, len(first), len(first))

    assert said == read(data, len(first))[0]
    assert (number > 0) is taken


def test_a_run_leaves_the_last_record_that_it_saw_to_the_reader_of_the_whole() -> None:
    """A page behind it is its answer, which nobody knows who does not see what follows."""
    data = dump("real", 30_000) + answered("503 Busy").encode()
    with_page = data + b"<html><body><title>Log on</title></body></html>\n"

    said, taken = read(with_page, 10_000, 10_000)

    assert said == read(with_page, 10_000)[0]
    assert taken


def test_offsets_are_asked_in_stretches_and_each_once() -> None:
    data, asked_for = dump("real", 100_000), []
    ahead = Ahead()

    def ask(offset: int) -> tuple[int, Sequence[Run]]:
        asked_for.append(offset)
        return offset // 10_000 * 10_000 + 10_000, ()

    ahead.ask = ask
    list(exchange_dump.read(Window([data], ahead=ahead), DEFAULT, Notes(DEFAULT)))

    assert all(one // 10_000 < other // 10_000 for one, other in pairwise(asked_for))


@pytest.mark.parametrize(
    ("record", "tried"),
    [("</Trace>", 0), ('<Trace Tag="EwsRequest" Tid="1" Time="2026-10-12 08:00:00Z"></Trace>', 100)],
    ids=["ends alone", "records of nothing"],
)
def test_a_stretch_without_runs_is_soon_left_alone(record: str, tried: int, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    apart = DumpReader.apart

    def counted(reader: DumpReader, asked: dict[str, Service]) -> DumpReader:
        begun.append(None)
        return apart(reader, asked)

    monkeypatch.setattr(DumpReader, "apart", counted)

    assert Apart(exchange_dump.reader(DEFAULT, Notes(DEFAULT))).read(record.encode() * 400, 0, 1) == []
    assert len(begun) == tried
