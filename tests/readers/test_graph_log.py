"""Logs about Microsoft Graph: the words of its client libraries, and what belongs to one failure."""

from __future__ import annotations

import json

import pytest

from analyzer.model import ResponseHead
from tests.conftest import Analyse, counts, loud
from tests.support.reading import records_of

DOTNET = """2026-10-12 08:00:00 [ERR] item read failed
Status Code: NotFound
Microsoft.Graph.ServiceException: Code: ErrorItemNotFound
Message: The specified object was not found in the store.
Inner error:
\tAdditionalData:
\tdate: 2026-10-12T08:00:00
\trequest-id: 0a1b2c3d-1111-2222-3333-444455556666
ClientRequestId: 11111111-1111-2222-3333-444455556666

   at Microsoft.Graph.HttpProvider.SendAsync(HttpRequestMessage request)
"""
KIOTA = """2026-10-12 08:00:00 [ERR] calendar read failed
Microsoft.Graph.Models.ODataErrors.ODataError: The resource could not be found.
   at Microsoft.Kiota.Http.HttpClientLibrary.HttpClientRequestAdapter.ThrowIfFailedResponse(HttpResponseMessage response)
Error.Code: itemNotFound
ResponseStatusCode: 404
"""
JAVA = """2026-10-12 08:00:00,123 ERROR [main] sync - com.microsoft.graph.http.GraphServiceException: Error code: ErrorItemNotFound
Error message: The specified object was not found in the store.

GET https://graph.microsoft.com/v1.0/users/anna.berg@contoso.example/messages/AAMkADx1
SdkVersion : graph-java/v5.13.0

404 : Not Found
[...]
"""
JAVASCRIPT = """2026-10-12T08:00:00.000Z error: GraphError: The specified object was not found in the store.
    at new GraphError (/app/node_modules/@microsoft/microsoft-graph-client/lib/src/GraphError.js:36:28) {
  statusCode: 404,
  code: 'ErrorItemNotFound',
  requestId: '0a1b2c3d-1111-2222-3333-444455556666',
  body: '{"code":"ErrorItemNotFound","message":"The specified object was not found in the store."}'
}
"""
PYTHON = """ERROR:sync:APIError
        Code: 404
        message: None
        error: MainError(additional_data={}, code='ErrorItemNotFound', details=None, message='The object was not found.')
msgraph.generated.models.o_data_errors.o_data_error.ODataError
"""
O365 = (
    "Client Error: 404 Client Error: Not Found for url: https://graph.microsoft.com/v1.0/me/messages/AAMkADx1"
    " | Error Message: The specified object was not found in the store.\n"
)
POWERSHELL = """Get-MgUserMessage : [ErrorItemNotFound] : The specified object was not found in the store.
At line:1 char:1
+ Get-MgUserMessage -UserId anna.berg@contoso.example
    + FullyQualifiedErrorId : ErrorItemNotFound,Microsoft.Graph.PowerShell.Cmdlets.GetMgUserMessage_List
Status: 404 (NotFound)
ErrorCode: ErrorItemNotFound
"""
PHP = """local.ERROR: Client error: `GET https://graph.microsoft.com/v1.0/me/messages/AAMkADx1` resulted in a `404 Not Found` response:
{"error":{"code":"ErrorItemNotFound","message":"The specified object was not found in the store."}}
"""
RUST = """Error: Graph error:
GraphError {
    headers: Some(
        GraphHeaders {
            url: "https://graph.microsoft.com/v1.0/me/messages/AAMkADx1",
            status: 404,
        },
    ),
    code: 404,
    error_message: ErrorMessage {
        error: Some(
            ErrorStatus {
                code: Some(
                    "ErrorItemNotFound",
                ),
            },
        ),
    },
}
"""
GO = """2026-10-12T08:00:00.272+0300\tERROR\tsync.go:74\treading: error status code received from the API: gone\t{"service": "Exchange", "recovered_error": "{\\"gone\\", {odataerror_code:ErrorItemNotFound, incremental:true}}"}
"""
DAVMAIL = """2026-07-07 17:27:26,831 DEBUG [ImapConnection-49539] davmail.exchange.graph.GraphRequestBuilder  - GET https://graph.microsoft.com/beta/me/mailFolders
2026-07-07 17:27:26,867 WARN  [ImapConnection-49517] davmail.exchange.ExchangeSession  - HTTP/1.1 404 Not Found
2026-07-07 17:27:26,867 DEBUG [ImapConnection-49517] davmail.exchange.JsonResponseHandler  - 404 Not Found {"code":"ErrorItemNotFound","message":"The object was not found in the store."}
2026-07-07 17:27:26,867 ERROR [ImapConnection-49517] davmail  - ErrorItemNotFound The object was not found in the store.
java.io.IOException: ErrorItemNotFound The object was not found in the store.
        at davmail.exchange.graph.JsonResponseHandler.handleResponse(JsonResponseHandler.java:99)
"""
CLIENTS = {
    "dotnet": DOTNET,
    "kiota": KIOTA,
    "java": JAVA,
    "javascript": JAVASCRIPT,
    "python": PYTHON,
    "o365": O365,
    "powershell": POWERSHELL,
    "php": PHP,
    "rust": RUST,
    "go": GO,
    "davmail": DAVMAIL,
}


@pytest.mark.parametrize("client", CLIENTS)
def test_a_failure_is_read_once_in_the_words_of_each_client(analyse: Analyse, client: str) -> None:
    document = analyse(CLIENTS[client])

    assert loud(document) == {"graph-item-not-found": "issue"}
    assert document["findings"][0]["count"] == 1
    assert not document["unexplained"]
    assert set(counts(document, "http", "protocol", "status")) <= {("graph", 404)}


