"""An answer of SAP as its client in the browser kept it: SAPUI5 and the library beneath it (datajs) show such objects.

Sample, with the error object of OData as text in `body`:

    {"requestUri": "https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/LeadCollection",
     "statusCode": 400, "statusText": "Bad Request", "headers": {…}, "body": "{…}"}

The error around it has the answer as `response`, and ODataModel gives `responseText` for the body. Whose it is, its
address, fields and body tell.
Sources: github.com/SAP/openui5 (sap.ui.model.odata, thirdparty/datajs), issues of their users.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from analyzer.protocols import http
from analyzer.protocols.loose_json import DECODER
from analyzer.reference.numbers import number

_BODIES = ("body", "responsetext", "responseraw")
_MARKS = ("requesturi", "statustext")
"""Members of which one tells it from what other clients keep."""


class Kept(Struct, frozen=True, kw_only=True):
    """One answer that failed."""

    status: int
    reason: str
    target: str
    fields: http.Fields
    """All fields as they stand: they may hold secrets and must not leave the room."""
    body: str


def read(body: str) -> Kept | None:
    """The answer in such an object; None where it is none, or did not fail."""
    try:
        document = DECODER.decode(body)
    except (ValueError, RecursionError):
        return None
    whole = _low(document)
    found = _low(whole.get("response")) or whole
    status = number(str(found.get("statuscode"))[:4]) or 0
    text = next((found[name] for name in _BODIES if isinstance(found.get(name), str)), None)
    if not 400 <= status < 600 or text is None or not any(name in found for name in _MARKS):
        return None
    target = found.get("requesturi") or _low(whole.get("request")).get("requesturi")
    fields = found.get("headers")
    return Kept(
        status=status,
        reason=_text(found.get("statustext")) or _text(whole.get("message")),
        target=_text(target),
        fields=tuple((str(name), _text(value)) for name, value in fields.items()) if isinstance(fields, dict) else (),
        body=text,
    )


def _low(value: Any) -> dict[str, Any]:
    return {str(name).lower(): member for name, member in value.items()} if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
