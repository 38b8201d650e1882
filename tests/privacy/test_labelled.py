"""What people wrote goes behind a label that says so, in a log that nothing else tells of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.case import Order, run
from analyzer.model import Privacy
from analyzer.privacy.content import Content
from analyzer.privacy.labelled import labelled
from analyzer.report.files import Format

LINE = "2026-10-12 08:00:00,020 ERROR TID:79 [SiteInMemory:ExchangeConnector] Save 4711: {}\n"
WRITTEN = "Gespräch mit Quittenhof über Rabatte"


def _shown(said: str, folder: Path) -> str:
    log = folder / "ssi.log"
    log.write_text(LINE.format(said), "utf-8")
    case = run([str(log)], Order(formats=(Format.JSON,), privacy=Privacy.STANDARD))
    return json.dumps(json.loads(case.reports[0][1]), ensure_ascii=False)


@pytest.mark.parametrize(
    "label",
    [
        "Location: {}",
        "Ort={}, start=2026-10-12T10:00",
        "Lieu : {}",
        "Note text: {}",
        "Bemerkung: {} (ErrorItemSave)",
        "Title: {}",
        "Termin: {} konnte nicht angelegt werden",
        "Anhang: {}",
        "PR_SUBJECT={}",
        "PR_CONVERSATION_TOPIC: {}",
        "mailSubject: {}",
        'subject_line="{}"',
        "Subject line was {}",
        "SUMMARY:{}",
        "Body: {}",
        "AW: {}",
        "RE[2]: {}",
        "WG: AW: {}",
        "Aufgabe: {}",
        "備考：{}",
        "appointment {} could not be saved",
        "SUMMARY;LANGUAGE=de:{}",
        "| Subject | {} |",
        "<td>Betreff</td><td>{}</td>",
        "HTMLBody('<p>{}</p>')",
        "予定の件名：{}",
    ],
)
def test_a_text_behind_a_label_goes(label: str, tmp_path: Path) -> None:
    shown = _shown(label.format(WRITTEN), tmp_path)

    assert "Quittenhof" not in shown
    assert "Save 4711" in shown


@pytest.mark.parametrize(
    "said",
    [
        "Location: westeurope",
        "Location: https://mail.contoso.example/EWS/Exchange.asmx",
        "Title: Access to the mailbox was denied",
        "Text: Der Benutzer Quittenhof wurde abgelehnt: access denied for him",
        "Description: An error occurred in QuittenhofWorker while synchronizing",
        "Task: SyncFolderItems started by QuittenhofWorker",
        "Event: calendar folder of Quittenhof_01 is locked, failed",
        "re: quittenhof.contoso.example answered 503",
        "Body: 4711 bytes",
        "Unexpected character in Quittenhof at position 3: expected a letter",
    ],
)
def test_what_servers_say_behind_such_a_label_stays(said: str) -> None:
    assert list(labelled(said)) == []


@pytest.mark.parametrize("body", ["'{}'", 'HTMLBody("{}")', "Body('{}"])
def test_the_body_of_a_printed_item_goes_whatever_it_quotes(body: str) -> None:
    quoted = r"<s:Fault><faultcode>a:ErrorServerBusy</faultcode></s:Fault>\nDas Essen am Quittenhof"
    text = f"Updating item Message(item_class='IPM.Note', body={body.format(quoted)}"

    ((start, stop, _),) = labelled(text)

    assert text[start:stop] == quoted


def test_a_text_in_letters_without_blanks_goes() -> None:
    assert [said[:2] for said in labelled("件名：鵜鴨鰹樫様と檜楠椿葵様の面談")] == [(3, 17)]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            r"Could not find file 'C:\Temp\att\Vertrag Quittenhof.docx'",
            r"Could not find file 'C:\Temp\att\[removed].docx'",
        ),
        ("moving Abfindung_Quittenhof.pdf failed", "moving [removed].pdf failed"),
        ("virus found in Abfindung Quittenhof.pdf, moved", "virus found in [removed], moved"),
        ("/var/spool/ssi/IMG_Quittenhof.heic: no such file", "/var/spool/ssi/[removed].heic: no such file"),
        ("see report.pdf and https://learn.microsoft.com/exchange/error-codes.pdf", None),
        ("System.dll, quittenhof.log, quittenhof.zip and 4711.pdf", None),
    ],
)
def test_a_document_that_somebody_sent_loses_its_name_and_keeps_its_ending(said: str, shown: str | None) -> None:
    assert Content().without(said) == (shown or said)


def test_a_column_of_bodies_is_learned(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text(
        "User;Status;Subject;Body\nanna@contoso.example;Error;Offer;Dear Quittenhof, attached is the offer of 45.000.\n"
    )
    (tmp_path / "job.log").write_text(LINE.format("could not save Dear Quittenhof, attached is the offer of 45.000."))

    case = run([str(tmp_path)], Order(formats=(Format.JSON,), privacy=Privacy.STANDARD))

    assert b"Quittenhof" not in case.reports[0][1]


SOURCES = [
    "Processing item id=4711 subject={}",
    "Processing item id=4711, subject={}, location=x",
    "AppointmentDto[id=4711, subject={}, status=OPEN]",
    "MessageSubject : {}",
    "Subject        : {}",
    "subject changed from 'x' to '{}'",
    "field subject: 'alt' -> '{}'",
    "insert into visit (id, subject, status) values (4711, '{}', 1)",
    "INSERT INTO visit (id, Betreff) VALUES (4711, '{}')",
    'Uploading attachment "{}.docx" (48 kB)',
    "fileName={}.xlsx size=4711",
    "> SUMMARY:{}",
    "categories=[{}]",
    "Visit report notes: {}",
    'Event(id: 4711, subject: Optional("{}"))',
    '{{"level":"INFO","message":"event {{ id: 4711 subject: \\"{}\\" }}"}}',
    "> Termin: {}",
    "LOCATION;LANGUAGE=de-DE:{}",
    '{{"level":"INFO","message":"Uploading attachment \\"{}.docx\\" (48 kB)"}}',
    "binding parameter [2] as [VARCHAR] - [{}]",
    "Executed DbCommand [Parameters=[@p0='4711', @p1='{}' (Size = 255)], CommandType='Text']",
]


@pytest.mark.parametrize("source", SOURCES)
def test_what_stands_behind_a_label_goes_from_every_line_that_repeats_it(source: str, tmp_path: Path) -> None:
    log = tmp_path / "ssi.log"
    log.write_text(
        "worker started\n" + source.format(WRITTEN) + "\n" + LINE.format(f"cannot delete {WRITTEN} now"), "utf-8"
    )

    case = run([str(log)], Order(formats=(Format.JSON,), privacy=Privacy.STANDARD))

    shown = json.dumps(json.loads(case.reports[0][1]), ensure_ascii=False)
    assert "cannot delete [removed] now" in shown
    assert "Quittenhof" not in shown


def test_an_echo_goes_where_a_program_could_not_write_its_letters_or_cut_it(tmp_path: Path) -> None:
    log = tmp_path / "ssi.log"
    subject = "Angebot Quittenhof, Rabatt für Werk Süd"
    log.write_text(
        f"Subject: {subject}\nSubject: 轟木沢興業の解約と轟木瀬沢商会への見積\n"
        + LINE.format("no access to " + subject.replace("ü", "?"))
        + LINE.format("no access to 轟木沢興業の解約と轟木瀬沢商"),
        "utf-8",
    )

    case = run([str(log)], Order(formats=(Format.JSON,), privacy=Privacy.STANDARD))

    shown = json.dumps(json.loads(case.reports[0][1]), ensure_ascii=False)
    assert not any(part in shown for part in ("Quittenhof", "Werk S", "轟木"))


@pytest.mark.parametrize("head", ["Topic", "Summary", "Tema", "Tittel"])
def test_a_column_with_a_word_for_a_title_is_learned(head: str, tmp_path: Path) -> None:
    table = tmp_path / "sync.csv"
    table.write_text(f"Date;{head};Message\n2026-10-12 08:00:00;{WRITTEN};Cannot save {WRITTEN} now\n", "utf-8")

    case = run([str(table)], Order(formats=(Format.JSON,), privacy=Privacy.STANDARD))

    assert "Quittenhof" not in json.dumps(json.loads(case.reports[0][1]), ensure_ascii=False)


@pytest.mark.parametrize("word", ["Riunione", "Vergadering", "Möte", "Allegato", "Bilaga", "Item", "Spotkanie"])
def test_what_is_quoted_behind_a_word_for_a_record_goes_in_each_language_of_the_labels(
    word: str, tmp_path: Path
) -> None:
    assert "Quittenhof" not in _shown(f'{word} "{WRITTEN}" 4711', tmp_path)


@pytest.mark.parametrize(
    "table",
    [
        "||Mailbox||User||Password||Result||\n|box1@contoso.example|svc|Quittenhof9!|401 Unauthorized|\n",
        "| Mailbox | User | Kennwort | Result |\n|---|---|---|---|\n| box1 | svc | Quittenhof9! | 401 Unauthorized |\n",
        "Mailbox | User | New Password | Last error\nbox1 | svc | Quittenhof9! | 401 Unauthorized\n",
    ],
    ids=["jira", "markdown", "plain"],
)
def test_a_secret_in_a_table_that_somebody_pasted_goes_from_its_row(table: str, tmp_path: Path) -> None:
    note = tmp_path / "ticket.txt"
    note.write_text(f"EWS refuses these:\n{table}\nregards\n", "utf-8")

    case = run([str(note)], Order(formats=(Format.JSON,), privacy=Privacy.STANDARD))

    shown = case.reports[0][1].decode()
    assert "401 Unauthorized" in shown
    assert "Quittenhof9" not in shown


def test_words_in_a_column_for_secrets_are_no_secret() -> None:
    content = Content()

    content.look(b"| Mailbox | Password | Result |\n| box1 | not required | 401 Unauthorized |\n")

    assert content.values == {}


def test_a_line_longer_than_a_row_is_no_head_of_a_table(tmp_path: Path) -> None:
    log = tmp_path / "ssi.log"
    log.write_text("ERROR|ErrorServerBusy\n" * 2 + "x " * 600 + "| token | end\n", "utf-8")

    document = run([str(log)], Order(formats=(Format.JSON,), privacy=Privacy.STANDARD)).reports[0][1].decode()

    assert "reader failed" not in document


def test_of_a_row_that_is_inserted_only_the_columns_of_content_go() -> None:
    row = "insert into job_log (id, event, note) values (7, 'Quartz Misfire Wardrobe', 'Gespräch mit Frau Quittenhof')"

    assert Content().without(row) == (
        "insert into job_log (id, event, note) values (7, 'Quartz Misfire Wardrobe', '[removed]')"
    )
