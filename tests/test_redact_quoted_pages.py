"""A log that quotes a page, or the end of one, and a mail in a coding with a log below it: their lines stay."""

from __future__ import annotations

import quopri
from pathlib import Path

import pytest

from analyzer.privacy.content import Content
from tests.test_redact import Run, run

__all__ = ["run"]

LINE = "2026-10-12 08:00:18,123 [14] ERROR Sync - ServiceException: Code: ErrorItemSave\n"
PAGE = "<html><body><p>der Silberputzer kommt</p></body></html>"


@pytest.mark.parametrize(
    "quote",
    [
        f"Message: Cannot move `{PAGE.upper()}` (0x804A347C)\n",
        "Message: Cannot move …zer kommt</p></body></html> (0x804A347C)\n",
        "Message: </body>\n",
    ],
)
def test_the_end_of_a_page_in_a_log_does_not_take_what_stands_before_it(quote: str, run: Run, tmp_path: Path) -> None:
    body = '{"id": "1", "body": {"contentType": "html", "content": "' + PAGE + '"}}'
    upload, out = tmp_path / "sync.log", tmp_path / "out.log"
    upload.write_text(
        f"{LINE * 3}2026-10-12 08:00:19,123 [14] DEBUG Sync - POST /me/messages body={body}\n{LINE}{quote}{LINE}"
    )

    run("redact", upload, "-o", out)

    assert out.read_text().count("ErrorItemSave") == 5
    assert "putzer" not in out.read_text().lower()


def test_a_log_that_somebody_pasted_into_a_mail_is_not_what_he_wrote() -> None:
    text = quopri.encodestring(f"Der Silberputzer schläft\n\n{LINE}".encode()).decode()
    content = Content()
    content.look(f"From: a@b.example\nSubject: x\nContent-Transfer-Encoding: quoted-printable\n\n{text}\n".encode())
    content.for_texts([LINE, "Der Silberputzer schläft"])

    assert content.without(LINE) == LINE
    assert content.without("Der Silberputzer schläft") == "[removed]"
