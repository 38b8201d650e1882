"""What sentences say of secrets in more words and languages, and what programs print of them in more places."""

from __future__ import annotations

import pytest

from analyzer.privacy.scrubbing import scrub, scrub_lines
from analyzer.privacy.watch import Removed

_ODD = "Quitte#Kern31x"
_MIXED = "QuitteKern3141"
_LETTERS = "qVtRTGWzOfUcNG"
_HEX = "7d3b1013a394e81079e2c0dfb2073e31"


@pytest.mark.parametrize(
    "said",
    [
        "Client secret of app ssi: … was refused",
        "API key of partner Nordwind: …",
        "Access token for mailbox svc: … expired",
        "Webhook secret of subscription 4711: …",
        "API key #2: …",
        "signing key of webhook 4711 -> …",
        "Client-Secret der App ssi lautet …",
        "clé API du partenaire Nordwind : …",
        "klucz API partnera Nordwind: …",
        "chiave segreta del partner Nordwind: …",
        "Tajemství aplikace … vypršelo",
        "Tajomstvo aplikácie … vypršalo",
        "Az alkalmazás titka … lejárt",
        "Το μυστικό της εφαρμογής … έληξε",
        "Uygulama sırrı … süresi doldu",
        "Sovelluksen salaisuus … on vanhentunut",
        "Secretul aplicației … a expirat",
        "Applikationshemmelighed … er udløbet",
    ],
)
def test_a_key_goes_whomever_a_sentence_says_it_is_of(said: str) -> None:
    assert _ODD not in scrub(said.replace("…", _ODD))


@pytest.mark.parametrize(
    "said",
    [
        "… to nie jest prawidłowe hasło",
        "… — неверный пароль",
        "…は正しいパスワードではありません",
        "… 不是正确的密码",
        "… är inte rätt lösenord",
        "… is niet het juiste wachtwoord",
        "… er ikke den rigtige adgangskode",
        "… ei ole oikea salasana",
        "… nem a helyes jelszó",
        "… doğru şifre değil",
        "… není správné heslo",
        "… n'est pas le bon mot de passe",
        "… non è la password giusta",
        "… was not accepted as the password for svc",
        "… wurde als Kennwort nicht akzeptiert",
        "Le mot de passe du compte svc a expiré, l'ancien était …",
        "the password of svc expired, the old one was …",
        "Das Kennwort ist abgelaufen, das alte war …",
        "La contraseña ha caducado, la anterior era …",
        "Hasło wygasło, stare to …",
        "Das Kennwort von svc war bis gestern … und gilt nicht mehr",
        "the password was until yesterday …",
    ],
)
def test_a_password_goes_that_was_wrong_or_is_old_in_any_language(said: str) -> None:
    assert _MIXED not in scrub(said.replace("…", _MIXED))


@pytest.mark.parametrize(
    "said",
    [
        "we sent …, but the mailbox wants another password",
        "Zertifikat ssi.pfx konnte mit … nicht geöffnet werden",
        "impossible d'ouvrir le coffre avec …",
        "Impossibile aprire il keystore con …",
        "key store opened with …",
        "no se pudo abrir el almacén de claves con …",
        "Kan sleutelarchief niet openen met …",
        "nie można otworzyć magazynu kluczy za pomocą …",
        "could not decrypt ssi.p12 using …",
        "login with svc;…;401",
        'DB2 user svc using "…" rejected',
        "Benutzer svc mit … abgelehnt",
        "user svc / … rejected",
        'process started: sync.exe "svc" "…" "https://mail.contoso.example"',
        "credential of svc => … => rejected",
        "Cannot reach svc:…@mail.contoso.example:443",
        "Cannot reach CONTOSO\\svc:…@10.1.2.3",
        "Cannot reach //svc:…@mail.contoso.example/EWS",
        "calling Login('…') on svc",
        'setPassword("…") failed',
        'ADODB.Open "Provider=x", "svc", "…" failed',
        "#3 Client.php(44): EWSClient->__construct('mail.contoso.example', 'svc', '…')",
        "#0 /var/www/Mailer.php(12): imap_open('{mail.contoso.e...', 'svc', '…')",
        '$sec = "…" | ConvertTo-SecureString -AsPlainText -Force',
        "'…'|convertto-securestring -AsPlainText",
    ],
)
def test_a_password_goes_where_something_is_opened_or_signs_in(said: str) -> None:
    assert _ODD not in scrub(said.replace("…", _ODD))


