"""The form of a body is told by its beginning; whom it is from, by marks that only one side sets."""

from __future__ import annotations

import pytest

from analyzer.model import Form, Protocol, Service, System
from analyzer.protocols import form_of
from analyzer.reference import services


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("", Form.EMPTY),
        (" \r\n\t", Form.EMPTY),
        ('{"error": {}}', Form.JSON),
        ('\ufeff[{"id": 1}]', Form.JSON),
        ("<!DOCTYPE html><html></html>", Form.PAGE),
        ('<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', Form.PAGE),
        ('<?xml version="1.0"?><s:Envelope xmlns:s="x"><s:Body/></s:Envelope>', Form.SOAP),
        ('<?xml version="1.0"?><error><code>1</code></error>', Form.XML),
        ("The page cannot be displayed", Form.TEXT),
        ("Read the <html> tag of this mail", Form.TEXT),
    ],
)
def test_the_beginning_of_a_body_tells_its_form(body: str, form: Form) -> None:
    assert form_of(body) is form


def test_the_content_type_tells_what_a_body_cannot() -> None:
    assert form_of("--batch_1\r\n", "multipart/mixed; boundary=batch_1") is Form.MULTIPART


@pytest.mark.parametrize(
    ("host", "path", "service"),
    [
        ("graph.microsoft.com", "/v1.0/me/messages", services.GRAPH),
        ("mail.contoso.example", "/EWS/Exchange.asmx", services.EWS),
        ("autodiscover.contoso.example", "/autodiscover/autodiscover.xml", services.AUTODISCOVER),
        ("my300000.crm.ondemand.com", "/sap/c4c/odata/v1/c4codataapi/ContactCollection", services.ODATA),
        ("login.microsoftonline.com", "/contoso.example/oauth2/v2.0/token", services.TOKEN),
        ("mail.contoso.example", "/owa/", services.EXCHANGE),
        ("www.contoso.example", "/news/", services.OTHER),
        ("graph.microsoft.com.contoso.example", "/v1.0/me", services.OTHER),
        ("", "/", services.OTHER),
    ],
)
def test_host_and_path_tell_whom_a_request_asks(host: str, path: str, service: Service) -> None:
    assert services.asked(host, path) == service


def test_fields_that_only_one_side_sends_tell_who_answers() -> None:
    assert services.answered(["Server", "X-FEServer"]).system is System.EXCHANGE
    assert services.answered(["x-ms-ags-diagnostic", "request-id"]) == services.GRAPH
    assert services.answered(["sap-server"]).system is System.C4C
    assert services.answered(["Server", "Date", "Content-Type"]) == services.OTHER


def test_a_side_that_is_known_goes_before_one_that_is_not() -> None:
    known = services.first_known(services.OTHER, services.EXCHANGE, services.EWS)

    assert known == Service(System.EXCHANGE, Protocol.EWS)
    assert services.first_known(services.OTHER, services.OTHER) == services.OTHER
