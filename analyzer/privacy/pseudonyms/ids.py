"""Ids of requests, records, items and accounts: a GUID, a SID, a name in a directory, the key of a record of OData.

Samples: `client-request-id: 1f2e…`, `S-1-5-21-…`, `/o=Contoso/ou=…/cn=anna`, `ContactCollection('00163E…')`, and the
item ids and change keys of Exchange (`AAMkAD…`, `CQAAABYA…`), which carry the GUID of the mailbox.
"""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.privacy.values import ITEM as _ITEM
from analyzer.privacy.values import JUMBLE
from analyzer.reference import labels
from analyzer.reference.vocabulary import A_TOKEN, any_of

_HEX = r"[0-9a-fA-F]"
_GUID = rf"{_HEX}{{8}}-(?:{_HEX}{{4}}-){{3}}{_HEX}{{12}}"
_NAMES = r"(?:client-)?request-?id|transaction-? ?id|correlation-?(?:id|key)|trace-?id|activity-?id|x-ms-diagnostics-id"
_NAMES_OF_OWN = r"(?:x-)?client-?id|device-?id|immutable-?id|mailbox-?guid|puid|net-?id"
NUMBERS_OF_PEOPLE = (
    r"(?:pers(?:onal|onnel)?|employee|mitarbeiter|kunden|customer|partner|client)[_ -]?(?:no|nr|nummer|number)\.?|iban"
)
_NAMES_OF_PARTNERS = (
    r"(?:\w{0,30}(?:employee|party|partner)|businesspartner|internalid|contact|account|customer)(?:uu)?_?-?id"
    rf"|{NUMBERS_OF_PEOPLE}"
)
"""As C4C calls the numbers of people and companies: `OwnerPartyID`."""
_PART = r"(?:[^,=\r\n\"'<>\\]|\\{1,4},?){1,100}"
_CODE = r"Error[A-Z]|\w{1,60}(?:Exception|Error)\b|AADSTS\d|HTTP\b|S[CDEIW]\d{4}\b|[A-Z_]{4,20}\b"
"""What stands behind a name in a directory and is no more of it: a code, or a level in capitals."""