@pytest.mark.parametrize(
    "said",
    [
        "Password … wrong",
        "Das Kennwort »…« ist zu kurz",
        "Kennwort ›…‹ ist zu kurz",
        "Utente svc e password … rifiutati",
        "Zugang verweigert: Nutzer svc, PW …",
        "Request options { auth: ['svc', '…'] } failed",
        "it failed: -u svc:… was refused",
        "bearer=… refused",
        "Webhook signing secret … rejected",
        "Invalid client secret … for application ssi",
        "LogonUser(svc, CONTOSO, …) failed 1326",
        'service.login("svc", "…")',
        "trying svc_ews:…@mail.contoso.example",
    ],
)
def test_letters_in_no_order_go_directly_behind_a_word_for_a_secret(said: str) -> None:
    assert _LETTERS not in scrub(said.replace("…", _LETTERS))


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("Open Server=db01;User ID=svc;Password=the quitte kern;Encrypt=True", "quitte kern"),
        ("Data Source=db01;Pwd=eine quitte kern;Initial Catalog=crm", "quitte kern"),
        ("SAP C4C inbound user _EWS01 with Quitte_kernX31 refused", "Quitte_kernX31"),
        (
            f"GET https://outlook.office365.com/owa/calendar/{_HEX}@contoso.example/{_HEX}587874/reachcalendar.ics",
            f"/{_HEX}5",
        ),
        (f"GET https://calendar.google.com/calendar/ical/svc/private-{_HEX}/basic.ics failed", _HEX),
        (f"keytab entry aes256-cts-hmac-sha1-96 {_HEX}{_HEX}", _HEX),
        (f"rc4_hmac: {_HEX}", _HEX),
        (f"(arcfour-hmac) 0x{_HEX}", _HEX),
        (f"krbtgt hash {_HEX}", _HEX),
        (f"$krb5asrep$23$svc@CONTOSO:{_HEX}${_HEX}{_HEX}", _HEX),
        (f"$krb5tgs$23$*svc$CONTOSO$http/mail*${_HEX}${_HEX}", _HEX),
        (f"NTLMv2 svc::CONTOSO:1122334455667788:{_HEX}:010125d885ee920a47434481797cdb03", _HEX),
        (f"Mailchimp {_HEX}-us14 refused", _HEX),
        ("POST https://hooks.zapier.com/hooks/catch/553891/sQmbUSjrUBDbpr answered 410", "sQmbUSjrUBDbpr"),
        ("https://maker.ifttt.com/trigger/sync/with/key/sQmbUSjrUBDbpr", "sQmbUSjrUBDbpr"),
        ("Azure DevOps PAT 45jymJ8RVuhluz refused", "45jymJ8RVuhluz"),
        ("user_code SO2T62WGDCB3F7VW expired", "SO2T62WGDCB3F7VW"),
        ("xapp-1-A0AB12CD3-4711-7d3b1013a394e81079e2 refused", "7d3b1013a394e81079e2"),
        ("ASIAQK29VLQ81MXW0TTY refused", "QK29VLQ81MXW0TTY"),
        (f"shpss_{_HEX} refused", _HEX),
        ("two-factor code 730146 rejected", "730146"),
        ("second factor 730146 rejected", "730146"),
        ("zweiter Faktor 730146 abgelehnt", "730146"),
        ("backup codes 753676 545452 129933 used", "129933"),
        ("recovery codes: 753676, 545452, 129933", "545452"),
        ('password changed from "OfficeCalendar" to "MailboxServer"', "OfficeCalendar"),
        ('password changed from "OfficeCalendar" to "MailboxServer"', "MailboxServer"),
        ("password was changed from '3292' to '6519'", "6519"),
        ("Kennwort von „OfficeCalendar“ auf „MailboxServer“ geändert", "MailboxServer"),
        ("try 38511458 as the password", "38511458"),
    ],
)
def test_a_secret_goes_from_addresses_hashes_keys_and_escapes(said: str, secret: str) -> None:
    assert secret not in scrub(said)


