"""Names of members of JSON, in lower case: where an event of a log, a request and an error say what they say.

Readers and `redact` have them from here: what is read of an event is what stays of it where it is forwarded. Sources:
the formats of Serilog (CLEF), Bunyan, pino, Python's loggers, Graylog and Elasticsearch, of nginx, Envoy and Azure, and
the conventions of OpenTelemetry for HTTP.
"""

from __future__ import annotations

from functools import lru_cache

from analyzer.reference.vocabulary import ODATA, words

RAW = "_raw"
"""The member in which Splunk exports a line of a log as it was, with its own time and level."""

MESSAGES = (
    "@m",
    "renderedmessage",
    "message",
    "msg",
    "formattedmessage",
    "full_message",
    "short_message",
    "text",
    "@mt",
    "messagetemplate",
    "event",
    "textpayload",
    RAW,
    "log",
    "m",
)
"""Members of an event of a log in which its message stands, the surest first."""

EXCEPTIONS = (
    "@x",
    "exception",
    "exc_info",
    "exc_text",
    "stack_trace",
    "stacktrace",
    "thrown",
    "error",
    "err",
    "stack",
)
"""Members that hold what was thrown, as a text or as an object of its own."""

THROWN = (
    "type",
    "name",
    "class",
    "classname",
)
REASONS = (
    "message",
    "msg",
    "reason",
)
CAUSES = (
    "innerexception",
    "cause",
)
"""Members of such an object: what it is, what it says, and what it comes of."""

LEVELS = (
    "@l",
    "level",
    "severity",
    "levelname",
    "loglevel",
    "log.level",
    "severitytext",
    "lvl",
)
"""Members that tell how bad an event is."""

CLOCK = (
    "@t",
    "@timestamp",
    "timestamp",
    "time",
    "ts",
    "datetime",
    "asctime",
    "date",
    "eventtime",
    "created",
)
"""Members that tell when an event happened, the surest first."""

LOGGERS = (
    "logger",
    "loggername",
    "logger_name",
    "sourcecontext",
    "category",
    "component",
    "name",
)
"""Members that name the part of a program that tells an event."""

OUTER = "_source"
"""The member that holds an event as a whole: Elasticsearch and Kibana wrap each of theirs."""

PARTS = (
    "jsonpayload",
    "result",
    "data",
    "log",
)
"""Members with members of their own in which some logs keep what an event says, or how bad it is: Google, Splunk."""

METHODS = frozenset(
    (
        "method",
        "http_method",
        "httpmethod",
        "requestmethod",
        "request_method",
        "verb",
        "http.method",
        "http.request.method",
    )
)
"""Members that hold the method of a request."""

STATUS = frozenset(
    (
        "status",
        "statuscode",
        "status_code",
        "httpstatus",
        "http_status",
        "httpstatuscode",
        "http.status_code",
        "http.response.status_code",
        "responsestatuscode",
        "responsecode",
        "response_code",
        "responsestatus",
        "response_status",
    )
)
"""Members that hold the status of its answer."""

URLS = frozenset(
    (
        "url",
        "uri",
        "requesturi",
        "request_url",
        "request_uri",
        "requesturl",
        "http.url",
        "url.full",
        "originalurl",
    )
)
"""Members that hold the address that was asked for."""

PATHS = frozenset(
    (
        "path",
        "requestpath",
        "request_path",
        "http.target",
        "url.path",
    )
)
"""Members that hold its path alone."""

LINES = frozenset(
    (
        "request",
        "request_line",
        "requestline",
        "http_request",
    )
)
"""Members that hold the first line of a request: `POST /EWS/Exchange.asmx HTTP/1.1`."""

HOSTS = frozenset(
    (
        "host",
        "http.host",
        "http_host",
        "server.address",
        "server_name",
        "vhost",
        ":authority",
    )
)
"""Members that name the server that was asked."""

