"""What must be gone from every output, told from the bytes of an upload while they are read.

It trusts nothing that readers and `scrubbing` do: what has to be gone is found by its own, simple means. `leaks` looks
for it in what is about to be written. What is short, or a plain word, is not remembered: a check that gives false
alarms would be switched off.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Any, Protocol
from urllib.parse import unquote

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.markup import unescape
from analyzer.privacy import cells, secrets, standing
from analyzer.privacy.beginnings import LEAST
from analyzer.privacy.coded import members
from analyzer.privacy.columns import Columns
from analyzer.privacy.letters import jumbled
from analyzer.privacy.shapes import Shape, begun, matches
from analyzer.privacy.values import OF_TYPES
from analyzer.privacy.words import Words

MAIL = "mail content"
_MOST = 20_000
"""Values of each kind that are remembered; a dump has a handful of tokens and cookies."""
_MOST_SEEN = 50_000
LONGEST = 300
"""Characters of a value that are remembered: its beginning is as telling as the whole."""
_OVERLAP = 6_000
"""Bytes of a chunk that are looked at again with the next one: no value begins so far before its end."""
_REACH = 4_000
_LONGEST_TAG = 40
_LETTERS = frozenset(b"-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_BEFORE, _BEHIND = 60, 600
"""Bytes before and behind the word of a shape in which the rest of it stands."""

_BETWEEN = (
    rb"(?:\\?[\"'\]]|&quot;|%22){0,2}[ \t]{0,5}(?:[:=]>?|," + OF_TYPES.encode() + rb">?|>|%3[aAdD]|[ \t](?=[\"']|val))"
    rb"[ \t]{0,5}(?:\r?\n[ \t]{0,40})?(?:\\?[\"']?val(?:ue)?\\?[\"']?[ \t]{0,3}[:=][ \t]{0,3})?"
    rb"(?:\[|\(|b(?=[\"']))?(?:\\?[\"']|&quot;|%22)?(?!--)[ \t]{0,5}"
)
"""What stands between the name of a secret and its value; a comma does so in a table, not among the types of a call."""
_UNQUOTED = (
    rb"(?P<value>(?:[^\s\"'<>,;&\\\[\]{}]|(?:&amp;|\\u0026)(?![\w.-]{1,40}=)){8,600})"  # behind `&next=` begins another
)
_SCHEME = rb"(?:(?P<scheme>bearer|basic|negotiate|ntlm|kerberos|digest|oauth)\s{1,5})?"
_PASSWORDS = (b"password", b"passwd", b"pwd", b"passwort", b"kennwort", b"passphrase", b"senha", b"wachtwoord")
_PASSWORDS_ELSEWHERE = tuple(
    word.encode()
    for word in (
        *(
            "contraseña",
            "contrasena",
            "clave=",
            "clave:",
            "mot de passe",
            "hasło",
            "haslo",
            "heslo",
            "lösenord",
            "losenord",
        ),
        *(
            "passord",
            "adgangskode",
            "salasana",
            "jelszó",
            "parola",
            "парол",
            "κωδικός",
            "密码",
            "パスワード",
            "비밀번호",
        ),
    )
)
_LONG_PASSWORDS = tuple(word for word in (*_PASSWORDS, *_PASSWORDS_ELSEWHERE) if len(word) > len("pwd"))
"""A shorter one stands in any coding by chance."""
_KEYS = (
    *(b"secret", b"token", b"canary", b"api-key", b"apikey"),
    *(b"sessionid", b"session_id", b"mysapsso2", b"contextid", b"samlresponse"),
    *(b"api_key", b"access_key", b"accesskey", b"csrf"),
)
_HEADS = lazy_re.compile(
    r"(?:[\w .-]{0,40}[ _.-])?(?:pass(?:word|wort|wd|phrase|code)|kennwort|pwd?|contraseña|mot de passe|senha"
    r"|wachtwoord|hasło|heslo|lösenord|salasana|parola|client ?secret|secret|(?:access|refresh|bearer) ?token|api ?key"
    r"|zugangsdaten|geheimnis)s?(?:[ _-]?values?)?",
    re.IGNORECASE,
)
"""Heads of columns of secrets, whole."""
_PLACES: tuple[tuple[str, bytes, bytes], ...] = (
    (
        "credentials",
        b"authorization",
        rb"authorization" + _BETWEEN + _SCHEME + rb"(?P<value>[^\s\"'<>,;\\&]{8,3000})",
    ),
    ("a cookie", b"cookie", rb"cookie2?" + _BETWEEN + rb"(?P<value>[^\r\n\"'<>\\]{8,3000})"),
    *(
        (
            kind,
            needle,
            rb"(?<!publickey)(?:"
            + b"|".join(map(re.escape, words))
            + rb")(?!\d{3})[\w.-]{0,40}"  # `Passwort2067` is a value
            + _BETWEEN
            + _UNQUOTED,
        )
        for kind, words in (("a password", _PASSWORDS), ("a key or token", _KEYS))
        for needle in words
    ),
    *(("a password", needle, re.escape(needle) + _BETWEEN + _UNQUOTED) for needle in _PASSWORDS_ELSEWHERE),
    *(  # curl -u svc:…
        (
            "a password",
            needle,
            re.escape(needle) + rb"[\"']?[^\s:\"']{1,80}[\"']?:(?!//)[\"']?(?P<value>[^\s\"'<>]{8,200})",
        )
        for needle in (b" -u ", b" -ku ", b" -su ", b" -sku ", b" -ksu ", b" -vu ", b" --user ", b" --user=")
    ),
    ("credentials", b" basic ", rb" (?P<scheme>basic) {1,5}(?P<value>[A-Za-z0-9+/]{8,3000}={0,2})"),
    ("a token", b"eyj", rb"(?<![\w-])(?P<value>eyJ[\w-]{13,3000})"),
    ("credentials", b"tlrmtvnt", rb"(?P<value>TlRMTVNT[\w+/]{8,3000})"),
    ("a signature", b"sig=", rb"sig=(?P<value>[\w%+/-]{16,600})"),
    ("a key or token", b"code=", rb"(?<=[?&;])code=(?P<value>[^\s\"'<>&;]{8,2000})"),
    ("a key or token", b"ticket=", rb"(?<=[?&;])ticket=(?P<value>[^\s\"'<>&;]{8,2000})"),
    ("a private key", b"private key-----", rb"private key-----[\s\\rn]{0,8}(?P<value>[\w+/]{16,64})"),
    (MAIL, b"subject", rb"(?<=[<:;])subject(?:>|&gt;)(?P<value>[^<>&\r\n]{16,200})"),
    (MAIL, b"bodytype", rb"bodytype=[^<>]{1,60}?(?:>|&gt;)\s{0,20}(?P<value>[^<>&\r\n]{40,200})"),
)
_IN_A_URL = lazy_re.compile(rb"://[^\s/@:\"'<>]{1,100}:(?P<value>[^\s/@\"'<>]{8,200})@")
"""A password; where every tag names a URL, a search costs less than being told all their places."""
_OF_URLS = "://"
_SERVERS = (b"x-feserver", b"x-beserver", b"x-targetbeserver", b"x-calculatedbetarget", b"x-calculatedfetarget")
_PUBLIC = rb"(?:" + b"|".join(map(re.escape, _SERVERS)) + rb")" + _BETWEEN + rb"(?P<value>[^\s\"'<>,;\\&]{8,200})"
"""Where Exchange names its servers, which every report shows; a cookie of its own holds the same name."""
_HARMLESS = lazy_re.compile(
    r"[\d.:,TZ+-]*"  # a time, a number, a version
    r"|[\w.+=-]{1,64}(?:@|%40)[\w.-]{1,255}"  # an address
    r"|\{?[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\}?|S-1-[\d-]+"
    r"|[a-z][a-z0-9+.-]{1,15}:/?/?.*|[/.].*"  # a URL, a path
    r"|(?:[a-z0-9-]{1,63}\.)+[a-z]{2,20}"  # a host
    r"|string\(\d{1,6}\)?"  # how PHP prints the length of a value
    r"|x(?:-[a-z]{2,30}){1,6}"  # the name of a header field, which follows a value in a list of them
    r"|(?:client-|ms-)?request-id|(?:content|transfer)-[a-z]{4,10}|(?:www|proxy)-auth[a-z]{5,12}|user-agent"
    r"|cache-control|retry-after|https?/\d(?:\.\d)?"
    r"|(?-i:[A-Z]{2,8}\d{3,8}[a-z]?):?"  # a code: IDX10214
    # what stands for a value
    r"|(?:user|domain|host|tenant|forest|ip|id|file|folder|word)-\d{1,9}(?:\.[a-z]{2,5}|@domain-\d{1,9})?\W{0,3}"
    r"|(?-i:[a-z]{2,20}(?:_[a-z]{2,20}){1,5}(?:_v\d)?)"  # the name of a reason: token_expired
    r"|\[?removed.*|<?redacted>?.*|\*+|x+",
    re.IGNORECASE,
)
_ATTRIBUTES = ("path", "expires", "domain", "max-age", "samesite", "version", "secure", "httponly", "priority")
_OF_DIGEST = lazy_re.compile(
    r"\b(?:username|realm|uri|nc|algorithm|qop)\s?=\s?(?:\\?[\"'][^\"'\\]{0,300}\\?[\"']|&quot;[^&]{0,300}&quot;|[^\s,;\"']{1,300})"
)
"""What Digest tells beside its secrets (RFC 7616): whom, where, and how."""
_UNIT = lazy_re.compile(r"[^\s\"'<>&\\;,]+")
_OF_ERRORS = (
    *("error", "exception", "fault", "fail", "denied", "expired", "invalid", "http", "snapshot"),
    *("organisation", "organization"),
)
_CODED_SIGN = lazy_re.compile(rb"%3[ad]", re.IGNORECASE)
"""A colon or an equals sign of a text that is percent-encoded, and the value behind it."""
_DEEPEST = 3
_STATUS = lazy_re.compile(r"\b[45]\d\d\b")


def stretches(chunks: Iterable[bytes], overlap: int) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk, and the same with the bytes before it: nothing up to so long is hidden by a border, or by several."""
    before = b""
    for chunk in chunks:
        stretch = before + chunk
        yield chunk, stretch
        before = stretch[-overlap:]


