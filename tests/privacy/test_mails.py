"""Mails as they lie in a folder: parts in quoted-printable and in base64 hide nothing from the search."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

from analyzer.privacy.content import Content
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.scrubbing import scrub
from analyzer.privacy.spellings import inner
from tests.support.planting import log_line
from tests.test_privacy_levels import run
from tests.test_redact import Run

__all__ = ["run"]

HEAD = "From: a@kelter.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
LONG = "Die Anmeldung am Dienst ist heute früh um acht Uhr fehlgeschlagen; "


def printable(text: str) -> str:
    return quopri.encodestring(text.encode()).decode()


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        (printable("Ο κωδικός «Zwiebel(61)gans?» είναι λάθος"), "Zwiebel"),
        (printable(f"{LONG}password: Zwiebel77gansOttilieKelter"), "Ottilie"),
        (printable(f"{LONG}password: Zwiebel77gansOttilieKelter").replace("=\n", "= "), "Ottilie"),
        ("password=3DZwiebel77gans", "Zwiebel"),
    ],
)
def test_secrets_are_known_in_quoted_printable(text: str, gone: str) -> None:
    assert gone not in scrub(text)


def test_names_are_known_in_quoted_printable() -> None:
    assert Pseudonyms().replace(printable("käyttäjä Ottilie Kelter ei löydy")) == printable("käyttäjä user-1 ei löydy")


@pytest.mark.parametrize(
    "text", ["password=\nuser=anna", "a == b", "x = 5", "key= value=7", "pad==", "item AAMkAGI2NGVhZTVlLTI1= is"]
)
def test_what_only_has_an_equals_sign_is_read_as_it_stands(text: str) -> None:
    assert inner(text) is None


def test_of_a_part_in_base64_no_line_is_forwarded(run: Run, tmp_path: Path) -> None:
    """Some lines of it hold a piece of a word, and none says that it is text."""
    text = log_line("callback error_description=temporary+password+is+Zwiebel77gans") + "Ottilie" * 30 + "\n"
    coded = base64.encodebytes(text.encode()).decode()
    (tmp_path / "mail.eml").write_text(f"{HEAD}Content-Transfer-Encoding: base64\n\n{coded}--\nthe end of it\n")

    assert run("redact", tmp_path / "mail.eml", "-o", tmp_path / "out.eml")[0] == 0

    shown = (tmp_path / "out.eml").read_text()
    assert [line for line in coded.splitlines() if line in shown] == []
    assert shown.count("\n") == HEAD.count("\n") + coded.count("\n") + 4
    assert "the end of it" in shown


@pytest.mark.parametrize(
    ("coding", "written", "echo"),
    [
        ("8bit", "the Kelterhof treaty follows", "the Kelterhof treaty follows"),
        ("quoted-printable", "der Kelterh=C3=B6fe-Vertrag folgt", "der Kelterhöfe-Vertrag folgt"),
    ],
)
def test_a_mail_that_an_item_holds_as_it_was_sent_is_content(coding: str, written: str, echo: str) -> None:
    subject = base64.b64encode("Übergabe Quittelbaum".encode()).decode()
    mail = f"From: a@b.example\r\nSubject: =?utf-8?B?{subject}?=\r\nContent-Transfer-Encoding: {coding}\r\n\r\n{written}\r\n"
    content = Content()
    content.look(b'<t:MimeContent CharacterSet="UTF-8">' + base64.encodebytes(mail.encode()) + b"</t:MimeContent>")

    assert content.without("cannot store Übergabe Quittelbaum") == "cannot store [removed]"
    assert content.without(f"cannot store {echo}") == "cannot store [removed]"
