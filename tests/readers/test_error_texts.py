"""What log lines and exception texts say: codes, statuses in any client's words, broken connections, events told twice."""

from __future__ import annotations

import pytest

from analyzer.facts.wording import Told, told
from tests.conftest import Analyse, counts, loud, rules_of

EWS = "URL: https://mail.contoso.example/EWS/Exchange.asmx\n"


# -- a code named in an error text is that code ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "exchangelib.errors.ErrorFolderNotFound: The folder is gone.",
        "2026-10-12 08:00:00,020 ERROR [Imap-2] davmail  - ErrorFolderNotFound The folder is gone",
        "Sync failed, service response error: [ErrorFolderNotFound] The folder is gone",
        "Permanent error ErrorFolderNotFound reported for item: AAMk",
        "Code: ErrorFolderNotFound",
        "ErrorFolderNotFound",
        "Konnte nicht lesen. ErrorFolderNotFound: Der Ordner ist weg.",
    ],
)
def test_a_code_in_an_error_text_is_that_code(analyse: Analyse, line: str) -> None:
    document = analyse(f"worker started\n{line}\nworker ended\n")

    assert counts(document, "response_codes", "code", "protocol") == {("ErrorFolderNotFound", "ews"): 1}
    assert "ErrorFolderNotFound" in loud(document)


@pytest.mark.parametrize(
    "line",
    [
        "2026-10-12 08:00:00,020 DEBUG davmail  - ErrorFolderNotFound is handled by creating the folder",
        "ignore_errors = ErrorFolderNotFound, ErrorItemNotFound",
        "Subject: ErrorFolderNotFound",
        "ErrorFolderNotFound came up again yesterday, could you have a look?",
        'ERROR could not parse the mail "ErrorFolderNotFound, please help"',
        "see https://learn.example/ErrorFolderNotFound",
        "2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory:C4CConnector] ErrorFolderNotFound: resource not found",
    ],
)
def test_a_code_in_a_line_that_is_no_error_is_none(analyse: Analyse, line: str) -> None:
    document = analyse(f"worker started\n{line}\nworker ended\n")

    assert document["response_codes"] == []
    assert "ErrorFolderNotFound" not in loud(document)


def test_a_code_of_the_table_without_a_rule_of_its_own_is_a_finding(analyse: Analyse) -> None:
    document = analyse("exchangelib.errors.ErrorCannotDeleteObject: no.\n")

    assert list(loud(document)) == ["ErrorCannotDeleteObject"]


def test_a_line_that_quotes_the_code_of_an_answer_is_no_second_code(analyse: Analyse) -> None:
    fault = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
        '<faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">a:ErrorServerBusy</faultcode>'
        "<faultstring>Busy.</faultstring></s:Fault></s:Body></s:Envelope>"
    )
    document = analyse(f"{fault}\n2026-10-12 08:00:00,020 ERROR worker  - ErrorServerBusy Busy.\n")

    assert counts(document, "response_codes", "code") == {"ErrorServerBusy": 1}


# -- a status in other words is that status ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("HTTP Client error 401: Unauthorized", 401),
        ("Connection error on URL (code 503). Cool down 10 secs", 503),
        ("got response code:  404 previous response code: 404", 404),
        ("The request failed. The remote server returned an error: (440)Login Timeout", 440),
        ("[ 77us, d 0us] EWS request done, status=-18597(403)", 403),
        ("Invalid credentials for https://mail.contoso.example/EWS/Exchange.asmx", 401),
        ("exchangelib.errors.UnauthorizedError: no", 401),
        ("ServiceRequestException: The request failed. Service Unavailable", 503),
        ("Response status code does not indicate success: 403 (Forbidden).", 403),
        ("FabrikamApiError: 403 - Access denied by a role", 403),
        ("sync failed: 404 - Not Found", 404),
        ("HTTP call failed with error : Bad Gateway : 502 : no upstream", 502),
        ("Service Unavailable - 503 from the mail server", 503),
        ("Caused by ResponseError('too many 502 error responses')", 502),
        ("java.io.IOException: Server returned HTTP response code: 503 for URL: https://mail.contoso.example/", 503),
        ("requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://mail.contoso.example/", 401),
        ("AxiosError: Request failed with status code 429", 429),
        ('kio_http: "HTTP/1.1 401 Unauthorized"', 401),
        ("Error en el servidor remoto: (403) Prohibido.", 403),
        ("O servidor remoto retornou um erro: (404) Não Localizado.", 404),
        ("Le serveur distant a retournÃ© une erreur : (502) Passerelle incorrecte.", 502),
        ("リモート サーバーがエラーを返しました: (401) 権限がありません", 401),
    ],
)
def test_a_status_in_other_words_is_that_status(text: str, status: int) -> None:
    assert told(text, exception=True).status == status


@pytest.mark.parametrize(
    "text",
    [
        "error: 404 items were left",
        "error: too many 503 requests were open",
        "sync error: not found: 500, skipped: 3",
        "ParserError: 403 - 17 rows",
        "process failed, exit code: 401",
        "at Session.java:504",
        "failed after 500 ms on port 443",
        "error in line 403 of rules.txt",
        "version 4.0.401 failed",
        "Error 5031 in module 503a",
        "(Code: -19)",
        "the upload failed at 2026-04-04 04:04:04",
        "item 403 failed",
    ],
)
def test_a_number_that_is_something_else_is_no_status(text: str) -> None:
    assert told(text, exception=True).status is None


def test_a_status_at_a_calm_level_is_the_course_of_things() -> None:
    assert not told("Response status code 401, negotiating", "debug")
    assert not told("answered with status code 404", "info")


def test_a_status_is_of_exchange_where_a_line_beside_it_names_the_address(analyse: Analyse) -> None:
    document = analyse(f"Check of the mailbox: HTTP Client error 403: Forbidden\n{EWS} (Code: -20)\n")

    assert loud(document) == {"exchange-forbidden": "error"}


def test_a_status_is_of_c4c_where_its_address_is_named(analyse: Analyse) -> None:
    document = analyse("GET https://my000000.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/X failed: HTTP error 404\n")

    assert list(loud(document)) == ["c4c-not-found"]


def test_a_status_of_nobody_blames_nobody(analyse: Analyse) -> None:
    document = analyse("AxiosError: Request failed with status code 403\n")

    assert list(loud(document)) == ["status-of-unknown-server"]
    assert document["verdict"]["owner"] == "ssi-support"
    assert document["verdict"]["confidence"]["level"] == "hint"


