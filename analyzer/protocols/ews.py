"""What a SOAP envelope says: operation, version, response codes, faults. The only module that sets up the XML parser.

An envelope is parsed strictly. Where that fails, illegal characters are replaced and bare ampersands escaped, and it is
parsed strictly again; `recover=True` is never used, because it drops the rest of a document without a word
(tefra/xsdata#610). What still cannot be parsed (cut off, or written without escaping by the EWS Java API) is searched
for the few elements that matter after everything that can hold mail content was taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise

from lxml import etree

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import ENTITIES, decode, read_attributes, unescape
from analyzer.model import Form, Problem, Result, Service
from analyzer.protocols import skeleton
from analyzer.protocols.said import Said
from analyzer.reference import services, vocabulary
from analyzer.reference.ews import OPERATIONS, SAYS_NOTHING
from analyzer.reference.numbers import number
from analyzer.reference.vocabulary import any_of

VERSION_NAMES = ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")
"""Of a version in ServerVersionInfo, as attributes, elements or members."""
_DECLARATION = lazy_re.compile(r"<\?[^?<>]{0,500}+\?>")
_CONTROL = lazy_re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE_BRACKET = lazy_re.compile(r"<(?![A-Za-z_/!?])")
_REFERENCE = lazy_re.compile(rf"&(?:#(\d{{1,9}}|[xX][0-9a-fA-F]{{1,7}});|({ENTITIES});|)")
_AUTODISCOVER = ("GetUserSettings", "GetDomainSettings", "GetFederationInformation", "GetOrganizationRelationship")
_EXCHANGE_NAMESPACE = "schemas.microsoft.com/exchange"
_OF_SAP = lazy_re.compile(
    r"<soap-env:|xmlns:[\w.-]{1,40}=[\"'](?:urn:sap-com|urn:sap\.com|http://(?:www\.)?sap\.com/)"
    r"|\b(?:UTC|timestamp)[^<>]{0,100}[0-9A-F]{32}",
    re.IGNORECASE,
)
"""The web service runtime of SAP: its prefix, its namespaces, the id of a transaction in a fault."""
_HEAD = 20_000
"""Characters of an envelope in which its makers show themselves."""
_SUFFIXES = ("ResponseMessage", "RequestMessage", "Response", "Request")

# Elements that hold what people wrote. In an envelope that does not parse they are emptied before anything is searched.
_CONTAINERS = any_of(vocabulary.CONTAINERS)
_CONTENT = any_of((*vocabulary.WRITTEN, *vocabulary.DESCRIBING))
_CONTENT_NAMES = frozenset((*vocabulary.CONTAINERS, *vocabulary.WRITTEN, *vocabulary.DESCRIBING))
_NAMESPACE = r"(?:[\w.-]{1,40}+:)?+"
_BODY = lazy_re.compile(rf"<({_NAMESPACE}Body)\s{{1,9}}+BodyType=[^<>]*+(?<!/)>.*?(?:</\1>|\Z)", re.DOTALL)
_CONTENT_ELEMENT = lazy_re.compile(rf"<({_NAMESPACE}(?:{_CONTENT}))(?:\s[^<>]*+)?+(?<!/)>.*?(?:</\1>|\Z)", re.DOTALL)
_CONTAINER = lazy_re.compile(rf"<({_NAMESPACE}(?:{_CONTAINERS}))(?:\s[^<>]*+)?+(?<!/)>.*?(?:</\1>|\Z)", re.DOTALL)

_VERSION_TAG = lazy_re.compile(rb"<(?:[\w.-]+:)?ServerVersionInfo\s([^<>]*)>")
_LOOSE_MESSAGE = lazy_re.compile(r"\sResponseClass=[\"'](?P<said>\w{1,20})[\"'][^<>]{0,2000}+>")
_LOOSE_CODE = lazy_re.compile(r"<(?:[\w.-]+:)?ResponseCode[^<>]*>\s*(\w+)\s*<(?=/|[\w.-]{1,40}:)")
_LOOSE_TEXT = lazy_re.compile(r"<(?:[\w.-]+:)?MessageText[^<>]*>(.{0,4000}?)</(?:[\w.-]+:)?MessageText>", re.DOTALL)
_LOOSE_REASON = lazy_re.compile(
    rf"<{_NAMESPACE}(faultstring|Text|Message)(?:\s[^<>]*+)?+>(?P<text>[^<]{{0,4000}}+)</{_NAMESPACE}\1>"
)
_LOOSE_MAILBOX = lazy_re.compile(
    rf"<{_NAMESPACE}(?:{any_of(vocabulary.MAILBOXES)})>([^<>]{{3,254}})</{_NAMESPACE}(?:{any_of(vocabulary.MAILBOXES)})"
)
_LOOSE_REACH = 20_000
"""How far behind the start of a response message its code is looked for, in characters."""
_BODY_CHILD = lazy_re.compile(rf"<{_NAMESPACE}Body(?:\s[^<>]*+)?+>\s*+<{_NAMESPACE}([A-Za-z]\w{{0,80}}+)(?=[\s/>])")
_ERROR_CODE = lazy_re.compile(r"\bError[A-Z]\w{1,80}\b")
_WHOLE_CODE = lazy_re.compile(r"\b(?!ErrorCode\b)Error[A-Z]\w{1,80}\b(?!\Z)")
"""In what was cut off: a code at its very end may have lost its own end, and `<ErrorCode>` is the element of one."""
_NAME = lazy_re.compile(r"[A-Za-z]\w{0,80}")
_INNER = "InnerErrorResponseCode"
_NO_CODE = ("NoError", "")
_OF_CLASS_ERROR = etree.XPath("//*[@ResponseClass='Error']")
_MOST_VALUES = 50
"""Named values of one message that are kept; a server gives some five."""


def read(data: bytes, limits: Limits, *, complete: bool = True) -> Said:
    """Read one envelope, or one element that stands in for it. Raises nothing: what cannot be read is said."""
    if complete and (said := glance(data)) is not None:
        return said
    text = _DECLARATION.sub(_blank, decode(data).replace("\ufeff", ""))
    text = _cut_long_text(text, limits)
    if complete and text.count("<") <= limits.elements * 2:
        for attempt in (text, _repaired(text)):
            root = _parse(attempt)
            if root is not None:
                return _from_tree(root, text)
        root = _parse(_repaired(_without_content(text)))
        if root is not None:
            return _from_tree(root, text)
    return _from_text(_without_content(text), None if complete else Problem.CUT)


def glance(data: bytes) -> Said | None:
    """What a complete envelope says by its skeleton; None where all of it has to be read."""
    bare = skeleton.of(data)
    said = _known(bare) if bare is not None else None
    if bare is None or said is None or not said.results:
        return said
    whole = skeleton.of(data, lines=True) or bare
    return said if whole == bare else _by_skeleton(whole)


def _by_skeleton(data: bytes) -> Said | None:
    text = decode(data).replace("\ufeff", "")
    root = _parse(text) if _EXCHANGE_NAMESPACE in text else None
    return _from_tree(root, text) if root is not None else None


_known = lru_cache(maxsize=512)(_by_skeleton)
"""What is said by the skeletons that came last: eight megabytes of them at most."""


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _cut_long_text(text: str, limits: Limits) -> str:
    """Long text nodes are attachments; libxml2 refuses those over 10 MB, and nothing in them matters."""
    if len(text) <= limits.text_node:
        return text
    return re.sub(rf">([^<>]{{{limits.text_node},}})<", lambda match: ">" + "\n" * match[1].count("\n") + "<", text)


def _parse(text: str) -> etree._Element | None:
    """The element tree, or None where the text is not well-formed. Nothing is fetched, defined or expanded."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        encoding="utf-8",
    )
    if "<!DOCTYPE" in text[:2000] or "<!ENTITY" in text[:2000]:
        return None
    try:
        return etree.fromstring(text.strip("\r\n\t ").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _repaired(text: str) -> str:
    """Illegal characters and references become U+FFFD, bare `&` and `<` are escaped; legal references survive."""
    text = _BARE_BRACKET.sub("&lt;", _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))
    return _REFERENCE.sub(_reference, text)


