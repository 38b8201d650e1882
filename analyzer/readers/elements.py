"""Which words in angle brackets are elements, and which stand for something that a person or a program masked.

Samples: `calling https://<server>/EWS/Exchange.asmx`, `&CorrelationID=<empty>;` in every line that IIS writes for EWS,
`<snip>`, `<IP Address>`, `the page <br> said`. Nothing closes such a word; were it taken for an element, all that
follows would stand inside it. An element is what is closed, what has attributes, what is known to stand in dumps, and
what stands where only an element can: at the start of the document, or right behind the start of another.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.readers.window import Window

_END = lazy_re.compile(rb"</(?:[A-Za-z_][\w.-]{0,99}:)?([A-Za-z_][\w.-]{0,99})\s{0,9}>")
_ATTRIBUTE = lazy_re.compile(rb"\s[\w:.-]{1,200}+\s{0,9}=\s{0,9}[\"']")
_RECORD = lazy_re.compile(
    rb"Trace|EwsLogEntry|(?:Ews|Autodiscover)(?:Request|Response)(?:HttpHeaders)?|\w{0,40}(?:Dump|Trace)s?",
    re.IGNORECASE,
)
"""Names of records and roots of dumps."""
_PART = lazy_re.compile(
    rb"\w{0,40}(?:request|response|answer|exception|error|headers?|body)|received|output", re.IGNORECASE
)
"""Names of what stands beside each other in an action."""
_OF_PAGES = lazy_re.compile(
    rb"a|abbr|b|big|blockquote|body|br|center|code|col|dd|div|dl|dt|em|font|form|h[1-6]|head|hr|html|i|iframe|img|input|li"
    rb"|link|meta|nobr|ol|option|p|pre|s|samp|script|select|small|span|strong|style|sub|sup|t[dhrt]|table|tbody|textarea"
    rb"|thead|title|u|ul|wbr",
    re.IGNORECASE,
)
"""Elements of pages, which need no end tag: in a log they are quoted, attributes or not."""
_MASKS = lazy_re.compile(
    rb"anonymi[sz]ed|cut|deleted|domain|elided|empty|guid|hidden|host|hostname|id|ip|mail|mailbox|masked|name|none|null|omitted"
    rb"|password|private|redacted|removed|secret|server|servername|snip|snipped|tenant|token|truncated|unknown|url|user"
    rb"|username|value|xxx*",
    re.IGNORECASE,
)
"""Words that people and programs put in the place of something; an element of that name has to be closed."""


_LONGEST = 100
"""Bytes of a name, beyond which it is none of these."""
_LONGEST_END = 220
"""Bytes of an end tag."""


@lru_cache(maxsize=1024)
def _kind(name: bytes) -> tuple[bool, bool, bool, bool]:
    """Whether a name is of pages, of a record, a mask, a part of an action: the same few stand in most tags."""
    of_pages, of_record, is_mask, is_part = (p.fullmatch(name) is not None for p in (_OF_PAGES, _RECORD, _MASKS, _PART))
    return of_pages, of_record, is_mask, is_part


class Elements:
    """What is known of a document's elements while it is cut into pieces.

    End tags are looked for once, and not far ahead: a hostile document of brackets costs no more than another.
    """

    def __init__(self, window: Window, limits: Limits) -> None:
        self._window = window
        self._limits = limits
        self.known: set[bytes] = set()
        """Names that were closed before."""
        self._ends: dict[bytes, int] = {}
        """The last end tag of each name in what was looked through."""
        self._room = limits.values * 8
        """How many of them may be kept before those are left out that were passed."""
        self._seen = 0
        """Offset up to which end tags were looked for."""
        self._begun = False
        """Something stood in the document already, beside declarations."""
        self._opened = False
        """The start of an element stood last, and nothing but blanks behind it."""
        self._ended = False
        """The end of an element stood last, and nothing but blanks behind it."""
        self._line_began = True
        """Nothing but blanks, or markup, stands in this line so far."""

    def passed_text(self, text: bytes) -> None:
        """Text between tags was read."""
        if text.strip():
            self._begun, self._opened, self._ended = True, False, False
            self._line_began = not text.rpartition(b"\n")[2].strip()

    def passed(self, *, opened: bool, ended: bool) -> None:
        """A piece of markup was read."""
        self._begun, self._opened, self._ended = True, opened, ended

    def is_one(self, tag: re.Match[bytes], at: int, stop: int) -> bool:
        """Whether a start tag at an offset opens an element."""
        name, attributes = tag["name"], tag["attributes"]
        if attributes.endswith(b"/") or name in self.known:
            return True
        of_page, of_record, is_mask, is_part = _kind(name[:_LONGEST])
        if not of_page and attributes and _ATTRIBUTE.search(attributes) is not None:
            return True
        if of_record and not attributes.strip():
            return True
        if of_page:
            stands = name.lower() == b"html" and self._line_began
        else:
            stands = not is_mask and self._stands_as_one(stop, is_part=is_part)
        if stands:
            self._know(name)
        return stands or self.is_closed(name, at)

    def is_closed(self, name: bytes, at: int) -> bool:
        """Whether an end tag of the name stands behind an offset, and not far."""
        closed = self._is_closed(name, at)
        if closed:
            self._know(name)
        return closed

    def is_word(self, name: bytes, *, within_text: bool) -> bool:
        """Whether a name in brackets that nothing closes is a word and no element, were it as good as any other there.

        `within_text`: something that is no blank stands before it.
        """
        of_page, of_record, is_mask, _ = _kind(name[:_LONGEST])
        return not of_record and (of_page or is_mask or within_text)

    def is_of_page(self, name: bytes) -> bool:
        """Whether pages have elements of the name."""
        return _kind(name[:_LONGEST])[0]

    def _know(self, name: bytes) -> None:
        if len(self.known) < self._limits.values:
            self.known.add(name)

    def _stands_as_one(self, stop: int, *, is_part: bool) -> bool:
        """The root of the document, or the first child of an element."""
        if self._ended and is_part:
            return True  # the answer behind the request, where the dump was cut inside of it
        return self._opened or (not self._begun and self._is_root(stop))

    def _is_root(self, stop: int) -> bool:
        """Markup follows a root, or nothing; a word in brackets at the start of a text has the text behind it."""
        behind = self._window.slice(stop, stop + 200).lstrip()
        return not behind or behind.startswith(b"<")

    def _is_closed(self, name: bytes, at: int) -> bool:
        reach = at + self._limits.chunk
        if self._seen < reach and not (self._window.ended and self._seen >= self._window.end):
            self._window.ensure(reach)
            reach += self._limits.tag  # so that it is not asked again at each of many tags
            start = max(self._seen - _LONGEST_END, at)
            if len(self._ends) > self._room:
                self._ends = {known: last for known, last in self._ends.items() if last > at}
                self._room = max(self._limits.values * 8, 2 * len(self._ends))
            for end in _END.finditer(self._window.slice(start, reach)):
                self._ends[end[1]] = start + end.start()
            self._seen = min(self._window.end, reach)
        return self._ends.get(name, -1) > at
