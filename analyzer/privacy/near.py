"""What stands near a word for a secret, is made of nothing known, and looks like one, whatever is said between.

    পাসওয়ার্ড: polarstern36203                   behind a word for a password: letters and four digits, or a sign
    Falsches Kennwort (Fussball bergsee 14)        a phrase: words that no list knows, and a number
    código 149 843 recibido por SMS                beside a word for a code that is asked for once: six digits or more

The sentences of `said.py` tell more, and surer, in the languages they know; this takes what they leave. What may be
somebody's account stays: `wrong password for user Quitte01`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

from analyzer import lazy_re
from analyzer.privacy.chosen import is_anybodys, is_joined, is_phrase
from analyzer.privacy.known_words import known_words
from analyzer.privacy.letters import STRANGE, STRANGE_THERE, jumbled, made_up
from analyzer.privacy.shapes import around
from analyzer.privacy.values import CHANGED, CREDENTIALS, INTO, STEMS
from analyzer.reference.passwords import ONCE, PASSWORDS
from analyzer.reference.vocabulary import A_TOKEN, REMOVED

_PASSWORD = lazy_re.compile("|".join((*PASSWORDS, r"\bpwd\b")), re.IGNORECASE)
_ACCESS = (
    *(
        "login",
        "log in",
        "log on",
        "logon",
        "sign in",
        "sign-in",
        "signin",
        *CREDENTIALS,
        "creds",
        "basic auth",
        "userinfo",
    ),
    *("usuario ", "gebruiker ", "utente ", "innlogg", "kirjautu", "giriş bilgi", "belépés", "datele", "dane logowania"),
    *("auth =", "auth:", "zugang", "decoded:", "(decoded"),
    *("user name or password", "username or password", "benutzername oder", "utilisateur ou", "usuario o "),
    *("anmeld", "zugangsdaten", "einlogg", "identifiant", "logowani", "inlogg", "connexion", "acceso", "accesso"),
)
"""Words for signing in, with which an account and its password are told."""
_SIGNING_IN = lazy_re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, _ACCESS))})(?!\w{{0,40}}\.\w)", re.IGNORECASE)
"""Not in the name of a host: `login.microsoftonline.com`."""
_MACHINE = lazy_re.compile(r"[A-Z\d]{3,21}\$?|\w[\w.-]{1,80}\.\w{2,20}:\d{2,5}|[^\s:]{2,60}:\d{8}")
"""`EXCAS02$`, `mail01.contoso.com:993`, an id of a request."""
_NO_ACCOUNT = lazy_re.compile(
    r"fail(?:ed|ure)|errors?|fehler|fehlgeschlagen|denied|rejected|refused|at|in|by|via|from", re.IGNORECASE
)
"""`login failed: CWBEMHTTP`"""
_AS = lazy_re.compile(r"\s(?:with|as|mit|als|con|como|avec|met|com)\s[\"']?\Z", re.IGNORECASE)
_OF_ACCOUNT = lazy_re.compile(r"[._@\\]|(?:svc|srv|sa|adm|app|usr|tech|rfc)-|\A[a-z]{3,12}\d\d\Z")
_PAIR = lazy_re.compile(
    r"(?<![\w@./\\-])(?=(?P<account>[\w.\\-]{2,60}(?:@[\w.-]{2,80})?)[\"')]?"
    r"(?:\s?[/|:,]\s?|\s[–-]\s|,?\s(?:and|und|et|y|e|en|och|og|oraz|with|mit|avec|con|com|met|med|code|clave|pw|ww|pass|pwd|mdp|pin)\s)"
    r"[\"'(]?(?P<value>[^\s\"'()\[\]{}<>,;/\\|][^\s\"'()\[\]{}<>,;|]{5,63})(?![^\s\"'()\[\]{}<>,;|]))"
)
_ONCE = lazy_re.compile(
    "|".join(
        (r"(?<![^\W_])" if word.isascii() else "") + re.escape(word.strip(" :")) + (r"\b" if word[0] == " " else "")
        for word in ONCE
    ),
    re.IGNORECASE,
)
_DIRECT = (
    *("secret", "token", "bearer", "api key", "api-key", "apikey", "auth:", "auth=", "auth':", 'auth":', "-u "),
    *(
        "--user ",
        "logonuser",
        "pw ",
        "pw:",
        "passw",
        "kennwort",
        "login(",
        "login ",
        "authenticate(",
        "credential",
        "assertion",
    ),
    *(
        "phrase secrète",
        "jeton",
        "токен",
        "belirteci",
        "pass ",
        "access key",
        "access_key",
        "creds",
        "zugangsdaten",
        "anmeldedaten",
    ),
)
_LETTERS = lazy_re.compile(
    r"(?:(?P<word>secret(?: word)?|phrase secrète|assertion|credential|jeton|belirteci|токен(?: доступа)?|token|bearer"
    r"|\bpass(?=\s)|api[ _-]?key|access[ _]key|passw(?:or[dt])?|kennwort|\bpw)s?[\"']?(?:\s?[:=]\s?|\s)[\"'(\[]?"
    r"|\bauth[\"']?\s?[:=]\s?[(\[]\s?[\"'][^\"'\r\n]{1,80}[\"']\s?,\s?[\"']"
    r"|(?:credentials|creds|zugangsdaten|anmeldedaten)(?:\s[a-z]{3,12})?:?\s[\w.@\\-]{2,60}\s"
    r"|pscredential[\s(]{1,2}[\"'][^\s\"',]{1,80}[\"'],\s?[\"']"
    r"|(?-i:\bLOGIN)\s[\"']?[\w.@\\-]{2,60}[\"']?\s[\"']?"
    r"|(?:\s-u|--user)[\s=][\"']?[\w.@\\-]{1,80}:"
    r"|(?:logonuser[aw]?|login|authenticate|set_?credentials?)\((?:[\"']?[\w.\\@-]{1,80}[\"']?,\s?){1,2}[\"']?)"
    r"(?P<value>[A-Za-z]{8,40})(?![\w.=(:/\\@-])",
    re.IGNORECASE,
)
"""Letters directly behind what nothing but a secret stands behind."""
_STEMS = (*STEMS, "pwd")
"""One of them stands in every word for a password."""
WORDS = (*_STEMS, *_ACCESS, *ONCE, *_DIRECT)
"""Near one of them stands whatever is found here."""
_LONGEST_STEM = 16
"""Characters before its stem at which such a word begins, at most: `palavra-passe`."""
_BEFORE, _BEHIND = 60, 70
"""Characters before and behind such a word in which a value is looked for, on its line."""
_TOKEN = lazy_re.compile(
    r"(?<![A-Za-zÀ-ɏ\d_@\\/.:=%$-])(?![\u3040-\ud7ff])[^\W_][^\s\"'()\[\]{}<>,;:=/\\@|\u3040-\ud7ff]{4,63}(?![@\\/=]|\((?!String|VARCHAR)|:\w)"
)
_LETTER_AND_DIGITS = lazy_re.compile(r"[A-Za-z]{1,2}\d+")
"""`u123456`, `D023456`: the account of somebody."""
_ID = lazy_re.compile(r"[\da-fA-F]{8}-[\da-fA-F]{4}-")
_HOST = lazy_re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[A-Za-z]{2,20}")
_ASKING = frozenset("!?*~^%")
"""Signs that no name of a program has inside."""
_SIGNS_OF_ONE = _ASKING | frozenset("#$%+")
"""The same beside a stroke: `Login$Handler2, Session#open2` are such names."""
_OF_PROGRAM = lazy_re.compile(r"Error[A-Z][a-z]")
"""`ErrorAccessDenied?id=5`"""
_SIGN = lazy_re.compile(r"[!$#*§~+?]")
_AROUND = lazy_re.compile(r"\d{1,9}[^\W\d_]{1,9}\d{1,9}[^\W\d_]")
_CAPITAL = lazy_re.compile(r"[a-z]{1,2}[A-Z]{1,2}(?=[a-z])")
_LEAST_JUMBLED, _LEAST_CAPITALS = 14, 2
"""So often are letters of both kinds jumbled in what a computer made up of letters alone."""
_SHORT_RUN = lazy_re.compile(r"(?<=[A-Z])[a-z]{1,2}(?=[A-Z])")
_LEAST_RUNS = 3
_VOWELS, _VOWELS_OF_WORDS = "aeiouäöüåøæ", 5
"""Names of programs have a vowel in every five letters, and their words more than two."""
_MANY_DIGITS = lazy_re.compile(r"\d{4}")
_ACCOUNT = lazy_re.compile(
    r"(?:user(?: ?name)?|account|login|mailbox|benutzer|anwender|konto|postfach|usuario|usuário|utilisateur|compte"
    r"|utente|gebruiker|użytkownika?|uživatele?|пользовател[юья]|користувача?|χρήστη|المستخدم|משתמש|host|server|on|auf|from|client)"
    r"[\s:=\"'„(]{1,3}\Z|(?:用户|用戶|ユーザー|사용자)[\s:=\"'„(]{0,3}\Z",
    re.IGNORECASE,
)
_LONGEST_LABEL = 20
_PHRASE = lazy_re.compile(
    r"(?<![\w-])(?:[^\W\d_]{3,20}[ -]){1,4}\d{1,6}(?:[ -][^\W\d_]{3,20}){0,2}[!?.]?(?![\w-])"
    r"|(?<![\w-])[^\W\d_]{3,20}(?:-[^\W\d_]{3,20}){1,4}-\d{1,6}(?:-[^\W\d_]{3,20}){0,2}(?![\w-])"
)
_WORD = lazy_re.compile(r"[^\W\d_]+")
_UNKNOWN_OF_PHRASE = 2
_JOINED = lazy_re.compile(r"[^\W\d_]{4,20}(?:[-_.][^\W\d_]{4,20}){2,5}")
"""Words that signs join: `kolibri-tarnwald-birke`."""
_DATE = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d(?!\d)"
_BIRTH = lazy_re.compile(
    r"(?<![\d.:/-])(?:(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19\d\d|200\d)"
    r"|(?:19\d\d|200\d)[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01]))(?![\d:/-])"
)
"""The birthday of somebody: logs are younger."""
_TOKEN_OF_OURS = lazy_re.compile(A_TOKEN)
_DIGITS = lazy_re.compile(
    rf"(?<![A-Za-zÀ-ɏ\d_.:/#%+-])(?!{_DATE})\d{{6,12}}(?![\w:/%-]|\.\d| ?(?:ms|s|sec|bytes|kb|mb)\b)"
)
_OF_SOMETHING = lazy_re.compile(
    r"(?:error|fehler|erreur|code|event|id|ids|ticket|case|incident|session|request|line|zeile|port|pid|thread|process|policy|nr|no|number|note|hinweis|kba|kb|snote|article|transaction|sequence|time|program|job|build|mandant|attempt|versuch|yppasswdd"
    r"|client|user|account|mailbox|benutzer|konto|postfach|kunde|customer|usuario|compte|for|für|of|von|de|para|pour|per|at|since|seit|after"
    r"|nach|op)\.?[\s\"':=(#]{1,3}\Z",
    re.IGNORECASE,
)
"""Before a number that has another meaning: `invalid password, error 12345678`, `the password of 10034567`."""
_BY_OR_IN = lazy_re.compile(
    r"(?:(?<!replaced )by|durch|(?<!remplacé )par|door|przez|dla|in|im|am|bei|via|k?dc|domain|service|dienst|system)"
    r"\s[\"'„(]?\Z",
    re.IGNORECASE,
)
"""Before who has said something of a password, or where it is kept: `rejected by EXCHMBXSRV`."""
_BEFORE_VALUE = lazy_re.compile(
    r"\s(?:is|ist|lautet|lautete|war|was|era|es|é|è|est|este|jest|brzmi|to|är|er|je|on|ir|yra|est[aá]|sono|være|είναι|—|:|=|jetzt|toujours)"
    r"\s[\"'„“«(]?\Z"
)
_INTO = (
    r"\s(?:is|ist|lautet|war|was|era|es|é|è|est|este|jest|brzmi|to|är|er|je|on|ir|yra|sono|être|toujours|wordt|werd|na|auf|in|a|para|en"
    r"|naar|op|su|до|на|у|je|është|là|mới|е|је|0)\s[\"'„“«(]?"
)
_TOLD = lazy_re.compile(rf"{_INTO}\Z")
_INTO_VALUE = lazy_re.compile(
    rf"(?:{_INTO}|[:=]{{1,2}}\s{{0,3}}|\.{{3}}\s|[\"'„“«(]|[\u0370-\u1fff\u3040-\ud7ff][^\w\r\n]{{0,3}})\Z"
)
_WEAK = lazy_re.compile(r"[^\W\d_]{4,20}[-_.]?\d{2,3}")
"""`quitte26`: a password where a sentence tells it, else an account or a machine."""
_OTHER_LETTERS = lazy_re.compile(r"[\u0370-\u1fff\u3040-\ud7ff][^\w\r\n]{0,3}\Z")
"""In a sentence that is written in other letters a word in Latin ones is a name: `новый пароль quittelbaum`."""
_CHANGED = lazy_re.compile(
    rf"[\"'”“»)]{{0,2}}\s(?:{CHANGED}|gestellt|gezet|reset\w{{0,6}}|redefini\w{{1,6}})", re.IGNORECASE
)
"""Before or behind what a password was changed to."""
_NOTHING_BETWEEN = lazy_re.compile(r"[\s\"'„“«(\[>–-]{1,4}")
_CHANGED_INTO = lazy_re.compile(
    rf"(?:{CHANGED})\s{INTO}\s[\"'„“«]?\Z|\s(?:neu|new|now|jetzt|nu|nå|nuova?|nouveau|nueva)\s\Z", re.IGNORECASE
)
_GROUPS = lazy_re.compile(r"(?<![\w-])[a-z]{4}(?:[ -][a-z]{4}){3}(?![\w-])")
"""A password of an app, as it is printed: `hwwi iegp qpuh iarv`."""
_SAID_OF_IT = lazy_re.compile(r"[^\W\d_]{0,4}[^\w\r\n,.;]{1,3}(?:[^\W\d_]{1,14}[^\w\r\n,.;]{1,3}){0,2}")
"""Between a word for a password and what can only be one: a word or two about it."""
_AS_ONE = lazy_re.compile(r"[\"'”“»)]{0,2}\s(?:as|als|como|comme|come|jako|som|an,)\s")
_FEW_WORDS = lazy_re.compile(r"[\"'”“»)]{0,2}(?:,?\s[^\W\d_]{1,9}){0,3},?\s?[\"'„“«(]?")
_EAST = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_SIGNS_INSIDE = lazy_re.compile(
    r"(?<![\w.])(?:\[(?!\w{0,16}(?:err|fehler|code|stat|result|count|port|line|attempt|versuch))[^\W\d_]{4,20}\]=\d{2,6}|[^\W\d_]{4,20}[\"']\d{2,6}[\"'][^\W\d_]{1,6}"
    r"|[^\W\d_]{2,20}<[^\W\d_]{2,20}>\d{2,6})(?![\w.])"
    rf"|(?<=[ \"'(])[{_EAST}]{{2,12}}\d{{3,8}}[{_EAST}A-Za-z!?#$*+]{{0,12}}(?=[ \"').,;]|\Z)",
    re.IGNORECASE,
)
"""`[Quitte]=446`, but no `[Status]=401`, `Quitte'89"x`, and a word of the East with a number, apart from the rest."""
_LEAST_PLAIN = 6
_CODE = lazy_re.compile(
    r"(?<![A-Za-z\d_.:/#%+-])(?:[A-Z]-)?"
    rf"(?P<value>\d{{3}}[ -]\d{{3,4}}|(?!{_DATE})\d{{6,10}}"
    r"|(?=[A-Z-]{0,10}\d)[A-Z\d]{4,5}(?:-[A-Z\d]{4,5}){1,5}"
    r"|(?=[a-z-]{0,10}\d)(?=[\d-]{0,10}[a-z])[a-z\d]{5}-[a-z\d]{5})"
    r"(?![A-Za-z\d_]|[.:/-]\d|%| ?(?:ms|s|sec|bytes|kb|mb)\b)"
)
"""No date, no measure."""
_NEXT_CODE = lazy_re.compile(r"[,;/ ]{1,3}")
_OF_ERROR = lazy_re.compile(r"(?:error|fehler|erreur|aadsts)s?(?:_?codes?)?[\s\"':=\[(]{1,4}\Z", re.IGNORECASE)
"""Before the code of an error of Entra ID: `error 500121`."""


def values(text: str, low: str, present: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """Where values stand near a word for a secret: beginning and end of each.

    Args:
        text: what is looked at.
        low: the same in lower case.
        present: the words that stand in it.
    """
    if not present.isdisjoint(WORDS):
        yield from _near_passwords(text, low, present)
        yield from _pairs(text, low, present)
        yield from _codes(text, low, present)
        if not present.isdisjoint(_DIRECT):
            for found in _LETTERS.finditer(text):
                said, least = found["value"], STRANGE if found["word"] else STRANGE_THERE
                if jumbled(said) or made_up(said, least):
                    yield found.span("value")


def _near_passwords(text: str, low: str, present: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    for word in around([word for word in _STEMS if word in present], _PASSWORD, _LONGEST_STEM, text, low):
        start, stop = _line(text, *word.span())
        ahead, behind = list(_tokens(text, start, word.start())), list(_tokens(text, word.end(), stop))
        yield from _passwords(text, word.end(), stop, behind)
        yield from _right_behind(text, word.end(), stop, behind)
        for begin, end in _passwords(text, start, word.start(), ahead):
            if text[begin - 1] in "'\"" or _is_made_up(text[begin:end]):
                yield begin, end
        yield from _letters(text, word, ahead, behind)
        yield from (odd.span() for odd in _SIGNS_INSIDE.finditer(text, start, stop))


def _right_behind(text: str, start: int, stop: int, tokens: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What stands right behind a word for a password, or where a sentence tells it, whatever words it is made of."""
    for found in _GROUPS.finditer(text, start, stop):
        if sum(not known_words().knows(group) for group in _WORD.findall(found[0])) >= _UNKNOWN_OF_PHRASE:
            yield found.span()
    for begin, end in tokens:
        said = text[begin:end]
        is_right_behind = _NOTHING_BETWEEN.fullmatch(text, start, begin) is not None
        if is_joined(said):
            is_told = is_right_behind or _INTO_VALUE.search(text, start, begin) is not None
            is_told = is_told or (is_phrase(said) and _SAID_OF_IT.fullmatch(text, start, begin) is not None)
        else:
            is_word = said.isascii() and said.isalpha() and said.islower() and is_anybodys(said)
            is_told = is_word and (is_right_behind or _CHANGED_INTO.search(text, start, begin) is not None)
        if is_told:
            yield begin, end


