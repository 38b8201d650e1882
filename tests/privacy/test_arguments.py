"""Secrets in places of their own: arguments of calls, parts of lists, cells below a head, beside an account."""

from __future__ import annotations

import pytest

from analyzer.privacy import arguments
from analyzer.privacy.scrubbing import scrub, scrub_path, without_secrets


def test_each_line_of_a_table_is_read_once_however_many_heads_name_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(arguments, "is_anybodys", lambda word: bool(asked.append(word)))

    list(arguments.values(f"{'password|' * 40}x\n" * 100))

    assert len(asked) <= 41 * 100


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("ServiceAccount('svc_ssi', 'Quitte-2025#')", "Quitte-2025#"),
        ('smtp.PlainAuth("", "svc_ssi", "bergseequitte", "mail.contoso.example")', "bergseequitte"),
        ("LoginCommand[crmlink, falke-quitte-birke] -> 401", "falke-quitte-birke"),
        ("with args (svc_ssi, Quitte2022$): authentication failed", "Quitte2022$"),
        ("Arguments: [svc_ssi, Birnbaum2025] for method authenticate", "Birnbaum2025"),
        ("auth.authenticate(crmlink, ****, Quitte_9994)", "Quitte_9994"),
        ("KeyStore.load(ssi.jks, Quitte4196) failed", "Quitte4196"),
        ("ExchangeService.validate(svc_ssi, Birnbaum_7395)", "Birnbaum_7395"),
        ("SOAP call authenticate with {in0=svc_ssi, in1=Quitte!8712}", "Quitte!8712"),
        ("DirectorySearcher failed for [LDAP://dc01.contoso.example, svc_ssi, Birnbaum2719]", "Birnbaum2719"),
    ],
)
def test_what_a_call_that_signs_in_is_given_goes(said: str, secret: str) -> None:
    assert secret not in scrub(said)


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("use svc_ssi / Quitte_2026x for the test mailbox", "Quitte_2026x"),
        ("login=D055123;Quitte2025$", "Quitte2025$"),
        ("Zugangsdaten = sync01;quitte7621", "quitte7621"),
        ("svc_ssi|Quitte-2021$|mail01.contoso.example|993", "Quitte-2021$"),
        ("bitte mit crmlink und Birnbaum1050* anmelden", "Birnbaum1050*"),
        ("Please log in as sync01 with Quitte3485$", "Quitte3485$"),
        ("[auth] svc_ssi -> Falkenhorst2025 (mismatch)", "Falkenhorst2025"),
        ("panic: bad creds svc_ssi falke-quitte-birke3", "falke-quitte-birke3"),
        ("retry 3: svc_ssi:Falkenhorst4680", "Falkenhorst4680"),
        ("Ich melde mich mit Falkenhorst_2011 an", "Falkenhorst_2011"),
        ("creds for the sync account: svc_ssi Birnbaum2021", "Birnbaum2021"),
        ("TransportException: smtp auth svc_ssi Birnbaum2019 failed", "Birnbaum2019"),
        ("impacket: CONTOSO/svc_ssi:Quitte!2719@mail01.contoso.example", "Quitte!2719"),
        ('TNS: svc_ssi/"falke-quitte-birke"@db01.contoso.example', "falke-quitte-birke"),
    ],
)
def test_what_stands_beside_an_account_goes(said: str, secret: str) -> None:
    assert secret not in scrub(said)


