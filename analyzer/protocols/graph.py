"""What Microsoft Graph is asked and answers: error objects, JSON batches, delta pages, wrapped answers of clients.

Sample: `{"error": {"code": "ErrorAccessDenied", "message": "…", "innerError": {"request-id": "…", "date": "…"}}}`.
Clients print less than the wire had: the error without its wrapper (DavMail, JavaScript), or an object that holds
status, fields and body (Power Automate, jQuery, the JavaScript library).
Sources: learn.microsoft.com/graph/errors, …/graph/json-batching; github.com/microsoftgraph (the client libraries).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.model import Form, Problem, Result, Service
from analyzer.protocols import graph_paths, http, page
from analyzer.protocols.loose_json import DECODER
from analyzer.protocols.said import Part, Said, is_record
from analyzer.reference import graph_error_codes, services

_AGS = "x-ms-ags-diagnostic"
_MARKS = ("@odata.context", "@odata.nextLink", "@odata.deltaLink")
_MANY = 200_000
"""Brackets and commas in one answer above which it is not read: the largest pages of Graph have a tenth of that."""
_MOST_PARTS = 200
"""Requests of one batch that are read; Graph takes twenty."""
_DEEPEST = 8
"""Inner errors that are followed; real ones have three levels."""
_LONGEST_CODE = 120
_LONGEST_TEXT = 2000
_CODE = lazy_re.compile(r"[A-Za-z][\w.:/-]{1,119}")
_CODE_SHOWN = lazy_re.compile(r"[\w.:/-]{1,120}|-?\d{1,10}, [\w.]{1,110}")
"""A code as it may be shown; SharePoint sets a number before the name of its exception."""
_OF_MAILBOX = lazy_re.compile(
    r"\b(?:messages?|mailfolders?|events?|calendars?|calendarview|calendargroups|contacts?|contactfolders?"
    r"|todo|tasks?|schedules?|scheduleinformation|outlook\w{0,40}|mailboxsettings|attachments?|extensions)\b",
    re.IGNORECASE,
)
"""What the context of an answer names, or its next page, that is in a mailbox."""
_LIFECYCLE = ("reauthorizationRequired", "subscriptionRemoved", "missed")
"""What Graph sends about a subscription; learn.microsoft.com/graph/change-notifications-lifecycle-events."""
_IDS = ("request-id", "client-request-id", "date")
_STATUS = lazy_re.compile(r"\s*([1-5]\d\d)\b")
_LOOSE_ERROR = lazy_re.compile(
    r"\"error\"?\s{0,9}:\s{0,40}+\{?\s{0,40}+\"code\"\s{0,9}:\s{0,9}\"(?P<code>[^\"\\]{0,120}+)\"\s{0,40}+,?\s{0,40}+"
    r"(?:\"message\"\s{0,9}:\s{0,9}\"(?P<message>(?:[^\"\\]|\\.){0,4000}+))?"
)
_LOOSE_ID = lazy_re.compile(r"\"(request-id|client-request-id)\"\s{0,9}:\s{0,9}\"([^\"\\]{1,80}+)\"")
_LOOSE_PART = lazy_re.compile(
    r"\"id\"\s{0,9}:\s{0,9}\"(?P<id>[^\"\\]{1,200}+)\"\s{0,40}+,\s{0,40}+\"status\"\s{0,9}:\s{0,9}(?P<status>[1-5]\d\d)\b"
)
_LOOSE_MARK = lazy_re.compile(
    r"graph\.microsoft\.|\"#microsoft\.graph\.|\"@microsoft\.graph\.|microsoftgraph\.chinacloudapi|\"@odata\.etag\""
)
_SEARCHED = 64 << 10
"""Characters of an answer that is no JSON in which its error is looked for; those of Graph stand at its beginning."""


def asked(method: str, path: str) -> Said:
    """What a request asks for, by its path: the operation with ids replaced, and the mailbox that it names."""
    return Said(
        form=Form.EMPTY,
        service=services.GRAPH,
        is_answer=False,
        operation=graph_paths.operation(method, path),
        mailbox=graph_paths.mailbox(path),
    )


def read(body: str, service: Service = services.GRAPH) -> Said | None:
    """What a body of Graph says; None where it has no mark of Graph, and nothing else tells that it is from there."""
    known = service in (services.GRAPH, services.OUTLOOK)
    if body.count("{") + body.count("[") + body.count(",") > _MANY:
        return Said(form=Form.UNREAD, service=service, problem=Problem.TOO_LARGE) if known else None
    try:
        document, _ = DECODER.raw_decode(body.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError):
        return _broken(body, known=known)
    if isinstance(document, list):
        return Said(form=Form.JSON, service=service, successes=1) if known else None
    document = _bare(document) if isinstance(document, dict) else None
    if document is None or not (known or is_mine(document)):
        return None
    said = _document(document, body)
    if not known and said.successes and not _is_of_mailbox(document):
        return replace(said, form=Form.UNREAD, successes=0)  # nothing else tells what was asked for
    return said


def _bare(document: dict[str, Any]) -> dict[str, Any]:
    """What a client keeps of an answer, without `error` around it: `{"error": {"statusCode": 404, "body": "…"}}`."""
    inner = document.get("error")
    if len(document) > 1 or not isinstance(inner, dict) or not isinstance(inner.get("body"), str):
        return document
    return inner if _wrapped_status(inner) is not None else document


def is_mine(document: Mapping[str, Any]) -> bool:
    """Whether a JSON object has a mark that only Graph, or the Outlook interface it grew from, sets."""
    if document.keys() == {"d"}:  # an answer of OData V2
        return False
    if any(str(key).startswith("@microsoft.graph.") for key in document):
        return True
    if any(is_of_graph(document.get(key)) for key in _MARKS):
        return True
    if str(document.get("@odata.type", "")).startswith("#microsoft.graph."):
        return True
    if _AGS in {str(key).lower() for key in document} or notifications(document):
        return True
    error = document.get("error")
    if isinstance(error, dict):
        return _is_error(error)
    if any(_batch(document, name) for name in ("responses", "requests")):
        return True
    held = _held(document)
    if held is not None:
        fields = _fields(document.get("headers"))
        if services.answered(name for name, _ in fields) == services.GRAPH or _says_graph(held):
            return True
    return isinstance(document.get("code"), str) and _is_error(document)


def _is_of_mailbox(document: Mapping[str, Any]) -> bool:
    """Whether an answer says that it is about what is in a mailbox; subscriptions, users and groups are not."""
    told = (document.get(name) for name in (*_MARKS, "@odata.type"))
    about = [text[:2000].partition("?")[0] for text in told if isinstance(text, str)]
    return not about or any(is_of_mailbox(text.partition("#")[2] or text) for text in about)


def is_of_mailbox(path: str) -> bool:
    """Whether a path, or the name of a set of objects, is of what is in a mailbox."""
    return _OF_MAILBOX.search(path) is not None


def notifications(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The notifications that Graph sends to a client about a subscription of it; empty where it is something else."""
    rows = document.get("value")
    if not isinstance(rows, list):
        return []
    told = ("lifecycleEvent", "changeType")
    found = [row for row in rows if isinstance(row, dict) and isinstance(row.get("subscriptionId"), str)]
    return found if found and all(any(isinstance(row.get(name), str) for name in told) for row in found) else []


