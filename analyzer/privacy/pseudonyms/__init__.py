"""Personal data becomes stable tokens: the same value gives the same token wherever it stands.

Tokens are numbered in the order in which their values are met, so they depend on the input alone: `user-1@domain-1`,
`host-1`, `tenant-1`, `forest-1`, `ip-1`, `id-1`, `file-1`. What everybody knows stays: addresses of the services and
the documentation of Microsoft and SAP, products and versions, codes, numbers and times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

from analyzer import lazy_re
from analyzer.markup import ENTITIES
from analyzer.privacy import quotes
from analyzer.privacy.content import Content, edited, is_telling, merged
from analyzer.privacy.quotes import Edit
from analyzer.privacy.scrubbing import REMOVED
from analyzer.reference import public
from analyzer.reference.headers import ONLINE
from analyzer.reference.vocabulary import any_of

_MACHINES = any_of(public.MACHINE_FIELDS)
_IDS = r"(?:client-)?request-?id|transaction-? ?id|correlation-?(?:id|key)|trace-?id|activity-?id|x-ms-diagnostics-id"
_PEOPLE = (
    "user|user ?name|mailbox|mailbox of|on behalf of|owner|organizer|attendee|account|employee|contact|display ?name"
    "|sender|recipient|benutzer|benutzername|postfach|mitarbeiter|ansprechpartner"
)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,40}"
_FORMS = (
    rf"(?P<escape>&(?:{ENTITIES}|#\w{{1,8}});)"
    r"|(?P<url>(?<![\w+.-])(?i:https?|ftp|sftp|ldaps?|smtp|wss?|sip|tcp|net\.tcp)://[^\s\"'<>\\|{}^`\[\]]{1,2000}+)"
    r"|(?P<address>(?<![\w.+=-])[\w+=][\w.+'=-]{0,63}(?:@|%40)\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){0,8})"
    r"|(?P<guid>(?<![0-9A-Za-z])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9A-Za-z]))"
    r"|(?P<hex>(?<![0-9A-Za-z])(?=[A-Fa-f]{0,63}\d)(?=\d{0,63}[A-Fa-f])[0-9a-fA-F]{24,64}(?![0-9A-Za-z]))"
    r"|(?P<item>(?<![\w+/=-])(?:AAMk|AAkA|AQMk|AAQk|AQQk)[\w+/-]{16,400}={0,2})"  # in it a mailbox
    r"|(?P<sid>(?<![\w-])S-1-\d{1,2}(?:-\d{1,10}){2,15}(?![\w-]))"
    r"|(?P<ip4>(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d))"
    r"|(?P<ip6>(?<![\w:.])(?:(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}"
    r"|(?:[0-9a-fA-F]{1,4}:){1,6}(?::[0-9a-fA-F]{1,4}){1,6})(?![\w:]))"
    r"|(?P<dn>/o=[^/\r\n\"'<>]{1,100}(?:/(?:ou|cn)=[^/\r\n\"'<>]{1,100}){0,6}/cn=[^\s/\"'<>]{1,100}"
    r"|(?<!\w)(?:CN|OU)=[^,=\r\n\"'<>]{1,100}(?:,\s?(?:CN|OU|DC)=[^,=\r\n\"'<>]{1,100}){0,10},\s?DC=[\w-]{1,63})"
    r"|(?P<unc>(?<![\w\\])\\\\(?P<share>\w[\w.-]{2,100})(?=\\))"
    r"|(?P<home>(?i:[A-Z]:\\{1,2}Users\\{1,2}|/home/|/Users/)(?P<owner>[\w.$-]{2,60}))"
    rf"|(?P<field>(?<![\w-])(?i:{_MACHINES})\b[\"']?\s?[:=]\s?[\"']?)(?P<machines>[^·\r\n\"'<>]{{1,300}}?)"
    r"(?=\s?[·\"'<>\r\n]|\s[A-Za-z][A-Za-z0-9-]{1,40}:\s|\Z)"
    rf"|(?P<named_id>(?<![\w-])(?i:{_IDS})\b[\"']?\s{{0,2}}[:=]?\s{{0,2}}[\"']?)(?P<id>(?=[\w-]{{0,60}}\d)\w[\w-]{{7,80}})"
    r"|(?P<via>(?<![\w-])(?i:via|x-cache)\b: ?(?:1\.[01] |(?:TCP_)?[A-Z_]{3,20} from ))(?P<proxy>\w[\w.-]{1,100})"
)
_CONTEXTS = (
    rf"|(?P<quoted>(?<![\w-])(?i:{_PEOPLE})\b\s{{0,3}}[:=]?\s{{0,3}}[\"'“„‘«])(?P<who>[^\"'“”„’»<>\r\n]{{2,80}}?)(?=[\"'”’»])"
    rf"|(?P<labelled>(?<![\w-])(?i:{_PEOPLE})\s?[:=]\s?)(?P<labelled_person>{_NAME}(?:,?\s{_NAME}){{1,2}})"
    rf"|(?P<told>(?<![\w-])(?i:{_PEOPLE})\s)(?P<person>{_NAME}(?:,?\s{_NAME}){{1,2}})"
)
_REST = (
    r"|(?P<key>(?<=\w)(?<!rror)(?<!xception)\((?:guid)?')(?P<entity>[^'()\r\n]{1,100})(?=')"
    r"|(?P<named_key>(?<=[(,])\w{1,60}=(?:guid|datetime)?')(?P<named_entity>(?!\[removed)[^'()\r\n]{1,200})(?=')"
    r"|(?P<login>(?<![\w\\:.-])(?P<netbios>[A-Za-z][A-Za-z0-9-]{1,14})\\{1,2}(?P<account>(?![rntxu]\b|[rn]\\)\w[\w.$-]{1,60}))"
    r"(?![\w\\])"
    r"|(?P<word>\w(?:[\w.-]{0,250}\w)?)"
)
_PATTERN = lazy_re.compile(_FORMS + _CONTEXTS + _REST)
_OWN = lazy_re.compile(_FORMS + _REST)
"""For sentences of ours: `mailbox \"...\"` names nobody in them."""
_NAMED_BEFORE = lazy_re.compile(
    rf"(?<![\w-])(?i:{_PEOPLE}|organi[sz]ation|tenant|forest|server|host|domain|database)"
    r"\s{0,3}[:=]?\s{0,3}[\"'“„‘«&][^\s\w]{0,8}\Z"
)
_TOKEN = lazy_re.compile(
    r"(?:(?:autodiscover|login)\.)?(?:user|domain|host|tenant|forest|ip|id|file|folder|upload)-\d{1,9}(?:\.[a-z.]{2,40})?"
)
_FOREST = lazy_re.compile(r"[A-Z]{3}(?:P|PR|PRD)\d\d[A-Z]\d{3}|[A-Z]{3,4}P\d{3}", re.IGNORECASE)
_MACHINE = lazy_re.compile(
    r"[A-Z]{2}[A-Z0-9]{2}(?:P|PR|PRD)\d{2,3}(?:CA|MB)\d{2,4}|[A-Z0-9]{3,6}P\d{3}(?:CA|MB)\d{2,4}"
)
_VERSION = lazy_re.compile(r"(?:15\.(?:0|1|2|20)|14\.[0-3]|8\.[0-3])\.")
_BEFORE_VERSION = lazy_re.compile(r"(?:/|\bv|version[\"']?[ :=]{0,3}[\"']?|build )\Z", re.IGNORECASE)
_LABEL = lazy_re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_HOST_PART = lazy_re.compile(r"[\w.-]{2,120}")
_PARTS = lazy_re.compile(r"[^\W_]+")
_CAMEL = lazy_re.compile(r"[A-ZÄÖÜ]?[a-zà-ÿ]+|[A-ZÄÖÜ]+(?![a-zà-ÿ])|\d+")
_LETTERS = lazy_re.compile(r"[^\W\d_]{2,40}")
_MOST_SEEN = 50_000
"""Words whose answer is remembered."""


_LONGEST_NAME = 200
_MOST_WORDS = 6
"""Ends of words at which a name may end: it has four words at most, and a comma behind the last name."""
_WORD_END = lazy_re.compile(r"(?<=[^\W_])(?![^\W_])")


class Pseudonyms:
    """The tokens of one case. They grow with the distinct values that were met, up to `most` of each kind."""

    def __init__(self, most: int = 200_000) -> None:
        self.most = most
        self.tokens: dict[str, str] = {}
        """Tokens by value, in lower case."""
        self.values: dict[str, str] = {}
        """The first value that got each token, as it stands in the upload."""
        self.counts: Counter[str] = Counter()
        self.domains: set[str] = set()
        self.longer: set[str] = set()
        """Names of several words, in lower case."""
        self.first_words: set[str] = set()
        """What these begin with."""
        self.seen: dict[str, str | None] = {}
        self.content: Content | None = None
        """What people wrote; it goes before anybody is looked for in what is left. None where it is gone already."""
        self._handlers: dict[str, Callable[[re.Match[str]], Iterator[Edit]]] = {
            "escape": self._nothing,
            "url": self._url,
            "address": self._whole(self.address),
            "guid": self._whole(self.id),
            "hex": self._whole(self.id),
            "item": self._whole(self.id),
            "sid": self._whole(self.id),
            "ip4": self._ip4,
            "ip6": self._whole(partial(self.token, "ip")),
            "dn": self._whole(self.id),
            "unc": self._part("share", self.host),
            "home": self._part("owner", self.user),
            "field": self._part("machines", self.machines),
            "named_id": self._part("id", self.id),
            "via": self._part("proxy", self.host),
            "quoted": self._part("who", self._who),
            "labelled": self._part("labelled_person", self._named),
            "told": self._part("person", self._person),
            "key": self._part("entity", self.id),
            "named_key": self._part("named_entity", self.id),
            "login": self._login,
            "word": self._words,
        }

    # -- one value ---------------------------------------------------------------------------------------------------

    def token(self, kind: str, value: str, zone: str = "") -> str:
        """The token of a value, in a vendor's zone where it has one; the first kind it was met as decides."""
        value = value.strip()
        low = value.lower()
        if not value or value == REMOVED or _TOKEN.fullmatch(value):
            return value
        if (known := self.tokens.get(low)) is not None:
            return known
        if self.counts[kind] >= self.most:
            return f"{kind}-more"
        self.counts[kind] += 1
        token = f"{kind}-{self.counts[kind]}{zone}"
        self._learn(low, token)
        self.values[token] = value
        return token

    def id(self, value: str) -> str:
        """The token of an id of a request, a transaction, a record or an account."""
        return self.token("id", value)

    def user(self, value: str) -> str:
        """The token of whoever is named, by an address, an account or a name."""
        value = value.strip().removeprefix("smtp:").removeprefix("SMTP:")
        if "@" in value or "%40" in value:
            return self.address(value)
        if _is_id(value):
            return self.id(value)
        if "\\" in value:
            return self.replace(value)
        known = self.tokens.get(value.lower())
        token = self.token("user", value)
        if known is None and len(words := _LETTERS.findall(value)) > 1:
            self._name(words, token)
        return token

    def address(self, value: str) -> str:
        """`user-1@domain-1` for a mailbox address. The person it names is then known by name, too."""
        local, at, domain = value.partition("@") if "@" in value else value.partition("%40")
        if _TOKEN.fullmatch(local) and _TOKEN.fullmatch(domain):
            return value
        where = self.domain(domain)
        low = f"{local}@{domain}".lower()
        if (known := self.tokens.get(low)) is None:
            if self.counts["user"] >= self.most:
                return "user-more@domain-more"
            self.counts["user"] += 1
            who = f"user-{self.counts['user']}"
            known = f"{who}@{where}"
            self._learn(low, known)
            self.values[known] = f"{local}@{domain}"
            self._account(local, who)
        return known.replace("@", at)

    def domain(self, value: str) -> str:
        """The token of the domain of an address; a tenant of Microsoft 365 is one."""
        low = value.lower()
        if low in self.tokens or _TOKEN.fullmatch(low):
            return self.tokens.get(low, low)
        token = self.tenant(value) if low.endswith(".onmicrosoft.com") else self.token("domain", value)
        self.domains.add(low)
        if "." in low:
            self._bare(_registered(low), token)
        return token

    def tenant(self, value: str) -> str:
        """The token of a customer's organization at Microsoft or SAP."""
        token = self.token("tenant", value)
        self._bare(value.lower().partition(".")[0], token)
        return token

    def forest(self, value: str) -> str:
        """The token of an Active Directory forest of Exchange Online."""
        token = self.token("forest", value)
        self._bare(value.lower().partition(".")[0], token)
        return token

    def host(self, value: str) -> str:
        """The token of a machine or a service; what everybody knows keeps its name, and vendors' zones stay visible."""
        value = value.strip().strip(".")
        low = value.lower()
        if not low or public.is_known(low) or _TOKEN.fullmatch(low):
            return value
        if _is_address(low):
            return self.token("ip", value)
        label, _, zone = low.partition(".")
        if _MACHINE.fullmatch(label.upper()) and (not zone or ONLINE.search(value)):
            return self.token("host", label, ".prod.outlook.com")
        if low in self.tokens:
            return self.tokens[low]
        if low in self.domains:
            return self.domain(low)
        if (shown := self._in_zone(value, low)) is not None:
            return shown
        token = self.token("host", value)
        if "." in low and (owner := _registered(low)):
            self._bare(owner, self.tokens.get(owner, token))
        return token

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
                return self.token("host", low, suffix)
        return None

    def machines(self, value: str) -> str:
        """The value of a header field that names machines, with a token for each."""

        def named(match: re.Match[str]) -> str:
            word = match[0]
            if word[0] == "&":
                return word
            plain = word.lower() in ("true", "false", "null", "undefined", "none") or word.isdigit()
            return (
                word
                if plain
                else self.user(word)
                if "@" in word
                else self.id(word)
                if _is_id(word)
                else self.host(word)
            )

        return re.sub(rf"&(?:{ENTITIES}|#\w{{1,8}});|[\w.@-]{{2,120}}", named, value)

    def field(self, name: str, value: str) -> str:
        """The value of a header field."""
        low = name.lower()
        if low in public.MACHINE_FIELDS:
            return self.machines(value)
        if low in public.ID_FIELDS:
            return self.id(value)
        if low in ("host", "x-forwarded-host"):
            return re.sub(
                r"[\w.-]{2,255}", lambda match: match[0] if match[0].isdigit() else self.host(match[0]), value
            )
        if low in ("date", "content-type", "content-length", "retry-after", "server", "user-agent"):
            return value if low not in ("server", "user-agent") else self.replace(value)
        shown = f"{name}: {value}"
        said = self.replace(shown)
        return said[len(name) + 2 :] if said.startswith(f"{name}: ") else self.replace(value)

    def path(self, name: str, *, own: bool = False) -> str:
        """The name of a document with a token for each part of it that is not made of the words of log packs."""
        *folders, last = name.split("/")
        shown = [self._component(folder, "folder") for folder in folders]
        return "/".join([*shown, self._component(last, "upload" if own else "file")])

    def _component(self, name: str, kind: str) -> str:
        if (kind != "upload" and is_plain_name(name)) or _TOKEN.fullmatch(name):
            return name
        stem, dot, ending = name.rpartition(".")
        known = bool(dot) and ending.lower() in public.ENDINGS
        if known and stem.lower().endswith(".tar"):
            ending = f"tar.{ending}"
        if known and kind == "folder":  # an archive in which members stand
            kind = "file"
        token = self.tokens.get(f"{kind}:{name.lower()}")
        if token is None:
            self.counts[kind] += 1
            token = f"{kind}-{self.counts[kind]}" + (f".{ending.lower()}" if known else "")
            self.tokens[f"{kind}:{name.lower()}"] = token
            self.values[token] = name
        return token

    # -- texts -------------------------------------------------------------------------------------------------------

    def replace(self, text: str, *, ours: bool = False, quoted: bool | None = None) -> str:
        """The text with tokens for everything personal in it; in a sentence of ours, `mailbox "..."` names nobody."""
        return edited(text, self.edits(text, ours=ours, quoted=quoted))

    def edits(
        self, text: str, *, ours: bool = False, quoted: bool | None = None, proof: Sequence[Sequence[int]] = ()
    ) -> list[Edit]:
        """What `replace` changes, in order.

        Args:
            text: what is shown.
            ours: it is a sentence of ours, in which `mailbox "..."` names nobody.
            quoted: whether it may quote a server; a text that is not ours does.
            proof: stretches that a rule knows; a quoted string with one of them stays.
        """
        written = self.content.edits(text) if self.content is not None else []
        if quoted if quoted is not None else not ours:
            said = [edit for edit in quotes.every(text, self._is_content, REMOVED) if not _is_name(text, edit[0])]
            known = [edit for edit in said if any(edit[0] < stop and start < edit[1] for start, stop in proof)]
            written = merged([*written, *(edit for edit in said if edit not in known)])
        if not written:
            return self._edits(text, 0, len(text), ours=ours)
        found: list[Edit] = []
        at = 0
        for edit in written:
            found += [*self._edits(text, at, edit[0], ours=ours), edit]
            at = edit[1]
        return [*found, *self._edits(text, at, len(text), ours=ours)]

    def _is_content(self, said: str) -> bool:
        """Whether a quoted string is what somebody wrote; what has a token already gets that."""
        return is_telling(said) and said.lower() not in self.tokens

    def _edits(self, text: str, at: int, end: int, *, ours: bool) -> list[Edit]:
        """The same for a stretch of a text."""
        found: list[Edit] = []
        for match in (_OWN if ours else _PATTERN).finditer(text, at, end):
            if match.start() < at:
                continue
            groups = match.groupdict()
            kind = next(name for name in self._handlers if groups.get(name) is not None)
            for start, stop, new in self._handlers[kind](match):
                if new != text[start:stop]:
                    found.append((start, stop, new))
                at = max(at, stop)
        return found

    @staticmethod
    def _nothing(_match: re.Match[str]) -> Iterator[Edit]:
        """The escape of a character is no word: whatever a machine is called, `&amp;` stays `&amp;`."""
        return iter(())

    @staticmethod
    def _whole(token: Callable[[str], str]) -> Callable[[re.Match[str]], Iterator[Edit]]:
        def handle(match: re.Match[str]) -> Iterator[Edit]:
            yield match.start(), match.end(), token(match[0])

        return handle

    def _part(self, group: str, token: Callable[[str], str]) -> Callable[[re.Match[str]], Iterator[Edit]]:
        def handle(match: re.Match[str]) -> Iterator[Edit]:
            start, stop = match.span(group)
            yield start, stop, token(match[group])

        return handle

    def _url(self, match: re.Match[str]) -> Iterator[Edit]:
        yield match.start(), match.end(), self.url(match[0])

    def url(self, url: str) -> str:
        """A URL without user and query, and with a token for its host."""
        trailing = re.search(r"[.,;:!?)·]{0,5}\Z", url)
        tail = trailing[0] if trailing else ""
        url = url[: len(url) - len(tail)]
        scheme, _, rest = url.partition("://")
        split = re.match(r"([^/?#]*)([^?#]*)(\??[^#]*)", rest)
        assert split is not None
        place, path, query = split[1].rpartition("@")[2], split[2], split[3]
        host, colon, port = place.partition(":")
        if public.is_documentation(host.lower()):
            return f"{url}{tail}"
        shown = self.host(host) if _HOST_PART.fullmatch(host) else host
        query = "?[removed]" if len(query) > 1 else query
        return f"{scheme}://{shown}{colon}{port}{self.replace(path)}{query}{tail}"

    def _ip4(self, match: re.Match[str]) -> Iterator[Edit]:
        """An IP address, unless it is a version."""
        value = match[0]
        version = _VERSION.match(value) or _BEFORE_VERSION.search(
            match.string, max(0, match.start() - 20), match.start()
        )
        if _is_address(value) and not version:
            yield match.start(), match.end(), self.token("ip", value)

    def _who(self, said: str) -> str:
        """What stands in quotes behind a word such as user: a name, unless it is a plain word."""
        low = said.lower()
        if low in self.tokens or "@" in said or "\\" in said:
            return self.user(said)
        account = len(said) >= 4 and not any(c.isspace() for c in said)
        name = account or said[:1].isupper() or any(c.isdigit() or c == "." for c in said)
        words = [word.lower() for word in _LETTERS.findall(said)]
        if not name or not words or all(word in public.COMMON for word in words) or len(words) > 4:
            return self.replace(said)
        if "." in said and self._as_host(said):
            return self.host(said)
        return self.user(said)

    def _person(self, said: str) -> str:
        """Two or three words with capitals behind a word such as user."""
        words = [word.lower() for word in _LETTERS.findall(said)]
        return self.replace(said) if any(word in public.COMMON for word in words) else self.user(said)

    def _named(self, said: str) -> str:
        """Two or three words with capitals behind `User:`: a name, unless all of them are plain words."""
        words = [word.lower() for word in _LETTERS.findall(said)]
        return self.replace(said) if all(word in public.COMMON for word in words) else self.user(said)

    def _login(self, match: re.Match[str]) -> Iterator[Edit]:
        r"""`DOMAIN\account`; a path of two names looks the same."""
        domain, account = match["netbios"], match["account"]
        file = account.rpartition(".")[2].lower() in public.ENDINGS
        if file or domain.lower() in public.COMMON or len(domain) < 2:
            yield from self._words(match)
            return
        start, stop = match.span("netbios")
        yield start, stop, self.token("domain", domain)
        start, stop = match.span("account")
        yield start, stop, self.user(account)

    def _words(self, match: re.Match[str]) -> Iterator[Edit]:
        """Words that are known, and names of hosts."""
        text, at, end = match.string, match.start(), match.end()
        word = match[0]
        low = word.lower()
        if low.split(".")[0] in self.first_words and (name := self._name_at(text, at)):
            yield at, at + len(name), self.tokens[name]
            return
        if word not in self.seen:
            if len(self.seen) > _MOST_SEEN:
                self.seen.clear()
            answer = self._word(word, low)
            self.seen[word] = answer
        new = self.seen[word]
        if new is not None:
            yield at, end, new

    def _name_at(self, text: str, at: int) -> str:
        """The longest known name of several words that stands there, in lower case; empty where none does."""
        ahead = text[at : at + _LONGEST_NAME].lower()
        ends = [end.start() for end in islice(_WORD_END.finditer(ahead), _MOST_WORDS)]
        return next((ahead[:end] for end in reversed(ends) if ahead[:end] in self.longer), "")

    def _word(self, word: str, low: str) -> str | None:
        if _TOKEN.fullmatch(word):
            return None
        if (known := self.tokens.get(low)) is not None:
            return known
        if self._as_host(word):
            shown = self.host(word)
            return None if shown == word else shown
        if not any(character in word for character in "._-\\"):
            return None
        new = _PARTS.sub(lambda part: self.tokens.get(part[0].lower(), part[0]), word)
        return None if new == word else new

    def _as_host(self, word: str) -> bool:
        """Whether a word is a machine by its form, or by the domain it lies in."""
        if _MACHINE.fullmatch(word) and any(c.isdigit() for c in word):
            return True
        if _FOREST.fullmatch(word) and len(word) > 8:
            return True
        if "." not in word or "_" in word or word.count(".") > 10:
            return False
        labels = word.lower().split(".")
        if any(not _LABEL.fullmatch(label) for label in labels):
            return False
        if any(".".join(labels[number:]) in self.domains for number in range(len(labels))):
            return True
        last = word.rpartition(".")[2]
        return labels[-1] in public.TOP_LEVEL and (last.islower() or word.upper() == word) and not labels[0].isdigit()

    # -- what is known -----------------------------------------------------------------------------------------------

    def _learn(self, low: str, token: str) -> None:
        self.tokens[low] = token
        self.seen.clear()

    def _bare(self, word: str, token: str) -> None:
        """The name of an organization within that of its domain: whoever writes `CONTOSO` means it."""
        if (
            len(word) > 3
            and word != REMOVED
            and not _TOKEN.fullmatch(word)
            and not _is_common(word)
            and word not in self.tokens
        ):
            self._learn(word, token)

    def _account(self, local: str, who: str) -> None:
        """The local part of an address, and the person's name in it: `anna.berg` is Anna Berg."""
        low = local.lower()
        if len(low) > 3 and not _is_common(low) and low not in self.tokens:
            self._learn(low, who)
        words = re.split(r"[._-]", low)
        if 2 <= len(words) <= 3 and all(word.isalpha() and word not in public.COMMON for word in words):
            self._name(words, who)

    def _name(self, words: Sequence[str], who: str) -> None:
        words = [word.lower() for word in words]
        if any(word in public.COMMON for word in words) or len(words) > 4:
            return
        first, last = " ".join(words), f"{words[-1]} {' '.join(words[:-1])}"
        for name in (first, last, f"{words[-1]}, {' '.join(words[:-1])}", ".".join(words), "".join(words)):
            if name not in self.tokens:
                self._learn(name, who)
            if " " in name:
                self.longer.add(name)
                self.first_words.add(re.split(r"[ ,]", name)[0])
        for word in words:
            if len(word) > 3:
                self._bare(word, who)

    def telling(self) -> Iterator[str]:
        """The values that no finished output may hold any more: all but plain words and names of packs."""
        for token, value in self.values.items():
            of_file = token.startswith(("file-", "folder-", "upload-"))
            if not (of_file and is_plain_name(value)) and not value.isalpha():
                yield value
        for name in self.tokens:
            if not name.isalpha() and not name.startswith(("file:", "folder:", "upload:")):
                yield name


