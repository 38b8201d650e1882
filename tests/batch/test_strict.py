"""A batch at strict: no name of an upload, an organization or a host is in anything that it writes or keeps."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.batch import veil
from analyzer.batch.cases import Found
from analyzer.batch.rows import Row
from tests.conftest import Ran

Called = Callable[..., Ran]

DENIED = """<Trace Tag="EwsRequestHttpHeaders" Tid="7" Time="2026-10-12 08:{minute:02}:00Z">
POST /EWS/Exchange.asmx HTTP/1.1
X-AnchorMailbox: anna@{organization}

</Trace>
<Trace Tag="EwsResponseHttpHeaders" Tid="7" Time="2026-10-12 08:{minute:02}:01Z">
HTTP/1.1 503 Service Unavailable
X-CalculatedBETarget: EX01.ZANZIBAR.example

</Trace>
"""
NAMES = ("acme", "globex", "initech", "hooli", "umbrella")


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    for minute, name in enumerate(NAMES):
        (folder / f"{name}-night.xml").write_text(DENIED.format(minute=minute, organization=f"{name}.example"))
    (folder / "acme-broken.xml").write_bytes(b"")
    return folder


def everything(folder: Path) -> bytes:
    """All bytes and names of a folder, and every value of its history."""
    found = b"".join(path.name.encode() + path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())
    return found.lower()


def index(folder: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(folder) / "index.json").read_bytes())
    return found


def test_nothing_that_is_written_or_kept_names_anybody(called: Called, uploads: Path) -> None:
    assert called("batch", uploads, "-o", "out", "--privacy", "strict").code == 6

    said = everything(Path("out"))
    assert [name for name in (*NAMES, "zanzibar") if name.encode() in said] == []
    assert [row["case"] for row in index("out")["cases"]] == [f"upload-{n}.xml" for n in range(1, 7)]
    assert (Path("out") / "upload-2.report.html").is_file()
    with sqlite3.connect(Path("out") / "history.sqlite") as database:
        kept = {value for (value,) in database.execute("select value from organizations")}
    database.close()
    assert len(kept) == 5
    assert all(value.startswith("organization-") for value in kept)

    # And what is strict already is not analysed again.
    first = {path.name: path.stat().st_mtime_ns for path in Path("out").glob("*.report.html")}
    called("batch", uploads, "-o", "out", "-q", "--privacy", "strict")
    assert {path.name: path.stat().st_mtime_ns for path in Path("out").glob("*.report.html")} == first


def test_places_are_told_apart_across_cases_whatever_the_key(called: Called, uploads: Path) -> None:
    for folder in ("one", "two"):
        called("batch", uploads, "-o", folder, "-q", "--privacy", "strict", "--history", "none")

    (outage,) = index("one")["outages"]
    assert (outage["shared"], outage["organizations"]) == ({"kind": "forest", "value": "forest-1"}, 5)
    assert [row["organizations"] for row in index("one")["cases"][1:3]] == [["organization-1"], ["organization-2"]]
    names = [path.name for path in Path("one").iterdir() if not path.name.startswith(".")]
    assert all((Path("one") / name).read_bytes() == (Path("two") / name).read_bytes() for name in names)
    assert (Path("one") / ".ssi-analyze.key").read_bytes() != (Path("two") / ".ssi-analyze.key").read_bytes()


def test_an_organization_is_found_again_on_the_next_night(called: Called, uploads: Path) -> None:
    for folder in ("one", "two"):
        called("batch", uploads / "acme-night.xml", "-o", folder, "-q", "--privacy", "strict", "--history", ".")
        (uploads / "acme-night.xml").write_text(DENIED.format(minute=30, organization="acme.example"))

    (first, second) = [json.loads(line) for line in called("history", "export", "--history", ".").stdout.splitlines()]
    assert first["organizations"] == second["organizations"]
    assert first["digest"] != second["digest"]


def test_an_upload_whose_name_is_a_plain_word_takes_no_words_from_sentences() -> None:
    found = Found(name="upload-7", paths=("/night/in",), size=1)
    row = Row(case="upload-7", headline="Too many records are in scope in upload-1", reason="in: cannot be read inside")

    kept = veil.kept(row, found)

    assert kept.headline == "Too many records are in scope in upload-7"
    assert kept.reason == "upload-7: cannot be read inside"
