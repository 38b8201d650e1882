"""What the terminal shows: a summary for one glance, colours and progress on a terminal alone, and no control characters."""

from __future__ import annotations

import io
import os
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.analysis import analyze
from analyzer.report import document, summary
from analyzer.report.document import build
from analyzer.report.terminal import Look, Progress
from tests.conftest import ROOT, Ran
from tests.support.dialects import managed_api
from tests.support.hostile import PAYLOADS, with_every_string
from tests.support.session import healthy

pty = pytest.importorskip("pty", reason="needs a pseudo terminal, which only Unix has")

Command = Callable[..., Ran]

DUMP = ROOT / "examples" / "kerio-connect.xml"
ESCAPE = "\x1b["


SLOW = """
import itertools, time
ticks = itertools.count(0, 2)
time.monotonic = lambda: next(ticks)
from analyzer.cli import main
main()
"""


def on_a_terminal(
    *arguments: str | Path,
    env: dict[str, str] | None = None,
    columns: int = 80,
    stdout: bool = False,
    slow: bool = False,
) -> str:
    """What a terminal of so many columns gets on standard error (and output); slow: by a clock that runs ahead."""
    fcntl, termios, struct = (pytest.importorskip(name) for name in ("fcntl", "termios", "struct"))
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    process = subprocess.Popen(
        [sys.executable, *(("-c", SLOW) if slow else ("-m", "analyzer")), *map(str, arguments)],
        stderr=child,
        stdout=child if stdout else subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env={**clean, "TERM": "xterm-256color", **(env or {})},
    )
    os.close(child)
    said = b""
    while process.poll() is None or select.select([parent], [], [], 0.1)[0]:
        try:
            said += os.read(parent, 4096)
        except OSError:  # Linux says EIO where the other end is closed
            break
    os.close(parent)
    assert process.wait() in (0, 4)
    return said.decode("utf-8").replace("\r\n", "\n")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    whole = managed_api(healthy())
    path = tmp_path_factory.mktemp("large") / "large.xml"
    path.write_bytes(whole * (2_000_000 // len(whole)))
    return path


# -- one glance ------------------------------------------------------------------------------------------------------


def test_the_summary_says_verdict_owner_confidence_proof_and_first_step(command: Command) -> None:
    lines = command(DUMP).stderr.splitlines()

    assert [line.partition(":")[0] for line in lines[:6]] == [
        "ERROR",
        "Affected",
        "Who acts next",
        "First step",
        "How sure",
        "Access",
    ]
    assert lines[-1] == "Report: kerio-connect.report.html"
    assert len(lines) <= 12


def test_a_pack_with_many_findings_and_warnings_still_fits_on_a_screen() -> None:
    content = build(analyze([str(ROOT / "examples" / "pack-exchange-side.zip")]))
    many = [{**entry, "warnings": ["cut"] * 9} for entry in content["documents"] * 100]
    found = {**content, "documents": many, "findings": content["findings"] * 100}

    assert summary.render(found, ["r.html"]).count("\n") < 24


# -- colours ---------------------------------------------------------------------------------------------------------


def test_colours_are_for_a_terminal_alone(command: Command, tmp_path: Path) -> None:
    assert f"{ESCAPE}1;31mERROR: {ESCAPE}0m" in on_a_terminal(DUMP, "-o", tmp_path / "r.html")
    assert ESCAPE not in command(DUMP, "-o", tmp_path / "r.html").stderr


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}])
def test_colours_can_be_switched_off(tmp_path: Path, env: dict[str, str]) -> None:
    assert "\x1b" not in on_a_terminal(DUMP, "-o", tmp_path / "r.html", env=env)


def test_an_empty_no_color_asks_for_nothing(tmp_path: Path) -> None:
    assert ESCAPE in on_a_terminal(DUMP, "-o", tmp_path / "r.html", env={"NO_COLOR": ""})


def test_colours_can_be_forced(command: Command) -> None:
    assert ESCAPE in command(DUMP, env={"FORCE_COLOR": "1", "NO_COLOR": ""}).stderr


def test_a_comparison_has_colours_where_standard_output_is_a_terminal(command: Command, tmp_path: Path) -> None:
    command(DUMP, "-f", "json", "-o", tmp_path / "a.json")

    assert ESCAPE in on_a_terminal("diff", tmp_path / "a.json", tmp_path / "a.json", stdout=True)
    assert b"\x1b" not in command("diff", tmp_path / "a.json", tmp_path / "a.json").stdout


