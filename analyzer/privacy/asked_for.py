"""What the addresses of requests ask for by what people wrote: keys, filters, documents.

findRooms(RoomList='Reise%20zu%20Tarnwald')    root:/Documents/Reise%20zu%20Tarnwald.docx    ?q=Reise+zu+Tarnwald
"""

from __future__ import annotations

from collections.abc import Sequence

from analyzer import lazy_re

KEY = lazy_re.compile(
    rb"(?:[=(,\s+]|%20|%2C|%28|%3D)(?:'|%27)(?P<key>(?:[^'\r\n<>\"%]|''|%(?!27)){4,300}?)(?:'|%27)(?!'(?![\s,}]|\Z)|%27)"
)
"""What stands in quotes in a URL of OData."""
_ADDRESS = lazy_re.compile(rb"[^\s\"<>]{1,3000}+")
_WORDS = (b"%", b"+")


def of_graph(data: bytes, stop: int) -> tuple[int, Sequence[bytes]]:
    """Where a URL of Graph ends that goes on at a place, what it asks for, and the documents that it names."""
    found = _ADDRESS.match(data, stop)
    if found is None:
        return stop, ()
    path, _, query = found[0].partition(b"?")
    said = (*path.replace(b":", b"/").split(b"/"), *(one.partition(b"=")[2] for one in query.split(b"&")))
    keys = [key["key"] for key in KEY.finditer(found[0])]
    return found.end(), [*keys, *(one for one in said if any(sign in one for sign in _WORDS))]
