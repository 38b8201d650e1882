"""Cuts a document into tags, text and whole envelopes, however broken its markup is. No XML parser is used here.

An Exchange dump is no XML document: it is a run of frames, often without a root, with XML declarations in the middle,
and cut off at the end. So the outer layer is scanned tag by tag, tolerantly, and every SOAP envelope is taken as one
piece: what stands inside an envelope, such as a mail that quotes a log, can then never be taken for a frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from msgspec import Struct

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import decode, read_attributes, unescape
from analyzer.model import Note
from analyzer.readers.elements import Elements
from analyzer.readers.tag_runs import AUTODISCOVER, HANDED_ON, MESSAGE, Run, Runs, Tag
from analyzer.readers.window import Window
from analyzer.reference import marks
from analyzer.reference.vocabulary import BODY, WRITTEN, any_of

_TAG = lazy_re.compile(
    rb"<(?P<close>/?)(?:(?P<prefix>[A-Za-z_][\w.-]*+):)?(?P<name>[A-Za-z_][\w.-]*+)"
    rb"(?P<attributes>(?:(?=[\s/>])(?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+')*+)?+)>"
)
"""No value may hold a `<`: so every attempt to match ends at the next tag, and a hostile input costs no more."""
_BRACKET = lazy_re.compile(rb"<(?:[A-Za-z_?]|/[A-Za-z_]|!(?:--|\[CDATA\[|(?i:DOCTYPE|ENTITY)))")
_COMMENTS = lazy_re.compile(rb"(?:<!--){1,1000}+")
_BOUNDARY = lazy_re.compile(
    rb"<(?:(?P<opening>!\[CDATA\[|!--)|(?P<end>/(?:[A-Za-z_][\w.-]{0,99}+:)?+Envelope\s{0,9}>)"
    rb"|(?P<content>(?:[A-Za-z_][\w.-]{0,99}+:)?+(?:(?P<start>Envelope[\s>])"
    + f"|(?:{BODY}(?=\\s{{1,9}}BodyType)|{any_of(WRITTEN)})(?=[\\s>]))))".encode()
)
"""What decides where an envelope ends: its end tag, the start of the next one, or content that may quote either.

