"""Exception texts and log lines: where one message ends and the next begins, its level, its origin, its time.

The only published line of the job log is `INFO TID:79 [SiteInMemory:C4CConnector]`; the parts before and after it are
taken in the forms that log4net, log4j and the Python logger write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Message, Place, Service, System
from analyzer.protocols import token
from analyzer.readers import sides, sign_in_log, times
from analyzer.reference import services
from analyzer.reference.services import first_known
from analyzer.reference.vocabulary import CALM_LEVELS, ERROR_LEVELS, LEVELS, SHORT_LEVELS, any_of

_LEVELS = rf"{any_of(LEVELS)}|(?-i:{any_of(map(str.upper, SHORT_LEVELS))})|(?:{any_of(SHORT_LEVELS)})(?=[\]:|])"
_TIME = (
    r"(?:(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d{1,2}:\d\d(?:[^\s|;,\[\]\"]|,(?=\d)){0,40}+(?: [AP]M\b)?"
    r"|\d{1,2}(?P<apart>[./-])\d{1,2}(?P=apart)\d{4},?\s{1,5}+\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,7})?)?(?:\s?[AP]M)?)"
    r"(?:\s(?:UTC|GMT)?[+-](?:0\d|1[0-4]):?[0134][05](?!\d)|\s(?:UTC|GMT)(?![\w+-]))?)"
)
_WHEN = (
    rf"(?:[DIWEF],\s|(?:time|ts)=\"?)?\[?(?P<time>{_TIME})(?:\s#\d{{1,9}})?\"?"
    r"|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,7})?(?=[\s\]|])"
    rf"|\"{_TIME.replace('apart', 'parted')}\",\"(?=(?:{_LEVELS})\",)"
    r"|1[5-9]\d{8}(?:\d{3}|\.\d{1,6})?(?=[\s|])"
    r"|(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,80} [\w./@-]{1,80}(?:\[\d{1,10}\])?:(?=\s)"
)
_WHO = rf"\[(?!(?:{_LEVELS})\s?\])[^\]\n]{{0,80}}\][\s|:-]*+|(?!(?:{_LEVELS})\b)[\w.$]{{1,80}}+\s-\s"
"""The thread or the logger before a level."""
_PREFIX = lazy_re.compile(
    rf"\s*+(?:{_WHEN})?+[\s|;,\]-]*+(?:{_WHO}){{0,3}}+"
    rf"\[?(?P<named>(?:log_?)?level=\"?)?\b(?P<level>{_LEVELS})\b(?!\s+ID\b|[.=/]\w)\s?\]?(?:\s--\s\w{{0,40}}\s?:)?[\s:|,-]*+"
    r"(?:TID:(?P<tid>\d{1,20}+)\s*+)?+(?:\[(?!\d)(?P<site>[^:\]\n]{0,80}+):(?P<component>[^\]\n]{0,80}+)\]\s*+)?+",
    re.IGNORECASE,
)
"""Samples, each up to its message:

    2026-10-12 08:00:03 [main] ERROR                                log4j
    2026-10-12 08:00:03,120 - acme.sync - ERROR -                   Python
    2026-10-12 08:00:03.1200|WARN|    [08:00:03 ERR]                NLog, Serilog
    E, [2026-10-12T08:00:03 #973] ERROR -- :    time="…" level=error    Ruby, logrus
    "2026-10-12 08:00:03","ERROR",    1791792003120 ERROR               a table, a clock of Unix
    Oct 12 08:00:03 sync01 syncd[47]: ERROR                             syslog
"""
_ENDS_LEVEL = ("]", ":", "|")
_NO_FAILURE = lazy_re.compile(
    r"(?:\w{1,10}=)?(?:[\"']{2}|0|none|(?:0|no|none) (?:errors?|failures?|failed|warnings?))"
    r"(?:[\s,;/|]{1,3}+(?:[^\W\d]\w{0,20}+[\s:=]{1,3}+\d{1,9}+|\d{1,9}+ [^\W\d]{1,20}+)){0,9}+[\s.|]{0,3}"
    r"|[\w.]{1,80}\|",
    re.IGNORECASE,
)
"""All that a counter of errors says behind the word, `fail: 0`, `[ERR] 0 WRN 0 INF 503`, or a logger without a word."""
_BEGUN = lazy_re.compile(r"TID:?\d{0,20}|\[[\w:.$-]{0,120}")
"""What is left of a line that ends before its message: who wrote it, as far as that."""
_TIMED = lazy_re.compile(rf"\s*+\[?(?P<time>{_TIME})[\s|;,\]-]*+")
_PHP_FRAME = r"#\d{1,4} (?:\S{1,300}\(\d{1,7}\)|\[internal function\]): |#\d{1,4} \{main\}"
"""`#0 /srv/sync/vendor/Middleware.php(69): GuzzleHttp\\RequestException::create(Object(Request))`."""
_CONTINUED = lazy_re.compile(
    r"--->|at\s\S{1,300}\(|---\s?End|ErrorDetails; Key=\[|Errors \[\s*$|Caused by:|Inner ?Exception"
    rf"|\.\.\. \d{{1,6}} more|{_PHP_FRAME}",
    re.IGNORECASE,
)
REFUSAL = lazy_re.compile(r"HTTP/\d(?:\.\d)? [45]\d\d\b")
"""The first line of an answer that refuses."""
_THROWN = lazy_re.compile(r"(?:[A-Za-z_$][\w$]{0,60}\.){2,12}[\w$`]{0,100}(?:Exception|Error)\W{0,3}:")
"""The exception that a logger prints in the lines below its own, by its full name."""
_SAP_TITLE = "SAP Internal Server Error"
_OF_GOOGLE = "Google.Apis.Requests.RequestError"
"""The line of Google's client for .NET below which its error stands, in lines of their own."""
_TERMINATED = lazy_re.compile(r"ERROR: [^\n]{1,2000}\(termination: \w{1,40}\)")
"""The two lines of an error page of SAP, copied as text."""
_FRAME = lazy_re.compile(rf"at\s\S{{1,300}}[\(.]|---\s?End|\.\.\. \d{{1,6}} more|{_PHP_FRAME}")
_NOTHING = r"(?!\s?(?:\"-?\"|'-?'))(?!(?-i:(?<=error:))\s?(?:null|none|nil|false)\s{0,3}(?:[,;}\]]|\Z))"
"""Behind the name of a field, in small letters: it holds an error, and there is none. Java throws `Exception: null`."""
_EXCEPTION = lazy_re.compile(
    rf"(?:Exception|Error)\b\s{{0,5}}:{_NOTHING}|\bUnhandled exception\b"
    r"|\bname: [\"']\w{1,60}Error[\"'], message:|\w \[\w{0,60}Error\]:|\*\*\* ERROR =>"
    r"|\A\w{0,60}(?:Exception|Error) \{ message: '",
    re.IGNORECASE,
)
"""The last ones are of JavaScript in a line, `ImportException [Error]: No token`, of traces of SAP, and of Node, which
prints `ServiceResponseException {` and its members below."""
_ANNOUNCED = lazy_re.compile(
    r"(?:[A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d (?:\S{1,80} \S{1,80}: )?)?"
    r"(?:An )?unhandled exception (?:has )?occurred(?: while (?:executing|processing) (?:the|a) request)?\W{0,3}",
    re.IGNORECASE,
)
"""What ASP.NET says before the exception itself, often in a line of its own."""
_LEAD = lazy_re.compile(
    r"(?:\b(?:error|exception|fault)s?(?: (?:message|text|code)s?)?|fehler(?:meldung)?(?:en)?"
    r"|\berreur|\berrore?s?|\berros?|\bfout(?:melding)?(?:en)?) ?:\Z",
    re.IGNORECASE,
)
"""What people write before an error that stands in the next line: `I am getting the following error:`."""
_HEADING = lazy_re.compile(r"(?:error|exception|fault)s? (?:message|text|description|details?)s?\s?:", re.IGNORECASE)
"""A heading, with what failed in the line below."""
_KIND_OF_ERROR = lazy_re.compile(
    r"error (?:type|kind|class|category|severity)\s{0,20}:\s{0,5}[\w.:-]{1,80}", re.IGNORECASE
)
"""What a table says of an error beside what the error says."""
_NO_LEAD = lazy_re.compile(
    r"\b(?:(?:no|without|kein\w{0,2}|any)[^:]{0,12}|(?:attached|reproduce|describe)[^:]{0,40}):", re.IGNORECASE
)
_BELOW = 2
"""Lines below such a sentence, an empty one between them at most."""
_LONGEST_LEAD = 200
_LABEL = lazy_re.compile(r"[\w.-]{1,60}\s?:")
"""A name without a value."""
_NAMED = lazy_re.compile(r"(?:Exception|Error|Fault)\s{0,2}:|(?<![\w-])Error[A-Z]")
"""The name of an exception or of an error, which is all that some lines say of it."""
_NO_SAYING = lazy_re.compile(
    r"(?i:none|null|no|ok|0|-)\s{0,9}\Z|[\w.]{0,200}(?:Exception|Error|Fault)\s{0,2}:|[\w.]{0,200}\bError[A-Z]"
)
"""What stands below the name of an error and is not what it says: another one, or that there is none."""
_CODE = lazy_re.compile(r"(?<![\w-])Error[A-Z]")
"""A response code; the name of a class may stand above what is read by itself."""
_ORIGIN = (
    (lazy_re.compile(r"C4CC?\s?Connector|SAP Cloud for Customer|\bc4codata", re.IGNORECASE), System.C4C),
    (
        lazy_re.compile(r"Exchange\s?Connector|Exchange\.WebServices|Connector\.Exchange", re.IGNORECASE),
        System.EXCHANGE,
    ),
    (lazy_re.compile(r"Synchroni[sz]ation\s?Engine|SyncEngine", re.IGNORECASE), System.ENGINE),
)
_ORIGIN_WORDS = ("c4c", "sap cloud", "exchange", "synchroni", "syncengine")
"""One of them stands in every text that names an origin, quickly looked for."""
_LONGEST_PREFIX = 600
AROUND = 3
"""Lines before and after a message that may name whose it is: the address often stands in a line of its own."""
_SAMPLED = 2000
"""Lines of a text that are looked at for a name."""
_NAMES = ("://", "ews", "exchange", "davmail", "c4c", "ondemand", "/sap/", "graph", "viewpoint")
"""What stands in a line that names a service, quickly told."""
_FAILING = ("error", "fail", "refus", "denied", "unable", "exception", "timed out")
_NUMBER = lazy_re.compile(r"[45]\d\d")
"""What stands in a line that may tell of an error, quickly told."""
_REDIRECTED = lazy_re.compile(r"[?&#]error=|error=\w{3,40}&")
"""What an address holds that a sign-in sends the browser back to, quickly told."""
_SLASH = lazy_re.compile(r"\\u002f", re.IGNORECASE)
"""A slash as programs escape it in JSON that a log quotes: `https:\\u002f\\u002fmail.contoso.example`."""
_NO_SIDE = (System.UNKNOWN, System.OTHER)


def origin(component: str, text: str, default: System) -> System:
    """The side a message comes from: by the component that writes it, or else by the one its text names."""
    return _side(component) or _side(text) or default


def _side(text: str) -> System | None:
    low = text.lower()
    if not any(word in low for word in _ORIGIN_WORDS):
        return None
    return next((system for pattern, system in _ORIGIN if pattern.search(text)), None)


def _is_exception(text: str) -> bool:
    low = text.lower()  # words are found faster than a pattern finds them whatever their case
    return ("exception" in low or "error" in low) and bool(_EXCEPTION.search(text))


def _may_fail(text: str) -> bool:
    low = text.lower()
    return any(word in low for word in _FAILING) or bool(_NUMBER.search(low)) or not text.isascii()


def _names(text: str) -> bool:
    low = text.lower()
    return any(word in low for word in _NAMES)


def messages(text: str, at: Place, limits: Limits, *, exception: bool = False) -> Iterator[Message]:
    """The messages in a text that begins at a place. Stack traces stay with their exception, without their frames."""
    if "\\u002" in text:
        text = _SLASH.sub("/", text)
    around = Around(text)
    announced, sure = -9, False  # the line that says that an error follows; whether it says so of the very next one
    for number, block in _blocks(text):
        prefix = _begun(block)
        groups = prefix.groupdict() if prefix else {}
        stamp = prefix or _TIMED.match(block, 0, _LONGEST_PREFIX)
        timed = stamp.groupdict().get("time") if stamp else None
        if timed is None and prefix and (late := _TIMED.match(block, prefix.end(), _LONGEST_PREFIX)) is not None:
            stamp, timed = late, late["time"]
        rest = block[stamp.end() :] if stamp and not _is_sentence(block, prefix) else block
        parts = (part.strip() for part in rest[: limits.message * 4].split("\n"))
        said = " ".join(" ".join(part for part in parts if not _FRAME.match(part)).split())
        if not said or (prefix and _BEGUN.fullmatch(said)):
            continue
        if _REDIRECTED.search(said) and (refused := token.redirected(said)) is not None:
            said, exception_here = refused.results[0].text, True
        else:
            exception_here = exception
        if signed_in := sign_in_log.told(said):
            said, exception_here = signed_in, True
        level = "" if _is_no_failure(said, told=timed is not None) else _level(groups.get("level"))
        component = groups.get("component") or ""
        if (
            timed is None
            and at.time is None
            and "imestamp" in said
            and "AADSTS" in said
            and (told := token.STAMP.search(said)) is not None
        ):
            timed = told[1]
        moment = times.parse(timed) if timed else None
        alone = level not in ERROR_LEVELS and _LABEL.fullmatch(said) is not None
        if _ANNOUNCED.fullmatch(said) or (alone and not _NAMED.search(said)):
            continue
        led, was_sure = level not in CALM_LEVELS and 0 < number - announced <= _BELOW, sure and number == announced + 1
        leads = _leads(said)
        announced, sure = (number if leads and not _NO_LEAD.search(said) else -9), "following" in said
        may_fail = exception_here or level in ERROR_LEVELS or _may_fail(said)
        only_leads = leads or (alone and not _CODE.search(said))
        failed = level in ERROR_LEVELS or (
            not only_leads and (exception_here or (led and (was_sure or may_fail)) or _is_exception(said[:2000]))
        )
        system = _side(component) or _side(said[:2000])
        service, elsewhere = _named(said) if system is None and may_fail else (None, False)
        place = replace(
            at,
            line=at.line + number,
            time=moment.at if moment else at.time,
            system=system or (service.system if service else at.system),
            protocol=service.protocol if service else at.protocol,
            thread=groups.get("tid") or at.thread,
        )
        of_nobody = system is None and service is None and at.system in _NO_SIDE
        yield Message(
            at=place,
            text=said[: limits.message],
            level=level,
            timed=moment is not None,
            offset=moment.offset if moment is not None else None,
            component=component,
            exception=failed,
            item=bool(signed_in),
            near=around.service(number) if of_nobody and may_fail else None,
            elsewhere=elsewhere,
        )


def _named(said: str) -> tuple[Service | None, bool]:
    """The service that a message names, and whether it is about none that a mailbox is synchronized with."""
    service = sides.named(said)
    elsewhere = service in (None, services.OTHER) and sides.is_elsewhere(said)
    return services.OTHER if elsewhere else service, elsewhere


def _is_no_failure(said: str, *, told: bool) -> bool:
    """Whether a line has a word for an error and tells of none: a counter, a heading, a row of a table.

    A line of a log (`told`) that names the kind of an error alone is as bad as its level says.
    """
    patterns = (_NO_FAILURE, _HEADING) if told else (_NO_FAILURE, _HEADING, _KIND_OF_ERROR)
    return any(pattern.fullmatch(said) for pattern in patterns)


def _begun(block: str) -> re.Match[str] | None:
    """What stands before a message, with its level; a setting, and a sentence about `ERR`, begin as some do."""
    prefix = _PREFIX.match(block, 0, _LONGEST_PREFIX)
    if prefix is None or prefix["time"]:
        return prefix
    ends = block[prefix.end("level") : prefix.end("level") + 1] in _ENDS_LEVEL
    return None if prefix["named"] or (prefix["level"].lower() in SHORT_LEVELS and not ends) else prefix


def _leads(said: str) -> bool:
    """Whether a line only says that an error follows: a sentence of some words, and none of a log."""
    in_words = said.count(" ") >= 2 and said.count(":") <= 2 and not any(map(str.isdigit, said))
    if _HEADING.fullmatch(said):
        return True
    return in_words and len(said) <= _LONGEST_LEAD and _LEAD.search(said) is not None


def _is_sentence(block: str, prefix: re.Match[str] | None) -> bool:
    """A line that begins with a word such as "Error" and goes on as a sentence: the word is part of it."""
    if prefix is None or prefix["time"] or prefix["level"].isupper() or prefix["component"]:
        return False
    return not re.match(r"\s?[:|\]>\-]", block[prefix.end("level") : prefix.end("level") + 2])


class Around:
    """Whose the lines around a line are, and those of the text as a whole; looked for when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] | None = None
        self.whole: Service | None = None

    def service(self, number: int) -> Service | None:
        """The service that a line near this one names, else the only side that the text names."""
        whole, lines = self.only(), self.lines or []
        for step in range(1, AROUND + 1):
            for at in (number + step, number - step):
                if 0 <= at < len(lines) and (service := sides.named(lines[at])) is not None:
                    return service
        return whole

    def only(self) -> Service | None:
        """The only side that the text names."""
        if self.lines is None:
            self.lines = self.text.split("\n")
            found = {service for line in self.lines[:_SAMPLED] if _names(line) and (service := sides.named(line))}
            known = {service for service in found if service.system not in _NO_SIDE}
            if len({service.system for service in known}) == 1:
                self.whole = first_known(*sorted(known))
        return self.whole


def _is_name_alone(block: Sequence[str]) -> bool:
    """Whether a message is the name of an exception so far: what it says stands in the next line."""
    said = block[0].strip()
    return (
        len(block) == 1
        and said.endswith(":")
        and _LABEL.fullmatch(said) is not None
        and _NAMED.search(said) is not None
    )


def tells_failure(line: str) -> bool:
    """Whether a line is one of a logger, with a time, at the level of an error."""
    prefix = _PREFIX.match(line, 0, _LONGEST_PREFIX)
    return prefix is not None and prefix["time"] is not None and _level(prefix["level"]) in ERROR_LEVELS


def is_calm(line: str) -> bool:
    """Whether a line is one of a logger that tells of the course of things."""
    prefix = _PREFIX.match(line, 0, _LONGEST_PREFIX)
    return prefix is not None and _level(prefix["level"]) in CALM_LEVELS


def is_of_log(line: str) -> bool:
    """Whether a line is one of a logger: it has a level, behind a time or in brackets."""
    prefix = _PREFIX.match(line, 0, _LONGEST_PREFIX)
    return prefix is not None and (prefix["time"] is not None or line.lstrip()[:1] == "[")


def _level(word: str | None) -> str:
    """A level in full and in lower case; empty where a line has none."""
    low = (word or "").lower()
    return SHORT_LEVELS.get(low, low)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The line each message begins at, from 0, and its text: the first line, and those that continue it."""
    start = 0
    block: list[str] = []
    for number, line in enumerate(text.split("\n")):
        bare = line.lstrip()
        if (
            block
            and bare
            and (bare is not line or _CONTINUED.match(bare) or (_is_name_alone(block) and not _NO_SAYING.match(bare)))
            and not _PREFIX.match(line, 0, _LONGEST_PREFIX)
            and not (bare is line and _TIMED.match(line, 0, _LONGEST_PREFIX))
        ):
            block.append(line)
            continue
        if block and bare is line and _THROWN.match(line) and tells_failure(block[0]):
            block.append(line)
            continue
        if block and bare and block[-1].rstrip().endswith(_OF_GOOGLE):
            block.append(line)
            continue
        if block and bare.startswith("AADSTS") and (tells_failure(block[0]) or _is_exception(block[-1][:2000])):
            block.append(f"    {bare}")  # the client ends its own line with the name of the error
            continue
        if block and _TERMINATED.match(bare) and block[-1].rstrip().endswith(_SAP_TITLE):
            block.append(f"    {bare}")
            continue
        if block:
            yield start, "\n".join(block)
        start, block = number, [line] if bare else []
    if block:
        yield start, "\n".join(block)
