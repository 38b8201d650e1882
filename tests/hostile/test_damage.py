"""What is damaged costs itself: what stands before it and beside it is read, and the report says what was not."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from analyzer.analysis import Options, analyze
from analyzer.limits import DEFAULT
from analyzer.privacy.watch import Removed
from analyzer.readers import READERS, reader_for
from analyzer.report.document import build
from tests.conftest import Analyse, Document, rules_of
from tests.support.dialects import managed_api
from tests.support.session import failing, healthy

GOOD = managed_api(failing())
WELL = managed_api(healthy())
RULE = "ErrorImpersonateUserDenied"


def command(*words: str | Path) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-m", "analyzer", *map(str, words)], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


def warnings(document: Document, name: str) -> str:
    return " ".join(next(d["warnings"] for d in document["documents"] if d["name"] == name))


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def test_a_reader_that_fails_costs_its_document_and_what_stands_beside_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing_reader(*_: object) -> Iterator[object]:
        yield from ()
        raise KeyError("Subject: salary of Ann")

    reader = next(reader for reader in READERS if reader.kind == "har")
    monkeypatch.setattr("analyzer.readers.READERS", tuple(r for r in READERS if r is not reader))
    monkeypatch.setattr("analyzer.reading.reader_for", chosen(reader, failing_reader))
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "dump.xml").write_bytes(GOOD)
    (tmp_path / "pack" / "broken.har").write_bytes(b'{"log": {"entries": []}}')

    document = build(analyze([str(tmp_path / "pack")]))

    assert RULE in rules_of(document)
    assert "its reader failed (KeyError), what follows is not read" in warnings(document, "broken.har")
    assert "salary" not in json.dumps(document)


def test_a_session_whose_reader_failed_is_not_clean_and_the_customer_is_not_asked_for_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(*given: object) -> Iterator[object]:
        yield from reader_for(WELL).read(*given)  # type: ignore[arg-type]
        raise IndexError

    (tmp_path / "dump.xml").write_bytes(WELL)
    monkeypatch.setattr("analyzer.reading.reader_for", lambda head: replace(reader_for(head), read=half))

    document = build(analyze([str(tmp_path / "dump.xml")]))

    assert (document["verdict"]["outcome"], document["verdict"]["confidence"]["level"]) == ("inconclusive", "hint")
    assert "our reader of dump.xml" in document["verdict"]["headline"]
    assert not any("ends in the middle" in said for said in document["coverage"]["missing"])
    assert document["documents"][0]["warning_codes"] == ["reader-failed"]


def chosen(reader: object, read: Callable[..., Iterator[object]]) -> Callable[[bytes], object]:
    return lambda head: replace(reader, read=read) if head.startswith(b"{") else reader_for(head)  # type: ignore[type-var]


def test_a_table_that_ends_inside_a_cell_gives_the_rows_before_it(analyse: Analyse) -> None:
    text = 'User,Status,Exception\nann@contoso.example,Error,Authentication error\nbob@contoso.example,Error,"Authent'

    document = analyse(text.encode())

    assert "exchange-authentication" in rules_of(document)
    assert "the table ends inside a cell" in document["documents"][0]["warnings"][0]


@pytest.mark.parametrize("end", ["bob@contoso.example,Err", "bob@contoso.example", "bob@contoso.example,Error"])
def test_a_table_that_ends_inside_a_row_gives_the_rows_before_it(analyse: Analyse, end: str) -> None:
    text = f"User,Status,Exception\nann@contoso.example,Error,Authentication error\n{end}"

    document = analyse(text.encode())

    assert rules_of(document)["exchange-authentication"] == "error"
    assert (document["findings"][0]["count"], document["unexplained"]) == (1, [])
    assert "the table ends inside a cell" in document["documents"][0]["warnings"][0]


def test_a_table_with_a_quotation_mark_inside_a_cell_is_read_whole(analyse: Analyse) -> None:
    text = (
        'User,Status,Exception\nann@contoso.example,Error,the 5" disk\nbob@contoso.example,Error,Authentication error\n'
    )

    document = analyse(text.encode())

    assert "exchange-authentication" in rules_of(document)
    assert document["documents"][0]["warnings"] == []


@pytest.mark.parametrize("when", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1601-01-01T00:00:00Z"])
def test_a_time_that_means_never_is_none(analyse: Analyse, when: str) -> None:
    entry = {
        "startedDateTime": when,
        "time": 86_399_999,
        "request": {"method": "POST", "url": "https://mail.contoso.example/EWS/Exchange.asmx", "headers": []},
        "response": {"status": 503, "headers": [], "content": {}},
    }

    document = analyse(json.dumps({"log": {"version": "1.2", "entries": [entry]}}).encode())

    assert "exchange-unavailable" in rules_of(document)
    assert document["findings"][0]["first_seen"] is None


def test_a_member_without_a_name_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    data = packed(dump__xml=GOOD, XXXX=b"nobody").replace(b"XXXX", b"\0\0\0\0")
    (tmp_path / "pack.zip").write_bytes(data)

    document = build(analyze([str(tmp_path / "pack.zip")]))

    assert RULE in rules_of(document)


def test_a_cookie_that_says_what_the_server_is_called_hides_no_report(tmp_path: Path) -> None:
    dump = (
        '<Trace Tag="EwsResponseHttpHeaders" Tid="1">\nHTTP/1.1 503 Busy\nX-FEServer: FR4P281CA0093\n'
        "Set-Cookie: X-BackEndServer=FR4P281CA0093; path=/\n\n</Trace>\n"
    )
    (tmp_path / "dump.xml").write_text(dump)

    code, said = command(tmp_path / "dump.xml", "-o", tmp_path / "report.html")

    assert code == 0, said
    assert "FR4P281CA0093" in (tmp_path / "report.html").read_text()


def test_many_subjects_do_not_push_a_token_out_of_what_is_watched() -> None:
    removed = Removed()
    for number in range(30_000):
        removed.add("mail content", f"a subject that nobody needs {number}")
    removed.add("a token", "eyJhbGciOiJSUzI1NiJ9")

    assert "eyJhbGciOiJSUzI1NiJ9" in removed.values


@pytest.mark.parametrize(("ending", "compress"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_redact_gives_what_a_damaged_file_holds_before_the_damage_or_says_why_not(
    tmp_path: Path, ending: str, compress: Callable[[bytes], bytes]
) -> None:
    whole = compress(GOOD * 40)
    (tmp_path / f"dump.xml.{ending}").write_bytes(whole[: len(whole) * 2 // 3])

    code, said = command("redact", tmp_path / f"dump.xml.{ending}", "-o", tmp_path / "out")

    assert "interrupted" not in said
    assert "damaged after" in said
    assert (code, (tmp_path / "out").exists()) in ((0, True), (3, False))


def test_redact_of_an_archive_without_its_end_gives_what_stands_before_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(packed(dump__xml=GOOD)[:-40])

    code, said = command("redact", tmp_path / "pack.zip", "-o", tmp_path / "out.zip")

    assert code == 0
    assert "left out: pack.zip: its directory at the end is missing" in said
    assert zipfile.ZipFile(tmp_path / "out.zip").namelist() == ["dump.xml"]


def test_redact_of_an_archive_of_which_nothing_is_left_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(packed(dump__xml=GOOD)[:20])

    code, said = command("redact", tmp_path / "pack.zip", "-o", tmp_path / "out")

    assert code == 3
    assert said.count("\n") == 1
    assert "nothing of it can be redacted: it is damaged (BadZipFile)" in said


def test_redact_of_a_damaged_workbook_says_so_in_one_line(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["User", "Status"])  # type: ignore[union-attr]
    book.save(tmp_path / "whole.xlsx")
    data = (tmp_path / "whole.xlsx").read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: len(content) // 2] if name.startswith("xl/worksheets") else content)
    (tmp_path / "cut.xlsx").write_bytes(out.getvalue())

    code, said = command("redact", tmp_path / "cut.xlsx", "-o", tmp_path / "out.xlsx")

    assert code == 3
    assert said.count("\n") == 1


def test_of_a_sheet_that_is_damaged_the_rows_before_the_damage_are_read_and_redacted(tmp_path: Path) -> None:
    whole = workbook(tmp_path, sheet1=b"")
    out = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"</sheetData>", b"<row><c") if "sheet1" in name else content)
    whole.write_bytes(out.getvalue())

    document = build(analyze([str(whole)]))
    code, said = command("redact", whole, "-o", tmp_path / "out.xlsx")

    assert "exchange-authentication" in rules_of(document)
    assert "the workbook cannot be read any further" in document["documents"][0]["warnings"][0]
    assert code == 0
    assert "left out: a part of export.xlsx: it is damaged (ParseError)" in said
    assert "exchange-authentication" in rules_of(build(analyze([str(tmp_path / "out.xlsx")])))


def test_a_member_of_a_capture_that_is_damaged_costs_itself(tmp_path: Path) -> None:
    request, answer = (
        b"GET https://mail.contoso.example/EWS/Exchange.asmx HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 503 Busy\r\n\r\n",
    )
    with zipfile.ZipFile(tmp_path / "x.saz", "w") as pack:
        pack.writestr("raw/1_c.txt", request)
        pack.writestr("raw/1_s.txt", answer)
        pack.writestr("raw/2_c.txt", request + b"damage")
    data = (tmp_path / "x.saz").read_bytes()
    (tmp_path / "x.saz").write_bytes(data.replace(b"damage", b"DAMAGE"))

    code, said = command("redact", tmp_path / "x.saz", "-o", tmp_path / "out.saz")

    assert code == 0
    assert "left out: a part of x.saz: it is damaged (BadZipFile)" in said
    with zipfile.ZipFile(tmp_path / "out.saz") as new:
        assert new.namelist() == ["raw/1_c.txt", "raw/1_s.txt"]


def workbook(tmp_path: Path, **parts: bytes) -> Path:
    """A small workbook, with further content behind that of some parts."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["User", "Status", "Exception"])  # type: ignore[union-attr]
    book.active.append(["ann@contoso.example", "Error", "Authentication error"])  # type: ignore[union-attr]
    book.save(tmp_path / "plain.xlsx")
    out = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            more = parts.get(name.rpartition("/")[2].partition(".")[0])
            new.writestr(name, content if more is None else content + more)
    (tmp_path / "export.xlsx").write_bytes(out.getvalue())
    return tmp_path / "export.xlsx"


