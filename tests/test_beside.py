"""A large document is watched by a copy of the process, and the watches know the same as if they had looked themselves."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from analyzer import beside
from analyzer.case import Order, run
from analyzer.errors import LeakError
from analyzer.limits import DEFAULT
from analyzer.model import Privacy
from analyzer.privacy import content
from analyzer.privacy.content import Content
from analyzer.privacy.watch import Removed
from analyzer.readers.ahead import Ahead, Run
from analyzer.readers.exchange_dump import DumpReader
from analyzer.readers.trace_records import Apart
from analyzer.report.files import Format
from benchmarks import dumps

TOKEN = "eyJhbGciOiJub25lIn0"
LINES = [
    f"Authorization: Bearer {TOKEN}{number:04}\n<t:Subject>Visit of Quarzlampe {number}</t:Subject>\n".encode()
    for number in range(200)
]


class Interrupted(Removed):
    """A watch in whose process somebody presses Ctrl-C: the other one answers for both."""

    def look(self, data: bytes) -> None:
        if multiprocessing.parent_process() is not None:
            os.kill(os.getpid(), signal.SIGINT)
        Removed.look(self, data)


class Faulty(Removed):
    """A watch that fails with the document's own words in its message, wherever it looks."""

    def look(self, data: bytes) -> None:
        raise ValueError(data.decode())


class Broken(Removed):
    """A watch whose process ends in the middle."""

    def look(self, data: bytes) -> None:
        if data and multiprocessing.parent_process() is not None:
            os._exit(1)


