r"""Secrets among the arguments of a call, the parts of a list, the cells of a row, and beside an account.

    PDO->__construct('mysql:host=db1', 'svc_ssi', '…')      what a call that signs in is given
    Arguments: [svc_ssi, …] for method authenticate         a list, where the line is about signing in
    svc_ssi|…|mail01.contoso.com|993                        beside what can only be an account
    User;Password;Server                                    below a head that names it
    svc_ssi;…;mail01.contoso.com

There goes what looks chosen (`chosen.py`); names of machines, accounts, hosts and programs stay. No list of calls is
needed: with one of a few words a call says that it signs in, or the line does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.privacy.chosen import (
    CLOSING,
    bare,
    has_sign,
    is_anybodys,
    is_chosen,
    is_glued,
    is_joined,
    is_jumbled,
    is_named_id,
    is_phrase,
)
from analyzer.privacy.known_words import known_words
from analyzer.privacy.values import CREDENTIALS, STEMS
from analyzer.reference import roles
from analyzer.reference.passwords import PASSWORDS
from analyzer.reference.vocabulary import any_of

_SIGNS_IN = lazy_re.compile(
    r"auth|log[io]n|sign_?in|cred|passw|pwd|kennw|bind|ldap|keystore|certificate2|pkcs|\bpdo|smtp|imap|mysql"
    r"|service_?account",
    re.IGNORECASE,
)
"""In the name of a call that is given a password."""
_TELLS = (
    r"pass|cred|identifiant|clave|decoded|decrypt|\b(?:pw|pin|pse)\b|\breset (?:it|them) |\brotat(?:ed|ion)\b"
    rf"|{'|'.join(map(re.escape, STEMS))}"
)
_SIGNING = (
    r"auth|log[io]n|log[gs]? (?:in|on)|sign(?:s|ed|ing)?.?in|anmeld|\bmelde\b|einlogg|zugang|keystore|pfx|inlogg?"
    r"|innlogg|unlock|entsperr|opens?(?: only)? with|protected with|autentic|connect(?:ed)? as|conne[xc]i|se connect"
    r"|iniciar sesi|inici[oóa] sesi|accede|acceder|zalogo|logowa|přihl|kirjaut|oturum a|giriş|войти|вход|вошёл"
    rf"|{_TELLS}"
)
_DOES_NOT = lazy_re.compile(
    r"(?:\.|->)(?:select|search|query|prepare|fetch\w*|get|on|submit|acquire|info|debug|warn|error|trace|log|bind)\Z"
    r"|_(?:select|query|fetch)\w*\Z|(?:exception|error)\Z|filter|logger|authori[sz]e|authority|bind[A-Z][a-z]",
    re.IGNORECASE,
)
"""A call of such a name that signs nobody in: `AuthLogger.info`, `imap.search`, `bindProperty`."""
_OF_LDAP = lazy_re.compile(r"ldap|simple_?bind|conn", re.IGNORECASE)
_ABOUT = lazy_re.compile(
    r"account|\bbind\b|reject|denied|certificate|user|konto|benutzer|usuario|usuário|utilisateur|utente|\b(?:imap|ldap|smtp|sasl"
    rf"|mailbox|rdp|owa|vpn)\b|{_SIGNING}",
    re.IGNORECASE,
)
"""In a line that is about signing in, or about who does."""
_ABOUT_SIGNING = lazy_re.compile(_SIGNING, re.IGNORECASE)
_ABOUT_SECRETS = lazy_re.compile(_TELLS, re.IGNORECASE)
_BEFORE, _BEHIND = 120, 60
_LONGEST_LIST, _NEAR = 400, 50
_QUOTED = lazy_re.compile(
    r"(?<=[\"']),\s{0,3}(?=(?:[\w.-]{1,30}[=:] ?|[ubr]{1,2}|[\"'](?:value|val|credentials?)[\"']\s?:\s?)?"
    r"[\"'](?P<value>[^\"'\r\n]{5,64})[\"']\s{0,3}[,)\]}])"
)
"""What stands in quotes behind what does so, too."""
_BARE = lazy_re.compile(
    r"(?<=[(\[{,])\s?(?:\w{1,20}=)?[\w.@:\\/-]{2,80},(?=\s?(?:\*{3,8},\s?)?(?:\w{1,20}=)?(?P<value>[^\s,()\[\]\"'{}<>=]{6,64})\s?[,)\]}])"
)
_CALL = lazy_re.compile(r"(?P<name>[\w.:>-]{2,80})\s?[(\[]\Z")
_AT = r"(?:[^\s\"'“”„«»()\[\]{}<>,;|/@]|@(?=\d{1,4}(?!\w|[@.-]\w)))"
"""A character of a value, with such an @ as no address has: `Summer@2019`."""
_PARTS = lazy_re.compile(r"[:;|/]|\s[|/]\s")
"""What parts an address from its password where people list them; behind `address: ` something is told of it."""
_GLUED = r"(?:(?P<glued>[^\W_]\S{5,63})(?!\S))?"
"""All to the next blank."""
_BESIDE = lazy_re.compile(
    r"(?:(?<![\w.@\\/-])|(?<=auth/)|(?<=log[io]n/))(?P<account>(?:[A-Za-z][\w.-]{1,20}[\\/])?[A-Za-z][\w.-]{2,60}(?:@[\w.-]{3,80}(?<![.-]))?)[\"']?"
    r"(?P<between>\s{1,2}//?\s{1,2}|\s?\|{1,2}\s?|\s\+\s|\s?[-=]>\s?|[:;/,]|[:=]?\s|\s?[:=]\s?(?=[\"'])|,?\s(?:and|und|et|y|e|en|och|og|oraz|with|mit|avec|con|com|met|med)\s)"
    r"(?=[\"'„“«]?(?=\S{6})"
    rf"(?={_GLUED})(?:(?P<value>{_AT}{{6,64}})(?![^\s\"'“”„«»()\[\]{{}}<>,;|/@]))?)"
)
_CREDENTIALS = lazy_re.compile(
    rf"(?:\bcreds?\b|{'|'.join(CREDENTIALS)})[^\r\n:=]{{0,50}}[:=]\s{{1,3}}(?P<account>[\w.@\\-]{{2,60}})\s{{1,3}}(?P<value>\S{{6,64}})",
    re.IGNORECASE,
)
"""`creds for the sync account: svc_ssi …`"""
_OF_CREDENTIALS = ("cred", *CREDENTIALS)
_USED = (
    *(
        "with",
        "using",
        "use",
        "try",
        "enter",
        "typed",
        "tried",
        "entered",
        "weak",
        "verwenden Sie",
        "nutzen Sie",
        "mit",
    ),
    *("tippte", "eingegeben", "avec", "utilisez", "con", "utilice", "ingrese", "com", "met", "gebruik", "med", "użyj"),
)
"""Before what somebody signs in with."""
_NAMED = (
    *("auf", "to", "is", "ist", "was", "war", "es", "é", "è", "est", "lautet", "on", "jest", "je", "är", "er", "este"),
    *("είναι", "na", "po", "till", "til", "naar", "por", "par"),
)
"""Before what it is, or names of other things: `connected to ExchBer2019`."""
_TOLD = lazy_re.compile(
    rf"(?:\b(?P<word>{'|'.join((*_USED, *_NAMED))})|:)\s[\"'„“«(]?(?={_GLUED})"
    rf"(?=(?:(?P<value>{_AT}{{6,64}})(?![^\s\"'“”»)\]}},;.<]))?)"
)
"""Before what somebody says that he used: `unlock the zip with …`, `I reset it to …`."""
_WITH = frozenset(word.lower() for word in _USED)
_IS_NAMED = lazy_re.compile(
    rf"(?<![^\W_])(?i:{any_of((*roles.USERS, *roles.MACHINES, *roles.MACHINE_LABELS))})(?i:[-_ ]?name)?[\"']?\s?:?\s?\Z"
)
"""Before the name of an account or a machine: `user is …`, `Workstation Name: …`."""
_LONGEST_ROLE = 40
_ANYWHERE = lazy_re.compile(
    r"(?<![^\s\"'“”„«»()\[\]{}<>,;|:=])(?![\w-]{1,40}#\d{1,8}(?![\w!?$*]))(?=[^\s\d]{0,40}\d)(?=\S{0,40}?[!#$*+?^~%&§])"
    r"(?P<value>[^\W_][^\s\"'“”„«»()\[\]{}<>,;|:=/\\]{6,40})(?![^\s\"'“”„«»()\[\]{}<>,;|:])"
)
"""What is apart from all around it, with a digit and a sign."""
_IN_QUOTES = lazy_re.compile(r"(?<!\w)[\"'](?P<value>[^\s\"']{6,64})[\"'](?!\w|\s{0,3}[:=])")
_OF_SECRET = lazy_re.compile(r"pass|pwd|\bpw\b|kennw|cred|senha|contrase|clave|\bmdp\b|hasło|heslo", re.IGNORECASE)
_OF_ORACLE = lazy_re.compile(r"(?<![\w/.])[\w.-]{2,60}/\"(?P<value>[^\"\r\n]{3,100})\"@(?=\w)")
"""`svc_ssi/"…"@db01`"""
_OF_ACCOUNT = lazy_re.compile(r"_|\d|@|(?:svc|srv|sa|adm|app|usr|tech|rfc|ews|mail|sync)[-.]|\\")
_IS_ACCOUNT = lazy_re.compile(
    r"(?:[A-Za-z][\w.-]{1,20}[\\/])?(?:(?:svc|srv|sa|adm|app|usr|tech|rfc|ews)[_-]\w|(?:svc|srv|adm|usr|tech|rfc)\.\w{2,20}(?![.\w])"
    r"|[a-z\d]{2,20}[_-](?:svc|sync|user|adm|admin)(?![\w.-]))|\b[A-Z]{1,2}\d{5,8}\b",
    re.IGNORECASE,
)
_LETTERS = lazy_re.compile(r"[^\W\d_]+")
_WORD_AND_NUMBER = lazy_re.compile(r"[a-z]{3,12}\d{1,3}")
"""`sync01`"""
_MACHINE = lazy_re.compile(r"(?![A-Z]{1,2}\d{5,8}\Z)[A-Z\d-]{3,40}\$?|(?:[\w-]{1,63}\.){1,6}[A-Za-z]{2,20}")
"""`EXCAS02`, a cipher, and no account as SAP gives them: `D055123`."""
_WORD_AND_YEAR = lazy_re.compile(r"[^\W\d_]{5,30}\d{4}[!?]?")
_TECHNICAL = lazy_re.compile(
    r"(?:\A|(?<=[a-z\d_-]))(?:Exch|Mbx|Srv|Server|Proxy|Gateway|Domain|Tenant|Realm|Role|Group|Policy|Admins?|Users?|Client"
    r"|Account|Mailbox|Service|Sync|Job|Task|Queue|Batch|Connector|Scope|Cert|Patch|Fix|Release|Type|Field|Feld|Attr|Folder"
    r"|Item|Session|Thread|Host|Node|Vault|IdP|AA?DC?|ADFS|DB|DC|CAS|MBX|GW|SSO|VPN|WLAN|EX)(?![a-z])"
)
"""A part of the name of a machine, an account or a role, as programs join them: `ExchBer2019`, `SalesRole2026`."""
_HEADS = lazy_re.compile(
    rf"(?:(?<=[|;,\t\n])|(?<=  )|(?<=: ))[ \t]?(?:{'|'.join(PASSWORDS)}|pwd|pw|pass|secret)[ \t]{{0,20}}"
    r"(?=[|;,\t\r\n]|  )",
    re.IGNORECASE,
)
_SIGNS = ("|", ";", "\t", ",")
_BLANKS = lazy_re.compile(r" {2,60}")
_RULE = lazy_re.compile(r"[-+|=: \t]{3,2000}")
_MOST_ROWS, _LONGEST_LINE = 50, 2_000


def values(text: str) -> Iterator[tuple[int, int]]:
    """Where values stand in places of their own that may be secrets: beginning and end of each."""
    for begin, end in _values(text):
        if not is_named_id(text, begin):
            yield begin, end


def _values(text: str) -> Iterator[tuple[int, int]]:
    if "," in text:
        yield from _arguments(text)
    yield from _beside(text)
    yield from _told(text)
    yield from _apart(text)
    if '/"' in text:
        yield from (found.span("value") for found in _OF_ORACLE.finditer(text))
    if text.find("\n", 1) > 0:
        yield from _below(text)


def _arguments(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_QUOTED, _BARE):
        for found in pattern.finditer(text):
            begin, end = found.span("value")
            if _signs_in(text, found.start()) and text[begin - 1] not in "=:":
                if is_anybodys(found["value"]):
                    yield begin, end
            elif _is_chosen(found["value"]) and (
                _is_about(text, found.start(), end)
                or _IS_ACCOUNT.search(text, max(0, begin - _NEAR), begin) is not None
            ):
                yield begin, end


def _signs_in(text: str, at: int) -> bool:
    """Whether the name of a call whose arguments these are says that it signs in."""
    start = max(0, at - _LONGEST_LIST)
    opened = max(text.rfind("(", start, at + 1), text.rfind("[", start, at + 1))
    if opened < 0:
        return False
    call = _CALL.search(text, max(0, opened - _BEFORE), opened + 1)
    if call is None or _SIGNS_IN.search(name := call["name"]) is None:
        return False
    return _DOES_NOT.search(name) is None or (name.lower().endswith("bind") and _OF_LDAP.search(name) is not None)


def _is_about(text: str, begin: int, end: int, word: re.Pattern[str] = _ABOUT) -> bool:
    start, stop = max(0, begin - _BEFORE), min(len(text), end + _BEHIND)
    start = max(start, text.rfind("\n", start, begin) + 1)
    behind = text.find("\n", end, stop)
    return word.search(text, start, behind if behind >= 0 else stop) is not None


def _beside(text: str) -> Iterator[tuple[int, int]]:
    for found in _BESIDE.finditer(text):
        account = found["account"]
        is_like_one = _OF_ACCOUNT.search(account) is not None
        if not (is_like_one or found["between"].strip()):  # most pairs of words, and the cheapest to tell
            continue
        said = _stripped(found, "value", ".:?")
        if _is_beside(text, found, said, is_like_one=is_like_one):
            yield found.start("value"), found.start("value") + len(said)
        elif _IS_ACCOUNT.match(account) is not None or "@" in account:
            sign = found["between"].strip()
            said = _stripped(found, "glued", CLOSING + sign).partition(sign or " ")[0]  # of a row each cell by itself
            said = said.rstrip("<([{")  # which open what stands behind the sign: `</e>` behind a stroke
            if any(map(str.isdigit, said)) and is_glued(said):
                yield found.start("glued"), found.start("glued") + len(said)


def _is_beside(text: str, found: re.Match[str], said: str, *, is_like_one: bool) -> bool:
    """Whether a value that stands beside what may be an account is its password."""
    begin, end = found.span("value")
    account = found["account"]
    return (
        (
            _is_chosen(said)
            or is_phrase(said)
            or _is_word_and_year(text, found, said)
            or (is_joined(said) and _is_about(text, begin, end, _OF_SECRET))
        )
        and (_MACHINE.fullmatch(account) is None or _IS_ACCOUNT.match(account) is not None)
        and (
            (is_like_one and (has_sign(said) or not _is_of_words(account)))
            or (bool(found["between"].strip()) and not known_words().knows(account))
        )
        and (
            _IS_ACCOUNT.match(account) is not None
            or ("@" in account and _PARTS.fullmatch(found["between"]) is not None)
            or _is_about(text, found.start(), end)
        )
    )


def _is_word_and_year(text: str, found: re.Match[str], said: str) -> bool:
    """Whether it is a word and a year beside an account that somebody signs in with: `svc_ssi und Kalender2026`."""
    return (
        _WORD_AND_YEAR.fullmatch(said) is not None
        and is_anybodys(said)
        and _TECHNICAL.search(said) is None
        and _IS_ACCOUNT.match(found["account"]) is not None
        and "=" not in found["between"]
        and _is_about(text, found.start(), found.end("value"), _ABOUT_SIGNING)
    )


def _told(text: str) -> Iterator[tuple[int, int]]:
    for found in _TOLD.finditer(text):
        said = _stripped(found, "value", ".:?")
        if _is_told_value(text, found, said):
            if not _is_computer(text, found.start(), said):
                yield found.start("value"), found.start("value") + len(said)
        elif is_glued(said := _stripped(found, "glued")) and _is_told_there(text, found, "glued"):
            yield found.start("glued"), found.start("glued") + len(said)


def _apart(text: str) -> Iterator[tuple[int, int]]:
    """What looks chosen and stands apart: by its signs, in quotes, or behind an account and a word for credentials."""
    for found in _ANYWHERE.finditer(text):
        said = found["value"].rstrip(".?")
        if has_sign(said) and _is_chosen(said) and not _is_computer(text, found.start(), said):
            yield found.start("value"), found.start("value") + len(said)
    for found in _IN_QUOTES.finditer(text):
        if is_chosen(found["value"]) and _is_about(text, *found.span(), _OF_SECRET):
            yield found.span("value")
    for found in _CREDENTIALS.finditer(text) if _may_be_of_credentials(text) else ():
        if is_anybodys(said := found["value"].rstrip(".,;")) and not known_words().knows(found["account"]):
            yield found.start("value"), found.start("value") + len(said)


def _stripped(found: re.Match[str], group: str, signs: str = CLOSING) -> str:
    """What was found, without the signs behind it that are the sentence's."""
    return bare(found[group] or "", signs)