def test_a_status_before_the_words_about_graph_is_none_of_ews(analyse: Analyse) -> None:
    document = analyse("".join(DAVMAIL.replace("404 Not Found", "400 Bad Request").splitlines(keepends=True)[1:]))

    assert not any(rule.startswith("exchange-") for rule in loud(document))
    assert counts(document, "http", "protocol", "status") == {("graph", 400): 1}


def test_the_same_failure_in_two_entries_happened_twice(analyse: Analyse) -> None:
    document = analyse(DOTNET + DOTNET.replace("08:00", "08:05"))

    assert counts(document, "response_codes", "code") == {"ErrorItemNotFound": 2}


def test_a_request_that_nothing_answers_is_not_told(analyse: Analyse) -> None:
    document = analyse("2026-10-12 08:00:00 DEBUG sync - GET https://graph.microsoft.com/v1.0/me/messages\n")

    assert not document["operations"]
    assert not loud(document)


def test_a_log_of_good_statuses_is_clean(analyse: Analyse) -> None:
    line = "2026-10-12 08:00:0{} INFO sync: GET https://graph.microsoft.com/v1.0/me/events -> 200 OK\n"

    document = analyse(line.format(1) + line.format(2))

    assert document["verdict"]["outcome"] == "clean"
    assert counts(document, "http", "status") == {200: 2}


def test_what_works_again_was_throttled_only(analyse: Analyse) -> None:
    document = analyse(
        "2026-10-12 08:00:00 WARN sync: GET https://graph.microsoft.com/v1.0/me/events -> 429 Too Many Requests\n"
        "2026-10-12 08:00:09 INFO sync: GET https://graph.microsoft.com/v1.0/me/events -> 200 OK\n"
    )

    assert loud(document) == {"graph-throttled": "issue"}


@pytest.mark.parametrize(
    "line",
    [
        "2026-10-12 08:00:02 DEBUG graph client: retries on ErrorItemNotFound, ApplicationThrottled\n",
        "2026-10-12 08:00:02 INFO graph client: 404 events read from https://graph.microsoft.com/v1.0/me/events\n",
    ],
)
def test_a_code_or_number_in_passing_is_no_failure(analyse: Analyse, line: str) -> None:
    document = analyse(line)

    assert not loud(document)
    assert not document["response_codes"]


def test_what_people_wrote_beside_an_error_is_not_shown(analyse: Analyse) -> None:
    note = (
        'POST https://graph.microsoft.com/v1.0/me/messages\n\n{ "subject": "Quittenmarmelade", "body": '
        '{ "content": "error: Marillen" }, "attachments": [ { "contentBytes": "UXVpdHRlbg==" } ] }\n\n'
        '{ "error": { "code": "ErrorQuotaExceeded", "message": "Cannot get ID from name." }\n'
    )

    document = analyse(note)

    assert counts(document, "response_codes", "code") == {"ErrorQuotaExceeded": 1}
    assert not any(word in json.dumps(document) for word in ("Quittenmarmelade", "Marillen", "UXVpdHRlbg"))


def test_a_status_inside_a_page_is_none_of_the_answer(analyse: Analyse) -> None:
    document = analyse(
        'GET https://graph.microsoft.com/v1.0/me/messages\n\n{ "error": { "code": "UnknownError", "message": '
        '"<!DOCTYPE html><html><head><title>404 - Not Found</title></head></html>" } }\n'
    )

    assert not document["http"]
    assert loud(document) == {"graph-unavailable": "error"}


@pytest.mark.parametrize(
    "text", ["{" * 3000, '{"error":{"code":"' * 500, "GET https://graph.microsoft.com/" + "a" * 9000]
)
def test_hostile_text_ends(analyse: Analyse, text: str) -> None:
    assert analyse(f"https://graph.microsoft.com/v1.0/me\n{text}")["documents"]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_log_cut_at_any_place_is_still_read(analyse: Analyse, client: str) -> None:
    text = CLIENTS[client]

    for stop in range(0, len(text), 97):
        assert analyse(text[:stop] or " ")["documents"]


BATCH = """POST https://graph.microsoft.com/v1.0/$batch
200 OK
{"responses": [{"id": "1", "status": 200, "body": {"a": 1}}, {"id": "2", "status": 404, "body": null}]}
"""


def test_a_note_that_ends_inside_a_batch_is_not_called_clean(analyse: Analyse) -> None:
    document = analyse(BATCH[: BATCH.index(', {"id": "2"') + 5])

    assert document["documents"][0]["warning_codes"] == ["cut"]
    assert document["verdict"]["outcome"] == "inconclusive"


def test_a_batch_with_a_hole_in_it_is_not_surely_clean(analyse: Analyse) -> None:
    begin, end = BATCH.index('{"a": 1}'), BATCH.index('"status": 404')

    document = analyse(BATCH[:begin] + '{"a' + BATCH[end:])

    assert document["documents"][0]["warning_codes"] == ["not-read"]
    assert document["verdict"]["confidence"]["level"] != "confirmed"


@pytest.mark.parametrize("text", [BATCH, BATCH.rstrip("\n"), BATCH + "see {the docs", BATCH + '{"see" the docs'])
def test_a_note_that_is_whole_is_not_called_cut(analyse: Analyse, text: str) -> None:
    assert "cut" not in analyse(text)["documents"][0]["warning_codes"]


