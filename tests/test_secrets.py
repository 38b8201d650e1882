"""One table says what secrets look like; what stands in it is removed, watched and redacted, in any language."""

from __future__ import annotations

import pytest

from analyzer.privacy.leaks import Check
from analyzer.privacy.scrubbing import scrub, scrub_lines, without_secrets
from analyzer.privacy.watch import Removed

SECRET = "Qu0kka+Zebra77"


@pytest.mark.parametrize(
    "said",
    [
        "AADSTS7000215: Invalid client secret provided. The value aX3 8Q~ is no secret, zz98Q~{}{}xxyyzz123456 was sent.",
        "Client secret {}{} for app 4711 is expired",
        "The password of svc_ssi is {} and it was refused",
        "password for anna: {}",
        "Das Passwort für svc lautet {}",
        "La contraseña de svc es {}",
        "Contraseña: {}",
        "La contraseña es {}",
        "Passwort lautet {}",
        "passcode {}",
        "https://svc:Aa#{}@mail.contoso.example/x",
        "senha: {}",
        "A senha do svc é {}",
        "wachtwoord: {}",
        "hasło: {}",
        "heslo={}",
        "mot de passe : {}",
        "Lösenord: {}",
        "пароль: {}",
        "Cannot open the key store with passphrase {}",
        "using credentials anna:{}",
        'it failed Digest username="anna", realm="x", response="{}"',
        'ConvertTo-SecureString "{}" -AsPlainText -Force',
        "ConvertTo-SecureString -String '{}' -AsPlainText",
        "body password%253D{}",
        "name='password', value='{}'",
        "AADSTS50126: '{}' parolası yanlış",
        "TOTP seed {} is not valid",
        "$ http -a svc:{} GET https://mail.contoso.example/EWS/Exchange.asmx",
        "curl -k -u svc:{} https://mail.contoso.example",
        "ApiKey {}",
        "redis-cli -a {} ping",
        "- name: EWS_PASSWORD\n  value: {}",
        "- value: {}\n  name: EWS_PASSWORD",
        '["password"]=>\n  string(12) "{}"',
        'a:2:{{s:4:"user";s:3:"ssi";s:8:"password";s:12:"{}";}}',
        '{{"u":"svc","p":"{}"}}',
        '[{{"p":"{}","u":"svc"}}]',
        "login?u=svc&p={}",
        "EXEC sp_addlogin 'svc', '{}'",
        "svc/{}@db01:1521/ORCL",
        "postgresql://sync@contoso.example:Aa1{}@db01.contoso.example:5432/crm refused",
        "AUTH PLAIN svc-ews {} refused",
        "P/W: {}",
        "setx EWS_PWD {}",
        "auth-user-pass svc {}",
        'Value "{}" of parameter Password is not valid',
        '$cred = "{}" # password',
        "you can log on with svc_ews and {}",
        "error in field password: value '{}' does not match the policy",
        "creds for the test: svc-ews / {}",
        "AADSTS70008: code=M.C5{}_BAY.2.U.c8023050-4674-413f-a1c5-8e21bcd96be0",
        "RefreshToken cached: 1.AXYaBcDeFgHiJkLmNoPqRsTuVw{}.ab-cd",
        "postgres://svc:Aa1/{}@db01.contoso.example/ssi",
        'new PasswordAuthentication("svc", "{}".toCharArray())',
        'transport.connect("mail.contoso.example", 587, "svc", "{}")',
        "OPENROWSET('SQLNCLI','db01';'sa';'{}','select 1')",
        "Some(Secret('{}'))",
        "DefaultPassword    REG_SZ    {}",
        "**Password**: `{}`",
        "<td>Passwort</td><td>{}</td>",
        'variable "db_password" {{ default = "{}" }}',
        "bindpw {}",
        "creds=svc:{}",
        "answer to the security question: {}",
        "the zip is protected with {}",
        "INSERT INTO users (name, pw) VALUES ('svc', '{}')",
        "Authorization failed: SSWS {}",
        "GoogleLogin auth={}",
        '{{"clientState": "Aa {}"}}',
        "учётные данные svc/{}",
        "s heslom {}",
        "GET https://mail.contoso.example/(S({}))/default.aspx",
        "'Zor{}' şifresi geçersiz",
        "{{ key: 'sessionid', value: '{}' }}",
        "Add cookie [version: 0][name: X-Route][value: {}][domain: mail.contoso.example][path: /EWS][expiry: null]",
        "Cookie(version=0, name='fpc', value='{}', port=None, domain='login.contoso.example')",
        '[{{"name": "fpc", "value": "{}", "domain": "login.contoso.example", "httpOnly": true}}]',
        '{{"name":"fpc","value":"{}","path":"/"}}',
        "cookies: [ {{ name: 'exchangecookie', value: '{}', path: '/' }} ]",
        "mail.contoso.example\tFALSE\t/\tTRUE\t0\tX-Route\t{}",
        'it failed {{"x":"{{\\"y\\":\\"{{\\\\\\"password\\\\\\":\\\\\\"{}\\\\\\"}}\\"}}"}}',
        "it failed &amp;lt;Password&amp;gt;{}&amp;lt;/Password&amp;gt;",
        "it failed \\u003cPassword\\u003e{}\\u003c/Password\\u003e",
        "it failed <wsse:Nonce>{}</wsse:Nonce>",
        "it failed <Password><![CDATA[{}]]></Password>",
        "Config {{'user':'svc','key':'{}{}'}} rejected",
        "https://{}@mail.contoso.example/x failed",
        'https://anna:Aa1"{}@mail.contoso.example/x failed',
        "login failed password=Aa1<{}",
        "login failed password=Aa1'{}",
        "login failed password=Aa1>b{}",
        "MYSAPSSO2={}",
        "response was received. Password used: {}",
        'failed {{"credentials": {{"password": "{}"}}}}',
        'failed {{\\"credentials\\": {{\\"password\\": \\"{}\\"}}}}',
        '<Value Name="Password">{}</Value>',
        "avec le mot de passe {}",
        "mot de passe « {} » refusé",
        "z hasłem {}",
        "net use Z: /user:CONTOSO\\svc {}",
        "Zugangsdaten: svc / {}",
        "wachtwoord is gewijzigd in {}",
        "Kennwort f\\u00fcr svc: {}",
        "mdp : {}",
        "clé secrète : {}",
        "jeton d'accès : {}",
        "clave: {}",
        "secreto de cliente: {}",
        "segredo do cliente: {}",
        "geheime sleutel: {}",
        "klucz tajny klienta: {}",
        "chiave segreta: {}",
        "Geheimnis: {}",
        "Ocp-Apim-Subscription-Key: {}",
        "the encryption key {} was refused",
        "verification code: {}",
        "password dell'utente svc_ssi: {}",
        "parola d'ordine: {}",
        "Kennwort lautet: {}",
        "the password was {}",
        "Passwort zurückgesetzt auf {}",
        "Kennwort wurde auf {} geändert",
        "Zugangsdaten: svc_ssi {}",
        "credenziali: svc_ssi / {}",
        'new NetworkCredential("svc", "a b {}")',
        "auth=('svc','{}')",
        "BasicAuth(svc, {})",
        "BasicAuth(svc, *{})",
        'new NetworkCredential(""svc"", ""{}"")',
        "Authorization was Bearer Ab1>{}",
        "PIN: Ab1)b{}",
        "clave=Ab1'{}",
        "la contraseña nueva es {}",
        "hasło tymczasowe: {}",
        "Nowe hasło brzmi {}",
        "パスワード「{}」が正しくありません",
        "パスワードは{}です",
        "密码是{}",
        "passphrase for key '/etc/ssi.pem' is {}",
        "bind as svc_ssi with '{}' failed",
        "logon as svc_ssi using {} failed",
        "密码：{}",
        "비밀번호: {}",
        "с паролем {}",
        "κωδικός πρόσβασης: {}",
        "passordet er {}",
        "adgangskoden er {}",
        "lösenordet för svc_ssi är {}",
        "a svc_ssi jelszava {}",
        "mit {} als Passwort",
        '"{}" is my password',
        "{} (password of svc_ssi)",
        "password changed from {} to x",
        "the pw for svc_ssi is {}",
        "password <- {}",
        "password;{}",
        "Password for 'https://svc@x.example': {}",
        "Login svc_ssi/{}",
        'a1 LOGIN "svc" "{}"',
        "AUTH PLAIN AHN2Y197{}",
        "USER svc\r\nPASS {}",
        "ssi.exe -p {} -u svc",
        "keytool -storepass {}",
        "sqlplus svc/{}@orcl",
        '$p = ConvertTo-SecureString "{}" -AsPlainText -Force',
        '[Net.NetworkCredential]::new("svc","{}")',
        "ClientSecretCredential(tenant, client, {})",
        "token value {}",
        "CSRF token mismatch: {}",
        "session key {} is unknown",
        "MFA code: {}",
        "GET /x?jwt={}",
        "CREATE USER svc IDENTIFIED BY {}",
        "SSI_PW={}; x",
        "ldap_bind: binddn=cn=svc bindpw={}",
        '{{"name":"password","value":"{}"}}',
        '"password": {{"value": "{}"}}',
        "<key>password</key><string>{}</string>",
        '<input name="password" type="text" value="{}">',
        "password: (none) -> {}",
        "the password was rotated; the new one is {}",
        "ssi.exe --client-secret {} -u svc",
        "echo {} | kinit svc",
        "Get-Credential svc {}",
        "Basic auth svc:{} rejected",
        "creds: svc:{}",
        "login with svc and {} failed",
        'connect("svc","{}")',
        "ssh svc:{}@host.contoso.example",
        '"otp":"{}"',
        '"pwd":{{"new":"{}"}}',
        "nonce {} was reused",
        "Schlüssel: {}",
        "clave {} rechazada",
        "รหัสผ่าน: {}",
        ".ASPXAUTH={}",
        "p@ssword: {}",
    ],
)
def test_a_secret_of_any_shape_and_language_is_removed(said: str) -> None:
    text = said.format(*[SECRET.replace("+", "")] * said.count("{}")) if said.count("{}") > 1 else said.format(SECRET)

    for clean in (scrub, scrub_lines, without_secrets):
        assert "Zebra77" not in clean(text)


