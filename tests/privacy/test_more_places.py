"""More places in which people write: mails as they were sent, cards, forms, filters, tables, blocks of YAML, SQL."""

from __future__ import annotations

import pytest

from analyzer.privacy.columns import Columns
from analyzer.privacy.content import Content
from analyzer.privacy.places import Places

WHAT = "Zwiebeln fuer Tante Ottilie"
HEAD = "From: a@contoso.example\nTo: b@contoso.example\nSubject: x\nMIME-Version: 1.0\n"
LOG = "2026-10-12 08:00:01,020 INFO TID:79 [SiteInMemory:ExchangeConnector] "


def shown(data: str) -> str:
    content = Content()
    content.look(data.encode())
    return content.without(f"Cannot save {WHAT} in the list")


@pytest.mark.parametrize(
    "mail",
    [
        HEAD + "Content-Type: text/plain; charset=utf-8\n\nGuten Tag,\n\n{}\n\nGruss\n",
        HEAD + "Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\n{}\n",
        HEAD.replace("\n", "\r\n") + "\r\nGuten Tag,\r\n{}\r\n",
        HEAD + "Content-Type: text/html\n\n<html><body><p>Hi</p><div>{}</div></body></html>\n",
        HEAD
        + 'Content-Type: multipart/mixed; boundary="b1"\n\n--b1\nContent-Type: text/plain\n\nHallo\n\n{}\n--b1--\n',
        HEAD
        + "Content-Type: multipart/mixed;\n boundary=b1\n\nA mail\n--b1\nContent-Type: text/html\n\n<p>{}</p>\n--b1--\n",
        HEAD + "Keywords: {}\n\nhi\n",
        HEAD + "Comments: {}\n\nhi\n",
    ],
)
def test_what_a_mail_says_is_learned_without_any_coding(mail: str) -> None:
    assert shown(mail.format(WHAT)) == "Cannot save [removed] in the list"


def learned(data: str) -> list[str]:
    """The texts of mails and the values of records that a stretch holds."""
    found: list[str] = []
    Places(lambda kind, said: found.append(said.decode()) if kind in ("body", "record") else None).look(data.encode())
    return found


