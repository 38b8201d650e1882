"""What SAP answers by OData, V2 and V4: errors, refused tokens, entity sets and their permissions, parts of a batch.

Sample: `{"error": {"code": "CRM/LOCK", "message": {"value": "…"}, "innererror": {"transactionid": "…"}}}`.
Sources: help.sap.com (SAP Gateway Foundation, "Error Response of an OData Request"); docs.oasis-open.org/odata.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from analyzer.markup import unescape
from analyzer.model import Form, Result
from analyzer.protocols import http
from analyzer.protocols.said import Said
from analyzer.reference import services

_CODE = re.compile(r"<(?:\w{1,20}:)?code>([^<>]{1,200})</")
_TEXT = re.compile(r"<(?:\w{1,20}:)?message(?:\s[^<>]{0,200})?>([^<>]{1,2000})</")
_TRANSACTION = re.compile(
    r"<(?:\w{1,20}:)?transactionid>([0-9A-Fa-f-]{8,64})</|\"transactionid\"\s*:\s*\"([0-9A-Fa-f-]{8,64})\""
)
_ERROR_JSON = re.compile(r"\{\s{0,20}\"error\"\s{0,20}:")
_ENTITY_SCOPE = re.compile(
    r"<[^<>]{0,800}?\bEntitySetName\s{0,5}=[^<>]{0,800}>|\{[^{}]{0,800}?\"EntitySetName\"[^{}]{0,800}\}", re.IGNORECASE
)
_ENTITY_NAME = re.compile(r"EntitySetName\W{1,5}(?P<name>[A-Za-z]\w{0,100})", re.IGNORECASE)
_END_TAG = re.compile(r"</[^<>\n]{1,100}>")
_ENTITY_SET = re.compile(
    r"EntitySetName\W{1,5}(?P<name>[A-Za-z]\w{0,100})(?P<rights>.{0,400}?)(?=EntitySetName|\Z)",
    re.DOTALL | re.IGNORECASE,
)
RIGHT = re.compile(r"Has(Read|Write)Access\W{1,5}(\w{1,5})", re.IGNORECASE)
_ENTITY = re.compile(
    r"/odata/[^/]{1,20}/[^/]{1,60}/(\$?[A-Za-z]\w{0,80})|/odata/v\d/(?:[^/?]{1,60}/)?(\$?[A-Za-z]\w{0,80})"
)


def entity_sets(body: str) -> Iterator[tuple[str, str, int]]:
    """Name, rights and line of every entity set: of one tag or object each, or of the elements that follow a name."""
    seen = line = 0
    scopes = [match for match in _ENTITY_SCOPE.finditer(body) if RIGHT.search(match[0])]
    for scope in scopes:
        if (named := _ENTITY_NAME.search(scope[0])) is not None:
            line += body.count("\n", seen, scope.start())
            seen = scope.start()
            yield named["name"], scope[0], line
    if not scopes:
        body = _END_TAG.sub(" ", body)
        for match in _ENTITY_SET.finditer(body):
            line += body.count("\n", seen, match.start())
            seen = match.start()
            yield match["name"], match["rights"], line


def refusal(raw: http.Fields, body: str) -> str:
    """What C4C says in an answer with a bad status; empty where it says nothing that may be shown."""
    csrf = http.value_of(raw, "x-csrf-token").lower() == "required"
    said = odata_error(body) or (body.strip()[:200] if "CSRF" in body[:300] else "")
    return "CSRF token validation failed" if csrf and "CSRF" not in said else said


def odata_error(body: str) -> str:
    """Code, message and transaction id of an OData error, as JSON (V2 and V4) or XML; empty where there is none.

    The form is SAP Gateway's: `{"error": {"code", "message": {"value"} or text, "innererror": {"transactionid"}}}`.
    """
    code = message = ""
    start = _ERROR_JSON.search(body)
    if start is not None:
        try:
            document, _ = json.JSONDecoder().raw_decode(body, start.start())
            error = document["error"]
            code, said = str(error.get("code") or ""), error.get("message")
            message = str(said.get("value") if isinstance(said, dict) else said or "")
        except (ValueError, KeyError, AttributeError, RecursionError):
            message = "an OData error that cannot be read"
    elif found := _CODE.search(body):
        code = found[1]
        text = _TEXT.search(body, found.end())
        message = unescape(text[1]) if text else ""
    if not code and not message:
        return ""
    transaction = _TRANSACTION.search(body)
    tail = f", transaction id {transaction[1] or transaction[2]}" if transaction else ""
    return f"OData error {code[:200]}: {' '.join(message.split())[:1000]}{tail}"


def operation_of(path: str) -> str | None:
    """The entity set that a path names: ContactCollection of `/sap/c4c/odata/v1/c4codataapi/ContactCollection('1')`."""
    entity = _ENTITY.search(path)
    return entity[1] or entity[2] if entity else None


def read(body: str, form: Form) -> Said | None:
    """What an OData answer says; None where it is none."""
    said = odata_error(body)
    if not said:
        return None
    code = said.removeprefix("OData error ").partition(": ")[0]
    result = Result(line=0, code=code or None, text=said, fault=True)
    return Said(form=form, service=services.ODATA, results=(result,))
