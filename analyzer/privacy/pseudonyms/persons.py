r"""Persons: their mailboxes, accounts and names, which are one and the same where the upload shows it.

Samples: `anna.berg@contoso.example` is `user-1@domain-1`, and `Anna Berg`, `Berg, Anna` and `CONTOSO\anna.berg` are
`user-1` from then on; `mailbox "Petra Schulz"`, `User: Petra Schulz`, `C:\\Users\\petra`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from analyzer import lazy_re
from analyzer.markup import ENTITIES
from analyzer.privacy.pseudonyms.hosts import OF_EVENTS, Hosts, before_value
from analyzer.privacy.pseudonyms.tokens import TOKEN, Tokens, is_common
from analyzer.reference import public
from analyzer.reference.passwords import PASSWORDS

_WHO = (
    "user|user ?name|mailbox|mailbox of|on behalf of|owner|organizer|attendee|account|employee|contact|display ?name"
    "|sender|recipient|benutzer|benutzername|anwender|postfach|mitarbeiter|ansprechpartner|konto|usuario|buzón|cuenta"
    "|empleado|usuário|utilizador|caixa de correio|conta|gebruiker|postvak|medewerker|użytkownik|użytkownika|skrzynka"
    "|pracownik|konta|utilisateur|boîte aux lettres|compte|utente|casella|anv[äa]ndare|bruger|uživatel"
    "|ユーザー|пользовател[ья]|用户|delegate|object|objekt|identity|admin(?:istrator)?"
)
_DONE = (
    "(?:created|changed|modified|sent|shared|requested|approved|declined|edited|submitted|assigned|owned) (?:by|to)"
    "|(?:angelegt|geändert|erstellt|gesendet|gesperrt|bearbeitet) von|zugewiesen an|cr(?:éé|eado|iado) p[ao]r"
    "|utworzon[ey] przez"
)
CAPITAL = "".join(filter(str.isupper, map(chr, range(0x41, 0x530))))
"""Capital letters of Latin, Greek, Cyrillic and what is written like them."""
NAME = rf"[{CAPITAL}](?:[\w-]|['’](?=\w)){{1,40}}+"
"""A word with a capital letter."""
MAILBOX = (
    r"(?P<address>(?:(?<![\w.+%-])|(?<=%[\da-fA-F]{2})|(?<=%25[\da-fA-F]{2}))"
    r"(?:(?<![\w=])(?!(?-i:[A-Z][A-Za-z]{2,30}|user|mail|mailbox|upn|smtp|from|to|recipient|sender)=)[\w+][\w.+'=-]{0,120}|[\w+][\w.+'-]{0,63})(?:#EXT#)?(?:@|%40|＠)(?!(?:(?=[a-f]{0,8}\d)[\da-f]{4,8}|word-\d{1,9})(?![\w.-]))\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){0,8})"
)
_FOLDERS = (
    "Users|Documents and Settings|Dokumente und Einstellungen|Benutzer|Utilisateurs|Usuarios|Usuários|Utenti|Gebruikers"
    "|Użytkownicy"
)
HOME = (
    rf"(?P<home>(?i:[A-Z]:\\{{1,8}}(?:{_FOLDERS})\\{{1,8}}|[A-Z]:/(?:{_FOLDERS})/|/home/|/Users/"
    r"|/var/(?:spool/)?mail/|/mnt/|/media/|(?<![\w./~])~(?=[a-z]))"
    r"(?P<owner>[\w.$-]{2,60}(?:(?<=[\w.])\s[A-ZÀ-Þ][\w'-]{1,40}(?=[\\/]))?))"
)
_AT = r"\s?(?:\[(?i:at|ät)\]|\((?i:at|ät)\)|\{(?i:at)\}|<at>)\s?"
DOTS = ("dot", "punkt", "punto")
"""What is written for a point."""
_DOT = r"(?:\.|\s?(?:\[(?i:" + "|".join(DOTS) + r")\]|\((?i:dot)\))\s?)"
SPELLED = (
    rf"(?P<spelled>(?<![\w.+=%-])(?:(?P<spelled_local>\w[\w.+-]{{0,63}}){_AT}(?P<spelled_domain>\w[\w-]{{0,62}}(?:{_DOT}\w[\w-]{{0,62}}){{0,8}})"
    r"|(?P<local_in_words>\w[\w.+-]{0,63})\s(?i:at)\s(?P<domain_in_words>\w[\w-]{0,62}(?:\s(?i:dot)\s\w[\w-]{0,62}){1,4})))"
)
"""`anna (at) contoso.example`, `anna [at] contoso [dot] example`, `anna at contoso dot example`."""
AT_ADDRESS = r"(?P<at_address>(?<![\w.+=%-])(?P<local_at_address>\w[\w.+-]{0,63})(?=@\[(?:IPv6:)?[\da-fA-F.:]{3,45}\]))"
"""`anna@[10.1.2.3]`."""
ENCAPSULATED = r"(?P<encapsulated>(?i:IMCEA[A-Z]{2,5})-[\w+=.%-]{2,400}(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8})?)"
"""An address of another kind of network, as SMTP writes it: `IMCEAEX-_o=Contoso_ou=First_cn=anna@contoso.example`."""
QUOTED = (
    rf"(?P<quoted>(?<![\w-])(?i:{_WHO})\b[^\S\r\n]{{0,3}}[:=]?[^\S\r\n]{{0,3}}(?:\"\"|[\"'“„‚‘«「])\s?)"
    r"(?P<who>[^\s\"'“”„’»<>][^\"'“”„’»」<>\r\n]{1,80}?)(?=\s?[\"'“”‘’»」])"
)
_USER = "user|benutzer|usuario|usuário|utilizador|utilisateur|utente|gebruiker|użytkownika?"
_USER_NAME = (
    rf"(?:(?:{OF_EVENTS}|caller|remote)[ _]?)?(?:{_USER}|account|log[io]n)[ _-]?(?:name|id|kennung|snaam)"
    r"|anmeldename|nombre de usuario"
    "|log[io]n account|nome (?:de )?(?:utente|usuário)|nom d[’']utilisateur|nazwa użytkownika"
)
_FIELDS = (
    r"alias|login|uid|user_?id|acct|run_?as_?user|act_?as(?:_?user)?|usr_?name|user\.name|owner|account|impersonate|identity"
    "|(?:last[_ ]?)?(?:modified|changed|created|updated|locked|requested|assigned)[_ ]?(?:by|to)"
)
"""What names an account before an equals sign."""
ACCOUNT = (
    rf"(?P<account_label>(?:(?<![\w-])|(?<=\s-))(?i:{_USER_NAME}|samaccountname|mailnickname|x-(?:remote-)?user|(?:{_FIELDS})(?==)"
    rf"|(?:{_FIELDS})(?=[^\S\r\n]{{2,40}}:)|(?:{_USER})(?=[^\S\r\n]?=|[^\S\r\n]?:[^\S\r\n]?[^\W\d]{{0,30}}[\d._$]|:\w)|(?<=-)(?:user|identity|mailbox|trustee)(?=:))"
    r"[^\S\r\n]{0,40}[:=](?:[^\S\r\n]{0,3}|(?:\\{1,2}t){1,4})[\"']?)(?P<account_name>\w[\w.$-]{2,60}+)(?![@\\/(])"
)
"""`Username: anna`, `user=svc_ssi`, `Benutzer: svc.ssi`."""
_OF_WHOM = (
    rf"(?:{'|'.join(PASSWORDS)})\w{{0,3}}"
    r"(?:[^\S\r\n](?:of|for|von|für|till?|för|de|del|da|do|van|voor|dla|contului|účtu|уч[её]тной записи))?"
)
TOLD_ACCOUNT = (
    rf"(?P<account_told>(?<![\w-])(?i:{_OF_WHOM}|{_USER}|account|mailbox|konto|postfach|cuenta|conta|compte|{_DONE}"
    r"|run(?:ning)? as)[^\S\r\n])"
    r"(?P<account_of>[A-Z][A-Z0-9]{4,30}(?=\s(?:is|was|has|does|cannot|could|ist|hat|wurde)\b)|[a-z]{2,30}(?:[._][a-z]{2,30}\d{0,4}|\d{1,6})(?![\w@\\/(=-]|\.\w))"
)
"""`user svc_ssi`, `account anna.berg`: in small letters, with a mark in it that no plain word has."""
_MEMBERS = (
    rf"(?:{OF_EVENTS})?user(?:[ _]?name)?|mailbox|owner|organi[sz]er|attendee|employee|account(?:[ _]?name)?"
    "|login|samaccountname|mailnickname|upn|userprincipalname|delegate|recipient|sender|(?:first|last|given|sur|full)_?name"
    "|(?:created|changed|modified|last_?modified|updated|assigned|locked|requested)_?(?:by|to)(?:_?name)?|assignee|manager"
    "|responsible|author|reporter|approver"
)
_NAMES = "(?:display_?)?name|title"
"""Members that name somebody, or a folder, a room, a service: somebody where it is two words that are not plain."""
MEMBER = (
    rf"(?P<member>{before_value(_MEMBERS)}|(?<=Name=['\"])(?:Target|Subject)\w{{4,20}}['\"]>)"
    r"(?P<member_said>[^\s\"'<>\\\[{][^\"'<>\\\r\n]{1,80})"
)
"""`"user": "anna"`, `<Owner>Anna Berg</Owner>`, `<Data Name='TargetUserName'>anna`."""
NAMED_MEMBER = (
    rf"(?P<named_member>{before_value(_NAMES)})(?P<named_said>{NAME}(?:,?[ \xa0]{NAME}){{1,3}})(?=\\{{0,7}}[\"'<])"
)
"""`"displayName": "Anna Berg"`, `<t:Name>Anna Berg</t:Name>`."""
STORE = r"(?P<store>(?<![\w.])(?P<store_name>[\w.-]{1,60}(?:\s[\w.-]{1,40}){0,3})\.(?:pst|ost|nst)\b)"
"""The mailbox of somebody as a file."""
MARKED = r"(?P<marked>(?<![\w.$-])(?P<marked_account>[A-Za-z](?:[\w.-]{1,60})\$)(?![\w{(\[$]))"
"""`svc-ssi$`: the account of a machine or a service."""
PHONE = (
    r"(?P<phone>(?<![\w.+])(?:\+|00(?=\d{2}[ \t\xa0/()-]))[1-9]\d{0,2}[ \t\xa0./()-]{0,2}"
    r"(?:\d[ \t\xa0./()-]{0,2}){6,13}\d(?![\w.:]\d)"
    r"|(?<![\w.:/)-])\([2-9]\d\d\) [2-9]\d\d[-. ]\d{4}(?![\w/.:-])"
    r"|(?<![\w.:/-])(?:0[1-9]\d{1,4} ?/ ?\d{4,9}|\(0[1-9]\d{1,4}\) ?\d{3,9})(?:-\d{1,5})?(?![\w/.:]))"
)
"""`+49 711 935275`, `0711/935275`, `(0711) 6354-69`, `(425) 555-0123`"""
INVITED = r"(?P<invited>(?<=;)CN=\"?(?P<invited_name>[^\";:\r\n]{2,80})(?=[\";:]))"
"""`ATTENDEE;CN=Anna Berg:mailto:…` of an invitation."""
LOGIN = (
    r"(?P<login>(?<![\w\\:.-])(?P<netbios>[A-Z][A-Z0-9-]{1,14}(?=\\{1,8}(?![rnt][A-ZÀ-Þ]))|(?:[A-Za-z][\w-]{1,62}\.){1,4}[a-z]{2,10}(?=\\{1,8}(?![rnt][A-ZÀ-Þ]))|[A-Za-z][A-Za-z0-9-]{1,14}(?=\\{1,8}(?![rnt][A-ZÀ-Þ])))"
    r"\\{1,8}(?P<account>(?:u\d{5,8}|x\d{3,8}[a-z]{0,4})(?!\w)|(?<=[A-Z\d]{3}\\)x[a-f\d]{2}[a-z]{3,20}(?!\w)|(?![rntxu]\b(?![.-]\w)|[rn]\\|u[\da-fA-F]{4}|x[\da-fA-F]{2})\w[\w.$-]{1,60}))(?![\w\\])"
)

_NAMED_BEFORE = lazy_re.compile(
    rf"(?<![\w-])(?i:{_WHO}|organi[sz]ation|tenant|forest|server|host|domain|database)"
    rf"\s{{0,3}}[:=]?\s{{0,3}}(?:[\"'“„‘«「『]|&(?:amp;){{0,2}}(?:{ENTITIES}|#\d{{1,4}});)[^\s\w]{{0,8}}\Z"
)
_NOT_OF_NUMBER = lazy_re.compile(r"\D")
_LETTERS = lazy_re.compile(r"[^\W\d_]{2,40}")
_LONGEST_NAME = 200
_LONGEST_WORDS = 4
_MOST_WORDS = 6
"""Ends of words at which a name may end: it has four words at most, and a comma behind the last name."""
_WORD_END = lazy_re.compile(r"(?<=[^\W_])(?![^\W_])")


class Persons:
    """The tokens of mailboxes, accounts and names."""

    def __init__(self, tokens: Tokens, hosts: Hosts) -> None:
        self.tokens = tokens
        self.hosts = hosts
        self._longer: set[str] = set()
        """Names of several words, in lower case."""
        self._first_words: set[str] = set()
        """What these begin with."""
        self._with_address: set[str] = set()
        """Tokens of those who have an address."""
        self._expected: dict[str, str] = {}
        """Names that fields of the upload hold and that get their token where they are met, as they stand there."""

    def named(self, value: str) -> str:
        """The token of somebody by an account or a name; a name is known in its other orders, too."""
        known = self.tokens.known.get(value.lower())
        token = self.tokens.token("user", value)
        last, _, first = value.partition(",")  # Berg, Anna
        if known is None and len(words := _LETTERS.findall(f"{first} {last}")) > 1:
            self._name(words, token)
        return token

    def expect(self, value: str) -> None:
        """Know a name by its field: it gets a token where a text repeats it, so that tokens follow the texts."""
        words = words_of(value)
        if not 2 <= len(words) <= _LONGEST_WORDS or any(word in public.COMMON for word in words):
            return
        for name in _orders(words):
            self._expected.setdefault(name, value)
            self._longer.add(name)
            self._first_words.add(re.split(r"[ ,]", name)[0])

    def called(self, name: str, token: str) -> None:
        """Know the name of a folder or a file that has several words wherever a text repeats it."""
        low = " ".join(name.lower().split())
        if " " in low and low not in self.tokens.known:
            self.tokens.learn(low, token)
            self._longer.add(low)
            self._first_words.add(re.split(r"[ ,.]", low)[0])

    def phone(self, number: str, token: str) -> None:
        """Know a telephone number wherever it stands, once a label has told it."""
        name = _from_first_digit(number)
        self.tokens.known.setdefault(name, token)
        if name not in self._longer:
            self._longer.add(name)
            self._first_words.add(_NOT_OF_NUMBER.split(name)[0])
            self.tokens.changes += 1

    def token_of(self, name: str) -> str:
        """The token of a name of several words that `name_at` found."""
        if name not in self.tokens.known:
            self.named(self._expected[name])
        return self.tokens.known[name]

    def mailbox(self, value: str) -> str:
        """`user-1@domain-1` for a mailbox address. The person it names is then known by name, too."""
        local, at, domain = value.partition("@") if "@" in value else value.partition("%40")
        if TOKEN.fullmatch(local.lower().removesuffix("#ext#")) and (not domain or TOKEN.fullmatch(domain)):
            return value
        where = self.hosts.domain(domain)
        low = f"{local}@{domain}".lower()
        if (known := self.tokens.known.get(low)) is None:
            who = self._known_by_name(local)
            if not who:
                if (number := self.tokens.next("user")) is None:
                    return "user-more@domain-more"
                who = f"user-{number}"
            self._with_address.add(who)
            known = f"{who}@{where}"
            self.tokens.learn(low, known)
            self.tokens.values[known] = f"{local}@{domain}"
            self._account(local, who)
        return known.replace("@", at)

    def _known_by_name(self, local: str) -> str:
        """The token of whoever was met by the name that an address holds, and has no address yet; else nothing."""
        who = self.tokens.known.get(local.lower(), "") if "." in local else ""
        return who if who.startswith("user-") and who not in self._with_address and TOKEN.fullmatch(who) else ""

    def name_at(self, text: str, at: int, word: str) -> str:
        """The longest known name of several words that begins with a word of a text, in lower case; else nothing."""
        if word.partition(".")[0] not in self._first_words:
            return ""
        ahead = text[at : at + _LONGEST_NAME].lower()
        ends = [end.start() for end in islice(_WORD_END.finditer(ahead), _MOST_WORDS)]
        return next((ahead[:end] for end in reversed(ends) if ahead[:end] in self._longer), "")

    def _account(self, local: str, who: str) -> None:
        """The local part of an address, and the person's name in it: `anna.berg` is Anna Berg."""
        low = local.lower()
        if len(low) > 3 and not is_common(low) and low not in self.tokens.known:
            self.tokens.learn(low, who)
        words = re.split(r"[._-]", low)
        if 2 <= len(words) <= 3 and all(word.isalpha() and word not in public.COMMON for word in words):
            self._name(words, who)

    def _name(self, words: Sequence[str], who: str) -> None:
        words = [word.lower() for word in words]
        if any(word in public.COMMON for word in words) or len(words) > _LONGEST_WORDS:
            return
        for name in (*_orders(words), ".".join(words), "".join(words)):
            if name not in self.tokens.known:
                self.tokens.learn(name, who)
            if " " in name and name not in self._longer:
                self._longer.add(name)
                self.tokens.changes += 1
                self._first_words.add(re.split(r"[ ,]", name)[0])
        for word in words:
            if len(word) > 3:
                self.tokens.bare(word, who)


