"""What is a case, and what its reports are named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analyzer.batch.cases import search
from analyzer.batch.names import safe
from analyzer.errors import UploadError


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def names(root: Path, **options: bool) -> list[str]:
    return [case.name for case in search([str(root)], **options).cases]


def test_every_file_in_a_folder_is_a_case_and_folders_are_searched(tmp_path: Path) -> None:
    put(tmp_path, "b.zip", "a.xml", "acme/night/dump.xml")

    assert names(tmp_path) == ["a.xml", "acme/night/dump.xml", "b.zip"]


def test_an_unpacked_pack_is_one_case(tmp_path: Path) -> None:
    put(tmp_path, "acme/Logs/job.log", "acme/Logs/ExchangeDataDump.xml", "acme/readme.txt", "globex/job.log")

    assert names(tmp_path) == ["acme", "globex/job.log"]


def test_a_folder_with_the_members_of_a_pack_in_it_is_one_case(tmp_path: Path) -> None:
    put(tmp_path, "acme/job.log", "acme/ExchangeDataDump.xml")

    assert names(tmp_path) == ["acme"]


def test_two_dumps_beside_each_other_are_no_pack(tmp_path: Path) -> None:
    put(tmp_path, "acme/monday.xml", "acme/tuesday.xml")

    assert names(tmp_path) == ["acme/monday.xml", "acme/tuesday.xml"]


def test_by_folder_every_folder_that_holds_files_is_a_case(tmp_path: Path) -> None:
    put(tmp_path, "acme/monday.xml", "acme/tuesday.xml", "globex/deep/dump.xml")

    found = search([str(tmp_path)], by_folder=True).cases

    assert [(case.name, len(case.paths)) for case in found] == [("acme", 2), ("globex/deep", 1)]


def test_hidden_names_links_that_loop_and_pipes_are_left_aside_and_counted(tmp_path: Path) -> None:
    put(tmp_path, "a.xml", ".DS_Store", ".git/config")
    (tmp_path / "again").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.xml")

    found = search([str(tmp_path)])

    assert [case.name for case in found.cases] == ["a.xml"]
    assert (found.hidden, found.loops, found.odd) == (2, 1, 1)
    assert len(list(found.notes())) == 3


def test_two_uploads_of_one_name_keep_their_folders(tmp_path: Path) -> None:
    put(tmp_path, "a/Dump.xml", "b/Dump.xml")

    found = search([str(tmp_path / "a" / "Dump.xml"), str(tmp_path / "b" / "Dump.xml")])

    assert [case.name for case in found.cases] == ["a/Dump.xml", "b/Dump.xml"]


def test_a_path_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(UploadError, match="no such file"):
        search([str(tmp_path / "nothing")])


def test_the_reports_of_a_case_are_named_after_it() -> None:
    assert safe(["acme-0412.zip", "initech/pack.tar.gz"]) == {
        "acme-0412.zip": "acme-0412",
        "initech/pack.tar.gz": "initech-pack",
    }


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("-rf.xml", "rf"),
        (".hidden.xml", "hidden"),
        ("CON.xml", "case-CON"),
        ("com1.tar.gz", "case-com1"),
        ("<b>x</b>\x1b[31m.xml", "b-x-b-31m"),
        ("Größe 12.xml", "Größe-12"),
        ("日本.zip", "日本"),
        ("...", "case"),
        ("index.zip", "index-2"),
    ],
)
def test_a_name_is_safe_on_every_system(name: str, stem: str) -> None:
    assert safe([name]) == {name: stem}


def test_names_that_differ_in_case_or_composition_alone_get_stems_that_differ_in_more() -> None:
    found = safe(["Acme.zip", "acme.zip", "cafe\u0301.zip", "caf\u00e9.zip"])

    assert len({stem.casefold() for stem in found.values()}) == 4


def test_a_long_name_is_cut_between_letters_and_stays_unique() -> None:
    found = safe(["ü" * 300 + ".zip", "ü" * 300 + ".xml"])

    assert all(len(stem.encode()) <= 120 for stem in found.values())
    assert len(set(found.values())) == 2


def test_a_folder_with_the_reports_of_a_batch_is_not_searched(tmp_path: Path) -> None:
    put(tmp_path, "acme.xml", "out/.ssi-analyze.jsonl", "out/acme.report.html", "out/acme.json")

    found = search([str(tmp_path)])

    assert [case.name for case in found.cases] == ["acme.xml"]
    assert list(found.notes()) == ["1 folder with the reports of a batch: not searched"]


@pytest.mark.parametrize(
    "names",
    [
        ("acme-exchange-dump.xml", "globex-exchange-dump.xml", "job-acme.log"),
        ("ExchangeDataDump-4711.xml", "ExchangeDataDump-4712.xml"),
        ("job-acme.log", "job-globex.log"),
        ("001_acme_dump.txt", "002_globex_dump.txt"),
    ],
)
def test_uploads_of_several_customers_beside_each_other_are_no_pack(tmp_path: Path, names: tuple[str, ...]) -> None:
    put(tmp_path, *names)

    assert [case.name for case in search([str(tmp_path)]).cases] == sorted(names)


def test_a_link_to_what_is_no_file_is_left_aside_and_one_to_nothing_is_a_case(tmp_path: Path) -> None:
    put(tmp_path, "a.xml")
    (tmp_path / "endless.xml").symlink_to("/dev/zero")
    (tmp_path / "gone.xml").symlink_to(tmp_path / "nowhere")

    assert names(tmp_path) == ["a.xml", "gone.xml"]


def test_names_that_are_no_unicode_are_shown_alike_and_told_apart(tmp_path: Path) -> None:
    for name in (b"\xff.xml", b"\xfe.xml"):  # as disks of Linux take them
        (tmp_path / os.fsdecode(name)).write_text("x")

    found = search([str(tmp_path)]).cases

    assert [case.name for case in found] == [f"{tmp_path.name}/\ufffd.xml", f"{tmp_path.name}/\ufffd.xml (2)"]


def test_a_number_is_never_one_that_another_name_has_already(tmp_path: Path) -> None:
    for folder in ("a/x", "b/x"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "Dump.xml").write_text(folder)
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "Dump.xml (2)").write_text("x")

    found = search(
        [str(tmp_path / "a" / "x" / "Dump.xml"), str(tmp_path / "b" / "x" / "Dump.xml"), str(tmp_path / "x")]
    )

    assert len({case.name for case in found.cases}) == 3
