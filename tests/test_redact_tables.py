"""Tables are cut into cells as Python's own reader cuts them, and bytes of another alphabet are taken as readers do."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.limits import DEFAULT
from analyzer.model import Kind
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.readers import reader_for
from analyzer.readers.table_rows import rows
from analyzer.redacting import redact, redacted_text
from analyzer.redacting.server_logs import redacted_server_log
from analyzer.redacting.tables import redacted_csv
from tests.conftest import Ran

LONG = 1_000


@given(st.text(st.sampled_from('ab;,"\n'), max_size=40), st.sampled_from(";,"))
def test_cells_are_those_of_the_standard_library(text: str, delimiter: str) -> None:
    lines = text.splitlines(keepends=True)

    assert [cells for cells, _ in rows(lines, delimiter, LONG)] == list(csv.reader(lines, delimiter=delimiter))


@pytest.mark.parametrize("row", ['"a ""quoted"" word";b\r\n', '"two\r\nlines";b\r\n', '"never closed\n', '"a"b;"c\n'])
def test_marks_and_lines_within_a_cell(row: str) -> None:
    lines = row.splitlines(keepends=True)

    assert [cells for cells, _ in rows(lines, ";", LONG)] == list(csv.reader(lines, delimiter=";"))


@given(st.lists(st.text(st.sampled_from('ab \\\n;"{<@'), max_size=6), min_size=3, max_size=3))
def test_whatever_a_cell_holds_it_keeps_its_lines(cells: list[str]) -> None:
    row = ";".join('"{}"'.format(cell.replace('"', '""')) for cell in cells)
    table = f"User;Subject;Message\n{row}\n"

    names = Pseudonyms()
    list(redacted_csv([table], names, DEFAULT))  # the command takes another turn, too: the end may name the beginning

    once = "".join(redacted_csv([table], names, DEFAULT))

    assert once.count("\n") == table.count("\n")
    assert "".join(redacted_csv([once], names, DEFAULT)) == once


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n", '\n"never closed', '\n"never closed\n'])
def test_a_table_ends_as_it_ended(end: str) -> None:
    table = f"Run;User;Message\n1;anna;failed{end}"

    once = "".join(redacted_csv([table], Pseudonyms(), DEFAULT))

    assert once.count("\n") == table.count("\n")
    assert once.endswith("\n") == table.endswith("\n") or "never" in end


@pytest.mark.parametrize(
    "table",
    [
        "User;PW;PIN;Exception\nsvc@contoso.example;quittenkern31;493817;Unexpected error\n",
        "Benutzer;Zugangsdaten;Ausnahme\nsvc@contoso.example;quittenkern31;Unbekannter Fehler\n",
        "Setting;Value;Status\nPasswort;quittenkern31;ok\nPIN;493817;ok\n",
        "User;Run;Status\nPasswort;quittenkern31;\n",
    ],
)
def test_what_a_head_or_the_cell_before_it_calls_a_secret_goes(table: str) -> None:
    redacted = "".join(redacted_csv([table], Pseudonyms(), DEFAULT))

    assert "quittenkern31" not in redacted
    assert "493817" not in redacted


@pytest.mark.parametrize("head", ["Onderwerp", "Opmerkingen", "Tytuł", "Kommentare", "Firmenname", "meeting_location"])
def test_what_people_write_goes_under_every_head_by_which_it_is_learned(head: str) -> None:
    table = f"Id;{head};Message\n1;Falke;It failed\n"

    assert "".join(redacted_csv([table], Pseudonyms(), DEFAULT)) == f"Id;{head};Message\n1;[removed];It failed\n"


def test_the_name_of_a_folder_that_everybody_has_stays_under_a_head_for_folders() -> None:
    table = "User;Folder Name;Status\nanna;Inbox;failed\nanna;Projekt Quittenhof;failed\n"

    redacted = "".join(redacted_csv([table], Pseudonyms(), DEFAULT))

    assert ";Inbox;" in redacted
    assert "Quittenhof" not in redacted


def test_a_cell_may_be_longer_than_the_standard_library_allows_and_no_longer_than_the_cap() -> None:
    assert list(rows(["x" * 200_000 + ";b\n"], ";", 300_000)) == [(["x" * 200_000, "b"], True)]  # csv takes 131,072
    with pytest.raises(ValueError, match="a row of more than 1,000 characters"):
        list(rows(['"', *["x\n"] * 501], ";", LONG))


def test_bytes_that_are_not_utf_8_are_windows_1252_and_nothing_is_registered_for_the_process(tmp_path: Path) -> None:
    upload = tmp_path / "dashboard.txt"
    upload.write_bytes("Fehler für das Objekt, ".encode("cp1252") + "größer – ".encode() + b"\x81\r\n")

    redact(str(upload), tmp_path / "clean.txt", Pseudonyms(), DEFAULT)

    assert (tmp_path / "clean.txt").read_bytes().decode() == "Fehler für das Objekt, größer – \ufffd\r\n"
    with pytest.raises(LookupError):
        codecs.lookup_error("windows-1252")


def test_a_cell_of_a_log_of_a_server_may_hold_what_parts_cells_in_quotes() -> None:
    log = "#Fields: DateTime,Protocol,UrlStem,HttpStatus,GenericErrors\n" * 2
    log += '2026-10-12T08:00:05.000Z,Ews,/EWS/Exchange.asmx,500,"cn=anna,ou=wein,o=kelter not found"\n'

    assert "".join(redacted_server_log([log], Pseudonyms(), DEFAULT)).endswith(',500,"id-1 not found"\n')


def test_a_line_that_is_too_long_for_a_row_goes_and_the_log_is_one_still() -> None:
    log = "#Fields: date time cs-method cs-uri-stem sc-status\n2026-10-12 08:00:00 POST /EWS/Exchange.asmx 401\n"

    shown = "".join(redacted_server_log([log, "- " * DEFAULT.tag], Pseudonyms(), DEFAULT))

    assert shown == f"{log}# [removed]"
    assert reader_for(shown.encode()).kind is Kind.IIS_LOG


def test_a_log_that_no_reader_knows_is_rewritten_by_the_names_of_its_columns() -> None:
    fields = "#Fields: date-time,client-ip,client-hostname,server-hostname,event-id,recipient-address,message-subject,sender-address\n"
    row = "2026-10-12T08:00:00.120Z,10.1.2.3,KELTPC14,KELTEX12,FAIL,anna@contoso.example;eva@contoso.example,Quittenliste Ottilie,ben@contoso.example\n"
    text = f"#Log-type: Message Tracking Log\n{fields}{row}"

    shown = "".join(redacted_text([text], text.encode(), Pseudonyms(), DEFAULT))

    assert shown.splitlines()[1:] == [
        fields.strip(),
        "2026-10-12T08:00:00.120Z,ip-1,host-1,host-2,FAIL,user-1@domain-1;user-2@domain-1,[removed],user-3@domain-1",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"EmployeeID":"00403107","OwnerPartyID":"8000123"}\n',
        "Request headers: {'X-AnchorMailbox': 'anna@contoso.example'}\n    account = Account('anna@contoso.example')\n",
        "GET /users/anna_contoso.example#EXT#@fabrikam.onmicrosoft.com/contacts HTTP/1.1\nHost: graph.microsoft.com\n\n",
    ],
)
def test_what_was_replaced_once_stays_when_it_is_redacted_again(text: str) -> None:
    def redacted(said: str) -> str:
        return "".join(redacted_text([said], said.encode(), Pseudonyms(), DEFAULT))

    once = redacted(text)

    assert "anna" not in once
    assert "403107" not in once
    assert redacted(once) == once


def test_an_event_of_windows_names_nobody_when_it_is_redacted() -> None:
    event = "<Event><EventData>%s</EventData></Event>\n"
    data = '<Data Name="TargetUserName">{}</Data><Data Name="WorkstationName">{}</Data><Data Name="Status">0xc000006d</Data>'
    text = event % data.format("t.kelter", "W11-40211")

    shown = "".join(redacted_text([text], text.encode(), Pseudonyms(), DEFAULT))

    assert shown == event % data.format("user-1", "host-1")


def test_a_quoted_name_of_a_program_stays_when_it_is_redacted() -> None:
    text = "2026-10-12 08:00:00,000 ERROR x <class 'exchangelib.folders.known_folders.Inbox'> Version: 'Exchange2010_SP2'\n"

    assert "".join(redacted_text([text], text.encode(), Pseudonyms(), DEFAULT)) == text


def test_an_error_text_in_quotes_is_no_quotation_in_a_log_of_cells(called: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(
        'Time;Level;Message\n2026-10-12 08:00:07;ERROR;"The mailbox database is temporarily unavailable."\n'
        '2026-10-12 08:00:08;ERROR;"Quittelbaum fehlt; Zugriff verweigert."\n'
    )

    ran = called("redact", tmp_path / "log.csv", "-o", tmp_path / "out.csv")

    assert "something else" not in ran.stderr
    assert "database is temporarily unavailable" in (tmp_path / "out.csv").read_text()
    assert "Quittelbaum" not in (tmp_path / "out.csv").read_text()


@pytest.mark.parametrize("head", ["Account", "Konto", "bruger", "Käyttäjä", "cuenta", "employee name", "Geändert von"])
def test_who_stands_below_a_head_for_people_gets_a_token(head: str) -> None:
    table = f"{head};Run;Status\nquittel;2026-10-12 08:00:00;Errors\n"

    redacted = "".join(redacted_csv([table], Pseudonyms(), DEFAULT))

    assert redacted == f"{head};Run;Status\nuser-1;2026-10-12 08:00:00;Errors\n"


ROW = (
    "10.0.0.9:6477 [12/Oct/2026:10:00:00.832] front~ ews/<NOSRV> 0/-1/-1/-1/0 503 212 - - SC-- 1/1/1/1/0 0/0 "
    '"POST /EWS/ HTTP/1.1"\n',
    "DEBUG:urllib3.connectionpool:https://mail.contoso.example:443 "
    '"POST /EWS/Exchange.asmx?api_key=Quitte8vLm3Xt7Rw2 HTTP/1.1" 401 0\n',
)


@pytest.mark.parametrize("row", ROW, ids=["HAProxy", "urllib3"])
def test_a_redacted_row_of_an_access_log_tells_the_same(called: Callable[..., Ran], tmp_path: Path, row: str) -> None:
    upload = tmp_path / "access.log"
    upload.write_text(row)

    ran = called("redact", upload, "-o", tmp_path / "out.log")

    assert ran.code == 0
    assert "tells something else" not in ran.stderr


def test_a_title_stays_above_its_table_and_the_status_of_a_session_is_no_name() -> None:
    table = (
        "Sessions;;;\nUser;anna.berg@contoso.example;;\n\nBenutzer;Status;Betreff;Ausnahme\n"
        "ben.kraus@contoso.example;Fertig;Reise Steinadler;\n"
    )

    said = "".join(redacted_csv([table], Pseudonyms(), DEFAULT)).split("\n")

    assert said[0] == "Sessions;;;"
    assert said[1].startswith("User;user-")
    assert "anna" not in said[1]
    assert said[3] == "Benutzer;Status;Betreff;Ausnahme"
    assert said[4].startswith("user-")
    assert said[4].endswith(";Fertig;[removed];")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_heads_below_a_title_are_found_whatever_parts_the_cells(sign: str, end: str) -> None:
    rows_of = [
        "Sessions of October",
        "",
        "View;All",
        "ID,Status,Betreff,Fehler,Kennwort",
        "1,Fehler,Raum Quarz,Termin,x]y[9Zq7",
    ]
    table = "".join(line.replace(",", sign) + end for line in rows_of)

    said = "".join(redacted_csv([table], Pseudonyms(), DEFAULT)).split(end)

    assert said[3] == rows_of[3].replace(",", sign)
    assert said[4] == "1,Fehler,[removed],Termin,[removed]".replace(",", sign)


def test_a_telephone_number_below_a_head_of_content_is_no_number() -> None:
    table = "ID;Status;Ort;Ausnahme\n1;Fertig;+49 7531 1222804;\n2;Fertig;1204;\n"

    said = "".join(redacted_csv([table], Pseudonyms(), DEFAULT)).split("\n")

    assert said[1:3] == ["1;Fertig;[removed];", "2;Fertig;1204;"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_cells_below_a_title_stand_apart_as_the_heads_do(delimiter: str, ending: str) -> None:
    rows = [
        "Filter: last 7 days",
        "Status|Failed",
        "",
        "User|Run|Subject|Status|Error",
        'Ana|Daily|Reise Quitte|Failed|"a, b; c"',
    ]
    table = "".join(row.replace("|", delimiter) + ending for row in rows)

    said = "".join(redacted_csv([table], Pseudonyms(), DEFAULT)).split(ending)

    assert said[:4] == [row.replace("|", delimiter) for row in rows[:4]]
    user, run, subject, status, error = next(csv.reader([said[4]], delimiter=delimiter))
    assert user.startswith("user-")
    assert (run, subject, status, error) == ("Daily", "[removed]", "Failed", "a, b; c")
