"""The open elements of a dump, and what is known of each: its role, its request or answer, the action around both.

Sample: `<Exchange><Call Name="GetItem"><Response Status="500">…`: root, action, and a part whose status an attribute
tells. Names and attributes are those that published traces of EWS clients use.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, field

from analyzer.markup import decode
from analyzer.model import Place, Service
from analyzer.readers.pieces import Start
from analyzer.readers.roles import Role
from analyzer.reference import services
from analyzer.reference.ews import OPERATIONS

TIMES = ("Time", "Timestamp", "TimeStamp", "DateTime", "StartTime", "Start", "Date")
THREADS = ("Tid", "ThreadId", "Thread")
STATUSES = ("Status", "StatusCode", "HttpStatus", "HttpStatusCode")
CALLS = ("Name", "Operation", "Action", "Method")
"""Attributes that tell of an element when it was, in which thread, with what status, and of an action its operation."""


class Action(Struct):
    """The element that holds a request, its answer and its exception together."""

    number: int | None = None
    """None where there is no such element: request and answer are then told by thread and order."""
    operation: str | None = None
    """Operation that an attribute of the element names."""
    asked: bool = False
    """What the request asks for was already reported."""


class Part(Struct):
    """A request or a response whose status and fields may be spread over child elements."""

    line: int
    status: int | None = None
    fields: list[tuple[str, str]] = field(default_factory=list)
    has_head: bool = False


class Body(Struct):
    """The body of a raw HTTP message as it is being collected."""

    place: Place
    is_answer: bool
    is_due: bool = False
    """Of an answer: its status is 200, with which Exchange says what was asked for, and no field says that more came
    than stands there."""
    kind: str = ""
    """Its content type."""
    path: str = ""
    """Of a request: what it asks for."""
    begun: bool = True
    """A blank line ends its head; else the document may end in the head, and what came is not known."""
    in_line: bool = False
    """The document ends in a line of its head."""
    is_logged: bool = False
    """A program wrote it down, which ends each head: libsoup, by a pseudo field of its own."""
    parts: list[str] = field(default_factory=list)

    def add(self, part: str | bytes) -> None:
        """Take in one more piece of it."""
        self.parts.append(part if isinstance(part, str) else decode(part))

    def text(self) -> str:
        """The whole of it."""
        return "".join(self.parts)


class Element(Struct):
    """An open element and what is known of it."""

    name: str
    role: Role
    thread: str
    time: datetime | None
    action: Action
    part: Part | None = None
    owns_part: bool = False
    in_record: bool = False
    """It is a trace record, or stands in one."""
    field_name: str = ""
    """Name of the header field that an element such as `<Header Name="Server">` holds."""
    text: list[str] = field(default_factory=list)
    text_line: int = 1
    length: int = 0
    """Characters of that text."""
    service: Service = services.OTHER
    """The side and protocol that its name tells; of the document, what its first part told."""
    record_line: int = 0
    """The line where it begins as a trace record; 0 for any other element."""
    told: bool = False
    """Something stood in it that is no blank."""
    has_answer: bool = False
    """The record had its envelope; another one in it is quoted content."""


def attribute(tag: Start, names: tuple[str, ...]) -> str:
    """The first of these attributes that a tag has, or an empty string."""
    if not tag.attributes:
        return ""
    return next((tag.attributes[name] for name in names if name in tag.attributes), "")


def operation(tag: Start) -> str | None:
    """The operation that the element of an action names."""
    name = attribute(tag, CALLS)
    if name in OPERATIONS:
        return name
    return tag.name if tag.name in OPERATIONS else None
