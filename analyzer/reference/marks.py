"""Where something begins or ends in a text, for all who cut one: heads of HTTP, trace records, pages, wire logs.

Sources of patterns as text; `encoded` makes the pattern for bytes of one. All of them are for `re.MULTILINE`.
"""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.reference.vocabulary import FRAMES, any_of

METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|MERGE"
"""Methods of HTTP and of OData."""

HEAD = rf"^(?:{METHODS}) \S{{1,4000}} HTTP/\d|^HTTP/\d(?:\.\d)? \d{{3}}"
"""The first line of a request or an answer."""

SHORT_HEAD = r"^(?:GET|POST) \S{1,200} HTTP/\d|^HTTP/\d(?:\.\d)? \d{3}"
"""The same for what ends a stretch that must not be searched for longer lines; EWS knows two methods."""

FRAME_EDGE = rf"</?(?:{any_of(FRAMES)})[\s>]"
"""The start or end tag of a trace record."""

EWS_METHODS = "GET|POST|HEAD|OPTIONS"
"""Methods that clients of EWS and Autodiscover use."""

PYTHON_LEVELS = "DEBUG|INFO|WARNING|ERROR|CRITICAL"
"""Levels of Python's logging, with which its lines begin by default."""

LOG_ROOT = r"<\w{0,40}Exchange\w{0,40}?(?:Dump|Trace|Log)\b"
"""The root element of a dump of Exchange, whoever wrote it."""

SYNC_ROOT = (
    r"<(?!EntitySync)\w{0,40}Sync\w{0,20}?(?:Dump|Trace|Result|Report|Session)\b"
    r"(?![^<>]{0,400}+>\s{0,99}+<Profile(?:Id|Name)>)"
)
"""The root element of a dump of what was synchronised; not that of a report of Outlook CalDav Synchronizer."""

RECORD = rf"<(?:{any_of(FRAMES)})\s[^<>]{{0,400}}Tag="
"""A record of a trace of the client library for .NET or Java."""
TRACE = rf"{RECORD}|<(?:Ews|Autodiscover)(?:Request|Response)"
"""A trace record, or the same as an element of its own."""

PAGE_END = rf"</html\s{{0,9}}>|{FRAME_EDGE}|{SHORT_HEAD}|<\?xml\s"
"""Where a page in HTML ends: at its end tag, or where something else begins."""

CONTENT_END = rf"{FRAME_EDGE}|</?(?:[\w.-]{{1,40}}:)?Envelope[\s>]|{SHORT_HEAD}"
"""Where a text ends whose own end tag was cut off."""

SECTION = r"^[ \t=*#-]{0,20}(?P<name>HTTP Request|HTTP Response|Exception)s?[ \t:=*#-]{0,20}"
"""The heading of a section of the C4C dump, without the end of its line."""

SOUP_SIGN = r"^[<>] (?:(?:GET|POST|PATCH|PUT|DELETE|HEAD|OPTIONS) \S+ HTTP/\d|HTTP/\d(?:\.\d)? \d{3})"
"""A log of libsoup: a direction before every line."""

SOUP = r"^[<>](?: |(?=\r?\n|\r?\Z))"
"""What libsoup writes before a line."""

DIRECTION = r"(?:<<|>>)\s\""
"""What Apache HttpClient writes before a line, behind the name of the connection."""

WIRE_SIGN = r"(?:<<|>>) \"(?:(?:GET|POST) \S+ HTTP/|HTTP/\d)"
"""A log of HttpClient: `http-outgoing-0 >> "POST /EWS/Exchange.asmx HTTP/1.1[\\r][\\n]"`."""

PAGE_START = r"<(?:!DOCTYPE html|html|head|body|title|h[1-3])\b"
"""The first element of a page in HTML; for a pattern that ignores case."""

SAP_PATH = r"/sap/(?:opu|c4c|bc|public)/"
"""How the path of a service of SAP begins."""

SAP_LOG_ON = r"\bdata-sap-ls-|/sap/public/bc/ur/login/"
"""What only the log-on page of SAP has; for a pattern that ignores case."""
DOTNET_ANSWER = r"\bReceived HTTP response(?: headers)? after [\d.,]{1,12} ?ms - (?P<status>[1-5]\d\d)\b"
"""The status of an answer, as the loggers of HttpClient in .NET write it."""

COLOUR = r"\x1b\[[0-9;]{0,20}[A-Za-z]"
"""What a console writes around a word to colour it."""


def encoded(pattern: str, flags: int = re.MULTILINE) -> re.Pattern[bytes]:
    """The pattern for bytes."""
    return lazy_re.compile(pattern.encode(), flags)
