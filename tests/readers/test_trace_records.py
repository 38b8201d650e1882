"""The fast way through a dump says what the careful way says, whatever is in the dump and wherever it is damaged."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator

import pytest

from analyzer.limits import DEFAULT
from analyzer.model import Record
from analyzer.protocols import ews, heads
from analyzer.readers import exchange_dump, trace_records
from analyzer.readers.exchange_dump import DumpReader
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window
from benchmarks import dumps
from tests.support.damages import DAMAGES

Said = tuple[list[Record], tuple[str, ...], bool]


def dump(mix: str, size: int, seed: int = 1) -> bytes:
    to = io.BytesIO()
    dumps.write(mix, size, to, seed=seed, errors=0.2)
    return to.getvalue()


def chunks_of(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def read(data: bytes, chunk: int = 1 << 20) -> Said:
    notes = Notes(DEFAULT)
    records = list(exchange_dump.read(Window(chunks_of(data, chunk)), DEFAULT, notes))
    return records, tuple(notes.lines()), notes.cut


@pytest.fixture
def carefully(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Said]:
    def reading(data: bytes) -> Said:
        with monkeypatch.context() as patch:
            patch.setattr(trace_records, "read", lambda *_: iter(()))
            patch.setattr(heads, "glance", lambda *_, **__: None)
            return read(data)

    return reading


@pytest.mark.parametrize("mix", ["big", "real", "small"])
def test_nearly_all_records_of_a_dump_go_the_fast_way(mix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data, fast = dump(mix, 400_000), 0

    def counted(*given: object) -> object:
        nonlocal fast
        fast += 1
        return opened(*given)  # type: ignore[arg-type]

    opened = DumpReader.record
    monkeypatch.setattr(DumpReader, "record", counted)
    read(data)

    assert fast / data.count(b"<Trace ") > 0.95


@pytest.mark.parametrize("mix", ["big", "real", "small", "c4c"])
def test_both_ways_give_the_same_records(mix: str, carefully: Callable[[bytes], Said]) -> None:
    data = dump(mix, 300_000)

    assert read(data) == carefully(data)


@pytest.mark.parametrize("mix", ["big", "real", "small"])
def test_an_envelope_says_by_its_skeleton_what_it_says_as_a_whole(mix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = dump(mix, 200_000)
    by_skeletons = read(data)

    monkeypatch.setattr(ews, "glance", lambda _: None)

    assert read(data) == by_skeletons


@pytest.mark.parametrize("chunk", [97, 1_000, 4_099])
def test_records_may_lie_across_any_border_of_what_is_read_at_once(chunk: int) -> None:
    data = dump("real", 40_000)

    assert read(data, chunk) == read(data)


@pytest.mark.parametrize("kind", DAMAGES)
def test_both_ways_give_the_same_of_a_damaged_dump(kind: str, carefully: Callable[[bytes], Said]) -> None:
    chance, wholes = random.Random(kind), [dump("real", 12_000), dump("small", 6_000), dump("big", 40_000)]

    for whole in wholes:
        for _ in range(4):
            damaged = DAMAGES[kind](whole, chance)
            assert read(damaged) == carefully(damaged)


def record(tag: str, text: str) -> str:
    return f'<Trace Tag="{tag}" Tid="1" Time="2026-10-12 08:00:00Z">\n{text}\n</Trace>\n'


EWS = "http://schemas.microsoft.com/exchange/services/2006/messages"
ENVELOPE = f'<s:Envelope xmlns:s="s"><s:Body><m:GetItem{{}} xmlns:m="{EWS}"/></s:Body></s:Envelope>'
ASKED = record("EwsRequest", ENVELOPE.format(""))
STATUS = record("EwsResponseHttpHeaders", "HTTP/1.1 503 Service Unavailable\n")
PAGE = "<html><body><title>Log on</title></body></html>\n"
LINE = "2026-10-12 08:00:00,020 ERROR TID:7 [Exchange] It failed\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('<Trace Tag="Other">x</Trace>\n' + STATUS + PAGE[:12], id="a page begins a line, behind fields"),
        pytest.param(STATUS + ASKED + PAGE, id="a page is no answer to what was asked after it"),
        pytest.param("\n\n<!-- x -->\n" + ASKED + LINE, id="a line behind a record has its own number"),
        pytest.param("HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + PAGE + ASKED, id="a body ends at a record"),
        pytest.param(ENVELOPE.format("Response")[:90] + "\n" + ASKED, id="an answer breaks off before a record"),
        pytest.param(ENVELOPE.format("Response")[:-9] + ASKED + STATUS, id="an answer without its end, and a record"),
        pytest.param(LINE + ASKED + LINE + STATUS, id="lines stand between records"),
        pytest.param(record("EwsResponse", ENVELOPE.format("Response") + " and a word") + STATUS, id="text behind it"),
    ],
)
def test_both_ways_give_the_same_of_what_stands_beside_records(text: str, carefully: Callable[[bytes], Said]) -> None:
    records, warnings, cut = read(text.encode())

    assert (records, warnings, cut) == carefully(text.encode())
    assert records
