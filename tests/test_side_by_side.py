"""Documents that two processes read side by side: the report is the same, and nothing is lost or shown."""

from __future__ import annotations

import gzip
import io
import json
import multiprocessing
import os
from pathlib import Path

import pytest

from analyzer import side_by_side
from analyzer.analysis import Options, analyze_uploads
from analyzer.case import Order, run
from analyzer.errors import LeakError, UploadError
from analyzer.model import Privacy
from analyzer.privacy.content import Content
from analyzer.privacy.watch import Removed
from analyzer.reading import Reading
from analyzer.report.document import build
from analyzer.report.files import Format
from analyzer.rules import catalogue
from tests.support import secrets
from tests.support.dialects import managed_api
from tests.support.session import TOKEN, failing, healthy

EXAMPLES = Path(__file__).parent.parent / "examples"

pytestmark = [pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"), pytest.mark.usefixtures("two_cores")]


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the documents that the second process was given, which begins with the second document."""
    names: list[str] = []
    send = side_by_side._Second._send

    def told(self: side_by_side._Second, what: side_by_side._Handed | None) -> None:
        if what is not None:
            names.append(what.name)
        send(self, what)

    monkeypatch.setattr(side_by_side, "LEAST", 1)
    monkeypatch.setattr(side_by_side._Second, "_send", told)
    return names


def written(*uploads: Path) -> str:
    """The JSON of a case."""
    return json.dumps(build(analyze_uploads(list(map(str, uploads)), catalogue.load(()), Options())), indent=1)


def in_one_process(monkeypatch: pytest.MonkeyPatch, *uploads: Path) -> str:
    with monkeypatch.context() as only:
        only.setattr(os, "sched_getaffinity", lambda _: {0})
        return written(*uploads)


def test_the_examples_together_tell_the_same_whoever_reads_them(
    monkeypatch: pytest.MonkeyPatch, handed: list[str]
) -> None:
    uploads = sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".xml", ".zip", ".csv", ".log"))
    alone = in_one_process(monkeypatch, *uploads)
    assert handed == []

    assert written(*uploads) == alone
    assert handed


def test_a_pack_with_a_secret_in_every_place_tells_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handed: list[str]
) -> None:
    (tmp_path / "pack.zip").write_bytes(secrets.pack())

    assert written(tmp_path / "pack.zip") == in_one_process(monkeypatch, tmp_path / "pack.zip")
    assert handed


def test_a_strict_report_has_the_same_tokens_whoever_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handed: list[str]
) -> None:
    """The last document is read here, while the second process has the names of the one before it."""
    names = ("Anna Berg", "Berg Anna", "Petra Schulz", "Schulz Petra")
    for number, name in enumerate(names):
        said = f"<t:Mailbox><t:Name>{name}</t:Name></t:Mailbox><Exception>(503) failed for {name}</Exception>"
        (tmp_path / f"{number}.xml").write_bytes(managed_api(failing()) + said.encode())
    order = Order(formats=(Format.HTML, Format.JSON), privacy=Privacy.STRICT)
    with monkeypatch.context() as only:
        only.setattr(os, "sched_getaffinity", lambda _: {0})
        alone = run([str(tmp_path)], order).reports

    assert run([str(tmp_path)], order).reports == alone
    assert handed
    assert all(b"Petra" not in data for _, data in alone)


def test_a_large_a_damaged_and_a_refused_document_are_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handed: list[str]
) -> None:
    packed = gzip.compress(managed_api(failing()) * 20)
    files = {
        "0.xml": managed_api(healthy()),
        "cut.xml.gz": packed[: len(packed) // 2],
        "large.xml": managed_api(failing()) * 10,
        "refused.xml": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "small.xml": managed_api(failing()),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.setattr(side_by_side, "LARGEST", 5 * len(files["small.xml"]))

    assert written(tmp_path) == in_one_process(monkeypatch, tmp_path)
    assert "large.xml" not in handed
    assert not any(name.startswith("cut") for name in handed)


def test_what_the_other_process_learns_is_removed_and_watched_here(tmp_path: Path, handed: list[str]) -> None:
    echo = b"2026-10-12 08:00:00 ERROR The resource Raum Falkenhorst Nord declined: (503) Server Unavailable\n"
    (tmp_path / "0.log").write_bytes(echo)
    (tmp_path / "1.xml").write_bytes(managed_api(failing()) + b"<t:Location>Raum Falkenhorst Nord</t:Location>")
    removed, content = Removed(), Content()

    case = run([str(tmp_path)], Order(formats=(Format.HTML, Format.JSON)))
    analyze_uploads([str(tmp_path)], catalogue.load(()), Options(removed=removed, content=content))

    assert handed == ["1.xml", "1.xml"]
    assert all(b"Falkenhorst" not in data for _, data in case.reports)
    assert "raum falkenhorst nord" in content.values
    assert set(TOKEN.split(".")) & set(removed.values)


@pytest.mark.parametrize("cores", [{0}, {0, 1}])
def test_a_small_case_needs_no_second_process(cores: set[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: cores)
    monkeypatch.setattr(side_by_side._Second, "_send", lambda *_: pytest.fail("a second process was begun"))
    for number in range(3):
        (tmp_path / f"{number}.xml").write_bytes(managed_api(healthy()))

    assert '"requests"' in written(tmp_path)


def test_where_the_other_process_ends_early_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "LEAST", 1)
    for number in range(3):
        (tmp_path / f"{number}.xml").write_bytes(managed_api(healthy()))
    ours = os.getpid()
    read = Reading._read

    def dies(self: Reading, *given: object) -> object:
        if os.getpid() != ours:
            os._exit(9)
        return read(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Reading, "_read", dies)

    with pytest.raises(LeakError, match="ended early"):
        written(tmp_path)
    assert multiprocessing.active_children() == []


def test_an_error_there_is_an_error_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "LEAST", 1)
    for number in range(3):
        (tmp_path / f"{number}.xml").write_bytes(managed_api(healthy()))
    ours = os.getpid()
    read = Reading._read

    def fails(self: Reading, *given: object) -> object:
        if os.getpid() != ours:
            raise UploadError("1.xml: cannot be read; check the file")
        return read(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Reading, "_read", fails)

    with pytest.raises(UploadError, match=r"1\.xml: cannot be read"):
        written(tmp_path)


def test_a_run_that_is_interrupted_leaves_no_process_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "LEAST", 1)
    for number in range(4):
        (tmp_path / f"{number}.xml").write_bytes(managed_api(healthy()))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(side_by_side._Second, "takes", interrupted)

    with pytest.raises(KeyboardInterrupt):
        written(tmp_path)
    assert multiprocessing.active_children() == []


def test_what_a_stream_raises_at_its_beginning_it_raises_where_it_stands() -> None:
    class Torn(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if not (data := super().read(size)):
                raise OSError("torn")
            return data

    begin = side_by_side._Begin(Torn(b"abcdef"))

    assert begin.whole(4) is None
    assert (begin.read(4), begin.read(4)) == (b"abcd", b"ef")
    with pytest.raises(OSError, match="torn"):
        begin.read(4)
