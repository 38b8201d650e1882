"""An answer of SAP as its client in the browser kept it: SAPUI5 and the library beneath it (datajs) show such objects.

Sample, with the error object of OData as text in `body`:

    {"requestUri": "https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/LeadCollection",
     "statusCode": 400, "statusText": "Bad Request", "headers": {…}, "body": "{…}"}

The error around it has the answer as `response`, and ODataModel gives `responseText` for the body. Whose it is, its
address, fields and body tell. n8n keeps an answer in the details of its error:

    {"errorMessage": "…", "errorDetails": {"rawErrorMessage": ["403 - {…}"], "httpCode": "403"},
     "n8nDetails": {"nodeType": "n8n-nodes-base.microsoftOutlook", …}}

and the library `request` of Node prints what it asked beside the answer, with a body where there was one:

    {"statusCode": 403, "headers": {…}, "request": {"uri": {"host": "…", "pathname": "…"}, "method": "GET"}}

Sources: github.com/SAP/openui5 (sap.ui.model.odata, thirdparty/datajs), n8n-io/n8n, request/request,
issues of their users.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from analyzer import lazy_re
from analyzer.protocols import http
from analyzer.protocols.loose_json import DECODER, names_none
from analyzer.reference.numbers import number

_BODIES = ("body", "responsetext", "responseraw")
_MARKS = ("requesturi", "statustext")
"""Members of which one tells it from what other clients keep."""


_RAW = lazy_re.compile(r"[45]\d\d - ")
"""The status before an answer, as n8n keeps it."""
_OF_GRAPH = lazy_re.compile(r"\.microsoft(?:Outlook|OneDrive|Teams|Excel|ToDo|SharePoint|Entra)\w{0,20}")
"""Nodes of n8n that ask Microsoft Graph; their errors do not say whom they asked."""


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
    if names_none(body.lower(), "statuscode", "n8ndetails"):
        return None
    try:
        document = DECODER.decode(body)
    except (ValueError, RecursionError):
        return None
    whole = _low(document)
    if "n8ndetails" in whole:
        return _of_n8n(whole)
    found = _low(whole.get("response")) or whole
    status = number(str(found.get("statuscode"))[:4]) or 0
    text = next((found[name] for name in _BODIES if isinstance(found.get(name), str)), None)
    sent = _low(whole.get("request"))
    uri = _low(sent.get("uri"))
    told = bool(_text(uri.get("host"))) or (text is not None and any(name in found for name in _MARKS))
    if not 400 <= status < 600 or not told:
        return None
    target = found.get("requesturi") or sent.get("requesturi") or _address(uri)
    fields = found.get("headers")
    return Kept(
        status=status,
        reason=_text(found.get("statustext")) or _text(whole.get("message")),
        target=_text(target),
        fields=tuple((str(name), _text(value)) for name, value in fields.items()) if isinstance(fields, dict) else (),
        body=text or "",
    )


def _address(uri: dict[str, Any]) -> str:
    """An address that Node prints in its parts."""
    return f"https://{_text(uri.get('host'))}{_text(uri.get('pathname'))}" if uri else ""


def _of_n8n(whole: dict[str, Any]) -> Kept | None:
    """The answer in an error of n8n, told by the status in its details."""
    details, node = _low(whole.get("errordetails")), _low(whole.get("n8ndetails"))
    status = number(str(details.get("httpcode"))[:4]) or 0
    if not 400 <= status < 600:
        return None
    raw = details.get("rawerrormessage")
    said = next((text for text in raw if isinstance(text, str)), "") if isinstance(raw, list) else _text(raw)
    asked_graph = _OF_GRAPH.search(_text(node.get("nodetype"))) is not None
    return Kept(
        status=status,
        reason=_text(whole.get("errormessage")),
        target="https://graph.microsoft.com/" if asked_graph else "",
        fields=(),
        body=said[found.end() :] if (found := _RAW.match(said)) is not None else "",
    )


def _low(value: Any) -> dict[str, Any]:
    return {str(name).lower(): member for name, member in value.items()} if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
