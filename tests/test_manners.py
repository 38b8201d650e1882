"""Manners of the command line: help where it is asked for, names that replace nothing, words that lead on."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.errors import ENDING
from tests.conftest import Ran

Called = Callable[..., Ran]

REFUSED = """<Trace Tag="EwsResponseHttpHeaders" Tid="7" Time="2026-10-12 08:00:00Z">
HTTP/1.1 {status} Refused
X-FEServer: EXFE01

</Trace>
"""


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.xml"
    path.write_text(REFUSED.format(status=401))
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    folder.mkdir()
    path = folder / "dump.xml"
    path.write_text(REFUSED.format(status=403))
    return path


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"], ["help"]])
def test_help_is_shown_where_it_is_asked_for(called: Called, words: list[str]) -> None:
    ran = called(*words)

    assert ran.code == 0
    assert b"UPLOAD" in ran.stdout


@pytest.mark.parametrize("words", [["rules"], ["rules", "-h"], ["help", "rules"]])
def test_rules_alone_shows_its_own_help(called: Called, words: list[str]) -> None:
    ran = called(*words)

    assert ran.code == 0
    assert b"search" in ran.stdout


@pytest.mark.parametrize(("word", "meant"), [("redct", "redact"), ("hlep", "help")])
def test_a_word_that_is_nearly_a_command_gets_the_command(called: Called, word: str, meant: str) -> None:
    ran = called(word, "dump.xml")

    assert ran.code == 2
    assert ran.stderr == f"ssi-analyze: {word}: no such file, and no command; did you mean ssi-analyze {meant}?\n"


def test_a_file_named_like_a_mistyped_command_is_a_file(called: Called, dump: Path) -> None:
    dump.rename(Path("redct"))

    assert called("redct", "-q").code == 0
    assert Path("redct.report.html").exists()


def test_a_path_that_ends_in_a_separator_is_a_folder_and_is_made(called: Called, dump: Path) -> None:
    assert called(dump, "-q", "-o", "new/er/").code == 0
    assert Path("new/er/dump.report.html").is_file()


def test_several_formats_without_an_ending_go_into_a_folder(called: Called, dump: Path) -> None:
    assert called(dump, "-q", "-f", "html", "-f", "md", "-o", "case").code == 0
    assert sorted(path.name for path in Path("case").iterdir()) == ["dump.report.html", "dump.report.md"]


def test_a_folder_is_not_made_where_a_file_stands(called: Called, dump: Path) -> None:
    Path("new").write_text("mine")

    ran = called(dump, "-o", "new/")

    assert ran.code == 5
    assert "is a file, not a folder" in ran.stderr
    assert Path("new").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "begins"), [("c.json", b"{"), ("c.md", b"**"), ("c.csv", b"\xef\xbb\xbf"), ("c.html", b"<!")]
)
def test_the_ending_tells_the_format(called: Called, dump: Path, name: str, begins: bytes) -> None:
    assert called(dump, "-q", "-o", name).code == 0
    assert Path(name).read_bytes().startswith(begins)


def test_an_ending_that_says_another_format_is_wrong_usage(called: Called, dump: Path) -> None:
    ran = called(dump, "-f", "json", "-o", "c.html")

    assert ran.code == 2
    assert ran.stderr == "ssi-analyze: -o c.html: its ending says html, and -f says json; change one\n"
    assert not Path("c.html").exists()


def test_text_is_the_note_for_a_tracker_without_markup(called: Called, dump: Path) -> None:
    ran = called(dump, "-q", "-f", "text", "-o", "-")

    assert ran.stdout.startswith(b"ERROR: ")
    assert b"**" not in ran.stdout


def test_the_report_of_another_upload_is_never_replaced(called: Called, dump: Path, other: Path) -> None:
    called(dump, "-q")
    first = Path("dump.report.html").read_bytes()

    ran = called(other, "-q")

    assert Path("dump.report.html").read_bytes() == first
    assert b"(403)" in Path("dump.report-2.html").read_bytes()
    assert ran.stderr == "ssi-analyze: dump.report.html is of another upload; the report is dump.report-2.html\n"


def test_the_report_of_the_same_upload_is_replaced(called: Called, dump: Path) -> None:
    called(dump, "-q")
    called(dump, "-q", "--limit", "samples=3")

    assert [path.name for path in Path().glob("*.html")] == ["dump.report.html"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rules", "shw", "x"], "Try ssi-analyze rules --help."),
        (["diff"], "Try ssi-analyze diff --help."),
        (["--no-such"], "Try ssi-analyze --help."),
    ],
)
def test_wrong_usage_names_the_help_of_its_command(called: Called, words: list[str], said: str) -> None:
    ran = called(*words)

    assert ran.code == 2
    assert ran.stderr.endswith(f"{said}\n")


def test_asking_a_history_makes_none(called: Called) -> None:
    ran = called("history", "list")

    assert ran.code == 2
    assert "holds no history" in ran.stderr
    assert list(Path().iterdir()) == []


def test_ctrl_c_says_that_it_was_interrupted(called: Called, dump: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("analyzer.rules.verdict.conclude", stopped)

    ran = called(dump)

    assert ran.code == 130
    assert ran.stderr == "ssi-analyze: interrupted; nothing was written\n"
    assert not list(Path().glob("*.html"))


LOADING = """
import os, signal, sys, types
class Loading(types.ModuleType):
    def __getattr__(self, name):
        os.kill(os.getpid(), signal.{name})
