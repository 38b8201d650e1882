"""Machines, domains, tenants and forests, and the name of the customer in them.

Samples: `exch01.contoso.co.uk` and `CONTOSO`, `my300100.crm.ondemand.com`, `contoso.mail.onmicrosoft.com`,
`contoso.westeurope.cloudapp.azure.com`, `AM9PR04MB8230.eurprd04.prod.outlook.com`. Which part of a host an organization
registered is told by the Public Suffix List (publicsuffix.org), as the library `publicsuffixlist` carries it: nobody is
asked. Zones below which Microsoft and SAP give names to their customers stand in `reference/public.py`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from analyzer import lazy_re
from analyzer.privacy.pseudonyms import addresses
from analyzer.privacy.pseudonyms.tokens import TOKEN, Tokens
from analyzer.reference import public
from analyzer.reference.headers import ONLINE
from analyzer.reference.vocabulary import REMOVED, any_of

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_REMOVED = REMOVED.strip("[]")
SCHEME = r"(?<![\w+.-])(?i:https?|s?ftp|ldaps?|smtps?|imaps?|wss?|sips?|tcp|net\.tcp|smb|cifs|nfs|s3|gs|ssh|amqps?|rediss?|jdbc:\w{2,20})://"
URL = (
    rf"(?P<url>{SCHEME}"
    r"(?:[^\s\"'<>\\|{}^`\[\]]|"
    + re.escape(REMOVED)
    + r"|<[A-Z][A-Z0-9_]{2,40}>(?=/)|(?:(?<=[=(,+])|(?<=%20))'[\w%.@+-]{2,300}'){1,32000}+)"
)
"""What a filter holds stands in quotes, `?$filter=Name%20eq%20'…'`, a name that was taken out in brackets.

