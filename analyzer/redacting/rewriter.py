"""Rewrites the text of a document: what was said stays, who said it becomes a token, what is secret or private goes.

It looks at tags, whatever their escaping, and decides by the element in which a text stands (`envelopes.py`); what is
no markup is read as JSON (`json_text.py`), as a page (`pages.py`) or by lines (`free_text.py`). Lines are never joined
or split, so a place in the redacted document is the same place in the original.
"""

from __future__ import annotations

import re

from msgspec import Struct

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Kind
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.redacting import json_text
from analyzer.redacting.attributes import Attributes, are_attributes
from analyzer.redacting.envelopes import HEAD, in_element, in_envelope, is_content
from analyzer.redacting.free_text import FIELD_LINE, FreeText
from analyzer.redacting.pages import redacted_page
from analyzer.redacting.words import Words, gone, is_blank, lines_of
from analyzer.reference import marks, vocabulary
from analyzer.reference.vocabulary import REMOVED

_TOKEN = lazy_re.compile(
    r"<(?P<close>/?)(?:[A-Za-z_][\w.-]{0,99}+:)?(?P<name>[A-Za-z_][\w.-]{0,99}+)"
    r"(?P<attributes>(?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+')*+)>"
    r"|&(?P<level>(?:amp;){0,3}+)lt;(?P<close1>/?)(?:[A-Za-z_][\w.-]{0,99}+:)?(?P<name1>[A-Za-z_][\w.-]{0,99}+)"
    r"(?P<attributes1>(?:[^<>&]++|&(?!(?:amp;){0,3}[lg]t;))*+)&(?P=level)gt;"
    r"|(?P<comment><!--)|(?P<mark><!\[CDATA\[|\]\]>|<\?[^<>]{0,2000}?\?>)|(?P<doctype><!DOCTYPE[^<>\[]{0,2000}>)",
    re.IGNORECASE,
)
_OPENING = lazy_re.compile(r"(?:<|&(?:amp;){0,3}lt;)([\w.:-]+)")
_END_TAG = lazy_re.compile(r"</[\w.:-]++>")
_FRAMES = vocabulary.lower(vocabulary.FRAMES)
_PAGE_END = lazy_re.compile(marks.PAGE_END, re.IGNORECASE | re.MULTILINE)
_CONTENT_END = lazy_re.compile(marks.CONTENT_END, re.MULTILINE)
_LITERAL = lazy_re.compile(r"\b(?:b|responseText: )(?P<quote>['\"])(?:<\?xml[^<>\n]{0,150}\?>(?:\\[nr])*+)?\Z")
_DECLARATION = lazy_re.compile(
    r"<\?xml(?:\s{1,9}(?:version|encoding|standalone)\s{0,3}=\s{0,3}[\"'][\w.:-]{1,40}[\"']){0,3}\s{0,9}\?>"
    r"|<\?removed\s{0,2000}\?>",
    re.IGNORECASE,
)
"""Of instructions to a processor what every document begins with; another one may hold anything."""
_PRIVATE = vocabulary.BULK | vocabulary.lower(vocabulary.DESCRIBING)
_CONTENT_NAMES = vocabulary.any_of((*vocabulary.WRITTEN, vocabulary.BODY))
_LATE_END = lazy_re.compile(
    rf"(?:<|&(?:amp;){{0,3}}lt;)(?:(?P<close>/)(?:\w{{1,40}}:)?(?P<name>{_CONTENT_NAMES})\s{{0,3}}(?:>|&)"
    r"|\?xml|!DOCTYPE|(?:\w{1,40}:)?(?:Envelope|Trace|EwsLogEntry|Items|Header)\b"
    rf"|(?:\w{{1,40}}:)?(?P<open>{_CONTENT_NAMES})\b)",
    re.IGNORECASE,
)
_OF_ENVELOPE = lazy_re.compile(
    r"(?:<|&(?:amp;){0,3}lt;)/(?:(?:s|soap|soapenv|soap-env|env)12?:Body\s{0,3}(?:>|&)"
    r"|(?:\w{1,40}:)?Body\s{0,3}(?:>|&(?:amp;){0,3}gt;)\s{0,99}(?:<|&(?:amp;){0,3}lt;)/(?:\w{1,40}:)?Envelope)",
    re.IGNORECASE,
)
"""The end of the body of an envelope, which is none of a mail."""
_LOGGED = lazy_re.compile(r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
"""How a line of a log begins."""
_IN_LOG = lazy_re.compile(rf"^{_LOGGED.pattern}", re.MULTILINE)
"""Behind such a line the end of a page, `…</p></body>`, is what an error quotes of one."""
_NEXT_LOGGED = lazy_re.compile(rf"\n(?={_LOGGED.pattern})")
_VOID = frozenset(("br", "hr", "img", "input", "link", "meta"))
"""Elements of pages that never have a text, nor an end tag."""
_ESCAPED_QUOTE = '\\"'
"""A quote of markup that stands in a string of JSON or YAML."""
_DEEPEST = 200
"""Open elements that are kept in mind."""


_NAME_OF_VALUE = lazy_re.compile(
    vocabulary.NAMING + r"(?:[\"']|&(?:amp;){0,3}(?:quot|apos);)(?P<name>[\w:.-]{1,100})", re.IGNORECASE
)
_SECRET = "password"  # noqa: S105 - it is the name of one
"""What `<Value Name="Password">` says of its text, whatever its name for a secret is."""


class _Open(Struct):
    """An open element."""

    level: int
    """How often its tag is escaped."""
    name: str
    """In lower case, without prefix."""
    field: str = ""
    """The name of the header field or setting that its text is the value of."""
    ends: bool = True
    """Its end tag stands behind it, as far as the text is there."""


class Redactor:
    """Takes the text of one document piece by piece, and gives it back redacted."""

    def __init__(self, names: Pseudonyms, kind: Kind, limits: Limits, *, of_events: bool = False) -> None:
        """`of_events`: the document is a log with an object of JSON for each event."""
        self.kind = kind
        self.limits = limits
        self.words = Words(names)
        self.attributes = Attributes(self.words, kind)
        self.lines = FreeText(self.words, kind)
        self.lines.in_body = kind is Kind.API_ANSWER
        self.json = json_text.JsonText(self.words, kind, limits, of_events=of_events)
        self.tagged = names.content.with_tags() if names.content is not None else None
        self.rest = ""
        self.stack: list[_Open] = []
        self.envelope = -1
        """How many elements are open around the envelope that is being read; -1 outside of one."""
        self.quote = ""
        """What ends the Python literal in which the envelope stands: no line end can be in one."""
        self.begun = False
        """Something of the document was written."""
        self.logged = False
        """Whatever was sent stands in a line of a log, from which its beginning was taken off."""
        self.absent: set[str] = set()
        """End tags that do not come any more in the text at hand."""
        self.last_ends: dict[str, int] | None = None
        """Where the last end tag of each name begins in the text at hand; None until somebody asks."""
        self.told_secret = False
        """An element before said that a secret follows: `<key>password</key><string>…</string>`."""

    def feed(self, text: str) -> str:
        """Take one more piece; what is not complete yet is kept back."""
        self.rest += text
        if len(self.rest) < self.limits.chunk:
            return ""
        return self._turn(final=False)

    def finish(self) -> str:
        """The document is over."""
        return self._turn(final=True)

    def _turn(self, *, final: bool) -> str:
        text = self.rest
        stop = len(text) if final else _safe_end(text, self.limits)
        is_late = not self.begun and self._late_start(text, stop) > 0  # as it stands: of an echo its end alone may stay
        if self.tagged is not None:
            whole = self.tagged.without_learned(text[:stop])
            text, stop = whole + text[stop:], len(whole)
        out: list[str] = []
        if not self.begun and stop:
            self.begun = True
            start = self._late_start(text, stop) if is_late else 0
            text = (gone(text[:start]) if start else "") + text[start:]
            stop = len(text) if final else _safe_end(text, self.limits)
        at = self._run(text, stop, out, final=final)
        self.rest = text[at:]
        return "".join(out)

    @staticmethod
    def _late_start(text: str, stop: int) -> int:
        """Where content ends whose start is cut: the document begins inside of it; 0 where it does not."""
        first = _LATE_END.search(text, 0, stop)
        if first is None or not first["close"]:
            return 0
        is_body = first["name"].lower() == "body"
        is_envelope = is_body and _OF_ENVELOPE.match(text, first.start()) is not None
        is_quoted = is_body and ":" not in first[0] and _IN_LOG.search(text, 0, first.start()) is not None
        return 0 if is_envelope or is_quoted else first.start()

    def _run(self, text: str, stop: int, out: list[str], *, final: bool) -> int:
        """Redact up to an offset; returns how far it came: less where the end of something is not there yet."""
        at = 0
        here = True
        self.absent.clear()
        self.last_ends = None
        match, looked = None, False
        while at < stop:
            if self.json.open:
                at = self.json.take(text, at, stop, out)
                self.lines.broken = self.json.broken and self.lines.in_body
                self.lines.may_end = not self.json.broken
                if self.json.broken and not self.lines.broken:
                    at = self._rest_of_line(text, at, stop, out)
                here = False
                continue
            if not looked or (match is not None and match.start() < at):  # else the one found before is the next still
                match, looked = _TOKEN.search(text, at, stop), True
            edge = match.start() if match is not None else stop
            begin = json_text.begin(text, at, edge, here=here) if self.envelope < 0 else -1
            if begin >= 0 and not is_content(self._names()):
                at = self._to_json(text, at, begin, stop, out)
                continue
            if match is None:
                out.append(self._text(text[at:stop]))
                return stop
            if edge > at:
                new, line = self._before_tag(text[at:edge])
                out.append(new)
                if line is not None:  # what looks like a tag stands in the value of a field, or in a secret
                    at = text.find("\n", edge, stop) + 1 or stop
                    out.append(self._text(line + text[edge:at]) if line else lines_of(text[edge:at]))
                    continue
            done = self._markup(match, text, stop, out, final=final)
            if done < 0:
                return match.start()
            at, here = done, True
        return at

    def _to_json(self, text: str, at: int, begin: int, stop: int, out: list[str]) -> int:
        """What stands before JSON, which begins then; where it is a part of a field of a head, all of the field."""
        line = text.rfind("\n", at, begin) + 1 or at
        out.append(self._text(text[at:line]) if line > at else "")
        if self.lines.in_head and FIELD_LINE.match(text[line:begin]) is not None:
            end = text.find("\n", begin, stop) + 1 or stop
            out.append(self._text(text[line:end]))
            return end
        out.append(self._text(text[line:begin]) if begin > line else "")
        self.json.start(folded=text[begin - 1 : begin] == "'")
        return begin

    def _rest_of_line(self, text: str, at: int, stop: int, out: list[str]) -> int:
        """JSON broke off in a line of a log: what is left of the line goes, up to the record's end."""
        end = text.find("\n", at, stop)
        edge = _CONTENT_END.search(text, at, end if end >= 0 else stop)
        end = edge.start() if edge is not None else end if end >= 0 else stop
        out.append(gone(text[at:end]))
        return end

    def _names(self, start: int = 0) -> list[str]:
        """The names of the open elements, from one of them on."""
        return [element.name for element in self.stack[start:]]

    def _before_tag(self, text: str) -> tuple[str, str | None]:
        """The text before a tag, redacted; and the line in which the tag is a part of a value, or "" where it goes."""
        cut = text.rfind("\n") + 1
        if self.envelope < 0 and not self._in_markup and text[cut:].strip():
            new = self._text(text[:cut]) if cut else ""
            field = FIELD_LINE.match(text[cut:])
            if field is not None and (self.lines.in_head or vocabulary.SECRETIVE.search(text[cut:])):
                return new, text[cut:]
            last = self._text(text[cut:])
            return new + last, "" if last.endswith(REMOVED) else None
        return self._text(text), None

    @property
    def _in_markup(self) -> bool:
        """Inside an element that is no record: its text ends with its tags."""
        return bool(self.stack) and self.stack[-1].name not in _FRAMES

    # -- tags --------------------------------------------------------------------------------------------------------

    def _markup(self, match: re.Match[str], text: str, stop: int, out: list[str], *, final: bool) -> int:
        """What begins with a bracket; where to go on, or -1 where its end is not there yet."""
        if match["comment"] is not None:
            return self._comment(text, match.end(), stop, out)
        if match["mark"] is None and match["doctype"] is None:
            return self._tag(match, text, stop, out, final=final)
        is_order = match[0].startswith("<?") and not _DECLARATION.fullmatch(match[0].replace(_ESCAPED_QUOTE, '"'))
        out.append(f"<?removed{lines_of(match[0])}?>" if is_order else match[0])
        if match["doctype"] is not None and "html" in match[0].lower():
            return self._page(text, match.end(), stop, out)
        return match.end()

    def _comment(self, text: str, at: int, stop: int, out: list[str]) -> int:
        end = text.find("-->", at, stop) if "-->" not in self.absent else -1
        if end < 0:
            self.absent.add("-->")
            out.append("<!--")
            return at
        inner = text[at:end]
        out.append("<!--" + (lines_of(inner) if self.envelope >= 0 else self._text(inner)) + "-->")
        return end + 3

    def _tag(self, match: re.Match[str], text: str, stop: int, out: list[str], *, final: bool) -> int:
        """One tag, and all that goes with its element; where to go on, or -1 where its end is not there yet."""
        escaped = match["name"] is None
        name = (match["name1"] if escaped else match["name"]).lower()
        level = 1 + len(match["level"]) // 4 if escaped else 0
        attributes = match["attributes1"] if escaped else match["attributes"]
        in_string = _ESCAPED_QUOTE in attributes
        attributes = attributes.replace(_ESCAPED_QUOTE, '"')
        quoted = self.envelope >= 0 and len(self.stack) > self.envelope and level > self.stack[self.envelope].level
        empty = attributes.rstrip().endswith("/") or name in _VOID
        if match["close1"] if escaped else match["close"]:
            return self._end_tag(match, text, name, level, out, quoted=quoted)
        if quoted and not empty and (name in _PRIVATE or name == "body" or vocabulary.SECRETIVE.search(name)):
            opening = _OPENING.match(match[0])
            assert opening is not None
            end = text[match.end("attributes1" if escaped else "attributes") : match.end()]
            shown = opening[0] + lines_of(attributes or "") + end
            return self._content(match, text, stop, out, shown, final=final)
        if quoted or not are_attributes(attributes) or self._is_word(match, name, text):
            # a part of a text that looks like a tag
            out.append(self._text(match[0]))
            return match.end()
        if name in _FRAMES and level == 0:
            self._reset()
        if name == "html" and self.envelope < 0:
            out.append("<html>" if level == 0 else match[0])
            return self._page(text, match.end(), stop, out) if level == 0 else match.end()
        if name == "envelope":
            self._leave(level)
            self.envelope = len(self.stack)
            literal = _LITERAL.search(text, max(0, match.start() - 200), match.start())
            self.quote = literal["quote"] if literal is not None else ""
            self.lines.reset()
        start = text[match.start() : match.start("attributes1" if escaped else "attributes")]
        end = text[match.end("attributes1" if escaped else "attributes") : match.end()]
        inside = self.envelope >= 0
        shown, field = self.attributes.shown(name, attributes, self._names(), in_envelope=inside)
        shown = shown.replace('"', _ESCAPED_QUOTE) if in_string else shown
        content = inside and (name in vocabulary.BULK or (name == "body" and "bodytype" in attributes.lower()))
        if content and not empty:
            return self._content(match, text, stop, out, start + shown + end, final=final)
        out.append(start + shown + end)
        if not empty and len(self.stack) < _DEEPEST:
            named = _NAME_OF_VALUE.search(attributes)
            secret = named is not None and vocabulary.SECRETIVE.search(named["name"]) is not None
            secret = secret or (self.told_secret and name in vocabulary.VALUES)
            self.stack.append(_Open(level, name, _SECRET if secret else field, self._ends(match, text)))
        return match.end()

    def _end_tag(self, match: re.Match[str], text: str, name: str, level: int, out: list[str], *, quoted: bool) -> int:
        if (match["attributes"] or match["attributes1"] or "").strip():
            return self._cut_end(match, text, out)
        shown = not quoted or name in _PRIVATE or name == "body"
        out.append(match[0] if shown else self._text(match[0]))
        if not quoted:
            self._close(level, name)
        return match.end()

    def _cut_end(self, match: re.Match[str], text: str, out: list[str]) -> int:
        """An end tag in which its envelope was cut, up to the end of its line: what follows is no part of it."""
        begin = match.start("attributes1" if match["name"] is None else "attributes")
        line = text.find("\n", begin, match.end())
        stop = line if line >= 0 else match.end()
        rest = text[begin:stop].rstrip()
        quote = '"' if rest.endswith('"') else ""  # that of a log, which has each of its lines in quotes
        out.append(
            text[match.start() : begin] + gone(rest.removesuffix(quote)) + quote + text[begin + len(rest) : stop]
        )
        if line < 0:
            return stop
        if self.envelope >= 0 and _LOGGED.match(text, stop + 1) is not None:
            del self.stack[self.envelope :]
            self.envelope = -1
        return stop

    def _is_word(self, match: re.Match[str], name: str, text: str) -> bool:
        """Whether a tag is what somebody masked, such as `Bearer <TOKEN>`: behind words, and never closed."""
        if match["name"] is None or match["attributes"] or name in ("html", "envelope") or name in _FRAMES:
            return False
        before = text[max(0, match.start() - 200) : match.start()].rpartition("\n")[2].rstrip(" \t")
        if not before or before.endswith(">"):
            return False
        return not self._ends(match, text)

    def _ends(self, match: re.Match[str], text: str) -> bool:
        """Whether the end tag of an element stands behind its tag; of a record that is not asked."""
        opening = _OPENING.match(match[0])
        if opening is None or opening[1].lower() in _FRAMES:
            return True
        if match["name"] is None:
            closing = f"&{match['level']}lt;/{opening[1]}&{match['level']}gt;"
            if closing in self.absent:
                return False
            found = text.find(closing, match.end()) >= 0
            if not found:
                self.absent.add(closing)
            return found
        if self.last_ends is None:
            self.last_ends = {end[0]: end.start() for end in _END_TAG.finditer(text)}
        return self.last_ends.get(f"</{opening[1]}>", -1) >= match.end()

    def _content(self, match: re.Match[str], text: str, stop: int, out: list[str], shown: str, *, final: bool) -> int:
        """An element of what a person wrote, which may be markup that was not escaped: up to its own end tag."""
        opening = _OPENING.match(match[0])
        assert opening is not None
        lt, gt = ("<", ">") if match["name"] is not None else (f"&{match['level']}lt;", f"&{match['level']}gt;")
        closing = f"{lt}/{opening[1]}{gt}"
        end = text.find(closing, match.end()) if closing not in self.absent else -1
        if end < 0:
            self.absent.add(closing)  # a hostile document opens thousands and ends none
        if end < 0 and not final and len(text) - match.start() < self.limits.frame:
            return -1
        again = text.find(f"{lt}{opening[1]} ", match.end(), end) if end >= 0 else -1
        if end >= 0 and again < 0:
            out += [shown, gone(text[match.end() : end]), closing]
            return end + len(closing)
        edge = _CONTENT_END.search(text, match.end(), stop)  # it was cut
        end = edge.start() if edge is not None else stop
        if _LOGGED.match(text, text.rfind("\n", 0, match.start()) + 1) is not None:  # in a line of a log, which is over
            line = _NEXT_LOGGED.search(text, match.end(), end)
            if line is not None:
                del self.stack[max(0, self.envelope) :]
                self.envelope, end = -1, line.start()
        out += [shown, gone(text[match.end() : end])]
        return end

    def _page(self, text: str, at: int, stop: int, out: list[str]) -> int:
        """The page of a proxy, a log-on form, an error page."""
        edge = _PAGE_END.search(text, at, stop)
        end = edge.start() if edge is not None else stop
        out.append(redacted_page(text[at:end], self.words))
        return end

    def _close(self, level: int, name: str) -> None:
        for number in range(len(self.stack) - 1, -1, -1):
            if self.stack[number].name == name and self.stack[number].level == level:
                del self.stack[number:]
                break
        if self.envelope >= 0 and len(self.stack) <= self.envelope:
            self.envelope = -1
        if name in _FRAMES and level == 0:
            self._reset()

    def _reset(self) -> None:
        """A record begins or ends: whatever is open inside the last one was cut."""
        for number, element in enumerate(self.stack):
            if element.name in _FRAMES:
                del self.stack[number:]
                break
        self.envelope = -1
        self.lines.reset()

    def _leave(self, level: int) -> None:
        """Another envelope begins: the last one was cut, unless this one is quoted in it."""
        if self.envelope >= 0 and (len(self.stack) <= self.envelope or self.stack[self.envelope].level >= level):
            del self.stack[self.envelope :]

    # -- text --------------------------------------------------------------------------------------------------------

    def _literal_end(self, text: str) -> str:
        """The end of a literal that holds the beginning of an envelope, and the lines behind it."""
        last, line_end, rest = text.partition("\n")
        del self.stack[self.envelope :]
        self.envelope = -1
        kept = self.quote if last.rstrip().endswith(self.quote) else ""
        self.quote = ""
        return gone(last.rstrip().removesuffix(kept)) + kept + line_end + (self._text(rest) if rest else "")

    def _text(self, text: str) -> str:
        if is_blank(text):
            return self.lines.blank(text)
        if self.envelope < 0 and not all(element.ends for element in self.stack):
            line = _NEXT_LOGGED.search(text)
            if line is not None:
                element = self._said(text[: line.end()])  # it was never closed, and its line is over
                del self.stack[next(number for number, one in enumerate(self.stack) if not one.ends) :]
                return element + self._text(text[line.end() :])
        return self._said(text)

    def _said(self, text: str) -> str:
        if self.stack and self.stack[-1].field == _SECRET and not HEAD.search(text):
            self.told_secret = False
            return gone(text)
        if self.stack and self.stack[-1].name in vocabulary.NAMES_OF_VALUES:
            self.told_secret = vocabulary.SECRETIVE.search(text) is not None
        if self.envelope >= 0:
            if self.quote and "\n" in text:  # the envelope was cut, and its line is over
                return self._literal_end(text)
            if self.logged and (line := _NEXT_LOGGED.search(text)) is not None:  # the same, in a log of the wire
                del self.stack[self.envelope :]
                self.envelope = -1
                return gone(text[: line.start()]) + self._text(text[line.start() :])
            head = HEAD.search(text)
            if head is None:
                return in_envelope(text, self._names(self.envelope), self.words)
            del self.stack[self.envelope :]
            self.envelope = -1
            return gone(text[: head.start()]) + self._text(text[head.start() :])
        if self.stack:
            new = in_element(text, self._names(), self.stack[-1].field, self.kind, self.words)
            if new is not None:
                return new
        return self.lines.text(text)


def _safe_end(text: str, limits: Limits) -> int:
    """Where a text can be cut: behind a line that ends outside of a tag; a very long line, behind a tag."""
    cut = text.rfind("\n") + 1
    if cut == 0:
        if len(text) < limits.chunk * 8:
            return 0
        return max(text.rfind(">") + 1, text.rfind("&gt;") + 4) or len(text)
    opened = text.rfind("<", max(0, cut - limits.tag), cut)
    if opened >= 0 and text.find(">", opened, cut) < 0:
        return opened
    escaped = text.rfind("lt;", max(0, cut - limits.tag), cut)
    if escaped >= 0 and text.find("gt;", escaped, cut) < 0:
        start = text.rfind("&", max(0, escaped - 20), escaped)
        return start if start >= 0 else cut
    tail = text[max(0, cut - limits.tag) : cut].rstrip()
    if tail[-1:] in ("{", "["):  # JSON that is told by what comes behind its first brackets
        return text.rfind("\n", 0, max(0, cut - limits.tag) + len(tail)) + 1 or cut
    return cut
