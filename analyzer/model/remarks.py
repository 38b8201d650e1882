"""What is to be said, before anybody has found the words for it: a code, and the values that belong into the sentence.

    Remark.of(Note.CUT_AT, line=412)        the document ends inside a record, at line 412

Every room hands such remarks on. `report/remarks.py` makes the sentences, last: after privacy has given tokens to the
values, so that nobody has to look for a name in a sentence. A value says by its type what it is; a bare `str` is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from analyzer.model.kinds import Problem
from analyzer.model.window import TimeWindow


class Name(str):
    """The name of a document or an upload."""

    __slots__ = ()


class Quote(str):
    """Words that come from the upload: what a server said, whom it names."""

    __slots__ = ()


class Term(str):
    """A word of ours, or one that is public: a rule, a format, a kind of failure. It names nobody."""

    __slots__ = ()


class Note(StrEnum):
    """What can be said of a document: what of it was not read, and what was assumed."""

    # -- the whole document
    NOT_ANALYSED = "not-analysed"
    UNKNOWN_FORM = "unknown-form"
    NULS = "nuls"
    READER_FAILED = "reader-failed"
    READ_AS_TEXT = "read-as-text"
    NOTHING_IN_IT = "nothing-in-it"
    NO_TABLE = "no-table"
    UNZONED = "unzoned"
    CLOCK = "clock"
    RELEASE_NOTES = "release-notes"
    REPEATED = "repeated"
    MORE = "more"
    # -- why a document, or the rest of it, is not read
    EMPTY = "empty"
    PDF = "pdf"
    DEEP_ARCHIVE = "deep-archive"
    DEEP_COMPRESSION = "deep-compression"
    PICTURE = "picture"
    OLD_OFFICE = "old-office"
    PROGRAM = "program"
    NO_TEXT = "no-text"
    DAMAGED_AFTER = "damaged-after"
    DAMAGED = "damaged"
    FOREIGN_END = "foreign-end"
    BEHIND_LAST_MEMBER = "behind-last-member"
    WRONG_CHECKSUM = "wrong-checksum"
    EXPANDS = "expands"
    MANY_MEMBERS = "many-members"
    UPLOAD_EXPANDS_TO = "upload-expands-to"
    UPLOAD_EXPANDS = "upload-expands"
    LARGE_INNER_ARCHIVE = "large-inner-archive"
    SEVEN_ZIP = "seven-zip"
    CLOSED_FOLDER = "closed-folder"
    NO_NAME = "no-name"
    TWICE = "twice"
    ENCRYPTED = "encrypted"
    LINK = "link"
    NAME_LEADS_OUTSIDE = "name-leads-outside"
    LONG_NAME = "long-name"
    # -- a record, or the end of the last one
    CUT = "cut"
    CUT_AT = "cut-at"
    VALUE_CUT = "value-cut"
    ANSWER_CUT = "answer-cut"
    ANSWER_BROKEN = "answer-broken"
    ROW_CUT = "row-cut"
    CELL_CUT = "cell-cut"
    LIST_CUT = "list-cut"
    REQUEST_CUT = "request-cut"
    OBJECT_CUT = "object-cut"
    TEXT_OBJECT_CUT = "text-object-cut"
    CODE_CUT = "code-cut"
    # -- what a cap or a form leaves out
    DOCTYPE = "doctype"
    LONG_ENVELOPE = "long-envelope"
    LONG_TEXT = "long-text"
    DEEP_ELEMENTS = "deep-elements"
    DEEP_PAYLOAD = "deep-payload"
    ENVELOPE_PROBLEM = "envelope-problem"
    BODY_PROBLEM = "body-problem"
    NO_STATUS_LINE = "no-status-line"
    LONG_EXCHANGE = "long-exchange"
    LONG_SECTION = "long-section"
    LONG_PERMISSIONS = "long-permissions"
    EXCEPTION_AGAIN = "exception-again"
    LONG_LINE = "long-line"
    NO_STATUS_COLUMN = "no-status-column"
    MANY_LOG_COLUMNS = "many-log-columns"
    NO_ROWS = "no-rows"
    LONG_RESULT = "long-result"
    NO_JSON_LINES = "no-json-lines"
    LONG_LIST = "long-list"
    LONG_ANSWER = "long-answer"
    MANY_ANSWERS = "many-answers"
    MANY_PARTS = "many-parts"
    MANY_CHARACTERS = "many-characters"
    ENTRY_INCOMPLETE = "entry-incomplete"
    HAR_INCOMPLETE = "har-incomplete"
    ENTRY_BODY = "entry-body"
    COMPRESSED_AS = "compressed-as"
    BODY_DAMAGED = "body-damaged"
    BODY_CUT = "body-cut"
    MEMBER_DAMAGED = "member-damaged"
    LONG_TABLE = "long-table"
    MANY_COLUMNS = "many-columns"
    LONG_ROW = "long-row"
    TABLE_DAMAGED = "table-damaged"
    MANY_ROWS = "many-rows"
    TABLE_ENDS = "table-ends"
    WORKBOOK_DAMAGED = "workbook-damaged"
    MANY_SHEET_ROWS = "many-sheet-rows"
    MANY_SHEET_COLUMNS = "many-sheet-columns"
    NO_HEADS = "no-heads"
    NO_ERROR_COLUMN = "no-error-column"


class Headline(StrEnum):
    """What a whole case amounts to."""

    UNREAD = "unread"
    UNREAD_AND_MORE = "unread-and-more"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is to be said."""

    code: StrEnum
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, code: StrEnum, **values: Value) -> Remark:
        """A remark with its values."""
        return cls(code, tuple(values.items()))


Value: TypeAlias = int | date | Name | Quote | Term | TimeWindow | Problem | Remark | tuple["Value", ...]
"""What may stand in a remark."""
