"""What programs say of a failure in plain words stays, whoever wrote the same over a mail; what nobody knows goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.case import Order, run
from analyzer.privacy.content import Content
from analyzer.privacy.leaks import Check
from analyzer.privacy.scrubbing import scrub
from analyzer.privacy.watch import Removed
from analyzer.report.files import Format
from tests.conftest import Ran
from tests.test_content import SOAP

LINE = "2026-10-12 08:00:05,020 ERROR TID:41 [SiteInMemory:ExchangeConnector] {}\n"
CUT = "removed by the leak check"


def _shown(folder: Path, subject: str, said: str) -> str:
    (folder / "dump.xml").write_text(
        SOAP.format(request=f"<t:Message>{subject}</t:Message>", said="It failed"), "utf-8"
    )
    (folder / "ssi.log").write_text(LINE.format(said), "utf-8")
    case = run([str(folder)], Order(formats=(Format.JSON,)))
    return json.dumps(json.loads(case.reports[0][1]), ensure_ascii=False)


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Access to the folder", "Access to the folder was denied"),
        ("Password of the user", "The password of the user has expired"),
        ("Access to the calendar of the company", "Access to the calendar of the company is blocked"),
        ("Raum Quittenhof is not allowed", "Raum Quittenhof is not allowed here"),
        ("Re: SD0019 and the limit", "SD0019 and the limit was reached"),
    ],
)
def test_the_last_look_cuts_nothing_that_the_removal_leaves(tmp_path: Path, subject: str, said: str) -> None:
    shown = _shown(tmp_path, f"<t:Subject>{subject}</t:Subject>", said)

    assert said in shown
    assert CUT not in shown


def test_a_user_who_is_shown_may_stand_over_a_mail(tmp_path: Path) -> None:
    user = "<t:EmailAddress>quitte.marta.kelter@contoso.example</t:EmailAddress>"
    subject = (
        f"<t:Subject>Quitte Marta Kelter</t:Subject><t:ToRecipients><t:Mailbox>{user}</t:Mailbox></t:ToRecipients>"
    )

    shown = _shown(
        tmp_path, subject, "User quitte.marta.kelter@contoso.example: mailbox of Quitte Marta Kelter is locked"
    )

    assert CUT not in shown


def test_the_last_look_knows_a_subject_by_its_words() -> None:
    removed = Removed()
    removed.look(b"<t:Subject>Angebot Quittenhof und Kelter</t:Subject><t:Subject>Meeting with the team</t:Subject>")

    assert Check(removed).find("Item: Angebot Quittenhof und Kelter failed") == "mail content"
    assert Check(removed).find("the meeting with the team could not be found") is None
    assert Check(removed, people={"angebot quittenhof und kelter"}).find("Angebot Quittenhof und Kelter") is None


def test_a_redacted_upload_keeps_the_failure(called: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    subject = "<t:Subject>Access to the calendar</t:Subject>"
    (tmp_path / "in" / "dump.xml").write_text(
        SOAP.format(request=f"<t:Message>{subject}</t:Message>", said="It failed")
    )
    said = "ErrorAccessDenied: Access to the calendar was denied"
    (tmp_path / "in" / "ssi.log").write_text(LINE.format(said))

    called("redact", tmp_path / "in", "-o", tmp_path / "out")

    assert any(said in path.read_text() for path in (tmp_path / "out").rglob("*.log"))


@pytest.mark.parametrize(
    ("body", "stays"),
    [
        ("The server is busy. See you next week.", "The server is busy and will not answer"),
        ("The mailbox is full. Regards", "The mailbox is full, nothing was saved"),
        ("Der Server ist ausgelastet. Bis bald", "Der Server ist ausgelastet und antwortet nicht"),
    ],
)
def test_a_sentence_of_a_mail_that_every_server_says_stays(tmp_path: Path, body: str, stays: str) -> None:
    assert stays in _shown(tmp_path, f'<t:Body BodyType="Text">{body}</t:Body>', stays)


@pytest.mark.parametrize(
    "said", ["The Quittenhof is busy", "I am busy on Monday and cannot come", "Quittenhof ist voll"]
)
def test_what_a_person_says_goes(tmp_path: Path, said: str) -> None:
    shown = _shown(tmp_path, f'<t:Body BodyType="Text">{said}. Gruss</t:Body>', f"Cannot save {said} in the list")

    assert said not in shown
    assert "in the list" in shown


@pytest.mark.parametrize("said", ["Meeting cannot take place", "Payment to partner blocked", "Mitarbeiter nicht da"])
def test_a_subject_goes_though_its_words_tell_of_a_failure(tmp_path: Path, said: str) -> None:
    shown = _shown(tmp_path, f"<t:Subject>{said}</t:Subject>", f"Item {said} could not be saved")

    assert "Item [removed] could not be saved" in shown


@pytest.mark.parametrize(
    "said",
    [
        "Subject: must not be empty",
        "Subject: is required",
        "Subject: must be a string",
        "Subject: exceeds the maximum length of 255 characters",
        "Betreff: darf nicht leer sein",
        "Betreff: zu lang, höchstens 255 Zeichen",
        "Asunto: no puede estar vacío",
        "Assunto: não pode estar vazio",
        "Objet : ne doit pas être vide",
        "Oggetto: non può essere vuoto",
        "Onderwerp: mag niet leeg zijn",
        "Temat: nie może być pusty",
        "Předmět: nesmí být prázdný",
        "Predmet: ne smije biti prazan",
        "Ämne: får inte vara tomt",
        "Aihe: ei saa olla tyhjä",
        "Tárgy: nem lehet üres",
        "Тема: не может быть пустой",
        "Тема: не може бути порожньою",
        "Θέμα: δεν μπορεί να είναι κενό",
        "Konu: boş olamaz",
        "件名: 空にできません",
        "主题: 不能为空",
        "נושא: לא יכול להיות ריק",
        "Ort: Der Raum ist zu dieser Zeit nicht verfügbar",
    ],
)
def test_what_is_wrong_with_a_field_stays_behind_its_name(said: str) -> None:
    content = Content()
    content.look(LINE.format(said).encode())

    assert scrub(said) == said
    assert content.without(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "Subject: my glass must not be empty",
        "Betreff: Quittenhof darf nicht leer sein",
        "Asunto: la bodega de Quittenhof no puede estar vacía",
        "Тема: Квиттенгоф не может быть пустой",
        "Subject: Invoice missing for the account",
        "Subject: Project length",
        "Subject: Meeting not required",
        "Subject: Is the invoice required",
        "Objet : Maladie obligatoire",
        "Betreff: Vertrag ungültig",
    ],
)
def test_a_subject_of_somebody_goes_whatever_it_says(said: str) -> None:
    assert scrub(said) == f"{said.partition(':')[0]}: [removed]"
