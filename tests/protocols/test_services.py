"""Whom a host, a path or a field belongs to."""

from __future__ import annotations

import pytest

from analyzer.model import Protocol, Service, System
from analyzer.reference import services


@pytest.mark.parametrize(
    ("host", "path", "service"),
    [
        ("dod-graph.microsoft.us", "/v1.0/me", services.GRAPH),
        ("outlook.office365.com", "/api/v2.0/me/messages", services.OUTLOOK),
        ("api.contoso.example", "/api/v2.0/me/messages", services.OTHER),
        ("", "/api/v2.0/me/messages", services.OUTLOOK),
        ("idp.contoso.example", "/realms/x/oauth2/token", services.TOKEN),
        ("sts.contoso.example", "/adfs/ls/", services.TOKEN),
        ("my300000.crm.ondemand.com", "/sap/bc/ui5_ui5/", services.SAP),
        ("my300000.crm.ondemand.com", "/sap/c4c/odata/v1/c4codataapi/$batch", services.ODATA),
        ("mail.contoso.example", "/owa", services.EXCHANGE),
        ("mail.contoso.example", "/owares/", services.OTHER),
    ],
)
def test_host_and_path_tell_the_service(host: str, path: str, service: Service) -> None:
    assert services.asked(host, path) == service


def test_a_field_of_sap_alone_does_not_tell_that_it_spoke_odata() -> None:
    assert services.answered(["sap-server"]) == services.SAP
    assert services.answered(["DataServiceVersion"]) == services.ODATA


def test_only_a_service_of_the_same_side_adds_its_protocol() -> None:
    assert services.first_known(services.EXCHANGE, services.ODATA) == Service(System.EXCHANGE, Protocol.OTHER)
    assert services.first_known(services.OTHER, services.TOKEN) == services.TOKEN
