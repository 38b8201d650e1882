"""Words for a password in the languages customers write.

Samples: `Kennwort: …`, `la contraseña es …`, `z hasłem …`. Each stands once, here: names of fields that hold a secret
(`vocabulary.SECRET_WORDS`) and sentences that tell one (`privacy/secrets.py`) are made of them.
"""

from __future__ import annotations

from analyzer import lazy_re

PASSWORDS = (
    r"pass(?:word|wd|wort)",
    r"passphrase",
    r"passcode",
    r"kennwort",
    r"contrase(?:ñ|n|Ã±)a",
    r"clave (?:de (?:acceso|usuario)|secreta)",
    r"palavra[- ](?:passe|chave)",
    r"senha",
    r"wachtwoord",
    r"\bmot[- _]?de[- _]?passe",
    r"\bhasł(?:o|a|em|u)\b",  # four lines, for what they have in common stands in too many words: has
    r"\bhasl(?:o|a|em|u)\b",
    r"\bhas³(?:o|a|em|u)\b",
    r"\bhasÅ‚(?:o|a|em|u)\b",
    r"heslo",
    r"jelsz(?:ó|o)",
    r"l(?:ö|o)senord",
    r"passord",
    r"adgangskode",
    r"salasana",
    r"lozinka",
    r"parola\b",
    r"(?:ş|s)ifre\b",
    r"(?:п|П)ароль",
    r"密码",
    r"パスワード",
)
"""Each is a pattern, and stands on a line of its own."""

_OPTIONAL = lazy_re.compile(r"\\b|\((?:\?[:!=])?[^()]*\)\??|\[[^\]]*\]\??|[^()]\?")


def stem(pattern: str) -> str:
    """What stands in everything that a pattern of words finds, in lower case: a text without it is not searched.

    Of `contrase(?:ñ|n)a` that is `contrase`, of `session_?id` it is `session`.
    """
    said = pattern
    while (less := _OPTIONAL.sub("\0", said)) != said:
        said = less
    return max(said.split("\0"), key=len).lower()