DIGEST, GUID = "6f2c91ab" * 5, "6aa4ac9b-cbd0-2a1c-c231-85b267e1d203"


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("SSO ticket {} invalid", DIGEST),
        ("OAuth verifier {} wrong", DIGEST),
        ("clientState {} does not match the subscription", DIGEST),
        ("code={}&state=x (authorization code expired)", DIGEST),
        ("AADSTS7000215: Invalid client secret provided: {}", "emptyhouse"),
        ('WithClientSecret("{}")', GUID),
        ("the secret of the app registration is {}", GUID),
        ("secret value ({}) not found", GUID),
        ('validateUser("ssi", "{}") returned false', "emptyhouse"),
        ("create('Anna', '', 'imap.contoso.example', 993, 'ssl', 'ssi', '{}', 'relay')", "emptyhouse"),
    ],
)
def test_a_secret_that_looks_like_an_id_or_a_word_goes_where_its_place_tells(said: str, secret: str) -> None:
    clean = scrub(said.format(secret))

    assert secret not in clean
    assert clean.startswith(said.partition("{}")[0][:6])


@pytest.mark.parametrize("said", ["smtp >>> {}", "C: {}", "> {}\n< 535 5.7.3", "334 UGFzc3dvcmQ6\r\n{}\r\n"])
def test_a_line_of_a_mail_log_that_is_base64_alone_is_a_credential(said: str) -> None:
    coded = "UXUwa2thK1plYnJhNzc="
    assert coded not in scrub(said.format(coded))


