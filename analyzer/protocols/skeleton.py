"""What is left of an envelope of EWS when the mailbox is cut out: the little that the server says of itself.

Of `<s:Envelope …>…<m:ResponseCode>NoError</m:ResponseCode><m:Items>` 30 kB of mail `</m:Items>…</s:Envelope>` the first
and the last kilobyte remain. Nearly all answers of a dump share a few dozen skeletons, and so do its requests once
their ids are blank: each of them is parsed once, whatever the dump weighs.

What is cut must be seen to end where it seems to: as many ends as starts, no CDATA, no comment, and none of the words
that would mean something outside. Where that does not show there is no skeleton, and the envelope is parsed as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer import lazy_re
from analyzer.reference.vocabulary import CONTAINERS, any_of

_OPAQUE = ("ItemIds", "FolderIds", "SyncState", "Watermark", "PreviousWatermark", "SubscriptionId", "MimeContent")
"""Ids and states of EWS that differ in every message and say nothing."""
_CUT = lazy_re.compile(
    rf"<((?:[A-Za-z]\w{{0,9}}:)?(?:{any_of((*CONTAINERS, *_OPAQUE))}))(?:\s[^<>]{{0,300}}+)?+(?<!/)>".encode()
)
_ID = lazy_re.compile(
    rb" (Id|ChangeKey|RootItemId|RootItemChangeKey|OccurrenceId|RecurringMasterId)"
    rb"=(?:\"[^<>&\"]{1,400}+\"|'[^<>&']{1,400}+')"
)
_TELLING = (b"ResponseCode", b"ErrorCode", b"ServerVersionInfo", b"ExchangeImpersonation", b"Envelope")
"""What is read wherever it stands: a container with one of these words in it is not cut out."""
_TAGS = 2
"""How often an envelope names itself: where it begins, and where it ends."""
LONGEST = 16_000
"""Bytes of a skeleton; what is longer holds more than the server says of itself."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """An envelope without its containers and ids."""

    bare: bytes
    """Without the lines that were cut out: equal ones are one."""
    lines: bytes
    """With a line end for each of them, so that what follows keeps its line."""


def of(data: bytes) -> Skeleton | None:
    """The skeleton of an envelope; None where it cannot be told what would be cut out."""
    if b"<!" in data or b"<?" in data:
        return None
    bare: list[bytes] = []
    lines: list[bytes] = []
    at = 0
    while (tag := _CUT.search(data, at)) is not None:
        stop = data.find(b"</" + tag[1] + b">", tag.end())
        if stop < 0 or not _is_closed(data, tag.end(), stop):
            return None
        kept = data[at : tag.end()]
        bare.append(kept)
        lines += (kept, b"\n" * data.count(b"\n", tag.end(), stop))
        at = stop
    bare.append(data[at:])
    lines.append(data[at:])
    whole = b"".join(bare)
    if len(whole) > LONGEST or whole.count(b"Envelope") != _TAGS:
        return None
    whole = _blank(whole)
    return Skeleton(whole, _blank(b"".join(lines)) if any(lines[1::2]) else whole)


def _is_closed(data: bytes, start: int, stop: int) -> bool:
    """Whether what stands between is elements that all end there, and says nothing that is read."""
    ends = data.count(b"</", start, stop) * 2 + data.count(b"/>", start, stop)
    return data.count(b"<", start, stop) == ends and all(data.find(word, start, stop) < 0 for word in _TELLING)


def _blank(text: bytes) -> bytes:
    return _ID.sub(rb' \1=""', text)
