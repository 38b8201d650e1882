"""A value ends where its line or its coding ends: what stands behind it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.privacy.scrubbing import scrub_lines
from analyzer.privacy.watch import Removed
from tests.test_privacy_levels import run
from tests.test_redact import Run

__all__ = ["run"]

_AGENT = "User-Agent: ExchangeServicesClient/15.00.0913.015"


@pytest.mark.parametrize(
    "word", ["client_credentials", "wrong credentials", "Zugangsdaten", "basic", "bearer", "login"]
)
def test_the_next_header_field_is_no_value(word: str) -> None:
    said = f"X-Debug: {word}\r\n{_AGENT}\r\nHost: mail01.contoso.example\r\n"
    removed = Removed()
    removed.look(said.encode())

    assert scrub_lines(said) == said
    assert not removed.values


@pytest.mark.parametrize(
    "said",
    [
        "Credentials:\n  svc_ssi / {}",
        "Zugangsdaten: svc_ssi\n{}",
        "Credentials:\nsvc_ssi {}",
        "credentials are svc_ssi and\n{}",
    ],
)
def test_a_password_in_the_line_below_its_heading_is_one(said: str) -> None:
    removed = Removed()
    removed.look(said.format("Quitte!kern31").encode())

    assert "Quitte!kern31" in removed.values


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("GET /x?f=Cookie%3A%20sid%3Dujr4qqAAB HTTP/1.1", "GET /x?f=Cookie%3A[removed] HTTP/1.1"),
        (
            "GET /x?f=Authorization%253A%2520Bearer%2520ujr4qqAAB HTTP/1.1",
            "GET /x?f=Authorization%253A[removed] HTTP/1.1",
        ),
        ("GET /x?f=password%3DQuitte%2131 HTTP/1.1", "GET /x?f=password%3D[removed] HTTP/1.1"),
        ("Cookie: sid=ujr4qqAAB; lang=de DE", "Cookie: [removed]"),
    ],
)
def test_a_coded_value_ends_before_a_blank(said: str, shown: str) -> None:
    assert scrub_lines(said) == shown


def test_a_cookie_in_a_query_makes_no_secret_of_the_protocol() -> None:
    removed = Removed()
    removed.look(b"GET /x?f=Cookie%3A%20sid%3Dujr4qqAABx%3B%20o%3DbVwzb1JYAx&x=1 HTTP/1.1\r\nHost: my000000.crm\r\n")

    assert "HTTP/1.1" not in removed.values
    assert "ujr4qqAABx" in removed.values


def test_many_calls_with_credentials_in_a_field_are_redacted(run: Run, tmp_path: Path) -> None:
    call = (
        '<Trace Tag="EwsRequestHttpHeaders" Tid="11" Time="2026-07-15 07:00:{:02}Z">\nPOST /EWS/Exchange.asmx HTTP/1.1\n'
        "X-Debug: POST https://login.contoso.example/token body client_secret=Quitte{}-kern31&grant_type=client_credentials\n"
        f"{_AGENT}\n\n</Trace>\n"
    )
    upload, out = tmp_path / "upload.xml", tmp_path / "out.xml"
    upload.write_text("".join(call.format(number, number) for number in range(40)))

    code, _ = run("redact", upload, "-o", out, "-q")

    assert code == 0
    assert out.read_text().count(_AGENT) == 40
    assert "kern31" not in out.read_text()
