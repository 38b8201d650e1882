"""Who is named by a sentence or a label: `user anna is disabled`, `Attendees: Anna Berg; Kurt Falk`, `tenant nordwind`.

A text is searched for the words of `reference/roles.py`, all in one pass, and a name is looked for only behind them, or
before them. What a name looks like depends on the word: behind `Attendees` it has two words with capitals, behind
`user` it may be any word if the sentence goes on as one about somebody does, or ends. Plain words, and those that
messages have behind such a word, are nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from analyzer import lazy_re
from analyzer.privacy.known_words import known_words
from analyzer.privacy.pseudonyms.persons import CAPITAL, NAME
from analyzer.reference import plain_words, public, roles

Told = tuple[int, int, str]
"""Somebody or something that a sentence names: from where to where, and whether it is a user, a host and so on."""

_GAP = r"[ \t\xa0]"
_SPACE = r"[^\S\r\n]{1,6}"
_LABEL = r"[^\S\r\n]{0,40}[:=：][^\S\r\n]{0,6}"
_LINK = rf"(?:(?i:{'|'.join(roles.LINKS)})\s)?"
_ONE = r"[\"']?(?P<one>[^\W\d_](?:[\w-]|\.(?=\w)){1,40}+)[\"']?(?![@\\(/=]|-\w)"
_END = (
    r"(?=\s{0,3}(?:\Z|[\r\n;:!?)\]}<|…“”»·*\\\"']|[.,](?!\w)|--|->|=>)"
    rf"|\s(?i:{'|'.join(roles.GOES_ON)})(?!\w)|\s\((?i:employee|personnel|id|mitarbeiter)\s)"
)
_PORT = r"(?=:\d{2,5}(?!\d))"
_NAME = rf"(?P<name>{NAME})"

_NEXT_LINE = rf"(?:\r?\n{_GAP}{{0,20}}(?={NAME}{_GAP}{NAME}(?![\w:=.(/\\])))?"
"""A name may stand in the line below: one of two words, as no message begins."""
_PARTICLES = rf"(?:(?i:{'|'.join(sorted(map(re.escape, roles.PARTICLES)))})\s){{0,3}}"
_PERSON = lazy_re.compile(rf"(?:{_LABEL}|{_SPACE}{_LINK}|[^\S\r\n]{{0,2}}:?){_NEXT_LINE}[\"']?{_NAME}")
_LABELLED = lazy_re.compile(rf"{_LABEL}{_NEXT_LINE}[\"']?{_NAME}")
_ACCOUNT = lazy_re.compile(
    rf"(?:{_SPACE}|[^\S\r\n]?(?::[^\S\r\n]|=>?|->)[^\S\r\n]{{0,3}}){_LINK}(?:(?i:user|account|benutzer|konto)\s)?(?![\u3005-\u9fff\uac00-\ud7a3])"
    rf"(?P<marked>(?=[\"']?svc[_.-]?\w))?{_ONE}(?:{_END}|(?(marked)|(?!)))"
)
"""One that begins as accounts of services do needs no sentence that goes on behind it."""
_PART = lazy_re.compile(rf"(?:[\"']?\s?:\s{{0,6}}[\"']?|\s?=\s?\"?){_NAME}")
_TITLED = lazy_re.compile(rf"{_SPACE}{_PARTICLES}{_NAME}")
_COMPUTER = (
    r"(?:(?!(?:HTTP|TLS|SSL|SHA|MD|AES|KB|SP|CU|RU|X|UTF|CP|ISO|RFC|IPV|S[WEI]|AADSTS|WIN|EWS|DAY|STEP|LINE|PORT|VERSION|TRY|NAT|BASE|INT|AMD|ARM|IP|COL|COLUMN|ROW|POS|OFFSET|INDEX|BYTE|PAGE|STAGE|TIER|BUILD|ID|CVE|DES|NTLMV|IE|Q)-?\d)"
    r"[A-Z](?:\d{1,2}-)?[A-Z][A-Z-]{0,13}\d{1,6}|[A-PR-Z]\d{1,2}-\d{4,6}|SRV-[A-Z\d-]{2,14}"
    r"|(?:vm|srv|pc|nb|ws|ex|dc|sql|app|web)-[a-z]{2,20}-?\d{1,5})(?![\w.@\\/-])"
)
"""The name of a machine as most have it, and no code."""
_AFTER_AT = r"(?:at|en|su|em|op|by)\s(?=[A-Z-]{3}[A-Z\d-]{0,12}\d\d)"
_ON_MACHINE = lazy_re.compile(rf"(?<!\w)(?:(?:on|auf|sur|na|на)\s|{_AFTER_AT})(?P<one>{_COMPUTER})")
"""`logon failure on EXCH01`"""
_REFUSING = lazy_re.compile(
    rf"(?<![\w.@\\/-])(?P<one>{_COMPUTER})(?=:\s(?i:connection|name or service|no route|host ))"
)
"""`EXCH01: connection refused`"""
_MACHINE = lazy_re.compile(rf"{_SPACE}(?P<marked>(?=[\"']?{_COMPUTER}))?{_ONE}(?:{_PORT}|{_END}|(?(marked)|(?!)))")
_MACHINE_LABEL = lazy_re.compile(rf"{_LABEL}(?P<marked>(?={_COMPUTER}))?{_ONE}(?:{_PORT}|{_END}|(?(marked)|(?!)))")
_AT_PORT = lazy_re.compile(rf"{_SPACE}(?P<one>[^\W\d_][\w-]{{1,40}}+){_PORT}")
_DATABASE = lazy_re.compile(
    rf"{_SPACE}(?:[\"'“„«](?P<quoted>[^\"'“”„«»\r\n]{{3,60}})(?=[\"'”“»])|(?P<one>{NAME}{_GAP}(?:DB{_GAP}?)?\d{{1,4}})(?!\w))"
)
_TENANT = lazy_re.compile(rf"(?:{_SPACE}|[^\S\r\n]?[:=][^\S\r\n]{{0,3}}){_ONE}{_END}")
_ROOM = lazy_re.compile(
    rf"{_SPACE}(?P<quoted>[{CAPITAL}][\w.-]{{1,30}}(?:{_GAP}[{CAPITAL}\d][\w.-]{{0,30}}){{1,3}})(?![\w@\\(/])"
)
_DIRECT = lazy_re.compile(rf"{_ONE}(?:{_PORT}|{_END})")
_DOMAIN = lazy_re.compile(rf"(?:{_SPACE}|{_LABEL})[\"']?(?P<one>[A-Z][A-Z0-9-]{{2,20}}+)(?![\w@\\.(/=-])")
_HAN = r"[\u3005\u4e00-\u9fff]"
_HANGUL = r"[\uac00-\ud7a3]"
_EASTERN = lazy_re.compile(
    rf"(?:\s?[:：=]\s?「?|[ \u3000「])(?P<eastern>{_HAN}{{2,6}}+(?:[ \u3000]{_HAN}{{1,4}}+)?)(?![\w「])"
    rf"|[ \u3000](?P<kana>{_HAN}{{2,6}}+)(?=[がはをのにで])"
    rf"|\s?[:：]\s?(?P<hangul>{_HANGUL}{{2,4}}+)(?=\s{{0,3}}(?:\Z|[\r\n,.;)\]<\"])|\s[!-~])"
    rf"|\s(?P<particle>{_HANGUL}{{2,4}}?)(?=(?:을\(를\)|이\(가\)|은\(는\)|님|의)\s)"
)
"""A name in characters that know no capitals: `ユーザー 山田 太郎 が`, `组织者: 张伟`."""
_UNCASED = lazy_re.compile(
    rf"(?:{_LABEL}|{_SPACE})[\"']?(?P<uncased>{_HAN}{{2,4}}+(?!{_HAN})|{_HAN}{{1,2}},?\s{_HAN}{{1,3}}(?!{_HAN})|{_HANGUL}{{2,4}}+(?!{_HANGUL})"
    r"|[\u0590-\u05ff]{2,20}+(?:\s[\u0590-\u05ff]{2,20}+)?|[\u0620-\u06ff]{2,20}+(?:\s[\u0620-\u06ff]{2,20}+)?"
    r"|[\u0900-\u0dff]{2,20}+(?:\s[\u0900-\u0dff]{2,20}+)?|[\u0e00-\u0e7f]{2,20}+(?:\s[\u0e00-\u0e7f]{2,20}+)?)"
    r"(?=[\"'\s,.;:)\]>]|\Z)"
)
"""`Benutzer 王小明 ist gesperrt`, `From: "张, 伟"`."""
_SAID_OF_NOBODY = lazy_re.compile(
    "[不没沒无無未已被的在是否错錯失登拒超邮郵系服请請访訪连連时時]|없|않|실패|존재|권한|오류|לא|غير|ไม่|ถูก|ผิด|नहीं"
)
"""In such words something is said, and nobody named."""
_HONOURED = lazy_re.compile(
    rf"(?<!\w)(?P<eastern>{_HAN}{{2,5}}?(?:[ \u3000]{_HAN}{{1,3}}?)?|[A-Z][a-z]{{2,30}}(?: [A-Z][a-z]{{1,30}})?)"
    r"(?<![仕同多模異各]) ?(?=様|さん|さま|氏|殿)"
)
"""`山田太郎様`; what ends in the first character of 仕様 is a specification."""
_NUMBER = lazy_re.compile(
    r"(?:[^\S\r\n]{0,40}:[^\S\r\n]{1,3}|[^\S\r\n]{1,3}|-(?=(?i:id|nr)))(?:(?i:no|nr|id|number|nummer|numéro|número)[.:]{0,2}\s{0,2})?[#\"'(]{0,2}"
    r"(?P<one>(?:[A-Z](?=\d))?\d{5,12})(?![\w.:-])"
)
"""`business partner 1000587`; the number of a line or of an error is told by other words."""
_AT_TIME = lazy_re.compile(rf"{_SPACE}{_ONE}(?=\s(?:at|on|am|um|le|el|il|op)\s\d)")
_PLACE = lazy_re.compile(
    r"\s?[:=][\s\xa0]{1,3}(?P<quoted>(?![\w+.-]{1,20}:|[/\\])"
    r"[^\W\d_](?:[\w &'’-]|\.(?=\w?\w?\b(?!\.))){3,80})(?![\w/\\:(])"
)
"""`Location: Raum Falkenhorst 3.OG`: words, and no URL, path or name of a class."""
_PHONE = lazy_re.compile(
    r"\.?[^\S\r\n]{0,40}:?[^\S\r\n]{0,3}\(?"
    r"(?P<one>(?:[A-Z]{2}\d{2}|\+?\d)(?:[\d \t\xa0()/.-]|[A-Z](?=\d)){5,40}\d)(?![\w.:]\d)"
)

_Way = tuple[re.Pattern[str], str, int]
"""How a text goes on behind a word, what is named so, and how many words with capitals a name has at least."""
_WAYS: tuple[tuple[tuple[str, ...], _Way], ...] = (
    (roles.USERS, (_PERSON, "user", 1)),
    (roles.USERS, (_ACCOUNT, "user", 1)),
    (roles.PEOPLE, (_PERSON, "user", 1)),
    (roles.LABELS, (_LABELLED, "user", 2)),
    ((*roles.USERS, *roles.PEOPLE, *roles.DONE_BY, *roles.LABELS), (_UNCASED, "user", 1)),
    (roles.DONE_BY, (_PERSON, "user", 1)),
    (roles.DONE_BY, (_ACCOUNT, "user", 1)),
    (roles.PARTS_OF_NAMES, (_PART, "user", 1)),
    (roles.TITLES, (_TITLED, "user", 1)),
    (roles.GREETINGS, (_TITLED, "user", 1)),
    (roles.DATABASES, (_DATABASE, "host", 1)),
    (roles.MACHINES, (_MACHINE, "host", 1)),
    (roles.MACHINE_LABELS, (_MACHINE_LABEL, "host", 1)),
    (roles.PEERS, (_AT_PORT, "host", 1)),
    (roles.CONNECTED, (_MACHINE, "host", 1)),
    (("server=", "proxy=", "node="), (_DIRECT, "host", 1)),
    (roles.TENANTS, (_TENANT, "tenant", 1)),
    (roles.ROOMS, (_TENANT, "id", 1)),
    (roles.ROOMS, (_ROOM, "id", 1)),
    (roles.GROUPS, (_PERSON, "id", 2)),
    (roles.DOMAINS, (_DOMAIN, "domain", 1)),
    (roles.DOMAINS, (_TENANT, "domain", 1)),
    (roles.PHONES, (_PHONE, "id", 1)),
    (roles.NUMBERED, (_NUMBER, "id", 1)),
    (roles.LOCATIONS, (_PLACE, "id", 1)),
    (roles.BY, (_AT_TIME, "user", 1)),
    (roles.EASTERN, (_EASTERN, "user", 1)),
)

_WORD = lazy_re.compile(r"(?:['’](?=[ts]\s))?\w(?:[\w-]|['’](?=\w)){0,60}+(?:(?<=\bSt)\.)?")
_DOTTED_WORD = lazy_re.compile(r"\w(?:[\w-]|['’.](?=\w)){0,60}+(?:(?<=\b[A-Z])\.)?")
"""The same for an account, `anna.berg`, and an initial, `A.`."""
_STEP = lazy_re.compile(
    rf"(?P<apart>{_GAP}{{0,2}}[;,/&|]{_GAP}{{0,2}}|{_GAP})(?P<word>(?:[\w-]|['’](?=\w)){{1,60}}+(?:(?<=\bSt)\.)?)"
)
_CLOSED = lazy_re.compile(r"\s{0,2}(?:\Z|[,!.;<\r\n\"'|)\]}]|\s-|\?>|--)")
"""What stands behind the name of somebody who is greeted."""
_TITLE = (
    rf"[{CAPITAL}](?:(?:c|ac|itz|[aei]|['’])[{CAPITAL}])?+[^\W\d_A-ZÀ-ÖØ-Þ]{{1,30}}"
    rf"(?:[-'’][{CAPITAL}][^\W\d_A-ZÀ-ÖØ-Þ]{{1,30}})?"
)
"""A word of a name: `Berg`, `Berg-Falk`, `McBerg`, `O'Berg`."""
_INITIALS = lazy_re.compile(rf"(?<![\w.-])(?:[{CAPITAL}]\.[ -]?){{1,3}}(?P<name>{NAME})(?![\w@(=]|\.\w)")
"""`O. Berg`, `J.-P. Berg`"""
_TURNED = lazy_re.compile(rf"(?<![\w.,;@-])(?<!, )(?P<last>{_TITLE}),{_GAP}(?P<name>{_TITLE})(?![\w@/=({{-]|['’.]\w|,)")
"""`Berg, Anna`"""
_CAPITALS = lazy_re.compile(
    rf"(?<![\w.@$%{{-])(?<!\w['’])(?>(?:{_TITLE}{_GAP}(?:(?:v[ao]n{_GAP}de[nr]|van{_GAP}['’]t|v[ao]n|de{_GAP}l[ao]s?|d(?:el?|i|os|u)|zu[mr]?|bint?|ibn|[ae]l|te[nr]|St\.){_GAP}){{0,2}}){{1,8}}{_TITLE})(?![\w@/=({{-]|['’.]\w|{_GAP}\w{{1,40}}[a-z][A-Z])"
)
_BRACKETED = lazy_re.compile(
    r" ?[(\[](?P<one>[A-Za-z]{0,3}\d{4,12}|[a-z][a-z._-]{3,24}\d{0,4}|[A-Z]{2,10}\d{1,6})[)\]]"
)
_BEGINS = lazy_re.compile(r"(?:\A|[.:!?\r\n>\"“„'(\[|;])\s{0,3}\Z")
"""What stands before the first word of a sentence, or of a text."""
_OF_ADJECTIVES = ("e", "er", "es")
_BEFORE_NAMES = frozenset((*roles.USERS, *roles.PEOPLE, *roles.LABELS, *roles.LINKS, *roles.TITLES, *roles.ANDS))
_OF_SERVICE = lazy_re.compile(r"(?<![\w.@/\\-])(?i:svc|adm|usr)[_-](?P<name>[A-Za-z]\w{2,30})(?![\w@(=]|[.-]\w)")
"""`svc_ssi`, `adm-berg`: accounts of services and administrators are called so in most houses."""
_STREET = lazy_re.compile(
    r"(?<!\w)(?:[A-ZÄÖÜ][\w-]{2,40}?(?:stra(?:ß|ss)e|str\.|gasse|allee|weg|platz|ring|damm|ufer|chaussee)\s\d{1,4}[a-z]?|\d{1,4}\s[A-Z][a-z]{2,30}\s(?:Street|Avenue|Road))(?!\w)"
)
"""`Steinadlerstraße 12`."""
_MOST_CAPITALS = 3
_MOST_PARTICLES = 3
_MOST_STEPS = 120
"""Words of a list of names that are looked at."""
_LONGEST_NAME = 4
"""Words of a name, particles aside."""
_REACH = 130
"""Characters before the form of a company, or before what somebody has, in which the name stands."""
_OF_WORDS = lazy_re.compile(
    r"[\w'’-]{0,30}(?:tions?|liste|listen|name|namen|nummern?|adressen?|status|daten|(?:^|text|pflicht|such|eingabe|daten|auswahl|kopf|formular|zusatz|adress|namens?|wert|betreff|tabellen)felde?r?|werte?|fehler|gruppen?|anfragen?"
    r"|termine?|konto|konten|ordner|rollen?|zeit|datum|ments?|ness|ities|ity|ances?|ences?|ables?|heit|keit|schaft|\w{6}ung|ción|ções|ção|zione|miento|ungen|ified)"
    r"|[\w-]{1,30}[.-](?:id|name|type|code|error|admin|user|support|team|side|wide|level|specific|based)"
    r"|(?:x?oauth|saml|ntlm|kerberos)\w{0,60}|(?:v|sp|cu|ru|tls|ssl|http|smtp|imap|ipv|aadsts)\d[\w.]{0,20}|(?:error|e|status|nt|sec|win32)_\w{1,60}"
    r"|[a-z0-9]{1,30}(?:_[a-z0-9]{1,30}){2,8}|error[a-z]{4,60}|[a-z]{4,60}exception"
    r"|ews\w{4,40}|(?:get|set|new|remove|test|add|enable|disable|update|start|stop)-[a-z]{4,60}"
)
"""Words that are no names by their form, in lower case."""
_OPERATION = lazy_re.compile(
    r"(?:Add|Archive|Convert|Copy|Create|Delete|Empty|Expand|Export|Find|Get|List|Mark|Move|Remove|Resolve|Search|Send|Set"
    r"|Subscribe|Sync|Unsubscribe|Update|Upload)[A-Z]\w{2,40}"
)
"""`GetItem`: what programs call."""


def told(text: str, low: str) -> list[Told]:
    """Whoever is named by a word before or behind the name, in order; the text is given in lower case too."""
    if len(low) != len(text):
        return []
    if not text.isascii():  # half a character, as JSON may hold, is one for itself
        text, low = (said.encode("utf-8", "replace").decode() for said in (text, low))
    found = [*_told_behind(text.replace("\xa0", " ")), *_told_before(text, low.replace("\xa0", " "))]
    found += [*_told_by_capitals(text), *_told_by_form(text)]
    found += [told for _, stop, kind in found if kind == "user" for told in _in_brackets(text, stop)]
    kept: list[Told] = []
    for one in sorted(found, key=lambda one: (one[0], -one[1])):  # the longest of those that begin at a place
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return kept


def _in_brackets(text: str, at: int) -> Iterator[Told]:
    """The number or the account of somebody behind the name: `Anna Berg (P0616928)`."""
    if (found := _BRACKETED.match(text, at)) is None or is_nobody(found["one"]) or found["one"].startswith("8007"):
        return
    low, name = found["one"].lower(), text[max(0, at - _REACH) : at].lower().split()[-_LONGEST_NAME:]
    if not low.isalpha() or any(len(word) > 3 and word[:4] in low for word in name):
        yield *found.span("one"), "user"


_LEAST_KNOWN, _LEAST_NOUN = 5, 8
"""Letters of a word of messages that is nobody's name: `zakázán`, or as German has them `Zugriffskontext`."""


