"""Secrets as sentences tell them: what stands behind a word for one, and what before it.

Samples: `The password of svc_ssi is Sommer2026!`, `das Kennwort wurde auf … geändert`, `… is not the password`.

The words (`reference/passwords.py`) are looked for once, and these patterns are tried where they end or begin.
"""

from __future__ import annotations

import re

from analyzer.privacy.shapes import Shape, Side
from analyzer.privacy.values import (
    BARE,
    CHANGED,
    INTO,
    IS,
    KEYED,
    MIXED,
    NO_VALUE,
    ODD,
    OF,
    OTHER,
    QUOTED,
    RANDOM,
    RIGHT,
    SIGNED,
    SMALL,
    STEMS,
    WORD,
)
from analyzer.reference.passwords import CODES, KEYS, NOUNS, TOKENS

_NO_LABEL = "".join(
    f"(?<!{word})"
    for word in (
        *(
            "user",
            "account",
            "name",
            "mailbox",
            "login",
            "admin",
            "benutzer",
            "konto",
            "host",
            "server",
            "tenant",
            "domain",
        ),
        *(
            "error",
            "fehler",
            "code",
            "reason",
            "exception",
            "failed",
            "refused",
            "rejected",
            "denied",
            "invalid",
            "wrong",
        ),
        *(
            "expired",
            "locked",
            "abgelehnt",
            "fehlgeschlagen",
            "falsch",
            "for",
            "from",
            "by",
            "id",
            "at",
            "http",
            "https",
        ),
    )
)
"""A label that ends so is followed by something else: `wrong password for user: …`."""
_OF_SOMEBODY = (
    rf"\s{OF}\s(?!(?:cn|ou|uid|upn)=)[^\s:=]{{1,100}}+(?::[^\s:=]{{1,100}}+){{0,2}}"
    rf"(?:\s{IS}\s{{1,3}}|\s?[:=](?!//)\s{{0,5}})"
)

_OLD_OR_NEW = (
    r"(?:antigu?a|anterior|actual|atual|nueva|nova|tempor(?:al|ane[ao]|[áa]ri[ao]|aire)|inicial|veche|nou[ăa]|vecchia|nuova|attuale"
    r"|provi(?:soire|sional)|provvisori[ao]|tymczasowe|tillfällig\w?|dočasné|midlertidig\w?|временный|тимчасовий)"
)
_BY_NOW = r"(?:still|now|currently|jetzt|noch|weiterhin|nun|ahora|maintenant|ora|agora|teraz|nu)"
_THE_OLD = (
    r"old|previous|last|ancien(?:ne)?|précédent|alte|vorige|letzte|bisherige|anterior|antigu?[ao]|vecchi[ao]|precedente|oude|stare|poprzednie"
    r"|staré|starý|předchozí|gamla|gamle|förra|forrige|vanha|edellinen|régi|előző|eski(?:si)?|vechea|старый|предыдущий|старий|παλιό(?:ς)?"
)
"""What the password was before, behind a sentence of it."""
_GIVEN = r"used|supplied|provided|given|entered|tried|sent|verwendet|eingegeben|usada|utilizada|utilisé|gebruikt|użyte"
_UNTIL = r"(?:bis|until|till?|jusqu['’](?:à|en)|hasta|até|fino\sa|tot|do|až\sdo|asti)"
_OPENED = r"[\"'„“«(\[]?"
_BEGUN = r"(?<!\S)(?!\[\w+:)[\"'„“«(]?"

