"""What services answer, redacted: the same findings, nothing that a person wrote, and nobody who is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.analysis import analyze
from analyzer.limits import DEFAULT
from analyzer.model import Kind
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.redacting import differences
from analyzer.redacting.rewriter import Redactor
from analyzer.redacting.wire_logs import redacted
from analyzer.redacting.words import Words
from analyzer.report.document import build
from tests.test_privacy_levels import run

__all__ = ["run"]

Run = Callable[..., tuple[int, str]]

GRAPH_ERROR = """{"error": {"code": "ErrorAccessDenied", "message": "Access is denied. Check credentials and try again.",
  "innerError": {"date": "2026-10-12T08:00:00", "request-id": "6f9a0b6e-3f0e-4c55-9b39-0d7f4a1c2b3d"}}}"""
GRAPH_MAIL = """{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users('anna.berg%40contoso.example')/messages",
  "value": [{"id": "AAMkAGI1", "subject": "Offer for Fabrikam", "bodyPreview": "Dear Petra",
    "body": {"contentType": "html", "content": "<html><body><p>The price is 40.000</p></body></html>"},
    "from": {"emailAddress": {"name": "Petra Winkelmann", "address": "petra@fabrikam.example"}}}]}"""
HEAD = """HTTP/1.1 {status}
Content-Type: application/json
x-ms-ags-diagnostic: {{"ServerInfo":{{"DataCenter":"West Europe","Slice":"E"}}}}
Date: Mon, 12 Oct 2026 08:00:01 GMT