def is_nobody(word: str) -> bool:
    """Whether a word is plain, or says something of somebody instead of naming him."""
    low = word.lower().rstrip(".'’-")
    return (
        len(low) < 2
        or low in plain_words.NOBODY
        or low in _words()[2]
        or _is_plain_but_for_number(low)
        or _OPERATION.fullmatch(word) is not None
        or (_OF_WORDS.fullmatch(low) is not None and low not in plain_words.NAMES)
        or (
            low.isalpha() and len(low) >= (_LEAST_KNOWN if word.islower() else _LEAST_NOUN) and known_words().knows(low)
        )
    )


def _is_plain_but_for_number(low: str) -> bool:
    bare = low.rstrip("0123456789")
    return bare in public.COMMON and (bare == low or bare not in public.ENDINGS)  # HAR8815 is no capture


@cache
def _words() -> tuple[list[str], AhoCorasick, dict[str, list[_Way]]]:
    ways: dict[str, list[_Way]] = {}
    for words, way in _WAYS:
        for word in dict.fromkeys(words):
            ways.setdefault(word, []).append(way)
    return list(ways), AhoCorasick(list(ways), matchkind=MatchKind.LeftmostLongest), ways


@cache
def _behind() -> tuple[list[str], AhoCorasick]:
    words = [*roles.FORMS_OF_FIRMS, *roles.THEIRS, *roles.LACKS, *roles.NOT_THERE]
    return words, AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)


