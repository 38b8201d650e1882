"""The sentences for what other rooms hand on as a code with values (`analyzer/model/remarks.py`).

    Remark.of(Note.CUT_AT, line=412)        the document ends inside a record, at line 412

This is the last step of a document: at strict the values have their tokens by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from string import Formatter
from typing import Any

from analyzer.model import (
    Ask,
    Filled,
    Form,
    Headline,
    Kind,
    Look,
    Note,
    Party,
    Problem,
    Reason,
    Remark,
    TimeWindow,
    Told,
    Unjudged,
    Warn,
)
from analyzer.model.remarks import Code
from analyzer.reference.numbers import counted

_DUMP = "the Exchange data dump of the session (Groupware Settings > Users > Statistics > Download Logs)"
_SHORT, _BRIEF = "short", "brief"
_QUOTED = 160
"""Characters of an unexplained line that the headline quotes."""
_IN_A_ROW = 100
"""Characters of an error that a row of the time line quotes."""

WORDS: Mapping[Code, str] = {
    # -- the whole document
    Note.NOT_ANALYSED: "not analysed: {why}",
    Note.UNKNOWN_FORM: "its form is not known; only what looks like a request, an answer or an error was read",
    Note.NULS: "{count} NUL bytes inside the text were skipped",
    Note.NULS_BEHIND: "it ends in {count} NUL bytes: whatever was to stand there is lost",
    Note.ERASED: "{count} bytes inside the text are all ones, as a disk leaves them: what stood there is lost",
    Note.READER_FAILED: "its reader failed ({error}), what follows is not read; please report it",
    Note.NO_MEMORY: "it is too large for the memory of this machine, what follows is not read; use one that has more",
    Note.READ_AS_TEXT: "nothing was recognised; only the first {bytes} bytes were read as text",
    Note.NOTHING_IN_IT: "nothing in it was recognised: neither records nor errors in its text",
    Note.NO_TABLE: "it is an Office document that holds no table, or one too large to read",
    Note.UNZONED: "times without a zone are taken as UTC",
    Note.CLOCK: "its clock is probably {zone}, judged by {other}; the report shows its times as they stand",
    Note.RELEASE_NOTES: "these are release notes: the errors that they name are not counted",
    Note.REPEATED: "{what} ({times:d} times)",
    Note.MORE: "{count} more warnings",
    # -- why a document, or the rest of it, is not read
    Note.EMPTY: "it is empty",
    Note.PDF: "it is a PDF; ask for the dump itself, not for a print of it",
    Note.DEEP_ARCHIVE: "it is an archive too deep in archives, or an Office file that is no workbook",
    Note.DEEP_COMPRESSION: "it is a compressed file too deep in archives",
    Note.PICTURE: "it is a picture; paste the text instead",
    Note.OLD_OFFICE: "it is an old Office or Outlook file; export it as text",
    Note.PROGRAM: "it is a program",
    Note.NO_TEXT: "it is neither text nor XML",
    Note.DAMAGED_AFTER: "damaged after {bytes} bytes ({error})",
    Note.DAMAGED: "it is damaged ({error})",
    Note.FOREIGN_END: "it is damaged, or no part of the archive",
    Note.BEHIND_LAST_MEMBER: "what follows its last readable member; {why}",
    Note.WRONG_CHECKSUM: "damaged: its checksum is wrong, after {bytes} bytes",
    Note.EXPANDS: "expands more than {most:d} times; reading stopped after {bytes} bytes",
    Note.MANY_MEMBERS: "more than {most} members; the rest is not read",
    Note.UPLOAD_EXPANDS_TO: "the upload expands to more than {most} bytes; the rest is not read",
    Note.UPLOAD_EXPANDS: "the upload expands more than {most:d} times; the rest is not read",
    Note.LARGE_INNER_ARCHIVE: "an archive of more than {most} bytes inside a stream; unpack it and name it",
    Note.SEVEN_ZIP: "it is a 7z archive, which is not read; unpack it, and give the folder or a zip",
    Note.CLOSED_FOLDER: "the folder cannot be opened ({error}); check your rights to it",
    Note.CLOSED_FILE: "the file cannot be opened ({error}); check your rights to it",
    Note.NO_MEMBERS: "it is an archive without any file in it",
    Note.NO_NAME: "it has no name",
    Note.TWICE: "its name stands twice",
    Note.ENCRYPTED: "it is encrypted; ask for the pack without a password",
    Note.LINK: "it is a link or a device",
    Note.NAME_LEADS_OUTSIDE: "its name leads outside of the archive",
    Note.LONG_NAME: "its name is too long",
    # -- a record, or the end of the last one
    Note.CUT: "the document ends inside a record",
    Note.CUT_AT: "the document ends inside a record, at line {line}",
    Note.BEGUN_INSIDE: "the beginning of a record is missing; what ends at line {line} was not read",
    Note.ANSWER_BESIDE: "an answer of HTTP at line {line} has another form than this log, and was not read",
    Note.ZIP_CUT: "its directory at the end is missing; members before it were read as far as they can be told",
    Note.JOINED: "another document begins in the same file, at line {line}; it was read by itself",
    Note.VALUE_CUT: "the recording ends inside a value: line {line:d}",
    Note.ANSWER_CUT: "the recording ends before its last answer: line {line:d}",
    Note.ANSWER_BROKEN: "the answer breaks off, or is no whole JSON",
    Note.JSON_BROKEN: "it is no whole JSON, or nested too deep; only plain members were looked at",
    Note.ROW_CUT: "the log breaks off inside a row",
    Note.CELL_CUT: "the table ends inside a cell; that row is not read",
    Note.LIST_CUT: "the list breaks off, at line {line}",
    Note.REQUEST_CUT: "the log ends inside a request: line {line}",
    Note.OBJECT_CUT: "the log ends inside an object: line {line}",
    Note.TEXT_OBJECT_CUT: "the text ends inside an object: line {line:d}",
    Note.CODE_CUT: "the text ends inside a code: line {line:d}",
    Note.SHORTENED: "whoever wrote the log shortened a record; what was left out is not known: line {line:d}",
    # -- what a cap or a form leaves out
    Note.DOCTYPE: "a document type declaration is not read (it can define entities): line {line}",
    Note.LONG_ENVELOPE: "an envelope is longer than the cap on one frame: line {line}",
    Note.LONG_TEXT: "text longer than the cap on one frame is not read: line {line}",
    Note.DEEP_ELEMENTS: "elements deeper than {most:d} levels are not followed",
    Note.DEEP_PAYLOAD: "a payload deeper than {most:d} levels is not read",
    Note.ENVELOPE_PROBLEM: "an envelope is {problem}; only its known elements were read: line {line:d}",
    Note.BODY_PROBLEM: "a body is {problem}; only what is known of it was read: line {line:d}",
    Note.NO_STATUS_LINE: "a record of header fields has no status line: line {line:d}",
    Note.LONG_EXCHANGE: "a recorded exchange is longer than is read: line {line:d}",
    Note.MANY_TEXTS: "of a response with many elements only the first {most:d} texts are read",
    Note.LONG_SECTION: "only the first {most} characters of a section are read",
    Note.LONG_PERMISSIONS: "permissions are read in the first {most} characters of an answer only",
    Note.EXCEPTION_AGAIN: "an exception of SSI after a failed answer of C4C is not counted",
    Note.LONG_LINE: "a line is too long for a row of a log: line {line:d}",
    Note.NO_STATUS_COLUMN: "the rows of a part of the log have no status: line {line:d}",
    Note.MANY_LOG_COLUMNS: "of {count} columns the first were read: line {line:d}",
    Note.NO_ROWS: "{count} lines are no rows of the log, the first is line {line:d}",
    Note.LONG_RESULT: "only the first {most:d} MB of the result were read",
    Note.NO_JSON_LINES: "{count} lines are no whole JSON and were read as text",
    Note.LONG_LIST: "only the first {most} bytes of the list are read",
    Note.LONG_ANSWER: "only the first {most} bytes of the answer are read",
    Note.MANY_ANSWERS: "only the first {most:d} answers of it are read",
    Note.MANY_PARTS: "the capture has more parts than any browser writes; it is not read",
    Note.MANY_CHARACTERS: "the capture is too large for the characters in it; it is not read",
    Note.ENTRY_INCOMPLETE: "an entry of the capture is not complete",
    Note.HAR_INCOMPLETE: "the capture is no complete HAR file; ask for it again",
    Note.ENTRY_BODY: "the body of entry {number:d} is not read: it is {why}",
    Note.COMPRESSED_AS: "compressed as {form}",
    Note.BODY_DAMAGED: "compressed, and damaged",
    Note.BODY_CUT: "compressed, and breaks off",
    Note.MEMBER_DAMAGED: "{member} is damaged or encrypted",
    Note.LONG_TABLE: "only the first {most} bytes of the table are read",
    Note.MANY_COLUMNS: "only the first {most:d} columns of the table are read",
    Note.SHORT_ROW: "a row of the table has a single cell; what else it tells was not read",
    Note.LONG_ROW: "a row has more cells than there are heads; the rest of it is not read",
    Note.TABLE_DAMAGED: "the table cannot be read ({error})",
    Note.MANY_ROWS: "only the first {most} rows of the table are read",
    Note.WORKBOOK_DAMAGED: "the workbook cannot be read any further ({error})",
    Note.MANY_SHEET_ROWS: "only the first {most} rows of the sheet are read",
    Note.MANY_SHEET_COLUMNS: "only the first {most:d} columns of the sheet are read",
    Note.NO_HEADS: "a sheet has no row of column heads that are known; its rows are not read",
    Note.NO_ERROR_COLUMN: "no head of the table is known as a column of errors; errors in it are not read",
    # -- what a reader must know of the case before anything else
    Warn.GIVEN_INSIDE: "{name} is given by itself and with {other}, and counts once.",
    Warn.GIVEN_TWICE: "{name} is given twice, with the same bytes, and counts once.",
    Warn.SAME_BYTES: "{name} has the same bytes as {other}, and counts once.",
    Warn.SEVERAL_CUSTOMERS: "The uploads look like those of different customers ({names}); a report is about one case.",
    Warn.MORE_CUSTOMERS: (
        "The uploads look like those of different customers ({names} and {more} more); a report is about one case."
    ),
    Warn.WINDOW: "{sentences: }",
    Warn.OUTSIDE: "Only records {window} count; {count:record lies|records lie} outside.",
    Warn.UNDATED: "{count:record gives no time and counts|give no time and count} all the same.",
    Warn.UNZONED: "Times without a zone are taken as UTC: records may be hours nearer or farther than they seem.",
    Warn.NOT_IGNORED: "{rule} is not ignored: {why}.",
    Warn.ENTRY_HAS_DAYS: "its entry has days, and the upload gives no time",
    Warn.ENTRY_ENDED: "its entry ended on {until}, and it was seen on {seen}",
    Warn.ENTRY_BEGINS: "its entry begins on {since}, and it was seen on {seen}",
    # -- what to ask for
    Ask.WHOLE: "the whole of {names}: what was uploaded breaks off",
    Ask.UNPACKED: "what is in {names}, unpacked or in a zip",
    Ask.UNLOCKED: "{names} without a password",
    Ask.AS_TEXT: "what {names} shows, copied as text",
    Ask.DUMP: f"{_DUMP}",
    Ask.DUMP_OF_TIME: ("an Exchange data dump with requests and answers {window}: this one holds none of that time"),
    Ask.DUMP_WITH_REQUESTS: "an Exchange data dump with requests and answers in it: this one holds none",
    Ask.DUMP_WITH_ANSWERS: "an Exchange data dump with the answers in it: this one holds requests only",
    Ask.ANSWERS: "an Exchange data dump with the answers in it: the upload holds requests only",
    Ask.DUMP_BESIDE: f"{_DUMP}: {{why}}",
    Ask.ANSWER_ALONE: "an answer alone does not tell what was asked for, nor what came before",
    Ask.SERVER_LOG_ALONE: "the log of a server tells statuses, not what was answered",
    Ask.TEST_ALONE: "a connectivity test is no session of SSI",
    Ask.HEADERS: (
        "the HTTP header records of the Exchange data dump: statuses and server names cannot be told without"
    ),
    Ask.C4C_ANSWERS: "a C4C dump with the answers in it: the upload holds requests to C4C only",
    # -- what was looked at
    Look.NONE_READ: "None of the {count:d} documents could be read.",
    Look.NOT_READ: "It could not be read.",
    Look.READ: "{read:d} of {documents:document|documents} could be read, {bytes} bytes.",
    Look.REQUESTS_TO_ONE: "{count:request|requests} to {whom}, {answered}, {statuses} with an HTTP status.",
    Look.REQUESTS_TO_SEVERAL: "{count:request|requests}, {shares}; {answered}, {statuses} with an HTTP status.",
    Look.SHARE: "{count} to {whom}",
    Look.ANSWERED_ONE: "answered",
    Look.NOT_ANSWERED: "not answered",
    Look.ANSWERED: "{count} of them answered",
    Look.RULES: "{count} known errors were looked for, and every response code of EWS and Graph and every engine code.",
    Look.ONE_EXPLAINED: ("{known} of {errors:error event|error events} ({share:d} %) is explained by a known error."),
    Look.EXPLAINED: "{known} of {errors:error event|error events} ({share:d} %) are explained by a known error.",
    Look.OVERFLOW: "{count:value is|values are} not listed: there are too many different ones.",
    # -- why a rule could not be judged
    Unjudged.UNDATED_ONE: "it holds from {since} on, and an error that it could be about carries no time",
    Unjudged.UNDATED: "it holds from {since} on, and {count} errors carry no time",
    # -- how sure a verdict is, and why
    Reason.WORKED: "{count:request|requests} to {doors: and } worked.",
    Reason.FINISHED: "SSI itself reports {count:session|sessions} as finished without errors.",
    Reason.ONLY_STATUS: (
        "Of {count:request|requests} only the good status is known: the upload does not hold what was answered."
    ),
    Reason.NO_STATUS: "The upload holds no HTTP status: a refusal without a body would not be seen.",
    Reason.ONLY_MAIL: "Only a mail tells of it: no log and no request that failed is in the upload.",
    Reason.OWN_LOG: "SSI itself reports it, in {places: and }.",
    Reason.ONLY_TEXTS: "Only texts name it: no request that failed with it is in the upload.",
    Reason.NO_SIDE: "Nothing in the upload says which server gave this status.",
    Reason.SAID_ITSELF: "{side} said so itself; the upload holds its answer.",
    Reason.SERVER_SAID: "The server said so itself; the upload holds its answer.",
    Reason.NOT_ANSWERED: "The upload holds {count:request|requests} that nothing answers.",
    Reason.OWN_EXCEPTION: "The upload holds the exception that SSI wrote itself.",
    Reason.CAME_INSTEAD: "The upload holds what came back: {forms: and }.",
    Reason.TEST_TOLD: "The connectivity test reports it itself.",
    Reason.LOG_TOLD: "The log of the server has the requests that failed with it.",
    Reason.SETTING_TOLD: "The settings in the upload say so.",
    Reason.DOCUMENTS_TELL: "It stands in {count:d} documents.",
    Reason.DESCRIBED: "The vendor, or the maker of the server, describes this error.",
    Reason.INTERPRETED: "This cause is our interpretation; it is not in the vendor's error list.",
    Reason.GUESSED: "The form in which this error shows in a log is not published.",
    Reason.RECOVERED: "It worked again afterwards.",
    Reason.WORKED_BEFORE: "It had worked before, in {count:request|requests}.",
    Reason.NONE_WORKED: "No request to {doors: and } worked.",
    Reason.NO_TIME: "It gives no time, and may lie outside of the time that was asked for.",
    Reason.UNEXPLAINED_ONE: "An error is not explained.",
    Reason.UNEXPLAINED: "{count} error events are not explained.",
    Reason.UNDER_WAY: ("{count:request|requests} had no answer yet when the log was copied: SSI was still at work."),
    Reason.CUT: "The upload breaks off; what came after is not known.",
    Reason.READER_FAILED: "Our reader failed in a file; what follows there is not known.",
    Reason.UNREAD_ONE: "A file could not be read.",
    Reason.IN_PART: "Some of it is damaged or was not read; nobody knows what stood there.",
    Reason.UNREAD: "{count} files could not be read.",
    Reason.IGNORED_ONE: "1 finding is left out, because the site ignores it.",
    Reason.IGNORED: "{count} findings are left out, because the site ignores them.",
    # -- what the case amounts to
    Headline.FINDING: "{title}.",
    Headline.FINDING_AS_IT_IS: "{title}",
    Headline.FINDING_OF_SOME: "{title}, for {hit} of {of} mailboxes: {users}.",
    Headline.FINDING_OF_SOME_AND_MORE: "{title}, for {hit} of {of} mailboxes: {users} and {more} more.",
    Headline.UNKNOWN: "Unknown error: “{said:short}” ({told}).",
    Headline.UNKNOWN_AND_OTHERS: (
        "Unknown error: “{said:short}” ({told}); {others:other unknown error|other unknown errors}."
    ),
    Headline.UNKNOWN_LINE: "Unknown error: the upload holds no line of it to show.",
    Headline.UNKNOWN_ENDED: "Unknown error: “{said:short}” ({told}); nothing worked after it.",
    Headline.UNKNOWN_RECOVERED: "Unknown error: “{said:short}” ({told}); it worked again later.",
    Headline.BY_EXCHANGE_CONNECTOR: "Exchange connector",
    Headline.BY_C4C_CONNECTOR: "C4C connector",
    Headline.BY_ENGINE: "synchronization engine",
    Headline.BY_SERVER: "the server",
    Headline.TIMES: "{count:time|times}",
    Headline.LINE: "line {line}",
    Headline.HTTP_STATUS: "HTTP {status:d}",
    Headline.EXCEPTION: "an exception",
    Headline.NO_ANSWER: "no answer",
    Headline.NOTHING: "Nothing",
    Headline.NOTHING_BUT: "Nothing but what this site ignores ({rules})",
    Headline.NOTHING_BUT_MORE: "Nothing but what this site ignores ({rules} and {more} more)",
    Headline.UP_TO_READER: "{nothing} failed up to where our reader of {name} did; what follows was not read.",
    Headline.UP_TO_END: "{nothing} failed up to where {name} breaks off; what came after is not in the upload.",
    Headline.UP_TO_CAP: "{nothing} failed in what was read of {name}; the rest of it was not read.",
    Headline.CLEAN: "{nothing} failed in this upload: {how}.",
    Headline.CLEAN_IN_TIME: "{nothing} failed in the records {window}: {how}.",
    Headline.FINISHED: "the session finished without errors",
    Headline.ANSWERED_WELL: "{doors: and } answered {calls} successfully",
    Headline.ANSWERED_UNPROVED: (
        "{doors: and } answered {calls} with a good status, but what it said is not in the upload"
    ),
    Headline.THE_REQUEST: "the request",
    Headline.ALL_REQUESTS: "all {count} requests",
    Headline.REQUESTS: "{count:request|requests}",
    Headline.IGNORED_ONLY: "{nothing} failed, and nothing in the upload shows that anything worked.",
    Headline.UNREAD: "{name} was not analysed: {why}.",
    Headline.UNREAD_AND_MORE: "{name} was not analysed: {why} (and {more:d} more files).",
    Headline.OUTSIDE: "No record of the upload lies in the time {window}: it says nothing about it.",
    Headline.ZIP_CUT: "{name} is damaged and has to be uploaded again: what can be read of it is too little.",
    Headline.ONE_UNANSWERED: "The upload holds a request and no answer: it cannot tell what went wrong.",
    Headline.UNANSWERED: "The upload holds {count} requests and no answer: it cannot tell what went wrong.",
    Headline.C4C_ONE: (
        "C4C answered the only request without an error; the upload holds nothing of Exchange, so it proves no more."
    ),
    Headline.C4C_ALL: (
        "C4C answered all {count} requests without an error; the upload holds nothing of Exchange, so it proves no "
        "more."
    ),
    Headline.C4C_WITHOUT_STATUS: (
        "The upload holds an answer of C4C without its status, and no error in it; it tells nothing of Exchange."
    ),
    Headline.TOO_LITTLE: "The upload holds too little to tell whether synchronization works.",
    # -- what a row of the time line tells
    Told.FIRST_RECORD: "the first record {whole}",
    Told.FIRST_RECORD_ASKED: "the first record {whole}: {requests:request|requests}, {answered} of them answered",
    Told.LAST_RECORD: "the last record {whole}",
    Told.OF_UPLOAD: "of the upload",
    Told.OF_UPLOAD_IN_TIME: "of the upload {window}",
    Told.FIRST_FAILURE: "the first failure of {side}: {what:brief}",
    Told.LAST_WORKED: "the last request to {side} that worked",
    Told.LAST_WORKED_BEFORE: "the last request to {side} that worked; failures follow",
    Told.OTHER_SERVICE: "another service",
    Told.SILENCE: "nothing is told for {length}",
    Told.SESSION_BEGINS: "a session begins",
    Told.SESSION_OF_BEGINS: "a session of {user} begins",
    Told.SESSION_ENDS: "the session ends, status {status}",
    Told.SESSION_OF_ENDS: "the session of {user} ends, status {status}",
    Told.SESSION: "session, status {status}",
    Told.SESSION_OF: "session of {user}, status {status}",
    Told.DOCUMENT_BEGINS: "the document begins",
    Told.DOCUMENT_BEGINS_ASKED: "the document begins: {requests:request|requests}, {failed} of them failed",
    Told.DOCUMENT_ENDS: "the document ends",
    Told.FINDING: "{title}",
    Told.UNEXPLAINED: "unexplained: {signature}",
}
"""A sentence for each code.

