"""`--watch`: an upload is analysed once it has arrived whole, and the index is written anew after each round."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzer.batch.cases import search
from analyzer.batch.watching import Arrivals, rounds
from tests.conftest import ROOT

SETTLE = 0.3


class Clock:
    """A clock that goes on when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_case_has_arrived_once_it_did_not_change_for_so_long(tmp_path: Path) -> None:
    clock = Clock()
    arrivals = Arrivals(5, clock)
    upload = tmp_path / "dump.xml"

    def arrived() -> list[str]:
        return [case.name for case in arrivals.whole(search([str(tmp_path)]).cases)[0]]

    told = []
    for second, text in ((0, "half"), (4, "half a"), (8, "half and half"), (12, None), (13, None), (20, None)):
        clock.now = second
        if text is not None:
            upload.write_text(text)
        told.append(arrived())

    assert told == [[], [], [], [], ["dump.xml"], ["dump.xml"]]


def test_a_pack_has_arrived_with_the_last_of_its_files(tmp_path: Path) -> None:
    clock = Clock()
    arrivals = Arrivals(5, clock)
    (tmp_path / "acme" / "Logs").mkdir(parents=True)
    (tmp_path / "acme" / "Logs" / "job.log").write_text("x")
    arrivals.whole(search([str(tmp_path)]).cases)
    clock.now = 4
    (tmp_path / "acme" / "Logs" / "sync.log").write_text("x")
    arrivals.whole(search([str(tmp_path)]).cases)
    clock.now = 6
    early, waiting = arrivals.whole(search([str(tmp_path)]).cases)
    clock.now = 9

    assert (early, waiting) == ([], True)
    assert [case.name for case in arrivals.whole(search([str(tmp_path)]).cases)[0]] == ["acme"]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, Callable[[int], list[list[str]]]]]:
    """A real folder that is watched, and a function that waits for so many rounds and says what they held."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    told: list[list[str]] = []
    sizes: list[int] = []
    ended = threading.Event()

    def watch() -> None:
        for found in rounds([str(folder)], lambda: search([str(folder)]), SETTLE):
            told.append([f"{case.name}: {case.size}" for case in found.cases])
            sizes.append(len(told))
            if ended.is_set():
                return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    time.sleep(SETTLE)

    def wait(many: int) -> list[list[str]]:
        until = time.monotonic() + 20
        while len(told) < many and time.monotonic() < until:
            time.sleep(0.02)
        return told

    yield folder, wait
    ended.set()
    (folder / "end").write_text("x")
    thread.join(20)


def test_a_file_that_is_written_in_two_pieces_is_taken_once_and_whole(
    watched: tuple[Path, Callable[[int], list[list[str]]]],
) -> None:
    folder, wait = watched
    with (folder / "slow.xml").open("w") as stream:
        stream.write("first half, ")
        stream.flush()
        time.sleep(SETTLE / 2)
        stream.write("second half")

    assert wait(1) == [["slow.xml: 23"]]


def test_what_changes_or_goes_makes_another_round(watched: tuple[Path, Callable[[int], list[list[str]]]]) -> None:
    folder, wait = watched
    (folder / "a.xml").write_text("1")
    wait(1)
    (folder / "a.xml").write_text("22")
    wait(2)
    (folder / "a.xml").unlink()

    assert wait(3) == [["a.xml: 1"], ["a.xml: 2"], []]


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signal to one process")
def test_it_analyses_what_arrives_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    uploads, out = tmp_path / "uploads", tmp_path / "out"
    uploads.mkdir()
    words = ["batch", uploads, "-o", out, "--watch", "--settle", "1s", "--jobs", "1", "--history", "none"]
    command = [sys.executable, "-m", "analyzer", *map(str, words)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        assert running.stderr.readline().startswith("Watching ")
        (uploads / "acme.txt").write_text("Authentication error")
        lines = list(iter(running.stderr.readline, f"Index: {out / 'index.html'}\n"))
        running.send_signal(signal.SIGINT)
        said = running.stderr.read()
        code = running.wait(60)

    assert lines[0] == "1 case: 1 error.\n"
    assert code == 130
    assert said == f"ssi-analyze: interrupted; the reports and the index are in {out}\n"
    assert [row["case"] for row in json.loads((out / "index.json").read_bytes())["cases"]] == ["acme.txt"]
