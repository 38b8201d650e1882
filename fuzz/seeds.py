"""What an attack begins with: one short session in every wrapping that the tests know, our fixtures, what was found.

Without them the fuzzer spends its minutes on guessing that a dump begins with `<Trace`.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tests.support import graph
from tests.support.dialects import DIALECTS
from tests.support.session import appointment, fault, healthy, item_error, ok, refused, timed, unanswered

HERE = Path(__file__).parent
FOUND = HERE / "found"
"""Inputs that once broke something, a folder for each target; the tests run them all."""

SESSIONS = (
    healthy()[:1],
    timed([fault("CreateItem", "ErrorImpersonateUserDenied", "The account may not impersonate.")]),
    timed([item_error("UpdateItem", "ErrorIrresolvableConflict", "It does not match."), unanswered("GetItem")]),
    timed([ok("GetItem", appointment("Quarzlampe", "Kürbiskern &lt;b&gt;"))]),
    timed([refused("FindItem", 503, "Service Unavailable", "<html><title>503</title><body>Try later</body></html>")]),
)

TEXTS = (
    'INFO:httpx:HTTP Request: POST https://mail.contoso.example/EWS/Exchange.asmx "HTTP/1.1 503 Service Unavailable"\n',
    (
        "#Software: Microsoft Exchange Server\n#Version: 15.02.1544.011\n#Log-type: HttpProxy Logs\n"
        "#Fields: DateTime,RequestId,UrlHost,UrlStem,AuthenticatedUser,HttpStatus,BackEndStatus,ErrorCode,Method\n"
        "2026-10-12T08:00:00.000Z,1,mail.contoso.example,/EWS/Exchange.asmx,anna,503,503,Down,POST\n"
    ),
    (
        "The Microsoft Connectivity Analyzer is attempting to test Autodiscover for anna@contoso.example.\n"
        " Autodiscover testing failed.\n Test Steps\n  An HTTP 503 ServiceUnavailable response was received.\n"
        "  HTTP Response Headers:\n  X-FEServer: EX01\n"
    ),
    (
        "Log Name:      Application\nSource:        MSExchange Web Services\nEvent ID:      24\nLevel:         Error\n"
        "Description:\nThe service on server EX01 failed: ErrorServerBusy.\nEvent Xml:\n"
    ),
    (
        "From: Anna <anna@contoso.example>\nTo: help@fabrikam.example\nSubject: No appointments\n"
        "Date: Mon, 12 Oct 2026\n\nWe get\nExchangeConnector: The request failed with HTTP status 401: Unauthorized.\n"
    ),
    '<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices/></edmx:Edmx>',
    "Release notes\n\n- ErrorItemNotFound is no longer told twice\n- The time-out is longer\n- And more\n",
    '{"error":{"code":"/IWFND/CM_MGW/098","message":{"lang":"en","value":"CSRF token validation failed"}}}',
    '{"error":"invalid_grant","error_description":"AADSTS50076: multi-factor","error_codes":[50076]}',
    (
        '{"time":"2026-10-12T08:00:00Z","level":"error","msg":"GET https://graph.microsoft.com/v1.0/me 401"}\n'
        '{"time":"2026-10-12T08:00:01Z","level":50,"msg":"It broke","err":{"type":"A","message":"ErrorItemNotFound"}}\n'
    ),
    (
        "Request URL: https://mail.contoso.example/EWS/Exchange.asmx\nRequest Method: POST\n"
        "Status Code: 401 Unauthorized\nServer: Microsoft-IIS/10.0\n"
    ),
    (
        "<b>Fatal error</b>:  Uncaught EWS_Exception: SOAP client returned status of 401 in <b>x.php</b> on line "
        "<b>9</b><br />\nStack trace:\n#0 {main}\n"
    ),
    '10.0.0.9 - - [12/Oct/2026:10:00:00 +0200] "POST /EWS/Exchange.asmx HTTP/1.1" 503 390 "-" "Client/15.0"\n',
    (
        "sending ews request\n{\n  url: 'https://mail.contoso.example/EWS/Exchange.asmx',\n  headers: {\n"
        "    Authorization: 'REDACTED'\n  },\n  type: 'POST',\n  data: '<soap:Envelope/>'\n}\n{\n  status: 503,\n"
        "  headers: Object [AxiosHeaders] {\n    server: 'Microsoft-IIS/10.0'\n  },\n  responseText: '<html>\\n' +\n"
        "    '<title>503</title>',\n  getResponseHeader: [Function (anonymous)]\n}\n"
    ),
)
"""One short document for each reader that nothing else begins with."""


def all_seeds() -> list[bytes]:
    """Every seed, the short ones first."""
    dumps = [render(calls) for render in DIALECTS.values() for calls in SESSIONS]
    exchanges = [
        *graph.healthy(),
        graph.Exchange("GET", "/v1.0/me/messages", 403, graph.error("ErrorAccessDenied", date="x")),
        graph.Exchange("GET", "/v1.0/me/messages", 429, graph.error("ApplicationThrottled")),
    ]
    dumps += [render(exchanges[-count:]) for render in graph.WRAPPINGS.values() for count in (1, 3)]
    folders = (HERE.parent / "tests" / "fixtures", FOUND)
    files = [path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()]
    examples = [path.read_bytes() for path in (HERE.parent / "examples").glob("*.*") if path.suffix in {".zip", ".csv"}]
    return sorted({*dumps, *files, *examples, *(text.encode() for text in TEXTS)}, key=len)


def write(folder: Path) -> None:
    """The seeds as files, as the fuzzer wants them."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in all_seeds():
        (folder / sha256(seed).hexdigest()[:16]).write_bytes(seed)