def _told_before(text: str, low: str) -> Iterator[Told]:
    words, index, ways = _words()
    for number, start, stop in index.find_matches_as_indexes(low):
        if (low[stop - 1].isalnum() and low[stop : stop + 1].isalnum()) or (
            start > 0 and (low[start - 1].isalnum() or low[start - 1] in "_-")
        ):
            continue  # it is a part of a longer word
        for pattern, kind, least in ways[words[number]]:
            found = pattern.match(text, stop)
            if found is None:
                continue
            if found.lastgroup == "uncased":
                names = [] if _SAID_OF_NOBODY.search(found["uncased"]) else _whole(found)
            elif found.lastgroup in ("eastern", "kana"):
                names = _eastern(found)
            elif found.lastgroup == "name":
                names = _names(text, found.start("name"), least, alone=pattern in (_PART, _TITLED))
                if words[number] in roles.GREETINGS and not (names and _CLOSED.match(text, names[0][1])):
                    continue
            else:
                names = _whole(found)
            if names:
                yield from ((*name, kind) for name in names)
                break


def _whole(found: re.Match[str]) -> list[tuple[int, int]]:
    """What is one word, or stands in quotes, unless it is plain."""
    group = found.lastgroup or 0
    words = [found[group]]
    if group == "quoted":
        words = [word for word in _WORD.findall(found[group]) if not word.isdigit()]
    return [] if all(map(is_nobody, words)) else [found.span(group)]