@pytest.mark.parametrize(
    "line",
    [
        "See https://learn.microsoft.com/graph/errors for the code ErrorItemNotFound.",
        "retryCodes: [TooManyRequests, ErrorServerBusy]",
        "code: ErrorAccessDenied means that the application lacks a permission",
        "INFO handled codes are ErrorItemNotFound, SyncStateNotFound",
    ],
)
def test_a_code_that_a_text_only_speaks_about_is_no_error(analyse: Analyse, line: str) -> None:
    document = analyse(f"INFO graph client for https://graph.microsoft.com/v1.0 is ready\n{line}\n")

    assert (document["findings"], document["unexplained"]) == ([], [])


ASKED = "GET https://graph.microsoft.com/v1.0/me/messages"


@pytest.mark.parametrize(
    "lines",
    [
        (f"INFO {ASKED}?$filter=contains(subject,'HTTP 503 Service Unavailable')", "INFO 200 OK"),
        (f"INFO {ASKED}?$filter=subject eq 'failed with status 404' and isRead eq false", "INFO 200 OK"),
        (f'INFO {ASKED}?$search="error 503 Service Unavailable"', "INFO 200 OK"),
        (f"INFO {ASKED}/AAMk", "INFO HTTP/1.1 200 OK", 'INFO Microsoft Graph read, subject: "503 Service Unavailable"'),
        (f"{ASKED}/AAMk", "HTTP/1.1 200 OK", "Microsoft Graph read, Betreff: Fehler 503 Service Unavailable"),
        (f"{ASKED}/AAMk", "HTTP/1.1 200 OK", 'Microsoft Graph read "Outage: 503 Service Unavailable on portal"'),
    ],
)
def test_what_people_wrote_or_look_for_is_no_status(analyse: Analyse, lines: tuple[str, ...]) -> None:
    document = analyse("".join(f"2026-10-12T08:00:0{number}Z {line}\n" for number, line in enumerate(lines)))

    assert counts(document, "http", "status") == {200: 1}
    assert loud(document) == {}


@pytest.mark.parametrize(
    "line",
    [
        f"INFO {ASKED}?$filter=subject eq 'HTTP 404' and isRead eq false 503 Service Unavailable",
        'ERROR Microsoft Graph call failed "503 Service Unavailable"',
        'INFO Microsoft Graph answered, status: "503 Service Unavailable"',
        f"ERROR '{ASKED}?$top=5' failed with 'HTTP 503 Service Unavailable'",
    ],
)
def test_what_tells_how_a_request_ended_is_a_status_in_quotes_too(analyse: Analyse, line: str) -> None:
    document = analyse(f"2026-10-12T08:00:00Z {line}\n")

    assert counts(document, "http", "status") == {503: 1}