GUID = rf"(?P<guid>(?<![0-9A-Za-z]){_GUID}(?![0-9A-Za-z]))"
HEX = rf"(?P<hex>(?<![0-9A-Za-z])(?=[A-Fa-f]{{0,63}}\d)(?=\d{{0,63}}[A-Fa-f]){_HEX}{{24,64}}(?![0-9A-Za-z]))"
ITEM = r"(?P<item>(?<![\w+/=-])" + _ITEM + r"[\w+/-]{16,400}={0,2})"
SID = r"(?P<sid>(?<![\w-])S-1-\d{1,2}(?:-\d{1,10}+){2,15}+(?!\w|-\w))"
_BANKS = (
    "A[DELTZ]|B[AEGHRY]|C[HRYZ]|D[EKO]|E[EGS]|F[IOR]|G[BEILRT]|H[RU]|I[ELQST]|JO|K[WZ]|L[BCITUV]|M[CDEKRTU]|N[LO]|P[KLST]"
    "|QA|R[OS]|S[ACEIKMTV]|T[LNR]|UA|V[AG]|XK"
)
IBAN = rf"(?P<iban>(?<![\w-])(?:{_BANKS})\d\d(?:[ ]?[A-Z\d]{{4}}){{3,7}}(?:[ ]?[A-Z\d]{{1,3}})?(?![\w-]))"
"""`DE68 8077 0562 1144 2093 11`: the account of somebody at a bank (ISO 13616)."""
NAME_IN_DIRECTORY = (
    r"(?P<dn>/(?i:o)=[^/\r\n\"'<>]{1,100}(?:/(?i:ou|cn)=[^/\r\n\"'<>]{1,100}){0,6}/(?i:cn)=[^\s/\"'<>]{1,100}"
    rf"|(?<!\w)(?i:(?:CN|OU|O|UID|DC)={_PART}(?:,\s?(?:CN|OU|O|L|ST|S|DC|E|emailAddress|SN|G|T)={_PART}){{0,10}},\s?(?:DC=[\w-]{{1,63}}"
    rf"|(?:OU|O|C|L)=[\w-]{{1,63}}(?:[^\S\r\n](?-i:(?!{_CODE})[A-ZÀ-Þ])[\w-]{{1,60}}){{0,3}}))"
    rf"|(?<![\w,/])(?:CN|OU|DC)=(?!{A_TOKEN})[A-Za-z][\w-]{{2,60}}+(?![\w.,=]))"
)
_ENTRY = r"[A-ZÀ-Þ][\w&-]{0,60}(?: (?:[A-ZÀ-Þ&\d][\w&-]{0,60}|v[ao]n|de[rn]?|zu|and|und|of)){0,4}"
CANONICAL = (
    r"(?P<canonical>(?<![\w/:.@-])(?P<canonical_domain>(?:[\w-]{1,63}\.){1,4}[a-z]{2,10})"
    rf"(?P<canonical_path>(?:/{_ENTRY}){{1,6}})(?![\w./?=]))"
)
"""A name as Active Directory tells it: `contoso.example/Users/Anna Berg`."""
NAMED = (
    rf"(?P<named_id>(?<![\w-])(?i:{_NAMES}|{_NAMES_OF_OWN})\b[\"']?[^\S\r\n]{{0,2}}[:=]?[^\S\r\n]{{0,2}}[\"']?)"
    r"(?P<id>(?=[\w-]{0,60}\d)\w[\w-]{7,80}|[A-Z]{16,40}(?!\w))"
)
NUMBERED = (
    rf"(?P<numbered>(?<![\w-])(?i:{_NAMES_OF_PARTNERS})\\{{0,7}}[\"']?(?:[^\S\r\n]{{0,40}}[:=]?[^\S\r\n]{{0,2}}|(?:\s|%20|\+)eq(?:\s|%20|\+))\\{{0,7}}(?:[\"'(]|%27)?)"
    r"(?P<number_of>[A-Z]{0,3}\d{4,12})(?![\w.-])"
)
"""`"OwnerPartyID":"8001235"`"""
_RECORDS = (
    *labels.MEETINGS,
    *("case", "ticket", "incident", "activity", "contact", "account", "customer", "partner", "order", "quote"),
    *("invoice", "contract", "campaign", "product", "object", "record", "service request", "business partner"),
    *("equipment", "device", "user", "employee", "change", "problem", "task", "phone call", "fall", "vorgang"),
    *("kontakt", "auftrag", "angebot", "vertrag", "gerät", "störung", "objekt", "kunde", "anfrage", "meldung"),
    *("serviceanfrage", "aktivität", "dossier", "commande", "contrat", "client", "caso", "visita", "pedido"),
    *("contrato", "cliente", "contacto", "zaak", "klant", "bezoek", "sprawa", "klient", "zlecenie"),
)
_DEVICES = (
    r"s/n|imei|imsi|iccid|meid|udid|serial(?:[ _-]?(?:no|nr|num|number|nummer))?\.?|seriennummer|asset[ _-]?tag"
    r"|inventarnummer|numéro de série|número de serie|serienr\.?"
)
_OF_RECORD = r"[^\S\r\n]{0,2}[:=#]?[^\S\r\n]{0,2}[\"'(#]?"
RECORD = (
    rf"(?P<record>(?<![\w-])(?:(?i:{any_of(_RECORDS)})(?:[ _-]?(?i:id|no|nr|number|nummer)\.?)?{_OF_RECORD}"
    r"(?P<record_of>(?!(?i:KB|IDX|MSIS|CVE|HTTP|RFC|ISO|S[CDEIW])-?\d)[A-Z]{1,5}[-_]?\d{5,18}"
    r"|(?!20\d\d[01]\d[0-3]\d(?!\d))\d{7,18})(?!\w|[.,-]\d|\s?(?:bytes|ms|seconds|items|of|kb|mb)\b)"
    rf"|(?i:{_DEVICES}){_OF_RECORD}"
    r"(?P<device_of>(?=[A-Za-z-]{0,40}\d)[A-Za-z0-9](?:[A-Za-z0-9]|-(?=\w)){5,40})(?!\w)))"
)
"""`Case CS58004835`, `Visit 1239987`, `S/N 4CE0460D0G`: a record or a device by its number."""
KEY = r"(?P<key>(?<=\w)(?<!rror)(?<!xception)(?<!isconnected)(?<!imeout)\((?:guid)?')(?P<entity>[^'()\r\n]{1,100})(?=')"
NAMED_KEY = r"(?P<named_key>(?<=[(,])\w{1,60}=(?:guid|datetime)?')(?P<named_entity>(?!\[removed)[^'()\r\n]{1,200})(?=')"

_OF_PARTNER = lazy_re.compile(_NAMES_OF_PARTNERS, re.IGNORECASE)
_OF_BASE64 = ("+", "/", "=")
_JUMBLE = lazy_re.compile(JUMBLE)
_ID = lazy_re.compile(rf"{_GUID}|{_HEX}{{24,64}}|S-1-[\d-]+")


def is_of_partner(name: str, value: str) -> bool:
    """Whether a member of that name holds the number of a person or a company: `"EmployeeID": "00403107"`."""
    return value.isdecimal() and len(value) > 3 and _OF_PARTNER.fullmatch(name) is not None


def is_id(value: str) -> bool:
    """Whether a value is an id by its form, and no name."""
    return _ID.fullmatch(value) is not None


def is_jumbled(word: str) -> bool:
    """Whether a word has letters of both kinds in an order, or around digits, as no name has."""
    if len(word) < 8 or not word.isalnum() or word.islower() or word.isupper():
        return False
    return _JUMBLE.search(word) is not None


def is_part(text: str, start: int, stop: int) -> bool:
    """Whether a word is a part of something in base64, which is an id as a whole or not at all."""
    return text[start - 1 : start] in _OF_BASE64 or text[stop : stop + 1] in _OF_BASE64
