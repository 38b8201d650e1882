"""Personal data becomes stable tokens: the same value gives the same token wherever it stands.

Tokens are numbered in the order in which their values are met, so they depend on the input alone: `user-1@domain-1`,
`host-1`, `tenant-1`, `forest-1`, `ip-1`, `id-1`, `file-1`. What everybody knows stays: addresses of the services and
the documentation of Microsoft and SAP, products and versions, codes, numbers and times.

Each kind has a module that knows its forms: `addresses.py`, `hosts.py`, `persons.py`, `ids.py`, `documents.py`. Here
they are looked for in a text, all of them in one pass. Only where tokens are asked for is any of this imported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from analyzer import lazy_re
from analyzer.privacy import quotes
from analyzer.privacy.content import Content
from analyzer.privacy.edits import Edit, edited, joined, merged
from analyzer.privacy.known_words import KnownWords
from analyzer.privacy.pseudonyms import addresses, forms, hosts, ids, persons, sentences
from analyzer.privacy.pseudonyms.documents import is_plain_name, kept_ending, parts_of_path
from analyzer.privacy.pseudonyms.tokens import PHONE, TOKEN, Tokens, is_common, is_of_plain_words
from analyzer.privacy.spellings import everywhere
from analyzer.privacy.telling import is_telling, lower
from analyzer.reference import plain_words, public
from analyzer.reference.json_names import is_key
from analyzer.reference.vocabulary import REMOVED

_MACHINE_OR_ESCAPE = lazy_re.compile(rf"{forms.ESCAPE}|\w{{1,20}}'[\w.-]{{1,60}}@[\w.-]{{1,120}}|[\w.@-]{{2,120}}")
_CODE_OF_CLASS = lazy_re.compile(r"[0-9A-F]{32}")
_LEAST_KEY = 5
"""Digits of a number that is the key of one record."""
_APART = lazy_re.compile(r"[\s<>\"]")
"""What stands in no address but around one."""
_LONGEST_HOST = 260
"""Characters of a host with its port; a name has 253 at most."""
_HOST_PART = lazy_re.compile(r"[\w.-]{2,255}")
_MASKED = lazy_re.compile(r"[\w.-]{0,100}<[\w-]{1,60}>[\w.-]{1,100}")
"""A host in which somebody put a word in brackets for a name: `my<tenant>.crm.ondemand.com`."""
_URL_PARTS = lazy_re.compile(r"([^/?#]*)([^?#]*)(\??[^#]*)")
_INNER_URL = lazy_re.compile(rf"(?={hosts.SCHEME})")
"""Where another URL begins in the path of one, as behind a proxy."""
_BEHIND_URL = lazy_re.compile(r"[.,;:!?)·]{0,5}\Z")
_PORT = lazy_re.compile(r"\d{1,5}(?=;)")
"""Behind it JDBC writes parameters: `:1433;databaseName=…`."""
_WORD_PARTS = lazy_re.compile(r"[^\W_]+")
_LONGEST_SIGNED = 64
_ENDS_RUN = frozenset(" \t\r\n\"'`()[]{}<>,;:=/\\@|·“”„«»")
_SIGNED = lazy_re.compile(r"\w[!$#*%^~?&§+]{1,3}[\w.-]")
_ENCODED = lazy_re.compile(r"%[\da-fA-F]{2}|&[a-z]{2,6}\Z")
_OF_PROGRAM = lazy_re.compile(
    r"Error[A-Z]|Exception|AADSTS\d|HTTP|(?<![^\W_])[45]\d\d(?![^\W_])|\$\$|\$\d|\$[A-Z]\w*\.|\+<?\w*>?[a-z]__|~\d(?!\d)"
    r"|[a-z]\w*\.[A-Z]\w*[.$+]"
)
"""In a word with signs that is no password: an error, a class, `MAILBO~1`."""
_CALLED = lazy_re.compile(r"(?:[a-z]\w{0,60}\.){1,10}[A-Z]\w{0,60}\.[a-z]\w{0,60}\(")
"""A method of a class in a stack, `java.lang.Thread.run(`: some of them are named as domains are."""
_PLAIN_FIELDS = ("date", "content-type", "content-length", "retry-after")
_OF_FILES = ("smb", "cifs", "nfs", "s3", "gs")
"""Schemes of URLs whose paths are those of files."""
_PARTS_OF_NAME = lazy_re.compile(r"[^/]+")
_OPAQUE = 16
"""Characters of a part of a path that may be a key."""
_MOST_WORDS_OF_NAME = 4
_CELL_BEGINS, _CELL_ENDS = ("", "\n", ";", ",", "\t"), ("", "\r", "\n", ";", ",", "\t")
_MOST_SEEN = 50_000
"""Words whose answer is remembered."""


def _are_hosts(value: str) -> bool:
    """Whether a field holds a host, or several that proxies put in a row; else not every word in it is a machine."""
    parts = [part.strip() for part in value.split(",")]
    return all(part and len(part) <= _LONGEST_HOST and len(part.split()) == 1 for part in parts)


class Pseudonyms:
    """The tokens of one case."""

    def __init__(self, most: int = 200_000, known: KnownWords | None = None) -> None:
        self.tokens = Tokens(most)
        self.known_words = known
        """What may be shown of a text that is not ours; whatever nobody else gave a token gets one beyond these."""
        self.hosts = hosts.Hosts(self.tokens)
        self.persons = persons.Persons(self.tokens, self.hosts)
        self.content: Content | None = None
        """What people wrote; it goes before anybody is looked for in what is left. None where it is gone already."""
        self._codes: set[str] = set()
        """Codes of errors that are written as ids are."""
        self._seen: dict[str, str | None] = {}
        self._seen_at = 0
        self._handlers: dict[str, Callable[[re.Match[str]], Iterator[Edit]]] = {
            "escape": lambda _: iter(()),  # whatever a machine is called, `&amp;` stays `&amp;`
            "url": self._part("url", self.url),
            "encapsulated": self._part("encapsulated", self.id),
            "address": self._part("address", self.persons.mailbox),
            "spelled": self._spelled,
            "at_address": self._part("local_at_address", self.user),
            **{form: self._part(form, self.id) for form in ("guid", "hex", "item", "sid", "card", "dn", "iban")},
            "ip4": self._ip4,
            "broken": self._broken,
            "ip6": self._part("ip6", self._ip),
            "unc": self._share,
            "canonical": self._canonical,
            "home": self._part("owner", self.user),
            "store": self._part("store_name", self.user),
            "folders": self._folders,
            "unix": self._folders,
            "in_mailbox": self._folders,
            "invited": self._part("invited_name", self.user),
            "marked": self._part("marked_account", self._marked),
            "phone": self._part("phone", self.id),
            "member": self._part("member_said", self._member),
            "named_member": self._part("named_said", self._named_member),
            "keyed": self._part("keyed_host", self._plain_machine),
            "alone": self._part("alone_name", self._plain_machine),
            "bracketed": self._part("peer", self._plain_machine),
            "from_pc": self._part("pc", self._plain_machine),
            "tenant_label": self._part("tenant_name", self._tenant_named),
            "field": self._part("machines", self.machines),
            "named_id": self._part("id", self.id),
            "numbered": self._part("number_of", self.id),
            "record": self._record,
            "tenant_number": self._part("number_of_tenant", lambda said: self.hosts.tenant(f"my{said}")),
            "via": self._part("proxy", self.host),
            "site": self._part("site_name", self.id),
            "logged": self._part("logger", self._plain_machine),
            "quoted": self._part("who", self._who),
            "account_label": self._part("account_name", self._account),
            "account_told": self._part("account_of", self._account),
            "machine_quoted": self._part("quoted_machine", self._plain_machine),
            "machine_told": self._part("told_machine", self._plain_machine),
            "domain_label": self._part("domain_name", self._domain_alone),
            "key": self._part("entity", self._key),
            "named_key": self._part("named_entity", self.id),
            "login": self._login,
            "secret": self._part("secret", lambda _: REMOVED),
            "word": self._words,
        }

    @property
    def values(self) -> dict[str, str]:
        """The first value that got each token, as it stands in the upload."""
        return self.tokens.values

    def telling(self) -> Iterator[str]:
        """The values that no finished output may hold any more."""
        return self.tokens.telling()

    # -- one value ---------------------------------------------------------------------------------------------------

    def id(self, value: str) -> str:
        """The token of an id of a request, a transaction, a record, an account or a telephone."""
        if public.is_service(value.lower()) or value in self._codes:
            return value
        token = self.tokens.token("id", value)
        if PHONE.fullmatch(value.strip()):
            self.persons.phone(value, token)
        return token

    def code(self, code: str) -> None:
        """Know the code of an error: SAP writes one of a class of ABAP in 32 digits, the same in every system."""
        if _CODE_OF_CLASS.fullmatch(code) is not None:
            self._codes.add(code)

    def user(self, value: str) -> str:
        """The token of whoever is named, by an address, an account or a name."""
        if value.strip().lower() in plain_words.STATES:
            return value
        value = value.strip().removeprefix("smtp:").removeprefix("SMTP:")
        if "@" in value or "%40" in value:  # of a text that a cut has left longer, the address alone
            words = _APART.split(value)
            return self.persons.mailbox(next((word for word in words if "@" in word or "%40" in word), value))
        if ids.is_id(value):
            return self.id(value)
        is_left = REMOVED in value  # of a name a part is gone; the whole would teach that "removed" is somebody
        return self.replace(value) if "\\" in value or is_left else self.persons.named(value)

    def host(self, value: str) -> str:
        """The token of a machine or a service."""
        return self.hosts.host(value)

    def tenant(self, value: str) -> str:
        """The token of a customer's organization at Microsoft or SAP."""
        return self.hosts.tenant(value)

    def forest(self, value: str) -> str:
        """The token of a forest of Exchange Online."""
        return self.hosts.forest(value)

    def machines(self, value: str) -> str:
        """The value of a header field that names machines, with a token for each."""

        def named(match: re.Match[str]) -> str:
            word = match[0]
            plain = word.lower() in ("true", "false", "null", "undefined", "none") or word.isdigit()
            if word[0] == "&" or plain:
                return word
            if "@" in word:
                return self.user(word)
            return self.id(word) if ids.is_id(word) else self.host(word)

        return _MACHINE_OR_ESCAPE.sub(named, value)

    def field(self, name: str, value: str) -> str:
        """The value of a header field."""
        low = name.lower()
        if low in public.MACHINE_FIELDS:
            return self.machines(value)
        if low in public.ID_FIELDS:
            return self.id(value)
        if low in ("host", "x-forwarded-host") and _MASKED.fullmatch(value.strip()) is not None:
            return self.host(value)
        if low in ("host", "x-forwarded-host") and _are_hosts(value):
            return _HOST_PART.sub(lambda match: match[0] if match[0].isdigit() else self.host(match[0]), value)
        if low in _PLAIN_FIELDS:
            return value
        if low in ("server", "user-agent"):
            return self.replace(value)
        said = self.replace(f"{name}: {value}")
        return said[len(name) + 2 :] if said.startswith(f"{name}: ") else self.replace(value)

    def path(self, name: str, *, own: bool = False) -> str:
        """The name of a document with a token for each part of it that is not made of the words of log packs."""
        *folders, last = name.split("/")
        shown = [self._document(folder, "folder") for folder in folders]
        return "/".join([*shown, self._document(last, "upload" if own else "file")])

    def _document(self, name: str, kind: str) -> str:
        if (kind != "upload" and is_plain_name(name)) or TOKEN.fullmatch(name):
            return name
        ending = kept_ending(name)
        token = self.tokens.document("file" if ending and kind == "folder" else kind, name, ending)
        if not is_of_plain_words(name):
            self.persons.called(name, token)
        return token

    def url(self, url: str) -> str:
        """A URL without user and query, and with a token for its host."""
        behind = _BEHIND_URL.search(url)
        tail = behind[0] if behind else ""
        url = url[: len(url) - len(tail)]
        scheme, _, rest = url.partition("://")
        split = _URL_PARTS.match(rest)
        assert split is not None
        place, path, query = split[1].rpartition("@")[2], split[2], split[3]
        host, colon, port = place.partition(":")
        digits = _PORT.match(port)
        port, path = (port[: digits.end()], port[digits.end() :] + path) if digits is not None else (port, path)
        if public.is_documentation(host.lower()):
            return f"{url}{tail}"
        shown = self.host(host) if _HOST_PART.fullmatch(host) else _HOST_PART.sub(self._inside, host)
        query = f"?{REMOVED}" if len(query) > 1 else query
        path, *inside = _INNER_URL.split(path)  # each by itself: in one another, they were taken again and again
        path = edited(path, list(self._parts(path, 0))) if scheme.lower() in _OF_FILES else self.replace(path)
        path = _PARTS_OF_NAME.sub(lambda part: self.id(part[0]) if _is_opaque(part[0]) else part[0], path)
        inner = "".join(map(self.url, inside))
        return f"{scheme}://{shown}{colon}{port}{path}{inner}{query}{tail}"

    def _inside(self, match: re.Match[str]) -> str:
        """A name with points in what stands in the place of a host: `contoso.exa…`, which somebody cut off."""
        return self.host(match[0]) if "." in match[0].strip(".") else match[0]

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
        return everywhere(text, lambda said: self._found(said, ours=ours, quoted=quoted, proof=proof))

    def _found(self, text: str, *, ours: bool, quoted: bool | None, proof: Sequence[Sequence[int]]) -> list[Edit]:
        written = self.content.edits(text) if self.content is not None else []
        if quoted if quoted is not None else not ours:
            said = quotes.every(text, self._is_content, curly=not ours)
            unknown = [
                edit
                for edit in said
                if (ours or not persons.is_named(text, edit[0]))
                and not _touches(edit, proof)
                and not self._is_plain_cell(text, edit)
            ]
            written = merged([*written, *unknown])
        told = [] if ours else sentences.told(text, lower(text))
        named = {start: (stop, kind) for start, stop, kind in told}
        found: list[Edit] = []
        at = 0
        for edit in written:
            found += [*self._edits(text, at, edit[0], named, ours=ours), edit]
            at = edit[1]
        found += self._edits(text, at, len(text), named, ours=ours)
        if not ours and self.known_words is not None:
            found = list(self._with_unknown(text, found, self.known_words))
        return joined(found)

    def member(self, name: str) -> str:
        """The name of a member of JSON, with tokens for what nobody knows in it."""
        known = self.known_words
        found = known.unknown(name, 0, len(name)) if known is not None and not is_key(name) else ()
        return edited(name, [(start, stop, self.tokens.word(name[start:stop])) for start, stop in found])

    def _is_plain_cell(self, text: str, edit: Edit) -> bool:
        """Whether what stands in quotes is a cell of a table, of known words: an error text that holds a separator."""
        start, stop, _ = edit
        is_cell = text[max(0, start - 2) : start - 1] in _CELL_BEGINS and text[stop + 1 : stop + 2] in _CELL_ENDS
        known = self.known_words
        return (
            is_cell
            and text[start - 1 : start] == '"'
            and known is not None
            and not any(known.unknown(text, start, stop))
        )

    def _with_unknown(self, text: str, found: Sequence[Edit], known: KnownWords) -> Iterator[Edit]:
        """What was found, and a token for every word beside it that is not known."""
        at = 0
        for edit in (*found, (len(text), len(text), "")):
            for start, stop in known.unknown(text, at, edit[0]):
                if start >= at and not is_key(text[start:stop]):
                    begin, at = _whole(text, start, stop, at, edit[0])
                    while at < edit[0] and text[at].isdigit():  # else they read as the end of the token
                        at += 1
                    yield begin, at, self.tokens.word(text[begin:at])
            if edit[2] or edit[0] < edit[1]:
                yield edit
            at = edit[1]

    def _told(self, kind: str, said: str) -> str:
        """What stands for somebody or something that a sentence names."""
        if "." in said.rstrip("."):
            if self.hosts.looks_like_host(said):
                return self.host(said)
            if kind == "host":
                return said
        told: dict[str, Callable[[str], str]] = {"user": self.user, "host": self.host, "id": self.id}
        return told[kind](said) if kind in told else self.tokens.token(kind, said)

    def _is_content(self, said: str) -> bool:
        """Whether a quoted string is what somebody wrote; what has a token already gets that."""
        return is_telling(said) and said.lower() not in self.tokens.known

    def _edits(
        self, text: str, at: int, end: int, named: Mapping[int, tuple[int, str]], *, ours: bool
    ) -> Iterator[Edit]:
        """The same for a stretch of a text; `named` tells of names in sentences by where they begin: end and kind."""
        pattern, behind = forms.OWN if ours else forms.FOREIGN, at
        while (match := pattern.search(text, max(at, behind), end)) is not None:  # never from within what has a token
            behind = max(match.end(), match.start() + 1)
            kind = match.lastgroup or ""
            if kind != "word":  # the last group of any other form may stand inside of it
                groups = match.groupdict()
                kind = next(name for name in self._handlers if groups.get(name) is not None)
            edits = (
                [(*match.span(), match[0])]
                if kind == "word" and _is_whole(text, match, named.get(match.start(), (0, ""))[0])
                else self._handlers[kind](match)
            )
            for start, stop, new in edits:
                longer, told = named.get(start, (0, ""))
                if longer > end > stop:  # the rest of the name is content, and gone
                    longer = start + len(text[start:end].rstrip())
                eastern = longer > start and text[longer - 1] > "\u3000"  # a particle stands behind without a blank
                if stop <= longer <= end or (eastern and kind == "word" and longer <= end):
                    stop, new = longer, self._told(told, text[start:longer])  # noqa: PLW2901 - he has more names
                if new != text[start:stop] or new in self._codes:  # a code is no word that nobody knows either
                    yield start, stop, new
                at = max(at, stop)

    @staticmethod
    def _part(group: str, token: Callable[[str], str]) -> Callable[[re.Match[str]], Iterator[Edit]]:
        """What gives a token to one group of a match."""

        def handle(match: re.Match[str]) -> Iterator[Edit]:
            yield *match.span(group), token(match[group])

        return handle

    def _ip(self, value: str) -> str:
        return addresses.address(self.tokens, value)

    def _ip4(self, match: re.Match[str]) -> Iterator[Edit]:
        """An IP address, unless it is a version."""
        if not addresses.is_version(match.string, match.start(), match[0]):
            yield match.start(), match.end(), self._ip(match[0])

    def _broken(self, match: re.Match[str]) -> Iterator[Edit]:
        """An IP address that is written with other signs, or is the name of a machine."""
        said = addresses.mended(match["broken_ip"] or match[0])
        if (token := self._ip(said)) != said:
            yield *match.span(), token

    def _record(self, match: re.Match[str]) -> Iterator[Edit]:
        """A record or a device by its number."""
        group = "record_of" if match["record_of"] is not None else "device_of"
        yield *match.span(group), self.id(match[group])

    def _who(self, said: str) -> str:
        """What stands in quotes behind a word such as user: a name, unless it is a plain word."""
        if said.lower() in self.tokens.known or "@" in said or "\\" in said:
            return self.user(said)
        if not persons.may_be_name(said):
            return self.replace(said)
        return self.host(said) if "." in said and self.hosts.looks_like_host(said) else self.user(said)

    def _account(self, said: str) -> str:
        """An account behind a word that says so, unless it is a plain word or a file."""
        return said if self._is_plain(said) else self.user(said)

    def _key(self, said: str) -> str:
        """The key of a record; a short number tells nothing, and stands as itself elsewhere: a status, a version."""
        if "@" in said:
            return self.user(said)
        return said if said.isdecimal() and len(said) < _LEAST_KEY else self.id(said)

    def _plain_machine(self, said: str) -> str:
        """A machine without its domain behind a word that says so."""
        return said if self._is_plain(said) else self.host(said)

    def _domain_alone(self, said: str) -> str:
        """A domain of Windows behind a word that says so."""
        return said if self._is_plain(said) else self.tokens.token("domain", said)

    def _is_plain(self, said: str) -> bool:
        low = said.lower()
        plain = is_common(low) or low in plain_words.STATES or low.rpartition(".")[2] in public.ENDINGS
        return plain and low not in self.tokens.known

    def _marked(self, said: str) -> str:
        """The account of a machine or a service, which ends in a sign of its own."""
        return said if self._is_plain(said.rstrip("$")) else self.user(said)

    def _member(self, said: str) -> str:
        """What a member or an element named after a person holds."""
        plain = [word in public.COMMON for word in persons.words_of(said)]
        return self.replace(said) if all(plain) or len(plain) > _MOST_WORDS_OF_NAME else self.user(said)

    def _named_member(self, said: str) -> str:
        """What a member holds that may name anything: somebody where no word of it is plain."""
        return said if any(map(sentences.is_nobody, persons.words_of(said))) else self.user(said)

    def _spelled(self, match: re.Match[str]) -> Iterator[Edit]:
        """An address in which words or brackets stand for its signs."""
        way = "in_words" if match["local_in_words"] is not None else "spelled"
        local, domain = (
            ("local_in_words", "domain_in_words") if way == "in_words" else ("spelled_local", "spelled_domain")
        )
        if not is_common(match[local].lower()):
            yield *match.span(local), self.user(match[local])
            name = ".".join(part for part in _WORD_PARTS.findall(match[domain]) if part.lower() not in persons.DOTS)
            yield *match.span(domain), self.hosts.domain(name)

    def _tenant_named(self, said: str) -> str:
        """A customer's organization behind a word that says so, unless it is made of plain words."""
        if ids.is_id(said):
            return self.id(said)
        if said.lower() in self.tokens.known or not all(word in public.COMMON for word in persons.words_of(said)):
            return self.host(said) if "." in said else self.tenant(said)
        return said

    def _share(self, match: re.Match[str]) -> Iterator[Edit]:
        """A machine, and the names of what it shares."""
        yield *match.span("share"), self.host(match["share"])
        yield from self._parts(match["share_path"], match.start("share_path"))

    def _canonical(self, match: re.Match[str]) -> Iterator[Edit]:
        """A domain, and the names below it, but for those of the directory itself and of Exchange."""
        yield *match.span("canonical_domain"), self.host(match["canonical_domain"])
        at = match.start("canonical_path")
        for part in _PARTS_OF_NAME.finditer(match["canonical_path"]):
            if not all(map(sentences.is_nobody, part[0].split())):
                yield at + part.start(), at + part.end(), self.id(part[0])

    def _folders(self, match: re.Match[str]) -> Iterator[Edit]:
        group = next(name for name in ("path", "unix_path", "mail_path") if match[name] is not None)
        yield from self._parts(match[group], match.start(group))

    def _parts(self, path: str, at: int) -> Iterator[Edit]:
        """The names in a path, but for those that every machine has."""
        for part in parts_of_path(path):
            if REMOVED in part[0]:
                continue
            yield at + part.start(), at + part.end(), self._document(part[0], "folder")

    def _login(self, match: re.Match[str]) -> Iterator[Edit]:
        r"""`DOMAIN\account`; a path of two names looks the same."""
        domain, account = match["netbios"], match["account"]
        is_plain = domain.lower() in public.COMMON
        if account.rpartition(".")[2].lower() in public.ENDINGS or (
            is_plain and (not domain.isupper() or sentences.is_nobody(account))
        ):
            yield from self._words(match)
            return
        if not is_plain:  # CORP tells nothing, and stands in many other places
            yield *match.span("netbios"), self.tokens.token("domain", domain)
        yield *match.span("account"), self.user(account)

    def _words(self, match: re.Match[str]) -> Iterator[Edit]:
        """Words that are known, and names of hosts."""
        at, word = match.start(), match[0]
        low = word.lower()
        if name := self.persons.name_at(match.string, at, low):
            yield at, at + len(name), self.persons.token_of(name)
            return
        if _CALLED.match(match.string, at) is not None and low not in self.tokens.known:
            return
        if self._seen_at != self.tokens.changes or len(self._seen) > _MOST_SEEN:
            self._seen.clear()
            self._seen_at = self.tokens.changes
        if word not in self._seen:
            new = self._word(word, low)
            if self._seen_at == self.tokens.changes:
                self._seen[word] = new
        else:
            new = self._seen[word]
        if new is None:
            yield from self._addresses_in(match)
        if new is None and ids.is_jumbled(word) and not ids.is_part(match.string, at, match.end()):
            new = self.id(word)
        if new is not None:
            yield at, match.end(), new

    def _addresses_in(self, match: re.Match[str]) -> Iterator[Edit]:
        for found in addresses.inside(match[0]):
            start, stop = match.start() + found.start(), match.start() + found.end()
            if not addresses.is_version(match.string, start, found[0]):
                yield start, stop, self._ip(found[0])

    def _word(self, word: str, low: str) -> str | None:
        if TOKEN.fullmatch(word):
            return None
        if (known := self.tokens.known.get(low)) is not None:
            return known
        if "." in low and (of_file := self.tokens.of_document(low)) is not None:
            return of_file
        if self.hosts.looks_like_host(word):
            shown = self.host(word)
        elif any(self._is_named(part) for part in _WORD_PARTS.findall(word)):
            shown = _WORD_PARTS.sub(lambda part: self._beside_name(part[0]), word)
        else:
            return None
        return None if shown == word else shown

    def _is_named(self, part: str) -> bool:
        return part.lower() in self.tokens.known or self.hosts.tenant_of_c4c(part) is not None

    def _beside_name(self, part: str) -> str:
        """A part of a word in which somebody is named: beside a name stands another one, `Bracken-Wexelbaum`."""
        known = self.tokens.known.get(part.lower()) or self.hosts.tenant_of_c4c(part)
        if known is not None or self.known_words is None or self.known_words.knows(part):
            return known or part
        return self.tokens.word(part)