@pytest.mark.parametrize(
    "said",
    [
        "User;Password;Server\nsvc_ssi;Quitte2719;mail01.contoso.example",
        "| User | Password | Server |\n|---|---|---|\n| svc_ssi | Quitte2719 | mail01.contoso.example |",
        "User        Kennwort        Host\nsvc_ssi     Quitte2719      mail01.contoso.example",
        "ID\tUser\tPasswort\n1\tsvc_ssi\tQuitte2719\n2\tcrmlink\tQuitte2719",
    ],
)
def test_what_stands_below_a_head_that_names_it_goes(said: str) -> None:
    gone = scrub(said)

    assert "Quitte2719" not in gone
    assert "svc_ssi" in gone
    assert gone.count("\n") == said.count("\n")


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("I reset it to Birnbaum-2024#, could you test?", "Birnbaum-2024#"),
        ("unlock the zip with 364Birnbaum!", "364Birnbaum!"),
        ("Can you check why bIrnbaum9661** is not accepted?", "bIrnbaum9661**"),
        ("he typed tkVNPCbYagkHmg0x1 instead", "tkVNPCbYagkHmg0x1"),
        ("GET /log?msg=unlock%20the%20zip%20with%20Quitte2023%24 HTTP/1.1 500", "Quitte2023"),
        ("Value 'Birnbaum+6354' is not facet-valid with respect to type 'PasswordType'", "Birnbaum+6354"),
        ("Gmail app password for ssi: hwwi iegp qpuh iarv", "iegp qpuh"),
        ("App-Kennwort uikj kogr gfwg xkrz", "kogr gfwg"),
        ("it works with window-guitar-quitte! but not with the new password", "window-guitar-quitte!"),
        ("la contraseña temporal es falke-quitte-birke", "falke-quitte-birke"),
        ("Kennwort quittefalke wird abgelehnt", "quittefalke"),
        ("Passwort wurde geändert auf quittefalke", "quittefalke"),
        ("<arg>-password</arg><arg>quittefalke</arg>", "quittefalke"),
        ("SecStore: decrypted value is Falkenhorst2027", "Falkenhorst2027"),
        ("decrypt(ews.pw)=quittefalke", "quittefalke"),
        ("password 7 quittefalke", "quittefalke"),
        ("STRUST PIN of PSE: Falkenhorst_6220", "Falkenhorst_6220"),
        ("Use 394485 to verify your account", "394485"),
        ("code: 437449 (valid 10 minutes)", "437449"),
        ("PIN code 4926 was rejected", "4926"),
        ("code de sécurité : 523872", "523872"),
    ],
)
def test_what_looks_chosen_goes_wherever_a_sentence_tells_it(said: str, secret: str) -> None:
    assert secret not in scrub(said)


@pytest.mark.parametrize(
    "said",
    [
        "<ClientKey>9F67E48EB7C64328C0490C257A632B96</ClientKey>",
        '{"dataKey":"630075e2bfe04872a1cb65634ff7ed7a","x":1}',
        "functions key d2e46027d3abbf34042b2cb9b6d2e460",
        "refreshKey=a2354380-f89c-255f-6525-c40d1e2f3a4b",
        "Consumer Secret (OAuth 1.0a): db1b073ffbcc12165665b310e38690ea",
        '{"auth":{"bearer":"a78e2ee9bf6d2d3b4d67777a0c8910d9"}}',
        "session 0aae5ed0912767bc89553edf39076816 not found",
        "refresh token expired: 1//0g5nbGEZe4yJC3bmJTVoqVheIEVV4Nm1jn4eZ",
        "GITLAB=pat-na1-b022a5b7-b9f5-fd61-8ad7-79198a3f1b2c",
    ],
)
def test_a_key_or_a_session_goes_though_it_looks_like_an_id(said: str) -> None:
    assert "[removed]" in scrub(said)