def test_a_workbook_with_its_styles_is_read(tmp_path: Path) -> None:
    document = build(analyze([str(workbook(tmp_path, styles=b"<!-- grey -->" * 1000))]))

    assert "exchange-authentication" in rules_of(document)


def test_a_workbook_of_nothing_but_styles_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    document = build(analyze([str(workbook(tmp_path, styles=b"<!-- grey -->" * 400_000))]))

    assert "too large to read" in document["documents"][0]["warnings"][0]


def test_a_zip_document_in_which_nothing_stands_is_not_called_read(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    book = workbook(tmp_path / "whole")
    out = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if "worksheets/" not in name:
                new.writestr(name, old.read(name))
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "empty.xlsx").write_bytes(out.getvalue())
    with zipfile.ZipFile(tmp_path / "pack" / "empty.saz", "w") as capture:
        capture.writestr("raw/1_c.txt", b"")
        capture.writestr("raw/1_s.txt", b"")
    (tmp_path / "pack" / "dump.xml").write_bytes(GOOD)

    document = build(analyze([str(tmp_path / "pack")]))

    for before, after in (("empty", "once"), ("once", "twice")):
        assert (
            command("redact", tmp_path / "pack" / f"{before}.xlsx", "-o", tmp_path / "pack" / f"{after}.xlsx")[0] == 0
        )
    assert (tmp_path / "pack" / "once.xlsx").read_bytes() == (tmp_path / "pack" / "twice.xlsx").read_bytes()
    assert RULE in rules_of(document)
    codes = {row["name"]: (row["kind"], row["warning_codes"]) for row in document["documents"]}
    assert codes["empty.xlsx"] == codes["empty.saz"] == ("unknown", ["unknown-form"])