A request to sign in, `?SAMLRequest=…`, takes some thousand characters.
"""
SHARE = (
    r"(?P<unc>(?<![\w\\])\\{2,8}(?P<share>(?!u[\da-fA-F]{4}|x[\da-fA-F]{2})\w[\w.-]{2,100})(?=\\)"
    r"(?P<share_path>(?:\\{1,4}[^\s\\/:*?\"'<>|,;()·“”\[]{1,80}){0,12}))"
)
FIELD = (
    rf"(?P<field>(?<![\w-])(?i:{any_of(public.MACHINE_FIELDS)})\b[\"']?[^\S\r\n]?[:=][^\S\r\n]?[\"']?)(?P<machines>[^·\r\n\"'<>]{{1,300}}?)"
    r"(?=\s?[·\"'<>\r\n]|\s[A-Za-z][A-Za-z0-9-]{1,40}:\s|\Z)"
)
VIA = r"(?P<via>(?<![\w-])(?i:via|x-cache)\b: ?(?:1\.[01] |(?:TCP_)?[A-Z_]{3,20} from ))(?P<proxy>\w[\w.-]{1,100})"
_KINDS = (
    "(?:originating|target|source|ps|destination|sending|receiving|client|home)?"
    "(?:server|host|computer|machine|workstation|rechner)(?:[ _-]?name)?|servidor|serveur|serwer|homemdb"
)
QUOTED = (
    rf"(?P<machine_quoted>(?<![\w-])(?i:{_KINDS}|database|datenbank|proxy|node)[^\S\r\n]{{0,3}}[:=]?[^\S\r\n]{{0,3}}[\"'“„«])"
    r"(?P<quoted_machine>(?=[\w.-]{0,60}[\d.])[A-Za-z][\w.-]{2,60})(?=[\"'“”»])"
)
TOLD = (
    rf"(?P<machine_told>(?<![\w-])(?i:{_KINDS}|database|datenbank|(?:srv|node)(?==))(?:[^\S\r\n]{{0,40}}[:=][^\S\r\n]{{0,3}}|[^\S\r\n]))(?!(?i:v|sp|cu|ru|tls|ssl|http|smtp|imap|ipv)\d)"
    r"(?P<told_machine>[A-Za-z](?:\d{1,2}-)?[A-Za-z-]{1,40}\d[\w-]{0,20}|[A-Z]\d{1,2}-\d{4,6})(?![\w/@\\(=]|[.:]\w)"
)
"""`server EX01`, `Computer: CONTOSO-EX02`: a name with a number in it."""
LOGGED = (
    r"(?P<logged>(?<![^\n])(?:[A-Z][a-z]{2}\s{1,2}\d{1,2}\s\d\d:\d\d:\d\d|<\d{1,3}>1\s\d{4}-[\d:.TZ+-]{10,30})\s)"
    r"(?P<logger>[A-Za-z][\w.-]{1,80})(?=\s[\w./-]{1,60}(?:\[\d{1,9}\])?(?::\s|\s\d))"
)
"""The machine in a line of syslog: `Oct 12 08:00:05 exch01 ssi[4711]: …`."""
OF_EVENTS = "subject|target|client"
"""Before the names of fields in events of Windows: `SubjectUserName`."""
DOMAIN = (
    rf"(?P<domain_label>(?<![\w-])(?i:(?:{OF_EVENTS})?domain(?:[ _-]?name)?)"
    r"[^\S\r\n]?[:=][^\S\r\n]{0,3}[\"']?)"
    r"(?P<domain_name>[A-Za-z][\w-]{2,40})(?![\w@\\=(-]|\.\w)"
)
ALONE = (
    r"(?P<alone>\b(?:ENOTFOUND|EAI_AGAIN|(?:[a-z]{1,20}\.){0,6}UnknownHostException:|not known:|HELO|EHLO|lookup"
    r"|X-Forwarded-Server:|DAG"
    r"|domain controller|(?i:proxy)(?=\s[\w-]{1,40}:\d))[^\S\r\n]{1,4}"
    r"|\b(?i:workstation|caller computer)(?:(?i: name))?(?::(?:[^\S\r\n]|\\{1,2}t){0,3}|[^\S\r\n]))"
    r"(?P<alone_name>(?!(?i:name)\b)(?=[\w.-]{0,40}[A-Za-z])\w[\w-]{2,40})(?![\w/@\\(=]|[.]\w)"
)
"""`getaddrinfo ENOTFOUND exch01`: a machine without its domain behind a word of a program."""
BRACKETED = r"(?P<bracketed>(?<=[(\[])(?P<peer>[A-Za-z][\w-]{2,40})(?=:\d{2,5}[)\]]))"
"""`(exch01:443)`: a machine with its port."""
FROM_PC = (
    r"(?P<from_pc>(?P<pc>(?<=from )[A-Z][A-Z0-9-]{2,14}-(?:PC|NB|WS|SRV|LAPTOP|DESKTOP|NOTEBOOK|[A-Z]{0,3}\d{1,6})"
    r"|(?:DESKTOP|LAPTOP|NOTEBOOK|WIN)-(?=[A-Z]{0,12}\d)[A-Z0-9]{5,12})(?![\w-]))"
)
_KEYS = "host(?:[ _]?name)?|computer(?:[ _]?name)?|machine(?:[ _]?name)?|workstation(?:[ _]?name)?|role[ _]?instance"


def before_value(keys: str) -> str:
    """The pattern of a member or an element with one of the names, up to its value: `"host": "`, `<Host>`."""
    return rf"(?<=[\"'])(?i:{keys})\\{{0,7}}[\"']\s?:\s?\\{{0,7}}[\"']|<(?:\w{{1,20}}:)?(?i:{keys})>"


KEYED = rf"(?P<keyed>{before_value(_KEYS)})(?P<keyed_host>[A-Za-z][\w.-]{{2,100}})(?=[\"'<\\])"
TENANT = (
    r"(?P<tenant_label>(?<![\w-])(?i:x-tenant|tenant|organi[sz]ation|realm)(?:(?i:[ _]?name))?"
    r"(?:\\{0,7}[\"']\s?:\s?\\{0,7}[\"']|[^\S\r\n]?[:=][^\S\r\n]?[\"']?|\s[\"'“„]|[^\S\r\n]named[^\S\r\n]))"
    r"(?P<tenant_name>(?<=[\"'“„])\w[\w.& -]{2,60}?(?=[\"'“”\\])"
    r"|(?<=named )[\w.& -]{2,60}?(?=\.(?:\s|\Z)|[\r\n,;<\"'\\])"
    r"|(?<![\"'“„])[\w.-]{5,60}(?=\s{0,3}(?:\Z|[\r\n,;)\]}<|\"'*\\]|\.\s)))"
)
NUMBER = (
    r"(?P<tenant_number>(?<![\w-])(?i:tenant|mandant(?:en?)?|inquilino|locataire)"
    r"(?:[ _-]?(?i:id|no|nr|number|nummer|num)\.?)?[^\S\r\n]{0,2}[:=#]?[^\S\r\n]{0,2}[\"'(]?)"
    r"(?P<number_of_tenant>\d{6})(?!\w|[.,-]\d)"
)
"""`tenant 300100`: the number that stands behind `my` in the name of its machine."""
SITE = r"(?P<site>(?<=/)(?:sites|teams|personal|meet|my)/)(?P<site_name>[\w.%-]{2,100})"
"""What a customer called a part of SharePoint."""

_FOREST = lazy_re.compile(r"[A-Z]{3}(?:P|PR|PRD)\d\d[A-Z]\d{3}|[A-Z]{3,4}P\d{3}", re.IGNORECASE)
_MACHINE = lazy_re.compile(
    r"[A-Z]{2}[A-Z0-9]{2}(?:P|PR|PRD)\d{2,3}(?:CA|MB)\d{2,4}|[A-Z0-9]{3,6}P\d{3}(?:CA|MB)\d{2,4}"
)
_OF_C4C = lazy_re.compile(r"(my\d{6})[a-z]?", re.IGNORECASE)
"""The name of a tenant of C4C, with a letter behind it where it is one for tests: `my300100`, `MY300100T`."""
_LABEL = lazy_re.compile(r"[^\W_](?:[^\W_]|-(?!\Z)){0,62}")
_MOST_LABELS = 11


@cache
def _suffixes() -> PublicSuffixList:
    """The list, read when the first host is met: a report at standard does without it."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def owner(host: str) -> str:
    """The name of the organization in a host (in lower case): `contoso` of `mail.contoso.co.uk`; empty if none is."""
    for zone, regional in public.CUSTOMER_ZONES:
        if host.endswith(zone):
            labels = host.removesuffix(zone).split(".")
            name = labels[-2] if regional and len(labels) > 1 else labels[-1]
            if zone == public.MAIL_ROUTING:  # contoso-co-uk.mail.protection.outlook.com
                return owner(name.replace("-", ".")) if "-" in name else name
            return name.removesuffix("-my").removesuffix("-admin") if zone == public.SITES else name
    registered = _suffixes().privatesuffix(host)
    return registered.partition(".")[0] if registered else ""