@pytest.mark.parametrize(
    "text",
    [
        "Microsoft.Graph.ServiceException: Code: ErrorItemNotFo",
        f"{ASKED}\nODataError: code: ErrorAccessDen",
        "2026-10-12T08:00:00Z [ERR] Microsoft Graph said errorCode=mailboxNotEnabledForRE",
    ],
)
def test_a_text_that_ends_inside_a_code_is_cut_and_names_none(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert document["response_codes"] == []
    assert "cut" in document["documents"][0]["warning_codes"]


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_code_at_the_end_of_a_text_counts(analyse: Analyse, end: str) -> None:
    document = analyse(f"Microsoft.Graph.ServiceException: Code: ErrorItemNotFound{end}")

    assert counts(document, "response_codes", "code") == {"ErrorItemNotFound": 1}
    assert "cut" not in document["documents"][0]["warning_codes"]


@pytest.mark.parametrize(
    "text",
    [
        f"Fetching {ASKED}/delta?$skiptoken=abc\n  OK: +51 events => 751 total (1754ms)\n",
        f"  Fetching {ASKED}/delta?$skiptoken=abc\n\n  Fetching {ASKED}/delta?$skiptoken=def\n  OK: +4 events",
        f"next link: {ASKED.removeprefix('GET ')}?$skip=10",
    ],
)
def test_a_text_that_only_names_requests_is_read_and_proves_nothing(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert document["documents"][0]["kind"] == "plain-text"
    assert document["http"] == document["findings"] == document["unexplained"] == []
    assert document["verdict"]["outcome"] == "inconclusive"


THROWN_WITH_A_CODE = (
    "type: Microsoft.Graph.ServiceException\n\nassembly: Microsoft.Graph.Core, Version=1.15.0.0\n\n"
    "Code: ErrorItemNotFound\nMessage: It is not in the store.\n",
    "Microsoft.Graph.ServiceException: Code: ErrorItemNotFound\nMessage: It is not in the store.\n",
    "An error: ServiceException: Code: ErrorItemNotFound\nMessage: It is not in the store.\n",
)


@pytest.mark.parametrize("text", THROWN_WITH_A_CODE, ids=range(len(THROWN_WITH_A_CODE)))
def test_the_code_of_an_exception_is_one_of_graph_wherever_it_stands_below_its_name(
    analyse: Analyse, text: str
) -> None:
    document = analyse(text)

    assert set(loud(document)) == {"graph-item-not-found"}
    assert counts(document, "response_codes", "code", "protocol") == {("ErrorItemNotFound", "graph"): 1}


def test_the_code_of_an_exception_of_ews_stays_one_of_ews(analyse: Analyse) -> None:
    text = "Microsoft.Exchange.WebServices.Data.ServiceResponseException: not in the store\nCode: ErrorItemNotFound\n"

    assert counts(analyse(text), "response_codes", "protocol") == {"ews": 1}


def test_an_exception_whose_code_is_a_phrase_names_that_status(analyse: Analyse) -> None:
    text = "type: Microsoft.Graph.ServiceException\n\nMessage: \nCode: BadGateway\nMessage: The backend failed.\n"

    assert set(loud(analyse(text))) == {"graph-unavailable"}


def test_a_code_with_half_its_quotes_is_read(analyse: Analyse) -> None:
    text = 'err_code: "MailboxNotEnabledForRESTAPI\nerr_message: "REST API is not yet supported for this mailbox."\n'

    assert set(loud(analyse(text))) == {"graph-mailbox-not-enabled"}


@pytest.mark.parametrize(
    ("inner", "rule"),
    [
        (
            "Microsoft.Identity.Client.MsalServiceException: A configuration issue is preventing authentication. "
            "Original exception: AADSTS7000222: The provided client secret keys for app 'sync' are expired.",
            "AADSTS7000222",
        ),
        (
            "System.Net.Http.HttpRequestException: No such host is known. (graph.microsoft.com:443)\n"
            " ---> System.Net.Sockets.SocketException (11001): No such host is known.",
            "network-name",
        ),
    ],
    ids=["sign-in", "name"],
)
def test_what_kept_a_request_from_being_sent_counts_and_not_the_exception_around_it(
    analyse: Analyse, inner: str, rule: str
) -> None:
    document = analyse(
        "Status Code: 0\nMicrosoft.Graph.ServiceException: Code: generalException\n"
        f"Message: An error occurred sending the request.\n\n ---> {inner}\n"
    )

    assert list(loud(document)) == [rule]


def test_workers_of_one_client_have_requests_of_their_own(analyse: Analyse) -> None:
    """The client for Python says the request and its status in a line each, with the name of the worker."""
    lists, chats = (f"https://graph.microsoft.com/v1.0/me/{name}" for name in ("todo/lists/AQMk", "chats?%24top=20"))
    document = analyse(
        f"2026-10-12 08:00:00.417 DEBUG (Worker_36) [O365.connection] Requesting (GET) URL: {lists}\n"
        f"2026-10-12 08:00:01.001 ERROR (Worker_37) [O365.connection] Client Error: 403 Client Error: Forbidden for url: "
        f"{chats} | Error Message: No authorization information present on the request.\n"
        f"2026-10-12 08:00:02.501 DEBUG (Worker_36) [O365.connection] Received response (200) from URL {lists}\n"
    )

    assert counts(document, "http", "status") == {200: 1, 403: 1}
    assert document["findings"][0]["first_seen"] == "2026-10-12T08:00:01.001Z"


@pytest.mark.parametrize("outer", ['{"error": %s}', "%s"])
def test_what_a_client_kept_of_an_answer_is_read_with_or_without_error_around_it(analyse: Analyse, outer: str) -> None:
    body = json.dumps(
        {"error": {"code": "ErrorItemNotFound", "message": "Gone.", "innerError": {"date": "2026-10-12T08:00:00"}}}
    )
    document = analyse(outer % json.dumps({"statusCode": 404, "code": None, "message": None, "body": body}))

    (finding,) = document["findings"]
    assert (finding["rule"], finding["count"]) == ("graph-item-not-found", 1)
    assert finding["first_seen"] == "2026-10-12T08:00:00Z"


def test_a_number_in_brackets_behind_a_message_is_no_thread(analyse: Analyse) -> None:
    document = analyse(
        "2026-10-12 08:00:00 INFO GET https://graph.microsoft.com/v1.0/users/a/events\n"
        "2026-10-12 08:00:01 ERROR 403 Forbidden ErrorAccessDenied (attempt_2)\n"
    )

    assert "graph-access-denied" in loud(document)


def test_the_exception_inside_the_one_of_a_client_has_its_time(analyse: Analyse) -> None:
    document = analyse(
        "2026-10-12 08:00:00 ERROR Microsoft.Graph.ServiceException: Code: generalException\n"
        "Message: An error occurred sending the request.\n"
        " ---> Microsoft.Graph.ServiceException: Code: ErrorAccessDenied\nMessage: Access is denied.\n"
    )

    assert "graph-access-denied" in loud(document)
    assert document["period"]["first"] == "2026-10-12T08:00:00Z"


def test_an_exception_of_a_client_alone_says_that_graph_failed(analyse: Analyse) -> None:
    document = analyse(
        "2026-10-12 08:00:00 ERROR Microsoft.Graph.ServiceException: Code: generalException\n"
        "Message: An error occurred sending the request.\n"
        "2026-10-12 08:00:01 ERROR https://graph.microsoft.com/v1.0/me failed\n"
    )

    assert "graph-unavailable" in loud(document)


@pytest.mark.parametrize(
    ("status", "rule"), [(401, "graph-authentication"), (403, "graph-access-denied"), (404, "graph-item-not-found")]
)
def test_where_the_code_is_empty_the_status_tells(analyse: Analyse, status: int, rule: str) -> None:
    document = analyse(KIOTA.replace("itemNotFound", "").replace("404", str(status)))

    assert list(loud(document)) == [rule]
    assert document["response_codes"] == []


def test_an_exception_without_code_is_one_event_of_graph(analyse: Analyse) -> None:
    said = "The specified object was not found in the store."
    text = DOTNET.replace("Status Code: NotFound\n", "").replace("ErrorItemNotFound", "").replace(said, "It is odd.")

    document = analyse(text)

    (unexplained,) = document["unexplained"]
    assert "It is odd." in unexplained["evidence"][0]["excerpt"]
    assert document["verdict"]["owner"] == "m365-admin"


OLINGO = "org.apache.olingo.client.core.communication.header.ODataErrorResponseChecker.checkResponse(X.java:75)"


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found", "500 Internal Server Error"])
@pytest.mark.parametrize(
    "frame",
    [
        OLINGO,
        "org.apache.olingo.commons.api.ex.ODataError.getCode(Y.java:1)",
        "fabrikam.ODataErrorDto.<init>(Z.java:2)",
    ],
)
def test_a_class_of_another_client_of_odata_is_no_word_about_graph(analyse: Analyse, status: str, frame: str) -> None:
    document = analyse(f"ODataClientErrorException: it failed [HTTP/1.1 {status}]\n\tat {frame}\n")

    assert loud(document) == {"status-of-unknown-server": "issue"}
    assert document["http"] == []


def test_the_client_of_olingo_names_sap_where_it_names_its_address(analyse: Analyse) -> None:
    document = analyse(
        "ODataServerErrorException: it failed [HTTP/1.1 500 Internal Server Error] "
        f"https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codata\n\tat {OLINGO}\n"
    )

    assert set(loud(document)) == {"c4c-internal-server-error"}


@pytest.mark.parametrize(
    "name",
    [
        "ODataError",
        "Microsoft.Graph.Models.ODataErrors.ODataError",
        "com.microsoft.graph.models.odataerrors.ODataError",
        "msgraph.generated.models.o_data_errors.o_data_error.ODataError",
        "Microsoft\\Graph\\Generated\\Models\\ODataErrors\\ODataError",
    ],
)
def test_the_exception_of_the_libraries_of_graph_is_one(analyse: Analyse, name: str) -> None:
    document = analyse(f"{name}: Access is denied. Check credentials and try again.\n")

    assert set(loud(document)) == {"graph-access-denied"}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("denied [HTTP/1.1 403 Forbidden] https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codata/X", "c4c-forbidden"),
        ("POST https://mail.contoso.example/EWS/Exchange.asmx failed: HTTP 503 Service Unavailable", "exchange-unavailable"),
        ("PUT https://files.fabrikam.example/v1/put failed: HTTP 404 Not Found", "status-of-unknown-server"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["2026-10-12T08:00:01Z ERROR ", "ERROR "])
def test_a_line_that_names_another_service_is_not_about_the_request_to_graph_before_it(
    analyse: Analyse, line: str, rule: str, before: str
) -> None:
    document = analyse(f"{before}{ASKED}\n{before}200 OK\n{before}{line}\n")

    assert set(loud(document)) == {rule}
    assert set(counts(document, "http", "protocol", "status")) <= {("graph", 200)}


OLD_EXCEPTION = "Status Code: 503\nMicrosoft.Graph.ServiceException: generalException\n   at X\n"
NEW_EXCEPTION = "Microsoft.Graph.Models.ODataErrors.ODataError: Internal Server Error\n   at Y\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2026-10-12 08:00:00.362 +01:00 [ERR] folders\n", "2026-10-12 08:07:35.101 +01:00 [ERR] profile\n"),
        ("2026-10-12 08:00:00.362 +01:00 [ERR] folders\n", "2026-10-12 08:00:01.101 +01:00 [ERR] profile\n"),
        ("", "2026-10-12 08:07:35.101 +01:00 [ERR] profile\n"),
    ],
    ids=["minutes apart", "seconds apart", "one without a time"],
)
def test_exceptions_of_two_libraries_are_two_failures(analyse: Analyse, first: str, second: str) -> None:
    document = analyse(f"{first}{OLD_EXCEPTION}{second}{NEW_EXCEPTION}")

    assert counts(document, "http", "protocol", "status") == {("graph", 503): 1, ("graph", 500): 1}
    assert counts(document, "response_codes", "code") == {"generalException": 1}
    (finding,) = document["findings"]
    assert (finding["rule"], finding["count"]) == ("graph-unavailable", 2)
    assert not document["unexplained"]


