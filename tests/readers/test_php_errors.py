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


def test_a_frame_of_the_stack_is_no_error_of_its_own(analyse: Analyse) -> None:
    document = analyse(
        "PHP Fatal error:  Uncaught EWS_Exception: SOAP client returned status of 401 in /srv/sync.php:12\nStack trace:\n"
        "#0 /srv/vendor/Middleware.php(69): GuzzleHttp\\Exception\\RequestException::create(Object(Request))\n"
        "#1 [internal function]: Sync\\Error::raise()\n#2 {main}\n"
    )

    assert loud(document) == {"exchange-authentication": "error"}
    assert document["unexplained"] == []


SAID = (
    "Fatal error: Uncaught ClientException: Client error: `GET https://graph.microsoft.com/v1.0/me/messages` resulted in"
    ' a `403 Forbidden` response:\n{"error":{"code":"ErrorAccessDenied","message":"no"}}\n in /srv/sync.php:12\n'
)


def test_an_error_that_php_logs_and_displays_is_one(analyse: Analyse) -> None:
    assert analyse(f"PHP {SAID}\n{SAID}")["findings"][0]["count"] == 1
    assert analyse(f"[12-Oct-2026 08:00:00 UTC] PHP {SAID}\n{SAID}")["findings"][0]["count"] == 1


def test_an_error_that_php_logs_twice_happened_twice(analyse: Analyse) -> None:
    assert analyse(f"PHP {SAID}\nPHP {SAID}")["findings"][0]["count"] == 2
    assert analyse(f"{SAID}\n{SAID}")["findings"][0]["count"] == 2
