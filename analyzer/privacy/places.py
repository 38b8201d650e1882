"""Places of an upload in which people write, in its bytes: elements, members, keys, fields of a mail, bodies.

Samples: `<t:Location>Raum Falkenhorst</t:Location>`, `"Subject":"Raum Falkenhorst"`, `<add name="Notes" value="…"/>`,
`ContactCollection(LastName='Falkenhorst')`, and the same escaped, in JSON or in XML, or in base64. The names of these
places stand in `place_names.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.markup import decode
from analyzer.privacy import asked_for, coded, printed, tables
from analyzer.privacy.place_names import (
    AWAY,
    AWAY_ESCAPED,
    BARE_BODIES,
    BODIES,
    BODYTYPE,
    CARDS,
    FIELDS,
    FOREIGN_SUBJECTS,
    GOES_ON_AS_LABEL,
    HEADINGS,
    LANGUAGE,
    MAILBOX,
    NAMES,
    NOT,
    OF_GRAPH,
    OF_ITEMS,
    OF_PROGRAM,
    OF_RECORD,
    OF_SOMEBODY,
    OF_TASK,
    PARAMETERS,
    QUERIES,
    QUOTES,
    RECORDS,
    SAID_TOO,
    SUBJECTS,
    TABLES,
    TAGS,
    TYPE,
    anchors,
    is_sure,
    kind_of,
)
from analyzer.reference.folders import FOLDERS

_REACH = 64 << 10
"""Bytes of one body that are looked at."""
_BEFORE, _BEHIND = 300, 700
"""Bytes of a line before and behind a label that are told, at most."""
_LONGEST_END = 60
"""Bytes of the end tag of a body, at most."""

_LONGEST_ROW, _MOST_ROWS = 1_000, 200
_PIPES = lazy_re.compile(rb"\|{1,2}")
_LISTS = (b"Categories", b"Children", b"Companies", b"Strings>")
"""Elements of EWS around strings that people wrote."""
_PROPERTIES = (b"ExtendedProperty", b"DictionaryValue")
"""The same around values."""
_OF_NAMED = lazy_re.compile(
    rb"/(?:calendars|calendarGroups|masterCategories|\w{4,8}Folders|lists)\b(?:[^\r\n]{0,80} HTTP|\")"
)
"""A request to Graph for something that people name, or one of a batch."""
_LOGGED = lazy_re.compile(
    rb"\"@?(?:l|level|severity|log_?level|levelname|logger|loggername|error|errors|exception)\\{0,15}\"\s{0,3}:"
    rb"|ErrorCode|<error|[\"<]Rule|level=",
    re.IGNORECASE,
)
_STATUS = lazy_re.compile(rb"\"@?(?:code|statuscode|status)\\{0,15}\"\s{0,3}:", re.IGNORECASE)
_KEPT = lazy_re.compile(
    rb"\"(?:ObjectID|__metadata|@odata\.etag|ETag|UUID|ParentObjectID|[A-Z]\w{0,40}ObjectID|ID|\w{0,30}PartyID|ProcessingTypeCode"
    rb"|EntityLastChangedOn|LastChangedOn|CreationOn|LastChangeDateTime)\\{0,15}\"\s{0,3}:"
)
"""What a record of C4C has, and no line of a log; its status is one of sales: `"StatusCode":"2"`."""
_ITEM = lazy_re.compile(
    rb"(?:<|lt;)(?:\w{1,20}:)?(?:(?P<folder>\w{0,20}Folder|Mailbox|Persona?|(?:Start|End)?TimeZone\w{0,20}|\w{0,20}Property)"
    rb"|(?P<item>CalendarItem|Contact|Message|Task|Item|Rule|DistributionList|Meeting\w{1,20}|\w{0,20}Attachment|EnhancedLocation))[\s/>&]"
)
_PLAIN_TAG = lazy_re.compile(rb"<(?:\w{1,40}:)?(?P<name>\w{1,60})>", re.ASCII)
_FILE = lazy_re.compile(rb"(?:[^\"\\]|\\{1,15}(?:u[0-9a-fA-F]{4}|[\"'])){1,200}\.[A-Za-z0-9]{2,5}\s{0,5}\Z")
_PROPERTY = lazy_re.compile(rb"[A-Za-z]\w{0,60}", re.ASCII)
_OF_FORM = lazy_re.compile(rb"(?:I[Dd]|Code|Type|Status|Date|Time|On|Number|URI|Indicator)\Z")
_LETTERS = bytes(c for c in range(128) if chr(c).isalnum() or chr(c) == "_")

_ELEMENT = lazy_re.compile(
    rb"(?:\s[^<>]{0,300})?(?<!/)>(?:\s{0,200}<!\[CDATA\[)?(?P<value>[^<\]]{1,4000}(?:\](?!\]>)[^<\]]{0,400}){0,20})"
    rb"|(?:\s[^<>&]{0,300})?(?<!/)&(?P<deep>(?:amp;){0,3})gt;\s{0,200}(?:&(?:amp;){0,3}lt;!\[CDATA\[)?"
    rb"(?P<escaped>(?:[^<&]|&(?!(?P=deep)lt;)){1,4000})",
)
_MEMBER = lazy_re.compile(
    rb"(?:\\{0,15}|&)(?:[\"']|quot;|#34;)\s{0,5}:\s{0,5}"
    rb"(?:\[\s{0,99})?(?:\{[^{}]{0,120}?(?:[\"']|&#34;)(?:content|value|displayName)\\{0,15}(?:[\"']|&#34;)\s{0,5}:\s{0,5})?"
    rb"(?P<level>\\{0,15})(?P<quote>[\"']|&quot;|&#34;)(?P<value>.{1,4000}?)(?:(?<!\\)(?P=level)(?P=quote)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_NEXT = lazy_re.compile(rb"\s{0,99}+,\s{0,99}+\"(?P<value>[^\"\\\r\n]{1,1000}+)\"(?!\s{0,9}:)")
"""A further string of a list."""
_MOST_OF_LIST = 50
_OF_KEY = lazy_re.compile(
    rb"(?:=|(?:%20|\s|\+)eq(?:%20|\s|\+)|,|%2C)(?:%20|\s){0,3}(?:"
    rb"(?:'|%27)(?P<key>(?:(?!%27)[^'\r\n]|''|%27%27){1,300}?)(?:'|%27)(?!'|%27)"
    rb"|(?:\"|%22)(?P<text>(?:(?!%22)[^\"\r\n<>]){1,300})(?:\"|%22))"
)
_REACH_OF_URL, _REACH_OF_FORM = 3_000, 8_000
_OF_MAIL = lazy_re.compile(
    rb"\"(?:e?-?mail|appointment|meeting|note|invitation|item|visit|lead|opportunity|calendar_?item)\\{0,15}\"\s{0,3}:\s{0,3}\{[^{}]{0,300}\Z",
    re.IGNORECASE,
)
_OF_ATTACHED = lazy_re.compile(rb"\"attachments\\{0,15}\"\s{0,3}:\s{0,9}\[\s{0,9}\{[^{}]{0,200}\Z")
_RESULT = lazy_re.compile(rb"\"d\"\s{0,5}:\s{0,5}\{\s{0,20}\"\Z")
_OF_FOLDER = lazy_re.compile(rb"\"(?:parentFolderId|childFolderCount|totalItemCount)\"")
_OF_FUNCTION = lazy_re.compile(
    rb"(?:%20|\s){0,3}(?:[\w/]{1,80}(?:,|%2C)(?:%20|\s){0,3})?(?:'|%27)(?P<key>(?:(?!%27)[^'\r\n<>]|''|%27%27){1,300}?)(?:'|%27)(?!'|%27)"
)
"""`startswith(Name,'…')`, `substringof('…',Name)`; `LeadCollection('…')` of a record that is named by words."""
_UNQUOTED = lazy_re.compile(rb"(?:=|%3D)\"?(?P<value>[^&\s\"'<>]{4,600})")
_ID = lazy_re.compile(
    rb"(?![^\s%+]{0,300}\.[A-Za-z]{2,5}\Z)(?!(?:-?[A-Z\x80-\xff][a-z\x80-\xff]{3,40}+){1,4}+\Z)[^\s%+]*+"
)
"""The key of a record that is no words, not the name of a file and not one that somebody bears: `Steinadler`."""
_ATTRIBUTE = lazy_re.compile(
    rb"[\"'](?:\s{0,3},\s{0,99}[\"']value[\"']\s{0,3}:\s{0,3}(?:\"(?P<member>(?:[^\"\\<>]|\\.){1,1000})|'(?P<key>[^\"'<>]{1,1000}))"
    rb"|(?:\s[^<>]{0,200}?)?\s?(?:[Vv]al(?:ue)?\s{0,3}=\s{0,3}[\"'](?P<value>[^\"'<>]{1,1000})|>(?P<text>[^<]{1,4000})))"
)
_CONSTANT = lazy_re.compile(
    rb"\sValue\s{0,3}=\s{0,3}(?:\"(?P<value>[^\"<>]{1,1000})|'(?P<text>[^'<>]{1,1000})"
    rb"|\\{1,15}\"(?P<member>[^\"<>\\]{1,1000})|&(?:amp;){0,2}quot;(?P<escaped>[^\"<>&]{1,1000}))",
    re.IGNORECASE,
)
_NAMING = lazy_re.compile(rb"\s(?:Name|Title|Item|Object|Record|Caption|Label)=\"(?P<value>[^\"<>]{4,1000})\"")
_IN_LANGUAGE = lazy_re.compile(rb"[^\"<>]{0,10}\"[^<>]{0,100}>(?P<value>[^<]{4,4000})")
_REACH_OF_TAG = 3_000
_QUOTED_ENDS = (*QUOTES, "\\")
_QUOTE_SIGNS = (b"", b'"', b"'", b"`", b"\x1b")
_MAIL_FIELD = lazy_re.compile(rb":[ \t]{1,5}(?P<value>[^\r\n]{1,300})")
_FOREIGN_FIELD = lazy_re.compile(rb"[ \t]{0,5}(?P<value>[^\r\n]{1,300})")
_GOES_ON = lazy_re.compile(rb"\r?\n[ \t]{1,5}(?!at )(?P<value>[^\s][^\r\n]{0,300})")
"""The next line of a field of a mail."""
_MOST_LINES = 6
_FOLD = lazy_re.compile(rb"\r?\n[ \t](?P<value>[^\r\n]{0,300})")
_REPLY = lazy_re.compile(
    rb"\s{0,99}(?:<(?:\w{1,20}:)?Message(?:\s[^<>]{0,99})?>(?P<value>[^<]{1,4000})"
    rb"|&lt;(?:\w{1,20}:)?Message&gt;(?P<escaped>[^<&]{1,4000}))"
)
_FILENAME = lazy_re.compile(rb"\"(?P<text>[^\"\r\n]{4,200})|(?P<value>[^\"\r\n;]{4,200})")
_NAMED_FILE = lazy_re.compile(rb"\"?(?P<value>[^\"\r\n;:]{4,200})")
_ICS = lazy_re.compile(rb"(?:;[^:\r\n]{1,200})?:(?P<value>\S[^\r\n]{0,300})")
"""`SUMMARY:Raum Falkenhorst`, `SUMMARY;LANGUAGE=de:…`, a field of an invitation or a card.

