"""Secrets are removed wherever a text can hold them, and the messages we look for survive."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.privacy.scrubbing import scrub, scrub_path
from analyzer.report import html
from tests.conftest import Analyse, Ran

LINE = "2026-10-12 08:00:03,020 ERROR TID:79 [SiteInMemory:ExchangeConnector] {said}\n"
SECRET = "Zw1ebel-Kuchen"

HOLDERS = [
    f"Authorization: Bearer {SECRET}",
    f'Authorization: Digest username="anna", response="{SECRET}"',
    f"{{'Authorization': b'Basic {SECRET}='}}",
    f'Cookie: a="{SECRET}"; b=c',
    f"('Cookie', 'exchangecookie={SECRET}')",
    f"Set-Cookie: X='{SECRET}'; path=/",
    f"ASP.NET_SessionId={SECRET}",
    f"MYSAPSSO2={SECRET}",
    f"X-OWA-CANARY={SECRET}",
    f"csrfToken: {SECRET}",
    f"x-csrf-token '{SECRET}'",
    f"OAuthRefreshToken={SECRET}",
    f"access token '{SECRET}'",
    f"client secret: {SECRET}",
    f"AppSecret={SECRET}",
    f"X-Api-Key: {SECRET}",
    f"userPassword={SECRET}",
    f"Kennwort: {SECRET}",
    f"password: two words {SECRET}",
    f'Password="a\\"{SECRET}"',
    f'{{\\"password\\":\\"{SECRET}\\"}}',
    f"password&quot;:&quot;{SECRET}&quot;",
    f"password => {SECRET}",
    f"password%3D{SECRET}",
    f"https://user:p@{SECRET}@host/x",
    f"https://login.example/x?code={SECRET}&state=1",
    f"NTLM {SECRET}",
    f"Subject: {SECRET}",
    "eyJhbGciOiJub25lIn0." + SECRET.replace("-", "_") + ".x " + "",
    f"TlRMTVNTUAADAAAA{SECRET.replace('-', '')}",
]


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("shape", ["pasted", "exception", "fault", "reason"])
def test_a_secret_in_free_text_reaches_no_output(analyse: Analyse, holder: str, shape: str) -> None:
    escaped = holder.replace("&", "&amp;").replace("<", "&lt;")
    shapes = {
        "pasted": f"System.Exception: Authentication error ({holder})\n",
        "exception": f'<Dump><Action Name="GetItem"><Exception>Authentication error {escaped}</Exception></Action></Dump>',
        "fault": (
            '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>'
            f"a:ErrorAccessDenied</faultcode><faultstring>failed {escaped}</faultstring></s:Fault></s:Body></s:Envelope>"
        ),
        "reason": f"POST /EWS/Exchange.asmx HTTP/1.1\n\nHTTP/1.1 403 No {holder}\n\n",
    }

    document = analyse(shapes[shape])
    everything = json.dumps(document, ensure_ascii=False) + html.render(document).decode()

    assert document["findings"] or document["unexplained"]
    assert SECRET not in everything
    assert SECRET.replace("-", "_") not in everything
    assert SECRET.replace("-", "") not in everything


@pytest.mark.parametrize(
    "text",
    [
        "Authentication error – OAuthRefreshToken might have expired",
        "The given token is invalid.",
        "CSRF token validation failed",
        "AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2026-01-01",
        "The password has expired. Change the password and try again.",
        "Basic authentication is disabled",
        "Unable to validate the client identity token. Please restart the e-mail client",
        "Policy=MaxConcurrency, MaxConcurrencyLimit=27",
        "A limit on the number of snapshot records is exceeded (10000/10040/0)",
        "The account does not have permission to impersonate the requested user.",
        "Session: closed by the remote server",
        "The queue has no session, so that nothing is sent",
        "CSRF-Token-Prüfung ist fehlgeschlagen) Bitte neu laden.",
        "Das Kennwort ist abgelaufen",
        "checked basic network connectivity",
        "negotiate handshake failed",
        "Bearer expires_in=3599",
        "If it is access with a password, it has to become OAuth",
        "ErrorPasswordChangeRequired: Password change is required.",
        "Authorization_RequestDenied: Insufficient privileges",
        "TokenExpiredError: (token_expired)",
        "sessionTimeout=1800 maxSessions: 25 tokens=3",
        "UseDefaultCredentials=False",
        "at Contoso.Client.Send(Uri uri, CancellationToken token, HttpOption option)",
        "at Contoso.Client.SetCreds(ICredentials credentials, Uri uri, UInt32 scheme)",
        "at com.contoso.TokenCache.get(TokenCache.java:44)",
        'File "/opt/contoso/credentials.py", line 233, in renew',
        "at Session.connect (/srv/app/lib/session.js:12:9)",
        r"#3 /srv/app/AccessToken.php(120): Contoso\AccessToken->__construct()",
        "**Headers with the token:**",
    ],
)
def test_messages_that_only_speak_of_secrets_are_left_alone(text: str) -> None:
    assert scrub(text) == text


@pytest.mark.parametrize(
    "said",
    [
        "session: {}",
        "token,{}",
        "token, {}",
        "csrf token is {}",
        "password: geheim {}",
        "password, {}",
        "basic {}",
        "tokens.json: token={}",
        "ErrorAccessDenied password={}",
        "Password                  : {}",
    ],
)
def test_what_is_said_of_a_secret_hides_none(said: str) -> None:
    assert "Kw7Zebra" not in scrub(said.format("Kw7Zebra31"))


def test_a_token_that_an_answer_repeats_goes_from_the_evidence_and_the_rest_stays(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "001_Read_c4codataapi.txt").write_text(
        "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/LeadCollection HTTP/1.1\nHost: my700001.crm.ondemand.com\n"
        "x-csrf-token: kW9zebraQuokka4711==\n\n\nHTTP Response\nHTTP/1.1 403 Forbidden\nContent-Type: text/plain\n\n"
        "CSRF token validation failed for kW9zebraQuokka4711==, log on again\n"
    )

    ran = command(tmp_path / "001_Read_c4codataapi.txt", "--evidence", tmp_path / "evidence", "-f", "json", "-o", "-")

    told = "".join(path.read_text() for path in (tmp_path / "evidence").iterdir())
    assert ran.code == 0
    assert "Quokka4711" not in told + ran.stdout.decode()
    assert "CSRF token validation failed" in told
    assert "LeadCollection" in told


@pytest.mark.parametrize("said", ["Subject: No Zebra today", "Betreff: Still ohne Zebra", "Subject=Set up for Zebra"])
def test_a_subject_that_begins_as_a_remark_does_goes(said: str) -> None:
    assert "Zebra" not in scrub(f"it failed, {said}")


def test_a_response_code_that_is_no_name_is_not_repeated(analyse: Analyse) -> None:
    answer = (
        '<s:Envelope xmlns:s="s"><s:Body><m:GetItemResponse xmlns:m="m"><m:ResponseMessages>'
        '<m:GetItemResponseMessage ResponseClass="Error"><m:ResponseCode>Authorization: Bearer abc.def</m:ResponseCode>'
        "</m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse></s:Body></s:Envelope>"
    )

    assert [row["code"] for row in analyse(answer)["response_codes"]] == ["(unreadable)"]


FORMS = {
    "a key of a cloud": "key AKIAIOSFODNN7EXAMPL2 was used",
    "a token of a code host": "pushed with ghp_16C7e42F292c6912E7710c838347Ae178B4a today",
    "an escaped element": "&lt;Password&gt;16C7e42F292c&lt;/Password&gt;",
    "a shared key": "SharedAccessKeyName=x;SharedAccessKey=16C7e42F292cabc",
    "a secret that was wrong": "AADSTS7000215: Invalid client secret provided: 16C7e42F292c",
    "a command line": "curl --user anna:16C7e42F292c https://mail.contoso.example",
    "an escaped subject": "failed &lt;t:Subject&gt;16C7e42F292c with Zeta&lt;/t:Subject&gt;",
    "a body in JSON": '{"Subject": "a", "Body": "Dear Anna, 16C7e42F292c"}',
    "another body": "<t:UniqueBody>16C7e42F292c, you are</t:UniqueBody>",
    "what a validator says": "The 'http://x/types:Subject' element is invalid - The value '16C7e42F292c' is invalid",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_or_content_is_removed_in_whatever_form_a_text_has_it(analyse: Analyse, form: str) -> None:
    said = LINE.format(said=f"Exception: it went wrong: {FORMS[form]}")

    text = json.dumps(analyse(said))

    assert [word for word in ("16C7e42F292c", "AKIAIOSFODNN7EXAMPL2") if word in text] == []
    assert "it went wrong" in text


@pytest.mark.parametrize("end", ["</t:UniqueBody>", "</t:Subject>", "&lt;/t:Subject&gt;", "&lt;/TextBody&gt;"])
def test_content_whose_beginning_is_lost_is_removed_up_to_its_end(end: str) -> None:
    assert scrub(f"Dear Zeta &amp; Anna{end} The request failed.") == "[removed] The request failed."


@pytest.mark.parametrize(
    "said",
    [
        "Exchange server error: code=0x80131500",
        "error_code=AADSTS700082",
        "errorCode=ErrorInternalServerTransientError",
    ],
)
def test_a_code_of_an_error_is_no_secret_and_refuses_no_output(
    command: Callable[..., Ran], tmp_path: Path, said: str
) -> None:
    (tmp_path / "job.log").write_text(LINE.format(said=said))

    ran = command(tmp_path / "job.log", "-f", "json", "-o", "-")

    assert ran.code == 0
    assert said.partition("=")[2] in ran.stdout.decode()


@pytest.mark.parametrize("code", ["InvalidAuthenticationToken", "ResourceV2NotFound", "InvalidV1Token"])
def test_a_code_with_the_word_token_refuses_no_page(command: Callable[..., Ran], tmp_path: Path, code: str) -> None:
    """Behind the headline stands `</h1>`: its digit is none of the code's."""
    said = f'{{"error":{{"code":"{code}","message":"The signature is not valid."}}}}'
    head = "HTTP/1.1 401 Unauthorized\nContent-Type: application/json"
    asked = "GET https://graph.microsoft.com/v1.0/me/events HTTP/1.1"
    (tmp_path / "answer.http").write_text(f"{asked}\n\n{head}\n\n{said}\n")

    ran = command(tmp_path / "answer.http", "-o", "-")

    assert ran.code == 0
    assert f"The token is not accepted by Microsoft Graph ({code})</h1>" in ran.stdout.decode()


