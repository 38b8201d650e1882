"""Words for a password in the languages customers write.

Samples: `Kennwort: …`, `la contraseña es …`, `hasło=…`. Each is a pattern and stands once, here: names of fields that
hold a secret (`vocabulary.SECRET_WORDS`) and sentences that tell one (`privacy/secrets.py`) are made of them.
"""

PASSWORDS = (
    r"pass(?:word|wd|wort|phrase|code)",
    r"kennwort",
    r"contrase(?:ñ|n|Ã±)a",
    r"palavra[- ]passe",
    r"senha",
    r"wachtwoord",
    r"mot[- _]de[- _]passe",
    r"hasł?l?o\b",
    r"heslo",
    r"jelsz(?:ó|o)",
    r"l(?:ö|o)senord",
    r"passord",
    r"adgangskode",
    r"salasana",
    r"lozinka",
    r"parola\b",
    r"(?:ş|s)ifre\b",
    r"пароль",
    r"密码",
    r"パスワード",
)
"""Words for a password in the languages customers write; each is a pattern."""
