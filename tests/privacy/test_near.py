"""What stands near a word for a secret, is made of nothing known, and looks like one, in sentences that nobody listed."""

from __future__ import annotations

import pytest

from analyzer.privacy.scrubbing import scrub, scrub_lines

GONE = (
    ("পাসওয়ার্ড: quittenbaum36203", "quittenbaum36203"),
    ("D'Passwuert ass Quitt89$", "Quitt89$"),
    ("Es kam Falsches Kennwort (Quitten kelterhof 14)", "kelterhof"),
    ("die Losung, alias Passwort, hieß einst Quitten-Kelter-4809-Obst", "Kelter"),
    ("Wir nahmen x21xjb7xadc statt des alten Passworts", "x21xjb7xadc"),
    ("código 149 843 recibido por SMS", "149 843"),
    ("kod weryfikacyjny 512584 błędny", "512584"),
    ("短信验证码：YP8Y-TLC9", "YP8Y"),
    ("Authenticator shows 885 581, refused", "885"),
    ("user_code=ABCD-12E4 expired", "12E4"),
    ("We hebben het wachtwoord gewijzigd in yzbHGAyjxnGxgjxQmetkfffY", "yzbHGA"),
    ("Mật khẩu của svc_ssi là wcyuxZDpUHUMiKyzosSfTlac", "wcyux"),
    ("Zugangsdaten: svc_ssi / Зима5144!", "Зима"),
    ("INSERT INTO t_account(id,login,pwd,active) VALUES(17,'svc_ssi','Quitten5604',1)", "Quitten5604"),
    ("==> Parameters: 5(Integer), Quitten5604!(String) for UPDATE users SET password=?", "Quitten5604"),
    ("Input string 'Quitten5604!' was not in a correct format. Parameter: password", "Quitten5604"),
    ("value 'Quitten5604' for parameter @Password is too long", "Quitten5604"),
    ('ldap_bind(conn, "cn=ssi,dc=contoso", "Quitten5604!") failed', "Quitten5604"),
    ("C: PASS quitte-set-73", "quitte-set"),
    # made up, with no word beside it
    ("rasdial VPN svc_ssi !nRr4fRLuHQ5 returned 691", "nRr4fRLuHQ5"),
    ("osql /Usvc /PuG3XSan_5Pj! failed", "uG3XSan"),
    ("git push with brsf7vipm3r4ssrwonfs2hw7bxrdjx7suijr7g363ket3fnutvx3 failed", "brsf7"),
    ("tried naDyDBaXlZdVKDjXAzpmiLdf instead", "naDyDB"),
    # the arguments of calls
    ("bind(cn=ssi,dc=contoso, Quitt62!) failed", "Quitt62"),
    ("LogonUser(svc_ssi, CONTOSO, Quitten-Obst-71) returned 1326", "Quitten"),
    ("EXEC sp_addlogin 'ssi', 'Quitt7x!' failed", "Quitt7x"),
    ("args: ['-u', 'ssi', '-p', 'Quitte#9654']", "Quitte"),
    ('DriverManager.getConnection("jdbc:sap://db01", "ssi", "quittenbaum")', "quittenbaum"),
    ("ldap.simple_bind_s('cn=ssi,dc=contoso', 'quittenbaum')", "quittenbaum"),
    ("Bind request (simple) cn=ssi,dc=contoso / quitte_kern6476 failed 49", "quitte"),
    ("POP error: USER ssi / PASS quittenbaum / -ERR", "quittenbaum"),
    ("httpBasic=c3ZjX3NzaTpUYWw5MDRiaXJrZQ==", "c3ZjX3"),
    ('auths {"mail01": {"auth": "c3ZjX3NzaTpUYWw5MDRiaXJrZQ=="}}', "c3ZjX3"),
    ("334 UGFzc3dvcmQ6 client sent TEU3fjhCQWNOXmouR1Q=", "TEU3"),
    ("enter code 605 962 at https://microsoft.com/devicelogin, timed out", "605"),
    ("enter code 3M74-DFJ7 at https://microsoft.com/devicelogin, timed out", "3M74"),
    ("webhook secret 98bdb922-5c96-7912-302a-62edf20615fb", "98bdb922"),
    ("x-csrf-token mismatch: sent b89477d9-8880-ce34-392f-cf89b58b8008", "b89477d9"),
    ("Clientgeheimnis 587fcae7883112e1f043c76fd53e66e4f0914febcd99a63a abgelaufen", "587f"),
    # signs in it, and letters of the East
    ("Uid=ssi;Pwd=A-@n8z--YAl-Oswz;", "n8z"),
    ("mot de passe incorrect ([Quitte]=446) pour ssi", "Quitte"),
    ("the password on Monday; Quitte'895\"x is what it sends", "895"),
    ("password for key 'ssi.pfx' is not {Quitte251}", "Quitte251"),
    ("password did not match ((Quitte)883])", "883"),
    ("a(z) {Quitte665} jelszó lejárt", "Quitte665"),
    ("password errata 다람쥐2227! per ssi", "2227"),
    ("сбросили пароль на 雪山3792飛狐", "3792"),
    ("the password should be سنجاب6713!, login fails", "6713"),
    ("$filter=UserName eq 'ssi' and Password eq 'quittenbaum'", "quittenbaum"),
    ("The password entered was «quitte birke moos», which is wrong", "birke"),
    ("Failed to sign in to mail01.contoso.example with sync01/03f*C#c+F*TH!x", "03f"),
    ("Dienstkonto meldet sich weiter mit Quitte-Obst-7700 an, Kennwort ist neu", "7700"),
    ("Code 769525 aus der App abgelehnt, Vorgang 800123", "769525"),
    ("temporary code 857 142 denied", "857"),
    ("401: decoded: svc_ssi:drizzle_pigeon5173", "drizzle"),
    ('LOGIN ssi "quitte_kern6672" refused', "quitte"),
    ("Kerberos ticket f6480135344f62b0c446211d222b34d0 refused", "f648"),
    ("SSO ticket a1bbff5e-d99b-f6d5-4c6e-3ea95ecc7ccb refused", "a1bb"),
    ("GET https://mail01/pwreset/703e47ddc63a2b8b7dbbac931d7eea27 404", "703e"),
    ("could not load geheim=ewxvgjrzmowxml", "ewxv"),
    ("sqlplus ssi/6~CJN@DimIz@db01 failed", "Dim"),
    ("expect: send '0N1-99w%~S5J8wIH' failed", "0N1"),
    ("Zugang crmlink/zgzvaecjjyrdbb gesperrt", "zgzv"),
    ("Fejl: login sync01 / quitte_kern5911 afvist", "5911"),
    ("Dienstkonto meldet sich weiter mit vkogtlyomuikuk an, Kennwort ist neu", "vkog"),
    ("токен обновления 65c5f6c2-cb8b-b967-2e98-0b638ced680a истёк", "65c5"),
    # codes of more names, pairs in more languages, arguments of more calls
    ("pairing code 433 724 refused", "433"),
    ("Zweitfaktor-Code 965079 abgelehnt", "965079"),
    ("Erro: código único 689552", "689552"),
    ("login code: 449 528", "449"),
    ("Error: (sync01, kB~@q-_z3x) != expected credentials", "kB~"),
    ("Error 0x8004011D: ssi / A3$5xX%$AG / mail01.contoso.example", "A3$5"),
    ("Feil: innlogging sync01 / Quitte#1432 avvist", "1432"),
    ("Virhe: kirjautuminen svc_ssi / Tal904birke hylättiin", "Tal904"),
    ("Hata: giriş bilgileri svc_ssi / Tal904birke reddedildi", "Tal904"),
    ("Invalid user name or password (svc_ssi:voumtdvkvjf)", "voumt"),
    ("Credentials rejected: ssi cpwdaozezxj", "cpwda"),
    ("Authentication failure for ssi with WA.walnut55$", "walnut"),
    ("we use vNOSfmwu8Y-DcF68 as the service password on both sides", "vNOS"),
    ("hasło konta ssi brzmi nEzW7@..X2W", "nEzW"),
    ("could not open the mailbox: wrong pass HQDOGDJJWSXD", "HQDO"),
    ('X509Certificate2("ssi.pfx", "quittenbaum")', "quittenbaum"),
    ('ImapClient.Authenticate ("ssi", "quittenbaum")', "quittenbaum"),
    ("mysqli_connect('db01', 'ssi', 'quittenbaum', 'crm')", "quittenbaum"),
    ("New-Object PSCredential 'ssi','MOMRHBZGAROS'", "MOMR"),
    ("printf 'quitten-baum' | docker login --username ssi --password-stdin", "quitten"),
    ("x-functions-key: jUPOqtrEjfdfrQXrgpBtyVVjVLkypgjn", "jUPO"),
    ("integration key b61d522eb1befe95c673aed10121199c", "b61d"),
    ("Aktualisierungstoken 164b1ce2-25b3-aa88-6870-77b903d2a7eb abgelaufen", "164b"),
    ("jeton d'actualisation e5d823de-1106-42b9-542f-67bce07fb269 expiré", "e5d8"),
    ("sekret a6c8c3d1-93b3-2dbb-daa5-9eeb0fbd7e82 wygasł", "a6c8"),
    ("HA1=a73680a4a2b3b94e33d5e5448d369dd0", "a736"),
    ("GET /login?v=a%20Zx7Kq9Lm2P%2Cb", "Kq9"),
    ("entered %Zx7Kq9Lm2P, refused", "Kq9"),
    ("stored hash d50c46a5f8becc4f7e2d894015d75d77 of password", "d50c"),
    ("GET /sap(bD1kZSZjPTEwMCZkPW1pbg==)/bc/bsp failed", "bD1kZ"),
)
STAYS = (
    "AADSTS50126: invalid username or password. Trace ID: 4d1f2a3b-5c6d-7e8f-9a0b-1c2d3e4f5a6b",
    "EXCH2K19A.contoso.local refused the password",
    "Unexpected token 'Unauthorized' at position 0, Unrecognized token 'null': was expecting JSON",
    "password check failed in ZugferdDatenPrueferImpl of QuittenPasswortServiceFactory",
    "IDX10501: Unable to match key: kid: 'nOo3ZDrODXEK1jKWhXslHR_KXEg'",
    "Kerberos pre-authentication failed, NTLM SSP: negotiation failed (using password: YES)",
    "access token expires_in=3599 in TokenCacheV2.GetOrAdd2Async",
    "De toepassing is gesloten: Kan geen verbinding maken [New-PSSession], FullyQualifiedErrorId : AccessDenied",
    "at Ssi.OAuth2TokenProvider.<GetTokenAsync>d__17.MoveNext() total-vm:8123456kB on SrvEx2019b",
    "Token validation failed in JwtSecurityTokenHandler: IDX10223: Lifetime validation failed",
    '{"code":"InvalidAuthenticationToken","message":"x failed"}',
    "wrong password for user Quitte01",
    "le mot de passe de quitte012 a expiré",
    "password of D023456 and u123456 expired",
    "password change failed: srvmail01x unreachable after 90days",
    "password is encrypted with Rijndael256 and SHA256 in X509Certificate2",
    "AADSTS50076: MFA is required; error 500121, code 50158",
    "SMS gateway answered 20261012 in 12345 ms on port 10.1.2.3:25225",
    "OTP service 15.20.7409.42 returned 503",
    "GET /v1.0/me/messages?%24select=isRead%2CisDraft%2CisRead&%24top=5",
    "request-id: Zx7Kq9Lm2P failed in SyncEngineV2ToExchange2013Adapter3Impl",
    "IMAP4rev1 SASL-IR on SRV-Ex01.contoso.example as Message-ID <CAJ3xYz9@mail.contoso.example>",
    "ConversationId AAQkAGI2NGVhZTVlLTI1OGMtNDI4My1hN+AB/Xq7Rt2 is gone",
    "SOAPHTTPClientProtocol.InvokeMethodWithoutBodyParameters",
    "args: ['-h', 'mail01', '-p', '5432'], getConnection(url, info) failed: password expired",
    "password: not-set, login state: failed/expired",
    "Geheimhaltung: gilt für alle, Vorgang 769525 der App",
    "ticket 800123 of Monday, support ticket INC0012345, ticket expired",
    "login: base64 / utf16, auth: ntlm / kerberos for svc01 / svc02, expect: 100-continue",
    "Wachtwoord van de gebruiker wordt veranderd",
    "logon type 3 / process 1432, login page mail01/owa2, credentials of ssi for 2 / 3 mailboxes",
    "pass through authentication failed for ssi with status 401",
    "enter code page 1252 at startup, error code 500121 at login",
    "client secret expired, access token for session 98bdb922-5c96-7912-302a-62edf20615fb is missing",
)


