"""What one message says, whatever it was wrapped in: a module for each protocol, and the one door to them.

A new protocol is a module here and a line in `reference/services.py`. None of them knows files, lines of a log or
threads: that is the business of `readers/`.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Form, Problem, Result, Service, System
from analyzer.protocols import (
    autodiscover,
    ews,
    ews_json,
    graph,
    http,
    kept_answer,
    multipart,
    odata,
    page,
    sap_page,
    token,
    unnamed,
)
from analyzer.protocols.said import Part, Said
from analyzer.reference import services
from analyzer.reference.marks import PAGE_START
from analyzer.reference.services import first_known

__all__ = ["Part", "Said", "asked", "form_of", "read"]

_PAGE = lazy_re.compile(
    r"\s{0,99}(?:<\?xml[^<>]{0,200}\?>\s{0,99})?(?:<!--[^<>]{0,500}-->\s{0,99})?" + PAGE_START,
    re.IGNORECASE,
)
_SAID = 4000
"""Characters of a text without markup in which a sentence of SAP is looked for."""
_ENVELOPE = lazy_re.compile(r"<(?:[\w.-]{1,40}:)?Envelope[\s>]")


_CODED = ("PD94bWwg", "PHM6RW52", "PHNvYXA6", "PFNPQVAt", "77u/PD94")
"""How XML and an envelope begin in Base64, into which whoever wrote a body down put it: it is no plain text."""


def form_of(body: str, content_type: str = "") -> Form:
    """The form of a body, by its beginning; the content type decides only what the body leaves open."""
    start = body.lstrip("\ufeff \t\r\n")
    if not start:
        return Form.EMPTY
    if content_type.lower().startswith("multipart/") or (start[:2] == "--" and multipart.is_multipart(start)):
        return Form.MULTIPART
    if start[0] in "{[":
        return Form.JSON
    if _PAGE.match(start):
        return Form.PAGE
    if start[0] == "<":
        return Form.SOAP if _ENVELOPE.search(start[:4000]) else Form.XML
    return Form.TEXT


def read(body: str, limits: Limits, service: Service = services.OTHER, *, content_type: str = "") -> Said:
    """What a body says. `service` is whom the request asked, or who answers by its fields, where that is known.

    Raises nothing: what cannot be read is said in `problem`, and counts as no success.
    """
    form = form_of(body, content_type)
    match form:
        case Form.SOAP:
            complete = body.rstrip().endswith("Envelope>")
            return ews.read(body.encode("utf-8", "replace"), limits, complete=complete)
        case Form.PAGE:
            return page.read(body)
        case Form.JSON | Form.XML:
            return _data(body, form, service, limits)
        case Form.MULTIPART:

            def of_part(text: str, asked: Service, kind: str) -> Said:
                if form_of(text, kind) is Form.MULTIPART:  # no batch holds another one
                    return Said(form=Form.UNREAD, service=asked)
                return read(text, limits, asked, content_type=kind)

            return multipart.read(body, content_type, limits, service, of_part)
        case Form.TEXT if body.lstrip().startswith(_CODED):
            return Said(form=Form.UNREAD, service=service, problem=Problem.CODED)
        case Form.TEXT if (said := odata.plain(body)) is not None:
            return said
        case Form.TEXT if service.system is System.C4C:
            return Said(form=form, service=service, text=sap_page.sentence(body[:_SAID]))
        case Form.EMPTY | Form.TEXT | _:
            return Said(form=form, service=service)


def asked(method: str, target: str, service: Service) -> Said | None:
    """What a request asks for as far as its address tells; None where its protocol tells it elsewhere."""
    return graph.asked(method, target) if service in (services.GRAPH, services.OUTLOOK) else None


def _data(body: str, form: Form, service: Service, limits: Limits) -> Said:
    """JSON or XML: of a sign-in service, of Graph, or of OData."""
    if said := token.read(body):
        return said
    if form is Form.JSON and (said := ews_json.read(body) or graph.read(body, service)) is not None:
        return said
    if form is Form.JSON and (kept := kept_answer.read(body)) is not None:
        return _kept(kept, service, limits)
    if form is Form.XML and (said := autodiscover.read(body)):
        return said
    if said := odata.read(body, form, service):
        return said
    if form is Form.JSON and service.system is not System.C4C and (said := unnamed.read(body)):
        return replace(said, service=service)
    return Said(form=form, service=service)


def _kept(kept: kept_answer.Kept, service: Service, limits: Limits) -> Said:
    """An answer inside an object of a client: what its body says, or else why its fields or its status refuse."""
    host, path = http.host_and_path(kept.target, ())
    asked_for = services.asked(host.lower(), path) if kept.target else services.OTHER
    known = first_known(service, asked_for, services.answered(name for name, _ in kept.fields))
    inner = read(kept.body, limits, known)
    text = odata.refused_by_fields(kept.fields) or inner.text or kept.reason
    told = inner.results or (Result(line=0, code=None, text=text, fault=True),)
    return Said(
        form=Form.JSON,
        service=first_known(known, inner.service),
        operation=odata.operation_of(path),
        results=tuple(replace(result, line=0) for result in told),
        status=kept.status,
    )
