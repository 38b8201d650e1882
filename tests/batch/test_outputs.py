"""The files of a batch: each there, the same bytes for the same cases, and none of an earlier run that tells otherwise."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from analyzer.batch import index, outputs, page, parquet
from analyzer.batch.rows import Row
from tests.support.nights import HOST, case, failing, night


def document(rows: Sequence[Row]) -> dict[str, Any]:
    return index.build(rows, "abc")


def test_every_file_is_written(tmp_path: Path) -> None:
    outputs.write_all(str(tmp_path), document(night()))

    assert {path.name for path in tmp_path.iterdir()} == {"index.html", "index.json", "cases.csv", "cases.parquet"}


def test_without_the_extra_no_parquet_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    assert "cases.parquet" not in outputs.contents(document(night()))


def test_pages_of_a_larger_run_before_are_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "CAPS", (page.CAPS[0]._replace(cases=4),))
    outputs.write_all(str(tmp_path), document(night()))
    assert sorted(path.name for path in tmp_path.glob("index*.html")) == ["index-2.html", "index-3.html", "index.html"]
    (tmp_path / "index-9.html").write_text("<p>a page of somebody else")

    outputs.write_all(str(tmp_path), document([*night()][:5]))

    assert sorted(path.name for path in tmp_path.glob("index*.html")) == ["index-2.html", "index-9.html", "index.html"]


class TestParquet:
    """`cases.parquet` as pandas reads it."""

    def test_lists_are_lists_and_moments_are_moments(self) -> None:
        import pandas as pd

        found = pd.read_parquet(io.BytesIO(parquet.render(document(night())))).set_index("case")

        assert list(found.loc["0000.zip", "c4c_hosts"]) == [HOST]
        assert found.loc["0000.zip", "last_seen"] == pd.Timestamp("2026-11-12T01:00:00Z")
        assert found.loc["0009.zip", "state"] == "not-analysable"
        assert pd.isna(found.loc["0009.zip", "outcome"])

    def test_the_same_cases_give_the_same_bytes_in_any_order(self) -> None:
        rows = [*night()]

        assert parquet.render(document(rows)) == parquet.render(document(rows[::-1]))

    def test_columns_have_the_same_types_without_a_value_in_them(self) -> None:
        from pyarrow import parquet as files

        empty = case(1, outcome=None, first_seen=None, last_seen=None, organizations=())

        few = files.read_schema(io.BytesIO(parquet.render(document([empty]))))
        assert few.equals(files.read_schema(io.BytesIO(parquet.render(document(night())))))

    def test_names_that_are_no_text_are_written_all_the_same(self) -> None:
        assert parquet.render(document([failing(1, case="half \udcfc.zip", headline="\udcff")]))
