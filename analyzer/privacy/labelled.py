"""What people wrote, where a label of a log says so: `Ort: Konferenzraum Tarnwald`, `AW: Angebot Tarnwald`.

    PR_SUBJECT=Gespräch mit Tarnwald, start=2026-10-12      to the next `name=`
    subject changed from 'Lunch' to 'Lunch mit Tarnwald'    both
    /Posteingang/Projekt Tarnwald, T="Angebot Tarnwald"     below a folder of everybody; the subject of a mail server
    insert into visit (id, subject) values (7, '…')         what stands in quotes
    Notes: Tarnwald asked for a discount (ErrorItemSave)    to the code, or the end of the line
    Location: westeurope                                    stays: one word may be anything
    Title: Access to the mailbox was denied                 stays: all of it is known

Servers use such labels as well, so a text behind one goes only where it has several words, one of which no list knows
(`known_words.py`), and does not tell of a failure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.privacy.edits import Edit
from analyzer.privacy.failures import FAILED, is_plain
from analyzer.privacy.known_words import known_words
from analyzer.privacy.telling import is_telling
from analyzer.reference import labels
from analyzer.reference.folders import FOLDERS
from analyzer.reference.vocabulary import ATTACHED, REMOVED, any_of

_SEPARATOR = lazy_re.compile(
    r"[:=：\t]|(?<=\w)\s(?:was|is|war|ist|lautet|era|es|est|è|changed from)(?=\s)|\s\||\s?\.{3,}|(?<=Body)\((?=[\"'])"
    r"|\s(?:--|->|=>|[–—])(?=\s)|>>(?=\s)|</t[dh]>\s{0,3}<td[^<>]{0,40}>"
)
_LONGEST_LABEL = 40
_WORDS_BEFORE = lazy_re.compile(r"[\w\u0e00-\u0e7f -]{1,40}\Z")
_ASIDE = lazy_re.compile(r"(?:\s?\[\d{1,2}\]|;[A-Z-]{2,20}=[\w-]{1,20})\Z")
"""`RE[2]:`, `SUMMARY;LANGUAGE=de:`"""
_MOST_WORDS = 3
_EVERY = frozenset(
    (*labels.SUBJECTS, *labels.PLACES, *labels.NOTES, *labels.ITEMS, *labels.ATTACHMENTS, *labels.ANSWERS)
)
_BODIES = frozenset(labels.BODIES)
_CONTENT = _EVERY - {"event", "task"}
"""The columns of a table that hold what people wrote; programs call their own texts so as well."""
_ENDS = (
    *("Subject", "SubjectLine", "Title", "Location", "LocationName", "Note", "Notes", "Body", "Preview", "Comment"),
    *("Remark", "AttachmentName"),
)
"""How a name of several words ends that is such a label: `mailSubject`."""
_EASTERN_LABELS = tuple(label for label in _EVERY if ord(label[0]) > ord("\u0e00"))
_OPENING = r"\s{0,3}(?:\[(?!removed\])|(?:Optional|Some)\()?[\"'„“«「]?"
_CHANGED = lazy_re.compile(
    r"\s{0,3}(?:'[^'\r\n]{0,300}+'|\"[^\"\r\n]{0,300}+\")\s?(?:to|->|=>|→|in|auf|zu|en|à|a)\s?"
    r"(?:'(?P<value>[^'\r\n]{4,300}+)'|\"(?P<other>[^\"\r\n]{4,300}+)\")"
)
_ANGLED = lazy_re.compile(r"\s{0,3}<(?P<value>[^<>\"'=\r\n]{4,300}+)>")
"""`subject: <Angebot Tarnwald>`, which is no tag."""
_INSERTED = lazy_re.compile(
    r"insert\sinto\s[^\s()]{1,80}\s?\((?P<columns>[^()\r\n]{1,600})\)\s?values\s?\((?P<values>[^\r\n]{1,2000})",
    re.IGNORECASE,
)
_COLUMN = lazy_re.compile(r"\w{1,60}")
_FIELD_OF_ROW = lazy_re.compile(
    r"\s{0,5}+(?:[nN]?'(?P<value>(?:[^'\r\n]|''){0,600}+)'|[^'\r\n,]{1,100}+)\s{0,5}+(?:,|\)|\Z)"
)
_BOUND = lazy_re.compile(
    r"parameter \[\d{1,3}\] as \[\w{1,20}\] - \[(?P<value>[^\[\]\r\n]{4,600}+)\]"
    r"|@p\d{1,3}='(?P<other>(?:[^'\r\n]|''){4,600}+)'"
)
"""What Hibernate and Entity Framework say that they gave a database."""
_VALUE = lazy_re.compile(
    _OPENING + r"(?:<\w[^<>]{0,60}>){0,3}(?P<value>(?![%/]|[A-Za-z]:\\)[^\s\"'<>{}=\[(][^\r\n\"<>{}=;|·]{3,300}?)"
    r"(?=\s{0,3}(?:\Z|[\r\n;|·{}\]\"<]|\((?:Error[A-Z]|[\d\s]{3,6}\)|AADSTS)|(?<=\w{4})[.!]\s|,?\s{1,2}[\w.-]{2,40}\s?="
    r"|,\s?[\w.-]{2,40}:|\s(?:failed|could|konnte|was|wurde|has|hat|is|ist)\s|\sfailed\W{0,2}(?:\Z|[{(\[])))"
)
_TEXT = lazy_re.compile(
    _OPENING + r"(?:<\w[^<>]{0,60}>){0,3}(?P<value>(?![%/]|[A-Za-z]:\\)[^\s\"'<>{}=\[(][^\r\n\"<>{}|]{3,600}?)"
    r"(?=\s{0,3}(?:\Z|[\r\n|{}\"<]|;?\s?\(?(?:Error[A-Z]|AADSTS)|\([\d\s]{3,6}\)|,?\s{1,2}[\w.-]{2,40}\s?=|\sfailed\W{0,2}(?:\Z|[{(\[])))"
)
"""What is told behind a label for a whole text."""
_PRINTED = lazy_re.compile(
    r"\s{0,3}(?:\w{0,10}Body\()?(?:'(?P<value>(?:[^'\\\r\n]|\\.){4,8000}+)(?:'|\Z)|\"(?P<other>(?:[^\"\\\r\n]|\\.){4,8000}+)(?:\"|\Z))"
)
"""The same in an item as Python prints it, whatever it quotes: `Message(subject='…', body='<p>…')`."""
_OF_PRINTED = ("item_class=", "subject=")
_ITEM = lazy_re.compile(
    rf"(?<![^\W_])(?i:{any_of(labels.MEETINGS)})\s(?P<value>[^\s\"'“„«:=(][^\r\n\"“”„:=()]{{3,200}}?)"
    r"(?=\s(?:(?:could|cannot|can't|not|failed|konnte|kann|nicht|skipped|rejected|n'a)\s"
    r"|is (?:locked|too|not|invalid)\b|\((?i:id|key|guid)\b|already\b|exceeds\b))"
)
"""`appointment Gespräch mit Tarnwald could not be saved`"""
_DELIVERED = lazy_re.compile(
    r"(?<![^\W_])(?i:e?-?mail|message|nachricht|courriel|mensaje|messaggio|mensagem|wiadomość|meddelande)\s"
    r"(?:\"(?P<quoted>[^\"\r\n]{4,200}+)\"|'(?P<single>[^'\r\n]{2,200}+(?:(?<=\w)'(?=\w)[^'\r\n]{1,200}+){0,3}+)'|„(?P<low>[^„“”\r\n]{4,200}+)[“”]"
    r"|(?!(?i:from|for|to|of|with|has|was|is|von|an|für|de|du|da|para|per|med|från)\s)(?P<value>[^\s\"'„“«:=(<][^\r\n\"“”„:=()<>@]{3,200}?))"
    r"\s(?=(?:(?:was|is|has|could|can|wurde|konnte|n'a)\s)?(?i:not|cannot|nicht|pas|no|non|não|nie|inte)\s"
    r"(?:(?:be|been|été|pudo ser|fue|è stato|foi|została)\s)?(?i:deliver|sent|send|zugestellt|gesendet|verschickt"
    r"|distribu|envoy|entreg|enviad|consegnat|inviat|dostarczon|leverer))"
)
"""`message "Angebot Tarnwald" not delivered`"""
_OF_SERVER = lazy_re.compile(
    r"(?<=\sT=\")(?P<exim>(?:[^\"\\\r\n]|\\.){4,300}+)\"|ENVELOPE \((?:\"[^\"\r\n]{0,60}\"|NIL)"
    r" \"(?P<envelope>(?:[^\"\\\r\n]|\\.){4,300}+)\""
    r"|\bSUBJECT \"(?P<sought>(?:[^\"\\\r\n]|\\.){4,300}+)\""
)
"""The subject of a mail as Exim logs it, as IMAP tells it and is asked for it."""
_BELOW_FOLDER = lazy_re.compile(
    r"[/\\](?P<folder>[^\W\d_a-z][^/\\\r\n\"'<>:;]{3,40})"
    r"(?=[/\\]{1,2}(?P<value>[^\s/\\\"'<>|:=][^/\\\r\n\"<>|:=]{3,100}?)"
    r"(?:\Z|\s{2}|\s?[/\\\r\n\"<>|:(\])]|\s?'(?!\w)|[.;](?:\s|\Z)"
    r"|\s(?:failed|could|cannot|konnte|was|wurde|has|hat|is|ist|not|nicht)\s))"
)
"""`\\\\anna\\Posteingang\\Projekt Tarnwald`; folders of everybody begin with a capital, parts of a URL do not."""
_LONGEST_LINE = 300
_FILE = lazy_re.compile(
    r"(?P<value>(?<=[/\\\"'„“«\[])[^\s/\\\"'<>|:*?;][^/\\\r\n\"'<>|:*?;]{0,100}?|(?<![^\s\"'(\[=:,'])[^\s/\\\"'<>|:*?;,()\[\]=]{1,100}?)"
    rf"\.(?:{ATTACHED})(?![\w.])",
    re.IGNORECASE,
)
_PARTS = lazy_re.compile(r"[^\W\d_]{4,40}")
_WORDS = lazy_re.compile(r"[^\W_]+")
_WORD = lazy_re.compile(r"[^\W\d_]{8,40}")
_PLAIN = lazy_re.compile(r"(?<![\w@./\\$=-])[^\W\d_]{4,40}(?![\w@/\\$=]|[.:-]\w)")
_CITY = lazy_re.compile(r"[^\W\d_][\w-]{2,30}(?:, [^\W\d_][\w .-]{1,30})?(?: \([\w .-]{2,30}\))?")
"""`Amsterdam, NL`, `Ashburn, Virginia`: where a data centre is."""
_SUBJECTS = frozenset(labels.SUBJECTS)
_PLACES = frozenset(labels.PLACES)
_MEETINGS = frozenset(labels.MEETINGS)
_TITLES = frozenset(labels.TITLES)
_NAMES = frozenset(
    ("displayname", "display name", "display_name", "item_name", "object_name", "record_name", "event_name", "itemname")
)
"""What folders and calendars are called, and people."""
_ARROWS = ("--", "->", "=>", ">>", "–", "—")
_QUOTES = ('"', "'")
_ASIDE_OF_NAMES = frozenset(
    "von van de der den del des di da do dos la le bin al y dr. prof. frau herr mr. mrs. ms. mme".split()
)
_ONE_NAME = lazy_re.compile(r"[^\W\d_a-zß-ÿ\u0e00-\ud7ff](?:[^\W\u0e00-\ud7ff]|[.'’-])*+")
_MOST_NAMES = 3
_EASTERN_NAME = lazy_re.compile(r"[\u0e00-\ud7ff]{1,6}+(?:[ ・][\u0e00-\ud7ff]{1,6}+)?")
_TEXTS = frozenset((*labels.NOTES, *labels.BODIES))
_PROGRAM = lazy_re.compile(r"\.(?:exe|dll|jar|sys|so|war|ear|class)\b", re.IGNORECASE)
_SERVED = lazy_re.compile(
    r"(?i:/(?:resources|themes|images?|img|icons|media|static|assets|styles|scripts|prem|pub|docs?)/|/\d{1,3}\.\d|\Ahttps?:)"
)
"""A page's own image or document, which nobody sent."""
_GUID = lazy_re.compile(r"(?i:[\da-f]{8}-[\da-f]{4}-)")
_LONGEST_PATH = 200
_EASTERN = lazy_re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LEAST_EASTERN = 4
_SIGNED = lazy_re.compile(r"[\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff]{3}")
"""Scripts in which vowels are signs beside the letters: of Devanagari to Sinhala, Tibetan, Burmese and Khmer."""


