"""A whole body becomes records: in its place, and each answer of a batch as a call of its own."""

from __future__ import annotations

import pytest

from analyzer.limits import Limits
from analyzer.model import Form, ResponseBody, ResponseHead
from analyzer.readers import answers
from analyzer.readers.notes import Notes
from analyzer.reference import services
from tests.support.records import place

LIMITS = Limits()
PART = "--b\nContent-Type: application/http\n\nHTTP/1.1 {0}\nContent-Type: application/json\n\n{{}}\n"
MESSAGE = (
    '<m:GetItemResponseMessage ResponseClass="{0}"><m:ResponseCode>{1}</m:ResponseCode></m:GetItemResponseMessage>'
)
ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:GetItemResponse'
    ' xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><m:ResponseMessages>'
)


def test_refusals_in_a_batch_are_no_steps_of_each_other() -> None:
    body = PART.format("401 Unauthorized") + PART.format("401 Unauthorized") + PART.format("200 OK") + "--b--"

    found = list(answers.read(body, place(service=services.ODATA), LIMITS, Notes(LIMITS)))

    threads = [record.at.thread for record in found if isinstance(record, ResponseHead)]
    assert len(threads) == 3
    assert len(set(threads)) == 3


@pytest.mark.parametrize(
    ("messages", "form"),
    [(MESSAGE.format("Success", "NoError"), Form.CUT), (MESSAGE.format("Error", "ErrorServerBusy"), Form.SOAP)],
    ids=["nothing wrong so far", "an error before the end"],
)
def test_xml_that_ends_early_is_told_unless_it_tells_an_error_itself(messages: str, form: Form) -> None:
    found = list(answers.read(ENVELOPE + messages, place(), LIMITS, Notes(LIMITS)))

    assert [record.form for record in found if isinstance(record, ResponseBody)] == [form]


def test_xml_that_the_document_itself_cuts_off_is_no_fault_of_the_server() -> None:
    whole = MESSAGE.format("Success", "NoError")

    found = list(answers.read(ENVELOPE + whole, place(), LIMITS, Notes(LIMITS), whole=False))

    assert [record.form for record in found if isinstance(record, ResponseBody)] == [Form.SOAP]