Its first letter alone may stand before it goes on in the next line: programs fold at any length.
"""
_SAID = lazy_re.compile(
    rb":?\s{0,2}(?:(?<=:\s)|(?<=:)|=)\s{0,2}(?P<value>[^\s=][^\r\n]{3,300}?)"
    rb"(?=,\s\w{2,30}\s?=|\s?[}\]]|\s{0,9}[\r\n]|\s{0,9}\Z)"
)
"""`Subject: Raum Falkenhorst`, `Subject = Raum Falkenhorst, …` in a line of a log."""
_GIVEN = lazy_re.compile(rb"=\\?[\"']?(?P<value>[^\"'\r\n<>;=|\\]{6,300})")
"""`item_name=Reise zu Tarnwald;`"""
_FORM = lazy_re.compile(rb"=(?P<value>[^&\s\"'<>;,()]{1,300}(?:%20|\+|%[C-Fc-f][\da-fA-F]%)[^&\s\"'<>;,()]{1,300})")
"""A field of a form, of several words, or in letters that are not ASCII."""
_BODY = lazy_re.compile(rb"[^<>]{1,100}?(?:>|&(?:amp;){0,3}gt;)", re.IGNORECASE)
_EMPTY = lazy_re.compile(rb"/(?:>|&(?:amp;){0,3}gt;)\Z")
"""How the tag of an element ends that holds nothing: `<t:Body BodyType="Text"/>`."""
_BODY_END = lazy_re.compile(
    rb"(?:<|&(?:amp;){0,3}lt;)/(?:\w{1,20}:)?(?:%s)?Body\s?(?:>|&)" % BODIES.encode(), re.IGNORECASE
)

_MASKING = (b'"', b"'")
_NO_NAMES = (AWAY, *BARE_BODIES)
"""Words that end in what ends a tag, and are looked at as they stand."""
_OF_ERROR = lazy_re.compile(
    rb"err[eo]|fehler|warn|fatal|exception|fault|severe|fail|critical|denied|status|code|result", re.IGNORECASE
)
"""In a line of which a server may have said the text."""
_APART = (b">", b" ", b"\n", b"\t")
_IN_ADDRESS = lazy_re.compile(rb"://[^\s<>\"']{0,97}\Z")
"""Before what somebody masked: `https://<company>.onmicrosoft.com/autodiscover`."""
_PLAIN_END = lazy_re.compile(rb"</(?:\w{1,20}:)?(?:%s)?Body>" % BODIES.encode(), re.IGNORECASE)


class _Tag(Struct, frozen=True):
    """What the name of an element says of its text."""

    name: str
    kind: str
    """Empty where it holds nothing that people wrote."""
    sure: bool
    """Whether it does so wherever it stands."""


@lru_cache(maxsize=4096)
def _told(name: str) -> _Tag:
    sure = is_sure(name)
    if not sure and (sure is None or name not in OF_ITEMS):
        return _Tag(name, "", sure=False)
    return _Tag(name, kind_of(name), sure=sure)


@lru_cache(maxsize=4096)
def _tag(source: bytes) -> _Tag | None:
    """A whole tag without attributes, which most tags are, or an end tag that is not ended yet; None for all else."""
    if source.startswith(b"</") and b">" not in source[:-1]:
        return _Tag("", "", sure=False)
    found = _PLAIN_TAG.fullmatch(source)
    return _told(found["name"].decode("ascii")) if found is not None else None


class Places(Struct):
    """Looks through stretches of an upload, and tells what stands in such places, with its kind."""

    learn: Callable[[str, bytes], None]
    full: frozenset[str] = frozenset()
    """Kinds that are no longer asked for."""
    _endless: int = 0
    """No body ends before this place of the stretch."""
    _lined: int = 0
    """Up to here lines with labels were told."""
    _tabled: int = 0
    """Up to here rows of tables were."""
    _queried: int = 0
    """Up to here the values of queries were."""
    _sent: int = 0
    """Up to here those of forms were."""
    _asked: int = 0
    """Up to here URLs of Graph were."""
    _mails: coded.Written = field(default_factory=coded.Written)

    def look(self, data: bytes, *, packed: bool = False) -> None:
        """Tell what stands in a stretch of an upload, in bodies that captures write as base64, or keep packed, too."""
        if self._look(data):
            for found in coded.stretches(data):
                self._look(found)
            for mail in coded.mails(data):
                self._look(b"\n" + mail)
                self._bodies(coded.body(mail), *coded.texts(mail))
            self._bodies(*coded.texts(data))
        for found in coded.compressed(data) if packed else ():
            self._look(found)

    def _bodies(self, *texts: bytes) -> None:
        for text in texts:
            self.learn("body", text)

    def _look(self, data: bytes) -> bool:
        """The same without what is coded; whether it names such, or something looks so."""
        is_coded = False
        behind = self._endless = self._lined = self._tabled = self._queried = self._sent = self._asked = 0
        self._mails = coded.Written()
        places, index = anchors(self.full)
        for number, start, stop in index.places(data):
            if number < BODYTYPE:
                is_coded = True
                continue
            word, end, is_label = places[number]
            if start < behind or (is_label and self._label(data, start, stop, word, end)):
                continue
            if number == BODYTYPE:
                behind = self._body(data, stop)
                continue
            opening = data.rfind(b"<", start - 40 if start > 40 else 0, start)
            tag = _tag(data[opening:stop]) if opening >= 0 and word not in _NO_NAMES else None
            if tag is not None:
                # Half of all are end tags, and nine of ten names are those of senders and recipients.
                of_sender = not tag.sure and data[opening - len(MAILBOX) : opening].lower() == MAILBOX
                if tag.kind and not of_sender and not _is_masked(data, opening):
                    behind = max(behind, self._tagged(data, opening, stop, tag))
                continue
            if _tells_nothing(data, start):
                continue
            if end:
                behind = max(behind, self._named(data, start, stop - len(end), end))
            else:
                behind = max(behind, self._other(word, data, start, stop))
        return is_coded

    def _label(self, data: bytes, start: int, stop: int, word: str, end: str) -> bool:
        """Tell the line, or what is near in a long one, in which a label stands; whether the word is nothing else."""
        if end == " " and GOES_ON_AS_LABEL.match(data, stop) is None:
            return False
        if word in SAID_TOO and end != ":" and b"<" in data[max(0, start - _BEFORE) : start].rpartition(b"\n")[2]:
            return word not in NAMES
        if word in HEADINGS:
            first = data[stop : stop + 2].strip()[:1]
            if not data[start : start + 1].isupper() or first in _QUOTE_SIGNS:
                return word not in NAMES
        if end == ":" and word not in SAID_TOO and (block := printed.BLOCK.match(data, stop)) is not None:
            self._block(data, block)
        if stop > self._lined and "line" not in self.full:
            begin = max(self._lined, data.rfind(b"\n", max(0, start - _BEFORE), start) + 1, start - _BEFORE)
            closed = data.find(b"\n", stop, stop + _BEHIND)
            last = closed if closed >= 0 else min(len(data), stop + _BEHIND)
            if word in SAID_TOO and _OF_ERROR.search(data, begin, last) is not None:  # `Text:` of what has failed
                return word not in NAMES
            self._lined = last
            self.learn("line", data[begin:last])
        return word not in NAMES

    def _block(self, data: bytes, found: re.Match[bytes]) -> None:
        """Tell the lines below a name of YAML that begin as far in as the first of them."""
        said, indent, at = [found["value"]], found["indent"], found.end()
        while len(said) < _MOST_OF_LIST and (more := printed.BLOCK_LINE.match(data, at)) is not None:
            if not more["indent"].startswith(indent):
                break
            said.append(more["value"])
            at = more.end()
        self.learn("body", b"\n".join(said))

    def _other(self, word: str, data: bytes, start: int, stop: int) -> int:
        """What another sign tells of; where that ends."""
        if word in (AWAY, AWAY_ESCAPED):
            return self._value("body", _REPLY.match(data, stop, stop + 4_400))
        if word in BARE_BODIES:
            return self._text_of_body(data, stop)
        if word in TABLES:
            return self._below(data, start, stop)
        if (told := self._several(word, data, start, stop)) is not None:
            return told
        if word in FIELDS or word in FOREIGN_SUBJECTS:
            return self._foreign(data, start, stop, is_field=word in FIELDS)
        if word in ("; name=", ";filename="):
            named = _NAMED_FILE.match(data, stop)
            return self._value("record", named) if named is not None and _is_file(named["value"]) else stop
        if word.startswith("attachment; filename"):
            way = printed.FILENAME if word.endswith("*=") else _FILENAME
            return self._value("record", way.match(data, stop))
        if word == "constant value":
            return self._value("record", _CONSTANT.match(data, start + len("constant")))
        if word in ("<d:", "&lt;d:"):
            return self._property(data, stop)
        found = _OF_FUNCTION.match(data, stop)
        is_id = found is not None and word.startswith("collection") and _ID.fullmatch(found["key"]) is not None
        return stop if is_id else self._value("record", found)

    def _several(self, word: str, data: bytes, start: int, stop: int) -> int | None:
        """What a sign tells of that stands before several values; None where it is another sign."""
        if word in tables.RULES or word == tables.HEAD:
            return self._table(data, start, stop)
        if word in QUERIES:
            return self._query(data, stop)
        if word == PARAMETERS:
            return self._parameters(data, stop)
        if word in RECORDS:
            for named in _NAMING.finditer(data, stop - 1, max(stop, data.find(b">", stop, stop + _REACH_OF_TAG))):
                self.learn("named", named["value"])
            return stop
        if word == LANGUAGE:
            return self._value("named", _IN_LANGUAGE.match(data, stop))
        if word in CARDS:
            return self._card(data, start, stop)
        if word in TAGS:
            begin = stop - (4 if word.endswith("&gt;") else 1)
            return self._value("called" if word in OF_SOMEBODY else "record", _ELEMENT.match(data, begin, stop + 4_400))
        return self._addressed(data, stop) if word in OF_GRAPH else None

    def _addressed(self, data: bytes, stop: int) -> int:
        """What the rest of a URL of Graph asks for; another sign in it begins no other."""
        if stop >= self._asked:
            self._asked, asked = asked_for.of_graph(data, stop)
            for said in asked:
                self.learn("called", said)
        return stop

    def _table(self, data: bytes, start: int, stop: int) -> int:
        """What stands below the heads of a table in which people write."""
        if start < self._tabled:
            return stop
        if data[start : start + 1] == b"<":
            cells, self._tabled = tables.of_html(data, start)
        else:
            cells, self._tabled = tables.ruled(data, start)
        for cell in cells:
            self.learn("record", cell)
        return stop

    def _query(self, data: bytes, stop: int) -> int:
        """What stands in quotes in the rest of a URL of OData: the key of a record, what a filter asks for."""
        if stop < self._queried:
            return stop
        end = data.find(b"\n", stop, stop + _REACH_OF_URL)
        self._queried = end if end >= 0 else stop + _REACH_OF_URL // 2  # what another sign reaches, it reads itself
        for found in asked_for.KEY.finditer(data, stop, end if end >= 0 else stop + _REACH_OF_URL):
            if _ID.fullmatch(found["key"]) is None:
                self._value("record", found)
        return stop

    def _parameters(self, data: bytes, stop: int) -> int:
        """The fields of a form that a browser sent: what is of one word may be anything."""
        if stop < self._sent or not data[stop : stop + _LONGEST_END].lstrip(b" \r\n\t:").startswith(b"["):
            return stop
        end = data.find(b"]", stop, stop + _REACH_OF_FORM)
        self._sent = end if end >= 0 else stop + _REACH_OF_FORM // 2
        for found in printed.PAIR.finditer(data, stop, stop + _REACH_OF_FORM):
            if 0 <= end < found.start():
                break
            if any(sign in found["value"] for sign in (b" ", b"+", b"%20")):
                self._value("record", found)
        return stop

    def _card(self, data: bytes, start: int, stop: int) -> int:
        """A field of a visiting card, which may have several parts: `ORG:Nordwind;Werk Süd`."""
        if data[start + 1 : start + 2].islower():
            return stop
        found = _ICS.match(data, stop - 1)
        for part in found["value"].split(b";") if found is not None else ():
            self.learn("record", part)
        return self._folded("record", data, found) or stop

    def _below(self, data: bytes, start: int, stop: int) -> int:
        """What stands below a head of a table that somebody pasted, in the rows that follow, as long as they fit it."""
        if start < self._tabled:  # a row of a table that was read
            return stop
        begin = data.rfind(b"\n", max(0, start - _LONGEST_ROW), start) + 1
        if begin == 0 and start > _LONGEST_ROW:  # a line longer than a row
            return stop
        head = data[begin : begin + _LONGEST_ROW].partition(b"\n")[0]
        column, many = len(_cells(data[begin:stop])) - 1, len(_cells(head))
        self._tabled = begin + len(head) + 1
        if column >= many:
            return stop
        for _ in range(_MOST_ROWS if many > 1 else 0):
            end = data.find(b"\n", self._tabled, self._tabled + _LONGEST_ROW)
            cells = _cells(data[self._tabled : end if end >= 0 else self._tabled + _LONGEST_ROW])
            if len(cells) != many:
                break
            if b" " not in (cell := cells[column].strip()):  # a password is one word, `not required` is none
                self.learn("record", cell)
            if end < 0:
                break
            self._tabled = end + 1
        return stop

    def _tagged(self, data: bytes, start: int, stop: int, tag: _Tag) -> int:
        """The text of an element whose start tag has no attributes; where it ends."""
        end = data.find(b"<", stop, stop + 4_001)
        value = data[stop:end]
        if end <= stop or b"]" in value or data.startswith(b"<!", end):  # CDATA, or very long
            return self._element(data, start, stop - 1, tag)
        if tag.sure or self._is_of_item(data, start, tag.name, value):
            self.learn(tag.kind, value)
            if tag.sure and not value.isspace() and not data.startswith(b"</", end):  # markup that nobody escaped
                closed = data.find(b"</", end, stop + 4_001)
                if closed > 0 and tag.name.encode() in data[closed : closed + _LONGEST_END].partition(b">")[0]:
                    self.learn(tag.kind, data[stop:closed])
            return _behind_tag(data, end)
        return stop

    def _body(self, data: bytes, at: int) -> int:
        if "body" in self.full:  # what is no longer learned ends where the next tag begins, or soon
            return max(at, data.find(b"<", at, at + _REACH))
        opened = _BODY.match(data, at)
        if opened is None:
            return at
        if _EMPTY.search(opened[0]) is not None:  # what follows is no part of it
            return opened.end()
        return self._text_of_body(data, opened.end())

    def _text_of_body(self, data: bytes, begin: int) -> int:
        """What stands behind the tag of a body; where that ends."""
        if "body" in self.full:
            return max(begin, data.find(b"<", begin, begin + _REACH))
        end = data.find(b"<", begin, begin + _REACH)
        if end > 0 and data[begin - 1 : begin] == b">" and _PLAIN_END.match(data, end) is not None:  # nine of ten
            self.learn("body", data[begin:end])
            return _behind_tag(data, end)
        closed = _BODY_END.search(data, max(begin, self._endless), begin + _REACH)
        if closed is None:
            self._endless = begin + _REACH - _LONGEST_END
        stop = closed.start() if closed is not None else min(len(data), begin + 4_000)
        self.learn("body", data[begin:stop])
        return stop

    def _property(self, data: bytes, at: int) -> int:
        name = _PROPERTY.match(data, at)
        if name is None or NOT.fullmatch(name[0].decode("ascii")) or _OF_FORM.search(name[0]):
            return at
        return self._value("record", _ELEMENT.match(data, name.end(), name.end() + 4_400))

    def _named(self, data: bytes, start: int, stop: int, end: str) -> int:
        """What a word is the name of; where that ends."""
        piece = data[max(0, start - 40) : stop]
        before = piece.rstrip(_LETTERS)
        name = piece[len(before) :].decode("ascii")
        if end in (":", ";"):
            return self._field(data, stop, name, before)
        if end == "]":
            return self._value("subject", printed.ARRAY.match(data, stop) or printed.OBJECT.match(data, stop))
        sure = is_sure(name)
        if sure is None:
            return self._unlisted(data, stop, name, end)
        edge = (before[:-1].rstrip(_LETTERS) if before[-1:] == b":" else before)[-1:]
        if edge in (b"<", b";") and end in (">", "&gt;", "&amp;", " "):
            if end == " " and name.endswith("Body"):  # its BodyType follows
                return stop
            return self._element(data, start, stop, _told(name))
        if edge == b"/":
            return stop
        kind = kind_of(name)
        if end in ("=", " ", "%", ",", "+"):
            self._given(data, stop, name)
            return self._of_query(data, start, stop, kind, sure=sure, before=before[-1:])
        found = _MEMBER.match(data, stop, stop + 4_400)
        if found is not None:
            if not sure and not self._is_record(data, start, found, name):
                return self._called(name, found, stop)
            behind = self._value(kind, found)
            return self._others(kind, data, behind) if b"[" in data[stop : found.start("value")] else behind
        return self._quoted(data, start, stop, kind, name) if sure and end in (*_QUOTED_ENDS, "&quot;") else stop

    def _unlisted(self, data: bytes, stop: int, name: str, end: str) -> int:
        """What has a name that no list has, but the end of one: `"AdditionalName":"…"`, `item_name=…`."""
        if end == "=":
            return self._given(data, stop, name)
        is_member = end in _QUOTED_ENDS and OF_PROGRAM.search(name) is None and NOT.fullmatch(name) is None
        if is_member and (found := _MEMBER.match(data, stop, stop + 4_400)) is not None:
            self.learn("called", found["value"])
        return stop

    def _given(self, data: bytes, stop: int, name: str) -> int:
        """What a line of a log says that a record is called."""
        if OF_RECORD.fullmatch(name) is not None and (found := _GIVEN.match(data, stop)) is not None:
            self.learn("called", found["value"])
        return stop

    def _called(self, name: str, found: re.Match[bytes], stop: int) -> int:
        """What something is called that may be a folder or somebody."""
        if name in ("displayName", "name"):
            self.learn("called", found["value"])
        return stop

    def _others(self, kind: str, data: bytes, end: int) -> int:
        """The further strings of a list, behind its first one; where the last of them ends."""
        for _ in range(_MOST_OF_LIST):
            if (found := _NEXT.match(data, end)) is None:
                break
            end = self._value(kind, found)
        return end

    def _quoted(self, data: bytes, start: int, stop: int, kind: str, name: str) -> int:
        """What a name in quotes is the name of, beside a member of JSON."""
        if kind == "phone":
            return self._value(kind, printed.OF_ENTRY.match(data, stop)) or stop
        before = data[max(0, start - len(name) - 20) : start]
        if before.lower().endswith(b"thread-"):
            before = before[: -len(b"thread-")]
        if before.rstrip(b"\\\"'=: ").lower().endswith(b"name") and before[-1:] in (b'"', b"'"):
            found = _ATTRIBUTE.match(data, stop, stop + 4_400)
            if found is None:
                found = printed.OF_PART.match(data, stop, stop + 1_400) or printed.OF_ESCAPED_PART.match(data, stop)
            return self._value(kind, found)
        return self._value(kind, printed.OBJECT.match(data, stop)) or stop

    def _field(self, data: bytes, stop: int, name: str, before: bytes) -> int:
        """The field of a mail or of an invitation, or what a line of a log says of a subject."""
        if before[-1:] == b"\\" and name[1:].lower() in SUBJECTS:  # the n of a line end
            return self._value("subject", printed.ESCAPED_FIELD.match(data, stop))
        if name.lower() in SUBJECTS:
            if before[-1:] in (b"\n", b""):
                self._below_head(data, stop)
                return self._mailed(data, _MAIL_FIELD.match(data, stop))
            if name[0].isupper() and before[-1:] == b" ":
                return self._value("said", _SAID.match(data, stop)) or stop
            return self._value("subject", printed.OBJECT.match(data, stop)) or stop
        is_field = (
            name in ("SUMMARY", "LOCATION", "DESCRIPTION", "COMMENT", "NOTE", "CATEGORIES") and before[-1:] == b"\n"
        )
        if is_field or (name == "DESC" and before.endswith(b"X-ALT-")) or name == "LOCATIONDISPLAYNAME":
            return self._folded("record", data, _ICS.match(data, stop))
        return stop

    def _foreign(self, data: bytes, start: int, stop: int, *, is_field: bool) -> int:
        """A field of a mail in letters that are not ASCII, or one beside its subject."""
        begins = is_field or data[start - 1 : start] in (b"", b"\n")
        if begins and not is_field:
            self._below_head(data, stop)
        return self._mailed(data, _FOREIGN_FIELD.match(data, stop), "subject" if begins else "said")

    def _below_head(self, data: bytes, stop: int) -> None:
        """The text of a mail, below the head in which its subject stands."""
        for text in self._mails.below(data, stop) if "body" not in self.full else ():
            self.learn("body", text)

    def _folded(self, kind: str, data: bytes, found: re.Match[bytes] | None) -> int:
        """A field that may go on in further lines, each behind a blank, which is no part of it."""
        if found is None:
            return 0
        said, at = [found["value"].rstrip(b"\r")], found.end()
        while len(said) < _MOST_LINES and (more := _FOLD.match(data, at)) is not None:
            said.append(more["value"].rstrip(b"\r"))
            at = more.end()
        if len(said) > 1:
            whole = b"".join(said)
            self.learn(kind, whole)
            self.learn(kind, whole.replace(b"\\,", b",").replace(b"\\;", b";"))
        return self._value(kind, found)

    def _mailed(self, data: bytes, found: re.Match[bytes] | None, kind: str = "subject") -> int:
        """The subject of a mail, which may go on in further lines."""
        said = [found["value"]] if found is not None else []
        at = found.end() if found is not None else 0
        while 0 < len(said) < _MOST_LINES and (more := _GOES_ON.match(data, at)) is not None:
            said.append(more["value"].lstrip())
            at = more.end()
        if len(said) > 1:
            self.learn(kind, b" ".join(said))
        return self._value(kind, found)

    def _of_query(self, data: bytes, start: int, stop: int, kind: str, *, sure: bool, before: bytes) -> int:
        """The value of a key or a filter of OData, `Name eq '…'`, or what is searched for."""
        found = _OF_KEY.match(data, stop)
        if data[stop - 7 : stop].lower() in (b"$search", b"?search", b"&search"):
            whole = _UNQUOTED.match(data, stop)
            if found is None or (whole is not None and whole.end() > found.end()):  # a part of it stands in quotes
                found = whole
        form = _FORM.match(data, stop) if sure else None
        if form is not None and (found is None or form.end() > found.end()):  # of which a part stands in quotes
            found = form
        if found is None and sure and kind == "subject":
            if data[start : start + 1].isupper() and (found := _SAID.match(data, stop)) is not None:
                return self._value("said", found)
            found = printed.OBJECT.match(data, stop)
            if found is None and data[start - 1 : start] in (b"[", b"{", b"("):
                return self._value("said", _SAID.match(data, stop)) or stop
        of_filter = found is not None and found[0].lstrip(b" +%20").startswith(b"eq")
        if found is None and sure:
            found = printed.SET.match(data, stop)
        of_key = (
            found is not None and before in (b"(", b"?", b"&", b",", b"{") and data[stop : stop + 2] in (b"='", b"=%")
        )
        return self._value(kind, found) if sure or of_filter or of_key else stop

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
        if name == "title":
            return b"<entry" in data[max(0, start - 600) : start]
        if name in ("Value", "String"):
            near = data[max(0, start - 300) : start]
            return any(word in near for word in (_LISTS if name == "String" else _PROPERTIES))
        if b"." in value[-12:] and _is_file(value):
            return True
        opening = data.rfind(b"<", max(0, start - 40), start)
        before = data[opening:start].rstrip() if opening >= 0 else b""
        if before.endswith(b"Mailbox>") and not before.startswith(b"</"):
            return False
        last = None
        for one in _ITEM.finditer(data, max(0, start - 600), start):
            last = one if one["folder"] is not None or one["item"] is not None else last
        if last is None or last["folder"] is None:
            return last is not None
        said = value.strip().decode("utf-8", "replace").lower()
        return name == "DisplayName" and last["folder"].endswith(b"Folder") and said not in FOLDERS

    @staticmethod
    def _is_record(data: bytes, start: int, found: re.Match[bytes], name: str) -> bool:
        """Whether a member with the name of a doubtful one is of a record: no log, no error, no header field."""
        if name in ("Value", "String", OF_TASK):
            return False
        if name == "value":  # of an extended property of Graph, or all that a function of OData answers
            is_result = _RESULT.search(data, max(0, start - 60), start) is not None
            return is_result or b'"String ' in data[max(0, start - 200) : start]
        if name == "text":
            return _OF_MAIL.search(data, max(0, start - 400), start - 1) is not None
        if name in ("name", "DisplayName", "displayName"):
            return (
                name == "DisplayName"
                or _is_file(found["value"])
                or _is_of_folder(data, found)
                or _OF_ATTACHED.search(data, max(0, start - 300), start) is not None
                or _OF_NAMED.search(data, max(0, start - 400), start) is not None
            )
        before, after = data[max(0, start - 300) : start], data[found.end() : found.end() + 300]
        near = before[before.rfind(b"{") + 1 :] + after.partition(b"}")[0]
        if _LOGGED.search(near) is not None:
            return False
        return _STATUS.search(near) is None or _KEPT.search(near) is not None

    def _value(self, kind: str, found: re.Match[bytes] | None) -> int:
        if found is None:
            return 0
        said = next((value for value in found.groupdict().items() if value[0] in _GROUPS and value[1]), None)
        if said is not None:
            self.learn(kind, said[1])
            if (
                said[0] in ("key", "text", "value")
                and (plain := said[1].replace(b"%27%27", b"'").replace(b"''", b"'")) != said[1]
            ):
                self.learn(kind, plain)
            if b"\\," in said[1] or b"\\;" in said[1]:  # as invitations and cards write them
                self.learn(kind, said[1].replace(b"\\,", b",").replace(b"\\;", b";"))
        return found.end()


def _is_of_folder(data: bytes, found: re.Match[bytes]) -> bool:
    """Whether a name is that of a folder somebody made, by what Graph tells behind it."""
    near = data[found.end() : found.end() + 300].partition(b"}")[0]
    return _OF_FOLDER.search(near) is not None and decode(found["value"]).lower() not in FOLDERS


def _is_masked(data: bytes, at: int) -> bool:
    """Whether a tag stands for what somebody masked: `https://<company>.onmicrosoft.com`, `"<FOLDER_NAME>"`."""
    quote = data[at - 1 : at]
    if quote in _MASKING and data.startswith(quote, data.find(b">", at, at + _LONGEST_END) + 1):
        return True
    return data[at - 1 : at] not in _APART and _IN_ADDRESS.search(data, max(0, at - 100), at) is not None


def _cells(row: bytes) -> list[bytes]:
    """The cells of a row that lines of `|` divide; a head may have them twice."""
    return _PIPES.split(row.strip(b" \t\r>|"))


def _tells_nothing(data: bytes, start: int) -> bool:
    """Whether the word that begins here is the name of an end tag, or the type of a body."""
    if data[start - 1 : start] == b"/":
        return data[max(0, start - 5) : start - 1].endswith((b"<", b"&lt;"))
    return data[max(0, start - len(TYPE)) : start].lower() == TYPE


def _is_file(value: bytes) -> bool:
    """Whether a value is the name of a file, and no path or address."""
    path = b"/" in value and (b"//" in value or b" " not in value)
    return not path and _FILE.fullmatch(value) is not None


def _behind_tag(data: bytes, at: int) -> int:
    """Behind an end tag that begins here: the words of its name are those of the start tag."""
    end = data.find(b">", at, at + _LONGEST_END) if data.startswith(b"</", at) else -1
    return end + 1 if end >= 0 else at


_GROUPS = ("value", "escaped", "text", "key", "member")
