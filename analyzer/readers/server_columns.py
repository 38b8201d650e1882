r"""Rows of the request logs of an Exchange server: which column holds what, by a line of names or by the row itself.

Sample of an IIS log (blanks or tabs between values, blanks in values are written as `+`):
    #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip … sc-status sc-substatus …
    2026-10-12 08:00:00 10.0.0.5 POST /EWS/Exchange.asmx - 443 CONTOSO\anna 10.0.0.9 … 401 1 1326 15
Sample of Exchange's own logs (commas, some seventy columns):
    #Fields: DateTime,RequestId,MajorVersion,…,Protocol,UrlHost,UrlStem,…,HttpStatus,BackEndStatus,ErrorCode,Method,…
    2026-10-12T08:00:00.130Z,5e58f5e5-1ddc-48d3-82c6-0199bc121640,15,1,2375,7,,Ews,mail.contoso.example,/EWS/Exchange.asmx,…

Sources: w3.org/TR/WD-logfile; learn.microsoft.com/windows/win32/http/w3c-logging; files of `Logging\HttpProxy` and
`Logging\Ews` of Exchange 2013 to 2019, whose columns differ from build to build.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from datetime import datetime

from analyzer import lazy_re
from analyzer.readers import times
from analyzer.readers.server_row import Row
from analyzer.reference.marks import EWS_METHODS

COLUMNS = {
    "date": "date",
    "time": "clock",
    "cs-method": "method",
    "cs-uri-stem": "path",
    "cs-uri": "path",
    "cs-username": "user",
    "c-ip": "client",
    "cs(user-agent)": "agent",
    "cs-host": "host",
    "cs(host)": "host",
    "sc-status": "status",
    "sc-substatus": "sub",
    "sc-win32-status": "win",
    "datetime": "stamp",
    "protocol": "protocol",
    "urlhost": "host",
    "urlstem": "path",
    "authenticateduser": "user",
    "useragent": "agent",
    "clientipaddress": "client",
    "httpstatus": "status",
    "backendstatus": "back_end",
    "errorcode": "code",
    "method": "method",
    "soapaction": "operation",
    "impersonateduser": "impersonated",
    "totalrequesttime": "took",
    "genericerrors": "text",
    "authenticationerrors": "refusal",
}
"""Our names of the columns that are read, by their own in lower case."""
MOST_COLUMNS = 1000
"""Columns of a row that are looked at; Exchange writes up to a hundred, and sites add a few of their own to IIS."""

METHODS = r"(?:GET|POST|HEAD|OPTIONS|PUT|DELETE|PROPFIND|RPC_IN_DATA|RPC_OUT_DATA|DEBUG|TRACE|PATCH|MERGE)"
_NOT_HTTP = frozenset(
    ("EHLO", "HELO", "MAIL", "RCPT", "DATA", "QUIT", "RSET", "STARTTLS", "AUTH", "NOOP", "VRFY", "BDAT", "USER", "PASS")
)
"""IIS logs SMTP and FTP in the same form."""
_LOOSE = lazy_re.compile(
    r"[^\S\n]{0,20}(?:[A-Za-z ]{1,20}:[^\S\n]{1,9})?"
    r"(?P<date>\d{4}-\d\d-\d\d)[^\S\n]{1,9}(?P<clock>\d\d:\d\d:\d\d)[^\S\n]"
    rf"[^\n]{{0,200}}?\b(?P<method>{METHODS})[^\S\n]{{1,9}}(?P<path>/[^\s]{{0,2000}}+)[^\S\n]{{1,9}}"
    r"(?P<rest>[^\n]{1,16000})\Z"
)
_ENDING = lazy_re.compile(
    r"(?:\A|[^\S\n])(?P<status>[1-5]\d\d)[^\S\n]{1,9}(?P<sub>\d{1,4})[^\S\n]{1,9}(?P<win>\d{1,10})"
    r"(?:[^\S\n]{1,9}\d{1,15}){0,5}+[^\S\n]{0,20}\Z"
)
"""Status, sub-status and code end a row in the order that IIS writes by default; sizes and the time may follow."""
_LONGEST_ENDING = 160
_PORT = lazy_re.compile(
    r"(?:\A|\s)\d{1,5}\s{1,9}(?P<user>\S{1,200}+)\s{1,9}(?P<client><[^<>\s][^<>]{0,60}>|\S{1,100}+)"
)
_AGENT = lazy_re.compile(r"\S{1,1000}+")
_PROXY = lazy_re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{8,18}Z,[^,]{0,80},\d{0,3},\d{0,3},")


class Layout:
    """Which column of a row holds what."""

    def __init__(self, names: Sequence[str], delimiter: str = "") -> None:
        self.delimiter = delimiter
        """Empty for blanks and tabs, any number of them."""
        self.width = len(names)
        self.at: dict[str, int] = {}
        for number, name in enumerate(names[:MOST_COLUMNS]):
            known = COLUMNS.get(name.strip().strip('"').lower())
            if known is not None:
                self.at.setdefault(known, number)

    @property
    def usable(self) -> bool:
        """Rows of this form have a status, and something beside it that tells what was asked."""
        return "status" in self.at and bool(
            self.at.keys() & {"path", "method", "operation", "back_end", "code", "user"}
        )

    def split(self, line: str) -> list[str]:
        """The values of a line."""
        if not self.delimiter:
            return line.split(None, MOST_COLUMNS)
        if '"' in line:
            try:
                return next(csv.reader([line], delimiter=self.delimiter), [])[:MOST_COLUMNS]
            except csv.Error:
                return []
        return line.split(self.delimiter, MOST_COLUMNS)

    def row(self, line: str, day: str) -> Row | None:
        """The row that a line is; None where it is none. `day` is that of the head, where rows have no date."""
        return self.of(self.split(line), day)

    def of(self, values: Sequence[str], day: str) -> Row | None:
        """The row that these values are."""
        at = self.at
        count = len(values)

        def value(name: str) -> str:
            number = at.get(name)
            if number is None or number >= count:
                return ""
            found = values[number]
            return "" if found == "-" else found

        status = value("status")
        if len(status) != 3 or not status.isdecimal() or not "100" <= status <= "599":
            status = value("back_end")
            if len(status) != 3 or not status.isdecimal():
                return None
        method = value("method")
        if method in _NOT_HTTP:
            return None
        row = Row(
            status=int(status),
            time=stamp(value("stamp")) if "stamp" in at else moment(value("date") or day, value("clock")),
            method=method,
            path=value("path").partition("?")[0],
            host=value("host"),
            user=value("user"),
            client=value("client"),
            agent=value("agent"),
            sub=value("sub"),
            win=value("win"),
        )
        if self.delimiter:
            self._more(row, value)
        return row

    def _more(self, row: Row, value: Callable[[str], str]) -> None:
        """What only Exchange's own logs have."""
        row.back_end = value("back_end")
        row.code = value("code")
        row.text = "; ".join(part for part in (value("refusal"), value("text")) if part)
        row.operation = value("operation")
        row.impersonated = value("impersonated")
        row.protocol = value("protocol")
        if "operation" in self.at and not row.path:
            row.path = "/EWS/Exchange.asmx"


