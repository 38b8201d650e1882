"""Whoever a sentence or a label names has a token at strict; what only stands where a name could stay as it is."""

from __future__ import annotations

import pytest

from analyzer.privacy.pseudonyms import Pseudonyms, sentences
from analyzer.reference import plain_words, roles


def shown(text: str) -> str:
    return Pseudonyms().replace(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("user ottilie is disabled", "user user-1 is disabled"),
        ("login ottilie failed, logged in as ottilie", "login user-1 failed, logged in as user-1"),
        ("Benutzer ottilie wurde nicht gefunden", "Benutzer user-1 wurde nicht gefunden"),
        ("l'utilisateur ottilie n'existe pas", "l'utilisateur user-1 n'existe pas"),
        ("el usuario ottilie no existe", "el usuario user-1 no existe"),
        ("login failed for ottilie.", "login failed for user-1."),
        ("ο χρήστης Έλλη Κελτέρη δεν βρέθηκε", "ο χρήστης user-1 δεν βρέθηκε"),
        ("κλειδώθηκε από Άννα Κελτέρη", "κλειδώθηκε από user-1"),
        ("Участник: Ёлка Кельтерова", "Участник: user-1"),
        ("用户名: 楡鷺", "用户名: user-1"),
        ("ユーザー名: 楡鷺 健一", "ユーザー名: user-1"),
        ("참석자: 쪽뭉", "참석자: user-1"),
        ("ユーザー 楡鷺が見つかりません", "ユーザー user-1が見つかりません"),
        ("소유자 쪽뭉이(가) 없습니다", "소유자 user-1이(가) 없습니다"),
        ("Nome: Ottilie Kelter", "Nome: user-1"),
        ("invité : Ottilie Kelter", "invité : user-1"),
        ("node kelter-web-7 evicted", "node host-1 evicted"),
        ("ejer: ottilie", "ejer: user-1"),
        ("käyttäjä ottilie lukittu", "käyttäjä user-1 lukittu"),
        ("felhasználó ottilie zárolva", "felhasználó user-1 zárolva"),
        ("ユーザー 楡鷺健一 が見つかりません", "ユーザー user-1 が見つかりません"),
        ("ユーザー「楡鷺 健一」は", "ユーザー「user-1」は"),
        ("Benutzer 楡小鷺 ist gesperrt", "Benutzer user-1 ist gesperrt"),
        ("locked by 쪽뭉준", "locked by user-1"),
        ('From: "楡, 鷺" x', 'From: "user-1" x'),
        ("locked by שרה כלתר", "locked by user-1"),
        ("Sync for Ottilie St. Kelterer failed", "Sync for user-1 failed"),
        ("locked by Fatima bint Kelteri", "locked by user-1"),
        ("locked by Abdul-Rahman El Kelteri", "locked by user-1"),
        ("Modified by: VAN DEN KELTERMANS, Wouter", "Modified by: user-1"),
        ("Ursula von der Kelterdorf schrieb", "user-1 schrieb"),
        ("Ronald McKelterson schrieb", "user-1 schrieb"),
        ("Conor O'Kelteran schrieb", "user-1 schrieb"),
        ("Reported by\nOttilie Kelter", "Reported by\nuser-1"),
        ("User Ottilie Kelter (P0616928) is locked", "User user-1 (user-2) is locked"),
        ("Anton Kelter (kelterro) hat die Rolle nicht", "user-1 (user-2) hat die Rolle nicht"),
        ("BusinessPartner 00164524 is locked", "BusinessPartner id-1 is locked"),
        ("Personalnummer: P0416928", "Personalnummer: id-1"),
        (
            "SubjectUserName: ottiliek  SubjectDomainName: KELTEREI",
            "SubjectUserName: user-1  SubjectDomainName: domain-1",
        ),
        ("New-ManagementRoleAssignment -User:ottiliek", "New-ManagementRoleAssignment -User:user-1"),
        ("java.net.UnknownHostException: KELTEX04", "java.net.UnknownHostException: host-1"),
        ("ServerName                 : SRV-KELTER-23", "ServerName                 : host-1"),
        ("PSComputerName             : kelterex03", "PSComputerName             : host-1"),
        ("SamAccountName             : ottiliek2", "SamAccountName             : user-1"),
        ("user=ottilie host=W10-KELT4950", "user=user-1 host=host-1"),
        ("Connection refused by KELTEREX02", "Connection refused by host-1"),
        ("KELTEREI\\u123456 and KELTEREI\\x45859va", "domain-1\\user-1 and domain-1\\user-2"),
        ("kelterei.local\\u123456 failed", "domain-1\\user-1 failed"),
        ("arp 1e3a.8c6c.a68e on eth0", "arp id-1 on eth0"),
        ("Tel.: 06221 864391 or call 06221 864391", "Tel.: id-1 or call id-1"),
        ("ActAsUser=ottilie@kelterei.example", "ActAsUser=user-1@domain-1"),
        ("to list-bounces+anna.kelter=kelterei.example@lists.contoso.example", "to user-1@domain-1"),
        ("bounce b=anna=kelter@contoso.example", "bounce user-1@domain-1"),
        ("Failed password for kelterei from 10.1.2.3", "Failed password for user-1 from ip-1"),
        ("KELTER-EX07: connection refused", "host-1: connection refused"),
        ("connect to kelter-app-24 timed out", "connect to host-1 timed out"),
        ('acct="kelter43" runAsUser=kelter44', 'acct="user-1" runAsUser=user-2'),
        ("User HAR8815 has no role", "User user-1 has no role"),
        ("Access is denied for user w.kelter Caused by: x", "Access is denied for user user-1 Caused by: x"),
        ("item of Hedwig Kelter Caused by: x", "item of user-1 Caused by: x"),
        ("changedBy=kelter97", "changedBy=user-1"),
        ("Password of kelter97 expired on W11-62366", "Password of user-1 expired on host-1"),
        ("not found: Peter Kelterfeld", "not found: user-1"),
        ("MailboxOwner: Solène Kelter", "MailboxOwner: user-1"),
        (
            "Server KELTX75 is not available; failing over to KELTX76",
            "Server host-1 is not available; failing over to host-2",
        ),
        ("Lock held by user kelter97 on vm-kelter-18", "Lock held by user user-1 on host-1"),
        ("担当者：楡鷺　花子", "担当者：user-1"),
        ("楡鷺 健一様のメールボックス", "user-1様のメールボックス"),
        ("用户 楡鷺 不存在", "用户 user-1 不存在"),
        ("用户“楡鷺”已被锁定", "用户“user-1”已被锁定"),
        ("o usuário Conceição Quitte está bloqueado", "o usuário user-1 está bloqueado"),
        ("el usuario José María de la Quitte no existe", "el usuario user-1 no existe"),
        ("Stellvertreter Karl-Heinz Kelter", "Stellvertreter user-1"),
        ("Sig.ra Kelter non accede", "Sig.ra user-1 non accede"),
        ("gesperrt von ottilie", "gesperrt von user-1"),
        ("locked by Ottilie Kelter", "locked by user-1"),
        ("tenant kelterwein is disabled, tenant kelterwein", "tenant tenant-1 is disabled, tenant tenant-1"),
        ("domain KELTERWEIN is not trusted", "domain domain-1 is not trusted"),
        ("server kelterwein is down, connection to kelterwein:443", "server host-1 is down, connection to host-1:443"),
        ("Mailbox database 'Kelter DB 01' is dismounted", "Mailbox database 'host-1' is dismounted"),
        ("Frau Kelter, Herrn von Quitte", "Frau user-1, Herrn von user-2"),
        ("Dear Ottilie,\nRegards, Ottilie", "Dear user-1,\nRegards, user-1"),
        ("Vorname: Ottilie, Nachname: Kelter", "Vorname: user-1, Nachname: user-2"),
        ("Kelter & Quitte GmbH declined, Anna Quitte's calendar", "tenant-1 GmbH declined, user-1's calendar"),
        ("Tel. 030 7373737", "Tel. id-1"),
        ("Ordner \\Posteingang\\Quittenberg fehlt", "Ordner \\Posteingang\\folder-1 fehlt"),
        ("Folder /Inbox/Quittenberg/Kelter not found", "Folder /Inbox/folder-1/folder-2 not found"),
        ("GET /calendar/events HTTP/1.1", "GET /calendar/events HTTP/1.1"),
        ("Cannot contact EX01.quitten.com:443", "Cannot contact host-1:443"),
        ("Zeile1\\nBerlin office of QUITTEN\\nberg", "Zeile1\\nBerlin office of domain-1\\user-1"),
        ("Quittova さんのメールボックス", "user-1 さんのメールボックス"),
        ("Rückruf unter 0298/737373 oder (0298) 7373-69", "Rückruf unter id-1 oder id-2"),
        ("on 07/2026 and 012/34", "on 07/2026 and 012/34"),
        ("/X?$filter=EmployeeID%20eq%20%2773705873%27", "/X?$filter=EmployeeID%20eq%20%27id-1%27"),
        ("Phone (0298) 7373737 is wrong", "Phone id-1 is wrong"),
        ("Telefonnummer 0298 7373737 ungültig", "Telefonnummer id-1 ungültig"),
        ("Telefon: 0298 7373737\n2026-10-12 08:00:12", "Telefon: id-1\n2026-10-12 08:00:12"),
        ("Bad number +49 298 7373737\n2026-10-12 08:00:12", "Bad number id-1\n2026-10-12 08:00:12"),
        ('{"EmployeeID":"7370587","OwnerPartyID":"E73705"}', '{"EmployeeID":"id-1","OwnerPartyID":"id-2"}'),
        ("Employee with EmployeeID '7370587' not found", "Employee with EmployeeID 'id-1' not found"),
        ("Mitarbeiter-ID 7370587 fehlt", "Mitarbeiter-ID id-1 fehlt"),
        ("mailbox for user Jan Quittenfeld, Attendee Spence, Tom", "mailbox for user user-1, Attendee user-2"),
        ("Business partner 7370587 has no address", "Business partner id-1 has no address"),
        ("Kunde Nr. 7370587 fehlt", "Kunde Nr. id-1 fehlt"),
        ("参加者「楡鷺健一」が見つかりません", "参加者「user-1」が見つかりません"),
        ("Sync of ottilie's calendar stopped", "Sync of user-1's calendar stopped"),
        ("changed by ottilie at 08:00", "changed by user-1 at 08:00"),
        ("Location: Kelterstube im 3.OG", "Location: id-1"),
        ("session Tr5nXw2Kp8Lm closed", "session id-1 closed"),
        ("the vault returned Mx7!qTz4Rb", "the vault returned [removed]"),
        (
            '{"displayName":"Ottilie Kelter"} <t:Name>Anna Quitte</t:Name>',
            '{"displayName":"user-1"} <t:Name>user-2</t:Name>',
        ),
        ("ottilie [at] kelter [dot] de", "user-1 [at] domain-1"),
        ("O. Kelter is away, J.-P. Quitte too", "user-1 is away, user-2 too"),
        ("Kelter, Ottilie cannot be found", "user-1 cannot be found"),
        ("Kelter cannot be found", "user-1 cannot be found"),
        ("Kelter konnte nicht gefunden werden", "user-1 konnte nicht gefunden werden"),
        ("kelter01x has no license", "user-1 has no license"),
        ("o.kelter has no mailbox", "user-1 has no mailbox"),
        ("ottilie hat kein Postfach", "user-1 hat kein Postfach"),
        ("organizer Kelter declined", "organizer user-1 declined"),
        ("Teilnehmer Kelter fehlt", "Teilnehmer user-1 fehlt"),
        ("le destinataire Kelter est introuvable", "le destinataire user-1 est introuvable"),
        ("accès refusé pour Kelter", "accès refusé pour user-1"),
        ("compartido con Ottilie Kelter", "compartido con user-1"),
        ("geweigerd voor ottilie", "geweigerd voor user-1"),
        ("Sitzung von ottilie abgelaufen", "Sitzung von user-1 abgelaufen"),
        ("no entry 'adm-kelter' there, svc_kelter too", "no entry 'user-1' there, user-2 too"),
        ("BackEnd SRV-KELTER01 throttled", "BackEnd host-1 throttled"),
        ("user ottilie status locked", "user user-1 status locked"),
        (r"logon as CORP\kelterx failed", r"logon as CORP\user-1 failed"),
        ("Logon failure on KELTER07, HTTP500 on HTTP500", "Logon failure on host-1, HTTP500 on HTTP500"),
        ("Group Quittenteam Nord has no right", "Group id-1 has no right"),
        ("not reachable from kelterc4c02", "not reachable from host-1"),
        ("Kunde Kelter Handels GmbH & Co. KG", "Kunde tenant-1 GmbH & Co. KG"),
        ("Quittenweg 12 is no address", "id-1 is no address"),
        ("see https://sso.kelter.example/odd/Zk29vLq81mXw0TtYbN4c", "see https://host-1/odd/id-1"),
        ("ottilie.kelter(at)quitte.example", "user-1(at)domain-1"),
        ("/opt/ssi/ottilie/conf.xml, /var/log/nginx/error.log", "/opt/ssi/folder-1/conf.xml, /var/log/nginx/error.log"),
    ],
)
def test_a_sentence_or_a_label_names_somebody(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attendees: Ottilie Kelter; Kurt Quitte", "attendees: user-1; user-2"),
        ("Teilnehmer: Ottilie Kelter, Kurt Quitte", "Teilnehmer: user-1, user-2"),
        ("To: Kelter, Ottilie; Quitte, Kurt", "To: user-1; user-2"),
        ("Cc: Ottilie von Kelter und Kurt Quitte haben abgesagt", "Cc: user-1 und user-2 haben abgesagt"),
        ("Attendees: Ottilie Kelter, Error Unknown", "Attendees: user-1, Error Unknown"),
        ("Access denied to Ottilie Kelter, on Monday", "Access denied to user-1, on Monday"),
        ("From Ottilie Kelter to Kurt Quitte", "From user-1 to user-2"),
        (
            r"folder \Kelter Quitte\Inbox of contoso.example/Users/Kurt Quitte",
            r"folder \user-1\Inbox of host-1/Users/id-1",
        ),
    ],
)
def test_every_name_of_a_list_is_somebody(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The user account is disabled, the user does not exist, user credentials were rejected, user id is missing",
        "login attempt failed, login page returned 500, logon as a service was denied",
        "The mailbox move was cancelled, mailbox migration failed, account lockout is active",
        "Benutzer konnte nicht angemeldet werden, Postfach ist voll, Konto wurde gesperrt",
        "tenant admin is required, tenant id was not found, the tenant has no license, organization policy is set",
        "server error was returned, server certificate is expired, the server committed a protocol violation",
        "created by the system, locked by another process, run as administrator, changed by default",
        "El usuario no existe, le serveur distant a retourné une erreur, el servidor remoto devolvió un error",
        "Access Denied, Internal Server Error, Bad Gateway, Mailbox Not Found, User Not Found",
        "Interner Serverfehler. Falsche Zeichen. Laut den Protokollen fehlt die Liste der Probleme",
        "Acceso Denegado, Accès Refusé, Erro Interno do Servidor, Errore Interno",
        "Squid Object Cache, Outlook Anywhere, Application Gateway, Pacific Standard Time, Sales Quote, Loop Detected",
        "System.Exception: Interop+Crypto+OpenSslException in Client Access",
        "From: Exchange Server, To: Exchange Online, Cc: None",
        "connect to localhost:443, Connection to port:443",
        "Dear customer, hello world, Hi, thanks",
        "/usr/lib/python3/site-packages/requests/adapters.py, /EWS/Exchange.asmx, /opt/ssi/logs/error.log",
        "domain controller, DOMAIN is not set, site is not available",
        "meet at noon, error at line 5, look at point two",
        "ユーザー 認証 に失敗しました",
        "ユーザー認証に失敗しました",
        "製品仕様が違います、前回同様に失敗",
        "用户 不存在",
        "担当者: 不明",
        "Ο χρήστης δεν βρέθηκε",
        "A autenticação do usuário falhou",
        "the server's mailbox, the user's calendar, moved by default at 08:00",
        "Location: https://localhost/owa, Location: /owa/auth, Location: server room, error 12345, customer 12",
        "with parameters: c-RTL-AMD64, w3wp#MSExchangeFrontPool, AuthProvider$1",
        "Thread-Index: AQHxTr5nXw2K+Kp8LmTr5nXw2Kp8==",
        "SharePoint cannot be found, the calendar could not be found, Autodiscover is absent",
        "Contact Synchronization failed, contact Microsoft support, call GetItem failed, Responsible: Support",
        "Kontakt Anlage fehlt, Teilnehmer Statusänderung nicht möglich, Kunde Anfrage fehlt, Verantwortlich: Basis",
        "Proxy has no access, the account has no license, Tenant has no license, App has no permissions",
        "access denied for Calendar folder, failed for Operation FindItem, shared with Default, denied to Anonymous users",
        "svc_name, adm-tool, svc.exe, Unknown login method PLAIN LOGIN XOAUTH2",
        "Kalender, Kontakte und Aufgaben, Calendar, Contacts and Tasks, Service A. Exchange is down",
        "ExchangeService2013Sp1, X509Certificate2, AM0PR04MB1234, Exchange2013SP1CU23",
        "Recipient not found by SMTP address lookup\nErrorServerBusy: x",
        "Caused by: no mailbox\nTraceback (most recent call last):",
        "sync failed for user=\nErrorServerBusy",
        "Das Konto verfügt nicht über die Berechtigung",
        "On Mon, Oct 12, 2026 at 8:11 AM",
        "user 不存在",
        "has been seen by NAT64",
        "EXCH\\nRetry in 5",
        "refused by DES3, by CVE-2021, at COLUMN4, at OFFSET1024, on Q3-2026",
        "Coordinated Universal Time",
        "user 超时, mailbox ถูกล็อก, response from 服务器",
        "the error (80070005) and the guest (extern)",
        "Access has been blocked by Conditional Access policies.",
        "Requested by Web Dispatcher, locked by Background Job",
        "Utente: Amministratore, Пользователь: Администратор",
        "app 00000003-0000-0000-c000-000000000000 and 00000002-0000-0ff1-ce00-000000000000",
    ],
)
def test_what_is_said_of_nobody_stays(text: str) -> None:
    assert shown(text) == text


def test_a_name_beside_half_a_character_is_known() -> None:
    assert shown("\ud800 user anna is disabled") == "\ud800 user user-1 is disabled"


def test_a_word_is_added_to_its_list_and_known_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "_WAYS", ((("gjaldkeri",), sentences._WAYS[1][1]),))
    sentences._words.cache_clear()
    try:
        assert shown("gjaldkeri ottilie is absent") == "gjaldkeri user-1 is absent"
    finally:
        sentences._words.cache_clear()


def test_no_word_before_a_name_is_one_that_names_nobody_twice() -> None:
    """Lists are of lower case, or they are never met; a word without its comma is taken for its letters."""
    words = (*roles.USERS, *roles.PEOPLE, *roles.LABELS, *roles.DONE_BY, *roles.MACHINES, *roles.TENANTS)
    assert [word for word in (*words, *plain_words.NOBODY) if word != word.lower()] == []
    assert [word for word in (*words, *roles.LACKS, *roles.NOT_THERE) if word.isascii() and len(word.strip()) < 2] == []
