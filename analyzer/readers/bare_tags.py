"""Runs of bare tags, found in one step: tags without attributes, and what little text stands between them.

Sample: `<a/><b>x</b>`, and so on for a megabyte. A dump or a log has few of them; in a broken or hostile document each
three bytes can be one, and none may cost what an envelope costs.
"""

from __future__ import annotations

from msgspec import Struct

from analyzer import lazy_re
from analyzer.readers.elements import Elements
from analyzer.readers.window import Window

_NAME = r"[A-Za-z_][\w.-]{0,99}+"
_EACH = lazy_re.compile(
    rf"([^<>&]{{0,200}}+)(<(/?)(?:({_NAME}):)?+({_NAME})\s{{0,9}}+(/?)>)|(?s:.{{1,99999}}+)".encode()
)
"""A bare tag and the text before it; else all the rest, so that none is found behind what is not one."""
_LEAST = 4
"""Tags of a run, at least: fewer are read one by one."""
_FIRST = 1 << 7
"""Bytes in which a run has to begin; it is followed further only as long as it goes on."""
_MOST = 1 << 16
"""Bytes of a run that are taken at once, at most."""

Tag = tuple[bytes, bytes, bytes, bytes, bytes, bytes]
"""The text before a tag, the tag as it stands, `/` of an end tag, prefix and name, `/` of an empty tag."""


class Runs(Struct):
    """Where runs are looked for in a document, and how far: the longer the last one was, the farther."""

    reach: int = _FIRST

    def at(self, window: Window, at: int, elements: Elements) -> list[Tag]:
        """The tags of the run that begins at an offset; there may be none.

        It ends before a start tag of which what stands around it decides whether it is one.
        """
        tags: list[Tag] = window.findall(_EACH, at, at + self.reach)
        if tags and not tags[-1][1]:
            tags.pop()
        if len(tags) < _LEAST:
            self.reach = _FIRST
            return []
        begun = {(name, empty) for _, _, close, _, name, empty in tags if not close}
        odd = {tag for tag in begun if not (tag[1] or tag[0] in elements.known) or not _is_bare(tag[0])}
        if odd:
            tags = tags[: _fine(tags, at, odd, elements)]
        self.reach = _FIRST if len(tags) < 2 else min(_MOST, self.reach * 2)
        return tags


def _fine(tags: list[Tag], at: int, odd: set[tuple[bytes, bytes]], elements: Elements) -> int:
    """How many tags begin an element for certain, or end one; the first stands at an offset."""
    for place, (text, source, close, _, name, empty) in enumerate(tags):
        at += len(text)
        if not close and (name, empty) in odd and not (_is_bare(name) and elements.is_closed(name, at)):
            return place
        at += len(source)
    return len(tags)


def size(tags: list[Tag]) -> int:
    """Bytes of a run."""
    return sum([len(tag[0]) + len(tag[1]) for tag in tags])


def _is_bare(name: bytes) -> bool:
    """Whether no more than its tags is taken with an element of this name."""
    return name != b"Envelope" and name.lower() != b"html"
