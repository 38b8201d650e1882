"""Words for a password in the languages customers write.

Samples: `Kennwort: …`, `la contraseña es …`, `z hasłem …`. Each stands once, here: names of fields that hold a secret
(`vocabulary.SECRET_WORDS`) and sentences that tell one (`privacy/secrets.py`) are made of them.
"""

from __future__ import annotations

from analyzer import lazy_re

PASSWORDS = (
    r"pass(?:word|wd|wort|woord|wrd)",
    r"p@ss(?:word|wort)",
    r"pasword",
    r"paswoord",
    r"passphrase",
    r"\bpsw\b",
    r"passcode",
    r"kennw(?:ort|\b)",
    r"contrase(?:ñ|n|Ã±)a",
    r"contrasenya",
    r"clave (?:de (?:acceso|usuario|la cuenta)|del (?:usuario|buzón|correo)|secreta|actual)",
    r"palavra[- ](?:passe|chave)",
    r"senha",
    r"wachtwoord",
    r"\bmot[-\s_]?de[-\s_]?passe",
    r"\bmdp\b",
    r"\bhasł(?:o|a|em|u)\b",  # four lines, for what they have in common stands in too many words: has
    r"\bhasl(?:o|a|em|u)\b",
    r"\bhas³(?:o|a|em|u)\b",
    r"\bhasÅ‚(?:o|a|em|u)\b",
    r"\bhesl(?:o|a|e?m|u|om)\b",
    r"jelsz(?:ó|o|ava)",
    r"l(?:ö|o)senord(?:et)?",
    r"passord(?:et)?",
    r"adgangskoden?",
    r"kodeord(?:et)?",
    r"salasana",
    r"lozink",
    r"\bgeslo",
    r"parol(?:a|ei)(?: chiave| d['’]ordine|sı\w{0,3}|y?ı|[mn]ı?z\w{0,2}|m|n)?\b",
    r"parolă",
    r"\bparool(?: on)?",
    r"slaptažod",
    r"(?:ş|s)ifre(?:[mn]iz\w{0,2}|sin?i?|yi|m)?\b",
    r"kata sandi",
    r"mật khẩu",
    r"(?:п|П)арол(?:ь|я|ем|ю|а)",
    r"лозинк(?:а|у|е|ом)",
    r"κωδικ(?:ός|ό|ού)",
    r"συνθηματικ(?:ό|ού)",
    r"סיסמ(?:ה|ת)",
    r"كلمة (?:المرور|السر)",
    r"密码",
    r"密碼",
    r"口令",
    r"パスワード",
    r"暗証番号",
    r"รหัสผ่าน",
    r"पासवर्ड",
    r"رمز عبور",
    r"lykilorð",
    r"kata laluan",
    r"비밀번호",
    r"\b비번",
    r"암호",
)
"""Each is a pattern, and stands on a line of its own."""

