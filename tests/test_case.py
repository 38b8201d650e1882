"""One case for everybody: what Python users get is what the command writes, and no way leads past the leak check."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import analyzer
from analyzer.errors import LeakError
from analyzer.model import Privacy
from analyzer.privacy.leaks import Check
from analyzer.report.files import Format
from tests.conftest import Ran

DUMP = """<Trace Tag="EwsResponseHttpHeaders" Tid="7" Time="2026-10-12 08:00:00Z">
HTTP/1.1 401 Unauthorized
X-FEServer: EXFE01

</Trace>
"""


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.xml"
    path.write_text(DUMP)
    return path


def test_a_python_user_gets_the_document_that_the_command_writes(dump: Path, command: Callable[..., Ran]) -> None:
    written = command(dump, "-f", "json", "-o", "-").document

    case = analyzer.analyze(dump)

    assert json.loads(json.dumps(case.to_dict())) == written
    assert case.verdict.rule == "exchange-authentication"
    assert case.findings[0].count == 1
    assert case.facts.requests == 1


def test_one_path_and_a_list_of_it_are_the_same_case(dump: Path) -> None:
    assert analyzer.analyze(str(dump)).to_dict() == analyzer.analyze([dump]).to_dict()


def test_reports_are_rendered_only_where_they_are_asked_for(dump: Path) -> None:
    order = analyzer.Order(formats=(Format.HTML, Format.CSV), privacy=Privacy.STRICT)

    case = analyzer.analyze(dump, order)

    assert [form for form, _ in case.reports] == [Format.HTML, Format.CSV]
    assert b"EXFE01" not in case.reports[0][1]
    assert analyzer.analyze(dump).reports == ()


def test_nothing_is_handed_out_that_the_leak_check_refuses(dump: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Check, "find", lambda *_, **__: "a password")

    with pytest.raises(LeakError, match="a password"):
        analyzer.analyze(dump)


def test_nothing_is_written(dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))

    analyzer.analyze(dump, analyzer.Order(formats=(Format.HTML,), evidence=True))

    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "name", ["sync_export_2026.csv", "ticket_4711.trace4", "C4C_2026-10-12.csv", "Ticket#8004711.csv"]
)
def test_the_name_of_an_upload_behind_a_word_for_a_token_is_none(tmp_path: Path, name: str) -> None:
    upload = tmp_path / name
    upload.write_text(
        "User,Run,Status,Objects,Failures,Exception\n"
        "anna,2026-10-12 08:00:00,Error,3,3,CSRF token validation failed\n"
        "anna,2026-10-12 08:05:00,Error,3,3,invalid token\n"
        "anna,2026-10-12 08:09:00,Error,3,3,AADSTS50126: Error validating credentials due to invalid username or password\n"
    )

    case = analyzer.analyze(upload, analyzer.Order(formats=tuple(Format)))

    assert all(name.encode() in data for form, data in case.reports if form is not Format.CSV)