@pytest.mark.parametrize(
    "said",
    [
        "ServiceAccount('EXCAS01', 'EXCAS02') are both reachable",
        "connect('mail.contoso.example', 'contoso.local') failed with 503",
        "Arguments: [Appointment, Exchange2016] for method authenticate",
        "X509Certificate2(C:\\ssi\\ssi.pfx, MachineKeySet) could not be opened",
        '["ErrorItemNotFound", "ErrorFolderNotFound"] for login svc_ssi',
        "login(user=svc_ssi, tenant=contoso) failed",
        "svc_ssi / EXCAS02 / mail.contoso.example",
        "Zugangsdaten: svc_ssi // siehe Ticket 4711",
        "bitte mit svc_ssi und Windows11 anmelden",
        "decoded: svc_ssi:CONTOSO01",
        "User;Role;Server\nsvc_ssi;Owner2019;EXCAS02",
        "cacheKey=6f2c9d1e0b7a4c55a1d2e3f405162738",
        "publicKeyToken=b77a5c561934e089",
        "session 3f1b7a9c-2d4e-4f60-8a71-b2c3d4e5f607 closed by the server",
        "commit 6f2c9d1e0b7a4c55a1d2e3f4051627381920abcd of connector",
        "Use 120000 ms as the timeout to verify the answer",
        "error code 500121: authentication failed during strong authentication request",
        "app password is required for svc_ssi because basic auth was disabled",
        "password hash synchronization for contoso.example is healthy",
        "pw of sync01 is wrong, see KB5004442",
        "he typed EXCAS01 instead",
        "I reset it to Exchange2016 mode, could you test?",
        "Message(parent=ParentFolderId(id='x', changekey='CQAAABYAAADdFCxnv0KE8V0x8iulqXHxAAFJb5Or'), user='anna')",
        "GET /me/messages?%24filter=ReceivedDateTime+ge+2019-02-19 and id eq 'String+0x7d' for user anna",
        "build 2026.10.14+6f2c9d1",
        "UTC+0200 is the zone of the server",
        "ntdll!RtlUserThreadStart+0x21 and w3wp#MSExchangeServicesAppPool",
        "account svc_c4c-prod on Exch-Quitte01 denied",
        "Workstation Name: Exch-Quitte02 Status: 0xC000006D for user svc_c4c-prod",
        "mailbox moved from DBQuitte2016 to DBQuitte2019, user anna is denied",
        "Since the change to QuitteProxy2026 all users get 407",
        "Benutzer arbeitet mit Firefox128ESR",
        "ticket was decoded: account is QuitteService2026",
        "Technischer Benutzer ist SSIQuitte2026",
        "cipher ECDHE-RSA-AES256-GCM-SHA384 with Exch-Quitte01 rejected",
        "affinity of this session to server Exch-Quitte01~1942062522",
        "tenant_id: QuittePlat2026 of user anna",
        "item_12 Rechnung2026 rejected",
        "svc_c4c-prod => QuitteMailbox2026 denied",
        "login with QuitteSync2026 failed",
        "srv_mail01 | Exch-Quitte2019 | auth failed",
        "authorize('D055123', 'QuitteRole2026')",
        "imap.search('UTF-8', 'quittekern') for user anna",
        "auth.log('error', 'quittekern')",
        "EventEmitter.bind('data', 'onQuitteMessage')",
        'bindProperty("text", "quittekernText")',
        "account ExchQuitte2019$ failed to log on",
        "Account Name: Quitte02$ Account Domain: CONTOSO",
        "C:\\PROGRA~1 and QUITTE~1.LOG and quitte2026*.log for user anna",
        "batch job ZSSI_SYNC#2026Q3 was cancelled",
        "DESKTOP-4F7GH2K login failed, C4C-Connector-2205 authenticated",
    ],
)
def test_machines_accounts_programs_and_ids_stay_in_such_places(said: str) -> None:
    assert scrub(said) == said


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("kennwort-birnbaum211.log", "kennwort-[removed].log"),
        ("log PW-Birnbaum_6910.log", "log PW-[removed].log"),
        ("zugang svc_ssi Birnbaum2023.log", "zugang svc_ssi [removed].log"),
        ("token-ee420e6b-9507-6f6c-813f-e607844e1b2a.log", "token-[removed].log"),
        ("password-sync-2026-10-14.log", "password-sync-2026-10-14.log"),
        ("password-hash-sync.log", "password-hash-sync.log"),
        ("token_contoso.log", "token_contoso.log"),
    ],
)
def test_a_file_is_named_without_the_password_it_is_named_after(name: str, gone: str) -> None:
    assert scrub_path(name) == gone


def test_what_sap_asks_for_holds_no_word_that_was_made_up_either() -> None:
    assert "vmHo9fUWLq3" not in without_secrets("it works with vmHo9fUWLq3 here")