KEYS = (
    *(
        "api key",
        "app key",
        "access key",
        "secret key",
        "private key",
    ),
    *("encryption key", "master key", "signing key", "account key", "storage key", "shared key"),
    *("subscription key", "shared secret", "verification code", "access code", "security code"),
    *("unlock code", "activation code", "confirmation code", "backup code", "reset code", "login code", "bypass code"),
    *(
        "session key",
        "ntlmssp key",
        "kerberos key",
        "symmetric key",
        "product key",
        "aes key",
        "device code",
        "auth code",
        "authorization code",
        "hmac key",
        "recovery key",
        "license key",
        "licence key",
        "activation key",
        "instrumentation key",
        "recovery code",
        "temporary access pass",
        "engångskod",
        "engangskode",
        "kertakäyttökoodi",
        "код доступа",
        "přístupový kód",
        "cod de acces",
        "belépési kód",
        "validation key",
        "decryption key",
        "private exponent",
        "wlan key",
        "wpa key",
        "wpa2 key",
        "wifi key",
        "wi-fi key",
        "wlan-schlüssel",
        "pin code",
        "pin-code",
        "puk:",
    ),
    *(
        "mfa code",
        "mfa-code",
        "sms code",
        "sms-code",
        "one-time code",
        "one time code",
        "einmalcode",
        "security answer",
        "totp seed",
        "totp secret",
        "otp seed",
        "otp secret",
        "mfa secret",
        "2fa secret",
    ),
    *(
        "geheimnis",
        "sitzungsschlüssel",
        "apischlüssel",
        "api-schlüssel",
        "zugriffsschlüssel",
        "clientschlüssel",
        "geheimschlüssel",
    ),
    *("geheime schlüssel", "geheimer schlüssel", "geheimen schlüssel", "zugriffstoken", "zugangscode"),
    *("bestätigungscode", "sicherheitscode", "freischaltcode", "lizenzschlüssel", "codewort", "pin ist"),
    *("clé secrète", "clé privée", "clé api", "clé d'api", "clé d'accès", "clé d’accès", "secret client"),
    *("jeton d'accès", "jeton d’accès", "phrase secrète", "code secret", "code d'accès", "code d’accès"),
    *("code de vérification", "clave de api", "clave secreta", "clave privada", "clave:", "clave =", "clave="),
    *("secreto de cliente", "secreto del cliente", "token de acceso", "código de acceso", "código de verificación"),
    *("chave de api", "chave secreta", "chave privada", "chave de acesso", "segredo do cliente", "segredo de cliente"),
    *("código de acesso", "código de verificação", "token de acesso"),
    *(
        "clientgeheim",
        "geheime sleutel",
        "toegangscode",
        "toegangssleutel",
        "ww: ",
        "ww is ",
        "met ww ",
        "toegangstoken",
        "verificatiecode",
    ),
    *(
        "tajný klíč klienta",
        "tajný klíč",
        "klíč klienta",
        "klíč api",
        "api klíč",
        "api-nyckel",
        "api nyckel",
        "api-sleutel",
    ),
    *(
        "gizli anahtarı",
        "gizli anahtar",
        "api anahtarı",
        "apiキー",
        "klienthemlighet",
        "hemlig nyckel",
        "oturum çerezi",
    ),
    *("tajny klucz", "klucz tajny", "klucz prywatny", "klucz dostępu", "klucz api", "token dostępu", "kod dostępu"),
    *("chiave segreta", "chiave privata", "chiave di accesso", "chiave api", "segreto client", "segreto del client"),
    *("codice di accesso", "codice di verifica", "token di accesso", "clave es", "pin to", "pin jest", "sharedkey"),
    *("salasana on", "salasanasi on", "シークレット", "秘密鍵", "密钥", "секрет"),
)
"""Words for a key, a token or a code that nobody else may know, as they stand, in lower case: `clé secrète : …`."""

NOUNS = (
    *("schlüssel", "geheim", "losung", "clé ", "secret du client", "clave ", "secreto", "chave", "segredo", "chiave"),
    *(
        "segreto",
        "sleutel",
        "klucz",
        "sekret",
        "nyckel",
        "hemlighet",
        "ключ",
        "鍵",
        "seed phrase",
        "assertion ",
        "signature ",
        "ticket ",
        "credential ",
    ),
)
"""The same for words that also mean other things: only what looks like a secret by itself goes behind them."""

TOKENS = (
    *(
        "token",
        "secret",
        "jwt",
        "psk",
        "dpop",
        "mysapsso2",
        "jsessionid",
        "session id",
        "session cookie",
        "cookie ",
        "nonce",
    ),
    *("액세스 토큰", "토큰", "رمز الوصول", "访问令牌", "device_code", "sitzungstoken"),
    *("salt", "sitzungs-id", "sitzungskennung", "jeton", "токен", "トークン", "令牌", "belirteci", "csrf", "xsrf"),
)
"""Words for a token or a secret; behind them goes what has letters and digits and is long."""

CODES = (
    *(
        "otp",
        "pin",
        "tan",
        "puk",
        "passcode",
        "totp",
        "user code",
        "user_code",
        "mfa code",
        "sms code",
        "one-time code",
    ),
    *("verification code", "einmalcode", "verification_code", "otp_code", "mfa_code", "2fa code"),
    *("sms-tan", "mtan", "pushtan", "einmalpasswort", "ověřovací kód", "vahvistuskoodi", "verifieringskod"),
    *("doğrulama kodu", "kod weryfikacyjny", "код подтверждения", "код підтвердження", "رمز التحقق", "確認コード"),
    *("认证码", "验证码", "驗證碼", "인증 코드", "인증번호", "bekræftelseskode", "bekreftelseskode", "codice otp"),
)
"""Words for a code that is asked for once: of digits alone."""

_OPTIONAL = lazy_re.compile(r"\\b|\((?:\?[:!=])?[^()]*\)\??|\[[^\]]*\]\??|[^()]\?")


def stem(pattern: str) -> str:
    """What stands in everything that a pattern of words finds, in lower case: a text without it is not searched.

    Of `contrase(?:ñ|n)a` that is `contrase`, of `session_?id` it is `session`.
    """
    said = pattern
    while (less := _OPTIONAL.sub("\0", said)) != said:
        said = less
    return max(said.split("\0"), key=len).lower()