def test_a_capture_that_one_wide_character_makes_too_large_is_refused(tmp_path: Path) -> None:
    limits = replace(DEFAULT, held=3000)
    capture = json.dumps({"log": {"version": "1.2", "entries": [], "x": "a" * 2000}}, ensure_ascii=False)
    (tmp_path / "narrow.har").write_text(capture, "utf-8")
    (tmp_path / "wide.har").write_text(capture.replace("aaa", "\N{GRINNING FACE}aa", 1), "utf-8")

    document = build(analyze([str(tmp_path)], Options(limits=limits)))

    assert "too large for the characters in it" in warnings(document, "wide.har")
    assert "too large" not in warnings(document, "narrow.har")
    alone = build(analyze([str(tmp_path / "wide.har")], Options(limits=limits)))
    assert alone["verdict"]["headline"].startswith("wide.har was not analysed: the capture is too large")


def test_a_folder_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "dump.xml").write_bytes(GOOD)
    scan = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr("os.scandir", refusing)

    document = build(analyze([str(tmp_path)]))

    assert RULE in rules_of(document)
    assert "the folder cannot be opened (Permission denied)" in warnings(document, "closed")


@pytest.mark.parametrize("around", ["folder", "archive"])
def test_an_archive_of_too_many_members_takes_no_place_of_what_stands_beside_it(tmp_path: Path, around: str) -> None:
    many = packed(**{f"n{number}__log": b"x" for number in range(30)})
    if around == "folder":
        upload = tmp_path / "pack"
        upload.mkdir()
        (upload / "a.zip").write_bytes(many)
        (upload / "z.xml").write_bytes(GOOD)
    else:
        upload = tmp_path / "pack.zip"
        upload.write_bytes(packed(a__zip=many, z__xml=GOOD))

    document = build(analyze([str(upload)], Options(limits=replace(DEFAULT, members=10))))

    assert RULE in rules_of(document)
    assert "more than 10 members" in str([found["warnings"] for found in document["documents"]])


