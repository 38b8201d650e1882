"""The cases of a batch as Parquet, for pandas and its like: a row a case, lists as lists, moments as moments.

Written where the extra `parquet` is installed; nothing else imports its library.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from analyzer import memory
from analyzer.batch.tables import COLUMNS

NAME = "cases.parquet"

_LISTS = frozenset(("organizations", "c4c_hosts", "forests", "exchange_versions", "rules"))
_NUMBERS = frozenset(("mailboxes", "mailboxes_failing", "unexplained"))
_MOMENTS = frozenset(("first_seen", "last_seen"))


def available() -> bool:
    """Whether the extra is installed; asking imports nothing."""
    return importlib.util.find_spec("pyarrow") is not None


def render(document: Mapping[str, Any]) -> bytes:
    """The file; its columns have the same types whatever is in them, and the same document gives the same bytes."""
    memory.reserve_nothing()
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([(name, _type(pa, name)) for name in COLUMNS])
    rows = [{name: _value(name, case[name]) for name in COLUMNS} for case in document["cases"]]
    stream = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows, schema), stream, compression="zstd")
    return stream.getvalue()


def _type(pa: Any, name: str) -> Any:
    if name in _LISTS:
        return pa.list_(pa.string())
    if name in _NUMBERS:
        return pa.int64()
    return pa.timestamp("us", tz="UTC") if name in _MOMENTS else pa.string()


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    if name in _LISTS:
        return [_text(one) for one in value]
    return _text(value) if isinstance(value, str) else value


def _text(value: str) -> str:
    """Without half characters, which names of files can have."""
    return value.encode("utf-8", "replace").decode("utf-8")