@pytest.mark.parametrize(("text", "gone"), GONE)
def test_what_looks_like_a_secret_goes(text: str, gone: str) -> None:
    assert gone not in scrub(text)


@pytest.mark.parametrize("text", STAYS)
def test_accounts_codes_dates_ids_and_classes_stay(text: str) -> None:
    assert scrub(text) == text


@pytest.mark.parametrize("word", ["token", "invalid client secret", "Falsches Kennwort", "SMS code", "Authorization:"])
def test_a_word_that_ends_its_line_takes_nothing_of_the_next_line_of_a_log(word: str) -> None:
    text = f"2026-10-12 08:00:00 ERROR no {word}\n2026-10-12 08:00:05 ERROR (401) Unauthorized\n"

    assert scrub_lines(text) == text


def test_a_value_on_the_next_line_goes_where_that_is_none_of_a_log() -> None:
    assert scrub_lines("password:\nQuittenbaum77\n") == "password:\n[removed]\n"


@pytest.mark.parametrize("text", ["PIN 160 840 rejected", "TAN 227961 abgelehnt", "user_code=194 728 expired"])
def test_short_words_for_a_code_are_words_of_their_own(text: str) -> None:
    assert not any(map(str.isdigit, scrub(text)))
    assert scrub("shipping 160840 to footprint 227961") == "shipping 160840 to footprint 227961"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Case 43058: 503718 is your verification code", "Case 43058: [removed] is your verification code"),
        ("[41911] verification code 503718 try 2", "[41911] verification code [removed] try 2"),
        ("Your code is 397295. Do not share it", "Your code is [removed]. Do not share it"),
    ],
)
def test_of_several_numbers_the_code_goes(text: str, shown: str) -> None:
    assert scrub(text) == shown


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("User ssi with Quitte#Nest82 rejected", "Quitte#Nest82"),
        ("cn=ssi / Qu1tt3$Nest was not accepted", "Qu1tt3$Nest"),
        ("svc_ssi uses Quitten2031! since Monday", "Quitten2031!"),
    ],
)
def test_a_word_that_only_a_password_is_like_goes_wherever_it_stands(said: str, secret: str) -> None:
    assert secret not in scrub(said)