class Watch(Protocol):
    """Looks at the bytes of an upload while they are read."""

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks as they are."""

    def look_into(self, archive: bytes, most: int) -> None:
        """The same for a document that is a zip file by itself; of each member at most so many bytes."""

    @property
    def stand(self) -> Any:
        """How far it has come, for what it will know beyond that."""

    def learned(self, since: Any) -> tuple[object, ...]:
        """What it knows by now beyond where it stood, so that a process can hand it to the one it is a copy of."""

    def merge(self, learned: tuple[Any, ...]) -> None:
        """Know what another one has learned, too, which may have begun where this one stood."""


class Removed(Struct):
    """What has to be gone from every output: the values of secrets, and beginnings of subjects and bodies."""

    values: dict[str, str] = field(default_factory=dict)
    """Kind by value."""
    counts: Counter[str] = field(default_factory=Counter)
    """Values of each kind: many subjects of mails must not push out a token."""
    public: set[str] = field(default_factory=set)
    """Values that stand where everybody may read them, in lower case; a secret that is the same is none."""
    _seen: set[int] = field(default_factory=set)
    """Digests of what was met: the same token stands in a thousand requests."""
    _looked_at: set[int] = field(default_factory=set)
    """The same of stretches around words for a password: thousands of cookies must not end the look at them."""

    @property
    def stand(self) -> int:
        """How far it has come."""
        return len(self.values)

    def learned(self, since: int) -> tuple[object, ...]:
        """What it knows by now beyond where it stood."""
        return dict(islice(self.values.items(), since, None)), self.public

    def merge(self, learned: tuple[Any, ...]) -> None:
        """Know what another one has learned, too, which may have begun where this one stood."""
        values, public = learned
        for value, kind in values.items():
            if value not in self.values:
                self.values[value] = kind
                self.counts[kind] += 1
        self.public |= public

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks as they are, looked at on the way."""
        columns = Columns(self._cell, _HEADS, exact=True)
        for chunk, stretch in stretches(chunks, _OVERLAP):
            yield chunk
            self.look(stretch)
            columns.feed(chunk)
        columns.finish()

    def look(self, data: bytes) -> None:
        """Remember the secrets in a stretch of an upload."""
        places = where(data, mail=self.counts[MAIL] < _MOST)
        for kind, needle, pattern in _PLACES:
            if needle in places and not self._is_full(kind):
                for found in _matches(data, places[needle], pattern):
                    self._found(kind, found)
        for found in _IN_A_URL.finditer(data):
            self._found("a password", found)
        for needle in _SERVERS:
            if needle in places and len(self.public) < _MOST:
                said = {found["value"] for found in _matches(data, places[needle], _PUBLIC)}
                self.public |= {value.decode("utf-8", "replace").lower() for value in said}
        for group in groups(secrets.SHAPES):
            if not group.words.isdisjoint(places) and not all(self._is_full(shape.kind) for shape in group.shapes):
                self._look_for_shapes(group, data, places)
        self._look_for_standing(data, places)

    def _look_for_standing(self, data: bytes, places: Mapping[bytes, Sequence[int]]) -> None:
        """What is a password by its place alone, around the words for one."""
        if self._is_full("a password"):
            return
        named = sorted({at for word in _LONG_PASSWORDS for at in places.get(word, ())})
        for value in standing.values(data, self._unseen(data, _around(named))):
            self._units("a password", value)

    def _unseen(self, data: bytes, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The stretches of which the same was not looked at before."""
        for start, stop in spans:
            if (known := hash(data[start:stop])) not in self._looked_at and len(self._looked_at) < _MOST_SEEN:
                self._looked_at.add(known)
                yield start, stop

    def _look_for_shapes(self, group: _Group, data: bytes, places: Mapping[bytes, Sequence[int]]) -> None:
        """Shapes of the table, searched for around the words that stand in them."""
        places = group.standing(places, data)
        found = sorted({at for of_word in places.values() for at in of_word})
        present = group.present(places)
        for start, stop in _around(found):
            text, low = begun(data[start:stop].decode("utf-8", "replace"))
            for shape in group.shapes:
                for match in matches(shape, text, low, present):
                    self._units(shape.kind, own_part(match["value"]))

    def look_into(self, archive: bytes, most: int) -> None:
        """Remember the secrets in a document that is a zip file by itself; of each member at most so many bytes."""
        for data in members(archive, most):
            self.look(data)
        for rows in cells.sheets(archive, most):
            columns = Columns(self._cell, _HEADS, exact=True)
            for row in rows:
                columns.take(row)
            columns.finish()

    def _cell(self, said: str) -> None:
        """What stands in a column of secrets."""
        self._units("a password", said)

    def _found(self, kind: str, found: re.Match[bytes]) -> None:
        if (known := hash(found[0])) in self._seen:
            return
        if self._is_full(kind):
            return
        if len(self._seen) < _MOST_SEEN:
            self._seen.add(known)
        value = _said(found)
        if kind == MAIL:
            if not _speaks_of_errors(value) and len(value.split()) > 2:  # a mail may quote what the report is about
                self.add(kind, " ".join(value.split()))
            return
        if kind == "a cookie":
            self._cookies(value)
            return
        if (
            (found.groupdict().get("scheme") or b"").lower() == b"basic"
            and not self._basic(value)
            and found[0][:1] == b" "
        ):
            return  # what a sentence says behind the word
        self._units(kind, value)

    def _cookies(self, value: str) -> None:
        for part in re.split(r"[;,]", value):
            name, _, said = part.partition("=")
            if name.strip().lower() not in _ATTRIBUTES:
                self._units("a cookie", " ".join(said.split()[:1]))  # behind a blank stands what is none

    def _is_full(self, kind: str) -> bool:
        return self.counts[kind] >= _MOST and kind != "credentials"  # of which one may hold a password

    def _basic(self, value: str) -> bool:
        """Remember the password in credentials of that scheme; whether there is one."""
        try:
            plain = base64.b64decode(value + "=" * (-len(value) % 4)).decode("utf-8")
        except (binascii.Error, ValueError):
            return False
        said = plain.partition(":")[2]
        self._units("a password", said)
        return bool(said)

    def _units(self, kind: str, value: str) -> None:
        """The parts of a value that every output shows as they are, whatever it escapes."""
        if "nonce" in value:
            value = _OF_DIGEST.sub(" ", value)
        for unit in _UNIT.findall(value):
            for part in (unit, *(unit.split(".") if unit.startswith("eyJ") else ())):
                self.add(kind, part)
        if (plain := _without_escapes(value)) != value:
            self.add(kind, plain)

    def add(self, kind: str, value: str) -> None:
        """Remember one value, if it is telling."""
        value = value.strip(" .-_/+~=:[](){}")[:LONGEST]
        if self.counts[kind] < _MOST and value not in self.values and is_telling(value):
            self.counts[kind] += 1
            self.values[value] = kind


def patterns() -> Iterator[bytes]:
    """Those that are looked for whatever their case, in bytes."""
    yield from (*(pattern for _, _, pattern in _PLACES), _PUBLIC)


@cache
def _place(pattern: bytes) -> re.Pattern[bytes]:
    """Compiled when its word is met for the first time: most uploads need few of them."""
    return lazy_re.now(pattern, re.IGNORECASE)


class _Group(Struct, frozen=True):
    """Shapes that are told by the same words."""

    words: frozenset[bytes]
    shapes: Sequence[Shape]
    apart: bool
    """Whether the words are none where a letter stands before them."""

    def standing(self, places: Mapping[bytes, Sequence[int]], data: bytes) -> dict[bytes, Sequence[int]]:
        """Where each of its words stands as a word of its own, of the places of all words."""
        found = {word: places[word] for word in self.words if word in places}
        if self.apart:
            for word, met in found.items():
                found[word] = [at for at in met if not at or data[at - 1] not in _LETTERS]
        return {word: met for word, met in found.items() if met}

    def present(self, places: Container[bytes]) -> set[str]:
        """Those of the words that stand at one of some places."""
        return {word for word in self.shapes[0].needles if any(one in places for one in _spelled(word))}


@lru_cache(maxsize=8)
def groups(shapes: tuple[Shape, ...]) -> Sequence[_Group]:
    """The shapes with the same words together, in the order of the table.

    Without those of URLs, which stand in far too many places: a password in a URL is told by its own pattern.
    """
    together: dict[tuple[str, ...], list[Shape]] = defaultdict(list)
    for shape in shapes:
        if _OF_URLS not in shape.needles:
            together[shape.needles].append(shape)
    return [
        _Group(frozenset(one for word in needles for one in _spelled(word)), alike, all(shape.apart for shape in alike))
        for needles, alike in together.items()
    ]


@cache
def _spelled(word: str) -> tuple[bytes, bytes]:
    """A word in small and in capital letters, as it stands in bytes whose ASCII alone was put in lower case."""
    return word.encode(), word.upper().encode().lower()


@lru_cache(maxsize=8)
def needles(shapes: tuple[Shape, ...]) -> Words:
    """Every word that is looked for but those of mail content, found in one pass."""
    told = [needle for kind, needle, _ in _PLACES if kind != MAIL] + [*_SERVERS]
    everywhere = {word for group in groups(shapes) if not group.apart for word in group.words}.union(told)
    told += sorted({word for group in groups(shapes) for word in group.words})
    letters = sorted({bytes([letter]).lower() for letter in _LETTERS})
    return Words(dict.fromkeys(told), overlapping=True, idle=dict.fromkeys({*told} - everywhere, letters))


@cache
def _of_mails() -> Words:
    """The same for mail content, of which enough is known soon."""
    return Words(dict.fromkeys(needle for kind, needle, _ in _PLACES if kind == MAIL))


def where(data: bytes, *, mail: bool) -> Mapping[bytes, Sequence[int]]:
    """Where each of the words stands, in rising order; those of mail content only with `mail`."""
    places: dict[bytes, list[int]] = defaultdict(list)  # asked with `in`, for asking it otherwise makes an entry
    for index in (needles(secrets.SHAPES), _of_mails()) if mail else (needles(secrets.SHAPES),):
        words = index.words
        for number, start, _ in index.places(data):
            places[words[number]].append(start)
    return places


def _matches(data: bytes, places: Iterable[int], pattern: bytes) -> Iterator[re.Match[bytes]]:
    """What matches at some places, but for those within the match before."""
    behind = 0
    for at in places:
        if at >= behind and (found := _place(pattern).match(data, at, at + _REACH)) is not None:
            if b"\n" in found[0] and _is_end_tag(data, at):  # what stands in the next line is no value of its name
                continue
            behind = found.end() + 1
            yield found


def _is_end_tag(data: bytes, at: int) -> bool:
    """Whether a word stands in an end tag."""
    before = data[max(0, at - _LONGEST_TAG) : at]
    return before.rfind(b"</") > before.rfind(b">")


def _around(places: Iterable[int]) -> list[tuple[int, int]]:
    """The stretches around some places, each byte in one of them at most."""
    spans: list[tuple[int, int]] = []
    for at in places:
        start, stop = max(0, at - _BEFORE), at + _BEHIND
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((start, stop))
    return spans


def _speaks_of_errors(value: str) -> bool:
    """Whether a value may be what the report is about; a pattern of all these words takes twenty times as long."""
    low = value.lower()
    return any(word in low for word in _OF_ERRORS) or _STATUS.search(low) is not None


def own_part(value: str) -> str:
    """What a shape took for a value: markup or JSON behind one without quotes is none of it."""
    if any(map(str.isspace, value)):
        return value
    return found[0] if (found := _UNIT.search(value)) else ""


def _said(found: re.Match[bytes]) -> str:
    """The value that was found; one behind a sign that is percent-encoded is so too, and no blank stands in it."""
    value = found["value"].decode("utf-8", "replace")
    coded = _CODED_SIGN.search(found[0], 0, found.start("value") - found.start()) is not None
    return unquote(value.partition(" ")[0]) if coded else value


def _without_escapes(value: str) -> str:
    """What a value says that was met as a URL, markup or JSON spells it: `Zebra%21Qx7`, `Zebra&amp;Qx7`."""
    plain = unescape(value.replace("\\u0026", "&"))
    for _ in range(_DEEPEST):
        if "%" not in plain or (less := unquote(plain)) == plain:
            break
        plain = less
    return plain


def is_telling(value: str) -> bool:
    """Whether a value is long and odd enough to be looked for: no time, no address, no plain word."""
    if len(value) < LEAST or _HARMLESS.fullmatch(value):
        return False
    return (
        len(value) >= 20
        or (any(c.isdigit() for c in value) and any(c.isalpha() for c in value))
        or (len(value) >= 12 and not value.isalnum())
        or jumbled(value)
    )