def is_of_graph(value: object) -> bool:
    """Whether an address is one of Graph."""
    if not isinstance(value, str):
        return False
    return services.asked(*http.host_and_path(value[:2000].partition("?")[0].partition("$")[0], ())) in (
        services.GRAPH,
        services.OUTLOOK,
    )


def _is_error(error: Mapping[str, Any]) -> bool:
    """An error object of Graph: an inner error with its request-id or date, or a code that Graph is known to give."""
    if not isinstance(error.get("message", ""), str):
        return False
    inner = _inner(error)
    if inner is not None and ("request-id" in inner or "date" in inner):
        return True
    code = error.get("code")
    return isinstance(code, str) and is_own_code(code)


def is_own_code(code: str) -> bool:
    """Whether a code by itself tells that Graph gave it: it is one of its list, and no word that others say as well."""
    return code.lower() in graph_error_codes() and code.lower() not in _COMMON


_COMMON = frozenset(("badrequest", "notimplemented", "internalservererror", "unauthenticated", "validationerror"))
"""Codes that other services give as well: alone they name no side."""


def _document(document: dict[str, Any], body: str) -> Said:
    for name in ("responses", "requests"):
        if batch := _batch(document, name):
            return Said(form=Form.JSON, service=services.GRAPH, parts=tuple(_parts(batch, body)))
    if (held := _held(document)) is not None and ("error" not in document or isinstance(document["error"], dict)):
        return Said(form=Form.JSON, service=services.GRAPH, parts=(_wrapped(document, held),))
    if _AGS in {str(key).lower() for key in document}:  # header fields alone
        return Said(form=Form.JSON, service=services.GRAPH, parts=(Part(line=0, headers=_fields(document)),))
    error = document.get("error")
    if isinstance(error, dict):
        return _failed(error)
    if isinstance(error, str) and not is_record(document):  # the sign-in service says it so; its own module comes first
        code = error if _CODE.fullmatch(error) else None
        result = Result(line=0, code=code, text="" if code else said_in(error), fault=True)
        return Said(form=Form.JSON, service=services.GRAPH, results=(result,))
    if isinstance(document.get("code"), str) and isinstance(document.get("message"), str) and "id" not in document:
        return _failed(document)
    if told := notifications(document):
        ended = (str(row.get("lifecycleEvent")) for row in told)
        results = tuple(_lifecycle(name) for name in ended if name in _LIFECYCLE)
        return Said(form=Form.JSON if results else Form.UNREAD, service=services.GRAPH, results=results)
    rows = document.get("value")
    inside = [row["error"] for row in rows if _has_error(row)] if isinstance(rows, list) else []
    results = tuple(_result(row, fault=False) for row in inside)
    good = not results or (isinstance(rows, list) and len(rows) > len(results))
    return Said(form=Form.JSON, service=services.GRAPH, successes=int(good), results=results)