_FROM = r"\w{0,4}\s(?:\w{1,12}\s){0,3}(?:from|von|van|de|da|z|ze|od|från|fra)\s(?=[\"'„“«»‚‘`\ufdd0])"
_ANY_QUOTED = r"[\"'„“«»‚‘`][^\"'“”«»’‘`\r\n]{3,200}+[\"'“”«»’‘`]"
_BEHIND_ANY = (
    # Kennwort lautet …
    rf"\slautete?(?:\s{_BY_NOW})?+:?\s{NO_VALUE}(?!(?:bis|wie)\s)(?P<value>\S{{4,}}+)",
    # 用户svc_ssi密码…错误
    rf"(?<=[码碼令])(?P<value>(?:{ODD}|(?:[a-z]{{3,20}}-){{2,5}}[a-z]{{3,20}}\d{{0,4}})(?=[错錯不无無被已正是！。，\s]|\Z))",
    # パスワードは…です, 密码是…
    rf"[はがを是为為に：]?\s?(?P<value>[「『“][^「」『』“”\r\n]{{3,100}}+[」』”]|(?:(?<=[はがを是为為に：])|(?<=[はがを是为為に：]\s))(?:{MIXED}|{ODD}))",
    (  # password for anna: …, the password of svc_ssi is …
        rf"{_OF_SOMEBODY}{NO_VALUE}(?P<value>\S++)"
    ),
    (
        rf"\s{{1,3}}(?:lautet|war|was|es|era|é|est|jest|to|è|är|er|je):?\s{{1,3}}{NO_VALUE}"
        r"(?=\S{0,100}(?:\d|(?-i:[a-z][A-Z][a-z][A-Z])))(?P<value>\S{4,}+)"
    ),
    # avec le mot de passe « … », Passwort „…“, wrong password '…'
    rf"\w{{0,3}}(?:\s{{0,3}}[:=]\s{{0,3}}|\s{{1,3}})(?:{IS}\s{{1,3}})?{NO_VALUE}(?P<value>{QUOTED})",
    # the password entered was «…», Password eq '…'
    rf"\w{{0,10}}\s(?:(?:{_GIVEN})\s{IS}|eq|ne|like)\s{NO_VALUE}(?P<value>{QUOTED})",
    # password changed from "…" to "…"
    rf"{_FROM}(?P<value>{QUOTED})(?=\s{INTO}\s)",
    rf"{_FROM}(?:\ufdd0{{1,200}}+|{_ANY_QUOTED})\s{INTO}\s(?P<value>{QUOTED})",
    # app password abcd efgh ijkl mnop, as Google prints it
    r"\w{0,3}[\s:=]{1,3}[\"']?(?P<value>[a-z]{4}(?:-[a-z]{4}){3})(?![\w-])",
)
_BEHIND = (  # a digit or a sign stands in all of these
    # password attempt 2: …, password reset at 08:00: …, Kennwort geändert am 01.10.: …
    (
        rf"(?:[^\r\n:=]|:(?=\d\d)){{1,60}}?{_NO_LABEL}\s?(?:[:=]\s{{1,3}}|(?:[-=]{{1,2}}>|→)[ \t]{{1,3}})"
        rf"[\"'(]?{NO_VALUE}(?P<value>{MIXED}|{ODD})"
    ),
    # mit dem Kennwort …, z hasłem …, password […]
    rf"\w{{0,3}}\s{{1,3}}{NO_VALUE}(?=\S{{0,100}}(?:[\d!]|[?$%&*#]\w))(?=\S{{0,100}}[^\W\d_])(?P<value>\S{{4,200}}+)",
    # hasło: …, senha=…, Passwort ==> …, Kennwort → …, Passwort | …
    rf"\w{{0,3}}\s{{0,3}}(?:={{1,3}}>|={{2,3}}|-{{1,2}}>|[:=：→»|])\s{{0,3}}{NO_VALUE}(?=\S{{0,100}}[\d!?$%&*#])(?P<value>{BARE})",
    (  # password used: …, contraseña utilizada: …
        rf"\w{{0,3}}\s(?:{_GIVEN})\s?[:=]\s{{0,3}}{NO_VALUE}(?=\S{{0,100}}[\d!?$%&*#])(?P<value>\S{{4,200}}+)"
    ),
    (  # the password of svc_ssi was changed to …, wachtwoord is gewijzigd in …, Kennwort wurde auf …
        rf"\w{{0,6}}\s(?:\S{{1,60}}+\s){{0,8}}?(?:(?:{CHANGED})\s(?:\S{{1,12}}\s){{0,2}}?{INTO}|wurde\sauf|\S{{0,8}}更改为)"
        rf"\s{NO_VALUE}{_OPENED}(?P<value>{MIXED}|(?=\S{{0,100}}\d)(?=\S{{0,100}}[^\W\d_])\S{{5,200}}+)"
    ),
    # la contraseña temporal es …, password mismatch: expected …, hasło tymczasowe: …, パスワード「…」
    rf"\w{{0,6}}\.?(?:[^\w\r\n.]{{1,6}}{OTHER}[^\W\d]{{1,20}}){{0,6}}?[^\w\r\n.]{{1,6}}(?P<value>{ODD})",
    (  # password changed from … to …
        rf"[^\w\r\n](?:\w{{1,12}}\s){{0,3}}(?:from\s|(?:von|d[ae])\s(?=\S{{1,80}}\s(?:in|zu|para|a(?:uf)?)\s))[\"']?"
        rf"(?:\S{{1,80}}\s(?:to|in|zu|para|a(?:uf)?)\s)?[\"']?(?P<value>{ODD}|{MIXED}(?=[\"']?\s(?:to|auf|zu|para)\s))"
    ),
    # la contraseña antigua … ha caducado, parola veche …
    rf"\w{{0,3}}\s{_OLD_OR_NEW}\s{NO_VALUE}{_OPENED}(?P<value>{MIXED})",
    (  # the password is still …, Kennwort für das Postfach ist jetzt …, Passwort bleibt …
        rf"\s(?:{OF}\s(?:[^\s:=]{{1,60}}+\s){{1,3}}?)?(?:(?:{IS}|lautet)\s{_BY_NOW}|bleibt|blijft|remains)\s"
        rf"{NO_VALUE}{_OPENED}(?P<value>{MIXED})"
    ),
    (  # wir haben das Kennwort auf … geändert
        rf"\w{{0,3}}\s{INTO}\s{NO_VALUE}{_OPENED}(?P<value>{MIXED})[\"'”“»)]{{0,2}}\s(?:\w{{1,12}}+\s)?(?:{CHANGED})"
    ),
    # the password for key 'ssi.pfx' is not …, das Kennwort von svc ist nicht …
    rf"\w{{0,3}}\s(?:{OF}\s(?:[^\s:=]{{1,60}}+\s){{1,3}}?)?{IS}\s(?:not|nicht|niet|pas|no)\s{_OPENED}(?P<value>{ODD})",
    # password did not match (…)
    rf"\s(?:(?:did|does|was|is)\snot|mismatch|incorrect|wrong|falsch)[^\r\n()]{{0,20}}\((?P<value>{ODD})",
    # the password should be …
    rf"\s(?:should|must|has to) be\s{NO_VALUE}{_OPENED}(?P<value>{MIXED})",
    # 密码已更改为 …
    rf"已?(?:更?改|修改|重置|更新|设置|設置|變更)(?:成了|[为為成])[：:]?\s?{_OPENED}(?P<value>{MIXED}|{ODD})",
    # wrong password for svc_ssi, tried …; … asked for the password
    rf"[^\r\n]{{1,130}}?[\s\"'(„“«\[:=,]{{1,3}}(?P<value>{SIGNED})",
    # the password has expired, the old one was …
    rf"(?>[^\r\n]{{1,60}}?[\s'’](?:{_THE_OLD})\s(?:one\s)?{IS}:?\s{{1,3}}){NO_VALUE}{_OPENED}(?P<value>{MIXED})",
    # das Kennwort von svc war bis gestern …
    rf"(?>\w{{0,3}}\s(?:{OF}\s\S{{1,60}}\s)?{IS}\s{_UNTIL}\s(?:[^\W\d]{{1,12}}\s){{1,2}}){NO_VALUE}{_OPENED}(?P<value>{MIXED})",
    # mot de passe (…), contraseña incorrecta '…'
    rf"\w{{0,3}}\s?(?:[(（]|(?:\s{OTHER}\w{{3,16}}){{0,2}}\s?['\"„“«])(?P<value>{MIXED})[\"'”“»)）]",
    # la contraseña temporal es …, vecchia password è …
    rf"\w{{0,6}}\s(?:{OTHER}\w{{1,16}}\s){{0,4}}?(?:{OF}\s\S{{1,80}}\s)?{IS}:?\s{{1,3}}{NO_VALUE}{_OPENED}(?P<value>{MIXED})",
)

