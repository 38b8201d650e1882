"""Addresses, tenants and numbers of records get their tokens whatever stands beside them; what looks alike stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.case import Order, run
from analyzer.model import Privacy
from analyzer.privacy.known_words import KnownWords
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.report.files import Format
from tests.test_content import C4C


def shown(text: str) -> str:
    names = Pseudonyms(known=KnownWords())
    names.replace(text)  # the first look learns, as the first part of a document does
    return names.replace(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Conflict with ip-10-1-2-3 was found", "Conflict with ip-1 was found"),
        ("node-10-1-2-3 is 10.1.2.3", "ip-1 is ip-1"),
        ("10.1.2.3:443-10.1.2.4 refused", "ip-1:443-ip-2 refused"),
        ("client10.1.2.3 and host_10.1.2.4:443", "clientip-1 and host_ip-2:443"),
        ("from203.0.113.7to203.0.113.8", "fromip-1toip-2"),
        ("peer 010.001.002.003 is 10.1.2.3", "peer ip-1 is ip-1"),
        ("10[.]1[.]2[.]3, 10(.)1(.)2(.)3, 10[dot]1[dot]2[dot]3, 10.1.2[.]3", "ip-1, ip-1, ip-1, ip-1"),
        (r"allow 10\.1\.2\.3", "allow ip-1"),
        ("v10.1.2.155 blocked by firewall", "vip-1 blocked by firewall"),
    ],
)
def test_an_address_is_told_beside_other_signs(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "v1.2.3.4, v10.0.1.2, v15.1.2507.6, agent-2.3.1.4, Chrome/120.0.6099.71",
        "2026-10-12-08-00-05 and 8-12-10-26",
        "server-2019-10-12",
        "999.001.002.003",
        "1[0] and (2).(3)",
    ],
)
def test_versions_and_times_are_no_addresses(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Unable to process MY300100-SSO", "Unable to process tenant-1-SSO"),
        ("my300100_T and MY300100T are my300100", "tenant-1_T and tenant-1 are tenant-1"),
        ("my300100.crm.ondemand.com is SSO_my300100", "tenant-1.crm.ondemand.com is SSO_tenant-1"),
        ("tenant 300100 of C4C is locked", "tenant tenant-1 of C4C is locked"),
        ("Mandanten 300100 und mandante 300100", "Mandanten tenant-1 und mandante tenant-1"),
        ("Mandant: 300100, tenant id 300100", "Mandant: tenant-1, tenant id tenant-1"),
    ],
)
def test_a_tenant_of_c4c_is_told_by_its_number(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    ["tenant 12 of 300 failed", "my_300100 is set", "client 100 of the system", "my 10 items", "mandantn 300100"],
)
def test_other_numbers_are_no_tenants(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Case CS58001122 is open", "Case id-1 is open"),
        ("Ticket 8000112233, ticket #8000112233.", "Ticket id-1, ticket #id-1."),
        ("Vorgang Nr. 8000112233 gesperrt", "Vorgang Nr. id-1 gesperrt"),
        ("contact ID: 8000112233", "contact ID: id-1"),
        ("Object 'CRM-0011223344' failed", "Object 'id-1' failed"),
        ("serial number 4CE0460D1X", "serial number id-1"),
        ("S/N 4CE0460D1X unknown", "S/N id-1 unknown"),
        ("S-1-5-21-1004336348-1177238915-...", "id-1-..."),
    ],
)
def test_a_record_or_a_device_is_told_by_its_number(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Case 4711, item 10040, record 12345 of 20000",
        "object KB5001779, case SD00199",
        "order 12345678 bytes, task 1234567 ms",
        "appointment 20261012",
        "S-1-5-18 and S/N ratio",
        "record 1234567-1234568",
    ],
)
def test_counts_codes_and_dates_are_no_records(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(("name", "operation"), [("QueryQuittenhofContract", "word-1"), ("CreateAppointment",) * 2])
def test_the_name_of_a_file_is_no_operation_at_strict(tmp_path: Path, name: str, operation: str) -> None:
    dump = tmp_path / f"001_{name}_c4codataapi.txt"
    dump.write_text(C4C.format(request="{}", said="It failed"))

    case = run([str(dump)], Order(formats=(Format.JSON,), privacy=Privacy.STRICT))

    document = json.loads(case.reports[0][1])
    assert [row["operation"] for row in document["operations"]] == [operation]
    assert "Quittenhof" not in json.dumps(document)
