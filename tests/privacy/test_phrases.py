"""What people wrote in quotes, wherever those stand; behind labels of a line that ends in a failure; cut out of markup."""

from __future__ import annotations

import json

import pytest

from analyzer.privacy.content import Content
from analyzer.privacy.scrubbing import scrub


def shown(said: str, upload: str = "") -> str:
    """What a report shows of a text."""
    content = Content()
    content.look(upload.encode())
    return content.without(scrub(said))


@pytest.mark.parametrize(
    "said",
    [
        "KeyError: '…'",
        "ValueError: '…' is not a valid value for field 'subject'",
        "ErrorFolderNotFound: No subfolder with name '…'",
        'Saving "…" failed',
        "Nie można zapisać „…”.",
        "次の「…」を保存できません。",
        "Syntax error at position 12 in '…'.",
        'could not save: Folder ("…"), code 500',
    ],
)
@pytest.mark.parametrize(
    "written",
    [
        "Besuch bei Quittekern: Preise klären",
        "lunch Quittekern + Tarnwald",
        "Quittekern, Tarnwald & Sohn",
        "Quittekern Tarnwald 2027",
        "Quittekern様 Tarnwald 打ち合わせ",
        "Проект Квиттенкерн для Тарнвальда",
    ],
)
def test_what_somebody_wrote_goes_in_whatever_sentence_it_is_quoted(said: str, written: str) -> None:
    assert shown(said.replace("…", written)) == said.replace("…", "[removed]")


@pytest.mark.parametrize(
    "said",
    [
        "KeyError: 'subject'",
        "KeyError: 'Anna Quittekern'",
        "Moderator „Dr. Jan van der Quittekern“ ist abwesend",
        "The mailbox 'Team Quittekern Berlin Mitte 2' is not available",
        "Organization 'Quittekern Handels & Sohn GmbH' is marked for removal",
        "The service 'Quittekern Mail Relay 2' is not running",
        "Destination 'EWS of Quittekern Ost' not found",
        'Kommunikationssystem "Quittekern Ost 2" existiert nicht',
        "Communication arrangement with name 'Sync of Quittekern' is inactive",
        "Integration flow 'Replicate visits of Quittekern' failed",
        "Transport rule 'Block Quittekern from outside' blocked the message",
        "Job namens 'Abgleich mit Quittekern' fehlt",
        "Scheduled task 'Sync of Quittekern nightly' failed with 0x1",
        "issuer: 'Issuing CA 03 of Quittekern' is not trusted",
        "No trusted certificate found for 'O=Quittekern und Sohn, CN=Exch2019'",
        'BAD LOGIN expects "userid password"',
        "No subfolder with name 'Deleted Items'",
        "The time zone '(UTC+01:00) Amsterdam, Berlin, Bern, Rome' is unknown",
        "The value 'Item Not Supported' is not one of 'Free, Busy, Tentative'",
        "Method not found: 'Void Microsoft.Graph.GraphServiceClient..ctor()'",
        "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
    ],
)
def test_names_and_words_of_programs_stay_in_quotes(said: str) -> None:
    assert shown(said) == said


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (
            "Failed to create Note: Quittekern: new price list; ErrorItemSave",
            "Failed to create Note: [removed]; ErrorItemSave",
        ),
        ("Failed to create Note: lunch Quittekern failed", "Failed to create Note: [removed] failed"),
        (
            'not saved: body="Quittekern review with team" (ErrorItemSave)',
            'not saved: body="[removed]" (ErrorItemSave)',
        ),
        ("sync failed for Ort: Haus Quittekern - final failed", "sync failed for Ort: [removed] failed"),
        (
            'was {"id": "A", "Text": "Haus Quittekern {"x":"[object]"}',
            'was {"id": "A", "Text": "[removed] {"x":"[object]"}',
        ),
        ('sent {"id": "A", "displayName": "Reise zu Quittekern (Tarn', 'sent {"id": "A", "displayName": "[removed]'),
        ('sent {"id": "A", "displayName": "Anna Quittekern"}', 'sent {"id": "A", "displayName": "Anna Quittekern"}'),
    ],
)
def test_a_text_behind_a_label_ends_before_what_failed(said: str, left: str) -> None:
    assert shown(said) == left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Quittekern</t:Value></t:ExtendedProperty><t:Start>", "[removed]</t:ExtendedProperty><t:Start>"),
        ("zu Quittekern.docx</t:Name><t:ContentType>", "[removed]<t:ContentType>"),
        ("me>Quittekern 2027</t:Name>", "[removed]"),
        ('Quittekern &amp; Sohn"/></t:Contains></m:Restriction>', "[removed]</m:Restriction>"),
        ("Quittekern&lt;/t:Location&gt;&lt;/t:CalendarItem&gt;", "[removed]&lt;/t:CalendarItem&gt;"),
        ("it failed <t:End>20</t:End>26>Quittekern</t:Location>", "it failed <t:End>20</t:End>26>[removed]"),
        ("The server is busy.</m:MessageText>", "The server is busy.</m:MessageText>"),
        ('<t:Value Name="BackOff">300</t:Value>', '<t:Value Name="BackOff">300</t:Value>'),
    ],
)
def test_the_rest_of_an_element_whose_start_is_lost_goes(said: str, left: str) -> None:
    assert shown(said) == left