@pytest.mark.parametrize("said", ["failed /e?m=z+has%C5%82em+Zebra77%2BQu", "SSI/1.0+(the+password+is+Zebra77)"])
def test_a_secret_is_removed_where_blanks_are_written_as_in_a_form(said: str) -> None:
    assert "Zebra77" not in scrub(said)


@pytest.mark.parametrize(
    "said",
    [
        "Could not decrypt the stored credential (plaintext fallback: {})",
        "Basic auth header c3ZjOng= decoded to svc:{}",
        "AUTH failed (svc / {})",
        "login attempt 3/5 for svc with {}",
        "passord for bruker svc: {}",
        "salasana käyttäjälle svc on {}",
        "пароль пользователя svc: {}",
        "logon of svc refused, {} was sent",
        "Password for 'svc' changed from '{}' to '{}'",
        "Kennwort war {}, jetzt {}",
        "-p{} -u svc",
        "/u:svc /p:{}",
    ],
)
@pytest.mark.parametrize("value", ["Mx7!qTz4Rb", "Весна!2031x", "Ua3?pNb8Kd"])
def test_what_nothing_but_a_password_is_like_goes_wherever_a_line_speaks_of_access(said: str, value: str) -> None:
    assert value not in scrub(said.format(*[value] * said.count("{}")))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Cannot authenticate svc using {}", "Tr5nXw2Kp8"),
        ("user svc authenticated with key {}", "d4Xk7wQbTuEnMtHj"),
        ("CSRF token mismatch: expected gT7xQbTmEnW4kd, got {}", "wM4kTbQxEn7pLs"),
        ("usr=svc&psw={}", "Tr5nXw2Kp8"),
        ("licence key {} is used twice", "QWERT-12345-ASDFG-67890-YXCVB"),
        ("API key ({}) is not allowed", "sk-live-7Tq4XnPz0Rt5Vw"),
        ("334 UGFzc3dvcmQ6 / {}", "VHI1blh3Mktw"),
        ("NTLM hash {} of svc", "00112233445566778899aabbccddeeff:ffeeddccbbaa99887766554433221100"),
        ("please use {} as your new password", "Tr5nXw2Kp8"),
        ("client 12 with {} refused", "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"),
        ("{} lacks scope", "github_pat_11Bp0gNc6znj9e45Yuq3PZLdCs"),
        ("call with {} failed", "hvs.qxRDdvN00YcdpRlkCXlLFxc66nDdAc8P"),
        ("mailer {} not authorised", "key-98121e8fa462d6e85bda6a317873a59e"),
        ("https://api.telegram.org/bot{}/sendMessage", "123456789:AAI0j2dIV9vZQZ1LpGMknT2rnGWoMsfLo5N"),
        ("stored {} differs", "$6$asdQfTZZ$5k8dO5riuzq9XaLmPeg9jK3RvXf3CUga"),
        ("{} is no valid hash", "pbkdf2_sha256$260000$9lbO2ugg8695$xiEZmiD7wYUKM5jG5eMC"),
        ("NT-Hash {}", "1d6fb2de3abceb1e7bffe525420b1179"),
        ("svc:{}:::", "00112233445566778899aabbccddeeff:1d6fb2de3abceb1e7bffe525420b1179"),
        ("app password: {}", "okbf fhrz avig lgqg"),
        ("mot de passe d'application : {}", "okbf fhrz avig lgqg"),
        ("snmp community {} wrong", "Drahuxtro49x"),
        ("snmpwalk -v2c -c {} host01", "Mobatro7978!"),
        ("2FA code {} invalid", "774114"),
        ("otp_code={}", "204445"),
        ("код подтверждения {}", "728007"),
        ("connection svc/{}@ORCL failed", "T2JhTfSxXX!sScSv"),
        ("sftp svc:{}@host01:22 refused", "Skurunim8860!"),
        ("redis://:{}@redis01:6379/0", "AE7wTVOnyv#909yl"),
        ("EWS_AUTH=svc:{}", "Bavefle2024x"),
        ("LDAP: error code 49 - bind svc with {}", "Tapnoli2026#"),
        ("bitte mit {} einloggen", "URfLX5hNiZ1VHXU2"),
        ("用户名svc_ssi密码{}", "Lihuxfle4491!"),
        ("パスワードを{}に変更しました", "rugrizo848Skutadra"),
        ('{{"key":"pw","value":"{}"}}', "0Ud5HYGFndeQii1I"),
        ("RPSSecAuth={}; Path=/", "HhR8lxoxjuJFPXLy4UovORZFzAlUp380sdNWa"),
        ("zaporka: {}", "C9qnT2G-nK2NL"),
        ("پسورد {}", "C9qnT2G-nK2NL"),
        ("psswd: {}", "C9qnT2G-nK2NL"),
        ("password[0]={}", "6mUR6C9-bXa2T"),
        ("認証コード {}", "517243"),
        ("credentials are svc_ssi and {}", "nijeheh9611$CEL"),
        ("svc_ssi:{} (basic) rejected", "pmeqa%RJSmW31"),
        ("svc_ssi tried {}", "rogusap5375%NOC"),
        ("smtp AUTH LOGIN c3ZjX3NzaQ== {}", "QWpEOTZUQjRNaEc3ZkIz"),
        ("heslo jsme změnili na {}", "N5L6E!L656M54"),
        ("field cookieSecret with value {} rejected", "Bikeran-Bugav-385!"),
        ("Passwort with value {} rejected", "Bikeran-Bugav-385!"),
        ('setting "signingKey" ("{}") is not valid', "zC7Zr*udkrS57"),
        ("unknown option bearer = {}", "d23e1d6c8a5b4f7e9c0d1e2f3a4b5c6d7e8f9a0b"),
        ("password hash {}", "b286453e02a1a7ee2307b4ac46e2bb65"),
        ("impersonation ticket={}", "XyOptCDMy4bN0Kchy0IP5g=="),
        ('name="password"\n\n{}\n--b--'.replace("name", "Content-Disposition: form-data; name"), "Zebra&t8ACr91"),
        ("connect.sid=s%3A{}", "iY6LfnGC64YcjDm4jGORtP2PQgdAZjXF3aU61wp"),
    ],
)
def test_a_jumble_is_a_secret_behind_words_of_access(said: str, value: str) -> None:
    assert value not in scrub(said.format(value))