@pytest.mark.parametrize("between", ["\n", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("before", ["", "Received: from x\n", "From a@contoso.example Mon\nReceived: from x\n"])
def test_of_many_mails_each_is_learned_once(before: str, end: str, between: str) -> None:
    text = "".join(f"{before}{HEAD}\nThe job {number} is done\n{between}" for number in range(50))

    said = "".join(learned(text.replace("\n", end)))

    assert [said.count(f"The job {number} is done") for number in range(50)] == [1] * 50
    assert len(said) < len(text) / 2


def test_a_subject_within_a_text_begins_no_mail_and_an_answer_above_it_does() -> None:
    text = f"{HEAD}\nFrom: Monday on\nSubject: the same\n\n{WHAT}\n\n{HEAD}\nWhat was asked\n"

    said = learned(text)

    assert said == [f"From: Monday on\nSubject: the same\n\n{WHAT}\n\n", "What was asked\n"]


def test_a_mail_behind_subjects_that_are_of_none_is_learned() -> None:
    assert learned("Subject: x\n" * 700 + f"\n{HEAD}\n{WHAT}\n") == [f"{WHAT}\n"]


def test_the_values_of_a_query_are_read_once_however_often_its_sign_stands_there() -> None:
    text = (
        "x $filter=Name eq 'abc def'&" + "$filter=" * 50 + "Other eq 'ghi jkl'&" + "x" * 2000 + "$filter=A eq 'mno pqr'"
    )

    said = [value for value in learned(text) if value[:3] in ("abc", "ghi", "mno")]

    assert set(said) == {"abc def", "ghi jkl", "mno pqr"}
    assert len(said) < 10


@pytest.mark.parametrize("sign", ["root:/", "graph.microsoft.com/v1.0/"])
def test_an_address_of_graph_is_read_once_however_often_its_sign_stands_in_it(sign: str) -> None:
    text = f"GET https://graph.microsoft.com/v1.0/me/drive/root:/{f'Reise%20zu%20Tarnwald/{sign}' * 50} HTTP/1.1"
    said: list[bytes] = []

    Places(lambda _, value: said.append(value)).look(text.encode())

    assert said.count(b"Reise%20zu%20Tarnwald") == 50


def test_the_fields_of_a_form_are_read_once_however_often_its_sign_stands_there() -> None:
    field = '"params": [{"name": "a", "value": "abc def"}, '

    assert learned(f'{field}{{"params": ["b"], "value": "ghi jkl"}}').count("abc def") == 1
    assert len(learned(field * 500)) < 1500


@pytest.mark.parametrize(
    "text",
    [
        f"HTTP/1.1 500 Error\nFrom: x\nDate: today\nSubject: x\nContent-Type: text/html\n\n{WHAT}\n",
        f"Subject: x\n\n{WHAT}\n",
        f"{HEAD}\nWe see this:\n{LOG.replace('INFO', 'ERROR')}it failed\n{WHAT}\n",
        f"{HEAD}\nWe see this:\n<Trace Tag='x'>\n{WHAT}\n",
        f"{HEAD}\nWe see this:\n   at System.Net.Connect()\n{WHAT}\n",
    ],
)
def test_what_a_server_answers_or_somebody_pasted_into_a_mail_is_none(text: str) -> None:
    assert WHAT in shown(text)


@pytest.mark.parametrize(
    "place",
    [
        '{{"d":{{"results":[{{"FunctionalTitleName":"{}"}}]}}}}',
        '{{"Tags":["x","{}"]}}',
        '{{"ObjectID":"1","Keywords":["{}"]}}',
        '{{"d":{{"value":"{}"}}}}',
        '{{"d": {{\n "value": "{}"}}}}',
        "GET /sap/c4c/odata/v1/c4codataapi/FindAccount?AccountName='{quoted}' HTTP/1.1",
        "GET /sap/c4c/odata/v1/c4codataapi/FindAccount?Query='{quoted}' HTTP/1.1",
        "GET /sap/c4c/odata/v1/c4codataapi/Find(Code='ABC',Query='{plus}') HTTP/1.1",
        "GET ContactCollection?$filter=Name+eq+'{plus}' HTTP/1.1",
        "GET ContactCollection?$filter=Z_Any%20eq%20%27{quoted}%27 HTTP/1.1",
        '"postData": {{"params": [\n {{\n  "name": "Subject",\n        "value": "{}"}}]}}',
        '"postData": {{"params": [{{"name": "a", "value": "b"}}, {{"name": "anything", "value": "{}"}}]}}',
        "<t:EnhancedLocation><t:Annotation>{}</t:Annotation></t:EnhancedLocation>",
        "<t:Task><t:StatusDescription>{}</t:StatusDescription></t:Task>",
        "<t:Reminder><t:ReminderText>{}</t:ReminderText></t:Reminder>",
        '{{"value":[{{"id":"A","displayName":"{}","parentFolderId":"x"}}]}}',
        "BEGIN:VEVENT\nSUMMARY;LANGUAGE=de:Zw\n iebeln fuer Tan\n te Ottilie\nEND:VEVENT\n",
        "BEGIN:VCARD\nORG:{}\nEND:VCARD\n",
        "BEGIN:VCARD\nORG;CHARSET=utf-8:Contoso;{}\nEND:VCARD\n",
        LOG + "UPDATE appt SET subject = N'{}' WHERE id = 7\n",
        LOG + "UPDATE appt SET id = 7, notes='{}' WHERE id = 7\n",
        LOG + "UPDATE appt SET [Subject] = N'{}'\n",
        LOG + "Item:\n  id: 7\n  notes: |\n    {}\n    second line\n  location: x\n",
        "body: >-\n  Guten Tag,\n  {}\n",
        '{{"msg":"handling","mail":{{"text":"{}"}}}}',
        "<table><tr><th>Id</th><th>Subject</th></tr><tr><td>7</td><td>{}</td></tr></table>",
        "<TABLE><TR><TH>Betreff</TH><TH>Id</TH></TR>\n<TR><TD><b>{}</b></TD><TD>7</TD></TR></TABLE>",
        "Id  Subject                      Status\n--  ---------------------------  ------\n7   {}  OK\n",
        "Id Betreff                       Status\n-- -------                       ------\n7  {}   OK\n",
        " id | subject | status\n----+---------+-------\n  7 | {} | ok\n",
        "| Id | Subject |\n|----|---------|\n| 6 | x |\n| 7 | {} |\n",
    ],
)
def test_what_people_wrote_is_learned(place: str) -> None:
    quoted, plus = WHAT.replace(" ", "%20"), WHAT.replace(" ", "+")

    assert shown("x\n" + place.format(WHAT, quoted=quoted, plus=plus)) == "Cannot save [removed] in the list"


@pytest.mark.parametrize(
    "place",
    [
        '{{"error":{{"message":{{"lang":"en","value":"{}"}}}}}}',
        '{{"level":"error","text":"{}"}}',
        '{{"level":"error","tags":["{}"]}}',
        '{{"StatusDescription":"{}"}}',
        '"params": {{"value": "{}"}}',
        '"params": [], "other": {{"value": "{}"}}',
        "<table><tr><th>Id</th><th>Message</th></tr><tr><td>7</td><td>{}</td></tr></table>",
        "Id  Message                      Status\n--  ---------------------------  ------\n7   {}  OK\n",
        "| Id | Error |\n|----|-------|\n| 7 | {} |\n",
        LOG + "SET message = N'{}'\n",
        "errors: |\n  {}\n",
        "notes: x\n  {}\n",
        "\norg: {}\n",
    ],
)
def test_what_a_program_says_in_such_a_form_is_not(place: str) -> None:
    assert WHAT in shown("x\n" + place.format(WHAT))


def test_a_text_in_a_script_with_signs_for_vowels_is_told_behind_a_label() -> None:
    content = Content()
    said = "बैठक गिलूमेशा के साथ"
    content.look(f"{LOG}Subject      : {said}\n".encode())

    assert content.without(f"Cannot save {said}") == "Cannot save [removed]"


@pytest.mark.parametrize("head", ["Opportunity;Phase", "Kunde;Umsatz", "Customer;Sum", "Besuch;Datum"])
def test_a_column_of_records_of_c4c_is_learned(head: str) -> None:
    cells: list[str] = []
    columns = Columns(cells.append)
    columns.feed(f"{head}\n{WHAT};1\n".encode())
    columns.finish()

    assert cells == [WHAT]


def test_rows_that_never_end_are_read_once() -> None:
    content = Content()
    content.look(b"<table><tr>" + b"<th>x</th>" * 50_000)
    content.look(b"-- --\n" * 50_000)

    assert not content.values