def test_what_is_told_minutes_later_is_another_failure(analyse: Analyse) -> None:
    """The same words in other forms within a minute are one; see the clients above."""
    document = analyse(
        "2026-10-12 08:00:00 [ERR] Microsoft Graph: Status Code: 503\n"
        "2026-10-12 08:09:00 [ERR] Microsoft Graph: Code: ErrorItemNotFound Message: Gone.\n"
    )

    assert set(loud(document)) == {"graph-unavailable", "graph-item-not-found"}


def test_a_word_behind_the_exception_of_the_library_that_is_no_code_of_graph_is_none(analyse: Analyse) -> None:
    document = analyse("Microsoft.Graph.ServiceException: nothing\n")

    assert document["response_codes"] == []


def test_an_error_of_graph_in_json_is_none_of_the_sign_in_service(analyse: Analyse) -> None:
    said = {"error": {"code": "ErrorItemNotFound", "message": "Gone."}}

    document = analyse(f"GET https://graph.microsoft.com/v1.0/me/messages\n404 Not Found\n{json.dumps(said)}\n")

    assert [(row["protocol"], row["status"], row["count"]) for row in document["http"]] == [("graph", 404, 1)]


def test_a_status_on_a_thread_of_its_own_is_not_about_what_another_thread_asks(analyse: Analyse) -> None:
    document = analyse(
        "2026-10-12 08:00:00,000 INFO [Imap-2] davmail.exchange.graph - GET https://graph.microsoft.com/v1.0/me\n"
        "2026-10-12 08:00:01,000 WARN [Imap-1] davmail.caldav - 503 Service Unavailable\n"
    )

    assert document["http"] == []