_SENT = r"sent|tried|schickte[nt]?|sendete[nt]?|gesendet|envoyé|enviamos|inviato|wysłano|verstuurd|skickade"
_BEFORE = (
    # … is not the password of svc_ssi, … ist das Kennwort, … (password of svc_ssi)
    rf"{_BEGUN}(?P<value>{ODD})[\"'”“»)>\]}}]{{0,2}}\s{{1,3}}(?:\(|(?:{SMALL}\s){{1,5}})",
    rf"{_BEGUN}(?P<value>{MIXED})[\"'”“»)>\]}}]{{0,2}}\s(?:{SMALL}\s){{2,5}}",
    # … är inte rätt lösenord, … — неверный пароль
    rf"{_BEGUN}(?P<value>{MIXED})[\"'”“»)>\]}}]{{0,2}}\s(?:[—–-]\s)?(?:{SMALL}\s){{0,4}}{RIGHT}\s",
    # …は正しいパスワード
    rf"{_BEGUN}(?P<value>(?=[!-~]{{0,60}}?\d)(?=[!-~]{{0,60}}?[a-z])[!-~]{{8,64}})[」』”]?\s?(?:[はがをも是]|不是|并非|不對|[은는이가])\s?[^\s!-~]{{0,8}}\s?",
    # we sent …, but the mailbox wants another password
    rf"\b(?:{_SENT})\s[\"'„“«]?(?P<value>{ODD})[\"'”“»]?,?\s(?:[^\r\n]{{0,60}}\s)?",
    (  # try 38511458 as the password
        rf"\b(?:try|use[ds]?|{_SENT}|mit|with|versuch\w{{0,3}}|probier\w{{0,3}})\s[\"'„“«]?(?P<value>\d{{4,12}})[\"'”“»]?"
        rf"\s(?:as|als|como|comme|come|jako|som)\s(?:{SMALL}\s){{0,2}}"
    ),
    (  # tried … as password, geprobeerd als wachtwoord
        rf"{_BEGUN}(?P<value>{MIXED}|{ODD})[\"'”“»)>\]}}]{{0,2}}\s(?:\w{{2,14}}\s){{0,4}}?(?:as|als|como|comme|come|jako|som|ως|как)"
        rf"\s(?:{SMALL}\s){{0,2}}(?:[a-z]{{3,14}}\s)?"
    ),
    rf"{_BEGUN}(?P<value>{SIGNED})[^\r\n]{{1,40}}?",
)

