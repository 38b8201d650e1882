"""Passwords as sentences tell them: what stands behind a word for one, and what before it.

Samples: `The password of svc_ssi is Sommer2026!`, `das Kennwort wurde auf … geändert`, `… is not the password`.

The word itself (`reference/passwords.py`) is looked for once, and these patterns are tried where it ends or begins.
"""

from __future__ import annotations

from analyzer.privacy.shapes import Shape, Side
from analyzer.privacy.values import (
    BARE,
    CHANGED,
    INTO,
    IS,
    MIXED,
    NO_VALUE,
    ODD,
    OF,
    OTHER,
    QUOTED,
    SIGNED,
    SMALL,
    STEMS,
)

_BEHIND = (
    # パスワードは…です, 密码是…
    rf"[はが是为為に：]?\s?(?P<value>[「『“][^「」『』“”\r\n]{{3,100}}+[」』”]|(?:(?<=[はが是为為に：])|(?<=[はが是为為に：]\s))(?:{MIXED}|{ODD}))",
    (  # password for anna: …, the password of svc_ssi is …
        rf"\s{OF}\s(?!(?:cn|ou|uid|upn)=)\S{{1,100}}?(?:\s{IS}\s{{1,3}}|\s?[:=](?!//)\s{{0,5}}){NO_VALUE}"
        r"(?P<value>\S++)"
    ),
    (
        rf"\s{{1,3}}(?:lautet|war|was|es|era|é|est|jest|to|è|är|er|je):?\s{{1,3}}{NO_VALUE}"
        r"(?=\S{0,100}(?:\d|(?-i:[a-z][A-Z][a-z][A-Z])))(?P<value>\S{4,}+)"
    ),
    # avec le mot de passe « … », Passwort „…“, wrong password '…'
    rf"\w{{0,3}}(?:\s{{0,3}}[:=]\s{{0,3}}|\s{{1,3}})(?:{IS}\s{{1,3}})?{NO_VALUE}(?P<value>{QUOTED})",
    # mit dem Kennwort …, z hasłem …, password […]
    rf"\w{{0,3}}\s{{1,3}}{NO_VALUE}(?=\S{{0,100}}[\d!?$%&*#])(?=\S{{0,100}}[^\W\d_])(?P<value>\S{{4,200}}+)",
    # hasło: …, senha=…
    rf"\w{{0,3}}\s{{0,3}}[:=：]\s{{0,3}}{NO_VALUE}(?=\S{{0,100}}[\d!?$%&*#])(?P<value>{BARE})",
    (  # password used: …, contraseña utilizada: …
        rf"\w{{0,3}}\s(?:used|supplied|provided|given|entered|tried|sent|verwendet|eingegeben|usada|utilizada|utilisé"
        rf"|gebruikt|użyte)\s?[:=]\s{{0,3}}{NO_VALUE}(?=\S{{0,100}}[\d!?$%&*#])(?P<value>\S{{4,200}}+)"
    ),
    (  # the password of svc_ssi was changed to …, wachtwoord is gewijzigd in …, Kennwort wurde auf …
        rf"\w{{0,6}}\s(?:\S{{1,60}}+\s){{0,8}}?(?:(?:{CHANGED})\s(?:\w{{1,12}}\s){{0,2}}?{INTO}|wurde\sauf|\S{{0,8}}更改为)"
        rf"\s{NO_VALUE}[\"'„“«(\[]?(?P<value>{MIXED}|(?=\S{{0,100}}\d)(?=\S{{0,100}}[^\W\d_])\S{{5,200}}+)"
    ),
    # la contraseña temporal es …, password mismatch: expected …, hasło tymczasowe: …, パスワード「…」
    rf"\w{{0,6}}\.?(?:[^\w\r\n.]{{1,6}}{OTHER}[^\W\d]{{1,20}}){{0,6}}?[^\w\r\n.]{{1,6}}(?P<value>{ODD})",
    (  # password changed from … to …
        rf"[^\w\r\n](?:\w{{1,12}}\s){{0,3}}(?:from\s|(?:von|d[ae])\s(?=\S{{1,80}}\s(?:in|zu|para|a(?:uf)?)\s))"
        rf"(?:\S{{1,80}}\s(?:to|in|zu|para|a(?:uf)?)\s)?(?P<value>{ODD})"
    ),
    # wrong password for svc_ssi, tried …; … asked for the password
    rf"[^\r\n]{{1,130}}?[\s\"'(„“«\[:=,]{{1,3}}(?P<value>{SIGNED})",
    # mot de passe (…), contraseña incorrecta '…'
    rf"\w{{0,3}}\s?(?:\(|(?:\s{OTHER}\w{{3,16}}){{0,2}}\s?['\"„“«])(?P<value>{MIXED})[\"'”“»)]",
    # la contraseña temporal es …, vecchia password è …
    rf"\w{{0,6}}\s(?:{OTHER}\w{{1,16}}\s){{0,4}}?(?:{OF}\s\S{{1,80}}\s)?{IS}:?\s{{1,3}}{NO_VALUE}[\"'„“«(\[]?(?P<value>{MIXED})",
    # app password abcd efgh ijkl mnop, as Google prints it
    r"\w{0,3}[\s:=]{1,3}[\"']?(?P<value>[a-z]{4}(?:-[a-z]{4}){3})(?![\w-])",
)

_BEFORE = (
    # … is not the password of svc_ssi, … ist das Kennwort, … (password of svc_ssi)
    rf"(?<!\S)[\"'„“«(]?(?P<value>{ODD})[\"'”“»)>\]]{{0,2}}\s{{1,3}}(?:\(|(?:{SMALL}\s){{1,5}})",
    rf"(?<!\S)[\"'„“«(]?(?P<value>{MIXED})[\"'”“»)>\]]{{0,2}}\s(?:{SMALL}\s){{2,5}}",
    (  # tried … as password, geprobeerd als wachtwoord
        rf"(?<!\S)[\"'„“«(]?(?P<value>{MIXED}|{ODD})[\"'”“»)>\]]{{0,2}}\s(?:\w{{3,14}}\s)?(?:as|als|como|comme|come|jako|som|ως|как)"
        rf"\s(?:{SMALL}\s){{0,2}}"
    ),
    rf"(?<!\S)[\"'„“«(]?(?P<value>{SIGNED})[^\r\n]{{1,40}}?",
)

SAID = (
    *(Shape("a password", STEMS, pattern, side=Side.BEHIND) for pattern in _BEHIND),
    *(Shape("a password", STEMS, rf"{pattern}\Z", side=Side.BEFORE) for pattern in _BEFORE),
)