def _lifecycle(name: str) -> Result:
    return Result(line=0, code=None, text=f"lifecycle notification of Microsoft Graph: {name}", fault=True)


def _has_error(row: object) -> bool:
    return isinstance(row, dict) and isinstance(row.get("error"), dict) and isinstance(row["error"].get("code"), str)


# -- errors ----------------------------------------------------------------------------------------------------------


def _failed(error: Mapping[str, Any]) -> Said:
    inner = _inner(error) or {}
    return Said(
        form=Form.JSON, service=services.GRAPH, results=(_result(error),), date=str(inner.get("date") or "")[:40]
    )


def _result(error: Mapping[str, Any], *, fault: bool = True) -> Result:
    code = str(error.get("code") or "")[:_LONGEST_CODE]
    if not _CODE_SHOWN.fullmatch(code):
        code = ""  # words are no code
    inner: list[str] = []
    values: dict[str, str] = {}
    below: Mapping[str, Any] | None = error
    for _ in range(_DEEPEST):
        below = _inner(below)
        if below is None:
            break
        if isinstance(closer := below.get("code"), str) and _CODE.fullmatch(closer):
            inner.append(closer)
        for name in _IDS:
            if isinstance(value := below.get(name), str) and value:
                values.setdefault(name, value[:80])
    details = error.get("details")
    for detail in details[:_DEEPEST] if isinstance(details, list) else ():
        closer = detail.get("code") if isinstance(detail, dict) else None
        if isinstance(closer, str) and _CODE.fullmatch(closer):
            inner.append(closer)
    return Result(
        line=0,
        code=code or None,
        text=said_in(str(error.get("message") or "")),
        fault=fault,
        inner=tuple(closer for closer in dict.fromkeys(inner) if closer.lower() != code.lower()),
        values=tuple(values.items()),
    )


def said_in(message: str) -> str:
    """The message of an error in one line; of a page in its place only what the page calls itself."""
    start = message.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<head", "<body")):
        title = page.read(message).text
        return f"a page in place of a message: {title}" if title else "a page in place of a message"
    return " ".join(message[:_LONGEST_TEXT].split())


