"""Every number and sentence of a report agrees with the others: whom it hits, the proof, the reasons, charts, the letter.

Asked of every example and of sessions in every dialect, healthy and failing, alone and with three mailboxes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.analysis import analyze
from analyzer.report.document import build
from tests.conftest import ROOT, Analyse
from tests.support.agreement import quarrels
from tests.support.dialects import DIALECTS
from tests.support.session import fault, ok, refused, timed

EXAMPLES = [path for path in sorted((ROOT / "examples").iterdir()) if path.suffix in (".xml", ".zip", ".csv", ".log")]
FIXTURES = [path for path in sorted((ROOT / "tests" / "fixtures").rglob("*")) if path.is_file()]


@pytest.mark.parametrize("upload", [*EXAMPLES, *FIXTURES], ids=lambda path: path.name)
def test_the_report_of_a_file_agrees_with_itself(upload: Path) -> None:
    assert quarrels(build(analyze([str(upload)]))) == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_report_of_a_session_agrees_with_itself(analyse: Analyse, dialect: str) -> None:
    busy = fault("GetItem", "ErrorServerBusy", "Try again later.", (("BackOffMilliseconds", "5000"),))
    sessions = (
        [ok("GetFolder"), ok("FindItem")],
        [ok("GetFolder"), busy, ok("GetItem")],
        [ok("GetFolder"), refused("GetFolder", 403, "Forbidden"), refused("GetFolder", 403, "Forbidden")],
    )

    for session in sessions:
        assert quarrels(analyse(DIALECTS[dialect](timed(session)))) == []


def test_a_quarrel_is_seen(analyse: Analyse) -> None:
    document = analyse((ROOT / "examples" / "oauth-expired.xml").read_bytes())
    verdict = {**document["verdict"], "mailboxes": [], "since": "2026-01-01T00:00:00Z"}

    assert len(quarrels({**document, "verdict": verdict})) >= 2
