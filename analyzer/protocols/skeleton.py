"""What is left of an envelope of EWS when the mailbox is cut out: the little that the server says of itself.

Of `<s:Envelope …>…<m:ResponseCode>NoError</m:ResponseCode><m:Items>` 30 kB of mail `</m:Items>…</s:Envelope>` the first
and the last kilobyte remain. Nearly all answers of a dump share a few dozen skeletons, and so do its requests once
their ids are blank: each of them is parsed once, whatever the dump weighs.

What is cut must be seen to end where it seems to: as many ends as starts, no CDATA, no comment, and none of the words
that would mean something outside. Where that does not show there is no skeleton, and the envelope is parsed as it is.
"""

from __future__ import annotations

from functools import cache, lru_cache

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from analyzer import lazy_re
from analyzer.reference.vocabulary import CONTAINERS, any_of

_OPAQUE = ("ItemIds", "FolderIds", "SyncState", "Watermark", "PreviousWatermark", "SubscriptionId", "MimeContent")
"""Ids and states of EWS that differ in every message and say nothing."""
_NAMES = (*CONTAINERS, *_OPAQUE)
_CUT = lazy_re.compile(rb"<((?:[A-Za-z]\w{0,9}:)?(?:%s))(?:\s[^<>]{0,300}+)?+(?<!/)>" % any_of(_NAMES).encode())
_REACH = 304
"""Bytes behind the name in such a tag, at most."""
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


def of(data: bytes, *, lines: bool = False) -> bytes | None:
    """The skeleton of an envelope; None where it cannot be told what would be cut out.

    With `lines` it has a line end for each one that was cut out, so that what follows keeps its line; without, equal
    ones are one.
    """
    kept: list[bytes] = []
    begin = at = size = envelopes = 0
    for word, place, end in _telling_words().find_matches_as_indexes(data):
        if word < _FIRST_NAME:
            if word >= len(_TELLING) or begin <= place < at:
                return None
            envelopes += word == _ENVELOPE
            continue
        if place < at or (start := data.find(b">", end, end + _REACH) + 1) == 0 or start - at > LONGEST:
            continue
        opened = _opened(data[at:start])
        if opened is None:
            continue
        stop = data.find(opened[1], start)
        if stop < 0 or (stop > start and not _is_closed(data, start, stop)):
            return None
        kept.append(opened[0])
        if lines:
            kept.append(b"\n" * data.count(b"\n", start, stop))
        size += start - at
        begin, at = start, stop
    if envelopes != _TAGS or size + len(data) - at > LONGEST:
        return None
    kept.append(_blanked(data[at:]))
    return b"".join(kept)


@cache
def _telling_words() -> BytesAhoCorasick:
    """Finds every telling word and every name of a container in one pass; as a DFA it is the fastest for so few."""
    words = [*_TELLING, *_ODD, *(name.encode() for name in _NAMES)]
    return BytesAhoCorasick(words, matchkind=MatchKind.LeftmostFirst, implementation=Implementation.DFA)


def _is_closed(data: bytes, start: int, stop: int) -> bool:
    """Whether what stands between is elements that all end there."""
    ends = data.count(b"</", start, stop) * 2 + data.count(b"/>", start, stop)
    return data.count(b"<", start, stop) == ends


@lru_cache(maxsize=512)
def _opened(text: bytes) -> tuple[bytes, bytes] | None:
    """A text without its ids, and the end tag of the container whose start tag it ends with; None where it has none."""
    tag = _CUT.fullmatch(text, text.rfind(b"<"))
    return None if tag is None else (_blank(text), b"</" + tag[1] + b">")


def _blank(text: bytes) -> bytes:
    return _ID.sub(rb' \1=""', text)


_blanked = lru_cache(maxsize=512)(_blank)
"""What stands behind the containers of a dump is the same again and again."""
