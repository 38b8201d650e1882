"""Content that is learned where it is written in ways of its own: filters, mails of any language, brackets, arrays."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.privacy.content import Content
from tests.test_privacy_levels import run
from tests.test_redact import Run

__all__ = ["run"]

WHAT = "Zwiebeln fuer Ottilie"


def learned(data: str) -> Content:
    content = Content()
    content.look(data.encode())
    return content


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("GET AccountCollection?$filter=substringof('Zwiebeln%20fuer%20Ottilie',Name) HTTP/1.1", WHAT),
        ("GET AccountCollection?$filter=startswith(Name,'Zwiebeln%20fuer%20Ottilie') HTTP/1.1", WHAT),
        ("GET AccountCollection?$filter=Name%20eq%20'Zwiebeln%20fuer%20Ottilie' HTTP/1.1", WHAT),
        ("GET LeadCollection('Zwiebeln%20fuer%20Ottilie') HTTP/1.1", WHAT),
        ("GET ContactCollection('Zwiebelkranz') HTTP/1.1", "Zwiebelkranz"),
        ("GET LeadCollection('Ottilie_Zwiebeln.tiff') HTTP/1.1", "Ottilie_Zwiebeln.tiff"),
        ("GET LeadCollection?$search=Zwiebeln%20fuer%20Ottilie&x=1 HTTP/1.1", WHAT),
        ("GET me/messages?$search=%22Zwiebeln%20fuer%20Ottilie%22 HTTP/1.1", WHAT),
        ("GET me/messages?$search=Zwiebeln%20%22fuer%22%20Ottilie&x=1 HTTP/1.1", 'Zwiebeln "fuer" Ottilie'),
        ("&lt;CompanyName&gt;Zwiebel &amp;lt;Ottilie&amp;gt; Gans&lt;/CompanyName&gt;", "Zwiebel <Ottilie> Gans"),
        (
            '<t:Body BodyType="HTML">&lt;html&gt;&lt;body&gt;&lt;p&gt;Zwiebel &lt;Ottilie&gt; Gans&lt;/p&gt;&lt;/body&gt;'
            "&lt;/html&gt;</t:Body>",
            "Zwiebel <Ottilie> Gans",
        ),
        (r"b'<t:Subject>Zwiebeln f\xc3\xbcr Ottilie</t:Subject>'", "Zwiebeln für Ottilie"),
        (r"b'<t:Location>Zwiebelh\xc3\xb6he \xf0\x9f\x93\x8c</t:Location>'", "Zwiebelhöhe 📌"),
        ('{"categories":["x","Zwiebeln fuer Ottilie"]}', WHAT),
        ('{"categories": [\n  "rot",\n  "Zwiebeln fuer Ottilie"\n]}', WHAT),
        ("[subject] => Zwiebeln fuer Ottilie\n", WHAT),
        ('["subject"]=>\n  string(21) "Zwiebeln fuer Ottilie"\n', WHAT),
        ("'subject' => 'Zwiebeln fuer Ottilie',\n", WHAT),
        ('Event { subject: Some("Zwiebeln fuer Ottilie"), start: 1 }', WHAT),
        ("{ subject: 'Zwiebeln fuer Ottilie', start: 1 }", WHAT),
        ('{:subject=>"Zwiebeln fuer Ottilie", :start=>1}', WHAT),
        ("saving Appointment[subject=Zwiebeln fuer Ottilie, start=2026]", WHAT),
        ('string: "To: a@b.example\\r\\nSubject: Zwiebeln fuer Ottilie\\r\\n\\r\\nHello"', WHAT),
        ("\nSUMMARY;LANGUAGE=de:Zwiebeln fuer Ottilie\n", WHAT),
        ("\nNOTE:Zwiebeln\\, fuer Ottilie\n", "Zwiebeln, fuer Ottilie"),
        ('--z\nContent-Disposition: form-data; name="subject"\n\nZwiebeln fuer Ottilie\n--z--\n', WHAT),
        ("Content-Disposition: attachment; filename*=UTF-8''Zwiebeln%20fuer%20Ottilie.docx\n", WHAT),
        ("<t:InternalReply><t:Message>Zwiebeln fuer Ottilie</t:Message></t:InternalReply>", WHAT),
        ('{"externalReplyMessage":"Zwiebeln fuer Ottilie"}', WHAT),
        ('{"DocumentName":"Zwiebeln fuer Ottilie.pdf"}', WHAT),
        ("From: a@b.example\nÄmne: Zwiebeln fuer Ottilie\n", WHAT),
        ("From: a@b.example\nТема: Zwiebeln fuer Ottilie\n", WHAT),
        ("From: a@b.example\n件名：Zwiebeln fuer Ottilie\n", WHAT),
        ("From: a@b.example\nKonu: Zwiebeln fuer Ottilie\n", WHAT),
        ("From: a@b.example\nSubject: Zwiebeln\n fuer Ottilie\nTo: c@d.example\n", WHAT),
        ("\nSubject: =?utf-8?q?Zwiebeln?=\n =?utf-8?q?_f=C3=BCr_Ottilie?=\n", "Zwiebeln für Ottilie"),
        ("<t:SpouseName>Zwiebeln fuer Ottilie</t:SpouseName>", WHAT),
        ("&lt;t:Constant Value=&quot;Zwiebeln fuer Ottilie&quot;/&gt;", WHAT),
        ('POST /v1.0/me/mailFolders HTTP/1.1\n\n{"displayName":"Zwiebeln fuer Ottilie"}', WHAT),
        ("<t:CalendarFolder><t:DisplayName>Zwiebeln fuer Ottilie</t:DisplayName></t:CalendarFolder>", WHAT),
        ("<t:Contact><t:Companies><t:String>Zwiebeln fuer Ottilie</t:String></t:Companies></t:Contact>", WHAT),
        ("<t:Location>Zwiebel <Ottilie> allein</t:Location>", "Zwiebel <Ottilie> allein"),
        ('<t:UniqueBody BodyType="Text">Zwiebel <Ottilie> allein</t:UniqueBody>', "Zwiebel <Ottilie> allein"),
        ('POST /v1.0/me/calendars HTTP/1.1\n\n{"name":"Zwiebeln fuer Ottilie"}', WHAT),
        ("x=1&Subject=%22Zwiebeln%22%20fuer%20Ottilie&y=2", 'Zwiebeln" fuer Ottilie'),
        ("CalendarItem(subject='Zwiebel <Ottilie> allein', location='x')", "Zwiebel <Ottilie> allein"),
        ('{"@odata.type":"x","name":"Zwiebel/fuer Ottilie.pdf"}', "Zwiebel/fuer Ottilie"),
        ('Content-Disposition: attachment; filename="Zwiebeln; fuer Ottilie.pdf"\n', "Zwiebeln; fuer Ottilie"),
        ("<t:Manager>Zwiebeln fuer Ottilie</t:Manager>", WHAT),
        ('{"City":"Zwiebeln fuer Ottilie"}', WHAT),
        ('{"ZProjekt_KUT":"Zwiebeln fuer Ottilie"}', WHAT),
        ('{"FormattedText":"<p>Zwiebeln fuer Ottilie</p>"}', WHAT),
        (r'{"FormattedText":"<p>Zwiebeln\\fuer Ottilie</p>"}', r"Zwiebeln\fuer Ottilie"),
        ('"params":[{"name":"Subject","value":"Zwiebeln fuer Ottilie"}]', WHAT),
        ("x=1&Subject=Zwiebeln+fuer%20Ottilie&y=2", WHAT),
        (
            "x=1&Subject=%E7%8E%89%E3%81%AD%E3%81%8E%E3%81%AE%E5%BC%95%E7%B6%99%E3%81%8E%E8%A1%A8&y=2",
            "玉ねぎの引継ぎ表",
        ),
        ("BEGIN:VEVENT\nSUMMARY:Zwiebeln fuer Ottilie\nEND:VEVENT\n", WHAT),
        ("BEGIN:VCARD\nNOTE:Zwiebeln fuer Ottilie\nEND:VCARD\n", WHAT),
        ('Content-Disposition: attachment; filename="Zwiebeln fuer Ottilie.pdf"\n', WHAT),
        ("DEBUG Processing an item, Subject: Zwiebeln fuer Ottilie\n", WHAT),
        ("DEBUG Appointment { Subject = Zwiebeln, fuer Ottilie, Location = x }\n", "Zwiebeln, fuer Ottilie"),
        ("GET AccountCollection(Name='Zwiebeln%20fuer%20Ottilie') HTTP/1.1", WHAT),
        *((f"Von: Anna\n{head}: {WHAT}\n", WHAT) for head in ("Objet", "Oggetto", "Asunto", "Onderwerp", "Temat")),
        ('{"categories":["Zwiebeln fuer Ottilie"]}', WHAT),
        ('{"locations":[{"displayName":"Zwiebeln fuer Ottilie"}]}', WHAT),
        ('{"AccountName":"Zwiebeln fuer Ottilie"}', WHAT),
        ('{"id":"String 0x1","value":"Zwiebeln fuer Ottilie"}', WHAT),
        ("<entry><title type='text'>Zwiebeln fuer Ottilie</title></entry>", WHAT),
        ("<m:QueryString>Zwiebeln fuer Ottilie</m:QueryString>", WHAT),
        ('{"Subject":"Ottilie <Zwiebel> allein"}', "Ottilie <Zwiebel> allein"),
        ('{"Subject":"Ottilie <Zwiebel> allein"}', "Ottilie allein"),
        (r'{"Subject":"Ottilie\\Zwiebeln allein"}', r"Ottilie\Zwiebeln allein"),
        (r'{"Subject":"Ottilie \ud83c\udf51 Zwiebel"}', "Ottilie \U0001f351 Zwiebel"),
        ('{"Subject":"Ottilie (Nr. 63) Zwiebel"}', "Ottilie (Nr. 63) Zwiebel"),
    ],
)
def test_what_stands_there_is_removed_where_it_is_repeated(place: str, what: str) -> None:
    assert learned(place).without(f"The {what} was refused") == "The [removed] was refused"


@pytest.mark.parametrize(
    "record",
    [
        '{"d":{"results":[{"ObjectID":"00163E01","Name":"Zwiebeln fuer Ottilie","StatusCode":"2"}]}}',
        '{"ID":"4711","Text":"Zwiebeln fuer Ottilie","Description":"by the rule of Berg","Code":"101"}',
    ],
)
def test_a_record_of_c4c_is_learned_whatever_its_status(record: str) -> None:
    assert learned(record).without("Zwiebeln fuer Ottilie is closed") == "[removed] is closed"


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Update of Quitten der Ott... was rejected", "Update of [removed]... was rejected"),
        ("Update of 'Quitten der …' was rejected", "Update of '[removed] …' was rejected"),
        ("Update of quitte der was rejected...", "Update of quitte der was rejected..."),
        ("Connecting...", "Connecting..."),
    ],
)
def test_a_short_beginning_is_known_by_the_ellipsis_behind_it(text: str, shown: str, *, asked: bool) -> None:
    content = learned("<t:Subject>Quitten der Ottilie Kelter, neunter Teil</t:Subject>")
    if asked:
        content.for_texts([text])

    assert content.without(text) == shown


@pytest.mark.parametrize(
    "place",
    [
        "GET LeadCollection('00163E0A4C2D1EE5B1F2') HTTP/1.1",
        '{"title":"Zwiebeln fuer Ottilie","detail":"not there","status":404}',
        'level=error {"AccountName":"Zwiebeln fuer Ottilie","level":"error"}',
        '{"value":"Zwiebeln fuer Ottilie"}',
        "<html><head><title>Zwiebeln fuer Ottilie</title></head>",
        "Name = 'Zwiebeln fuer Ottilie'",
    ],
)
def test_what_may_be_words_of_a_server_is_not_learned(place: str) -> None:
    said = f"The {WHAT} 00163E0A4C2D1EE5B1F2 was refused"

    assert learned(place).without(said) == said


@pytest.mark.parametrize(
    "text",
    [
        "<t:Subject>Ottilie &lt;Zwiebel&gt; allein</t:Subject>\n<m:MessageText>No Ottilie &lt;Zwiebel&gt; allein</m:MessageText>\n",
        "Von: Anna\nBetreff: Ottilie <Zwiebel> allein\n\nERROR It failed: Ottilie <Zwiebel> allein\n",
        "password: |\n  Ottilie\n  Zwiebel\nERROR It failed\n",
        "Setting;Value;Status;Exception\nPassword;OttiliesZwiebel77;Error;It failed\n",
        "<Site><Exchange url='https://mail.kelter.example/EWS' user='svc' pass='OttiliesZwiebel77'/></Site>\n",
        "Time,Level,Token,Message\n2026-10-12 08:00:00,ERROR,OttiliesZwiebel77,It failed\n",
        '<Trace Tag="EwsResponseHttpHeaders" Tid="1">\nHTTP/1.1 500 X\nX-A: Ottilie {"a":1}\nX-B: Zwiebel {"b":1}\n\n</Trace>\n',
        "Oct 12 08:00:05 ex01 ssi[4711]: ERROR on behalf of Ottilie Zwiebel\nOct 12 08:00:06 ex01 ssi[4711]: INFO ok\n",
        "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/LeadCollection;jsessionid=OttiliesZwiebel77 HTTP/1.1\n\n\nHTTP Response\n"
        'HTTP/1.1 404 Not Found\n\n{"error":{"code":"X"}}\n',
        '<Trace Tag="EwsRequest" Tid="1">\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>'
        '<Password Type="#PasswordText">OttiliesZwiebel77</Password></s:Header></s:Envelope>\n</Trace>\n',
    ],
)
def test_it_is_redacted_on_the_same_lines_and_twice_is_once(run: Run, tmp_path: Path, text: str) -> None:
    upload, once, twice = tmp_path / "upload.txt", tmp_path / "once.txt", tmp_path / "twice.txt"
    upload.write_text(text)

    assert run("redact", upload, "-o", once, "-q") == (0, "")
    assert run("redact", once, "-o", twice, "-q") == (0, "")

    shown = once.read_text()
    assert "Zwiebel" not in shown
    assert "Ottilie" not in shown
    assert shown.count("\n") == text.count("\n")
    assert twice.read_text() == shown


def test_a_header_field_that_gives_a_reason_repeats_none_of_it(run: Run, tmp_path: Path) -> None:
    upload, out = tmp_path / "upload.xml", tmp_path / "out.json"
    upload.write_text(
        '<Trace Tag="EwsRequest" Tid="1">\n<t:Subject>Zwiebeln fuer Ottilie</t:Subject>\n</Trace>\n'
        '<Trace Tag="EwsResponseHttpHeaders" Tid="1">\nHTTP/1.1 500 Error\n'
        'X-MS-Diagnostics: 2000001;reason="No Zwiebeln fuer Ottilie here"\n\n</Trace>\n'
    )

    run(upload, "-f", "json", "-o", out)

    assert "X-MS-Diagnostics" in out.read_text()
    assert "Ottilie" not in out.read_text()


@pytest.mark.parametrize(
    "head",
    [
        "Opmerkingen",
        "Aihe",
        "Předmět",
        "Тема",
        "件名",
        "主题",
        "Título",
        "Miejsce",
        "Ubicación",
        "Location",
        "Firma",
        "备注",
    ],
)
def test_columns_in_which_people_write_are_known_in_their_languages(head: str) -> None:
    content = Content()
    list(content.watch([f"ID;{head};Status\n1;{WHAT};Zwiebeln sind aus\n".encode()]))

    assert (
        content.without(f"The {WHAT} was refused: Zwiebeln sind aus") == "The [removed] was refused: Zwiebeln sind aus"
    )
