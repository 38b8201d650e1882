"""Echoes that begin in the middle of what people wrote: told by a word that no list knows, and its neighbours."""

from __future__ import annotations

import pytest

from analyzer.privacy.content import Content

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


@pytest.mark.parametrize(
    "upload",
    [
        "<t:EnhancedLocation><t:DisplayName>Saal Quittelbaum 4</t:DisplayName></t:EnhancedLocation>",
        '{"d":{"MeetingLocation":"Saal Quittelbaum 4","ID":"1"}}',
    ],
)
def test_where_a_meeting_is_held_is_content(upload: str) -> None:
    assert without("bad value Saal Quittelbaum 4 here", upload) == "bad value [removed] here"
