"""Secrets in spellings of their own: tables without colons, sentences, other languages."""

from __future__ import annotations

import pytest

from analyzer.privacy.scrubbing import scrub
from analyzer.privacy.spellings import inner, squeezed


@pytest.mark.parametrize("name", ["Set-Cookie", "cookie", "Authorization", "Proxy-Authorization"])
@pytest.mark.parametrize("between", ["\t", "    ", " \t"])
def test_a_row_of_a_table_shows_no_secret(name: str, between: str) -> None:
    text = scrub(
        f"Server\tMicrosoft-IIS/10.0\n{name}{between.strip(' ') or between}a=Quokka99zebra; path=/\nX-FEServer\tEX01"
    )

    assert "Quokka99zebra" not in text
    assert text.endswith("\nX-FEServer\tEX01")


def test_a_sentence_about_a_cookie_stays() -> None:
    assert scrub("The cookie was refused, no cookie  came back") == "The cookie was refused, no cookie  came back"


@pytest.mark.parametrize(
    "said",
    ["Contraseña: {}", "wachtwoord={}", "The password of svc@contoso.example is {}", "Das Kennwort von svc lautet {}"],
)
def test_a_password_that_a_sentence_tells_is_gone(said: str) -> None:
    assert "Quokka99zebra" not in scrub(said.format("Quokka99zebra"))


@pytest.mark.parametrize("said", ["password={}", "pwd: {}", "senha={}", "hasło: {}", "Kennwort={}", "wachtwoord: {}"])
@pytest.mark.parametrize("inside", "<>'\"[](){},;&")
def test_a_password_without_quotes_is_gone_to_its_end_whatever_it_holds(said: str, inside: str) -> None:
    text = scrub(f"Exception: login failed {said.format(f'Quokka99{inside}Zebra2024')}")

    assert "Zebra" not in text
    assert text.startswith("Exception: login failed ")


def test_what_is_said_about_a_password_stays() -> None:
    assert scrub("The password of svc is expired") == "The password of svc is expired"


@pytest.mark.parametrize(
    ("said", "stands"),
    [("Zebra", "Zebra"), ("é", "%C3%A9"), ("&", "&amp;amp;"), ("A", r"\u0041"), ("end", "end"), ('"', r"\"")],
)
def test_what_is_said_behind_escapes_is_found_where_it_stands(said: str, stands: str) -> None:
    text = r"x%20y %C3%A9 &amp;amp; \"Zebra\" \u0041 end"

    read, back = inner(text) or ("", len)

    assert read == 'x y é & "Zebra" A end'
    at = read.index(said)
    assert text[back(at) : back(at + len(said))] == stands


@pytest.mark.parametrize("said", ["One", "two", "three", "four"])
def test_a_word_among_blanks_is_found_where_it_stands(said: str) -> None:
    text = "One   two\n\t three four"

    read, back = squeezed(text) or ("", len)

    assert read == "One two three four"
    at = read.index(said)
    assert text[back(at) : back(at + len(said))].strip() == said