pytestmark = [pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"), pytest.mark.usefixtures("two_cores")]


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One for each process that was begun."""
    begun: list[None] = []
    work = beside._beside

    def counted(*given: object) -> Iterator[bytes]:
        begun.append(None)
        return work(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(beside, "_beside", counted)
    return begun


def test_what_was_learned_is_the_same_in_one_process_and_in_two(
    monkeypatch: pytest.MonkeyPatch, copies: list[None]
) -> None:
    one, two = (Removed(), Content()), (Removed(), Content())
    assert list(beside.watched(iter(LINES), one, Ahead())) == LINES
    assert copies == []

    monkeypatch.setattr(beside, "LEAST", 1_000)
    assert list(beside.watched(iter(LINES), two, Ahead())) == LINES

    assert len(copies) == 1
    assert two[0].learned(0) == one[0].learned(0)
    assert one[0].counts == {"credentials": 200, "mail content": 200}
    assert two[1].values == one[1].values
    assert one[1].values


def test_a_second_document_goes_on_from_what_the_first_taught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)
    one, two = Removed(), Removed()
    for watch, parts in ((one, [LINES]), (two, [LINES[:100], LINES[100:]])):
        for part in parts:
            assert list(beside.watched(iter(part), [watch], Ahead())) == part

    assert one == two


@pytest.mark.parametrize("held", [100, 3_000, content._MOST_HELD], ids=["often", "once", "never"])
def test_content_that_was_taken_apart_on_the_way_is_known_behind_the_second_document(
    held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)
    monkeypatch.setattr(content, "_MOST_HELD", held)
    one, two = Content(), Content()
    for watch, parts in ((one, [LINES]), (two, [LINES[:100], LINES[100:]])):
        for part in parts:
            assert list(beside.watched(iter(part), [watch], Ahead())) == part

    assert one.values == two.values
    assert sum(map(len, one.values.values())) == 200


def test_a_small_document_needs_no_second_process(copies: list[None]) -> None:
    assert list(beside.watched(iter(LINES), [Removed()], Ahead())) == LINES
    assert copies == []


@pytest.mark.parametrize(
    ("what", "told"),
    [("os.sched_getaffinity", {0}), ("threading.active_count", 2), ("multiprocessing.parent_process", object())],
    ids=["one core", "another thread", "a copy already"],
)
def test_where_a_copy_has_no_room_or_is_not_safe_one_process_looks(
    what: str, told: object, monkeypatch: pytest.MonkeyPatch, copies: list[None]
) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)
    monkeypatch.setattr(what, lambda *_: told)
    watch = Removed()

    assert list(beside.watched(iter(LINES), [watch], Ahead())) == LINES
    assert copies == []
    assert watch.counts["credentials"] == 200


def test_an_empty_chunk_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)
    watch = Removed()

    list(beside.watched(iter([*LINES[:100], b"", *LINES[100:]]), [watch], Ahead()))

    assert watch.counts["credentials"] == 200


def test_ctrl_c_is_answered_by_the_process_that_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)
    watch = Interrupted()

    list(beside.watched(iter(LINES), [watch], Ahead()))

    assert watch.counts["credentials"] == 200


def test_nothing_is_shown_of_a_document_whose_watch_ended_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)

    with pytest.raises(LeakError, match="ended early"):
        list(beside.watched(iter(LINES), [Broken()], Ahead()))


def test_a_watch_that_fails_says_nothing_of_what_it_read(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)

    with pytest.raises(LeakError, match="ended early"):
        list(beside.watched(iter(LINES), [Faulty()], Ahead()))

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("step", ["os.pipe", "socket.socketpair", "os.fork", "mmap.mmap"])
def test_a_system_without_room_for_a_copy_looks_for_itself(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError("no more of them")

    monkeypatch.setattr(beside, "LEAST", 1_000)
    monkeypatch.setattr(step, refused)
    watch = Removed()

    assert list(beside.watched(iter(LINES), [watch], Ahead())) == LINES
    assert watch.counts["credentials"] == 200


def test_a_reader_that_stops_early_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)
    chunks = beside.watched(iter(LINES), [Removed()], Ahead())
    for _ in range(100):
        next(chunks)

    chunks.close()  # type: ignore[attr-defined]

    assert multiprocessing.active_children() == []


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many records were taken over at a time: small documents have a copy, which is waited for wherever it reads."""
    taken: list[int] = []
    takes = DumpReader.takes

    def counted(reader: DumpReader, run: Run) -> bool:
        if is_taken := takes(reader, run):
            taken.append(len(run.records))
        return is_taken

    monkeypatch.setattr(beside, "LEAST", 80_000)  # the reader looks so far before it begins
    monkeypatch.setattr(beside, "_STRETCH", 20_000)
    monkeypatch.setattr(beside, "_FREE", beside._BEGUN)
    monkeypatch.setattr(beside._Shared, "is_far", lambda *_: True)
    monkeypatch.setattr(DumpReader, "takes", counted)
    return taken


def written(path: Path) -> tuple[object, ...]:
    """What is written of a case, in chunks as small as its stretches."""
    limits = replace(DEFAULT, chunk=20_000, frame=240_000)
    order = Order(formats=(Format.HTML, Format.JSON), privacy=Privacy.STRICT, limits=limits)
    return run([str(path)], order).reports


def in_one_process(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    with monkeypatch.context() as only:
        only.setattr(os, "sched_getaffinity", lambda _: {0})
        return written(path)


@pytest.mark.parametrize("mix", ["big", "real", "small", "c4c"])
def test_a_dump_tells_the_same_whoever_reads_it(
    mix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: list[int]
) -> None:
    with (tmp_path / "dump.xml").open("wb") as to:
        dumps.write(mix, 200_000, to, seed=3, errors=0.2)
    alone = in_one_process(tmp_path / "dump.xml", monkeypatch)
    assert ahead == []

    assert written(tmp_path / "dump.xml") == alone
    assert bool(ahead) is (mix != "c4c")


def test_a_reader_that_looks_far_ahead_takes_over_no_other_stretch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: list[int]
) -> None:
    """Nothing ends the comment: twelve stretches were handed over before the records behind it are read."""
    to = io.BytesIO()
    dumps.write("small", 600_000, to)
    records = to.getvalue().split(b"</Trace>")
    at = len(records) // 3
    records[at] = b"\n<!-- " + records[at]
    (tmp_path / "dump.xml").write_bytes(b"</Trace>".join(records))

    assert written(tmp_path / "dump.xml") == in_one_process(tmp_path / "dump.xml", monkeypatch)
    assert ahead


def test_a_copy_that_fails_to_read_ahead_still_watches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: list[int]
) -> None:
    def fails(*_: object) -> list[Run]:
        raise ValueError("the words of the document")

    with (tmp_path / "dump.xml").open("wb") as to:
        dumps.write("real", 180_000, to)
    alone = in_one_process(tmp_path / "dump.xml", monkeypatch)
    monkeypatch.setattr(Apart, "read", fails)

    assert written(tmp_path / "dump.xml") == alone
    assert ahead == []


def test_nothing_is_shown_where_the_copy_ends_while_it_reads_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: list[int]
) -> None:
    def ends(*_: object) -> list[Run]:
        os._exit(1)

    with (tmp_path / "dump.xml").open("wb") as to:
        dumps.write("real", 180_000, to)
    monkeypatch.setattr(Apart, "read", ends)

    with pytest.raises(LeakError, match="ended early"):
        written(tmp_path / "dump.xml")
    assert ahead == []


def test_what_a_copy_read_that_has_no_room_is_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: list[int]
) -> None:
    with (tmp_path / "dump.xml").open("wb") as to:
        dumps.write("real", 180_000, to)
    monkeypatch.setattr(beside, "_SAID", 100)

    assert written(tmp_path / "dump.xml") == in_one_process(tmp_path / "dump.xml", monkeypatch)
    assert ahead == []


def test_a_stretch_that_this_process_has_come_to_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: list[int]
) -> None:
    with (tmp_path / "dump.xml").open("wb") as to:
        dumps.write("real", 180_000, to)
    monkeypatch.setattr(beside._Shared, "is_far", lambda *_: False)

    assert written(tmp_path / "dump.xml") == in_one_process(tmp_path / "dump.xml", monkeypatch)
    assert ahead == []
