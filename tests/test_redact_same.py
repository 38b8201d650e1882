"""Forms in which `redact` once lost a finding, a line or the second turn: the same tells the same, and nobody is named."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.analysis import analyze
from analyzer.limits import DEFAULT
from analyzer.model import Kind
from analyzer.privacy.content import Content
from analyzer.privacy.known_words import KnownWords
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.redacting import differences
from analyzer.redacting.rewriter import Redactor
from analyzer.redacting.words import Words
from analyzer.reference import json_names
from analyzer.report.document import build
from tests.test_privacy_levels import run

__all__ = ["run"]

Run = Callable[..., tuple[int, str]]

BUSY = "The remote server returned an error: (503) Server Unavailable."
ACCESS = {"time": "2026-10-12T08:00:00Z", "status": 503}
EWS = "/EWS/Exchange.asmx"


def lines(*events: dict[str, object]) -> str:
    return "".join(json.dumps(event) + "\n" for event in events for _ in range(2))


def item(inside: str, quote: str = '"') -> str:
    """An item with an element that holds nothing, before an error of another one."""
    return (
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><m:GetItemResponse"
        " xmlns:m='http://schemas.microsoft.com/exchange/services/2006/messages'"
        " xmlns:t='http://schemas.microsoft.com/exchange/services/2006/types'><m:ResponseMessages>\n"
        "<m:GetItemResponseMessage ResponseClass='Success'><m:ResponseCode>NoError</m:ResponseCode><m:Items><t:Task>\n"
        f"{inside}\n<t:Size>4117</t:Size>\n<t:Subject>Zusage Steinadler</t:Subject>\n"
        "</t:Task></m:Items></m:GetItemResponseMessage>\n"
        "<m:GetItemResponseMessage ResponseClass='Error'><m:MessageText>The specified object was not found in the store."
        "</m:MessageText><m:ResponseCode>ErrorItemNotFound</m:ResponseCode></m:GetItemResponseMessage>\n"
        "</m:ResponseMessages></m:GetItemResponse></s:Body></s:Envelope>\n"
    ).replace("'", quote)


BATCH = (
    "HTTP Request\nPOST /sap/c4c/odata/v1/c4codataapi/$batch HTTP/1.1\n"
    "Content-Type: multipart/mixed; boundary={0}\n\n--{0}\nContent-Type: application/http\n\n"
    "GET LeadCollection HTTP/1.1\n\n\n--{0}--\n\nHTTP Response\nHTTP/1.1 202 Accepted\n"
    "Content-Type: multipart/mixed; boundary={1}\n\n--{1}\nContent-Type: application/http\n\n"
    'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{{"d":{{"Name":"Zusage Steinadler"}}}}\n--{1}\n'
    "Content-Type: application/http\n\nHTTP/1.1 404 Not Found\nContent-Type: application/json\n\n"
    '{{"error":{{"code":"005","message":{{"lang":"en","value":"Resource not found"}}}}}}\n--{1}--\n'
)

UPLOADS = {
    "a body that holds nothing": item('<t:Body BodyType="HTML"/>'),
    "the same with a blank": item('<t:Body BodyType="Text" />'),
    "another body that holds nothing": item('<t:UniqueBody BodyType="Text" IsTruncated="false"/>'),
    "a subject that holds nothing": item('<t:NormalizedSubject xsi:nil="true"/>'),
    "a row of nginx": lines({**ACCESS, "request": f"POST {EWS} HTTP/1.1", "host": "mail.steinadler.example"}),
    "a row of a gateway": lines(
        {
            "timeStamp": "2026-10-12T08:00:00Z",
            "operationName": "ApplicationGatewayAccess",
            "properties": {
                "httpMethod": "POST",
                "requestUri": EWS,
                "httpStatus": 502,
                "host": "mail.steinadler.example",
            },
        }
    ),
    "a row of Envoy": lines(
        {"start_time": "2026-10-12T08:00:00Z", "method": "POST", "path": EWS, "response_code": 503}
    ),
    "three rows with the time first": "".join(
        json.dumps(
            {
                "time": f"2026-10-12T08:00:0{second}Z",
                "category": "MicrosoftGraphActivityLogs",
                "properties": {
                    "requestMethod": "GET",
                    "responseStatusCode": status,
                    "requestUri": "https://graph.microsoft.com/v1.0/users/petra.winkelmann@steinadler.example/events",
                },
            }
        )
        + "\n"
        for second, status in enumerate((200, 403, 429, 200))
    ),
    "an event of Kibana": json.dumps(
        {
            "hits": [
                {
                    "_source": {
                        "@timestamp": "2026-10-12T08:00:00Z",
                        "level": "error",
                        "err": {"name": "Error", "message": BUSY},
                    }
                }
            ]
        }
    ),
    "an error of Go in braces": '2026-10-12T08:00:00Z\tERROR\tbackup\t{"service": "Exchange", "last_error": "{\\"item\\",'
    ' {odataerror_code:ApplicationThrottled, odataerror_message:Application is over its MailboxConcurrency limit.}}"}\n',
    "who signed in": lines(
        {
            "createdDateTime": "2026-10-12T08:00:00Z",
            "userPrincipalName": "petra.winkelmann@steinadler.example",
            "resourceDisplayName": "Office 365 Exchange Online",
            "status": {"errorCode": 50126, "failureReason": "Invalid username or password."},
        }
    ),
    "names without a border between their words": lines(
        {**ACCESS, "method": "POST", "requesturi": f"https://mail.steinadler.example{EWS}", "clientip": "10.1.7.3"}
    ),
    "heads in German": "Benutzer;Lauf;Status;Ausnahme\npetra.winkelmann@steinadler.example;12.10.2026 09:00;Fehler;"
    "The request failed. The remote server returned an error: (401) Unauthorized.\n",
    "borders that nobody knows": BATCH.format("zwgrbq1", "ejjeeffe0"),
    "borders with an id and a host": BATCH.format(
        "batch_6f9a0b6e-3f0e-4c55-9b39-0d7f4a1c2b3d", "=_Part_17.exch01.steinadler.example"
    ),
    "an error whose code has 32 digits": "GET /sap/opu/odata/sap/STEINADLER_SRV/View failed, HTTP 404, answer:\n"
    '{"error":{"code":"005056A2C4701EE89D8BDA1FA5C8E210","message":{"lang":"en","value":"Property Zusatz not found"}}}\n',
    "a machine of Exchange Online": "HTTP/1.1 503 Service Unavailable\nX-FEServer: YT1PR01CA0023\nrequest-id: 6f9a0b6e-3f0e\n",
    "the same in a table": "X-BackEndHttpStatus   503,503\nx-EwsHandler   FindFolder\nX-FEServer   YT1PR01CA0023\n",
    "what became of somebody": "2026-10-12 08:00:00 INFO Login OK\n2026-10-12 08:00:01 ERROR User SKIPPED: ErrorServerBusy\n"
    "2026-10-12 08:00:02 INFO Mailbox QUEUED, Login=OK Logout=OK, Konto AKTIV, DAG failover\n",
    "an object of Java": "2026-11-27 19:05:26,044 DEBUG [Imap-1] davmail - Created session davmail.exchange.ews.EwsExchangeSession@2eed4c1a"
    " for user STEINADLER\\petra.winkelmann\n\tat davmail.exchange.ews.EwsExchangeSession.searchItems(X.java:689)\n",
    "a list of cookies as Node prints it": "{\n  status: 200,\n  headers: {\n    'set-cookie': [ 'MRHSession=Steinadler; secure' ],\n"
    "    'content-length': '519'\n  },\n}\n",
    "a context of Graph": "{\"@odata.context\": \"https://graph.microsoft.com/v1.0/$metadata#users('steinadler')/calendars('c1')"
    '/calendarView(subject,body)", "value": [{"id": "e1", "subject": "Zusage Steinadler"}]}',
    "a name in a directory before a code": "2026-10-12 08:00:00 ERROR EWS CN=Petra Winkelmann,OU=Users,DC=steinadler,DC=local"
    " ErrorAccessDenied\n",
    "another one": "2026-10-12 08:00:00 ERROR EWS FindItem CN=Petra Winkelmann,OU=Users,O=Steinadler Nord: ErrorAccessDenied\n",
    "a way to sign in at the end of a line": "Login: NTLM\nERROR (401) Unauthorized\n",
    "a host that somebody masked": "POST /sap/c4c/odata/v1/c4codataapi/$batch HTTP/1.1\nHost: my<steinadler>.crm.ondemand.com\n\n",
    "a long run of letters": f"2026-10-12 08:00:00 ERROR data {'kvzq' * 300} (503) Server Unavailable\n",
    "a product that looks like a duration": "--b1\nContent-Type: application/http\n\nHTTP/1.1 404 Not Found\n"
    "Content-Type: application/atom+xml\n\n<entry><content><d:ProductID>P110100</d:ProductID></content></entry>\n--b1--\n",
    **{
        f"the message as {name}": lines({"time": "2026-10-12T08:00:00Z", "level": "error", name: f"EWS: {BUSY}"})
        for name in json_names.MESSAGES
    },
    **{
        f"what was thrown as {name}": lines(
            {
                "time": "2026-10-12T08:00:00Z",
                "level": "error",
                "msg": "failed",
                name: f"System.Net.WebException: {BUSY}",
            }
        )
        for name in json_names.EXCEPTIONS
    },
    **{
        f"the address as {name}": lines({**ACCESS, "method": "POST", name: f"https://mail.steinadler.example{EWS}"})
        for name in sorted(json_names.URLS)
    },
    **{
        f"the method as {name}": lines({**ACCESS, name: "POST", "url": f"https://mail.steinadler.example{EWS}"})
        for name in sorted(json_names.METHODS)
    },
    **{
        f"the host as {name}": lines({**ACCESS, "method": "POST", "path": EWS, name: "mail.steinadler.example"})
        for name in sorted(json_names.HOSTS)
    },
}
HIDDEN = (
    "STEINADLER",
    "YT1PR",
    "2eed4c1a",
    "kvzq",
    "P110100",
    "Winkelmann",
    "Steinadler",
    "steinadler",
    "winkelmann",
    "10.1.7.3",
    "6f9a0b6e",
    "exch01",
)


@pytest.mark.parametrize("name", UPLOADS)
def test_what_is_redacted_tells_the_same_once_and_twice(run: Run, tmp_path: Path, name: str) -> None:
    upload, out, again = (tmp_path / f"{part}.log" for part in ("upload", "out", "again"))
    upload.write_text(UPLOADS[name], "utf-8")

    code, said = run("redact", upload, "-o", out)
    text = out.read_text("utf-8")
    before, after = (build(analyze([str(path)])) for path in (upload, out))

    assert code == 0, said
    assert differences(before, after) == []
    for key in ("http", "response_codes", "operations"):
        assert after[key] == before[key]
    assert after["verdict"]["hit"] == before["verdict"]["hit"]
    assert [word for word in HIDDEN if word in text] == []
    assert text.count("\n") == UPLOADS[name].count("\n")
    assert run("redact", out, "-o", again)[0] == 0
    assert again.read_text("utf-8") == text


def test_what_follows_a_body_that_holds_nothing_is_nothing_that_a_person_wrote() -> None:
    content = Content()
    content.look(item('<t:Body BodyType="Text" />').encode())
    content.look(item("&lt;t:Body BodyType=&quot;Text&quot; /&gt;").encode())

    assert not [value for of in content.values.values() for value in of if "specified object" in value]


def test_of_a_quoted_body_that_holds_nothing_all_that_follows_is_shown() -> None:
    quoted = '&lt;t:Body BodyType="Text"/&gt;&lt;code&gt;ErrorItemNotFound&lt;/code&gt;&lt;t:Body&gt;Steinadler&lt;/t:Body&gt;'
    text = f"<s:Envelope><s:Body><s:Fault><faultstring>{quoted}</faultstring></s:Fault></s:Body></s:Envelope>"
    redactor = Redactor(Pseudonyms(), Kind.EXCHANGE_DUMP, DEFAULT)
    shown = redactor.feed(text) + redactor.finish()

    assert "ErrorItemNotFound" in shown
    assert "Steinadler" not in shown


@pytest.mark.parametrize(
    "event",
    [
        {"record": {"text": "Zusage Steinadler", "path": "/Zusage Steinadler", "host": "Steinadler"}},
        {"data": [{"event": "Zusage Steinadler", "request": "Zusage Steinadler"}]},
        {"method": "Steinadler", "verb": "Zusage"},
        {"path": "Zusage Steinadler", "request": "POST Steinadler", "host": "Zusage Steinadler"},
        {"user": "petra:Steinadler"},
        {"properties": {"text": "Zusage Steinadler"}},
        {"name": "Zusage Steinadler"},
    ],
)
def test_the_data_of_an_event_stays_hidden(run: Run, tmp_path: Path, event: dict[str, object]) -> None:
    upload, out = tmp_path / "upload.log", tmp_path / "out.log"
    upload.write_text(lines({"time": "2026-10-12T08:00:00Z", "level": "error", "msg": BUSY, **event}), "utf-8")

    assert run("redact", upload, "-o", out)[0] == 0
    assert "Steinadler" not in out.read_text("utf-8")


def test_a_text_of_a_record_stays_hidden_where_an_event_may_show_it(run: Run, tmp_path: Path) -> None:
    upload, out = tmp_path / "upload.json", tmp_path / "out.json"
    upload.write_text(
        '{"d": {"results": [{"Text": "Zusage", "event": "Falkenhorst", "path": "/Falkenhorst"}]}}', "utf-8"
    )

    assert run("redact", upload, "-o", out)[0] == 0
    assert not {"Zusage", "Falkenhorst"} & {word.strip('",/}]') for word in out.read_text("utf-8").split()}


@pytest.mark.parametrize("name", ["requesturi", "clientip", "durationms", "server_id", "x-user-agent", "remoteaddr"])
def test_names_that_programs_make_are_keys(name: str) -> None:
    assert json_names.is_key(name.removeprefix("x-"))


@pytest.mark.parametrize("name", ["max", "portmann", "annaberg", "winkelmann", "tagesberg", "", "10", "node" * 40])
def test_names_of_people_are_no_keys(name: str) -> None:
    assert not json_names.is_key(name)


@pytest.mark.parametrize("folder", ["Ольга Петровская", "Zwirbel Krautmann", "山田 太郎", "Error Success", "Иван"])
def test_a_folder_that_is_named_like_somebody_refuses_nothing(run: Run, tmp_path: Path, folder: str) -> None:
    upload, out = tmp_path / "upload.zip", tmp_path / "out.zip"
    with zipfile.ZipFile(upload, "w") as pack:
        pack.writestr(
            f"{folder}/job.log", f"2026-10-12 08:00:00 INFO start\n2026-10-12 08:00:01 INFO retry for {folder}\n"
        )

    code, said = run("redact", upload, "-o", out)

    assert (code, "left out" in said) == (0, False)
    with zipfile.ZipFile(out) as pack:
        (name,) = pack.namelist()
        text = pack.read(name).decode()
    assert name == "folder-1/job.log"
    assert folder == "Error Success" or folder not in text


def test_a_border_is_the_same_wherever_it_stands() -> None:
    words = Words(Pseudonyms())
    shown = words.field("Content-Type", 'multipart/mixed; boundary="_000_6f9a0b6e3f0e4c559b390d7f4a1c2b3d_"; type=text')

    assert shown == 'multipart/mixed; boundary="id-1"; type=text'
    assert words.boundary("_000_6f9a0b6e3f0e4c559b390d7f4a1c2b3d_") == "id-1"
    assert words.boundary("changeset_1") == "changeset_1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Sender OK, Recipient OK, user MFA, Login SSO, Benutzer AKTIV",
            "Sender OK, Recipient OK, user MFA, Login SSO, Benutzer AKTIV",
        ),
        ('"login": "OK", "owner": "QUEUED"', '"login": "OK", "owner": "QUEUED"'),
        ("Logon ID: 0x3E7", "Logon ID: 0x3E7"),
        ("Logon ID: 0x1A2B3C", "Logon ID: user-1"),
        ("DAG failover; DAG steinadler", "DAG failover; DAG host-1"),
        ("User Fertig is locked", "User user-1 is locked"),
        ("Negotiate\nYIIJvwYGKwYBBQUCoIIJ", "Negotiate\n[removed]"),
        ("Basic\nYW5uYTpiZXJn", "Basic\n[removed]"),
        ("CN=Petra Winkelmann,OU=Users,O=Steinadler Werke Nord was found", "id-1 was found"),
        ("davmail.EwsExchangeSession@word-1 for", "davmail.EwsExchangeSession@word-1 for"),
        ("petra@word-1.example", "user-1@word-1.example"),
        ("    'set-cookie': [removed],", "    'set-cookie': [removed],"),
        ("    'set-cookie': [removed], sid=Steinadler", "    'set-cookie': [removed]"),
    ],
)
def test_a_word_of_nobody_has_no_token_and_a_name_has_one(text: str, shown: str) -> None:
    assert Words(Pseudonyms()).clean(text) == shown


def test_a_long_word_is_replaced_as_a_whole() -> None:
    names = Pseudonyms(known=KnownWords())
    word = "kvzq" * 700

    assert names.replace(f"data {word}password next") == "data word-1 next"
    assert names.replace("aaaa" * 700) == "word-2"


def test_a_code_in_32_digits_is_one_where_a_reader_found_it_and_nowhere_else() -> None:
    names = Pseudonyms(known=KnownWords())
    code, other = "005056A2C4701EE89D8BDA1FA5C8E210", "137FEBC5E74C0000E006A274FA733708"
    names.code(code)
    names.code("Zk29vLq81mXw0TtYbN4c")

    assert names.replace(f"error {code} of {other}") == f"error {code} of id-1"
    assert names.replace("Zk29vLq81mXw0TtYbN4c") != "Zk29vLq81mXw0TtYbN4c"


def test_members_stay_in_their_order(run: Run, tmp_path: Path) -> None:
    upload, out, again = (tmp_path / f"{part}.zip" for part in ("upload", "out", "again"))
    with zipfile.ZipFile(upload, "w") as pack:
        pack.writestr("Winkelmann.json", '{"error": {"code": "LOCK"}}')
        pack.writestr("Petra Winkelmann/job.log", "2026-10-12 08:00:00 ERROR Petra Winkelmann (503)\n")
        pack.writestr("Adler.json", '{"error": {"code": "LOCKED"}}')

    assert run("redact", upload, "-o", out)[0] == 0
    assert run("redact", out, "-o", again)[0] == 0
    with zipfile.ZipFile(out) as pack:
        names = pack.namelist()
        assert b"LOCK" in pack.read(names[0])
        assert names[1].endswith("/job.log")
        assert b"LOCKED" in pack.read(names[2])
    assert again.read_bytes() == out.read_bytes()
