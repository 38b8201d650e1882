"""Names of people that stand in fields of their own: a report at strict knows them where a text repeats them.

Samples: `<t:Mailbox><t:Name>Anna Berg</t:Name>` (an attendee of EWS), `"emailAddress":{"name":"Anna Berg"` (of Graph),
a column `Employee Name`. A report at standard shows names, and does without this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.markup import decode, unescape
from analyzer.privacy import cells
from analyzer.privacy.coded import members
from analyzer.privacy.columns import Columns
from analyzer.privacy.watch import stretches
from analyzer.reference import columns

MOST = 20_000
"""Names that are remembered."""
_OVERLAP = 6_000
_LT, _GT = rb"(?:<|&(?:amp;){0,3}lt;)(?:\w{1,20}:)?", rb"(?:>|&(?:amp;){0,3}gt;)"
_PLACES = (
    (
        b"Mailbox",
        lazy_re.compile(_LT + rb"Mailbox" + _GT + rb"\s{0,99}" + _LT + rb"Name" + _GT + rb"(?P<name>[^<>&]{3,100})"),
    ),
    (
        b"emailAddress",
        lazy_re.compile(
            rb"\"emailAddress\"\s{0,9}:\s{0,9}\{\s{0,9}(?:\"address\"\s{0,9}:\s{0,9}\"[^\"]{0,200}\"\s{0,9},\s{0,9})?"
            rb"\"name\"\s{0,9}:\s{0,9}\"(?P<name>[^\"\\]{3,100})\""
        ),
    ),
)


class People(Struct):
    """The names of one case."""

    names: dict[str, None] = field(default_factory=dict)

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks as they are, looked at on the way."""
        table = Columns(self._add, columns.PEOPLE)
        for chunk, stretch in stretches(chunks, _OVERLAP):
            yield chunk
            self.look(stretch)
            table.feed(chunk)
        table.finish()

    def look(self, data: bytes) -> None:
        """Learn the names in a stretch of an upload."""
        for sign, pattern in _PLACES:
            if sign in data and len(self.names) < MOST:
                for found in pattern.finditer(data):
                    self._add(unescape(decode(found["name"])))

    def look_into(self, archive: bytes, most: int) -> None:
        """The same for a document that is a zip file by itself; of each member at most so many bytes."""
        for data in members(archive, most):
            self.look(data)
        for rows in cells.sheets(archive, most):
            table = Columns(self._add, columns.PEOPLE)
            for row in rows:
                table.take(row)
            table.finish()

    @property
    def stand(self) -> int:
        """How far it has come."""
        return len(self.names)

    def learned(self, since: int) -> tuple[object, ...]:
        """What it knows by now beyond where it stood."""
        return (dict(islice(self.names.items(), since, None)),)

    def merge(self, learned: tuple[Any, ...]) -> None:
        """Know what another one has learned, too, which may have begun where this one stood."""
        self.names |= learned[0]

    def _add(self, name: str) -> None:
        name = " ".join(name.split())
        if " " in name and len(self.names) < MOST:
            self.names[name] = None
