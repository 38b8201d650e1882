"""A pack with a secret in every place that can hold one, and personal data beside it. Everything is invented."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from urllib.parse import quote

WORD = "Zw1ebelKuchen"
"""Part of every secret below, so that one search finds them all."""


def secret(number: int) -> str:
    """A secret of its own for each place."""
    return f"{WORD}{number:03d}x"


def basic(number: int) -> str:
    """Base64 of a user and a secret."""
    return base64.b64encode(f"svc:{secret(number)}".encode()).decode()


JWT = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJad2llYmVsIn0.c2lnbmF0dXJlLVp3aWViZWw"
NTLM = "TlRMTVNTUAADAAAAGAAYAHQAAABad2llYmVs"
SPNEGO = "YIIGfgYGKwYBBQUCoIIGcjCCBm5ad2llYmVs"
MAIL = "Quarzlampe im Holunderweg"
ENCODED = (*(basic(number) for number in range(100)), *JWT.split("."), NTLM, SPNEGO)
FORBIDDEN = (WORD, WORD.lower(), "Quarzlampe", "Holunderweg", *ENCODED)
PERSONAL = (
    *("anna.berg", "Anna Berg", "contoso", "fabrikam", "EXBE02", "exbe02", "EXFE01", "my312345", "10.20.30.40"),
    *("EURPR05A012", "BE1P281MB0420", "DEUP281", "Petra Schulz", "svc-sync", "7f3c0f6e-1111-4222-8333-0123456789ab"),
    *("0A1B2C3D4E5F60718293A4B5C6D7E8F9", "S-1-5-21-111-222-333", "proxy17"),
)

_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_HEADER = (
    '<wsse:Security xmlns:wsse="w"><wsse:UsernameToken><wsse:Username>anna.berg@contoso.example</wsse:Username>'
    f'<wsse:Password Type="PasswordText">{secret(1)}</wsse:Password><wsse:Nonce>{secret(2)}</wsse:Nonce>'
    f"</wsse:UsernameToken><wsse:BinarySecurityToken>{secret(3)}</wsse:BinarySecurityToken>"
    f'<saml:Assertion xmlns:saml="s" ID="{secret(4)}"><saml:AttributeValue>{secret(5)}</saml:AttributeValue>'
    "</saml:Assertion></wsse:Security>"
)
_REQUEST = (
    f'<s:Envelope xmlns:s="{_SOAP}" xmlns:t="t" xmlns:m="m"><s:Header>{_HEADER}<t:ExchangeImpersonation><t:ConnectingSID>'
    "<t:PrimarySmtpAddress>anna.berg@contoso.example</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>"
    f"</s:Header><s:Body><m:CreateItem><m:Items><t:Message><t:Subject>{MAIL}</t:Subject>"
    f'<t:Body BodyType="HTML">&lt;p&gt;{MAIL} &lt;b&gt;Quarzlampe&lt;/b&gt;&lt;/p&gt;</t:Body></t:Message></m:Items>'
    "</m:CreateItem></s:Body></s:Envelope>"
)
_FAULT = (
    f'<s:Envelope xmlns:s="{_SOAP}"><s:Body><s:Fault><faultcode>a:ErrorAccessDenied</faultcode><faultstring>Access is '
    f"denied for user 'Petra Schulz' (anna.berg@contoso.example, CONTOSO\\svc-sync) on exbe02.contoso.example, "
    f"10.20.30.40, password={secret(6)} token: {JWT} Organization "
    '"EURPR05A012.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/fabrikam.onmicrosoft.com - '
    'EURPR05A012.PROD.OUTLOOK.COM/ConfigurationUnits/fabrikam.onmicrosoft.com/Configuration" is marked for removal.'
    "</faultstring></s:Fault></s:Body></s:Envelope>"
)


def _dump() -> str:
    request = "\n".join(
        [
            f"POST /EWS/Exchange.asmx?code={secret(7)}&user=anna.berg%40contoso.example HTTP/1.1",
            "Host: mail.contoso.example",
            f"AUTHORIZATION: Bearer {JWT}",
            f"proxy-authorization: Basic {basic(8)}",
            f"Cookie: exchangecookie={secret(9)}; X-BackEndCookie={secret(10)}",
            f"X-OWA-CANARY: {secret(11)}",
            f"X-Folded: a\n {secret(12)}",
            f"Authorization: Negotiate {SPNEGO}\n\t{secret(13)}",
            "client-request-id: 7f3c0f6e-1111-4222-8333-0123456789ab",
            "X-AnchorMailbox: anna.berg@contoso.example",
        ]
    )
    response = "\n".join(
        [
            "HTTP/1.1 500 Internal Server Error",
            "Server: Microsoft-IIS/10.0",
            "X-FEServer: EXFE01",
            "X-BEServer: BE1P281MB0420",
            "X-CalculatedBETarget: BE1P281MB0420.DEUP281.PROD.OUTLOOK.COM",
            "X-DiagInfo: EXBE02",
            "Via: 1.1 proxy17 (squid/4.10)",
            "request-id: 7f3c0f6e-1111-4222-8333-0123456789ab",
            f"Set-Cookie: X-BackEndCookie={secret(14)}; path=/; secure",
            f"set-cookie: cadata={secret(15)},sessionid={secret(16)}; HttpOnly",
            f"WWW-Authenticate: NTLM {NTLM}",
            f"x-ms-refresh: {secret(17)}",
            f"Location: https://anna:{secret(18)}@mail.contoso.example/x?ticket={secret(19)}",
        ]
    )
    stamp = 'Tid="11" Time="2026-10-12 08:00:02Z"'
    return "".join(
        f'<Trace Tag="{tag}" {stamp}>\n{text}\n</Trace>\n'
        for tag, text in (
            ("EwsRequestHttpHeaders", request + "\n"),
            ("EwsRequest", _REQUEST),
            ("EwsResponseHttpHeaders", response + "\n"),
            ("EwsResponse", _FAULT),
        )
    )


def _c4c() -> str:
    batch = f'{{"password": "{secret(20)}", "Name": "Anna Berg", "Subject": "{MAIL}"}}'
    return (
        f"HTTP Request\nPOST /sap/c4c/odata/v1/c4codataapi/$batch?sap-password={secret(21)} HTTP/1.1\n"
        f"Host: my312345.crm.ondemand.com\nAuthorization: Basic {basic(22)}\nx-csrf-token: {secret(23)}\n"
        f"Content-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Type: application/http\n\n"
        f"POST ContactCollection HTTP/1.1\nCookie: MYSAPSSO2={secret(24)}\n\n{batch}\n--b1--\n\n"
        "HTTP Response\nHTTP/1.1 500 Internal Server Error\nContent-Type: application/json\n"
        f"set-cookie: SAP_SESSIONID={secret(25)}; path=/\n\n"
        '{"error": {"code": "CX_X", "message": {"lang": "en", "value": "Failed for anna.berg@contoso.example"}, '
        '"innererror": {"transactionid": "0A1B2C3D4E5F60718293A4B5C6D7E8F9", '
        f'"access_token": "{secret(26)}"}}}}}}\n'
    )


def _log() -> str:
    lines = [
        f"ERROR TID:41 [SiteInMemory:ExchangeConnector] Authentication error for Anna Berg: password = '{secret(27)}'",
        f"INFO TID:41 [SiteInMemory:C4CConnector] GET https://anna:{secret(28)}@my312345.crm.ondemand.com/x?sig={secret(29)}",
        f"INFO TID:41 [SiteInMemory:C4CConnector] body client_secret%3D{secret(30)}&grant_type=refresh_token",
        f'INFO TID:41 [SiteInMemory:C4CConnector] {{"refresh_token":"{secret(31)}","Subject":"{MAIL}"}}',
        f"ERROR TID:41 [SiteInMemory:ExchangeConnector] System.Exception: Unexpected Exchange error --> Passwd: {secret(32)}",
        f"   at Connector.Login(String user) in C:\\Users\\anna.berg\\x.cs pwd={secret(33)}",
        f"INFO TID:41 [SiteInMemory:ExchangeConnector] PASSWORD&quot;:&quot;{secret(34)}&quot; S-1-5-21-111-222-333",
    ]
    return "".join(f"2026-10-12 08:00:{number:02d},020 {line}\n" for number, line in enumerate(lines))


def _har() -> str:
    fields = [
        {"name": "Authorization", "value": f"Bearer {JWT}"},
        {"name": "Cookie", "value": f"a={secret(40)}"},
        {"name": "X-Api-Key", "value": secret(41)},
    ]
    entry = {
        "startedDateTime": "2026-10-12T08:00:00Z",
        "request": {
            "method": "POST",
            "url": f"https://mail.contoso.example/EWS/Exchange.asmx?token={secret(42)}",
            "headers": fields,
            "cookies": [{"name": "b", "value": secret(43)}],
            "queryString": [{"name": "token", "value": secret(44)}],
            "postData": {"text": f"grant_type=password&password={quote(secret(45))}"},
        },
        "response": {
            "status": 403,
            "statusText": f"Forbidden token={secret(46)}",
            "headers": [{"name": "Set-Cookie", "value": f"c={secret(47)}"}, {"name": "X-FEServer", "value": "EXFE01"}],
            "content": {"text": f'{{"id_token":"{JWT}","x":"{secret(48)}"}}'},
        },
    }
    return json.dumps({"log": {"version": "1.2", "entries": [entry], "pages": [{"title": secret(49)}]}})


def members() -> dict[str, str]:
    """The members of the pack by name; one of the names holds a secret itself."""
    return {
        "Logs/ExchangeDataDump.xml": _dump(),
        "Logs/C4C_Dump/005_Batch_c4codataapi.txt": _c4c(),
        "Logs/job.log": _log(),
        "Logs/Site.xml": (
            f'<Site><Setting Name="ServicePassword" Value="{secret(50)}"/><Password>\n{secret(51)}\n</Password>'
            f'<add key="clientSecret" value="{secret(52)}"/><Setting Name="ExchangeUrl" '
            f'Value="https://anna:{secret(53)}@mail.contoso.example/EWS/Exchange.asmx"/></Site>'
        ),
        "Logs/SyncDump.xml": (
            f'<SyncDump><Records><Record Type="Contact" Subject="{MAIL}" Password="{secret(54)}"/></Records>'
            f"<Status>SW0003: failed, token={secret(55)}</Status></SyncDump>"
        ),
        "sessions.csv": (
            "User,Run,Status,Exception\nanna.berg@contoso.example,2026-10-12 08:00:00,Errors,"
            f'"Authentication error, password: {secret(56)}"\nAnna Berg,2026-10-12 09:00:00,Errors,Cookie: x={secret(57)}\n'
        ),
        "capture.har": _har(),
        f"contoso password={secret(58)}.log": f"Authentication error\npassword: {secret(59)}\n",
        "key.txt": f"-----BEGIN RSA PRIVATE KEY-----\n{secret(60)}\n-----END RSA PRIVATE KEY-----\nAuthentication error\n",
    }


def pack() -> bytes:
    """The pack as a zip file, with a secret in its comment too."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members().items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 10, 12, 8, 0, 0)), text)
        archive.comment = f"password={secret(61)}".encode()
    return data.getvalue()