def layout_of(line: str) -> Layout | None:
    """The layout that a line of names tells, with `#Fields:` before it or without; None where it is no such line."""
    low = line.lower()
    if "sc-status" not in low and "httpstatus" not in low:
        return None
    names = line.partition(":")[2] if low.startswith("#fields") else line
    delimiter = next((sign for sign in (",", ";") if names.count(sign) > 1), "")
    layout = Layout(names.split(delimiter, MOST_COLUMNS) if delimiter else names.split(None, MOST_COLUMNS), delimiter)
    if not delimiter and "\t" in names and "httpstatus" in low:
        layout = Layout(names.split("\t", MOST_COLUMNS), "\t")
    return layout if layout.usable else None


def stamp(text: str) -> datetime | None:
    """A time of Exchange's own logs, in UTC."""
    if text.endswith("Z"):
        try:
            return times.plausible(datetime.fromisoformat(text))
        except ValueError:
            return None
    known = times.parse(text)
    return known.at if known else None


def moment(day: str, clock: str) -> datetime | None:
    """IIS writes times in UTC."""
    try:
        return times.plausible(datetime.fromisoformat(f"{day}T{clock}+00:00"))
    except ValueError:
        return None


def loose(line: str) -> Row | None:
    """The row that a line is which no line of names explains; None where it is none."""
    if _PROXY.match(line):
        return _headless(line)
    match = _LOOSE.match(line)
    if match is None:
        return None
    rest = match["rest"].rstrip()
    ending = _ENDING.search(rest, max(0, len(rest) - _LONGEST_ENDING))
    if ending is None:
        return None
    row = Row(
        status=int(ending["status"]),
        time=moment(match["date"], match["clock"]),
        method=match["method"],
        path=match["path"].partition("?")[0],
        sub=ending["sub"],
        win=ending["win"],
    )
    if (found := _PORT.search(rest, 0, ending.start())) is not None:
        row.user = "" if found["user"] == "-" else found["user"]
        row.client = "" if found["client"][0] == "<" else found["client"]
        agent = _AGENT.search(rest, found.end(), ending.start())
        row.agent = agent[0] if agent is not None else ""
    return row


def _headless(line: str) -> Row | None:
    """A row of Exchange's own logs without its names: told by values that only one column has.

    HttpProxy writes status, status of the back end and error code before the method; the EWS log writes the versions
    that were asked for, then client, server, front end, operation and status.
    """
    values = line.split(",", MOST_COLUMNS)
    cells = dict(enumerate(values))
    method = next((n for n, value in enumerate(values) if value in EWS_METHODS.split("|")), None)
    path = next((n for n, value in enumerate(values) if value.startswith("/")), None)
    if method is not None and path is not None and path < method:
        status, back_end, code = (cells.get(method - back, "") for back in (3, 2, 1))
        row = _plain(status or back_end, values)
        if row is not None:
            row.method, row.path, row.host = values[method], values[path].partition("?")[0], cells.get(path - 1, "")
            row.protocol, row.back_end, row.code = cells.get(path - 2, ""), back_end, code
            row.user, row.client, row.agent = (
                cells.get(path + 4, ""),
                cells.get(method - 5, ""),
                cells.get(path + 7, ""),
            )
        return row
    versions = next((n for n, value in enumerate(values) if "Req=" in value and "/" in value), None)
    if versions is None:
        return None
    row = _plain(cells.get(versions + 5, ""), values)
    if row is not None:
        row.path, row.operation, row.code = (
            "/EWS/Exchange.asmx",
            cells.get(versions + 4, ""),
            cells.get(versions + 8, ""),
        )
        row.impersonated, row.user = cells.get(versions + 9, ""), cells.get(versions - 3, "")
        row.agent, row.client = cells.get(versions - 1, ""), cells.get(versions + 1, "")
    return row


def _plain(status: str, values: Sequence[str]) -> Row | None:
    known = re.fullmatch(r"[1-5]\d\d", status)
    return Row(status=int(status), time=stamp(values[0])) if known else None