def header(kind: bytes, name: str = "holes", size: int = 0) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.type, entry.size = kind, size
    return entry.tobuf(tarfile.GNU_FORMAT)


def with_more_holes(head: bytes) -> bytes:
    """The header of a file with holes, which says that a block of further holes follows."""
    changed = bytearray(head)
    changed[482] = 1
    changed[148:156] = b" " * 8
    changed[148:156] = b"%06o\0 " % sum(changed)
    return bytes(changed)


@pytest.mark.parametrize(
    "behind",
    [
        pytest.param(
            header(tarfile.REGTYPE, "endless", (1 << 88) - 1), id="a size that no reading comes to the end of"
        ),
        pytest.param(header(tarfile.GNUTYPE_LONGNAME, size=3 << 20) + bytes(3 << 20), id="a name of three megabytes"),
        pytest.param(header(tarfile.XHDTYPE, size=3 << 20) + bytes(3 << 20), id="three megabytes of attributes"),
        pytest.param(with_more_holes(header(tarfile.GNUTYPE_SPARSE)), id="an end among the holes"),
    ],
)
def test_a_header_of_a_tar_file_that_claims_too_much_costs_no_more_than_what_follows_it(
    tmp_path: Path, behind: bytes
) -> None:
    content = GOOD + bytes(-len(GOOD) % 512)
    (tmp_path / "pack.tar").write_bytes(header(tarfile.REGTYPE, "dump.xml", len(GOOD)) + content + behind)

    document = build(analyze([str(tmp_path / "pack.tar")]))

    assert RULE in rules_of(document)
    assert "not analysed: what follows its last readable member; it is damaged" in warnings(document, "pack.tar")


def test_a_name_that_begins_here_and_here_again_is_the_same_after_every_turn(tmp_path: Path) -> None:
    names = ("./dump.xml", "././a/one.log", ".//two.log", "./.hidden.log")
    line = b"2026-10-12 08:00:00,020 ERROR Exception: (503)\n"
    with tarfile.open(tmp_path / "pack.tar", "w") as pack:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = len(line)
            pack.addfile(entry, io.BytesIO(line))

    assert command("redact", tmp_path / "pack.tar", "-o", tmp_path / "once.tar", "-q") == (0, "")
    assert command("redact", tmp_path / "once.tar", "-o", tmp_path / "twice.tar", "-q") == (0, "")

    found = [row["name"] for row in build(analyze([str(tmp_path / "pack.tar")]))["documents"]]
    assert found == [".hidden.log", "a/one.log", "dump.xml", "two.log"]
    assert (tmp_path / "once.tar").read_bytes() == (tmp_path / "twice.tar").read_bytes()


