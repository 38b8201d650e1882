"""The command line of the contract: arguments, places of output, exit codes, what is said where."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import analyzer
from tests.conftest import ROOT, Ran
from tests.support.dialects import managed_api
from tests.support.session import failing, healthy, ok, refused, timed

Command = Callable[..., Ran]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.xml"
    path.write_bytes(managed_api(failing()))
    return path


def test_without_options_the_report_is_written_into_the_current_folder(
    command: Command, dump: Path, tmp_path: Path
) -> None:
    ran = command(dump)

    assert ran.code == 0
    assert ran.stdout == b""
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["dump.report.html"]
    assert ran.stderr.splitlines()[0] == "ERROR: The SSI service account is not allowed to impersonate this mailbox"
    assert ran.stderr.splitlines()[-1] == "Report: dump.report.html"


def test_json_goes_to_standard_output_and_holds_the_keys_of_the_contract(command: Command, dump: Path) -> None:
    document = command(dump, "-f", "json", "-o", "-").document

    assert document["schema_version"] == 1
    assert document["tool"]["name"] == "ssi-analyze"
    assert document["tool"]["version"] == analyzer.__version__
    assert set(document) >= {
        *("schema_version", "tool", "verdict", "documents", "findings", "http", "servers", "exchange_versions"),
        *("snapshots", "removed_organizations", "response_codes", "engine_codes", "operations", "unexplained"),
        "coverage",
    }
    assert document["documents"][0] == {
        "name": "dump.xml",
        "kind": "exchange-dump",
        "bytes": dump.stat().st_size,
        "sha256": hashlib.sha256(dump.read_bytes()).hexdigest(),
        "records": document["documents"][0]["records"],
        "warnings": [],
        "warning_codes": [],
        "zone": "+00:00",
    }


def test_several_formats_take_the_stem_of_the_first(command: Command, dump: Path, tmp_path: Path) -> None:
    ran = command(dump, "-f", "html", "-f", "json", "-o", tmp_path / "case.html")

    assert ran.code == 0
    assert (tmp_path / "case.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert json.loads((tmp_path / "case.json").read_bytes())["verdict"]["outcome"] == "error"


def test_a_folder_gets_the_default_names(command: Command, dump: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    command(dump, "-f", "html", "-f", "json", "-o", tmp_path / "out")

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["dump.report.html", "dump.report.json"]


def test_no_report_is_named_after_a_secret(command: Command, dump: Path, tmp_path: Path) -> None:
    upload = dump.rename(tmp_path / "log password=QuitteKern3141.xml")
    (tmp_path / "out").mkdir()

    command(upload, "-f", "json", "-o", tmp_path / "out")

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["log password=removed.report.json"]


def test_several_files_are_one_case_whatever_their_order(command: Command, dump: Path, tmp_path: Path) -> None:
    pasted = tmp_path / "pasted.txt"
    pasted.write_text("A limit on the number of snapshot records is exceeded (10000/10040/0)")

    one = command(dump, pasted, "-f", "json", "-o", "-")
    other = command(pasted, dump, "-f", "json", "-o", "-")

    assert [d["name"] for d in one.document["documents"]] == ["dump.xml", "pasted.txt"]
    assert {f["rule"] for f in one.document["findings"]} >= {"snapshot-limit", "ErrorImpersonateUserDenied"}
    assert one.stdout == other.stdout


def test_standard_input_is_a_document_named_stdin(command: Command, dump: Path, tmp_path: Path) -> None:
    ran = command("-", stdin=dump.read_bytes())
    document = command("-", "-f", "json", "-o", "-", stdin=dump.read_bytes()).document

    assert (tmp_path / "work" / "stdin.report.html").is_file()
    assert ran.code == 0
    assert document["documents"][0]["name"] == "stdin"
    assert document["verdict"]["rule"] == "ErrorImpersonateUserDenied"


def test_quiet_says_nothing(command: Command, dump: Path) -> None:
    assert command(dump, "-q").stderr == ""


@pytest.mark.parametrize(
    ("content", "threshold", "code"),
    [
        ("Authentication error", "error", 1),
        ("Authentication error", "issue", 1),
        (managed_api(timed([ok("GetFolder"), refused("GetItem", 503, "Busy"), ok("GetItem")])), "error", 0),
        (managed_api(timed([ok("GetFolder"), refused("GetItem", 503, "Busy"), ok("GetItem")])), "issue", 1),
        (managed_api(healthy()), "issue", 0),
    ],
)
def test_fail_on_makes_a_bad_verdict_the_exit_code(
    command: Command, tmp_path: Path, content: str | bytes, threshold: str, code: int
) -> None:
    path = tmp_path / "dump.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)

    assert command(path, "--fail-on", threshold).code == code


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such-option", "dump.xml"],
        ["dump.xml", "-f", "docx"],
        ["dump.xml", "--fail-on", "never"],
        ["does-not-exist.xml"],
        ["dump.xml", "--rules", "does-not-exist.toml"],
        ["dump.xml", "-f", "html", "-f", "json", "-o", "-"],
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(command: Command, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "work" / "dump.xml").write_text("Authentication error")

    ran = command(*arguments)

    assert ran.code == 2
    assert len(ran.stderr.splitlines()) == 1
    assert ran.stderr.startswith("ssi-analyze: ")


def test_the_upload_is_never_replaced(command: Command, dump: Path) -> None:
    before = dump.read_bytes()

    ran = command(dump, "-o", dump)

    assert ran.code == 2
    assert dump.read_bytes() == before


def test_an_output_that_cannot_be_written_is_exit_code_5(command: Command, dump: Path, tmp_path: Path) -> None:
    ran = command(dump, "-o", tmp_path / "no-such-folder" / "report.html")

    assert ran.code == 5
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"\xef\xbb\xbf", "it is empty"),  # an editor writes so much of no text
        (bytes(range(256)) * 40, "it is neither text nor XML"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
    ],
)
def test_what_cannot_be_analysed_still_gives_a_report_that_says_why(
    command: Command, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "upload.bin").write_bytes(content)

    ran = command(tmp_path / "upload.bin", "-f", "html", "-f", "json", "-o", tmp_path)
    document = json.loads((tmp_path / "upload.report.json").read_bytes())

    assert ran.code == 3
    assert document["verdict"]["outcome"] == "inconclusive"
    assert reason in document["documents"][0]["warnings"][0]
    assert reason in (tmp_path / "upload.report.html").read_text("utf-8")


def test_one_good_file_beside_a_bad_one_is_analysed(command: Command, dump: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.xml").write_bytes(b"")

    assert command(dump, tmp_path / "empty.xml").code == 0


def test_a_rule_of_the_site_replaces_ours(command: Command, tmp_path: Path) -> None:
    (tmp_path / "pasted.txt").write_text("Authentication error")
    (tmp_path / "site.toml").write_text(
        """
