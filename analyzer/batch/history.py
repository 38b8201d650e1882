"""The memory of a team: which cases were seen, with what, where and when; never what anybody wrote.

What is kept of a case is what `_keep` and `_parts` write, and PRIVACY.md lists it; at strict rows hold tokens alone.
The tables, and where they lie, are `database.py`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, true
from sqlalchemy.exc import IntegrityError

from analyzer.batch.database import (
    CASES,
    NAME,
    PARTS,
    SETTINGS,
    begun,
    engine_of,
    file_to_come,
    make,
    take_away,
    told,
    url_of,
)
from analyzer.batch.rows import Row, State, digest_of
from analyzer.errors import AnalyzerError, UploadError

__all__ = ["NAME", "WEEKS", "History", "Known", "Seen", "there"]

WEEKS = 4
"""Weeks before a batch that its causes are compared with."""
_AT_ONCE = 200
"""Cases that are written or read together: a transaction takes longer than a case."""
_LONGEST = 400
"""Characters of a name; a server counts them, and its index takes no more than 2,704 bytes of them."""
_Item = TypeVar("_Item")

_LATEST = (CASES.c.last_seen.desc().nulls_last(), CASES.c.name, CASES.c.id)
"""An order of cases; without a word on nulls every server has its own."""


class Known(Struct, frozen=True, kw_only=True):
    """A case as the history has it."""

    id: int
    name: str
    digest: str
    outcome: str | None
    rule: str | None
    owner: str | None
    first_seen: str | None
    last_seen: str | None
    kept: str


class Seen(Struct, frozen=True, kw_only=True):
    """How often something was seen before."""

    cases: int
    since: str | None
    first: str
    """The name of the first case."""


def there(where: str) -> History:
    """The history at a place, where there is one: asking makes none.

    Raises:
        UploadError: the folder or the file holds none.
        OutputError: it cannot be used.
    """
    if "://" not in where:
        path = Path(where)
        file = path / NAME if os.path.isdir(path) else path  # noqa: PTH112 - one that is refused, as too long, is none
        if not os.path.isfile(file):  # noqa: PTH113 - the same
            raise UploadError(f"{where}: holds no history; ssi-analyze batch makes one, or name the URL of a database")
    return History(where)


class History:
    """An open history. Every method is one transaction.

    Raises:
        OutputError: the database cannot be opened, read or written; the message never holds its password.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self.url = url_of(where)
        self._made = file_to_come(self.url)
        with told(where), begun(self._made):
            self.engine = engine_of(self.url)
            make(self.engine)

    def unmake(self) -> None:
        """Take the file away that this one has made, if no case is in it: a batch that could not begin leaves none."""
        is_empty = False
        with suppress(AnalyzerError):  # what is wrong with it must not hide what ended the batch
            is_empty = bool(self._made) and not self._count()
        self.engine.dispose()
        if is_empty:
            take_away(self._made)

    def _count(self) -> int:
        with told(self.where), self.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(CASES)).scalar_one()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(self.where), self.engine.begin() as connection:
            yield connection

    def remember(self, rows: Iterable[Row]) -> None:
        """Keep the cases that were analysed; one that is known with the same content is kept anew."""
        analysed = [row for row in rows if row.state is State.ANALYSED and row.uploads]
        analysed.sort(key=lambda row: row.case)  # two writers that take rows in one order do not wait for each other
        for some in _by(analysed, _AT_ONCE):
            try:
                self._keep(some)
            except IntegrityError:
                # Another batch that writes the same case at the same time has written the same.
                for row in some:
                    with suppress(IntegrityError):
                        self._keep([row])

    def _keep(self, rows: Iterable[Row]) -> None:
        known = {(_short(row.case), digest_of(row)): row for row in rows}
        with self._writing() as connection:
            _forget(connection, _ids(connection, known))
            _keep(connection, known)

    def key(self) -> str:
        """What the tokens of strict batches are made with, so that they are the same on every night."""
        asked = select(SETTINGS.c.value).where(SETTINGS.c.name == "key")
        with suppress(IntegrityError), self._writing() as connection:
            if (known := connection.execute(asked).scalar()) is not None:
                return str(known)
            connection.execute(insert(SETTINGS).values(name="key", value=secrets.token_hex(16)))
        with self._writing() as connection:
            return str(connection.execute(asked).scalar_one())

    def cases(self, *, limit: int = 100) -> list[Known]:
        """The cases whose logs end last, the latest first."""
        with self._writing() as connection:
            found = connection.execute(select(CASES).order_by(*_LATEST).limit(limit))
            return [Known(**row) for row in found.mappings()]

    def search(self, word: str, *, limit: int = 1000) -> list[Known]:
        """Cases that have a word in name, rule, title, signature, organization or host; the latest first."""
        like = f"%{_escaped(word.lower())}%"
        with self._writing() as connection:
            parts = [
                select(table.c.case_id).where(
                    or_(
                        func.lower(table.c.value).like(like, escape="!"),
                        func.lower(table.c.title).like(like, escape="!"),
                    )
                )
                for table in PARTS.values()
            ]
            wanted = or_(func.lower(CASES.c.name).like(like, escape="!"), *(CASES.c.id.in_(part) for part in parts))
            found = connection.execute(select(CASES).where(wanted).order_by(*_LATEST).limit(limit))
            return [Known(**row) for row in found.mappings()]

    def show(self, name: str) -> list[dict[str, Any]]:
        """All that is kept of the cases of a name."""
        with self._writing() as connection:
            found = connection.execute(select(CASES).where(CASES.c.name == _short(name)).order_by(CASES.c.last_seen))
            return list(_wholes(connection, [Known(**row) for row in found.mappings()]))

    def export(self) -> Iterator[dict[str, Any]]:
        """All that is kept, a case at a time."""
        with self._writing() as connection:
            found = connection.execute(select(CASES).order_by(CASES.c.id)).mappings().all()
            for some in _by(found, _AT_ONCE):
                yield from _wholes(connection, [Known(**row) for row in some])

    def forget(
        self,
        *,
        case: str | None = None,
        rule: str | None = None,
        signature: str | None = None,
        organization: str | None = None,
        before: datetime | None = None,
    ) -> int:
        """Forget the cases that all of this is true of; returns how many."""
        wanted: list[ColumnElement[bool]] = []
        for kind, value in (("findings", rule), ("signatures", signature), ("organizations", organization)):
            if value is not None:
                table = PARTS[kind]
                wanted.append(CASES.c.id.in_(select(table.c.case_id).where(table.c.value == value)))
        if case is not None:
            wanted.append(CASES.c.name == _short(case))
        if before is not None:
            wanted.append(func.coalesce(CASES.c.last_seen, CASES.c.kept) < _said(before))
        if not wanted:
            raise AnalyzerError("history forget: say what: --case, --rule, --signature, --organization or --older-than")
        with self._writing() as connection:
            ids = list(connection.execute(select(CASES.c.id).where(*wanted)).scalars())
            _forget(connection, ids)
            return len(ids)

    def seen(
        self, what: str, *, kind: str = "findings", but: Iterable[str] = (), before: str | None = None
    ) -> Seen | None:
        """In how many cases a rule or a signature was found; None where in none.

        Args:
            what: its id.
            kind: the table that it stands in.
            but: digests of cases that do not count.
            before: only cases whose logs begin before it count; those without times by the day on which they were kept.
        """
        table = PARTS[kind]
        is_earlier = func.coalesce(CASES.c.first_seen, CASES.c.kept) < before if before is not None else true()
        with self._writing() as connection:
            found = connection.execute(
                select(CASES.c.name, CASES.c.first_seen)
                .join(table, table.c.case_id == CASES.c.id)
                .where(table.c.value == what, CASES.c.digest.not_in(list(but)), is_earlier)
                .order_by(CASES.c.first_seen, CASES.c.name)
            ).all()
        if not found:
            return None
        dated = [row for row in found if row.first_seen is not None] or found
        return Seen(cases=len(found), since=dated[0].first_seen, first=dated[0].name)

    def weeks(self, rules: Sequence[str], begin: datetime, *, but: Iterable[str] = ()) -> dict[str, list[int]]:
        """Cases of each rule in each of the weeks before a moment, the latest week first."""
        table = PARTS["findings"]
        others = set(but)
        found: dict[str, list[int]] = {rule: [0] * WEEKS for rule in rules}
        with self._writing() as connection:
            known = connection.execute(
                select(CASES.c.digest, CASES.c.last_seen, table.c.value)
                .join(table, table.c.case_id == CASES.c.id)
                .where(CASES.c.last_seen >= _said(begin - timedelta(weeks=WEEKS)), CASES.c.last_seen < _said(begin))
            ).all()
        for digest, last_seen, rule in known:
            if rule in found and digest not in others:
                # A moment that lies a week before belongs to the first of the weeks, as its end is not among them.
                ago = begin - datetime.fromisoformat(last_seen) - timedelta(microseconds=1)
                found[rule][ago // timedelta(weeks=1)] += 1
        return found


def _ids(connection: Connection, known: Iterable[tuple[str, str]]) -> list[int]:
    """Cases that are kept already, by name and digest."""
    wanted = set(known)
    found = select(CASES.c.id, CASES.c.name, CASES.c.digest).where(CASES.c.digest.in_({digest for _, digest in wanted}))
    return [row.id for row in connection.execute(found) if (row.name, row.digest) in wanted]


def _keep(connection: Connection, rows: Mapping[tuple[str, str], Row]) -> None:
    today = datetime.now(UTC).date().isoformat()
    added = connection.execute(
        insert(CASES).returning(CASES.c.id, CASES.c.name, CASES.c.digest),
        [
            {
                "name": name,
                "digest": digest,
                "outcome": row.outcome,
                "rule": row.rule,
                "owner": row.owner,
                "first_seen": row.first_seen,
                "last_seen": row.last_seen,
                "kept": today,
            }
            for (name, digest), row in rows.items()
        ],
    )
    parts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case, name, digest in added:
        for kind, value, title, count in _parts(rows[name, digest]):
            said = {"value": _plain(value), "title": title and _plain(title), "count": count}
            parts[kind].append({"case_id": case, **said})
    for kind, values in parts.items():
        connection.execute(insert(PARTS[kind]), values)


def _parts(row: Row) -> Iterator[tuple[str, str, str | None, int]]:
    """What is kept of a case beside its own line: of what kind, which, in words, how often."""
    for finding in row.findings:
        if finding["outcome"] != "info":
            yield "findings", finding["rule"], finding["title"], finding["count"]
    for signature, count in row.signatures:
        yield "signatures", signature, None, count
    for name in row.organizations:
        yield "organizations", name, None, 1
    for name in dict.fromkeys((*row.c4c_hosts, *row.forests, *row.proxies)):
        yield "hosts", name, None, 1


def _forget(connection: Connection, ids: Sequence[int]) -> None:
    for some in _by(ids, _AT_ONCE):
        for table in PARTS.values():
            connection.execute(delete(table).where(table.c.case_id.in_(some)))
        connection.execute(delete(CASES).where(CASES.c.id.in_(some)))


def _wholes(connection: Connection, cases: Sequence[Known]) -> Iterator[dict[str, Any]]:
    """All that is kept of some cases."""
    parts: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for kind, table in PARTS.items():
        found = select(table.c.case_id, table.c.value, table.c.title, table.c.count.label("times"))
        for row in connection.execute(found.where(table.c.case_id.in_([case.id for case in cases]))):
            title = {"title": row.title} if row.title else {}
            parts[kind, row.case_id].append({"value": row.value, "count": row.times} | title)
    for case in cases:
        said: dict[str, Any] = {name: getattr(case, name) for name in Known.__struct_fields__ if name != "id"}
        # Sorted here: every server has its own order of letters.
        yield said | {kind: sorted(parts[kind, case.id], key=lambda part: str(part["value"])) for kind in PARTS}


def _by(items: Sequence[_Item], number: int) -> Iterator[Sequence[_Item]]:
    return (items[at : at + number] for at in range(0, len(items), number))


def _short(name: str) -> str:
    """A name as it is kept; of a long one its beginning, and what tells it from others that begin so."""
    plain = _plain(name)
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[: _LONGEST - 20]}…{hashlib.sha256(plain.encode()).hexdigest()[:16]}"


def _plain(text: str) -> str:
    """A text that every database takes: no half characters, which names of files can have, and no zeros."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _said(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
