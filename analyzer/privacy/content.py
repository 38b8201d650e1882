"""What people wrote is learned from the upload itself, and removed wherever a server echoes it.

Sample: a request says `<t:Location>Raum Falkenhorst</t:Location>`, and the answer to it `<m:MessageText>The resource
Raum Falkenhorst declined.</m:MessageText>`: the second is an error text, which is shown; the name in it is not.

The bytes of the upload are looked at while they are read, before anything parses them, so it does not matter which
document holds the content and which the echo. Nothing is removed before all is read: `Content.edits` is for the texts
of the finished analysis. Words of the EWS schema, of OData V2 and of Microsoft Graph; see `_SURE` and `_DOUBTFUL`.

Memory is bounded: what was met waits as it stood, up to `_MOST_HELD` bytes, until it is known which texts are asked
about; most of it shares no word with them and is let go. Of the rest at most `MOST` values of each kind are kept, of
each its first `LONGEST` characters. What a server says of itself (MessageText, faultstring, error.message) stands under
none of the names and is never learned; a value that reads like an error is not learned either, for people do send mails
about errors.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from urllib.parse import unquote

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from analyzer import lazy_re
from analyzer.markup import decode, unescape
from analyzer.privacy import quotes
from analyzer.privacy.columns import Columns
from analyzer.privacy.edits import Edit, edited, merged
from analyzer.privacy.leaks import stretches
from analyzer.privacy.scrubbing import REMOVED
from analyzer.privacy.spellings import everywhere
from analyzer.reference import public

MOST = 20_000
"""Values of each kind that are remembered; a dump of a mailbox has some thousand subjects."""
LONGEST = 300
"""Characters of a value that are remembered."""
LEAST = 8
"""Characters of the shortest value: a shorter one stands in too many other words."""
_NEEDLE = 24
"""Characters of a value that are searched for; from there its echo is followed as far as it goes."""
_ALIKE = 20
"""Values that begin alike of which all are followed."""
_MOST_SEEN = 50_000
_MOST_HELD = 16 << 20
"""Bytes of content that wait until it is known which texts are asked about; beyond, it is taken apart at once."""
_EACH = 100
"""Bytes that a value takes beside its own."""
_STEM = 4
"""Letters by which the last word of a text is compared: an echo that is cut off keeps them."""
_OVERLAP = 6_000
_REACH = 64 << 10
"""Bytes of one body that are looked at."""

_WORDS = (
    *("subject", "betreff", "topic", "notes", "note", "notiz", "remark", "remarks", "comment", "comments", "preview"),
    *("location", "name", "text", "title", "description", "content", "summary", "search", "fileas", "value"),
    *("string", "name1", "name2", "textbody", "uniquebody", "normalizedbody"),
)
_QUOTED = ('"', "'", "\\", "&quot;")
_ENDS = (*_QUOTED, ">", "=", " ", "&gt;", "&amp;", "%", ":")
_OTHERS = ("bodytype=", "constant value", "<d:", "&lt;d:")
"""Places that are told by other signs: a body, the value of a restriction, a property of an OData record."""
_PLACES = (
    *((word, end) for word in _WORDS for end in _ENDS),
    *(("body", end) for end in _QUOTED),  # an element of the name is told by its BodyType, and every page has one
    *((other, "") for other in _OTHERS),
)
_SURE = lazy_re.compile(
    r"(?:\w{0,30}(?:subject|topic|notes?|remarks?|comments?|preview|betreff|notiz)|location|locationname"
    r"|\w{0,20}(?:last|first|middle|given|family|sur|party|company|attachment|formatted|organi[sz]ation)_?name"
    r"|(?:text|unique|normalized)body|\w{0,20}(?:notes?|body|line|discussion)_?text|name[12]|(?:street|city)_?name|job_?title"
    r"|file_?as|search)",
    re.IGNORECASE,
)
"""Names of elements, members and keys that hold what people wrote, wherever they stand."""
_DOUBTFUL = lazy_re.compile(
    r"Value|String|Name|Text|Title|Description|Body|Content|Summary|content|description|title|summary|body"
)
"""The same for names that a log uses for its own, too: only where the record around them is none of a log."""
_OF_ITEMS = frozenset(("Value", "String", "name", "Name", "DisplayName", "Content"))
"""Elements with such names tell of an item in some places, and of a folder or a time zone in others."""
_NOT = lazy_re.compile(
    r"has_?\w*|is_?\w*|\w*(?:code|status|type)_?(?:text|description|name)|\w*(?:no|number)_?comments?", re.IGNORECASE
)
_LOGGED = lazy_re.compile(
    rb"\"@?(?:l|level|severity|log_?level|levelname|logger|loggername|error|errors|code|statuscode|exception|status)"
    rb"\\{0,15}\"\s{0,3}:|ErrorCode|<error|Rule|level=",
    re.IGNORECASE,
)
_ITEM = lazy_re.compile(
    rb"<(?:\w{1,20}:)?(?:(?P<folder>\w{0,20}Folder|Mailbox|Persona?|(?:Start|End)?TimeZone\w{0,20}|\w{0,20}Property)"
    rb"|(?P<item>CalendarItem|Contact|Message|Task|Item|DistributionList|Meeting\w{1,20}|\w{0,20}Attachment))[\s/>]"
)
_PLAIN_TAG = lazy_re.compile(rb"<(?:\w{1,40}:)?(?P<name>\w{1,60})>", re.ASCII)
_FILE = lazy_re.compile(rb"(?:[^<>\"\\/]|\\{1,15}(?:u[0-9a-fA-F]{4}|[\"'])){1,200}\.[A-Za-z0-9]{2,5}\s{0,5}\Z")
_NAME_OF_FILE = lazy_re.compile(r"(.{4,200})\.[A-Za-z0-9]{2,5}\Z")
_PROPERTY = lazy_re.compile(rb"[A-Za-z]\w{0,60}", re.ASCII)
_OF_FORM = lazy_re.compile(rb"(?:I[Dd]|Code|Type|Status|Date|Time|On|Number|URI|Indicator)\Z")
_LETTERS = bytes(c for c in range(128) if chr(c).isalnum() or chr(c) == "_")

_ELEMENT = lazy_re.compile(
    rb"(?:\s[^<>]{0,300})?(?<!/)>(?:<!\[CDATA\[)?(?P<value>[^<\]]{1,4000})"
    rb"|(?:\s[^<>&]{0,300})?&(?:amp;){0,3}gt;(?P<escaped>(?:[^<&]|&(?!(?:amp;){0,3}lt;)){1,4000})",
)
_MEMBER = lazy_re.compile(
    rb"(?:\\{0,15}|&)(?:[\"']|quot;)\s{0,5}:\s{0,5}"
    rb"(?:\{[^{}]{0,120}?[\"'](?:content|value|displayName)\\{0,15}[\"']\s{0,5}:\s{0,5})?"
    rb"(?P<level>\\{0,15})(?P<quote>[\"']|&quot;)(?P<value>.{1,4000}?)(?:(?<!\\)(?P=level)(?P=quote)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_OF_KEY = lazy_re.compile(
    rb"(?:=|(?:%20|\s|\+)eq(?:%20|\s|\+)|,|%2C)(?:%20|\s){0,3}(?:'|%27)"
    rb"(?P<key>(?:(?!%27)[^'\r\n<>]|''|%27%27){1,300}?)(?:'|%27)(?!'|%27)"
)
_ATTRIBUTE = lazy_re.compile(
    rb"[\"'](?:\s[^<>]{0,200}?)?\s?(?:val(?:ue)?\s{0,3}=\s{0,3}[\"'](?P<value>[^\"'<>]{1,1000})|>(?P<text>[^<]{1,4000}))"
)
_CONSTANT = lazy_re.compile(rb"\sValue\s{0,3}=\s{0,3}\"(?P<value>[^\"<>]{1,1000})", re.IGNORECASE)
_MAIL_FIELD = lazy_re.compile(rb":[ \t]{1,5}(?P<value>[^\r\n<>{}]{1,300})")
_BODY = lazy_re.compile(rb"[^<>]{1,100}?(?:>|&(?:amp;){0,3}gt;)", re.IGNORECASE)
_BODY_END = lazy_re.compile(rb"(?:<|&(?:amp;){0,3}lt;)/(?:\w{1,20}:)?Body\s?(?:>|&)", re.IGNORECASE)

_ESCAPE = lazy_re.compile(r"\\+(?:u([0-9a-fA-F]{4})|([nrt])|([\"'/&<>]))")
_TAG = lazy_re.compile(r"<[^<>]{0,2000}>")
_STYLE = lazy_re.compile(r"<(style|script)\b.{0,20000}?</\1>", re.IGNORECASE | re.DOTALL)
_SENTENCE = lazy_re.compile(r"(?<=[.!?])\s+")
_LABEL = lazy_re.compile(
    r"(?:\W{0,4}(?:re|aw|wg|fw|fwd|antw|error|fehler|exception|fatal|warn(?:ing)?|info|debug)\s?:\s?){1,4}",
    re.IGNORECASE,
)
_QUOTES = " \t\"'„“”‚‘’«»<>()[]{}"
_SAID = lazy_re.compile(
    r"\(\d{3}\)|\bError[A-Z]\w|\bS[CDEIW]\d{4}\b|AADSTS|[A-Z]\w+Exception\b|\bHTTP\b|://|\b[45]\d\d (?:[A-Z]|error)"
    r"|\b(?:failed|denied|expired|not (?:found|allowed|supported)|timed? ?out|forbidden|unauthori[sz]ed|exceeded)\b",
    re.IGNORECASE,
)
"""Such a value quotes what the report is about, and must not take it away."""
_HARMLESS = lazy_re.compile(
    r"[\d\s.:,;TZ+/%€$-]*"  # a time, a number, a version
    r"|<?[\w.+=-]{1,64}@[\w.-]{1,255}>?"  # an address
    r"|\{?[0-9a-fA-F-]{24,40}\}?|\S{60,}"  # an id
    r"|(?:[a-z0-9-]{1,63}\.){1,8}(?:com|net|org|local|intern|example|de|eu|io|cloud)"  # a host
    r"|[a-z]+(?:[._:/-][a-z0-9]+)*"  # a name of a program, a type, a zone
    r"|(?:[A-Z]++[a-z0-9]*+){2,9}+|[A-Z]{2,}+[a-z0-9]*+|[A-Z_0-9]+"  # the name of a class, a constant
    r"|(?:[A-Za-z][A-Za-z0-9]*[._:]){1,6}(?!(?:docx?|xlsx?|pptx?|pdf|txt|msg|eml|ics|vcf|png|jpe?g|zip|csv)$)[A-Za-z][A-Za-z0-9]*"
    r"|\[?removed\]?|\*+|x+",
)
_CODED = lazy_re.compile(rb"(?<![\w+/])(?:ey|ew|PD|PH|PG|W3|H4sI)(?:[A-Za-z0-9+/]|\\/){60,}+")
"""Base64 of what begins as JSON or markup does, or is compressed."""
_MOST_PACKED = 8
_PACKED = lazy_re.compile(rb"\x1f\x8b\x08")
_WRITTEN_OTHERWISE = lazy_re.compile(rb"[\\%]|&(?:amp;){0,3}(?!(?:amp|lt|gt|quot|apos|nbsp);)[#\w]")
"""Escapes that may stand for letters."""
_NAME_WORD = lazy_re.compile(r"[^\W\d_]{2,}")
_LAST_WORD = lazy_re.compile(r"[^\W\d_]{2,}(?=(?:…|\.{2,3}|\W{0,5}\Z))")
_BLANK = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\xa0"), " ")


@cache
def _anchors() -> BytesAhoCorasick:
    return BytesAhoCorasick([f"{word}{end}".encode() for word, end in _PLACES])


@lru_cache(maxsize=4096)
def _is_sure(name: str) -> bool | None:
    """Whether a name holds what people wrote wherever it stands; None where it never does."""
    if _NOT.fullmatch(name):
        return None
    if _SURE.fullmatch(name):
        return True
    return False if _DOUBTFUL.fullmatch(name) or name in ("DisplayName", "name") else None


@dataclass(frozen=True, slots=True)
class _Tag:
    """What the name of an element says of its text."""

    name: str
    kind: str
    """Empty where it holds nothing that people wrote."""
    sure: bool
    """Whether it does so wherever it stands."""


@lru_cache(maxsize=4096)
def _told(name: str) -> _Tag:
    sure = _is_sure(name)
    if not sure and (sure is None or name not in _OF_ITEMS):
        return _Tag(name, "", sure=False)
    return _Tag(name, "subject" if name.lower() == "subject" else "record", sure=sure)


@lru_cache(maxsize=4096)
def _tag(source: bytes) -> _Tag | None:
    """A whole tag without attributes, which most tags are, or an end tag that is not ended yet; None for all else."""
    if source.startswith(b"</") and b">" not in source[:-1]:
        return _Tag("", "", sure=False)
    found = _PLAIN_TAG.fullmatch(source)
    return _told(found["name"].decode("ascii")) if found is not None else None


@dataclass(slots=True)
class Content:
    """The content of one case, as far as it is telling."""

    _values: dict[str, list[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    """Values of each kind: many subjects of mails must not push out a record."""
    _seen: set[int] = field(default_factory=set)
    """Digests of what was met: dumps say the same again and again."""
    _met: list[tuple[str, bytes]] = field(default_factory=list)
    """Content as it stood in the upload, with its kind: most of a case is echoed nowhere, and is never taken apart."""
    _held: int = 0
    """Bytes that this takes."""
    sentences: Iterable[str] = ()
    """Sentences of ours: a value of one word that stands in one of them is not searched for."""
    people: frozenset[str] = frozenset()
    """Names of users the case is about, in lower case: a report at standard shows them, whoever else is called so."""
    _plain: frozenset[str] | None = None
    _index: AhoCorasick | None = None
    _words: list[str] = field(default_factory=list)

    # -- learning ----------------------------------------------------------------------------------------------------

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks as they are, looked at on the way."""
        columns = Columns(lambda cell: self._learn("record", cell.encode("utf-8", "replace")))
        for chunk, stretch in stretches(chunks, _OVERLAP):
            yield chunk
            self.look(stretch)
            columns.feed(chunk)
        columns.finish()

    def look_into(self, archive: bytes, most: int) -> None:
        """The same for a document that is a zip file by itself; of each member at most so many bytes."""
        try:
            with zipfile.ZipFile(io.BytesIO(archive)) as members:
                for name in members.namelist():
                    with members.open(name) as stream:
                        data = stream.read(most)
                    self.look(data)
                    for found in islice(_PACKED.finditer(data), _MOST_PACKED):
                        self.look(_unpacked(data[found.start() : found.start() + _REACH]))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError):
            return  # its reader says so

    def look(self, data: bytes) -> None:
        """Learn what stands in a stretch of an upload, in the bodies that captures write as base64, too."""
        self._look(data)
        if b"base64" in data or b"H4sI" in data:
            for found in _CODED.finditer(data):
                self._look(_decoded(found[0]))

    def _look(self, data: bytes) -> None:
        low = data.lower()
        behind = 0
        for number, start, stop in _anchors().find_matches_as_indexes(low):
            if start < behind:
                continue
            opening = data.rfind(b"<", max(0, start - 40), start)
            tag = _tag(data[opening:stop]) if opening >= 0 else None
            if tag is not None:
                behind = max(behind, self._tagged(data, opening, stop, tag))
                continue
            if data[start - 1 : start] == b"/" and data[max(0, start - 5) : start - 1].endswith((b"<", b"&lt;")):
                continue  # an end tag
            word, end = _PLACES[number]
            if word == "bodytype=":
                behind = max(behind, self._body(data, stop))
            elif word == "constant value":
                behind = max(behind, self._value("record", _CONSTANT.match(data, start + len("constant"))))
            elif word in ("<d:", "&lt;d:"):
                behind = max(behind, self._property(data, stop))
            else:
                behind = max(behind, self._named(data, start, stop - len(end), end))

    def _tagged(self, data: bytes, start: int, stop: int, tag: _Tag) -> int:
        """The text of an element whose start tag has no attributes; where it ends."""
        if not tag.kind:
            return stop
        end = data.find(b"<", stop, stop + 4_001)
        value = data[stop:end]
        if end <= stop or b"]" in value:  # CDATA, or very long
            return self._element(data, start, stop - 1, tag)
        if tag.sure or self._is_of_item(data, start, tag.name, value):
            self._learn(tag.kind, value)
            return end
        return stop

    def _body(self, data: bytes, at: int) -> int:
        opened = _BODY.match(data, at)
        if opened is None:
            return at
        closed = _BODY_END.search(data, opened.end(), opened.end() + _REACH)
        stop = closed.start() if closed is not None else min(len(data), opened.end() + 4_000)
        self._learn("body", data[opened.end() : stop])
        return stop

    def _property(self, data: bytes, at: int) -> int:
        name = _PROPERTY.match(data, at)
        if name is None or _NOT.fullmatch(name[0].decode("ascii")) or _OF_FORM.search(name[0]):
            return at
        return self._value("record", _ELEMENT.match(data, name.end(), name.end() + 4_400))

    def _named(self, data: bytes, start: int, stop: int, end: str) -> int:
        """What a word is the name of; where that ends."""
        piece = data[max(0, start - 40) : stop]
        before = piece.rstrip(_LETTERS)
        name = piece[len(before) :].decode("ascii")
        sure = _is_sure(name)
        if sure is None:
            return stop
        edge = (before[:-1].rstrip(_LETTERS) if before[-1:] == b":" else before)[-1:]
        if edge in (b"<", b";") and end in (">", "&gt;", "&amp;", " "):
            return self._element(data, start, stop, _told(name))
        if edge == b"/":
            return stop
        kind = "subject" if name.lower() in ("subject", "betreff") else "record"
        if end == ":":
            is_field = kind == "subject" and edge in (b"\n", b"") and end == ":"
            return self._value(kind, _MAIL_FIELD.match(data, stop)) if is_field else stop
        if end in ("=", " ", "%"):
            return self._value(kind, _OF_KEY.match(data, stop)) if sure else stop
        found = _MEMBER.match(data, stop, stop + 4_400)
        if found is not None:
            if not sure and not self._is_record(data, start, found, name):
                return stop
            return self._value(kind, found)
        named = data[max(0, start - len(name) - 8) : start].rstrip(b"\"'= ").lower().endswith(b"name")
        if sure and named and edge in (b'"', b"'"):
            return self._value(kind, _ATTRIBUTE.match(data, stop, stop + 4_400))
        return stop

    def _element(self, data: bytes, start: int, stop: int, tag: _Tag) -> int:
        found = _ELEMENT.match(data, stop, stop + 4_400) if tag.kind else None
        if found is None:
            return stop
        if not tag.sure and not self._is_of_item(data, start, tag.name, found["value"] or found["escaped"] or b""):
            return stop
        return self._value(tag.kind, found)

    @staticmethod
    def _is_of_item(data: bytes, start: int, name: str, value: bytes) -> bool:
        """Whether an element with the name of a doubtful one tells of an item or an attachment, not of a folder."""
        if name in ("Value", "String"):
            near = data[max(0, start - 300) : start]
            return (b"ExtendedProperty>" if name == "Value" else b"Categories>") in near
        if _FILE.fullmatch(value) is not None:
            return True
        before = data[max(0, data.rfind(b"<", max(0, start - 40), start)) : start].rstrip()
        if before.endswith(b"Mailbox>") and not before.startswith(b"</"):
            return False  # nine of ten names
        last = None
        for one in _ITEM.finditer(data, max(0, start - 600), start):
            last = one if one["folder"] is not None or one["item"] is not None else last
        return last is not None and last["folder"] is None

    @staticmethod
    def _is_record(data: bytes, start: int, found: re.Match[bytes], name: str) -> bool:
        """Whether a member with the name of a doubtful one is of a record: no log, no error, no header field."""
        if name in ("Value", "String"):
            return False
        if name in ("name", "DisplayName"):
            return name == "DisplayName" or _FILE.fullmatch(found["value"]) is not None
        before, after = data[max(0, start - 300) : start], data[found.end() : found.end() + 300]
        near = before[before.rfind(b"{") + 1 :] + after.partition(b"}")[0]
        return _LOGGED.search(near) is None

    def _value(self, kind: str, found: re.Match[bytes] | None) -> int:
        if found is None:
            return 0
        said = next((value for value in found.groupdict().items() if value[0] in _GROUPS and value[1]), None)
        if said is not None:
            self._learn(kind, said[1])
            if said[0] == "key" and (plain := said[1].replace(b"%27%27", b"'").replace(b"''", b"'")) != said[1]:
                self._learn(kind, plain)
        return found.end()

    def _learn(self, kind: str, data: bytes) -> None:
        if self.counts[kind] >= MOST or len(data) < LEAST or (known := hash(data)) in self._seen:
            return
        if len(self._seen) < _MOST_SEEN:
            self._seen.add(known)
        self._met.append((kind, data))
        self._held += len(data) + _EACH
        if self._held > _MOST_HELD:
            self._settle()

    def _take_apart(self, kind: str, data: bytes) -> None:
        """Learn every line and sentence of what stood there, as an error text would repeat it."""
        text = decode(data)
        if "\\" in text:
            text = _ESCAPE.sub(_escaped, text)
        if "%" in text:
            self._line(kind, text)  # as a URL repeats it
            text = unquote(text, errors="replace")
        for _ in range(3):
            text = unescape(text)
        if "<" in text:
            text = _TAG.sub("\n", _STYLE.sub("", text))
        for line in text.splitlines():
            self._line(kind, line)

    def _line(self, kind: str, line: str) -> None:
        line = " ".join(line.split())
        bare = line[label.end() :] if (label := _LABEL.match(line)) is not None else line
        self._add(kind, bare)
        if (file := _NAME_OF_FILE.match(bare)) is not None:
            self._add(kind, file[1])
        if "&" in bare:
            self._add(kind, bare.replace("&", "&amp;"))  # as markup repeats it, which is redacted as it stands
        sentences = _SENTENCE.split(bare)
        if len(sentences) > 1:
            for sentence in sentences:
                if len(sentence.split()) > 2:
                    self._add(kind, sentence)

    def _add(self, kind: str, value: str) -> None:
        value = value.strip(_QUOTES).rstrip(" .,;:!?").strip(_QUOTES)[:LONGEST]
        if self.counts[kind] >= MOST or not is_telling(value):
            return
        low = lower(value)
        alike = self._values.setdefault(low[:_NEEDLE], [])
        if low not in alike and len(alike) < _ALIKE:
            alike.append(low)
            self.counts[kind] += 1
            self._index = None

    @property
    def values(self) -> Mapping[str, Sequence[str]]:
        """All that was learned, by what is searched for, in lower case."""
        self._settle()
        return self._values

    def for_texts(self, texts: Iterable[str]) -> None:
        """Only these texts will be asked about: what was met and shares no word with them is let go."""
        words, cut = set[str](), set[str]()
        for text in texts:
            words |= {word.lower() for word in _NAME_WORD.findall(text) if len(word) > 2 or word[0].isupper()}
            cut |= {word[:_STEM].lower() for word in _LAST_WORD.findall(text)}
        words -= public.COMMON

        def wanted(text: str) -> bool:
            said = _NAME_WORD.findall(text)
            return not words.isdisjoint(said) or not cut.isdisjoint(
                word[:_STEM] for word in said if word not in public.COMMON
            )

        parts = AhoCorasick(sorted(words | cut)) if words or cut else None
        met, self._met, self._held = self._met, [], 0
        for kind, data in met:
            low = decode(data).lower()
            if _WRITTEN_OTHERWISE.search(data) or (
                parts is not None and parts.find_matches_as_indexes(low) and wanted(low)
            ):
                self._take_apart(kind, data)

    def _settle(self) -> None:
        met, self._met, self._held = self._met, [], 0
        for kind, data in met:
            self._take_apart(kind, data)

    # -- removing ----------------------------------------------------------------------------------------------------

    @property
    def plain(self) -> frozenset[str]:
        """The words of our own sentences, in lower case."""
        if self._plain is None:
            self._plain = frozenset(
                word.strip(".,;:()\"'“”").lower() for sentence in self.sentences for word in sentence.split()
            )
        return self._plain

    def edits(self, text: str) -> list[Edit]:
        """Where content stands in a text, in order: what was learned, and quoted names of records."""
        if len(text) < LEAST:
            return []
        return everywhere(text, self._edits, REMOVED)

    def _edits(self, text: str) -> list[Edit]:
        return merged([*self._learned(text), *quotes.marked(text, is_telling, REMOVED)])

    def _learned(self, text: str) -> list[Edit]:
        values = self.values
        if not values:
            return []
        if self._index is None:
            self._words = list(values)
            self._index = AhoCorasick(self._words)
        low = lower(text)
        found: list[Edit] = []
        at = 0
        for number, start, stop in self._index.find_matches_as_indexes(low, overlapping=True):
            if start < at or low[max(0, start - 1) : start].isalnum():
                continue
            end = max(_followed(low, start, value) for value in values[self._words[number]])
            if end < stop or (low[end - 1 : end + 1].isalnum() and low[end : end + 1] and end - start < _NEEDLE):
                continue
            while end < len(low) and low[end].isalnum() and low[end - 1].isalnum():
                end += 1
            if low[start:end] in self.people:
                continue
            if " " not in low[start:end] and (low[start:end] in self.plain or _is_part(low, start, end)):
                continue
            found.append((start, end, REMOVED + "\n" * text.count("\n", start, end)))
            at = end
        return found

    def without(self, text: str) -> str:
        """The text with `[removed]` in the place of content."""
        return edited(text, self.edits(text))


