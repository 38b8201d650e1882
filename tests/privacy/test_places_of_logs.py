"""Where else an upload shows what people wrote: lines of mail servers, dumps of the engine, folders, heads of tables."""

from __future__ import annotations

import pytest

from analyzer.privacy.columns import Columns
from analyzer.privacy.content import Content
from analyzer.privacy.labelled import labelled
from analyzer.privacy.quotes import marked

WRITTEN = "Abmahnung Quittelbaum wegen Kelterhof"
LOG = "2026-10-12 08:00:01,020 DEBUG TID:7 [SiteInMemory:ExchangeConnector] "


def without(text: str, *uploads: str) -> str:
    """A text of the report on an upload, without content."""
    content = Content()
    for upload in uploads:
        content.look(upload.encode())
    content.for_texts([text])
    return content.without(text)


@pytest.mark.parametrize(
    "place",
    [
        "<t:Message><t:Body>…</t:Body></t:Message>",
        "<t:Message><t:Body>Guten Tag,\n…\nGruss</t:Body></t:Message>",
        "&lt;t:Body&gt;…&lt;/t:Body&gt;",
        "<types:Message><types:Body>…</types:Body></types:Message>",
        '<t:InternetMessageHeader HeaderName="Thread-Topic">…</t:InternetMessageHeader>',
        "<m:QueryString>subject:&quot;…&quot;</m:QueryString>",
        'POST /v1.0/me/outlook/masterCategories HTTP/1.1\n\n{"displayName":"…","color":"preset1"}',
        '{"d":{"SubjectLine":"…"}}',
        f"{LOG}Saving Lead(id=7, description=…)",
        f"{LOG}Text: …",
        f"{LOG}loaded message; subject: <…>",
        f"{LOG}Message text: …",
        f"{LOG}Content: …",
        f"{LOG}Beschreibung: …",
        f"{LOG}Title: …",
        f'{LOG}Processing item "…"',
        f"{LOG}Processing appointment '…' (id 7)",
        '{"level": "debug", "message": "Processing appointment \'…\'"}',
        f"{LOG}Uploading attachment ….docx (12 kB)",
        f"{LOG}Scanning /Inbox/…",
        "FolderPath       : /Posteingang/…\n",
        f'{LOG}Scanning folder "\\\\Inbox\\\\…"',
        '{"folderName":"…"}',
        '* 1 FETCH (ENVELOPE ("Mon, 12 Oct 2026 08:00:00 +0000" "…" (("A" NIL "a" "b.example"))))',
        f'{LOG}C: A5 SEARCH CHARSET UTF-8 SUBJECT "…"',
        '2026-10-12 08:00:00 1kA-0001-XX <= a@b.example H=x S=12 T="…" for c@d.example',
        '<SyncDump><Message Title="…">x</Message></SyncDump>',
        '<SyncDump><Message Item="…" Code="1"/></SyncDump>',
        '<SyncDump><Record Type="Appointment" Name="…"/></SyncDump>',
        '<Record><Field Name="Subject" Value="…"/></Record>',
        '<ns:Appointment><Name languageCode="DE">…</Name></ns:Appointment>',
    ],
)
def test_what_such_a_place_holds_goes_where_an_error_repeats_it(place: str) -> None:
    shown = without(f"the value {WRITTEN} was refused", place.replace("…", WRITTEN))

    assert shown == "the value [removed] was refused"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Sign in - Contoso Access Portal", "title: 'Sign in - Contoso Access Portal',"),  # the page that answered
        ("Access to the mailbox was denied", f"{LOG}Text: Access to the mailbox was denied"),
        ("Konto von Anna Berg gesperrt", f"{LOG}Fehler 17, Text: Konto von Anna Berg gesperrt"),
        ("Konto von Anna Berg gesperrt", f"{LOG}code=17 description=Konto von Anna Berg gesperrt"),
        ("Contact Mapping for Exchange", '<Object Name="Contact Mapping for Exchange"/>'),
        (
            "gzip, deflate and identity",
            """'{"displayName":"<FOLDER_NAME>"}'\n  Accept:\n  - gzip, deflate and identity\n""",
        ),
        ("Contoso Webmail Anmeldung", '<meta name="description" content="Contoso Webmail Anmeldung">'),
        ("the call GetFolder of Contoso", "<s:Body><m:GetFolder/>the call GetFolder of Contoso</s:Body>"),
        ("Sent Items", '{"folderName":"Sent Items"}'),
        ("In Process", '<Description languageCode="EN">In Process</Description>'),
        ("Exchange Online service", f'{LOG}Processing item "Exchange Online service"'),
    ],
)
def test_what_programs_say_there_stays(said: str, place: str) -> None:
    assert without(f"the value {said} was refused", place) == f"the value {said} was refused"