def _reference(match: re.Match[str]) -> str:
    if match[2]:
        return match[0]
    if match[1] is None:
        return "&amp;"
    code = int(match[1][1:], 16) if match[1][0] in "xX" else int(match[1])
    legal = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return match[0] if legal else "\N{REPLACEMENT CHARACTER}"


def _without_content(text: str) -> str:
    """The text without what people wrote; line ends stay, so that line numbers do."""

    def emptied(match: re.Match[str]) -> str:
        closed = match[0].endswith(f"</{match[1]}>")
        return f"<{match[1]}>" + "\n" * match[0].count("\n") + (f"</{match[1]}>" if closed else "")

    for pattern in (_BODY, _CONTENT_ELEMENT, _CONTAINER):
        text = pattern.sub(emptied, text)
    return text


# -- well-formed -----------------------------------------------------------------------------------------------------


def _local(element: etree._Element) -> str:
    tag = element.tag
    return str(tag).rpartition("}")[2]


def _text(element: etree._Element | None) -> str:
    """What an element says, without what stands inside of it in elements of content and of secrets."""
    return " ".join("".join(_said(element)).split()) if element is not None else ""


def _said(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = _local(child)
        private = name.lower() in vocabulary.BULK or name == vocabulary.BODY or vocabulary.SECRETIVE.search(name)
        if isinstance(child.tag, str) and not private:
            yield from _said(child)
        yield child.tail or ""


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if _local(child) == name), None)


