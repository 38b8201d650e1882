"""What tests share: analysing a text as a file, and the installed command."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from analyzer import cli
from analyzer.analysis import Options, analyze
from analyzer.report.document import build

hypothesis.settings.register_profile("ours", deadline=None, max_examples=150, derandomize=True, database=None)
hypothesis.settings.register_profile("exploring", deadline=None, max_examples=5_000)
hypothesis.settings.load_profile("ours")
"""How long a case takes says more of the machine than of the code; `benchmarks/` measure that. The tests say the same of
the same code: whoever changes one thing does not meet what chance found in another. Chance has a run of its own, with
`--hypothesis-profile=exploring` (CONTRIBUTING.md)."""

ROOT = Path(__file__).resolve().parent.parent
Document = dict[str, Any]
Analyse = Callable[..., Document]


@pytest.fixture(scope="session", autouse=True)
def ends_are_answered() -> None:
    """Whoever runs the tests may be started so that it is not ended (nohup); what they start is to be ended all the same."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which a second process has room. Threads that run the tests wait, and hold nothing."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@pytest.fixture
def analyse(tmp_path: Path) -> Analyse:
    """Analyse texts or bytes as the files of one case; returns the JSON document."""

    def run(*contents: str | bytes, names: Sequence[str] = (), options: Options | None = None) -> Document:
        paths = []
        for number, content in enumerate(contents):
            path = tmp_path / (names[number] if names else f"upload-{number}.txt")
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            paths.append(str(path))
        return build(analyze(paths, options))

    return run


@dataclass(frozen=True)
class Ran:
    """One call of the installed command."""

    code: int
    stdout: bytes
    stderr: str

    @property
    def document(self) -> Document:
        """Standard output as JSON."""
        parsed: Document = json.loads(self.stdout)
        return parsed


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Ran]:
    """Run `ssi-analyze` as a user does, in an empty folder."""
    script = shutil.which("ssi-analyze", path=str(Path(sys.executable).parent)) or shutil.which("ssi-analyze")
    assert script, "ssi-analyze is not installed; run the tests as the README says"
    folder = tmp_path / "work"
    folder.mkdir()

    def run(*arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> Ran:
        done = subprocess.run(
            [script, *map(str, arguments)],
            cwd=folder,
            input=stdin,
            capture_output=True,
            env={**os.environ, **(env or {})},
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))

    return run


@pytest.fixture
def called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Ran]:
    """Call the command as `command` does, within this process: for tests that try many inputs."""
    folder = tmp_path / "work"
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)

    def run(*arguments: str | Path) -> Ran:
        monkeypatch.setattr("sys.argv", ["ssi-analyze", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfdbinary.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err.decode("utf-8", "replace"))

    return run


def rules_of(document: Document) -> dict[str, str]:
    """Rule and outcome of every finding."""
    return {finding["rule"]: finding["outcome"] for finding in document["findings"]}


def loud(document: Document) -> dict[str, str]:
    """Rule and outcome of every finding but those that only tell what the upload lacks."""
    return {rule: outcome for rule, outcome in rules_of(document).items() if not rule.startswith("upload-")}


def counts(document: Document, key: str, *names: str) -> dict[Any, int]:
    """The counts of one list of the document, by one or several of its keys."""
    found: Counter[Any] = Counter()
    for row in document[key]:
        found[tuple(row[name] for name in names) if len(names) > 1 else row[names[0]]] += row["count"]
    return dict(found)