def test_the_end_of_a_secret_in_a_name_is_not_taken_for_the_ending_of_a_file() -> None:
    assert scrub_path("Logs/password=Zwiebel.Kuchen7") == "Logs/password=[removed]"
    assert scrub_path("Logs/the password is Zwiebel7kuchen.log") == "Logs/the password is [removed].log"


def test_a_secret_in_the_name_of_a_member_refuses_no_page(command: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "token=IU30d0fAvyUPqzUt7ln03Jynyb5EatqxV3VnH806A3nZbI2I.log").write_text(LINE.format(said="x"))

    ran = command(tmp_path / "pack", "-o", "-")

    assert ran.code == 0
    assert "IU30d0fAvy" not in ran.stdout.decode()


def test_a_colour_behind_a_secret_refuses_no_page(command: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "job.log").write_text(LINE.format(said=f"secret key {'Zw1ebel+Kuchen/9' * 6}==\x1b[0m"))

    ran = command(tmp_path / "job.log", "-o", "-")

    assert ran.code == 0
    assert "Zw1ebel" not in ran.stdout.decode()


@pytest.mark.parametrize("code", ["CompactTokenParsingFailed", "TokenCreatedWithOutdatedPolicies"])
def test_a_digit_behind_a_value_makes_no_secret_of_it(code: str) -> None:
    assert scrub(f"<h2>the access token ({code})</h2>") == f"<h2>the access token ({code})</h2>"


def test_a_message_of_a_handshake_goes_without_any_word_before_it() -> None:
    assert "YIIFzAYGKwYBBQ" not in scrub("the server sent YIIFzAYGKwYBBQUCoIIFwDCC and waits")
    assert scrub("YIELD of the last run") == "YIELD of the last run"
