"""What a SOAP envelope says: whole, damaged, cut off, or hostile."""

from __future__ import annotations

import pytest

from analyzer import protocols
from analyzer.limits import Limits
from analyzer.model import Form, Problem, System
from analyzer.protocols import Said, ews

LIMITS = Limits()
ID = "00112233445566778899AABBCCDDEEFF"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"


def read(body: str) -> Said:
    return protocols.read(body, LIMITS)


def answer(*messages: str) -> str:
    """An answer to GetItem with these response messages."""
    inner = "".join(messages)
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<m:GetItemResponse xmlns:m="{MESSAGES}" xmlns:t="x"><m:ResponseMessages>{inner}</m:ResponseMessages>'
        "</m:GetItemResponse></s:Body></s:Envelope>"
    )


def message(code: str, more: str = "") -> str:
    outcome = "Success" if code == "NoError" else "Error"
    return (
        f'<m:GetItemResponseMessage ResponseClass="{outcome}"><m:ResponseCode>{code}</m:ResponseCode>{more}'
        "</m:GetItemResponseMessage>"
    )


def test_each_response_message_counts_by_its_own_code() -> None:
    said = read(answer(message("NoError"), message("ErrorItemNotFound"), message("NoError")))

    assert (said.operation, said.successes) == ("GetItem", 2)
    assert [result.code for result in said.results] == ["ErrorItemNotFound"]


def test_an_answer_of_errors_alone_is_no_success() -> None:
    assert read(answer(message("ErrorAccessDenied"))).successes == 0


@pytest.mark.parametrize("code", ["", "<m:ResponseCode>NoError</m:ResponseCode>", "<m:ResponseCode/>"])
@pytest.mark.parametrize(
    "damage", ["", "<m:MessageText>&</m:MessageText>", "<m:Broken>"], ids=["whole", "repaired", "searched"]
)
def test_a_message_of_class_error_is_one_whatever_its_code_says(code: str, damage: str) -> None:
    failed = f'<m:GetItemResponseMessage ResponseClass="Error"><m:MessageText>Busy.</m:MessageText>{code}</m:GetItemResponseMessage>'
    said = read(answer(failed, message("NoError", damage)))

    assert [(result.code, result.text) for result in said.results] == [(None, "Busy.")]
    assert said.successes == 1


def test_a_message_of_class_error_that_says_nothing_is_no_success() -> None:
    said = read(answer('<m:GetItemResponseMessage ResponseClass="Error"/>'))

    assert (len(said.results), said.successes) == (1, 0)


def test_an_answer_that_is_cut_before_the_code_of_its_error_does_not_tell_it() -> None:
    whole = answer(
        message("NoError"), '<m:GetItemResponseMessage ResponseClass="Error"><m:MessageText>Busy.</m:MessageText>'
    )
    said = ews.read(whole[: whole.index("</m:MessageText>") + 3].encode(), LIMITS, complete=False)

    assert (said.problem, said.results, said.successes) == (Problem.CUT, (), 1)


def test_an_answer_without_response_messages_is_a_success() -> None:
    said = read(answer())

    assert (said.successes, said.is_answer) == (1, True)


def test_a_request_is_no_success() -> None:
    said = read(answer().replace("GetItemResponse", "GetItem"))

    assert (said.is_answer, said.successes, said.operation) == (False, 0, "GetItem")


@pytest.mark.parametrize("stop", ["</s:Envelope>", "</m:GetItemResponse>", "</m:ResponseMessages>"])
def test_an_envelope_that_ends_early_is_said_to_be_cut(stop: str) -> None:
    whole = answer(message("NoError"))

    said = read(whole[: whole.index(stop)])

    assert (said.problem, said.form, said.successes) == (Problem.CUT, Form.SOAP, 1)
    assert read(whole).problem is None


def test_a_character_that_no_xml_may_hold_costs_nothing_of_an_answer() -> None:
    said = read(answer(message("NoError", "<t:Name>R&D \x0b</t:Name>"), message("ErrorItemNotFound")))

    assert (said.successes, said.problem) == (1, None)
    assert [result.code for result in said.results] == ["ErrorItemNotFound"]


