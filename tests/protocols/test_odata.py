"""What SAP says in an answer: the error and what stands beneath it, in every form that it comes in."""

from __future__ import annotations

import pytest

from analyzer import protocols
from analyzer.limits import Limits
from analyzer.model import Form, Problem, Protocol, System
from analyzer.protocols import Said, odata
from analyzer.reference import services

LIMITS = Limits()
ID = "00112233445566778899AABBCCDDEEFF"
V2 = """{"error": {"code": "SY/530", "message": {"lang": "de", "value": "Bitte Auftrag angeben"}, "innererror": {
"transactionid": "%s", "errordetails": [{"code": "/IWBEP/CX_MGW_BUSI_EXCEPTION", "message": "Ausnahme", "severity": "error"}]}}}"""
V2 = V2.replace("%s", ID)
V4 = (
    """{"error": {"code": "/IWBEP/CX/12", "message": "No such key", "details": [{"code": "ZX/001", "message": "b"}]}}"""
)
XML = f"""<?xml version="1.0"?><error xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
<code>SY/530</code><message xml:lang="de">Bitte Auftrag angeben</message><innererror><transactionid>{ID}</transactionid>
<errordetails><errordetail><code>/IWBEP/CX_MGW_BUSI_EXCEPTION</code><message>Ausnahme</message></errordetail></errordetails>
</innererror></error>"""


def read(body: str) -> Said:
    return protocols.read(body, LIMITS)


@pytest.mark.parametrize("body", [V2, XML], ids=["json", "xml"])
def test_one_error_has_its_code_its_text_its_id_and_the_codes_beneath_it(body: str) -> None:
    said = read(body)

    (result,) = said.results
    assert (said.service.system, said.service.protocol) == (System.C4C, Protocol.ODATA)
    assert (result.code, result.inner, result.fault) == ("SY/530", ("/IWBEP/CX_MGW_BUSI_EXCEPTION",), True)
    assert result.text == f"OData error SY/530: Bitte Auftrag angeben (Ausnahme), transaction id {ID}"
    assert said.successes == 0


def test_the_form_of_v4_is_read_too() -> None:
    said = read(V4)

    assert [(result.code, result.inner) for result in said.results] == [("/IWBEP/CX/12", ("ZX/001",))]
    assert said.service.system is System.C4C


def test_an_error_object_without_a_mark_of_sap_names_no_side() -> None:
    said = read('{"error": {"code": "Throttled", "message": "Try later"}}')

    assert said.service.system is System.OTHER
    assert said.results[0].code == "Throttled"


@pytest.mark.parametrize("stop", [60, 140, 200, 260])
def test_an_error_that_breaks_off_is_read_up_to_there_and_said_to_be_cut(stop: int) -> None:
    said = read(V2[:stop])

    assert said.results[0].code == "SY/530"
    assert said.problem is Problem.CUT


def test_no_cut_and_no_depth_is_too_much() -> None:
    for body in (V2, XML, V4):
        for stop in range(len(body)):
            read(body[:stop])
    assert read('{"error": ' + '{"innererror": ' * 100_000).form is Form.JSON
    assert read('{"error": {"code": "SY/530", "x": ' + "[" * 100_000).results[0].code == "SY/530"


def test_an_error_field_inside_a_record_is_no_error() -> None:
    body = '{"d": {"results": [' + '{"Name": "x"},' * 200 + '{"error": {"code": "X", "message": {"value": "y"}}}]}}'

    assert read(body).results == ()


def test_an_id_of_a_text_in_the_place_of_a_code_is_no_transaction() -> None:
    (result,) = read(
        f'{{"error": {{"code": "{ID}", "message": {{"lang": "zh", "value": "Property A not found"}}}}}}'
    ).results

    assert result.text == f"OData error {ID}: Property A not found"


def test_markup_in_a_text_is_left_out() -> None:
    (result,) = read('{"error": {"code": "", "message": {"value": "<![CDATA[Sorry<br />No]]>"}}}').results

    assert (result.code, result.text) == (None, "OData error: Sorry No")


