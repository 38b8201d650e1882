"""Streams that are closed or full, names that are too long, an end that is asked for: one line, and the right code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.dialects import managed_api
from tests.support.session import failing

LONG = "a" * 300
COMMAND = f"{sys.executable} -m analyzer"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.xml"
    path.write_bytes(managed_api(failing()))
    return path


def shell(line: str, folder: Path) -> tuple[int, str]:
    ran = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, check=False, env=env())
    return ran.returncode, ran.stdout + ran.stderr


def env() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@pytest.mark.parametrize("stderr", ["2>&-", "2>/dev/full"])
def test_a_report_is_written_though_nobody_can_be_told(dump: Path, stderr: str) -> None:
    code, _ = shell(f"{COMMAND} dump.xml -o report.html {stderr}", dump.parent)

    assert code == 0
    assert (dump.parent / "report.html").stat().st_size > 5000


@pytest.mark.parametrize(
    "line",
    ["dump.xml -q -o - >&-", "dump.xml -q -o - >/dev/full", "rules list >/dev/full", "--version >/dev/full"],
)
def test_output_that_cannot_be_written_is_told_in_one_line(dump: Path, line: str) -> None:
    code, said = shell(f"{COMMAND} {line}", dump.parent)

    assert code == 5
    assert said.count("\n") == 1
    assert "written" in said or "closed" in said


def test_a_reader_that_has_seen_enough_is_told_nothing() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "analyzer", "rules", "list"]

    ran = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, check=False, env=env())

    os.close(writing)
    assert (ran.returncode, ran.stderr) == (5, b"")


def test_a_name_as_long_as_a_name_can_be_gets_its_report(dump: Path) -> None:
    long = dump.with_name("漢" * 83 + ".")
    dump.rename(long)

    code, said = shell(f"{COMMAND} -f html -f json -f markdown 漢*", dump.parent)

    assert code == 0, said
    assert len(list(dump.parent.glob("*.report.*"))) == 3


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (LONG, 2),
        (f"dump.xml -o {LONG}", 5),
        ("redact b.xml -o o", 2),
        (f"redact dump.xml -o o.xml --map {LONG}", 5),
        (f"render {LONG} -o r.html", 2),
        (f"dump.xml -o r.html --history {LONG}", 2),
        (f"dump.xml -o r.html --rules {LONG}", 2),
        (f"dump.xml -o r.html --ignore {LONG}.toml", 2),
        (f"batch dump.xml -o {LONG}", 5),
    ],
)
def test_a_name_that_cannot_be_is_told_in_one_line(dump: Path, words: str, expected: int) -> None:
    code, said = shell(f"{COMMAND} {words}", dump.parent)

    assert code == expected
    assert said.count("\n") == 1
    assert "internal" not in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_ends_the_tool_is_told_so_and_nothing_is_left_behind(dump: Path, number: signal.Signals) -> None:
    words = [sys.executable, "-m", "analyzer", "-", "-q", "-o", "report.html"]
    process = subprocess.Popen(words, cwd=dump.parent, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=env())
    assert process.stdin is not None
    process.stdin.write(dump.read_bytes() * 40)  # more than a pipe holds: the tool reads when all of it is written
    process.stdin.flush()
    process.send_signal(number)
    _, said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert said == b"ssi-analyze: interrupted; nothing was written\n"
    assert sorted(path.name for path in dump.parent.iterdir()) == ["dump.xml"]


@pytest.mark.parametrize("words", ["dump.xml -f html -f json -o .", "dump.xml --evidence pack -o report.html"])
def test_a_disk_that_fills_leaves_nothing_half_done(dump: Path, words: str) -> None:
    code, said = shell(f"ulimit -f 8; trap '' XFSZ; {COMMAND} {words} -q", dump.parent)

    assert code == 5
    assert said.count("\n") == 1
    assert sorted(path.name for path in dump.parent.iterdir()) == ["dump.xml"]


def test_a_map_that_cannot_be_written_leaves_no_redacted_upload(dump: Path) -> None:
    (dump.parent / "map.json").mkdir()

    code, said = shell(f"{COMMAND} redact dump.xml -o out.xml --map map.json", dump.parent)

    assert code == 5
    assert said.count("\n") == 1
    assert not (dump.parent / "out.xml").exists()


def test_redact_onto_a_disk_that_fills_leaves_nothing(dump: Path) -> None:
    shell("mkdir pack; for n in 1 2 3; do cp dump.xml pack/$n.xml; done", dump.parent)

    code, said = shell(f"ulimit -f 8; trap '' XFSZ; {COMMAND} redact pack -o out", dump.parent)

    assert code == 5
    assert said.count("\n") == 1
    assert not (dump.parent / "out").exists()


def test_redact_of_one_file_onto_a_disk_that_fills_names_the_disk_and_not_the_file(dump: Path) -> None:
    dump.write_bytes(managed_api(failing()) * 20)

    code, said = shell(f"ulimit -f 8; trap '' XFSZ; {COMMAND} redact dump.xml -o out.xml", dump.parent)

    assert (code, said) == (5, "ssi-analyze: out.xml: cannot be written (File too large)\n")
    assert sorted(path.name for path in dump.parent.iterdir()) == ["dump.xml"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pipe -o r.html", 2),
        ("redact pipe -o out", 2),
        ("render pipe -o r.html", 2),
        ("diff pipe pipe", 2),
        ("dump.xml --ignore pipe -o r.html", 2),
        ("dump.xml --rules pipe -o r.html", 4),
    ],
)
def test_a_pipe_that_nobody_writes_is_not_waited_for(dump: Path, words: str, expected: int) -> None:
    os.mkfifo(dump.parent / "pipe")

    code, said = shell(f"timeout 60 {COMMAND} {words}", dump.parent)

    assert code == expected, said
    assert said.count("\n") == 1


@pytest.mark.parametrize("words", ["漢.xml -o 字.html", "redact 漢.xml -o 字.xml"])
def test_names_in_any_letters_are_written_though_the_locale_knows_none(dump: Path, words: str) -> None:
    dump.rename(dump.with_name("漢.xml"))
    plain = "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"

    code, said = shell(f"{plain} {COMMAND} {words}", dump.parent)

    assert code == 0, said
    assert sorted(path.name for path in dump.parent.iterdir()) == sorted({"漢.xml", words.rsplit(maxsplit=1)[-1]})


@pytest.mark.parametrize("line", ["batch - -o night", "render - -o page.html", "diff - dump.xml"])
def test_standard_input_that_is_closed_is_told_in_one_line(dump: Path, line: str) -> None:
    code, said = shell(f"{COMMAND} {line} <&-", dump.parent)

    assert (code, said.count("\n")) == (2, 1)
    assert "there is no standard input" in said


def test_a_comparison_that_nobody_can_be_told_says_so(dump: Path) -> None:
    code, said = shell(f"{COMMAND} diff dump.xml dump.xml >&-", dump.parent)

    assert (code, said.count("\n")) == (5, 1)
    assert "standard output is closed" in said


def test_a_working_folder_that_is_gone_is_told_in_one_line(dump: Path) -> None:
    code, said = shell(f"mkdir gone && cd gone && rmdir ../gone && {COMMAND} .", dump.parent)

    assert (code, said.count("\n")) == (2, 1)
    assert "the working folder is gone" in said
