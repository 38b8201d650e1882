"""Whether a text tells of a failure as programs do: in words that tell nothing of anybody, and nobody speaks in it.

The server is busy                          a person may write so, and so does every server
must not be empty, darf nicht leer sein     what a program says of a field, behind its name
I cannot come to the meeting                somebody speaks: a text of a person
The offer of Tarnwald is not valid          Tarnwald is in no list
"""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.privacy.known_words import known_words

FAILED = lazy_re.compile(
    r"\b(?:locked|blocked|unable|cannot|can't|invalid\w*|unavailable|refused|rejected|exceed\w*|unknown|missing|not|no|without|gesperrt"
    r"|ungültig\w*|nicht|kein\w*|blockiert|verweigert|impossible|erreur|errore?s?|erro|ошибк\w+|błąd|chyba|virhe|fel|hata)\b|エラー|错误",
    re.IGNORECASE,
)
"""A text that says so is of a server, but behind a word for a subject."""
_PLAINLY = lazy_re.compile(
    r"\b(?:busy|down|full|expired|denied|failed|error|occurred|besetzt|ausgelastet|überlastet|ne|non|n[ãa]o|niet|geen|ikke|inte|ei|nie"
    r"|není|nem|nu|olamaz|değil|не|δεν|לא|لا|không)\b|不|无法|ません|없|않",
    re.IGNORECASE,
)
"""The same of a text of which every word is known: there one word that says no is enough."""
_SPOKEN = lazy_re.compile(
    r"(?<!\w/)\b(?!(?-i:US|EU)\b|i/o\b)(?:i|we|you|he|she|me|us|my|our|your|ich|wir|du|ihr|mir|mich|uns|mein\w*|unser\w*|je|j|nous|vous|tu|mon|notre|votre|yo|nosotros"
    r"|usted\w*|mi|eu|nós|você\w*|meu|noi|voi|io|mio|wij|ik|jij|jullie|mijn|jag|jeg|vi|ja|my|wy|já|я|мы|вы|мой|ben|biz|siz)\b"
    r"|[我们你您私]",
    re.IGNORECASE,
)
"""Who speaks, or is spoken to: `See you next week`."""
_OF_FIELD = lazy_re.compile(
    r"\b(?:empty|blank|null|required|mandatory|missing|invalid|characters?|maximum|minimum|length|too (?:long|short)"
    r"|exceed\w*|unique|must be|leer|pflicht\w*|erforderlich|ungültig\w*|zeichen|länge|zu (?:lang|kurz)|eindeutig"
    r"|vide|obligatoire|caractères|longueur"
    r"|vac[ií][oa]|obligatori[oa]|caracteres|longitud|vazi[oa]|obrigatóri[oa]|vuot[oa]|caratteri|leeg|verplicht\w*|tekens"
    r"|tomt?|påkrævet|påkrevd|tegn|obligatoriskt?|tecken|tyhjä|pakollinen|merkkiä|pust[yae]|wymagan[yae]|znak\w*|prázdn[yýáé]|povinn[ýáé]"
    r"|üres|kötelező|karakter\w*|gol|goală|obligatoriu|prazan|prazn[aoe]|пуст\w{1,3}|обязательн\w{1,4}|символ\w{0,3}|порожн\w{1,3}"
    r"|обов'язков\w{1,3}|праз\w{1,3}|задължител\w{1,4}|boş|zorunlu|κεν[όήά]|υποχρεωτικ\w{1,3}|ריק|חובה|فارغ\w{0,2}|مطلوب|trống)\b"
    r"|空|必須|必填|비워|비어|필수",
    re.IGNORECASE,
)
"""What a value of a field is, or has to be."""
_SAID_OF = lazy_re.compile(
    r"\W{0,2}(?:(?:must|is|are|has|may|can|cannot|can't|should|exceeds?|too|darf|muss|kann|ist|sind|hat|zu|ne|n'est|doit|est|trop|no|es|est[áa]"
    r"|debe|n[ãa]o|é|deve|non|è|mag|moet|te|må|skal|er|får|måste|är|för|ei|on|nie|musi|jest|za|nesm[ií]|mus[ií]|je|nije|mora|nem|túl|nu"
    r"|trebuie|este|не|должн\w{1,2}|слишком|може|має|трябва|boş|zorunlu|çok|δεν|πρέπει|είναι|לא|חייב|غير|لا|يجب|không)\b|[空必不비빈필])"
)
"""How that begins, in small letters: a subject of somebody begins with a large one, or with what it is about."""


def is_plain(said: str) -> bool:
    """Whether no word of a text tells anything of anybody."""
    return not any(known_words().unknown(said, 0, len(said)))


def is_plain_failure(said: str) -> bool:
    """Whether a text may be what the report is about, though a person wrote it."""
    failed = FAILED.search(said) is not None or _PLAINLY.search(said) is not None
    return failed and _SPOKEN.search(said) is None and is_plain(said)


def is_of_field(said: str) -> bool:
    """Whether a text behind the name of a field says what is wrong with its value."""
    says = _SAID_OF.match(said.lstrip()) is not None or _OF_FIELD.fullmatch(said.strip(" .!")) is not None
    return says and _OF_FIELD.search(said) is not None and _SPOKEN.search(said) is None and is_plain(said)