def _is_told_value(text: str, found: re.Match[str], said: str) -> bool:
    if is_phrase(said):
        return _is_told_there(text, found)
    return _is_chosen(said) and (has_sign(said) or is_jumbled(said) or _is_told_there(text, found))


def _is_told_there(text: str, found: re.Match[str], group: str = "value") -> bool:
    """Whether the line is about a secret, and what stands there is no account and no machine by the word before it."""
    begin = found.start()
    if (found["word"] or "").lower() in _WITH:
        return _is_about(text, begin, found.end(group), _ABOUT_SIGNING)
    return _is_about(text, begin, found.end(group), _ABOUT_SECRETS) and not _is_named(text, begin)


def _is_named(text: str, at: int) -> bool:
    """Whether a word for an account or a machine stands before a place: `Account Name: …`."""
    return _IS_NAMED.search(text, max(0, at - _LONGEST_ROLE), at) is not None


def _is_computer(text: str, at: int, said: str) -> bool:
    """Whether it is the account of a computer: `Account Name: Ber02$`."""
    return said[-1:] == "$" and not has_sign(said[:-1]) and _is_named(text, at)


def _may_be_of_credentials(text: str) -> bool:
    """Whether one of the words stands there; to look for all of them at once takes ten times as long."""
    if ":" not in text and "=" not in text:
        return False
    low = text.lower()
    return any(word in low for word in _OF_CREDENTIALS)