def labelled(text: str) -> Iterator[Edit]:
    """Where a label says that somebody wrote what stands behind it."""
    at = 0
    is_printed = any(name in text for name in _OF_PRINTED)
    for separator in _SEPARATOR.finditer(text):
        begin = separator.start()
        if begin < at or (label := _label(text[max(0, begin - _LONGEST_LABEL) : begin], separator[0])) is None:
            continue
        if label in _TEXTS and is_printed and (found := _PRINTED.match(text, separator.end())) is not None:
            yield from _whole(found)
            at = found.end()
            continue
        if label in _SUBJECTS and (angled := _ANGLED.match(text, separator.end())) is not None:
            yield from _written(angled, "value")
        if (changed := _CHANGED.match(text, separator.end())) is not None:
            yield from _written(changed, changed.lastgroup or "")
        if (found := (_TEXT if label in _TEXTS else _VALUE).match(text, separator.end())) is not None:
            start, stop = found.span("value")
            stop -= text[start - 1 : start] == "'" == text[stop - 1]  # the sign that closes the quote
            is_line = label in _BODIES and text[start - 1 : start] not in _QUOTES  # what is quoted ends there
            whole = text[start : stop + _LONGEST_LINE].partition("\n")[0] if is_line else found["value"]
            if REMOVED not in found["value"] and is_telling(whole) and _is_told(label, found["value"], whole):
                at = stop
                yield start, stop, REMOVED
    for found in _ITEM.finditer(text):
        if found.start() >= at:
            yield from _written(found, "value")
    yield from _inserted(text)
    yield from _told_otherwise(text)