def _line(element: etree._Element) -> int:
    return max(0, (element.sourceline or 1) - 1)


def _service(text: str, name: str) -> Service:
    """Whose an envelope is: SOAP alone is no mark of Exchange, its namespaces and the names of its operations are."""
    if name.startswith(_AUTODISCOVER):
        return services.AUTODISCOVER
    if _EXCHANGE_NAMESPACE in text or operation_of(name) in OPERATIONS:
        return services.EWS
    if _OF_SAP.search(text[:_HEAD]):
        return services.SAP
    return services.EWS if _ERROR_CODE.search(text[:_HEAD]) or "ResponseCode" in text[:_HEAD] else services.OTHER


def _from_tree(root: etree._Element, text: str) -> Said:
    body = _child(root, "Body") if _local(root) == "Envelope" else None
    first = next(iter(body), None) if body is not None else root if _local(root) != "Envelope" else None
    name = _local(first) if first is not None else ""
    fault = first if name == "Fault" else None
    version = _version(root)
    service = _service(text, name)
    results = [*_response_messages(root), *([_fault(fault)] if fault is not None else []), *_autodiscover_errors(root)]
    successes = sum(1 for element in root.iter("{*}ResponseCode") if element.text == "NoError" and not _failed(element))
    is_answer = fault is not None or version is not None or name.endswith(("Response", "ResponseMessage"))
    is_answer = is_answer or any(True for _ in root.iter("{*}ResponseCode"))
    return Said(
        form=Form.SOAP,
        service=service,
        is_answer=is_answer,
        operation=operation_of(name) if fault is None else None,
        mailbox=None if is_answer else _mailbox(root),
        version=version,
        successes=successes if successes or results else int(is_answer),
        results=tuple(results),
    )


def operation_of(name: str) -> str | None:
    """The operation that an element of a SOAP body names: GetItem for GetItemResponse."""
    if not _NAME.fullmatch(name):
        return None
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name


def _version(root: etree._Element) -> str | None:
    """Attributes, or child elements in Autodiscover answers; padded numbers lose their zeros."""
    element = next(root.iter("{*}ServerVersionInfo"), None)
    if element is None:
        return None
    return _joined([element.get(name) or _text(_child(element, name)) for name in VERSION_NAMES])


def _joined(numbers: list[str]) -> str | None:
    found = [number(text) for text in numbers]
    if None in found[:3]:
        return None
    return ".".join(str(part or 0) for part in found)


def _mailbox(root: etree._Element) -> str | None:
    impersonation = next(root.iter("{*}ExchangeImpersonation"), None)
    if impersonation is None:
        return None
    for name in vocabulary.MAILBOXES:
        if (element := next(impersonation.iter(f"{{*}}{name}"), None)) is not None:
            return _text(element) or None
    return None


def _response_messages(root: etree._Element) -> list[Result]:
    found = []
    around: etree._Element | None = None
    text = ""
    values: tuple[tuple[str, str], ...] = ()
    for element in root.iter("{*}ResponseCode"):
        parent = element.getparent()
        code = _text(element)
        if parent is None or code in _NO_CODE or (parent is not around and _in_content(parent)):
            continue
        if parent.get("ResponseClass") is None and not _local(parent).endswith(("Response", "ResponseMessage")):
            continue  # of a fault's detail, which _fault reads
        if parent is not around:  # asked once, however many codes stand in one message
            around, text, values = parent, _text(_child(parent, "MessageText")), _values(parent)
        code = code if _NAME.fullmatch(code) else "(unreadable)"
        found.append(Result(line=_line(element), code=code, text=text, values=values, inner=_beneath(code, values)))
    return [*found, *_messages_without_code(root)]


def _messages_without_code(root: etree._Element) -> Iterator[Result]:
    """Messages of class Error whose code is missing, or says otherwise: `ResponseClass="Error"><m:MessageText>…`."""
    for element in _OF_CLASS_ERROR(root):
        code = _child(element, "ResponseCode")
        if _text(code) in _NO_CODE and not _in_content(element):
            text = _text(_child(element, "MessageText"))
            yield Result(
                line=_line(code if code is not None else element), code=None, text=text, values=_values(element)
            )


def _failed(code: etree._Element) -> bool:
    """Whether the message around a code is of class Error, whatever the code says."""
    message = code.getparent()
    return message is not None and message.get("ResponseClass") == "Error"