@pytest.mark.parametrize(
    "upload",
    [
        json.dumps({"displayName": "Reise zu Quittekern"}),
        json.dumps({"attachments": [{"@odata.type": "#x", "name": "Reise zu Quittekern"}]}),
        "GET /v1.0/me/drive/root:/Documents/Reise%20zu%20Quittekern.docx:/content HTTP/1.1",
        "DEBUG item attachment=Reise zu Quittekern.pdf",
        'DEBUG item body="Reise zu Quittekern"',
        'DEBUG item Folder ("Reise zu Quittekern")',
        "DEBUG item Subject -- Reise zu Quittekern",
        "DEBUG item place: Reise zu Quittekern",
        "DEBUG Event{title='Reise zu Quittekern', id=7}",
        json.dumps({"name": "Reise zu Quittekern"}),
        "&lt;t:ExternalReply&gt;&lt;t:Message&gt;Reise zu Quittekern&lt;/t:Message&gt;",
        "DEBUG item name='Reise zu Quittekern' type=Appointment",
        "DEBUG item_name=Reise zu Quittekern;",
        "url: 'https://graph.microsoft.com/v1.0/me/findRooms(RoomList='Reise%20zu%20Quittekern')'",
        "https://graph.microsoft.com/beta/search/query?q=Reise+zu+Quittekern",
        json.dumps({"AdditionalName": "Reise zu Quittekern", "OwnerPartyID": "8000001"}),
        "<t:Contact><t:Hobbies>Reise zu Quittekern</t:Hobbies></t:Contact>",
        "<t:CalendarItem><t:When>Reise zu Quittekern</t:When></t:CalendarItem>",
        "<t:MailboxQuery><t:Query>Reise zu Quittekern</t:Query></t:MailboxQuery>",
        '<t:InternetMessageHeader HeaderName="Subject">Reise zu Quittekern</t:InternetMessageHeader>',
        "<t:DictionaryValue><t:Type>String</t:Type><t:Value>Reise zu Quittekern</t:Value></t:DictionaryValue>",
        "&lt;t:Query&gt;Reise zu Quittekern&lt;/t:Query&gt;",
        'x: \\"<t:Constant Value=\\"Reise zu Quittekern\\"/>',
    ],
)
def test_more_places_in_which_people_write_are_known_where_a_server_repeats_them(upload: str) -> None:
    assert shown("duplicate of Reise zu Quittekern found", f"x\n{upload}\n") == "duplicate of [removed] found"


@pytest.mark.parametrize(
    "upload",
    [
        json.dumps({"appDisplayName": "Reise zu Quittekern", "serviceName": "Reise zu Quittekern"}),
        "<t:ItemClass>Reise zu Quittekern</t:ItemClass>",
        "DEBUG policy_name=Reise zu Quittekern;",
    ],
)
def test_names_of_what_a_program_has_are_not_learned(upload: str) -> None:
    said = "duplicate of Reise zu Quittekern found"

    assert shown(said, f"x\n{upload}\n") == said


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Cannot save name='Reise zu Quittekern' type=3", "Cannot save name='[removed]' type=3"),
        ("failed: findRooms(RoomList='Reise zu Quittekern')", "failed: findRooms(RoomList='[removed]')"),
        ("not saved: Subject -- Reise zu Quittekern", "not saved: Subject -- [removed]"),
        (
            "not saved: Event{title='Tee mit Quittekern? Kanne leihen', id=7}",
            "not saved: Event{title='[removed]', id=7}",
        ),
        (
            "https://x.example/a?CategoryName=Reise+zu+Quittekern failed",
            "https://x.example/a?CategoryName=[removed] failed",
        ),
        ("https://x.example/a?error=a&error_description=User+Quittekern+is+gone", None),
        ("Fault(message='Reise zu Quittekern ist weg')", None),
        ("failed -> Quittekern is not there", None),
        ('ExchangeConnector,"zu Quittekern is no way",4', None),
    ],
)
def test_what_is_given_to_a_call_goes_and_what_a_program_says_of_it_stays(said: str, left: str | None) -> None:
    assert shown(said) == (left or said)


def test_somebody_who_is_only_named_is_shown() -> None:
    said = "mailbox of Anna Quittekern is full"

    assert shown(said, json.dumps({"displayName": "Anna Quittekern"})) == said
