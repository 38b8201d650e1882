"""What people wrote is learned from the upload itself, and removed wherever a server echoes it.

Sample: a request says `<t:Location>Raum Falkenhorst</t:Location>`, and the answer to it `<m:MessageText>The resource
Raum Falkenhorst declined.</m:MessageText>`: the second is an error text, which is shown; the name in it is not.

The bytes of the upload are looked at while they are read, before anything parses them, so it does not matter which
document holds the content and which the echo. Nothing is removed before all is read: `Content.edits` is for the texts
of the finished analysis. In which places people write, `places.py` knows.

Memory is bounded: what was met waits as it stood, up to `_MOST_HELD` bytes, until it is known which texts are asked
about; most of it shares no word with them and is let go. Of the rest at most `MOST` values of each kind are kept, of
each its first `LONGEST` characters. What a server says of itself (MessageText, faultstring, error.message) stands under
none of the names and is never learned; a value that reads like an error is not learned either, for people do send mails
about errors.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, unquote_plus

from analyzer import lazy_re, memory
from analyzer.markup import decode, unescape
from analyzer.privacy import cells, quotes
from analyzer.privacy.asked import LEAST_OF_NO_BLANKS, NEEDLE, OF_NO_BLANKS, Asked
from analyzer.privacy.beginnings import LEAST, Beginnings
from analyzer.privacy.coded import members
from analyzer.privacy.columns import Columns
from analyzer.privacy.cut_short import CutShort
from analyzer.privacy.edits import Edit, edited, merged
from analyzer.privacy.escapes import bracketed, unescaped
from analyzer.privacy.failures import is_of_field, is_plain_failure
from analyzer.privacy.labelled import attached, is_phrase, is_written, labelled
from analyzer.privacy.places import Places
from analyzer.privacy.shared import Shared
from analyzer.privacy.sought import is_sought
from analyzer.privacy.spellings import everywhere, squeezed
from analyzer.privacy.telling import (
    ended,
    followed,
    is_one_word,
    is_part,
    is_phone,
    is_said,
    is_within,
    lower,
    respelled,
)
from analyzer.privacy.watch import stretches
from analyzer.reference.folders import FOLDERS
from analyzer.reference.vocabulary import REMOVED

MOST = 20_000
"""Values of each kind that are remembered; a dump of a mailbox has some thousand subjects."""
LONGEST = 300
"""Characters of a value that are remembered."""
_ALIKE = 20
"""Values that begin alike of which all are followed."""
_OTHER_KINDS = ("line", "said", "named", "called", "phone")
_MOST_MET = {"subject": MOST, "body": MOST, "record": 3 * MOST, **dict.fromkeys(_OTHER_KINDS, MOST)}
"""Pieces of each kind that are met, after which no more are: many a record is a number or a plain word."""
_MOST_SEEN = 50_000
_MOST_JOINED = 6
"""Lines of a text that are followed by others in one echo."""
_MUCH = 10_000
"""Pieces of content that only a large case has."""
_MOST_HELD = 16 << 20
"""Bytes of content that wait until it is known which texts are asked about; beyond, it is taken apart at once."""
_EACH = 100
"""Bytes that a value takes beside its own."""
_OVERLAP = 6_000

_NAME_OF_FILE = lazy_re.compile(r"(.{4,200})\.[A-Za-z0-9]{2,5}\Z")
_ENDING = lazy_re.compile(r"\.[A-Za-z0-9]{2,5}\Z")
_WIRE = lazy_re.compile(r" (?:>>|<<) \"(.{1,4000}?)(?:\[(?:\\r|\\n|\s)?\]){0,2}\"?\Z")
"""A line of a body in the log of a Java client."""
_BACKSLASHES = lazy_re.compile(r"\\{2,}+")
_TAG = lazy_re.compile(r"<[^<>]{0,2000}>")
_STYLE = lazy_re.compile(r"<(style|script)\b.{0,20000}?</\1>", re.IGNORECASE | re.DOTALL)
_SENTENCE = lazy_re.compile(r"(?<=[.!?])\s+")
_LABEL = lazy_re.compile(
    r"(?:\W{0,4}(?:re|aw|wg|fw|fwd|antw|subject|body|error|fehler|exception|fatal|warn(?:ing)?|info|debug)\s?:\s?){1,4}",
    re.IGNORECASE,
)
_QUOTES = " \t\"'`„“”‚‘’«»<>()[]{}"


class Content:
    """The content of one case, as far as it is telling."""

    def __init__(self, values: dict[str, list[str]] | None = None) -> None:
        self._values = values or {}
        self.counts: Counter[str] = Counter()
        """Values of each kind: many subjects of mails must not push out a record."""
        self._seen: set[int] = set()
        """Digests of what was met: dumps say the same again and again."""
        self._met: list[tuple[str, bytes]] = []
        """Content as it stood in the upload, with its kind: most of a case is echoed nowhere, and never taken apart."""
        self._pieces = dict.fromkeys(_MOST_MET, 0)
        """How many of each kind were met."""
        self._full: frozenset[str] = frozenset()
        """Kinds of which enough were met before this stretch."""
        self._held = 0
        """Bytes that this takes."""
        self._settled = 0
        """How often all of it was taken apart, and let go."""
        self.sentences: Iterable[str] = ()
        """Sentences of ours: a value of one word that stands in one of them is not searched for."""
        self.people: frozenset[str] = frozenset()
        """Names of users the case is about, in lower case: a report at standard shows them, whoever is called so."""
        self._places = Places(self._learn)
        self._asked: Asked | None = None
        """Where the texts of the report can repeat content, once they are known."""
        self._shared = Shared()
        """What the texts of the report repeat from within content, once they are known."""
        self._plain: frozenset[str] | None = None
        self._index: Beginnings | None = None
        self._cut: CutShort | None = None

    # -- learning ----------------------------------------------------------------------------------------------------

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks as they are, looked at on the way."""
        columns = Columns(self._cell)
        for chunk, stretch in stretches(chunks, _OVERLAP):
            yield chunk
            self.look(stretch)
            columns.feed(chunk)
        columns.finish()

    @property
    def stand(self) -> tuple[int, int]:
        """How far it has come: how often what was met was taken apart, and how much was met since."""
        return self._settled, len(self._met)

    def learned(self, since: tuple[int, int]) -> tuple[object, ...]:
        """What it knows by now beyond where it stood."""
        settled, met = since
        new = settled == self._settled  # else what was met before is not told apart from what came afterwards
        return {} if new else self._values, self.counts, self._seen, self._met[met:] if new else self._met, self._pieces

    def merge(self, learned: tuple[Any, ...]) -> None:
        """Know what another one has learned, too, which may have begun where this one stood."""
        values, counts, seen, met, pieces = learned
        for begin, others in values.items():
            alike = self._values.setdefault(begin, [])
            alike += [value for value in others if value not in alike][: _ALIKE - len(alike)]
        new = [(kind, data) for kind, data in met if hash(data) not in self._seen or len(self._seen) >= _MOST_SEEN]
        self._met += new
        self._held += sum(len(data) + _EACH for _, data in new)
        self._seen |= seen
        for kind, count in pieces.items():
            self._pieces[kind] = max(self._pieces[kind], count)
        self.counts |= counts
        self._index = self._cut = None
        if self._held > _MOST_HELD:
            self._settle()

    def again(self) -> Content:
        """Another one that knows the same so far, for some texts alone."""
        made = Content({begin: [*alike] for begin, alike in self._values.items()})
        made._met, made._held, made.counts = [*self._met], self._held, Counter(self.counts)
        return made

    def look_into(self, archive: bytes, most: int) -> None:
        """The same for a document that is a zip file by itself; of each member at most so many bytes."""
        for data in members(archive, most):
            self._places.look(data, packed=True)
        for rows in cells.sheets(archive, most):
            columns = Columns(self._cell)
            for row in rows:
                columns.take(row)
            columns.finish()

    def look(self, data: bytes) -> None:
        """Learn what stands in a stretch of an upload."""
        self._full = frozenset(kind for kind in _MOST_MET if self._is_full(kind))
        self._places.full = self._full
        self._places.look(data)

    def _is_full(self, kind: str) -> bool:
        return self._pieces[kind] >= _MOST_MET[kind] or self.counts[kind] >= MOST

    def _cell(self, said: str) -> None:
        self._learn("record", said.encode("utf-8", "replace"))

    def _learn(self, kind: str, data: bytes) -> None:
        if kind in self._full or len(data) < LEAST or (known := hash(data)) in self._seen or self._is_full(kind):
            return
        if len(self._seen) < _MOST_SEEN:
            self._seen.add(known)
        self._pieces[kind] += 1
        self._met.append((kind, data))
        self._held += len(data) + _EACH
        if self._held > _MOST_HELD:
            self._settle()

    def _take_apart(self, kind: str, data: bytes) -> None:
        """Learn every line and sentence of what stood there, as an error text would repeat it."""
        if self.counts[kind] >= MOST:
            return
        text = unescaped(decode(data))
        if "\\\\" in text:
            self._line(kind, _BACKSLASHES.sub(r"\\", text))
        if "%" in text:
            self._line(kind, text)  # as a URL repeats it
            text = unquote(text.replace("+", " ") if " " not in text else text, errors="replace")
        elif "+" in text and " " not in text:  # a filter that a form wrote
            self._line(kind, text.replace("+", " "))
        for _ in range(3):
            text = unescape(text)
        plain = _TAG.sub("\n", _STYLE.sub("", text)) if "<" in text else text
        if not self._is_asked(plain) and not (plain is not text and self._is_asked(text)):
            return
        broken = plain.count("</") > 1  # not one tag that a cut went through: nothing ends here, a trace may follow
        if plain is not text and not broken:
            self._tagged(kind, text)
        self._lines(kind, [line for line in plain.splitlines() if line.strip()], broken=broken)

    def _lines(self, kind: str, lines: list[str], *, broken: bool) -> None:
        """Learn each line, and several as one, as an echo has them in which each is too short to be told by itself."""
        for line in lines:
            if broken and "</" in line:
                continue
            wire = _WIRE.search(line)
            self._line(kind, line if wire is None else wire[1])
        if broken:
            return
        for number in range(min(len(lines) - 1, _MOST_JOINED if self._asked is not None else 1)):
            if not is_plain_failure(lines[number]):  # a log that somebody pasted
                self._add(kind, " ".join(" ".join(lines[number : number + _MOST_JOINED]).split()))

    def _labelled(self, data: bytes) -> None:
        """Learn what a label in a line of a log says that somebody wrote."""
        text = unescaped(decode(data))
        if self._is_asked(text):
            ways = (text, text.replace('"', "\n")) if "'" in text else (text,)  # quotes within a member of JSON
            said = [edit for way in ways for edit in quotes.marked(way) if is_written(text[edit[0] : edit[1]])]
            for start, stop, _ in merged([*labelled(text), *attached(text), *said]):
                self._take_apart("record", text[start:stop].encode("utf-8", "replace"))

    def _said(self, data: bytes) -> None:
        """Learn what a line of a log calls a subject, unless a program tells what is wrong with one."""
        if not is_of_field(unescape(unquote(unescaped(decode(data)), errors="replace"))):
            self._take_apart("subject", data)

    def _named(self, data: bytes) -> None:
        """Learn what something is called that has names of types and of mappings as well."""
        if is_written(unescape(decode(data))):
            self._take_apart("record", data)

    def _called(self, data: bytes) -> None:
        """Learn what something is called that may be somebody, whom a report may name."""
        said = unescape(unescaped(decode(data)))
        if is_phrase(_ENDING.sub("", unquote_plus(said, errors="replace") if " " not in said else said)):
            self._take_apart("record", data)

    def _phone(self, data: bytes) -> None:
        """Learn a telephone number; what else stands under such a name tells of a device."""
        said = unescape(unescaped(decode(data))).strip()
        if is_phone(said):
            self._add("record", said)

    def _tagged(self, kind: str, text: str) -> None:
        """What has tags in it may be no markup: Müller <intern>."""
        for line in bracketed(text):
            self._line(kind, line)
        if len(text) <= LONGEST:
            self._line(kind, text)
            self._line(kind, _TAG.sub(" ", text))

    def _is_asked(self, text: str) -> bool:
        """Whether the texts of the report can repeat any of it, as far as that is known."""
        if self._asked is None:
            return True
        line = " ".join(text.split())
        low = line.lower() if line.isascii() else lower(line)
        ways = (low, low.replace("\\", "\\\\")) if "\\" in low else (low,)  # as it stands, and as JSON has it
        if any(map(self._asked.may_begin_in, ways)):
            return True
        if self._asked.lines and self._asked.may_begin_in(low.replace(" ", "_")):  # short words, as a line joins them
            return True
        return not low.isascii() and any(map(self._asked.may_begin_in, respelled(low, marks=self._asked.marks)))

    def _line(self, kind: str, line: str) -> None:
        line = " ".join(line.split())
        bare = line[label.end() :] if (label := _LABEL.match(line)) is not None else line
        self._add(kind, bare)
        if self._asked is not None and not is_said(bare):
            self._share(kind, lower(bare))
        if self._asked is not None and " " in bare:  # as the name of a file says it
            self._add(kind, bare.replace(" ", "_"))
            self._add(kind, bare.replace(" ", "-"))
        if (file := _NAME_OF_FILE.match(bare)) is not None:
            self._add(kind, file[1])
        if "&" in bare:
            self._add(kind, bare.replace("&", "&amp;"))  # as markup repeats it, which is redacted as it stands
        if "'" in bare:
            self._add(kind, bare.replace("'", "''"))  # as YAML does
        if "\\" in bare:
            self._add(kind, bare.replace("\\", "\\\\"))  # as JSON does
            self._add(kind, _BACKSLASHES.sub(r"\\", bare))  # as nobody escapes it
        sentences = _SENTENCE.split(bare)
        if len(sentences) > 1:
            for sentence in sentences:
                if len(sentence.split()) > 2:
                    self._add(kind, sentence)

    def _share(self, kind: str, low: str) -> None:
        for said in (low,) if low.isascii() else (low, *respelled(low, marks=False)):
            self._shared.learn(kind, said)

    def _add(self, kind: str, value: str) -> None:
        if "removed]" in value:
            return
        value = value.strip(_QUOTES).rstrip(" .,;:!?").strip(_QUOTES)[:LONGEST]
        if "@" in value and len(value.split()) == 1:  # a mailbox, which has its own rules
            return
        self._keep(kind, value)
        if not value.isascii():
            for said in respelled(value, marks=self._asked is not None and self._asked.marks):
                self._keep(kind, said)

    def _keep(self, kind: str, value: str) -> None:
        low = lower(value)
        if self._asked is not None and not self._asked.may_hold(low):
            return
        if self.counts[kind] >= MOST or low in FOLDERS or not is_sought(kind, value):
            return
        if kind == "body" and is_plain_failure(value):  # a sentence of a mail; its subject goes whatever it says
            return
        alike = self._values.setdefault(low[: LEAST if OF_NO_BLANKS.search(low, 0, LEAST) else NEEDLE], [])
        if low not in alike and len(alike) < _ALIKE:
            alike.append(low)
            self.counts[kind] += 1
            self._index = self._cut = None

    @property
    def values(self) -> Mapping[str, Sequence[str]]:
        """All that was learned, by what is searched for, in lower case."""
        self._settle()
        return self._values

    def for_texts(self, texts: Iterable[str]) -> None:
        """Only these texts will be asked about, and no more is read: what begins nowhere in them is let go."""
        if len(self._seen) > _MUCH:
            memory.give_back()  # what reading took
        self._seen = set()
        self._asked = asked = Asked()
        for text in set(texts):
            everywhere(text, lambda said: self._ask(asked, lower(said)))
        self._settle()

    def _ask(self, asked: Asked, low: str) -> Iterable[Edit]:
        self._shared.ask(low)
        return asked.add(low)

    def _settle(self) -> None:
        self._settled += 1
        met, self._met, self._held = self._met, [], 0
        met.reverse()
        while met:  # what was taken apart is let go at once
            kind, data = met.pop()
            if kind == "line":
                self._labelled(data)
            elif kind == "said":
                self._said(data)
            elif kind == "named":
                self._named(data)
            elif kind == "called":
                self._called(data)
            elif kind == "phone":
                self._phone(data)
            else:
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
        if len(text) < LEAST_OF_NO_BLANKS:
            return []
        return everywhere(text, self._edits)

    def _edits(self, text: str) -> list[Edit]:
        found = self._learned(text)
        if self._asked is None and "_" in text:  # of values for any text there are too many to keep each so, too
            found += self._learned(text.replace("_", " "))
        if (read := squeezed(text)) is not None:
            said, back = read
            spans = ((back(start), back(stop)) for start, stop, _ in self._learned(said))
            found += [(start, stop, REMOVED + "\n" * text.count("\n", start, stop)) for start, stop in spans]
        return merged(
            [
                *found,
                *quotes.marked(text),
                *quotes.phrases(text),
                *labelled(text),
                *attached(text),
            ]
        )

    def _learned(self, text: str) -> list[Edit]:
        values = self.values
        if not values and not self._shared:
            return []
        if self._index is None:
            self._index = Beginnings(values)
        low = lower(text)
        found: list[Edit] = []
        at = begun = 0
        for stop, start in sorted((stop, start) for start, stop in self._index.places(low)):
            if (start < at and start != begun) or is_within(low, start):
                continue
            end = ended(low, stop, max(followed(low, start, value) for value in values[low[start:stop]]))
            if end < stop or (is_within(low, end) and end - start < NEEDLE):
                continue
            while is_within(low, end):
                end += 1
            if low[start:end] in self.people:
                continue
            if is_one_word(low[start:end]) and (low[start:end] in self.plain or is_part(low, start, end)):
                continue
            found.append((start, end, REMOVED + "\n" * text.count("\n", start, end)))
            at, begun = max(at, end), start
        if self._cut is None:
            self._cut = CutShort(values)
        found += (
            (start, end, REMOVED + "\n" * text.count("\n", start, end))
            for start, end in (*self._shared.stretches(text, low), *self._cut.stretches(text, low))
        )
        return merged(found)

    def with_tags(self) -> Content | None:
        """The values with what looks like a tag in them, `Müller <intern>`; None where there are none.

        Whoever rewrites a document tag by tag has to look for them before.
        """
        found = {start: told for start, of in self.values.items() if (told := [one for one in of if "<" in one])}
        return Content(found) if found else None

    def without_learned(self, text: str) -> str:
        """The text without what was learned, in any spelling; quoted names of records stay."""
        return edited(text, everywhere(text, self._learned))

    def without(self, text: str) -> str:
        """The text with `[removed]` in the place of content."""
        return edited(text, self.edits(text))
