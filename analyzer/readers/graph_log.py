"""Logs and notes about Microsoft Graph: what a request asked, its status and its error, in whatever words they stand.

Sample:

    GET https://graph.microsoft.com/v1.0/me/messages
    504 Gateway Timeout
    {"error": {"code": "UnknownError", "message": ""}}

Clients tell one failure up to four times, each time in another way: that is one. What is told again in the same way
happened again. A request that nothing in the text answers proves nothing, and is not told.
Sources: see `protocols/graph_words.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count

from msgspec import Struct, field
from msgspec.structs import replace

from analyzer import lazy_re, protocols
from analyzer.limits import Limits
from analyzer.model import (
    Form,
    Message,
    Note,
    Place,
    Record,
    RequestBody,
    RequestHead,
    ResponseBody,
    ResponseHead,
    Result,
)
from analyzer.protocols import Part, Said, graph, http
from analyzer.protocols.graph_words import (
    THROWN,
    Mark,
    What,
    ends_in_code,
    marks,
    speaks_of_graph,
    without_fields,
    without_queries,
)
from analyzer.readers import answers, graph_entries, sides
from analyzer.readers.messages import is_of_log, messages, tells_failure
from analyzer.readers.notes import Notes
from analyzer.reference import services
from analyzer.reference.marks import METHODS
from analyzer.reference.vocabulary import NOT_SENT

_NEAR = 40
"""Lines behind the last word about Graph in which a bare status or code is still about it."""
_TOLD_AGAIN = timedelta(minutes=1)
"""Time within which a client tells one failure in all its ways."""
_BELOW = 8
"""Lines below the name of an exception in which its code may stand."""
_BEGUN_REQUEST = lazy_re.compile(rf"^(?:{METHODS})(?: \S{{0,4000}}+)?\Z", re.MULTILINE)
"""The end of a document in the first line of a request."""
_DETAIL = lazy_re.compile(
    r"\s*(?:Inner ?error|Additional ?Data|Message|Date|request-id|client-request-id|ClientRequestId|Headers"
    r"|__proto__)\b",
    re.IGNORECASE,
)
"""Lines of an exception below the one that names its code."""
_LEAD = lazy_re.compile(r"\b(?:error|exception|failed|failure)\b[^\d{}]{0,60}$|[A-Za-z]Error:?\s{0,9}$", re.IGNORECASE)
"""The end of a line that only says that an error follows."""
_OF_OBJECT = lazy_re.compile(r"\s*(?:[\"'}\]{\[,]|$)")
_WRAPPED = lazy_re.compile(
    r"(?:Status Code: 0\s{1,9}+)?+(?:\w{1,40}+\.){0,4}+ServiceException: Code: \w{1,40}+\s{1,9}+"
    rf"Message: {re.escape(NOT_SENT)}\s{{0,40}}+--->\s{{0,40}}+(?P<inner>[^\n]{{0,4000}}+)"
)
"""The exception of a client around the one that tells why nothing was sent or answered."""
_FIELDS = ("request-id", "client-request-id", "retry-after", "date", "x-ms-ags-diagnostic", "www-authenticate")


_WORDS = (
    "graph",
    "x-ms-ags-",
    "odataerror",
    "outlook.office",
    "mailboxconcurrency",
    "-mg",
    "jsonresponsehandler",
    "code:",
    'code"',
    "code'",
    "code=",
    "code =",
    "rest api is",
    "enabledforrestapi",
)
"""One of them stands in every text about Graph, found faster than a pattern finds it whatever its case."""


def is_about(text: str) -> bool:
    """Whether a stretch of text speaks of Graph at all."""
    low = text.lower()
    told = any(word in low for word in _WORDS) and speaks_of_graph(text)
    return told or graph_entries.may_hold(text)


class _Call(Struct):
    """What one request came to, as far as the text has told."""

    number: int
    line: int
    time: datetime | None = None
    thread: str = ""
    method: str = ""
    target: str = ""
    status: int | None = None
    status_line: int = 0
    said: Said | None = None
    line_of_error: int = 0
    code: str = ""
    text: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    forms: set[tuple[What, str]] = field(default_factory=set)
    """In what ways it was told."""
    entry: int = 0
    """The entry of the log that told of it last."""
    told: datetime | None = None
    """When that was written."""
    asking: set[int] = field(default_factory=set)
    """Lines that name the request, by its address or an id."""
    telling: set[int] = field(default_factory=set)
    """Lines that tell how it ended."""
    is_apart: bool = False
    """It was told behind the good answer of another request."""

    @property
    def results(self) -> tuple[Result, ...]:
        """The errors that it ended with."""
        if self.said is not None and self.said.results:
            return self.said.results
        if self.code or self.text:
            return (Result(line=0, code=self.code or None, text=self.text, fault=True),)
        if "retry-after" in self.fields and "x-ms-ags-diagnostic" in self.fields and self.status is None:
            wait = self.fields["retry-after"]
            return (Result(line=0, code=None, text=f"Microsoft Graph asks to wait: Retry-After {wait}", fault=True),)
        return ()

    @property
    def ends(self) -> bool:
        """Whether anything tells how it ended."""
        return self.status is not None or self.said is not None or bool(self.code or self.text)

    @property
    def is_good(self) -> bool:
        """Whether it is known to have gone well."""
        return self.status is not None and self.status < 400 and not self.results

    @property
    def is_spoken(self) -> bool:
        """Whether nothing but a sentence tells of it, behind the good answer of another request: a line of the log.

        What the service refused has a status, a code or the id of its answer.
        """
        told = self.status or self.said or self.code or self.fields or self.method
        return self.is_apart and not told and (What.MESSAGE, "limit") not in self.forms

    @property
    def left(self) -> set[int]:
        """Its lines that may say what nothing else says of it: why it was never answered, or something else."""
        if self.is_spoken:
            return self.asking | self.telling
        return self.asking - self.telling if self.is_good or not self.ends else set()

    @property
    def said_all(self) -> set[int]:
        """Its lines that say no more than its failure."""
        return set() if self.is_good or self.is_spoken or not self.ends else self.asking | self.telling


class GraphLog:
    """The state between two stretches of one document."""

    def __init__(self, limits: Limits, notes: Notes) -> None:
        self.limits = limits
        self.notes = notes
        self.calls: dict[str, _Call] = {}
        self.numbers = count(1)
        self.entry = 0
        """Number of the last entry of the log."""
        self.near = -_NEAR
        """Line of the last word about Graph."""
        self.asked: tuple[Part, ...] = ()
        """The requests of the last batch."""
        self.failed = 0
        """Line of the last message that tells an error."""
        self.left: set[int] = set()
        """Lines of requests that are over, which are messages unless they tell of another request."""
        self.told: set[int] = set()
        """Lines that say no more than the failure of a request."""
        self.said_nothing = True
        """Nothing but addresses of Graph was read so far: the text is about it, and tells no more."""

    def read(self, text: str, at: Place, *, is_last: bool) -> Iterator[Record]:
        """What a stretch of whole lines says of Graph, and the messages of the lines that say nothing of it.

        `is_last`: the document ends with it.
        """
        text = _WRAPPED.sub(lambda wrapped: wrapped["inner"] + "\n" * wrapped[0].count("\n"), text)
        found: list[Record] = []
        objects = list(graph_entries.objects(text))
        cut = self._ends_open(text, at, graph_entries.behind(objects), is_last=is_last)
        rest = graph_entries.without(text, objects)
        lines = rest.split("\n")
        begins = graph_entries.line_begins(lines)
        used: set[int] = set()
        for start, stop, _ in objects:
            first = bisect_right(begins, start) - 1
            used.update(range(first, first + text.count("\n", start, stop) + 1))
        every: list[tuple[int, Mark | Said]] = [(start, said) for start, _, said in objects if said]
        starts = graph_entries.starts(lines)
        entries = graph_entries.entries(lines, starts)
        for entry in entries:
            ends = cut and entry is entries[-1]
            every += [(entry.at + mark.at, mark) for mark in marks(entry.text, calm=entry.calm, cut=ends)]
        offsets = [entry.at for entry in entries]
        said_at = {bisect_right(begins, start) - 1 for start, _, said in objects if said}
        thrown = [at.line + number for number, line in enumerate(lines) if THROWN.search(line)]
        for offset, what in sorted(every, key=lambda pair: pair[0]):
            turn = max(0, bisect_right(offsets, offset) - 1)
            entry = entries[turn]
            number = bisect_right(begins, offset) - 1
            ahead = isinstance(what, Mark) and what.what is What.STATUS and not said_at.isdisjoint((number, number + 1))
            if isinstance(what, Said):
                self.near = at.line + number
            elif _is_of_another(lines[number]) or not (ahead or self._is_about(what, entry, at.line + number, thrown)):
                continue
            else:
                used.add(number)
            found += self._take(what, entry, turn + self.entry, replace(at, line=at.line + number), ahead=ahead)
        self.entry += len(entries) + 1
        left, failed = self._lines_apart(at.line, len(lines))
        used -= left
        for number in left:
            lines[number] = without_queries(lines[number])
        self._leave_out(lines, used, failed, at.line, frozenset(starts))
        others = list(messages(without_fields("\n".join(lines)), at, self.limits))
        said = sorted([*found, *others], key=lambda record: record.at.line)
        tells = bool(found) or any(message.exception or message.at.line - at.line not in left for message in others)
        self.said_nothing = self.said_nothing and not tells
        errors = (record for record in said if isinstance(record, Message) and record.exception)
        self.failed = max((record.at.line for record in errors), default=self.failed)
        yield from said

    def _ends_open(self, text: str, at: Place, behind: int, *, is_last: bool) -> bool:
        """Say where a stretch ends in a request, an object (`behind` the last whole one) or, which is told, a code."""
        broken = graph_entries.breaks_off(text, behind) if is_last else None
        if is_last and (begun := _BEGUN_REQUEST.search(text)) is not None and not speaks_of_graph(begun[0]):
            self.notes.cut = True
            self.notes.warn(Note.REQUEST_CUT, line=at.line + text.count("\n", 0, begun.start()))
        if broken is not None:
            self.notes.cut = True
            self.notes.warn(Note.TEXT_OBJECT_CUT, line=at.line + text.count("\n", 0, broken))
        cut = ends_in_code(text)
        if cut:
            self.notes.cut = True
            self.notes.warn(Note.CODE_CUT, line=at.line + text.count("\n"))
        return cut

    def _leave_out(
        self, lines: list[str], used: set[int], failed: set[int], first: int, starts: Container[int]
    ) -> None:
        """Empty the lines that were read, what continues them, and what is content of an object near them.

        What only says that an error follows goes with the lines that tell it.
        """
        for number, line in enumerate(lines):
            continued = number - 1 in used and (line[:1] in (" ", "\t") or _DETAIL.match(line) is not None)
            leads = not failed.isdisjoint(range(number + 1, number + 6)) and _LEAD.search(line) is not None
            if number + 1 in failed and number + 1 not in starts:  # `… [ERR] folders`, and below it what was thrown
                leads = leads or tells_failure(line)
            near = 0 <= first + number - self.near <= _NEAR
            content = near and _OF_OBJECT.match(line) is not None and not is_of_log(line)
            if number in used or continued or leads or content:
                used.add(number)
                lines[number] = ""

    def _lines_apart(self, first: int, many: int) -> tuple[set[int], set[int]]:
        """The lines of this stretch that are messages although they name a request, and those that tell failures."""
        for call in self.calls.values():
            self.left |= call.left
            self.told |= call.said_all
        left, told = (
            {line - first for line in lines if first <= line < first + many}
            for lines in (self.left - self.told, self.told)
        )
        self.left, self.told = set(), set()
        return left, told

    def finish(self) -> Iterator[Record]:
        """The document is over."""
        for call in sorted(self.calls.values(), key=lambda call: call.number):
            for record in self._told(call):
                self.said_nothing = False
                yield record
        last = max(self.calls.values(), key=lambda call: call.number, default=None)
        if last is not None and last.method and not last.ends and not self.said_nothing and last.line > self.failed:
            self.notes.cut = True  # the document ends before its answer
            self.notes.warn(Note.REQUEST_CUT, line=last.line)
        if self.said_nothing and (first := next(iter(self.calls.values()), None)) is not None:
            at = Place(first.line, system=services.GRAPH.system, protocol=services.GRAPH.protocol, time=first.time)
            yield Message(at=at, text="asks Microsoft Graph; how it ended is not told", level="info", narrated=True)
        self.calls.clear()

    def _is_about(self, mark: Mark, entry: graph_entries.Entry, line: int, thrown: Sequence[int]) -> bool:
        """Whether words are about Graph: their entry says so, or what stands shortly before them."""
        if entry.is_about or mark.what is What.REQUEST:
            self.near = max(self.near, line)
            return True
        if mark.what is What.ADDRESS or mark.form == "limit":
            self.near = max(self.near, line)
            return True
        if mark.what is What.CODE and mark.form in ("json", "go") and graph.is_own_code(mark.name):
            return True  # errors of any service have a code
        if mark.what is What.CODE and mark.form == "challenge":
            return True
        if (
            mark.form in ("dotnet", "word")
            and (turn := bisect_right(thrown, line))
            and line - thrown[turn - 1] <= _BELOW
        ):
            self.near = max(self.near, line)
            return True
        call = self.calls.get(entry.thread)
        return (call is not None and line - self.near <= _NEAR and mark.form != "alone") or (
            call is not None and mark.form == "alone" and not call.ends
        )

    def _take(
        self, what: Mark | Said, entry: graph_entries.Entry, turn: int, at: Place, *, ahead: bool
    ) -> Iterator[Record]:
        """Take in one more word or answer; a status that stands `ahead` of an answer is the status of that."""
        if isinstance(what, Said) and any(part.method for part in what.parts):
            self.asked = what.parts
            return
        call = self.calls.get(entry.thread)
        if (
            call is None
            or _begins(
                call, what, is_next=turn > call.entry or ahead, is_dated=turn > call.entry and entry.time is not None
            )
            or _fails_below(call, what, at.line)
            or (call.ends and _is_long_after(entry.time, call.told))
        ):
            is_apart = call is not None and call.is_good
            if call is not None:
                yield from self._told(self.calls.pop(entry.thread))
            if len(self.calls) >= self.limits.threads:
                yield from self._told(self.calls.pop(next(iter(self.calls))))
            call = _Call(next(self.numbers), at.line, entry.time or at.time, entry.thread, is_apart=is_apart)
            self.calls[entry.thread] = call
        call.entry, call.told = turn, entry.time or call.told
        names = isinstance(what, Mark) and what.what in (What.REQUEST, What.ADDRESS, What.FIELD)
        (call.asking if names else call.telling).add(at.line)
        if isinstance(what, Said):
            _note_answer(call, what, at.line)
        else:
            _note(call, what, at.line)

    def _told(self, call: _Call) -> Iterator[Record]:
        """The records of one request, once all is known of it."""
        self.left |= call.left
        self.told |= call.said_all
        results = call.results
        if call.is_spoken or (not call.ends and not results):
            return
        whole = call.said is not None and bool(call.method or call.said.parts)
        if call.status is None and not results and not whole:
            return  # an answer of a request that nobody shows, and nothing wrong with it
        at = _place(call)
        yield from self._asked(call)
        if call.status is not None:
            head = replace(at, line=call.status_line)
            yield ResponseHead(at=head, status=call.status, headers=http.shown(tuple(call.fields.items())))
        body = replace(at, line=call.line_of_error or at.line)
        if call.said is not None:
            fields = tuple((name, value) for name, value in call.fields.items() if name in _FIELDS[:2])
            said = call.said
            if not said.parts:
                said = replace(said, results=tuple(replace(r, values=r.values or fields) for r in results))
            lacks = said.parts and not self.notes.cut  # of a batch that is no JSON some answers may be missing
            problem = said.problem if lacks else None
            yield from answers.records(replace(said, problem=problem), body, self.notes, self.asked)
        elif results:
            ids = tuple((name, value) for name, value in call.fields.items() if name in _FIELDS[:2])
            told = tuple(replace(result, line=body.line, values=ids) for result in results)
            yield ResponseBody(at=body, operation=None, results=told, form=Form.JSON)

    def _asked(self, call: _Call) -> Iterator[Record]:
        """What a request asks for."""
        at = _place(call)
        host, path = http.host_and_path(call.target, ())
        if call.method:
            yield RequestHead(at=at, method=call.method, path=path, host=host)
        asks = protocols.asked(call.method, path, at.service) if call.target else None
        if asks is not None:
            yield RequestBody(at=at, operation=asks.operation, mailbox=asks.mailbox)


def _is_of_another(line: str) -> bool:
    """Whether a line says by an address that it is about somebody else, whatever the lines before it are about.

    `denied [HTTP/1.1 403 Forbidden] https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codata/ContactCollection`
    """
    return sides.addressed(line) not in (None, services.GRAPH, services.OUTLOOK, services.TOKEN) and (
        not speaks_of_graph(line)
    )


def _place(call: _Call) -> Place:
    service = services.GRAPH
    if services.asked(*http.host_and_path(call.target, ())) == services.OUTLOOK:
        service = services.OUTLOOK
    if call.said is not None and call.said.service == services.TOKEN:
        service = services.TOKEN
    return Place(
        call.line,
        system=service.system,
        protocol=service.protocol,
        time=call.time,
        thread=call.thread if call.method else f"graph {call.number}",
        action=call.number,
    )


# -- what belongs together -------------------------------------------------------------------------------------------


def _begins(call: _Call, what: Mark | Said, *, is_next: bool, is_dated: bool) -> bool:
    """Whether this tells of another request than the call before it.

    `is_next`: it stands in another entry; `is_dated`: and that has a time of its own.
    """
    if isinstance(what, Said):
        if call.said is not None and not (call.said.successes and not call.said.results):
            return True
        code = next((result.code for result in what.results if result.code), None)
        return bool(code and call.code) and str(code).lower() != call.code.lower() and is_next
    again = (what.what, what.form) in call.forms and is_next
    code = call.code or next((result.code for result in call.results if result.code), None) or ""
    match what.what:
        case What.REQUEST:  # some clients tell the error first, and then what was asked
            return bool(call.method) or call.status is not None or call.said is not None or (call.ends and is_dated)
        case What.ADDRESS:
            return call.ends and again
        case What.STATUS:
            return call.status is not None and is_next and (call.status != what.status or again)
        case What.CODE:
            if call.is_good and what.form != "json":
                return True
            other = what.form == "thrown" and is_dated and (What.MESSAGE, "odata") in call.forms
            return other or (bool(code) and is_next and (again or code.lower() != what.name.lower()))
        case What.MESSAGE:  # one program throws the exceptions of one library
            other = what.form == "odata" and is_dated and (What.CODE, "thrown") in call.forms
            return call.is_good or (call.ends and (again or other))
        case What.FIELD:
            known = call.fields.get(what.name)
            return call.ends and is_next and known is not None and known != what.value


def _fails_below(call: _Call, what: Mark | Said, line: int) -> bool:
    """Whether an object names a bad status below the good answer that its entry tells of: `{ statusCode: 403, … }`."""
    is_bad = isinstance(what, Mark) and what.form == "named" and (what.status or 0) >= 400
    return is_bad and call.is_good and line > call.status_line


def _is_long_after(time: datetime | None, told: datetime | None) -> bool:
    """Whether an entry was written so long after another that it does not tell the same failure again."""
    return time is not None and told is not None and abs(time - told) > _TOLD_AGAIN


def _note(call: _Call, mark: Mark, line: int) -> None:
    call.forms.add((mark.what, mark.form))
    match mark.what:
        case What.REQUEST:
            call.method, call.target, call.line = mark.name, mark.value, line
        case What.ADDRESS:
            call.target = call.target or mark.value
        case What.STATUS:
            if call.status is None:
                call.status, call.status_line = mark.status, line
        case What.CODE:
            if not call.code:
                call.code, call.line_of_error = mark.name, line
                call.text = mark.value or call.text
        case What.MESSAGE:
            call.text = call.text or mark.value
            call.line_of_error = call.line_of_error or line
        case What.FIELD:
            call.fields.setdefault(mark.name, mark.value)


def _note_answer(call: _Call, said: Said, line: int) -> None:
    if len(said.parts) == 1 and not said.parts[0].id:  # a client's object of status, fields and body
        part = said.parts[0]
        if call.status is None and part.status is not None:
            call.status, call.status_line = part.status, line
        call.target = call.target or part.target
        for name, value in part.headers:
            if name.lower() in _FIELDS:
                call.fields.setdefault(name.lower(), value)
        if part.said is None:
            return
        said = part.said
    call.said, call.line_of_error = said, line
