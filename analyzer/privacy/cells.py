"""The cells of a workbook, for `columns.py`, which knows in which of them people write.

Sample: `<row r="2"><c r="A2" t="s"><v>17</v></c><c r="B2" t="inlineStr"><is><t>Raum Falkenhorst</t></is></c></row>`,
where 17 is the number of a text in `xl/sharedStrings.xml`, from 0 (ECMA-376 part 1, 18.3.1.4 and 18.4.8).

The reader of workbooks is openpyxl; who watches for what must not be shown reads them by its own means, and tolerantly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import dropwhile

from analyzer import lazy_re
from analyzer.markup import decode, unescape
from analyzer.privacy.coded import members

_TAG = lazy_re.compile(rb"<(?:\w{1,20}:)?(row|c|v|t|si)(\s[^<>]{0,400}+)?+/?>([^<]{0,32768}+)")
_COLUMN = lazy_re.compile(rb"\sr=[\"']([A-Z]{1,3})\d")
_SHARED = lazy_re.compile(rb"\st=[\"']s[\"']")
_NUMBER = lazy_re.compile(r"\d{1,7}")
_MOST = 500
"""Columns of a sheet that are looked at."""
_LONGEST = 2_000
"""Characters of a text: thousands of cells can share a long one."""


def sheets(archive: bytes, most: int) -> Iterator[Iterator[Mapping[int, str]]]:
    """The rows of each sheet of a workbook, from the first on that holds more than a title, as text by column from 0.

    Of each member at most so many bytes are looked at; of a zip file that is no workbook nothing is.
    """
    if b"xl/" not in archive:
        return
    texts: list[str] = []
    for member in members(archive, most):
        if b"<sst" in member[:2000] or b":sst" in member[:2000]:
            texts = _texts(member)
    for member in members(archive, most):
        if b"sheetData" in member:
            yield dropwhile(lambda row: len(row) < 2, _rows(member, texts))


def _texts(member: bytes) -> list[str]:
    found: list[str] = []
    for tag in _TAG.finditer(member):
        if tag[1] == b"si":
            found.append("")
        elif tag[1] == b"t" and found:
            found[-1] = _joined(found[-1], _said(tag[3]))
    return found


def _rows(member: bytes, texts: list[str]) -> Iterator[dict[int, str]]:
    row: dict[int, str] = {}
    at, shared = -1, False
    for tag in _TAG.finditer(member):
        name, attributes, said = tag[1], tag[2] or b"", tag[3]
        if name == b"row":
            yield row
            row, at = {}, -1
        elif name == b"c":
            letters = _COLUMN.search(attributes)
            at = _number(letters[1]) if letters is not None else at + 1
            shared = _SHARED.search(attributes) is not None
        elif name in (b"v", b"t") and 0 <= at < _MOST:
            text = _said(said)
            if shared and name == b"v":
                text = texts[int(text)] if _NUMBER.fullmatch(text) and int(text) < len(texts) else ""
            row[at] = _joined(row.get(at, ""), text)
    yield row


def _number(letters: bytes) -> int:
    """The number of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _joined(before: str, more: str) -> str:
    """Two pieces of a text, of which millions may follow each other: no more than is looked at."""
    return before + more if len(before) < _LONGEST else before


def _said(data: bytes) -> str:
    return unescape(decode(data[:_LONGEST]))