@pytest.mark.parametrize(
    ("severity", "is_error"), [("error", True), ("warning", False), ("info", False), ("success", False), ("", False)]
)
def test_only_an_error_in_sap_message_is_one(severity: str, is_error: bool) -> None:
    value = f'{{"code":"V1/302","message":"Not complete","severity":"{severity}","details":[{{"code":"V1/303"}}]}}'

    result = odata.sap_message((("sap-message", value),))

    assert (result is not None) is is_error
    assert result is None or (result.code, result.inner) == ("V1/302", ("V1/303",))


def test_entries_of_c4c_are_known_by_their_metadata() -> None:
    body = (
        '[{"__metadata": {"uri": "https://my1.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/A(\'1\')"}, "Name": "404"}]'
    )

    said = read(body)

    assert said.service.system is System.C4C
    assert (said.successes, said.results, said.text) == (1, (), "")


def test_an_answer_that_breaks_off_proves_no_success() -> None:
    assert protocols.read('{"d": {"results": [{"Na', LIMITS, services.ODATA).successes == 0


@pytest.mark.parametrize("text", ["CSRF-Token-Validierung ist fehlgeschlagen", "CSRF token validation failed"])
def test_the_refusal_of_a_token_is_known_in_any_language(text: str) -> None:
    assert read(text).text == "CSRF token validation failed"


@pytest.mark.parametrize("body", [V2, V4, XML], ids=["V2", "V4", "XML"])
def test_half_a_code_is_never_told(body: str) -> None:
    whole = read(body).results[0]
    named = {whole.code, *whole.inner, None}

    for cut in range(1, len(body)):
        for result in read(body[:cut]).results:
            assert {result.code, *result.inner} <= named, body[:cut]


@pytest.mark.parametrize(("severity", "code"), [("error", "/APBP/CENT:003"), ("warning", None)])
def test_an_error_may_stand_in_the_details_of_sap_message_alone(severity: str, code: str | None) -> None:
    detail = f'{{"code": "/APBP/CENT:003", "message": "Cannot maintain internal field", "severity": "{severity}"}}'
    value = f'{{"code": "X/1", "message": "Saved", "severity": "info", "details": [{detail}]}}'

    result = odata.sap_message((("sap-message", value),))

    assert (result.code if result else None) == code


def test_a_wrapper_in_sap_message_is_told_with_what_stands_beneath_it() -> None:
    value = '{"code": "ODATA_ERROR", "severity": "error", "details": [{"code": "A/1", "message": "No such field"}]}'

    result = odata.sap_message((("sap-message", value),))

    assert result is not None
    assert (result.code, result.inner) == ("ODATA_ERROR", ("A/1",))
    assert "No such field" in result.text


def test_of_many_details_in_sap_message_the_first_are_told_whole() -> None:
    details = ",".join(
        f'{{"code": "A/{number}", "message": "No {number}", "severity": "error"}}' for number in range(30)
    )

    result = odata.sap_message((("sap-message", f'{{"severity": "info", "details": [{details}]}}'),))

    assert result is not None
    assert result.code == "A/0"
    assert "A/19" in result.inner
    assert "A/20" not in result.inner


@pytest.mark.parametrize(
    "said",
    [
        "<Password Type='x'>Topf77</Password>",
        "<Password><![CDATA[Topf77]]></Password>",
        "<b>now</b><Password>Topf77",
        "<saml:AttributeValue>Topf77</saml:AttributeValue>",
        "<name>password</name><value>Topf77</value>",
        "<key>ews.secret</key> <string>Topf77</string>",
    ],
)
def test_a_secret_in_the_markup_of_a_message_goes_with_it(said: str) -> None:
    (result,) = read(f'{{"error": {{"code": "", "message": {{"value": "No {said} here"}}}}}}').results

    assert "Topf77" not in result.text
    assert result.text.startswith("OData error: No")
