"""`ssi-analyze redact` gives an upload again that tells the same, and in which nobody and no secret is found any more."""

from __future__ import annotations

import io
import json
import stat
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.analysis import analyze
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.redacting import differences
from analyzer.report.document import build
from analyzer.report.strict import strict
from tests.conftest import ROOT, Document, Ran
from tests.support import dialects, secrets
from tests.support.session import CONTENT, SECRETS, failing, healthy
from tests.test_packs import tarred, zipped
from tests.test_privacy_levels import everything_below, run

__all__ = ["run"]

Run = Callable[..., tuple[int, str]]
FIXTURES = ROOT / "tests" / "fixtures"
SHAPES = (
    *("managed_api", "managed_api_221", "managed_api_unwrapped", "log_root", "ews_log_entry", "ews_editor"),
    *("unknown_root_cdata", "unknown_root_escaped", "unknown_root_children", "java_api", "javascript_api", "soape"),
    *("exchangelib", "exchangelib_3", "evolution", "bare_envelopes", "raw_http", "davmail_wire", "thunderbird"),
)


def document(path: Path) -> Document:
    return build(analyze([str(path)]))


def content(data: bytes) -> bytes:
    """A zip file's members in one piece; any other file as it is."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(name.encode() + b"\n" + content(archive.read(name)) for name in archive.namelist())


@pytest.mark.parametrize(
    ("shape", "session"),
    [*((shape, failing) for shape in SHAPES), ("managed_api", healthy), ("java_api", healthy), ("raw_http", healthy)],
)
def test_a_redacted_dump_tells_the_same_in_every_dialect(
    run: Run, tmp_path: Path, shape: str, session: Callable[[], list[object]]
) -> None:
    upload, out = tmp_path / "upload.xml", tmp_path / "out.xml"
    upload.write_bytes(getattr(dialects, shape)(session()))

    code, said = run("redact", upload, "-o", out)
    text = out.read_text("utf-8")
    before, after = document(upload), document(out)

    assert code == 0
    assert differences(before, after) == []
    for key in ("http", "response_codes", "operations", "exchange_versions", "period"):
        assert after[key] == before[key]
    lines = [[e["line"] for f in d["findings"] for e in f["evidence"]] for d in (before, after)]
    assert lines[0] == lines[1]
    assert [word for word in (*SECRETS, *CONTENT, "contoso", "anna", "EXBE02") if word in text] == []
    assert "note:" not in said


@pytest.mark.parametrize(
    "path",
    [
        *(p for p in sorted((ROOT / "examples").iterdir()) if p.suffix in (".xml", ".zip", ".log", ".csv")),
        FIXTURES / "pack",
        FIXTURES / "exports" / "sessions.csv",
    ],
    ids=lambda path: path.name,
)
def test_a_redacted_example_tells_the_same(run: Run, tmp_path: Path, path: Path) -> None:
    out = tmp_path / path.name

    code, said = run("redact", path, "-o", out)

    assert code == 0
    assert differences(document(path), document(out)) == []
    assert [d["name"] for d in document(out)["documents"]] == [d["name"] for d in document(path)["documents"]]
    assert "left out" not in said


def test_nothing_secret_and_nobody_is_left_of_a_pack(run: Run, tmp_path: Path) -> None:
    pack, out = tmp_path / "pack.zip", tmp_path / "out.zip"
    pack.write_bytes(secrets.pack())

    code, said = run("redact", pack, "-o", out)
    shown = (content(out.read_bytes()) + out.read_bytes()[-200:]).decode("utf-8", "replace") + said

    assert code == 0
    assert [word for word in secrets.FORBIDDEN if word in shown] == []
    assert [word for word in secrets.PERSONAL if word.lower() in shown.lower()] == []
    assert differences(document(pack), document(out)) == []


def test_tokens_are_those_of_the_strict_report_and_the_map_has_them(run: Run, tmp_path: Path) -> None:
    pack, out, mapping = tmp_path / "pack.zip", tmp_path / "out.zip", tmp_path / "map.json"
    pack.write_bytes(secrets.pack())

    run("redact", pack, "-o", out, "--map", mapping)
    report = strict(document(pack), Pseudonyms(), ["pack.zip"])
    known = json.loads(mapping.read_text("utf-8"))

    assert stat.S_IMODE(mapping.stat().st_mode) == 0o600
    assert known["user-1@domain-1"] == "anna.berg@contoso.example"
    assert [row["mailbox"] for row in report["mailboxes"]] == [row["mailbox"] for row in document(out)["mailboxes"]]
    assert secrets.WORD not in mapping.read_text("utf-8")


@pytest.mark.parametrize("form", ["tar", "tar.gz", "tar.bz2", "tar.xz", "zip", "zip in zip", "tar in zip", "folder"])
def test_the_structure_stays(run: Run, tmp_path: Path, form: str) -> None:
    files = {
        "Logs/job.log": b"ERROR TID:1 [Site:ExchangeConnector] Authentication error\n",
        "Logs/dump.xml": dialects.managed_api(failing()),
    }
    upload, out = tmp_path / "upload", tmp_path / "out"
    if form == "folder":
        for name, data in files.items():
            (upload / name).parent.mkdir(parents=True, exist_ok=True)
            (upload / name).write_bytes(data)
    elif " in " in form:
        inner = zipped(files) if form.startswith("zip") else tarred(files)
        upload.write_bytes(zipped({"Logs/session.zip" if form.startswith("zip") else "Logs/session.tar.gz": inner}))
    else:
        upload.write_bytes(
            zipped(files) if form == "zip" else tarred(files, form.replace("tar", "w:").replace(".", ""))
        )

    code, _ = run("redact", upload, "-o", out)

    assert code == 0
    assert [d["name"] for d in document(out)["documents"]] == [d["name"] for d in document(upload)["documents"]]
    assert differences(document(upload), document(out)) == []
    if form.startswith("tar") and form != "tar in zip":
        with tarfile.open(out, form.replace("tar", "r:").replace(".", "")) as archive:
            assert {member.mtime for member in archive} == {0}


def test_the_same_upload_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(secrets.pack())

    run("redact", tmp_path / "pack.zip", "-o", tmp_path / "one.zip")
    run("redact", tmp_path / "pack.zip", "-o", tmp_path / "two.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_workbook_keeps_its_rows_and_loses_everything_else(run: Run, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.creator = "Anna Berg"
    sheet = book.active
    sheet.title = "contoso"
    sheet.append(["User", "Run", "Status", "Objects", "Exception"])
    sheet.append(["Anna Berg", "2026-10-12 08:00:00", "Errors", 5, "Authentication error, password: Zw1ebelKuchen"])
    book.save(tmp_path / "export.xlsx")

    code, _ = run("redact", tmp_path / "export.xlsx", "-o", tmp_path / "out.xlsx")
    text = content((tmp_path / "out.xlsx").read_bytes()).decode("utf-8", "replace")

    assert code == 0
    assert differences(document(tmp_path / "export.xlsx"), document(tmp_path / "out.xlsx")) == []
    assert [word for word in ("Anna", "Berg", "contoso", "Zw1ebel") if word in text] == []


def test_what_cannot_be_redacted_is_left_out_and_named(run: Run, tmp_path: Path) -> None:
    files = {
        "Logs/job.log": b"Authentication error\n",
        "shot.png": b"\x89PNG\r\n\x1a\n",
        "../evil.txt": b"x",
        "empty.log": b"",
    }
    (tmp_path / "pack.zip").write_bytes(zipped(files))

    code, said = run("redact", tmp_path / "pack.zip", "-o", tmp_path / "out.zip")

    assert code == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.namelist() == ["Logs/job.log", "file-2.log"]
    assert said.count("left out") == 2
    assert "picture" in said
    assert "outside of the archive" in said


@pytest.mark.parametrize("folder", ["schemas.microsoft.com", "www.w3.org", "HTTP", "Microsoft-IIS", "Subject"])
def test_a_folder_that_is_called_as_every_dump_says_costs_nothing_beside_it(
    run: Run, tmp_path: Path, folder: str
) -> None:
    pack = tmp_path / "pack.zip"
    beside = {f"{folder}/a.log": b"2026-10-12 08:00:00 ERROR x", "dump.xml": dialects.managed_api(failing())}
    pack.write_bytes(zipped(beside))

    code, said = run("redact", str(pack), "-o", str(tmp_path / "out.zip"), "-q")

    assert (code, said) == (0, "")
    assert differences(document(pack), document(tmp_path / "out.zip")) == []


def test_who_is_named_at_the_end_is_nobody_at_the_beginning(run: Run, tmp_path: Path) -> None:
    upload, out = tmp_path / "pasted.txt", tmp_path / "out.txt"
    upload.write_text(
        "Session of Petra Winkelmann: Authentication error\nFor petra.winkelmann@contoso.example\n", "utf-8"
    )

    code, _ = run("redact", upload, "-o", out)

    assert code == 0
    assert out.read_text("utf-8") == "Session of user-1: Authentication error\nFor user-1@domain-1\n"


def test_the_redacted_upload_is_searched_too(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from analyzer.redacting import rewriter

    (tmp_path / "dump.xml").write_bytes(dialects.managed_api(failing()))
    monkeypatch.setattr(rewriter.Redactor, "feed", lambda _self, text: text)

    code, said = run("redact", tmp_path / "dump.xml", "-o", tmp_path / "out.xml")

    assert code == 5
    assert "leak check" in said
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["dump.xml"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("dump.xml", "-o", "dump.xml"), 2),
        (("-", "-o", "out.xml"), 2),
        (("dump.xml", "-o", "-"), 5),
        (("dump.xml", "-o", "/dev/null"), 5),
        (("dump.xml", "-o", "out.xml", "--map", "/dev/null"), 5),
        (("none.xml", "-o", "out.xml"), 2),
        (("dump.xml", "-o", "none/out.xml"), 5),
        (("dump.xml", "-o", "out.xml", "--map", "dump.xml"), 2),
        (("dump.xml", "-o", "out.xml", "--map", "out.xml"), 2),
        (("pack", "-o", "pack/out"), 2),
        (("pack", "-o", "used"), 5),
    ],
)
def test_nothing_is_destroyed(run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    work = tmp_path / "work"
    (work / "dump.xml").write_bytes(dialects.managed_api(healthy()))
    for folder in ("pack", "used"):
        (work / folder).mkdir()
        (work / folder / "job.log").write_text("Authentication error\n", "utf-8")
    before = everything_below(work)

    ended, said = run("redact", *arguments)

    assert ended == code
    assert said.count("\n") == 1
    assert everything_below(work) == before


def test_memory_is_bounded(tmp_path: Path) -> None:
    dump = dialects.managed_api(failing())
    for name, size in (("small", 1_000_000), ("large", 9_000_000)):
        (tmp_path / name).write_bytes(dump * (size // len(dump)))
    code = (
        "import resource, sys; from pathlib import Path; from analyzer.redacting import redact;"
        "from analyzer.privacy.pseudonyms import Pseudonyms; from analyzer.limits import DEFAULT\n"
        "for name in sys.argv[1:]:\n"
        "    redact(name, Path(name + '.out'), Pseudonyms(), DEFAULT)\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    names = [str(tmp_path / name) for name in ("small", "large")]

    small, large = subprocess.check_output([sys.executable, "-c", code, *names], text=True, cwd=ROOT).split()

    assert int(large) - int(small) < 6  # less than the eight megabytes that the large one has more


def test_the_map_never_takes_the_place_of_the_upload_however_its_path_is_written(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "dump.xml").write_bytes(dialects.managed_api(failing()))
    clean = tmp_path / "clean.xml"

    ran = command("redact", tmp_path / "dump.xml", "-o", clean, "--map", tmp_path / "sub" / ".." / "clean.xml")

    assert ran.code == 2
    assert not clean.exists()


def test_a_self_extracting_pack_stays_a_pack(command: Callable[..., Ran], tmp_path: Path) -> None:
    files = {"Logs/job.log": b"Authentication error\n", "Logs/ExchangeDataDump.xml": dialects.managed_api(healthy())}
    (tmp_path / "pack.exe").write_bytes(b"MZ" + bytes(510) + zipped(files))

    ran = command("redact", tmp_path / "pack.exe", "-o", tmp_path / "out.zip")

    assert ran.code == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.namelist() == ["Logs/ExchangeDataDump.xml", "Logs/job.log"]


IIS = (
    "#Fields: date time s-computername s-ip cs-method cs-uri-stem cs-uri-query cs-username c-ip cs(User-Agent) "
    "sc-status sc-substatus sc-win32-status\n"
)
EWS_LOG = (
    "#Log-type: EWS Logs\n#Fields: DateTime,AuthenticatedUser,ClientIpAddress,ServerHostName,SoapAction,HttpStatus,"
    "ErrorCode,GenericInfo\n"
)
ASKED = "203.0.113.5 POST /EWS/Exchange.asmx"
ANNA = "FABRIKAM\\anna.berg 203.0.113.9 SSI/1.0"
SERVER_LOGS = {
    "iis": f"{IIS}2026-10-12 08:00:00 EXFE01 {ASKED} user=anna.berg {ANNA} 503 0 0\n"
    "2026-10-12 08:00:01 EXFE01 203.0.113.5 GET /ews/ - FABRIKAM\\HealthMailbox7 203.0.113.5 a 503 0 0\n",
    "ews": f"{EWS_LOG}2026-10-12T08:00:00.130Z,anna.berg@fabrikam.example,203.0.113.9,EXFE01,GetItem,500,"
    "ErrorServerBusy,x[fabrikam.example.1]=1\n",
    "pasted": f"2026-10-12 08:00:00 {ASKED} - 443 {ANNA} - 503 0 0 5\n",
    "connectivity": "The Microsoft Connectivity Analyzer is attempting a request to URL "
    "https://mail.fabrikam.example/EWS/Exchange.asmx for user anna.berg@fabrikam.example.\n"
    "An HTTP 403 Forbidden response was received.\nX-FEServer: EXFE01\n",
}


@pytest.mark.parametrize("log", SERVER_LOGS.values(), ids=SERVER_LOGS)
def test_a_log_of_the_server_tells_the_same_and_names_nobody(run: Run, tmp_path: Path, log: str) -> None:
    upload, out = tmp_path / "upload.log", tmp_path / "out.log"
    upload.write_text(log, "utf-8")

    code, _ = run("redact", upload, "-o", out)
    text = out.read_text("utf-8")
    before, after = document(upload), document(out)

    assert code == 0
    assert before["findings"]
    assert differences(before, after) == []
    assert after["http"] == before["http"]
    assert [word for word in ("anna", "fabrikam", "203.0.113", "EXFE01") if word in text.lower() or word in text] == []


def test_a_fault_in_one_document_is_not_told_in_its_own_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise ValueError(f"invalid literal: {CONTENT[0]}")

    monkeypatch.setattr("analyzer.redacting._texts_of", broken)
    (tmp_path / "a.xml").write_bytes(dialects.managed_api(healthy()))

    code, said = run("redact", str(tmp_path / "a.xml"), "-o", str(tmp_path / "b.xml"))

    assert code == 3
    assert "ValueError" in said
    assert CONTENT[0] not in said


def test_the_heads_of_a_sheet_are_found_below_its_title(run: Run, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (
        ["Sessions of the night"],
        ["Exported by", "Anna Berg"],
        ["User", "Status", "Subject", "Exception"],
        ["Ben Kraus", "Fertig", "Reise Steinadler", "The item cannot be saved"],
    ):
        book.active.append(row)
    book.save(tmp_path / "export.xlsx")

    run("redact", tmp_path / "export.xlsx", "-o", tmp_path / "out.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True))

    assert rows[2] == ("User", "Status", "Subject", "Exception")
    assert rows[3][1:] == ("Fertig", "[removed]", "The item cannot be saved")
    assert not {"Anna", "Berg", "Kraus"} & {word for row in rows for cell in row if cell for word in cell.split()}