_BETWEEN = r"[\"'\]]?\s{0,3}(?:[:=]>?|->|>|：)?\s{0,6}"
_STEP = rf"(?:[^\w\r\n.]{{1,6}}{OTHER}[^\W\d]{{1,20}})"
_AS = r"[\"'”“»)>\]]{0,2}\s(?:\w{3,14}\s)?(?:as|als|como|comme|come|jako|som)\s[\w -]{0,24}"
_JUMBLED = rf"(?=\S{{8}})(?:{ODD}|{RANDOM})"

_OF_SOMETHING = (
    rf"s?(?:\s{OF}(?:\s(?![-=]>|→)[^\s:=]{{1,60}}+){{1,4}}+|\s?#\d{{1,6}})"
    rf"\s?(?:[:=](?!//)|[-=]>|→)\s{{1,5}}{_OPENED}{NO_VALUE}"
)
"""`API key of partner Nordwind: …`"""
_BEHIND_KEY = (
    (  # secret key …, clé secrète : …, clave=…, <apiKey>…
        rf"(?:ses)?(?:\s(?:klienta|cliente?|{OF}\s\S{{1,60}}))?{_BETWEEN}(?:{IS}\s{{1,3}})?{_OPENED}{NO_VALUE}"
        r"(?=\S{0,100}\d|\S{0,40}?(?-i:[a-z][A-Z])\S{0,40}?(?-i:[a-z][A-Z]))"
        r"(?P<value>[^\s\"'<>](?:[^\s\"'<>]|[\"'<>](?=[\w!?$%&#*+.-])){5,399}+)"
    ),
    rf"{_OF_SOMETHING}(?P<value>{_JUMBLED}|{KEYED})",
    # access key was changed to …, verification code mismatch: expected …
    rf"{_STEP}{{1,4}}?[^\w\r\n.]{{1,6}}(?P<value>{MIXED}|\d{{5,10}}(?![\w.:-]))",
)
_BEHIND_TOKEN = (
    rf"{_OF_SOMETHING}(?P<value>{_JUMBLED}|{KEYED})",
    # csrf …==
    r"\s(?:is\s|was\s)?[\"']?(?P<value>(?=[\w+/]{0,60}?(?-i:[A-Z]))[\w+/-]{16,600}={1,2})(?![\w=])",
    # accessToken … refused, client secret rejected: …
    rf"(?:s|\w{{0,8}}(?<![a-z]))?{_STEP}{{0,3}}?[^\w\r\n.]{{1,6}}(?P<value>{KEYED}|{_JUMBLED})",
    rf"{_OF_SOMEBODY}{_OPENED}(?P<value>{KEYED})",
    # the secret of the app registration is …
    rf"\s{OF}\s(?:[^\s:=]{{1,60}}+\s){{1,3}}?{IS}\s{_OPENED}(?P<value>{KEYED})",
)
_BEHIND_NOUN = (
    # new refresh ticket received: …, Schlüssel lautet …
    rf"\w{{0,8}}{_STEP}{{0,3}}?[^\w\r\n.]{{1,6}}(?P<value>{_JUMBLED})",
    rf"{_OF_SOMEBODY}{_OPENED}(?P<value>{_JUMBLED})",
    rf"\s{OF}\s(?:[^\s:=]{{1,60}}+\s){{1,3}}?{IS}\s{_OPENED}(?P<value>{_JUMBLED})",
)
_BEHIND_CODE = (
    (  # OTP (…), TAN 4711: …, the PIN is …
        rf"[^\w\r\n.]{{1,4}}(?:{IS}\s)?(?:\d{{1,5}}[\s:]{{1,3}})?{_OPENED}"
        r"(?P<value>\d{4,10}|\d{3} \d{3}(?!\d)|(?=[A-Z-]{0,12}\d)(?-i:[A-Z\d]{2,5}(?:-[A-Z\d]{2,5}){1,4})"
        r"|(?=[a-z-]{0,10}\d)[a-z\d]{5}-[a-z\d]{5})(?![\w:-]|\.\w)"
    ),
    rf"{_OF_SOMEBODY}{_OPENED}(?P<value>\d{{4,10}})(?![\w.:-])",
)


