"""What is left of an envelope of EWS when the mailbox is cut out: the little that the server says of itself.

Of `<s:Envelope …>…<m:ResponseCode>NoError</m:ResponseCode><m:Items>` 30 kB of mail `</m:Items>…</s:Envelope>` the first
and the last kilobyte remain. Nearly all answers of a dump share a few dozen skeletons, and so do its requests once
their ids are blank: each of them is parsed once, whatever the dump weighs.

What is cut must be seen to end where it seems to: as many ends as starts, no CDATA, no comment, and none of the words
that would mean something outside. Where that does not show there is no skeleton, and the envelope is parsed as it is.
"""

from __future__ import annotations

from bisect import bisect_left as bisect
from functools import cache

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind
from msgspec import Struct

from analyzer import lazy_re
from analyzer.reference.vocabulary import CONTAINERS, any_of

_OPAQUE = ("ItemIds", "FolderIds", "SyncState", "Watermark", "PreviousWatermark", "SubscriptionId", "MimeContent")
"""Ids and states of EWS that differ in every message and say nothing."""
_NAMES = (*CONTAINERS, *_OPAQUE)
_CUT = lazy_re.compile(rf"<((?:[A-Za-z]\w{{0,9}}:)?(?:{any_of(_NAMES)}))(?:\s[^<>]{{0,300}}+)?+(?<!/)>".encode())
_PREFIX = 12
"""Bytes before the name in such a tag, at most."""
_ID = lazy_re.compile(
    rb" (Id|ChangeKey|RootItemId|RootItemChangeKey|OccurrenceId|RecurringMasterId)"
    rb"=(?:\"[^<>&\"]{1,400}+\"|'[^<>&']{1,400}+')"
)
_TELLING = (b"Envelope", b"ResponseCode", b"ErrorCode", b"ServerVersionInfo", b"ExchangeImpersonation")
"""What is read wherever it stands: a container with one of these words in it is not cut out."""
_ODD = (b"<!", b"<?")
"""CDATA, comments, declarations: an envelope with one of them is parsed as it is."""
_FIRST_NAME = len(_TELLING) + len(_ODD)
"""From here on the words are names of containers."""
_ENVELOPE = 0
"""The first of these words."""
_TAGS = 2
"""How often an envelope names itself: where it begins, and where it ends."""
LONGEST = 16_000
"""Bytes of a skeleton; what is longer holds more than the server says of itself."""


class Skeleton(Struct, frozen=True):
    """An envelope without its containers and ids."""

    bare: bytes
    """Without the lines that were cut out: equal ones are one."""
    lines: bytes
    """With a line end for each of them, so that what follows keeps its line."""


def of(data: bytes) -> Skeleton | None:
    """The skeleton of an envelope; None where it cannot be told what would be cut out."""
    found = _telling_words().find_matches_as_indexes(data)
    words = [word for word, _, _ in found if word < _FIRST_NAME]
    if words.count(_ENVELOPE) != _TAGS or max(words) >= len(_TELLING):
        return None
    places = [place for word, place, _ in found if word < _FIRST_NAME]
    bare: list[bytes] = []
    lines: list[bytes] = []
    at = 0
    for word, place, _ in found:
        if word < _FIRST_NAME or place < at:
            continue
        begin = data.rfind(b"<", max(at, place - _PREFIX), place)
        tag = _CUT.match(data, begin) if begin >= 0 else None
        if tag is None:
            continue
        start = tag.end()
        stop = data.find(b"</" + tag[1] + b">", start)
        if stop < 0 or not _is_closed(data, start, stop) or bisect(places, start) != bisect(places, stop):
            return None
        kept = data[at:start]
        bare.append(kept)
        lines += (kept, b"\n" * data.count(b"\n", start, stop))
        at = stop
    bare.append(data[at:])
    lines.append(data[at:])
    whole = b"".join(bare)
    if len(whole) > LONGEST:
        return None
    whole = _blank(whole)
    return Skeleton(whole, _blank(b"".join(lines)) if any(lines[1::2]) else whole)


@cache
def _telling_words() -> BytesAhoCorasick:
    """Finds every telling word and every name of a container in one pass; as a DFA it is the fastest for so few."""
    words = [*_TELLING, *_ODD, *(name.encode() for name in _NAMES)]
    return BytesAhoCorasick(words, matchkind=MatchKind.LeftmostFirst, implementation=Implementation.DFA)


def _is_closed(data: bytes, start: int, stop: int) -> bool:
    """Whether what stands between is elements that all end there."""
    ends = data.count(b"</", start, stop) * 2 + data.count(b"/>", start, stop)
    return data.count(b"<", start, stop) == ends


def _blank(text: bytes) -> bytes:
    return _ID.sub(rb' \1=""', text)