def test_a_status_of_another_service_is_not_one_of_exchange(analyse: Analyse) -> None:
    document = analyse(
        "| GET | /api/v2/orders | Der Remoteserver hat einen Fehler zurückgegeben: (404) Nicht gefunden. |\n"
    )

    assert list(loud(document)) == ["status-of-unknown-server"]


# -- connections that broke ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "rule", "owner"),
    [
        ("Error: connect ECONNREFUSED 203.0.113.9:443", "network-refused", "network-admin"),
        ("java.net.UnknownHostException: mail.contoso.example", "network-name", "network-admin"),
        ("HttpRequestException: No such host is known. (owa.contoso.example:443)", "network-name", "network-admin"),
        (
            "HTTPSConnectionPool(host='mail.contoso.example', port=443): Max retries exceeded with url: "
            "/EWS/Exchange.asmx (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]')))",
            "network-certificate",
            "exchange-admin",
        ),
        (
            "HTTPSConnectionPool(host='my000000.crm.ondemand.com', port=443): Read timed out. (read timeout=60)",
            "c4c-no-response",
            "sap-api-team",
        ),
        ("Error: read ECONNRESET", "network-reset", "network-admin"),
        (
            'java.io.IOException: Unable to tunnel through proxy. Proxy returns "HTTP/1.1 403 x"',
            "network-proxy",
            "network-admin",
        ),
        ("javax.net.ssl.SSLHandshakeException: Received fatal alert: protocol_version", "network-tls", "network-admin"),
    ],
)
def test_a_connection_that_broke_is_told_in_every_runtime(analyse: Analyse, line: str, rule: str, owner: str) -> None:
    document = analyse(f"job began\n{line}\n")

    assert document["verdict"]["rule"] == rule
    assert document["verdict"]["owner"] == owner


def test_of_a_chain_the_cause_is_told(analyse: Analyse) -> None:
    document = analyse(
        "HttpRequestException: The SSL connection could not be established, see inner exception.\n"
        " ---> AuthenticationException: The remote certificate is invalid because of errors in the certificate chain\n"
    )

    assert list(loud(document)) == ["network-certificate"]


@pytest.mark.parametrize(
    "line",
    ["The read timeout is 60 seconds.", "Please renew the self signed certificate.", "He refused the connection."],
)
def test_sentences_about_connections_are_none(analyse: Analyse, line: str) -> None:
    assert loud(analyse(f"{line}\n")) == {}


# -- other languages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (
            "Der Zugriff wird verweigert. Überprüfen Sie die Anmeldeinformationen, und versuchen Sie es dann erneut.",
            "ErrorAccessDenied",
        ),
        ("Fault: Ã‰chec de la validation de schÃ©ma pour la demande", "ErrorSchemaValidation"),
        ("SoapFault: Der SMTP-Adresse ist kein Postfach zugeordnet.", "ErrorNonExistentMailbox"),
        ("SoapFault: Не удается найти указанный объект в хранилище.", "ErrorItemNotFound"),
        (
            "Exception 'SoapFault' with message 'Interner Serverfehler. Fehler bei diesem Vorgang.'",
            "ErrorInternalServerError",
        ),
    ],
)
def test_a_sentence_of_exchange_in_another_language_is_its_code(analyse: Analyse, line: str, code: str) -> None:
    assert counts(analyse(f"{line}\n"), "response_codes", "code") == {code: 1}


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("HttpRequestException: Der Antwortstatuscode gibt keinen Erfolg an: 401 (Unauthorized).", 401),
        ("Le code d’état de réponse n’indique pas la réussite : 404 (Introuvable).", 404),
        ("Il codice di stato della risposta non indica un esito positivo: 403 (Forbidden).", 403),
        ("El código de estado de la respuesta no indica un resultado correcto: 503 (Service Unavailable).", 503),
        ("Код состояния ответа не указывает на успешное выполнение: 429 (Too Many Requests).", 429),
        ("応答状態コードは成功を示していません:401 (未承認)。", 401),
        ("响应状态代码不指示成功: 502 (Bad Gateway)。", 502),
    ],
)
def test_the_sentence_of_httpclient_is_a_status_of_nobody_in_every_language(
    analyse: Analyse, line: str, status: int
) -> None:
    assert told(line, exception=True) == Told(status=status)
    assert analyse(f"{line}\n")["verdict"]["owner"] in ("ssi-support", "network-admin")


@pytest.mark.parametrize(
    "line",
    [
        "Der Antwortstatuscode gibt keinen Erfolg an, siehe Seite 401",
        "Der Antwortstatuscode gibt Erfolg an: 401 Elemente",
        "Le code d'état de réponse n'indique pas la réussite. Voir : 404 pages",
    ],
)
def test_a_sentence_like_that_of_httpclient_is_no_status(line: str) -> None:
    assert told(line, exception=True).status is None