def _told_otherwise(text: str) -> Iterator[Edit]:
    """What mail servers, folders and databases say that somebody wrote."""
    for found in _DELIVERED.finditer(text):
        yield from _written(found, found.lastgroup or "")
    for found in _OF_SERVER.finditer(text) if '"' in text else ():
        yield from _written(found, found.lastgroup or "")
    for found in _BELOW_FOLDER.finditer(text) if "/" in text or "\\" in text else ():
        yield from _of_folder(found)
    for found in _BOUND.finditer(text) if "@p" in text or "arameter [" in text else ():
        yield from _written(found, found.lastgroup or "")


def _inserted(text: str) -> Iterator[Edit]:
    """What stands in quotes in a row of a database that has a column with such a label."""
    for row in _INSERTED.finditer(text) if "nto " in text or "NTO " in text else ():
        labels_of_row = [name.lower() in _CONTENT for name in _COLUMN.findall(row["columns"])]
        values = list(_FIELD_OF_ROW.finditer(text, *row.span("values")))[: len(labels_of_row)]
        for told, found in zip(labels_of_row, values, strict=False):
            if told and found["value"] is not None:
                yield from _written(found, "value")


def _of_folder(found: re.Match[str]) -> Iterator[Edit]:
    """The name of a folder that somebody made below one that everybody has."""
    said = found["value"]
    if found["folder"].strip().lower() not in FOLDERS or REMOVED in said or said.strip().lower() in FOLDERS:
        return
    is_word = _WORD.fullmatch(said) is not None and not known_words().knows(said)
    if is_word or (is_telling(said) and is_written(said)):
        yield *found.span("value"), REMOVED