def _whole(text: str, start: int, stop: int, first: int, last: int) -> tuple[int, int]:
    """All of what an unknown word is a part of, where signs and digits are joined with it as in no word of a message.

    Sample: `u-EF$eyu!_4XI`. Else what is left of it tells most of a password.
    """
    begin, end = start, stop
    while begin > first and start - begin < _LONGEST_SIGNED and text[begin - 1] not in _ENDS_RUN:
        begin -= 1
    while end < last and end - stop < _LONGEST_SIGNED and text[end] not in _ENDS_RUN:
        end += 1
    if start - begin == _LONGEST_SIGNED or end - stop == _LONGEST_SIGNED:  # no word, and half of one would be left
        return start, stop
    run = text[begin:end].rstrip(".!?*")
    signed = _SIGNED.search(run) is not None and any(map(str.isdigit, run)) and _ENCODED.search(run) is None
    signed = signed and _OF_PROGRAM.search(run) is None
    return (begin, begin + len(run)) if signed and begin + len(run) >= stop else (start, stop)


def _is_opaque(part: str) -> bool:
    """Whether a part of a path is no name: `/reset/Zk29vLq81mXw0TtYbN4c`."""
    return len(part) >= _OPAQUE and ids.is_jumbled(part)


def _touches(edit: Edit, stretches: Sequence[Sequence[int]]) -> bool:
    return any(edit[0] < stop and start < edit[1] for start, stop in stretches)


def _is_whole(text: str, word: re.Match[str], stop: int) -> bool:
    """Whether a name that ends at an offset, 0 for none, is all of a word; a particle stands behind without a blank."""
    return stop >= word.end() or (stop > word.start() and text[stop - 1] > "\u3000")
