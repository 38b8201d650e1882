"""Whole uploads: packs in every wrapping, the C4C side, exports; and archives that were made to do harm."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import zstandard

from analyzer.analysis import Options, analyze
from analyzer.limits import Limits
from analyzer.report import markdown, table
from analyzer.report.document import build
from tests.conftest import Analyse, Document, Ran, counts, loud, rules_of
from tests.support.dialects import managed_api
from tests.support.session import failing, healthy

FIXTURES = Path(__file__).resolve().parent / "fixtures"
PACK = FIXTURES / "pack"


def members() -> dict[str, bytes]:
    """The fixture pack, with an Exchange dump of the kit."""
    found = {path.relative_to(PACK).as_posix(): path.read_bytes() for path in PACK.rglob("*") if path.is_file()}
    return {**found, "Logs/ExchangeDataDump.xml": managed_api(healthy())}


def zipped(files: dict[str, bytes], *, backwards: bool = False) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, reverse=backwards):
            archive.writestr(name, files[name])
    return data.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def test_a_pack_names_what_each_member_was_taken_for(analyse: Analyse) -> None:
    document = analyse(zipped(members()), names=["session.zip"])

    assert {d["name"]: d["kind"] for d in document["documents"]} == {
        "Logs/job.log": "job-log",
        "Logs/SyncDump.xml": "sync-dump",
        "Logs/Site.xml": "configuration",
        "Logs/Contact.json": "configuration",
        "Logs/ExchangeDataDump.xml": "exchange-dump",
        "Logs/C4C_Dump/ConnectorGeneric_0/005_QueryContacts_c4codataapi.txt": "c4c-dump",
    }


def test_a_pack_that_fails_on_the_c4c_side_goes_to_sap_and_counts_its_error_once(analyse: Analyse) -> None:
    document = analyse(zipped(members()), names=["session.zip"])

    assert document["verdict"]["rule"] == "c4c-internal-server-error"
    assert document["verdict"]["owner"] == "sap-api-team"
    finding = document["findings"][0]
    assert finding["count"] == 1
    assert {e["document"].rpartition("/")[2] for e in finding["evidence"]} >= {"job.log"}
    assert "0A1B2C3D4E5F60718293A4B5C6D7E8F9" in json.dumps(finding["evidence"])
    assert counts(document, "http", "system", "status")["exchange", 200] == 4


def test_what_people_named_their_records_is_not_read_from_the_sync_dump(analyse: Analyse) -> None:
    document = analyse(zipped(members()), names=["session.zip"])

    assert counts(document, "engine_codes", "code") == {"SW0003": 1}


@pytest.mark.parametrize("wrapping", ["backwards", "tar", "tar.gz", "tar.bz2", "tar.xz", "folder"])
def test_the_wrapping_of_a_pack_changes_nothing(tmp_path: Path, analyse: Analyse, wrapping: str) -> None:
    expected = analyse(zipped(members()), names=["session.zip"])
    path = tmp_path / "other"
    if wrapping == "folder":
        for name, content in members().items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)
    elif wrapping == "backwards":
        path.write_bytes(zipped(members(), backwards=True))
    else:
        path.write_bytes(tarred(members(), wrapping.replace("tar", "w").replace(".", ":").replace("w", "w", 1)))

    assert build(analyze([str(path)])) == expected


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_a_compressed_dump_is_read_like_the_plain_one(analyse: Analyse, compress: Callable[[bytes], bytes]) -> None:
    document = analyse(compress(managed_api(failing())), names=["dump.xml.x"])

    assert document["verdict"]["rule"] == "ErrorImpersonateUserDenied"


def test_an_archive_in_an_archive_is_named_by_its_way(analyse: Analyse) -> None:
    inner = zipped({"Logs/job.log": members()["Logs/job.log"]})

    document = analyse(zipped({"inner.zip": inner, "note.txt": b"hello"}), names=["outer.zip"])

    assert [d["name"] for d in document["documents"]] == ["inner.zip/Logs/job.log", "note.txt"]


@pytest.mark.parametrize(
    ("file", "rule", "owner"),
    [
        ("005_QueryContacts_c4codataapi.txt", "c4c-internal-server-error", "sap-api-team"),
        ("006_QueryAppointments_c4codataapi.txt", "c4c-internal-server-error", "sap-api-team"),
        ("007_Batch_c4codataapi.txt", "c4c-internal-server-error", "sap-api-team"),
        ("008_QueryContacts_c4codataapi.txt", "c4c-no-response", "sap-api-team"),
        ("009_QueryContacts_c4codataapi.txt", "c4c-connector-exception", "ssi-support"),
    ],
)
def test_the_c4c_side_is_triaged_as_the_vendor_does(file: str, rule: str, owner: str) -> None:
    document = build(analyze([str(FIXTURES / "c4c" / file)]))

    assert document["verdict"]["rule"] == rule
    assert document["verdict"]["owner"] == owner
    assert document["documents"][0]["kind"] == "c4c-dump"


def operation(response: str, exception: str = "", path: str = "ContactCollection") -> str:
    """A file of the C4C dump: one request, its response if there is one, and an exception block."""
    asked = f"HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/{path} HTTP/1.1\nHost: my1.crm.ondemand.com\n\n"
    answered = f"HTTP Response\nHTTP/1.1 {response}\nContent-Type: application/json\n\n{{}}\n\n" if response else ""
    return asked + answered + exception


TIMED_OUT = "Exception\nSystem.Net.WebException: The operation has timed out\n   at A.B()\n"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (operation("403 Forbidden", "Exception\nSystem.Net.WebException: error: (403) Forbidden.\n"), "c4c-forbidden"),
        (operation("", TIMED_OUT), "c4c-no-response"),
        (operation("200 OK", "Exception: System.FormatException: bad date\n"), "c4c-connector-exception"),
        ("Exception\nSystem.FormatException: bad date\n   at A.B()\n", "c4c-connector-exception"),
    ],
)
def test_an_exception_is_of_ssi_only_where_the_answer_of_c4c_was_fine(analyse: Analyse, text: str, rule: str) -> None:
    assert list(rules_of(analyse(text))) == [rule]


def test_a_collection_that_c4c_does_not_know_is_an_issue_though_others_are_served(analyse: Analyse) -> None:
    missing = operation("404 Not Found", path="NoSuchCollection")

    assert loud(analyse(managed_api(healthy()), missing, operation("200 OK"))) == {"c4c-not-found": "issue"}


@pytest.mark.parametrize(
    ("status", "rule"),
    [
        ("401) Unauthorized", "c4c-authentication"),
        ("403) Forbidden", "c4c-forbidden"),
        ("404) Not Found", "c4c-not-found"),
        ("500) Internal Server Error", "c4c-internal-server-error"),
    ],
)
def test_the_job_log_alone_is_enough_for_the_rule_of_a_status(analyse: Analyse, status: str, rule: str) -> None:
    log = (
        "2026-10-12 08:00:05,000 ERROR TID:79 [SiteInMemory:C4CConnector] "
        f"The request failed. The remote server returned an error: ({status}.\n"
    )

    assert list(rules_of(analyse(log))) == [rule]


@pytest.mark.parametrize(
    "body",
    [
        "<P><E HasReadAccess='true' HasWriteAccess='true' EntitySetName='Lead'/>\n"
        "<E HasReadAccess='false' HasWriteAccess='true' EntitySetName='Contact'/></P>",
        "<P>\n<E EntitySetName='Contact' HasReadAccess='false' HasWriteAccess='true'/></P>",
        "<e>\n<d:EntitySetName>Contact</d:EntitySetName><d:HasReadAccess>false</d:HasReadAccess></e>",
        '[{"HasReadAccess": true, "EntitySetName": "Lead"},\n {"HasReadAccess": false, "EntitySetName": "Contact"}]',
    ],
)
def test_a_missing_permission_names_its_entity_set_in_any_order(analyse: Analyse, body: str) -> None:
    (finding,) = analyse(operation("200 OK").replace("{}", body))["findings"]

    assert finding["parameters"] == {"entity": "Contact", "right": "HasReadAccess"}
    assert finding["evidence"][0]["line"] == 9 + 1  # the second line of the body


@pytest.mark.parametrize(
    ("dump", "code"),
    [
        ('<SyncDump Status="SW0003">\n<Messages/></SyncDump>', "SW0003"),
        ("<SyncDump>\n<SessionStatus>SW0003: Unknown internal error occurred</SessionStatus></SyncDump>", "SW0003"),
        ("<SyncDump>\n<ErrorText>SE0002: it failed</ErrorText></SyncDump>", "SE0002"),
    ],
)
def test_the_codes_of_a_sync_dump_are_found_in_any_plain_shape(analyse: Analyse, dump: str, code: str) -> None:
    assert code in counts(analyse(dump), "engine_codes", "code")


@pytest.mark.parametrize(
    ("file", "transaction"),
    [
        ("005_QueryContacts_c4codataapi.txt", "0A1B2C3D4E5F60718293A4B5C6D7E8F9"),
        ("006_QueryAppointments_c4codataapi.txt", "FFEEDDCCBBAA99887766554433221100"),
        ("007_Batch_c4codataapi.txt", "11112222333344445555666677778888"),
    ],
)
def test_the_transaction_id_of_an_odata_error_is_in_the_evidence(file: str, transaction: str) -> None:
    document = build(analyze([str(FIXTURES / "c4c" / file)]))

    assert transaction in document["findings"][0]["evidence"][0]["excerpt"]


def test_every_status_inside_a_batch_is_a_request_of_its_own() -> None:
    document = build(analyze([str(FIXTURES / "c4c" / "007_Batch_c4codataapi.txt")]))

    assert counts(document, "http", "system", "status") == {("c4c", 202): 1, ("c4c", 200): 1, ("c4c", 500): 1}


EXPORT = (FIXTURES / "exports" / "sessions.csv").read_text("utf-8")


def workbook() -> bytes:
    data = io.BytesIO()
    pd.read_csv(io.StringIO(EXPORT), dtype=str, keep_default_na=False).to_excel(data, index=False)
    return data.getvalue()


@pytest.mark.parametrize("dialect", ["comma", "semicolon", "tab", "bom", "utf-16", "xlsx"])
def test_an_export_gives_the_same_findings_in_every_dialect(analyse: Analyse, dialect: str) -> None:
    rows = pd.read_csv(io.StringIO(EXPORT), dtype=str, keep_default_na=False)
    contents = {
        "comma": EXPORT.encode(),
        "semicolon": rows.to_csv(index=False, sep=";").encode(),
        "tab": rows.to_csv(index=False, sep="\t").encode(),
        "bom": b"\xef\xbb\xbf" + EXPORT.encode(),
        "utf-16": EXPORT.encode("utf-16"),
        "xlsx": workbook(),
    }

    document = analyse(contents[dialect], names=["export"])

    assert document["documents"][0]["kind"] == "sync-export"
    assert rules_of(document) == {"exchange-oauth-refresh-token": "error", "snapshot-limit": "error"}
    assert [(s["user"], s["status"]) for s in document["sessions"]] == [
        ("anna.berg@contoso.example", "Finished"),
        ("ben.kraus@contoso.example", "Errors"),
        ("dirk.maas@contoso.example", "Errors"),
    ]


SESSIONS = "User,Run,Status,Failures,Issues,Conflicts,Error source,Exception\n"


def test_a_session_that_left_records_out_is_an_issue(analyse: Analyse) -> None:
    document = analyse(SESSIONS + "a@contoso.example,2026-10-12 08:00,Finished,2,2,1,,\n")

    assert document["verdict"]["outcome"] == "issue"
    assert document["findings"][0]["parameters"] == {"left": "2 failures, 2 issues, 1 conflicts"}


def test_a_table_with_a_failed_session_is_never_clean(analyse: Analyse) -> None:
    rows = (
        "a@contoso.example,2026-10-12 08:00,Finished,0,0,0,,\na@contoso.example,2026-10-12 09:00,Errors,0,0,0,Engine,\n"
    )

    assert analyse(SESSIONS + rows)["verdict"]["outcome"] != "clean"


def test_a_row_with_too_many_cells_is_read_and_named(analyse: Analyse) -> None:
    rows = "a@contoso.example,2026-10-12 08:00,Errors,0,0,0,Engine,SD0025: x,more,cells\nb@contoso.example,2026-10-12 09:00,Finished,0,0,0,,\n"

    document = analyse(SESSIONS + rows)

    assert [row["line"] for row in document["sessions"]] == [2, 3]
    assert any("more cells" in warning for warning in document["documents"][0]["warnings"])


def test_a_row_that_ends_early_and_an_empty_one_are_no_errors(analyse: Analyse) -> None:
    document = analyse(SESSIONS + "a@contoso.example,2026-10-12 08:00,Finished,0\n\n")

    assert document["verdict"]["outcome"] == "clean"
    assert len(document["sessions"]) == 1


def test_a_table_without_a_column_of_errors_says_so(analyse: Analyse) -> None:
    (document,) = analyse("User,Status,Error of ours\na@contoso.example,Errors,SD0025: x\n")["documents"]

    assert any("column of errors" in warning for warning in document["warnings"])


def test_a_title_may_stand_above_the_heads_of_a_workbook(analyse: Analyse) -> None:
    data = io.BytesIO()
    rows = [["Sync sessions", "", ""], ["User", "Status", "Exception"], ["a@contoso.example", "Errors", "SD0025: x"]]
    pd.DataFrame(rows).to_excel(data, index=False, header=False)

    (row,) = analyse(data.getvalue())["sessions"]

    assert (row["status"], row["line"]) == ("Errors", 3)


def test_a_row_of_an_export_is_found_again_by_its_line(analyse: Analyse) -> None:
    finding = next(f for f in analyse(EXPORT)["findings"] if f["rule"] == "snapshot-limit")

    assert "10000/10040/0" in EXPORT.split("\n")[finding["evidence"][0]["line"] - 1]


def har(status: int, url: str) -> str:
    entry = {
        "startedDateTime": "2026-10-12T08:00:00.000Z",
        "request": {"method": "POST", "url": url, "headers": [{"name": "Authorization", "value": "Bearer geheim"}]},
        "response": {"status": status, "statusText": "x", "headers": [], "content": {"text": "geheim"}},
    }
    return json.dumps({"log": {"version": "1.2", "entries": [entry]}})


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("https://mail.contoso.example/EWS/Exchange.asmx", "exchange-ews-url-not-found"),
        ("https://my000000.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/X", "c4c-not-found"),
    ],
)
def test_a_browser_capture_is_told_apart_by_host(analyse: Analyse, url: str, rule: str) -> None:
    document = analyse(har(404, url))

    assert document["documents"][0]["kind"] == "har"
    assert document["verdict"]["rule"] == rule
    assert "geheim" not in json.dumps(document)


def test_a_fiddler_capture_is_read(analyse: Analyse) -> None:
    files = {
        "[Content_Types].xml": b"<Types/>",
        "raw/1_c.txt": b"POST https://mail.contoso.example/EWS/Exchange.asmx HTTP/1.1\r\nHost: mail.contoso.example\r\n\r\n",
        "raw/1_s.txt": b"HTTP/1.1 404 Not Found\r\nServer: Microsoft-IIS/10.0\r\n\r\n",
    }

    document = analyse(zipped(files), names=["capture.saz"])

    assert document["documents"][0]["kind"] == "saz"
    assert document["verdict"]["rule"] == "exchange-ews-url-not-found"


def warnings(document: Document) -> str:
    return " | ".join(f"{d['name']}: {'; '.join(d['warnings'])}" for d in document["documents"])


@pytest.mark.parametrize("name", ["../up.txt", "/absolute.txt", "C:\\drive.txt", "..\\back.txt", "~/home.txt"])
def test_a_member_whose_name_leads_outside_is_named_and_not_read(analyse: Analyse, name: str) -> None:
    document = analyse(zipped({name: b"Authentication error", **members()}), names=["session.zip"])

    assert "leads outside" in warnings(document)
    assert document["verdict"]["rule"] == "c4c-internal-server-error"


def test_a_damaged_member_keeps_what_came_before_and_the_rest_is_read(analyse: Analyse) -> None:
    data = bytearray(zipped(members()))
    at = data.index(b"Logs/SyncDump.xml") + len("Logs/SyncDump.xml") + 5
    data[at : at + 20] = b"\xff" * 20

    document = analyse(bytes(data), names=["session.zip"])

    assert "damaged" in warnings(document)
    assert document["verdict"]["rule"] == "c4c-internal-server-error"


@pytest.mark.parametrize("magic", [b"\x28\xb5\x2f\xfd", b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\x00"])
def test_a_damaged_compressed_file_is_named_and_the_rest_is_read(
    command: Callable[..., Ran], tmp_path: Path, magic: bytes
) -> None:
    (tmp_path / "bad").write_bytes(magic + b"\xff" * 100)
    (tmp_path / "good.xml").write_bytes(managed_api(healthy()))

    ran = command(tmp_path / "bad", tmp_path / "good.xml", "-f", "json", "-o", "-")

    assert ran.document["http"]
    assert any("damaged" in warning for entry in ran.document["documents"] for warning in entry["warnings"])


def test_a_damaged_member_of_a_fiddler_capture_is_named(analyse: Analyse) -> None:
    whole = zipped(
        {"[Content_Types].xml": b"<Types/>", "raw/1_c.txt": b"GET https://my1.crm.ondemand.com/ HTTP/1.1\r\n" * 9}
    )
    at = whole.index(b"raw/1_c.txt") + len(b"raw/1_c.txt")

    (document,) = analyse(whole[:at] + b"\xff" * 20 + whole[at + 20 :])["documents"]

    assert "raw/1_c.txt is damaged or encrypted" in document["warnings"]


def test_a_workbook_with_one_far_cell_is_read_within_the_caps(analyse: Analyse) -> None:
    data = io.BytesIO()
    rows = [["User", "Status", "Exception"], ["a@contoso.example", "Errors", "SD0025: x"]]
    with pd.ExcelWriter(data) as writer:
        pd.DataFrame(rows).to_excel(writer, index=False, header=False)
        writer.sheets["Sheet1"].cell(row=3000, column=16_384, value=1)

    assert len(analyse(data.getvalue())["sessions"]) == 1


def test_an_archive_without_its_end_is_refused_with_a_reason(analyse: Analyse) -> None:
    document = analyse(zipped(members())[:-200], names=["session.zip"])

    assert "damaged" in warnings(document)
    assert document["verdict"]["outcome"] == "inconclusive"


def test_a_member_of_zeros_is_stopped_and_the_rest_is_read(analyse: Analyse) -> None:
    document = analyse(zipped({"Logs/zeros.bin": b"A" * (60 << 20), **members()}), names=["session.zip"])

    assert "expands more than 200 times" in warnings(document)
    assert document["verdict"]["rule"] == "c4c-internal-server-error"


def clock_warnings(analyse: Analyse, job_log_hour: int) -> list[str]:
    """What is said of clocks about a job log without zone that begins at this hour, beside a dump from 8:00 GMT."""
    told = f"2026-10-12 {job_log_hour:02}:00:01,120 INFO TID:79 [SiteInMemory:C4CConnector] Initialize\n"
    answer = (
        "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my1.crm.ondemand.com\n\n"
        "HTTP Response\nHTTP/1.1 200 OK\nDate: Mon, 12 Oct 2026 08:00:03 GMT\n\n{}\n"
    )
    documents = analyse(told, answer)["documents"]
    return [warning for document in documents for warning in document["warnings"] if "clock" in warning]


@pytest.mark.parametrize(("hour", "zone"), [(10, "UTC+02:00"), (3, "UTC-05:00")])
def test_a_log_whose_clock_runs_by_another_zone_is_told(analyse: Analyse, hour: int, zone: str) -> None:
    (warning,) = clock_warnings(analyse, hour)

    assert zone in warning


def test_a_log_that_begins_together_with_the_dump_has_no_other_zone(analyse: Analyse) -> None:
    assert clock_warnings(analyse, 8) == []


def test_a_cap_can_be_changed_for_one_call(command: Callable[..., Ran], tmp_path: Path) -> None:
    pack = tmp_path / "session.zip"
    pack.write_bytes(zipped(members()))

    document = command(pack, "--limit", "members=2", "-f", "json", "-o", "-").document

    assert len([entry for entry in document["documents"] if entry["records"]]) <= 2
    assert "more than 2 members" in json.dumps(document["documents"])


@pytest.mark.parametrize("setting", ["members", "colour=7", "members=0", "members=-1", "members=1e9"])
def test_a_wrong_cap_is_refused_in_one_line_that_names_the_caps(command: Callable[..., Ran], setting: str) -> None:
    ran = command("-", "--limit", setting)

    assert ran.code == 2
    assert len(ran.stderr.splitlines()) == 1
    assert "inflated" in ran.stderr


def test_links_and_devices_in_a_tar_are_named_and_not_followed(analyse: Analyse) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        link = tarfile.TarInfo("Logs/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        entry = tarfile.TarInfo("Logs/job.log")
        entry.size = len(members()["Logs/job.log"])
        archive.addfile(entry, io.BytesIO(members()["Logs/job.log"]))

    document = analyse(data.getvalue(), names=["session.tar"])

    assert "it is a link or a device" in warnings(document)
    assert document["verdict"]["rule"] == "c4c-internal-server-error"


def test_archives_too_deep_in_archives_are_not_opened(analyse: Analyse) -> None:
    data = b"Authentication error"
    for depth in range(6):
        data = zipped({f"level{depth}": data})

    document = analyse(data, names=["deep.zip"])

    assert document["findings"] == []
    assert "too deep" in warnings(document)


def test_members_beyond_the_cap_are_counted_out(analyse: Analyse) -> None:
    files = {f"{number}.txt": b"x" for number in range(30)}

    document = analyse(zipped(files), names=["many.zip"], options=Options(limits=Limits(members=20)))

    assert "more than 20 members" in warnings(document)
    assert len(document["documents"]) == 21


def session(day: int, status: str, told: str = "") -> bytes:
    """The log pack of one session; the failing ones say why in the job log."""
    line = f"2026-10-{day} 08:00:{{at}} {{level}} TID:79 [SiteInMemory:SynchronizationEngine] {{text}}\n"
    log = line.format(at="00,020", level="INFO", text="Session started")
    if told:
        log += line.format(at="09,020", level="ERROR", text=told)
    files = {"Logs/job.log": log, "Logs/SyncDump.xml": f"<SyncDump>\n<Status>{status}</Status>\n</SyncDump>"}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def test_a_folder_of_packs_is_one_case_with_its_sessions_in_order(command: Callable[..., Ran], tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    told = "SD0019: Maximum snapshot records limit is exceeded (10000/10040/0)"
    (packs / "a.zip").write_bytes(session(14, "SW0003", told))
    (packs / "b.zip").write_bytes(session(12, "SW0000"))

    ran = command(packs, "-f", "json", "-o", "-")

    rows = ran.document["sessions"]
    assert [(row["run"], row["status"], row["snapshot"]) for row in rows] == [
        ("2026-10-12T08:00:00.020Z", "SW0000", None),
        ("2026-10-14T08:00:00.020Z", "SW0003", {"limit": 10000, "total": 10040, "pinned": 0}),
    ]


def test_what_several_documents_tell_stands_on_one_time_line(analyse: Analyse) -> None:
    log = "2026-10-12 {at} ERROR TID:79 [SiteInMemory:C4CConnector] The remote server returned an error: ({status}.\n"
    early, late = (
        log.format(at="08:00:05,000", status="403) Forbidden"),
        log.format(at="08:00:09,000", status="404) Not Found"),
    )

    rows = analyse(late, early)["timeline"]

    assert [(row["time"], row["document"]) for row in rows] == [
        *[("2026-10-12T08:00:05Z", "upload-1.txt")] * 3,
        *[("2026-10-12T08:00:09Z", "upload-0.txt")] * 3,
    ]
    assert {"the document begins", "the document ends"} < {row["what"] for row in rows[:3]}
    assert any("403" in row["what"] for row in rows[:3])
    assert any("404" in row["what"] for row in rows[3:])


def test_a_failure_before_a_session_that_went_well_is_told_as_recovered(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    told = "SD0019: Maximum snapshot records limit is exceeded (10000/10040/0)"
    (packs / "a.zip").write_bytes(session(12, "SW0003", told))
    (packs / "b.zip").write_bytes(session(14, "SW0000"))

    finding = command(packs, "-f", "json", "-o", "-").document["findings"][0]

    assert (finding["rule"], finding["outcome"], finding["recovered"]) == ("snapshot-limit", "issue", True)


def test_the_sync_dump_tells_its_records_by_storage_and_type_and_what_was_left(analyse: Analyse) -> None:
    document = analyse(
        """<?xml version="1.0"?>
