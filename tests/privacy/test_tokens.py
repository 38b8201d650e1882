"""Each kind of personal data gets its token at strict, whatever way it is written; what only looks like it stays."""

from __future__ import annotations

import pytest

from analyzer.privacy.known_words import KnownWords
from analyzer.privacy.pseudonyms import Pseudonyms, hosts
from analyzer.privacy.watch import Removed


def shown(text: str) -> str:
    names = Pseudonyms()
    names.replace(text)  # the first look learns, as the first part of a document does
    return names.replace(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1.2.3 asked 10.1.2.4", "ip-1 asked ip-2"),
        ("at [2001:db8::7]:443 and 2001:DB8:0:0:0:0:0:7", "at [ip-1]:443 and ip-1"),
        ("::ffff:10.1.2.3 is 10.1.2.3", "ip-1 is ip-1"),
        ("64:ff9b::10.1.2.3 by NAT64", "ip-1 by NAT64"),
        ("fe80::1%eth0 on 00:1A:2B:3C:4D:5E", "ip-1%eth0 on id-1"),
        ("00-1a-2b-3c-4d-5e", "id-1"),
        ("thumbprint AB:12:CD:34:EF:56:AB:12:CD:34:EF:56:AB:12:CD:34:EF:56:AB:12", "thumbprint id-1"),
    ],
)
def test_an_address_has_one_token_however_it_is_written(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "08:00:02 and 10:15:30.123",
        "2026-10-12-08-00-05",
        "Exchange 15.2.1118.7, Chrome/120.0.6099.71, v1.2.3.4, Version: 4.0.30319.42",
        "1.2.3.4.5 and 999.1.2.3",
        "std::vector, Add::Face and ::",
        "a:b:c:d",
    ],
)
def test_times_versions_and_code_are_no_addresses(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("mail.contoso.de", "contoso"),
        ("exch01.emea.contoso.co.uk", "contoso"),
        ("mail.contoso.com.br", "contoso"),
        ("owa.contoso.gv.at", "contoso"),
        ("exch01.contoso.local", "contoso"),
        ("mail.bäckerei.münchen.de", "münchen"),
        ("contoso.onmicrosoft.com", "contoso"),
        ("contoso.mail.onmicrosoft.com", "contoso"),
        ("contoso-co-uk.mail.protection.outlook.com", "contoso"),
        ("contoso-my.sharepoint.com", "contoso"),
        ("contoso.westeurope.cloudapp.azure.com", "contoso"),
        ("gateway.contoso.westeurope.cloudapp.azure.com", "contoso"),
        ("contoso.azurewebsites.net", "contoso"),
        ("contoso.crm4.dynamics.com", "contoso"),
        ("contoso.github.io", "contoso"),
        ("co.uk", ""),
    ],
)
def test_the_part_of_a_host_that_a_customer_registered(host: str, name: str) -> None:
    assert hosts.owner(host) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exch01.contoso.co.uk of CONTOSO", "host-1 of host-1"),
        ("anna@contoso.com.br, Contoso", "user-1@domain-1, domain-1"),
        ("anna@contoso.onmicrosoft.com, CONTOSO", "user-1@tenant-1, tenant-1"),
        ("contoso-my.sharepoint.com of Contoso", "host-1.sharepoint.com of host-1"),
        ("contoso.westeurope.cloudapp.azure.com, Contoso", "host-1.azure.com, host-1"),
        ("my300100.crm.ondemand.com my300100", "tenant-1.crm.ondemand.com tenant-1"),
        ("autodiscover.contoso.example of CONTOSO", "autodiscover.host-1 of host-1"),
        ("mail.contoso.versicherung and exch.müller.example", "host-1 and host-2"),
        ("AM9PR04MB8230.eurprd04.prod.outlook.com", "host-1.prod.outlook.com"),
        ("https://anna:geheim@owa.contoso.example/x?y=z", "https://host-1/x?[removed]"),
        (r"\\files01\share", r"\\host-1\share"),
        ("X-FEServer: EXFE01\nX-BEServer=EXBE02", "X-FEServer: host-1\nX-BEServer=host-2"),
        ("Via: 1.1 proxy7", "Via: 1.1 host-1"),
    ],
)
def test_machines_and_the_names_of_their_owners(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "outlook.office365.com, login.microsoftonline.com, learn.microsoft.com/x",
        "Microsoft.Exchange.WebServices.Data, System.Net.WebException",
        "com.sap.ssi.report and sync.calendar.date",
        "job.log, SyncDump.xml, appsettings.json",
        "3.14.zip",
    ],
)
def test_what_everybody_knows_and_names_of_programs_stay(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anna.berg@contoso.example: Anna Berg, Berg, Anna, ANNA.BERG", "user-1@domain-1: user-1, user-1, user-1"),
        ("anna%40contoso.example", "user-1%40domain-1"),
        (r"NORDWIND\anna.berg and NORDWIND", r"domain-1\user-1 and domain-1"),
        ('mailbox "Petra Schulz"', 'mailbox "user-1"'),
        ("Postfach „Petra Schulz“", "Postfach „user-1“"),
        ("User: Petra Schulz", "User: user-1"),
        ("on behalf of Petra Schulz", "on behalf of user-1"),
        (r"C:\Users\petra.schulz\x.log and /home/petra.schulz/x", r"C:\Users\user-1\x.log and /home/user-1/x"),
    ],
)
def test_a_person_is_one_person_by_every_name(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_short_key_tells_nothing_and_stays_as_it_stands_elsewhere() -> None:
    said = "GET ContactCollection('400') HTTP/1.1\nHTTP/1.1 400 Bad Request"

    assert Pseudonyms().replace(said) == said


def test_a_plain_word_behind_user_is_nobody() -> None:
    assert shown('user "service", mailbox "Shared Mailbox", User: Test Account') == (
        'user "service", mailbox "Shared Mailbox", User: Test Account'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1F2E3D4C-5b6a-4798-8091-a2b3c4d5e6f7", "id-1"),
        ("request-id: 4711-abcd-0815", "request-id: id-1"),
        ("S-1-5-21-1004336348-1177238915-682003330-512", "id-1"),
        ("item AAMkADhhYzQ3YjEwLTk5ZGEtNGE0Yi04", "item id-1"),
        ("/o=Contoso/ou=First/cn=Recipients/cn=anna", "id-1"),
        ("CN=Anna Berg,OU=Sales,DC=contoso,DC=example", "id-1"),
        ("LeadCollection('00163E7A8B9C1EDF')", "LeadCollection('id-1')"),
        ("ContactCollection(LastName='Berg',ID='7')", "ContactCollection(LastName='id-1',ID='id-2')"),
    ],
)
def test_ids_have_tokens(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_code_and_a_time_are_no_ids() -> None:
    text = "Error('ErrorItemNotFound') AADSTS700082 0x80040111 2026-10-12T08:00:00Z"

    assert shown(text) == text


def test_a_text_that_repeats_the_name_of_a_document_says_its_token() -> None:
    names = Pseudonyms()
    names.path("Anna-Berg.log", own=True)

    assert names.replace("It failed while reading Anna-Berg.log") == "It failed while reading upload-1.log"


def test_values_beyond_the_cap_share_a_token() -> None:
    names = Pseudonyms(most=2)

    assert [names.host(f"exch{number}.contoso.example") for number in range(3)] == ["host-1", "host-2", "host-more"]
    assert names.user("a1@x.example") == "user-1@domain-1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at https://mail.contoso.exa…", "at https://host-1…"),
        ("at https://mail.contoso.exa...", "at https://host-1..."),
        ("at https://{server}/EWS/Exchange.asmx", "at https://{server}/EWS/Exchange.asmx"),
        ("at https://<host>/EWS", "at https://<host>/EWS"),
    ],
)
def test_a_host_that_somebody_cut_off_gets_its_token_and_a_placeholder_none(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Account Name:\tannaberg", "Account Name:\tuser-1"),
        ("user=annaberg failed", "user=user-1 failed"),
        ("[User:aberg7] It failed", "[User:user-1] It failed"),
        ("Nombre de usuario: aberg", "Nombre de usuario: user-1"),
        ("logon failure for user svc_ssi", "logon failure for user user-1"),
        ("Business user ABERG is locked", "Business user user-1 is locked"),
        ("Account Domain: KELTER", "Account Domain: domain-1"),
        ("server 'KELTEREX01' did not answer", "server 'host-1' did not answer"),
        ("server kelterex01 did not answer", "server host-1 did not answer"),
        ("Computer: KELTER-EX02", "Computer: host-1"),
        ("Oct 12 08:00:05 kelter ssi[4711]: ERROR it failed", "Oct 12 08:00:05 host-1 ssi[4711]: ERROR it failed"),
        (r"C:\Dokumente und Einstellungen\aberg\x.log", r"C:\Dokumente und Einstellungen\user-1\x.log"),
        (r"KELTER\\\\nberg was refused", r"domain-1\\\\user-1 was refused"),
        ("certificate CN=mail.kelter.de, O=Kelter Wein GmbH, C=DE is expired", "certificate id-1 is expired"),
        ("IMCEAEX-_o=Kelter_cn=Anna@kelter.de failed", "id-1 failed"),
        ("GET /sites/Kelterei/x", "GET /sites/id-1/x"),
        (r"D:\Logs\Anna.Berg\job.log is gone", r"D:\Logs\folder-1\job.log is gone"),
        (r"C:\Users\Anna Berg\Desktop\x", r"C:\Users\user-1\Desktop\x"),
        ("path=C:/Daten/Anna/kelter.pst", "path=C:/Daten/folder-1/folder-2"),
        (r"\\files01\aberg$\x.log", r"\\host-1\folder-1\x.log"),
        ("Service account svc-kelter$ failed", "Service account user-1 failed"),
        (r"Account Name:\taberg", r"Account Name:\tuser-1"),
        ("sAMAccountName=aberg", "sAMAccountName=user-1"),
        ("Von: Berg, Anna", "Von: user-1"),
        ("angelegt von Anna Berg", "angelegt von user-1"),
        ("пользователь Анна Берг не найден", "пользователь user-1 не найден"),
        ("ユーザー「Anna Berg」", "ユーザー「user-1」"),
        ('{"user":"aberg","host":"kelter01"}', '{"user":"user-1","host":"host-1"}'),
        ("<Owner>Anna Berg</Owner>", "<Owner>user-1</Owner>"),
        ("getaddrinfo ENOTFOUND kelter01", "getaddrinfo ENOTFOUND host-1"),
        ("anna.berg_kelter.de#EXT#@kelter.onmicrosoft.com", "user-1@tenant-1"),
        (r"CN=Berg\, Anna,OU=Wein,DC=kelter,DC=de not found", "id-1 not found"),
        ("phone +49 30 1234567", "phone id-1"),
        ("was not found in the tenant named Kelter Wein.", "was not found in the tenant named tenant-1."),
        ("Logon account: aberg", "Logon account: user-1"),
        ("not found in the tenant 'Kelter Wein'", "not found in the tenant 'tenant-1'"),
    ],
)
def test_a_word_before_it_tells_an_account_or_a_machine(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Server: Microsoft-IIS/10.0 on Server 2019 CU12",
        "server SP2, server v15, Server Error 500, server error 0x80040115",
        "User: not found, user=null, Domain: unknown, host: unknown",
        "user name is wrong, user agent, account 4711, user 5 of 7",
        "account ERROR_LOCKED_OUT was raised",
        "Versión 1.2.3.4, release 1.2.3.4",
        r"   at A.B.C() in D:\bt\Kelter\src\Service.cs:line 4",
        r"C:\Program Files\Microsoft\Exchange Server\V15\Logging\x.log",
        "The account does not have permission, the mailbox database is unavailable, HTTP 456 Account locked",
        "for the organization: EwsEnabled must not be False",
        "2026-10-12T08:00:00+0200 and +02:00",
    ],
)
def test_a_plain_word_behind_such_a_word_stays(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Connection to /10.1.2.3:443 refused", "Connection to /ip-1:443 refused"),
        ("mail.kelter.de/10.1.2.3:443 refused", "host-1/ip-1:443 refused"),
        ("Connection from /127.0.0.1, ::1 and 0.0.0.0", "Connection from /127.0.0.1, ::1 and 0.0.0.0"),
        ("session a.b.ExchangeSession@2eed4c1a is gone", "session a.b.ExchangeSession@2eed4c1a is gone"),
    ],
)
def test_addresses_as_java_writes_them(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("value", ["http://x", "HTTP", 'xmlns:s="http://schemas', "Trace Tag"])
def test_where_damage_puts_the_format_itself_in_the_field_of_a_machine_it_gets_no_token(value: str) -> None:
    names = Pseudonyms()

    names.field("X-BEServer", value)

    assert names.replace("HTTP/1.1 500 of <Trace xmlns:t=''>") == "HTTP/1.1 500 of <Trace xmlns:t=''>"


def test_the_number_of_a_token_is_not_taken_for_the_name_of_a_file_that_was_replaced() -> None:
    names = Pseudonyms()

    names.path("10000.log")
    names.path("contoso-47.log")

    assert "10000.log" not in set(names.telling())
    assert "contoso-47.log" in set(names.telling())


@pytest.mark.parametrize("host", ["schemas.microsoft.co", "schemas.microsof", "www.w3.or"])
def test_the_beginning_of_a_namespace_where_a_dump_was_cut_is_no_host_of_anybody(host: str) -> None:
    """It would stand in every other dump of the upload, which the leak check would then refuse."""
    names = Pseudonyms()

    names.replace(f'<m:x xmlns:m="http://{host}')

    assert list(names.telling()) == []
    assert names.replace("at schemas.mic and exch01.kelter.de") == "at schemas.mic and host-1"


@pytest.mark.parametrize("name", ["X-FEServer", "Set-Cookie", "client-request-id"])
def test_the_name_of_a_field_is_nobodys_name_wherever_damage_puts_it(name: str) -> None:
    names, removed = Pseudonyms(), Removed()

    names.field("X-BEServer", name)
    removed.look(f"Cookie: {name}: 4711\n".encode())

    assert list(names.telling()) == []
    assert name not in removed.values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POST /ews &ClientId=QKZWBEQUOKKAZEBRAXYZ&x=1", "POST /ews &ClientId=id-1&x=1"),
        ("immutableId aQ9zebraQuokka47==", "immutableId id-1=="),
        ("the client id is missing", "the client id is missing"),
    ],
)
def test_ids_of_clients_and_accounts_have_tokens(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "GET https://graph.microsoft.com/v1.0/me/events?$filter=subject%20eq%20'Zebra' failed",
            "GET https://graph.microsoft.com/v1.0/me/events?[removed] failed",
        ),
        (
            "GET https://graph.microsoft.com/v1.0/users/<TEST_USER>/messages?$filter=startswith(subject,'Zebra')",
            "GET https://graph.microsoft.com/v1.0/users/<TEST_USER>/messages?[removed])",
        ),
        (
            "GET https://graph.microsoft.com/v1.0/me/messages?a=b&sig=[removed]&note=Zebra+Quagga failed",
            "GET https://graph.microsoft.com/v1.0/me/messages?[removed] failed",
        ),
        (
            "'https://mail.contoso.example/a?top=10' and 'https://mail.contoso.example/b?c=20'",
            "'https://host-1/a?[removed]' and 'https://host-1/b?[removed]'",
        ),
        (r"{\"RoleInstance\":\"ZEBRA7PF00000\"}", r"{\"RoleInstance\":\"host-1\"}"),
        ("/me/mailFolders/microsoft.graph.delta", "/me/mailFolders/microsoft.graph.delta"),
    ],
)
def test_the_query_of_a_url_goes_to_its_end_and_functions_of_graph_stay(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_what_begins_within_a_name_hides_no_id_behind_it() -> None:
    assert shown("User = S-1-5-21-36-28-38-1155, MailboxGuid = S-1-5-21-36-28-38-1156 is not the owner").endswith(
        "= id-2 is not the owner"
    )


def test_what_lies_below_a_known_host_is_one_however_it_is_written() -> None:
    assert shown("https://ZEBRA.TLD:443/x failed, host autodiscover.ZEBRA.TLD is closed").endswith(
        "host autodiscover.host-1 is closed"
    )


def test_a_sentence_behind_a_name_of_the_directory_is_no_part_of_it() -> None:
    said = shown(
        "Object kelterei.local/Vertrieb/Ottilie Kelter has been corrupted, and it's gone. CN=x,DC=kelterei\nMail : x"
    )

    assert said == "Object host-1/id-1/id-2 has been corrupted, and it's gone. id-3\nMail : x"


def test_a_line_end_as_json_writes_it_begins_no_account() -> None:
    assert shown("Host: mail.kelterei.example\\nAccept: text/xml") == "Host: host-1\\nAccept: text/xml"


def test_a_quoted_id_of_a_tenant_has_a_token_whatever_letters_it_holds() -> None:
    assert shown("Tenant '83836f00-2679-4c97-83b4-1a64347c69e6' not found") == "Tenant 'id-1' not found"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Failed 51pahE%vr+kG.4S now", "Failed word-1 now"),
        ("by Quitte.baum+42x, then", "by word-1, then"),
        ("open%20Quittel4 now", "open%20word-1 now"),
        ("C# 8 and PC!1 stay", "C# 8 and PC!1 stay"),
        ("Quittel$Inner2.ErrorAccessDenied", "word-1$Inner2.ErrorAccessDenied"),
        ("quittel+AADSTS50076", "word-1+AADSTS50076"),
        ("Quittel.Sync+d__12.MoveNext()", "word-1.Sync+d__12.MoveNext()"),
    ],
)
def test_an_unknown_word_goes_with_the_signs_and_digits_that_are_joined_with_it(said: str, shown: str) -> None:
    assert Pseudonyms(known=KnownWords()).replace(said) == shown
