"""Logs into which two threads write at once, or whose lines a shipper joined, are redacted like any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Called = Callable[..., Ran]


@pytest.mark.parametrize(
    "line",
    [
        "Date: Mon, 12 Oct 2026 08:00:06 GMT",
        "HTTP/1.1 500 Internal Server Error",
        "POST /EWS/Exchange.asmx HTTP/1.1",
        "Set-Cookie: X-BackEndCookie=fictive47backend11cookie; path=/EWS",
        "Authorization:",
        "&lt;redacted&gt;",
        "2026-10-12 08:00:00,020 ERROR It failed",
    ],
)
def test_what_another_thread_writes_into_a_name_is_nobody(called: Called, tmp_path: Path, line: str) -> None:
    plain = line.replace("&lt;", "<").replace("&gt;", ">")
    text = f"<log>\n<User>\n{line}\n</User>\n<User>Anna Berg</User>\n" + f"{plain}\n" * 30 + "</log>\n"
    (tmp_path / "dump.xml").write_text(text)

    ran = called("redact", tmp_path / "dump.xml", "-o", "out.xml")

    new = Path("out.xml").read_text()
    assert (ran.code, "left out" in ran.stderr) == (0, False)
    assert "Anna Berg" not in new
    assert "fictive47" not in new
    assert new.count(plain.partition("=")[0].partition(":")[0]) >= 30


def test_what_follows_a_cookie_where_all_stands_on_one_line_is_none(called: Called, tmp_path: Path) -> None:
    head = "POST /EWS/Exchange.asmx HTTP/1.1 Host: mail.contoso.example User-Agent: Client/15.00.0913.015"
    line = f"{head} Cookie: exchangecookie=4f2b3b1c9d8e4a7f; ClientId=8E4A7FQX User-Agent: Client/15.00.0913.015 x"
    (tmp_path / "wire.log").write_text(f"{line}\n{head} HTTP/1.1 503 Service Unavailable\n")

    ran = called("redact", tmp_path / "wire.log", "-o", "out.log")

    assert (ran.code, "leak" in ran.stderr) == (0, False)
    assert "4f2b3b1c9d8e4a7f" not in Path("out.log").read_text()
    assert Path("out.log").read_text().count("Client/15.00.0913.015") >= 2
