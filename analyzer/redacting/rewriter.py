"""Rewrites the text of a document: what was said stays, who said it becomes a token, what is secret or private goes.

It looks at tags, whatever their escaping, and decides by the element in which a text stands. Inside a SOAP envelope
only what the server says of itself is kept (codes, fault and message texts, numbers, times); everything else is
`[removed]`. Of an HTTP head only fields that `reference/headers.py` lists keep their values, and of bodies that are no
SOAP only error codes and messages. Other text goes through `privacy.scrub` and gets tokens. Lines are never joined or
split, so a place in the redacted document is the same place in the original.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from analyzer.limits import Limits
from analyzer.model import Kind
from analyzer.privacy import REMOVED, scrub_lines
from analyzer.pseudonyms import Pseudonyms
from analyzer.reference import headers, marks, vocabulary

_TOKEN = re.compile(
    r"<(?P<close>/?)(?:[A-Za-z_][\w.-]{0,99}+:)?(?P<name>[A-Za-z_][\w.-]{0,99}+)"
    r"(?P<attributes>(?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+')*+)>"
    r"|&(?P<level>(?:amp;){0,3}+)lt;(?P<close1>/?)(?:[A-Za-z_][\w.-]{0,99}+:)?(?P<name1>[A-Za-z_][\w.-]{0,99}+)"
    r"(?P<attributes1>(?:[^<>&]++|&(?!(?:amp;){0,3}[lg]t;))*+)&(?P=level)gt;"
    r"|(?P<comment><!--)|(?P<mark><!\[CDATA\[|\]\]>|<\?[^<>]{0,2000}?\?>)|(?P<doctype><!DOCTYPE[^<>\[]{0,2000}>)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[\w:.-]{1,100})(?P<equals>\s{0,9}=\s{0,9})"
    r"(?P<open>\"|'|&(?:amp;){0,3}(?:quot|apos|\#3[49]);)(?P<value>.*?)(?P=open)",
    re.DOTALL,
)
_START_LINE = re.compile(
    rf"[ \t]{{0,20}}(?:(?P<method>{marks.METHODS})[ \t]{{1,9}}(?P<target>\S{{1,4000}})"
    r"[ \t]{1,9}HTTP/\d(?:\.\d)?|HTTP/\d(?:\.\d)?[ \t]{1,9}\d{3}\b.{0,600})[ \t\r]{0,9}\n?\Z"
)
_FIELD_LINE = re.compile(
    r"(?P<before>[ \t]{0,9}(?P<name>[!-9;-~]{1,100})[ \t]{0,9}:[ \t]{0,9})(?P<value>[^\r\n]*)(?P<end>\r?\n?)\Z"
)
_HEADING = re.compile(rf"{marks.SECTION}\r?\n?\Z", re.IGNORECASE)
_MAIL_FIELD = re.compile(
    rf"(?P<before>(?:{vocabulary.any_of(vocabulary.MAIL_FIELDS)})[ \t]{{0,3}}:)[^\r\n]*", re.IGNORECASE
)
_PAIR = re.compile(
    r"(?P<before>(?P<q>['\"])(?P<name>[\w-]{1,100})(?P=q):\s{0,9}b?)(?:'(?P<one>(?:[^'\\]|\\.)*+)'|\"(?P<two>(?:[^\"\\]|\\.)*+)\")"
)
_STRING = re.compile(r"\"(?P<text>(?:[^\"\\\n]|\\.)*+)(?P<end>\"|\\?(?=\n|\Z))(?P<key>\s{0,20}:)?")
_PLAIN = re.compile(
    r"\s*+(?:-?\d{1,9}(?:\.\d{1,9})?|true|false|null|\d{4}-\d\d-\d\d(?:T[\d:.]{5,20}(?:Z|[+-]\d\d:\d\d)?)?|P[\dTYMWDHS.]{1,30})?\s*+",
    re.IGNORECASE,
)
_BLANK = re.compile(r"(?:\s|\\{1,2}[rnt]|\[\\[rn]\])*+")
_ADDRESS = re.compile(r"\s*[\w.+'=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\s*")
_CODE = re.compile(vocabulary.ENGINE_CODE)
_BOUNDARY = re.compile(r"--[\w'()+,./:=?-]{1,80}\r?\n?\Z")
_FRAMES = vocabulary.lower(vocabulary.FRAMES)
_CONTAINERS = vocabulary.lower(vocabulary.CONTAINERS)
_NAMED = frozenset((*vocabulary.RECORD_TYPES, *vocabulary.STORAGES))
_TOLD = frozenset((*vocabulary.TOLD_ATTRIBUTES, *vocabulary.STAMPS))

_PAGE_END = re.compile(marks.PAGE_END, re.IGNORECASE | re.MULTILINE)
_EDGE = re.compile(marks.CONTENT_END, re.MULTILINE)
_HEAD = re.compile(marks.HEAD, re.MULTILINE)
_PEM = re.compile(r"-----(?P<end>BEGIN|END) [A-Z ]{0,40}(?:PRIVATE KEY|CERTIFICATE)-----")
_LONGEST_LINE = 256 << 10
"""Characters of a line outside of markup that are kept; no reader keeps more of a message."""


@dataclass(slots=True)
class _Open:
    """An open element."""

    level: int
    """How often its tag is escaped."""
    name: str
    """In lower case, without prefix."""
    field: str = ""
    """The name of the header field or setting that its text is the value of."""


class Redactor:
    """Takes the text of one document piece by piece, and gives it back redacted."""

    def __init__(self, names: Pseudonyms, kind: Kind, limits: Limits) -> None:
        self.names = names
        self.kind = kind
        self.limits = limits
        self.rest = ""
        self.stack: list[_Open] = []
        self.envelope = -1
        """How many elements are open around the envelope that is being read; -1 outside of one."""
        self.in_head = self.in_body = self.in_key = self.drop_field = False
        self.json_keys = ("", "")
        """The last two names of JSON members."""
        self.clean = lru_cache(maxsize=4096)(self._clean)
        self.field = lru_cache(maxsize=4096)(self._field)
        self.absent: set[str] = set()
        """End tags that do not come any more in the text at hand."""
        self.known_tags: dict[tuple[str, str], tuple[str, str]] = {}
        """Attributes in envelopes, as they are shown: the same tags come again and again."""

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
        out: list[str] = []
        at = self._run(text, stop, out, final=final)
        self.rest = text[at:]
        return "".join(out)

    def _run(self, text: str, stop: int, out: list[str], *, final: bool) -> int:
        """Redact up to an offset; returns how far it came: less where the end of something is not there yet."""
        at = 0
        self.absent.clear()
        while at < stop:
            match = _TOKEN.search(text, at, stop)
            if match is None:
                out.append(self._text(text[at:stop]))
                return stop
            if match.start() > at:
                new, line = self._before_tag(text[at : match.start()])
                out.append(new)
                if line is not None:  # what looks like a tag stands in the value of a field, or in a secret
                    at = text.find("\n", match.start(), stop) + 1 or stop
                    out.append(
                        self._text(line + text[match.start() : at]) if line else _lines_of(text[match.start() : at])
                    )
                    continue
            at = match.end()
            if match["comment"] is not None:
                end = text.find("-->", at, stop)
                inner = text[at:end] if end >= 0 else ""
                if end >= 0:
                    out.append("<!--" + (_lines_of(inner) if self.envelope >= 0 else self._text(inner)) + "-->")
                    at = end + 3
                else:
                    out.append("<!--")
            elif match["mark"] is not None or match["doctype"] is not None:
                out.append(match[0])
                if match["doctype"] is not None and "html" in match[0].lower():
                    at = self._page(text, at, stop, out)
            else:
                done = self._tag(match, text, stop, out, final=final)
                if done < 0:
                    return match.start()
                at = done
        return at

    def _before_tag(self, text: str) -> tuple[str, str | None]:
        """The text before a tag, redacted; and the line in which the tag is a part of a value, or "" where it goes."""
        cut = text.rfind("\n") + 1
        if self.envelope < 0 and not self.stack_is_markup and text[cut:].strip():
            new = self._text(text[:cut]) if cut else ""
            if _FIELD_LINE.match(text[cut:]) is not None and (self.in_head or vocabulary.SECRETIVE.search(text[cut:])):
                return new, text[cut:]
            last = self._text(text[cut:])
            return new + last, "" if last.endswith(REMOVED) else None
        return self._text(text), None

    @property
    def stack_is_markup(self) -> bool:
        """Inside an element that is no record: its text ends with its tags."""
        return bool(self.stack) and self.stack[-1].name not in _FRAMES

    # -- tags --------------------------------------------------------------------------------------------------------

    def _tag(self, match: re.Match[str], text: str, stop: int, out: list[str], *, final: bool) -> int:
        """One tag, and all that goes with its element; where to go on, or -1 where its end is not there yet."""
        escaped = match["name"] is None
        name = (match["name1"] if escaped else match["name"]).lower()
        level = 1 + len(match["level"]) // 4 if escaped else 0
        attributes = match["attributes1"] if escaped else match["attributes"]
        if match["close1"] if escaped else match["close"]:
            if self.envelope >= 0 and len(self.stack) > self.envelope and level > self.stack[self.envelope].level:
                out.append(self._text(match[0]))
                return match.end()
            self._close(level, name)
            out.append(match[0])
            return match.end()
        empty = attributes.rstrip().endswith("/")
        quoted = self.envelope >= 0 and len(self.stack) > self.envelope and level > self.stack[self.envelope].level
        if quoted or (
            attributes and _ATTRIBUTE.sub("", attributes).strip(" \t\r\n/?\\")
        ):  # a part of a text that looks like a tag
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
            self.in_head = self.in_body = False
        start = text[match.start() : match.start("attributes1" if escaped else "attributes")]
        end = text[match.end("attributes1" if escaped else "attributes") : match.end()]
        shown, field = self._attributes(name, attributes)
        content = self.envelope >= 0 and (
            name in vocabulary.BULK or (name == "body" and "bodytype" in attributes.lower())
        )
        if content and not empty:
            return self._content(match, text, stop, out, start + shown + end, final=final)
        out.append(start + shown + end)
        if not empty and len(self.stack) < 200:
            self.stack.append(_Open(level, name, field))
        return match.end()

    def _content(self, match: re.Match[str], text: str, stop: int, out: list[str], shown: str, *, final: bool) -> int:
        """An element of what a person wrote, which may be markup that was not escaped: up to its own end tag."""
        opening = re.match(r"(?:<|&(?:amp;){0,3}lt;)([\w.:-]+)", match[0])
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
            out += [shown, self._gone(text[match.end() : end]), closing]
            return end + len(closing)
        edge = _EDGE.search(text, match.end(), stop)  # it was cut
        end = edge.start() if edge is not None else stop
        out += [shown, self._gone(text[match.end() : end])]
        return end

    def _page(self, text: str, at: int, stop: int, out: list[str]) -> int:
        """The page of a proxy: nothing of it is read."""
        edge = _PAGE_END.search(text, at, stop)
        end = edge.start() if edge is not None else stop
        out.append(self._gone(text[at:end]))
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
        self.in_head = self.in_body = False

    def _leave(self, level: int) -> None:
        """Another envelope begins: the last one was cut, unless this one is quoted in it."""
        if self.envelope >= 0 and (len(self.stack) <= self.envelope or self.stack[self.envelope].level >= level):
            del self.stack[self.envelope :]

    def _attributes(self, name: str, text: str) -> tuple[str, str]:
        """The attributes as they may be shown, and the field or setting that the element's text is the value of."""
        if not text or text == "/":
            return text, ""
        if self.envelope < 0:
            return self._shown_attributes(name, text)
        known = self.known_tags.get((name, text))
        if known is None:
            if len(self.known_tags) > 4096:
                self.known_tags.clear()
            known = self.known_tags[name, text] = self._shown_attributes(name, text)
        return known

    def _shown_attributes(self, name: str, text: str) -> tuple[str, str]:
        found = {m["name"].rpartition(":")[2].lower(): m["value"] for m in _ATTRIBUTE.finditer(text)}
        told = next((found[key] for key in vocabulary.SETTING_NAMES if key in found), "")
        of_field = name in ("header", "httpheader")

        def shown(match: re.Match[str]) -> str:
            full, value = match["name"], match["value"]
            key = full.rpartition(":")[2].lower()
            new = self._attribute(name, key, full, value, told, of_field=of_field)
            return f"{full}{match['equals']}{match['open']}{new}{match['open']}"

        return _ATTRIBUTE.sub(shown, text), told

    def _attribute(self, name: str, key: str, full: str, value: str, told: str, *, of_field: bool) -> str:
        if full.startswith("xmlns"):
            return self.names.replace(value)
        if vocabulary.SECRETIVE.search(key) or (key in vocabulary.SETTING_VALUES and vocabulary.SECRETIVE.search(told)):
            return REMOVED
        if of_field and key in vocabulary.SETTING_VALUES:
            return self.field(told, value)
        if _PLAIN.fullmatch(value):
            return value
        if self.envelope >= 0:
            kept = key in vocabulary.KEPT_ATTRIBUTES or (key == "id" and re.fullmatch(r"[a-z]{3,30}", value))
            return self.clean(value) if kept else REMOVED
        if self.kind is Kind.CONFIGURATION:
            return self.clean(value) if key not in vocabulary.SETTING_VALUES else self._setting(told, value)
        if self.kind is Kind.SYNC_DUMP:
            return self._recorded(name, key, value)
        if self.kind is Kind.C4C_DUMP:
            return self.clean(value) if key in vocabulary.KEPT_ATTRIBUTES and key != "name" else REMOVED
        if vocabulary.TITLED.fullmatch(key):
            return REMOVED
        return self.names.user(value) if vocabulary.PEOPLE.fullmatch(key) else self.clean(value)

    def _recorded(self, name: str, key: str, value: str) -> str:
        """An attribute of a sync dump: codes and plain names of types and storages; records are what people wrote."""
        inside = any(vocabulary.RECORDED.fullmatch(element.name) for element in self.stack) or bool(
            vocabulary.RECORDED.fullmatch(name)
        )
        if key in _NAMED:
            return value if vocabulary.PLAIN_NAME.fullmatch(value) else REMOVED
        if inside:
            return REMOVED
        if key in ("id", "name"):
            return self.clean(value) if vocabulary.PLAIN_NAME.fullmatch(value) else REMOVED
        told = key in _TOLD or _CODE.search(value)
        return self.clean(value) if told else REMOVED

    def _setting(self, name: str, value: str) -> str:
        """The value of a setting that can explain something: a number, a switch, a way of access, an address."""
        value = value.strip()
        if vocabulary.PRIVATE_SETTING.search(name) or not value:
            return REMOVED if value else ""
        if _PLAIN.fullmatch(value) or re.fullmatch(r"yes|no|on|off|\d{1,12}", value, re.IGNORECASE):
            return value
        if vocabulary.SETTING_WORDS.search(name) and re.fullmatch(r"[A-Za-z0-9_.]{1,40}", value):
            return value
        return self.names.url(value) if re.fullmatch(r"https?://\S{1,300}", value, re.IGNORECASE) else REMOVED

    # -- text --------------------------------------------------------------------------------------------------------

    def _text(self, text: str) -> str:
        if _BLANK.fullmatch(text):
            if self.in_head and "\n" in text and re.search(r"\n[ \t\r]*\n", "\n" + text):
                self.in_head, self.in_body = False, True
            return text
        if self.envelope >= 0:
            head = _HEAD.search(text)
            if head is None:
                return self._in_envelope(text)
            del self.stack[self.envelope :]
            self.envelope = -1
            return self._gone(text[: head.start()]) + self._text(text[head.start() :])
        inner = self.stack[-1] if self.stack else None
        if inner is not None and (new := self._in_element(inner, text)) is not None:
            return new
        return self._free(text)

    def _in_envelope(self, text: str) -> str:
        """Text inside an envelope: what the server says of itself, whose mailbox it is, numbers and times."""
        if len(self.stack) <= self.envelope:
            return self._gone(text)
        inner = self.stack[-1].name
        above = [element.name for element in self.stack[self.envelope : -1]]
        contained = any(name in _CONTAINERS for name in above)
        said = inner in vocabulary.SAID or bool(vocabulary.SAID_BELOW.get(inner, frozenset()).intersection(above))
        if said and not contained:
            return self.clean(text)
        if _PLAIN.fullmatch(text):
            return text
        if _ADDRESS.fullmatch(text) or (inner in vocabulary.ADDRESSES and not contained and len(text.split()) == 1):
            return text.replace(text.strip(), self.names.user(text.strip()))
        return self._gone(text)

    def _in_element(self, inner: _Open, text: str) -> str | None:
        """Text inside an element that is no envelope; None where it is as free as any other."""
        if (
            inner.name not in ("header", "httpheader")
            and vocabulary.SECRETIVE.search(inner.name)
            and not _PLAIN.fullmatch(text)
        ):
            return self._gone(text)
        if inner.field and inner.name in ("header", "httpheader"):
            return self.field(inner.field, text)
        names = [element.name for element in self.stack]
        if self.kind is Kind.CONFIGURATION:
            return (
                text
                if _PLAIN.fullmatch(text)
                else text.replace(text.strip(), self._setting(inner.field or inner.name, text))
            )
        if self.kind is Kind.SYNC_DUMP:
            told = vocabulary.TOLD.fullmatch(inner.name) and not any(map(vocabulary.RECORDED.fullmatch, names))
            return self.clean(text) if told else text if _PLAIN.fullmatch(text) else self._gone(text)
        if self.kind is Kind.C4C_DUMP and not _HEAD.search(text):
            kept = inner.name in vocabulary.ODATA or _PLAIN.fullmatch(text)
            return self.clean(text) if kept else self._gone(text)
        if any(map(vocabulary.TITLED.fullmatch, names)) and not _HEAD.search(text):
            return text if _PLAIN.fullmatch(text) else self._gone(text)
        if vocabulary.PEOPLE.fullmatch(inner.name):
            return text.replace(text.strip(), self.names.user(text.strip()))
        return None

    def _gone(self, text: str) -> str:
        if _BLANK.fullmatch(text):
            return text
        return REMOVED + _lines_of(text)

    def _clean(self, text: str) -> str:
        return self.names.replace(scrub_lines(text))

    def _free(self, text: str) -> str:
        """Text outside of markup, line by line: heads of HTTP, bodies, log lines."""
        out: list[str] = []
        free: list[str] = []
        for line in text.splitlines(keepends=True) if "\r\n" not in text else _split(text):
            new = self._line(line)
            if new is None:
                free.append(line)
                continue
            if free:
                out.append(self._clean_lines("".join(free)))
                free.clear()
            out.append(new)
        if free:
            out.append(self._clean_lines("".join(free)))
        return "".join(out)

    def _clean_lines(self, text: str) -> str:
        if len(text) > _LONGEST_LINE and any(len(line) > _LONGEST_LINE for line in text.split("\n")):
            text = "\n".join(line[:_LONGEST_LINE] for line in text.split("\n"))
        return self.clean(text) if len(text) < 2000 else self._clean(text)

    def _line(self, line: str) -> str | None:
        """One line where it is more than free text; None where it is not."""
        if (pem := _PEM.search(line)) is not None or self.in_key:
            self.in_key = pem["end"] == "BEGIN" if pem is not None else self.in_key
            return self._gone(line)
        if _HEADING.match(line):
            self.in_head = self.in_body = False
            return line
        if (start := _START_LINE.match(line)) is not None:
            self.in_head, self.in_body, self.drop_field = True, False, False
            return self._start_line(start, line)
        if self.in_head:
            return self._head_line(line)
        if (field := _FIELD_LINE.match(line)) is not None:
            name = field["name"].lower()
            if name in vocabulary.SECRET_FIELDS or headers.spelling(name) is not None:
                self.drop_field = name in vocabulary.SECRET_FIELDS
                return field["before"] + self.field(name, field["value"]) + field["end"]
        elif self.drop_field and line[:1] in " \t":
            return self._gone(line)
        self.drop_field = False
        return self._other_line(line)

    def _other_line(self, line: str) -> str | None:
        """A line that is no part of a head."""
        if "eaders: {" in line[:400] or "eaders': {" in line[:400]:
            return _PAIR.sub(self._pair, line) if _PAIR.search(line) else None
        if (mail := _MAIL_FIELD.match(line)) is not None:
            return f"{mail['before']} {REMOVED}{line[mail.end() :]}"
        if self.in_body or (self.kind is Kind.CONFIGURATION and not self.stack):
            return self._body_line(line)
        return None

    def _start_line(self, start: re.Match[str], line: str) -> str:
        if start["target"] is None:
            return self.clean(line)
        target = start["target"]
        place, mark, _ = target.partition("?")
        shown = self.names.url(place) if "://" in place else self.names.replace(place)
        shown = (
            re.sub(r"\(([^()]{0,5})'[^'()]{1,100}'\)", r"(\1'" + REMOVED + "')", shown)
            if "('id-" not in shown
            else shown
        )
        return line.replace(target, shown + (f"?{REMOVED}" if mark else ""), 1)

    def _head_line(self, line: str) -> str:
        if not line.strip():
            self.in_head, self.in_body = False, "\n" in line
            return line
        field = _FIELD_LINE.match(line)
        if field is None or (line[0] in " \t" and self.drop_field):
            if line[0] in " \t" or self.drop_field:
                return self._gone(line)
            self.in_head = False
            return self.clean(line)
        new = self.field(field["name"], field["value"])
        self.drop_field = REMOVED in new
        return field["before"] + new + field["end"]

    def _field(self, name: str, value: str) -> str:
        """The value of a header field: of one that is not listed, nothing."""
        low = name.lower().strip()
        said = value.strip()
        if not said or said == "<redacted>" or (low == "x-csrf-token" and said.lower() in ("required", "fetch")):
            return value
        spelling = headers.spelling(low)
        if low in vocabulary.SECRET_FIELDS or (spelling is None and low not in vocabulary.KEPT_FIELDS):
            return REMOVED
        if low in ("www-authenticate", "proxy-authenticate"):
            return headers.schemes(said)
        if low in ("location", "x-ms-location"):
            return self.names.url(said) if "://" in said else self.names.replace(said.partition("?")[0])
        if low in vocabulary.KEPT_FIELDS:
            return self.clean(value)
        return self.names.field(low, scrub_lines(value))

    def _pair(self, match: re.Match[str]) -> str:
        """One field of a Python dict that a log prints."""
        value = match["one"] if match["one"] is not None else match["two"]
        quote = "'" if match["one"] is not None else '"'
        return f"{match['before']}{quote}{self.field(match['name'], value).replace(quote, '')}{quote}"

    def _body_line(self, line: str) -> str | None:
        """A line of a body that is no SOAP: of JSON the error, of a batch the heads of its parts."""
        bare = line.strip()
        if not bare or _BOUNDARY.match(line) or bare.startswith("<"):
            return line if not bare.startswith("<") else None
        if (field := _FIELD_LINE.match(line)) is not None and field["name"].lower() in vocabulary.KEPT_FIELDS:
            return field["before"] + self.clean(field["value"]) + field["end"]
        if bare[0] in '{[}]",0123456789-tfn' and (self.kind is not Kind.EXCHANGE_DUMP or bare[0] in "{["):
            return _STRING.sub(self._string, line)
        if self.kind is not Kind.C4C_DUMP or "CSRF" in bare:
            return None
        return self._gone(line)

    def _string(self, match: re.Match[str]) -> str:
        text = match["text"]
        if match["key"] is not None:
            self.json_keys = (self.json_keys[1], text.lower())
            return match[0]
        before, key = self.json_keys
        if _PLAIN.fullmatch(text):
            return match[0]
        if self.kind is Kind.CONFIGURATION:
            return f'"{self._setting(key, text)}{match["end"]}'
        said = key in vocabulary.ODATA or (key == "value" and before in ("message", "lang", "error", "code"))
        return f'"{self.clean(text) if said else REMOVED}{match["end"]}'


def _lines_of(text: str) -> str:
    """The line ends of a text that goes."""
    return "\n" * text.count("\n")


def _split(text: str) -> list[str]:
    """Lines that end with LF, whatever else breaks a line for Python."""
    parts = text.split("\n")
    return [*(f"{part}\n" for part in parts[:-1]), *([parts[-1]] if parts[-1] else [])]


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
    return cut