def _decoded(coded: bytes) -> bytes:
    """What base64 stands for, without compression."""
    coded = coded.replace(b"\\/", b"/")
    data = base64.b64decode(coded[: len(coded) // 4 * 4])
    return _unpacked(data) if data.startswith(b"\x1f\x8b") else data


def _unpacked(data: bytes) -> bytes:
    """The beginning of what was compressed, in proportion to its size; nothing of what only looks so."""
    try:
        return zlib.decompressobj(31).decompress(data, 40 * len(data))
    except zlib.error:
        return b""


_GROUPS = ("value", "escaped", "text", "key")


def lower(text: str) -> str:
    """In lower case, each character in its place, white space as blanks."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    if not low.isascii():
        low = low.encode("utf-8", "replace").decode()
    return low.translate(_BLANK)


def is_telling(value: str) -> bool:
    """Whether a value is long and odd enough to be looked for: no address, no code, no plain word, no error text."""
    if len(value) < LEAST or _HARMLESS.fullmatch(value) or _SAID.search(value):
        return False
    words = _NAME_WORD.findall(value.lower())
    return bool(words) and not all(word in public.COMMON for word in words)


def _followed(low: str, start: int, value: str) -> int:
    """Where in a text the echo of a value ends that begins there."""
    stop = min(len(value), len(low) - start)
    if low.startswith(value[:stop], start):
        return start + stop
    for length in range(stop):
        if low[start + length] != value[length]:
            return start + length
    return start + stop


def _is_part(low: str, start: int, end: int) -> bool:
    """Whether a word is a part of a host, an address, a path or another name."""
    return low[max(0, start - 1) : start] in tuple("-._@/\\") or (
        low[end : end + 1] in tuple("-._@/\\") and low[end + 1 : end + 2].isalnum()
    )


def _escaped(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        return chr(code) if code > 31 and not 0xD800 <= code < 0xE000 else "\n"
    return "\n" if match[2] else match[3]
