"""What people wrote is learned wherever an upload holds it, also where only a program reads it: columns, packed bodies."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path

import pytest

from analyzer.analysis import Options, analyze
from analyzer.privacy.content import Content
from analyzer.privacy.pseudonyms import Pseudonyms
from tests.support.graph import Exchange, numbered, saz
from tests.support.planting import _har, log_line
from tests.test_privacy_levels import run
from tests.test_redact import Run

__all__ = ["run"]

WHAT = "Zwiebeln fuer Ottilie"
BODY = json.dumps({"d": {"results": [{"Subject": WHAT, "Status": "y" * 80}]}}).encode()


def learned(name: str, data: bytes, tmp_path: Path) -> Content:
    (tmp_path / name).write_bytes(data)
    content = Content()
    analyze([str(tmp_path / name)], Options(content=content))
    return content


@pytest.mark.parametrize(
    "table",
    [
        f"ID;Betreff;Beginn\n1;{WHAT};12.10.2026\n",
        f'"ID","Meeting Subject","Start"\r\n"1","{WHAT}","2026-10-12"\r\n',
        f'sep=,\nID,Notes,Start\n1,"One, two\n{WHAT}",2026-10-12\n',
        f"ID\tAsunto\tInicio\n1\t{WHAT}\t2026-10-12",
    ],
)
def test_a_column_whose_head_says_so_is_learned(tmp_path: Path, table: str) -> None:
    assert (
        learned("table.csv", table.encode(), tmp_path).without(f"The {WHAT} was refused") == "The [removed] was refused"
    )


@pytest.mark.parametrize(
    "head", ["ID;Status;Beginn", "User;Message;Level", "a sentence, which names its subject, ends", "Subject"]
)
def test_a_table_without_such_a_head_teaches_nothing(tmp_path: Path, head: str) -> None:
    said = f"The {WHAT} was refused"

    assert learned("table.csv", f"{head}\n1;{WHAT};x\n1,{WHAT},x\n".encode(), tmp_path).without(said) == said


def test_a_field_that_never_ends_costs_no_more_than_its_row(tmp_path: Path) -> None:
    content = learned("table.csv", b'ID;Subject;X\n1;"' + b"lang\n" * 50_000, tmp_path)

    assert content.without(WHAT) == WHAT


@pytest.mark.parametrize("body", [BODY, gzip.compress(BODY, mtime=0)], ids=["base64", "gzip in base64"])
def test_the_body_of_an_answer_in_a_capture_is_learned(tmp_path: Path, body: bytes) -> None:
    entry = json.loads(_har("all is well")[1])
    answer = entry["log"]["entries"][0]["response"]
    answer["status"] = 200
    answer["content"] = {"mimeType": "application/json", "text": base64.b64encode(body).decode(), "encoding": "base64"}

    content = learned("capture.har", json.dumps(entry).encode(), tmp_path)

    assert content.without(f"The {WHAT} was refused") == "The [removed] was refused"


def test_a_compressed_body_in_a_fiddler_capture_is_learned(tmp_path: Path) -> None:
    packed = saz(numbered([Exchange("GET", "/v1.0/me/events", 200, BODY.decode())]), packed=True)

    assert learned("capture.saz", packed, tmp_path).without(f"The {WHAT} was refused") == "The [removed] was refused"


def test_what_only_looks_packed_teaches_nothing() -> None:
    content = Content()
    content.look(b'"encoding":"base64","text":"H4sI' + b"A" * 80 + b'" "PD' + b"x" * 81 + b'"')

    assert dict(content.values) == {}


def test_a_contact_with_the_name_of_a_user_of_the_case_hides_no_user(run: Run, tmp_path: Path) -> None:
    (tmp_path / "Logs").mkdir()
    (tmp_path / "Logs" / "001_c4codataapi.txt").write_text(
        "HTTP Request\nPOST /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my300100.crm.ondemand.com\n\n"
        '{"LastName":"Petra Steinmann","Notes":"Zwiebeln fuer Ottilie"}\n\nHTTP Response\nHTTP/1.1 400 Bad Request\n\n'
        '{"error":{"code":"X","message":{"value":"No Zwiebeln fuer Ottilie"}}}\n'
    )
    (tmp_path / "Logs" / "export.csv").write_text(
        "User,Run,Status,Objects,Failures,Exception\nPetra Steinmann,2026-10-12 08:00:00,Error,3,3,Petra Steinmann is locked\n"
    )
    (tmp_path / "Logs" / "job.log").write_text(log_line("it failed for Petra Steinmann and Zwiebeln fuer Ottilie"))

    run(tmp_path / "Logs", "-f", "json", "-o", tmp_path / "out.json")

    shown = (tmp_path / "out.json").read_text()
    assert "it failed for Petra Steinmann and [removed]" in shown
    assert "Ottilie" not in shown


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("<t:Subject>\n  <![CDATA[{}]]>\n</t:Subject>", WHAT),
        ("<t:Subject>{}</t:Subject>", f"{WHAT} [neu]"),
        ("<t:Location>Haus [0xc3][0x9c]ber Ottilie</t:Location>", "Haus Über Ottilie"),
        (
            '{{"@odata.type":"#microsoft.graph.fileAttachment","name":"Zwiebeln fuer Ottilie, \\"neu\\".docx"}}',
            f'{WHAT}, "neu"',
        ),
        ("&lt;t:Subject&gt;&lt;![CDATA[{}]]&gt;&lt;/t:Subject&gt;", WHAT),
        ("&lt;t:Categories&gt;&lt;t:String&gt;{}&lt;/t:String&gt;&lt;/t:Categories&gt;", WHAT),
        ("messages?$search=%22{}%22", WHAT),
        ("$filter=startswith(subject,'{}')", WHAT),
        ("Subject: =?utf-8?B?WndpZWJlbG4gw7xiZXIgT3R0aWxpZQ==?=", "Zwiebeln über Ottilie"),
        ("Subject: =?iso-8859-1?Q?Zwiebeln_=FCber_Ottilie?=", "Zwiebeln über Ottilie"),
        ("{{&#34;body&#34;: {{&#34;content&#34;: &#34;{}&#34;}}}}", WHAT),
        ("ContactCollection(LastName='Zwiebeln''s Topf Ottilie')", "Zwiebeln's Topf Ottilie"),
        ("<t:Subject>{}</t:Subject>", "Zwiebeln_fuer_Ottilie"),
    ],
)
@pytest.mark.parametrize("echo", ["The {} was refused", "x %255B{}%255D", "x \\u201e{}\\u201c", "{}", "folded: {}"])
def test_an_echo_is_found_however_both_are_escaped(place: str, what: str, echo: str) -> None:
    content, said = Content(), echo.format(what)
    said = said.replace(" ", "\n  ") if said.startswith("folded") else said
    content.look(place.format(what).encode())
    content.for_texts([said])

    assert "Ottilie" not in content.without(said)
    assert content.without(said).count("\n") == said.count("\n")


def test_a_line_of_a_body_in_the_log_of_a_java_client_is_learned() -> None:
    line = '2026-10-12 08:00:02,416 DEBUG [x] org.apache.http.wire - http-outgoing-0 >> "{}[\\r][\\n]"\n'
    content = Content()
    content.look(
        (line.format('<t:Body BodyType="Text">Guten Tag,') + line.format(WHAT) + line.format("</t:Body>")).encode()
    )

    assert content.without(f"Cannot save: {WHAT}") == "Cannot save: [removed]"


def test_subjects_that_fill_their_share_push_out_no_record() -> None:
    content = Content()
    subjects = (f"<t:Subject>Quarzlampe {number} im Keller</t:Subject>" for number in range(20_000))
    content.look("".join(subjects).encode())
    content.look(
        b"<t:NormalizedSubject>Feuersalamander im Keller</t:NormalizedSubject>"
        b'<t:Location>Raum Falkenhorst</t:Location><t:Body BodyType="Text">Der Siebenschlaefer schnarcht</t:Body>'
    )
    said = "Raum Falkenhorst is taken, Der Siebenschlaefer schnarcht, Quarzlampe 7 im Keller"
    assert content.without(said) == "[removed] is taken, [removed], [removed]"
    assert content.without("Feuersalamander im Keller") == "Feuersalamander im Keller"


def test_the_name_of_a_sender_is_not_that_of_an_attachment() -> None:
    content = Content()
    content.look(
        b"<t:Message><t:From><t:Mailbox><t:Name>Falko Falkenhorst</t:Name></t:Mailbox></t:From><t:Attachments>"
        b"<t:FileAttachment><t:Name>Skizze Quarzlampe</t:Name></t:FileAttachment></t:Attachments></t:Message>"
    )
    assert content.without("Falko Falkenhorst: Skizze Quarzlampe") == "Falko Falkenhorst: [removed]"


@pytest.mark.parametrize(
    "said",
    [
        "GET /sap/c4c/odata/v1/c4codataapi/LeadCollection?$filter=substringof('Zwiebeln+fuer+Ottilie',Subject) HTTP/1.1",
        '{"SubjectText":"Zwiebeln fuer Ottilie","ID":"1"}',
        '{"ZWunsch_SDK":"Zwiebeln fuer Ottilie","ID":"1"}',
        "<t:OldLocation>Zwiebeln fuer Ottilie</t:OldLocation>",
        '{"requests":[{"method":"POST","url":"me/mailFolders","body":{"displayName":"Zwiebeln fuer Ottilie"}}]}',
    ],
)
def test_what_a_filter_or_a_field_shows_is_known_as_people_wrote_it(said: str, tmp_path: Path) -> None:
    content = learned("odd.txt", f"odd\n{said}\n".encode(), tmp_path)

    assert WHAT not in content.without(f"the odd thing {WHAT} is locked")


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("Ottilie's Zwiebeln für Zürich", "x Ottilie&#39;s Zwiebeln f&#252;r Z&#xfc;rich y"),
        ("Zwiebeln Übergabe Ottilie", "the mail =?utf-8?Q?Zwiebeln_=C3=9Cbergabe_Ottilie?= was refused"),
        ("Zwiebeln Übergabe Ottilie", "the mail =?iso-8859-1?Q?Zwiebeln_=DCbergabe_Ottilie?= was refused"),
        ("第三四半期予算会議", "无法保存第三四半期予算会議"),
        ("Zwiebeln d'Ottilie", "x zwiebeln d’Ottilie y"),
        ("Zwiebeln für Ottilie", "x Zwiebeln\u3000für\u3000Ottilie y"),
        ("Zwiebeln für die Ottilie", "x Zwiebeln_für_die_Ottilie y"),
        ("Zwiebeln für die Ottilie", "x Zwiebeln-für-die-Ottilie.ics"),
        ("第三四半期予算会議", "予定第三四半期予算会議を保存できません"),
    ],
)
def test_an_echo_is_found_in_the_spelling_of_a_page_a_mail_and_a_script_without_blanks(what: str, said: str) -> None:
    content = Content()
    content.look(f"<t:Subject>{what}</t:Subject>".encode())
    content.for_texts([said])

    shown = content.without(said)

    assert shown.startswith(said[:2])
    assert shown.count("[removed]") == 1
    assert not any(word in shown for word in ("Ottilie", "Zwiebeln", "第三四半期", "=C3", "=DC", "&#"))


def test_each_line_of_a_body_goes_where_an_echo_writes_line_ends_as_json_does() -> None:
    content, said = (
        Content(),
        "Item Hallo Ottilie,\\nwie besprochen kommen die Zwiebeln.\\nViele Grüße could not be saved",
    )
    content.look(
        '<t:Body BodyType="Text">Hallo Ottilie,\nwie besprochen kommen die Zwiebeln.\nViele Grüße</t:Body>'.encode()
    )
    content.for_texts([said])

    shown = content.without(said)

    assert "Ottilie" not in shown
    assert "besprochen" not in shown
    assert shown.endswith("could not be saved")


def test_a_name_within_an_encoded_word_of_a_mail_takes_all_of_it_once() -> None:
    once = Pseudonyms().replace('Value too long: =?utf-8?Q?Quarterly_"Ottilienkelter"_review?=')

    assert "Ottilie" not in once
    assert once.count("[removed]") == 1
    assert Pseudonyms().replace(once) == once