[[rule]]
id = "exchange-authentication"
title = "Ask the desk of our site"
source = "ExchangeConnector"
owner = "exchange-admin"
severity = "high"
outcome = "issue"
basis = "inferred"
when = { contains = "authentication error" }
cause = "Site rule."
solution = ["Call extension 4711."]
fires = ["Authentication error"]
silent = ["All is well"]
"""
    )

    document = command(tmp_path / "pasted.txt", "--rules", tmp_path / "site.toml", "-f", "json", "-o", "-").document

    assert document["findings"][0]["title"] == "Ask the desk of our site"
    assert document["verdict"]["outcome"] == "issue"


def test_a_broken_rule_is_exit_code_4_with_file_and_rule(command: Command, tmp_path: Path) -> None:
    (tmp_path / "pasted.txt").write_text("Authentication error")
    (tmp_path / "site.toml").write_text('[[rule]]\nid = "my-rule"\ntitel = "x"\n')

    ran = command(tmp_path / "pasted.txt", "--rules", tmp_path / "site.toml")

    assert ran.code == 4
    assert "site.toml" in ran.stderr
    assert "titel" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_help_version_and_module_work(command: Command) -> None:
    module = subprocess.run([sys.executable, "-m", "analyzer", "--version"], capture_output=True, text=True, check=True)

    assert command("--version").stdout.decode().strip() == f"ssi-analyze {analyzer.__version__}"
    assert module.stdout.strip() == f"ssi-analyze {analyzer.__version__}"
    assert b"--fail-on" in command("--help").stdout
    assert b"--show-completion" in command("--help").stdout


def test_two_runs_give_the_same_bytes_whatever_the_machine_is_set_to(command: Command, dump: Path) -> None:
    settings = [{"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Kolkata", "LC_ALL": "C"}]

    for form in ("json", "html"):
        one, other = (command(dump, "-f", form, "-o", "-", env=env).stdout for env in settings)
        assert one == other
        assert one


def test_no_absolute_path_of_the_machine_is_in_the_output(command: Command, dump: Path, tmp_path: Path) -> None:
    for form in ("json", "html"):
        assert str(tmp_path).encode() not in command(dump, "-f", form, "-o", "-").stdout


def test_the_help_in_the_readme_is_the_help(command: Command) -> None:
    shown = command("--help", env={"COLUMNS": "100", "TERM": "dumb"}).stdout.decode()
    readme = (ROOT / "README.md").read_text("utf-8")

    options = re.findall(r"--[a-z-]+", shown)
    assert "--fail-on" in options
    assert [option for option in options if option not in readme] == []
