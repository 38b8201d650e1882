"""JSON, token by token: codes and messages of an answer stay, what it holds of people goes, and so do ids.

Sample: `{"error": {"code": "ErrorAccessDenied", "message": "Access is denied.", "innerError": {"request-id": "…"}}}`.
No library parses it: it comes in pieces, may be cut anywhere, and keeps its lines.
"""

from __future__ import annotations

import json
import re

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Kind
from analyzer.privacy.pseudonyms.ids import is_of_partner
from analyzer.privacy.pseudonyms.tokens import TOKEN
from analyzer.readers import json_call
from analyzer.redacting.words import PLAIN, Words, gone, is_secret_number, is_version, lines_of
from analyzer.reference import json_names, marks, public, vocabulary
from analyzer.reference.vocabulary import REMOVED

_STRING = lazy_re.compile(r"\"(?P<text>(?:[^\"\\\n]|\\[^\n])*+)(?P<end>\"|\\?(?=\n|\Z))")
_REST = lazy_re.compile(r"(?:[^\"\\\n]|\\[^\n])*+(\"?)")
_FOLD = "\n  "
"""How a string goes on in the next line where JSON stands in quotes of YAML: the end of the line is a blank of it."""
_FOLDS = lazy_re.compile(r"\n {2,200}")
_TOKEN = lazy_re.compile(
    r"(?P<white>\s++)|(?P<mark>[{}\[\],:])|(?P<plain>-?\d[\d.eE+-]{0,40}+|true\b|false\b|null\b)"
    r"|(?P<comment>//[^\n]*+|/\*.{0,2000}?\*/)",
    re.DOTALL,
)
_VALUE = r"[{\[]\s{0,200}(?:\"|[{\[]\s{0,200}[\"{\[])"
_BEGIN = lazy_re.compile(
    rf"^[ \t\ufeff]{{0,99}}(?={_VALUE})|(?<=[\s:='])(?=\{{\s{{0,9}}\"[\w@.$-]{{1,80}}\"\s{{0,9}}:)", re.MULTILINE
)
"""A value at the start of a line, or an object behind the words of a log or in the quotes of YAML.

It is one search for all: several would look through the whole rest for what one of them finds, again behind each value.
"""
_HERE = lazy_re.compile(rf"\s{{0,200}}(?={_VALUE})")
_EDGE = lazy_re.compile(marks.FRAME_EDGE)
_IN_BRACES = lazy_re.compile(r"\s{0,200}\{\s{0,9}\"[^\"\\\n]{0,200}\"\s{0,9}[^\s:]")
"""How an error of Go begins that it prints in braces: no name of a member, which a colon follows."""
_TIME = lazy_re.compile(r"[\d\s.:,TZ+/-]{6,40}")
_IN_TIME = lazy_re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|GMT|UTC|AM|PM)\b"
)
"""Days and months in a time: `Mon, 12 Oct 2026 08:00:00 GMT`, `12/Oct/2026:08:00:00 +0000`."""
_PATH = lazy_re.compile(r"/[^\s\"'<>{}]{0,4000}+")
_HOST = lazy_re.compile(r"[\w.:\[\]-]{1,260}+")
_PARTS = {"host": "host", "hostname": "host", "path": "path", "pathname": "path"}
"""Parts of an address that Node takes apart, by what others call them: `"uri":{"hostname":"…","pathname":"/EWS"}`."""
_OUTER = ("", json_names.OUTER)
"""The names of what an event stands in: a list, or the member that Kibana has for it."""
_THROWN_IN = frozenset((*json_names.EXCEPTIONS, *json_names.CAUSES))
_OF_THROWN = frozenset((*json_names.THROWN, *json_names.REASONS, *json_names.CAUSES))
_LONGEST_TIME = 50
_ERROR = lazy_re.compile(r"\w{1,40}_(?:error|exception)(?:_?(?:message|text))?")
"""A member that says by its name that an error stands in it: `recovered_error`."""
_DEEPEST = 200
"""Levels of which the names are kept; no answer has as many."""
_NESTED = 3
"""How often JSON may stand as a text in JSON."""

_KNOWN = frozenset().union(
    json_names.SAID,
    json_names.ADDRESSES,
    json_names.WORDS,
    json_names.METHODS,
    json_names.TIMES,
)
"""Names of members of which more is kept than `[removed]`."""


def begin(text: str, at: int, stop: int, *, here: bool) -> int:
    """Where JSON begins in a stretch, at the start of a line, behind words, or right `here`; -1 where it does not."""
    if here and (found := _HERE.match(text, at, stop)) is not None:
        return found.end()
    begun = _BEGIN.search(text, at, stop)
    return begun.end() if begun is not None else -1