def _eastern(found: re.Match[str]) -> list[tuple[int, int]]:
    """Of a name in one or two words what is not plain."""
    group = found.lastgroup or 0
    first, *rest = found[group].replace("\u3000", " ").split(" ")
    if is_nobody(first):
        return []
    start, stop = found.span(group)
    return [(start, stop if not any(map(is_nobody, rest)) else start + len(first))]


def _told_behind(text: str) -> Iterator[Told]:
    """A company by its form, `Nordwind Handel GmbH`, and whoever has something, `Anna Berg's calendar`."""
    words, index = _behind()
    for number, start, stop in index.find_matches_as_indexes(text):
        word = words[number]
        of_firm = word in roles.FORMS_OF_FIRMS
        in_any_letters = word[0] in "'’" or word in roles.LACKS  # annegret's calendar
        if text[stop : stop + 1].isalnum():
            continue
        count, begin = 0, start
        for before in reversed(list(_DOTTED_WORD.finditer(text, max(0, start - _REACH), start))):
            apart = text[before.end() : begin]
            if (
                apart not in ("", " ", " & ", ", ")
                or not (before[0][0].isupper() or (in_any_letters and not count))
                or is_nobody(before[0])
                or count == _LONGEST_NAME
            ):
                break
            count, begin = count + 1, before.start()
        if count >= (2 if word in roles.THEIRS and not in_any_letters else 1):
            yield begin, start, "tenant" if of_firm else "user"


