"""What SAP answers by OData, V2 and V4: errors with what stands beneath them, messages in a header, permissions.

Sample of V2; in V4 the message is the text alone, and the details stand in `details`:

    {"error": {"code": "SY/530", "message": {"lang": "en", "value": "…"}, "innererror": {"transactionid": "…",
     "errordetails": [{"code": "/IWBEP/CX_MGW_BUSI_EXCEPTION", "message": "…", "severity": "error"}]}}}

The code outside is often that of a wrapper (`SY/530`: any text; 32 digits: the id of a text), so the text goes with it.
An object that breaks off is read up to there. Sources: help.sap.com (SAP Gateway Foundation, "Error Response of an
OData Request"; "sap-message"), docs.oasis-open.org/odata/odata-json-format/v4.01.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.markup import unescape
from analyzer.model import Form, Problem, Result, Service
from analyzer.protocols import http, loose_json
from analyzer.protocols.said import Said
from analyzer.reference import services
from analyzer.reference.services import first_known
from analyzer.reference.vocabulary import REMOVED, SECRETIVE, SIGNED, VALUES, any_of

CSRF = "CSRF token validation failed"
"""The refusal in English; SAP translates it."""
_SEARCHED = 256 << 10
"""Characters of an answer in which an error is looked for: the longest details have some ten thousand."""
_BEGINS = 2_000
"""An error object begins the answer: what comes later is a field of a record."""
_MOST_DETAILS = 20
_ERROR_JSON = lazy_re.compile(r"\{\s{0,200}+\"error\"\s{0,20}+:", re.IGNORECASE)
_ERROR_XML = lazy_re.compile(r"<(?:[\w.-]{1,20}:)?error(?:\s[^<>]{0,400})?>", re.IGNORECASE)
_XML_TEXT = lazy_re.compile(
    r"<(?:[\w.-]{1,20}:)?(?P<name>code|message|transactionid)(?:\s[^<>]{0,200})?>(?P<text>[^<>]{0,4000}|<!\[CDATA\[.{0,4000}?\]\]>)"
    r"(?=</|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_SIGNED_TAG = lazy_re.compile(rf"<(?:\w{{1,20}}:)?(?:AttributeValue|{any_of(SIGNED)})\b", re.IGNORECASE)
_VALUE_TAG = lazy_re.compile(rf"<(?:\w{{1,20}}:)?(?:{any_of(VALUES)})\b", re.IGNORECASE)
"""Behind the name of a secret it holds it: `<name>password</name><value>…</value>`."""
_TEXT_MARKUP = lazy_re.compile(r"<!\[CDATA\[|\]\]>|<[A-Za-z/][^<>]{0,400}>")
_ID = lazy_re.compile(r"[0-9A-Fa-f]{32}")
_SAP_CODE = lazy_re.compile(r"/[A-Z0-9_]{2,20}/[A-Z0-9_/]{2,60}|[A-Z][A-Z0-9_]{0,19}/\d{3}")
"""Namespace and class (`/IWBEP/CX_…`, `/UI5/UI5_REP_LOAD/006`), or message class and number (`SY/530`)."""
_DOTNET = lazy_re.compile(r"\b(?:System|Microsoft)\.\w")
"""The code of a service in .NET is the name of an exception (`-2147024891, System.UnauthorizedAccessException`)."""
_SAP_WORDS = ('"transactionid"', '"Error_Resolution"', '"errordetails"', "@SAP__", "/IWBEP/", "/IWFND/", "/IWCOR/")
_OF_SAP = lazy_re.compile(
    r'"uri"\s{0,9}:\s{0,9}"https?:(?:\\?/){2}[^"\s]{1,300}?\\?/sap\\?/|"type"\s{0,9}:\s{0,9}"c4codata'
    r'|xml:base="https?://[^"\s]{1,300}?/sap/|"@odata\.context"\s{0,9}:\s{0,9}"[^"]{0,300}?/sap/'
)
_ENTITY_SCOPE = lazy_re.compile(
    r"<[^<>]{0,800}?\bEntitySetName\s{0,5}=[^<>]{0,800}>|\{[^{}]{0,800}?\"EntitySetName\"[^{}]{0,800}\}", re.IGNORECASE
)
_ENTITY_NAME = lazy_re.compile(r"EntitySetName\W{1,5}(?P<name>[A-Za-z]\w{0,100})", re.IGNORECASE)
_END_TAG = lazy_re.compile(r"</[^<>\n]{1,100}>")
_ENTITY_SET = lazy_re.compile(
    r"EntitySetName\W{1,5}(?P<name>[A-Za-z]\w{0,100})(?P<rights>.{0,400}?)(?=EntitySetName|\Z)",
    re.DOTALL | re.IGNORECASE,
)
RIGHT = lazy_re.compile(r"Has(Read|Write)Access\W{1,5}(\w{1,5})", re.IGNORECASE)
_ENTITY = lazy_re.compile(
    r"/odata/[^/]{1,20}/[^/]{1,60}/(\$?[A-Za-z]\w{0,80})|/odata/v\d/(?:[^/?]{1,60}/)?(\$?[A-Za-z]\w{0,80})"
)
_RELATIVE = lazy_re.compile(r"([A-Za-z]\w{0,80})(?:\(|\?|/|\Z)")


class _Error(Struct):
    """An error object as far as it was read."""

    code: str = ""
    message: str = ""
    transaction: str = ""
    localized: bool = False
    """Its message has a language of its own: OData V2."""
    details: list[dict[str, str]] = field(default_factory=list)
    cut: bool = False
    """It breaks off."""


# -- answers ---------------------------------------------------------------------------------------------------------


def read(body: str, form: Form, service: Service = services.OTHER) -> Said | None:
    """What an OData answer says; None where it is none. `service` is whom the request asked, where that is known."""
    if (error := _error(body, form)) is not None:
        of_sap = (
            (error.localized and not _DOTNET.search(error.code))
            or any(word in body[:_SEARCHED] for word in _SAP_WORDS)
            or _names_sap(error)
        )
        known = first_known(service, services.ODATA if of_sap else services.OTHER)
        if form is Form.JSON and known.system is not services.ODATA.system:
            return None  # gateways and frameworks of all kinds answer so, too
        return Said(form=form, service=known, results=(_result(error),), problem=Problem.CUT if error.cut else None)
    own = services.ODATA if _OF_SAP.search(body[: _SEARCHED // 4]) else services.OTHER
    known = first_known(service, own)
    if known.protocol is not services.ODATA.protocol:
        return None
    whole = _is_whole_json(body) if form is Form.JSON else body.rstrip().endswith(">")
    return Said(form=form, service=known, successes=int(whole), problem=None if whole else Problem.CUT)


def _is_whole_json(body: str) -> bool:
    """Whether JSON goes on to its end; an inner object may be whole where the outer one is cut off."""
    if body.rstrip()[-1:] not in ("}", "]"):
        return False
    balanced = body.count("{") == body.count("}") and body.count("[") == body.count("]")  # but for those in texts
    return balanced or ((), loose_json.WHOLE) in loose_json.walk(body)


def sap_message(fields: http.Fields) -> Result | None:
    """The error that the header field `sap-message` names; None where it has none: warnings and information are none.

    Sample: `sap-message: {"code":"V1/302","message":"…","severity":"error","target":"","details":[]}`. An error may
    stand in the details alone, below a message that only informs.
    """
    value = http.value_of(fields, "sap-message")
    if not value:
        return None
    found = dict[str, str]()
    beneath: dict[str | int, dict[str, str]] = {}
    for path, said in loose_json.walk(value):
        if len(path) == 1 and isinstance(path[0], str):
            found.setdefault(path[0].lower(), said)
        elif len(path) == 3 and isinstance(path[2], str) and (path[1] in beneath or len(beneath) < _MOST_DETAILS):
            beneath.setdefault(path[1], {})[path[2].lower()] = said
    details = list(beneath.values())
    if not _is_error(found):
        details = [detail for detail in details if _is_error(detail)]
        found = details[0] if details else {}
    if not found:
        return None
    return _result(_Error(found.get("code", ""), found.get("message", ""), details=details))


def _is_error(message: dict[str, str]) -> bool:
    return message.get("severity", "").lower() in ("error", "abort")


def refused_by_fields(fields: http.Fields) -> str:
    """Why SAP refuses a request, as its header fields tell: a missing token, an error of the ICM; or empty.

    Samples: `x-csrf-token: Required`, `x-sap-icm-err-id: ICMENOSESSION`.
    """
    if http.value_of(fields, "x-csrf-token").lower() == "required":
        return CSRF
    error = http.value_of(fields, "x-sap-icm-err-id") or http.value_of(fields, "sap-err-id")
    return f"ICM error {error}" if re.fullmatch(r"[A-Z][A-Z_0-9]{2,40}", error) else ""


def plain(body: str) -> Said | None:
    """What a text without markup says: the refusal of a token, in the language of the user who is signed in."""
    if len(body) > 400 or "csrf" not in body.lower():
        return None
    return Said(form=Form.TEXT, service=services.ODATA, text=CSRF)


def operation_of(path: str) -> str | None:
    """The entity set that a path names: ContactCollection of `/sap/c4c/odata/v1/c4codataapi/ContactCollection('1')`."""
    entity = _ENTITY.search(path)
    if entity:
        return entity[1] or entity[2]
    relative = _RELATIVE.match(path)  # inside a batch
    return relative[1] if relative else None


# -- errors ----------------------------------------------------------------------------------------------------------


def _names_sap(error: _Error) -> bool:
    codes = [error.code, *(detail.get("code", "") for detail in error.details)]
    return any(_SAP_CODE.fullmatch(code) or _ID.fullmatch(code) for code in codes)


def _result(error: _Error) -> Result:
    """The error as one line; codes beneath it that are others go along, outermost first."""
    code = _code(error.code)
    text = _plain(error.message)
    beneath = [_plain(detail.get("message", "")) for detail in error.details]
    if not text:
        text = next((said for said in beneath if said), "")
    inner = dict.fromkeys(_code(detail.get("code", "")) for detail in error.details)
    said = f"OData error {code}: {text}" if code else f"OData error: {text or 'nothing more is said'}"
    more = next((other for other in beneath if other and other != text and len(other) < 400), "")
    if more and _is_wrapper(code):
        said = f"{said} ({more})"
    if error.transaction:
        said = f"{said}, transaction id {error.transaction}"
    return Result(
        line=0,
        code=code or None,
        text=said,
        fault=True,
        inner=tuple(other for other in inner if other not in ("", code)),
    )


def _is_wrapper(code: str) -> bool:
    """A code that only says that there is a text."""
    return code in ("", "SY/530", "ODATA_ERROR") or _ID.fullmatch(code) is not None


def _code(said: str) -> str:
    return " ".join(said.split())[:200]


def _plain(said: str) -> str:
    """The text without markup, and without what stands in an element that holds a secret: later nothing tells so."""
    text = unescape(said)
    parts, at, secret, named = list[str](), 0, False, False
    for mark in _TEXT_MARKUP.finditer(text):
        part = text[at : mark.start()]
        parts.append(REMOVED if secret else part)
        if mark[0] not in ("<![CDATA[", "]]>"):
            named = SECRETIVE.search(part) is not None if part.strip() else named
            holds = SECRETIVE.search(mark[0]) or _SIGNED_TAG.match(mark[0]) or (named and _VALUE_TAG.match(mark[0]))
            secret = mark[0][1] != "/" and bool(holds)
        at = mark.end()
    parts.append(REMOVED if secret else text[at:])
    return " ".join(" ".join(parts).split())[:1000]


def _error(body: str, form: Form) -> _Error | None:
    if form is Form.JSON:
        start = _ERROR_JSON.search(body, 0, _BEGINS)
        return _from_json(body[start.start() : start.start() + _SEARCHED]) if start is not None else None
    begun = _ERROR_XML.search(body, 0, _BEGINS)
    return _from_xml(body[begun.start() : begun.start() + _SEARCHED]) if begun is not None else None


def _from_json(text: str) -> _Error | None:
    error = _Error(cut=True)
    details: dict[tuple[str | int, ...], dict[str, str]] = {}
    for path, value in loose_json.walk(text):
        low = tuple(part.lower() if isinstance(part, str) else part for part in path)
        match low:
            case ():
                error.cut = value == loose_json.CUT
            case (*_, "code") if value.endswith(loose_json.BROKEN):
                pass  # half a code is another one
            case ("error", "code"):
                error.code = value
            case ("error", "message"):
                error.message = value
            case ("error", "message", "value"):
                error.message, error.localized = value, True
            case ("error", *_, "transactionid"):
                error.transaction = error.transaction or value[:64]
            case ("error", *above, ("code" | "message") as name) if _is_detail(above):
                if tuple(above) in details or len(details) < _MOST_DETAILS:
                    details.setdefault(tuple(above), {})[str(name)] = value
    error.details = list(details.values())
    return error if error.code or error.message or error.details else None


def _is_detail(above: list[str | int]) -> bool:
    """Where details stand: `details` of V4, `errordetails` of Gateway, and errors beneath errors."""
    return bool(above) and any(name in ("details", "errordetails", "errordetail", "innererror") for name in above)


def _from_xml(text: str) -> _Error | None:
    """The same as elements: `<error><code/><message/><innererror><transactionid/><errordetails>…`."""
    error = _Error(cut="</" not in text or re.search(r"</(?:[\w.-]{1,20}:)?error>", text, re.IGNORECASE) is None)
    seen: list[dict[str, str]] = []
    for found in _XML_TEXT.finditer(text):
        name, said = found["name"].lower(), unescape(found["text"])
        if name == "code" and found.end() == len(text):
            break  # half a code is another one
        if name == "transactionid":
            error.transaction = error.transaction or said.strip()[:64]
        elif not seen or name in seen[-1]:
            if len(seen) > _MOST_DETAILS:
                break
            seen.append({name: said})
        else:
            seen[-1][name] = said
    if not seen:
        return None
    error.code, error.message = seen[0].get("code", ""), seen[0].get("message", "")
    error.details = seen[1:]
    return error


# -- permissions -----------------------------------------------------------------------------------------------------


def entity_sets(body: str) -> Iterator[tuple[str, str, int]]:
    """Name, rights and line of every entity set: of one tag or object each, or of the elements that follow a name."""
    if "entitysetname" not in body.lower():
        return
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