@pytest.mark.parametrize("said", ["passordet er jZoEtyrOyMAzgC", "Das Passwort lautet qKaRtoFfeLzuG"])
def test_a_password_of_letters_alone_is_told_by_their_order(said: str) -> None:
    assert scrub(said) == said.rpartition(" ")[0] + " [removed]"


@pytest.mark.parametrize(
    "said",
    [
        "The password of svc_ssi is expired",
        "password for anna: not set",
        "The password for the user is wrong",
        "Das Kennwort für svc ist abgelaufen",
        "passphrase required",
        "AADSTS7000222: The provided client secret keys for app are expired.",
        "credentials of the user: expired",
        "ConvertTo-SecureString failed",
        "Digest authentication is not supported",
        "{'key': 'IPM.Appointment', 'value': 7}",
        "{'key': '2a531f17-dee7-52dc-8673-e6b1b36450d8'}",
        "POST https://mail.contoso.example:443/EWS/Exchange.asmx failed",
        "SAML assertion user mapping failed",
        "The nonces differ",
        "Das Passwort war falsch",
        "POST https://mail.contoso.example:443?x=1 of anna@contoso.example",
        "Credentials('CONTOSO\\anna', '********')",
        'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", error="invalid_token"',
        "The secret key is not set",
        "La clave primaria 4711 ya existe",
        "the password was wrong 3 times",
        "login(anna, contoso) failed",
        "Anmeldedaten: abgelaufen am 12.10.2026",
        "C++ and G++ were compared",
        "'anna' parolası yanlış",
        "name='Subject', value='Conflict 409', domain policy",
        "[name: Prefer][value ignored]",
        "The password policy of Exchange2016 was changed by anna",
        "the password was changed (AADSTS50173) at 2026-10-12T08:00:00Z",
        "password of the mailbox Anna.Berg2@contoso.example is expired",
        "a Kerberos ticket of a service account",
        "the password of Microsoft.IdentityModel.X509Token expired, 0x8004010F",
        "session 0a1b2c3d-0000-4000-8000-00000000000A expired",
        "250-AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER",
        "Login failed for CONTOSO\\anna2 on EX01",
        "Login failed for user anna2 and group Sales2Team",
        "334 UGFzc3dvcmQ6",
        "> Exchange2016 -> OutlookOffice, C: NOOP, >>> STARTTLS",
        "code=200 state=Running2 auth: basic, basic authentication failed",
        "connect(mail.contoso.example, 443) failed",
        "der Schlüssel ist nicht eindeutig, la clave primaria 4711, the nonce differs",
        "--token-endpoint v2.0 --password-policy Exchange2016",
        "authentication failed in AuthProvider$1.run, Login$Handler2 and Session#open2",
        "login to https://mail.contoso.example/EWS/Exchange.asmx?Wsdl1 failed in ExchangeService2013Sp1",
        "authenticated by AM0PR04MB1234 with X509Certificate2 and OAuth2, hash d41d8cd98f00b204e9800998ecf8427e",
        "Passwort-Richtlinie: mindestens 8 Zeichen",
        "GET https://www.contoso.example/x request-id Zx7Kq9Lm2P ErrorServerBusy",
        "Kode: ErrorImpersonateUserDenied, kode: 401 Unauthorized, Problem lösen: ErrorX beheben",
        "ShippingPoint with value 1000 invalid, Mapping with value ErrorAccessDenied rejected",
        'Column "PartnerKey" ("8001235") and tokenLifetime with value 3600',
        "app password lost when user left, MFA 50076 is asked for",
        "Sicherheitsfrage: unbekannt",
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent is the value and not its id",
        f"client secret id {GUID} expired, correlation id {GUID}, clientState is missing",
        "validateUser(String, String) returned false",
        "Der Benutzer anna mit Office-365 Lizenz hat kein Postfach, user anna using Outlook-2019, user anna / Calendar-2026",
        "SyncEngineV2ToExchange2013Adapter3Impl failed",
        "git checkout -b name=feature-123456",
    ],
)
def test_what_only_speaks_of_secrets_stays(said: str) -> None:
    assert scrub(said) == said
    assert Check(Removed()).find(said) is None