def _is_adjective(word: str) -> bool:
    return word.endswith(_OF_ADJECTIVES) and word.lower() not in plain_words.FIRST_NAMES


def _told_by_capitals(text: str) -> Iterator[Told]:
    """Two or three words with capitals, of which texts of programs have none: `declined by mail, Anna Berg, yesterday`.

    In German any noun has one, and so has the first word of a sentence.
    """
    for run in _CAPITALS.finditer(text):
        words = [word for word in _WORD.findall(run[0]) if word not in roles.PARTICLES]
        start = run.start()
        if len(words) > 2 and words[0].lower() in _BEFORE_NAMES:  # From Anna Berg
            start += len(words.pop(0)) + 1
        stop = run.end()
        if len(words) > 2 and words[-1] == "Caused":  # Anna Berg Caused by
            stop = start + text[start:stop].rindex(words.pop()) - 1
        if not 2 <= len(words) <= _MOST_CAPITALS or any(map(is_nobody, words)):
            continue
        named = text[stop : stop + 2].lstrip()[:1] in (":", "=")
        if _BEGINS.search(text, max(0, start - 4), start) is not None and (named or _is_adjective(words[0])):
            continue
        yield start, stop, "user"


def _told_by_form(text: str) -> Iterator[Told]:
    """What is a name by its form alone: `O. Berg`, `Berg, Anna`, `svc_ssi`, `on EXCH01`, `Steinadlerstraße 12`."""
    for initials in _INITIALS.finditer(text):
        if not is_nobody(initials["name"]):
            yield initials.start(), _names(text, initials.start("name"), 1, alone=True)[0][1], "user"
    for turned in _TURNED.finditer(text):
        if not (is_nobody(turned["last"]) or is_nobody(turned["name"])):
            yield *turned.span(), "user"
    yield from ((*one.span(), "user") for one in _OF_SERVICE.finditer(text) if not is_nobody(one["name"]))
    machines = (found for pattern in (_ON_MACHINE, _REFUSING) for found in pattern.finditer(text))
    yield from ((*machine.span("one"), "host") for machine in machines)
    yield from ((*street.span(), "id") for street in _STREET.finditer(text))
    yield from ((*name, "user") for honoured in _HONOURED.finditer(text) for name in _eastern(honoured))


