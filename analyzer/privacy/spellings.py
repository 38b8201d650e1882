r"""What a text says behind its escapes, and where: logs quote JSON in JSON, URLs in XML, answers in both.

Samples: `{\"password\":\"geheim\"}`, `%253Cpassword%253E`, `has\u0142o`, `&amp;lt;Subject&amp;gt;`, `the+key+is+x`,
`Caf[0xc3][0xa9]` (from Java's HttpClient). Nobody shows what is found here: it tells which stretch of the text as it
stands has to go. Each layer takes one pass over the text, and there are five at most.
"""

from __future__ import annotations

import base64
import quopri
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial

from analyzer import lazy_re
from analyzer.privacy.edits import Edit, merged
from analyzer.reference.vocabulary import NOT_OF_ESCAPE

_DEEPEST = 5
"""Layers that are taken off; JSON in JSON in JSON in a URL in XML has so many."""
_SHORT = 2_000
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'", "nbsp": " "}
_AFTER_BACKSLASH = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " "}
_OF_MARKUP = (
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})++)|(?P<wire>(?:\[0x[0-9a-fA-F]{1,2}\])++)"
    r"|&(?:(?P<name>[A-Za-z]{2,8}\d{0,2})|#(?P<number>\d{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6}));"
)
_MARK = "\u0300-\u036f\u3099\u309a"
_HIGH = (
    "\x80-\xbf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c"
    "\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
"""The bytes from 0x80 to 0xBF as Latin-1 and Windows-1252 show them."""
_OF_LETTERS = (
    rf"|(?P<marked>[^\W\d_][{_MARK}]++)|(?P<twice>[\xc2-\xc5\xc7\xc8\xcc\xcd\xce\xcf\xd0\xd1][{_HIGH}])"
    rf"|(?P<word>(?:[\xd6-\xdb](?:[{_HIGH}]| (?=[\xd6-\xdb]))|[\xe0-\xef][{_HIGH}]{{2}}){{2,}}+)"
)
"""A letter with its accent apart, as macOS writes it; one of UTF-8 that was read as Latin-1: `LÃ¶senord`.

Of scripts whose letters begin as some of Europe do, `×¤×©`, two in a row; a blank there is one that does not break.
"""
_ACCOUNT = r"(?<=[A-Za-z0-9])\\(?:u\d{5,8}|x\d{3,8}[a-z]{0,4})(?!\w)"
"""`NORDWIND\\u123456` is an account: an escape has four digits, or two, and whatever stands behind."""
_OCTAL_SIGN = r"0(?:40|42|47|7[235])(?!\d)"
"""Blanks, quotes and the signs between a name and its value, as C and shells write them: `Password\\075…`."""
_OCTAL = r"\\3[0-7]{2}(?:\\2[0-7]{2}){1,3}"
"""A letter of UTF-8 as shells and C write it: `\\320\\237`."""
_OF_STRINGS = (
    rf"|(?!{_ACCOUNT})(?:(?P<bytes>(?:\\x[0-9a-fA-F]{{2}})++)|(?P<octal>(?:{_OCTAL})++)|\\u\{{(?P<braced>[0-9a-fA-F]{{1,6}})\}}|(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{{2}}\\u[dD][c-fC-F][0-9a-fA-F]{{2}})"
    r"|\\u(?P<code>[0-9a-fA-F]{4})|\\(?P<sign>" + _OCTAL_SIGN + r")|\\(?P<char>[\\\"'/nrtbf])" + NOT_OF_ESCAPE + ")"
)
_SOFT = r"(?<=[^\s=]=)(?<=[^\r\n]{70})(?:\r?\n| (?:(?<![\w+/]{16}= )|(?=\S{24})))(?!\s|[\w.-]{1,40}\s?=|\[?\d{4}-\d\d)"
"""Behind an equals sign: a line of a mail that goes on in the next one, and no field without a value."""
_PLAIN = lazy_re.compile(_OF_MARKUP + _OF_LETTERS)
_ESCAPE = lazy_re.compile(_OF_MARKUP + _OF_LETTERS + _OF_STRINGS)
_ESCAPE_OF_MAIL = lazy_re.compile(rf"(?P<mail>=[0-9A-F][0-9A-F](?:=[0-9A-F][0-9A-F])*+)|(?P<soft>={_SOFT})")
_MAIL = rf"=(?:3A=2F|2F=2F|3A(?=[\s=])|2D(?=[A-Za-z]{{2,30}}=)|[C-F][0-9A-F]=[89AB][0-9A-F]|3D|{_SOFT})"
_OF_A_MAIL = lazy_re.compile(_MAIL)
"""What mails write of letters that are not ASCII, of an equals sign, and where a line goes on: `=C3=A4`."""
_STRING = lazy_re.compile(
    rf"(?!{_ACCOUNT})\\(?:[\"'/]|u[0-9a-fA-F]{{4}}|u\{{[0-9a-fA-F]{{1,6}}\}}|x[0-9a-fA-F]{{2}}|{_OCTAL_SIGN})|{_OCTAL}"
)
"""Such a text is a string of a program; in any other, backslashes are those of paths and accounts."""
ENCODED_WORD = lazy_re.compile(
    r"=\?(?P<charset>[\w-]{2,20})\?(?P<way>[bqBQ])\?(?P<coded>[^?\s]{1,400})\?=(?:\s{1,9}(?==\?))?"
)
"""A word of the head of a mail that is not ASCII: `=?utf-8?B?w5xiZXI=?=`, `=?iso-8859-1?Q?=DCber?=` (RFC 2047)."""
_BYTE = lazy_re.compile(r"(?:%|=|\\x|\[0x)([0-9a-fA-F]{1,2})\]?")
_OF_OCTAL = lazy_re.compile(r"\\([0-7]{3})")
_RUN = lazy_re.compile(r"(?:\s|\\\\?[nrt]|<br ?/?>){2,400}+|\\\\?[nrt]|<br ?/?>", re.IGNORECASE)
"""Also a line end or a tabulator that was written as a string has it, or a page."""
_MAY_HOLD = lazy_re.compile(rf"[%\\&{_MARK}]|\[0x|=\?[\w-]{{2,20}}\?[bqBQ]\?|{_MAIL}|[\xc2-\xdb\xe0-\xef][{_HIGH}]")
_CODED_SIGN = lazy_re.compile(r"%(?:25){0,3}3[aAdD](?:%(?:25){0,3}20|\+){0,3}\Z")
"""A colon or an equals sign of a text that is percent-encoded: in the value behind it no blank stands."""
_LONGEST_SIGN = 40
_BLANK = lazy_re.compile(r"\s")
_OF_FORM = lazy_re.compile(r"(?<!\S)[^\s+]++\+\S++")
"""What a form or a URL sends has `+` in the place of a blank, and so has a column of a server's log."""


class _Layer:
    """One layer of escapes that was taken off."""

    def __init__(self, text: str, escapes: re.Pattern[str]) -> None:
        self.ours = [0]
        """Offsets in what it says at which a character was written otherwise, or no longer is."""
        self.theirs = [0]
        """The same offsets in the text as it stood."""
        parts: list[str] = []
        at = length = 0
        for match in escapes.finditer(text):
            plain = text[at : match.start()]
            parts.append(plain)
            length += len(plain)
            self._point(length, match.start())
            for said, stop in _characters(match):
                parts.append(said)
                length += len(said)
                self._point(length, stop)
            at = match.end()
        parts.append(text[at:])
        self.text = "".join(parts)

    def _point(self, ours: int, theirs: int) -> None:
        if self.ours[-1] == ours:  # what goes on in the next line says nothing of its own
            self.theirs[-1] = theirs
        else:
            self.ours.append(ours)
            self.theirs.append(theirs)

    def back(self, at: int) -> int:
        """Where an offset lies in the text as it stood."""
        number = bisect_right(self.ours, at) - 1
        return self.theirs[number] + at - self.ours[number]


def _characters(match: re.Match[str]) -> Iterable[tuple[str, int]]:
    """The characters of an escape, each with where its own part of it ends."""
    if match.lastgroup == "coded":
        said = of_mail(match)
        yield from ((character, match.start()) for character in said[:-1])
        yield said[-1:], match.end()
    elif match.lastgroup in ("percent", "bytes", "wire", "mail", "octal"):
        yield from _of_bytes(match)
    elif match.lastgroup == "marked":
        yield unicodedata.normalize("NFC", match[0]), match.end()
    elif match.lastgroup in ("twice", "word"):
        yield from _read_again(match)
    elif match.lastgroup == "soft":
        yield "", match.end()
    elif match.lastgroup == "pair":
        yield match[0].encode().decode("unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16"), match.end()
    elif (name := match["name"]) is not None:
        yield _named(name), match.end()
    elif (char := match.groupdict().get("char")) is not None:
        yield _AFTER_BACKSLASH.get(char, char), match.end()
    else:
        groups = match.groupdict()
        code = int(groups.get("code") or groups.get("braced") or groups["hex"] or "0", 16) or int(
            groups["number"] or "0"
        )
        code = code or int(groups.get("sign") or "0", 8)
        legal = 31 < code < 0xD800 or 0xE000 <= code < 0x110000
        yield chr(code) if legal else " ", match.end()


def _named(name: str) -> str:
    if (plain := _NAMED.get(name)) is not None:
        return plain
    from html.entities import name2codepoint

    return chr(name2codepoint[name]) if name in name2codepoint else f"&{name};"


def _of_bytes(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """The letters of bytes that were told as numbers."""
    of_byte, base = (_OF_OCTAL, 8) if match.lastgroup == "octal" else (_BYTE, 16)
    ends = [one.end() for one in of_byte.finditer(match[0])]
    data = bytes(int(one[1], base) for one in of_byte.finditer(match[0]))
    at = 0
    for said in data.decode("utf-8", "surrogateescape"):
        at += len(said.encode("utf-8", "surrogateescape"))
        plain = bytes((ord(said) - 0xDC00,)).decode("cp1252", "replace") if 0xDC80 <= ord(said) <= 0xDCFF else said
        yield plain, match.start() + ends[at - 1]


def _read_again(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """What bytes of UTF-8 say that were read as Latin-1, or as Windows-1252, which leaves out some of them."""
    try:
        said = b"".join(map(_byte_of, match[0].replace(" ", "\xa0"))).decode("utf-8")
    except UnicodeError:
        yield match[0], match.end()
        return
    at = match.start()
    for letter in said:
        at += len(letter.encode("utf-8"))
        yield letter, at


def _byte_of(said: str) -> bytes:
    try:
        return said.encode("cp1252")
    except UnicodeError:
        return said.encode("latin-1")


def of_mail(match: re.Match[str]) -> str:
    """What an encoded word of a mail says; as it stands where it is none."""
    try:
        coded = match["coded"].encode("ascii")
        data = base64.b64decode(coded) if match["way"] in "bB" else quopri.decodestring(coded, header=True)
        return data.decode(match["charset"], "replace")
    except (ValueError, LookupError):
        return match[0]


def _escapes(text: str) -> Iterator[re.Pattern[str]]:
    """What may be taken off next, the likeliest first: a word may look like one of a mail and be none."""
    if "=?" in text and ENCODED_WORD.search(text) is not None:
        yield ENCODED_WORD
    if "=" in text and _OF_A_MAIL.search(text) is not None:
        yield _ESCAPE_OF_MAIL
    yield _ESCAPE if _STRING.search(text) is not None else _PLAIN


Read = tuple[str, Callable[[int], int]]
"""What a text says, and what tells where an offset of that lies in the text as it stood."""


@lru_cache(maxsize=256)
def _short(text: str) -> Sequence[Read]:
    """A text is asked about several times in a row: for secrets, content and names."""
    return _each_layer(text)


def inner(text: str) -> Read | None:
    """What a text says behind all of its escapes; None where it has none."""
    return found[-1] if (found := layers(text)) else None


def layers(text: str) -> Sequence[Read]:
    """What a text says behind each layer of its escapes: a password may hold what looks like one, `Sommer%73wind`."""
    if _MAY_HOLD.search(text) is None:
        return ()
    return _short(text) if len(text) <= _SHORT else _each_layer(text)


def _each_layer(text: str) -> Sequence[Read]:
    taken: list[_Layer] = []
    found: list[Read] = []
    said = text
    while len(taken) < _DEEPEST and (layer := _next_layer(said)) is not None:
        taken.append(layer)
        said = layer.text
        found.append((said, partial(_back, tuple(taken))))
    return found


def _next_layer(text: str) -> _Layer | None:
    found = (_Layer(text, escapes) for escapes in _escapes(text) if escapes.search(text) is not None)
    return next((layer for layer in found if layer.text != text), None)


def _back(taken: Sequence[_Layer], at: int) -> int:
    for layer in reversed(taken):
        at = layer.back(at)
    return at


def squeezed(text: str) -> tuple[str, Callable[[int], int]] | None:
    """A text with one blank for each run of white space, as an echo is told whose lines were broken anew."""
    if _RUN.search(text) is None:
        return None
    ours, theirs, parts, at, length = [0], [0], list[str](), 0, 0
    for run in _RUN.finditer(text):
        parts += [text[at : run.start()], " "]
        length += run.start() - at + 1
        ours.append(length)
        theirs.append(run.end())
        at = run.end()

    def back(place: int) -> int:
        number = bisect_right(ours, place) - 1
        return theirs[number] + place - ours[number]

    return "".join([*parts, text[at:]]), back


def _with_blanks(match: re.Match[str]) -> str:
    said = match[0]
    return said.replace("+", " ") if said.count("+") > 1 or ("=" in said and "@" not in said) else said


def _end_of_coding(text: str, first: int, last: int) -> int:
    """Where a stretch ends that begins in a percent-encoded text: `?x=Cookie%3A%20sid… HTTP/1.1` goes on behind it."""
    if _CODED_SIGN.search(text, max(0, first - _LONGEST_SIGN), first) is None:
        return last
    return blank.start() if (blank := _BLANK.search(text, first + 1, last)) is not None else last


def everywhere(text: str, find: Callable[[str], Iterable[Edit]]) -> list[Edit]:
    """The edits of a text as it stands, and of what it says behind its escapes; what goes leaves its line ends."""
    plain = list(find(text))
    if "%" in text:
        plain = [(start, _end_of_coding(text, start, stop), new) for start, stop, new in plain]
    found: list[Edit] = []
    blanks = _OF_FORM.sub(_with_blanks, text) if "+" in text else text
    for way in (text, blanks) if blanks != text else (text,):
        for said, back in layers(way) or (((way, int),) if way is not text else ()):
            for start, stop, new in find(said):
                first, last = back(start), back(stop)
                if first >= last:  # within an encoded word, which goes as a whole
                    word = ENCODED_WORD.match(text, first)
                    if word is None:
                        continue
                    last = word.end()
                last = _end_of_coding(text, first, last)
                found.append((first, last, new + "\n" * (text.count("\n", first, last) - new.count("\n"))))
    return merged([*plain, *found]) if found else plain
