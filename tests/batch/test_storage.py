"""Places of a batch: paths of this machine as they are, and an address of fsspec, here one in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import fsspec
import pytest

from analyzer.batch import storage
from analyzer.batch.cases import search
from analyzer.errors import OutputError, UploadError


@pytest.fixture
def night() -> Iterator[str]:
    """An address with two uploads, one of them an unpacked pack."""
    store = fsspec.filesystem("memory")
    store.pipe({"/night/acme.xml": b"one", "/night/hooli/Logs/job.log": b"two", "/night/.hidden": b""})
    yield "memory://night"
    store.rm("/night", recursive=True)


def test_cases_of_an_address_have_the_names_of_a_folder(night: str) -> None:
    found = search([night])

    assert [(case.name, case.size) for case in found.cases] == [("acme.xml", 3), ("hooli", 3)]
    assert found.hidden == 1


def test_uploads_are_copied_while_their_case_runs(night: str) -> None:
    with storage.at_hand([f"{night}/acme.xml", f"{night}/hooli"]) as (acme, hooli):
        assert (Path(acme).name, Path(acme).read_bytes()) == ("acme.xml", b"one")
        assert [file.relative_to(hooli).as_posix() for file in storage.below(Path(hooli))] == ["Logs/job.log"]

    assert not Path(acme).exists()
    with storage.at_hand([__file__]) as paths:
        assert paths == [__file__]


def test_a_folder_stands_for_an_address_and_is_put_back_whatever_happens(night: str) -> None:
    with suppress(KeyboardInterrupt), storage.mirrored(night, ["acme.xml", "history.sqlite"]) as here:
        assert [path.name for path in Path(here).iterdir()] == ["acme.xml"]
        (Path(here) / "index.json").write_bytes(b"{}")
        (Path(here) / "history.sqlite-wal").write_bytes(b"")
        raise KeyboardInterrupt

    assert storage.at(f"{night}/index.json").read_bytes() == b"{}"
    assert not storage.is_file(f"{night}/history.sqlite-wal")


def test_what_a_run_has_done_is_put_to_its_address_now_and_then(night: str, tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"done")

    storage.putting(str(tmp_path / "state"), f"{night}/state")()
    assert not storage.is_file(f"{night}/state")
    storage.putting(str(tmp_path / "state"), f"{night}/state", every=0)()
    assert storage.at(f"{night}/state").read_bytes() == b"done"


@pytest.mark.parametrize("name", ["..", ".", "", "a\0b"])
def test_a_name_that_leads_out_of_the_folder_of_copies_is_none(name: str) -> None:
    with pytest.raises(UploadError, match="is no name of a file here"):
        storage._part(name)


def test_what_a_service_refuses_is_one_line_with_its_address() -> None:
    with (
        pytest.raises(OutputError, match=r"^s3://night: cannot be reached \(no such bucket\); check"),
        storage.reached("s3://night", OutputError),
    ):
        raise OSError(2, "no such bucket")
    with pytest.raises(OSError, match="no such file"), storage.reached("night"):
        raise OSError(2, "no such file")
