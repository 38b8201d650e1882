"""What Microsoft Graph answers: error objects, batches, throttling, delta queries.

Sample: `{"error": {"code": "ErrorAccessDenied", "message": "…", "innerError": {"request-id": "…", "date": "…"}}}`.
Source: learn.microsoft.com/graph/errors.
"""

from __future__ import annotations

import json
from typing import Any

from analyzer.model import Form, Result
from analyzer.protocols.said import Said
from analyzer.reference import services


def read(body: str) -> Said | None:
    """What an answer of Graph says; None where it is none."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    error = document.get("error")
    if isinstance(error, dict) and isinstance(error.get("message", ""), str):
        return _error(error)
    return Said(form=Form.JSON, service=services.GRAPH, successes=1)


def _error(error: dict[str, Any]) -> Said:
    code, text = str(error.get("code") or ""), " ".join(str(error.get("message") or "").split())
    result = Result(line=0, code=code or None, text=text, fault=True)
    return Said(form=Form.JSON, service=services.GRAPH, results=(result,))
