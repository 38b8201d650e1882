"""Logs with something else's words before every line: what they hold is read as if these words were not there."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Analyse, counts, loud

FAULT = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
    '<faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">a:ErrorImpersonateUserDenied'
    '</faultcode><detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">'
    "ErrorImpersonateUserDenied</e:ResponseCode></detail></s:Fault></s:Body></s:Envelope>"
)
CURL = f"""\
* Connected to mail.contoso.example (192.0.2.7) port 443
> POST /EWS/Exchange.asmx HTTP/1.1
> Host: mail.contoso.example
> Authorization: NTLM TlRMTVNTUAABAAAABoIIAAAAAAAAAAAAAAAAAAAAAAA=
>
< HTTP/1.1 401 Unauthorized
< WWW-Authenticate: NTLM TlRMTVNTUAACAAAABgAGADgAAAAGgokC
< X-FEServer: EX01
<
> POST /EWS/Exchange.asmx HTTP/1.1
> Host: mail.contoso.example
> Authorization: NTLM TlRMTVNTUAADAAAAGAAYAHoAAAAYABgA
>
< HTTP/1.1 500 Internal Server Error
< Content-Type: text/xml; charset=utf-8
< X-FEServer: EX01
<
{FAULT}
"""
"""A handshake that goes well, and a request that is refused for another reason than the password."""
TIME = "2026-10-12T08:00:00.123456789Z"


def before_each(words: str, text: str = CURL) -> str:
    """The text with words before every line."""
    return "".join(f"{words}{line}\n" for line in text.splitlines())


def of_docker(text: str) -> str:
    """As the driver json-file of docker writes it."""
    lines = ({"log": f"{line}\n", "stream": "stderr", "time": TIME} for line in text.splitlines())
    return "".join(f"{json.dumps(line)}\n" for line in lines)


MAIL = "From: Anna Berg <anna@contoso.example>\nTo: help@contoso.example\nSubject: sync\n\nIt does not work, see below.\n\n"
WRAPPED = {
    "quoted": before_each("> "),
    "quoted-below-a-mail": MAIL + before_each("> "),
    "indented": before_each("    "),
    "composed": before_each("sync-1  | "),
    "kubelet": before_each(f"{TIME} stderr F "),
    "journal": before_each("Oct 12 08:00:00 sync01 syncd[4711]: "),
    "journal-iso": before_each("2026-10-12T08:00:00+0200 sync01 syncd[4711]: "),
    "docker": of_docker(CURL),
}


@pytest.mark.parametrize("text", WRAPPED.values(), ids=WRAPPED)
def test_words_before_every_line_do_not_change_what_a_log_of_http_says(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert set(loud(document)) == {"ErrorImpersonateUserDenied"}  # not the refusal that the handshake went through
    assert document["http"] == [{"system": "exchange", "protocol": "ews", "status": 500, "count": 1}]
    assert counts(document, "response_codes", "code") == {"ErrorImpersonateUserDenied": 1}


def test_the_number_of_a_line_stays(analyse: Analyse) -> None:
    def line(text: str) -> int:
        return int(analyse(text)["findings"][0]["evidence"][0]["line"])

    assert {line(text) for name, text in WRAPPED.items() if name != "quoted-below-a-mail"} == {line(CURL)}


@pytest.mark.parametrize(
    "wrap", [lambda text: before_each(f"{TIME} stdout F ", text), of_docker], ids=["cri", "docker"]
)
def test_the_time_stays_where_the_lines_have_none(analyse: Analyse, wrap: object) -> None:
    text = "worker starts\nERROR sync: ErrorFolderNotFound: The folder is gone.\nworker ends\n"

    document = analyse(wrap(text))  # type: ignore[operator]

    assert document["findings"][0]["rule"] == "ErrorFolderNotFound"
    assert document["findings"][0]["first_seen"].startswith("2026-10-12T08:00:00")


def test_a_log_with_directions_is_no_quote(analyse: Analyse) -> None:
    healthy = CURL.replace("500 Internal Server Error", "403 Forbidden").replace(FAULT, "")

    assert analyse(healthy)["http"] == [{"system": "exchange", "protocol": "ews", "status": 403, "count": 1}]


def test_lines_of_requests_alone_prove_nothing_quoted_or_not(analyse: Analyse) -> None:
    asked = "".join(f"{line}\n" for line in CURL.splitlines() if line.startswith(">"))

    assert analyse(asked)["verdict"]["outcome"] == "inconclusive"
    assert analyse(before_each("> ", asked))["verdict"]["outcome"] == "inconclusive"


@pytest.mark.parametrize(
    "text",
    [
        '{"log": 1}\n' * 5,
        '{"log":"' + "[" * 4000 + "\n" + '{"log":' * 5000,
        "> \n> \n> \n",
        '{"log":' + "[" * 90000 + "\n" * 5,
    ],
    ids=["number", "deep", "empty", "deeper"],
)
def test_what_only_looks_wrapped_is_no_fault(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert not loud(document)
    assert "its reader failed" not in json.dumps(document)


def test_what_somebody_quotes_between_words_of_his_own_is_what_it_was(analyse: Analyse) -> None:
    """Some trackers and people quote without the head of a mail before it."""
    head = '<Trace Tag="EwsResponseHttpHeaders" Tid="1" Time="2026-10-12 08:00:00Z">\nHTTP/1.1 503 Busy\n\n</Trace>\n'
    quoted = "".join(f"> {line}\n" for line in (head * 3).splitlines())

    document = analyse(f"Hello,\n\nthis is what we see:\n\n{quoted}\nRegards\n")

    assert counts(document, "http", "status") == {503: 3}