`{count}` writes a number with separators, `{line:d}` one without, `{count:request|requests}` one with its noun;
`{doors: and }` joins several values; `{said:short}` and `{what:brief}` cut what would not fit into a line.
"""

NAMES: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Party: {
        Party.EXCHANGE: "Exchange",
        Party.GRAPH: "Microsoft Graph",
        Party.SIGN_IN: "the sign-in service",
        Party.C4C: "C4C",
        Party.UNNAMED: "a server that nothing names",
    },
    Form: {
        Form.PAGE: "a web page",
        Form.SIGN_IN: "a page to log on",
        Form.TEXT: "a text",
        Form.EMPTY: "an empty answer",
        Form.JSON: "JSON that is not what was asked for",
        Form.XML: "XML that is not what was asked for",
        Form.CUT: "an answer that breaks off",
    },
    Kind: {
        Kind.EXCHANGE_DUMP: "the Exchange data dump",
        Kind.C4C_DUMP: "the C4C dump",
        Kind.SYNC_DUMP: "the sync dump",
        Kind.JOB_LOG: "the job log",
        Kind.SYNC_EXPORT: "the table of the sync panel",
    },
    Problem: {
        Problem.CUT: "cut off",
        Problem.MALFORMED: "not well-formed",
        Problem.NO_JSON: "no complete JSON",
        Problem.TOO_LARGE: "larger than any page of Graph",
        Problem.NO_FORM: "of no form that is known",
        Problem.CODED: "written down in Base64",
    },
}
"""Words for values that are one of a kind: who was asked, what came in the place of an answer, where SSI writes itself,
what a body lacks."""

CODES: Mapping[Code, str] = {
    **dict.fromkeys((Note.CUT, Note.CUT_AT, Note.VALUE_CUT, Note.ANSWER_CUT, Note.ANSWER_BROKEN, Note.ROW_CUT), "cut"),
    **dict.fromkeys((Note.BEGUN_INSIDE, Note.CELL_CUT, Note.LIST_CUT, Note.REQUEST_CUT, Note.OBJECT_CUT), "cut"),
    **dict.fromkeys((Note.TEXT_OBJECT_CUT, Note.CODE_CUT), "cut"),
    **dict.fromkeys((Note.NULS, Note.NULS_BEHIND, Note.ERASED, Note.JSON_BROKEN), "damaged"),
    Note.READER_FAILED: "reader-failed",
    **dict.fromkeys((Note.UNKNOWN_FORM, Note.READ_AS_TEXT, Note.NOTHING_IN_IT, Note.NO_JSON_LINES), "unknown-form"),
    Note.UNZONED: "unzoned",
    Note.CLOCK: "clock",
    Note.RELEASE_NOTES: "hearsay",
    Note.MORE: "more",
    **dict.fromkeys((Warn.GIVEN_INSIDE, Warn.GIVEN_TWICE, Warn.SAME_BYTES), "same-bytes"),
    **dict.fromkeys((Warn.SEVERAL_CUSTOMERS, Warn.MORE_CUSTOMERS), "several-customers"),
    Warn.WINDOW: "window",
    Warn.NOT_IGNORED: "not-ignored",
}
"""What kind of warning it is, in `warnings` and `warning_codes` of the JSON; all others are `not-read`."""


class _Words(Formatter):
    """Fills in values as people read them."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            return counted(value, *format_spec.split("|"))
        if format_spec == _SHORT:
            return _shortened(words_of(value))
        if format_spec == _BRIEF:
            said = words_of(value)
            return said if len(said) <= _IN_A_ROW else f"{said[:_IN_A_ROW]}…"
        if format_spec and isinstance(value, tuple):
            return format_spec.join(map(words_of, value))
        return format(value, format_spec) if format_spec else words_of(value)