@pytest.mark.parametrize(
    "said",
    [
        'message "…" not delivered to the queue',
        "Die Nachricht „…“ wurde nicht zugestellt",
        "Your message … was not delivered",
        "failed for appointment … (id 7)",
        "Opportunity … is locked",
        "folder /Kalender/… not found",
        "cannot open \\Inbox\\…",
        '550 rejected: T="…"',
        'FETCH (ENVELOPE ("Mon, 12 Oct 2026 08:00:00 +0000" "…" ((NIL NIL "a" "b.example"))))',
    ],
)
def test_it_goes_in_the_error_itself(said: str) -> None:
    for written in (WRITTEN, WRITTEN.replace(" wegen ", " d'")):
        shown = Content().without(said.replace("…", written))

        assert shown == said.replace("…", "[removed]")


@pytest.mark.parametrize(
    "said",
    [
        "message <1@contoso.example> was not delivered",
        "message from Anna Berg was not delivered",
        "message to anna.berg@contoso.example was not delivered",
        "the message was not sent",
        "GET /v1.0/me/calendar/events HTTP/1.1 was not found",
        "folder /Posteingang/Archiv not found",
        "folder \\Inbox\\Sent Items not found",
        "the appointment is locked",
        'T="remote_smtp" failed',
    ],
)
def test_what_names_nothing_that_somebody_wrote_stays(said: str) -> None:
    assert not [*labelled(said), *marked(said)]


@pytest.mark.parametrize(
    "head",
    [
        "Terminbetreff",
        "Asunto de la reunión",
        "Objet du rendez-vous",
        "Onderwerp van de afspraak",
        "Sujet",
        "Kategorien",
        "Attachment Name",
        "Folder Name",
        "Opportunity Name",
    ],
)
def test_a_column_is_told_by_a_head_of_more_than_one_word(head: str) -> None:
    told: list[str] = []
    columns = Columns(told.append)
    columns.feed(f"Nr;{head}\n7;{WRITTEN}\n".encode())
    columns.finish()

    assert told == [WRITTEN]


@pytest.mark.parametrize("head", ["Error Category", "Transport", "Import", "Standort", "Account"])
def test_a_head_that_only_ends_so_tells_of_nobody(head: str) -> None:
    told: list[str] = []
    columns = Columns(told.append)
    columns.feed(f"Nr;{head}\n7;{WRITTEN}\n".encode())
    columns.finish()

    assert not told


@pytest.mark.parametrize(
    ("written", "again"),
    [
        (WRITTEN, "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in WRITTEN)),
        (WRITTEN, "…ttelbaum wegen Kelterhof"),
        ("모투레바 급여 시주바시", "모투레바_급여_시주바시"),
        ("猋羴皛磊裁员名单犇淼羴嘅", "/Inbox/猋羴皛磊裁员名单犇淼羴嘅"),
    ],
)
def test_an_echo_goes_in_another_spelling(written: str, again: str) -> None:
    shown = without(f"the value {again} was refused", f"<t:Subject>{written}</t:Subject>")

    assert again.removeprefix("…").removeprefix("/Inbox/") not in shown
    assert shown.startswith("the value ")
    assert shown.endswith(" was refused")


def test_a_sentence_without_blanks_goes_from_the_middle_of_a_body() -> None:
    body = '<t:Body BodyType="Text">Hello,\nund noch: 猋羴皛磊裁员名单犇淼. Danke!</t:Body>'

    assert without("bad value 猋羴皛磊裁员名单犇淼 here", body) == "bad value [removed] here"


TITLES = "Termine von Contoso;;\nErzeugt;12.10.2026 07:00;\n;;\n"


@pytest.mark.parametrize("pieces", [1, 7])
def test_a_column_is_told_by_its_head_below_a_title(pieces: int) -> None:
    told: list[str] = []
    columns = Columns(told.append)
    table = f"{TITLES}Nr;Betreff;Status\n7;{WRITTEN};Fertig\n".encode()
    for at in range(0, len(table), pieces if pieces > 1 else len(table)):
        columns.feed(table[at : at + (pieces if pieces > 1 else len(table))])
    columns.finish()

    assert told == [WRITTEN]


def test_a_column_of_a_sheet_is_told_by_its_head_below_a_title() -> None:
    told: list[str] = []
    columns = Columns(told.append)
    for row in (
        ["Termine von Contoso"],
        ["Erzeugt", "12.10.2026"],
        ["Nr", "Betreff", "Status"],
        ["7", WRITTEN, "Fertig"],
    ):
        columns.take(dict(enumerate(row)))
    columns.finish()

    assert told == [WRITTEN]


def test_of_a_table_of_two_columns_the_first_row_has_the_heads() -> None:
    told: list[str] = []
    columns = Columns(told.append)
    columns.feed(f"Nr;Betreff\n7;{WRITTEN}\n".encode() + b"8;x\n" * 3)
    columns.feed(b"9;" + b"x" * 5_000)
    columns.feed(b"\n")
    columns.finish()

    assert told[0] == WRITTEN
    assert len(told) == 5


def test_a_quotation_mark_that_begins_no_field_joins_no_rows() -> None:
    told: list[str] = []
    columns = Columns(told.append)
    columns.feed(
        b'ID;Subject;Error\n1;Raum Quarz;the answer was "no\n2;Raum Adler;failed\n3;"Raum\nFalke";5" cable\n4;Raum Star;x\n'
    )
    columns.finish()

    assert {"Raum Quarz", "Raum Adler", "Raum Star"} <= set(told)