FAULT = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
<faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">s:Client</faultcode>
<faultstring xml:lang="de">{said}</faultstring></s:Fault></s:Body></s:Envelope>
"""


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Das angegebene Objekt wurde im Informationsspeicher nicht gefunden.", "ErrorItemNotFound"),
        ("Почтовый ящик с таким GUID отсутствует.", "ErrorNonExistentMailbox"),
        ("Errore del server remoto: (401) Non autorizzato", "exchange-authentication"),
    ],
)
def test_a_fault_without_a_code_is_known_by_its_sentence(analyse: Analyse, said: str, rule: str) -> None:
    assert list(rules_of(analyse(FAULT.format(said=said)))) == [rule]


def test_a_fault_with_an_unknown_sentence_stays_unexplained(analyse: Analyse) -> None:
    document = analyse(FAULT.format(said="Das Objekt wurde gefunden, aber nicht gelesen."))

    assert document["findings"] == []
    assert len(document["unexplained"]) == 1


def test_a_sentence_like_it_is_no_code(analyse: Analyse) -> None:
    document = analyse("Der Zugriff auf den Ordner wird gewährt. Überprüfen Sie die Anmeldung.\n")

    assert document["response_codes"] == []


# -- one event, and lines that nobody knows -----------------------------------------------------------------------------


def test_exceptions_that_python_tells_from_the_innermost_on_are_one_event(analyse: Analyse) -> None:
    innermost = "[Errno -2] Name or service not known"
    inner = f"<HTTPSConnection object at 0x7f>: Failed to establish a new connection: {innermost}"
    chain = (
        f"socket.gaierror: {innermost}\n",
        f"urllib3.exceptions.NewConnectionError: {inner}\n",
        f"exchangelib.errors.TransportError: {EWS.split()[1]} (Caused by NewConnectionError('{inner}'))\n",
    )
    document = analyse("\nDuring handling of the above exception, another exception occurred:\n\n".join(chain))

    (finding,) = document["findings"]
    assert (finding["rule"], finding["count"]) == ("network-name", 1)


def test_an_exception_and_the_one_inside_it_are_one_event(analyse: Analyse) -> None:
    document = analyse(
        "Message: The request failed. The remote server returned an error: (503) Server Unavailable.\n"
        "Type: Microsoft.Exchange.WebServices.Data.ServiceRequestException\nException details:\n"
        "Message: The remote server returned an error: (503) Server Unavailable.\nType: System.Net.WebException\n"
    )

    assert counts(document, "findings", "rule") == {"exchange-unavailable": 1}


def test_two_entries_of_a_log_are_two_events(analyse: Analyse) -> None:
    document = analyse(
        "2026-10-12 08:00:00 ERROR exchangelib: HTTP error 503\n2026-10-12 08:05:00 ERROR exchangelib: HTTP error 503\n"
    )

    assert counts(document, "findings", "rule") == {"exchange-unavailable": 2}


def test_an_unknown_line_beside_a_good_answer_is_the_headline(analyse: Analyse) -> None:
    document = analyse(
        'DEBUG http-outgoing-1 >> "POST /EWS/Exchange.asmx HTTP/1.1[\\r][\\n]"\n'
        'DEBUG http-outgoing-1 << "HTTP/1.1 200 OK[\\r][\\n]"\n'
        "2026-10-12 08:00:20 ERROR the lantern does not fit the grid\n"
    )

    assert document["verdict"]["outcome"] == "inconclusive"
    assert "lantern" in document["verdict"]["headline"]
    assert "line 3" in document["verdict"]["headline"]


THROWN = "System.Net.Http.HttpRequestException: The SSL connection could not be established, see inner exception."


@pytest.mark.parametrize(
    "announced",
    [
        "Oct 12 08:00:00  An unhandled exception has occurred while executing the request.\nOct 12 08:00:00  ",
        "An unhandled exception occurred while processing the request.\n",
        "Unhandled exception occurred:\n",
    ],
)
def test_what_announces_an_exception_is_no_event_of_its_own(analyse: Analyse, announced: str) -> None:
    document = analyse(f"{announced}{THROWN}\n")

    events = sum(found["count"] for found in (*document["findings"], *document["unexplained"]))
    assert events == 1


def test_an_unhandled_exception_that_says_what_it_is_counts(analyse: Analyse) -> None:
    document = analyse("Unhandled exception: connector stopped after 3 attempts\n")

    assert len(document["unexplained"]) == 1


TOKENS = [
    "> Authorization: NTLM Tl" + "RMTVNTUAAB" * 3 + "=",
    "WWW-Authenticate: Negotiate Yi" + "A" * 28 + "/failed",
    "Error: refused Ab" + "CdE1" * 12 + "@contoso.example",
]


@pytest.mark.parametrize("line", TOKENS, ids=range(len(TOKENS)))
def test_a_token_in_a_line_that_reads_like_the_beginning_of_a_code_is_none(line: str) -> None:
    assert told(f"error 401: {line}", "error").code is None


REFUSED = (
    "exchangelib.errors.MalformedResponseError: Unknown failure in response. Code: 503 headers: {'Retry-After': '30'} content: ",
    "MalformedResponseError: Unknown failure in response. Code: 503 headers: {'X-FEServer': 'EX01'} content: ",
    "akonadi_ews: Failed to process EWS request - HTTP code 503 (https://mail.contoso.example/EWS/Exchange.asmx)",
)


@pytest.mark.parametrize("line", REFUSED, ids=range(len(REFUSED)))
def test_a_status_stands_before_what_else_is_told_of_the_answer(analyse: Analyse, line: str) -> None:
    assert set(loud(analyse(f"sync starts\n{line}\nsync ends\n"))) == {"exchange-unavailable"}


def test_fields_of_exchange_that_are_not_quoted_as_fields_name_nobody(analyse: Analyse) -> None:
    document = analyse("Request failed with status code 404, no X-FEServer seen\n")

    assert set(loud(document)) == {"status-of-unknown-server"}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("javax.net.ssl.SSLException: Connection reset", "network-reset"),
        ("ERROR [Caldav-1] davmail.exchange.ExchangeSession  - Connection reset", "network-reset"),
        ("javax.net.ssl.SSLException: Unsupported or unrecognized SSL message", "network-tls"),
        ("Caused by SSLError(SSLEOFError(8, 'EOF occurred in violation of protocol (_ssl.c:1007)'))", "network-tls"),
        (
            "ERROR [Imap-1] davmail.exchange.ExchangeSession  - Authentication failed: invalid user or password",
            "exchange-authentication",
        ),
        (
            "PHP Fatal error: Uncaught SoapFault exception: [Client] looks like we got no XML document in /srv/php-ews/Client.php:3",
            "exchange-answer-no-xml",
        ),
    ],
)
def test_what_broke_is_told_in_the_words_of_the_client(analyse: Analyse, line: str, rule: str) -> None:
    assert set(loud(analyse(f"sync starts\n{line}\n"))) == {rule}


@pytest.mark.parametrize(
    "line",
    [
        "Backup job: Authentication failed: invalid user or password",
        "Uncaught SoapFault exception: [Client] looks like we got no XML document in /srv/shop/Orders.php:3",
        "INFO The user pressed Connection reset",
    ],
)
def test_the_same_words_of_somebody_else_are_no_fault_of_exchange(analyse: Analyse, line: str) -> None:
    assert not set(loud(analyse(f"{line}\n"))) & {"exchange-authentication", "exchange-answer-no-xml", "network-reset"}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (
            "Microsoft.Graph.ServiceException: Code: SyncStateNotFound Message: The sync state is gone.",
            "graph-delta-expired",
        ),
        (
            "Unexpected Exchange error: Microsoft.Graph.Models.ODataErrors.ODataError: "
            "The specified object was not found in the store.",
            "graph-item-not-found",
        ),
        ("Code: SyncStateNotFound", "graph-delta-expired"),
        (
            "Microsoft.Graph.ServiceException: Code: InvalidAuthenticationToken Message: Access token has expired.",
            "graph-authentication",
        ),
    ],
)
def test_a_line_of_the_job_log_names_the_code_of_graph(analyse: Analyse, line: str, rule: str) -> None:
    found = analyse(f"2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory:ExchangeConnector] {line}\n")

    assert set(loud(found)) == {rule}
    assert {row["protocol"] for row in found["response_codes"]} == {"graph"}


@pytest.mark.parametrize(
    "line",
    [
        "INFO TID:7 [SiteInMemory:ExchangeConnector] Code: SyncStateNotFound is handled by reading anew",
        "ERROR TID:7 [SiteInMemory:C4CConnector] Microsoft.Graph.ServiceException: Code: SyncStateNotFound",
        "ERROR TID:7 [SiteInMemory:ExchangeConnector] Voucher Code: Summer",
    ],
)
def test_a_code_that_is_spoken_about_or_somebody_elses_is_none_of_graph(analyse: Analyse, line: str) -> None:
    assert analyse(f"2026-10-12 08:00:00,020 {line}\n")["response_codes"] == []


@pytest.mark.parametrize(
    ("thrown", "rule"),
    [
        ("MapiExceptionNoAccess: Unable to open message store. (hr=0x80070005, ec=5)", "ErrorAccessDenied"),
        ("Microsoft.Mapi.MapiExceptionMaxObjsExceeded: Unable to open folder.", "ErrorTooManyObjectsOpened"),
        ("MapiExceptionMailboxQuarantined: Unable to open message store.", "ErrorMailboxStoreUnavailable"),
        ("QuotaExceededException ---> MapiExceptionShutoffQuotaExceeded: Unable to save.", "ErrorQuotaExceeded"),
        ("MapiExceptionWrongServer: Unable to open message store.", "exchange-wrong-back-end"),
    ],
)
@pytest.mark.parametrize("before", ["", "Unexpected Exchange error: "])
def test_an_exception_of_the_mailbox_store_is_what_it_means(
    analyse: Analyse, before: str, thrown: str, rule: str
) -> None:
    line = f"2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory:ExchangeConnector] {before}{thrown}\n"

    assert set(loud(analyse(line))) == {rule}


@pytest.mark.parametrize("component", ["C4CConnector", "ExchangeConnector"])
def test_an_exception_of_the_store_that_is_somebody_elses_or_only_spoken_of_is_none(
    analyse: Analyse, component: str
) -> None:
    level, said = (
        ("ERROR", "MapiExceptionNoAccess")
        if component == "C4CConnector"
        else ("INFO", "retries on MapiExceptionNoAccess")
    )

    assert not loud(analyse(f"2026-10-12 08:00:00,020 {level} TID:7 [SiteInMemory:{component}] {said}\n"))


def test_an_address_in_a_log_names_its_side_however_its_slashes_are_escaped(analyse: Analyse) -> None:
    line = "2026-10-12 08:00:00 ERROR call to https://mail.contoso.example/EWS/Exchange.asmx failed (503)"

    for slash in ("/", "\\u002f", "\\u002F"):
        assert "exchange-unavailable" in rules_of(analyse(line.replace("/", slash)))


# -- what people write around an error --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lead",
    ["I am getting the following error:", "Seit gestern kommt diese Fehlermeldung:", "We see this error message:"],
)
def test_the_line_behind_one_that_only_says_that_an_error_follows_is_the_error(analyse: Analyse, lead: str) -> None:
    document = analyse(f"Hello,\n{lead}\nFrobnication of the mailbox index was refused by the store\n")

    (told_,) = document["unexplained"]
    assert "Frobnication" in told_["signature"]
    assert told_["evidence"][0]["line"] == 3


def test_a_line_that_says_what_failed_is_no_lead(analyse: Analyse) -> None:
    document = analyse("The mailbox of 12 users failed with this error: store offline\nRegards\n")

    assert not any("Regards" in unexplained["signature"] for unexplained in document["unexplained"])


def test_the_time_that_the_sign_in_service_says_of_a_refusal_is_its_time(analyse: Analyse) -> None:
    document = analyse(
        "AADSTS7000215: Invalid client secret provided. Trace ID: 11111111-1111-2222-3333-444455556666 "
        "Timestamp: 2026-10-12 08:00:00Z\n"
    )

    assert document["findings"][0]["first_seen"] == "2026-10-12T08:00:00Z"


def test_the_exception_below_the_line_of_its_logger_is_the_same_event(analyse: Analyse) -> None:
    document = analyse(
        "ERROR [CaldavConnection-7] davmail.exchange.ExchangeSession  - Connection reset\n"
        "javax.net.ssl.SSLException: Connection reset\n"
    )

    assert [(finding["rule"], finding["count"]) for finding in document["findings"]] == [("network-reset", 1)]


def test_lines_of_anybody_beside_an_address_of_ews_are_no_report_of_ssi(analyse: Analyse) -> None:
    document = analyse(
        "Error during checking of server and mailbox: HTTP Client error 401: Unauthorized\n"
        "URL:https://mail.contoso.example/ews/exchange.asmx\n"
    )

    assert document["verdict"]["confidence"]["level"] == "likely"
    assert not any("SSI itself" in said for said in document["verdict"]["confidence"]["for"])


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("javax.net.ssl.SSLHandshakeException:\n\tat sun.security.ssl.Alert.create(Alert.java:131)", "network-tls"),
        ("2026-10-12 08:00:00,020 ERROR [A:ExchangeConnector] ErrorServerBusy:", "ErrorServerBusy"),
        ("Exchange calls fail with:\nErrorServerBusy :", "ErrorServerBusy"),
        ("Traceback (most recent call last):\nexchangelib.errors.ErrorNonExistentMailbox:", "ErrorNonExistentMailbox"),
    ],
)
def test_the_name_of_an_error_is_one_though_nothing_stands_behind_it(analyse: Analyse, text: str, rule: str) -> None:
    assert rule in loud(analyse(f"{text}\n"))


def test_what_an_exception_says_may_stand_in_the_line_below_its_name(analyse: Analyse) -> None:
    said = "Microsoft.Exchange.WebServices.Data.ServiceRequestException:\nThe request failed. (401) Unauthorized.\n"

    assert analyse(said)["coverage"]["error_events"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "Steps to reproduce the problem:\nOpen the calendar and create an appointment.",
        "the attached screenshot with the error message:\nscreenshot_01.png",
        "Fixed after the restart, no more errors:\nC4C status OK",
        "We see this error:\n\nKind regards",
        "2026-10-12 08:00:00 INFO Last known error:\nHello team, all works again since Monday.",
    ],
)
def test_what_stands_below_a_sentence_about_an_error_is_one_only_if_it_tells_of_a_failure(
    analyse: Analyse, text: str
) -> None:
    assert not any("Kind regards" in u["excerpt"] or "works" in u["excerpt"] for u in analyse(text)["unexplained"])


def test_a_sentence_that_leads_to_an_error_is_still_looked_at_itself(analyse: Analyse) -> None:
    document = analyse("The SMTP address has no mailbox associated with it error:\nsee attachment\n")

    assert "ErrorNonExistentMailbox" in loud(document)
    assert document["unexplained"] == []


def test_an_exception_below_a_calm_line_with_its_words_is_the_error(analyse: Analyse) -> None:
    document = analyse(
        "2026-10-12 08:00:00 INFO Mailbox a: Read timed out\njava.net.SocketTimeoutException: Read timed out\n"
    )

    assert rules_of(document) == {"network-timeout": "error"}


def test_the_name_of_a_class_above_an_answer_is_no_error_of_its_own(analyse: Analyse) -> None:
    document = analyse('GraphError:\n{"error": {"code": "ErrorAccessDenied", "message": "Access is denied."}}\n')

    assert document["coverage"]["error_events"] == 1
    assert document["unexplained"] == []


@pytest.mark.parametrize(
    "text",
    [
        "I am getting the following error:\nThe mailbox of the user is gone.",
        "I am getting the following error:\n\nAccess is denied. Check credentials and try again.",
        "Not sure why we get the following error:\nServer Error 500: database gone.",
        "Sync without delegate gives this error:\nServer Error 500: database gone.",
    ],
)
def test_below_a_sentence_that_leads_to_an_error_stands_the_error(analyse: Analyse, text: str) -> None:
    document = analyse(f"{text}\n")

    assert document["coverage"]["error_events"] == 1
    assert "error:" not in str([unknown["signature"] for unknown in document["unexplained"]])


def test_another_name_below_the_name_of_an_error_is_an_error_of_its_own(analyse: Analyse) -> None:
    assert "ErrorAccessDenied" in loud(analyse("ErrorItemNotFound:\nErrorAccessDenied: Access is denied.\n"))


@pytest.mark.parametrize(("below", "events"), [("No route to host", 1), ("none", 0), ("null", 0)])
def test_below_the_name_of_an_exception_a_sentence_is_what_it_says_and_none_is_nothing(
    analyse: Analyse, below: str, events: int
) -> None:
    assert analyse(f"java.net.NoRouteToHostException:\n{below}\n")["coverage"]["error_events"] == events


@pytest.mark.parametrize(
    "text",
    [
        "Could not retrieve OAuth token from 365: System.Net.WebException: The remote server returned an error: (400) Bad Request.",
        "OAuth2Certificate authorization flow failed for service 'Office 365 (Certificate)': it returned status code 400 (Bad Request).",
    ],
)
def test_a_text_that_names_the_token_of_microsoft_is_about_the_sign_in_service(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert loud(document) == {"status-of-unknown-server": "issue"}
    assert document["verdict"]["owner"] == "m365-admin"


def test_a_token_that_names_nobody_is_nobodys(analyse: Analyse) -> None:
    document = analyse("Could not retrieve OAuth token: The remote server returned an error: (400) Bad Request.")

    assert document["verdict"]["owner"] == "ssi-support"


@pytest.mark.parametrize(
    ("text", "rule", "outcome"),
    [
        ("=== Failed to retrieve autodiscover settings for anna.berg@contoso.example", "autodiscover-not-located", "error"),
        ("Viewpoint::EWS::EwsLoginError: Failed to login to EWS at https://mail.contoso.example/EWS/Exchange.asmx.", "exchange-authentication", "error"),
        ("500 SAP Internal Server Error", "c4c-internal-server-error", "error"),
        ("500 SAP Internal Server Error\nERROR: Error DBSQL_SQL_ERROR occured. P1=X (termination: RABAX_STATE)", "c4c-internal-server-error", "error"),
        ("tmm1[20358]: 01260013:4: SSL Handshake failed for TCP 10.0.0.9:57424 -> 10.100.0.5:443", "network-tls", "issue"),
    ],
)  # fmt: skip
def test_a_sentence_without_a_status_names_its_cause_once(analyse: Analyse, text: str, rule: str, outcome: str) -> None:
    document = analyse(text)

    assert loud(document) == {rule: outcome}
    assert document["findings"][0]["count"] == 1
    assert not document["unexplained"]


def test_an_error_that_javascript_prints_in_a_line_is_one(analyse: Analyse) -> None:
    document = analyse('name: "GenericTokenError", message: "An internal error has occurred.", code: 9018')

    assert [row["count"] for row in document["unexplained"]] == [1]
    assert document["findings"] == []


LOGGED = "2026-10-12 08:00:00,873 [1] ERROR Fabrikam.Main [(null)] - Exception while initializing\n"
THROWN = (
    "Microsoft.Exchange.WebServices.Data.AutodiscoverLocalException: The Autodiscover service couldn't be located.\n"
)


def test_the_exception_below_the_line_of_its_logger_is_one_error_with_its_time(analyse: Analyse) -> None:
    document = analyse(f"{LOGGED}{THROWN}   at Microsoft.Exchange.X()\n")

    assert loud(document) == {"autodiscover-not-located": "error"}
    (finding,) = document["findings"]
    assert (finding["count"], finding["first_seen"]) == (1, "2026-10-12T08:00:00.873Z")
    assert not document["unexplained"]


def test_an_exception_below_a_calm_line_is_an_error_of_its_own(analyse: Analyse) -> None:
    document = analyse(f"{LOGGED.replace('ERROR', 'INFO ')}{THROWN}")

    assert document["findings"][0]["first_seen"] is None
    assert document["findings"][0]["evidence"][0]["line"] == 2


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "You have exceeded the available concurrent connections for your account.\n"
            "ErrorDetails; Key=[Policy], Value=[MaxConcurrency]\n"
            "ErrorDetails; Key=[ErrorMessage], Value=[This operation exceeds the throttling budget for policy part "
            "'MaxConcurrency', policy value '27',  Budget type: 'Ews'.  Suggested backoff time 0 ms.]\n",
            "ErrorExceededConnectionCount",
        ),
        (
            "Failed to receive message. Error: Google.Apis.Requests.RequestError\nToo many concurrent requests for user [429]\n"
            "Errors [\n\tMessage[Too many concurrent requests for user] Location[ - ] Reason[rateLimitExceeded] Domain[global]\n]\n",
            "google-rate-limit",
        ),
    ],
    ids=["EWS", "Google"],
)  # fmt: skip
def test_the_details_in_lines_below_an_error_are_no_second_one(analyse: Analyse, text: str, rule: str) -> None:
    document = analyse(text)

    assert set(loud(document)) == {rule}
    assert document["findings"][0]["count"] == 1
    assert not document["unexplained"]


def test_a_cookie_of_exchange_tells_whose_a_status_near_it_is(analyse: Analyse) -> None:
    document = analyse(
        'kio_http: "Cookie: exchangecookie=a6003f3242e04f8a9fa4cb8dcaa36e81"\nkio_http: "HTTP/1.1 401 Unauthorized"\n'
    )

    assert set(loud(document)) == {"exchange-authentication"}
    assert "a6003f3242e04f8a9fa4cb8dcaa36e81" not in str(document)


def test_the_headline_of_a_refused_token_of_sap_is_what_sap_says(analyse: Analyse) -> None:
    chain = "com.sap.cloud.sdk.cloudplatform.connectivity.exception.DestinationAccessException: Failed to get destination.\n"
    document = analyse(
        f"{chain}Caused by: com.sap.cloud.security.xsuaa.client.OAuth2ServiceException: Error retrieving JWT token. Server URI "
        "https://fabrikam.authentication.eu20.hana.ondemand.com/oauth/token. Http status code 401. Response body "
        '\'{"error":"invalid_client","error_description":"Bad credentials"}\'.\n'
    )

    assert document["verdict"]["rule"] == "c4c-authentication"
    assert document["verdict"]["headline"] == "SAP gives SSI no token: invalid_client, “Bad credentials”."


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (
            "The specified object was not found in the store., The process failed to get the properties.",
            "ErrorItemNotFound",
        ),
        ("The specified folder could not be found in the store.", "ErrorFolderNotFound"),
        ("Access is denied. Check credentials and try again.", "ErrorAccessDenied"),
        ("Calendar item duration is too long.", "ErrorCalendarDurationIsTooLong"),
        ("Mailbox does not exist.", "ErrorNonExistentMailbox"),
    ],
)
@pytest.mark.parametrize(
    "before", ["", "Microsoft.Exchange.WebServices.Data.ServiceResponseException: ", "Unexpected Exchange error: "]
)
def test_what_exchange_says_without_its_code_is_that_code(analyse: Analyse, said: str, rule: str, before: str) -> None:
    """The client library throws the words of the answer, so the job log has nothing else."""
    document = analyse(f"2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory:ExchangeConnector] {before}{said}\n")

    assert list(loud(document)) == [rule]
    assert counts(document, "response_codes", "code") == {rule: 1}
    assert document["unexplained"] == []


@pytest.mark.parametrize(
    "line",
    [
        "2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory:C4CConnector] The specified object was not found in the store.",
        "2026-10-12 08:00:00,020 INFO TID:7 [SiteInMemory:ExchangeConnector] The change key is invalid.",
        "2026-10-12 08:00:00 ERROR backup: Data is corrupt.",
    ],
    ids=["of C4C", "no error", "of nobody known"],
)
def test_the_same_words_elsewhere_are_no_code(analyse: Analyse, line: str) -> None:
    assert analyse(f"{line}\n")["response_codes"] == []


PRINTED = {
    "print_r": "    [Message] => stdClass Object\n        (\n            [MessageText] => No such mailbox.\n"
    "            [ResponseCode] => ErrorNonExistentMailbox\n            [DescriptiveLinkKey] => 0\n        )\n",
    "var_dump": 'object(stdClass)#14 (2) {\n  ["MessageText"]=>\n  string(16) "No such mailbox."\n  ["ResponseCode"]=>\n'
    '  string(23) "ErrorNonExistentMailbox"\n  ["DescriptiveLinkKey"]=>\n  int(0)\n}\n',
    "Ruby": '{:response_class=>"Error", :response_code=>"ErrorNonExistentMailbox", :message_text=>"No such mailbox."}\n',
    "Rust": 'ServiceResponse { Result: 2, ErrorCode: ErrorNonExistentMailbox, ErrorMessage: "No such mailbox." }\n',
}


@pytest.mark.parametrize("printed", PRINTED.values(), ids=PRINTED)
def test_the_code_of_an_answer_that_a_program_prints_as_an_object_is_told(analyse: Analyse, printed: str) -> None:
    document = analyse(printed)

    assert counts(document, "response_codes", "protocol", "code") == {("ews", "ErrorNonExistentMailbox"): 1}
    assert loud(document) == {"ErrorNonExistentMailbox": "error"}


@pytest.mark.parametrize("printed", PRINTED.values(), ids=PRINTED)
def test_a_printed_answer_that_went_well_names_no_code(analyse: Analyse, printed: str) -> None:
    document = analyse(printed.replace("ErrorNonExistentMailbox", "NoError"))

    assert document["response_codes"] == []
    assert loud(document) == {}


def test_the_code_behind_an_exception_counts_though_its_sentence_goes_on_below(analyse: Analyse) -> None:
    document = analyse(
        "Gateway configuration exception: Connect exception:\n"
        "davmail.exchange.ews.EWSException ErrorNonExistentMailbox Mailbox does\nnot exist.\n"
    )

    assert loud(document) == {"ErrorNonExistentMailbox": "error"}
    assert document["unexplained"] == []


def test_a_heading_over_an_error_is_not_another_error(analyse: Analyse) -> None:
    document = analyse(f"{EWS}Error message:\nThe request failed with HTTP status 503: Service Unavailable.\n")

    assert loud(document) == {"exchange-unavailable": "error"}
    assert document["unexplained"] == []


def test_an_exception_that_node_prints_with_the_name_of_its_class_is_one(analyse: Analyse) -> None:
    document = analyse("worker-1  |   CalendarImportException [Error]: Access token is undefined or empty.\n")

    assert len(document["unexplained"]) == 1
    assert document["verdict"]["outcome"] == "inconclusive"


def test_a_code_of_the_sign_in_below_the_error_that_it_is_about_is_that_error(analyse: Analyse) -> None:
    document = analyse(
        '[2026-10-12 08:00:00] sync.CRITICAL: Uncaught IdentityProviderException: "invalid_client\n'
        'AADSTS7000215: Invalid client secret provided. Timestamp: 2026-10-12 08:00:00Z" at Azure.php line 492\n'
    )

    assert loud(document) == {"AADSTS7000215": "error"}
    assert document["unexplained"] == []


def test_a_status_in_brackets_behind_its_name_is_that_status(analyse: Analyse) -> None:
    said = "Message    : HTTP POST on resource '{}' failed: unauthorized (401).\nError type : HTTP:UNAUTHORIZED\n"
    ews = analyse(said.format("https://mail.contoso.example:443/EWS/Exchange.asmx"))
    graph = analyse(said.format("https://graph.microsoft.com:443/v1.0/users/a/events"))

    assert loud(ews) == {"exchange-authentication": "error"}
    assert loud(graph) == {"graph-authentication": "error"}
    assert ews["unexplained"] == graph["unexplained"] == []


def test_an_error_in_a_trace_of_sap_is_told(analyse: Analyse) -> None:
    document = analyse("[Thr 140] *** ERROR => SSL handshake with my300001.crm.ondemand.com:443 failed (-57)\n")

    assert len(document["unexplained"]) == 1


C4C_ADDRESS = "https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/LeadCollection"
NAMED = [
    (f"2026-10-12 08:00:00 ERROR GET {C4C_ADDRESS} failed, StatusCode=ServiceUnavailable\n", "c4c-unavailable"),
    (f"2026-10-12 08:00:00 ERROR GET {C4C_ADDRESS} failed, status: ServiceUnavailable\n", "c4c-unavailable"),
    (f"2026-10-12 08:00:00 ERROR GET {C4C_ADDRESS} failed, status: Service Unavailable\n", "c4c-unavailable"),
    (
        f"ErrorCode=Failed,'Message=The operation failed against {C4C_ADDRESS} with status code Unauthorized.,Source=x'\n",
        "c4c-authentication",
    ),
    (f"Request to {C4C_ADDRESS} returned status Unauthorized. Response: Logon failed\n", "c4c-authentication"),
    (
        "ERROR request to https://mail.contoso.example/EWS/Exchange.asmx failed with status code Forbidden\n",
        "exchange-forbidden",
    ),
]


@pytest.mark.parametrize(("text", "rule"), NAMED)
def test_a_status_that_its_name_alone_tells_is_that_status(analyse: Analyse, text: str, rule: str) -> None:
    assert loud(analyse(text)) == {rule: "error"}


NO_STATUS = [
    "Status: Conflict with another appointment",
    "Status not found",
    "status code OK",
    "a status code gone astray",
    "Order status: locked",
]


@pytest.mark.parametrize("text", NO_STATUS)
def test_a_word_that_is_the_name_of_a_status_as_well_tells_none(text: str) -> None:
    assert told(text, exception=True).status is None


@pytest.mark.parametrize(
    "said",
    [
        'Mail "Virus detected in the message" was left out',
        "The value for TimeZone is invalid for record 5",
        "Password change is required at next logon of the user in C4C",
    ],
)
def test_words_like_those_of_exchange_inside_of_others_are_no_code(analyse: Analyse, said: str) -> None:
    document = analyse(f"2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory:ExchangeConnector] {said}\n")

    assert document["response_codes"] == []


def test_a_line_of_a_log_that_names_the_kind_of_an_error_alone_is_an_error(analyse: Analyse) -> None:
    """In a table it says nothing that the line beside it does not say; in a log it may be the only one."""
    line = "2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory:ExchangeConnector] Error type: System.Net.WebException\n"

    assert len(analyse(line)["unexplained"]) == 1
    assert analyse("Error type: System.Net.WebException\n")["unexplained"] == []


@pytest.mark.parametrize(
    "said",
    [
        *("Item status code NotFound, skipped", "Item status code 404", "object status code: Forbidden"),
        *("Contact's status code Unauthorized", "Folder status: Forbidden", "task status_code=NotFound"),
    ],
)
def test_the_status_of_a_record_is_none_of_http(analyse: Analyse, said: str) -> None:
    """It was 404 of Exchange: "the EWS address is not found"."""
    text = f"2026-10-12 08:00:00,020 WARN TID:7 [SiteInMemory:ExchangeConnector] {said}\n"

    assert loud(analyse(text)) == {}


@pytest.mark.parametrize(
    "said",
    ["HTTP status code NotFound", "Exchange returned status code NotFound", "the item failed: status code NotFound"],
)
def test_a_status_of_the_answer_to_a_record_is_one_of_http(analyse: Analyse, said: str) -> None:
    text = f"2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory:ExchangeConnector] {said}\n"

    assert loud(analyse(text)) == {"exchange-ews-url-not-found": "error"}


ELSEWHERE = [
    "StackExchange.Redis.RedisConnectionException: No connection is available to localhost:6379. ConnectionRefused",
    "Npgsql.NpgsqlException: Failed to connect to 127.0.0.1:5432 ---> System.Net.Sockets.SocketException: Connection refused",
    "org.postgresql.util.PSQLException: Connection to localhost:5432 refused. Check that the host name is correct",
    "MongoServerSelectionError: connect ECONNREFUSED 127.0.0.1:27017",
    "Could not connect to RabbitMQ at amqp://localhost: Connection refused",
    "System.Data.SqlClient.SqlException: The operation has timed out",
    "smtp localhost:25: The operation has timed out",
]


@pytest.mark.parametrize("said", ELSEWHERE)
@pytest.mark.parametrize(
    "around",
    ["POST https://mail.contoso.example/EWS/Exchange.asmx", "GET https://my000000.crm.ondemand.com/sap/c4c/odata/v1"],
)
def test_a_database_that_is_not_reached_is_no_server_of_the_mailbox(analyse: Analyse, said: str, around: str) -> None:
    """The words are those of the network; the line stays what it is."""
    document = analyse(f"2026-10-12 08:00:00 INFO {around}\n2026-10-12 08:00:01 ERROR {said}\n")

    assert loud(document) == {}
    assert document["verdict"]["outcome"] == "inconclusive"
    assert [row["signature"].partition(" · ")[0] for row in document["unexplained"]] == ["other"]


@pytest.mark.parametrize(
    "said",
    [
        "EWS request to mail.contoso.example failed behind Redis: connect ECONNREFUSED 203.0.113.7:443",
        "connect ECONNREFUSED 203.0.113.7:443",
        "connect ECONNREFUSED 127.0.0.1:8888",
    ],
)
def test_a_server_that_may_be_that_of_the_mailbox_is_one(analyse: Analyse, said: str) -> None:
    assert loud(analyse(f"2026-10-12 08:00:01 ERROR {said}\n")) == {"network-refused": "error"}


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (
            "sync job from rabbitmq queue failed: The remote server returned an error: (401) Unauthorized.",
            "authentication",
        ),
        ("worker redis:default: HTTPError 503 Service Unavailable", "unavailable"),
        ("kafka message 17 failed: 403 Forbidden", "forbidden"),
    ],
)
@pytest.mark.parametrize(
    ("around", "side"),
    [
        ("POST https://mail.contoso.example/EWS/Exchange.asmx", "exchange"),
        ("GET https://my000000.crm.ondemand.com/sap/c4c/odata/v1", "c4c"),
    ],
)
def test_a_job_from_a_queue_that_fails_with_a_status_fails_at_the_mailbox(
    analyse: Analyse, said: str, rule: str, around: str, side: str
) -> None:
    """Queues and databases have no status of HTTP."""
    document = analyse(f"2026-10-12 08:00:00 INFO {around}\n2026-10-12 08:00:01 ERROR {said}\n")

    assert loud(document).keys() == {f"{side}-{rule}"}


@pytest.mark.parametrize("mailbox", ["franz.kafka@contoso.example", "mysql-team@contoso.example", "anna@redis.example"])
def test_a_mailbox_named_like_a_database_is_a_mailbox(analyse: Analyse, mailbox: str) -> None:
    around = "2026-10-12 08:00:00 INFO POST https://mail.contoso.example/EWS/Exchange.asmx\n"

    document = analyse(f"{around}2026-10-12 08:00:01 ERROR sync of {mailbox} failed: The operation has timed out\n")

    assert loud(document) == {"exchange-no-response": "error"}


def test_a_port_of_the_web_beside_the_name_of_a_queue_is_that_of_the_mailbox(analyse: Analyse) -> None:
    text = "2026-10-12 08:00:01 ERROR connect ECONNREFUSED 203.0.113.7:443 (job 5 of the redis queue)\n"

    assert loud(analyse(text)) == {"network-refused": "error"}


def test_an_error_of_the_database_of_c4c_is_one_of_c4c(analyse: Analyse) -> None:
    """C4C keeps its data in HANA, which its answers may name."""
    said = "The remote server returned an error: (500) Internal Server Error. com.sap.db.jdbc.JDBCDriverException"
    around = "2026-10-12 08:00:00 INFO GET https://my000000.crm.ondemand.com/sap/c4c/odata/v1\n"

    assert loud(analyse(f"{around}2026-10-12 08:00:01 ERROR {said}\n")) == {"c4c-internal-server-error": "error"}


@pytest.mark.parametrize(
    "said",
    [
        "pika ConnectionClosedByBroker: (403) 'ACCESS_REFUSED - Login was refused' by RabbitMQ",
        "RabbitMQ: (404) NOT_FOUND - no queue 'sync'",
        "Elasticsearch answered status code 503",
    ],
)
def test_a_code_of_a_queue_and_a_status_of_a_store_on_the_web_are_none_of_the_mailbox(
    analyse: Analyse, said: str
) -> None:
    around = "2026-10-12 08:00:00 INFO POST https://mail.contoso.example/EWS/Exchange.asmx\n"

    assert loud(analyse(f"{around}2026-10-12 08:00:01 ERROR {said}\n")) == {}


@pytest.mark.parametrize(
    ("logged", "thrown", "rule"),
    [
        (
            "WARN Exchange.WebServices - Response status code does not indicate success: 503 (Service Unavailable).",
            "ERROR sync - Microsoft.Exchange.WebServices.Data.ServiceRequestException: The remote server returned an error:"
            " (503) Server Unavailable.",
            "exchange-unavailable",
        ),
        (
            "ERROR sync - POST https://mail.contoso.example/EWS/Exchange.asmx failed with status 503",
            "ERROR sync - AxiosError: Request failed with status code 503",
            "exchange-unavailable",
        ),
        (
            "ERROR sync - EWS request failed: ErrorAccessDenied",
            "ERROR Microsoft.Exchange.WebServices.Data.ServiceResponseException: Access is denied. Check credentials and"
            " try again.",
            "ErrorAccessDenied",
        ),
    ],
)
def test_what_a_client_logs_and_throws_for_one_failure_counts_once(
    analyse: Analyse, logged: str, thrown: str, rule: str
) -> None:
    first = f"2026-10-12 08:00:03,120 {logged}\n"

    once = analyse(f"{first}2026-10-12 08:00:03,125 {thrown}\n")
    later = analyse(f"{first}2026-10-12 08:00:04,125 {thrown}\n")
    twice = analyse(f"{first}2026-10-12 08:00:03,125 {thrown}\n" * 2)

    told = [
        next(finding["count"] for finding in document["findings"] if finding["rule"] == rule)
        for document in (once, later, twice)
    ]
    assert told == [1, 2, 2]


@pytest.mark.parametrize(
    ("one", "other", "failures"),
    [
        ("anna.berg@contoso.example", "carl.doe@contoso.example", 2),
        ("anna.berg@contoso.example", "anna.berg@contoso.example", 1),
        ("anna.berg@contoso.example", "mailbox", 1),
        ("AAMk" + "a1" * 20, "AAMk" + "b2" * 20, 2),
    ],
)
def test_two_mailboxes_or_items_that_fail_at_once_fail_twice(
    analyse: Analyse, one: str, other: str, failures: int
) -> None:
    logged = f"2026-10-12 08:00:03,120 ERROR sync - POST https://mail.contoso.example/EWS/Exchange.asmx for {one}: status 503\n"
    thrown = f"2026-10-12 08:00:03,125 ERROR sync - AxiosError: Request failed with status code 503, {other}\n"

    (finding,) = analyse(logged + thrown)["findings"]
    assert (finding["rule"], finding["count"]) == ("exchange-unavailable", failures)


def test_another_status_right_below_is_another_failure(analyse: Analyse) -> None:
    first = (
        "2026-10-12 08:00:03,120 ERROR sync - POST https://mail.contoso.example/EWS/Exchange.asmx failed: status 503\n"
    )

    document = analyse(f"{first}2026-10-12 08:00:03,125 ERROR sync - AxiosError: Request failed with status code 401\n")

    assert loud(document).keys() == {"exchange-unavailable", "exchange-authentication"}