def test_the_words_of_the_table_are_searched_for_around_their_places_alone() -> None:
    """Hostile text is made of needles: each byte is looked at once for each shape."""
    removed = Removed()
    removed.look(b"password " * 20_000 + b"credential:" * 20_000 + b"key'" * 20_000)

    assert len(removed.values) < 10


@pytest.mark.parametrize("said", ["Пароль: {}", "ПАРОЛЬ: {}", "пароль: {}", "HASŁO: {}", "hasłem {}", "SCHLÜSSEL: {}"])
def test_a_word_is_met_in_the_bytes_of_an_upload_in_capitals_too(said: str) -> None:
    removed = Removed()
    removed.look(said.replace("SCHLÜSSEL", "API-SCHLÜSSEL").format(SECRET).encode())
    assert "Qu0kka+Zebra77" in removed.values


def test_of_many_values_that_begin_alike_each_is_found_and_no_other() -> None:
    removed = Removed()
    for number in range(3_000):
        removed.add("a token", f"Bearer9x{number:05}-{'z' * (number % 200)}q")
    check = Check(removed)
    assert check.find("the answer was Bearer9x02999-" + "z" * 199 + "q, it said") == "a token"
    assert check.find("the answer was Bearer9x03000-" + "z" * 199 + "q, it said") is None
    assert check.find("Bearer9x" * 5_000) is None