def test_the_entry_before_one_about_graph_on_the_same_thread_is_about_it(analyse: Analyse) -> None:
    document = analyse(
        "2026-10-12 08:00:00,000 WARN [Imap-2] davmail.exchange - 503 Service Unavailable\n"
        "2026-10-12 08:00:01,000 INFO [Imap-2] davmail.exchange.graph - https://graph.microsoft.com/v1.0/me failed\n"
    )

    assert [(row["protocol"], row["status"]) for row in document["http"]] == [("graph", 503)]


ASKS_GRAPH = "https://graph.microsoft.com/v1.0/users/anna.berg@contoso.example/calendarView"
GOOD_LINE = "2026-10-12 08:00:00 INFO GET https://graph.microsoft.com/v1.0/me/messages -> 200 OK\n"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (f"ERROR reading {ASKS_GRAPH} failed: getaddrinfo ENOTFOUND graph.microsoft.com", "network-name"),
        (f'Post "{ASKS_GRAPH}": read tcp 10.0.0.1:5000: connection reset by peer', "network-reset"),
        (f"ERROR PATCH {ASKS_GRAPH}: x509: certificate signed by unknown authority", "network-certificate"),
        (f"WARN no token for {ASKS_GRAPH}: AADSTS700082: The refresh token has expired.", "AADSTS700082"),
        (f"ERROR {ASKS_GRAPH} ended with MailboxNotEnabledForRESTAPI", "graph-mailbox-not-enabled"),
        (
            f"ERROR {ASKS_GRAPH}: A limit on the number of snapshot records is exceeded (500/510/0)",
            "snapshot-limit",
        ),
    ],
    ids=["name", "reset", "certificate", "sign-in", "code", "snapshot"],
)
@pytest.mark.parametrize("before", ["", f"{GOOD_LINE}2026-10-12 08:00:05 "], ids=["alone", "behind a good answer"])
def test_what_a_line_says_beside_an_address_of_graph_is_read(
    analyse: Analyse, line: str, rule: str, before: str
) -> None:
    document = analyse(f"{before}{line}\n")

    assert [(finding["rule"], finding["count"]) for finding in document["findings"]] == [(rule, 1)]


@pytest.mark.parametrize("id_of_answer", ["", " (request-id: 0a1b2c3d-1111)"], ids=["address", "address and id"])
def test_a_line_about_graph_that_no_rule_explains_is_shown(analyse: Analyse, id_of_answer: str) -> None:
    document = analyse(f"ERROR the copy of {ASKS_GRAPH}{id_of_answer} stopped: the wheel is off\n")

    (unexplained,) = document["unexplained"]
    assert "the wheel is off" in unexplained["evidence"][0]["excerpt"]
    assert document["verdict"]["outcome"] == "inconclusive"


@pytest.mark.parametrize("answer", ["503 Service Unavailable", '{"error": {"code": "UnknownError", "message": ""}}'])
def test_a_line_with_an_address_is_no_second_error_beside_the_answer(analyse: Analyse, answer: str) -> None:
    document = analyse(f"ERROR GET {ASKS_GRAPH} failed: we try again\n{answer}\n")

    events = [finding["count"] for finding in document["findings"]]
    assert (events or [row["count"] for row in document["unexplained"]]) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "2026-10-12 08:00:05 ERROR the upload of item 12 failed",
        "[2026-10-12 08:00:05] ERROR the queue is stuck",
        "[08:00:05 ERR] the queue is stuck",
    ],
)
def test_an_error_between_good_answers_of_graph_is_not_lost(analyse: Analyse, line: str) -> None:
    document = analyse(f"{GOOD_LINE}{line}\n{GOOD_LINE}")

    assert len(document["unexplained"]) == 1
    assert [row["failed"] for row in document["operations"]] == [0]


@pytest.mark.parametrize(
    "printed", ["{ statusCode: 403, code: 'ErrorAccessDenied' }", "{ statusCode: 403, body: null }"]
)
def test_an_object_with_a_bad_status_below_a_good_answer_is_another_answer(analyse: Analyse, printed: str) -> None:
    document = analyse(f"{GOOD_LINE}{printed}\n")

    assert [finding["rule"] for finding in document["findings"]] == ["graph-access-denied"]
    assert {row["status"]: row["count"] for row in document["http"]} == {200: 1, 403: 1}


def test_what_an_address_looks_for_is_not_shown(analyse: Analyse) -> None:
    document = analyse(f"ERROR {ASKS_GRAPH}?$filter=subject eq 'Redundancies in May' broke off strangely\n")

    assert "Redundancies" not in json.dumps(document)
    assert document["unexplained"]


@pytest.mark.parametrize("level", ["", "2026-10-12 08:00:09 [WRN] Attempt 2: "])
def test_an_exception_without_code_is_not_how_a_good_request_ended(analyse: Analyse, level: str) -> None:
    document = analyse(f"{GOOD_LINE}{level}Microsoft.Graph.Models.ODataErrors.ODataError: The hook did not answer.\n")

    assert [(row["count"], row["failed"]) for row in document["operations"]] == [(1, 0)]
    assert document["verdict"]["outcome"] == "inconclusive"
    assert "The hook did not answer." in document["verdict"]["headline"]


def test_an_exception_with_code_behind_a_good_answer_is_another_request(analyse: Analyse) -> None:
    document = analyse(GOOD_LINE + KIOTA)

    assert counts(document, "http", "status") == {200: 1, 404: 1}
    assert loud(document) == {"graph-item-not-found": "issue"}


