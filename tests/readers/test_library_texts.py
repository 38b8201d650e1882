"""What the client library of SSI says today: the name of a status alone, and the sentences of .NET below it.

`ServiceRequestException: The request failed. Forbidden`, often wrapped once more in "Unexpected Exchange error".
"""

from __future__ import annotations

import pytest

from tests.conftest import Analyse, loud

LINE = (
    "2026-10-12 08:00:00,020 INFO TID:7 [SiteInMemory:SynchronizationEngine] Session started\n"
    "2026-10-12 08:00:02,020 ERROR TID:7 [SiteInMemory:ExchangeConnector] {}\n"
    "2026-10-12 08:00:03,020 INFO TID:7 [SiteInMemory:SynchronizationEngine] Next poll in 14 s\n"
)
WRAPPED = (
    "Unexpected Exchange error: Microsoft.Exchange.WebServices.Data.ServiceRequestException: The request failed. {0} "
    "---> Microsoft.Exchange.WebServices.Data.EwsHttpClientException: {0}"
)

TEXTS = [
    ("Unauthorized", "exchange-authentication", "customer-user"),
    ("Forbidden", "exchange-forbidden", "exchange-admin"),
    ("Not Found", "exchange-ews-url-not-found", "c4c-key-user"),
    ("Service Unavailable", "exchange-unavailable", "exchange-admin"),
    ("Gateway Time-out", "exchange-unavailable", "exchange-admin"),
    ("Internal Server Error", "exchange-server-failed", "exchange-admin"),
    ("Too Many Requests", "exchange-too-many-requests", "exchange-admin"),
    ("Bad Request", "exchange-bad-request", "exchange-admin"),
    ("Payload Too Large", "exchange-too-large", "exchange-admin"),
    ("Proxy Authentication Required", "exchange-proxy-sign-in", "network-admin"),
    ("Moved Permanently", "exchange-redirected", "exchange-admin"),
    ("Found", "exchange-redirected", "exchange-admin"),
    (
        "Exception of type 'Microsoft.Exchange.WebServices.Data.EwsHttpClientException' was thrown.",
        "exchange-status-unnamed",
        "ssi-support",
    ),
    ("No such host is known. (mail.contoso.example:443)", "network-name", "network-admin"),
    ("Resource temporarily unavailable (mail.contoso.example:443)", "network-name", "network-admin"),
    ("Connection refused (mail.contoso.example:443)", "network-refused", "network-admin"),
    ("Connection timed out (mail.contoso.example:443)", "network-timeout", "network-admin"),
    ("An existing connection was forcibly closed by the remote host.", "network-reset", "network-admin"),
    ("Received an unexpected EOF or 0 bytes from the transport stream.", "network-reset", "network-admin"),
    ("SSL Handshake failed with OpenSSL error", "network-tls", "network-admin"),
    (
        "The remote certificate is invalid because of errors in the certificate chain: NotTimeValid",
        "network-certificate",
        "exchange-admin",
    ),
    ("A task was canceled.", "network-timeout", "exchange-admin"),
    (
        "The request was canceled due to the configured HttpClient.Timeout of 100 seconds elapsing.",
        "network-timeout",
        "exchange-admin",
    ),
    ("An error occurred while sending the request.", "exchange-no-response", "network-admin"),
    ("The server committed a protocol violation.", "exchange-no-response", "network-admin"),
    ("Response status code does not indicate success: 302 (Found).", "exchange-redirected", "exchange-admin"),
    ("Response status code does not indicate success: 503 (Service Unavailable).", "exchange-unavailable", None),
]


@pytest.mark.parametrize("form", ["The request failed. {}", WRAPPED], ids=["plain", "wrapped"])
@pytest.mark.parametrize(("text", "rule", "owner"), TEXTS)
def test_what_the_library_says_is_known(analyse: Analyse, form: str, text: str, rule: str, owner: str | None) -> None:
    document = analyse(LINE.format(form.format(text)))

    assert loud(document) == {rule: "error" if rule != "exchange-too-large" else "issue"}
    assert document["verdict"]["owner"] == (owner or document["verdict"]["owner"])


@pytest.mark.parametrize(
    "text",
    ["The request failed. Found 3 items that are moved", "The item A task was canceled was left out", "Moved: 4 items"],
)
def test_a_sentence_with_such_words_in_it_is_none(analyse: Analyse, text: str) -> None:
    assert loud(analyse(LINE.format(text))) == {}
