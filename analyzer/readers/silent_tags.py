"""The fast way over tags that say nothing where they stand, such as `<a/><b c="d">x</b>` in a record of an answer.

Most elements of a document that we know nothing of are that: no record begins with them, no part of an action, no
message, and their text is no head and no status. What they open stands open afterwards as if each had been read by
itself (`exchange_dump.py`), which is what happens to the first tag that may say something. Without this module every
dump is read the same, only slower.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.markup import decode
from analyzer.model import Note, Remark
from analyzer.readers.element_texts import MOST_TEXTS, STATUS_ELEMENTS, is_body, tells_body
from analyzer.readers.open_elements import CALLS, STATUSES, THREADS, TIMES, Action, Element
from analyzer.readers.roles import LONGEST, Role, begins_request, record_role, role_by_name
from analyzer.readers.tag_runs import Tag
from analyzer.reference.ews import OPERATIONS
from analyzer.reference.marks import METHODS
from analyzer.reference.vocabulary import FRAMES

if TYPE_CHECKING:
    from analyzer.readers.exchange_dump import DumpReader
    from analyzer.readers.pieces import TagRun

_PARTS = (Role.REQUEST, Role.RESPONSE)
_QUIET = (Role.IGNORED, Role.UNKNOWN, *_PARTS)
"""Roles whose elements say little by a short text; in any other every text says something."""
_HEAD = b"HTTP/"
_BEGINS = {
    Role.REQUEST: lazy_re.compile(rf"[^!-~]*+(?:{METHODS})[ \t]".encode()),
    Role.RESPONSE: lazy_re.compile(rb"[^!-~]*+[1-5]\d\d(?!\d)"),
}
"""How a text begins that may be a head or a status."""
_SAYS = lazy_re.compile(rf"[\s:](?:{'|'.join((*TIMES, *THREADS, *STATUSES))})=".encode())
"""Attributes that say something of any element."""
_NAMES_CALL = lazy_re.compile(rf"[\s:](?:{'|'.join(CALLS)})=".encode())
"""Attributes that say something of an action."""
_MOST_NAMES = 2_000


class _Level(Struct):
    """Elements that are read alike: of one role, in a record or not, near the root or not."""

    role: Role
    in_record: bool
    near: bool
    """What stands in them counts as near the root (`roles.role_of`)."""
    begins: re.Pattern[bytes] | None
    """How a text begins that says something beside heads."""
    children: dict[bytes, tuple[_Level, _Level] | None] = field(default_factory=dict)
    """How an element in them is read by its name, if what stands in it is far from the root or near; None where it may
    say something by its tag."""

    def may_say(self, text: bytes) -> bool:
        """Whether a text in one of them may say anything."""
        if self.role is Role.IGNORED:
            return False
        if self.role not in _QUIET or _HEAD in text:
            return True
        return self.begins is not None and self.begins.match(text) is not None

    def child(self, name: bytes) -> tuple[_Level, _Level] | None:
        """The same of one of them."""
        if name not in self.children:
            if len(self.children) >= _MOST_NAMES:
                self.children.clear()
            role = self._role_of(name.decode())
            self.children[name] = role and (_level(role, self.in_record, False), _level(role, self.in_record, True))
        return self.children[name]

    def _role_of(self, name: str) -> Role | None:
        low = name.lower()
        if name in FRAMES or record_role(name) is not None:
            return None
        role = role_by_name(name[:LONGEST], self.role, self.in_record, self.near)
        if role not in _PARTS or self.in_record:
            return role
        says = (role is Role.REQUEST and name in OPERATIONS) or low in STATUS_ELEMENTS or "header" in low
        says = says or begins_request(role, name)
        return role if role is self.role and not says else None


@cache
def _level(role: Role, in_record: bool, near: bool) -> _Level:
    """There is one for all of a kind."""
    return _Level(role, in_record, near, _BEGINS.get(role))


class _Open(Struct):
    """An element that is open."""

    name: bytes
    level: _Level
    """How what stands in it is read."""
    action: int | None = None
    """The number of the action that it is."""
    text: int | None = None
    """Before which tag its last text stands."""


def passed(dump: DumpReader, run: TagRun, start: int, most_near: int) -> int:
    """Up to which of the tags from one on none says anything; what they opened stands open in the dump.

    `most_near` is how many elements may be open around one that is near the root.
    """
    top, texts = dump.top, dump.texts
    if top.text or texts.ending is not None or (not dump.stack and texts.body is not None):
        return start
    if dump.bare:  # an end tag of nothing then tells that the document begins inside an action
        return start
    if top.part is not None and (top.field_name or "header" in top.name.lower()):
        return start
    walk, tags, at = _Walk(dump, most_near), run.tags, start
    while at < len(tags) and walk.takes(at, tags[at]):
        at += 1
    if at > start:
        walk.leave(run)
    return at


class _Walk:
    """On the way through tags: which elements they opened so far, and what is to be said of them afterwards."""

    def __init__(self, dump: DumpReader, most_near: int) -> None:
        self.dump = dump
        self.most_near = most_near
        self.most_texts = Remark.of(Note.MANY_TEXTS, most=MOST_TEXTS)
        self.too_deep = Remark.of(Note.DEEP_ELEMENTS, most=dump.limits.nesting)
        self.warned: dict[Remark, int] = {}
        self.skipped = 0
        top, self.depth = dump.top, len(dump.stack)
        self.around = {element.name.encode() for element in dump.stack}
        self.told = False
        self.first = self.here = _Open(b"", _level(top.role, top.in_record, self.depth <= most_near or top.owns_part))
        self.opened: list[_Open] = []

    def takes(self, place: int, tag: Tag) -> bool:
        """Take one more, unless it may say something."""
        text, _, close, _, name, attributes, empty, _ = tag
        said = ""
        if text and not text.isspace():
            level = self.here.level
            if level.may_say(text):
                return False
            if level.role is Role.RESPONSE and (said := decode(text)).strip() and self.dump.texts.spoken < MOST_TEXTS:
                return False
        child = None if close else self.here.level.child(name)
        if child is None and not (close and (self.here.name == name or self._may_close(name, text))):
            return False
        if attributes and child is not None and (_SAYS.search(attributes) or self._names_call(attributes)):
            return False
        if said.strip() and self._is_body(said):
            self.told = True
            self.skipped += len(said)
            self.warned[self.most_texts] = self.warned.get(self.most_texts, 0) + 1
        if child is None:
            self._close(name)
        else:
            self.here.text = place if text else self.here.text
            self._open(name, child, bool(empty))
        return True

    def _is_body(self, said: str) -> bool:
        """Whether it is the careful way that says it is left out, beyond what is read of one response."""
        if self.here is self.first:
            return is_body(self.dump.top, said)
        return self.here.level.in_record or tells_body(self.here.name.decode().lower(), said)

    def _names_call(self, attributes: bytes) -> bool:
        """Whether the element that begins next is an action of which its attributes may tell the operation."""
        return self._begins_action() and _NAMES_CALL.search(attributes) is not None

    def _begins_action(self) -> bool:
        alone = self.depth + len(self.opened) == 1
        return alone and self.here.level.role is Role.UNKNOWN and not self.dump.depth

    def _may_close(self, name: bytes, text: bytes) -> bool:
        """It ends an element that was opened here, or nothing at all; an end tag of nothing ends no text either."""
        if any(element.name == name for element in self.opened):
            return True
        return name not in self.around and (not text or self.here.level.role is Role.IGNORED)

    def _close(self, name: bytes) -> None:
        if self.here.name == name or any(element.name == name for element in self.opened):
            while self.opened.pop().name != name:
                pass
            self.here = self.opened[-1] if self.opened else self.first

    def _open(self, name: bytes, levels: tuple[_Level, _Level], empty: bool) -> None:
        depth, dump = self.depth + len(self.opened), self.dump
        if depth >= dump.limits.nesting:
            self.warned[self.too_deep] = self.warned.get(self.too_deep, 0) + 1
            return
        self.told = self.told or self.here is self.first
        action = None
        if self._begins_action():
            action = dump.actions = dump.actions + 1
        if not empty:
            self.here = _Open(name, levels[depth < self.most_near], action)
            self.opened.append(self.here)

    def leave(self, run: TagRun) -> None:
        """Leave the dump as it stands behind the tags."""
        dump, top = self.dump, self.dump.top
        dump.tail = ""
        top.told = top.told or self.told
        dump.notes.bytes_skipped += self.skipped
        for remark, times in self.warned.items():
            dump.notes.add(remark, times)
        if self.first.text is not None and top.role is not Role.IGNORED:
            top.text_line = run.line_of(self.first.text)
        for element in self.opened:
            dump.stack.append(_element(element, dump.top, run))


def _element(opened: _Open, parent: Element, run: TagRun) -> Element:
    """The same as the dump keeps it."""
    parent.told = True
    name, role = opened.name.decode(), opened.level.role
    return Element(
        name,
        role,
        parent.thread,
        parent.time,
        parent.action if opened.action is None else Action(opened.action, name if name in OPERATIONS else None),
        parent.part if role in _PARTS else None,
        in_record=parent.in_record,
        text_line=1 if opened.text is None or role is Role.IGNORED else run.line_of(opened.text),
    )
