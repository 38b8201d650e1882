"""Echoes that begin in the middle of what people wrote: told by a word that no list knows, and its neighbours."""

from __future__ import annotations

import base64
import json

import pytest

from analyzer.privacy.content import Content
from analyzer.privacy.scrubbing import scrub

SUBJECT = "<t:Subject>Termin: Gespräch mit Quittelbaum am Freitag, Werk 4</t:Subject>"
BODY = '<t:Body BodyType="Text">Dear Petra Quittelbaum, the Kelterhof contract is ready.</t:Body>'


def without(text: str, upload: str) -> str:
    """A text of the report on an upload, without content."""
    content = Content()
    content.look(upload.encode())
    content.for_texts([text])
    return content.without(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Item mit Quittelbaum am Freitag is invalid", "Item [removed] is invalid"),
        ("Item mit_Quittelbaum_am_Freitag.ics is invalid", "Item [removed].ics is invalid"),
        ("bad value GESPRÄCH MIT QUITTELBAUM", "bad value [removed]"),
        ("the mailbox of Quittelbaum is locked", "the mailbox of Quittelbaum is locked"),  # a name, which may be shown
        ("no answer from quittelbaum.am.freitag.example", "no answer from quittelbaum.am.freitag.example"),
        ("mit quittelbaum@contoso.example am", "mit quittelbaum@contoso.example am"),
        ("the mailbox could not be found on Freitag", "the mailbox could not be found on Freitag"),
    ],
)
def test_a_part_of_a_subject_goes(text: str, shown: str) -> None:
    assert without(text, SUBJECT) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "locked by Petra Quittelbaum today",
            "locked by Petra Quittelbaum today",
        ),  # who is named in a mail may be a user
        ("cannot store the Kelterhof contract here", "cannot store [removed] here"),
    ],
)
def test_a_name_in_a_body_is_that_of_a_user(text: str, shown: str) -> None:
    assert without(text, BODY) == shown


SAAL = "Saal Quittelbaum 4"


@pytest.mark.parametrize(
    "upload",
    [
        f"<t:EnhancedLocation><t:DisplayName>{SAAL}</t:DisplayName></t:EnhancedLocation>",
        f'{{"d":{{"MeetingLocation":"{SAAL}","ID":"1"}}}}',
        f"<t:CustomMailTip>{SAAL}</t:CustomMailTip>",
        f"<t:ContainsSubjectStrings><t:String>{SAAL}</t:String></t:ContainsSubjectStrings>",
        f'{{"conditions":{{"subjectContains":["{SAAL}"]}}}}',
        f"POST /sap/c4c/odata/v1/c4codata/SetNote?Text='{SAAL}'&ID='1' HTTP/1.1",
        f"From: a@b.example\nThread-Topic: {SAAL}\n",
        f'Content-Type: application/pdf; name="{SAAL}.pdf"\n',
        f"ATTACH;FMTTYPE=application/pdf;FILENAME={SAAL}.pdf:cid:1\n",
        f"X-ALT-DESC;FMTTYPE=text/html:{SAAL}\n",
        "BEGIN:VEVENT\nSUMMARY:Treffen im Saal Quittel\n baum 4 mit allen\n",
        f"INFO 件名：{SAAL}\n",
        f"BEGIN:VEVENT\nCATEGORIES:{SAAL}\n",
        f"<t:FileAttachment><t:Content>{base64.b64encode(SAAL.encode()).decode()}</t:Content></t:FileAttachment>",
        json.dumps({"text": f'--b\r\nContent-Disposition: form-data; name="Subject"\r\n\r\n{SAAL}\r\n--b--'}),
        f"#Software: Microsoft Exchange Server\n#Fields: date-time,event-id,message-subject\n2026-10-12T08:00:00Z,FAIL,{SAAL}\n",
        f"Date,MessageSubject\n2026-10-12,{SAAL}\n",
    ],
)
def test_where_people_write_is_learned(upload: str) -> None:
    content = Content()
    for _ in content.watch([upload.encode()]):
        pass
    content.for_texts([f"bad value {SAAL} here"])

    assert content.without(f"bad value {SAAL} here") == "bad value [removed] here"


@pytest.mark.parametrize("label", ["件名：", "Subiect: ", "נושא: ", "Chủ đề: ", "Attachment: ", "Anhang: "])
def test_a_label_in_the_error_itself_tells_content(label: str) -> None:
    assert "Quittelbaum" not in scrub(f"Cannot save it, {label}{SAAL}.pdf")
