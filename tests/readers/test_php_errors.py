"""Errors of PHP, on the console and as it prints them for a browser, of the library php-ews."""

from __future__ import annotations

import pytest

from tests.conftest import Analyse, loud

STACK = """Stack trace:
#0 /srv/sync/ExchangeWebServices.php(547): ExchangeWebServices-&gt;processResponse(NULL)
#1 sync.php(59): ExchangeWebServices-&gt;FindItem(Object(EWSType_FindItemType))
#2 {main}

  thrown in <b>/srv/sync/ExchangeWebServices.php</b> on line <b>1221</b><br />
"""
STATUS = "Uncaught exception 'EWS_Exception' with message 'SOAP client returned status of %d' in /srv/sync/ExchangeWebServices.php:1221"
NO_XML = (
    "Uncaught SoapFault exception: [Client] looks like we got no XML document in /srv/sync/ExchangeWebServices.php:327"
)


@pytest.mark.parametrize("begin", ["", "<br />\n", "\n<br>\n"])
@pytest.mark.parametrize(
    ("said", "rule"),
    [(STATUS % 401, "exchange-authentication"), (STATUS % 503, "exchange-unavailable"), (NO_XML, "exchange-answer-no-xml")],
)  # fmt: skip
def test_an_error_that_php_prints_for_a_browser_is_read_as_the_text_it_is(
    analyse: Analyse, begin: str, said: str, rule: str
) -> None:
    document = analyse(f"{begin}<b>Fatal error</b>:  {said}\n{STACK}")

    assert document["documents"][0]["kind"] == "plain-text"
    assert document["documents"][0]["warning_codes"] == []
    assert set(loud(document)) == {rule}
    assert document["findings"][0]["count"] == 1
    assert document["findings"][0]["evidence"][0]["line"] == 1 + begin.count("\n")
    assert not document["unexplained"]


def test_php_errors_between_other_lines_are_read(analyse: Analyse) -> None:
    document = analyse(f"sync started\n<b>Fatal error</b>:  {STATUS % 401}\n{STACK}")

    assert set(loud(document)) == {"exchange-authentication"}


@pytest.mark.parametrize(
    "text",
    [
        "Fatal error: Uncaught exception 'EWS_Exception' with message 'SOAP client returned status of 404'",
        "EWS_Exception: SOAP client returned status of 404",
        "Exception: SOAP client returned status of 404.",
    ],
)
def test_the_library_is_a_mark_of_ews_by_its_class_or_its_sentence(analyse: Analyse, text: str) -> None:
    assert set(loud(analyse(text))) == {"exchange-ews-url-not-found"}


def test_another_page_in_bold_is_no_error_of_php(analyse: Analyse) -> None:
    assert analyse("<b>Good news</b>: EWS_Exception is gone")["documents"][0]["kind"] != "plain-text"
