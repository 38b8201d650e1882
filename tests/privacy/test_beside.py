"""A large document is watched by a copy of the process, and the watches know the same as if they had looked themselves."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator

import pytest

from analyzer.errors import LeakError
from analyzer.privacy import beside
from analyzer.privacy.content import Content
from analyzer.privacy.leaks import Removed

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
    assert list(beside.watched(iter(LINES), one)) == LINES
    assert copies == []

    monkeypatch.setattr(beside, "LEAST", 1_000)
    assert list(beside.watched(iter(LINES), two)) == LINES

    assert len(copies) == 1
    assert two[0].learned() == one[0].learned()
    assert one[0].counts == {"credentials": 200, "mail content": 200}
    assert two[1].values == one[1].values
    assert one[1].values


def test_a_second_document_goes_on_from_what_the_first_taught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)
    one, two = Removed(), Removed()
    for watch, parts in ((one, [LINES]), (two, [LINES[:100], LINES[100:]])):
        for part in parts:
            assert list(beside.watched(iter(part), [watch])) == part

    assert one == two


def test_a_small_document_needs_no_second_process(copies: list[None]) -> None:
    assert list(beside.watched(iter(LINES), [Removed()])) == LINES
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

    assert list(beside.watched(iter(LINES), [watch])) == LINES
    assert copies == []
    assert watch.counts["credentials"] == 200


def test_an_empty_chunk_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)
    watch = Removed()

    list(beside.watched(iter([*LINES[:100], b"", *LINES[100:]]), [watch]))

    assert watch.counts["credentials"] == 200


def test_ctrl_c_is_answered_by_the_process_that_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)
    watch = Interrupted()

    list(beside.watched(iter(LINES), [watch]))

    assert watch.counts["credentials"] == 200


def test_nothing_is_shown_of_a_document_whose_watch_ended_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)

    with pytest.raises(LeakError, match="ended early"):
        list(beside.watched(iter(LINES), [Broken()]))


def test_a_watch_that_fails_says_nothing_of_what_it_read(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)

    with pytest.raises(LeakError, match="ended early"):
        list(beside.watched(iter(LINES), [Faulty()]))

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("step", ["os.pipe", "socket.socketpair", "os.fork"])
def test_a_system_without_room_for_a_copy_looks_for_itself(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError("no more of them")

    monkeypatch.setattr(beside, "LEAST", 1_000)
    monkeypatch.setattr(step, refused)
    watch = Removed()

    assert list(beside.watched(iter(LINES), [watch])) == LINES
    assert watch.counts["credentials"] == 200


def test_a_reader_that_stops_early_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST", 1_000)
    chunks = beside.watched(iter(LINES), [Removed()])
    for _ in range(100):
        next(chunks)

    chunks.close()  # type: ignore[attr-defined]

    assert multiprocessing.active_children() == []