One prefix for all of them, taken once: every `<` of a dump is tried here.
"""
_PLAIN_DOCTYPE = lazy_re.compile(rb"\s{0,9}+<!(?:DOCTYPE(?![ \t]HTML)|ENTITY)[^>\[]*+>", re.IGNORECASE)
"""A declaration without a part in brackets; that of a page begins one."""
_CLOSING = {b"![CDATA[": b"]]>", b"!--": b"-->"}
_MOST_NAMES = 200
"""Names of content elements, with their prefixes, whose ends are looked for; a real dump has some twenty."""
_AUTODISCOVER_EDGE = lazy_re.compile(
    rb"</?(?:[A-Za-z_][\w.-]{0,99}+:)?+(?:%s|Envelope)[\s>]|<\?xml\b|^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|%s"
    % (AUTODISCOVER, marks.FRAME_EDGE.encode()),
    re.MULTILINE,
)
"""Where what Autodiscover is asked or answers ends: at its end tag, or where anything else begins or ends."""
_OF_AUTODISCOVER = b"schemas.microsoft.com/exchange/autodiscover/"
"""In the namespace of its root; others name elements of their own so as well."""
_OF_ANSWER = lazy_re.compile(rb"\sResponseClass\s?=\s?[\"'](?i:Success|Warning|Error)[\"']")
_END_TAG = lazy_re.compile(rb"\s{0,99}+</(?:[A-Za-z_][\w.-]{0,99}+:)?+(?P<name>[A-Za-z]{1,80}+)\s{0,9}+>")
_AROUND_MESSAGES = (b"Response", b"ResponseMessages", b"Body", b"Envelope")
"""How the names of the elements end in which the messages of an answer stand."""
_NEXT_MESSAGE = lazy_re.compile(rb"\s{0,99}+<[\w.:-]{1,200}+(?<=ResponseMessage)\s")
_FRAME_EDGE = marks.encoded(marks.FRAME_EDGE)
_MESSAGE_EDGE = lazy_re.compile(
    rb"%ss?\s{0,9}+>|<(?:[A-Za-z_][\w.-]{0,99}+:)?+Envelope[\s>]|%s" % (MESSAGE, marks.FRAME_EDGE.encode())
)
"""Where a message of an answer ends, or else an envelope or a record begins."""
_PAGE_END = marks.encoded(marks.PAGE_END, re.IGNORECASE | re.MULTILINE)


class Piece(Struct, frozen=True):
    """A piece of markup at an offset of the document."""

    at: int
    line: int


class Start(Piece, frozen=True):
    """A start tag; `empty` if it closes itself."""

    source: bytes
    """The tag as it stands."""
    name: str
    prefix: str
    attributes: dict[str, str]
    empty: bool


class End(Piece, frozen=True):
    """An end tag."""

    source: bytes
    name: str


class Page(Piece, frozen=True):
    """A document in the document: a page in HTML, which something that speaks to people answers, or Autodiscover."""

    data: bytes


class Text(Piece, frozen=True):
    """Text between tags, entities resolved unless it stood in CDATA."""

    text: str


class Envelope(Piece, frozen=True):
    """A SOAP envelope as bytes."""

    data: bytes
    complete: bool
    """False where its end tag is missing: the dump was cut, or the body was."""


class TagRun(Piece, frozen=True):
    """Many tags and the text between them, for readers that can pass over what says nothing.

    The offset of each is told as that of the first.
    """

    tags: list[Tag]
    ends: list[int]
    """Ends of lines up to the text before each tag; empty where there is none in all of it."""

    def line_of(self, place: int) -> int:
        """The line at which the text before a tag begins."""
        return self.line + self.ends[place] if self.ends else self.line

    def one(self, place: int) -> tuple[Piece, ...]:
        """One of the tags as a piece of its own, behind that of the text before it."""
        text, source, close, prefix, name, attributes, empty, _ = self.tags[place]
        line = self.line_of(place)
        before = (Text(self.at, line, decode(text)),) if text else ()
        line += text.count(b"\n")
        if close:
            return (*before, End(self.at, line, source, name.decode()))
        told = read_attributes(attributes) if attributes else {}
        return (*before, Start(self.at, line, source, name.decode(), prefix.decode(), told, bool(empty)))


class Refused(Piece, frozen=True):
    """A stretch that is not looked at, and why."""

    length: int
    reason: Note


def pieces(window: Window, limits: Limits) -> Iterator[Piece]:
    """Everything in a document, in order."""
    for piece in gathered(window, limits):
        if isinstance(piece, TagRun):
            for place in range(len(piece.tags)):
                yield from piece.one(place)
        else:
            yield piece


def gathered(window: Window, limits: Limits) -> Iterator[Piece]:
    """The same with runs of tags in one piece."""
    cutter = Cutter(window, limits)
    while (found := cutter.step()) is not None:
        yield from found


class Cutter:
    """Where in a document the cutting stands; between two steps another reader may go on from there."""

    def __init__(self, window: Window, limits: Limits) -> None:
        self.window = window
        self.at = 0
        """Offset of what comes next."""
        self.elements = Elements(window, limits)
        self._limits = limits
        self._runs = Runs()

    def skip(self, to: int, text: bytes) -> None:
        """Another reader read whole elements up to an offset; `text` is the last in them that was no blank."""
        self.at = to
        self.window.ensure(to)
        self.elements.passed_text(text)
        self.elements.passed(opened=False, ended=True)

    def step(self) -> tuple[Piece, ...] | None:
        """The next pieces, of which there may be none; None at the end of the document."""
        window, limits, at = self.window, self._limits, self.at
        window.forget(at)
        run = self._runs.at(window, at, self.elements)
        if run.length:
            return (self._run(run),)
        if window.startswith(b"<", at) and (tag := window.match(_TAG, at, at + limits.tag)) is not None:
            stop, found = _tag(tag, window, at, limits, self.elements)
            if found is not None:
                return self._told(stop, found)
        bracket, _ = window.search(_BRACKET, at, at + limits.frame)
        if bracket < 0:
            stop = self.at = _last_line_end(window, at, limits)
            if stop > at:
                return (Text(at, window.line(at), unescape(decode(window.slice(at, stop)))),)
            return None if window.ended and stop >= window.end else ()
        begun = at
        while True:
            self.elements.passed_text(window.slice(begun, bracket))
            if begun > at and (bracket - at > HANDED_ON or not window.startswith(b"<", bracket)):
                stop, found = bracket, None
                break
            stop, found = _markup(window, bracket, limits, self.elements)
            if found is not None or stop != bracket + 1:
                break
            begun, bracket = bracket, _next_markup(window, bracket, limits)  # a "<" that begins no tag is text
        text = window.slice(at, bracket)
        said = (Text(at, window.line(at), unescape(decode(text))),) if text else ()
        if found is None:
            self.at = stop
            return said
        return (*said, *self._told(stop, found))

    def _run(self, run: Run) -> TagRun | Text:
        """The piece that a run is."""
        at, line, tags = self.at, self.window.line(self.at), run.tags
        self.at += run.length
        if not tags:
            self.elements.passed_text(run.text)
            return Text(at, line, decode(run.text))
        counts = (tag[0].count(b"\n") + tag[1].count(b"\n") for tag in tags)
        ends = list(accumulate(counts, initial=0)) if self.window.line(self.at) > line else []
        self.elements.passed_text(next((tag[0] for tag in reversed(tags) if tag[0].strip()), b""))
        _, _, close, _, _, _, empty, _ = tags[-1]
        self.elements.passed(opened=not close and not empty, ended=bool(close or empty))
        return TagRun(at, line, tags, ends)

    def _told(self, stop: int, found: Piece) -> tuple[Piece]:
        """A piece of markup that was found, up to an offset."""
        self.at = stop
        opened = isinstance(found, Start) and not found.empty
        self.elements.passed(opened=opened, ended=not opened and isinstance(found, (End, Start, Envelope)))
        return (found,)


def _next_markup(window: Window, bracket: int, limits: Limits) -> int:
    """Where text with a lone `<` in it ends: at the next `<`, the cap, or the end of the document."""
    at, _ = window.search(_BRACKET, bracket + 1, bracket + limits.frame)
    return at if at >= 0 else min(window.end, bracket + limits.frame)


def _last_line_end(window: Window, at: int, limits: Limits) -> int:
    """Text without any `<` is handed on in parts no longer than the cap, cut behind a line where there is one."""
    stop = min(window.end, at + limits.frame)
    if window.ended and stop == window.end:
        return stop
    cut = window.slice(at, stop).rfind(b"\n")
    return at + cut + 1 if cut >= 0 else stop


def _markup(window: Window, at: int, limits: Limits, elements: Elements) -> tuple[int, Piece | None]:
    """The piece that begins with the `<` at `at`, and the offset behind it; `at + 1` and None where it is no markup."""
    if window.startswith(b"<?", at) or window.startswith(b"<!--", at):
        stop = _behind_remarks(window, at, limits)
        if stop > at:
            return stop, None
    if window.startswith(b"<!", at):
        return _declaration(window, at, limits)
    if window.startswith(b"<?", at):
        return at + 1, None
    match = window.match(_TAG, at, at + limits.tag)
    return (at + 1, None) if match is None else _tag(match, window, at, limits, elements)


def _tag(
    match: re.Match[bytes], window: Window, at: int, limits: Limits, elements: Elements
) -> tuple[int, Piece | None]:
    """The same of a tag."""
    name, line, stop = match["name"].decode(), window.line(at), at + match.end() - match.start()
    if match["close"]:
        return stop, End(at, line, match[0], name)
    if not elements.is_one(match, at, stop):
        return at + 1, None
    if name == "Envelope":
        return _envelope(window, at, limits)
    if name.lower() == "html":
        return _html(window, at, limits)
    attributes = match["attributes"]
    empty = attributes.rstrip().endswith(b"/")
    if match["name"] == AUTODISCOVER and not empty and _OF_AUTODISCOVER in attributes:
        return _autodiscover(window, at, stop, limits)
    if match["name"].endswith(MESSAGE) and not empty and _OF_ANSWER.search(attributes) is not None:
        return _rest_of_envelope(window, at, limits)
    told = read_attributes(attributes) if b"=" in attributes else {}
    return stop, Start(at, line, match[0], name, (match["prefix"] or b"").decode(), told, empty)


def _behind_remarks(window: Window, begin: int, limits: Limits) -> int:
    """Offset behind the comments and instructions that stand side by side from one on; the same where none ends."""
    at = begin
    while at < begin + limits.chunk:
        if window.startswith(b"<?", at):
            end, length = window.find(b"?>", at, at + limits.tag), 2
        elif window.startswith(b"<!--", at):
            end, length = window.find(b"-->", at, at + limits.frame), 3
        else:
            break
        if end < 0:
            break
        at = end + length
    return at


def _declaration(window: Window, at: int, limits: Limits) -> tuple[int, Piece | None]:
    line = window.line(at)
    if window.startswith(b"<![CDATA[", at):
        stop = window.find(b"]]>", at, at + limits.frame)
        if stop < 0:
            stop = min(window.end, at + limits.frame)
        return stop + 3, Text(at, line, decode(window.slice(at + 9, stop)))
    if window.startswith(b"<!--", at):
        run = window.match(_COMMENTS, at, at + limits.tag)  # nothing closes it, nor any other that begins with it
        return at + (run.end() - run.start() if run is not None else 4), None
    if window.slice(at, at + 14).upper() in (b"<!DOCTYPE HTML", b"<!DOCTYPE\tHTML"):
        return _html(window, at, limits)
    stop = at
    while stop < at + limits.chunk and (plain := window.match(_PLAIN_DOCTYPE, stop, stop + limits.tag)) is not None:
        stop += plain.end() - plain.start()  # those that stand side by side are told once
    if stop == at:
        end = window.find(b"]>", at, at + limits.frame)
        stop = end + 2 if end >= 0 else min(window.end, at + limits.frame)
    return stop, Refused(at, line, stop - at, Note.DOCTYPE)


def _html(window: Window, at: int, limits: Limits) -> tuple[int, Piece]:
    """The page of a proxy or a login form: one piece that ends with its end tag, or where something else begins."""
    line, cap = window.line(at), at + limits.frame
    start, stop = window.search(_PAGE_END, at + 1, cap)
    if start < 0:
        stop = min(cap, window.end)
    elif not window.startswith(b"</h", start) and not window.startswith(b"</H", start):
        stop = start
    return stop, Page(at, line, window.slice(at, stop))


def _autodiscover(window: Window, at: int, behind: int, limits: Limits) -> tuple[int, Piece]:
    """What Autodiscover is asked or answers in plain XML, up to its end."""
    line, cap = window.line(at), at + limits.frame
    start, stop = window.search(_AUTODISCOVER_EDGE, behind, cap)
    edge = window.slice(start, stop) if start >= 0 else b""
    if not edge:
        stop = min(cap, window.end)
    elif not (edge.startswith(b"</") and AUTODISCOVER in edge):
        stop = start
    return stop, Page(at, line, window.slice(at, stop))


def _rest_of_envelope(window: Window, at: int, limits: Limits) -> tuple[int, Piece]:
    """The response messages that stand side by side outside of any envelope: the beginning of theirs was cut off."""
    line, cap = window.line(at), at + limits.frame
    stop = at
    while True:
        start, end = window.search(_MESSAGE_EDGE, stop + 1, cap)
        if start < 0 or not window.startswith(MESSAGE, start):
            edge = start if start >= 0 else min(cap, window.end)
            stop = stop if stop > at else edge  # the last message is a piece of its own where it has no end
            break
        stop = _behind_ends(window, end, cap)
        if window.match(_NEXT_MESSAGE, stop, min(cap, stop + 300)) is None:
            break
    return stop, Envelope(at, line, window.slice(at, stop), complete=False)


def _behind_ends(window: Window, at: int, cap: int) -> int:
    """Where the end tags stop that stand behind the last message of an answer."""
    while (tag := window.match(_END_TAG, at, min(cap, at + 400))) is not None:
        if not tag["name"].endswith(_AROUND_MESSAGES):
            break
        at += tag.end() - tag.start()
    return at


def _envelope(window: Window, at: int, limits: Limits) -> tuple[int, Piece]:
    """One envelope as a piece. It was cut where the next one begins before it ends, or nothing ends it."""
    line, cap = window.line(at), at + limits.frame
    stop, complete = _envelope_end(window, at, cap)
    if stop < 0:
        stop = _frame_edge(window, at + 1, cap)
        if stop >= cap and not window.ended:
            return stop, Refused(at, line, stop - at, Note.LONG_ENVELOPE)
        stop = min(stop, window.end)
    return stop, Envelope(at, line, window.slice(at, stop), complete=complete)


def _envelope_end(window: Window, at: int, cap: int) -> tuple[int, bool]:
    """Offset behind the envelope and whether its end tag stands there; -1 where nothing ends it.

    CDATA, comments and what people wrote are passed over: they may quote whole envelopes and records, in dumps that
    are written without escaping too (EWS Java API).
    """
    begin = at + 1
    while True:
        start, stop = window.search(_BOUNDARY, begin, cap)
        match = window.match(_BOUNDARY, start, stop + 16) if start >= 0 else None
        if match is None:
            return -1, False
        if match["end"]:
            return stop, True
        if match["start"]:
            edge = _frame_edge(window, at + 1, start)
            return min(edge, start), False
        if match["opening"]:
            closing = _CLOSING[match["opening"]]
            found = window.find(closing, stop, cap)
            begin = found + len(closing) if found >= 0 else stop
        else:
            begin = _behind_content(window, stop, match["content"], cap)


def _behind_content(window: Window, at: int, name: bytes, cap: int) -> int:
    """Offset behind the end tag of a content element; `at` where it was cut: the next such element begins first."""
    if name not in window.contents and len(window.contents) >= _MOST_NAMES:
        return at
    window.contents.add(name)
    end = window.find(b"</" + name + b">", at, cap)
    return end if end >= 0 and window.find(b"<" + name + b" ", at, end) < 0 else at


def _frame_edge(window: Window, start: int, cap: int) -> int:
    """The next start or end tag of a trace record, or `cap`."""
    edge, _ = window.search(_FRAME_EDGE, start, cap)
    return edge if edge >= 0 else cap
