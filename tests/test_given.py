"""Paths of one case: what is given twice counts once, names that are alike keep their folders, `--name` for `-`."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from analyzer.intake.given import distinct
from tests.conftest import Document, Ran
from tests.support.dialects import managed_api
from tests.support.session import ok, refused, timed

Called = Callable[..., Ran]

REFUSED = managed_api(timed([ok("GetFolder"), refused("FindItem", 403, "Forbidden")]))
WORKED = managed_api(timed([ok("GetFolder")]))


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make files below the current folder."""
    folder = tmp_path / "work"
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)

    def make(**contents: bytes) -> None:
        for name, content in contents.items():
            path = Path(name.replace("__", "/").replace("_xml", ".xml"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    return make


def analysed(called: Called, *words: str) -> Document:
    return called(*words, "-q", "-f", "json", "-o", "-").document


def names(document: Document) -> list[str]:
    return [row["name"] for row in document["documents"]]


def test_the_same_bytes_twice_are_one_document(called: Called, files: Callable[..., None]) -> None:
    files(dump_xml=REFUSED, copy_xml=REFUSED)

    ran = called("dump.xml", "copy.xml", "-f", "json", "-o", "-")
    alone = analysed(called, "copy.xml")

    assert names(ran.document) == ["copy.xml"]
    assert ran.document["http"] == alone["http"]
    assert ran.document["warnings"] == [
        {"code": "same-bytes", "text": "dump.xml has the same bytes as copy.xml, and counts once."}
    ]
    assert ran.stderr.count("has the same bytes") == 1


def test_a_path_twice_is_one_document(called: Called, files: Callable[..., None]) -> None:
    files(dump_xml=REFUSED)

    document = analysed(called, "dump.xml", "./dump.xml")

    assert names(document) == ["dump.xml"]
    assert document["warnings"][0]["text"] == "dump.xml is given twice, with the same bytes, and counts once."


def test_a_file_of_a_folder_that_is_given_too_counts_once(called: Called, files: Callable[..., None]) -> None:
    files(pack__dump_xml=REFUSED)

    document = analysed(called, "pack/dump.xml", "pack")

    assert names(document) == ["dump.xml"]
    assert document["warnings"][0]["text"] == "dump.xml is given by itself and with pack, and counts once."


def test_files_of_the_same_size_and_other_bytes_are_two(called: Called, files: Callable[..., None]) -> None:
    files(a_xml=REFUSED, b_xml=REFUSED.replace(b"Forbidden", b"Forbiddem"))

    assert names(analysed(called, "a.xml", "b.xml")) == ["a.xml", "b.xml"]


def test_names_that_are_alike_keep_their_folders(called: Called, files: Callable[..., None]) -> None:
    files(a__Dump_xml=REFUSED, b__Dump_xml=WORKED)

    document = analysed(called, "a/Dump.xml", "b/Dump.xml")

    assert names(document) == ["a/Dump.xml", "b/Dump.xml"]
    assert document["findings"][0]["evidence"][0]["document"] == "a/Dump.xml"


def test_only_as_many_folders_are_named_as_tell_them_apart(called: Called, files: Callable[..., None]) -> None:
    files(x__a__Dump_xml=REFUSED, x__b__Dump_xml=WORKED, other_xml=b"Authentication error")

    document = analysed(called, str(Path("x/a/Dump.xml").resolve()), "x/b/Dump.xml", "other.xml")

    assert names(document) == ["a/Dump.xml", "b/Dump.xml", "other.xml"]


def test_the_order_in_which_they_are_given_changes_nothing(called: Called, files: Callable[..., None]) -> None:
    files(a__Dump_xml=REFUSED, b__Dump_xml=WORKED, c__Dump_xml=REFUSED)

    given = permutations(["a/Dump.xml", "b/Dump.xml", "c/Dump.xml"])

    assert len({called(*paths, "-q", "-f", "json", "-o", "-").stdout for paths in given}) == 1


def test_at_strict_no_given_name_is_told(called: Called, files: Callable[..., None]) -> None:
    files(acme__globex_xml=REFUSED, acme__initech_xml=REFUSED)

    ran = called("acme/globex.xml", "acme/initech.xml", "--privacy", "strict", "-f", "json", "-o", "-")

    assert b"globex" not in ran.stdout
    assert b"initech" not in ran.stdout
    assert "same bytes" in ran.stderr


def test_standard_input_has_the_name_it_is_given(called: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(REFUSED))))

    ran = called("-", "--name", "../case 4711/dump.xml", "-q", "-f", "json", "-f", "html")

    assert ran.stderr == ""

    assert sorted(path.name for path in Path().iterdir()) == ["dump.report.html", "dump.report.json"]
    assert '"name": "case 4711/dump.xml"' in Path("dump.report.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"), [(["dump.xml", "--name", "x"], "give - for it"), (["-", "--name", " / "], "is empty")]
)
def test_a_name_for_nothing_is_wrong_usage(called: Called, words: list[str], said: str) -> None:
    Path("dump.xml").write_bytes(REFUSED)

    ran = called(*words)

    assert ran.code == 2
    assert said in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_links_to_the_same_file_are_one(files: Callable[..., None]) -> None:
    files(dump_xml=REFUSED)
    Path("link.xml").symlink_to("dump.xml")

    given, twice = distinct(["dump.xml", "link.xml"])

    assert [one.name for one in given] == ["dump.xml"]
    assert [(one.name, one.of) for one in twice] == [("link.xml", "dump.xml")]
