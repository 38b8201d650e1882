"""An error that a service answers in JSON without a mark of whose it is: gateways, frameworks, proxies.

Samples: `{"timestamp": "…", "status": 500, "error": "Internal Server Error", "path": "/x"}` (Spring),
`{"type": "about:blank", "title": "Not Found", "status": 404}` (RFC 9457), `{"Message": "An error has occurred.",
"ExceptionMessage": "…"}` (ASP.NET), `{"fault": {"faultstring": "…", "detail": {"errorcode": "…"}}}` (Apigee),
`{"message": "no Route matched", "request_id": "…"}` with an error's words in it (Kong).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer import lazy_re
from analyzer.model import Form, Result
from analyzer.protocols.loose_json import DECODER
from analyzer.protocols.said import Said, is_record

_STATUS = ("status", "statuscode", "status_code", "httpstatus", "httpstatuscode", "code")
_TEXTS = (
    "message",
    "title",
    "detail",
    "details",
    "error_description",
    "errormessage",
    "exceptionmessage",
    "faultstring",
    "reason",
    "error",
)
_CODES = ("errorcode", "error_code", "code", "exceptiontype", "type")
_INNER = ("error", "fault", "errors", "odata.error")
_SAYS_ERROR = frozenset(
    ("error", "errors", "odata.error", "fault", "faultstring", "exceptionmessage", "errormessage", "error_description")
)
_CODE = lazy_re.compile(r"[A-Za-z][\w./-]{0,100}")


def read(body: str) -> Said | None:
    """What such an answer says; None where it names no error."""
    try:
        document = DECODER.decode(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(document, list) and document:
        document = document[0]
    if not isinstance(document, dict) or is_record(document):
        return None
    low = _low(document)
    status = _status(low)
    if not (_SAYS_ERROR & low.keys()) and (status is None or status < 400):
        return None
    inner = next((found for name in _INNER if (found := _object(low.get(name))) is not None), {})
    text = _first(inner, _TEXTS) or _first(low, _TEXTS)
    status = status or _status(inner)
    code = next((said for part in (inner, _object(inner.get("detail")) or {}, low) if (said := _code(part))), None)
    if not text and status is None:
        return None
    result = Result(line=0, code=code, text=text, fault=True)
    return Said(form=Form.JSON, results=(result,), status=status if status and status >= 400 else None)


def _low(found: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).lower(): value for name, value in found.items()}


def _object(value: Any) -> dict[str, Any] | None:
    if isinstance(value, list) and value:
        value = value[0]
    return _low(value) if isinstance(value, dict) else None


def _first(found: Mapping[str, Any], names: tuple[str, ...]) -> str:
    values = (found.get(name) for name in names)
    texts = (value.get("value") if isinstance(value, dict) else value for value in values)
    return next((" ".join(text.split())[:2000] for text in texts if isinstance(text, str) and text.strip()), "")


def _code(found: Mapping[str, Any]) -> str | None:
    said = (str(found.get(name) or "") for name in _CODES)
    return next((text for text in said if _CODE.fullmatch(text)), None)


def _status(found: Mapping[str, Any]) -> int | None:
    for name in _STATUS:
        value = found.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) == 3:
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and 200 <= value < 600:
            return value
    return None