<SyncDump>
  <Records>
    <Record Type="Contact" Storage="C4C" Id="1"/>
    <Record Type="Contact" Storage="C4C" Id="2"/>
    <Record Type="Contact" Storage="Exchange" Id="3"/>
  </Records>
  <Storage Id="Exchange"><Type Name="Appointment" Count="17"/></Storage>
  <Status>SW0002: Detected: 2 conflict(s), 1 duplicate(s), 3 issue(s), 4 confirmation(s)</Status>
</SyncDump>
"""
    )

    assert counts(document, "stored_records", "storage", "type") == {
        ("Exchange", "Appointment"): 17,
        ("C4C", "Contact"): 2,
        ("Exchange", "Contact"): 1,
    }
    told = document["sessions"][0]
    assert [told[key] for key in ("conflicts", "duplicates", "issues", "confirmations")] == [2, 1, 3, 4]


def test_how_long_c4c_took_is_what_it_says_itself(analyse: Analyse) -> None:
    answer = (
        "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my000000.crm.ondemand.com\n\n"
        "HTTP Response\nHTTP/1.1 200 OK\nc4c-odata-response-time: {took} ms\n\n{{}}\n"
    )

    times = analyse(answer.format(took=2061) + answer.format(took=39))["response_times"]

    assert times == [
        {"system": "c4c", "operation": "ContactCollection", "count": 2, "mean_ms": 1050, "longest_ms": 2061}
    ]


def test_a_token_that_the_job_log_says_was_fetched_again_is_no_failure(analyse: Analyse) -> None:
    line = "2026-10-12 08:00:0{n},000 {level} TID:7 [SiteInMemory:C4CConnector] {said}\n"
    log = line.format(n=1, level="ERROR", said="CSRF token validation failed")

    assert rules_of(analyse(log)) == {"c4c-csrf": "error"}
    assert rules_of(analyse(log + line.format(n=2, level="INFO", said="CSRF token fetched again"))) == {
        "c4c-csrf": "info"
    }


def test_a_log_that_quotes_what_the_c4c_dump_shows_leaves_nothing_unexplained(analyse: Analyse) -> None:
    said = "System.FormatException: String was not recognized as a valid DateTime in the answer."
    dump = (
        "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my000000.crm.ondemand.com\n\n"
        f"HTTP Response\nHTTP/1.1 200 OK\n\n{{}}\n\nException\n{said}\n"
    )

    document = analyse(dump, f"2026-10-12 08:00:01,000 ERROR TID:7 [SiteInMemory:C4CConnector] {said}\n")

    assert set(rules_of(document)) == {"c4c-connector-exception"}
    assert document["unexplained"] == []


def test_a_job_log_may_write_its_times_in_brackets(analyse: Analyse) -> None:
    line = "[2026-10-12T08:00:00.123+02:00] ERROR TID:7 [SiteInMemory:ExchangeConnector] Authentication error\n"

    assert analyse(line)["findings"][0]["first_seen"] == "2026-10-12T06:00:00.123Z"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ('<Site>\n<Setting Name="SnapshotRecordsLimit" Value="10000"/></Site>', ("SnapshotRecordsLimit", "10000", 2)),
        ('<Configuration><add key="AccessType" value="Delegation"/></Configuration>', ("AccessType", "Delegation", 1)),
        (
            "<Site>\n\n<EwsUrl>https://mail.contoso.example/EWS/Exchange.asmx</EwsUrl></Site>",
            ("EwsUrl", "https://mail.contoso.example/EWS/Exchange.asmx", 3),
        ),
        ('{"type": "Contact",\n "PageSize": 500}', ("PageSize", "500", 2)),
    ],
)
def test_a_setting_that_can_explain_a_finding_is_shown_with_its_line(
    analyse: Analyse, document: str, expected: tuple[str, str, int]
) -> None:
    (row,) = analyse(document)["settings"]

    assert (row["name"], row["value"], row["line"]) == expected


@pytest.mark.parametrize(
    "setting",
    [
        '<Setting Name="ApiKeyLimit" Value="abcdef0123456789"/>',
        '<Setting Name="ImpersonationPassword" Value="Winter2026"/>',
        '<Setting Name="ImpersonatedUser" Value="anna@contoso.example"/>',
        "<EwsUrl>https://anna:Winter2026@contoso.example/EWS</EwsUrl>",
        "<FilterEnabled>Anna Berger from Kassel</FilterEnabled>",
        '<Color Value="7"/>',
    ],
)
def test_a_setting_that_is_secret_personal_or_explains_nothing_is_not_shown(analyse: Analyse, setting: str) -> None:
    assert analyse(f"<Site>\n{setting}\n</Site>")["settings"] == []


def test_the_evidence_pack_holds_what_sap_asks_for_and_no_secret(command: Callable[..., Ran], tmp_path: Path) -> None:
    pack = tmp_path / "session.zip"
    pack.write_bytes(zipped(members()))

    ran = command(pack, "--evidence", tmp_path / "evidence", "-q")
    files = {path.name: path.read_text("utf-8") for path in (tmp_path / "evidence").iterdir()}
    sap = next(text for name, text in files.items() if name.startswith("sap-"))

    assert ran.code == 0
    assert "GET /sap/c4c/odata/v1/c4codataapi/ContactCollection" in sap
    assert "HTTP/1.1 500 Internal Server Error" in sap
    assert "ZmljdGl2ZTpmaWN0aXZl" not in "".join(files.values())
    assert "business data" in files["README.txt"]


SECRETS_OF_A_REQUEST = (
    "Authorization: Basic Y2Fy\n S3cr3tFold",
    "set-cookie: x=1;\n\tS3cr3tCookie",
    "sap-contextid: SID:ANON:ld_S3cr3t",
    '{"password":\n  "S3cr3t"}',
    '{"pw":"S3cr3t"}',
    "<Password>\nS3cr3t\n</Password>",
    '<ns:UserPassword xml:lang="x">S3cr3t</ns:UserPassword>',
    '<Property Name="Password" Value="S3cr3t"/>',
    '<add key="password" value="S3cr3t"/>',
    "-----BEGIN RSA PRIVATE KEY-----\nS3cr3t\n-----END RSA PRIVATE KEY-----",
)


@pytest.mark.parametrize("secret", SECRETS_OF_A_REQUEST)
def test_no_secret_stays_in_what_goes_to_sap(command: Callable[..., Ran], tmp_path: Path, secret: str) -> None:
    (tmp_path / "005_QueryContacts_c4codataapi.txt").write_text(
        "HTTP Request\nPOST /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my1.crm.ondemand.com\n"
        f"{secret}\n\nHTTP Response\nHTTP/1.1 403 Forbidden\n{secret}\n\n{secret}\n",
        "utf-8",
    )

    command(tmp_path / "005_QueryContacts_c4codataapi.txt", "--evidence", tmp_path / "evidence", "-q")
    (text,) = [path.read_text("utf-8") for path in (tmp_path / "evidence").glob("sap-*")]

    assert "S3cr3t" not in text
    assert "403 Forbidden" in text


def test_a_folder_that_is_in_use_takes_no_evidence(command: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("mine", "utf-8")
    (tmp_path / "dump.xml").write_bytes(managed_api(healthy()))

    ran = command(tmp_path / "dump.xml", "--evidence", tmp_path)

    assert ran.code == 5
    assert (tmp_path / "README.txt").read_text("utf-8") == "mine"


def test_a_file_of_an_uploaded_folder_is_not_replaced_by_the_report(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "dump.xml").write_bytes(managed_api(healthy()))

    ran = command(pack, "-f", "json", "-o", pack / "dump.xml")

    assert ran.code == 2
    assert (pack / "dump.xml").read_bytes() == managed_api(healthy())


def test_a_secret_in_the_name_of_a_file_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "x password=S3cr3t.xml").write_bytes(managed_api(healthy()))

    assert "S3cr3t" not in json.dumps(build(analyze([str(tmp_path / "x password=S3cr3t.xml")])))


def test_markdown_cannot_be_made_to_carry_markup(analyse: Analyse) -> None:
    hostile = "ConnectorException: Unexpected Exchange error <script>alert(1)</script> [x](javascript:y) **b** | c"

    text = markdown.render(analyse(hostile)).decode()

    assert "<script" not in text
    assert "](" not in text.replace("\\](", "")


def test_a_cell_of_the_csv_cannot_carry_a_formula(analyse: Analyse) -> None:
    document = analyse("Authentication error")
    document["findings"][0]["title"] = "=cmd|' /C calc'!A0"

    rows = table.render(document).decode("utf-8-sig").splitlines()

    assert rows[0].startswith('"rule","title"')
    assert "\"'=cmd" in rows[1]