def test_a_shape_is_looked_for_around_its_words_wherever_they_stand_in_an_output() -> None:
    far = "The report is long. " * 5_000
    check = Check(Removed())
    assert check.find(f"{far}Das Passwort für svc lautet {SECRET} und mehr. {far}") == "a password"
    assert check.find(f"{far}Das Passwort für svc ist falsch. {far}") is None


def test_what_an_output_always_says_is_looked_through_for_values_of_the_upload_alone() -> None:
    removed = Removed()
    removed.add("a cookie", SECRET)
    check = Check(removed)
    ours = ("the password of svc is Zebra77!x",)

    assert check.find(ours[0], ours=ours) is None
    assert check.find(f"{ours[0]}, or is it: the password of svc is Gnu88!yz", ours=ours) == "a password"
    assert check.find(f"told {SECRET} here", ours=(f"told {SECRET} here",)) == "a cookie"


def test_mail_that_fills_its_share_does_not_keep_a_token_from_being_remembered() -> None:
    removed = Removed()
    subjects = (f"<t:Subject>Lunch with the team number {number:06}</t:Subject>" for number in range(21_000))
    removed.look("".join(subjects).encode())
    removed.look(b"<t:Subject>Breakfast with the whole team today</t:Subject><SecurityToken>" + b"aB3" * 9)
    assert "aB3" * 9 in removed.values
    assert "Breakfast with the whole team today" not in removed.values


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Password : 'Zebra'77Quitte' is wrong", "Password : [removed] is wrong"),
        ('Heslo „Zebra"77Quitte“ je nesprávné', "Heslo [removed] je nesprávné"),
        ('{"password": "Zebra"77Quitte", "user": "anna"}', '{"password": [removed], "user": "anna"}'),
        ("password 'Zebra77' is wrong, user 'anna'", "password [removed] is wrong, user 'anna'"),
        ("{'password': 'Zebra77', 'user': 'anna'}", "{'password': [removed], 'user': 'anna'}"),
        ("パスワード「Zebra77」が正しくありません", "パスワード[removed]が正しくありません"),
        ("ESTSAUTH=Zebra77QuitteKelter", "ESTSAUTH=[removed]"),
    ],
)
def test_a_quote_ends_a_password_only_where_no_letter_follows(said: str, shown: str) -> None:
    assert scrub(said) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("token=%s status 401 ErrorAccessDenied", "token=[removed] status 401 ErrorAccessDenied"),
        ("token: %s HTTP 503", "token: [removed] HTTP 503"),
        ("access_token=%s request-id=4711 returned 429", "access_token=[removed] request-id=4711 returned 429"),
        ("token = %s rejected with AADSTS7000215", "token = [removed] rejected with AADSTS7000215"),
        ("secret = %s rejected with AADSTS7000215", "secret = [removed]"),
        ("tokens=%s and 89abcdef0123456789abcdef", "tokens=[removed]"),
        ("client_secret=%s old=Sommer-Regen", "client_secret=[removed]"),
        ("sessionCookie=%s; auth2=hunter2; x=1", "sessionCookie=[removed]"),
        ("password=%s Sommer 2026", "password=[removed]"),
        ("token=%s %s", "token=[removed]"),
        ("refresh_token = 0.AX%s.AgABAAE is gone", "refresh_token = [removed] is gone"),
    ],
)
def test_what_is_said_behind_a_long_token_stays(said: str, shown: str) -> None:
    assert scrub(said.replace("%s", "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY")) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Use code 240011 to sign in", "Use code [removed] to sign in"),
        ("enter the code GJ7K2LM9Q to authenticate", "enter the code [removed] to authenticate"),
        ("use error code 404 to tell", "use error code 404 to tell"),
        ("Wiederherstellungscode: HK46Z-AK4EU", "Wiederherstellungscode: [removed]"),
        ("Setup key for the authenticator app: D4JV5UKLPQGHLFME", "Setup key for the authenticator app: [removed]"),
        (
            "'set-cookie': [ 'ARBE=Qu0kka77;path=/', 'X=Zebra88' ] }, data: 'CSRF token validation failed'",
            "'set-cookie': [removed] }, data: 'CSRF token validation failed'",
        ),
        ("key 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 revoked", "key [removed] revoked"),
        ("App-Passwort qsgf gpht gnez ppcn wirkt nicht", "App-Passwort [removed] wirkt nicht"),
        (
            "NetworkCredential(UserName=svc, Password=Qu0kka+Zebra77, Domain=CONTOSO) was rejected: 401 Unauthorized",
            "NetworkCredential(UserName=svc, Password=[removed], Domain=CONTOSO) was rejected: 401 Unauthorized",
        ),
    ],
)
def test_a_code_or_key_goes_and_what_is_said_around_it_stays(said: str, shown: str) -> None:
    assert scrub(said) == shown