def _is_chosen(said: str) -> bool:
    """The same where other names may stand: `ExchBer2019`, and what signs in for such a machine, `ExchBer2019$`."""
    name = said.removesuffix("$")
    return is_chosen(said) and (has_sign(name) or is_jumbled(name) or _TECHNICAL.search(name) is None)


def _is_of_words(account: str) -> bool:
    """Whether it is an account only by its digits or lines: `error_403`, `tenant_id`."""
    if _IS_ACCOUNT.match(account) is not None or _WORD_AND_NUMBER.fullmatch(account) is not None:
        return False
    return all(map(known_words().knows, _LETTERS.findall(account)))


def _below(text: str) -> Iterator[tuple[int, int]]:
    """What stands below heads that name a password, in rows that are parted as they are; each line is read once."""
    behind = 0
    for found in _HEADS.finditer(text):
        if found.start() < behind:  # in a row, or beside a head
            continue
        begin, behind = _line(text, found.start())
        sign = next((sign for sign in _SIGNS if text.find(sign, begin, behind) >= 0), "")
        heads = _cells(text, begin, behind, sign)
        starts = [head.start() + 1 for head in _HEADS.finditer(text, found.start(), behind + 1)]
        numbers = {next((at for at, (_, end) in enumerate(heads) if end > start), -1) for start in starts}
        for _ in range(_MOST_ROWS if len(heads) > 1 else 0):
            if behind + 1 >= len(text):
                break
            begin, stop = _line(text, behind + 1)
            cells = _cells(text, begin, stop, sign)
            if len(cells) == len(heads):
                yield from (cells[at] for at in sorted(numbers) if is_anybodys(text[slice(*cells[at])]))
            elif _RULE.fullmatch(text, begin, stop) is None:
                break
            behind = stop


def _line(text: str, at: int) -> tuple[int, int]:
    """Where the line begins and ends that holds a place; of a longer one than any row what is near."""
    begin = text.rfind("\n", max(0, at - _LONGEST_LINE), at) + 1 or max(0, at - _LONGEST_LINE)
    end = text.find("\n", at, at + _LONGEST_LINE)
    return begin, end if end >= 0 else min(len(text), at + _LONGEST_LINE)


def _cells(text: str, begin: int, stop: int, sign: str) -> list[tuple[int, int]]:
    """Where the cells of a row stand, without the blanks around them."""
    cells: list[tuple[int, int]] = []
    parts = _BLANKS.split(text[begin:stop]) if not sign else text[begin:stop].split(sign)
    at = begin
    for part in parts:
        at = text.find(part, at, stop)
        blank = len(part) - len(part.lstrip())
        cells.append((at + blank, at + blank + len(part.strip())))
        at += len(part)
    return cells