def _beneath(code: str, values: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """What stands behind a code that says nothing: `<t:Value Name="InnerErrorResponseCode">ErrorQuotaExceeded</…>`."""
    if code != SAYS_NOTHING:
        return ()
    named = (value for name, value in values if name == _INNER)
    return tuple(value for value in named if value != code and _ERROR_CODE.fullmatch(value))[:1]


def _in_content(element: etree._Element) -> bool:
    """Inside an item: a mail that quotes an answer looks like one where the client wrote it without escaping."""
    return any(_local(above) in _CONTENT_NAMES or above.get("BodyType") for above in element.iterancestors())


def _values(element: etree._Element) -> tuple[tuple[str, str], ...]:
    holder = _child(element, "MessageXml")
    if holder is None:
        return ()
    named = ((name, value) for value in holder.iter("{*}Value") if (name := value.get("Name")))
    return tuple((name, _text(value)[:200]) for name, value in islice(named, _MOST_VALUES))


def _fault(fault: etree._Element) -> Result:
    """SOAP 1.1 and 1.2; the code stands in `detail`, in `faultcode`, or in both, and is one."""
    detail = _child(fault, "detail")
    detail = detail if detail is not None else _child(fault, "Detail")
    named = next(detail.iter("{*}ResponseCode"), None) if detail is not None else None
    code = _text(named) if _NAME.fullmatch(_text(named)) else ""
    outer = _child(fault, "faultcode")
    outer = outer if outer is not None else next(fault.iter("{*}Subcode"), next(fault.iter("{*}Code"), None))
    if not code:
        code = next(iter(_ERROR_CODE.findall(_text(outer))), "")
    text = _text(_child(fault, "faultstring")) or _text(_child(fault, "Reason"))
    if not text and detail is not None:
        text = _text(_child(detail, "Message"))
    place = next((e for e in (_child(fault, "faultstring"), named, outer) if e is not None), fault)
    values = _values(detail) if detail is not None else ()
    inner = _beneath(code, values)
    return Result(line=_line(place), code=code or None, text=text, fault=True, values=values, inner=inner)


def _autodiscover_errors(root: etree._Element) -> list[Result]:
    """Autodiscover has codes of its own, for the whole answer or one user; those of single settings are no error."""
    found = []
    around: etree._Element | None = None
    text = ""
    for element in root.iter("{*}ErrorCode"):
        parent = element.getparent()
        code = _text(element)
        if parent is None or code in ("NoError", "") or not code.isidentifier():
            continue
        if _local(parent) in ("Response", "UserResponse", "DomainResponse"):
            if parent is not around:
                around, text = parent, _text(_child(parent, "ErrorMessage"))
            found.append(Result(line=_line(element), code=code, text=text))
    return found


# -- not well-formed -------------------------------------------------------------------------------------------------


def _from_text(text: str, problem: Problem | None) -> Said:
    child = _BODY_CHILD.search(text)
    name = child[1] if child else ""
    results = []
    successes = line = counted = 0
    messages = [(match.end(), match["said"] == "Error") for match in _LOOSE_MESSAGE.finditer(text)]
    for (start, failed), (stop, _) in pairwise([*messages, (len(text), False)]):
        code = _LOOSE_CODE.search(text, start, min(stop, start + _LOOSE_REACH))
        said = _LOOSE_TEXT.search(text, start, min(stop, start + _LOOSE_REACH))
        named = code[1] if code is not None and code[1] != "NoError" else None
        is_cut = stop == len(text) and problem is Problem.CUT  # what it says may be what is missing
        if named is None and (not failed or (code is None and (said is None or is_cut))):
            successes += code is not None
            continue
        place = code.start() if code is not None else start
        line += text.count("\n", counted, place)
        counted = place
        results.append(Result(line=line, code=named, text=_plain(said[1] if said else "")))
    if name == "Fault" and child is not None:
        of_fault = _WHOLE_CODE.search(text, child.start())
        reason = _LOOSE_REASON.search(text, child.start())
        line = text.count("\n", 0, reason.start() if reason else child.start())
        said_text = _plain(reason["text"]) if reason else ""
        if of_fault or said_text or problem is not Problem.CUT:  # else what it says is cut off
            results.append(Result(line=line, code=of_fault[0] if of_fault else None, text=said_text, fault=True))
    tag = _VERSION_TAG.search(text.encode("utf-8", "replace"))
    attributes = read_attributes(tag[1]) if tag else {}
    names = ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")
    version = _joined([attributes.get(part, "") for part in names]) if tag else None
    is_answer = name == "Fault" or bool(tag) or bool(results) or name.endswith(("Response", "ResponseMessage"))
    mailbox = _LOOSE_MAILBOX.search(text) if "ExchangeImpersonation" in text else None
    return Said(
        form=Form.SOAP,
        service=_service(text, name),
        is_answer=is_answer,
        operation=operation_of(name) if name != "Fault" else None,
        mailbox=mailbox[1] if mailbox and not is_answer else None,
        version=version,
        successes=successes,
        results=tuple(results),
        problem=problem or Problem.MALFORMED,
    )


def _plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", text)).split())
