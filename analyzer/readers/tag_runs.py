"""Runs of tags, found in one step: plain start and end tags, and what little text stands between them.

Sample: `<a/><b c="d">x</b>`, and so on for a megabyte. A dump or a log has few of them; in a broken or hostile document
each three bytes can be one, and none may cost what an envelope costs.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from analyzer import lazy_re
from analyzer.readers.elements import Elements
from analyzer.readers.window import Window

_NAME = r"[A-Za-z_][\w.-]{0,99}+"
_ATTRIBUTES = r"(?:\s{1,9}+[\w:.-]{1,99}+=(?:\"[^\"<]{0,99}+\"|'[^'<]{0,99}+')){0,9}+"
_EACH = lazy_re.compile(
    (
        rf"([^<>&]{{0,200}}+)(<(?:(/?)(?:({_NAME}):)?+({_NAME})({_ATTRIBUTES})\s{{0,9}}+(/?)"
        r"|!--[^<>\n]{0,200}?--|!\[CDATA\[([^]<>&]{0,200}+)]])>)|(?s:.{1,99999}+)"
    ).encode()
)
"""A tag and the text before it; else all the rest, so that none is found behind what is not one."""
_LEAST = 4
"""Tags of a run, at least: fewer are read one by one."""
_FIRST = 1 << 8
"""Bytes in which a run has to begin; it is followed further only as long as it goes on."""
_MOST = 1 << 16
"""Bytes of a run that are taken at once, at most."""
AUTODISCOVER = b"Autodiscover"
"""The root of what Autodiscover is asked, and of what it answers, in plain XML: taken as a whole, as an envelope is."""
MESSAGE = b"ResponseMessage"
"""How the name ends of what is left of an answer of EWS whose beginning was cut off."""
HANDED_ON = 4096
"""Bytes of text with brackets in it that begin no tag, after which it is handed on."""

Tag = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes]
"""The text before a tag, the tag as it stands, `/` of an end tag, prefix, name, attributes, `/` of an empty tag.

Of a comment and of CDATA, which are no tags and become text before the next one, the name is empty, and the text of
CDATA stands last.
"""
_Kind = tuple[bytes, bool, bool]
"""Of a start tag: its name, whether it has attributes, whether it is empty."""


class Run(NamedTuple):
    """The tags of a run, which may be none, or the text alone that stands there; and how many bytes they are."""

    tags: list[Tag]
    text: bytes
    length: int


NOTHING = Run([], b"", 0)


class Runs(Struct):
    """Where runs are looked for in a document, and how far: the longer the last one was, the farther."""

    reach: int = _FIRST

    def at(self, window: Window, at: int, elements: Elements) -> Run:
        """The run that begins at an offset.

        It ends before a start tag of which what stands around it decides whether it is one.
        """
        tags: list[Tag] = window.findall(_EACH, at, at + self.reach)
        if tags and not tags[-1][1]:
            tags.pop()
        if len(tags) < _LEAST:
            self.reach = _FIRST
            return NOTHING
        kinds = {(tag[4], bool(tag[5]), bool(tag[6])) for tag in tags if not tag[2]}
        odd = {kind for kind in kinds if not _is_certain(*kind, elements)}
        run = _sifted(tags, at, odd, elements) if odd else Run(tags, b"", sum([len(t[0]) + len(t[1]) for t in tags]))
        self.reach = min(_MOST, max(_FIRST, 2 * run.length))
        return run if run.tags or run.length > HANDED_ON else NOTHING


def _sifted(found: list[Tag], start: int, odd: set[_Kind], elements: Elements) -> Run:
    """Those of the tags from an offset on that begin an element for certain, or end one; words in brackets are text."""
    tags: list[Tag] = []
    words: list[bytes] = []
    told = False  # something that is no blank stands behind the last tag
    at = stop = start
    for tag in found:
        text, source, close, _, name, attributes, empty, said = tag
        at += len(text)
        if not close and (name, bool(attributes), bool(empty)) in odd:
            told = told or bool(text.strip() or said.strip())
            if not name:
                words += text, said
                at += len(source)
                continue
            if not _is_bare(name):
                break
            if name not in elements.known and not elements.is_closed(name, at):
                if not elements.is_word(name, within_text=told):
                    break
                words += text, source
                at, told = at + len(source), True
                continue
        stop = at = at + len(source)
        tags.append((b"".join((*words, text)), *tag[1:]) if words else tag)
        words.clear()
        told = False
    return Run(tags, b"", stop - start) if tags else Run(tags, b"".join(words), at - start)


def _is_certain(name: bytes, attributes: bool, empty: bool, elements: Elements) -> bool:
    """Whether a start tag begins an element wherever it stands."""
    return _is_bare(name) and (empty or name in elements.known or (attributes and not elements.is_of_page(name)))


def _is_bare(name: bytes) -> bool:
    """Whether no more than its tags is taken with an element of this name."""
    whole = name in (b"Envelope", AUTODISCOVER) or name.endswith(MESSAGE)
    return not whole and name.lower() != b"html"