@pytest.mark.parametrize(
    "told",
    [
        "Tunnel connection failed: 503 Service Unavailable",
        "Tunnel connection failed: 403 Forbidden",
        "tunneling socket could not be established, statusCode=502",
        "The proxy tunnel request to proxy 'http://proxy.contoso.example:8080/' failed with status code '403'.",
        'Unable to tunnel through proxy. Proxy returns "HTTP/1.1 502 Bad Gateway"',
        "Received HTTP code 403 from proxy after CONNECT",
        "CONNECT tunnel failed, response 504",
    ],
)
@pytest.mark.parametrize("url", [ASKS_GRAPH, "https://mail.contoso.example/EWS/Exchange.asmx"], ids=["Graph", "EWS"])
def test_the_status_with_which_a_proxy_refuses_a_tunnel_is_none_of_who_was_asked(
    analyse: Analyse, told: str, url: str
) -> None:
    document = analyse(f"ERROR GET {url}: {told}\n")

    assert list(loud(document)) == ["network-proxy"]
    assert document["http"] == []
    assert document["verdict"]["owner"] == "network-admin"


@pytest.mark.parametrize(
    "told",
    [f"GET {ASKS_GRAPH} -> 407 Proxy Authentication Required", f"GET {ASKS_GRAPH}: Tunnel connection failed: 407"],
)
def test_a_proxy_before_graph_that_wants_a_sign_in_is_for_the_network(analyse: Analyse, told: str) -> None:
    document = analyse(f"ERROR {told}\n")

    assert document["verdict"]["owner"] == "network-admin"
    assert "407" in document["verdict"]["headline"]


def test_a_status_behind_a_tunnel_that_is_up_is_that_of_who_was_asked(analyse: Analyse) -> None:
    document = analyse(
        "ERROR VPN tunnel is up, POST https://mail.contoso.example/EWS/Exchange.asmx failed with HTTP 503 Service Unavailable\n"
    )

    assert list(loud(document)) == ["exchange-unavailable"]


def test_a_status_of_graph_beside_a_proxy_without_a_tunnel_is_its_own(analyse: Analyse) -> None:
    document = analyse(f"ERROR GET {ASKS_GRAPH} by the proxy of the house -> 503 Service Unavailable\n")

    assert list(loud(document)) == ["graph-unavailable"]


@pytest.mark.parametrize(
    "printed",
    [
        "code: 'Authorization_RequestDenied',\nmessage: 'Insufficient privileges to complete the operation.'",
        '  code: "Authorization_RequestDenied"\n  innerError:\n    date: "2026-10-12T08:00:00"\n__proto__: Object',
        "{ statusCode: 403,\n  code: 'Authorization_RequestDenied',\n  requestId: '0a1b2c3d-1111' }",
        'ERROR {"code"=>"Authorization_RequestDenied", "message"=>"Insufficient privileges."}',
        'ERROR {:code=>"Authorization_RequestDenied", :message=>"Insufficient privileges."}',
        "array (\n  'code' => 'Authorization_RequestDenied',\n  'message' => 'Insufficient privileges.',\n)",
    ],
    ids=["node", "console", "node with status", "ruby", "ruby with symbols", "php"],
)
@pytest.mark.parametrize("before", ["", f"GET {ASKS_GRAPH}\n"], ids=["alone", "below its request"])
def test_a_code_in_a_printed_object_is_that_code(analyse: Analyse, printed: str, before: str) -> None:
    document = analyse(f"{before}{printed}\n")

    assert loud(document) == {"graph-access-denied": "error"}
    assert counts(document, "response_codes", "protocol", "code") == {("graph", "Authorization_RequestDenied"): 1}
    assert not document["unexplained"]


def test_a_hash_behind_an_address_of_graph_tells_how_the_request_ended(analyse: Analyse) -> None:
    document = analyse(f'ERROR GET {ASKS_GRAPH}: {{"error"=>{{"code"=>"ErrorQuotaExceeded", "message"=>"Full."}}}}\n')

    assert counts(document, "response_codes", "protocol", "code") == {("graph", "ErrorQuotaExceeded"): 1}


@pytest.mark.parametrize(
    "printed",
    [
        "2026-10-12 08:00:00 DEBUG table of errors: { code: 'Request_ResourceNotFound', retry: false }",
        "Error: connect ECONNREFUSED { code: 'Connection_Refused', syscall: 'connect' }",
        "country_code: 'Request_ResourceNotFound'",
        "{ statusCode: 404, code: 'NotFound' }",
    ],
    ids=["debug", "no code of Graph", "another key", "a code of any service"],
)
def test_a_printed_object_that_is_no_error_of_graph_names_none(analyse: Analyse, printed: str) -> None:
    document = analyse(f"{printed}\n")

    assert not document["response_codes"]
    assert not any(row["protocol"] == "graph" for row in document["http"])


OF_OTHERS = [
    '2026-10-12 08:00:00 ERROR answer {"code":"INVALID_SESSION_ID","message":"Session expired"}\n',
    '2026-10-12 08:00:00 ERROR the shop said {"error":{"code":"resource_missing","message":"No such customer"}}\n',
    "Error: code: PaymentDeclined, message: no money\n",
]


