"""What is a secret by its place alone is removed, watched and refused alike."""

from __future__ import annotations

import pytest

from analyzer.errors import LeakError
from analyzer.privacy import watch
from analyzer.privacy.leaks import Check
from analyzer.privacy.scrubbing import scrub
from analyzer.privacy.watch import Removed

SECRET = "vTKqN6kWd7uQuitte"


@pytest.mark.parametrize(
    "line",
    [
        "LoginCommand[crmlink, {}] refused, the password is wrong",
        "wrong password: tried svc_ssi / {} three times",
        "svc_ssi;{};CONTOSO: wrong password",
    ],
)
def test_what_stands_so_is_removed_and_looked_for_wherever_it_is_repeated(line: str) -> None:
    said = line.format(SECRET)
    removed = Removed()
    list(removed.watch([f"2026-10-12 08:00:05 ERROR {said}\nnext line\n".encode()]))

    assert SECRET not in scrub(said)
    with pytest.raises(LeakError):
        Check(removed).refuse("a report", f"<p>Ordner {SECRET} fehlt</p>")


@pytest.mark.parametrize(
    "line",
    [
        "wrong password for user anna on Exch-Quitte2019, EXCAS02 and mail.contoso.example",
        "password of svc_ssi expired, see https://login.microsoftonline.com/common/oauth2",
        "password,server,folder\n",
    ],
)
def test_names_beside_a_word_for_a_password_are_not_watched_for(line: str) -> None:
    removed = Removed()
    list(removed.watch([f"{line}\n".encode()]))

    assert removed.values == {}


def test_a_value_that_the_stretch_cuts_off_is_none() -> None:
    removed = Removed()
    list(removed.watch([b"password " + b"x" * 560 + b" with Quitte2019#" + b"longer" * 100]))

    assert not any(value.endswith("long") for value in removed.values)


def test_many_cookies_do_not_end_the_look_at_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_MOST_SEEN", 5)
    removed = Removed()
    cookies = b"".join(b"Set-Cookie: sid=a1b2c3d4e5f6%d\n" % number for number in range(20))

    removed.look(cookies)
    removed.look(f"svc_ssi;{SECRET};CONTOSO: wrong password\n".encode())

    assert SECRET in removed.values
