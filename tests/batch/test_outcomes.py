"""A batch in Python: every case as it comes, with the document that the command writes of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import analyzer
from analyzer.batch.rows import State
from analyzer.errors import UploadError
from analyzer.model import Privacy
from analyzer.report.files import Format
from tests.conftest import Ran

REFUSED = """<Trace Tag="EwsResponseHttpHeaders" Tid="7" Time="2026-10-12 08:00:00Z">
HTTP/1.1 {status} Refused
X-FEServer: EXFE01

</Trace>
"""


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "acme.xml").write_text(REFUSED.format(status=401))
    (folder / "globex.xml").write_text(REFUSED.format(status=403))
    (folder / "gone.xml").symlink_to(tmp_path / "nowhere")
    return folder


def test_every_case_comes_with_the_document_that_the_command_writes(called: Callable[..., Ran], uploads: Path) -> None:
    called("batch", uploads, "-o", "out", "-q")
    before = sorted(Path().rglob("*"))

    found = {case.name: case for case in analyzer.analyze_batch(uploads)}

    assert sorted(found) == ["acme.xml", "globex.xml", "gone.xml"]
    for name in ("acme", "globex"):
        written = json.loads((Path("out") / f"{name}.json").read_bytes())
        assert json.loads(json.dumps(found[f"{name}.xml"].to_dict())) == written
    verdict = found["acme.xml"].verdict
    assert verdict is not None
    assert verdict.rule == found["acme.xml"].findings[0].rule == "exchange-authentication"
    gone = found["gone.xml"]
    assert (gone.state, gone.verdict, gone.findings, gone.to_dict()) == (State.NOT_ANALYSABLE, None, (), {})
    assert gone.reason
    assert sorted(Path().rglob("*")) == before


def test_reports_come_as_bytes_and_a_strict_batch_names_nobody(uploads: Path) -> None:
    order = analyzer.Order(formats=(Format.MARKDOWN,), privacy=Privacy.STRICT)

    found = sorted(
        analyzer.analyze_batch([uploads / "acme.xml", uploads / "globex.xml"], order), key=lambda it: it.name
    )

    assert [case.name for case in found] == ["upload-1.xml", "upload-2.xml"]
    assert all(form is Format.MARKDOWN and b"EXFE01" not in data for case in found for form, data in case.reports)


def test_a_path_that_does_not_exist_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(UploadError, match="no such file"):
        analyzer.analyze_batch(tmp_path / "nowhere")


def test_a_script_without_a_guard_gets_its_cases_too(uploads: Path, tmp_path: Path) -> None:
    script = tmp_path / "night.py"
    script.write_text(
        "import sys\nfrom analyzer import analyze_batch\n"
        "print(sorted(case.name for case in analyze_batch(sys.argv[1])), __name__)\n"
    )

    said = subprocess.check_output([sys.executable, script, uploads], text=True, timeout=60)

    assert "['acme.xml', 'globex.xml', 'gone.xml'] __main__" in said.splitlines()


def test_the_package_loads_nothing_of_it_until_it_is_used() -> None:
    code = "import analyzer, sys; print(any(name.startswith('analyzer.') for name in sys.modules))"

    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"
