"""Halves of characters, which JSON can name and nothing can write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer import case
from analyzer.facts.characters import whole_text
from analyzer.model import Privacy
from analyzer.report.files import Format

UPLOADS = {
    "OData": r'{"error": {"code": "SY/530", "message": {"lang": "en", "value": "half \ud800 of one"}}}',
    "Graph": r'{"error": {"code": "ErrorItemNotFound", "message": "half \udc00 of one"}}',
    "token": r'{"error": "invalid_grant", "error_description": "AADSTS50076: half \ud800 of one"}',
    "lines": r'{"time": "2026-10-12T08:00:00Z", "level": "ERROR", "msg": "half \ud800 of one failed (401)"}' + "\n",
    "batch": r'{"responses": [{"id": "\ud800", "status": 404, "body": {"error": {"code": "X", "message": "\ud800"}}}]}',
    "gateway": r'{"status": 500, "error": "half \ud83d of one"}',
    "Node": "sending ews request\n{\n  status: 401,\n  headers: Object [AxiosHeaders] {\n    server: '\\ud800',\n  },\n"
    "  statusText: '\\ud800',\n  responseText: '\\ud800'\n}\nError: \\ud800 failed\n",
}


@pytest.mark.parametrize("privacy", Privacy)
@pytest.mark.parametrize("kind", UPLOADS)
def test_half_a_character_stops_no_report(tmp_path: Path, kind: str, privacy: Privacy) -> None:
    upload = tmp_path / "answer.json"
    upload.write_text(UPLOADS[kind])

    done = case.run([str(upload)], case.Order(formats=tuple(Format), privacy=privacy))

    assert done.document["documents"][0]["records"] > 0
    json.dumps(done.document, ensure_ascii=False).encode()


def test_two_halves_are_one_character_and_one_half_is_replaced() -> None:
    assert whole_text("a \ud83d\ude00 b") == "a \N{GRINNING FACE} b"
    assert whole_text("a \ud83d b") == "a \N{REPLACEMENT CHARACTER} b"
