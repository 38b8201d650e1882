"""exchangelib and the wire log of Apache HttpClient: what stands between their requests, and bodies of every form."""

from __future__ import annotations

import pytest

from tests.conftest import Analyse, counts, loud, rules_of
from tests.support.dialects import DIALECTS
from tests.support.session import healthy, ok, timed

URL = "https://mail.contoso.example/EWS/Exchange.asmx"
AT = "2026-10-12 08:00:00,123"
GOOD = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:GetFolderResponse xmlns:m="m">'
    '<m:ResponseMessages><m:GetFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
    "</m:GetFolderResponseMessage></m:ResponseMessages></m:GetFolderResponse></s:Body></s:Envelope>"
)
REQUEST = '<s:Envelope xmlns:s="s"><s:Body><m:GetFolder xmlns:m="m"/></s:Body></s:Envelope>'


def block(body: str, status: int = 200, session: int = 1) -> str:
    """One request as version 5 logs it."""
    shown = repr(body.encode())
    return (
        f"{AT} DEBUG [MainThread] exchangelib.util - Timeout: 120\nSession: {session}\nThread: 77\nURL: {URL}\n"
        f"Status code: {status}\nRequest headers: {{'Content-Type': 'text/xml', 'Authorization': 'Basic eDp5'}}\n"
        "Response headers: {'Server': 'Microsoft-IIS/10.0', 'X-FEServer': 'EXFE01'}\n"
        f"{AT} DEBUG [MainThread] exchangelib.util.xml - Request XML: {REQUEST.encode()!r}\nResponse XML: {shown}\n"
        f"{AT} DEBUG [MainThread] exchangelib.protocol - Releasing session 1\n"
    )


def error(said: str) -> str:
    return f"{AT} ERROR [MainThread] connector - session failed: {said}\n"


LOGGERS = f"{AT} DEBUG [MainThread] exchangelib.protocol - Adding key '{URL}'\n"


def test_a_log_whose_loggers_speak_before_the_first_request_is_read_as_that_log(analyse: Analyse) -> None:
    document = analyse(LOGGERS + block(GOOD) + block(GOOD, session=2))

    assert counts(document, "http", "status") == {200: 2}
    assert document["verdict"]["outcome"] == "clean"


def test_a_body_is_read_without_the_escapes_of_python(analyse: Analyse) -> None:
    """Both quotes in one body: Python escapes those that it encloses it in, and no XML begins so."""
    document = analyse(LOGGERS + block(f"<?xml version='1.0' encoding='utf-8'?>\n{GOOD}"))

    assert document["documents"][0]["warnings"] == ["times without a zone are taken as UTC"]
    assert document["verdict"]["confidence"]["level"] == "confirmed"


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<!DOCTYPE html>\n<html><title>Sign in</title></html>", "exchange-answer-no-xml"),
        (GOOD[:150], "exchange-xml-ended"),
        ("", "exchange-answer-no-xml"),
    ],
)
def test_a_good_status_with_anything_but_an_answer_is_a_finding(analyse: Analyse, body: str, rule: str) -> None:
    document = analyse(LOGGERS + block(body) + error("MalformedResponseError: No Body element in SOAP response"))

    assert rule in rules_of(document)
    assert document["unexplained"] == [], "the exception repeats what the answer said"


def test_a_cut_log_is_no_answer_that_ends_early(analyse: Analyse) -> None:
    whole = LOGGERS + block(GOOD) + block(GOOD, session=2)

    document = analyse(whole[: whole.rindex("</m:Resp")])

    assert "exchange-xml-ended" not in rules_of(document)
    assert "cut" in document["documents"][0]["warning_codes"]


def test_an_exception_after_a_request_that_worked_is_told(analyse: Analyse) -> None:
    document = analyse(LOGGERS + block(GOOD) + error("RuntimeError: no such table"))

    assert len(document["unexplained"]) == 1


