"""Where the memory of a team lies: its tables, how the database is reached, and its errors in a line.

By default `history.sqlite` beside the reports; any URL of SQLAlchemy in its place, such as
`postgresql://user@host/name`. What is asked of it, and what of a case goes into which table, is `history.py`.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.exc import IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import OperationalError as LockedError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex, CreateTable

from analyzer.errors import OutputError

NAME = "history.sqlite"
_WAIT = 30
"""Seconds that a writer waits for another one of the same SQLite file."""
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
"""The driver of the extra `postgresql`; which one SQLAlchemy takes by itself depends on its version."""


_METADATA = MetaData()
CASES = Table(
    "cases",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(400), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("outcome", String(16)),
    Column("rule", String(200)),
    Column("owner", String(32)),
    Column("first_seen", String(40)),
    Column("last_seen", String(40)),
    Column("kept", String(10), nullable=False),
    UniqueConstraint("name", "digest"),
    Index("cases_last_seen", "last_seen"),
)
"""Times are UTC in the form of the JSON, which sorts as text; null where the logs give none. `kept` is the day on which
a case was kept: the age of one whose logs give no time."""
SETTINGS = Table(
    "settings", _METADATA, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False)
)
PARTS = {
    kind: Table(
        kind,
        _METADATA,
        Column("case_id", Integer, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        Column("value", Text, nullable=False),
        Column("title", Text),
        Column("count", Integer, nullable=False),
        Index(f"{kind}_case", "case_id"),
    )
    for kind in ("findings", "signatures", "organizations", "hosts")
}


def url_of(where: str) -> str:
    """A URL of SQLAlchemy; a folder or a file is an SQLite file."""
    scheme, mark, rest = where.partition("://")
    if mark:
        return f"{_DRIVERS.get(scheme, scheme)}{mark}{rest}"
    path = Path(where)
    is_folder = os.path.isdir(path)  # noqa: PTH112 - one that the system refuses, as too long, is none
    return f"sqlite:///{path / NAME if is_folder or not path.suffix else path}"


def engine_of(url: str) -> Engine:
    """How to reach a database. No connection outlives its transaction: a batch has few, and between them runs long."""
    logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())  # Ctrl-C would have it write a traceback
    if not url.startswith("sqlite"):
        return create_engine(url, poolclass=NullPool)
    engine = create_engine(url, connect_args={"timeout": _WAIT}, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _begin(connection: Any, _record: object) -> None:
        _one_file(connection)
        connection.execute("PRAGMA foreign_keys=ON")
        # Its own knows the letters of English alone.
        connection.create_function("lower", 1, lambda text: text and text.lower(), deterministic=True)

    return engine


def _one_file(connection: Any) -> None:
    """Have the history in one file, with a journal beside it for the moment of writing alone (sqlite.org/pragma.html).

    A write-ahead log, which earlier versions took, stays beside the file where the disk is full. Writers wait for each
    other and readers for them all the same: each transaction is short.
    """
    if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
        with suppress(sqlite3.OperationalError):  # another one has it open: the last one turns it
            connection.execute("PRAGMA journal_mode=DELETE")


def make(engine: Engine) -> None:
    """The tables, where they are not there yet; another batch may make them at the same moment."""
    try:
        with engine.begin() as connection:
            for table in _METADATA.sorted_tables:
                connection.execute(CreateTable(table, if_not_exists=True))
                for index in sorted(table.indexes, key=lambda index: str(index.name)):
                    connection.execute(CreateIndex(index, if_not_exists=True))
    except (IntegrityError, ProgrammingError):
        if not all(inspect(engine).has_table(table.name) for table in _METADATA.sorted_tables):
            raise


def file_to_come(url: str) -> str:
    """The file of a history that is not there yet; none where it is, and none of a server."""
    scheme, mark, path = url.partition(":///")
    return path if mark and scheme == "sqlite" and not os.path.lexists(path) else ""


def take_away(path: str) -> None:
    """Remove a file that was made for nothing."""
    for ending in ("", "-journal"):
        with suppress(OSError):
            Path(f"{path}{ending}").unlink(missing_ok=True)


@contextmanager
def begun(made: str) -> Iterator[None]:
    """Take a file away that was not there before, where the disk takes no more of it than a beginning."""
    try:
        yield
    except LockedError as error:
        if made and getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            take_away(made)
        raise


@contextmanager
def told(where: str) -> Iterator[None]:
    """Errors of the database as one line that names the place without its password."""
    try:
        yield
    except IntegrityError:
        raise
    except LockedError as error:
        reason = str(error.orig).partition("\n")[0]
        raise OutputError(f"{_shown(where)}: the history cannot be used ({reason}); check --history") from None
    except ImportError as error:
        raise OutputError(
            f"{_shown(where)}: the driver {error.name} is missing; that of PostgreSQL comes with "
            "pip install 'ssi-analyze[postgresql]'"
        ) from None
    except SQLAlchemyError as error:
        raise OutputError(
            f"{_shown(where)}: the history cannot be used ({type(error).__name__}); check --history"
        ) from None


def _shown(where: str) -> str:
    """The place without what stands before its host and in its options: a password can be there."""
    scheme, mark, rest = where.partition("://")
    return f"{scheme}{mark}{rest.partition('?')[0].rpartition('@')[2]}" if mark else where