def _whole(found: re.Match[str]) -> Iterator[Edit]:
    """The body of a printed item, whatever it quotes."""
    start, stop = found.span(found.lastgroup or "")
    if REMOVED not in found[0] and is_written(found[0]):
        yield start, stop, REMOVED


def _written(found: re.Match[str], name: str) -> Iterator[Edit]:
    """Where a part of a match stands, if somebody wrote it."""
    if REMOVED not in found[name] and is_telling(found[name]) and is_written(found[name]):
        yield *found.span(name), REMOVED


def attached(text: str) -> Iterator[Edit]:
    """Names of documents that people send each other, without their endings: `/tmp/att/Kaufvertrag_Tarnwald.docx`."""
    for found in _FILE.finditer(text) if "." in text else ():
        said, begin = found["value"], found.start("value")
        path = text[max(0, begin - _LONGEST_PATH) : begin].rpartition(" ")[2]
        if _SERVED.search(path.lstrip("\"'(<[")) is not None or _GUID.search(said) is not None:
            continue
        if REMOVED not in said and not all(map(known_words().knows, _PARTS.findall(said))):
            yield *found.span("value"), REMOVED


def _is_told(label: str, value: str, whole: str) -> bool:
    """Whether a value is what somebody wrote, for all that programs say behind such a label."""
    if label in _NAMES:
        return is_phrase(value)
    if label in _SUBJECTS and label not in _TITLES:
        return is_written(value)
    if (
        FAILED.search(whole) is not None
        or _PROGRAM.search(value) is not None
        or (label in _PLACES and _CITY.fullmatch(value) is not None)
    ):
        return False
    return is_written(value, named=label not in _PLACES and label not in _MEETINGS)


