"""The sentences for what other rooms hand on as a code with values (`analyzer/model/remarks.py`).

    Remark.of(Note.CUT_AT, line=412)        the document ends inside a record, at line 412

This is the last step of a document: at strict the values have their tokens by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Any

from analyzer.model import Headline, Note, Problem, Remark, TimeWindow
from analyzer.reference.numbers import counted

WORDS: Mapping[StrEnum, str] = {
    # -- the whole document
    Note.NOT_ANALYSED: "not analysed: {why}",
    Note.UNKNOWN_FORM: "its form is not known; only what looks like a request, an answer or an error was read",
    Note.NULS: "{count} NUL bytes inside the text were skipped",
    Note.READER_FAILED: "its reader failed ({error}), what follows is not read; please report it",
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
    Note.SEVEN_ZIP: "it is a 7z archive, which cannot be read in a stream; send a zip",
    Note.CLOSED_FOLDER: "the folder cannot be opened ({error}); check your rights to it",
    Note.NO_NAME: "it has no name",
    Note.TWICE: "its name stands twice",
    Note.ENCRYPTED: "it is encrypted; ask for the pack without a password",
    Note.LINK: "it is a link or a device",
    Note.NAME_LEADS_OUTSIDE: "its name leads outside of the archive",
    Note.LONG_NAME: "its name is too long",
    # -- a record, or the end of the last one
    Note.CUT: "the document ends inside a record",
    Note.CUT_AT: "the document ends inside a record, at line {line}",
    Note.VALUE_CUT: "the recording ends inside a value: line {line:d}",
    Note.ANSWER_CUT: "the recording ends before its last answer: line {line:d}",
    Note.ANSWER_BROKEN: "the answer breaks off, or is no whole JSON",
    Note.ROW_CUT: "the log breaks off inside a row",
    Note.CELL_CUT: "the table ends inside a cell; that row is not read",
    Note.LIST_CUT: "the list breaks off, at line {line}",
    Note.REQUEST_CUT: "the log ends inside a request: line {line}",
    Note.OBJECT_CUT: "the log ends inside an object: line {line}",
    Note.TEXT_OBJECT_CUT: "the text ends inside an object: line {line:d}",
    Note.CODE_CUT: "the text ends inside a code: line {line:d}",
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
    Note.LONG_ROW: "a row has more cells than there are heads; the rest of it is not read",
    Note.TABLE_DAMAGED: "the table cannot be read ({error})",
    Note.MANY_ROWS: "only the first {most} rows of the table are read",
    Note.TABLE_ENDS: "the table is read up to line {line}: a cell behind it is too large or damaged",
    Note.WORKBOOK_DAMAGED: "the workbook cannot be read any further ({error})",
    Note.MANY_SHEET_ROWS: "only the first {most} rows of the sheet are read",
    Note.MANY_SHEET_COLUMNS: "only the first {most:d} columns of the sheet are read",
    Note.NO_HEADS: "a sheet has no row of column heads that are known; its rows are not read",
    Note.NO_ERROR_COLUMN: "no head of the table is known as a column of errors; errors in it are not read",
    # -- what the case amounts to
    Headline.UNREAD: "{name} was {why}.",
    Headline.UNREAD_AND_MORE: "{name} was {why} (and {more:d} more files).",
    # -- why a body could not be read in full
    Problem.CUT: "cut off",
    Problem.MALFORMED: "not well-formed",
    Problem.NO_JSON: "no complete JSON",
    Problem.TOO_LARGE: "larger than any page of Graph",
    Problem.NO_FORM: "of no form that is known",
}
"""A sentence for each code. `{count}` writes a number with separators, `{line:d}` one without."""

CODES: Mapping[str, str] = {
    **dict.fromkeys((Note.CUT, Note.CUT_AT, Note.VALUE_CUT, Note.ANSWER_CUT, Note.ANSWER_BROKEN, Note.ROW_CUT), "cut"),
    **dict.fromkeys((Note.CELL_CUT, Note.LIST_CUT, Note.REQUEST_CUT, Note.OBJECT_CUT), "cut"),
    **dict.fromkeys((Note.TEXT_OBJECT_CUT, Note.CODE_CUT), "cut"),
    Note.NULS: "damaged",
    Note.READER_FAILED: "reader-failed",
    **dict.fromkeys((Note.UNKNOWN_FORM, Note.READ_AS_TEXT, Note.NOTHING_IN_IT, Note.NO_JSON_LINES), "unknown-form"),
    Note.UNZONED: "unzoned",
    Note.CLOCK: "clock",
    Note.RELEASE_NOTES: "hearsay",
    Note.MORE: "more",
}
"""What kind of warning a note is, in `warning_codes` of the JSON; all others are `not-read`."""


class _Words(Formatter):
    """Fills in values as people read them."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            return counted(value, *format_spec.split("|"))
        if format_spec:
            return format(value, format_spec)
        return words_of(value)


_FORMATTER = _Words()


def words_of(value: Any) -> str:
    """One value in words."""
    match value:
        case Remark():
            return sentence(value)
        case tuple():
            return ", ".join(map(words_of, value))
        case StrEnum() if value in WORDS:
            return WORDS[value]
        case str():
            return str(value)
        case TimeWindow():
            return value.said
        case date():
            return value.isoformat()
    return f"{value:,}"


def sentence(remark: Remark) -> str:
    """A remark in words."""
    return _FORMATTER.vformat(WORDS[remark.code], (), dict(remark.values))


def code_of(note: Remark) -> str:
    """What kind of warning a note is, for machines."""
    if note.code is Note.REPEATED:
        note = next(value for _, value in note.values if isinstance(value, Remark))
    return CODES.get(note.code, "not-read")


def spoken(value: Any) -> Any:
    """The value with a sentence in the place of each remark in it; lists and objects as copies."""
    if isinstance(value, Remark):
        return sentence(value)
    if isinstance(value, dict):
        return {key: spoken(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [spoken(inner) for inner in value]
    return value
