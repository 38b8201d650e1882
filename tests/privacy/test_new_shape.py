"""A new shape of secret is one line in one table: what has it is removed, watched for, refused and redacted everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.case import Order, run
from analyzer.limits import DEFAULT
from analyzer.model import Privacy
from analyzer.privacy import scrubbing, secrets
from analyzer.privacy.leaks import Check
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.watch import Removed
from analyzer.redacting import redact
from analyzer.reference import passwords
from analyzer.report.files import Format
from tests.support.planting import PLACES, SPELLINGS

ROOT = Path(__file__).parents[2]
SHAPE = secrets.Shape("a badge", ("badge",), r"\bbadge no\. (?P<value>[a-z]{2}\d{2}[a-z]{6})")
SECRET = "zq77mirror"
SAID = f"the badge no. {SECRET} was shown"


@pytest.fixture
def _added(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The table with one line more."""
    monkeypatch.setattr(secrets, "SHAPES", (*secrets.SHAPES, SHAPE))
    scrubbing._scrub_short.cache_clear()
    yield
    scrubbing._scrub_short.cache_clear()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The sentence in every place that is known, and in every spelling."""
    folder = tmp_path / "Logs"
    for number, (place, spelling) in enumerate(
        [(place, SPELLINGS["plain"]) for place in PLACES.values()]
        + [(PLACES["job log"], spelling) for spelling in SPELLINGS.values()]
    ):
        name, data = place(spelling(SAID))
        (folder / f"{number:02}").mkdir(parents=True)
        (folder / f"{number:02}" / name).write_bytes(data)
    return folder


def test_the_pack_shows_it_to_a_tool_that_does_not_know_the_shape(pack: Path) -> None:
    case = run([str(pack)], Order(formats=(Format.JSON,), privacy=Privacy.STANDARD))

    assert case.reports[0][1].count(SECRET.encode()) > 30


@pytest.mark.usefixtures("_added")
@pytest.mark.parametrize("level", list(Privacy))
def test_it_is_removed_from_every_output(pack: Path, level: Privacy) -> None:
    case = run([str(pack)], Order(formats=tuple(Format), privacy=level))

    assert [form for form, data in case.reports if SECRET.encode() in data] == []
    assert case.document["unexplained"]
    assert [one for one in case.document["warnings"] if one["code"] == "leak-cut"] == []


@pytest.mark.usefixtures("_added")
def test_it_is_redacted_everywhere(pack: Path, tmp_path: Path) -> None:
    redact(str(pack), tmp_path / "out", Pseudonyms(), DEFAULT)

    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(written) == len(PLACES) + len(SPELLINGS)
    assert [path.name for path in written if SECRET.encode() in path.read_bytes()] == []


@pytest.mark.usefixtures("_added")
def test_it_is_watched_while_reading_and_refused_in_a_finished_output() -> None:
    removed = Removed()
    removed.look(f"{SAID}\n".encode())

    assert removed.values[SECRET] == "a badge"
    assert Check(removed).find(f"it was {SECRET}") == "a badge"
    assert Check(Removed()).find(SAID) == "a badge"


WORDS = (
    "password passwd passwort passphrase passcode kennwort contraseña contrasena senha palavra-passe wachtwoord hasło "
    "hasłem heslo jelszó lösenord passord adgangskode salasana lozinka parola şifre пароль 密码 パスワード"
).split()


@pytest.mark.parametrize("word", [*WORDS, "mot de passe", "clave de acceso"])
def test_a_word_for_a_password_is_removed_watched_and_refused(word: str) -> None:
    said = f"{word}: Zebra77mirror"
    removed = Removed()
    removed.look(f"x {said}\n".encode())

    assert scrubbing.scrub(said) == f"{word}: [removed]"
    assert "Zebra77mirror" in removed.values
    assert Check(Removed()).find(said) == "a password"


def test_what_stands_in_every_spelling_of_a_word_is_derived_from_its_pattern() -> None:
    assert [passwords.stem(said) for said in (r"contrase(?:ñ|n)a", r"session_?id", r"\bhas(?:ł|l)o\b")] == [
        "contrase",
        "session",
        "has",
    ]
    assert all(len(passwords.stem(word)) > 1 for word in passwords.PASSWORDS)


def test_the_page_for_contributors_names_the_two_tables() -> None:
    said = (ROOT / "CONTRIBUTING.md").read_text("utf-8")

    assert "| a shape of secret | one line in `analyzer/privacy/secrets.py`" in said
    assert "| the word for a password in one more language | one line in `analyzer/reference/passwords.py`" in said
