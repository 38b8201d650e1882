"""The answer that an older ews-javascript-api prints when a call fails, in the middle of any other text.

Sample:

    Error in calling service, error code:401
    server : Microsoft-IIS/10.0
    x-feserver : EX01
    date : Mon, 12 Oct 2026 08:00:00 GMT

Source: gautamsi/ews-javascript-api, js/Core/Requests/ServiceRequestBase.js.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.model import Place, Record, ResponseHead
from analyzer.protocols import http
from analyzer.readers import times
from analyzer.reference import services

SIGN = "Error in calling service, error code:"
_FAILED = lazy_re.compile(rf"{SIGN} ?(?P<status>[1-5]\d\d)\r?")
_FIELD = lazy_re.compile(r"(?P<name>[a-z][a-z0-9-]{1,60}) ?: (?P<value>\S[^\r]{0,2000})\r?")
_FEWEST = 2
"""Fields from which on it is an answer: the sentence alone is left to the words."""
_MOST = 100


def take(lines: list[str], first: int) -> Iterator[Record]:
    """The answers in lines of which the first has that number; what is read is emptied."""
    for number, line in enumerate(lines):
        failed = _FAILED.fullmatch(line)
        fields = tuple(_fields(lines[number + 1 : number + 1 + _MOST])) if failed is not None else ()
        if failed is None or len(fields) < _FEWEST:
            continue
        at = Place(
            first + number,
            system=services.EWS.system,
            protocol=services.EWS.protocol,
            time=times.http_date(http.value_of(fields, "Date")),
            thread=f"printed {first + number}",
        )
        yield ResponseHead(at=at, status=int(failed["status"]), headers=http.shown(fields))
        lines[number : number + 1 + len(fields)] = [""] * (1 + len(fields))


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if (found := _FIELD.fullmatch(line)) is None:
            return
        yield found["name"], found["value"]