def test_the_exception_of_a_refusal_is_the_refusal(analyse: Analyse) -> None:
    document = analyse(LOGGERS + block("", 401) + error(f"UnauthorizedError: Invalid credentials for {URL}"))

    assert counts(document, "http", "status") == {401: 1}
    assert rules_of(document)["exchange-authentication"] == "error"
    assert document["unexplained"] == []


def test_what_a_debug_line_prints_of_a_mail_is_no_error(analyse: Analyse) -> None:
    wire = DIALECTS["davmail_wire"](healthy()).decode()
    mail = (
        f"{AT} DEBUG [ImapConnection-1] davmail.imap.ImapConnection  - From: Anna\n"
        "Subject: FW: The request failed. System.Net.WebException: (404) Not Found\nInner error: HTTP 503\n"
    )

    assert loud(analyse(wire + mail)) == {}


def test_what_an_error_line_says_is_told_and_the_mail_it_prints_is_not(analyse: Analyse) -> None:
    wire = DIALECTS["davmail_wire"](timed([ok("GetFolder")])).decode()
    said = f"{AT} ERROR [ImapConnection-1] davmail  - java.lang.RuntimeException: no room left\n\tat davmail.A.b(A.java:1)\n"
    text = f"{AT} ERROR [ImapConnection-1] davmail.exchange  - Current text: Error: Quarzlampe\n"

    document = analyse(wire + said + text)

    assert len(document["unexplained"]) == 1
    assert "Quarzlampe" not in str(document)


CONSOLE = (
    "DEBUG:exchangelib.util:Timeout: 120\nSession: {n}\nThread: 77\nURL: "
    + URL
    + "\nStatus code: 200\n"
    + (
        "Request headers: {{}}\nResponse headers: {{'X-FEServer': 'EXFE01'}}\n"
        "DEBUG:exchangelib.util.xml:Request XML: {asked}\nResponse XML: {body}\n"
        "DEBUG:exchangelib.protocol:Releasing session\n"
    )
)
MENDED = GOOD.replace("</m:GetFolderResponseMessage>", "<m:Folders>{end}</m:Folders></m:GetFolderResponseMessage>")
UNKNOWN = "KeyError: '{http://schemas.microsoft.com/exchange/services/2006/types}%s'"


def printed(end: str) -> str:
    """One request as version 5 prints it on a terminal, where what broke off has got an end."""
    return CONSOLE.format(n=1, asked=REQUEST, body=MENDED.format(end=end))


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("<t:Folder><t:Dis/></t:Folder>", UNKNOWN % "Dis"),
        ("<t:Fol/>", UNKNOWN % "Fol"),
        ("<t:Folder><t:FolderId/></t:Folder>", "ValueError: 'update_fields' is only valid for updates"),
    ],
)
def test_an_answer_that_broke_off_and_was_mended_ended_early(analyse: Analyse, end: str, said: str) -> None:
    document = analyse(printed(end) + f"ERROR:connector:session failed: {said}\n")

    assert rules_of(document) == {"exchange-xml-ended": "error"}
    assert document["unexplained"] == []


def test_an_element_that_the_client_does_not_know_is_no_broken_answer(analyse: Analyse) -> None:
    document = analyse(printed("<t:Folder/><t:Note>x</t:Note>") + f"ERROR:connector:failed: {UNKNOWN % 'Note'}\n")

    assert "exchange-xml-ended" not in rules_of(document)


def test_an_id_at_the_end_of_an_answer_is_whole(analyse: Analyse) -> None:
    document = analyse(printed('<t:Folder><t:FolderId Id="AAMk" ChangeKey="AQ"/></t:Folder>'))

    assert document["findings"] == []


