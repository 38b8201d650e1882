"""Quoted strings in error texts: most name a record by what a person wrote.

Samples: `Item "Projekt Steinadler" could not be saved`, `Die Nachricht „Projekt Steinadler“ ist zu groß`, `Message with
subject Projekt Steinadler exceeds the limit`. Behind a word for a record they go at every level; at strict every one
goes that is neither a name of the protocols nor made of plain words. A member of JSON, `"message":"…"`, is no quote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from urllib.parse import unquote_plus

from analyzer import lazy_re
from analyzer.privacy.edits import Edit
from analyzer.privacy.labelled import is_phrase
from analyzer.privacy.telling import is_telling
from analyzer.reference import labels, localized_faults, public, roles
from analyzer.reference.folders import FOLDERS
from analyzer.reference.plain_words import NOBODY, TRANSPORT
from analyzer.reference.vocabulary import ATTACHED, REMOVED, any_of

Telling = Callable[[str], bool]

_RECORDS = (
    *map(re.escape, (*labels.MEETINGS, *labels.ATTACHMENTS)),
    *("item", "record", "contact", "task", "event", "note", "file", "document", "ticket", "phone call"),
    *("e-?mail", "mail", "entry", "instance", "occurrence", "series", "location", "room", "subject", "title"),
    *("input string", "string", "value", "nachricht", "datensatz", "kontakt", "objekt", "object", "element"),
    *("vorgang", "notiz", "betreff", "zeichenfolge", "wert", "ereignis", "eintrag", "activity", "élément"),
    *("objet", "valeur", "enregistrement", "elemento", "asunto", "registro", "contacto", "valor", "assunto"),
    *("onderwerp", "položka", "objektet", "mötet", "møtet", "mødet", "kohde", "öğe", "randevu", "элемент"),
    *("собрание", "контакт", "задача", "письмо", "στοιχείο", "συνάντηση", "επαφή", "εργασία", "tapaamista"),
    *("tapaaminen", "temat", "тем[ау]", "予定", "件名", "メモ", "约会", "日程", "일정", "folder", "ordner", "dossier"),
    *("carpeta", "pasta", "cartella", "mapp?en?", "mappe", "složka", "klasör", "папк[аиу]", "文件夹", "フォルダー"),
    *("category", "kategorie", "categoría", "categoria", "catégorie", "categorie", "raum", "salle", "sala"),
    *("datei", "fichier", "archivo", "upload", "subfolder", "unterordner", "rule", "regel", "query", "abfrage"),
    *("schůzku", "událost", "elementu", "spotkania", "событи[ея]", "встречу", "アイテム", "会议", "活动"),
)
"""Words for what a person wrote, in the languages of the servers; each is a pattern."""
_CLOSED = r"(?!\w|\[removed\])"
"""Behind a quote no word stands; where one stood that is gone, another turn is to see the same quotes."""
_QUOTE = (
    rf"(?:(?<![\w“])\"(?P<v1>[^\"\r\n“”„]{{4,300}})\"{_CLOSED}"
    rf"|(?<!\w)'(?P<v2>(?:[^'\r\n\"]|(?<=\w)'(?=\w)){{4,300}})'{_CLOSED}"
    r"|„(?P<v3>[^„“”\"\r\n]{4,300})[“”\"]|‚(?P<v4>[^‚‘’\r\n]{4,300})[‘’]|«\s?(?P<v5>[^«»\r\n]{4,300}?)\s?»"
    r"|»(?P<v6>[^«»\r\n]{4,300})«|(?<!\w)`(?P<v7>[^`\r\n']{4,300})[`']|&(?:amp;){0,2}(?:quot|#34|#x22|apos|#39);"
    r"(?P<v8>(?:(?!&(?:amp;){0,2}(?:quot|#34|#x22|apos|#39);)[^\r\n]){4,300})&(?:amp;){0,2}(?:quot|#34|#x22|apos|#39);"
    r"|‘(?P<v9>[^‘’\r\n]{4,300})’(?!\w)|「(?P<v10>[^「」\r\n]{4,300})」|『(?P<v11>[^『』\r\n]{4,300})』|”(?P<v12>[^”\r\n]{4,300})”(?!\w)"
    r"|‹(?P<v13>[^‹›<>\r\n]{4,300})›|《(?P<v14>[^《》\r\n]{4,300})》|＂(?P<v15>[^＂\r\n]{4,300})＂"
    r"|&(?:amp;){0,2}(?:[lb]d|la|[ls]s|sb)quo;(?P<v16>[^&\r\n]{4,300})&(?:amp;){0,2}(?:[lr]d|ra|[lr]s)quo;)"
)
_OPENING = frozenset("\"'„‚«»`&‘「『”‹《＂“")
"""One of them begins whatever is quoted; most texts have none, and need not wait for these patterns."""
_EVERY = lazy_re.compile(_QUOTE)
_CURLY = lazy_re.compile(r"“(?P<v1>[^“”\r\n]{4,300})”")
_RECORD_BEFORE = lazy_re.compile(
    rf"(?i:(?<![\w-])(?:{'|'.join(_RECORDS)})(?:s|e|en|n)?)(?:\s{{1,3}}(?i:with|named|titled|called|mit|namens|the|dem|contains"
    r"|subject|name|title|betreff|von|of|is|ist|for)){0,4}\s{0,3}[:(]?\s{0,3}\Z"
)
_LONGEST_BEFORE = 70
_BEFORE_CELL, _BEHIND_CELL = ("", ",", ";", "\t", "|"), ("", ",", ";", "\t", "|", "\r", "\n")
_ROLES = (
    *roles.USERS,
    *roles.MACHINES,
    *roles.DATABASES,
    *roles.TENANTS,
    *roles.GROUPS,
    *roles.DOMAINS,
    *roles.PROGRAMS,
)
_CALLED = (
    r"(?i:s|n)?(?i:\s(?:named|called|namens|nommée?|llamad[ao]|chamad[ao]|denominat[ao]|(?:with |by )?(?:the )?name"
    r"|mit (?:dem )?namen))?[\s:=(]{0,3}\Z"
)
_ROLE_BEFORE = lazy_re.compile(rf"(?:(?<!\w)(?i:{any_of(_ROLES)})|(?i:{any_of(roles.SETTINGS)})){_CALLED}")
"""Before the name of an account, a machine or a program."""
_SETTING_BEFORE = lazy_re.compile(rf"(?i:{any_of(roles.SETTINGS)}){_CALLED}")
"""The same where a record might be meant: `Transport rule '…'`, `Business object '…'`."""
_BRACKETED = lazy_re.compile(r"(?<=[\s:])\[(?P<v1>[^\[\]\r\n]{4,300})\]")
"""`Appointment [Projekt Steinadler] could not be saved`"""
_NAMED = (
    *("named", "titled", "entitled", "called", "namens", "betitelt", "intitulée?", "nommée?", "llamad[ao]"),
    *("titulad[ao]", "chamad[ao]", "intitulad[ao]", "intitolat[ao]", "denominat[ao]", "genaamd", "getiteld"),
)
_BARE = lazy_re.compile(
    r"\b(?:(?i:with|mit|having)\s(?i:the\s|dem\s)?(?i:subject|title|name|betreff|titel|namen)"
    rf"|(?i:{'|'.join(_RECORDS)})\s(?i:{'|'.join(_NAMED)}))\s{{1,3}}(?![\"'“„«‘]|\[removed)"
    r"(?P<v1>(?:[^\s.;:\"'“”]{1,60}\s){1,12}?[^\s.;:\"'“”]{1,60})(?=[.;:]|\s(?:exceeds?|is|was|were|has|have|had|could|can|cannot"
    r"|can't|will|does|did|not|failed|fails|in|from|for|to|at|on|and|konnte|kann|ist|wurde|hat|nicht|in|von)\b|\s{0,3}\Z)"
)
_MEMBER_BEFORE = lazy_re.compile(r"[\"'\\;]\s{0,3}[:=]\s{0,3}\\{0,7}\Z|=\s{0,2}\Z")
_MEMBER_BEHIND = lazy_re.compile(r"\s{0,3}:(?!\s?\w)|\\{0,7}[\"']?\s{0,3}:\s{0,3}[\\\"'\[{]")


_ENDING = rf"\.(?i:{ATTACHED})"
_FILE = lazy_re.compile(rf".{{2,200}}{_ENDING}\Z")
_OF_NAME = r"[^\s\"'<>/\\|:;()\[\]{}=?&]"
_FILE_BEHIND_WORD = lazy_re.compile(
    rf"(?i:(?<![\w-])(?:{any_of((*labels.ATTACHMENTS, *labels.FILES))})\s(?:name\s|named\s|called\s|namens\s)?+)"
    rf"(?P<v1>(?:{_OF_NAME}{{1,40}}\s){{0,6}}?{_OF_NAME}{{2,100}}{_ENDING})(?![\w./\\-])"
)
"""`Attachment Kaufvertrag Süd.pdf was blocked`"""
_FILE_ALONE = lazy_re.compile(rf"(?<![\w/.:@=&?-])(?P<v1>{_OF_NAME}{{2,100}}{_ENDING})(?![\w./\\-])")
_LABELLED = lazy_re.compile(
    rf"(?:\A|[.:;,(|·“\]\r\n]\s?)(?i:{any_of((*labels.SUBJECTS, *labels.NOTES, *labels.ITEMS, *labels.ATTACHMENTS))})"
    r"\s?[:=：]\s{0,3}(?P<v1>[^\W\d_][^\r\n\"'<>{}=·]{3,200}?)(?=\s{0,3}\Z|[\r\n;]|\.\s|\s·)"
)
"""`Termin: Gehaltsrunde 2027`"""
_VALUE_OF = lazy_re.compile(
    r"\b(?i:value|wert|valeur|valor|valore|waarde|wartość)\s(?P<v1>(?!(?i:at|is|was|of|in|and|or|ist|a|the)\s)[^\W_][^\r\n\"'“„«\[\]{}<>]{3,200}?)\s(?i:for|of|in|für|des|pour|du|para"
    r"|per|voor|dla)\s(?i:the\s|dem\s|le\s)?(?i:field|property|attribute|element|column|feld|champ|campo|veld|pole|attribut|eigenschaft)"
)
"""`Value Bitte nicht weitersagen for field Notes too long`"""
_ASKED = lazy_re.compile(
    r"[?&](?:q|query|\$?search\w{0,20}|\w{0,30}[Nn]ame|subject|title|text|topic|keywords?|location|description|summary|term|notes?"
    r"|comment)=(?P<v1>[^&\s\"'<>]{6,300})",
    re.IGNORECASE,
)
"""`?q=Reise+zu+Tarnwald`"""
_GIVEN = lazy_re.compile(
    r"(?:(?<![\w.:-])name|[(,] ?(?!message|msg|err|reason|detail|cause|status|exception)\w{1,60})="
    r"(?:\"(?P<v1>[^\"\r\n]{4,300})\"|'(?P<v2>(?:[^'\r\n]|''){4,300}+)'(?!'))"
)
"""`name="Reise zu Tarnwald" type=Appointment`, `findRooms(RoomList='…')`"""
_CODE = lazy_re.compile(
    r"[A-Za-z_$][\w$.#:<>]{0,300}[?!]?\([\w$., <>\[\]?]{0,300}\)"  # a call
    r"|(?:block|rescue|ensure) (?:\(\d{1,2} levels\) )?in [\w:.#?!<>]+|[A-Z][\w:]{1,100}#\w+[?!]?"  # a frame of Ruby
    r"|[\w.]{2,100}, Version=[\d.]{3,20}, Culture=[\w-]{2,20}, PublicKeyToken=\w{4,20}|<!DOCTYPE html[^<>]*>?"
    r"|[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4}(?: [\d:]{5,8})?(?: [A-Z]{1,4}| [+-]\d{4})?"  # a date of HTTP
    r"|\(UTC(?:[+-]\d\d:\d\d)?\) [^\d]{3,120}|[A-Z][A-Za-z. ]{2,40} (?:Standard|Daylight|Summer) Time"
    r"|\[SSL(?:: [A-Z_]{3,60})?\] .{3,200}"
    r"|(?:CN|OU?|DC) ?= ?[^=]{1,100}, ?(?:CN|OU?|DC|L|ST?|C) ?=.{1,200}"  # a distinguished name
)
"""What programs put into quotes and nobody wrote."""
_BROKEN = lazy_re.compile(
    r"connection|connected|socket|broken pipe|by peer|handshake|tunnel|\beof\b|end of file|not known|name resolution"
    r"|unreachable|to host|remote host|routines|temporarily unavailable"
)
_OF_NO_BLANKS = lazy_re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]{8}")
"""A sentence of a script that puts no blanks between its words."""
_SPOKEN = lazy_re.compile(r"[^\W\d_][\w'’-]*+")
_PATH = lazy_re.compile(r"[A-Za-z]:\\|/|\\\\|https?:")


def marked(text: str) -> Iterator[Edit]:
    """What stands in quotes behind a word for a record: several words, or the name of a file of people."""
    quoted = () if _OPENING.isdisjoint(text) else (_EVERY, _CURLY)
    for pattern in (*quoted, _BARE, _BRACKETED, _FILE_BEHIND_WORD):
        for found in pattern.finditer(text):
            for start, stop in _telling(found, text, is_telling):
                said = text[start:stop]
                if REMOVED in said or not (" " in said or _OF_NO_BLANKS.search(said) or _FILE.fullmatch(said)):
                    continue
                if _CODE.fullmatch(said) is not None or _is_known(said):
                    continue
                at = found.start()
                before = max(0, at - _LONGEST_BEFORE)
                if pattern in (_BARE, _FILE_BEHIND_WORD) or (
                    _RECORD_BEFORE.search(text, before, at) is not None
                    and _SETTING_BEFORE.search(text, before, at) is None
                ):
                    yield start, stop, REMOVED


def phrases(text: str) -> Iterator[Edit]:
    """What stands in quotes wherever it does, if somebody wrote it and nobody is called so: `KeyError: '…'`."""
    for found in () if _OPENING.isdisjoint(text) else chain(_EVERY.finditer(text), _CURLY.finditer(text)):
        for start, stop in _telling(found, text, is_telling):
            said, at = text[start:stop], found.start()
            if REMOVED in said or not is_phrase(said) or _CODE.fullmatch(said) is not None or _is_known(said):
                continue
            if text[max(0, at - 1) : at] in _BEFORE_CELL and text[found.end() : found.end() + 1] in _BEHIND_CELL:
                continue  # a message in a table
            if _ROLE_BEFORE.search(text, max(0, at - _LONGEST_BEFORE), at) is None:
                yield start, start + len(said.rstrip(" .…")), REMOVED
    for found in _GIVEN.finditer(text) if "=" in text else ():
        start, stop = found.span(found.lastgroup or 0)
        if REMOVED not in (said := text[start:stop]) and is_telling(said) and is_phrase(said):
            yield start, stop, REMOVED
    for found in _ASKED.finditer(text) if "=" in text else ():
        if (
            REMOVED not in (said := unquote_plus(found["v1"], errors="replace"))
            and " " in said
            and is_telling(said)
            and is_phrase(said)
        ):
            yield *found.span("v1"), REMOVED


def every(text: str, telling: Telling, *, curly: bool = True) -> Iterator[Edit]:
    """Whatever stands in quotes and is no name of a protocol; files of people, and what labels call a text of them.

    Not in `“…”` without `curly`: our own sentences quote a server so.
    """
    for pattern in (_FILE_ALONE, _LABELLED, _VALUE_OF):
        for found in pattern.finditer(text):
            for start, stop in _telling(found, text, telling):
                said = text[start:stop]
                if REMOVED not in said and (pattern is _FILE_ALONE or not _is_plain(said.lower())):
                    yield start, stop, REMOVED
    for found in chain(_EVERY.finditer(text), _CURLY.finditer(text) if curly else ()):
        for start, stop in _telling(found, text, telling):
            said = text[start:stop]
            if REMOVED in said or _CODE.fullmatch(said) is not None or _is_known(said):
                continue
            if " " in said or said[:1].isupper() or not said.isalpha() or _OF_NO_BLANKS.search(said) is not None:
                yield start, stop, REMOVED


def _is_known(said: str) -> bool:
    """Whether it is a folder that everybody has, or a sentence of a server, or in plain words of a connection."""
    low = said.lower()
    if low in FOLDERS or any(sentence in low for sentence in _sentences()):
        return True
    if _BROKEN.search(low) is None:
        return False
    return _is_plain(low)


@cache
def _sentences() -> tuple[str, ...]:
    """What Exchange and .NET say of an error in other languages."""
    return tuple(row["literal"].lower() for row in localized_faults())


def _is_plain(low: str) -> bool:
    return all(word in NOBODY or word in public.COMMON or word in TRANSPORT for word in _SPOKEN.findall(low))


def _telling(found: re.Match[str], text: str, telling: Telling) -> Iterator[tuple[int, int]]:
    start, stop = found.span(found.lastgroup or 0)
    value = text[start:stop].rstrip("\\ ")
    if not telling(value) or _PATH.match(value):
        return
    if _MEMBER_BEFORE.search(text, max(0, start - 20), start - 1) or _MEMBER_BEHIND.match(text, stop + 1):
        return
    yield start, start + len(value)