class Hosts:
    """The tokens of machines, domains, tenants and forests."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.domains: set[str] = set()
        """Domains of mailboxes: what lies below one is a host, whatever its name looks like."""

    def domain(self, value: str) -> str:
        """The token of the domain of an address; a tenant of Microsoft 365 is one."""
        low = value.lower()
        if low in self.tokens.known or TOKEN.fullmatch(low):
            return self.tokens.known.get(low, low)
        token = self.tenant(value) if low.endswith(".onmicrosoft.com") else self.tokens.token("domain", value)
        self.domains.add(low)
        if "." in low:
            self.tokens.bare(owner(low), token)
        return token

    def tenant(self, value: str) -> str:
        """The token of a customer's organization at Microsoft or SAP."""
        token = self.tokens.token("tenant", value)
        self.tokens.bare(value.lower().partition(".")[0], token)
        return token

    def tenant_of_c4c(self, word: str) -> str | None:
        """The token of a tenant of C4C that a word is the name of; None where it is none."""
        found = _OF_C4C.fullmatch(word)
        return self.tenant(found[1]) if found is not None else None

    def forest(self, value: str) -> str:
        """The token of an Active Directory forest of Exchange Online."""
        token = self.tokens.token("forest", value)
        self.tokens.bare(value.lower().partition(".")[0], token)
        return token

    def host(self, value: str) -> str:
        """The token of a machine or a service; what everybody knows keeps its name, and vendors' zones stay visible."""
        value = value.strip().strip(".")
        low = value.lower()
        if not low or public.is_known(low) or TOKEN.fullmatch(low) or low == _REMOVED:
            return value
        if addresses.parsed(low) is not None:
            return addresses.address(self.tokens, value)
        label, _, zone = low.partition(".")
        if (_MACHINE.fullmatch(label.upper()) and (not zone or ONLINE.search(value))) or _is_online(value):
            return self.tokens.token("host", label, ".prod.outlook.com")
        if low in self.tokens.known:
            return self.tokens.known[low]
        if low in self.domains:
            return self.domain(low)
        if (shown := self._in_zone(value, low)) is not None:
            return shown
        token = self.tokens.token("host", value)
        if "." in low:
            self._owned(low, token)
        return token

    def _owned(self, low: str, token: str) -> None:
        name = owner(low)
        self.tokens.bare(name, self.tokens.known.get(name, token))

    def _in_zone(self, value: str, low: str) -> str | None:
        """The token of a host whose role or zone says what it is; both stay visible."""
        role, dot, rest = low.partition(".")
        if role in ("autodiscover", "login") and dot:
            return f"{role}.{self.host(rest)}"
        if rest in public.FORESTS:
            return self.forest(value)
        if low.endswith(".onmicrosoft.com"):
            return self.tenant(value)
        for suffix in public.TENANT_ZONES:
            if low.endswith(suffix):
                return f"{self.tenant(low.removesuffix(suffix))}{suffix}"
        for suffix in public.HOST_ZONES:
            if low.endswith(suffix):
                token = self.tokens.token("host", low, suffix)
                if low.endswith(tuple(zone for zone, _ in public.CUSTOMER_ZONES)):
                    self._owned(low, token.partition(".")[0])
                return token
        return None

    def looks_like_host(self, word: str) -> bool:
        """Whether a word is a machine by its form, or by the domain it lies in."""
        if _MACHINE.fullmatch(word) and any(c.isdigit() for c in word):
            return True
        if _FOREST.fullmatch(word) and len(word) > 8:
            return True
        labels = word.lower().split(".")
        if len(labels) > 3 and word.lower().endswith(".crm.cloud.sap"):  # an ending that is a plain word elsewhere
            return True
        if labels[:2] == ["microsoft", "graph"]:  # a function of Graph, `microsoft.graph.delta`
            return False
        if not 2 <= len(labels) <= _MOST_LABELS or any(not _LABEL.fullmatch(label) for label in labels):
            return False
        below = [".".join(labels[number:]) for number in range(len(labels))]
        if any(name in self.domains for name in below) or any(name in self.tokens.known for name in below[1:-1]):
            return True
        last = word.rpartition(".")[2]
        if labels[0].isdigit() or not (last.islower() or word.upper() == word):
            return False
        return labels[-1] in public.TOP_LEVEL or _is_under_rare_top(labels)


def _is_online(word: str) -> bool:
    """Whether a machine without its domain is one of Exchange Online, as readers tell it: its token says so too."""
    return "." not in word and word.isupper() and ONLINE.search(word) is not None


def _is_under_rare_top(labels: list[str]) -> bool:
    """Whether a name of three parts or more ends as a host may, though few do: `mail.contoso.versicherung`.

    Keys of settings and packages of programs end in plain words, or begin as a host ends.
    """
    if len(labels) < 3 or labels[-1] in public.COMMON or labels[-1] in public.ENDINGS or labels[0] in public.TOP_LEVEL:
        return False
    return labels[-1].isalpha() and bool(_suffixes().publicsuffix(labels[-1], accept_unknown=False))