def with_a_folder(archive: bytes) -> bytes:
    """A zip file with one folder in it, and nothing in that."""
    out = io.BytesIO(archive)
    with zipfile.ZipFile(out, "a") as pack:
        pack.writestr("Logs/", b"")
    return out.getvalue()


def tar_of_a_folder() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as pack:
        folder = tarfile.TarInfo("Logs")
        folder.type = tarfile.DIRTYPE
        pack.addfile(folder)
    return out.getvalue()


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param(packed(), id="zip"),
        pytest.param(with_a_folder(packed()), id="zip with a folder"),
        pytest.param(tar_of_a_folder(), id="tar with a folder"),
        pytest.param(gzip.compress(tar_of_a_folder()), id="the same, compressed"),
    ],
)
def test_an_archive_without_a_file_in_it_is_named(tmp_path: Path, inner: bytes) -> None:
    (tmp_path / "pack.zip").write_bytes(packed(dump__xml=GOOD, inner__bin=inner))

    document = build(analyze([str(tmp_path / "pack.zip")]))

    assert RULE in rules_of(document)
    assert "it is an archive without any file in it" in warnings(document, "inner.bin")


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param("<!--\n%s\n-->", id="comment"),
        pytest.param("<Log><!--\n%s\n--></Log>", id="comment in an element"),
        pytest.param("<?dump %s?>", id="instruction"),
    ],
)
def test_a_dump_that_hides_in_markup_is_not_passed_over_in_silence(analyse: Analyse, hidden: str) -> None:
    dump = GOOD.decode().replace("--", "- -").replace("?>", ">")

    found = analyse(hidden.replace("%s", dump))

    assert found["documents"][0]["warnings"]


def test_a_dump_without_anything_in_it_is_said_to_lack_nothing(analyse: Analyse) -> None:
    tag = '<Trace Tag="EwsResponse" Tid="1" Time="2026-10-12 08:00:00Z">'
    found = analyse(f"<!-- no requests -->\n<Log>\n{tag}\n</Trace></Log>\n")

    assert [(one["kind"], one["warnings"]) for one in found["documents"]] == [("exchange-dump", [])]


@pytest.mark.parametrize("name", ["a.xml", "raw/1_c.txt"], ids=["in a pack", "in a capture"])
def test_a_place_in_an_archive_that_is_larger_than_any_costs_its_member_only(tmp_path: Path, name: str) -> None:
    """The directory of a zip file tells where a member stands, in eight bytes if it says so (APPNOTE 4.5.3)."""
    far = io.BytesIO()
    with zipfile.ZipFile(far, "w") as archive:
        archive.writestr(name, WELL)
        archive.getinfo(name).header_offset = (1 << 64) - 1
    inner = tmp_path / ("far.zip" if name == "a.xml" else "far.saz")
    inner.write_bytes(far.getvalue())
    (tmp_path / "pack.zip").write_bytes(packed(**{inner.name.replace(".", "__"): far.getvalue(), "good__xml": GOOD}))

    assert RULE in rules_of(build(analyze([str(tmp_path / "pack.zip")])))
    assert "internal error" not in command(inner, "-q", "-o", tmp_path / "out.html")[1]
    assert "internal error" not in command("redact", inner, "-q", "-o", tmp_path / "out.bin")[1]


def test_of_a_name_that_holds_a_document_no_more_is_shown_than_tells_which_it_is(tmp_path: Path) -> None:
    said = "Kick-off with Martin Keller " * 5_000
    long = tarfile.TarInfo("./@LongLink")
    long.type, long.size = tarfile.GNUTYPE_LONGNAME, len(said)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(long, io.BytesIO(said.encode()))
        archive.addfile(tarfile.TarInfo("a.xml"))
        member = tarfile.TarInfo("good.xml")
        member.size = len(GOOD)
        archive.addfile(member, io.BytesIO(GOOD))
    (tmp_path / "pack.tar").write_bytes(out.getvalue())
    document = build(analyze([str(tmp_path / "pack.tar")]))

    assert RULE in rules_of(document)
    assert all(len(one["name"]) < 200 for one in document["documents"])
