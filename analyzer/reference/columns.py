"""Heads of columns in which people write, or that tell of people, in the languages of those who make tables.

Sample: `Id;Onderwerp;Opmerkingen;Message`. Words of exports of calendars, mail programs and the sync panel. A title and
the filters of the view may stand above them, as in a sheet:

    Sessions of Contoso
    Generated;2026-10-12 08:00

    User;Run;Status;Exception
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from analyzer import lazy_re
from analyzer.reference import labels, roles
from analyzer.reference.vocabulary import any_of

_RECORDS = (
    *("termin", "besprechung", "appointment", "tárgy", "bezeichnung", "beschreibung", "description", "attachment"),
    *("anhang", "datensatz", "record", "record name", "object name", "item name", "entity name", "objektname"),
    *("file name", "dateiname", "attachment name", "attachment names", "attachments", "categories", "kategorien"),
    *("catégories", "categorías", "categorie", "folder name", "ordnername"),
    *("opportunity name", "lead name", "campaign name", "activity name", "visit name", "document", "dokument"),
    *("opportunity", "verkaufschance", "oportunidad", "opportunité", "lead", "visit", "besuch", "visite", "visita"),
    *(
        "kunde",
        "kundenname",
        "customer",
        "customer name",
        "cliente",
        "klant",
        "klantnaam",
        "kund",
        "zákazník",
        "клиент",
    ),
    *("aufgabe", "task", "activity", "aktivität", "kampagne", "campaign", "angebot", "quote", "vorgang"),
)
_COMPANIES = (
    *("company", "firma", "société", "empresa", "azienda", "bedrijf", "företag", "virksomhed", "yritys"),
    *("şirket", "компания", "εταιρεία", "会社名", "公司"),
)
_FOREIGN = (*labels.SUBJECTS, *labels.PLACES, *labels.NOTES, *labels.ATTACHMENTS)
_OF_WHAT = r"(?:d[aeiou]s?|dell[ao']|dell'|du|de l[ao']?|van|z|der|des|från|för|fra|til)[ _']?[\w _'-]{2,40}"
"""`Asunto de la reunión`, `Objet du rendez-vous`: of what it is one."""
_COMPOUND = ("betreff", "notiz", "notizen", "bemerkung", "titel", "onderwerp", "ämne", "emne", "otsikko", "aihe")
"""`Terminbetreff`, `Mötesämne`: how a head of one word ends that is such a head."""
SECRET = lazy_re.compile(
    r"pwd?|pin|tan|puk|otp|mot de passe|clave|zugangsdaten|geheimnis|(?:api|client)[- ]?schlüssel"
    r"|geheimer? .{0,20}schlüssel|sekret|chave|chiave|clé(?: secrète)?|anahtar|klíč|nyckel|sleutel|klucz|キー",
    re.IGNORECASE,
)
"""Such a head too: in a table it says that secrets stand below it, or beside it, though in sentences it need not."""
WRITTEN = lazy_re.compile(
    rf"(?:(?:e?-?mail|message|meeting|appointment|event|item|task|activity|visit)[ _-]?)?"
    rf"(?:{any_of((*labels.SUBJECTS, *labels.NOTES, *labels.COMMENTS, *labels.MAIL_BODIES, *_RECORDS))})"
    rf"|{any_of((*labels.PLACES, *_COMPANIES))}"
    rf"|(?:{any_of(_FOREIGN)})[ _]{_OF_WHAT}|\w{{3,20}}(?:{any_of(_COMPOUND)})"
    r"|(?:last|first|family|account|company|contact|organi[sz]ation)[ _]?name|(?:nach|vor|firmen)name|apellidos"
    r"|sobrenome",
    re.IGNORECASE,
)
"""Such a head, whole."""

PEOPLE = lazy_re.compile(
    rf"(?:{any_of((*roles.USERS, *roles.PEOPLE, *roles.DONE_BY, *roles.LABELS))})s?(?:[ _-]?names?)?"
    r"|(?:last )?(?:locked|changed|created|modified|updated|assigned) (?:by|to)"
    r"|(?:gesperrt|geändert|angelegt|erstellt) von",
    re.IGNORECASE,
)
"""Below such a head stand people, or their accounts."""
NAMED = lazy_re.compile(
    r"(?:display )?name|nombre|nom|nazwa|naam|namn|navn|objects?|objekt|items?|element", re.IGNORECASE
)
"""Such a head stands over names of people, of types of records, or of what people wrote: what is no name is that."""
_NO_NAME = lazy_re.compile(r"[\d:&<>\"/()!?+–]")
_LONGEST_NAME = 4


DELIMITERS = ";,\t|"
"""What stands between the cells of a row; a line that begins with the last of them is one of Markdown."""
TITLES = 10
"""Rows in which the heads of a table are looked for."""
_ABOVE = 2
"""Cells that a row above the heads has filled, at most: a title, or a name with its value."""
_BLANKED = dict.fromkeys(map(ord, DELIMITERS), " ")
_QUOTED = lazy_re.compile(r"\"[^\"]*+\"?+")
_HEAD = lazy_re.compile(r"[\"' ]{0,3}[^\W\d_][\w .()/#'&-]{0,60}[\"' ]{0,3}")


def delimiter_of(line: str) -> str:
    """What stands between the cells of a line, by how often it does."""
    return max(DELIMITERS, key=line.count)


def heads_at(rows: Iterable[Iterable[str]]) -> int | None:
    """Number of the row that has the heads of a table, of the first rows: 0 where no titles stand above them.

    None where all of them could be titles, and more rows tell.
    """
    for number, row in enumerate(islice(rows, TITLES)):
        filled = [cell for cell in row if cell.strip()]
        if len(filled) > _ABOVE:
            return number if all(_HEAD.fullmatch(cell) for cell in filled) else 0
    return None


def heads_of_lines(lines: Iterable[str]) -> int:
    """The same of the first lines of a table, each by the delimiter that it has itself; 0 where none tells."""
    return heads_at(cells_of(lines)) or 0


def cells_of(lines: Iterable[str]) -> Iterator[list[str]]:
    """The cells of each line: what stands in quotes is of one cell, and a line that begins in them has none."""
    is_inside = False
    for line in lines:
        begins_inside = is_inside
        is_inside ^= bool(line.count('"') % 2)
        bare = _QUOTED.sub(_without_delimiters, line.rstrip("\r\n"))
        yield [] if begins_inside else bare.split(delimiter_of(bare))


def _without_delimiters(quoted: re.Match[str]) -> str:
    return quoted[0].translate(_BLANKED)


def is_title(said: str) -> bool:
    """Whether a cell below such a head is what somebody wrote: more words than a name has, or signs that none has."""
    words = said.split()
    return len(words) > _LONGEST_NAME or (len(words) > 1 and _NO_NAME.search(said) is not None)
