"""Words for a password in the languages customers write.

Samples: `Kennwort: …`, `la contraseña es …`, `z hasłem …`. Each stands once, here: names of fields that hold a secret
(`vocabulary.SECRET_WORDS`) and sentences that tell one (`privacy/secrets.py`) are made of them.
"""

from __future__ import annotations

STEMS = {
    "passw": r"pass(?:word|wd|wort)",
    "passphrase": r"passphrase",
    "passcode": r"passcode",
    "kennwort": r"kennwort",
    "contrase": r"contrase(?:ñ|n|Ã±)a",
    "clave ": r"clave (?:de (?:acceso|usuario)|secreta)",
    "palavra": r"palavra[- ](?:passe|chave)",
    "senha": r"senha",
    "wachtwoord": r"wachtwoord",
    "mot": r"\bmot[- _]?de[- _]?passe",
    "has": r"\bhas(?:ł|l|³|Å‚)(?:o|a|em|u)\b",
    "heslo": r"heslo",
    "jelsz": r"jelsz(?:ó|o)",
    "senord": r"l(?:ö|o)senord",
    "passord": r"passord",
    "adgangskode": r"adgangskode",
    "salasana": r"salasana",
    "lozinka": r"lozinka",
    "parola": r"parola\b",
    "ifre": r"(?:ş|s)ifre\b",
    "пароль": r"пароль",
    "密码": r"密码",
    "パスワード": r"パスワード",
}
"""A pattern for the word, by what stands in every spelling of it, in lower case: what holds none is not searched."""

PASSWORDS = tuple(STEMS.values())