sys.modules["analyzer.cli"] = Loading("analyzer.cli")
from analyzer.__main__ import main
main()
"""


@pytest.mark.parametrize("name", ENDING)
def test_who_ends_the_command_while_it_is_loading_is_told_the_same_line(name: str) -> None:
    ran = subprocess.run([sys.executable, "-c", LOADING.format(name=name)], capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stderr) == (130, "ssi-analyze: interrupted; nothing was written\n")


def test_a_worker_that_comes_too_late_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.excepthook", sys.excepthook)
    importlib.reload(importlib.import_module("analyzer.quiet"))

    sys.excepthook(FileNotFoundError, FileNotFoundError(2, "No such file"), None)
    assert capsys.readouterr().err == ""
    sys.excepthook(AssertionError, AssertionError("Len is 6 but msg[0] is 8"), None)
    assert capsys.readouterr().err == ""
    sys.excepthook(ValueError, ValueError("odd"), None)
    assert capsys.readouterr().err == "ValueError: odd\n"


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("ssi-analyze ba", "batch"),
        ("ssi-analyze rules sh", "show"),
        ("ssi-analyze rules show c4c-auth", "c4c-authentication"),
        ("ssi-analyze explain snapshot-l", "snapshot-limit"),
        ("ssi-analyze dump.xml --ignore c4c-auth", "c4c-authentication"),
        ("ssi-analyze dump.xml --fail-", "--fail-on"),
    ],
)
def test_a_shell_completes_commands_and_ids(
    called: Called, monkeypatch: pytest.MonkeyPatch, words: str, offered: str
) -> None:
    monkeypatch.setenv("_SSI_ANALYZE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))

    assert offered in called().stdout.decode().split()


def test_a_file_that_is_named_is_replaced(called: Called, dump: Path, other: Path) -> None:
    called(dump, "-q", "-o", "mine.html")
    called(other, "-q", "-o", "mine.html")

    assert b"(403)" in Path("mine.html").read_bytes()


@pytest.mark.usefixtures("dump")
def test_patterns_that_the_shell_left_alone_are_expanded(called: Called, tmp_path: Path) -> None:
    (tmp_path / "more.xml").write_text(REFUSED.format(status=503))

    ran = called(tmp_path / "*.xml", "-q", "-f", "json", "-o", "-")

    assert [row["name"] for row in ran.document["documents"]] == ["dump.xml", "more.xml"]


def test_a_pattern_that_matches_nothing_is_a_path_that_does_not_exist(called: Called) -> None:
    ran = called("*.nothing")

    assert ran.code == 2
    assert ran.stderr == "ssi-analyze: *.nothing: no such file; check the path\n"


def test_exit_code_3_says_why_and_what_to_ask_for_however_quiet(called: Called, tmp_path: Path) -> None:
    (tmp_path / "empty.xml").write_bytes(b"")

    ran = called(tmp_path / "empty.xml", "-q")

    assert ran.code == 3
    assert "it is empty" in ran.stderr
    assert "Ask the customer for: the Exchange data dump" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_a_summary_without_an_answer_says_what_to_ask_for(called: Called, tmp_path: Path) -> None:
    (tmp_path / "empty.xml").write_bytes(b"")

    assert "Ask the customer for: the Exchange data dump" in called(tmp_path / "empty.xml").stderr


def test_search_lists_the_rules_of_a_status_first(called: Called) -> None:
    lines = called("rules", "search", "456").stdout.decode().splitlines()

    assert lines[0].startswith("exchange-account-locked ")


def test_search_says_where_nothing_is_found(called: Called) -> None:
    ran = called("rules", "search", "frobnicator")

    assert ran.stdout == b""
    assert "No known error is about frobnicator" in ran.stderr


def test_show_suggests_what_a_number_may_mean(called: Called) -> None:
    ran = called("rules", "show", "456")

    assert ran.code == 2
    assert "did you mean exchange-account-locked" in ran.stderr


def test_diff_takes_uploads_as_well_as_saved_analyses(called: Called, dump: Path, other: Path) -> None:
    called(dump, "-q", "-o", "before.json")

    ran = called("diff", "before.json", other, "--exit-code")

    assert ran.code == 1
    assert b"exchange-forbidden" in ran.stdout
    assert called("diff", dump, dump, "--exit-code").code == 0


def test_debug_shows_where_an_internal_error_happened_and_no_content(
    called: Called, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise KeyError("Geheim")

    monkeypatch.setattr("analyzer.rules.verdict.conclude", broken)

    plain, told = called(dump), called(dump, "--debug")

    assert plain.stderr.count("\n") == 1
    assert "analyzer/case.py:" in told.stderr
    assert "Geheim" not in plain.stderr + told.stderr


def test_an_ending_that_names_no_format_is_told_with_the_format_that_was_written(called: Called, dump: Path) -> None:
    assert (
        "report.xyz is html, as its ending names no format; -f names one\n" in called(dump, "-o", "report.xyz").stderr
    )
    assert called(dump, "-q", "-o", "other.xyz").stderr == ""
    assert "names no format" not in called(dump, "-o", "case.0412", "-f", "html").stderr


@pytest.mark.parametrize("number", ["abc", "0", "-3", ""])
def test_a_cap_without_a_number_is_told_without_the_names_of_all_the_others(
    called: Called, dump: Path, number: str
) -> None:
    ran = called(dump, "--limit", f"inflated={number}")

    assert ran.code == 2
    assert ran.stderr == (
        f"ssi-analyze: --limit inflated={number}: gives no number above 0; write inflated=50000 or inflated=40G\n"
    )
    assert "the names are" in called(dump, "--limit", "foo=3").stderr


def test_explain_shows_a_pattern_as_its_rule_has_it_and_each_lack_once(called: Called, dump: Path) -> None:
    told = called("explain", "exchange-ews-retired", dump).stdout.decode()

    assert "\\b" in told
    assert "\\\\" not in told
    assert "its text does not fit; its text does not fit" not in told