@pytest.mark.parametrize("closing", ["</t:Body>", ""], ids=["closed", "left open"])
def test_an_answer_that_a_mail_quotes_is_none(closing: str) -> None:
    quoted = f'<t:Body BodyType="HTML">{message("ErrorAccessDenied")}{closing}'

    said = read(answer(message("NoError", quoted)))

    assert said.results == ()


@pytest.mark.parametrize("definition", ['<!DOCTYPE x [<!ENTITY e "ErrorAccessDenied">]>', "<!DOCTYPE x>"])
def test_what_a_document_defines_is_never_expanded(definition: str) -> None:
    said = ews.read((definition + answer(message("NoError", "<t:Name>&e;</t:Name>"))).encode(), LIMITS)

    assert said.problem is Problem.MALFORMED
    assert "ErrorAccessDenied" not in repr(said)


def test_the_version_loses_the_zeros_in_front() -> None:
    header = (
        '<s:Header><h:ServerVersionInfo xmlns:h="y" MajorVersion="15" MinorVersion="02" MajorBuildNumber="1118"'
        ' MinorBuildNumber="007"/></s:Header><s:Body>'
    )

    assert read(answer(message("NoError")).replace("<s:Body>", header, 1)).version == "15.2.1118.7"


SOAP = '<{0}:Envelope xmlns:{0}="http://schemas.xmlsoap.org/soap/envelope/"><{0}:Body>{1}</{0}:Body></{0}:Envelope>'
FAULT = "<{0}:Fault><faultcode>{0}:Server</faultcode><faultstring>{1}</faultstring></{0}:Fault>"


@pytest.mark.parametrize(
    ("prefix", "inner", "system"),
    [
        ("soap-env", FAULT.format("soap-env", "Fehler bei der Verarbeitung"), System.C4C),
        ("s", FAULT.format("s", f"Erreur (horodatage UTC 20260101; ID {ID})"), System.C4C),
        ("s", FAULT.format("s", "The server was unable to process the request"), System.OTHER),
        (
            "s",
            '<m:GetItemResponse xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"/>',
            System.EXCHANGE,
        ),
        ("s", FAULT.format("s", "ErrorServerBusy"), System.EXCHANGE),
    ],
)
def test_soap_alone_names_no_side(prefix: str, inner: str, system: System) -> None:
    assert read(SOAP.format(prefix, inner)).service.system is system


def test_half_a_code_of_a_fault_that_was_cut_is_never_told() -> None:
    fault = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
        "<faultcode>a:ErrorServerBusy</faultcode><faultstring>Try later.</faultstring></s:Fault></s:Body></s:Envelope>"
    )

    codes = {result.code for cut in range(len(fault) + 1) for result in read(fault[:cut]).results}

    assert codes == {"ErrorServerBusy"}


def test_the_code_of_a_whole_fault_may_stand_in_its_faultcode_alone() -> None:
    fault = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
        "<faultcode>a:ErrorServerBusy</faultcode><faultstring>Try later.</faultstring></s:Fault></s:Body></s:Envelope>"
    )

    assert [result.code for result in read(fault).results] == ["ErrorServerBusy"]


def of_server_error(inner: str, code: str = "ErrorInternalServerError") -> str:
    value = f'<m:MessageXml><t:Value Name="InnerErrorResponseCode">{inner}</t:Value></m:MessageXml>'
    return answer(message(code, value))


def test_a_code_that_says_nothing_gives_way_to_the_one_beneath_it() -> None:
    (result,) = read(of_server_error("ErrorQuotaExceeded")).results

    assert (result.code, result.inner) == ("ErrorInternalServerError", ("ErrorQuotaExceeded",))


@pytest.mark.parametrize("inner", ["0", "", "ErrorInternalServerError", "x y"])
def test_what_is_no_other_code_stands_beneath_nothing(inner: str) -> None:
    assert read(of_server_error(inner)).results[0].inner == ()


def test_a_code_that_says_something_stays_what_it_is() -> None:
    assert read(of_server_error("ErrorQuotaExceeded", "ErrorAccessDenied")).results[0].inner == ()