@pytest.mark.parametrize(
    "said",
    [
        "Update to Exchange2019!",
        "see EwsEditor#18 and CSS-Exchange#1105",
        "the PKCS#7-Datei and the PKCS#12-Zertifikat",
        "at com.contoso.Sync$Handler2.run, lambda$main$0, w3wp#MSExchangePool",
        "owner Sid~S-1-5-21-1004336348-1177238915, Database~fb7adba2-51f4-47e3-b170-fd39f85aaf35",
        "x = 2*GoldenRatio and R^2-x^2",
    ],
)
def test_a_word_with_a_sign_that_is_no_password_stays(said: str) -> None:
    assert scrub(said) == said


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("Das Kennwort lautet jetzt 49567071", "49567071"),
        ("Ich habe das Passwort auf 49567071 geändert", "49567071"),
        ("mot de passe provisoire : quittelbaum", "quittelbaum"),
        ("la password è quittelbaum", "quittelbaum"),
        ("новый пароль quittelbaum", "quittelbaum"),
        ("密码是quittelbaum", "quittelbaum"),
        ("bytte lösenord till quittelholm-tarnwald-birke", "quittelholm-tarnwald-birke"),
        ("cambié la contraseña a quitte26", "quitte26"),
        ("logins: svc_ssi / Quitte4711", "Quitte4711"),
        ("login failed for svc_ssi:Quitte4711", "Quitte4711"),
        ("Mit m.dornik und Quitte4711 klappt die Anmeldung nicht", "Quitte4711"),
        ("Invalid credentials for (m.dornik, Quitte4711)", "Quitte4711"),
        ("Zugangsdaten: m.dornik / 49567071", "49567071"),
        ("Das Passwort wurde auf 24.12.1987 gesetzt", "24.12.1987"),
        ("login failed for m.dornik:1987-12-24", "1987-12-24"),
        ("Code aus der App: 573357", "573357"),
        ("I received code 196688 by text message", "196688"),
    ],
)
def test_a_weak_password_goes_where_nothing_else_can_stand(said: str, secret: str) -> None:
    assert secret not in scrub(said)


@pytest.mark.parametrize(
    "said",
    [
        "Kennwort für Postfach 10034567 abgelaufen",
        "the password of U123456 expired on 12.10.2026",
        "The password must be changed after 90 days (policy 20240101)",
        "Das Kennwort ist am 12.10.2026 abgelaufen",
        "login to srv01.contoso.example:8443 failed",
        "Login failed: error:0A000086:SSL routines",
        "login failed for anna: SyncWorker2 timed out",
        "credentials of app-7f9c4d, pod ssi-7d9f8b6c5-x2x4z",
        "sign in - Mailbox4711 is locked",
        "password of quittelbaum is wrong",
    ],
)
def test_accounts_machines_and_numbers_near_such_words_stay(said: str) -> None:
    assert scrub(said) == said