def _is_name(text: str, at: int) -> bool:
    """Whether a quoted string stands behind a word for a person or a machine: it gets a token."""
    return _NAMED_BEFORE.search(text, max(0, at - 40), at) is not None


def is_plain_name(name: str) -> bool:
    """Whether a file or folder is named with nothing but the words of log packs, and short numbers."""
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() not in public.ENDINGS and not ending.isdigit():
        return False
    parts = [part.lower() for word in _PARTS.findall(stem if dot else name) for part in _CAMEL.findall(word)]
    joined = {word.lower() for word in _PARTS.findall(stem if dot else name)}
    return joined <= public.FILE_WORDS or all(
        (len(part) < 5 or re.fullmatch(r"20\d{6}", part))
        if part.isdigit()
        else part in public.FILE_WORDS or part in public.ENDINGS or len(part) == 1
        for part in parts
    )


def _is_common(word: str) -> bool:
    """Whether a word (in lower case) is nobody's name: a plain one, also with a number behind it."""
    return word.rstrip("0123456789") in public.COMMON or word.isdigit()


def _registered(domain: str) -> str:
    """The name that an organization registered: `contoso` of `mail.contoso.co.uk`."""
    labels = domain.split(".")
    if len(labels) > 2 and labels[-2] in ("co", "com", "org", "net", "ac", "gov", "edu") and len(labels[-1]) == 2:
        return labels[-3]
    return labels[-2] if len(labels) > 1 else domain


def _is_id(value: str) -> bool:
    return bool(
        re.fullmatch(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{24,64}|S-1-[\d-]+", value)
    )


def _is_address(value: str) -> bool:
    """Whether it is an IPv4 address."""
    parts = value.split(".")
    return len(parts) == 4 and all(
        part.isdigit() and len(part) < 4 and int(part) < 256 and (part == "0" or part[0] != "0") for part in parts
    )