def _orders(words: Sequence[str]) -> tuple[str, ...]:
    """A name in lower case as people write it: Anna Berg, Berg Anna, Berg, Anna."""
    rest = " ".join(words[:-1])
    return " ".join(words), f"{words[-1]} {rest}", f"{words[-1]}, {rest}"


def _from_first_digit(number: str) -> str:
    """A telephone number from its first digit on, as `name_at` finds it."""
    return number.strip().lstrip("+(").replace("\xa0", " ")


def words_of(said: str) -> list[str]:
    """The words of what may be a name, in lower case."""
    return [word.lower() for word in _LETTERS.findall(said)]


def may_be_name(said: str) -> bool:
    """Whether what stands in quotes behind a word such as user is a name, and not made of plain words."""
    account = len(said) >= 4 and not any(c.isspace() for c in said)
    words = words_of(said)
    if not words or len(words) > 4 or all(word in public.COMMON for word in words):
        return False
    without_case = said[:1].isalpha() and said[:1].lower() == said[:1].upper()
    return account or without_case or said[:1].isupper() or any(c.isdigit() or c == "." for c in said)


def is_named(text: str, at: int) -> bool:
    """Whether a quoted string stands behind a word for a person or a machine: it gets a token."""
    return _NAMED_BEFORE.search(text, max(0, at - 40), at) is not None
