"""Text outside of markup, line by line: heads of HTTP, bodies that are no markup, log lines, pasted mails.

Of a head only fields that `reference/headers.py` lists keep their values. Keys in PEM form and fields over a mail go;
other lines go through `privacy.scrub` and get tokens.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from analyzer import lazy_re
from analyzer.model import Kind
from analyzer.readers.messages import is_of_log
from analyzer.redacting.words import ANSWERS, Words, gone, gone_line
from analyzer.reference import headers, marks, vocabulary
from analyzer.reference.vocabulary import REMOVED

_START_LINE = lazy_re.compile(
    rf"[ \t]{{0,20}}(?:(?P<method>{marks.METHODS})[ \t]{{1,9}}(?P<target>\S{{1,4000}})"
    r"[ \t]{1,9}HTTP/\d(?:\.\d)?|HTTP/\d(?:\.\d)?[ \t]{1,9}\d{3}\b.{0,600})[ \t\r]{0,9}\n?\Z"
)
FIELD_LINE = lazy_re.compile(
    r"(?P<before>[ \t]{0,9}(?P<name>[!-9;-~]{1,100})[ \t]{0,9}:[ \t]{0,9})(?P<value>[^\r\n]*)(?P<end>\r?\n?)\Z"
)
_ROW = lazy_re.compile(
    r"(?P<before>[ \t]{0,20}(?P<name>[A-Za-z][\w-]{1,80})(?:\t| {2})[ \t]{0,80})(?P<value>\S[^\r\n]*)(?P<end>\r?\n?)\Z"
)
"""A row of a table of header fields, which has no colons."""
_HEADING = lazy_re.compile(rf"{marks.SECTION}\r?\n?\Z", re.IGNORECASE)
_MAIL_FIELD = lazy_re.compile(
    rf"(?P<before>(?:{vocabulary.any_of(vocabulary.MAIL_FIELDS)})[ \t]{{0,3}}:)[^\r\n]*", re.IGNORECASE
)
_PAIR = lazy_re.compile(
    r"(?P<before>(?P<q>['\"])(?P<name>[\w-]{1,100})(?P=q):\s{0,9}b?)(?:'(?P<one>(?:[^'\\]|\\.)*+)'|\"(?P<two>(?:[^\"\\]|\\.)*+)\")"
)
_SETTING_LINE = lazy_re.compile(
    r"(?P<before>[ \t]{0,40}(?P<name>[A-Za-z][\w.\- ]{0,79})=[ \t]{0,9})(?P<value>[^\r\n]*)(?P<end>\r?\n?)\Z"
)
_SECTION_LINE = lazy_re.compile(r"[ \t]{0,40}\[[^\[\]=\"{}]{1,120}\]\s{0,40}")
_BOUNDARY = lazy_re.compile(r"--(?P<name>[\w'()+,./:=?-]{1,80}?)(?P<end>(?:--)?\r?\n?)\Z")
_CODED_PART = lazy_re.compile(r"Content-Transfer-Encoding:[ \t]{0,9}base64\b", re.IGNORECASE)
_IS_TEXT = lazy_re.compile(r"Content-Type:[ \t]{0,9}text/", re.IGNORECASE)
_CODED_LINE = lazy_re.compile(r"[A-Za-z0-9+/]{2,1000}={0,2}\s{0,9}\Z")
_SECRET_PART = lazy_re.compile(
    rf"Content-Disposition:[^\r\n]{{0,60}}\bname=\"[\w.-]{{0,40}}(?:{'|'.join(vocabulary.SECRET_WORDS)})", re.IGNORECASE
)
"""A field of a form that is sent in parts: behind a blank line stands its value."""
_PEM = lazy_re.compile(r"-----(?P<end>BEGIN|END) [A-Z ]{0,40}(?:PRIVATE KEY|CERTIFICATE)-----")
_NAMES = lazy_re.compile(r"[^\W\d_][^\W\d]{0,30}(?:[ -][^\W\d]{1,30}){0,2}")
"""What the head of a column says in a table that is drawn with `|`."""
_RULE = lazy_re.compile(r"[\s|+:=-]*")
_BLANK_LINE = lazy_re.compile(r"\n[ \t\r]*\n")
_LONGEST_LINE = 256 << 10
"""Characters of a line outside of markup that are kept; no reader keeps more of a message."""
_COMES_AGAIN = 2000
"""Characters of the longest text that may come again and again."""


class _Part(Enum):
    """Where a line stands in a part of a form that holds a secret."""

    OTHER = auto()
    HEAD = auto()
    VALUE = auto()


class FreeText:
    """The lines of one document, and what they are a part of."""

    def __init__(self, words: Words, kind: Kind) -> None:
        self.words = words
        self.kind = kind
        self.in_head = self.in_body = self.in_key = self.drop_field = self.in_coded = False
        self.of_text = self.may_end = False
        """The head says that the body is a text, which may hold anything; what came of a body may be all of it."""
        self.part = _Part.OTHER
        self.broken = False
        """The body is JSON that broke off: what is left of it goes."""
        self.columns: tuple[int, frozenset[int]] = (0, frozenset())
        """Of the table that is being read: how many cells a row has, and which of them hold secrets."""

    def reset(self) -> None:
        """What was read so far is over."""
        self.in_head = self.in_body = self.broken = False

    def blank(self, text: str) -> str:
        """A stretch with nothing in it; its blank line ends a head."""
        if self.in_head and "\n" in text and _BLANK_LINE.search("\n" + text):
            self._begin_body()
        return text

    def _begin_body(self) -> None:
        self.in_head, self.in_body, self.may_end = False, True, not self.of_text

    def text(self, text: str) -> str:
        """A stretch of lines, redacted."""
        out: list[str] = []
        free: list[str] = []
        for line in text.splitlines(keepends=True) if "\r\n" not in text else _split(text):
            new = self._line(line)
            if new is None:
                free.append(line)
                continue
            if free:
                out.append(self._clean_lines("".join(free)))
                free.clear()
            out.append(new)
        if free:
            out.append(self._clean_lines("".join(free)))
        return "".join(out)

    def _clean_lines(self, text: str) -> str:
        if len(text) > _LONGEST_LINE and any(len(line) > _LONGEST_LINE for line in text.split("\n")):
            text = "\n".join(line[:_LONGEST_LINE] for line in text.split("\n"))
        return self.words.clean(text) if len(text) < _COMES_AGAIN else self.words.clean_long(text)

    def _line(self, line: str) -> str | None:
        """One line where it is more than free text; None where it is not."""
        if self._is_gone(line):
            return gone(line)
        if _HEADING.match(line):
            self.reset()
            return line
        if (row := self._row(line)) is not None:
            return row
        if (start := _START_LINE.match(line)) is not None:
            self.in_head, self.in_body, self.drop_field, self.broken = True, False, False, False
            self.of_text = False
            target = start["target"]
            return self.words.clean(line) if target is None else line.replace(target, self.words.target(target), 1)
        if self.in_head:
            return self._head_line(line)
        if (field := FIELD_LINE.match(line) or _ROW.match(line)) is not None:
            name = field["name"].lower()
            is_row = name.startswith("x-") and ":" not in field["before"]
            if is_row or name in vocabulary.SECRET_FIELDS or headers.spelling(name) is not None:
                self.drop_field = name in vocabulary.SECRET_FIELDS
                return field["before"] + self.words.field(name, field["value"]) + field["end"]
        elif self.drop_field and line[:1] in " \t":
            return gone_line(line)
        self.drop_field = False
        return self._other_line(line)

    def _is_gone(self, line: str) -> bool:
        """Whether nothing of a line stays: a key, a part of a mail in base64, the value of a field of a form."""
        marks = [pem["end"] for pem in _PEM.finditer(line)] if "-----" in line else []
        if self.in_key or (marks and (marks[0] == "END" or marks[-1] == "BEGIN")):  # else it is whole on one line
            self.in_key = marks[-1] == "BEGIN" if marks else self.in_key
            return True
        if self.in_coded and _CODED_LINE.match(line):  # of a mail: no line of it says by itself that it is text
            return True
        self.in_coded = _CODED_PART.match(line) is not None or (self.in_coded and not _BOUNDARY.match(line))
        return self._is_of_secret_part(line)

    def _is_of_secret_part(self, line: str) -> bool:
        """Whether a line is the value of a field of a form that holds a secret."""
        if _BOUNDARY.match(line):
            self.part = _Part.OTHER
        elif _SECRET_PART.match(line):
            self.part = _Part.HEAD
        elif self.part is _Part.HEAD and not line.strip():
            self.part = _Part.VALUE
        elif self.part is _Part.VALUE:
            self.part = _Part.OTHER  # it has one line; a form that was pasted may lack the end of its part
            return not _HEADING.match(line) and not _START_LINE.match(line)
        return False

    def _row(self, line: str) -> str | None:
        """A row of a table that is drawn with `|`, without the secrets in it; None for all else."""
        cells = line.split("|")
        width, secret = self.columns
        if _RULE.fullmatch(line) and line.strip():
            return None
        if len(cells) == 1:
            self.columns = (0, frozenset())
            return None
        if secret and len(cells) == width:
            shown = ((number in secret, cell) for number, cell in enumerate(cells))
            return "|".join(_emptied(cell) if is_secret else self.words.clean(cell) for is_secret, cell in shown)
        said = [cell.strip() for cell in cells]
        if all(not name or _NAMES.fullmatch(name) for name in said):
            found = (number for number, name in enumerate(said) if vocabulary.SECRETIVE.search(name))
            self.columns = (len(cells), frozenset(found))
        return None

    def _head_line(self, line: str) -> str:
        if not line.strip():
            self._begin_body()
            self.in_body = "\n" in line
            return line
        field = FIELD_LINE.match(line)
        if field is None or (line[0] in " \t" and self.drop_field):
            if line[0] in " \t" or self.drop_field:
                return gone_line(line)
            self.in_head = False
            return self.words.clean(line)
        self.of_text = self.of_text or _IS_TEXT.match(line) is not None
        new = self.words.field(field["name"], field["value"])
        self.drop_field = REMOVED in new
        return field["before"] + new + field["end"]

    def _other_line(self, line: str) -> str | None:
        """A line that is no part of a head."""
        if "eaders: {" in line[:400] or "eaders': {" in line[:400]:
            return self._pairs(line) if _PAIR.search(line) else None
        if (mail := _MAIL_FIELD.match(line)) is not None:
            return f"{mail['before']} {REMOVED}{line[mail.end() :]}"
        if self.kind is Kind.CONFIGURATION:
            return self._setting_line(line)
        if not self.in_body and not self.broken and (border := self._boundary(line)):
            return border
        if self.broken:
            return self._boundary(line) or gone(line)
        return self._body_line(line) if self.in_body else None

    def _setting_line(self, line: str) -> str:
        """A line of an INI file; what is none is a comment, or what is left of a file that broke off."""
        if (found := _SETTING_LINE.match(line)) is not None:
            return found["before"] + self.words.setting(found["name"].strip(), found["value"]) + found["end"]
        return self.words.clean(line) if _SECTION_LINE.fullmatch(line) else gone(line)

    def _pairs(self, line: str) -> str:
        """The fields of a Python dict, and what is left of one that was cut."""
        out, at = [], 0
        for match in _PAIR.finditer(line):
            out += [self.words.clean(line[at : match.start()]), self._pair(match)]
            at = match.end()
        return "".join([*out, self.words.clean(line[at:])])

    def _pair(self, match: re.Match[str]) -> str:
        """One field of a Python dict that a log prints."""
        value = match["one"] if match["one"] is not None else match["two"]
        quote = "'" if match["one"] is not None else '"'
        return f"{match['before']}{quote}{self.words.field(match['name'], value).replace(quote, '')}{quote}"

    def _boundary(self, line: str) -> str:
        """A line between the parts of a body, by the name that the head gives it; empty where it is none."""
        found = _BOUNDARY.match(line)
        return f"--{self.words.boundary(found['name'])}{found['end']}" if found is not None else ""

    def _body_line(self, line: str) -> str | None:
        """A line of a body that is neither markup nor JSON: of a batch the heads of its parts."""
        bare = line.strip()
        if not bare:
            return line
        if border := self._boundary(line):
            self.may_end = bare.endswith("--")
            return border
        if self.may_end and is_of_log(line):  # as `readers/log_behind.py` has it
            self.in_body = False
            return None
        self.may_end = False
        if bare.startswith("<"):
            return None
        if (field := FIELD_LINE.match(line)) is not None and field["name"].lower() in vocabulary.KEPT_FIELDS:
            return field["before"] + self.words.clean(field["value"]) + field["end"]
        return None if self.kind not in ANSWERS or "CSRF" in bare else gone(line)


def _emptied(cell: str) -> str:
    """A cell whose value goes, with the blanks around it."""
    value = cell.strip()
    return cell.replace(value, REMOVED) if value else cell


def _split(text: str) -> list[str]:
    """Lines that end with LF, whatever else breaks a line for Python."""
    parts = text.split("\n")
    return [*(f"{part}\n" for part in parts[:-1]), *([parts[-1]] if parts[-1] else [])]