_CHANGED_INTO = Shape(  # hemos cambiado la contraseña a …, abbiamo cambiato la password in …
    "a password",
    STEMS,
    r"\b(?:cambia\w*|altera\w*|changed|changé|changer|zmieni\w*|změni\w*|ändra\w*|ændre\w*|endret|wijzig\w*|modifié|modificad\w*"
    r"|modificat\w*|impostat\w*|mudamos)"
    rf"\s(?:\S{{1,12}}+\s){{0,3}}?{WORD}\w{{0,4}}\s{INTO}\s{NO_VALUE}{_OPENED}(?P<value>{MIXED})",
    before=70,
)
_AT_ITS_END = Shape(  # … parolası reddedildi, a … jelszó elutasítva
    "a password",
    ("jelsz", "parolas", "şifresi"),
    rf"{_BEGUN}(?P<value>{MIXED}|{ODD})[\"'”“»)>\]}}]{{0,2}}\s(?:jelsz[oóa]|parolas[ıi]|şifresi)",
    before=100,
)
"""In languages that say whose the word is behind it."""


def _apart(words: str) -> tuple[str, ...]:
    """What stands between the parts of a word: a blank, or in the name of a field something else, or nothing."""
    return (" ", "_", "-", "") if words.endswith(_OF_FIELDS) else (" ",)


def _spaced(words: str) -> str:
    """The pattern of that."""
    between = r"[\s_-]?" if len(_apart(words)) > 1 else r"\s"
    return between.join(map(re.escape, words.strip().split(" ")))


def _of(words: tuple[str, ...], before: str = "") -> tuple[tuple[str, ...], str]:
    """What is looked for where these words stand, and the pattern of them."""
    longest_first = sorted(words, key=len, reverse=True)
    needles = [word.replace(" ", apart) for word in longest_first for apart in _apart(word)]
    return tuple(dict.fromkeys(needles)), rf"{before}(?:{'|'.join(map(_spaced, longest_first))})"


_OF_FIELDS = (" key", " id", " cookie", " secret")
_PASSWORD = (STEMS, WORD)
_KEY, _TOKEN, _NOUN = _of(KEYS), _of(TOKENS, "(?<!publickey)"), _of(NOUNS)
_CODE = (tuple(code + end for code in CODES for end in " :=\"'>"), _of(CODES, r"(?<![\w.-])")[1])


def _behind(
    kind: str, word: tuple[tuple[str, ...], str], patterns: tuple[str, ...], *, digit: bool = False
) -> list[Shape]:
    return [Shape(kind, word[0], pattern, side=Side.BEHIND, word=word[1], digit=digit) for pattern in patterns]


def _before(kind: str, word: tuple[tuple[str, ...], str], patterns: tuple[str, ...]) -> list[Shape]:
    return [Shape(kind, word[0], rf"{pattern}\Z", side=Side.BEFORE, word=word[1], digit=True) for pattern in patterns]


SAID = (
    *_behind("a password", _PASSWORD, _BEHIND_ANY),
    *_behind("a password", _PASSWORD, _BEHIND, digit=True),
    *_before("a password", _PASSWORD, _BEFORE),
    _AT_ITS_END,
    _CHANGED_INTO,
    *_behind("a key", _KEY, _BEHIND_KEY),
    *_before("a key", _KEY, (rf"{_BEGUN}(?P<value>{MIXED}|\d{{5,10}}){_AS}",)),
    *_behind("a key or token", _TOKEN, _BEHIND_TOKEN),
    *_before("a key or token", _TOKEN, (rf"{_BEGUN}(?P<value>{KEYED}){_AS}",)),
    *_behind("a key or token", _NOUN, _BEHIND_NOUN),
    *_behind("a code", _CODE, _BEHIND_CODE, digit=True),
)