def is_written(value: str, *, named: bool = False) -> bool:
    """Whether a text has several words, one of which nothing knows that programs say; `named`: one with a capital."""
    if (eastern := len(_EASTERN.findall(value))) >= _LEAST_EASTERN:
        return sum(stop - start for start, stop in known_words().unknown(value, 0, len(value))) * 2 > eastern
    if _SIGNED.search(value) is not None:
        return not is_plain(value)
    if len(_WORDS.findall(value)) < 2:
        return False
    words = (word for word in _PLAIN.findall(value) if not (named and word.islower()))
    return any(not _is_identifier(word) and not known_words().knows(word) for word in words)


def is_phrase(value: str) -> bool:
    """The same of what is not called as people are, whom a report may name: `Berg, Anna`, `Dr. Jan van der Berg`."""
    words = value.replace(",", " ").split()
    if not is_written(value, named=len(words) < _MOST_NAMES) or _EASTERN_NAME.fullmatch(value.strip()) is not None:
        return False
    names = [word for word in words if word.lower() not in _ASIDE_OF_NAMES]
    return len(names) > _MOST_NAMES or not all(_ONE_NAME.fullmatch(name) is not None for name in names)


def _label(before: str, separator: str) -> str | None:
    """The label with which a text ends that stands before a colon, in lower case; before an arrow only a subject."""
    if (found := _WORDS_BEFORE.search(_ASIDE.sub("", before.rstrip(" \"'")))) is None:
        return None
    words = found[0].split()[-_MOST_WORDS:]
    endings = (" ".join(words[number:]).lower() for number in range(len(words)))
    label = next((ending for ending in endings if ending in _EVERY or ending in _BODIES or ending in _NAMES), None)
    if label is None and words:
        label = next((end.lower() for end in (*_ENDS, *_EASTERN_LABELS) if words[-1].endswith(end)), None)
    return None if separator.strip() in _ARROWS and label not in _SUBJECTS else label


def _is_identifier(word: str) -> bool:
    """`SyncWorker`, `SSLSOCKET`: what programs are made of."""
    return not (word.islower() or word[1:].islower()) and word.isascii()