class JsonText:
    """One JSON value as it is being read."""

    def __init__(self, words: Words, kind: Kind, limits: Limits, depth: int = 0, *, of_events: bool = False) -> None:
        """`of_events`: it stands in a log with an object for each event, of which more is read than of an answer."""
        self.of_events = of_events
        self.words = words
        self.kind = kind
        self.limits = limits
        self.nested = depth
        self.stack: list[tuple[str, str]] = []
        """Open brackets, each with the name of the member that it is the value of."""
        self.deeper = 0
        self.key = ""
        self.is_name = False
        """The next string is the name of a member."""
        self.in_string = False
        """A string was so long that its end is not there yet: the rest of it goes."""
        self.folded = False
        """It stands in quotes of YAML, where a blank of a string may be the end of a line."""
        self.open = False
        self.broken = False
        """The value ended in something that is no JSON."""

    def start(self, *, folded: bool = False) -> None:
        """A value begins."""
        self.folded = folded
        self.stack.clear()
        self.deeper, self.key, self.is_name, self.in_string = 0, "", False, False
        self.open, self.broken = True, False

    def take(self, text: str, at: int, stop: int, out: list[str]) -> int:
        """Redact from an offset to the end of the value or of the text; returns where that is."""
        while at < stop and self.open:
            if self.in_string:
                end, closed = self._end_of_string(text, at, stop)
                self.in_string = end == stop and not closed
                out.append(lines_of(text[at:end]) + ('"' if not self.in_string else ""))
                at = end
            elif text[at] == '"':
                at = self._quoted(text, at, stop, out)
            elif text.startswith(REMOVED, at, stop):  # another turn broke off here
                at += len(REMOVED)
                out.append(REMOVED)
                self._break()
            elif (token := _TOKEN.match(text, at, stop)) is not None:
                at = token.end()
                is_secret = token["plain"] is not None and is_secret_number(self.key, token[0])
                out.append(f'"{REMOVED}"' if is_secret else token[0] if token["comment"] is None else gone(token[0]))
                if token["mark"] is not None:
                    self._mark(token["mark"])
            else:
                self._break()
        return at

    def _break(self) -> None:
        self.open, self.broken = False, True

    def _mark(self, mark: str) -> None:
        if mark in "{[":
            if len(self.stack) < _DEEPEST:
                self.stack.append((mark, self.key.lower()))
            else:
                self.deeper += 1
            self.is_name = mark == "{"
        elif mark in "}]":
            if self.deeper:
                self.deeper -= 1
            else:
                self.stack.pop()
            self.is_name = False
            self.open = bool(self.stack)
            self.key = self.stack[-1][1] if self.stack else ""
        elif mark == ",":
            self.is_name = bool(self.stack) and self.stack[-1][0] == "{" and not self.deeper
        else:
            self.is_name = False

    def _end_of_string(self, text: str, at: int, stop: int) -> tuple[int, bool]:
        """Where the rest of a string ends that begins at an offset, and whether its quote stands there."""
        while True:
            rest = _REST.match(text, at, stop)
            assert rest is not None
            if rest[1] or not (self.folded and text.startswith(_FOLD, rest.end(), stop)):
                return rest.end(), bool(rest[1])
            at = rest.end() + 1

    def _quoted(self, text: str, at: int, stop: int, out: list[str]) -> int:
        found = _STRING.match(text, at, stop)
        assert found is not None
        said, quote, end = found["text"], found["end"], found.end()
        closed = quote == '"'
        if self.folded and not closed and text.startswith(_FOLD, end, stop):
            end, closed = self._end_of_string(text, end, stop)
            said, quote = text[at + 1 : end - closed], '"' if closed else ""
        if not closed and (edge := _EDGE.search(text, at, end)) is not None:
            said, end = text[at + 1 : edge.start()], edge.start()  # it was cut, and so was its record
        elif not closed and end == stop and (end - at > self.limits.tag or "\n" in said):
            self.in_string = True
            out.append(f'"{REMOVED}{lines_of(said)}')
            return end
        if self.is_name:
            self.key = said
            names = self.words.names
            out.append(f'"{names.replace(said) if "@" in said[1:] or " " in said else names.member(said)}{quote}')
        else:
            out.append(f'"{self._shown(said)}{quote}')
        if not closed:
            self._break()
        return end

    # -- values ------------------------------------------------------------------------------------------------------

    def _shown(self, raw: str) -> str:
        if is_of_partner(self.key, raw):
            return self.words.names.id(raw)
        if is_secret_number(self.key, raw):
            return REMOVED
        if PLAIN.fullmatch(raw):
            return raw
        folds = _FOLDS.findall(raw) if self.folded else []
        line = _FOLDS.sub(" ", raw) if folds else raw
        try:
            said = json.loads(f'"{line}"', strict=False)
        except (ValueError, RecursionError):
            said = line
        key = _known_part(self.key.lower())
        is_token = TOKEN.fullmatch(str(said)) and not vocabulary.SECRETIVE.search(self.key)
        new = str(said) if is_token else self._value(key, str(said))
        return raw if new == said else json.dumps(new, ensure_ascii=False)[1:-1] + "".join(folds)

    def _value(self, key: str, said: str) -> str:
        """A string, by the name of its member and of the member around it."""
        above = self.stack[-1][1] if self.stack else ""
        if self.kind is Kind.CONFIGURATION:
            return self.words.setting(key, said)
        if is_version(key, said):
            return said
        if above in json_names.HEADERS:
            return self.words.field(key, said)
        if (asked := self._of_event(self.key.lower(), said) if self.of_events else None) is not None:
            return asked
        if above in json_names.URLS and key in _PARTS and (part := self._of_request(_PARTS[key], said)) is not None:
            return part
        if key in json_names.IDS or key in public.ID_FIELDS:
            return self.words.names.id(said)
        if vocabulary.SECRETIVE.search(key):
            return REMOVED
        if key in json_names.SAID or (key == "value" and above in json_names.SAID):
            return self._told(said)
        return self._other(key, said)

    def _other(self, key: str, said: str) -> str:
        """A string that no sentence stands in: a time, an address, a word; of all else nothing is shown."""
        if key in json_names.TIMES and len(said) < _LONGEST_TIME and _TIME.fullmatch(_IN_TIME.sub("", said)):
            return said
        if key in json_names.ADDRESSES:
            return self.words.target(said)
        if said.lstrip()[:1] in ("{", "["):  # an answer as a text, such as the `responseText` of a browser
            return self._told(said) if _is_json(said) else REMOVED
        if key in json_names.METHODS and vocabulary.PLAIN_NAME.fullmatch(said):
            return said if json_call.METHOD.fullmatch(said) else self.words.clean(said)
        return said if key in json_names.WORDS and vocabulary.PLAIN_NAME.fullmatch(said) else REMOVED

    def _of_event(self, key: str, said: str) -> str | None:
        """What the reader of such logs reads of an event; None for all else, as the data that an event is about."""
        around = [name for _, name in self.stack if name not in _OUTER]
        if vocabulary.SECRETIVE.search(key):
            return None
        if around and key in _OF_THROWN and all(name in _THROWN_IN for name in around):
            return self._told(said)
        if around and (len(around) > 1 or around[0] not in json_names.HOLDERS):
            return None
        if not around and key in json_names.MESSAGES:
            return self._told(said)
        return self._of_request(key, said)

    def _of_request(self, key: str, said: str) -> str | None:
        """What an event tells of a request: whom was asked for what, and on whose behalf."""
        if key in json_names.PATHS:
            return self.words.target(said) if _PATH.fullmatch(said) else None
        if key in json_names.HOSTS:
            return self.words.field("host", said) if _HOST.fullmatch(said) else None
        if key in json_names.LINES and (line := json_call.LINE.fullmatch(said)) is not None:
            return said.replace(line["target"], self.words.target(line["target"]), 1)
        if vocabulary.PEOPLE.fullmatch(key) or key in json_names.USERS:
            return self.words.account(said)
        return None

    def _told(self, said: str) -> str:
        """What a server says: a text, or JSON once more as a text."""
        if not _is_json(said):
            return self.words.clean(said)
        if self.nested >= _NESTED:
            return REMOVED
        inner = JsonText(self.words, self.kind, self.limits, self.nested + 1)
        inner.start()
        out = [said[: len(said) - len(said.lstrip())]]
        end = inner.take(said, len(out[0]), len(said), out)
        return "".join(out) + (REMOVED if said[end:].strip() else "")


def _known_part(key: str) -> str:
    """The name of a member; of `log.level` or `url.full`, as Elastic writes members in each other, what is known."""
    if key in _KNOWN or vocabulary.SECRETIVE.search(key):
        return key
    if _ERROR.fullmatch(key):
        return "error"
    return next((part for part in reversed(key.split(".")) if part in _KNOWN), key)


def _is_json(said: str) -> bool:
    """Whether a text is JSON from its beginning on."""
    return begin(said, 0, len(said), here=True) == len(said) - len(said.lstrip()) and _IN_BRACES.match(said) is None
