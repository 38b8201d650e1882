"""What the report hides, `redact` hides; lines and escapes stay, and redacting twice is redacting once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.limits import DEFAULT
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.redacting import redacted_text
from tests.conftest import Ran
from tests.test_privacy_levels import run
from tests.test_redact import Run

__all__ = ["run"]

WHAT = "Zwiebeln fuer Tante Ottilie"
FAULT = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>a:ErrorX</faultcode>'
    "<faultstring>It failed: {}</faultstring></s:Fault></s:Body></s:Envelope>\n"
)
BUSY = '<Trace Tag="EwsResponseHttpHeaders" Tid="1">\nHTTP/1.1 503 Busy\nX-DiagInfo: EXBE02&amp;DAG1\n\n</Trace>\n'


@pytest.mark.parametrize(
    "text",
    [
        FAULT.format(f"&lt;t:Body BodyType=&quot;HTML&quot;&gt;{WHAT}&lt;/t:Body&gt;"),
        FAULT.format("&lt;Password&gt;OttiliesTopf77&lt;/Password&gt;"),
        f"<t:Subject>Topf &amp; Ottilie zu zweit</t:Subject>\n{FAULT.format('Topf &amp; Ottilie zu zweit')}",
        FAULT.format(f"&lt;t:Subject&gt;{WHAT}&lt;/t:Subject&gt;"),
        FAULT.format("<Password><![CDATA[OttiliesTopf77]]></Password>"),
        FAULT.format("<xenc:CipherValue>OttiliesTopf77OttiliesTopf77==</xenc:CipherValue>"),
        FAULT.format("<a:Assertion><a:AttributeValue>OttiliesTopf77</a:AttributeValue></a:Assertion>"),
        FAULT.format("gone").replace(
            "</s:Fault>", '<detail><t:Value Name="Password">OttiliesTopf77</t:Value></detail></s:Fault>'
        ),
        FAULT.format("it failed. Password used: OttiliesTopf77"),
        '{"error":{"code":"X","message":"failed {\\"credentials\\": {\\"password\\": \\"OttiliesTopf77\\"}}"}}\n',
        f"{WHAT}, bitte\nnicht weitersagen</t:Body></t:Message></s:Body></s:Envelope>\n</Trace>\n{BUSY}",
        f"<?x anna.berg@contoso.example Subject: {WHAT}\nAccountKey=OttiliesTopf77== ?>\n{BUSY}",
        "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection(LastName='Ottilie',Subject='Zwiebel%20Ottilie')"
        ' HTTP/1.1\nHost: my300100.crm.ondemand.com\n\n\nHTTP Response\nHTTP/1.1 404 Not Found\n\n{"error":{"code":"X"}}\n',
        "DEBUG:exchangelib.util:Status code: 200\nRequest headers: {'Accept': 'text/xml', 'Authorization': 'Bearer OttiliesTopf77",
        "2026-10-12 08:00:00 ERROR cannot access the file 'C:\\Temp\\4712\\Zwiebeln fuer Tante Ottilie' because it is used\n",
        "2026-10-12 08:00:00 INFO insert into visit (id, subject, status) values (4711, 'Zwiebeln fuer Tante Ottilie', 1)\n"
        "2026-10-12 08:00:01 INFO VisitDto[id=4711, subject=Zwiebeln fuer Tante Ottilie, status=OPEN]\n"
        "2026-10-12 08:00:02 INFO Topic: Subject = Zwiebeln fuer Tante Ottilie\n",
        "2026-10-12 08:00:00 ERROR Termin «轟木沢興業の解約と轟木瀬沢商会への見積» konnte nicht gespeichert werden, Ottilie1947\n",
        '<?xml version="1.0"?>\n<autoresolvers>\n>\n<field name="x">Ottilie\nb\nc</field>\n</autoresolvers>\n',
    ],
)
def test_redacted_is_what_the_report_hides_on_the_same_lines(run: Run, tmp_path: Path, text: str) -> None:
    upload, once, twice = tmp_path / "upload.xml", tmp_path / "once.xml", tmp_path / "twice.xml"
    upload.write_text(text)

    assert run("redact", upload, "-o", once, "-q") == (0, "")
    assert run("redact", once, "-o", twice, "-q") == (0, "")

    shown = once.read_text()
    assert "Ottilie" not in shown
    assert shown.count("\n") == text.count("\n")
    assert twice.read_text() == shown


def test_an_escape_stays_an_escape_whatever_machines_are_called(run: Run, tmp_path: Path) -> None:
    upload, out = tmp_path / "upload.xml", tmp_path / "out.xml"
    upload.write_text(BUSY + BUSY.replace("DAG1", "DAG1&amp;amp") + FAULT.format("this &amp; that &lt; nothing"))

    assert run("redact", upload, "-o", out, "-q")[0] == 0

    shown = out.read_text()
    assert shown.count("&amp;") == upload.read_text().count("&amp;")
    assert "&host-" not in shown
    assert "EXBE02" not in shown


@pytest.mark.parametrize(
    "text",
    [
        '<Trace Tag="EwsRequest" Version="1.9.2.0" Tid="1">\n</Trace>\n' + BUSY,
        "<configuration><Version>1.9.2.0</Version></configuration>\n",
        "User;Version;Status;Exception\nanna;1.9.2.0;Error;It failed\n",
    ],
)
def test_four_numbers_that_are_named_a_version_are_no_address(run: Run, tmp_path: Path, text: str) -> None:
    upload, out = tmp_path / "upload.xml", tmp_path / "out.xml"
    upload.write_text(text)

    assert run("redact", upload, "-o", out, "-q")[0] == 0

    assert "1.9.2.0" in out.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "request-id   0a1b2c3d-0000-4000-8000-000000000001\nX-BackEndHttpStatus   503,503\nX-EwsHandler   FindFolder\n"
        "X-FEServer   EXFE01\nServer   Microsoft-IIS/10.0\n",
        "<title>Error 502 Bad Gateway</title>\n<h2>Bad Gateway</h2>\n",
        "POST /EWS/Exchange.asmx HTTP/1.1\nHost: mail.contoso.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: NTLM "
        "TlRMTVNTUAACAAAAAAAAADgAAAA=\n\nPOST /EWS/Exchange.asmx HTTP/1.1\nHost: mail.contoso.example\n\nHTTP/1.1 401 Unauthorized\n"
        "WWW-Authenticate: NTLM\n\n",
    ],
    ids=["table of header fields", "title of a page", "handshake"],
)
def test_the_redacted_upload_tells_the_same(run: Run, tmp_path: Path, text: str) -> None:
    upload, out, twice = tmp_path / "upload.txt", tmp_path / "out.txt", tmp_path / "twice.txt"
    upload.write_text(text)

    assert run("redact", upload, "-o", out, "-q") == (0, "")
    assert run("redact", out, "-o", twice, "-q") == (0, "")
    assert twice.read_text() == out.read_text()


@pytest.mark.parametrize(
    "said", ["pin=Ottilie77", "curl -u svc:Ottilie77 https://x.example/", "passwd=Ottilie77]x", "Bearer Ottilie77]x"]
)
def test_a_secret_that_is_gone_is_none(run: Run, tmp_path: Path, said: str) -> None:
    upload, once, twice = tmp_path / "job.log", tmp_path / "once.log", tmp_path / "twice.log"
    upload.write_text(f"2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] It failed {said}\n")

    run("redact", upload, "-o", once, "-q")
    run("redact", once, "-o", twice, "-q")

    assert "Ottilie" not in once.read_text()
    assert twice.read_text() == once.read_text()


@pytest.mark.parametrize(
    "text",
    [
        'It says {"error":…} and more of it\n2026-10-12 08:00:05 ERROR Exception: (503)\n',
        '{"responses": [{"id": "1", "status": 503, "body":<html>\n<title>503 Service Unavailable</title>\n</html>}]}\n',
        "2026-10-12 08:00:05 ERROR Exception: broken by 'LinkError('Quarz went.', Closed('Nobody is there'))' (503)\n",
        "2026-10-12 08:00:05 ERROR Exception: (400) in '(Any(ep: ep/id eq 'String 7f3a named Quarz' and x)'\n",
    ],
    ids=["words in JSON", "a page in JSON", "quotes in quotes", "a filter"],
)
def test_what_another_turn_left_of_a_broken_value_is_left_as_it_is(run: Run, tmp_path: Path, text: str) -> None:
    upload, once, twice = tmp_path / "upload.log", tmp_path / "once.log", tmp_path / "twice.log"
    upload.write_text(text)

    assert run("redact", upload, "-o", once, "-q") == (0, "")
    assert run("redact", once, "-o", twice, "-q") == (0, "")

    assert twice.read_text() == once.read_text()
    assert once.read_text().count("\n") == text.count("\n")


def test_json_in_the_quotes_of_yaml_is_redacted_as_json_though_its_strings_go_on_in_the_next_line(
    run: Run, tmp_path: Path
) -> None:
    said = (
        '{"error":{"code":"ErrorItemNotFound","message":"The item was not\n        found."},'
        '"displayName":"Quarzlampe","subject":"Visit of\n        Quarzlampe","isRead":false}'
    )
    upload = tmp_path / "cassette.yml"
    upload.write_text(
        "---\nhttp_interactions:\n- request:\n    method: get\n    uri: https://graph.microsoft.com/v1.0/me/messages/1\n"
        "  response:\n    status:\n      code: 404\n      message: Not Found\n    headers:\n      Content-Type:\n"
        f"      - application/json\n    body:\n      encoding: UTF-8\n      string: '{said}'\n"
    )

    code, _ = run("redact", str(upload), "-o", str(tmp_path / "out.yml"))

    assert code == 0
    shown = (tmp_path / "out.yml").read_text()
    assert "Quarzlampe" not in shown
    assert "ErrorItemNotFound" in shown
    assert '","isRead":false}' in shown
    assert shown.count("\n") == upload.read_text().count("\n")


def test_lines_behind_an_envelope_that_was_cut_in_an_end_tag_are_lines_of_the_log() -> None:
    wire = '2026-10-12 08:00:00,000 DEBUG [ImapConnection] org.apache.http.wire  - http-outgoing-1 << "{}"\n'
    cut = (
        '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        "<m:GetItemResponse><t:Message><t:Size>4004</t:Size><t:HasAttachments>false</t:HasAtta"
    )
    text = (
        wire.format("HTTP/1.1 200 OK[\\r][\\n]")
        + wire.format(cut)
        + "2026-10-12 08:00:01,000 DEBUG [ImapConnection] davmail  - anna.berg@nordwind.example failed\n"
        + "2026-10-12 08:00:02,000 DEBUG [ImapConnection] davmail  - > A3 OK [READ-WRITE] SELECT completed\n"
    )

    shown = "".join(redacted_text([text], text.encode(), Pseudonyms(), DEFAULT))

    assert "anna" not in shown
    assert "davmail  - user-1@domain-1 failed\n" in shown
    assert '</t:HasAtta"\n' in shown
    assert "SELECT completed" in shown


@pytest.mark.parametrize(
    "said",
    [
        "<plist><dict><key>password</key><string>Kw7-zebra</string><key>port</key><string>443</string></dict></plist>",
        "<member><name>password</name><value><string>Kw7-zebra</string></value></member><port>443</port>",
    ],
)
def test_a_secret_that_the_element_before_names_goes_from_a_redacted_upload(said: str) -> None:
    text = f'<?xml version="1.0"?>{said}\n'

    shown = "".join(redacted_text([text], text.encode(), Pseudonyms(), DEFAULT))

    assert "zebra" not in shown
    assert "443" in shown


def test_a_table_that_is_drawn_shows_no_column_of_secrets() -> None:
    text = (
        "+-------+-----------+------+\n| user  | password  | port |\n+-------+-----------+------+\n| svc7  | Kw7 zebra | 443  |\n"
        "+-------+-----------+------+\n\n2026-10-12|ERROR|Ssi.Client|the password is wrong\n2026-10-12|ERROR|Ssi.Client|zebra is gone\n"
    )

    shown = "".join(redacted_text([text], text.encode(), Pseudonyms(), DEFAULT))

    assert "| svc7  | [removed] | 443  |" in shown
    assert "zebra is gone" in shown


def test_a_visiting_card_goes_as_a_whole_and_whoever_is_invited_has_a_token() -> None:
    said = (
        "ORGANIZER;CN=Ottilie Quitte:mailto:x\r\nCATEGORIES:Zwiebelwirtschaft\r\nATTACH;FILENAME=Zwiebelplan.pdf:cid:1\r\n"
        "BEGIN:VCARD\r\nN:Quitte;Ottilie\r\nTITLE:Zwiebelchefin\r\nEND:VCARD\r\n"
    )

    shown = "".join(redacted_text([said], said.encode(), Pseudonyms(), DEFAULT))

    assert [word for word in ("Quitte", "Ottilie", "Zwiebel") if word in shown] == []
    assert "CN=user-1:" in shown
    assert shown.count("\n") == said.count("\n")


def test_a_field_of_a_form_that_holds_a_secret_goes_and_its_part_stays() -> None:
    part = '------b\nContent-Disposition: form-data; name="{}"\n\n{}\n'
    text = f"POST /ews HTTP/1.1\nHost: mail.contoso.example\n\n{part.format('password', 'Zebra&t8ACr91')}{part.format('port', '443')}------b--\n"

    shown = "".join(redacted_text([text], text.encode(), Pseudonyms(), DEFAULT))

    assert "Zebra" not in shown
    assert shown.count("\n") == text.count("\n")
    assert 'name="password"\n\n[removed]\n------b\n' in shown
    assert 'name="port"\n\n443\n------b--\n' in shown


def test_a_title_below_name_is_what_somebody_wrote_and_goes_from_the_error_of_its_row_too(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    title = "Vorstellung d'Ottilie: Runde 2"
    (tmp_path / "issues.csv").write_text(
        "Time,User,Type,Name,Error\n"
        f"2026-10-12 08:00:00,anna@contoso.example,Appointment,{title},Cannot create {title}: ErrorServerBusy\n"
        "2026-10-12 08:00:07,anna@contoso.example,Contact,Anna Berg,ErrorServerBusy\n"
    )

    report = command(tmp_path / "issues.csv", "-q", "-f", "json", "-o", "-")
    redacted = command("redact", tmp_path / "issues.csv", "-q", "-o", tmp_path / "clean.csv")

    assert b"Ottilie" not in report.stdout
    assert (report.code, redacted.code) == (0, 0)
    assert (tmp_path / "clean.csv").read_text().splitlines()[1:] == [
        "2026-10-12 08:00:00,user-1@domain-1,Appointment,[removed],Cannot create [removed]: ErrorServerBusy",
        "2026-10-12 08:00:07,user-1@domain-1,Contact,user-2,ErrorServerBusy",
    ]


def test_members_with_a_point_in_their_name_are_those_that_are_known() -> None:
    event = '{"@timestamp":"2026-10-12T08:00:03.020Z","log.level":"ERROR","message":"EWS call failed","url.full":"%s","labels.note":"%s","client.secret.url":"%s"}\n'
    text = event % ("https://mail.contoso.example/EWS/Exchange.asmx", "Ottilie kommt", "Zebra77-Quitte")

    shown = "".join(redacted_text([text], text.encode(), Pseudonyms(), DEFAULT))

    assert shown == event % ("https://host-1/EWS/Exchange.asmx", "[removed]", "[removed]")


LINE = "2026-10-12 08:03:01,020 ERROR TID:79 [SiteInMemory:C4CConnector] {}\n"
SERVER = LINE.format("Remote server returned an error: (500) Internal server error")


@pytest.mark.parametrize(
    "said",
    [
        'login page: <input type="password" name="password" value="">',
        'login page: <input type="hidden" name="csrf_token" value="">',
        '<param name="password" value="x">',
        "the tag <password> was never closed",
        "got &lt;password&gt; in the form",
        "timeout= 30",
        "The password expired on 12.10.2026",
    ],
)
def test_a_line_of_a_log_takes_nothing_of_the_next(run: Run, tmp_path: Path, said: str) -> None:
    upload, once = tmp_path / "ssi.log", tmp_path / "once.log"
    upload.write_text(LINE.format(said) + LINE.format("host mx3.fabrikam.example timed out") + SERVER)

    assert run("redact", upload, "-o", once, "-q") == (0, "")

    lines = once.read_text().splitlines(keepends=True)
    assert lines[0].startswith(LINE[:-4])
    assert lines[1:] == [LINE.format("host host-1 timed out"), SERVER]


def test_a_coded_word_that_is_gone_hides_no_other_spelling(run: Run, tmp_path: Path) -> None:
    upload, once = tmp_path / "ssi.log", tmp_path / "once.log"
    coded = "=?utf-8?B?T3R0aWxpZSBrb21tdCBhbSBGcmVpdGFnIG1pdCBad2llYmVsbiB2b3JiZWk=?="
    upload.write_text(LINE.format("Cannot parse Zwiebeln%20f%C3%BCr%20Ottilie") + LINE.format(f"Cannot parse {coded}"))

    assert run("redact", upload, "-o", once, "-q") == (0, "")

    assert "Ottilie" not in once.read_text()
    assert "T3R0aWxpZ" not in once.read_text()


@pytest.mark.parametrize(
    "said",
    [
        "CREATE LOGIN svc WITH PASSWORD='Passwort2067.', CHECK_POLICY=OFF",
        'A0004 LOGIN "anna@contoso.example" "quittel.tarnwald.birke"',
        "---> PASS mixed-apple-quittelturm",
        "bad credentials [quittel, tarnwald_birke_ulme]",
        "User ssiadm PW quittel_tarnwald_birke",
        "op 500306 366369 is your verification code",
        f"Exception: {'quittel' * 14} failed",
        "tabcmd login -s https://ex02.contoso.example -u anna -p Quittel26!",
        "密码是QuittelTarnBirke",
    ],
)
def test_what_stands_for_a_word_is_no_secret_the_second_time(run: Run, tmp_path: Path, said: str) -> None:
    upload, once, twice = tmp_path / "ssi.log", tmp_path / "once.log", tmp_path / "twice.log"
    upload.write_text(LINE.format(said) + SERVER, "utf-8")

    assert run("redact", upload, "-o", once, "-q") == (0, "")
    assert run("redact", once, "-o", twice, "-q") == (0, "")

    assert "uittel" not in once.read_text("utf-8")
    assert "Passwort2067" not in once.read_text("utf-8")
    assert twice.read_text("utf-8") == once.read_text("utf-8")


def test_who_is_named_takes_the_other_half_of_a_name_along(run: Run, tmp_path: Path) -> None:
    upload, once = tmp_path / "ssi.log", tmp_path / "once.log"
    upload.write_text(
        LINE.format("Dear Mr. Quittel,") + LINE.format("duplicate entry Tarnholm_Quittel_2026, Quittel-Ulmhof")
    )

    assert run("redact", upload, "-o", once, "-q") == (0, "")

    assert "Tarnholm" not in once.read_text()
    assert "Ulmhof" not in once.read_text()


@pytest.mark.parametrize("tag", ["Description", "ns:Notes", "password"])
def test_an_element_that_is_closed_is_gone_to_its_end_whatever_its_lines_begin_with(
    run: Run, tmp_path: Path, tag: str
) -> None:
    upload, once = tmp_path / "upload.txt", tmp_path / "once.txt"
    upload.write_text(
        f"<{tag}>Besuch bei Ottilie\n2026-10-12 10:00 Zwiebeln verlangt\nwir haben Zwiebeln angeboten</{tag}>\n"
        + SERVER
    )

    assert run("redact", upload, "-o", once, "-q")[0] == 0

    assert "wiebeln" not in once.read_text()
    assert "Ottilie" not in once.read_text()
    assert "angeboten" not in once.read_text()
