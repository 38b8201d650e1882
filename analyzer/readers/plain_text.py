"""Any other text: messages pasted from the sync dashboard, logs of an unknown form. Lines in, messages out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import decode, unescape
from analyzer.model import Message, Note, Place, Record, System
from analyzer.readers import access_log, client_rows, graph_log, printed_answer, sap_text
from analyzer.readers.log_entries import without_begun
from analyzer.readers.messages import messages
from analyzer.readers.notes import Notes
from analyzer.readers.server_row import Rows
from analyzer.readers.window import Window
from analyzer.reference.marks import COLOUR
from analyzer.reference.vocabulary import MAIL_FIELDS, any_of

_COLOUR = lazy_re.compile(COLOUR)
_PHP = r"<b>(?:(?:Catchable |Recoverable )?Fatal error|Parse error|Warning|Notice|Deprecated)</b>:"
PHP_SIGNS = lazy_re.compile(rb"\A\s{0,20}+(?:<br ?/?>\s{0,20}+){0,9}+" + _PHP.encode())
"""How PHP prints errors for a browser: `<b>Fatal error</b>:  Uncaught … in <b>sync.php</b> on line <b>12</b><br />`."""
_PHP_ERROR = lazy_re.compile(_PHP)
_PHP_TAG = lazy_re.compile(r"</?b>|<br ?/?>")
_PHP_LOGGED = lazy_re.compile(r"\bPHP (?P<said>(?:(?:Catchable |Recoverable )?Fatal|Parse) error: .{1,4000})")
_MAIL_FIELD = lazy_re.compile(rf"^(?:{any_of(MAIL_FIELDS)})[ \t]{{0,3}}:.*$", re.MULTILINE | re.IGNORECASE)


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """Every message of a text. Which of them matter is for the rules to say."""
    graph, rows = graph_log.GraphLog(limits, notes), _Rows(limits, notes)
    stretches: Iterator[tuple[int, str] | None] = chain(paragraphs(window, limits), [None])
    for stretch, after in pairwise(stretches):
        line, text = stretch or (1, "")
        if after is None and (whole := without_begun(text)) != text:
            notes.cut = True
            notes.warn(Note.CUT_AT, line=line + whole.count("\n"))
            text = whole
        if "</b>:" in text and _PHP_ERROR.search(text):
            text = unescape(_PHP_TAG.sub("", text))
        if "PHP " in text:
            text = _without_displayed(text)
        said = _MAIL_FIELD.sub("", text)  # what a person wrote over a mail is no message of the software
        at = Place(line, system=System.UNKNOWN)
        said, called = rows.taken(said, at)
        found = _records(said, at, graph, limits, notes, is_last=after is None)
        for record in sorted([*called, *found], key=lambda record: record.at.line) if called else found:
            if isinstance(record, Message) and record.timed:
                notes.clock(record.offset)
            yield record
    yield from graph.finish()


def _without_displayed(text: str) -> str:
    """The text without errors that PHP displays behind the same ones that it logs, `PHP Fatal error: …`."""
    lines, logged, again = text.split("\n"), dict[str, int](), -1
    for number, line in enumerate(lines):
        if (found := _PHP_LOGGED.search(line)) is not None:
            logged[" ".join(found["said"].split())] = number
            again = -1
        elif again >= 0 and line.strip() and line == lines[again + 1]:
            lines[number], again = "", again + 1
        else:
            again = logged.pop(" ".join(line[:5000].split()), -1) if line[:1].isupper() else -1
            lines[number] = "" if again >= 0 else line
    return "\n".join(lines)


class _Rows:
    """Rows of access logs and of clients, printed answers and quoted errors of SAP, in the stretches of a document."""

    def __init__(self, limits: Limits, notes: Notes) -> None:
        self.limits = limits
        self.notes = notes
        self.rows = Rows()
        self.clients = client_rows.ClientRows()

    def taken(self, text: str, at: Place) -> tuple[str, list[Record]]:
        """The text without them, and their records. Rows about Graph are told with its words."""
        lines, found = text.split("\n"), list[Record]()
        if printed_answer.SIGN in text:
            found += printed_answer.take(lines, at.line)
        if sap_text.may_quote(text):
            found += sap_text.take(lines, at, self.limits, self.notes)
        of_servers, of_clients = access_log.may_hold(text), client_rows.may_hold(text)
        if not (found or of_servers or of_clients):
            return text, []
        for number, line in enumerate(lines):
            row = None
            if of_servers and access_log.may_hold(line) and not graph_log.is_about(line):
                row = access_log.row(line, self.notes)
            if row is not None:
                lines[number] = ""
            elif of_clients and client_rows.may_hold(line):
                row = self.clients.take(lines, number, self.notes)
            if row is not None:
                found += self.rows.records(row, at.line + number)
        return "\n".join(lines), found


def _records(
    text: str, at: Place, graph: graph_log.GraphLog, limits: Limits, notes: Notes, *, is_last: bool
) -> Iterator[Record]:
    """The records of one stretch: of a client of Graph, of notes about SAP, or of any other log."""
    if graph_log.is_about(text):
        return graph.read(text, at, is_last=is_last)
    return sap_text.read(text, at, limits, notes) if sap_text.is_about(text) else messages(text, at, limits)


def paragraphs(window: Window, limits: Limits) -> Iterator[tuple[int, str]]:
    """The text in stretches of whole lines, each with the number of its first line."""
    at = 0
    while True:
        window.forget(at)
        if not window.ensure(at + 1):
            return
        window.ensure(at + limits.chunk)
        data = window.slice(at, at + limits.chunk)
        stop = len(data) if window.ended and at + len(data) >= window.end else data.rfind(b"\n") + 1 or len(data)
        yield window.line(at), decode(data[:stop])
        at += stop


def plain_lines(window: Window, limits: Limits) -> Iterator[tuple[int, str]]:
    """Each line with its number, without the codes that colour it on a console."""
    for start, text in paragraphs(window, limits):
        for offset, line in enumerate(text.removesuffix("\n").split("\n")):
            yield start + offset, _COLOUR.sub("", line.rstrip("\r"))