# -- width -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_lines_are_as_wide_as_the_terminal_and_paths_stay_whole(tmp_path: Path, columns: int) -> None:
    target = tmp_path / ("long-" * 20 + "name.html")

    said = on_a_terminal(DUMP, "-o", target, env={"NO_COLOR": "1"}, columns=columns)

    *lines, last = said.splitlines()
    assert max(map(len, lines)) <= min(columns, 100)
    assert last == f"Report: {target}"


def test_lines_are_not_cut_where_no_person_reads_them(command: Command) -> None:
    content = build(analyze([str(DUMP)]))

    step = f"First step: {content['findings'][0]['solution'][0]}"
    assert step in command(DUMP, env={"COLUMNS": "40"}).stderr.splitlines()


def test_letters_of_double_width_take_two_columns() -> None:
    lines = Look(width=40).line("同期 " * 40).splitlines()

    assert max(sum(2 if ord(letter) > 0x2000 else 1 for letter in line) for line in lines) <= 40


# -- control characters ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_string_of_the_upload_controls_the_terminal(called: Command, tmp_path: Path, payload: str) -> None:
    content = build(analyze([str(ROOT / "examples" / "pack-exchange-side.zip")]))
    texts = {}
    for name, text in (("hostile", PAYLOADS[payload]), ("harmless", "harmless")):
        path = tmp_path / f"{name}.json"
        path.write_bytes(document.render(with_every_string(content, text)))
        texts[name] = called("render", path, "-o", "r.html").stderr

    assert texts["hostile"].count("\n") == texts["harmless"].count("\n")
    assert [letter for letter in texts["hostile"] if not letter.isprintable() and letter != "\n"] == []


def test_a_hostile_name_of_an_upload_controls_nothing(tmp_path: Path) -> None:
    upload = tmp_path / "a\x1b[2J\u202e\nb.xml"
    shutil.copy(DUMP, upload)

    said = on_a_terminal(upload, "-o", tmp_path / "r.html", env={"NO_COLOR": "1"})

    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\\u001b[2J\\u202e" in said.replace("\n", "")


def test_a_hostile_name_in_an_error_controls_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J\n.json"
    path.write_text("x")

    said = on_a_terminal("render", path)

    assert "\x1b" not in said
    assert said.count("\n") == 1


# -- progress --------------------------------------------------------------------------------------------------------


def test_progress_says_what_is_read_and_how_far_and_goes_away(tmp_path: Path, large: Path) -> None:
    said = on_a_terminal(large, "-o", tmp_path / "r.html", env={"NO_COLOR": "1"}, slow=True)

    percents = [
        int(percent) for percent in re.findall(r"\rreading large\.xml: [\d.]+ .?B of [\d.]+ MB \((\d+) %\)", said)
    ]
    assert len(percents) > 1
    assert percents == sorted(percents)
    assert re.search(r"\r +\rCLEAN: ", said)


def test_progress_is_not_shown_with_quiet_nor_without_a_terminal(tmp_path: Path, large: Path) -> None:
    assert on_a_terminal(large, "-q", "-o", tmp_path / "r.html", slow=True) == ""
    quick = subprocess.run([sys.executable, "-c", SLOW, str(large)], capture_output=True, cwd=tmp_path, check=True)
    assert b"reading" not in quick.stderr


def test_progress_waits_for_a_second_and_comes_five_times_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.5, 0.99, 1.01, 1.1, 1.19, 1.3])
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))

    with Progress() as progress:
        for number in range(6):
            progress("dump.xml", number * 1000, 5000)

    shown = [step.strip() for step in terminal.getvalue().split("\r") if step.strip()]
    assert shown == ["reading dump.xml: 2.0 kB of 5.0 kB (40 %)", "reading dump.xml: 5.0 kB of 5.0 kB (100 %)"]


def test_progress_is_taken_away_before_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'{"schema_version": 1, "x": "' + b"x" * 5_000_000 + b'"}')

    said = on_a_terminal("render", path)

    assert re.search(r"\rreading a\.json: 5\.0 MB\r +\rssi-analyze: .*\$\.tool is missing", said)
