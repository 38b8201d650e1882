"""The body of an answer becomes records: one place for every wrapping that hands on a whole body.

What it says is told by `protocols/`; here it gets its place, and the answers inside a batch become calls of their own:
each with the request that it answers, where that is known, and counted by its own status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from analyzer import lazy_re, protocols
from analyzer.limits import Limits
from analyzer.model import (
    Form,
    Message,
    Note,
    Place,
    Problem,
    Record,
    RequestBody,
    RequestHead,
    ResponseBody,
    ResponseHead,
    Result,
    Service,
)
from analyzer.protocols import Part, Said, http, odata, token
from analyzer.readers import times
from analyzer.readers.notes import Notes
from analyzer.reference import headers, services
from analyzer.reference.services import first_known

_BEGUN = lazy_re.compile(
    r"(?:<\?xml[^<>]{0,300}+>?\s*+)?+(?:<[^<>]{0,4000}+|&[lL]?[tT]?)?+|HT{0,2}+(?:P(?:/[\d.]{0,3}+(?: \d{0,2}+)?+)?+)?+"
)
"""A declaration and a start tag, neither of which needs to be there as a whole; or what comes before a status."""
_STEPS = (301, 302, 303, 307, 308, 401, 407)
"""Statuses that the pairing takes for steps of a request which the same thread sends again: in a batch nothing is."""


_SHORTENED = lazy_re.compile(
    r"(?:(?:…|\.{3}|\[(?:…|\.{3})\])\s?(?:[(\[]?\+?\d{1,12} ?(?:more|characters|chars|bytes)\b[\w ]{0,20}[)\]]?)?"
    r"|[(\[]\+?\d{1,12} ?(?:more|characters|chars|bytes)\b[\w ]{0,20}[)\]]"
    r"|[\[(<](?:\.{3}|…)?\s?(?:truncated|shortened|snip(?:ped)?)\b[^\n\])>]{0,40}[\])>])\Z",
    re.IGNORECASE,
)
"""What loggers put in the place of what they leave out: `…`, `...(+12043 chars)`, `... 12043 more characters`,
`[truncated]`."""
_LONGEST_MARK = 80
_LONGEST_BLANK = 200
_MARKUP = ("<", "{", "[")
"""What an answer begins with that has an end of its own."""


def is_shortened(text: str) -> bool:
    """Whether a text ends in the words of a logger that left out the rest of it."""
    end = text[-_LONGEST_BLANK:].rstrip()
    return end[-1:] != "}" and _SHORTENED.search(end[-_LONGEST_MARK:]) is not None


def request_head(
    at: Place, method: str, host: str, path: str, fields: http.Fields, shown: http.Fields | None = None
) -> RequestHead:
    """The head of a request: of its fields what may be shown, where that is known already, and how it signs in."""
    return RequestHead(
        at=at,
        method=method,
        path=path,
        host=host,
        headers=http.shown(fields) if shown is None else shown,
        authorized=http.authorized(fields),
        credential=http.credential(fields),
    )


def read(
    body: str,
    at: Place,
    limits: Limits,
    notes: Notes,
    *,
    content_type: str = "",
    asked: Sequence[Part] = (),
    whole: bool = True,
) -> Iterator[Record]:
    """The records of one body that stands at a place, on the side that the place names as far as it is known.

    `asked` are the requests of the batch that this may be the answer of (`asked_in`). `whole`: the body stands there as
    it came, so XML that ends early came so; else the document itself may have been cut.
    """
    if whole and body.lstrip()[:1] in _MARKUP and is_shortened(body):
        notes.warn(Note.SHORTENED, line=at.line)
        whole = False
    if not whole and (not body.strip() or breaks_off(body)):
        yield unknown(at)
        return
    said = protocols.read(body, limits, at.service, content_type=content_type)
    if said.problem is Problem.CUT and not said.is_answer:  # what says that it is one is cut off
        said = replace(said, is_answer=True, operation=None, successes=0)
    if said.is_answer and said.form is Form.SOAP and said.problem is Problem.CUT and not said.results:
        if whole:
            said = replace(said, form=Form.CUT, successes=0)
        elif not said.successes:
            said = replace(said, form=Form.UNREAD)
    yield from records(said, at, notes, asked)


def unknown(at: Place) -> ResponseBody:
    """An answer of which the document holds no more than the beginning: nobody knows what it says, success included."""
    return ResponseBody(at=at, operation=None, form=Form.UNREAD)


def breaks_off(body: str) -> bool:
    """Whether a body is no more than the beginning of XML, or of another field: the document may end there."""
    said = body.strip()
    return bool(said) and (_BEGUN.fullmatch(said) is not None or (body[-1:] not in "\r\n" and headers.begins(said)))


def asked_in(body: str, path: str, limits: Limits, service: Service, content_type: str = "") -> tuple[Part, ...]:
    """The requests inside the body of a request that is a batch; each is counted with its answer, not before."""
    if not path.rstrip("/").lower().endswith("$batch"):
        return ()
    return tuple(part for part in protocols.read(body, limits, service, content_type=content_type).parts if part.method)


def of_fields(raw: http.Fields, status: int, at: Place) -> Iterator[Record]:
    """What the header fields of an answer say beside its status: SAP tells errors of a good status in `sap-message`."""
    if 300 <= status < 400 and (refused := token.redirected(http.value_of(raw, "Location"))) is not None:
        place = _on(at, first_known(at.service, services.TOKEN))
        yield ResponseBody(at=place, operation=None, results=_placed(refused, at.line), form=Form.TEXT)
    if status >= 400 and (why := odata.refused_by_fields(raw)):
        yield ResponseBody(
            at=_on(at, first_known(at.service, services.ODATA)), operation=None, form=Form.TEXT, text=why
        )
    if (said := odata.sap_message(raw)) is not None:
        place = _on(at, first_known(at.service, services.ODATA))
        yield ResponseBody(at=place, operation=None, results=(replace(said, line=at.line),), form=Form.JSON)


def of_address(address: str, at: Place) -> Message | None:
    """Why a sign-in was refused, as the address tells that the browser is sent back to; None where it tells nothing."""
    if (said := token.redirected(address)) is None:
        return None
    return Message(at=at, text=said.results[0].text, exception=True)


def records(said: Said, at: Place, notes: Notes, asked: Sequence[Part] = ()) -> Iterator[Record]:
    """What was said, at its place."""
    if said.problem is not None:
        notes.warn(Note.BODY_PROBLEM, problem=said.problem, line=at.line)
    place = _on(at, first_known(at.service, said.service))
    if at.time is None and (moment := times.parse(said.date)) is not None:
        place = replace(place, time=moment.at)
    if not said.is_answer:
        yield RequestBody(at=place, operation=said.operation, mailbox=said.mailbox)
        return
    yield ResponseBody(
        at=place,
        operation=said.operation,
        version=said.version,
        successes=said.successes,
        results=_placed(said, at.line),
        form=Form.MULTIPART if said.parts else said.form,
        text=said.text,
        named_status=said.status,
    )
    if said.parts:
        yield from _calls(said.parts, asked, place, notes)


def _placed(said: Said, line: int) -> tuple[Result, ...]:
    return tuple([replace(result, line=result.line + line) for result in said.results])


def _calls(parts: Sequence[Part], asked: Sequence[Part], at: Place, notes: Notes) -> Iterator[Record]:
    """Each answer of a batch, as the answer of a request of its own."""
    answers = [part for part in parts if part.status is not None]
    for number, (part, request) in enumerate(zip(answers, _requests(answers, asked), strict=True), 1):
        thread = f"{at.thread}/batch"
        if part.status in _STEPS:
            thread = f"{thread}/{at.line + part.line}"
        place = replace(at, line=at.line + part.line, thread=thread, action=number)
        if request is not None:
            yield from _request(request, place)
        known = services.answered(name for name, _ in part.headers)
        place = _on(place, first_known(place.service, known))
        yield ResponseHead(
            at=place, status=part.status or 0, reason=part.reason[:200], headers=http.shown(part.headers)
        )
        yield from of_fields(part.headers, part.status or 0, place)
        if part.said is not None:
            said = replace(part.said, parts=())
            yield from records(said, replace(place, line=at.line + max(part.line, part.body_line)), notes)


def _request(request: Part, at: Place) -> Iterator[Record]:
    """A request of the batch; it is told with its answer, so its line is that of the answer."""
    host, path = http.host_and_path(request.target, request.headers)
    place = _on(at, first_known(at.service, services.asked(host, path)))
    yield RequestHead(
        at=place,
        method=request.method,
        path=path,
        host=host,
        headers=http.shown(request.headers),
        credential=http.credential(request.headers),
    )
    if request.said is not None and request.said.operation:
        yield RequestBody(at=place, operation=request.said.operation, mailbox=request.said.mailbox)


def _requests(answers: Sequence[Part], asked: Sequence[Part]) -> list[Part | None]:
    """The request of each answer, by its id or else by order; a change set that fails answers once and breaks that."""
    by_id = {part.id: part for part in asked if part.id}
    if by_id and any(part.id in by_id for part in answers):
        return [by_id.get(part.id) for part in answers]
    return list(asked) if len(asked) == len(answers) else [None] * len(answers)


def _on(at: Place, service: Service) -> Place:
    return at if at.service == service else replace(at, system=service.system, protocol=service.protocol)