def test_of_digest_its_answers_are_secrets_and_not_whom_and_where() -> None:
    removed = Removed()

    removed.look(
        b'Authorization: Digest username="anna.berg1", realm="mail1.contoso.example", nonce="8d0f2b9e5f0a4b3c9a1e", '
        b'uri="/EWS/Exchange.asmx", cnonce="MzY4NzUw", nc=00000001, algorithm=MD5, '
        b'response="af4e31fbee31375f34786dbdffd86a5a", qop=auth\r\n'
    )

    assert removed.values.keys() == {"8d0f2b9e5f0a4b3c9a1e", "MzY4NzUw", "af4e31fbee31375f34786dbdffd86a5a"}


def test_what_stands_below_an_end_tag_is_no_value_of_its_name() -> None:
    removed = Removed()

    removed.look(b"<Password>Qu0kka+77</Password>\njava.lang.IllegalStateException1: refused\n")

    assert removed.values.keys() <= {"Qu0kka+77"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("password: Ab1, port =xyz9secret", "password: [removed]"),
        (
            "NetworkCredential(Password=Ab1x, Domain=CONTOSO) failed",
            "NetworkCredential(Password=[removed], Domain=CONTOSO) failed",
        ),
    ],
)
def test_an_unquoted_password_goes_to_the_end_of_its_line_but_in_a_call(said: str, shown: str) -> None:
    assert scrub(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "enter the code {CTRJMNFQ9} to authenticate.",
        "Use the code {240011} to finish signing in",
        "Use code {G-240011} to reset your password",
        "enter the code {4821} to sign in",
        "Type the code {240011} on your phone",
        "sign in with the code {240011} to continue",
        "setup key:  {D4JV5UKLPQGHLFME}",
        "2fa setup key {D4JV5UKLPQGHLFME}",
        "totp {D4JV5UKLPQGHLFME}",
        "rt {1.ASY7GjfPabcdefgh.kdjfhgkjdfhgkdjfhgkjdhfg.kjdhfgkjdhfg}",
        "Value '{ErrorFree99}' of parameter Password",
        "setx EWS_PWD {%Winter2024}",
        "Password={Winter2024}, domain=CONTOSO",
    ],
)
def test_a_code_key_or_password_goes_in_these_words_too(said: str) -> None:
    value = said[said.index("{") + 1 : said.index("}")]

    assert scrub(said.replace("{", "").replace("}", "")) == said.replace(f"{{{value}}}", "[removed]")


def test_the_id_of_an_item_in_a_calendar_is_no_secret_address() -> None:
    removed = Removed()
    removed.look(b"GET /v1.0/users/anna.berg/calendar/calendarView/AAMkAD8zZmQ0ZTk1LWU4 failed")
    removed.look(b"/owa/calendar/f00d@contoso.example/1a2b3c4d5e6f1a2b3c4d5e6f/reachcalendar.ics")

    assert list(removed.values) == ["1a2b3c4d5e6f1a2b3c4d5e6f"]