@pytest.mark.parametrize("text", OF_OTHERS)
def test_a_code_that_any_service_may_give_is_not_one_of_graph(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert document["response_codes"] == []
    assert document["verdict"]["outcome"] == "inconclusive"
    assert document["verdict"]["owner"] == "ssi-support"
    assert len(document["unexplained"]) == 1


def test_a_code_that_graph_alone_gives_is_its_own_without_another_word(analyse: Analyse) -> None:
    document = analyse('2026-10-12 08:00:00 ERROR answer {"code":"ErrorItemNotFound","message":"not in the sto\n')

    assert counts(document, "response_codes", "protocol", "code") == {("graph", "ErrorItemNotFound"): 1}


def test_a_refusal_with_a_code_that_means_nothing_is_a_refusal(analyse: Analyse) -> None:
    document = analyse(
        "Client error: `GET https://graph.microsoft.com/v1.0/me/mailboxSettings` resulted in a `403 Forbidden`"
        ' response: {"error": {"code": "UnknownError", "message": ""}}\n'
    )

    assert loud(document) == {"graph-access-denied": "error"}
    assert document["verdict"]["owner"] == "m365-admin"


def test_a_status_behind_an_arrow_is_that_of_the_request(analyse: Analyse) -> None:
    document = analyse("[info] POST https://graph.microsoft.com/v1.0/users/a/events -> 403 (112.3 ms)\n")

    assert counts(document, "http", "protocol", "status") == {("graph", 403): 1}


def test_a_number_of_something_behind_an_arrow_is_no_status(analyse: Analyse) -> None:
    document = analyse("2026-10-12 08:00:00 INFO GET https://graph.microsoft.com/v1.0/me took -> 450 ms\n")

    assert document["http"] == []
    assert loud(document) == {}
    assert document["unexplained"] == []


def test_a_comma_behind_an_address_is_no_part_of_it(analyse: Analyse) -> None:
    document = analyse(
        "CALLOUT_REQUEST|[22]|Request[Endpoint=https://graph.microsoft.com/v1.0/users/a/events, Method=POST]\n"
        "CALLOUT_RESPONSE|[22]|Response[Status=Forbidden, StatusCode=403]\n"
    )

    assert counts(document, "operations", "operation") == {"/users/{id}/events": 1}


@pytest.mark.parametrize("code", ["UnknownError", "generalException"])
@pytest.mark.parametrize(
    ("status", "rule"),
    [("400 Bad Request", "graph-400"), ("405 Method Not Allowed", "graph-405"), ("409 Conflict", "graph-409")],
)
def test_beside_a_code_that_says_nothing_the_status_says_what_happened(
    analyse: Analyse, code: str, status: str, rule: str
) -> None:
    """It was "overloaded": nobody had to do anything."""
    answer = f'{{"error": {{"code": "{code}", "message": ""}}}}'

    document = analyse(f"GET https://graph.microsoft.com/v1.0/me/messages\n\n{status}\n\n{answer}")

    assert loud(document) == {rule: "issue"}


@pytest.mark.parametrize("status", ["", "500 Internal Server Error\n\n", "504 Gateway Timeout\n\n"])
def test_such_a_code_of_a_server_that_failed_or_alone_is_an_overload(analyse: Analyse, status: str) -> None:
    answer = '{"error": {"code": "UnknownError", "message": ""}}'

    document = analyse(f"GET https://graph.microsoft.com/v1.0/me/messages\n\n{status}{answer}")

    assert loud(document) == {"graph-unavailable": "error"}


PRINTED = 'Array\n(\n    [code] => {}\n    [data] => {{"error":{{"code":"{}","message":"It is not supported."}}}}\n)\n'


@pytest.mark.parametrize("kind", ["Array", "stdClass Object"])
@pytest.mark.parametrize(
    ("status", "code", "rule"),
    [
        (405, "ErrorInvalidRequest", "ErrorInvalidRequest"),
        (403, "ErrorAccessDenied", "graph-access-denied"),
        (404, "ErrorItemNotFound", "graph-item-not-found"),
    ],
)
def test_the_status_that_php_prints_before_an_answer_counts(
    analyse: Analyse, kind: str, status: int, code: str, rule: str
) -> None:
    """It is no list in JSON, though it stands in brackets."""
    document = analyse(PRINTED.replace("Array", kind).format(status, code))

    assert loud(document).keys() == {rule}
    assert counts(document, "http", "protocol", "status") == {("graph", status): 1}
    assert document["documents"][0]["warnings"] == []


def test_of_two_answers_that_php_prints_each_has_its_status(analyse: Analyse) -> None:
    document = analyse(PRINTED.format(403, "ErrorAccessDenied") * 2)

    assert counts(document, "http", "status") == {403: 2}
    assert [finding["count"] for finding in document["findings"] if finding["rule"] == "graph-access-denied"] == [2]


@pytest.mark.parametrize("lead", ["│ Error: 429 : ", "Error: 429 - ", "request failed with status 429\n"])
def test_the_status_in_the_line_of_an_answer_or_above_it_counts(analyse: Analyse, lead: str) -> None:
    answer = '{"error":{"code":"ApplicationThrottled","message":"Application is over its MailboxConcurrency limit."}}'

    document = analyse(f"Plan: 25 to add, 0 to change.\n{lead}{answer}\n")

    assert counts(document, "http", "protocol", "status") == {("graph", 429): 1}
    assert loud(document) == {"graph-throttled": "error"}


def test_a_status_that_somebody_must_answer_with_was_answered_by_nobody() -> None:
    text = (
        "2026-10-12T08:00:00Z ERROR Could not subscribe: Microsoft.Graph.Models.ODataErrors.ODataError: Subscription"
        " validation request failed.\nNotification endpoint must respond with 200 OK to validation request.\n"
    )

    assert not [record for record in records_of(text) if isinstance(record, ResponseHead)]