@pytest.mark.parametrize(
    "said",
    [
        "SAML assertion user mapping failed",
        "password policy requires 8 characters",
        "The password of the account expired",
        "password policy requires a digit, see KB5001234",
        "The token (InvalidAuthenticationToken) is invalid",
        "Access token for mailbox svc expired",
        "API key of partner Nordwind expired",
        "Client secret of app 4711 expired: AADSTS7000222",
        "API key for tenant contoso: invalid",
        "Access token for audience https://outlook.office365.com: ErrorAccessDenied",
        "token of user anna: request-id 8f0e1c2d-1111-4222-8333-444455556666",
        "Cannot reach mail.contoso.example:443",
        "mailto:anna.berg@contoso.example, smtp:anna.berg2@contoso.example, sip:anna2@contoso.example",
        "SMTP:Anna.Berg2026@contoso.example is no mailbox",
        "user:anna1@contoso.example was locked",
        "mailbox:svc2026@contoso.example: ErrorNonExistentMailbox",
        "To:svc01@contoso.example From:svc02@contoso.example",
        "ErrorItemNotFound:item4711@contoso.example",
        "urn:schemas:contacts2@x.example",
        "at com.sap.Client.login(Client.java:88)",
        "#3 Client.php(44): EWSClient->__construct('mail.contoso.example', 'svc', Array)",
        "#0 /var/www/ssi/src/Client.php(12): EWSClient->getItem('AAMkAGI2', 'IdOnly')",
        "#2 Sync.php(44): Sync->run('2026-10-12', 'CalendarView', 25)",
        "LogonUser(svc, CONTOSO, InteractiveLogon) failed 1326",
        "calling Login('svc') failed",
        "GET https://mail.contoso.example/owa/calendar/anna@contoso.example/Calendar/reachcalendar.ics",
        "GET https://calendar.google.com/calendar/ical/svc/public/basic.ics failed",
        "encryption types aes256-cts-hmac-sha1-96 aes128-cts-hmac-sha1-96 rc4-hmac are not supported",
        "krbtgt/CONTOSO.EXAMPLE was not found, kvno 12",
        "file hash 250170cfb9f8833df227dac886a04973 of upload",
        "PAT is disabled for this organization",
        "user_code expired, device code flow was cancelled",
        "we sent GetFolder, but the mailbox wants another password",
        "Sync2Way was not accepted as operation",
        "svc_ssi01 is not allowed to change the password",
        "mail01 is not the right server for this password reset",
        "Exchange2019 requires another password policy",
        "Das Kennwort von svc war bis gestern gültig",
        "Le mot de passe du compte svc a expiré, l'ancien serveur était EXCAS02",
        "Zertifikat ssi.pfx konnte mit CN=mail01 nicht geöffnet werden",
        "mailbox opened with ExchangeServer2019",
        "file opened with UTF-8",
        "Connection opened with TLSv1.2",
        "key store opened with PKCS12",
        "cannot open the store with MAPI",
        "cannot open folder with id AAMkAGI2NG",
        "Tajemství aplikace vypršelo",
        "Az alkalmazás titka lejárt",
        "Password ExpirationDate wrong",
        "Password MailboxServer wrong",
        "the password MustChange flag is set",
        "Invalid client secret provided",
        "Invalid client secret ErrorAccessDenied",
        "bearer=true, auth: ['svc', 'ReadWrite'] failed",
        "secret ClientSecretCredential failed",
        "token AcquireTokenSilent failed",
        "login with svc;ErrorServerBusy;401",
        "SAP C4C inbound user _EWS01 with role COD_EWS01 refused",
        "SAP C4C inbound user _EWS01 with SAML2 refused",
        "user svc with ExchangeImpersonation refused",
        'user svc using "OAuth2" rejected',
        "user svc using NTLMv2 rejected",
        'process started: sync.exe "svc" "Sync2Way" "https://mail.contoso.example"',
        "user svc / server mail01 rejected",
        "error code 143936 rejected, second attempt 726955 failed",
        "two-factor is required, error 500121",
        "second factor is required (50076)",
        "backup of 753676 items done",
        'password changed from "user" dialog',
        "Passwort war falsch, bitte ändern",
        "one-time password is required",
        "one-time password expired",
        'policy changed from "3292" to "6519"',
        "path C:\\075data\\file, \\101 octal",
        "the password MustChange flag is set on the mailbox",
        "PAT 12 is disabled",
        "https://hooks.zapier.com/hooks/catch answered 410",
        "file hash 250170cfb9f8833df227dac886a04973 of the upload",
        "std::vector::push_back(4711) failed",
        "Locale en-us1 is unknown",
        "GET /owa/calendar/anna@contoso.example/Calendar/calendar.html",
        "AES256_CTS_HMAC_SHA1_96 is required",
        "api key of partner Nordwind: not found",
        "password=not set;user=x; retry",
        "X->__construct('mail.contoso.example', 'Exchange2013_SP1')",
    ],
)
def test_what_looks_like_one_of_these_and_tells_nothing_stays(said: str) -> None:
    removed = Removed()
    removed.look(said.encode())

    assert scrub_lines(said) == said
    assert not removed.values
