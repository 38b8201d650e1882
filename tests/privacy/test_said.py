"""Passwords as sentences tell them, in the languages customers write; and what is only said of one, which stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.case import Order, run
from analyzer.privacy.scrubbing import scrub
from analyzer.report.files import Format

ANY = ("Quitte2031!", "quittenbaum31", "Zk4#nB7$wP")
ODD = ("Quitte2031!", "Zk4#nB7$wP", "Quitten7Baum")

SAID = {
    "en": (
        "the password for svc_ssi was changed to …|tried with the password …|password of svc_ssi: …|wrong password '…'"
        "|… is not the password of svc_ssi|tried … as password|password has been reset to …|password (…) invalid"
        "|password changed from … to a new one|the password is still … today"
        "|password ==> …|password → …"
    ),
    "de": (
        "das Kennwort für svc_ssi wurde auf … geändert|… ist nicht das Kennwort von svc_ssi|mit … als Kennwort"
        "|Passwort … wurde abgelehnt|wir haben das Passwort auf … geändert|Kennwort für das Postfach ist jetzt …"
        "|Ihr vorläufiges Kennwort ist …"
    ),
    "fr": "nous avons changé le mot de passe en … hier|mot de passe provisoire … refusé|le mot de passe de svc_ssi a été changé en …|essayé … comme mot de passe|mot de passe (…) invalide",
    "es": "hemos cambiado la contraseña a … y falla|la contraseña de svc_ssi se cambió a …|contraseña incorrecta '…'|su contraseña temporal es …|la contraseña antigua … ha caducado",
    "pt": "alteramos a senha para … e falhou|a senha de svc_ssi foi alterada para …|… não é a senha de svc_ssi|sua senha temporária é …",
    "it": "abbiamo cambiato la password in … e da allora|password temporanea … non accettata|la password di svc_ssi è stata cambiata in …|password reimpostata su …|la password temporanea è …",
    "nl": "het wachtwoord van svc_ssi is gewijzigd in …|… geprobeerd als wachtwoord|wachtwoord opnieuw ingesteld op …",
    "pl": "zmieniliśmy hasło na … wczoraj|hasło użytkownika svc_ssi zmieniono na …|hasło tymczasowe to …|… nie jest hasłem użytkownika svc_ssi",
    "sv": "lösenordet för svc_ssi är …|lösenordet för svc_ssi har ändrats till …|försökte … som lösenord",
    "da": "adgangskoden for svc_ssi blev ændret til …|adgangskode til svc_ssi: …|… er ikke adgangskoden",
    "nb": "passordet for svc_ssi ble endret til …|passordet ble tilbakestilt til …",
    "cs": "heslo uživatele svc_ssi je …|heslo uživatele svc_ssi bylo změněno na …|heslo pro svc_ssi: …",
    "ro": "parola utilizatorului svc_ssi este …|parola lui svc_ssi a fost schimbată în …|parola veche … a expirat",
    "hu": "a(z) … jelszó elutasítva|bejelentkezés … jelszóval sikertelen",
    "tr": "parolayı … olarak değiştirdik|ŞİFRE: …|şifremiz …|parolanız …|… parolası reddedildi|… parolasıyla oturum açılamadı",
    "ru": "пароль пользователя svc_ssi: …|пароль пользователя svc_ssi изменён на …|пароль для svc_ssi — …",
    "uk": "пароль користувача svc_ssi: …|пароль користувача svc_ssi змінено на …",
    "el": "ο κωδικός πρόσβασης του svc_ssi είναι …|ο κωδικός άλλαξε σε …",
    "bg": "паролата на svc_ssi е …|паролата е променена на …",
    "hr": "lozinka korisnika svc_ssi je …|lozinka je promijenjena u …",
    "zh": "密码：…|临时密码是…|用户 svc_ssi 的密码已更改为 …",
    "ja": "パスワード：…|仮パスワードは…です",
}

LOUDER = (
    "login failed: svc_ssi with pass … refused",
    "credentials svc_ssi … rejected",
    "user svc_ssi entered … and the server asked for the password again",
)
"""Where an account may stand as well: only what has capitals, or signs, goes."""


@pytest.mark.parametrize("secret", ANY)
@pytest.mark.parametrize("said", [said for of_language in SAID.values() for said in of_language.split("|")])
def test_a_password_goes_wherever_a_sentence_tells_it(said: str, secret: str) -> None:
    assert secret not in scrub(said.replace("…", secret))


@pytest.mark.parametrize("secret", ODD[:2])
@pytest.mark.parametrize("said", LOUDER)
def test_what_looks_like_a_password_goes_where_an_account_may_stand(said: str, secret: str) -> None:
    assert secret not in scrub(said.replace("…", secret))


def test_letters_of_other_alphabets_make_a_password_too() -> None:
    assert "Весна" not in scrub("Пароль пользователя svc_ssi: Весна2031!")


@pytest.mark.parametrize(
    "said",
    [
        "the password of user quitte01 has expired",
        "wrong password for user Quitte01",
        "User Quitte01 entered a wrong password",
        "Anmeldung von Quitte01 fehlgeschlagen: falsches Kennwort",
        "das Kennwort von Quitte01 ist abgelaufen",
        "le mot de passe de quitte012 a expiré",
        "la password di quitte012 è scaduta",
        "het wachtwoord van quitte012 is verlopen",
        "lösenordet för quitte012 har gått ut",
        "adgangskoden til quitte012 er udløbet",
        "heslo uživatele quitte012 vypršelo",
        "пароль пользователя quitte012 истёк",
        "password change failed: srvmail01x unreachable",
        "password was changed on 12.10.2026 by admin01",
        "password was changed to comply with policy",
        "password reset for tenant nordwind2 in EWS1",
        "the password for the mailbox was not accepted by Exchange2019",
        "password of the service user is older than 90days",
        "password is encrypted with Rijndael256",
        "incorrect password (0x8007052e)",
        "password for CN=Quitte01,OU=Users,DC=nord,DC=intern wrong",
        "login failed for Quitte01: password expired",
        "password grant is not enabled for app 00000003-0000-0000-c000-000000000000",
        "credentials for Exchange2016 were refused",
        "new password was set by user admin012",
        "wrong password for user Quitte (srv-mail-01)",
        "Das Kennwort ist seit 11.10.2026 abgelaufen (Fehler 0x80070532)",
        "we changed the password for the mailbox quitte012 in Exchange2019",
        "hasło na koncie quitte012 wygasło",
        "KDC_ERR_PREAUTH_FAILED password wrong, etype aes256-cts",
    ],
)
def test_what_is_only_said_of_a_password_stays(said: str) -> None:
    assert scrub(said) == said


KEYED = ("quitte31kern77x4", "Qu7tte-Kern-3x9K")
NAMES = (
    "access token",
    "api_key",
    "client secret",
    "shared secret",
    "signing key",
    "session cookie",
    "MYSAPSSO2",
    "nonce",
)


@pytest.mark.parametrize("secret", KEYED)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "said",
    [
        "NAME … was rejected",
        "the NAME is …",
        "NAME of user svc_ssi: …",
        "NAME (…) has expired",
        "'NAME': '…'",
        "<NAME>…</NAME>",
        "NAME -> …",
        "NAME was changed to …",
        "NAME mismatch: expected …",
        "sent … as the NAME",
    ],
)
def test_a_key_goes_wherever_a_sentence_tells_it(said: str, name: str, secret: str) -> None:
    assert secret not in scrub(said.replace("NAME", name).replace("…", secret))


@pytest.mark.parametrize(
    "said", ["OTP: …", "the PIN is …", "TAN 3: …", "verification code (…) expired", "Einmalcode …"]
)
def test_a_code_of_digits_goes_behind_a_word_for_one(said: str) -> None:
    assert "730146" not in scrub(said.replace("…", "730146"))


@pytest.mark.parametrize(
    "said",
    [
        "The token (InvalidAuthenticationToken) is invalid",
        "CompactToken parsing failed with error code: 80049217",
        "The refresh token has expired. The token was issued on 2026-01-01T08:00:00.0000000Z, inactive for 90.00:00:00.",
        "Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089",
        "ticket INC0012345678 was opened",
        "59-token-success-v1-numbers-as-strings.http",
        "Signature RSAWithSHA256 is not supported, rsa-sha256 is",
        "token of user svc_ssi_prod01 expired, token type Bearer, tokens=3",
        "client secret keys for app '3fa85f64-5717-4562-b3fc-2c963f66afa6' are expired",
        "secret not found in vault ssi-prod-vault01",
        "error code: 0x80070005, error code 12345678, status code 401",
        "the PIN must have 6 digits, PIN 3 attempts left, OTP is required (2 of 3)",
        "session id 12345 not found, session cookie is missing",
        "token validation for request 9f8e7d6c5b4a39281706f5e4d3c2b1a0 failed",
        "key not found: SSI_CONFIG_TABLE, primary key 1000587 violated",
    ],
)
def test_what_is_only_said_of_a_key_stays(said: str) -> None:
    assert scrub(said) == said


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("HTTP header 'X-SAP-Auth' = 'Qk29vLq81mXw0TtY' not accepted", "Qk29vLq81mXw0TtY"),
        ("x-functions-key: Vv8Qn3TzLp7RkMw2Xc5Yb9Hd==", "Vv8Qn3TzLp7RkMw2Xc5Yb9Hd"),
        (r"SASL PLAIN: \0svc_ssi\0Quitten!Feld42", "Quitten!Feld42"),
        ("impersonation with svc_ssi|Quitten!Feld42 failed", "Quitten!Feld42"),
        ("proxy authentication required for svc_ssi:Quitten!Feld42@proxy01", "Quitten!Feld42"),
        ("recovery phrase: apfel birne kirsche traube melone", "kirsche"),
        ("Sicherheitsfrage: Name des Haustiers = Minka77", "Minka77"),
        ("magic link https://sso.quitte.example/l?t=Zk29vLq81mXw0TtYbN4c", "Zk29vLq81mXw0TtYbN4c"),
        ("reset link: https://sso.quitte.example/reset/Zk29vLq81mXw0TtYbN4c", "Zk29vLq81mXw0TtYbN4c"),
        ("app password abcd-efgh-ijkl-mnop used", "abcd-efgh-ijkl-mnop"),
    ],
)
def test_a_secret_goes_from_fields_links_and_pairs(said: str, secret: str) -> None:
    assert secret not in scrub(said)


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("password #1: quitten-45-stus", "quitten-45-stus"),
        ("password reset at 08:00: quitten-45-stus", "quitten-45-stus"),
        ("Password for the impersonation account -> qui$t=!w7uZ", "qui$t=!w7uZ"),
        ("Kennwort geändert am 01.10.: quitten-45-stus", "quitten-45-stus"),
        ("Kennwort lautet Quittenregen", "Quittenregen"),
        ("bindpw quitten-45-stus", "quitten-45-stus"),
        ("login of svc_ssi/Quitten2031! failed with 401", "Quitten2031!"),
        ("Anmeldung svc_ssi/quitten-45-stus fehlgeschlagen", "quitten-45-stus"),
        ("401 for svc_ssi using 'quitten-45-stus'", "quitten-45-stus"),
        ("Args: [-u, svc_ssi, -p, Quitten2031!, -s, mail]", "Quitten2031!"),
        ("mysql -usvc -pquitten-45-stus -h db", "quitten-45-stus"),
        ("curl --ntlm --user 'svc:btPCaKDfb8AV7qZ' https://x", "btPCaKDfb8AV7qZ"),
        ('service.Credentials = new WebCredentials("svc", "Quitten&49ab", "CORP");', "Quitten&49ab"),
        ("cookie 'cadata' = k20AkVPLy0KDAB60JPqPMF2zyo6c5R", "k20AkVPLy0KDAB60JPqPMF2zyo6c5R"),
        ("<entry><string>password</string><string>quitten</string></entry>", "<string>quitten"),
        ("Decrypt failed for ENC(PcF4kQ7xR2mVn9TzLb4w)", "PcF4kQ7xR2mVn9TzLb4w"),
        ("glpat-Qk29vLq81mXw0TtYbN4c expired", "Qk29vLq81mXw0TtYbN4c"),
        ("https://hooks.slack.com/services/T0AB12CD3/B0EF45GH6/Qk29vLq81mXw0TtY 404", "Qk29vLq81mXw0TtY"),
        ("токен 709d82e8kq7xr2mv отклонён", "709d82e8kq7xr2mv"),
        ("Sitzung mV63kQ7xR2mVn9Tz abgelaufen", "mV63kQ7xR2mVn9Tz"),
        ("SecureString: 01000000d08c9ddf0115d1118c7a00c04fc297eb01000000aeca", "0115d1118c7a00c04fc297eb"),
        ("Refresh-Token lautet M.C5_BAY.0.U.-Quitte1234QabcDEF*!Dn6QVYcu und", "Dn6QVYcu"),
        ("curl --user svc:'Quitten2031!' https://x", "Quitten2031!"),
        ("curl --cert client.pem:quitten2031 https://x", "quitten2031"),
        ("dbhost:5432:ssi:ssi:Quitten2031!", "Quitten2031!"),
        ('$s.Credentials = New-Object NetworkCredential(\\"svc\\",\\"Quitten2031!\\")', "Quitten2031!"),
        ("Login failed; User=svc; Zugangsdaten=quitten31kern; Host=mail", "quitten31kern"),
        ("tajný klíč klienta: 94d38918a656447b3252f64e8278dd72", "94d38918a656447b3252f64e8278dd72"),
        ("the secret of the app registration is Qk29vLq81mXw0TtYbN4c", "Qk29vLq81mXw0TtYbN4c"),
        ("Contrasen\u0303a: Quitten2031!", "Quitten2031!"),
        ("L\u00c3\u00b6senord: Quitten2031!", "Quitten2031!"),
        ("https://x.example/e?msg=The%20password%20Quitten%2573kern3%20was%20rejected", "Quitten%2573kern3"),
        ("Συνθηματικό: Quitten2031!", "Quitten2031!"),
        ("비번: Quitten2031!", "Quitten2031!"),
        ("密码改成了Quitten2031!", "Quitten2031!"),
        ("auth.basic('svc', 'Quitten2031!')", "Quitten2031!"),
        ("CSRF mismatch: sent 709d82e8kq7xr2mv but server holds 809d82e8kq7xr2mv", "809d82e8kq7xr2mv"),
        ('<machineKey validationKey="709D82E8A1B2C3D4E5F60718"/>', "709D82E8A1B2C3D4E5F60718"),
    ],
)
def test_a_secret_goes_from_pairs_commands_and_keys_that_name_their_service(said: str, secret: str) -> None:
    assert secret not in scrub(said)


@pytest.mark.parametrize(
    "said",
    [
        "New-ExoPSSession : AADSTS50126: Error validating credentials",
        "error=invalid_token, error_description=The access token expired at 08:00",
        'WWW-Authenticate: Bearer realm="", error="invalid_token", HTTP 401',
        "secret: <null>, flow=ClientCredentials, error=unauthorized_client",
        "key=AppointmentSync2Way status=Failed",
        'Basic("a", TLS12) failed, GET /x?sas=1&bearer=yes&hmac=sha256',
        "Subject: value too long (BO/017)",
        "grant_type=client_credentials: AADSTS7000215",
    ],
)
def test_what_stands_beside_a_word_for_a_secret_stays(said: str) -> None:
    assert scrub(said) == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("failed with sig=oAGCkQ7xR2mVn9TzLb4w8Hd", "failed with sig=[removed]"),
        ("Passwort vergessen? Quitten6114 stimmt", "Passwort vergessen? [removed] stimmt"),
        ('credentials=Credentials("u","Quitten2031!") odd', 'credentials=Credentials("u",[removed]) odd'),
        ("copied https://svc:Quitten2031!", "copied https://svc:[removed]"),
        ("URL: http://127.0.0.1:44819/EWS/Exchange.asmx", "URL: http://127.0.0.1:44819/EWS/Exchange.asmx"),
        ('{"value":"Quitten2744","name":"ExchangePassword"}', '{"value":[removed],"name":"ExchangePassword"}'),
        ("quitten-49-zuk ist kein gültiges Kennwort", "[removed] ist kein gültiges Kennwort"),
        ("Engångskod quitten-27-xk4 har gått ut", "Engångskod [removed] har gått ut"),
        ("pwdLastSet is 0, pwdProperties is 1", "pwdLastSet is 0, pwdProperties is 1"),
        ("cfg=password: quittenregen", "cfg=password: [removed]"),
        ('param="password": "quittenregen"', 'param="password": [removed]'),
        ('password = decrypt("Quittenregen")', 'password = [removed]")'),
        ('Password = new string("Quitten")', 'Password = [removed]")'),
        ("password: Quitten&regen=2031x", "password: [removed]"),
        ("Login: https://srv01/ews2019abcd", "Login: https://srv01/ews2019abcd"),
        ("login 10.1.2.3:44300/abcdefghij failed", "login 10.1.2.3:44300/abcdefghij failed"),
        ("authentication OAuth2/clientcredentials2 failed", "authentication OAuth2/clientcredentials2 failed"),
        ("authenticated using 'svc_ssi0123' today", "authenticated using 'svc_ssi0123' today"),
        ("AuthenticationToken [Principal=user-1, odd]", "AuthenticationToken [Principal=user-1, odd]"),
    ],
)
def test_what_goes_is_the_secret_and_nothing_beside_it(said: str, shown: str) -> None:
    assert scrub(said) == shown


@pytest.mark.parametrize(
    "said", ["Credential(a, Password=x) failed", "NetworkCredential(User=a, SecurePassword=y) odd"]
)
def test_what_is_left_of_a_call_whose_password_is_gone_does_not_cost_the_report(tmp_path: Path, said: str) -> None:
    line = f"2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] {said}\n"
    (tmp_path / "job.log").write_text(line)

    case = run([str(tmp_path / "job.log")], Order(formats=tuple(Format)))

    assert len(case.reports) == len(Format)