HOLDERS = frozenset(
    (
        "http",
        "response",
        "res",
        "request",
        "req",
        "err",
        "error",
        "properties",
        "fields",
        "context",
    )
)
"""Members of an event with members of their own about the request."""

USERS = ("userprincipalname", "userid")
"""Members of the log of a sign-in that name who signed in."""

_PARTS_OF_KEYS = words(
    "access, addr, address, agent, api, app, application, body, browser, bytes, cache, call, category, client",
    "cloud, code, context, correlation, count, data, database, date, db, delay, device, duration, elapsed, end",
    "environment, error, event, exception, file, forwarded, function, host, http, https, id, index, input",
    "instance, ip, item, job, key, kind, latency, length, level, line, local, log, logger, machine, max, message",
    "method, millis, min, module, ms, name, node, number, operation, original, output, page, path, peer, pid",
    "port, process, protocol, proxy, query, queue, reason, referer, region, remote, request, resource, response",
    "result, retry, route, scheme, sec, seconds, server, service, session, severity, size, source, span, stack",
    "start, state, status, step, store, stream, sub, sync, system, tag, target, task, template, text, thread",
    "time, timeout, timestamp, total, trace, type, upstream, uri, url, user, version",
)
_LONGEST_KEY = 60


@lru_cache(maxsize=4096)
def is_key(name: str) -> bool:
    """Whether programs give a member or a column such a name, without a border between its words: `requesturi`.

    It is made of words of `_PARTS_OF_KEYS` and nothing else, so nobody is called so.
    """
    low = name.lower().replace("_", "").replace("-", "")
    if not low.isalpha() or len(low) > _LONGEST_KEY:
        return False
    most = [-1] * (len(low) + 1)  # of how many parts what stands before each place is made
    most[0] = 0
    for start in range(len(low)):
        for part in _PARTS_OF_KEYS if most[start] >= 0 else ():
            if low.startswith(part, start):
                most[start + len(part)] = max(most[start + len(part)], most[start] + 1)
    return most[-1] > 1


_OF_CONTENT = ("text", "event", "log", "m")
"""Members that hold a message in an event of a log, and in other objects what a person wrote."""

SAID = (
    ODATA
    | frozenset((*MESSAGES, *EXCEPTIONS, *LEVELS)) - frozenset(_OF_CONTENT)
    | frozenset(
        (
            "error_code",
            "error_description",
            "errorcode",
            "failurereason",
            "messagetext",
            "resultdescription",
            "errordescription",
            "errormessage",
            "rawerrormessage",
            "status",
            "statustext",
            "suberror",
        )
    )
)
"""Members in which an answer, or a log in JSON, tells of itself: OData, Graph, a token endpoint, Serilog, Python."""

IDS = frozenset(
    (
        "activityid",
        "client-request-id",
        "clientrequestid",
        "correlation_id",
        "correlationid",
        "request-id",
        "requestid",
        "trace_id",
        "traceid",
        "transactionid",
    )
)
"""Members that hold the id of a request, by which its answer is found again."""

TIMES = frozenset(
    (
        *CLOCK,
        "createddatetime",
        "creationtime",
        "expiration",
        "timegenerated",
    )
)
"""Members that tell when."""

ADDRESSES = URLS | frozenset(
    (
        "@odata.context",
        "@odata.deltalink",
        "@odata.nextlink",
        "error_uri",
        "target",
    )
)
"""Members that hold what was asked for; queries and keys of records go."""

WORDS = frozenset(
    words(
        "category, changetype, contenttype, lifecycleevent, logonerror, operation, responseclass, responsecode",
        "resultstatus, role, serviceinfo, token_type, workload",
    )
)
"""Members that hold one word of a list."""

RECORD = frozenset(
    "subject betreff bodypreview uniquebody changekey parentfolderid conversationid internetmessageid givenname "
    "@odata.etag __metadata objectid".split()
)
"""Members that only a record has, such as a mail or a contact: what its other members say, a person wrote."""

HEADERS = ("headers", "header")
"""Members whose members are header fields."""
