"""What is to be said, before anybody has found the words for it: a code, and the values that belong in the sentence.

    Remark.of(Note.CUT_AT, line=412)        the document ends inside a record, at line 412

Every room hands such remarks on. `report/remarks.py` makes the sentences, last: after privacy has given tokens to the
values, so that nobody has to look for a name in a sentence. A value says by its type what it is; a bare `str` is none.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from analyzer.model.filling import Filled
from analyzer.model.kinds import Form, Kind, Party, Problem
from analyzer.model.window import TimeWindow


class Name(str):
    """The name of a document or an upload."""

    __slots__ = ()


class Quote(str):
    """Words that come from the upload: what a server said, whom it names."""

    __slots__ = ()


class User(str):
    """Whoever is named: a mailbox, an account, a person."""

    __slots__ = ()


class Term(str):
    """A word of ours, or one that is public: a rule, a format, a kind of failure. It names nobody."""

    __slots__ = ()


class Code(Enum):
    """What kind of sentence it is. Members of two such tables are never equal, whatever their values."""


class Note(Code):
    """What can be said of a document: what of it was not read, and what was assumed."""

    # -- the whole document
    NOT_ANALYSED = "not-analysed"
    UNKNOWN_FORM = "unknown-form"
    NULS = "nuls"
    NULS_BEHIND = "nuls-behind"
    ERASED = "erased"
    READER_FAILED = "reader-failed"
    NO_MEMORY = "no-memory"
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
    CLOSED_FILE = "closed-file"
    NO_MEMBERS = "no-members"
    NO_NAME = "no-name"
    TWICE = "twice"
    ENCRYPTED = "encrypted"
    LINK = "link"
    NAME_LEADS_OUTSIDE = "name-leads-outside"
    LONG_NAME = "long-name"
    # -- a record, or the end of the last one
    CUT = "cut"
    CUT_AT = "cut-at"
    BEGUN_INSIDE = "begun-inside"
    JOINED = "joined"
    ZIP_CUT = "zip-cut"
    ANSWER_BESIDE = "answer-beside"
    VALUE_CUT = "value-cut"
    ANSWER_CUT = "answer-cut"
    ANSWER_BROKEN = "answer-broken"
    JSON_BROKEN = "json-broken"
    ROW_CUT = "row-cut"
    CELL_CUT = "cell-cut"
    LIST_CUT = "list-cut"
    REQUEST_CUT = "request-cut"
    OBJECT_CUT = "object-cut"
    TEXT_OBJECT_CUT = "text-object-cut"
    CODE_CUT = "code-cut"
    SHORTENED = "shortened"
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
    MANY_TEXTS = "many-texts"
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
    SHORT_ROW = "short-row"
    TABLE_DAMAGED = "table-damaged"
    MANY_ROWS = "many-rows"
    WORKBOOK_DAMAGED = "workbook-damaged"
    MANY_SHEET_ROWS = "many-sheet-rows"
    MANY_SHEET_COLUMNS = "many-sheet-columns"
    NO_HEADS = "no-heads"
    NO_ERROR_COLUMN = "no-error-column"


class Warn(Code):
    """What a reader must know of the case as a whole before anything else."""

    GIVEN_INSIDE = "given-inside"
    GIVEN_TWICE = "given-twice"
    SAME_BYTES = "same-bytes"
    SEVERAL_CUSTOMERS = "several-customers"
    MORE_CUSTOMERS = "more-customers"
    WINDOW = "window"
    OUTSIDE = "outside"
    UNDATED = "undated"
    UNZONED = "unzoned"
    NOT_IGNORED = "not-ignored"
    ENTRY_HAS_DAYS = "entry-has-days"
    ENTRY_ENDED = "entry-ended"
    ENTRY_BEGINS = "entry-begins"


class Ask(Code):
    """What a case lacks, to ask the customer for."""

    WHOLE = "whole"
    UNPACKED = "unpacked"
    UNLOCKED = "unlocked"
    AS_TEXT = "as-text"
    DUMP = "dump"
    DUMP_OF_TIME = "dump-of-time"
    DUMP_WITH_REQUESTS = "dump-with-requests"
    DUMP_WITH_ANSWERS = "dump-with-answers"
    ANSWERS = "answers"
    DUMP_BESIDE = "dump-beside"
    ANSWER_ALONE = "answer-alone"
    SERVER_LOG_ALONE = "server-log-alone"
    TEST_ALONE = "test-alone"
    HEADERS = "headers"
    C4C_ANSWERS = "c4c-answers"


class Look(Code):
    """What was looked at."""

    NONE_READ = "none-read"
    NOT_READ = "not-read"
    READ = "read"
    REQUESTS_TO_ONE = "requests-to-one"
    REQUESTS_TO_SEVERAL = "requests-to-several"
    SHARE = "share"
    ANSWERED_ONE = "answered-one"
    NOT_ANSWERED = "not-answered"
    ANSWERED = "answered"
    RULES = "rules"
    ONE_EXPLAINED = "one-explained"
    EXPLAINED = "explained"
    OVERFLOW = "overflow"


class Unjudged(Code):
    """Why a rule could not be judged."""

    UNDATED_ONE = "undated-one"
    UNDATED = "undated"


class Reason(Code):
    """What speaks for a verdict, and what speaks against it or is not known."""

    WORKED = "worked"
    FINISHED = "finished"
    ONLY_STATUS = "only-status"
    NO_STATUS = "no-status"
    ONLY_MAIL = "only-mail"
    OWN_LOG = "own-log"
    ONLY_TEXTS = "only-texts"
    NO_SIDE = "no-side"
    SAID_ITSELF = "said-itself"
    SERVER_SAID = "server-said"
    NOT_ANSWERED = "not-answered"
    OWN_EXCEPTION = "own-exception"
    CAME_INSTEAD = "came-instead"
    TEST_TOLD = "test-told"
    SETTING_TOLD = "setting-told"
    LOG_TOLD = "log-told"
    DOCUMENTS_TELL = "documents-tell"
    DESCRIBED = "described"
    INTERPRETED = "interpreted"
    GUESSED = "guessed"
    RECOVERED = "recovered"
    WORKED_BEFORE = "worked-before"
    NONE_WORKED = "none-worked"
    NO_TIME = "no-time"
    UNEXPLAINED_ONE = "unexplained-one"
    UNEXPLAINED = "unexplained"
    UNDER_WAY = "under-way"
    CUT = "cut"
    READER_FAILED = "reader-failed"
    UNREAD_ONE = "unread-one"
    UNREAD = "unread"
    IN_PART = "in-part"
    IGNORED_ONE = "ignored-one"
    IGNORED = "ignored"


class Headline(Code):
    """What a whole case amounts to, and the parts of such a sentence."""

    FINDING = "finding"
    FINDING_AS_IT_IS = "finding-as-it-is"
    FINDING_OF_SOME = "finding-of-some"
    FINDING_OF_SOME_AND_MORE = "finding-of-some-and-more"
    # -- an error that no rule explains
    UNKNOWN = "unknown"
    UNKNOWN_AND_OTHERS = "unknown-and-others"
    UNKNOWN_LINE = "unknown-line"
    UNKNOWN_ENDED = "unknown-ended"
    UNKNOWN_RECOVERED = "unknown-recovered"
    BY_EXCHANGE_CONNECTOR = "by-exchange-connector"
    BY_C4C_CONNECTOR = "by-c4c-connector"
    BY_ENGINE = "by-engine"
    BY_SERVER = "by-server"
    TIMES = "times"
    LINE = "line"
    HTTP_STATUS = "http-status"
    EXCEPTION = "exception"
    NO_ANSWER = "no-answer"
    # -- nothing failed
    NOTHING = "nothing"
    NOTHING_BUT = "nothing-but"
    NOTHING_BUT_MORE = "nothing-but-more"
    UP_TO_READER = "up-to-reader"
    UP_TO_END = "up-to-end"
    UP_TO_CAP = "up-to-cap"
    CLEAN = "clean"
    CLEAN_IN_TIME = "clean-in-time"
    FINISHED = "finished"
    ANSWERED_WELL = "answered-well"
    ANSWERED_UNPROVED = "answered-unproved"
    THE_REQUEST = "the-request"
    ALL_REQUESTS = "all-requests"
    REQUESTS = "requests"
    IGNORED_ONLY = "ignored-only"
    # -- too little is known
    UNREAD = "unread"
    UNREAD_AND_MORE = "unread-and-more"
    OUTSIDE = "outside"
    ZIP_CUT = "zip-cut"
    ONE_UNANSWERED = "one-unanswered"
    UNANSWERED = "unanswered"
    C4C_ONE = "c4c-one"
    C4C_ALL = "c4c-all"
    C4C_WITHOUT_STATUS = "c4c-without-status"
    TOO_LITTLE = "too-little"


class Told(Code):
    """What a row of the time line tells."""

    FIRST_RECORD = "first-record"
    FIRST_RECORD_ASKED = "first-record-asked"
    LAST_RECORD = "last-record"
    OF_UPLOAD = "of-upload"
    OF_UPLOAD_IN_TIME = "of-upload-in-time"
    FIRST_FAILURE = "first-failure"
    LAST_WORKED = "last-worked"
    LAST_WORKED_BEFORE = "last-worked-before"
    OTHER_SERVICE = "other-service"
    SILENCE = "silence"
    SESSION_BEGINS = "session-begins"
    SESSION_OF_BEGINS = "session-of-begins"
    SESSION_ENDS = "session-ends"
    SESSION_OF_ENDS = "session-of-ends"
    SESSION = "session"
    SESSION_OF = "session-of"
    DOCUMENT_BEGINS = "document-begins"
    DOCUMENT_BEGINS_ASKED = "document-begins-asked"
    DOCUMENT_ENDS = "document-ends"
    FINDING = "finding"
    UNEXPLAINED = "unexplained"


class Remark(Struct, frozen=True):
    """One thing that is to be said."""

    code: Code
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, code: Code, **values: Value) -> Remark:
        """A remark with its values."""
        return cls(code, tuple(values.items()))

    @property
    def said(self) -> Code:
        """What it says, be it once or often."""
        if self.code is not Note.REPEATED:
            return self.code
        return next(value.code for _, value in self.values if isinstance(value, Remark))


Plain: TypeAlias = (
    int | date | timedelta | Name | Quote | User | Filled | Term | TimeWindow | Form | Kind | Party | Problem
)
Value: TypeAlias = Plain | Remark | tuple["Value", ...]
"""What may stand in a remark."""