def _letters(
    text: str, word: re.Match[str], ahead: Iterable[tuple[int, int]], behind: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Where letters stand that were made up, right before a word for a password or behind it."""
    for begin, end in ahead:
        if not made_up(text[begin:end], STRANGE_THERE):  # most words
            continue
        is_near = _FEW_WORDS.fullmatch(text, end, word.start()) is not None
        least = STRANGE if _AS_ONE.match(text, end) is None else STRANGE_THERE
        if is_near and made_up(text[begin:end], least) and _is_told(text, begin, end):
            yield begin, end
    for begin, end in behind:
        if not made_up(text[begin:end], STRANGE_THERE):
            continue
        said_before = _SAID_OF_IT.fullmatch(text, word.end(), begin) or _INTO_VALUE.search(text, word.end(), begin)
        if said_before is None and text[begin:end].isupper() and _CHANGED.search(text, word.end(), begin) is None:
            continue  # a machine: `password expired, SRVWEBPRX answers 401`
        if made_up(text[begin:end], STRANGE if said_before is None else STRANGE_THERE) and _is_told(text, begin, end):
            yield begin, end


def _is_told(text: str, begin: int, end: int) -> bool:
    """Whether what stands there is no account and no machine: `password of svcssisync`, but `set to nqqvanssq`."""
    before = text[max(0, begin - _LONGEST_LABEL) : begin]
    if not any(
        _is_word(found) for found in (_ACCOUNT.search(before), _OF_SOMETHING.search(before), _BY_OR_IN.search(before))
    ):
        return True
    return _TOLD.search(before) is not None and (
        _CHANGED.search(text, max(0, begin - _BEFORE), begin) is not None or _CHANGED.match(text, end) is not None
    )


def _is_word(found: re.Match[str] | None) -> bool:
    """Whether something was found, and not as the end of another word: `de` of `adgangskode`."""
    return found is not None and not found.string[max(0, found.start() - 1) : found.start()].isalpha()


def _pairs(text: str, low: str, present: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """Where a value stands behind an account, near a word for signing in: `logins: svc_ssi / Tal904birke`."""
    for word in around([word for word in _ACCESS if word in present], _SIGNING_IN, 1, text, low):
        start, stop = _line(text, *word.span())
        for found in _PAIR.finditer(text, start, stop):
            said = found["value"].rstrip(".,")
            if _MACHINE.fullmatch(found["account"]) is not None or not any(map(str.isalpha, found["account"])):
                continue
            between = text[found.end("account") : found.start("value")]
            named = _AS.search(text, max(0, found.start() - _LONGEST_LABEL), found.start()) is not None
            is_none = found.start() < word.end() or _NO_ACCOUNT.fullmatch(found["account"]) is not None
            apart = named or (not is_none and ("/" in between or ":" in between))
            signs = _SIGNS_OF_ONE if "/" in between else _ASKING
            odd = any(map(str.isdigit, said)) and not signs.isdisjoint(said[1:-1]) and (named or ":" not in between)
            if (apart and made_up(said, STRANGE_THERE)) or (
                (odd or _is_account(found["account"])) and _is_beside_account(said)
            ):
                yield found.start("value"), found.start("value") + len(said)


def _is_account(said: str) -> bool:
    return (
        any(map(str.isalpha, said))
        and _MACHINE.fullmatch(said) is None
        and (_OF_ACCOUNT.search(said) is not None or not _is_known(said))
    )


def _is_beside_account(said: str) -> bool:
    """Whether what stands beside an account may be its password: digits, or letters and digits of no known word."""
    if _DIGITS.fullmatch(said) is not None or _BIRTH.fullmatch(said) is not None:
        return True
    if (
        _OF_PROGRAM.match(said) is not None
        or _TOKEN_OF_OURS.search(said) is not None
        or _HOST.fullmatch(said) is not None
        or _ID.match(said) is not None
    ):
        return False
    if _MACHINE.fullmatch(said) is not None or "/" in said:
        return False
    mixed = any(map(str.isdigit, said)) and any(map(str.isalpha, said))
    return mixed and (not _ASKING.isdisjoint(said[:-1]) or not _is_known(said))


def _codes(text: str, low: str, present: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """Where codes stand near a word for one that is asked for once."""
    for word in around([word.strip(" :") for word in ONCE if word in present], _ONCE, 1, text, low):
        start, stop = _line(text, *word.span())
        if REMOVED in text[start:stop]:  # it is gone already: another number on that line is none
            continue
        found = (code.span("value") for code in _CODE.finditer(text, start, stop))
        spans = [span for span in found if _OF_ERROR.search(text, max(0, span[0] - _LONGEST_LABEL), span[0]) is None]
        if spans:  # another number is that of a case or an error
            first = min(range(len(spans)), key=lambda at: _distance(spans[at], word.span()))
            yield spans[first]
            for before, span in pairwise(spans[first:]):  # backup codes 753676 545452
                if _NEXT_CODE.fullmatch(text, before[1], span[0]) is None:
                    break
                yield span


def _distance(span: tuple[int, int], word: tuple[int, int]) -> int:
    """Characters between a code and the word for one."""
    return max(span[0] - word[1], word[0] - span[1])


def _line(text: str, begin: int, end: int) -> tuple[int, int]:
    """The stretch around a word on its line."""
    start, stop = max(0, begin - _BEFORE), min(len(text), end + _BEHIND)
    before, behind = text.rfind("\n", start, begin), text.find("\n", end, stop)
    start = before + 1 if before >= 0 else _apart(text, start, begin)
    return start, behind if behind >= 0 else stop


def _apart(text: str, start: int, end: int) -> int:
    """Where the next word begins before a place: half a word is none."""
    blank = text.find(" ", start, end)
    return start if start == 0 or blank < 0 else blank


def _passwords(text: str, start: int, stop: int, tokens: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for phrase in _PHRASE.finditer(text, start, stop):
        words = _WORD.findall(phrase[0])
        if sum(not known_words().knows(word) for word in words) >= min(_UNKNOWN_OF_PHRASE, len(words)):
            yield phrase.span()
    for digits in _DIGITS.finditer(text, start, stop):
        if _OF_SOMETHING.search(text, max(start, digits.start() - _LONGEST_LABEL), digits.start()) is None:
            yield digits.span()
    yield from (birthday.span() for birthday in _BIRTH.finditer(text, start, stop))
    for begin, end in tokens:
        if _is_password(text[begin:end], text[max(0, begin - _LONGEST_LABEL) : begin]):
            yield begin, end


def _tokens(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Where words stand that are cut off at neither end."""
    for token in _TOKEN.finditer(text, start, stop):
        if token.end() < stop or stop == len(text):
            yield token.start(), token.start() + len(token[0].rstrip("."))


@lru_cache(maxsize=8192)
def _is_password(said: str, before: str) -> bool:
    """Whether a word near one for a password may be it, from what it is like and what stands before it.

    It is asked again for each such word near it, and once more while the upload is watched.
    """
    if not any(map(str.islower, said)) and (said.isascii() or said.upper() != said.lower()):
        return False  # in letters of both kinds, none of the small ones
    if _TOKEN_OF_OURS.search(said) is not None:
        return False
    if _ID.match(said) is not None or _ACCOUNT.search(before) is not None:
        return False
    if said.isalpha() and (_BEFORE_VALUE.search(before) or (said.isascii() and _OTHER_LETTERS.search(before))):
        return len(said) >= _LEAST_PLAIN and not _is_known(said)
    if _JOINED.fullmatch(said) is not None:
        return sum(not known_words().knows(word) for word in _WORD.findall(said)) > said.count(".")
    if _HOST.fullmatch(said) is not None or _LETTER_AND_DIGITS.fullmatch(said) is not None:
        return False
    if _WEAK.fullmatch(said) is not None:
        return _INTO_VALUE.search(before) is not None and not _is_known(said)
    told = any(map(str.isdigit, said)) and _TOLD.search(before) is not None
    return (told or _MANY_DIGITS.search(said) is not None or _is_made_up(said)) and not _is_known(said)


def _is_known(said: str) -> bool:
    return not any(known_words().unknown(said, 0, len(said)))


def _is_made_up(said: str) -> bool:
    if not any(map(str.isdigit, said)):
        mixed = len(said) >= _LEAST_JUMBLED and len(_CAPITAL.findall(said)) >= _LEAST_CAPITALS
        vowels = sum(letter in _VOWELS for letter in said.lower())
        jumbled = len(_SHORT_RUN.findall(said)) >= _LEAST_RUNS or vowels < len(said) / _VOWELS_OF_WORDS
        return mixed and jumbled and said.replace("-", "").isalpha()
    return _SIGN.search(said) is not None or _AROUND.search(said) is not None