"""
ASKED = "GET https://graph.microsoft.com/v1.0/users/anna.berg@contoso.example/messages?$search=%22Offer%22 HTTP/1.1\n\n"
ASKS_C4C = "GET /sap/c4c/odata/v1/c4codataapi/LeadCollection HTTP/1.1\nHost: my1.crm.ondemand.com\n\n"
LOG = "2026-10-12 08:00:05 ERROR the next page of Petra@fabrikam.example: Connection refused\n"
CONTENT = ("Fabrikam", "Petra", "price", "40.000", "anna.berg", "contoso", "AAMk", "6f9a0b6e", "Winkelmann")

UPLOADS = {
    "raw HTTP of Graph": ASKED
    + HEAD.format(status="200 OK")
    + GRAPH_MAIL
    + "\n\n"
    + ASKED
    + HEAD.format(status="403 Forbidden")
    + GRAPH_ERROR
    + "\n",
    "an error of Graph alone": GRAPH_ERROR,
    "an entry of an audit log": json.dumps(
        {
            "CreationTime": "2026-10-12T08:00:00",
            "Operation": "UserLoginFailed",
            "ErrorNumber": "50076",
            "UserId": "anna.berg@contoso.example",
        }
    ),
    "a lifecycle notification of Graph": json.dumps(
        {"value": [{"lifecycleEvent": "subscriptionRemoved", "subscriptionId": "6f9a0b6e-3f0e-4c55-9b39-0d7f4a1c2b3d"}]}
    ),
    "EWS in JSON": json.dumps(
        {"Body": {"ResponseMessages": {"Items": [{"ResponseCode": "ErrorItemNotFound", "ResponseClass": "Error"}]}}}
    ),
    "an error of OData": '{"error": {"code": "CRM/LOCK", "message": {"lang": "en", "value": "Object is locked"},'
    ' "innererror": {"transactionid": "6f9a0b6e3f0e4c559b390d7f4a1c2b3d"}}, "d": {"Name": "Petra Winkelmann"}}',
    "an error of the sign-in": '{"error": "invalid_grant", "error_description": "AADSTS50076: Due to a configuration'
    " change made by your administrator, you must use multi-factor authentication.\\r\\nTrace ID: 6f9a0b6e-3f0e-4c55-9b39"
    '-0d7f4a1c2b3d", "error_codes": [50076], "trace_id": "6f9a0b6e-3f0e-4c55-9b39-0d7f4a1c2b3d"}',
    "a page": "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1>"
    "<p>Dear Petra Winkelmann of Fabrikam</p></body></html>",
    "a log in JSON lines": '{"@t": "2026-10-12T08:00:00Z", "@l": "Error", "@m": "The request failed with HTTP status'
    ' 403: Forbidden.", "Subject": "Offer for Fabrikam"}\n'
    '{"@t": "2026-10-12T08:00:01Z", "@l": "Error", "@m": "Authentication error"}\n',
    "an error beside a good status": "HTTP Request\nPOST /sap/c4c/odata/v1/c4codataapi/LeadCollection HTTP/1.1\n\n{}\n\n"
    'HTTP Response\nHTTP/1.1 201 Created\nsap-message: {"code":"ZM/006","message":"Lock of user Petra Winkelmann",'
    '"severity":"error","target":"/Notes"}\nContent-Type: application/json\n\n{"d":{}}\n',
    "a batch": "HTTP Request\nPOST /sap/c4c/odata/v1/c4codataapi/$batch HTTP/1.1\nHost: my1.crm.ondemand.com\n\n"
    "HTTP Response\nHTTP/1.1 202 Accepted\nContent-Type: multipart/mixed; boundary=b1\n\n--b1\n"
    "Content-Type: application/http\n\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n"
    '{"error": {"code": "CRM/LOCK", "message": {"lang": "en", "value": "Object is locked"}}}\n--b1\n'
    "Content-Type: application/http\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n"
    '{"d": {"Name": "Petra Winkelmann", "Notes": "price 40.000"}}\n--b1--\n',
    "an answer that Node printed with what it asked": json.dumps(
        {
            "statusCode": 403,
            "headers": {"x-caserrorcode": "UserNotFound", "content-length": "0"},
            "request": {
                "uri": {"protocol": "https:", "host": "outlook.office.com", "pathname": "/api/v2.0/me/messages"},
                "method": "GET",
                "headers": {"from": "Petra Winkelmann"},
            },
        }
    ),
    "an exception of PHP": "Fatal error: Uncaught exception 'EWS_Exception' with message 'SOAP client returned status of"
    " 401' in ExchangeWebServices.php:1221 Stack trace: #0 index.php(12): ExchangeWebServices->find('Offer for Fabrikam')\n",
    "a log behind JSON": f'{ASKS_C4C}HTTP/1.1 200 OK\nContent-Type: application/json\n\n{{"d": {{"Name": "Petra"}}}}\n{LOG}',
    "a log behind no body": f"{ASKS_C4C}HTTP/1.1 204 No Content\n\n{LOG}",
    "a log behind a batch": f"{ASKS_C4C}HTTP/1.1 202 Accepted\nContent-Type: multipart/mixed; boundary=b1\n\n--b1\n"
    f'Content-Type: application/http\n\nHTTP/1.1 200 OK\n\n{{"d": {{"Name": "Petra"}}}}\n--b1--\n{LOG}',
}


@pytest.mark.parametrize("name", UPLOADS)
def test_a_redacted_answer_tells_the_same_and_holds_no_content(run: Run, tmp_path: Path, name: str) -> None:
    upload, out = tmp_path / "upload.txt", tmp_path / "out.txt"
    upload.write_text(UPLOADS[name], "utf-8")

    code, said = run("redact", upload, "-o", out)
    text = out.read_text("utf-8")
    before, after = (build(analyze([str(path)])) for path in (upload, out))

    assert code == 0, said
    assert differences(before, after) == []
    for key in ("http", "response_codes", "operations"):
        assert after[key] == before[key]
    assert [word for word in CONTENT if word in text] == []
    assert text.count("\n") == UPLOADS[name].count("\n")


@pytest.mark.parametrize(
    "answer",
    [f"Content-Type: text/plain\n\n{LOG}", f"Content-Type: application/octet-stream\n\nDear Petra,\n{LOG}"],
    ids=["a text", "what begins as one"],
)
def test_a_log_that_was_asked_for_is_content(run: Run, tmp_path: Path, answer: str) -> None:
    upload, out = tmp_path / "upload.txt", tmp_path / "out.txt"
    upload.write_text(f"{ASKS_C4C}HTTP/1.1 200 OK\n{answer}", "utf-8")

    assert run("redact", upload, "-o", out)[0] == 0
    assert "refused" not in out.read_text("utf-8")


def test_a_capture_keeps_the_errors_of_every_service_and_no_content(run: Run, tmp_path: Path) -> None:
    upload, out = tmp_path / "upload.har", tmp_path / "out.har"
    fields = [{"name": "Content-Type", "value": "application/json"}]
    entries = [
        {
            "startedDateTime": "2026-10-12T08:00:00Z",
            "request": {"method": "GET", "url": "https://graph.microsoft.com/v1.0/me/messages", "headers": []},
            "response": {"status": status, "headers": fields, "content": {"text": text}},
        }
        for status, text in ((200, GRAPH_MAIL), (403, GRAPH_ERROR))
    ]
    upload.write_text(json.dumps({"log": {"entries": entries}}), "utf-8")

    code, _ = run("redact", upload, "-o", out)
    text = out.read_text("utf-8")

    assert code == 0
    assert differences(build(analyze([str(upload)])), build(analyze([str(out)]))) == []
    assert "ErrorAccessDenied" in text
    assert [word for word in CONTENT if word in text] == []


@pytest.mark.parametrize("size", [1, 7, 64])
@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        (GRAPH_MAIL, "@odata.context", "price"),
        (GRAPH_ERROR, "Access is denied", "6f9a0b6e"),
        ('{"subject": "Offer\n for Fabrikam"}\nHTTP/1.1 503 Busy\n', "503", "Fabrikam"),  # no JSON: a raw line end
        ('{"subject": "Offer for Fab', "subject", "Offer"),  # cut off
        ('[{"Note": "price"}, {"code": "LOCK"}]', "LOCK", "price"),
        ('{"message": "{\\"error\\": {\\"code\\": \\"LOCK\\", \\"who\\": \\"Petra\\"}}"}', "LOCK", "Petra"),
        ('{\n\n  "Note": "price"}', "Note", "price"),
    ],
)
def test_json_is_told_however_it_comes(text: str, kept: str, gone: str, size: int) -> None:
    redactor = Redactor(Pseudonyms(), Kind.API_ANSWER, DEFAULT)
    shown = "".join(redactor.feed(text[at : at + size]) for at in range(0, len(text), size)) + redactor.finish()

    assert kept in shown
    assert gone not in shown
    assert shown.count("\n") == text.count("\n")


def test_what_follows_json_that_broke_off_is_read_as_before() -> None:
    text = '{"a": oops Petra Winkelmann}\nERROR Authentication error\n'
    redactor = Redactor(Pseudonyms(), Kind.JOB_LOG, DEFAULT)

    assert redactor.feed(text) + redactor.finish() == '{"a": [removed]\nERROR Authentication error\n'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Authorization failed for Bearer <TOKEN>\nERROR no access\n", "ERROR no access"),
        ("GET https://graph.microsoft.com/v1.0/me/messages/" + "AAMkAGI1" * 12 + "/attachments\n", "/attachments"),
        (
            "GET https://graph.microsoft.com/v1.0/me/messages/" + "AAMkAGI1" * 12 + "/attachments\n",
            "graph.microsoft.com",
        ),
        ("no XML\n<title>Error 500 Server Error</title>\n", "Error 500"),
        ("ResponseError('too many 500 error responses')\n", "too many 500 error responses"),
        (
            'DEBUG - {"isRead": true, "code": "LOCK", "subject": "Offer"} sent\n',
            '"code": "LOCK", "subject": "[removed]"} sent',
        ),
    ],
)
def test_what_tells_of_the_failure_stays(text: str, shown: str) -> None:
    redactor = Redactor(Pseudonyms(), Kind.PLAIN_TEXT, DEFAULT)

    assert shown in redactor.feed(text) + redactor.finish()


def test_of_a_message_of_sap_whose_line_is_broken_the_code_stays_and_no_name() -> None:
    said = Words(Pseudonyms()).field("sap-message", '{"code":"ZM/006","message":"Lock of user Petra Winkelmann')

    assert said == '{"code":"ZM/006","message":"Lock of user user-1'


def test_a_private_key_on_one_line_costs_no_other_line(run: Run, tmp_path: Path) -> None:
    key = f"-----BEGIN PRIVATE KEY----- {'Zw1ebel+Kuchen/9' * 4} -----END PRIVATE KEY-----"
    line = "2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] {}\n"
    (tmp_path / "job.log").write_text(line.format(f"Key refused: {key}") + line.format("It went wrong (503)") * 3)

    assert run("redact", tmp_path / "job.log", "-o", tmp_path / "out.log")[0] == 0
    out = (tmp_path / "out.log").read_text()

    assert out.count("It went wrong (503)") == 3
    assert "Zw1ebel" not in out


def test_colours_of_a_console_hide_no_markup() -> None:
    text = "\x1b[94m<s:Envelope\x1b[39m\x1b[94m>\x1b[39m<s:Body><t:Subject>Offer</t:Subject></s:Body></s:Envelope>\n"
    pieces = (text[at : at + 5] for at in range(0, len(text), 5))

    shown = "".join(redacted(pieces, text, Pseudonyms(), Kind.EXCHANGE_DUMP, DEFAULT))

    assert shown == "<s:Envelope><s:Body><t:Subject>[removed]</t:Subject></s:Body></s:Envelope>\n"


def test_an_envelope_that_was_cut_ends_with_its_literal() -> None:
    text = "Response XML: b'<?xml version=\"1.0\"?>\\n<s:Envelope><s:Body><t:Subject/>Offer <t:Cre'\nERROR no access\n"
    redactor = Redactor(Pseudonyms(), Kind.EXCHANGE_DUMP, DEFAULT)

    shown = redactor.feed(text) + redactor.finish()

    assert shown.endswith("<t:Subject/>[removed]'\nERROR no access\n")


def test_a_capture_that_broke_off_has_no_end_afterwards(run: Run, tmp_path: Path) -> None:
    entry = {
        "startedDateTime": "2026-10-12T08:00:00Z",
        "request": {"method": "GET", "url": "https://graph.microsoft.com/v1.0/me/events", "headers": []},
        "response": {"status": 200, "headers": [], "content": {"text": "{}"}},
    }
    whole = json.dumps({"log": {"version": "1.2", "entries": [entry, entry]}})
    upload, once, twice = tmp_path / "cut.har", tmp_path / "once.har", tmp_path / "twice.har"
    upload.write_text(whole[:-40])

    assert run("redact", upload, "-o", once, "-q")[0] == 0
    assert run("redact", once, "-o", twice, "-q") == (0, "")

    with pytest.raises(json.JSONDecodeError):
        json.loads(once.read_text())
    assert once.read_text().count("graph.microsoft.com") == 1
    assert twice.read_text() == once.read_text()


def test_markup_in_a_string_of_yaml_keeps_its_declaration_and_its_attributes() -> None:
    body = (
        '<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?><s:Envelope xmlns:s=\\"http://schemas.xmlsoap.org/soap/envelope/\\">'
        "<s:Body><m:GetFolderResponse><m:ResponseMessages>"
        '<m:GetFolderResponseMessage ResponseClass=\\"Error\\"><m:MessageText>Access is denied.</m:MessageText>'
        "<m:ResponseCode>ErrorAccessDenied</m:ResponseCode></m:GetFolderResponseMessage></m:ResponseMessages>"
        "</m:GetFolderResponse></s:Body></s:Envelope>"
    )
    recording = f'response:\n  body:\n    string: "{body}"\n'

    redactor = Redactor(Pseudonyms(), Kind.EXCHANGE_DUMP, DEFAULT)

    assert redactor.feed(recording) + redactor.finish() == recording


def test_an_envelope_that_a_wire_log_cut_ends_with_its_line() -> None:
    """What follows is another line of the log, such as the error that the client raised for it."""
    wire = '2026-10-12 08:00:00,496 DEBUG [Imap-1] org.apache.http.wire  - http-outgoing-1 << "'
    text = (
        f'{wire}HTTP/1.1 200 OK[\\r][\\n]"\n{wire}[\\r][\\n]"\n'
        f'{wire}<s:Envelope><s:Body><m:Items><t:Message><t:ItemId Id="AAMkAGI2NHatFQ"\n'
        "2026-10-12 08:00:00,497 ERROR [Imap-1] davmail.exchange.ews.EWSMethod  - Error while parsing soap response\n"
    )

    shown = "".join(redacted([text], text, Pseudonyms(), Kind.EXCHANGE_DUMP, DEFAULT))

    assert shown.splitlines()[-1].endswith("EWSMethod  - Error while parsing soap response")
    assert "AAMk" not in shown


def test_a_page_of_sap_keeps_the_sentence_that_tells_the_error(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "answer.html"
    page.write_text(
        "<!DOCTYPE html>\n<html><head><title>Application Server Error</title></head><body>\n"
        '<p class="errorTextHeader"> <span>403 Forbidden</span></p>\n'
        '<p class="detailText"> <span id="msgText">The request has been blocked by UCON.</span></p>\n</body></html>\n'
    )

    code, _ = run("redact", page, "-o", tmp_path / "out.html")

    assert code == 0
    assert differences(build(analyze([str(page)])), build(analyze([str(tmp_path / "out.html")]))) == []
