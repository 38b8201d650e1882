"""Secrets behind the escapes of C, of shells and of mails."""

from __future__ import annotations

import pytest

from analyzer.privacy.scrubbing import scrub

_MIXED = "QuitteKern3141"
_HEX = "7d3b1013a394e81079e2c0dfb2073e31"


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        (r"Sync failed Password\075QuitteKern3141", _MIXED),
        (r"Sync failed https\072//svc\072QuitteKern3141@mail.contoso.example", _MIXED),
        ("Sync failed https=3A=2F=2Fsvc=3AQuitteKern3141=40mail=2Econtoso=2Eexample=2FEWS", _MIXED),
        (f"body Ocp=2DApim=2DSubscription=2DKey=3A {_HEX}", _HEX),
    ],
)
def test_a_secret_goes_behind_octal_and_mail_escapes(said: str, secret: str) -> None:
    assert secret not in scrub(said)


@pytest.mark.parametrize(
    "said",
    [
        r"path C:\075data\file was opened, \101 octal",
        r"CONTOSO\0751234 is no account",
        "count=3A4B of items=2D5",
        "?a=2Dx&b=3Ax in an address",
    ],
)
def test_what_looks_like_such_an_escape_stays(said: str) -> None:
    assert scrub(said) == said