def test_fields_that_are_told_while_a_way_to_sign_in_is_looked_for_are_no_request(analyse: Analyse) -> None:
    document = analyse(
        f"DEBUG:exchangelib.transport:Requesting {URL} from exchangelib\n"
        "DEBUG:exchangelib.transport:Request headers: {'User-Agent': 'exchangelib/4.2.0', 'Content-Type': 'text/xml'}\n"
        "DEBUG:exchangelib.transport:Response headers: {'Server': 'Microsoft-IIS/8.5', 'WWW-Authenticate': 'NTLM'}\n"
        'Traceback (most recent call last):\n  File "sync.py", line 3, in <module>\n    account.root\n'
        "exchangelib.errors.ErrorNonExistentMailbox: No mailbox with such guid.\n"
    )

    assert list(loud(document)) == ["ErrorNonExistentMailbox"]
    assert document["documents"][0]["warning_codes"] == []


@pytest.mark.parametrize("before", ["", f"Response data: {GOOD[:90].encode()!r}\n"])
def test_what_a_mail_says_that_a_client_prints_is_no_error(analyse: Analyse, before: str) -> None:
    body = r"<s:Fault><faultcode>a:ErrorServerBusy</faultcode></s:Fault>\nThe XML document ended unexpectedly."
    printed_item = f"Message(item_class='IPM.Note', subject='Offer', body='{body}', attachments=[])"

    line = f"{AT} DEBUG [MainThread] exchangelib.services.update_item - Updating item {printed_item}\n"

    assert loud(analyse(before + line)) == {}


BROKEN = f"{AT} DEBUG [MainThread] exchangelib.util - Session 1 thread 77: connection error POST'ing to {URL}\n"
RESET = "ConnectionError(('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer')))"


@pytest.mark.parametrize("said", [RESET, f"ErrorTimeoutExpired: Reraised from {RESET}"])
def test_a_connection_that_broke_is_the_error_that_the_client_raises_for_it(analyse: Analyse, said: str) -> None:
    raised = f"{AT} ERROR [MainThread] connector - session failed: {said}\n"

    once = BROKEN + raised + raised

    document = analyse(once + once.replace(AT, "2026-10-12 08:01:00,123"))

    assert {finding["rule"]: finding["count"] for finding in document["findings"] if finding["outcome"] == "error"} == {
        "network-reset": 2
    }
    assert document["response_codes"] == []


@pytest.mark.parametrize(("second", "requests"), [("08:00:00,123", 1), ("08:00:04,123", 2)])
def test_a_block_that_is_printed_at_once_again_is_the_same_request(
    analyse: Analyse, second: str, requests: int
) -> None:
    document = analyse(block("", 503) + block("", 503).replace(AT, f"2026-10-12 {second}"))

    assert counts(document, "http", "status") == {503: requests}


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "INFORMATION", "VERBOSE", "TRACE", "NOTICE"])
def test_a_calm_entry_between_requests_quotes_what_it_says(analyse: Analyse, level: str) -> None:
    quoted = f"{AT} {level} [main] app - System.Exception: the answer of the day was 401 Unauthorized\n"

    assert loud(analyse(block(GOOD) + quoted + block(GOOD, session=2))) == {}


def test_the_answer_that_another_program_prints_is_none_of_exchangelib(analyse: Analyse) -> None:
    error = '{"error": {"code": "/IWFND/MED/170", "message": {"lang": "en", "value": "No service found"}}}'
    text = f"GET https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi 403\nResponse data: b'{error}'\n"

    assert {row["system"] for row in analyse(text)["http"]} <= {"c4c"}


def test_what_a_script_of_exchangelib_dies_of_is_told(analyse: Analyse) -> None:
    """Nobody caught it, so Python prints it below the calm line of the request, without a time."""
    sent = f"{AT} DEBUG [MainThread] exchangelib.util - Session 1 thread 77 timeout 120: POST'ing to {URL} after 0s sleep\n"
    died = 'Traceback (most recent call last):\n  File "sync.py", line 3, in run\n'

    document = analyse(f"{sent}{died}exchangelib.errors.TransportError: HTTPSConnectionPool: Read timed out\n")

    assert loud(document) == {"network-timeout": "error"}
