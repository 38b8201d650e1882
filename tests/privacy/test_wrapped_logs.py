"""Logs in which something wrote its own words before every line are redacted as what they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.dialects import managed_api
from tests.support.planting import c4c, ews_request, log_line
from tests.support.session import timed
from tests.test_privacy_levels import run
from tests.test_redact import Run

__all__ = ["run"]

WHAT = "Zwiebeln fuer Ottilie"
DUMP = managed_api(timed([ews_request(f"<t:Message><t:Subject>{WHAT}</t:Subject></t:Message>", f"{WHAT} was refused")]))
TIME = "2026-10-12T08:00:00.123456789Z"


def of_docker(line: str) -> str:
    return json.dumps({"log": f"{line}\n", "stream": "stderr", "attrs": {"tag": "Ottilie"}, "time": TIME})


WRAPPINGS: dict[str, Callable[[str], str]] = {
    "docker": of_docker,
    "kubernetes": lambda line: f"{TIME} stderr F {line}",
    "compose": lambda line: f"sync-1  | {line}",
    "quoted": lambda line: f"> {line}",
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize(
    "text",
    [DUMP.decode(), c4c(f"{WHAT} was refused", json.dumps({"Subject": WHAT, "Notes": "nur 40 Mark"}))[1].decode()],
)
def test_a_wrapped_log_is_redacted_and_tells_the_same(run: Run, tmp_path: Path, wrapping: str, text: str) -> None:
    lines = [WRAPPINGS[wrapping](line) for line in text.splitlines()]
    upload, once, twice = (tmp_path / name for name in ("upload.log", "once.log", "twice.log"))
    upload.write_text("\n".join(lines) + "\n")

    code, said = run("redact", upload, "-o", once)
    assert code == 0
    assert "something else" not in said
    assert run("redact", once, "-o", twice, "-q")[0] == 0

    shown = once.read_text()
    assert "Ottilie" not in shown
    assert "40 Mark" not in shown
    assert "was refused" in shown
    assert shown.count("\n") == len(lines)
    assert twice.read_text() == shown


def test_the_words_before_a_line_and_its_time_stay(run: Run, tmp_path: Path) -> None:
    (tmp_path / "upload.log").write_text("".join(f"{of_docker(log_line('It failed')[:-1])}\n" for _ in range(4)))

    assert run("redact", tmp_path / "upload.log", "-o", tmp_path / "out.log", "-q")[0] == 0

    first = json.loads((tmp_path / "out.log").read_text().splitlines()[0])
    assert first == {"log": log_line("It failed"), "stream": "stderr", "attrs": "[removed]", "time": TIME}


def test_a_capture_whose_bodies_span_lines_is_read_and_redacted(run: Run, tmp_path: Path) -> None:
    entry = {
        "startedDateTime": "2026-10-12T08:00:00Z",
        "time": 5,
        "request": {
            "method": "POST",
            "url": "https://my300100.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/LeadCollection",
            "headers": [],
            "postData": {"mimeType": "application/json", "text": json.dumps({"Notes": WHAT})},
        },
        "response": {
            "status": 400,
            "statusText": "Bad Request",
            "headers": [],
            "content": {"text": json.dumps({"error": {"code": "APBP/7", "message": {"value": f"No {WHAT}"}}})},
        },
    }
    text = json.dumps({"log": {"entries": [entry]}}).replace('{\\"Notes', '{\n\n\\"Notes')
    (tmp_path / "c.har").write_text(text)

    code, said = run("redact", tmp_path / "c.har", "-o", tmp_path / "out.har")

    assert (code, "something else" in said) == (0, False)
    assert "Ottilie" not in (tmp_path / "out.har").read_text()
    assert "APBP/7" in (tmp_path / "out.har").read_text()