def _inner(error: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    error = error or {}
    found = next((error[name] for name in ("innerError", "innererror", "InnerError") if name in error), None)
    return found if isinstance(found, dict) else None


# -- batches and wrappers --------------------------------------------------------------------------------------------


def _batch(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of a batch: each has an id, and a status or a method with an address."""
    rows = document.get(name)
    if not isinstance(rows, list) or not rows:
        return []
    wanted = ("id", "status") if name == "responses" else ("method", "url")
    found = [row for row in rows[:_MOST_PARTS] if isinstance(row, dict) and all(key in row for key in wanted)]
    return found if len(found) == len(rows[:_MOST_PARTS]) else []


def _parts(rows: list[dict[str, Any]], body: str) -> Iterator[Part]:
    at = line = 0
    for row in rows:
        named = str(row.get("id") or "")[:200]
        found = body.find(json.dumps(named, ensure_ascii=False), at)
        if found >= 0:
            line += body.count("\n", at, found)
            at = found
        fields = _fields(row.get("headers"))
        if "method" in row:
            method, target = str(row["method"])[:10].upper(), str(row["url"])[:4000]
            said = asked(method, target.partition("?")[0])
            yield Part(line=line, body_line=line, id=named, method=method, target=target, headers=fields, said=said)
        else:
            status = _STATUS.match(str(row["status"]))
            yield Part(
                line=line,
                body_line=line,
                id=named,
                status=int(status[1]) if status else None,
                headers=fields,
                said=_held_body(row.get("body")),
            )


def _held(document: Mapping[str, Any]) -> object:
    """The body that an object of a client holds beside a status; None where it is no such object."""
    if not any(name in document for name in ("statusCode", "status", "StatusCode")):
        return None
    if _wrapped_status(document) is None:
        return None
    if isinstance(document.get("error"), dict):  # an entry of a log
        return {"error": document["error"]}
    names = ("responseJSON", "body", "responseText", "response", "data")
    return next((document[name] for name in names if document.get(name) not in (None, "")), None)


def _wrapped_status(document: Mapping[str, Any]) -> int | None:
    said = next((document[name] for name in ("statusCode", "status", "StatusCode") if name in document), None)
    status = _STATUS.match(str(said)) if isinstance(said, int | str) and not isinstance(said, bool) else None
    return int(status[1]) if status else None


def _says_graph(held: object) -> bool:
    if isinstance(held, str):
        try:
            held = DECODER.decode(held[:_SEARCHED])
        except (ValueError, RecursionError):
            return False
    return isinstance(held, dict) and is_mine(held)


def _wrapped(document: Mapping[str, Any], held: object) -> Part:
    said = _held_body(held)
    if isinstance(document.get("code"), str) and (said is None or not said.results):
        said = _failed(document)
    fields = _fields(document.get("headers"))
    if isinstance(named := document.get("requestId"), str) and not http.value_of(fields, "request-id"):
        fields = (*fields, ("request-id", named[:80]))
    url = document.get("url")
    return Part(
        line=0,
        target=url[:4000] if isinstance(url, str) else "",
        status=_wrapped_status(document),
        headers=fields,
        said=said,
    )


def _held_body(held: object) -> Said | None:
    """A body inside an answer: JSON, or a text that holds JSON, a page or the bytes of an attachment."""
    if isinstance(held, dict):
        return _document(held, "") if "responses" not in held and "requests" not in held else None
    if not isinstance(held, str) or not held.strip():
        return None
    start = held.lstrip()
    if start[0] == "{":
        said = read(held)
        return said if said is None or not said.parts else None
    if start[0] == "<":
        return page.read(held)
    return Said(form=Form.TEXT, service=services.GRAPH, successes=1)


def _fields(headers: object) -> http.Fields:
    if not isinstance(headers, dict):
        return ()
    found = ((str(name)[:200], value) for name, value in list(headers.items())[:100])
    return tuple((name, _value(value)[:8000]) for name, value in found)


def _value(value: object) -> str:
    return ", ".join(map(str, value[:5])) if isinstance(value, list) else str(value)


# -- what is no JSON -------------------------------------------------------------------------------------------------


def _broken(body: str, *, known: bool) -> Said | None:
    """An answer that broke off, or holds a page without quotes: its error, or the statuses of its parts."""
    head = body[:_SEARCHED]
    mine = known or _LOOSE_MARK.search(head) is not None
    if found := _LOOSE_ERROR.search(head):
        code = found["code"]
        ids = dict(_LOOSE_ID.findall(head, found.end()))
        if mine or ids or code.lower() in graph_error_codes():
            text = said_in(_unescaped(found["message"] or ""))
            result = Result(line=0, code=code or None, text=text, fault=True, values=tuple(sorted(ids.items())))
            return Said(form=Form.JSON, service=services.GRAPH, results=(result,), problem=Problem.NO_JSON)
    parts = []
    for part in list(_LOOSE_PART.finditer(head))[:_MOST_PARTS] if '"responses"' in head else ():
        line = head.count("\n", 0, part.start())
        parts.append(Part(line=line, body_line=line, id=part["id"], status=int(part["status"])))
    if parts:
        return Said(form=Form.JSON, service=services.GRAPH, parts=tuple(parts), problem=Problem.NO_JSON)
    if not mine:
        return None
    return Said(form=Form.UNREAD, service=services.GRAPH, problem=Problem.NO_JSON)


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text