_FORMATTER = _Words()


def _shortened(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= _QUOTED else said[: _QUOTED - 1] + "…"


def _length(gap: timedelta) -> str:
    minutes, seconds = divmod(int(gap.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount) or "0 s"


def words_of(value: Any) -> str:
    """One value in words."""
    match value:
        case Remark():
            return sentence(value)
        case tuple():
            return ", ".join(map(words_of, value))
        case Party() | Form() | Kind() | Problem():
            return NAMES[type(value)][value]
        case str():
            return str(value)
        case TimeWindow():
            return value.said
        case date():
            return value.isoformat()
        case timedelta():
            return _length(value)
    return f"{value:,}"


def sentence(remark: Remark) -> str:
    """A remark in words."""
    return _FORMATTER.vformat(WORDS[remark.code], (), dict(remark.values))


def code_of(note: Remark) -> str:
    """What kind of warning a note is, for machines."""
    return CODES.get(note.said, "not-read")


def spoken(value: Any) -> Any:
    """The value with a sentence in the place of each remark in it; lists and objects as copies."""
    if isinstance(value, Remark):
        return sentence(value)
    if isinstance(value, Filled):
        return str(value)
    if isinstance(value, dict):
        return {key: spoken(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [spoken(inner) for inner in value]
    return value