def _is_particle(word: str) -> bool:
    return word.lower() in roles.PARTICLES


def _goes_on(text: str, at: int) -> bool:
    """Whether a word with a capital stands behind a particle that has one itself: `Abdul-Rahman El Khouryani`."""
    step = _STEP.match(text, at)
    return step is not None and not step["apart"].strip() and step["word"][0].isupper() and not is_nobody(step["word"])


def _first_word(text: str, start: int) -> re.Match[str] | None:
    """The first word of a name behind its particles: `VAN DEN BERG, Wouter`."""
    first = _WORD.match(text, start)
    for _ in range(_MOST_PARTICLES):
        step = _STEP.match(text, first.end()) if first is not None and _is_particle(first[0]) else None
        if step is None or step["apart"].strip() or not step["word"][0].isupper():
            break
        first = _WORD.match(text, step.start("word"))
    return first


def _names(text: str, start: int, least: int, *, alone: bool) -> list[tuple[int, int]]:
    """The names that begin at a place: `Anna Berg; Kurt Falk`, `Berg, Anna`, `Anna von Berg und Kurt Falk`.

    The first one has so many words at least; the first plain word ends the list, which is of one name if it is alone.
    """
    found: list[tuple[int, int, int]] = []
    first = _first_word(text, start)
    if first is None or is_nobody(first[0]):
        return []
    begin, end, count = start, first.end(), 1
    at, apart, turned = end, False, False
    for _ in range(_MOST_STEPS):
        step = _STEP.match(text, at)
        if step is None or (alone and step["apart"].strip()):
            break
        word, between, at = step["word"], step["apart"].strip(), step.end()
        if word.lower() in roles.ANDS and not between:
            apart = True
            continue
        if _is_particle(word) and (word[0].islower() or word[0] in "'’" or _goes_on(text, at)):
            continue
        if not word[0].isupper() or len(word) < 2 or is_nobody(word):
            break
        if between == "," and count == 1 and (turned or not found):  # Berg, Anna
            turned, between = True, ""
        if apart or between:
            found.append((begin, end, count))
            begin, count = step.start("word"), 0
        elif count == _LONGEST_NAME:
            break
        end, count, apart = step.end(), count + 1, False
    found.append((begin, end, count))
    return [one[:2] for one in found] if found[0][2] >= least else []
