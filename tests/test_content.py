"""What people wrote is learned from the upload, and removed where a server echoes it; error texts survive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.case import Order, run
from analyzer.model import Privacy
from analyzer.privacy.content import LONGEST, MOST, Content
from analyzer.privacy.telling import is_telling
from analyzer.reference.vocabulary import REMOVED
from analyzer.report import html
from analyzer.report.files import Format
from tests.conftest import Analyse

SOAP = (
    '<Trace Tag="EwsRequest" Tid="4" Time="2026-10-12 08:00:00Z">\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/'
    'envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/'
    'exchange/services/2006/messages"><s:Body><m:CreateItem><m:Items>{request}</m:Items></m:CreateItem></s:Body>'
    '</s:Envelope>\n</Trace>\n<Trace Tag="EwsResponse" Tid="4" Time="2026-10-12 08:00:01Z">\n<s:Envelope xmlns:s="http://'
    'schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><s:Body>'
    '<m:CreateItemResponse><m:ResponseMessages><m:CreateItemResponseMessage ResponseClass="Error"><m:MessageText>'
    "{said}</m:MessageText><m:ResponseCode>ErrorInvalidPropertySet</m:ResponseCode></m:CreateItemResponseMessage>"
    "</m:ResponseMessages></m:CreateItemResponse></s:Body></s:Envelope>\n</Trace>\n"
)
C4C = (
    "HTTP Request\nPOST /sap/c4c/odata/v1/c4codataapi/LeadCollection HTTP/1.1\nHost: my300100.crm.ondemand.com\n\n{request}"
    "\n\nHTTP Response\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n"
    '{{"error":{{"code":"APBP/7","message":{{"lang":"en","value":"{said}"}}}}}}\n'
)
WHAT = "Zwiebeln fuer Tante Ottilie"


@pytest.mark.parametrize(
    "holder",
    [
        f"<t:CalendarItem><t:Subject>{WHAT}</t:Subject></t:CalendarItem>",
        f"<t:CalendarItem><t:Subject>AW: {WHAT}</t:Subject></t:CalendarItem>",
        f'<t:Message><t:Body BodyType="Text">Guten Tag,\n{WHAT}\nGruss</t:Body></t:Message>',
        f'<t:Message><t:Body BodyType="HTML">&lt;p&gt;{WHAT}&lt;/p&gt;</t:Body></t:Message>',
        f"<t:CalendarItem><t:Location>{WHAT}</t:Location></t:CalendarItem>",
        f"<t:FileAttachment><t:Name>{WHAT}</t:Name></t:FileAttachment>",
        f"<t:Contact><t:DisplayName>{WHAT}</t:DisplayName></t:Contact>",
        f"<t:Contact><t:Notes>{WHAT}</t:Notes></t:Contact>",
        f"<t:Contact><t:FileAs>{WHAT}</t:FileAs></t:Contact>",
        f"<t:Message><t:Categories><t:String>{WHAT}</t:String></t:Categories></t:Message>",
        f'<t:Contains><t:FieldURI FieldURI="item:Subject"/><t:Constant Value="{WHAT}"/></t:Contains>',
    ],
)
def test_what_a_request_of_ews_shows_is_removed_from_the_answer(analyse: Analyse, holder: str) -> None:
    document = analyse(SOAP.format(request=holder, said=f"The item {WHAT.upper()} could not be saved."))

    everything = json.dumps(document, ensure_ascii=False) + html.render(document).decode()
    assert "OTTILIE" not in everything.upper()
    assert "could not be saved" in everything
    assert document["response_codes"][0]["code"] == "ErrorInvalidPropertySet"


@pytest.mark.parametrize(
    "holder",
    [
        f'{{"Subject":"{WHAT}"}}',
        f'{{"Name": "{WHAT}", "Note": "x"}}',
        f'{{"JobTitle":"{WHAT}"}}',
        f'{{"Name1":"{WHAT}","NoteText":"x"}}',
        f'{{"Party":{{"LastName":"{WHAT}"}}}}',
        '{"Text":"Zwiebeln f\\u0075er Tante Ottilie"}',
        f"<entry><m:properties><d:TextLine>{WHAT}</d:TextLine></m:properties></entry>",
        f"<d:Name>{WHAT}</d:Name>",
    ],
)
def test_what_a_request_of_c4c_shows_is_removed_from_the_refusal(analyse: Analyse, holder: str) -> None:
    document = analyse(
        C4C.format(request=holder, said=f"Lead {WHAT} cannot be saved"), names=["001_Lead_c4codataapi.txt"]
    )

    everything = json.dumps(document, ensure_ascii=False) + html.render(document).decode()
    assert "Ottilie" not in everything
    assert "cannot be saved" in everything


def test_the_key_of_a_record_is_removed_from_the_refusal(analyse: Analyse) -> None:
    text = C4C.format(request="", said="No contact Ottilienstein").replace(
        "LeadCollection", "ContactCollection(LastName='Ottilienstein')"
    )

    assert "Ottilienstein" not in json.dumps(analyse(text, names=["001_Contact_c4codataapi.txt"]))


def test_content_of_one_document_is_removed_from_every_other_whatever_their_order(analyse: Analyse) -> None:
    log = f"2026-10-12 08:00:03,020 ERROR TID:79 [SiteInMemory:ExchangeConnector] cannot write {WHAT} to the store\n"
    dump = SOAP.format(request=f"<t:Task><t:Subject>{WHAT}</t:Subject></t:Task>", said="no")

    for names in (["a.log", "z.xml"], ["z.log", "a.xml"]):
        document = analyse(log, dump, names=names)
        assert "Ottilie" not in json.dumps(document)
        assert "cannot write [removed] to the store" in json.dumps(document)


@pytest.mark.parametrize("level", list(Privacy))
def test_no_output_holds_an_echo_at_any_level(tmp_path: Path, level: Privacy) -> None:
    har = {
        "log": {
            "entries": [
                {
                    "startedDateTime": "2026-10-12T08:00:02Z",
                    "request": {
                        "method": "POST",
                        "url": "https://my300100.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/EMailCollection",
                        "postData": {"text": json.dumps({"Subject": WHAT})},
                    },
                    "response": {
                        "status": 500,
                        "content": {
                            "text": json.dumps({"error": {"code": "X", "message": {"value": f"Cannot save {WHAT}"}}})
                        },
                    },
                }
            ]
        }
    }
    upload = tmp_path / "capture.har"
    upload.write_text(json.dumps(har), "utf-8")

    case = run([str(upload)], Order(formats=tuple(Format), privacy=level))

    assert case.reports
    assert not [form for form, data in case.reports if b"Ottilie" in data]


@pytest.mark.parametrize("level", list(Privacy))
@pytest.mark.parametrize("again", ["…eln fuer Tante Ottilie", "Zwiebeln_fuer_Tante_Ottilie"])
def test_a_report_with_evidence_hides_what_one_without_hides(tmp_path: Path, level: Privacy, again: str) -> None:
    upload = tmp_path / "dump.xml"
    upload.write_text(SOAP.format(request=f"<t:Subject>{WHAT}</t:Subject>", said=f"no item {again} here"), "utf-8")

    case = run([str(upload)], Order(formats=tuple(Format), privacy=level, evidence=True))

    assert not [form for form, data in case.reports if b"Ottilie" in data]


def test_a_line_of_a_mail_that_looks_like_an_error_is_not_shown(analyse: Analyse) -> None:
    log = (
        '2026-10-12 08:00:00,020 INFO TID:79 [SiteInMemory:ExchangeConnector] Response: <t:Body BodyType="Text">Hallo,\n'
        "Exception: Tante Ottilie kommt um acht\nGruss</t:Body>\n"
        "2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] odd\n"
    )

    assert "Ottilie" not in json.dumps(analyse(log))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("The request failed. The remote server returned an error: (403) Forbidden", None),
        ("ErrorInvalidPropertySet", None),
        ("anna.berg@contoso.example", "Mailbox anna.berg@contoso.example is locked"),
        ("https://mail.contoso.example/EWS/Exchange.asmx", "POST https://mail.contoso.example/EWS/Exchange.asmx broke"),
        ("Synchronization", "Synchronization stopped at once"),
        ("Termin", "Termin is no property"),
    ],
)
def test_codes_addresses_and_error_texts_survive_a_mail_that_quotes_them(
    analyse: Analyse, content: str, said: str | None
) -> None:
    text = said or content
    document = analyse(SOAP.format(request=f"<t:Message><t:Subject>{content}</t:Subject></t:Message>", said=text))

    assert text in json.dumps(document)


@pytest.mark.parametrize(
    "log",
    [
        '{"level":"ERROR","Name":"Exchange connector seven","message":"Exchange connector seven broke"}',
        '{"title":"Something odd went wrong","status":500,"detail":"Something odd went wrong"}',
        '{"Timestamp":"2026-10-12T08:00:00Z","Level":"Error","Text":"Purple queue of the engine broke"}',
    ],
)
def test_what_a_log_says_of_itself_is_no_content(log: str) -> None:
    content = Content()
    content.look(log.encode())

    assert content.edits("Exchange connector seven broke; Something odd went wrong; Purple queue of the engine") == []


def test_words_that_prove_a_finding_stay_in_its_evidence(analyse: Analyse) -> None:
    subject = "Ottilie sagt ErrorInvalidPropertySet"
    document = analyse(SOAP.format(request=f"<t:Message><t:Subject>{subject}</t:Subject></t:Message>", said=subject))

    assert document["findings"]
    assert all(
        0 <= start < stop <= len(one["excerpt"])
        for finding in document["findings"]
        for one in finding["evidence"]
        for start, stop in one["marks"]
    )


def test_what_is_remembered_is_bounded() -> None:
    content = Content()
    content.look(
        "".join(f"<t:Subject>Tante {number:x}n kommt {'x' * 400}</t:Subject>" for number in range(300)).encode()
    )
    content.look(b"".join(b'{"Note":"Onkel %d kommt heute"}' % number for number in range(MOST + 50)))

    values = [value for alike in content.values.values() for value in alike]
    assert len(values) <= 2 * MOST
    assert max(map(len, values)) <= LONGEST
    assert content.edits("Onkel 77 kommt heute")


TOLD = [
    "<t:Subject>Der Steinadler kommt um drei</t:Subject>",
    '<t:Body BodyType="HTML">&lt;p&gt;Tante Ottilie fragt nach dem Falkenhorst.&lt;/p&gt;\nOnkel Bo Li 12</t:Body>',
    "<t:Location>M&#252;hlenweg bei Z&#252;rich</t:Location>",
    '{"LastName":"Gr\\u00fcnspecht-Zwei"}',
    "ContactCollection?$filter=LastName%20eq%20'K%C3%A4uzchen%20Anna'",
]
ASKED = [
    "Error: Der Steinadler kommt um drei is unknown",
    "Error: Der Steinadler kommt um d",
    "no room at Falkenhorst, Tante Ottilie fragt nach dem Falkenhorst. was refused; Onkel Bo Li 12",
    "Mühlenweg bei Zürich declined, Grünspecht-Zwei and Käuzchen Anna too",
    "The specified object was not found in the store.",
]


def test_what_waits_for_the_texts_is_found_as_if_all_of_it_were_learned() -> None:
    whole, asked = Content(), Content()
    for content in (whole, asked):
        content.look("\n".join(TOLD).encode())

    asked.for_texts(ASKED)

    assert [asked.without(text) for text in ASKED] == [whole.without(text) for text in ASKED]
    assert [REMOVED in whole.without(text) for text in ASKED] == [True, True, True, True, False]
    assert not any(value.startswith("p>") for of in asked.values.values() for value in of)  # that begins in none


def test_content_that_begins_nowhere_in_the_texts_is_let_go() -> None:
    content = Content()
    content.look("\n".join(TOLD[:2]).encode())

    content.for_texts(["Not unique: Der Steinadler kommt um 9"])

    assert list(content.values) == ["der steinadler kommt um "]


@pytest.mark.parametrize(
    ("value", "telling"),
    [
        ("Projekt Steinadler", True),
        ("Steinadler-Preise.docx", True),
        ("Ottilienstein", True),
        ("kurz", False),
        ("calendar", False),
        ("IPM.Appointment", False),
        ("2026-10-12 08:00", False),
        ("Access is denied", False),
    ],
)
def test_only_what_is_telling_is_searched_for(value: str, telling: bool) -> None:
    assert is_telling(value) is telling


@pytest.mark.parametrize(
    "said",
    [
        "it failed <t:Content>{}</t:Content>",
        "it failed <t:FileAttachment><t:Name>{}</t:Name></t:FileAttachment>",
        "it failed &amp;lt;t:Subject&amp;gt;{}&amp;lt;/t:Subject&amp;gt;",
        'it failed {{"Body":{{"Value":"{}"}}}}',
        'it failed {{"d":{{"Name":"{}"}}}}',
        "it failed <d:Name>{}</d:Name>",
    ],
)
def test_content_in_an_error_text_itself_goes(analyse: Analyse, said: str) -> None:
    log = f"2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] {said.format(WHAT)}\n"

    assert "Ottilie" not in json.dumps(analyse(log))


@pytest.mark.parametrize(
    "said",
    [
        "Host ottilienstein.contoso.example is gone",
        "write to ottilienstein@contoso.example",
        "see /EWS/ottilienstein/x",
    ],
)
def test_a_host_an_address_or_a_path_with_the_word_of_a_record_stays(said: str) -> None:
    content = Content()
    content.look(b'{"LastName":"Ottilienstein"}')

    assert content.without(said) == said
    assert content.without("Frau Ottilienstein fehlt") == "Frau [removed] fehlt"


@pytest.mark.parametrize("value", ["A" * 28 + " reorganization", "Ab" * 20 + "A" * 14 + " = reorganization"])
def test_a_subject_in_capitals_is_judged_at_once(value: str) -> None:
    assert is_telling(value)
