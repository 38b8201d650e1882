"""What secrets look like: one table that removing, watching and the last look at finished outputs share.

Samples: `The password of svc_ssi is Sommer2026!`, `aB1cQ~…` (a client secret of Entra ID), `senha: …`.

To teach the tool a new shape, add one entry to `SHAPES`: what it is called, words of which one stands in each of them
(in lower case: a text without any is not searched), and a pattern with the group `value` for what has to go.
`scrubbing` removes it from every text, `leaks` remembers it while reading and refuses it in outputs, `redacting` uses
both.
A word for a password in one more language is one line in `reference/passwords.py`.
Sources: the rules of gitleaks (azure-ad-client-secret), RFC 7616, the parameters of ConvertTo-SecureString.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.reference.passwords import KEYS, PASSWORDS, stem

_NO_VALUE = (
    r"(?![\"'„“«‚‘`]{0,2}\s?(?:\[?removed|\ufdd0|\(|\[redacted|<|expired|wrong|not\b|invalid|incorrect|required|missing|empty|locked"
    r"|the\b|an?\b|too\b|no\b|falsch|abgelaufen|ung(?:ü|Ã¼)ltig|nicht\b|incorrecta|caducad|inv(?:á|a)lid|about\b|set\b|stored"
    r"|being\b|going\b|still\b|correct\b|ok\b|null\b|undefined|unknown|ist\b|is\b|was\b|est\b|verkeerd|ongeldig|expir|vencid"
    r"|failed|must\b|has\b|n[ãa]o\b|niet\b|nie\b|ne\b|n'))"
)
"""What is said of a password, and is none."""
_WORD = rf"(?:{'|'.join(PASSWORDS)})"
_STEMS = tuple(map(stem, PASSWORDS))
_SCHEME = r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}://"
_OF = (
    r"(?:(?:of|for|von|vom|für|fuer|de|del|dell[ao]|da|do|para|pour|du|voor|van|dla|di|per|till)(?:\s(?:the|den|des|el|o|le|de))?"
    r"(?:\s(?:user|account|benutzers?|konto|usuario|usuário|utilisateur|gebruiker|utente|użytkownika|konta))?"
    r"|użytkownika|konta|(?:dell|(?:per\s|de\s|pour\s)?l)['’]\s?(?:utente|account|utilisateur))"
)
_IS = r"(?:is|ist|lautet|war|was|es|era|é|est|était|jest|to|è|är|er|je)"
_CHANGED = (
    r"changed|set|reset|updated|(?:zurück)?gesetzt|geändert|gewijzigd|gereset|cambiad[ao]|restablecid[ao]|alterada|redefinida"
    r"|zmienione|ustawione|changé|modifié|réinitialisé|modificata|cambiata|reimpostata"
)

_QUOTED = (
    r"(?:\"[^\"\r\n]{3,200}\"?|'[^'\r\n]{3,200}'?|„[^„“”\"\r\n]{3,200}[“”\"]?|“[^“”\r\n]{3,200}”?|«[^«»\r\n]{3,200}»?"
    r"|‚[^‚‘’\r\n]{3,200}[‘’]?|‘[^‘’\r\n]{3,200}’?|`[^`\r\n]{3,200}`?)"
)
_BARE = r"[^\s\"'<>](?:[^\s\"'<>&;,]|[\"'<>](?=[\w!?$%&#*+.-])|[&;,](?!\w{1,40}=)){3,199}+"
"""A value without quotes to its end, whatever quotes and brackets it holds, but for the next `name=` of a list."""

_CREDENTIALS = (
    *("credential", "zugangsdaten", "anmeldedaten", "credencia", "credenzial", "identifiant", "inloggegevens"),
    *("logowania", "login data", "logon data"),
)


class Shape(NamedTuple):
    """One way in which a secret shows."""

    kind: str
    """What it is called where the leak check finds it."""
    needles: tuple[str, ...]
    """One of these stands in every one of them, in lower case."""
    pattern: str
    """Case plays no part in it; its group `value` is what goes. It begins at most 60 characters before the needle."""


SHAPES: tuple[Shape, ...] = (
    Shape("a client secret", ("q~",), r"(?<![\w~.-])(?P<value>[\w~.-]{3}\dQ~[\w~.-]{24,48})"),
    Shape(
        "a client secret",
        ("client secret", "client-secret", "app secret", "application secret"),
        rf"\b(?:client|app(?:lication)?)[ _-]?secret\s{{1,5}}(?:value\s{{1,3}})?{_NO_VALUE}"
        r"(?=\S{0,100}\d)(?P<value>\S{8,}+)",
    ),
    Shape(  # password for anna: …, the password of svc_ssi is …
        "a password",
        _STEMS,
        rf"{_WORD}\s{_OF}\s\S{{1,100}}?(?:\s{_IS}\s{{1,3}}|\s?[:=]\s{{0,5}}){_NO_VALUE}"
        r"(?P<value>\S++)",
    ),
    Shape(
        "a password",
        ("phrase", "passcode"),
        rf"\b(?:(?:pass[ -]?|kenn)phrase|passcode)\s{{1,5}}[\"']?{_NO_VALUE}(?=\S{{0,100}}[\d!?$%&*#])(?P<value>\S++)",
    ),
    Shape(
        "a password",
        _STEMS,
        rf"{_WORD}\s{{1,3}}(?:lautet|war|was|es|era|é|est|jest|to|è|är|er|je):?\s{{1,3}}{_NO_VALUE}(?=\S{{0,100}}\d)"
        r"(?P<value>\S{4,}+)",
    ),
    Shape(  # avec le mot de passe « … », Passwort „…“, wrong password '…'
        "a password",
        _STEMS,
        rf"{_WORD}\w{{0,3}}(?:\s{{0,3}}[:=]\s{{0,3}}|\s{{1,3}})(?:{_IS}\s{{1,3}})?{_NO_VALUE}(?P<value>{_QUOTED})",
    ),
    Shape(  # mit dem Kennwort …, z hasłem …, password […]
        "a password",
        _STEMS,
        rf"{_WORD}\w{{0,3}}\s{{1,3}}{_NO_VALUE}(?=\S{{0,100}}[\d!?$%&*#])(?=\S{{0,100}}[^\W\d_])(?P<value>\S{{4,200}}+)",
    ),
    Shape(  # hasło: …, senha=…
        "a password",
        _STEMS,
        rf"{_WORD}\w{{0,3}}\s{{0,3}}[:=]\s{{0,3}}{_NO_VALUE}(?=\S{{0,100}}[\d!?$%&*#])(?P<value>{_BARE})",
    ),
    Shape(  # password used: …, contraseña utilizada: …
        "a password",
        _STEMS,
        rf"{_WORD}\w{{0,3}}\s(?:used|supplied|provided|given|entered|tried|sent|verwendet|eingegeben|usada|utilizada|utilisé"
        rf"|gebruikt|użyte)\s?[:=]\s{{0,3}}{_NO_VALUE}(?=\S{{0,100}}[\d!?$%&*#])(?P<value>\S{{4,200}}+)",
    ),
    Shape(  # password was changed to …, wachtwoord is gewijzigd in …
        "a password",
        _STEMS,
        rf"{_WORD}(?:\swurde\sauf|(?:\s\w{{1,12}}){{0,2}}\s(?:{_CHANGED})\s(?:to|in|auf|naar|a|à|para|na|en|pour))"
        rf"\s{_NO_VALUE}(?=\S{{0,100}}\d)(?=\S{{0,100}}[^\W\d_])(?P<value>\S{{5,200}}+)",
    ),
    Shape(
        "credentials",
        _CREDENTIALS,
        rf"(?:{'|'.join(_CREDENTIALS)})\w{{0,4}}(?:\s{{0,3}}[:=(]\s{{0,3}}|\s{{1,3}})[^\s:=,;/|\"'<>]{{1,80}}\s{{0,3}}"
        r"[/,:|]\s{0,3}(?=\S{0,100}\d)(?=\S{0,100}[a-z])(?P<value>[^\s:]\S{3,}+)",
    ),
    Shape(  # Zugangsdaten: svc_ssi …
        "credentials",
        _CREDENTIALS,
        rf"(?:{'|'.join(_CREDENTIALS)})\w{{0,4}}\s?:\s{{1,3}}[\w.@\\-]{{2,80}}\s{{1,3}}{_NO_VALUE}"
        r"(?=[^\s\d]{0,100}\d)(?=\S{0,100}[a-z])(?!\d{1,4}[-.:/]\d)(?P<value>[^\s(]\S{5,}+)",
    ),
    Shape(  # new NetworkCredential("svc", "…"), auth=('svc', '…')
        "credentials",
        ("credential(", "credentials(", "auth(", "auth=(", "login(", "logon(", "authenticate("),
        r"(?:credentials?|auth=?|log[io]n|authenticate)\(\s?[\"']{0,2}[^\s\"'(),]{1,100}[\"']{0,2}\s?,\s?@?(?![\"']{0,2}(?:\*{3}|\[))"
        r"(?P<value>\"{1,2}[^\"\r\n]{1,200}\"?|'[^'\r\n]{1,200}'?|(?=[^\s,]{0,100}\d)[^\s\"',()](?:[^\s,)]|\)(?=[\w!?$%&#*+.-])){3,199}+)",
    ),
    Shape(  # secret key …, clé secrète : …, clave=…
        "a key",
        KEYS,
        rf"(?:{'|'.join(map(re.escape, KEYS))})(?:\s(?:klienta|cliente?|{_OF}\s\S{{1,60}}))?\s{{0,3}}[:=]?\s{{0,3}}"
        rf"(?:{_IS}\s{{1,3}})?[\"'„“«]?{_NO_VALUE}(?=\S{{0,100}}\d)(?P<value>[^\s\"'<>](?:[^\s\"'<>]|[\"'<>](?=[\w!?$%&#*+.-])){{5,399}}+)",
    ),
    Shape("a password", ("/user:",), r"/user:\S{1,100}\s{1,3}(?![/\[])(?P<value>\S{4,200}+)"),
    Shape("a password", ("net use ",), r"net use (?:\S{1,100}\s){1,2}(?P<value>[^\s\\/]\S{3,100})\s{1,3}/user:"),
    Shape("credentials", ("digest ",), r"\bdigest\s{1,5}(?=[a-z-]{1,20}=)(?P<value>[^\r\n<>]{4,2000}+)"),
    Shape(
        "a password",
        ("securestring",),
        r"\bConvertTo-SecureString\s{1,5}(?:-(?:String|AsPlainText|Force)\s{1,5}){0,3}"
        r"(?P<value>\"[^\"\r\n]{1,400}\"?|'[^'\r\n]{1,400}'?|(?=\S{0,100}\d)[^\s$(-]\S{2,400})",
    ),
    Shape(
        "a key",
        ("key'", 'key"', "key\\"),
        r"(?<=[\"'])key\\{0,7}[\"']\s{0,5}:\s{0,5}\\{0,7}[\"'](?![0-9a-f]{8}-)(?=[\w+/=-]{0,200}[a-z])(?=[\w+/=-]{0,200}\d)"
        r"(?P<value>[\w+/=-]{12,400}+)",
    ),
    Shape(
        "a password",
        ("://",),
        rf"{_SCHEME}(?P<value>[^\s/?#@:,]{{1,100}}:(?!\d{{1,5}}[?#:])[^\s/,]{{1,200}})@(?=[\w\[])",
    ),
    Shape("a user of a URL", ("://",), rf"{_SCHEME}(?P<value>[^\s/?#\"'<>@,]{{1,200}})@(?=[\w\[])"),
)
"""Beyond names that hold a secret (`vocabulary.SECRET_WORDS`), whose forms `scrubbing` knows."""
